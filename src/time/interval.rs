//! Stretches of time: from one day to another, either end open or unknown.

use super::date::days_in;

/// A day of the Gregorian calendar, also before there was one. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Astronomical: 0 is 1 BC.
    pub year: i64,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

impl Day {
    /// A day. What lies outside the calendar is moved to its nearest day.
    pub fn new(year: i64, month: u8, day: u8) -> Self {
        let month = month.clamp(1, 12);
        Self { year, month, day: day.clamp(1, days_in(year, month)) }
    }

    /// How many days it is after 1 March of the year 0.
    pub fn number(self) -> i64 {
        // Years that begin in March have their leap day last (Howard Hinnant, "chrono-compatible low-level date algorithms").
        let year = self.year - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
    }

    /// The day of such a number; the inverse of [`Day::number`].
    pub fn numbered(number: i64) -> Self {
        let era = number.div_euclid(146_097);
        let day_of_era = number.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        let small = |value: i64| u8::try_from(value).unwrap_or(1);
        Self { year, month: small(month), day: small(day) }
    }

    /// So many days later.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self::numbered(self.number() + i64::from(days))
    }
}

/// An end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It goes on for ever.
    Open,
    /// There is an end, and nobody knows where.
    Unknown,
    /// This day, which belongs to it.
    Day(Day),
}

/// A stretch of time; both ends belong to it, and `earliest <= latest` where both are days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    earliest: Bound,
    latest: Bound,
}

impl Interval {
    /// An interval. Days in the wrong order are exchanged.
    pub fn new(earliest: Bound, latest: Bound) -> Self {
        match (earliest, latest) {
            (Bound::Day(first), Bound::Day(last)) if first > last => Self { earliest: latest, latest: earliest },
            _ => Self { earliest, latest },
        }
    }

    /// Where it begins.
    pub fn earliest(self) -> Bound {
        self.earliest
    }

    /// Where it ends.
    pub fn latest(self) -> Bound {
        self.latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_without_gaps_through_all_leap_years() {
        let mut day = Day::new(-5, 1, 1);
        for number in day.number()..day.number() + 200_000 {
            assert_eq!(day.number(), number);
            assert_eq!(Day::numbered(number), day);
            day = match (day.month, day.day) {
                (12, 31) => Day::new(day.year + 1, 1, 1),
                (month, last) if last == days_in(day.year, month) => Day::new(day.year, month + 1, 1),
                (month, other) => Day::new(day.year, month, other + 1),
            };
        }
    }

    #[test]
    fn an_interval_never_ends_before_it_begins() {
        let (early, late) = (Bound::Day(Day::new(1914, 7, 28)), Bound::Day(Day::new(1918, 11, 11)));
        assert_eq!(Interval::new(late, early), Interval::new(early, late));
        assert_eq!(Interval::new(Bound::Open, early).earliest(), Bound::Open);
    }
}
