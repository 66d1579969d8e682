//! The signs of a chart, each one column wide, in two alphabets.

use crate::time::extent::Doubt;

/// What stands in a cell of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Nothing.
    Blank,
    /// What happened on a known day.
    Day,
    /// What happened in a known month or year, or in a longer stretch, all of it within this cell.
    Within,
    /// The first cell of the stretch in which something happened.
    WithinStart,
    /// A cell between the first and the last of it.
    WithinMiddle,
    /// Its last cell.
    WithinEnd,
    /// What lasted, and both began and ended in this cell.
    Short,
    /// The first cell of what lasted, certainly so from here on.
    CoreStart,
    /// The same, from the second half of the cell on; also where certainty begins after a fringe.
    CoreStartHalf,
    /// What certainly lasted.
    Core,
    /// The last cell of it, certainly until here.
    CoreEnd,
    /// The same, until the first half of the cell.
    CoreEndHalf,
    /// The first cell of what may have lasted already.
    FringeStart,
    /// What may have lasted.
    Fringe,
    /// The last cell of what may have lasted until then.
    FringeEnd,
    /// As [`Sign::Short`], by another account.
    OtherShort,
    /// As [`Sign::CoreStart`], by another account.
    OtherStart,
    /// As [`Sign::CoreStartHalf`], by another account.
    OtherStartHalf,
    /// As [`Sign::Core`], by another account.
    Other,
    /// As [`Sign::CoreEnd`], by another account.
    OtherEnd,
    /// As [`Sign::CoreEndHalf`], by another account.
    OtherEndHalf,
    /// The end at which it stands is doubtful, circa, or both.
    Cap(Doubt),
    /// What it stands behind is another account of an event.
    Disagree,
    /// There is more of it before the view, or it has no beginning.
    Before,
    /// There is more of it after the view, or it has no end.
    After,
    /// On the way to an end that nobody knows.
    Unknown,
    /// There is an end out there, and nobody knows where.
    UnknownEnd,
    /// Between several, one of which is it.
    OneOf,
    /// Between several, each of which is it.
    AllOf,
    /// The first of neighbouring cells, each of which is it.
    AllStart,
    /// The last of them.
    AllEnd,
    /// Where the dates of the page being read begin.
    ReadStart,
    /// Between them.
    Read,
    /// Where they end.
    ReadEnd,
    /// Where they are in one cell.
    ReadOne,
    /// The date of the line being read.
    Here,
    /// A span that goes on beside other lines of a list.
    Open,
    /// A span that begins on this line of a list.
    Opens,
    /// A span that ends on this line of a list, or before the next.
    Closes,
    /// A span of one line of a list.
    OpensAndCloses,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 44] = [
        Self::Blank,
        Self::Day,
        Self::Within,
        Self::WithinStart,
        Self::WithinMiddle,
        Self::WithinEnd,
        Self::Short,
        Self::CoreStart,
        Self::CoreStartHalf,
        Self::Core,
        Self::CoreEnd,
        Self::CoreEndHalf,
        Self::FringeStart,
        Self::Fringe,
        Self::FringeEnd,
        Self::OtherShort,
        Self::OtherStart,
        Self::OtherStartHalf,
        Self::Other,
        Self::OtherEnd,
        Self::OtherEndHalf,
        Self::Cap(Doubt::None),
        Self::Cap(Doubt::Uncertain),
        Self::Cap(Doubt::Approximate),
        Self::Cap(Doubt::Both),
        Self::Disagree,
        Self::Before,
        Self::After,
        Self::Unknown,
        Self::UnknownEnd,
        Self::OneOf,
        Self::AllOf,
        Self::AllStart,
        Self::AllEnd,
        Self::ReadStart,
        Self::Read,
        Self::ReadEnd,
        Self::ReadOne,
        Self::Here,
        Self::Open,
        Self::Opens,
        Self::Closes,
        Self::OpensAndCloses,
        Self::Blank,
    ];

    /// The sign where there is Unicode: only what every monospaced font of a terminal has.
    pub fn unicode(self) -> char {
        match self {
            Self::Blank => ' ',
            Self::Day => '◆',
            Self::Within => '◇',
            Self::WithinStart => '(',
            Self::WithinMiddle => '·',
            Self::WithinEnd => ')',
            Self::Short => '■',
            Self::CoreStart => '┣',
            Self::CoreStartHalf => '╺',
            Self::Core => '━',
            Self::CoreEnd => '┫',
            Self::CoreEndHalf => '╸',
            Self::FringeStart => '├',
            Self::Fringe => '╌',
            Self::FringeEnd => '┤',
            Self::OtherShort => '□',
            Self::OtherStart => '├',
            Self::OtherStartHalf => '╶',
            Self::Other => '─',
            Self::OtherEnd => '┤',
            Self::OtherEndHalf => '╴',
            Self::Cap(doubt) => doubt.sign().unwrap_or(' '),
            Self::Disagree => '!',
            // Not the triangles that some terminals draw as pictures, two columns wide.
            Self::Before => '◄',
            Self::After => '►',
            Self::Unknown => '┈',
            Self::UnknownEnd => '×',
            Self::OneOf => '─',
            Self::AllOf => '═',
            Self::AllStart => '╠',
            Self::AllEnd => '╣',
            Self::ReadStart => '╰',
            Self::Read => '─',
            Self::ReadEnd => '╯',
            Self::ReadOne => '╵',
            Self::Here => '▲',
            Self::Open => '│',
            Self::Opens => '┌',
            Self::Closes => '└',
            Self::OpensAndCloses => '╶',
        }
    }

    /// The sign where there is nothing but ASCII.
    pub fn ascii(self) -> char {
        match self {
            Self::Blank => ' ',
            Self::Day => '*',
            Self::Within => 'o',
            Self::WithinStart => '(',
            Self::WithinMiddle => '.',
            Self::WithinEnd => ')',
            Self::Short | Self::OtherShort => '#',
            Self::CoreStart | Self::FringeStart | Self::OtherStart => '[',
            Self::CoreStartHalf | Self::Core | Self::CoreEndHalf => '=',
            Self::CoreEnd | Self::FringeEnd | Self::OtherEnd => ']',
            Self::Fringe => '-',
            Self::OtherStartHalf | Self::Other | Self::OtherEndHalf => ':',
            Self::Cap(doubt) => doubt.sign().unwrap_or(' '),
            Self::Disagree => '!',
            Self::Before => '<',
            Self::After => '>',
            Self::Unknown => '.',
            Self::UnknownEnd => 'x',
            Self::OneOf => '-',
            Self::AllOf => '=',
            Self::AllStart => '{',
            Self::AllEnd => '}',
            Self::ReadStart => '{',
            Self::Read => '_',
            Self::ReadEnd => '}',
            Self::ReadOne => '|',
            Self::Here => '^',
            Self::Open => '|',
            Self::Opens => '[',
            Self::Closes => ']',
            Self::OpensAndCloses => '=',
        }
    }
}
