//! Finding the dates of a whole text: 1 and 10 MB of a history's prose, of prose without dates, and of German and Russian prose.
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

/// German: a table of phrases besides that of words, and ordinals with a dot.
const GERMAN: &str = "Am Morgen des 14. Juli verließ er die Stadt und ging mit dem Bruder über die Felder, auf denen das Korn schon hoch \
    stand. Niemand hatte ihn gesehen, und niemand fragte nach ihm, als er am Abend in dem kleinen Wirtshaus an der Straße saß und dem \
    alten Mann zuhörte, der von den Kriegen erzählte. Die Zeit verging langsam. Erst im Herbst des Jahres 1848 kam er zurück, und da \
    war alles anders geworden, als er es gekannt hatte; die Freunde waren fort, das Haus war verkauft.";

/// Russian: letters of two bytes, whose case is no bit.
const RUSSIAN: &str = "Утром 14 июля он уехал из города и долго шёл с братом через поля, на которых уже высоко стояли хлеба. Никто его не \
    видел, и никто о нём не спрашивал, когда вечером он сидел в маленьком трактире у дороги и слушал старика, который рассказывал о \
    войнах. Время шло медленно. Только осенью 1848 года он вернулся, и всё было уже не так, как он помнил: друзья уехали, дом был продан.";

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

#[divan::bench(args = [1, 10])]
fn german(bencher: Bencher, megabytes: usize) {
    let document = text(GERMAN, megabytes);
    bencher.counter(BytesCount::of_str(document.text())).bench(|| find(divan::black_box(&document)).len());
}

#[divan::bench(args = [1, 10])]
fn russian(bencher: Bencher, megabytes: usize) {
    let document = text(RUSSIAN, megabytes);
    bencher.counter(BytesCount::of_str(document.text())).bench(|| find(divan::black_box(&document)).len());
}
