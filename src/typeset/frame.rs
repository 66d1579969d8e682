//! Where a block stands in the measure: what gap is above it, how far it is indented, what hangs before it.

use super::Setting;
use crate::{
    document::{Block, BlockId, Document, Joint, Kind},
    unit,
};

/// From here on a quotation is indented by four columns rather than two, and a note's text hangs from its label.
const ROOMY: u16 = 50;
const NOT_NARROW: u16 = 30;

/// Where a block's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// The first column of the text.
    pub(super) left: u16,
    /// The first column of its first line, label left out.
    pub(super) first: u16,
    /// The columns left free at its right.
    pub(super) right: u16,
    /// The measure.
    pub(super) measure: u16,
    /// Where the list item's label stands, if it hangs, and how many columns it takes.
    pub(super) label: Option<(u16, u16)>,
    /// Where the note's label stands, and how many columns it may take.
    pub(super) note_label: Option<(u16, u16)>,
}

impl Frame {
    /// The columns of all lines but the first.
    pub(super) fn room(self) -> u16 {
        self.measure.saturating_sub(self.left + self.right).max(1)
    }

    /// The columns of the first line.
    pub(super) fn first_room(self) -> u16 {
        self.measure.saturating_sub(self.first + self.right).max(1)
    }
}

/// The frame of a block; `label` is the width of its list label.
pub(super) fn frame(document: &Document, setting: Setting, id: BlockId, label: u16) -> Frame {
    let block = document.block(id);
    let measure = setting.measure.cols().0;
    let at_most = measure - (measure / 2).max(1);
    let quotes = quote_indent(block, measure);
    let note = note_hang(document, block, id, measure);
    let hang = note.map_or(0, |note| note.rest);
    // Half of the measure stays for text, whatever stands around it.
    let right = quotes.min(at_most / 2);
    let left = (hang + quotes + u16::from(block.indent)).min(at_most - right);
    let most_first = at_most.saturating_sub(right);
    let mut first = left.max(note.map_or(0, |note| note.first)).min(most_first.max(left));
    let note_label = note.filter(|note| note.label > 0).map(|note| (0, note.label));
    // A label hangs as far as its list is indented; where indents were clamped it begins the line.
    let label = (label > 0).then(|| {
        let before = note.map_or(0, |note| note.first);
        let col = left.saturating_sub(label).max(before);
        first = first.max(col + label);
        (col, label)
    });
    // A label that leaves no room is set with the words.
    let (label, first) = if label.is_some() && first > measure * 2 / 3 { (None, left) } else { (label, first) };
    let first = first.min(measure.saturating_sub(right + 1));
    Frame { left, first, right, measure, label, note_label }
}

/// At most a third of the measure, both sides together.
fn quote_indent(block: &Block, measure: u16) -> u16 {
    let step: u16 = if measure >= ROOMY { 4 } else { 2 };
    (u16::from(block.quotes) * step).min(measure / 6)
}

#[derive(Clone, Copy)]
struct Hang {
    /// The columns the label may take, none where no note begins.
    label: u16,
    first: u16,
    rest: u16,
}

/// How a note's text hangs from its label.
fn note_hang(document: &Document, block: &Block, id: BlockId, measure: u16) -> Option<Hang> {
    if id < document.body().end {
        return None;
    }
    let note = document.note(document.note_at(block.at.start)?);
    let opens = note.blocks.start == id;
    let cols = unit::width(note.label.as_str()).0;
    let whole = if cols == 0 { 0 } else { cols.saturating_add(2) };
    let hang = whole.min((measure / 3).max(2)).min(measure.saturating_sub(1));
    let rest = if measure >= NOT_NARROW { hang } else { hang.min(2) };
    // Between label and text at least one column stays free.
    let label = if opens { cols.min(hang.saturating_sub(1)) } else { 0 };
    Some(Hang { label, first: if opens { hang.min(label + 2) } else { rest }, rest })
}

/// What stands above a block: blank rows, and whether they hold the rule that parts the notes from the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// So many blank rows.
    Rows(u8),
    /// A blank row, a short rule, a blank row.
    Rule,
}

/// The gap above a block. It depends on the block before, never on the measure or on what is shown.
pub(super) fn gap(document: &Document, id: BlockId) -> Gap {
    let Some(before) = id.before() else { return Gap::Rows(0) };
    if id == document.body().end {
        return Gap::Rule;
    }
    let (before, block) = (document.block(before), document.block(id));
    let follows_heading = matches!(before.kind, Kind::Heading(_) | Kind::Title);
    match (block.joint, block.kind) {
        (Joint::Continued, _) => Gap::Rows(0),
        (_, Kind::Heading(_)) if !follows_heading => Gap::Rows(2),
        (Joint::Tight, _) if !follows_heading => Gap::Rows(0),
        _ => Gap::Rows(1),
    }
}
