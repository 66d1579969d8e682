//! Dates in prose: where they stand, what they mean, and how sure that is.
//!
//! 1. [`token`] cuts a block into words, numbers and signs; [`words`] says what a word can mean in a date, a table a language; [`language`] which it is.
//! 2. [`grammar`], [`days`], [`seasons`], [`spans`], [`calendars`], [`regnal`] and [`pointing`] read the longest date at a token; [`refuse`] keeps out
//!    what only looks like one.
//! 3. [`collect`] goes through the blocks and joins dates to their neighbours.
//! 4. [`anchor`] gives each the year, month and day that its words leave to the story; [`track`] says which are told beside it.
//! 5. [`contradict`] tells what cannot be as it is written, to whoever asks for it; [`correct`] is what a reader says against all this.
//!
//! Time is linear in the text; memory is that of the longest block's tokens and of the dates found. Nothing here knows timelines.

mod anchor;
mod calendars;
mod collect;
mod contradict;
mod correct;
mod days;
mod grammar;
mod language;
mod mention;
mod pointing;
mod refuse;
mod regnal;
mod seasons;
mod sovereigns;
mod spans;
mod token;
mod track;
mod words;

pub use self::{
    correct::{Correction, read as read_date},
    language::Language,
    mention::Track,
};
use super::date::{Part, When};
use crate::{
    document::{BlockId, Document, Kind as BlockKind},
    problem::Problem,
    unit::Stretch,
};

/// How a date was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// All of it stands in the words.
    Explicit,
    /// A date joined to it in the same sentence lends the rest: "August and September 1914".
    Chained,
    /// Counted from another date: "two days later".
    Computed,
    /// The year, or more, is the story's.
    Inferred,
    /// The reader has said it.
    Corrected,
}

/// What kind of words it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A day: 14 July 1923, 14 July, the 20th.
    Day,
    /// A month: July 1923, July.
    Month,
    /// A season.
    Season,
    /// A half of a year.
    Half,
    /// A year.
    Year,
    /// A decade.
    Decade,
    /// A century.
    Century,
    /// Two days later.
    Shift,
    /// The following day, that year, the end of the month.
    Pointing,
    /// A time of a day.
    Time,
    /// A day named by what happened.
    Event,
}

/// A date that was found in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, articles and modifiers included, prepositions not.
    pub at: Stretch,
    /// What it means; `None` where the words name a time that the text does not give.
    pub when: Option<When>,
    /// Which part of its span is meant: early, late.
    pub part: Option<Part>,
    /// What kind of words it is.
    pub kind: Kind,
    /// How it was read.
    pub how: How,
    /// How sure it is, in per cent.
    pub sure: u8,
    /// Whether it begins a range that the next one ends.
    pub to_next: bool,
    /// Where it is told: in the story, or beside it.
    pub track: Track,
    /// The language it is written in.
    pub language: Language,
}

/// All dates of a text, body and notes, in the order of the text; no two overlap.
pub fn find(document: &Document) -> Vec<Found> {
    found(document, &[]).0
}

/// All dates of a text as its reader has corrected them: a corrected date is one that stands in the words, and what takes its year from
/// it is read by that. Otherwise as [`find`].
pub fn corrected(document: &Document, corrections: &[Correction]) -> Vec<Found> {
    found(document, corrections).0
}

/// All dates of a text, and what about them cannot be as it is written: 31 June, a weekday that does not fit, a range that ends before it
/// begins, an entry of a chronology out of its order. Only what stands in the words is held against them.
pub fn read(document: &Document) -> (Vec<Found>, Vec<Problem>) {
    let (found, never) = found(document, &[]);
    let problems = contradict::contradictions(document, &found, &never);
    (found, problems)
}

/// The dates, and where days stand that no calendar has.
fn found(document: &Document, corrections: &[Correction]) -> (Vec<Found>, Vec<Stretch>) {
    let language = Language::of(document);
    let words = words::Words::of(language);
    let mut tokens = Vec::new();
    let mut walk = collect::Walk::default();
    let mut mentions = Vec::new();
    // The level of the heading over a list of works, while that goes on.
    let mut bibliography = None;
    for (id, block) in document.blocks().iter().enumerate() {
        if matches!(block.kind, BlockKind::Code | BlockKind::Rule) {
            continue;
        }
        tokens.clear();
        // A label is no year, and a noteref no day.
        let mut from = block.at.start.plus(usize::from(block.label));
        for noteref in document.noterefs_in(&block.at) {
            let at = &document.noteref(noteref).at;
            if at.start > from {
                token::tokens(document.slice(&(from..at.start)), from.offset(), words, &mut tokens);
            }
            from = from.max(at.end);
        }
        if from < block.at.end {
            token::tokens(document.slice(&(from..block.at.end)), from.offset(), words, &mut tokens);
        }
        let heading = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Title);
        if let BlockKind::Heading(level) = block.kind
            && bibliography.is_none_or(|over| level <= over)
        {
            bibliography = track::heads_bibliography(document.slice(&block.at)).then_some(level);
        }
        let home = track::Home {
            block: BlockId::at(id).0,
            quoted: block.quotes > 0,
            in_note: block.at.start >= document.body_end(),
            in_bibliography: bibliography.is_some() && block.at.start < document.body_end(),
        };
        walk.note_era(&tokens);
        let tokens = grammar::Tokens { all: &tokens, text: document.text(), words, heading, ancient: walk.ancient };
        collect::mentions(tokens, home, &mut walk, &mut mentions);
    }
    correct::apply(document, corrections, &mut mentions);
    let (mut found, never) = anchor::anchor(&mentions, document, language);
    // EDTF writes a year in four figures, and none that prose counts on to is one of history.
    for date in &mut found {
        date.when = date.when.take().filter(|when| match when {
            When::At(date) | When::Until(date) | When::Since(date) => (-9999..=9999).contains(&date.year),
        });
    }
    (found, never)
}
