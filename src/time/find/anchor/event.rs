//! Days that are counted from what happened: "two days after the fall of Girona", where the text has just said when Girona fell.
//!
//! Only a name tells one event from another here; without one, and without its date near by, nothing is said.

use super::{
    super::{
        super::date::{Date, Grain, Unit},
        How,
        mention::Mention,
        words::{Sense, Words},
    },
    Anchored, Context,
};
use crate::unit::{Place, Stretch};

/// The date of the event stands in the same sentence, or so many before.
const SENTENCES: u32 = 2;
/// So many dates back are asked for it.
pub(super) const RECENT: usize = 6;
/// So many bytes from its date, before or behind, an event is named: further, a sentence has others.
const NEAR: usize = 200;
/// A name is longer than most words that begin a sentence.
const NAME: usize = 4;

/// A date that was read, where it stands, and the number of its sentence.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) at: Stretch,
    pub(super) date: Date,
    pub(super) sentence: u32,
}

/// The names among the words, each with all of its own: Girona, Dien Bien Phu.
fn names(words: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut start, mut end) = (0, 0);
    // The first word begins a sentence perhaps.
    let mut at = words.find(' ').map_or(words.len(), |blank| blank + 1);
    for word in words[at..].split(' ') {
        let is_name = word.starts_with(char::is_uppercase);
        if is_name && end != at {
            names.push(start..end);
            start = at;
        }
        at += word.len() + 1;
        if is_name {
            end = at;
        }
    }
    names.push(start..end);
    let name = |at: std::ops::Range<usize>| words.get(at.start..at.end.saturating_sub(1).max(at.start));
    let names = names.into_iter().filter_map(name).map(|name| name.trim_end_matches(|letter: char| !letter.is_alphanumeric()));
    names.filter(|name| name.len() >= NAME).collect()
}

/// The year that an event has with its name.
fn year_at_the_end(words: &str) -> Option<i32> {
    let last = words.rsplit(' ').next().filter(|last| last.len() == 4 && last.bytes().all(|byte| byte.is_ascii_digit()))?;
    last.parse().ok().filter(|year| (1000..2100).contains(year))
}

impl Context<'_> {
    /// The text about a stretch, and where it begins.
    fn around(&self, at: &Stretch) -> (usize, &str) {
        let text = self.document.text();
        let edge = |mut edge: usize| {
            while !text.is_char_boundary(edge) {
                edge -= 1;
            }
            edge
        };
        let from = edge(at.start.offset().saturating_sub(NEAR));
        (from, &text[from..edge((at.end.offset() + NEAR).min(text.len()))])
    }

    /// The day so far from an event that the mention names.
    pub(super) fn counted_from_event(&self, amount: i32, unit: Unit, mention: &Mention) -> Option<Anchored> {
        let words = self.document.slice(&(Place(mention.start)..Place(mention.end)));
        // "Four years after the rising of 1916"
        if let (Unit::Year, Some(year)) = (unit, year_at_the_end(words)) {
            return Some(Anchored { date: Date::new(year + amount, Grain::Year), how: How::Computed, sure: 85, moves: false });
        }
        let near = || self.recent.iter().rev().take_while(|told| mention.sentence - told.sentence <= SENTENCES);
        let is_month = |name: &&str| matches!(Words::of(self.language).sense(name), Sense::Month { .. } | Sense::Weekday(_));
        let told = names(words).into_iter().filter(|name| !is_month(name)).find_map(|name| {
            // Of several dates that one which is nearest to the name.
            let far = |told: &Told| {
                let (from, around) = self.around(&told.at);
                around.match_indices(name).map(|(at, _)| (from + at).abs_diff(told.at.start.offset())).min()
            };
            let told = near().filter(|told| told.at.end.0 <= mention.start).filter_map(|told| Some((far(told)?, told)));
            told.min_by_key(|(far, _)| *far).map(|(_, told)| told)
        })?;
        let date = told.date.shifted(amount, unit)?;
        Some(Anchored { date, how: How::Computed, sure: 65, moves: amount > 0 && date.year == told.date.year })
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_name_is_all_of_its_words_with_capitals() {
        let check = |words, expected: &[&str]| assert_eq!(names(words), expected, "{words}");
        check("Five days after the fall of Girona", &["Girona"]);
        check("One month after Dien Bien Phu", &["Dien Bien Phu"]);
        check("two days after the siege of Boston began the Rising", &["Boston", "Rising"]);
        check("Two days after relieving the siege", &[]);
        check("Tomorrow", &[]);
    }
}
