//! Where the document's text came from: places back to characters of the source.
//!
//! A reader of a format moves blanks, drops markup and takes notes out of the body, but writes no words of its own. So the characters
//! that are no blanks are followed in both texts; where they part, the source is searched onward for the next few of the document's,
//! and for a note, which may stand anywhere, from the last one on and then from the beginning.

use std::ops::Range;

use crate::{
    document::Document,
    unit::{Place, Stretch},
};

/// So many characters make a place in the source known again.
const KEY: usize = 12;
/// How many characters are searched where the texts part, and how far onward: a few are enough just behind a sign of markup, and more
/// would meet the next sign; many lead over more than markup ever takes.
const SEARCHES: [(usize, usize); 3] = [(4, 16), (KEY, 4096), (3, 64)];

/// The characters of the source that the document's places came from.
#[derive(Debug)]
pub(super) struct Alignment {
    /// Runs that go on alike in both: from a byte of the document, from a character of the source (blanks not counted), so many
    /// characters that are no blanks.
    runs: Vec<Run>,
    /// Of every character of the document that is no blank, its byte.
    places: Vec<u32>,
    /// Of every character of the source that is no blank, which character of the source it is.
    characters: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    document: usize,
    source: usize,
    length: usize,
}

impl Alignment {
    pub(super) fn new(document: &Document, source: &str) -> Self {
        let inked = |letter: char| !letter.is_whitespace() && letter != '\u{ad}';
        let (places, text): (Vec<u32>, Vec<char>) =
            document.text().char_indices().filter(|(_, letter)| inked(*letter)).map(|(at, letter)| (Place::at(at).0, letter)).unzip();
        let (characters, source): (Vec<u32>, Vec<char>) =
            source.chars().enumerate().filter(|(_, letter)| inked(*letter)).map(|(at, letter)| (Place::at(at).0, letter)).unzip();
        let mut runs: Vec<Run> = Vec::new();
        let body_end = places.partition_point(|place| *place < document.body_end().0);
        let index = |place: Place| places.partition_point(|at| *at < place.0);
        let notes = document.notes().iter().map(|note| index(note.body.start)..index(note.body.end));
        let stretches = std::iter::once(0..body_end).chain(notes);
        let mut here = 0;
        for (number, stretch) in stretches.enumerate() {
            let is_note = number > 0;
            let mut at = stretch.start;
            if is_note {
                let key = &text[at..(at + KEY).min(stretch.end)];
                let onward = find(&source[here.min(source.len())..], key).map(|found| here + found);
                let Some(found) = onward.or_else(|| find(&source, key)) else { continue };
                here = found;
            }
            while at < stretch.end {
                let length = text[at..stretch.end].iter().zip(source.get(here..).unwrap_or_default()).take_while(|(a, b)| a == b).count();
                if length > 0 {
                    runs.push(Run { document: at, source: here, length });
                    at += length;
                    here += length;
                    continue;
                }
                let onward = SEARCHES.iter().find_map(|(key, ahead)| {
                    let window = source.get(here..(here + ahead).min(source.len())).unwrap_or_default();
                    find(window, &text[at..(at + key).min(stretch.end)])
                });
                match onward {
                    Some(found) => here += found,
                    // This character is the reader's: a bracket around a label.
                    None => at += 1,
                }
            }
        }
        runs.sort_by_key(|run| run.document);
        Self { runs, places, characters }
    }

    /// The characters of the source, counted from 0, end excluded; `None` where the source has not these words.
    pub(super) fn characters(&self, at: &Stretch) -> Option<Range<usize>> {
        let first = self.places.partition_point(|place| *place < at.start.0);
        let last = self.places.partition_point(|place| *place < at.end.0).checked_sub(1)?;
        let (start, end) = (self.character(first)?, self.character(last)?);
        (start <= end).then_some(start..end + 1)
    }

    fn character(&self, index: usize) -> Option<usize> {
        let run = self.runs[..self.runs.partition_point(|run| run.document <= index)].last()?;
        let within = index - run.document;
        (within < run.length).then(|| self.characters.get(run.source + within).map(|at| *at as usize))?
    }
}

fn find(source: &[char], key: &[char]) -> Option<usize> {
    if key.is_empty() { None } else { source.windows(key.len()).position(|window| window == key) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Source, read};

    #[test]
    fn words_are_found_where_the_source_has_them() {
        let source = "# Flight\n\nHe went *in\n1851*[^1], and came back in 1853.\n\n[^1]: In\nMay 1851, é.\n\nThen 1860.\n";
        let document = read(Source { name: "a.md".into(), bytes: source.into(), whole: true }).unwrap().value;
        let alignment = Alignment::new(&document, source);
        let check = |words: &str, expected: &str| {
            let at = document.text().find(words).unwrap();
            let at = alignment.characters(&(Place::at(at)..Place::at(at + words.len()))).unwrap();
            let found: String = source.chars().skip(at.start).take(at.len()).collect();
            assert_eq!(found, expected);
        };
        check("in 1851", "in\n1851");
        check("1853", "1853");
        check("In May 1851", "In\nMay 1851");
        check("1860", "1860");
    }
}
