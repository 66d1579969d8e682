//! What an action does to the state.
//!
//! The action finds its file by what has the keys: the [`text`], what lies over it ([`overlay`]), a line being typed ([`typing`]),
//! the mouse ([`mod@pointer`]). [`panes`] and [`settings`] are what several of them share; [`opening`] is when a text has come.

mod opening;
mod overlay;
mod panes;
mod pointer;
mod settings;
mod text;
mod time;
mod typing;

use std::sync::Arc;

pub(super) use self::opening::say_problems;
use super::{
    Action, Effect, State, Verb, lists,
    state::{Layer, Overlay},
};
use crate::{problem::Severity, typeset::Top};

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
            typing::type_character(state, character);
            Vec::new()
        }
        Action::Paste(text) => {
            if state.layer() == Layer::Prompt {
                typing::edit_line(state, |line| line.insert(&text));
            }
            Vec::new()
        }
        Action::Edit(edit) => typing::edit(state, edit),
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
        Action::Click { col, row } => pointer::click(state, col, row),
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
                Layer::Time => state.events_of_lane(lines.signum()),
                Layer::Prompt | Layer::Hints => {}
            }
            Vec::new()
        }
        Action::Opened(opened) => {
            opening::open(state, opened);
            state.wishes()
        }
        Action::Glossed { book, cited, problems } => {
            // What was found out before the latest decision is not what holds now.
            if book == state.book.id && cited.0.overrules == state.book.overrules {
                state.book.cited = cited.0;
                opening::add_problems(state, problems);
            }
            Vec::new()
        }
        Action::Dated { book, timeline, dates, corrections, names, problems } => {
            // As with short forms: what the reader has said since holds.
            if book == state.book.id && corrections == state.book.corrections {
                state.book.names = names;
                opening::date(state, timeline, dates, problems);
            }
            Vec::new()
        }
        Action::Recalled { book, place, marks, history, overrules, corrections } => {
            if book == state.book.id {
                let corrected = state.book.corrections != corrections;
                state.book.corrections = corrections;
                let decided = state.book.overrules != overrules;
                state.book.overrules = overrules;
                let moved = state.book.top != Top::default();
                let here = state.book.top;
                state.book.recall(place, &marks, &history);
                if moved {
                    state.book.top = here;
                    state.book.awaited = None;
                }
                if decided {
                    state.book.cited = Arc::default();
                }
                let gloss = if decided { state.gloss() } else { None };
                let date = if corrected { state.date() } else { None };
                return gloss.into_iter().chain(date).collect();
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
        Action::Draws(means) => {
            state.means = means;
            state.offer_pictures();
            Vec::new()
        }
        Action::Pictured { picture, fit, shown } => {
            if picture.book == state.book.id {
                state.pictured(picture.id, fit, shown);
            }
            Vec::new()
        }
        Action::PictureForgotten(picture) => {
            if picture.book == state.book.id {
                state.picture_forgotten(picture.id);
            }
            Vec::new()
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
            overlay::cancel(state);
            return Vec::new();
        }
        _ => {}
    }
    match state.layer() {
        Layer::Peek => overlay::act_in_peek(state, verb, by),
        Layer::List => overlay::act_in_list(state, verb, by),
        Layer::Select => overlay::act_in_selection(state, verb, count, many),
        Layer::Time => time::act(state, verb, count, character, many, by),
        Layer::Prompt | Layer::Hints => Vec::new(),
        Layer::Text => text::act(state, verb, count, character, many, by),
    }
}
