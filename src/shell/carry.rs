//! Carrying out effects.

use std::{fs, sync::mpsc::Sender, thread};

use super::{
    Event,
    memory::{self, Memory},
    open::{self, find, guarded},
    surroundings::Surroundings,
};
use crate::{
    problem::{Problem, nearest},
    reader::{Action, BookId, Effect, Opened, Shared},
    store::Config,
    theme::{Depth, Theme},
};

/// How many hits are listed; all are counted.
const HITS: usize = 20_000;

/// What carrying out effects needs.
pub(super) struct Desk {
    pub(super) sender: Sender<Event>,
    pub(super) memory: Memory,
    pub(super) surroundings: Surroundings,
    pub(super) config: Config,
    pub(super) next_book: u64,
}

impl Desk {
    /// Carries out an effect; what takes long, on a thread.
    pub(super) fn carry(&mut self, effect: Effect) {
        match effect {
            Effect::Open(wanted) => self.open(&wanted),
            Effect::ListLibrary => self.memory.library(),
            Effect::CountHits { book, document: Shared(document), query } => {
                self.on_a_thread("counting", move || {
                    let hits = query.0.all(&document, HITS, &|| true);
                    Ok(Action::Found { book, query, hits })
                });
            }
            Effect::KeepPlace(keep) => self.memory.keep_place(keep),
            Effect::KeepMark { key, name, place } if !key.is_empty() => self.memory.keep_mark(key, name, place),
            Effect::KeepSetting { name, value } => self.memory.keep_setting(name, value),
            // What concerns the terminal was done before it came here.
            Effect::KeepMark { .. } | Effect::Copy(_) | Effect::Theme(_) | Effect::Redraw | Effect::Suspend | Effect::Leave => {}
        }
    }

    fn open(&mut self, wanted: &str) {
        let book = BookId(self.next_book);
        self.next_book += 1;
        let found = match find(wanted, &self.surroundings.folder) {
            Ok(found) => found,
            Err(problem) => return self.answer(Action::Failed(problem)),
        };
        let recalled = self.memory.recall(&found.key);
        let (events, late) = (self.sender.clone(), self.sender.clone());
        self.on_a_thread("opening", move || {
            let opening = open::begin(found, book, events)?;
            let remembered = memory::in_time(recalled, book, late);
            if let Some(rest) = opening.rest {
                rest.begin();
            }
            let opened = Opened { place: remembered.place, marks: remembered.marks, history: remembered.history, ..opening.opened };
            Ok(Action::Opened(opened))
        });
    }

    fn on_a_thread(&self, name: &str, work: impl FnOnce() -> Result<Action, Problem> + Send + 'static) {
        let sender = self.sender.clone();
        let running = move || {
            let action = guarded(work).unwrap_or_else(Action::Failed);
            let _ = sender.send(Event::Answer(action));
        };
        if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(running) {
            self.answer(Action::Failed(Problem::error(format!("no thread can be had: {error}"))));
        }
    }

    fn answer(&self, action: Action) {
        let _ = self.sender.send(Event::Answer(action));
    }
}

/// The names of all themes: the bundled ones, and the reader's own.
pub(super) fn theme_names(surroundings: &Surroundings) -> Vec<String> {
    let mut names: Vec<String> = Theme::names().map(str::to_owned).collect();
    let own = surroundings.themes().and_then(|folder| fs::read_dir(folder).ok());
    for entry in own.into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "toml")
            && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The theme of this name, the reader's own before the bundled one; the default, and a problem, where there is none.
pub(super) fn load_theme(name: &str, surroundings: &Surroundings, depth: Depth) -> (Theme, Option<Problem>) {
    let file = |name: &str| {
        // A name is a name and not a path.
        if name.contains(['/', '\\']) {
            return None;
        }
        fs::read_to_string(surroundings.themes()?.join(format!("{name}.toml"))).ok()
    };
    let fallback = || Theme::usual(surroundings.background, depth);
    let (theme, problem) = match file(name) {
        Some(text) => match Theme::parse(name, &text, &file) {
            Ok(read) => (read.value, read.problems.into_iter().next()),
            Err(problem) => (fallback(), Some(problem)),
        },
        None => match Theme::bundled(name) {
            Some(theme) => (theme, None),
            None => {
                let names = theme_names(surroundings);
                let mend = match nearest(name, names.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("there are {}", names.join(", ")),
                };
                (fallback(), Some(Problem::error(format!("there is no theme {name}")).mend(mend)))
            }
        },
    };
    (theme.at_depth(depth), problem)
}
