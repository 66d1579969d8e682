//! Plain text.

use super::{Source, decode};
use crate::{
    document::{Builder, Document, Kind},
    problem::Read,
};

/// Reads a plain text: paragraphs are parted by blank lines, and lines within them are joined.
pub(super) fn read(source: &Source) -> Read<Document> {
    let decoded = decode(&source.bytes);
    let mut builder = Builder::with_capacity(decoded.value.len());
    if !source.whole {
        builder.partial();
    }
    for problem in decoded.problems {
        builder.problem(problem);
    }
    for line in decoded.value.lines() {
        let line = line.trim();
        if line.is_empty() {
            builder.end();
        } else if builder.is_open() {
            builder.text(" ");
            builder.text(line);
        } else {
            builder.begin(Kind::Paragraph);
            builder.text(line);
        }
    }
    builder.finish()
}
