//! The works that a text cites: where, how often, and from one citation to the next.

use super::{
    State,
    cited::label,
    item::Item,
    list::{Goal, List, Row, Subject},
    state::{Overlay, Pane},
};
use crate::{
    citation::{Apparatus, Meaning, Sure, WorkId},
    document::{Document, NoteId},
    unit::Place,
};

/// The strip of a work has at most so many columns: of more sections, several share one.
const COLUMNS: usize = 24;

/// A text without sections is divided into so many parts.
const PARTS: usize = 12;

/// None, one, two, three, more citations in a section. Heights and not colours tell them.
const HEIGHTS: [char; 5] = ['·', '▂', '▄', '▆', '█'];

/// Where a work is cited: the places that call the notes which cite it, in the order of the text; a note counts once.
fn mentions(apparatus: &Apparatus, document: &Document, work: WorkId) -> Vec<(Place, NoteId)> {
    let mut notes: Vec<NoteId> = apparatus.cited_at(work).map(|cite| cite.note).collect();
    notes.dedup();
    let mut mentions: Vec<(Place, NoteId)> = notes.into_iter().map(|note| (called_at(document, note), note)).collect();
    mentions.sort();
    mentions.dedup();
    mentions
}

/// Where a note is called first, or where it stands if nothing calls it.
fn called_at(document: &Document, note: NoteId) -> Place {
    let note = document.note(note);
    note.callers.first().map_or(note.body.start, |caller| document.noteref(*caller).at.start)
}

/// The parts of a text in which citations are counted.
struct Parts {
    /// Where each begins.
    starts: Vec<Place>,
    /// The titles of those that have one.
    titles: Vec<String>,
}

impl Parts {
    /// The sections of the first level that occurs more than once; without such, so many parts of the same length.
    fn of(document: &Document) -> Self {
        let mut counts = [0usize; 256];
        for section in document.sections() {
            counts[usize::from(section.level)] += 1;
        }
        match counts.iter().position(|count| *count > 1) {
            Some(level) => {
                let chapters = document.sections().iter().filter(|section| usize::from(section.level) == level);
                Self {
                    starts: chapters.clone().map(|section| section.at.start).collect(),
                    titles: chapters.map(|section| section.title.clone()).collect(),
                }
            }
            None => {
                let whole = document.body_end().offset();
                Self { starts: (0..PARTS).map(|part| Place::at(whole * part / PARTS)).collect(), titles: Vec::new() }
            }
        }
    }

    /// How many citations each part has.
    fn counts(&self, mentions: &[(Place, NoteId)]) -> Vec<usize> {
        let mut counts = vec![0; self.starts.len()];
        for (place, _) in mentions {
            // What stands before the first heading belongs to it.
            let part = self.starts.partition_point(|start| start <= place).saturating_sub(1);
            if let Some(count) = counts.get_mut(part) {
                *count += 1;
            }
        }
        counts
    }
}

/// How the citations are spread over the text, a column for each part.
fn strip(counts: &[usize]) -> String {
    let columns = counts.len().min(COLUMNS);
    let mut strip = vec![0; columns];
    for (part, count) in counts.iter().enumerate() {
        strip[part * columns / counts.len()] += count;
    }
    strip.into_iter().map(|count: usize| HEIGHTS[count.min(HEIGHTS.len() - 1)]).collect()
}

/// All works: the most cited first, of those cited as often the first cited; last those that only a bibliography lists.
fn list(apparatus: &Apparatus, document: &Document) -> List {
    let parts = Parts::of(document);
    // A list beside the text may serve many texts: of its works only those count that this text cites.
    let counts = |id: &WorkId| {
        let work = apparatus.work(*id);
        work.record.is_none() || work.full.is_some() || !work.cited.is_empty()
    };
    let ids = (0..apparatus.works().len()).map(WorkId::at).filter(counts);
    let mut works: Vec<_> = ids.map(|id| (id, mentions(apparatus, document, id))).collect();
    works.sort_by_key(|(id, mentions)| (usize::MAX - mentions.len(), mentions.first().map(|(place, _)| *place), *id));
    let rows = works
        .into_iter()
        .map(|(id, mentions)| {
            let counts = parts.counts(&mentions);
            let label = if mentions.is_empty() { "–".to_owned() } else { format!("{}×", mentions.len()) };
            let detail = if mentions.is_empty() { String::new() } else { strip(&counts) };
            let below = if mentions.is_empty() {
                "in the bibliography only".to_owned()
            } else {
                whereabouts(apparatus, document, id, &parts, &counts)
            };
            Row { label, detail, below, ..Row::new(apparatus.entry_words(document, id), Goal::Work(id)) }
        })
        .collect();
    let count = apparatus.works().len();
    let title = format!("{count} {} cited · by section: ▂ 1 ▄ 2 ▆ 3 █ more", if count == 1 { "work" } else { "works" });
    List::new(Subject::Sources, title, rows)
}

/// In which notes and sections a work is cited: "n. 2, 17, 22? · The beginnings, The sections (3)".
fn whereabouts(apparatus: &Apparatus, document: &Document, work: WorkId, parts: &Parts, counts: &[usize]) -> String {
    let mut notes: Vec<String> = Vec::new();
    for cite in apparatus.cited_at(work) {
        let doubt = if cite.sure < Sure::Likely { "?" } else { "" };
        let label = format!("{}{doubt}", document.note(cite.note).label);
        if notes.last() != Some(&label) {
            notes.push(label);
        }
    }
    let sections: Vec<String> = parts
        .titles
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(title, count)| if *count == 1 { title.clone() } else { format!("{title} ({count})") })
        .collect();
    let notes = format!("n. {}", notes.join(", "));
    if sections.is_empty() { notes } else { format!("{notes} · {}", sections.join(", ")) }
}

impl State {
    /// Lists the works that are cited.
    pub(super) fn open_sources(&mut self) {
        if !self.knows_cites() {
            return;
        }
        let cited = self.book.cited.clone();
        let mut list = list(&cited.apparatus, &self.book.document);
        if list.is_empty() {
            return self.refuse("no work is cited in the notes of this text");
        }
        if let Some(work) = self.note_meant().and_then(|_| self.work_meant()).or(self.book.source) {
            list.choose_where(|row| row.goal == Goal::Work(work));
        }
        self.overlay = Overlay::List(list);
    }

    /// The work one follows, while what is lit cites it; else the first that the note meant cites.
    fn work_meant(&self) -> Option<WorkId> {
        let cited = |note| {
            let cites = self.book.cited.apparatus.cites_of(note);
            let works = cites.iter().filter_map(|cite| match cite.meaning {
                Meaning::Work(work) => Some(work),
                _ => None,
            });
            works.collect::<Vec<_>>()
        };
        match self.note_meant().map(cited) {
            Some(works) if !works.is_empty() => self.book.source.filter(|source| works.contains(source)).or(works.first().copied()),
            _ => self.book.source.or_else(|| self.page.notes.iter().find_map(|note| cited(note.note).first().copied())),
        }
    }

    /// Goes to the citation of the same work so many further on, or back if negative.
    pub(super) fn same_work(&mut self, by: isize) {
        if !self.knows_cites() {
            return;
        }
        let Some(work) = self.work_meant() else {
            return self.refuse("no work is cited here · S lists all of them");
        };
        let mentions = mentions(&self.book.cited.apparatus, &self.book.document, work);
        let here = self.mention_here(&mentions);
        let from = self.here();
        let found = match here {
            Some(index) => index.checked_add_signed(by),
            // None of them is lit: those after the top of the page count from there.
            None if by > 0 => mentions.iter().position(|(place, _)| *place >= from).and_then(|first| first.checked_add_signed(by - 1)),
            None => mentions.iter().rposition(|(place, _)| *place < from).and_then(|last| last.checked_add_signed(by + 1)),
        };
        match found.filter(|found| *found < mentions.len()) {
            Some(found) => self.go_to_mention(work, &mentions, found),
            None => {
                self.book.source = Some(work);
                let (which, other) = if by > 0 { ("later", "[s goes to the one before") } else { ("earlier", "]s goes to the next") };
                self.refuse(match mentions.len() {
                    1 => "this work is cited only once".to_owned(),
                    many => format!("no {which} citation of this work, of {many} · {other}"),
                });
            }
        }
    }

    /// Goes to a citation of a work: the next from here, and after the last the first again.
    pub(super) fn go_to_work(&mut self, work: WorkId) {
        let mentions = mentions(&self.book.cited.apparatus, &self.book.document, work);
        let from = self.here();
        let next = match self.mention_here(&mentions) {
            Some(index) => index + 1,
            None => mentions.iter().position(|(place, _)| *place >= from).unwrap_or(0),
        };
        match mentions.len() {
            0 => {
                let entry = self.book.cited.apparatus.work(work).entry().start;
                self.leap(entry, None);
                self.say("only the bibliography names this work · Backspace goes back");
            }
            many => self.go_to_mention(work, &mentions, next % many),
        }
    }

    /// Which of these is lit.
    fn mention_here(&self, mentions: &[(Place, NoteId)]) -> Option<usize> {
        let note = self.note_meant()?;
        mentions.iter().position(|(_, cites)| *cites == note)
    }

    fn go_to_mention(&mut self, work: WorkId, mentions: &[(Place, NoteId)], index: usize) {
        let Some((place, note)) = mentions.get(index).copied() else { return };
        let document = self.book.document.clone();
        self.overlay = Overlay::None;
        self.focus = Pane::Text;
        self.book.source = Some(work);
        let lit = document.note(note).callers.first().map(|caller| Item::Noteref(*caller));
        self.leap(place, lit);
        let words = self.book.cited.apparatus.entry_words(&document, work);
        self.say(format!("mention {} of {} · {} · {words}", index + 1, mentions.len(), label(&document, note)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_shows_how_citations_are_spread_and_never_grows_too_wide() {
        let check = |counts: &[usize], expected: &str| assert_eq!(strip(counts), expected);
        check(&[0, 1, 2, 3, 4, 90], "·▂▄▆██");
        check(&[], "");
        let many: Vec<usize> = (0..48).map(|part| usize::from(part % 12 == 0)).collect();
        check(&many, "▂·····▂·····▂·····▂·····");
    }
}
