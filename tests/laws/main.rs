//! Laws: what holds for every text, width and key.

mod typeset;
