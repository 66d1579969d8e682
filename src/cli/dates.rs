//! `ibid dates`: every date found in the prose, what it means, and how it was read.

mod align;

use std::ffi::OsStr;

use serde::Serialize;

use self::align::Alignment;
use super::{DONE, Failure, Printer, args::DatesFormat, resolve, whereabouts};
use crate::{
    document::Document,
    formats::{self, decode},
    problem::Problem,
    shell::{name, source},
    time::{
        date::Part,
        find::{Found, How, Kind, Track, find},
    },
    unit::{Cols, width},
};

pub(super) fn print(asked: &OsStr, format: DatesFormat, printer: &mut Printer) -> Result<u8, Failure> {
    let text = resolve::text(asked)?;
    let source = source(&text)?;
    // Only the table counts the source's characters.
    let bytes = if format == DatesFormat::Tsv { source.bytes.clone() } else { Vec::new() };
    let document = formats::read(source).map_err(|problem| problem.about(name(&text)))?.value;
    let found = find(&document);
    match format {
        DatesFormat::Text => lines(&document, &found, printer)?,
        DatesFormat::Tsv => table(&document, &found, &decode(&bytes).value, printer)?,
        DatesFormat::Json => json(&document, &found, printer)?,
    }
    Ok(DONE)
}

/// A line a date: what it means, its words, where it stands, and how it was read unless the words say it all.
fn lines(document: &Document, found: &[Found], printer: &mut Printer) -> Result<(), Failure> {
    let meant = |date: &Found| date.when.map_or_else(|| "?".to_owned(), |when| when.to_string());
    // Columns as wide as nearly all need; one that is wider pushes its own line only.
    let column = found.iter().map(|date| width(&meant(date)).count()).max().unwrap_or(0).min(24);
    for date in found {
        let (edtf, words) = (meant(date), document.words(&date.at));
        let how = match date.how {
            How::Explicit => String::new(),
            how => format!("  ({}, {} %)", name_of_how(how), date.sure),
        };
        let blanks = " ".repeat(column.saturating_sub(width(&edtf).count()));
        let more = " ".repeat(28_usize.saturating_sub(width(&words).min(Cols(28)).count()));
        writeln!(printer.out, "{edtf}{blanks}  {words}{more}  {}{how}", whereabouts(document, date.at.start))?;
    }
    Ok(())
}

fn table(document: &Document, found: &[Found], source: &str, printer: &mut Printer) -> Result<(), Failure> {
    let alignment = Alignment::new(document, source);
    let letters: Vec<char> = source.chars().collect();
    writeln!(printer.out, "start\tend\ttext\tedtf\thow\tsure\tpart\tkind\ttrack")?;
    for date in found {
        let edtf = date.when.map(|when| when.to_string()).unwrap_or_default();
        let (how, part, kind) = (name_of_how(date.how), name_of_part(date.part).unwrap_or_default(), name_of_kind(date.kind));
        let track = name_of_track(date.track);
        match alignment.characters(&date.at) {
            Some(at) => {
                // As it stands in the source, so that it can be checked there; a tab or line feed would break the table.
                let words: String = letters[at.clone()].iter().map(|letter| if letter.is_whitespace() { ' ' } else { *letter }).collect();
                writeln!(printer.out, "{}\t{}\t{words}\t{edtf}\t{how}\t{}\t{part}\t{kind}\t{track}", at.start, at.end, date.sure)?;
            }
            None => {
                let words = document.words(&date.at);
                writeln!(printer.out, "\t\t{words}\t{edtf}\t{how}\t{}\t{part}\t{kind}\t{track}", date.sure)?;
            }
        }
    }
    Ok(())
}

/// What is printed as JSON. Keys may be added; those that are here keep their meaning.
#[derive(Debug, Serialize)]
struct Row {
    /// The words, on one line.
    text: String,
    /// Null where the words name a time that the text does not give.
    edtf: Option<String>,
    part: Option<&'static str>,
    kind: &'static str,
    how: &'static str,
    sure: u8,
    /// Where it is told: story, note, quotation or citation.
    track: &'static str,
    /// Whether the next date ends the range that this one begins.
    to_next: bool,
    /// Where it is, as one would say it.
    place: String,
}

fn json(document: &Document, found: &[Found], printer: &mut Printer) -> Result<(), Failure> {
    let rows: Vec<Row> = found
        .iter()
        .map(|date| Row {
            text: document.words(&date.at),
            edtf: date.when.map(|when| when.to_string()),
            part: name_of_part(date.part),
            kind: name_of_kind(date.kind),
            how: name_of_how(date.how),
            sure: date.sure,
            track: name_of_track(date.track),
            to_next: date.to_next,
            place: whereabouts(document, date.at.start),
        })
        .collect();
    let text = serde_json::to_string_pretty(&rows).map_err(|error| Problem::error(format!("this cannot be put into JSON: {error}")))?;
    writeln!(printer.out, "{text}")?;
    Ok(())
}

fn name_of_how(how: How) -> &'static str {
    match how {
        How::Explicit => "explicit",
        How::Chained => "chained",
        How::Computed => "computed",
        How::Inferred => "inferred",
        How::Corrected => "corrected",
    }
}

fn name_of_track(track: Track) -> &'static str {
    match track {
        Track::Story => "story",
        Track::Note => "note",
        Track::Quotation => "quotation",
        Track::Citation => "citation",
    }
}

fn name_of_part(part: Option<Part>) -> Option<&'static str> {
    part.map(|part| match part {
        Part::Start => "start",
        Part::Middle => "middle",
        Part::End => "end",
    })
}

fn name_of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Day => "day",
        Kind::Month => "month",
        Kind::Season => "season",
        Kind::Half => "half",
        Kind::Year => "year",
        Kind::Decade => "decade",
        Kind::Century => "century",
        Kind::Shift => "shift",
        Kind::Pointing => "pointing",
        Kind::Time => "time",
        Kind::Event => "event",
    }
}
