//! Where a day stands in a figure.

use super::super::days;
use crate::time::{
    extent::{Extent, Precision},
    interval::Day,
    timeline::Timeline,
    words,
};

/// Of a hundred events so many may begin, and so many end, beyond the axis.
const STRAGGLERS: usize = 2;

/// From label to label at least.
const APART: f64 = 46.0;

/// The axis: a stretch of days over a stretch of the figure.
pub(super) struct Scale {
    first: i64,
    last: i64,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// A label on the axis.
pub(super) struct Tick {
    pub(super) day: Day,
    pub(super) label: String,
}

impl Scale {
    /// The axis for all of a timeline but a few stragglers, with a little room at both ends.
    pub(super) fn of(timeline: &Timeline, left: f64, right: f64) -> Self {
        let reaches: Vec<(Day, Day)> = timeline.events().iter().filter_map(|event| days(&event.extent)).collect();
        let mut firsts: Vec<i64> = reaches.iter().map(|(first, _)| first.number()).collect();
        let mut lasts: Vec<i64> = reaches.iter().map(|(_, last)| last.number()).collect();
        firsts.sort_unstable();
        lasts.sort_unstable();
        let beyond = firsts.len() * STRAGGLERS / 100;
        let all = (firsts.first().copied(), lasts.last().copied());
        let most = (firsts.get(beyond).copied(), lasts.iter().rev().nth(beyond).copied());
        let ends = |ends: (Option<i64>, Option<i64>)| match ends {
            (Some(first), Some(last)) => (first, last.max(first)),
            _ => (Day::new(2000, 1, 1).number(), Day::new(2001, 1, 1).number()),
        };
        let ((first, last), (all_first, all_last)) = (ends(most), ends(all));
        // Without the stragglers something must be won.
        let (first, last) = if (all_last - all_first) / 5 > (last - first) / 4 { (first, last) } else { (all_first, all_last) };
        let room = ((last - first) / 50).max(2);
        Self { first: first.saturating_sub(room), last: last.saturating_add(room), left, right }
    }

    /// Where a day begins.
    pub(super) fn x(&self, day: Day) -> f64 {
        self.of_number(day.number())
    }

    /// Where a day ends.
    pub(super) fn end(&self, day: Day) -> f64 {
        self.of_number(day.number().saturating_add(1))
    }

    #[expect(clippy::cast_precision_loss, reason = "days further than 2^52 from one another differ by less than a pixel")]
    fn of_number(&self, number: i64) -> f64 {
        let part = (number - self.first) as f64 / (self.last - self.first) as f64;
        self.left + part * (self.right - self.left)
    }

    /// Tells whether any of an extent is on the axis.
    pub(super) fn shows(&self, extent: &Extent) -> bool {
        days(extent).is_some_and(|(first, last)| first.number() <= self.last && last.number() >= self.first)
    }

    pub(super) fn is_before(&self, day: Day) -> bool {
        day.number() < self.first
    }

    /// The ticks, as many as have room for their labels.
    pub(super) fn ticks(&self) -> Vec<Tick> {
        let days_of = |pixels: f64| pixels / (self.right - self.left) * self.of_days();
        let step = days_of(APART);
        let month_steps = [1_i64, 3, 6].into_iter().find(|months| step <= days_in_months(*months));
        match month_steps {
            Some(months) => self.months(months),
            None => self.years(step / 365.25),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "as in `of_number`")]
    fn of_days(&self) -> f64 {
        (self.last - self.first) as f64
    }

    fn months(&self, step: i64) -> Vec<Tick> {
        let first = Day::numbered(self.first);
        let mut number = (first.year * 12 + i64::from(first.month) - 1).div_euclid(step) * step;
        let mut ticks = Vec::new();
        loop {
            number += step;
            let month = u8::try_from(number.rem_euclid(12) + 1).unwrap_or(1);
            let day = Day::new(number.div_euclid(12), month, 1);
            if day.number() > self.last {
                return ticks;
            }
            let label = if month == 1 { words::year(day.year) } else { month_name(month).to_owned() };
            ticks.push(Tick { day, label });
        }
    }

    fn years(&self, least: f64) -> Vec<Tick> {
        // 1, 2, 5, 10, 20 and so on: no axis has more years than there are days in an i64.
        let mut steps = (0..16).flat_map(|power| [1, 2, 5].map(|first| first * 10_i64.pow(power)));
        let fits = |step: &i64| f64::from(i32::try_from(*step).unwrap_or(i32::MAX)) >= least;
        let step = steps.find(fits).unwrap_or(i64::from(i32::MAX));
        let mut year = Day::numbered(self.first).year.div_euclid(step) * step;
        let mut ticks = Vec::new();
        loop {
            year = year.saturating_add(step);
            let day = Day::new(year, 1, 1);
            if day.number() > self.last || ticks.len() > 200 {
                return ticks;
            }
            ticks.push(Tick { day, label: words::year(year) });
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most six months")]
fn days_in_months(months: i64) -> f64 {
    months as f64 * 30.4
}

fn month_name(month: u8) -> &'static str {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][usize::from(month.clamp(1, 12)) - 1]
}

/// Tells whether a date is known to the day.
pub(super) fn is_day(precision: Precision) -> bool {
    precision == Precision::Day
}
