//! A timeline: lanes of dated events, and the passages of a text that speak of them.
//!
//! It is made by whoever knows events (a timeline's file, or the dates found in a text) and joined to a [`Document`], whose passages it then
//! points to. Events are sorted by time, mentions by place, so that what is on a page and what is in view are found by bisection.

mod disagree;
mod join;

use std::fmt;

use super::{edtf::Edtf, extent::Extent, interval::Bound};
use crate::{
    document::{Document, NoteId},
    problem::Problem,
    unit::{Place, Stretch},
};

/// The index of a lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LaneId(pub u16);

impl LaneId {
    /// The id of the lane at this index.
    pub fn at(index: usize) -> Self {
        Self(u16::try_from(index).unwrap_or(u16::MAX))
    }

    /// Its index.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The index of an event among a timeline's events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

impl EventId {
    /// The id of the event at this index.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Events of one kind, drawn together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The name by which a file calls it: `sections`.
    pub name: String,
    /// What stands beside it: "National sections".
    pub title: String,
}

/// How well an event's date is vouched for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// Good sources agree.
    High,
    /// One good source; or nobody said how well.
    #[default]
    Medium,
    /// Thin.
    Low,
    /// Sources contradict each other.
    Disputed,
}

impl Confidence {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Disputed => "disputed",
        }
    }

    /// The confidence of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::High, Self::Medium, Self::Low, Self::Disputed].into_iter().find(|confidence| confidence.name() == name)
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where an event comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A timeline's file.
    #[default]
    Curated,
    /// A chronology within the text.
    Declared,
    /// A date in the prose, as it stands there.
    Found,
    /// A date in the prose whose year, or more, the story lends.
    Inferred,
}

/// Which stretch of a text a timeline's file means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// What an anchor of the text names.
    Anchor(String),
    /// Words of the text, noterefs left out; spaces, quotation marks and dashes of any kind stand for each other.
    Quotation(String),
    /// The note of this label.
    Note(String),
}

/// A passage that speaks of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The text in which it stands: a bundled text's name or a file; none is the text the timeline belongs to.
    pub text: Option<String>,
    /// Where in it.
    pub at: Pointer,
}

/// Another date that is given for the same event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// The date as given.
    pub date: Edtf,
    /// What it means on an axis.
    pub extent: Extent,
    /// Who gives it: "Brauns".
    pub by: String,
}

/// Where a text speaks of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub at: Stretch,
    /// The note they stand in.
    pub note: Option<NoteId>,
}

/// Something that happened, or lasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name within its timeline; no two are the same.
    pub id: String,
    /// Its lane.
    pub lane: LaneId,
    /// A few words.
    pub title: String,
    /// A sentence or two; may be empty.
    pub summary: String,
    /// Its date, as given.
    pub date: Edtf,
    /// What that means on an axis.
    pub extent: Extent,
    /// Other dates given for it.
    pub otherwise: Vec<Otherwise>,
    /// What it rests on: keys of a bibliography, titles, addresses.
    pub sources: Vec<String>,
    /// How well it is vouched for.
    pub confidence: Confidence,
    /// Where it comes from.
    pub origin: Origin,
    /// The passages its file names, in any text.
    pub passages: Vec<Passage>,
    /// Where the text at hand speaks of it, in the order of the text; filled when the timeline is joined to it.
    pub mentions: Vec<Mention>,
}

impl Event {
    /// An event of which no more is known than a title and a date.
    pub fn new(id: impl Into<String>, lane: LaneId, title: impl Into<String>, date: Edtf) -> Self {
        Self {
            id: id.into(),
            lane,
            title: title.into(),
            summary: String::new(),
            extent: Extent::of(&date),
            date,
            otherwise: Vec::new(),
            sources: Vec::new(),
            confidence: Confidence::default(),
            origin: Origin::default(),
            passages: Vec::new(),
            mentions: Vec::new(),
        }
    }

    /// Tells whether sources disagree about it.
    pub fn is_disputed(&self) -> bool {
        self.confidence == Confidence::Disputed || !self.otherwise.is_empty()
    }

    /// The extents to be drawn for it: its own, then those others give.
    pub fn extents(&self) -> impl Iterator<Item = &Extent> {
        std::iter::once(&self.extent).chain(self.otherwise.iter().map(|otherwise| &otherwise.extent))
    }
}

/// Words of a text, and the event they speak of.
pub type Spoken = (Stretch, EventId);

/// Lanes of dated events. See the [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    title: Option<String>,
    lanes: Vec<Lane>,
    events: Vec<Event>,
    /// Where the text speaks of events, sorted by place.
    mentions: Vec<Spoken>,
}

impl Timeline {
    /// A timeline of these events. They are sorted by when they begin, the longer first; one whose lane is not there goes to the last lane.
    pub fn new(title: Option<String>, lanes: Vec<Lane>, mut events: Vec<Event>) -> Self {
        let last = LaneId::at(lanes.len().saturating_sub(1));
        for event in &mut events {
            event.lane = event.lane.min(last);
        }
        events.sort_by_cached_key(|event| {
            let (first, end) = ends(&event.extent);
            (first, std::cmp::Reverse(end), event.lane, event.id.clone())
        });
        let mut new = Self { title, lanes, events, mentions: Vec::new() };
        new.collect_mentions();
        new
    }

    /// What it is called.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Its lanes, in the order in which they are drawn.
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// One lane.
    pub fn lane(&self, id: LaneId) -> &Lane {
        &self.lanes[id.index()]
    }

    /// Its events, by when they begin.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// One event.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.index()]
    }

    /// The ids of all events.
    pub fn event_ids(&self) -> impl DoubleEndedIterator<Item = EventId> + ExactSizeIterator + use<> {
        (0..self.events.len()).map(EventId::at)
    }

    /// The event of this name.
    pub fn named(&self, id: &str) -> Option<EventId> {
        self.events.iter().position(|event| event.id == id).map(EventId::at)
    }

    /// Tells whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Where the text speaks of events, sorted by place; an event may stand here several times, and two at one place.
    pub fn mentions(&self) -> &[Spoken] {
        &self.mentions
    }

    /// The mentions that begin in `at`.
    pub fn mentions_in(&self, at: &Stretch) -> &[Spoken] {
        let start = self.mentions.partition_point(|(mention, _)| mention.start < at.start);
        let end = self.mentions.partition_point(|(mention, _)| mention.start < at.end);
        &self.mentions[start..end.max(start)]
    }

    /// The first mention after `place` and the last one before it.
    pub fn mentions_around(&self, place: Place) -> (Option<&Spoken>, Option<&Spoken>) {
        let after = self.mentions.partition_point(|(mention, _)| mention.start <= place);
        let before = self.mentions.partition_point(|(mention, _)| mention.start < place);
        (self.mentions.get(after), before.checked_sub(1).map(|index| &self.mentions[index]))
    }

    /// Looks up in `document` the passages that events name, and gives what was not found. `names` are what files call this text by.
    pub fn join(&mut self, document: &Document, names: &[&str]) -> Vec<Problem> {
        let problems = join::join(&mut self.events, document, names);
        self.collect_mentions();
        problems
    }

    fn collect_mentions(&mut self) {
        self.mentions = self
            .events
            .iter()
            .enumerate()
            .flat_map(|(index, event)| event.mentions.iter().map(move |mention| (mention.at.clone(), EventId::at(index))))
            .collect();
        self.mentions.sort_by_key(|(at, event)| (at.start, *event));
    }
}

/// The numbers of the first and last day of an extent, as far away as can be where there is none.
fn ends(extent: &Extent) -> (i64, i64) {
    let reach = extent.reach();
    let number = |bound, without| match bound {
        Bound::Day(day) => super::interval::Day::number(day),
        Bound::Open | Bound::Unknown => without,
    };
    (number(reach.earliest(), i64::MIN), number(reach.latest(), i64::MAX))
}
