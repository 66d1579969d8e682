//! Time: what is four times as long takes some four times as long, however it is meant.
//!
//! A few signs are repeated to many pages, side by side or within each other. Only optimised builds measure, in processor time
//! where the system tells it, and nothing fails before it was slow several times over: on a busy machine a single
//! measurement says little.

use std::time::{Duration, Instant};

use ibid::{
    citation::Apparatus,
    document::{BlockId, Document},
    formats::{Source, read},
    keys::Keymap,
    search::Query,
    store::Config,
    theme::Theme,
    typeset::{Galley, Setting},
    unit::{Measure, Place},
};

use crate::{
    engine::{Seen, Target, run},
    formats::dice,
    mutate::Dice,
    seeds,
};

/// The longest input. What grows with the square and takes a nanosecond a step needs a minute for it; what grows as it
/// should some ten milliseconds.
const LONGEST: usize = if cfg!(debug_assertions) { 16 * 1024 } else { 256 * 1024 };

/// What takes less is fast enough, however it grows.
const QUICK: Duration = Duration::from_millis(250);

/// Four times the length may take so many times as long: what grows with the square takes sixteen.
const MOST: u32 = 9;

/// No block may take longer to set than a frame that one would notice.
const LONGEST_SETTING: Duration = Duration::from_millis(50);

/// The processor time that this thread has taken, or the time that has passed where the system does not say.
fn clock(begin: Instant) -> Duration {
    let taken = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let taken = taken.and_then(|line| line.split(' ').next()?.parse().ok());
    taken.map_or_else(|| begin.elapsed(), Duration::from_nanos)
}

fn time(of: &dyn Fn()) -> Duration {
    let begin = Instant::now();
    let before = clock(begin);
    of();
    clock(begin).saturating_sub(before)
}

/// Asserts that doing something with what is made of inputs of a length takes in proportion to that length.
fn grows_like_its_input<T>(what: &str, longest: usize, make: &dyn Fn(usize) -> T, with: &dyn Fn(&T)) {
    let mut before: Option<(T, Duration)> = None;
    // From the shortest on: a fault is met where it takes seconds, not minutes.
    for length in [longest / 16, longest / 4, longest] {
        let made = make(length);
        let mut taken = time(&|| with(&made));
        for _ in 0..3 {
            let most = before.as_ref().map_or(QUICK, |(_, taken)| QUICK.max(*taken * MOST));
            if cfg!(debug_assertions) || taken < most {
                break;
            }
            // Once more, in the favour of what is measured.
            taken = taken.min(time(&|| with(&made)));
            if let Some((made, slowest)) = &mut before {
                *slowest = (*slowest).max(time(&|| with(made)));
            }
        }
        let (short, most) = before.map_or((Duration::ZERO, QUICK), |(_, taken)| (taken, QUICK.max(taken * MOST)));
        assert!(cfg!(debug_assertions) || taken < most, "{what} of {length} bytes takes {taken:?}, and {short:?} of a quarter of them");
        before = Some((made, taken));
    }
}

/// The signs of an input, repeated: side by side, or its first half before its second, as brackets nest.
fn repeated(input: &[u8], length: usize, dice: &mut Dice) -> Vec<u8> {
    let middle = dice.below(input.len());
    let (open, close) = input.split_at(middle);
    let times = length / input.len().max(1);
    match dice.below(4) {
        0 => [open.repeat(times), close.repeat(times)].concat(),
        // A beginning that stays alone.
        1 if !close.is_empty() => [open, &close.repeat(length / close.len())].concat(),
        _ => input.repeat(times),
    }
}

fn open(name: &str, bytes: &[u8]) -> Option<Document> {
    read(Source { name: name.to_owned(), bytes: bytes.to_vec(), whole: true }).ok().map(|read| read.value)
}

fn check_text(name: &str, input: &[u8], seen: &mut Seen) {
    if input.is_empty() {
        return;
    }
    let text = |length| repeated(input, length, &mut dice(input));
    grows_like_its_input("reading", LONGEST, &text, &|text| drop(open(name, text)));
    let Some(document) = open(name, &text(LONGEST)) else { return };
    seen.count("blocks", document.blocks().len());
    seen.count("notes", document.notes().len());
    seen.count("spans", document.spans_in(&(Place::START..document.end())).len());
    assert!(document.text().len() < 80 * LONGEST, "{LONGEST} bytes became {}", document.text().len());
    let mut dice = dice(input);
    let setting = Setting { measure: Measure::or_one(dice.one(&[1, 7, 40, 66, 200])), justify: true, ..Setting::default() };
    let set = |index: usize| {
        let galley = Galley::new(setting);
        for line in galley.lines(&document, BlockId::at(index)).iter().take(50) {
            galley.pieces(&document, line);
        }
    };
    for index in (0..document.blocks().len()).step_by(document.blocks().len().div_ceil(8).max(1)) {
        let taken = (0..4).map(|_| time(&|| set(index))).min().unwrap_or_default();
        let block = document.block(BlockId::at(index));
        let is_quick = cfg!(debug_assertions) || taken < LONGEST_SETTING;
        assert!(is_quick, "{:?} of {:?} takes {taken:?} to set at {setting:?}", block.kind, block.at);
    }
    for words in ["e", "  a", "-", "re:a.*b"].into_iter().chain(std::str::from_utf8(&input[..input.len().min(40)])) {
        if let Ok(query) = Query::new(words, false) {
            let all = |document: &Document| drop((query.all(document, 100, &|| true), query.previous(document, document.end())));
            let opened = |length| open(name, &text(length)).unwrap_or_default();
            grows_like_its_input(&format!("searching for {words:?} in text"), LONGEST, &opened, &all);
        }
    }
}

const MARKDOWN: Target = Target {
    name: "growth-markdown",
    check: |input, seen| check_text("text.md", input, seen),
    seeds: || seeds::MARKDOWN.iter().map(|word| word.as_bytes().to_vec()).collect(),
    words: seeds::MARKDOWN,
    longest: 32,
    rounds: 10,
    share: 4,
};

const PLAIN: Target = Target {
    name: "growth-plain",
    check: |input, seen| check_text("text.txt", input, seen),
    seeds: || seeds::PLAIN.iter().map(|word| word.as_bytes().to_vec()).collect(),
    words: seeds::PLAIN,
    longest: 32,
    rounds: 10,
    share: 3,
};

const RST: Target = Target {
    name: "growth-rst",
    check: |input, seen| check_text("text.rst", input, seen),
    seeds: || seeds::RST.iter().map(|word| word.as_bytes().to_vec()).collect(),
    words: seeds::RST,
    longest: 32,
    rounds: 10,
    share: 2,
};

const ORG: Target = Target {
    name: "growth-org",
    check: |input, seen| check_text("text.org", input, seen),
    seeds: || seeds::ORG.iter().map(|word| word.as_bytes().to_vec()).collect(),
    words: seeds::ORG,
    longest: 32,
    rounds: 10,
    share: 2,
};

const LATEX: Target = Target {
    name: "growth-latex",
    check: |input, seen| check_text("text.tex", input, seen),
    seeds: || seeds::LATEX.iter().map(|word| word.as_bytes().to_vec()).collect(),
    words: seeds::LATEX,
    longest: 32,
    rounds: 10,
    share: 2,
};

/// What is said in notes: in one note, in notes side by side, in such as call the next one, in such as are within each other.
fn check_citations(input: &[u8], seen: &mut Seen) {
    let words = String::from_utf8_lossy(input).replace(['\n', '\r'], " ");
    if words.trim().is_empty() {
        return;
    }
    let manner = dice(input).below(4);
    let text = |length: usize| {
        let times = length / (words.len() + 12);
        let mut text = String::from("Text.[^1]\n\n[^1]: Text. ");
        match manner {
            0 => text.push_str(&words.repeat(length / words.len())),
            1 => {
                text.extend((2..times).map(|number| format!("[^{number}]")));
                text.extend((2..times).map(|number| format!("\n\n[^{number}]: {words}")));
            }
            2 => text.extend((2..times).map(|number| format!("{words}[^{number}]\n\n[^{number}]: "))),
            _ => text.push_str(&[format!("{words}^[").repeat(times), "]".repeat(times)].concat()),
        }
        text
    };
    let opened = |length| open("text.md", text(length).as_bytes()).unwrap_or_default();
    grows_like_its_input(&format!("reading cites (manner {manner})"), LONGEST, &opened, &|document| drop(Apparatus::read(document)));
    let apparatus = Apparatus::read(&opened(LONGEST / 16));
    seen.count("cites", apparatus.cites().len());
    seen.count("works", apparatus.works().len());
    apparatus.cites().iter().take(16).for_each(|cite| seen.note((cite.kind, cite.reason)));
}

const CITATIONS: Target = Target {
    name: "growth-citations",
    check: check_citations,
    seeds: || seeds::CITES.iter().map(|word| word.as_bytes().to_vec()).collect(),
    words: seeds::CITES,
    longest: 32,
    rounds: 20,
    share: 3,
};

fn check_settings(input: &[u8], seen: &mut Seen) {
    if input.is_empty() {
        return;
    }
    // Nobody writes more by hand.
    let longest = LONGEST / 8;
    let text = |length| String::from_utf8_lossy(&repeated(input, length, &mut dice(input))).into_owned();
    grows_like_its_input("a configuration", longest, &text, &|text| drop(Config::parse(text)));
    grows_like_its_input("a keymap", longest, &text, &|text| drop(Keymap::parse(text)));
    grows_like_its_input("a theme", longest, &text, &|text| drop(Theme::parse("a", text, &|_| None)));
    seen.count("problems", Config::parse(&text(longest)).problems.len());
}

const SETTINGS: Target = Target {
    name: "growth-settings",
    check: check_settings,
    seeds: || seeds::TOML.iter().map(|word| word.as_bytes().to_vec()).collect(),
    words: seeds::TOML,
    longest: 32,
    rounds: 20,
    share: 2,
};

#[test]
fn markdown_takes_time_like_its_length() {
    run(&MARKDOWN);
}

#[test]
fn plain_text_takes_time_like_its_length() {
    run(&PLAIN);
}

#[test]
fn restructuredtext_takes_time_like_its_length() {
    run(&RST);
}

#[test]
fn org_takes_time_like_its_length() {
    run(&ORG);
}

#[test]
fn latex_takes_time_like_its_length() {
    run(&LATEX);
}

#[test]
fn cites_take_time_like_the_notes_they_are_in() {
    run(&CITATIONS);
}

#[test]
fn settings_take_time_like_their_length() {
    run(&SETTINGS);
}
