//! Lists of Org: bullets, numbers, terms, boxes to tick.

use super::{
    lines::Walker,
    words::{self, name_of},
};
use crate::document::Kind;

/// The bullets of lists, by how deep they are nested.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// The beginning of an item.
pub(super) struct Item<'a> {
    /// By how many blanks it is set in.
    indent: usize,
    /// Its number as it is typed; none behind a bullet.
    number: Option<&'a str>,
    /// The number that it is to have instead: `[@5]`.
    counter: Option<&'a str>,
    /// The box before it.
    check: Option<&'static str>,
    /// The term that it explains.
    term: Option<&'a str>,
    /// What follows in its line.
    text: &'a str,
}

/// Reads a line as the beginning of an item.
pub(super) fn item(line: &str) -> Option<Item<'_>> {
    let bare = line.trim_start_matches(' ');
    let indent = line.len() - bare.len();
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let (number, rest) = if let Some(rest) = bare.strip_prefix(['-', '+', '*']).filter(|rest| ends(rest)) {
        // A star at the margin is a heading.
        if indent == 0 && bare.starts_with('*') {
            return None;
        }
        (None, rest)
    } else {
        let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
        let length = if digits > 0 { digits } else { bare.bytes().take(1).filter(u8::is_ascii_alphabetic).count() };
        let rest = bare.get(length..)?.strip_prefix(['.', ')']).filter(|rest| ends(rest) && length > 0 && length < 10)?;
        // Org takes letters for numbers only on request: "A. Walker went east" is a sentence.
        if digits == 0 {
            return None;
        }
        (Some(&bare[..=length]), rest)
    };
    let mut item = Item { indent, number, counter: None, check: None, term: None, text: rest.trim_start() };
    if let Some((counter, rest)) = item.text.strip_prefix("[@").and_then(|rest| rest.split_once(']')) {
        (item.counter, item.text) = (Some(counter), rest.trim_start());
    }
    for (sign, check) in [("[ ]", "☐"), ("[X]", "☑"), ("[x]", "☑"), ("[-]", "☐")] {
        if let Some(rest) = item.text.strip_prefix(sign).filter(|rest| ends(rest)) {
            (item.check, item.text) = (Some(check), rest.trim_start());
        }
    }
    if item.number.is_none()
        && let Some((term, text)) = item.text.split_once(" :: ").or_else(|| Some((item.text.strip_suffix(" ::")?, "")))
    {
        (item.term, item.text) = (Some(term.trim()), text.trim_start());
    }
    Some(item)
}

/// Writes the list that begins with this line; gives the line behind it.
pub(super) fn list(walker: &mut Walker<'_>, lines: &[&str], mut at: usize, depth: usize) -> Option<usize> {
    let first = item(lines[at])?;
    let indent = first.indent;
    let mut tight = true;
    walker.writer.end();
    loop {
        let Some(item) = lines.get(at).and_then(|line| item(line)).filter(|item| item.indent == indent) else { return Some(at) };
        let mut end = at + 1;
        let mut blanks = 0;
        while end < lines.len() {
            let line = lines[end];
            if line.is_empty() {
                blanks += 1;
                // Two empty lines end a list.
                if blanks == 2 {
                    end += 1;
                    break;
                }
            } else if line.len() - line.trim_start_matches(' ').len() > indent {
                blanks = 0;
            } else {
                break;
            }
            end += 1;
        }
        let inside = &lines[at + 1..end - blanks.min(end - at - 1)];
        let label = match (item.number, item.counter) {
            (Some(typed), Some(counter)) => format!("{counter}{}", &typed[typed.len() - 1..]),
            (Some(typed), None) => typed.to_owned(),
            (None, _) => BULLETS[depth.min(BULLETS.len() - 1)].to_owned(),
        };
        let label = match item.check {
            Some(check) if item.number.is_none() => check.to_owned(),
            Some(check) => format!("{label} {check}"),
            None => label,
        };
        match item.term {
            Some(term) => {
                walker.writer.builder.anchor(&name_of(term));
                walker.writer.begin(Kind::Term);
                words::write(walker.writer, term);
                walker.writer.open_item(item.check, true);
            }
            None => walker.writer.open_item(Some(&label), tight),
        }
        let body: Vec<&str> = std::iter::once(item.text).chain(inside.iter().copied()).collect();
        walker.blocks(&body, depth + 1);
        walker.writer.close();
        tight = blanks == 0;
        if blanks == 2 {
            return Some(end);
        }
        at = end;
    }
}
