//! Words that are looked for, places that were written down, text that is made harmless.

use ibid::{
    document::{Document, Locator, sanitise},
    formats::{Source, read},
    search::{Query, listed},
    unit::{Place, width},
};

use crate::{
    engine::{Seen, Target, run},
    formats::dice,
    laws, seeds,
};

/// A document with notes, tables, ligatures and accents, that is searched.
fn document(text: &str) -> Option<Document> {
    let read = read(Source { name: "text.md".into(), bytes: text.as_bytes().to_vec(), whole: true }).ok()?;
    Some(read.value)
}

/// What is searched where an input says nothing else: a little of all that queries have to see through.
const SEARCHED: &str = "# Flight – and return\n\nTolstoy went east.[^1] Nai\u{308}ve éte\u{301}, ﬁnal ﬀ, Straße STRASSE, l’hiver \"so\" — a--b \
    co\u{ad}operate x\u{200b}y.[^2][^3] Ελλάς Ελλάσ, ДОМ дом, İi ıI, 国際赤色\u{3099}, aaaaaaaaaa, [1], * and ** and *[^s]*.\n\n\
    | a | b[^1] |\n|---|---|\n| c  d | e |\n\n> quoted\n> words\n\n    code  here\n\n[^1]: Ibid., p. 5.[^2]\n[^2]: See n. 1 above.\n\n[^3]: *Œuvres*, ﬃ.\n[^s]: Sign.\n";

/// The query is the first line, the document the rest, or the one above.
fn check_query(input: &[u8], seen: &mut Seen) {
    let text = String::from_utf8_lossy(input);
    let (words, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let Some(document) = document(if rest.trim().is_empty() { SEARCHED } else { rest }) else { return };
    let mut dice = dice(input);
    for regex in [false, true] {
        let query = match Query::new(words, regex) {
            Ok(query) => query,
            Err(problem) => {
                laws::problem(&problem, "", seen);
                continue;
            }
        };
        assert_eq!((query.words(), query.is_regex()), (words, regex || words.starts_with("re:")));
        let hits = query.all(&document, usize::MAX, &|| true);
        assert!(hits.complete && hits.total == hits.at.len());
        let mut end = Place::START;
        for hit in &hits.at {
            assert!(hit.start < hit.end && hit.start >= end && hit.end <= document.end(), "{hit:?} overlaps or is empty");
            assert!([hit.start, hit.end].iter().all(|place| document.floor(*place) == *place), "{hit:?} begins or ends within a character");
            end = hit.end;
        }
        let [from, until] = [0, 0].map(|_| Place::at(dice.below(document.text().len() + 2)));
        let first = hits.at.iter().find(|hit| hit.start >= from && hit.start < until).cloned();
        assert_eq!(query.next(&document, from, until), first, "the next hit from {from} to {until} is another");
        assert_eq!(
            query.previous(&document, from),
            hits.at.iter().rfind(|hit| hit.start < from).cloned(),
            "the one before {from} is another"
        );
        let within: Vec<_> = hits.at.iter().filter(|hit| hit.start >= from && hit.start < until).cloned().collect();
        assert_eq!(query.hits_in(&document, &(from..until)), within, "the hits from {from} to {until} are others");
        for hit in hits.at.iter().take(4) {
            let around = 2 + dice.below(40);
            let listed = listed(&document, hit, around);
            for side in [&listed.before, &listed.after] {
                laws::harmless(side, "a hit's words");
                assert!(width(side).count() <= around, "{side:?} is wider than {around}");
            }
            seen.note(("whence", std::mem::discriminant(&listed.whence)));
        }
        seen.note((regex, hits.total.min(4), hits.at.first().map(|hit| (hit.end.0 - hit.start.0).min(12))));
    }
}

const QUERY: Target = Target {
    name: "query",
    check: check_query,
    seeds: || {
        ["tolstoy", "É", "ﬁ", "ss", "east. naive", "re:a+", "re:\\bi", "--", "a b\na  b[^1] a-b", "İ", "σ", "(?i)[a-z]{2,5}$"]
            .map(|text| text.as_bytes().to_vec())
            .to_vec()
    },
    words: &[
        "a",
        "e",
        "E",
        "é",
        "\u{301}",
        "\u{308}",
        "ß",
        "SS",
        "ss",
        "ﬁ",
        "ﬃ",
        "fi",
        "œ",
        "oe",
        "İ",
        "i",
        "ı",
        "σ",
        "ς",
        "Д",
        "дом",
        "か",
        "が",
        "\u{3099}",
        "国",
        " ",
        "  ",
        "\u{a0}",
        "\u{ad}",
        "\u{200b}",
        "-",
        "—",
        "'",
        "’",
        "\"",
        "*",
        "[1]",
        "[^1]",
        "\n",
        "\n\n",
        "\n[^1]: ",
        "re:",
        "(",
        ")",
        "(?i)",
        "(?x)",
        "[",
        "]",
        "[^",
        "a-z",
        "{2}",
        "{2,}",
        "{999}",
        "+",
        "?",
        "|",
        "^",
        "$",
        ".",
        "\\",
        "\\b",
        "\\w",
        "\\W",
        "\\p{Greek}",
        "\\x{41}",
        "\\1",
        "(?=",
        "(?P<a>",
        "🇵🇱",
        "👩‍👩‍👧",
        "שלום",
    ],
    longest: 512,
    rounds: 500,
    share: 8,
};

/// Whatever a database says, a locator leads into the text.
fn check_locator(input: &[u8], seen: &mut Seen) {
    let Ok(locator) = serde_json::from_slice::<Locator>(input) else { return };
    for text in [SEARCHED, "é", "# a\n\na\n\n# a\n\na b c d"] {
        let Some(document) = document(text) else { continue };
        let place = document.locate(&locator);
        assert_eq!(document.floor(place), place, "{place} is no place");
        let again = document.locator(place);
        assert_eq!(document.locate(&again), place, "{again:?} leads elsewhere");
        let written = serde_json::to_vec(&again).expect("a locator can be written");
        assert_eq!(serde_json::from_slice::<Locator>(&written).ok(), Some(again));
        seen.count("place", place.offset());
    }
}

const LOCATOR: Target = Target {
    name: "locator",
    check: check_locator,
    seeds: || {
        let document = document(SEARCHED).expect("there is something to read");
        let places = (0..8).map(|part| document.floor(Place::at(document.text().len() * part / 7)));
        places.map(|place| serde_json::to_vec(&document.locator(place)).expect("a locator can be written")).collect()
    },
    words: &[
        "{\"byte\":4294967295,\"quotation\":\"Tolstoy went\",\"section\":null,\"offset\":7,\"permille\":65535}",
        "{\"byte\":1,\"quotation\":\"é\",\"section\":\"a\",\"offset\":4294967295,\"permille\":0}",
        "\"byte\":",
        "\"offset\":",
        "\"permille\":",
        "\"quotation\":",
        "\"section\":",
        "null",
        "\"Flight – and return\"",
        "\"\"",
        "\\u0000",
        "\\ud83d",
        "Ibid., p. 5.",
        "a",
        "é",
        "0",
        "1",
        "500",
        "1000",
        "65535",
        "4294967295",
        ",",
        "{",
        "}",
    ],
    longest: 256,
    rounds: 600,
    share: 3,
};

fn check_sanitise(input: &[u8], seen: &mut Seen) {
    let text = String::from_utf8_lossy(input);
    let safe = sanitise(&text);
    laws::harmless(&safe, "what was made safe");
    assert_eq!(sanitise(&safe), safe, "made safe twice it is something else");
    assert!(safe.chars().count() <= text.chars().count());
    let kept = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    assert_eq!(kept(&safe), kept(&text), "a letter is lost");
    seen.note(matches!(safe, std::borrow::Cow::Borrowed(_)));
    for character in text.chars().filter(|character| !character.is_alphanumeric()) {
        seen.note(character);
    }
}

const SANITISE: Target = Target {
    name: "sanitise",
    check: check_sanitise,
    seeds: seeds::texts,
    words: &[
        "a",
        "\r",
        "\r\n",
        "\n",
        "\t",
        "\u{1b}[",
        "\u{9b}",
        "\u{202e}",
        "\u{2066}",
        "\u{2028}",
        "\u{fff9}",
        "\u{e0001}",
        "\u{61c}",
        "é",
        "国",
    ],
    longest: 256,
    rounds: 8000,
    share: 2,
};

#[test]
fn queries() {
    run(&QUERY);
}

#[test]
fn locators_from_a_database() {
    run(&LOCATOR);
}

#[test]
fn text_is_made_harmless() {
    run(&SANITISE);
}
