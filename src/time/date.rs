//! Dates as prose has them, small enough to copy: a year with a grain, a part, a doubt; and calendar arithmetic at that grain.
//!
//! Years are astronomical: 0 is 1 BC. The calendar is the Gregorian one, also where it was not yet in force: a text's dates are kept
//! as it writes them.

use std::fmt;

use super::interval::{Bound, Day, Interval};

/// What time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// Two weeks.
    Fortnight,
    /// A month.
    Month,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// Which part of its span a date means: early 1914, the end of May.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Early, the beginning.
    Start,
    /// Mid, the middle.
    Middle,
    /// Late, the end.
    End,
}

/// How finely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A hundred years, from the date's year on.
    Century,
    /// Ten years, from the date's year on.
    Decade,
    /// A year.
    Year,
    /// So many times twelve months, from a month and a day in the date's year on: a year of a reign.
    Years(u8, u8, u8),
    /// A half of a year, 1 or 2.
    Half(u8),
    /// A season, from spring (1) to winter (4), as the text names it; a winter ends in the year after.
    Season(u8),
    /// The winter that ends in the year.
    WinterEnding,
    /// A month, from 1.
    Month(u8),
    /// A day of a month.
    Day(u8, u8),
}

/// A date as prose has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, or the first of its years; astronomical.
    pub year: i32,
    /// How finely it is known.
    pub grain: Grain,
    /// Whether it is circa.
    pub approximate: bool,
    /// Whether the year was inferred, so that there is doubt about it.
    pub uncertain: bool,
}

/// A date, or all time up to it or from it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In, on or at the date.
    At(Date),
    /// By, before or until the date.
    Until(Date),
    /// Since or from the date on.
    Since(Date),
}

/// How many days a month has.
pub fn days_in(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// A date without a doubt.
    pub fn new(year: i32, grain: Grain) -> Self {
        Self { year, grain, approximate: false, uncertain: false }
    }

    /// The month, where it is known.
    pub fn month(self) -> Option<u8> {
        match self.grain {
            Grain::Month(month) | Grain::Day(month, _) => Some(month),
            _ => None,
        }
    }

    /// The day of the month, where it is known.
    pub fn day(self) -> Option<u8> {
        match self.grain {
            Grain::Day(_, day) => Some(day),
            _ => None,
        }
    }

    /// The same, as EDTF can say it: a winter begins in the year that it is named by.
    #[must_use]
    pub fn plain(self) -> Self {
        match self.grain {
            Grain::WinterEnding => Self { year: self.year - 1, grain: Grain::Season(4), ..self },
            _ => self,
        }
    }

    /// The first and the last day that it can mean.
    pub fn days(self) -> (Day, Day) {
        let span = |first: i32, from: u8, last: i32, to: u8| {
            let (first, last) = (i64::from(first), i64::from(last));
            (Day::new(first, from, 1), Day::new(last, to, days_in(last, to)))
        };
        match self.grain {
            Grain::Century => span(self.year, 1, self.year + 99, 12),
            Grain::Decade => span(self.year, 1, self.year + 9, 12),
            Grain::Year => span(self.year, 1, self.year, 12),
            Grain::Years(month, day, years) => {
                let first = |years: u8| Day::new(i64::from(self.year) + i64::from(years), month, day);
                (first(0), first(years).plus(-1))
            }
            Grain::Half(1) => span(self.year, 1, self.year, 6),
            Grain::Half(_) => span(self.year, 7, self.year, 12),
            // Meteorological, north; winter ends in the year to come.
            Grain::Season(season @ 1..=3) => span(self.year, season * 3, self.year, season * 3 + 2),
            Grain::Season(_) => span(self.year, 12, self.year + 1, 2),
            Grain::WinterEnding => span(self.year - 1, 12, self.year, 2),
            Grain::Month(month) => span(self.year, month, self.year, month),
            Grain::Day(month, day) => (Day::new(i64::from(self.year), month, day), Day::new(i64::from(self.year), month, day)),
        }
    }

    /// So many units on, or back; at the unit's grain where that is coarser than the date's. `None` where the date is not known finely enough.
    #[must_use]
    pub fn shifted(self, amount: i32, unit: Unit) -> Option<Self> {
        let months = |by: i32, keep_day: bool| {
            let month = i32::from(self.month()?) - 1 + by;
            let (year, month) = (self.year + month.div_euclid(12), u8::try_from(month.rem_euclid(12)).ok()? + 1);
            let grain = match self.grain {
                Grain::Day(_, day) if keep_day => Grain::Day(month, day.min(days_in(i64::from(year), month))),
                _ => Grain::Month(month),
            };
            Some(Self { year, grain, ..self })
        };
        match unit {
            Unit::Hour => Some(self),
            Unit::Day | Unit::Week | Unit::Fortnight => {
                let days = amount
                    * match unit {
                        Unit::Day => 1,
                        Unit::Week => 7,
                        _ => 14,
                    };
                let (month, day) = (self.month()?, self.day()?);
                let shifted = Day::new(i64::from(self.year), month, day).plus(days);
                Some(Self { year: i32::try_from(shifted.year).ok()?, grain: Grain::Day(shifted.month, shifted.day), ..self })
            }
            Unit::Month => months(amount, false),
            Unit::Year => Some(Self { year: self.year + amount, grain: Grain::Year, ..self }),
            Unit::Decade => Some(Self { year: self.year + 10 * amount, grain: Grain::Year, ..self }),
            Unit::Century => Some(Self { year: self.year + 100 * amount, grain: Grain::Year, ..self }),
        }
    }
}

impl When {
    /// The date it is about.
    pub fn date(self) -> Date {
        match self {
            Self::At(date) | Self::Until(date) | Self::Since(date) => date,
        }
    }

    /// The first and the last day that it can mean.
    pub fn interval(self) -> Interval {
        let (first, last) = self.date().days();
        match self {
            Self::At(_) => Interval::new(Bound::Day(first), Bound::Day(last)),
            Self::Until(_) => Interval::new(Bound::Open, Bound::Day(last)),
            Self::Since(_) => Interval::new(Bound::Day(first), Bound::Open),
        }
    }
}

struct Year(i64);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 { write!(f, "-{:04}", -self.0) } else { write!(f, "{:04}", self.0) }
    }
}

/// EDTF, level 2 where a year is in doubt (`1923?-07-14`), level 1 otherwise.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = Year(i64::from(self.year));
        let sign = match (self.approximate, self.uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        };
        // A sign behind the year speaks of the year alone; behind the whole date of all of it.
        let (middle, end) = if self.approximate { ("", sign) } else { (sign, "") };
        match self.grain {
            // Decades and centuries BC begin in a year that ends in 1, and only with -0999 does a century begin at a round number.
            Grain::Decade if self.year >= 0 && self.year % 10 == 0 => {
                let digits = year.to_string();
                write!(f, "{}X{sign}", &digits[..digits.len() - 1])
            }
            Grain::Decade => write!(f, "{year}{sign}/{}{sign}", Year(i64::from(self.year) + 9)),
            Grain::Century if self.year >= 0 && self.year % 100 == 0 => {
                let digits = year.to_string();
                write!(f, "{}XX{sign}", &digits[..digits.len() - 2])
            }
            Grain::Century if self.year.rem_euclid(100) == 1 && self.year < 0 => {
                let digits = Year(i64::from(self.year) + 99).to_string();
                write!(f, "{}XX{sign}", &digits[..digits.len() - 2])
            }
            Grain::Century => write!(f, "{year}{sign}/{}{sign}", Year(i64::from(self.year) + 99)),
            Grain::Year => write!(f, "{year}{sign}"),
            Grain::Years(..) => {
                let (first, last) = self.days();
                let last = (Year(last.year), last.month, last.day);
                let (month, day) = (first.month, first.day);
                write!(f, "{year}-{month:02}-{day:02}{sign}/{}-{:02}-{:02}{sign}", last.0, last.1, last.2)
            }
            Grain::Half(half) => write!(f, "{year}{middle}-{}{end}", 39 + half),
            Grain::Season(season) => write!(f, "{year}-{}{sign}", 20 + season),
            Grain::WinterEnding => write!(f, "{year}-24{sign}"),
            Grain::Month(month) => write!(f, "{year}{middle}-{month:02}{end}"),
            Grain::Day(month, day) => write!(f, "{year}{middle}-{month:02}-{day:02}{end}"),
        }
    }
}

impl When {
    /// The same, as EDTF can say it: see [`Date::plain`].
    #[must_use]
    pub fn plain(self) -> Self {
        match self {
            Self::At(date) => Self::At(date.plain()),
            Self::Until(date) => Self::Until(date.plain()),
            Self::Since(date) => Self::Since(date.plain()),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An end that is itself an interval lends its outer end.
        let ends = |date: Date| date.to_string().split_once('/').map(|(first, last)| (first.to_owned(), last.to_owned()));
        match *self {
            Self::At(date) => write!(f, "{date}"),
            Self::Until(date) => write!(f, "../{}", ends(date).map_or_else(|| date.to_string(), |(_, last)| last)),
            Self::Since(date) => write!(f, "{}/..", ends(date).map_or_else(|| date.to_string(), |(first, _)| first)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_print_as_edtf() {
        let check = |year, grain, expected: &str| assert_eq!(Date::new(year, grain).to_string(), expected);
        check(1923, Grain::Year, "1923");
        check(-479, Grain::Year, "-0479");
        check(1923, Grain::Day(7, 4), "1923-07-04");
        check(1916, Grain::Season(4), "1916-24");
        check(2008, Grain::Half(2), "2008-41");
        check(1930, Grain::Decade, "193X");
        check(1764, Grain::Years(10, 25, 1), "1764-10-25/1765-10-24");
        check(1832, Grain::Years(6, 26, 2), "1832-06-26/1834-06-25");
        check(-478, Grain::Decade, "-0478/-0469");
        check(1800, Grain::Century, "18XX");
        check(-899, Grain::Century, "-08XX");
        let doubtful = Date { uncertain: true, ..Date::new(1923, Grain::Day(7, 4)) };
        assert_eq!(When::Until(doubtful).to_string(), "../1923?-07-04");
        assert_eq!(Date { approximate: true, ..Date::new(1923, Grain::Month(7)) }.to_string(), "1923-07~");
        assert_eq!(When::Since(Date::new(-478, Grain::Decade)).to_string(), "-0478/..");
        assert_eq!(When::Until(Date::new(1764, Grain::Years(10, 25, 1))).to_string(), "../1765-10-24");
    }

    #[test]
    fn dates_move_at_the_grain_of_the_unit() {
        let check = |grain, amount, unit, expected: Option<&str>| {
            let shifted = Date::new(1918, grain).shifted(amount, unit);
            assert_eq!(shifted.map(|date| date.to_string()).as_deref(), expected, "{amount} {unit:?} from {grain:?}");
        };
        check(Grain::Day(12, 30), 3, Unit::Day, Some("1919-01-02"));
        check(Grain::Day(3, 1), -1, Unit::Day, Some("1918-02-28"));
        check(Grain::Day(3, 1), 2, Unit::Week, Some("1918-03-15"));
        check(Grain::Month(3), 2, Unit::Day, None);
        check(Grain::Month(11), 3, Unit::Month, Some("1919-02"));
        check(Grain::Day(1, 31), -1, Unit::Month, Some("1917-12"));
        check(Grain::Day(1, 31), 1, Unit::Year, Some("1919"));
        check(Grain::Year, 2, Unit::Month, None);
        check(Grain::Year, -1, Unit::Decade, Some("1908"));
    }
}
