//! One text, many spans: what every format becomes and everything else works on.
//!
//! A [`Document`] holds one contiguous UTF-8 string: the body in reading order, then the notes, one after another. All the
//! rest stands beside it as stretches of that string: [`Block`]s (what is set on lines of its own), [`Span`]s (what a run
//! is), [`Noteref`]s and [`Note`]s, [`Link`]s, [`Picture`]s, [`Section`]s. They are sorted by where they begin, so that whatever lies on
//! a page is found by bisection and nothing depends on how far into the text one is.
//!
//! The only way in is the [`Builder`]: it sanitises text, keys anchors, splits over-long blocks, joins noterefs to their
//! notes and collects what does not fit together. Nothing here knows widths, panes, or what format a text came in.

mod block;
mod builder;
mod evidence;
mod locator;
mod note;
mod overrule;
mod page;
mod picture;
mod sanitise;

use std::{collections::HashMap, ops::Range};

use unicode_segmentation::UnicodeSegmentation;

pub use self::{
    block::{Align, Block, BlockId, Joint, Kind, Table, TableId},
    builder::Builder,
    evidence::{Clue, Clues, Evidence, Print, Refusal},
    locator::Locator,
    note::{Label, Note, NoteId, Noteref, NoterefId},
    overrule::{Overrule, Overruling, WhichMark, WhichNote},
    page::Page,
    picture::{Origin, Picture, PictureId, WORDLESS},
    sanitise::sanitise,
};
use crate::{
    problem::{Problem, Read},
    role::Role,
    unit::{Place, Stretch},
};

/// A stretch of text and what it is; never a colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it lies. A span lies within one block.
    pub at: Stretch,
    /// What it is.
    pub role: Role,
}

/// A link and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words one follows.
    pub at: Stretch,
    /// Where they lead.
    pub target: Target,
}

/// Where a link leads, after it was looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A place in this text.
    Place(Place),
    /// Somewhere outside, named by its address.
    Address(String),
    /// An address inside this text that is not there.
    Lost(String),
}

/// A heading and what stands under it, up to the next heading of its level or above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading's block.
    pub heading: BlockId,
    /// Its level, from 1.
    pub level: u8,
    /// Its heading's words, without noterefs.
    pub title: String,
    /// From its heading to its end.
    pub at: Stretch,
    /// Whether it is beside the text rather than part of it: a bibliography, a translation, a review printed with it.
    pub is_beside: bool,
}

/// What a text says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it; several joined by a comma or "and", as given.
    pub author: Option<String>,
    /// When it was written or published, as given.
    pub date: Option<String>,
    /// Its language as a BCP 47 tag: `en`, `de-AT`.
    pub lang: Option<String>,
    /// A sentence about it.
    pub description: Option<String>,
    /// The file of its timeline, as given: beside the text, unless it says otherwise.
    pub timeline: Option<String>,
    /// The files that list the works it cites, as given; several joined by a comma.
    pub bibliography: Option<String>,
}

/// One text and its spans. See the [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    text: String,
    body_end: Place,
    blocks: Vec<Block>,
    body_blocks: usize,
    spans: Vec<Span>,
    notes: Vec<Note>,
    noterefs: Vec<Noteref>,
    links: Vec<Link>,
    tables: Vec<Table>,
    pictures: Vec<Picture>,
    sections: Vec<Section>,
    pages: Vec<Page>,
    refusals: Vec<Refusal>,
    anchors: HashMap<String, Place>,
    meta: Meta,
    whole: bool,
}

impl Document {
    /// The whole text: the body in reading order, then the notes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A stretch of the text. Places that lie within a character are moved to its beginning, places beyond the end to
    /// the end, so that a stretch kept from another version of a text cannot do harm.
    pub fn slice(&self, at: &Stretch) -> &str {
        let start = self.floor(at.start).offset();
        let end = self.floor(at.end).offset();
        &self.text[start..end.max(start)]
    }

    /// The nearest place at or before `place` that is on a character boundary inside the text.
    pub fn floor(&self, place: Place) -> Place {
        let mut offset = place.offset().min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        Place::at(offset)
    }

    /// What the text says of itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Tells whether this is the whole text, not only the first part of one that is still being read.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Tells whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Where the body ends and the notes begin.
    pub fn body_end(&self) -> Place {
        self.body_end
    }

    /// The end of the text, notes included.
    pub fn end(&self) -> Place {
        Place::at(self.text.len())
    }

    /// How much of the body lies before `place`, from 0 to 100; places in the notes are at 100.
    pub fn percent(&self, place: Place) -> u8 {
        let (here, whole) = (u64::from(place.0.min(self.body_end.0)), u64::from(self.body_end.0.max(1)));
        u8::try_from(here * 100 / whole).unwrap_or(100)
    }

    /// The place with `percent` of the body before it; 100 and above is the body's end.
    pub fn place_at_percent(&self, percent: u8) -> Place {
        let place = Place::at(self.body_end.offset() * usize::from(percent.min(100)) / 100);
        self.floor(place)
    }

    /// All blocks: those of the body, then those of the notes.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks of the body.
    pub fn body(&self) -> Range<BlockId> {
        BlockId(0)..BlockId::at(self.body_blocks)
    }

    /// All blocks, as a range of their ids.
    pub fn all_blocks(&self) -> Range<BlockId> {
        BlockId(0)..BlockId::at(self.blocks.len())
    }

    /// One block.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }

    /// The block that holds `place`, or the last one before it; `None` only in an empty text.
    pub fn block_at(&self, place: Place) -> Option<BlockId> {
        let after = self.blocks.partition_point(|block| block.at.start <= place);
        if self.blocks.is_empty() { None } else { Some(BlockId::at(after.saturating_sub(1))) }
    }

    /// The table of a block of kind [`Kind::Table`].
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.index()]
    }

    /// The spans that begin in `at`. As a span lies within one block, the stretch of a block gives all of its spans.
    pub fn spans_in(&self, at: &Stretch) -> &[Span] {
        within(&self.spans, at, |span| span.at.start)
    }

    /// All notes, in the order in which the text defines them.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// One note.
    pub fn note(&self, id: NoteId) -> &Note {
        &self.notes[id.index()]
    }

    /// The ids of all notes.
    pub fn note_ids(&self) -> impl DoubleEndedIterator<Item = NoteId> + ExactSizeIterator + use<> {
        (0..self.notes.len()).map(NoteId::at)
    }

    /// The note whose text holds `place`.
    pub fn note_at(&self, place: Place) -> Option<NoteId> {
        let after = self.notes.partition_point(|note| note.body.start <= place);
        let index = after.checked_sub(1)?;
        (place >= self.body_end && place <= self.notes[index].body.end).then(|| NoteId::at(index))
    }

    /// The note that begins with this block.
    pub fn note_opened_by(&self, block: BlockId) -> Option<NoteId> {
        if block.index() < self.body_blocks {
            return None;
        }
        self.notes.binary_search_by_key(&block, |note| note.blocks.start).ok().map(NoteId::at)
    }

    /// All noterefs, in the order of the text: those of the body first, then those within notes.
    pub fn noterefs(&self) -> &[Noteref] {
        &self.noterefs
    }

    /// One noteref.
    pub fn noteref(&self, id: NoterefId) -> &Noteref {
        &self.noterefs[id.index()]
    }

    /// The ids of the noterefs that begin in `at`.
    pub fn noterefs_in(&self, at: &Stretch) -> impl DoubleEndedIterator<Item = NoterefId> + ExactSizeIterator + use<> {
        let start = self.noterefs.partition_point(|noteref| noteref.at.start < at.start);
        let end = self.noterefs.partition_point(|noteref| noteref.at.start < at.end);
        (start..end.max(start)).map(NoterefId::at)
    }

    /// The first noteref after `place`, and the last one before it.
    pub fn noterefs_around(&self, place: Place) -> (Option<NoterefId>, Option<NoterefId>) {
        let after = self.noterefs.partition_point(|noteref| noteref.at.start <= place);
        let before = self.noterefs.partition_point(|noteref| noteref.at.start < place);
        ((after < self.noterefs.len()).then(|| NoterefId::at(after)), before.checked_sub(1).map(NoterefId::at))
    }

    /// All links, in the order of the text.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links that begin in `at`.
    pub fn links_in(&self, at: &Stretch) -> &[Link] {
        within(&self.links, at, |link| link.at.start)
    }

    /// All sections, in the order of the text; the outline.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// What looked like a mark or a note and was taken for neither, in the order of the text.
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// The innermost section that `place` is in, by its index among [`Document::sections`].
    pub fn section_at(&self, place: Place) -> Option<usize> {
        let after = self.sections.partition_point(|section| section.at.start <= place);
        (0..after).rev().find(|index| place < self.sections[*index].at.end)
    }

    /// The place that the text itself names: an id of the source, or a heading's slug.
    pub fn anchor(&self, name: &str) -> Option<Place> {
        self.anchors.get(name).copied()
    }

    /// The sentence that holds `place`, within its block.
    pub fn sentence_around(&self, place: Place) -> Stretch {
        let Some(block) = self.block_at(place) else { return place..place };
        let at = &self.block(block).at;
        let (mut start, mut end) = (at.start, at.end);
        let noteref = self.noterefs_in(at).map(|id| &self.noteref(id).at).find(|noteref| noteref.contains(&place));
        let mut goes_on = false;
        for (offset, sentence) in self.slice(at).split_sentence_bound_indices() {
            let from = at.start.plus(offset);
            let to = from.plus(sentence.len());
            // A noteref belongs to the sentence before it, although the segmentation takes "[3] " for the next one's beginning.
            if from <= place && !noteref.is_some_and(|noteref| noteref.contains(&from)) && !goes_on {
                start = from;
            }
            goes_on = ends_in_initial(sentence);
            if to > place && !goes_on {
                end = to;
                break;
            }
        }
        // Nor does a sentence begin or end within the noteref of another, as it does after the bracket in "east.[3] Then".
        let whole = |edge: Place| {
            let noterefs = self.noterefs_in(at).map(|id| &self.noteref(id).at);
            noterefs.rev().find(|noteref| noteref.start < edge && edge < noteref.end).map_or(edge, |noteref| noteref.end)
        };
        whole(start)..whole(end)
    }

    /// Words without noterefs: a stretch of text as one would quote it, line feeds and tabs as spaces.
    pub fn words(&self, at: &Stretch) -> String {
        let mut words = String::new();
        let mut from = at.start;
        for id in self.noterefs_in(at) {
            let noteref = &self.noteref(id).at;
            words.push_str(self.slice(&(from..noteref.start)));
            from = noteref.end.min(at.end);
        }
        words.push_str(self.slice(&(from..at.end)));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What marks and notes lack: marks whose note is not there, and notes that nobody calls; nothing of a text that is only a first
    /// part.
    pub fn faults(&self) -> Vec<Problem> {
        if !self.whole {
            return Vec::new();
        }
        let lost =
            self.noterefs.iter().filter(|noteref| noteref.note.is_none()).map(|noteref| {
                Problem::warning(format!("mark {} calls a note that is not there", noteref.label)).at_place(noteref.at.start)
            });
        let uncalled = self
            .notes
            .iter()
            .filter(|note| !note.is_called())
            .map(|note| Problem::warning(format!("note {} is called from nowhere", note.label)).at_place(note.body.start));
        lost.chain(uncalled).collect()
    }

    /// The document as a reader wants it who overrules how it was read. The rules that meet nothing any more are reported, at their
    /// lines of `file`, and leave it as it is.
    pub fn overruled(read: Read<Self>, rules: &[Overruling], file: &str) -> Read<Self> {
        overrule::overruled(read, rules, file)
    }

    /// Tells whether the text up to `place` is the same in both, so that places before it keep their meaning.
    pub fn agrees_with(&self, other: &Self, place: Place) -> bool {
        let end = place.offset();
        place <= self.body_end && place <= other.body_end && self.text.as_bytes()[..end] == other.text.as_bytes()[..end]
    }
}

/// The items that begin in `at`, of a list sorted by where they begin.
fn within<'a, T>(items: &'a [T], at: &Stretch, start: impl Fn(&T) -> Place) -> &'a [T] {
    let first = items.partition_point(|item| start(item) < at.start);
    let last = items.partition_point(|item| start(item) < at.end);
    &items[first..last.max(first)]
}

/// Whether what looks like the end of a sentence is an initial, a title before a name, or a month before its day: Dwight D. Eisenhower, U.S.
/// troops, Gen. Lee, Jan. 30. The letters that number kings end sentences.
fn ends_in_initial(sentence: &str) -> bool {
    const TITLES: [&str; 16] =
        ["Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Col", "Maj", "Capt", "Lt", "Sgt", "Gov", "Sen", "Rep", "Prof", "Rev"];
    const MONTHS: [&str; 8] = ["Jan", "Feb", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"];
    let Some(words) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = words.rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '(' | '“' | '"')).next().unwrap_or_default();
    let is_letters =
        !word.is_empty() && word.split('.').all(|letter| letter.len() == 1 && letter.bytes().all(|letter| letter.is_ascii_uppercase()));
    is_letters && !matches!(word, "I" | "V" | "X") || TITLES.contains(&word) || MONTHS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sections, a note called twice, one that nobody calls, and one mark without a note.
    fn sample() -> Document {
        let mut builder = Builder::new();
        builder.heading(1);
        builder.text("Flight");
        builder.end();
        builder.begin(Kind::Paragraph);
        builder.text("Tolstoy went east. He walked.");
        builder.noteref("1", "a");
        builder.text(" Then he rested");
        builder.noteref("9", "nowhere");
        builder.text(".");
        builder.end();
        builder.heading(2);
        builder.text("Return");
        builder.end();
        builder.begin(Kind::Paragraph);
        builder.text("He came back.");
        builder.noteref("1", "a");
        builder.end();
        builder.begin_note("1", "a");
        builder.begin(Kind::Paragraph);
        builder.text("In 1851.");
        builder.end();
        builder.end_note();
        builder.begin_note("2", "b");
        builder.begin(Kind::Paragraph);
        builder.text("Uncalled.");
        builder.end();
        builder.end_note();
        builder.finish().value
    }

    #[test]
    fn the_body_comes_first_and_the_notes_after_it() {
        let document = sample();
        assert_eq!(
            document.text(),
            "Flight\nTolstoy went east. He walked.[1] Then he rested[9].\nReturn\nHe came back.[1]\nIn 1851.\nUncalled."
        );
        assert_eq!(document.slice(&document.note(NoteId(0)).body), "In 1851.");
        assert_eq!(document.note(NoteId(0)).callers, [NoterefId(0), NoterefId(2)]);
        assert_eq!(document.noteref(NoterefId(1)).note, None);
        assert_eq!(document.note_at(document.note(NoteId(1)).body.start), Some(NoteId(1)));
        assert_eq!(document.note_at(Place(3)), None);
    }

    #[test]
    fn sections_reach_to_the_next_of_their_level() {
        let document = sample();
        let titles: Vec<_> = document.sections().iter().map(|section| (section.title.as_str(), section.level)).collect();
        assert_eq!(titles, [("Flight", 1), ("Return", 2)]);
        assert_eq!(document.sections()[0].at.end, document.body_end());
        assert_eq!(document.section_at(Place(10)), Some(0));
        assert_eq!(document.section_at(document.sections()[1].at.start), Some(1));
    }

    #[test]
    fn percent_counts_the_body_alone() {
        let document = sample();
        assert_eq!(document.percent(Place::START), 0);
        assert_eq!(document.percent(document.body_end()), 100);
        assert_eq!(document.percent(document.end()), 100);
        assert_eq!(document.percent(document.place_at_percent(50)), 50);
    }

    #[test]
    fn a_sentence_does_not_end_with_an_initial() {
        let check = |text: &str, at: &str, expected: &str| {
            let mut builder = Builder::new();
            builder.begin(Kind::Paragraph);
            builder.text(text);
            let document = builder.finish().value;
            let place = Place::at(document.text().find(at).unwrap());
            assert_eq!(document.words(&document.sentence_around(place)), expected);
        };
        let text = "In 1952 Dwight D. Eisenhower went to Korea. On April 12, U.S. President Roosevelt died. George V. died in 1936, on Jan. 20. So it was with George V. Then it rained.";
        check(text, "1952", "In 1952 Dwight D. Eisenhower went to Korea.");
        check(text, "Korea", "In 1952 Dwight D. Eisenhower went to Korea.");
        check(text, "April", "On April 12, U.S. President Roosevelt died.");
        check(text, "Roosevelt", "On April 12, U.S. President Roosevelt died.");
        check(text, "20", "George V. died in 1936, on Jan. 20.");
        check(text, "So", "So it was with George V.");
    }

    #[test]
    fn the_sentence_around_a_noteref_is_the_one_before_it() {
        let document = sample();
        let place = document.noteref(NoterefId(0)).at.start;
        assert_eq!(document.words(&document.sentence_around(place)), "He walked.");
        let next = document.noteref(NoterefId(1)).at.start;
        assert_eq!(document.words(&document.sentence_around(next)), "Then he rested.");
    }
}
