//! What the grammar gives: an expression of a date, not yet anchored.

use super::{
    super::date::{Date, Grain, Part, Unit, When},
    Kind,
};

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
    /// A feast so many days after Easter.
    Movable {
        year: Option<YearWords>,
        after: i8,
    },
    /// Years of a reign, from the day of the accession in the first of them.
    Regnal {
        year: i32,
        month: u8,
        day: u8,
        years: u8,
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
    /// August of that year, the autumn of the following year: so many years on, and what of it.
    OfYear {
        step: i8,
        grain: Grain,
    },
    /// 3:00 a.m.
    Clock,
    /// Hours later: the same day.
    SameDay,
    /// Two days after the KPA invaded: the text may say elsewhere when that was.
    Event {
        offset: Option<(i32, Unit)>,
    },
    /// What a reader has said that it means.
    Said {
        date: Date,
        /// What kind of words it is.
        kind: Kind,
        /// Whether a year stands in the words.
        had_year: bool,
    },
}

/// What a pointing word points with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    Unit(Unit),
    Month(u8),
    Season(u8),
    /// A month and a day.
    Day(u8, u8),
    /// A day of the month; `None` is its last.
    DayOf(Option<u8>),
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
    /// The number of headings before it, its own included.
    pub(super) section: u32,
    pub(super) setting: Setting,
}

impl Mention {
    /// The same, as a reader has said that it is meant.
    pub(super) fn said(self, when: When) -> Self {
        let opening = match when {
            When::At(_) => Opening::None,
            When::Until(_) => Opening::Until,
            When::Since(_) => Opening::Since,
        };
        let shape = Shape::Said { date: when.date(), kind: self.shape.kind(), had_year: self.year().is_some() };
        Self { shape, part: None, approximate: false, opening, setting: Setting { doubtful: false, ..self.setting }, ..self }
    }

    /// Whether it is a date by the one before it only: the 6 of "May 5 and 6", the 17 of "1915-17".
    pub(super) fn leans_back(&self) -> bool {
        match self.shape {
            Shape::Calendar { month: None, day: Some(_), .. } => true,
            Shape::Calendar { year: Some(YearWords::Short(_)), month: None, day: None } => !self.setting.doubtful,
            _ => false,
        }
    }

    /// Whether it is a date by the one behind it only: the 6 of "6-7 January".
    pub(super) fn leans_on(&self) -> bool {
        matches!(self.shape, Shape::Calendar { year: None, month: None, day: Some(_) })
    }

    /// The year that stands in its words.
    pub(super) fn year(&self) -> Option<i32> {
        let year = match self.shape {
            Shape::Counted { year, .. } | Shape::Regnal { year, .. } => return Some(year),
            Shape::Said { date, .. } => return Some(date.year).filter(|_| !matches!(date.grain, Grain::Decade | Grain::Century)),
            Shape::Calendar { year, .. } | Shape::Season { year, .. } | Shape::Movable { year, .. } => year?,
            Shape::Half { year, .. } => year,
            _ => return None,
        };
        match year {
            YearWords::Known(year) | YearWords::Bare(year @ 1000..) => Some(year),
            // Three figures may be a year before our era, or none.
            YearWords::Bare(_) | YearWords::Short(_) => None,
        }
    }

    /// Whether its words say that it is not where the story is: what was before, what is to come, what is told by the way.
    pub(super) fn stands_aside(&self) -> bool {
        self.setting.looks_back || self.setting.planned || self.setting.in_parentheses || self.setting.track == Track::Citation
    }

    /// Whether its words look ahead to it: until then. "By then" has come.
    pub(super) fn is_ahead(&self) -> bool {
        self.setting.ahead && self.opening == Opening::Until
    }

    /// Whether a year stands in its words, be it a short one.
    pub(super) fn says_year(&self) -> bool {
        self.year().is_some() || matches!(self.shape, Shape::Calendar { year: Some(_), .. } | Shape::Season { year: Some(_), .. })
    }

    /// The month, or the month of a season, that stands in its words.
    pub(super) fn month(&self) -> Option<u8> {
        match self.shape {
            Shape::Calendar { month, .. } => month,
            Shape::Season { season, .. } => Some(season * 3),
            Shape::OfYear { grain: Grain::Month(month) | Grain::Day(month, _), .. } => Some(month),
            Shape::OfYear { grain: Grain::Season(season), .. } => Some(season * 3),
            Shape::Counted { month, .. } => Some(month),
            Shape::Said { date, .. } => date.month(),
            _ => None,
        }
    }
}

impl Shape {
    /// What kind of words it is.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Calendar { day: Some(_), .. } | Self::Counted { .. } | Self::Movable { .. } => Kind::Day,
            Self::Calendar { month: Some(_), .. } => Kind::Month,
            Self::Calendar { .. } | Self::Regnal { .. } => Kind::Year,
            Self::Season { .. } => Kind::Season,
            Self::Decade { .. } => Kind::Decade,
            Self::Century { .. } => Kind::Century,
            Self::Half { .. } => Kind::Half,
            Self::OfYear { grain: Grain::Day(..), .. } => Kind::Day,
            Self::OfYear { grain: Grain::Season(_), .. } => Kind::Season,
            Self::OfYear { .. } => Kind::Month,
            Self::Shift { .. } => Kind::Shift,
            Self::Next { .. } | Self::Same { .. } => Kind::Pointing,
            Self::Clock | Self::SameDay => Kind::Time,
            Self::Event { .. } => Kind::Event,
            Self::Said { kind, .. } => *kind,
        }
    }
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
    /// What something is called by: the treaty of 1912.
    pub(super) names: bool,
    /// Behind until or before.
    pub(super) ahead: bool,
    /// A bare number that is a year only if the document has such years.
    pub(super) doubtful: bool,
}
