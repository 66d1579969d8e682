//! Overruling: a reader says what a short form means, and it stays said until it is taken back.

use super::{
    Effect, State,
    cited::{home, label, said},
    list::{Goal, List, Row, Subject},
    state::Overlay,
};
use crate::citation::{Apparatus, CiteId, CiteKey, Kind, Meaning, Overrule, Reason, WorkId};

/// The works that a cite can mean by the rules, or does.
fn candidates(apparatus: &Apparatus, cite: CiteId) -> &[WorkId] {
    match &apparatus.cite(cite).meaning {
        Meaning::Work(work) => std::slice::from_ref(work),
        Meaning::OneOf(works) => works,
        _ => &[],
    }
}

impl State {
    /// Asks what a short form of the note meant means; where it has several, first of which.
    pub(super) fn decide(&mut self) {
        if !self.knows_cites() {
            return;
        }
        let Some(note) = self.note_meant() else {
            return self.refuse("light a note first: Tab or ]n · R then says what its short form means");
        };
        let (cited, document) = (self.book.cited.clone(), self.book.document.clone());
        let apparatus = &cited.apparatus;
        // What points to a note by its number names no work.
        let forms: Vec<CiteId> =
            apparatus.ids_of(note).filter(|id| !matches!(apparatus.cite(*id).kind, Kind::Full | Kind::Cross)).collect();
        match forms.as_slice() {
            [] => self.refuse(format!("{} has no ibid. and no short title", label(&document, note))),
            [only] => self.ask_what_is_meant(*only),
            several => {
                let rows = several.iter().map(|id| {
                    let cite = apparatus.cite(*id);
                    Row { detail: cite.reason.to_string(), ..Row::new(said(&document, cite), Goal::Decide(*id)) }
                });
                let title = format!("{} has several short forms · Enter chooses one", label(&document, note));
                self.overlay = Overlay::List(List::new(Subject::Decisions, title, rows.collect()));
            }
        }
    }

    /// Lists what a short form can mean: what the rules say, none, any other work that is cited.
    pub(super) fn ask_what_is_meant(&mut self, id: CiteId) {
        let (cited, document) = (self.book.cited.clone(), self.book.document.clone());
        let apparatus = &cited.apparatus;
        let cite = apparatus.cite(id);
        let work_row = |work: WorkId, detail: &str| {
            let (label, _) = home(apparatus, &document, work);
            Row { label, detail: detail.to_owned(), ..Row::new(apparatus.entry_words(&document, work), Goal::Means(id, Some(work))) }
        };
        let likely = candidates(apparatus, id);
        let mut rows: Vec<Row> = likely.iter().map(|work| work_row(*work, cite.reason.line())).collect();
        rows.push(Row::new("none of the works cited here", Goal::Means(id, None)));
        if cite.reason == Reason::Overruled {
            rows.push(Row::new("take your choice back: the rules decide", Goal::TakeBack(id)));
        }
        let mut others: Vec<Row> =
            (0..apparatus.works().len()).map(WorkId::at).filter(|work| !likely.contains(work)).map(|work| work_row(work, "")).collect();
        if !others.is_empty() {
            others.sort_by(|one, other| one.title.cmp(&other.title));
            rows.push(Row::heading("Other works cited"));
            rows.extend(others);
        }
        let title = format!("{} «{}» means · Enter chooses", label(&document, cite.note), said(&document, cite));
        self.overlay = Overlay::List(List::new(Subject::Decisions, title, rows));
    }

    /// Takes it that a short form means this work, or none that is known, whatever the rules say.
    pub(super) fn say_what_is_meant(&mut self, id: CiteId, work: Option<WorkId>) -> Vec<Effect> {
        let (cited, document) = (self.book.cited.clone(), self.book.document.clone());
        let overrule = cited.apparatus.overrule(&document, id, work);
        let cite = cited.apparatus.cite(id);
        let words = work.map_or_else(|| "none of these works".to_owned(), |work| cited.apparatus.entry_words(&document, work));
        self.say(format!("{}: {} · R takes it back · {words}", label(&document, cite.note), Reason::Overruled));
        self.book.overrules.retain(|earlier| earlier.cite != overrule.cite);
        self.book.overrules.push(overrule.clone());
        self.decided(overrule.cite.clone(), Some(overrule))
    }

    /// Lets the rules decide again.
    pub(super) fn take_decision_back(&mut self, id: CiteId) -> Vec<Effect> {
        let cited = self.book.cited.clone();
        let cite = cited.apparatus.cite_key(&self.book.document, id);
        self.book.overrules.retain(|earlier| earlier.cite != cite);
        self.say(format!("{}: the rules decide again", label(&self.book.document, cited.apparatus.cite(id).note)));
        self.decided(cite, None)
    }

    fn decided(&mut self, cite: CiteKey, overrule: Option<Overrule>) -> Vec<Effect> {
        let keep = Effect::KeepOverrule { key: self.book.key.clone(), cite, overrule };
        std::iter::once(keep).chain(self.gloss()).collect()
    }
}
