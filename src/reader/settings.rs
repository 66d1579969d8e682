//! What the reader has chosen, apart from where they are.

use super::{
    copy::CopyAs,
    layout::{NotesWanted, TimeWanted, Wanted},
    pictures::PicturesWanted,
};
use crate::{typeset::Setting, unit::Measure};

/// What the reader has chosen, apart from where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How wide the text is set, where the screen allows.
    pub measure: u16,
    /// Whether lines are set to the full measure.
    pub justify: bool,
    /// Whether words are divided at line ends.
    pub hyphenate: bool,
    /// Whether only ASCII signs are drawn.
    pub ascii: bool,
    /// Whether runs that read from the right are put in order here, not by the terminal.
    pub reorder: bool,
    /// Where the notes are wanted.
    pub notes: NotesWanted,
    /// Where the timeline is wanted.
    pub time: TimeWanted,
    /// Whether the contents stand beside the text where there is room.
    pub contents: bool,
    /// How many lines of a page stay on screen when one turns it.
    pub overlap: u16,
    /// The theme's name.
    pub theme: String,
    /// Whether searches are regular expressions.
    pub regex: bool,
    /// Whether the marks of notes that say something are told from those of notes that only cite.
    pub remarks: bool,
    /// As what passages are copied.
    pub copy: CopyAs,
    /// Whether pictures are wanted in the text.
    pub pictures: PicturesWanted,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measure: 66,
            justify: false,
            hyphenate: true,
            ascii: false,
            reorder: true,
            notes: NotesWanted::Auto,
            time: TimeWanted::Off,
            contents: true,
            overlap: 0,
            theme: String::new(),
            regex: false,
            remarks: true,
            copy: CopyAs::default(),
            pictures: PicturesWanted::default(),
        }
    }
}

impl Settings {
    /// What is wanted where, by a text that has contents to show or has none.
    pub(super) fn wanted(&self, has_contents: bool) -> Wanted {
        Wanted { measure: Measure::or_one(self.measure), notes: self.notes, time: self.time, contents: self.contents && has_contents }
    }

    pub(super) fn setting(&self, measure: Measure) -> Setting {
        Setting { measure, justify: self.justify, hyphenate: self.hyphenate, ascii: self.ascii, reorder: self.reorder }
    }
}
