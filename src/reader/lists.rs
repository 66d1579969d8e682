//! The lists there are, and what stands in their rows.

use super::{
    State,
    list::{Goal, List, Row, Shelf, Subject},
    state::HelpRow,
};
use crate::{
    document::{Document, NoteId, NoterefId, Target},
    problem::{Severity, Spot},
    search::{Whence, listed},
    unit::{Place, Stretch},
};

/// How much of a note or passage a row shows at most; the view cuts it to the width there is.
const ROW_BYTES: usize = 400;

/// How many rows of the screen each row of a list takes.
pub fn rows_each(subject: Subject) -> usize {
    match subject {
        Subject::Notes | Subject::Callers | Subject::Sources => 2,
        _ => 1,
    }
}

/// The sections of a text.
pub(super) fn contents(document: &Document) -> List {
    let shallowest = document.sections().iter().map(|section| section.level).min().unwrap_or(1);
    let rows = document
        .sections()
        .iter()
        .map(|section| Row {
            detail: format!("{} %", document.percent(section.at.start)),
            depth: section.level - shallowest,
            ..Row::new(section.title.clone(), Goal::Place(section.at.start))
        })
        .collect();
    List::new(Subject::Contents, "Contents", rows)
}

/// All notes, with where they are called; those that nothing calls, and marks that call none, are told apart.
pub(super) fn notes(document: &Document) -> List {
    // In the order in which a reader meets their numbers; those that nothing calls come after.
    let mut ids: Vec<NoteId> = document.note_ids().collect();
    ids.sort_by_key(|id| {
        document.note(*id).callers.first().map_or(document.note(*id).body.start, |caller| document.noteref(*caller).at.start)
    });
    let mut rows: Vec<Row> = ids
        .into_iter()
        .flat_map(|id| {
            let note = document.note(id);
            let detail = match (note.callers.as_slice(), note.callers.first()) {
                ([], _) | (_, None) => "called from nowhere".to_owned(),
                ([_], Some(only)) => section_title(document, document.noteref(*only).at.start),
                (many, Some(first)) => format!("{} · {} callers", section_title(document, document.noteref(*first).at.start), many.len()),
            };
            let row = Row { label: note.label.to_string(), detail, ..Row::new(words(document, &note.body), Goal::Note(id)) };
            // A note with several callers leads to each of them.
            let several = if note.callers.len() > 1 { note.callers.as_slice() } else { &[] };
            std::iter::once(row).chain(several.iter().map(|caller| Row { depth: 1, ..caller_row(document, *caller) }))
        })
        .collect();
    for noteref in document.noterefs().iter().filter(|noteref| noteref.note.is_none()) {
        rows.push(Row {
            label: noteref.label.to_string(),
            detail: section_title(document, noteref.at.start),
            ..Row::new("this mark has no note", Goal::Place(noteref.at.start))
        });
    }
    let title = format!("{} notes", document.notes().len());
    List::new(Subject::Notes, title, rows)
}

/// Where one note is called.
pub(super) fn callers(document: &Document, id: NoteId) -> List {
    let note = document.note(id);
    let rows = note.callers.iter().map(|caller| caller_row(document, *caller)).collect();
    List::new(Subject::Callers, format!("Note {} is called from", note.label), rows)
}

/// Where a note is called: the section, and below it, when the row is on screen, the sentence.
fn caller_row(document: &Document, caller: NoterefId) -> Row {
    let place = document.noteref(caller).at.start;
    let title = format!("called in {}", section_title(document, place));
    Row { detail: format!("{} %", document.percent(place)), ..Row::new(title, Goal::Place(place)) }
}

/// What a search found.
pub(super) fn hits(document: &Document, words: &str, hits: &[Stretch], total: usize) -> List {
    let rows = hits
        .iter()
        .map(|hit| {
            let listed = listed(document, hit, 70);
            let detail = match listed.whence {
                Whence::Note(id) => format!("note {}", document.note(id).label),
                Whence::Section(index) => document.sections()[index].title.clone(),
                Whence::Nowhere => format!("{} %", document.percent(hit.start)),
            };
            let title = format!("{}{}{}", listed.before, listed.hit, listed.after);
            let sought = listed.before.len()..listed.before.len() + listed.hit.len();
            Row { detail, sought, ..Row::new(title, Goal::Place(hit.start)) }
        })
        .collect();
    let more = if total > hits.len() { format!(", the first {} of them here", hits.len()) } else { String::new() };
    List::new(Subject::Hits, format!("{total} × {words}{more}"), rows)
}

/// The texts there are.
pub(super) fn library(shelves: &[Shelf], here: &str) -> List {
    let mut rows = Vec::with_capacity(shelves.len() + 2);
    for bundled in [true, false] {
        let some = shelves.iter().filter(|shelf| shelf.bundled == bundled);
        let heading = if bundled { "Bundled texts" } else { "Read before" };
        if some.clone().next().is_some() {
            rows.push(Row::heading(heading));
        }
        rows.extend(some.map(|shelf| Row {
            label: if shelf.key == here { "›".to_owned() } else { String::new() },
            detail: shelf.percent.map_or_else(|| shelf.detail.clone(), |percent| format!("{} · {percent} %", shelf.detail)),
            depth: 1,
            ..Row::new(shelf.title.clone(), Goal::Open(shelf.key.clone()))
        }));
    }
    let mut list = List::new(Subject::Library, "Library", rows);
    list.choose_where(|row| row.goal == Goal::Open(here.to_owned()));
    list
}

/// What does not fit together.
pub(super) fn problems(state: &State) -> List {
    let document = &state.book.document;
    let rows = state
        .book
        .problems
        .iter()
        .map(|problem| {
            let (goal, detail) = match problem.spot {
                Spot::Place(place) => (Goal::Place(place), section_title(document, place)),
                Spot::Line(line) | Spot::LineColumn(line, _) => (Goal::Place(Place::START), format!("line {line} of the file")),
                Spot::Whole => (Goal::Place(Place::START), String::new()),
            };
            let label = if problem.severity == Severity::Remark { "·" } else { "!" };
            Row { label: label.to_owned(), detail, ..Row::new(problem.what.clone(), goal) }
        })
        .collect();
    List::new(Subject::Problems, "What does not fit together", rows)
}

/// The reader's marks.
pub(super) fn marks(state: &State) -> List {
    let document = &state.book.document;
    let rows = state
        .book
        .marks
        .iter()
        .map(|(name, place)| Row {
            label: name.to_string(),
            detail: section_title(document, *place),
            ..Row::new(words(document, &(*place..place.plus(ROW_BYTES))), Goal::Place(*place))
        })
        .collect();
    List::new(Subject::Marks, "Marks", rows)
}

/// The keys.
pub(super) fn help(help: &[HelpRow]) -> List {
    let mut rows = Vec::with_capacity(help.len() + 10);
    let mut group = "";
    for row in help {
        if row.group != group {
            group = &row.group;
            rows.push(Row::heading(group));
        }
        let goal = row.verb.map_or(Goal::Nothing, Goal::Verb);
        rows.push(Row { label: row.chords.clone(), ..Row::new(row.help.clone(), goal) });
    }
    List::new(Subject::Help, "Keys", rows)
}

/// The second line of a row: the sentence that calls the note.
pub(super) fn below(document: &Document, row: &Row) -> String {
    let place = match row.goal {
        Goal::Note(id) => document.note(id).callers.first().map(|caller| document.noteref(*caller).at.start),
        Goal::Place(place) => Some(place),
        _ => None,
    };
    place.map(|place| document.words(&document.sentence_around(place))).unwrap_or_default()
}

/// What a link leads to, in a few words.
pub(super) fn target_words(target: &Target) -> String {
    match target {
        Target::Address(address) => address.clone(),
        Target::Lost(address) => format!("{address}, which is not in this text"),
        Target::Place(_) => "a passage of this text".to_owned(),
    }
}

/// The title of the section a place is in; for a place in a note, that of the note's first caller.
pub(super) fn section_title(document: &Document, place: Place) -> String {
    let place = match document.note_at(place) {
        Some(id) => match document.note(id).callers.first() {
            Some(caller) if document.noteref(*caller).at.start < document.body_end() => document.noteref(*caller).at.start,
            _ => return format!("note {}", document.note(id).label),
        },
        None => place,
    };
    document.section_at(place).map_or_else(|| format!("{} %", document.percent(place)), |index| document.sections()[index].title.clone())
}

/// The first words of a stretch, enough for a row.
fn words(document: &Document, at: &Stretch) -> String {
    let end = document.floor(at.start.plus(ROW_BYTES)).min(document.floor(at.end));
    document.words(&(at.start..end))
}
