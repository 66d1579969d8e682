//! Collects, in one pass, whatever could be a mark and whatever could be a note. Nothing is decided here.

use super::{
    super::lines::{At, Lines, Manner, Paragraph, Paragraphs, floor},
    cluster,
    definition::{self, Definition, LONGEST_NOTE},
    keyword,
    label::Label,
    style::{self, Bracket, Style},
};
use crate::formats::raised::{self, Raised};

/// What could call a note.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// With its brackets.
    pub(super) at: At,
    pub(super) label: Label,
    pub(super) style: Style,
    /// Whether it is close to the word or stop before it.
    pub(super) is_glued: bool,
    /// Whether it stands as a mark may: close to what is before it, or at the end of a clause.
    pub(super) is_placed: bool,
    /// Whether it leans on the word after it instead, as the numbers of links do: `[7]word`.
    pub(super) leans_forward: bool,
    /// Which cluster it is part of, from 1, as in `[1, 3]` and `[3-5]`; nought where it stands alone.
    pub(super) cluster: u32,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) marks: Vec<Mark>,
    pub(super) definitions: Vec<Definition>,
    /// How many clusters of marks there are.
    clusters: u32,
}

/// No text has more notes than this (the longest apparatus measured has 8 666); what lies beyond is a table or a trap, and
/// is left as text. It bounds memory and time whatever comes.
const MOST: usize = 100_000;

/// How far around a sign others of its kind are looked for: a line.
const LINE: usize = 100;

/// How many notes may stand within one another.
const DEEPEST: usize = 4;

/// A chapter's end is set off by so many blank lines at the least, and no note reaches across one.
const CHAPTER_GAP: usize = 4;

/// Looks through a stretch of a text.
pub(super) fn scan(text: &str, at: &At, manner: Manner) -> Found {
    let mut scanner = Scanner { text, found: Found::default(), open: Vec::new() };
    for paragraph in Paragraphs::new(text, at.clone(), manner) {
        if scanner.found.marks.len() >= MOST || scanner.found.definitions.len() >= MOST {
            break;
        }
        if paragraph.gap >= CHAPTER_GAP {
            scanner.give_up_brackets();
        }
        scanner.paragraph(&paragraph);
    }
    scanner.give_up_brackets();
    scanner.found
}

struct Scanner<'a> {
    text: &'a str,
    found: Found,
    /// Brackets that are open since a note's: the notes' own, and those within them.
    open: Vec<Open>,
}

struct Open {
    /// The note that it opens, by index.
    definition: Option<usize>,
    start: usize,
    /// The end of the paragraph it stands in, once that has come.
    first_end: Option<usize>,
    /// The end of the first paragraph that ends in a closing bracket, which closed another one.
    likely_end: Option<usize>,
}

impl Scanner<'_> {
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let mut skip = paragraph.at.start;
        if !paragraph.is_continued {
            let mut lines = Lines::new(self.text, paragraph.at.clone());
            if let Some(first) = lines.next()
                && let Some(after) = self.opening(&first, paragraph.at.end)
            {
                skip = after;
                let is_close = self.found.definitions.last().is_some_and(|note| {
                    note.style == Style::In(Bracket::Square) && !self.text[note.at.start..note.body.start].ends_with(char::is_whitespace)
                });
                if is_close && !self.text[paragraph.at.start..after].trim().is_empty() {
                    skip = paragraph.at.start;
                }
                // Notes may follow one another line on line: only the next in the counting counts, since a line may also
                // happen to begin with a mark.
                for line in lines {
                    let before = self.found.definitions.len() - 1;
                    if self.open.is_empty() && !self.found.definitions[before].is_closed {
                        self.next_line(before, &line, paragraph.at.end);
                    }
                }
            }
        }
        self.marks(paragraph.at.clone(), skip);
        self.end_paragraph(paragraph);
    }

    /// A note at the beginning of a paragraph; gives where its label ends.
    fn opening(&mut self, line: &At, end: usize) -> Option<usize> {
        let definition = definition::read(self.text, line, end)?;
        let after = definition.body.start;
        if definition.style == Style::Keyword {
            self.give_up_brackets();
        }
        self.push(definition);
        Some(after)
    }

    /// A note that follows another within a paragraph.
    fn next_line(&mut self, before: usize, line: &At, end: usize) {
        let Some(next) = definition::read(self.text, line, end) else { return };
        let previous = &self.found.definitions[before];
        let follows = match (&previous.label, &next.label) {
            (Some(previous), Some(label)) => label.follows(previous),
            _ => false,
        };
        if previous.style == next.style && follows {
            let previous = &mut self.found.definitions[before];
            previous.at.end = line.start.saturating_sub(1).max(previous.body.start);
            previous.body.end = previous.at.end;
            self.push(next);
        }
    }

    fn push(&mut self, definition: Definition) {
        if self.found.definitions.len() >= MOST {
            return;
        }
        if definition.style == Style::Keyword && !definition.is_closed {
            self.open.push(Open {
                definition: Some(self.found.definitions.len()),
                start: definition.at.start,
                first_end: None,
                likely_end: None,
            });
        }
        self.found.definitions.push(definition);
    }

    fn end_paragraph(&mut self, paragraph: &Paragraph) {
        let end = paragraph.at.end;
        let words = self.text[paragraph.at.clone()].trim_end();
        // A mark at the end of a paragraph closes nothing but itself.
        let ends_in_mark = self.found.marks.last().is_some_and(|mark| mark.at.end == paragraph.at.start + words.len());
        let ends_in_bracket = words.ends_with(']') && !ends_in_mark;
        for open in self.open.iter_mut().rev() {
            if open.first_end.is_some() && (open.likely_end.is_some() || !ends_in_bracket) {
                break;
            }
            open.first_end.get_or_insert(end);
            if ends_in_bracket {
                open.likely_end.get_or_insert(end);
            }
        }
        if self.open.first().is_some_and(|open| end - open.start > LONGEST_NOTE) {
            self.give_up_brackets();
        }
    }

    /// What has not been closed by now never will be: such a note ends where a paragraph ends in a bracket, else with its
    /// first paragraph.
    fn give_up_brackets(&mut self) {
        for open in std::mem::take(&mut self.open) {
            if let (Some(index), Some(end)) = (open.definition, open.likely_end.or(open.first_end)) {
                let definition = &mut self.found.definitions[index];
                definition.at.end = end;
                definition.body.end = end;
                if open.likely_end.is_some() {
                    let trimmed = self.text[definition.body.start..end].trim_end();
                    definition.body.end = definition.body.start + trimmed.strip_suffix(']').unwrap_or(trimmed).len();
                }
            }
        }
    }

    /// All marks in a paragraph, from `skip` on, and the notes that stand in its sentences.
    fn marks(&mut self, at: At, skip: usize) {
        let bytes = self.text.as_bytes();
        let mut here = skip;
        // Where the note labels of this paragraph's later lines stand, which are no marks.
        let mut labels: Vec<At> = Vec::new();
        for definition in self.found.definitions.iter().rev().take_while(|definition| definition.at.start >= at.start.max(skip + 1)) {
            labels.push(definition.at.start..definition.body.start);
        }
        let mut emphasis = false;
        while let Some(step) = bytes[here..at.end].iter().position(|byte| INTERESTING[usize::from(*byte)]) {
            here += step;
            if let Some(label) = labels.iter().find(|label| label.contains(&here)) {
                here = label.end.max(here + 1);
                continue;
            }
            here = self.candidate(&at, here, &mut emphasis).max(here + 1);
            here = next_boundary(self.text, here).min(at.end);
        }
    }

    /// Looks at one interesting byte; gives where to go on.
    fn candidate(&mut self, at: &At, here: usize, emphasis: &mut bool) -> usize {
        let bytes = self.text.as_bytes();
        let before = self.text[at.start..here].chars().next_back().unwrap_or(' ');
        match bytes[here] {
            b']' => {
                self.close(here);
                here + 1
            }
            b'[' => {
                if let Some(found) = keyword::read(&self.text[here..at.end]) {
                    return self.keyword(at, here, &found);
                }
                let mark = self.bracketed(at, here, before);
                if mark.is_none() && !self.open.is_empty() {
                    self.open.push(Open { definition: None, start: here, first_end: None, likely_end: None });
                }
                mark.unwrap_or(here + 1)
            }
            b'0'..=b'9' => self.bare(at, here, before),
            b'*' => self.signs(at, here, before, emphasis),
            b'(' | b'{' | b'<' => self.bracketed(at, here, before).unwrap_or(here + 1),
            _ => {
                let Some(character) = self.text[here..].chars().next() else { return here + 1 };
                match character {
                    // What a transcriber says of the text is none of it: ［＃「（注）」は行右小書き］.
                    '［' if self.text[here..].starts_with("［＃") => {
                        let rest = &self.text[here..floor(self.text, (here + 600).min(at.end))];
                        here + rest.find('］').map_or("［＃".len(), |stop| stop + '］'.len_utf8())
                    }
                    '†' | '‡' | '§' | '‖' | '¶' | '＊' | '※' => self.signs(at, here, before, emphasis),
                    '^' => self.raised(at, here, before),
                    _ if raised::read(&self.text[here..at.end]).is_some() => self.raised(at, here, before),
                    _ if style::opens(character) => self.bracketed(at, here, before).unwrap_or(here + character.len_utf8()),
                    _ => here + character.len_utf8(),
                }
            }
        }
    }

    fn close(&mut self, here: usize) {
        if let Some(Open { definition: Some(index), .. }) = self.open.pop() {
            let definition = &mut self.found.definitions[index];
            definition.body.end = here;
            definition.at.end = here + 1;
            definition.is_closed = true;
        }
    }

    /// `[Footnote 12]` in a sentence is a mark, `[Footnote 12: …]` a note in the sentence.
    fn keyword(&mut self, at: &At, here: usize, found: &keyword::Found) -> usize {
        let end = here + found.end;
        match (&found.label, found.is_closed) {
            (Some(label), true) => {
                self.mark(at, here..end, label.clone(), Style::Keyword);
            }
            // Deeper than this nobody nests notes; each would be read within the one around it.
            (_, false) if self.open.iter().filter(|open| open.definition.is_some()).count() >= DEEPEST => {}
            (_, false) => {
                let definition = Definition {
                    at: here..at.end,
                    body: end..at.end,
                    label: found.label.clone(),
                    style: Style::Keyword,
                    is_closed: false,
                    opens_paragraph: false,
                };
                self.push(definition);
            }
            (None, true) => {}
        }
        end
    }

    fn bracketed(&mut self, at: &At, here: usize, _before: char) -> Option<usize> {
        let Some((label, length, bracket)) = style::bracketed(&self.text[here..at.end]) else { return self.cluster(at, here) };
        self.mark(at, here..here + length, label, Style::In(bracket));
        Some(here + length)
    }

    /// Several marks in one pair of brackets: `[1, 3]`, `[3-5]`. Each has a part of what is printed, those of a range that are not
    /// printed none.
    fn cluster(&mut self, at: &At, here: usize) -> Option<usize> {
        let parts = cluster::read(&self.text[here..at.end])?;
        let length = parts.last()?.0.end;
        if self.text[at.start..here].trim().is_empty() || self.text[here + length..at.end].starts_with(char::is_alphanumeric) {
            return None;
        }
        self.found.clusters += 1;
        for (part, number) in parts {
            if let Some(label) = Label::of(&number.to_string()).filter(|_| self.found.marks.len() < MOST) {
                self.found.marks.push(Mark {
                    at: here + part.start..here + part.end,
                    label,
                    style: Style::In(Bracket::Square),
                    is_glued: true,
                    is_placed: true,
                    leans_forward: false,
                    cluster: self.found.clusters,
                });
            }
        }
        Some(here + length)
    }

    fn mark(&mut self, at: &At, mark: At, label: Label, style: Style) {
        if self.found.marks.len() >= MOST {
            return;
        }
        let line_start = self.text[at.start..mark.start].trim_end_matches([' ', '\t']);
        if line_start.is_empty() && (style != Style::In(Bracket::Square) || self.text[mark.end..].starts_with(char::is_whitespace)) {
            // At the very beginning of a paragraph it calls nothing: there is nothing yet that it could stand for. Only a
            // mark that is set close to the first word may.
            return;
        }
        let before = self.text[at.start..mark.start].chars().next_back().unwrap_or(' ');
        let printed_before = line_start.trim_end().chars().next_back().unwrap_or(' ');
        let after = self.text[mark.end..at.end].chars().next().unwrap_or(' ');
        let word_after = after.is_alphanumeric() && after < '\u{1100}';
        let closes = matches!(after, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '"' | '”' | '。' | '、') || mark.end == at.end;
        let is_placed =
            !word_after && (!before.is_whitespace() || closes || matches!(printed_before, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '”'));
        let is_glued = !before.is_whitespace() && !word_after && !line_start.is_empty();
        let leans_forward = before.is_whitespace() && word_after;
        self.found.marks.push(Mark { at: mark, label, style, is_glued, is_placed, leans_forward, cluster: 0 });
    }

    /// A number glued to the end of a word or clause.
    fn bare(&mut self, at: &At, here: usize, before: char) -> usize {
        let rest = &self.text[here..at.end];
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let end = here + length;
        let mut after = rest[length..].chars();
        let (next, second) = (after.next().unwrap_or(' '), after.next().unwrap_or(' '));
        let goes_on = matches!(next, '.' | ',' | ':' | '-' | '\'') && second.is_ascii_digit();
        let stops = !(next.is_alphanumeric() || goes_on || matches!(next, '%' | '°' | '/'));
        let is_glued = before.is_lowercase() || matches!(before, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '”' | '’' | '»' | ')' | ']');
        if length > 3 || !stops || !is_glued || (before.is_ascii_punctuation() && !follows_a_word(&self.text[at.start..here])) {
            return end;
        }
        if let Some(label) = Label::of(&rest[..length]) {
            self.mark(at, here..end, label, Style::Bare);
        }
        end
    }

    fn raised(&mut self, at: &At, here: usize, before: char) -> usize {
        let Some(Raised { printed, length }) = raised::read(&self.text[here..at.end]) else { return here + 1 };
        // 10² and m² are powers, and nobody puts figures in circles for those.
        let is_power = !printed.starts_with(|figure| raised::circled(figure).is_some())
            && (before.is_ascii_digit() || is_unit(&self.text[at.start..here]));
        // Another syntax's `[^1]` is no raised figure.
        if !before.is_whitespace()
            && !is_power
            && !raised::counts(&self.text[here..at.end], before)
            && before != '['
            && let Some(label) = Label::of(printed)
        {
            self.mark(at, here..here + length, label, Style::Raised);
        }
        here + length
    }

    /// Stars and daggers, unless they set something between them, or multiply.
    fn signs(&mut self, at: &At, here: usize, before: char, emphasis: &mut bool) -> usize {
        let rest = &self.text[here..at.end];
        let Some(first) = rest.chars().next() else { return here + 1 };
        let length: usize = rest.chars().take_while(|sign| *sign == first).map(char::len_utf8).sum();
        let after = rest[length..].chars().next().unwrap_or(' ');
        let end = here + length;
        if before.is_whitespace() || matches!(before, '(' | '"' | '“' | '—') {
            if !after.is_whitespace() {
                *emphasis = after.is_alphanumeric();
                return end;
            }
            // A sign between blanks: a mark only when it is the only thing of its kind here.
            let line_end = floor(rest, length + LINE);
            let line_end = rest[length..line_end].find('\n').map_or(line_end, |stop| length + stop);
            let line_start = floor(self.text, here.saturating_sub(LINE)).max(at.start);
            let line_start = self.text[line_start..here].rfind('\n').map_or(line_start, |stop| line_start + stop + 1);
            let alone = !self.text[line_start..here].contains(first) && !rest[length..line_end].contains(first);
            let says_something = !self.text[line_start..here].trim().is_empty();
            if !(alone && says_something) || matches!(first, '§' | '¶') {
                return end;
            }
        } else if *emphasis && first == '*' {
            *emphasis = false;
            return end;
        } else if after.is_alphanumeric() && after < '\u{1100}' {
            return end;
        }
        if matches!(first, '§' | '¶') && (after == ' ' || after.is_numeric()) && before.is_whitespace() {
            return end;
        }
        if let Some(label) = Label::of(&rest[..length]) {
            self.mark(at, here..end, label, Style::Signs);
        }
        end
    }
}

/// Bytes at which something may begin.
const INTERESTING: [bool; 256] = {
    let mut table = [false; 256];
    let mut index = 0;
    let bytes = b"[](){}<*^0123456789\xc2\xe2\xe3\xef";
    while index < bytes.len() {
        table[bytes[index] as usize] = !matches!(bytes[index], b')' | b'}');
        index += 1;
    }
    table
};

fn next_boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Tells whether a stop at the end of `before` ends a word, not an abbreviation before a number ("p.12", "No.5").
fn follows_a_word(before: &str) -> bool {
    const ABBREVIATIONS: &[&str] = &[
        "p", "pp", "no", "nos", "vol", "vols", "ch", "chap", "sec", "sect", "art", "fig", "lib", "cap", "c", "n", "v", "l", "bk", "col",
        "ps", "op", "st", "nr", "bd", "s", "t", "f", "ff", "ver", "cor", "gen", "matt", "tab", "pl", "act", "sc", "para", "par", "ex",
    ];
    let word = before.trim_end_matches(|character: char| !character.is_alphanumeric());
    if before.len() - word.len() > 3 {
        return false;
    }
    let start = word.char_indices().rev().take_while(|(_, character)| character.is_alphanumeric()).last().map_or(word.len(), |(at, _)| at);
    let stop = &before[word.len()..];
    let word = word[start..].to_lowercase();
    let is_abbreviation = stop.starts_with('.') && ABBREVIATIONS.contains(&word.as_str());
    word.chars().any(char::is_alphabetic) && !word.bytes().any(|byte| byte.is_ascii_digit()) && !is_abbreviation
}

/// Tells whether a raised figure after this is a power: "km²".
fn is_unit(before: &str) -> bool {
    let start = floor(before, before.len().saturating_sub(8));
    let word = before[start..].rsplit(|character: char| !character.is_alphabetic()).next().unwrap_or("");
    matches!(
        word,
        "m" | "km" | "cm" | "mm" | "dm" | "ha" | "ft" | "in" | "mi" | "s" | "x" | "y" | "z" | "r" | "n" | "a" | "b" | "c" | "v" | "t"
    )
}
