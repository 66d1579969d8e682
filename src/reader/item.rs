//! What in the text leads somewhere: noterefs, links, pictures.

use crate::{
    document::{Document, NoterefId, PictureId},
    unit::Stretch,
};

/// Something in the text that leads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A noteref.
    Noteref(NoterefId),
    /// A link, by its index.
    Link(usize),
    /// A picture, by the words that stand for it.
    Picture(PictureId),
}

impl Item {
    /// Where it is.
    pub fn at(self, document: &Document) -> Stretch {
        match self {
            Self::Noteref(id) => document.noteref(id).at.clone(),
            Self::Link(index) => document.links()[index].at.clone(),
            Self::Picture(id) => document.picture(id).at.clone(),
        }
    }
}

/// The items that begin in `at`, in the order of the text. A picture that is linked, as most are to themselves, is a picture.
pub(super) fn items_in(document: &Document, at: &Stretch) -> Vec<Item> {
    let links = document.links();
    let first = links.partition_point(|link| link.at.start < at.start);
    let last = links.partition_point(|link| link.at.start < at.end);
    let is_picture = |index: &usize| document.pictures_in(&links[*index].at).any(|id| document.picture(id).at == links[*index].at);
    let mut items: Vec<Item> = document
        .noterefs_in(at)
        .map(Item::Noteref)
        .chain((first..last.max(first)).filter(|index| !is_picture(index)).map(Item::Link))
        .chain(document.pictures_in(at).map(Item::Picture))
        .collect();
    items.sort_by_key(|item| item.at(document).start);
    items
}
