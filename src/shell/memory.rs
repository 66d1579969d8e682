//! What is remembered, on a thread of its own: no page waits for a disk.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use super::Event;
use crate::{
    citation::{CiteKey, Overrule},
    document::Locator,
    problem::Problem,
    reader::{Action, BookId, Keep, Shelf},
    store::{Config, Copies, Notes, Pictures, Remembered, Store, TextKey, bundled},
    theme::Background,
    time::find::Correction,
};

/// How long leaving waits for the last place to be written.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many texts the library lists that were read before.
const SHELVES: usize = 200;

/// The setting that holds what ground the terminal had when it last told.
const GROUND: &str = "ground";

enum Errand {
    Recall(TextKey, Sender<Remembered>),
    Library,
    KeepPlace(Keep),
    KeepMark { key: String, name: char, place: Option<Locator> },
    KeepOverrule { key: String, cite: CiteKey, overrule: Option<Overrule> },
    KeepCorrection { key: String, at: Locator, correction: Option<Correction> },
    KeepSetting { name: &'static str, value: String },
    Chosen(Sender<Chosen>),
    Finish,
}

/// Remembers, by way of a thread.
pub(super) struct Memory {
    errands: Sender<Errand>,
    thread: Option<JoinHandle<()>>,
    /// What the thread will need, as long as it has not begun.
    idle: Option<(Option<PathBuf>, Receiver<Errand>, Sender<Event>)>,
}

impl Memory {
    /// Remembers in this database; in none, for this sitting only.
    ///
    /// Where there is none yet, nothing is done until [`Memory::prepare`]: to begin a database takes as long
    /// as the disk takes, and the first screen needs nothing from it.
    pub(super) fn start(path: Option<PathBuf>, events: Sender<Event>) -> Self {
        let (errands, received) = channel();
        let has_past = path.as_ref().is_some_and(|path| path.exists());
        let mut memory = Self { errands, thread: None, idle: Some((path, received, events)) };
        if has_past {
            memory.prepare();
        }
        memory
    }

    /// Tells whether anything may have been remembered in an earlier sitting.
    pub(super) fn has_past(&self) -> bool {
        self.idle.is_none()
    }

    /// Opens or begins the database; errands wait until that is done.
    pub(super) fn prepare(&mut self) {
        if let Some((path, received, events)) = self.idle.take() {
            self.thread = thread::Builder::new().name("memory".to_owned()).spawn(move || serve(path, &received, &events)).ok();
        }
    }

    /// Asks what is remembered of a text; the answer comes through the channel.
    pub(super) fn recall(&self, key: &TextKey) -> Option<Receiver<Remembered>> {
        let (sender, answer) = channel();
        self.errands.send(Errand::Recall(key.clone(), sender)).ok()?;
        Some(answer)
    }

    /// Asks what was chosen in earlier sittings; the answer comes through the channel.
    pub(super) fn chosen(&self) -> Option<Receiver<Chosen>> {
        let (sender, answer) = channel();
        self.errands.send(Errand::Chosen(sender)).ok()?;
        Some(answer)
    }

    /// Remembers what ground the terminal has, for the next first screen.
    pub(super) fn keep_ground(&self, background: Background) {
        let value = match background {
            Background::Light => "light",
            _ => "dark",
        };
        let _ = self.errands.send(Errand::KeepSetting { name: GROUND, value: value.to_owned() });
    }

    /// Lists the texts there are; the answer comes as an event.
    pub(super) fn library(&self) {
        let _ = self.errands.send(Errand::Library);
    }

    /// Remembers a place.
    pub(super) fn keep_place(&self, keep: Keep) {
        let _ = self.errands.send(Errand::KeepPlace(keep));
    }

    /// Remembers a mark, or forgets it.
    pub(super) fn keep_mark(&self, key: String, name: char, place: Option<Locator>) {
        let _ = self.errands.send(Errand::KeepMark { key, name, place });
    }

    /// Remembers what was decided about a short citation, or forgets it.
    pub(super) fn keep_overrule(&self, key: String, cite: CiteKey, overrule: Option<Overrule>) {
        let _ = self.errands.send(Errand::KeepOverrule { key, cite, overrule });
    }

    /// Remembers what was said about a date, or forgets it.
    pub(super) fn keep_correction(&self, key: String, at: Locator, correction: Option<Correction>) {
        let _ = self.errands.send(Errand::KeepCorrection { key, at, correction });
    }

    /// Remembers a setting.
    pub(super) fn keep_setting(&self, name: &'static str, value: String) {
        let _ = self.errands.send(Errand::KeepSetting { name, value });
    }

    /// Waits until everything is written, but not forever.
    pub(super) fn finish(&mut self) {
        let _ = self.errands.send(Errand::Finish);
        let Some(thread) = self.thread.take() else { return };
        let deadline = Instant::now() + PATIENCE;
        while !thread.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What was chosen while reading, in earlier sittings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen(Vec<(&'static str, String)>);

impl Chosen {
    fn of(store: &Store) -> Result<Self, Problem> {
        let mut chosen = Vec::new();
        for name in [GROUND, "theme", "measure", "justify", "notes", "remarks", "copy", "pictures"] {
            if let Some(value) = store.setting(name)? {
                chosen.push((name, value));
            }
        }
        Ok(Self(chosen))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// What ground the terminal had when it last told.
    pub(super) fn ground(&self) -> Option<Background> {
        match self.get(GROUND)? {
            "light" => Some(Background::Light),
            "dark" => Some(Background::Dark),
            _ => None,
        }
    }

    /// A configuration with what was chosen while reading in the place of its defaults. What the reader has written into the
    /// file stays: whoever writes it there wants it so every time.
    pub(super) fn over(&self, mut config: Config) -> Config {
        let usual = Config::default();
        if config.theme.is_none() && config.theme_light.is_none() && config.theme_dark.is_none() {
            config.theme = self.get("theme").map(str::to_owned);
        }
        if let Some(measure) = self.get("measure").and_then(|value| value.parse().ok()).filter(|_| config.measure == usual.measure) {
            config.measure = measure;
        }
        if let Some(justify) = self.get("justify").and_then(|value| value.parse().ok()).filter(|_| config.justify == usual.justify) {
            config.justify = justify;
        }
        if let Some(remarks) = self.get("remarks").and_then(|value| value.parse().ok()).filter(|_| config.remarks == usual.remarks) {
            config.remarks = remarks;
        }
        if let Some(copy) = self.get("copy").filter(|_| config.copy == usual.copy) {
            config.copy = match copy {
                "markdown" => Copies::Markdown,
                "csl-json" => Copies::CslJson,
                "bare" => Copies::Bare,
                _ => Copies::Plain,
            };
        }
        if let Some(pictures) = self.get("pictures").filter(|_| config.pictures == usual.pictures) {
            config.pictures = match pictures {
                "blocks" => Pictures::Blocks,
                "off" => Pictures::Off,
                _ => Pictures::Auto,
            };
        }
        if let Some(notes) = self.get("notes").filter(|_| config.notes == usual.notes) {
            config.notes = match notes {
                "beside" => Notes::Beside,
                "below" => Notes::Below,
                "off" => Notes::Off,
                _ => Notes::Auto,
            };
        }
        config
    }
}

/// What is remembered of a text, if it comes in time; if not, it comes as an event.
pub(super) fn in_time(answer: Option<Receiver<Remembered>>, book: BookId, events: &Sender<Event>) -> Remembered {
    let Some(answer) = answer else { return Remembered::default() };
    if let Ok(remembered) = answer.recv_timeout(super::PATIENCE) {
        return remembered;
    }
    let events = events.clone();
    let waiting = move || {
        if let Ok(Remembered { place, marks, history, overrules, corrections, .. }) = answer.recv() {
            let _ = events.send(Event::Answer(Action::Recalled { book, place, marks, history, overrules, corrections }));
        }
    };
    // Without a thread the text simply opens at its beginning.
    let _ = thread::Builder::new().name("recalling".to_owned()).spawn(waiting);
    Remembered::default()
}

/// What was chosen in earlier sittings; nothing, if that cannot be told in time.
pub(super) fn chosen_in_time(answer: Option<Receiver<Chosen>>) -> Chosen {
    answer.and_then(|answer| answer.recv_timeout(super::PATIENCE).ok()).unwrap_or_default()
}

/// Runs errands until the last one.
fn serve(path: Option<PathBuf>, errands: &Receiver<Errand>, events: &Sender<Event>) {
    // What cannot be remembered is said once, and reading goes on.
    let mut said = false;
    let mut say = |problem: Problem| {
        if !std::mem::replace(&mut said, true) {
            let _ = events.send(Event::Answer(Action::Failed(problem)));
        }
    };
    let mut store = match path.map(|path| Store::open(&path)) {
        Some(Ok(read)) => {
            read.problems.into_iter().for_each(&mut say);
            Some(read.value)
        }
        Some(Err(problem)) => {
            say(problem);
            Store::in_memory().ok()
        }
        None => Store::in_memory().ok(),
    };
    for errand in errands {
        let Some(store) = &mut store else {
            if matches!(errand, Errand::Finish) {
                return;
            }
            continue;
        };
        let done = match errand {
            Errand::Recall(key, answer) => store.recall(&key).map(|remembered| drop(answer.send(remembered))),
            Errand::Chosen(answer) => Chosen::of(store).map(|chosen| drop(answer.send(chosen))),
            Errand::Library => store.library(SHELVES).map(|shelved| {
                let _ = events.send(Event::Answer(Action::Library(shelves(&shelved))));
            }),
            Errand::KeepPlace(keep) => {
                let key = TextKey::from_stored(&keep.key);
                store.keep_place(&key, &keep.title, keep.author.as_deref(), keep.percent, &keep.place, &keep.history, now())
            }
            Errand::KeepMark { key, name, place } => store.set_mark(&TextKey::from_stored(&key), name, place.as_ref(), now()),
            Errand::KeepOverrule { key, cite, overrule } => {
                store.set_overrule(&TextKey::from_stored(&key), &cite, overrule.as_ref(), now())
            }
            Errand::KeepCorrection { key, at, correction } => {
                store.set_correction(&TextKey::from_stored(&key), &at, correction.as_ref(), now())
            }
            Errand::KeepSetting { name, value } => store.set_setting(name, &value),
            Errand::Finish => {
                if let Err(problem) = store.flush() {
                    say(problem);
                }
                return;
            }
        };
        if let Err(problem) = done {
            say(problem);
        }
    }
}

/// The bundled texts, and those that were read before.
fn shelves(shelved: &[crate::store::Shelved]) -> Vec<Shelf> {
    let read = |key: &TextKey| shelved.iter().find(|shelf| shelf.key == *key);
    let bundled = bundled::all().iter().map(|text| {
        let key = TextKey::bundled(text.name);
        let percent = read(&key).map(|shelf| shelf.percent);
        Shelf { key: key.as_str().to_owned(), title: text.title.to_owned(), detail: text.name.to_owned(), percent, bundled: true }
    });
    let others = shelved.iter().filter(|shelf| shelf.key.bundled_name().is_none()).map(|shelf| Shelf {
        key: shelf.key.as_str().to_owned(),
        title: shelf.title.clone(),
        detail: shelf.author.clone().unwrap_or_default(),
        percent: Some(shelf.percent),
        bundled: false,
    });
    bundled.chain(others).collect()
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
