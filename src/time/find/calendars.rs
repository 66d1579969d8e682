//! Days that are written in another calendar, or in two: 25 October (7 November) 1917, 1/14 February 1918, 18 Brumaire an VIII; and such
//! as have their month in Roman figures.
//!
//! Another part of the [grammar](super::grammar). A day in two calendars means the Gregorian one, in which the others of the text are
//! most often written; what is written in the Julian alone ("O.S.") is kept as it is.

use super::{
    super::{
        date::{Unit, days_in},
        interval::Day,
    },
    grammar::{Read, Tokens},
    mention::{Shape, YearWords},
    words::Sense,
};

/// How many days the Julian calendar has been behind since there has been another.
const BEHIND: std::ops::RangeInclusive<i64> = 10..=13;

/// On which days of September the years of the French Republic began, from 1792 on (decree of 4 frimaire an II, with the equinoxes as
/// they were observed).
const VENDEMIAIRE: [u8; 14] = [22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23];

impl Tokens<'_> {
    /// A day in both calendars: 1/14 February 1918, 25 October (7 November) 1917, October 25 (November 7), 1917.
    pub(super) fn two_calendars(&self, at: usize) -> Option<Read> {
        let first = self.skip(at, Sense::The);
        let (julian_month, julian_day, sign) = self.half_day(first)?;
        let in_parentheses = match self.sense(sign) {
            Sense::Slash => false,
            Sense::Open => true,
            _ => return None,
        };
        let (month, day, end) = self.half_day(sign + 1)?;
        let end = match (in_parentheses, self.sense(end)) {
            (true, Sense::Close) => end + 1,
            (true, _) => return None,
            (false, _) => end,
        };
        // "12 (24) February": the month is that of both.
        let (month, end) = match month {
            Some(month) => (month, end),
            None => self.month(self.skip(end, Sense::Of)).map(|(month, _, end)| (month, end))?,
        };
        let (year, end) = self.year_behind(end).map_or((None, end), |(year, end)| (Some(year), end));
        let told = match year {
            Some(YearWords::Known(year) | YearWords::Bare(year)) => i64::from(year),
            // Any common year.
            _ => 1900,
        };
        let julian_month = julian_month.unwrap_or(month);
        let turned = i64::from(julian_month == 12 && month == 1);
        let behind = Day::new(told, month, day).number() - Day::new(told - turned, julian_month, julian_day).number();
        BEHIND.contains(&behind).then(|| Read::new(at, end, Shape::Calendar { year, month: Some(month), day: Some(day) }))
    }

    /// A day and its month in either order, or the day alone.
    fn half_day(&self, at: usize) -> Option<(Option<u8>, u8, usize)> {
        if let Some((month, _, end)) = self.month(at) {
            return self.day(end).map(|(day, end)| (Some(month), day, end));
        }
        let (day, end) = self.day(at)?;
        match self.month(self.skip(end, Sense::Of)) {
            Some((month, _, end)) => Some((Some(month), day, end)),
            None => Some((None, day, end)),
        }
    }

    /// 14.VII.1923, 14. VII. 1923: the month in Roman figures.
    pub(super) fn roman_month(&self, at: usize) -> Option<Read> {
        let Sense::Number { value: day @ 1..=31, digits: 1 | 2 } = self.sense(at) else { return None };
        let month = self.numeral(at + 2).filter(|month| *month <= 12)?;
        let Sense::Number { value: year @ 1000..=2199, digits: 4 } = self.sense(at + 4) else { return None };
        let is_dotted = self.words_of(at + 1) == "." && self.words_of(at + 3) == ".";
        let day = u8::try_from(day).ok().filter(|day| is_dotted && *day <= days_in(i64::from(year), month))?;
        let shape = Shape::Calendar { year: Some(YearWords::Known(i32::from(year))), month: Some(month), day: Some(day) };
        Some(Read::new(at, at + 5, shape))
    }

    /// Behind "O.S." or "(N.S.)", or here.
    pub(super) fn behind_style(&self, at: usize) -> usize {
        match (self.sense(at), self.sense(at + 1), self.sense(at + 2)) {
            (Sense::Open, Sense::Style, Sense::Close) => at + 3,
            (Sense::Style, _, _) => at + 1,
            _ => at,
        }
    }

    /// The year II, of the French Republic: twelve months from its first of Vendémiaire.
    pub(super) fn republican_year(&self, at: usize) -> Option<Read> {
        let is_year = self.is(at, Sense::The) && self.is(at + 1, Sense::Unit { unit: Unit::Year, plural: false });
        if !is_year || !self.capital(at + 2) || !matches!(self.words_of(at + 1), "an" | "Year") {
            return None;
        }
        let year = self.numeral(at + 2)?;
        let begin = |year: u8| VENDEMIAIRE.get(usize::from(year.checked_sub(1)?)).copied();
        let day = begin(year)?;
        let shape = Shape::Regnal { year: 1791 + i32::from(year), month: 9, day, years: 1 };
        // It ended a day sooner or later where the next one did not begin on the same.
        Some(Read { approximate: begin(year + 1) != Some(day), ..Read::new(at, at + 3, shape) })
    }

    /// 18 Brumaire an VIII, 9 Thermidor, Year II.
    pub(super) fn republican(&self, at: usize) -> Option<Read> {
        let (day, month_at) = self.day(self.skip(at, Sense::The)).filter(|(day, _)| *day <= 30)?;
        let month_at = self.skip(month_at, Sense::Of);
        let Sense::Republican(month) = self.sense(month_at) else { return None };
        let said = self.skip(self.skip(self.skip(month_at + 1, Sense::Comma), Sense::Of), Sense::The);
        let is_year = self.is(said, Sense::Unit { unit: Unit::Year, plural: false }) || self.words_of(said).eq_ignore_ascii_case("an");
        let year = match self.sense(said + 1) {
            Sense::Number { value, digits: 1 | 2 } => u8::try_from(value).ok()?,
            _ => self.numeral(said + 1)?,
        };
        let begin = VENDEMIAIRE.get(usize::from(year.checked_sub(1)?)).filter(|_| is_year)?;
        let days = 30 * i32::from(month - 1) + i32::from(day) - 1;
        let day = Day::new(1791 + i64::from(year), 9, *begin).plus(days);
        let shape = Shape::Counted { year: i32::try_from(day.year).ok()?, month: day.month, day: day.day };
        Some(Read::new(at, said + 2, shape))
    }
}

/// The first year with a Gregorian Easter.
pub(super) const GREGORIAN: i32 = 1583;
/// The last year in which a country of the languages read here may have kept the Julian one.
pub(super) const JULIAN: i32 = 1752;

/// The day of a year's Easter: of the Julian calendar until 1582, of the Gregorian one since (Meeus, *Astronomical Algorithms*, chapter 8).
pub(super) fn easter(year: i32) -> Day {
    let golden = year.rem_euclid(19);
    let (month, day) = if year < GREGORIAN {
        let moon = (19 * golden + 15) % 30;
        let weekday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - moon + 34).rem_euclid(7);
        let days = moon + weekday + 114;
        (days / 31, days % 31 + 1)
    } else {
        let (century, rest) = (year / 100, year % 100);
        let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
        let shift = (golden + 11 * moon + 22 * weekday) / 451;
        let days = moon + weekday - 7 * shift + 114;
        (days / 31, days % 31 + 1)
    };
    Day::new(i64::from(year), u8::try_from(month).unwrap_or(4), u8::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::{Day, easter};

    #[test]
    fn easter_is_on_its_day_in_both_calendars() {
        let check = |year: i32, month, day| assert_eq!(easter(year), Day::new(i64::from(year), month, day), "{year}");
        check(1916, 4, 23);
        check(1920, 4, 4);
        check(1818, 3, 22);
        check(1943, 4, 25);
        check(2000, 4, 23);
        check(2038, 4, 25);
        check(1066, 4, 16);
        check(1204, 4, 25);
        check(1453, 4, 1);
    }
}
