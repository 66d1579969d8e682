//! Which dates with a year the story goes on from, and which stand aside: what is planned, remembered, compared or in a parenthesis, and
//! a year from which the next one comes back.

use super::{
    super::mention::{Mention, Opening},
    AHEAD, Context, Story,
};

/// A year further than this from the story's does not move it, unless it comes back at once: it is a comparison, or no year at all.
const FAR: i32 = 25;
/// So many months back a passage of its own begins, and further is no more of a leap.
const PASSAGE: i32 = 24;

impl Context<'_> {
    /// Whether the next year that is written is the story's again, in another sentence: then a date of another year stood aside, unless what
    /// has no year in between goes on better in that one. Time seldom runs back in a story.
    fn returns(&self, year: i32, now: i32, mention: &Mention) -> bool {
        // The first and last month of a date, or of its year; how far it is back from one to the next, in months.
        let months = |year: i32, month: Option<u8>| match month {
            Some(month) => (year * 12 + i32::from(month), year * 12 + i32::from(month)),
            None => (year * 12 + 1, year * 12 + 12),
        };
        let back = |from: (i32, i32), to: (i32, i32)| (from.0 - to.1).clamp(0, PASSAGE);
        let aside = months(year, mention.month());
        let (mut here, mut there) = ((aside, 0), (aside, 0));
        // Where both do as well, months follow a month.
        let mut follow = false;
        let go = |way: &mut ((i32, i32), i32), to| *way = (to, way.1 + back(way.0, to));
        for next in self.mentions[self.index + 1..].iter().take(AHEAD).filter(|next| !next.setting.in_parentheses) {
            if let Some(next_year) = next.year() {
                // "Who had arrived in 1900": told on the way, and no return.
                if next.setting.looks_back && next_year < year && next.sentence != mention.sentence {
                    continue;
                }
                go(&mut here, months(next_year, next.month()));
                go(&mut there, months(next_year, next.month()));
                return next.sentence != mention.sentence
                    && !next.setting.in_heading
                    && next_year == now
                    && (here.1 < there.1 || here.1 == there.1 && !follow);
            }
            if let Some(month) = next.month() {
                follow |= mention.month().is_some();
                go(&mut here, months(now, Some(month)));
                go(&mut there, months(year, Some(month)));
            }
        }
        false
    }

    /// Whether the next year that is written in the section is before its heading's, too: a passage that goes back.
    fn goes_on_before(&self, story: &Story, mention: &Mention) -> bool {
        let ahead = self.mentions[self.index + 1..].iter().take(AHEAD).take_while(|next| next.section == mention.section);
        let next = ahead.filter(|next| next.sentence != mention.sentence).find_map(Mention::year);
        next.zip(story.promised).is_some_and(|(next, promised)| next < promised)
    }

    /// Whether the story goes on from a year that is written.
    pub(super) fn moves(&self, year: i32, mention: &Mention, story: &Story) -> bool {
        let Some(now) = story.year() else { return !mention.stands_aside() || self.first_told().is_none() };
        // Whoever speaks goes where he likes.
        if mention.setting.in_heading || mention.setting.quotation > 0 {
            return true;
        }
        let away = (year - now).abs();
        // "Since 1995": the story has not left its place.
        if year < now && mention.opening == Opening::Since {
            return false;
        }
        // "He did not return until 1920": the story goes on before, unless the sentence goes on then.
        if year > now && mention.is_ahead() && mention.month().is_none() && self.following_in_sentence().next().is_none() {
            return false;
        }
        // What is planned for another year is not there yet.
        if mention.setting.planned && year > now {
            return false;
        }
        // "A revision of the treaty of 1912": what something is called by is older than the story, and stays there. A day is told.
        if year < now && mention.setting.names && mention.month().is_none() {
            return false;
        }
        if story.is_before_section(year, now, mention) && !self.goes_on_before(story, mention) {
            return false;
        }
        // "Who had fled in 1902": what was before, told on the way.
        let looks_back = |other: &Mention| other.setting.looks_back && other.year().is_some_and(|year| year < now);
        if year < now && (looks_back(mention) || self.following_in_sentence().any(looks_back)) {
            return false;
        }
        if mention.setting.in_parentheses && year != now {
            return false;
        }
        if year != now && self.returns(year, now, mention) {
            return false;
        }
        if away > FAR {
            let next = self.mentions[self.index + 1..].iter().take(6).filter_map(Mention::year).find(|next| *next != year);
            // Of what no other year speaks for or against, a month with its year is a date beyond doubt.
            return next.map_or(mention.month().is_some(), |next| (next - year).abs() < (next - now).abs());
        }
        true
    }
}
