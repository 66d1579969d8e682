//! Blocks: what is set on lines of its own.

use crate::unit::Stretch;

/// The index of a block among a document's blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

impl BlockId {
    /// The id of the block at this index.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its index.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The next block's id.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The id of the block before, unless this is the first.
    pub fn before(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

/// The index of a table among a document's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableId(pub u32);

impl TableId {
    /// Its index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What is set on lines of its own: a paragraph, a heading, a table.
///
/// Sixteen bytes or so, because a long text has hundreds of thousands of them. A line feed within a block is a line break
/// that the author made; every block has at least one character of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its text, label included, without the line feed that parts it from the next block.
    pub at: Stretch,
    /// What it is.
    pub kind: Kind,
    /// How it joins on to the block before it.
    pub joint: Joint,
    /// In how many quotations it stands.
    pub quotes: u8,
    /// How many columns its text is set in for the lists around it. A label hangs within them, to the left of the text.
    pub indent: u8,
    /// How many bytes at its beginning are its label: the number or bullet of a list item, with the space behind it.
    pub label: u8,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Running prose.
    Paragraph,
    /// The text's own title.
    Title,
    /// Who wrote it, and when.
    Byline,
    /// A heading of this level, from 1.
    Heading(u8),
    /// Verse: each line is a line, and one too long hangs; leading spaces are kept.
    Verse,
    /// Program text or anything else whose columns matter: each line is a line, spaces are kept.
    Code,
    /// Rows parted by line feeds, cells by tabs.
    Table(TableId),
    /// The words under, or in place of, a picture; a table's title.
    Caption,
    /// A term that the blocks after it define.
    Term,
    /// A break between parts: the row of stars or the rule that was printed.
    Rule,
}

/// How a block joins on to the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    /// A gap is set between them.
    #[default]
    Apart,
    /// Its first line follows at once, as in a list without blank lines.
    Tight,
    /// It is the same paragraph, split only because it is so long.
    Continued,
}

/// What a table's block does not say itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// How each column is aligned.
    pub columns: Vec<Align>,
    /// How many rows at the top are its head.
    pub head: u16,
}

/// How a column of a table is aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    #[default]
    Start,
    /// In the middle.
    Middle,
    /// To the right, as figures are.
    End,
}
