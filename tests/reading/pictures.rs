//! Pictures in the text: room above their words, for as long as they are wanted.

use ibid::reader::{Item, PicturesWanted};

use super::rig::Rig;

/// Paragraphs of some lines, with two pictures between them and one that is not there.
fn text() -> String {
    let walk = "They walked as far as the river and no farther, and in the evening they came back by the same way. ".repeat(3);
    format!(
        "# East\n\n{walk}\n\n![A map of the way](map-30x8.png)\n\n{walk}\n\n{walk}\n\n![The river](river-90x30.png)\n\n{walk}\n\n\
         ![Gone](gone.png)\n\n{walk}\n\n{walk}\n\n{walk}\n"
    )
}

/// The rows of the screen that show a picture, and the columns it takes there.
fn rows_of_pictures(rig: &Rig) -> Vec<(usize, u16)> {
    let lines = rig.state.page.lines.iter().enumerate();
    lines.filter_map(|(row, line)| line.picture().map(|picture| (row, picture.size.cols))).collect()
}

#[test]
fn a_picture_stands_above_its_words_and_its_words_stay() {
    let mut rig = Rig::open(&text()).set(|settings| settings.pictures = PicturesWanted::Blocks).size(80, 30);
    assert_eq!(rows_of_pictures(&rig), [], "a terminal that was not asked draws none");
    rig = rig.draws(false, true);
    assert_eq!(rig.message(), "", "what is wanted need not be offered");
    let rows = rows_of_pictures(&rig);
    assert_eq!(rows.len(), 8, "{}", rig.frame());
    let below = rows.last().unwrap().0 + 1;
    let words = rig.state.page.lines[below].at.clone();
    assert_eq!(rig.state.book.document.slice(&words).trim(), "[picture: A map of the way]");
    rig.keys("I");
    assert_eq!(rig.message(), "pictures put away · their words stand for them · x opens one outside");
    assert_eq!(rows_of_pictures(&rig), []);
    assert!(rig.frame().contains("[picture: A map of the way]"));
    rig.keys("I");
    assert_eq!(rows_of_pictures(&rig).len(), 8);
}

#[test]
fn where_a_terminal_draws_no_pictures_they_are_offered_in_half_blocks() {
    let mut rig = Rig::open(&text()).draws(false, true);
    assert_eq!(rows_of_pictures(&rig), []);
    assert_eq!(rig.message(), "3 pictures in this text · I shows them in half blocks · x opens one outside");
    rig.keys("I");
    assert!(!rows_of_pictures(&rig).is_empty());
    assert_eq!(Rig::open("No picture here.").draws(false, true).message(), "");
    assert_eq!(Rig::open(&text()).draws(true, true).message(), "");
}

#[test]
fn where_no_picture_can_be_drawn_it_is_said() {
    let mut rig = Rig::open(&text());
    rig.keys("I");
    assert_eq!(rig.message(), "this terminal has too few colours for pictures · x opens one outside");
    rig.command("pictures auto");
    assert_eq!(rig.message(), "pictures where the terminal can draw them; this one cannot");
    rig.command("pictures often");
    assert_eq!(rig.message(), "pictures are auto, blocks or off, not often");
}

#[test]
fn a_picture_is_not_cut_by_the_end_of_a_page_and_pages_turn_back_as_they_were() {
    let mut begun = 0;
    for rows in 14..34 {
        let mut rig = Rig::open(&text()).size(80, rows).draws(true, true);
        let mut pages = vec![(rig.state.book.top, rig.frame())];
        loop {
            for (row, _) in rows_of_pictures(&rig) {
                let picture = rig.state.page.lines[row].picture().unwrap();
                let whole = rig.state.page.lines.iter().filter(|line| line.picture().is_some_and(|other| other.id == picture.id)).count();
                // The last page begins wherever it must to end with the text.
                let is_whole = whole == usize::from(picture.size.rows) || rig.state.page.is_last && picture.row > 0;
                assert!(is_whole, "a picture is cut:\n{}", rig.frame());
            }
            begun += usize::from(rows_of_pictures(&rig).first().is_some_and(|(row, _)| *row == 0));
            rig.keys("Space");
            if rig.state.book.top == pages.last().unwrap().0 {
                break;
            }
            pages.push((rig.state.book.top, rig.frame()));
        }
        assert!(pages.len() > 1);
        for (top, frame) in pages.iter().rev().skip(1) {
            rig.keys("b");
            assert_eq!((rig.state.book.top, &rig.frame()), (*top, frame));
        }
    }
    assert!(begun > 3, "no picture begins a page");
}

#[test]
fn a_picture_scrolls_away_row_by_row() {
    let mut rig = Rig::open(&text()).size(80, 24).draws(false, true).set(|settings| settings.pictures = PicturesWanted::Blocks);
    rig.resize(80, 23).resize(80, 24);
    let first = rows_of_pictures(&rig)[0].0;
    for row in 0..8 {
        while rows_of_pictures(&rig).first().is_some_and(|(at, _)| *at > 0) {
            rig.keys("j");
        }
        assert_eq!(rows_of_pictures(&rig).iter().filter(|(_, cols)| *cols == 30).count(), 8 - row, "{}", rig.frame());
        rig.keys("j");
    }
    assert!(rig.frame().lines().any(|line| line.trim() == "[picture: A map of the way]"));
    for _ in 0..first + 8 {
        rig.keys("k");
    }
    assert_eq!(rows_of_pictures(&rig)[0].0, first);
}

#[test]
fn a_picture_that_comes_late_moves_nothing_above_it() {
    let mut rig = Rig::open(&text()).size(80, 30);
    rig.hold();
    rig = rig.draws(true, true);
    let before = rig.frame();
    assert_eq!(rows_of_pictures(&rig), []);
    rig.answer();
    let first = rows_of_pictures(&rig)[0].0;
    let same = |frame: &str| frame.lines().take(first).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(same(&rig.frame()), same(&before));
}

#[test]
fn a_page_that_begins_with_the_words_of_a_picture_begins_with_the_picture() {
    let mut rig = Rig::open(&text()).size(80, 24);
    while !rig.frame().lines().nth(1).is_some_and(|line| line.contains("The river")) {
        rig.keys("j");
    }
    let rig = rig.draws(true, true);
    assert_eq!(rows_of_pictures(&rig)[0].0, 0, "{}", rig.frame());
}

#[test]
fn a_picture_is_lit_looked_at_and_opened_outside() {
    let mut rig = Rig::open(&text()).size(80, 30).draws(true, true);
    rig.keys("Tab");
    assert!(matches!(rig.state.book.lit, Some(Item::Picture(_))));
    rig.keys("Enter");
    let frame = rig.frame();
    assert!(frame.contains("map-30x8.png") && frame.contains("Enter opens it outside"), "{frame}");
    rig.keys("Enter");
    assert!(rig.message().contains("map-30x8.png"), "{}", rig.message());
    // Without anything lit, the first of the page is meant.
    rig.keys("Esc x");
    assert!(rig.message().contains("map-30x8.png"), "{}", rig.message());
    rig.type_text("/Gone");
    rig.keys("Enter Tab Tab Enter");
    assert!(rig.frame().contains("it is not there"), "{}", rig.frame());
    let mut rig = Rig::open("No picture here.");
    rig.keys("x");
    assert_eq!(rig.message(), "no picture on this page, and no address is lit · Tab lights what leads somewhere");
}

#[test]
fn on_a_screen_of_another_size_pictures_are_fitted_anew() {
    let mut rig = Rig::open(&text()).size(100, 90).draws(true, true);
    let widest = |rig: &Rig| rows_of_pictures(rig).iter().map(|(_, cols)| *cols).max();
    assert_eq!(widest(&rig), Some(66));
    rig.resize(40, 90);
    assert!(widest(&rig).is_some_and(|cols| cols <= 40), "{}", rig.frame());
    rig.keys("- -");
    assert!(widest(&rig).is_some(), "{}", rig.frame());
}
