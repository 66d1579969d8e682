use super::super::{Builder, Evidence};
use super::*;

/// A text with a note, a mark without one, something that looks like a mark, and lines that are a note.
fn sample() -> Read<Document> {
    let mut builder = Builder::new();
    builder.heading(1);
    builder.text("Flight");
    builder.end();
    builder.begin(Kind::Paragraph);
    builder.text("Tolstoy went east.");
    builder.noteref("1", "a");
    builder.begin_note("1", "a");
    builder.text("Printed in Tula.");
    builder.end_note();
    builder.text(" He rested");
    builder.noteref("9", "nowhere");
    builder.text(" in ");
    builder.begin_refusal(Evidence::Unmatched);
    builder.text("[1851]");
    builder.end_refusal();
    builder.text(" and ");
    builder.open_link("#return");
    builder.text("came back");
    builder.close_link();
    builder.text(".");
    builder.end();
    builder.begin(Kind::Paragraph);
    builder.text("9. At Kazan, where he had studied.");
    builder.end();
    builder.begin(Kind::Paragraph);
    builder.text("And left again. So he says.");
    builder.end();
    builder.page("7");
    builder.heading(1);
    builder.anchor("return");
    builder.text("Return");
    builder.end();
    builder.begin(Kind::Paragraph);
    builder.text("He came back.");
    builder.noteref("1", "a");
    builder.end();
    builder.finish()
}

fn note(label: &str) -> WhichNote {
    WhichNote { label: label.into(), begins: None }
}

fn mark(mark: &str, after: &str) -> WhichMark {
    WhichMark { mark: mark.into(), after: Some(after.into()) }
}

/// Applies rules, one a line, and gives the text with what each mark calls, and what was said.
fn applied(rules: &[Overrule]) -> (String, Vec<String>, Document) {
    let rules: Vec<_> = (1..).zip(rules).map(|(line, what)| Overruling { what: what.clone(), line }).collect();
    let read = Document::overruled(sample(), &rules, "walk.md.notes.toml");
    let document = read.value;
    let mut text = String::new();
    let mut from = Place::START;
    for noteref in document.noterefs() {
        text.push_str(document.slice(&(from..noteref.at.end)));
        text.push_str(&noteref.note.map_or("→?".to_owned(), |note| format!("→{}", note.index() + 1)));
        from = noteref.at.end;
    }
    text.push_str(document.slice(&(from..document.end())));
    (text, read.problems.iter().map(ToString::to_string).collect(), document)
}

#[test]
fn nothing_overruled_is_nothing_changed() {
    let before = sample();
    let after = Document::overruled(sample(), &[], "x");
    assert_eq!(after.value, before.value);
    assert_eq!(after.problems, before.problems);
}

#[test]
fn a_note_that_is_none_is_text_again() {
    let (text, problems, document) = applied(&[Overrule::NoNote(note("[1]"))]);
    assert_eq!(
        text,
        "Flight\nTolstoy went east.[1] He rested[9]→? in [1851] and came back.\n[1] Printed in Tula.\n9. At Kazan, where he had studied.\n\
         And left again. So he says.\nReturn\nHe came back.[1]"
    );
    assert_eq!(problems, ["mark 9 calls a note that is not there"]);
    assert_eq!(document.notes(), []);
}

#[test]
fn a_mark_that_is_none_calls_nothing() {
    let (text, problems, _) = applied(&[Overrule::NoMark(mark("[9]", "He rested"))]);
    assert!(text.contains("He rested[9] in"), "{text}");
    assert_eq!(problems, [""; 0]);
}

#[test]
fn a_mark_calls_the_note_that_it_is_said_to_call() {
    let (text, problems, document) = applied(&[
        Overrule::Calls(mark("9", "rested"), note("1")),
        Overrule::Calls(mark("[1851]", "in"), WhichNote { label: "1".into(), begins: Some("Printed  in".into()) }),
    ]);
    assert!(text.contains("He rested[9]→1 in [1851]→1 and"), "{text}");
    assert_eq!(problems, [""; 0]);
    assert_eq!(document.notes()[0].callers.len(), 4);
    assert_eq!(document.refusals(), []);
    assert_eq!(document.noterefs()[2].why, Evidence::Reader { line: 2 });
}

#[test]
fn lines_become_a_note_and_the_mark_without_one_calls_it() {
    let (text, problems, document) =
        applied(&[Overrule::IsNote { label: "9".into(), from: "9. At Kazan".into(), to: Some("left again.".into()) }]);
    assert_eq!(
        text,
        "Flight\nTolstoy went east.[1]→1 He rested[9]→2 in [1851] and came back.\nSo he says.\nReturn\nHe came back.[1]→1\nPrinted in Tula.\n\
         At Kazan, where he had studied.\nAnd left again."
    );
    assert_eq!(problems, [""; 0]);
    let made = &document.notes()[1];
    assert_eq!((made.label.as_str(), made.why), ("9", Evidence::Reader { line: 1 }));
    // What hangs on the text has moved with it.
    let link = &document.links()[0];
    let Target::Place(place) = &link.target else { panic!("{link:?}") };
    assert_eq!((document.slice(&link.at), &document.text()[place.offset()..place.offset() + 6]), ("came back", "Return"));
    assert_eq!(document.pages()[0].at, *place);
    assert_eq!(document.sections()[1].at.start, *place);
    assert_eq!(document.section_at(document.noterefs()[2].at.start), Some(1));
}

#[test]
fn a_rule_may_call_a_note_that_a_rule_above_it_has_made() {
    let (text, problems, _) = applied(&[
        Overrule::IsNote { label: "*".into(), from: "9. At Kazan".into(), to: None },
        Overrule::Calls(mark("[1851]", "in"), note("*")),
    ]);
    assert!(text.contains("[1851]→2 and"), "{text}");
    assert!(text.ends_with("\n9. At Kazan, where he had studied."), "{text}");
    assert_eq!(problems, ["mark 9 calls a note that is not there"]);
}

#[test]
fn a_rule_that_meets_nothing_is_told_with_its_line() {
    let (_, problems, document) = applied(&[
        Overrule::NoNote(note("12")),
        Overrule::NoMark(mark("[3]", "nowhere")),
        Overrule::IsNote { label: "4".into(), from: "Not there".into(), to: None },
    ]);
    assert_eq!(
        problems,
        [
            "mark 9 calls a note that is not there",
            "walk.md.notes.toml: there is no note 12\n  line 1 · take the words from `ibid notes --explain`, or delete the rule",
            "walk.md.notes.toml: there is no mark [3] after “nowhere”\n  line 2 · take the words from `ibid notes --explain`, or delete the rule",
            "walk.md.notes.toml: the text does not hold “Not there”\n  line 3 · take the words as they stand in the text, or delete the rule",
        ]
    );
    assert_eq!(document, sample().value);
}

#[test]
fn words_are_found_whatever_blanks_are_between_them() {
    let check = |text: &str, words: &str, expected: Option<&str>| {
        assert_eq!(find_words(text, words).map(|found| &text[found]), expected, "{text}");
    };
    check("He went\neast.", "went  east", Some("went\neast"));
    check("a b a c", "a c", Some("a c"));
    check("ab", "a b", None);
    check("", "a", None);
    check("a", "", None);
}

#[test]
fn a_label_is_taken_off_with_what_belongs_to_it() {
    let check = |words: &str, label: &str, expected: &str| assert_eq!(&words[label_length(words, label)..], expected);
    check("12. See", "12", "See");
    check("[12] See", "[12]", "See");
    check("* See", "*", "See");
    check("1234 men", "12", "1234 men");
    check("See 12", "12", "See 12");
}
