//! Writes words into a [`Builder`]: soft line ends, marks of notes in plain text, raised text, links; and keeps what is open
//! in the body apart from what is open in a note.

use std::collections::HashSet;

use comrak::Anchorizer;

use crate::{
    document::{Builder, Document, Evidence, Kind, Origin},
    problem::Read,
    role::Role,
};

/// What is written to, and what is open there.
pub(in crate::formats) struct Writer {
    pub(in crate::formats) builder: Builder,
    slugs: Anchorizer,
    flow: Flow,
    /// The flows of the body and of notes that wait until an inner note has ended.
    waiting: Vec<Flow>,
    /// How many inline notes there have been.
    inline_notes: usize,
    /// Whether the author has numbered a note.
    numbered: bool,
    /// The labels of the notes that the source defines, as far as marks within HTML may call them.
    pub(in crate::formats) defined: HashSet<String>,
}

/// The state of one stream of text.
#[derive(Debug, Default)]
struct Flow {
    /// The last character written in this block.
    last: Option<char>,
    /// A line of the source ended here.
    soft: bool,
    /// The author ended a line here: blanks at the beginning of the next are nobody's.
    fresh: bool,
    /// Roles that are open, and how often: a run is marked once, however often it is emphasised.
    roles: Vec<(Role, usize)>,
    /// How many links are open; only the outermost leads anywhere.
    links: usize,
    /// Tags of HTML that are open in this block, innermost last.
    tags: Vec<(&'static str, Meaning)>,
    in_cell: bool,
}

/// What an open tag of HTML means for the words within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Meaning {
    Role(Role),
    Link,
    Quotation,
    Nothing,
}

/// No prose nests tags deeper; more are dropped, so that a page of nothing else costs no more than its length.
const DEEPEST_TAGS: usize = 64;

/// The longest raised text between two carets: an ordinal, a power, a siglum.
const LONGEST_RAISED: usize = 40;

impl Writer {
    pub(in crate::formats) fn new(builder: Builder) -> Self {
        Self {
            builder,
            slugs: Anchorizer::new(),
            flow: Flow::default(),
            waiting: Vec::new(),
            inline_notes: 0,
            numbered: false,
            defined: HashSet::new(),
        }
    }

    /// Ends whatever is open, and the text.
    pub(in crate::formats) fn finish(mut self) -> Read<Document> {
        self.end();
        self.builder.finish()
    }

    // ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────

    pub(in crate::formats) fn begin(&mut self, kind: Kind) {
        self.end();
        self.builder.begin(kind);
    }

    /// Begins a paragraph that goes on with the one before it.
    pub(in crate::formats) fn go_on(&mut self) {
        self.end();
        self.builder.go_on();
    }

    /// Begins a heading, named as the author names it, and by its words as other programs would.
    pub(in crate::formats) fn heading(&mut self, level: u8, words: &str, id: Option<&str>) {
        self.end();
        if let Some(id) = id {
            self.builder.anchor(id);
        }
        if !words.is_empty() {
            let slug = self.slugs.anchorize(words);
            self.builder.anchor(&slug);
        }
        self.builder.heading(level);
    }

    /// Ends the open block and whatever was left open in it.
    pub(in crate::formats) fn end(&mut self) {
        while let Some((_, meaning)) = self.flow.tags.pop() {
            self.undo(meaning);
        }
        for (role, _) in std::mem::take(&mut self.flow.roles) {
            self.builder.close_span(role);
        }
        if self.flow.links > 0 {
            self.builder.close_link();
        }
        self.flow = Flow::default();
        self.builder.end();
    }

    pub(in crate::formats) fn open_quote(&mut self) {
        self.end();
        self.builder.open_quote();
    }

    pub(in crate::formats) fn open_item(&mut self, label: Option<&str>, tight: bool) {
        self.end();
        self.builder.open_item(label, tight);
    }

    /// Ends the innermost quotation or item.
    pub(in crate::formats) fn close(&mut self) {
        self.end();
        self.builder.close();
    }

    /// Adds a break between parts.
    pub(in crate::formats) fn rule(&mut self) {
        self.begin(Kind::Rule);
        self.builder.text("* * *");
        self.end();
    }

    /// Adds a block whose lines and columns matter, as it is, with tabs that reach to every fourth column.
    pub(in crate::formats) fn code(&mut self, lines: &str) {
        self.begin(Kind::Code);
        let mut text = String::with_capacity(lines.len());
        let mut column = 0;
        for character in lines.trim_end_matches(['\n', '\r']).chars() {
            match character {
                '\t' => {
                    let blanks = 4 - column % 4;
                    text.extend(std::iter::repeat_n(' ', blanks));
                    column += blanks;
                }
                '\n' => {
                    text.push('\n');
                    column = 0;
                }
                other => {
                    text.push(other);
                    column += 1;
                }
            }
        }
        self.builder.text(&text);
        self.end();
    }

    /// Goes on to the next row or cell of a table.
    pub(in crate::formats) fn next_cell(&mut self, separator: &str) {
        self.leave_cell();
        self.builder.text(separator);
        self.flow.in_cell = true;
    }

    /// Ends what was left open in a cell.
    pub(in crate::formats) fn leave_cell(&mut self) {
        while let Some((_, meaning)) = self.flow.tags.pop() {
            self.undo(meaning);
        }
        (self.flow.last, self.flow.soft, self.flow.in_cell) = (None, false, false);
    }

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// A line of the source ends here: a blank, unless the writing has none.
    pub(in crate::formats) fn soft_break(&mut self) {
        self.flow.soft = self.flow.last.is_some();
    }

    /// The author ends the line here.
    pub(in crate::formats) fn line_break(&mut self) {
        if self.flow.in_cell {
            self.soft_break();
        } else {
            self.line_of_verse();
            self.flow.fresh = true;
        }
    }

    /// The line ends here, and blanks at the beginning of the next are to be kept.
    pub(in crate::formats) fn line_of_verse(&mut self) {
        self.flow.soft = false;
        self.builder.text("\n");
        self.flow.last = Some('\n');
    }

    /// Writes words as they are.
    pub(in crate::formats) fn say(&mut self, text: &str) {
        let text = if self.flow.fresh { text.trim_start_matches(' ') } else { text };
        let Some(first) = text.chars().next() else { return };
        self.flow.fresh = false;
        self.settle(first);
        if self.flow.in_cell && text.contains(['\n', '\t']) {
            self.builder.text(&text.replace(['\n', '\t'], " "));
        } else {
            self.builder.text(text);
        }
        self.flow.last = text.chars().next_back();
    }

    /// Writes what a line's end stands for, now that it is known what follows it.
    fn settle(&mut self, next: char) {
        if std::mem::take(&mut self.flow.soft) {
            let joined = self.flow.last.is_none_or(|last| last == '\n' || (is_set_solid(last) && is_set_solid(next)));
            if !joined {
                self.builder.text(" ");
            }
        }
    }

    /// Writes prose in which a mark may call a note that the parser did not find, and carets may raise a word (`2^nd^`).
    pub(in crate::formats) fn prose(&mut self, text: &str) {
        // A tag or remark that is not written may have had blanks on both sides.
        let text = if self.flow.last == Some(' ') { text.trim_start_matches(' ') } else { text };
        let mut from = 0;
        let mut at = 0;
        while let Some(offset) = memchr::memchr(b'^', &text.as_bytes()[at..]) {
            let caret = at + offset;
            at = caret + 1;
            if text[from..caret].ends_with('[') {
                if let Some(label) = label_at(&text[caret + 1..]) {
                    self.say(&text[from..caret - 1]);
                    self.noteref(label);
                    (from, at) = (caret + 1 + label.len() + 1, caret + 1 + label.len() + 1);
                }
            } else if let Some(raised) = raised_at(&text[caret + 1..]) {
                let before = text[from..caret].chars().next_back().or(self.flow.last);
                if before.is_some_and(|before| before.is_alphanumeric() || matches!(before, ')' | ']' | '\'' | '’' | '.')) {
                    self.say(&text[from..caret]);
                    self.open(Role::Superscript);
                    self.say(raised);
                    self.shut(Role::Superscript);
                    (from, at) = (caret + 1 + raised.len() + 1, caret + 1 + raised.len() + 1);
                }
            }
        }
        self.say(&text[from..]);
    }

    /// Writes words that stand in HTML, where nothing is a sign of Markdown but the mark of a note that the source defines.
    pub(in crate::formats) fn say_in_html(&mut self, text: &str) {
        let is_code = self.flow.roles.iter().any(|(role, _)| *role == Role::Code);
        let mut rest = text;
        while let Some((at, label)) = self.defined_mark(rest).filter(|_| !is_code) {
            self.say(&rest[..at]);
            self.noteref(label);
            rest = &rest[at + "[^]".len() + label.len()..];
        }
        self.say(rest);
    }

    /// The first mark of a defined note in a text: where it is, and its label.
    fn defined_mark<'t>(&self, text: &'t str) -> Option<(usize, &'t str)> {
        let mut marks = text.match_indices("[^").filter_map(|(at, mark)| Some((at, label_at(&text[at + mark.len()..])?)));
        marks.find(|(_, label)| self.defined.contains(&label.to_lowercase()))
    }

    pub(in crate::formats) fn open(&mut self, role: Role) {
        // The blank of a line's end belongs to neither side; before an opening it would be emphasised.
        if self.flow.soft && !self.flow.last.is_some_and(is_set_solid) {
            self.settle(' ');
            self.flow.last = Some(' ');
        }
        match self.flow.roles.iter_mut().find(|(open, _)| *open == role) {
            Some((_, count)) => *count += 1,
            None => {
                self.flow.roles.push((role, 1));
                self.builder.open_span(role);
            }
        }
    }

    pub(in crate::formats) fn shut(&mut self, role: Role) {
        if let Some(index) = self.flow.roles.iter().position(|(open, _)| *open == role) {
            self.flow.roles[index].1 -= 1;
            if self.flow.roles[index].1 == 0 {
                self.flow.roles.remove(index);
                self.builder.close_span(role);
            }
        }
    }

    /// Begins a link. An address without anything in it leads nowhere, and so does a link within a link.
    pub(in crate::formats) fn open_link(&mut self, href: &str) {
        self.flow.links += 1;
        if self.flow.links == 1 {
            if self.flow.soft {
                self.settle(' ');
            }
            match href.strip_prefix('#') {
                Some("") => {}
                Some(name) => self.builder.open_link(&format!("#{}", decoded(name))),
                None if href.is_empty() => {}
                None => self.builder.open_link(href),
            }
        }
    }

    pub(in crate::formats) fn shut_link(&mut self) {
        self.flow.links = self.flow.links.saturating_sub(1);
        if self.flow.links == 0 {
            // Does nothing where none was begun.
            self.builder.close_link();
        }
    }

    /// Writes the words that stand for a picture, and links them to it.
    pub(in crate::formats) fn picture(&mut self, address: &str, words: &str) {
        if self.flow.soft {
            self.settle(' ');
        }
        // A picture written into the text itself has no address that one could follow.
        self.open_link(if address.starts_with("data:") { "" } else { address });
        self.builder.open_picture(Origin::Address(address.trim().into()));
        self.say(words);
        self.builder.close_picture();
        self.shut_link();
    }

    // ── Tags ────────────────────────────────────────────────────────────────────────────────────────────────────────

    pub(in crate::formats) fn open_tag(&mut self, name: &'static str, meaning: Meaning, href: &str) {
        if self.flow.tags.len() >= DEEPEST_TAGS {
            return;
        }
        match meaning {
            Meaning::Role(role) => self.open(role),
            Meaning::Link => self.open_link(href),
            Meaning::Quotation => self.say("“"),
            Meaning::Nothing => {}
        }
        self.flow.tags.push((name, meaning));
    }

    /// Ends the innermost tag of this name, and those within it that were never ended.
    pub(in crate::formats) fn shut_tag(&mut self, name: &str) {
        if let Some(index) = self.flow.tags.iter().rposition(|(open, _)| *open == name) {
            for (_, meaning) in self.flow.tags.split_off(index).into_iter().rev() {
                self.undo(meaning);
            }
        }
    }

    fn undo(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Role(role) => self.shut(role),
            Meaning::Link => self.shut_link(),
            Meaning::Quotation => self.say("”"),
            Meaning::Nothing => {}
        }
    }

    // ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Adds the mark that calls the note of this label.
    pub(in crate::formats) fn noteref(&mut self, label: &str) {
        self.numbered |= is_number(label);
        self.mark(label, &key(label));
    }

    /// Adds the mark of the note that is kept under this key.
    pub(in crate::formats) fn mark(&mut self, label: &str, key: &str) {
        self.settle('[');
        self.builder.noteref(label, key);
        self.flow.last = Some(']');
    }

    /// Adds the mark of a note that is none by the format's own words.
    pub(in crate::formats) fn noteref_upon(&mut self, label: &str, key: &str, why: Evidence) {
        self.numbered |= is_number(label);
        self.settle('[');
        self.builder.noteref_upon(label, key, why);
        self.flow.last = Some(']');
    }

    /// Begins a note that is none by the format's own words; the text around it waits.
    pub(in crate::formats) fn begin_note_upon(&mut self, label: &str, key: &str, why: Evidence) {
        self.numbered |= is_number(label);
        self.waiting.push(std::mem::take(&mut self.flow));
        self.builder.begin_note_upon(label, key, why);
    }

    /// Begins the note of this label; the text around it waits.
    pub(in crate::formats) fn begin_note(&mut self, label: &str) {
        self.numbered |= is_number(label);
        self.begin_note_of(label, &key(label));
    }

    /// Adds the mark of a note that is written where it is called, and begins that note.
    ///
    /// Its author printed no label. As long as the author numbers no note, it has the number that pandoc would print; where
    /// the text has had numbers of its own, a letter, which cannot be taken for one of them. What comes later changes
    /// nothing: a text's first part reads the same before the rest is there.
    pub(in crate::formats) fn begin_inline_note(&mut self) {
        self.inline_notes += 1;
        let label = if self.numbered { letters(self.inline_notes) } else { self.inline_notes.to_string() };
        // No key of another note has a blank in it.
        let key = format!("fn inline {}", self.inline_notes);
        self.mark(&label, &key);
        self.begin_note_of(&label, &key);
    }

    /// Begins the note that is kept under this key; the text around it waits.
    pub(in crate::formats) fn begin_note_of(&mut self, label: &str, key: &str) {
        self.waiting.push(std::mem::take(&mut self.flow));
        self.builder.begin_note(label, key);
    }

    pub(in crate::formats) fn end_note(&mut self) {
        self.end();
        self.builder.end_note();
        self.flow = self.waiting.pop().unwrap_or_default();
    }
}

/// The name under which a note is kept: labels are the same whatever their case. It is the one that the usual programs give
/// the note in HTML, so that links made by hand find it.
fn key(label: &str) -> String {
    format!("fn-{}", label.to_lowercase())
}

fn is_number(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_digit())
}

/// a, b, … z, aa, ab, …
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    letters.into_iter().rev().collect()
}

/// The label of a mark whose `[^` stands before `text`, up to its bracket.
fn label_at(text: &str) -> Option<&str> {
    let end = text.find(|character: char| matches!(character, ']' | '[' | '^') || character.is_whitespace())?;
    let label = &text[..end];
    (text.as_bytes()[end] == b']' && !label.is_empty() && !is_class(label)).then_some(label)
}

/// Tells whether what stands in `[^…]` are ranges of characters: a pattern that someone wrote down without marking it as code.
fn is_class(label: &str) -> bool {
    let bytes = label.as_bytes();
    bytes.len().is_multiple_of(3)
        && bytes.chunks(3).all(|range| range[1] == b'-' && range[0].is_ascii_alphanumeric() && range[0] < range[2])
}

/// The raised text of a caret that stands before `text`, up to the caret that ends it.
fn raised_at(text: &str) -> Option<&str> {
    let end = text
        .char_indices()
        .take(LONGEST_RAISED)
        .find_map(|(at, character)| (character == '^' || character == '[' || character.is_whitespace()).then_some(at))?;
    let raised = &text[..end];
    (text.as_bytes()[end] == b'^' && raised.contains(char::is_alphanumeric)).then_some(raised)
}

/// Tells whether `character` belongs to a writing that has no blanks between words: ideographs, kana and their punctuation.
fn is_set_solid(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}' | '\u{3300}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// The name of an anchor without the percent signs of an address.
fn decoded(name: &str) -> String {
    if !name.contains('%') {
        return name.to_owned();
    }
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|code| *first == b'%' && code.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_inline_notes_are_letters_beside_numbers() {
        assert_eq!([1, 26, 27, 702, 703].map(letters), ["a", "z", "aa", "zz", "aaa"]);
    }

    #[test]
    fn a_mark_is_told_from_a_pattern() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(label_at(text), expected, "{text:?}");
        check("1] and", Some("1"));
        check("run-note]", Some("run-note"));
        check("*]", Some("*"));
        check("a-z] and", None);
        check("a-zA-Z0-9]", None);
        check("9-1]", Some("9-1"));
        check("two words]", None);
        check("]", None);
        check("open", None);
    }

    #[test]
    fn an_address_is_decoded() {
        assert_eq!(decoded("%C3%9Cber-uns"), "Über-uns");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%+1%zz%ff"), "%+1%zz%ff");
    }
}
