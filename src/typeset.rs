//! Sets blocks of text into lines of a given measure, on demand.
//!
//! 1. A block gets its place in the measure: gap, indents, hanging label (`frame`).
//! 2. Its opportunities to break are found, once, as fragments: byte ranges with widths (`fragment`).
//! 3. Fragments are fitted into lines, prose by optimal fit, the rest greedily; the dictionary is asked only for the words
//!    that do not fit on a line's end (`fit`, `hyphen`). Tables divide the measure first (`table`).
//! 4. A [`Line`] is a stretch of the text, with a few numbers; what is drawn of it, [`Piece`]s, is made only for lines that
//!    are looked at (`draw`, `order`, `mark`).
//!
//! The [`Galley`] does this for one block at a time and remembers the latest; pages are walks over its lines (`walk`).
//! Where notes go beside or below a page is arithmetic over heights ([`apparatus`]).
//!
//! Nothing here knows colours, panes or files, and no row has a number: positions are places in the text.

pub mod apparatus;
mod draw;
mod fit;
mod fragment;
mod frame;
mod galley;
mod hyphen;
mod mark;
mod order;
mod set;
mod table;
mod walk;
mod words;

use std::{borrow::Cow, rc::Rc};

pub use self::{
    apparatus::{Slot, Want, below, beside},
    galley::Galley,
    order::in_order,
    words::wrapped,
};
use crate::{
    document::{BlockId, PictureId},
    role::Roles,
    unit::{Cols, Measure, Place, Stretch},
};

/// How text is to be set; what changes it changes every line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The width text is set to.
    pub measure: Measure,
    /// Lines of prose are spread to the full measure, where that leaves no wide holes.
    pub justify: bool,
    /// Words are divided at line ends, if the text says in what language it is and its rules are known.
    pub hyphenate: bool,
    /// Only signs of plain ASCII are put in: marks stay `[1]`, rules are made of hyphens, bullets are `*`.
    pub ascii: bool,
    /// Right-to-left runs are put into reading order here; otherwise the terminal does it.
    pub reorder: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self { measure: Measure::COMFORTABLE, justify: false, hyphenate: true, ascii: false, reorder: true }
    }
}

/// Where a page begins: the place of its first line of text, and how many rows without text before that line are shown
/// above it (the gap between paragraphs, a rule, a picture).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Top {
    /// A place on the first line of text; where lines are set otherwise than they were, the line that now holds it.
    pub place: Place,
    /// How many rows of what stands before that line are shown.
    pub lead: u8,
}

/// One line of a block at one measure: a stretch of the text, and how it is set. No copy of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The text on it, blanks at its end included, so that the lines of a block, joined, give its text back. Empty for a
    /// gap, a rule or a row of a picture. A row of a table that takes several lines is shared out along its tallest cell; what stands on
    /// each of them is in its segments.
    pub at: Stretch,
    /// The block it belongs to.
    pub block: BlockId,
    what: What,
    segments: Segments,
    ornament: Ornament,
    rtl: bool,
}

impl Line {
    /// Tells whether nothing at all stands on it.
    pub fn is_gap(&self) -> bool {
        self.what == What::Gap
    }

    /// Tells whether it holds text one can be at; neither a gap nor a rule between parts does.
    pub fn has_text(&self) -> bool {
        self.what == What::Text
    }

    /// The row of a picture that it is, if it is one.
    pub fn picture(&self) -> Option<PictureRow> {
        if let What::Picture(row) = self.what { Some(row) } else { None }
    }

    /// Tells whether its first word is to the right of the others.
    pub fn is_rtl(&self) -> bool {
        self.rtl
    }

    /// Tells whether it shows `place`; in a table the cell decides.
    pub fn shows(&self, place: Place) -> bool {
        match &self.segments {
            Segments::One(_) => self.at.contains(&place),
            Segments::Many(_) => self.segment_at(place).is_some(),
        }
    }

    /// What of a cell it shows, where that holds `place`.
    fn segment_at(&self, place: Place) -> Option<&Stretch> {
        self.segments().iter().find(|segment| !segment.echo && segment.at.contains(&place)).map(|segment| &segment.at)
    }

    fn segments(&self) -> &[Segment] {
        match &self.segments {
            Segments::One(segment) => std::slice::from_ref(segment),
            Segments::Many(segments) => segments,
        }
    }
}

/// A row of a picture, above the words that stand for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureRow {
    /// Which picture.
    pub id: PictureId,
    /// Which of its rows, from 0.
    pub row: u16,
    /// The column within the measure where it begins.
    pub col: u16,
    /// How large the whole picture is shown.
    pub size: PictureSize,
}

/// How large a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSize {
    /// Its columns.
    pub cols: u16,
    /// Its rows.
    pub rows: u16,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// Nothing.
    Gap,
    /// A row of a picture.
    Picture(PictureRow),
    /// A drawn rule that stands for nothing in the text.
    Rule { col: u16, cols: u16 },
    /// Text.
    Text,
}

/// What is drawn on a line besides its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ornament {
    None,
    /// The label of the note that begins here, in this column, no wider than so many columns.
    NoteLabel {
        col: u16,
        cols: u16,
    },
    /// A sign that this line goes on with the line of code before it.
    Turn {
        col: u16,
    },
    /// A rule in place of the hyphens, lines or equals signs that the text has there.
    Rule {
        col: u16,
        cols: u16,
    },
}

/// The runs of text of a line: nearly always one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Segments {
    One(Segment),
    Many(Rc<[Segment]>),
}

/// What is shown at the end of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Nothing,
    /// A word is divided.
    Hyphen,
    /// The cell of the head follows, where a table is set as a list.
    Colon,
}

impl Ending {
    fn hyphen(hyphen: bool) -> Self {
        if hyphen { Self::Hyphen } else { Self::Nothing }
    }
}

/// A run of text that is set from one column on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    /// The text, without blanks at its end.
    at: Stretch,
    /// The column where it begins.
    col: u16,
    /// The columns it takes, ending and spread included.
    cols: u16,
    /// A single unit that is wider than this is replaced by a sign.
    clip: u16,
    /// Columns to be spread over its spaces.
    spread: u16,
    /// What is shown at its end that is not in the text.
    ending: Ending,
    /// The text stands elsewhere and is repeated here: a column's head before each cell of a narrow table.
    echo: bool,
    /// Tabs go to the next stop.
    stops: bool,
}

/// A run of a line, ready to be put into cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text it shows; empty for what stands for nothing in the text (a hyphen, a rule, a note's label).
    pub at: Stretch,
    /// What is shown: the text itself, or what stands in its place (a superscript figure for a noteref).
    pub text: Cow<'a, str>,
    /// The column within the measure where it begins.
    pub col: Cols,
    /// How many columns it takes; never none.
    pub cols: Cols,
    /// What it is.
    pub roles: Roles,
}

#[cfg(test)]
mod tests;
