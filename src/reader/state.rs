//! The state of the reader: what is open, where one is, what lies over it.

use std::sync::Arc;

use super::{
    Effect, Opened, Shared, Verb,
    book::Book,
    history::Stop,
    item::Item,
    layout::Layout,
    list::List,
    page::{Composer, Page, settings},
    peek::Peek,
    pictures::Means,
    prompt::{Line as PromptLine, Purpose},
    settings::Settings,
    timeline::Time,
};
use crate::{
    document::Document,
    problem::Severity,
    search::{Hits, Query},
    unit::{Measure, Place, Stretch},
};

/// The pane that has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The text.
    #[default]
    Text,
    /// The notes of the page.
    Notes,
    /// The contents beside the text.
    Contents,
    /// The timeline.
    Time,
}

/// A search that goes on.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is looked for.
    pub query: Shared<Query>,
    /// The hit one is at.
    pub here: Option<Stretch>,
    /// All hits, once they are counted.
    pub hits: Option<Hits>,
    /// Whether the list of hits was asked for before they were counted.
    pub list_when_counted: bool,
}

/// Text being selected: from where one began to where one is, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The end that stays.
    pub anchor: Place,
    /// The end that moves.
    pub cursor: Place,
}

impl Selection {
    /// The stretch selected, the cluster under the further end included.
    pub fn stretch(self, document: &Document) -> Stretch {
        let (first, last) = (self.anchor.min(self.cursor), self.anchor.max(self.cursor));
        first..super::select::after(document, last)
    }
}

/// Letters put to items of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// The letters and what they lead to.
    pub of: Vec<(String, Item)>,
    /// What was typed so far.
    pub typed: String,
}

/// What lies over the text: one thing or nothing.
#[derive(Debug, Default)]
pub enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// A note or passage.
    Peek(Peek),
    /// A list.
    List(List),
    /// A line being typed; for a search, with what giving it up comes back to.
    Prompt {
        /// What it is for.
        purpose: Purpose,
        /// The line.
        line: PromptLine,
        /// Where one was when it was opened.
        origin: Stop,
        /// The search that went on then.
        before: Option<Search>,
    },
    /// Letters on the page.
    Hints(Hints),
}

/// Which keys mean what, from the state of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Reading.
    Text,
    /// Selecting.
    Select,
    /// A list, or the contents beside the text.
    List,
    /// Looking at a note.
    Peek,
    /// Typing.
    Prompt,
    /// Choosing a letter.
    Hints,
    /// The timeline.
    Time,
}

/// A line of the help: the chords and what they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// The heading under which it stands.
    pub group: String,
    /// The chords, as they are written.
    pub chords: String,
    /// What they do.
    pub help: String,
    /// The verb, where there is one.
    pub verb: Option<Verb>,
}

/// What is said in the status line until something else happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub words: String,
    /// Whether it says that something could not be done.
    pub severity: Severity,
}

/// The whole state of the reader.
#[derive(Debug)]
pub struct State {
    /// The screen's columns and rows.
    pub size: (u16, u16),
    /// What is open.
    pub book: Book,
    /// What the reader has chosen.
    pub settings: Settings,
    /// What pictures can be drawn with here.
    pub means: Means,
    /// The pane that has the keys.
    pub focus: Pane,
    /// What lies over the text.
    pub overlay: Overlay,
    /// What is said in the status line.
    pub message: Option<Message>,
    /// The keys typed so far of a longer chord.
    pub pending: String,
    /// Which of the page's notes is chosen, while the notes have the keys.
    pub chosen_note: usize,
    /// Where one is in the timeline.
    pub time: Time,
    /// The contents beside the text, where they are shown.
    pub contents: Option<List>,
    /// The keys, for the help.
    pub help: Arc<[HelpRow]>,
    /// The themes there are.
    pub themes: Arc<[String]>,
    /// The bundled texts: name and title.
    pub texts: Arc<[(String, String)]>,
    /// What was searched for before, oldest first.
    pub searches: Vec<String>,
    /// Whether what is typed for a search has changed since it was last looked for. It is looked for when the state settles: letters
    /// that come faster than a long text is gone through are looked for together.
    pub typed: bool,
    /// The commands given before, oldest first.
    pub commands: Vec<String>,
    /// Where everything is on the screen; follows from the size and the settings.
    pub layout: Layout,
    /// What is on the screen; filled when the state settles.
    pub page: Page,
    /// The hits on the page and in the notes shown; filled when the state settles.
    pub hits: Vec<Stretch>,
    /// The noterefs shown whose notes say something, where others only cite; filled when the state settles.
    pub remarks: Vec<Stretch>,
}

impl State {
    /// A reader of this text, on a screen of this size.
    pub fn new(opened: Opened, settings: Settings, cols: u16, rows: u16) -> Self {
        let setting = settings.setting(Measure::COMFORTABLE);
        let layout = Layout::of(cols, rows, settings.wanted(true));
        let mut state = Self {
            size: (cols, rows),
            book: Book::new(opened, setting),
            settings,
            means: Means::default(),
            focus: Pane::Text,
            overlay: Overlay::None,
            message: None,
            pending: String::new(),
            chosen_note: 0,
            time: Time::default(),
            contents: None,
            help: Arc::new([]),
            themes: Arc::new([]),
            texts: Arc::new([]),
            searches: Vec::new(),
            typed: false,
            commands: Vec::new(),
            layout,
            page: Page::default(),
            hits: Vec::new(),
            remarks: Vec::new(),
        };
        super::update::say_problems(&mut state);
        state
    }

    /// What is to be found out about the text that is open, when there is time for it.
    pub fn wishes(&self) -> Vec<Effect> {
        let document = &self.book.document;
        // Of a first part nothing is found out that would have to be taken back.
        if !document.is_whole() {
            return Vec::new();
        }
        let mut wishes = Vec::new();
        if !self.book.cited.is_known() {
            wishes.extend(self.gloss());
        }
        if !self.book.dated {
            wishes.extend(self.date());
        }
        wishes
    }

    /// Finds out what the notes cite, with what the reader has decided.
    pub(super) fn gloss(&self) -> Option<Effect> {
        let document = &self.book.document;
        let overrules = self.book.overrules.clone();
        let gloss = || Effect::Gloss { book: self.book.id, key: self.book.key.clone(), document: Shared(document.clone()), overrules };
        (document.is_whole() && !document.notes().is_empty()).then(gloss)
    }

    /// Finds the dates, with what the reader has said about them.
    pub(super) fn date(&self) -> Option<Effect> {
        let document = &self.book.document;
        let corrections = self.book.corrections.clone();
        let date = || Effect::Date { book: self.book.id, key: self.book.key.clone(), document: Shared(document.clone()), corrections };
        document.is_whole().then(date)
    }

    /// Which keys mean what at the moment.
    pub fn layer(&self) -> Layer {
        match &self.overlay {
            Overlay::Prompt { .. } => Layer::Prompt,
            Overlay::List(list) if list.typing => Layer::Prompt,
            Overlay::List(_) => Layer::List,
            Overlay::Peek(_) => Layer::Peek,
            Overlay::Hints(_) => Layer::Hints,
            Overlay::None if self.focus == Pane::Contents => match &self.contents {
                Some(list) if list.typing => Layer::Prompt,
                _ => Layer::List,
            },
            Overlay::None if self.focus == Pane::Time => Layer::Time,
            Overlay::None if self.book.selection.is_some() => Layer::Select,
            Overlay::None => Layer::Text,
        }
    }

    /// Composes pages of the text that is open.
    pub fn composer(&self) -> Composer<'_> {
        Composer {
            document: &self.book.document,
            galley: &self.book.galley,
            side: &self.book.side,
            layout: &self.layout,
            cited: &self.book.cited,
        }
    }

    /// The list that has the keys, if one has.
    pub fn list(&mut self) -> Option<&mut List> {
        match &mut self.overlay {
            Overlay::List(list) => Some(list),
            Overlay::None if self.focus == Pane::Contents => self.contents.as_mut(),
            _ => None,
        }
    }

    /// Says something in the status line.
    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), severity: Severity::Remark });
    }

    /// Says that something cannot be done.
    pub(super) fn refuse(&mut self, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), severity: Severity::Warning });
    }

    /// Divides the screen anew and tells the galleys; to be called whenever size or settings may have changed.
    pub(super) fn lay_out(&mut self) {
        let (cols, rows) = self.size;
        self.layout = Layout::of(cols, rows, self.settings.wanted(self.book.document.sections().len() > 1));
        let (text, side) = settings(&self.layout, self.settings.setting(self.layout.measure()));
        self.book.galley.set(text);
        self.book.side.set(side);
        self.fit_pictures();
    }
}
