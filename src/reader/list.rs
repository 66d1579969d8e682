//! Lists one chooses from: the contents, the notes, the hits, the library, the help; one state and one way to filter for all.

use std::ops::Range;

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use super::{Verb, prompt::Line};
use crate::{
    citation::{CiteId, WorkId},
    document::NoteId,
    unit::Place,
};

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The sections of the text.
    Contents,
    /// All notes.
    Notes,
    /// Where one note is called.
    Callers,
    /// What a search found.
    Hits,
    /// The texts there are.
    Library,
    /// The works that are cited.
    Sources,
    /// What the short forms of a note can mean.
    Meanings,
    /// What a reader can say that a short form means.
    Decisions,
    /// What does not fit together.
    Problems,
    /// The marks the reader has set.
    Marks,
    /// All that is known of an event.
    Event,
    /// The keys.
    Help,
}

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Nothing: the row is there to be read.
    Nothing,
    /// Goes to a place.
    Place(Place),
    /// Goes to where a note is called, or to the note where nothing calls it.
    Note(NoteId),
    /// Goes to a citation of a work, and again to the next.
    Work(WorkId),
    /// Asks what a short form means.
    Decide(CiteId),
    /// Says that a short form means this work, or none that is known.
    Means(CiteId, Option<WorkId>),
    /// Lets the rules decide again what a short form means.
    TakeBack(CiteId),
    /// Opens a text.
    Open(String),
    /// Opens a text where it speaks of the event of this name.
    Event(String, String),
    /// Does what the verb says.
    Verb(Verb),
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What stands before it: a note's label, a chord.
    pub label: String,
    /// Its words; these are what a filter looks at, with the label.
    pub title: String,
    /// What stands at its end, lighter: a percentage, a chapter.
    pub detail: String,
    /// A second line, lighter: the sentence that calls a note.
    pub below: String,
    /// The part of its words that was looked for, in bytes.
    pub sought: Range<usize>,
    /// How far it is set in.
    pub depth: u8,
    /// What choosing it does.
    pub goal: Goal,
}

impl Row {
    /// A row that is only read: a heading among others.
    pub fn heading(title: &str) -> Self {
        Self::new(title, Goal::Nothing)
    }

    /// A row of these words.
    pub fn new(title: impl Into<String>, goal: Goal) -> Self {
        Self { label: String::new(), title: title.into(), detail: String::new(), below: String::new(), sought: 0..0, depth: 0, goal }
    }
}

/// A text of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// What opens it.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Who wrote it, or what it is.
    pub detail: String,
    /// How far it was read, if it was.
    pub percent: Option<u8>,
    /// Tells whether it comes with the program.
    pub bundled: bool,
}

/// A list, as it is shown: its rows, what filters them, which one is chosen.
#[derive(Clone, Debug)]
pub struct List {
    /// What it is of.
    pub subject: Subject,
    /// Its title.
    pub title: String,
    rows: Vec<Row>,
    /// The rows that pass the filter, by index.
    shown: Vec<usize>,
    /// Which of the shown rows is chosen.
    chosen: usize,
    /// The first shown row on screen.
    pub first: usize,
    /// The filter, while or after it is typed.
    pub filter: Option<Line>,
    /// Tells whether the filter is being typed.
    pub typing: bool,
}

impl List {
    /// A list of these rows, the first that can be chosen chosen.
    pub fn new(subject: Subject, title: impl Into<String>, rows: Vec<Row>) -> Self {
        let shown = (0..rows.len()).collect();
        let mut list = Self { subject, title: title.into(), rows, shown, chosen: 0, first: 0, filter: None, typing: false };
        list.choose(0);
        list
    }

    /// How many rows there are, filtered or not.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows pass the filter.
    pub fn shown(&self) -> usize {
        self.shown.len()
    }

    /// The shown rows from `first` on, with whether each is the chosen one.
    pub fn rows_from(&self, first: usize) -> impl Iterator<Item = (&Row, bool)> {
        self.shown.iter().enumerate().skip(first).map(|(index, row)| (&self.rows[*row], index == self.chosen))
    }

    /// The chosen row.
    pub fn chosen(&self) -> Option<&Row> {
        self.shown.get(self.chosen).map(|row| &self.rows[*row])
    }

    /// The number of the chosen row among those shown, from 0.
    pub fn position(&self) -> usize {
        self.chosen
    }

    /// Chooses a shown row by its number, or the nearest after it, or before it, that can be chosen.
    pub fn choose(&mut self, number: usize) {
        let can = |index: &usize| self.rows[self.shown[*index]].goal != Goal::Nothing;
        let number = number.min(self.shown.len().saturating_sub(1));
        let found = (number..self.shown.len()).find(can).or_else(|| (0..number).rev().find(can));
        self.chosen = found.unwrap_or(number);
    }

    /// Chooses so many rows further on, or back if negative. In a list that is only read, scrolls.
    pub fn step(&mut self, by: isize) {
        let Some(last) = self.shown.len().checked_sub(1) else { return };
        let wanted = self.chosen.saturating_add_signed(by).min(last);
        let can = |index: &usize| self.rows[self.shown[*index]].goal != Goal::Nothing;
        self.chosen = if by < 0 {
            (0..=wanted).rev().find(can).or_else(|| (wanted..=self.chosen).find(can))
        } else {
            (wanted..=last).find(can).or_else(|| (self.chosen..=wanted).rev().find(can))
        }
        .unwrap_or(wanted);
    }

    /// Chooses the row that leads to the last place at or before `place`: where one is.
    pub fn choose_place(&mut self, place: Place) {
        let here = self.shown.iter().rposition(|row| matches!(self.rows[*row].goal, Goal::Place(at) if at <= place));
        self.choose(here.unwrap_or(0));
    }

    /// Chooses the first row for which this holds, if there is one.
    pub fn choose_where(&mut self, holds: impl Fn(&Row) -> bool) {
        if let Some(index) = self.shown.iter().position(|row| holds(&self.rows[*row])) {
            self.chosen = index;
        }
    }

    /// Puts what the function gives below each shown row of a window: what is costly to find is found for these only.
    pub fn fill_below(&mut self, first: usize, count: usize, below: impl Fn(&Row) -> String) {
        for row in self.shown.iter().skip(first).take(count) {
            let row = &mut self.rows[*row];
            if row.below.is_empty() {
                row.below = below(row);
            }
        }
    }

    /// Shows only the rows that hold all the words of the filter, in any order, anywhere; accents and case are folded
    /// unless typed. Headings go; the best match is not moved up, since lists have an order of their own.
    pub fn apply_filter(&mut self) {
        let words = self.filter.as_ref().map_or("", |line| line.text()).trim().to_owned();
        let kept = self.shown.get(self.chosen).copied();
        if words.is_empty() {
            self.shown = (0..self.rows.len()).collect();
        } else {
            let pattern = Pattern::new(&words, CaseMatching::Smart, Normalization::Smart, AtomKind::Substring);
            let mut matcher = Matcher::new(Config::DEFAULT);
            let mut buffer = Vec::new();
            self.shown = (0..self.rows.len())
                .filter(|index| {
                    let row = &self.rows[*index];
                    let whole = format!("{} {} {}", row.label, row.title, row.detail);
                    row.goal != Goal::Nothing && pattern.score(Utf32Str::new(&whole, &mut buffer), &mut matcher).is_some()
                        || self.subject == Subject::Help && pattern.score(Utf32Str::new(&whole, &mut buffer), &mut matcher).is_some()
                })
                .collect();
        }
        let again = kept.and_then(|row| self.shown.iter().position(|shown| *shown == row)).unwrap_or(0);
        self.choose(again);
        self.first = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> List {
        let row = |title: &str, place| Row::new(title, Goal::Place(Place(place)));
        List::new(
            Subject::Contents,
            "Contents",
            vec![
                Row::heading("Part One"),
                row("Próchniak in Moscow", 10),
                row("Stasova", 20),
                Row::heading("Part Two"),
                row("Moscow again", 30),
            ],
        )
    }

    fn titles(list: &List) -> Vec<&str> {
        list.rows_from(0).map(|(row, _)| row.title.as_str()).collect()
    }

    #[test]
    fn headings_are_stepped_over() {
        let mut list = list();
        assert_eq!(list.position(), 1);
        list.step(2);
        assert_eq!(list.chosen().unwrap().title, "Moscow again");
        list.step(-1);
        assert_eq!(list.chosen().unwrap().title, "Stasova");
        list.step(-9);
        assert_eq!(list.chosen().unwrap().title, "Próchniak in Moscow");
    }

    #[test]
    fn a_filter_folds_accents_and_takes_words_in_any_order() {
        let mut list = list();
        list.filter = Some(Line::holding("moscow proch"));
        list.apply_filter();
        assert_eq!(titles(&list), ["Próchniak in Moscow"]);
        list.filter = Some(Line::holding("nowhere"));
        list.apply_filter();
        assert_eq!(list.chosen(), None);
        list.step(1);
        list.step(-1);
        assert_eq!(list.chosen(), None, "there is no row to step to");
        list.filter = None;
        list.apply_filter();
        assert_eq!(list.shown(), 5);
    }

    #[test]
    fn the_row_where_one_is_is_chosen() {
        let mut list = list();
        list.choose_place(Place(25));
        assert_eq!(list.chosen().unwrap().title, "Stasova");
        list.choose_place(Place(1));
        assert_eq!(list.position(), 1);
    }
}
