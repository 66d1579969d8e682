//! A long source in portions, each of which is parsed on its own.
//!
//! The parser's tree takes a hundred times what it is a tree of, and more: of a portion at a time that is little, of ten megabytes
//! it was two gigabytes. A source is cut where no list, quotation, note, fence or piece of HTML is open, and within a paragraph only
//! where that alone is longer than a portion. Marks find their notes in other portions (the writer sees to that); what links refer
//! to is given to every portion.

use std::borrow::Cow;

use super::prepare::Fences;

/// How much is parsed at a time. Few books are longer.
const PORTION: usize = 2 << 20;

/// What opens HTML that goes on beyond an empty line, and what ends it.
const LASTING: &[(&str, &str)] =
    &[("<!--", "-->"), ("<pre", "</pre"), ("<script", "</script"), ("<style", "</style"), ("<textarea", "</textarea")];

/// The portions of a source, in order; most sources are one.
pub(super) fn portions(text: &str) -> Vec<Cow<'_, str>> {
    of_size(text, PORTION)
}

fn of_size(text: &str, size: usize) -> Vec<Cow<'_, str>> {
    let parts = cut(text, size);
    if parts.len() < 2 {
        return vec![Cow::Borrowed(text)];
    }
    let references = references(text);
    // A text of nothing but references is parsed at once, rather than again and again.
    if references.len() > size / 8 {
        return vec![Cow::Borrowed(text)];
    }
    let with = |(index, part): (usize, &str)| {
        // Behind the last part a fence may be open that is never shut.
        if index == 0 { format!("{part}\n\n{references}") } else { format!("{references}\n{part}") }
    };
    parts.into_iter().enumerate().map(with).map(Cow::Owned).collect()
}

/// Tells whether a source has a heading of the first level.
pub(super) fn has_title(text: &str) -> bool {
    let (mut fences, mut before) = (Fences::default(), "");
    text.lines().any(|line| {
        let is_code = fences.take(line);
        let is_under = line.starts_with('=') && line.trim_end().bytes().all(|byte| byte == b'=') && !before.trim().is_empty();
        before = if is_code { "" } else { line };
        !is_code && (is_under || line.starts_with("# "))
    })
}

/// Cuts a text into parts of about this size.
fn cut(text: &str, size: usize) -> Vec<&str> {
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    let (mut fences, mut html, mut directives, mut is_after_blank) = (Fences::default(), None, 0_usize, true);
    for line in text.split_inclusive('\n') {
        // Where for a whole portion more there is no such place, any line will do but one of a table.
        let is_end = match (at - from) / size {
            0 => false,
            1 => is_after_blank && begins_block(line),
            _ => !line.starts_with(|first: char| first.is_whitespace() || first == '|'),
        };
        if is_end && directives == 0 && html.is_none() && !fences.is_open() {
            parts.push(&text[from..at]);
            from = at;
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
            while let Some(length) = (end - place > size).then(|| between_words(&text[place..end], size)).flatten() {
                parts.push(&text[from..place + length]);
                place += length;
                from = place;
            }
        }
        is_after_blank = !is_code && line.trim().is_empty();
        at += line.len();
    }
    parts.push(&text[from..]);
    parts
}

/// Tells whether a line after an empty one continues no list, quotation, table or note.
fn begins_block(line: &str) -> bool {
    let behind_number = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let is_item = line.starts_with(['-', '*', '+']) && line[1..].starts_with([' ', '\t'])
        || behind_number.len() < line.len() && behind_number.starts_with(['.', ')']);
    !is_item && !line.starts_with(|first: char| first.is_whitespace() || matches!(first, '>' | '|' | ':'))
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

/// Where a line may be cut beyond so many bytes: before a word that can be nothing but a word.
fn between_words(line: &str, size: usize) -> Option<usize> {
    let start = (size..line.len()).find(|at| line.is_char_boundary(*at))?;
    let mut last = ' ';
    line[start..].char_indices().find_map(|(at, character)| {
        let is_here = at > 0 && last == ' ' && character.is_alphabetic();
        last = character;
        is_here.then_some(start + at)
    })
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
        assert_eq!(of_size(text, size), expected, "{text:?}");
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
        check(16, "<p>It was a long time ago.</p>\n", &["<p>It was a long time ago.</p>\n"]);
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
