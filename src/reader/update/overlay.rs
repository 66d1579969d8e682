//! What a verb does while something lies over the text: a note one looks at, a list, a selection.

use super::{panes, text, typing};
use crate::reader::{Edit, Effect, Overlay, Pane, State, Subject, Verb, lists, rows_each};

/// Closes the top layer: never more than one, and never the program.
pub(super) fn cancel(state: &mut State) {
    match &mut state.overlay {
        Overlay::None => {}
        Overlay::Peek(_) => {
            state.overlay = Overlay::None;
            return;
        }
        Overlay::List(list) => {
            if list.filter.take().is_some() {
                list.apply_filter();
            } else {
                state.overlay = Overlay::None;
            }
            return;
        }
        Overlay::Prompt { .. } => {
            typing::edit(state, Edit::Cancel);
            return;
        }
        Overlay::Hints(_) => {
            state.overlay = Overlay::None;
            return;
        }
    }
    if state.book.selection.take().is_some() {
        return;
    }
    if let Some(list) = state.contents.as_mut().filter(|list| list.filter.is_some()) {
        list.filter = None;
        list.apply_filter();
    } else if state.layout.is_all_time() {
        state.show_text();
        state.focus = Pane::Text;
    } else if state.focus != Pane::Text {
        state.focus = Pane::Text;
    } else if state.book.lit.take().is_some() || state.time.spoken.take().is_some() {
    } else if state.book.search.take().is_none() {
        state.say("q leaves · ? lists the keys");
    }
}

pub(super) fn act_in_peek(state: &mut State, verb: Verb, by: isize) -> Vec<Effect> {
    let page = isize::try_from(state.layout.overlay().rows.saturating_sub(4).max(1)).unwrap_or(1);
    match verb {
        Verb::LineDown => state.scroll_peek(by),
        Verb::LineUp => state.scroll_peek(-by),
        Verb::PageDown => state.scroll_peek(by * page),
        Verb::PageUp => state.scroll_peek(-by * page),
        Verb::HalfDown => state.scroll_peek(by * page / 2),
        Verb::HalfUp => state.scroll_peek(-by * page / 2),
        Verb::Start => state.scroll_peek(isize::MIN / 2),
        // As far as the note goes; the state settles how far that is.
        Verb::End => state.scroll_peek(100_000),
        Verb::NextItem | Verb::NextNote => state.items_in_peek(by),
        Verb::PreviousItem | Verb::PreviousNote => state.items_in_peek(-by),
        Verb::Follow => return state.follow(),
        Verb::Back | Verb::Peek => state.back_in_peek(),
        Verb::OpenOutside => return state.open_outside(),
        Verb::Copy => return state.copy(),
        Verb::Trace => state.trace(),
        Verb::Decide => state.decide(),
        Verb::Sources => state.open_sources(),
        Verb::NextMention => state.same_work(by),
        Verb::PreviousMention => state.same_work(-by),
        Verb::NotesIndex => {
            if let Some(note) = state.note_in_question() {
                let list = lists::callers(&state.book.document, note);
                if list.is_empty() {
                    state.refuse("this note is called from nowhere");
                } else {
                    state.overlay = Overlay::List(list);
                }
            }
        }
        Verb::Help => state.overlay = Overlay::List(lists::help(&state.help)),
        _ => state.say("Esc closes the note · Enter goes to it"),
    }
    Vec::new()
}

/// Tells whether a verb opens lists of this subject.
fn opens(verb: Verb, subject: Subject) -> bool {
    match subject {
        Subject::Contents => verb == Verb::Contents,
        Subject::Notes | Subject::Callers => verb == Verb::NotesIndex,
        Subject::Hits => verb == Verb::Hits,
        Subject::Library => verb == Verb::Library,
        Subject::Sources => verb == Verb::Sources,
        Subject::Meanings => verb == Verb::Trace,
        Subject::Decisions => verb == Verb::Decide,
        Subject::Problems | Subject::Marks | Subject::Event | Subject::Help => false,
    }
}

pub(super) fn act_in_list(state: &mut State, verb: Verb, by: isize) -> Vec<Effect> {
    let rows = isize::try_from(state.layout.overlay().rows.saturating_sub(3).max(1)).unwrap_or(1);
    let in_pane = matches!(state.overlay, Overlay::None);
    match verb {
        Verb::Follow => return state.choose(),
        Verb::NextPane | Verb::PreviousPane | Verb::PaneLeft | Verb::PaneRight | Verb::PaneUp | Verb::PaneDown if in_pane => {
            panes::change(state, verb);
            return Vec::new();
        }
        Verb::Help => {
            state.overlay = Overlay::List(lists::help(&state.help));
            return Vec::new();
        }
        Verb::Command if in_pane => {
            state.open_command();
            return Vec::new();
        }
        Verb::Contents | Verb::Library | Verb::NotesIndex | Verb::Sources | Verb::Hits => {
            // The key that opened a list closes it, too; another one's key opens that one.
            let subject = state.list().map(|list| list.subject);
            state.overlay = Overlay::None;
            state.focus = Pane::Text;
            if subject.is_some_and(|subject| opens(verb, subject)) {
                return Vec::new();
            }
            return text::act(state, verb, None, None, 1, 1);
        }
        Verb::Back => {
            cancel(state);
            return Vec::new();
        }
        _ => {}
    }
    let Some(list) = state.list() else { return Vec::new() };
    let each = isize::try_from(rows_each(list.subject)).unwrap_or(1);
    match verb {
        Verb::LineDown | Verb::NextItem | Verb::NextHit => list.step(by),
        Verb::LineUp | Verb::PreviousItem | Verb::PreviousHit => list.step(-by),
        Verb::PageDown => list.step(by * rows / each),
        Verb::PageUp => list.step(-by * rows / each),
        Verb::HalfDown => list.step(by * rows / each / 2),
        Verb::HalfUp => list.step(-by * rows / each / 2),
        Verb::Start => list.choose(0),
        Verb::End => list.choose(list.shown().saturating_sub(1)),
        Verb::Search => {
            list.filter.get_or_insert_default();
            list.typing = true;
        }
        _ => state.say("Enter chooses · / filters · Esc closes"),
    }
    Vec::new()
}

pub(super) fn act_in_selection(state: &mut State, verb: Verb, count: Option<u32>, many: usize) -> Vec<Effect> {
    match verb {
        Verb::Copy | Verb::Follow => return state.copy(),
        Verb::Select => state.select(),
        Verb::SwapEnds => state.swap_ends(),
        Verb::Search => state.open_search(),
        Verb::Command => state.open_command(),
        Verb::Help => state.overlay = Overlay::List(lists::help(&state.help)),
        Verb::NextHit | Verb::PreviousHit => {
            let by = isize::try_from(many).unwrap_or(1);
            let effects = state.hits(if verb == Verb::NextHit { by } else { -by });
            let here = state.book.search.as_ref().and_then(|search| search.here.clone());
            if let (Some(selection), Some(hit)) = (&mut state.book.selection, here) {
                selection.cursor = hit.start;
            }
            return effects;
        }
        Verb::Percent => {
            if let (Some(percent), Some(selection)) = (count, &mut state.book.selection) {
                let place = state.book.document.place_at_percent(u8::try_from(percent).unwrap_or(100));
                selection.cursor = place;
                state.show(place);
            }
        }
        verb => state.move_selection(verb, many),
    }
    Vec::new()
}
