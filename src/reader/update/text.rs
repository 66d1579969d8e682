//! What a verb does while one reads.

use super::{panes, settings};
use crate::reader::{Effect, Goal, Item, Overlay, Pane, State, Verb, lists};

pub(super) fn act(state: &mut State, verb: Verb, count: Option<u32>, character: Option<char>, many: usize, by: isize) -> Vec<Effect> {
    if state.focus == Pane::Notes
        && let Some(effects) = panes::act_in_notes(state, verb, by)
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
        Verb::NextRemark => state.remarks(by),
        Verb::PreviousRemark => state.remarks(-by),
        Verb::Trace => state.trace(),
        Verb::Decide => state.decide(),
        Verb::Sources => state.open_sources(),
        Verb::NextMention => state.same_work(by),
        Verb::PreviousMention => state.same_work(-by),
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
        Verb::Timeline => state.turn_timeline(),
        Verb::NextEvent => state.events(by),
        Verb::PreviousEvent => state.events(-by),
        Verb::NextDate => state.dates(by),
        Verb::PreviousDate => state.dates(-by),
        Verb::CorrectDate => state.open_correction(),
        // These are said to the timeline; from the text they bring it up.
        Verb::EventLater
        | Verb::EventEarlier
        | Verb::LaneBelow
        | Verb::LaneAbove
        | Verb::Unfold
        | Verb::Fold
        | Verb::ZoomIn
        | Verb::ZoomOut
        | Verb::ZoomFit
        | Verb::FollowReading
        | Verb::EventDetails
        | Verb::NextDispute
        | Verb::NarrativeMap => {
            if state.take_up_timeline() {
                return super::time::act(state, verb, count, character, many, by);
            }
        }
        Verb::Library => return vec![Effect::ListLibrary],
        Verb::Problems => open_problems(state),
        Verb::Help => state.overlay = Overlay::List(lists::help(&state.help)),
        Verb::NextPane | Verb::PreviousPane | Verb::PaneLeft | Verb::PaneRight | Verb::PaneUp | Verb::PaneDown => {
            panes::change(state, verb);
        }
        Verb::OpenOutside => return state.open_outside(),
        Verb::Select => state.select(),
        Verb::Copy => return state.copy(),
        Verb::Narrower | Verb::Wider | Verb::Justify | Verb::NotesPane | Verb::Pictures => return settings::change(state, verb, many),
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

pub(super) fn open_notes_index(state: &mut State) {
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
        list.choose_where(|row| row.goal == Goal::Note(id));
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
