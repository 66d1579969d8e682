//! The only way into a [`Document`].
//!
//! A format tells the builder what it meets, in the order it meets it: containers, blocks, text, marks, notes. The builder
//! 1. sanitises every piece of text;
//! 2. keeps body and notes apart, each note on a tape of its own, wherever it was met: a note may begin in the middle of a
//!    block, and within another note;
//! 3. leaves it to the [`tape`] to cut spans at the ends of blocks, to drop blocks without text and to split over-long ones;
//! 4. at the end lays the tapes one after another, looks up what links and noterefs named, and reports what it did not find.

mod join;
mod tape;

use std::collections::{HashMap, hash_map::Entry};

use self::{
    join::{Joined, sections, shown},
    tape::{Container, RawLink, RawNoteref, Tape},
};
use super::{
    Align, Document, Evidence, Joint, Kind, Label, Link, Meta, Note, NoteId, Noteref, NoterefId, Origin, Page, Refusal, Table, TableId,
    Target, sanitise,
};
use crate::{
    problem::{Problem, Read},
    role::Role,
    unit::Place,
};

/// Builds a [`Document`]. See the [module](self).
#[derive(Debug)]
pub struct Builder {
    meta: Meta,
    body: Tape,
    notes: Vec<NoteTape>,
    /// The notes that are being written, innermost last.
    open_notes: Vec<usize>,
    tables: Vec<Table>,
    problems: Vec<Problem>,
    whole: bool,
}

#[derive(Debug)]
struct NoteTape {
    label: Label,
    key: String,
    why: Evidence,
    /// The tape it was met on, a note's or the body's, and where.
    met: (Option<usize>, Place),
    tape: Tape,
}

/// A picture written into its address is kept with the text; a larger one would be most of it.
const LARGEST_WRITTEN: usize = 1024 * 1024;

/// An origin that leads somewhere, and can be kept in memory for as long as the text is.
fn fit_to_keep(origin: Origin) -> Option<Origin> {
    match &origin {
        Origin::Part(name) => !name.is_empty(),
        Origin::Address(address) => {
            !address.is_empty() && (address.len() < 4096 || address.starts_with("data:") && address.len() <= LARGEST_WRITTEN)
        }
    }
    .then_some(origin)
}

impl Default for Builder {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Builder {
    /// A builder of an empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder that expects some `bytes` of text and will not have to move them while it grows.
    pub fn with_capacity(bytes: usize) -> Self {
        let body = Tape { text: String::with_capacity(bytes), ..Tape::default() };
        Self {
            meta: Meta::default(),
            body,
            notes: Vec::new(),
            open_notes: Vec::new(),
            tables: Vec::new(),
            problems: Vec::new(),
            whole: true,
        }
    }

    /// What the text says of itself, to be filled in.
    pub fn meta(&mut self) -> &mut Meta {
        &mut self.meta
    }

    /// Says that this is only the first part of a text: what it calls and does not hold may still come.
    pub fn partial(&mut self) {
        self.whole = false;
    }

    /// Reports something that is wrong with the source.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn tape(&mut self) -> &mut Tape {
        match self.open_notes.last() {
            Some(note) => &mut self.notes[*note].tape,
            None => &mut self.body,
        }
    }

    // ── Containers ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// Begins a quotation; ends an open block.
    pub fn open_quote(&mut self) {
        self.end();
        self.tape().containers.push(Container::Quote);
    }

    /// Begins an item of a list, with its label (`•`, `12.`, `☑`), or without one for what only continues or defines; ends
    /// an open block. In a `tight` list no gap is set before the item.
    pub fn open_item(&mut self, label: Option<&str>, tight: bool) {
        self.end();
        // One column between label and text; without a label two columns set a definition off from its term.
        let (label, indent) = match label.map(str::trim).filter(|label| !label.is_empty()) {
            Some(label) => {
                let label = format!("{} ", sanitise(label).replace(['\n', '\t'], " "));
                let indent = crate::unit::width(&label).0.min(12);
                (Some(label), u8::try_from(indent).unwrap_or(12))
            }
            None => (None, 2),
        };
        self.tape().containers.push(Container::Item { label, indent, tight });
    }

    /// Ends the innermost quotation or item, and an open block.
    pub fn close(&mut self) {
        self.end();
        self.tape().containers.pop();
    }

    // ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Begins a block; ends an open one.
    pub fn begin(&mut self, kind: Kind) {
        self.end();
        self.tape().begin(kind);
    }

    /// Begins a paragraph that goes on with the one before it, as if nothing had parted them: a source may be read in
    /// pieces that end anywhere. Ends an open block; where none but a paragraph stands before, it is one of its own.
    pub fn go_on(&mut self) {
        self.begin(Kind::Paragraph);
        let tape = self.tape();
        if let (Some(open), Some(Kind::Paragraph)) = (&mut tape.open, tape.blocks.last().map(|block| block.kind)) {
            open.joint = Joint::Continued;
        }
    }

    /// Begins a heading of this level, from 1; ends an open block.
    pub fn heading(&mut self, level: u8) {
        self.begin(Kind::Heading(level.max(1)));
    }

    /// Begins a table, whose rows are to be parted by line feeds and whose cells by tabs; ends an open block.
    pub fn begin_table(&mut self, columns: Vec<Align>, head: u16) {
        self.end();
        let id = TableId(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        self.tables.push(Table { columns, head });
        self.tape().begin(Kind::Table(id));
    }

    /// Ends the open block, if there is one. A block without text is dropped.
    pub fn end(&mut self) {
        self.tape().end();
    }

    /// Tells whether nothing has been written yet.
    pub fn is_blank(&self) -> bool {
        self.notes.is_empty() && self.body.text.trim().is_empty()
    }

    /// Tells whether a block is open.
    pub fn is_open(&self) -> bool {
        match self.open_notes.last() {
            Some(note) => self.notes[*note].tape.open.is_some(),
            None => self.body.open.is_some(),
        }
    }

    // ── Within a block ──────────────────────────────────────────────────────────────────────────────────────────────

    /// Adds text. A line feed breaks the line (in a table: ends the row); a tab parts cells. Opens a paragraph when no block is open.
    pub fn text(&mut self, text: &str) {
        self.tape().push(&sanitise(text));
    }

    /// Begins a run of this role. It goes on across blocks until it is closed.
    pub fn open_span(&mut self, role: Role) {
        let tape = self.tape();
        let here = tape.here();
        tape.open_spans.push((role, here));
    }

    /// Ends the innermost run of this role; does nothing when none is open.
    pub fn close_span(&mut self, role: Role) {
        let tape = self.tape();
        if let Some(index) = tape.open_spans.iter().rposition(|(open, _)| *open == role) {
            let (role, start) = tape.open_spans.remove(index);
            tape.span(role, start);
        }
    }

    /// Says that the words of the open block are the text's title, or who wrote it where they are a byline: they are so where the text
    /// has not said otherwise. Marks of notes are no part of them.
    pub fn names_text(&mut self) {
        let Some((kind, words)) = self.tape().words_open() else { return };
        let field = if kind == Kind::Title { &mut self.meta.title } else { &mut self.meta.author };
        if field.is_none() && matches!(kind, Kind::Title | Kind::Byline) && !words.is_empty() {
            *field = Some(words);
        }
    }

    /// Adds text of one role.
    pub fn styled(&mut self, role: Role, text: &str) {
        self.open_span(role);
        self.text(text);
        self.close_span(role);
    }

    /// Begins a link to `href`: an address, or `#` and the name of an anchor.
    pub fn open_link(&mut self, href: &str) {
        let tape = self.tape();
        let here = tape.here();
        tape.open_links.push((href.to_owned(), here));
    }

    /// Ends the innermost link; does nothing when none is open.
    pub fn close_link(&mut self) {
        self.tape().close_link();
    }

    /// Begins the words that stand for a picture; they end with [`Builder::close_picture`], or with their block.
    pub fn open_picture(&mut self, origin: Origin) {
        let tape = self.tape();
        tape.make_way();
        let here = tape.here();
        tape.open_picture = fit_to_keep(origin).map(|origin| (origin, here));
    }

    /// Ends the words that stand for a picture; does nothing when there is none.
    pub fn close_picture(&mut self) {
        self.tape().close_picture();
    }

    /// Meets a picture of which nothing is said, between blocks; ends an open block. The words under it stand for it when they follow
    /// at once, else a sign does.
    pub fn wordless_picture(&mut self, origin: Origin) {
        self.end();
        let tape = self.tape();
        tape.show_waiting();
        tape.waiting_picture = fit_to_keep(origin);
    }

    /// Names this place, or the next block when none is open. The first of several places with one name keeps it.
    pub fn anchor(&mut self, name: &str) {
        let tape = self.tape();
        if tape.open.is_some() {
            let here = tape.here();
            tape.anchors.push((name.to_owned(), here));
        } else {
            tape.waiting_anchors.push(name.to_owned());
        }
    }

    /// Begins a section of the body, of this level from 1, with the open block or else with the next one: for sources that have
    /// a table of contents of their own. Once a section is named, headings alone make none.
    pub fn section(&mut self, level: u8, title: &str) {
        let title = sanitise(title).split_whitespace().collect::<Vec<_>>().join(" ");
        let level = level.max(1);
        match &self.body.open {
            Some(block) => self.body.sections.push((block.start, level, title)),
            None => self.body.waiting_sections.push((level, title)),
        }
    }

    /// Begins a page of the printed book here, or with the next block when none is open; a label of blanks names none.
    pub fn page(&mut self, label: &str) {
        let label = sanitise(label).split_whitespace().collect::<Vec<_>>().join(" ");
        if label.is_empty() {
            return;
        }
        let tape = self.tape();
        if tape.open.is_some() {
            let at = tape.here();
            tape.pages.push(Page { label: label.into(), at });
        } else {
            tape.waiting_pages.push(label.into());
        }
    }

    /// Says that what follows, up to [`Builder::end_beside`], is beside the text: its headings are sections that are so, too.
    pub fn begin_beside(&mut self) {
        self.end();
        let here = self.body.here();
        self.body.beside.push(here..Place(u32::MAX));
    }

    /// Ends what [`Builder::begin_beside`] began.
    pub fn end_beside(&mut self) {
        self.end();
        let here = self.body.here();
        if let Some(beside) = self.body.beside.iter_mut().rfind(|beside| beside.end == Place(u32::MAX)) {
            beside.end = here;
        }
    }

    // ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Adds the mark that calls the note of this key, printed as [`Label::mark`] of its label, where the source says outright that it
    /// does.
    pub fn noteref(&mut self, label: &str, key: &str) {
        self.noteref_upon(label, key, Evidence::Markup);
    }

    /// Adds the mark that calls the note of this key, as this evidence says.
    pub fn noteref_upon(&mut self, label: &str, key: &str, why: Evidence) {
        let label = Label::new(&sanitise(label));
        let tape = self.tape();
        let mark = label.mark();
        tape.ensure_open();
        let start = tape.here();
        tape.text.push_str(&mark);
        let at = start..tape.here();
        tape.noterefs.push(RawNoteref { at, label, key: key.to_owned(), why });
    }

    /// Begins a note, wherever one is, where the source says outright that it is one; an open block waits until the note has ended.
    /// `key` is what noterefs name it by.
    pub fn begin_note(&mut self, label: &str, key: &str) {
        self.begin_note_upon(label, key, Evidence::Markup);
    }

    /// Begins a note, as this evidence says.
    pub fn begin_note_upon(&mut self, label: &str, key: &str, why: Evidence) {
        let met = (self.open_notes.last().copied(), self.tape().here());
        self.notes.push(NoteTape {
            label: Label::new(&sanitise(label)),
            key: key.to_owned(),
            why,
            met,
            tape: Tape { is_note: true, ..Tape::default() },
        });
        self.open_notes.push(self.notes.len() - 1);
    }

    /// Ends the innermost note.
    pub fn end_note(&mut self) {
        if let Some(note) = self.open_notes.pop() {
            self.notes[note].tape.finish();
        }
    }

    /// Says that what follows, up to [`Builder::end_refusal`] in the same block, looked like a mark or a note and is neither.
    pub fn begin_refusal(&mut self, why: Evidence) {
        let tape = self.tape();
        let here = tape.here();
        tape.open_refusal = Some((here, why));
    }

    /// Ends what looked like a mark or a note.
    pub fn end_refusal(&mut self) {
        let tape = self.tape();
        if let Some((start, why)) = tape.open_refusal.take() {
            let at = start..tape.here();
            if at.start < at.end && tape.open.as_ref().is_some_and(|block| block.start <= start) {
                tape.refusals.push(Refusal { at, why });
            }
        }
    }

    // ── The end ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Joins everything into a document.
    ///
    /// What does not fit together becomes a problem and is left as it is: a noteref or link whose target is missing leads
    /// nowhere, of two notes with one key the first is called, a note that nobody calls is kept. Nothing of that is said of
    /// a text that is only a first part.
    pub fn finish(mut self) -> Read<Document> {
        while !self.open_notes.is_empty() {
            self.end_note();
        }
        self.body.finish();
        let named = std::mem::take(&mut self.body.sections);
        let beside = std::mem::take(&mut self.body.beside);
        let mut joined = Joined::new(self.body);
        let body_end = Place::at(joined.tape.text.len());
        let body_blocks = joined.tape.blocks.len();
        let more: usize = self.notes.iter().map(|note| note.tape.text.len() + 1).sum();
        joined.tape.text.reserve_exact(more);

        let mut notes: Vec<Note> = Vec::with_capacity(self.notes.len());
        let mut by_key: HashMap<String, NoteId> = HashMap::with_capacity(self.notes.len());
        for NoteTape { label, key, why, met, mut tape } in self.notes {
            if tape.blocks.is_empty() {
                // A note without a word is still a note: its label stands for it, so that its callers lead somewhere.
                tape.begin(Kind::Paragraph);
                tape.push("–");
                tape.finish();
                self.problems.push(Problem::warning(format!("note {label} has no text")));
            }
            let (body, blocks) = joined.append(tape);
            let id = NoteId::at(notes.len());
            match by_key.entry(key) {
                Entry::Vacant(free) => {
                    free.insert(id);
                }
                Entry::Occupied(_) => self.problems.push(
                    Problem::warning(format!("note {label} is defined a second time; the first is the one that is called"))
                        .at_place(body.start),
                ),
            }
            // A note within a note comes after it, so that the place of the outer one is known.
            let base = met.0.and_then(|outer| notes.get(outer)).map_or(Place::START, |outer| outer.body.start);
            let stood = base.plus(met.1.offset());
            notes.push(Note { label, body, blocks, callers: Vec::new(), stood, why });
        }

        let mut noterefs = Vec::with_capacity(joined.noterefs.len());
        for RawNoteref { at, label, key, why } in joined.noterefs {
            let id = NoterefId::at(noterefs.len());
            let note = by_key.get(&key).copied();
            if let Some(note) = note {
                notes[note.index()].callers.push(id);
            }
            noterefs.push(Noteref { at, label, note, why });
        }
        let mut anchors = HashMap::with_capacity(joined.anchors.len());
        // What named a block that was dropped at the end of the text names that end.
        let end = Place::at(joined.tape.text.len());
        for (name, place) in joined.anchors {
            anchors.entry(name).or_insert(place.min(end));
        }
        for (key, id) in by_key {
            anchors.entry(key).or_insert(notes[id.index()].body.start);
        }
        let (mut links, mut lost_links) = (Vec::with_capacity(joined.links.len()), Vec::new());
        for RawLink { at, href } in joined.links {
            let target = match href.strip_prefix('#') {
                None => Target::Address(href),
                Some(name) => match anchors.get(name) {
                    Some(place) => Target::Place(*place),
                    None => {
                        if self.whole {
                            // In a book, the name of a file comes first, and has a sign of its own before the place in it.
                            let shown = if name.contains('#') { name } else { &href };
                            lost_links.push(Problem::warning(format!("a link leads to {shown}, which is not there")).at_place(at.start));
                        }
                        Target::Lost(href)
                    }
                },
            };
            links.push(Link { at, target });
        }

        let Tape { mut text, mut blocks, mut spans, mut pictures, mut pages, refusals, .. } = joined.tape;
        // The pages of a book whose pages were cut in two come twice; the first is where it begins.
        pages.dedup_by(|later, first| later.label == first.label);
        // Nothing is kept that was only needed for growing: a long text's lists are a tenth of it.
        text.shrink_to_fit();
        blocks.shrink_to_fit();
        spans.shrink_to_fit();
        pictures.shrink_to_fit();
        let mut document = Document {
            text,
            body_end,
            blocks,
            body_blocks,
            spans,
            notes,
            noterefs,
            links,
            tables: self.tables,
            pictures,
            sections: Vec::new(),
            pages,
            refusals,
            anchors,
            meta: shown(self.meta),
            whole: self.whole,
        };
        self.problems.extend(document.faults());
        self.problems.append(&mut lost_links);
        document.sections = sections(&document, named, &beside);
        Read { value: document, problems: self.problems }
    }
}

#[cfg(test)]
mod tests;
