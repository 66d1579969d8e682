//! Searching a whole text: 1, 10 and 100 MB of English prose with curly quotation marks, dashes, accents and noterefs.
//!
//! What is promised: where nothing is found, at most twice the time of a bare scan for a string (`memmem` below, which is also
//! what a line-searching tool is limited by) when case counts, and at most four times the whole run of such a tool when it
//! does not: some 70 ms for 100 MB.

use divan::{Bencher, counter::BytesCount};
use ibid::{document::Document, search::Query, unit::Place};

mod text;

use text::{ABSENT, Manner, document, text};

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [1, 10, 100];

fn prose(megabytes: usize) -> Document {
    document(Manner::Plain, &text(Manner::Plain, megabytes * 1_000_000), true)
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
    let finder = memchr::memmem::Finder::new(ABSENT);
    bencher.counter(BytesCount::new(document.text().len())).bench(|| finder.find(divan::black_box(document.text().as_bytes())));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn exact_absent(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, ABSENT);
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn exact_present(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, "Münzenberg");
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn folded_absent(bencher: Bencher<'_, '_>, megabytes: usize) {
    whole(bencher, megabytes, &ABSENT.to_lowercase());
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
