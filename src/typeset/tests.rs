//! Blocks in, lines out: what a reader sees of a text at a measure.

use super::*;
use crate::{
    document::{Builder, Document},
    unit::width,
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
    let page = galley.page(document, &flow, Top::default(), crate::unit::Rows::of(rows));
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
