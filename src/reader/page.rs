//! The page: which lines of text are shown, and which notes with them.
//!
//! A page is composed as a printer would: line by line from its top, each bringing the notes it calls, until text and notes
//! together fill the height. Composing is cheap (the galley remembers what it has set) and has no state of its own, so the
//! motions use it, too: the next page begins where this one ends.

use std::ops::Range;

use super::{
    cited::Cited,
    layout::{Layout, NotesAt},
};
use crate::{
    document::{BlockId, Document, Kind, NoteId},
    typeset::{Galley, Line, Setting, Slot, Top, Want, below, beside, wrapped},
    unit::{Cols, Place, Rows, Stretch},
};

/// Lines of a note are counted no further than this: of what is left out beyond it, nobody wants the number.
const LONGEST: usize = 9999;

/// What stands under a note is set in by so many columns.
pub(super) const INDENT: u16 = 3;

/// On the page, what a short form stands for takes so many rows at most; a look at the note shows all of it.
const GLOSS_ROWS: usize = 2;

/// A note of the page, as far as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct SideNote {
    /// Which note.
    pub note: NoteId,
    /// Where it is: rows from the top of the notes' area, how many are shown, how many left out.
    pub slot: Slot,
    /// Its shown lines. Where some are left out, the end of the last one is for saying how many.
    pub lines: Vec<Line>,
    /// What its short forms stand for, as far as there is room: rows of words that are not the author's.
    pub gloss: Vec<String>,
    /// Where else it is called from, as percentages of the body; empty where there is no room to say so.
    pub also: Vec<u8>,
}

/// What is on the screen of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The lines of text, from the top.
    pub lines: Vec<Line>,
    /// The notes called by them, in their order.
    pub notes: Vec<SideNote>,
    /// How many notes it calls for which there is no row.
    pub unshown: usize,
    /// How many rows the notes at the foot take, their rule included; none when they stand beside.
    pub foot: Rows,
    /// Tells whether the last line of the text is on it.
    pub is_last: bool,
}

impl Page {
    /// The stretch of text on it: from the beginning of its first line to the end of its last.
    pub fn stretch(&self) -> Stretch {
        let mut text = self.lines.iter().filter(|line| line.has_text());
        let Some(first) = text.next() else { return Place::START..Place::START };
        let last = text.next_back().unwrap_or(first);
        first.at.start..last.at.end
    }

    /// Tells whether this place is on it.
    pub fn shows(&self, place: Place) -> bool {
        let at = self.stretch();
        at.contains(&place) || at.start == place
    }
}

/// What a page is composed from.
#[derive(Clone, Copy)]
pub struct Composer<'a> {
    /// The text.
    pub document: &'a Document,
    /// Sets the text.
    pub galley: &'a Galley,
    /// Sets the notes.
    pub side: &'a Galley,
    /// Where everything is.
    pub layout: &'a Layout,
    /// What the notes cite, once that is known.
    pub cited: &'a Cited,
}

/// The settings of both galleys for a layout.
pub(super) fn settings(layout: &Layout, base: Setting) -> (Setting, Setting) {
    // A narrow column of notes would be torn apart by justification.
    (Setting { measure: layout.measure(), ..base }, Setting { measure: layout.notes_measure(), justify: false, ..base })
}

impl Composer<'_> {
    fn rows(&self) -> Rows {
        self.layout.text.height()
    }

    fn flow(&self) -> Range<BlockId> {
        self.document.all_blocks()
    }

    /// How many rows a note takes, with the row that says where else it is called from, counted no further than a screen.
    fn height(&self, id: NoteId) -> usize {
        let note = self.document.note(id);
        let enough = self.rows().count().max(1);
        self.side.height(self.document, &note.blocks, enough) + self.gloss(id).len() + usize::from(note.callers.len() > 1)
    }

    /// What a note's short forms stand for, in at most a few rows.
    fn gloss(&self, id: NoteId) -> Vec<String> {
        let cols = self.side.setting().measure.cols().less(Cols(INDENT));
        self.cited.gloss(id).map_or_else(Vec::new, |gloss| wrapped(gloss, cols, GLOSS_ROWS))
    }

    /// Composes the page that begins at `top`.
    pub fn page(&self, top: Top) -> Page {
        let rows = self.rows();
        let set = self.galley.page(self.document, &self.flow(), top, rows);
        let reaches_end = set.iter().rev().find(|line| line.has_text()).is_none_or(|line| line.at.end >= self.document.end());
        let most = match self.layout.notes {
            NotesAt::Below { most } => most.count(),
            NotesAt::Beside(_) | NotesAt::Off => 0,
        };
        let mut lines: Vec<Line> = Vec::with_capacity(set.len());
        let mut called: Vec<(NoteId, usize, usize)> = Vec::new();
        let mut wanted = 0;
        let mut cut = false;
        // At the text's end the notes stand on the page as text: at its foot they would stand there twice.
        let is_below = matches!(self.layout.notes, NotesAt::Below { .. });
        let mut read: Vec<NoteId> = Vec::new();
        for line in set {
            let begun = self.document.note_opened_by(line.block).filter(|note| is_below && line.has_text() && !read.contains(note));
            let given_up = begun.and_then(|note| called.iter().position(|(known, ..)| *known == note)).map(|at| (at, called.remove(at)));
            wanted -= given_up.map_or(0, |(_, (.., height))| height);
            read.extend(begun);
            let before = called.len();
            let mut more = 0;
            if self.layout.notes != NotesAt::Off && line.has_text() {
                for noteref in self.document.noterefs_in(&line.at) {
                    let Some(note) = self.document.noteref(noteref).note else { continue };
                    if called.iter().any(|(known, ..)| *known == note) || read.contains(&note) {
                        continue;
                    }
                    let height = self.height(note);
                    more += height;
                    called.push((note, lines.len(), height));
                }
            }
            // The rule above the notes takes a row, too.
            let foot = if wanted + more == 0 { 0 } else { (wanted + more + 1).min(most) };
            if lines.len() + 1 + foot > rows.count() && !lines.is_empty() {
                called.truncate(before);
                if let Some((at, note)) = given_up {
                    called.insert(at, note);
                    wanted += note.2;
                }
                cut = true;
                break;
            }
            wanted += more;
            lines.push(line);
        }
        if !reaches_end || cut {
            self.leave_headings(&mut lines);
        }
        let slots = match self.layout.notes {
            NotesAt::Beside(area) => {
                let wants: Vec<Want> = called.iter().map(|(_, row, height)| Want { row: *row, height: *height }).collect();
                let slots = beside(&wants, usize::from(area.rows), 1);
                // Where not all find a row, the last row is for saying how many.
                let all = slots.iter().all(|slot| slot.shown > 0);
                if all { slots } else { beside(&wants, usize::from(area.rows).saturating_sub(1), 1) }
            }
            NotesAt::Below { .. } if wanted > 0 => {
                // Rows the text leaves free may be used as well, less one that keeps the rule off the text.
                let free = rows.count().saturating_sub(lines.len() + 1).max(most);
                let heights: Vec<usize> = called.iter().map(|(.., height)| *height).collect();
                below(&heights, free.saturating_sub(1))
            }
            NotesAt::Below { .. } | NotesAt::Off => Vec::new(),
        };
        let foot = match self.layout.notes {
            NotesAt::Below { .. } => slots.iter().map(|slot| slot.row + slot.shown).max().map_or(0, |end| end + 1),
            NotesAt::Beside(_) | NotesAt::Off => 0,
        };
        let unshown = slots.iter().filter(|slot| slot.shown == 0).count();
        let notes =
            called.iter().zip(slots).filter(|(_, slot)| slot.shown > 0).map(|((note, ..), slot)| self.side_note(*note, slot)).collect();
        Page { lines, notes, unshown, foot: Rows::of(foot), is_last: reaches_end && !cut }
    }

    /// Takes from the end of a page what belongs with the next: gaps, parts of pictures, and headings parted from what they head. Of a page that
    /// would lose more than half, nothing is taken.
    fn leave_headings(&self, lines: &mut Vec<Line>) {
        let belongs_here = |line: &Line| line.has_text() && !matches!(self.document.block(line.block).kind, Kind::Heading(_));
        let kept = lines.iter().rposition(belongs_here).map_or(0, |last| last + 1);
        if kept * 2 >= lines.len() {
            lines.truncate(kept);
        }
        // A picture is not parted from its words by the end of a page, unless the page has nothing else.
        if lines.iter().any(Line::has_text) || lines.iter().all(|line| line.picture().is_none()) {
            while lines.len() > 1 && lines.last().is_some_and(|line| !line.has_text()) {
                lines.pop();
            }
        }
    }

    fn side_note(&self, id: NoteId, slot: Slot) -> SideNote {
        let note = self.document.note(id);
        let also: Vec<u8> = if note.callers.len() > 1 {
            note.callers.iter().map(|caller| self.document.percent(self.document.noteref(*caller).at.start)).collect()
        } else {
            Vec::new()
        };
        // Its height was counted no further than a screen; how much is left out is said truly. What is not the author's goes first.
        let height = self.side.height(self.document, &note.blocks, if slot.left_out > 0 { LONGEST } else { slot.shown });
        let rows = slot.shown.min(height);
        let slot = Slot { left_out: height - rows, ..slot };
        let top = Top { place: note.body.start, lead: 0 };
        let lines = self.side.page(self.document, &note.blocks, top, Rows::of(rows));
        let mut gloss = self.gloss(id);
        gloss.truncate(slot.shown - rows);
        let also = if slot.shown > rows + gloss.len() { also } else { Vec::new() };
        SideNote { note: id, slot, lines, gloss, also }
    }

    /// The top of the page after the one that begins at `top`.
    pub fn next_page(&self, top: Top) -> Top {
        let page = self.page(top);
        if page.is_last {
            return top;
        }
        let next = self.galley.forward(self.document, &self.flow(), top, page.lines.len().max(1));
        self.onward(top, self.bare(next))
    }

    /// A page does not begin with a gap.
    fn bare(&self, top: Top) -> Top {
        self.galley.without_gap(self.document, top)
    }

    /// The top of the page that ends where the one that begins at `top` begins.
    pub fn page_before(&self, top: Top) -> Top {
        let flow = self.flow();
        let here = self.galley.line_start(self.document, top.place);
        let Some(last) = here.0.checked_sub(1) else { return Top::default() };
        // The last line that must be on it: between two blocks lies a byte that is on no line.
        let last = self.galley.line_start(self.document, self.document.floor(Place(last)));
        let mut candidate = self.bare(self.galley.backward(self.document, &flow, top, self.rows().count()));
        // With notes at the foot the page holds fewer lines than the screen has rows: come nearer until nothing is skipped.
        while candidate.place < last && self.page(candidate).stretch().end <= last {
            let next = self.bare(self.galley.forward(self.document, &flow, candidate, 1));
            if next == candidate {
                break;
            }
            candidate = next;
        }
        if candidate.place > last { Top { place: last, lead: 0 } } else { candidate }
    }

    /// The top of the last page of the flow that ends before `end`.
    pub fn last_page(&self, end: BlockId) -> Top {
        let flow = BlockId(0)..end;
        let Some(last) = end.before() else { return Top::default() };
        let target = self.document.block(last).at.end;
        // From its first line of text: a step that only gave up the gap above it would be taken for the last one there is.
        let mut top = self.bare(self.galley.last_page(self.document, &flow, self.rows()));
        for _ in 0..self.rows().count() {
            if self.page(top).stretch().end >= target {
                break;
            }
            let next = self.bare(self.galley.forward(self.document, &self.flow(), top, 1));
            if next == top {
                break;
            }
            top = next;
        }
        top
    }

    /// `top`, or the top of the last page where beginning at `top` would leave rows empty below the text's end.
    pub fn settled(&self, top: Top) -> Top {
        let page = self.page(top);
        if !page.is_last || page.lines.len() + page.foot.count() >= self.rows().count() {
            return top;
        }
        let last = self.last_page(self.flow().end);
        if last.place < top.place { last } else { top }
    }

    /// `next`, settled unless that would lead back: where a note at the text's end calls one that stands before `top`, the page
    /// that begins at `top` has that at its foot, and ends sooner than one that begins before both.
    pub fn onward(&self, top: Top, next: Top) -> Top {
        let settled = self.settled(next);
        if settled.place <= top.place { next } else { settled }
    }

    /// A top from which `place` is on the page: `top` if it is there already, else one with `place` a third down the page.
    pub fn showing(&self, top: Top, place: Place) -> Top {
        if self.page(top).shows(place) {
            return top;
        }
        self.leading_to(place, self.rows().count() / 3)
    }

    /// The top of a page that has `place` in its `row`-th row, or as near to it as there is text before.
    pub fn leading_to(&self, place: Place, row: usize) -> Top {
        let start = Top { place: self.galley.line_start(self.document, place), lead: 0 };
        let start = self.galley.with_picture(self.document, start);
        let mut row = row;
        loop {
            let top = self.galley.backward(self.document, &self.flow(), start, row);
            let top = self.settled(self.bare(top));
            // Notes at the foot may have pushed the place off the page.
            if row == 0 || self.page(top).shows(place) {
                return top;
            }
            row /= 2;
        }
    }
}
