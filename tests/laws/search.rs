//! Searching finds what a slow and simple matcher finds, however it is asked.
//!
//! The simple matcher reads the whole text into a list of tokens, each a folded letter or a run, and compares the query's
//! tokens with it at every index. It folds by its own means: Unicode's decomposition and a few pairs, as many as the
//! generated texts hold.

use ibid::{
    document::{Builder, Document, Kind},
    search::Query,
    unit::{Place, Stretch},
};
use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Letter(char, String),
    Blank,
    Dash,
}

#[derive(Clone, Debug)]
struct Placed {
    token: Token,
    start: usize,
    /// Where it ends, and where it ends when it is the last of a hit.
    end: usize,
}

fn unlike(character: char) -> &'static str {
    match character {
        '’' => "'",
        '“' | '”' | '«' => "\"",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'ø' => "o\u{338}",
        _ => "",
    }
}

/// The tokens of a text in which `skipped` are the noterefs.
fn tokens(text: &str, skipped: &[Stretch]) -> Vec<Placed> {
    let mut tokens: Vec<Placed> = Vec::new();
    // A noteref or a soft hyphen between two blanks does not part them; between two dashes it does.
    let mut parted = false;
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        if matches!(character, '\u{ad}' | '\u{200b}') || skipped.iter().any(|at| at.contains(&Place::at(start))) {
            parted = true;
            continue;
        }
        let run = match character {
            '-' | '–' | '—' => Some(Token::Dash),
            blank if blank.is_whitespace() => Some(Token::Blank),
            _ => None,
        };
        if let Some(token) = run {
            match tokens.last_mut() {
                Some(last) if last.token == token && !parted => last.end = end,
                Some(last) if last.token == token && token == Token::Blank => {}
                _ => tokens.push(Placed { token, start, end }),
            }
        } else if is_combining_mark(character) {
            if let Some(Placed { token: Token::Letter(_, marks), end: last, .. }) = tokens.last_mut() {
                marks.push(character);
                *last = end;
            }
        } else {
            let apart = unlike(character);
            let parts: String = if apart.is_empty() { character.nfkd().collect() } else { apart.to_owned() };
            for part in parts.chars() {
                match tokens.last_mut() {
                    Some(Placed { token: Token::Letter(_, marks), .. }) if is_combining_mark(part) => marks.push(part),
                    _ => tokens.push(Placed { token: Token::Letter(part, String::new()), start, end }),
                }
            }
        }
        parted = false;
    }
    tokens
}

fn same(asked: &Token, found: &Token, exact: bool) -> bool {
    match (asked, found) {
        (Token::Letter(a, marks), Token::Letter(b, others)) => {
            let case = if exact { a == b } else { a.to_lowercase().eq(b.to_lowercase()) };
            case && (marks.is_empty() || marks == others)
        }
        _ => asked == found,
    }
}

fn simple(words: &str, document: &Document) -> Vec<Stretch> {
    let noterefs: Vec<Stretch> = document.noterefs().iter().map(|noteref| noteref.at.clone()).collect();
    let text = tokens(document.text(), &noterefs);
    // What is typed has no lines to be divided at: what cannot be seen there parts nothing.
    let seen: String = words.chars().filter(|character| !matches!(character, '\u{ad}' | '\u{200b}')).collect();
    let asked: Vec<Token> = tokens(&seen, &[]).into_iter().map(|placed| placed.token).collect();
    let exact = words.chars().any(char::is_uppercase);
    let mut hits: Vec<Stretch> = Vec::new();
    for window in text.windows(asked.len()) {
        let matches = asked.iter().zip(window).all(|(asked, placed)| same(asked, &placed.token, exact));
        let (start, end) = (window[0].start, window[asked.len() - 1].end);
        if matches && hits.last().is_none_or(|last| last.end.offset() <= start) {
            hits.push(Place::at(start)..Place::at(end));
        }
    }
    hits
}

/// Few letters, so that queries are met, in all the forms they take.
fn words() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "e",
        "s",
        "f",
        "i",
        "o",
        "ss",
        "E",
        "S",
        "A",
        "é",
        "e\u{301}",
        "É",
        "s\u{323}\u{301}",
        "ß",
        "æ",
        "ø",
        "ﬁ",
        "ﬀ",
        "’",
        "'",
        "“",
        "\"",
        "-",
        "–",
        "—",
        " ",
        " ",
        "\u{a0}",
        "\u{ad}",
        "\u{200b}",
        "к",
        "К",
        "ſ",
        "\u{212a}",
        "k",
        "長",
        "\u{1d41a}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn document() -> impl Strategy<Value = Document> {
    let line = prop::collection::vec((words(), any::<bool>()), 1..4);
    (prop::collection::vec(line, 1..6), 0..3usize).prop_map(|(lines, filling)| {
        let mut builder = Builder::new();
        for (index, line) in lines.iter().enumerate() {
            let note = index % 3 == 2;
            if note {
                builder.begin_note("7", &index.to_string());
            }
            builder.begin(Kind::Paragraph);
            for (words, has_noteref) in line {
                builder.text(words);
                if *has_noteref {
                    builder.noteref("12", "2");
                }
                // Beyond the first windows of a search.
                builder.text(&"x y".repeat(filling * 900));
            }
            builder.end();
            if note {
                builder.end_note();
            }
        }
        builder.finish().value
    })
}

/// Some words of the text, or others.
fn case() -> impl Strategy<Value = (Document, String)> {
    (document(), words(), any::<prop::sample::Index>(), 1..9usize, 0..5u8).prop_map(|(document, other, at, length, choice)| {
        let characters: Vec<char> = document.text().chars().filter(|character| !matches!(character, '[' | ']' | '1' | '2')).collect();
        let words = match (choice, characters.len()) {
            (0, _) | (_, 0) => other.chars().take(4).collect(),
            (_, count) => characters.iter().skip(at.index(count)).take(length).collect::<String>(),
        };
        (document, words)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn hits_are_those_of_a_slow_and_simple_matcher((document, words) in case()) {
        if let Ok(query) = Query::new(&words, false) {
            let hits = query.all(&document, usize::MAX, &|| true);
            prop_assert_eq!(&hits.at, &simple(&words, &document), "{:?} in {:?}", words, document.text());
            for hit in &hits.at {
                prop_assert!(document.text().is_char_boundary(hit.start.offset()) && document.text().is_char_boundary(hit.end.offset()));
            }
        }
    }

    #[test]
    fn every_way_of_asking_gives_the_same_hits((document, words) in case(), regex in any::<bool>(), places in prop::collection::vec(any::<prop::sample::Index>(), 8)) {
        let words = if regex { words.replace(' ', "s*") } else { words };
        if let Ok(query) = Query::new(&words, regex) {
            let all = query.all(&document, usize::MAX, &|| true).at;
            for pair in places.windows(2) {
                let mut ends = [pair[0], pair[1]].map(|index| Place::at(index.index(document.text().len() + 1)));
                ends.sort();
                let [from, until] = ends;
                let expected: Vec<Stretch> = all.iter().filter(|hit| hit.start >= from && hit.start < until).cloned().collect();
                prop_assert_eq!(query.next(&document, from, until), expected.first().cloned());
                prop_assert_eq!(query.hits_in(&document, &(from..until)), expected);
                prop_assert_eq!(query.previous(&document, from), all.iter().rfind(|hit| hit.start < from).cloned());
            }
        }
    }
}
