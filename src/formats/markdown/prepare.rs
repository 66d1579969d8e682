//! What is done to a source before it is parsed: the cut of a first part, and lines that the parser would take too strictly.

use std::{borrow::Cow, collections::HashSet};

use super::html;

/// Keeps track of fenced code, line by line. It knows fences within quotations and lists by looking past their marks.
#[derive(Debug, Default)]
pub(super) struct Fences {
    open: Option<(u8, usize)>,
}

impl Fences {
    /// Tells whether what comes is fenced code.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes the next line; tells whether it belongs to fenced code, its fences included.
    pub(super) fn take(&mut self, line: &str) -> bool {
        let bare = line.trim_start_matches([' ', '\t', '>']);
        let bare = bare.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(' ')).map_or(bare, str::trim_start);
        let Some(mark @ (b'`' | b'~')) = bare.bytes().next() else { return self.open.is_some() };
        let length = bare.bytes().take_while(|byte| *byte == mark).count();
        let rest = &bare[length..];
        match self.open {
            None if length >= 3 && (mark == b'~' || !rest.contains('`')) => {
                self.open = Some((mark, length));
                true
            }
            Some((open, at_least)) if open == mark && length >= at_least && rest.trim().is_empty() => {
                self.open = None;
                true
            }
            open => open.is_some(),
        }
    }
}

/// The part of a text's beginning that its continuation cannot change: up to the last blank line outside fenced code; where
/// there is none, up to the last line.
pub(super) fn settled(text: &str) -> &str {
    let mut fences = Fences::default();
    let (mut blank, mut line_end, mut at) = (None, None, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let is_code = fences.take(line);
        if line.ends_with('\n') {
            line_end = Some(at);
            if !is_code && line.trim().is_empty() {
                blank = Some(at);
            }
        }
    }
    &text[..blank.or(line_end).unwrap_or(text.len())]
}

/// Makes a source one that the parser reads as people mean it:
/// - a line of blanks alone is empty, for a note would end there;
/// - a tag that HTML does not know, at the beginning of a line, is dropped: some books are written for several presses at once
///   and wrap parts in `<latex>` or `<markdown>`; to a parser of Markdown all that follows would be raw HTML, notes and all.
pub(super) fn prepare(text: &str) -> Cow<'_, str> {
    let needs = |line: &str| {
        let body = line.trim_end_matches(['\n', '\r']);
        (body.trim_start().is_empty() && !body.is_empty()) || body.trim_start().starts_with('<')
    };
    if !text.split_inclusive('\n').any(needs) {
        return Cow::Borrowed(text);
    }
    let mut fences = Fences::default();
    let mut prepared = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let is_code = fences.take(line);
        let body = line.trim_end_matches(['\n', '\r']);
        let indent = body.len() - body.trim_start().len();
        if indent == body.len() {
            prepared.push_str(&line[body.len()..]);
        } else if !is_code && indent < 4 && body[indent..].starts_with('<') {
            prepared.push_str(&body[..indent]);
            prepared.push_str(html::without_foreign_tags(&body[indent..]));
            prepared.push_str(&line[body.len()..]);
        } else {
            prepared.push_str(line);
        }
    }
    Cow::Owned(prepared)
}

/// The labels of the notes that a source defines, in small letters: those alone are called from within HTML.
pub(super) fn labels(text: &str) -> HashSet<String> {
    let is_bare =
        |before: &str| before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9'));
    let mut labels = HashSet::new();
    if !text.contains('<') {
        return labels;
    }
    for line in text.lines() {
        if let Some((before, rest)) = line.split_once("[^")
            && let Some((label, _)) = rest.split_once("]:")
            && is_bare(before)
            && !label.contains(|character: char| matches!(character, '[' | ']') || character.is_whitespace())
        {
            labels.insert(label.to_lowercase());
        }
    }
    labels
}

/// Tells whether the inline notes of a source (`^[…]`) can be parsed in time that grows like the source.
///
/// For each one, the parser looks for the bracket that ends it, as far as the paragraph goes. A page full of beginnings
/// without an end would be looked through once for each; prose has none of these, or one by mistake.
pub(super) fn inline_notes_are_sound(text: &str) -> bool {
    let (mut cost, mut chunk, mut open) = (0_usize, 0_usize, Vec::new());
    let mut escaped = false;
    let mut before = 0;
    for line in text.split_inclusive('\n').chain(std::iter::once("")) {
        if line.trim().is_empty() {
            cost += chunk * open.iter().filter(|is_note| **is_note).count();
            (chunk, escaped, before) = (0, false, 0);
            open.clear();
            continue;
        }
        chunk += line.len();
        for byte in line.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'[' => open.push(before == b'^'),
                b']' => drop(open.pop()),
                _ => {}
            }
            before = byte;
        }
    }
    cost <= affordable(text)
}

/// Tells whether the alerts of a source (`> [!NOTE]`) can be parsed in time that grows like the source.
///
/// Where a quotation may begin, the parser looks through all the `>` that follow for an alert behind them; a row of them is
/// looked through once for each.
pub(super) fn alerts_are_sound(text: &str) -> bool {
    let (mut cost, mut from) = (0_usize, 0);
    let bytes = text.as_bytes();
    while let Some(start) = memchr::memchr(b'>', &bytes[from..]) {
        let row = bytes[from + start..].iter().take_while(|byte| **byte == b'>').count();
        cost = cost.saturating_add(row.saturating_mul(row));
        from += start + row;
    }
    cost <= affordable(text)
}

/// Tells whether the divisions of a source (`::: verse`) can be parsed in time that grows like the source.
///
/// For each line, the parser asks each division that is open whether it ends there. Prose has a few in each other, and ends them.
pub(super) fn divs_are_sound(text: &str) -> bool {
    let (mut cost, mut open) = (0_usize, 0_usize);
    for line in text.lines() {
        if let Some(rest) = line.trim_start_matches([' ', '\t', '>']).strip_prefix(":::") {
            let is_end = rest.trim_start_matches(':').trim().is_empty();
            open = if is_end { open.saturating_sub(1) } else { open + 1 };
        }
        // It looks at a few bytes each time.
        cost = cost.saturating_add(open.saturating_mul(8));
    }
    cost <= affordable(text)
}

/// How many bytes the parser may look at again: eight times the text, and a megabyte for the short ones, a millisecond.
fn affordable(text: &str) -> usize {
    text.len() * 8 + (1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_part_ends_where_nothing_is_open() {
        let check = |text: &str, expected: &str| assert_eq!(settled(text), expected, "{text:?}");
        check("One.\n\nTwo.\n\nThree is cut he", "One.\n\nTwo.\n\n");
        check("One.\n\n```\ncode\n\nmore code\n", "One.\n\n");
        check("> ~~~\n> code\n\n> ~~~\n\nTwo", "> ~~~\n> code\n\n> ~~~\n\n");
        check("a line\nand another\nand", "a line\nand another\n");
        check("no line", "no line");
    }

    #[test]
    fn tags_of_other_presses_are_dropped_and_html_is_not() {
        let check = |text: &str, expected: &str| assert_eq!(prepare(text), expected, "{text:?}");
        check("<latex>[^1]: Text\n", "[^1]: Text\n");
        check("</latex><markdown>[^1]: Text</markdown>\n", "[^1]: Text</markdown>\n");
        check("  <markdown>\nText\n", "  \nText\n");
        check("<div>\nText\n", "<div>\nText\n");
        check("<https://example.org> is a link\n", "<https://example.org> is a link\n");
        check("<ann@example.org>\n", "<ann@example.org>\n");
        check("<!-- remark -->\n", "<!-- remark -->\n");
        check("```\n<config>\n```\n", "```\n<config>\n```\n");
        check("    <config>\n", "    <config>\n");
        check("One.\n  \t\r\nTwo.", "One.\n\r\nTwo.");
    }

    #[test]
    fn beginnings_of_notes_without_an_end_are_counted() {
        assert!(inline_notes_are_sound(&"A note^[with an end] in prose. ".repeat(100_000)));
        assert!(inline_notes_are_sound(&"A note^[without one.\n\n".repeat(100_000)));
        assert!(inline_notes_are_sound(&"A class \\[^[] ".repeat(1000)));
        assert!(!inline_notes_are_sound(&"^[".repeat(100_000)));
    }

    #[test]
    fn rows_of_quotation_signs_are_counted() {
        assert!(alerts_are_sound(&"> [!NOTE]\n> Text.\n\n>>> Quoted.\n\n".repeat(10_000)));
        assert!(!alerts_are_sound(&">".repeat(100_000)));
    }

    #[test]
    fn a_page_of_divisions_without_an_end_is_opened_at_once() {
        assert!(divs_are_sound(&"::: verse\nA line.\n\n:::: {.note}\nWords.\n::::\n:::\n\nProse.\n".repeat(10_000)));
        assert!(divs_are_sound(&format!("::: letter\n{}", "A line of a letter that nobody ended.\n".repeat(10_000))));
        assert!(!divs_are_sound(&"\n:::x".repeat(16_000)));
    }
}
