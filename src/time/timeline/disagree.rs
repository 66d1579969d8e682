//! Where a text and its timeline's file do not agree: the passage that speaks of an event says another date for it.
//!
//! Only words that the file quotes are held against it, not a whole note or paragraph it points to; only a date that is all in them, and
//! only if no date in
//! the sentences of its passages is the event's. A file that knows of the other date, and says who gives it, agrees.

use super::{Event, Pointer, Timeline};
use crate::{
    document::Document,
    problem::Problem,
    time::{
        date::Grain,
        find::{Found, How, Track},
        interval::{Bound, Interval},
    },
    unit::Stretch,
};

/// The Julian calendar is behind by so many days at most where a text has but one of them.
const OTHER_CALENDAR: i32 = 13;
/// And a date that is circa is out by so many.
const ABOUT: i32 = 366;

impl Timeline {
    /// The events whose passages say other dates, with these; the timeline has been joined to the text, and these are its dates.
    pub fn disagreements(&self, document: &Document, dates: &[Found]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for event in self.events().iter().filter(|event| !event.passages.is_empty()) {
            let in_passage = |at: &Stretch| {
                let first = dates.partition_point(|found| found.at.start < at.start);
                let last = dates.partition_point(|found| found.at.start < at.end);
                dates[first..last].iter().enumerate().map(move |(index, found)| (found, dates.get(first + index + 1)))
            };
            let quoted = || event.mentions.iter().map(|mention| &mention.at).filter(|at| is_quoted(event, document, at));
            let Some((other, _)) = quoted().flat_map(in_passage).find(|(found, _)| is_said(found)) else { continue };
            // The quotation may break off before the date that is meant.
            let sentences = quoted().map(|at| document.sentence_around(at.start).start..document.sentence_around(at.end).end);
            if sentences.flat_map(|at| in_passage(&at)).any(|(found, next)| fits(event, found, next)) {
                continue;
            }
            let what = format!("the timeline has {}, the text says «{}»", event.date, document.words(&other.at));
            let problem = Problem::warning(what).mend("mend the one that is wrong, or give the other date as «otherwise», and who says it");
            problems.push(problem.about(format!("the timeline, event {}", event.id)));
        }
        problems
    }
}

/// Whether a passage is one that the file quotes: not all of a note or of a paragraph, where it points to those.
fn is_quoted(event: &Event, document: &Document, at: &Stretch) -> bool {
    event.passages.iter().all(|passage| match passage.at {
        Pointer::Quotation(_) => true,
        Pointer::Note(_) => document.note_at(at.start).is_none_or(|note| document.note(note).body != *at),
        Pointer::Anchor(_) => document.block_at(at.start).is_none_or(|block| document.block(block).at.end != at.end),
    })
}

/// Whether all of a date stands in the words, and it is no more than a century's.
fn is_said(found: &Found) -> bool {
    found.how == How::Explicit && found.track != Track::Citation && found.when.is_some_and(|when| when.date().grain != Grain::Century)
}

/// Whether a date, or the range that it begins, can be that of an event, or one that others give for it, in either calendar.
fn fits(event: &Event, found: &Found, next: Option<&Found>) -> bool {
    let Some(when) = found.when else { return true };
    let end = next.filter(|_| found.to_next).and_then(|next| next.when);
    let said = Interval::new(when.interval().earliest(), end.unwrap_or(when).interval().latest());
    let leeway = if when.date().approximate { ABOUT } else { OTHER_CALENDAR };
    event.extents().any(|extent| touches(extent.reach(), said, leeway))
}

/// Whether two intervals have a day in common, or are no further than so many days from it.
fn touches(one: Interval, other: Interval, days: i32) -> bool {
    let before = |end: Bound, start: Bound| match (end, start) {
        (Bound::Day(end), Bound::Day(start)) => end.plus(days) < start,
        _ => false,
    };
    !before(one.latest(), other.earliest()) && !before(other.latest(), one.earliest())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::interval::Day;

    #[test]
    fn days_are_near_each_other_in_two_calendars() {
        let day = |year, month, day| Interval::new(Bound::Day(Day::new(year, month, day)), Bound::Day(Day::new(year, month, day)));
        assert!(touches(day(1917, 10, 25), day(1917, 11, 7), OTHER_CALENDAR));
        assert!(!touches(day(1917, 10, 25), day(1917, 11, 8), OTHER_CALENDAR));
        assert!(touches(Interval::new(Bound::Open, Bound::Day(Day::new(1920, 1, 1))), day(1850, 1, 1), 0));
    }
}
