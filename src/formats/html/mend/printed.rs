//! Marks and notes that are printed alike, and joined by no link: `[Footnote 12: …]` below the paragraph and `[12]` in it, a raised 12
//! in the text and before a paragraph at the end, a star and a paragraph that begins with one, a numbered list under the heading
//! *Notes*.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{KEYWORD, MENDED, call, note};
use crate::{
    document::{Evidence, Print},
    formats::{
        html::{
            furniture,
            label::{self, Shape},
            notes::numbered,
            tree::{Id, Tree},
        },
        plain::heads_notes,
        raised,
    },
};

/// A note of more blocks than this has lost its closing bracket.
const MOST_BLOCKS: usize = 20;

/// More blocks than this between two notes are text.
const MOST_FURTHER: usize = 3;

/// How a note is marked: only marks of a kin call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// `[Footnote 12: In 1851.]`
    Keyword,
    /// `[12] In 1851.`
    Bracketed,
    /// A raised 12 or a raised star before the words.
    Raised,
    /// `* In 1851.`
    Sign,
    /// The twelfth item of a list that is headed as one of notes.
    Listed,
}

impl Manner {
    const ALL: [Self; 5] = [Self::Keyword, Self::Bracketed, Self::Raised, Self::Sign, Self::Listed];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Keyword => KEYWORD,
            Self::Bracketed => "bracketed",
            Self::Raised => "raised",
            Self::Sign => "sign",
            Self::Listed => "listed",
        }
    }

    fn print(self) -> Print {
        match self {
            Self::Keyword | Self::Bracketed => Print::Square,
            Self::Raised => Print::Raised,
            Self::Sign => Print::Signs,
            Self::Listed => Print::RaisedBare,
        }
    }

    /// What is said of marks and notes of this manner: how they are printed, how many notes are called, and of how many.
    fn said(self, bodies: &[Body], called: &[bool]) -> String {
        if self == Self::Keyword {
            return KEYWORD.to_owned();
        }
        let of_it = || bodies.iter().zip(called).filter(|(body, _)| body.manner == self);
        let many = |count: usize| count.min(usize::from(u16::MAX));
        format!("{} {} {}", self.name(), many(of_it().filter(|(_, called)| **called).count()), many(of_it().count()))
    }

    /// Tells whether a mark calls notes of this manner.
    fn is_called_by(self, mark: &Mark) -> bool {
        match self {
            Self::Keyword | Self::Bracketed => mark.is_bracketed,
            Self::Raised => !mark.is_bracketed,
            Self::Sign => !mark.is_bracketed && label::shape(&mark.label) == Shape::Sign,
            Self::Listed => label::shape(&mark.label) == Shape::Number,
        }
    }
}

/// Upon what a mark or a note was made, by what [`Manner::said`] of it.
pub(super) fn evidence(said: &str) -> Option<Evidence> {
    let mut words = said.split(' ');
    let manner = words.next()?;
    let manner = Manner::ALL.into_iter().find(|other| other.name() == manner)?;
    let mut count = || words.next()?.parse().ok();
    Some(Evidence::Series { manner: manner.print(), called: count()?, of: count()? })
}

/// What may be a note.
pub(super) struct Body {
    /// Where it comes among the nodes of the page.
    pub(super) at: usize,
    pub(super) label: String,
    pub(super) manner: Manner,
    pub(super) first: Id,
    pub(super) last: Id,
}

/// What may be a mark: some of a text.
struct Mark {
    at: usize,
    text: Id,
    part: Range<usize>,
    label: String,
    is_bracketed: bool,
    /// The note that it calls, by its index.
    body: usize,
}

/// Joins marks to notes in a page that links none.
pub(super) fn printed(tree: &mut Tree, nodes: &[Id], made: &mut usize) {
    // Who has made links of some marks has made links of all.
    if nodes.iter().any(|node| may_call(tree, *node)) {
        return;
    }
    let mut bodies = bodies(tree, nodes);
    if bodies.is_empty() {
        return;
    }
    let mut marks = marks(tree, nodes, &bodies);
    let (kept, called) = joined(&bodies, &mut marks);
    let mut called_at = HashMap::new();
    for mark in &marks {
        called_at.entry(mark.body).or_insert(mark.at);
    }
    reach(tree, &mut bodies, &called_at);
    let names: Vec<String> = (1..=bodies.len()).map(|index| format!("mended note {}", *made + index)).collect();
    *made += bodies.len();
    let upon: Vec<String> = Manner::ALL.map(|manner| manner.said(&bodies, &called)).into();
    let upon = |body: &Body| &*upon[body.manner as usize];
    // From the last to the first, so that what is cut off a text does not move what stands before it.
    for mark in marks.into_iter().rev() {
        let link = tree.wrap(mark.text, mark.part, "a");
        call(tree, link, &names[mark.body], upon(&bodies[mark.body]));
    }
    for (index, body) in bodies.iter().enumerate().filter(|(index, _)| kept[*index]) {
        put(tree, body, &names[index], (!called[index]).then(|| upon(body)));
    }
}

/// Tells whether a node is a link that looks like a mark.
pub(super) fn may_call(tree: &Tree, node: Id) -> bool {
    tree.tag(node) == "a"
        && tree.attribute(node, "href").is_some_and(|href| href.contains('#'))
        && matches!(label::shape(&tree.words(node)), Shape::Number | Shape::Sign | Shape::Letters)
}

/// Makes a note of what is one.
pub(super) fn put(tree: &mut Tree, body: &Body, name: &str, upon: Option<&str>) {
    let note = if body.manner == Manner::Listed {
        tree.set(body.first, "id", name);
        tree.set(body.first, "role", "doc-footnote");
        body.first
    } else {
        let note = note(tree, name);
        tree.put_before(body.first, note);
        let mut next = Some(body.first);
        while let Some(node) = next {
            next = tree.next(node).filter(|_| node != body.last);
            tree.append(note, node);
        }
        note
    };
    if let Some(upon) = upon {
        tree.set(note, MENDED, upon);
    }
}

/// Finds what may be notes.
pub(super) fn bodies(tree: &Tree, nodes: &[Id]) -> Vec<Body> {
    let mut bodies = Vec::new();
    let lists = nodes.iter().copied().filter(|list| lists_notes(tree, *list));
    let listed: HashMap<Id, usize> = lists.flat_map(|list| numbered(tree, list)).collect();
    for (at, node) in nodes.iter().enumerate() {
        // The innermost block: those around it begin with it, too.
        if !furniture::is_block(tree.tag(*node)) || tree.within(*node).any(|inner| furniture::is_block(tree.tag(inner))) {
            continue;
        }
        let words = tree.words(*node);
        let words = words.trim_start();
        let found = if let Some(label) = keyword(words) {
            Some((label, Manner::Keyword))
        } else if let Some(label) = bracketed(words) {
            Some((label, Manner::Bracketed))
        } else if let Some(label) = raised_label(tree, *node) {
            Some((label, Manner::Raised))
        } else if let Some(label) = sign(words) {
            Some((label, Manner::Sign))
        } else {
            listed.get(node).map(|number| (number.to_string(), Manner::Listed))
        };
        let Some((label, manner)) = found else { continue };
        let last = if manner == Manner::Keyword { last_of(tree, *node) } else { *node };
        bodies.push(Body { at, label, manner, first: *node, last });
    }
    bodies
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

/// The label of a note that begins with it in brackets, and goes on.
fn bracketed(words: &str) -> Option<String> {
    let (label, rest) = words.strip_prefix('[')?.split_once(']')?;
    (label.len() <= 5 && label::shape(label) == Shape::Number && has_words(rest)).then(|| label::folded(label))
}

/// The label of a note that begins with it raised.
fn raised_label(tree: &Tree, block: Id) -> Option<String> {
    let first = tree.within(block).find(|node| tree.text(*node).is_some_and(|text| !text.trim().is_empty()))?;
    let text = tree.text(first)?.trim_start();
    let all = tree.words(block);
    let label = if let Some(outer) = is_raised(tree, first, block) {
        tree.words(outer).trim().to_owned()
    } else {
        let read = raised::read(text)?;
        text[..read.length].to_owned()
    };
    let is_mark = matches!(label::shape(&label), Shape::Number | Shape::Sign);
    (is_mark && has_words(&all.trim_start()[label.len().min(all.trim_start().len())..])).then(|| label::folded(&label))
}

/// The label of a note that begins with a sign.
fn sign(words: &str) -> Option<String> {
    let rest = words.trim_start_matches(is_sign);
    let label = &words[..words.len() - rest.len()];
    // A row of stars parts scenes.
    let is_row = rest.trim_start().starts_with(is_sign);
    (!label.is_empty() && label.chars().count() <= 3 && !is_row && has_words(rest)).then(|| label::folded(label))
}

/// Tells whether a list numbers its items and stands under a heading of notes.
fn lists_notes(tree: &Tree, list: Id) -> bool {
    let heading = tree.before_element(list).filter(|_| tree.tag(list) == "ol");
    heading.is_some_and(|heading| {
        matches!(tree.tag(heading).as_bytes(), [b'h', b'1'..=b'6'] | [b'p']) && heads_notes(tree.words(heading).trim())
    })
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

fn is_sign(character: char) -> bool {
    matches!(character, '*' | '∗' | '†' | '‡' | '§' | '¶' | '‖')
}

/// What raises a text, within a block.
fn is_raised(tree: &Tree, text: Id, block: Id) -> Option<Id> {
    tree.outwards(text).take_while(|node| *node != block).take(4).find(|node| tree.tag(*node) == "sup")
}

/// Finds what may be marks, outside of what may be notes.
fn marks(tree: &Tree, nodes: &[Id], bodies: &[Body]) -> Vec<Mark> {
    let mut marks = Vec::new();
    // What stands just before, on the same line: a mark belongs to a word.
    let mut before: Option<char> = None;
    let firsts: HashSet<Id> = bodies.iter().map(|body| body.first).collect();
    for (at, node) in nodes.iter().enumerate() {
        if furniture::is_block(tree.tag(*node)) || tree.tag(*node) == "br" {
            before = None;
        }
        let Some(text) = tree.text(*node) else { continue };
        let in_heading_of_note = tree.outwards(*node).any(|outer| firsts.contains(&outer));
        if !in_heading_of_note {
            let mut add = |part: Range<usize>, is_bracketed: bool| {
                let label = label::folded(&text[part.clone()]);
                if !label.is_empty() {
                    marks.push(Mark { at, text: *node, part, label, is_bracketed, body: 0 });
                }
            };
            let trimmed = text.trim();
            if tree.outwards(*node).take(4).any(|outer| tree.tag(outer) == "sup") {
                let is_mark = matches!(label::shape(trimmed), Shape::Number | Shape::Sign);
                if is_mark && before.is_some_and(|before| !before.is_whitespace()) {
                    let from = text.len() - text.trim_start().len();
                    add(from..from + trimmed.len(), trimmed.starts_with('['));
                }
            } else {
                in_line(text, before, &mut add);
            }
        }
        before = text.chars().next_back().or(before);
    }
    marks
}

/// Marks in a text that is not raised: brackets, raised figures, signs behind a word.
fn in_line(text: &str, before: Option<char>, add: &mut impl FnMut(Range<usize>, bool)) {
    let mut last = before;
    let mut free = 0;
    for (at, character) in text.char_indices() {
        if at >= free {
            let run = |is: fn(char) -> bool| at..at + text[at..].find(|other| !is(other)).unwrap_or(text.len() - at);
            if character == '[' {
                if let Some(close) = text[at..].find(']').filter(|close| *close <= 6) {
                    add(at..at + close + 1, true);
                    free = at + close + 1;
                }
            } else if last.is_some_and(|last| !last.is_whitespace()) {
                // 10^6 is a power.
                let is_other = last.is_some_and(|last| character == '^' && last.is_ascii_digit() || raised::counts(&text[at..], last));
                if let Some(raised) = raised::read(&text[at..]).filter(|_| !is_other) {
                    free = at + raised.length;
                    add(at..free, false);
                } else if is_sign(character) {
                    let part = run(is_sign);
                    free = part.end;
                    add(part, false);
                }
            }
        }
        last = Some(character);
    }
}

/// Leads each mark to the next note of its label behind it; numbers begin anew. Says which notes are some, and which are called.
///
/// Notes that do not say what they are need marks: where fewer than half of those of a manner have one, the others are text, and so
/// are they.
fn joined(bodies: &[Body], marks: &mut Vec<Mark>) -> (Vec<bool>, Vec<bool>) {
    let mut called = vec![false; bodies.len()];
    let mut by_label: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, body) in bodies.iter().enumerate() {
        by_label.entry(&body.label).or_default().push(index);
    }
    marks.retain_mut(|mark| {
        let alike = by_label.get(mark.label.as_str()).map_or(&[][..], Vec::as_slice);
        let behind = &alike[alike.partition_point(|index| bodies[*index].at <= mark.at)..];
        // Few notes of other manners stand before the one that is meant.
        let next = behind.iter().take(MOST_FURTHER).copied().find(|index| bodies[*index].manner.is_called_by(mark));
        if let Some(next) = next {
            (mark.body, called[next]) = (next, true);
        }
        next.is_some()
    });
    let mut kept: Vec<bool> = bodies.iter().map(|body| body.manner == Manner::Keyword).collect();
    for manner in Manner::ALL.into_iter().filter(|manner| *manner != Manner::Keyword) {
        let of_it: Vec<usize> = (0..bodies.len()).filter(|index| bodies[*index].manner == manner).collect();
        let many = of_it.iter().filter(|index| called[**index]).count();
        if many * 2 >= of_it.len() {
            for index in of_it {
                // A list of notes has them all; a paragraph that begins with a sign may be anything.
                kept[index] = called[index] || manner == Manner::Listed && many > 0;
            }
        }
    }
    marks.retain(|mark| kept[mark.body]);
    (kept, called)
}

/// Lets each note reach as far as the next where nothing but notes can stand between: the next was called before this one began.
///
/// `called_at` says where each was called first, by its index.
pub(super) fn reach(tree: &Tree, bodies: &mut [Body], called_at: &HashMap<usize, usize>) {
    for index in 0..bodies.len().saturating_sub(1) {
        let (body, next) = (&bodies[index], &bodies[index + 1]);
        let called_before = called_at.get(&(index + 1)).is_some_and(|at| *at < body.at);
        if !called_before || body.manner != next.manner || matches!(body.manner, Manner::Keyword | Manner::Listed) {
            continue;
        }
        let mut last = body.first;
        let mut blocks = 0;
        let siblings = std::iter::successors(tree.next(body.first), |node| tree.next(*node));
        for sibling in siblings.take_while(|node| *node != next.first) {
            let tag = tree.tag(sibling);
            blocks += usize::from(furniture::is_block(tag));
            if blocks > MOST_FURTHER || tag == "hr" || matches!(tag.as_bytes(), [b'h', b'1'..=b'6']) {
                last = body.first;
                break;
            }
            last = sibling;
        }
        bodies[index].last = last;
    }
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
    fn a_note_begins_with_its_mark() {
        let check = |words: &str, expected: Option<&str>| {
            assert_eq!(bracketed(words).or_else(|| sign(words)).as_deref(), expected, "{words}");
        };
        check("[12] In 1851.", Some("12"));
        check("[12]", None);
        check("[1851 or so] he went.", None);
        check("** In 1851.", Some("**"));
        check("* * *", None);
        check("†In 1851.", Some("†"));
        check("********* In 1851.", None);
    }
}
