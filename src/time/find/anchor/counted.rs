//! Dates counted from another: two days later, the next year, the end of the month.

use super::{
    super::{
        super::date::{Date, Grain, Unit, days_in},
        How,
        mention::{Join, Mention, Opening, Shape, What, YearWords},
    },
    Anchored, Context, Story,
};

/// So many bytes behind an hour its day begins: "at 11 a.m. on that cold and windy 11 November".
const NEAR: u32 = 40;
/// What has no date of its own only if nothing but a preposition is between.
const BESIDE: u32 = 8;

impl Context<'_> {
    pub(super) fn shifted(&self, amount: i32, unit: Unit, mention: &Mention, story: &Story) -> Option<Anchored> {
        // "Two years later (218 BC)": said at once in other words
        if let Some(year) = self.glossed(mention) {
            return Some(Anchored { date: Date::new(year, Grain::Year), how: How::Chained, sure: 92, moves: true });
        }
        let beside = self.beside(mention, story);
        let date = beside.or(story.date)?;
        // Days from a month or a year end somewhere in the year.
        let Some(shifted) = date.shifted(amount, unit) else {
            return Some(Anchored { date: Date::new(date.year, Grain::Year), how: How::Computed, sure: 50, moves: false });
        };
        let grain = match unit {
            Unit::Decade if mention.approximate => {
                return Some(Anchored {
                    date: Date::new((date.year + 10 * amount).div_euclid(10) * 10, Grain::Decade),
                    how: How::Computed,
                    sure: 60,
                    moves: false,
                });
            }
            _ => shifted.grain,
        };
        // A look back does not move the story.
        Some(Anchored { date: Date::new(shifted.year, grain), how: How::Computed, sure: 75, moves: amount > 0 && beside.is_none() })
    }

    /// The year in parentheses right behind, or that of "fifty years before, in 1798".
    fn glossed(&self, mention: &Mention) -> Option<i32> {
        let next = self.mentions.get(self.index + 1)?;
        if mention.join == Join::And && next.start <= mention.end + 5 {
            return next.year();
        }
        (next.setting.in_parentheses && !mention.setting.in_parentheses && next.start <= mention.end + 2).then(|| next.year()).flatten()
    }

    /// An hour has the day that is told right behind it, or the story's.
    pub(super) fn clock(&self, mention: &Mention, story: &Story) -> Option<Anchored> {
        let told = story.date.filter(|date| date.day().is_some());
        let joined = self.following_in_sentence().next().and_then(|next| match next.shape {
            Shape::Calendar { year, month: Some(month), day: Some(day) } if next.start < mention.end + NEAR => {
                let year = match year {
                    Some(YearWords::Known(year) | YearWords::Bare(year)) => year,
                    _ => story.year()?,
                };
                Some(Date::new(year, Grain::Day(month, day)))
            }
            // "It expired at 5 p.m. two days later", "at 4:15 the next morning"
            _ if next.start > mention.end + BESIDE => None,
            Shape::Shift { amount, unit: unit @ (Unit::Day | Unit::Week | Unit::Fortnight) } => told?.shifted(amount, unit),
            Shape::Next { later, what: What::Unit(Unit::Day) } => told?.shifted(if later { 1 } else { -1 }, Unit::Day),
            Shape::Same { what: What::DayOf(day) } => Some(Date::new(told?.year, day_of(told?, day)?)),
            // "At 9 p.m. on the 20th"
            Shape::Calendar { year: None, month: None, day: Some(day) } => Some(Date::new(told?.year, Grain::Day(told?.month()?, day))),
            _ => None,
        });
        let how = if joined.is_some() { How::Chained } else { How::Computed };
        Some(Anchored { date: joined.or(told)?, how, sure: 75, moves: false })
    }

    pub(super) fn next(&self, later: bool, what: What, mention: &Mention, story: &Story) -> Option<Anchored> {
        let beside = self.beside(mention, story);
        let date = beside.or(story.date)?;
        let step = if later { 1 } else { -1 };
        let shifted = match what {
            What::Unit(Unit::Decade) => {
                let year = date.year + 10 * step;
                // The first year of its decade: 1930, and 479 BC.
                let first = if year < 0 { (year - 2).div_euclid(10) * 10 + 2 } else { year.div_euclid(10) * 10 };
                Date::new(first, Grain::Decade)
            }
            What::Unit(Unit::Century) => {
                let year = date.year + 100 * step;
                let first = if year < 0 { (year - 1).div_euclid(100) * 100 + 1 } else { year.div_euclid(100) * 100 };
                Date::new(first, Grain::Century)
            }
            What::Unit(Unit::Week | Unit::Fortnight | Unit::Hour) => return None,
            What::DayOf(day) => {
                let month = Date::new(date.year, Grain::Month(date.month()?)).shifted(step, Unit::Month)?;
                Date::new(month.year, day_of(month, day)?)
            }
            What::Unit(unit) => {
                let shifted = date.shifted(step, unit)?;
                Date::new(shifted.year, shifted.grain)
            }
            What::Month(month) => {
                let now = date.month().unwrap_or(if later { 12 } else { 1 });
                let year = if later { date.year + i32::from(month <= now) } else { date.year - i32::from(month >= now) };
                Date::new(year, Grain::Month(month))
            }
            What::Day(month, day) => {
                let now = (date.month().unwrap_or(12), date.day().unwrap_or(31));
                Date::new(date.year + i32::from((month, day) <= now), Grain::Day(month, day))
            }
            What::Season(season) => {
                let now = match date.grain {
                    Grain::Season(season) => season * 3,
                    _ => date.month().unwrap_or(if later { 12 } else { 1 }),
                };
                let year = if later { date.year + i32::from(season * 3 <= now) } else { date.year - i32::from(season * 3 >= now) };
                Date::new(year, Grain::Season(season))
            }
        };
        // "By next summer" and "not until the following year" look ahead; the next day has come with what is told of it.
        let is_long = matches!(what, What::Unit(Unit::Year | Unit::Decade | Unit::Century));
        let comes = matches!(what, What::Unit(_)) && !(is_long && mention.is_ahead());
        let moves = later && beside.is_none() && (mention.opening == Opening::None || comes);
        Some(Anchored { date: shifted, how: How::Computed, sure: 80, moves })
    }

    pub(super) fn same(what: What, mention: &Mention, story: &Story) -> Option<Anchored> {
        let year = if what == What::Unit(Unit::Year) { story.spoken(mention)? } else { story.year()? };
        let grain = match what {
            What::Unit(Unit::Year) => Grain::Year,
            What::Unit(Unit::Month) => Grain::Month(story.date?.month()?),
            What::Unit(Unit::Day) => story.date.filter(|date| date.day().is_some())?.grain,
            What::Unit(Unit::Decade) => {
                return Some(Anchored {
                    date: Date::new(year.div_euclid(10) * 10, Grain::Decade),
                    how: How::Computed,
                    sure: 80,
                    moves: false,
                });
            }
            What::Unit(_) => return None,
            What::DayOf(day) => {
                let date = Date::new(year, day_of(story.date?, day)?);
                return Some(Anchored { date, how: How::Computed, sure: 82, moves: true });
            }
            What::Month(month) => Grain::Month(month),
            What::Season(season) => Grain::Season(season),
            What::Day(month, day) => Grain::Day(month, day),
        };
        Some(Anchored { date: Date::new(year, grain), how: How::Computed, sure: 82, moves: false })
    }
}

/// A day of the month that a date is in, or the last of its days.
fn day_of(date: Date, day: Option<u8>) -> Option<Grain> {
    let month = date.month()?;
    Some(Grain::Day(month, day.unwrap_or_else(|| days_in(i64::from(date.year), month))))
}
