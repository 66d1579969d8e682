//! Sets one block: its gap, then its lines, each kind in its own way.

use std::rc::Rc;

use super::{
    Ending, Line, Ornament, PictureRow, PictureSize, Segment, Segments, Setting, What,
    fit::{Fit, Fitted, Widths, fit_text},
    fragment::{Copy, is_blank, narrow},
    frame::{Frame, Gap, frame, gap},
    hyphen::{Dictionary, Hyphens},
    mark::{Mark, Units, marks, shown_cols},
    order, table,
};
use crate::{
    document::{Block, BlockId, Document, Kind, PictureId},
    unit::{Place, Stretch},
};

/// A turned line of verse hangs by four columns, one of code by two, with a sign in them.
const VERSE_HANG: u16 = 4;
const CODE_HANG: u16 = 2;

/// Spreading never makes a space wider than three columns: a line that would need it stays ragged.
const MOST_SPREAD: u16 = 2;

/// The lines of a block: its gap first, then its picture if one is shown.
pub(super) fn set(document: &Document, setting: Setting, id: BlockId, picture: Option<(PictureId, PictureSize)>) -> Vec<Line> {
    let mut setter = Setter::new(document, setting, id);
    setter.gap();
    if let Some((id, size)) = picture {
        setter.picture(id, size);
    }
    match setter.block.kind {
        Kind::Paragraph | Kind::Caption | Kind::Term => {
            setter.prose(true);
        }
        Kind::Heading(_) => setter.prose(false),
        Kind::Title | Kind::Byline => setter.centred(),
        Kind::Rule => setter.rule(),
        Kind::Verse => setter.verse(),
        Kind::Code => setter.code(),
        Kind::Table(table) => table::set(&mut setter, document.table(table)),
    }
    setter.lines
}

/// A block being set.
pub(super) struct Setter<'a> {
    pub(super) document: &'a Document,
    pub(super) setting: Setting,
    pub(super) id: BlockId,
    pub(super) block: &'a Block,
    pub(super) text: &'a str,
    pub(super) frame: Frame,
    pub(super) marks: Vec<Mark>,
    pub(super) lines: Vec<Line>,
    rtl: bool,
    /// Where the text behind the label begins.
    pub(super) body: usize,
}

impl<'a> Setter<'a> {
    fn new(document: &'a Document, setting: Setting, id: BlockId) -> Self {
        let block = document.block(id);
        let text = document.slice(&block.at);
        let mut body = usize::from(block.label).min(text.len());
        while !text.is_char_boundary(body) {
            body -= 1;
        }
        let label = shown_cols(text, 0, body, &[], u16::MAX);
        let frame = frame(document, setting, id, label);
        if frame.label.is_none() {
            body = 0;
        }
        // A table stands in the order of its columns, and what is before it at its left.
        let is_prose = !matches!(block.kind, Kind::Code | Kind::Table(_));
        let rtl = setting.reorder && !text.is_ascii() && is_prose && order::is_rtl(&text[body..]);
        Self { document, setting, id, block, text, frame, marks: Vec::new(), lines: Vec::new(), rtl, body }
    }

    /// A text of this block, for lines no narrower than `clip`.
    pub(super) fn copy(&self, clip: u16) -> Copy<'_> {
        Copy { text: self.text, marks: &self.marks, clip }
    }

    pub(super) fn find_marks(&mut self, clip: u16) {
        self.marks = marks(self.document, &self.block.at, self.setting, clip);
    }

    /// The stretch of the document that these bytes of the block are.
    pub(super) fn stretch(&self, start: usize, end: usize) -> Stretch {
        self.block.at.start.plus(start)..self.block.at.start.plus(end)
    }

    fn start(&self) -> Place {
        self.block.at.start
    }

    // ── Gaps and rules ──────────────────────────────────────────────────────────────────────────────────────────────

    fn gap(&mut self) {
        match gap(self.document, self.id) {
            Gap::Rows(rows) => (0..rows).for_each(|_| self.empty(What::Gap)),
            Gap::Rule => {
                let cols = (self.frame.measure / 4).clamp(1, 12);
                self.empty(What::Gap);
                self.empty(What::Rule { col: 0, cols });
                self.empty(What::Gap);
            }
        }
    }

    /// The rows of a picture, in the middle of the measure, if it is no wider than that.
    fn picture(&mut self, id: PictureId, size: PictureSize) {
        let room = self.frame.room();
        if size.cols <= room {
            let col = self.frame.left + (room - size.cols) / 2;
            (0..size.rows).for_each(|row| self.empty(What::Picture(PictureRow { id, row, col, size })));
        }
    }

    /// A line without text, at the beginning of the block.
    pub(super) fn empty(&mut self, what: What) {
        let at = self.lines.last().map_or(self.start(), |line| line.at.end);
        self.lines.push(Line {
            at: at..at,
            block: self.id,
            what,
            segments: Segments::Many(Rc::new([])),
            ornament: Ornament::None,
            rtl: false,
        });
    }

    /// A row of stars stays what it is, in the middle; a row of hyphens becomes the rule that it stands for.
    fn rule(&mut self) {
        let drawn = self.text.chars().all(|character| matches!(character, '-' | '_' | '=' | '—' | '–' | '─' | ' '));
        if !drawn {
            self.centred();
            return;
        }
        let (room, begin) = (self.frame.room().min(self.frame.first_room()), self.frame.left.max(self.frame.first));
        let cols = (room / 3).max(1);
        let col = begin + (room - cols) / 2;
        self.empty(What::Text);
        if let Some(line) = self.lines.last_mut() {
            line.at = self.block.at.clone();
            line.ornament = Ornament::Rule { col, cols };
        }
    }

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────

    pub(super) fn hyphens(&self, at_line_ends: bool) -> Hyphens {
        let dictionary = if self.setting.hyphenate { Dictionary::of(self.document) } else { None };
        match dictionary {
            None => Hyphens::Never,
            Some(dictionary) if at_line_ends => Hyphens::AtLineEnds(dictionary),
            Some(dictionary) => Hyphens::InLongWords(dictionary),
        }
    }

    fn widths(&self) -> Widths {
        let (first, rest) = (self.frame.first_room(), self.frame.room());
        // Where hardly anything fits, what cannot be divided has to fit on every line.
        if first.min(rest) < 8 { Widths::even(first.min(rest)) } else { Widths { first, rest } }
    }

    /// Words from end to end; headings are neither divided nor spread.
    fn prose(&mut self, runs_on: bool) {
        let widths = self.widths();
        let clip = widths.narrowest();
        self.find_marks(clip);
        let found = fit_text(self.copy(clip), self.body..self.text.len(), widths, Fit::Optimal, self.hyphens(runs_on));
        self.lines.reserve_exact(found.len());
        if found.is_empty() {
            // An item with nothing but its label is a line nonetheless.
            self.blank_line(0, self.text.len());
        }
        let room = [widths.first, widths.rest];
        for (index, line) in found.iter().enumerate() {
            let room = room[index.min(1)];
            let spread = if runs_on && self.setting.justify && !line.last { self.spread(line, room) } else { 0 };
            let left = if index == 0 { self.frame.first } else { self.frame.left };
            self.line(line, left, spread, clip, index == 0);
        }
        self.label();
    }

    /// How many columns a line lacks, unless filling them would tear holes.
    fn spread(&self, line: &Fitted, room: u16) -> u16 {
        let free = room.saturating_sub(line.cols);
        let spaces = spaces(&self.text[line.start as usize..line.end as usize]);
        if usize::from(free) <= spaces * usize::from(MOST_SPREAD) { free } else { 0 }
    }

    /// Adds a line of text that begins in column `left`, or ends as far from the right where it reads from there.
    fn line(&mut self, line: &Fitted, left: u16, spread: u16, clip: u16, first: bool) {
        let cols = line.cols + spread;
        let col = if self.rtl { self.frame.measure.saturating_sub(left + cols) } else { left };
        let segment = Segment {
            at: self.stretch(line.start as usize, line.end as usize),
            col,
            cols,
            clip,
            spread,
            ending: Ending::hyphen(line.hyphen),
            echo: false,
            stops: false,
        };
        let start = if first { 0 } else { line.start as usize };
        self.push(start, line.next as usize, segment);
    }

    /// Adds a line of text that holds one segment.
    fn push(&mut self, start: usize, next: usize, segment: Segment) {
        let at = self.stretch(start, next);
        let ornament = match self.frame.note_label {
            Some((col, cols)) if start == 0 => Ornament::NoteLabel { col, cols },
            _ => Ornament::None,
        };
        self.lines.push(Line { at, block: self.id, what: What::Text, segments: Segments::One(segment), ornament, rtl: self.rtl });
    }

    /// Hangs the list item's label before its first line.
    pub(super) fn label(&mut self) {
        let Some((col, cols)) = self.frame.label else { return };
        let end = self.text[..self.body].trim_end_matches(is_blank).len();
        let at = self.stretch(0, end);
        let col = if self.rtl {
            self.frame.measure.saturating_sub(col + cols) + (cols - shown_cols(self.text, 0, end, &[], u16::MAX))
        } else {
            col
        };
        let label = Segment { at, col, cols, clip: cols, spread: 0, ending: Ending::Nothing, echo: false, stops: false };
        if let Some(line) = self.lines.iter_mut().find(|line| line.has_text()) {
            let mut segments = vec![label];
            segments.extend_from_slice(line.segments());
            line.segments = Segments::Many(segments.into());
        }
    }

    /// Lines in the middle of the measure, as even as can be: a title whose last word stands alone looks like a mistake.
    fn centred(&mut self) {
        // Behind a label, of a note or an item, there is less room.
        let (room, begin) = (self.frame.room().min(self.frame.first_room()), self.frame.left.max(self.frame.first));
        self.find_marks(room);
        let fitted = |cols| fit_text(self.copy(room), 0..self.text.len(), Widths::even(cols), Fit::Optimal, self.hyphens(false));
        let mut found = fitted(room);
        // The narrowest measure that takes no more lines; words wider than it stay whole, as they fit into the room.
        let (mut too_narrow, mut enough) = (room / 2, room);
        while found.len() > 1 && enough - too_narrow > 1 {
            let middle = too_narrow.midpoint(enough);
            let tried = fitted(middle);
            if tried.len() <= found.len() && tried.iter().all(|line| line.cols <= room) {
                (enough, found) = (middle, tried);
            } else {
                too_narrow = middle;
            }
        }
        for (index, line) in found.iter().enumerate() {
            let left = begin + (room - line.cols.min(room)) / 2;
            self.line(line, left, 0, room, index == 0);
        }
    }

    // ── Lines that are kept ─────────────────────────────────────────────────────────────────────────────────────────

    /// The author's lines, as bytes of the block behind its label, line feeds left out.
    fn kept_lines(&self) -> Vec<(usize, usize)> {
        let mut lines = Vec::new();
        let mut from = self.body;
        for line in self.text[self.body..].split('\n') {
            lines.push((from, from + line.len()));
            from += line.len() + 1;
        }
        lines
    }

    fn verse(&mut self) {
        let room = self.frame.room().min(self.frame.first_room());
        self.find_marks((room / 2).max(1));
        for (start, end) in self.kept_lines() {
            let words = end - self.text[start..end].trim_start_matches(is_blank).len();
            let lead = shown_cols(self.text, start, words, &[], u16::MAX).min(room / 3);
            let hang = (lead + VERSE_HANG).min(room / 2);
            let widths = Widths { first: room - lead, rest: room - hang };
            let widths = if widths.narrowest() < 8 { Widths::even(widths.narrowest()) } else { widths };
            let clip = widths.narrowest().min((room / 2).max(1));
            let next = (end + 1).min(self.text.len());
            if words == end {
                self.blank_line(start, next);
                continue;
            }
            let found = fit_text(self.copy(clip), words..end, widths, Fit::First, self.hyphens(false));
            let count = found.len();
            for (index, line) in found.iter().enumerate() {
                let (indent, from) = if index == 0 { (lead, start) } else { (hang, line.start as usize) };
                let cut = Fitted { next: if index + 1 == count { narrow(next) } else { line.next }, ..*line };
                let left = self.frame.left.max(self.frame.first) + indent;
                self.line(&cut, left, 0, clip, false);
                self.extend_back(from);
            }
        }
        self.label();
    }

    /// The latest line holds the text from `start` on.
    fn extend_back(&mut self, start: usize) {
        let note_label = self.frame.note_label;
        if let Some((line, before)) = self.lines.split_last_mut() {
            // Only gaps and rules stand before the first line of text, so that this looks at few of many lines.
            let start = if before.iter().any(Line::has_text) { start } else { 0 };
            let place = self.block.at.start.plus(start);
            let opens = start == 0;
            line.at.start = place;
            if let (true, Some((col, cols))) = (opens, note_label) {
                line.ornament = Ornament::NoteLabel { col, cols };
            }
        }
    }

    fn blank_line(&mut self, start: usize, next: usize) {
        let line = Fitted { start: narrow(start), end: narrow(start), next: narrow(next), cols: 0, hyphen: false, last: true };
        self.line(&line, self.frame.left, 0, 1, false);
        self.extend_back(start);
    }

    fn code(&mut self) {
        let room = self.frame.room().min(self.frame.first_room());
        let hang = if room >= 2 * CODE_HANG + 2 { CODE_HANG } else { 0 };
        let clip = room - hang;
        self.find_marks(clip);
        let left = self.frame.left.max(self.frame.first);
        for (start, end) in self.kept_lines() {
            let next = (end + 1).min(self.text.len());
            let mut from = start;
            loop {
                let turned = from > start;
                let (to, cols) = self.code_part(from, end, if turned { room - hang } else { room }, clip);
                let is_last = to >= end;
                let segment = Segment {
                    at: self.stretch(from, to),
                    col: left + if turned { hang } else { 0 },
                    cols,
                    clip,
                    spread: 0,
                    ending: Ending::Nothing,
                    echo: false,
                    stops: true,
                };
                self.push(from, if is_last { next } else { to }, segment);
                self.extend_back(from);
                if turned
                    && hang > 0
                    && let Some(line) = self.lines.last_mut()
                {
                    line.ornament = Ornament::Turn { col: left };
                }
                if is_last {
                    break;
                }
                from = to;
            }
        }
        self.label();
    }

    /// Where a line of code that begins at `from` ends, and its width.
    fn code_part(&self, from: usize, end: usize, room: u16, clip: u16) -> (usize, u16) {
        let mut cols: u16 = 0;
        for unit in Units::new(self.text, from, end, &self.marks, clip, true) {
            if cols + unit.cols > room && unit.start > from {
                return (unit.start, cols);
            }
            cols += unit.cols;
        }
        (end, cols)
    }
}

/// How many spaces between words can be widened.
pub(super) fn spaces(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b' ').count()
}
