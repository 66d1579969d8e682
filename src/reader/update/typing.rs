//! What is typed: a line, a filter, the letters of a hint.

use crate::reader::{Edit, Effect, Layer, Overlay, PromptLine, Purpose, State};

pub(super) fn type_character(state: &mut State, character: char) {
    match state.layer() {
        Layer::Hints => state.type_hint(character),
        Layer::Prompt => edit_line(state, |line| line.insert(character.encode_utf8(&mut [0; 4]))),
        Layer::Text | Layer::Select | Layer::List | Layer::Peek | Layer::Time => {}
    }
}

/// Changes the line that is being typed, and what depends on it.
pub(super) fn edit_line(state: &mut State, change: impl FnOnce(&mut PromptLine)) {
    if let Overlay::Prompt { purpose, line, .. } = &mut state.overlay {
        let before = line.text().to_owned();
        change(line);
        if *purpose == Purpose::Search && line.text() != before {
            state.typed = true;
        }
        return;
    }
    if let Some(list) = state.list()
        && let Some(line) = &mut list.filter
    {
        change(line);
        list.apply_filter();
    }
}

pub(super) fn edit(state: &mut State, key: Edit) -> Vec<Effect> {
    state.message = None;
    let in_list = state.list().is_some();
    match key {
        Edit::Backspace => {
            let mut was_empty = false;
            edit_line(state, |line| was_empty = line.text().is_empty() || (!line.backspace() && line.text().is_empty()));
            if was_empty {
                return edit(state, Edit::Cancel);
            }
        }
        Edit::Delete => edit_line(state, PromptLine::delete),
        Edit::DeleteWord => edit_line(state, PromptLine::delete_word),
        Edit::DeleteToStart => edit_line(state, PromptLine::delete_to_start),
        Edit::Left => edit_line(state, PromptLine::left),
        Edit::Right => edit_line(state, PromptLine::right),
        Edit::Home => edit_line(state, PromptLine::home),
        Edit::End => edit_line(state, PromptLine::end),
        Edit::Older | Edit::Newer if in_list => {
            if let Some(list) = state.list() {
                list.step(if key == Edit::Older { -1 } else { 1 });
            }
        }
        Edit::Older => edit_line(state, PromptLine::older),
        Edit::Newer => edit_line(state, PromptLine::newer),
        Edit::Complete | Edit::CompleteBack if in_list => {
            if let Some(list) = state.list() {
                list.step(if key == Edit::Complete { 1 } else { -1 });
            }
        }
        Edit::Complete | Edit::CompleteBack => complete(state, key == Edit::CompleteBack),
        Edit::Accept => return accept(state),
        Edit::Cancel => cancel_prompt(state),
        Edit::ToggleRegex => state.toggle_regex(),
    }
    Vec::new()
}

fn complete(state: &mut State, back: bool) {
    let Overlay::Prompt { purpose: Purpose::Command, line, .. } = &state.overlay else { return };
    // Asked before the line is borrowed to be changed; only the first of a row of completions asks.
    let offers = if line.completions().0.is_empty() { state.completions(line.text()) } else { Vec::new() };
    if let Overlay::Prompt { line, .. } = &mut state.overlay {
        line.complete(back, |_| offers);
    }
}

fn accept(state: &mut State) -> Vec<Effect> {
    if let Some(list) = state.list() {
        list.typing = false;
        // One row left is the one that is meant.
        return if list.shown() == 1 { state.choose() } else { Vec::new() };
    }
    let Overlay::Prompt { purpose, line, origin, .. } = &state.overlay else { return Vec::new() };
    let (purpose, text, origin) = (*purpose, line.text().to_owned(), *origin);
    state.overlay = Overlay::None;
    match purpose {
        Purpose::Search => state.accept_search(&text, origin),
        Purpose::Command => state.command(&text),
        Purpose::Correction => state.correct(&text),
        Purpose::Date => {
            state.seek(&text);
            Vec::new()
        }
    }
}

fn cancel_prompt(state: &mut State) {
    if let Some(list) = state.list() {
        list.typing = false;
        list.filter = None;
        list.apply_filter();
        return;
    }
    if let Overlay::Prompt { purpose, origin, before, .. } = std::mem::take(&mut state.overlay)
        && purpose == Purpose::Search
    {
        state.book.search = before;
        state.return_to(origin);
    }
}
