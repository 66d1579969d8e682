//! Pictures, with what is said of them and where they are to be had.

use super::{tree::NodeRef, walk::Walker};
use crate::{
    document::{Kind, Origin, WORDLESS},
    formats::ornament::says_nothing,
    role::Role,
};

/// What a picture stands in with the words that go with it.
pub(super) const FIGURES: &[&str] = &["figure", "informalfigure", "fig", "mediaobject"];

/// What names a picture's file.
const PICTURES: &[&str] = &["graphic", "imagedata", "image"];

/// What names one's in a line.
const INLINE: &[&str] = &["inline-graphic"];

/// So many elements and words of a cell are looked at.
const MOST_IN_CELL: usize = 2000;

/// The attributes that do.
const FILES: [&str; 4] = ["href", "url", "fileref", "src"];

impl<'t> Walker<'_, 't> {
    /// A picture, by what is said of it; one of which nothing is said, where it stands between blocks.
    pub(super) fn picture(&mut self, node: NodeRef<'t>) {
        let words = said(node);
        let origin = origin(node);
        let is_within = self.stand.in_block || self.stand.in_cell;
        match words {
            Some(words) => {
                if is_within {
                    self.settle();
                } else {
                    self.begin(Kind::Caption);
                }
                self.builder.open_span(Role::Caption);
                if let Some(origin) = origin {
                    self.builder.open_picture(origin);
                }
                self.text(words);
                self.builder.close_picture();
                self.builder.close_span(Role::Caption);
                if !is_within {
                    self.end();
                }
            }
            None if is_within => {}
            None => {
                if let Some(origin) = origin {
                    self.builder.wordless_picture(origin);
                }
            }
        }
        self.children(node);
    }

    /// The pictures of a cell without words, of which nothing is said: no words follow below, and without a sign it would seem empty.
    pub(super) fn signs(&mut self, cell: NodeRef<'t>) {
        let is_wordless = |node: NodeRef<'t>| node.words().is_none_or(|words| words.trim().is_empty());
        // A cell of many thousand elements is not gone through anew.
        if !cell.descendants().take(MOST_IN_CELL).all(is_wordless) {
            return;
        }
        let pictures = cell.descendants().take(MOST_IN_CELL).filter(|node| node.is(PICTURES) || node.is(INLINE));
        for origin in pictures.filter(|picture| said(*picture).is_none()).filter_map(origin) {
            self.builder.open_picture(origin);
            self.text(WORDLESS);
            self.builder.close_picture();
        }
    }

    /// The picture of a figure, wherever in it that is named: the figure's words stand for it. One within another was met with it.
    pub(super) fn figure(&mut self, node: NodeRef<'t>) {
        let picture = node.descendants().find(|inner| inner.is(PICTURES));
        if let Some(origin) = picture.and_then(origin)
            && !self.stand.in_block
            && !self.stand.in_cell
        {
            self.builder.wordless_picture(origin);
        }
    }
}

/// What is said of a picture.
fn said(picture: NodeRef<'_>) -> Option<&str> {
    ["alt", "title"].iter().filter_map(|name| picture.attribute(name)).find(|words| !says_nothing(words))
}

/// Where a picture is to be had; with a `#`, in the same file.
fn origin(picture: NodeRef<'_>) -> Option<Origin> {
    let address = FILES.iter().find_map(|name| picture.attribute(name))?;
    Some(match address.strip_prefix('#') {
        Some(name) => Origin::Part(name.into()),
        None => Origin::Address(address.into()),
    })
}
