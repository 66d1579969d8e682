//! What a reader decides about cites against the rules, and how a decision finds its cite again after the text was edited.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    Apparatus, CiteId, Work, WorkId,
    words::fold,
    work::{Catalogue, Name, Short, without_article},
};
use crate::document::{Document, NoteId};

/// A cite, written down so that it is found again: its note's label, its words, and which of those with these words it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CiteKey {
    /// The label of the note, as printed.
    pub note: String,
    /// Which of the notes with this label, from 0; numbers begin anew in many books.
    pub turn: usize,
    /// Which of the note's cites with these words, from 0.
    pub nth: usize,
    /// The words of the cite.
    pub words: String,
}

/// A work, written down so that it is found again: its authors, its title, its entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WorkKey {
    /// The surnames of its authors, folded.
    pub authors: Vec<String>,
    /// Its title as printed.
    pub title: String,
    /// The words of its entry, by which two editions are told apart.
    pub entry: String,
}

/// A decision of a reader: this cite means this work, whatever the rules say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overrule {
    /// The cite that is decided about.
    pub cite: CiteKey,
    /// What it means; `None`: none of the works that are known.
    pub decision: Option<WorkKey>,
}

impl Apparatus {
    /// Writes a cite down.
    pub fn cite_key(&self, document: &Document, id: CiteId) -> CiteKey {
        let cite = self.cite(id);
        let label = &document.note(cite.note).label;
        let turn = document.notes()[..cite.note.index()].iter().filter(|note| note.label == *label).count();
        let words = document.words(&cite.at);
        let before = self.ids_of(cite.note).take_while(|other| *other != id);
        let nth = before.filter(|other| document.words(&self.cite(*other).at) == words).count();
        CiteKey { note: label.to_string(), turn, nth, words }
    }

    /// Writes a work down.
    pub fn work_key(&self, document: &Document, id: WorkId) -> WorkKey {
        key(document, self.work(id))
    }

    /// The decision that the reader would write down who says that a cite means this work, or none.
    pub fn overrule(&self, document: &Document, cite: CiteId, decision: Option<WorkId>) -> Overrule {
        Overrule { cite: self.cite_key(document, cite), decision: decision.map(|work| self.work_key(document, work)) }
    }
}

/// A work as it is written down.
fn key(document: &Document, work: &Work) -> WorkKey {
    WorkKey {
        authors: work.authors.iter().map(|name| name.surname.clone()).collect(),
        title: work.title.clone(),
        entry: words(document, work),
    }
}

fn words(document: &Document, work: &Work) -> String {
    match &work.record {
        Some(record) if work.full.is_none() && work.bibliography.is_none() => record.line(),
        _ => document.words(work.entry()),
    }
}

/// The decisions of a reader, each with its note.
pub(super) struct Decided<'a> {
    /// Sorted by note.
    list: Vec<(NoteId, &'a Overrule)>,
}

impl<'a> Decided<'a> {
    /// Looks the notes of all decisions up. One whose note is gone is not among them.
    pub(super) fn of(document: &Document, overrules: &'a [Overrule]) -> Self {
        if overrules.is_empty() {
            return Self { list: Vec::new() };
        }
        let mut labels: HashMap<&str, Vec<NoteId>> = HashMap::new();
        for id in document.note_ids() {
            labels.entry(document.note(id).label.as_str()).or_default().push(id);
        }
        let mut list = Vec::new();
        for overrule in overrules {
            let key = &overrule.cite;
            let notes = labels.get(key.note.as_str()).map_or(&[][..], Vec::as_slice);
            let holds = |note: &NoteId| document.words(&document.note(*note).body).contains(&key.words);
            // A chapter put in before it changes its turn; its words are found all the same where only one note has them.
            let found = notes.get(key.turn).copied().filter(holds).or_else(|| {
                let holding: Vec<NoteId> = notes.iter().copied().filter(holds).take(2).collect();
                if let [only] = holding.as_slice() { Some(*only) } else { None }
            });
            list.extend(found.map(|note| (note, overrule)));
        }
        list.sort_by_key(|(note, _)| *note); // stable: a later decision stays behind an earlier one
        Self { list }
    }

    /// What was decided about the cite with these words in a note; the latest decision holds.
    pub(super) fn on(&self, note: NoteId, nth: usize, words: &str) -> Option<&'a Overrule> {
        self.in_note(note).rfind(|overrule| overrule.cite.nth == nth && overrule.cite.words == words)
    }

    /// Tells whether anything was decided about a note.
    pub(super) fn has(&self, note: NoteId) -> bool {
        self.in_note(note).next().is_some()
    }

    fn in_note(&self, note: NoteId) -> impl DoubleEndedIterator<Item = &'a Overrule> {
        let from = self.list.partition_point(|(of, _)| *of < note);
        let to = self.list.partition_point(|(of, _)| *of <= note);
        self.list[from..to].iter().map(|(_, overrule)| *overrule)
    }
}

/// The work that was written down.
pub(super) fn work(document: &Document, known: &Catalogue, key: &WorkKey) -> Option<WorkId> {
    let names: Vec<Name> = key.authors.iter().map(|surname| Name { surname: surname.clone(), given: Vec::new() }).collect();
    let parts = key.title.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|word| !word.is_empty());
    let short: Short = without_article(parts.map(|word| (fold(word), false)).collect());
    let fits = known.titled(&names, &short);
    let same = |id: &WorkId| words(document, known.work(*id)) == key.entry;
    let exact = fits.iter().map(|(id, _)| *id).find(same);
    let only = || if let [(only, _)] = fits.as_slice() { Some(*only) } else { None };
    // A work without a title is known by its entry alone.
    exact.or_else(only).or_else(|| (0..known.works.len()).map(WorkId::at).find(same))
}
