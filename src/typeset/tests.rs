//! Blocks in, lines out: what a reader sees of a text at a measure.

use super::*;
use crate::{
    document::{Align, BlockId, Builder, Document, Joint, Kind},
    role::Role,
    unit::{Rows, width},
};

/// A setting without ornaments, so that tests say what they switch on.
fn plain(measure: u16) -> Setting {
    Setting { measure: Measure::or_one(measure), justify: false, hyphenate: true, ascii: false, reorder: true }
}

/// All rows of a document, as they would stand on a screen.
fn rows(document: &Document, setting: Setting) -> Vec<String> {
    let galley = Galley::new(setting);
    let flow = document.all_blocks();
    let rows = galley.height(document, &flow, usize::MAX);
    let page = galley.page(document, &flow, Top::default(), Rows::of(rows));
    page.iter().map(|line| row(&galley, document, line)).collect()
}

fn row(galley: &Galley, document: &Document, line: &Line) -> String {
    let mut row = String::new();
    for piece in galley.pieces(document, line) {
        assert_eq!(width(&piece.text), piece.cols, "{piece:?}");
        assert!(width(&row) <= piece.col, "{piece:?} overlaps {row:?}");
        while width(&row) < piece.col {
            row.push(' ');
        }
        row.push_str(&piece.text.replace('\u{ad}', ""));
    }
    assert!(width(&row) <= galley.setting().measure.cols(), "{row:?} is too wide");
    row
}

/// A document made by hand is set at a measure.
fn check(build: impl FnOnce(&mut Builder), setting: Setting, expected: &str) {
    let mut builder = Builder::new();
    build(&mut builder);
    let document = builder.finish().value;
    let found = rows(&document, setting);
    let found: Vec<_> = found.iter().map(|row| row.trim_end()).collect();
    let expected: Vec<_> = expected.strip_prefix('\n').unwrap_or(expected).lines().collect();
    assert_eq!(found, expected, "\n{}\n", found.join("\n"));
}

#[test]
fn prose_is_broken_between_words() {
    check(|builder| builder.text("Tolstoy went east. He walked."), plain(11), "\nTolstoy\nwent east.\nHe walked.");
    check(|builder| builder.text("one\ntwo  three"), plain(40), "\none\ntwo  three");
}

#[test]
fn noterefs_are_superscripts_that_stay_with_their_word() {
    let build = |builder: &mut Builder| {
        builder.text("He walked");
        builder.noteref("12", "a");
        builder.noteref("3", "a");
        builder.text(" on, and");
        builder.noteref("*", "a");
        builder.text(" then");
        builder.noteref("b", "a");
        builder.text(" he");
        builder.noteref("7a", "a");
        builder.text(" stopped");
        builder.noteref("9", "gone");
        builder.text(".");
        builder.begin_note("12", "a");
        builder.text("In 1851.");
        builder.end_note();
    };
    check(build, plain(60), "\nHe walked¹²ʼ³ on, and* thenᵇ he[7a] stopped[9].\n\n────────────\n\n12  In 1851.");
    let ascii = Setting { ascii: true, ..plain(14) };
    check(build, ascii, "\nHe\nwalked[12][3]\non, and*\nthen[b] he[7a]\nstopped[9].\n\n---\n\n12  In 1851.");
}

#[test]
fn figures_that_were_raised_or_in_circles_where_they_were_written_need_no_brackets() {
    let build = |builder: &mut Builder| {
        for label in ["①", "⓬", "¹²", "½", "一"] {
            builder.text(" He went");
            builder.noteref(label, "a");
        }
        builder.begin_note("①", "a");
        builder.text("In 1851.");
        builder.end_note();
    };
    check(build, plain(60), "\n He went① He went⓬ He went¹² He went[½] He went[一]\n\n────────────\n\n①  In 1851.");
    let ascii = Setting { ascii: true, ..plain(60) };
    check(build, ascii, "\n He went[①] He went[⓬] He went[¹²] He went[½] He went[一]\n\n------------\n\n①  In 1851.");
}

/// A document of one block.
fn block(kind: Kind, text: &'static str) -> impl FnOnce(&mut Builder) {
    move |builder| {
        builder.meta().lang = Some("en".into());
        builder.begin(kind);
        builder.text(text);
    }
}

#[test]
fn a_word_is_divided_only_at_the_end_of_a_line() {
    let text = "A secretary of the international organisation was imprisoned.";
    check(block(Kind::Paragraph, text), plain(24), "\nA secretary of the\ninternational organisa-\ntion was imprisoned.");
    check(
        block(Kind::Paragraph, text),
        Setting { hyphenate: false, ..plain(12) },
        "\nA secretary\nof the\ninternatio\nnal\norganisation\nwas\nimprisoned.",
    );
}

#[test]
fn soft_hyphens_are_seen_only_where_a_word_is_divided() {
    let text = "Donau\u{ad}dampf\u{ad}schiff fahrt";
    check(|builder| builder.text(text), plain(12), "\nDonaudampf-\nschiff fahrt");
    check(|builder| builder.text(text), plain(40), "\nDonaudampfschiff fahrt");
}

#[test]
fn an_address_is_broken_after_its_signs_and_gets_no_hyphen() {
    let text = "See https://example.org/international_red_aid/labour-defender.html for it.";
    let expected = "\nSee\nhttps://example.org/\ninternational_\nred_aid/labour-\ndefender.html for it.";
    check(block(Kind::Paragraph, text), plain(21), expected);
}

#[test]
fn what_fits_nowhere_is_cut_between_clusters_and_leaves_no_stub() {
    check(|builder| builder.text(&"x".repeat(21)), plain(10), "\nxxxxxxxxxx\nxxxxxxxx\nxxx");
    check(|builder| builder.text("国際e\u{301}"), plain(1), "\n…\n…\ne\u{301}");
    check(|builder| builder.text("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧"), plain(5), "\n👩‍👩‍👧👩‍👩‍👧\n👩‍👩‍👧");
}

#[test]
fn spread_lines_end_in_one_column_unless_that_tears_holes() {
    let justified = |measure| Setting { justify: true, ..plain(measure) };
    let text = "Under him the office mailed five dollars a month to every prisoner.";
    check(|builder| builder.text(text), justified(24), "\nUnder  him  the   office\nmailed  five  dollars  a\nmonth to every prisoner.");
    check(|builder| builder.text("a wonderful oversight of it"), justified(16), "\na wonderful\noversight of it");
}

#[test]
fn an_item_of_nothing_but_its_label_is_a_line() {
    let build = |builder: &mut Builder| {
        for label in ["1.", "2."] {
            builder.open_item(Some(label), true);
            builder.begin(Kind::Paragraph);
            builder.close();
        }
    };
    check(build, plain(20), "\n1.\n2.");
}

#[test]
fn a_table_in_an_item_hangs_from_the_label_that_is_set_once() {
    let build = |builder: &mut Builder| {
        builder.open_item(Some("12."), true);
        builder.begin_table(vec![Align::Start; 2], 0);
        builder.text("one\ttwo\nthree\tfour");
        builder.close();
    };
    check(build, plain(20), "\n12. one    two\n    three  four");
    check(build, plain(10), "\n12. one\n    two\n\n    three\n    four");
}

#[test]
fn titles_stand_in_the_middle_on_even_lines() {
    let text = "International Red Aid: a history of solidarity";
    check(block(Kind::Title, text), plain(40), "\n         International Red Aid:\n        a history of solidarity");
    check(block(Kind::Rule, "* * *"), plain(21), "\n        * * *");
    check(block(Kind::Rule, "-----"), plain(21), "\n       ───────");
    check(block(Kind::Rule, "-----"), Setting { ascii: true, ..plain(21) }, "\n       -------");
}

#[test]
fn headings_and_paragraphs_are_set_apart() {
    let build = |builder: &mut Builder| {
        builder.text("One.");
        for (level, title) in [(1, "Flight"), (2, "East")] {
            builder.heading(level);
            builder.text(title);
        }
        builder.begin(Kind::Paragraph);
        builder.text("Two.");
        builder.begin(Kind::Paragraph);
        builder.text("Three.");
    };
    check(build, plain(20), "\nOne.\n\n\nFlight\n\nEast\n\nTwo.\n\nThree.");
}

#[test]
fn quotations_and_lists_are_indented_and_leave_half_of_the_measure() {
    let quote = |builder: &mut Builder| {
        builder.open_quote();
        builder.text("one two three four five six seven eight");
    };
    check(quote, plain(20), "\n  one two three\n  four five six\n  seven eight");
    check(quote, plain(50), "\n    one two three four five six seven eight");
    let list = |builder: &mut Builder| {
        builder.open_item(Some("12."), true);
        builder.text("one two three");
        builder.open_item(Some("•"), true);
        builder.text("four five six");
    };
    check(list, plain(12), "\n12. one two\n    three\n    • four\n      five\n      six");
    check(list, Setting { ascii: true, ..plain(40) }, "\n12. one two three\n    * four five six");
}

#[test]
fn lines_of_verse_are_kept_and_hang_where_they_are_turned() {
    let text = "Arise, ye prisoners\n  of starvation, arise\n\nye wretched";
    check(block(Kind::Verse, text), plain(18), "\nArise, ye\n    prisoners\n  of starvation,\n      arise\n\nye wretched");
}

#[test]
fn code_is_cut_never_reflowed_and_tabs_go_to_their_stops() {
    let text = "if x {\n\tgo(far, away);\na\tb\n}";
    check(block(Kind::Code, text), plain(12), "\nif x {\n    go(far,\n↪ away);\na   b\n}");
    check(block(Kind::Code, text), Setting { ascii: true, ..plain(40) }, "\nif x {\n    go(far, away);\na   b\n}");
}

fn table(builder: &mut Builder) {
    builder.begin_table(vec![Align::Start, Align::End, Align::Middle], 1);
    builder.text("Country\tMembers\tLeader\nGermany\t105,000\tWilhelm Pieck\nFrance\t\tMarty");
}

#[test]
fn a_line_of_a_table_begins_before_what_it_shows() {
    let mut builder = Builder::new();
    builder.begin_table(vec![Align::Start; 3], 1);
    builder.text("Who\tWhere to\tWhen\nComrade Stasova of Moscow\tfrom Berlin to Paris, Vienna, and back to Moscow\tin 1921\n\tx\t");
    builder.text("in the spring and summer of 1922\n\t\t");
    builder.end();
    let document = builder.finish().value;
    for measure in 1..60 {
        let galley = Galley::new(plain(measure));
        for place in (0..document.text().len()).map(|at| document.floor(Place::at(at))) {
            let start = galley.line_start(&document, place);
            assert!(start <= place, "at {measure}, the line of {place} begins at {start}");
            assert_eq!(galley.line_start(&document, start), start, "at {measure}, from {place}");
        }
    }
}

#[test]
fn tables_shrink_their_columns_and_become_lists_where_words_do_not_fit() {
    check(
        table,
        plain(60),
        "\nCountry  Members     Leader\n───────────────────────────────\nGermany  105,000  Wilhelm Pieck\nFrance                Marty",
    );
    let shrunk = "\nCountry  Members   Leader\n───────────────────────────\nGermany  105,000   Wilhelm\n                    Pieck\nFrance              Marty";
    check(table, plain(27), shrunk);
    check(table, plain(22), "\nCountry: Germany\nMembers: 105,000\nLeader: Wilhelm Pieck\n\nCountry: France\nLeader: Marty");
    check(table, plain(12), "\nCountry\nMembers\nLeader\n\nGermany\n105,000\nWilhelm\nPieck\n\nFrance\nMarty");
}

#[test]
fn a_head_above_several_columns_and_a_row_of_one_cell_do_not_widen_their_first_column() {
    let build = |builder: &mut Builder| {
        builder.begin_table(vec![Align::Start; 3], 2);
        builder.text("Year\tMembers of the party\t\n\tmen\twomen\nIn Germany alone\n1914\t1\t2");
    };
    let rest = "men       women\n──────────────────────────\nIn Germany alone\n1914  1         2";
    check(build, plain(40), &format!("\nYear  Members of the party\n      {rest}"));
    let narrow = "\nYear  Members of\n      the party\n      men  women\n────────────────\nIn Germany alone\n1914  1    2";
    check(build, plain(20), narrow);
}

#[test]
fn raised_and_lowered_figures_are_small_and_whole_words_are_not() {
    let build = |builder: &mut Builder| {
        builder.text("10");
        builder.styled(Role::Superscript, "-6");
        builder.text(" m");
        builder.styled(Role::Superscript, "2");
        builder.text(", H");
        builder.styled(Role::Subscript, "2");
        builder.text("O, 5");
        builder.styled(Role::Superscript, "th");
        builder.text(", x");
        builder.styled(Role::Superscript, "a/b");
        builder.styled(Role::Superscript, "above all");
    };
    check(build, plain(60), "\n10⁻⁶ m², H₂O, 5ᵗʰ, xa/babove all");
    check(build, Setting { ascii: true, ..plain(60) }, "\n10-6 m2, H2O, 5th, xa/babove all");
}

#[test]
fn a_cell_is_found_on_its_own_line() {
    let mut builder = Builder::new();
    table(&mut builder);
    let document = builder.finish().value;
    let galley = Galley::new(plain(27));
    let row = |words: &str| {
        let place = Place::at(document.text().find(words).unwrap());
        galley.row_of(&document, &document.all_blocks(), Top::default(), place, Rows(99)).unwrap().0
    };
    assert_eq!((row("Leader"), row("105"), row("Wilhelm"), row("Pieck"), row("France"), row("Marty")), (0, 2, 2, 3, 4, 4));
}

#[test]
fn a_note_hangs_from_its_label() {
    let build = |builder: &mut Builder| {
        builder.text("Body.");
        builder.begin_note("12", "a");
        builder.text("one two three four five six seven");
        builder.begin(Kind::Paragraph);
        builder.text("eight");
        builder.end_note();
    };
    let wide = "\nBody.\n\n───────\n\n12  one two three four five\n    six seven\n\n    eight";
    check(build, plain(30), wide);
    check(build, plain(16), "\nBody.\n\n────\n\n12  one two\n  three four\n  five six seven\n\n  eight");
}

#[test]
fn a_list_in_a_note_with_a_long_label_stands_behind_the_label() {
    let build = |builder: &mut Builder| {
        builder.text("Body.");
        builder.begin_note("99999999999999999999999", "a");
        builder.open_item(Some("◦"), true);
        builder.text("one two");
        builder.end_note();
    };
    for measure in 6..40 {
        let mut builder = Builder::new();
        build(&mut builder);
        // Pieces that overlap are found by whoever joins them to rows.
        let rows = rows(&builder.finish().value, plain(measure));
        assert!(rows.iter().any(|row| row.contains('◦')), "{rows:?}");
    }
}

#[test]
fn the_label_of_a_table_that_reads_from_the_right_stands_at_its_left() {
    let build = |builder: &mut Builder| {
        builder.open_item(Some("•"), true);
        builder.begin_table(vec![Align::Start; 2], 0);
        builder.text("אבג\tדהו");
        builder.close();
    };
    check(build, plain(20), "\n• גבא  והד");
}

#[test]
fn a_cell_before_the_tallest_of_its_row_is_on_the_line_that_shows_it() {
    let mut builder = Builder::new();
    builder.begin_table(vec![Align::Start; 2], 0);
    builder.text("one two three\tfour five six seven eight nine ten eleven");
    let document = builder.finish().value;
    let galley = Galley::new(plain(16));
    let flow = document.all_blocks();
    for (offset, _) in document.text().char_indices() {
        let place = Place::at(offset);
        let start = galley.line_start(&document, place);
        assert!(start <= place, "the line of {place} begins at {start}");
        assert_eq!(galley.line_start(&document, start), start);
        let rows = Rows::of(40);
        let row = |place| galley.row_of(&document, &flow, Top::default(), place, rows);
        assert_eq!(row(place), row(start), "{place}");
    }
}

#[test]
fn a_cell_across_columns_makes_no_table_wider_than_its_measure() {
    for measure in 8..40 {
        let mut builder = Builder::new();
        builder.begin_table(vec![Align::Start; 2], 0);
        builder.text("not verck packs laughs anaatomicalword\nc\tBut the good ones I've seen\n");
        // That no row is wider is asked of each of them.
        rows(&builder.finish().value, plain(measure));
    }
}

#[test]
fn a_row_of_stars_that_begins_a_note_stands_clear_of_its_label() {
    let build = |builder: &mut Builder| {
        builder.text("One");
        builder.noteref("註一", "a");
        builder.begin_note("註一", "a");
        builder.begin(Kind::Rule);
        builder.text("*   *");
        builder.end_note();
    };
    check(build, plain(16), "\nOne[註一]\n\n────\n\n註一    *   *");
}

#[test]
fn a_raised_figure_that_asks_to_be_a_picture_stays_as_wide_as_it_is() {
    check(|builder| builder.styled(Role::Superscript, "2\u{fe0f}"), plain(20), "\n2\u{fe0f}");
    check(
        |builder| {
            builder.styled(Role::Superscript, "2");
            builder.text("\u{fe0f}");
        },
        plain(20),
        "\n2\u{fe0f}",
    );
}

#[test]
fn lines_that_read_from_the_right_end_at_the_right() {
    check(|builder| builder.text("אבג (12) abc דהו זחט"), plain(16), "\n    abc (12) גבא\n         טחז והד");
    let left = Setting { reorder: false, ..plain(16) };
    check(|builder| builder.text("אבג (12)"), left, "\nאבג (12)");
}

#[test]
fn pieces_say_what_they_are_and_where_they_come_from() {
    let mut builder = Builder::new();
    builder.text("He ");
    builder.styled(Role::Emphasis, "walked");
    builder.noteref("1", "a");
    builder.begin_note("1", "a");
    builder.text("In 1851.");
    builder.end_note();
    let document = builder.finish().value;
    let galley = Galley::new(plain(40));
    let lines = galley.lines(&document, BlockId(0));
    let shown: Vec<_> = galley
        .pieces(&document, &lines[0])
        .iter()
        .map(|piece| (document.slice(&piece.at).to_owned(), piece.text.to_string(), format!("{:?}", piece.roles)))
        .collect();
    let piece = |at: &str, text: &str, roles: &str| (at.to_owned(), text.to_owned(), roles.to_owned());
    let expected = [piece("He ", "He ", "{Body}"), piece("walked", "walked", "{Body, Emphasis}"), piece("[1]", "¹", "{Body, Noteref}")];
    assert_eq!(shown, expected);
    let lines = galley.lines(&document, BlockId(1));
    let label = &galley.pieces(&document, lines.last().unwrap())[0];
    assert_eq!((&*label.text, document.slice(&label.at), label.roles.has(Role::NoteLabel)), ("1", "", true));
}

#[test]
fn a_gap_is_a_row_of_its_own_when_one_goes_line_by_line() {
    let mut builder = Builder::new();
    for text in ["one", "two"] {
        builder.begin(Kind::Paragraph);
        builder.text(text);
    }
    let document = builder.finish().value;
    let (galley, flow) = (Galley::new(plain(9)), document.body());
    let two = Top { place: Place(4), lead: 0 };
    assert_eq!(galley.backward(&document, &flow, two, 1), Top { lead: 1, ..two });
    assert_eq!(galley.backward(&document, &flow, two, 2), Top::default());
    assert_eq!(galley.forward(&document, &flow, Top::default(), 9), two);
    assert_eq!(galley.page(&document, &flow, Top { lead: 9, ..two }, Rows(9)).len(), 2);
    assert_eq!(galley.last_page(&document, &flow, Rows(2)), Top { lead: 1, ..two });
    assert_eq!(galley.height(&document, &flow, 2), 2);
    // A note read on its own has nothing above it.
    assert_eq!(galley.height(&document, &(BlockId(1)..BlockId(2)), 9), 1);
}

#[test]
fn a_paragraph_split_for_its_length_goes_on_without_a_gap() {
    let document = {
        let mut builder = Builder::new();
        builder.text(&"A sentence. ".repeat(3000));
        builder.finish().value
    };
    assert_eq!(document.block(BlockId(1)).joint, Joint::Continued);
    assert!(rows(&document, plain(60)).iter().all(|row| !row.is_empty()));
}
