//! A plain query, taken apart: what must follow what for a text to match it.
//!
//! The words become [`Item`]s: letters (with the marks that were typed), runs of white space, runs of dashes. A text is
//! matched where it stands, character by character through the same [`Folds`]; nothing is copied. Between two items of a
//! pattern a text may have what no reader sees as part of the words: soft hyphens, joiners, accents that were not asked for,
//! and noterefs.

use super::fold::{Folds, is_dash, is_ignored, is_mark, lower, makes_a_letter};
use crate::document::{Document, Noteref};

/// How many bytes of a text may lie between two items of a pattern: white space, noterefs, what has no width.
///
/// Wider gaps are none that a query's blank would mean; and it bounds the time that hostile text can take.
pub(super) const WIDEST_GAP: usize = 1024;

/// One thing that a pattern asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A letter, figure or sign.
    Letter(Letter),
    /// White space, as much as there is.
    Space,
    /// Dashes, as many as there are: what one printer sets as — another types as --.
    Dash,
}

/// A letter that a pattern asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// Without its marks; in lower case unless case counts.
    pub(super) base: char,
    /// Any case will do, even where case counts: the second half of an upper-case ligature.
    pub(super) free: bool,
    /// The marks it must have; without any, the letter may have whatever marks.
    pub(super) marks: Vec<char>,
}

/// The items of a query.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) items: Vec<Item>,
    /// Case counts.
    pub(super) exact: bool,
}

/// What a pattern is matched against.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) text: &'a str,
    pub(super) noterefs: &'a [Noteref],
}

impl<'a> Ground<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        Self { text: document.text(), noterefs: document.noterefs() }
    }

    pub(super) fn char_at(self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text[at..].chars().next() }
    }

    pub(super) fn char_before(self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at.checked_sub(1)?)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text[..at].chars().next_back() }
    }

    /// The end of the noteref that begins at `at`. `near` is the index of the one that is asked for next, if they stand in a row.
    fn noteref_from(self, at: usize, near: &mut usize) -> Option<usize> {
        let start = |noteref: &Noteref| noteref.at.start.offset();
        if self.noterefs.get(*near).map(start) != Some(at) {
            *near = self.noterefs.binary_search_by_key(&at, start).ok()?;
        }
        let noteref = self.noterefs.get(*near)?;
        *near += 1;
        Some(noteref.at.end.offset())
    }

    /// The nearest place at or before `at` that is not within a noteref, which matches pass as a whole.
    pub(super) fn outside_noterefs(self, at: usize) -> usize {
        let after = self.noterefs.partition_point(|noteref| noteref.at.start.offset() < at);
        let before = after.checked_sub(1).map(|index| &self.noterefs[index].at);
        before.filter(|noteref| noteref.end.offset() > at).map_or(at, |noteref| noteref.start.offset())
    }

    /// The start of the noteref that ends at `at`. `near` is the index behind the one that is asked for next, if they stand in a row.
    fn noteref_until(self, at: usize, near: &mut usize) -> Option<usize> {
        let end = |index: usize| self.noterefs.get(index).map(|noteref| noteref.at.end.offset());
        if near.checked_sub(1).and_then(end) != Some(at) {
            let after = self.noterefs.partition_point(|noteref| noteref.at.start.offset() < at);
            if after.checked_sub(1).and_then(end) != Some(at) {
                return None;
            }
            *near = after;
        }
        *near -= 1;
        Some(self.noterefs[*near].at.start.offset())
    }
}

impl Letter {
    fn takes(&self, base: char, free: bool, exact: bool) -> bool {
        if !exact || self.free || free { lower(self.base) == lower(base) } else { self.base == base }
    }

    fn takes_marks(&self, base: char, mut marks: impl Iterator<Item = char>) -> bool {
        if self.marks.is_empty() {
            return !marks.any(|mark| makes_a_letter(base, mark));
        }
        let mut marks: Vec<char> = marks.take(WIDEST_GAP).collect();
        in_canonical_order(&mut marks);
        marks == self.marks
    }
}

/// Marks of different classes mean the same in whatever order they were typed.
fn in_canonical_order(marks: &mut [char]) {
    marks.sort_by_key(|mark| unicode_normalization::char::canonical_combining_class(*mark));
}

impl Pattern {
    /// Takes `words` apart. Case counts when one of them has an upper-case letter.
    pub(super) fn new(words: &str) -> Self {
        let exact = words.chars().any(char::is_uppercase);
        let mut items: Vec<Item> = Vec::new();
        for character in words.chars() {
            if is_mark(character) {
                if let Some(Item::Letter(letter)) = items.last_mut() {
                    letter.marks.push(character);
                }
            } else if is_ignored(character) {
                // Not asked for, as it is not seen.
            } else if character.is_whitespace() {
                if items.last() != Some(&Item::Space) {
                    items.push(Item::Space);
                }
            } else if is_dash(character) {
                if items.last() != Some(&Item::Dash) {
                    items.push(Item::Dash);
                }
            } else {
                let single = [character];
                let parts = Folds::get().parts(character).unwrap_or(&single);
                for (index, part) in parts.iter().enumerate() {
                    match items.last_mut() {
                        Some(Item::Letter(letter)) if index > 0 && is_mark(*part) => letter.marks.push(*part),
                        _ => items.push(Item::Letter(Letter {
                            base: if exact { *part } else { lower(*part) },
                            free: index > 0 && character.is_uppercase(),
                            marks: Vec::new(),
                        })),
                    }
                }
            }
        }
        for item in &mut items {
            if let Item::Letter(letter) = item {
                in_canonical_order(&mut letter.marks);
            }
        }
        Self { items, exact }
    }

    /// Tells whether there is nothing one could find.
    pub(super) fn is_empty(&self) -> bool {
        self.items.iter().all(|item| *item == Item::Space)
    }

    /// The end of the text that begins at `start`, a character boundary, and matches.
    ///
    /// A match may begin or end within a ligature, of which it then holds the whole.
    pub(super) fn match_at(&self, ground: Ground<'_>, start: usize) -> Option<usize> {
        let first = ground.char_at(start)?;
        match self.items.first()? {
            // A run is found where it begins.
            Item::Space if ground.char_before(start).is_some_and(char::is_whitespace) => None,
            Item::Dash if ground.char_before(start).is_some_and(is_dash) => None,
            Item::Space | Item::Dash => self.follow(ground, start, 0),
            Item::Letter(letter) => {
                if first.is_ascii() {
                    return if letter.takes(first, false, self.exact) { self.follow(ground, start, 0) } else { None };
                }
                if is_mark(first) || is_ignored(first) {
                    return None;
                }
                let single = [first];
                let parts = Folds::get().parts(first).unwrap_or(&single);
                (0..parts.len()).filter(|index| !is_mark(parts[*index])).find_map(|index| self.follow(ground, start, index))
            }
        }
    }

    /// The end of the match that begins at `start`, of its first character with the part at `from_part`.
    fn follow(&self, ground: Ground<'_>, start: usize, from_part: usize) -> Option<usize> {
        let mut at = start;
        let mut index = 0;
        let mut part = from_part;
        loop {
            // Here nothing is matched of the character at `at`, but what `part` leaves out.
            if index > 0 {
                at = self.pass(ground, at, index)?;
            }
            let character = ground.char_at(at)?;
            match &self.items[index] {
                Item::Space => {
                    at = run(ground, at, char::is_whitespace)?;
                    index += 1;
                }
                Item::Dash => {
                    at = run(ground, at, is_dash)?;
                    index += 1;
                }
                Item::Letter(_) => {
                    let next = at + character.len_utf8();
                    index = self.take(ground, index, character, part, next)?;
                    part = 0;
                    at = next;
                    if index == self.items.len() {
                        // The accents of a letter are part of it, asked for or not.
                        return Some(end_of_marks(ground, at));
                    }
                }
            }
            if index == self.items.len() {
                return Some(at);
            }
        }
    }

    /// Matches the parts of one character from `part` on; gives the index of the item after what they matched.
    fn take(&self, ground: Ground<'_>, mut index: usize, character: char, part: usize, next: usize) -> Option<usize> {
        let single = [character];
        let parts = if character.is_ascii() { &single[..] } else { Folds::get().parts(character).unwrap_or(&single) };
        let mut part = part;
        while part < parts.len() {
            let Some(item) = self.items.get(index) else { return Some(index) };
            let Item::Letter(letter) = item else { return None };
            let base = parts[part];
            if !letter.takes(base, part > 0 && character.is_uppercase(), self.exact) {
                return None;
            }
            let marks = parts[part + 1..].iter().take_while(|mark| is_mark(**mark)).count();
            let after = part + 1 + marks;
            let own = parts[part + 1..after].iter().copied();
            // Marks that stand in the text as characters of their own belong to the last letter before them.
            let loose = ground.text[next..].chars().take_while(|character| is_mark(*character)).take(if after == parts.len() {
                WIDEST_GAP
            } else {
                0
            });
            let is_plain = letter.marks.is_empty() && marks == 0 && ground.text.as_bytes().get(next).is_none_or(u8::is_ascii);
            if !is_plain && !letter.takes_marks(base, own.chain(loose)) {
                return None;
            }
            part = after;
            index += 1;
        }
        Some(index)
    }

    /// Where the item at `index` has to match, past what may lie between it and the item before, which ended at `from`.
    fn pass(&self, ground: Ground<'_>, from: usize, index: usize) -> Option<usize> {
        // A blank that was asked for takes all the white space there is, also after a noteref.
        let blanks = self.items[index - 1] == Item::Space;
        let (mut at, mut near) = (from, 0);
        while at - from <= WIDEST_GAP {
            let Some(character) = ground.char_at(at) else { return Some(at) };
            if character.is_ascii_alphanumeric() {
                return Some(at);
            }
            if is_ignored(character) || is_mark(character) || blanks && character.is_whitespace() {
                at += character.len_utf8();
            } else if !character.is_alphanumeric()
                && !character.is_whitespace()
                && !self.may_begin(index, character)
                && let Some(end) = ground.noteref_from(at, &mut near)
            {
                at = end;
            } else {
                return Some(at);
            }
        }
        None
    }

    /// Tells whether the item at `index` asks for just this character: whoever types a noteref's sign looks for it.
    fn may_begin(&self, index: usize, character: char) -> bool {
        match &self.items[index] {
            Item::Letter(letter) => letter.takes(character, false, self.exact),
            Item::Space => false,
            Item::Dash => is_dash(character),
        }
    }

    /// The first place at which a match could begin that has something at `at`, and `items` items or fewer before it.
    pub(super) fn earliest_start(&self, ground: Ground<'_>, at: usize, items: usize) -> usize {
        let runs = self.items.iter().filter(|item| !matches!(item, Item::Letter(_))).count();
        let widest = WIDEST_GAP * (2 * runs + 1);
        let (mut lowest, mut left, mut gap, mut near) = (at, items, 0, 0);
        while let Some(character) = ground.char_before(lowest) {
            let may_end_noteref = !character.is_alphanumeric() && !character.is_whitespace();
            let noteref = if may_end_noteref { ground.noteref_until(lowest, &mut near) } else { None };
            let passed = may_be_passed(character);
            let before = noteref.unwrap_or(lowest - character.len_utf8());
            if passed || noteref.is_some() {
                gap += lowest - before;
                if gap > widest {
                    break;
                }
            } else if left == 0 {
                break;
            } else {
                left -= 1;
                gap = 0;
            }
            lowest = before;
        }
        lowest
    }
}

/// Tells whether a character may lie between two items of a pattern, or among the many that one item takes.
pub(super) fn may_be_passed(character: char) -> bool {
    is_ignored(character) || is_mark(character) || is_dash(character) || character.is_whitespace()
}

/// The end of the run that begins at `at`; `None` when there is none, or one wider than any gap.
fn run(ground: Ground<'_>, at: usize, is_in: impl Fn(char) -> bool) -> Option<usize> {
    let mut end = at;
    while let Some(character) = ground.char_at(end).filter(|character| is_in(*character)) {
        end += character.len_utf8();
        if end - at > WIDEST_GAP {
            return None;
        }
    }
    (end > at).then_some(end)
}

fn end_of_marks(ground: Ground<'_>, at: usize) -> usize {
    let mut end = at;
    while let Some(character) = ground.char_at(end).filter(|character| is_mark(*character)) {
        end += character.len_utf8();
    }
    end
}
