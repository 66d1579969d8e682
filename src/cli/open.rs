//! From a text to a document, with what was wrong on the way.

use crate::{
    document::Document,
    problem::Problem,
    shell::{load, name},
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

/// Opens a text, all of it.
///
/// # Errors
/// A [`Problem`] when it cannot be read, or is no text.
pub(super) fn open(text: &Text) -> Result<Opened, Problem> {
    let read = load(text)?;
    Ok(Opened { text: text.clone(), name: name(text), document: read.value, problems: read.problems })
}
