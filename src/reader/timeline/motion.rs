//! Moving about in the timeline.

use super::View;
use crate::{
    reader::{State, TimeRow, TimeWanted, state::Pane},
    time::{
        extent::Extent,
        interval::Day,
        timeline::{Event, EventId, LaneId, Timeline},
    },
    unit::width,
};

impl State {
    /// Shows the timeline below, then over the whole screen, then puts it away.
    pub(in crate::reader) fn turn_timeline(&mut self) {
        if self.book.timeline.is_empty() {
            if self.layout.time.is_some() {
                self.settings.time = TimeWanted::Off;
                return;
            }
            return self.refuse(if self.book.dated {
                "this text has no dates"
            } else {
                "the dates of this text are still being looked for"
            });
        }
        let all = self.layout.is_all_time();
        self.settings.time = match self.settings.time {
            TimeWanted::Off => TimeWanted::Below,
            TimeWanted::Below if !all => TimeWanted::Full,
            TimeWanted::Below | TimeWanted::Full => TimeWanted::Off,
        };
        self.focus = if self.settings.time == TimeWanted::Off { Pane::Text } else { Pane::Time };
        if self.time.chosen.is_none() {
            self.time.chosen = self.event_in_question();
        }
    }

    /// Gives the timeline the keys, and shows it if it is not there; tells whether it was there already.
    pub(in crate::reader) fn take_up_timeline(&mut self) -> bool {
        if self.layout.time.is_none() {
            self.turn_timeline();
            return false;
        }
        self.focus = Pane::Time;
        true
    }

    /// Tells whether events stand in lines one below another, not in lanes.
    fn is_listed(&self) -> bool {
        matches!(self.time.drawn.rows.first(), Some(TimeRow::Line { .. }))
    }

    /// Chooses the event so many further on, of whatever lane.
    fn events_in_order(&mut self, by: isize) {
        let Some(chosen) = self.time.chosen.or_else(|| self.event_in_question()) else { return };
        let last = self.book.timeline.events().len().saturating_sub(1);
        let next = chosen.index().saturating_add_signed(by).min(last);
        if next == chosen.index() {
            return self.say(if by > 0 { "the last event" } else { "the first event" });
        }
        self.choose_event(EventId::at(next));
    }

    /// The event one means without having chosen one: the first of which the page speaks, else the one nearest to the time of the page.
    pub(in crate::reader) fn event_in_question(&self) -> Option<EventId> {
        let timeline = &self.book.timeline;
        let on_page = timeline.mentions_in(&self.page.stretch()).first().map(|(_, event)| *event);
        let near = || {
            let here = self.reading_day()?;
            timeline.event_ids().min_by_key(|id| distance(timeline.event(*id), here))
        };
        on_page.or_else(near).or_else(|| timeline.event_ids().next())
    }

    /// Chooses an event and brings it into view.
    pub(in crate::reader) fn choose_event(&mut self, id: EventId) {
        self.time.chosen = Some(id);
        let lane = self.book.timeline.event(id).lane;
        self.time.folded.remove(&lane);
        self.bring_into_view(id);
    }

    /// A click gives the timeline the keys, and on an event's sign or name chooses it.
    pub(in crate::reader) fn click_timeline(&mut self, col: u16, row: u16) {
        self.focus = Pane::Time;
        let Some(area) = self.layout.time else { return };
        let drawn = &self.time.drawn;
        let Some(row) = row.checked_sub(area.y + 1).and_then(|row| drawn.rows.get(usize::from(row))) else { return };
        let event = match row {
            TimeRow::Line { event, .. } => Some(*event),
            TimeRow::Ribbon { .. } => None,
            TimeRow::Chart { chart, .. } => {
                let col = col.saturating_sub(area.x + drawn.head);
                let named = chart.labels.iter().find(|label| (label.col..label.col + width(&label.text).0).contains(&col));
                let marked = || chart.marks.iter().find(|mark| mark.col == col);
                named.map(|label| label.event).or_else(|| marked().map(|mark| mark.event))
            }
        };
        if let Some(id) = event {
            self.choose_event(id);
        }
    }

    /// Chooses the event so many further on in its lane.
    pub(in crate::reader) fn events_of_lane(&mut self, by: isize) {
        let Some(chosen) = self.time.chosen.or_else(|| self.event_in_question()) else { return };
        let timeline = self.book.timeline.clone();
        let lane = timeline.event(chosen).lane;
        let events: Vec<EventId> = timeline.event_ids().filter(|id| timeline.event(*id).lane == lane).collect();
        let here = events.iter().position(|id| *id == chosen).unwrap_or(0);
        let next = here.saturating_add_signed(by).min(events.len().saturating_sub(1));
        match events.get(next) {
            Some(id) if next != here => self.choose_event(*id),
            _ => self.say(if by > 0 { "the last event of this lane" } else { "the first event of this lane" }),
        }
    }

    /// Chooses the first or the last event of the lane.
    pub(in crate::reader) fn end_of_lane(&mut self, last: bool) {
        let far = isize::try_from(self.book.timeline.events().len()).unwrap_or(isize::MAX);
        self.events_of_lane(if last { far } else { -far });
        self.message = None;
    }

    /// Chooses, so many lanes further down, the event nearest in time; where events stand in lines, the one so many lines further down.
    pub(in crate::reader) fn lanes(&mut self, by: isize) {
        if self.is_listed() {
            return self.events_in_order(by);
        }
        let Some(chosen) = self.time.chosen.or_else(|| self.event_in_question()) else { return };
        let timeline = self.book.timeline.clone();
        let event = timeline.event(chosen);
        let Some(day) = event.extent.day() else { return };
        let used: Vec<LaneId> =
            (0..timeline.lanes().len()).map(LaneId::at).filter(|lane| timeline.events().iter().any(|event| event.lane == *lane)).collect();
        let here = used.iter().position(|lane| *lane == event.lane).unwrap_or(0);
        let next = here.saturating_add_signed(by).min(used.len().saturating_sub(1));
        if next == here {
            return self.say(if by > 0 { "the last lane" } else { "the first lane" });
        }
        let nearest = timeline.event_ids().filter(|id| timeline.event(*id).lane == used[next]).min_by_key(|id| {
            let begins = timeline.event(*id).extent.day();
            // Of those that last at that time, the one that began nearest to it.
            (distance(timeline.event(*id), day), begins.map(|begins| begins.number().abs_diff(day.number())))
        });
        if let Some(id) = nearest {
            self.choose_event(id);
        }
    }

    /// Chooses the next event, of any lane, whose sources disagree.
    pub(in crate::reader) fn disputes(&mut self, by: isize) {
        let timeline = self.book.timeline.clone();
        self.next_such(by, "no event of this timeline is disputed", |id| timeline.event(id).is_disputed());
    }

    /// Chooses the next event, of any lane, that is such a one; behind the last comes the first.
    pub(in crate::reader) fn next_such(&mut self, by: isize, none: &str, is_such: impl Fn(EventId) -> bool) {
        let such: Vec<EventId> = self.book.timeline.event_ids().filter(|id| is_such(*id)).collect();
        if such.is_empty() {
            return self.refuse(none);
        }
        let count = isize::try_from(such.len()).unwrap_or(1);
        let next = match self.time.chosen {
            None => 0,
            Some(chosen) if by > 0 => {
                let after = such.partition_point(|id| *id <= chosen);
                (isize::try_from(after).unwrap_or(0) + by - 1).rem_euclid(count)
            }
            Some(chosen) => {
                let before = such.partition_point(|id| *id < chosen);
                (isize::try_from(before).unwrap_or(0) + by).rem_euclid(count)
            }
        };
        let next = usize::try_from(next).unwrap_or(0);
        if let Some(id) = such.get(next) {
            self.choose_event(*id);
            if self.message.is_none() {
                self.say(format!("{} of {}", next + 1, such.len()));
            }
        }
    }

    /// Unfolds the lane of the chosen event, or, if it is unfolded, all lanes.
    pub(in crate::reader) fn unfold(&mut self) {
        match self.chosen_lane() {
            Some(lane) if self.time.folded.remove(&lane) => {}
            _ if self.time.folded.is_empty() => self.say("all lanes are unfolded that there are rows for"),
            _ => self.time.folded.clear(),
        }
    }

    /// Folds the lane of the chosen event, or, if it is folded, all lanes.
    pub(in crate::reader) fn fold(&mut self) {
        let Some(lane) = self.chosen_lane() else { return };
        if !self.time.folded.insert(lane) {
            self.time.folded = (0..self.book.timeline.lanes().len()).map(LaneId::at).collect();
        }
    }

    pub(in crate::reader) fn chosen_lane(&self) -> Option<LaneId> {
        self.time.chosen.map(|id| self.book.timeline.event(id).lane)
    }

    /// Looks closer, or from further off if negative, about the chosen event.
    pub(in crate::reader) fn zoom(&mut self, by: isize) {
        if self.is_listed() {
            return self.refuse("on so narrow a screen events stand in lines · 60 columns show lanes");
        }
        let Some(view) = self.time.view else { return };
        let cols = i64::from(self.time.drawn.cols);
        let middle = view.zoom.first_day(view.origin + cols / 2);
        let chosen = self.time.chosen.and_then(|id| self.book.timeline.event(id).extent.day());
        let in_view = |day: &Day| (view.origin..view.origin + cols).contains(&view.zoom.cell(*day));
        let about = chosen.filter(in_view).unwrap_or(middle);
        let col = view.zoom.cell(about) - view.origin;
        let mut zoom = view.zoom;
        for _ in 0..by.unsigned_abs() {
            let next = if by > 0 { zoom.finer() } else { zoom.coarser() };
            zoom = next.unwrap_or(zoom);
        }
        if zoom == view.zoom {
            return self.say(if by > 0 { "no closer than this" } else { "no further off than this" });
        }
        self.time.view = Some(View { zoom, origin: zoom.cell(about) - col, fits: false });
    }

    /// Moves what is in view by so many screens.
    pub(in crate::reader) fn pan(&mut self, by: isize) {
        if self.is_listed() {
            let screen = isize::try_from(self.time.drawn.rows.len().saturating_sub(1).max(1)).unwrap_or(1);
            return self.events_in_order(by.saturating_mul(screen));
        }
        let cols = i64::from(self.time.drawn.cols.max(1));
        let Some(view) = &mut self.time.view else { return };
        let reach = self.time.packing.as_ref().map_or(0..0, |packing| packing.reach());
        let by = i64::try_from(by).unwrap_or(0);
        // Two cells stay, and one never leaves what there is.
        let step = (cols - 2).max(1);
        view.fits = false;
        view.origin = (view.origin + by * step).clamp((reach.start - cols + 2).min(reach.end), (reach.end - 2).max(reach.start));
    }

    /// Moves the view as little as shows where an event begins, with some room around it; one of which a part is in view stays where it is.
    fn bring_into_view(&mut self, id: EventId) {
        let event = self.book.timeline.event(id);
        let Some(day) = event.extent.day() else { return };
        if let Some(view) = self.time.view {
            let last = event.extent.last_day().map_or(i64::MAX, |last| view.zoom.last_cell(last));
            let middle = view.origin + 2..view.origin + i64::from(self.time.drawn.cols) - 2;
            if view.zoom.cell(day) < middle.start && last >= middle.end {
                return;
            }
        }
        self.show_day(day, 8);
    }

    /// Moves the view, if a day is outside it less `margin` per cent at either side, so that it stands in its first or last third.
    pub(super) fn show_day(&mut self, day: Day, margin: i64) {
        let cols = i64::from(self.time.drawn.cols.max(1));
        let Some(view) = &mut self.time.view else { return };
        let cell = view.zoom.cell(day);
        let margin = cols * margin / 100;
        if cell < view.origin + margin {
            view.origin = cell - cols / 3;
            view.fits = false;
        } else if cell >= view.origin + cols - margin {
            view.origin = cell - cols * 2 / 3;
            view.fits = false;
        }
    }
}

/// How many days an event is away from a day.
pub(super) fn distance(event: &Event, day: Day) -> u64 {
    extent_distance(&event.extent, day)
}

fn extent_distance(extent: &Extent, day: Day) -> u64 {
    use crate::time::interval::Bound;
    let reach = extent.reach();
    let first = match reach.earliest() {
        Bound::Day(first) => first.number(),
        Bound::Open | Bound::Unknown => i64::MIN,
    };
    let last = match reach.latest() {
        Bound::Day(last) => last.number(),
        Bound::Open | Bound::Unknown => i64::MAX,
    };
    let day = day.number();
    if day < first {
        first.abs_diff(day)
    } else if day > last {
        day.abs_diff(last)
    } else {
        0
    }
}

/// The first event that begins within these days, else the one nearest to the first of them.
pub(super) fn event_at(timeline: &Timeline, (first, last): (Day, Day)) -> Option<EventId> {
    let begins = |id: &EventId| timeline.event(*id).extent.day();
    let within = timeline.event_ids().filter(|id| begins(id).is_some_and(|day| (first..=last).contains(&day)));
    let nearest = || {
        let far = |id: &EventId| begins(id).map_or(u64::MAX, |day| day.number().abs_diff(first.number()));
        timeline.event_ids().min_by_key(|id| (distance(timeline.event(*id), first), far(id)))
    };
    // An event known as finely as what was asked for goes before a year that holds it.
    within.min_by_key(|id| (timeline.event(*id).extent.precision(), begins(id))).or_else(nearest)
}
