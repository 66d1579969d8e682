//! ibid: a reader for the terminal that follows the notes and the dates.

pub mod unit;
pub mod role;
pub mod problem;
pub mod document;
pub mod formats;
pub mod typeset;
pub mod search;
pub mod theme;
pub mod store;
