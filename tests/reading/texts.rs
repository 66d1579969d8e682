//! Texts: opened, coming in parts, left and taken up again; and what was remembered of them.

use ibid::{
    reader::{Action, BookId, Settings},
    unit::Place,
};

use crate::{
    TOLSTOY, long,
    rig::{Rig, opened},
};

#[test]
fn a_text_without_notes_headings_or_problems_says_so() {
    let mut rig = Rig::open("Nothing but words.");
    let mut check = |keys: &str, expected: &str| {
        rig.keys(keys);
        assert_eq!((rig.message(), rig.overlay()), (expected, "nothing"), "{keys}");
    };
    check("t", "this text has no headings");
    check("o", "this text has no notes");
    check("]n", "no note's number after");
    check("[n", "no note's number before");
    check("Tab", "no note or link after this");
    check("Shift-Tab", "no note or link before this");
    check("K", "no note on this page · ]n goes to the next");
    check("F", "no note or link on this page");
    check("]]", "no section after this one");
    check("[[", "no section before this one");
    check("Space", "the end of the text");
    check("b", "the beginning of the text");
    check("^W w", "no pane there");
    check("Z", "Z means nothing here · ? lists the keys");
    rig.command("problems");
    assert_eq!(rig.message(), "everything in this text fits together");
}

#[test]
fn the_rest_of_a_text_comes_and_place_marks_and_history_stay() {
    let whole = long(30, 30);
    let part = &whole[..whole.len() / 3];
    let mut rig = Rig::with(opened(1, "long.md", part, false), Settings::default());
    assert!(rig.frame().contains("opening …"), "{}", rig.frame());
    rig.keys("2 ]] ma 2 ]] Space");
    let (top, line, depth) = (rig.top(), rig.first_line(), rig.state.book.history.depth());
    rig.act(Action::Opened(opened(1, "long.md", &whole, true)));
    assert_eq!((rig.top(), rig.first_line(), rig.state.book.history.depth()), (top, line, depth));
    assert!(!rig.frame().contains("opening …"));
    rig.keys("'a");
    assert_eq!(rig.first_line(), "Part 2");
    rig.keys("Backspace Backspace Backspace");
    assert_eq!(rig.place(), Place::START);
    rig.keys("9 9 ]]");
    assert_eq!(rig.first_line(), "Part 30");
}

#[test]
fn a_note_that_has_not_come_yet_is_looked_at_once_it_has() {
    let whole = long(30, 30);
    let part = &whole[..whole.len() / 3];
    let mut rig = Rig::with(opened(1, "long.md", part, false), Settings::default());
    rig.keys("]n Enter");
    assert_eq!((rig.message(), rig.overlay()), ("the note has not been read yet: the text is still being opened", "nothing"));
    rig.act(Action::Opened(opened(1, "long.md", &whole, true)));
    assert_eq!(rig.message(), "");
    rig.keys("Enter");
    assert!(rig.frame().contains("╭ Note 1 "), "{}", rig.frame());
}

#[test]
fn a_remembered_place_that_has_not_come_yet_is_waited_for_unless_one_moves() {
    let whole = long(30, 30);
    let part = &whole[..whole.len() / 3];
    let place = {
        let mut rig = Rig::with(opened(1, "long.md", &whole, true), Settings::default());
        rig.keys("2 1 ]]");
        rig.state.book.keep().unwrap().place
    };
    let opened_at = || ibid::reader::Opened { place: Some(place.clone()), ..opened(1, "long.md", part, false) };
    let mut rig = Rig::with(opened_at(), Settings::default());
    assert!(rig.state.book.keep().is_none(), "what was remembered is not overwritten meanwhile");
    rig.act(Action::Opened(opened(1, "long.md", &whole, true)));
    assert_eq!(rig.first_line(), "Part 21");
    let mut rig = Rig::with(opened_at(), Settings::default());
    rig.keys("g");
    rig.act(Action::Opened(opened(1, "long.md", &whole, true)));
    assert_eq!(rig.place(), Place::START);
}

#[test]
fn an_answer_about_another_text_is_dropped() {
    let mut rig = Rig::open(TOLSTOY).shelved("other.md", "# Other\n\nAnother he.");
    rig.hold().keys("/").type_text("he").keys("Enter");
    rig.act(Action::Opened(opened(5, "other.md", "# Other\n\nAnother he.", true)));
    rig.answer();
    assert_eq!((rig.message(), rig.state.book.id), ("", BookId(5)));
    assert!(rig.state.book.search.is_none());
    rig.act(Action::Opened(opened(3, "late.md", "Too late.", true)));
    assert_eq!(rig.state.book.id, BookId(5));
    rig.act(Action::Recalled {
        book: BookId(3),
        place: None,
        marks: [('a', rig.state.book.document.locator(Place(3)))].into(),
        history: vec![],
        overrules: vec![],
        corrections: vec![],
    });
    assert!(rig.state.book.marks.is_empty());
}

#[test]
fn what_is_remembered_may_come_later_than_the_text() {
    let text = long(9, 30);
    let (place, history) = {
        let mut rig = Rig::open(&text);
        rig.keys("6 ]]");
        let keep = rig.state.book.keep().unwrap();
        (keep.place, keep.history)
    };
    let recalled = |rig: &mut Rig| {
        let marks = [('x', place.clone())].into();
        rig.act(Action::Recalled {
            book: BookId(1),
            place: Some(place.clone()),
            marks,
            history: history.clone(),
            overrules: vec![],
            corrections: vec![],
        });
    };
    let mut rig = Rig::open(&text);
    recalled(&mut rig);
    assert_eq!(rig.first_line(), "Part 6");
    rig.keys("Backspace");
    assert_eq!(rig.place(), Place::START);
    let mut rig = Rig::open(&text);
    rig.keys("Space");
    let top = rig.top();
    recalled(&mut rig);
    assert_eq!(rig.top(), top, "one who has begun to read is not moved");
    rig.keys("'x");
    assert_eq!(rig.first_line(), "Part 6");
}

#[test]
fn a_text_is_opened_where_it_was_left() {
    let text = long(9, 30);
    let mut rig = Rig::open(&text);
    rig.keys("6 ]] ma Space");
    let (top, frame) = (rig.top(), rig.frame());
    let mut again = rig.reopened("text.md", &text);
    assert_eq!((again.top(), again.frame()), (top, frame));
    again.keys("'a");
    assert_eq!(again.first_line(), "Part 6");
    again.keys("2 Backspace");
    assert_eq!(again.place(), Place::START);
}

#[test]
fn the_library_opens_a_text_and_leads_back_to_the_place_in_the_other() {
    let mut rig = Rig::bundled("red-aid");
    rig.keys("5 Space");
    let top = rig.top();
    rig.keys("L").keys("/").type_text("reading with").keys("Enter");
    assert!(rig.frame().contains("Reading with ibid"), "{}", rig.frame());
    rig.command("open red-aid");
    assert_eq!(rig.top(), top);
    rig.command("open nothing.md");
    assert_eq!(rig.message(), "nothing.md: there is no such file");
    assert_eq!(rig.top(), top);
}

#[test]
fn what_does_not_fit_together_is_said_and_listed() {
    let mut rig = Rig::open("A mark.[^9] And [a link](#nowhere).\n\n[^1]: Uncalled.");
    assert_eq!(rig.message(), "3 things in this text do not fit together · :problems lists them");
    rig.command("problems");
    assert!(rig.frame().contains("What does not fit together"), "{}", rig.frame());
    rig.keys("Enter");
    assert_eq!(rig.overlay(), "nothing");
}
