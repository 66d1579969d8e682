//! Notes, with the numbers that LaTeX prints.

use std::collections::HashMap;

use super::walk::{Close, Walk};
use crate::formats::xml::Numbers;

/// The signs of the notes to a title, in LaTeX's order.
const SIGNS: [&str; 9] = ["*", "†", "‡", "§", "¶", "‖", "**", "††", "‡‡"];

/// Notes within notes: an editor's on the author's, and a remark on that.
const DEEPEST: usize = 4;

/// How notes are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Style {
    #[default]
    Numbers,
    Signs,
    Letters,
    Roman,
}

impl Style {
    /// The style of a definition of `\thefootnote`.
    pub(super) fn of(body: &str) -> Self {
        if body.contains("\\fnsymbol") {
            Self::Signs
        } else if body.contains("\\alph") {
            Self::Letters
        } else if body.contains("\\roman") {
            Self::Roman
        } else {
            Self::Numbers
        }
    }

    fn label(self, number: usize) -> String {
        match self {
            Self::Numbers => number.to_string(),
            Self::Signs => SIGNS.get(number.wrapping_sub(1)).map_or_else(|| number.to_string(), |sign| (*sign).to_owned()),
            Self::Letters => Numbers::Letters { capital: false }.sign(number),
            Self::Roman => Numbers::Roman { capital: false }.sign(number),
        }
    }
}

/// The notes so far.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) style: Style,
    pub(super) number: usize,
    /// How many stand in one another just here.
    pub(super) depth: usize,
    endnotes: usize,
    thanks: usize,
    /// How many keys were given out.
    keys: usize,
    /// Of each label of this chapter, the key, and whether the note's text has been there.
    labels: HashMap<String, (String, bool)>,
}

impl Notes {
    fn key(&mut self) -> String {
        self.keys += 1;
        format!("note {}", self.keys)
    }

    /// A new chapter counts anew.
    pub(super) fn begin_chapter(&mut self) {
        self.number = 0;
        self.labels.clear();
    }

    /// The label for a number as it is typed: a counter's, or the next.
    fn label(&mut self, typed: Option<&str>) -> String {
        match typed.map(str::trim) {
            None => {
                self.number += 1;
                self.style.label(self.number)
            }
            Some(typed) => match typed.parse() {
                Ok(number) => self.style.label(number),
                // `\value{footnote}`: the one before.
                Err(_) if typed.contains("footnote") => self.style.label(self.number),
                Err(_) => typed.trim_matches(['$', '{', '}']).to_owned(),
            },
        }
    }
}

impl Walk<'_> {
    /// `\footnote[3]{text}`
    pub(super) fn footnote(&mut self) {
        let typed = self.input.option();
        let label = self.notes.label(typed.as_deref());
        let key = self.notes.key();
        self.notes.labels.insert(label.clone(), (key.clone(), true));
        self.called(&label, &key);
    }

    /// `\endnote{text}`
    pub(super) fn endnote(&mut self) {
        self.input.option();
        self.notes.endnotes += 1;
        let (label, key) = (self.notes.endnotes.to_string(), self.notes.key());
        self.called(&label, &key);
    }

    /// `\thanks{text}`, in a title.
    pub(super) fn thanks(&mut self) {
        self.notes.thanks += 1;
        let (label, key) = (Style::Signs.label(self.notes.thanks), self.notes.key());
        self.called(&label, &key);
    }

    /// `\marginpar{text}`: a note without a sign.
    pub(super) fn marginal(&mut self) {
        self.input.option();
        let key = self.notes.key();
        self.called("", &key);
    }

    /// `\footnotemark[3]`
    pub(super) fn footnotemark(&mut self) {
        let typed = self.input.option();
        let label = self.notes.label(typed.as_deref());
        let known = self.notes.labels.get(&label).filter(|_| typed.is_some()).map(|(key, _)| key.clone());
        let key = known.unwrap_or_else(|| {
            let key = self.notes.key();
            self.notes.labels.insert(label.clone(), (key.clone(), false));
            key
        });
        self.mark(&label, &key);
    }

    /// `\footnotetext[3]{text}`
    pub(super) fn footnotetext(&mut self) {
        let typed = self.input.option();
        let label = match typed.as_deref() {
            Some(typed) => self.notes.label(Some(typed)),
            None => self.notes.style.label(self.notes.number),
        };
        let waiting = self.notes.labels.get(&label).filter(|(_, has_text)| !has_text).map(|(key, _)| key.clone());
        let key = waiting.unwrap_or_else(|| self.notes.key());
        self.notes.labels.insert(label.clone(), (key.clone(), true));
        let saved = self.begin_note(&label, &key);
        self.open_argument(Close::Note(saved));
    }

    /// `\DUfootnotemark{the mark's name}{the note's name}{3}`
    pub(super) fn named_mark(&mut self) {
        self.input.argument();
        let name = self.input.argument().unwrap_or_default();
        let label = self.input.argument().unwrap_or_default();
        let key = self.named_key(&name, false);
        self.mark(label.trim(), &key);
    }

    /// `\DUfootnotetext{the note's name}{the mark's name}{3}{text}`
    pub(super) fn named_text(&mut self) {
        let name = self.input.argument().unwrap_or_default();
        self.input.argument();
        let label = self.input.argument().unwrap_or_default();
        let key = self.named_key(&name, true);
        let saved = self.begin_note(label.trim(), &key);
        self.open_argument(Close::Note(saved));
    }

    /// The key of a note that has a name; no label is printed with a blank at its beginning.
    fn named_key(&mut self, name: &str, has_text: bool) -> String {
        let name = format!(" {}", name.trim());
        if let Some((key, known)) = self.notes.labels.get_mut(&name)
            && !(*known && has_text)
        {
            *known |= has_text;
            return key.clone();
        }
        let key = self.notes.key();
        self.notes.labels.insert(name, (key.clone(), has_text));
        key
    }

    /// `\begin{footnote}[3]`, as Sphinx writes a note; `\begin{footnotetext}[3]` where its mark stands elsewhere.
    pub(super) fn begin_environment_of_note(&mut self, name: &str) {
        let typed = self.input.option();
        let label = match typed.as_deref() {
            None if name == "footnotetext" => self.notes.style.label(self.notes.number),
            typed => self.notes.label(typed),
        };
        let waiting = self.notes.labels.get(&label).filter(|(_, has_text)| name == "footnotetext" && !has_text);
        let key = waiting.map(|(key, _)| key.clone());
        let key = key.unwrap_or_else(|| self.notes.key());
        self.notes.labels.insert(label.clone(), (key.clone(), true));
        if self.notes.depth >= DEEPEST {
            return self.open(Some(name.to_owned()), Close::Nothing, true);
        }
        if name == "footnote" {
            self.mark(&label, &key);
        }
        let saved = self.begin_note(&label, &key);
        self.open(Some(name.to_owned()), Close::Note(saved), true);
    }

    /// A note of which nothing but these words is known: a work that is named in a note.
    pub(super) fn note_of(&mut self, words: &str) {
        let (label, key) = (self.notes.label(None), self.notes.key());
        self.mark(&label, &key);
        let saved = self.begin_note(&label, &key);
        self.open(None, Close::Note(saved), true);
        self.say(words);
        self.close();
    }

    fn mark(&mut self, label: &str, key: &str) {
        if !self.is_preamble {
            self.ensure();
            self.writer.mark(label, key);
        }
    }

    /// The mark, and the note itself behind it; the deepest holds the words of those that would stand in it.
    fn called(&mut self, label: &str, key: &str) {
        if self.notes.depth >= DEEPEST {
            return self.open_argument(Close::Nothing);
        }
        self.mark(label, key);
        let saved = self.begin_note(label, key);
        self.open_argument(Close::Note(saved));
    }
}
