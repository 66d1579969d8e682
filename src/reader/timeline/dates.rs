//! The dates of the page, and walking from date to date in the text.

use super::{View, correct::in_words};
use crate::{
    reader::State,
    time::{
        axis::Zoom,
        date::When,
        find::{Found, How},
        interval::Day,
    },
    unit::Stretch,
};

/// The first and the last day a date touches; one that opens an end has that end where it is written.
pub(super) fn days(found: &Found) -> Option<(Day, Day)> {
    found.when.map(|when| match when {
        When::At(date) | When::Until(date) | When::Since(date) => date.days(),
    })
}

impl State {
    /// The dates that a stretch of the text tells, with the first and last day of each.
    fn told_in(&self, at: &Stretch) -> impl DoubleEndedIterator<Item = (Day, Day)> {
        let (dates, told) = (&self.book.dates, &self.book.told);
        let place = |index: &u32| dates[*index as usize].at.start;
        let first = told.partition_point(|index| place(index) < at.start);
        let last = told.partition_point(|index| place(index) < at.end);
        told[first..last.max(first)].iter().filter_map(|index| days(&dates[*index as usize]))
    }

    /// The time the page is about: the first and last day of its dates.
    pub(in crate::reader) fn days_of_page(&self) -> Option<(Day, Day)> {
        self.told_in(&self.page.stretch()).reduce(|(first, last), (from, to)| (first.min(from), last.max(to)))
    }

    /// The day in effect where one reads, a third down the page: that of the last date before, in the same section.
    pub(in crate::reader) fn reading_day(&self) -> Option<Day> {
        let page = self.page.stretch();
        let lines = self.page.lines.iter().filter(|line| line.has_text());
        let third = lines.take(self.page.lines.len() / 3 + 1).last().map_or(page.start, |line| line.at.end);
        let document = &self.book.document;
        let section = document.section_at(page.start).map_or(page.start, |index| document.sections()[index].at.start);
        let before = self.told_in(&(section.min(page.start)..third)).next_back();
        before.or_else(|| self.told_in(&page).next()).map(|(first, _)| first)
    }

    /// What the narrative map shows: dates by their index, and the day of each.
    pub(super) fn told(&self) -> Vec<(usize, Day)> {
        let told = self.book.told.iter().map(|index| *index as usize);
        told.filter_map(|index| days(&self.book.dates[index]).map(|(day, _)| (index, day))).collect()
    }

    /// Shows the narrative map, all of it, or the lanes as they were.
    pub(in crate::reader) fn turn_map(&mut self) {
        self.time.map = !self.time.map;
        if !self.time.map {
            self.time.view = self.time.lanes_view.take();
            return;
        }
        let mut days: Vec<Day> = self.told().into_iter().map(|(_, day)| day).collect();
        days.sort_unstable();
        // A stray date or two would press all others into a corner.
        let stray = days.len() / 50;
        let (Some(first), Some(last)) = (days.get(stray), days.len().checked_sub(stray + 1).and_then(|last| days.get(last))) else {
            return;
        };
        let cols = self.time.drawn.cols.max(1);
        let zoom = Zoom::fitting(*first, *last, cols);
        let free = i64::from(cols) - (zoom.cell(*last) - zoom.cell(*first) + 1);
        self.time.lanes_view = self.time.view;
        self.time.view = Some(View { zoom, origin: zoom.cell(*first) - free.max(0) / 2, fits: false });
    }

    /// In the narrative map, goes so many dates on in the text, or in time.
    pub(in crate::reader) fn move_in_map(&mut self, by: isize, in_time: bool) {
        let mut told = self.told();
        if in_time {
            told.sort_by_key(|(index, day)| (*day, *index));
        }
        let here = self.here();
        let next = match self.time.told.and_then(|at| told.iter().position(|(index, _)| *index == at)) {
            Some(at) => at.saturating_add_signed(by).min(told.len().saturating_sub(1)),
            None => {
                let far = |index: usize| self.book.dates[index].at.start.0.abs_diff(here.0);
                (0..told.len()).min_by_key(|at| far(told[*at].0)).unwrap_or(0)
            }
        };
        let Some((index, day)) = told.get(next).copied() else { return self.refuse("this text has no dates") };
        self.time.told = Some(index);
        self.show_day(day, 8);
    }

    /// Reads where the narrative map is.
    pub(in crate::reader) fn read_from_map(&mut self) {
        let Some(index) = self.time.told else { return self.move_in_map(1, false) };
        let Some(found) = self.book.dates.get(index) else { return };
        let at = found.at.clone();
        self.show_text();
        self.speak(at);
        self.say("Backspace goes back · m the lanes");
    }

    /// Goes to the date so many further on.
    pub(in crate::reader) fn dates(&mut self, by: isize) {
        if self.book.dates.is_empty() {
            return self.refuse(if self.book.dated {
                "this text has no dates"
            } else {
                "the dates of this text are still being looked for"
            });
        }
        let here = self.spoken_here();
        let dates = &self.book.dates;
        let next = if by > 0 {
            let after = dates.partition_point(|found| found.at.start <= here);
            Some(after.saturating_add_signed(by - 1).min(dates.len() - 1)).filter(|_| after < dates.len())
        } else {
            let before = dates.partition_point(|found| found.at.start < here);
            before.checked_sub(1).map(|last| last.saturating_add_signed(by + 1))
        };
        let Some(next) = next else {
            return self.say(if by > 0 { "no date further on" } else { "no date before" });
        };
        let found = dates[next].clone();
        let count = dates.len();
        self.speak(found.at.clone());
        self.say(format!("{} · date {} of {count}", told(&found), next + 1));
    }
}

/// What a date means and how it was read.
fn told(found: &Found) -> String {
    let how = match found.how {
        How::Explicit => "as it is written",
        How::Chained => "completed by the date beside it",
        How::Computed => "counted from another date",
        How::Inferred => "its year is inferred from the story",
        How::Corrected => "as you said",
    };
    match found.when {
        Some(when) => {
            let sure = if matches!(found.how, How::Explicit | How::Corrected) { String::new() } else { format!(", {} % sure", found.sure) };
            format!("{} · {how}{sure}", in_words(when))
        }
        None => "a time that the text does not give".to_owned(),
    }
}
