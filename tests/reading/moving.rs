//! Moving: by lines, pages, sections, marks, percentages; there and back.

use ibid::unit::Place;

use crate::{long, rig::Rig};

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
fn so_many_percent_are_said_to_be_so_many() {
    for (cols, rows) in [(80, 24), (40, 20), (120, 40)] {
        let mut rig = Rig::bundled("red-aid").size(cols, rows);
        // The last pages hold the end of the body, and say so.
        for percent in 1..90 {
            rig.type_text(&format!("{percent}%"));
            let shown = rig.frame();
            assert!(shown.trim_end().ends_with(&format!(" {percent} %")), "{percent} at {cols}x{rows}\n{shown}");
        }
    }
}
