//! A reader in a test: a text, a screen of some size, keys in and frames out.
//!
//! The rig stands where the shell stands: it feeds presses through the keymap, lets the state change, carries effects out at once
//! and gives their answers back. It knows no file, clock or environment, so that the same keys always give the same frames.

#![allow(dead_code, unreachable_pub)] // Each test binary has it for itself and uses a part of it.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    sync::Arc,
};

use ibid::{
    citation::Overrule,
    document::{Document, Locator, Origin},
    formats::{self, Source},
    keys::{Chord, Keymap, Typist, sequence},
    problem::Problem,
    reader::{Action, BookId, Cited, Effect, Fit, Keep, Means, NotesWanted, Opened, Overlay, Settings, Shared, Shelf, State, update},
    store::bundled,
    theme::{Depth, Theme},
    time::find::{Correction, corrected},
    typeset::{PictureSize, Top},
    unit::{Place, width},
    view::{self, Plate, Plates},
};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier},
};
use ratatui_image::{protocol::halfblocks::Halfblocks, sliced::SlicedProtocol};

/// A text being read.
pub struct Rig {
    /// The state, settled.
    pub state: State,
    keymap: Keymap,
    typist: Typist,
    theme: Theme,
    depth: Depth,
    effects: Vec<Effect>,
    /// The texts that can be opened, besides the bundled ones.
    texts: HashMap<String, String>,
    /// What was kept of each text, by its key.
    kept: HashMap<String, Keep>,
    marks: HashMap<String, BTreeMap<char, Locator>>,
    overrules: HashMap<String, Vec<Overrule>>,
    corrections: HashMap<String, Vec<Correction>>,
    /// Answers are held back while this is some, to be given by [`Rig::answer`].
    held: Option<Vec<Action>>,
    next_book: u64,
    plates: Plates,
}

/// What reading these bytes gives.
pub fn read(name: &str, text: &str, whole: bool) -> (Arc<Document>, Arc<[Problem]>) {
    let source = Source { name: name.to_owned(), bytes: text.as_bytes().to_vec(), whole };
    let read = formats::read(source).unwrap_or_else(|problem| panic!("{name}: {problem}"));
    (Arc::new(read.value), read.problems.into())
}

/// A text as the shell would give it to the state.
pub fn opened(book: u64, name: &str, text: &str, whole: bool) -> Opened {
    let (document, problems) = read(name, text, whole);
    Opened {
        book: BookId(book),
        key: name.to_owned(),
        name: name.to_owned(),
        document,
        problems,
        place: None,
        marks: BTreeMap::new(),
        history: Vec::new(),
        overrules: Vec::new(),
        corrections: Vec::new(),
    }
}

/// The dates of a text, and its timeline: a bundled one's own, else that of its dates.
fn dated(book: BookId, key: &str, document: &Document, corrections: Vec<Correction>) -> Action {
    let dates = corrected(document, &corrections);
    let name = key.trim_start_matches("bundled:").to_owned();
    let own = bundled::named(&name).and_then(|text| text.timeline).map(|bytes| {
        let mut timeline = ibid::time::file::read("timeline.toml", bytes.as_bytes()).unwrap().value;
        assert_eq!(timeline.join(document, &[&name]), []);
        timeline
    });
    let timeline = own.unwrap_or_else(|| ibid::time::story::story(document, &dates));
    Action::Dated { book, timeline: Arc::new(timeline), dates: dates.into(), corrections, names: vec![name], problems: Vec::new() }
}

/// The picture that an address names by its size in cells, `map-30x8.png`, as large as it fits; no other is there.
fn drawn(origin: &Origin, fit: Fit) -> Result<(Plate, PictureSize), Problem> {
    let Origin::Address(address) = origin else { panic!("a picture in a file: {origin:?}") };
    let size = address.rsplit_once('-').and_then(|(_, size)| size.strip_suffix(".png")?.split_once('x'));
    let Some((cols, rows)) = size.map(|(cols, rows)| (cols.parse::<u16>().unwrap(), rows.parse::<u16>().unwrap())) else {
        return Err(Problem::warning("it is not there"));
    };
    let (cols, rows) = (cols.min(fit.cols), rows.min(fit.rows));
    // Each row has a shade of its own.
    let shade = |of: u32| u8::try_from(of % 256).unwrap();
    let image = image::RgbImage::from_fn(u32::from(cols), 2 * u32::from(rows), |x, y| image::Rgb([shade(8 * y), shade(3 * x), 90]));
    let blocks = Halfblocks::new(image.into(), ratatui::layout::Size::new(cols, rows)).unwrap();
    let plate = Plate { drawn: SlicedProtocol::Halfblocks(blocks), is_letters: fit.in_blocks };
    Ok((plate, PictureSize { cols, rows }))
}

impl Rig {
    /// Opens a text in Markdown, on a screen of 80 by 24.
    pub fn open(text: &str) -> Self {
        Self::with(opened(1, "text.md", text, true), Settings::default())
    }

    /// Opens a text by its file's name.
    pub fn open_file(name: &str, text: &str) -> Self {
        Self::with(opened(1, name, text, true), Settings::default())
    }

    /// Opens a text that comes with the program.
    pub fn bundled(name: &str) -> Self {
        let text = bundled::named(name).unwrap_or_else(|| panic!("no bundled text {name}"));
        let opened = Opened { key: format!("bundled:{name}"), ..opened(1, text.file, text.bytes, true) };
        Self::with(opened, Settings::default())
    }

    /// Opens what is given, with these settings.
    pub fn with(opened: Opened, settings: Settings) -> Self {
        let keymap = Keymap::default();
        let (theme, depth) = (Theme::usual(None, Depth::True), Depth::True);
        let mut settings = settings;
        settings.theme.clone_from(&theme.name);
        let mut state = State::new(opened, settings, 80, 24);
        state.help = keymap.help().into();
        state.themes = Theme::names().map(str::to_owned).collect();
        state.texts = bundled::all().iter().map(|text| (text.name.to_owned(), text.title.to_owned())).collect();
        state.settle();
        let mut rig = Self {
            state,
            keymap,
            typist: Typist::default(),
            theme,
            depth,
            plates: Plates::default(),
            effects: Vec::new(),
            texts: HashMap::new(),
            kept: HashMap::new(),
            marks: HashMap::new(),
            overrules: HashMap::new(),
            corrections: HashMap::new(),
            held: None,
            next_book: 2,
        };
        // What a shell finds out on threads after the first frame.
        for wish in rig.state.wishes() {
            for answer in rig.carry(wish) {
                update(&mut rig.state, answer);
            }
        }
        rig.state.settle();
        rig
    }

    /// On a screen of this size.
    pub fn size(mut self, cols: u16, rows: u16) -> Self {
        self.resize(cols, rows);
        self
    }

    /// With the notes there.
    pub fn notes(self, notes: NotesWanted) -> Self {
        self.set(|settings| settings.notes = notes)
    }

    /// With these settings.
    pub fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.state.settings);
        self.state.settle();
        self
    }

    /// With this `keys.toml`.
    pub fn keymap(mut self, toml: &str) -> Self {
        let read = Keymap::parse(toml);
        assert_eq!(read.problems, []);
        self.keymap = read.value;
        self.state.help = self.keymap.help().into();
        self
    }

    /// On a terminal of this many colours, in this theme.
    pub fn theme(mut self, name: &str, depth: Depth) -> Self {
        self.depth = depth;
        self.theme = Theme::bundled(name).unwrap_or_else(|| panic!("no theme {name}")).at_depth(depth);
        name.clone_into(&mut self.state.settings.theme);
        self
    }

    /// With another text on the shelf, that can be opened by its name.
    pub fn shelved(mut self, name: &str, text: &str) -> Self {
        self.texts.insert(name.to_owned(), text.to_owned());
        self
    }

    /// Presses these, written as in `keys.toml`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for chord in sequence(keys).unwrap_or_else(|| panic!("{keys} cannot be read")) {
            self.press(chord);
        }
        self
    }

    /// Presses one chord.
    pub fn press(&mut self, chord: Chord) -> &mut Self {
        if let Some(action) = self.typist.press(chord, self.state.layer(), &self.keymap) {
            self.act(action);
        }
        self
    }

    /// Presses a key for every character, blanks included.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            self.press(Chord::char(character));
        }
        self
    }

    /// Gives a command at the command line.
    pub fn command(&mut self, command: &str) -> &mut Self {
        self.keys(":").type_text(command).keys("Enter")
    }

    /// Lets something happen, carries out what follows, and settles.
    pub fn act(&mut self, action: Action) -> &mut Self {
        let mut actions = vec![action];
        while let Some(action) = actions.pop() {
            for effect in update(&mut self.state, action) {
                self.effects.push(effect.clone());
                let answers = self.carry(effect);
                match &mut self.held {
                    Some(held) => held.extend(answers),
                    None => actions.extend(answers),
                }
            }
        }
        self.settle();
        self
    }

    /// Settles, with the pictures that come for it.
    fn settle(&mut self) {
        self.state.settle();
        for wanted in self.state.wanted_pictures() {
            self.effects.push(wanted.clone());
            let answers = self.carry(wanted);
            match &mut self.held {
                Some(held) => held.extend(answers),
                None => answers.into_iter().for_each(|answer| drop(update(&mut self.state, answer))),
            }
        }
        self.state.settle();
    }

    /// On a terminal that draws pictures with this.
    pub fn draws(mut self, pixels: bool, blocks: bool) -> Self {
        self.act(Action::Draws(Means { pixels, blocks }));
        self
    }

    /// The screen gets another size.
    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        self.act(Action::Resize { cols, rows })
    }

    /// From now on answers come late: when [`Rig::answer`] is called.
    pub fn hold(&mut self) -> &mut Self {
        self.held = Some(Vec::new());
        self
    }

    /// The answers that were held back come now.
    pub fn answer(&mut self) -> &mut Self {
        for action in self.held.take().unwrap_or_default() {
            self.act(action);
        }
        self
    }

    /// Leaves, and opens the same text once more with what was kept of it.
    pub fn reopened(&mut self, name: &str, text: &str) -> Self {
        self.act(Action::Leave);
        let mut opened = opened(1, name, text, true);
        if let Some(keep) = self.kept.get(&opened.key) {
            opened.place = Some(keep.place.clone());
            opened.history.clone_from(&keep.history);
        }
        opened.marks = self.marks.get(&opened.key).cloned().unwrap_or_default();
        opened.overrules = self.overrules.get(&opened.key).cloned().unwrap_or_default();
        opened.corrections = self.corrections.get(&opened.key).cloned().unwrap_or_default();
        let (cols, rows) = self.state.size;
        Self::with(opened, self.state.settings.clone()).size(cols, rows)
    }

    fn carry(&mut self, effect: Effect) -> Vec<Action> {
        match effect {
            Effect::CountHits { book, document: Shared(document), query } => {
                let hits = query.0.all(&document, 20_000, &|| true);
                vec![Action::Found { book, query, hits }]
            }
            Effect::Gloss { book, document: Shared(document), overrules, .. } => {
                let beside = ibid::citation::Beside { overrules, ..Default::default() };
                vec![Action::Glossed { book, cited: Shared(Arc::new(Cited::read(&document, beside))), problems: Vec::new() }]
            }
            Effect::Date { book, key, document: Shared(document), corrections } => vec![dated(book, &key, &document, corrections)],
            Effect::ListLibrary => vec![Action::Library(self.shelves())],
            Effect::Open(wanted) => vec![self.opening(&wanted)],
            Effect::Theme(name) => match Theme::bundled(&name) {
                Some(theme) => {
                    self.theme = theme.at_depth(self.depth);
                    // Given from the last: the reader is told, then the state.
                    vec![Action::Themed(name.clone()), Action::Say(format!("theme {name}"))]
                }
                None => vec![Action::Failed(Problem::error(format!("there is no theme {name}")))],
            },
            Effect::KeepPlace(keep) => {
                self.kept.insert(keep.key.clone(), keep);
                Vec::new()
            }
            Effect::KeepMark { key, name, place } => {
                let marks = self.marks.entry(key).or_default();
                match place {
                    Some(place) => drop(marks.insert(name, place)),
                    None => drop(marks.remove(&name)),
                }
                Vec::new()
            }
            Effect::KeepOverrule { key, cite, overrule } => {
                let overrules = self.overrules.entry(key).or_default();
                overrules.retain(|earlier| earlier.cite != cite);
                overrules.extend(overrule);
                Vec::new()
            }
            Effect::KeepCorrection { key, at, correction } => {
                let corrections = self.corrections.entry(key).or_default();
                corrections.retain(|earlier| earlier.at != at);
                corrections.extend(correction);
                Vec::new()
            }
            Effect::Picture { picture, origin, fit, .. } => {
                let shown = drawn(&origin, fit).map(|(plate, size)| {
                    self.plates.keep(picture, plate);
                    size
                });
                vec![Action::Pictured { picture, fit, shown }]
            }
            Effect::OpenOutside { origin, .. } => vec![Action::Say(format!("opened {origin:?}"))],
            Effect::Copy(_) | Effect::KeepSetting { .. } | Effect::Redraw | Effect::Suspend | Effect::Leave => Vec::new(),
        }
    }

    fn shelves(&self) -> Vec<Shelf> {
        let bundled = bundled::all().iter().map(|text| Shelf {
            key: format!("bundled:{}", text.name),
            title: text.title.to_owned(),
            detail: text.name.to_owned(),
            percent: self.kept.get(&format!("bundled:{}", text.name)).map(|keep| keep.percent),
            bundled: true,
        });
        let mut others: Vec<&String> = self.texts.keys().collect();
        others.sort();
        let others = others.into_iter().map(|name| Shelf {
            key: name.clone(),
            title: name.clone(),
            detail: String::new(),
            percent: self.kept.get(name).map(|keep| keep.percent),
            bundled: false,
        });
        bundled.chain(others).collect()
    }

    fn opening(&mut self, wanted: &str) -> Action {
        let book = self.next_book;
        self.next_book += 1;
        let bundled = bundled::named(wanted.strip_prefix("bundled:").unwrap_or(wanted));
        let mut opened = match (self.texts.get(wanted), bundled) {
            (Some(text), _) => opened(book, wanted, text, true),
            (None, Some(text)) => Opened { key: format!("bundled:{}", text.name), ..opened(book, text.file, text.bytes, true) },
            (None, None) => return Action::Failed(Problem::error("there is no such file").about(wanted)),
        };
        opened.place = self.kept.get(&opened.key).map(|keep| keep.place.clone());
        opened.marks = self.marks.get(&opened.key).cloned().unwrap_or_default();
        Action::Opened(opened)
    }

    /// Where one is: the place at which the page begins.
    pub fn place(&self) -> Place {
        self.state.book.top.place
    }

    /// Where the page begins, exactly.
    pub fn top(&self) -> Top {
        self.state.book.top
    }

    /// The first words of the page.
    pub fn first_line(&self) -> String {
        let line = self.state.page.lines.iter().find(|line| line.has_text());
        line.map(|line| self.state.book.document.slice(&line.at).trim().to_owned()).unwrap_or_default()
    }

    /// What the status line says, if it says something.
    pub fn message(&self) -> &str {
        self.state.message.as_ref().map_or("", |message| &message.words)
    }

    /// What was to be done outside since this was last asked.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// What was last copied.
    pub fn copied(&self) -> Option<&str> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// What lies over the text, by name.
    pub fn overlay(&self) -> &'static str {
        match self.state.overlay {
            Overlay::None => "nothing",
            Overlay::Peek(_) => "a look",
            Overlay::List(_) => "a list",
            Overlay::Prompt { .. } => "a prompt",
            Overlay::Hints(_) => "hints",
        }
    }

    /// The chosen row of the list that has the keys.
    pub fn chosen(&mut self) -> String {
        let row = self.state.list().and_then(|list| list.chosen().cloned());
        row.map(|row| format!("{} {}", row.label, row.title).trim().to_owned()).unwrap_or_default()
    }

    /// The cells of the screen.
    pub fn buffer(&self) -> (Buffer, Option<(u16, u16)>, bool) {
        let (cols, rows) = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
        let (cursor, is_seen) = view::draw(&self.state, &self.theme, &self.plates, &mut buffer);
        (buffer, cursor.map(|cursor| (cursor.x, cursor.y)), is_seen)
    }

    /// The screen as text, without blanks at the ends of its rows; `‸` stands before the cell with a cursor that is seen.
    pub fn frame(&self) -> String {
        let (buffer, cursor, is_seen) = self.buffer();
        let cursor = cursor.filter(|_| is_seen);
        let mut frame = String::new();
        for y in 0..buffer.area.height {
            frame.push_str(row(&buffer, y, cursor).trim_end());
            frame.push('\n');
        }
        frame
    }

    /// The screen as text with, under every row that has one, a row that tells the looks by letters, and below all what the
    /// letters mean.
    pub fn frame_with_looks(&self) -> String {
        let (buffer, cursor, is_seen) = self.buffer();
        let cursor = cursor.filter(|_| is_seen);
        let mut looks: Vec<String> = Vec::new();
        let mut frame = String::new();
        for y in 0..buffer.area.height {
            frame.push_str(row(&buffer, y, None).trim_end());
            frame.push('\n');
            let mut letters = String::new();
            for x in 0..buffer.area.width {
                let cell = &buffer[(x, y)];
                let mut look = look(cell.fg, cell.bg, cell.modifier);
                if cursor == Some((x, y)) {
                    look.push_str(" cursor");
                }
                letters.push(if look.is_empty() {
                    ' '
                } else {
                    let index = looks.iter().position(|known| *known == look).unwrap_or_else(|| {
                        looks.push(look);
                        looks.len() - 1
                    });
                    char::from(b'a' + u8::try_from(index % 26).unwrap())
                });
            }
            if !letters.trim().is_empty() {
                let _ = writeln!(frame, "{}", letters.trim_end());
            }
        }
        for (index, look) in looks.iter().enumerate() {
            let _ = writeln!(frame, "{} ={look}", char::from(b'a' + u8::try_from(index % 26).unwrap()));
        }
        frame
    }
}

/// A row of cells as text; the cells that a wide sign covers are left out.
fn row(buffer: &Buffer, y: u16, cursor: Option<(u16, u16)>) -> String {
    let mut row = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        if cursor == Some((x, y)) {
            row.push('‸');
        }
        let symbol = buffer[(x, y)].symbol();
        row.push_str(symbol);
        x += width(symbol).0.max(1);
    }
    row
}

fn look(fg: Color, bg: Color, modifier: Modifier) -> String {
    let mut look = String::new();
    for (name, _) in modifier.iter_names() {
        let _ = write!(look, " {}", name.to_lowercase());
    }
    if fg != Color::Reset {
        let _ = write!(look, " {fg}");
    }
    if bg != Color::Reset {
        let _ = write!(look, " on {bg}");
    }
    look
}
