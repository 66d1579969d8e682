//! A note's words, numbers and signs, and which of them are set as a title: in italics or between quotation marks.

use std::ops::Range;

use super::words::fold;
use crate::{
    document::Document,
    role::Role,
    unit::{Place, Stretch},
};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Word,
    Number,
    /// An address on the web, with or without its scheme.
    Address,
    Sign(char),
    /// The end of a paragraph within a note.
    Break,
}

/// A word, number or sign, where it stands and how it is set.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) at: Range<usize>,
    pub(super) sort: Sort,
    /// The word as it is compared; a number as it is printed; empty for signs.
    pub(super) fold: String,
    /// Begins with a capital, or belongs to a script without capitals.
    pub(super) capital: bool,
    /// Whether there is a space before it.
    pub(super) gap: bool,
    /// The run of the notes it belongs to.
    pub(super) run: Option<usize>,
    /// In how many brackets it stands.
    pub(super) depth: u8,
}

/// How a run is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    Quoted,
    Emphasis,
}

/// A run of tokens that may be a title.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Its tokens, without quotation marks.
    pub(super) inner: Range<usize>,
    /// Its tokens with them.
    pub(super) outer: Range<usize>,
    pub(super) set: Set,
}

/// A stretch of a document, taken apart.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) list: Vec<Token>,
    pub(super) runs: Vec<Run>,
}

impl Token {
    pub(super) fn is(&self, sign: char) -> bool {
        self.sort == Sort::Sign(sign)
    }

    pub(super) fn is_word(&self) -> bool {
        self.sort == Sort::Word
    }

    pub(super) fn is_number(&self) -> bool {
        self.sort == Sort::Number
    }

    /// Four figures that can be a year of print.
    pub(super) fn year(&self) -> Option<u16> {
        if !self.is_number() || self.fold.len() != 4 {
            return None;
        }
        self.fold.parse().ok().filter(|year| (1450..=2100).contains(year))
    }
}

impl Tokens {
    /// Takes a stretch apart. Marks that call notes are left out.
    pub(super) fn of(document: &Document, at: &Stretch) -> Self {
        let mut tokens = Self::default();
        let text = document.text();
        let (mut from, end) = (at.start.offset(), at.end.offset());
        for id in document.noterefs_in(at) {
            let mark = &document.noteref(id).at;
            tokens.scan(text, from..mark.start.offset().min(end));
            from = mark.end.offset().min(end);
        }
        tokens.scan(text, from..end);
        let italics: Vec<Range<usize>> = document
            .spans_in(at)
            .iter()
            .filter(|span| matches!(span.role, Role::Emphasis | Role::Underline))
            .map(|span| span.at.start.offset()..span.at.end.offset())
            .collect();
        tokens.brackets();
        tokens.quotes();
        tokens.emphasis(&italics);
        tokens
    }

    /// The stretch of a range of tokens; an empty one stands where its first token would.
    pub(super) fn stretch(&self, range: &Range<usize>) -> Stretch {
        match (self.list.get(range.start), self.list.get(range.end.saturating_sub(1))) {
            (Some(first), Some(last)) if range.start < range.end => Place::at(first.at.start)..Place::at(last.at.end),
            (Some(first), _) => Place::at(first.at.start)..Place::at(first.at.start),
            _ => Place::START..Place::START,
        }
    }

    fn scan(&mut self, text: &str, range: Range<usize>) {
        let mut gap = true;
        let mut at = range.start;
        let Some(source) = text.get(..range.end) else { return };
        while let Some(first) = source[at..].chars().next() {
            let start = at;
            if first.is_whitespace() {
                if first == '\n' {
                    self.push(start..start + 1, Sort::Break, text, true);
                }
                gap = true;
                at += first.len_utf8();
                continue;
            }
            let sort = if first.is_alphabetic() {
                at += word_length(&source[at..]);
                let address = address_length(&source[start..]);
                if address > at - start {
                    at = start + address;
                    Sort::Address
                } else {
                    Sort::Word
                }
            } else if first.is_ascii_digit()
                && source[at..].starts_with(|c: char| c.is_ascii_alphanumeric())
                && address_length(&source[at..]) > 0
            {
                at += address_length(&source[at..]);
                Sort::Address
            } else if first.is_numeric() && !is_superscript(first) {
                at += source[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(source.len() - at);
                at = at.max(start + first.len_utf8());
                Sort::Number
            } else {
                at += first.len_utf8();
                Sort::Sign(first)
            };
            self.push(start..at, sort, text, gap);
            gap = false;
        }
    }

    fn push(&mut self, at: Range<usize>, sort: Sort, text: &str, gap: bool) {
        let words = &text[at.clone()];
        let fold = match sort {
            Sort::Word => fold(words),
            Sort::Number | Sort::Address => words.to_owned(),
            Sort::Sign(_) | Sort::Break => String::new(),
        };
        let capital = sort == Sort::Word && words.chars().next().is_some_and(|first| !first.is_lowercase());
        self.list.push(Token { at, sort, fold, capital, gap, run: None, depth: 0 });
    }

    fn brackets(&mut self) {
        let mut depth = 0u8;
        for token in &mut self.list {
            match token.sort {
                Sort::Sign('(' | '[') => {
                    token.depth = depth;
                    depth = depth.saturating_add(1);
                }
                Sort::Sign(')' | ']') => {
                    depth = depth.saturating_sub(1);
                    token.depth = depth;
                }
                // No bracket spans paragraphs; a lost one does not swallow the rest of the note.
                Sort::Break => depth = 0,
                _ => token.depth = depth,
            }
        }
    }

    /// Finds what stands between quotation marks; within a quotation further marks are part of it.
    fn quotes(&mut self) {
        let mut open: Option<(usize, char)> = None;
        let mut runs = Vec::new();
        for index in 0..self.list.len() {
            let Sort::Sign(sign) = self.list[index].sort else {
                if self.list[index].sort == Sort::Break {
                    open = None;
                }
                continue;
            };
            match open {
                Some((start, closing)) => {
                    if sign == closing && self.closes(index, sign) {
                        if start + 1 < index {
                            runs.push(Run { inner: start + 1..index, outer: start..index + 1, set: Set::Quoted });
                        }
                        open = None;
                    } else if (sign, closing) == ('“', '”') && self.list[index].gap {
                        // The first was never closed: within a quotation one quotes with single marks.
                        open = Some((index, closing));
                    } else if matches!((sign, closing), ('”', '“')) && self.closes(index, sign) {
                        runs.push(Run { inner: start + 1..index, outer: start..index + 1, set: Set::Quoted });
                        open = None;
                    }
                }
                None => {
                    let closing = match sign {
                        '"' => '"',
                        '“' => '”',
                        '„' => '“',
                        '«' => '»',
                        '»' => '«',
                        '‹' => '›',
                        '‘' => '’',
                        '\'' => '\'',
                        '「' => '」',
                        '『' => '』',
                        '《' => '》',
                        _ => continue,
                    };
                    // The French set guillemets off with spaces.
                    let opens = self.list.get(index + 1).is_some_and(|next| (!next.gap || sign == '«') && next.sort != Sort::Break);
                    let begins = self.list[index].gap || index == 0 || matches!(self.list[index - 1].sort, Sort::Sign(_) | Sort::Break);
                    if opens && begins {
                        open = Some((index, closing));
                    }
                }
            }
        }
        for run in runs {
            self.mark(run);
        }
    }

    /// Tells whether a sign closes a quotation. A single one may be an apostrophe, which words follow.
    fn closes(&self, index: usize, sign: char) -> bool {
        let Some(next) = self.list.get(index + 1) else { return true };
        match sign {
            '’' | '\'' => match next.sort {
                Sort::Word => next.gap && (next.fold == "in" || next.run.is_some()),
                Sort::Number => next.gap,
                _ => true,
            },
            '"' => next.gap || !next.is_word(),
            _ => true,
        }
    }

    fn emphasis(&mut self, italics: &[Range<usize>]) {
        let mut from = 0;
        // What is there before these are quotations.
        let quotations = self.runs.len();
        let mut dropped = vec![false; quotations];
        for range in italics {
            let start = from + self.list[from..].partition_point(|token| token.at.end <= range.start);
            let end = start + self.list[start..].partition_point(|token| token.at.start < range.end);
            from = start;
            // Within a quotation italics are part of the title, and within italics a quotation is.
            let inside = |run: usize| {
                self.runs[run].outer.start >= start && self.runs[run].outer.end <= end && self.runs[run].outer.len() + 1 < end - start
            };
            if start < end && self.list[start..end].iter().all(|token| token.run.is_none_or(inside)) {
                for run in self.list[start..end].iter().filter_map(|token| token.run).filter(|run| *run < quotations) {
                    dropped[run] = true;
                }
                self.mark(Run { inner: start..end, outer: start..end, set: Set::Emphasis });
            }
        }
        let mut indices = 0..;
        self.runs.retain(|_| indices.next().is_none_or(|index: usize| dropped.get(index) != Some(&true)));
        self.runs.sort_by_key(|run| run.outer.start);
        self.remark();
    }

    /// Says anew which run each token is in.
    fn remark(&mut self) {
        for token in &mut self.list {
            token.run = None;
        }
        for (index, run) in self.runs.iter().enumerate() {
            for token in &mut self.list[run.outer.clone()] {
                token.run = Some(index);
            }
        }
    }

    fn mark(&mut self, run: Run) {
        let index = self.runs.len();
        for token in &mut self.list[run.outer.clone()] {
            token.run = Some(index);
        }
        self.runs.push(run);
    }
}

fn is_superscript(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '⁰'..='⁹')
}

/// How many bytes the word at the beginning of `text` takes: letters, and apostrophes and figures between them.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let joins = matches!(c, '\'' | '’' | '\u{ad}' | 'ʼ') && end > 0 && next.is_some_and(char::is_alphabetic);
        if c.is_alphanumeric() && !is_superscript(c) || joins || unicode_normalization::char::is_combining_mark(c) {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// No name of a host is longer.
const LONGEST_HOST: usize = 256;

/// How many bytes of `text` are an address: `https://…`, or names joined by dots of which the last is that of a domain.
fn address_length(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '>' | ']' | '”' | '"');
    let run = || text[..text.find(ends).unwrap_or(text.len())].trim_end_matches(['.', ':', '?', '!']).len();
    if text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.") {
        return run();
    }
    // Where no blank parts the words of a text, what follows is not looked through again for each of them.
    let near = (LONGEST_HOST.min(text.len())..=text.len()).find_map(|end| text.get(..end)).unwrap_or(text);
    let host = match near.find(|c| ends(c) || c == '/') {
        Some(end) if near[end..].starts_with('/') => &near[..end],
        None if near.len() < text.len() => return 0,
        end => near[..end.unwrap_or(near.len())].trim_end_matches(['.', ':', '?', '!']),
    };
    let mut parts = host.split('.');
    let (first, last) = (parts.next().unwrap_or(""), host.rsplit('.').next().unwrap_or(""));
    let is_name = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_domain = host.contains('.')
        && first.len() >= 2
        && host.split('.').all(is_name)
        && first.bytes().any(|byte| byte.is_ascii_lowercase())
        && (2..=6).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
        // "Ibid.p" and "vol.ii" are lost spaces.
        && first.bytes().all(|byte| !byte.is_ascii_uppercase())
        && !super::words::is_cut_short(first);
    if is_domain { run() } else { 0 }
}
