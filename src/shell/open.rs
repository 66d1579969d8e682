//! Reading texts: the first part at once, the rest on a thread.

use std::{
    fs::File,
    io::{self, Read as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, mpsc::Sender},
    thread,
};

use super::Event;
use crate::{
    document::Document,
    formats::{self, Source},
    problem::{Problem, Read, nearest},
    reader::{Action, BookId, Opened},
    store::{Bundled, TextKey, bundled},
};

/// How much of a text is read before its first screen: some ten screens, in well under a millisecond.
const FIRST_PART: usize = 64 * 1024;

/// Texts up to this size are read whole before the first screen: it costs no time that could be seen.
const AT_ONCE: usize = 160 * 1024;

/// A place is a number of 32 bits; half of that leaves room for what a format adds.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

/// A text that was found, and has yet to be read.
#[derive(Clone, Debug)]
pub struct Found {
    /// What the store knows it by.
    pub key: TextKey,
    /// What it is called in messages, and, if it says nothing itself, on screen.
    pub name: String,
    whence: Whence,
}

#[derive(Clone, Debug)]
enum Whence {
    Bundled(Bundled),
    File(PathBuf),
    Bytes(Arc<Vec<u8>>),
}

impl Found {
    /// The first bundled text.
    pub fn first_bundled() -> Self {
        Self::bundled(bundled::default())
    }

    /// A bundled text.
    pub fn bundled(text: Bundled) -> Self {
        Self { key: TextKey::bundled(text.name), name: text.file.to_owned(), whence: Whence::Bundled(text) }
    }

    /// What came from standard input.
    pub fn standard_input(bytes: Vec<u8>) -> Self {
        Self { key: TextKey::stdin(), name: "standard input".to_owned(), whence: Whence::Bytes(Arc::new(bytes)) }
    }
}

/// Finds a text by what a reader calls it: a path, a bundled text's name, or a key of the store. A file that is there goes before
/// a bundled text of the same name.
///
/// # Errors
/// A [`Problem`] when there is neither, with the nearest name there is.
pub fn find(wanted: &str, folder: &Path) -> Result<Found, Problem> {
    let key = TextKey::from_stored(wanted);
    if let Some(text) = key.bundled_name().and_then(bundled::named) {
        return Ok(Found::bundled(text));
    }
    let path = key.path().unwrap_or_else(|| expand(wanted, folder));
    if path.exists() {
        let absolute = path.canonicalize().unwrap_or(path);
        let name = absolute.file_name().map_or_else(|| wanted.to_owned(), |name| name.to_string_lossy().into_owned());
        return Ok(Found { key: TextKey::file(&absolute), name, whence: Whence::File(absolute) });
    }
    if let Some(text) = bundled::named(wanted) {
        return Ok(Found::bundled(text));
    }
    let names = bundled::all().iter().map(|text| text.name);
    let mend = match nearest(wanted, names) {
        Some(near) => format!("did you mean the bundled text {near}?"),
        None => "`ibid texts` lists the bundled texts".to_owned(),
    };
    Err(Problem::error("there is no such file, and no bundled text of this name").about(wanted).mend(mend))
}

/// A leading `~` is the home folder, as a shell would have it: at the reader's own command line no shell has been.
fn expand(wanted: &str, folder: &Path) -> PathBuf {
    match wanted.strip_prefix("~/").zip(etcetera::home_dir().ok()) {
        Some((rest, home)) => home.join(rest),
        None => folder.join(wanted),
    }
}

/// Reads a whole text.
///
/// # Errors
/// A [`Problem`] when it cannot be read, or is no text.
pub fn load(found: &Found) -> Result<Read<Document>, Problem> {
    let source = match &found.whence {
        Whence::Bundled(text) => Source { name: text.file.to_owned(), bytes: text.bytes.as_bytes().to_vec(), whole: true },
        Whence::Bytes(bytes) => Source { name: String::new(), bytes: bytes.to_vec(), whole: true },
        Whence::File(path) => Source { name: name_of(path), bytes: read_file(path, None)?, whole: true },
    };
    formats::read(source).map_err(|problem| problem.about(found.name.clone()))
}

/// A text whose first part, or all of it, has been read.
pub(super) struct Opening {
    /// What there is of it so far.
    pub(super) opened: Opened,
    /// What is still to be read.
    pub(super) rest: Option<Rest>,
}

/// The rest of a text, which is being read on a thread.
pub(super) struct Rest(thread::JoinHandle<()>);

impl Rest {
    /// Lets the thread go on by itself: its answer comes as an event.
    pub(super) fn begin(self) {
        drop(self.0);
    }
}

/// Reads the first part of a text, or all of a short one, and begins to read the rest.
///
/// # Errors
/// A [`Problem`] when it cannot be read, or is no text.
pub(super) fn begin(found: Found, book: BookId, events: Sender<Event>) -> Result<Opening, Problem> {
    let is_remembered = found.key.is_remembered();
    let opened = |read: Read<Document>| Opened {
        book,
        key: if is_remembered { found.key.as_str().to_owned() } else { String::new() },
        name: found.name.clone(),
        document: Arc::new(read.value),
        problems: read.problems.into(),
        place: None,
        marks: std::collections::BTreeMap::new(),
        history: Vec::new(),
    };
    let first = match &found.whence {
        Whence::File(path) => {
            let length = path.metadata().map_or(0, |meta| meta.len());
            // A pipe or a device has no length; it is read to its end.
            if length > AT_ONCE as u64 { Some((name_of(path), read_file(path, Some(FIRST_PART))?)) } else { None }
        }
        Whence::Bytes(bytes) if bytes.len() > AT_ONCE => Some((String::new(), bytes[..FIRST_PART].to_vec())),
        Whence::Bytes(_) | Whence::Bundled(_) => None,
    };
    let Some((name, bytes)) = first else {
        let opened = opened(load(&found)?);
        return Ok(Opening { opened, rest: None });
    };
    let head = formats::read(Source { name, bytes, whole: false }).map_err(|problem| problem.about(found.name.clone()))?;
    let first = opened(head);
    let answer = Opened { document: Arc::default(), ..first.clone() };
    let reading = move || {
        let action = match guarded(|| load(&found)) {
            Ok(read) => Action::Opened(Opened { document: Arc::new(read.value), problems: read.problems.into(), ..answer }),
            Err(problem) => Action::Failed(problem),
        };
        // Nobody listens any more when the reader has left.
        let _ = events.send(Event::Answer(action));
    };
    let thread = thread::Builder::new().name("opening".to_owned()).spawn(reading);
    let thread = thread.map_err(|error| Problem::error(format!("no thread can be had to read the text: {error}")))?;
    Ok(Opening { opened: first, rest: Some(Rest(thread)) })
}

/// Runs what may not panic, and makes a message of it if it does: the text that is open stays open.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Problem::error("ibid failed to read this text: that is a fault of ibid").mend("please report it, with the text if you may"))
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads a file, or its beginning.
fn read_file(path: &Path, most: Option<usize>) -> Result<Vec<u8>, Problem> {
    let name = name_of(path);
    let failed = |error: io::Error| {
        let what = match error.kind() {
            io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => format!("it cannot be read: {error}"),
        };
        Problem::error(what).about(name.clone())
    };
    if path.is_dir() {
        return Err(Problem::error("it is a folder").about(name).mend("name one of the files in it"));
    }
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    if length > LARGEST {
        let size = length / (1024 * 1024);
        return Err(Problem::error(format!("it has {size} MB, and more than 2,048 MB cannot be read")).about(name).mend("split it first"));
    }
    let limit = most.map_or(LARGEST, |most| most as u64);
    // Room for all of it at once: growing would hold it twice.
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(limit)).unwrap_or(0) + 1);
    file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
