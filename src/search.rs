//! Looks for words in a document: folded as a reader would have them, at memory speed, over body and notes alike.
//!
//! A [`Query`] is what was typed, prepared once. A plain query is folded: `e` finds `é`, a straight quote a curly one, a blank
//! any white space between words, also across lines and blocks, and noterefs between words do not part them. What is typed
//! more exactly is found more exactly: an upper-case letter makes case count, an accent demands itself. A query that begins
//! with `re:` is a regular expression, which sees one block at a time.
//!
//! Hits are stretches of the document's own text; no folded copy of it is ever made. `fold` says what is the same letter,
//! `pattern` matches at one place, `scan` finds the places worth trying, `expression` wraps the `regex` crate. Of hits
//! that overlap the first counts, and every way of asking ([`Query::next`], [`Query::previous`], [`Query::hits_in`],
//! [`Query::all`]) gives the same hits. Nothing here knows panes, or when to search.

mod expression;
mod fold;
mod listed;
mod pattern;
mod scan;

use std::ops::Range;

pub use self::listed::{Listed, Whence, listed};
use self::{
    expression::Expression,
    pattern::{Ground, Pattern},
    scan::Plain,
};
use crate::{
    document::Document,
    problem::Problem,
    unit::{Place, Stretch},
};

/// What a query begins with that is a regular expression.
const EXPRESSION: &str = "re:";

/// How much text is searched between two questions whether to go on: a millisecond's worth at most.
const STINT: usize = 1024 * 1024;

/// How much text before a place is searched first for the last hit before it; then four times as much, and so on.
const FIRST_STEP_BACK: usize = 16 * 1024;

/// What is looked for.
#[derive(Debug)]
pub struct Query {
    words: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Plain(Box<Plain>),
    Expression(Expression),
}

/// What a search through a whole document found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The first of the hits, in the order of the text.
    pub at: Vec<Stretch>,
    /// How many there are, those included that are not in `at`.
    pub total: usize,
    /// The search came to the end of the text; otherwise it was told to stop.
    pub complete: bool,
}

impl Query {
    /// Prepares to look for `words`, as typed. They are a regular expression when `regex` says so or they begin with `re:`.
    ///
    /// # Errors
    /// A [`Problem`] when there is nothing to look for, or when the expression is none: what is wrong, where in it, and how
    /// to mend it.
    pub fn new(words: &str, regex: bool) -> Result<Self, Problem> {
        let expression = words.strip_prefix(EXPRESSION).or(regex.then_some(words));
        let kind = match expression {
            Some(expression) => Kind::Expression(Expression::new(expression)?),
            None => {
                let pattern = Pattern::new(words);
                if pattern.is_empty() {
                    return Err(nothing_to_look_for());
                }
                Kind::Plain(Box::new(Plain::new(pattern)))
            }
        };
        Ok(Self { words: words.to_owned(), kind })
    }

    /// The words, as typed.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Tells whether it is a regular expression.
    pub fn is_regex(&self) -> bool {
        matches!(self.kind, Kind::Expression(_))
    }

    /// The first hit that begins at or after `from` and before `until`.
    pub fn next(&self, document: &Document, from: Place, until: Place) -> Option<Stretch> {
        let mut found = None;
        self.scan(document, from.offset()..until.offset(), &mut |hit| {
            found = Some(stretch(&hit));
            false
        });
        found
    }

    /// The last hit that begins before `from`.
    pub fn previous(&self, document: &Document, from: Place) -> Option<Stretch> {
        let mut end = ceiling(document.text(), from.offset());
        let mut step = FIRST_STEP_BACK;
        while end > 0 {
            let start = scan::floor(document.text(), end.saturating_sub(step));
            let mut found = None;
            self.scan(document, start..end, &mut |hit| {
                found = Some(stretch(&hit));
                true
            });
            if found.is_some() {
                return found;
            }
            end = start;
            step = (step * 4).min(STINT);
        }
        None
    }

    /// The hits that begin in `at`, in order and without overlaps. What it costs depends on the length of `at`, not on where it lies.
    pub fn hits_in(&self, document: &Document, at: &Stretch) -> Vec<Stretch> {
        let mut hits = Vec::new();
        self.scan(document, at.start.offset()..at.end.offset(), &mut |hit| {
            hits.push(stretch(&hit));
            true
        });
        hits
    }

    /// All hits of the document: the first `most` of them, and how many there are. Every megabyte or so it asks `go_on`, and
    /// stops when that says no.
    pub fn all(&self, document: &Document, most: usize, go_on: &dyn Fn() -> bool) -> Hits {
        let mut hits = Hits::default();
        let text = document.text();
        let mut from = 0;
        while from < text.len() {
            if !go_on() {
                return hits;
            }
            let until = ceiling(text, from + STINT);
            self.scan(document, from..until, &mut |hit| {
                hits.total += 1;
                if hits.at.len() < most {
                    hits.at.push(stretch(&hit));
                }
                true
            });
            from = until;
        }
        hits.complete = true;
        hits
    }

    /// Calls `each` with the hits that begin in `at`, in order, until it says no. Both ends may lie anywhere.
    fn scan(&self, document: &Document, at: Range<usize>, each: &mut dyn FnMut(Range<usize>) -> bool) {
        let (start, end) = (ceiling(document.text(), at.start), ceiling(document.text(), at.end));
        if start >= end {
            return;
        }
        match &self.kind {
            Kind::Plain(plain) => {
                let ground = Ground::of(document);
                plain.scan(ground, plain.settle(ground, start)..end, each);
            }
            Kind::Expression(expression) => expression.scan(document, start..end, each),
        }
    }
}

fn nothing_to_look_for() -> Problem {
    Problem::error("there is nothing to look for").mend("type a word, or re: and a regular expression")
}

fn stretch(hit: &Range<usize>) -> Stretch {
    Place::at(hit.start)..Place::at(hit.end)
}

/// The nearest character boundary at or after `at`.
fn ceiling(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests;
