//! What is found, and what is not.

use super::*;
use crate::{document::Builder, unit::width};

/// Blocks parted by line feeds; `{1}` is a noteref, and lines that begin with `1:` are notes.
fn document(source: &str) -> Document {
    let mut builder = Builder::new();
    for line in source.split('\n') {
        let (note, line) = match line.split_once(": ") {
            Some((label, rest)) if label.bytes().all(|byte| byte.is_ascii_digit()) => (Some(label), rest),
            _ => (None, line),
        };
        if let Some(label) = note {
            builder.begin_note(label, label);
        }
        builder.begin(crate::document::Kind::Paragraph);
        for (index, part) in line.split(['{', '}']).enumerate() {
            if index % 2 == 0 { builder.text(part) } else { builder.noteref(part, part) }
        }
        builder.end();
        if note.is_some() {
            builder.end_note();
        }
    }
    builder.finish().value
}

fn found(words: &str, source: &str) -> Vec<String> {
    let document = document(source);
    let query = Query::new(words, false).expect("a query");
    let hits = query.all(&document, usize::MAX, &|| true);
    assert_eq!(hits.total, hits.at.len());
    hits.at.iter().map(|hit| document.slice(hit).to_owned()).collect()
}

fn check(words: &str, source: &str, expected: &[&str]) {
    assert_eq!(found(words, source), expected, "{words:?} in {source:?}");
}

#[test]
fn a_lower_case_query_finds_every_case_and_an_upper_case_letter_asks_for_itself() {
    check("aid", "Red Aid, AID, aid; laid", &["Aid", "AID", "aid", "aid"]);
    check("Aid", "Red Aid, AID, aid", &["Aid"]);
    check("k", "K k \u{212a}", &["K", "k", "\u{212a}"]);
    check("коминтерн", "Коминтерн и КОМИНТЕРН", &["Коминтерн", "КОМИНТЕРН"]);
    check("σοφος", "ΣΟΦΟΣ σοφός", &["ΣΟΦΟΣ", "σοφός"]);
}

#[test]
fn accents_are_found_without_being_typed_and_ask_for_themselves_when_typed() {
    check("resume", "résumé re\u{301}sume\u{301} resume", &["résumé", "re\u{301}sume\u{301}", "resume"]);
    check("résume", "résumé resumé re\u{301}sume", &["résumé", "re\u{301}sume"]);
    check("re\u{301}sume", "résumé resumé", &["résumé"]);
    check("lodz", "Łódź", &["Łódź"]);
    check("łódz", "Łódź Lódź", &["Łódź"]);
    check("orsted", "Ørsted", &["Ørsted"]);
    check("Élan", "Élan élan E\u{301}lan Elan", &["Élan", "E\u{301}lan"]);
    check("שלום", "שָׁלוֹם", &["שָׁלוֹם"]);
}

#[test]
fn a_mark_that_makes_another_letter_is_not_left_out() {
    check("мои", "мой мои", &["мои"]);
    check("мой", "мои\u{306} мой", &["мои\u{306}", "мой"]);
    check("か", "が か", &["か"]);
    check("की", "का की", &["की"]);
    check("еще", "ещё", &["ещё"]);
}

#[test]
fn letters_that_printers_join_are_found_apart_and_joined() {
    check("strasse", "Straße Strasse STRASSE", &["Straße", "Strasse", "STRASSE"]);
    check("straße", "Straße Strasse", &["Straße", "Strasse"]);
    check("fin", "ﬁnal", &["ﬁn"]);
    check("inal", "ﬁnal", &["ﬁnal"]);
    check("aesop", "Æsop æsop", &["Æsop", "æsop"]);
    check("Aesop", "Æsop ÆSOP æsop", &["Æsop"]);
    check("AESOP", "Æsop ÆSOP", &["ÆSOP"]);
    check("s", "ß", &["ß"]);
    check("moſt", "most", &["most"]);
    check("...", "so… on", &["…"]);
}

#[test]
fn kinds_of_quotation_mark_and_of_dash_are_one() {
    check("don't", "don’t don't donʼt", &["don’t", "don't", "donʼt"]);
    check("\"so", "“so „so «so", &["“so", "„so", "«so"]);
    check("\"", "a “b”", &["“", "”"]);
    check("1922-37", "1922–37 1922—37 1922--37 1922−37", &["1922–37", "1922—37", "1922--37", "1922−37"]);
    check("war--and", "war—and war-and", &["war—and", "war-and"]);
    check("-", "a--b – c", &["--", "–"]);
    check("inter-", "inter-war", &["inter-"]);
}

#[test]
fn a_blank_is_any_white_space_also_between_blocks_and_into_the_notes() {
    check("red aid", "red\u{a0}aid red  \u{2009}aid\nof red\naid", &["red\u{a0}aid", "red  \u{2009}aid", "red\naid"]);
    check("red \t aid", "red aid redaid", &["red aid"]);
    check(" aid", "red  aid, (aid)", &["  aid"]);
    check("red ", "red  aid redder", &["red  "]);
    check("last word", "the last\n1: word of a note", &["last\nword"]);
}

#[test]
fn what_has_no_width_parts_no_word() {
    check("international", "inter\u{ad}na\u{200b}tional", &["inter\u{ad}na\u{200b}tional"]);
    check("inter\u{ad}national", "international", &["international"]);
    check("می\u{200c}خواهم", "میخواهم", &["میخواهم"]);
}

#[test]
fn noterefs_part_no_words_and_are_found_when_typed() {
    check("defense. james", "Defense.{12} James came", &["Defense.[12] James"]);
    check("defense.[12] james", "Defense.{12} James came", &["Defense.[12] James"]);
    check("defense. james", "Defense. {12}{13}  James", &["Defense. [12][13]  James"]);
    check("foot", "fo{1}o{*}t", &["fo[1]o*t"]);
    check("[1]", "a{1} b{1}", &["[1]", "[1]"]);
    check("word*", "word{*} word*", &["word*", "word*"]);
    check("a b", "a{1} b a{1}b", &["a[1] b"]);
}

#[test]
fn of_hits_that_overlap_the_first_counts_wherever_one_begins() {
    let document = document(&"a".repeat(11));
    let query = Query::new("aaa", false).expect("a query");
    let all = [Place(0)..Place(3), Place(3)..Place(6), Place(6)..Place(9)];
    assert_eq!(query.all(&document, 9, &|| true).at, all);
    assert_eq!(query.next(&document, Place(1), Place(11)), Some(all[1].clone()));
    assert_eq!(query.next(&document, Place(7), Place(11)), None);
    assert_eq!(query.previous(&document, Place(6)), Some(all[1].clone()));
    assert_eq!(query.previous(&document, Place(0)), None);
    assert_eq!(query.hits_in(&document, &(Place(2)..Place(6))), [all[1].clone()]);
}

#[test]
fn a_hit_is_found_wherever_a_window_of_the_search_ends() {
    // The first window is 4 KiB; every byte of these hits comes to lie on its end once.
    for filling in 4060..4100 {
        let before = "x".repeat(filling);
        for hit in ["r\u{301}evolu{1}tion of\u{a0} war", "revolution{1} {2} of war", "revolution of war", "rev\u{ad}olution of wár"] {
            assert_eq!(found("revolution of war", &format!("{before}{hit}")).len(), 1, "{filling} {hit}");
        }
    }
}

#[test]
fn more_hits_are_counted_than_kept_and_a_search_can_be_stopped() {
    let document = document(&"red aid ".repeat(400_000));
    let query = Query::new("aid", false).expect("a query");
    let hits = query.all(&document, 10, &|| true);
    assert_eq!((hits.at.len(), hits.total, hits.complete), (10, 400_000, true));
    let asked = std::cell::Cell::new(0);
    let hits = query.all(&document, 10, &|| {
        asked.set(asked.get() + 1);
        asked.get() < 3
    });
    assert!(!hits.complete && hits.total > 200_000 && hits.total < 300_000, "{}", hits.total);
}

#[test]
fn text_of_nothing_but_gaps_is_searched_in_linear_time() {
    // Two seconds unoptimised; were any of it quadratic, it would take hours.
    let started = std::time::Instant::now();
    for filling in ["\u{200b}", "\u{301}", " ", "-", "’", "e\u{301}"] {
        let document = document(&format!("a{}b", filling.repeat(100_000)));
        for words in ["ab", "a b", "a-b", "e", "é", "'", "- -", " b"] {
            let query = Query::new(words, false).expect("a query");
            assert!(query.all(&document, 1, &|| true).complete);
            query.previous(&document, document.end());
        }
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn an_expression_sees_one_block_at_a_time() {
    check("re:\\d{4}", "1922–1937\nand 36", &["1922", "1937"]);
    check("re:^and.*", "one\nand two", &["and two"]);
    check("re:Aid|\\W", "Aid, aid", &["Aid", ",", " "]);
    check("re:one\\s+two", "one\ntwo one two", &["one two"]);
    check("re:x*", "axxb", &["xx"]);
    let query = Query::new("\\d+", true).expect("a query");
    assert!(query.is_regex());
    let document = document("12 34 56");
    assert_eq!(query.next(&document, Place(1), Place(8)), Some(Place(3)..Place(5)));
    assert_eq!(query.previous(&document, Place(6)), Some(Place(3)..Place(5)));
}

#[test]
fn a_query_that_is_none_says_why() {
    let check = |words: &str, expected: &str| assert_eq!(Query::new(words, false).expect_err(words).to_string(), expected);
    check("", "there is nothing to look for\n  type a word, or re: and a regular expression");
    check(" \u{ad}", "there is nothing to look for\n  type a word, or re: and a regular expression");
    check("re:", "there is nothing to look for\n  type a word, or re: and a regular expression");
    check(
        "re:Red (Aid",
        "the expression Red (Aid is no regular expression: the bracket ( is not closed, at «(Aid»\n  add ), or write \\( for the sign itself",
    );
    check(
        "re:*",
        "the expression * is no regular expression: there is nothing to repeat, at «*»\n  put something before it, or write \\ before the sign itself",
    );
    check("re:\\w{9999}{9999}", "the expression \\w{9999}{9999} repeats too much\n  ask for fewer repetitions");
    check(
        "re:\\p{Klingon}",
        "the expression \\p{Klingon} means nothing: Unicode property not found\n  without re: the words are looked for as they stand",
    );
}

#[test]
fn a_listed_hit_shows_whole_words_around_it() {
    let check = |source: &str, words: &str, around: usize, expected: [&str; 3]| {
        let document = document(source);
        let hit = Query::new(words, false).expect("a query").next(&document, Place(0), document.end()).expect("a hit");
        let listed = listed(&document, &hit, around);
        assert_eq!([listed.before.as_str(), &listed.hit, &listed.after], expected);
        assert!(width(&listed.before).count() <= around && width(&listed.after).count() <= around);
    };
    let text = "The International{3} Red Aid was\u{a0}founded in Moscow.\nNext.";
    check(text, "red aid", 40, ["The International ", "Red Aid", " was founded in Moscow."]);
    check(text, "red aid", 16, ["…International ", "Red Aid", " was founded in…"]);
    check(text, "red aid", 8, ["…tional ", "Red Aid", " was…"]);
    check(text, "nation", 8, ["…Inter", "nation", "al Red…"]);
    check(text, "moscow. next", 8, ["…in ", "Moscow. Next", "."]);
    check("国際赤色救援会", "色", 5, ["…際赤", "色", "救援…"]);
}

#[test]
fn a_listed_hit_tells_the_section_or_note_it_is_in() {
    let mut builder = Builder::new();
    builder.text("aid");
    builder.heading(1);
    builder.text("Aid");
    builder.begin(crate::document::Kind::Paragraph);
    builder.text("Text with aid in it.");
    builder.begin_note("1", "a");
    builder.text("Aid again.");
    builder.end_note();
    let document = builder.finish().value;
    let hits = Query::new("aid", false).expect("a query").all(&document, 9, &|| true).at;
    let whence: Vec<_> = hits.iter().map(|hit| listed(&document, hit, 9)).map(|listed| (listed.whence, listed.percent)).collect();
    let note = crate::document::NoteId(0);
    assert_eq!(whence, [(Whence::Nowhere, 0), (Whence::Section(0), 14), (Whence::Section(0), 64), (Whence::Note(note), 100)]);
}

#[test]
fn a_query_may_be_searched_for_on_another_thread() {
    let query = Query::new("aid", false).expect("a query");
    let document = document("Red Aid");
    let total = std::thread::scope(|scope| scope.spawn(|| query.all(&document, 1, &|| true).total).join());
    assert_eq!(total.ok(), Some(1));
}
