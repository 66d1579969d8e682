//! Where the pages of the printed book began: `[p. 12]`, `[Pg 12]`, `{12}`, where a series of them runs through a text.
//!
//! One alone may be anything, a citation above all; only when most numbers of one manner count on from the one before are they
//! pages, and then they are no part of the sentences that they stand in.

use super::lines::At;

/// A page of the printed book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageMark {
    /// What is printed, brackets included.
    pub(super) at: At,
    pub(super) label: String,
}

/// A series has so many at least: three numbers in a row are found by chance in any text with citations.
const SERIES: usize = 4;

/// How long a mark may be, brackets included: `[Page 1234]` and some.
const LONGEST: usize = 16;

/// No book has more pages than this; what has is data.
const MOST: usize = 100_000;

/// The manners of printing them: the bracket, and whether a word stands before the number.
const MANNERS: [(u8, u8, bool); 4] = [(b'[', b']', true), (b'{', b'}', true), (b'{', b'}', false), (b'<', b'>', true)];

/// Finds them in a stretch of a text; none where no series is evident.
pub(super) fn find(text: &str, at: &At) -> Vec<PageMark> {
    let mut found: [Vec<PageMark>; MANNERS.len()] = Default::default();
    let stretch = &text.as_bytes()[at.clone()];
    for offset in memchr::memchr3_iter(b'[', b'{', b'<', stretch) {
        let start = at.start + offset;
        for (manner, marks) in MANNERS.iter().zip(&mut found) {
            if let Some(mark) = read(text, start, at.end, *manner).filter(|_| marks.len() < MOST) {
                marks.push(mark);
            }
        }
    }
    let longest = found.into_iter().filter(|marks| is_series(marks)).max_by_key(Vec::len);
    longest.unwrap_or_default()
}

fn read(text: &str, start: usize, end: usize, (open, close, has_word): (u8, u8, bool)) -> Option<PageMark> {
    let bytes = text.as_bytes();
    if bytes[start] != open {
        return None;
    }
    let length = bytes[start..end.min(start + LONGEST)].iter().position(|byte| *byte == close)?;
    let inside = text.get(start + 1..start + length)?;
    let lower = inside.to_ascii_lowercase();
    let label = if has_word {
        let rest = ["page", "pag", "pg", "p", "s"].into_iter().find_map(|word| lower.strip_prefix(word))?;
        rest.trim_start_matches(['.', ' ', ':'])
    } else {
        lower.as_str()
    };
    let is_number = !label.is_empty() && label.len() <= 4 && label.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = has_word && !label.is_empty() && label.bytes().all(|byte| b"ivxlc".contains(&byte));
    (is_number || is_roman).then(|| PageMark { at: start..start + length + 1, label: label.to_owned() })
}

/// Tells whether marks count: nine of ten are the next after the one before, or nearly (plates are not counted, and pages without
/// text not marked), and none comes twice, as the numbers of notes do.
fn is_series(marks: &[PageMark]) -> bool {
    let numbers: Vec<u32> = marks.iter().filter_map(|mark| mark.label.parse().ok()).collect();
    let next = numbers.windows(2).filter(|pair| pair[0] < pair[1] && pair[1] - pair[0] <= 4).count();
    numbers.len() >= SERIES && next * 10 >= (numbers.len() - 1) * 9 && numbers.windows(2).all(|pair| pair[0] < pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = find(text, &(0..text.len()));
        assert_eq!(found.iter().map(|mark| &*mark.label).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn pages_are_found_where_they_count() {
        check("a [p. 12] b [p. 13] c [p. 14] d [p. 15]", &["12", "13", "14", "15"]);
        check("a [Pg xii] b [Pg 1] c [Pg 2] d [Pg 3] e [Pg 5]", &["xii", "1", "2", "3", "5"]);
        check("a {12} b {13} c {14} d {15}", &["12", "13", "14", "15"]);
    }

    #[test]
    fn citations_and_notes_are_no_pages() {
        check("a [p. 12] b [p. 300] c [p. 14] d [p. 2]", &[]);
        check("a [p. 12]", &[]);
        check("a {1} b {2} c {3} d {4}\n\n{1} One.\n\n{2} Two.\n\n{3} Three.\n\n{4} Four.", &[]);
        check("a [1] b [2] c [3] d [4] e [5]", &[]);
    }
}
