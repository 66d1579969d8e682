//! What a reader waits for, at 100 KB, 1 MB and 10 MB: the text, its first page, a page further on, the end, a new size, a search.
//!
//! What is promised: a page costs well under a millisecond wherever it is and however long the text is; so do the end and a new
//! size; the first part of a text, from which the first screen is made, is read in half a millisecond. `IBID_BENCH_LARGE=1`
//! adds 100 MB. What the whole program costs, terminal and all, is measured by `peers`.

use std::{collections::BTreeMap, sync::Arc};

use divan::{Bencher, black_box, counter::BytesCount};
use ibid::{
    document::Document,
    reader::{Action, BookId, Opened, Settings, State, Verb, update},
    theme::{Depth, Theme},
    view::{self, Plates},
};
use ratatui::{buffer::Buffer, layout::Rect};

mod text;

use text::{ABSENT, MARK, Manner, document, sizes};

/// The screen that most of design and most terminals are of.
const SCREEN: (u16, u16) = (100, 40);

/// How much of a text is read before its first screen.
const FIRST_PART: usize = 32 * 1024;

fn main() {
    divan::main();
}

/// A sitting without a terminal.
struct Sitting {
    state: State,
    theme: Theme,
    buffer: Buffer,
}

impl Sitting {
    fn new(document: Arc<Document>) -> Self {
        let opened = Opened {
            book: BookId(1),
            key: String::new(),
            name: "prose".to_owned(),
            document,
            problems: Arc::from([]),
            place: None,
            marks: BTreeMap::new(),
            history: Vec::new(),
            overrules: Vec::new(),
            corrections: Vec::new(),
        };
        let (cols, rows) = SCREEN;
        Self {
            state: State::new(opened, Settings::default(), cols, rows),
            theme: Theme::usual(None, Depth::True),
            buffer: Buffer::empty(Rect::new(0, 0, cols, rows)),
        }
    }

    fn of(bytes: usize) -> Self {
        Self::new(Arc::new(document(Manner::Plain, &text::text(Manner::Plain, bytes), true)))
    }

    fn act(&mut self, action: Action) {
        black_box(update(&mut self.state, action));
    }

    fn verb(&mut self, verb: Verb, count: Option<u32>) {
        self.act(Action::Do { verb, count, character: None });
    }

    /// Settles and draws, as the shell does after each key.
    fn frame(&mut self) {
        self.state.settle();
        self.buffer.reset();
        black_box(view::draw(&self.state, &self.theme, &Plates::default(), &mut self.buffer));
    }
}

/// The first part of a text, read for its first screen.
#[divan::bench(args = [Manner::Plain, Manner::Markdown])]
fn first_part(bencher: Bencher, manner: Manner) {
    let mut part = text::text(manner, FIRST_PART);
    let end = (0..=FIRST_PART).rev().find(|end| part.is_char_boundary(*end)).unwrap_or(0);
    part.truncate(end);
    bencher.counter(BytesCount::of_str(&part)).bench(|| document(manner, black_box(&part), false));
}

/// A whole text, read while its first screen is looked at.
#[divan::bench(args = sizes(), sample_count = 5)]
fn open_plain(bencher: Bencher, bytes: usize) {
    open(bencher, Manner::Plain, bytes);
}

#[divan::bench(args = sizes(), sample_count = 5)]
fn open_markdown(bencher: Bencher, bytes: usize) {
    open(bencher, Manner::Markdown, bytes);
}

fn open(bencher: Bencher, manner: Manner, bytes: usize) {
    let text = text::text(manner, bytes);
    bencher.counter(BytesCount::of_str(&text)).bench(|| document(manner, black_box(&text), true));
}

/// The colours of a theme, brought down to what the terminal shows.
#[divan::bench(args = [Depth::True, Depth::TwoFiftySix, Depth::Sixteen])]
fn theme(bencher: Bencher, depth: Depth) {
    bencher.bench(|| Theme::usual(None, black_box(depth)).at_depth(depth));
}

/// The first page, from nothing: sitting, setting, drawing.
#[divan::bench(args = [Manner::Plain, Manner::Markdown])]
fn first_page(bencher: Bencher, manner: Manner) {
    let document = Arc::new(document(manner, &text::text(manner, FIRST_PART), true));
    bencher.bench_local(|| Sitting::new(document.clone()).frame());
}

/// A page further, near the beginning.
#[divan::bench(args = sizes())]
fn page_at_1_percent(bencher: Bencher, bytes: usize) {
    pages(bencher, bytes, 1);
}

/// A page further, near the end: it must cost the same.
#[divan::bench(args = sizes())]
fn page_at_99_percent(bencher: Bencher, bytes: usize) {
    pages(bencher, bytes, 99);
}

fn pages(bencher: Bencher, bytes: usize, percent: u32) {
    let mut sitting = Sitting::of(bytes);
    let mut turned = 0;
    bencher.bench_local(|| {
        // A page or two, and back: in the shortest text there is hardly more than that at 99 %.
        match turned % 3 {
            0 => sitting.verb(Verb::Percent, Some(percent)),
            _ => sitting.verb(Verb::PageDown, None),
        }
        turned += 1;
        sitting.frame();
    });
}

/// To the end and back to the beginning.
#[divan::bench(args = sizes())]
fn end_and_start(bencher: Bencher, bytes: usize) {
    let mut sitting = Sitting::of(bytes);
    bencher.bench_local(|| {
        sitting.verb(Verb::End, None);
        sitting.frame();
        sitting.verb(Verb::Start, None);
        sitting.frame();
    });
}

/// A new width in the middle of the text, and the old one again: nothing that was set before can be used.
#[divan::bench(args = sizes())]
fn resize(bencher: Bencher, bytes: usize) {
    let mut sitting = Sitting::of(bytes);
    sitting.verb(Verb::Percent, Some(50));
    sitting.frame();
    let mut narrow = false;
    bencher.bench_local(|| {
        narrow = !narrow;
        let (cols, rows) = if narrow { (61, 40) } else { SCREEN };
        sitting.act(Action::Resize { cols, rows });
        sitting.buffer.resize(Rect::new(0, 0, cols, rows));
        sitting.frame();
    });
}

/// A word that is not there, typed letter by letter: each letter looks through what may be the whole text.
#[divan::bench(args = sizes(), sample_count = 5)]
fn type_a_search(bencher: Bencher, bytes: usize) {
    let mut sitting = Sitting::of(bytes);
    bencher.bench_local(|| {
        sitting.verb(Verb::Search, None);
        for letter in ABSENT.chars() {
            sitting.act(Action::Type(letter));
            sitting.frame();
        }
        sitting.verb(Verb::Cancel, None);
    });
}

/// From the end to a word that stands only at the beginning, by way of the prompt.
#[divan::bench(args = sizes(), sample_count = 5)]
fn search_around(bencher: Bencher, bytes: usize) {
    let mut sitting = Sitting::of(bytes);
    bencher.bench_local(|| {
        sitting.verb(Verb::Percent, Some(50));
        sitting.verb(Verb::Search, None);
        sitting.act(Action::Paste(MARK.to_owned()));
        sitting.frame();
        sitting.verb(Verb::Cancel, None);
    });
}
