//! BibTeX and BibLaTeX, read with typst's `biblatex`.

use biblatex::{Bibliography, Chunk, ChunksExt, Entry, EntryType, Spanned};

use super::{Genre, Person, Record, faulty};
use crate::problem::Read;

pub(super) fn read(text: &str) -> Read<Vec<Record>> {
    // The whole file at once, so that entries find those they refer to; one mistake, and each is read by itself.
    if let Ok(all) = Bibliography::parse(text) {
        return records(&all, &|entry| line_of(text, &entry.key));
    }
    let mut read = Read::fine(Vec::new());
    let parts = parts(text);
    let strings: String = parts.iter().filter(|part| part.is("string")).map(|part| part.text).collect::<Vec<_>>().join("\n");
    for part in parts.iter().filter(|part| !part.is("string") && !part.is("comment") && !part.is("preamble")) {
        let source = format!("{}\n{strings}", part.text);
        match Bibliography::parse(&source) {
            Ok(one) => {
                let found = records(&one, &|_| part.line);
                read.value.extend(found.value);
                read.problems.extend(found.problems);
            }
            Err(error) => {
                let at = error.span.start.min(part.text.len());
                let line = part.line + memchr::memchr_iter(b'\n', &part.text.as_bytes()[..at]).count();
                let mend = "mend this line: a brace or a comma is missing there or above it; the other entries are there";
                let mut problem = faulty(part.key(), &format!("cannot be understood: {}", error.kind), Some(line), mend);
                if let Some(field) = part.field_at(at) {
                    problem.what = format!("{}, in the field «{field}»", problem.what);
                }
                read.problems.push(problem);
            }
        }
    }
    read
}

/// A part of a file, from its "@" to the next.
struct Part<'t> {
    text: &'t str,
    line: usize,
}

impl<'t> Part<'t> {
    fn is(&self, kind: &str) -> bool {
        self.text.get(1..=kind.len()).is_some_and(|word| word.eq_ignore_ascii_case(kind))
    }

    fn key(&self) -> &'t str {
        let inside = self.text.find(['{', '(']).map_or("", |open| &self.text[open + 1..]);
        inside.split([',', '}', '\n']).next().unwrap_or("").trim()
    }

    /// The field that a byte of the part is in: the last name before it that an equals sign follows.
    fn field_at(&self, at: usize) -> Option<&'t str> {
        let before = self.text.get(..at)?;
        let equals = before.rfind('=').or_else(|| before.rfind('\n').map(|line| line.min(before.len())))?;
        let name = self.text[..equals].trim_end().rsplit(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next()?;
        Some(name).filter(|name| !name.is_empty())
    }
}

/// The entries of a file, each from an "@" at a line's beginning. One whose braces do not match ends where the next begins.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let indent = line.len() - line.trim_start().len();
        let rest = &line[indent..];
        if rest.starts_with('@') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            starts.push((at + indent, index + 1));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    starts.iter().zip(ends).map(|((start, line), end)| Part { text: &text[*start..end], line: *line }).collect()
}

fn records(all: &Bibliography, line_of: &dyn Fn(&Entry) -> usize) -> Read<Vec<Record>> {
    let mut read = Read::fine(Vec::new());
    for entry in all.iter() {
        match record(entry) {
            Ok(record) => read.value.push(record),
            Err((field, what)) => {
                let mend = format!("write `{field}` anew; the other entries are there");
                read.problems.push(faulty(
                    &entry.key,
                    &format!("has a field «{field}» that cannot be understood: {what}"),
                    Some(line_of(entry)),
                    &mend,
                ));
            }
        }
    }
    read
}

/// The line in which an entry begins.
fn line_of(text: &str, key: &str) -> usize {
    parts(text).iter().find(|part| part.key() == key).map_or(1, |part| part.line)
}

/// A field that cannot be understood, and why.
type Fault = (&'static str, String);

fn record(entry: &Entry) -> Result<Record, Fault> {
    let text = |name: &str| entry.get(name).map(|chunks| words(&chunks.format_verbatim())).filter(|text| !text.is_empty());
    let persons = |name: &'static str| -> Result<Vec<Person>, Fault> {
        match entry.get_as::<Vec<biblatex::Person>>(name) {
            Ok(persons) => Ok(persons.into_iter().map(person).collect()),
            Err(biblatex::RetrievalError::Missing(_)) => Ok(Vec::new()),
            Err(error) => Err((name, error.to_string())),
        }
    };
    let title = [text("title"), text("subtitle")].into_iter().flatten().collect::<Vec<_>>().join(": ");
    let genre = match entry.entry_type {
        EntryType::Book
        | EntryType::MvBook
        | EntryType::Collection
        | EntryType::MvCollection
        | EntryType::Proceedings
        | EntryType::Booklet => Genre::Book,
        EntryType::Article | EntryType::SuppPeriodical | EntryType::Periodical => Genre::Article,
        EntryType::InBook | EntryType::InCollection | EntryType::InProceedings | EntryType::InReference | EntryType::SuppBook => {
            Genre::Chapter
        }
        EntryType::Online => Genre::Page,
        EntryType::Thesis | EntryType::MastersThesis | EntryType::PhdThesis => Genre::Thesis,
        _ => Genre::Other,
    };
    Ok(Record {
        key: entry.key.clone(),
        genre,
        authors: persons("author")?,
        editors: persons("editor")?,
        title,
        short: text("shorttitle"),
        container: text("journaltitle").or_else(|| text("journal")).or_else(|| text("booktitle")),
        place: text("location").or_else(|| text("address")),
        publisher: text("publisher").or_else(|| text("institution")).or_else(|| text("school")),
        year: text("date").or_else(|| text("year")).and_then(|date| super::year(&date)),
        volume: text("volume"),
        issue: text("number").or_else(|| text("issue")),
        pages: text("pages").map(|pages| pages.replace("--", "–")),
        url: text("url"),
        note: text("note"),
    })
}

fn person(person: biblatex::Person) -> Person {
    let family = [person.prefix, person.name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let given = [person.given_name, person.suffix].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Person { family, given }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn write(records: &[Record]) -> String {
    let mut all = Bibliography::new();
    for record in records {
        all.insert(entry(record));
    }
    // The crate writes names, braces and signs so that it reads them back; BibLaTeX's form has no field that must be there.
    all.to_biblatex_string()
}

fn entry(record: &Record) -> Entry {
    let kind = match record.genre {
        Genre::Book if record.authors.is_empty() && !record.editors.is_empty() => EntryType::Collection,
        Genre::Book => EntryType::Book,
        Genre::Article => EntryType::Article,
        Genre::Chapter => EntryType::InCollection,
        Genre::Page => EntryType::Online,
        Genre::Thesis => EntryType::Thesis,
        Genre::Other => EntryType::Misc,
    };
    let mut entry = Entry::new(record.key.clone(), kind);
    let mut set = |name: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            entry.set(name, vec![Spanned::detached(Chunk::Normal(text.to_owned()))]);
        }
    };
    let container = if record.genre == Genre::Article { "journaltitle" } else { "booktitle" };
    let year = record.year.map(|year| year.to_string());
    set("title", Some(&record.title));
    set("shorttitle", record.short.as_deref());
    set(container, record.container.as_deref());
    set("location", record.place.as_deref());
    set("publisher", record.publisher.as_deref());
    set("year", year.as_deref());
    set("volume", record.volume.as_deref());
    set("number", record.issue.as_deref());
    set("pages", record.pages.as_deref());
    set("url", record.url.as_deref());
    set("note", record.note.as_deref());
    for (name, persons) in [("author", &record.authors), ("editor", &record.editors)] {
        if !persons.is_empty() {
            entry.set(name, persons_chunks(persons));
        }
    }
    entry
}

/// Names parted by "and"; a body stands in braces, so that it is not taken apart.
fn persons_chunks(persons: &[Person]) -> Vec<Spanned<Chunk>> {
    let mut chunks = Vec::new();
    for (index, person) in persons.iter().enumerate() {
        if index > 0 {
            chunks.push(Spanned::detached(Chunk::Normal(" and ".to_owned())));
        }
        let chunk = if person.given.is_empty() {
            Chunk::Verbatim(person.family.clone())
        } else {
            Chunk::Normal(format!("{}, {}", person.family, person.given))
        };
        chunks.push(Spanned::detached(chunk));
    }
    chunks
}
