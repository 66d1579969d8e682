//! The chart of a timeline: which sign stands where in a row of a lane, and which events are named there.
//!
//! Signs come first and are all that counts: from them alone each event's lane, extent, precision and doubts can be read off
//! (the legend is [`Sign`]). Labels are a second layer in what room is left ([`label`]). Around the rows there are [`ribbon`]s of how much
//! there is, with the bracket of what is being read, a drawn [`gutter`](mod@gutter) for lists, and a [`map`](mod@map) of time against
//! text; [`text`](mod@text) prints the whole. Columns and signs, but no colours: those are the theme's.

mod gutter;
mod label;
mod map;
mod ribbon;
mod text;

pub use self::{
    gutter::gutter,
    map::{Dots, Map, Point, map},
    ribbon::{Level, bracket, levels},
    text::{axis, line, text},
};
pub use super::{axis::Window, shape::Sign};

use std::ops::Range;

use super::{
    pack::{Bar, Packing},
    shape::Shape,
    timeline::{EventId, LaneId, Timeline},
};
use crate::unit::width;

/// A sign in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The column, from the window's left edge.
    pub col: u16,
    /// The sign.
    pub sign: Sign,
    /// Whose it is.
    pub event: EventId,
    /// Which of its dates: 0 its own, from 1 on those that others give.
    pub which: u16,
}

/// An event's name in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The column of its first character.
    pub col: u16,
    /// The name, cut with `…` where there is no room; within a bar it has a space at both ends.
    pub text: String,
    /// Whose it is.
    pub event: EventId,
    /// Whether it stands within the event's bar.
    pub inside: bool,
}

/// A row of a lane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartRow {
    /// Its signs, by column.
    pub marks: Vec<Mark>,
    /// Its labels, by column. None shares a column with a mark or with another.
    pub labels: Vec<Label>,
    /// The events of this row that are in view and found no room for a label.
    pub unlabelled: Vec<EventId>,
}

/// A bar that is in view.
struct Seen<'a> {
    bar: &'a Bar,
    shape: Shape,
}

/// What a row of a lane looks like in a window. `priority` says whose label goes first: the greater.
pub fn row(timeline: &Timeline, packing: &Packing, lane: LaneId, row: usize, window: Window, priority: &dyn Fn(EventId) -> u8) -> ChartRow {
    let view = window.cells();
    let seen: Vec<Seen> = packing
        .bars_in(lane, row, view.clone())
        .iter()
        .filter_map(|bar| {
            let extent = timeline.event(bar.event).extents().nth(usize::from(bar.which))?;
            let shape = Shape::of(extent, packing.zoom(), bar.which > 0)?;
            // A sign beside a shape says nothing without it.
            let body = shape.body();
            (body.start < view.end && view.start < body.end).then_some(Seen { bar, shape })
        })
        .collect();
    let mut marks = Vec::with_capacity(usize::from(window.cols));
    for Seen { bar, shape } in &seen {
        for cell in bar.cells.start.max(view.start)..bar.cells.end.min(view.end) {
            let sign = shape.sign(cell, &view);
            if let (Some(col), false) = (window.col(cell), sign == Sign::Blank) {
                marks.push(Mark { col, sign, event: bar.event, which: bar.which });
            }
        }
    }
    let (labels, unlabelled) = label::labels(timeline, &seen, window, priority);
    // What is written over within a bar is no mark. Bars do not overlap, so that nobody else's is lost.
    let written: Vec<Range<u16>> =
        labels.iter().filter(|label| label.inside).map(|label| label.col..label.col + width(&label.text).0).collect();
    marks.retain(|mark| {
        let at = written.partition_point(|cols| cols.end <= mark.col);
        written.get(at).is_none_or(|cols| !cols.contains(&mark.col))
    });
    ChartRow { marks, labels, unlabelled }
}
