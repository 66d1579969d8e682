//! Works that a file beside the text lists: BibTeX, CSL-JSON, Hayagriva's YAML.
//!
//! [`Library::read`] takes a file's name and bytes and gives its [`Record`]s, with a [`Problem`] for each entry that cannot be
//! understood; one broken entry costs no other. [`csl_json`] and [`bibtex()`] are the way back: what is known of a work, in the same formats.
//!
//! What is not known here: where files lie. Names are kept as they are written; that two spellings are one person is for the catalogue.

mod bibtex;
mod csl;
mod hayagriva;

use crate::problem::{Problem, Read};

/// A person or a body, as a record names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The surname with its particles, or the whole name of a body.
    pub family: String,
    /// The other names; empty for a body.
    pub given: String,
}

/// What sort of thing a work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Genre {
    /// A book.
    Book,
    /// An article in a journal or a newspaper.
    Article,
    /// A piece in a book by several hands.
    Chapter,
    /// A page on the web.
    Page,
    /// A thesis.
    Thesis,
    /// Anything else, and whatever is not known.
    #[default]
    Other,
}

/// What is known of a work, as a bibliography has it. Nothing in it is guessed: what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What the text may cite it by: `smith2000`.
    pub key: String,
    /// What it is.
    pub genre: Genre,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// Who edited it.
    pub editors: Vec<Person>,
    /// Its title, with its subtitle.
    pub title: String,
    /// A shorter title that the file declares.
    pub short: Option<String>,
    /// The journal or book it is in.
    pub container: Option<String>,
    /// Where it was published.
    pub place: Option<String>,
    /// By whom.
    pub publisher: Option<String>,
    /// When.
    pub year: Option<i32>,
    /// The volume of the journal.
    pub volume: Option<String>,
    /// The issue.
    pub issue: Option<String>,
    /// The pages it fills.
    pub pages: Option<String>,
    /// An address on the web.
    pub url: Option<String>,
    /// Words about it.
    pub note: Option<String>,
}

/// The works of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// In the order of the file.
    pub records: Vec<Record>,
}

/// A file of more bytes is no bibliography of one text; the largest shared ones have some ten megabytes.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// The endings of files that can be read.
pub const ENDINGS: [&str; 6] = ["bib", "bibtex", "json", "csl", "yaml", "yml"];

impl Library {
    /// Reads a file; its ending says in which format it is.
    ///
    /// # Errors
    /// A [`Problem`] when the file holds no list of works at all. Single entries that cannot be understood are problems of what was read.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Read<Self>, Problem> {
        if bytes.len() > LARGEST {
            return Err(Problem::error("this is more than a bibliography has, 32 MB")
                .about(name)
                .mend("export the works that this text cites"));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = 1 + memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
            Problem::error("it is not in UTF-8").about(name).at_line(line).mend("save it as UTF-8")
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let read = match ending.as_str() {
            "bib" | "bibtex" => Ok(bibtex::read(text)),
            "json" | "csl" => csl::read(text),
            "yaml" | "yml" => hayagriva::read(text),
            _ => Err(Problem::error("no bibliography has this ending").mend("name it .bib, .json or .yaml")),
        };
        let about = |problem: Problem| problem.about(name);
        let Read { value: mut records, problems } = read.map_err(about)?;
        let mut problems: Vec<Problem> = problems.into_iter().map(about).collect();
        let mut seen = std::collections::HashSet::new();
        records.retain(|record| {
            let new = record.key.is_empty() || seen.insert(record.key.clone());
            if !new {
                problems.push(
                    Problem::warning(format!("«{}» is entered a second time; the first entry is the one that is cited", record.key))
                        .about(name),
                );
            }
            new
        });
        Ok(Read { value: Self { records }, problems })
    }

    /// Tells whether it lists nothing.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

/// The year that a date begins with: "1958-04-02", "c. 1958".
fn year(date: &str) -> Option<i32> {
    let digits = date.find(|c: char| c.is_ascii_digit())?;
    let end = date[digits..].find(|c: char| !c.is_ascii_digit()).map_or(date.len(), |end| digits + end);
    let before = date[..digits].trim_end();
    let year: i32 = date[digits..end].parse().ok()?;
    Some(if before.ends_with('-') { -year } else { year })
}

/// An entry that cannot be understood: which, what is wrong, where, and what to do.
fn faulty(key: &str, what: &str, line: Option<usize>, mend: &str) -> Problem {
    let entry = if key.is_empty() { "an entry".to_owned() } else { format!("the entry «{key}»") };
    let problem = Problem::warning(format!("{entry} {what}")).mend(mend);
    match line {
        Some(line) => problem.at_line(line),
        None => problem,
    }
}

impl Record {
    /// The entry in one line, as a note would have it: "E. H. Carr, Socialism in One Country (London: Macmillan, 1958)".
    pub fn line(&self) -> String {
        let name = |person: &Person| {
            if person.given.is_empty() { person.family.clone() } else { format!("{} {}", person.given, person.family) }
        };
        let names = |persons: &[Person]| match persons {
            [] => String::new(),
            [one] => name(one),
            [most @ .., last] => format!("{} and {}", most.iter().map(name).collect::<Vec<_>>().join(", "), name(last)),
        };
        let mut line = names(&self.authors);
        if line.is_empty() && !self.editors.is_empty() {
            line = format!("{}, {}", names(&self.editors), if self.editors.len() > 1 { "eds." } else { "ed." });
        }
        let mut add = |part: &str, before: &str| {
            if !part.is_empty() {
                if !line.is_empty() {
                    line.push_str(before);
                }
                line.push_str(part);
            }
        };
        let part = matches!(self.genre, Genre::Article | Genre::Chapter) || self.container.is_some();
        add(&if part { format!("“{}”", self.title) } else { self.title.clone() }, ", ");
        add(self.container.as_deref().unwrap_or(""), if self.genre == Genre::Chapter { ", in " } else { ", " });
        add(self.volume.as_deref().unwrap_or(""), " ");
        add(self.issue.as_deref().unwrap_or(""), ", no. ");
        let year = self.year.map(|year| year.to_string());
        let house = [self.place.as_deref(), self.publisher.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(": ");
        let imprint: Vec<&str> = [Some(house.as_str()), year.as_deref()].into_iter().flatten().filter(|part| !part.is_empty()).collect();
        if !imprint.is_empty() {
            add(&format!("({})", imprint.join(", ")), " ");
        }
        add(self.pages.as_deref().unwrap_or(""), ", ");
        if imprint.is_empty() {
            add(self.url.as_deref().unwrap_or(""), ", ");
        }
        line
    }
}

/// Writes works as CSL-JSON (citeproc's input, version 1.0.2 of the schema).
pub fn csl_json(records: &[Record]) -> String {
    csl::write(records)
}

/// Writes works as BibTeX.
pub fn bibtex(records: &[Record]) -> String {
    bibtex::write(records)
}

#[cfg(test)]
mod tests;
