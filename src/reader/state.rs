//! The state of the reader: what is open, where one is, what lies over it.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{
    Effect, Keep, Opened, Shared, Verb,
    action::BookId,
    cited::{self, Cited},
    copy::CopyAs,
    history::{History, Stop},
    item::Item,
    layout::{Layout, NotesAt, NotesWanted, TimeWanted, Wanted},
    list::List,
    page::{Composer, Page, settings},
    pictures::{Means, Pictures, PicturesWanted},
    prompt::{Line as PromptLine, Purpose},
    timeline::Time,
};
use crate::{
    citation::{Overrule, WorkId},
    document::{BlockId, Document, Locator, NoteId, PictureId, Target},
    problem::{Problem, Severity},
    search::{Hits, Query},
    time::{
        find::{Correction, Found},
        timeline::Timeline,
    },
    typeset::{Galley, Line, Setting, Top, wrapped},
    unit::{Cols, Measure, Place, Rows, Stretch},
};

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
    fn wanted(&self, has_contents: bool) -> Wanted {
        Wanted { measure: Measure::or_one(self.measure), notes: self.notes, time: self.time, contents: self.contents && has_contents }
    }

    fn setting(&self, measure: Measure) -> Setting {
        Setting { measure, justify: self.justify, hyphenate: self.hyphenate, ascii: self.ascii, reorder: self.reorder }
    }
}

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

/// What one looks at without going there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// A note.
    Note(NoteId),
    /// A passage of the text that a link leads to.
    Passage(Place),
    /// An address outside, of the link of this index.
    Address(usize),
    /// What is known of a picture.
    Picture(PictureId),
}

/// One sight of a peek, and how it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// What is seen.
    pub sight: Sight,
    /// The item lit within it.
    pub lit: Option<Item>,
    /// How many lines are scrolled away.
    pub scrolled: usize,
}

/// A look at a note or passage, over the text; a note seen from a note lies on top.
#[derive(Debug)]
pub struct Peek {
    /// The sights, the latest last; never empty.
    pub views: Vec<View>,
    /// Sets what is seen.
    pub galley: Galley,
    /// The lines of the latest sight, set for the overlay's width; filled when the state settles.
    pub lines: Vec<Line>,
    /// What the short forms of the note that is seen stand for, all of it; filled when the state settles.
    pub gloss: Vec<String>,
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

/// The text that is open and everything tied to it.
#[derive(Debug)]
pub struct Book {
    /// Which opening it is.
    pub id: BookId,
    /// What the store knows it by.
    pub key: String,
    /// Its title, or its file's name.
    pub title: String,
    /// The text.
    pub document: Arc<Document>,
    /// What was wrong with it.
    pub problems: Arc<[Problem]>,
    /// Where the page begins: the place one is at.
    pub top: Top,
    /// The places one came from.
    pub history: History,
    /// The reader's marks.
    pub marks: BTreeMap<char, Place>,
    /// The noteref or link that is lit.
    pub lit: Option<Item>,
    /// The search that goes on.
    pub search: Option<Search>,
    /// The text being selected.
    pub selection: Option<Selection>,
    /// What the notes cite, once that was found out.
    pub cited: Arc<Cited>,
    /// What the reader has decided about them against the rules.
    pub overrules: Vec<Overrule>,
    /// What the reader has said about its dates.
    pub corrections: Vec<Correction>,
    /// The work whose citations one follows.
    pub source: Option<WorkId>,
    /// The dates in its prose, and whether they have been looked for.
    pub dates: Arc<[Found]>,
    /// Which of them its story tells, by their index.
    pub told: Arc<[u32]>,
    /// Whether its dates have been looked for.
    pub dated: bool,
    /// Its timeline, joined to it; empty where it has none, or none yet.
    pub timeline: Arc<Timeline>,
    /// What timelines call it.
    pub names: Vec<String>,
    /// What is known of its pictures.
    pub pictures: Pictures,
    /// Sets the text.
    pub galley: Galley,
    /// Sets the notes.
    pub side: Galley,
    /// The tops of the pages turned since the last jump, so that turning back shows the very same pages.
    pub turned: Vec<Top>,
    /// The remembered place, while the part of the text that holds it has not come yet.
    pub awaited: Option<Locator>,
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

impl Book {
    /// A text that has just been opened.
    pub fn new(opened: Opened, setting: Setting) -> Self {
        let Opened { book, key, name, document, problems, place, marks, history, overrules, corrections } = opened;
        let mut new = Self {
            id: book,
            key,
            title: document.meta().title.clone().unwrap_or(name),
            problems,
            top: Top::default(),
            history: History::default(),
            marks: BTreeMap::new(),
            lit: None,
            search: None,
            selection: None,
            cited: Arc::default(),
            overrules,
            corrections,
            source: None,
            dates: Arc::new([]),
            told: Arc::new([]),
            dated: false,
            timeline: Arc::default(),
            names: Vec::new(),
            pictures: Pictures::default(),
            galley: Galley::new(setting),
            side: Galley::new(setting),
            turned: Vec::new(),
            awaited: None,
            document,
        };
        new.recall(place, &marks, &history);
        new
    }

    /// Takes what is remembered of the text; a place that has not come yet is waited for.
    pub(super) fn recall(&mut self, place: Option<Locator>, marks: &BTreeMap<char, Locator>, history: &[Locator]) {
        let document = &self.document;
        self.marks = marks.iter().map(|(name, at)| (*name, document.locate(at))).collect();
        self.history = History::of(history.iter().map(|at| Stop::from(Top { place: document.locate(at), lead: 0 })).collect());
        if let Some(place) = place {
            self.top = Top { place: document.locate(&place), lead: 0 };
            if !document.is_whole() {
                self.awaited = Some(place);
            }
        }
    }

    /// Where one is, to be remembered; a text that is not remembered has no key.
    pub fn keep(&self) -> Option<Keep> {
        if self.key.is_empty() || self.awaited.is_some() {
            return None;
        }
        let document = &self.document;
        // The history is kept short in the store: what lies further back is nobody's way home.
        let recent = self.history.places().iter().rev().take(20).rev();
        Some(Keep {
            key: self.key.clone(),
            title: self.title.clone(),
            author: document.meta().author.clone(),
            percent: document.percent(self.top.place),
            place: document.locator(self.top.place),
            history: recent.map(|stop| document.locator(stop.top.place)).collect(),
        })
    }
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

    /// Typesets just what the panes need, once no action waits any more. Drawing then decides nothing.
    pub fn settle(&mut self) {
        self.lay_out();
        if std::mem::take(&mut self.typed) {
            self.search_typed();
        }
        self.page = self.composer().page(self.book.top);
        self.settle_focus();
        self.settle_remarks();
        self.settle_hits();
        self.settle_time();
        self.settle_contents();
        self.settle_overlay();
    }

    /// The focus cannot stay on what is no longer shown.
    fn settle_focus(&mut self) {
        let lost = match self.focus {
            Pane::Text => false,
            Pane::Notes => self.page.notes.is_empty() || self.layout.notes == NotesAt::Off,
            Pane::Contents => self.layout.contents.is_none(),
            Pane::Time => self.layout.time.is_none(),
        };
        if lost {
            self.focus = Pane::Text;
        }
        self.chosen_note = self.chosen_note.min(self.page.notes.len().saturating_sub(1));
    }

    /// What is read on the screen: the page, its notes, what is looked at.
    fn shown(&self) -> Vec<Stretch> {
        let document = &self.book.document;
        let mut shown = vec![self.page.stretch()];
        shown.extend(self.page.notes.iter().map(|note| document.note(note.note).body.clone()));
        if let Overlay::Peek(peek) = &self.overlay {
            shown.extend(peek.views.last().map(|view| view.flow(document)).map(|flow| stretch_of(document, &flow)));
        }
        shown
    }

    fn settle_remarks(&mut self) {
        self.remarks.clear();
        let cited = &self.book.cited;
        if !self.settings.remarks || !cited.is_known() {
            return;
        }
        let document = &self.book.document;
        for at in self.shown() {
            let noterefs = document.noterefs_in(&at).map(|id| document.noteref(id));
            let remarks = noterefs.filter(|noteref| noteref.note.is_some_and(|note| cited.is_remark(note)));
            self.remarks.extend(remarks.map(|noteref| noteref.at.clone()));
        }
    }

    fn settle_hits(&mut self) {
        self.hits.clear();
        let Some(search) = &self.book.search else { return };
        let document = &self.book.document;
        let mut shown = self.shown();
        // A hit may begin before the page and end on it: one line's worth is looked at as well.
        if let Some(first) = shown.first_mut() {
            first.start = document.floor(Place(first.start.0.saturating_sub(200)));
        }
        for at in shown {
            self.hits.extend(search.query.0.hits_in(document, &at));
        }
        self.hits.sort_by_key(|hit| hit.start);
        self.hits.dedup();
    }

    fn settle_contents(&mut self) {
        let Some(area) = self.layout.contents else {
            self.contents = None;
            return;
        };
        let here = self.page.stretch().start;
        let list = self.contents.get_or_insert_with(|| super::lists::contents(&self.book.document));
        if self.focus != Pane::Contents {
            list.choose_place(here);
        }
        keep_in_view(list, usize::from(area.rows.saturating_sub(2)), 1);
    }

    fn settle_overlay(&mut self) {
        let area = self.layout.overlay();
        match &mut self.overlay {
            Overlay::List(list) => {
                let rows = usize::from(area.rows.saturating_sub(2 + u16::from(list.filter.is_some())));
                let each = super::lists::rows_each(list.subject);
                keep_in_view(list, rows, each);
                let document = &self.book.document;
                list.fill_below(list.first, rows.div_ceil(each), |row| super::lists::below(document, row));
            }
            Overlay::Peek(peek) => {
                let measure = Measure::or_one(self.settings.measure.min(area.cols.saturating_sub(4)).max(1));
                peek.galley.set(Setting { justify: false, ..self.settings.setting(measure) });
                let document = &self.book.document;
                if let Some(view) = peek.views.last_mut() {
                    let flow = view.flow(document);
                    let start = stretch_of(document, &flow).start;
                    let gloss = match view.sight {
                        // First the way that leads there, then what stands there.
                        Sight::Note(id) => {
                            let mut lines = cited::lines(&self.book.cited, document, id);
                            lines.extend(self.book.cited.gloss(id).map(str::to_owned));
                            lines
                        }
                        Sight::Picture(id) => self.book.pictures.known_of(document, id),
                        Sight::Passage(_) | Sight::Address(_) => Vec::new(),
                    };
                    let under = measure.cols().less(Cols(super::page::INDENT));
                    // Never more than half the room: the note is what one looks at.
                    let most = usize::from(area.rows / 2);
                    peek.gloss = gloss.iter().flat_map(|line| wrapped(line, under, most)).take(most).collect();
                    let rows = Rows::of(usize::from(area.rows).saturating_sub(3 + peek.gloss.len()).max(1));
                    let top = Top { place: start, lead: 0 };
                    // No further than where the last line is still on screen.
                    let height = peek.galley.height(document, &flow, view.scrolled + rows.count() * 2);
                    view.scrolled = view.scrolled.min(height.saturating_sub(rows.count()));
                    let top = peek.galley.forward(document, &flow, top, view.scrolled);
                    peek.lines = peek.galley.page(document, &flow, top, rows);
                }
            }
            Overlay::None | Overlay::Prompt { .. } | Overlay::Hints(_) => {}
        }
    }
}

impl View {
    /// A look at something, from its beginning.
    pub fn new(sight: Sight) -> Self {
        Self { sight, lit: None, scrolled: 0 }
    }

    /// The blocks that are seen.
    pub fn flow(&self, document: &Document) -> Range<BlockId> {
        match self.sight {
            Sight::Note(note) => document.note(note).blocks.clone(),
            // Enough of a passage to know it by: its block and the two after it.
            Sight::Passage(place) => match document.block_at(place) {
                Some(first) => {
                    let end = if place < document.body_end() { document.body().end } else { document.all_blocks().end };
                    first..BlockId::at((first.index() + 3).min(end.index()))
                }
                None => BlockId(0)..BlockId(0),
            },
            Sight::Address(_) | Sight::Picture(_) => BlockId(0)..BlockId(0),
        }
    }

    /// What is seen, where it is no text: an address, or the words that stand for a picture.
    pub fn name<'a>(&self, document: &'a Document) -> Option<&'a str> {
        match self.sight {
            Sight::Address(index) => match &document.links().get(index)?.target {
                Target::Address(address) | Target::Lost(address) => Some(address),
                Target::Place(_) => None,
            },
            Sight::Picture(id) => Some(document.slice(&document.picture(id).at)),
            Sight::Note(_) | Sight::Passage(_) => None,
        }
    }
}

/// The text of some blocks, from the first to the last.
pub(super) fn stretch_of(document: &Document, flow: &Range<BlockId>) -> Stretch {
    let blocks = &document.blocks()[flow.start.index()..flow.end.index().max(flow.start.index())];
    match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => first.at.start..last.at.end,
        _ => Place::START..Place::START,
    }
}

/// Scrolls a list so that the chosen row is among the `rows` on screen, each row taking `each`.
fn keep_in_view(list: &mut List, rows: usize, each: usize) {
    let fit = (rows / each).max(1);
    let chosen = list.position();
    list.first = list.first.min(list.shown().saturating_sub(fit.min(list.shown())));
    if chosen < list.first {
        list.first = chosen;
    } else if chosen >= list.first + fit {
        list.first = chosen + 1 - fit;
    }
}
