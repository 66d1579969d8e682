//! `ibid notes`: every note, what its short forms mean, and where it is called from.

use std::{borrow::Cow, ffi::OsStr};

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    DONE, Failure, Printer,
    args::NotesFormat,
    explain,
    open::{Opened, open},
    resolve,
    set::Sheet,
    whereabouts,
};
use crate::{
    citation::{Apparatus, Cite, Meaning},
    document::{Document, Evidence},
    problem::Problem,
    typeset::{Galley, Setting},
    unit::{Cols, Measure, Place, Stretch, cluster_width, width},
};

/// How many bytes of text before a noteref tell its place: some forty letters in most scripts, more than any two places share.
const BEFORE: usize = 120;

pub(super) fn print(asked: &OsStr, format: NotesFormat, explained: bool, printer: &mut Printer) -> Result<u8, Failure> {
    let opened = resolve::text(asked).and_then(|text| open(&text));
    match format {
        NotesFormat::Text if explained => {
            explain::print(&opened?, printer)?;
            Ok(DONE)
        }
        NotesFormat::Text => {
            text(&opened?, printer)?;
            Ok(DONE)
        }
        NotesFormat::Json => match opened {
            Ok(opened) => {
                json(&Report::of(&opened.document, &opened.cited().value, explained), printer)?;
                Ok(DONE)
            }
            // Who asked for JSON gets it, whatever happens; the message goes where messages go.
            Err(problem) => {
                json(&Refused { error: problem.what.clone() }, printer)?;
                Err(problem.into())
            }
        },
    }
}

// ── To be read ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Under a note's text, its callers are set off so far.
const INDENT: &str = "    ";

fn text(opened: &Opened, printer: &mut Printer) -> Result<(), Failure> {
    let document = &opened.document;
    let columns = printer.outside.terminal.unwrap_or(Cols(80)).count().min(80);
    let measure = Measure::or_one(Cols::of(columns).0);
    let setting = Setting { measure, ascii: printer.outside.ascii, ..Setting::default() };
    let sheet = Sheet { galley: Galley::new(setting), document, styles: false, links: false };
    let apparatus = opened.cited().value;
    for (id, note) in document.note_ids().zip(document.notes()) {
        if id.index() > 0 {
            writeln!(printer.out)?;
        }
        sheet.blocks(&note.blocks, printer.out)?;
        if let Some(gloss) = apparatus.gloss(document, id) {
            writeln!(printer.out, "{INDENT}{}", gloss_line(&gloss, columns))?;
        }
        for caller in &note.callers {
            let place = document.noteref(*caller).at.start;
            writeln!(printer.out, "{INDENT}{}", place_line(document, "called at", place, columns))?;
        }
        if !note.is_called() {
            writeln!(printer.out, "{INDENT}called from nowhere")?;
        }
    }
    let lost: Vec<_> = document.noterefs().iter().filter(|noteref| noteref.note.is_none()).collect();
    if !lost.is_empty() {
        writeln!(printer.out, "\nMarks without a note")?;
    }
    for noteref in lost {
        let line = place_line(document, &noteref.label.mark(), noteref.at.start, columns);
        writeln!(printer.out, "{INDENT}{line}")?;
    }
    Ok(())
}

/// What its short forms stand for is set off by the same.
fn gloss_line(gloss: &str, columns: usize) -> String {
    let room = columns.saturating_sub(INDENT.len()).max(20);
    if width(gloss).count() <= room {
        return gloss.to_owned();
    }
    let mut left = room - 1;
    let fits = gloss.graphemes(true).take_while(|cluster| {
        let taken = cluster_width(cluster).count();
        let fits = taken <= left;
        left = left.saturating_sub(taken);
        fits
    });
    format!("{}…", fits.collect::<String>().trim_end())
}

/// Where a mark is, and as much of its sentence before it as the line holds: "called at Flight, 2 %: “…went east.”".
fn place_line(document: &Document, what: &str, place: Place, columns: usize) -> String {
    let sentence = document.sentence_around(place);
    let words = document.words(&(sentence.start..place));
    let line = format!("{what} {}: ", whereabouts(document, place));
    let taken = INDENT.len() + width(&line).count() + 2; // and the quotation marks
    format!("{line}“{}”", ending(&words, columns.saturating_sub(taken).max(20)))
}

/// The end of `words`, as much as so many columns hold, with a sign where it was cut.
pub(super) fn ending(words: &str, columns: usize) -> Cow<'_, str> {
    if width(words).count() <= columns {
        return Cow::Borrowed(words);
    }
    let mut left = columns.saturating_sub(1);
    let from = words.grapheme_indices(true).rev().take_while(|(_, cluster)| {
        let taken = cluster_width(cluster).count();
        let fits = taken <= left;
        left = left.saturating_sub(taken);
        fits
    });
    let from = from.last().map_or(words.len(), |(from, _)| from);
    Cow::Owned(format!("…{}", words[from..].trim_start()))
}

// ── To be processed ─────────────────────────────────────────────────────────────────────────────────────────────────────

/// What is printed as JSON. Keys may be added; those that are here keep their meaning.
#[derive(Debug, Serialize)]
struct Report {
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    toc: Vec<Heading>,
    /// What is beside the text: bibliographies, translations and reviews printed with it.
    beside: Vec<Heading>,
    /// In reading order: those of the body, then those within notes.
    references: Vec<Reference>,
    /// In the order in which the text defines them.
    notes: Vec<NoteRow>,
    /// What looked like a mark or a note and is neither; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<Vec<RefusedRow>>,
}

/// Why something was decided.
#[derive(Debug, Serialize)]
struct Why {
    /// From 0 to 1.
    sure: f32,
    /// What it was decided upon: markup, role, link, series, keyword, neighbours, attribute, gap, unmatched, uncalled or reader.
    kind: &'static str,
    /// In one line.
    reason: String,
    /// Of a link: its score, what was asked, and what the score is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<i8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Part>,
}

#[derive(Debug, Serialize)]
struct Part {
    weight: i8,
    clue: &'static str,
}

impl From<Evidence> for Why {
    fn from(why: Evidence) -> Self {
        let (score, asked, parts) = match why {
            Evidence::Weighed { clues, asked } => {
                let parts = clues.iter().map(|clue| Part { weight: clue.weight(), clue: clue.words() });
                (Some(clues.score()), Some(asked), parts.collect())
            }
            _ => (None, None, Vec::new()),
        };
        // Two digits are all it means.
        Self { sure: (why.sure() * 100.0).round() / 100.0, kind: why.name(), reason: why.line(), score, asked, parts }
    }
}

#[derive(Debug, Serialize)]
struct RefusedRow {
    /// The words that looked so.
    text: String,
    /// The text just before them, without marks.
    before: String,
    /// Where they are, as one would say it.
    place: String,
    why: Why,
}

#[derive(Debug, Serialize)]
struct Heading {
    title: String,
    level: u8,
}

#[derive(Debug, Serialize)]
struct Reference {
    marker: Option<String>,
    /// The id of the note it calls; null where there is none.
    note: Option<usize>,
    /// The text just before it, without other marks.
    before: String,
    /// Where it is, as one would say it.
    place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Why>,
}

#[derive(Debug, Serialize)]
struct NoteRow {
    /// Its number among the text's notes, from 1; the label is the marker.
    id: usize,
    marker: Option<String>,
    text: String,
    /// How often it is called.
    references: usize,
    /// What it cites, in its order; none for a remark.
    cites: Vec<CiteRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Why>,
}

#[derive(Debug, Serialize)]
struct CiteRow {
    /// Its words.
    text: String,
    /// What it is printed as: full, short, ibid, idem, op-cit, loc-cit, cross.
    kind: &'static str,
    /// The place in the work that it gives.
    locator: Option<String>,
    /// The full entry of the work it means, or the note it points to; null where that is not sure.
    means: Option<String>,
    /// The number of the work in `ibid sources`, from 1.
    work: Option<usize>,
    /// What it can mean, where there are several.
    candidates: Vec<String>,
    /// The labels of the notes that lead to it, nearest first.
    chain: Vec<String>,
    /// certain, likely, several or unknown.
    sure: &'static str,
    /// Why, in one line.
    reason: &'static str,
}

/// A chain is cut here. Nobody follows a longer one, and all chains of a text of nothing but *ibid.* would grow with its square.
const CHAIN: usize = 32;

impl CiteRow {
    fn of(document: &Document, apparatus: &Apparatus, cite: &Cite) -> Self {
        let entry = |work| apparatus.entry_words(document, work);
        let body = |note| document.words(&document.note(note).body);
        let (means, work, candidates) = match &cite.meaning {
            Meaning::Work(work) => (Some(entry(*work)), Some(work.index() + 1), Vec::new()),
            Meaning::Note(note) => (Some(body(*note)), None, Vec::new()),
            Meaning::OneOf(works) => (None, None, works.iter().map(|work| entry(*work)).collect()),
            Meaning::OneOfNotes(notes) => (None, None, notes.iter().map(|note| body(*note)).collect()),
            Meaning::Unknown => (None, None, Vec::new()),
        };
        let chain = apparatus.chain(cite).take(CHAIN).map(|cite| document.note(cite.note).label.to_string());
        Self {
            text: document.words(&cite.at),
            kind: cite.kind.name(),
            locator: cite.locator.as_ref().map(|at| document.words(at)),
            means,
            work,
            candidates,
            chain: chain.collect(),
            sure: cite.sure.name(),
            reason: cite.reason.line(),
        }
    }
}

#[derive(Debug, Serialize)]
struct Refused {
    error: String,
}

impl Report {
    fn of(document: &Document, apparatus: &Apparatus, explained: bool) -> Self {
        let why = |why: Evidence| explained.then(|| Why::from(why));
        let meta = document.meta();
        let marker = |label: &str| if label.is_empty() { None } else { Some(label.to_owned()) };
        let references = document.noterefs().iter().map(|noteref| Reference {
            marker: marker(noteref.label.as_str()),
            note: noteref.note.map(|note| note.index() + 1),
            before: document.words(&before(document, noteref.at.start)),
            place: whereabouts(document, noteref.at.start),
            why: why(noteref.why),
        });
        let notes = document.note_ids().zip(document.notes()).map(|(id, note)| NoteRow {
            id: id.index() + 1,
            marker: marker(note.label.as_str()),
            text: document.words(&note.body),
            references: note.callers.len(),
            cites: apparatus.cites_of(id).iter().map(|cite| CiteRow::of(document, apparatus, cite)).collect(),
            why: why(note.why),
        });
        let refused = document.refusals().iter().map(|refusal| RefusedRow {
            text: document.words(&refusal.at),
            before: document.words(&before(document, refusal.at.start)),
            place: whereabouts(document, refusal.at.start),
            why: refusal.why.into(),
        });
        let headings = |beside: bool| {
            let sections = document.sections().iter().filter(|section| section.is_beside == beside);
            sections.map(|section| Heading { title: section.title.clone(), level: section.level }).collect()
        };
        Self {
            title: meta.title.clone(),
            author: meta.author.clone(),
            language: meta.lang.clone(),
            toc: headings(false),
            beside: headings(true),
            refused: explained.then(|| refused.collect()),
            references: references.collect(),
            notes: notes.collect(),
        }
    }
}

/// The stretch before a place, within the body or within the note that it is in.
pub(super) fn before(document: &Document, place: Place) -> Stretch {
    let start = document.note_at(place).map_or(Place::START, |note| document.note(note).body.start);
    let mut from = document.floor(Place::at(place.offset().saturating_sub(BEFORE))).max(start);
    // A mark that is cut in two would no longer be known for one.
    let marks = document.noterefs_in(&(Place::at(from.offset().saturating_sub(BEFORE))..from));
    if let Some(cut) = marks.map(|id| &document.noteref(id).at).find(|at| at.end > from) {
        from = cut.end;
    }
    from..place
}

fn json(value: &impl Serialize, printer: &mut Printer) -> Result<(), Failure> {
    // Pretty: it is looked at as often as it is processed, and compresses as well.
    let text = serde_json::to_string_pretty(value).map_err(|error| Problem::error(format!("this cannot be put into JSON: {error}")))?;
    writeln!(printer.out, "{text}")?;
    Ok(())
}
