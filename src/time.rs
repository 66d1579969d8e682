//! Time: dates as they are written, what stretch of time they mean, and where they stand in prose.
//!
//! [`mod@interval`] is a stretch of days with open or unknown ends; [`mod@date`] a date as prose has it, which prints as EDTF; [`edtf`] reads
//! what others wrote in that form; [`extent`] says what that means on an axis; [`mod@find`] finds the dates of a text; a [`timeline`] holds
//! dated events and the passages that speak of them; [`mod@file`] reads one, [`export`] writes it for others, and [`story`] makes one of the dates of a text that brings
//! none; [`words`] tells a date in words.
//!
//! To draw one, an [`axis`] cuts time into cells, [`pack`] gives each event's bar a row, and [`chart`] says which sign stands where and what
//! is labelled. Nothing here knows panes or files.

pub mod axis;
pub mod chart;
pub mod date;
pub mod edtf;
pub mod export;
pub mod extent;
pub mod file;
pub mod find;
pub mod interval;
pub mod pack;
pub mod shape;
pub mod story;
pub mod timeline;
pub mod words;
