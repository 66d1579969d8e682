//! The works of a file beside the text, entered into the catalogue before any note is read.

use super::{
    library::{Genre, Library, Person, Record},
    words,
    work::{Catalogue, Name, Work, without_article},
};

/// What a key is declared under; no title has such a sign in it.
pub(super) fn alias(key: &str) -> String {
    format!("@{}", key.to_lowercase())
}

/// Enters all records. Where two have one key, the first has it.
pub(super) fn enter(library: &Library, known: &mut Catalogue) {
    for record in &library.records {
        let persons = if record.authors.is_empty() { &record.editors } else { &record.authors };
        let aliases = if record.key.is_empty() { Vec::new() } else { vec![alias(&record.key)] };
        known.add(Work {
            authors: persons.iter().filter_map(name).collect(),
            title: record.title.clone(),
            words: title_words(&record.title),
            quoted: match record.genre {
                Genre::Article | Genre::Chapter | Genre::Page => Some(true),
                Genre::Book => Some(false),
                Genre::Thesis | Genre::Other => None,
            },
            container: container(record),
            years: record.year.and_then(|year| u16::try_from(year).ok()).into_iter().collect(),
            aliases,
            record: Some(Box::new(record.clone())),
            ..Work::default()
        });
    }
}

/// A person as notes are compared by: the surname without its particles.
fn name(person: &Person) -> Option<Name> {
    let family = split(&person.family);
    let surname = family.last()?.clone();
    Some(Name { surname, given: split(&person.given) })
}

fn split(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '\u{301}');
    text.split(|c| !is_part(c)).filter(|word| !word.is_empty()).map(words::fold).collect()
}

/// The words of a title as they are compared.
fn title_words(title: &str) -> Vec<String> {
    without_article(split(title).into_iter().map(|word| (word, false)).collect()).into_iter().map(|(word, _)| word).collect()
}

fn container(record: &Record) -> Vec<String> {
    let fields = [&record.container, &record.place, &record.publisher];
    fields.into_iter().flatten().flat_map(|field| split(field)).filter(|word| word.chars().count() > 2).collect()
}
