//! How far notes reach that no bracket closes.
//!
//! When the next note is called before this one begins, both stand in one row of notes, and all between them belongs to this
//! one. When it is called in between, text has come in between, and this note ends with its first paragraph; unless what
//! follows is set in as the note is.

use super::{
    super::lines::{At, Lines, Manner, Paragraph, Paragraphs, floor},
    Apparatus,
};

/// More paragraphs than any note was measured to have; what is longer is text that lost its marks.
const MOST_PARAGRAPHS: usize = 40;

/// Extends the notes of an apparatus over the paragraphs that continue them.
pub(super) fn extend(text: &str, at: &At, manner: Manner, apparatus: &mut Apparatus) {
    let mut first_call = vec![usize::MAX; apparatus.notes.len()];
    for call in &apparatus.calls {
        if let Some(note) = call.note {
            first_call[note] = first_call[note].min(call.at.start);
        }
    }
    for index in 0..apparatus.notes.len() {
        let note = &apparatus.notes[index];
        // Closed by its bracket, which may be followed by text on the same line.
        if note.body.end < note.at.end && text[note.body.end..note.at.end].contains(']') {
            continue;
        }
        let next = apparatus.notes.get(index + 1);
        let limit = next.map_or(at.end, |next| next.at.start);
        if limit <= note.at.end {
            continue;
        }
        let calls_between = {
            let from = apparatus.calls.partition_point(|call| call.at.start < note.at.end);
            apparatus.calls.get(from).is_some_and(|call| call.at.start < limit)
        };
        let in_a_row = next.is_some() && !calls_between && first_call[index + 1] < note.at.start;
        let indent = indent_of(text, &(line_start(text, note.at.start)..note.at.end));
        let parenthesis =
            text[note.at.clone()].starts_with('(') && text[..note.body.start].ends_with(['*', '†', ' ']) && note.body.end == note.at.end;
        let (mut body_end, mut end) = (note.body.end, note.at.end);
        let mut paragraphs = Paragraphs::new(text, note.at.end..limit, manner);
        paragraphs.seek(note.at.end);
        for count in 0..MOST_PARAGRAPHS {
            let Some(paragraph) = paragraphs.next() else { break };
            // A label alone on its line: what it labels comes next.
            if count == 0 && note.body.is_empty() {
                (body_end, end) = (paragraph.at.end, paragraph.at.end);
                continue;
            }
            let words = text[paragraph.at.clone()].trim();
            let belongs = if parenthesis {
                paragraph.gap <= 1
            } else {
                (in_a_row && paragraph.gap <= 2 && !is_break(text, &paragraph))
                    || (indent >= 2 && paragraph.gap <= 1 && indent_of(text, &paragraph.at) >= 2)
            };
            if !belongs || words.is_empty() {
                break;
            }
            if parenthesis {
                // Only the closing parenthesis makes the paragraphs up to it a part of the note.
                if let Some(inner) = words.strip_suffix(')') {
                    let start = paragraph.at.start + text[paragraph.at.clone()].len() - text[paragraph.at.clone()].trim_start().len();
                    (body_end, end) = (start + inner.len(), paragraph.at.end);
                    break;
                }
                continue;
            }
            (body_end, end) = (paragraph.at.end, paragraph.at.end);
        }
        let note = &mut apparatus.notes[index];
        (note.body.end, note.at.end) = (body_end, end);
    }
}

/// Where the line of a note's label begins; a label stands near it, or the line is none that was set in.
fn line_start(text: &str, at: usize) -> usize {
    let near = floor(text, at.saturating_sub(80));
    text[near..at].rfind('\n').map_or(at, |stop| near + stop + 1)
}

/// The smallest indent of a stretch's lines.
fn indent_of(text: &str, at: &At) -> usize {
    Lines::new(text, at.clone())
        .map(|line| &text[line])
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0)
}

/// Tells whether a paragraph parts what is before it from what is after: a rule, or a line in capitals.
fn is_break(text: &str, paragraph: &Paragraph) -> bool {
    let words = text[paragraph.at.clone()].trim();
    let letters = words.chars().filter(|character| character.is_alphabetic()).take(200);
    let has_small = letters.clone().any(char::is_lowercase);
    (!has_small && words.len() < 160) && !words.chars().any(|character| character >= '\u{2e80}')
}
