//! Which marks of a text call which of its notes.
//!
//! 1. [`scan`] collects whatever could be a mark and whatever could be a note ([`definition`]), with the [`style`] in which each is
//!    printed.
//! 2. [`series`] pairs them, one way of printing after the other, the surest first: within each, [`align`] lays the sequence
//!    of marks along the sequence of notes. What is printed in a way that ordinary text uses, too (a list's numbers, a
//!    number after a word), is believed only when most of a run of notes is called.
//! 3. [`extent`] tells how far notes reach that no bracket closes.
//!
//! A mark without a note is text, unless it stands just where a number is missing; a note without a mark is kept.

mod align;
mod cluster;
mod definition;
mod extent;
mod keyword;
mod label;
mod scan;
mod series;
mod style;

use super::lines::{At, Manner};
use crate::document::Evidence;

/// A mark that calls a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The printed mark, which a noteref takes the place of; empty where none was printed.
    pub(super) at: At,
    /// Its label without brackets.
    pub(super) label: String,
    /// The note, by its index; `None` where it is missing.
    pub(super) note: Option<usize>,
    pub(super) why: Evidence,
}

/// A note that stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// What is to be taken out of the text.
    pub(super) at: At,
    /// What the note says.
    pub(super) body: At,
    /// Its label without brackets; empty where none was printed.
    pub(super) label: String,
    pub(super) why: Evidence,
}

/// A link that is printed like a note: `[7]word`, and a list of addresses at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The printed number.
    pub(super) at: At,
    /// Where it leads.
    pub(super) address: String,
}

/// All notes of a text and what calls them, each in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Apparatus {
    pub(super) calls: Vec<Call>,
    pub(super) notes: Vec<Standing>,
    pub(super) links: Vec<Reference>,
    /// What looks like a mark or a note's label and is neither, and why; none that overlap.
    pub(super) refused: Vec<(At, Evidence)>,
}

/// Finds the notes of a stretch of a text. `whole` is false when more of the text is to come: then marks whose notes may still
/// come are calls, too.
pub(super) fn find(text: &str, at: &At, manner: Manner, whole: bool) -> Apparatus {
    let found = scan::scan(text, at, manner);
    let mut apparatus = series::join(text, found, whole);
    extent::extend(text, at, manner, &mut apparatus);
    apparatus
}
