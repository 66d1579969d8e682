//! The timeline as one moves about in it: which event is chosen, how close one looks, and what of it is on the screen.
//!
//! What is drawn where is known by [`time`](crate::time): zoom, packing, signs. Here is what a reader does with it ([`motion`]), where it
//! leads ([`go`]), and what the pane shows once everything has settled ([`settle`]). Reading lights the timeline: events whose passages are
//! on the page, a bracket under the dates of the page. It never scrolls the text by itself; only Enter goes.

mod correct;
mod dates;
mod go;
mod motion;
mod settle;

use std::{collections::BTreeSet, sync::Arc};

pub use self::settle::{Card, Drawn, Lane, TimeRow};
use crate::{
    time::{
        axis::Zoom,
        pack::Packing,
        timeline::{EventId, LaneId},
    },
    unit::Stretch,
};

/// Where one is in the timeline.
#[derive(Debug, Default)]
pub struct Time {
    /// The chosen event.
    pub chosen: Option<EventId>,
    /// Whether the narrative map is shown, not the lanes.
    pub map: bool,
    /// Whether it stays where it is while one reads on.
    pub stays: bool,
    /// The lanes the reader has folded.
    pub folded: BTreeSet<LaneId>,
    /// The date one is at in the narrative map, by its index.
    pub(super) told: Option<usize>,
    /// The words last looked for.
    pub sought: String,
    /// How close one looks, and the first cell in view; nothing until all of it has been made to fit.
    pub(super) view: Option<View>,
    /// Where one looked at the lanes, while the narrative map is shown.
    pub(super) lanes_view: Option<View>,
    /// What was packed last.
    pub(super) packing: Option<Arc<Packing>>,
    /// All of the timeline, packed to fit so many columns.
    pub(super) whole: Option<(u16, Arc<Packing>, i64)>,
    /// The words that one was led to last: of an event, or a date.
    pub(super) spoken: Option<Stretch>,
    /// An event one wants to go to in a text that is being opened.
    pub(super) awaited: Option<String>,
    /// What is on the screen; filled when the state settles.
    pub drawn: Drawn,
}

impl Time {
    /// Another timeline has come: nothing of the last one is left but what one came for.
    pub(super) fn forget(&mut self) {
        *self = Self { map: self.map, stays: self.stays, awaited: self.awaited.take(), ..Self::default() };
    }
}

/// How close one looks, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct View {
    pub(super) zoom: Zoom,
    /// The cell at the left edge.
    pub(super) origin: i64,
    /// Whether it was made to fit the screen and not moved since: on another screen it is made to fit again.
    pub(super) fits: bool,
}
