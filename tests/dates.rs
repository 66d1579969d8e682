//! Dates in prose, as ibid reads them: the examples of `tests/dates/`, each a text and the dates that are found in it.
//!
//! A line that begins with `> ` is a paragraph of the text, as Markdown has it; `> #` is a heading. The lines below it are the dates, in order:
//! the words, a colon, and what they mean in EDTF, with early, mid or late before it, and behind it how it was read
//! unless the words say it all, and where it is told unless that is the story. A text without such lines has no dates. All else is prose.

use std::{fmt::Write as _, fs, path::Path};

use ibid::{
    formats::{Source, read},
    time::{
        date::Part,
        find::{Found, How, Track, find},
    },
};

fn line(words: &str, date: &Found) -> String {
    let part = match date.part {
        Some(Part::Start) => "early ",
        Some(Part::Middle) => "mid ",
        Some(Part::End) => "late ",
        None => "",
    };
    let how = match date.how {
        How::Explicit => "",
        How::Chained => ", chained",
        How::Computed => ", computed",
        How::Inferred => ", inferred",
        How::Corrected => unreachable!("nobody has corrected it"),
    };
    let track = match date.track {
        Track::Story => "",
        Track::Note => ", in a note",
        Track::Quotation => ", quoted",
        Track::Citation => ", cited",
    };
    match date.when {
        Some(when) => format!("{words}: {part}{when}{how}{track}"),
        None => format!("{words}: {part}not said{track}"),
    }
}

fn found(text: &str, language: &str) -> Vec<String> {
    let bytes = format!("---\nlang: {language}\n---\n\n{text}").into_bytes();
    let source = Source { name: "dates.md".into(), bytes, whole: true };
    let document = read(source).unwrap().value;
    find(&document).iter().map(|date| line(&document.words(&date.at), date)).collect()
}

/// A text, and the lines below it.
#[derive(Default)]
struct Example {
    number: usize,
    text: String,
    expected: Vec<String>,
}

fn examples(spec: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut in_text = false;
    let mut in_example = false;
    for (index, line) in spec.lines().enumerate() {
        if let Some(text) = line.strip_prefix("> ") {
            if !in_text {
                examples.push(Example { number: index + 1, ..Example::default() });
            }
            let example = examples.last_mut().unwrap();
            example.text.push_str(text);
            example.text.push_str("\n\n");
            (in_text, in_example) = (true, true);
        } else if line.is_empty() {
            (in_text, in_example) = (false, false);
        } else {
            in_text = false;
            if in_example {
                examples.last_mut().unwrap().expected.push(line.to_owned());
            }
        }
    }
    examples
}

fn check(name: &str, language: &str) -> usize {
    let spec = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dates").join(name)).unwrap();
    let examples = examples(&spec);
    let mut wrong = String::new();
    for example in &examples {
        let found = found(&example.text, language);
        if found != example.expected {
            let _ =
                writeln!(wrong, "{name}, line {}:\n{}expected {:#?}\nfound {:#?}\n", example.number, example.text, example.expected, found);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    examples.len()
}

#[test]
fn english_dates_are_found_and_read() {
    let examples = check("english.txt", "en");
    assert!(examples >= 300, "only {examples} examples were read");
}

#[test]
fn german_dates_are_found_and_read() {
    assert!(check("german.txt", "de") >= 40);
}

#[test]
fn french_dates_are_found_and_read() {
    assert!(check("french.txt", "fr") >= 40);
}

#[test]
fn spanish_dates_are_found_and_read() {
    assert!(check("spanish.txt", "es") >= 40);
}

#[test]
fn italian_dates_are_found_and_read() {
    assert!(check("italian.txt", "it") >= 40);
}

#[test]
fn russian_dates_are_found_and_read() {
    assert!(check("russian.txt", "ru") >= 40);
}

#[test]
fn a_text_that_does_not_say_its_language_is_read_in_the_one_it_is_in() {
    let check = |text: &str, expected: &[&str]| {
        let source = Source { name: "dates.txt".into(), bytes: text.into(), whole: true };
        let document = read(source).unwrap().value;
        let found: Vec<String> = find(&document).iter().map(|date| line(&document.words(&date.at), date)).collect();
        assert_eq!(found, expected);
    };
    check(
        "Am Morgen des 14. Juli 1789 fiel die Festung, und er ging mit dem Bruder nach Hause.",
        &["Morgen des 14. Juli 1789: 1789-07-14"],
    );
    check("Le matin du 14 juillet 1789, la forteresse tomba et il rentra avec les autres.", &["Le matin du 14 juillet 1789: 1789-07-14"]);
    check(
        "En la mañana del 14 de julio de 1789 cayó la fortaleza y se fue con los otros.",
        &["la mañana del 14 de julio de 1789: 1789-07-14"],
    );
    check("La mattina del 14 luglio 1789 cadde la fortezza e si ritirò con gli altri.", &["La mattina del 14 luglio 1789: 1789-07-14"]);
    check("Утром 14 июля 1789 г. пала крепость, и он уехал с братом в деревню.", &["14 июля 1789 г.: 1789-07-14"]);
}

#[test]
fn an_example_that_is_wrong_would_be_noticed() {
    assert_eq!(found("In 1923 he left.", "en"), ["1923: 1923"]);
    assert_ne!(found("In 1923 he left.", "en"), ["1923: 1924"]);
}
