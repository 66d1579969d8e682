//! What stands in a line of Org: emphasis by its border rules, links, notes, entities, formulas, dates.

use std::collections::HashMap;

use crate::{
    formats::{
        latex::symbols::symbol,
        markdown::{html::picture, writer::Writer},
        math::readable,
    },
    role::Role,
};

/// Emphasis within emphasis beyond this is left as it is typed: nobody nests more than three or four.
const DEEPEST: usize = 8;

/// Where the parts of a mark (`[fn:x]`, `[cite:…]`, a target) must end: a page at most, so that a row of beginnings costs no more than its length.
const LONGEST: usize = 4 * 1024;

/// Writes words, line ends as blanks.
pub(super) fn write(writer: &mut Writer, text: &str) {
    Words { writer, depth: 0, plain: false, closers: None }.through(text);
}

/// The words of a text as they would be printed, for names.
pub(super) fn name_of(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Words<'w> {
    writer: &'w mut Writer,
    depth: usize,
    /// Within a link, where no other one begins.
    plain: bool,
    /// Where the brackets of the text at hand are closed, once this has been asked for.
    closers: Option<HashMap<usize, usize>>,
}

impl Words<'_> {
    fn through(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let closers = self.closers.take();
        // Whether, from here on, no mark of this kind ends: a search that failed once is not repeated.
        let mut endless = [false; 128];
        let (mut from, mut at) = (0, 0);
        while at < bytes.len() {
            let taken = match bytes[at] {
                mark @ (b'*' | b'/' | b'_' | b'=' | b'~' | b'+') if !endless[usize::from(mark)] && may_open(text, at) => {
                    match end_of(text, at + 1, mark) {
                        Some(end) => {
                            self.say(&text[from..at]);
                            self.emphasis(mark, &text[at + 1..end]);
                            Some(end + 1)
                        }
                        None => {
                            endless[usize::from(mark)] = true;
                            None
                        }
                    }
                }
                b'_' | b'^' => self.shift(text, from, at),
                b'[' => self.bracket(text, from, at),
                b'<' => self.angle(text, from, at),
                b'\\' => self.command(text, from, at),
                b'$' => formula(text, at).map(|(end, inside)| {
                    self.say(&text[from..at]);
                    self.writer.say(&readable(inside));
                    end
                }),
                b'@' if bytes[at..].starts_with(b"@@") && !endless[usize::from(b'@')] => {
                    // What is meant for one exporter alone.
                    let end = text[at + 2..].find("@@");
                    endless[usize::from(b'@')] = end.is_none();
                    end.map(|end| {
                        self.say(&text[from..at]);
                        at + 2 + end + 2
                    })
                }
                b'h' | b'f' | b'm' if !self.plain => self.address(text, from, at),
                _ => None,
            };
            match taken {
                Some(end) => (from, at) = (end, end),
                None => at += 1,
            }
        }
        self.say(&text[from..]);
        self.closers = closers;
    }

    /// Writes words as they are, line ends as such.
    fn say(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.writer.soft_break();
            }
            let line = if index > 0 { line.trim_start_matches([' ', '\t']) } else { line };
            self.writer.say(line);
        }
    }

    fn emphasis(&mut self, mark: u8, inside: &str) {
        let role = match mark {
            b'*' => Role::Strong,
            b'/' => Role::Emphasis,
            b'_' => Role::Underline,
            b'+' => Role::Strike,
            _ => Role::Code,
        };
        self.writer.open(role);
        if role == Role::Code {
            self.say(inside);
        } else {
            self.within(inside);
        }
        self.writer.shut(role);
    }

    fn within(&mut self, inside: &str) {
        if self.depth >= DEEPEST {
            return self.say(inside);
        }
        self.depth += 1;
        self.through(inside);
        self.depth -= 1;
    }

    /// Raised and lowered words: in braces, or, above, the figures and letters right behind the caret.
    fn shift(&mut self, text: &str, from: usize, at: usize) -> Option<usize> {
        let before = text[..at].chars().next_back()?;
        if before.is_whitespace() {
            return None;
        }
        let rest = &text[at + 1..];
        let (inside, end) = if let Some(inside) = rest.strip_prefix('{') {
            let end = window(inside, 120).find('}')?;
            (&inside[..end], at + 2 + end + 1)
        } else if text.as_bytes()[at] == b'^' && before.is_alphanumeric() {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            (&rest[..end], at + 1 + end)
        } else {
            return None;
        };
        if inside.is_empty() || inside.len() > 120 {
            return None;
        }
        self.say(&text[from..at]);
        let role = if text.as_bytes()[at] == b'^' { Role::Superscript } else { Role::Subscript };
        self.writer.open(role);
        self.within(inside);
        self.writer.shut(role);
        Some(end)
    }

    /// Links, notes, citations, and dates that are not on the agenda.
    fn bracket(&mut self, text: &str, from: usize, at: usize) -> Option<usize> {
        let rest = &text[at..];
        if let Some(inside) = rest.strip_prefix("[[") {
            let inside = window(inside, LONGEST);
            let end = inside.find(']').filter(|end| *end > 0)?;
            let (words, length) = match inside[end..].strip_prefix("][") {
                Some(words) => {
                    let close = words.find("]]")?;
                    (Some(&words[..close]), 2 + end + 2 + close + 2)
                }
                None if inside[end..].starts_with("]]") => (None, 2 + end + 2),
                None => return None,
            };
            self.say(&text[from..at]);
            self.link(&inside[..end], words);
            return Some(at + length);
        }
        if let Some(inside) = rest.strip_prefix("[fn:") {
            let label = inside.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(inside.len());
            let (label, after) = inside.split_at(label);
            if after.starts_with(']') && !label.is_empty() {
                self.say(&text[from..at]);
                self.writer.noteref(label);
                return Some(at + 4 + label.len() + 1);
            }
            if !after.starts_with(':') {
                return None;
            }
            let end = *self.closers.get_or_insert_with(|| brackets(text)).get(&at)?;
            self.say(&text[from..at]);
            if label.is_empty() {
                self.writer.begin_inline_note();
            } else {
                self.writer.noteref(label);
                self.writer.begin_note(label);
            }
            let plain = std::mem::take(&mut self.plain);
            self.within(text[at + 4 + label.len() + 1..end].trim());
            self.plain = plain;
            self.writer.end_note();
            return Some(end + 1);
        }
        if let Some(cited) = rest.strip_prefix("[cite") {
            let cited = window(cited, LONGEST);
            let colon = cited.find(':')?;
            let end = cited.find(']')?;
            let is_style = cited[..colon].is_empty() || cited.starts_with('/');
            if colon > end || !is_style || cited[..colon].contains(char::is_whitespace) || !cited[..end].contains('@') {
                return None;
            }
            self.say(&text[from..at]);
            self.writer.say("[");
            self.within(cited[colon + 1..end].trim());
            self.writer.say("]");
            return Some(at + 5 + end + 1);
        }
        let inside = timestamp(&rest[1..], ']')?;
        self.say(&text[from..at]);
        self.writer.say(inside);
        Some(at + 1 + inside.len() + 1)
    }

    /// Dates on the agenda, addresses in angles, targets of links.
    fn angle(&mut self, text: &str, from: usize, at: usize) -> Option<usize> {
        let rest = &text[at..];
        for (open, close) in [("<<<", ">>>"), ("<<", ">>")] {
            if let Some(inside) = rest.strip_prefix(open) {
                let end = window(inside, 400).find(close)?;
                let name = &inside[..end];
                if name.is_empty() || name.contains(['<', '\n']) {
                    return None;
                }
                self.say(&text[from..at]);
                self.writer.builder.anchor(&name_of(name));
                // A radio target is a word of the text, a plain one is not.
                if open == "<<<" {
                    self.writer.say(name);
                }
                return Some(at + open.len() + end + close.len());
            }
        }
        let Some(inside) = timestamp(&rest[1..], '>') else {
            let end = window(&rest[1..], 2000).find(['>', ' ', '\n'])?;
            let inside = &rest[1..=end];
            if !rest[1 + end..].starts_with('>') || !is_address(inside) {
                return None;
            }
            self.say(&text[from..at]);
            self.link(inside, None);
            return Some(at + end + 2);
        };
        self.say(&text[from..at]);
        self.writer.say(inside);
        // A range of days: the second one follows behind two hyphens.
        let end = at + 1 + inside.len() + 1;
        if text[end..].starts_with("--<") {
            self.writer.say("–");
            return Some(end + 2);
        }
        Some(end)
    }

    /// Entities, formulas, line ends.
    fn command(&mut self, text: &str, from: usize, at: usize) -> Option<usize> {
        let rest = &text[at + 1..];
        if let Some(after) = rest.strip_prefix('\\') {
            let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
            if !(after[blanks..].is_empty() || after[blanks..].starts_with('\n')) {
                return None;
            }
            self.say(&text[from..at]);
            self.writer.line_break();
            let end = at + 2 + blanks;
            return Some((end + 1).min(text.len()));
        }
        for (open, close) in [('(', "\\)"), ('[', "\\]")] {
            if let Some(inside) = rest.strip_prefix(open) {
                let end = window(inside, LONGEST).find(close)?;
                self.say(&text[from..at]);
                self.writer.say(&readable(&inside[..end]));
                return Some(at + 2 + end + 2);
            }
        }
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let symbol = symbol(&rest[..letters])?;
        self.say(&text[from..at]);
        self.writer.say(symbol);
        let end = at + 1 + letters;
        Some(if text[end..].starts_with("{}") { end + 2 } else { end })
    }

    /// An address that stands in the text as it is.
    fn address(&mut self, text: &str, from: usize, at: usize) -> Option<usize> {
        let rest = &text[at..];
        let begins = ["http://", "https://", "ftp://", "mailto:"].iter().any(|scheme| rest.starts_with(scheme));
        if !begins || text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '[' | ']')).unwrap_or(rest.len());
        let mut address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '*', '/', '~', '=']);
        if address.ends_with(')') && !address.contains('(') {
            address = address.trim_end_matches([')', '.', ',']);
        }
        if address.ends_with(':') || address.len() < 9 {
            return None;
        }
        self.say(&text[from..at]);
        self.link(address, None);
        Some(at + address.len())
    }

    fn link(&mut self, target: &str, words: Option<&str>) {
        let target = target.trim();
        let file = target.strip_prefix("file:").or_else(|| Some(target).filter(|target| target.starts_with(['/', '.'])));
        let is_picture = file.is_some_and(is_picture);
        let address = match file {
            // A line or heading within the file is for Emacs.
            Some(file) => file.split("::").next().unwrap_or(file).to_owned(),
            None if is_address(target) => target.to_owned(),
            None => {
                let name = target.trim_start_matches('*');
                let name = name.strip_prefix("id:").or_else(|| name.strip_prefix('#')).unwrap_or(name);
                format!("#{}", name_of(name.trim_matches(['(', ')'])))
            }
        };
        let is_inner = address.starts_with('#');
        if !self.plain {
            self.writer.open_link(&address);
        }
        let plain = std::mem::replace(&mut self.plain, true);
        match words {
            Some(words) => self.within(words),
            None if is_picture => self.writer.picture(&address, &picture("", true)),
            None => {
                let shown = if is_inner { target.trim_start_matches(['*', '#']) } else { target };
                self.writer.say(&shown.replace('\n', " "));
            }
        }
        self.plain = plain;
        if !self.plain {
            self.writer.shut_link();
        }
    }
}

/// The beginning of a text, this many bytes at most.
fn window(text: &str, mut bytes: usize) -> &str {
    bytes = bytes.min(text.len());
    while !text.is_char_boundary(bytes) {
        bytes -= 1;
    }
    &text[..bytes]
}

/// Tells whether a mark of emphasis may begin here: behind a blank or an opening sign, before anything but a blank.
fn may_open(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || "-–—({'\"‘“«„".contains(before));
    before && text[at + 1..].chars().next().is_some_and(|after| !after.is_whitespace())
}

/// Where emphasis ends: at its mark behind anything but a blank, before a blank, a closing sign or the end.
fn end_of(text: &str, start: usize, mark: u8) -> Option<usize> {
    // At least one character stands between the marks.
    let mut from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    while let Some(offset) = memchr::memchr(mark, text.as_bytes().get(from..)?) {
        let end = from + offset;
        let before = text[..end].chars().next_back().is_some_and(|before| !before.is_whitespace());
        let after = text[end + 1..].chars().next();
        if before && after.is_none_or(|after| after.is_whitespace() || "-–—.,;:!?'\")}\\[’”»]/*_+…".contains(after)) {
            return Some(end);
        }
        from = end + 1;
    }
    None
}

/// The formula between dollars that begins here, and where it ends: no blank stands inside at its edges, and no letter behind it.
fn formula(text: &str, at: usize) -> Option<(usize, &str)> {
    let rest = &text[at + 1..];
    if let Some(inside) = rest.strip_prefix('$') {
        let end = inside.find("$$").filter(|end| *end > 0)?;
        return Some((at + 2 + end + 2, &inside[..end]));
    }
    if rest.starts_with(char::is_whitespace) || text[..at].ends_with(char::is_alphanumeric) {
        return None;
    }
    let end = window(rest, LONGEST).find('$').filter(|end| *end > 0)?;
    let inside = &rest[..end];
    let is_price = inside.ends_with(char::is_whitespace) || rest[end + 1..].starts_with(char::is_alphanumeric);
    (!is_price && inside.matches('\n').count() < 3).then_some((at + 1 + end + 1, inside))
}

/// Where each bracket is closed.
fn brackets(text: &str) -> HashMap<usize, usize> {
    let (mut open, mut closers) = (Vec::new(), HashMap::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => open.push(at),
            b']' => drop(open.pop().map(|begin| closers.insert(begin, at))),
            _ => {}
        }
    }
    closers
}

/// A date of the agenda before its bracket: `2024-01-02 Tue 10:00 +1w`.
fn timestamp(text: &str, close: char) -> Option<&str> {
    let end = window(text, 64).find(close)?;
    let inside = &text[..end];
    let shape =
        inside.get(..10)?.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    let is_whole = inside.len() == 10 || inside.get(10..).is_some_and(|rest| rest.starts_with(' '));
    (shape && is_whole && !inside.contains('\n')).then_some(inside)
}

fn is_address(target: &str) -> bool {
    let scheme = target.split(':').next().unwrap_or_default();
    scheme.len() < target.len()
        && ["http", "https", "ftp", "mailto", "doi", "news", "irc", "gopher", "gemini", "info", "man", "help", "shell", "elisp"]
            .contains(&scheme)
}

pub(super) fn is_picture(file: &str) -> bool {
    let ending = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "tif", "tiff", "avif", "bmp", "pdf"].contains(&ending.as_str())
}
