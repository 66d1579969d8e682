//! A look at something without going there: a note, a passage, an address, what is known of a picture.

use std::ops::Range;

use super::item::Item;
use crate::{
    document::{BlockId, Document, NoteId, PictureId, Target},
    typeset::{Galley, Line},
    unit::{Place, Stretch},
};

/// What one looks at without going there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// A note.
    Note(NoteId),
    /// A passage of the text that a link leads to.
    Passage(Place),
    /// An address outside, of the link of this index.
    Address(usize),
    /// What is known of a picture.
    Picture(PictureId),
}

/// One sight of a peek, and how it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// What is seen.
    pub sight: Sight,
    /// The item lit within it.
    pub lit: Option<Item>,
    /// How many lines are scrolled away.
    pub scrolled: usize,
}

/// A look at a note or passage, over the text; a note seen from a note lies on top.
#[derive(Debug)]
pub struct Peek {
    /// The sights, the latest last; never empty.
    pub views: Vec<View>,
    /// Sets what is seen.
    pub galley: Galley,
    /// The lines of the latest sight, set for the overlay's width; filled when the state settles.
    pub lines: Vec<Line>,
    /// What the short forms of the note that is seen stand for, all of it; filled when the state settles.
    pub gloss: Vec<String>,
}

impl View {
    /// A look at something, from its beginning.
    pub fn new(sight: Sight) -> Self {
        Self { sight, lit: None, scrolled: 0 }
    }

    /// The blocks that are seen.
    pub fn flow(&self, document: &Document) -> Range<BlockId> {
        match self.sight {
            Sight::Note(note) => document.note(note).blocks.clone(),
            // Enough of a passage to know it by: its block and the two after it.
            Sight::Passage(place) => match document.block_at(place) {
                Some(first) => {
                    let end = if place < document.body_end() { document.body().end } else { document.all_blocks().end };
                    first..BlockId::at((first.index() + 3).min(end.index()))
                }
                None => BlockId(0)..BlockId(0),
            },
            Sight::Address(_) | Sight::Picture(_) => BlockId(0)..BlockId(0),
        }
    }

    /// What is seen, where it is no text: an address, or the words that stand for a picture.
    pub fn name<'a>(&self, document: &'a Document) -> Option<&'a str> {
        match self.sight {
            Sight::Address(index) => match &document.links().get(index)?.target {
                Target::Address(address) | Target::Lost(address) => Some(address),
                Target::Place(_) => None,
            },
            Sight::Picture(id) => Some(document.slice(&document.picture(id).at)),
            Sight::Note(_) | Sight::Passage(_) => None,
        }
    }
}

/// The text of some blocks, from the first to the last.
pub(super) fn stretch_of(document: &Document, flow: &Range<BlockId>) -> Stretch {
    let blocks = &document.blocks()[flow.start.index()..flow.end.index().max(flow.start.index())];
    match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => first.at.start..last.at.end,
        _ => Place::START..Place::START,
    }
}
