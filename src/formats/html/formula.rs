//! Formulas in pages.

use super::{
    tree::{Id, Tree},
    walk::Walk,
};
use crate::formats::math::{Element, mathml, readable};

/// A node of a page, as a formula is read from it.
#[derive(Clone, Copy)]
struct Part<'t> {
    tree: &'t Tree,
    node: Id,
}

impl Element for Part<'_> {
    fn name(&self) -> &str {
        let tag = self.tree.tag(self.node);
        tag.rsplit(':').next().unwrap_or(tag)
    }

    fn children(&self) -> impl Iterator<Item = Self> {
        let tree = self.tree;
        tree.children(self.node).map(move |node| Self { tree, node })
    }

    fn words(&self) -> String {
        self.tree.text(self.node).map_or_else(|| self.tree.words(self.node), str::to_owned)
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.tree.attribute(self.node, name)
    }
}

impl Walk<'_, '_> {
    /// A formula as a line: of its own, where it is set so.
    pub(super) fn formula(&mut self, node: Id) {
        let tree = self.tree;
        let words = mathml(Part { tree, node });
        let words = match tree.attribute(node, "alttext") {
            // Its words are all that some have.
            Some(said) if words.is_empty() => readable(said),
            _ => words,
        };
        let is_apart = tree.attribute(node, "display").is_some_and(|display| display == "block") && !self.flow.flat && !self.flow.verse;
        if is_apart {
            self.block_edge();
        }
        self.say(&words);
        if is_apart {
            self.block_edge();
        }
    }
}
