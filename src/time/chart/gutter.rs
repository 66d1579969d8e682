//! A drawn gutter of three cells for lists, in which time runs down: which spans are open beside each line.

use super::Sign;
use crate::time::{
    extent::{Extent, Precision},
    interval::{Bound, Day},
    timeline::{EventId, Timeline},
};

/// How many spans can be drawn side by side.
const TRACKS: usize = 3;

/// The gutter beside each of these events, which are sorted by time: a span opens on its own line, goes on beside the lines of what
/// begins until it ends, and closes beside the last of these.
///
/// Where more than three are open at once the one that ends first gives way, and takes no more part.
pub fn gutter(timeline: &Timeline, ids: &[EventId]) -> Vec<[Sign; TRACKS]> {
    let mut open: [Option<Track>; TRACKS] = [None; TRACKS];
    let days: Vec<i64> = ids.iter().map(|id| begins(&timeline.event(*id).extent)).collect();
    let mut lines = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        let extent = &timeline.event(*id).extent;
        let next = days.get(index + 1).copied();
        // What has ended has closed beside the line before.
        for track in &mut open {
            *track = track.filter(|track| track.until >= days[index]);
        }
        let free = open.iter().position(Option::is_none);
        let own = free.unwrap_or_else(|| {
            let first = open.iter().enumerate().min_by_key(|(_, track)| track.map_or(i64::MIN, |track| track.until));
            first.map_or(0, |(place, _)| place)
        });
        let mut line = open.map(|track| match track {
            None => Sign::Blank,
            Some(track) if next.is_none_or(|next| track.until < next) && track.until != i64::MAX => Sign::Closes,
            Some(_) => Sign::Open,
        });
        match ends(extent) {
            None => {
                line[own] = if extent.precision() == Precision::Day { Sign::Day } else { Sign::Within };
                // It stands over what is open here, which goes on below.
            }
            Some(until) => {
                let one = next.is_none_or(|next| until < next) && until != i64::MAX;
                line[own] = if one { Sign::OpensAndCloses } else { Sign::Opens };
                open[own] = (!one).then_some(Track { until });
            }
        }
        lines.push(line);
    }
    lines
}

/// A span that is open.
#[derive(Clone, Copy)]
struct Track {
    /// The number of its last day.
    until: i64,
}

/// The number of the day by which an event is sorted.
fn begins(extent: &Extent) -> i64 {
    match extent.reach().earliest() {
        Bound::Day(day) => day.number(),
        Bound::Open | Bound::Unknown => i64::MIN,
    }
}

/// The number of the last day of what lasts.
fn ends(extent: &Extent) -> Option<i64> {
    let Extent::Span { .. } = extent else { return None };
    match extent.reach().latest() {
        Bound::Day(day) => Some(Day::number(day)),
        Bound::Open | Bound::Unknown => Some(i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{
        edtf::Edtf,
        timeline::{Event, Lane, LaneId},
    };

    fn drawn(dates: &[&str]) -> Vec<String> {
        let lane = Lane { name: "all".to_owned(), title: "All".to_owned() };
        let event = |date: &&str| Event::new(*date, LaneId(0), *date, Edtf::parse(date).unwrap());
        let timeline = Timeline::new(None, vec![lane], dates.iter().map(event).collect());
        let ids: Vec<EventId> = timeline.event_ids().collect();
        let gutter = gutter(&timeline, &ids);
        let shown = |(id, signs): (&EventId, &[Sign; TRACKS])| {
            format!("{} {}", signs.iter().map(|sign| sign.unicode()).collect::<String>(), timeline.event(*id).title)
        };
        ids.iter().zip(&gutter).map(shown).collect()
    }

    #[test]
    fn spans_open_go_on_and_close_beside_what_begins_meanwhile() {
        assert_eq!(
            drawn(&["1922-12/1925-03-22", "1923-06", "1924-10-01/1927", "1925-03-22", "1925-06-28/1928", "1926-01-01", "1930-05/1930-06"]),
            [
                "┌   1922-12/1925-03-22",
                "│◇  1923-06",
                "│┌  1924-10-01/1927",
                "└│◆ 1925-03-22",
                "┌│  1925-06-28/1928",
                "└└◆ 1926-01-01",
                "╶   1930-05/1930-06",
            ]
        );
    }

    #[test]
    fn the_first_to_end_gives_way_to_a_fourth() {
        assert_eq!(
            drawn(&["1920/..", "1921/1929", "1922/1928", "1923/1930", "1924-05-05"]),
            ["┌   1920/..", "│┌  1921/1929", "││┌ 1922/1928", "││┌ 1923/1930", "│◆└ 1924-05-05"]
        );
    }
}
