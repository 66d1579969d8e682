//! What happens when a text has come: another one, or the rest of the one whose first part is being read.

use std::sync::Arc;

use crate::{
    document::Document,
    problem::{Problem, Severity},
    reader::{
        History, Opened, Overlay, Pane, Selection, State, Subject, book::Book, follow::STILL_OPENING, item::items_in, pictures::Pictures,
        state::Search,
    },
    time::{find::Found, story, timeline::Timeline},
    typeset::Top,
    unit::Place,
};

/// A text was opened: another one, or the whole of the one whose first part is being read.
pub(super) fn open(state: &mut State, opened: Opened) {
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
    state.time.forget();
    state.chosen_note = 0;
    state.message = None;
    say_problems(state);
}

/// The rest of a text has come: every place is carried over.
fn complete_book(state: &mut State, document: Arc<Document>, problems: Arc<[Problem]>) {
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
    book.history = History::of(history);
    for place in book.marks.values_mut() {
        *place = carried(*place);
    }
    book.turned = std::mem::take(&mut book.turned).into_iter().map(carry).collect();
    // Numbers may have changed; what is lit is known by its place.
    let lit = book.lit.map(|lit| carried(lit.at(&old).start));
    book.lit = lit.and_then(|at| items_in(&new, &(at..at.plus(1))).first().copied());
    book.selection = book.selection.map(|selection| Selection { anchor: carried(selection.anchor), cursor: carried(selection.cursor) });
    let carry_search = |search: &mut Search| {
        search.here = search.here.take().map(|hit| carried(hit.start)..carried(hit.end));
        search.hits = None;
    };
    book.search.iter_mut().for_each(carry_search);
    book.title = new.meta().title.clone().unwrap_or_else(|| std::mem::take(&mut book.title));
    book.problems = problems;
    // Of a first part no dates were found.
    book.dated = false;
    // Works and notes are known by their numbers, too.
    book.cited = Arc::default();
    book.source = None;
    book.pictures = Pictures::default();
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

/// The dates of the text have been found, and its timeline.
pub(super) fn date(state: &mut State, timeline: Arc<Timeline>, dates: Arc<[Found]>, problems: Vec<Problem>) {
    state.book.timeline = timeline;
    state.book.told = story::told(&state.book.document, &dates).into();
    state.book.dates = dates;
    // Of dates that are found once more, after a correction, one stays where one is.
    let spoken = if state.book.dated { state.time.spoken.take() } else { None };
    state.book.dated = true;
    state.time.forget();
    state.time.spoken = spoken;
    add_problems(state, problems);
    state.arrive();
}

/// What was found later to be wrong with a text, or with what lies beside it, is told with the rest; twice found, it is told once.
pub(super) fn add_problems(state: &mut State, problems: Vec<Problem>) {
    let known = &state.book.problems;
    let new: Vec<Problem> = problems.into_iter().filter(|problem| !known.contains(problem)).collect();
    if !new.is_empty() {
        state.book.problems = known.iter().cloned().chain(new).collect();
        say_problems(state);
    }
}

/// Says in a line what does not fit together, if anything does not.
pub(in crate::reader) fn say_problems(state: &mut State) {
    let warnings = state.book.problems.iter().filter(|problem| problem.severity >= Severity::Warning).count();
    match warnings {
        0 => {}
        1 => state.say("1 thing in this text does not fit together · :problems shows it"),
        many => state.say(format!("{many} things in this text do not fit together · :problems lists them")),
    }
}
