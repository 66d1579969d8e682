//! Dates in prose: whatever the text, what is found lies on characters of it, in order and apart, and means days in their order.

use std::time::{Duration, Instant};

use ibid::{
    document::{Builder, Document, Kind},
    problem::Spot,
    time::{
        date::When,
        edtf::Edtf,
        find::{find, read},
        interval::Bound,
    },
};
use proptest::prelude::*;

/// Words, numbers and signs of which dates are made, and some of which they are not.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "July",
        "May",
        "march",
        "March",
        "Sept.",
        "14",
        "31",
        "6",
        "th",
        "st",
        "1923",
        "1914",
        "480",
        "BC",
        "B.C.",
        "A.D.",
        "AD",
        "the",
        "of",
        "The",
        "in",
        "In",
        "by",
        "since",
        "until",
        "from",
        "to",
        "and",
        "or",
        "early",
        "late",
        "mid",
        "end",
        "the end of",
        "spring",
        "fall",
        "winter",
        "summer",
        "two",
        "ten",
        "a",
        "days",
        "day",
        "year",
        "years",
        "month",
        "week",
        "later",
        "earlier",
        "ago",
        "before",
        "after",
        "next",
        "following",
        "previous",
        "last",
        "this",
        "that",
        "same",
        "1930s",
        "'30s",
        "'99",
        "’99",
        "century",
        "XIX",
        "nineteenth",
        "18th",
        "3:00",
        "p.m.",
        "a.m.",
        "c.",
        "circa",
        "about",
        "Christmas",
        "night",
        "morning",
        "Monday",
        "war",
        "Moscow",
        "é",
        "июля",
        "1923-07-14",
        "29.2.1900",
        "9999",
        "0000",
        "1900",
        "29 February",
        "No.",
        "p.",
        "£",
        "anniversary",
        "hours",
        "14.",
        "Juli",
        "juillet",
        "luglio",
        "1er",
        "1.º",
        "des",
        "du",
        "nel",
        "l’",
        "XIXe",
        "siècle",
        "siglo",
        "Jahrhundert",
        "века",
        "в.",
        "г.",
        "года",
        "до н. э.",
        "v. Chr.",
        "1920-х",
        "années",
        "vingt",
        "quatre",
        "Brumaire",
        "an",
        "VIII",
        "VII",
        "(O.S.)",
        "Tuesday,",
        "том же",
        "Anfang",
        "im",
        "l'été",
    ]);
    let joint = prop::sample::select(vec![
        " ", " ", " ", " ", "-", "–", " - ", "/", ", ", ". ", "(", ")", " (", ") ", "\"", "'s ", "’s ", "\u{a0}", "", "\n",
    ]);
    prop::collection::vec((piece, joint), 0..60).prop_map(|words| words.into_iter().flat_map(|(word, joint)| [word, joint]).collect())
}

/// A text in a language, of paragraphs, headings, notes and quotations.
fn document(paragraphs: &[(String, u8)], language: &str) -> Document {
    let mut builder = Builder::new();
    builder.meta().lang = Some(language.to_owned());
    for (index, (text, kind)) in paragraphs.iter().enumerate() {
        let key = index.to_string();
        match kind {
            0 => {
                builder.heading(1);
                builder.text(text);
                builder.end();
            }
            1 => {
                builder.begin_note("1", &key);
                builder.begin(Kind::Paragraph);
                builder.text(text);
                builder.end();
                builder.end_note();
            }
            _ => {
                builder.begin(Kind::Paragraph);
                builder.text(text);
                builder.noteref("12", &key);
                builder.text(text);
                builder.end();
            }
        }
    }
    builder.finish().value
}

fn language() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["en", "de", "fr", "es", "it", "ru"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn dates_lie_on_characters_in_order_and_apart(
        paragraphs in prop::collection::vec((prose(), 0..5u8), 0..6),
        language in language(),
    ) {
        let document = document(&paragraphs, language);
        let text = document.text();
        let mut last = 0;
        for date in find(&document) {
            let (start, end) = (date.at.start.offset(), date.at.end.offset());
            prop_assert!(last <= start && start < end && end <= text.len(), "{date:?} in {text:?}");
            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
            prop_assert!(date.sure <= 100);
            // A noteref is no part of a date.
            prop_assert!(document.noterefs().iter().all(|noteref| !noteref.at.contains(&date.at.start)));
            last = end;
        }
    }

    #[test]
    fn what_a_date_means_is_edtf_with_the_same_bounds(
        paragraphs in prop::collection::vec((prose(), 0..5u8), 0..6),
        language in language(),
    ) {
        for date in find(&document(&paragraphs, language)) {
            let Some(when) = date.when else { continue };
            let printed = when.to_string();
            let read = Edtf::parse(&printed);
            prop_assert!(read.is_ok(), "{printed}: {read:?}");
            if let (Bound::Day(first), Bound::Day(last)) = (when.interval().earliest(), when.interval().latest()) {
                prop_assert!(first <= last);
            }
            // A bare winter ends in its year; in EDTF a winter begins in it.
            let is_winter = matches!(when, When::At(date) | When::Until(date) | When::Since(date) if date.to_string().contains("-24"));
            if let Some(read) = read.ok().filter(|_| !is_winter) {
                prop_assert_eq!(read.interval(), when.interval(), "{}", printed);
            }
        }
    }

    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,300}", language in language()) {
        find(&document(&[(text.clone(), 0), (text, 2)], language));
    }

    #[test]
    fn what_contradicts_itself_is_told_at_a_place_of_the_text(
        paragraphs in prop::collection::vec((prose(), 0..5u8), 0..9),
        language in language(),
    ) {
        let document = document(&paragraphs, language);
        let (dates, problems) = read(&document);
        prop_assert_eq!(dates, find(&document));
        for problem in problems {
            let Spot::Place(place) = problem.spot else { return Err(TestCaseError::fail(format!("{problem:?} has no place"))) };
            prop_assert!(document.text().is_char_boundary(place.offset()));
        }
    }
}

#[test]
fn texts_that_mean_harm_take_no_longer_than_others() {
    for piece in [
        "the ",
        "1 ",
        "1-",
        "1, ",
        "May ",
        "May 1, ",
        "a mere ",
        "the end of ",
        "In 1923 ",
        "(1923) ",
        "about ",
        "two days after ",
        "first ",
        "early ",
        "the first the ",
        "’",
        "14 July and ",
        "\"",
        "\" a b c d ",
        "1/14 ",
        "25 October (",
        "(Smith 1970, ",
        "до н. ",
        "v. ",
        "im ",
        "31 June ",
        "1923 to 1922 ",
    ] {
        let language = if piece.is_ascii() { "de" } else { "ru" };
        let document = document(&[(piece.repeat(100_000 / piece.len()), 2)], language);
        let before = Instant::now();
        read(&document);
        // Unoptimised, the slowest takes a second of the processor; what grows with the square would take minutes.
        assert!(before.elapsed() < Duration::from_secs(10), "{piece:?} took {:?}", before.elapsed());
    }
}
