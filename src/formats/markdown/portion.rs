//! A long source in portions, each of which is parsed on its own.
//!
//! The parser's tree takes a hundred times what it is a tree of, and more: of a portion at a time that is little, of ten megabytes
//! it was two gigabytes. A source is cut where no list, quotation, note, fence or piece of HTML is open, and within a paragraph only
//! where that alone is longer than a portion, at a place where nothing is [`open`]; what is behind the cut goes on with the paragraph.
//! Marks find their notes in other portions (the writer and [`handmade`](super::handmade) see to that); what links refer to is given
//! to every portion.

mod open;

use std::borrow::Cow;

use self::open::Open;
use super::{
    pieces::{Piece, attribute, piece},
    prepare::Fences,
};

/// How much is parsed at a time. Few books are longer.
pub(super) const PORTION: usize = 2 << 20;

/// No note that is made by hand is longer.
const LONGEST_NOTE: usize = 16 * 1024;

/// What opens HTML that goes on beyond an empty line, and what ends it.
const LASTING: &[(&str, &str)] =
    &[("<!--", "-->"), ("<pre", "</pre"), ("<script", "</script"), ("<style", "</style"), ("<textarea", "</textarea")];

/// The portions of a source, in order; most sources are one.
pub(super) struct Portions<'t> {
    parts: Vec<Part<'t>>,
    /// What links refer to, for all of them.
    references: String,
}

struct Part<'t> {
    text: &'t str,
    /// Whether it begins within a paragraph.
    goes_on: bool,
}

impl<'t> Portions<'t> {
    /// Cuts a source into portions of about this size.
    pub(super) fn of(text: &'t str, size: usize) -> Self {
        let parts = cut(text, size);
        let references = if parts.len() > 1 { references(text) } else { String::new() };
        // A text of nothing but references is parsed at once, rather than again and again.
        if references.len() > size / 8 {
            return Self { parts: vec![Part { text, goes_on: false }], references: String::new() };
        }
        Self { parts, references }
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// What is to be parsed for one of them.
    pub(super) fn source(&self, index: usize) -> Cow<'t, str> {
        let part = self.parts[index].text;
        match index {
            _ if self.parts.len() < 2 => Cow::Borrowed(part),
            // Behind the last part a fence may be open that is never shut.
            0 => Cow::Owned(format!("{part}\n\n{}", self.references)),
            _ => Cow::Owned(format!("{}\n{part}", self.references)),
        }
    }

    /// Whether one of them goes on with the paragraph that the one before ends in.
    pub(super) fn goes_on(&self, index: usize) -> bool {
        self.parts[index].goes_on
    }

    /// Whether one behind this has a heading of the first level.
    pub(super) fn has_title_behind(&self, index: usize) -> bool {
        self.parts[index + 1..].iter().any(|part| has_title(part.text))
    }
}

/// Tells whether a source has a heading of the first level.
fn has_title(text: &str) -> bool {
    let (mut fences, mut before) = (Fences::default(), "");
    text.lines().any(|line| {
        let is_code = fences.take(line);
        let is_under = line.starts_with('=') && line.trim_end().bytes().all(|byte| byte == b'=') && !before.trim().is_empty();
        before = if is_code { "" } else { line };
        !is_code && (is_under || line.starts_with("# "))
    })
}

/// Cuts a text into parts of about this size.
fn cut(text: &str, size: usize) -> Vec<Part<'_>> {
    let (mut parts, mut from, mut at, mut goes_on) = (Vec::new(), 0, 0, false);
    if text.len() <= size {
        return vec![Part { text, goes_on }];
    }
    let (mut fences, mut html, mut directives, mut is_after_blank) = (Fences::default(), None, 0_usize, true);
    // How far the last note may reach that began with a name.
    let (mut open, mut named) = (Open::default(), 0);
    for line in text.split_inclusive('\n') {
        // Where for a whole portion more there is no such place, any line will do but one of a table, and where for another nothing
        // is shut, that one, too.
        let is_end = match (at - from) / size {
            0 => false,
            // Among notes made by hand, the next one is waited for: what follows a note may be part of it.
            1 => is_after_blank && begins_block(line) && (at > named || begins_named(line) || at - from > size + size / 2),
            portions => {
                let is_sound = open.is_nothing() || portions > 2;
                is_sound && !line.starts_with(|first: char| first.is_whitespace() || first == '|')
            }
        };
        if is_end && directives == 0 && html.is_none() && !fences.is_open() {
            parts.push(Part { text: &text[from..at], goes_on });
            (from, goes_on) = (at, !is_after_blank);
        }
        let is_code = fences.take(line);
        if !is_code {
            html = lasting(line, html);
        }
        if let Some(rest) = line.strip_prefix(":::").filter(|_| !is_code) {
            let opens = !rest.trim_matches([':', ' ', '\n', '\r']).is_empty();
            directives = if opens { directives + 1 } else { directives.saturating_sub(1) };
        }
        if line.len() > size && !is_code && !line.trim_start().starts_with('<') {
            let (mut place, end) = (at, at + line.len());
            while let Some(length) = (end - place > size).then(|| between_words(&text[place..end], size, &mut open)).flatten() {
                parts.push(Part { text: &text[from..place + length], goes_on });
                place += length;
                (from, goes_on) = (place, true);
            }
        } else if !is_code {
            let mut place = 0;
            while place < line.len() {
                place = open.step(line, place);
            }
        }
        if is_after_blank && begins_named(line) {
            named = at + LONGEST_NOTE.min(size);
        }
        is_after_blank = !is_code && line.trim().is_empty();
        if is_after_blank {
            open = Open::default();
        }
        at += line.len();
    }
    parts.push(Part { text: &text[from..], goes_on });
    parts
}

/// Tells whether a line after an empty one continues no list, quotation, table or note.
fn begins_block(line: &str) -> bool {
    let behind_number = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let is_item = line.starts_with(['-', '*', '+']) && line[1..].starts_with([' ', '\t'])
        || behind_number.len() < line.len() && behind_number.starts_with(['.', ')']);
    !is_item && !line.starts_with(|first: char| first.is_whitespace() || matches!(first, '>' | '|' | ':'))
}

/// Tells whether a line begins with a tag that gives its place a name.
fn begins_named(line: &str) -> bool {
    let is_name = |attributes| attribute(attributes, "id").or_else(|| attribute(attributes, "name")).is_some();
    line.starts_with('<') && matches!(piece(line).0, Piece::Open { attributes, .. } if is_name(attributes))
}

/// The end of the HTML that is open behind a line and goes on beyond empty ones; `open` is the one before it.
fn lasting(line: &str, open: Option<&'static str>) -> Option<&'static str> {
    let (mut open, mut rest) = (open, line);
    loop {
        if let Some(end) = open {
            let Some(at) = rest.find(end) else { return open };
            rest = &rest[at + end.len()..];
            open = None;
        }
        let at = rest.find('<')?;
        rest = &rest[at..];
        match LASTING.iter().find(|(begin, _)| rest.starts_with(begin)) {
            Some((_, end)) => open = Some(end),
            None => rest = &rest[1..],
        }
    }
}

/// Where a line may be cut beyond so many bytes: before a word that can be nothing but a word, where nothing is open; where something
/// is for as many bytes more, before the first such word outside of a tag.
fn between_words(line: &str, size: usize, open: &mut Open) -> Option<usize> {
    let (mut at, mut first) = (0, None);
    while at < line.len() && (at < 2 * size || first.is_none()) {
        let is_word = at > size && line[..at].ends_with(' ') && line[at..].starts_with(char::is_alphabetic);
        if is_word && open.is_nothing() {
            return Some(at);
        }
        first = first.or(is_word.then_some(at));
        at = open.step(line, at);
    }
    // What is open is so on the other side, too, and is shut there, or never.
    *open = Open::default();
    first
}

/// The lines of a source that say where its links lead.
fn references(text: &str) -> String {
    let mut fences = Fences::default();
    let lines = text.split_inclusive('\n').filter(|line| !fences.take(line) && is_reference(line));
    lines.flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// Tells whether a line is `[name]: address "title"` and nothing else.
fn is_reference(line: &str) -> bool {
    let bare = line.trim_start_matches(' ');
    let Some((name, rest)) = bare.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else { return false };
    let is_name = !name.trim().is_empty() && name.len() < 1000 && !name.starts_with('^') && !name.contains(['[', ']', '\\']);
    let rest = rest.trim();
    let (address, title) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let is_address = !address.is_empty() && !address.contains(['<', '(', ')', '\\']);
    let quoted = |quote: char| {
        let inner = title.trim().strip_prefix(quote).and_then(|title| title.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains([quote, '\\']))
    };
    let is_title = title.trim().is_empty() || quoted('"') || quoted('\'');
    line.len() - bare.len() < 4 && is_name && is_address && is_title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(size: usize, text: &str, expected: &[&str]) {
        let portions = Portions::of(text, size);
        let sources: Vec<_> = (0..portions.len()).map(|index| portions.source(index)).collect();
        assert_eq!(sources, expected, "{text:?}");
    }

    #[test]
    fn a_source_is_cut_where_nothing_is_open() {
        check(16, "A short one.\n", &["A short one.\n"]);
        check(16, "A first paragraph.\n\nA second.\n", &["A first paragraph.\n\n\n\n", "\nA second.\n"]);
        let whole = |text: &str| check(24, text, &[text]);
        whole("- An item of a list.\n\n  It goes on.\n\n- Another.\n");
        whole("```\nsome lines of code\n\nAnd more, and more.\n\nAnd more.\n```\n");
        whole("<!-- a long remark, and\n\nAnd more, and more.\n\nAnd more -->\n");
        whole("::: {.verse}\nA first line.\n\nA second line.\n\nA third.\n:::\n");
        whole("| a | b |\n|---|---|\n| one | two |\n| three | four |\n| five | six |\n");
    }

    #[test]
    fn a_paragraph_longer_than_a_portion_is_cut_between_words() {
        check(16, "It was a *long* time ago, 1. in May.\n", &["It was a *long* time \n\n", "\nago, 1. in May.\n"]);
        check(
            16,
            "It was a\nlong time ago,\nand they had walked\nfor days.\n",
            &["It was a\nlong time ago,\nand they had walked\n\n\n", "\nfor days.\n"],
        );
        check(16, "It was a time so *long ago*, it seemed.\n", &["It was a time so *long ago*, \n\n", "\nit seemed.\n"]);
        check(20, "They lived [in the *old* house](a b) then.\n", &["They lived [in the *old* house](a b) \n\n", "\nthen.\n"]);
        check(16, "They lived <i class='of old'>there</i> then.\n", &["They lived <i class='of old'>there</i> \n\n", "\nthen.\n"]);
        // Nothing is shut for two portions.
        check(8, "They *lived and lived and lived* there.\n", &["They *lived \n\n", "\nand lived ", "\nand lived* ", "\nthere.\n"]);
        check(16, "<p>It was a long time ago.</p>\n", &["<p>It was a long time ago.</p>\n"]);
    }

    #[test]
    fn what_is_behind_a_cut_within_a_paragraph_goes_on_with_it() {
        let goes_on = |text: &str| {
            let portions = Portions::of(text, 16);
            (0..portions.len()).map(|index| portions.goes_on(index)).collect::<Vec<_>>()
        };
        assert_eq!(goes_on("A short one, too.\n\nIt was a long time ago, so.\n"), [false, false, true]);
        assert_eq!(goes_on("It was a\nlong time ago,\nand they had walked\nfor days.\n"), [false, true]);
    }

    #[test]
    fn what_links_refer_to_is_known_in_every_portion() {
        let words = "He walked on. ".repeat(10);
        let text = format!("See [there], reader.\n\n[there]: a.html\n\n{words}\n\nAnd [there].\n");
        let first = format!("See [there], reader.\n\n[there]: a.html\n\n{words}\n\n\n\n[there]: a.html\n");
        check(160, &text, &[&first, "[there]: a.html\n\nAnd [there].\n"]);
        assert!(is_reference("[a b]: x 'y'\n") && is_reference("[a]: x \"y\"\n") && is_reference("  [a]: x\n"));
        assert!(!is_reference("[a]: x and more\n") && !is_reference("[^a]: x\n") && !is_reference("[a]: x \"y\" z\"\n"));
    }
}
