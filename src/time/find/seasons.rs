//! Parts of a year that are no months: seasons, halves, feasts.
//!
//! Another part of the [grammar](super::grammar). A season is named by its year as it is written; which winter a bare one is, the story says.

use super::{
    super::date::{Grain, Part, Unit},
    grammar::{Read, Tokens},
    mention::{Shape, What, YearWords},
    refuse,
    words::Sense,
};

impl Tokens<'_> {
    /// The spring of 1916, summer 1923, 1982 summer, the winter, midsummer.
    pub(super) fn season(&self, at: usize) -> Option<Read> {
        let part = match self.sense(self.skip(at, Sense::The)) {
            Sense::PartOfSeason { part, .. } => Some(part),
            _ => None,
        };
        self.whole_season(at).map(|read| Read { part, ..read })
    }

    fn whole_season(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        if let (Sense::Number { digits: 4, .. }, Sense::Season { season, .. }) = (self.sense(at), self.sense(at + 1)) {
            let (year, _) = self.year(at, true)?;
            return Some(Read::new(at, at + 2, Shape::Season { year: Some(year), season }));
        }
        let (season, doubtful) = match self.sense(the) {
            Sense::Season { season, doubtful } => (season, doubtful),
            Sense::PartOfSeason { season, .. } => (season, false),
            _ => return None,
        };
        // "winter-spring of 1920" is two; a hyphen before another word makes one word of it.
        let hyphened = self.is(the + 1, Sense::Hyphen)
            && !matches!(self.sense(the + 2), Sense::Season { .. } | Sense::Month { .. } | Sense::Number { .. });
        if hyphened
            || (self.is(the.wrapping_sub(1), Sense::Hyphen)
                && !matches!(self.before(the.saturating_sub(1)), Sense::Season { .. } | Sense::Part(_)))
        {
            return None;
        }
        // "L'été 1500", but not "il a été 1500 fois"
        let is_participle = matches!(self.sense(the), Sense::Season { season: 2, doubtful: true })
            && at == the
            && !matches!(self.lead(at), Sense::In | Sense::To | Sense::During | Sense::Part(_) | Sense::Of);
        if is_participle {
            return None;
        }
        if let Some((year, end)) = self.year_behind(the + 1) {
            return Some(Read::new(at, self.second_year(year, end), Shape::Season { year: Some(year), season }));
        }
        if let Some((step, end)) = self.other_year_behind(the + 1) {
            return Some(Read::new(at, end, Shape::OfYear { step, grain: Grain::Season(season) }));
        }
        if refuse::is_no_season(self, at, the, doubtful) {
            return None;
        }
        if let Some(end) = self.following_behind(the + 1).filter(|_| self.words.manner.later_behind) {
            return Some(Read::new(at, end, Shape::Next { later: true, what: What::Season(season) }));
        }
        Some(Read::new(at, the + 1, Shape::Season { year: None, season }))
    }

    /// Behind the second year of a winter, which is the same winter: 1915/16, 1915-1916.
    fn second_year(&self, year: YearWords, at: usize) -> usize {
        let YearWords::Bare(first) = year else { return at };
        match (self.sense(at), self.sense(at + 1)) {
            (Sense::Slash | Sense::Hyphen, Sense::Number { value, digits: digits @ (2 | 4) }) if !self.gap(at) && !self.gap(at + 1) => {
                let next = if digits == 2 { (first + 1) % 100 } else { first + 1 };
                if i32::from(value) == next { self.behind_year_word(at + 2) } else { at }
            }
            _ => at,
        }
    }

    /// The second half of 2008.
    pub(super) fn half(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        let half = match self.sense(the) {
            Sense::Ordinal(half @ 1..=2) => half,
            Sense::Latter | Sense::Last => 2,
            _ => return None,
        };
        // "La seconda metà"
        if !matches!(self.sense(the + 1), Sense::Half | Sense::Part(Part::Middle)) {
            return None;
        }
        let of = the + 2 + usize::from(self.is(the + 2, Sense::Of));
        let part = if half == 1 { Part::Start } else { Part::End };
        let longer = |at: usize| self.century(at).or_else(|| self.century_behind(at)).or_else(|| self.decade(at));
        if let Some(read) = longer(of).or_else(|| longer(of + 1).filter(|_| self.is(of, Sense::The))) {
            return Some(Read { from: at, part: Some(part), ..read });
        }
        let year_at = match (self.sense(the + 2), self.words.manner.genitive) {
            (Sense::Of, _) => self.skip(self.skip(the + 3, Sense::The), Sense::Unit { unit: Unit::Year, plural: false }),
            (_, true) => the + 2,
            _ => return None,
        };
        let (year, end) = self.year(year_at, true)?;
        Some(Read::new(at, end, Shape::Half { year, half }))
    }

    /// Christmas, the new year.
    pub(super) fn feast(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        let calendar = |end, month, day| {
            let (year, end) = self.year_behind(end).map_or((None, end), |(year, end)| (Some(year), end));
            Some(Read::new(at, end, Shape::Calendar { year, month: Some(month), day: Some(day) }))
        };
        match self.sense(the) {
            // New Year's Day, since the new year; "in the new year" is no day
            Sense::New if matches!(self.sense(the + 1), Sense::Unit { unit: Unit::Year, plural: false }) => {
                let is_led = matches!(self.lead(at), Sense::Since | Sense::Before | Sense::By | Sense::Until | Sense::At);
                match (self.sense(the + 2), self.sense(the + 3)) {
                    (Sense::Possessive, Sense::Unit { unit: Unit::Day, plural: false }) => calendar(the + 4, 1, 1),
                    (Sense::Possessive, Sense::Eve) => calendar(the + 4, 12, 31),
                    (Sense::Possessive | Sense::Hyphen, _) => None,
                    _ if is_led => calendar(the + 2, 1, 1),
                    _ => None,
                }
            }
            Sense::Movable(after) if self.capital(the) => self.movable(at, the, after),
            Sense::Feast(number) if self.capital(the) => {
                let (month, day) = (u8::try_from(number / 100).ok()?, u8::try_from(number % 100).ok()?);
                match self.sense(the + 1) {
                    Sense::Unit { unit: Unit::Day, .. } | Sense::DayPart => calendar(the + 2, month, day),
                    Sense::Eve => calendar(the + 2, month, day - 1),
                    // "Christmas presents", "the Christmas truce"
                    _ if self.is_word(the + 1) && matches!(self.sense(the + 1), Sense::Other) => None,
                    _ => calendar(the + 1, month, day),
                }
            }
            _ => None,
        }
    }

    /// Easter, Good Friday, Easter Monday: the feast is at `noun`.
    fn movable(&self, at: usize, noun: usize, after: i8) -> Option<Read> {
        let is_led = matches!(self.lead(at), Sense::At | Sense::By | Sense::Until | Sense::Since | Sense::Before | Sense::After);
        let (after, end) = match self.sense(noun + 1) {
            Sense::Unit { unit: Unit::Day, plural: false } => (after, noun + 2),
            Sense::Eve => (after - 1, noun + 2),
            Sense::Weekday(6) => (after, noun + 2),
            Sense::Weekday(day @ 0..=1) => (after + 1 + i8::try_from(day).ok()?, noun + 2),
            Sense::Weekday(5) => (after - 1, noun + 2),
            // "Easter week", "the Easter Rising", "Easter eggs"; but "at Easter he left"
            Sense::Unit { .. } | Sense::Weekday(_) | Sense::Hyphen | Sense::Possessive | Sense::Campaign => return None,
            _ if self.is_word(noun + 1) && self.capital(noun + 1) => return None,
            Sense::Other if self.is_word(noun + 1) && !is_led => return None,
            _ => (after, noun + 1),
        };
        // "Easter Monday, 24 April 1916": said again in other words
        let said = self.calendar(self.skip(end, Sense::Comma));
        if let Some(read) = said.filter(|read| matches!(read.shape, Shape::Calendar { day: Some(_), month: Some(_), .. })) {
            return Some(Read { from: at, ..read });
        }
        let (year, end) = self.year_behind(end).map_or((None, end), |(year, end)| (Some(year), end));
        Some(Read::new(at, end, Shape::Movable { year, after }))
    }
}
