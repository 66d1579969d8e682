//! Panes, lists, commands, keys and settings.

use ibid::{
    reader::{Effect, NotesAt, Pane},
    theme::Depth,
    unit::Place,
};

use crate::{TOLSTOY, long, rig::Rig};

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
