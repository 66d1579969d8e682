//! Dates whose words have no year: 14 July, August, the summer, the 20th.
//!
//! The year is that of a date joined to it, or the story's, or one beside that where the months say so: New Year passes without a word.

use super::{
    super::{
        super::date::{Date, Grain, Unit, days_in},
        How,
        calendars::{GREGORIAN, JULIAN, easter},
        mention::{Join, Mention, Opening, Shape, YearWords},
    },
    AHEAD, Anchored, Context, Story,
};

/// A month so far before the last one told, in a story that goes on, is the next year's: it is no further on than back.
const NEW_YEAR: u8 = 6;
/// The month that Easter is in, near enough to tell whether New Year has passed.
const EASTER: u8 = 4;

impl Context<'_> {
    /// The year that joined dates behind it lend: "August and September 1914".
    pub(super) fn lent(&self, month: u8) -> Option<i32> {
        let lender = self.joined().find(|joined| joined.year().is_some())?;
        let year = lender.year()?;
        // A bare year is joined by chance ("in August, 1914 being ..."), and lends all the same to a month before it.
        let back = lender.month().is_some_and(|lending| lending < month);
        Some(if back { year - 1 } else { year })
    }

    pub(super) fn without_year(&self, month: u8, grain: Grain, mention: &Mention, story: &Story) -> Option<Anchored> {
        if let Some(year) = self.lent(month) {
            return Some(Anchored { date: Date::new(year, grain), how: How::Chained, sure: 93, moves: true });
        }
        // "A year earlier, in November"
        let earlier =
            |before: &&Mention| before.join == Join::And && matches!(before.shape, Shape::Shift { amount: ..0, unit: Unit::Year });
        if let Some(year) = self.before().filter(earlier).and_then(|_| story.spoken(mention)) {
            return Some(Anchored { date: Date::new(year, grain), how: How::Chained, sure: 85, moves: false });
        }
        // "He left in August and was back by September 1925"
        let year = story.year().or_else(|| self.first_told())?;
        let turned = self.turned(year, month, story);
        let range = self.before().is_some_and(|before| before.join == Join::To && before.month().is_some_and(|told| told > month));
        let is_next = !mention.setting.looks_back && turned || range;
        let before = !is_next && self.is_past(year, month, mention, story);
        let year = if is_next { year + 1 } else { year - i32::from(before) };
        // 29 February needs a leap year.
        if matches!(grain, Grain::Day(month, day) if day > days_in(i64::from(year), month)) {
            return None;
        }
        let date = Date::new(year, grain);
        let same_block = story.block == mention.block;
        let sure = if is_next {
            65
        } else if same_block {
            88
        } else {
            78
        };
        Some(Anchored {
            date,
            how: How::Inferred,
            sure,
            moves: !(mention.setting.in_heading && story.date.is_none() || mention.setting.looks_back && story.has_passed(&date)),
        })
    }

    /// The year of a story that has not said one yet: the first that it says in the same paragraph.
    pub(super) fn first_told(&self) -> Option<i32> {
        let block = self.mention().block;
        let ahead = self.mentions[self.index + 1..].iter().take(AHEAD).take_while(|next| next.block == block);
        ahead.filter(|next| !next.stands_aside()).find_map(Mention::year)
    }

    /// Whether New Year has passed without a word since the month that was told last. It has not where the next year that is written is
    /// still that one.
    fn turned(&self, year: i32, month: u8, story: &Story) -> bool {
        let told = story.month.filter(|(told_year, _)| *told_year == year).map(|(_, told)| told);
        told.is_some_and(|told| told >= month + NEW_YEAR) && self.year_ahead() != Some(year)
    }

    /// Whether a month is the year before's: it would come after the next date that is written, and is nearer to the story backward.
    fn is_past(&self, year: i32, month: u8, mention: &Mention, story: &Story) -> bool {
        let Some((told_year, told)) = story.month else { return false };
        if told_year != year || month <= told || told + 12 - month >= month - told {
            return false;
        }
        // "They had signed in December": what was before.
        if mention.setting.looks_back && mention.opening == Opening::None {
            return true;
        }
        let next =
            self.mentions[self.index + 1..].iter().take(12).filter(|next| !next.setting.in_parentheses).find_map(|next| match next.shape {
                Shape::Calendar { month: Some(month), .. } => next.year().map(|year| (year, month)),
                Shape::Season { season, .. } => next.year().map(|year| (year, season * 3)),
                _ => None,
            });
        next.is_some_and(|(next_year, next)| next_year == year && next < month)
    }

    pub(super) fn bare_season(&self, season: u8, mention: &Mention, story: &Story) -> Option<Anchored> {
        if let Some(year) = self.lent(if season == 4 { 0 } else { season * 3 }) {
            let grain = if season == 4 { Grain::WinterEnding } else { Grain::Season(season) };
            return Some(Anchored { date: Date::new(year, grain), how: How::Chained, sure: 90, moves: true });
        }
        let year = story.year()?;
        let month = story.date.and_then(Date::month);
        // "Spring told behind autumn" is the next year's; a winter the one to come, unless its months are being told.
        let turned = match season {
            4 => month.is_none_or(|month| month > 3),
            _ => !mention.setting.looks_back && month.is_some_and(|month| month >= season * 3 + NEW_YEAR),
        };
        let year = if turned { year + 1 } else { year };
        let grain = if season == 4 { Grain::WinterEnding } else { Grain::Season(season) };
        Some(Anchored { date: Date::new(year, grain), how: How::Inferred, sure: 65, moves: false })
    }

    /// A feast that moves with Easter, in its own year or the story's.
    pub(super) fn movable(&self, words: Option<YearWords>, after: i8, mention: &Mention, story: &Story) -> Option<Anchored> {
        let year = match words {
            Some(_) => mention.year()?,
            None => {
                let year = story.year().or_else(|| self.first_told())?;
                year + i32::from(!mention.setting.looks_back && self.turned(year, EASTER, story))
            }
        };
        let day = easter(year).plus(i32::from(after));
        // Which calendar it was, the country says.
        let approximate = (GREGORIAN..=JULIAN).contains(&year);
        let date = Date { approximate, ..Date::new(year, Grain::Day(day.month, day.day)) };
        Some(match words {
            Some(_) => Anchored { date, how: How::Computed, sure: 90, moves: self.moves(year, mention, story) },
            None => Anchored { date, how: How::Inferred, sure: 70, moves: !(mention.setting.looks_back && story.has_passed(&date)) },
        })
    }

    /// "6-" of "6-7 January", "the 20th": the month from the joined date, or the story's.
    pub(super) fn lone_day(&self, day: u8, mention: &Mention, story: &Story) -> Option<Anchored> {
        let lender = self.joined().find(|joined| joined.month().is_some());
        if let Some(month) = lender.and_then(Mention::month) {
            return self.without_year(month, Grain::Day(month, day), mention, story);
        }
        let beside = self.beside(mention, story).filter(|date| date.month().is_some());
        let date = beside.or(story.date)?;
        let month = date.month()?;
        (day <= days_in(i64::from(date.year), month)).then_some(Anchored {
            date: Date::new(date.year, Grain::Day(month, day)),
            how: How::Inferred,
            sure: 80,
            moves: beside.is_none(),
        })
    }
}
