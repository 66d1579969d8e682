//! Settling: when no action waits any more, what the panes need is typeset, and drawing decides nothing.

use super::{
    State, cited,
    layout::NotesAt,
    list::List,
    lists,
    page::INDENT,
    peek::{Sight, stretch_of},
    state::{Overlay, Pane},
};
use crate::{
    typeset::{Setting, Top, wrapped},
    unit::{Cols, Measure, Place, Rows, Stretch},
};

impl State {
    /// Typesets just what the panes need, once no action waits any more. Drawing then decides nothing.
    pub fn settle(&mut self) {
        self.lay_out();
        if std::mem::take(&mut self.typed) {
            self.search_typed();
        }
        self.page = self.composer().page(self.book.top);
        self.settle_focus();
        self.settle_remarks();
        self.settle_hits();
        self.settle_time();
        self.settle_contents();
        self.settle_overlay();
    }

    /// The focus cannot stay on what is no longer shown.
    fn settle_focus(&mut self) {
        let lost = match self.focus {
            Pane::Text => false,
            Pane::Notes => self.page.notes.is_empty() || self.layout.notes == NotesAt::Off,
            Pane::Contents => self.layout.contents.is_none(),
            Pane::Time => self.layout.time.is_none(),
        };
        if lost {
            self.focus = Pane::Text;
        }
        self.chosen_note = self.chosen_note.min(self.page.notes.len().saturating_sub(1));
    }

    /// What is read on the screen: the page, its notes, what is looked at.
    fn shown(&self) -> Vec<Stretch> {
        let document = &self.book.document;
        let mut shown = vec![self.page.stretch()];
        shown.extend(self.page.notes.iter().map(|note| document.note(note.note).body.clone()));
        if let Overlay::Peek(peek) = &self.overlay {
            shown.extend(peek.views.last().map(|view| view.flow(document)).map(|flow| stretch_of(document, &flow)));
        }
        shown
    }

    fn settle_remarks(&mut self) {
        self.remarks.clear();
        let cited = &self.book.cited;
        if !self.settings.remarks || !cited.is_known() {
            return;
        }
        let document = &self.book.document;
        for at in self.shown() {
            let noterefs = document.noterefs_in(&at).map(|id| document.noteref(id));
            let remarks = noterefs.filter(|noteref| noteref.note.is_some_and(|note| cited.is_remark(note)));
            self.remarks.extend(remarks.map(|noteref| noteref.at.clone()));
        }
    }

    fn settle_hits(&mut self) {
        self.hits.clear();
        let Some(search) = &self.book.search else { return };
        let document = &self.book.document;
        let mut shown = self.shown();
        // A hit may begin before the page and end on it: one line's worth is looked at as well.
        if let Some(first) = shown.first_mut() {
            first.start = document.floor(Place(first.start.0.saturating_sub(200)));
        }
        for at in shown {
            self.hits.extend(search.query.0.hits_in(document, &at));
        }
        self.hits.sort_by_key(|hit| hit.start);
        self.hits.dedup();
    }

    fn settle_contents(&mut self) {
        let Some(area) = self.layout.contents else {
            self.contents = None;
            return;
        };
        let here = self.page.stretch().start;
        let list = self.contents.get_or_insert_with(|| lists::contents(&self.book.document));
        if self.focus != Pane::Contents {
            list.choose_place(here);
        }
        keep_in_view(list, usize::from(area.rows.saturating_sub(2)), 1);
    }

    fn settle_overlay(&mut self) {
        let area = self.layout.overlay();
        match &mut self.overlay {
            Overlay::List(list) => {
                let rows = usize::from(area.rows.saturating_sub(2 + u16::from(list.filter.is_some())));
                let each = lists::rows_each(list.subject);
                keep_in_view(list, rows, each);
                let document = &self.book.document;
                list.fill_below(list.first, rows.div_ceil(each), |row| lists::below(document, row));
            }
            Overlay::Peek(peek) => {
                let measure = Measure::or_one(self.settings.measure.min(area.cols.saturating_sub(4)).max(1));
                peek.galley.set(Setting { justify: false, ..self.settings.setting(measure) });
                let document = &self.book.document;
                if let Some(view) = peek.views.last_mut() {
                    let flow = view.flow(document);
                    let start = stretch_of(document, &flow).start;
                    let gloss = match view.sight {
                        // First the way that leads there, then what stands there.
                        Sight::Note(id) => {
                            let mut lines = cited::lines(&self.book.cited, document, id);
                            lines.extend(self.book.cited.gloss(id).map(str::to_owned));
                            lines
                        }
                        Sight::Picture(id) => self.book.pictures.known_of(document, id),
                        Sight::Passage(_) | Sight::Address(_) => Vec::new(),
                    };
                    let under = measure.cols().less(Cols(INDENT));
                    // Never more than half the room: the note is what one looks at.
                    let most = usize::from(area.rows / 2);
                    peek.gloss = gloss.iter().flat_map(|line| wrapped(line, under, most)).take(most).collect();
                    let rows = Rows::of(usize::from(area.rows).saturating_sub(3 + peek.gloss.len()).max(1));
                    let top = Top { place: start, lead: 0 };
                    // No further than where the last line is still on screen.
                    let height = peek.galley.height(document, &flow, view.scrolled + rows.count() * 2);
                    view.scrolled = view.scrolled.min(height.saturating_sub(rows.count()));
                    let top = peek.galley.forward(document, &flow, top, view.scrolled);
                    peek.lines = peek.galley.page(document, &flow, top, rows);
                }
            }
            Overlay::None | Overlay::Prompt { .. } | Overlay::Hints(_) => {}
        }
    }
}

/// Scrolls a list so that the chosen row is among the `rows` on screen, each row taking `each`.
fn keep_in_view(list: &mut List, rows: usize, each: usize) {
    let fit = (rows / each).max(1);
    let chosen = list.position();
    list.first = list.first.min(list.shown().saturating_sub(fit.min(list.shown())));
    if chosen < list.first {
        list.first = chosen;
    } else if chosen >= list.first + fit {
        list.first = chosen + 1 - fit;
    }
}
