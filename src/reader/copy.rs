//! Copying: a passage with where it stands, and with the notes it calls, whose short forms are spelt out.
//!
//! An *ibid.* means nothing where the note before it is not: in what is copied the work it stands for is added in square brackets,
//! and what nobody can be sure of is added as such.

use serde_json::{Map, Value, json};

use super::{
    Effect, State,
    cited::{Cited, label},
    item::Item,
    lists,
};
use crate::{
    citation::{Cite, Meaning, Reason, Sure},
    document::{Document, Label, NoteId},
    role::Role,
    unit::{Place, Stretch},
};

/// As what a passage is copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CopyAs {
    /// Text, its citation, and the notes it calls.
    #[default]
    Plain,
    /// The same in Markdown: a quotation with footnotes.
    Markdown,
    /// A bibliography of the text, and of the works its notes cite there, for programs that keep bibliographies.
    CslJson,
    /// The words alone.
    Bare,
}

impl CopyAs {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Markdown, Self::CslJson, Self::Bare];

    /// The name in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Markdown => "markdown",
            Self::CslJson => "csl-json",
            Self::Bare => "bare",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl State {
    /// What would be copied: what is selected, or the note in question, or the sentence of what is lit or of the hit.
    fn copied(&self) -> Option<Stretch> {
        let document = &self.book.document;
        match (self.book.selection, self.note_in_question(), self.book.lit) {
            (Some(selection), ..) => Some(selection.stretch(document)),
            (None, Some(note), _) => Some(document.note(note).body.clone()),
            (None, None, Some(Item::Picture(id))) => Some(document.picture(id).at.clone()),
            (None, None, Some(Item::Link(index))) => Some(document.links()[index].at.clone()),
            (None, None, Some(Item::Noteref(id))) => Some(document.sentence_around(document.noteref(id).at.start)),
            (None, None, None) => self.hit_on_page().map(|hit| document.sentence_around(hit.start)),
        }
    }

    /// Copies it, with where it stands.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let Some(at) = self.copied() else {
            self.refuse("nothing is selected · v begins to select");
            return Vec::new();
        };
        let passage = Passage { document: &self.book.document, cited: &self.book.cited, title: &self.book.title, at: &at };
        let format = self.settings.copy;
        let (text, notes) = (passage.copied(format), passage.notes().len());
        let words = self.book.document.words(&at).split_whitespace().count();
        self.book.selection = None;
        let words = format!("copied: {words} {}", if words == 1 { "word" } else { "words" });
        self.say(match (format, notes) {
            (CopyAs::Bare, _) => words,
            (CopyAs::CslJson, _) => format!("{words}, as a bibliography"),
            (CopyAs::Plain | CopyAs::Markdown, 0) => format!("{words}, with where they stand"),
            (CopyAs::Plain | CopyAs::Markdown, 1) => format!("{words}, with where they stand and their note"),
            (CopyAs::Plain | CopyAs::Markdown, many) => format!("{words}, with where they stand and their {many} notes"),
        });
        vec![Effect::Copy(text)]
    }

    /// Copies in this way from now on, and at once if there is something to copy.
    pub(super) fn copy_as(&mut self, format: CopyAs) -> Vec<Effect> {
        self.settings.copy = format;
        let keep = Effect::KeepSetting { name: "copy", value: format.name().to_owned() };
        let mut effects = vec![keep];
        if self.copied().is_some() {
            effects.extend(self.copy());
        } else {
            self.say(match format {
                CopyAs::Plain => "y copies text, with where it stands and its notes",
                CopyAs::Markdown => "y copies Markdown, with where it stands and its notes",
                CopyAs::CslJson => "y copies a bibliography as CSL-JSON",
                CopyAs::Bare => "y copies the words alone",
            });
        }
        effects
    }
}

/// Something to be copied.
struct Passage<'a> {
    document: &'a Document,
    cited: &'a Cited,
    title: &'a str,
    at: &'a Stretch,
}

/// How words are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Without the marks of notes.
    Bare,
    /// With the marks as they are printed.
    Plain,
    /// With footnotes' marks and emphasis.
    Markdown,
}

impl Passage<'_> {
    fn copied(&self, format: CopyAs) -> String {
        match format {
            CopyAs::Bare => self.text(Manner::Bare).join("\n\n") + "\n",
            CopyAs::Plain => {
                let text = self.text(Manner::Plain).join("\n\n");
                let mark = |note| format!("{} {}", self.document.note(note).label.mark(), self.note(note, Manner::Plain));
                self.with_notes(&text, Manner::Plain, mark)
            }
            CopyAs::Markdown => {
                let blocks = self.text(Manner::Markdown);
                let text: Vec<String> = blocks.iter().map(|block| format!("> {}", block.replace('\n', "\n> "))).collect();
                let mark = |note| format!("{}: {}", footnote(&self.document.note(note).label), self.note(note, Manner::Markdown));
                self.with_notes(&text.join("\n>\n"), Manner::Markdown, mark)
            }
            CopyAs::CslJson => self.bibliography(),
        }
    }

    /// Text, where it stands, and the notes it calls, one a line.
    fn with_notes(&self, text: &str, manner: Manner, line: impl Fn(NoteId) -> String) -> String {
        let notes: Vec<String> = self.notes().into_iter().map(line).collect();
        let below = if notes.is_empty() { String::new() } else { format!("\n{}\n", notes.join("\n")) };
        format!("{text}\n\n— {}\n{below}", self.source(manner))
    }

    /// The notes that the passage calls, in its order, and those that these call.
    fn notes(&self) -> Vec<NoteId> {
        let mut known = vec![false; self.document.notes().len()];
        let mut notes: Vec<NoteId> = Vec::new();
        let mut at = self.at.clone();
        for next in 0.. {
            for note in self.document.noterefs_in(&at).filter_map(|id| self.document.noteref(id).note) {
                if !std::mem::replace(&mut known[note.index()], true) {
                    notes.push(note);
                }
            }
            let Some(note) = notes.get(next) else { break };
            at = self.document.note(*note).body.clone();
        }
        notes
    }

    /// The text of the passage, block by block. What is taken from a note has its short forms spelt out.
    fn text(&self, manner: Manner) -> Vec<String> {
        let document = self.document;
        let first = document.block_at(self.at.start).map_or(0, crate::document::BlockId::index);
        let spelt = match document.note_at(self.at.start) {
            Some(note) if manner != Manner::Bare => self.spelt_out(note),
            _ => Vec::new(),
        };
        let blocks = document.blocks()[first..].iter().take_while(|block| block.at.start < self.at.end);
        let texts = blocks.map(|block| {
            let at = block.at.start.max(self.at.start)..block.at.end.min(self.at.end);
            self.written(&at, manner, &spelt).trim().to_owned()
        });
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// A note on one line, its short forms spelt out.
    fn note(&self, note: NoteId, manner: Manner) -> String {
        let at = self.document.note(note).body.clone();
        let text = self.written(&at, manner, &self.spelt_out(note));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What is added to a note so that it can be understood alone, and after which words.
    fn spelt_out(&self, note: NoteId) -> Vec<(Place, String)> {
        let cites = self.cited.short_forms(note);
        cites.filter_map(|cite| Some((self.end_of_name(cite), self.meaning(cite)?))).collect()
    }

    /// Where the words end that name the work, before the locator and what parts them.
    fn end_of_name(&self, cite: &Cite) -> Place {
        let end = cite.locator.as_ref().map(|locator| locator.start).filter(|start| *start > cite.at.start).unwrap_or(cite.at.end);
        let words = self.document.slice(&(cite.at.start..end)).trim_end_matches([',', ';', ':', ' ', '\n', '(']);
        cite.at.start.plus(words.len())
    }

    fn meaning(&self, cite: &Cite) -> Option<String> {
        let (document, apparatus) = (self.document, &self.cited.apparatus);
        let entry = |work| apparatus.entry_words(document, work).trim_end_matches('.').to_owned();
        match &cite.meaning {
            Meaning::Work(work) => {
                if cite.reason == Reason::NotInFull || apparatus.work(*work).entry() == &cite.at {
                    return None;
                }
                let doubt = if cite.sure < Sure::Certain { "probably " } else { "" };
                let locator = if cite.locator.is_none() { apparatus.locator(cite) } else { None };
                let locator = locator.map(|at| format!(", {}", document.words(at))).unwrap_or_default();
                Some(format!("{doubt}{}{locator}", entry(*work)))
            }
            Meaning::OneOf(works) => {
                let works: Vec<String> = works.iter().map(|work| entry(*work)).collect();
                Some(format!("one of: {}", works.join("; or: ")))
            }
            Meaning::Note(note) => Some(format!("{}: {}", label(document, *note), document.words(&document.note(*note).body))),
            Meaning::OneOfNotes(_) | Meaning::Unknown => None,
        }
    }

    /// A stretch within one block or note, as it is to be written, with what is spelt out.
    fn written(&self, at: &Stretch, manner: Manner, spelt: &[(Place, String)]) -> String {
        let document = self.document;
        // What happens where, in the order in which it does at one place.
        let mut events: Vec<(Place, u8, String, Place)> = Vec::new();
        if manner == Manner::Markdown {
            let from = document.block_at(at.start).map_or(at.start, |block| document.block(block).at.start);
            for span in document.spans_in(&(from..at.end)) {
                let sign = match span.role {
                    Role::Emphasis => "*",
                    Role::Strong => "**",
                    Role::Code => "`",
                    _ => continue,
                };
                let (start, end) = (span.at.start.max(at.start), span.at.end.min(at.end));
                if start < end {
                    events.push((start, 3, sign.to_owned(), start));
                    events.push((end, 0, sign.to_owned(), end));
                }
            }
        }
        for (place, words) in spelt.iter().filter(|(place, _)| at.start < *place && *place <= at.end) {
            let words = if manner == Manner::Markdown { escaped(words) } else { words.clone() };
            events.push((*place, 1, format!(" [{words}]"), *place));
        }
        for noteref in document.noterefs_in(at).map(|id| document.noteref(id)) {
            // A mark without its note is nothing but a figure.
            let mark = match manner {
                Manner::Bare => String::new(),
                _ if noteref.note.is_none() => String::new(),
                Manner::Plain => noteref.label.mark(),
                Manner::Markdown => footnote(&noteref.label),
            };
            events.push((noteref.at.start, 2, mark, noteref.at.end.min(at.end)));
        }
        events.sort_by_key(|(place, order, ..)| (*place, *order));
        let mut text = String::new();
        let mut from = at.start;
        let put = |text: &mut String, from: Place, to: Place| {
            let words = document.slice(&(from..to.max(from)));
            if manner == Manner::Markdown { text.push_str(&escaped(words)) } else { text.push_str(words) }
        };
        for (place, _, words, after) in events {
            put(&mut text, from, place);
            text.push_str(&words);
            from = from.max(place).max(after);
        }
        put(&mut text, from, at.end);
        text
    }

    /// Author, title, date, and where in it.
    fn source(&self, manner: Manner) -> String {
        let document = self.document;
        let meta = document.meta();
        let plain = |words: &str| if manner == Manner::Markdown { escaped(words) } else { words.to_owned() };
        let mut source: Vec<String> = meta.author.iter().map(|author| plain(author)).collect();
        let title = plain(self.title);
        source.push(if manner == Manner::Markdown { format!("*{title}*") } else { title });
        source.extend(meta.date.as_deref().map(plain));
        let note = document.note_at(self.at.start);
        match note {
            Some(id) => source.push(plain(&format!("note {}", document.note(id).label))),
            None if document.section_at(self.at.start).is_some() => {
                source.push(format!("“{}”", plain(&lists::section_title(document, self.at.start))));
            }
            None => {}
        }
        match document.printed_pages(self.at) {
            Some(pages) => source.push(plain(&pages)),
            None if note.is_none() => source.push(format!("{} %", document.percent(self.at.start))),
            None => {}
        }
        source.join(", ")
    }

    /// The text, and the works that the notes of the passage cite, as items of the Citation Style Language (CSL-JSON, schema 1.0.2).
    fn bibliography(&self) -> String {
        let document = self.document;
        let meta = document.meta();
        let mut item = Map::new();
        item.insert("id".to_owned(), json!("text"));
        item.insert("type".to_owned(), json!("document"));
        item.insert("title".to_owned(), json!(self.title));
        if let Some(author) = &meta.author {
            // As it is given: which part is the family's is not for us to guess.
            item.insert("author".to_owned(), json!([{ "literal": author }]));
        }
        if let Some(date) = &meta.date {
            let issued = match date.parse::<i32>() {
                Ok(year) => json!({ "date-parts": [[year]] }),
                Err(_) => json!({ "raw": date }),
            };
            item.insert("issued".to_owned(), issued);
        }
        if let Some(lang) = &meta.lang {
            item.insert("language".to_owned(), json!(lang));
        }
        if document.section_at(self.at.start).is_some() {
            item.insert("section".to_owned(), json!(lists::section_title(document, self.at.start)));
        }
        if let Some(pages) = document.printed_pages(self.at) {
            // «pp.» is for each style to write.
            item.insert("page".to_owned(), json!(pages.split_once(' ').map_or(&*pages, |(_, pages)| pages)));
        }
        item.insert("note".to_owned(), json!(format!("“{}”", document.words(self.at))));
        let mut items = vec![Value::Object(item)];
        let own = document.note_at(self.at.start).into_iter();
        let mut works = Vec::new();
        for cite in own.chain(self.notes()).flat_map(|note| self.cited.apparatus.cites_of(note)) {
            if let Meaning::Work(id) = cite.meaning
                && !works.contains(&id)
            {
                works.push(id);
                let work = self.cited.apparatus.work(id);
                items.push(json!({
                    "id": format!("work-{}", id.index() + 1),
                    "type": "document",
                    "title": if work.title.is_empty() { document.words(work.entry()) } else { work.title.clone() },
                    // The printed entry: it holds what no rule can take apart for certain.
                    "note": self.cited.apparatus.entry_words(document, id),
                }));
            }
        }
        // Strings alone: nothing in it can fail.
        serde_json::to_string_pretty(&items).unwrap_or_default() + "\n"
    }
}

/// The mark of a footnote in Markdown; a label in it has neither blanks nor brackets.
fn footnote(label: &Label) -> String {
    let label: String =
        label.as_str().chars().map(|sign| if sign.is_whitespace() || matches!(sign, '[' | ']' | '^') { '-' } else { sign }).collect();
    format!("[^{}]", if label.is_empty() { "note" } else { &label })
}

/// Words in which nothing is taken for Markdown.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for sign in words.chars() {
        if matches!(sign, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}
