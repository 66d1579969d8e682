//! Time: dates as they are written, what stretch of time they mean, and where they stand in prose.
//!
//! [`mod@interval`] is a stretch of days with open or unknown ends; [`mod@date`] a date as prose has it, which prints as EDTF; [`edtf`] reads
//! what others wrote in that form; [`mod@find`] finds the dates of a text. Nothing here knows lanes, panes or files.

pub mod date;
pub mod edtf;
pub mod find;
pub mod interval;
