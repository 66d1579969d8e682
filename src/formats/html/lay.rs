//! Where everything lies: how much visible text stands before each node, and which block holds it.
//!
//! Anchors, labels and links are compared by these places, not by how elements nest: whoever wrote the page may have put the anchor
//! before the note, around its number, or into an empty paragraph of its own.

use super::{
    furniture,
    tree::{Id, Tree},
};

/// A page of a document.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Its root.
    pub(crate) root: Id,
    /// Its path in the archive; empty for a page on its own.
    pub(crate) path: String,
    /// The path by which the book calls it, where the archive has it under another.
    pub(crate) alias: Option<String>,
}

/// The places of all nodes. What is never shown has no text.
#[derive(Debug)]
pub(super) struct Lay {
    /// Characters of visible text, blanks not counted, before each node, and up to its end.
    from: Vec<u32>,
    to: Vec<u32>,
    /// The innermost block around each node, or itself.
    block: Vec<Id>,
    /// Where each node comes in reading order.
    order: Vec<u32>,
    page: Vec<u32>,
    dropped: Vec<bool>,
    /// The texts that are shown, with the places they begin at.
    texts: Vec<(u32, Id)>,
}

impl Lay {
    pub(super) fn of(tree: &Tree, pages: &[Page]) -> Self {
        let count = tree.len();
        let nowhere = pages.first().map_or_else(|| Tree::default().parse(""), |page| page.root);
        let mut lay = Self {
            from: vec![0; count],
            to: vec![0; count],
            block: vec![nowhere; count],
            order: vec![0; count],
            page: vec![0; count],
            dropped: vec![false; count],
            texts: Vec::new(),
        };
        let (mut here, mut order) = (0, 0);
        for (index, page) in pages.iter().enumerate() {
            let mut blocks = vec![page.root];
            let mut open: Vec<(Id, bool)> = Vec::new();
            let mut next = Some(page.root);
            while let Some(node) = next {
                let tag = tree.tag(node);
                let is_block = node == page.root || furniture::is_block(tag);
                if is_block {
                    blocks.push(node);
                }
                order += 1;
                lay.order[node.index()] = order;
                lay.from[node.index()] = here;
                lay.block[node.index()] = blocks.last().copied().unwrap_or(page.root);
                lay.page[node.index()] = u32::try_from(index).unwrap_or(u32::MAX);
                if let Some(text) = tree.text(node) {
                    let length = text.chars().filter(|character| !character.is_whitespace()).count();
                    if length > 0 {
                        lay.texts.push((here, node));
                    }
                    here += u32::try_from(length).unwrap_or(0);
                }
                let is_dropped = furniture::is_dropped(tree, node);
                lay.dropped[node.index()] = is_dropped;
                let into = if is_dropped { None } else { tree.first(node) };
                open.push((node, is_block));
                next = into.or_else(|| {
                    loop {
                        let (node, is_block) = open.pop()?;
                        lay.to[node.index()] = here;
                        if is_block {
                            blocks.pop();
                        }
                        if node == page.root {
                            return None;
                        }
                        if let Some(next) = tree.next(node) {
                            return Some(next);
                        }
                    }
                });
            }
        }
        lay
    }

    /// The characters before a node.
    pub(super) fn from(&self, node: Id) -> u32 {
        self.from[node.index()]
    }

    /// The characters up to its end.
    pub(super) fn to(&self, node: Id) -> u32 {
        self.to[node.index()]
    }

    /// Its number in reading order; nothing for what is within something that is not shown.
    pub(super) fn order(&self, node: Id) -> u32 {
        self.order[node.index()]
    }

    /// Tells whether a node is shown, or could be if there were text in it.
    pub(super) fn is_shown(&self, node: Id) -> bool {
        self.order[node.index()] > 0
    }

    /// Tells whether it is left out, with all that is in it.
    pub(super) fn is_dropped(&self, node: Id) -> bool {
        self.dropped[node.index()]
    }

    /// Tells whether there is no text in it.
    pub(super) fn is_empty(&self, node: Id) -> bool {
        self.from(node) == self.to(node)
    }

    /// The innermost block around it, or itself.
    pub(super) fn block(&self, node: Id) -> Id {
        self.block[node.index()]
    }

    /// The index of its page.
    pub(super) fn page(&self, node: Id) -> usize {
        self.page[node.index()] as usize
    }

    /// The text that begins at or after a place, or that the place is in.
    pub(super) fn text_at(&self, place: u32) -> Option<Id> {
        let after = self.texts.partition_point(|(from, _)| *from <= place);
        let at = after.checked_sub(1).filter(|index| {
            let (_, node) = self.texts[*index];
            self.to(node) > place
        });
        self.texts.get(at.unwrap_or(after)).map(|(_, node)| *node)
    }

    /// The words between two places, as they stand, with blanks where blocks end.
    pub(super) fn words(&self, tree: &Tree, from: u32, to: u32) -> String {
        let mut words = String::new();
        let first = self.texts.partition_point(|(at, _)| *at < from);
        let first = if self.texts.get(first).is_some_and(|(at, _)| *at == from) { first } else { first.saturating_sub(1) };
        let mut block = None;
        for (at, node) in &self.texts[first.min(self.texts.len())..] {
            if *at >= to {
                break;
            }
            if block.is_some_and(|block| block != self.block(*node)) {
                words.push(' ');
            }
            block = Some(self.block(*node));
            let mut here = *at;
            for character in tree.text(*node).unwrap_or_default().chars() {
                if character.is_whitespace() {
                    words.push(' ');
                    continue;
                }
                if (from..to).contains(&here) {
                    words.push(character);
                }
                here += 1;
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
