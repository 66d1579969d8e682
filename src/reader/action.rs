//! What comes in and what goes out: [`Action`] and [`Effect`], the two sides of [`update`](super::update()).

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Verb,
    cited::Cited,
    list::Shelf,
    pictures::{Fit, Means, PictureKey},
};
use crate::{
    citation::{CiteKey, Overrule},
    document::{Document, Locator, Origin},
    problem::Problem,
    search::{Hits, Query},
    time::{
        find::{Correction, Found},
        timeline::Timeline,
    },
    typeset::PictureSize,
};

/// Which opened text something is about: each opening has its own number, so that a late answer about another text is told
/// apart and dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookId(pub u64);

/// A text that was opened, and what is remembered of it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Which opening this is. The whole of a text whose first part is already being read comes with the same number.
    pub book: BookId,
    /// What the store knows it by.
    pub key: String,
    /// What it is called where it says nothing itself: a file's name.
    pub name: String,
    /// The text.
    pub document: Arc<Document>,
    /// What was wrong with it.
    pub problems: Arc<[Problem]>,
    /// Where one was when it was last read.
    pub place: Option<Locator>,
    /// The marks set in it.
    pub marks: BTreeMap<char, Locator>,
    /// The places one came from, oldest first.
    pub history: Vec<Locator>,
    /// What was decided about its short citations.
    pub overrules: Vec<Overrule>,
    /// What was said about its dates.
    pub corrections: Vec<Correction>,
}

/// Something that happened: a verb, a keystroke at a prompt, a new size, an answer to an effect.
#[derive(Clone, Debug)]
pub enum Action {
    /// A verb was said, with a count if one was typed, and the character it waits for if it does.
    Do {
        /// The verb.
        verb: Verb,
        /// The number typed before it.
        count: Option<u32>,
        /// The character typed after it.
        character: Option<char>,
    },
    /// A character was typed at a prompt or for a hint.
    Type(char),
    /// Text was pasted at a prompt.
    Paste(String),
    /// An editing key was pressed at a prompt.
    Edit(Edit),
    /// The keys typed so far of a longer chord or a count, to be shown.
    Pending(String),
    /// A chord that means nothing here.
    Unbound(String),
    /// The screen has this size.
    Resize {
        /// Columns.
        cols: u16,
        /// Rows.
        rows: u16,
    },
    /// A mouse button was pressed on this cell.
    Click {
        /// Column from the left.
        col: u16,
        /// Row from the top.
        row: u16,
    },
    /// The wheel was turned by so many lines, downwards if positive.
    Wheel(i32),
    /// A text was opened.
    Opened(Opened),
    /// What is remembered of the text came later than the text.
    Recalled {
        /// Which text.
        book: BookId,
        /// Where one was.
        place: Option<Locator>,
        /// The marks.
        marks: BTreeMap<char, Locator>,
        /// The places one came from.
        history: Vec<Locator>,
        /// What was decided about its short citations.
        overrules: Vec<Overrule>,
        /// What was said about its dates.
        corrections: Vec<Correction>,
    },
    /// All hits of a search were counted.
    Found {
        /// In which text.
        book: BookId,
        /// Of what.
        query: Shared<Query>,
        /// Where.
        hits: Hits,
    },
    /// What the short forms of the notes stand for was found out.
    Glossed {
        /// In which text.
        book: BookId,
        /// What they cite.
        cited: Shared<Cited>,
        /// What was wrong with the list of works beside it.
        problems: Vec<Problem>,
    },
    /// The dates of the text were found, and its timeline.
    Dated {
        /// In which text.
        book: BookId,
        /// Its events, joined to the text; without one where the text has no dates.
        timeline: Arc<Timeline>,
        /// The dates in its prose.
        dates: Arc<[Found]>,
        /// With what the reader had said about them.
        corrections: Vec<Correction>,
        /// What timelines call the text.
        names: Vec<String>,
        /// What was wrong with its timeline's file.
        problems: Vec<Problem>,
    },
    /// The terminal can draw pictures with this.
    Draws(Means),
    /// A picture has come.
    Pictured {
        /// Which.
        picture: PictureKey,
        /// How it was to be fitted.
        fit: Fit,
        /// How large it is, or why it cannot be shown.
        shown: Result<PictureSize, Problem>,
    },
    /// What was drawn of a picture is not kept any more.
    PictureForgotten(PictureKey),
    /// The texts there are.
    Library(Vec<Shelf>),
    /// Something could not be done.
    Failed(Problem),
    /// Something was done.
    Say(String),
    /// The theme is now this one.
    Themed(String),
    /// A signal asks to leave.
    Leave,
}

/// An editing key at a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Takes away the character before the cursor; at an empty prompt, closes it.
    Backspace,
    /// Takes away the character under the cursor.
    Delete,
    /// Takes away the word before the cursor.
    DeleteWord,
    /// Takes away everything before the cursor.
    DeleteToStart,
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// The line typed before; in a list, the row above.
    Older,
    /// The line typed after; in a list, the row below.
    Newer,
    /// The next completion.
    Complete,
    /// The completion before.
    CompleteBack,
    /// Takes what stands there.
    Accept,
    /// Leaves the prompt, and everything as it was before.
    Cancel,
    /// Words or regular expression.
    ToggleRegex,
}

/// Something to be done outside, as a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open this text: a file's path, a bundled text's name, or a key of the library. Answered by [`Action::Opened`] or [`Action::Failed`].
    Open(String),
    /// List the texts there are. Answered by [`Action::Library`].
    ListLibrary,
    /// Count all hits, on a thread. Answered by [`Action::Found`].
    CountHits {
        /// In which text.
        book: BookId,
        /// The text itself.
        document: Shared<Document>,
        /// What is looked for.
        query: Shared<Query>,
    },
    /// Find out what the short forms of the notes stand for, on a thread. Answered by [`Action::Glossed`].
    Gloss {
        /// In which text.
        book: BookId,
        /// What the store knows it by; empty for one that is not remembered.
        key: String,
        /// The text itself.
        document: Shared<Document>,
        /// What the reader has decided about them.
        overrules: Vec<Overrule>,
    },
    /// Find the dates of the text, and its timeline, on a thread. Answered by [`Action::Dated`].
    Date {
        /// Which text.
        book: BookId,
        /// What the store knows it by; empty for one that is not remembered.
        key: String,
        /// The text itself.
        document: Shared<Document>,
        /// What the reader has said about its dates.
        corrections: Vec<Correction>,
    },
    /// Fetch a picture and make it ready to be drawn, on a thread. Answered by [`Action::Pictured`].
    Picture {
        /// Which.
        picture: PictureKey,
        /// What the store knows its text by; empty for one that is not remembered.
        key: String,
        /// Where it is to be had.
        origin: Origin,
        /// How it is to be fitted.
        fit: Fit,
    },
    /// Open a picture, or an address, with whatever program opens such things. Answered by [`Action::Say`] or [`Action::Failed`].
    OpenOutside {
        /// The text it belongs to, as the store knows it.
        key: String,
        /// Where it is to be had.
        origin: Origin,
    },
    /// Put this on the clipboard.
    Copy(String),
    /// Remember where one is.
    KeepPlace(Keep),
    /// Remember a mark, or forget it.
    KeepMark {
        /// In which text, as the store knows it.
        key: String,
        /// Its letter.
        name: char,
        /// Where it is; `None` to forget it.
        place: Option<Locator>,
    },
    /// Remember what the reader has decided about a short citation, or that the rules decide again.
    KeepOverrule {
        /// In which text, as the store knows it.
        key: String,
        /// About which cite.
        cite: CiteKey,
        /// What it means; `None` to forget it.
        overrule: Option<Overrule>,
    },
    /// Remember what the reader has said about a date, or that it is read by the rules again.
    KeepCorrection {
        /// In which text, as the store knows it.
        key: String,
        /// Where the date begins.
        at: Locator,
        /// What was said; `None` to forget it.
        correction: Option<Correction>,
    },
    /// Remember a setting.
    KeepSetting {
        /// Its name in the configuration.
        name: &'static str,
        /// Its value.
        value: String,
    },
    /// Change the theme. Answered by [`Action::Themed`] or [`Action::Failed`].
    Theme(String),
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back for a while.
    Suspend,
    /// End the program.
    Leave,
}

/// Where one is in a text, to be remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Keep {
    /// The text, as the store knows it.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its author.
    pub author: Option<String>,
    /// How much of the body lies before.
    pub percent: u8,
    /// The place.
    pub place: Locator,
    /// The places one came from, oldest first.
    pub history: Vec<Locator>,
}

/// Something shared with a thread; two are equal when they are the same one.
#[derive(Debug)]
pub struct Shared<T>(pub Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
