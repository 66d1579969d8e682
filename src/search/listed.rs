//! A hit as a list shows it: the words around it, and where in the text it is.

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    document::{Document, NoteId},
    unit::{Place, Stretch, width},
};

/// A hit as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The hit.
    pub at: Stretch,
    /// The words before it, in its own block, with the blank that parts them from it.
    pub before: String,
    /// The hit's words, on one line and without noterefs.
    pub hit: String,
    /// The words after it, in the block it ends in, with the blank that parts them from it.
    pub after: String,
    /// The part of the text it is in.
    pub whence: Whence,
    /// How much of the body lies before it, from 0 to 100.
    pub percent: u8,
}

/// The part of a text that something is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// A section, by its index among [`Document::sections`].
    Section(usize),
    /// A note.
    Note(NoteId),
    /// Neither: the text before the first heading, or one without headings.
    Nowhere,
}

/// What stands for words that were cut off.
const CUT: &str = "…";

/// Lists a hit with some `around` columns of text on either side, cut between words where there are such.
pub fn listed(document: &Document, hit: &Stretch, around: usize) -> Listed {
    let mut before = hit.start..hit.start;
    let mut after = hit.end..hit.end;
    if let Some(block) = document.block_at(hit.start).map(|id| document.block(id)) {
        let words = block.at.start.plus(usize::from(block.label));
        before.start = words.min(hit.start).max(back(document, hit.start, around));
    }
    // A hit that takes in a line feed between blocks at its end ends in the block before it.
    if let Some(block) = document.block_at(hit.end).map(|id| document.block(id)) {
        after.end = block.at.end.max(hit.end).min(on(document, hit.end, around));
    }
    let begins = document.block_at(hit.start).is_some_and(|id| {
        let block = document.block(id);
        before.start <= block.at.start.plus(usize::from(block.label))
    });
    let ends = document.block_at(hit.end).is_some_and(|id| after.end >= document.block(id).at.end);
    let whence = match document.note_at(hit.start) {
        Some(note) => Whence::Note(note),
        None => document.section_at(hit.start).map_or(Whence::Nowhere, Whence::Section),
    };
    Listed {
        at: hit.clone(),
        before: cut_before(&document.words(&before), begins, blank_ends(document, &before), around),
        hit: document.words(hit),
        after: cut_after(&document.words(&after), ends, blank_begins(document, &after), around),
        whence,
        percent: document.percent(hit.start),
    }
}

/// Far enough before `from` for `around` columns of words: a character has four bytes at most, and a noteref or two may
/// stand among them.
fn back(document: &Document, from: Place, around: usize) -> Place {
    document.floor(Place::at(from.offset().saturating_sub(around * 4 + 64)))
}

fn on(document: &Document, from: Place, around: usize) -> Place {
    document.floor(from.plus(around * 4 + 64))
}

fn blank_ends(document: &Document, at: &Stretch) -> bool {
    document.slice(at).ends_with(char::is_whitespace)
}

fn blank_begins(document: &Document, at: &Stretch) -> bool {
    document.slice(at).starts_with(char::is_whitespace)
}

/// The last words of `words` that fit.
fn cut_before(words: &str, whole: bool, blank: bool, around: usize) -> String {
    let end = if blank && !words.is_empty() { " " } else { "" };
    if whole && width(words).count() + end.len() <= around {
        return format!("{words}{end}");
    }
    let room = around.saturating_sub(width(CUT).count() + end.len());
    let mut taken = 0;
    let mut start = words.len();
    let mut word = words.len();
    for (index, cluster) in words.grapheme_indices(true).rev() {
        taken += width(cluster).count();
        if taken > room {
            break;
        }
        start = index;
        if words[..index].ends_with(' ') {
            word = index;
        }
    }
    // A word longer than the room is cut within, as is one that the list would otherwise show nothing of.
    let kept = if word < words.len() { &words[word..] } else { &words[start..] };
    format!("{CUT}{kept}{end}")
}

/// The first words of `words` that fit.
fn cut_after(words: &str, whole: bool, blank: bool, around: usize) -> String {
    let begin = if blank && !words.is_empty() { " " } else { "" };
    if whole && width(words).count() + begin.len() <= around {
        return format!("{begin}{words}");
    }
    let room = around.saturating_sub(width(CUT).count() + begin.len());
    let mut taken = 0;
    let mut end = 0;
    let mut word = 0;
    for (index, cluster) in words.grapheme_indices(true) {
        taken += width(cluster).count();
        if taken > room {
            break;
        }
        end = index + cluster.len();
        if words[end..].starts_with(' ') {
            word = end;
        }
    }
    let kept = if word > 0 { &words[..word] } else { &words[..end] };
    format!("{begin}{kept}{CUT}")
}
