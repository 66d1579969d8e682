//! Laws of plain text: whatever comes is opened or refused, in time, and no note is invented.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use ibid::{
    formats::{Source, read},
    unit::Place,
};
use proptest::prelude::*;

fn source(bytes: Vec<u8>, whole: bool) -> Source {
    Source { name: "law.txt".into(), bytes, whole }
}

/// Pieces of which texts with and without notes are made, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "He went east",
        " and came back",
        "[1]",
        "[2]",
        "(1)",
        "*",
        "**",
        "†",
        "1",
        "[Footnote 1: ",
        "[Footnote: ",
        "]",
        "[",
        ")",
        "\n",
        "\n\n",
        "\n\n\n\n\n",
        "\n\n[1] ",
        "\n\n(1) ",
        "\n\n* ",
        "\n\n(*",
        "\n\n1. ",
        "\n\n[2]\n\n",
        "CHAPTER I\n\n",
        "    ",
        "> ",
        "- ",
        "_",
        "=",
        "—",
        "註一　",
        "（註一）",
        "［＃「（注）」は中見出し］",
        "《るび》",
        "\r\n",
        "\u{c}",
        "\u{1b}[2J",
        "é",
        "\t|",
        "http://a.b ",
        ". ",
        "[Illustration: ",
        "¹",
        "\n---\n",
    ]);
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// Words, lines and paragraphs without anything that could be a mark.
fn unmarked() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "went east ",
        "in 1851 ",
        "and 3.5 miles ",
        "the 2nd ",
        "(see above) ",
        "[sic] ",
        "a - b ",
        "\n",
        "\n\n",
        ". ",
        "He ",
        "* * *\n\n",
        "1. one thing\n",
        "(a) a thing\n\n",
        "p. 12 ",
        "10:30, ",
        "«quoted» ",
        "— ",
    ]);
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_opened_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000), whole in any::<bool>()) {
        let _ = read(source(bytes, whole));
    }

    #[test]
    fn any_text_is_opened(text in pieces(), whole in any::<bool>()) {
        if let Ok(read) = read(source(text.into_bytes(), whole)) {
            let document = read.value;
            for noteref in document.noterefs() {
                prop_assert!(!document.slice(&noteref.at).is_empty());
            }
            prop_assert!(document.blocks().iter().all(|block| block.at.start < block.at.end));
        }
    }

    #[test]
    fn a_text_without_marks_has_no_notes(text in unmarked()) {
        if let Ok(read) = read(source(text.into_bytes(), true)) {
            prop_assert_eq!(read.value.notes().len() + read.value.noterefs().len(), 0);
        }
    }

    #[test]
    fn no_word_is_lost(text in "[a-z ,.\n]{1,400}") {
        if let Ok(read) = read(source(text.clone().into_bytes(), true)) {
            let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(read.value.text()), letters(&text));
        }
    }
}

/// A book of many chapters, each with notes after its paragraphs.
fn book(chapters: usize) -> String {
    let mut book = String::from("A Book\n\n\n");
    for chapter in 1..=chapters {
        let _ = write!(book, "\n\n\nCHAPTER {chapter}\n\n");
        for paragraph in 1..=9 {
            let _ = write!(
                book,
                "When he had come so far that he could see the roofs of the town below\nhim,[{paragraph}] he sat down upon a stone and did not go on until the evening.\n\n"
            );
            let _ = write!(book, "[{paragraph}] It is not known what town.\n\n");
        }
    }
    book
}

#[test]
fn the_beginning_of_a_long_text_is_the_same_before_the_rest_has_come() {
    let book = book(60);
    let whole = read(source(book.clone().into_bytes(), true)).unwrap().value;
    let head = read(source(book.as_bytes()[..40_000].to_vec(), false)).unwrap().value;
    assert!(!head.is_whole());
    let same = head.text()[..head.body_end().offset()].bytes().zip(whole.text().bytes()).take_while(|(a, b)| a == b).count();
    assert!(head.agrees_with(&whole, Place::at(same)));
    // Only the last paragraph may differ: the note behind it has not come.
    assert!(same + 200 >= head.body_end().offset(), "{same} of {}", head.body_end());
}

#[test]
fn texts_that_mean_harm_take_no_longer_than_others() {
    let pieces = [
        "[1]",
        "[1] ",
        "\n\n[1] ",
        "[Footnote 1: ",
        "\n\n[Footnote 1: ",
        "\n\n[Footnote: a",
        "[",
        "]",
        "(*",
        "\n\n(*a",
        " * ",
        "*",
        "\n\n* a*",
        "1. ",
        "\n\n1. a1",
        "a1 ",
        "\n\nCHAPTER I",
        "\n",
        "\n\n",
        "> ",
        "［＃",
        "［",
        "《",
        "_a_ ",
        "= ",
        "※［＃",
        "a\n\n\n",
        "\n\n[1]\n\n",
        "\n\n註一　a（註一）",
        "\n\n1 a¹ ",
        "[7]a ",
        "\n\n7. http://a",
    ];
    for piece in pieces {
        let text = format!("Text.\n\n{}", piece.repeat(100_000 / piece.len()));
        let before = Instant::now();
        let _ = read(source(text.into_bytes(), true));
        // Unoptimised, the slowest takes half a second; what grows with the square would take minutes.
        assert!(before.elapsed() < Duration::from_secs(10), "{piece:?} took {:?}", before.elapsed());
    }
}
