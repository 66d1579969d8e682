//! What is said of an apparatus: the line under a note, and what is wrong.

use std::collections::{HashMap, hash_map::Entry};

use super::{Apparatus, Back, Cite, Kind, Meaning, Reason, Sure, WorkId};
use crate::{
    document::{Document, NoteId},
    problem::Problem,
};

/// The line under a note. See [`Apparatus::gloss`].
pub(super) fn gloss(apparatus: &Apparatus, document: &Document, note: NoteId) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for cite in apparatus.cites_of(note) {
        if let Some(part) = of_cite(apparatus, document, cite)
            && !parts.contains(&part)
        {
            parts.push(part);
        }
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn of_cite(apparatus: &Apparatus, document: &Document, cite: &Cite) -> Option<String> {
    match (&cite.meaning, cite.kind) {
        (_, Kind::Full) if cite.reason != Reason::Overruled => None,
        (Meaning::Work(_), _) if cite.reason == Reason::NotInFull => None,
        (Meaning::Work(work), _) => {
            let entry = apparatus.work(*work);
            if entry.note == Some(cite.note) && !entry.is_full() {
                return None;
            }
            let doubt = if cite.sure < Sure::Certain { "probably " } else { "" };
            let locator = cite
                .locator
                .as_ref()
                .or_else(|| inherited(apparatus, cite))
                .map(|at| format!(", {}", document.words(at)))
                .unwrap_or_default();
            let words = apparatus.entry_words(document, *work);
            // Bibliographies end their entries with a full stop.
            let words = if locator.is_empty() { &words } else { words.trim_end_matches('.') };
            Some(format!("= {doubt}{}  {words}{locator}", home(apparatus, document, *work)))
        }
        (Meaning::Note(target), _) => {
            let body = document.words(&document.note(*target).body);
            let label = &document.note(*target).label;
            Some(format!("→ n. {label}  {body}"))
        }
        (Meaning::OneOf(works), _) => {
            let mut homes: Vec<String> = Vec::new();
            for home in works.iter().map(|work| home(apparatus, document, *work)) {
                if !homes.contains(&home) {
                    homes.push(home);
                }
            }
            let count = match works.len() {
                2 => "two works".to_owned(),
                3 => "three works".to_owned(),
                many => format!("{many} works"),
            };
            let titles: Vec<String> = works.iter().map(|work| apparatus.entry_words(document, *work)).collect();
            let place = if homes.len() == 1 { " there" } else { "" };
            Some(format!("= {}: {count}{place}: {}", homes.join(" or "), titles.join(" | ")))
        }
        (Meaning::OneOfNotes(notes), _) => {
            let labels: Vec<String> = notes.iter().map(|note| format!("n. {}", document.note(*note).label)).collect();
            Some(format!("→ {}", labels.join(" or ")))
        }
        (Meaning::Unknown, _) => Some(format!("= ?  {}", cite.reason)),
    }
}

/// The locator that a bare *ibid.* takes over: that of the cite before it.
pub(super) fn inherited<'a>(apparatus: &'a Apparatus, cite: &'a Cite) -> Option<&'a crate::unit::Stretch> {
    if !matches!(cite.kind, Kind::Back(Back::Ibid | Back::LocCit)) {
        return None;
    }
    // A long chain of bare ones has its locator at its end; nobody prints a hundred.
    let mut chain = apparatus.chain(cite).take(100);
    let mut last = cite;
    loop {
        let next = chain.next()?;
        if next.meaning != cite.meaning {
            return None;
        }
        if next.locator.is_some() {
            return next.locator.as_ref();
        }
        if !matches!(next.kind, Kind::Back(_)) || std::ptr::eq(next, last) {
            return None;
        }
        last = next;
    }
}

/// Where a work is entered, as one would say it: "n. 3", "bibliography".
fn home(apparatus: &Apparatus, document: &Document, work: WorkId) -> String {
    let work = apparatus.work(work);
    match work.note {
        Some(note) if work.full.is_some() || work.bibliography.is_none() && work.record.is_none() => {
            let label = document.note(note).label.as_str();
            if label.is_empty() { "a note".to_owned() } else { format!("n. {label}") }
        }
        _ if work.bibliography.is_none() && work.record.as_ref().is_some_and(|record| !record.key.is_empty()) => {
            work.record.as_ref().map_or_else(String::new, |record| format!("@{}", record.key))
        }
        _ => "bibliography".to_owned(),
    }
}

/// What is wrong with short forms. See [`Apparatus::problems`].
pub(super) fn problems(apparatus: &Apparatus, document: &Document) -> Vec<Problem> {
    // Where most works are never entered in full, short titles are the custom of the text and nothing is missing.
    let named: Vec<_> = apparatus.works.iter().filter(|work| !work.cited.is_empty()).collect();
    let full = named.iter().filter(|work| work.is_full()).count();
    let enters = full * 8 >= named.len() * 7;
    let mut problems: Vec<Problem> = apparatus.cites.iter().filter_map(|cite| problem(apparatus, document, cite, enters)).collect();
    problems.extend(shifted(apparatus, document));
    problems.extend(twice(apparatus, document));
    problems
}

/// That notes were renumbered, and what points to them was not.
fn shifted(apparatus: &Apparatus, document: &Document) -> Option<Problem> {
    let shift = apparatus.shift()?;
    let cite = apparatus.cite(shift.first);
    let (way, by) = (if shift.by > 0 { "low" } else { "high" }, shift.by.abs());
    let problem = Problem::warning(format!(
        "{} of {} cross-references that can be checked are too {way} by {by}; the first is «{}» in note {}",
        shift.count,
        shift.checked,
        document.words(&cite.at),
        document.note(cite.note).label
    ));
    Some(
        problem
            .mend(format!(
                "notes were renumbered: {} {by} {} each number",
                if shift.by > 0 { "add" } else { "take" },
                if shift.by > 0 { "to" } else { "from" }
            ))
            .at_place(cite.at.start),
    )
}

/// Works that are entered twice with other years: two editions, or a slip.
fn twice<'a>(apparatus: &'a Apparatus, document: &'a Document) -> impl Iterator<Item = Problem> + use<'a> {
    let mut first: HashMap<(&'a str, &'a [String]), WorkId> = HashMap::new();
    let mut again = Vec::new();
    for (index, work) in apparatus.works.iter().enumerate().filter(|(_, work)| work.is_full() && !work.words.is_empty()) {
        let Some(author) = work.authors.first() else { continue };
        match first.entry((author.surname.as_str(), work.words.as_slice())) {
            Entry::Vacant(free) => {
                free.insert(WorkId::at(index));
            }
            Entry::Occupied(known) => again.push((*known.get(), WorkId::at(index))),
        }
    }
    again.into_iter().filter_map(|(one, two)| {
        let (earlier, later) = (apparatus.work(one), apparatus.work(two));
        let differ = earlier.authors.iter().zip(&later.authors).all(|(a, b)| a.agrees(b))
            && !earlier.years.is_empty()
            && !later.years.is_empty()
            && earlier.years != later.years;
        let years = |work: &super::Work| work.years.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        let at = later.note.map_or(later.named.start, |_| later.entry().start);
        let problem = Problem::remark(format!(
            "«{}» is entered twice: with {} ({}) and with {} ({})",
            later.title,
            years(earlier),
            home(apparatus, document, one),
            years(later),
            home(apparatus, document, two)
        ));
        differ.then(|| problem.mend("if these are two editions, say so; else one of the years is wrong").at_place(at))
    })
}

fn problem(apparatus: &Apparatus, document: &Document, cite: &Cite, enters: bool) -> Option<Problem> {
    let said = document.words(&cite.at);
    let label = document.note(cite.note).label.as_str();
    let here = if label.is_empty() { String::new() } else { format!(" in note {label}") };
    let problem = match (cite.kind, cite.sure, cite.reason) {
        (Kind::Cross, Sure::Unknown, _) => Problem::warning(format!("«{said}»{here} points to no note")),
        (Kind::Back(_), Sure::Several, Reason::SeveralBefore) => {
            let Meaning::OneOf(works) = &cite.meaning else { return None };
            Problem::warning(format!("«{said}»{here} can mean {} works: {}", works.len(), candidates(apparatus, document, works)))
                .mend("name the work in place of it")
        }
        (Kind::Back(_), Sure::Several, Reason::SeveralWorks) => {
            let Meaning::OneOf(works) = &cite.meaning else { return None };
            Problem::warning(format!("«{said}»{here} can mean several works of the author: {}", candidates(apparatus, document, works)))
                .mend("add the title")
        }
        // What only follows a broken link is reported where it broke.
        (Kind::Back(_), Sure::Unknown, Reason::NothingBefore | Reason::NoSuchAuthor | Reason::NotInFull) => {
            Problem::warning(format!("«{said}»{here} leads back to nothing: {}", cite.reason))
        }
        (_, Sure::Unknown, Reason::NoSuchKey) => {
            Problem::warning(format!("«{said}»{here}: {}", cite.reason)).mend("add it to the list of works, or mend the key")
        }
        (_, Sure::Likely, Reason::NotThere) if apparatus.shift().is_none() => {
            Problem::remark(format!("«{said}»{here} names a note that does not cite the work"))
        }
        (Kind::Back(_), Sure::Unknown, Reason::InBody) => Problem::remark(format!("«{said}»{here} leads back to no note: {}", cite.reason)),
        (Kind::Short, Sure::Likely, Reason::NotInFull) if enters => Problem::remark(format!("«{said}»{here} has no full entry")),
        (Kind::Short, Sure::Several, Reason::SeveralTitles | Reason::SeveralWorks) if enters => {
            let Meaning::OneOf(works) = &cite.meaning else { return None };
            Problem::remark(format!("«{said}»{here} fits several works: {}", candidates(apparatus, document, works)))
        }
        _ => return None,
    };
    Some(problem.at_place(cite.at.start))
}

fn candidates(apparatus: &Apparatus, document: &Document, works: &[WorkId]) -> String {
    let titles: Vec<String> = works.iter().map(|work| title(apparatus, document, *work)).collect();
    titles.join("; ")
}

/// A work in few words: its title, else its entry.
fn title(apparatus: &Apparatus, document: &Document, work: WorkId) -> String {
    let entry = apparatus.work(work);
    if entry.title.is_empty() { apparatus.entry_words(document, work) } else { entry.title.clone() }
}

/// See [`Apparatus::is_bare`].
pub(super) fn is_bare(apparatus: &Apparatus, document: &Document, note: NoteId) -> bool {
    let cites = apparatus.cites_of(note);
    if cites.is_empty() {
        return false;
    }
    let body = &document.note(note).body;
    let all = document.slice(body).split_whitespace().count();
    let quoted: usize = cites.iter().map(|cite| document.slice(&cite.at).split_whitespace().count()).sum();
    // "See also", "cf.", "copy at" are few; a sentence has more words.
    all <= quoted + 4
}
