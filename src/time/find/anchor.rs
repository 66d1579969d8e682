//! The story's own time: the year, month and day that a date takes which does not say them.
//!
//! A [`Story`] is what a reader has in mind on reaching a date: the last one told, and the years that the heading promised. Dates in words
//! move it, unless they stand aside: a plan, a parenthesis, a year far off that does not come back. A note starts from the story at its
//! caller and leaves no trace. Each rule says why; none weighs costs over the whole text, because one false turn would take
//! a run of dates with it.

use super::{
    super::date::{Date, Grain, Unit, When, days_in},
    Found, How, Kind, Language,
    mention::{Join, Mention, Opening, Shape, Track, What, YearWords},
};
use crate::{
    document::Document,
    unit::{Place, Stretch},
};

/// A year further than this from the story's does not move it, unless it comes back at once: it is a comparison, or no year at all.
const FAR: i32 = 25;
/// A month so far before the story's, in a story that goes on, is the next year's.
const NEW_YEAR: u8 = 8;
/// A bare number is a year if the document has a sure one as near as this.
const NEAR_A_SURE_ONE: i32 = 10;

/// What a reader has in mind on reaching a date.
#[derive(Clone, Copy, Debug, Default)]
struct Story {
    /// The last date told, as finely as it is known.
    date: Option<Date>,
    /// The years of the heading.
    promised: Option<(i32, i32)>,
    /// The last month told, with its year: a year told again leaves it.
    month: Option<(i32, u8)>,
    /// The block of the last date.
    block: u32,
}

/// A date with the year and the way to it.
#[derive(Clone, Copy, Debug)]
struct Anchored {
    date: Date,
    how: How,
    sure: u8,
    /// Whether the story goes on from here.
    moves: bool,
}

pub(super) fn anchor(mentions: &[Mention], document: &Document, language: Language) -> (Vec<Found>, Vec<Stretch>) {
    let sure_years = sure_years(mentions);
    let mut story = Story::default();
    // The story at each date of the body, for the notes called there.
    let mut told: Vec<(Place, Story)> = Vec::new();
    let has_notes = !document.notes().is_empty();
    let mut note = None;
    // What is said in a quotation starts from the story and leaves no trace in it.
    let mut quoted = (0, Story::default());
    let mut found = Vec::with_capacity(mentions.len());
    let mut never = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        let start = Place(mention.start);
        if start >= document.body_end() {
            let here = document.note_at(start);
            if here != note {
                note = here;
                let caller = here.and_then(|id| document.note(id).callers.first().copied());
                let place = caller.map_or(Place::START, |caller| document.noteref(caller).at.start);
                let before = told.partition_point(|(told, _)| *told <= place);
                story = before.checked_sub(1).and_then(|last| told.get(last)).map_or_else(Story::default, |(_, story)| *story);
            }
        }
        let context = Context { mentions, index, sure_years: &sure_years };
        let quotation = mention.setting.quotation;
        if quotation > 0 && quoted.0 != quotation {
            quoted = (quotation, story);
        }
        let now = if quotation > 0 && story.date.is_some() { &mut quoted.1 } else { &mut story };
        let Some(anchored) = context.anchored(mention, now).filter(Anchored::is_a_day_that_was) else {
            if is_no_day(mention) {
                never.push(start..Place(mention.end));
            }
            if let Some(kind) = unread(mention) {
                found.push(Found {
                    at: start..Place(mention.end),
                    when: None,
                    part: mention.part,
                    kind,
                    how: How::Inferred,
                    sure: 0,
                    to_next: false,
                    track: mention.setting.track,
                    language,
                });
            }
            continue;
        };
        if anchored.moves && mention.setting.track != Track::Citation {
            now.tell(&anchored.date, mention, &context);
        }
        if has_notes && start < document.body_end() {
            told.push((start, story));
        }
        let mut date = anchored.date;
        date.approximate |= mention.approximate;
        date.uncertain |= anchored.how == How::Inferred;
        let joined_by_to = mention.join == Join::To;
        let when = match mention.opening {
            Opening::None => When::At(date),
            Opening::Until => When::Until(date),
            Opening::Since => When::Since(date),
        };
        found.push(Found {
            at: start..Place(mention.end),
            when: Some(when),
            part: mention.part,
            kind: mention.shape.kind(),
            how: anchored.how,
            sure: anchored.sure,
            to_next: joined_by_to,
            track: mention.setting.track,
            language,
        });
    }
    (found, never)
}

/// Whether its words say a day that its month did not have: 29 February 1923.
fn is_no_day(mention: &Mention) -> bool {
    let Shape::Calendar { month: Some(month), day: Some(day), .. } = mention.shape else { return false };
    mention.year().is_some_and(|year| year > 0 && day > days_in(i64::from(year), month))
}

/// A mention of a date that cannot be said: only events are kept, so that a reader finds them.
fn unread(mention: &Mention) -> Option<Kind> {
    matches!(mention.shape, Shape::Event { .. }).then_some(Kind::Event)
}

/// The years of which the text leaves no doubt, sorted.
fn sure_years(mentions: &[Mention]) -> Vec<i32> {
    let mut years: Vec<i32> = mentions
        .iter()
        .filter(|mention| !mention.setting.doubtful && mention.setting.track != Track::Citation)
        .filter_map(Mention::year)
        .collect();
    years.sort_unstable();
    years.dedup();
    years
}

impl Anchored {
    /// Whether its month has so many days: 29 February needs a leap year.
    fn is_a_day_that_was(&self) -> bool {
        !matches!(self.date.grain, Grain::Day(month, day) if day > days_in(i64::from(self.date.year), month))
    }
}

impl Story {
    fn year(&self) -> Option<i32> {
        self.date.map(|date| date.year).or(self.promised.map(|(first, _)| first))
    }

    /// Goes on from a date that was told.
    fn tell(&mut self, date: &Date, mention: &Mention, context: &Context) {
        self.block = mention.block;
        if mention.setting.in_heading {
            let last = context.following_in_sentence().filter_map(Mention::year).last();
            if mention.year().is_some() {
                match self.promised {
                    // The second year of the same heading.
                    Some((first, _))
                        if context.before().is_some_and(|before| before.sentence == mention.sentence && before.year().is_some()) =>
                    {
                        self.promised = Some((first.min(date.year), first.max(date.year)));
                        return;
                    }
                    _ => self.promised = Some((date.year, last.unwrap_or(date.year).max(date.year))),
                }
            }
        }
        if let Some(month) = date.month() {
            self.month = Some((date.year, month));
        }
        self.date = Some(*date);
    }
}

/// A mention among the others.
struct Context<'a> {
    mentions: &'a [Mention],
    index: usize,
    sure_years: &'a [i32],
}

impl<'a> Context<'a> {
    fn mention(&self) -> &'a Mention {
        &self.mentions[self.index]
    }

    fn before(&self) -> Option<&'a Mention> {
        self.index.checked_sub(1).and_then(|before| self.mentions.get(before))
    }

    /// Those behind it in the same sentence.
    fn following_in_sentence(&self) -> impl Iterator<Item = &'a Mention> {
        let sentence = self.mention().sentence;
        self.mentions[self.index + 1..].iter().take_while(move |mention| mention.sentence == sentence).take(8)
    }

    /// Those joined to it, one after another: "August and September 1914".
    fn joined(&self) -> impl Iterator<Item = &'a Mention> {
        let run = self.mentions[self.index..].iter().take(6).take_while(|mention| mention.join != Join::None).count();
        self.mentions[self.index + 1..].iter().take(run)
    }

    /// A year by which a short one finds its century: the story's, or in a text that begins with "the twenties" the next one.
    fn near(&self, story: &Story) -> Option<i32> {
        story.year().or_else(|| self.mentions[self.index + 1..].iter().take(12).find_map(Mention::year))
    }

    fn anchored(&self, mention: &Mention, story: &Story) -> Option<Anchored> {
        match mention.shape {
            Shape::Calendar { year: Some(year), month, day } => {
                // "March 5-9, 1918": the month from the first
                let month = month.or_else(|| day.and_then(|_| self.before().and_then(Mention::month)));
                self.explicit(year, grain(month, day)?, mention, story)
            }
            Shape::Season { year: Some(year), season } => self.explicit(year, Grain::Season(season), mention, story),
            Shape::Half { year, half } => self.explicit(year, Grain::Half(half), mention, story),
            Shape::Calendar { year: None, month: Some(month), day } => {
                Some(self.without_year(month, grain(Some(month), day)?, mention, story)?)
            }
            Shape::Season { year: None, season } => self.bare_season(season, mention, story),
            Shape::Calendar { year: None, month: None, day } => self.lone_day(day?, mention, story),
            Shape::SameYear { month, day } => {
                let year = story.year()?;
                Some(Anchored { date: Date::new(year, grain(Some(month), day)?), how: How::Computed, sure: 85, moves: true })
            }
            Shape::Decade { year } => {
                let (year, how, sure) = match year {
                    YearWords::Known(year) | YearWords::Bare(year) => (year, How::Explicit, 97),
                    YearWords::Short(tens) => (near_century(i32::from(tens), self.near(story)?), How::Inferred, 75),
                };
                Some(Anchored { date: Date::new(year, Grain::Decade), how, sure, moves: story.date.is_none() })
            }
            Shape::Century { number, before } => {
                let number = i32::from(number);
                let before = before || self.joined().any(|joined| matches!(joined.shape, Shape::Century { before: true, .. }));
                let year = if before { 1 - 100 * number } else { 100 * (number - 1) };
                Some(Anchored { date: Date::new(year, Grain::Century), how: How::Explicit, sure: 95, moves: false })
            }
            Shape::Counted { year, month, day } => {
                let moves = self.moves(year, mention, story);
                Some(Anchored { date: Date::new(year, Grain::Day(month, day)), how: How::Computed, sure: 95, moves })
            }
            Shape::Regnal { year, month, day, years } => {
                let moves = self.moves(year, mention, story);
                Some(Anchored { date: Date::new(year, Grain::Years(month, day, years)), how: How::Computed, sure: 90, moves })
            }
            Shape::Shift { amount, unit } => self.shifted(amount, unit, mention, story),
            Shape::Next { later, what } => Self::next(later, what, story),
            Shape::Same { what } => Self::same(what, story),
            Shape::Clock => {
                let joined = self.following_in_sentence().take(1).find_map(|next| match next.shape {
                    Shape::Calendar { year, month: Some(month), day: Some(day) } if next.start < mention.end + 40 => {
                        let year = match year {
                            Some(YearWords::Known(year) | YearWords::Bare(year)) => year,
                            _ => story.year()?,
                        };
                        Some(Date::new(year, Grain::Day(month, day)))
                    }
                    _ => None,
                });
                let how = if joined.is_some() { How::Chained } else { How::Computed };
                let date = joined.or(story.date.filter(|date| date.day().is_some()))?;
                Some(Anchored { date, how, sure: 75, moves: false })
            }
            Shape::SameDay => {
                Some(Anchored { date: story.date.filter(|date| date.day().is_some())?, how: How::Computed, sure: 70, moves: false })
            }
            // Whoever corrects a date that had no year of its own says where the story is.
            Shape::Said { date, had_year, .. } => {
                let moves = !had_year || self.moves(date.year, mention, story);
                Some(Anchored { date, how: How::Corrected, sure: 100, moves })
            }
            Shape::Event { .. } => {
                // "On 27 June 1950, two days after the invasion": said again in other words
                let before = self.before()?;
                let is_apposition = before.sentence == mention.sentence && mention.start <= before.end + 2;
                let date = story.date.filter(|date| is_apposition && date.day().is_some())?;
                Some(Anchored { date, how: How::Computed, sure: 85, moves: false })
            }
        }
    }

    // ── With a year in the words ──

    fn explicit(&self, words: YearWords, grain: Grain, mention: &Mention, story: &Story) -> Option<Anchored> {
        let (year, how, sure) = match words {
            YearWords::Known(year) => (year, How::Explicit, 98),
            YearWords::Bare(value) => {
                let year = self.bare(value, mention, story)?;
                (year, How::Explicit, if mention.setting.doubtful { 80 } else { 96 })
            }
            YearWords::Short(short) => {
                let near = self.before().filter(|before| before.join != Join::None).and_then(Mention::year);
                {
                    let (how, sure) = if near.is_some() { (How::Chained, 95) } else { (How::Inferred, 75) };
                    (near_century(i32::from(short), near.or_else(|| self.near(story))?), how, sure)
                }
            }
        };
        let grain = match grain {
            // The last day of a month that has fewer: 29 February.
            Grain::Day(month, day) if day > days_in(i64::from(year), month) => return None,
            // "March 5-9, 1918" has its month from the first.
            grain => grain,
        };
        let moves = self.moves(year, mention, story);
        Some(Anchored { date: Date::new(year, grain), how, sure, moves })
    }

    /// A bare number as a year, if it is one.
    fn bare(&self, value: i32, mention: &Mention, story: &Story) -> Option<i32> {
        if value < 1000 {
            // "By 494" among years BC
            let before = 1 - value;
            let goes_on = story.year().is_some_and(|year| year < 0 && (year - before).abs() < 200);
            return goes_on.then_some(before);
        }
        if !mention.setting.doubtful || mention.setting.track == Track::Citation || self.sure_years.is_empty() {
            return Some(value);
        }
        let at = self.sure_years.partition_point(|year| *year < value);
        let near = |at: Option<&i32>| at.is_some_and(|year| (year - value).abs() <= NEAR_A_SURE_ONE);
        (near(self.sure_years.get(at)) || near(at.checked_sub(1).and_then(|at| self.sure_years.get(at)))).then_some(value)
    }

    /// Whether the story goes on from a year that is written.
    fn moves(&self, year: i32, mention: &Mention, story: &Story) -> bool {
        let Some(now) = story.year() else { return true };
        // Whoever speaks goes where he likes.
        if mention.setting.in_heading || mention.setting.quotation > 0 {
            return true;
        }
        let away = (year - now).abs();
        // "Since 1995": the story has not left its place.
        if year < now && mention.opening == Opening::Since {
            return false;
        }
        // What is planned for another year is not there yet.
        if mention.setting.planned && year > now {
            return false;
        }
        if mention.setting.in_parentheses && away > 1 {
            return false;
        }
        // One date of another year, and the next sentence that says one is back: it stood aside.
        let next =
            self.mentions[self.index + 1..].iter().take(10).filter(|next| !next.setting.in_parentheses).find(|next| next.year().is_some());
        let returns = next.is_some_and(|next| next.sentence != mention.sentence && !next.setting.in_heading && next.year() == Some(now));
        if returns && year != now {
            return false;
        }
        if away > FAR {
            let next = self.mentions[self.index + 1..].iter().take(6).filter_map(Mention::year).find(|next| *next != year);
            return next.is_some_and(|next| (next - year).abs() < (next - now).abs());
        }
        true
    }

    // ── Without ──

    /// The year that joined dates behind it lend: "August and September 1914".
    fn lent(&self, month: u8) -> Option<i32> {
        let lender = self.joined().find(|joined| joined.year().is_some())?;
        let year = lender.year()?;
        // A bare year is joined by chance ("in August, 1914 being ..."), and lends all the same to a month before it.
        let back = lender.month().is_some_and(|lending| lending < month);
        Some(if back { year - 1 } else { year })
    }

    fn without_year(&self, month: u8, grain: Grain, mention: &Mention, story: &Story) -> Option<Anchored> {
        if let Some(year) = self.lent(month) {
            return Some(Anchored { date: Date::new(year, grain), how: How::Chained, sure: 93, moves: true });
        }
        // "He left in August and was back by September 1925"
        let year = story.year().or_else(|| self.following_in_sentence().find_map(Mention::year))?;
        let turned = story.month.is_some_and(|(told_year, told)| told_year == year && told >= month + NEW_YEAR);
        let range = self.before().is_some_and(|before| before.join == Join::To && before.month().is_some_and(|told| told > month));
        let is_next = !mention.setting.looks_back && turned || range;
        let before = !is_next && self.is_past(year, month, story);
        let year = if is_next { year + 1 } else { year - i32::from(before) };
        // 29 February needs a leap year.
        if matches!(grain, Grain::Day(month, day) if day > days_in(i64::from(year), month)) {
            return None;
        }
        let same_block = story.block == mention.block;
        let sure = if is_next {
            65
        } else if same_block {
            88
        } else {
            78
        };
        Some(Anchored {
            date: Date::new(year, grain),
            how: How::Inferred,
            sure,
            moves: !(mention.setting.in_heading && story.date.is_none()),
        })
    }

    /// Whether a month is the year before's: it would come after the next date that is written, and is nearer to the story backward.
    fn is_past(&self, year: i32, month: u8, story: &Story) -> bool {
        let Some((told_year, told)) = story.month else { return false };
        if told_year != year || month <= told || told + 12 - month >= month - told {
            return false;
        }
        let next =
            self.mentions[self.index + 1..].iter().take(12).filter(|next| !next.setting.in_parentheses).find_map(|next| match next.shape {
                Shape::Calendar { month: Some(month), .. } => next.year().map(|year| (year, month)),
                Shape::Season { season, .. } => next.year().map(|year| (year, season * 3)),
                _ => None,
            });
        next.is_some_and(|(next_year, next)| next_year == year && next < month)
    }

    fn bare_season(&self, season: u8, mention: &Mention, story: &Story) -> Option<Anchored> {
        if let Some(year) = self.lent(if season == 4 { 0 } else { season * 3 }) {
            let grain = if season == 4 { Grain::WinterEnding } else { Grain::Season(season) };
            return Some(Anchored { date: Date::new(year, grain), how: How::Chained, sure: 90, moves: true });
        }
        // "their summer offensive in June 1942": a month of the season, in the same sentence
        let within = self.following_in_sentence().find_map(|next| match next.shape {
            Shape::Calendar { month: Some(month), .. } if (1..=3).contains(&season) && (season * 3..season * 3 + 3).contains(&month) => {
                next.year()
            }
            _ => None,
        });
        if let Some(year) = within {
            return Some(Anchored { date: Date::new(year, Grain::Season(season)), how: How::Chained, sure: 85, moves: false });
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

    /// "6-" of "6-7 January", "the 20th": the month from the joined date, or the story's.
    fn lone_day(&self, day: u8, mention: &Mention, story: &Story) -> Option<Anchored> {
        let lender = self.joined().find(|joined| joined.month().is_some());
        if let Some(month) = lender.and_then(Mention::month) {
            return self.without_year(month, Grain::Day(month, day), mention, story);
        }
        let date = story.date?;
        let month = date.month()?;
        (day <= days_in(i64::from(date.year), month)).then_some(Anchored {
            date: Date::new(date.year, Grain::Day(month, day)),
            how: How::Inferred,
            sure: 80,
            moves: true,
        })
    }

    fn shifted(&self, amount: i32, unit: Unit, mention: &Mention, story: &Story) -> Option<Anchored> {
        // "Two years later (218 BC)": said at once in other words
        if let Some(year) = self.glossed(mention) {
            return Some(Anchored { date: Date::new(year, Grain::Year), how: How::Chained, sure: 92, moves: true });
        }
        let date = story.date?;
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
        Some(Anchored { date: Date::new(shifted.year, grain), how: How::Computed, sure: 75, moves: amount > 0 })
    }

    /// The year in parentheses right behind.
    fn glossed(&self, mention: &Mention) -> Option<i32> {
        let next = self.mentions.get(self.index + 1)?;
        (next.setting.in_parentheses && !mention.setting.in_parentheses && next.start <= mention.end + 2).then(|| next.year()).flatten()
    }

    fn next(later: bool, what: What, story: &Story) -> Option<Anchored> {
        let date = story.date?;
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
            What::Unit(unit) => {
                let shifted = date.shifted(step, unit)?;
                Date::new(shifted.year, shifted.grain)
            }
            What::Month(month) => {
                let now = date.month().unwrap_or(if later { 12 } else { 1 });
                let year = if later { date.year + i32::from(month <= now) } else { date.year - i32::from(month >= now) };
                Date::new(year, Grain::Month(month))
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
        let moves = later && matches!(what, What::Unit(_));
        Some(Anchored { date: shifted, how: How::Computed, sure: 80, moves })
    }

    fn same(what: What, story: &Story) -> Option<Anchored> {
        let year = story.year()?;
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
            What::Month(month) => Grain::Month(month),
            What::Season(season) => Grain::Season(season),
        };
        Some(Anchored { date: Date::new(year, grain), how: How::Computed, sure: 82, moves: false })
    }
}

/// A year in the century that brings it nearest.
fn near_century(short: i32, near: i32) -> i32 {
    let century = near.div_euclid(100) * 100;
    [century - 100, century, century + 100]
        .into_iter()
        .map(|century| century + short)
        .min_by_key(|year| (year - near).abs())
        .unwrap_or(near)
}

fn grain(month: Option<u8>, day: Option<u8>) -> Option<Grain> {
    Some(match (month, day) {
        (None, None) => Grain::Year,
        (Some(month), None) => Grain::Month(month),
        (Some(month), Some(day)) => Grain::Day(month, day),
        (None, Some(_)) => return None,
    })
}
