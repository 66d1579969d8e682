//! Finds where a plain query could match, at memory speed, and matches it there.
//!
//! 1. Of the pattern's letters the rarest few in a row are its *anchor*. Written plainly, each letter has one or two forms
//!    (`k`, `K`), so the anchor is a handful of strings, and SIMD searches find them at several gigabytes a second.
//! 2. A match whose anchor is not written plainly has a character in it that is *odd*: another character that holds one of
//!    the anchor's letters (`ķ`, the Kelvin sign), one that is passed over (a combining accent, a soft hyphen), or a
//!    noteref. Odd characters are never ASCII; a window of plain ASCII is left at once.
//! 3. From either kind of find, every place from which a match could reach it is tried with [`Pattern::match_at`]. So the
//!    two searches only have to miss nothing, and one small matcher alone says what matches.
//!
//! Of hits that overlap the first counts, as when one reads from the beginning; [`Plain::settle`] finds that out without
//! reading from the beginning.

use std::ops::Range;

use aho_corasick::{AhoCorasick, packed};
use memchr::memmem;

use super::{
    fold::{Folds, lower, upper},
    pattern::{Ground, Item, Letter, Pattern, may_be_passed},
};

/// How much text is gone through before what was found in it is matched: it stays in the nearest cache. The first window
/// is small, because a page or the next hit mostly ends there.
const FIRST_WINDOW: usize = 4 * 1024;
const WIDEST_WINDOW: usize = 64 * 1024;

/// The most letters of an anchor that has several forms: three letters in two cases are eight strings, which is what the
/// SIMD search sorts into as many buckets.
const FOLDED_ANCHOR: usize = 3;

/// The most letters of an anchor that has one form. More would find no rarer places, and have more characters that may
/// stand for one of them: in a French text every é would have to be looked at for the sake of one e.
const EXACT_ANCHOR: usize = 4;

/// An anchor is one of a query's first so many items, which bounds how far back its match may begin.
const FURTHEST_ANCHOR: usize = 64;

/// How many overlapping hits are followed back to find which of them counts. Beyond it (a text of nothing but "aaaa") the
/// count begins anew.
const LONGEST_CHAIN: usize = 4096;

/// Letters in the order in which prose uses them, in English, and much the same in its neighbours.
const COMMON: &str = "etaoinshrdlcumwfgypbvkxjqz";

/// A plain query, ready to search.
#[derive(Debug)]
pub(super) struct Plain {
    pattern: Pattern,
    anchor: Option<Anchor>,
    /// Without an anchor: the bytes with which a match can begin.
    leads: Box<[bool; 256]>,
}

#[derive(Debug)]
struct Anchor {
    /// How many items stand before its end.
    end: usize,
    /// How many items stand before its beginning.
    start: usize,
    finder: Finder,
    /// The length of its longest form, in bytes.
    longest: usize,
    odd: Odd,
}

#[derive(Debug)]
enum Finder {
    One(Box<memmem::Finder<'static>>),
    Bytes(u8, u8),
    Few(packed::Searcher),
    Many(AhoCorasick),
}

impl Plain {
    /// Prepares to search for what `pattern`, which is not empty, asks for.
    pub(super) fn new(pattern: Pattern) -> Self {
        let anchor = Anchor::of(&pattern);
        let mut leads = Box::new([false; 256]);
        if anchor.is_none() {
            // Blanks and dashes, or a letter with marks that no single character has: any of their characters may begin it.
            leads.fill(true);
            let is_run = !matches!(pattern.items.first(), Some(Item::Letter(_)));
            for byte in 0..0x80_u8 {
                leads[usize::from(byte)] = !is_run || byte == b'-' || byte.is_ascii_whitespace() || byte == 0xb;
            }
            leads[0x80..0xc0].fill(false);
        }
        Self { pattern, anchor, leads }
    }

    /// Calls `each` with the hits that begin in `at`, whose start is settled, in order and without overlaps, until it says no.
    pub(super) fn scan(&self, ground: Ground<'_>, at: Range<usize>, each: &mut dyn FnMut(Range<usize>) -> bool) {
        let length = ground.text.len();
        let until = at.end.min(length);
        let mut cursor = at.start;
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        let mut window = at.start;
        let mut width = FIRST_WINDOW;
        // Until nothing that is found further on can begin before the end.
        while cursor < until {
            let end = floor(ground.text, (window + width).min(length));
            self.candidates(ground, window..end, &mut ranges);
            let settled = if end == length { length } else { self.earliest_start(ground, end) };
            ranges.sort_unstable();
            let mut kept = 0;
            for index in 0..ranges.len() {
                let (from, to) = ranges[index];
                let last = to.min(settled.saturating_sub(1)).min(until.saturating_sub(1));
                let mut start = from.max(cursor);
                while start <= last {
                    if let Some(hit_end) = self.pattern.match_at(ground, start) {
                        if !each(start..hit_end) {
                            return;
                        }
                        cursor = hit_end;
                        start = hit_end;
                    } else {
                        start += ground.char_at(start).map_or(1, char::len_utf8);
                        cursor = cursor.max(start);
                    }
                }
                if to >= settled {
                    ranges[kept] = (from.max(settled), to);
                    kept += 1;
                }
            }
            ranges.truncate(kept);
            if end == length || settled >= until {
                return;
            }
            window = end;
            width = (width * 2).min(WIDEST_WINDOW);
        }
    }

    /// The first place at or after `from` that no hit from before reaches over.
    pub(super) fn settle(&self, ground: Ground<'_>, from: usize) -> usize {
        let mut chain = Chain::new(&self.pattern, ground, from);
        let mut anchor = from;
        for _ in 0..LONGEST_CHAIN {
            match chain.over(anchor) {
                Some(start) => anchor = start,
                None => break,
            }
        }
        let mut settled = from;
        if anchor < from {
            self.scan(ground, anchor..from, &mut |hit| {
                settled = settled.max(hit.end);
                true
            });
        }
        settled
    }

    /// The first place from which a match could reach what is found at or after `at`.
    fn earliest_start(&self, ground: Ground<'_>, at: usize) -> usize {
        match &self.anchor {
            Some(anchor) => self.pattern.earliest_start(ground, ground.outside_noterefs(at), anchor.end),
            None => at,
        }
    }

    /// Adds the places, as ranges with both ends included, at which a match could begin that is betrayed by something in `at`.
    fn candidates(&self, ground: Ground<'_>, at: Range<usize>, ranges: &mut Vec<(usize, usize)>) {
        let Some(anchor) = &self.anchor else {
            let bytes = ground.text.as_bytes()[at.clone()].iter().enumerate();
            let starts = bytes.filter(|(_, byte)| self.leads[usize::from(**byte)]).map(|(offset, _)| at.start + offset);
            ranges.extend(starts.map(|start| (start, start)));
            return;
        };
        // A form that begins in the window may end behind it.
        let reach = (at.end + anchor.longest - 1).min(ground.text.len());
        let goes_back = anchor.start > 0;
        anchor.finder.each(&ground.text.as_bytes()[at.start..reach], &mut |offset| {
            let found = at.start + offset;
            let from = if goes_back { self.pattern.earliest_start(ground, found, anchor.start) } else { found };
            ranges.push((from, found));
        });
        // Of odd characters with nothing but what is passed over between them the first says for all how far back to go: a
        // megabyte of them stays a megabyte's work.
        let mut last: Option<(usize, usize)> = None;
        anchor.odd.each(ground.text, at.clone(), &mut |found| match &mut last {
            Some((_, to)) if is_passed_over(ground, *to + ground.char_at(*to).map_or(1, char::len_utf8), found) => *to = found,
            _ => ranges.extend(last.replace((self.pattern.earliest_start(ground, found, anchor.end), found))),
        });
        ranges.extend(last);
        let mut last: Option<(usize, usize, usize)> = None;
        let first = ground.noterefs.partition_point(|noteref| noteref.at.start.offset() < at.start);
        for noteref in ground.noterefs[first..].iter().take_while(|noteref| noteref.at.start.offset() < at.end) {
            let (found, end) = (noteref.at.start.offset(), noteref.at.end.offset());
            // Nearly all noterefs follow a stop or a word's end; only one between the anchor's own letters hides it.
            if ground.char_before(found).is_some_and(|before| anchor.odd.may_stand_before(before)) {
                match &mut last {
                    Some((_, to, behind)) if is_passed_over(ground, *behind, found) => (*to, *behind) = (found, end),
                    _ => {
                        let from = self.pattern.earliest_start(ground, found, anchor.end);
                        ranges.extend(last.replace((from, found, end)).map(|(from, to, _)| (from, to)));
                    }
                }
            }
        }
        ranges.extend(last.map(|(from, to, _)| (from, to)));
    }
}

/// Tells whether all that stands between two places may lie between two items of a pattern; noterefs apart.
fn is_passed_over(ground: Ground<'_>, from: usize, to: usize) -> bool {
    let until = to.saturating_sub(from);
    ground.text[from..].char_indices().take_while(|(offset, _)| *offset < until).all(|(_, character)| may_be_passed(character))
}

/// The hits before a place, each of which overlaps the next. Each start is tried once, however long the chain is.
struct Chain<'a> {
    pattern: &'a Pattern,
    ground: Ground<'a>,
    /// Matches as starts and ends, the last first: all that begin at or after `tried`.
    matches: Vec<(usize, usize)>,
    tried: usize,
    /// What begins before `tried` ends at this place at the latest.
    known: Option<usize>,
    /// The length of the longest match.
    longest: usize,
}

impl<'a> Chain<'a> {
    fn new(pattern: &'a Pattern, ground: Ground<'a>, from: usize) -> Self {
        Self { pattern, ground, matches: Vec::new(), tried: from, known: None, longest: 0 }
    }

    /// The first start of a match that ends behind `place`, and begins before it.
    fn over(&mut self, place: usize) -> Option<usize> {
        if self.known.is_none_or(|known| place < known) {
            let reaching = |at| self.pattern.earliest_start(self.ground, self.ground.outside_noterefs(at), self.pattern.items.len());
            // Twice as far as need be: the next links of the chain are known then, too.
            let known = reaching(place);
            let tried = reaching(known);
            let starts = self.ground.text[tried..self.tried].char_indices().rev().map(|(offset, _)| tried + offset);
            let matches = starts.filter_map(|start| Some((start, self.pattern.match_at(self.ground, start)?)));
            for (start, end) in matches {
                self.longest = self.longest.max(end - start);
                self.matches.push((start, end));
            }
            (self.tried, self.known) = (tried, Some(known));
        }
        let before = &self.matches[self.matches.partition_point(|(start, _)| *start >= place)..];
        let near = before.iter().take_while(|(start, _)| start + self.longest > place);
        near.filter(|(_, end)| *end > place).last().map(|(start, _)| *start)
    }
}

impl Anchor {
    /// The letters in a row that are least often met; `None` when the pattern has no letter with a form of its own.
    fn of(pattern: &Pattern) -> Option<Self> {
        let forms: Vec<Vec<char>> = pattern.items.iter().take(FURTHEST_ANCHOR).map(|item| forms(item, pattern.exact)).collect();
        let mut best: Option<(u32, Range<usize>)> = None;
        for start in 0..forms.len() {
            let mut rarity = 0;
            let mut folded = false;
            for (end, (item, forms)) in pattern.items.iter().zip(&forms).enumerate().skip(start) {
                folded |= forms.len() > 1;
                let most = if folded { FOLDED_ANCHOR } else { EXACT_ANCHOR };
                if forms.is_empty() || end - start >= most {
                    break;
                }
                rarity += rarity_of(item);
                if best.as_ref().is_none_or(|(most, _)| rarity > *most) {
                    best = Some((rarity, start..end + 1));
                }
            }
        }
        let (_, items) = best?;
        let mut strings = vec![String::new()];
        for forms in &forms[items.clone()] {
            strings = strings.iter().flat_map(|string| forms.iter().map(move |form| format!("{string}{form}"))).collect();
        }
        let letters: Vec<&Letter> = pattern.items[items.clone()]
            .iter()
            .filter_map(|item| if let Item::Letter(letter) = item { Some(letter) } else { None })
            .collect();
        let odd = Odd::of(&letters, &forms[items.clone()]);
        let longest = strings.iter().map(String::len).max().unwrap_or(1);
        Some(Self { start: items.start, end: items.end, finder: Finder::of(&strings)?, longest, odd })
    }
}

/// The characters that are a letter as one mostly writes it: in either case, or as typed where case counts. None for a run,
/// and for a letter with marks that no single character has.
fn forms(item: &Item, exact: bool) -> Vec<char> {
    let Item::Letter(letter) = item else { return Vec::new() };
    let cases: Vec<char> =
        if exact && !letter.free { vec![letter.base] } else { [lower(letter.base)].into_iter().chain(upper(lower(letter.base))).collect() };
    if letter.marks.is_empty() {
        return cases;
    }
    let folds = Folds::get();
    let is_this = |parts: &[char]| cases.contains(&parts[0]) && parts[1..] == letter.marks;
    folds.sources(lower(letter.base)).filter(|source| folds.parts(*source).is_some_and(is_this)).take(2).collect()
}

/// How seldom a letter is met, from 1 up.
fn rarity_of(item: &Item) -> u32 {
    let Item::Letter(letter) = item else { return 0 };
    match letter.base.to_ascii_lowercase() {
        // They are common, and have many forms that are not ASCII.
        '\'' | '"' | '.' => 1,
        base => match COMMON.find(base) {
            Some(rank) => 2 + u32::try_from(rank).unwrap_or(0),
            None => 20,
        },
    }
}

impl Finder {
    fn of(strings: &[String]) -> Option<Self> {
        match strings {
            [one] => Some(Self::One(Box::new(memmem::Finder::new(one.as_bytes()).into_owned()))),
            [a, b] if a.len() == 1 && b.len() == 1 => Some(Self::Bytes(a.as_bytes()[0], b.as_bytes()[0])),
            several => match packed::Searcher::new(several) {
                Some(searcher) => Some(Self::Few(searcher)),
                None => AhoCorasick::new(several).ok().map(Self::Many),
            },
        }
    }

    /// Calls `each` with where a string begins; no two of them overlap, as all begin with the same letter, or the same letter
    /// in another case, and a string that overlaps itself is tried again from its second byte.
    fn each(&self, bytes: &[u8], each: &mut dyn FnMut(usize)) {
        let mut from = 0;
        match self {
            Self::One(finder) => {
                while let Some(offset) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
                    each(from + offset);
                    from += offset + 1;
                }
            }
            Self::Bytes(a, b) => memchr::memchr2_iter(*a, *b, bytes).for_each(each),
            Self::Few(searcher) => {
                while let Some(found) = searcher.find_in(bytes, (from..bytes.len()).into()) {
                    each(found.start());
                    from = found.start() + 1;
                }
            }
            Self::Many(searcher) => {
                while let Some(found) = searcher.find(aho_corasick::Input::new(bytes).range(from..)) {
                    each(found.start());
                    from = found.start() + 1;
                }
            }
        }
    }
}

/// The characters that an anchor may hide behind: none of them is ASCII.
struct Odd {
    /// One bit for each character below U+3000.
    low: Box<[u64; 0x3000 / 64]>,
    /// The others, sorted.
    high: Vec<char>,
    /// The bytes with which they begin.
    leads: Box<[bool; 256]>,
    /// The ASCII forms of the anchor's letters.
    plain: u128,
}

impl std::fmt::Debug for Odd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Odd({} below U+3000, {} above)", self.low.iter().map(|word| word.count_ones()).sum::<u32>(), self.high.len())
    }
}

impl Odd {
    fn of(letters: &[&Letter], forms: &[Vec<char>]) -> Self {
        let mut odd = Self { low: Box::new([0; 0x3000 / 64]), high: Vec::new(), leads: Box::new([false; 256]), plain: 0 };
        let folds = Folds::get();
        folds.passed().iter().for_each(|character| odd.add(*character));
        for (letter, forms) in letters.iter().zip(forms) {
            folds.sources(lower(letter.base)).filter(|source| !forms.contains(source)).for_each(|source| odd.add(source));
            if !letter.marks.is_empty() {
                // With its marks apart it is written plainly, but its marks are odd.
                odd.plain |= [letter.base, letter.base.to_ascii_uppercase()]
                    .iter()
                    .filter(|base| base.is_ascii())
                    .fold(0, |bits, base| bits | 1 << *base as u32);
            }
            odd.plain |= forms.iter().filter(|form| form.is_ascii()).fold(0, |bits, form| bits | 1 << *form as u32);
        }
        odd.high.sort_unstable();
        odd
    }

    fn add(&mut self, character: char) {
        let code = character as usize;
        let mut buffer = [0; 4];
        self.leads[usize::from(character.encode_utf8(&mut buffer).as_bytes()[0])] = true;
        match self.low.get_mut(code / 64) {
            Some(word) => *word |= 1 << (code % 64),
            None => self.high.push(character),
        }
    }

    fn has(&self, character: char) -> bool {
        let code = character as usize;
        match self.low.get(code / 64) {
            Some(word) => word & 1 << (code % 64) != 0,
            None => self.high.binary_search(&character).is_ok(),
        }
    }

    /// Tells whether a noteref after `character` may stand within the anchor.
    fn may_stand_before(&self, character: char) -> bool {
        !character.is_ascii() || self.plain & 1 << character as u32 != 0
    }

    /// Calls `each` with where such a character stands.
    fn each(&self, text: &str, at: Range<usize>, each: &mut dyn FnMut(usize)) {
        /// A text has either hardly any characters that are not ASCII, or one in every few lines: asked of a kilobyte, the
        /// question whether there is one is nearly always answered as it was the last time. Asked of a line, it is not, and a
        /// processor that guesses wrong half the time takes twice as long.
        const BLOCK: usize = 1024;
        let bytes = &text.as_bytes()[at.clone()];
        let mut look = |index: usize| {
            let found = at.start + index;
            if self.leads[usize::from(bytes[index])] && text[found..].chars().next().is_some_and(|character| self.has(character)) {
                each(found);
            }
        };
        for (number, block) in bytes.chunks(BLOCK).enumerate().filter(|(_, block)| !block.is_ascii()) {
            let (strides, rest) = block.as_chunks::<64>();
            for (stride_number, stride) in strides.iter().enumerate() {
                let mut leads = leads_of(stride);
                while leads != 0 {
                    look(number * BLOCK + stride_number * 64 + leads.trailing_zeros() as usize);
                    leads &= leads - 1;
                }
            }
            let end = number * BLOCK + block.len();
            (end - rest.len()..end).filter(|index| bytes[*index] >= 0xc0).for_each(&mut look);
        }
    }
}

/// One bit for each of 64 bytes: whether it begins a character that is not ASCII, which are the bytes from 0xC0 up.
fn leads_of(stride: &[u8; 64]) -> u64 {
    /// The uppermost bit of each byte.
    const UPPERMOST: u64 = 0x8080_8080_8080_8080;
    /// Multiplied by it, eight bytes that are 0 or 1 have these as bits in their uppermost byte, the first lowest.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut leads = 0;
    for (part, word) in stride.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The two uppermost bits are both set.
        let both = (word & word << 1 & UPPERMOST) >> 7;
        leads |= (both.wrapping_mul(GATHER) >> 56) << (part * 8);
    }
    leads
}

/// The nearest character boundary at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginnings_of_characters_are_found_wherever_they_stand() {
        let odd = Odd::of(&[&Letter { base: 'e', free: false, marks: Vec::new() }], &[vec!['e', 'E']]);
        for before in (0..200).chain(900..1200) {
            let text = format!("{}é’è\u{ad}—ę{}", "x".repeat(before), "e".repeat(70));
            let mut found = Vec::new();
            odd.each(&text, 0..text.len(), &mut |at| found.push(at));
            assert_eq!(found, [0, 5, 7, 12].map(|at| before + at));
        }
    }
}
