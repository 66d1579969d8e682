//! Chooses among opportunities: which fragments stand on which line.
//!
//! The algorithms are textwrap's. The dictionary is asked only for words that a greedy pass finds at the end of a line: asking for
//! every word would take nine tenths of all time and seldom change a line.

use std::ops::Range;

use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use super::{
    fragment::{Copy, Fragment},
    hyphen::{Dictionary, Hyphens},
};

/// How lines are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Each line takes what it holds.
    First,
    /// The raggedness of all lines together is least.
    Optimal,
}

/// The columns of the first line and of all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Widths {
    pub(super) first: u16,
    pub(super) rest: u16,
}

impl Widths {
    /// All lines alike.
    pub(super) fn even(cols: u16) -> Self {
        Self { first: cols, rest: cols }
    }

    /// The narrower of both.
    pub(super) fn narrowest(self) -> u16 {
        self.first.min(self.rest).max(1)
    }

    fn of(self, line: usize) -> u16 {
        if line == 0 { self.first } else { self.rest }
    }
}

/// A line found: a stretch of the text it was found in, and its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fitted {
    pub(super) start: u32,
    /// Where what is drawn ends.
    pub(super) end: u32,
    /// Where the next line begins.
    pub(super) next: u32,
    /// Its columns, hyphen included.
    pub(super) cols: u16,
    pub(super) hyphen: bool,
    /// The author's line, or the paragraph, ends here.
    pub(super) last: bool,
}

/// More fragments than this are set by first fit: 16 KiB of one-letter words, which are no prose.
const MOST_FRAGMENTS: usize = 8192;

/// No line may be too wide; textwrap's own default allows a column to save a line.
const OVERFLOW: usize = 1_000_000;

/// What a hyphen costs, as the square of the columns one would rather leave free: a word is divided only to close a gap of
/// eight columns and more. It is the same in ragged and in spread lines, so that spreading moves no word.
const HYPHEN: usize = 64;

/// The narrowest end of a line in which part of a word can stand: three letters and a hyphen.
const ROOM_FOR_PART: u16 = 4;

/// Sets the fragments of one of the author's lines into lines no wider than `widths`.
pub(super) fn fit(copy: Copy<'_>, fragments: &[Fragment], widths: Widths, fit: Fit, hyphens: Hyphens, lines: &mut Vec<Fitted>) {
    let (Some(first), Some(last)) = (fragments.first(), fragments.last()) else { return };
    let whole: usize = fragments.iter().map(|fragment| usize::from(fragment.cols) + usize::from(fragment.blanks)).sum();
    if whole - usize::from(last.blanks) + usize::from(last.hyphen) <= usize::from(widths.first) {
        let cols = whole - usize::from(last.blanks) + usize::from(last.hyphen);
        let cols = u16::try_from(cols).unwrap_or(widths.first);
        lines.push(Fitted { start: first.start, end: last.end, next: last.next, cols, hyphen: last.hyphen, last: true });
        return;
    }
    let narrowest = widths.narrowest();
    let mut cut = Vec::new();
    let mut fragments = fragments;
    if fragments.iter().any(|fragment| fragment.last_cols() > narrowest) {
        for fragment in fragments {
            if fragment.last_cols() > narrowest {
                cut.extend(copy.cut(fragment, hyphens.in_long_words()));
            } else {
                cut.push(*fragment);
            }
        }
        fragments = &cut;
    }
    let offered;
    if let Some(dictionary) = hyphens.at_line_ends() {
        offered = offer(copy, fragments, widths, dictionary);
        fragments = &offered;
    }
    choose(fragments, widths, fit, lines);
    if let Some(line) = lines.last_mut() {
        line.last = true;
    }
}

/// The fragments, with those divided that a greedy pass meets at the end of a line.
fn offer(copy: Copy<'_>, fragments: &[Fragment], widths: Widths, dictionary: Dictionary) -> Vec<Fragment> {
    let mut offered = Vec::with_capacity(fragments.len() + fragments.len() / 4);
    let mut line = 0;
    let mut used: u16 = 0;
    for (index, fragment) in fragments.iter().enumerate() {
        if used == 0 || used.saturating_add(fragment.last_cols()) <= widths.of(line) {
            used = used.saturating_add(fragment.cols).saturating_add(fragment.blanks);
            offered.push(*fragment);
            continue;
        }
        let free = widths.of(line).saturating_sub(used);
        line += 1;
        used = fragment.cols.saturating_add(fragment.blanks);
        // The last word of a paragraph is left whole: its end would be all that stands on a line.
        let may_divide = free >= ROOM_FOR_PART && index + 1 < fragments.len();
        let Some(parts) = may_divide.then(|| copy.hyphenate(fragment, dictionary)).flatten() else {
            offered.push(*fragment);
            continue;
        };
        let mut before: u16 = 0;
        for part in &parts {
            if before + part.cols < free {
                before += part.cols;
            } else {
                break;
            }
        }
        used -= before;
        offered.extend(parts);
    }
    offered
}

fn choose(fragments: &[Fragment], widths: Widths, fit: Fit, lines: &mut Vec<Fitted>) {
    let limits = [f64::from(widths.first), f64::from(widths.rest)];
    let greedy = wrap_first_fit(fragments, &limits);
    if fit == Fit::Optimal && fragments.len() <= MOST_FRAGMENTS && greedy.len() > 1 {
        let ends: Vec<usize> = greedy
            .iter()
            .scan(0, |end, line| {
                *end += line.len();
                Some(*end)
            })
            .collect();
        let joined = join(fragments, &ends, widths);
        let penalties = Penalties { overflow_penalty: OVERFLOW, hyphen_penalty: HYPHEN, ..Penalties::new() };
        if let Ok(found) = wrap_optimal_fit(&joined, &limits, &penalties) {
            let begun = lines.len();
            lines.extend(found.into_iter().map(line));
            // The search assumes costs that grow evenly, which hyphens break: what it found is looked at.
            let all_fit = lines[begun..].iter().enumerate().all(|(index, line)| line.cols <= widths.of(index));
            if all_fit {
                return;
            }
            lines.truncate(begun);
        }
    }
    lines.extend(greedy.into_iter().map(line));
}

/// The fragments, with those joined between which no line can end if there are to be no more lines than need be. The search
/// takes two thirds of all time, and this leaves it a fraction of the places.
///
/// Line by line, the greedy `ends` are the last places where it can end, and the ends found greedily from the paragraph's
/// end backwards are the first ones.
fn join(fragments: &[Fragment], ends: &[usize], widths: Widths) -> Vec<Fragment> {
    let mut joined: Vec<Fragment> = Vec::with_capacity(fragments.len());
    // The last line ends where the paragraph does.
    let mut firsts = vec![fragments.len(); ends.len()];
    let mut end = fragments.len();
    for line in (1..ends.len()).rev() {
        let mut start = end;
        let mut used: u16 = 0;
        while start > 0 {
            let fragment = &fragments[start - 1];
            let more = if start == end { fragment.last_cols() } else { fragment.cols.saturating_add(fragment.blanks) };
            used = used.saturating_add(more);
            if used > widths.of(line) {
                break;
            }
            start -= 1;
        }
        // A line ends nowhere later than greedily, and holds something.
        end = start.min(ends[line - 1]).min(end.saturating_sub(1));
        firsts[line - 1] = end;
    }
    let mut line = 0;
    let mut may_end = true;
    for (index, fragment) in fragments.iter().enumerate() {
        match joined.last_mut().filter(|_| !may_end) {
            Some(last) => {
                last.cols = last.cols.saturating_add(last.blanks).saturating_add(fragment.cols);
                *last = Fragment { start: last.start, cols: last.cols, ..*fragment };
            }
            None => joined.push(*fragment),
        }
        let end = index + 1;
        while line + 1 < ends.len() && end > ends[line] {
            line += 1;
        }
        // The places of two lines may overlap; what is too early for this line is so for the next.
        may_end = end >= firsts[line];
    }
    joined
}

/// The line that these fragments make.
fn line(fragments: &[Fragment]) -> Fitted {
    let [.., last] = fragments else { return Fitted { start: 0, end: 0, next: 0, cols: 0, hyphen: false, last: false } };
    let before: u16 =
        fragments[..fragments.len() - 1].iter().map(|fragment| fragment.cols.saturating_add(fragment.blanks)).fold(0, u16::saturating_add);
    Fitted {
        start: fragments[0].start,
        end: last.end,
        next: last.next,
        cols: before.saturating_add(last.last_cols()),
        hyphen: last.hyphen,
        last: false,
    }
}

/// Sets `range` of a text: every line that the author broke begins anew.
pub(super) fn fit_text(copy: Copy<'_>, range: Range<usize>, widths: Widths, how: Fit, hyphens: Hyphens) -> Vec<Fitted> {
    let mut lines = Vec::with_capacity((range.end - range.start) / usize::from(widths.narrowest()) + 2);
    let mut widths = widths;
    copy.fragments(range.start, range.end, |fragments| {
        fit(copy, fragments, widths, how, hyphens, &mut lines);
        widths.first = widths.rest;
    });
    lines
}
