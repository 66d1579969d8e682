//! What an action does to the state.

use std::sync::Arc;

use super::{
    Action, Edit, Effect, Opened, State, Verb,
    follow::STILL_OPENING,
    layout::NotesAt,
    list::Subject,
    lists,
    prompt::Purpose,
    state::{Book, Item, Layer, Overlay, Pane, Search},
};
use crate::{document::Document, problem::Severity, typeset::Top, unit::Place};

/// Changes the state as the action says, and gives what is to be done outside.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    // The screen may have changed since the state last settled; motions count on the panes being where they will be.
    state.lay_out();
    match action {
        Action::Do { verb, count, character } => {
            state.pending.clear();
            state.message = None;
            act(state, verb, count, character)
        }
        Action::Type(character) => {
            type_character(state, character);
            Vec::new()
        }
        Action::Paste(text) => {
            if state.layer() == Layer::Prompt {
                edit_line(state, |line| line.insert(&text));
            }
            Vec::new()
        }
        Action::Edit(edit) => edit_prompt(state, edit),
        Action::Pending(keys) => {
            state.pending = keys;
            Vec::new()
        }
        Action::Unbound(chord) => {
            state.pending.clear();
            state.refuse(format!("{chord} means nothing here · ? lists the keys"));
            Vec::new()
        }
        Action::Resize { cols, rows } => {
            state.size = (cols, rows);
            Vec::new()
        }
        Action::Click { col, row } => click(state, col, row),
        Action::Wheel(lines) => {
            let lines = isize::try_from(lines).unwrap_or(0);
            state.message = None;
            match state.layer() {
                Layer::Text | Layer::Select => state.scroll(lines),
                Layer::Peek => state.scroll_peek(lines),
                Layer::List => {
                    if let Some(list) = state.list() {
                        list.step(lines);
                    }
                }
                Layer::Prompt | Layer::Hints => {}
            }
            Vec::new()
        }
        Action::Opened(opened) => {
            open(state, opened);
            state.wishes()
        }
        Action::Glossed { book, glosses } => {
            if book == state.book.id {
                state.book.glosses = glosses;
            }
            Vec::new()
        }
        Action::Recalled { book, place, marks, history } => {
            if book == state.book.id {
                let moved = state.book.top != Top::default();
                let here = state.book.top;
                state.book.recall(place, &marks, &history);
                if moved {
                    state.book.top = here;
                    state.book.awaited = None;
                }
            }
            Vec::new()
        }
        Action::Found { book, query, hits } => {
            if book == state.book.id {
                state.found(&query, hits)
            } else {
                Vec::new()
            }
        }
        Action::Library(shelves) => {
            let list = lists::library(&shelves, &state.book.key);
            state.overlay = Overlay::List(list);
            Vec::new()
        }
        Action::Failed(problem) => {
            let words = problem.to_string().replace("\n  ", " · ");
            if problem.severity == Severity::Remark {
                state.say(words);
            } else {
                state.refuse(words);
            }
            Vec::new()
        }
        Action::Say(words) => {
            state.say(words);
            Vec::new()
        }
        Action::Themed(name) => {
            let is_new = state.settings.theme != name;
            state.settings.theme.clone_from(&name);
            if is_new { vec![Effect::KeepSetting { name: "theme", value: name }] } else { Vec::new() }
        }
        Action::Leave => leave(state),
    }
}

fn leave(state: &State) -> Vec<Effect> {
    state.book.keep().map(Effect::KeepPlace).into_iter().chain([Effect::Leave]).collect()
}

/// Does a verb, in the layer that has the keys.
fn act(state: &mut State, verb: Verb, count: Option<u32>, character: Option<char>) -> Vec<Effect> {
    let many = count.unwrap_or(1).clamp(1, 10_000) as usize;
    let by = isize::try_from(many).unwrap_or(1);
    // These mean the same everywhere.
    match verb {
        Verb::Quit => return leave(state),
        Verb::Redraw => return vec![Effect::Redraw],
        Verb::Suspend => return state.book.keep().map(Effect::KeepPlace).into_iter().chain([Effect::Suspend]).collect(),
        Verb::Cancel => {
            cancel(state);
            return Vec::new();
        }
        _ => {}
    }
    match state.layer() {
        Layer::Peek => act_in_peek(state, verb, by),
        Layer::List => act_in_list(state, verb, by),
        Layer::Select => act_in_selection(state, verb, count, many),
        Layer::Prompt | Layer::Hints => Vec::new(),
        Layer::Text => act_in_text(state, verb, count, character, many, by),
    }
}

/// Closes the top layer: never more than one, and never the program.
fn cancel(state: &mut State) {
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
            edit_prompt(state, Edit::Cancel);
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
    } else if state.focus != Pane::Text {
        state.focus = Pane::Text;
    } else if state.book.lit.take().is_some() {
    } else if state.book.search.take().is_none() {
        state.say("q leaves · ? lists the keys");
    }
}

fn act_in_peek(state: &mut State, verb: Verb, by: isize) -> Vec<Effect> {
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
        Verb::Copy => return state.copy(),
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
        Subject::Problems | Subject::Marks | Subject::Help => false,
    }
}

fn act_in_list(state: &mut State, verb: Verb, by: isize) -> Vec<Effect> {
    let rows = isize::try_from(state.layout.overlay().rows.saturating_sub(3).max(1)).unwrap_or(1);
    let in_pane = matches!(state.overlay, Overlay::None);
    match verb {
        Verb::Follow => return state.choose(),
        Verb::NextPane | Verb::PreviousPane | Verb::PaneLeft | Verb::PaneRight | Verb::PaneUp | Verb::PaneDown if in_pane => {
            change_pane(state, verb);
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
        Verb::Contents | Verb::Library | Verb::NotesIndex | Verb::Hits => {
            // The key that opened a list closes it, too; another one's key opens that one.
            let subject = state.list().map(|list| list.subject);
            state.overlay = Overlay::None;
            state.focus = Pane::Text;
            if subject.is_some_and(|subject| opens(verb, subject)) {
                return Vec::new();
            }
            return act_in_text(state, verb, None, None, 1, 1);
        }
        Verb::Back => {
            cancel(state);
            return Vec::new();
        }
        _ => {}
    }
    let Some(list) = state.list() else { return Vec::new() };
    let each = isize::try_from(super::rows_each(list.subject)).unwrap_or(1);
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

fn act_in_selection(state: &mut State, verb: Verb, count: Option<u32>, many: usize) -> Vec<Effect> {
    match verb {
        Verb::Copy | Verb::Follow => return state.copy(),
        Verb::Select => state.select(),
        Verb::SwapEnds => state.swap_ends(),
        Verb::Search => state.open_search(),
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

fn act_in_text(state: &mut State, verb: Verb, count: Option<u32>, character: Option<char>, many: usize, by: isize) -> Vec<Effect> {
    if state.focus == Pane::Notes
        && let Some(effects) = act_in_notes(state, verb, by)
    {
        return effects;
    }
    match verb {
        Verb::LineDown => state.scroll(by),
        Verb::LineUp => state.scroll(-by),
        Verb::PageDown => state.pages_down(many),
        Verb::PageUp => state.pages_up(many),
        Verb::HalfDown => state.half_pages(by),
        Verb::HalfUp => state.half_pages(-by),
        Verb::Start => state.go_to_start(),
        Verb::End => state.go_to_end(),
        Verb::Percent => match count {
            Some(percent) => state.go_to_percent(percent),
            None => state.refuse("% wants a number before it: 50% goes to the middle"),
        },
        Verb::NextSection => state.sections(by),
        Verb::PreviousSection => state.sections(-by),
        Verb::NextItem => state.items(by),
        Verb::PreviousItem => state.items(-by),
        Verb::Follow => return state.follow(),
        Verb::Peek => state.peek(),
        Verb::Hints => state.hints(),
        Verb::NextNote => state.noterefs(by),
        Verb::PreviousNote => state.noterefs(-by),
        Verb::NotesIndex => open_notes_index(state),
        Verb::Back => state.back(many),
        Verb::Forward => state.forward(many),
        Verb::LastPlace => state.last_place(),
        Verb::SetMark => return set_mark(state, character),
        Verb::GoToMark => go_to_mark(state, character),
        Verb::NextMark => state.marks(by),
        Verb::PreviousMark => state.marks(-by),
        Verb::Search => state.open_search(),
        Verb::NextHit => return state.hits(by),
        Verb::PreviousHit => return state.hits(-by),
        Verb::Hits => return state.list_hits(),
        Verb::ToggleRegex => state.toggle_regex(),
        Verb::Contents => open_contents(state),
        Verb::Library => return vec![Effect::ListLibrary],
        Verb::Problems => open_problems(state),
        Verb::Help => state.overlay = Overlay::List(lists::help(&state.help)),
        Verb::NextPane | Verb::PreviousPane | Verb::PaneLeft | Verb::PaneRight | Verb::PaneUp | Verb::PaneDown => change_pane(state, verb),
        Verb::Select => state.select(),
        Verb::Copy => return state.copy(),
        Verb::Narrower => return state.set_measure(state.layout.text.cols.min(state.settings.measure).saturating_sub(2 * count_of(many))),
        Verb::Wider => return state.set_measure(state.settings.measure.saturating_add(2 * count_of(many))),
        Verb::Justify => {
            state.settings.justify = !state.settings.justify;
            state.say(if state.settings.justify { "justified" } else { "ragged right" });
            return vec![Effect::KeepSetting { name: "justify", value: state.settings.justify.to_string() }];
        }
        Verb::NotesPane => {
            use super::NotesWanted;
            let next = match (state.settings.notes, state.layout.notes) {
                (NotesWanted::Off, _) => NotesWanted::Auto,
                (_, NotesAt::Beside(_)) => NotesWanted::Below,
                _ => NotesWanted::Off,
            };
            return state.set_notes(next);
        }
        Verb::Command => state.open_command(),
        // These move the end of a selection, and there is none.
        Verb::CharacterLeft | Verb::WordLeft | Verb::SentenceLeft | Verb::ParagraphLeft | Verb::LineStart => state.pages_up(many),
        Verb::CharacterRight | Verb::WordRight | Verb::SentenceRight | Verb::ParagraphRight | Verb::LineEnd => state.pages_down(many),
        Verb::SwapEnds => state.refuse("nothing is selected · v begins to select"),
        // Done before the layers are asked.
        Verb::Quit | Verb::Redraw | Verb::Suspend | Verb::Cancel => {}
    }
    Vec::new()
}

fn count_of(many: usize) -> u16 {
    u16::try_from(many).unwrap_or(100)
}

/// The verbs that mean something else while the notes have the keys.
fn act_in_notes(state: &mut State, verb: Verb, by: isize) -> Option<Vec<Effect>> {
    let last = state.page.notes.len().saturating_sub(1);
    match verb {
        Verb::LineDown => state.chosen_note = state.chosen_note.saturating_add_signed(by).min(last),
        Verb::LineUp => state.chosen_note = state.chosen_note.saturating_add_signed(-by),
        Verb::NotesIndex => {
            let note = state.page.notes.get(state.chosen_note)?;
            let id = note.note;
            open_notes_index(state);
            if let Overlay::List(list) = &mut state.overlay {
                list.choose_where(|row| row.goal == super::Goal::Note(id));
            }
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn open_contents(state: &mut State) {
    if state.layout.contents.is_some() {
        state.focus = Pane::Contents;
        return;
    }
    let mut list = lists::contents(&state.book.document);
    if list.is_empty() {
        return state.refuse("this text has no headings");
    }
    list.choose_place(state.here());
    state.overlay = Overlay::List(list);
}

fn open_notes_index(state: &mut State) {
    let mut list = lists::notes(&state.book.document);
    if list.is_empty() {
        return state.refuse("this text has no notes");
    }
    // The note of what is lit, else the first called on the page or after it.
    let document = state.book.document.clone();
    let here = state.here();
    let called = match state.book.lit {
        Some(Item::Noteref(id)) => document.noteref(id).note,
        _ => None,
    };
    let next = || document.noterefs().iter().find(|noteref| noteref.at.start >= here).and_then(|noteref| noteref.note);
    if let Some(id) = called.or_else(next) {
        list.choose_where(|row| row.goal == super::Goal::Note(id));
    }
    state.overlay = Overlay::List(list);
}

fn open_problems(state: &mut State) {
    let list = lists::problems(state);
    if list.is_empty() {
        return state.say("everything in this text fits together");
    }
    state.overlay = Overlay::List(list);
}

fn set_mark(state: &mut State, character: Option<char>) -> Vec<Effect> {
    let Some(name) = character.filter(|name| name.is_alphabetic()) else {
        state.refuse("a mark is a letter: ma marks this place as a");
        return Vec::new();
    };
    let place = state.here();
    state.book.marks.insert(name, place);
    state.say(format!("marked {name} · '{name} comes back"));
    let locator = state.book.document.locator(place);
    vec![Effect::KeepMark { key: state.book.key.clone(), name, place: Some(locator) }]
}

fn go_to_mark(state: &mut State, character: Option<char>) {
    match character {
        Some('\'' | '`') => state.last_place(),
        Some(name) => match state.book.marks.get(&name) {
            Some(place) => state.jump_to_line(*place),
            None => state.refuse(format!("there is no mark {name} · m{name} sets it")),
        },
        None => state.refuse("which mark? 'a goes to the mark a"),
    }
}

/// Gives the keys to another pane: the next one, or the one in a direction.
fn change_pane(state: &mut State, verb: Verb) {
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
    let here = panes.iter().position(|pane| *pane == state.focus).unwrap_or(0);
    let next = match verb {
        Verb::NextPane => Some((here + 1) % panes.len()),
        Verb::PreviousPane => Some((here + panes.len() - 1) % panes.len()),
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
        Some(pane) if *pane != state.focus => state.focus = *pane,
        _ => state.refuse("no pane there"),
    }
}

fn type_character(state: &mut State, character: char) {
    match state.layer() {
        Layer::Hints => state.type_hint(character),
        Layer::Prompt => edit_line(state, |line| line.insert(character.encode_utf8(&mut [0; 4]))),
        Layer::Text | Layer::Select | Layer::List | Layer::Peek => {}
    }
}

/// Changes the line that is being typed, and what depends on it.
fn edit_line(state: &mut State, change: impl FnOnce(&mut super::PromptLine)) {
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

fn edit_prompt(state: &mut State, edit: Edit) -> Vec<Effect> {
    state.message = None;
    let in_list = state.list().is_some();
    match edit {
        Edit::Backspace => {
            let mut was_empty = false;
            edit_line(state, |line| was_empty = line.text().is_empty() || (!line.backspace() && line.text().is_empty()));
            if was_empty {
                return edit_prompt(state, Edit::Cancel);
            }
        }
        Edit::Delete => edit_line(state, super::PromptLine::delete),
        Edit::DeleteWord => edit_line(state, super::PromptLine::delete_word),
        Edit::DeleteToStart => edit_line(state, super::PromptLine::delete_to_start),
        Edit::Left => edit_line(state, super::PromptLine::left),
        Edit::Right => edit_line(state, super::PromptLine::right),
        Edit::Home => edit_line(state, super::PromptLine::home),
        Edit::End => edit_line(state, super::PromptLine::end),
        Edit::Older | Edit::Newer if in_list => {
            if let Some(list) = state.list() {
                list.step(if edit == Edit::Older { -1 } else { 1 });
            }
        }
        Edit::Older => edit_line(state, super::PromptLine::older),
        Edit::Newer => edit_line(state, super::PromptLine::newer),
        Edit::Complete | Edit::CompleteBack if in_list => {
            if let Some(list) = state.list() {
                list.step(if edit == Edit::Complete { 1 } else { -1 });
            }
        }
        Edit::Complete | Edit::CompleteBack => complete(state, edit == Edit::CompleteBack),
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

/// A click on a note's number looks at the note; on a row of a list, chooses it; elsewhere it takes the focus.
fn click(state: &mut State, col: u16, row: u16) -> Vec<Effect> {
    state.message = None;
    match state.layer() {
        Layer::Text | Layer::Select => {}
        Layer::Peek | Layer::Hints => {
            state.overlay = Overlay::None;
            return Vec::new();
        }
        Layer::List | Layer::Prompt => return Vec::new(),
    }
    if let Some(place) = place_at(state, col, row) {
        let document = state.book.document.clone();
        let at = document.floor(Place(place.0.saturating_sub(200)))..place.plus(1);
        let item = super::state::items_in(&document, &at).into_iter().find(|item| item.at(&document).contains(&place));
        state.focus = Pane::Text;
        state.book.lit = item;
        if item.is_some() {
            return state.follow();
        }
    }
    Vec::new()
}

/// The place of the text under a cell of the screen.
fn place_at(state: &State, col: u16, row: u16) -> Option<Place> {
    let area = state.layout.text;
    if !area.holds(col, row) {
        return None;
    }
    let line = state.page.lines.get(usize::from(row - area.y))?;
    let col = col - area.x;
    let pieces = state.book.galley.pieces(&state.book.document, line);
    let piece =
        pieces.into_iter().find(|piece| piece.at.start < piece.at.end && (piece.col.0..piece.col.0 + piece.cols.0).contains(&col))?;
    let mut left = piece.col.0;
    let text = state.book.document.slice(&piece.at);
    for (offset, cluster) in unicode_segmentation::UnicodeSegmentation::grapheme_indices(text, true) {
        left += crate::unit::cluster_width(cluster).0;
        if col < left {
            return Some(piece.at.start.plus(offset));
        }
    }
    Some(piece.at.start)
}

/// A text was opened: another one, or the whole of the one whose first part is being read.
fn open(state: &mut State, opened: Opened) {
    if opened.book == state.book.id {
        complete_book(state, opened.document, opened.problems);
        return;
    }
    if opened.book < state.book.id {
        // An answer that came late: something else was opened since.
        return;
    }
    let setting = state.book.galley.setting();
    state.book = Book::new(opened, setting);
    state.overlay = Overlay::None;
    state.focus = Pane::Text;
    state.contents = None;
    state.chosen_note = 0;
    state.message = None;
    say_problems(state);
}

/// The rest of a text has come: every place is carried over.
fn complete_book(state: &mut State, document: Arc<Document>, problems: Arc<[crate::problem::Problem]>) {
    let book = &mut state.book;
    let old = std::mem::replace(&mut book.document, document);
    let new = book.document.clone();
    let carried = |place: Place| if old.agrees_with(&new, place) { place } else { new.locate(&old.locator(place)) };
    let carry = |top: Top| Top { place: carried(top.place), ..top };
    book.top = match book.awaited.take() {
        Some(place) => Top { place: new.locate(&place), lead: 0 },
        None => carry(book.top),
    };
    // What was lit is known by its number, and numbers may have changed.
    let history = book.history.places().iter().map(|stop| carry(stop.top).into()).collect();
    book.history = super::History::of(history);
    for place in book.marks.values_mut() {
        *place = carried(*place);
    }
    book.turned = std::mem::take(&mut book.turned).into_iter().map(carry).collect();
    // Numbers may have changed; what is lit is known by its place.
    let lit = book.lit.map(|lit| carried(lit.at(&old).start));
    book.lit = lit.and_then(|at| super::state::items_in(&new, &(at..at.plus(1))).first().copied());
    book.selection =
        book.selection.map(|selection| super::Selection { anchor: carried(selection.anchor), cursor: carried(selection.cursor) });
    let carry_search = |search: &mut Search| {
        search.here = search.here.take().map(|hit| carried(hit.start)..carried(hit.end));
        search.hits = None;
    };
    book.search.iter_mut().for_each(carry_search);
    book.title = new.meta().title.clone().unwrap_or_else(|| std::mem::take(&mut book.title));
    book.problems = problems;
    book.glosses.clear();
    book.galley.clear();
    book.side.clear();
    if let Overlay::Prompt { origin, before, .. } = &mut state.overlay {
        *origin = carry(origin.top).into();
        before.iter_mut().for_each(carry_search);
    }
    state.contents = None;
    if let Overlay::Peek(_) | Overlay::Hints(_) = state.overlay {
        state.overlay = Overlay::None;
    }
    if let Overlay::List(list) = &state.overlay
        && !matches!(list.subject, Subject::Library | Subject::Help)
    {
        state.overlay = Overlay::None;
    }
    // What had not come yet has come.
    let message = state.message.take().filter(|message| message.words != STILL_OPENING);
    state.message = message;
    if state.message.is_none() {
        say_problems(state);
    }
}

/// Says in a line what does not fit together, if anything does not.
pub(super) fn say_problems(state: &mut State) {
    let warnings = state.book.problems.iter().filter(|problem| problem.severity >= Severity::Warning).count();
    match warnings {
        0 => {}
        1 => state.say("1 thing in this text does not fit together · :problems shows it"),
        many => state.say(format!("{many} things in this text do not fit together · :problems lists them")),
    }
}
