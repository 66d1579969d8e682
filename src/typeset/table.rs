//! Tables: columns fitted to the measure, or, where even the longest words do not fit side by side, rows as lists.

use std::{ops::Range, rc::Rc};

use super::{
    Ending, Line, Ornament, Segment, Segments, What,
    fit::{Fit, Fitted, Widths, fit_text},
    fragment::{Copy, is_blank},
    mark::{Mark, marks, shown_cols},
    set::Setter,
};
use crate::{
    document::{Align, Joint, Table},
    unit::{Place, Stretch},
};

/// Blank columns between two columns of a table.
const BETWEEN: u16 = 2;

/// A word longer than this does not hold its column open: an address would take the room of all others.
const LONGEST_WORD: u16 = 24;

/// A list of heads and cells needs so many columns before the heads are worth repeating.
const ROOM_FOR_HEADS: u16 = 20;

/// A cell: bytes of the block, blanks around it left out.
type Cell = (usize, usize);

struct Row {
    /// All of it, line feed included.
    start: usize,
    next: usize,
    cells: Vec<Cell>,
}

/// Sets a block of a table.
pub(super) fn set(setter: &mut Setter<'_>, table: &Table) {
    let rows = rows(setter.text, setter.body);
    let head = if setter.block.joint == Joint::Continued { 0 } else { usize::from(table.head).min(rows.len()) };
    let left = setter.frame.left.max(setter.frame.first);
    let room = setter.frame.measure.saturating_sub(left + setter.frame.right).max(1);
    let mut setting = Setting { setter, table, rows: &rows, head, left, room };
    match setting.columns() {
        Some(columns) => setting.side_by_side(&columns),
        None => setting.listed(),
    }
    setter.label();
}

/// The rows of a table's text from `body` on, where it begins behind a label: tabs part cells, line feeds rows.
fn rows(text: &str, body: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut start = body;
    for row in text[body..].split('\n') {
        let mut cells = Vec::new();
        let mut from = start;
        for cell in row.split('\t') {
            let words = cell.trim_matches(is_blank);
            let lead = cell.len() - cell.trim_start_matches(is_blank).len();
            let begin = if words.is_empty() { from } else { from + lead };
            cells.push((begin, begin + words.len()));
            from += cell.len() + 1;
        }
        rows.push(Row { start, next: (start + row.len() + 1).min(text.len()), cells });
        start += row.len() + 1;
    }
    if let Some(first) = rows.first_mut() {
        first.start = 0;
    }
    rows
}

/// A cell that takes several columns.
struct Wide {
    columns: Range<usize>,
    /// The columns of its longest word, and of all of it.
    longest: u16,
    whole: u16,
}

impl Wide {
    /// How many more columns than these it needs for so many.
    fn lacks(&self, widths: &[u16], wanted: u16) -> u16 {
        let own = widths[self.columns.clone()].iter().fold(0, |sum: u16, cols| sum.saturating_add(*cols).saturating_add(BETWEEN));
        wanted.saturating_add(BETWEEN).saturating_sub(own)
    }

    /// Shares so many more columns out among those that it takes.
    fn widen(&self, widths: &mut [u16], more: u16) {
        let count = u16::try_from(self.columns.len()).unwrap_or(1).max(1);
        for (at, width) in (0..).zip(&mut widths[self.columns.clone()]) {
            *width = width.saturating_add(more / count + u16::from(at < more % count));
        }
    }
}

struct Setting<'a, 'b> {
    setter: &'b mut Setter<'a>,
    table: &'b Table,
    rows: &'b [Row],
    head: usize,
    left: u16,
    room: u16,
}

impl Setting<'_, '_> {
    fn stretch(&self, cell: Cell) -> Stretch {
        self.setter.stretch(cell.0, cell.1)
    }

    fn marks(&self, cell: Cell, clip: u16) -> Vec<Mark> {
        marks(self.setter.document, &self.stretch(cell), self.setter.setting, clip)
    }

    /// The widths of the columns: natural if they fit, else between the longest word and that, in proportion; `None` if not
    /// even the longest words fit.
    fn columns(&self) -> Option<Vec<u16>> {
        let count = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let between = BETWEEN.checked_mul(u16::try_from(count.saturating_sub(1)).ok()?)?;
        let room = self.room.checked_sub(between)?;
        let mut natural = vec![1u16; count];
        let mut least = vec![1u16; count];
        let mut wide = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.cells.iter().enumerate() {
                let text = &self.setter.text[cell.0..cell.1];
                let marks = self.marks(*cell, u16::MAX);
                let whole = shown_cols(text, 0, text.len(), &marks, u16::MAX);
                let copy = Copy { text, marks: &marks, clip: u16::MAX };
                copy.fragments(0, text.len(), |fragments| {
                    let longest = fragments.iter().map(super::fragment::Fragment::last_cols).max().unwrap_or(0);
                    let (longest, across) = (longest.min(LONGEST_WORD), self.across(index, column));
                    if across > 1 {
                        wide.push(Wide { columns: column..(column + across).min(count), longest, whole });
                    } else {
                        natural[column] = natural[column].max(whole);
                        least[column] = least[column].max(longest);
                    }
                });
            }
        }
        for cell in &wide {
            let spare = room.saturating_sub(natural.iter().fold(0, |sum: u16, cols| sum.saturating_add(*cols)));
            let lacks = cell.lacks(&natural, cell.whole);
            let lacks = if lacks <= spare { lacks } else { cell.lacks(&natural, cell.longest) };
            cell.widen(&mut natural, lacks);
            let lacks = cell.lacks(&least, cell.longest);
            cell.widen(&mut least, lacks);
        }
        // What a cell across several columns asks of one of them may be more than its own words do.
        for (natural, least) in natural.iter_mut().zip(&least) {
            *natural = (*natural).max(*least);
        }
        let whole: u32 = natural.iter().map(|cols| u32::from(*cols)).sum();
        if whole <= u32::from(room) {
            return Some(natural);
        }
        let needed: u32 = least.iter().map(|cols| u32::from(*cols)).sum();
        let free = u32::from(room).checked_sub(needed)?;
        let wanted = whole - needed.min(whole);
        let mut widths: Vec<u16> = natural
            .iter()
            .zip(&least)
            .map(|(natural, least)| {
                let more = free * u32::from(natural - least.min(natural)) / wanted.max(1);
                least + u16::try_from(more).unwrap_or(0)
            })
            .collect();
        // What rounding left over goes to the columns that want it.
        let mut spare = room - widths.iter().sum::<u16>().min(room);
        for (width, natural) in widths.iter_mut().zip(&natural) {
            let more = spare.min(natural.saturating_sub(*width));
            *width += more;
            spare -= more;
        }
        Some(widths)
    }

    /// How many columns a cell may take: in the head, and alone in its row, also the empty ones behind it, which it speaks for.
    fn across(&self, row: usize, column: usize) -> usize {
        let cells = &self.rows[row].cells;
        let is_empty = |cell: &&Cell| cell.0 == cell.1;
        let is_alone = || cells.iter().filter(|cell| !is_empty(cell)).count() == 1;
        let may = cells.get(column).is_some_and(|cell| cell.0 < cell.1) && (row < self.head || is_alone());
        // A row may end before its last columns.
        let rest = &cells[column.min(cells.len())..];
        let empty = rest.iter().skip(1).take_while(is_empty).count();
        let missing = if empty + 1 >= rest.len() { self.table.columns.len().saturating_sub(cells.len()) } else { 0 };
        if may { 1 + empty + missing } else { 1 }
    }

    fn side_by_side(&mut self, columns: &[u16]) {
        let whole = columns.iter().sum::<u16>() + BETWEEN * u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
        for (index, row) in self.rows.iter().enumerate() {
            if self.head > 0 && index == self.head {
                self.setter.empty(What::Rule { col: self.left, cols: whole });
            }
            let mut lines: Vec<Vec<Segment>> = Vec::new();
            // Where the lines of the tallest cell begin: they share the row out among its lines.
            let mut begins: Vec<usize> = vec![row.start];
            let mut col = self.left;
            for (column, cell) in row.cells.iter().enumerate() {
                let Some(own) = columns.get(column).copied() else { break };
                let taken = &columns[column..(column + self.across(index, column)).min(columns.len())];
                let width = taken.iter().sum::<u16>() + BETWEEN * u16::try_from(taken.len() - 1).unwrap_or(0);
                let found = self.cell(*cell, Widths::even(width));
                if found.len() > begins.len() {
                    begins = found.iter().map(|line| cell.0 + line.start as usize).collect();
                }
                for (at, line) in found.iter().enumerate() {
                    if lines.len() <= at {
                        lines.push(Vec::new());
                    }
                    let free = width - line.cols.min(width);
                    let before = match self.table.columns.get(column) {
                        Some(Align::End) => free,
                        Some(Align::Middle) => free / 2,
                        _ => 0,
                    };
                    lines[at].push(self.segment(*cell, line, col + before, width));
                }
                col += own + BETWEEN;
            }
            lines.resize_with(begins.len(), Vec::new);
            begins[0] = row.start;
            for (at, segments) in lines.into_iter().enumerate() {
                let next = begins.get(at + 1).copied().unwrap_or(row.next);
                self.push(begins[at], next, segments);
            }
        }
    }

    /// The lines of a cell, counted from its beginning; none for an empty one.
    fn cell(&self, cell: Cell, widths: Widths) -> Vec<Fitted> {
        let text = &self.setter.text[cell.0..cell.1];
        let clip = widths.narrowest();
        let marks = self.marks(cell, clip);
        fit_text(Copy { text, marks: &marks, clip }, 0..text.len(), widths, Fit::First, self.setter.hyphens(false))
    }

    fn segment(&self, cell: Cell, line: &Fitted, col: u16, clip: u16) -> Segment {
        let at = self.stretch((cell.0 + line.start as usize, cell.0 + line.end as usize));
        Segment { at, col, cols: line.cols, clip, spread: 0, ending: Ending::hyphen(line.hyphen), echo: false, stops: false }
    }

    fn push(&mut self, start: usize, next: usize, segments: Vec<Segment>) {
        let ornament = match self.setter.frame.note_label {
            Some((col, cols)) if start == 0 => Ornament::NoteLabel { col, cols },
            _ => Ornament::None,
        };
        let at = self.stretch((start, next));
        let segments = Segments::Many(Rc::from(segments));
        self.setter.lines.push(Line { at, block: self.setter.id, what: What::Text, segments, ornament, rtl: false });
    }

    /// Each cell on lines of its own behind its column's head, each row set apart. Heads that are short stand before the
    /// first row's cells, and are repeated before the others'; else the head is a row like the others, and its cells are
    /// repeated as far as they fit.
    fn listed(&mut self) {
        let with_heads = self.head > 0 && self.head < self.rows.len() && self.room >= ROOM_FOR_HEADS;
        let heads: &[Cell] = if with_heads { &self.rows[self.head - 1].cells } else { &[] };
        let most = self.most_for_head();
        let stand_before = with_heads
            && self.head == 1
            && heads.len() <= self.rows[1].cells.len()
            && heads.iter().all(|head| self.cell(*head, Widths::even(most)).len() <= 1);
        let first = usize::from(stand_before);
        let mut from = 0;
        for (index, row) in self.rows.iter().enumerate().skip(first) {
            if index > first {
                self.setter.empty(What::Gap);
            }
            let begun = self.setter.lines.len();
            for (column, cell) in row.cells.iter().enumerate() {
                let head = heads.get(column).copied().filter(|head| head.0 < head.1 && index >= self.head);
                self.listed_cell(*cell, head, index > first, &mut from);
            }
            // What is left of the row belongs to its last line; a row of empty cells is a line nonetheless.
            if self.setter.lines.len() == begun {
                self.push(from, row.next, Vec::new());
            } else if let Some(line) = self.setter.lines.last_mut() {
                line.at.end = Place::at(self.setter.block.at.start.offset() + row.next);
            }
            from = row.next;
        }
    }

    /// A head before a cell is one line, of at most half of the room with its colon and blank.
    fn most_for_head(&self) -> u16 {
        (self.room / 2).saturating_sub(2).max(1)
    }

    /// Adds the lines of one cell; the first of them holds the text from `from` on.
    fn listed_cell(&mut self, cell: Cell, head: Option<Cell>, echo: bool, from: &mut usize) {
        if cell.0 == cell.1 && (echo || head.is_none()) {
            return;
        }
        let mut before = Vec::new();
        let mut used = 0;
        if let Some(head) = head {
            let most = self.most_for_head();
            if let Some(line) = self.cell(head, Widths::even(most)).first() {
                let mut segment = self.segment(head, line, self.left, most);
                segment.echo = echo;
                segment.ending = Ending::Colon;
                segment.cols = line.cols + u16::from(!line.hyphen);
                used = segment.cols + 1;
                before.push(segment);
            }
        }
        let hang = if head.is_some() { 2 } else { 0 };
        let widths = Widths { first: self.room - used, rest: self.room - hang.min(self.room - 1) };
        let widths = if widths.narrowest() < 8 { Widths::even(widths.narrowest()) } else { widths };
        let found = self.cell(cell, widths);
        if found.is_empty() {
            let next = cell.1.max(*from + 1).min(self.setter.text.len());
            self.push(*from, next, before);
            *from = next;
            return;
        }
        for (at, line) in found.iter().enumerate() {
            let mut segments = if at == 0 { std::mem::take(&mut before) } else { Vec::new() };
            let col = if at == 0 { self.left + used } else { self.left + hang };
            segments.push(self.segment(cell, line, col, widths.narrowest()));
            let next = cell.0 + line.next as usize;
            self.push(*from, next, segments);
            *from = next;
        }
    }
}
