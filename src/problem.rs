//! What is wrong with something, where, and how to mend it; in the words of whoever reads the message.
//!
//! Reading a text never gives up: it returns the text as far as it could be read *and* the problems, as [`Read`]. Only
//! the edge of the program chooses colours and exit codes.

mod nearest;
mod nesting;

use std::fmt;

pub use self::{nearest::nearest, nesting::not_too_deep};
use crate::unit::Place;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Remark,
    /// Something is missing or does not fit together; the rest is there.
    Warning,
    /// It cannot be done.
    Error,
}

/// Where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Spot {
    /// The thing as a whole.
    #[default]
    Whole,
    /// A line of a file, counted from 1.
    Line(usize),
    /// A line and a column of a file, both counted from 1; the column counts characters.
    LineColumn(usize, usize),
    /// A place in the document, to which a reader can go.
    Place(Place),
}

/// One thing that is wrong: what, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What happened, in one breath: "note 12 is called but not in the text".
    pub what: String,
    /// The file, setting or argument it is about, where there is one.
    pub subject: Option<String>,
    /// Where in it.
    pub spot: Spot,
    /// How to mend it, where that can be said.
    pub mend: Option<String>,
    /// How bad it is.
    pub severity: Severity,
}

impl Problem {
    /// Something that cannot be done.
    pub fn error(what: impl Into<String>) -> Self {
        Self { what: what.into(), subject: None, spot: Spot::Whole, mend: None, severity: Severity::Error }
    }

    /// Something missing or contradictory in what could otherwise be read.
    pub fn warning(what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(what) }
    }

    /// Something worth knowing.
    pub fn remark(what: impl Into<String>) -> Self {
        Self { severity: Severity::Remark, ..Self::error(what) }
    }

    /// The same, about this file, setting or argument.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// The same, at this line of the file.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.spot = Spot::Line(line);
        self
    }

    /// The same, at this place of the document.
    #[must_use]
    pub fn at_place(mut self, place: Place) -> Self {
        self.spot = Spot::Place(place);
        self
    }

    /// The same, with the way to mend it.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }
}

/// `subject: what`, and below it, indented, where and how to mend it.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(subject) = &self.subject {
            write!(f, "{subject}: ")?;
        }
        f.write_str(&self.what)?;
        let spot = match &self.spot {
            Spot::Line(line) => Some(format!("line {line}")),
            Spot::LineColumn(line, column) => Some(format!("line {line}, column {column}")),
            Spot::Whole | Spot::Place(_) => None,
        };
        let below: Vec<String> = spot.into_iter().chain(self.mend.clone()).collect();
        if !below.is_empty() {
            write!(f, "\n  {}", below.join(" · "))?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

/// What could be read, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read<T> {
    /// The value, as far as it could be read.
    pub value: T,
    /// What was wrong, in the order of the text.
    pub problems: Vec<Problem>,
}

impl<T> Read<T> {
    /// A value without a problem.
    pub fn fine(value: T) -> Self {
        Self { value, problems: Vec::new() }
    }

    /// The same problems with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Read<U> {
        Read { value: change(self.value), problems: self.problems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_where_and_how_to_mend() {
        let problem = Problem::error("no action is called «folow»").about("keys.toml").at_line(3).mend("did you mean «follow»?");
        assert_eq!(problem.to_string(), "keys.toml: no action is called «folow»\n  line 3 · did you mean «follow»?");
        assert_eq!(Problem::remark("the text is empty").to_string(), "the text is empty");
    }
}
