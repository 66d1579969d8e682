//! Reading texts: the first part at once, the rest on a thread.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, mpsc::Sender},
    thread,
};

use super::{
    Event,
    find::{shown, unreadable},
};
use crate::{
    document::Document,
    formats::{self, Parts, Source},
    problem::{Problem, Read},
    reader::{Action, BookId, Opened},
    store::Text,
};

/// How much of a text is read before its first screen: some ten screens, in a third of a millisecond.
const FIRST_PART: u64 = 32 * 1024;

/// Texts up to this size are read whole before the first screen: that takes hardly longer than to read their first part.
const AT_ONCE: u64 = 48 * 1024;

/// A place is a number of 32 bits; half of that leaves room for what a format adds.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

/// Reads a whole text.
///
/// # Errors
/// A [`Problem`] when it cannot be read, or is no text.
pub fn load(text: &Text) -> Result<Read<Document>, Problem> {
    let read = match text {
        Text::File(path) if head(path).is_ok_and(|head| is_packed(&head)) => formats::read_parts(&Packed::open(path)?),
        _ => formats::read(source(text)?),
    };
    let read = read.map_err(|problem| problem.about(name(text)))?;
    Ok(match side_file(text) {
        Some(path) => overruled(read, &path),
        None => read,
    })
}

/// What a side file's name has more than its text's.
const SIDE: &str = ".notes.toml";

/// A side file is written by hand; what is larger is something else.
const LARGEST_SIDE: u64 = 1024 * 1024;

/// The file in which a reader overrules how a text's notes were read: beside it, or, where that folder is not theirs or there is none,
/// below what is remembered, under the path of the text or its name. None where there is none of either.
fn side_file(text: &Text) -> Option<PathBuf> {
    let own = |path: &Path| Some(super::outside::paths()?.remembered.parent()?.join("notes").join(path));
    let with_ending = |path: &Path| {
        let mut name = path.as_os_str().to_owned();
        name.push(SIDE);
        PathBuf::from(name)
    };
    let (beside, own) = match text {
        Text::File(path) => {
            // A path that begins at the root begins there at the folder of notes; a drive's letter is a folder.
            let within: PathBuf = path.components().filter(|part| matches!(part, Component::Normal(_))).collect();
            (Some(with_ending(path)), own(&with_ending(&within)))
        }
        Text::Bundled(bundled) => (None, own(&with_ending(Path::new(bundled.name)))),
        Text::Stream(_) | Text::Stdin => (None, None),
    };
    beside.into_iter().chain(own).find(|path| path.is_file())
}

/// A text as its reader overrules it. What is wrong with the rules is said with the problems of the text, which opens all the same.
fn overruled(mut read: Read<Document>, path: &Path) -> Read<Document> {
    let called = name(&Text::File(path.to_owned()));
    let mut toml = String::new();
    let filled = File::open(path).and_then(|file| file.take(LARGEST_SIDE).read_to_string(&mut toml));
    if let Err(error) = filled {
        let problem = Problem::warning(format!("it cannot be read: {error}")).mend("until it can, nothing is overruled");
        read.problems.push(problem.about(called));
        return read;
    }
    let rules = formats::overrules(&toml);
    let mut read = Document::overruled(read, &rules.value, &called);
    read.problems.extend(rules.problems.into_iter().map(|problem| problem.about(called.clone())));
    read
}

/// The beginning of a file.
fn head(path: &Path) -> Result<Source, Problem> {
    Ok(Source { name: file_name(path), bytes: read_file(path, Some(FIRST_PART))?, whole: false })
}

fn is_packed(head: &Source) -> bool {
    formats::sniff(head).is_ok_and(formats::Format::is_packed)
}

/// A file of which only parts are fetched: the text of a book may be the least of it.
pub(super) struct Packed {
    file: Mutex<File>,
    length: usize,
}

impl Packed {
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        let (file, length) = opened_file(path)?;
        Ok(Self { file: Mutex::new(file), length: usize::try_from(length).unwrap_or(usize::MAX) })
    }

    fn fetch(&self, at: &Range<usize>) -> io::Result<Vec<u8>> {
        let length = at.end.min(self.length).saturating_sub(at.start);
        let mut bytes = Vec::with_capacity(length);
        let mut file = self.file.lock().map_err(|_| io::ErrorKind::Other)?;
        file.seek(SeekFrom::Start(at.start as u64))?;
        (&mut *file).take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Parts for Packed {
    fn length(&self) -> usize {
        self.length
    }

    fn part(&self, at: Range<usize>) -> Cow<'_, [u8]> {
        Cow::Owned(self.fetch(&at).unwrap_or_default())
    }
}

/// Reads all bytes of a text.
///
/// # Errors
/// A [`Problem`] when it cannot be read.
pub fn source(text: &Text) -> Result<Source, Problem> {
    Ok(match text {
        Text::Bundled(text) => Source { name: text.file.to_owned(), bytes: text.bytes.as_bytes().to_vec(), whole: true },
        Text::File(path) | Text::Stream(path) => Source { name: file_name(path), bytes: read_file(path, None)?, whole: true },
        Text::Stdin => {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().take(LARGEST).read_to_end(&mut bytes);
            read.map_err(|error| Problem::error(format!("it cannot be read: {error}")).about(name(text)))?;
            Source { name: String::new(), bytes, whole: true }
        }
    })
}

/// How messages name a text: as one would type it here.
pub fn name(text: &Text) -> String {
    match text {
        Text::Bundled(text) => text.name.to_owned(),
        Text::File(path) | Text::Stream(path) => {
            let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
            let near = here.as_ref().and_then(|here| path.strip_prefix(here).ok());
            shown(near.unwrap_or(path).as_os_str())
        }
        Text::Stdin => "standard input".to_owned(),
    }
}

/// What is still to be read of a text whose first part was.
pub(super) struct Rest {
    text: Text,
    /// The answer, but for the document.
    answer: Opened,
}

/// Reads the first part of a text, or all of a short one; of the former, [`Rest`] reads the rest.
///
/// # Errors
/// A [`Problem`] when it cannot be read, or is no text.
pub(super) fn begin(text: &Text, book: BookId) -> Result<(Opened, Option<Rest>), Problem> {
    let key = text.key();
    let title = match text {
        Text::File(path) => file_name(path),
        Text::Bundled(_) | Text::Stream(_) | Text::Stdin => name(text),
    };
    let opened = |read: Read<Document>| Opened {
        book,
        key: if key.is_remembered() { key.as_str().to_owned() } else { String::new() },
        name: title.clone(),
        document: Arc::new(read.value),
        problems: read.problems.into(),
        place: None,
        marks: BTreeMap::new(),
        history: Vec::new(),
        overrules: Vec::new(),
        corrections: Vec::new(),
    };
    let Text::File(path) = text else { return Ok((opened(load(text)?), None)) };
    // What is overruled may stand anywhere: such a text is read whole, so that its first part need not be taken back.
    if path.metadata().map_or(0, |meta| meta.len()) <= AT_ONCE || side_file(text).is_some() {
        return Ok((opened(load(text)?), None));
    }
    let head = head(path)?;
    let head = match formats::sniff(&head) {
        Ok(format) if format.is_packed() => formats::read_first(&Packed::open(path)?).map(Read::fine),
        Ok(format) if format.reads_heads() => Some(formats::read(head).map_err(|problem| problem.about(name(text)))?),
        _ => None,
    };
    let Some(head) = head else { return Ok((opened(load(text)?), None)) };
    let first = opened(head);
    let answer = Opened { document: Arc::default(), ..first.clone() };
    Ok((first, Some(Rest { text: text.clone(), answer })))
}

impl Rest {
    /// Begins to read it all on a thread; the answer comes as an [`Action::Opened`] with the number of the first part.
    pub(super) fn read(self, events: &Sender<Event>) {
        let Self { text, answer } = self;
        let (sender, failing) = (events.clone(), events.clone());
        let reading = move || {
            let action = match guarded(|| load(&text)) {
                Ok(read) => Action::Opened(Opened { document: Arc::new(read.value), problems: read.problems.into(), ..answer }),
                Err(problem) => Action::Failed(problem),
            };
            // Nobody listens any more when the reader has left.
            let _ = sender.send(Event::Answer(action));
        };
        if let Err(error) = thread::Builder::new().name("opening".to_owned()).spawn(reading) {
            let problem = Problem::error(format!("no thread can be had to read the rest of the text: {error}"));
            let _ = failing.send(Event::Answer(Action::Failed(problem)));
        }
    }
}

/// Runs what may not panic, and makes a message of it if it does: the text that is open stays open.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Problem::error("ibid failed to read this text: that is a fault of ibid").mend("please report it, with the text if you may"))
    })
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads a file, or its beginning.
fn read_file(path: &Path, most: Option<u64>) -> Result<Vec<u8>, Problem> {
    let (file, length) = opened_file(path)?;
    let limit = most.unwrap_or(LARGEST);
    // Room for all of it at once: growing would hold it twice.
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(limit)).unwrap_or(0) + 1);
    file.take(limit).read_to_end(&mut bytes).map_err(|error| failed(path, &error))?;
    Ok(bytes)
}

/// Opens a file, and says how long it is.
fn opened_file(path: &Path) -> Result<(File, u64), Problem> {
    let file = File::open(path).map_err(|error| failed(path, &error))?;
    let length = file.metadata().map_err(|error| failed(path, &error))?.len();
    if length > LARGEST {
        let size = length / (1024 * 1024);
        return Err(Problem::error(format!("it has {size} MB, and more than 2,048 MB cannot be read"))
            .about(name(&Text::File(path.to_owned())))
            .mend("split it first"));
    }
    Ok((file, length))
}

fn failed(path: &Path, error: &io::Error) -> Problem {
    unreadable(path.as_os_str(), error).about(name(&Text::File(path.to_owned())))
}
