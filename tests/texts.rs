//! The texts that come with the program: every note called, every mark resolved, every work cited in the bibliography.

use ibid::{
    document::{Document, Note},
    formats::{self, Source},
    role::Role,
    store::bundled,
    unit::Stretch,
};

fn read(name: &str) -> (Document, Vec<ibid::problem::Problem>) {
    let text = bundled::named(name).unwrap();
    let read = formats::read(Source { name: text.file.to_owned(), bytes: text.bytes.as_bytes().to_vec(), whole: true }).unwrap();
    (read.value, read.problems)
}

fn all() -> impl Iterator<Item = (&'static str, Document)> {
    bundled::all().iter().map(|text| (text.name, read(text.name).0))
}

#[test]
fn everything_in_them_fits_together() {
    for text in bundled::all() {
        let (document, problems) = read(text.name);
        assert_eq!(problems, [], "{}", text.name);
        for noteref in document.noterefs() {
            assert!(noteref.note.is_some(), "{}: mark {} has no note", text.name, noteref.label);
        }
        for note in document.notes() {
            assert!(!note.callers.is_empty(), "{}: note {} is called from nowhere", text.name, note.label);
        }
    }
}

#[test]
fn they_say_what_they_are_and_in_what_language() {
    for (name, document) in all() {
        let meta = document.meta();
        assert!(meta.title.is_some() && meta.author.is_some() && meta.lang.as_deref() == Some("en"), "{name}: {meta:?}");
        assert!(!document.sections().is_empty(), "{name} has no headings");
    }
}

#[test]
fn notes_are_numbered_as_they_are_first_called() {
    for (name, document) in all() {
        let mut expected = 1;
        for noteref in document.noterefs().iter().filter(|noteref| noteref.at.start < document.body_end()) {
            if let Ok(number) = noteref.label.as_str().parse::<u32>() {
                assert!(number <= expected, "{name}: mark {number} comes where {expected} is next");
                expected = expected.max(number + 1);
            }
        }
    }
}

#[test]
fn the_main_essay_has_its_length_and_its_notes() {
    let (document, _) = read("red-aid");
    let bibliography = document.sections().last().unwrap().at.start;
    let words = document.words(&(ibid::unit::Place::START..bibliography)).split_whitespace().count();
    assert!((4_000..=6_000).contains(&words), "{words} words");
    assert!(document.notes().len() >= 70, "{} notes", document.notes().len());
}

/// What stands for a work without being its title, and is set in italics as titles are.
const SHORT_FORMS: [&str; 5] = ["ibid.", "op. cit.", "loc. cit.", "idem", "passim"];

/// Words as titles are compared by: letters and figures, lower case, without articles.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).filter(|word| !["the", "a", "an"].contains(&word.as_str())).collect()
}

/// The titles a note gives: what is set in italics or stands between quotation marks, from three letters on.
fn titles(document: &Document, note: &Note) -> Vec<String> {
    let spans = document.spans_in(&note.body).iter().filter(|span| span.role == Role::Emphasis);
    let mut titles: Vec<String> = spans.map(|span| document.words(&span.at)).collect();
    let text = document.words(&note.body);
    let mut parts = text.split('"');
    parts.next();
    while let (Some(title), Some(_)) = (parts.next(), parts.next()) {
        titles.push(title.to_owned());
    }
    titles.retain(|title| title.chars().filter(|sign| sign.is_alphabetic()).count() >= 3);
    titles.retain(|title| !SHORT_FORMS.contains(&title.to_lowercase().as_str()));
    titles
}

/// Tells whether the bibliography has these words one after another: a title, or the beginning of one.
fn has(bibliography: &[String], title: &[String]) -> bool {
    bibliography.windows(title.len()).any(|window| window == title)
}

#[test]
fn every_work_that_is_cited_is_in_the_bibliography() {
    let mut missing = Vec::new();
    let (mut cited, mut notes) = (0, 0);
    for (name, document) in all() {
        let at: Stretch = document.sections().last().unwrap().at.clone();
        let bibliography = words(&document.words(&at));
        notes += document.notes().len();
        for note in document.notes() {
            for title in titles(&document, note) {
                let sought = words(&title);
                cited += 1;
                if sought.is_empty() || has(&bibliography, &sought) {
                    continue;
                }
                missing.push(format!("{name}, note {}: {title}", note.label));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    // Many notes give a page of a web site, or a short form; were hardly any title found, this test would hold nothing.
    assert!(cited * 3 > notes, "only {cited} titles were found in {notes} notes");
}
