//! How labels stand out from the text around them, and the brackets that many stand in.

use super::label::{Class, Label};

/// How a label stands out from the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Style {
    /// In brackets: `[12]`, `(12)`, `（註三）`.
    In(Bracket),
    /// Raised figures and what stands for such: `¹²`, `①`, `^12`.
    Raised,
    /// Signs that need nothing around them: `*`, `†`.
    Signs,
    /// A number and no more: `word12`, `12. Text`.
    Bare,
    /// The word is said: `[Footnote 12: …]`, `[Footnote 12]`.
    Keyword,
}

/// A pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Bracket {
    Square,
    Round,
    Curly,
    Angle,
    /// The full-width brackets of Chinese and Japanese.
    Wide,
}

/// All brackets, opening and closing.
const BRACKETS: &[(char, char, Bracket)] = &[
    ('[', ']', Bracket::Square),
    ('(', ')', Bracket::Round),
    ('{', '}', Bracket::Curly),
    ('<', '>', Bracket::Angle),
    ('（', '）', Bracket::Wide),
    ('［', '］', Bracket::Wide),
    ('〔', '〕', Bracket::Wide),
    ('【', '】', Bracket::Wide),
    ('〈', '〉', Bracket::Wide),
];

/// Tells whether a character opens a bracket that labels stand in.
pub(super) fn opens(character: char) -> bool {
    BRACKETS.iter().any(|(open, _, _)| *open == character)
}

/// A label in brackets at the beginning of `rest`, with the length it takes.
pub(super) fn bracketed(rest: &str) -> Option<(Label, usize, Bracket)> {
    let first = rest.chars().next()?;
    let (open, close, bracket) = BRACKETS.iter().find(|(open, _, _)| *open == first)?;
    let inside = &rest[open.len_utf8()..];
    let end = inside.char_indices().take(10).find(|(_, character)| character == close)?.0;
    let label = Label::of(&inside[..end])?;
    // Letters in round brackets are "(a)", "(I)" of any prose, and tags are in angles.
    if matches!(bracket, Bracket::Angle) && label.class != Class::Number {
        return None;
    }
    Some((label, open.len_utf8() + end + close.len_utf8(), *bracket))
}
