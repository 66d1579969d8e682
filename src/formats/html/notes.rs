//! Which links call notes, and which stretches of the pages are those notes.
//!
//! 1. Every link within the text gets a score ([`Finder::weighed`]): what it, its target or the list around that is declared to be; a
//!    way back; a target that begins with the same label; its shape. What the ids are called decides nothing.
//! 2. Links of one manner stand and fall together ([`Finder::accepted`]).
//! 3. A target leads to where its note begins ([`Finder::home`]), and from there to as much as is the note ([`extent`]).
//! 4. What only served printing is taken off the notes: labels, arrows, ways back ([`strip`]).

mod extent;
mod strip;

use std::collections::{HashMap, HashSet};

use super::{
    furniture,
    label::{self, Shape},
    lay::{Lay, Page},
    links::Link,
    mend,
    tree::{Id, Tree},
};
use crate::document::{Clue, Clues, Evidence};

/// What a link must score to call a note.
const ENOUGH: i8 = 5;

/// What is asked of a link that the page declares to call a note: nothing.
const DECLARED: i8 = i8::MIN;

/// An anchor around more words than this does not mean the mark in them.
const WIDEST_ANCHOR: u32 = 60;

/// More links than this to one place are not looked through for the one that leads back.
const MOST_AT_ONE_PLACE: usize = 100;

/// A link that calls a note.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The note's index; `None` where the link says that it calls a note and there is none.
    pub(super) note: Option<usize>,
    pub(super) label: String,
    pub(super) why: Evidence,
}

/// A note: some siblings, from the first to the last.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) label: String,
    pub(super) first: Id,
    pub(super) last: Id,
    pub(super) why: Evidence,
}

/// The notes of a document, and what of its pages is not to be written as it stands.
#[derive(Debug, Default)]
pub(super) struct Apparatus {
    pub(super) calls: HashMap<Id, Call>,
    /// Links that look like calls, and why they are none.
    pub(super) refused: HashMap<Id, Evidence>,
    pub(super) notes: Vec<Found>,
    /// The notes by their first nodes.
    pub(super) opens: HashMap<Id, usize>,
    /// What is left out: ways back.
    pub(super) dropped: HashSet<Id>,
    /// How many bytes of a text are left out, at its beginning and at its end.
    pub(super) cuts: HashMap<Id, (usize, usize)>,
}

/// Finds the notes of some pages.
pub(super) fn find(tree: &Tree, lay: &Lay, pages: &[Page], links: &[Link]) -> Apparatus {
    let mut finder = Finder::new(tree, lay, links);
    let accepted = finder.accepted();
    let homes = finder.homes(&accepted);
    let declared = finder.uncalled(pages, &homes);
    let mut apparatus = extent::apparatus(&finder, &accepted, &homes, &declared);
    let looks = |shape: Shape| !matches!(shape, Shape::Words | Shape::Nothing);
    let refused = finder.candidates.iter().filter(|link| looks(link.shape) && !apparatus.calls.contains_key(&link.node));
    apparatus.refused = refused.map(|link| (link.node, Evidence::Weighed { clues: link.clues, asked: link.asked })).collect();
    apparatus
}

/// A link within the pages, with what is known of it.
#[derive(Debug)]
struct Candidate {
    node: Id,
    target: Id,
    words: String,
    shape: Shape,
    /// The link that leads back to it from where it leads.
    back: Option<Id>,
    /// What speaks for its calling a note, and against it.
    clues: Clues,
    /// What it must score to call one.
    asked: i8,
}

impl Candidate {
    fn score(&self) -> i32 {
        self.clues.score()
    }

    fn evidence(&self, tree: &Tree) -> Evidence {
        if let Some(mended) = tree.attribute(self.node, mend::MENDED).and_then(mend::evidence) {
            return mended;
        }
        if self.asked == DECLARED { Evidence::Role } else { Evidence::Weighed { clues: self.clues, asked: self.asked } }
    }
}

struct Finder<'a> {
    tree: &'a Tree,
    lay: &'a Lay,
    links: &'a [Link],
    /// Links by the block that they lead into, with the places that they lead to.
    into: HashMap<Id, Vec<(u32, usize)>>,
    candidates: Vec<Candidate>,
    /// How many links there are in each block, and how many characters they have.
    in_block: HashMap<Id, (u32, u32)>,
    /// The numbers of the items of lists that links lead into.
    numbers: HashMap<Id, usize>,
}

/// Where an accepted link's note begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Home {
    place: u32,
    node: Id,
}

impl<'a> Finder<'a> {
    fn new(tree: &'a Tree, lay: &'a Lay, links: &'a [Link]) -> Self {
        let mut into: HashMap<Id, Vec<(u32, usize)>> = HashMap::new();
        let mut in_block: HashMap<Id, (u32, u32)> = HashMap::new();
        for (index, link) in links.iter().enumerate() {
            if let Some(target) = link.target.filter(|_| link.is_named) {
                into.entry(lay.block(target)).or_default().push((lay.from(target), index));
            }
            let (count, length) = in_block.entry(lay.block(link.node)).or_default();
            *count += 1;
            *length += lay.to(link.node) - lay.from(link.node);
        }
        for places in into.values_mut() {
            places.sort_unstable();
        }
        let targets = links.iter().filter_map(|link| link.target);
        let list_of = |target| tree.outwards(target).take(4).find(|node| tree.tag(*node) == "ol");
        let lists: HashSet<Id> = targets.filter_map(list_of).collect();
        let numbers = lists.into_iter().flat_map(|list| numbered(tree, list)).collect();
        let mut finder = Self { tree, lay, links, into, candidates: Vec::new(), in_block, numbers };
        for link in links {
            let Some(target) = link.target.filter(|_| link.is_named) else { continue };
            let words = words_of(tree, link.node);
            let shape = label::shape(&words);
            let back = finder.way_back(link.node, target);
            let mut candidate = Candidate { node: link.node, target, words, shape, back, clues: Clues::default(), asked: ENOUGH };
            match finder.weighed(&candidate) {
                Some(clues) => candidate.clues = clues,
                None => candidate.asked = DECLARED,
            }
            finder.candidates.push(candidate);
        }
        finder
    }

    /// Tells whether an anchor is where a link is: around it, within it, beside it, or the block that it stands in.
    fn is_at(&self, anchor: Id, link: Id) -> bool {
        let lay = self.lay;
        if lay.block(anchor) == anchor {
            return lay.block(link) == anchor;
        }
        // One at the beginning of the paragraph names the paragraph.
        if lay.is_empty(anchor) && lay.block(anchor) == lay.block(link) && lay.from(anchor) == lay.from(lay.block(link)) {
            return true;
        }
        let near = lay.from(anchor) <= lay.to(link) + 2 && lay.to(anchor) + 2 >= lay.from(link);
        near && lay.page(anchor) == lay.page(link)
            && (lay.block(anchor) == lay.block(link) || lay.is_empty(lay.block(anchor)) && lay.order(anchor) < lay.order(link))
    }

    /// Links that lead to a block as a whole, or into it near a link.
    fn leading_to(&self, block: Id, link: Id) -> impl Iterator<Item = usize> {
        let places = self.into.get(&block).map_or(&[][..], Vec::as_slice);
        let at = |place: u32| {
            let from = places.partition_point(|(other, _)| *other < place);
            places[from..].iter().take(MOST_AT_ONE_PLACE)
        };
        let start = self.lay.from(block);
        let (from, to) = (self.lay.from(link).saturating_sub(WIDEST_ANCHOR), self.lay.to(link) + 2);
        at(start).filter(move |(place, _)| *place == start).chain(at(from).filter(move |(place, _)| *place <= to)).map(|(_, index)| *index)
    }

    /// The link at a target that leads back to where one came from, the nearest behind it.
    fn way_back(&self, link: Id, target: Id) -> Option<Id> {
        let lay = self.lay;
        let from = lay.from(target);
        let parents = [Some(lay.block(link)), self.tree.parent(lay.block(link)), self.tree.before(lay.block(link))];
        parents
            .into_iter()
            .flatten()
            .flat_map(|block| self.leading_to(block, link))
            .filter_map(|index| {
                let back = &self.links[index];
                (back.node != link && self.is_at(back.target?, link)).then_some(back.node)
            })
            // The way back stands in the note or after its anchor, where all anchors come first.
            .filter(|back| lay.order(*back) + 4 >= lay.order(target) || lay.block(*back) == lay.block(target))
            .min_by_key(|back| lay.from(*back).abs_diff(from))
    }

    /// What speaks for a link's calling a note and against it; `None` where the page declares that it does.
    fn weighed(&self, link: &Candidate) -> Option<Clues> {
        let (tree, lay) = (self.tree, self.lay);
        let mut clues = Clues::default();
        let around = || tree.outwards(link.node).take_while(|node| *node == link.node || lay.block(*node) != *node);
        // Emacs gives the role of a way back to both ends: then it tells neither from the other.
        let leads_back = self.is_said_to_lead_back(link.node) && !link.back.is_some_and(|back| self.is_said_to_lead_back(back));
        let is_other = |node: Id| tree.has_role(node, furniture::OTHER_REF_ROLES) || tree.has_class(node, furniture::OTHER_REF_CLASSES);
        if leads_back || around().any(is_other) {
            clues.add(Clue::OtherRole);
            return Some(clues);
        }
        if self.is_at(link.target, link.node) {
            clues.add(Clue::ToItself);
            return Some(clues);
        }
        if around().any(|node| tree.has_role(node, furniture::NOTEREF_ROLES)) {
            return None;
        }
        if tree.outwards(link.target).take(2).any(|node| tree.has_role(node, furniture::WORK_ROLES)) {
            clues.add(Clue::OtherRole);
            return Some(clues);
        }
        if furniture::is_page_mark(tree, link.target)
            || tree.outwards(link.target).take(2).any(|node| furniture::is_page_mark(tree, node))
            || tree.children(link.target).any(|node| furniture::is_page_mark(tree, node))
        {
            clues.add(Clue::ToPage);
            return Some(clues);
        }
        let in_notes = tree.outwards(link.target).skip(1).find(|node| tree.has_role(*node, furniture::NOTES_ROLES));
        let is_note = tree.outwards(link.target).take(3).any(|node| tree.has_role(node, furniture::NOTE_ROLES));
        if is_note || in_notes.is_some() {
            let same = in_notes.is_some_and(|list| tree.outwards(link.node).any(|node| node == list));
            if !(same && link.shape == Shape::Words) {
                clues.add(Clue::ToNote);
            }
        }
        match link.shape {
            Shape::Number | Shape::Sign => {
                clues.add(Clue::NumberOrSign);
                if label::is_note_sign(&link.words) {
                    clues.add(Clue::NoteSign);
                }
            }
            Shape::Letters => clues.add(Clue::Letters),
            Shape::Nothing => {}
            Shape::Words => clues.add(Clue::Words),
        }
        if self.stands_raised(link.node) {
            clues.add(Clue::Raised);
        }
        if is_bracketed(&link.words) {
            clues.add(Clue::Bracketed);
        }
        if around().any(|node| is_notish(tree, node)) {
            clues.add(Clue::CallsItselfMark);
        }
        if tree.outwards(link.target).take(3).any(|node| is_notish(tree, node)) {
            clues.add(Clue::CalledNote);
        }
        self.weigh_target(link, &mut clues);
        if self.is_in_list(link.node) && !tree.outwards(link.node).any(|node| is_notish(tree, node)) {
            clues.add(Clue::InList);
        }
        Some(clues)
    }

    /// Tells whether a link is raised or lowered, as a whole or a part of it.
    fn stands_raised(&self, link: Id) -> bool {
        let (tree, lay) = (self.tree, self.lay);
        let around = tree.outwards(link).take_while(|node| *node == link || lay.block(*node) != *node);
        around.chain(tree.within(link)).any(|node| matches!(tree.tag(node), "sup" | "sub") || is_raised(tree, node))
    }

    /// Tells whether a role or a class says of a link that it leads back to a mark.
    fn is_said_to_lead_back(&self, link: Id) -> bool {
        let (tree, lay) = (self.tree, self.lay);
        let mut around = tree.outwards(link).take_while(|node| *node == link || lay.block(*node) != *node);
        around.any(|node| tree.has_role(node, furniture::BACKLINK_ROLES) || is_backlink(tree, node))
    }

    /// Tells whether a link stands in a list of links: contents, an index, a row of letters.
    fn is_in_list(&self, link: Id) -> bool {
        let own = self.lay.block(link);
        // A heading that is a number and a mark (`12.[1]`) is no list.
        if furniture::is_heading(self.tree, own) && self.lay.from(link) > self.lay.from(own) {
            return false;
        }
        let (links, linked) = self.in_block.get(&own).copied().unwrap_or_default();
        // A short cell of a table may have a mark of its own: 190¹.
        if links == 1 && self.lay.from(link) > self.lay.from(own) && self.stands_raised(link) {
            return false;
        }
        self.lay.to(own).saturating_sub(self.lay.from(own)) <= linked + 2 * links + 2
    }

    /// What the place speaks for that a link leads to.
    fn weigh_target(&self, link: &Candidate, clues: &mut Clues) {
        let (tree, lay) = (self.tree, self.lay);
        let behind = lay.order(link.target) > lay.order(link.node);
        if link.back.is_some() {
            clues.add(if behind { Clue::WayBack } else { Clue::IsWayBack });
        }
        let home = self.home(link);
        let block = lay.block(home.node);
        let words = lay.words(tree, home.place, home.place + 40);
        // A list numbers its items without a word.
        let is_numbered = || self.numbers.get(&block).is_some_and(|number| number.to_string() == label::folded(&link.words));
        if label::lead(&words, &link.words).is_some() || is_numbered() {
            clues.add(Clue::SameLabel);
        } else if matches!(link.shape, Shape::Number) && label::folded(&words).starts_with(|first: char| first.is_ascii_digit()) {
            clues.add(Clue::OtherLabel);
        }
        // Calibre makes a page of each note, headed by its label alone: what is raised leads to no chapter.
        let is_label = |node: Id| self.stands_raised(link.node) && label::folded(&tree.words(node)) == label::folded(&link.words);
        // One that was never closed holds much else.
        let is_short = |node: Id| (lay.to(node) - lay.from(node)) as usize <= furniture::LONGEST_HEADING;
        let heads = |node: Id| furniture::is_heading(tree, node) && is_short(node) && !is_label(node);
        if tree.outwards(block).take(3).any(heads) || tree.within(link.target).any(heads) {
            clues.add(Clue::ToHeading);
        }
        if home.place > lay.from(block) && link.back.is_none() && !self.begins_line(home.node) {
            clues.add(Clue::IntoMiddle);
        }
        if !behind {
            clues.add(Clue::Upwards);
        }
    }

    /// Tells whether a node begins a line that a `<br>` has set off.
    fn begins_line(&self, node: Id) -> bool {
        let mut here = Some(node);
        while let Some(node) = here {
            match self.tree.before(node) {
                Some(before) if furniture::is_block(self.tree.tag(before)) || matches!(self.tree.tag(before), "br" | "hr") => return true,
                Some(before) if self.lay.is_empty(before) => here = Some(before),
                Some(_) => return false,
                None => here = self.tree.parent(node).filter(|parent| self.lay.block(*parent) != *parent),
            }
        }
        false
    }

    /// Where the note of a link begins.
    fn home(&self, link: &Candidate) -> Home {
        let (tree, lay) = (self.tree, self.lay);
        let place = lay.from(link.target);
        if lay.block(link.target) == link.target && !lay.is_empty(link.target) {
            return Home { place, node: link.target };
        }
        // An empty target, or one at the end of its line, hands over to what follows.
        let Some(text) = lay.text_at(place).filter(|text| lay.page(*text) == lay.page(link.target)) else {
            return Home { place, node: link.target };
        };
        let block = lay.block(text);
        if lay.from(block) == place {
            return Home { place, node: block };
        }
        // The anchor stands in a line; its words begin with it, or with what stands around it.
        let node = tree.outwards(link.target).take_while(|node| lay.block(*node) != *node && lay.from(*node) == place).last();
        Home { place, node: node.unwrap_or(link.target) }
    }

    /// The candidates that call notes, by their indices.
    fn accepted(&mut self) -> Vec<usize> {
        // A way back leads to one mark only; another with the same label that leads to the same place calls the same note.
        let is_good = |candidate: &Candidate| candidate.asked == DECLARED || candidate.score() >= i32::from(ENOUGH);
        let called: HashSet<(Id, String)> = self
            .candidates
            .iter()
            .filter(|candidate| is_good(candidate) && candidate.shape != Shape::Words)
            .map(|candidate| (candidate.target, label::folded(&candidate.words)))
            .collect();
        for candidate in self.candidates.iter_mut().filter(|candidate| !is_good(candidate)) {
            if called.contains(&(candidate.target, label::folded(&candidate.words))) {
                candidate.clues.add(Clue::SameNote);
            }
        }
        // Links of one manner stand and fall together: the few that were marked up badly go with the rest, and one link out of an
        // index that happens to look like a note's goes with the index.
        let mut manners: HashMap<(String, bool, bool), (usize, usize)> = HashMap::new();
        for candidate in &self.candidates {
            let (all, good) = manners.entry(self.manner(candidate)).or_default();
            *all += 1;
            *good += usize::from(is_good(candidate));
        }
        let good: HashSet<Id> = self.candidates.iter().filter(|candidate| is_good(candidate)).map(|candidate| candidate.node).collect();
        for index in 0..self.candidates.len() {
            if self.candidates[index].asked == DECLARED {
                continue;
            }
            // Of two that lead to each other one is the way back, whatever goes with whom.
            let is_back = self.candidates[index].back.is_some_and(|back| good.contains(&back));
            let (all, good) = manners.get(&self.manner(&self.candidates[index])).copied().unwrap_or_default();
            let candidate = &mut self.candidates[index];
            if all >= 3 && good * 10 >= all * 6 && !is_back {
                candidate.asked = ENOUGH - 3;
                candidate.clues.add(Clue::OfTheirManner);
            } else if all >= 5 && good * 10 < all * 2 {
                candidate.asked = ENOUGH + 3;
                candidate.clues.add(Clue::OfOtherManner);
            }
        }
        (0..self.candidates.len()).filter(|index| self.candidates[*index].score() >= i32::from(self.candidates[*index].asked)).collect()
    }

    /// What links have in common that are made by one hand for one purpose: the name they lead to, but for its numbers.
    fn manner(&self, link: &Candidate) -> (String, bool, bool) {
        let name = self.tree.names(link.target).next().unwrap_or_default();
        let manner = without_numbers(name);
        let raised = self.tree.outwards(link.node).take(3).any(|node| self.tree.tag(node) == "sup");
        (manner, raised, link.shape == Shape::Words)
    }

    /// Where the notes of the accepted links begin, each for itself.
    fn homes(&self, accepted: &[usize]) -> Vec<Home> {
        let mut homes: Vec<Home> = accepted.iter().map(|index| self.home(&self.candidates[*index])).collect();
        // Where several links with different labels lead to one place (all anchors before the first note, or the list of notes
        // as a whole), the way back or the label says which is which.
        let mut labels: HashMap<Home, HashSet<String>> = HashMap::new();
        for (home, index) in homes.iter().zip(accepted) {
            labels.entry(*home).or_default().insert(label::folded(&self.candidates[*index].words));
        }
        for (home, index) in homes.iter_mut().zip(accepted) {
            if labels.get(home).is_none_or(|labels| labels.len() < 2) {
                continue;
            }
            let link = &self.candidates[*index];
            let begun = label::lead(&self.lay.words(self.tree, home.place, home.place + 40), &link.words).is_some();
            if begun {
                continue;
            }
            let by_back = link.back.map(|back| self.lay.block(back)).filter(|block| self.lay.from(*block) >= home.place);
            let by_label = || self.block_with(home.place, &link.words);
            if let Some(block) = by_back.or_else(by_label) {
                *home = Home { place: self.lay.from(block), node: block };
            }
        }
        homes
    }

    /// The next block behind a place that begins with a label.
    fn block_with(&self, place: u32, label: &str) -> Option<Id> {
        let mut place = place;
        for _ in 0..400 {
            let block = self.lay.block(self.lay.text_at(place)?);
            let (from, to) = (self.lay.from(block), self.lay.to(block));
            if from >= place && label::lead(&self.lay.words(self.tree, from, from + 40), label).is_some() {
                return Some(block);
            }
            place = to.max(place + 1);
        }
        None
    }

    /// Notes that nobody calls: declared ones, and the brothers of called ones.
    fn uncalled(&self, pages: &[Page], homes: &[Home]) -> Vec<Home> {
        let (tree, lay) = (self.tree, self.lay);
        let called: HashSet<Id> = homes.iter().flat_map(|home| tree.outwards(home.node).take(4)).collect();
        // Lists most of whose items are called.
        let mut lists: HashMap<Id, usize> = HashMap::new();
        let mut classes: HashMap<(&str, &str), usize> = HashMap::new();
        for home in homes.iter().collect::<HashSet<_>>() {
            if let Some(item) = tree.outwards(home.node).take(4).find(|node| tree.tag(*node) == "li")
                && let Some(list) = tree.parent(item)
            {
                *lists.entry(list).or_default() += 1;
            }
            if let Some(class) = tree.attribute(home.node, "class").filter(|class| is_note_class(class)) {
                *classes.entry((tree.tag(home.node), class)).or_default() += 1;
            }
        }
        let items = |list: Id| tree.children(list).filter(|item| tree.tag(*item) == "li").count();
        let called_lists: HashSet<Id> =
            lists.into_iter().filter(|(list, called)| called * 2 > items(*list)).map(|(list, _)| list).collect();
        // Emacs declares as the note what stands beside its label, and calls the label.
        let begins: HashMap<Id, u32> = homes.iter().map(|home| (home.node, home.place)).collect();
        let follows_label = |node: Id| {
            let begun = tree.outwards(node).skip(1).take(2).find_map(|outer| begins.get(&outer));
            begun.is_some_and(|from| label::shape(&lay.words(tree, *from, lay.from(node))) != Shape::Words)
        };
        let mut found = Vec::new();
        for page in pages {
            for node in tree.within(page.root).filter(|node| lay.is_shown(*node) && !lay.is_empty(*node)) {
                let tag = tree.tag(node);
                let is_list_item =
                    tag == "li" && tree.parent(node).is_some_and(|list| called_lists.contains(&list) || is_list_of_notes(tree, list));
                let is_declared = furniture::is_block(tag)
                    && tree.has_role(node, furniture::FOOTNOTE_ROLES)
                    && !tree.within(node).any(|inner| called.contains(&inner) || furniture::is_note(tree, inner))
                    && !follows_label(node);
                let is_brother = tree
                    .attribute(node, "class")
                    .is_some_and(|class| classes.get(&(tag, class)).is_some_and(|count| *count > 1) && self.begins_with_label(node));
                if (is_list_item || is_declared || is_brother) && !called.contains(&node) {
                    found.push(Home { place: lay.from(node), node });
                }
            }
        }
        found
    }

    fn begins_with_label(&self, node: Id) -> bool {
        let words = self.lay.words(self.tree, self.lay.from(node), self.lay.from(node) + 12);
        let first = words.split_whitespace().next().unwrap_or_default();
        matches!(label::shape(first), Shape::Number | Shape::Sign)
    }
}

/// The items of a list that numbers them, with the numbers that it prints before them.
pub(super) fn numbered(tree: &Tree, list: Id) -> impl Iterator<Item = (Id, usize)> {
    let start = tree.attribute(list, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1_usize);
    let items = tree.children(list).filter(|item| tree.tag(*item) == "li");
    items.enumerate().map(move |(index, item)| (item, start.saturating_add(index)))
}

/// Tells whether a list is all that a part declared to hold notes holds, but for a heading.
fn is_list_of_notes(tree: &Tree, list: Id) -> bool {
    std::iter::once(list).chain(tree.parent(list)).any(|node| tree.has_role(node, furniture::NOTES_ROLES))
}

/// A name with one nought for each of its numbers.
pub(super) fn without_numbers(name: &str) -> String {
    let mut manner = String::with_capacity(name.len());
    for character in name.chars() {
        let character = if character.is_numeric() { '0' } else { character };
        if character != '0' || !manner.ends_with('0') {
            manner.push(character);
        }
    }
    manner
}

/// The words of a link: its text, or what stands for its picture.
fn words_of(tree: &Tree, node: Id) -> String {
    let words = tree.words(node);
    let words = words.trim();
    if !words.is_empty() {
        return words.to_owned();
    }
    tree.within(node).find_map(|inner| tree.attribute(inner, "alt")).unwrap_or_default().trim().to_owned()
}

fn is_bracketed(words: &str) -> bool {
    words.starts_with(label::is_bracket) && words.ends_with(label::is_bracket)
}

fn is_raised(tree: &Tree, node: Id) -> bool {
    tree.attribute(node, "style")
        .is_some_and(|style| style.contains("vertical-align") && (style.contains("super") || style.contains("top")))
        || tree.has_class(node, &["sup", "super", "superscript", "fnanchor", "supra"])
}

/// Tells whether a class or id speaks of notes.
fn is_notish(tree: &Tree, node: Id) -> bool {
    let speaks = |words: &str| {
        let words = words.to_ascii_lowercase();
        words.contains("note")
            || words.contains("foot")
            || words.contains("reference")
            || words.contains("fnanchor")
            || words.contains("fnref")
    };
    tree.attribute(node, "class").is_some_and(speaks)
}

fn is_note_class(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    class.contains("note") || class.contains("foot")
}

/// Tells whether a class says that a link leads back.
fn is_backlink(tree: &Tree, node: Id) -> bool {
    tree.classes(node).any(|class| {
        let class = class.to_ascii_lowercase();
        class.contains("backlink") || class.contains("backref") || class.contains("footnote-back") || class.contains("reversefootnote")
    })
}
