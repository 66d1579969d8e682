//! The axis: a fixed chain of steps of the calendar, each of which cuts time into cells of one column.
//!
//! A cell begins where a year, a month or a day begins, so that a tick stands exactly on what it names. Cells are numbered absolutely,
//! whatever is in view: scrolling moves a [`Window`] over them and changes nothing else.

mod tick;

pub use tick::{Tick, ticks};

use std::fmt;

use super::{
    interval::{Bound, Day},
    timeline::Timeline,
};

/// Years further from 1 BC than this are taken for this one, so that no cell's number overflows. It is as far as a date's bounds go.
const FURTHEST: i64 = 1_000_000_000_000;

/// When the whole is asked for, one of so many events may be out of view: a straggler or two would squeeze all others into a corner.
const STRAGGLERS: usize = 20;

/// What part of time is in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The cell in the first column.
    pub origin: i64,
    /// How many columns there are.
    pub cols: u16,
}

impl Window {
    /// The cells in view.
    pub fn cells(self) -> std::ops::Range<i64> {
        self.origin..self.origin.saturating_add(i64::from(self.cols))
    }

    /// The column of a cell, if it is in view.
    pub fn col(self, cell: i64) -> Option<u16> {
        let col = cell.checked_sub(self.origin)?;
        u16::try_from(col).ok().filter(|col| *col < self.cols)
    }
}

/// How much time a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A day has so many cells.
    PerDay(i64),
    /// A month has so many cells, each but the last of so many days.
    PerMonth(i64, u8),
    /// A year has so many cells, of whole months.
    PerYear(i64),
    /// A quarter has two.
    HalfQuarters,
    /// A cell has so many years.
    Years(i64),
}

/// The steps below a year. Each holds 1.25 to 3 times what the one before holds; all but one of those of a month and above begin the next.
const FINE: [Step; 14] = [
    Step::PerDay(8),
    Step::PerDay(4),
    Step::PerDay(2),
    Step::PerDay(1),
    Step::PerMonth(10, 3),
    Step::PerMonth(6, 5),
    Step::PerMonth(3, 10),
    Step::PerMonth(2, 15),
    Step::PerYear(12),
    Step::HalfQuarters,
    Step::PerYear(6),
    Step::PerYear(4),
    Step::PerYear(3),
    Step::PerYear(2),
];

/// A step of the chain, from eight cells a day to a million million years a cell. The finer is the lesser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zoom(u8);

impl Zoom {
    /// The finest step.
    pub const FINEST: Self = Self(0);
    /// A day a cell.
    pub const DAYS: Self = Self(3);
    /// A month a cell.
    pub const MONTHS: Self = Self(8);
    /// A quarter of a year a cell.
    pub const QUARTERS: Self = Self(11);
    /// A year a cell.
    pub const YEARS: Self = Self(14);
    /// The coarsest step: years in thirds of powers of ten, 1, 2, 5, 10 and so on up to 10^12.
    pub const COARSEST: Self = Self(14 + 36);

    fn step(self) -> Step {
        match FINE.get(usize::from(self.0)) {
            Some(step) => *step,
            None => {
                let beyond = u32::from(self.0) - 14;
                Step::Years([1, 2, 5][(beyond % 3) as usize] * 10_i64.pow(beyond / 3))
            }
        }
    }

    /// All steps, the finest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (Self::FINEST.0..=Self::COARSEST.0).map(Self)
    }

    /// The next finer step.
    #[must_use]
    pub fn finer(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// The next coarser step.
    #[must_use]
    pub fn coarser(self) -> Option<Self> {
        (self < Self::COARSEST).then(|| Self(self.0 + 1))
    }

    /// What a cell holds, roughly, in a word: "decades", "quarters", "weeks".
    pub fn name(self) -> &'static str {
        match self.step() {
            Step::PerDay(8 | 4) => "hours",
            Step::PerDay(2) => "half-days",
            Step::PerDay(_) | Step::PerMonth(10, _) => "days",
            Step::PerMonth(..) => "weeks",
            Step::PerYear(6) => "two months",
            Step::PerYear(12) | Step::HalfQuarters => "months",
            Step::PerYear(4) => "quarters",
            Step::PerYear(3) => "four months",
            Step::PerYear(_) => "half-years",
            Step::Years(..10) => "years",
            Step::Years(..100) => "decades",
            Step::Years(..1_000) => "centuries",
            Step::Years(..1_000_000) => "millennia",
            Step::Years(..1_000_000_000) => "millions of years",
            Step::Years(_) => "billions of years",
        }
    }

    /// The cell in which a day begins.
    pub fn cell(self, day: Day) -> i64 {
        let year = day.year.clamp(-FURTHEST, FURTHEST);
        let month = i64::from(day.month) - 1;
        match self.step() {
            Step::PerDay(cells) => Day { year, ..day }.number() * cells,
            Step::PerMonth(cells, days) => {
                let part = i64::from((day.day - 1) / days).min(cells - 1);
                (year * 12 + month) * cells + part
            }
            Step::PerYear(cells) => year * cells + month * cells / 12,
            Step::HalfQuarters => {
                let late = month % 3 == 2 || (month % 3 == 1 && day.day >= 16);
                (year * 4 + month / 3) * 2 + i64::from(late)
            }
            Step::Years(years) => year.div_euclid(years),
        }
    }

    /// The cell in which a day ends: another one where a day has several.
    pub fn last_cell(self, day: Day) -> i64 {
        match self.step() {
            Step::PerDay(cells) => self.cell(day) + cells - 1,
            _ => self.cell(day),
        }
    }

    /// Tells whether a day lies in the second half of its cell, by the calendar where the cell has whole months.
    pub fn half(self, day: Day) -> bool {
        match self.step() {
            Step::PerDay(_) => false,
            Step::PerYear(cells) => {
                let months = 12 / cells;
                2 * ((i64::from(day.month) - 1) % months) + i64::from(day.day >= 16) >= months
            }
            Step::Years(years) => 2 * day.year.rem_euclid(years) + i64::from(day.month >= 7) >= years,
            Step::PerMonth(..) | Step::HalfQuarters => {
                let cell = self.cell(day);
                let (first, next) = (self.first_day(cell).number(), self.first_day(cell + 1).number());
                2 * (Day { year: day.year.clamp(-FURTHEST, FURTHEST), ..day }.number() - first) >= next - first
            }
        }
    }

    /// The first day of a cell.
    pub fn first_day(self, cell: i64) -> Day {
        // A cell beyond the furthest year has no day; the furthest is nearest.
        let furthest = self.cell(Day::new(FURTHEST, 12, 31)).saturating_add(1);
        let cell = cell.clamp(-furthest, furthest);
        let small = |value: i64| u8::try_from(value).unwrap_or(1);
        match self.step() {
            Step::PerDay(cells) => Day::numbered(cell.div_euclid(cells)),
            Step::PerMonth(cells, days) => {
                let month = cell.div_euclid(cells);
                let day = small(cell.rem_euclid(cells)) * days + 1;
                Day::new(month.div_euclid(12), small(month.rem_euclid(12)) + 1, day)
            }
            Step::PerYear(cells) => Day::new(cell.div_euclid(cells), small(cell.rem_euclid(cells) * 12 / cells) + 1, 1),
            Step::HalfQuarters => {
                let (quarter, late) = (cell.div_euclid(2), cell.rem_euclid(2) == 1);
                let month = small(quarter.rem_euclid(4)) * 3 + 1;
                let (month, day) = if late { (month + 1, 16) } else { (month, 1) };
                Day::new(quarter.div_euclid(4), month, day)
            }
            Step::Years(years) => Day::new(cell * years, 1, 1),
        }
    }

    /// The last day of a cell.
    pub fn last_day(self, cell: i64) -> Day {
        match self.step() {
            Step::PerDay(_) => self.first_day(cell),
            _ => self.first_day(cell.saturating_add(1)).plus(-1),
        }
    }

    /// The finest step at which both days are within so many columns; the coarsest if there is none.
    pub fn fitting(first: Day, last: Day, cols: u16) -> Self {
        let (first, last) = (first.min(last), first.max(last));
        let fits = |zoom: &Self| zoom.last_cell(last) - zoom.cell(first) < i64::from(cols);
        Self::all().find(fits).unwrap_or(Self::COARSEST)
    }
}

/// What a cell holds, exactly: "4 cells a year".
impl fmt::Display for Zoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step() {
            Step::PerDay(1) => f.write_str("a day a cell"),
            Step::PerDay(cells) => write!(f, "{cells} cells a day"),
            Step::PerMonth(cells, _) => write!(f, "{cells} cells a month"),
            Step::PerYear(12) => f.write_str("a month a cell"),
            Step::PerYear(cells) => write!(f, "{cells} cells a year"),
            Step::HalfQuarters => f.write_str("8 cells a year"),
            Step::Years(1) => f.write_str("a year a cell"),
            Step::Years(years) => write!(f, "{} years a cell", tick::grouped(years)),
        }
    }
}

/// The step and the first cell at which 19 of 20 events begin in view, and as many as can be beyond that; in the middle of it.
///
/// An event without a day is left out. Without any there is nothing to fit: years around the present calendar's beginning.
pub fn fit(timeline: &Timeline, cols: u16) -> (Zoom, i64) {
    let mut days: Vec<Day> = timeline.events().iter().filter_map(|event| event.extent.day()).collect();
    days.sort_unstable();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return (Zoom::YEARS, 0) };
    let enough = days.len() - (days.len() + STRAGGLERS / 2) / STRAGGLERS;
    // One event alone is not looked at through a magnifying glass: what is known to the year has the year around it.
    let floor = closest(timeline);
    for zoom in Zoom::all().filter(|zoom| *zoom >= floor) {
        let cells: Vec<i64> = days.iter().map(|day| zoom.cell(*day)).collect();
        let mut from = 0;
        let mut best = (0, 0, 0);
        for (to, cell) in cells.iter().enumerate() {
            while cell - cells[from] >= i64::from(cols.max(1)) {
                from += 1;
            }
            if to + 1 - from > best.0 {
                best = (to + 1 - from, cells[from], *cell);
            }
        }
        let (count, first, last) = best;
        if count >= enough {
            return (zoom, first - (i64::from(cols) - (last - first + 1)).max(0) / 2);
        }
    }
    (Zoom::fitting(*first, *last, cols), Zoom::fitting(*first, *last, cols).cell(*first))
}

/// The finest step that is of use: at which the least of what is known is still one cell wide.
fn closest(timeline: &Timeline) -> Zoom {
    let span = |event: &super::timeline::Event| match (event.extent.reach().earliest(), event.extent.reach().latest()) {
        (Bound::Day(first), Bound::Day(last)) => last.number() - first.number() + 1,
        _ => i64::MAX,
    };
    let least = timeline.events().iter().map(span).min().unwrap_or(i64::MAX);
    let day = Day::new(2000, 1, 1);
    Zoom::all()
        .filter(|zoom| (Zoom::DAYS..=Zoom::YEARS).contains(zoom))
        .find(|zoom| zoom.last_day(zoom.cell(day)).number() - day.number() + 1 >= least.min(366))
        .unwrap_or(Zoom::YEARS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{
        edtf::Edtf,
        timeline::{Event, Lane, LaneId},
    };

    #[test]
    fn steps_follow_each_other_from_hours_to_a_million_million_years() {
        let mut zoom = Zoom::FINEST;
        let mut steps = vec![zoom];
        while let Some(coarser) = zoom.coarser() {
            assert!(zoom < coarser && coarser.finer() == Some(zoom));
            // From the beginning of the calendar as far as a cell goes.
            let days = |zoom: Zoom| {
                zoom.last_day(zoom.cell(Day::new(0, 1, 1))).number() - zoom.first_day(zoom.cell(Day::new(0, 1, 1))).number() + 1
            };
            assert!(days(coarser) >= days(zoom) && days(coarser) <= 3 * days(zoom) + 3, "{zoom}, {coarser}");
            zoom = coarser;
            steps.push(zoom);
        }
        assert_eq!((steps.len(), zoom), (51, Zoom::COARSEST));
        assert_eq!(steps, Zoom::all().collect::<Vec<_>>());
        let named = [Zoom::DAYS, Zoom::MONTHS, Zoom::QUARTERS, Zoom::YEARS].map(|zoom| (zoom.name(), zoom.to_string()));
        let named: Vec<_> = named.iter().map(|(name, exact)| (*name, exact.as_str())).collect();
        assert_eq!(
            named,
            [("days", "a day a cell"), ("months", "a month a cell"), ("quarters", "4 cells a year"), ("years", "a year a cell")]
        );
        assert_eq!((zoom.name(), zoom.to_string().as_str()), ("billions of years", "1,000,000,000,000 years a cell"));
    }

    #[test]
    fn the_second_half_of_a_cell_begins_with_the_calendar() {
        let check = |zoom: Zoom, day: (i64, u8, u8), half: bool| {
            assert_eq!(zoom.half(Day::new(day.0, day.1, day.2)), half, "{day:?} at {zoom}");
        };
        check(Zoom::YEARS, (1925, 6, 30), false);
        check(Zoom::YEARS, (1925, 7, 1), true);
        check(Zoom::QUARTERS, (1925, 5, 15), false);
        check(Zoom::QUARTERS, (1925, 5, 16), true);
        check(Zoom::MONTHS, (1925, 2, 15), false);
        check(Zoom::MONTHS, (1925, 2, 16), true);
        check(Zoom::YEARS.coarser().unwrap(), (-1, 12, 31), true);
        check(Zoom::DAYS, (1925, 2, 16), false);
    }

    fn timeline(dates: &[&str]) -> Timeline {
        let lane = Lane { name: "all".to_owned(), title: "All".to_owned() };
        let event = |(index, date): (usize, &&str)| Event::new(index.to_string(), LaneId(0), *date, Edtf::parse(date).unwrap());
        Timeline::new(None, vec![lane], dates.iter().enumerate().map(event).collect())
    }

    #[test]
    fn the_whole_is_fitted_without_stragglers_and_stands_in_the_middle() {
        let mut dates: Vec<String> = (0..40).map(|index| format!("{}-{:02}", 1920 + index / 4, 1 + 3 * (index % 4))).collect();
        dates.push("1066".to_owned());
        dates.push("2001".to_owned());
        let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
        let (zoom, origin) = fit(&timeline(&dates), 50);
        assert_eq!(zoom, Zoom::QUARTERS);
        assert_eq!(origin, zoom.cell(Day::new(1920, 1, 1)) - 5);
    }

    #[test]
    fn a_single_event_is_seen_at_the_step_of_its_own_date() {
        let check = |date: &str, zoom: Zoom| assert_eq!(fit(&timeline(&[date]), 60).0, zoom, "{date}");
        check("1925", Zoom::YEARS);
        check("1925-06", Zoom::MONTHS);
        check("1925-06-28", Zoom::DAYS);
        check("1925/..", Zoom::YEARS);
        assert_eq!(fit(&timeline(&[]), 60), (Zoom::YEARS, 0));
        assert_eq!(fit(&timeline(&["1925"]), 0), (Zoom::YEARS, 1925));
    }
}
