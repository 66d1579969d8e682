//! Correcting a date: a reader says what it means, or that it is none, and it stays said until it is taken back.

use crate::{
    document::Locator,
    reader::{
        Effect, State,
        prompt::{Line, Purpose},
        state::Overlay,
    },
    time::{
        date::When,
        edtf::Edtf,
        extent::Extent,
        find::{Correction, read_date},
    },
    unit::Place,
};

/// Typed in place of a date, it takes what was said about it back.
const TAKE_BACK: &str = "?";

impl State {
    /// Asks what the date means that one was led to last.
    pub(in crate::reader) fn open_correction(&mut self) {
        let Some(place) = self.date_meant() else {
            return self.refuse("go to a date first: ]d · D then corrects how it was read");
        };
        let found = self.book.dates.iter().find(|found| found.at.start == place);
        let read = found.and_then(|found| found.when).map(|when| when.plain().to_string()).unwrap_or_default();
        let line = Line::holding(&read);
        self.overlay = Overlay::Prompt { purpose: Purpose::Correction, line, origin: self.stop(), before: None };
        let back = if self.corrections_at(place).is_empty() { "" } else { " · ? takes back what you said" };
        self.say(format!("Enter says what it means · an empty line: it is no date{back}"));
    }

    /// Takes what was typed for the date that is meant.
    pub(in crate::reader) fn correct(&mut self, typed: &str) -> Vec<Effect> {
        let Some(place) = self.date_meant() else { return Vec::new() };
        let typed = typed.trim();
        let earlier = self.corrections_at(place);
        if typed == TAKE_BACK {
            if earlier.is_empty() {
                self.refuse("there is nothing to take back: this date is as it was read");
                return Vec::new();
            }
            self.say("it is read by the rules again");
            return self.said(&earlier, None);
        }
        let date = if typed.is_empty() { None } else { Some(read_date(typed)) };
        let date = match date.transpose() {
            Ok(date) => date,
            Err(problem) => {
                self.refuse(problem.to_string().replace("\n  ", " · "));
                return Vec::new();
            }
        };
        let words = date.map_or_else(|| "no date".to_owned(), in_words);
        self.say(format!("{words} · as you said · D and ? take it back"));
        let at = self.book.document.locator(place);
        self.said(&earlier, Some(Correction { at, date }))
    }

    /// The place of the date that one was led to, or of words on the page that were said to be no date.
    fn date_meant(&self) -> Option<Place> {
        let page = self.page.stretch();
        let is_date =
            |place: &Place| self.book.dates.iter().any(|found| found.at.start == *place) || !self.corrections_at(*place).is_empty();
        let spoken = self.time.spoken.as_ref().map(|at| at.start).filter(|place| page.contains(place)).filter(is_date);
        let none = self.book.corrections.iter().filter(|said| said.date.is_none());
        spoken.or_else(|| none.map(|said| self.book.document.locate(&said.at)).find(|place| page.contains(place)))
    }

    /// Where the corrections are written down that were made of the date at a place.
    fn corrections_at(&self, place: Place) -> Vec<Locator> {
        let all = self.book.corrections.iter().map(|said| &said.at);
        all.filter(|at| self.book.document.locate(at) == place).cloned().collect()
    }

    /// Has what was said hold from now on, in place of what was said before.
    fn said(&mut self, earlier: &[Locator], correction: Option<Correction>) -> Vec<Effect> {
        let key = &self.book.key;
        let forgotten = earlier.iter().filter(|at| correction.as_ref().is_none_or(|said| said.at != **at));
        let keep = |at: &Locator, correction| Effect::KeepCorrection { key: key.clone(), at: at.clone(), correction };
        let mut effects: Vec<Effect> = forgotten.map(|at| keep(at, None)).collect();
        effects.extend(correction.as_ref().map(|said| keep(&said.at, Some(said.clone()))));
        self.book.corrections.retain(|said| !earlier.contains(&said.at));
        self.book.corrections.extend(correction);
        effects.extend(self.date());
        effects
    }
}

/// A date in words.
pub(super) fn in_words(when: When) -> String {
    let edtf = when.plain().to_string();
    Edtf::parse(&edtf).map_or(edtf, |date| Extent::of(&date).words())
}
