//! Selecting text with the keyboard.

use unicode_segmentation::UnicodeSegmentation;

use super::{State, Verb, state::Selection};
use crate::{
    document::Document,
    typeset::Top,
    unit::{Place, Stretch},
};

/// Further than any word or sentence is long; looking for the end of one goes no further.
const FAR: usize = 4096;

/// No picture has more rows, and no gap.
const MOST_ROWS_WITHOUT_TEXT: usize = 256;

/// The place after the cluster that begins at `place`.
pub(super) fn after(document: &Document, place: Place) -> Place {
    let rest = document.slice(&(place..document.floor(place.plus(FAR))));
    rest.graphemes(true).next().map_or(place, |cluster| place.plus(cluster.len()))
}

/// The place of the cluster before `place`.
fn before(document: &Document, place: Place) -> Place {
    let from = document.floor(Place(place.0.saturating_sub(256)));
    document.slice(&(from..place)).grapheme_indices(true).next_back().map_or(Place::START, |(offset, _)| from.plus(offset))
}

impl State {
    /// Begins to select where one looks: at the hit, at what is lit, or at the top of the page; or lets go.
    pub(super) fn select(&mut self) {
        if self.book.selection.take().is_some() {
            return;
        }
        let document = &self.book.document;
        let page = self.page.stretch();
        let hit = self.hit_on_page();
        let lit = self.book.lit.map(|item| item.at(document)).filter(|at| self.page.shows(at.start));
        let (anchor, cursor) = match (hit, lit) {
            (Some(hit), _) => (hit.start, before(document, hit.end)),
            (None, Some(lit)) => (lit.start, lit.start),
            (None, None) => (page.start, page.start),
        };
        self.book.selection = Some(Selection { anchor, cursor });
        self.say("move, then y copies · w word · ) sentence · } paragraph · Esc lets go");
    }

    /// The hit one is at, while it is in sight.
    pub(super) fn hit_on_page(&self) -> Option<Stretch> {
        let hit = self.book.search.as_ref()?.here.clone()?;
        self.page.shows(hit.start).then_some(hit)
    }

    /// Moves the end of the selection that moves; the page follows it.
    pub(super) fn move_selection(&mut self, verb: Verb, count: usize) {
        for _ in 0..count {
            let Some(selection) = self.book.selection else { return };
            let cursor = self.moved(verb, selection.cursor);
            self.book.selection = Some(Selection { cursor, ..selection });
            self.follow_cursor(cursor);
        }
    }

    /// Takes the other end of the selection.
    pub(super) fn swap_ends(&mut self) {
        if let Some(Selection { anchor, cursor }) = self.book.selection {
            self.book.selection = Some(Selection { anchor: cursor, cursor: anchor });
            self.follow_cursor(anchor);
        }
    }

    fn moved(&self, verb: Verb, from: Place) -> Place {
        let document = &self.book.document;
        let last = before(document, document.end());
        let forward = from..document.floor(from.plus(FAR));
        let backward = document.floor(Place(from.0.saturating_sub(u32::try_from(FAR).unwrap_or(0))))..from;
        let block = document.block_at(from).map(|id| document.block(id).at.clone()).unwrap_or(from..from);
        match verb {
            Verb::CharacterRight => after(document, from),
            Verb::CharacterLeft => before(document, from),
            Verb::WordRight => {
                let words = document.slice(&forward).unicode_word_indices().map(|(offset, _)| from.plus(offset));
                words.into_iter().find(|place| *place > from).unwrap_or(last)
            }
            Verb::WordLeft => {
                let mut words = document.slice(&backward).unicode_word_indices().map(|(offset, _)| backward.start.plus(offset));
                words.next_back().unwrap_or(Place::START)
            }
            Verb::LineDown => self.line_from(from, 1),
            Verb::LineUp => self.line_from(from, -1),
            Verb::PageDown | Verb::HalfDown => self.line_from(from, isize::try_from(self.layout.text.rows / 2).unwrap_or(1)),
            Verb::PageUp | Verb::HalfUp => self.line_from(from, -isize::try_from(self.layout.text.rows / 2).unwrap_or(1)),
            Verb::LineStart => self.book.galley.line_start(document, from),
            Verb::LineEnd => {
                let lines = document.block_at(from).map(|block| self.book.galley.lines(document, block));
                let line = lines.iter().flat_map(|lines| lines.iter()).find(|line| line.has_text() && line.at.contains(&from));
                line.map_or(from, |line| {
                    let text = document.slice(&line.at).trim_end();
                    before(document, line.at.start.plus(text.len())).max(line.at.start)
                })
            }
            Verb::SentenceRight => {
                let sentence = document.sentence_around(from);
                let end = sentence.start.plus(document.slice(&sentence).trim_end().len());
                let here = before(document, end);
                if here > from {
                    here
                } else {
                    let next = document.sentence_around(after(document, document.floor(sentence.end)).min(last));
                    before(document, next.start.plus(document.slice(&next).trim_end().len()))
                }
            }
            Verb::SentenceLeft => {
                let start = document.sentence_around(from).start;
                if start < from { start } else { document.sentence_around(before(document, from)).start }
            }
            Verb::ParagraphRight => match document.block_at(from) {
                Some(id) if before(document, block.end) > from => before(document, document.block(id).at.end),
                Some(id) if id.next().index() < document.blocks().len() => before(document, document.block(id.next()).at.end),
                _ => last,
            },
            Verb::ParagraphLeft => match document.block_at(from) {
                Some(_) if block.start < from => block.start,
                Some(id) => id.before().map_or(Place::START, |id| document.block(id).at.start),
                None => Place::START,
            },
            Verb::Start => Place::START,
            Verb::End => before(document, document.body_end()),
            _ => from,
        }
        .min(last)
    }

    /// The place in the same column of the line so many further on.
    fn line_from(&self, from: Place, by: isize) -> Place {
        let document = &self.book.document;
        let flow = document.all_blocks();
        let galley = &self.book.galley;
        let start = galley.line_start(document, from);
        let column = document.slice(&(start..from)).graphemes(true).count();
        let mut top = Top { place: start, lead: 0 };
        // A gap between blocks is no line to stand on, nor is a picture.
        for _ in 0..by.unsigned_abs() {
            let here = top.place;
            for _ in 0..MOST_ROWS_WITHOUT_TEXT {
                top = if by > 0 { galley.forward(document, &flow, top, 1) } else { galley.backward(document, &flow, top, 1) };
                if top.place != here && (by < 0 || top.lead == 0) {
                    break;
                }
            }
            top.lead = 0;
        }
        let line = document.block_at(top.place).map(|block| galley.lines(document, block));
        let end = line
            .iter()
            .flat_map(|lines| lines.iter())
            .find(|line| line.has_text() && line.at.contains(&top.place))
            .map_or(top.place, |line| line.at.end);
        let text = document.slice(&(top.place..end)).trim_end();
        let offset = text.grapheme_indices(true).take(column + 1).last().map_or(0, |(offset, _)| offset);
        top.place.plus(offset)
    }

    fn follow_cursor(&mut self, cursor: Place) {
        if !self.composer().page(self.book.top).shows(cursor) {
            // By lines, as an editor would: the page moves just as far as it must.
            let down = cursor > self.book.top.place;
            for _ in 0..self.layout.text.rows * 2 {
                let document = &self.book.document;
                let flow = document.all_blocks();
                let top = self.book.top;
                let next = if down {
                    self.book.galley.forward(document, &flow, top, 1)
                } else {
                    self.book.galley.backward(document, &flow, top, 1)
                };
                if next == top {
                    break;
                }
                self.book.top = next;
                if self.composer().page(next).shows(cursor) {
                    return;
                }
            }
            self.show(cursor);
        }
    }
}
