//! What is open at a place of a paragraph: a tag, brackets, code, emphasis.
//!
//! The signs are counted as they come, far more simply than the parser does: this only says where a long paragraph is better not cut.
//! A sign that has stayed without its other half for long is taken for a stray one, so that it does not hold up all that follows.

use crate::formats::markdown::pieces::{Piece, attribute, piece};

/// Emphasis, links and code are not longer than so many bytes.
const LONGEST: usize = 64 * 1024;

/// Tags that hold nothing.
const VOID: &[&str] = &["br", "hr", "img", "wbr", "input", "col", "area", "embed", "source", "track"];

#[derive(Clone, Copy, Debug)]
enum Sign {
    Tag,
    Bracket,
    Address,
    Star,
    Underscore,
}

const SIGNS: usize = 5;

/// What is open. It is reset by making a new one, at the beginning of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// How many of each sign are open, and where the last of them was.
    signs: [(usize, usize); SIGNS],
    /// The backquotes that opened code, and where.
    code: Option<(usize, usize)>,
    /// How many bytes have been taken.
    taken: usize,
}

impl Open {
    /// Takes the next sign or character of a text at `at`; tells where the one after it begins.
    pub(super) fn step(&mut self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let next = match bytes[at] {
            b'\\' => at + 2,
            b'`' => self.backquotes(run(bytes, at)) + at,
            _ if self.in_code() => at + 1,
            b'<' => self.tag(&text[at..]) + at,
            b'[' => self.open(Sign::Bracket, 1) + at,
            b']' => {
                let is_open = self.is_open(Sign::Bracket);
                self.shut(Sign::Bracket, 1);
                if is_open && bytes.get(at + 1) == Some(&b'(') { self.open(Sign::Address, 1) + at + 1 } else { at + 1 }
            }
            b'(' if self.is_open(Sign::Address) => self.open(Sign::Address, 1) + at,
            b')' => self.shut(Sign::Address, 1) + at,
            sign @ (b'*' | b'_') => self.emphasis(if sign == b'*' { Sign::Star } else { Sign::Underscore }, text, at) + at,
            _ => at + 1,
        };
        let next = (next..text.len()).find(|next| text.is_char_boundary(*next)).unwrap_or(text.len());
        self.taken += next - at;
        next
    }

    /// Tells whether nothing is open here.
    pub(super) fn is_nothing(&self) -> bool {
        let signs = [Sign::Tag, Sign::Bracket, Sign::Address, Sign::Star, Sign::Underscore];
        !self.in_code() && !signs.into_iter().any(|sign| self.is_open(sign))
    }

    fn in_code(&self) -> bool {
        self.code.is_some_and(|(_, since)| self.taken - since < LONGEST)
    }

    fn is_open(&self, sign: Sign) -> bool {
        let (count, since) = self.signs[sign as usize];
        count > 0 && self.taken - since < LONGEST
    }

    fn open(&mut self, sign: Sign, count: usize) -> usize {
        let before = if self.is_open(sign) { self.signs[sign as usize].0 } else { 0 };
        self.signs[sign as usize] = (before + count, self.taken);
        count
    }

    fn shut(&mut self, sign: Sign, count: usize) -> usize {
        let open = &mut self.signs[sign as usize].0;
        *open = open.saturating_sub(count);
        count
    }

    fn backquotes(&mut self, length: usize) -> usize {
        self.code = match self.code.filter(|_| self.in_code()) {
            Some((open, _)) if open == length => None,
            None => Some((length, self.taken)),
            open => open,
        };
        length
    }

    /// Takes a tag, whole; words within one that leads somewhere or sets them apart are within something.
    fn tag(&mut self, text: &str) -> usize {
        // Where a remark ends is of no use, and takes long to find where it does not.
        if text.starts_with("<!") || text.starts_with("<?") {
            return 1;
        }
        let (found, rest) = piece(text);
        match found {
            Piece::Open { name, attributes } => {
                let holds = !attributes.ends_with('/')
                    && !VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
                    && (!name.eq_ignore_ascii_case("a") || attribute(attributes, "href").is_some());
                self.open(Sign::Tag, usize::from(holds));
            }
            Piece::Close(_) => drop(self.shut(Sign::Tag, 1)),
            Piece::Text(_) | Piece::Silent => return 1,
        }
        text.len() - rest.len()
    }

    /// Takes a run of stars or underscores: it opens before a word, and shuts behind one.
    fn emphasis(&mut self, sign: Sign, text: &str, at: usize) -> usize {
        let length = run(text.as_bytes(), at);
        let is_part = |character: Option<char>| character.is_some_and(|character| !character.is_whitespace());
        let before = text[..at].chars().next_back();
        match (is_part(before), is_part(text[at + length..].chars().next())) {
            (false, true) => self.open(sign, length),
            (true, false) => self.shut(sign, length),
            (true, true) if self.is_open(sign) => self.shut(sign, length),
            (true, true) if !before.is_some_and(char::is_alphanumeric) => self.open(sign, length),
            _ => length,
        }
    }
}

/// How often the sign at a place is repeated there.
fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| **byte == bytes[at]).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_told_by_the_signs() {
        let check = |text: &str, expected: bool| {
            let (mut open, mut at) = (Open::default(), 0);
            while at < text.len() {
                at = open.step(text, at);
            }
            assert_eq!(open.is_nothing(), expected, "{text:?}");
        };
        check("nothing at all, 3 * 4, a_b and (so on", true);
        check("a *long", false);
        check("a *long* one, and **more** of _it_", true);
        check("**a *long* one", false);
        check("(*long* ones)", true);
        check("see [there", false);
        check("see [there](a.html", false);
        check("see [there](a(1).html) and [this] [too]", true);
        check("`a *b", false);
        check("``a ` b`` and", true);
        check("<i>it", false);
        check("<i>it</i><br><img src=a>", true);
        check("<a name='x'>it", true);
        check("<a href='x'>it", false);
        check("1 < 2 and <!-- a remark", true);
        check("\\*it \\[is \\`", true);
        check(&format!("*a stray one {}", "and words ".repeat(LONGEST)), true);
    }
}
