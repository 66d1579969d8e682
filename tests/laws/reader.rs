//! What holds of every reading: any text, any screen, any keys.

use std::fmt::Write as _;

use ibid::{
    keys::{Chord, sequence},
    reader::{Action, NotesWanted, Overlay},
    unit::{Cols, Place, width},
};
use proptest::prelude::*;

use crate::rig::Rig;

/// What a text is made of; each becomes a paragraph or the like in Markdown.
#[derive(Clone, Debug)]
enum Part {
    Heading(u8),
    /// So many words, with a noteref after every so many of them.
    Prose(usize, usize),
    Quote(usize),
    Verse(usize),
    Items(usize),
    Table(usize),
    Code(usize),
    /// Words of scripts that are wide, or read from the right, or cannot be broken.
    Foreign(usize),
    Lost,
    Rule,
    /// A picture of so many columns and rows.
    Picture(u16, u16),
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        2 => (1u8..5).prop_map(Part::Heading),
        6 => (1usize..120, 1usize..40).prop_map(|(words, every)| Part::Prose(words, every)),
        1 => (1usize..40).prop_map(Part::Quote),
        1 => (1usize..8).prop_map(Part::Verse),
        1 => (1usize..8).prop_map(Part::Items),
        1 => (1usize..6).prop_map(Part::Table),
        1 => (1usize..12).prop_map(Part::Code),
        2 => (1usize..30).prop_map(Part::Foreign),
        1 => Just(Part::Lost),
        1 => Just(Part::Rule),
        1 => (1u16..90, 1u16..40).prop_map(|(cols, rows)| Part::Picture(cols, rows)),
    ]
}

const WORDS: [&str; 11] =
    ["Tolstoy", "went", "east", "and", "*walked*", "counter-revolutionary", "through", "a", "[meadow](#there)", "until", "evening,"];
const FOREIGN: [&str; 8] =
    ["国際赤色救援会", "السلام", "שלום", "e\u{301}te\u{301}", "👩‍👩‍👧", "Donaudampfschifffahrtsgesellschaft", "ﷺ", "한국어"];

fn words(from: &[&str], count: usize) -> String {
    from.iter().cycle().take(count).copied().collect::<Vec<_>>().join(" ")
}

/// A text of these parts; notes are as long as `lengths` says, over and over, and every fifth calls the first.
fn text(parts: &[Part], lengths: &[usize]) -> String {
    let mut text = String::new();
    let mut notes = 0;
    for part in parts {
        match part {
            Part::Heading(level) => {
                let _ = write!(text, "{} Of the {notes}th part", "#".repeat(usize::from(*level)));
            }
            Part::Prose(count, every) => {
                for (index, word) in WORDS.iter().cycle().take(*count).enumerate() {
                    let _ = write!(text, "{word} ");
                    if index % every == every - 1 {
                        notes += 1;
                        let _ = write!(text, "end.[^n{notes}] ");
                    }
                }
            }
            Part::Quote(count) => {
                let _ = write!(text, "> {}", words(&WORDS, *count));
            }
            Part::Verse(count) => text.push_str(&vec!["| Of arms and the man"; *count].join("\n")),
            Part::Items(count) => text.push_str(&vec!["- one of them, and not the least of them all"; *count].join("\n")),
            Part::Table(count) => {
                text.push_str("| year | what there was |\n|--|--|\n");
                text.push_str(&vec!["| 1922 | an appeal that went to all the sections |"; *count].join("\n"));
            }
            Part::Code(count) => {
                let _ = write!(text, "```\n{}\n```", vec!["let answer = 42; // and a remark that is far too long"; *count].join("\n"));
            }
            Part::Foreign(count) => text.push_str(&words(&FOREIGN, *count)),
            Part::Lost => text.push_str("A mark without a note.[^lost]"),
            Part::Rule => text.push_str("---"),
            Part::Picture(cols, rows) => {
                let _ = write!(text, "![A map of the way](map-{cols}x{rows}.png)");
            }
        }
        text.push_str("\n\n");
    }
    for note in 1..=notes {
        let length = lengths.get(note % lengths.len().max(1)).copied().unwrap_or(3);
        let called = if note % 5 == 0 { " See the first.[^n1]" } else { "" };
        let _ = write!(text, "[^n{note}]: {}{called}\n\n", words(&WORDS, length));
    }
    text
}

fn texts(parts: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    (prop::collection::vec(part(), parts), prop::collection::vec(1usize..60, 1..4)).prop_map(|(parts, lengths)| text(&parts, &lengths))
}

fn sizes() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        4 => (20u16..130, 8u16..50),
        1 => (1u16..20, 1u16..8),
        1 => (130u16..200, 30u16..60),
    ]
}

fn notes() -> impl Strategy<Value = NotesWanted> {
    prop::sample::select(vec![NotesWanted::Auto, NotesWanted::Beside, NotesWanted::Below, NotesWanted::Off])
}

/// Whether pictures are drawn: in every other text that has some.
fn blocks(text: &str) -> bool {
    text.len().is_multiple_of(2)
}

/// A press, or something else that happens.
#[derive(Clone, Debug)]
enum Happening {
    Chord(&'static str),
    Text(String),
    Size(u16, u16),
    Click(u16, u16),
    Wheel(i32),
}

const CHORDS: &[&str] = &[
    "j",
    "k",
    "Space",
    "b",
    "d",
    "u",
    "g",
    "G",
    "h",
    "l",
    "3",
    "9",
    "%",
    "]]",
    "[[",
    "]n",
    "[n",
    "]m",
    "[m",
    "Tab",
    "Shift-Tab",
    "Enter",
    "Enter",
    "K",
    "F",
    "a",
    "s",
    "o",
    "r",
    "R",
    "S",
    "]s",
    "[s",
    "]N",
    "[N",
    "t",
    "L",
    "?",
    "Backspace",
    "Alt-→",
    "''",
    "ma",
    "'a",
    "mb",
    "'b",
    "/",
    "n",
    "N",
    "&",
    "Esc",
    "Esc",
    "^W w",
    "^W h",
    "^W l",
    "^W j",
    "^W k",
    "v",
    "w",
    "e",
    ")",
    "(",
    "{",
    "}",
    "$",
    "0",
    "y",
    "-",
    "=",
    "J",
    ":",
    "^R",
    "^U",
    "^A",
    "↑",
    "↓",
    "PgDn",
    "PgUp",
    "Home",
    "End",
    "Del",
    "^L",
    "^Z",
    "é",
    "国",
];

fn happening() -> impl Strategy<Value = Happening> {
    let texts = prop_oneof![
        prop::sample::select(vec![
            "/east",
            "/the",
            "/[",
            "/国",
            "/שלום",
            ":notes off",
            ":notes beside",
            ":measure 30",
            ":note 2",
            ":marks",
            ":problems",
            ":the",
            ":justify",
            ":theme paper",
            ":50",
            ":open guide"
        ])
        .prop_map(str::to_owned),
        "[a-z]{1,3}",
    ];
    prop_oneof![
        20 => prop::sample::select(CHORDS).prop_map(Happening::Chord),
        3 => texts.prop_map(Happening::Text),
        2 => sizes().prop_map(|(cols, rows)| Happening::Size(cols, rows)),
        1 => (0u16..200, 0u16..60).prop_map(|(col, row)| Happening::Click(col, row)),
        1 => (-9i32..9).prop_map(Happening::Wheel),
    ]
}

fn happen(rig: &mut Rig, happening: &Happening) {
    match happening {
        Happening::Chord(keys) => {
            for chord in sequence(keys).unwrap() {
                rig.press(chord);
            }
        }
        Happening::Text(text) => {
            rig.type_text(text).press(Chord::parse("Enter").unwrap());
        }
        Happening::Size(cols, rows) => {
            rig.resize(*cols, *rows);
        }
        Happening::Click(col, row) => {
            rig.act(Action::Click { col: *col, row: *row });
        }
        Happening::Wheel(lines) => {
            rig.act(Action::Wheel(*lines));
        }
    }
}

/// Draws, and holds what every frame must hold to: each row of cells is as wide as the screen, and nothing but text is on it.
fn draws(rig: &Rig) {
    let (buffer, cursor, _) = rig.buffer();
    if let Some((x, y)) = cursor {
        assert!(x < buffer.area.width && y < buffer.area.height, "the cursor is at {x}, {y}");
    }
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            assert!(!symbol.contains(char::is_control), "{symbol:?} at {x}, {y}");
            let wide = width(symbol);
            assert!(wide >= Cols(1), "{symbol:?} takes no column at {x}, {y}");
            for beyond in 1..wide.0 {
                assert!(x + beyond < buffer.area.width, "{symbol:?} is cut by the edge in row {y}");
                assert_eq!(buffer[(x + beyond, y)].symbol(), " ", "under {symbol:?} at {x}, {y}");
            }
            x += wide.0;
        }
    }
    if let Overlay::Peek(look) = &rig.state.overlay {
        assert!(!look.views.is_empty());
    }
}

/// The stretches of the body that the page shows, line by line.
fn shown(rig: &Rig) -> Vec<(Place, Place)> {
    rig.state.page.lines.iter().filter(|line| line.has_text()).map(|line| (line.at.start, line.at.end)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_there_is_a_frame(
        text in texts(0..7),
        size in sizes(),
        notes in notes(),
        happenings in prop::collection::vec(happening(), 1..60),
    ) {
        let mut rig = Rig::open(&format!("A text. {text}")).draws(false, blocks(&text)).notes(notes).size(size.0, size.1);
        draws(&rig);
        for happening in &happenings {
            happen(&mut rig, happening);
            draws(&rig);
        }
    }

    #[test]
    fn turning_pages_shows_every_line_and_comes_to_the_end(text in texts(1..10), size in sizes(), notes in notes()) {
        let mut rig = Rig::open(&format!("A text. {text}")).draws(false, blocks(&text)).notes(notes).size(size.0, size.1);
        let mut reached = Place::START;
        let mut tops = Vec::new();
        loop {
            for (start, end) in shown(&rig) {
                let skipped = rig.state.book.document.slice(&(reached.min(start)..start)).trim().to_owned();
                prop_assert_eq!(skipped, "", "is skipped at {:?}:\n{}", size, rig.frame());
                reached = reached.max(end);
            }
            tops.push(rig.top());
            let before = rig.top();
            rig.keys("Space");
            if rig.top() == before {
                break;
            }
            prop_assert!(rig.place() > before.place, "a page on is not further on: {before:?} {:?}\n{}", rig.top(), rig.frame());
        }
        let document = rig.state.book.document.clone();
        prop_assert!(reached >= document.end(), "{:?} is never shown at {size:?}", document.slice(&(reached..document.end())));
        prop_assert_eq!(rig.message(), "the end of the text");
        // Back the same way: the very same pages.
        while let Some(top) = tops.pop() {
            prop_assert_eq!(rig.top(), top);
            rig.keys("b");
        }
        prop_assert_eq!(rig.message(), "the beginning of the text");
    }

    #[test]
    fn turning_pages_back_from_anywhere_shows_every_line_and_comes_to_the_beginning(
        text in texts(1..8), size in sizes(), then in sizes(), notes in notes(), percent in 0u32..101, pages in 0usize..5,
    ) {
        let mut rig = Rig::open(&format!("A text. {text}")).draws(false, blocks(&text)).notes(notes).size(size.0, size.1);
        rig.type_text(&format!("{percent}%"));
        for _ in 0..pages {
            rig.keys("Space");
        }
        // Another size between: pages turned before are no pages any more.
        rig.resize(then.0, then.1);
        let mut reached = shown(&rig).first().map_or(Place::START, |(start, _)| *start);
        loop {
            let before = rig.top();
            rig.keys("b");
            if rig.top() == before {
                break;
            }
            let lines = shown(&rig);
            let (first, last) = (lines[0].0, lines[lines.len() - 1].1);
            let skipped = rig.state.book.document.slice(&(last..reached.max(last))).trim().to_owned();
            prop_assert_eq!(skipped, "", "is skipped at {:?}:\n{}", then, rig.frame());
            // A page that began amid what is now the first line begins with the line.
            prop_assert!(first < reached || first == Place::START, "a page back is not further back at {then:?}:\n{}", rig.frame());
            reached = first;
        }
        prop_assert_eq!(reached, Place::START);
    }

    #[test]
    fn lines_scroll_one_by_one_down_and_up(text in texts(1..6), size in sizes(), notes in notes(), steps in 1usize..40) {
        let mut rig = Rig::open(&format!("A text. {text}")).draws(false, blocks(&text)).notes(notes).size(size.0, size.1);
        let mut tops = Vec::new();
        for _ in 0..steps {
            let before = (rig.top(), shown(&rig));
            rig.keys("j");
            if rig.top() == before.0 {
                prop_assert_eq!(rig.message(), "the end of the text");
                break;
            }
            prop_assert!(rig.top().place >= before.0.place, "a line down goes up at {size:?}");
            tops.push(before.0);
        }
        while let Some(top) = tops.pop() {
            rig.keys("k");
            prop_assert_eq!(rig.top(), top, "at {:?}", size);
        }
    }

    #[test]
    fn jumps_are_retraced_to_the_same_place_and_the_same_frame(
        text in texts(2..9), size in sizes(), notes in notes(),
        jumps in prop::collection::vec(prop::sample::select(vec!["G", "g", "50%", "20%", "]]", "[[", "]n Enter Enter", "Tab Enter Enter", "/east Enter", "'a", "t Enter", "o ↓ Enter"]), 1..12),
    ) {
        let mut rig = Rig::open(&format!("A text. {text}")).draws(false, blocks(&text)).notes(notes).size(size.0, size.1);
        rig.keys("Space ma Esc");
        let mut frames = Vec::new();
        for jump in jumps {
            let before = (rig.top(), rig.state.book.lit, rig.state.page.clone());
            let depth = rig.state.book.history.depth().0;
            for word in jump.split(' ') {
                match Chord::parse(word) {
                    Some(chord) => { rig.press(chord); }
                    None => { rig.type_text(word); }
                }
            }
            while rig.overlay() != "nothing" {
                rig.keys("Esc");
            }
            match rig.state.book.history.depth().0 {
                after if after == depth + 1 => frames.push((*rig.state.book.history.places().last().unwrap(), before)),
                after => prop_assert_eq!(after, depth, "{:?} leaves one place or none", jump),
            }
        }
        while let Some((left, (_, _, page))) = frames.pop() {
            rig.keys("Backspace");
            prop_assert_eq!(rig.top(), left.top);
            if left.top == page_top(&page, &rig) {
                prop_assert_eq!(&rig.state.page, &page);
            }
        }
        prop_assert_eq!(rig.state.book.history.depth().0, 0);
        rig.keys("Backspace");
        prop_assert_eq!(rig.message(), "nowhere to go back to");
    }

    #[test]
    fn another_size_and_this_one_again_show_the_same_page(
        text in texts(1..8), size in sizes(), others in prop::collection::vec(sizes(), 1..5), notes in notes(), percent in 0u32..101,
    ) {
        let mut rig = Rig::open(&format!("A text. {text}")).draws(false, blocks(&text)).notes(notes).size(size.0, size.1);
        rig.type_text(&format!("{percent}%"));
        rig.keys("Esc");
        let before = (rig.top(), rig.frame_with_looks());
        for (cols, rows) in others {
            rig.resize(cols, rows);
            let here = rig.state.page.stretch();
            prop_assert!(here.start <= rig.place() && rig.place() <= here.end, "the place is not on the page at {cols}x{rows}");
        }
        rig.resize(size.0, size.1);
        prop_assert_eq!((rig.top(), rig.frame_with_looks()), before);
    }

    #[test]
    fn hits_do_not_depend_on_the_measure(text in texts(1..8), a in sizes(), b in sizes(), words in prop::sample::select(vec!["tolstoy", "east and", "counter", "meadow until", "end."])) {
        let hits_at = |size: (u16, u16)| {
            let mut rig = Rig::open(&format!("A text. {text}")).draws(false, blocks(&text)).size(size.0, size.1);
            let mut hits = Vec::new();
            rig.keys("/").type_text(words).keys("Enter");
            for _ in 0..12 {
                hits.push(rig.state.book.search.as_ref().and_then(|search| search.here.clone()));
                if let Some(Some(hit)) = hits.last() {
                    assert!(rig.state.page.shows(hit.start), "a hit is not on the page at {size:?}");
                }
                rig.keys("n");
            }
            hits
        };
        prop_assert_eq!(hits_at(a), hits_at(b));
    }

    #[test]
    fn what_is_lit_or_selected_is_in_sight(text in texts(1..8), size in sizes(), notes in notes(), keys in prop::collection::vec(prop::sample::select(vec!["]n", "[n", "Tab", "Shift-Tab", "Space", "d", "k"]), 1..20)) {
        let mut rig = Rig::open(&format!("A text. {text}")).draws(false, blocks(&text)).notes(notes).size(size.0, size.1);
        for key in keys {
            rig.keys(key);
            if let Some(lit) = rig.state.book.lit {
                prop_assert!(rig.state.page.shows(lit.at(&rig.state.book.document).start), "after {key} at {size:?}\n{}", rig.frame());
            }
        }
        rig.keys("Esc v");
        for _ in 0..12 {
            for key in ["w", "j", ")", "}"] {
                rig.keys(key);
                let cursor = rig.state.book.selection.unwrap().cursor;
                prop_assert!(rig.state.page.shows(cursor), "after {key} at {size:?}\n{}", rig.frame());
            }
        }
    }
}

/// The top of the page one looked at, as far as its lines tell.
fn page_top(page: &ibid::reader::Page, rig: &Rig) -> ibid::typeset::Top {
    let place = page.stretch().start;
    if place == rig.state.page.stretch().start { rig.top() } else { ibid::typeset::Top { place, lead: 0 } }
}
