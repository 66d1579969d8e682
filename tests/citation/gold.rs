//! Short forms of books whose notes were read by hand: what is found must be what their authors meant.

use std::{collections::HashMap, fmt::Write};

use ibid::citation::{Apparatus, Cite, Kind, Meaning};

use crate::open;

/// What the gold says of a short form.
struct Row<'a> {
    label: &'a str,
    words: &'a str,
    means: &'a str,
}

/// A text of the notes that a gold file gives, and its rows.
fn parse(gold: &str) -> (String, Vec<Row<'_>>) {
    let (mut calls, mut notes, mut rows) = (String::new(), String::new(), Vec::new());
    let mut label = "";
    for line in gold.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(next) = line.strip_prefix("@ ") {
            label = next;
            write!(calls, "Word[^{label}]. ").unwrap();
            write!(notes, "\n[^{label}]: ").unwrap();
        } else if let Some(row) = line.strip_prefix("= ") {
            let (words, means) = row.split_once(" | ").unwrap();
            rows.push(Row { label, words, means });
        } else {
            writeln!(notes, "{line}").unwrap();
        }
    }
    (format!("{calls}\n\n{notes}"), rows)
}

/// Reads a gold file; of what is asserted 97 of 100 must be right, and of what has an answer so many of 100 be asserted.
fn check(gold: &str, least: usize, coverage: usize) {
    let (text, rows) = parse(gold);
    let document = open(&text);
    let apparatus = Apparatus::read(&document);
    let by_label: HashMap<&str, _> = document.note_ids().map(|note| (document.note(note).label.as_str(), note)).collect();
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let (mut answers, mut asserted, mut right) = (0, 0, 0);
    let mut wrong = String::new();
    for Row { label, words, means } in &rows {
        let nth = seen.entry((label, words)).or_default();
        let begins = |cite: &&Cite| cite.kind != Kind::Cross && document.words(&cite.at).starts_with(words);
        let cite = apparatus.cites_of(by_label[label]).iter().filter(begins).nth(*nth);
        *nth += 1;
        let answer = *means != "unresolved";
        answers += usize::from(answer);
        let Some(Meaning::Work(work)) = cite.map(|cite| cite.meaning.clone()) else {
            if answer {
                let found = cite.map(|cite| (cite.sure, cite.reason));
                writeln!(wrong, "not asserted: {label}: {words} | {means}: {found:?}").unwrap();
            }
            continue;
        };
        asserted += 1;
        let work = apparatus.work(work);
        let entry = document.words(work.entry());
        // Two entries of the same words are told apart by the note that they stand in.
        let home = work.note.map(|note| format!("n. {}", document.note(note).label));
        if entry.contains(means) || home.as_deref() == Some(means) {
            right += 1;
        } else {
            writeln!(wrong, "wrong: {label}: {words} | {means}: {entry}").unwrap();
        }
    }
    assert!(rows.len() >= least, "{}", rows.len());
    assert!(right * 100 >= asserted * 97, "{right} right of {asserted}\n{wrong}");
    assert!(asserted * 100 >= answers * coverage, "{asserted} asserted of {answers}\n{wrong}");
}

#[test]
fn the_short_forms_of_marx_mean_what_a_reader_finds() {
    check(include_str!("gold/marx.txt"), 75, 90);
}

#[test]
fn the_short_forms_of_bergson_mean_what_a_reader_finds() {
    check(include_str!("gold/bergson.txt"), 20, 90);
}

#[test]
fn the_short_forms_of_locke_mean_what_a_reader_finds() {
    check(include_str!("gold/locke.txt"), 10, 90);
}
