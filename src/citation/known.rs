//! What is known of a work, as a record that can be written down: read off its entry, and nothing that is not there.
//!
//! The walk compares works by folded words; here their printed forms are found again. Place, publisher and year are taken where the entry
//! says "(Place: Publisher, Year)" or "Place: Publisher, Year" and nowhere else: in "(Macmillan 1958)" nobody can tell a house from a town.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::{
    Apparatus, WorkId,
    library::{Genre, Person, Record},
    words::{self, fold},
    work::Name,
};
use crate::document::Document;

/// An imprint in brackets, or between stops: place, publisher, year.
static IMPRINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\(|; |\. |, )([^():;,.]+(?:, [A-Z][A-Za-z.]+| [ao]\. ?[A-Z][a-z]*\.?)?(?: and [^():;,.]+)?): ([^():;]+?),? (\d{4})\b")
        .ok()
});

/// What follows a journal's name: volume, issue, year.
static VOLUME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[,”’»\s]*(?:vol\. ?)?(\d+)(?:(?:, no\. ?|, n° ?|/|:)(\d+))? ?\((?:[^()]*?)(\d{4})\)").ok());

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"https?://[^\s<>]+[^\s<>.,;)\]”]").ok());

/// What is known of some works, in their order, each under a key of its own.
pub(super) fn records(apparatus: &Apparatus, document: &Document, works: &[WorkId]) -> Vec<Record> {
    let mut taken: HashSet<String> = HashSet::new();
    let records = works.iter().map(|id| {
        let mut record = record(apparatus, document, *id);
        if record.key.is_empty() {
            record.key = key(apparatus, *id, record.year);
        }
        let plain = record.key.clone();
        let mut letters = 0_u32;
        while !taken.insert(record.key.clone()) {
            record.key = format!("{plain}{}", suffix(letters));
            letters += 1;
        }
        record
    });
    records.collect()
}

/// "a" to "z", then "aa".
fn suffix(mut number: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        if number < 26 {
            break;
        }
        number = number / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// "carr1958", "labor-defender".
fn key(apparatus: &Apparatus, id: WorkId, year: Option<i32>) -> String {
    let work = apparatus.work(id);
    let plain = |word: &str| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let author = work.authors.first().map(|author| plain(&author.surname)).unwrap_or_default();
    if !author.is_empty() {
        return format!("{author}{year}");
    }
    let words: Vec<String> = work.words.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).take(3).collect();
    if words.is_empty() { format!("work{}", id.index() + 1) } else { format!("{}{year}", words.join("-")) }
}

fn record(apparatus: &Apparatus, document: &Document, id: WorkId) -> Record {
    let work = apparatus.work(id);
    if let Some(record) = &work.record {
        return (**record).clone();
    }
    let entry = apparatus.entry_words(document, id);
    let title_at = entry.find(&work.title).filter(|_| !work.title.is_empty());
    let (before, after) = match title_at {
        Some(at) => (&entry[..at], &entry[at + work.title.len()..]),
        None => (entry.as_str(), ""),
    };
    let persons: Vec<Person> = work.authors.iter().map(|name| person(name, before)).collect();
    let edited = before
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(fold(word).as_str(), "ed" | "eds" | "editor" | "editors" | "hrsg" | "hg" | "dir" | "cur"));
    let (authors, editors) = if edited { (Vec::new(), persons) } else { (persons, Vec::new()) };
    let mut record = Record { authors, editors, title: work.title.clone(), ..Record::default() };
    record.note = work.is_full().then(|| entry.clone());
    if let Some(found) = IMPRINT.as_ref().and_then(|imprint| imprint.captures(after)) {
        record.place = found.get(1).map(|place| place.as_str().trim().to_owned());
        record.publisher = found.get(2).map(|publisher| publisher.as_str().trim().to_owned());
        record.year = found.get(3).and_then(|year| year.as_str().parse().ok());
    }
    // A newspaper has a year an issue, none of which is its own.
    if let ([year], None, false) = (work.years.as_slice(), record.year, work.authors.is_empty() && work.quoted != Some(true)) {
        record.year = Some(i32::from(*year));
    }
    record.container = work.within.as_ref().map(|within| document.words(within).trim_end_matches([',', '.', ' ']).to_owned());
    let mut chapter = false;
    if let Some(container) = &record.container
        && let Some(at) = after.find(container.as_str())
    {
        chapter = after[..at].split(|c: char| !c.is_alphanumeric()).any(|word| matches!(fold(word).as_str(), "in" | "dans" | "en" | "в"));
        if let Some(found) = VOLUME.as_ref().and_then(|volume| volume.captures(&after[at + container.len()..])) {
            record.volume = found.get(1).map(|volume| volume.as_str().to_owned());
            record.issue = found.get(2).map(|issue| issue.as_str().to_owned());
            record.year = found.get(3).and_then(|year| year.as_str().parse().ok());
        }
    }
    record.url = ADDRESS.as_ref().and_then(|address| address.find(after)).map(|address| address.as_str().to_owned());
    record.genre = match (&record.container, work.quoted) {
        // A volume and its year are a journal's, also behind "in".
        (Some(_), _) if chapter && record.volume.is_none() => Genre::Chapter,
        (Some(_), _) => Genre::Article,
        (None, Some(false) | None) if record.publisher.is_some() => Genre::Book,
        (None, Some(true)) if record.url.is_some() => Genre::Page,
        _ => Genre::Other,
    };
    record
}

/// A name as the entry prints it. What is a body keeps its name whole.
fn person(name: &Name, entry: &str) -> Person {
    let printed: Vec<&str> =
        entry.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-')).filter(|word| !word.is_empty()).collect();
    let genitive = |word: &str| word.trim_end_matches("’s").trim_end_matches("'s").to_owned();
    let find = |folded: &str| printed.iter().find(|word| fold(word) == folded).map_or_else(|| folded.to_owned(), |word| genitive(word));
    let at = printed.iter().rposition(|word| fold(word) == name.surname);
    let mut family = find(&name.surname);
    let mut before = at.unwrap_or(0);
    while before > 0 && printed[before - 1].starts_with(char::is_lowercase) && words::is_particle(&fold(printed[before - 1])) {
        before -= 1;
        family = format!("{} {family}", printed[before]);
    }
    let given: Vec<String> = name.given.iter().map(|given| find(given)).collect();
    if given.iter().chain([&family]).any(|word| words::is_body(&fold(word))) {
        return Person { family: given.into_iter().chain([family]).collect::<Vec<_>>().join(" "), given: String::new() };
    }
    let dotted = |given: &String| if given.chars().count() == 1 { format!("{given}.") } else { given.clone() };
    Person { family, given: given.iter().map(dotted).collect::<Vec<_>>().join(" ") }
}
