//! Years of a reign: the tenth year of Henry VIII, the second year of his reign, 5 Geo. III, anno 12 Elizabethae.
//!
//! Another part of the [grammar](super::grammar). Such a year is twelve months from the day of the accession. Who is meant must be clear:
//! a sovereign of the [table](super::sovereigns), with a number where the name needs one, and of no other country.

use super::{
    super::date::Unit,
    grammar::{Read, Tokens},
    mention::Shape,
    sovereigns::{Sovereign, is_name, named},
    words::Sense,
};

/// "His reign" is that of a sovereign named within so many words before.
const NEAR: usize = 150;
/// Words between "the tenth year of" and the name: the reign of our late sovereign lord King.
const TITLES: [&str; 10] = ["reign", "règne", "late", "said", "sovereign", "lord", "king", "queen", "roi", "reine"];
/// Numbers as Latin declines them behind a name: Henrici octavi.
const LATIN: [(&str, u8); 8] =
    [("primi", 1), ("secundi", 2), ("tertii", 3), ("quarti", 4), ("quinti", 5), ("sexti", 6), ("septimi", 7), ("octavi", 8)];
/// What stands before the number of a chapter of a statute.
const CHAPTERS: [&str; 9] = ["c", "ch", "cap", "chap", "st", "stat", "statute", "chapter", "sess"];
/// Of these the sovereigns of the table may be called, and are the same.
const COUNTRIES: [&str; 6] = ["England", "France", "Angleterre", "Britain", "Great", "Ireland"];

impl Tokens<'_> {
    /// The tenth year of Henry VIII, the 22nd year of the reign of King George the Third, the second year of his reign.
    pub(super) fn year_of_reign(&self, at: usize) -> Option<Read> {
        let (number, year_at) = self.ordinal_in_words(self.skip(at, Sense::The))?;
        if !matches!(self.sense(year_at), Sense::Unit { unit: Unit::Year, plural: false }) || !self.is(year_at + 1, Sense::Of) {
            return None;
        }
        let of = year_at + 2;
        if self.is(of, Sense::Whose) && self.is_reign(of + 1) {
            let sovereign = self.one_named_before(at)?;
            return regnal(at, of + 2, sovereign, number, number);
        }
        let is_title = |at: usize| {
            matches!(self.sense(at), Sense::The | Sense::Of | Sense::Whose)
                || TITLES.iter().any(|title| self.words_of(at).eq_ignore_ascii_case(title))
        };
        let name = (of..of + 9).find(|at| !is_title(*at))?;
        let (sovereign, end) = self.sovereign(name)?;
        let end = if self.is(end, Sense::Possessive) && self.is_reign(end + 1) { end + 2 } else { end };
        regnal(at, end, sovereign, number, number)
    }

    /// 22 Hen. VIII, 3 & 4 Will. IV, anno 12 Elizabethae; 5 George III before the chapter of a statute.
    pub(super) fn regnal_year(&self, at: usize) -> Option<Read> {
        let is_said = self.is(at, Sense::Anno);
        let first = at + usize::from(is_said);
        let number = |at: usize| match self.sense(at) {
            Sense::Number { value: value @ 1..=73, digits: 1 | 2 } => u8::try_from(value).ok(),
            _ => None,
        };
        let from = number(first)?;
        let is_joint = matches!(self.sense(first + 1), Sense::And | Sense::Hyphen) || self.words_of(first + 1) == "&";
        let (to, name) = match number(first + 2) {
            Some(to) if is_joint && to > from => (to, first + 3),
            _ => (from, first + 1),
        };
        if !is_name(self.words_of(name)) {
            return None;
        }
        let (sovereign, end) = self.sovereign(name)?;
        // "2 Henry IV" is a play, and "3 John" a letter.
        let is_cut_short = sovereign.is_cut_short(self.words_of(name)) && self.is(name + 1, Sense::Dot);
        let is_of_play = self.is(end, Sense::Comma)
            && (self.numeral(end + 1).is_some() || self.words_of(end + 1).len() > 1 && is_lower_numeral(self.words_of(end + 1)));
        if is_said || self.is_statute(end) || is_cut_short && !is_of_play {
            return regnal(at, end, sovereign, from, to);
        }
        None
    }

    /// Whether the chapter of a statute follows: "22 Hen. VIII, c. 5".
    pub(super) fn is_statute(&self, end: usize) -> bool {
        let word = self.skip(end, Sense::Comma);
        let number = self.skip(word + 1, Sense::Dot);
        CHAPTERS.iter().any(|chapter| self.words_of(word).eq_ignore_ascii_case(chapter))
            && (matches!(self.sense(number), Sense::Number { .. }) || is_lower_numeral(self.words_of(number)))
    }

    fn is_reign(&self, at: usize) -> bool {
        matches!(self.words_of(at), "reign" | "règne")
    }

    /// A number that says which: 22nd, second, twenty-second.
    fn ordinal_in_words(&self, at: usize) -> Option<(u8, usize)> {
        match self.sense(at) {
            Sense::Ordinal(number) | Sense::NumberOrdinal(number) => Some((number, at + 1)),
            Sense::Cardinal(tens @ (20 | 30 | 40 | 50 | 60)) if self.is(at + 1, Sense::Hyphen) => match self.sense(at + 2) {
                Sense::Ordinal(ones @ 1..=9) => Some((tens + ones, at + 3)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The sovereign whose name begins with this token, and where it ends: Henry VIII, Hen. 8, George the Third, Henrici octavi.
    fn sovereign(&self, at: usize) -> Option<(&'static Sovereign, usize)> {
        let name = self.words_of(at);
        if !is_name(name) {
            return None;
        }
        let mut end = at + 1;
        let dotted = self.is(end, Sense::Dot) && self.words_of(end) == "." && !self.gap(end);
        end += usize::from(dotted);
        // Will. & Mary
        let is_joint = self.is(end, Sense::And) || self.words_of(end) == "&";
        if is_joint && matches!(self.words_of(end + 1), "M" | "Mar" | "Mary") {
            return Some((named(name, Some(3))?, self.skip(end + 2, Sense::Dot)));
        }
        let ordinal = if self.is(end, Sense::The) && self.capital(end + 1) { self.ordinal_in_words(end + 1) } else { None };
        let latin = LATIN.iter().find(|(word, _)| self.words_of(end).eq_ignore_ascii_case(word));
        let (number, end) = match (self.numeral(end), self.sense(end)) {
            (Some(number), _) => (Some(number), end + 1),
            // "22 Hen. 8"
            (_, Sense::Number { value: value @ 1..=8, digits: 1 }) if dotted => (u8::try_from(value).ok(), end + 1),
            _ => match (ordinal, latin) {
                (Some((number, behind)), _) => (Some(number), behind),
                (_, Some((_, number))) => (Some(*number), end + 1),
                _ => (None, end),
            },
        };
        // Charles I of Spain
        let is_foreign = self.is(end, Sense::Of) && self.capital(end + 1) && !COUNTRIES.contains(&self.words_of(end + 1));
        Some((named(name, number)?, end)).filter(|_| !is_foreign)
    }

    /// The only sovereign who is named in the words before.
    fn one_named_before(&self, at: usize) -> Option<&'static Sovereign> {
        let mut named = (at.saturating_sub(NEAR)..at).filter_map(|at| Some(self.sovereign(at)?.0));
        let first = named.next()?;
        named.all(|other| other.accession == first.accession).then_some(first)
    }
}

/// Years of a reign, if it had so many.
fn regnal(at: usize, end: usize, sovereign: &Sovereign, from: u8, to: u8) -> Option<Read> {
    let ((year, month, day), _) = (sovereign.year(from)?, sovereign.year(to)?);
    let shape = Shape::Regnal { year, month, day, years: to - from + 1 };
    Some(Read { approximate: !sovereign.is_fixed(), ..Read::new(at, end, shape) })
}

/// Roman figures as chapters and acts have them.
fn is_lower_numeral(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|letter| matches!(letter, b'i' | b'v' | b'x' | b'l' | b'c'))
}
