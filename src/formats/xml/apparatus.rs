//! Which elements are notes, and what calls them: found before the text is walked, because a mark may stand far from its note.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::tree::{NodeRef, Tree};
use crate::formats::raised::western;

/// Notes and their callers, by the numbers of their elements, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Apparatus {
    /// The elements that are notes.
    pub(super) notes: BTreeMap<u32, Entry>,
    /// The elements that call notes, in place of their own words.
    pub(super) calls: BTreeMap<u32, Vec<Call>>,
    /// The elements behind which a note is called, because the note says so.
    pub(super) behind: BTreeMap<u32, Vec<Call>>,
    /// Elements that are not read: ways back, labels printed elsewhere, continuations.
    pub(super) hidden: HashSet<u32>,
}

/// An element that is a note.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) label: String,
    /// Whether it stands where it is called, with no other mark.
    pub(super) is_called_here: bool,
    /// Elements whose content goes on with it.
    pub(super) more: Vec<u32>,
}

/// A mark that calls a note.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) key: String,
    pub(super) label: String,
}

impl Apparatus {
    /// Gives numbers to the notes that have no label, in the order of the text, if no note at all has one: then nothing that is
    /// printed can be contradicted. Callers without a label take their note's, and notes their caller's.
    pub(super) fn number(&mut self) {
        let mut printed: HashMap<String, String> = HashMap::new();
        for call in self.calls.values().chain(self.behind.values()).flatten().filter(|call| !call.label.is_empty()) {
            printed.entry(call.key.clone()).or_insert_with(|| call.label.clone());
        }
        for entry in self.notes.values_mut().filter(|entry| entry.label.is_empty()) {
            entry.label = printed.get(&entry.key).cloned().unwrap_or_default();
        }
        if self.notes.values().all(|entry| entry.label.is_empty()) {
            for (index, entry) in self.notes.values_mut().enumerate() {
                entry.label = (index + 1).to_string();
            }
        }
        let labels: HashMap<&str, &str> = self.notes.values().map(|entry| (entry.key.as_str(), entry.label.as_str())).collect();
        for call in self.calls.values_mut().chain(self.behind.values_mut()).flatten().filter(|call| call.label.is_empty()) {
            call.label = labels.get(call.key.as_str()).copied().unwrap_or_default().to_owned();
        }
    }
}

/// The elements that links can name; of two with one name the first.
pub(super) fn named<'t>(tree: &'t Tree<'t>) -> HashMap<&'t str, NodeRef<'t>> {
    let mut named = HashMap::new();
    for node in tree.document().descendants() {
        if let Some(name) = node.name_in_links() {
            named.entry(name).or_insert(node);
        }
    }
    named
}

/// A key for a note that nothing names: no name in a document begins so.
pub(super) fn key_of(node: NodeRef<'_>) -> String {
    format!("\u{1}{}", node.id)
}

/// A label without the brackets, stops and blanks around it: `[12]` is 12, `(a)` is a, `1.` is 1, `¹` is 1.
pub(in crate::formats) fn bare(label: &str) -> String {
    let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '{' | '}' | '.' | ':' | '\u{a0}'));
    label.chars().map(western).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_what_only_sets_them_off() {
        for (printed, expected) in [("[12]", "12"), (" (a) ", "a"), ("1.", "1"), ("¹²", "12"), ("⁴", "4"), ("*", "*"), ("", "")] {
            assert_eq!(bare(printed), expected);
        }
    }

    #[test]
    fn numbers_are_counted_only_where_none_is_printed() {
        let note = |key: &str, label: &str| Entry { key: key.into(), label: label.into(), ..Entry::default() };
        let call = |key: &str| vec![Call { key: key.into(), label: String::new() }];
        let mut silent =
            Apparatus { notes: [(5, note("a", "")), (9, note("b", ""))].into(), calls: [(1, call("b"))].into(), ..Apparatus::default() };
        silent.number();
        assert_eq!((&*silent.notes[&5].label, &*silent.notes[&9].label, &*silent.calls[&1][0].label), ("1", "2", "2"));
        let mut printed = Apparatus { notes: [(5, note("a", "")), (9, note("b", "7"))].into(), ..Apparatus::default() };
        printed.number();
        assert_eq!(printed.notes[&5].label, "");
    }
}
