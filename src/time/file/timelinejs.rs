//! The JSON of TimelineJS (Knight Lab, TimelineJS3, "JSON format").
//!
//! Dates there are numbers, or words that look like numbers: year, month, day, and times of day, which are finer than a lane is drawn. A year
//! below zero is shown there as so many years BC, and so it is read. What ibid itself exported carries its dates as EDTF besides, and
//! these are taken.

use std::fmt::Write as _;

use super::{
    collect::{Collector, Draft, at},
    tree::{Node, Value},
};
use crate::{problem::Problem, time::edtf::Edtf};

/// The lane of what TimelineJS draws behind all events.
const ERAS: &str = "eras";

/// Tells whether this is such a file, and not one in ibid's own form.
pub(super) fn is(tree: &Node) -> bool {
    let dated = |name: &str| tree.get(&[name]).is_some_and(|list| list.items().iter().any(|item| item.get(&["start_date"]).is_some()));
    let titled = tree.get(&["title"]).is_some_and(|title| matches!(title.value, Value::Table(_)));
    titled || dated("events") || dated("eras") || tree.get(&["timeline"]).is_some_and(|old| old.get(&["date"]).is_some())
}

/// Reads events and eras, and gives the title.
pub(super) fn read(tree: &Node, collector: &mut Collector) -> Result<Option<String>, Problem> {
    if tree.get(&["timeline"]).is_some() {
        return Err(Problem::error("it is written for TimelineJS 2, of which nothing is known here").mend("TimelineJS 3 converts it"));
    }
    for (name, lane) in [("events", ""), ("eras", ERAS)] {
        for node in tree.get(&[name]).map_or(&[][..], Node::items) {
            event(node, lane, collector);
        }
    }
    Ok(tree.get(&["title"]).map(headline))
}

fn event(node: &Node, lane: &str, collector: &mut Collector) {
    let text = |names: &[&str]| node.get(names).and_then(Node::text).unwrap_or("").to_owned();
    let mut sources: Vec<String> =
        node.get(&["sources"]).map_or(&[][..], Node::items).iter().filter_map(Node::text).map(str::to_owned).collect();
    if let Some(media) = node.get(&["media"]) {
        let said = |name: &str| media.get(&[name]).and_then(Node::text).map(plain).filter(|words| !words.is_empty());
        sources.extend(said("credit"));
        sources.extend(said("url").filter(|url| url.starts_with("http")));
    }
    let mut draft = Draft {
        id: text(&["unique_id"]),
        lane: if lane.is_empty() { plain(&text(&["group"])) } else { lane.to_owned() },
        title: headline(node),
        summary: node.get(&["text"]).and_then(|text| text.get(&["text"])).and_then(Node::text).map(plain).unwrap_or_default(),
        confidence: text(&["confidence"]),
        sources,
        ..Draft::default()
    };
    let name = collector.name_of(&draft.id, &draft.title);
    match date(node) {
        Ok(date) => draft.date = date,
        Err(problem) => {
            let what = format!("{name}: {}", problem.what);
            collector.say(at(Problem { what, ..problem }, node.line));
        }
    }
    collector.add(&draft);
}

/// What a slide is called. One may have no headline and say all in its text.
fn headline(slide: &Node) -> String {
    let text = slide.get(&["text"]);
    let said = |name: &str| text.and_then(|text| text.get(&[name])).and_then(Node::text).map(plain).filter(|words| !words.is_empty());
    said("headline").or_else(|| said("text").map(|text| text.chars().take(80).collect())).unwrap_or_default()
}

/// The date of an event, in EDTF; empty where it has none.
fn date(node: &Node) -> Result<String, Problem> {
    if let Some(date) = node.get(&["edtf"]).and_then(Node::text).filter(|text| Edtf::parse(text).is_ok()) {
        return Ok(date.to_owned());
    }
    let part = |name: &str| node.get(&[name]).filter(|date| !date.fields().is_empty()).map(day).transpose();
    let (start, end) = (part("start_date")?, part("end_date")?);
    Ok(match (start, end) {
        (Some(start), Some(end)) if start != end => format!("{start}/{end}"),
        (Some(date), _) | (None, Some(date)) => date,
        (None, None) => String::new(),
    })
}

/// One of its ends.
fn day(date: &Node) -> Result<String, Problem> {
    let number = |name: &str| -> Result<Option<i64>, Problem> {
        let said = date.get(&[name]).and_then(Node::text).unwrap_or("").trim();
        if said.is_empty() {
            return Ok(None);
        }
        // Spreadsheets make 1925.0 of 1925.
        let whole = said.strip_suffix(".0").unwrap_or(said);
        let mend = "a year, month or day is a whole number";
        whole.parse().map(Some).map_err(|_| Problem::warning(format!("its {name} is «{said}»")).mend(mend))
    };
    let Some(year) = number("year")? else { return Err(Problem::warning("a date without a year").mend("give it one")) };
    // 44 BC is the year -43.
    let year = if year < 0 { year + 1 } else { year };
    let mut written = match year {
        -9999..=-1 => format!("-{:04}", -year),
        0..=9999 => format!("{year:04}"),
        _ => return Ok(format!("Y{year}")),
    };
    for name in ["month", "day"] {
        let Some(number) = number(name)? else { break };
        let _ = write!(written, "-{number:02}");
    }
    Ok(written)
}

/// HTML as words: tags left out, the references that people write put in.
fn plain(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(sign) = rest.find(['<', '&']) {
        words.push_str(&rest[..sign]);
        rest = &rest[sign..];
        if rest.starts_with('<') {
            // Whoever writes 3 < 4 means no tag.
            let is_tag = rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!'));
            match rest.find('>').filter(|_| is_tag) {
                Some(end) => {
                    if ["<p", "<br", "</p", "<li", "<div"].iter().any(|block| rest.starts_with(block)) {
                        words.push(' ');
                    }
                    rest = &rest[end + 1..];
                }
                None => {
                    words.push('<');
                    rest = &rest[1..];
                }
            }
            continue;
        }
        let reference = rest.find(';').filter(|end| *end <= 8).map(|end| (&rest[1..end], end));
        match reference.and_then(|(name, end)| Some((character(name)?, end))) {
            Some((character, end)) => {
                words.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                words.push('&');
                rest = &rest[1..];
            }
        }
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn character(reference: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "hellip" => Some('…'),
        "rsquo" => Some('’'),
        "lsquo" => Some('‘'),
        "rdquo" => Some('”'),
        "ldquo" => Some('“'),
        _ => {
            let digits = reference.strip_prefix('#')?;
            digits.strip_prefix(['x', 'X']).map_or_else(|| number(digits, 10), |digits| number(digits, 16))
        }
    }
}
