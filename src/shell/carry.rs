//! Carrying out effects.

use std::{
    ffi::OsString,
    fs,
    path::PathBuf,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
    thread,
};

use super::{
    Event,
    find::find as find_text,
    memory::{self, Memory},
    open::{self, guarded},
    outside::Outside,
    pictures::{self, Platemaker, Press, Wanted},
    timeline::{names, timeline_of},
    works::library_of,
};
use crate::{
    citation::Beside,
    document::Document,
    problem::{Problem, Read, nearest},
    reader::{Action, BookId, Cited, Effect, Opened, Shared},
    search::Query,
    store::{Config, Remembered, Text, TextKey},
    theme::{Depth, Theme},
    time::{find, story},
};

/// How many hits are listed; all are counted.
const HITS: usize = 20_000;

/// What carrying out effects needs.
pub(super) struct Desk {
    pub(super) sender: Sender<Event>,
    pub(super) memory: Memory,
    pub(super) outside: Outside,
    pub(super) config: Config,
    pub(super) next_book: u64,
    pub(super) counting: Option<Counting>,
    /// The timeline that was asked for with the first text.
    pub(super) timeline: Option<PathBuf>,
    pub(super) platemaker: Platemaker,
    /// How the terminal takes pictures, where it is known to.
    pub(super) press: Option<Press>,
}

/// A count of hits that has been begun.
pub(super) struct Counting {
    query: Shared<Query>,
    /// The text is not kept in memory for it.
    document: Weak<Document>,
    /// Told when the count is not wanted any more.
    stop: Arc<AtomicBool>,
}

impl Desk {
    /// Carries out an effect; what takes long, on a thread.
    pub(super) fn carry(&mut self, effect: Effect) {
        match effect {
            Effect::Open(wanted) => self.open(&wanted),
            Effect::ListLibrary => self.memory.library(),
            Effect::CountHits { book, document: Shared(document), query } => self.count(book, document, query),
            Effect::Gloss { book, key, document: Shared(document), overrules } => {
                let text = Text::of(&TextKey::from_stored(&key));
                self.on_a_thread("citations", move || {
                    let Read { value: library, problems } = text.as_ref().map_or_else(Read::default, |text| library_of(text, &document));
                    let cited = Shared(Arc::new(Cited::read(&document, Beside { overrules, library })));
                    Ok(Action::Glossed { book, cited, problems })
                });
            }
            Effect::Date { book, key, document: Shared(document), corrections } => {
                let text = Text::of(&TextKey::from_stored(&key));
                let asked = self.timeline.clone().filter(|_| book == BookId(1));
                self.on_a_thread("dates", move || {
                    let dates = find::corrected(&document, &corrections);
                    let Read { value, problems } =
                        text.as_ref().map_or_else(Read::default, |text| timeline_of(text, &document, asked.as_deref()));
                    let own = value.filter(|timeline| !timeline.is_empty());
                    let timeline = own.unwrap_or_else(|| story::story(&document, &dates));
                    let names = text.as_ref().map(names).unwrap_or_default();
                    Ok(Action::Dated { book, timeline: Arc::new(timeline), dates: dates.into(), corrections, names, problems })
                });
            }
            Effect::Picture { picture, key, origin, fit } => {
                let press = self.press.zip(pictures::cell());
                let wanted = Wanted { picture, fit, text: Text::of(&TextKey::from_stored(&key)), origin, press };
                self.platemaker.make(wanted, &self.sender);
            }
            Effect::OpenOutside { key, origin } => {
                let text = Text::of(&TextKey::from_stored(&key));
                self.on_a_thread("outside", move || pictures::open_outside(text.as_ref(), &origin).map(Action::Say));
            }
            Effect::KeepPlace(keep) => self.memory.keep_place(keep),
            Effect::KeepMark { key, name, place } if !key.is_empty() => self.memory.keep_mark(key, name, place),
            Effect::KeepOverrule { key, cite, overrule } if !key.is_empty() => self.memory.keep_overrule(key, cite, overrule),
            Effect::KeepCorrection { key, at, correction } if !key.is_empty() => self.memory.keep_correction(key, at, correction),
            Effect::KeepSetting { name, value } => self.memory.keep_setting(name, value),
            // What concerns the terminal was done before it came here.
            Effect::KeepMark { .. }
            | Effect::KeepOverrule { .. }
            | Effect::KeepCorrection { .. }
            | Effect::Copy(_)
            | Effect::Theme(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Leave => {}
        }
    }

    fn open(&mut self, wanted: &str) {
        let book = BookId(self.next_book);
        self.next_book += 1;
        // The library names texts by their keys, a reader by whatever a shell would have taken.
        let text = match Text::of(&TextKey::from_stored(wanted)) {
            Some(text) => Ok(text),
            None => find_text(expanded(wanted).as_os_str(), Vec::new),
        };
        let text = match text {
            Ok(text) => text,
            Err(problem) => return self.answer(Action::Failed(problem)),
        };
        let recalled = self.memory.recall(&text.key());
        let events = self.sender.clone();
        self.on_a_thread("opening", move || {
            let (opened, rest) = open::begin(&text, book)?;
            if let Some(rest) = rest {
                rest.read(&events);
            }
            let remembered = memory::in_time(recalled, book, &events);
            let Remembered { place, marks, history, overrules, corrections, .. } = remembered;
            let opened = Opened { place, marks, history, overrules, corrections, ..opened };
            Ok(Action::Opened(opened))
        });
    }

    /// Counts hits on a thread. Only the count that was asked for last goes on, and one that goes on is not begun again.
    fn count(&mut self, book: BookId, document: Arc<Document>, query: Shared<Query>) {
        if let Some(before) = &self.counting {
            if before.query == query && before.document.ptr_eq(&Arc::downgrade(&document)) {
                return;
            }
            before.stop.store(true, Ordering::Relaxed);
        }
        let stop = Arc::new(AtomicBool::new(false));
        self.counting = Some(Counting { query: query.clone(), document: Arc::downgrade(&document), stop: stop.clone() });
        let sender = self.sender.clone();
        let counting = move || {
            let hits = guarded(|| Ok(query.0.all(&document, HITS, &|| !stop.load(Ordering::Relaxed))));
            let action = match hits {
                Ok(hits) if hits.complete => Action::Found { book, query, hits },
                Ok(_) => return,
                Err(problem) => Action::Failed(problem),
            };
            let _ = sender.send(Event::Answer(action));
        };
        self.spawn("counting", counting);
    }

    fn on_a_thread(&self, name: &str, work: impl FnOnce() -> Result<Action, Problem> + Send + 'static) {
        let sender = self.sender.clone();
        let running = move || {
            let action = guarded(work).unwrap_or_else(Action::Failed);
            let _ = sender.send(Event::Answer(action));
        };
        self.spawn(name, running);
    }

    fn spawn(&self, name: &str, running: impl FnOnce() + Send + 'static) {
        if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(running) {
            self.answer(Action::Failed(Problem::error(format!("no thread can be had: {error}"))));
        }
    }

    fn answer(&self, action: Action) {
        let _ = self.sender.send(Event::Answer(action));
    }
}

/// A leading `~` is the home folder: at the reader's own command line no shell has seen to that.
fn expanded(wanted: &str) -> OsString {
    match wanted.strip_prefix("~/").zip(etcetera::home_dir().ok()) {
        Some((rest, home)) => home.join(rest).into_os_string(),
        None => wanted.into(),
    }
}

/// The names of all themes: the bundled ones, and the reader's own.
pub(super) fn theme_names(outside: &Outside) -> Vec<String> {
    let mut names: Vec<String> = Theme::names().map(str::to_owned).collect();
    let own = outside.paths.as_ref().and_then(|paths| fs::read_dir(paths.config.join("themes")).ok());
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
pub(super) fn load_theme(name: &str, outside: &Outside, depth: Depth) -> (Theme, Option<Problem>) {
    let file = |name: &str| {
        // A name is a name and not a path.
        if name.contains(['/', '\\']) {
            return None;
        }
        outside.paths.as_ref()?.configured(&format!("themes/{name}.toml"))
    };
    let fallback = || Theme::usual(outside.background, depth);
    let (theme, problem) = match file(name) {
        Some(text) => match Theme::parse(name, &text, &file) {
            Ok(read) => (read.value, read.problems.into_iter().next()),
            Err(problem) => (fallback(), Some(problem)),
        },
        None => match Theme::bundled(name) {
            Some(theme) => (theme, None),
            None => {
                let names = theme_names(outside);
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
