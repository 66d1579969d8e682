//! Searching, selecting and copying.

use crate::{TOLSTOY, long, rig::Rig};

#[test]
fn hits_are_gone_through_wrap_and_say_so() {
    let mut rig = Rig::open("The sea.\n\nThe sky.\n\nThe sea again.[^1]\n\n[^1]: Of the sea.");
    rig.keys("n");
    assert_eq!(rig.message(), "nothing was searched for yet · / searches");
    rig.keys("/").type_text("sea").keys("Enter");
    assert_eq!(rig.message(), "hit 1 of 3");
    rig.keys("n");
    assert_eq!(rig.message(), "hit 2 of 3");
    rig.keys("n");
    assert_eq!(rig.message(), "hit 3 of 3 · in note 1");
    rig.keys("n");
    assert_eq!(rig.message(), "hit 1 of 3 · from the beginning");
    rig.keys("N");
    assert_eq!(rig.message(), "hit 3 of 3 · in note 1 · from the end");
    rig.keys("2 N");
    assert_eq!(rig.message(), "hit 1 of 3");
    rig.keys("Esc");
    assert!(rig.state.book.search.is_none());
    rig.keys("n");
    assert!(rig.message().starts_with("hit "), "the last search comes back: {}", rig.message());
    rig.keys("/").type_text("nowhere").keys("Enter");
    assert_eq!(rig.message(), "nowhere is not in this text");
}

#[test]
fn a_search_shows_its_first_hit_while_it_is_typed_and_esc_puts_everything_back() {
    let mut rig = Rig::open(&long(9, 30));
    rig.keys("/").type_text("part 1").keys("Enter 2 Space");
    let (top, frame) = (rig.top(), rig.frame_with_looks());
    rig.keys("/").type_text("part 7");
    assert!(rig.frame().contains("Part 7"), "{}", rig.frame());
    assert_ne!(rig.top(), top);
    rig.type_text("xyz");
    assert_eq!(rig.message(), "not found");
    assert_eq!(rig.top(), top);
    rig.keys("Esc");
    assert_eq!(rig.top(), top);
    assert_eq!(rig.state.book.search.as_ref().map(|search| search.query.0.words()), Some("part 1"));
    assert_eq!(rig.frame_with_looks(), frame);
}

#[test]
fn what_was_lit_is_lit_again_when_a_search_is_given_up() {
    let mut rig = Rig::open(&long(9, 30));
    rig.keys("]n");
    let frame = rig.frame_with_looks();
    rig.keys("/").type_text("part 7").keys("Esc");
    assert_eq!(rig.frame_with_looks(), frame);
}

#[test]
fn the_list_of_hits_leads_to_each() {
    let mut rig = Rig::open(&long(9, 30));
    rig.keys("&");
    assert_eq!(rig.message(), "nothing was searched for yet · / searches");
    rig.keys("/").type_text("day 3 of").keys("Enter &");
    assert!(rig.frame().contains("9 × day 3 of"), "{}", rig.frame());
    rig.keys("4 j Enter");
    assert_eq!(rig.message(), "hit 5 of 9");
    rig.keys("Backspace");
    assert_eq!(rig.overlay(), "nothing");
}

#[test]
fn the_list_of_hits_waits_until_they_are_counted() {
    let mut rig = Rig::open(&long(9, 30));
    rig.hold().keys("/").type_text("day 3 of").keys("Enter");
    assert_eq!(rig.message(), "hit");
    rig.keys("&");
    assert_eq!((rig.message(), rig.overlay()), ("counting the hits …", "nothing"));
    rig.answer();
    assert_eq!(rig.overlay(), "a list");
}

#[test]
fn words_or_a_regular_expression_are_searched_for() {
    let mut rig = Rig::open("In 1851 and 1852. The [a].");
    rig.keys("/ ^R").type_text("18\\d2").keys("Enter");
    assert!(rig.message().starts_with("hit 1 of 1"), "{}", rig.message());
    rig.keys("/").type_text("[");
    assert_ne!(rig.message(), "", "what is wrong with it is said");
    rig.keys("^R");
    assert_eq!(rig.message(), "searching by words");
    rig.keys("Enter");
    assert!(rig.message().starts_with("hit 1 of 1"), "{}", rig.message());
}

#[test]
fn what_is_selected_is_copied_with_where_it_stands() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("y");
    assert_eq!(rig.message(), "nothing is selected · v begins to select");
    rig.keys("/").type_text("Tolstoy").keys("Enter v ) y");
    assert_eq!(
        rig.copied(),
        Some(
            "Tolstoy went east.[1]\n\n— A. Writer, Two Journeys, 1911, “Flight”, 32 %\n\n[1] In 1851. See the other.[b]\n[b] See Flight.\n"
        )
    );
    assert_eq!(rig.message(), "copied: 3 words, with where they stand and their 2 notes");
    assert!(rig.state.book.selection.is_none());
    rig.keys("Esc Esc g ]n y");
    assert!(rig.copied().unwrap().starts_with("Tolstoy went east.[1]\n\n— A. Writer"), "{:?}", rig.copied());
    rig.keys("Enter y");
    assert_eq!(rig.copied(), Some("In 1851. See the other.[b]\n\n— A. Writer, Two Journeys, 1911, note 1\n\n[b] See Flight.\n"));
}

#[test]
fn a_hit_is_copied_with_its_sentence() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("/").type_text("came").keys("Enter y");
    assert!(rig.copied().unwrap().starts_with("He came back.[1]\n\n—"), "{:?}", rig.copied());
}

#[test]
fn a_selection_reaches_to_the_hit_that_is_searched_for() {
    let mut rig = Rig::open("One two three four five.");
    rig.keys("v /").type_text("four").keys("Enter y");
    assert!(rig.copied().unwrap().starts_with("One two three f"), "{:?}", rig.copied());
}

#[test]
fn a_selection_grows_by_words_sentences_and_paragraphs_from_either_end() {
    let mut rig = Rig::open("One two. Three four.\n\nFive six.\n\nSeven.");
    let check = |rig: &mut Rig, keys: &str, expected: &str| {
        rig.keys(keys);
        let document = rig.state.book.document.clone();
        assert_eq!(document.slice(&rig.state.book.selection.unwrap().stretch(&document)), expected, "{keys}");
    };
    check(&mut rig, "v", "O");
    check(&mut rig, "w", "One t");
    check(&mut rig, ")", "One two.");
    check(&mut rig, ")", "One two. Three four.");
    check(&mut rig, "}", "One two. Three four.\nFive six.");
    check(&mut rig, "{", "One two. Three four.\nF");
    check(&mut rig, "$", "One two. Three four.\nFive six.");
    check(&mut rig, "b", "One two. Three four.\nFive s");
    check(&mut rig, "o l", "ne two. Three four.\nFive s");
    check(&mut rig, "h h h", "One two. Three four.\nFive s");
}
