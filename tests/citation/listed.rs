//! Works that a file beside the text lists, and what is written down of works that only notes enter.

use ibid::citation::{
    Apparatus, Beside, Meaning, Reason, Sure, WorkId,
    library::{self, Genre, Library, Person, Record},
};

use crate::{
    cases::{CANNON, CARR, open},
    open as open_text,
};

const LIST: &str = "@book{carr1958, author={Carr, E. H.}, title={Socialism in One Country}, location={London}, publisher={Macmillan}, year=1958}\n\
    @article{ryle1970, author={Ryle, Martin}, title={International Red Aid}, journaltitle={Review of Social History}, volume=15, year=1970}\n\
    @book{never2000, author={Never, Ann}, title={Not Cited at All}, year=2000}\n";

fn beside() -> Beside {
    Beside { library: Library::read("a.bib", LIST.as_bytes()).unwrap().value, ..Beside::default() }
}

/// The glosses of notes, with the list beside them.
fn glosses(notes: &[&str]) -> Vec<String> {
    let document = open(notes);
    let apparatus = Apparatus::read_with(&document, &beside());
    document.note_ids().map(|note| apparatus.gloss(&document, note).unwrap_or_default()).collect()
}

#[test]
fn keys_lead_to_the_entries_of_the_list() {
    let carr = "= @carr1958  E. H. Carr, Socialism in One Country (London: Macmillan, 1958)";
    let ryle = "= @ryle1970  Martin Ryle, “International Red Aid”, Review of Social History 15 (1970)";
    assert_eq!(
        glosses(&[
            "[@carr1958, p. 3]",
            "Ibid., p. 4.",
            "See [@ryle1970, pp. 5–6; @carr1958, p. 9].",
            "@ryle1970 says otherwise.",
            "[-@carr1958]"
        ]),
        [format!("{carr}, p. 3"), format!("{carr}, p. 4"), format!("{ryle}, pp. 5–6 · {carr}, p. 9"), ryle.to_owned(), carr.to_owned()]
    );
    // TeX's commands, where a text keeps them.
    let document = open(&["\\\\cite[p. 3]{carr1958}", "Ibid."]);
    let apparatus = Apparatus::read_with(&document, &beside());
    assert_eq!(apparatus.cites().iter().map(|cite| cite.reason).collect::<Vec<_>>(), [Reason::Key, Reason::NoteBefore]);
}

#[test]
fn short_titles_lead_to_the_entries_of_the_list() {
    let carr = "= @carr1958  E. H. Carr, Socialism in One Country (London: Macmillan, 1958)";
    assert_eq!(glosses(&["Carr, *Socialism*, p. 3.", "Ibid., p. 4."]), [format!("{carr}, p. 3"), format!("{carr}, p. 4")]);
}

#[test]
fn a_key_that_no_entry_has_is_told_and_an_address_is_none() {
    let document = open(&["[@carr1959, p. 3]", "Write to editor@example.org or @nobody."]);
    let apparatus = Apparatus::read_with(&document, &beside());
    let words: Vec<String> = apparatus.cites().iter().map(|cite| document.words(&cite.at)).collect();
    assert_eq!(words, ["@carr1959, p. 3"]);
    let problems: Vec<String> = apparatus.problems(&document).iter().map(ToString::to_string).collect();
    assert_eq!(problems, ["«@carr1959, p. 3» in note 1: no entry has this key\n  add it to the list of works, or mend the key"]);
}

#[test]
fn an_entry_with_another_year_than_the_lists_is_told() {
    let document = open(&["E. H. Carr, *Socialism in One Country* (Harmondsworth: Penguin, 1972), p. 9."]);
    let apparatus = Apparatus::read_with(&document, &beside());
    let problems: Vec<String> = apparatus.problems(&document).iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "«Socialism in One Country» is entered twice: with 1958 (@carr1958) and with 1972 (n. 1)\n  if these are two editions, say so; else one of the years is wrong"
        ]
    );
}

fn person(family: &str, given: &str) -> Person {
    Person { family: family.into(), given: given.into() }
}

/// What is known of the works of some notes.
fn records(notes: &[&str]) -> Vec<Record> {
    let document = open(notes);
    let apparatus = Apparatus::read(&document);
    let ids: Vec<WorkId> = (0..apparatus.works().len()).map(WorkId::at).collect();
    apparatus.records(&document, &ids)
}

#[test]
fn what_entries_say_is_written_down_and_nothing_else() {
    let found = records(&[
        CARR,
        CANNON,
        "Martin Ryle, “International Red Aid and Comintern Strategy,” *International Review of Social History* 15, no. 1 (1970): 43.",
        "Prometheus Research Library (ed.), *Early Years: Writings* (New York: Spartacist, 1992).",
        "John Smith, *A History of Rome* (Macmillan 1900) 5.",
        "*Labor Defender*, October 1926, p. 3.",
        "Jan de Vries, “Trade”, in *Collected Papers* (Leiden: Brill, 1999), p. 4.",
        "Weber, *Wandlung*, p. 9.",
    ]);
    let note = |text: &str| Some(text.to_owned());
    let some = |text: &str| Some(text.to_owned());
    let carr = Record {
        key: "carr1958".into(),
        genre: Genre::Book,
        authors: vec![person("Carr", "E. H.")],
        title: "Socialism in One Country".into(),
        place: some("London"),
        publisher: some("Macmillan"),
        year: Some(1958),
        note: note("E. H. Carr, Socialism in One Country (London: Macmillan, 1958)"),
        ..Record::default()
    };
    assert_eq!(found[0], carr);
    assert_eq!((found[1].authors.clone(), found[1].place.clone()), (vec![person("Cannon", "James P.")], some("New York")));
    let ryle = &found[2];
    assert_eq!((ryle.genre, ryle.year, ryle.place.clone()), (Genre::Article, Some(1970), None));
    assert_eq!(
        (ryle.container.as_deref(), ryle.volume.as_deref(), ryle.issue.as_deref()),
        (Some("International Review of Social History"), Some("15"), Some("1"))
    );
    assert_eq!((found[3].authors.len(), found[3].editors.clone()), (0, vec![person("Prometheus Research Library", "")]));
    // Whether Macmillan is a town nobody can tell.
    let smith = &found[4];
    assert_eq!((smith.place.clone(), smith.publisher.clone(), smith.year), (None, None, Some(1900)));
    // A newspaper's issue has a year, the newspaper has none.
    assert_eq!((found[5].key.as_str(), found[5].year, found[5].title.as_str()), ("labor-defender", None, "Labor Defender"));
    let trade = &found[6];
    assert_eq!((trade.genre, trade.authors.clone(), trade.year), (Genre::Chapter, vec![person("de Vries", "Jan")], Some(1999)));
    assert_eq!((trade.container.as_deref(), trade.publisher.as_deref()), (Some("Collected Papers"), Some("Brill")));
    assert_eq!((found[7].note.clone(), found[7].authors.clone()), (None, vec![person("Weber", "")]));
}

#[test]
fn two_works_of_one_author_and_year_have_two_keys() {
    let keys: Vec<String> = records(&["Ann Hill, *One Thing* (London: Brill, 1999).", "Ann Hill, *Other Thing* (London: Brill, 1999)."])
        .into_iter()
        .map(|record| record.key)
        .collect();
    assert_eq!(keys, ["hill1999", "hill1999a"]);
}

#[test]
fn the_works_of_the_bundled_essay_are_written_and_read_back() {
    let document = open_text(include_str!("../../texts/international-red-aid.md"));
    let apparatus = Apparatus::read(&document);
    let ids: Vec<WorkId> = (0..apparatus.works().len()).map(WorkId::at).collect();
    let records = apparatus.records(&document, &ids);
    assert!(records.len() > 20);
    for (name, text) in [("a.json", library::csl_json(&records)), ("a.bib", library::bibtex(&records))] {
        let read = Library::read(name, text.as_bytes()).unwrap();
        assert_eq!(read.problems, [], "{name}");
        assert_eq!(read.value.records.len(), records.len(), "{name}");
        for (one, two) in records.iter().zip(&read.value.records) {
            assert_eq!(one, two, "{name}");
        }
    }
}

#[test]
fn lists_of_abbreviations_declare_short_names() {
    let text = "Word[^1]. Word[^2].\n\n## Abbreviations\n\nCAH – The Cambridge Ancient History\n\nPRO: Public Record Office, London\n\n[^1]: CAH, vol. 4, p. 5.\n\n[^2]: PRO, p. 3.\n";
    let document = open_text(text);
    let apparatus = Apparatus::read(&document);
    let found: Vec<_> = apparatus
        .cites()
        .iter()
        .map(|cite| match &cite.meaning {
            Meaning::Work(work) => (apparatus.work(*work).title.as_str(), cite.sure),
            _ => ("", cite.sure),
        })
        .collect();
    assert_eq!(found, [("The Cambridge Ancient History", Sure::Certain), ("Public Record Office, London", Sure::Certain)]);
}
