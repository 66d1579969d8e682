//! Plain text: whatever people have kept in it, from a Gutenberg book to an e-mail.
//!
//! A text without markup still says most of what markup would, by blank lines, indents, capitals and the habits of editors:
//! 1. [`edition`] cuts off what a library put around the text and reads title and author there;
//! 2. [`lines`] learns whether lines were broken by hand, and gives paragraphs one after another;
//! 3. [`notes`] finds which marks call which notes, and [`pages`] where printed pages began;
//! 4. [`mod@write`] walks through the text and builds: [`shape`] says what each paragraph is, [`flow`] joins its lines.
//!
//! The text is never held in lines: beside the source and the document there are only the candidates for notes. Nothing of
//! a text is left out but the library's header (its title and author are kept) and licence, its legend of signs, and printed marks
//! that have become noterefs.

mod aozora;
mod edition;
mod flow;
mod lines;
mod notes;
mod pages;
mod shape;
mod write;

use std::borrow::Cow;

pub(super) use self::shape::heads_notes;
use self::{edition::Edition, lines::Manner, write::Writer};
use super::{Source, decode};
use crate::{
    document::{Builder, Document, Kind},
    problem::Read,
};

/// Reads a plain text. Of a first part, the last paragraph is left to be read with the rest: it may not be whole.
pub(super) fn read(source: &Source) -> Read<Document> {
    let decoded = decode(&source.bytes);
    let text = with_line_feeds(decoded.value);
    let text = if source.whole { &text[..] } else { &text[..whole_paragraphs(&text)] };
    let mut builder = Builder::with_capacity(text.len());
    if source.whole {
        for problem in decoded.problems {
            builder.problem(problem);
        }
    } else {
        builder.partial();
    }
    write(text, source.whole, &mut builder);
    builder.finish()
}

fn write(text: &str, whole: bool, builder: &mut Builder) {
    let edition = Edition::of(text, whole);
    let manner = Manner::of(text);
    // Whoever keys in texts for Aozora never breaks a line that the book does not.
    let manner = Manner { is_wrapped: manner.is_wrapped && !edition.is_aozora, ..manner };
    let mut apparatus = notes::find(text, &edition.body, manner, whole);
    let printed = pages::find(text, &edition.body);
    // What is a page's number is neither a mark nor looks like one.
    let is_page = |at: &lines::At| printed.binary_search_by_key(&at.start, |page| page.at.start).is_ok();
    // Before what a transcriber says of a sign there stands one that is put in its place; both are read as one.
    apparatus.refused.retain(|(at, _)| !(is_page(at) || edition.is_aozora && text[at.clone()].starts_with('※')));
    apparatus.calls.retain(|call| call.at.is_empty() || !is_page(&call.at));
    *builder.meta() = edition.meta;
    if let Some(title) = &edition.title {
        builder.begin(Kind::Title);
        builder.text(title);
    }
    if let Some(byline) = &edition.byline {
        builder.begin(Kind::Byline);
        builder.text(byline);
    }
    builder.end();
    Writer::new(text, manner, edition.is_aozora, &apparatus, &printed, builder).stretch(&edition.body);
}

/// Texts of old Macintoshes end their lines with carriage returns alone.
pub(super) fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    let head = &text.as_bytes()[..text.len().min(4096)];
    if memchr::memchr(b'\r', head).is_some() && memchr::memchr(b'\n', head).is_none() {
        return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    text
}

/// Where the last blank line of a first part is, or its last line's end, or its last word's.
fn whole_paragraphs(text: &str) -> usize {
    let last = |blank: &str| memchr::memmem::rfind(text.as_bytes(), blank.as_bytes());
    let has_returns = memchr::memchr(b'\r', text.as_bytes()).is_some();
    let blank = last("\n\n").max(if has_returns { last("\r\n\r\n") } else { None });
    blank.or_else(|| text.rfind('\n')).or_else(|| text.rfind(' ')).unwrap_or(text.len())
}
