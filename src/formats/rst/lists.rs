//! Lists: bullets, numbers, fields, options; lines of verse; sessions with an interpreter.

use super::blocks::{Block, Parser, body, dedented, indent, indented};

/// The bullets of lists, by how deep they are nested.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// Parses the list, the verse or the session that begins with this line; gives the line behind it.
pub(super) fn list(parser: &mut Parser, lines: &[&str], at: usize, depth: usize, blocks: &mut Vec<Block>) -> Option<usize> {
    let line = lines[at];
    if bullet(line).is_some() {
        return Some(bullets(parser, lines, at, depth, blocks));
    }
    if enumerator(line).is_some_and(|found| continues(lines, at, &found)) {
        return Some(numbers(parser, lines, at, depth, blocks));
    }
    if field(line).is_some() {
        return Some(fields(parser, lines, at, depth, blocks));
    }
    if line == "|" || line.starts_with("| ") {
        return Some(verse(lines, at, blocks));
    }
    if line.starts_with(">>> ") {
        let end = lines[at..].iter().position(|line| line.is_empty()).map_or(lines.len(), |end| at + end);
        blocks.push(Block::Code(lines[at..end].join("\n")));
        return Some(end);
    }
    if let Some((option, words)) =
        option(line).filter(|(_, words)| !words.is_empty() || lines.get(at + 1).is_some_and(|next| next.starts_with(' ')))
    {
        let (below, end) = indented(lines, at + 1);
        let inside = parser.blocks(&body(words, below), depth + 1, false);
        blocks.push(Block::Definition { term: format!("``{option}``"), blocks: inside });
        return Some(end);
    }
    None
}

/// The bullet that a line begins with, and how wide it is with the blanks behind it.
fn bullet(line: &str) -> Option<(char, usize)> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '*' | '+' | '-' | '•' | '‣' | '⁃'))?;
    let rest = &line[sign.len_utf8()..];
    // Blanks are counted in columns: a bullet is one, however many bytes.
    (rest.is_empty() || rest.starts_with(' ')).then(|| (sign, 1 + rest.len() - rest.trim_start().len()))
}

/// The lines of an item whose text is set in by `width` columns, and the line behind it; empty lines at its end are not its own.
fn item<'a>(lines: &[&'a str], at: usize, width: usize, first: &'a str) -> (Vec<&'a str>, usize) {
    let end = lines[at + 1..].iter().position(|line| !line.is_empty() && indent(line) < width).map_or(lines.len(), |end| at + 1 + end);
    let length = lines[at + 1..end].iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    let below = lines[at + 1..at + 1 + length].iter().map(|line| line.get(width..).unwrap_or(""));
    (std::iter::once(first).chain(below).collect(), end)
}

/// Tells whether empty lines stand between two items.
fn is_loose(lines: &[&str], end: usize) -> bool {
    end < lines.len() && lines[end - 1].is_empty()
}

fn bullets(parser: &mut Parser, lines: &[&str], mut at: usize, depth: usize, blocks: &mut Vec<Block>) -> usize {
    let (mut items, mut tight) = (Vec::new(), true);
    let first = bullet(lines[at]).map(|(sign, _)| sign);
    while let Some((sign, width)) = lines.get(at).and_then(|line| bullet(line)).filter(|(sign, _)| Some(*sign) == first) {
        let words = lines[at][sign.len_utf8()..].trim_start();
        let (inside, end) = item(lines, at, if words.is_empty() { 2 } else { width }, words);
        items.push((BULLETS[depth.min(BULLETS.len() - 1)].to_owned(), parser.blocks(&inside, depth + 1, false)));
        at = end;
        let goes_on = lines.get(at).and_then(|line| bullet(line)).is_some_and(|(sign, _)| Some(sign) == first);
        tight &= !(goes_on && is_loose(lines, at));
    }
    blocks.push(Block::Items { items, tight });
    at
}

/// The number an item begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Enumerator<'a> {
    number: &'a str,
    before: &'a str,
    after: &'a str,
    /// With the blanks behind it.
    width: usize,
}

/// Reads a number at the beginning of a line: `1.`, `a)`, `(iv)`, `#.`
fn enumerator(line: &str) -> Option<Enumerator<'_>> {
    let bare = line.strip_prefix('(');
    let before = if bare.is_some() { "(" } else { "" };
    let bare = bare.unwrap_or(line);
    let length = bare.bytes().take(12).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let number = &bare[..length];
    let is_roman =
        |number: &str| number.bytes().all(|byte| b"ivxlcdm".contains(&byte)) || number.bytes().all(|byte| b"IVXLCDM".contains(&byte));
    let is_number = number == "#"
        || (length > 0 && number.bytes().all(|byte| byte.is_ascii_digit()))
        || length == 1
        || (length > 0 && is_roman(number));
    let after = bare.get(length..=length).filter(|after| *after == ")" || (*after == "." && before.is_empty()))?;
    let rest = &bare[length + 1..];
    if !is_number || !(rest.is_empty() || rest.starts_with(' ')) {
        return None;
    }
    Some(Enumerator { number, before, after, width: line.len() - rest.trim_start().len() })
}

/// Tells whether the line below goes on with a list, rather than with a sentence that began with somebody's initial.
fn continues(lines: &[&str], at: usize, found: &Enumerator<'_>) -> bool {
    lines.get(at + 1).is_none_or(|next| {
        next.is_empty()
            || indent(next) >= found.width
            || enumerator(next).is_some_and(|next| (next.before, next.after) == (found.before, found.after))
    })
}

fn numbers(parser: &mut Parser, lines: &[&str], mut at: usize, depth: usize, blocks: &mut Vec<Block>) -> usize {
    let (mut items, mut tight) = (Vec::new(), true);
    let Some(first) = enumerator(lines[at]) else { return at + 1 };
    let goes_on = |at: usize| {
        let found = lines.get(at).and_then(|line| enumerator(line))?;
        ((found.before, found.after) == (first.before, first.after) && continues(lines, at, &found)).then_some(found)
    };
    let mut count = 0_usize;
    while let Some(found) = goes_on(at) {
        let words = lines[at].get(found.width..).unwrap_or("");
        let (inside, end) = item(lines, at, found.width, words);
        count = if found.number == "#" { count + 1 } else { found.number.parse().unwrap_or(count + 1) };
        let number = if found.number == "#" { count.to_string() } else { found.number.to_owned() };
        items.push((format!("{}{number}{}", found.before, found.after), parser.blocks(&inside, depth + 1, false)));
        at = end;
        tight &= !(goes_on(at).is_some() && is_loose(lines, at));
    }
    blocks.push(Block::Items { items, tight });
    at
}

/// `:name: words`: the name and the words. A role before words in backquotes is none.
pub(super) fn field(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix(':').filter(|rest| !rest.starts_with([' ', ':', '`']))?;
    let mut from = 0;
    while let Some(colon) = rest[from..].find(':').map(|at| from + at) {
        let after = &rest[colon + 1..];
        if (after.is_empty() || after.starts_with(' ')) && !rest[..colon].ends_with(['\\', ' ']) {
            return (colon > 0).then(|| (&rest[..colon], after.trim_start()));
        }
        if after.starts_with('`') {
            return None;
        }
        from = colon + 1;
    }
    None
}

fn fields(parser: &mut Parser, lines: &[&str], mut at: usize, depth: usize, blocks: &mut Vec<Block>) -> usize {
    let mut found = Vec::new();
    while let Some((name, words)) = lines.get(at).and_then(|line| field(line)) {
        let (below, end) = indented(lines, at + 1);
        found.push((name.to_owned(), parser.blocks(&body(words, below), depth + 1, false)));
        at = end;
    }
    blocks.push(Block::Fields(found));
    at
}

/// An option of a program, and what it does: two blanks part them.
fn option(line: &str) -> Option<(&str, &str)> {
    let is_option = |bytes: &[u8]| match bytes {
        [b'-', b'-', letter, ..] | [b'-', letter, ..] => letter.is_ascii_alphanumeric() || *letter == b'?',
        [b'/', letter] | [b'/', letter, b' ', ..] => letter.is_ascii_alphabetic(),
        _ => false,
    };
    if !is_option(line.as_bytes()) {
        return None;
    }
    let (option, words) = line.split_once("  ").unwrap_or((line, ""));
    // `-1 is less than 0` is a sentence.
    (option.split(' ').count() <= 2 || option.contains(", ")).then(|| (option, words.trim_start()))
}

/// Lines of verse: a bar before each; what is set in below one belongs to it.
fn verse(lines: &[&str], mut at: usize, blocks: &mut Vec<Block>) -> usize {
    let mut verse: Vec<String> = Vec::new();
    while let Some(line) = lines.get(at) {
        if let Some(rest) = line.strip_prefix("| ") {
            verse.push(rest.to_owned());
        } else if *line == "|" {
            verse.push(String::new());
        } else if line.starts_with(' ') {
            if let Some(last) = verse.last_mut() {
                last.extend([" ", line.trim_start()]);
            }
        } else {
            break;
        }
        at += 1;
    }
    let kept = dedented(&verse.iter().map(String::as_str).collect::<Vec<_>>());
    blocks.push(Block::Verse(kept.into_iter().map(str::to_owned).collect()));
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_from_roles() {
        let check = |line: &str, expected: Option<(&str, &str)>| assert_eq!(field(line), expected, "{line}");
        check(":author: A. Walker", Some(("author", "A. Walker")));
        check(":a:b: c", Some(("a:b", "c")));
        check(":sup:`2`", None);
        check(": no", None);
        check(":no", None);
    }

    #[test]
    fn numbers_are_told_from_initials() {
        let check = |lines: &[&str], expected: bool| {
            assert_eq!(enumerator(lines[0]).is_some_and(|found| continues(lines, 0, &found)), expected, "{lines:?}");
        };
        check(&["1. one", "2. two"], true);
        check(&["A. Walker went east"], true);
        check(&["A. Walker went east", "and came back."], false);
        check(&["(iv) four"], true);
        check(&["#. next", "   line"], true);
        check(&["went) east"], false);
    }
}
