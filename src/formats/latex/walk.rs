//! What is open while a text is read, and how its signs become words.

use std::collections::{HashMap, HashSet};

use super::{environments::is_list, input::Input, macros::Macros, notes::Notes};
use crate::{
    document::{Builder, Document},
    formats::markdown::writer::Writer,
    problem::{Problem, Read},
    role::Role,
};

/// Titles, labels of items and the like are texts of their own; within each other beyond this they are left out.
const DEEPEST: usize = 16;

/// Quotations and lists within each other beyond this are read as if they were not there.
const DEEPEST_CONTAINER: usize = 32;

/// Fonts within each other beyond this change nothing.
const DEEPEST_FONT: usize = 32;

/// Reads a text.
pub(super) fn read(text: &str, builder: Builder) -> Read<Document> {
    const BEGIN: &str = "\\begin{document}";
    let begin = text.find(BEGIN);
    let preamble = &text[..begin.unwrap_or(0)];
    let base = begin.map_or(0, |begin| begin + BEGIN.len());
    let body = text[base..].split("\\end{document}").next().unwrap_or_default();
    // References may stand before what they refer to: then the text is gone through once to learn the numbers.
    let mut known = Known::default();
    if text.contains("ref{") || text.contains("\\bibitem") {
        let mut scout = Walk::new(text, Builder::new(), known);
        scout.is_scout = true;
        scout.preamble(preamble);
        scout.body(body, base);
        known = scout.known;
        known.is_scouted = true;
    }
    let mut walk = Walk::new(text, builder, known);
    walk.preamble(preamble);
    walk.body(body, base);
    walk.finish()
}

/// What labels and works are called in print.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) labels: HashMap<String, String>,
    pub(super) works: HashMap<String, String>,
    is_scouted: bool,
}

/// What is done when something open is closed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Close {
    Nothing,
    /// The block ends.
    Block,
    /// A note ends, and what was around it goes on.
    Note(Saved),
    /// A link ends.
    Link,
    /// Words are written.
    Words(&'static str),
    /// So many cells of a table are passed over.
    Cells(usize),
    /// A quotation or an item ends.
    Container,
    /// What the text's own definition says.
    Own(String),
    /// A table ends.
    Table,
    /// Verse ends.
    Verse(bool),
}

/// What is open, of which braces or an environment are the edges.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Open {
    /// The environment's name; none for braces.
    pub(super) environment: Option<String>,
    pub(super) close: Close,
    /// How many fonts were set before it.
    roles: usize,
    /// Whether it is known that its brace is never closed; it ends with the paragraph.
    pub(super) is_endless: bool,
}

/// What a note interrupts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Saved {
    roles: Vec<Role>,
    is_verse: bool,
    table: Option<Table>,
    number: String,
}

/// A table that is open.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) cells: usize,
    pub(super) rows: usize,
    /// Tables within its cells.
    pub(super) inner: usize,
}

/// A list that is open.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) is_numbered: bool,
    pub(super) is_terms: bool,
    pub(super) is_works: bool,
    pub(super) number: usize,
    /// Whether an item is open.
    pub(super) item: bool,
}

pub(super) struct Walk<'a> {
    source: &'a str,
    pub(super) input: Input<'a>,
    /// Where the body begins in the source.
    base: usize,
    pub(super) writer: Writer,
    pub(super) macros: Macros,
    pub(super) known: Known,
    pub(super) notes: Notes,
    pub(super) opens: Vec<Open>,
    /// How many of each environment are open.
    pub(super) environments: HashMap<String, usize>,
    /// Environments that are looked for to their ends, and have none from here on.
    pub(super) endless: HashSet<String>,
    /// Fonts that are set.
    pub(super) roles: Vec<Role>,
    pub(super) is_verse: bool,
    /// Whether an empty line stood before.
    pub(super) gap: bool,
    pub(super) table: Option<Table>,
    pub(super) lists: Vec<List>,
    containers: usize,
    depth: usize,
    /// What is replaced may become so much longer.
    budget: usize,
    is_exhausted: bool,
    pub(super) is_preamble: bool,
    pub(super) has_parts: bool,
    pub(super) has_chapters: bool,
    /// Numbers of parts, chapters, sections and so on.
    pub(super) counters: [usize; 7],
    pub(super) is_appendix: bool,
    pub(super) equations: usize,
    pub(super) figures: usize,
    pub(super) tables: usize,
    /// What a label that stands here stands for.
    pub(super) number: String,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    pub(super) is_german: bool,
    unclosed: Option<usize>,
    /// Whether the text is only gone through to learn its numbers.
    pub(super) is_scout: bool,
}

impl<'a> Walk<'a> {
    fn new(source: &'a str, builder: Builder, known: Known) -> Self {
        Self {
            source,
            input: Input::new(""),
            base: 0,
            writer: Writer::new(builder),
            macros: Macros::default(),
            known,
            notes: Notes::default(),
            opens: Vec::new(),
            environments: HashMap::new(),
            endless: HashSet::new(),
            roles: Vec::new(),
            is_verse: false,
            gap: false,
            table: None,
            lists: Vec::new(),
            containers: 0,
            depth: 0,
            // Definitions make texts a little longer; what makes them eight times as long is no text.
            budget: source.len() * 8 + 16 * 1024,
            is_exhausted: false,
            is_preamble: false,
            has_parts: source.contains("\\part{") || source.contains("\\part*{"),
            has_chapters: source.contains("\\chapter{") || source.contains("\\chapter*{") || source.contains("\\chapter["),
            counters: [0; 7],
            is_appendix: false,
            equations: 0,
            figures: 0,
            tables: 0,
            number: String::new(),
            title: None,
            author: None,
            date: None,
            is_german: false,
            unclosed: None,
            is_scout: false,
        }
    }

    fn preamble(&mut self, text: &'a str) {
        self.is_preamble = true;
        self.input = Input::new(text);
        self.through();
        self.close_down_to(0);
        self.is_preamble = false;
    }

    fn body(&mut self, text: &'a str, base: usize) {
        (self.input, self.base) = (Input::new(text), base);
        self.through();
        self.close_down_to(0);
        self.writer.end();
    }

    /// Ends the text, and says what it says of itself.
    fn finish(mut self) -> Read<Document> {
        let said = |walk: &mut Self, raw: Option<String>| raw.map(|raw| walk.plain(&raw)).filter(|words| !words.is_empty());
        let title = self.title.take();
        let title = said(&mut self, title);
        let author = self.author.take().map(|author| {
            // Below a name stand places and addresses.
            let names = author.split("\\and").map(|author| author.split("\\\\").next().unwrap_or(author));
            names.map(|name| self.plain(name)).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
        });
        let date = self.date.take().filter(|date| !date.contains("\\today"));
        let date = said(&mut self, date);
        let meta = self.writer.builder.meta();
        (meta.title, meta.author, meta.date) = (title, author, date);
        if self.is_exhausted {
            let problem = Problem::warning("the text's own commands make it longer and longer; they are no longer replaced");
            self.writer.builder.problem(problem.mend("look for a command that is defined by itself"));
        }
        if let Some(line) = self.unclosed {
            let problem = Problem::warning("a brace is never closed; what it holds ends with its paragraph").at_line(line);
            self.writer.builder.problem(problem.mend("close it there"));
        }
        self.writer.finish()
    }

    /// The words of a text, without notes.
    pub(super) fn plain(&mut self, raw: &str) -> String {
        if !raw.contains(['\\', '{', '$', '~', '%', '`', '\'', '-', '\n']) {
            return raw.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if self.depth >= DEEPEST {
            return String::new();
        }
        let mut walk = Walk::new("", Builder::new(), Known::default());
        (walk.depth, walk.budget, walk.is_german) = (self.depth + 1, self.budget, self.is_german);
        walk.macros = std::mem::take(&mut self.macros);
        walk.run(raw.to_owned());
        walk.writer.end();
        (self.macros, self.budget) = (walk.macros, walk.budget);
        let document = walk.writer.finish().value;
        let blocks = &document.blocks()[document.body().start.index()..document.body().end.index()];
        blocks.iter().map(|block| document.words(&block.at)).collect::<Vec<_>>().join(" ")
    }

    /// Reads a text in the place of a command: what it opens, it closes.
    pub(super) fn run(&mut self, text: String) {
        let floor = self.opens.len();
        self.run_open(text);
        self.close_down_to(floor);
    }

    /// Reads a text in the place of a command; what it opens stays open.
    pub(super) fn run_open(&mut self, text: String) {
        if self.depth >= DEEPEST || text.is_empty() {
            return;
        }
        self.depth += 1;
        let outer = std::mem::replace(&mut self.input, Input::new(text));
        self.through();
        self.input = outer;
        self.depth -= 1;
    }

    /// Reads to the end.
    fn through(&mut self) {
        while let Some(character) = self.input.peek() {
            match character {
                '\\' => self.command(),
                '{' => {
                    let closes = self.input.closes().is_some();
                    self.input.skip(1);
                    self.open(None, Close::Nothing, closes);
                }
                '}' => {
                    self.input.skip(1);
                    // An environment that was begun in a note and not ended there ends with it.
                    let group = self.opens.iter().rev().take(64).position(|open| open.environment.is_none());
                    let is_edge = |open: &Open| matches!(open.close, Close::Note(_) | Close::Block);
                    if let Some(inner) = group.filter(|inner| *inner == 0 || is_edge(&self.opens[self.opens.len() - 1 - inner])) {
                        self.close_down_to(self.opens.len() - 1 - inner);
                    }
                }
                '%' => {
                    let rest = self.input.rest();
                    let line = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
                    let blanks = rest[line..].len() - rest[line..].trim_start_matches([' ', '\t']).len();
                    // An empty line behind a comment ends the paragraph, as any other does.
                    let ends = rest[line + blanks..].starts_with(['\n', '\r']);
                    self.input.skip(line + blanks);
                    if ends {
                        self.paragraph();
                    }
                }
                '$' => self.dollar(),
                '~' => {
                    self.input.skip(1);
                    self.say("\u{a0}");
                }
                '&' => {
                    self.input.skip(1);
                    self.cell();
                }
                blank if blank.is_whitespace() && blank != '\u{a0}' => self.blanks(),
                _ => self.letters(),
            }
        }
    }

    // ── What is open ────────────────────────────────────────────────────────────────────────────────────────────────

    /// Opens a group of braces or an environment.
    pub(super) fn open(&mut self, environment: Option<String>, close: Close, is_closed: bool) {
        if let Some(name) = &environment {
            *self.environments.entry(name.clone()).or_default() += 1;
        }
        if !is_closed && self.unclosed.is_none() && !self.is_preamble {
            let at = self.base + self.input.place().unwrap_or(0);
            let before = self.source.get(..at).unwrap_or("");
            self.unclosed = Some(1 + memchr::memchr_iter(b'\n', before.as_bytes()).count());
        }
        self.opens.push(Open { environment, close, roles: self.roles.len(), is_endless: !is_closed });
    }

    /// Opens the argument of a command, which is read as it comes; without braces, it is one sign or command.
    pub(super) fn open_argument(&mut self, close: Close) {
        self.input.skip_blanks();
        if self.input.peek() == Some('{') {
            let closes = self.input.closes().is_some();
            self.input.skip(1);
            return self.open(None, close, closes);
        }
        let argument = self.input.argument().unwrap_or_default();
        self.open(None, close, true);
        let floor = self.opens.len();
        self.run_open(argument);
        self.close_down_to(floor - 1);
    }

    /// Sets a font up to the end of what is open.
    pub(super) fn set(&mut self, role: Role) {
        if self.is_preamble || self.roles.len() >= DEEPEST_FONT {
            return;
        }
        self.roles.push(role);
        if self.writer.builder.is_open() {
            self.writer.open(role);
        }
    }

    /// Sets a font for an argument.
    pub(super) fn set_argument(&mut self, role: Role) {
        self.input.skip_blanks();
        if self.input.peek() == Some('{') {
            self.open_argument(Close::Nothing);
            // A word set in italics does not begin with the blank before it.
            self.ensure_before(role);
        } else {
            self.open(None, Close::Nothing, true);
            self.ensure_before(role);
            let floor = self.opens.len();
            let argument = self.input.argument().unwrap_or_default();
            self.run_open(argument);
            self.close_down_to(floor - 1);
        }
    }

    fn ensure_before(&mut self, role: Role) {
        if !self.is_preamble {
            self.ensure();
            self.set(role);
        }
    }

    /// Closes what was opened last.
    pub(super) fn close(&mut self) {
        let Some(Open { environment, close, roles, .. }) = self.opens.pop() else { return };
        if let Some(name) = &environment
            && let Some(count) = self.environments.get_mut(name)
        {
            *count = count.saturating_sub(1);
        }
        while self.roles.len() > roles {
            if let Some(role) = self.roles.pop() {
                self.writer.shut(role);
            }
        }
        if environment.is_some() && self.table.is_none() {
            self.writer.end();
        }
        match close {
            Close::Nothing => {}
            Close::Block => self.writer.end(),
            Close::Note(saved) => {
                self.notes.depth = self.notes.depth.saturating_sub(1);
                self.writer.end_note();
                Saved { roles: self.roles, is_verse: self.is_verse, table: self.table, number: self.number } = saved;
            }
            Close::Link => self.writer.shut_link(),
            Close::Words(words) => self.say(words),
            Close::Cells(count) => {
                for _ in 0..count {
                    self.cell();
                }
            }
            Close::Container => {
                let is_list = environment.as_deref().is_some_and(is_list);
                if !is_list || self.lists.pop().is_some_and(|list| list.item) {
                    self.leave();
                }
            }
            // Never ended: nor does it say what it would have ended with.
            Close::Own(_) => {}
            Close::Table => match self.table.as_mut().filter(|table| table.inner > 0) {
                Some(table) => table.inner -= 1,
                None => {
                    self.table = None;
                    self.writer.leave_cell();
                    self.writer.end();
                }
            },
            Close::Verse(before) => {
                self.writer.end();
                self.is_verse = before;
            }
        }
    }

    /// Closes everything that was opened after there were so many.
    pub(super) fn close_down_to(&mut self, floor: usize) {
        while self.opens.len() > floor {
            self.close();
        }
    }

    /// Enters a quotation or an item.
    pub(super) fn enter(&mut self, enter: impl FnOnce(&mut Writer)) {
        self.containers += 1;
        if self.containers <= DEEPEST_CONTAINER {
            enter(&mut self.writer);
        } else {
            self.writer.end();
        }
    }

    /// Leaves a quotation or an item.
    pub(super) fn leave(&mut self) {
        if self.containers <= DEEPEST_CONTAINER {
            self.writer.close();
        } else {
            self.writer.end();
        }
        self.containers = self.containers.saturating_sub(1);
    }

    /// Begins a note; what is around it waits.
    pub(super) fn begin_note(&mut self, label: &str, key: &str) -> Saved {
        let saved = Saved {
            roles: std::mem::take(&mut self.roles),
            is_verse: std::mem::take(&mut self.is_verse),
            table: self.table.take(),
            number: std::mem::replace(&mut self.number, label.to_owned()),
        };
        self.writer.begin_note_of(label, key);
        self.notes.depth += 1;
        saved
    }

    /// Goes on to the next cell of a table.
    pub(super) fn cell(&mut self) {
        match &mut self.table {
            Some(table) if table.inner == 0 => {
                table.cells += 1;
                self.writer.next_cell("\t");
                self.wear();
            }
            Some(_) => self.say(" "),
            None => self.say("&"),
        }
    }

    /// Replaces a command of the text's own; tells whether it is one.
    pub(super) fn replaced(&mut self, name: &str) -> bool {
        let Some(own) = self.macros.command(name) else { return false };
        let filled = own.filled(&mut self.input);
        if self.afford(filled.len()) && !self.input.put(filled) {
            self.is_exhausted = true;
        }
        true
    }

    /// What an environment of the text's own begins with, if there is one.
    pub(super) fn own_environment(&mut self, name: &str) -> Option<(String, String)> {
        let (begin, end) = self.macros.environment(name)?;
        let (begin, end) = (begin.filled(&mut self.input), end.clone());
        if self.afford(begin.len() + end.len()) { Some((begin, end)) } else { Some((String::new(), String::new())) }
    }

    /// Tells whether the text may become so much longer once more.
    pub(super) fn afford(&mut self, bytes: usize) -> bool {
        // Each replacement costs a little, whatever it is replaced by.
        let cost = bytes + 16;
        let left = self.budget.checked_sub(cost);
        self.is_exhausted |= left.is_none();
        self.budget = left.unwrap_or(self.budget);
        left.is_some()
    }

    /// Whether the numbers of labels are known from going through the text before.
    pub(super) fn is_scouted(&self) -> bool {
        self.known.is_scouted
    }
}
