//! Notes made by hand: a link to a name, and a paragraph, a line or an item that begins with an anchor of that name.
//!
//! The parser knows nothing of these. What it has made of them is weighed by the clues that are weighed in a page of HTML: a way back,
//! the same label, a raised number; what the names are called decides nothing. Everything is [`gather`]ed
//! first, from all of a text. Then the tree is [`mend`]ed: the links become marks and the paragraphs notes, as if they had been written with Markdown's own signs, without the labels and ways back that served only to lead.
//! Blocks of HTML that take part in that have been [`unfold`]ed.

mod gather;
mod mend;
mod unfold;

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use comrak::{Arena, Node, nodes::NodeValue};

use self::gather::{Counts, Part};
use super::{
    parsed,
    pieces::{Piece, attribute, piece},
    portion::Portions,
};
use crate::{
    document::{Clue, Clues, Evidence},
    formats::html::label::{self, Shape},
};

/// What a link must score to call a note.
const ENOUGH: i32 = 5;

/// In how many blocks behind a note's first the way back is looked for.
const LONGEST_NOTE: usize = 8;

/// More links than this to one place are not looked through for the one that leads back.
const MOST_AT_ONE_PLACE: usize = 100;

/// No more blanks and brackets than so many bytes stand before the anchor of a note.
const LONGEST_LEAD: usize = 256;

/// So many bytes behind an anchor may hold a label.
const LEAD: usize = 80;

/// Where everything lies: the words of a text in one piece, and what hangs on them.
///
/// A long text is read in portions, and their trees are let go; what is known here of all of them suffices to join their notes.
#[derive(Debug, Default)]
struct Page {
    text: String,
    blocks: Vec<Block>,
    anchors: Vec<Anchor>,
    links: Vec<Link>,
    /// Anchors by their names; the first of a name counts.
    named: HashMap<String, usize>,
    /// Links by where they lead.
    leading: HashMap<String, Vec<usize>>,
}

/// A block that holds words.
#[derive(Debug)]
struct Block {
    from: usize,
    to: usize,
    is_paragraph: bool,
    /// How many links there are in it, and how many bytes they have.
    links: usize,
    linked: usize,
    /// The number of the item that begins with it.
    number: Option<usize>,
}

#[derive(Debug)]
struct Anchor {
    name: String,
    at: usize,
    block: usize,
}

#[derive(Debug)]
struct Link {
    target: String,
    from: usize,
    to: usize,
    block: usize,
    raised: bool,
}

/// The notes of a page.
#[derive(Default)]
struct Notes {
    /// In the order of the text.
    list: Vec<Note>,
    /// The links that are their marks, in order, each with the index of its note.
    marks: Vec<(usize, usize)>,
}

/// A note: where it begins, and the links that call it.
struct Note {
    /// The index of its anchor.
    anchor: usize,
    callers: Vec<usize>,
    label: String,
    why: Evidence,
}

/// The notes of a text, by the names that they have in the tree now, with their labels and upon what they were taken for notes.
pub(super) type Named = Rc<HashMap<String, (String, Evidence)>>;

/// Makes notes of the paragraphs that links call, in a tree that is all of a text.
pub(super) fn join<'a>(arena: &'a Arena<'a>, root: Node<'a>) -> Named {
    unfold::unfold(arena, root, &unfold::targets(root));
    let has_anchor = |node: Node<'a>| matches!(&node.data().value, NodeValue::HtmlInline(html) if !names(html).is_empty());
    if !root.descendants().any(has_anchor) {
        return Named::default();
    }
    let mut page = Page::default();
    let part = Part { nodes: gather::gather(&mut page, root), ..Part::default() };
    let notes = page.notes();
    mend::mend(arena, &page, &notes, &part);
    page.named(&notes)
}

/// The notes of a text that is parsed a portion at a time: a note is as often as not in another than the links that call it.
pub(super) struct Handmade {
    page: Page,
    notes: Notes,
    named: Named,
    /// The names that links lead to, and perhaps some more.
    targets: HashSet<String>,
    /// What is on the page before each portion.
    before: Vec<Counts>,
}

impl Handmade {
    /// Looks through all portions, each of which is parsed for that and let go; nothing where there is but one, or where nothing in the
    /// source can be a name that something leads to: then nothing is parsed twice.
    pub(super) fn across(portions: &Portions<'_>, source: &str) -> Option<Self> {
        let has = |words: &str| memchr::memmem::find(source.as_bytes(), words.as_bytes()).is_some();
        if portions.len() < 2 || !has("<") || !["id", "name", "ID", "NAME"].iter().any(|key| has(&format!("{key}="))) {
            return None;
        }
        let targets = unfold::targets_in(source);
        if targets.is_empty() {
            return None;
        }
        let (mut page, mut before) = (Page::default(), Vec::new());
        for index in 0..portions.len() {
            before.push(Counts::of(&page));
            let arena = Arena::new();
            let root = parsed(&arena, &portions.source(index));
            unfold::unfold(&arena, root, &targets);
            gather::gather(&mut page, root);
        }
        let notes = page.notes();
        let named = page.named(&notes);
        Some(Self { page, notes, named, targets, before })
    }

    /// Makes notes of what is in a portion's tree.
    pub(super) fn join<'a>(&self, index: usize, arena: &'a Arena<'a>, root: Node<'a>) -> Named {
        unfold::unfold(arena, root, &self.targets);
        // What is met is what was met when all were looked through.
        let nodes = gather::gather(&mut Page::default(), root);
        mend::mend(arena, &self.page, &self.notes, &Part { nodes, before: self.before[index] });
        self.named.clone()
    }
}

impl Page {
    // ── What calls a note ───────────────────────────────────────────────────────────────────────────────────────────

    fn notes(&self) -> Notes {
        let weighed: Vec<Option<Clues>> = self.links.iter().map(|link| self.weighed(link)).collect();
        // Links of one manner stand and fall together, as they do in a page.
        let manner = |link: &Link| (link.target.replace(|character: char| character.is_ascii_digit(), ""), link.raised);
        let mut manners: HashMap<_, (usize, usize)> = HashMap::new();
        for (link, clues) in self.links.iter().zip(&weighed) {
            let (all, good) = manners.entry(manner(link)).or_default();
            (*all, *good) = (*all + 1, *good + usize::from(clues.is_some_and(|clues| clues.score() >= ENOUGH)));
        }
        let mut notes: HashMap<usize, Note> = HashMap::new();
        for (index, (link, clues)) in self.links.iter().zip(weighed).enumerate() {
            let (Some(mut clues), Some(anchor)) = (clues, self.named.get(&link.target)) else { continue };
            let mut asked = 5;
            match manners.get(&manner(link)) {
                Some((all, good)) if *all >= 3 && good * 10 >= all * 6 => {
                    asked -= 3;
                    clues.add(Clue::OfTheirManner);
                }
                Some((all, good)) if *all >= 5 && good * 10 < all * 2 => {
                    asked += 3;
                    clues.add(Clue::OfOtherManner);
                }
                _ => {}
            }
            if clues.score() < i32::from(asked) {
                continue;
            }
            // Several anchors at one place begin one note.
            let note = notes.entry(self.line_of(*anchor)).or_insert_with(|| Note {
                anchor: *anchor,
                callers: Vec::new(),
                label: self.label(link),
                why: Evidence::Weighed { clues, asked },
            });
            note.callers.push(index);
        }
        let mut list: Vec<Note> = notes.into_values().collect();
        list.sort_by_key(|note| note.anchor);
        let mut marks: Vec<_> =
            list.iter().enumerate().flat_map(|(index, note)| note.callers.iter().map(move |caller| (*caller, index))).collect();
        marks.sort_unstable();
        Notes { list, marks }
    }

    /// What speaks for a link's calling a note and against it; nothing where it leads to no paragraph at all.
    fn weighed(&self, link: &Link) -> Option<Clues> {
        let anchor = &self.anchors[*self.named.get(&link.target)?];
        let block = &self.blocks[anchor.block];
        if !block.is_paragraph {
            return None;
        }
        let (mut clues, words, is_behind) = (Clues::default(), &self.text[link.from..link.to], anchor.at > link.from);
        let shape = label::shape(words);
        clues.add(match shape {
            Shape::Number | Shape::Sign => Clue::NumberOrSign,
            Shape::Letters => Clue::Letters,
            Shape::Words | Shape::Nothing => Clue::Words,
        });
        if link.raised {
            clues.add(Clue::Raised);
        }
        if words.starts_with(label::is_bracket) || self.text[..link.from].ends_with(['[', '(']) {
            clues.add(Clue::Bracketed);
        }
        if self.way_back(link, anchor).is_some() {
            clues.add(if is_behind { Clue::WayBack } else { Clue::IsWayBack });
        }
        let start = self.line_of(*self.named.get(&link.target)?);
        let begun = &self.text[start..floor(&self.text, block.to.min(anchor.at + LEAD))];
        if label::lead(begun, words).is_some() || block.number.is_some_and(|number| number.to_string() == label::folded(words)) {
            clues.add(Clue::SameLabel);
        } else if shape == Shape::Number && label::folded(begun).starts_with(|first: char| first.is_ascii_digit()) {
            clues.add(Clue::OtherLabel);
        }
        if !self.text[start..anchor.at].chars().all(|character| character.is_whitespace() || label::is_bracket(character)) {
            clues.add(Clue::IntoMiddle);
        }
        if !is_behind {
            clues.add(Clue::Upwards);
        }
        let own = &self.blocks[link.block];
        if own.to - own.from <= own.linked + 2 * own.links + 2 {
            clues.add(Clue::InList);
        }
        Some(clues)
    }

    /// The link in the note at an anchor that leads back to where a link is.
    fn way_back(&self, link: &Link, anchor: &Anchor) -> Option<usize> {
        let near = self.names_at(link).filter_map(|name| self.leading.get(name)).flat_map(|links| links.iter().take(MOST_AT_ONE_PLACE));
        near.copied().find(|back| {
            let back = &self.links[*back];
            back.from >= anchor.at && back.from != link.from && (anchor.block..=anchor.block + LONGEST_NOTE).contains(&back.block)
        })
    }

    /// The names of the anchors where a link is: around it, within it, beside it, or at the beginning of its paragraph.
    fn names_at(&self, link: &Link) -> impl Iterator<Item = &str> {
        let block = self.blocks[link.block].from;
        let of_block = move |anchor: &&Anchor| anchor.block == link.block;
        let behind = |place: usize| self.anchors[self.anchors.partition_point(|anchor| anchor.at < place)..].iter();
        let beginning = behind(block).take_while(move |anchor| anchor.at == block).filter(of_block);
        let beside = behind(link.from.saturating_sub(1).max(block + 1)).take_while(|anchor| anchor.at <= link.to + 1).filter(of_block);
        beginning.chain(beside).take(MOST_AT_ONE_PLACE).map(|anchor| anchor.name.as_str())
    }

    /// Where the line begins in which an anchor stands, or some place in it where that is far: then no note begins with it.
    fn line_of(&self, anchor: usize) -> usize {
        let anchor = &self.anchors[anchor];
        let from = self.blocks[anchor.block].from.max(floor(&self.text, anchor.at.saturating_sub(LONGEST_LEAD)));
        self.text[from..anchor.at].rfind('\n').map_or(from, |at| from + at + 1)
    }

    fn label(&self, link: &Link) -> String {
        label::bare(&self.text[link.from..link.to])
    }

    fn named(&self, notes: &Notes) -> Named {
        Rc::new(notes.list.iter().map(|note| (self.key(note), (note.label.clone(), note.why))).collect())
    }

    /// The name of a note in the tree: no label that somebody types begins with a blank.
    fn key(&self, note: &Note) -> String {
        format!(" #{}", self.anchors[note.anchor].name)
    }
}

/// The names that a tag gives to its place.
fn names(html: &str) -> Vec<String> {
    let Piece::Open { attributes, .. } = piece(html).0 else { return Vec::new() };
    let mut names: Vec<String> = ["id", "name"].iter().filter_map(|key| attribute(attributes, key)).map(String::from).collect();
    names.retain(|name| !name.is_empty());
    names.dedup();
    names
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
