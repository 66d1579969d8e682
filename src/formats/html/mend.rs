//! Notes that a page prints or hides without a link that leads to them, put into the form that every other note has.
//!
//! Plugins of weblogs keep a note's words beside its mark, in a tooltip or an attribute, and call it by a script: Modern Footnotes,
//! Easy Footnotes where the list was cut off, the Footnotes of MCI. Editions without links print `[Footnote 12: …]` below the
//! paragraph. Each mark becomes a link with the role of a noteref, each note an `aside` with the role of a note, and what is said of
//! either stays said ([`ATTRIBUTE`], [`KEYWORD`]); from there on they are read like all others.

use std::ops::Range;

use super::{
    furniture,
    label::{self, Shape},
    lay::Page,
    tree::{Id, Tree},
};

/// The attribute by which links made here are known, and what it says: upon what they were made.
pub(super) const MENDED: &str = "data-ibid-mended";
/// The words of the note were kept with the mark.
pub(super) const ATTRIBUTE: &str = "attribute";
/// The note says itself what it is.
pub(super) const KEYWORD: &str = "keyword";

/// Attributes in which a mark may carry its note.
const CARRIERS: &[&str] = &["data-footnote", "data-footnote-content", "data-note", "data-bigfoot-footnote", "data-content", "title"];

/// A note of more blocks than this has lost its closing bracket.
const MOST_BLOCKS: usize = 20;

/// Mends what there is to mend in some pages.
pub(super) fn mend(tree: &mut Tree, pages: &[Page]) {
    let mut made = 0;
    for page in pages {
        let nodes: Vec<Id> = tree.within(page.root).collect();
        tooltips(tree, page.root, &nodes, &mut made);
        carried(tree, page.root, &nodes, &mut made);
        printed(tree, &nodes, &mut made);
    }
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

/// Notes in an element beside their mark, which a script shows.
fn tooltips(tree: &mut Tree, root: Id, nodes: &[Id], made: &mut usize) {
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
fn carried(tree: &mut Tree, root: Id, nodes: &[Id], made: &mut usize) {
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
    if found.is_empty() {
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

/// `[Footnote 12: …]` in blocks of their own, and `[12]` before them, in a page that links none.
fn printed(tree: &mut Tree, nodes: &[Id], made: &mut usize) {
    // Who has made links of some marks has made links of all.
    let has_links = nodes.iter().any(|node| {
        tree.tag(*node) == "a"
            && tree.attribute(*node, "href").is_some_and(|href| href.contains('#'))
            && matches!(label::shape(&tree.words(*node)), Shape::Number | Shape::Sign | Shape::Letters)
    });
    if has_links {
        return;
    }
    let mut bodies: Vec<(usize, String, Id, Id)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let words = tree.words(*node);
        if !furniture::is_block(tree.tag(*node)) || !words.trim_start().starts_with('[') {
            continue;
        }
        // The innermost block: those around it begin with it, too.
        if tree.within(*node).any(|inner| furniture::is_block(tree.tag(inner))) {
            continue;
        }
        if let Some(label) = keyword(words.trim_start()) {
            bodies.push((index, label, *node, last_of(tree, *node)));
        }
    }
    if bodies.is_empty() {
        return;
    }
    let inside = |node: Id| tree.outwards(node).any(|outer| bodies.iter().any(|(_, _, first, _)| *first == outer));
    let mut marks: Vec<(Id, Range<usize>, String)> = Vec::new();
    let mut called = vec![false; bodies.len()];
    for (index, node) in nodes.iter().enumerate() {
        let Some(text) = tree.text(*node).filter(|text| text.contains('[')) else { continue };
        if inside(*node) {
            continue;
        }
        for (open, _) in text.match_indices('[') {
            let Some(close) = text[open..].find(']').filter(|close| *close <= 6) else { continue };
            let wanted = label::folded(&text[open..=open + close]);
            // Numbers begin anew: the next note of this label behind the mark is meant.
            let next = bodies.iter().position(|(at, label, ..)| *at > index && *label == wanted);
            if let Some(next) = next.filter(|_| !wanted.is_empty()) {
                called[next] = true;
                marks.push((*node, open..open + close + 1, format!("mended note {}", *made + next + 1)));
            }
        }
    }
    // From the last to the first, so that what is cut off a text does not move what stands before it.
    for (node, at, name) in marks.into_iter().rev() {
        let link = tree.wrap(node, at, "a");
        call(tree, link, &name, KEYWORD);
    }
    for (called, (_, _, first, last)) in called.into_iter().zip(bodies) {
        let name = next_name(made);
        let body = note(tree, &name);
        if !called {
            tree.set(body, MENDED, KEYWORD);
        }
        tree.put_before(first, body);
        let mut next = Some(first);
        while let Some(node) = next {
            next = tree.next(node).filter(|_| node != last);
            tree.append(body, node);
        }
    }
}

/// The label of a note that says what it is: `[Footnote 12: `.
fn keyword(words: &str) -> Option<String> {
    let inside = words.strip_prefix('[')?;
    let (head, _) = inside.split_once(':').filter(|(head, _)| head.len() <= 24)?;
    let mut parts = head.split_whitespace();
    let word = parts.next()?.to_lowercase();
    let label = parts.next().filter(|_| parts.next().is_none())?;
    let is_word = ["footnote", "note", "endnote", "fußnote", "anmerkung", "voetnoot", "nota", "fotnot"].contains(&word.as_str());
    (is_word && !matches!(label::shape(label), Shape::Words | Shape::Nothing)).then(|| label::folded(label))
}

/// The block in which the bracket closes that a note opened: the note's own, or a brother behind it.
fn last_of(tree: &Tree, first: Id) -> Id {
    let mut depth = 0_i32;
    for (count, node) in std::iter::successors(Some(first), |node| tree.next(*node)).enumerate() {
        for character in tree.words(node).chars() {
            depth += i32::from(character == '[') - i32::from(character == ']');
        }
        if depth <= 0 {
            return node;
        }
        if count >= MOST_BLOCKS || count > 0 && keyword(tree.words(node).trim_start()).is_some() {
            break;
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_says_what_it_is() {
        let check = |words: &str, expected: Option<&str>| assert_eq!(keyword(words).as_deref(), expected, "{words}");
        check("[Footnote 12: In 1851.]", Some("12"));
        check("[Note *: In 1851.]", Some("*"));
        check("[Note: this is no note of that kind]", None);
        check("[Illustration 1: A map]", None);
        check("[12] In 1851.", None);
    }

    #[test]
    fn markup_in_an_attribute_is_left_out() {
        let check = |words: &str, expected: &str| assert_eq!(without_tags(words), expected);
        check("In <em>1851</em>.", "In 1851.");
        check("1 < 2 and 3 > 2", "1 < 2 and 3 > 2");
        check("a <b", "a <b");
    }
}
