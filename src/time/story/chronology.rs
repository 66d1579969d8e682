//! A table or list of dates within a text: the author's own timeline.

use std::collections::HashMap;

use crate::{
    document::{Document, Kind},
    time::find::Found,
    unit::Stretch,
};

/// With fewer entries one after another, dates at the beginning of lines are chance.
const LEAST: usize = 5;

/// The entries of all chronologies: for the index of a date, the words that stand beside it.
pub(super) fn entries(document: &Document, dates: &[Found]) -> HashMap<usize, String> {
    let mut entries = HashMap::new();
    let mut run: Vec<(usize, String)> = Vec::new();
    for row in rows(document) {
        let entry = entry(document, dates, &row.at);
        if (entry.is_none() || row.begins) && !run.is_empty() {
            take(dates, &mut run, &mut entries);
        }
        run.extend(entry);
    }
    take(dates, &mut run, &mut entries);
    entries
}

/// A run of entries is a chronology if there are enough of them and time goes on from one to the next.
fn take(dates: &[Found], run: &mut Vec<(usize, String)>, entries: &mut HashMap<usize, String>) {
    let run = std::mem::take(run);
    let days: Vec<_> = run.iter().filter_map(|(index, _)| super::story_date(&dates[*index])).map(|date| date.days().0).collect();
    let in_order = days.windows(2).filter(|pair| pair[0] <= pair[1]).count();
    // One slip is the author's.
    if run.len() >= LEAST && days.len() == run.len() && in_order + 2 >= days.len() {
        entries.extend(run);
    }
}

/// A line on which an entry can begin.
struct Row {
    at: Stretch,
    /// Whether what comes before belongs to something else.
    begins: bool,
}

/// The paragraphs, items and table rows of the body.
fn rows(document: &Document) -> Vec<Row> {
    let mut rows = Vec::new();
    for id in document.body().start.index()..document.body().end.index() {
        let block = &document.blocks()[id];
        match block.kind {
            Kind::Table(_) => {
                let mut start = block.at.start;
                for line in document.slice(&block.at).split_inclusive('\n') {
                    let end = start.plus(line.trim_end_matches('\n').len());
                    rows.push(Row { at: start..end, begins: start == block.at.start });
                    start = start.plus(line.len());
                }
            }
            Kind::Paragraph => {
                let start = block.at.start.plus(usize::from(block.label));
                rows.push(Row { at: start..block.at.end, begins: false });
            }
            _ => rows.push(Row { at: block.at.start..block.at.start, begins: true }),
        }
    }
    rows
}

/// The date that begins a row, and the words beside it.
fn entry(document: &Document, dates: &[Found], row: &Stretch) -> Option<(usize, String)> {
    let index = dates.partition_point(|found| found.at.start < row.start);
    let found = dates.get(index).filter(|found| found.at.end <= row.end)?;
    let before = document.slice(&(row.start..found.at.start));
    // «In 1925 the …» is prose.
    if before.chars().any(char::is_alphanumeric) {
        return None;
    }
    // A range is one date.
    let end = match dates.get(index + 1) {
        Some(next) if found.to_next && next.at.end <= row.end => next.at.end,
        _ => found.at.end,
    };
    let rest = document.words(&(end..row.end));
    let mark = document.slice(&(end..row.end)).trim_start_matches([')', ']', ' ']).chars().next()?;
    let is_marked = matches!(mark, ':' | '–' | '—' | '-' | '\t' | '.' | ';' | '|') || document.slice(&(end..row.end)).starts_with('\t');
    let words = rest.trim_start_matches(|character: char| !character.is_alphanumeric() && !matches!(character, '“' | '"' | '«')).to_owned();
    (is_marked && !words.is_empty()).then_some((index, words))
}
