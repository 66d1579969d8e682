//! Text for all benches, made by one seeded generator: the same on every machine and for every run.
//!
//! It has what prose has: words by falling frequency, sentences, paragraphs of 60 to 140 words, chapters, a few accents, curly
//! quotation marks and dashes, and a note to every paragraph. [`MARK`] stands once, early on the first screen, so that whoever
//! watches a terminal knows when that is there; [`ABSENT`] stands nowhere.

#![allow(dead_code, reason = "each bench takes what it needs")]
#![allow(clippy::format_push_string, reason = "generated once, before anything is measured")]

pub(crate) mod book;

use std::fmt::Write as _;

use ibid::{
    document::Document,
    formats::{Source, read},
};

/// A word on the first screen, and nowhere else.
pub(crate) const MARK: &str = "Katorzhane";

/// A word that stands nowhere.
pub(crate) const ABSENT: &str = "Trotskyist";

/// Words by falling frequency.
const WORDS: &str = "the of and to in a that is was he for it with as his on be at by had not are but from or have an they which one you \
were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other \
time new some could these two may first then do any like my now over such our man me even most made after also did many off before must \
well back through years where much your way down should because long each just state those people too good little world make very year \
still see own work men day get here old life both between under last never place same another think house while high right might came \
international secretary organisation conference delegates committee prisoners revolutionary workers section campaign published movement \
solidarity imprisonment demonstration newspaper correspondence communist government relief America Germany Moscow résumé Münzenberg Dąbal \
Comintern tribunal lawyers arrested terror amnesty congress";

/// How many paragraphs a chapter has.
const CHAPTER: usize = 30;

/// The width at which lines of plain text are broken, as in most of what is kept in it.
const WIDTH: usize = 72;

/// A linear congruential generator, with Knuth's multiplier: any sequence without a short period will do.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// The format a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Lines of 72 columns, notes called `[1]` and kept at the end of each chapter.
    Plain,
    /// Markdown, with emphasis, links, and notes called `[^1]`.
    Markdown,
}

impl Manner {
    /// A name for a file of it.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Plain => "prose.txt",
            Self::Markdown => "prose.md",
        }
    }
}

/// A text of at least so many bytes, and hardly more than a chapter's notes longer.
pub(crate) fn text(manner: Manner, bytes: usize) -> String {
    let words: Vec<&str> = WORDS.split(' ').collect();
    let mut draw = Draw(1);
    let mut text = String::with_capacity(bytes + 64 * 1024);
    let (mut paragraphs, mut notes, mut called) = (0, 0, 0);
    while text.len() < bytes {
        if paragraphs % CHAPTER == 0 {
            let number = paragraphs / CHAPTER + 1;
            let _ = match manner {
                Manner::Plain => write!(text, "\n\nCHAPTER {number}\n\n\n"),
                Manner::Markdown => write!(text, "## Chapter {number}\n\n"),
            };
        }
        let mut paragraph = String::new();
        let length = 60 + draw.below(80);
        for index in 0..length {
            // Squared, so that the words at the list's beginning are the most frequent.
            let part = draw.below(1000);
            let word = words[part * part * words.len() / 1_000_000];
            match (manner, index) {
                _ if paragraphs == 1 && index == 0 => paragraph.push_str(MARK),
                (Manner::Markdown, 7) => paragraph.extend(["*", word, "*"]),
                (Manner::Markdown, 23) => paragraph.extend(["[", word, "](https://example.org/", &paragraphs.to_string(), ")"]),
                _ => paragraph.push_str(word),
            }
            if index == 40 {
                called += 1;
                paragraph.extend([if manner == Manner::Plain { "[" } else { "[^" }, &called.to_string(), "]"]);
            }
            paragraph.push_str(match draw.below(60) {
                0 => ".” “",
                1 => "’s ",
                2 => " — ",
                3..6 => ", ",
                6..9 => ". ",
                _ => " ",
            });
        }
        wrapped(&mut text, paragraph.trim_end(), manner);
        paragraphs += 1;
        if paragraphs % CHAPTER == 0 {
            while notes < called {
                notes += 1;
                let mut note = if manner == Manner::Plain { format!("[{notes}] Ibid.,") } else { format!("[^{notes}]: Ibid.,") };
                for _ in 0..12 {
                    note.push(' ');
                    note.push_str(words[draw.below(words.len())]);
                }
                note.push('.');
                wrapped(&mut text, &note, manner);
            }
        }
    }
    text
}

/// Adds a paragraph, in lines where the manner has them, and a blank line.
fn wrapped(text: &mut String, paragraph: &str, manner: Manner) {
    if manner == Manner::Markdown {
        text.push_str(paragraph);
    } else {
        let mut column = 0;
        for word in paragraph.split(' ') {
            let width = word.chars().count();
            if column > 0 && column + 1 + width > WIDTH {
                text.push('\n');
                column = 0;
            } else if column > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(word);
            column += width;
        }
    }
    text.push_str("\n\n");
}

/// Reads a text, or only its first part, as the program would.
pub(crate) fn document(manner: Manner, text: &str, whole: bool) -> Document {
    let source = Source { name: manner.file().to_owned(), bytes: text.as_bytes().to_vec(), whole };
    read(source).expect("prose is a text").value
}

/// The sizes to measure at, in bytes: up to 10 MB, and 100 MB where `IBID_BENCH_LARGE` is set; that takes a gigabyte and minutes.
pub(crate) fn sizes() -> Vec<usize> {
    let mut sizes = vec![100_000, 1_000_000, 10_000_000];
    if std::env::var_os("IBID_BENCH_LARGE").is_some() {
        sizes.push(100_000_000);
    }
    sizes
}
