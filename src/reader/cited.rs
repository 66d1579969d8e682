//! What the notes cite, as a reader follows it: from an *ibid.* to the entry it stands for, a step at a time and back.
//!
//! What short forms mean is the affair of [`citation`](crate::citation); here it is told in lines ([`lines`]) and gone along. What is
//! not sure is never gone along: it is offered as a list.

use super::{
    State,
    item::{Item, items_in},
    list::{Goal, List, Row, Subject},
    peek::{Sight, View},
    state::{Overlay, Pane},
};
use crate::{
    citation::{Apparatus, Back, Beside, Cite, Kind, Meaning, Overrule, Reason, Sure, WorkId},
    document::{Document, NoteId, Target},
    unit::Place,
};

/// So many characters of a cite or an entry are enough to know it by.
const KNOWN_BY: usize = 40;

/// A run of *ibid.* is gone back through no further than this to be told; it leads to the same work all along.
const LONGEST: usize = 1000;

/// What was found out about the notes of a text.
#[derive(Clone, Debug, Default)]
pub struct Cited {
    /// Their cites, and the works these mean.
    pub apparatus: Apparatus,
    /// For each note, the line that says what its short forms stand for.
    pub glosses: Vec<Option<String>>,
    /// What the reader has decided about them.
    pub overrules: Vec<Overrule>,
    /// For each note, whether it says something besides where a thing comes from.
    remarks: Vec<bool>,
}

impl Cited {
    /// Goes through the notes of a text, with what is known besides. Takes time in proportion to their length.
    pub fn read(document: &Document, beside: Beside) -> Self {
        let apparatus = Apparatus::read_with(document, &beside);
        let is_chosen = |note| apparatus.cites_of(note).iter().any(|cite| cite.reason == Reason::Overruled && cite.sure > Sure::Unknown);
        let gloss = |note| match apparatus.gloss(document, note) {
            Some(gloss) if is_chosen(note) => Some(format!("{}: {gloss}", Reason::Overruled)),
            gloss => gloss,
        };
        let glosses = document.note_ids().map(gloss).collect();
        let mut remarks: Vec<bool> = document.note_ids().map(|id| !apparatus.is_bare(document, id)).collect();
        // Where all notes are of one kind there is nothing to tell apart.
        if remarks.iter().all(|remark| *remark) {
            remarks.fill(false);
        }
        Self { apparatus, glosses, overrules: beside.overrules, remarks }
    }

    /// Tells whether the notes were gone through.
    pub fn is_known(&self) -> bool {
        !self.glosses.is_empty()
    }

    /// The line under a note: what its short forms stand for.
    pub fn gloss(&self, note: NoteId) -> Option<&str> {
        self.glosses.get(note.index())?.as_deref()
    }

    /// Tells whether a note says something of its own, in a text where others only cite.
    pub fn is_remark(&self, note: NoteId) -> bool {
        self.remarks.get(note.index()).copied().unwrap_or(false)
    }

    /// The cites of a note that are no entries themselves.
    pub fn short_forms(&self, note: NoteId) -> impl Iterator<Item = &Cite> {
        self.apparatus.cites_of(note).iter().filter(|cite| cite.kind != Kind::Full)
    }
}

/// One step on the way from a short form to its entry.
struct Step {
    /// The note it leads to; `None` for the bibliography.
    note: Option<NoteId>,
    place: Place,
    words: String,
    /// There, too, stands only a form that leads back.
    is_back: bool,
}

/// The way from a cite to the entry of the work it means: back through the forms that lead back, then to the full entry.
fn steps(apparatus: &Apparatus, document: &Document, cite: &Cite) -> Vec<Step> {
    let Meaning::Work(id) = cite.meaning else { return Vec::new() };
    let work = apparatus.work(id);
    let mut steps: Vec<Step> = Vec::new();
    let mut here = cite;
    while matches!(here.kind, Kind::Back(_)) && steps.len() < LONGEST {
        // An *idem* leans on another work by the same author: that is no way to this one.
        let Some(next) = here.leans_on.map(|id| apparatus.cite(id)).filter(|next| next.meaning == cite.meaning) else { break };
        if next.note != here.note {
            let words = format!("{} {}", label(document, next.note), said(document, next));
            steps.push(Step { note: Some(next.note), place: next.at.start, words, is_back: matches!(next.kind, Kind::Back(_)) });
        }
        here = next;
    }
    let last = steps.last().and_then(|step| step.note).unwrap_or(cite.note);
    if here.kind == Kind::Full || work.full.is_some() && work.note == Some(last) {
        if let Some(step) = steps.last_mut() {
            step.words = format!("{}, the full entry", label(document, last));
        }
    } else if let (Some(full), Some(note)) = (&work.full, work.note) {
        let words = format!("{}, the full entry", label(document, note));
        steps.push(Step { note: Some(note), place: full.start, words, is_back: false });
    } else if let Some(entry) = &work.bibliography {
        steps.push(Step { note: None, place: entry.start, words: "the bibliography".to_owned(), is_back: false });
    }
    steps
}

/// Where a key leads from a cite: to the first note that says more than another form that leads back.
fn next(steps: &[Step]) -> Option<&Step> {
    steps.iter().find(|step| !step.is_back).or(steps.last())
}

/// A note by its label, as one would say it.
pub(super) fn label(document: &Document, note: NoteId) -> String {
    let label = document.note(note).label.as_str();
    if label.is_empty() { "a note".to_owned() } else { format!("n. {label}") }
}

/// The words of a cite without its locator, as many as one knows it by.
pub(super) fn said(document: &Document, cite: &Cite) -> String {
    let end = cite.locator.as_ref().map(|locator| locator.start).filter(|start| *start > cite.at.start).unwrap_or(cite.at.end);
    let words = document.words(&(cite.at.start..end));
    cut(words.trim_end_matches([',', ';', ':', ' ']))
}

fn cut(words: &str) -> String {
    match words.char_indices().nth(KNOWN_BY) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

/// What a form that leads back says.
fn in_english(back: Back) -> &'static str {
    match back {
        Back::Ibid => "the same again",
        Back::Idem => "by the same author",
        Back::OpCit => "the work cited before",
        Back::LocCit => "the place cited before",
    }
}

/// Why a cite is said to mean what it means, with how sure that is.
fn why(cite: &Cite) -> String {
    if cite.sure == Sure::Certain { cite.reason.to_string() } else { format!("probably: {}", cite.reason) }
}

/// What the short forms of a note stand for, a line each: the way that leads there, and why.
pub(super) fn lines(cited: &Cited, document: &Document, note: NoteId) -> Vec<String> {
    cited.short_forms(note).filter_map(|cite| line(&cited.apparatus, document, cite)).collect()
}

fn line(apparatus: &Apparatus, document: &Document, cite: &Cite) -> Option<String> {
    // Whoever meets the Latin for the first time is told what it says.
    let said = match cite.kind {
        Kind::Back(back) => format!("{} ({})", said(document, cite), in_english(back)),
        Kind::Full | Kind::Short | Kind::Cross => said(document, cite),
    };
    Some(match &cite.meaning {
        Meaning::Work(_) => {
            let steps = steps(apparatus, document, cite);
            // Of a long run of *ibid.* the first and the last are told.
            let back = steps.iter().filter(|step| step.is_back).count();
            let told: Vec<&str> = match back {
                0..=2 => steps.iter().map(|step| step.words.as_str()).collect(),
                many => std::iter::once(&*steps[0].words)
                    .chain(["…"])
                    .chain(steps[many.min(steps.len() - 1)..].iter().map(|step| step.words.as_str()))
                    .collect(),
            };
            if told.is_empty() {
                return (cite.reason != Reason::NotInFull).then(|| format!("{said}: {}", why(cite)));
            }
            format!("{said} → {} ({})", told.join(" → "), why(cite))
        }
        Meaning::Note(note) => format!("{said} → {} ({})", label(document, *note), why(cite)),
        Meaning::OneOf(works) => format!("{said} → one of {} works: {}", works.len(), cite.reason),
        Meaning::OneOfNotes(notes) => format!("{said} → one of {} notes: {}", notes.len(), cite.reason),
        Meaning::Unknown => format!("{said} → ? ({})", cite.reason),
    })
}

/// Where a work is entered: the goal that leads there, and its label.
pub(super) fn home(apparatus: &Apparatus, document: &Document, work: WorkId) -> (String, Goal) {
    let work = apparatus.work(work);
    match (work.note, &work.bibliography) {
        (Some(note), bibliography) if work.full.is_some() || bibliography.is_none() => (label(document, note), Goal::Note(note)),
        (_, Some(entry)) => ("bibliography".to_owned(), Goal::Place(entry.start)),
        (_, None) => (String::new(), Goal::Place(work.named.start)),
    }
}

/// The rows of what the short forms of a note lead to, and whether all of them are sure.
fn ways(apparatus: &Apparatus, document: &Document, cite: &Cite) -> (Vec<Row>, bool) {
    let entry = |work: WorkId| document.words(apparatus.work(work).entry());
    let row = |(label, goal): (String, Goal), title: String| Row { label, detail: cite.reason.to_string(), ..Row::new(title, goal) };
    let note_row = |note: &NoteId| row((label(document, *note), Goal::Note(*note)), document.words(&document.note(*note).body));
    match &cite.meaning {
        Meaning::Work(work) => {
            let steps = steps(apparatus, document, cite);
            let rows = next(&steps).map(|step| {
                let goal = step.note.map_or(Goal::Place(step.place), Goal::Note);
                let label = step.note.map_or_else(|| "bibliography".to_owned(), |note| label(document, note));
                row((label, goal), entry(*work))
            });
            (rows.into_iter().collect(), true)
        }
        Meaning::Note(note) => (vec![note_row(note)], true),
        Meaning::OneOf(works) => {
            let rows = works.iter().map(|work| {
                let (label, goal) = home(apparatus, document, *work);
                row((format!("? {label}"), goal), entry(*work))
            });
            (rows.collect(), false)
        }
        Meaning::OneOfNotes(notes) => {
            let rows = notes.iter().map(|note| {
                let row = note_row(note);
                Row { label: format!("? {}", row.label), ..row }
            });
            (rows.collect(), false)
        }
        Meaning::Unknown => (Vec::new(), false),
    }
}

impl State {
    /// The note whose short forms are meant: the one looked at, chosen or called by what is lit; among the notes after the body, the
    /// one the page begins with.
    pub(super) fn note_meant(&self) -> Option<NoteId> {
        let document = &self.book.document;
        if let Some(note) = self.note_in_question() {
            return Some(note);
        }
        if matches!(self.overlay, Overlay::Peek(_)) {
            return None;
        }
        let lit = self.book.lit.filter(|lit| self.page.shows(lit.at(document).start));
        match lit {
            Some(Item::Noteref(id)) => document.noteref(id).note,
            Some(Item::Link(index)) => match document.links()[index].target {
                Target::Place(place) => document.note_at(place),
                Target::Address(_) | Target::Lost(_) => None,
            },
            Some(Item::Picture(_)) => None,
            None => document.note_at(self.page.stretch().start),
        }
    }

    /// Tells whether the notes were gone through, and says so if not.
    pub(super) fn knows_cites(&mut self) -> bool {
        let known = self.book.cited.is_known();
        if !known {
            let words = if self.book.document.notes().is_empty() { "this text has no notes" } else { "the notes are still being read" };
            self.refuse(words);
        }
        known
    }

    /// Goes from a short form to what it stands for: from *ibid.* to the note it means, from there to the full entry. What can mean
    /// several things is offered as a list.
    pub(super) fn trace(&mut self) {
        if !self.knows_cites() {
            return;
        }
        let (cited, document) = (self.book.cited.clone(), self.book.document.clone());
        let Some(note) = self.note_meant() else { return self.light_short_form() };
        let forms: Vec<&Cite> = cited.short_forms(note).collect();
        let ways: Vec<_> = forms.iter().map(|cite| ways(&cited.apparatus, &document, cite)).collect();
        let mut goals: Vec<&Goal> = ways.iter().flat_map(|(rows, _)| rows).map(|row| &row.goal).collect();
        goals.dedup();
        let label = label(&document, note);
        match goals.as_slice() {
            [] => {
                let words = match forms.iter().find(|cite| cite.meaning == Meaning::Unknown) {
                    Some(cite) => format!("what «{}» stands for is not known: {}", said(&document, cite), cite.reason),
                    None if cited.apparatus.cites_of(note).is_empty() => format!("{label} cites nothing"),
                    None if forms.is_empty() => format!("{label} is a full entry itself"),
                    None => format!("no fuller entry is known than that of {label}"),
                };
                self.refuse(words);
            }
            [goal] if ways.iter().all(|(_, sure)| *sure) => {
                let why = forms.first().map(|cite| why(cite)).unwrap_or_default();
                self.go_along(note, goal, &why);
            }
            _ => {
                let mut rows = Vec::new();
                for (cite, (more, sure)) in forms.iter().zip(ways) {
                    let words = said(&document, cite);
                    if more.is_empty() {
                        continue;
                    }
                    rows.push(Row::heading(&if sure { words } else { format!("{words}: it can mean each of these") }));
                    rows.extend(more);
                    let id = cited.apparatus.ids_of(note).find(|id| std::ptr::eq(cited.apparatus.cite(*id), *cite));
                    if let Some(id) = id.filter(|_| !sure) {
                        rows.push(Row { label: "R".to_owned(), ..Row::new("say which of them is meant", Goal::Decide(id)) });
                    }
                }
                let title = format!("What stands in {label} · Enter goes there");
                self.overlay = Overlay::List(List::new(Subject::Meanings, title, rows));
            }
        }
    }

    /// Lights the first note of the page that has a short form.
    fn light_short_form(&mut self) {
        let document = &self.book.document;
        let has_short = |item: &Item| match item {
            Item::Noteref(id) => document.noteref(*id).note.is_some_and(|note| self.book.cited.short_forms(note).next().is_some()),
            Item::Link(_) | Item::Picture(_) => false,
        };
        match items_in(document, &self.page.stretch()).into_iter().find(has_short) {
            Some(item) => {
                self.book.lit = Some(item);
                self.say("r goes to what this note's short form stands for");
            }
            None => self.refuse("no note of this page has an ibid. or a short title"),
        }
    }

    /// Goes a step on the way from a note: in a look, to a look at the next; in the text, to where that one is called.
    fn go_along(&mut self, from: NoteId, goal: &Goal, why: &str) {
        let document = self.book.document.clone();
        if let Overlay::Peek(peek) = &mut self.overlay {
            peek.views.push(View::new(match goal {
                Goal::Note(note) => Sight::Note(*note),
                Goal::Place(place) => Sight::Passage(*place),
                _ => return,
            }));
            return self.say(format!("{why} · Backspace returns"));
        }
        let page = self.page.stretch();
        let in_notes = self.focus != Pane::Notes && document.note_at(page.start).is_some();
        if self.focus == Pane::Notes {
            // Going back finds it lit.
            let caller = document.note(from).callers.iter().find(|caller| page.contains(&document.noteref(**caller).at.start));
            self.book.lit = caller.map(|caller| Item::Noteref(*caller)).or(self.book.lit);
            self.focus = Pane::Text;
        }
        let (place, lit, words) = match goal {
            Goal::Note(note) => {
                let callers = &document.note(*note).callers;
                let at = |caller: &&crate::document::NoterefId| document.noteref(**caller).at.start;
                // Of several callers, the last before the page's end: what an *ibid.* means was read not long ago.
                let caller = callers.iter().rev().find(|caller| at(caller) < page.end).or(callers.first()).filter(|_| !in_notes);
                let place = caller.as_ref().map_or(document.note(*note).body.start, at);
                (place, caller.map(|caller| Item::Noteref(*caller)), label(&document, *note))
            }
            Goal::Place(place) => (*place, None, "the bibliography".to_owned()),
            _ => return,
        };
        self.leap(place, lit);
        self.say(format!("{words} · {why} · Backspace goes back"));
    }

    /// Goes to a place and lights something there; going back leads to what is lit now, even where the page stays the same.
    pub(super) fn leap(&mut self, place: Place, lit: Option<Item>) {
        let here = self.stop();
        let top = self.composer().showing(self.book.top, place);
        self.book.history.leave_exactly(here);
        self.book.turned.clear();
        self.turn_to(top);
        self.book.lit = lit;
    }
}
