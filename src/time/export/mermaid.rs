//! A Gantt chart in the language of Mermaid.
//!
//! Its `timeline` has no scale and shows no gap; its `gantt` has both: lanes are its sections, what happened within a day a milestone, all
//! else a bar from the first day to the last. What sources disagree on is `crit`, what is in doubt `done`, so that it is paler.

use std::fmt::Write as _;

use super::{by_lane, days};
use crate::time::{
    extent::Extent,
    interval::{Bound, Day},
    timeline::{Event, Timeline},
};

/// What a task's name may not begin with, because its line would be taken for something else (gantt.jison).
const KEYWORDS: [&str; 17] = [
    "gantt",
    "dateformat",
    "inclusiveenddates",
    "topaxis",
    "axisformat",
    "tickinterval",
    "includes",
    "excludes",
    "todaymarker",
    "weekday",
    "weekend",
    "title",
    "acc",
    "section",
    "click",
    "call",
    "href",
];

/// A timeline in Mermaid. Dates that are not of the years 100 to 9999 cannot be written there; their events stand in comments.
pub fn mermaid(timeline: &Timeline) -> String {
    let mut text = String::from("gantt\n");
    if let Some(title) = timeline.title() {
        let _ = writeln!(text, "    title {}", plain(title));
    }
    text.push_str("    dateFormat YYYY-MM-DD\n    axisFormat %Y\n    inclusiveEndDates\n    todayMarker off\n");
    let reaches: Vec<(Day, Day)> = timeline.events().iter().filter_map(|event| days(&event.extent)).filter(is_writable).collect();
    let first = reaches.iter().map(|(first, _)| *first).min();
    let whole = first.zip(reaches.iter().map(|(_, last)| *last).max());
    let mut lane = None;
    for (index, event) in by_lane(timeline).enumerate() {
        if lane != Some(event.lane) {
            lane = Some(event.lane);
            let _ = writeln!(text, "\n    section {}", plain(&timeline.lane(event.lane).title));
        }
        match whole.and_then(|whole| bar(&event.extent, whole)).filter(is_writable) {
            Some((first, last)) => task(&mut text, event, index + 1, first, last),
            None => {
                let _ = writeln!(text, "    %% {} ({})", plain(&event.title), event.extent.words());
            }
        }
    }
    text
}

fn task(text: &mut String, event: &Event, number: usize, first: Day, last: Day) {
    let name = plain(&event.title);
    let lower = name.to_lowercase();
    // A name of which nothing is left, and one that is taken for something else, have a sign before them.
    let sign = if name.is_empty()
        || KEYWORDS.iter().any(|word| lower.starts_with(word))
        || lower.starts_with(|first: char| first.is_ascii_digit())
    {
        "· "
    } else {
        ""
    };
    let mut tags = String::new();
    let in_doubt = event.extent.windows().iter().any(|window| window.doubt.sign().is_some());
    if event.is_disputed() {
        tags.push_str("crit, ");
    } else if in_doubt {
        tags.push_str("done, ");
    }
    let day = |day: Day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    let end = if first == last {
        tags.push_str("milestone, ");
        "0d".to_owned()
    } else {
        day(last)
    };
    let _ = writeln!(text, "    {sign}{name} :{tags}e{number}, {}, {end}", day(first));
}

/// From which day to which an event's bar goes, on a chart that has these days. What goes on for ever goes on to the chart's end; of what has
/// an end that nobody knows, only the known one is shown.
fn bar(extent: &Extent, whole: (Day, Day)) -> Option<(Day, Day)> {
    let reach = extent.reach();
    match (reach.earliest(), reach.latest(), extent) {
        (Bound::Day(first), Bound::Open, _) => Some((first, whole.1.max(first))),
        (Bound::Open, Bound::Day(last), _) => Some((whole.0.min(last), last)),
        (Bound::Day(_), _, Extent::Span { start: known, .. }) if reach.latest() == Bound::Unknown => days(&Extent::Moment(*known)),
        (_, Bound::Day(_), Extent::Span { end: known, .. }) if reach.earliest() == Bound::Unknown => days(&Extent::Moment(*known)),
        _ => days(extent),
    }
}

/// Before the year 100 a JavaScript date takes a year for one of the twentieth century, after 9999 there are too many digits.
fn is_writable((first, last): &(Day, Day)) -> bool {
    first.year >= 100 && last.year <= 9999
}

/// Words without the signs that end a name there, or begin a comment or an entity.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            ':' => plain.push('∶'),
            ';' => plain.push(','),
            '#' => plain.push('№'),
            '%' => plain.push('％'),
            '{' => plain.push('('),
            '}' => plain.push(')'),
            '<' => plain.push('‹'),
            '>' => plain.push('›'),
            other => plain.push(other),
        }
    }
    plain.trim().to_owned()
}
