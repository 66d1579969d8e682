//! How reading behaves, in sentences: keys in, and where one is then.

mod rig;

use std::fmt::Write as _;

use ibid::{
    reader::{Action, BookId, Effect, NotesAt, NotesWanted, Pane, Settings},
    theme::Depth,
    unit::Place,
};
use rig::{Rig, opened};

const TOLSTOY: &str = "---\ntitle: Two Journeys\nauthor: A. Writer\ndate: 1911\nlang: en\n---\n\n# Flight\n\nTolstoy went east.[^1] He walked, \
                       as he [often](https://example.org/walks) did.[^b]\n\n# Return\n\nHe came back.[^1]\n\n[^1]: In 1851. See the \
                       other.[^b]\n[^b]: See [Flight](#flight).\n";

/// So many sections of so many sentences; each section calls a note of its own.
fn long(sections: usize, sentences: usize) -> String {
    let mut text = "---\ntitle: A Long Walk\nlang: en\n---\n\n".to_owned();
    for section in 1..=sections {
        let _ = write!(text, "# Part {section}\n\n");
        for sentence in 1..=sentences {
            let _ = write!(text, "On day {sentence} of part {section} they walked as far as the river and no farther.");
            if sentence == 2 {
                let _ = write!(text, "[^{section}]");
            }
            text.push_str(if sentence % 5 == 0 { "\n\n" } else { " " });
        }
        text.push_str("\n\n");
    }
    for section in 1..=sections {
        let _ = writeln!(text, "[^{section}]: The river of part {section}, as the guide says.");
    }
    text
}

#[test]
fn a_note_is_visited_and_left_where_reading_stopped() {
    for size in [(80, 24), (120, 40), (160, 45), (40, 20), (20, 8)] {
        let mut rig = Rig::open(&long(9, 30)).size(size.0, size.1);
        rig.keys("3 ]n");
        let (place, frame) = (rig.top(), rig.frame_with_looks());
        rig.keys("Enter");
        assert_eq!(rig.overlay(), "a look", "{size:?}");
        rig.keys("Enter");
        assert!(rig.place() > rig.state.book.document.body_end() || rig.state.page.stretch().end > rig.state.book.document.body_end());
        assert!(rig.frame().contains("3  The river of"), "{size:?}\n{}", rig.frame());
        rig.keys("Backspace");
        assert_eq!(rig.top(), place, "{size:?}");
        assert_eq!(rig.frame_with_looks(), frame, "{size:?}");
    }
}

#[test]
fn a_look_is_closed_by_esc_and_nothing_has_moved() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("Tab");
    let frame = rig.frame_with_looks();
    rig.keys("Enter");
    assert!(rig.frame().contains("Note 1 · called 2 times"), "{}", rig.frame());
    rig.keys("Esc");
    assert_eq!(rig.frame_with_looks(), frame);
}

#[test]
fn a_note_seen_from_a_note_lies_on_top_and_backspace_returns_to_the_first() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("]n Enter");
    let first = rig.frame_with_looks();
    rig.keys("Tab Enter");
    assert!(rig.frame().contains("Note b · called 2 times · seen from another"), "{}", rig.frame());
    rig.keys("Backspace");
    assert!(rig.frame().contains("Note 1 · called 2 times"), "{}", rig.frame());
    rig.keys("Shift-Tab");
    assert_eq!(rig.frame_with_looks(), first, "nothing is lit any more");
    rig.keys("Backspace");
    assert_eq!(rig.overlay(), "nothing");
}

#[test]
fn from_a_note_one_goes_to_where_it_is_called() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("]n Enter o");
    assert!(rig.frame().contains("Note 1 is called from"), "{}", rig.frame());
    assert!(rig.chosen().ends_with("Flight"), "{}", rig.chosen());
    rig.keys("j Enter");
    assert_eq!(rig.overlay(), "nothing");
}

#[test]
fn every_jump_can_be_taken_back_and_forward_again() {
    let mut rig = Rig::open(&long(9, 30));
    let mut tops = vec![rig.top()];
    for keys in ["]]", "G", "20%", "5 ]]"] {
        for word in keys.split(' ') {
            rig.type_text(word);
        }
        tops.push(rig.top());
    }
    for top in tops.iter().rev().skip(1) {
        rig.keys("^O");
        assert_eq!(rig.top(), *top);
    }
    rig.keys("Backspace");
    assert_eq!(rig.message(), "nowhere to go back to");
    for top in tops.iter().skip(1) {
        rig.keys("Alt-→");
        assert_eq!(rig.top(), *top);
    }
    rig.keys("Alt-→");
    assert_eq!(rig.message(), "nowhere to go forward to");
}

#[test]
fn two_apostrophes_change_places_with_the_last_one() {
    let mut rig = Rig::open(&long(9, 30));
    rig.keys("''");
    assert_eq!(rig.message(), "there is no last place yet");
    rig.keys("3 ]]");
    let there = rig.top();
    rig.keys("''");
    assert_eq!(rig.place(), Place::START);
    rig.keys("''");
    assert_eq!(rig.top(), there);
}

#[test]
fn marks_are_set_gone_to_and_gone_through() {
    let mut rig = Rig::open(&long(9, 30));
    rig.keys("'a");
    assert_eq!(rig.message(), "there is no mark a · ma sets it");
    rig.keys("3 ]] ma");
    assert_eq!(rig.message(), "marked a · 'a comes back");
    let a = rig.place();
    rig.keys("2 ]] mb");
    let b = rig.place();
    rig.keys("g ]m");
    assert_eq!(rig.place(), a);
    rig.keys("]m");
    assert_eq!(rig.place(), b);
    rig.keys("]m");
    assert_eq!(rig.message(), "no mark after this page · ma marks it");
    rig.keys("[m");
    assert_eq!(rig.place(), a);
    rig.keys("g 'b");
    assert_eq!(rig.place(), b);
    rig.command("marks");
    assert!(rig.frame().contains("Marks"), "{}", rig.frame());
    rig.keys("Esc").command("delmark a").keys("g ]m");
    assert_eq!(rig.place(), b);
    rig.keys("m 1");
    assert_eq!(rig.message(), "a mark is a letter: ma marks this place as a");
}

#[test]
fn the_mark_of_the_first_line_is_not_before_it_on_a_wider_screen() {
    let mut rig = Rig::open(&long(3, 60)).size(40, 20);
    rig.keys("Space Space");
    rig.resize(110, 20);
    assert!(rig.state.here() < rig.place(), "the page begins amid what is now its first line");
    rig.keys("ma [m");
    assert_eq!(rig.message(), "no mark before this page · ma marks it");
}

#[test]
fn a_number_before_a_motion_says_how_often() {
    let mut rig = Rig::open(&long(9, 30));
    rig.keys("3 j");
    let three = rig.top();
    rig.keys("g j j j");
    assert_eq!(rig.top(), three);
    rig.keys("g 4 ]]");
    assert_eq!(rig.first_line(), "Part 4");
    rig.keys("2 [[");
    assert_eq!(rig.first_line(), "Part 2");
    rig.keys("g 2 Space");
    let two = rig.top();
    rig.keys("g Space Space");
    assert_eq!(rig.top(), two);
    rig.keys("9 9 9 Space");
    assert_eq!(rig.message(), "the end of the text");
    rig.keys("3 Esc j");
    assert_eq!(rig.message(), "the end of the text", "Esc lets go of the number");
}

#[test]
fn a_percentage_is_gone_to_and_the_status_line_agrees() {
    let mut rig = Rig::open(&long(20, 30));
    for percent in [10, 25, 50, 75, 99] {
        rig.type_text(&format!("{percent}%"));
        let shown = rig.state.book.document.percent(rig.place());
        assert!(shown.abs_diff(percent) <= 1, "{percent} is {shown}");
    }
    rig.keys("%");
    assert_eq!(rig.message(), "% wants a number before it: 50% goes to the middle");
    rig.command("50");
    assert!(rig.state.book.document.percent(rig.place()).abs_diff(50) <= 1);
    rig.command("goto 25%");
    assert!(rig.state.book.document.percent(rig.place()).abs_diff(25) <= 1);
}

#[test]
fn the_end_is_that_of_the_body_first_and_then_that_of_the_notes() {
    let mut rig = Rig::open(&long(30, 30));
    rig.keys("G");
    let document = rig.state.book.document.clone();
    assert!(rig.state.page.shows(Place(document.body_end().0 - 2)));
    assert!(rig.frame().contains("100 %"));
    rig.keys("G");
    assert!(rig.state.page.is_last);
    rig.keys("g");
    assert_eq!(rig.place(), Place::START);
}

#[test]
fn a_page_down_and_a_page_up_show_the_very_same_pages() {
    for size in [(80, 24), (120, 40), (40, 20)] {
        let mut rig = Rig::bundled("red-aid").size(size.0, size.1);
        let mut frames = Vec::new();
        for _ in 0..12 {
            frames.push(rig.frame());
            rig.keys("Space");
        }
        while let Some(frame) = frames.pop() {
            rig.keys("b");
            assert_eq!(rig.frame(), frame, "{size:?}");
        }
    }
}

#[test]
fn lines_may_be_kept_in_sight_when_a_page_is_turned() {
    let mut rig = Rig::open(&long(9, 30)).set(|settings| settings.overlap = 2);
    let last: Vec<_> = rig.state.page.lines.iter().filter(|line| line.has_text()).map(|line| line.at.start).collect();
    rig.keys("Space");
    let first: Vec<_> = rig.state.page.lines.iter().filter(|line| line.has_text()).map(|line| line.at.start).collect();
    assert_eq!(first[0], last[last.len() - 2]);
    rig.keys("b");
    assert_eq!(rig.place(), Place::START);
}

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
fn esc_lets_go_of_one_thing_after_another_and_never_leaves() {
    let mut rig = Rig::open(TOLSTOY).size(120, 40);
    rig.keys("/").type_text("he").keys("Enter Esc");
    assert!(rig.state.book.search.is_none());
    rig.keys("/").type_text("he").keys("Enter ]n v o").keys("Esc");
    assert!(rig.state.book.selection.is_none() && rig.state.book.lit.is_some() && rig.state.book.search.is_some());
    rig.keys("^W w");
    assert_eq!(rig.state.focus, Pane::Notes);
    rig.keys("Esc");
    assert_eq!(rig.state.focus, Pane::Text);
    rig.keys("Esc");
    assert!(rig.state.book.lit.is_none() && rig.state.book.search.is_some());
    rig.keys("Esc");
    assert!(rig.state.book.search.is_none());
    rig.effects();
    rig.keys("Esc Esc Esc");
    assert_eq!(rig.message(), "q leaves · ? lists the keys");
    assert_eq!(rig.effects(), []);
    rig.keys("q");
    assert_eq!(rig.effects().last(), Some(&Effect::Leave));
}

#[test]
fn sections_are_gone_through_and_the_beginning_of_one_counts() {
    let mut rig = Rig::open(&long(4, 40));
    rig.keys("2 ]]");
    assert_eq!(rig.first_line(), "Part 2");
    rig.keys("Space [[");
    assert_eq!(rig.first_line(), "Part 2");
    rig.keys("[[");
    assert_eq!(rig.first_line(), "Part 1");
    rig.keys("[[");
    assert_eq!((rig.first_line().as_str(), rig.place()), ("A Long Walk", Place::START), "the beginning counts");
    rig.keys("[[");
    assert_eq!(rig.message(), "no section before this one");
    rig.keys("9 ]] ]]");
    assert_eq!(rig.message(), "no section after this one");
}

#[test]
fn a_section_that_ends_the_text_is_said_to_be_in_sight() {
    let mut rig = Rig::open("# One\n\nA.\n\n# Two\n\nB.\n\n# Three\n\nC.");
    rig.keys("]]");
    assert_eq!(rig.message(), "this is on the page already");
    assert_eq!(rig.state.book.history.depth().0, 0);
}

#[test]
fn narrowing_and_widening_keep_the_place_and_the_frame() {
    let mut rig = Rig::bundled("red-aid").size(120, 40);
    rig.keys("5 Space");
    let (top, frame) = (rig.top(), rig.frame());
    for (cols, rows) in [(40, 20), (1, 1), (200, 60), (12, 3), (120, 40)] {
        rig.resize(cols, rows);
        assert_eq!(rig.top(), top);
    }
    assert_eq!(rig.frame(), frame);
}

#[test]
fn panes_get_the_keys_by_their_direction() {
    let mut rig = Rig::bundled("red-aid").size(160, 45);
    let check = |rig: &mut Rig, keys: &str, expected: Pane| {
        rig.keys(keys);
        assert_eq!(rig.state.focus, expected, "{keys}");
    };
    check(&mut rig, "^W l", Pane::Notes);
    check(&mut rig, "^W l", Pane::Notes);
    assert_eq!(rig.message(), "no pane there");
    check(&mut rig, "^W h", Pane::Text);
    check(&mut rig, "^W h", Pane::Contents);
    check(&mut rig, "F6", Pane::Text);
    check(&mut rig, "F6", Pane::Notes);
    check(&mut rig, "F6", Pane::Contents);
    check(&mut rig, "^W ←", Pane::Contents);
    check(&mut rig, "Esc", Pane::Text);
    check(&mut rig, "t", Pane::Contents);
    check(&mut rig, "t", Pane::Text);
    rig.resize(80, 24);
    check(&mut rig, "^W j", Pane::Notes);
    check(&mut rig, "^W k", Pane::Text);
    check(&mut rig, "^W h", Pane::Text);
    rig.resize(160, 45);
    rig.keys("^W h");
    rig.resize(80, 24);
    assert_eq!(rig.state.focus, Pane::Text, "a pane that is not shown has no keys");
}

#[test]
fn the_contents_beside_the_text_lead_to_a_section() {
    let mut rig = Rig::bundled("red-aid").size(160, 45);
    rig.keys("t / ").type_text("scottsboro").keys("Enter");
    assert_eq!(rig.state.focus, Pane::Text);
    assert!(rig.first_line().starts_with("Scottsboro"), "{}", rig.first_line());
    rig.keys("Backspace");
    assert_eq!(rig.place(), Place::START);
}

#[test]
fn a_note_of_the_page_is_chosen_and_looked_at() {
    let mut rig = Rig::bundled("red-aid").size(120, 40);
    rig.keys("^W l j Enter");
    assert!(rig.frame().contains("╭ Note 2 "), "{}", rig.frame());
    rig.keys("Esc o");
    assert_eq!(rig.overlay(), "a list");
    assert!(rig.chosen().starts_with("2 "), "{}", rig.chosen());
}

#[test]
fn a_list_key_in_a_list_closes_it_or_opens_the_other_one() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("t t");
    assert_eq!(rig.overlay(), "nothing");
    rig.keys("t o");
    assert!(rig.frame().contains("2 notes"), "{}", rig.frame());
    rig.keys("L");
    assert!(rig.frame().contains("Library"), "{}", rig.frame());
    rig.keys("L");
    assert_eq!(rig.overlay(), "nothing");
    rig.resize(160, 45);
    rig.keys("t o");
    assert!(rig.frame().contains("2 notes"), "{}", rig.frame());
}

#[test]
fn what_is_selected_is_copied_with_where_it_stands() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("y");
    assert_eq!(rig.message(), "nothing is selected · v begins to select");
    rig.keys("/").type_text("Tolstoy").keys("Enter v ) y");
    assert_eq!(rig.copied(), Some("Tolstoy went east.\n\n— A. Writer, Two Journeys, 1911, “Flight”, 32 %\n"));
    assert_eq!(rig.message(), "copied: 3 words, with where they stand");
    assert!(rig.state.book.selection.is_none());
    rig.keys("Esc Esc g ]n y");
    assert!(rig.copied().unwrap().starts_with("Tolstoy went east.\n\n— A. Writer"), "{:?}", rig.copied());
    rig.keys("Enter y");
    assert_eq!(rig.copied(), Some("In 1851. See the other.\n\n— A. Writer, Two Journeys, 1911, note 1\n"));
}

#[test]
fn a_hit_is_copied_with_its_sentence() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("/").type_text("came").keys("Enter y");
    assert!(rig.copied().unwrap().starts_with("He came back.\n\n—"), "{:?}", rig.copied());
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

#[test]
fn commands_do_what_they_say() {
    let mut rig = Rig::open(&long(9, 30)).theme("ink", Depth::True);
    rig.command("theme paper");
    assert_eq!((rig.message(), rig.state.settings.theme.as_str()), ("theme paper", "paper"));
    assert!(rig.effects().contains(&Effect::KeepSetting { name: "theme", value: "paper".into() }));
    rig.command("measure 40");
    assert_eq!((rig.message(), rig.state.layout.text.cols), ("measure 40", 40));
    rig.command("measure wide");
    assert_eq!(rig.message(), "measure wants a number of columns from 20 to 200, not wide");
    rig.command("measure");
    assert_eq!(rig.message(), "measure wants a number of columns from 20 to 200");
    rig.command("measure 300");
    assert_eq!(rig.message(), "measure 200 · the screen has room for 76");
    rig.command("note 7");
    assert!(rig.frame().contains("of part 7"), "{}", rig.frame());
    assert!(rig.state.book.lit.is_some());
    rig.command("note 77");
    assert_eq!(rig.message(), "no note has the label 77");
    rig.command("notes off");
    assert_eq!(rig.state.layout.notes, NotesAt::Off);
    rig.command("notes there");
    assert_eq!(rig.message(), "notes are beside, below, auto or off, not there");
    rig.keys("g").command("search part 4");
    assert_eq!(rig.message(), "hit 1 of 32");
    rig.command("tehme paper");
    assert_eq!(rig.message(), "no command is called tehme · did you mean theme?");
    rig.command("xyzzyq");
    assert_eq!(rig.message(), "no command is called xyzzyq · Tab lists them");
    rig.command("");
    assert_eq!(rig.message(), "");
    rig.effects();
    rig.command("q");
    assert_eq!(rig.effects().last(), Some(&Effect::Leave));
}

#[test]
fn a_command_is_completed_by_its_name_and_by_what_it_takes() {
    let mut rig = Rig::open(TOLSTOY);
    let mut check = |typed: &str, keys: &str, expected: &str| {
        rig.keys(":").type_text(typed).keys(keys);
        let frame = rig.frame();
        assert!(frame.lines().last().unwrap().starts_with(expected), "{typed} {keys}: {frame}");
        rig.keys("Esc");
    };
    check("them", "Tab", ":theme");
    check("theme pa", "Tab", ":theme paper");
    check("notes b", "Tab Tab", ":notes below");
    check("notes b", "Shift-Tab", ":notes below");
    check("open re", "Tab", ":open red-aid");
    check("e re", "Tab", ":open red-aid");
    check("note ", "Tab", ":note 1");
    check("zzz", "Tab", ":zzz");
}

#[test]
fn letters_lead_to_the_notes_and_links_of_the_page() {
    let mut rig = Rig::open(TOLSTOY);
    rig.keys("F");
    assert_eq!(rig.overlay(), "hints");
    rig.type_text("s");
    assert!(rig.frame().contains("https://example.org/walks"), "{}", rig.frame());
    rig.keys("Enter");
    assert_eq!(rig.copied(), Some("https://example.org/walks"));
    rig.keys("F").type_text("z");
    assert_eq!((rig.message(), rig.overlay()), ("no such letter on this page", "nothing"));
    rig.keys("F Esc");
    assert_eq!(rig.overlay(), "nothing");
}

#[test]
fn a_link_within_the_text_is_looked_at_and_gone_to() {
    let mut rig = Rig::open(&format!("See [the end](#part-4).\n\n{}", long(4, 40).split_once("---\n\n").unwrap().1));
    rig.keys("Tab Enter");
    assert!(rig.frame().contains("╭ Part 4 "), "{}", rig.frame());
    rig.keys("Enter");
    assert_eq!(rig.first_line(), "Part 4");
    rig.keys("Backspace");
    assert_eq!(rig.place(), Place::START);
}

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
fn a_mark_without_a_note_says_so() {
    let mut rig = Rig::open("A mark.[^9]\n");
    rig.keys("Tab Enter");
    assert_eq!(rig.overlay(), "nothing");
}

#[test]
fn keys_bound_anew_are_shown_in_the_help_and_do_what_they_say() {
    let mut rig = Rig::open(&long(4, 40)).keymap("[text]\n\"^N\" = \"next-section\"\n\"]]\" = \"none\"\n").size(80, 60);
    rig.keys("2 ^N");
    assert_eq!(rig.first_line(), "Part 2");
    rig.keys("]]");
    assert_eq!(rig.message(), "]] means nothing here · ? lists the keys");
    rig.keys("?");
    let row = rig.frame().lines().find(|line| line.contains("the next section")).unwrap().to_owned();
    assert!(row.contains("^N") && !row.contains("]]"), "{row}");
    rig.keys("/").type_text("the next section").keys("Enter");
    assert_eq!(rig.overlay(), "nothing", "a row of the help does what it says");
    assert_eq!(rig.first_line(), "Part 3");
}

#[test]
fn a_click_on_a_notes_number_looks_at_the_note() {
    let mut rig = Rig::open(TOLSTOY);
    let (row, line) = rig.frame().lines().map(str::to_owned).enumerate().find(|(_, line)| line.contains('¹')).unwrap();
    let col = line.chars().position(|sign| sign == '¹').unwrap();
    let (col, row) = (u16::try_from(col).unwrap(), u16::try_from(row).unwrap());
    rig.act(Action::Click { col, row });
    assert!(rig.frame().contains("╭ Note 1 "), "{}", rig.frame());
    rig.act(Action::Click { col: 0, row: 0 });
    assert_eq!(rig.overlay(), "nothing");
    rig.act(Action::Click { col: col - 1, row });
    assert_eq!((rig.overlay(), rig.state.book.lit), ("nothing", None));
    rig.act(Action::Wheel(3));
    assert_eq!(rig.place(), Place::START, "a text that fits does not scroll");
    rig.resize(80, 10).act(Action::Wheel(3));
    assert_ne!(rig.place(), Place::START);
    rig.act(Action::Wheel(-3));
    assert_eq!(rig.place(), Place::START);
}

#[test]
fn a_look_at_a_note_can_be_had_on_every_screen() {
    for cols in [1, 2, 3, 5, 8, 13, 20, 40, 80, 200] {
        for rows in [1, 2, 3, 4, 5, 8, 13, 24, 60] {
            let mut rig = Rig::open(TOLSTOY).size(cols, rows);
            rig.keys("]n Enter");
            assert_eq!(rig.overlay(), "a look", "{cols}x{rows}");
            if cols >= 20 && rows >= 8 {
                assert!(rig.frame().contains("In 1851."), "{cols}x{rows}\n{}", rig.frame());
            }
            rig.frame();
            rig.keys("j G g Tab Enter Backspace Esc");
            rig.frame();
            assert_eq!(rig.overlay(), "nothing", "{cols}x{rows}");
        }
    }
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
        rig.act(Action::Recalled { book: BookId(1), place: Some(place.clone()), marks, history: history.clone() });
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

#[test]
fn notes_stand_where_they_are_wanted() {
    let mut rig = Rig::bundled("red-aid").size(120, 40);
    assert!(matches!(rig.state.layout.notes, NotesAt::Beside(_)));
    rig.command("notes-pane");
    assert!(matches!(rig.state.layout.notes, NotesAt::Below { .. }));
    rig.command("notes-pane");
    assert_eq!(rig.state.layout.notes, NotesAt::Off);
    rig.keys("]n Enter");
    assert!(rig.frame().contains("╭ Note 1 "), "a note that was put away can still be looked at");
    rig.keys("Esc").command("notes-pane");
    assert_eq!(rig.state.settings.notes, NotesWanted::Auto);
}

#[test]
fn the_text_is_set_wider_narrower_and_justified_without_losing_the_place() {
    let mut rig = Rig::bundled("red-aid");
    rig.keys("5 Space");
    let top = rig.top();
    rig.keys("-");
    assert_eq!((rig.message(), rig.state.layout.text.cols), ("measure 64", 64));
    rig.keys("5 - 6 =");
    assert_eq!(rig.state.layout.text.cols, 66);
    rig.keys("J");
    assert_eq!(rig.message(), "justified");
    rig.keys("J");
    assert_eq!((rig.message(), rig.top()), ("ragged right", top));
}

#[test]
fn notes_that_stand_on_the_page_as_text_are_not_at_its_foot_as_well() {
    let rig = Rig::open(TOLSTOY);
    let frame = rig.frame();
    assert_eq!(frame.matches("In 1851.").count(), 1, "{frame}");
    assert_eq!(frame.matches("See Flight.").count(), 1, "{frame}");
    let mut rig = Rig::open(TOLSTOY).size(80, 12);
    assert_eq!(rig.frame().matches("In 1851.").count(), 1, "{}", rig.frame());
    rig.keys("G G");
    assert_eq!(rig.frame().matches("In 1851.").count(), 1, "{}", rig.frame());
}
