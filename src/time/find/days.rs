//! Days told by their place in a month, and the hours of a day.
//!
//! Another part of the [grammar](super::grammar). An hour is a mention of its day, which it has from the date beside it.

use super::{
    super::date::{Grain, Unit, days_in},
    grammar::{Read, Tokens},
    mention::{Shape, What, YearWords},
    words::Sense,
};

impl Tokens<'_> {
    /// The last day of July, the first day of August 1914, the third of May, the 30th of that month, the last day of the month.
    pub(super) fn day_of_month(&self, at: usize) -> Option<Read> {
        // `None` is the last.
        let (day, behind) = match self.sense(at + 1) {
            Sense::Last => (None, at + 2),
            Sense::Ordinal(day) | Sense::NumberOrdinal(day) => (Some(day), at + 2),
            Sense::Cardinal(tens @ (20 | 30)) if self.is(at + 2, Sense::Hyphen) => match self.sense(at + 3) {
                Sense::Ordinal(ones @ 1..=9) => (Some(tens + ones), at + 4),
                _ => return None,
            },
            _ => return None,
        };
        let of = self.skip(behind, Sense::Unit { unit: Unit::Day, plural: false });
        // "The last of May" is what is left of it.
        if !self.is(of, Sense::Of) || day.is_none() && of == behind {
            return None;
        }
        // "The first day of the month of May"
        let is_said =
            self.is(of + 1, Sense::The) && self.is(of + 2, Sense::Unit { unit: Unit::Month, plural: false }) && self.is_month(of + 4);
        let name = if is_said { of + 4 } else { of + 1 };
        if let Some((month, _, end)) = self.month(name) {
            // "The first of May's raids"
            if of == behind && self.is(end, Sense::Possessive) {
                return None;
            }
            let (step, year, end) = match (self.other_year_behind(end), self.year_behind(end)) {
                (Some((step, end)), _) => (Some(step), None, end),
                (_, Some((year, end))) => (None, Some(year), end),
                _ => (None, None, end),
            };
            let length = match year {
                Some(YearWords::Known(year) | YearWords::Bare(year)) => days_in(i64::from(year), month),
                // Of February it takes the year to say.
                _ if month == 2 && day.is_none() => return None,
                _ => days_in(2000, month),
            };
            let day = day.unwrap_or(length);
            if !(1..=length).contains(&day) {
                return None;
            }
            let shape = match step {
                Some(step) => Shape::OfYear { step, grain: Grain::Day(month, day) },
                None => Shape::Calendar { year, month: Some(month), day: Some(day) },
            };
            return Some(Read::new(at, end, shape));
        }
        let what = What::DayOf(day);
        let is_month = |at: usize| self.is(at, Sense::Unit { unit: Unit::Month, plural: false });
        let shape = match (self.sense(of + 1), self.sense(of + 2)) {
            (Sense::The | Sense::That | Sense::This, Sense::Unit { unit: Unit::Month, plural: false }) => {
                return Some(Read::new(at, of + 3, Shape::Same { what }));
            }
            (Sense::The | Sense::That | Sense::This, Sense::Same) => Shape::Same { what },
            (Sense::The, Sense::Next | Sense::Following) => Shape::Next { later: true, what },
            (Sense::The, Sense::Previous) => Shape::Next { later: false, what },
            _ => return None,
        };
        is_month(of + 3).then(|| Read::new(at, of + 4, shape))
    }

    /// 3:00 a.m., 11 p.m., 10:57, noon.
    pub(super) fn clock(&self, at: usize) -> Option<Read> {
        match (self.sense(at), self.sense(at + 1)) {
            (Sense::Clock | Sense::Number { value: 1..=12, .. }, Sense::Meridiem) => Some(Read::new(at, at + 2, Shape::Clock)),
            // Without it only behind "at": 10:57 may be a verse.
            (Sense::Clock, _) if self.before(at) == Sense::At => Some(Read::new(at, at + 1, Shape::Clock)),
            (Sense::DayPart, _) if self.is_hour(at) => Some(Read::new(at, at + 1, Shape::Clock)),
            _ => None,
        }
    }

    /// Whether it is an hour by its name, and not a part of a day.
    fn is_hour(&self, at: usize) -> bool {
        let is_led = matches!(self.before(at), Sense::At | Sense::By | Sense::Until | Sense::Before | Sense::Since);
        is_led && self.words.manner.hours.contains(&self.words_of(at)) && !self.is(at + 1, Sense::Of)
    }

    /// "May 8 1:00 a.m." and "9:34 p.m., March 19" are one date.
    pub(super) fn with_clock(&self, read: Read) -> Read {
        match read.shape {
            Shape::Calendar { day: Some(_), .. } => match self.clock(read.end) {
                Some(clock) => Read { end: clock.end, ..read },
                None => read,
            },
            Shape::Clock => {
                let behind = self.skip(read.end, Sense::Comma);
                match self.calendar(behind).filter(|day| matches!(day.shape, Shape::Calendar { day: Some(_), .. })) {
                    Some(day) => Read { from: read.from, ..day },
                    None => read,
                }
            }
            _ => read,
        }
    }

    /// "morning of 29 April", "morning hours of 30 April" with its article: a day.
    pub(super) fn part_of_day(&self, from: usize, at: usize) -> Option<Read> {
        let at = at + usize::from(matches!(self.sense(at), Sense::Part(_)));
        let behind = match self.sense(at) {
            Sense::DayPart if !self.is_hour(at) => at + 1,
            _ => return None,
        };
        let behind = self.skip(behind, Sense::Unit { unit: Unit::Hour, plural: true });
        let of = match self.sense(behind) {
            Sense::Of | Sense::On => behind + 1,
            _ => behind,
        };
        if of == behind {
            return None;
        }
        let read = self
            .calendar(of)
            .filter(|read| matches!(read.shape, Shape::Calendar { day: Some(_), .. } | Shape::OfYear { grain: Grain::Day(..), .. }))?;
        Some(Read { from, ..read })
    }
}
