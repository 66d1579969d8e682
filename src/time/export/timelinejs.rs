//! The JSON of TimelineJS (Knight Lab, TimelineJS3).
//!
//! It knows days and nothing of doubt. Each event is given the days it reaches from and to, the date in words to be shown, and the date as
//! given under a key of our own, which TimelineJS passes over and ibid reads again. Its texts are HTML.

use std::fmt::Write as _;

use serde::Serialize;

use super::days;
use crate::{
    problem::Problem,
    time::{
        extent::{Extent, Precision},
        interval::{Bound, Day},
        timeline::{Event, Timeline},
    },
};

/// Before this year and after it TimelineJS counts in years only, which it must be told (the bounds of a JavaScript date).
const HUMAN: std::ops::RangeInclusive<i64> = -271_820..=275_759;

#[derive(Serialize)]
struct Whole {
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Title>,
    events: Vec<Slide>,
}

#[derive(Serialize)]
struct Title {
    unique_id: &'static str,
    text: Text,
}

#[derive(Serialize)]
struct Text {
    headline: String,
    text: String,
}

#[derive(Serialize)]
struct Slide {
    unique_id: String,
    group: String,
    start_date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Date>,
    display_date: String,
    text: Text,
    edtf: String,
    confidence: &'static str,
    sources: Vec<String>,
}

#[derive(Serialize)]
struct Date {
    year: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<u8>,
}

/// A timeline for TimelineJS. An event without any day cannot be shown there and is left out.
///
/// # Errors
/// A [`Problem`] when a value cannot be put into JSON, which no text can bring about.
pub fn timelinejs(timeline: &Timeline) -> Result<String, Problem> {
    let reaches = timeline.events().iter().filter_map(|event| days(&event.extent));
    let is_far = reaches.into_iter().any(|(first, last)| !HUMAN.contains(&first.year) || !HUMAN.contains(&last.year));
    let whole = Whole {
        scale: is_far.then_some("cosmological"),
        // An id that no event's can be: those have no blanks at their ends.
        title: timeline.title().map(|title| Title { unique_id: " title", text: Text { headline: html(title), text: String::new() } }),
        events: timeline.events().iter().filter_map(|event| slide(timeline, event)).collect(),
    };
    let mut text =
        serde_json::to_string_pretty(&whole).map_err(|error| Problem::error(format!("this cannot be put into JSON: {error}")))?;
    text.push('\n');
    Ok(text)
}

fn slide(timeline: &Timeline, event: &Event) -> Option<Slide> {
    let (start_date, end_date) = dates(&event.extent)?;
    Some(Slide {
        unique_id: event.id.clone(),
        group: html(&timeline.lane(event.lane).title),
        start_date,
        end_date,
        display_date: event.extent.words(),
        text: Text { headline: html(&event.title), text: body(event) },
        edtf: event.date.to_string(),
        confidence: event.confidence.name(),
        sources: event.sources.clone(),
    })
}

/// What stands on the slide below its headline.
fn body(event: &Event) -> String {
    let mut body = if event.summary.is_empty() { String::new() } else { format!("<p>{}</p>", html(&event.summary)) };
    for otherwise in &event.otherwise {
        let _ = write!(body, "<p><small>{}: {}</small></p>", html(&otherwise.by), html(&otherwise.extent.words()));
    }
    if !event.sources.is_empty() {
        let _ = write!(body, "<p><small>{}</small></p>", html(&event.sources.join("; ")));
    }
    body
}

/// A date by itself is given as finely as it is known. One with an end has days at both: an end that has only what its beginning has would
/// be dropped as the same (TimelineConfig, "redundant end dates").
fn dates(extent: &Extent) -> Option<(Date, Option<Date>)> {
    let (first, last) = days(extent)?;
    if let Extent::Moment(window) = extent {
        let fine = match window.precision() {
            Precision::Day => Some((true, true)),
            Precision::Month if first.month == last.month => Some((true, false)),
            Precision::Year if first.year == last.year => Some((false, false)),
            _ => None,
        };
        if let Some((month, day)) = fine {
            return Some((Date { year: year(first), month: month.then_some(first.month), day: day.then_some(first.day) }, None));
        }
    }
    let whole = |day: Day| Date { year: year(day), month: Some(day.month), day: Some(day.day) };
    // What has no end is shown where it begins.
    let has_ends = matches!((extent.reach().earliest(), extent.reach().latest()), (Bound::Day(_), Bound::Day(_)));
    Some((whole(first), (has_ends && first != last).then(|| whole(last))))
}

/// TimelineJS says -44 for 44 BC, which is the year -43.
fn year(day: Day) -> i64 {
    if day.year > 0 { day.year } else { day.year - 1 }
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
