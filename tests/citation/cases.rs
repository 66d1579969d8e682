//! The forms, and the cases in which they mislead, one by one.

use std::fmt::Write;

use ibid::{
    citation::{Apparatus, Cite, Meaning, Reason, Sure, WorkId},
    document::{Builder, Document, Kind as Block, NoteId},
    problem::Severity,
    role::Role,
};

use crate::open as open_text;

/// A text that calls its notes in their order.
pub(crate) fn open(notes: &[&str]) -> Document {
    let (mut calls, mut bodies) = (String::new(), String::new());
    for (index, note) in notes.iter().enumerate() {
        let number = index + 1;
        write!(calls, "Word[^{number}]. ").unwrap();
        write!(bodies, "[^{number}]: {note}\n\n").unwrap();
    }
    open_text(&format!("{calls}\n\n{bodies}"))
}

/// What a cite means, in few words: "certain n. 1", "likely n. 1 (reason)", "several n. 1 | n. 2".
fn said(document: &Document, apparatus: &Apparatus, cite: &Cite) -> String {
    let home = |work: &WorkId| {
        let work = apparatus.work(*work);
        match (work.note, &work.bibliography) {
            (Some(note), _) => format!("n. {} {}", document.note(note).label, work.title),
            (None, Some(_)) => format!("bibliography {}", work.title),
            (None, None) => work.title.clone(),
        }
    };
    let means = match &cite.meaning {
        Meaning::Work(work) => home(work),
        Meaning::Note(note) => format!("note {}", document.note(*note).label),
        Meaning::OneOf(works) => works.iter().map(home).collect::<Vec<_>>().join(" | "),
        Meaning::OneOfNotes(notes) => {
            notes.iter().map(|note| format!("note {}", document.note(*note).label)).collect::<Vec<_>>().join(" | ")
        }
        Meaning::Unknown => cite.reason.line().to_owned(),
    };
    format!("{} {}: {means}", cite.kind.name(), cite.sure.name())
}

/// The cites of the last note mean this.
fn check(notes: &[&str], expected: &[&str]) {
    let document = open(notes);
    let apparatus = Apparatus::read(&document);
    let last = document.note_ids().next_back().unwrap();
    let cites: Vec<String> = apparatus.cites_of(last).iter().map(|cite| said(&document, &apparatus, cite)).collect();
    assert_eq!(cites, expected, "{notes:?}");
}

pub(crate) const CARR: &str = "E. H. Carr, *Socialism in One Country* (London: Macmillan, 1958), p. 3.";
pub(crate) const CANNON: &str = "James P. Cannon, *The First Ten Years of American Communism* (New York: Lyle Stuart, 1962), p. 162.";

#[test]
fn an_ibid_means_the_single_work_of_the_note_before() {
    for ibid in [
        "Ibid.",
        "*Ibid.*",
        "*Ibid*., p. 164.",
        "Ibid., 164.",
        "ibid 164.",
        "Ib. 164.",
        "See ibid., p. 4.",
        "Ebd., S. 4.",
        "Vgl. ebd.",
        "Ebenda.",
        "Ivi, p. 4.",
        "Там же. С. 4.",
        "Ibidem, pp. 4–5.",
        "Ibíd., p. 4.",
        "Tamże, s. 4.",
        "*ibid*, passim.",
    ] {
        check(&[CARR, ibid], &["ibid certain: n. 1 Socialism in One Country"]);
    }
}

#[test]
fn misread_forms_of_scanned_books_are_known() {
    check(&[CARR, "Ihid., p. 4."], &["ibid certain: n. 1 Socialism in One Country"]);
    check(&[CARR, "1. c., p. 4."], &["loc-cit likely: n. 1 Socialism in One Country"]);
}

#[test]
fn an_ibid_after_two_works_is_offered_and_not_asserted() {
    let two = "Carr, *Socialism in One Country*, p. 3; Cannon, *First Ten Years*, p. 1.";
    let expected = "ibid several: n. 1 Socialism in One Country | n. 2 The First Ten Years of American Communism";
    check(&[CARR, CANNON, two, "Ibid."], &[expected]);
    // Nor is one that follows it.
    check(&[CARR, CANNON, two, "Ibid.", "Ibid., p. 5."], &[expected]);
    check(
        &[&format!("{CARR} See also {CANNON}"), "Ibid."],
        &["ibid several: n. 1 Socialism in One Country | n. 1 The First Ten Years of American Communism"],
    );
}

#[test]
fn one_work_cited_twice_in_a_note_is_one_work() {
    check(&[CARR, "Carr, *Socialism*, p. 3; see also *ibid.*, p. 9.", "Ibid."], &["ibid certain: n. 1 Socialism in One Country"]);
}

#[test]
fn an_ibid_within_a_note_means_the_cite_before_it() {
    check(
        &[CARR, &format!("{CANNON} Ibid., p. 164.")],
        &["full certain: n. 2 The First Ten Years of American Communism", "ibid certain: n. 2 The First Ten Years of American Communism"],
    );
}

#[test]
fn an_ibid_that_opens_the_text_leads_to_nothing() {
    check(&["Ibid., p. 4."], &["ibid unknown: nothing is cited before it"]);
    check(&["Ibid., p. 4.", "Ibid."], &["ibid unknown: what it leads back to is not known"]);
}

#[test]
fn an_ibid_as_a_chapters_first_note_is_less_than_certain() {
    let text = "# One\n\nA[^1].\n\n# Two\n\nB[^1b].\n\n[^1]: E. H. Carr, *Socialism* (London, 1958).\n\n[^1b]: Ibid., p. 4.\n";
    // Chapters that each count from 1 can only be had in formats with labels of their own; here the builder stands for them.
    let mut builder = Builder::new();
    for (title, key) in [("One", "a"), ("Two", "b")] {
        builder.heading(1);
        builder.text(title);
        builder.end();
        builder.begin(Block::Paragraph);
        builder.text("Word.");
        builder.noteref("1", key);
        builder.end();
    }
    builder.begin_note("1", "a");
    builder.text("E. H. Carr, ");
    builder.styled(Role::Emphasis, "Socialism");
    builder.text(" (London, 1958), p. 4.");
    builder.end_note();
    builder.begin_note("1", "b");
    builder.text("Ibid., p. 5.");
    builder.end_note();
    let document = builder.finish().value;
    let apparatus = Apparatus::read(&document);
    let cite = &apparatus.cites_of(NoteId(1))[0];
    assert_eq!((cite.sure, cite.reason), (Sure::Likely, Reason::ChapterBetween));
    // Sections of an essay whose notes count on do not break the chain.
    let document = open_text(text);
    let apparatus = Apparatus::read(&document);
    assert_eq!(apparatus.cites_of(NoteId(1))[0].sure, Sure::Certain);
}

#[test]
fn an_ibid_inside_a_remark_means_the_same_and_remarks_do_not_break_a_chain() {
    check(&[CARR, "This was doubted even then (*ibid.*, p. 4)."], &["ibid certain: n. 1 Socialism in One Country"]);
    check(&[CARR, "Nothing more is known of him.", "Ibid."], &["ibid likely: n. 1 Socialism in One Country"]);
}

#[test]
fn an_editors_note_between_is_passed_over() {
    check(
        &[CARR, "Cannon errs here; see James Smith, *Errors* (London, 1970). —Ed.", "Ibid., p. 5."],
        &["ibid likely: n. 1 Socialism in One Country"],
    );
}

#[test]
fn a_translators_ibid_can_mean_the_authors_work() {
    check(&[CARR, "Ibid., p. 9. —Transl."], &["ibid likely: n. 1 Socialism in One Country"]);
    check(
        &["John Smith, *Errors* (London, 1970). —Transl.", CARR, "Ibid., p. 9. —Transl."],
        &["ibid several: n. 1 Errors | n. 2 Socialism in One Country"],
    );
}

#[test]
fn two_authors_of_one_name_are_told_apart_or_offered() {
    let father = "John Smith, *A History of Rome* (London, 1900).";
    let son = "Adam Smith, *A History of Greece* (London, 1930).";
    check(&[father, son, "Smith, p. 5."], &["short several: n. 2 A History of Greece | n. 1 A History of Rome"]);
    check(&[father, son, "Smith, op. cit., p. 5."], &["op-cit several: n. 2 A History of Greece | n. 1 A History of Rome"]);
    check(&[father, son, "J. Smith, op. cit., p. 5."], &["op-cit certain: n. 1 A History of Rome"]);
    check(&[father, son, "Smith, *Greece*, p. 5."], &["short certain: n. 2 A History of Greece"]);
}

#[test]
fn two_titles_of_one_beginning_are_offered() {
    let (one, two) = ("John Smith, *History of Rome* (London, 1900).", "John Smith, *History of Greece* (London, 1930).");
    check(&[one, two, "Smith, *History*, p. 5."], &["short several: n. 1 History of Rome | n. 2 History of Greece"]);
    check(&[one, two, "Smith, *History of Greece*, p. 5."], &["short certain: n. 2 History of Greece"]);
}

#[test]
fn corporate_authors_and_newspapers_are_works_like_others() {
    check(
        &[
            "Prometheus Research Library (ed.), *Early Years: Writings* (New York: Spartacist, 1992).",
            "Prometheus Research Library, *Early Years*, p. 4.",
        ],
        &["short certain: n. 1 Early Years: Writings"],
    );
    check(&["*Labor Defender*, October 1926, p. 3.", "*Ibid.*, December 1927."], &["ibid certain: n. 1 Labor Defender"]);
    check(&["*Labor Defender*, October 1926, p. 3.", "*Labor Defender*, May 1927."], &["short certain: n. 1 Labor Defender"]);
}

#[test]
fn a_short_form_before_its_full_form_is_led_to_it() {
    let document = open(&["Cannon, op. cit., p. 4.", CANNON]);
    let apparatus = Apparatus::read(&document);
    let cite = &apparatus.cites_of(NoteId(0))[0];
    assert_eq!(
        (said(&document, &apparatus, cite).as_str(), cite.reason),
        ("op-cit likely: n. 2 The First Ten Years of American Communism", Reason::Later)
    );
    let document = open(&["Cannon, *First Ten Years*, p. 4.", CANNON]);
    let apparatus = Apparatus::read(&document);
    let cite = &apparatus.cites_of(NoteId(0))[0];
    assert_eq!(said(&document, &apparatus, cite), "short likely: n. 2 The First Ten Years of American Communism");
}

#[test]
fn a_full_form_only_in_the_main_text_is_not_invented() {
    let document = open_text("In his *Wealth of Nations* Smith says so.[^1]\n\n[^1]: Smith, op. cit., p. 4.\n");
    let apparatus = Apparatus::read(&document);
    assert_eq!(apparatus.cites()[0].reason, Reason::InBody);
    assert_eq!(apparatus.problems(&document)[0].severity, Severity::Remark);
}

#[test]
fn another_edition_is_another_entry() {
    let other = "E. H. Carr, *Socialism in One Country* (Harmondsworth: Penguin, 1972), p. 9.";
    check(&[CARR, other], &["full certain: n. 2 Socialism in One Country"]);
    check(&[CARR, other, "Carr, *Socialism*, p. 5."], &["short several: n. 1 Socialism in One Country | n. 2 Socialism in One Country"]);
}

#[test]
fn id_is_not_id_est_and_initials_are_no_op_cit() {
    check(&[CARR, "Id est, the whole of it."], &[]);
    check(&[CARR, "The others are O. C. Bland and L. C. Knights."], &[]);
    check(&[CARR, "He dies. No more is known."], &[]);
    check(&[CARR, "Id., p. 4."], &["idem likely: n. 1 Socialism in One Country"]);
}

#[test]
fn idem_with_a_title_is_another_work_by_the_author() {
    check(
        &[CARR, "Idem, *What Is History?* (London, 1961), p. 4.", "Carr, *What Is History?*, p. 9."],
        &["short certain: n. 2 What Is History?"],
    );
    check(
        &["Hermann Weber: Die Wandlung des Kommunismus, Frankfurt 1969, S. 3.", "Ders., Aufstand und Ordnung, Köln 1975, S. 5."],
        &["idem certain: n. 2 Aufstand und Ordnung"],
    );
}

#[test]
fn op_cit_and_its_kin_mean_the_only_work_of_the_author() {
    for form in [
        "Carr, op. cit., p. 4.",
        "Carr, *op. cit.*, p. 4.",
        "Carr, o. c., p. 4.",
        "Carr, ob. cit., p. 4.",
        "Carr, cit., p. 4.",
        "Carr, указ. соч., с. 4.",
    ] {
        check(&[CARR, CANNON, form], &["op-cit certain: n. 1 Socialism in One Country"]);
    }
    for form in ["Carr, loc. cit.", "Carr, l. c., p. 4.", "Carr, a. a. O., S. 4.", "Carr l. c. p. 4."] {
        check(&[CARR, CANNON, form], &["loc-cit certain: n. 1 Socialism in One Country"]);
    }
    check(&[CARR, "Weber, op. cit., p. 88."], &["op-cit unknown: no work by this author is cited"]);
}

#[test]
fn notes_are_pointed_to_by_their_numbers() {
    check(&[CARR, CANNON, "See n. 1."], &["cross certain: note 1"]);
    check(&[CARR, CANNON, "Siehe oben Anm. 1; vgl. Fn. 2."], &["cross certain: note 1", "cross certain: note 2"]);
    check(&[CARR, CANNON, "Carr (n 1) 45."], &["short certain: n. 1 Socialism in One Country"]);
    check(&[CARR, CANNON, "Carr, supra note 1, at 45."], &["short certain: n. 1 Socialism in One Country"]);
    check(&[CARR, CANNON, "See n. 77."], &["cross unknown: no note has this number"]);
    // A note in another book is none of this one's.
    check(&[CARR, "Cannon, *First Ten Years*, p. 45, n. 1."], &["short likely: n. 2 First Ten Years"]);
}

#[test]
fn declared_short_names_are_known() {
    check(
        &["*The Cambridge Ancient History* (Cambridge, 1928), hereafter CAH.", CARR, "CAH, vol. 4, p. 5."],
        &["short certain: n. 1 The Cambridge Ancient History"],
    );
    check(
        &["Public Record Office, *Calendar of Papers* (London, 1890) (hereafter cited as PRO).", "PRO, p. 5."],
        &["short certain: n. 1 Calendar of Papers"],
    );
}

#[test]
fn a_bibliography_gives_the_full_entries() {
    let text = "Word[^1]. Word[^2].\n\n## Bibliography\n\n- Cannon, James P. *The First Ten Years of American Communism*. New York: Lyle Stuart, 1962.\n\
                - Riddell, John. \"International Red Aid 1922–1937.\" johnriddell.com.\n\n[^1]: Cannon, *First Ten Years*, p. 4.\n[^2]: Riddell, \"International Red Aid\".\n";
    let document = open_text(text);
    let apparatus = Apparatus::read(&document);
    let glosses: Vec<_> = document.note_ids().filter_map(|note| apparatus.gloss(&document, note)).collect();
    assert_eq!(
        glosses,
        [
            "= bibliography  Cannon, James P. The First Ten Years of American Communism. New York: Lyle Stuart, 1962, p. 4",
            "= bibliography  Riddell, John. \"International Red Aid 1922–1937.\" johnriddell.com."
        ]
    );
}

#[test]
fn the_line_under_a_note_says_what_it_stands_for() {
    let notes =
        [CARR, CANNON, "Ibid., p. 164.", "Carr, *Socialism*; Cannon, *First Ten Years*.", "Ibid.", "Nothing more is known.", "See n. 6."];
    let document = open(&notes);
    let apparatus = Apparatus::read(&document);
    let glosses: Vec<_> = document.note_ids().map(|note| apparatus.gloss(&document, note).unwrap_or_default()).collect();
    let (carr, cannon) = (
        "E. H. Carr, Socialism in One Country (London: Macmillan, 1958)",
        "James P. Cannon, The First Ten Years of American Communism (New York: Lyle Stuart, 1962)",
    );
    assert_eq!(
        glosses,
        [
            String::new(),
            String::new(),
            format!("= n. 2  {cannon}, p. 164"),
            format!("= n. 1  {carr} · = n. 2  {cannon}"),
            format!("= n. 1 or n. 2: two works: {carr} | {cannon}"),
            String::new(),
            "→ n. 6  Nothing more is known.".to_owned(),
        ]
    );
}

#[test]
fn what_is_wrong_is_said_once_with_what_to_do() {
    let notes = ["Ibid.", CARR, CANNON, "Carr, *Socialism*; Cannon, *First Ten Years*.", "Ibid., p. 4.", "See n. 99."];
    let document = open(&notes);
    let problems: Vec<String> = Apparatus::read(&document).problems(&document).iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "«Ibid.» in note 1 leads back to nothing: nothing is cited before it",
            "«Ibid., p. 4» in note 5 can mean 2 works: Socialism in One Country; The First Ten Years of American Communism\n  name the work in place of it",
            "«n. 99» in note 6 points to no note",
        ]
    );
}

#[test]
fn an_ibid_in_another_script_means_the_same() {
    let russian = "Иванов И. И. Красная деревня. М.: Наука, 1970. С. 12.";
    check(&[russian, "Там же. С. 13."], &["ibid certain: n. 1 Красная деревня"]);
    check(&[russian, "Иванов И. И. Указ. соч. С. 14."], &["op-cit certain: n. 1 Красная деревня"]);
    check(&[russian, "См.: Иванов И. И. Красная деревня. С. 14."], &["short certain: n. 1 Красная деревня"]);
    check(&["Петрова А. В. Суд и право // Вопросы истории. 1970. № 3. С. 4.", "Там же."], &["ibid certain: n. 1 Суд и право"]);
}

#[test]
fn cross_references_that_were_not_renumbered_are_told_together() {
    let works = ["Adams", "Becker", "Dupont", "Fischer"];
    let mut notes: Vec<String> = vec!["A remark that was put in later.".to_owned()];
    notes.extend(works.iter().enumerate().map(|(index, name)| format!("Ann {name}, *The {name} Papers* (London: Brill, 19{index}0).")));
    notes.extend(works.iter().enumerate().map(|(index, name)| format!("{name} (n {}) 45.", index + 1)));
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    // What the author alone says is still found, and less sure.
    check(&notes, &["short likely: n. 5 The Fischer Papers"]);
    let document = open(&notes);
    let apparatus = Apparatus::read(&document);
    let problems: Vec<String> = apparatus.problems(&document).iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "4 of 4 cross-references that can be checked are too low by 1; the first is «Adams (n 1) 45» in note 6\n  notes were renumbered: add 1 to each number"
        ]
    );
    // One alone is a slip.
    let document = open(&[CARR, CANNON, "Carr (n 2) 45."]);
    let problems = Apparatus::read(&document).problems(&document);
    assert_eq!(
        problems.iter().map(|problem| problem.what.as_str()).collect::<Vec<_>>(),
        ["«Carr (n 2) 45» in note 3 names a note that does not cite the work"]
    );
}

#[test]
fn an_entry_given_twice_with_differing_data_is_told() {
    let other = "E. H. Carr, *Socialism in One Country* (Harmondsworth: Penguin, 1972), p. 9.";
    let document = open(&[CARR, other]);
    let problems: Vec<String> = Apparatus::read(&document).problems(&document).iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "«Socialism in One Country» is entered twice: with 1958 (n. 1) and with 1972 (n. 2)\n  if these are two editions, say so; else one of the years is wrong"
        ]
    );
    let document = open(&[CARR, CARR]);
    assert_eq!(Apparatus::read(&document).problems(&document), []);
}

#[test]
fn archives_are_works_whose_files_are_locators() {
    check(&["RGASPI, f. 539, op. 3, d. 212, l. 5.", "Ibid., l. 7."], &["ibid likely: n. 1 RGASPI"]);
    check(&["RGASPI, f. 539, op. 3, d. 212, l. 5.", CARR, "RGASPI, f. 495, op. 18, d. 4."], &["short likely: n. 1 RGASPI"]);
    check(&["National Archives, Home Office Papers, HO 45/25574, fol. 3.", "Ibid., fol. 4."], &["ibid certain: n. 1 Home Office Papers"]);
}

#[test]
fn an_ibid_after_what_was_not_understood_is_less_than_certain() {
    let unread = "Carr, *Socialism*, p. 3. So says the report that was laid before them (at p. 12 and elsewhere).";
    check(&[CARR, unread, "Ibid."], &["ibid likely: n. 1 Socialism in One Country"]);
}

#[test]
fn dates_sums_and_articles_of_a_treaty_are_no_works() {
    for remark in [
        "On July 23, 1914, the amount was small.",
        "Other estimates vary from $12 to $13.",
        "Arts. 264, 265, 266, and 267.",
        "April–June 1919.",
    ] {
        check(&[CARR, remark], &[]);
    }
}
