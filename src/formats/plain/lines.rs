//! Lines and paragraphs, cut out of a text one after another; nothing is kept of those that were passed.

use std::ops::Range;

/// A stretch of the source text, in bytes.
pub(super) type At = Range<usize>;

/// How the lines of a text were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// Whether lines were broken by hand or by an editor; otherwise each line is a paragraph.
    pub(super) is_wrapped: bool,
    /// The column at which they were broken.
    pub(super) width: usize,
}

/// How much of a text is looked at to learn its manner: it lies within what is read ahead of a long one in any encoding,
/// so that the beginning looks the same before and after the rest has come.
const SURVEYED: usize = 16 * 1024;

/// A line of wrapped prose is hardly longer than this; a paragraph on one line hardly shorter.
const LONGEST_WRAPPED: usize = 120;

/// Hardly anyone breaks prose at fewer columns than this; a text all of whose lines are shorter is verse.
const NARROWEST_WRAPPED: usize = 60;

/// A paragraph longer than this is given in parts, so that a text without any blank line costs no more memory than others.
const LONGEST_GROUP: usize = 512;

impl Manner {
    /// Learns from the beginning of a text how its lines were made.
    pub(super) fn of(text: &str) -> Self {
        let mut lengths: Vec<usize> = Vec::new();
        let mut inner: Vec<usize> = Vec::new();
        let mut lines = Lines::new(text, 0..floor(text, SURVEYED)).peekable();
        while let Some(at) = lines.next() {
            let columns = columns(text[at].trim());
            if columns > 0 {
                lengths.push(columns);
                // The last line of a paragraph says nothing about where lines are broken.
                if lines.peek().is_some_and(|next| !text[next.clone()].trim().is_empty()) {
                    inner.push(columns);
                }
            }
        }
        lengths.sort_unstable();
        inner.sort_unstable();
        // Half of the text stands in lines of this length or longer.
        let total: usize = lengths.iter().sum();
        let mut sum = 0;
        let typical = lengths.iter().rev().find(|length| {
            sum += **length;
            sum * 2 >= total
        });
        let typical = typical.copied().unwrap_or(0);
        let width = inner.get(inner.len() * 9 / 10).copied().unwrap_or(72);
        Self { is_wrapped: typical <= LONGEST_WRAPPED, width: width.clamp(NARROWEST_WRAPPED, LONGEST_WRAPPED) }
    }
}

/// How many columns a line takes, near enough: an ideograph is two.
pub(super) fn columns(line: &str) -> usize {
    if line.is_ascii() {
        return line.len();
    }
    // In UTF-8, what begins with 0xe2 or more is U+2000 or higher: a comparison of bytes, of which many are done in one step. Of
    // what begins with 0xe1 only a part is wide, and seldom in one text with what is not.
    let wide = line.bytes().filter(|byte| *byte >= 0xe2).count();
    let maybe = if memchr::memchr(0xe1, line.as_bytes()).is_some() {
        line.chars().filter(|character| matches!(character, '\u{1100}'..='\u{1fff}')).count()
    } else {
        0
    };
    line.chars().count() + wide + maybe
}

/// The nearest character boundary at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The lines of a stretch of a text, without their ends.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: At,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, at: At) -> Self {
        Self { text, at }
    }
}

impl Iterator for Lines<'_> {
    type Item = At;

    fn next(&mut self) -> Option<At> {
        if self.at.is_empty() {
            return None;
        }
        let start = self.at.start;
        let rest = &self.text.as_bytes()[self.at.clone()];
        let end = match memchr::memchr(b'\n', rest) {
            Some(length) => {
                self.at.start = start + length + 1;
                start + length
            }
            None => {
                self.at.start = self.at.end;
                self.at.end
            }
        };
        let is_crlf = end > start && self.text.as_bytes()[end - 1] == b'\r';
        Some(start..end - usize::from(is_crlf))
    }
}

/// Lines that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// From its first line's beginning to its last line's end.
    pub(super) at: At,
    /// How many blank lines stand before it; at the beginning of the text, as many as one likes.
    pub(super) gap: usize,
    /// Whether it is only the next part of a very long one.
    pub(super) is_continued: bool,
}

/// The paragraphs of a stretch of a text.
#[derive(Clone, Debug)]
pub(super) struct Paragraphs<'a> {
    text: &'a str,
    rest: At,
    manner: Manner,
    gap: usize,
    is_continued: bool,
}

impl<'a> Paragraphs<'a> {
    pub(super) fn new(text: &'a str, at: At, manner: Manner) -> Self {
        Self { text, rest: at, manner, gap: usize::MAX / 2, is_continued: false }
    }

    /// Goes on at `place`, as if what was skipped had been a paragraph.
    pub(super) fn seek(&mut self, place: usize) {
        self.rest.start = place.clamp(self.rest.start.min(place), self.rest.end);
        self.gap = 0;
        self.is_continued = false;
        // What is left of a line is a line only if there is something in it.
        let rest = &self.text[self.rest.clone()];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
        if rest[blank..].starts_with('\n') {
            self.rest.start += blank + 1;
        }
    }

    /// Tells whether a blank line or the end follows.
    pub(super) fn gap_after(&self) -> usize {
        let mut lines = Lines::new(self.text, self.rest.clone()).map(|at| is_blank(&self.text[at]));
        let mut gap = 0;
        loop {
            match lines.next() {
                None => return usize::MAX / 2,
                Some(true) if gap < 8 => gap += 1,
                Some(_) => return gap,
            }
        }
    }
}

/// Tells whether a line has nothing on it; a form feed is a page's end and nothing on it.
pub(super) fn is_blank(line: &str) -> bool {
    line.bytes().next().is_none_or(|byte| !byte.is_ascii_graphic()) && line.trim_matches(['\u{feff}', '\u{c}']).trim().is_empty()
}

impl Iterator for Paragraphs<'_> {
    type Item = Paragraph;

    fn next(&mut self) -> Option<Paragraph> {
        let mut lines = Lines::new(self.text, self.rest.clone());
        let mut found: Option<At> = None;
        let (mut count, mut gap) = (0, std::mem::take(&mut self.gap));
        loop {
            let before = lines.at.start;
            let Some(line) = lines.next() else {
                self.rest.start = self.rest.end;
                break;
            };
            let blank = is_blank(&self.text[line.clone()]);
            match &mut found {
                None if blank => gap += 1,
                None => {
                    found = Some(line);
                    count = 1;
                }
                Some(_) if blank || !self.manner.is_wrapped || count >= LONGEST_GROUP => {
                    self.rest.start = before;
                    break;
                }
                Some(at) => {
                    at.end = line.end;
                    count += 1;
                }
            }
        }
        let at = found?;
        let is_continued = std::mem::replace(&mut self.is_continued, count >= LONGEST_GROUP) && gap == 0;
        Some(Paragraph { at, gap, is_continued })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, manner: Manner, expected: &[(&str, usize)]) {
        let found: Vec<_> =
            Paragraphs::new(text, 0..text.len(), manner).skip(1).map(|paragraph| (&text[paragraph.at], paragraph.gap)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_part_paragraphs_and_are_counted() {
        let wrapped = Manner { is_wrapped: true, width: 72 };
        check("first\n\none\ntwo\n\n\n \nthree", wrapped, &[("one\ntwo", 1), ("three", 3)]);
        check("first\r\n\r\none\r\ntwo\r\n\r\n", wrapped, &[("one\r\ntwo", 1)]);
        check("first\none\n\ntwo", Manner { is_wrapped: false, width: 72 }, &[("one", 0), ("two", 1)]);
    }

    #[test]
    fn a_text_without_blank_lines_comes_in_parts() {
        let text = "line\n".repeat(2000);
        let wrapped = Manner { is_wrapped: true, width: 72 };
        let found: Vec<_> = Paragraphs::new(&text, 0..text.len(), wrapped).map(|paragraph| paragraph.is_continued).collect();
        assert_eq!(found, [false, true, true, true]);
    }

    #[test]
    fn the_manner_is_read_off_the_lines() {
        let wrapped = "Some seventy columns of prose, and then the line was broken by hand, so\n".repeat(20);
        assert_eq!(Manner::of(&wrapped), Manner { is_wrapped: true, width: 71 });
        let long = format!("Heading\n\n{}\n", "A paragraph on one line goes on and on, and nobody broke it. ".repeat(9));
        assert!(!Manner::of(&long.repeat(4)).is_wrapped);
    }
}
