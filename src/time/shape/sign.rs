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
    /// The same, from the second half of the cell on.
    CoreStartHalf,
    /// What certainly lasted from the second half of the cell on, and may have before.
    CoreFromHalf,
    /// What certainly lasted.
    Core,
    /// What certainly lasted until the first half of the cell, and may have after.
    CoreToHalf,
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
    /// As [`Sign::CoreFromHalf`], by another account.
    OtherFromHalf,
    /// As [`Sign::Core`], by another account.
    Other,
    /// As [`Sign::CoreToHalf`], by another account.
    OtherToHalf,
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
            Self::CoreStartHalf | Self::CoreFromHalf => '╺',
            Self::Core => '━',
            Self::CoreEnd => '┫',
            Self::CoreEndHalf | Self::CoreToHalf => '╸',
            Self::FringeStart => '├',
            Self::Fringe => '╌',
            Self::FringeEnd => '┤',
            Self::OtherShort => '□',
            Self::OtherStart => '├',
            Self::OtherStartHalf | Self::OtherFromHalf => '╶',
            Self::Other => '─',
            Self::OtherEnd => '┤',
            Self::OtherEndHalf | Self::OtherToHalf => '╴',
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
            Self::CoreStart | Self::CoreStartHalf | Self::FringeStart | Self::OtherStart | Self::OtherStartHalf => '[',
            Self::CoreFromHalf | Self::Core | Self::CoreToHalf => '=',
            Self::CoreEnd | Self::CoreEndHalf | Self::FringeEnd | Self::OtherEnd | Self::OtherEndHalf => ']',
            Self::Fringe => '-',
            Self::OtherFromHalf | Self::Other | Self::OtherToHalf => ':',
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
