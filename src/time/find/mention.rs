//! What the grammar gives: an expression of a date, not yet anchored.

use super::super::date::{Part, Unit};

/// Where a date is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Track {
    /// In the story itself.
    #[default]
    Story,
    /// In a note.
    Note,
    /// In somebody's words.
    Quotation,
    /// As the year, or the day, in which a work came out.
    Citation,
}

/// A year as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearWords {
    /// Astronomical: it was written with its era, or is of ours beyond doubt.
    Known(i32),
    /// A number that is a year of our era unless years BC go on here.
    Bare(i32),
    /// '99
    Short(u8),
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// A day, a month, or a year, as much as is there.
    Calendar {
        year: Option<YearWords>,
        month: Option<u8>,
        day: Option<u8>,
    },
    Season {
        year: Option<YearWords>,
        season: u8,
    },
    /// The first of ten years; of a short decade the last two digits.
    Decade {
        year: YearWords,
    },
    /// The number of the century.
    Century {
        number: u8,
        before: bool,
    },
    Half {
        year: YearWords,
        half: u8,
    },
    /// A day that was counted out from another calendar.
    Counted {
        year: i32,
        month: u8,
        day: u8,
    },
    /// Two days later.
    Shift {
        amount: i32,
        unit: Unit,
    },
    /// The following day, the previous April.
    Next {
        later: bool,
        what: What,
    },
    /// That year, the end of the month.
    Same {
        what: What,
    },
    /// August of that year.
    SameYear {
        month: u8,
        day: Option<u8>,
    },
    /// 3:00 a.m.
    Clock,
    /// Hours later: the same day.
    SameDay,
    /// Two days after the KPA invaded: the text may say elsewhere when that was.
    Event {
        offset: Option<(i32, Unit)>,
    },
}

/// What a pointing word points with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    Unit(Unit),
    Month(u8),
    Season(u8),
}

/// The preposition before it, as far as it opens an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Opening {
    #[default]
    None,
    Until,
    Since,
}

/// How it is joined to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Join {
    #[default]
    None,
    /// And, or, a comma.
    And,
    /// To, until, a dash.
    To,
}

/// An expression of a date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// Bytes of the document's text.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) shape: Shape,
    pub(super) part: Option<Part>,
    pub(super) approximate: bool,
    pub(super) opening: Opening,
    pub(super) join: Join,
    /// The number of its sentence in the document, and of its block.
    pub(super) sentence: u32,
    pub(super) block: u32,
    pub(super) setting: Setting,
}

/// Where it stands, as far as that says whether it belongs to the story.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting {
    pub(super) in_parentheses: bool,
    pub(super) in_heading: bool,
    /// The number of the quotation it stands in, or 0.
    pub(super) quotation: u32,
    pub(super) track: Track,
    /// Behind would, planned, expected.
    pub(super) planned: bool,
    /// Behind had, since, earlier.
    pub(super) looks_back: bool,
    /// A bare number that is a year only if the document has such years.
    pub(super) doubtful: bool,
}
