//! Books: their first part, from which the first screen is made, and the whole, at 1 MB and 10 MB of text with a note for each
//! thousand bytes; with all notes at the end of the book, and with each chapter's at its own.
//!
//! What is promised: the first part costs the same however long the book is, and ten megabytes are there within half a second.

use divan::{Bencher, black_box, counter::BytesCount};
use ibid::formats::{Source, read, read_first};

mod text;

use text::book::{Notes, book};

fn main() {
    // Books for measuring the whole program with: `cargo bench --bench epub -- --write FOLDER`.
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let folder = std::path::Path::new(&arguments[at + 1]);
        for bytes in [1_000_000, 10_000_000] {
            for notes in [Notes::Chapter, Notes::Book] {
                let name = format!("{}mb-{notes:?}.epub", bytes / 1_000_000).to_lowercase();
                std::fs::write(folder.join(name), book(bytes, notes)).expect("a book");
            }
        }
        return;
    }
    divan::main();
}

/// A whole book.
#[divan::bench(args = [(1_000_000, Notes::Chapter), (10_000_000, Notes::Chapter), (1_000_000, Notes::Book), (10_000_000, Notes::Book)], sample_count = 5)]
fn open(bencher: Bencher, (bytes, notes): (usize, Notes)) {
    let source = Source { name: "book.epub".to_owned(), bytes: book(bytes, notes), whole: true };
    bencher.counter(BytesCount::new(bytes)).with_inputs(|| source.clone()).bench_values(|source| read(black_box(source)));
}

/// The first pages of a book.
#[divan::bench(args = [(1_000_000, Notes::Chapter), (10_000_000, Notes::Chapter), (1_000_000, Notes::Book), (10_000_000, Notes::Book)])]
fn first_part(bencher: Bencher, (bytes, notes): (usize, Notes)) {
    let book = book(bytes, notes);
    bencher.bench(|| read_first(black_box(&book)));
}
