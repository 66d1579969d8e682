//! Laws: what holds for every text, width and key.

mod dates;
mod html;
mod markdown;
mod reader;
#[path = "../rig/mod.rs"]
mod rig;
mod search;
mod timeline;
mod typeset;
