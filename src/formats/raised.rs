//! Labels of notes in signs of their own, where nothing can be raised: `¹²`, `①`, `^12`, `^12^`.

use std::ops::RangeInclusive;

/// No text counts its notes in more figures behind a caret.
const LONGEST: usize = 3;

/// Figures in circles, by the number that the first of each row is.
const CIRCLED: &[(RangeInclusive<char>, u32)] = &[
    ('①'..='⑳', 1),
    ('㉑'..='㉟', 21),
    ('㊱'..='㊿', 36),
    ('❶'..='❿', 1),
    ('⓫'..='⓴', 11),
    ('➀'..='➉', 1),
    ('➊'..='➓', 1),
    ('⓵'..='⓾', 1),
];

/// The number that a figure in a circle is.
pub(super) fn circled(character: char) -> Option<u32> {
    let (row, first) = CIRCLED.iter().find(|(row, _)| row.contains(&character))?;
    Some(u32::from(character) - u32::from(*row.start()) + first)
}

/// A figure in Western shape: full-width and raised ones are the same number.
pub(super) fn western(character: char) -> char {
    let digit = match character {
        '０'..='９' => u32::from(character) - u32::from('０'),
        '⁰' => 0,
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁴'..='⁹' => u32::from(character) - u32::from('⁰'),
        _ => return character,
    };
    char::from_digit(digit, 10).unwrap_or(character)
}

/// A label at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raised<'t> {
    /// As it is printed, without carets.
    pub(super) printed: &'t str,
    /// How many bytes it takes, with them.
    pub(super) length: usize,
}

/// Reads a label.
pub(super) fn read(text: &str) -> Option<Raised<'_>> {
    let first = text.chars().next()?;
    if circled(first).is_some() {
        return Some(Raised { printed: &text[..first.len_utf8()], length: first.len_utf8() });
    }
    let Some(behind) = text.strip_prefix('^') else {
        let length: usize = text.chars().take_while(|figure| is_figure(*figure)).map(char::len_utf8).sum();
        return (length > 0).then(|| Raised { printed: &text[..length], length });
    };
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let after = &behind[digits..];
    let is_shut = after.starts_with('^');
    let is_label = (1..=LONGEST).contains(&digits) && (is_shut || !after.starts_with(|next: char| next.is_ascii_alphanumeric()));
    is_label.then(|| Raised { printed: &behind[..digits], length: 1 + digits + usize::from(is_shut) })
}

/// Tells whether a figure in a circle at the beginning of a text, behind this character, numbers what follows it rather than calls a
/// note: “：①甲；②乙”.
pub(super) fn counts(text: &str, before: char) -> bool {
    let mut characters = text.chars();
    characters.next().and_then(circled).is_some()
        && matches!(before, '：' | '；' | '，' | '、' | '（' | ':' | ';' | ',' | '(' | ' ' | '\u{3000}')
        && characters.find(|next| *next != ' ').is_some_and(char::is_alphabetic)
}

/// Tells whether a character is a raised figure.
fn is_figure(character: char) -> bool {
    matches!(character, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_signs_of_their_own_are_read() {
        let check = |text: &str, expected: Option<(&str, usize)>| {
            assert_eq!(read(text).map(|raised| (raised.printed, raised.length)), expected, "{text}");
        };
        check("¹² a", Some(("¹²", 4)));
        check("① a", Some(("①", 3)));
        check("①②", Some(("①", 3)));
        check("^12 a", Some(("12", 3)));
        check("^12^ a", Some(("12", 4)));
        check("^12, a", Some(("12", 3)));
        check("^12^a", Some(("12", 4)));
        check("^1st", None);
        check("^1234", None);
        check("^ a", None);
        check("1", None);
        check("", None);
    }

    #[test]
    fn what_counts_calls_no_note() {
        let check = |text: &str, before: char, expected: bool| assert_eq!(counts(text, before), expected, "{before}{text}");
        check("①甲", '：', true);
        check("② the other", ';', true);
        check("①。", '了', false);
        check("①然后", '。', false);
        check("①", '，', false);
        check("^1 the other", ';', false);
    }

    #[test]
    fn figures_in_circles_are_numbers() {
        for (character, number) in [('①', 1), ('⑳', 20), ('㉑', 21), ('㊿', 50), ('❿', 10), ('⓴', 20), ('➓', 10)] {
            assert_eq!(circled(character), Some(number));
        }
        assert_eq!((circled('1'), circled('ⓐ')), (None, None));
    }
}
