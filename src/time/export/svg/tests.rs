use std::fmt::Write as _;

use super::{
    super::tests::{FAR, FILE, timeline},
    SIZE,
    measure::width,
    svg,
};
use crate::time::timeline::Timeline;

/// The names of a figure: the row each stands in, where it begins and where it ends.
fn names(figure: &str) -> Vec<(f64, f64, f64, String)> {
    let tags = figure.split("<text").skip(1).filter(|tag| tag.contains(" name\""));
    tags.map(|tag| {
        let number = |name: &str| tag.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap();
        let words = tag.split('>').nth(1).unwrap().split('<').next().unwrap();
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        let (x, long) = (number("x"), width(&words, SIZE));
        let from = if tag.contains("text-anchor=\"end\"") { x - long } else { x };
        (number("y"), from, from + long, words)
    })
    .collect()
}

#[test]
fn a_figure_is_sound_xml_and_its_names_lie_apart_and_within_it() {
    for (text, wide) in [(FILE, 300), (FILE, 640), (FILE, 1200), (FAR, 500), ("", 400)] {
        let timeline = if text.is_empty() { Timeline::default() } else { timeline(text) };
        let figure = svg(&timeline, wide);
        assert!(figure.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""), "{figure}");
        let mut reader = quick_xml::Reader::from_str(&figure);
        let mut depth = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(_) => depth += 1,
                quick_xml::events::Event::End(_) => depth -= 1,
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0);
        let mut names = names(&figure);
        names.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for name in &names {
            assert!(name.1 >= 15.9 && name.2 <= f64::from(wide) - 15.9, "{name:?} leaves the figure of {wide}");
        }
        for pair in names.windows(2) {
            assert!((pair[0].0 - pair[1].0).abs() > 1.0 || pair[0].2 < pair[1].1, "{pair:?} touch");
        }
        assert!(!figure.contains("NaN") && !figure.contains("inf"), "{figure}");
    }
}

#[test]
fn a_figure_tells_every_event_and_by_whom_other_dates_are_given() {
    let figure = svg(&timeline(FILE), 1200);
    for event in timeline(FILE).events() {
        let told = figure.matches(&format!("{}: ", event.extent.words().replace('&', "&amp;"))).count();
        assert!(told >= 1, "{} is not told", event.id);
    }
    assert!(figure.contains("<title>1925 – March 1928: Section of a span, by another account: B &amp; C</title>"), "{figure}");
    assert!(figure.contains(">B &amp; C</text>") && figure.contains(">by another account</text>"), "{figure}");
    assert!(figure.contains("@media (prefers-color-scheme: dark)"));
    // The far ones do not squeeze the near ones: they are told below.
    let mut text = FILE.to_owned();
    for year in 0..60 {
        let _ = writeln!(text, "[[event]]\nlane = \"rest\"\ntitle = \"E{year}\"\ndate = \"19{:02}\"", 20 + year % 10);
    }
    text.push_str("[[event]]\nlane = \"rest\"\ntitle = \"Caesar dies\"\ndate = \"-0043-03-15\"\n");
    let figure = svg(&timeline(&text), 1200);
    assert!(figure.contains(">Earlier: Caesar dies (15 March 44 BC).</text>"), "{figure}");
}
