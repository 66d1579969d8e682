//! Screens: keys in, frames out. Each frame in `tests/frames/` was read as its reader would read it before it was kept.
//!
//! `INSTA_UPDATE=always cargo test --test frames` writes them anew; the difference then is what a reader would see differently.

mod rig;

use ibid::{reader::NotesWanted, theme::Depth};
use rig::Rig;

/// Keeps a frame under its name.
fn keep(name: &str, frame: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("frames");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, frame));
}

/// Two notes, one of them long and calling the other; a link; a mark without a note.
const WALK: &str = "---\ntitle: A Walk\nauthor: A. Writer\nlang: en\n---\n\n# Flight\n\nTolstoy went east.[^1] He walked, as he \
                    [often](https://example.org/walks) did, through the *meadows* by the river until evening came and the lamps were \
                    lit.[^b] What he looked for is told [below](#return).\n\n# Return\n\nHe came back.[^1] Nobody asked.[^lost]\n\n\
                    [^1]: In 1851, with his brother Nikolai, who had been on leave from his battery in the Caucasus and took him along; \
                    the journey went by boat down the Volga to Astrakhan and from there by post-horses, and took them the better part of \
                    a month. See also the other.[^b]\n[^b]: As the diaries of that spring and summer tell.\n";

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (160, 45), (40, 20)];

#[test]
fn the_first_page_of_the_first_text() {
    for (cols, rows) in SIZES {
        keep(&format!("first-page-{cols}x{rows}"), &Rig::bundled("red-aid").size(cols, rows).frame());
    }
}

#[test]
fn a_page_further_on_with_its_notes() {
    for (cols, rows) in SIZES {
        let mut rig = Rig::bundled("red-aid").size(cols, rows);
        rig.type_text("40%");
        keep(&format!("page-{cols}x{rows}"), &rig.frame());
    }
}

#[test]
fn a_picture_in_the_text_and_a_look_at_it() {
    let text = "# Flight\n\nHe went east.[^1]\n\n![A map of the way](map-40x6.png)\n\nHe came back.\n\n![](lost.png)\n\n[^1]: In 1851.\n";
    let mut rig = Rig::open(text).draws(true, true);
    keep("picture", &rig.frame());
    rig.keys("Tab Tab Enter");
    keep("picture-looked-at", &rig.frame());
    rig.keys("Esc Tab Enter");
    keep("picture-missing", &rig.frame());
}

#[test]
fn the_timeline_beside_the_reading() {
    for (cols, rows) in SIZES.into_iter().chain([(200, 60)]) {
        let mut rig = Rig::bundled("red-aid").size(cols, rows);
        rig.keys("T").type_text("/Cannon leads");
        rig.keys("Enter Enter");
        keep(&format!("timeline-{cols}x{rows}"), &rig.frame());
    }
}

#[test]
fn the_timeline_on_the_whole_screen_and_what_is_known_of_an_event() {
    let mut rig = Rig::bundled("red-aid").size(160, 45);
    rig.keys("T T").type_text("/zetkin, president");
    rig.keys("Enter");
    keep("timeline-full", &rig.frame_with_looks());
    rig.keys("o");
    keep("timeline-event", &rig.frame());
    let mut rig = Rig::bundled("red-aid").set(|settings| settings.ascii = true);
    rig.keys("T T");
    keep("timeline-ascii", &rig.frame());
}

#[test]
fn the_narrative_map() {
    let mut rig = Rig::bundled("red-aid").size(100, 40);
    rig.keys("T m l");
    keep("narrative-map", &rig.frame());
    let mut rig = Rig::bundled("red-aid").set(|settings| settings.ascii = true);
    rig.keys("T T m");
    keep("narrative-map-ascii", &rig.frame());
}

#[test]
fn a_long_note_is_cut_at_the_foot_and_says_by_how_much() {
    let mut rig = Rig::open(WALK).size(46, 15);
    keep("long-note", &rig.frame());
    rig.keys("]n");
    keep("long-note-lit", &rig.frame_with_looks());
    keep("long-note-beside", &Rig::open(WALK).notes(NotesWanted::Beside).size(72, 9).frame());
}

#[test]
fn notes_without_a_row_are_counted() {
    let marks = (1..=9).map(|label| format!("Word {label}.[^{label}]")).collect::<Vec<_>>().join(" ");
    let notes = (1..=9).map(|label| format!("[^{label}]: Note {label}.")).collect::<Vec<_>>().join("\n");
    let rest = "And so they walked on, a day and another one. ".repeat(60);
    let text = format!("{marks} {rest}\n\n{notes}");
    keep("notes-without-a-row", &Rig::open(&text).size(60, 22).frame());
    keep("notes-without-a-row-beside", &Rig::open(&text).notes(NotesWanted::Beside).size(72, 12).frame());
}

#[test]
fn a_look_at_a_note_and_from_it_at_another() {
    let mut rig = Rig::open(WALK);
    rig.keys("Tab Enter");
    keep("look", &rig.frame());
    rig.keys("Tab");
    keep("look-lit", &rig.frame_with_looks());
    rig.keys("Enter");
    keep("look-from-a-look", &rig.frame());
    rig.keys("Esc Tab Enter");
    keep("look-at-an-address", &rig.frame());
    rig.keys("Esc Tab Tab Enter");
    keep("look-at-a-passage", &rig.frame());
    rig.resize(40, 20).keys("Esc g ]n Enter");
    keep("look-40x20", &rig.frame());
    rig.resize(20, 6);
    keep("look-20x6", &rig.frame());
}

#[test]
fn short_forms_and_the_works_they_stand_for() {
    for (cols, rows) in SIZES {
        let mut rig = Rig::bundled("red-aid").size(cols, rows);
        rig.command("note 16").keys("Enter");
        keep(&format!("short-form-{cols}x{rows}"), &rig.frame());
        rig.keys("Esc S");
        keep(&format!("sources-{cols}x{rows}"), &rig.frame());
    }
    let mut rig = Rig::bundled("red-aid").set(|settings| settings.ascii = true);
    rig.keys("S");
    keep("sources-ascii", &rig.frame());
}

#[test]
fn the_notes_index_and_its_filter() {
    let mut rig = Rig::bundled("red-aid");
    rig.keys("o");
    keep("notes-index", &rig.frame());
    rig.keys("/").type_text("riddell");
    keep("notes-index-filtered", &rig.frame());
    rig.type_text("zzz");
    keep("notes-index-nothing", &rig.frame());
    rig.keys("Esc Esc").resize(40, 20).keys("o");
    keep("notes-index-40x20", &rig.frame());
}

#[test]
fn the_contents_over_the_text_and_beside_it() {
    let mut rig = Rig::bundled("red-aid");
    rig.type_text("40%").keys("t");
    keep("contents", &rig.frame());
    rig.keys("Esc").resize(160, 45).keys("t j");
    keep("contents-beside", &rig.frame_with_looks());
}

#[test]
fn a_search_while_it_is_typed_after_it_and_as_a_list() {
    let mut rig = Rig::bundled("red-aid");
    rig.keys("/").type_text("stas");
    keep("search-prompt", &rig.frame_with_looks());
    rig.type_text("ova").keys("Enter n");
    keep("search-hit", &rig.frame());
    rig.keys("&");
    keep("search-hits", &rig.frame());
    rig.keys("Esc / ^R").type_text("19(22|23");
    keep("search-regex-wrong", &rig.frame());
    rig.keys("Esc").command("search zzz");
    keep("search-nothing", &rig.frame());
}

#[test]
fn hints_put_letters_on_what_leads_somewhere() {
    let mut rig = Rig::open(WALK);
    rig.keys("F");
    keep("hints", &rig.frame_with_looks());
}

#[test]
fn what_is_selected_is_seen_and_the_cursor_with_it() {
    let mut rig = Rig::open(WALK);
    rig.keys("/").type_text("walked").keys("Enter v )");
    keep("selection", &rig.frame_with_looks());
}

#[test]
fn the_help_lists_the_keys() {
    let mut rig = Rig::open(WALK);
    rig.keys("?");
    keep("help", &rig.frame());
    rig.keys("/").type_text("mark");
    keep("help-filtered", &rig.frame());
    rig.keys("Esc Esc").resize(80, 104).keys("?");
    keep("help-whole", &rig.frame());
    rig.keys("Esc").resize(40, 20).keys("?");
    keep("help-40x20", &rig.frame());
}

#[test]
fn the_command_line_and_what_it_could_become() {
    let mut rig = Rig::open(WALK);
    rig.keys(":").type_text("no");
    keep("command", &rig.frame());
    rig.keys("Tab");
    keep("command-completed", &rig.frame_with_looks());
    rig.keys("Esc :").type_text("theme ").keys("Tab Tab");
    keep("command-themes", &rig.frame());
    rig.keys("Esc :").type_text(&"a very long command ".repeat(8));
    keep("command-long", &rig.frame());
}

#[test]
fn what_does_not_fit_together_is_listed() {
    let mut rig = Rig::open("A mark.[^9] [Lost](#nowhere).\n\n# Part\n\nAnother.[^8]\n\n[^1]: Nobody calls this.\n");
    keep("problems-said", &rig.frame());
    rig.command("problems");
    keep("problems", &rig.frame());
}

#[test]
fn the_library_and_the_marks() {
    let mut rig = Rig::bundled("red-aid").shelved("a-walk.md", WALK);
    rig.keys("L");
    keep("library", &rig.frame());
    rig.keys("Esc ma 5 Space mb").command("marks");
    keep("marks", &rig.frame());
    rig.keys("Esc").resize(80, 24);
    keep("mark-in-the-margin", &rig.frame());
}

#[test]
fn only_signs_of_ascii_where_nothing_else_can_be_shown() {
    let mut rig = Rig::open(WALK).set(|settings| settings.ascii = true);
    rig.keys("]n");
    keep("ascii", &rig.frame());
    assert!(rig.frame().is_ascii());
    rig.keys("Enter");
    keep("ascii-look", &rig.frame());
    assert!(rig.frame().is_ascii());
    for keys in ["t", "?", "o", "/ a", ":"] {
        rig.keys("Esc Esc").keys(keys);
        let frame = rig.frame().replace('‸', "");
        assert!(frame.is_ascii(), "{frame}");
    }
    let rig = Rig::open(WALK).set(|settings| settings.ascii = true).size(120, 40);
    assert!(rig.frame().is_ascii(), "{}", rig.frame());
}

#[test]
fn without_colours_weight_and_shape_tell_what_is_what() {
    let mut rig = Rig::open(WALK).theme("none", Depth::None);
    rig.keys("]n");
    keep("no-colours", &rig.frame_with_looks());
    rig.keys("t");
    keep("no-colours-list", &rig.frame_with_looks());
}

#[test]
fn text_from_the_right_and_in_wide_signs() {
    let hebrew = "# שלום עולם\n\nהוא הלך מזרחה.[^1] משם (בשנת 1851) חזר אל ביתו, ואיש לא שאל אותו דבר על המסע הארוך.\n\n[^1]: בשנת 1851.\n";
    let mut rig = Rig::open(hebrew).size(50, 14);
    keep("from-the-right", &rig.frame());
    rig.keys("]n");
    keep("from-the-right-lit", &rig.frame_with_looks());
    let chinese = "# 国際赤色救援会\n\n国際赤色救援会は、一九二二年にモスクワで設立された国際的な救援組織である。[^1]その本部はモスクワに置かれた。\n\n[^1]: 略称はモップル。\n";
    let mut rig = Rig::open(chinese).size(41, 14);
    keep("wide", &rig.frame());
    rig.keys("t");
    keep("wide-under-a-list", &rig.frame());
}

#[test]
fn verse_tables_code_and_quotations() {
    let text = "# Kinds\n\n| Of arms and the man I sing,\n|    who first from the coasts of Troy\n\n> A quotation that is long enough to \
                need a second line, and ends.\n\n| year | what |\n|:-----|-----:|\n| 1922 | founded |\n| 1937 | dissolved, though not \
                everywhere |\n\n```\nfn main() {}\n```\n\n- one\n- two\n  1. two and a half\n\n---\n\nTerm\n: What it means.\n";
    keep("kinds", &Rig::open(text).size(50, 40).frame());
    keep("kinds-narrow", &Rig::open(text).size(20, 50).frame());
}

#[test]
fn the_smallest_texts_and_screens_and_a_large_one() {
    keep("one-word", &Rig::open("Word.").size(40, 8).frame());
    keep("only-a-title", &Rig::open("---\ntitle: Nothing Else\n---\n").size(40, 8).frame());
    for (cols, rows) in [(1, 1), (2, 2), (10, 3), (300, 100)] {
        keep(&format!("size-{cols}x{rows}"), &Rig::bundled("red-aid").size(cols, rows).frame());
    }
}

#[test]
fn the_first_part_of_a_text_says_that_the_rest_is_being_read() {
    let rig = Rig::with(rig::opened(1, "walk.md", "# A walk\n\nTolstoy went", false), ibid::reader::Settings::default());
    keep("opening", &rig.size(60, 8).frame());
}

/// A page of an edition that says where the printed pages began, one of them within a paragraph.
fn paged() -> String {
    let walk = "He walked, as he often did, through the meadows by the river until evening came and the lamps were lit. ".repeat(4);
    let page = |number: u16| format!("<span class='pagenum' id='Page_{number}'>[Pg {number}]</span>");
    format!(
        "<html><head><title>A Walk</title></head><body><h1>Flight</h1><p>{}Tolstoy went east.</p><p>{walk}</p><p>{walk}{}{walk}<a \
         href='#n1' id='r1'>[1]</a></p><h1>Return</h1><p>{}He came back.</p><p>{walk}</p><p>{walk}</p><p id='n1'><a href='#r1'>[1]</a> \
         In 1851.</p></body></html>",
        page(163),
        page(164),
        page(165)
    )
}

#[test]
fn the_printed_page_stands_in_the_status_line_and_can_be_gone_to() {
    for (cols, rows) in [(80, 10), (40, 10)] {
        let mut rig = Rig::open_file("walk.html", &paged()).size(cols, rows);
        rig.keys("j");
        keep(&format!("printed-page-{cols}"), &rig.frame());
        rig.command("page 164").keys("j");
        keep(&format!("printed-page-{cols}-gone-to"), &rig.frame());
    }
    let mut rig = Rig::open_file("walk.html", &paged()).size(60, 6);
    rig.command("page 170");
    assert_eq!(rig.message(), "no printed page 170 is marked · they go from 163 to 165");
    rig.command("page 164");
    assert_eq!(rig.message(), "p. 164");
    rig.keys(":").type_text("page 1");
    rig.keys("Tab");
    keep("printed-page-completed", &rig.frame());
    let mut rig = Rig::open(WALK);
    rig.command("page 1");
    assert_eq!(rig.message(), "this text does not say where its printed pages began");
}

#[test]
fn a_date_being_corrected() {
    let mut rig = Rig::bundled("red-aid");
    rig.keys("]d D");
    keep("date-corrected", &rig.frame_with_looks());
}
