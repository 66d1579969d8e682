//! What short citations stand for: ten thousand notes, as a long scholarly book has them, in well under 200 ms.

use std::fmt::Write;

use ibid::{
    citation::Apparatus,
    document::Document,
    formats::{Source, read},
};

fn main() {
    divan::main();
}

/// A text of so many notes: entries, short titles, runs of *ibid.*, remarks.
fn text(notes: usize) -> Document {
    let (mut body, mut apparatus) = (String::new(), String::new());
    for number in 1..=notes {
        write!(body, "Word[^{number}]. ").unwrap();
        let work = number / 10;
        let note = match number % 10 {
            0 => format!("Anna Author{work}, *The History of Province {work} and Its Prisons* (London: Macmillan, 1958), p. {number}."),
            1 | 2 | 5 | 6 => format!("*Ibid.*, p. {number}."),
            3 => format!("See also Author{work}, *History of Province {work}*, pp. 3–7; “Letters,” *Journal of History* 12 (1970): 5."),
            4 => format!("Author{work}, *op. cit.*, p. 4; cf. n. {}.", number - 3),
            _ => "The figures differ from one account to the next, and nobody has counted them again since then.".to_owned(),
        };
        write!(apparatus, "[^{number}]: {note}\n\n").unwrap();
    }
    let bytes = format!("{body}\n\n{apparatus}").into_bytes();
    read(Source { name: "book.md".into(), bytes, whole: true }).unwrap().value
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn notes(bencher: divan::Bencher, notes: usize) {
    let document = text(notes);
    bencher.bench_local(|| Apparatus::read(&document));
}
