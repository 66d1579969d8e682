//! Pages: walks over the rows of a flow. A row is known by its block and its index there, never by a number of its own, so
//! every walk costs what it covers and nothing depends on how far into the text one is.

use std::{ops::Range, rc::Rc};

use super::{Galley, Line, Top};
use crate::{
    document::{BlockId, Document},
    unit::{Place, Rows},
};

/// A row of a flow.
struct Row {
    block: BlockId,
    lines: Rc<[Line]>,
    index: usize,
}

/// A flow, that is blocks read one after another, as they are set.
struct Walk<'a> {
    galley: &'a Galley,
    document: &'a Document,
    flow: Range<BlockId>,
}

impl<'a> Walk<'a> {
    /// `None` for a flow without blocks.
    fn new(galley: &'a Galley, document: &'a Document, flow: &Range<BlockId>) -> Option<Self> {
        let end = flow.end.min(document.all_blocks().end);
        (flow.start < end).then_some(Self { galley, document, flow: flow.start..end })
    }

    fn lines(&self, block: BlockId) -> Rc<[Line]> {
        self.galley.lines(self.document, block)
    }

    /// The first row of a block that belongs to the flow: what begins a flow has no gap above it.
    fn first_of(&self, block: BlockId, lines: &[Line]) -> usize {
        if block == self.flow.start { lines.iter().position(|line| line.has_text() || line.picture().is_some()).unwrap_or(0) } else { 0 }
    }

    /// The row that begins a page.
    fn top(&self, top: Top) -> Row {
        let mut row = self.line_of(top.place);
        let first = self.first_of(row.block, &row.lines);
        for _ in 0..top.lead {
            if row.index == first || row.lines[row.index - 1].has_text() {
                break;
            }
            row.index -= 1;
        }
        row
    }

    /// The line of text that shows a place, or the last one before it, or the first of the flow.
    fn line_of(&self, place: Place) -> Row {
        let last = BlockId(self.flow.end.0 - 1);
        let block = self.document.block_at(place).unwrap_or(self.flow.start).clamp(self.flow.start, last);
        let lines = self.lines(block);
        let index = line_of(&lines, place);
        Row { block, lines, index }
    }

    /// How a page that begins with this row is written down.
    fn top_at(row: &Row) -> Top {
        let text = text_from(&row.lines, row.index);
        let place = row.lines[text].at.start;
        Top { place, lead: u8::try_from(text - row.index).unwrap_or(u8::MAX) }
    }

    /// Moves on by as many rows, or to the last row; gives how many rows it was.
    fn forward(&self, row: &mut Row, rows: usize) -> usize {
        let mut left = rows;
        loop {
            let here = row.lines.len() - 1 - row.index;
            if left <= here {
                row.index += left;
                return rows;
            }
            if row.block.next() >= self.flow.end {
                row.index += here;
                return rows - (left - here);
            }
            left -= here + 1;
            row.block = row.block.next();
            row.lines = self.lines(row.block);
            row.index = 0;
        }
    }

    /// Moves back by as many rows, or to the first row; gives how many rows it was.
    fn backward(&self, row: &mut Row, rows: usize) -> usize {
        let mut left = rows;
        loop {
            let here = row.index - self.first_of(row.block, &row.lines);
            if left <= here {
                row.index -= left;
                return rows;
            }
            let before = row.block.before().filter(|_| row.block > self.flow.start);
            let Some(before) = before else {
                row.index -= here;
                return rows - (left - here);
            };
            left -= here + 1;
            row.block = before;
            row.lines = self.lines(before);
            row.index = row.lines.len() - 1;
        }
    }
}

/// The first line of text at or after `index`; the last line is always one.
fn text_from(lines: &[Line], index: usize) -> usize {
    lines[index..].iter().position(Line::has_text).map_or(lines.len().saturating_sub(1), |at| index + at)
}

/// The line of a block that shows a place, or the one nearest to it.
fn line_of(lines: &[Line], place: Place) -> usize {
    let shows = |line: &Line| line.has_text() && line.shows(place);
    lines
        .iter()
        .position(shows)
        .or_else(|| lines.iter().rposition(|line| line.has_text() && line.at.start <= place))
        .unwrap_or_else(|| text_from(lines, 0))
}

impl Galley {
    /// The lines of a page: at most `rows`. `flow` is the range of blocks that is read one after another: the body, a note,
    /// or everything; what comes first in it has no gap above it.
    pub fn page(&self, document: &Document, flow: &Range<BlockId>, top: Top, rows: Rows) -> Vec<Line> {
        let Some(walk) = Walk::new(self, document, flow) else { return Vec::new() };
        let mut row = walk.top(top);
        let mut page = Vec::with_capacity(rows.count().min(512));
        while page.len() < rows.count() {
            page.push(row.lines[row.index].clone());
            if walk.forward(&mut row, 1) == 0 {
                break;
            }
        }
        page
    }

    /// The top `rows` lines further on; never beyond the flow's last line.
    pub fn forward(&self, document: &Document, flow: &Range<BlockId>, top: Top, rows: usize) -> Top {
        let Some(walk) = Walk::new(self, document, flow) else { return top };
        let mut row = walk.top(top);
        walk.forward(&mut row, rows);
        Walk::top_at(&row)
    }

    /// The top `rows` lines further back; never before the flow's first line.
    pub fn backward(&self, document: &Document, flow: &Range<BlockId>, top: Top, rows: usize) -> Top {
        let Some(walk) = Walk::new(self, document, flow) else { return top };
        let mut row = walk.top(top);
        walk.backward(&mut row, rows);
        Walk::top_at(&row)
    }

    /// The page that begins with the same line without the gap above it: no row is shown there but those of a picture.
    pub fn without_gap(&self, document: &Document, top: Top) -> Top {
        if top.lead == 0 {
            return top;
        }
        Top { lead: top.lead.min(self.picture_rows(document, top.place)), ..top }
    }

    /// The page that begins with the picture above the same line, where there is one.
    pub fn with_picture(&self, document: &Document, top: Top) -> Top {
        Top { lead: self.picture_rows(document, top.place).max(top.lead), ..top }
    }

    /// How many rows of a picture stand above the line of a place.
    fn picture_rows(&self, document: &Document, place: Place) -> u8 {
        let Some(block) = document.block_at(place).filter(|block| self.shown(document, *block).is_some()) else { return 0 };
        let lines = self.lines(document, block);
        let line = line_of(&lines, place);
        u8::try_from(lines[..line].iter().rev().take_while(|line| line.picture().is_some()).count()).unwrap_or(u8::MAX)
    }

    /// In which row of a page that begins at `top` the line with `place` is, if it is among the first `rows`.
    pub fn row_of(&self, document: &Document, flow: &Range<BlockId>, top: Top, place: Place, rows: Rows) -> Option<Rows> {
        let walk = Walk::new(self, document, flow)?;
        let block = document.block_at(place).filter(|block| walk.flow.contains(block))?;
        let mut row = walk.top(top);
        let mut count = 0;
        while row.block < block {
            count += row.lines.len() - row.index;
            if count >= rows.count() || row.block.next() >= walk.flow.end {
                return None;
            }
            row.block = row.block.next();
            row.lines = walk.lines(row.block);
            row.index = 0;
        }
        if row.block > block {
            return None;
        }
        let index = line_of(&row.lines, place);
        let count = count + index.checked_sub(row.index)?;
        (count < rows.count()).then(|| Rows::of(count))
    }

    /// The top of a page whose last line is the last line of the flow; the flow's beginning where it is shorter.
    pub fn last_page(&self, document: &Document, flow: &Range<BlockId>, rows: Rows) -> Top {
        let Some(walk) = Walk::new(self, document, flow) else { return Top::default() };
        let block = BlockId(walk.flow.end.0 - 1);
        let lines = walk.lines(block);
        let index = lines.len() - 1;
        let mut row = Row { block, lines, index };
        walk.backward(&mut row, rows.count().saturating_sub(1));
        Walk::top_at(&row)
    }

    /// The place at the beginning of the line that holds `place`; in a line of a table that begins with a later cell, of the cell's line.
    pub fn line_start(&self, document: &Document, place: Place) -> Place {
        let Some(block) = document.block_at(place) else { return place };
        let lines = self.lines(document, block);
        let line = &lines[line_of(&lines, place)];
        if line.at.start <= place { line.at.start } else { line.segment_at(place).map_or(place, |at| at.start) }
    }

    /// How many rows blocks take, counted no further than `enough`.
    pub fn height(&self, document: &Document, flow: &Range<BlockId>, enough: usize) -> usize {
        let Some(walk) = Walk::new(self, document, flow) else { return 0 };
        let mut count = 0;
        let mut block = walk.flow.start;
        while block < walk.flow.end && count < enough {
            let lines = walk.lines(block);
            count += lines.len() - walk.first_of(block, &lines);
            block = block.next();
        }
        count.min(enough)
    }
}
