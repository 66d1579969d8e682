//! Opportunities to break a line (UAX #14), as fragments: byte ranges between them, with widths.

use textwrap::core::Fragment as Fits;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::GraphemeCursor;

use super::{
    hyphen::Dictionary,
    mark::{Mark, Units, shown_cols},
};

/// Text between two opportunities to break. Offsets count from the beginning of the text it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fragment {
    pub(super) start: u32,
    /// Where its blanks begin, which are not drawn at a line's end.
    pub(super) end: u32,
    /// Where the next one begins.
    pub(super) next: u32,
    pub(super) cols: u16,
    pub(super) blanks: u16,
    /// A line that ends with it shows a hyphen.
    pub(super) hyphen: bool,
}

impl Fragment {
    /// Its width at the end of a line.
    pub(super) fn last_cols(&self) -> u16 {
        self.cols.saturating_add(u16::from(self.hyphen))
    }
}

impl Fits for Fragment {
    fn width(&self) -> f64 {
        f64::from(self.cols)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.blanks)
    }

    fn penalty_width(&self) -> f64 {
        f64::from(u8::from(self.hyphen))
    }
}

/// A text to be broken, with what is shown otherwise than written.
#[derive(Clone, Copy)]
pub(super) struct Copy<'a> {
    pub(super) text: &'a str,
    pub(super) marks: &'a [Mark],
    /// The narrowest line there will be: what cannot be divided and is wider is replaced by a sign.
    pub(super) clip: u16,
}

/// The shortest part of a compound before its hyphen, hyphen included: "e-" is left with its "mail".
const SHORTEST_BEFORE_HYPHEN: usize = 3;

/// The shortest part of an address worth a line end, and of a word that has to be cut.
const SHORTEST_PART: u16 = 3;

impl Copy<'_> {
    /// Calls `each` with the fragments of every line that the author broke, in order. A line's last fragment takes the line
    /// feed in.
    pub(super) fn fragments(self, start: usize, end: usize, mut each: impl FnMut(&[Fragment])) {
        let text = &self.text[start..end];
        let mut fragments: Vec<Fragment> = Vec::with_capacity(text.len() / 5 + 1);
        let mut from = start;
        let mut mark = self.marks.partition_point(|mark| mark.end <= start);
        for (offset, opportunity) in linebreaks(text) {
            let here = start + offset;
            if opportunity == BreakOpportunity::Mandatory {
                fragments.push(self.fragment(from, here));
                each(&fragments);
                fragments.clear();
            } else {
                while self.marks.get(mark).is_some_and(|mark| mark.end <= here) {
                    mark += 1;
                }
                // A noteref stays with the word it follows, blanks or not, and is never divided.
                if self.marks.get(mark).is_some_and(|mark| mark.start <= here) || !self.is_opportunity(from, here, end) {
                    continue;
                }
                fragments.push(self.fragment(from, here));
            }
            from = here;
        }
        if !fragments.is_empty() {
            each(&fragments);
        }
    }

    /// What UAX #14 allows and we do not: breaks within a cluster, before a dash that follows a word, after a stub.
    fn is_opportunity(self, from: usize, here: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let before = bytes[here - 1];
        if before == b' ' && bytes[here].is_ascii() {
            return true;
        }
        if before == b'-' && here - from < SHORTEST_BEFORE_HYPHEN {
            return false;
        }
        // "https://" says nothing at the end of a line.
        if before == b'/' && self.text[..here].ends_with("//") {
            return false;
        }
        if bytes[here].is_ascii() && before.is_ascii() {
            return true;
        }
        // A dash ends a line rather than begin one.
        if self.text[here..].starts_with('—') && !before.is_ascii_whitespace() {
            return false;
        }
        GraphemeCursor::new(here, end, true).is_boundary(&self.text[..end], 0).unwrap_or(true)
    }

    fn fragment(self, start: usize, next: usize) -> Fragment {
        let text = &self.text[start..next];
        let words = match text.as_bytes() {
            [.., before, b' '] if before.is_ascii_graphic() => &text[..text.len() - 1],
            [.., last] if last.is_ascii_graphic() => text,
            _ => text.trim_end_matches(is_blank),
        };
        let end = start + words.len();
        let cols = shown_cols(self.text, start, end, self.marks, self.clip);
        let blanks =
            if next == end + 1 && self.text.as_bytes()[end] == b' ' { 1 } else { shown_cols(self.text, end, next, self.marks, self.clip) };
        Fragment { start: narrow(start), end: narrow(end), next: narrow(next), cols, blanks, hyphen: words.ends_with('\u{ad}') }
    }

    /// Divides one fragment where the dictionary allows it; `None` if it does nowhere.
    pub(super) fn hyphenate(self, fragment: &Fragment, dictionary: Dictionary) -> Option<Vec<Fragment>> {
        let (start, end) = (fragment.start as usize, fragment.end as usize);
        let mut points = Vec::new();
        dictionary.points(&self.text[start..end], |point| points.push(start + point));
        let is_free = |point: usize| !self.marks.iter().any(|mark| mark.start < point && point < mark.end);
        points.retain(|point| is_free(*point));
        (!points.is_empty()).then(|| self.divide(fragment, &points, true))
    }

    /// The parts of a fragment that is wider than `clip`, none of them wider: between syllables, else after the signs that
    /// structure an address, else between clusters.
    pub(super) fn cut(self, fragment: &Fragment, dictionary: Option<Dictionary>) -> Vec<Fragment> {
        let syllables = dictionary.and_then(|dictionary| self.hyphenate(fragment, dictionary));
        let mut cut = Vec::new();
        for part in syllables.unwrap_or_else(|| vec![*fragment]) {
            if part.last_cols() <= self.clip {
                cut.push(part);
                continue;
            }
            for part in self.divide(&part, &self.address_points(&part), false) {
                if part.last_cols() <= self.clip {
                    cut.push(part);
                } else {
                    cut.extend(self.divide(&part, &self.cluster_points(&part), false));
                }
            }
        }
        cut
    }

    fn address_points(self, fragment: &Fragment) -> Vec<usize> {
        let (start, end) = (fragment.start as usize, fragment.end as usize);
        let mut points = Vec::new();
        let mut cols: u16 = 0;
        let mut left = fragment.cols;
        let mut units = Units::new(self.text, start, end, self.marks, self.clip, false).peekable();
        while let Some(unit) = units.next() {
            cols = cols.saturating_add(unit.cols);
            left = left.saturating_sub(unit.cols);
            let structures =
                matches!(&self.text[unit.start..unit.end], "/" | "." | "_" | "-" | "?" | "&" | "=" | "#" | "%" | ":" | "," | ";");
            let goes_on = units.peek().is_some_and(|next| self.text[next.start..next.end].starts_with(char::is_alphanumeric));
            if structures && goes_on && cols >= SHORTEST_PART && left >= SHORTEST_PART {
                points.push(unit.end);
                cols = 0;
            }
        }
        points
    }

    /// As few points as possible, and no stub at the end.
    fn cluster_points(self, fragment: &Fragment) -> Vec<usize> {
        let (start, end) = (fragment.start as usize, fragment.end as usize);
        let room = if fragment.hyphen && self.clip > 1 { self.clip - 1 } else { self.clip };
        let mut points: Vec<usize> = Vec::new();
        let mut cols: u16 = 0;
        // Where the latest unit that is not a noteref began, and the columns before it: a noteref takes it along.
        let mut whole = (start, 0);
        for unit in Units::new(self.text, start, end, self.marks, self.clip, false) {
            let is_mark = matches!(unit.shape, super::mark::Shape::Mark(_));
            if cols.saturating_add(unit.cols) > room {
                let (point, kept) = if is_mark && whole.1 > 0 && cols - whole.1 + unit.cols <= room { whole } else { (unit.start, cols) };
                if point > points.last().copied().unwrap_or(start) {
                    points.push(point);
                    cols -= kept;
                    whole = (point, 0);
                }
            }
            if !is_mark && unit.cols > 0 {
                whole = (unit.start, cols);
            }
            cols = cols.saturating_add(unit.cols);
        }
        if let Some(last) = points.pop() {
            let before = points.last().copied().unwrap_or(start);
            points.push(self.without_stub(before, last, end, cols));
        }
        points
    }

    /// Moves the last cut between clusters back so far that what follows is no stub.
    fn without_stub(self, before: usize, last: usize, end: usize, cols: u16) -> usize {
        if cols >= SHORTEST_PART || self.clip < SHORTEST_PART + 2 || self.marks.iter().any(|mark| mark.start < end && mark.end > before) {
            return last;
        }
        let units: Vec<_> = Units::new(self.text, before, last, self.marks, self.clip, false).collect();
        let mut cols = cols;
        for unit in units.iter().rev().filter(|unit| unit.cols > 0) {
            cols += unit.cols;
            if cols >= SHORTEST_PART {
                return unit.start;
            }
        }
        last
    }

    /// The parts of a fragment between `points`; all but the last end with a hyphen, or none do.
    fn divide(self, fragment: &Fragment, points: &[usize], hyphen: bool) -> Vec<Fragment> {
        let mut parts = Vec::with_capacity(points.len() + 1);
        let mut from = fragment.start as usize;
        for point in points {
            let cols = shown_cols(self.text, from, *point, self.marks, self.clip);
            parts.push(Fragment { start: narrow(from), end: narrow(*point), next: narrow(*point), cols, blanks: 0, hyphen });
            from = *point;
        }
        let end = fragment.end as usize;
        let cols = shown_cols(self.text, from, end, self.marks, self.clip);
        // At a measure of one column a soft hyphen cannot be shown.
        let hyphen = fragment.hyphen && cols < self.clip;
        parts.push(Fragment { start: narrow(from), cols, hyphen, ..*fragment });
        parts
    }
}

/// Tells whether a character is not drawn at the end of a line.
pub(super) fn is_blank(character: char) -> bool {
    // A no-break space is blank, too, but belongs to what it binds; a zero-width space is none by name.
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{202f}' | '\u{2007}') || character == '\u{200b}'
}

/// Blocks are at most some 16 KiB long, and a text below 4 GiB.
pub(super) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
