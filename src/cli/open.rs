//! From a text to a document.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use super::resolve::{shown, unreadable};
use crate::{
    document::Document,
    formats::{self, Source},
    problem::{Problem, Read},
    store::Text,
};

/// A text that was opened.
#[derive(Debug)]
pub(super) struct Opened {
    /// How messages name it.
    pub(super) name: String,
    pub(super) document: Document,
    pub(super) problems: Vec<Problem>,
}

/// Opens a text, all of it.
///
/// # Errors
/// A [`Problem`] when it cannot be read, or is no text.
pub(super) fn open(text: &Text) -> Result<Opened, Problem> {
    let name = name(text);
    let source = match text {
        Text::Bundled(text) => Source { name: text.file.to_owned(), bytes: text.bytes.as_bytes().to_vec(), whole: true },
        Text::File(path) | Text::Stream(path) => {
            let bytes = bytes(path).map_err(|error| unreadable(path.as_os_str(), &error).about(name.clone()))?;
            Source { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes, whole: true }
        }
        Text::Stdin => {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|error| Problem::error(format!("it cannot be read: {error}")).about(name.clone()))?;
            Source { name: String::new(), bytes, whole: true }
        }
    };
    let Read { value: document, problems } = formats::read(source).map_err(|problem| problem.about(name.clone()))?;
    Ok(Opened { name, document, problems })
}

/// How messages name a text: as one would type it here.
fn name(text: &Text) -> String {
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

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    if length > u64::from(u32::MAX) {
        return Err(io::Error::other("it is longer than 4 GiB"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}
