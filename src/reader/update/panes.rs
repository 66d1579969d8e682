//! What concerns the panes: which has the keys, and what the keys mean in the notes.

use super::text;
use crate::reader::{Effect, Goal, Item, NotesAt, Overlay, Pane, State, Verb};

/// The verbs that mean something else while the notes have the keys.
pub(super) fn act_in_notes(state: &mut State, verb: Verb, by: isize) -> Option<Vec<Effect>> {
    let last = state.page.notes.len().saturating_sub(1);
    match verb {
        Verb::LineDown => state.chosen_note = state.chosen_note.saturating_add_signed(by).min(last),
        Verb::LineUp => state.chosen_note = state.chosen_note.saturating_add_signed(-by),
        Verb::NotesIndex => {
            let note = state.page.notes.get(state.chosen_note)?;
            let id = note.note;
            text::open_notes_index(state);
            if let Overlay::List(list) = &mut state.overlay {
                list.choose_where(|row| row.goal == Goal::Note(id));
            }
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Gives the keys to another pane: the next one, or the one in a direction.
pub(super) fn change(state: &mut State, verb: Verb) {
    let side_by_side = matches!(state.layout.notes, NotesAt::Beside(_));
    let has_notes = state.layout.notes != NotesAt::Off && !state.page.notes.is_empty();
    let mut panes: Vec<Pane> = Vec::new();
    if state.layout.contents.is_some() {
        panes.push(Pane::Contents);
    }
    panes.push(Pane::Text);
    if has_notes {
        panes.push(Pane::Notes);
    }
    if state.layout.time.is_some() {
        panes.push(Pane::Time);
    }
    let here = panes.iter().position(|pane| *pane == state.focus).unwrap_or(0);
    let next = match verb {
        Verb::NextPane => Some((here + 1) % panes.len()),
        Verb::PreviousPane => Some((here + panes.len() - 1) % panes.len()),
        Verb::PaneUp if state.focus == Pane::Time => panes.iter().position(|pane| *pane == Pane::Text),
        Verb::PaneLeft | Verb::PaneRight if state.focus == Pane::Time => None,
        Verb::PaneDown
            if state.focus != Pane::Time && state.layout.time.is_some() && !(state.focus == Pane::Text && !side_by_side && has_notes) =>
        {
            panes.iter().position(|pane| *pane == Pane::Time)
        }
        Verb::PaneLeft if state.focus == Pane::Notes && !side_by_side => None,
        Verb::PaneLeft => here.checked_sub(1),
        Verb::PaneRight if state.focus == Pane::Text && !side_by_side => None,
        Verb::PaneRight => Some(here + 1),
        Verb::PaneDown if state.focus == Pane::Text && !side_by_side && has_notes => Some(here + 1),
        Verb::PaneUp if state.focus == Pane::Notes && !side_by_side => here.checked_sub(1),
        _ => None,
    };
    match next.and_then(|next| panes.get(next)) {
        Some(Pane::Notes) if state.focus != Pane::Notes => {
            state.focus = Pane::Notes;
            // The note of what is lit, if it is there.
            let lit = match state.book.lit {
                Some(Item::Noteref(id)) => state.book.document.noteref(id).note,
                _ => None,
            };
            state.chosen_note = state.page.notes.iter().position(|note| Some(note.note) == lit).unwrap_or(0);
        }
        Some(pane) if *pane != state.focus => {
            state.focus = *pane;
            if state.focus == Pane::Time && state.time.chosen.is_none() {
                state.time.chosen = state.event_in_question();
            }
        }
        _ => state.refuse("no pane there"),
    }
}
