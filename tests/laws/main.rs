//! Laws: what holds for every text, width and key.

mod html;
mod dates;
mod markdown;
mod reader;
#[path = "../rig/mod.rs"]
mod rig;
mod search;
mod typeset;
