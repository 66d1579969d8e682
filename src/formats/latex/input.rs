//! What is read: the text, and above it whatever commands were replaced by.

use std::borrow::Cow;

/// What commands are replaced by within each other, at most; TeX's own limit is higher, and prose never comes near.
const DEEPEST: usize = 64;

/// The longest argument in square brackets; without its end, a bracket is one.
const LONGEST_OPTION: usize = 1000;

/// One text and how far it is read.
struct Level<'a> {
    text: Cow<'a, str>,
    at: usize,
    /// Where braces are closed, by where they are opened; zero for those that never are.
    closers: Vec<(usize, usize)>,
}

/// Texts that are read, the innermost first.
pub(super) struct Input<'a> {
    levels: Vec<Level<'a>>,
}

/// Where each brace of a text is closed.
fn closers(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut found, mut open) = (Vec::new(), Vec::new());
    let mut at = 0;
    // A search that failed once is not repeated.
    let mut endless = false;
    while let Some(offset) = memchr::memchr3(b'{', b'}', b'\\', &bytes[at..]).map(|offset| at + offset) {
        // What stands behind a percent sign is no part of the text.
        if let Some(percent) = comment(&text[at..offset]) {
            at = memchr::memchr(b'\n', &bytes[at + percent..]).map_or(bytes.len(), |end| at + percent + end + 1);
            continue;
        }
        at = offset + 1;
        match bytes[offset] {
            b'{' => {
                open.push(found.len());
                found.push((offset, 0));
            }
            b'}' => {
                if let Some(index) = open.pop() {
                    found[index].1 = offset;
                }
            }
            _ => {
                let rest = &text[offset..];
                if let Some(verbatim) = rest.strip_prefix("\\begin{verbatim}").filter(|_| !endless) {
                    found.push((offset + 6, offset + 15));
                    let end = verbatim.find("\\end{verbatim}");
                    endless = end.is_none();
                    at = offset + 16 + end.unwrap_or(0);
                } else if let Some(verb) = rest.strip_prefix("\\verb").filter(|verb| !verb.starts_with(char::is_alphanumeric)) {
                    at = offset + 5 + verb_end(verb).map_or(0, |(_, end)| end);
                } else {
                    at += text[at..].chars().next().map_or(0, char::len_utf8);
                }
            }
        }
    }
    found
}

/// Where a comment begins, if one does.
fn comment(text: &str) -> Option<usize> {
    // Escaped ones stand behind a backslash, which ends the stretch that is looked at.
    memchr::memchr(b'%', text.as_bytes())
}

/// What stands between the signs of `\verb|…|`, and where it ends, counted from behind the command.
pub(super) fn verb_end(rest: &str) -> Option<(&str, usize)> {
    let bare = rest.strip_prefix('*').unwrap_or(rest);
    let sign = bare.chars().next().filter(|sign| !sign.is_whitespace())?;
    let inside = &bare[sign.len_utf8()..];
    let line = &inside[..memchr::memchr(b'\n', inside.as_bytes()).unwrap_or(inside.len()).min(inside.len())];
    let end = line.find(sign)?;
    Some((&inside[..end], rest.len() - inside.len() + end + sign.len_utf8()))
}

impl<'a> Input<'a> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        let closers = closers(&text);
        Self { levels: vec![Level { text, at: 0, closers }] }
    }

    /// Puts a text before what is still to be read; tells whether there was room.
    pub(super) fn put(&mut self, text: String) -> bool {
        self.settle();
        if self.levels.len() >= DEEPEST {
            return false;
        }
        let closers = closers(&text);
        self.levels.push(Level { text: text.into(), at: 0, closers });
        true
    }

    /// Leaves the texts that are read to their ends.
    fn settle(&mut self) {
        while self.levels.len() > 1 && self.levels.last().is_some_and(|level| level.at >= level.text.len()) {
            self.levels.pop();
        }
    }

    /// What is still to be read of the innermost text.
    pub(super) fn rest(&mut self) -> &str {
        self.settle();
        self.levels.last().map_or("", |level| &level.text[level.at..])
    }

    pub(super) fn peek(&mut self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes on by this many bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        if let Some(level) = self.levels.last_mut() {
            level.at = (level.at + bytes).min(level.text.len());
        }
    }

    /// Takes this many bytes.
    pub(super) fn take(&mut self, bytes: usize) -> String {
        let taken = self.rest()[..bytes].to_owned();
        self.skip(bytes);
        taken
    }

    /// Whether the source itself is being read, and how far it is.
    pub(super) fn place(&self) -> Option<usize> {
        self.levels.first().filter(|_| self.levels.len() == 1).map(|level| level.at)
    }

    /// Passes over blanks and comments, but not over the end of a paragraph.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            if rest[..blanks].matches('\n').take(2).count() > 1 {
                return;
            }
            if rest[blanks..].starts_with('%') {
                let end = blanks + memchr::memchr(b'\n', &rest.as_bytes()[blanks..]).map_or(rest.len() - blanks, |end| end + 1);
                self.skip(end);
                continue;
            }
            self.skip(blanks);
            // The text that this one was put before goes on.
            if self.levels.len() == 1 || blanks == 0 || self.levels.last().is_some_and(|level| level.at < level.text.len()) {
                return;
            }
        }
    }

    /// Tells, where a brace opens here, whether it is ever closed.
    pub(super) fn closes(&mut self) -> Option<usize> {
        self.settle();
        let level = self.levels.last()?;
        let index = level.closers.binary_search_by_key(&level.at, |(open, _)| *open).ok()?;
        Some(level.closers[index].1).filter(|close| *close > 0)
    }

    /// What stands behind the braces that open here.
    pub(super) fn behind_argument(&mut self) -> &str {
        let close = self.closes();
        self.levels.last().zip(close).map_or("", |(level, close)| &level.text[close + 1..])
    }

    /// Takes an argument as it is typed: what stands in braces, or else one sign or command.
    pub(super) fn argument(&mut self) -> Option<String> {
        self.skip_blanks();
        match self.peek()? {
            '{' => {
                let close = self.closes()?;
                let level = self.levels.last_mut()?;
                let inside = level.text[level.at + 1..close].to_owned();
                level.at = close + 1;
                Some(inside)
            }
            '}' | '\n' | '\r' | '&' => None,
            '\\' => {
                let rest = self.rest();
                let letters = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                let length = 1 + if letters > 0 { letters } else { rest[1..].chars().next().map_or(0, char::len_utf8) };
                let blanks = rest[length..].bytes().take_while(|byte| *byte == b' ' && letters > 0).count();
                let command = self.take(length);
                self.skip(blanks);
                Some(command)
            }
            other => Some(self.take(other.len_utf8())),
        }
    }

    /// Takes an argument in square brackets, if there is one.
    pub(super) fn option(&mut self) -> Option<String> {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let inside = rest[blanks..].strip_prefix('[')?;
        let (mut depth, mut escaped) = (0_usize, false);
        let mut was_line = false;
        for (at, character) in inside.char_indices() {
            if at > LONGEST_OPTION || (character == '\n' && was_line) {
                return None;
            }
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '{' => depth += 1,
                '}' if depth == 0 => return None,
                '}' => depth -= 1,
                ']' if depth == 0 => {
                    let inside = inside[..at].to_owned();
                    self.skip(blanks + 1 + at + 1);
                    return Some(inside);
                }
                _ => {}
            }
            was_line = character == '\n' || (was_line && matches!(character, ' ' | '\t' | '\r'));
        }
        None
    }

    /// Takes everything up to these words and the words themselves; nothing where they do not follow.
    pub(super) fn up_to(&mut self, end: &str) -> Option<String> {
        let rest = self.rest();
        let length = memchr::memmem::find(rest.as_bytes(), end.as_bytes())?;
        let taken = rest[..length].to_owned();
        self.skip(length + end.len());
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_taken_as_they_are_typed() {
        let mut input = Input::new(" {a {b} \\} % }\n c}[x{]}]d\\e{f");
        assert_eq!(input.argument().as_deref(), Some("a {b} \\} % }\n c"));
        assert_eq!(input.option().as_deref(), Some("x{]}"));
        assert_eq!(input.option(), None);
        assert_eq!(input.argument().as_deref(), Some("d"));
        assert_eq!(input.argument().as_deref(), Some("\\e"));
        assert_eq!((input.argument(), input.closes()), (None, None));
    }

    #[test]
    fn what_was_put_before_the_rest_is_read_first() {
        let mut input = Input::new("{b}");
        assert!(input.put("a".into()));
        assert_eq!(input.argument().as_deref(), Some("a"));
        assert_eq!(input.argument().as_deref(), Some("b"));
    }

    #[test]
    fn braces_in_what_is_set_as_it_is_are_none() {
        let mut input = Input::new("{\\verb|}|\\begin{verbatim}}\\end{verbatim}}x");
        assert!(input.argument().is_some());
        assert_eq!(input.rest(), "x");
    }
}
