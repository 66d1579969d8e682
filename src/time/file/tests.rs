use super::*;
use crate::time::timeline::{Confidence, Event, Pointer};

fn sound(name: &str, text: &str) -> Timeline {
    let read = read(name, text.as_bytes()).unwrap();
    assert_eq!(read.problems, [], "{text}");
    read.value
}

fn told(name: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let read = read(name, text.as_bytes()).unwrap();
    let ids = read.value.events().iter().map(|event| event.id.clone()).collect();
    (ids, read.problems.iter().map(ToString::to_string).collect())
}

/// An event in one line: id, lane, title, date, confidence, sources, summary.
fn shown(timeline: &Timeline, event: &Event) -> String {
    let Event { id, title, date, confidence, sources, summary, .. } = event;
    format!("{id} | {} | {title} | {date} | {confidence} | {} | {summary}", timeline.lane(event.lane).name, sources.join("; "))
}

#[test]
fn a_file_in_toml_says_all_there_is_to_say() {
    let timeline = sound(
        "aid.timeline.toml",
        r#"
title = "Aid"
[[lane]]
name = "leaders"
title = "Leadership"
[[lane]]
name = "rest"
[[event]]
id = "zetkin"
lane = "leaders"
title = "Clara Zetkin,\tpresident"
date = "1925/1927?"
summary = """
Two years
or three."""
confidence = "disputed"
sources = ["Riddell 2021", "Brauns"]
otherwise = [{ date = "1925/1928-03", by = "Brauns" }]
passages = [{ quote = "Zetkin followed" }, { in = "people", quote = "she presided" }, { note = "42" }, { anchor = "zetkin" }, "a few words"]
[[event]]
title = "Marchlewski dies"
lane = "rest"
date = 1925-03-22
[[event]]
title = "A year"
lane = "rest"
date = 1923
sources = "one book"
"#,
    );
    assert_eq!(timeline.title(), Some("Aid"));
    let lanes: Vec<_> = timeline.lanes().iter().map(|lane| (lane.name.as_str(), lane.title.as_str())).collect();
    assert_eq!(lanes, [("leaders", "Leadership"), ("rest", "rest")]);
    let events: Vec<String> = timeline.events().iter().map(|event| shown(&timeline, event)).collect();
    assert_eq!(
        events,
        [
            "a-year | rest | A year | 1923 | medium | one book | ",
            "zetkin | leaders | Clara Zetkin, president | 1925/1927? | disputed | Riddell 2021; Brauns | Two years or three.",
            "marchlewski-dies | rest | Marchlewski dies | 1925-03-22 | medium |  | ",
        ]
    );
    let zetkin = &timeline.events()[1];
    assert_eq!((zetkin.otherwise[0].date.to_string().as_str(), zetkin.otherwise[0].by.as_str()), ("1925/1928-03", "Brauns"));
    let passages: Vec<_> = zetkin.passages.iter().map(|passage| (passage.text.as_deref(), passage.at.clone())).collect();
    assert_eq!(
        passages,
        [
            (None, Pointer::Quotation("Zetkin followed".to_owned())),
            (Some("people"), Pointer::Quotation("she presided".to_owned())),
            (None, Pointer::Note("42".to_owned())),
            (None, Pointer::Anchor("zetkin".to_owned())),
            (None, Pointer::Quotation("a few words".to_owned())),
        ]
    );
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_the_rest_is_there() {
    let (ids, problems) = told(
        "a.toml",
        r#"titel = "Aid"
[[lane]]
name = "leaders"
[[event]]
id = "one"
lane = "leadres"
title = "One"
date = "1925"
confidence = "hihg"
[[event]]
id = "two"
lane = "leaders"
title = "Two"
date = "1925-6-28"
[[event]]
id = "three"
lane = "leaders"
title = "Three"
[[event]]
lane = "leaders"
date = "1925"
[[event]]
id = "one"
lane = "leaders"
title = ["Four"]
date = "1926"
[[event]]
id = "one"
lane = "leaders"
title = "Five"
date = "1927"
otherwise = [{ date = "soon", by = "X" }, { date = "1928", by = "Y" }]
passages = [{ in = "people" }, { quote = "a", note = "1" }, { qoute = "a" }, { quote = "words" }]
"#,
    );
    assert_eq!(ids, ["one", "one-2"]);
    assert_eq!(
        problems,
        [
            "a.toml: the timeline: there is no field «titel»\n  line 1 · did you mean «title»?",
            "a.toml: event one: no lane is called «leadres»\n  line 4 · did you mean «leaders»?",
            "a.toml: event one: there is no confidence «hihg»\n  line 9 · did you mean «high»?",
            "a.toml: event two is left out: «1925-6-28» is no date of EDTF: month must be two digits (or X), at byte 6\n  line 14 · did you mean «1925-06-28»?",
            "a.toml: event three is left out: it has no date\n  line 15 · give it one in EDTF, as 1925-06-28, 1925~ or 1925/1927",
            "a.toml: event 4 is left out: it has no title\n  line 19 · give it a few words: title = \"…\"",
            "a.toml: event one: title is a list, where words are expected\n  line 25",
            "a.toml: event one is left out: it has no title\n  line 22 · give it a few words: title = \"…\"",
            "a.toml: event one: another date is left out: «soon» is no date of EDTF: year must have exactly four digits (or X), at byte 0\n  line 32",
            "a.toml: event one: a passage is left out: it points to nothing, or to several things\n  line 33 · give it one of quote, note and anchor",
            "a.toml: event one: a passage is left out: it points to nothing, or to several things\n  line 33 · give it one of quote, note and anchor",
            "a.toml: event one, a passage: there is no field «qoute»\n  line 33 · did you mean «quote»?",
            "a.toml: event one: a passage is left out: it points to nothing, or to several things\n  line 33 · give it one of quote, note and anchor",
            "a.toml: several events are called one\n  line 27 · give each an id of its own",
        ]
    );
}

#[test]
fn toml_that_breaks_off_keeps_what_came_before() {
    let (ids, problems) =
        told("a.toml", "[[event]]\nid = \"one\"\ntitle = \"One\"\ndate = \"1925\"\n[[event]\nid = \"two\"\ntitle = \"Two");
    assert!(ids.contains(&"one".to_owned()), "{ids:?}");
    assert!(problems[0].starts_with("a.toml: this is not sound TOML: ") && problems[0].contains("line 5"), "{problems:?}");
}

#[test]
fn the_json_of_timelinejs_is_read_with_its_numbers_and_words() {
    let timeline = sound(
        "t.json",
        r#"{
  "title": { "text": { "headline": "A <b>life</b> &amp; times" } },
  "events": [
    { "start_date": { "year": "1925", "month": "6", "day": "28" }, "text": { "headline": "Founded", "text": "<p>In Chicago.</p><p>3 < 4</p>" }, "group": "Sections", "unique_id": "f",
      "media": { "url": "https://example.org/a.jpg", "credit": "An archive" } },
    { "start_date": { "year": -44, "month": 3, "day": 15, "hour": 12 }, "text": { "headline": "The Ides" } },
    { "start_date": { "year": 1925.0 }, "end_date": { "year": 1927 }, "text": { "headline": "Span" }, "group": "Sections" },
    { "start_date": { "year": -170000000 }, "text": { "text": "Only a text" } }
  ],
  "eras": [ { "start_date": { "year": "1918" }, "end_date": { "year": "1939" }, "text": { "headline": "Between the wars" } } ]
}"#,
    );
    assert_eq!(timeline.title(), Some("A life & times"));
    let events: Vec<String> = timeline.events().iter().map(|event| shown(&timeline, event)).collect();
    assert_eq!(
        events,
        [
            "only-a-text | events | Only a text | Y-169999999 | medium |  | Only a text",
            "the-ides | events | The Ides | -0043-03-15 | medium |  | ",
            "between-the-wars | eras | Between the wars | 1918/1939 | medium |  | ",
            "span | Sections | Span | 1925/1927 | medium |  | ",
            "f | Sections | Founded | 1925-06-28 | medium | An archive; https://example.org/a.jpg | In Chicago. 3 < 4",
        ]
    );
}

#[test]
fn json_that_is_no_timeline_is_refused_with_what_it_lacks() {
    let check = |text: &str, expected: &str| assert_eq!(read("t.json", text.as_bytes()).unwrap_err().to_string(), expected);
    check("{\n\"events\": [1,\n}", "t.json: this is not sound JSON: expected value\n  line 3");
    check("[1]", "t.json: this is no timeline\n  a timeline has a title, and a list of events with title and date");
    let (ids, problems) = told("t.json", r#"{"events": [{"text": {"headline": "A"}, "start_date": {"year": "soon"}}]}"#);
    assert!(ids.is_empty());
    assert_eq!(
        problems,
        [
            "t.json: event «A»: its year is «soon»\n  a year, month or day is a whole number",
            "t.json: event «A» is left out: it has no date\n  give it one in EDTF, as 1925-06-28, 1925~ or 1925/1927",
            "t.json: no event can be read from it",
        ]
    );
    // In ibid's own names, JSON is read as TOML is.
    let own = sound(
        "t.json",
        r#"{"title": "T", "lanes": [{"name": "a", "title": "A"}], "events": [{"title": "One", "lane": "a", "date": "1925"}]}"#,
    );
    assert_eq!((own.title(), own.events().len(), own.lanes().len()), (Some("T"), 1, 1));
}

#[test]
fn a_table_has_its_columns_in_any_order_and_its_separator_from_any_spreadsheet() {
    let check = |text: &str| {
        let timeline = sound("t.csv", text);
        let events: Vec<String> = timeline.events().iter().map(|event| shown(&timeline, event)).collect();
        assert_eq!(events, ["a | l | One, and \"more\" | 1925-06-28 | high | P1; P2 | S", "b | l | Two | 1926~ | medium |  | "], "{text}");
    };
    check(
        "id,lane,title,edtf,precision,summary,source,confidence\na,l,\"One, and \"\"more\"\"\",1925-06-28,day,S,P1;P2,high\nb,l,Two,1926~,,,,\n",
    );
    check(
        "\u{feff}Title;Date;id;LANE;sources;confidence;summary\r\n\"One, and \"\"more\"\"\";1925-06-28;a;l;\"P1; P2\";HIGH;S\r\n\r\nTwo;1926~;b;l\r\n",
    );
    check(
        "title\tdate\tid\tlane\tsource\tconfidence\tsummary\n\"One, and \"\"more\"\"\"\t1925-06-28\ta\tl\tP1;P2\thigh\tS\nTwo\t1926~\tb\tl\n",
    );
}

#[test]
fn what_is_wrong_with_a_table_is_told_with_the_line() {
    let error = read("t.csv", b"id,titel,edtf\na,b,1925").unwrap_err().to_string();
    assert_eq!(
        error,
        "t.csv: the table lacks a column: title\n  line 1 · its first row names the columns: id,lane,title,edtf,precision,summary,source,confidence"
    );
    let check = |rows: &str, expected: &[&str]| {
        let (_, problems) = told("t.csv", &format!("id,title,edtf,colour\nz,Z,1900\n{rows}"));
        assert_eq!(problems[1..], expected.iter().map(|line| format!("t.csv: {line}")).collect::<Vec<_>>());
    };
    check(
        "a,One,1925,,surplus\n",
        &["event a: 5 fields, where the first row names 4\n  line 3 · a field with a separator in it stands between quotation marks"],
    );
    check("a,One\n", &["event a is left out: it has no date\n  line 3 · give it one in EDTF, as 1925-06-28, 1925~ or 1925/1927"]);
    check(
        "a,One,\"\n1925\"\nb,Two,192u\n",
        &[
            "event b is left out: «192u» is no date of EDTF: year must have exactly four digits (or X), at byte 3\n  line 5 · did you mean «192X»?",
        ],
    );
    check(
        "a,One,1925,\nb,\"Two,1926\nc,Three,1927\n",
        &[
            "event b is left out: it has no date\n  line 4 · give it one in EDTF, as 1925-06-28, 1925~ or 1925/1927",
            "a quotation mark is never closed: 2 lines are taken for one row\n  line 4 · close it, or write \"\" for one that is meant",
        ],
    );
}

#[test]
fn the_ending_tells_the_form_and_else_the_content_does() {
    let check = |name: &str, text: &str, expected: Form| assert_eq!(form(name, text), expected, "{name} {text}");
    check("a.toml", "{", Form::Toml);
    check("a.JSON", "", Form::Json);
    check("a.tsv", "", Form::Table);
    check("", " {\"events\": []}", Form::Json);
    check("a.txt", "id,title,date\n", Form::Table);
    check("a.txt", "title;edtf\n", Form::Table);
    check("a.txt", "title = \"A, date\"\n", Form::Toml);
    check("a.d/b", "[[event]]", Form::Toml);
}

#[test]
fn bytes_that_are_no_text_are_told_and_too_many_are_refused() {
    let read = read("t.csv", b"title,edtf\nCaf\xe9,1925\n").unwrap();
    assert_eq!(read.value.events()[0].title, "Caf\u{fffd}");
    assert_eq!(
        read.problems[0].to_string(),
        "t.csv: it is not encoded in UTF-8\n  line 2 · save it as UTF-8; what could not be read is shown as �"
    );
    let error = super::read("t.csv", &vec![b'a'; LARGEST + 1]).unwrap_err();
    assert_eq!(error.to_string(), "t.csv: it is too large for a timeline: more than 16 MB\n  split it");
}

#[test]
fn nothing_a_terminal_would_obey_comes_through() {
    let timeline =
        sound("t.json", r#"{"events": [{"title": "A\u001b[31m\nB", "date": "1925", "summary": "\u009b2J", "sources": ["\u202e"]}]}"#);
    let event = &timeline.events()[0];
    assert_eq!((event.title.as_str(), event.summary.as_str(), event.sources[0].as_str()), ("A␛[31m B", "␦2J", "␦"));
    assert_eq!(event.confidence, Confidence::Medium);
}

#[test]
fn a_thousand_mistakes_are_a_hundred_messages_and_a_number() {
    let rows = "x,not a date\n".repeat(1000);
    let (_, problems) = told("t.csv", &format!("title,edtf\n{rows}"));
    assert_eq!(problems.len(), 102);
    assert_eq!(problems[100], "t.csv: 900 more like these are not listed");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_reading_panic(name in "[a-z]{0,3}(\\.(toml|json|csv))?", bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = read(&name, &bytes);
    }

    #[test]
    fn no_pieces_of_timelines_make_reading_panic(
        ending in "toml|json|csv",
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40),
    ) {
        if let Ok(read) = read(&format!("a.{ending}"), pieces.concat().as_bytes()) {
            let ids: std::collections::HashSet<_> = read.value.events().iter().map(|event| &event.id).collect();
            proptest::prop_assert_eq!(ids.len(), read.value.events().len());
            for event in read.value.events() {
                proptest::prop_assert!(!event.title.is_empty());
                proptest::prop_assert!(event.lane.index() < read.value.lanes().len());
            }
        }
    }
}

const PIECES: [&str; 32] = [
    "[[event]]\n",
    "[[lane]]\n",
    "title = \"A\"\n",
    "date = \"1925\"\n",
    "date = 1925-06-28\n",
    "lane = \"l\"\n",
    "name = \"l\"\n",
    "passages = [{ quote = \"q\" }]\n",
    "otherwise = [",
    "{ date = \"1924~\", by = \"b\" }",
    "]\n",
    "=",
    "\"",
    "'''",
    "\n",
    ",",
    "{",
    "}",
    "\"events\":",
    "[",
    "\"text\":{\"headline\":\"H &amp; <b>\"}",
    "\"start_date\":{\"year\":\"-1\",\"month\":13}",
    "\"end_date\":{\"year\":99999}",
    "\"title\":\"T\"",
    "\"date\":\"192X\"",
    "title,edtf,id\n",
    "A,1925,a\n",
    "B,\"19\"\"25\",a\n",
    ";",
    "\t",
    "\r\n",
    "é\u{202e}",
];
