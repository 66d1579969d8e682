//! What of the timeline is on the screen: which lanes unfolded, which rows of them, what lies under the page's dates.

use std::sync::Arc;

use super::View;
use crate::{
    reader::{State, layout::Area, state::Pane},
    time::{
        axis::{self, Tick, Window},
        chart::{self, ChartRow},
        extent::Doubt,
        pack::Packing,
        timeline::{Confidence, Event, EventId, LaneId, Origin, Timeline},
    },
    typeset::wrapped,
    unit::Cols,
};

/// From so many columns on, lanes are drawn; below that there is a line for each event.
const LANES_FROM: u16 = 60;

/// The column of the lanes' names on a screen of some width.
fn head_cols(cols: u16) -> u16 {
    match cols {
        100.. => 22,
        LANES_FROM.. => 17,
        // Only the narrative map is drawn on so narrow a screen.
        _ => (cols / 4).max(2),
    }
}

/// From so many rows on, the whole timeline is shown as a ribbon below the lanes.
const WHOLE_FROM: u16 = 13;

/// From so many columns on, a card with all that is known of an event stands beside the lanes.
const CARD_FROM: u16 = 130;

/// The same where the timeline has the whole screen.
const CARD_FROM_FULL: u16 = 96;

/// Of a lane with more rows than this only these are looked at for the most telling.
const MOST_ROWS: usize = 2000;

/// The columns of the card, its margin included.
const CARD_COLS: u16 = 44;

/// What stands at the left of a row of a lane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// Which lane; nothing for a row that belongs to none.
    pub lane: Option<LaneId>,
    /// Its title in its first row, what is left out in its last.
    pub title: String,
    /// A count that stands at the end.
    pub count: String,
    /// Whether it is unfolded, where that is to be told.
    pub unfolded: Option<bool>,
}

/// A row of the pane, below its axis.
#[derive(Clone, Debug, PartialEq)]
pub enum TimeRow {
    /// A row of an unfolded lane.
    Chart {
        /// What stands at its left.
        head: Lane,
        /// Its marks and labels.
        chart: ChartRow,
    },
    /// A folded lane: how much happens in each cell.
    Ribbon {
        /// What stands at its left.
        head: Lane,
        /// Events per column.
        counts: Vec<u32>,
    },
    /// An event on a line of its own, on a narrow screen.
    Line {
        /// Which event.
        event: EventId,
        /// The signs of what lasts while it happens.
        gutter: [chart::Sign; 3],
        /// Its date.
        date: String,
        /// Its title.
        title: String,
    },
}

/// All that is known of one event, in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its title, wrapped.
    pub title: Vec<String>,
    /// The rest, wrapped; empty rows part what belongs together.
    pub rows: Vec<String>,
}

/// What is on the screen of the timeline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// The columns of the names of lanes.
    pub head: u16,
    /// The columns of the chart.
    pub cols: u16,
    /// What stands above the names: what a cell is.
    pub title: String,
    /// The ticks of the axis: column, words, whether it is a major one.
    pub ticks: Vec<(u16, String, bool)>,
    /// The rows below the axis.
    pub rows: Vec<TimeRow>,
    /// The bracket under the dates of the page, by column.
    pub bracket: Vec<(u16, chart::Sign)>,
    /// How many events lie before what is in view, and after it.
    pub outside: (usize, usize),
    /// All of it, as wide as the chart: counts, and the columns that are in view.
    pub whole: (Vec<u32>, std::ops::Range<u16>),
    /// The line about the event in question.
    pub detail: String,
    /// The event in question: the chosen one, or while one reads the one of the page.
    pub shown: Option<EventId>,
    /// The events of which the page speaks, sorted.
    pub lit: Vec<EventId>,
    /// The card, where there is room for it.
    pub card: Option<Card>,
    /// The narrative map, when it is asked for.
    pub map: Option<chart::Map>,
    /// The cell of the map one is at: column, row.
    pub map_here: Option<(u16, u16)>,
}

impl Drawn {
    /// How many rows stand below the lanes in so many rows of the pane: the bracket, the whole where there is room, the line about an event.
    pub fn foot(&self, rows: u16) -> u16 {
        if self.head == 0 { 1 } else { 2 + u16::from(rows >= WHOLE_FROM) }
    }

    /// Tells whether the page speaks of an event.
    pub fn is_lit(&self, event: EventId) -> bool {
        self.lit.binary_search(&event).is_ok()
    }
}

impl State {
    /// Settles the pane; to be called once the page is settled.
    pub(in crate::reader) fn settle_time(&mut self) {
        let Some(area) = self.layout.time else {
            self.time.drawn = Drawn::default();
            return;
        };
        let timeline = self.book.timeline.clone();
        if timeline.is_empty() {
            self.time.drawn = Drawn { detail: self.without_dates().to_owned(), ..Drawn::default() };
            return;
        }
        let lit = self.lit_events(&timeline);
        let reads = self.focus != Pane::Time;
        let shown = if reads { lit.first().copied().or(self.time.chosen) } else { self.time.chosen };
        let mut drawn = Drawn { shown, lit, ..Drawn::default() };
        drawn.detail = shown.map_or_else(String::new, |id| Self::detail(&timeline, id));
        if area.cols < LANES_FROM && !self.time.map {
            self.settle_lines(&timeline, area, &mut drawn);
        } else {
            self.settle_chart(&timeline, area, &mut drawn);
        }
        self.time.drawn = drawn;
    }

    fn without_dates(&self) -> &'static str {
        if self.book.dated { "this text has no dates" } else { "looking for the dates of this text" }
    }

    /// The events of which the page or a note shown with it speaks.
    fn lit_events(&self, timeline: &Timeline) -> Vec<EventId> {
        let notes = self.page.notes.iter().map(|note| self.book.document.note(note.note).body.clone());
        let mut lit: Vec<EventId> = [self.page.stretch()]
            .into_iter()
            .chain(notes)
            .flat_map(|at| timeline.mentions_in(&at).iter().map(|(_, event)| *event))
            .collect();
        lit.sort_unstable();
        lit.dedup();
        lit
    }

    fn settle_chart(&mut self, timeline: &Arc<Timeline>, area: Area, drawn: &mut Drawn) {
        drawn.head = head_cols(area.cols);
        let card = match area.cols {
            CARD_FROM.. => CARD_COLS,
            // Over the whole screen there is nothing else to look at.
            CARD_FROM_FULL.. if self.layout.is_all_time() => area.cols / 3,
            _ => 0,
        };
        drawn.cols = area.cols - drawn.head - card - 1;
        let was = std::mem::replace(&mut self.time.drawn.cols, drawn.cols);
        // On another screen what was in view stays in the middle.
        if let Some(view) = &mut self.time.view
            && was > 0
            && was != drawn.cols
        {
            view.origin += (i64::from(was) - i64::from(drawn.cols)) / 2;
            if view.fits {
                self.time.view = None;
            }
        }
        if self.time.view.is_none() {
            let (zoom, origin) = axis::fit(timeline, drawn.cols);
            self.time.view = Some(View { zoom, origin, fits: true });
        }
        if !self.time.stays
            && self.focus != Pane::Time
            && let Some(day) = self.reading_day()
        {
            // Not before the reading leaves the middle of what is in view.
            self.show_day(day, 10);
        }
        let Some(view) = self.time.view else { return };
        let packing = match &self.time.packing {
            Some(packing) if packing.zoom() == view.zoom => packing.clone(),
            _ => Arc::new(Packing::of(timeline, view.zoom)),
        };
        self.time.packing = Some(packing.clone());
        let window = Window { origin: view.origin, cols: drawn.cols };
        view.zoom.name().clone_into(&mut drawn.title);
        drawn.ticks = axis::ticks(view.zoom, window.cells())
            .into_iter()
            .filter_map(|tick: Tick| Some((window.col(tick.cell)?, tick.label, tick.major)))
            .collect();
        drawn.outside = packing.outside(window);
        drawn.whole = self.whole(timeline, window, view);
        if let Some(span) = self.days_of_page() {
            drawn.bracket = chart::bracket(view.zoom, window, span, self.reading_day());
        }
        let rows = usize::from(area.rows.saturating_sub(1 + drawn.foot(area.rows)));
        if self.time.map {
            self.settle_map(view, window, rows, drawn);
        } else {
            drawn.rows = self.lane_rows(timeline, &packing, window, rows, drawn);
        }
        if card > 0 {
            drawn.card = drawn.shown.map(|id| self.card(timeline, id, Cols(card - 4)));
        }
    }

    /// The narrative map: which day is told where, and what the date says that one is at.
    fn settle_map(&self, view: View, window: Window, rows: usize, drawn: &mut Drawn) {
        let document = &self.book.document;
        let length = f64::from(document.body_end().0.max(1));
        let told = self.told();
        let points: Vec<chart::Point> = told.iter().map(|(at, day)| (*day, f64::from(self.book.dates[*at].at.start.0) / length)).collect();
        let map = chart::map(&points, view.zoom, window, u16::try_from(rows).unwrap_or(u16::MAX));
        let here = self.time.told.and_then(|here| told.iter().position(|(index, _)| *index == here));
        drawn.map_here = here.and_then(|here| map.of(here)).map(|dots| (dots.col, dots.row));
        if let Some(found) = self.time.told.and_then(|here| self.book.dates.get(here)) {
            let words = document.words(&document.sentence_around(found.at.start));
            drawn.detail = format!("{} %  {words}", document.percent(found.at.start));
        }
        drawn.map = Some(map);
    }

    /// The rows of the lanes: the chosen event's unfolded as far as there is room, then the others in their order.
    fn lane_rows(&self, timeline: &Timeline, packing: &Packing, window: Window, rows: usize, drawn: &Drawn) -> Vec<TimeRow> {
        let lanes: Vec<LaneId> = (0..timeline.lanes().len()).map(LaneId::at).collect();
        let chosen = drawn.shown.map(|id| timeline.event(id).lane);
        let first = first_lane(&lanes, chosen, rows);
        let lanes = &lanes[first..(first + rows).min(lanes.len())];
        let shares = shares(lanes, rows, chosen, |lane| if self.time.folded.contains(&lane) { 0 } else { packing.rows(lane) });
        let priority = |id: EventId| {
            if Some(id) == drawn.shown { u8::MAX } else { u8::from(drawn.is_lit(id)) * 100 }
        };
        let mut all = Vec::with_capacity(rows);
        for (lane, share) in lanes.iter().zip(shares) {
            let title = timeline.lane(*lane).title.clone();
            let count = packing.events(*lane).to_string();
            if share == 0 {
                let head = Lane { lane: Some(*lane), title, count, unfolded: Some(false) };
                all.push(TimeRow::Ribbon { head, counts: packing.ribbon(Some(*lane), window) });
                continue;
            }
            let needed = packing.rows(*lane);
            for (row, shown) in shown_rows(packing, *lane, share, window, drawn).into_iter().enumerate() {
                let mut head = Lane { lane: Some(*lane), ..Lane::default() };
                if row == 0 {
                    head = Lane { lane: Some(*lane), title: title.clone(), count: count.clone(), unfolded: Some(true) };
                } else if row + 1 == share && needed > share {
                    head.count = format!("+{} rows", needed - share);
                }
                let chart = chart::row(timeline, packing, *lane, shown, window, &priority);
                all.push(TimeRow::Chart { head, chart });
            }
        }
        all
    }

    /// Below 60 columns: a line for each event, around the one in question.
    fn settle_lines(&mut self, timeline: &Timeline, area: Area, drawn: &mut Drawn) {
        let rows = usize::from(area.rows.saturating_sub(2));
        drawn.cols = area.cols;
        let count = timeline.events().len();
        let chosen = drawn.shown.map_or(0, EventId::index);
        let first = chosen.saturating_sub(rows / 2).min(count.saturating_sub(rows));
        let seen: Vec<EventId> = (first..(first + rows).min(count)).map(EventId::at).collect();
        drawn.outside = (first, count - first - seen.len());
        let gutter = chart::gutter(timeline, &seen);
        drawn.rows = seen
            .iter()
            .zip(gutter)
            .map(|(id, gutter)| {
                let event = timeline.event(*id);
                TimeRow::Line { event: *id, gutter, date: event.date.to_string(), title: event.title.clone() }
            })
            .collect();
        drawn.title = format!("time · {} of {count}", chosen + 1);
        let cols = area.cols.saturating_sub(12).max(1);
        let (packing, origin) = self.packed_to_fit(timeline, cols);
        drawn.whole = (packing.ribbon(None, Window { origin, cols }), 0..0);
    }

    /// All of the timeline in so many columns: what is packed, and its first cell.
    fn packed_to_fit(&mut self, timeline: &Timeline, cols: u16) -> (Arc<Packing>, i64) {
        if let Some((known, packing, origin)) = &self.time.whole
            && *known == cols
        {
            return (packing.clone(), *origin);
        }
        let (zoom, origin) = axis::fit(timeline, cols);
        let packing = Arc::new(Packing::of(timeline, zoom));
        self.time.whole = Some((cols, packing.clone(), origin));
        (packing, origin)
    }

    /// Counts over the whole timeline, as wide as the chart, and which columns of it are in view.
    fn whole(&mut self, timeline: &Timeline, window: Window, view: View) -> (Vec<u32>, std::ops::Range<u16>) {
        let (packing, origin) = self.packed_to_fit(timeline, window.cols);
        let zoom = packing.zoom();
        let counts = packing.ribbon(None, Window { origin, cols: window.cols });
        let first = zoom.cell(view.zoom.first_day(window.origin)) - origin;
        let last = zoom.cell(view.zoom.last_day(window.origin + i64::from(window.cols) - 1)) - origin + 1;
        let clamp = |cell: i64| u16::try_from(cell.clamp(0, i64::from(window.cols))).unwrap_or(window.cols);
        (counts, clamp(first)..clamp(last))
    }

    /// The line about an event.
    fn detail(timeline: &Timeline, id: EventId) -> String {
        let event = timeline.event(id);
        let mentions = match event.mentions.len() {
            0 => String::new(),
            1 => " · 1 passage".to_owned(),
            many => format!(" · {many} passages"),
        };
        let disputed = if event.is_disputed() { " · disputed" } else { "" };
        format!("{}  {}{disputed}{mentions}", event.extent.words(), event.title)
    }

    /// The card about an event.
    fn card(&self, timeline: &Timeline, id: EventId, cols: Cols) -> Card {
        const MOST: usize = 12;
        let event = timeline.event(id);
        let mut rows = wrapped(&event.extent.words(), cols, MOST);
        if event.extent.words() != event.date.to_string() {
            rows.push(event.date.to_string());
        }
        for otherwise in &event.otherwise {
            rows.extend(wrapped(&format!("or {}: {}", otherwise.extent.words(), otherwise.by), cols, MOST));
        }
        rows.extend(wrapped(&format!("{} · {}", timeline.lane(event.lane).title, vouched(event)), cols, MOST));
        if !event.summary.is_empty() {
            rows.push(String::new());
            rows.extend(wrapped(&event.summary, cols, MOST));
        }
        rows.push(String::new());
        let document = &self.book.document;
        let mut here: Vec<String> = event
            .mentions
            .iter()
            .map(|mention| match mention.note {
                Some(note) => format!("n. {}", document.note(note).label),
                None => format!("{} %", document.percent(mention.at.start)),
            })
            .collect();
        here.dedup();
        let said = match event.mentions.len() {
            0 => "no passage of this text speaks of it".to_owned(),
            1 => format!("1 passage: {}", here.join(", ")),
            many => format!("{many} passages: {}", here.join(", ")),
        };
        rows.extend(wrapped(&said, cols, MOST));
        let mut others: Vec<&str> = event.passages.iter().filter_map(|passage| passage.text.as_deref()).collect();
        others.retain(|text| !self.book.names.iter().any(|name| name == text));
        others.dedup();
        if !others.is_empty() {
            rows.extend(wrapped(&format!("also in {}", others.join(", ")), cols, MOST));
        }
        if !event.sources.is_empty() {
            rows.push(String::new());
            rows.extend(event.sources.iter().flat_map(|source| wrapped(source, cols, 3)));
        }
        Card { title: wrapped(&event.title, cols, 3), rows }
    }
}

/// How an event is vouched for, in words.
pub(super) fn vouched(event: &Event) -> String {
    let sure = match event.confidence {
        Confidence::High => "well attested",
        Confidence::Medium => "attested",
        Confidence::Low => "thinly attested",
        Confidence::Disputed => "disputed",
    };
    let signs = event.extent.windows().iter().fold(Doubt::None, |all, window| {
        Doubt::of(all.is_uncertain() || window.doubt.is_uncertain(), all.is_approximate() || window.doubt.is_approximate())
    });
    let doubt = match signs {
        Doubt::None => "",
        Doubt::Uncertain => ", uncertain",
        Doubt::Approximate => ", approximate",
        Doubt::Both => ", uncertain and approximate",
    };
    match event.origin {
        Origin::Curated => format!("{sure}{doubt}"),
        Origin::Declared => format!("from the text's own chronology{doubt}"),
        Origin::Found => format!("from the text{doubt}"),
        Origin::Inferred => format!("from the text, the year inferred{doubt}"),
    }
}

/// Which rows of a lane are shown where there is not room for all: that of the event in question, then those with events of the page, then
/// those with the most events of their own in view.
fn shown_rows(packing: &Packing, lane: LaneId, share: usize, window: Window, drawn: &Drawn) -> Vec<usize> {
    let needed = packing.rows(lane);
    if needed <= share {
        return (0..share).collect();
    }
    let mut rows: Vec<(usize, usize)> = (0..needed.min(MOST_ROWS))
        .map(|row| {
            let bars = packing.bars_in(lane, row, window.cells());
            let weight = |event: EventId| if drawn.shown == Some(event) { 10_000 } else { 1 + 20 * usize::from(drawn.is_lit(event)) };
            (row, bars.iter().filter(|bar| bar.which == 0).map(|bar| weight(bar.event)).sum())
        })
        .collect();
    rows.sort_by_key(|(row, weight)| (std::cmp::Reverse(*weight), *row));
    let mut shown: Vec<usize> = rows.into_iter().take(share).map(|(row, _)| row).collect();
    shown.sort_unstable();
    shown
}

/// The first lane in view when there are more lanes than rows: the chosen one is among them.
fn first_lane(lanes: &[LaneId], chosen: Option<LaneId>, rows: usize) -> usize {
    let chosen = chosen.map_or(0, LaneId::index);
    if lanes.len() <= rows { 0 } else { chosen.saturating_sub(rows / 2).min(lanes.len() - rows) }
}

/// How many rows each lane gets: at least one. The chosen one is unfolded first, then the others in their order while all of one, or at
/// least three rows of it, find room; nothing stands for a ribbon.
fn shares(lanes: &[LaneId], rows: usize, chosen: Option<LaneId>, needed: impl Fn(LaneId) -> usize) -> Vec<usize> {
    let mut left = rows.saturating_sub(lanes.len());
    let mut shares = vec![0; lanes.len()];
    let mut order: Vec<usize> = (0..lanes.len()).collect();
    order.sort_by_key(|index| Some(lanes[*index]) != chosen);
    for index in order {
        let wanted = needed(lanes[index]);
        let is_chosen = Some(lanes[index]) == chosen;
        if wanted == 0 {
            continue;
        }
        let most = left + 1;
        if wanted <= most || is_chosen || most >= 4 {
            shares[index] = wanted.min(most);
            left -= shares[index] - 1;
        }
    }
    shares
}
