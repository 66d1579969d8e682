//! How text is shown where that differs from how it is written: noterefs and raised figures as superscripts, soft hyphens not at all, tabs as
//! blanks; and the units that are never divided.

use unicode_segmentation::UnicodeSegmentation;

use super::Setting;
use crate::{
    document::{Document, Label, NoterefId},
    role::Role,
    unit::{self, Stretch},
};

/// Code is set with a stop every four columns: eight leave too little of a measure meant for prose.
const STOP: u16 = 4;

/// What parts two superscript marks that stand side by side: a raised comma, as in print.
const BETWEEN: char = 'ʼ';

/// A noteref, and how it is shown.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Where it is, in bytes from the beginning of the text it was asked for.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What is shown in place of the text.
    pub(super) shown: String,
    pub(super) cols: u16,
    /// It calls no note.
    pub(super) lost: bool,
}

/// The noterefs that begin in `at`, counted from its start; one wider than `clip` is cut.
pub(super) fn marks(document: &Document, at: &Stretch, setting: Setting, clip: u16) -> Vec<Mark> {
    let ids = document.noterefs_in(at);
    ids.map(|id| {
        let noteref = document.noteref(id);
        let lost = noteref.note.is_none();
        let mut shown = if lost || setting.ascii {
            document.slice(&noteref.at).to_owned()
        } else {
            let raised = raised(&noteref.label);
            let before = (id.0 > 0).then(|| document.noteref(NoterefId(id.0 - 1)));
            match raised {
                Some(raised) if before.is_some_and(|before| before.at.end == noteref.at.start && before.note.is_some()) => {
                    format!("{BETWEEN}{raised}")
                }
                Some(raised) => raised,
                None => noteref.label.mark(),
            }
        };
        // A label is whatever an author printed; on screen it is one line.
        shown.retain(|character| !character.is_control() && character != '\u{ad}');
        let mut cols = unit::width(&shown).0;
        if cols > clip {
            shown = clipped(&shown, clip, setting.ascii);
            cols = unit::width(&shown).0;
        }
        let end = noteref.at.end.min(at.end);
        Mark { start: noteref.at.start.offset() - at.start.offset(), end: end.offset() - at.start.offset(), shown, cols, lost }
    })
    .collect()
}

/// A label in superscript characters, if Unicode has them all; a sign needs none.
fn raised(label: &Label) -> Option<String> {
    let label = label.as_str();
    if !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(label.bytes().map(|byte| FIGURES[usize::from(byte - b'0')]).collect());
    }
    // What is raised or in a circle where it was written stands apart from words already.
    if !label.is_empty() && label.chars().all(|figure| FIGURES.contains(&figure) || matches!(figure, '①'..='⓿' | '❶'..='➓' | '㉑'..='㊿'))
    {
        return Some(label.to_owned());
    }
    let mut characters = label.chars();
    let (Some(letter), None) = (characters.next(), characters.next()) else { return None };
    LETTERS.iter().find(|(plain, _)| *plain == letter).map(|(_, raised)| raised.to_string())
}

const FIGURES: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// Letters with a superscript form that fonts have: all but q, which came late (Unicode 14).
const LETTERS: [(char, char); 25] = [
    ('a', 'ᵃ'),
    ('b', 'ᵇ'),
    ('c', 'ᶜ'),
    ('d', 'ᵈ'),
    ('e', 'ᵉ'),
    ('f', 'ᶠ'),
    ('g', 'ᵍ'),
    ('h', 'ʰ'),
    ('i', 'ⁱ'),
    ('j', 'ʲ'),
    ('k', 'ᵏ'),
    ('l', 'ˡ'),
    ('m', 'ᵐ'),
    ('n', 'ⁿ'),
    ('o', 'ᵒ'),
    ('p', 'ᵖ'),
    ('r', 'ʳ'),
    ('s', 'ˢ'),
    ('t', 'ᵗ'),
    ('u', 'ᵘ'),
    ('v', 'ᵛ'),
    ('w', 'ʷ'),
    ('x', 'ˣ'),
    ('y', 'ʸ'),
    ('z', 'ᶻ'),
];

/// A character of raised or lowered words as small as it is meant, of the same width; nothing where Unicode or most fonts lack it.
pub(super) fn shifted(character: char, role: Role) -> Option<char> {
    let figure = character.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    match (role, character) {
        (Role::Superscript, '+') => Some('⁺'),
        (Role::Superscript, '-' | '−' | '–') => Some('⁻'),
        (Role::Superscript, _) => {
            let letter = || LETTERS.iter().find(|(plain, _)| *plain == character).map(|(_, raised)| *raised);
            figure.map(|figure| FIGURES[figure]).or_else(letter)
        }
        (Role::Subscript, '+') => Some('₊'),
        (Role::Subscript, '-' | '−' | '–') => Some('₋'),
        (Role::Subscript, _) => figure.map(|figure| LOWERED[figure]),
        _ => None,
    }
}

/// As much of `text` as fits into `cols` with a sign that something is left out; the sign alone where nothing else fits.
pub(super) fn clipped(text: &str, cols: u16, ascii: bool) -> String {
    let mut kept = String::new();
    let mut left = cols.saturating_sub(1);
    for cluster in text.graphemes(true) {
        let width = unit::cluster_width(cluster).0;
        if width > left {
            break;
        }
        left -= width;
        kept.push_str(cluster);
    }
    kept.push(omission(ascii));
    kept
}

/// The sign that stands for what does not fit.
pub(super) fn omission(ascii: bool) -> char {
    if ascii { '~' } else { '…' }
}

/// What is never divided: a cluster, or a noteref.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) cols: u16,
    pub(super) shape: Shape,
}

/// How a unit is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// As it is written.
    Plain,
    /// As blanks.
    Tab,
    /// Not at all: a soft hyphen, a line feed.
    Nothing,
    /// As a sign, because it is wider than the whole line.
    Clipped,
    /// As the mark of this index.
    Mark(usize),
}

/// The units of a run of text, in the order of the text.
pub(super) struct Units<'a> {
    text: &'a str,
    here: usize,
    end: usize,
    marks: &'a [Mark],
    mark: usize,
    clip: u16,
    /// The columns so far, where tabs go to the next stop.
    stops: Option<u16>,
}

impl<'a> Units<'a> {
    /// The units of `text[start..end]`; the bounds and the marks are counted from the beginning of `text`.
    pub(super) fn new(text: &'a str, start: usize, end: usize, marks: &'a [Mark], clip: u16, stops: bool) -> Self {
        let mark = marks.partition_point(|mark| mark.end <= start);
        Self { text, here: start, end, marks, mark, clip, stops: stops.then_some(0) }
    }

    fn plain(&self) -> Unit {
        let start = self.here;
        let bytes = self.text.as_bytes();
        // Two ASCII bytes in a row never share a cluster: a text has no carriage returns.
        let stop = self.marks.get(self.mark).map_or(self.end, |mark| mark.start.clamp(start, self.end));
        let alone = bytes[start].is_ascii() && (start + 1 >= stop || bytes[start + 1].is_ascii());
        let cluster = if alone { &self.text[start..=start] } else { self.text[start..stop].graphemes(true).next().unwrap_or("") };
        let end = start + cluster.len();
        match cluster {
            "\t" => {
                let cols = self.stops.map_or(1, |here| STOP - here % STOP).min(self.clip);
                Unit { start, end, cols, shape: Shape::Tab }
            }
            "\n" | "\u{ad}" => Unit { start, end, cols: 0, shape: Shape::Nothing },
            _ => {
                let cols = if alone { 1 } else { unit::cluster_width(cluster).0 };
                if cols > self.clip {
                    Unit { start, end, cols: 1, shape: Shape::Clipped }
                } else {
                    Unit { start, end, cols, shape: Shape::Plain }
                }
            }
        }
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        if self.here >= self.end {
            return None;
        }
        let unit = match self.marks.get(self.mark) {
            Some(mark) if mark.start <= self.here => {
                self.mark += 1;
                let end = mark.end.clamp(self.here + 1, self.end.max(self.here + 1));
                Unit { start: self.here, end, cols: mark.cols, shape: Shape::Mark(self.mark - 1) }
            }
            _ => self.plain(),
        };
        self.here = unit.end;
        if let Some(cols) = &mut self.stops {
            *cols = cols.saturating_add(unit.cols);
        }
        Some(unit)
    }
}

/// How many columns `text[start..end]` takes as it is shown.
pub(super) fn shown_cols(text: &str, start: usize, end: usize, marks: &[Mark], clip: u16) -> u16 {
    let first = marks.partition_point(|mark| mark.end <= start);
    let is_plain = marks.get(first).is_none_or(|mark| mark.start >= end);
    if is_plain && text.as_bytes()[start..end].iter().all(|byte| (0x20..0x7f).contains(byte)) {
        return u16::try_from(end - start).unwrap_or(u16::MAX);
    }
    Units::new(text, start, end, marks, clip, false).fold(0, |cols: u16, unit| cols.saturating_add(unit.cols))
}
