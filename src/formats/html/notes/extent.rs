//! How far a note reaches.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Apparatus, Call, Finder, Found, Home, furniture, is_bracketed, is_note_class, is_raised, label, strip, without_numbers, words_of,
};
use crate::{
    document::Evidence,
    formats::html::{label::Shape, links::has_scheme, mend, tree::Id},
};

/// More blocks than this between two notes are text, not a note's further paragraphs.
const MOST_BLOCKS: usize = 40;

/// Puts together what was found.
pub(super) fn apparatus(finder: &Finder<'_>, accepted: &[usize], homes: &[Home], uncalled: &[Home]) -> Apparatus {
    let lay = finder.lay;
    // One note for each place, in reading order, with the links that call it.
    let mut by_place: BTreeMap<(u32, u32), (Home, Vec<Id>)> = BTreeMap::new();
    let called = homes.iter().zip(accepted).map(|(home, index)| (home, Some(finder.candidates[*index].node)));
    for (home, caller) in called.chain(uncalled.iter().map(|home| (home, None))) {
        let key = (home.place, if lay.is_empty(home.node) { lay.order(home.node) } else { 0 });
        by_place.entry(key).or_insert((*home, Vec::new())).1.extend(caller);
    }
    let evidence: HashMap<Id, Evidence> =
        accepted.iter().map(|index| &finder.candidates[*index]).map(|link| (link.node, link.evidence(finder.tree))).collect();
    let notes: Vec<(Home, Vec<Id>)> = by_place.into_values().collect();
    let extents = Extents { finder, places: notes.iter().map(|(home, _)| home.place).collect(), notes: &notes };
    let mut found = Apparatus::default();
    let mut taken: HashMap<Id, usize> = HashMap::new();
    for (index, (home, callers)) in notes.iter().enumerate() {
        let (first, last) = extents.of(index);
        // Two notes cannot have one beginning; of two that would, the second is where its own block is.
        let (first, last) = if taken.contains_key(&first) { (home.node, home.node) } else { (first, last) };
        taken.insert(first, index);
        let label = callers.first().map(|caller| label::bare(&words_of(finder.tree, *caller))).unwrap_or_default();
        found.opens.insert(first, found.notes.len());
        let is_declared = finder.tree.outwards(first).take(2).any(|node| furniture::is_note(finder.tree, node));
        let mended = finder.tree.attribute(first, mend::MENDED).and_then(mend::evidence);
        let why = match callers.first().and_then(|caller| evidence.get(caller)) {
            Some(why @ (Evidence::Attribute | Evidence::Keyword | Evidence::Series { .. })) => *why,
            None if mended.is_some() => mended.unwrap_or_default(),
            _ if is_declared => Evidence::Role,
            Some(why) => *why,
            None => Evidence::Neighbours,
        };
        found.notes.push(Found { label, first, last, why });
        for caller in callers {
            let label = label::bare(&words_of(finder.tree, *caller));
            let why = evidence.get(caller).copied().unwrap_or_default();
            found.calls.insert(*caller, Call { note: Some(index), label, why });
        }
    }
    lost(finder, &mut found);
    strip::strip(finder, &mut found, &notes.into_iter().map(|(_, callers)| callers).collect::<Vec<_>>());
    found
}

/// Links that call notes that are not there: those that say so, those made like others that do call notes, and those that look like
/// marks and lead to what was lost.
fn lost(finder: &Finder<'_>, found: &mut Apparatus) {
    let (tree, lay) = (finder.tree, finder.lay);
    let manner = |node: Id| tree.attribute(node, "href").and_then(|href| href.split_once('#')).map(|(_, name)| without_numbers(name));
    let of_calls: HashSet<String> = found.calls.keys().filter_map(|node| manner(*node)).collect();
    for link in finder.links.iter().filter(|link| link.target.is_none() && link.is_named && link.is_inner) {
        let words = words_of(tree, link.node);
        let around = || tree.outwards(link.node).take_while(|node| *node == link.node || lay.block(*node) != *node);
        let is_declared = around().any(|node| tree.has_role(node, furniture::NOTEREF_ROLES));
        let is_call = match label::shape(&words) {
            Shape::Number | Shape::Sign => {
                let raised = |node: Id| tree.tag(node) == "sup" || is_raised(tree, node);
                let href = tree.attribute(link.node, "href").unwrap_or_default().trim_start();
                // A number behind a comma and a blank is one of several pages, in an index.
                let before = lay.from(link.node).checked_sub(1).and_then(|place| tree.text(lay.text_at(place)?)).unwrap_or_default();
                let is_listed = before.trim_end().ends_with(',') && before.ends_with(char::is_whitespace);
                let leads_away = !href.starts_with('#') && !has_scheme(href) && !is_listed;
                around().any(raised)
                    || tree.within(link.node).any(raised)
                    || is_bracketed(&words)
                    || leads_away && !finder.is_in_list(link.node)
                    || manner(link.node).is_some_and(|manner| of_calls.contains(&manner))
            }
            // A word for notes alone, as a list of contents has it, is the mark of none.
            Shape::Letters if label::folded(&words).len() > 3 && !words.contains(|sign: char| sign.is_ascii_digit()) => false,
            Shape::Letters => !finder.is_in_list(link.node) && manner(link.node).is_some_and(|manner| of_calls.contains(&manner)),
            Shape::Words | Shape::Nothing => false,
        };
        // Emacs says of its marks that they lead back, too; but a way back is the label that begins a note, or an arrow.
        let is_back = || finder.is_said_to_lead_back(link.node) && lay.from(link.node) <= lay.from(lay.block(link.node));
        if is_declared || is_call && !is_back() && !stands_in_note(finder, found, link.node) {
            let why = if is_declared { Evidence::Role } else { Evidence::Unmatched };
            found.calls.insert(link.node, Call { note: None, label: label::bare(&words), why });
        }
    }
}

/// Tells whether a link begins a note: there it is a way back to a mark that was lost.
fn stands_in_note(finder: &Finder<'_>, found: &Apparatus, link: Id) -> bool {
    let lay = finder.lay;
    finder.tree.outwards(link).any(|node| found.opens.contains_key(&node) && lay.from(link) <= lay.from(node) + 4)
}

struct Extents<'a> {
    finder: &'a Finder<'a>,
    /// Where the notes begin, in order.
    places: Vec<u32>,
    notes: &'a [(Home, Vec<Id>)],
}

impl Extents<'_> {
    /// How many notes begin in a node.
    fn count(&self, node: Id) -> usize {
        let lay = self.finder.lay;
        let from = self.places.partition_point(|place| *place < lay.from(node));
        let to = self.places.partition_point(|place| *place < lay.to(node).max(lay.from(node) + 1));
        to - from
    }

    /// The first and last of the siblings that are a note.
    fn of(&self, index: usize) -> (Id, Id) {
        let (tree, lay) = (self.finder.tree, self.finder.lay);
        let home = self.notes[index].0;
        if lay.block(home.node) != home.node {
            return (home.node, self.inline_end(home.node));
        }
        // Several notes may be lines of one paragraph; the first of them begins with it.
        if let Some(first) = tree.first(home.node)
            && self.count(home.node) > 1
            && self.notes[index + 1..].iter().take(1).any(|(next, _)| next.node != home.node && lay.block(next.node) == home.node)
        {
            return (first, self.inline_end(first));
        }
        let mut node = home.node;
        while let Some(parent) = tree.parent(node) {
            let fits = lay.from(parent) == home.place
                && self.count(parent) == 1
                && match tree.tag(parent) {
                    "li" | "aside" | "blockquote" | "dd" | "dt" | "tr" | "td" => true,
                    // A wrapper for this note alone; not the one around all of them, nor the chapter.
                    "div" | "section" | "article" => {
                        furniture::is_note(tree, parent)
                            || tree.attribute(parent, "class").is_some_and(is_note_class)
                            || self.is_one_of_many(parent)
                            || tree.parent(parent).is_some_and(|outer| self.count(outer) > 1 && tree.tag(outer) != "body")
                                && !tree.within(parent).any(|inner| furniture::is_heading(tree, inner))
                    }
                    _ => false,
                };
            if !fits {
                break;
            }
            node = parent;
        }
        match tree.tag(node) {
            "li" | "aside" | "blockquote" | "tr" | "section" => (node, node),
            "dt" => (node, self.definitions(node)),
            "dl" => match tree.children(node).find(|term| !lay.is_empty(*term)).filter(|term| tree.tag(*term) == "dt") {
                Some(term) if label::shape(&tree.words(term)) != Shape::Words => (term, self.definitions(term)),
                _ => (node, self.further(index, node)),
            },
            "dd" => {
                let term = self
                    .block_before(node)
                    .filter(|term| tree.tag(*term) == "dt" && label::shape(&tree.words(*term)) != Shape::Words && self.count(*term) == 0);
                (term.unwrap_or(node), node)
            }
            _ => (node, self.further(index, node)),
        }
    }

    /// Tells whether a wrapper stands in a row of such, each with one note that begins with it: `LibreOffice` sets them at the end of
    /// the page itself.
    fn is_one_of_many(&self, wrapper: Id) -> bool {
        let (tree, lay) = (self.finder.tree, self.finder.lay);
        let is_shown = |node: &Id| !lay.is_empty(*node);
        let before = std::iter::successors(tree.before(wrapper), |node| tree.before(*node)).find(is_shown);
        let after = std::iter::successors(tree.next(wrapper), |node| tree.next(*node)).find(is_shown);
        before.into_iter().chain(after).any(|other| {
            tree.tag(other) == tree.tag(wrapper) && self.count(other) == 1 && self.places.binary_search(&lay.from(other)).is_ok()
        })
    }

    fn block_before(&self, node: Id) -> Option<Id> {
        std::iter::successors(self.finder.tree.before(node), |node| self.finder.tree.before(*node))
            .find(|node| !self.finder.lay.is_empty(*node))
    }

    /// The last definition of a term.
    fn definitions(&self, term: Id) -> Id {
        let tree = self.finder.tree;
        let mut last = term;
        for node in std::iter::successors(tree.next(term), |node| tree.next(*node)) {
            match tree.tag(node) {
                "dd" if self.count(node) == 0 => last = node,
                "" => {}
                _ => break,
            }
        }
        last
    }

    /// The last sibling of a note that begins within a line: up to the next note, or the end of its block.
    fn inline_end(&self, node: Id) -> Id {
        let (tree, lay) = (self.finder.tree, self.finder.lay);
        let mut last = node;
        for sibling in std::iter::successors(tree.next(node), |node| tree.next(*node)) {
            let later = self.places.partition_point(|place| *place <= lay.from(node));
            let next_begins = self.places.get(later).is_some_and(|place| *place < lay.to(sibling)) || self.opens_at(sibling);
            if next_begins || tree.tag(sibling) == "hr" {
                break;
            }
            last = sibling;
        }
        last
    }

    /// Tells whether a note begins with this very node.
    fn opens_at(&self, node: Id) -> bool {
        let place = self.finder.lay.from(node);
        let index = self.places.partition_point(|other| *other < place);
        self.notes[index..].iter().take_while(|(home, _)| home.place == place).any(|(home, _)| home.node == node)
    }

    /// The last of the blocks that a note goes on in: those of its class, and, where only notes stand, all up to the next.
    fn further(&self, index: usize, node: Id) -> Id {
        let (tree, lay) = (self.finder.tree, self.finder.lay);
        let class = tree.attribute(node, "class").unwrap_or_default();
        let next = self.notes.get(index + 1);
        // Only notes stand here when the next one was called before this one began.
        let among_notes = next.is_some_and(|(_, callers)| callers.first().is_some_and(|caller| lay.from(*caller) < lay.from(node)));
        // Texinfo sets the label on a line of its own, as a heading: the words are all in what follows.
        let mut is_label = label::shape(&tree.words(node)) != Shape::Words;
        let heads = is_label && matches!(tree.tag(node).as_bytes(), [b'h', b'1'..=b'6']);
        let (mut last, mut reached, mut blocks) = (node, node, 0);
        for sibling in std::iter::successors(tree.next(node), |node| tree.next(*node)) {
            let tag = tree.tag(sibling);
            if self.count(sibling) > 0 && (!lay.is_empty(sibling) || self.opens_at(sibling)) {
                if among_notes {
                    last = reached;
                }
                break;
            }
            if tag == "hr" || matches!(tag.as_bytes(), [b'h', b'1'..=b'6']) || blocks > MOST_BLOCKS {
                break;
            }
            if lay.is_empty(sibling) {
                continue;
            }
            if tree.within(sibling).any(|inner| furniture::is_heading(tree, inner)) {
                break;
            }
            blocks += 1;
            reached = sibling;
            if std::mem::take(&mut is_label) || heads {
                last = sibling;
            }
            if is_note_class(class) && tree.attribute(sibling, "class") == Some(class) && last_is_before(self, last, sibling) {
                last = sibling;
            }
        }
        last
    }
}

/// Tells whether nothing with words stands between two siblings.
fn last_is_before(extents: &Extents<'_>, last: Id, sibling: Id) -> bool {
    extents.finder.lay.to(last) == extents.finder.lay.from(sibling)
}
