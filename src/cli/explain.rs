//! `ibid notes --explain`: why every note is one, and every mark calls what it calls, and what looked like either and is not.

use std::io;

use super::{
    Printer,
    notes::{before, ending},
    open::Opened,
};
use crate::{
    document::{Document, Evidence, NoteId, NoterefId},
    unit::{Place, width},
};

/// What there is to explain.
#[derive(Clone, Copy, Debug)]
enum Decided {
    Noteref(NoterefId),
    Note(NoteId),
    /// By its index among the refusals.
    Refused(usize),
}

/// How many columns of the words before a mark, or at the beginning of a note, tell which it is.
const WORDS: usize = 24;

/// Prints a line for each, in the order of the text; how sure it is comes first, so that `sort` brings up what is doubtful.
pub(super) fn print(opened: &Opened, printer: &mut Printer) -> io::Result<()> {
    let document = &opened.document;
    let mut all: Vec<(Place, Decided)> = Vec::new();
    let noterefs = document.noterefs().iter().enumerate();
    all.extend(noterefs.map(|(index, noteref)| (noteref.at.start, Decided::Noteref(NoterefId::at(index)))));
    all.extend(document.note_ids().map(|id| (document.note(id).body.start, Decided::Note(id))));
    all.extend(document.refusals().iter().enumerate().map(|(index, refusal)| (refusal.at.start, Decided::Refused(index))));
    all.sort_by_key(|(place, _)| *place);
    for (_, decided) in all {
        let (why, what) = match decided {
            Decided::Noteref(id) => {
                let noteref = document.noteref(id);
                let calls = match noteref.note {
                    Some(note) => format!("calls {}", note_name(document, note)),
                    None => "calls a note that is not there".to_owned(),
                };
                (noteref.why, format!("{} {calls}", found_by(document, noteref.at.start, &noteref.label.mark())))
            }
            Decided::Note(id) => {
                let note = document.note(id);
                let words = document.words(&(note.body.start..note.body.start.plus(4 * WORDS).min(note.body.end)));
                (note.why, format!("{} “{}” is a note", note_name(document, id), beginning(&words)))
            }
            Decided::Refused(index) => {
                let refusal = &document.refusals()[index];
                let words = document.words(&refusal.at);
                let what = if refusal.why == Evidence::Uncalled { "is no note" } else { "is no mark" };
                (refusal.why, format!("{} {what}", found_by(document, refusal.at.start, &words)))
            }
        };
        writeln!(printer.out, "{:.2}  {what}: {}", why.sure(), why.line())?;
    }
    Ok(())
}

fn note_name(document: &Document, id: NoteId) -> String {
    match document.note(id).label.as_str() {
        "" => format!(
            "the {} note without a label",
            ordinal(document.note_ids().take(id.index() + 1).filter(|other| document.note(*other).label.as_str().is_empty()).count())
        ),
        label => format!("note {label}"),
    }
}

fn ordinal(number: usize) -> String {
    let ending = match (number % 100, number % 10) {
        (0..=10 | 14.., 1) => "st",
        (0..=10 | 14.., 2) => "nd",
        (0..=10 | 14.., 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// A mark, and the words just before it, which tell it from its likes.
fn found_by(document: &Document, place: Place, mark: &str) -> String {
    let words = document.words(&before(document, place));
    if words.is_empty() { mark.to_owned() } else { format!("{mark} after “{}”", ending(&words, WORDS)) }
}

/// The beginning of some words, as much as tells them from others.
fn beginning(words: &str) -> String {
    let mut shown = String::new();
    for word in words.split(' ') {
        if !shown.is_empty() && width(&shown).count() + width(word).count() >= WORDS {
            shown.push('…');
            break;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_without_a_label_are_counted() {
        let check = |number, expected: &str| assert_eq!(ordinal(number), expected);
        check(1, "1st");
        check(2, "2nd");
        check(3, "3rd");
        check(4, "4th");
        check(11, "11th");
        check(12, "12th");
        check(23, "23rd");
        check(111, "111th");
        check(121, "121st");
    }

    #[test]
    fn a_note_is_known_by_its_first_words() {
        assert_eq!(beginning("In 1851."), "In 1851.");
        assert_eq!(beginning("Cannon, First Ten Years of American Communism"), "Cannon, First Ten Years…");
    }
}
