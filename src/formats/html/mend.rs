//! Notes that a page prints or hides without a link that leads to them, put into the form that every other note has.
//!
//! - [`mod@kept`]: plugins of weblogs keep a note's words beside its mark, in a tooltip or an attribute, and call it by a script;
//! - [`mod@beside`]: notes for the margin stand in the sentence where they are called, and a style sheet moves and numbers them;
//! - [`mod@lost`]: pages that lost the names of their places have links that say what they are, and lead nowhere;
//! - [`mod@printed`]: pages made by hand print a mark and, below, the note with the same mark, as paper does.
//!
//! Each mark becomes a link with the role of a noteref, each note an `aside` with the role of a note, and what is said of
//! either stays said ([`evidence`]); from there on they are read like all others.

mod beside;
mod kept;
mod lost;
mod printed;

use super::{
    lay::Page,
    tree::{Id, Tree},
};
use crate::document::Evidence;

/// The attribute by which links made here are known, and what it says: upon what they were made.
pub(super) const MENDED: &str = "data-ibid-mended";
/// The words of the note were kept with the mark.
const ATTRIBUTE: &str = "attribute";
/// The note says itself what it is.
const KEYWORD: &str = "keyword";

/// Upon what a mark or a note was made here, by what its element says.
pub(super) fn evidence(said: &str) -> Option<Evidence> {
    match said {
        ATTRIBUTE => Some(Evidence::Attribute),
        KEYWORD => Some(Evidence::Keyword),
        other => printed::evidence(other),
    }
}

/// Mends what there is to mend in some pages.
pub(super) fn mend(tree: &mut Tree, pages: &[Page]) {
    let mut made = 0;
    for page in pages {
        let nodes: Vec<Id> = tree.within(page.root).collect();
        kept::tooltips(tree, page.root, &nodes, &mut made);
        kept::carried(tree, page.root, &nodes, &mut made);
        beside::beside(tree, page.root, &nodes, &mut made);
        printed::printed(tree, &nodes, &mut made);
    }
    lost::lost(tree, pages, &mut made);
}

/// The name of the next note: no page's own has a blank in it.
fn next_name(made: &mut usize) -> String {
    *made += 1;
    format!("mended note {made}")
}

/// Makes a mark of an element: a link to this name.
fn call(tree: &mut Tree, node: Id, name: &str, upon: &str) {
    tree.set(node, "href", &format!("#{name}"));
    tree.set(node, "role", "doc-noteref");
    tree.set(node, MENDED, upon);
}

/// An empty note of this name.
fn note(tree: &mut Tree, name: &str) -> Id {
    let note = tree.create("aside");
    tree.set(note, "id", name);
    tree.set(note, "role", "doc-footnote");
    note
}

/// Where a note is put that has no place of its own: at the end of the page.
fn end_of(tree: &Tree, root: Id) -> Id {
    tree.within(root).find(|node| tree.tag(*node) == "body").unwrap_or(root)
}
