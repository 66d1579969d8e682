//! The only way into a [`Document`].
//!
//! A format tells the builder what it meets, in the order it meets it: containers, blocks, text, marks, notes. The builder
//! 1. sanitises every piece of text;
//! 2. keeps body and notes apart, each note on a tape of its own, wherever it was met: a note may begin in the middle of a
//!    block, and within another note;
//! 3. cuts spans at the ends of blocks, drops blocks without text, splits those that are too long to be set in one go;
//! 4. at the end lays the tapes one after another, looks up what links and noterefs named, and reports what it did not find.

use std::{
    collections::{HashMap, hash_map::Entry},
    ops::Range,
};

use super::{
    Align, Block, BlockId, Document, Evidence, Joint, Kind, Label, Link, Meta, Note, NoteId, Noteref, NoterefId, Page, Refusal, Section,
    Span, Table, TableId, Target, sanitise,
};
use crate::{
    problem::{Problem, Read},
    role::Role,
    unit::{Place, Stretch},
};

/// A block longer than this is split, so that no single one takes more than some two milliseconds to set, whatever it is:
/// a paragraph of a megabyte without a line feed stays readable. Few real paragraphs reach 16 KiB (some 2,500 words).
const LONGEST_BLOCK: usize = 16 * 1024;

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

/// One stream of blocks: the body, or a note. Offsets count from the tape's own beginning until the tapes are joined.
#[derive(Debug, Default)]
struct Tape {
    text: String,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    noterefs: Vec<RawNoteref>,
    links: Vec<RawLink>,
    anchors: Vec<(String, Place)>,
    containers: Vec<Container>,
    open: Option<OpenBlock>,
    /// Spans begun and not yet ended, with the place where they began in this block.
    open_spans: Vec<(Role, Place)>,
    open_links: Vec<(String, Place)>,
    /// Anchors met between blocks; they belong to the next one.
    waiting_anchors: Vec<String>,
    /// Pages of the printed book, by where they begin.
    pages: Vec<Page>,
    /// Pages that begin with the next block.
    waiting_pages: Vec<Box<str>>,
    /// What looked like a mark or a note and is neither.
    refusals: Vec<Refusal>,
    /// Where what is being refused begins.
    open_refusal: Option<(Place, Evidence)>,
    /// Where that begins which stands beside the text, and where it ends.
    beside: Vec<Stretch>,
    /// Sections that the source names, with their levels, by where they begin.
    sections: Vec<(Place, u8, String)>,
    /// Sections that begin with the next block.
    waiting_sections: Vec<(u8, String)>,
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

#[derive(Debug)]
struct OpenBlock {
    kind: Kind,
    joint: Joint,
    start: Place,
    label: u8,
}

#[derive(Debug)]
enum Container {
    Quote,
    Item { label: Option<String>, indent: u8, tight: bool },
}

#[derive(Debug)]
struct RawNoteref {
    at: Stretch,
    label: Label,
    key: String,
    why: Evidence,
}

#[derive(Debug)]
struct RawLink {
    at: Stretch,
    href: String,
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
        self.notes.push(NoteTape { label: Label::new(&sanitise(label)), key: key.to_owned(), why, met, tape: Tape::default() });
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
                            lost_links.push(Problem::warning(format!("a link leads to {href}, which is not there")).at_place(at.start));
                        }
                        Target::Lost(href)
                    }
                },
            };
            links.push(Link { at, target });
        }

        let Tape { mut text, mut blocks, mut spans, mut pages, refusals, .. } = joined.tape;
        // The pages of a book whose pages were cut in two come twice; the first is where it begins.
        pages.dedup_by(|later, first| later.label == first.label);
        // Nothing is kept that was only needed for growing: a long text's lists are a tenth of it.
        text.shrink_to_fit();
        blocks.shrink_to_fit();
        spans.shrink_to_fit();
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

impl Tape {
    fn here(&self) -> Place {
        Place::at(self.text.len())
    }

    fn begin(&mut self, kind: Kind) {
        let mut joint = Joint::Apart;
        let mut label_text = None;
        let mut first_of_item = false;
        if let Some(Container::Item { label, tight, .. }) = self.containers.last_mut() {
            first_of_item = label.is_some();
            if *tight {
                joint = Joint::Tight;
            }
            label_text = label.take();
        }
        // The first item of the first list is set apart from what stands before it: tight means "as the item before".
        if joint == Joint::Tight && first_of_item && self.blocks.last().is_none_or(|block| block.indent == 0) {
            joint = Joint::Apart;
        }
        let start = if self.text.is_empty() { Place::START } else { self.here().plus(1) };
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let label = label_text.as_deref().map_or(0, |text| u8::try_from(text.len()).unwrap_or(0));
        if let Some(text) = label_text.filter(|_| label > 0) {
            self.text.push_str(&text);
            let end = self.here();
            self.spans.push(Span { at: start..end, role: Role::ListLabel });
        }
        let here = self.here();
        for open in &mut self.open_spans {
            open.1 = here;
        }
        for open in &mut self.open_links {
            open.1 = here;
        }
        for name in self.waiting_anchors.drain(..) {
            self.anchors.push((name, start));
        }
        self.pages.extend(self.waiting_pages.drain(..).map(|label| Page { label, at: start }));
        self.sections.extend(self.waiting_sections.drain(..).map(|(level, title)| (start, level, title)));
        self.open = Some(OpenBlock { kind, joint, start, label });
    }

    fn ensure_open(&mut self) {
        if self.open.is_none() {
            self.begin(Kind::Paragraph);
        }
    }

    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.ensure_open();
        self.text.push_str(text);
    }

    fn span(&mut self, role: Role, start: Place) {
        let end = self.here();
        if start < end && self.open.is_some() {
            self.spans.push(Span { at: start..end, role });
        }
    }

    fn close_link(&mut self) {
        if let Some((href, start)) = self.open_links.pop() {
            self.link(href, start);
        }
    }

    fn link(&mut self, href: String, start: Place) {
        let end = self.here();
        if start < end && self.open.is_some() {
            self.spans.push(Span { at: start..end, role: Role::Link });
            self.links.push(RawLink { at: start..end, href });
        }
    }

    fn end(&mut self) {
        let Some(OpenBlock { kind, joint, start, label }) = self.open.take() else { return };
        // Blanks at the end of a block are nobody's; verse and code keep those at the beginning of their lines.
        let body = start.plus(usize::from(label)).offset();
        let kept = body + self.text[body..].trim_end_matches([' ', '\n', '\t']).len();
        // A row of a table may end in empty cells, whose tabs it needs.
        let kept = if matches!(kind, Kind::Table(_)) { body + self.text[body..].trim_end_matches('\n').len() } else { kept };
        let is_blank = self.text[body..kept].trim().is_empty() && label == 0;
        self.text.truncate(if is_blank { start.offset().saturating_sub(1) } else { kept });
        if is_blank {
            // What this block added stands at the end of each list: a text of nothing but empty blocks costs no more than itself.
            self.spans.truncate(self.spans.iter().rposition(|span| span.at.start < start).map_or(0, |index| index + 1));
            self.links.truncate(self.links.iter().rposition(|link| link.at.start < start).map_or(0, |index| index + 1));
            self.noterefs.truncate(self.noterefs.iter().rposition(|noteref| noteref.at.start < start).map_or(0, |index| index + 1));
            self.refusals.truncate(self.refusals.iter().rposition(|refusal| refusal.at.start < start).map_or(0, |index| index + 1));
            // A page that began in it begins with the next.
            let first = self.pages.iter().rposition(|page| page.at < start).map_or(0, |index| index + 1);
            let mut begun: Vec<_> = self.pages.drain(first..).map(|page| page.label).collect();
            begun.append(&mut self.waiting_pages);
            self.waiting_pages = begun;
            for (_, place) in self.anchors.iter_mut().rev().take_while(|(_, place)| *place > start) {
                *place = start;
            }
            return;
        }
        self.open = Some(OpenBlock { kind, joint, start, label });
        for index in 0..self.open_spans.len() {
            let (role, from) = self.open_spans[index];
            self.span(role, from);
        }
        for index in 0..self.open_links.len() {
            let (href, from) = self.open_links[index].clone();
            self.link(href, from);
        }
        self.open = None;
        let end = self.here();
        self.clip(start, end);
        // A name in the blanks that were cut off is one of what stands before them.
        for (_, place) in self.anchors.iter_mut().rev().take_while(|(_, place)| *place > end) {
            *place = end;
        }
        let quotes = self.containers.iter().filter(|container| matches!(container, Container::Quote)).count();
        let indent: usize = self
            .containers
            .iter()
            .map(|container| if let Container::Item { indent, .. } = container { usize::from(*indent) } else { 0 })
            .sum();
        let block = Block {
            at: start..end,
            kind,
            joint,
            quotes: u8::try_from(quotes).unwrap_or(u8::MAX),
            indent: u8::try_from(indent).unwrap_or(u8::MAX),
            label,
        };
        self.split(&block);
    }

    /// Spans of the block that has just ended may reach into blanks that were cut off.
    fn clip(&mut self, start: Place, end: Place) {
        // So may the names of places.
        for (_, place) in self.anchors.iter_mut().rev().take_while(|(_, place)| *place > end) {
            *place = end;
        }
        for span in self.spans.iter_mut().rev().take_while(|span| span.at.start >= start) {
            span.at.end = span.at.end.min(end);
        }
        for link in self.links.iter_mut().rev().take_while(|link| link.at.start >= start) {
            link.at.end = link.at.end.min(end);
        }
        for page in self.pages.iter_mut().rev().take_while(|page| page.at > end) {
            page.at = end;
        }
        for refusal in self.refusals.iter_mut().rev().take_while(|refusal| refusal.at.start >= start) {
            refusal.at.end = refusal.at.end.min(end);
        }
        let first = self.spans.iter().rposition(|span| span.at.start < start).map_or(0, |index| index + 1);
        let mut kept = self.spans.split_off(first);
        kept.retain(|span| span.at.start < span.at.end);
        kept.sort_by(|a, b| a.at.start.cmp(&b.at.start).then(b.at.end.cmp(&a.at.end)));
        self.spans.extend(kept);
        // Those before it were clipped with their own blocks: a text of many links is not gone through again for each.
        let first = self.links.iter().rposition(|link| link.at.start < start).map_or(0, |index| index + 1);
        let mut kept = self.links.split_off(first);
        kept.retain(|link| link.at.start < link.at.end);
        // Of links within each other the inner one ended first.
        kept.sort_by(|a, b| a.at.start.cmp(&b.at.start).then(b.at.end.cmp(&a.at.end)));
        self.links.extend(kept);
    }

    /// Keeps a block, as several where it is too long to be set in one go.
    fn split(&mut self, block: &Block) {
        let mut from = block.at.start;
        while block.at.end.offset() - from.offset() > LONGEST_BLOCK {
            let (end, next) = self.cut(block, from);
            self.cut_spans(end, next);
            let first = from == block.at.start;
            self.blocks.push(Block {
                at: from..end,
                joint: if first { block.joint } else { Joint::Continued },
                label: if first { block.label } else { 0 },
                ..block.clone()
            });
            from = next;
        }
        let first = from == block.at.start;
        let at = from..block.at.end;
        self.blocks.push(Block {
            at,
            joint: if first { block.joint } else { Joint::Continued },
            label: if first { block.label } else { 0 },
            ..block.clone()
        });
    }

    /// Where to end a part of an over-long block that begins at `from`, and where the next part begins: after a sentence if
    /// there is one, else between words, else between characters, and never within a noteref.
    fn cut(&self, block: &Block, from: Place) -> (Place, Place) {
        let mut limit = from.offset() + LONGEST_BLOCK;
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let part = &self.text[from.offset()..limit];
        // The last quarter, so that parts stay of one size.
        let mut earliest = part.len() * 3 / 4;
        while !part.is_char_boundary(earliest) {
            earliest -= 1;
        }
        let tail = &part[earliest..];
        let found = if matches!(block.kind, Kind::Code | Kind::Verse | Kind::Table(_)) {
            tail.rfind('\n').map(|at| (at, at + 1))
        } else {
            ['.', '!', '?', '…', '。']
                .iter()
                .filter_map(|stop| tail.rfind(&format!("{stop} ")).map(|at| (at + stop.len_utf8(), at + stop.len_utf8() + 1)))
                .max()
                .or_else(|| tail.rfind(' ').map(|at| (at, at + 1)))
        };
        let base = from.offset() + earliest;
        let (end, next) = found.map_or((limit, limit), |(end, next)| (base + end, base + next));
        let (end, next) = (Place::at(end), Place::at(next));
        let hit = self.noterefs.partition_point(|noteref| noteref.at.end <= end);
        match self.noterefs.get(hit) {
            Some(noteref) if noteref.at.start < end && noteref.at.start > from => (noteref.at.start, noteref.at.start),
            _ => (end, next),
        }
    }

    /// Cuts the spans and links that reach across the end of a part of a block.
    fn cut_spans(&mut self, end: Place, next: Place) {
        let mut beyond = Vec::new();
        for span in self.spans.iter_mut().filter(|span| span.at.start < end && span.at.end > end) {
            if span.at.end > next {
                beyond.push(Span { at: next..span.at.end, role: span.role });
            }
            span.at.end = end;
        }
        self.spans.extend(beyond);
        self.spans.sort_by(|a, b| a.at.start.cmp(&b.at.start).then(b.at.end.cmp(&a.at.end)));
        let mut beyond = Vec::new();
        for link in self.links.iter_mut().filter(|link| link.at.start < end && link.at.end > end) {
            if link.at.end > next {
                beyond.push(RawLink { at: next..link.at.end, href: link.href.clone() });
            }
            link.at.end = end;
        }
        self.links.extend(beyond);
        self.links.sort_by_key(|link| link.at.start);
    }

    /// Ends whatever is open; anchors that wait for a block that never came stay at the end.
    fn finish(&mut self) {
        self.end();
        let here = self.here();
        for name in std::mem::take(&mut self.waiting_anchors) {
            self.anchors.push((name, here));
        }
        self.pages.extend(self.waiting_pages.drain(..).map(|label| Page { label, at: here }));
        // Sections of which nothing can be read, at the very end, go to what was last.
        let last = self.blocks.last().map_or(Place::START, |block| block.at.start);
        let waiting = std::mem::take(&mut self.waiting_sections);
        self.sections.extend(waiting.into_iter().map(|(level, title)| (last, level, title)));
        self.containers.clear();
        self.open_spans.clear();
        self.open_links.clear();
    }
}

/// The tapes laid one after another.
struct Joined {
    tape: Tape,
    noterefs: Vec<RawNoteref>,
    links: Vec<RawLink>,
    anchors: Vec<(String, Place)>,
}

impl Joined {
    fn new(mut body: Tape) -> Self {
        let noterefs = std::mem::take(&mut body.noterefs);
        let links = std::mem::take(&mut body.links);
        let anchors = std::mem::take(&mut body.anchors);
        Self { tape: body, noterefs, links, anchors }
    }

    /// Lays one more tape at the end; gives where its text and its blocks now are.
    fn append(&mut self, tape: Tape) -> (Stretch, Range<BlockId>) {
        if !self.tape.text.is_empty() {
            self.tape.text.push('\n');
        }
        let base = self.tape.text.len();
        let shift = |at: &Stretch| at.start.plus(base)..at.end.plus(base);
        let first = BlockId::at(self.tape.blocks.len());
        self.tape.text.push_str(&tape.text);
        self.tape.blocks.extend(tape.blocks.into_iter().map(|block| Block { at: shift(&block.at), ..block }));
        self.tape.spans.extend(tape.spans.into_iter().map(|span| Span { at: shift(&span.at), ..span }));
        self.noterefs.extend(tape.noterefs.into_iter().map(|noteref| RawNoteref { at: shift(&noteref.at), ..noteref }));
        self.tape.pages.extend(tape.pages.into_iter().map(|page| Page { at: page.at.plus(base), ..page }));
        self.tape.refusals.extend(tape.refusals.into_iter().map(|refusal| Refusal { at: shift(&refusal.at), ..refusal }));
        self.links.extend(tape.links.into_iter().map(|link| RawLink { at: shift(&link.at), ..link }));
        self.anchors.extend(tape.anchors.into_iter().map(|(name, place)| (name, place.plus(base))));
        (Place::at(base)..Place::at(self.tape.text.len()), first..BlockId::at(self.tape.blocks.len()))
    }
}

/// What a text says of itself, each on one line and as harmless as its text: it is shown in the status line, in lists, in
/// citations. What is left blank is not said.
fn shown(meta: Meta) -> Meta {
    let shown = |said: Option<String>| {
        let said = said?;
        let words: Vec<&str> = said.split_whitespace().collect();
        Some(sanitise(&words.join(" ")).into_owned()).filter(|said| !said.is_empty())
    };
    let Meta { title, author, date, lang, description, timeline, bibliography } = meta;
    Meta {
        title: shown(title),
        author: shown(author),
        date: shown(date),
        lang: shown(lang),
        description: shown(description),
        timeline: shown(timeline),
        bibliography: shown(bibliography),
    }
}

/// The outline: from the sections that the source names itself, or else from the headings of the body.
fn sections(document: &Document, mut named: Vec<(Place, u8, String)>, beside: &[Stretch]) -> Vec<Section> {
    if named.is_empty() {
        let headings = document.blocks[..document.body_blocks].iter().filter_map(|block| match block.kind {
            Kind::Heading(level) if block.joint != Joint::Continued => Some((block.at.start, level, document.words(&block.at))),
            _ => None,
        });
        named = headings.collect();
    }
    // Contents need not follow the text; of two that begin at one place, the first named stands first.
    named.sort_by_key(|(place, ..)| *place);
    let mut sections: Vec<Section> = Vec::with_capacity(named.len());
    let mut open: Vec<usize> = Vec::new();
    for (place, level, title) in named {
        let Some(heading) = document.block_at(place).filter(|block| block.index() < document.body_blocks) else { continue };
        let start = document.block(heading).at.start;
        while let Some(last) = open.last().copied().filter(|last| sections[*last].level >= level) {
            sections[last].at.end = start;
            open.pop();
        }
        open.push(sections.len());
        let is_beside = beside.iter().any(|beside| beside.start <= start && start < beside.end);
        sections.push(Section { heading, level, title, at: start..document.body_end, is_beside });
    }
    sections
}

#[cfg(test)]
mod tests;
