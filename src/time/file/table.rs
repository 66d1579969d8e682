//! Tables in CSV: a row an event, a first row with the names of the columns, in any order.
//!
//! The separator is whichever of comma, semicolon and tab the first row has most of: spreadsheets write what their language's
//! decimal sign leaves free.

use std::collections::HashSet;

use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};

use super::collect::{Collector, Draft, at, words};
use crate::problem::{Problem, nearest};

/// The columns by name, each with the other names it goes by.
const COLUMNS: [(&str, &[&str]); 8] = [
    ("id", &["key", "unique_id"]),
    ("lane", &["group", "series", "category"]),
    ("title", &["headline", "event", "name", "label"]),
    ("edtf", &["date", "dates", "when"]),
    // A date says it of itself; the column is there for other programs.
    ("precision", &[]),
    ("summary", &["text", "description", "notes"]),
    ("source", &["sources", "reference"]),
    ("confidence", &["certainty"]),
];

/// Sources stand in one field, and titles have commas.
pub(in crate::time) const BETWEEN_SOURCES: char = ';';

/// The names of all columns, in the order in which they are written.
pub(in crate::time) fn columns() -> [&'static str; COLUMNS.len()] {
    COLUMNS.map(|(name, _)| name)
}

/// Tells whether a text without a known ending is a table of events: its first line names two columns that must be there.
pub(super) fn is(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    let names: HashSet<usize> = first.split([',', ';', '\t']).filter_map(|name| column(name.trim().trim_matches('"'))).collect();
    names.contains(&TITLE) && names.contains(&EDTF)
}

const ID: usize = 0;
const LANE: usize = 1;
const TITLE: usize = 2;
const EDTF: usize = 3;
const SUMMARY: usize = 5;
const SOURCE: usize = 6;
const CONFIDENCE: usize = 7;

fn column(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    COLUMNS.iter().position(|(known, others)| *known == name || others.contains(&name.as_str()))
}

/// Reads all rows.
///
/// # Errors
/// A [`Problem`] when there is no column of titles or none of dates.
pub(super) fn read(text: &str, collector: &mut Collector) -> Result<(), Problem> {
    let first = text.lines().next().unwrap_or("");
    let separators = [b',', b';', b'\t'];
    let separator = separators.into_iter().rev().max_by_key(|sign| memchr::memchr_iter(*sign, first.as_bytes()).count()).unwrap_or(b',');
    let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).trim(Trim::Headers).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| broken(&error))?.clone();
    let mut columns: [Option<usize>; COLUMNS.len()] = [None; COLUMNS.len()];
    for (index, name) in headers.iter().enumerate() {
        match column(name) {
            Some(known) if columns[known].is_none() => columns[known] = Some(index),
            Some(known) => {
                let what = format!("two columns are the {}: the second, «{}», is not used", COLUMNS[known].0, words(name));
                collector.say(Problem::warning(what).at_line(1));
            }
            None if name.is_empty() => {}
            None => {
                let problem = Problem::warning(format!("there is no column «{}» in a timeline", words(name))).at_line(1);
                let mend = match nearest(name, COLUMNS.iter().map(|(name, _)| *name)) {
                    Some(near) => format!("did you mean «{near}»?"),
                    None => "it is not used".to_owned(),
                };
                collector.say(problem.mend(mend));
            }
        }
    }
    let missing: Vec<&str> =
        [TITLE, EDTF].into_iter().filter(|column| columns[*column].is_none()).map(|column| COLUMNS[column].0).collect();
    if !missing.is_empty() {
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        let what = format!("the table lacks a column: {}", missing.join(" and "));
        return Err(Problem::error(what).at_line(1).mend(format!("its first row names the columns: {}", names.join(","))));
    }
    let mut record = StringRecord::new();
    let mut last = (0, None);
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                // What is no UTF-8 was replaced before; nothing else can be wrong with a row that may have any length.
                collector.say(broken(&error));
                return Ok(());
            }
        }
        let line = record.position().and_then(|position| usize::try_from(position.line()).ok());
        last = (record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0), line);
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let field = |column: usize| columns[column].and_then(|index| record.get(index)).unwrap_or("").to_owned();
        let title = field(TITLE);
        let name = collector.name_of(&field(ID), &title);
        if record.len() > headers.len() {
            let what = format!("{name}: {} fields, where the first row names {}", record.len(), headers.len());
            let mend = "a field with a separator in it stands between quotation marks";
            collector.say(at(Problem::warning(what).mend(mend), line));
        }
        collector.add(&Draft {
            line,
            id: field(ID),
            lane: field(LANE),
            title,
            date: field(EDTF),
            date_line: line,
            confidence: field(CONFIDENCE),
            confidence_line: line,
            summary: field(SUMMARY),
            sources: field(SOURCE).split(BETWEEN_SOURCES).map(str::to_owned).collect(),
        });
    }
    tell_unclosed(text, last.0, last.1, collector);
    Ok(())
}

/// Tells of a quotation mark that is never closed: it swallows all rows after it, so that the row it is in is the last, and has an odd
/// number of them.
fn tell_unclosed(text: &str, start: usize, line: Option<usize>, collector: &mut Collector) {
    let row = text.get(start..).unwrap_or("").trim_end();
    let (quotes, lines) = (memchr::memchr_iter(b'"', row.as_bytes()).count(), 1 + memchr::memchr_iter(b'\n', row.as_bytes()).count());
    if quotes % 2 == 1 {
        let problem = Problem::warning(format!("a quotation mark is never closed: {lines} lines are taken for one row"));
        collector.say(at(problem.mend("close it, or write \"\" for one that is meant"), line));
    }
}

fn broken(error: &csv::Error) -> Problem {
    let line = error.position().and_then(|position| usize::try_from(position.line()).ok());
    let what = match error.kind() {
        ErrorKind::Utf8 { .. } => "a field is not encoded in UTF-8".to_owned(),
        _ => format!("the table cannot be read further: {error}"),
    };
    at(Problem::warning(what), line)
}
