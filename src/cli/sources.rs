//! `ibid sources`: the works that a text's notes cite, and where.

use std::ffi::OsStr;

use serde::Serialize;

use super::{DONE, Failure, Printer, args::SourcesFormat, open::open, resolve};
use crate::{
    citation::{Apparatus, Sure, Work, WorkId, library},
    document::Document,
    problem::Problem,
};

pub(super) fn print(asked: &OsStr, format: SourcesFormat, printer: &mut Printer) -> Result<u8, Failure> {
    let opened = open(&resolve::text(asked)?)?;
    let document = &opened.document;
    let apparatus = opened.cited().value;
    match format {
        SourcesFormat::Text => text(document, &apparatus, printer)?,
        SourcesFormat::Json => {
            let rows: Vec<_> = works(&apparatus).map(|(id, work)| Row::of(document, &apparatus, id, work)).collect();
            let text =
                serde_json::to_string_pretty(&rows).map_err(|error| Problem::error(format!("this cannot be put into JSON: {error}")))?;
            writeln!(printer.out, "{text}")?;
        }
        SourcesFormat::CslJson => writeln!(printer.out, "{}", library::csl_json(&records(document, &apparatus)))?,
        SourcesFormat::Bibtex => write!(printer.out, "{}", library::bibtex(&records(document, &apparatus)))?,
    }
    Ok(DONE)
}

/// All works, those that are cited first in the order of their first cites, then those that only a bibliography lists.
fn works(apparatus: &Apparatus) -> impl Iterator<Item = (WorkId, &Work)> {
    let mut works: Vec<_> = apparatus.works().iter().enumerate().map(|(index, work)| (WorkId::at(index), work)).collect();
    // A list beside the text may serve many texts: of its works only those count that this text cites.
    works.retain(|(_, work)| !work.cited.is_empty() || work.record.is_none() || work.full.is_some());
    works.sort_by_key(|(_, work)| work.cited.first().map_or(u32::MAX, |cite| cite.0));
    works.into_iter()
}

fn records(document: &Document, apparatus: &Apparatus) -> Vec<library::Record> {
    let ids: Vec<WorkId> = works(apparatus).map(|(id, _)| id).collect();
    apparatus.records(document, &ids)
}

/// A line for each work, and below it the notes that cite it.
fn text(document: &Document, apparatus: &Apparatus, printer: &mut Printer) -> Result<(), Failure> {
    let mut any = false;
    for (id, _) in works(apparatus) {
        any = true;
        writeln!(printer.out, "{}", apparatus.entry_words(document, id))?;
        let mut notes: Vec<String> = Vec::new();
        for cite in apparatus.cited_at(id) {
            let label = document.note(cite.note).label.to_string();
            let label = if label.is_empty() { "a note".to_owned() } else { label };
            let label = if cite.sure < Sure::Certain { format!("{label}?") } else { label };
            if notes.last() != Some(&label) {
                notes.push(label);
            }
        }
        let place = match notes.len() {
            0 => "cited nowhere".to_owned(),
            1 => format!("cited in note {}", notes[0]),
            many => format!("cited in {many} notes: {}", notes.join(", ")),
        };
        writeln!(printer.out, "    {place}")?;
    }
    if !any {
        writeln!(printer.out, "no work is cited")?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct Row {
    /// Its number, from 1; `ibid notes` names works by it.
    id: usize,
    /// Surnames and other names, in small letters without accents, as they are compared.
    authors: Vec<Author>,
    title: String,
    /// Its fullest entry.
    entry: String,
    /// The label of the note of its first full entry; null where only short forms or a bibliography name it.
    entered: Option<String>,
    bibliography: Option<String>,
    cited: Vec<Place>,
}

#[derive(Debug, Serialize)]
struct Author {
    family: String,
    given: String,
}

#[derive(Debug, Serialize)]
struct Place {
    note: String,
    locator: Option<String>,
    kind: &'static str,
    sure: &'static str,
}

impl Row {
    fn of(document: &Document, apparatus: &Apparatus, id: WorkId, work: &Work) -> Self {
        let label = |note| document.note(note).label.to_string();
        Self {
            id: id.index() + 1,
            authors: work.authors.iter().map(|name| Author { family: name.surname.clone(), given: name.given.join(" ") }).collect(),
            title: work.title.clone(),
            entry: apparatus.entry_words(document, id),
            entered: work.full.as_ref().and(work.note).map(label),
            bibliography: work.bibliography.as_ref().map(|at| document.words(at)),
            cited: apparatus
                .cited_at(id)
                .map(|cite| Place {
                    note: label(cite.note),
                    locator: cite.locator.as_ref().map(|at| document.words(at)),
                    kind: cite.kind.name(),
                    sure: cite.sure.name(),
                })
                .collect(),
        }
    }
}
