//! What setting costs: a page, the longest block there is, a whole text.
//!
//! A page of 40 lines has to take well under a millisecond, set anew; optimal fit with hyphenation at least 25 MB/s.

use divan::{Bencher, counter::BytesCount};
use ibid::{
    document::{Builder, Document, Kind},
    typeset::{Galley, Setting, Top},
    unit::{Measure, Place, Rows},
};

fn main() {
    divan::main();
}

const WORDS: &str = "the of and to in a that is was he for it with as his on be at by had not are but from or have an they which one you \
were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other \
time new some could these two may first then do any like my now over such our man me even most made after also did many off before must \
well back through years where much your way down should because long each just state those people too Mr. little good world make very \
year still see own work men day get here old life both between under last never place same another think house while high right might \
came international secretary organisation conference delegates committee prisoners revolutionary workers section campaign published \
movement solidarity imprisonment demonstration newspaper, correspondence, communist, government. relief. America. Germany, Moscow.";

/// Prose of at least so many bytes, in paragraphs of some 90 words, always the same.
fn prose(bytes: usize) -> String {
    let words: Vec<_> = WORDS.split(' ').collect();
    let mut text = String::with_capacity(bytes + 1024);
    // Knuth's multiplier: any sequence without a short period will do.
    let mut state = 1u64;
    let mut count = 0;
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Squared, so that the short words at the list's beginning are the most frequent, as in any text.
        let part = (state >> 33) as usize % 1000;
        text.push_str(words[part * part * words.len() / 1_000_000]);
        count += 1;
        text.push_str(if count % 90 == 0 { "\n\n" } else { " " });
    }
    text
}

fn document(text: &str, noteref_every: usize) -> Document {
    let mut builder = Builder::with_capacity(text.len());
    builder.meta().lang = Some("en".into());
    for (index, paragraph) in text.split("\n\n").enumerate() {
        builder.begin(Kind::Paragraph);
        builder.text(paragraph.trim());
        if noteref_every > 0 && index % noteref_every == 0 {
            builder.noteref(&index.to_string(), "gone");
        }
        builder.end();
    }
    builder.finish().value
}

fn settings() -> [(&'static str, Setting); 3] {
    let plain = Setting { hyphenate: false, ..Setting::default() };
    let hyphenated = Setting::default();
    [("plain", plain), ("hyphenated", hyphenated), ("justified", Setting { justify: true, ..hyphenated })]
}

fn setting(name: &str) -> Setting {
    settings().iter().find(|(known, _)| *known == name).map_or_else(Setting::default, |(_, setting)| *setting)
}

/// A page in the middle of 10 MB, set anew: what a resize costs.
#[divan::bench(args = ["plain", "hyphenated", "justified"])]
fn page_set_anew(bencher: Bencher, name: &str) {
    let document = document(&prose(10_000_000), 2);
    let top = Top { place: Place::at(document.text().len() / 2), lead: 0 };
    let setting = setting(name);
    bencher.bench_local(|| Galley::new(setting).page(&document, &document.body(), top, Rows(40)));
}

/// The same, with all that is drawn of it.
#[divan::bench]
fn page_set_anew_and_drawn(bencher: Bencher) {
    let document = document(&prose(10_000_000), 2);
    let top = Top { place: Place::at(document.text().len() / 2), lead: 0 };
    bencher.bench_local(|| {
        let galley = Galley::new(Setting::default());
        let page = galley.page(&document, &document.body(), top, Rows(40));
        page.iter().map(|line| galley.pieces(&document, line).len()).sum::<usize>()
    });
}

/// A line further, from what is remembered: what a key costs.
#[divan::bench]
fn line_further(bencher: Bencher) {
    let document = document(&prose(1_000_000), 2);
    let galley = Galley::new(Setting::default());
    let mut top = Top { place: Place::at(document.text().len() / 2), lead: 0 };
    let start = top;
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        top = if count % 100 == 0 { start } else { galley.forward(&document, &document.body(), top, 1) };
        galley.page(&document, &document.body(), top, Rows(40))
    });
}

/// The longest block there is.
#[divan::bench(args = ["prose", "hyphens", "ideographs", "letters", "one word"])]
fn longest_block(bencher: Bencher, name: &str) {
    let text = match name {
        "prose" | "hyphens" => prose(16_000).replace("\n\n", " "),
        "ideographs" => "国際赤色救援会は".repeat(650),
        "letters" => "a ".repeat(8_000),
        _ => "x".repeat(16_000),
    };
    let document = document(&text, 0);
    let setting = Setting { hyphenate: name == "hyphens", ..Setting::default() };
    bencher.counter(BytesCount::of_str(document.text())).bench_local(|| {
        let galley = Galley::new(setting);
        galley.height(&document, &document.body(), usize::MAX)
    });
}

/// A whole text, block after block.
#[divan::bench(args = ["plain", "hyphenated", "justified"], sample_count = 10)]
fn whole_text(bencher: Bencher, name: &str) {
    let document = document(&prose(1_000_000), 2);
    let setting = setting(name);
    bencher.counter(BytesCount::of_str(document.text())).bench_local(|| {
        let galley = Galley::new(setting);
        galley.height(&document, &document.body(), usize::MAX)
    });
}

/// The narrowest columns, where nearly every word is cut.
#[divan::bench(args = [1, 8, 20], sample_count = 10)]
fn narrow(bencher: Bencher, measure: u16) {
    let document = document(&prose(100_000), 2);
    let setting = Setting { measure: Measure::or_one(measure), ..Setting::default() };
    bencher.counter(BytesCount::of_str(document.text())).bench_local(|| {
        let galley = Galley::new(setting);
        galley.height(&document, &document.body(), usize::MAX)
    });
}
