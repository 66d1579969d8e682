//! The text that is open, and everything tied to it.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    BookId, Keep, Opened,
    cited::Cited,
    history::{History, Stop},
    item::Item,
    pictures::Pictures,
    state::{Search, Selection},
};
use crate::{
    citation::{Overrule, WorkId},
    document::{Document, Locator},
    problem::Problem,
    time::{
        find::{Correction, Found},
        timeline::Timeline,
    },
    typeset::{Galley, Setting, Top},
    unit::Place,
};

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
