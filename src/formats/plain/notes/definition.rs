//! What could be a note, read off the line that begins it: a label in one style or another, and the words behind it.

use super::{
    super::lines::At,
    keyword,
    label::{Class, Label},
    style::{Bracket, Style, bracketed},
};
use crate::formats::raised::{self, Raised};

/// What could be a note.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    /// From its label or bracket to its end, closing bracket included. Where no bracket closes it, to the end of its first
    /// paragraph or line.
    pub(super) at: At,
    /// Its text without label and brackets.
    pub(super) body: At,
    /// `None`: a note that is called by standing where it does, `[Footnote: …]`.
    pub(super) label: Option<Label>,
    pub(super) style: Style,
    /// Whether brackets say where it ends.
    pub(super) is_closed: bool,
    /// Whether it begins a paragraph or follows another note line on line; otherwise it stands in the sentence.
    pub(super) opens_paragraph: bool,
}

/// A bracket that has not closed within this is one that somebody forgot: the longest note measured has 14 KB.
pub(super) const LONGEST_NOTE: usize = 128 * 1024;

/// A note whose label begins this line; `end` is where its paragraph ends.
pub(super) fn read(text: &str, line: &At, end: usize) -> Option<Definition> {
    let indent = text[line.clone()].len() - text[line.clone()].trim_start().len();
    let start = line.start + indent;
    let rest = &text[start..end];
    let definition = |label: Option<Label>, style: Style, body: usize| {
        let after = &text[body..end];
        let body = body + after.len() - after.trim_start_matches([' ', '\t', '\u{3000}']).len();
        (body < end).then_some(Definition { at: start..end, body: body..end, label, style, is_closed: false, opens_paragraph: true })
    };
    let first = rest.chars().next()?;
    if first == '['
        && let Some(found) = keyword::read(rest)
    {
        let mut body = start + found.end;
        // "[Footnote 981]: text]": the bracket came one place early.
        if found.is_closed {
            found.label.as_ref()?;
            body += text[body..end].len() - text[body..end].trim_start_matches([':', '.', ' ', ',']).len();
            // It does not say that this is a note, either: a list of errata names notes so.
            let mut early = definition(found.label, Style::In(Bracket::Square), body)?;
            early.is_closed = true;
            let trimmed = text[early.body.clone()].trim_end();
            if trimmed.ends_with(']') && trimmed.len() < LONGEST_NOTE && trimmed.matches('[').count() < trimmed.matches(']').count() {
                early.body.end = early.body.start + trimmed.len() - 1;
            }
            return Some(early);
        }
        return definition(found.label, Style::Keyword, body);
    }
    if let Some((label, length)) = keyword::unbracketed(rest) {
        let style = if label.class == Class::Sign { Style::Signs } else { Style::Bare };
        return definition(Some(label), style, start + length);
    }
    if let Some((label, length, bracket)) = bracketed(rest) {
        let after = rest[length..].trim_start_matches(['.', ':', '．']);
        let body = start + rest.len() - after.len();
        let is_apart = after.starts_with(char::is_whitespace) || bracket == Bracket::Wide || matches!(bracket, Bracket::Square);
        if is_apart && after.trim().is_empty() && bracket == Bracket::Square {
            // The label alone: the note itself is the next paragraph, if there is a mark that calls it.
            return Some(Definition {
                at: start..end,
                body: end..end,
                label: Some(label),
                style: Style::In(bracket),
                is_closed: false,
                opens_paragraph: true,
            });
        }
        return if is_apart && !after.trim_start().is_empty() { definition(Some(label), Style::In(bracket), body) } else { None };
    }
    if let Some(after) = rest.strip_prefix("(*").or_else(|| rest.strip_prefix("(†")) {
        let sign_start = start + 1;
        let signs = text[sign_start..end].len() - text[sign_start..end].trim_start_matches(['*', '†', '‡']).len();
        let label = Label::of(&text[sign_start..sign_start + signs])?;
        let mut note = (!after.trim().is_empty()).then(|| definition(Some(label), Style::Signs, sign_start + signs)).flatten()?;
        let trimmed = text[note.body.clone()].trim_end();
        if let Some(inner) = trimmed.strip_suffix(')') {
            note.body.end = note.body.start + inner.len();
            note.is_closed = true;
        }
        return Some(note);
    }
    // Emphasis may begin before the number: "_   57 Apparent rari_".
    let numbered = rest.strip_prefix('_').map_or(rest, str::trim_start);
    if numbered.starts_with(|first: char| first.is_ascii_digit()) {
        let digits = numbered.bytes().take_while(u8::is_ascii_digit).count();
        let label = Label::of(&numbered[..digits])?;
        let stop = usize::from(numbered[digits..].starts_with(['.', ')', ':']));
        let after = &numbered[digits + stop..];
        let is_apart = after.starts_with([' ', '\t']) && after.trim_start().starts_with(|next: char| !next.is_ascii_digit());
        let mut note = if is_apart { definition(Some(label), Style::Bare, end - after.len())? } else { return None };
        // "1 [ Text. ]": brackets around the text are no part of it.
        let inner = text[note.body.clone()].trim_end();
        if let Some(inner) = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).filter(|inner| !inner.contains('[')) {
            note.body = note.body.start + 1..note.body.start + 1 + inner.len();
            note.is_closed = true;
        }
        return Some(note);
    }
    if let Some(Raised { printed, length }) = raised::read(rest) {
        return definition(Label::of(printed), Style::Raised, start + length);
    }
    if matches!(first, '*' | '†' | '‡' | '§' | '‖' | '¶' | '＊' | '※' | '註' | '注') {
        let is_word = matches!(first, '註' | '注' | '※' | '＊');
        let length: usize = rest
            .chars()
            .take_while(|sign| *sign == first || (is_word && (sign.is_numeric() || "〇一二三四五六七八九十百".contains(*sign))))
            .map(char::len_utf8)
            .sum();
        let after = rest[length..].trim_start_matches(['.', ':', '．', '：', ')']);
        // "*[Footnote: Text.]": the sign is that note's label.
        if let Some(found) = keyword::read(after.trim_start()).filter(|found| found.label.is_none() && !found.is_closed) {
            return definition(Label::of(&rest[..length]), Style::Keyword, end - after.trim_start().len() + found.end);
        }
        // A rule of signs is no note, nor is prose that happens to begin with such an ideograph.
        let says = after.trim_start().chars().next().is_some_and(|next| next != first);
        let is_apart = matches!(first, '*' | '†' | '‡') || after.starts_with(char::is_whitespace) || after.len() < rest[length..].len();
        if !says || !is_apart {
            return None;
        }
        let label = Label::of(&rest[..length])?;
        let style = if label.class == Class::Sign { Style::Signs } else { Style::In(Bracket::Wide) };
        return definition(Some(label), style, start + rest.len() - after.len());
    }
    None
}
