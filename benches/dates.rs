//! Finding the dates of a whole text: 1 and 10 MB of a history's prose, and of prose without dates.
//!
//! What is promised: at least 20 MB a second on one core.

use divan::{Bencher, counter::BytesCount};
use ibid::{
    document::{Builder, Document, Kind},
    time::find::find,
};

fn main() {
    divan::main();
}

/// A paragraph as histories have them: a date in every second sentence.
const HISTORY: &str = "On 9 September 1914 the programme was outlined by the chancellor, a plan which detailed the war aims of the empire and the \
    conditions that it sought to force upon the others. By early October the army of some 40,000 men had crossed the river; two days later it stood \
    before the town, where the garrison, although it had been promised help since August, surrendered without a shot. The fall of the fortress \
    changed little. In the winter of 1915-16 the front did not move by more than a few miles, and the following year was no better.";

/// The same length of a novel.
const NOVEL: &str = "He went down the stairs, opened the door and looked out into the street, which lay empty under the lamps; nobody was to be \
    seen but an old man with a dog, who walked slowly along the wall as if he were counting the stones of it. There was a smell of bread. He may \
    have stood there for a long while, thinking of the letter that he had not answered, and of those who would ask him for it, before he turned \
    and went in again, shut the door behind him, and sat down upon the lowest step with his hat still on his head.";

fn text(paragraph: &str, megabytes: usize) -> Document {
    let mut builder = Builder::with_capacity(megabytes << 20);
    for _ in 0..(megabytes << 20) / paragraph.len() {
        builder.begin(Kind::Paragraph);
        builder.text(paragraph);
        builder.end();
    }
    builder.finish().value
}

#[divan::bench(args = [1, 10])]
fn history(bencher: Bencher, megabytes: usize) {
    let document = text(HISTORY, megabytes);
    bencher.counter(BytesCount::of_str(document.text())).bench(|| find(divan::black_box(&document)).len());
}

#[divan::bench(args = [1, 10])]
fn novel(bencher: Bencher, megabytes: usize) {
    let document = text(NOVEL, megabytes);
    bencher.counter(BytesCount::of_str(document.text())).bench(|| find(divan::black_box(&document)).len());
}
