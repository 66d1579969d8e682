//! The file itself: opening it, bringing it up to date, setting it aside when it is damaged.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, config::DbConfig};

use crate::problem::Problem;

/// What a database goes through: the step at index n takes version n to n + 1, in one transaction. A step that was ever
/// released stays as it is; a change is a step more.
const STEPS: &[&str] = &[
    "
    CREATE TABLE text (
        key TEXT PRIMARY KEY NOT NULL,
        title TEXT NOT NULL,
        author TEXT,
        percent INTEGER NOT NULL,
        read_at INTEGER NOT NULL,
        turn INTEGER NOT NULL,  -- the text with the highest was read last
        place TEXT NOT NULL,    -- a locator, as JSON
        history TEXT NOT NULL   -- an array of locators; long, so it stands last: the library need not read past it
    );
    CREATE INDEX text_by_turn ON text (turn);
    CREATE TABLE mark (
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        place TEXT NOT NULL,
        set_at INTEGER NOT NULL,
        PRIMARY KEY (key, name)
    ) WITHOUT ROWID;
    CREATE TABLE setting (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
",
    "
    CREATE TABLE overrule (
        key TEXT NOT NULL,
        cite TEXT NOT NULL,     -- the cite as it is written down, as JSON
        decision TEXT NOT NULL, -- the work that it means, as JSON; null: none of those that are known
        set_at INTEGER NOT NULL,
        PRIMARY KEY (key, cite)
    ) WITHOUT ROWID;
",
    "
    CREATE TABLE correction (
        key TEXT NOT NULL,
        place TEXT NOT NULL,    -- where the date begins: a locator, as JSON
        edtf TEXT,              -- what it means; null: it is no date
        set_at INTEGER NOT NULL,
        PRIMARY KEY (key, place)
    ) WITHOUT ROWID;
",
];

/// The version this program writes.
const NEWEST: u32 = 3;
const _: () = assert!(NEWEST as usize == STEPS.len());

/// Marks the database as ours, for `file` and for anyone who finds it: "ibid" in ASCII.
const APPLICATION: i64 = 0x6962_6964;

/// Where a store lives.
#[derive(Clone, Debug)]
pub(super) enum Home {
    File(PathBuf),
    Memory,
}

impl Home {
    /// A problem with the store that does not keep anybody from reading.
    pub(super) fn problem(&self, what: impl Into<String>) -> Problem {
        let problem = Problem::warning(what);
        match self {
            Self::File(path) => problem.about(path.display().to_string()),
            Self::Memory => problem,
        }
    }

    /// What to say of a database that may only be read.
    fn read_only(&self) -> Problem {
        self.problem("it may only be read; places and marks are not remembered").mend("allow writing to the file and its folder")
    }

    /// What to say of an error.
    pub(super) fn explain(&self, error: &rusqlite::Error) -> Problem {
        let (what, mend) = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => ("the disk is full; places and marks are not remembered", "make room on the disk"),
            Some(ErrorCode::ReadOnly) => return self.read_only(),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                ("it cannot be opened; places and marks are not remembered", "allow reading and writing the file and its folder")
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                ("another program keeps it to itself; places and marks are not remembered", "end the other program")
            }
            _ => return self.problem(format!("places and marks are not remembered: {error}")),
        };
        self.problem(what).mend(mend)
    }
}

/// A database that was opened, and what there is to say about it.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) read_only: bool,
    pub(super) problems: Vec<Problem>,
}

/// Why a database was not opened.
enum Refusal {
    Sqlite(rusqlite::Error),
    Other(Problem),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Tells whether another program is writing.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Tells whether the file is not what it should be.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
        // A table or column that is missing: somebody has been at it.
        || matches!(error.sqlite_error_code(), Some(ErrorCode::Unknown)) && error.to_string().contains("no such")
}

/// Opens a database in memory.
pub(super) fn in_memory() -> Result<Connection, Problem> {
    let made = Connection::open_in_memory().and_then(|mut connection| {
        bring_up_to_date(&mut connection)?;
        Ok(connection)
    });
    made.map_err(|error| Home::Memory.explain(&error))
}

/// Opens the database at `path`, begins one, or sets a damaged one aside and begins anew.
pub(super) fn open(path: &Path, patience: Duration) -> Result<Opened, Problem> {
    let home = Home::File(path.to_owned());
    match try_open(path, patience) {
        Ok(connection) => {
            // SQLite opens for reading what it may not write, without a word.
            let read_only = connection.is_readonly("main").unwrap_or(false);
            let problems = if read_only { vec![home.read_only()] } else { Vec::new() };
            Ok(Opened { connection, read_only, problems })
        }
        Err(Refusal::Other(problem)) => Err(problem),
        Err(Refusal::Sqlite(error)) if is_damage(&error) => {
            let (connection, problem) = begin_anew(path, patience)?;
            Ok(Opened { connection, read_only: false, problems: vec![problem] })
        }
        Err(Refusal::Sqlite(error)) => Err(home.explain(&error)),
    }
}

fn try_open(path: &Path, patience: Duration) -> Result<Connection, Refusal> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = match Connection::open_with_flags(path, flags) {
        Ok(connection) => connection,
        Err(error) => {
            // Most often the folder is missing: that is asked after failing, because a warm start should not ask at all.
            if make_folder(path).is_err() {
                return Err(error.into());
            }
            Connection::open_with_flags(path, flags)?
        }
    };
    connection.busy_timeout(patience)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > NEWEST {
        return Err(Refusal::Other(
            Home::File(path.to_owned())
                .problem("a later ibid has written it, and this one leaves it alone; places and marks are not remembered")
                .mend("use the later ibid, or move the file away to begin anew"),
        ));
    }
    if version < NEWEST {
        if version == 0 && is_foreign(&connection)? {
            return Err(Refusal::Other(
                Home::File(path.to_owned())
                    .problem("it is another program's database, and is left alone; places and marks are not remembered")
                    .mend("move the file away"),
            ));
        }
        patiently(patience, || wal(&connection))?;
        bring_up_to_date(&mut connection)?;
    }
    // In this mode the log is synced when it is folded into the file, not with every write. A killed program loses nothing by it; a
    // power cut can cost the last moments, never the whole; and no key waits for a disk.
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(connection)
}

/// Has readers and a writer go side by side, from now on and for everybody: the file remembers it. Where a file system cannot,
/// the database stays as it is and works as well, only that readers may have to wait for a writer.
fn wal(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
}

/// Tries again while another program is in the way: SQLite does not wait by itself when the mode is changed.
fn patiently(patience: Duration, mut attempt: impl FnMut() -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    const NAP: Duration = Duration::from_millis(10);
    let mut left = patience;
    loop {
        match attempt() {
            Err(error) if is_busy(&error) && left > NAP => {
                thread::sleep(NAP);
                left -= NAP;
            }
            // Whoever is in the way is changing it: then it is done, or will be the next time.
            Err(error) if is_busy(&error) => return Ok(()),
            done => return done,
        }
    }
}

/// Tells whether a database without a version is another program's.
///
/// Ours gets its mark, its tables and its version at once, and both questions are asked of one moment: another ibid may be just
/// about to make it.
fn is_foreign(connection: &Connection) -> rusqlite::Result<bool> {
    let moment = connection.unchecked_transaction()?;
    let tables: i64 = moment.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application: i64 = moment.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(application != APPLICATION && (application != 0 || tables > 0))
}

/// Takes the steps that are missing.
fn bring_up_to_date(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again: another program may have taken them while this one waited.
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in STEPS.iter().skip(version as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()
}

/// Makes the folders above a file, for their owner alone: what somebody reads is nobody else's business.
fn make_folder(path: &Path) -> std::io::Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Sets a damaged database aside and begins a new one; the problem says so.
pub(super) fn begin_anew(path: &Path, patience: Duration) -> Result<(Connection, Problem), Problem> {
    let home = Home::File(path.to_owned());
    // Another ibid may have found the damage as well and be done: then its new database is the one to use.
    if let Ok(connection) = try_open(path, patience)
        && is_sound(&connection)
    {
        return Ok((connection, home.problem("it was damaged, and another ibid has begun a new one")));
    }
    let aside = set_aside(path).map_err(|error| {
        home.problem(format!("it is damaged and cannot be set aside ({error}); places and marks are not remembered"))
            .mend("move the file away")
    })?;
    let connection = try_open(path, patience).map_err(|refusal| match refusal {
        Refusal::Sqlite(error) => home.explain(&error),
        Refusal::Other(problem) => problem,
    })?;
    let aside = aside.file_name().unwrap_or_default().display().to_string();
    Ok((connection, home.problem("it was damaged; a new one is begun").mend(format!("the old one is kept beside it as {aside}"))))
}

/// Reads every page: slow in a big database, so it is done only where damage was found already.
fn is_sound(connection: &Connection) -> bool {
    connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0)).is_ok_and(|answer| answer == "ok")
        && ["text", "mark", "setting", "overrule", "correction"]
            .into_iter()
            .all(|table| connection.table_exists(None, table).unwrap_or(false))
}

/// Renames a database and the log that belongs to it.
fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let with = |ending: &str| {
        let mut name: OsString = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let free = (1..10_000).map(|number| with(&format!(".damaged-{number}"))).find(|aside| !aside.exists());
    let aside = free.unwrap_or_else(|| with(".damaged"));
    // The log goes first: beside a new database it would be taken for its own.
    for ending in ["-wal", "-shm", "-journal"] {
        let log = with(ending);
        if log.exists() {
            let mut name = aside.clone().into_os_string();
            name.push(ending);
            fs::rename(log, PathBuf::from(name))?;
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}
