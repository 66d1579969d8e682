//! Pictures, with what is said of them and where they are to be had.

use super::{tree::NodeRef, walk::Walker};
use crate::{
    document::{Kind, Origin},
    role::Role,
};

/// What a picture stands in with the words that go with it.
pub(super) const FIGURES: &[&str] = &["figure", "informalfigure", "fig", "mediaobject"];

/// What names a picture's file.
const PICTURES: &[&str] = &["graphic", "imagedata", "image"];

/// The attributes that do.
const FILES: [&str; 4] = ["href", "url", "fileref", "src"];

impl<'t> Walker<'_, 't> {
    /// A picture, by what is said of it; one of which nothing is said, where it stands between blocks.
    pub(super) fn picture(&mut self, node: NodeRef<'t>) {
        let words = ["alt", "title"].iter().find_map(|name| node.attribute(name)).filter(|words| !words.trim().is_empty());
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

/// Where a picture is to be had; with a `#`, in the same file.
fn origin(picture: NodeRef<'_>) -> Option<Origin> {
    let address = FILES.iter().find_map(|name| picture.attribute(name))?;
    Some(match address.strip_prefix('#') {
        Some(name) => Origin::Part(name.into()),
        None => Origin::Address(address.into()),
    })
}
