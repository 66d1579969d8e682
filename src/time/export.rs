//! Timelines as other programs read them.
//!
//! [`json()`] has all there is, in the names of ibid's own files; [`csv()`] a row an event, in the columns that [`super::file`] reads;
//! [`timelinejs()`] and [`mermaid()`] what those two can show; [`svg()`] is a figure for a page. Each gives a whole file. What a form has no words for is left
//! out of it, and nothing is made up: a date that is known to a year is not given a day unless the form cannot do without, and then the date
//! as given stands beside it.

mod json;
mod mermaid;
mod svg;
mod table;
mod timelinejs;

pub use self::{json::json, mermaid::mermaid, svg::svg, table::csv, timelinejs::timelinejs};
use super::{
    extent::{Extent, Precision},
    interval::{Bound, Day},
    timeline::{Event, Timeline},
};

/// The events lane by lane, in the order in which lanes are drawn.
fn by_lane(timeline: &Timeline) -> impl Iterator<Item = &Event> {
    let mut events: Vec<&Event> = timeline.events().iter().collect();
    // The sort is stable: within a lane they stay sorted by time.
    events.sort_by_key(|event| event.lane);
    events.into_iter()
}

/// How finely an event's date is known, in a word: "day", "interval-month", "one-of-years".
fn precision(extent: &Extent) -> String {
    // An end that nobody knows says nothing of how finely the other is known.
    let known = extent.windows().into_iter().filter(|window| !window.is_without_day()).map(|window| window.precision()).max();
    let word = match known.unwrap_or(Precision::Longer) {
        Precision::Day => "day",
        Precision::Month => "month",
        Precision::Season => "season",
        Precision::Year => "year",
        Precision::Decade => "decade",
        Precision::Century => "century",
        Precision::Longer => "longer",
    };
    match extent {
        Extent::Moment(_) => word.to_owned(),
        Extent::Span { .. } => format!("interval-{word}"),
        Extent::OneOf(_) => format!("one-of-{word}"),
        Extent::AllOf(_) => format!("all-of-{word}"),
    }
}

/// A day in EDTF.
fn written(day: Day) -> String {
    match day.year {
        0..=9999 => format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
        -9999..=-1 => format!("-{:04}-{:02}-{:02}", -day.year, day.month, day.day),
        // EDTF has no days so far away.
        year => format!("Y{year}"),
    }
}

/// The first and the last day of an event as far as it has them; one end for both where it has only one.
fn days(extent: &Extent) -> Option<(Day, Day)> {
    let reach = extent.reach();
    match (reach.earliest(), reach.latest()) {
        (Bound::Day(first), Bound::Day(last)) => Some((first, last)),
        (Bound::Day(day), _) | (_, Bound::Day(day)) => Some((day, day)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
