//! Where the document's text came from: places back to characters of the source.
//!
//! A reader of a format moves blanks, drops markup and takes notes out of the body, but writes no words of its own. So the characters
//! that are no blanks are followed in both texts; where they part, the source is looked through onward for the next few of the document's:
//! close by for three or four, anywhere for a dozen and more, with the help of an index. Notes come last, each from where the one before it
//! ended, and only where the body did not come from, so that the words of a note are not taken for the same words of the text. Time
//! grows like the two texts.

use std::ops::Range;

use crate::{
    document::Document,
    unit::{Place, Stretch},
};

/// So many characters make a place in the source known again.
const KEY: usize = 12;
/// A note may be as short as this: "1923."
const SHORT_KEY: usize = 5;
/// A page of notes lies between two paragraphs, and a dozen characters may stand in it by chance: further on more must agree.
const FAR_KEY: usize = 32;
/// How far a key of a dozen is trusted.
const NEAR: usize = 4096;
/// How many characters are searched where the texts part, and how far onward: a few are enough just behind a sign of markup, and more
/// would meet the next sign.
const BESIDE: [(usize, usize); 2] = [(4, 16), (3, 64)];
/// How many places with the same key are compared: words that stand in more places than this are looked for again a few characters on.
const TRIES: usize = 16;
/// A label that the reader wrote before a note's words is no longer than this.
const LABEL: usize = 12;

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
        let index = |place: Place| places.partition_point(|at| *at < place.0);
        let mut runs = Vec::new();
        let body = 0..index(document.body_end());
        let keys = Keys::new(&source, KEY, |_| true);
        follow(&text, body, &source, &keys, 0, &mut runs);
        let taken: Vec<Range<usize>> = runs.iter().map(|run| run.source..run.source + run.length).collect();
        let mut before = 0;
        let is_left = |at: usize| {
            while taken.get(before).is_some_and(|taken| taken.end <= at) {
                before += 1;
            }
            taken.get(before).is_none_or(|taken| at < taken.start)
        };
        // The notes of a text all lie in what is left of it.
        let keys = Keys::new(&source, SHORT_KEY, is_left);
        let mut here = 0;
        for note in document.notes() {
            let stretch = index(note.body.start)..index(note.body.end);
            if let Some((at, found)) = note_start(&text, stretch.clone(), &source, &keys, here) {
                here = follow(&text, at..stretch.end, &source, &keys, found, &mut runs);
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

/// Where in the document's text a note begins that the source has, and where in the source: onward from the note before it, or from the
/// beginning.
fn note_start(text: &[char], stretch: Range<usize>, source: &[char], keys: &Keys, here: usize) -> Option<(usize, usize)> {
    let starts = stretch.start..stretch.end.min(stretch.start + LABEL);
    [here, 0].into_iter().find_map(|from| {
        // A dozen characters first: five may stand anywhere.
        [KEY, SHORT_KEY].into_iter().find_map(|length| {
            starts.clone().find_map(|at| {
                let key = text.get(at..(at + length).min(stretch.end))?;
                keys.next(source, key, from).map(|found| (at, found))
            })
        })
    })
}

/// Follows a stretch of the document in the source from `here` on, and gives where in the source it ended.
fn follow(text: &[char], stretch: Range<usize>, source: &[char], keys: &Keys, mut here: usize, runs: &mut Vec<Run>) -> usize {
    let mut at = stretch.start;
    while at < stretch.end {
        let length = text[at..stretch.end].iter().zip(source.get(here..).unwrap_or_default()).take_while(|(a, b)| a == b).count();
        if length > 0 {
            runs.push(Run { document: at, source: here, length });
            at += length;
            here += length;
            continue;
        }
        let key = |length: usize| &text[at..(at + length).min(stretch.end)];
        let beside = |(length, ahead): (usize, usize)| {
            let window = source.get(here..(here + ahead).min(source.len())).unwrap_or_default();
            window.windows(key(length).len()).position(|window| window == key(length)).map(|found| here + found)
        };
        let onward = |length: usize| Some(key(length)).filter(|key| key.len() == length).and_then(|key| keys.next(source, key, here));
        let found = beside(BESIDE[0])
            .or_else(|| onward(KEY).filter(|found| found - here <= NEAR))
            .or_else(|| beside(BESIDE[1]))
            .or_else(|| onward(FAR_KEY));
        match found {
            Some(found) => here = found,
            // This character is the reader's: a bracket around a label.
            None => at += 1,
        }
    }
    here
}

/// Where in the source a few characters stand that are the same: a bucket for each hash, in it the places in their order.
struct Keys {
    /// Where in `starts` each bucket begins; one more than there are buckets.
    buckets: Vec<u32>,
    starts: Vec<u32>,
    length: usize,
}

impl Keys {
    fn new(source: &[char], length: usize, mut wanted: impl FnMut(usize) -> bool) -> Self {
        let count = source.len().next_power_of_two();
        let mut hashes: Vec<(u32, u32)> = Vec::new();
        let mut buckets = vec![0u32; count + 1];
        for (at, window) in source.windows(length).enumerate() {
            if wanted(at) {
                let bucket = hash(window, count);
                hashes.push((Place::at(bucket).0, Place::at(at).0));
                buckets[bucket + 1] += 1;
            }
        }
        for bucket in 0..count {
            buckets[bucket + 1] += buckets[bucket];
        }
        let mut ends = buckets.clone();
        let mut starts = vec![0; hashes.len()];
        for (bucket, at) in hashes {
            let end = &mut ends[bucket as usize];
            starts[*end as usize] = at;
            *end += 1;
        }
        Self { buckets, starts, length }
    }

    /// The first place from `from` on where the key stands, if it is among the first few with the same beginning.
    fn next(&self, source: &[char], key: &[char], from: usize) -> Option<usize> {
        let bucket = hash(key.get(..self.length)?, self.buckets.len() - 1);
        let starts = &self.starts[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        let first = starts.partition_point(|start| (*start as usize) < from);
        starts[first..].iter().take(TRIES).map(|at| *at as usize).find(|at| source.get(*at..*at + key.len()) == Some(key))
    }
}

/// FNV-1a over characters, folded into so many buckets, a power of two.
fn hash(characters: &[char], buckets: usize) -> usize {
    let mut hash = 0x811c_9dc5_u32;
    for letter in characters {
        hash = (hash ^ u32::from(*letter)).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 15)) as usize & (buckets - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Source, read};

    /// Where in the source some words of the document are found.
    fn words(document: &Document, alignment: &Alignment, source: &str, words: &str) -> Option<String> {
        let at = document.text().find(words).unwrap();
        let at = alignment.characters(&(Place::at(at)..Place::at(at + words.len())))?;
        Some(source.chars().skip(at.start).take(at.len()).collect())
    }

    fn aligned(name: &str, source: &str) -> (Document, Alignment) {
        let document = read(Source { name: name.into(), bytes: source.into(), whole: true }).unwrap().value;
        let alignment = Alignment::new(&document, source);
        (document, alignment)
    }

    #[test]
    fn words_are_found_where_the_source_has_them() {
        let source = "# Flight\n\nHe went *in\n1851*[^1], and came back in 1853.\n\n[^1]: In\nMay 1851, é.\n\nThen 1860.\n";
        let (document, alignment) = aligned("a.md", source);
        let check = |sought: &str, expected: &str| assert_eq!(words(&document, &alignment, source, sought).as_deref(), Some(expected));
        check("in 1851", "in\n1851");
        check("1853", "1853");
        check("In May 1851", "In\nMay 1851");
        check("1860", "1860");
    }

    #[test]
    fn a_note_is_not_taken_for_the_same_words_of_the_text() {
        let source = "In May 1851 he left.[^1] In May 1851 he left.\n\n[^1]: In May 1851 he left.\n";
        let (document, alignment) = aligned("a.md", source);
        let note = &document.notes()[0].body;
        let at = alignment.characters(&(note.start..note.end)).unwrap();
        assert!(at.start > source.find("[^1]:").unwrap(), "{at:?}");
    }

    #[expect(clippy::format_push_string, reason = "a test's text is short")]
    #[test]
    fn pages_of_notes_between_paragraphs_are_stepped_over() {
        let text = |chapters: usize| {
            let mut source = String::new();
            for chapter in 0..chapters {
                for note in 0..40 {
                    let number = chapter * 40 + note;
                    source.push_str(&format!("In the year 18{:02} word {number} came to town.[^{number}]\n\n", number % 100));
                }
                for note in 0..40 {
                    let number = chapter * 40 + note;
                    source.push_str(&format!("[^{number}]: Ibid., of the 4 May 18{:02}, p. {number}.\n\n", number % 100));
                }
            }
            source
        };
        let source = text(50);
        let (document, alignment) = aligned("a.md", &source);
        for number in [0, 39, 40, 1007, 1999] {
            let in_text = format!("{:02} word {number} came", number % 100);
            assert_eq!(words(&document, &alignment, &source, &in_text), Some(in_text.clone()));
            let in_note = format!("May 18{:02}, p. {number}.", number % 100);
            assert_eq!(words(&document, &alignment, &source, &in_note), Some(in_note.clone()));
        }
    }
}
