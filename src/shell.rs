//! The thin shell around the pure heart: terminal, keys, clock, files, threads.
//!
//! [`read`] is a whole sitting. It paints first and asks afterwards: the first part of the text is read and drawn, then the rest
//! is read on a thread, the terminal is asked what ground it has, and nothing ever waits for an answer. Everything that
//! happens (a press, a new size, a signal, an answer from a thread) comes through one channel; when it is empty the state
//! settles and one frame is drawn. When nothing happens, nothing is done.
//!
//! [`terminal`] takes the terminal and gives it back, however the program ends; [`input`] makes chords of what it sends;
//! [`answer`] hears what it answers of itself; [`open`] reads texts; [`memory`] keeps what is remembered on a thread of
//! its own; [`mod@pictures`] makes pictures ready to be drawn; [`timeline`] knows which timeline belongs to a text, and [`works`] which list of works; [`carry`] carries out effects; [`outside`] is all that is taken from the environment.

mod answer;
mod carry;
mod find;
mod input;
mod memory;
mod open;
mod outside;
mod pictures;
mod signals;
mod terminal;
mod timeline;
mod works;

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use self::{
    answer::{Answer, Listener},
    carry::Desk,
    memory::Memory,
    pictures::{Platemaker, Press},
    terminal::Screen,
};
pub use self::{
    find::{find, shown, unreadable},
    open::{load, name, source},
    outside::{Input, Outside, Paths},
    pictures::missing_pictures,
    timeline::{is_timeline, timeline_file, timeline_of},
    works::library_of,
};
use crate::{
    keys::{Keymap, Typist},
    problem::{Problem, Severity},
    reader::{Action, BookId, Effect, Fit, Means, Overlay, PictureKey, Settings, State, update},
    store::{Config, Copies, Notes, Pictures, Remembered, Text},
    theme::{self, Background, Theme},
    typeset::PictureSize,
    view::{self, Plate, Plates},
};

/// How long the first screen waits for what is remembered: on a sound disk it is there before the text is.
const PATIENCE: Duration = Duration::from_millis(40);

/// How long the first screen waits for the rest of a text whose remembered place is not in its first part.
const PATIENCE_FOR_THE_REST: Duration = Duration::from_millis(400);

/// How long the first key waits, if it is typed so soon, for the rest of a text. Nobody who has just seen the first screen is as quick;
/// a text of some megabytes is whole by then.
const PATIENCE_BEFORE_THE_FIRST_KEY: Duration = Duration::from_millis(100);

/// How long after the last page was turned the place is kept, so that not even kill -9 loses more than that.
const KEEPING: Duration = Duration::from_millis(1500);

/// Something that happened.
#[derive(Debug)]
pub(super) enum Event {
    /// The terminal sent something.
    Input(crossterm::event::Event),
    /// A thread has an answer.
    Answer(Action),
    /// A picture is ready to be drawn.
    Plate {
        /// Which.
        picture: PictureKey,
        /// How it was to be fitted.
        fit: Fit,
        /// How large it is.
        size: PictureSize,
        /// The picture.
        plate: Plate,
    },
    /// The terminal is gone.
    Gone,
    /// The signal of this number asks to leave.
    Leave(i32),
    /// A signal asks to stop for a while.
    Suspend,
    /// The program goes on after it was stopped.
    Continued,
}

/// What to read, and how.
#[derive(Debug)]
pub struct Start {
    /// The text.
    pub text: Text,
    /// Whether nothing was read before: a first meeting, at which a line of help is welcome.
    pub first: bool,
    /// The file of the timeline to be shown with it, where it is not the one that belongs to the text.
    pub timeline: Option<PathBuf>,
    /// What the reader has configured.
    pub config: Config,
    /// What surrounds the program.
    pub outside: Outside,
    /// What was wrong on the way; the first of it is said.
    pub problems: Vec<Problem>,
}

/// Reads until the reader leaves; gives the exit code.
///
/// # Errors
/// A [`Problem`] when the text cannot be opened or there is no terminal to read on. Nothing was drawn then.
pub fn read(start: Start) -> Result<u8, Problem> {
    let Start { text, first, timeline, config, outside, mut problems } = start;
    let (sender, events) = channel();
    let memory = Memory::start(outside.paths.as_ref().map(|paths| paths.remembered.clone()), sender.clone());
    // Both are asked before anything else is done, so that the answers are there when they are needed.
    let (remembered, chosen) = if memory.has_past() { (memory.recall(&text.key()), memory.chosen()) } else { (None, None) };
    let book = BookId(1);
    let (mut opened, mut rest) = open::begin(&text, book)?;
    let keymap = match outside.paths.as_ref().and_then(|paths| paths.configured("keys.toml")) {
        Some(text) => {
            let read = Keymap::parse(&text);
            problems.extend(read.problems);
            read.value
        }
        None => Keymap::default(),
    };
    let Remembered { place, marks, history, overrules, corrections, .. } = memory::in_time(remembered, book, &sender);
    // A place in the first part is shown at once; for one further on the rest is waited for, a little.
    let beyond = place.as_ref().is_some_and(|place| place.byte as usize >= opened.document.text().len());
    let mut early = Vec::new();
    if beyond && let Some(rest) = rest.take() {
        rest.read(&sender);
        early = wait_for_the_rest(&mut opened, &events);
    }
    opened.place = place;
    opened.marks = marks;
    opened.history = history;
    opened.overrules = overrules;
    opened.corrections = corrections;

    let depth = outside.depth;
    let chosen = memory::chosen_in_time(chosen);
    let config = chosen.over(config);
    let settings = settings(&config, &outside);
    let wanted = wanted_theme(&config, outside.background.or(chosen.ground()), depth);
    let (theme, theme_problem) = carry::load_theme(&wanted, &outside, depth);
    let screen = Screen::take(config.mouse)?;
    let (cols, rows) = Screen::size();
    let mut state = State::new(opened, Settings { theme: theme.name.clone(), ..settings }, cols, rows);
    if let Some(problem) = problems.into_iter().chain(theme_problem).next() {
        update(&mut state, Action::Failed(problem));
    } else if first {
        update(
            &mut state,
            Action::Say("Space turns the page · Tab and Enter follow a note · / searches · ? lists the keys · q leaves".to_owned()),
        );
    }
    let mut sitting = Sitting {
        state,
        theme,
        keymap,
        typist: Typist::default(),
        listener: Listener::default(),
        desk: Desk {
            sender: sender.clone(),
            memory,
            outside,
            config,
            next_book: 2,
            counting: None,
            timeline,
            platemaker: Platemaker::default(),
            press: None,
        },
        plates: Plates::default(),
        is_asked: false,
        screen,
        kept: None,
        dirty_since: None,
        resized: false,
    };
    sitting.draw(false);
    // Painted; now the rest.
    input::listen(sender.clone());
    signals::listen(sender.clone())?;
    let waits = rest.is_some();
    if let Some(rest) = rest {
        rest.read(&sender);
    }
    for wish in sitting.state.wishes() {
        sitting.desk.carry(wish);
    }
    if sitting.asks_for_ground() {
        sitting.screen.ask_for_ground();
        sitting.listener.expect();
    }
    sitting.prepare();
    if waits {
        early.append(&mut first_the_rest(&events, book));
    }
    Ok(sitting.sit(early.into(), &events))
}

/// Waits for the whole text, and gives back what else came meanwhile.
fn wait_for_the_rest(opened: &mut crate::reader::Opened, events: &Receiver<Event>) -> Vec<Event> {
    let deadline = Instant::now() + PATIENCE_FOR_THE_REST;
    let mut early = Vec::new();
    while let Ok(event) = events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        match event {
            Event::Answer(Action::Opened(whole)) if whole.book == opened.book => {
                opened.document = whole.document;
                opened.problems = whole.problems;
                break;
            }
            other => early.push(other),
        }
    }
    early
}

/// Waits a moment for the rest of the text, so that who knows the way and types at once finds the notes that stand at its end.
/// Gives what came meanwhile, the rest of the text before all else.
fn first_the_rest(events: &Receiver<Event>, book: BookId) -> Vec<Event> {
    let deadline = Instant::now() + PATIENCE_BEFORE_THE_FIRST_KEY;
    let mut came = Vec::new();
    while let Ok(event) = events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        match event {
            Event::Answer(Action::Opened(ref whole)) if whole.book == book => {
                came.insert(0, event);
                break;
            }
            Event::Leave(_) | Event::Gone | Event::Suspend => {
                came.push(event);
                break;
            }
            other => came.push(other),
        }
    }
    came
}

/// The settings a configuration asks for, in these surroundings.
pub fn settings(config: &Config, outside: &Outside) -> Settings {
    use crate::reader::{CopyAs, NotesWanted, PicturesWanted};
    Settings {
        measure: config.measure,
        justify: config.justify,
        hyphenate: config.hyphenate,
        ascii: config.ascii.unwrap_or(outside.ascii),
        reorder: config.reorder.unwrap_or(true),
        notes: match config.notes {
            Notes::Auto => NotesWanted::Auto,
            Notes::Beside => NotesWanted::Beside,
            Notes::Below => NotesWanted::Below,
            Notes::Off => NotesWanted::Off,
        },
        overlap: config.overlap,
        remarks: config.remarks,
        copy: match config.copy {
            Copies::Plain => CopyAs::Plain,
            Copies::Markdown => CopyAs::Markdown,
            Copies::CslJson => CopyAs::CslJson,
            Copies::Bare => CopyAs::Bare,
        },
        pictures: match config.pictures {
            Pictures::Off => PicturesWanted::Off,
            Pictures::Blocks => PicturesWanted::Blocks,
            Pictures::Auto | Pictures::Kitty | Pictures::Sixel | Pictures::Iterm2 => PicturesWanted::Auto,
        },
        ..Settings::default()
    }
}

/// The theme a configuration asks for on a ground of this kind.
fn wanted_theme(config: &Config, background: Option<Background>, depth: theme::Depth) -> String {
    let for_ground = match background {
        Some(Background::Light) => config.theme_light.as_deref(),
        Some(Background::Dark) => config.theme_dark.as_deref(),
        _ => None,
    };
    match config.theme.as_deref().or(for_ground) {
        Some(name) => name.to_owned(),
        None => theme::choose(None, background, depth).to_owned(),
    }
}

/// One sitting: everything that is needed from the first frame to the last.
struct Sitting {
    state: State,
    theme: Theme,
    keymap: Keymap,
    typist: Typist,
    listener: Listener,
    desk: Desk,
    /// The pictures that are ready to be drawn.
    plates: Plates,
    /// Whether the terminal was asked who it is.
    is_asked: bool,
    screen: Screen,
    /// The place that was kept last.
    kept: Option<crate::unit::Place>,
    /// Since when the place differs from the one kept.
    dirty_since: Option<Instant>,
    /// The screen had another size since the last frame, if only for a moment: what was drawn may be gone from it.
    resized: bool,
}

impl Sitting {
    /// Makes ready what the first screen does not show and a later key may ask for.
    fn prepare(&mut self) {
        self.state.help = self.keymap.help().into();
        self.state.themes = carry::theme_names(&self.desk.outside).into();
        self.state.texts = crate::store::bundled::all().iter().map(|text| (text.name.to_owned(), text.title.to_owned())).collect();
        self.desk.memory.prepare();
    }

    /// Takes what happens until the reader leaves, and first what has happened already.
    fn sit(&mut self, mut early: VecDeque<Event>, events: &Receiver<Event>) -> u8 {
        loop {
            let event = match self.dirty_since {
                _ if !early.is_empty() => early.pop_front(),
                None => events.recv().ok(),
                Some(since) => match events.recv_timeout((since + KEEPING).saturating_duration_since(Instant::now())) {
                    Ok(event) => Some(event),
                    Err(RecvTimeoutError::Timeout) => {
                        self.keep();
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => None,
                },
            };
            let Some(event) = event else { return 0 };
            let mut leaving = self.take(event);
            // One frame for all that has come: a held key never runs behind.
            while leaving.is_none() {
                match early.pop_front().or_else(|| events.try_recv().ok()) {
                    Some(event) => leaving = self.take(event),
                    None => break,
                }
            }
            if let Some(code) = leaving {
                Screen::give_back();
                self.desk.memory.finish();
                return code;
            }
            self.draw(false);
        }
    }

    /// Takes one event; gives the exit code when it ends the sitting.
    fn take(&mut self, event: Event) -> Option<u8> {
        match event {
            Event::Input(event) => {
                let (events, answer) = self.listener.hear(event);
                match answer {
                    Some(Answer::Ground(background)) => self.ground_is(background),
                    Some(Answer::Name(name)) => self.press_is(pictures::press_of(&name)),
                    None => {}
                }
                let mut code = None;
                for event in events {
                    self.resized |= matches!(event, crossterm::event::Event::Resize(..));
                    code = code.or(self.input(event));
                }
                code
            }
            Event::Answer(action) => self.act(action),
            Event::Plate { picture, fit, size, plate } => {
                for gone in self.plates.keep(picture, plate) {
                    self.act(Action::PictureForgotten(gone));
                }
                self.act(Action::Pictured { picture, fit, shown: Ok(size) })
            }
            // Nothing can be shown any more, but the place can be kept.
            Event::Gone => self.act(Action::Leave).map(|_| 129),
            // As a shell tells it of a program that a signal has ended.
            Event::Leave(signal) => self.act(Action::Leave).map(|_| u8::try_from(128 + signal).unwrap_or(u8::MAX)),
            Event::Suspend => {
                self.suspend();
                None
            }
            Event::Continued => {
                Screen::take_again();
                self.draw(true);
                None
            }
        }
    }

    fn input(&mut self, event: crossterm::event::Event) -> Option<u8> {
        let action = input::action(event, &mut self.typist, self.state.layer(), &self.keymap)?;
        self.act(action)
    }

    /// Lets the state change and carries out what follows; gives the exit code when that is to leave.
    fn act(&mut self, action: Action) -> Option<u8> {
        let mut code = None;
        for effect in update(&mut self.state, action) {
            match effect {
                Effect::Leave => code = Some(0),
                Effect::Redraw => self.draw(true),
                Effect::Suspend => self.suspend(),
                Effect::Copy(text) if self.desk.config.clipboard => self.screen.copy(&text),
                Effect::Copy(_) => {
                    let problem = Problem::warning("copying is switched off").mend("clipboard = true in config.toml switches it on");
                    update(&mut self.state, Action::Failed(problem));
                }
                Effect::Theme(name) => self.change_theme(&name),
                effect => {
                    if let Effect::KeepPlace(_) = effect {
                        self.kept = Some(self.state.book.top.place);
                        self.dirty_since = None;
                    }
                    self.desk.carry(effect);
                }
            }
        }
        if self.kept != Some(self.state.book.top.place) && self.dirty_since.is_none() {
            self.dirty_since = Some(Instant::now());
        }
        code
    }

    fn keep(&mut self) {
        self.dirty_since = None;
        self.kept = Some(self.state.book.top.place);
        if let Some(keep) = self.state.book.keep() {
            self.desk.carry(Effect::KeepPlace(keep));
        }
    }

    fn change_theme(&mut self, name: &str) {
        let (theme, problem) = carry::load_theme(name, &self.desk.outside, self.desk.outside.depth);
        let action = match problem {
            Some(problem) if problem.severity == Severity::Error => Action::Failed(problem),
            problem => {
                self.theme = theme;
                update(&mut self.state, Action::Say(format!("theme {name}")));
                if let Some(problem) = problem {
                    update(&mut self.state, Action::Failed(problem));
                }
                Action::Themed(name.to_owned())
            }
        };
        // A theme chosen by hand is wanted on any ground from now on.
        if matches!(action, Action::Themed(_)) {
            self.desk.config.theme = Some(name.to_owned());
        }
        self.act(action);
    }

    /// Only a theme that depends on the ground needs to know it.
    fn asks_for_ground(&self) -> bool {
        self.desk.config.theme.is_none() && self.desk.outside.depth != theme::Depth::None
    }

    /// The terminal has said what ground it has.
    fn ground_is(&mut self, background: Background) {
        self.desk.memory.keep_ground(background);
        let wanted = wanted_theme(&self.desk.config, Some(background), self.desk.outside.depth);
        if self.desk.config.theme.is_none() && wanted != self.theme.name {
            let (theme, _) = carry::load_theme(&wanted, &self.desk.outside, self.desk.outside.depth);
            self.state.settings.theme.clone_from(&theme.name);
            self.theme = theme;
            self.draw(true);
        }
    }

    /// Finds out what pictures can be drawn with, once there is one: asks the terminal who it is where nothing else tells.
    fn ask_for_press(&mut self) {
        if std::mem::replace(&mut self.is_asked, true) {
            return;
        }
        let Desk { config, outside, .. } = &self.desk;
        let blocks = outside.depth == theme::Depth::True && !self.state.settings.ascii;
        let means = Means { pixels: false, blocks };
        if let Some(press) = pictures::press_wanted(config.pictures) {
            self.state.means = means;
            self.press_is(Some(press));
        } else if !pictures::is_between() && outside.styles && pictures::cell().is_some() {
            self.state.means = means;
            self.screen.ask_for_name();
            self.listener.expect();
        } else {
            self.act(Action::Draws(means));
        }
    }

    /// The terminal takes pictures like this, or none.
    fn press_is(&mut self, press: Option<Press>) {
        self.desk.press = press;
        let means = Means { pixels: press.is_some() && pictures::cell().is_some(), ..self.state.means };
        self.act(Action::Draws(means));
    }

    fn suspend(&mut self) {
        // What the terminal keeps of pictures does not outlast this.
        self.state.forget_pictures();
        self.plates.clear();
        Screen::give_back();
        signals::stop();
        Screen::take_again();
        self.draw(true);
    }

    /// Settles the state for the screen as it is and draws one frame, anew from nothing if asked to.
    fn draw(&mut self, anew: bool) {
        let (cols, rows) = Screen::size();
        if (cols, rows) != self.state.size {
            update(&mut self.state, Action::Resize { cols, rows });
        }
        if !self.state.book.document.pictures().is_empty() {
            self.ask_for_press();
        }
        self.state.settle();
        for wanted in self.state.wanted_pictures() {
            self.desk.carry(wanted);
        }
        if self.state.settings.reorder && self.state.page.lines.iter().any(crate::typeset::Line::is_rtl) {
            self.screen.keep_order();
        }
        let (state, theme, plates) = (&self.state, &self.theme, &self.plates);
        let anew = anew || std::mem::take(&mut self.resized);
        self.screen.draw(self.state.size, anew, |buffer| view::draw(state, theme, plates, buffer));
        debug_assert!(!matches!(self.state.overlay, Overlay::Peek(ref peek) if peek.views.is_empty()));
    }
}
