//! Decades and centuries, in figures, in Roman numerals and in words.
//!
//! Another part of the [grammar](super::grammar): here it matters most how a language writes its ordinals.

use super::{
    super::date::Unit,
    grammar::{Read, Tokens},
    mention::{Shape, YearWords},
    words::Sense,
};

impl Tokens<'_> {
    /// The 1930s, the thirties, 1930's.
    pub(super) fn decade(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        // "der zwanziger Jahre": one form for a year in the dative and for years.
        let years = |end| match self.sense(end) {
            Sense::Unit { unit: Unit::Year, plural } => plural || self.words.manner.nouns_have_capitals,
            _ => false,
        };
        // "the 1920er Jahre": the years belong to them.
        let read = |end, year| Some(Read::new(at, end + usize::from(years(end)), Shape::Decade { year }));
        // "La década de 1930", "la década de los treinta"
        if matches!(self.sense(the), Sense::Unit { unit: Unit::Decade, plural: false }) && the > at {
            let of = self.skip(self.skip(the + 1, Sense::Of), Sense::The);
            return match self.sense(of) {
                Sense::Number { value, digits: 4 } if value % 10 == 0 => read(of + 1, YearWords::Known(i32::from(value))),
                _ => self.tens(of).filter(|_| of > the + 1).and_then(|(tens, end)| read(end, YearWords::Short(tens))),
            };
        }
        if self.words.manner.years_before_decades && years(the) {
            return match self.sense(the + 1) {
                Sense::Number { value, digits: 4 } if value % 10 == 0 && !self.is(the + 2, Sense::Hyphen) => {
                    read(the + 2, YearWords::Known(i32::from(value)))
                }
                Sense::Number { value: value @ 10..=90, digits: 2 } if value % 10 == 0 => {
                    read(the + 2, YearWords::Short(u8::try_from(value).ok()?))
                }
                Sense::Short(short) if short % 10 == 0 => read(the + 2, YearWords::Short(short)),
                _ => self.tens(the + 1).and_then(|(tens, end)| read(end, YearWords::Short(tens))),
            };
        }
        match self.sense(the) {
            Sense::Decade(year) => match self.era(the + 1) {
                // 479 to 470 BC are the 470s.
                Some((true, end)) => read(end, YearWords::Known(-i32::from(year) - 8)),
                Some((false, end)) => read(end, YearWords::Known(i32::from(year))),
                None if year >= 1000 => read(the + 1, YearWords::Known(i32::from(year))),
                None => None,
            },
            Sense::ShortDecade(short) if the > at || years(the + 1) || self.words_of(the).starts_with(['\'', '’', '‘']) => {
                read(the + 1, YearWords::Short(short))
            }
            // "The nineteen-twenties"
            Sense::Cardinal(century @ 13..=19) if the > at || matches!(self.before(the), Sense::Part(_)) => {
                let tens = self.skip(the + 1, Sense::Hyphen);
                let Sense::Tens(short) = self.sense(tens) else { return None };
                read(tens + 1, YearWords::Known(i32::from(century) * 100 + i32::from(short)))
            }
            Sense::Tens(short) if years(the + 1) => read(the + 1, YearWords::Short(short)),
            // "in his thirties" is an age.
            Sense::Tens(short) if self.is(the.wrapping_sub(1), Sense::The) || matches!(self.before(the), Sense::Part(_)) => {
                read(the + 1, YearWords::Short(short))
            }
            Sense::Number { value, digits: 4 } if the > at && value % 10 == 0 && self.is(the + 1, Sense::Possessive) => {
                read(the + 2, YearWords::Known(i32::from(value)))
            }
            _ => None,
        }
    }

    /// Twenty as the name of a decade: vingt, soixante-dix, quatre-vingt-dix.
    fn tens(&self, at: usize) -> Option<(u8, usize)> {
        let joined = |at: usize| if self.is(at, Sense::Hyphen) { self.sense(at + 1) } else { Sense::Other };
        let (tens, end) = match (self.sense(at), joined(at + 1)) {
            (Sense::Cardinal(4), Sense::Cardinal(20)) => (80, at + 3),
            (Sense::Cardinal(tens) | Sense::Tens(tens), _) => (tens, at + 1),
            _ => return None,
        };
        let (tens, end) = match joined(end) {
            Sense::Cardinal(10) if matches!(tens, 60 | 80) => (tens + 10, end + 2),
            _ => (tens, end),
        };
        (tens >= 20 && tens % 10 == 0 && tens < 100).then_some((tens, end))
    }

    /// The number of a century in Roman or other figures, behind its noun: siglo XIX, secolo XX.
    pub(super) fn century_behind(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        if !self.words.manner.numeral_behind || !matches!(self.sense(the), Sense::Unit { unit: Unit::Century, .. }) {
            return None;
        }
        let number = self.numeral(the + 1)?;
        let (before, end) = self.era(the + 2).unwrap_or((false, the + 2));
        Some(Read::new(at, end, Shape::Century { number, before }))
    }

    /// "siglos XVIII y XIX": the second has its noun from the first.
    pub(super) fn second_century(&self, at: usize) -> Option<Read> {
        let is_second = matches!(self.before(at), Sense::And | Sense::To | Sense::Hyphen | Sense::Dash)
            && at >= 3
            && self.numeral(at - 2).is_some()
            && matches!(self.sense(at - 3), Sense::Unit { unit: Unit::Century, .. });
        if !is_second || !self.words.manner.numeral_behind {
            return None;
        }
        let (before, end) = self.era(at + 1).unwrap_or((false, at + 1));
        Some(Read::new(at, end, Shape::Century { number: self.numeral(at)?, before }))
    }

    /// A numeral in Roman figures, with the ending that the language gives to ordinals.
    pub(super) fn numeral(&self, at: usize) -> Option<u8> {
        let words = self.words_of(at);
        let ends = self.words.manner.numeral_ends;
        ends.iter().filter_map(|end| words.strip_suffix(end)).find_map(roman).or_else(|| roman(words))
    }

    /// The number of a century before its noun.
    fn century_number(&self, at: usize) -> Option<(u8, usize)> {
        let number = match self.sense(at) {
            Sense::Number { value: value @ 1..=21, digits: 1 | 2 }
                if self.words.manner.plain_centuries || self.behind_ordinal(at + 1) > at + 1 =>
            {
                (u8::try_from(value).ok()?, self.behind_ordinal(at + 1))
            }
            Sense::Ordinal(number @ 1..=20) => (number, at + 1),
            // Twenty-first, dix-neuvième
            Sense::Cardinal(tens @ (10 | 20)) if self.is(at + 1, Sense::Hyphen) => match self.sense(at + 2) {
                Sense::Ordinal(ones @ 1..=9) => (tens + ones, at + 3),
                _ => return None,
            },
            Sense::NumberOrdinal(number @ 1..=21) => (number, at + 1),
            _ => (self.numeral(at)?, self.behind_ordinal(at + 1)),
        };
        Some(number)
    }

    /// The nineteenth century, eighteenth-century, the XIXth century, the 4th century BC.
    pub(super) fn century(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        // "L'Ottocento"
        if let Sense::CenturyName(number) = self.sense(the) {
            return self.capital(the).then(|| Read::new(at, the + 1, Shape::Century { number, before: false }));
        }
        let (number, end) = self.century_number(the)?;
        let end = match self.sense(end) {
            Sense::Hyphen => end + 1,
            _ => end,
        };
        // "The 18th and 19th centuries": the first has its noun from the second.
        let shared = match self.sense(end) {
            Sense::And | Sense::To => self
                .century_number(end + 1)
                .map(|(_, behind)| behind)
                .filter(|behind| matches!(self.sense(*behind), Sense::Unit { unit: Unit::Century, .. }))
                .map(|at| at + 1),
            _ => None,
        };
        if let Some(behind) = shared {
            let before = self.era(behind).is_some_and(|(before, _)| before);
            return Some(Read::new(at, end, Shape::Century { number, before }));
        }
        let is_cut_short = self.words_of(end) == self.words.manner.century_cut_short && self.is(end + 1, Sense::Dot) && !self.gap(end + 1);
        if !matches!(self.sense(end), Sense::Unit { unit: Unit::Century, .. }) && !is_cut_short {
            return None;
        }
        let end = end + usize::from(is_cut_short);
        let (before, end) = self.era(end + 1).unwrap_or((false, end + 1));
        Some(Read::new(at, end, Shape::Century { number, before }))
    }
}

/// The number of a century in Roman figures, up to XXI.
fn roman(word: &str) -> Option<u8> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    // Russian typists take their own letter for the ten.
    let latin;
    let word = if word.contains('Х') {
        latin = word.replace('Х', "X");
        latin.as_str()
    } else {
        word
    };
    if word.is_empty() || word.len() > 5 || !word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')) {
        return None;
    }
    (1..=21u8).find(|number| {
        let tens = usize::from(number / 10);
        word.strip_prefix(&"XX"[..tens]) == Some(ONES[usize::from(number % 10)])
    })
}
