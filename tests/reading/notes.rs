//! Notes and links: looked at, gone to, come back from.

use ibid::{
    reader::{Action, NotesAt, NotesWanted},
    unit::Place,
};

use crate::{TOLSTOY, long, rig::Rig};

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
fn a_note_of_the_page_is_chosen_and_looked_at() {
    let mut rig = Rig::bundled("red-aid").size(120, 40);
    rig.keys("^W l j Enter");
    assert!(rig.frame().contains("╭ Note 2 "), "{}", rig.frame());
    rig.keys("Esc o");
    assert_eq!(rig.overlay(), "a list");
    assert!(rig.chosen().starts_with("2 "), "{}", rig.chosen());
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
fn a_mark_without_a_note_says_so() {
    let mut rig = Rig::open("A mark.[^9]\n");
    rig.keys("Tab Enter");
    assert_eq!(rig.overlay(), "nothing");
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
