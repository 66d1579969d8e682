//! Where the pages of the printed book began.
//!
//! They are told, in this order, by the book's own list of pages, by elements that are page breaks by role or class, and by empty
//! anchors named `Page_12` where a series of them runs through the text. What prints their numbers is furniture and not written.

use std::collections::HashMap;

use super::{
    furniture,
    lay::{Lay, Page},
    tree::{Id, Tree},
};

/// What a book's own list of pages names, by the nodes that it leads to.
pub(in crate::formats) type PageList = HashMap<Id, String>;

/// Fewer anchors that are named like pages may be anything.
const SERIES: usize = 4;

/// The labels of printed pages, by the nodes before which they begin.
pub(super) fn of(tree: &Tree, lay: &Lay, pages: &[Page], listed: &PageList) -> HashMap<Id, String> {
    let mut found: HashMap<Id, String> = HashMap::new();
    let mut named: Vec<(Id, String)> = Vec::new();
    for page in pages {
        for node in tree.within(page.root).filter(|node| lay.is_shown(*node)) {
            if furniture::is_page_mark(tree, node) {
                // The list may name the mark, or something in it.
                let listed = std::iter::once(node).chain(tree.within(node)).find_map(|inner| listed.get(&inner));
                if let Some(label) = listed.cloned().or_else(|| label_of(tree, node)) {
                    found.insert(node, label);
                }
            } else if let Some(label) = listed.get(&node) {
                found.insert(node, label.clone());
            } else if matches!(tree.tag(node), "a" | "span") && tree.first(node).is_none() && tree.attribute(node, "href").is_none() {
                named.extend(tree.names(node).find_map(label_in_name).map(|label| (node, label)));
            }
        }
    }
    if found.is_empty() && is_series(&named) {
        found.extend(named);
    }
    found
}

/// Tells whether numbers in names count pages: most are greater than the one before.
fn is_series(named: &[(Id, String)]) -> bool {
    let numbers: Vec<u32> = named.iter().filter_map(|(_, label)| label.parse().ok()).collect();
    let rising = numbers.windows(2).filter(|pair| pair[0] < pair[1]).count();
    numbers.len() >= SERIES && rising * 10 >= (numbers.len() - 1) * 9
}

/// The label of a page mark: what it is titled, or prints, or is named.
fn label_of(tree: &Tree, node: Id) -> Option<String> {
    let said = ["aria-label", "title"].into_iter().find_map(|name| label_in(tree.attribute(node, name)?));
    let all = || std::iter::once(node).chain(tree.within(node));
    said.or_else(|| label_in(&tree.words(node)))
        .or_else(|| all().find_map(|inner| tree.names(inner).find_map(label_in_name)))
        .or_else(|| all().find_map(|inner| label_in(tree.attribute(inner, "title")?)))
}

/// The label in what a page mark prints or is titled: `[Pg 12]`, `{12}`, `Page xii`.
pub(in crate::formats) fn label_in(words: &str) -> Option<String> {
    let is_around = |character: char| character.is_whitespace() || "[]{}()|.,:;–—-*_\u{a0}".contains(character);
    let words = words.trim_matches(is_around);
    let lower = words.to_lowercase();
    let word = ["page", "pag", "pg", "pp", "p", "seite", "s", "стр", "с", "str", "sid"]
        .into_iter()
        .find(|word| lower.strip_prefix(word).is_some_and(|rest| rest.starts_with(|next: char| is_around(next) || next.is_ascii_digit())));
    // Lower case of these words is as long as they are.
    let label = word.map_or(words, |word| words.get(word.len()..).unwrap_or_default()).trim_matches(is_around);
    let is_number = label.starts_with(|first: char| first.is_ascii_digit()) && label.len() <= 12;
    let is_roman = !label.is_empty() && label.len() <= 10 && label.chars().all(|letter| "ivxlcdmIVXLCDM".contains(letter));
    // Plates and inserts have a letter before their number.
    let is_plate = label.len() <= 6 && label.starts_with(char::is_alphabetic) && label.ends_with(|last: char| last.is_ascii_digit());
    (is_number || is_roman || is_plate).then(|| label.to_owned())
}

/// The label in the name of a page mark: `Page_12`, `pg12`, `p012`.
fn label_in_name(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let rest = ["page", "pag", "pg", "p"].into_iter().find_map(|word| lower.strip_prefix(word))?;
    let label = rest.trim_start_matches(['_', '-', '.']);
    let is_number = !label.is_empty() && label.len() <= 5 && label.bytes().all(|byte| byte.is_ascii_digit());
    // Letters are a number only when something parts them from the word: `pagex` is a name.
    let is_roman = rest.len() > label.len() && !label.is_empty() && label.chars().all(|letter| "ivxlc".contains(letter));
    let label = if is_number && label.len() > 1 { label.trim_start_matches('0') } else { label };
    (is_number && !label.is_empty() || is_roman).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_read_off_what_is_printed() {
        let check = |words: &str, expected: Option<&str>| assert_eq!(label_in(words).as_deref(), expected, "{words}");
        check("[Pg 12]", Some("12"));
        check("Pg 8-9", Some("8-9"));
        check("{xii}", Some("xii"));
        check("— 164 —", Some("164"));
        check("Page 12", Some("12"));
        check("p.12", Some("12"));
        check("S. 12", Some("12"));
        check("[9]", Some("9"));
        check("A3", Some("A3"));
        check("", None);
        check("See above", None);
    }

    #[test]
    fn and_off_a_name() {
        let check = |name: &str, expected: Option<&str>| assert_eq!(label_in_name(name).as_deref(), expected, "{name}");
        check("Page_12", Some("12"));
        check("page012", Some("12"));
        check("p_xii", Some("xii"));
        check("pg3", Some("3"));
        check("preface", None);
        check("index-pb-d36e986", None);
        check("page", None);
    }
}
