//! Notes whose words are kept with their mark: in a tooltip that a script shows, or in an attribute.
//!
//! Modern Footnotes, Easy Footnotes where the list was cut off, the Footnotes of MCI.

use super::{ATTRIBUTE, call, end_of, next_name, note};
use crate::formats::html::{
    label::{self, Shape},
    tree::{Id, Tree},
};

/// Attributes in which a mark may carry its note.
const CARRIERS: &[&str] = &["data-footnote", "data-footnote-content", "data-note", "data-bigfoot-footnote", "data-content", "title"];

/// Notes in an element beside their mark, which a script shows.
pub(super) fn tooltips(tree: &mut Tree, root: Id, nodes: &[Id], made: &mut usize) {
    const TIPS: &[&str] = &["modern-footnotes-footnote__note", "footnote_tooltip"];
    let tips: Vec<Id> = nodes.iter().copied().filter(|node| tree.has_class(*node, TIPS)).collect();
    if tips.is_empty() {
        return;
    }
    let rows: Vec<(String, Id)> = nodes
        .iter()
        .filter(|node| tree.has_class(**node, &["footnote_plugin_text"]))
        .filter_map(|text| Some((number_of(tree, tree.before_element(*text)?)?, *text)))
        .collect();
    for tip in tips {
        // The mark stands just before its tooltip, within a link that leads nowhere.
        let Some(mark) = tree.before_element(tip).filter(|mark| !matches!(label::shape(&tree.words(*mark)), Shape::Words | Shape::Nothing))
        else {
            continue;
        };
        let link = std::iter::once(mark).chain(tree.within(mark)).find(|node| tree.tag(*node) == "a").unwrap_or(mark);
        let own = number_of(tree, mark);
        let row = own.and_then(|own| rows.iter().find(|(number, _)| *number == own)).map(|(_, row)| *row);
        let name = next_name(made);
        let body = note(tree, &name);
        // The row has all of it; the tooltip may be cut.
        tree.move_children(row.unwrap_or(tip), body);
        let end = end_of(tree, root);
        tree.append(end, body);
        tree.detach(tip);
        call(tree, link, &name, ATTRIBUTE);
    }
    // A list all of whose rows have been taken heads nothing.
    if !rows.is_empty() && rows.iter().all(|(_, row)| tree.first(*row).is_none()) {
        for list in nodes.iter().filter(|list| tree.has_class(**list, &["footnotes_reference_container"])).copied().collect::<Vec<_>>() {
            tree.detach(list);
        }
    }
}

/// The number behind the last underscore of an id in an element: `footnote_plugin_tooltip_12_1_3` is the third of its list.
fn number_of(tree: &Tree, node: Id) -> Option<String> {
    let mut all = std::iter::once(node).chain(tree.within(node));
    let id = all.find_map(|node| tree.attribute(node, "id").filter(|id| id.starts_with("footnote_plugin_")))?;
    // What stands before the number of its list says what it is.
    Some(id.trim_start_matches("footnote_plugin_").split_once('_')?.1.to_owned())
}

/// Notes in an attribute of their mark, which leads to nothing.
pub(super) fn carried(tree: &mut Tree, root: Id, nodes: &[Id], made: &mut usize) {
    let links = nodes.iter().copied().filter(|node| matches!(tree.tag(*node), "a" | "sup" | "button"));
    let mut found = Vec::new();
    for node in links {
        let is_mark = tree.outwards(node).take(3).any(|outer| {
            tree.attribute(outer, "class")
                .is_some_and(|class| class.contains("footnote") || class.contains("noteref") || class.contains("fn-"))
        });
        if !is_mark || !matches!(label::shape(&tree.words(node)), Shape::Number | Shape::Sign | Shape::Letters) {
            continue;
        }
        let Some(words) = CARRIERS.iter().find_map(|name| tree.attribute(node, name)).map(str::trim) else { continue };
        // A title that only says where the link leads is no note.
        if words.split_whitespace().count() < 2 || words.len() < 6 {
            continue;
        }
        found.push((node, words.to_owned()));
    }
    // What several marks say alike, but for a number, tells what to do with them: "View footnote."
    let manner = |words: &str| words.chars().filter(|sign| !sign.is_ascii_digit()).collect::<String>();
    let says_one_thing = found.len() > 1 && found.iter().all(|(_, words)| manner(words) == manner(&found[0].1));
    if found.is_empty() || says_one_thing {
        return;
    }
    let names: std::collections::HashSet<&str> = nodes.iter().flat_map(|node| tree.names(*node)).collect();
    let is_there = |node: Id| {
        let inner = std::iter::once(node).chain(tree.within(node)).chain(tree.parent(node));
        let hrefs = inner.filter_map(|node| tree.attribute(node, "href"));
        hrefs.filter_map(|href| href.split_once('#')).any(|(_, name)| names.contains(name))
    };
    found.retain(|(node, _)| !is_there(*node));
    for (node, words) in found {
        let name = next_name(made);
        let body = note(tree, &name);
        let text = tree.create_text(&without_tags(&words));
        tree.append(body, text);
        let end = end_of(tree, root);
        tree.append(end, body);
        if tree.tag(node) == "a" {
            call(tree, node, &name, ATTRIBUTE);
        } else {
            let label = tree.words(node);
            let link = tree.create("a");
            let text = tree.create_text(label.trim());
            tree.append(link, text);
            call(tree, link, &name, ATTRIBUTE);
            tree.put_before(node, link);
            tree.detach(node);
        }
    }
}

/// The words of an attribute in which markup was put as text.
fn without_tags(words: &str) -> String {
    let mut plain = String::new();
    let mut rest = words;
    while let Some(open) = rest.find('<') {
        let is_tag = rest[open + 1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/');
        match rest[open..].find('>').filter(|_| is_tag) {
            Some(close) => {
                plain.push_str(&rest[..open]);
                rest = &rest[open + close + 1..];
            }
            None => {
                plain.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_an_attribute_is_left_out() {
        let check = |words: &str, expected: &str| assert_eq!(without_tags(words), expected);
        check("In <em>1851</em>.", "In 1851.");
        check("1 < 2 and 3 > 2", "1 < 2 and 3 > 2");
        check("a <b", "a <b");
    }
}
