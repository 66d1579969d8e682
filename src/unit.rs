//! The quantities of the house, each a type of its own: places in a text, columns and rows on a screen, the measure
//! text is set to; and [`width`], the one function that says how many columns a text takes.
//!
//! Nothing here knows documents or terminals. A [`Place`] is a byte of a document's one text; it means the same at every
//! width and in every pane. [`Cols`] and [`Rows`] exist only where something is being set or drawn.

use std::{
    fmt,
    num::NonZeroU16,
    ops::{Add, Range, Sub},
};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A byte of a document's one text, on a character boundary; no line breaking can move it.
///
/// Four bytes, because a document keeps a few for each of its blocks: a text is refused at 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(pub u32);

impl Place {
    /// The first byte of a text.
    pub const START: Self = Self(0);

    /// The place of a byte offset; offsets beyond 4 GiB stop at the last place there is.
    pub fn at(offset: usize) -> Self {
        Self(u32::try_from(offset).unwrap_or(u32::MAX))
    }

    /// The byte offset, for slicing.
    pub fn offset(self) -> usize {
        self.0 as usize
    }

    /// The place `bytes` further on.
    #[must_use]
    pub fn plus(self, bytes: usize) -> Self {
        Self::at(self.offset() + bytes)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A stretch of a document's text, end excluded.
pub type Stretch = Range<Place>;

/// Tells whether two stretches share at least one byte.
pub fn overlap(a: &Stretch, b: &Stretch) -> bool {
    a.start < b.end && b.start < a.end
}

/// Width on screen: an ideograph is two, a combining mark none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cols(pub u16);

impl Cols {
    /// The columns of a count; counts beyond any screen stop at the widest there is.
    pub fn of(count: usize) -> Self {
        Self(u16::try_from(count).unwrap_or(u16::MAX))
    }

    /// The number of columns, for arithmetic with lengths.
    pub fn count(self) -> usize {
        usize::from(self.0)
    }

    /// What is left after taking `other` away, never less than none.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Cols {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Cols {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.less(other)
    }
}

/// Height on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rows(pub u16);

impl Rows {
    /// The rows of a count; counts beyond any screen stop at the tallest there is.
    pub fn of(count: usize) -> Self {
        Self(u16::try_from(count).unwrap_or(u16::MAX))
    }

    /// The number of rows, for arithmetic with lengths.
    pub fn count(self) -> usize {
        usize::from(self.0)
    }

    /// What is left after taking `other` away, never less than none.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// The width text is set to; a pane too narrow for text has no measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure(NonZeroU16);

impl Measure {
    /// What most books use and most eyes like: some 66 characters a line (Bringhurst, *Elements*, 2.1.2).
    pub const COMFORTABLE: Self = Self::or_one(66);

    /// A measure of `cols`, unless there is no column at all.
    pub fn new(cols: Cols) -> Option<Self> {
        NonZeroU16::new(cols.0).map(Self)
    }

    /// A measure of `cols`, or of one column where there is none.
    pub const fn or_one(cols: u16) -> Self {
        match NonZeroU16::new(cols) {
            Some(cols) => Self(cols),
            None => Self(NonZeroU16::MIN),
        }
    }

    /// Its width in columns.
    pub fn cols(self) -> Cols {
        Cols(self.0.get())
    }

    /// The narrower of two.
    #[must_use]
    pub fn at_most(self, cols: Cols) -> Self {
        Self::or_one(self.0.get().min(cols.0))
    }
}

/// How many columns `text` takes on screen, counted as ratatui counts its cells: cluster by cluster.
///
/// A cluster (a flag, a family joined by ZWJ, a letter with its marks) is measured whole; measuring a string in one go
/// would differ where two clusters ligate, and a cell grid cannot ligate. Control characters take nothing: a document
/// holds none but the line feed and the tab, and neither is drawn as itself.
pub fn width(text: &str) -> Cols {
    // Nearly all prose: one byte, one column.
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cols::of(text.len());
    }
    Cols::of(text.graphemes(true).map(|cluster| cluster_width(cluster).count()).sum())
}

/// How many columns one grapheme cluster takes.
pub fn cluster_width(cluster: &str) -> Cols {
    if cluster.contains(char::is_control) {
        return Cols(0);
    }
    Cols::of(cluster.width())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_are_measured_whole() {
        let check = |text: &str, expected: u16| assert_eq!(width(text), Cols(expected), "{text:?}");
        check("", 0);
        check("plain", 5);
        check("naïve", 5);
        check("nai\u{308}ve", 5); // the same with a combining mark
        check("国際", 4);
        check("👩‍👩‍👧", 2); // joined by ZWJ
        check("❤\u{fe0f}", 2); // VS16 asks for the wide picture
        check("🇵🇱", 2);
        check("שלום", 4);
        check("a\u{200b}b", 2); // zero-width space
        check("\n", 0);
    }

    #[test]
    fn width_is_what_ratatui_puts_into_cells() {
        use ratatui::{buffer::Buffer, layout::Rect, style::Style};
        for text in ["plain", "naïve", "国際赤色救援会", "👩‍👩‍👧 family", "❤\u{fe0f}x", "शक्ति", "a\u{200b}b", "ﷺ", "لا", "각", "e\u{301}"]
        {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 1));
            let (end, _) = buffer.set_stringn(0, 0, text, 80, Style::default());
            assert_eq!(width(text), Cols(end), "{text:?}");
        }
    }

    #[test]
    fn a_pane_without_columns_has_no_measure() {
        assert_eq!(Measure::new(Cols(0)), None);
        assert_eq!(Measure::or_one(0).cols(), Cols(1));
        assert_eq!(Measure::COMFORTABLE.at_most(Cols(40)).cols(), Cols(40));
    }
}
