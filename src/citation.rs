//! What short forms in notes stand for: *ibid.*, *op. cit.*, short titles, "see n. 12".
//!
//! [`Apparatus::read`] walks a document's notes in the order in which the text calls them. Each note is taken apart into
//! tokens ([`token`]), pieces ([`pieces`]) and cites as printed ([`raw`]); the [`walk`] then says what each of them means, with
//! what was cited so far and with the bibliography at the text's end ([`bibliography`]) before its eyes. All words that a
//! cite is known by are tables in [`words`].
//!
//! Nothing ambiguous is asserted: an *ibid.* after a note that cites two works means [`Meaning::OneOf`] them. Nothing
//! printed is changed: a [`Cite`] is a stretch of the text with its meaning beside it. Every meaning has a [`Reason`] that can
//! be said in one line and a chain of the cites that lead to it.
//!
//! What is not known here: panes, formats, files beside the text. A cite that nothing marks as one, neither italics nor
//! quotation marks nor a locator nor a known name, is taken for a remark.

mod bibliography;
mod cross;
mod form;
mod gost;
mod known;
pub mod library;
mod listed;
mod names;
mod order;
mod overrule;
mod pieces;
mod raw;
mod report;
mod tail;
mod token;
mod voice;
mod walk;
mod words;
mod work;

use std::fmt;

pub use self::{
    overrule::{CiteKey, Overrule, WorkKey},
    work::{Name, Work},
};
use crate::{
    document::{Document, NoteId},
    unit::Stretch,
};

/// The index of a work among those of an [`Apparatus`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkId(pub u32);

/// The index of a cite among those of an [`Apparatus`], in the order of the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CiteId(pub u32);

macro_rules! index {
    ($id:ident, $what:literal) => {
        impl $id {
            #[doc = concat!("The id of the ", $what, " at this index.")]
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// Its index.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
index!(WorkId, "work");
index!(CiteId, "cite");

/// A form that leads back to what was cited before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Back {
    /// *Ibid.*, *ebd.*, *ivi*, *там же*: the work just cited.
    Ibid,
    /// *Idem*, *ders.*: the author just cited.
    Idem,
    /// *Op. cit.*, *указ. соч.*: the work by this author that was cited before.
    OpCit,
    /// *Loc. cit.*, *l. c.*, *a. a. O.*: the place, or in older use the work, that was cited before.
    LocCit,
}

/// What a cite is printed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An entry that suffices to find the work.
    Full,
    /// A short title, an author alone, a declared abbreviation.
    Short,
    /// A form that leads back.
    Back(Back),
    /// A pointer to another note.
    Cross,
}

impl Kind {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Short => "short",
            Self::Back(Back::Ibid) => "ibid",
            Self::Back(Back::Idem) => "idem",
            Self::Back(Back::OpCit) => "op-cit",
            Self::Back(Back::LocCit) => "loc-cit",
            Self::Cross => "cross",
        }
    }
}

/// What a cite means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This work.
    Work(WorkId),
    /// This note.
    Note(NoteId),
    /// One of these works; which, nobody can say from the text.
    OneOf(Vec<WorkId>),
    /// One of these notes.
    OneOfNotes(Vec<NoteId>),
    /// Nothing that is known.
    Unknown,
}

/// How sure a meaning is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sure {
    /// Nothing is known.
    Unknown,
    /// There are several candidates, and none is asserted.
    Several,
    /// One candidate, with a doubt that the reason names.
    Likely,
    /// One candidate, by the rules of every manual.
    Certain,
}

impl Sure {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Several => "several",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// Why a cite is said to mean what it means; shown as a line that ends a sentence begun with the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The entry itself.
    Entry,
    /// The work was cited in full before.
    EntryAgain,
    /// The entry has other years than an earlier one of the same work.
    OtherEdition,
    /// Author and title fit one work.
    Title,
    /// Title, of a work without an author.
    TitleAlone,
    /// The title fits several works, this one best.
    BestTitle,
    /// The title fits several works.
    SeveralTitles,
    /// The only work by this author.
    OnlyWork,
    /// The author has several works.
    SeveralWorks,
    /// The work by this author that was cited last, just before.
    LastByAuthor,
    /// It stands for the volume just cited, of which another piece is named.
    OtherPiece,
    /// The author's name is spelled nearly so.
    NearlySo,
    /// What stands between may cite more than was understood.
    Unread,
    /// A short name that was declared for it.
    Declared,
    /// Nothing but this short form names it.
    NotInFull,
    /// Only a number says that a work is named.
    Opaque,
    /// The cite just before, in the same note.
    SameNote,
    /// The single work of the note before.
    NoteBefore,
    /// As before, with remarks between.
    RemarksBetween,
    /// As before, across the beginning of a chapter.
    ChapterBetween,
    /// As before, passing over an editor's or a translator's note.
    OtherVoice,
    /// As before, although a cross-reference stands between.
    CrossBetween,
    /// The note before has several works.
    SeveralBefore,
    /// What it leads back to is itself not known.
    BrokenChain,
    /// No cite stands before it.
    NothingBefore,
    /// By the same author as the work before.
    SameAuthor,
    /// Cited in full only later, or in the bibliography.
    Later,
    /// No work by this author is cited.
    NoSuchAuthor,
    /// No note cites a work by this author, but the text names them.
    InBody,
    /// What stands between speaks of someone whose work is not cited.
    Prose,
    /// The note of this number.
    Number,
    /// The note of this number in the same section.
    NumberHere,
    /// Several notes have this number, this is the nearest.
    NearestNumber,
    /// No note has this number.
    NoSuchNote,
    /// The work that the note named cites.
    OfThatNote,
    /// The only work that fits, though the note named does not cite it.
    NotThere,
    /// The key of an entry in a file beside the text.
    Key,
    /// A key that no entry has.
    NoSuchKey,
    /// A reader decided so.
    Overruled,
}

impl Reason {
    /// The reason in one line.
    pub fn line(self) -> &'static str {
        match self {
            Self::Entry => "the entry itself",
            Self::EntryAgain => "an entry for a work cited before",
            Self::OtherEdition => "an entry with other years than an earlier one",
            Self::Title => "author and title fit this work",
            Self::TitleAlone => "the title is that of this work",
            Self::BestTitle => "the title fits several works, this one best",
            Self::SeveralTitles => "the title fits several works",
            Self::OnlyWork => "the only work by this author",
            Self::SeveralWorks => "the author has several works",
            Self::LastByAuthor => "the work by this author that was cited just before",
            Self::OtherPiece => "another piece in the volume cited before",
            Self::NearlySo => "by an author whose name is spelled nearly so",
            Self::Unread => "the last work that was understood; another may be cited before it",
            Self::Declared => "a short name that an earlier note declares",
            Self::NotInFull => "no full entry found",
            Self::Opaque => "a name with a number, which may be no work",
            Self::SameNote => "the cite just before it, in the same note",
            Self::NoteBefore => "the only work of the note before",
            Self::RemarksBetween => "the last work cited, with remarks between",
            Self::ChapterBetween => "the last work cited, in another chapter",
            Self::OtherVoice => "the last work cited, passing over another hand's note",
            Self::CrossBetween => "the last work cited, or what the note between points to",
            Self::SeveralBefore => "the note before cites several works",
            Self::BrokenChain => "what it leads back to is not known",
            Self::NothingBefore => "nothing is cited before it",
            Self::SameAuthor => "by the author cited before",
            Self::Later => "cited before its full entry",
            Self::NoSuchAuthor => "no work by this author is cited",
            Self::InBody => "no note cites a work by this author, whom the text names",
            Self::Prose => "what stands before it speaks of a work that no note enters",
            Self::Number => "the note of this number",
            Self::NumberHere => "the note of this number in the same section",
            Self::NearestNumber => "the nearest note of this number",
            Self::NoSuchNote => "no note has this number",
            Self::OfThatNote => "the work that the note named cites",
            Self::NotThere => "the only work that fits; the note named does not cite it",
            Self::Key => "the entry of this key",
            Self::NoSuchKey => "no entry has this key",
            Self::Overruled => "chosen by you",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.line())
    }
}

/// A cite in a note: where it stands and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cite {
    /// The note it is in.
    pub note: NoteId,
    /// Its words, from the author to the locator.
    pub at: Stretch,
    /// What it is printed as.
    pub kind: Kind,
    /// The place in the work that it gives: pages, a volume, a newspaper's date.
    pub locator: Option<Stretch>,
    /// What it means.
    pub meaning: Meaning,
    /// How sure that is.
    pub sure: Sure,
    /// Why.
    pub reason: Reason,
    /// The cite that it is explained by, one step back; follow [`Apparatus::chain`] for all.
    pub leans_on: Option<CiteId>,
}

/// What is known of a text's cites besides the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// What a reader decided, oldest first.
    pub overrules: Vec<Overrule>,
    /// The works that a file beside the text lists.
    pub library: library::Library,
}

/// All cites of a document's notes, the works they mean, and how each short form was resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apparatus {
    works: Vec<Work>,
    /// In the order of the walk; those of one note stand together.
    cites: Vec<Cite>,
    /// By note: the first of its cites, and how many.
    of_note: Vec<(u32, u32)>,
    shift: Option<Shift>,
}

/// That cross-references were not renumbered when the notes were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// What must be added to the numbers they name.
    pub by: i64,
    /// How many of them are off by this.
    pub count: usize,
    /// How many can be checked at all: those that name an author or a title beside the number.
    pub checked: usize,
    /// The first of them.
    pub first: CiteId,
}

impl Apparatus {
    /// Reads all notes of a document. Takes time in proportion to their length.
    pub fn read(document: &Document) -> Self {
        Self::read_with(document, &Beside::default())
    }

    /// As [`Apparatus::read`], with what stands beside the text. What a reader decided about a cite holds for all that lean on it, too.
    pub fn read_with(document: &Document, beside: &Beside) -> Self {
        walk::walk(document, beside)
    }

    /// The cites of a note, in their order; none for a remark.
    pub fn cites_of(&self, note: NoteId) -> &[Cite] {
        let (first, count) = self.of_note.get(note.index()).copied().unwrap_or_default();
        self.cites.get(first as usize..(first + count) as usize).unwrap_or(&[])
    }

    /// The ids of the cites of a note, in their order.
    pub fn ids_of(&self, note: NoteId) -> impl DoubleEndedIterator<Item = CiteId> + ExactSizeIterator + use<> {
        let (first, count) = self.of_note.get(note.index()).copied().unwrap_or_default();
        (first..first + count).map(CiteId)
    }

    /// All cites, in the order in which the text calls their notes.
    pub fn cites(&self) -> &[Cite] {
        &self.cites
    }

    /// One cite.
    pub fn cite(&self, id: CiteId) -> &Cite {
        &self.cites[id.index()]
    }

    /// All works, in the order of first cites; works that only a bibliography lists come before them.
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    /// One work.
    pub fn work(&self, id: WorkId) -> &Work {
        &self.works[id.index()]
    }

    /// The words of a work's fullest entry: what the text prints, else what a file beside it says.
    pub fn entry_words(&self, document: &Document, id: WorkId) -> String {
        let work = self.work(id);
        match &work.record {
            Some(record) if work.full.is_none() && work.bibliography.is_none() => record.line(),
            _ => document.words(work.entry()),
        }
    }

    /// What is known of works, as records that can be written down; nothing that no entry says is in them.
    pub fn records(&self, document: &Document, works: &[WorkId]) -> Vec<library::Record> {
        known::records(self, document, works)
    }

    /// Where a work is cited, with the certainty that each cite has; candidates are not among them.
    pub fn cited_at(&self, id: WorkId) -> impl Iterator<Item = &Cite> {
        self.work(id).cited.iter().map(|cite| self.cite(*cite))
    }

    /// The cites that lead from this one to what explains it, nearest first; it is not among them.
    pub fn chain<'a>(&'a self, cite: &'a Cite) -> impl Iterator<Item = &'a Cite> {
        // Every cite leans on an earlier one, so that this ends.
        std::iter::successors(cite.leans_on, |id| self.cite(*id).leans_on).map(|id| self.cite(id))
    }

    /// The place in the work that a cite gives, or that a bare *ibid.* takes over from the cite it repeats.
    pub fn locator<'a>(&'a self, cite: &'a Cite) -> Option<&'a Stretch> {
        cite.locator.as_ref().or_else(|| report::inherited(self, cite))
    }

    /// By how much the numbers in cross-references seem to be off, if most that can be checked are off by the same.
    pub fn shift(&self) -> Option<Shift> {
        self.shift
    }

    /// Tells whether a note only says where something comes from: nothing in it but cites and what joins them.
    pub fn is_bare(&self, document: &Document, note: NoteId) -> bool {
        report::is_bare(self, document, note)
    }

    /// The line that a reader should see under a note: what its short forms stand for. `None` when it has none.
    ///
    /// `= n. 3  James P. Cannon, The First Ten Years … (New York, 1962), p. 162`, or where nobody can be sure
    /// `= n. 3 or n. 7: two works there`. Several short forms are parted by ` · `. It is as long as the entries are; who shows it cuts it.
    pub fn gloss(&self, document: &Document, note: NoteId) -> Option<String> {
        report::gloss(self, document, note)
    }

    /// What is wrong with the short forms, in the order of the walk.
    pub fn problems(&self, document: &Document) -> Vec<crate::problem::Problem> {
        report::problems(self, document)
    }
}
