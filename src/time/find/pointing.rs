//! Dates that point: so many days later, the next year, the end of the month, the day of the battle.
//!
//! The other half of the [grammar](super::grammar): what is read here has no date of its own, and is anchored to the one before it.

use super::{
    super::date::{Part, Unit},
    grammar::{Read, Tokens},
    mention::{Shape, What},
    refuse,
    words::Sense,
};

impl Tokens<'_> {
    /// Two days later, some ten years earlier, a year ago, three weeks after the siege began.
    pub(super) fn shift(&self, at: usize) -> Option<Read> {
        let belongs = |(word, verbs): &(&str, &[&str])| *word == self.words_of(at) && verbs.contains(&self.words_of(at.wrapping_sub(1)));
        if self.words.manner.particles.iter().any(belongs) {
            return None;
        }
        let mut here = at;
        let mut hedged = false;
        while matches!(self.sense(here), Sense::Hedge | Sense::Just | Sense::About | Sense::Than)
            || (self.is(here, Sense::A) && matches!(self.sense(here + 1), Sense::Hedge | Sense::Just))
        {
            hedged |= matches!(self.sense(here), Sense::Hedge | Sense::About);
            here += 1;
            if here > at + 4 {
                return None;
            }
        }
        let goes_on = match self.before(at) {
            // "The other three nine days later": two numbers side by side are two, unless they make one.
            Sense::Cardinal(1..=19) => !matches!(self.sense(at), Sense::Cardinal(1..=19)),
            before => matches!(before, Sense::Number { .. } | Sense::Cardinal(_) | Sense::Hyphen | Sense::Currency),
        };
        if goes_on {
            return None;
        }
        let (amount, unit_at) = match self.sense(here) {
            Sense::A | Sense::Cardinal(1) if self.is(here + 1, Sense::Cardinal(100)) => (100, here + 2),
            Sense::A => (1, here + 1),
            // "Several hundred years later" can be counted by nobody.
            Sense::Cardinal(100) => return None,
            Sense::Number { value: value @ 1..=999, digits: 1..=3 } => (i32::from(value), here + 1),
            _ => self.cardinal(here)?,
        };
        let Sense::Unit { unit, .. } = self.sense(unit_at) else { return None };
        // "A year to the day after the signing"
        let is_exact = self.is(unit_at + 1, Sense::To)
            && self.is(unit_at + 2, Sense::The)
            && matches!(self.sense(unit_at + 3), Sense::Unit { unit: Unit::Day, .. });
        let unit_at = if is_exact { unit_at + 3 } else { unit_at };
        // "Ten years later than the other" counts from the other.
        if self.is(unit_at + 2, Sense::Than) {
            return None;
        }
        let (direction, end) = match self.sense(unit_at + 1) {
            // "dos años después de la guerra" counts from the war.
            Sense::Later | Sense::Earlier if self.is(unit_at + 2, Sense::Of) => return None,
            Sense::Later => (1, unit_at + 2),
            Sense::Earlier | Sense::Formerly | Sense::Ago => (-1, unit_at + 2),
            Sense::Before if self.ends_phrase_or_tells(unit_at + 2) => (-1, unit_at + 2),
            Sense::After if self.ends_phrase_or_tells(unit_at + 2) => (1, unit_at + 2),
            Sense::Before | Sense::After if unit != Unit::Hour => {
                let end = self.phrase_end(unit_at + 2)?;
                let step = if self.sense(unit_at + 1) == Sense::After { 1 } else { -1 };
                return Some(Read::new(at, end, Shape::Event { offset: Some((amount * step, unit)) }));
            }
            _ => return None,
        };
        if unit == Unit::Hour {
            return None;
        }
        Some(Read { approximate: hedged, ..Read::new(at, end, Shape::Shift { amount: amount * direction, unit }) })
    }

    /// A number in words: nine, eighty, twenty-one, twenty one.
    fn cardinal(&self, at: usize) -> Option<(i32, usize)> {
        let Sense::Cardinal(tens) = self.sense(at) else { return None };
        let hyphened = self.is(at + 1, Sense::Hyphen);
        match self.sense(self.skip(at + 1, Sense::Hyphen)) {
            Sense::Cardinal(ones @ 1..=9) if (20..100).contains(&tens) && tens % 10 == 0 => {
                Some((i32::from(tens + ones), at + 2 + usize::from(hyphened)))
            }
            _ if hyphened => None,
            _ => Some((i32::from(tens), at + 1)),
        }
    }

    /// Через два года, через неделю, au bout de deux ans.
    pub(super) fn hence(&self, at: usize) -> Option<Read> {
        let (amount, unit_at) = match self.sense(at + 1) {
            Sense::A => (1, at + 2),
            Sense::Cardinal(amount) => (i32::from(amount), at + 2),
            Sense::Number { value: value @ 1..=999, digits: 1..=3 } => (i32::from(value), at + 2),
            _ => (1, at + 1),
        };
        let Sense::Unit { unit, .. } = self.sense(unit_at) else { return None };
        // "Через год после войны" counts from the war.
        let is_counted = unit != Unit::Hour && !matches!(self.sense(unit_at + 1), Sense::After | Sense::Later);
        is_counted.then(|| Read::new(at, unit_at + 1, Shape::Shift { amount, unit }))
    }

    /// Whether a phrase ends before this token, or the words go on to tell what happened then: "cinq ans après il partit".
    fn ends_phrase_or_tells(&self, at: usize) -> bool {
        refuse::ends_phrase(self, at) || self.words.manner.verbs.contains(&self.words_of(at)) && !self.words.manner.months_are_names
    }

    /// Hours later.
    pub(super) fn hours_later(&self, at: usize) -> Option<Read> {
        let is_hours = matches!(self.sense(at), Sense::Unit { unit: Unit::Hour, plural: true })
            && self.is(at + 1, Sense::Later)
            && self.opens_sentence(at);
        is_hours.then(|| Read::new(at, at + 2, Shape::SameDay))
    }

    /// The first day of the war, the sixth anniversary of the fall: a day by what happened on it.
    pub(super) fn event_day(&self, at: usize) -> Option<Read> {
        let noun = (at + 1..at + 5).find(|&noun| {
            let is_day = self.is(noun, Sense::Anniversary) || self.is(noun, Sense::Unit { unit: Unit::Day, plural: false });
            is_day || !matches!(self.sense(noun), Sense::Other | Sense::Ordinal(_) | Sense::NumberOrdinal(_) | Sense::Last)
        })?;
        let is_day = self.is(noun, Sense::Unit { unit: Unit::Day, plural: false }) && noun > at + 1;
        let is_named = matches!(self.sense(noun + 1), Sense::Of | Sense::In) && (is_day || self.is(noun, Sense::Anniversary));
        if !is_named || self.day_of_month(at).is_some() {
            return None;
        }
        Some(Read::new(at, self.phrase_end(noun + 2)?, Shape::Event { offset: None }))
    }

    /// Where the words that name an event end: before the next sign, or a word that begins another thought.
    pub(super) fn phrase_end(&self, at: usize) -> Option<usize> {
        // An event is named in a few words.
        let end = (at..at + 9).find(|&at| {
            let sense = self.sense(at);
            let is_sign = matches!(
                sense,
                Sense::Comma
                    | Sense::Dot
                    | Sense::Semicolon
                    | Sense::Open
                    | Sense::Close
                    | Sense::Quote
                    | Sense::Dash
                    | Sense::And
                    | Sense::OtherSign
            );
            is_sign || (sense == Sense::Hyphen && !self.is_word(at + 1))
        })?;
        (end > at).then_some(end)
    }

    /// The next day, that same year, the previous April, the day before, this spring, the rest of the year.
    pub(super) fn pointing(&self, at: usize) -> Option<Read> {
        let read = |end, shape| Some(Read::new(at, end, shape));
        let what = |at: usize| match self.sense(at) {
            Sense::Unit { unit, plural: false } => Some(What::Unit(unit)),
            Sense::Month { month, .. } if self.is_month(at) => Some(What::Month(month)),
            Sense::Season { season, .. } => Some(What::Season(season)),
            Sense::DayPart => Some(What::Unit(Unit::Day)),
            _ => None,
        };
        let (first, second) = (self.sense(at), self.sense(at + 1));
        match (first, second) {
            // "for the next decade" is how long it took
            (Sense::The, Sense::Next | Sense::Following | Sense::Previous) if self.before(at) != Sense::For => {
                let what = what(at + 2)?;
                read(at + 3, Shape::Next { later: second != Sense::Previous, what })
            }
            (Sense::The, Sense::Morrow) => read(at + 2, Shape::Next { later: true, what: What::Unit(Unit::Day) }),
            (Sense::The, Sense::DayBefore) if !self.is(at + 2, Sense::Of) => {
                read(at + 2, Shape::Next { later: false, what: What::Unit(Unit::Day) })
            }
            (Sense::DayBefore, _) if self.words.manner.has_no_articles => {
                read(at + 1, Shape::Next { later: false, what: What::Unit(Unit::Day) })
            }
            (Sense::Morrow, _) => read(at + 1, Shape::Next { later: true, what: What::Unit(Unit::Day) }),
            (Sense::Next | Sense::Following | Sense::Previous, _) if self.words.manner.has_no_articles => {
                read(at + 2, Shape::Next { later: first != Sense::Previous, what: what(at + 1)? })
            }
            (Sense::Same, _) if self.words.manner.has_no_articles => {
                let what = what(at + 1).filter(|what| !matches!(what, What::Unit(Unit::Week | Unit::Hour | Unit::Decade)))?;
                read(at + 2, Shape::Same { what })
            }
            // "next year", "last summer": seen from when the words were spoken
            (
                Sense::Next | Sense::Last,
                Sense::Unit { unit: Unit::Month | Unit::Year | Unit::Century, plural: false } | Sense::Season { .. } | Sense::Month { .. },
            ) if self.before(at) != Sense::The
                && !matches!(self.before(at), Sense::Whose | Sense::Possessive)
                && !self.is(at + 2, Sense::Of) =>
            {
                read(at + 2, Shape::Next { later: first == Sense::Next, what: what(at + 1)? })
            }
            (Sense::The | Sense::That | Sense::This, Sense::Same) => {
                let what = what(at + 2).filter(|what| !matches!(what, What::Unit(Unit::Week | Unit::Hour | Unit::Decade)))?;
                if let (What::Unit(Unit::Day), Sense::Hyphen) = (what, self.sense(at + 3)) {
                    return None;
                }
                read(at + 3, Shape::Same { what })
            }
            (
                Sense::That | Sense::This,
                Sense::Unit { unit: Unit::Day | Unit::Month | Unit::Year | Unit::Decade | Unit::Century, plural: false }
                | Sense::DayPart
                | Sense::Season { .. }
                | Sense::Month { .. },
            ) if !matches!(self.sense(at + 1), Sense::Season { doubtful: true, season: 2.. }) => {
                read(at + 2, Shape::Same { what: what(at + 1)? })
            }
            // The day before, the year after, the day following
            (Sense::The, Sense::Unit { unit: Unit::Day | Unit::Week | Unit::Month | Unit::Year, plural: false } | Sense::DayPart) => {
                let unit = if let Sense::Unit { unit, .. } = second { unit } else { Unit::Day };
                let later = match self.sense(at + 2) {
                    Sense::Before | Sense::Previous | Sense::Earlier | Sense::Formerly => false,
                    Sense::After => true,
                    Sense::Following | Sense::Later => true,
                    _ => return None,
                };
                let goes_on =
                    matches!(self.sense(at + 3), Sense::The | Sense::A | Sense::Whose | Sense::That | Sense::This) || self.capital(at + 3);
                let is_adverb = matches!(self.sense(at + 2), Sense::Following | Sense::Later | Sense::Earlier);
                if refuse::ends_phrase(self, at + 3) || is_adverb && !goes_on {
                    return read(at + 3, Shape::Next { later, what: What::Unit(unit) });
                }
                match self.sense(at + 2) {
                    Sense::Before | Sense::After if unit == Unit::Day => {
                        let step = if later { 1 } else { -1 };
                        read(self.phrase_end(at + 3)?, Shape::Event { offset: Some((step, Unit::Day)) })
                    }
                    _ => None,
                }
            }
            // The rest of the year
            (Sense::The, Sense::Rest) if self.is(at + 2, Sense::Of) => match self.year(at + 3, true) {
                Some((year, end)) => read(end, Shape::Calendar { year: Some(year), month: None, day: None }),
                None => self.same_unit(at + 3).and_then(|(what, end)| read(end, Shape::Same { what })),
            },
            _ => None,
        }
    }

    /// "the year", "that month": the unit that goes on, behind "the end of".
    pub(super) fn same_unit(&self, at: usize) -> Option<(What, usize)> {
        let at = match self.sense(at) {
            Sense::The | Sense::That | Sense::This => self.skip(at + 1, Sense::Same),
            _ => return None,
        };
        match self.sense(at) {
            Sense::Unit { unit: unit @ (Unit::Day | Unit::Month | Unit::Year | Unit::Decade | Unit::Century), plural: false } => {
                Some((What::Unit(unit), at + 1))
            }
            Sense::Season { season, .. } => Some((What::Season(season), at + 1)),
            _ => None,
        }
    }

    /// The end of the year, later that month, late in the year, month's end.
    pub(super) fn part_of_same(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        let (part, behind) = match self.sense(the) {
            Sense::Part(part) => (Some(part), self.skip_half(the + 1)),
            Sense::Latter if self.skip_half(the + 1) > the + 1 => (Some(Part::End), the + 2),
            Sense::Later if the == at => (None, at + 1),
            Sense::Earlier if the == at => (None, at + 1),
            Sense::Unit { unit: unit @ (Unit::Month | Unit::Year), plural: false }
                if the == at && self.is(at + 1, Sense::Possessive) && self.is(at + 2, Sense::Part(Part::End)) =>
            {
                return Some(Read { part: Some(Part::End), ..Read::new(at, at + 3, Shape::Same { what: What::Unit(unit) }) });
            }
            _ => return None,
        };
        let joined = match self.sense(behind) {
            Sense::Of => behind + 1,
            // "Beginning in the summer" is no part of it.
            Sense::In if part.is_none() || self.is_adjective(the) => behind + 1,
            _ => behind,
        };
        // "later that month" and "later in the month", but not "late the month"
        if joined == behind && !matches!(self.sense(behind), Sense::That | Sense::This | Sense::The)
            || joined == behind && self.is(behind, Sense::The) && !self.is(behind + 1, Sense::Same)
        {
            return None;
        }
        let (what, end) = self.same_unit(joined)?;
        if what == What::Unit(Unit::Day) || refuse::names_event(self, end) {
            return None;
        }
        Some(Read { part, ..Read::new(at, end, Shape::Same { what }) })
    }
}
