//! Verse in pages: what is such, and where its lines end and are set in.

use super::{
    furniture,
    tree::{Id, Tree},
    walk::Walk,
};

/// What the numbers of lines of verse are called.
pub(super) const LINE_NUMBERS: &[&str] = &["lnum", "ln", "linenum", "linenumber", "line-number", "lineno", "line-no", "linenr"];

impl Walk<'_, '_> {
    /// Tells whether a block is one line of a stanza.
    pub(super) fn is_line(&self, node: Id, tag: &str) -> bool {
        let tree = self.tree;
        matches!(tag, "p" | "div")
            && tree.parent(node).is_some_and(|parent| tree.has_class(parent, &["stanza", "lg", "linegroup", "strophe", "line-group"]))
            && !tree.children(node).any(|child| furniture::is_block(tree.tag(child)) || tree.tag(child) == "br")
    }

    /// Leading blanks of a line that its class sets in: `i4`, `indent4`.
    pub(super) fn indent(&mut self, node: Id) {
        let step = self.tree.classes(node).find_map(|class| {
            match class.strip_prefix("indent") {
                Some("") => Some(2),
                // Few count as steps, many as columns.
                Some(digits) => digits.parse::<usize>().ok().map(|step| if step < 5 { 2 * step } else { step }),
                None => class.strip_prefix('i').filter(|digits| digits.len() <= 2)?.parse().ok(),
            }
        });
        if let Some(step) = step.filter(|step| *step > 0 && self.flow.fresh) {
            self.open_block();
            self.builder.text(&" ".repeat(step.min(20)));
        }
    }

    pub(super) fn line_break(&mut self) {
        self.flow.gap = false;
        if self.builder.is_open() && !self.flow.fresh {
            self.builder.text("\n");
            self.flow.fresh = true;
        }
    }
}

/// Tells whether an element is verse by what it is called.
pub(super) fn is_verse(tree: &Tree, node: Id) -> bool {
    const NAMES: [&str; 12] = [
        "poem",
        "poetry",
        "verse",
        "stanza",
        "poetry-container",
        "lg",
        "linegroup",
        "z3998:poem",
        "z3998:verse",
        "z3998:song",
        "z3998:hymn",
        "poesie",
    ];
    tree.has_class(node, &NAMES) || tree.attribute(node, "epub:type").is_some() && tree.has_role(node, &NAMES)
}
