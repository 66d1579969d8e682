//! Notes made by hand: a link to a name, and a paragraph, a line or an item that begins with an anchor of that name.
//!
//! The parser knows nothing of these. What it has made of them is weighed by the clues that are weighed in a page of HTML: a way back,
//! the same label, a raised number; what the names are called decides nothing. Then the tree is [`mend`]ed: the links become marks and
//! the paragraphs notes, as if they had been written with Markdown's own signs, without the labels and ways back that served only to lead.
//! Blocks of HTML that take part in that have been [`unfold`]ed.

mod mend;
mod unfold;

use std::collections::HashMap;

use comrak::{
    Arena, Node,
    arena_tree::NodeEdge,
    nodes::{ListType, NodeValue},
};

use super::pieces::{Piece, attribute, piece};
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

/// A block that holds words.
struct Block<'a> {
    node: Node<'a>,
    from: usize,
    to: usize,
    /// How many links there are in it, and how many bytes they have.
    links: usize,
    linked: usize,
    /// The number of the item that begins with it.
    number: Option<usize>,
}

struct Anchor<'a> {
    name: String,
    node: Node<'a>,
    at: usize,
    block: usize,
}

struct Link<'a> {
    /// The link, or the tag that opens it, and the tag that closes it.
    first: Node<'a>,
    last: Node<'a>,
    target: String,
    from: usize,
    to: usize,
    block: usize,
    raised: bool,
}

/// A note: where it begins, and the links that call it.
struct Note {
    /// The index of its anchor.
    anchor: usize,
    callers: Vec<usize>,
    label: String,
    why: Evidence,
}

/// Makes notes of the paragraphs that links call; tells their labels and upon what, by the names that
/// they have in the tree now.
pub(super) fn join<'a>(arena: &'a Arena<'a>, root: Node<'a>) -> HashMap<String, (String, Evidence)> {
    unfold::unfold(arena, root);
    let page = Page::of(root);
    let notes = page.notes();
    mend::mend(arena, &page, &notes);
    notes.into_iter().map(|note| (page.key(&note), (note.label, note.why))).collect()
}

/// Where everything lies: the words of a text in one piece, and what hangs on them.
#[derive(Default)]
struct Page<'a> {
    text: String,
    blocks: Vec<Block<'a>>,
    anchors: Vec<Anchor<'a>>,
    links: Vec<Link<'a>>,
    /// Anchors by their names; the first of a name counts.
    named: HashMap<String, usize>,
    /// Links by where they lead.
    leading: HashMap<String, Vec<usize>>,
}

impl<'a> Page<'a> {
    fn of(root: Node<'a>) -> Self {
        let mut page = Self::default();
        let has_anchor = |node: Node<'a>| matches!(&node.data().value, NodeValue::HtmlInline(html) if !names(html).is_empty());
        if !root.descendants().any(has_anchor) {
            return page;
        }
        let (mut raised, mut open): (usize, Option<Link<'a>>) = (0, None);
        // The lists that are open, with the numbers of their next items; those without numbers have none.
        let mut lists: Vec<Option<usize>> = Vec::new();
        for edge in root.traverse() {
            match edge {
                NodeEdge::Start(node) => {
                    let data = node.data();
                    match &data.value {
                        value if value.contains_inlines() && value.block() => {
                            let at = page.text.len();
                            let begins_item = node.previous_sibling().is_none()
                                && node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Item(_)));
                            // The item has been counted.
                            let number = lists.last().copied().flatten().filter(|_| begins_item).map(|next| next - 1);
                            page.blocks.push(Block { node, from: at, to: at, links: 0, linked: 0, number });
                            (raised, open) = (0, None);
                        }
                        NodeValue::List(list) => lists.push((list.list_type == ListType::Ordered).then_some(list.start)),
                        NodeValue::Item(_) => {
                            if let Some(Some(next)) = lists.last_mut() {
                                *next = next.saturating_add(1);
                            }
                        }
                        NodeValue::Text(text) => page.text.push_str(text),
                        NodeValue::Code(code) => page.text.push_str(&code.literal),
                        NodeValue::SoftBreak | NodeValue::LineBreak => page.text.push('\n'),
                        NodeValue::Link(link) => open = page.opened(node, &link.url, raised > 0),
                        NodeValue::HtmlInline(html) => page.tag(node, html, &mut raised, &mut open),
                        _ => {}
                    }
                }
                NodeEdge::End(node) => {
                    if matches!(node.data().value, NodeValue::List(_)) {
                        lists.pop();
                    }
                    if open.as_ref().is_some_and(|link| link.first.same_node(node) && matches!(node.data().value, NodeValue::Link(_))) {
                        page.close(open.take(), node);
                    }
                    if let Some(block) = page.blocks.last_mut().filter(|block| block.node.same_node(node)) {
                        block.to = page.text.len();
                    }
                }
            }
        }
        page
    }

    /// Takes a tag that stands in a line.
    fn tag(&mut self, node: Node<'a>, html: &str, raised: &mut usize, open: &mut Option<Link<'a>>) {
        let Some(block) = self.blocks.len().checked_sub(1) else { return };
        for name in names(html) {
            self.named.entry(name.clone()).or_insert(self.anchors.len());
            self.anchors.push(Anchor { name, node, at: self.text.len(), block });
        }
        match piece(html).0 {
            Piece::Open { name, attributes } if name.eq_ignore_ascii_case("a") => {
                if let Some(href) = attribute(attributes, "href") {
                    *open = self.opened(node, &href, *raised > 0);
                }
            }
            Piece::Open { name, .. } if name.eq_ignore_ascii_case("sup") => {
                *raised += 1;
                if let Some(link) = open {
                    link.raised = true;
                }
            }
            Piece::Open { name, .. } if name.eq_ignore_ascii_case("br") => self.text.push('\n'),
            Piece::Close(name) if name.eq_ignore_ascii_case("sup") => *raised = raised.saturating_sub(1),
            Piece::Close(name) if name.eq_ignore_ascii_case("a") => {
                // One that is closed elsewhere than it was opened cannot be taken out whole.
                let is_whole = |link: &Link<'a>| match (link.first.parent(), node.parent()) {
                    (Some(one), Some(other)) => one.same_node(other) && matches!(link.first.data().value, NodeValue::HtmlInline(_)),
                    _ => false,
                };
                self.close(open.take().filter(is_whole), node);
            }
            _ => {}
        }
    }

    fn opened(&self, node: Node<'a>, href: &str, raised: bool) -> Option<Link<'a>> {
        let block = self.blocks.len().checked_sub(1)?;
        let (from, target) = (self.text.len(), href.strip_prefix('#').unwrap_or_default().to_owned());
        Some(Link { first: node, last: node, target, from, to: from, block, raised })
    }

    fn close(&mut self, link: Option<Link<'a>>, last: Node<'a>) {
        let Some(link) = link else { return };
        let to = self.text.len();
        if let Some(block) = self.blocks.get_mut(link.block) {
            (block.links, block.linked) = (block.links + 1, block.linked + to - link.from);
        }
        if !link.target.is_empty() {
            self.leading.entry(link.target.clone()).or_default().push(self.links.len());
            self.links.push(Link { last, to, ..link });
        }
    }

    // ── What calls a note ───────────────────────────────────────────────────────────────────────────────────────────

    /// The notes, in the order of the text.
    fn notes(&self) -> Vec<Note> {
        let weighed: Vec<Option<Clues>> = self.links.iter().map(|link| self.weighed(link)).collect();
        // Links of one manner stand and fall together, as they do in a page.
        let manner = |link: &Link<'a>| (link.target.replace(|character: char| character.is_ascii_digit(), ""), link.raised);
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
        let mut notes: Vec<Note> = notes.into_values().collect();
        notes.sort_by_key(|note| self.anchors[note.anchor].at);
        notes
    }

    /// What speaks for a link's calling a note and against it; nothing where it leads to no paragraph at all.
    fn weighed(&self, link: &Link<'a>) -> Option<Clues> {
        let anchor = &self.anchors[*self.named.get(&link.target)?];
        let block = &self.blocks[anchor.block];
        if !matches!(block.node.data().value, NodeValue::Paragraph) {
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
    fn way_back(&self, link: &Link<'a>, anchor: &Anchor<'a>) -> Option<usize> {
        let near = self.names_at(link).filter_map(|name| self.leading.get(name)).flat_map(|links| links.iter().take(MOST_AT_ONE_PLACE));
        near.copied().find(|back| {
            let back = &self.links[*back];
            back.from >= anchor.at && back.from != link.from && (anchor.block..=anchor.block + LONGEST_NOTE).contains(&back.block)
        })
    }

    /// The names of the anchors where a link is: around it, within it, beside it, or at the beginning of its paragraph.
    fn names_at(&self, link: &Link<'a>) -> impl Iterator<Item = &str> {
        let block = self.blocks[link.block].from;
        let of_block = move |anchor: &&Anchor<'a>| anchor.block == link.block;
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

    fn label(&self, link: &Link<'a>) -> String {
        label::bare(&self.text[link.from..link.to])
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
