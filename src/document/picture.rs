//! Pictures: the words that stand for them in the text, and where they are to be had.
//!
//! A picture is never part of the text itself: words stand for it, its description or a sign in brackets, so that everything that
//! works on text knows it, and whoever cannot see it misses nothing that was said of it.

use super::{BlockId, Document, Kind};
use crate::unit::Stretch;

/// What stands for a picture of which nothing is said.
pub const WORDLESS: &str = "[picture]";

/// The index of a picture among a document's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureId(pub u32);

impl PictureId {
    /// The id of the picture at this index.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The words that stand for it.
    pub at: Stretch,
    /// Where it is to be had.
    pub origin: Origin,
}

/// Where something is to be had that belongs to a text and is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A part of the text's own file, by the name that it has there.
    Part(Box<str>),
    /// An address as it was given: a file's, seen from the text's own, or one somewhere else. A `data:` address is the picture itself.
    Address(Box<str>),
}

impl Document {
    /// All pictures, by where their words begin.
    pub fn pictures(&self) -> &[Picture] {
        &self.pictures
    }

    /// One picture.
    pub fn picture(&self, id: PictureId) -> &Picture {
        &self.pictures[id.index()]
    }

    /// The pictures whose words begin in `at`.
    pub fn pictures_in(&self, at: &Stretch) -> impl Iterator<Item = PictureId> + use<> {
        let first = self.pictures.partition_point(|picture| picture.at.start < at.start);
        let last = self.pictures.partition_point(|picture| picture.at.start < at.end);
        (first..last.max(first)).map(PictureId::at)
    }

    /// The picture that a block is for: words under a picture that begin with those that stand for it, or a paragraph of nothing else.
    pub fn picture_of(&self, block: BlockId) -> Option<PictureId> {
        let block = self.block(block);
        let id = self.pictures_in(&block.at).next()?;
        let words = &self.picture(id).at;
        let begins = words.start == block.at.start.plus(usize::from(block.label));
        let is_alone = block.kind == Kind::Paragraph && words.end == block.at.end;
        (begins && (is_alone || block.kind == Kind::Caption)).then_some(id)
    }
}
