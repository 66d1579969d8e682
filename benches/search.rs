//! Searching a whole text: 1, 10 and 100 MB of English prose with curly quotation marks, dashes, accents and noterefs.
//!
//! What is promised: where nothing is found, at most twice the time of a bare scan for a string (`memmem` below, which is also
//! what a line-searching tool is limited by) when case counts, and at most four times the whole run of such a tool when it
//! does not: some 70 ms for 100 MB.

use divan::{Bencher, counter::BytesCount};
use ibid::{
    document::{Builder, Document, Kind},
    search::Query,
    unit::Place,
};

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [1, 10, 100];

/// Words by falling frequency, as prose has them; a linear congruential generator draws the low ranks more often.
const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "was",
    "that",
    "is",
    "for",
    "as",
    "with",
    "by",
    "he",
    "on",
    "had",
    "it",
    "his",
    "were",
    "at",
    "from",
    "which",
    "this",
    "not",
    "be",
    "party",
    "committee",
    "workers",
    "international",
    "prisoners",
    "campaign",
    "defense",
    "Moscow",
    "relief",
    "section",
    "children",
    "funds",
    "conference",
    "German",
    "political",
    "country",
    "strike",
    "French",
    "organization",
    "Executive",
    "thousand",
    "résumé",
    "Münzenberg",
    "Dąbal",
    "Comintern",
    "solidarity",
    "tribunal",
    "lawyers",
    "arrested",
    "white",
    "terror",
    "amnesty",
    "congress",
];

fn prose(megabytes: usize) -> Document {
    let size = megabytes * 1_000_000;
    let mut builder = Builder::with_capacity(size + size / 16);
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let (mut written, mut note) = (0, 0);
    while written < size {
        builder.begin(Kind::Paragraph);
        let mut paragraph = String::new();
        for _ in 0..60 + draw(80) {
            let rank = draw(WORDS.len());
            let word = WORDS[draw(rank + 1)];
            paragraph.push_str(word);
            paragraph.push_str(match draw(60) {
                0 => ".” “",
                1 => "’s ",
                2 => " — ",
                3..6 => ", ",
                6 => "\n",
                _ => " ",
            });
        }
        written += paragraph.len();
        builder.text(&paragraph);
        note += 1;
        builder.noteref(&note.to_string(), "n");
        builder.end();
    }
    builder.begin_note("1", "n");
    builder.text("Ibid.");
    builder.end_note();
    builder.finish().value
}

fn whole(bencher: Bencher<'_, '_>, megabytes: usize, words: &str) {
    let document = prose(megabytes);
    let query = Query::new(words, false).expect("a query");
    bencher.counter(BytesCount::new(document.text().len())).bench(|| query.all(divan::black_box(&document), 1000, &|| true).total);
}

/// The floor.
#[divan::bench(args = SIZES, sample_count = 20)]
fn memmem(bencher: Bencher<'_, '_>, megabytes: usize) {
    let document = prose(megabytes);
    let finder = memchr::memmem::Finder::new("Trotskyist");
    bencher.counter(BytesCount::new(document.text().len())).bench(|| finder.find(divan::black_box(document.text().as_bytes())));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn exact_absent(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, "Trotskyist");
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn exact_present(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, "Münzenberg");
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn folded_absent(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, "trotskyist");
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn folded_present(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, "munzenberg");
}

/// Two words of which the rarer is no rare one.
#[divan::bench(args = SIZES, sample_count = 20)]
fn folded_phrase(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, "the tribunal");
}

/// The shortest, and the worst: every fifteenth letter is a hit.
#[divan::bench(args = SIZES, sample_count = 5)]
fn one_letter(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, "e");
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn expression_absent(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, "re:trotsky(ist|ism)");
}

/// The hits of the page one reads: it must not matter how far into the text that is.
#[divan::bench(args = SIZES, sample_count = 200)]
fn page_near_the_end(bencher: Bencher<'_, '_>, megabytes: usize) {
    let document = prose(megabytes);
    let query = Query::new("committee", false).expect("a query");
    let from = document.place_at_percent(99);
    let page = from..document.floor(Place::at(from.offset() + 3000));
    bencher.bench(|| query.hits_in(divan::black_box(&document), &page).len());
}
