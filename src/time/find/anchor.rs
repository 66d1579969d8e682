//! The story's own time: the year, month and day that a date takes which does not say them.
//!
//! A [`Story`] is what a reader has in mind on reaching a date: the last one told, and the years that the heading promised. Dates in words
//! move it, unless they stand aside: a plan, a parenthesis, a year far off that does not come back. A note starts from the story at its
//! caller and leaves no trace. Each rule says why; none weighs costs over the whole text, because one false turn would take
//! a run of dates with it.

mod counted;
mod event;
mod moving;
mod yearless;

use super::{
    super::date::{Date, Grain, Unit, When, days_in},
    Found, How, Kind, Language,
    mention::{Join, Mention, Opening, Shape, Track, YearWords},
};
use crate::{
    document::Document,
    unit::{Place, Stretch},
};

/// So many dates ahead are looked at for the next year that is written.
const AHEAD: usize = 12;
/// A bare number is a year if the document has a sure one as near as this.
const NEAR_A_SURE_ONE: i32 = 25;

/// What a reader has in mind on reaching a date.
#[derive(Clone, Copy, Debug, Default)]
struct Story {
    /// The last date told, as finely as it is known.
    date: Option<Date>,
    /// The year of the heading, or the first of its years.
    promised: Option<i32>,
    /// The section of that heading, and its block.
    section: (u32, u32),
    /// The last month told, with its year: a year told again leaves it.
    month: Option<(i32, u8)>,
    /// The block of the last date.
    block: u32,
    /// The last year said, though the story may not have moved there, and the number of its sentence.
    spoken: Option<(i32, u32)>,
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
    let mut recent: Vec<event::Told> = Vec::new();
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
        let context = Context { mentions, index, sure_years: &sure_years, document, language, recent: &recent };
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
        if mention.setting.track != Track::Citation && !mention.setting.in_parentheses && mention.opening != Opening::Since {
            now.spoken = Some((anchored.date.year, mention.sentence));
        }
        if anchored.moves && mention.setting.track != Track::Citation {
            now.tell(&anchored.date, mention, &context);
        }
        if has_notes && start < document.body_end() {
            told.push((start, story));
        }
        if recent.len() == event::RECENT {
            recent.remove(0);
        }
        recent.push(event::Told { at: start..Place(mention.end), date: anchored.date, sentence: mention.sentence });
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
    /// The year that "that year" is: the one said last, within a sentence or two, or the story's.
    fn spoken(&self, mention: &Mention) -> Option<i32> {
        let last = self.spoken.filter(|(_, sentence)| mention.sentence - sentence <= 1).map(|(year, _)| year);
        last.or(self.year())
    }

    fn year(&self) -> Option<i32> {
        self.date.map(|date| date.year).or(self.promised)
    }

    /// Whether a year is before those that its section's heading promised, in which the section has begun to tell.
    fn is_before_section(&self, year: i32, now: i32, mention: &Mention) -> bool {
        let (section, heading) = self.section;
        section == mention.section && self.block != heading && self.promised.is_some_and(|promised| year < promised && promised <= now)
    }

    /// Whether a month, or a day of the month told last, is before the story.
    fn has_passed(&self, date: &Date) -> bool {
        let (Some(told), Some(month)) = (self.month, date.month()) else { return false };
        let day = self.date.filter(|now| now.month() == Some(month) && now.year == date.year).and_then(Date::day);
        (date.year, month) < told || (date.year, month) == told && date.day().zip(day).is_some_and(|(day, now)| day < now)
    }

    /// Goes on from a date that was told.
    fn tell(&mut self, date: &Date, mention: &Mention, context: &Context) {
        self.block = mention.block;
        if mention.setting.in_heading && mention.says_year() {
            // The second year of the same heading.
            let is_second = context.before().is_some_and(|before| before.sentence == mention.sentence && before.says_year());
            if is_second && self.promised.is_some() {
                return;
            }
            (self.promised, self.section) = (Some(date.year), (mention.section, mention.block));
        }
        let month = date.month().or(match date.grain {
            Grain::Season(season) => Some(season * 3),
            _ => None,
        });
        if let Some(month) = month {
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
    document: &'a Document,
    language: Language,
    /// The dates that were read last.
    recent: &'a [event::Told],
}

impl<'a> Context<'a> {
    fn mention(&self) -> &'a Mention {
        &self.mentions[self.index]
    }

    fn before(&self) -> Option<&'a Mention> {
        self.index.checked_sub(1).and_then(|before| self.mentions.get(before))
    }

    /// The date of the mention before, if one could be said.
    fn told_before(&self) -> Option<Date> {
        let before = self.before()?;
        self.recent.last().filter(|told| told.at.start.0 == before.start).map(|told| told.date)
    }

    /// What is told on the way, on a look back that goes on: "had sailed on 9 October and had landed six days later". The story is elsewhere.
    fn beside(&self, mention: &Mention, story: &Story) -> Option<Date> {
        let looks_back = |other: &Mention| other.setting.looks_back && other.sentence == mention.sentence;
        let is_beside = looks_back(mention) && self.before().is_some_and(looks_back);
        self.told_before().filter(|date| is_beside && story.date != Some(*date))
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

    /// The next year that is written, not in parentheses nor on a look back, before the next dated heading.
    fn year_ahead(&self) -> Option<i32> {
        let ahead = self.mentions[self.index + 1..].iter().take(AHEAD).filter(|next| !next.setting.in_parentheses);
        ahead.take_while(|next| !next.setting.in_heading).filter(|next| !next.setting.looks_back).find_map(Mention::year)
    }

    fn anchored(&self, mention: &Mention, story: &Story) -> Option<Anchored> {
        match mention.shape {
            Shape::Calendar { year: Some(year), month, day } => {
                // "March 5-9, 1918": the month from the first
                let month = month.or_else(|| day.and_then(|_| self.before().and_then(Mention::month)));
                let anchored = self.explicit(year, grain(month, day)?, mention, story);
                // "In January 114 fell"
                match month.filter(|_| anchored.is_none() && matches!(year, YearWords::Bare(..1000))) {
                    Some(month) => self.without_year(month, grain(Some(month), day)?, mention, story),
                    None => anchored,
                }
            }
            Shape::Season { year: Some(year), season } => self.explicit(year, Grain::Season(season), mention, story),
            Shape::Half { year, half } => self.explicit(year, Grain::Half(half), mention, story),
            Shape::Calendar { year: None, month: Some(month), day } => {
                Some(self.without_year(month, grain(Some(month), day)?, mention, story)?)
            }
            Shape::Season { year: None, season } => self.bare_season(season, mention, story),
            Shape::Calendar { year: None, month: None, day } => self.lone_day(day?, mention, story),
            Shape::OfYear { step, grain } => {
                let said = story.spoken(mention)?;
                let year = said + i32::from(step);
                let is_ahead = step > 0 && (mention.setting.planned || mention.opening == Opening::Until);
                let moves = story.year() == Some(said) && step >= 0 && !is_ahead;
                Some(Anchored { date: Date::new(year, grain), how: How::Computed, sure: 85, moves })
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
            Shape::Movable { year, after } => self.movable(year, after, mention, story),
            Shape::Regnal { year, month, day, years } => {
                let moves = self.moves(year, mention, story);
                Some(Anchored { date: Date::new(year, Grain::Years(month, day, years)), how: How::Computed, sure: 90, moves })
            }
            Shape::Shift { amount, unit } => self.shifted(amount, unit, mention, story),
            Shape::Next { later, what } => self.next(later, what, mention, story),
            Shape::Same { what } => Self::same(what, mention, story),
            Shape::Clock => self.clock(mention, story),
            Shape::SameDay => {
                Some(Anchored { date: story.date.filter(|date| date.day().is_some())?, how: How::Computed, sure: 70, moves: false })
            }
            // Whoever corrects a date that had no year of its own says where the story is.
            Shape::Said { date, had_year, .. } => {
                let moves = !had_year || self.moves(date.year, mention, story);
                Some(Anchored { date, how: How::Corrected, sure: 100, moves })
            }
            Shape::Event { offset } => {
                // "On 27 June 1950, two days after the invasion": said again in other words
                let is_apposition =
                    self.before().is_some_and(|before| before.sentence == mention.sentence && mention.start <= before.end + 2);
                let is_fine = |date: &Date| date.day().is_some() || matches!(offset, Some((_, Unit::Year)));
                let said = self.told_before().filter(|date| is_apposition && is_fine(date));
                match (said, offset) {
                    (Some(date), _) => Some(Anchored { date, how: How::Computed, sure: 85, moves: false }),
                    (None, Some((amount, unit))) => self.counted_from_event(amount, unit, mention),
                    (None, None) => None,
                }
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
