//! Laws: what holds for every text, width and key.

mod search;
mod typeset;
