//! How the signs of a text become words: blanks, quotation marks, dashes, formulas between dollars.

use super::walk::{Close, Walk};
use crate::{document::Kind, formats::math::readable};

impl Walk<'_> {
    /// Begins a paragraph, unless a block is open.
    pub(super) fn ensure(&mut self) {
        if !self.writer.builder.is_open() {
            self.begin(if self.is_verse { Kind::Verse } else { Kind::Paragraph });
        }
    }

    /// Begins a block; the fonts that are set go on in it.
    pub(super) fn begin(&mut self, kind: Kind) {
        if self.is_preamble {
            return;
        }
        self.writer.begin(kind);
        self.wear();
    }

    /// Sets the fonts again, after a block has begun.
    pub(super) fn wear(&mut self) {
        for role in &self.roles {
            self.writer.open(*role);
        }
    }

    pub(super) fn say(&mut self, words: &str) {
        if !self.is_preamble && !words.is_empty() {
            self.ensure();
            self.gap = false;
            self.writer.say(words);
        }
    }

    /// Blanks: one blank, or the end of the paragraph.
    pub(super) fn blanks(&mut self) {
        let rest = self.input.rest();
        let blanks = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\u{a0}').len();
        let is_end = rest[..blanks].matches('\n').take(2).count() > 1;
        self.input.skip(blanks);
        if is_end {
            self.paragraph();
            self.gap = true;
        } else {
            self.writer.soft_break();
        }
    }

    /// Ends the paragraph, and what was opened in it and is never closed.
    pub(super) fn paragraph(&mut self) {
        while let Some(inner) = self.endless_group() {
            self.close_down_to(self.opens.len() - 1 - inner);
        }
        if self.table.is_none() {
            self.writer.end();
        }
    }

    /// The innermost group that is never closed, counted from the last, within this note and environment.
    fn endless_group(&self) -> Option<usize> {
        for (inner, open) in self.opens.iter().rev().take(64).enumerate() {
            if open.is_endless {
                return Some(inner);
            }
            if open.environment.is_some() || matches!(open.close, Close::Note(_)) {
                return None;
            }
        }
        None
    }

    /// The signs that TeX joins: quotation marks, dashes.
    pub(super) fn letters(&mut self) {
        const JOINED: &[(&str, &str)] = &[
            ("---", "—"),
            ("--", "–"),
            ("``", "“"),
            ("''", "”"),
            ("`", "‘"),
            ("'", "’"),
            ("?‘", "¿"),
            ("?`", "¿"),
            ("!`", "¡"),
            (",,", "„"),
            ("<<", "«"),
            (">>", "»"),
        ];
        const SHORTHANDS: &[(&str, &str)] =
            &[("\"`", "„"), ("\"'", "“"), ("\"<", "«"), ("\">", "»"), ("\"-", "\u{ad}"), ("\"=", "-"), ("\"~", "-"), ("\"\"", "")];
        let is_german = self.is_german;
        let rest = self.input.rest();
        let find = |table: &'static [(&str, &'static str)]| table.iter().find(|(typed, _)| rest.starts_with(typed));
        if let Some((typed, printed)) = find(JOINED).or_else(|| find(SHORTHANDS).filter(|_| is_german)) {
            self.input.skip(typed.len());
            return self.say(printed);
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let stops = |c: char| {
            matches!(c, '\\' | '{' | '}' | '%' | '$' | '~' | '&' | '`' | '\'' | '-' | '?' | '!' | '"' | ',' | '<' | '>')
                || c.is_whitespace()
        };
        let end = rest[first..].find(stops).map_or(rest.len(), |end| first + end);
        // Most of a text passes here: it is written as it lies there.
        let words = self.input.take(end);
        self.say(&words);
    }

    pub(super) fn dollar(&mut self) {
        let rest = self.input.rest();
        let mark = if rest.starts_with("$$") { "$$" } else { "$" };
        let inside = &rest[mark.len()..];
        let mut end = None;
        let (mut was_line, mut escaped) = (false, false);
        for (at, character) in inside.char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '$' => {
                    end = Some(at).filter(|at| inside[*at..].starts_with(mark));
                    break;
                }
                '\n' if was_line => break,
                _ => {}
            }
            was_line = character == '\n' || (was_line && character.is_whitespace());
        }
        match end {
            Some(end) => {
                let formula = readable(&inside[..end]);
                self.input.skip(mark.len() * 2 + end);
                if mark == "$$" {
                    self.display(&formula);
                } else {
                    self.say(&formula);
                }
            }
            None => {
                self.input.skip(mark.len());
                self.say(mark);
            }
        }
    }

    /// A formula on a line of its own.
    pub(super) fn display(&mut self, formula: &str) {
        if self.table.is_some() {
            return self.say(formula);
        }
        self.writer.end();
        self.say(formula);
        self.writer.end();
    }
}
