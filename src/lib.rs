//! ibid: a reader for the terminal that follows the notes and the dates.
pub mod document;
pub mod formats;
pub mod problem;
pub mod role;
pub mod typeset;
pub mod unit;
