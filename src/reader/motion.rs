//! Moving through the text.

use super::{
    State,
    history::Stop,
    item::{Item, items_in},
    state::Pane,
};
use crate::{
    document::{NoteId, Noteref},
    typeset::Top,
    unit::Place,
};

impl State {
    /// The place of the first line on the page: where one is.
    pub fn here(&self) -> Place {
        self.book.galley.line_start(&self.book.document, self.book.top.place)
    }

    /// Shows the page that begins at `top`, without keeping where one was. What was lit stays lit while it is in sight.
    pub(super) fn turn_to(&mut self, top: Top) {
        self.book.awaited = None;
        self.book.top = top;
        if let Some(spoken) = &self.time.spoken
            && !self.composer().page(top).shows(spoken.start)
        {
            self.time.spoken = None;
        }
        if let Some(lit) = self.book.lit {
            let at = lit.at(&self.book.document);
            if !self.composer().page(top).shows(at.start) {
                self.book.lit = None;
            }
        }
    }

    /// Where one is, to come back to.
    pub(super) fn stop(&self) -> Stop {
        Stop { top: self.book.top, lit: self.book.lit }
    }

    /// Comes back to where one was, with what was lit there, without keeping where one is.
    pub(super) fn return_to(&mut self, stop: Stop) {
        self.book.lit = stop.lit;
        self.turn_to(stop.top);
    }

    /// Goes to the page that begins at `top`, keeping where one was.
    pub(super) fn jump_to(&mut self, top: Top) {
        let here = self.stop();
        if top != here.top {
            self.book.history.leave(here);
        }
        self.book.turned.clear();
        self.turn_to(top);
    }

    /// Goes to the page on which `place` stands a third down, unless it is in sight already.
    pub(super) fn jump_to_place(&mut self, place: Place) {
        let top = self.composer().showing(self.book.top, place);
        self.jump_to(top);
    }

    /// Goes to the page that has `place` in its first line.
    pub(super) fn jump_to_line(&mut self, place: Place) {
        let top = self.composer().leading_to(place, 0);
        if top == self.book.top && self.here() < place {
            // Near the end of the text the page cannot begin with it.
            self.say("this is on the page already");
        }
        self.jump_to(top);
    }

    /// Moves the page by lines, downwards if positive.
    pub(super) fn scroll(&mut self, lines: isize) {
        let document = &self.book.document;
        let flow = document.all_blocks();
        self.book.turned.clear();
        let top = self.book.top;
        let top = if lines < 0 {
            self.book.galley.backward(document, &flow, top, lines.unsigned_abs())
        } else {
            if self.page_at_top().is_last {
                return self.say("the end of the text");
            }
            let next = self.book.galley.forward(&self.book.document, &flow, top, lines.unsigned_abs());
            self.composer().onward(top, next)
        };
        self.turn_to(top);
    }

    fn page_at_top(&self) -> super::Page {
        self.composer().page(self.book.top)
    }

    /// Turns so many pages on.
    pub(super) fn pages_down(&mut self, count: usize) {
        for _ in 0..count {
            let here = self.book.top;
            let next = self.page_after(here);
            if next == here {
                return self.say("the end of the text");
            }
            self.book.turned.push(here);
            self.turn_to(next);
        }
    }

    /// The top of the page one turns to from `here`, with as many lines kept in sight as the reader wants.
    fn page_after(&self, here: Top) -> Top {
        let next = self.composer().next_page(here);
        let overlap = usize::from(self.settings.overlap);
        if overlap > 0 && next != here {
            let document = &self.book.document;
            let back = self.book.galley.backward(document, &document.all_blocks(), next, overlap);
            if back.place > here.place {
                return self.book.galley.without_gap(document, back);
            }
        }
        next
    }

    /// Turns so many pages back; pages turned before come back as they were.
    pub(super) fn pages_up(&mut self, count: usize) {
        for _ in 0..count {
            let here = self.book.top;
            // On a screen of another size, or with other notes, a page turned before may end short of this one.
            let last = self.book.turned.pop();
            let turned = last.filter(|top| self.page_after(*top) == here);
            let before = turned.unwrap_or_else(|| {
                self.book.turned.clear();
                self.composer().page_before(here)
            });
            if before == here {
                return self.say("the beginning of the text");
            }
            self.turn_to(before);
        }
    }

    /// Moves by half screens, downwards if positive.
    pub(super) fn half_pages(&mut self, count: isize) {
        let half = isize::try_from((self.layout.text.rows / 2).max(1)).unwrap_or(1);
        self.scroll(count * half);
    }

    /// Goes to the beginning.
    pub(super) fn go_to_start(&mut self) {
        self.jump_to(self.book.galley.with_picture(&self.book.document, Top::default()));
    }

    /// Goes to the end of the body; from there or beyond, to the end of the notes.
    pub(super) fn go_to_end(&mut self) {
        let body = self.composer().last_page(self.book.document.body().end);
        let top = if self.book.top.place >= body.place { self.composer().last_page(self.book.document.all_blocks().end) } else { body };
        self.jump_to(top);
    }

    /// Goes to so many percent of the body.
    pub(super) fn go_to_percent(&mut self, percent: u32) {
        if percent >= 100 {
            return self.go_to_end();
        }
        let document = &self.book.document;
        let percent = u8::try_from(percent).unwrap_or(100);
        let place = document.place_at_percent(percent);
        // The line that holds it begins before it and so may count for a percent less: then the next line is meant, which is the first
        // that stands at so many.
        let start = Top { place: self.book.galley.line_start(document, place), lead: 0 };
        let next = self.book.galley.forward(document, &document.all_blocks(), start, 1).place;
        let exact = |place: &Place| document.percent(*place) == percent;
        let place = [start.place, next].into_iter().find(exact).unwrap_or(place);
        self.jump_to_line(place);
    }

    /// Goes so many sections on, or back if negative. Going back from the middle of a section, its beginning counts as one.
    pub(super) fn sections(&mut self, by: isize) {
        let here = self.here();
        let starts = self.book.document.sections().iter().map(|section| section.at.start);
        match pick(starts, here, by) {
            Some(place) => self.jump_to_line(place),
            None if by < 0 && here > Place::START => self.go_to_start(),
            None => self.refuse(if by < 0 { "no section before this one" } else { "no section after this one" }),
        }
    }

    /// Goes so many marks on, or back if negative.
    pub(super) fn marks(&mut self, by: isize) {
        let mut places: Vec<Place> = self.book.marks.values().copied().collect();
        places.sort();
        match pick(places.into_iter(), self.here(), by) {
            Some(place) => self.jump_to_line(place),
            None => self.refuse(if by < 0 { "no mark before this page · ma marks it" } else { "no mark after this page · ma marks it" }),
        }
    }

    /// Lights the noteref so many further on, or back if negative, and shows it.
    pub(super) fn noterefs(&mut self, by: isize) {
        let refusal = if by < 0 { "no note's number before" } else { "no note's number after" };
        self.noterefs_that(by, |_| true, refusal);
    }

    /// Lights the noteref so many further on whose note says something, or back if negative, and shows it.
    pub(super) fn remarks(&mut self, by: isize) {
        if !self.knows_cites() {
            return;
        }
        let (cited, document) = (self.book.cited.clone(), self.book.document.clone());
        if !document.note_ids().any(|note| cited.is_remark(note)) {
            return self.refuse("the notes of this text are all of one kind: ]n goes to the next");
        }
        let says = |noteref: &Noteref| noteref.note.is_some_and(|note| cited.is_remark(note));
        let refusal = if by < 0 {
            "no note before says more than where something comes from"
        } else {
            "no note after says more than where something comes from"
        };
        self.noterefs_that(by, says, refusal);
    }

    /// Lights the noteref so many further on of which this holds, or back if negative, and shows it.
    fn noterefs_that(&mut self, by: isize, holds: impl Fn(&Noteref) -> bool, refusal: &str) {
        let document = &self.book.document;
        let page = self.page_at_top().stretch();
        let from = match self.book.lit {
            Some(item) if page.contains(&item.at(document).start) => item.at(document).start,
            _ if by > 0 => match page.start.0.checked_sub(1) {
                Some(before) => Place(before),
                None => page.start,
            },
            _ => page.start,
        };
        // A mark at the very beginning is after the place before it, of which there is none.
        let at_start = page.start == Place::START && self.book.lit.is_none() && by > 0;
        let starts = document.noterefs().iter().filter(|noteref| holds(noteref)).map(|noteref| noteref.at.start);
        let found = match document.noterefs().first().filter(|first| holds(first)) {
            Some(first) if at_start && first.at.start == Place::START => Some(first.at.start),
            _ => pick(starts, from, by),
        };
        let Some(place) = found else {
            return self.refuse(refusal);
        };
        let id = self.book.document.noterefs_in(&(place..place.plus(1))).next();
        self.show(place);
        self.book.lit = id.map(Item::Noteref);
        self.focus = Pane::Text;
    }

    /// Lights the item so many further on, or back if negative: of the page first, then of the text.
    pub(super) fn items(&mut self, by: isize) {
        if self.focus == Pane::Notes && !self.page.notes.is_empty() {
            let last = self.page.notes.len() - 1;
            self.chosen_note = self.chosen_note.saturating_add_signed(by).min(last);
            return;
        }
        let document = &self.book.document;
        let page = self.page_at_top().stretch();
        let on_page = items_in(document, &page);
        let lit = self.book.lit.and_then(|lit| on_page.iter().position(|item| *item == lit));
        let next = match lit {
            Some(index) => index.checked_add_signed(by),
            None if by > 0 => Some(0),
            None => on_page.len().checked_sub(1),
        };
        if let Some(item) = next.and_then(|next| on_page.get(next)) {
            self.book.lit = Some(*item);
            return;
        }
        let beyond = if by > 0 { page.end..document.end() } else { Place::START..page.start };
        let mut beyond = items_in(document, &beyond).into_iter();
        let found = if by > 0 { beyond.next() } else { beyond.next_back() };
        match found {
            Some(item) => {
                let place = item.at(document).start;
                self.show(place);
                self.book.lit = Some(item);
            }
            None => self.refuse(if by > 0 { "no note or link after this" } else { "no note or link before this" }),
        }
    }

    /// Shows `place`, without keeping where one was.
    pub(super) fn show(&mut self, place: Place) {
        let top = self.composer().showing(self.book.top, place);
        if top != self.book.top {
            self.book.turned.clear();
            self.turn_to(top);
        }
    }

    /// Goes to a note itself, among the notes after the body.
    pub(super) fn go_to_note(&mut self, id: NoteId) {
        let place = self.book.document.note(id).body.start;
        self.jump_to_place(place);
        self.book.lit = None;
    }
}

/// The `by`-th of some ascending places after `here`, or before it if negative; the last there is when there are fewer.
fn pick(places: impl DoubleEndedIterator<Item = Place>, here: Place, by: isize) -> Option<Place> {
    let steps = by.unsigned_abs().max(1);
    if by < 0 {
        places.rev().filter(|place| *place < here).take(steps).last()
    } else {
        places.filter(|place| *place > here).take(steps).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_beyond_the_last_goes_to_the_last() {
        let places = [1, 5, 9].map(Place);
        let check =
            |here: u32, by: isize, expected: Option<u32>| assert_eq!(pick(places.into_iter(), Place(here), by), expected.map(Place));
        check(0, 1, Some(1));
        check(1, 2, Some(9));
        check(1, 7, Some(9));
        check(9, 1, None);
        check(9, -1, Some(5));
        check(9, -5, Some(1));
        check(1, -1, None);
    }
}
