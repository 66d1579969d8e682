//! What stands in a line: emphasis, literals, roles, links, notes, by the rules of where such a mark may begin and end.

use super::names::{Mark, is_simple};

/// A piece of a line, taken apart. What is marked holds no marks of its own.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words, backslashes taken out.
    Words(String),
    Emphasis(String),
    Strong(String),
    Literal(&'a str),
    /// Words in backquotes, with their role.
    Role(Option<&'a str>, String),
    /// Words that lead somewhere.
    Link {
        words: String,
        to: To,
        /// As it stands in the source, for when it leads nowhere.
        source: &'a str,
    },
    /// The mark of a note.
    Noteref(Mark),
    /// A place that has a name.
    Target(String),
    Substitution {
        name: &'a str,
        /// How it ends if it is a link: one underscore or two.
        link: usize,
    },
}

/// Where words lead.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum To {
    Name(String),
    Address(String),
    Anonymous,
}

/// The longest label of a note: the key of a work, with its year.
const LONGEST_LABEL: usize = 80;

/// Takes words apart.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut scan = Scan { text, pieces: Vec::new(), from: 0, endless: [false; 5] };
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'\\' => {
                at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            b'*' if bytes[at..].starts_with(b"**") => scan.strong(at),
            b'*' => scan.emphasis(at),
            b'`' if bytes[at..].starts_with(b"``") => scan.literal(at),
            b'`' => scan.quoted(at, at, None),
            b':' => scan.role(at),
            b'|' => scan.substitution(at),
            b'[' => scan.note(at),
            b'_' if bytes[at..].starts_with(b"_`") => scan.target(at),
            b'_' => scan.reference(at),
            b'h' | b'f' | b'm' => scan.address(at),
            _ => None,
        };
        at = end.unwrap_or(at + 1);
    }
    scan.flush(text.len());
    scan.pieces
}

struct Scan<'a> {
    text: &'a str,
    pieces: Vec<Piece<'a>>,
    from: usize,
    /// Marks that end nowhere from here on: a search that failed once is not repeated.
    endless: [bool; 5],
}

const EMPHASIS: usize = 0;
const STRONG: usize = 1;
const QUOTED: usize = 2;
const LITERAL: usize = 3;
const BAR: usize = 4;

/// Tells whether a mark may begin behind this character.
fn opens_after(before: Option<char>) -> bool {
    before.is_none_or(|before| {
        before.is_whitespace()
            || matches!(before, '\'' | '"' | '(' | '[' | '{' | '<' | '-' | '/' | ':')
            || (!before.is_ascii() && !before.is_alphanumeric())
    })
}

/// Tells whether a mark may end before this character.
fn closes_before(after: Option<char>) -> bool {
    after.is_none_or(|after| {
        after.is_whitespace()
            || matches!(after, '\'' | '"' | ')' | ']' | '}' | '>' | '-' | '/' | '\\' | ':' | '.' | ',' | ';' | '!' | '?')
            || (!after.is_ascii() && !after.is_alphanumeric())
    })
}

/// The words of a role: those of formulas, of programs and of other formats keep their backslashes.
fn words_of(role: &str, inside: &str) -> String {
    if matches!(role, "math" | "code" | "raw" | "eq") { inside.to_owned() } else { unescaped(inside) }
}

/// Words without backslashes: one before a blank takes it away, any other leaves what follows as it is.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut words = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            words.push(character);
        } else if let Some(next) = characters.next().filter(|next| !next.is_whitespace()) {
            words.push(next);
        }
    }
    words
}

impl<'a> Scan<'a> {
    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Keeps what stands before a mark as words.
    fn flush(&mut self, to: usize) {
        if self.from < to {
            self.pieces.push(Piece::Words(unescaped(&self.text[self.from..to])));
        }
    }

    fn push(&mut self, at: usize, end: usize, piece: Piece<'a>) -> usize {
        self.flush(at);
        self.pieces.push(piece);
        self.from = end;
        end
    }

    /// Tells whether a mark of this length begins here: not between quotes of its own.
    fn opens(&self, at: usize, length: usize) -> bool {
        let (before, after) = (self.before(at), self.after(at + length));
        let is_quoted = matches!(
            (before, after),
            (Some('\''), Some('\''))
                | (Some('"'), Some('"'))
                | (Some('('), Some(')'))
                | (Some('['), Some(']'))
                | (Some('{'), Some('}'))
                | (Some('<'), Some('>'))
        );
        opens_after(before) && after.is_some_and(|after| !after.is_whitespace()) && !is_quoted
    }

    /// Where a mark ends that began before `start`. In literals a backslash is one.
    fn end(&mut self, kind: usize, mark: &str, start: usize, is_end: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        if self.endless[kind] {
            return None;
        }
        let mut from = start + self.after(start).map_or(0, char::len_utf8);
        while let Some(offset) = self.text.get(from..).and_then(|rest| rest.find(mark)) {
            let end = from + offset;
            let before = self.before(end).filter(|before| !before.is_whitespace());
            let slashes = self.text[start..end].bytes().rev().take_while(|byte| *byte == b'\\').count();
            if before.is_some() && (slashes % 2 == 0 || kind == LITERAL) && is_end(self, end + mark.len()) {
                return Some(end);
            }
            from = end + 1;
        }
        self.endless[kind] = true;
        None
    }

    fn emphasis(&mut self, at: usize) -> Option<usize> {
        if !self.opens(at, 1) {
            return None;
        }
        let end = self.end(EMPHASIS, "*", at + 1, |scan, end| closes_before(scan.after(end)))?;
        let words = unescaped(&self.text[at + 1..end]);
        Some(self.push(at, end + 1, Piece::Emphasis(words)))
    }

    fn strong(&mut self, at: usize) -> Option<usize> {
        if !self.opens(at, 2) {
            return None;
        }
        let end = self.end(STRONG, "**", at + 2, |scan, end| closes_before(scan.after(end)))?;
        let words = unescaped(&self.text[at + 2..end]);
        Some(self.push(at, end + 2, Piece::Strong(words)))
    }

    fn literal(&mut self, at: usize) -> Option<usize> {
        if !self.opens(at, 2) {
            return None;
        }
        let end = self.end(LITERAL, "``", at + 2, |scan, end| closes_before(scan.after(end)))?;
        Some(self.push(at, end + 2, Piece::Literal(&self.text[at + 2..end])))
    }

    /// A role before words in backquotes.
    fn role(&mut self, at: usize) -> Option<usize> {
        if !opens_after(self.before(at)) {
            return None;
        }
        let rest = &self.text[at + 1..];
        let length = rest.bytes().take(LONGEST_LABEL).take_while(|byte| byte.is_ascii_alphanumeric() || b"-_+.:".contains(byte)).count();
        let role = rest[..length].strip_suffix(':').filter(|role| !role.is_empty() && rest[length..].starts_with('`'))?;
        if rest[length..].starts_with("``") {
            return None;
        }
        self.quoted(at, at + 1 + length, Some(role))
    }

    /// Words in backquotes: a link, or words with a role before or behind them.
    fn quoted(&mut self, begin: usize, at: usize, role: Option<&'a str>) -> Option<usize> {
        if role.is_none() && !self.opens(at, 1) || self.after(at + 1).is_none_or(char::is_whitespace) {
            return None;
        }
        let is_end = |scan: &Self, end: usize| {
            let rest = &scan.text[end..];
            let bare = rest.trim_start_matches('_');
            (rest.len() - bare.len() <= 2 && closes_before(bare.chars().next())) || role_behind(rest).is_some()
        };
        let end = self.end(QUOTED, "`", at + 1, is_end)?;
        let (inside, rest) = (&self.text[at + 1..end], &self.text[end + 1..]);
        if let Some(behind) = role_behind(rest).filter(|_| role.is_none()) {
            return Some(self.push(begin, end + 1 + behind.len() + 2, Piece::Role(Some(behind), words_of(behind, inside))));
        }
        let underscores = rest.bytes().take_while(|byte| *byte == b'_').count().min(2);
        if underscores == 0 || role.is_some() {
            return Some(self.push(
                begin,
                end + 1,
                Piece::Role(role, role.map_or_else(|| unescaped(inside), |role| words_of(role, inside))),
            ));
        }
        let end = end + 1 + underscores;
        let source = &self.text[begin..end];
        let embedded = inside.strip_suffix('>').and_then(|inside| inside.rsplit_once('<')).filter(|(_, to)| !to.is_empty());
        let (words, to) = match embedded {
            Some((words, to)) => {
                let address = to.strip_suffix('_').filter(|name| !name.ends_with('\\'));
                let to = match address {
                    Some(name) => To::Name(unescaped(name)),
                    None => To::Address(to.split_whitespace().collect::<String>().replace('\\', "")),
                };
                (unescaped(words).trim().to_owned(), to)
            }
            None if underscores == 2 => (unescaped(inside), To::Anonymous),
            None => (unescaped(inside), To::Name(unescaped(inside))),
        };
        let words = match &to {
            To::Address(address) if words.is_empty() => address.clone(),
            _ => words,
        };
        Some(self.push(begin, end, Piece::Link { words, to, source }))
    }

    fn target(&mut self, at: usize) -> Option<usize> {
        if !opens_after(self.before(at)) || self.after(at + 2).is_none_or(char::is_whitespace) {
            return None;
        }
        let end = self.end(QUOTED, "`", at + 2, |scan, end| closes_before(scan.after(end)))?;
        let name = unescaped(&self.text[at + 2..end]);
        Some(self.push(at, end + 1, Piece::Target(name)))
    }

    fn substitution(&mut self, at: usize) -> Option<usize> {
        if !self.opens(at, 1) {
            return None;
        }
        let is_end = |scan: &Self, end: usize| closes_before(scan.text[end..].trim_start_matches('_').chars().next());
        let end = self.end(BAR, "|", at + 1, is_end)?;
        let link = self.text[end + 1..].bytes().take(2).take_while(|byte| *byte == b'_').count();
        Some(self.push(at, end + 1 + link, Piece::Substitution { name: &self.text[at + 1..end], link }))
    }

    fn note(&mut self, at: usize) -> Option<usize> {
        if !opens_after(self.before(at)) {
            return None;
        }
        let rest = &self.text[at + 1..];
        let end = rest.char_indices().take(LONGEST_LABEL).find_map(|(at, c)| (c == ']' || c.is_whitespace()).then_some(at))?;
        let after = rest[end..].strip_prefix("]_").filter(|after| closes_before(after.chars().next()))?;
        let mark = Mark::of(&rest[..end])?;
        Some(self.push(at, self.text.len() - after.len(), Piece::Noteref(mark)))
    }

    /// A word that leads somewhere: its name, and an underscore or two.
    fn reference(&mut self, at: usize) -> Option<usize> {
        let underscores = if self.text[at + 1..].starts_with('_') { 2 } else { 1 };
        if !closes_before(self.after(at + underscores)) {
            return None;
        }
        let before = &self.text[self.from..at];
        let mut start = before.len();
        let mut last = '_';
        for (index, character) in before.char_indices().rev() {
            let is_mark = matches!(character, '-' | '_' | '.' | ':' | '+');
            let was_mark = matches!(last, '-' | '_' | '.' | ':' | '+');
            if !(character.is_alphanumeric() || (is_mark && !was_mark)) {
                break;
            }
            (start, last) = (index, character);
        }
        let name = before[start..].trim_start_matches(['-', ':', '.', '+']);
        let start = at - name.len();
        if !is_simple(name) || !opens_after(self.before(start)) {
            return None;
        }
        let end = at + underscores;
        let to = if underscores == 2 { To::Anonymous } else { To::Name(name.to_owned()) };
        let source = &self.text[start..end];
        Some(self.push(start, end, Piece::Link { words: name.to_owned(), to, source }))
    }

    /// An address that stands in the text as it is.
    fn address(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let begins = ["http://", "https://", "ftp://", "mailto:"].iter().any(|scheme| rest.starts_with(scheme));
        if !begins || !opens_after(self.before(at)) {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|')).unwrap_or(rest.len());
        let mut address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
        if address.ends_with([')', ']']) && !address.contains(['(', '[']) {
            address = address.trim_end_matches([')', ']', '.', ',', ';']);
        }
        if address.len() < 8 {
            return None;
        }
        let words = unescaped(address);
        Some(self.push(at, at + address.len(), Piece::Link { words: words.clone(), to: To::Address(words), source: address }))
    }
}

/// A role that stands behind words in backquotes.
fn role_behind(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix(':')?;
    let length = inside.bytes().take(LONGEST_LABEL).take_while(|byte| byte.is_ascii_alphanumeric() || b"-_+.".contains(byte)).count();
    let behind = inside[length..].strip_prefix(':')?;
    (length > 0 && closes_before(behind.chars().next())).then(|| &inside[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_begin_and_end_where_they_may() {
        let check = |text: &str, expected: usize| assert_eq!(pieces(text).len(), expected, "{text:?}: {:?}", pieces(text));
        check("plain", 1);
        check("*a* b", 2);
        check("2 * 3 * 4", 1);
        check("a*b*c", 1);
        check("\"*\" is a star", 1);
        check(r"re\ *struct*\ ured", 3);
        check("``a\\``", 1);
        check("a_ b", 2);
        check("a_b_c and _d and __init__", 1);
        check("`a <b>`_, `c`__ and `d`_.", 6);
        check("x [1]_, [#a]_ [*]_", 6);
        check("x[1]_", 1);
        check(":sup:`2` and `2`:sub:", 3);
        check("|a| and |b|_", 3);
        check("see http://a.b/c_d.", 3);
        check("**a", 1);
    }
}
