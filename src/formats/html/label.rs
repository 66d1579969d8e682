//! Labels of notes: what one looks like, and how it is taken off the words behind it.

use crate::formats::raised::{self, circled, western};

/// Words that stand before a note's number, in the languages that annotated books are most often in.
const KEYWORDS: &[&str] = &[
    "footnote",
    "footnotes",
    "note",
    "notes",
    "endnote",
    "fn",
    "n",
    "anmerkung",
    "anm",
    "fußnote",
    "nota",
    "noot",
    "voetnoot",
    "fotnot",
    "not",
    "przypis",
    "примечание",
    "прим",
    "註",
    "注",
    "訳注",
    "lower-alpha",
    "upper-alpha",
    "lower-roman",
    "upper-roman",
    "lower-greek",
    "remark",
    "annotation",
    "illustration",
];

/// A label without its brackets and stops: `[12]`, `12.`, `(12)` and `12` are all 12.
pub(in crate::formats) fn bare(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(|character: char| is_bracket(character) || matches!(character, '.' | ':' | ',' | ';' | ' '));
    // Of `^12^` the carets raise; one alone leads back.
    raised::read(text).filter(|raised| raised.length == text.len()).map_or(text, |raised| raised.printed).to_owned()
}

pub(in crate::formats) fn is_bracket(character: char) -> bool {
    matches!(character, '[' | ']' | '(' | ')' | '{' | '}' | '〔' | '〕' | '［' | '］' | '（' | '）' | '【' | '】' | '⁽' | '⁾' | '<' | '>')
}

/// A label as it is compared: signs of one kind are one sign, raised figures are figures.
pub(in crate::formats) fn folded(label: &str) -> String {
    let label = bare(label).to_lowercase();
    label.chars().filter(|character| !character.is_whitespace() && *character != '\u{fe0e}').fold(String::new(), |mut folded, character| {
        match circled(character) {
            Some(number) => folded.push_str(&number.to_string()),
            None if matches!(character, '∗' | '＊') => folded.push('*'),
            None => folded.push(western(character)),
        }
        folded
    })
}

/// How much a text looks like the mark of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Shape {
    /// A number, alone or with a letter.
    Number,
    /// A sign: a star, a dagger.
    Sign,
    /// A letter or two, a roman number, a keyword and a number.
    Letters,
    /// Nothing of the kind.
    Words,
    /// No text at all, as of a picture or an empty anchor.
    Nothing,
}

/// What a link's text looks like.
pub(in crate::formats) fn shape(text: &str) -> Shape {
    let label = folded(text);
    let count = label.chars().count();
    if count == 0 {
        return Shape::Nothing;
    }
    let digits = label.chars().filter(|character| character.is_numeric()).count();
    let letters = label.chars().filter(|character| character.is_alphabetic() && !character.is_numeric()).count();
    if digits == count && count <= 5 {
        return Shape::Number;
    }
    if digits > 0 && digits <= 4 && letters <= 2 && count <= 7 {
        return Shape::Number;
    }
    if digits == 0 && letters == 0 {
        return if count <= 4 && label.chars().all(|character| !matches!(character, '^' | '↑' | '↩' | '←' | '→' | '⇑' | '…')) {
            Shape::Sign
        } else {
            Shape::Words
        };
    }
    if digits == 0 && (letters <= 2 && count <= 3 || count <= 7 && label.chars().all(|character| "ivxlcdm".contains(character))) {
        return Shape::Letters;
    }
    let stripped = KEYWORDS.iter().filter_map(|keyword| label.strip_prefix(keyword)).find(|rest| {
        let rest = rest.trim_start_matches(['-', '.', ':', '#']);
        !rest.is_empty() && rest.chars().count() <= 4 && (rest.chars().all(char::is_numeric) || rest.chars().count() <= 2)
    });
    if stripped.is_some() || KEYWORDS[..8].contains(&&*label) { Shape::Letters } else { Shape::Words }
}

/// Tells whether a text is a star, a dagger or a few of them, with which nothing but a note is marked.
pub(in crate::formats) fn is_note_sign(text: &str) -> bool {
    let label = folded(text);
    !label.is_empty() && label.chars().all(|character| matches!(character, '*' | '†' | '‡'))
}

/// How many bytes at the beginning of a note's words are its label, with what belongs to it: brackets, a keyword before, stops and
/// dashes behind. `None` when the note does not begin with `label`.
pub(in crate::formats) fn lead(words: &str, label: &str) -> Option<Lead> {
    let wanted = folded(label);
    if wanted.is_empty() {
        return None;
    }
    let mut rest = words.trim_start_matches(is_before);
    let opened = words[..words.len() - rest.len()].chars().filter(|character| is_bracket(*character)).count();
    let lower = rest.to_lowercase();
    if lower.len() == rest.len()
        && !lower.starts_with(&wanted)
        && let Some(keyword) = KEYWORDS.iter().find(|keyword| {
            lower.strip_prefix(**keyword).is_some_and(|rest| rest.starts_with([' ', '.', ':', '\u{a0}', '#']) || rest.starts_with(&wanted))
        })
    {
        rest = rest[keyword.len()..].trim_start_matches(|character: char| is_before(character) || matches!(character, '.' | ':' | '#'));
    }
    // The label itself, compared letter by letter.
    let mut wanted = wanted.chars().peekable();
    let mut end = 0;
    for (at, character) in rest.char_indices() {
        if wanted.peek().is_none() {
            break;
        }
        let here = folded_one(character);
        if here.is_empty() {
            continue;
        }
        for part in here.chars() {
            if wanted.next() != Some(part) {
                return None;
            }
        }
        end = at + character.len_utf8();
    }
    if wanted.peek().is_some() {
        return None;
    }
    let printed = rest[..end].trim().to_owned();
    let behind = &rest[end..];
    // "12" is not the label of a note that begins "1234", nor "a" of one that begins "although".
    let next = behind.chars().next();
    let last = printed.chars().last();
    if let (Some(next), Some(last)) = (next, last)
        && (next.is_ascii_digit() && last.is_ascii_digit() || next.is_alphabetic() && last.is_alphabetic() && next.is_lowercase())
    {
        return None;
    }
    let mut closed = 0;
    let after = behind.trim_start_matches(|character: char| {
        let is_end = is_bracket(character) && !is_opening(character);
        closed += usize::from(is_end);
        is_end || character.is_whitespace() || matches!(character, '.' | ':' | '^' | '—' | '–' | '|' | '°' | '\u{a0}')
    });
    Some(Lead { length: words.len() - after.len(), printed, unclosed: opened > closed })
}

fn folded_one(character: char) -> String {
    if is_bracket(character) || matches!(character, '.') { String::new() } else { folded(&character.to_string()) }
}

fn is_opening(character: char) -> bool {
    matches!(character, '[' | '(' | '{' | '〔' | '［' | '（' | '【' | '⁽' | '<')
}

fn is_before(character: char) -> bool {
    character.is_whitespace() || is_opening(character) || matches!(character, '^' | '↑' | '←' | '↩' | '\u{fe0e}' | '\u{feff}' | '\u{200b}')
}

/// A label found at the beginning of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Lead {
    /// How many bytes are not the note's own words.
    pub(in crate::formats) length: usize,
    /// The label as it is printed there.
    pub(in crate::formats) printed: String,
    /// Whether a bracket opens before the label and does not close behind it, as in `[Footnote 1: Thus.]`.
    pub(in crate::formats) unclosed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words() {
        let check = |text: &str, expected: Shape| assert_eq!(shape(text), expected, "{text}");
        check("[12]", Shape::Number);
        check("12a", Shape::Number);
        check("*", Shape::Sign);
        check("[††]", Shape::Sign);
        check("(a)", Shape::Letters);
        check("xiv", Shape::Letters);
        check("note 3", Shape::Letters);
        check("lower-alpha 1", Shape::Letters);
        check("↩", Shape::Words);
        check("Chapter 3", Shape::Words);
        check("1914–1918", Shape::Words);
        check("", Shape::Nothing);
    }

    #[test]
    fn a_label_is_taken_off_a_note() {
        let check = |words: &str, label: &str, expected: Option<&str>| {
            assert_eq!(lead(words, label).map(|lead| &words[lead.length..]), expected, "{words}");
        };
        check("[12] See above.", "12", Some("See above."));
        check("12. See above.", "[12]", Some("See above."));
        check("[Footnote 1: Thus.]", "1", Some("Thus.]"));
        check("Footnote 1: Thus.", "1", Some("Thus."));
        check("¹ Thus", "1", Some("Thus"));
        check("^1^ Thus", "1", Some("Thus"));
        check("⑫ Thus", "12", Some("Thus"));
        check("1234 men", "12", None);
        check("although", "a", None);
        check("(a) Although", "a", Some("Although"));
        check("* See (2).", "*", Some("See (2)."));
        check("[←12] See above.", "12", Some("See above."));
        check("1 (see above)", "1", Some("(see above)"));
        check("See 1", "1", None);
        assert!(lead("[Footnote 1: Thus.]", "1").is_some_and(|lead| lead.unclosed));
        assert!(lead("[1] Thus.", "1").is_some_and(|lead| !lead.unclosed));
    }
}
