use super::*;
use crate::time::{file, timeline::EventId};

/// All kinds of dates, and texts with all the signs that some form gives a meaning to.
pub(super) const FILE: &str = r#"
title = "Aid & <others>: 50 %"
[[lane]]
name = "leaders"
title = "Leaders; #1"
[[lane]]
name = "rest"
title = "The {rest}"
[[event]]
id = "day"
lane = "leaders"
title = "Title: a \"day\" & <more>; 100 %"
date = "1925-06-28"
summary = "A summary, with a comma\nand \"quotes\" -- <b>bold</b>."
sources = ["One; two", "Ünï, ode"]
confidence = "high"
[[event]]
id = "span"
lane = "leaders"
title = "Section of a span"
date = "1925/1927?"
confidence = "disputed"
otherwise = [{ date = "1925/1928-03", by = "B & C" }, { date = "1925/1933" }]
passages = [{ in = "people", quote = "a quote" }, { note = "4" }, { anchor = "a" }]
[[event]]
id = "month"
lane = "rest"
title = "1924 has a month"
date = "1924-05~"
[[event]]
id = "open"
lane = "rest"
title = "Open"
date = "1927/.."
[[event]]
id = "unknown"
lane = "rest"
title = "Unknown end"
date = "1926-05/"
[[event]]
id = "set"
lane = "rest"
title = "One of"
date = "[1923,1925-02-01]"
[[event]]
id = "decade"
lane = "rest"
title = "Decade"
date = "192X"
"#;

pub(super) const FAR: &str = r#"
[[event]]
title = "The Ides"
date = "-0043-03-15"
[[event]]
title = "Long ago"
date = "Y-4500000000"
[[event]]
title = "A year"
date = "0000"
[[event]]
title = "At no time"
date = "Y4600000000000"
"#;

pub(super) fn timeline(text: &str) -> Timeline {
    let read = file::read("t.toml", text.as_bytes()).unwrap();
    assert_eq!(read.problems, []);
    read.value
}

fn again(name: &str, text: &str) -> Timeline {
    let read = file::read(name, text.as_bytes()).unwrap();
    assert_eq!(read.problems, [], "{text}");
    read.value
}

#[test]
fn json_comes_back_as_it_was() {
    for text in [FILE, FAR] {
        let timeline = timeline(text);
        let exported = json(&timeline, None).unwrap();
        assert_eq!(again("t.json", &exported), timeline, "{exported}");
    }
    let exported = json(&timeline(FILE), None).unwrap();
    for line in [
        r#""date": "1925/1927?""#,
        r#""precision": "interval-year""#,
        r#""precision": "one-of-year""#,
        r#""earliest": "1925-01-01""#,
        r#""latest": "..""#,
        r#""latest": null"#,
    ] {
        assert!(exported.contains(line), "{line} in {exported}");
    }
}

#[test]
fn csv_comes_back_as_far_as_it_has_columns() {
    let timeline = timeline(FILE);
    let exported = csv(&timeline).unwrap();
    assert!(exported.starts_with("id,lane,title,edtf,precision,summary,source,confidence\n"), "{exported}");
    assert!(exported.contains("decade,rest,Decade,192X,decade,,,medium\n"), "{exported}");
    let read = again("t.csv", &exported);
    assert_eq!(read.lanes().iter().map(|lane| &lane.name).collect::<Vec<_>>(), ["leaders", "rest"]);
    for (a, b) in timeline.events().iter().zip(read.events()) {
        assert_eq!(
            (&a.id, &a.title, &a.date, &a.summary, a.confidence, a.lane),
            (&b.id, &b.title, &b.date, &b.summary, b.confidence, b.lane)
        );
    }
    let day = |timeline: &Timeline| timeline.event(timeline.named("day").unwrap()).sources.clone();
    // A semicolon parts sources, and so cannot be in one.
    assert_eq!((day(&timeline), day(&read)), (vec!["One; two".into(), "Ünï, ode".into()], vec!["One, two".into(), "Ünï, ode".into()]));
    // Once more, and nothing changes any more.
    assert_eq!(csv(&read).unwrap(), exported);
}

#[test]
fn timelinejs_gets_days_and_the_words_of_a_date() {
    let timeline = timeline(FILE);
    let exported = timelinejs(&timeline).unwrap();
    let value: serde_json::Value = serde_json::from_str(&exported).unwrap();
    assert_eq!(value["title"]["text"]["headline"], "Aid &amp; &lt;others&gt;: 50 %");
    assert!(value.get("scale").is_none());
    let slide = |id: &str| value["events"].as_array().unwrap().iter().find(|slide| slide["unique_id"] == id).unwrap().clone();
    let check = |id: &str, start: serde_json::Value, end: serde_json::Value, shown: &str| {
        let slide = slide(id);
        assert_eq!((&slide["start_date"], &slide["end_date"]), (&start, &end), "{id}");
        assert_eq!(slide["display_date"], shown, "{id}");
    };
    let day = |year: i64, month: u8, day: u8| serde_json::json!({ "year": year, "month": month, "day": day });
    check("day", day(1925, 6, 28), serde_json::Value::Null, "28 June 1925");
    check("span", day(1925, 1, 1), day(1927, 12, 31), "1925 – 1927 (?)");
    check("month", serde_json::json!({ "year": 1924, "month": 5 }), serde_json::Value::Null, "c. May 1924");
    check("open", day(1927, 1, 1), serde_json::Value::Null, "from 1927 on");
    check("decade", day(1920, 1, 1), day(1929, 12, 31), "1920s");
    let text = slide("day")["text"]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("<p>A summary, with a comma and \"quotes\" -- &lt;b&gt;bold&lt;/b&gt;.</p>"), "{text}");
    assert_eq!(slide("span")["group"], "Leaders; #1");
    // What ibid exports it reads again, dates and all.
    let read = again("t.json", &exported);
    for event in timeline.events() {
        let back = read.event(read.named(&event.id).unwrap());
        assert_eq!(
            (&back.title, &back.date, &back.sources, back.confidence),
            (&event.title, &event.date, &event.sources, event.confidence)
        );
    }
}

#[test]
fn timelinejs_is_told_when_years_are_all_it_can_count() {
    let value: serde_json::Value = serde_json::from_str(&timelinejs(&timeline(FAR)).unwrap()).unwrap();
    assert_eq!(value["scale"], "cosmological");
    let years: Vec<i64> = value["events"].as_array().unwrap().iter().map(|slide| slide["start_date"]["year"].as_i64().unwrap()).collect();
    // 44 BC is -44 there, 1 BC is -1; and what is at no time cannot be shown.
    assert_eq!(years, [-4_500_000_001, -44, -1]);
}

#[test]
fn mermaid_gets_names_that_end_no_line_and_begin_none() {
    assert_eq!(
        mermaid(&timeline(FILE)),
        "gantt
    title Aid & ‹others›∶ 50 ％
    dateFormat YYYY-MM-DD
    axisFormat %Y
    inclusiveEndDates
    todayMarker off

    section Leaders, №1
    · Section of a span :crit, e1, 1925-01-01, 1927-12-31
    · Title∶ a \"day\" & ‹more›, 100 ％ :milestone, e2, 1925-06-28, 0d

    section The (rest)
    Decade :e3, 1920-01-01, 1929-12-31
    One of :e4, 1923-01-01, 1925-02-01
    · 1924 has a month :done, e5, 1924-05-01, 1924-05-31
    Unknown end :e6, 1926-05-01, 1926-05-31
    Open :e7, 1927-01-01, 1929-12-31
"
    );
    let far = mermaid(&timeline(FAR));
    assert!(far.contains("    %% The Ides (15 March 44 BC)\n"), "{far}");
    // Each line is one that the grammar knows: a task has one colon, and none of the signs that end it.
    for line in mermaid(&timeline(FILE)).lines().skip(7).filter(|line| !line.is_empty() && !line.starts_with("    section")) {
        assert_eq!(line.matches(':').count(), 1, "{line}");
        assert!(!line.contains(['#', ';', '%', '{', '}']), "{line}");
    }
}

#[test]
fn what_a_date_is_known_to_is_said_in_a_word() {
    let check = |edtf: &str, expected: &str| {
        let extent = Extent::of(&crate::time::edtf::Edtf::parse(edtf).unwrap());
        assert_eq!(precision(&extent), expected, "{edtf}");
    };
    check("1925-06-28", "day");
    check("1922-08/1922-12~", "interval-month");
    check("1924/..", "interval-year");
    check("Y4600000000000", "longer");
    check("{1923,1926}", "all-of-year");
    check("1924-21", "season");
    let timeline = timeline(FAR);
    assert_eq!(by_lane(&timeline).count(), timeline.event_ids().map(EventId::index).count());
}
