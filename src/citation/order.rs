//! The order in which notes are read: that of the marks that call them, not that of their definitions.

use crate::document::{Document, NoteId};

/// All notes in the order in which a reader of the text meets them. A note called within a note comes just after it; one that nobody
/// calls comes after the note it is printed behind.
pub(super) fn order(document: &Document) -> Vec<NoteId> {
    let count = document.notes().len();
    let mut seen = vec![false; count];
    let mut called = Vec::with_capacity(count);
    let body = document.noterefs().partition_point(|noteref| noteref.at.start < document.body_end());
    let mut waiting: Vec<NoteId> = Vec::new();
    for noteref in &document.noterefs()[..body] {
        waiting.extend(noteref.note);
        // Notes may call notes to any depth, and one another.
        while let Some(note) = waiting.pop() {
            if std::mem::replace(&mut seen[note.index()], true) {
                continue;
            }
            called.push(note);
            let inner = document.noterefs_in(&document.note(note).body).rev();
            waiting.extend(inner.filter_map(|id| document.noteref(id).note));
        }
    }
    if called.len() == count {
        return called;
    }
    // Each called note, and behind it those uncalled ones that are printed after it.
    let mut behind: Vec<Vec<NoteId>> = vec![Vec::new(); count + 1];
    let mut last = 0;
    for id in document.note_ids() {
        if seen[id.index()] {
            last = id.index() + 1;
        } else {
            behind[last].push(id);
        }
    }
    let mut order = std::mem::take(&mut behind[0]);
    for note in called {
        order.push(note);
        order.append(&mut behind[note.index() + 1]);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Builder, Kind};

    #[test]
    fn notes_are_read_as_the_text_calls_them() {
        let mut builder = Builder::new();
        builder.begin(Kind::Paragraph);
        builder.text("One");
        builder.noteref("2", "b");
        builder.text(" two");
        builder.noteref("1", "a");
        builder.end();
        for (label, key, inner) in [("1", "a", None), ("2", "b", Some("c")), ("3", "c", Some("b")), ("4", "d", None)] {
            builder.begin_note(label, key);
            builder.begin(Kind::Paragraph);
            builder.text("Note.");
            if let Some(inner) = inner {
                builder.noteref("x", inner);
            }
            builder.end();
            builder.end_note();
        }
        let document = builder.finish().value;
        let labels: Vec<_> = order(&document).into_iter().map(|note| document.note(note).label.to_string()).collect();
        assert_eq!(labels, ["2", "3", "4", "1"]);
    }
}
