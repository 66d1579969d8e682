//! Laws: what holds for every text, width and key.

mod markdown;
mod search;
mod typeset;
