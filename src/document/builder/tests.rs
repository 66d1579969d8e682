use super::*;
use crate::document::{Joint, Span};

fn paragraph(text: &str) -> Document {
    let mut builder = Builder::new();
    builder.text(text);
    builder.finish().value
}

#[test]
fn a_source_may_name_its_sections_itself() {
    let mut builder = Builder::new();
    builder.section(1, "Cover");
    builder.section(1, "Flight\nand return");
    builder.heading(3);
    builder.text("I");
    builder.begin(Kind::Paragraph);
    builder.text("He went.");
    builder.section(2, "Return");
    builder.section(1, "Plates");
    let document = builder.finish().value;
    let found: Vec<_> = document.sections().iter().map(|section| (section.level, &*section.title, document.slice(&section.at))).collect();
    assert_eq!(found, [(1, "Cover", ""), (1, "Flight and return", "I\n"), (2, "Return", ""), (1, "Plates", "He went.")]);
}

#[test]
fn a_note_may_begin_in_the_middle_of_a_sentence_and_of_another_note() {
    let mut builder = Builder::new();
    builder.text("One");
    builder.noteref("1", "a");
    builder.begin_note("1", "a");
    builder.text("Outer");
    builder.noteref("2", "b");
    builder.begin_note("2", "b");
    builder.text("inner.");
    builder.end_note();
    builder.text(" goes on.");
    builder.end_note();
    builder.text(" two.");
    let read = builder.finish();
    assert_eq!(read.value.text(), "One[1] two.\nOuter[2] goes on.\ninner.");
    assert_eq!(read.problems, []);
    assert_eq!(read.value.note(NoteId(1)).callers, [NoterefId(1)]);
}

#[test]
fn blocks_without_text_are_dropped_and_leave_no_blank() {
    let mut builder = Builder::new();
    builder.begin(Kind::Paragraph);
    builder.open_span(Role::Emphasis);
    builder.text("  \n");
    builder.close_span(Role::Emphasis);
    builder.begin(Kind::Paragraph);
    builder.text("Text. ");
    builder.begin(Kind::Paragraph);
    builder.end();
    builder.begin(Kind::Paragraph);
    builder.text("More.");
    let document = builder.finish().value;
    assert_eq!(document.text(), "Text.\nMore.");
    assert_eq!(document.blocks().len(), 2);
    assert!(document.spans.is_empty());
}

#[test]
fn a_span_goes_on_across_blocks_and_lies_within_each() {
    let mut builder = Builder::new();
    builder.open_span(Role::Emphasis);
    builder.text("one");
    builder.begin(Kind::Paragraph);
    builder.text("two");
    builder.close_span(Role::Emphasis);
    builder.text(" three");
    let document = builder.finish().value;
    let spans: Vec<_> = document.spans.iter().map(|span| document.slice(&span.at)).collect();
    assert_eq!(spans, ["one", "two"]);
}

#[test]
fn items_hang_from_their_labels() {
    let mut builder = Builder::new();
    builder.text("Before");
    builder.open_item(Some("1."), true);
    builder.text("First");
    builder.open_item(Some("•"), true);
    builder.text("Inner");
    builder.close();
    builder.close();
    builder.open_item(Some("2."), true);
    builder.text("Second");
    builder.close();
    let document = builder.finish().value;
    assert_eq!(document.text(), "Before\n1. First\n• Inner\n2. Second");
    let set: Vec<_> = document.blocks().iter().map(|block| (block.indent, block.label, block.joint)).collect();
    assert_eq!(set, [(0, 0, Joint::Apart), (3, 3, Joint::Apart), (5, 4, Joint::Tight), (3, 3, Joint::Tight)]);
}

#[test]
fn a_paragraph_of_a_megabyte_is_split_after_sentences_and_keeps_every_byte() {
    let text = "A sentence that goes on for a while, and then ends. ".repeat(20_000);
    let document = paragraph(&text);
    assert_eq!(document.text(), text.trim_end());
    assert!(document.blocks().len() > 60);
    assert!(document.blocks().iter().all(|block| block.at.end.0 - block.at.start.0 <= 16 * 1024));
    assert!(document.blocks().iter().all(|block| document.slice(&block.at).ends_with('.')));
    assert!(document.blocks()[1..].iter().all(|block| block.joint == Joint::Continued));
}

#[test]
fn a_word_of_a_megabyte_is_split_between_characters() {
    let document = paragraph(&"長".repeat(400_000));
    assert!(document.blocks().len() > 60);
    assert_eq!(document.text().chars().count(), 400_000);
}

#[test]
fn an_empty_block_takes_nothing_away_but_itself() {
    let mut builder = Builder::new();
    builder.styled(Role::Strong, "One");
    builder.noteref("1", "a");
    builder.end();
    for name in ["x", "y"] {
        builder.anchor(name);
        builder.begin(Kind::Paragraph);
        builder.styled(Role::Emphasis, " ");
        builder.end();
    }
    builder.text("Two");
    builder.begin_note("1", "a");
    builder.text("Note");
    let document = builder.finish().value;
    assert_eq!(document.text(), "One[1]\nTwo\nNote");
    assert_eq!(document.spans_in(&(Place(0)..document.end())), [Span { at: Place(0)..Place(3), role: Role::Strong }]);
    assert_eq!(document.noterefs().len(), 1);
    assert_eq!([document.anchor("x"), document.anchor("y")], [Some(Place(7)); 2]);
}

#[test]
fn what_is_missing_is_reported_and_left_as_it_is() {
    let mut builder = Builder::new();
    builder.text("A");
    builder.noteref("3", "gone");
    builder.open_link("#nowhere");
    builder.text("link");
    builder.close_link();
    builder.begin_note("4", "d");
    builder.end_note();
    let read = builder.finish();
    let said: Vec<_> = read.problems.iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(
        said,
        [
            "note 4 has no text",
            "mark 3 calls a note that is not there",
            "note 4 is called from nowhere",
            "a link leads to #nowhere, which is not there"
        ]
    );
    assert_eq!(read.value.links()[0].target, Target::Lost("#nowhere".into()));
}

#[test]
fn a_lost_place_in_a_book_is_told_without_a_sign_before_its_file() {
    let mut builder = Builder::new();
    builder.open_link("#text/b.xhtml#n1");
    builder.text("link");
    builder.close_link();
    assert_eq!(builder.finish().problems[0].what, "a link leads to text/b.xhtml#n1, which is not there");
}

#[test]
fn a_first_part_complains_of_nothing_that_may_still_come() {
    let mut builder = Builder::new();
    builder.partial();
    builder.text("A");
    builder.noteref("3", "later");
    let read = builder.finish();
    assert_eq!(read.problems, []);
    assert!(!read.value.is_whole());
}

#[test]
fn a_place_named_behind_the_last_word_is_within_the_text() {
    let mut builder = Builder::new();
    builder.open_link("#end");
    builder.text("a");
    builder.close_link();
    builder.text("    ");
    builder.anchor("end");
    let document = builder.finish().value;
    assert_eq!((document.text(), &document.links()[0].target), ("a", &Target::Place(Place(1))));
}

#[test]
fn links_within_each_other_stand_in_the_order_of_the_text() {
    let mut builder = Builder::new();
    builder.open_link("http://outer");
    builder.text("He ");
    builder.open_link("http://inner");
    builder.text("went");
    builder.close_link();
    builder.text(" east");
    builder.close_link();
    let document = builder.finish().value;
    assert_eq!(document.links().iter().map(|link| document.slice(&link.at)).collect::<Vec<_>>(), ["He went east", "went"]);
}

#[test]
fn a_name_at_the_very_end_of_a_text_leads_into_it() {
    let mut builder = Builder::new();
    builder.open_link("#end");
    builder.text("A");
    builder.close_link();
    builder.text(".\n");
    builder.anchor("end");
    builder.end();
    builder.open_link("#last");
    builder.text(" ");
    builder.anchor("last");
    builder.close_link();
    let document = builder.finish().value;
    assert_eq!(document.links()[0].target, Target::Place(document.end()));
    assert_eq!(document.anchor("last"), Some(document.end()));
}

#[test]
fn control_characters_never_reach_a_document() {
    let mut builder = Builder::new();
    builder.text("a\u{1b}]0;title\u{7}b");
    builder.noteref("\u{9b}1", "x");
    assert_eq!(builder.finish().value.text(), "a␛]0;title␇b[␦1]");
}

#[test]
fn nor_do_they_by_what_a_text_says_of_itself() {
    let mut builder = Builder::new();
    builder.meta().title = Some("\u{1b}]0;A\u{7}\n  Flight\u{202e}".into());
    builder.meta().author = Some(" \n".into());
    let document = builder.finish().value;
    assert_eq!(document.meta().title.as_deref(), Some("␛]0;A␇ Flight␦"));
    assert_eq!(document.meta().author, None);
}

#[test]
fn what_is_set_as_title_and_byline_names_a_text_that_does_not_name_itself() {
    let printed = |title: Option<&str>| {
        let mut builder = Builder::new();
        builder.meta().title = title.map(str::to_owned);
        builder.begin(Kind::Title);
        builder.names_text();
        builder.text("The");
        builder.noteref("*", "a");
        builder.text("\n Flight");
        builder.names_text();
        builder.begin(Kind::Byline);
        builder.text("Ann");
        builder.names_text();
        builder.begin(Kind::Byline);
        builder.text("Bob");
        builder.names_text();
        builder.begin(Kind::Paragraph);
        builder.text("He went.");
        builder.names_text();
        let meta = builder.finish().value.meta().clone();
        (meta.title, meta.author)
    };
    assert_eq!(printed(None), (Some("The Flight".into()), Some("Ann".into())));
    assert_eq!(printed(Some("Escape")), (Some("Escape".into()), Some("Ann".into())));
}

#[test]
fn terms_that_share_a_definition_have_no_gap_between_them() {
    let mut builder = Builder::new();
    for (kind, words) in [(Kind::Paragraph, "He went."), (Kind::Term, "East"), (Kind::Term, "Orient"), (Kind::Paragraph, "Where he went.")]
    {
        builder.begin(kind);
        builder.text(words);
    }
    let document = builder.finish().value;
    let joints: Vec<_> = document.blocks().iter().map(|block| block.joint).collect();
    assert_eq!(joints, [Joint::Apart, Joint::Apart, Joint::Tight, Joint::Apart]);
}
