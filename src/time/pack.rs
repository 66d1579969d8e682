//! A row for each bar: within a lane no two bars of a row share a cell, and no lane has more rows than must be.
//!
//! Bars are packed, labels never; and the whole axis is, whatever is in view: so scrolling moves no bar to another row, and zooming few.
//! It is interval partitioning: bars are taken by where they begin, each gets the row it has in an overview or else the lowest free one,
//! and a row is opened only when none is free; then there are as many rows as bars overlap where most do. Time is n log n in the bars.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
    ops::Range,
};

use super::{
    axis::{Window, Zoom, fit},
    interval::Bound,
    shape::{FAR, Shape},
    timeline::{EventId, LaneId, Timeline},
};

/// In so many columns a timeline is overlooked. Its rows are settled where it is, since there most bars are in each other's way;
/// closer by, each keeps its row there if that is free. Sorted anew at each step, a bar that makes room for another takes a third one's
/// row, and so on down the lane: a step of two moved up to 29 % of the bars of the bundled timeline, and now 15 %, on average 9.
const OVERVIEW: u16 = 30;

/// A stretch of cells taken by an event's date, or by another date given for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The event.
    pub event: EventId,
    /// Which of its dates: 0 its own, from 1 on those that others give.
    pub which: u16,
    /// The cells it takes: those its date means, and those of the signs beside it. What has no end goes beyond all cells.
    pub cells: Range<i64>,
}

/// The rows of a timeline's lanes at a step of the axis.
#[derive(Clone, Debug)]
pub struct Packing {
    zoom: Zoom,
    lanes: Vec<Packed>,
    /// For each event where its bars' rows begin in `rows`; one more at the end.
    firsts: Vec<u32>,
    /// The row of each bar; `u32::MAX` for a date without a day.
    rows: Vec<u32>,
    /// The first cells of all events' bars, sorted; the last ones, sorted.
    starts: Vec<i64>,
    ends: Vec<i64>,
    reach: Range<i64>,
}

#[derive(Clone, Debug, Default)]
struct Packed {
    /// Row by row, each sorted by time.
    rows: Vec<Vec<Bar>>,
    /// The cells in which its events begin, sorted.
    begins: Vec<i64>,
}

/// A bar before it has a row.
struct Loose {
    bar: Bar,
    lane: LaneId,
    /// What it is sorted by: where it starts, by the day, events' own dates before others, the longer first.
    key: (i64, i64, bool, Reverse<i64>, EventId, u16),
}

impl Packing {
    /// Packs a timeline at a step of the axis.
    pub fn of(timeline: &Timeline, zoom: Zoom) -> Self {
        let mut new = Self {
            zoom,
            lanes: vec![Packed::default(); timeline.lanes().len()],
            firsts: Vec::with_capacity(timeline.events().len() + 1),
            rows: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            reach: 0..0,
        };
        let mut loose = new.collect(timeline);
        let overview = fit(timeline, OVERVIEW).0;
        let homes = if zoom < overview { Self::of(timeline, overview).rows } else { Vec::new() };
        loose.sort_unstable_by_key(|loose| loose.key);
        let mut free: Vec<Rows> = Vec::new();
        free.resize_with(new.lanes.len(), Rows::default);
        for Loose { bar, lane, .. } in loose {
            let index = new.firsts[bar.event.index()] as usize + usize::from(bar.which);
            let row = match homes.get(index) {
                Some(home) => free[lane.index()].take(&bar.cells, Wish::Home(*home as usize)),
                // Another account stands next to the first one, if it can.
                None if bar.which > 0 => free[lane.index()].take(&bar.cells, Wish::Near(new.row_of(bar.event, 0).unwrap_or(0))),
                None => free[lane.index()].take(&bar.cells, Wish::Home(0)),
            };
            new.rows[index] = u32::try_from(row).unwrap_or(u32::MAX);
            let rows = &mut new.lanes[lane.index()].rows;
            if row == rows.len() {
                rows.push(Vec::new());
            }
            rows[row].push(bar);
        }
        new
    }

    /// All bars of a timeline, and what is counted of its events.
    fn collect(&mut self, timeline: &Timeline) -> Vec<Loose> {
        let mut loose = Vec::with_capacity(timeline.events().len());
        let mut reach: Option<Range<i64>> = None;
        for (id, event) in timeline.event_ids().zip(timeline.events()) {
            self.firsts.push(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
            let mut whole: Option<Range<i64>> = None;
            for (which, extent) in (0_u16..).zip(event.extents()) {
                self.rows.push(u32::MAX);
                let Some(shape) = Shape::of(extent, self.zoom, which > 0) else { continue };
                let cells = shape.taken();
                if which == 0 {
                    let body = shape.body();
                    let begins = if body.start == -FAR { body.end - 1 } else { body.start };
                    self.lanes[event.lane.index()].begins.push(begins);
                }
                let end = if shape.body().end == FAR { shape.body().start + 1 } else { shape.body().end };
                let start = if shape.body().start == -FAR { end - 1 } else { shape.body().start };
                let day = match extent.reach().earliest() {
                    Bound::Day(day) => day.number(),
                    Bound::Open | Bound::Unknown => i64::MIN,
                };
                reach = Some(reach.map_or(start..end, |reach| reach.start.min(start)..reach.end.max(end)));
                whole = Some(whole.map_or(cells.clone(), |whole| whole.start.min(cells.start)..whole.end.max(cells.end)));
                let length = cells.end - cells.start;
                let key = (cells.start, day, which > 0, Reverse(length), id, which);
                loose.push(Loose { bar: Bar { event: id, which, cells }, lane: event.lane, key });
            }
            if let Some(whole) = whole {
                self.starts.push(whole.start);
                self.ends.push(whole.end);
            }
        }
        self.firsts.push(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
        self.starts.sort_unstable();
        self.ends.sort_unstable();
        for lane in &mut self.lanes {
            lane.begins.sort_unstable();
        }
        self.reach = reach.unwrap_or(0..0);
        loose
    }

    /// The step of the axis.
    pub fn zoom(&self) -> Zoom {
        self.zoom
    }

    /// How many lanes there are.
    pub fn lanes(&self) -> usize {
        self.lanes.len()
    }

    /// How many rows a lane has.
    pub fn rows(&self, lane: LaneId) -> usize {
        self.lanes[lane.index()].rows.len()
    }

    /// How many events a lane has that have a day.
    pub fn events(&self, lane: LaneId) -> usize {
        self.lanes[lane.index()].begins.len()
    }

    /// The bars of a row that share a cell with these, by time.
    pub fn bars_in(&self, lane: LaneId, row: usize, cells: Range<i64>) -> &[Bar] {
        let Some(bars) = self.lanes[lane.index()].rows.get(row) else { return &[] };
        let from = bars.partition_point(|bar| bar.cells.end <= cells.start);
        let to = bars.partition_point(|bar| bar.cells.start < cells.end);
        &bars[from..to.max(from)]
    }

    /// The row, within its lane, of an event's own date (0) or of another (from 1 on); none for a date without a day.
    pub fn row_of(&self, event: EventId, which: u16) -> Option<usize> {
        let first = *self.firsts.get(event.index())? as usize;
        let end = *self.firsts.get(event.index() + 1)? as usize;
        let row = *self.rows[first..end].get(usize::from(which))?;
        (row != u32::MAX).then_some(row as usize)
    }

    /// The cells from the first event's to the last's, what has no end counted up to its one end.
    pub fn reach(&self) -> Range<i64> {
        self.reach.clone()
    }

    /// How many events lie wholly before and wholly after what is in view.
    pub fn outside(&self, window: Window) -> (usize, usize) {
        let cells = window.cells();
        let before = self.ends.partition_point(|end| *end <= cells.start);
        let after = self.starts.len() - self.starts.partition_point(|start| *start < cells.end);
        (before, after)
    }

    /// How many events begin in each column of a window: of a lane, or of all.
    pub fn ribbon(&self, lane: Option<LaneId>, window: Window) -> Vec<u32> {
        let mut counts = vec![0_u32; usize::from(window.cols)];
        let cells = window.cells();
        let chosen = match lane {
            Some(lane) => &self.lanes[lane.index()..=lane.index()],
            None => &self.lanes,
        };
        for lane in chosen {
            let from = lane.begins.partition_point(|begins| *begins < cells.start);
            for begins in lane.begins[from..].iter().take_while(|begins| **begins < cells.end) {
                if let Some(col) = window.col(*begins) {
                    counts[usize::from(col)] += 1;
                }
            }
        }
        counts
    }
}

/// Which of the free rows a bar would have.
#[derive(Clone, Copy)]
enum Wish {
    /// This one, else the lowest.
    Home(usize),
    /// The one nearest to this; of two the lower on the screen.
    Near(usize),
}

/// The rows of a lane while it is packed.
#[derive(Default)]
struct Rows {
    free: BTreeSet<usize>,
    /// Where taken rows become free again, the first on top.
    taken: BinaryHeap<Reverse<(i64, usize)>>,
}

impl Rows {
    /// A row that is free for these cells, the one wished for if it can be; a new one if none is free.
    ///
    /// Any choice among free rows keeps the number of rows at its least.
    fn take(&mut self, cells: &Range<i64>, wish: Wish) -> usize {
        while let Some(Reverse((_, row))) = self.taken.peek().copied().filter(|Reverse((end, _))| *end <= cells.start) {
            self.taken.pop();
            self.free.insert(row);
        }
        let row = match wish {
            Wish::Home(home) => self.free.get(&home).or(self.free.first()).copied(),
            Wish::Near(near) => match (self.free.range(..near).next_back(), self.free.range(near..).next()) {
                (Some(above), Some(below)) if near - above < below - near => Some(*above),
                (above, below) => below.or(above).copied(),
            },
        };
        let row = row.unwrap_or(self.free.len() + self.taken.len());
        self.free.remove(&row);
        self.taken.push(Reverse((cells.end, row)));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{
        edtf::Edtf,
        extent::Extent,
        timeline::{Event, Lane, Otherwise},
    };

    fn event(id: &str, lane: u16, date: &str, others: &[&str]) -> Event {
        let mut event = Event::new(id, LaneId(lane), id, Edtf::parse(date).unwrap());
        event.otherwise = others
            .iter()
            .map(|date| {
                let date = Edtf::parse(date).unwrap();
                Otherwise { extent: Extent::of(&date), date, by: "Another".to_owned() }
            })
            .collect();
        event
    }

    fn timeline() -> Timeline {
        let lanes = ["one", "two"].map(|name| Lane { name: name.to_owned(), title: name.to_owned() });
        let events = vec![
            event("first", 0, "1920/1924", &[]),
            event("second", 0, "1921/1930", &["1922/1930"]),
            event("successor", 0, "1925/1928", &[]),
            event("third", 0, "1923-05-05", &[]),
            event("other lane", 1, "1923", &[]),
            event("open", 1, "1930/..", &[]),
        ];
        Timeline::new(None, lanes.into(), events)
    }

    fn row_of(packing: &Packing, timeline: &Timeline, name: &str, which: u16) -> Option<usize> {
        packing.row_of(timeline.named(name).unwrap(), which)
    }

    #[test]
    fn a_successor_takes_the_row_that_was_left_and_another_account_stands_next_to_the_first() {
        let timeline = timeline();
        let packing = Packing::of(&timeline, Zoom::YEARS);
        let row = |name, which| row_of(&packing, &timeline, name, which);
        assert_eq!((row("first", 0), row("successor", 0)), (Some(0), Some(0)));
        assert_eq!((row("second", 0), row("second", 1)), (Some(1), Some(2)));
        assert_eq!(row("third", 0), Some(3));
        assert_eq!((packing.rows(LaneId(0)), packing.rows(LaneId(1))), (4, 1));
        assert_eq!((row("third", 1), packing.row_of(EventId(99), 0)), (None, None));
        assert_eq!(packing.reach(), 1920..1931);
    }

    #[test]
    fn bars_are_found_by_the_cells_they_share() {
        let timeline = timeline();
        let packing = Packing::of(&timeline, Zoom::YEARS);
        let names = |row: usize, cells: Range<i64>| {
            let bars = packing.bars_in(LaneId(0), row, cells);
            bars.iter().map(|bar| timeline.event(bar.event).id.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(names(0, 1900..2000), ["first", "successor"]);
        assert_eq!(names(0, 1924..1925), ["first"]);
        assert_eq!(names(0, 1925..1926), ["successor"]);
        assert_eq!(names(0, 1929..2000), [""; 0]);
        assert_eq!(names(99, 1900..2000), [""; 0]);
    }

    #[test]
    fn events_are_counted_where_they_begin_and_where_they_are_out_of_view() {
        let timeline = timeline();
        let packing = Packing::of(&timeline, Zoom::YEARS);
        let window = Window { origin: 1920, cols: 6 };
        assert_eq!(packing.ribbon(None, window), [1, 1, 0, 2, 0, 1]);
        assert_eq!(packing.ribbon(Some(LaneId(1)), window), [0, 0, 0, 1, 0, 0]);
        assert_eq!(packing.outside(window), (0, 1));
        assert_eq!(packing.outside(Window { origin: 1926, cols: 3 }), (3, 1));
        assert_eq!(packing.outside(Window { origin: 2000, cols: 3 }), (5, 0), "what has no end goes on");
    }

    #[test]
    fn a_timeline_without_events_has_no_rows() {
        let packing = Packing::of(&Timeline::default(), Zoom::YEARS);
        assert_eq!((packing.lanes(), packing.reach(), packing.outside(Window { origin: 0, cols: 9 })), (0, 0..0, (0, 0)));
        assert_eq!(packing.ribbon(None, Window { origin: 0, cols: 2 }), [0, 0]);
    }
}
