//! From a text to a document, with what was wrong on the way.

use crate::{
    citation::{Apparatus, Beside},
    document::Document,
    problem::{Problem, Read},
    shell::{library_of, load, name},
    store::Text,
};

/// A text that was opened.
#[derive(Debug)]
pub(super) struct Opened {
    /// Which text it is.
    pub(super) text: Text,
    /// How messages name it.
    pub(super) name: String,
    pub(super) document: Document,
    pub(super) problems: Vec<Problem>,
}

impl Opened {
    /// What its notes cite, with the list of works that belongs to the text, and what is wrong with that list.
    pub(super) fn cited(&self) -> Read<Apparatus> {
        library_of(&self.text, &self.document).map(|library| Apparatus::read_with(&self.document, &Beside { library, ..Beside::default() }))
    }
}

/// Opens a text, all of it.
///
/// # Errors
/// A [`Problem`] when it cannot be read, or is no text.
pub(super) fn open(text: &Text) -> Result<Opened, Problem> {
    let read = load(text)?;
    Ok(Opened { text: text.clone(), name: name(text), document: read.value, problems: read.problems })
}
