//! What is remembered from one reading to the next: the place in each text, its marks, the way one came, what was decided about its
//! short citations, how its dates were corrected, and settings; and the configuration a reader writes by hand.
//!
//! A [`Store`] is one small SQLite database. It is opened when it is first needed and never stands in the way of reading:
//!
//! - every write is one transaction, so that a program killed at any instant leaves the old value or the new one;
//! - several programs may read and write it at once. Each mark is a row of its own, so that the marks of two readers of one
//!   text come together instead of replacing one another; of two places, the one kept last stays;
//! - a write that another program keeps out for longer than a quarter of a second is held back and goes in with the next
//!   one ([`Store::flush`]); whoever reads here sees it already;
//! - a damaged database is set aside and a new one begun; one that a later ibid made is left alone.
//!
//! What goes wrong is returned as a [`Problem`], and reading goes on: whoever calls decides how often to say it. [`config`] is
//! plain text in, values and problems out. Nothing here knows the clock or where a platform keeps its files: times and paths
//! come in as arguments. This is the only room below the shell that touches files, because SQLite does.

pub mod bundled;
pub mod config;
mod database;
mod key;
mod text;
mod write;

use std::{cell::RefCell, collections::BTreeMap, path::Path, time::Duration};

use rusqlite::{Connection, OptionalExtension};

pub use self::{
    bundled::Bundled,
    config::{Config, Copies, Notes, Pictures},
    key::TextKey,
    text::Text,
};
use self::{database::Home, write::Write};
use crate::{
    citation::{CiteKey, Overrule},
    document::{Locator, sanitise},
    problem::{Problem, Read},
    time::find::{Correction, read_date},
};

/// How long a call waits for another program's write: about as long as a reader takes for "at once".
const PATIENCE: Duration = Duration::from_millis(250);

/// How long it waits while earlier writes are still held back: the other program is stuck, and not every key should feel it.
const LITTLE_PATIENCE: Duration = Duration::from_millis(5);

/// How many places of the way one came are kept with a text, the latest ones.
pub const LONGEST_HISTORY: usize = 100;

/// What is remembered of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// Where reading stopped.
    pub place: Option<Locator>,
    /// The marks that were set, by their letters.
    pub marks: BTreeMap<char, Locator>,
    /// The places jumps began at, oldest first; at most [`LONGEST_HISTORY`].
    pub history: Vec<Locator>,
    /// What was decided about its short citations, one decision a cite.
    pub overrules: Vec<Overrule>,
    /// What was said against the reading of its dates, one correction a place.
    pub corrections: Vec<Correction>,
    /// When it was last read, in Unix seconds.
    pub read_at: Option<i64>,
}

/// A text that was read before, as a list of the library shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// Which text.
    pub key: TextKey,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// How much of it lies before the place where reading stopped, from 0 to 100.
    pub percent: u8,
    /// When it was last read, in Unix seconds.
    pub read_at: i64,
}

/// What is remembered, in a database. See the [module](self).
#[derive(Debug)]
pub struct Store {
    connection: RefCell<Connection>,
    home: Home,
    /// Writes that another program kept out, oldest first; of two about the same thing only the later is here.
    held_back: RefCell<Vec<Write>>,
    /// The file may only be read: then it is not set aside either.
    read_only: bool,
}

impl Store {
    /// Opens the database at `path`, or begins a new one there, with the folders above it.
    ///
    /// A damaged database is renamed to `…damaged-1` (or the next number that is free) and a new one is begun; one that may
    /// only be read is read. Both are said in the problems.
    ///
    /// # Errors
    /// A [`Problem`] when nothing can be opened there, when a later ibid made the database, or when it is another program's.
    /// Nothing was changed then; [`Store::in_memory`] takes its place for one reading.
    pub fn open(path: &Path) -> Result<Read<Self>, Problem> {
        let home = Home::File(path.to_owned());
        let opened = database::open(path, PATIENCE)?;
        let value = Self { connection: RefCell::new(opened.connection), home, held_back: RefCell::default(), read_only: opened.read_only };
        Ok(Read { value, problems: opened.problems })
    }

    /// A store that remembers as long as the program runs.
    ///
    /// # Errors
    /// A [`Problem`] when not even memory can be had for it.
    pub fn in_memory() -> Result<Self, Problem> {
        let connection = database::in_memory()?;
        Ok(Self { connection: RefCell::new(connection), home: Home::Memory, held_back: RefCell::default(), read_only: false })
    }

    /// What is remembered of a text; nothing of one that was never read, and nothing of standard input.
    ///
    /// # Errors
    /// A [`Problem`] when the database cannot be read.
    pub fn recall(&self, key: &TextKey) -> Result<Remembered, Problem> {
        let mut remembered = self.read(|connection| {
            let mut remembered = connection
                .prepare_cached("SELECT place, history, read_at FROM text WHERE key = ?1")?
                .query_row([key.as_str()], |row| {
                    let (place, history): (String, String) = (row.get(0)?, row.get(1)?);
                    Ok(Remembered {
                        // What cannot be made sense of any more is not remembered: the text opens at its beginning.
                        place: serde_json::from_str(&place).ok(),
                        history: serde_json::from_str(&history).unwrap_or_default(),
                        read_at: Some(row.get(2)?),
                        marks: BTreeMap::new(),
                        overrules: Vec::new(),
                        corrections: Vec::new(),
                    })
                })
                .optional()?
                .unwrap_or_default();
            let mut marks = connection.prepare_cached("SELECT name, place FROM mark WHERE key = ?1")?;
            let mut rows = marks.query([key.as_str()])?;
            while let Some(row) = rows.next()? {
                let (name, place): (String, String) = (row.get(0)?, row.get(1)?);
                if let (Some(name), Ok(place)) = (name.chars().next(), serde_json::from_str(&place)) {
                    remembered.marks.insert(name, place);
                }
            }
            let mut overrules = connection.prepare_cached("SELECT cite, decision FROM overrule WHERE key = ?1 ORDER BY set_at, cite")?;
            let mut rows = overrules.query([key.as_str()])?;
            while let Some(row) = rows.next()? {
                let (cite, decision): (String, String) = (row.get(0)?, row.get(1)?);
                if let (Ok(cite), Ok(decision)) = (serde_json::from_str(&cite), serde_json::from_str(&decision)) {
                    remembered.overrules.push(Overrule { cite, decision });
                }
            }
            let mut corrections = connection.prepare_cached("SELECT place, edtf FROM correction WHERE key = ?1 ORDER BY set_at, place")?;
            let mut rows = corrections.query([key.as_str()])?;
            while let Some(row) = rows.next()? {
                let (place, edtf): (String, Option<String>) = (row.get(0)?, row.get(1)?);
                if let (Ok(at), Ok(date)) = (serde_json::from_str(&place), edtf.as_deref().map(read_date).transpose()) {
                    remembered.corrections.push(Correction { at, date });
                }
            }
            Ok(remembered)
        })?;
        for write in self.held_back.borrow().iter() {
            write.show(key, &mut remembered);
        }
        Ok(remembered)
    }

    /// Keeps the place where reading stopped, with the latest of the `history` (oldest first). `now` is in Unix seconds.
    ///
    /// # Errors
    /// A [`Problem`] when it cannot be written. Being kept out by another program is none: see [`Store::flush`].
    #[expect(clippy::too_many_arguments, reason = "each is a column of one row, and the call site names them")]
    pub fn keep_place(
        &mut self,
        key: &TextKey,
        title: &str,
        author: Option<&str>,
        percent: u8,
        place: &Locator,
        history: &[Locator],
        now: i64,
    ) -> Result<(), Problem> {
        let latest = &history[history.len().saturating_sub(LONGEST_HISTORY)..];
        self.write(Write::Place {
            key: key.clone(),
            title: title.to_owned(),
            author: author.map(str::to_owned),
            percent: percent.min(100),
            place: place.clone(),
            history: latest.to_vec(),
            now,
        })
    }

    /// Sets a mark, or takes it away. `now` is in Unix seconds.
    ///
    /// # Errors
    /// As for [`Store::keep_place`].
    pub fn set_mark(&mut self, key: &TextKey, name: char, place: Option<&Locator>, now: i64) -> Result<(), Problem> {
        self.write(Write::Mark { key: key.clone(), name, place: place.cloned(), now })
    }

    /// Keeps what was decided about a short citation, or lets the rules decide again. `now` is in Unix seconds.
    ///
    /// # Errors
    /// As for [`Store::keep_place`].
    pub fn set_overrule(&mut self, key: &TextKey, cite: &CiteKey, overrule: Option<&Overrule>, now: i64) -> Result<(), Problem> {
        self.write(Write::Overrule { key: key.clone(), cite: cite.clone(), overrule: overrule.cloned(), now })
    }

    /// Keeps what was said about the date that begins at a place, or lets it be read as it is again. `now` is in Unix seconds.
    ///
    /// # Errors
    /// As for [`Store::keep_place`].
    pub fn set_correction(&mut self, key: &TextKey, at: &Locator, correction: Option<&Correction>, now: i64) -> Result<(), Problem> {
        self.write(Write::Correction { key: key.clone(), at: at.clone(), correction: correction.cloned(), now })
    }

    /// The text that was read last.
    ///
    /// # Errors
    /// A [`Problem`] when the database cannot be read.
    pub fn last_read(&self) -> Result<Option<TextKey>, Problem> {
        Ok(self.library(1)?.pop().map(|shelved| shelved.key))
    }

    /// At most so many texts that were read, the latest first.
    ///
    /// # Errors
    /// A [`Problem`] when the database cannot be read.
    pub fn library(&self, most: usize) -> Result<Vec<Shelved>, Problem> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.read(|connection| {
            connection
                .prepare_cached("SELECT key, title, author, percent, read_at FROM text ORDER BY turn DESC LIMIT ?1")?
                .query_map([most], |row| {
                    let (title, author): (String, Option<String>) = (row.get(1)?, row.get(2)?);
                    Ok(Shelved {
                        key: TextKey::from_stored(row.get::<_, String>(0)?),
                        // The database is a file like any other: what comes out of it is no safer for a terminal.
                        title: sanitise(&title).into_owned(),
                        author: author.map(|author| sanitise(&author).into_owned()),
                        percent: u8::try_from(row.get::<_, i64>(3)?.clamp(0, 100)).unwrap_or(0),
                        read_at: row.get(4)?,
                    })
                })?
                .collect()
        })
    }

    /// Forgets all of a text: place, marks, decisions, corrections and history.
    ///
    /// # Errors
    /// As for [`Store::keep_place`].
    pub fn forget(&mut self, key: &TextKey) -> Result<(), Problem> {
        self.write(Write::Forget { key: key.clone() })
    }

    /// A setting that was changed while reading, by its name.
    ///
    /// # Errors
    /// A [`Problem`] when the database cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Problem> {
        let stored = self.read(|connection| {
            connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
        })?;
        let held_back = self.held_back.borrow();
        let newer = held_back.iter().rev().find_map(|write| match write {
            Write::Setting { name: held, value } if held == name => Some(value.clone()),
            _ => None,
        });
        Ok(newer.or(stored))
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// As for [`Store::keep_place`].
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        self.write(Write::Setting { name: name.to_owned(), value: value.to_owned() })
    }

    /// How many writes are held back because another program was writing.
    pub fn held_back(&self) -> usize {
        self.held_back.borrow().len()
    }

    /// Writes what was held back. To be called before the program ends, so that a failure can be said.
    ///
    /// # Errors
    /// A [`Problem`] when it still cannot be written; it stays held back.
    pub fn flush(&mut self) -> Result<(), Problem> {
        if self.held_back.borrow().is_empty() {
            return Ok(());
        }
        match self.try_held_back(PATIENCE, 0) {
            Ok(()) => Ok(()),
            Err(error) if database::is_busy(&error) => {
                Err(self.home.problem("what was read last is not remembered: another program keeps the database to itself"))
            }
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Reads with `query`; what was held back goes in before, if it can at once.
    fn read<T>(&self, query: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, Problem> {
        if !self.held_back.borrow().is_empty() {
            // Still kept out: then it is read around.
            let _ = self.try_held_back(Duration::ZERO, 0);
        }
        let answer = query(&self.connection.borrow());
        answer.map_err(|error| self.failed(&error))
    }

    /// Carries out a write, or holds it back when another program is writing.
    fn write(&mut self, write: Write) -> Result<(), Problem> {
        if !write.is_remembered() {
            return Ok(());
        }
        let stuck = !self.held_back.borrow().is_empty();
        let about = write.about();
        self.held_back.get_mut().retain(|earlier| !write.replaces(earlier));
        self.held_back.get_mut().push(write);
        let Err(error) = self.try_held_back(if stuck { LITTLE_PATIENCE } else { PATIENCE }, 1) else { return Ok(()) };
        if database::is_busy(&error) {
            return Ok(());
        }
        let problem = self.failed(&error);
        // A new database may have been begun in place of a damaged one: that takes it. On a full disk it is lost, and said, rather than
        // tried again with every key.
        if self.try_held_back(LITTLE_PATIENCE, 1).is_err() {
            self.held_back.get_mut().retain(|held| held.about() != about);
        }
        Err(problem)
    }

    /// Writes all that is held back, in one transaction. The last `fresh` of it were not held back before.
    fn try_held_back(&self, patience: Duration, fresh: usize) -> rusqlite::Result<()> {
        let mut connection = self.connection.borrow_mut();
        connection.busy_timeout(patience)?;
        let written = write::all(&mut connection, &self.held_back.borrow(), fresh);
        // Readers wait only where a database could not be brought into the mode in which they never have to.
        connection.busy_timeout(PATIENCE)?;
        if written.is_ok() {
            self.held_back.borrow_mut().clear();
        }
        written
    }

    /// What to say of an error; a database that turns out to be damaged is set aside first, and a new one begun.
    fn failed(&self, error: &rusqlite::Error) -> Problem {
        let Home::File(path) = &self.home else { return self.home.explain(error) };
        if !database::is_damage(error) || self.read_only {
            return self.home.explain(error);
        }
        // The connection must be closed before its file is renamed, or it would go on in the file set aside.
        match database::in_memory() {
            Ok(meanwhile) => drop(self.connection.replace(meanwhile)),
            Err(problem) => return problem,
        }
        match database::begin_anew(path, PATIENCE) {
            Ok((connection, problem)) => {
                self.connection.replace(connection);
                problem
            }
            Err(problem) => problem,
        }
    }
}

/// Last chance for what was held back; whoever wants to know whether it worked calls [`Store::flush`] before.
impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}
