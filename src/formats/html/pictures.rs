//! Pictures of pages: what stands for them, and where they are to be had.

use super::{
    furniture,
    links::{has_scheme, joined},
    tree::Id,
    walk::Walk,
};
use crate::{
    document::{Kind, Origin, WORDLESS},
    formats::{
        math::{is_tex, readable},
        ornament::says_nothing,
    },
};

/// A picture less high or wide than so many pixels is an ornament, an icon, a spacer.
const SMALL: f32 = 40.0;

impl Walk<'_, '_> {
    /// What stands for a picture: its caption where it is alone, its words where it is one of them.
    pub(super) fn picture(&mut self, node: Id) {
        let alternative = self.tree.attribute(node, "alt").unwrap_or_default().trim();
        // Pictures of formulas say in TeX what they show.
        if is_tex(alternative) {
            return self.say(&readable(alternative));
        }
        let is_said = !says_nothing(alternative);
        let is_alone = !self.flow.flat && !self.builder.is_open() && self.is_before_blocks(node);
        let origin = self.origin(node);
        match (is_said, is_alone) {
            (true, true) => {
                self.builder.begin(Kind::Caption);
                self.flow.fresh = true;
                self.described(origin, alternative);
                self.block_edge();
            }
            (true, false) => {
                self.flush();
                self.described(origin, alternative);
            }
            // What stands before the first word is a cover or a logo, and what is as small as a letter an ornament.
            (false, true) if !self.builder.is_blank() && !self.is_small(node) => {
                if let Some(origin) = origin {
                    self.builder.wordless_picture(origin);
                }
            }
            (false, false) if origin.is_some() && self.fills_cell(node) && !self.is_small(node) => self.described(origin, WORDLESS),
            (false, _) => {}
        }
    }

    /// Tells whether a picture stands in a cell of a table of data that has no words: without a sign it would seem empty.
    fn fills_cell(&self, node: Id) -> bool {
        let mut around = std::iter::successors(Some(node), |node| self.tree.parent(*node));
        around
            .find(|node| matches!(self.tree.tag(*node), "td" | "th"))
            .is_some_and(|cell| self.is_cell(cell) && self.known.lay.is_empty(cell))
    }

    fn described(&mut self, origin: Option<Origin>, words: &str) {
        if let Some(origin) = origin {
            self.builder.open_picture(origin);
        }
        self.say(words);
        self.builder.close_picture();
    }

    /// Where a picture is to be had: beside its page, in the same archive where there is one.
    fn origin(&self, node: Id) -> Option<Origin> {
        let given = |name: &str| self.tree.attribute(node, name).map(str::trim).filter(|address| !address.is_empty());
        // Pages that load their pictures late have a blank in their place.
        let late = || given("data-src").or_else(|| given("data-original"));
        let address = match ["src", "href", "xlink:href"].iter().find_map(|name| given(name)) {
            Some(address) if address.starts_with("data:") => late().unwrap_or(address),
            Some(address) => address,
            None => late()?,
        };
        let path = &self.known.pages[self.known.lay.page(node)].path;
        Some(if path.is_empty() || has_scheme(address) || address.starts_with("//") {
            Origin::Address(address.into())
        } else {
            Origin::Part(joined(path, address).into())
        })
    }

    /// Tells whether what follows in the block around it, if anything does, is a block of its own.
    fn is_before_blocks(&self, node: Id) -> bool {
        let (tree, lay) = (self.tree, self.known.lay);
        let block = lay.block(node);
        lay.is_empty(block) || {
            let around = std::iter::successors(Some(node), |node| tree.parent(*node)).take_while(|node| *node != block);
            // Of a hundred thousand pictures in a row each would look past all the others.
            let following = around.flat_map(|node| std::iter::successors(tree.next(node), |node| tree.next(*node)));
            following.take(64).find(|next| !lay.is_empty(*next)).is_none_or(|next| furniture::is_block(tree.tag(next)))
        }
    }

    /// Tells whether a picture says that it is no larger than a letter or two.
    fn is_small(&self, node: Id) -> bool {
        let pixels = |name: &str| self.tree.attribute(node, name)?.trim().trim_end_matches("px").parse::<f32>().ok();
        ["width", "height"].iter().filter_map(|name| pixels(name)).any(|pixels| pixels < SMALL)
    }
}
