//! Why something is a note, a mark that calls one, or neither; and how sure that is.
//!
//! Whoever decides says on what evidence, there and then: a reader of a format to the [`Builder`](super::Builder), which keeps it
//! with the note or mark. A piece of evidence is eight bytes, so that all of it is kept always and nothing is decided anew, perhaps
//! otherwise, when somebody asks.

use std::fmt;

use crate::unit::Stretch;

/// What something was taken for a note, a mark or neither upon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Evidence {
    /// The format has a word for it, and the source uses it.
    #[default]
    Markup,
    /// A page declares it, by a role or by a list of notes that it stands in.
    Role,
    /// A link was weighed: what speaks for and against it, and how much was asked.
    Weighed {
        /// What was found.
        clues: Clues,
        /// The sum from which on a link calls a note.
        asked: i8,
    },
    /// Marks and notes count along together, without links.
    Series {
        /// How both are printed.
        manner: Print,
        /// How many notes of this run are called; beyond 65,535 it stays there.
        called: u16,
        /// How many notes this run has.
        of: u16,
    },
    /// It says itself what it is, as `[Footnote 12: …]` does.
    Keyword,
    /// It stands among notes that are called, and its label counts on.
    Neighbours,
    /// The words of a note are printed with its mark: in a title or an attribute of it.
    Attribute,
    /// A number is missing just here: the mark counts on from the one before, and no note has its label.
    Gap,
    /// It looks like a mark, and no note goes with it.
    Unmatched,
    /// It looks like a note, and nothing calls it or counts along with it.
    Uncalled,
    /// The reader says so, in this line of the notes' side file, from 1.
    Reader {
        /// The line.
        line: u32,
    },
}

/// How marks and notes without links are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Print {
    /// `[12]`, and `[Footnote 12: …]` or `[12] …`.
    Square,
    /// `（註三）` and `註三　…`.
    Wide,
    /// `*` and `* …`.
    Signs,
    /// `{12}` and `{12} …`.
    Curly,
    /// `¹` and `¹ …`.
    Raised,
    /// Any mark, and `[Footnote 12: …]`.
    Word,
    /// `[12]` and `12. …`.
    SquareBare,
    /// `¹` and `1 …`.
    RaisedBare,
    /// `(12)` and `(12) …` or `12. …`.
    Round,
    /// `word12` and `12 …`.
    Bare,
}

impl Print {
    /// How both are printed, for a sentence.
    fn words(self) -> &'static str {
        match self {
            Self::Square => "[12] with [12] … or [Footnote 12: …]",
            Self::Wide => "（註三） with 註三　…",
            Self::Signs => "* with * …",
            Self::Curly => "{12} with {12} …",
            Self::Raised => "¹ with ¹ …",
            Self::Word => "12 with [Footnote 12: …]",
            Self::SquareBare => "[12] with 12. …",
            Self::RaisedBare => "¹ with 1 …",
            Self::Round => "(12) with (12) … or 12. …",
            Self::Bare => "a number after a word with 12 …",
        }
    }

    /// Of a hundred texts printed so, in how many these are marks and notes: a list's numbers and years are printed like some.
    fn sure(self) -> u8 {
        match self {
            Self::Square | Self::Wide => 99,
            Self::Curly | Self::Raised | Self::Word => 97,
            Self::Signs | Self::SquareBare | Self::RaisedBare => 95,
            Self::Round => 92,
            Self::Bare => 85,
        }
    }
}

macro_rules! clues {
    ($($(#[$doc:meta])* $variant:ident = $weight:literal, $words:literal;)*) => {
        /// One thing that speaks for a link's calling a note, or against it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Clue { $($(#[$doc])* $variant,)* }

        impl Clue {
            /// All of them, in the order in which they are told.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// How much it counts; below zero what speaks against it.
            pub fn weight(self) -> i8 {
                match self { $(Self::$variant => $weight,)* }
            }

            /// What it is, for a sentence.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }
        }
    };
}

clues! {
    /// It leads to what is declared to be a note, or into a list of notes.
    ToNote = 6, "it leads to a declared note";
    /// Its text is a number or a sign.
    NumberOrSign = 2, "a number or sign";
    /// Its text is a star or a dagger, with which one does nothing else.
    NoteSign = 3, "a star or a dagger";
    /// Its text is a letter or two, or a word for notes with a number.
    Letters = 1, "a letter or two";
    /// Its text is words.
    Words = -4, "words, no label";
    /// It is raised.
    Raised = 2, "raised";
    /// It is in brackets.
    Bracketed = 1, "in brackets";
    /// Its class speaks of notes.
    CallsItselfMark = 2, "its class speaks of notes";
    /// The class of what it leads to speaks of notes.
    CalledNote = 1, "the class of its target speaks of notes";
    /// A link at its target leads back.
    WayBack = 4, "a link leads back";
    /// It is itself the link that leads back.
    IsWayBack = -3, "it leads back";
    /// What it leads to begins with its label.
    SameLabel = 3, "its target begins with the same label";
    /// What it leads to begins with another number.
    OtherLabel = -2, "its target begins with another number";
    /// It leads to a heading.
    ToHeading = -5, "it leads to a heading";
    /// It leads into the middle of a paragraph.
    IntoMiddle = -4, "it leads into the middle of a paragraph";
    /// It leads to what stands before it.
    Upwards = -3, "it leads upwards";
    /// It stands in a list of links.
    InList = -4, "it stands in a list of links";
    /// Another link with its label leads to the same place, and calls a note.
    SameNote = 3, "a mark with its label calls the same note";
    /// It is declared to be something else: a way back, a reference to a bibliography or glossary.
    OtherRole = -99, "it is declared to be something else";
    /// It leads to itself.
    ToItself = -99, "it leads to itself";
    /// It leads to where a printed page begins.
    ToPage = -9, "it leads to a page number";
    /// Most links that were made like it call no notes.
    OfOtherManner = 0, "most links made like it call none";
    /// Most links that were made like it call notes.
    OfTheirManner = 0, "most links made like it call notes";
}

/// What speaks for a link's calling a note and against it: a set.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Clues(u32);

// A set is one word of 32 bits; the day there are more clues, it becomes two.
const _: () = assert!(Clue::ALL.len() <= 32);

impl Clues {
    /// Adds one.
    pub fn add(&mut self, clue: Clue) {
        self.0 |= 1 << clue as u8;
    }

    /// Tells whether this is among them.
    pub fn has(self, clue: Clue) -> bool {
        self.0 & (1 << clue as u8) != 0
    }

    /// Them, in the order in which they are told.
    pub fn iter(self) -> impl Iterator<Item = Clue> {
        Clue::ALL.iter().copied().filter(move |clue| self.has(*clue))
    }

    /// What they come to.
    pub fn score(self) -> i32 {
        self.iter().map(|clue| i32::from(clue.weight())).sum()
    }
}

impl fmt::Debug for Clues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Evidence {
    /// A word for the kind of it, for those who process it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Role => "role",
            Self::Weighed { .. } => "link",
            Self::Series { .. } => "series",
            Self::Keyword => "keyword",
            Self::Neighbours => "neighbours",
            Self::Attribute => "attribute",
            Self::Gap => "gap",
            Self::Unmatched => "unmatched",
            Self::Uncalled => "uncalled",
            Self::Reader { .. } => "reader",
        }
    }

    /// How sure the decision is that was taken upon it, for or against, from 0 to 1. It is a rule of thumb that puts the doubtful
    /// first, not a frequency: a link is as sure as its score is far from what was asked.
    pub fn sure(self) -> f32 {
        match self {
            Self::Markup | Self::Reader { .. } => 1.0,
            Self::Role | Self::Attribute => 0.99,
            Self::Keyword => 0.97,
            Self::Neighbours => 0.9,
            Self::Gap => 0.8,
            Self::Unmatched | Self::Uncalled => 0.7,
            Self::Weighed { clues, asked } => {
                // Half a point beside the bar, so that nothing is quite even. Two points make it e times as likely.
                let beyond = f32::from(i16::try_from(clues.score() - i32::from(asked)).unwrap_or(i16::MAX)) + 0.5;
                1.0 / (1.0 + (-beyond.abs() / 2.0).exp())
            }
            Self::Series { manner, called, of } => {
                let share = f32::from(called) / f32::from(of.max(called).max(1));
                f32::from(manner.sure()) / 100.0 * (0.5 + share / 2.0)
            }
        }
    }

    /// The reason, in one line.
    pub fn line(self) -> String {
        match self {
            Self::Markup => "the source says so".to_owned(),
            Self::Role => "the page declares it".to_owned(),
            Self::Weighed { clues, asked } => {
                let parts: Vec<String> = clues
                    .iter()
                    .map(|clue| match clue.weight() {
                        0 | -99 => clue.words().to_owned(),
                        weight => format!("{weight:+} {}", clue.words()),
                    })
                    .collect();
                // What is declared is not weighed.
                if clues.score() < -50 {
                    return format!("a link: {}", parts.join(", "));
                }
                format!("a link of {} where {asked} is asked: {}", clues.score(), parts.join(", "))
            }
            Self::Series { manner, called, of } => {
                let (of, noun) = (of.max(called), if of == 1 { "note" } else { "notes" });
                format!(
                    "a series, {}: {called} of {of} {noun} in its run {} called",
                    manner.words(),
                    if called == 1 { "is" } else { "are" }
                )
            }
            Self::Keyword => "it says so itself".to_owned(),
            Self::Neighbours => "it counts on among notes that are called".to_owned(),
            Self::Attribute => "its words are printed with its mark".to_owned(),
            Self::Gap => "it counts on in its series, and no note has its label".to_owned(),
            Self::Unmatched => "no note counts along with it".to_owned(),
            Self::Uncalled => "no mark counts along with it".to_owned(),
            Self::Reader { line } => format!("the reader says so, in line {line} of the notes' file"),
        }
    }
}

/// What looked like a mark or a note and was taken for neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The words that looked so.
    pub at: Stretch,
    /// Why they are not.
    pub why: Evidence,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_stays_small() {
        assert!(size_of::<Evidence>() <= 8);
    }

    #[test]
    fn a_link_tells_what_was_weighed() {
        let mut clues = Clues::default();
        for clue in [Clue::NumberOrSign, Clue::Raised, Clue::WayBack, Clue::Upwards] {
            clues.add(clue);
        }
        let why = Evidence::Weighed { clues, asked: 5 };
        assert_eq!(why.line(), "a link of 5 where 5 is asked: +2 a number or sign, +2 raised, +4 a link leads back, -3 it leads upwards");
        assert_eq!(format!("{:.2}", why.sure()), "0.56");
        let mut declared = Clues::default();
        declared.add(Clue::OtherRole);
        assert_eq!(Evidence::Weighed { clues: declared, asked: 5 }.line(), "a link: it is declared to be something else");
    }

    #[test]
    fn a_series_is_as_sure_as_it_is_whole() {
        let check = |called, of, expected: &str, line: &str| {
            let why = Evidence::Series { manner: Print::SquareBare, called, of };
            assert_eq!((&*format!("{:.2}", why.sure()), &*why.line()), (expected, line));
        };
        check(36, 36, "0.95", "a series, [12] with 12. …: 36 of 36 notes in its run are called");
        check(18, 36, "0.71", "a series, [12] with 12. …: 18 of 36 notes in its run are called");
        check(1, 1, "0.95", "a series, [12] with 12. …: 1 of 1 note in its run is called");
    }

    #[test]
    fn clues_for_and_against_are_told_apart() {
        for clue in Clue::ALL {
            assert!(!clue.words().is_empty());
        }
        let mut clues = Clues::default();
        clues.add(Clue::ToNote);
        assert!(clues.has(Clue::ToNote) && !clues.has(Clue::InList));
        assert_eq!(clues.score(), 6);
    }
}
