//! Short citations against known answers: case by case, in texts made by a generator, and in the bundled texts.

mod cases;
mod generated;
mod gold;
mod listed;
mod overruled;

use std::{collections::HashMap, fmt::Write};

use ibid::{
    citation::{Apparatus, Kind, Meaning, Sure},
    document::Document,
    formats::{Source, read},
};

fn open(text: &str) -> Document {
    read(Source { name: "a.md".into(), bytes: text.as_bytes().to_vec(), whole: true }).unwrap().value
}

/// The gold says for each short form of the text what its author meant: `note | words | what the full entry holds`.
#[test]
fn the_short_forms_of_the_bundled_essay_mean_what_a_reader_finds() {
    let gold = include_str!("red-aid.txt");
    let document = open(include_str!("../../texts/international-red-aid.md"));
    let apparatus = Apparatus::read(&document);
    let by_label: HashMap<&str, _> = document.note_ids().map(|note| (document.note(note).label.as_str(), note)).collect();
    let (mut rows, mut asserted, mut right) = (0, 0, 0);
    let mut wrong = Vec::new();
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for line in gold.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let [label, words, means] = line.split(" | ").map(str::trim).collect::<Vec<_>>()[..] else { panic!("{line}") };
        rows += 1;
        let nth = seen.entry((label, words)).or_default();
        let cite = apparatus.cites_of(by_label[label]).iter().filter(|cite| document.words(&cite.at).starts_with(words)).nth(*nth);
        *nth += 1;
        let entry = match cite.map(|cite| (&cite.meaning, cite.sure)) {
            Some((Meaning::Work(work), Sure::Certain | Sure::Likely)) => {
                let work = apparatus.work(*work);
                let both = [work.full.as_ref(), work.bibliography.as_ref()];
                both.into_iter().flatten().map(|at| document.words(at)).collect::<Vec<_>>().join(" / ")
            }
            Some((Meaning::Note(note), _)) => format!("n. {}", document.note(*note).label),
            _ => {
                wrong.push(format!("not asserted: {line}"));
                continue;
            }
        };
        asserted += 1;
        if entry.contains(means) {
            right += 1;
        } else {
            wrong.push(format!("{line}: {entry}"));
        }
    }
    assert!(rows >= 80);
    assert!(right * 100 >= asserted * 97, "{right} right of {asserted}\n{}", wrong.join("\n"));
    assert!(asserted * 100 >= rows * 90, "{asserted} asserted of {rows}\n{}", wrong.join("\n"));
}

#[test]
fn nothing_is_wrong_with_the_bundled_texts() {
    for text in [
        include_str!("../../texts/international-red-aid.md"),
        include_str!("../../texts/auxiliary-organisations.md"),
        include_str!("../../texts/fourth-congress-appeal.md"),
        include_str!("../../texts/international-labor-defense.md"),
        include_str!("../../texts/people.md"),
        include_str!("../../texts/reading-with-ibid.md"),
    ] {
        let document = open(text);
        let problems = Apparatus::read(&document).problems(&document);
        assert_eq!(problems, [], "{:?}", document.meta().title);
    }
}

#[test]
fn the_guide_shows_what_its_ibid_stands_for() {
    let document = open(include_str!("../../texts/reading-with-ibid.md"));
    let apparatus = Apparatus::read(&document);
    let gloss = |label: &str| {
        let note = document.note_ids().find(|note| document.note(*note).label.as_str() == label).unwrap();
        apparatus.gloss(&document, note)
    };
    let carr = "= n. 7  E. H. Carr, Socialism in One Country, 1924–1926, vol. 3 (Harmondsworth: Penguin Books, 1972), p. 987";
    assert_eq!(gloss("7"), None);
    assert_eq!(gloss("8").as_deref(), Some(carr));
    assert_eq!(gloss("9").as_deref(), Some(carr));
    assert_eq!(
        gloss("11").as_deref(),
        Some(
            "= n. 10  James P. Cannon, The First Ten Years of American Communism: Report of a Participant (New York: Pathfinder Press, 1973), p. 164"
        )
    );
}

#[test]
fn kinds_are_told() {
    let document = open(include_str!("../../texts/reading-with-ibid.md"));
    let apparatus = Apparatus::read(&document);
    let kinds: Vec<Kind> = apparatus.cites().iter().map(|cite| cite.kind).collect();
    assert!(kinds.contains(&Kind::Cross) && kinds.contains(&Kind::Full) && kinds.contains(&Kind::Short));
}

// ── Laws ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Pieces of which notes are made, and what breaks readers of them.
const PIECES: &[&str] = &[
    "Ibid.",
    "ibid",
    "*Ibid*., ",
    "op. cit.",
    "l. c.",
    "a. a. O.",
    "Id.",
    "ders.",
    "там же",
    "ebd.",
    "(n 3)",
    "see n. 2",
    "nn. 1–4",
    "Smith",
    "J. Smith",
    "Smith, ",
    ", ",
    "; ",
    ": ",
    ". ",
    "(",
    ")",
    "[",
    "]",
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "«",
    "»",
    "*",
    "_",
    "p. 5",
    "S. 7 ff.",
    "vol. II, p. 3",
    "(London: Brill, 1970)",
    "1984",
    "and",
    "und",
    "see also ",
    "cf. ",
    "hereafter X",
    "中国济难会",
    "naïve",
    "e\u{301}",
    "\u{200b}",
    "–",
    "—Ed.",
    "example.org",
    "Title of the Work",
    "*Title*",
    " ",
    "\n    ",
    "5",
    "²",
    "§ 4",
    "'",
    "l’Humanité",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    /// Whatever stands in notes is read, every cite lies in its note, none leans on a later one, and nothing is asserted of several.
    #[test]
    fn any_notes_are_read(notes in proptest::collection::vec(proptest::collection::vec(0..PIECES.len(), 0..14), 1..8)) {
        let (mut calls, mut bodies) = (String::new(), String::new());
        for (index, note) in notes.iter().enumerate() {
            let words: Vec<&str> = note.iter().map(|piece| PIECES[*piece]).collect();
            write!(calls, "Word[^{}]. ", index + 1).unwrap();
            write!(bodies, "[^{}]: {}\n\n", index + 1, words.join(" ")).unwrap();
        }
        let document = open(&format!("{calls}\n\n{bodies}\n\n## Bibliography\n\n{bodies}"));
        let apparatus = Apparatus::read(&document);
        for (index, cite) in apparatus.cites().iter().enumerate() {
            let body = &document.note(cite.note).body;
            proptest::prop_assert!(body.start <= cite.at.start && cite.at.end <= body.end && cite.at.start <= cite.at.end);
            proptest::prop_assert!(cite.leans_on.is_none_or(|on| on.index() < index));
            proptest::prop_assert_eq!(matches!(cite.meaning, Meaning::Unknown), cite.sure == Sure::Unknown);
            proptest::prop_assert_eq!(matches!(cite.meaning, Meaning::OneOf(_) | Meaning::OneOfNotes(_)), cite.sure == Sure::Several);
        }
        for note in document.note_ids() {
            let _ = apparatus.gloss(&document, note);
        }
        let _ = apparatus.problems(&document);
    }
}
