//! Notes for the margin, which stand in the sentence where they are called: those after Tufte, and those of `LaTeXML`.

use std::collections::HashSet;

use super::{ATTRIBUTE, call, end_of, next_name, note};
use crate::formats::html::{
    label::{self, Shape},
    tree::{Id, Tree},
};

/// Classes of elements within a line whose words are a note.
const NOTES: &[&str] = &["sidenote", "side-note", "marginnote", "margin-note", "ltx_role_footnote", "ltx_role_endnote"];

/// Classes of what in such a note is its mark, and of what holds the rest.
const MARKS: &[&str] = &["ltx_note_mark", "ltx_tag_note", "sidenote-number"];
const CONTENTS: &[&str] = &["ltx_note_content"];

/// The class by which a style sheet counts a mark that has no words.
const COUNTED: &[&str] = &["sidenote-number"];

/// What stands for a mark that has neither words nor a number.
const UNMARKED: &str = "*";

/// Takes notes out of the sentences they stand in, and leaves marks there.
pub(super) fn beside(tree: &mut Tree, root: Id, nodes: &[Id], made: &mut usize) {
    let is_note = |node: Id| tree.has_class(node, NOTES) && matches!(tree.tag(node), "span" | "small");
    let found: Vec<Id> = nodes.iter().copied().filter(|node| is_note(*node) && !tree.outwards(*node).skip(1).any(is_note)).collect();
    if found.is_empty() {
        return;
    }
    // One that a link leads to is read as every other note.
    let led_to: HashSet<String> = nodes
        .iter()
        .filter(|node| tree.tag(**node) == "a")
        .filter_map(|node| Some(tree.attribute(*node, "href")?.split_once('#')?.1.to_owned()))
        .collect();
    let mut counted = 0;
    for node in found {
        if std::iter::once(node).chain(tree.within(node)).any(|node| tree.names(node).any(|name| led_to.contains(name))) {
            continue;
        }
        let own = tree.within(node).find(|inner| tree.has_class(*inner, MARKS));
        let switches = switches(tree, node);
        let is_counted = switches.iter().any(|switch| tree.has_class(*switch, COUNTED));
        let printed = own.into_iter().chain(switches.iter().copied()).map(|mark| tree.words(mark).trim().to_owned());
        let label = printed.into_iter().find(|words| !matches!(label::shape(words), Shape::Words | Shape::Nothing)).unwrap_or_else(|| {
            counted += usize::from(is_counted);
            if is_counted { counted.to_string() } else { UNMARKED.to_owned() }
        });
        let marks: Vec<Id> = tree.within(node).filter(|inner| tree.has_class(*inner, MARKS)).collect();
        for gone in marks.into_iter().chain(switches) {
            tree.detach(gone);
        }
        let contents = tree.within(node).find(|inner| tree.has_class(*inner, CONTENTS)).unwrap_or(node);
        let name = next_name(made);
        let body = note(tree, &name);
        tree.move_children(contents, body);
        let end = end_of(tree, root);
        tree.append(end, body);
        let link = tree.create("a");
        let text = tree.create_text(&label);
        tree.append(link, text);
        call(tree, link, &name, ATTRIBUTE);
        tree.put_before(node, link);
        tree.detach(node);
    }
}

/// What stands just before a note to show and hide it, or is its mark: a label, a box to tick, a raised number.
fn switches(tree: &Tree, node: Id) -> Vec<Id> {
    let is_switch = |node: &Id| match tree.tag(*node) {
        "label" | "input" => true,
        "sup" => !matches!(label::shape(&tree.words(*node)), Shape::Words | Shape::Nothing),
        _ => false,
    };
    std::iter::successors(tree.before_element(node), |node| tree.before_element(*node)).take_while(is_switch).take(3).collect()
}
