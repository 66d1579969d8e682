//! Notes and the marks that call them.

use std::{fmt, ops::Range};

use super::{BlockId, Evidence};
use crate::unit::{Place, Stretch};

/// The index of a note among a document's notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

impl NoteId {
    /// The id of the note at this index.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The index of a noteref among a document's noterefs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoterefId(pub u32);

impl NoterefId {
    /// The id of the noteref at this index.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The longest labels are the keys of works and the names that notes have in Markdown; what is longer is a paragraph in the place of
/// one, and a mark must fit in its block.
const LONGEST_LABEL: usize = 200;

/// A note's number or sign as the author printed it, without brackets: "37", "*", "12a"; never recomputed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Label(Box<str>);

impl Label {
    /// A label of these characters, on one line; of more than any label has, the beginning.
    pub fn new(label: &str) -> Self {
        let is_plain = label.len() <= LONGEST_LABEL && !label.contains(|character: char| character.is_whitespace() && character != ' ');
        if is_plain {
            return Self(label.into());
        }
        let mut line = label.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.len() > LONGEST_LABEL {
            let end = (0..=LONGEST_LABEL).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
            line.truncate(end);
            line.push('…');
        }
        Self(line.into())
    }

    /// Its characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether it is a number in Western figures.
    pub fn is_figure(&self) -> bool {
        !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Tells whether it is a sign like `*` or `†`, which needs no brackets to stand apart from words.
    pub fn is_sign(&self) -> bool {
        !self.0.is_empty() && !self.0.contains(|character: char| character.is_alphanumeric() || character.is_whitespace())
    }

    /// How the mark stands in a document's text: `[37]`, `[12a]`; a sign stands alone: `*`. Where none was printed, `[note]`
    /// says that there is one.
    pub fn mark(&self) -> String {
        if self.0.is_empty() {
            return "[note]".to_owned();
        }
        if self.is_sign() { self.0.to_string() } else { format!("[{}]", self.0) }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A note: what is printed at the foot of a page, in the margin, or at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its label, as printed; empty where the author printed none.
    pub label: Label,
    /// Its text, without the label, from the first of its blocks to the last.
    pub body: Stretch,
    /// Its blocks.
    pub blocks: Range<BlockId>,
    /// Its callers, in the order of the text; a note that nobody calls is kept, and reported.
    pub callers: Vec<NoterefId>,
    /// Where the source has it: at the foot of a page, at a chapter's end, or where it is called, as a place in the text that is left.
    pub stood: Place,
    /// Why it was taken for a note.
    pub why: Evidence,
}

impl Note {
    /// Tells whether anything in the text calls it.
    pub fn is_called(&self) -> bool {
        !self.callers.is_empty()
    }
}

/// A mark in the text that calls a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noteref {
    /// The mark in the document's text, brackets included.
    pub at: Stretch,
    /// Its label, as printed, without brackets.
    pub label: Label,
    /// The note it calls; `None` where there is none: a mark is never led to a guess.
    pub note: Option<NoteId>,
    /// Why it was taken for a mark, and for that note's.
    pub why: Evidence,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_on_one_line_and_no_paragraph() {
        let check = |label: &str, expected: &str| assert_eq!(Label::new(label).as_str(), expected);
        check("lower-alpha 1", "lower-alpha 1");
        check("註\n一", "註 一");
        check(" \u{2041}\t1\n", "\u{2041} 1");
        check(&"ä".repeat(300), &("ä".repeat(100) + "…"));
    }
}
