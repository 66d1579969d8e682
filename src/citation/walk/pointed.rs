//! What numbers of notes mean: "see n. 12", "Smith (n 3)".

use std::collections::HashMap;

use super::{CANDIDATES, Found, Walk};
use crate::{
    citation::{
        Cite, CiteId, Kind, Meaning, Reason, Shift, Sure,
        cross::{Direction, Pointer},
        raw::Raw,
        token::Tokens,
        work::fit,
    },
    document::NoteId,
};

impl Walk<'_> {
    /// "Smith (n 3)": the work by Smith that note 3 cites.
    pub(super) fn by_note(&mut self, tokens: &Tokens, raw: &Raw, pointer: &Pointer, note: NoteId) -> Found {
        let short = raw.short(tokens);
        let mut works = Vec::new();
        let mut on = None;
        for target in self.targets(pointer, pointer.labels.first().map_or("", String::as_str), note).0 {
            for id in self.citing(target) {
                if let Meaning::Work(work) = self.cites[id.index()].meaning {
                    let entry = self.known.work(work);
                    let by = raw.names.iter().all(|name| entry.authors.iter().any(|author| author.agrees(name)));
                    let titled = short.is_empty() || fit(&short, &entry.words).is_some();
                    if by && titled && !works.contains(&work) {
                        works.push(work);
                        on = Some(id);
                    }
                }
            }
        }
        match works.as_slice() {
            [only] => {
                self.right += 1;
                Found::work(*only, Sure::Certain, Reason::OfThatNote).on(on)
            }
            // The note was renumbered, or it is no note of this text: what the author alone says is left, and less sure.
            [] => {
                let fits = self.known.titled(&raw.names, &short);
                let found = if fits.is_empty() { self.by_author(&raw.names) } else { self.choose(tokens, raw, &fits) };
                self.is_off(pointer, &found);
                let found = found.at_most(Sure::Likely, Reason::NotThere);
                if found.sure == Sure::Likely { Found { reason: Reason::NotThere, ..found } } else { found }
            }
            _ => Found::several(works, Reason::SeveralBefore).on(on),
        }
    }

    /// Notes by how much the number is off that names a note which does not cite the work.
    fn is_off(&mut self, pointer: &Pointer, found: &Found) {
        let Meaning::Work(work) = found.meaning else { return };
        let entered = self.known.work(work).note.map(|note| self.document.note(note).label.as_str().parse::<i64>());
        if let (Some(Ok(entered)), Some(Ok(named))) = (entered, pointer.labels.first().map(|label| label.parse::<i64>())) {
            self.off.push((CiteId::at(self.cites.len()), entered - named));
        }
    }

    /// What shows that notes were renumbered: most numbers that can be checked are off by the same.
    pub(super) fn shift(&self) -> Option<Shift> {
        /// Fewer can be slips.
        const ENOUGH: usize = 3;
        let mut counts: HashMap<i64, usize> = HashMap::new();
        for (_, by) in self.off.iter().filter(|(_, by)| *by != 0) {
            *counts.entry(*by).or_default() += 1;
        }
        let (by, count) = counts.into_iter().max_by_key(|(by, count)| (*count, -by.abs()))?;
        let checked = self.off.len() + self.right;
        let first = self.off.iter().find(|(_, off)| *off == by)?.0;
        (count >= ENOUGH && count * 2 > checked).then_some(Shift { by, count, checked, first })
    }

    pub(super) fn cross(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId) {
        let Some(pointer) = raw.pointer.as_ref() else { return };
        for label in &pointer.labels {
            let (targets, reason) = self.targets(pointer, label, note);
            let (meaning, sure) = match targets.as_slice() {
                [] if !pointer.pointed => continue,
                [] => (Meaning::Unknown, Sure::Unknown),
                [only] if reason == Reason::Number => (Meaning::Note(*only), Sure::Certain),
                [only] => (Meaning::Note(*only), Sure::Likely),
                several => (Meaning::OneOfNotes(several.iter().copied().take(CANDIDATES).collect()), Sure::Several),
            };
            self.cites.push(Cite {
                note,
                at: tokens.stretch(&pointer.at),
                kind: Kind::Cross,
                locator: None,
                meaning,
                sure,
                reason,
                leans_on: None,
            });
        }
    }

    /// The notes a number can mean, best first: those of this chapter, else the only one, else the nearest.
    fn targets(&self, pointer: &Pointer, label: &str, note: NoteId) -> (Vec<NoteId>, Reason) {
        let here = self.rank[note.index()];
        let all = self.labels.get(label).map_or(&[][..], Vec::as_slice);
        let fits = |target: &NoteId| match pointer.direction {
            Some(Direction::Above) => self.rank[target.index()] < here,
            Some(Direction::Below) => self.rank[target.index()] > here,
            None => *target != note,
        };
        let chapter = self.chapters[note.index()];
        let in_chapter: Vec<NoteId> = if all.len() > 1 {
            all.iter().copied().filter(|target| self.chapters[target.index()] == chapter).filter(fits).take(2).collect()
        } else {
            Vec::new()
        };
        if let [only] = in_chapter.as_slice() {
            return (vec![*only], Reason::NumberHere);
        }
        // A label is shared by one note a chapter; the nearest is found without asking all.
        let near = all.partition_point(|target| *target < note);
        let window = &all[near.saturating_sub(8)..(near + 8).min(all.len())];
        let fitting: Vec<NoteId> = window.iter().copied().filter(fits).collect();
        match fitting.as_slice() {
            [] => (Vec::new(), Reason::NoSuchNote),
            [only] if all.len() == 1 => (vec![*only], Reason::Number),
            several => {
                let nearest = several.iter().copied().min_by_key(|target| self.rank[target.index()].abs_diff(here));
                (nearest.into_iter().collect(), Reason::NearestNumber)
            }
        }
    }
}
