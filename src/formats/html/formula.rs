//! Formulas in pages.

use super::{
    furniture,
    lay::Page,
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

/// Classes of what `MathJax` puts before the source of a formula to show it.
const SHOWN: &[&str] = &["MathJax", "MathJax_Display", "MathJax_Preview", "MathJax_SVG", "MathJax_SVG_Display", "MathJax_CHTML"];

/// How many elements stand around a formula that is for those who listen, within what shows it to the others.
const AROUND: usize = 3;

/// Sees to it that each formula of some pages is told once: programs that set them leave what is shown beside what they are, the one
/// for eyes alone, and keep the source where no page shows it.
pub(super) fn told_once(tree: &mut Tree, pages: &[Page]) {
    for page in pages {
        let is_source = |node: Id| {
            tree.tag(node) == "script" && tree.attribute(node, "type").is_some_and(|kind| kind.trim_start().starts_with("math/tex"))
        };
        let found: Vec<Id> = tree.within(page.root).filter(|node| tree.tag(*node) == "math" || is_source(*node)).collect();
        for node in found {
            if tree.tag(node) == "math" {
                for shown in shown(tree, node) {
                    tree.detach(shown);
                }
            } else {
                source(tree, node);
            }
        }
    }
}

/// What shows a formula to eyes, beside it.
fn shown(tree: &Tree, math: Id) -> Vec<Id> {
    let around = tree.outwards(math).take(AROUND).take_while(|node| !furniture::is_block(tree.tag(*node)));
    let beside = around.filter_map(|node| tree.parent(node)).flat_map(|parent| tree.children(parent));
    beside.filter(|node| tree.attribute(*node, "aria-hidden") == Some("true") && !tree.within(*node).any(|inner| inner == math)).collect()
}

/// Puts a formula in the place of its source and of what shows it.
fn source(tree: &mut Tree, script: Id) {
    let words: String = tree.within(script).filter_map(|inner| tree.text(inner)).collect();
    let is_apart = tree.attribute(script, "type").is_some_and(|kind| kind.contains("mode=display"));
    while let Some(before) = tree.before_element(script).filter(|before| tree.has_class(*before, SHOWN)) {
        tree.detach(before);
    }
    let math = tree.create("math");
    tree.set(math, "alttext", words.trim());
    if is_apart {
        tree.set(math, "display", "block");
    }
    tree.put_before(script, math);
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
