//! What a note's number or sign can be, and how one is read off the text.

use crate::formats::raised::{circled, western};

/// What kind of counting a label belongs to. Labels of different classes are different series, even side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// 1, 2, 2a, 三.
    Number,
    /// A, b, AA.
    Letter,
    /// iv, XII, where it cannot be a letter.
    Roman,
    /// *, **, †.
    Sign,
    /// No number at all: 註 alone.
    Word,
}

/// A label as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// As printed, without brackets.
    pub(super) printed: String,
    /// The same whatever figures or words it was printed with: what marks and notes are compared by.
    pub(super) key: String,
    pub(super) class: Class,
    /// Its place in the counting, where it has one.
    pub(super) number: Option<u32>,
}

/// The signs printers use, in their order.
const SIGNS: &[char] = &['*', '†', '‡', '§', '‖', '¶', '＊', '※', '⁂', '✱', '#'];

/// Words for "note" before a number in Chinese and Japanese.
const NOTE_WORDS: &[char] = &['註', '注', '訳', '譯', '原', '※', '＊'];

impl Label {
    /// Reads what stands between brackets; `None` when it is no label.
    pub(super) fn of(inside: &str) -> Option<Self> {
        let printed = inside.trim().trim_end_matches(['.', ':', '．']).trim_end();
        // Longer than any number with a letter, than any numeral that would be used.
        if printed.is_empty() || printed.len() > 24 || printed.chars().count() > 8 {
            return None;
        }
        let label = |key: String, class, number| Some(Self { printed: printed.to_owned(), key, class, number });
        if printed.chars().all(|character| SIGNS.contains(&character)) {
            // ** and *** go on from *: there is no counting across different signs.
            return label(printed.replace('＊', "*"), Class::Sign, None);
        }
        let has_word = printed.starts_with(NOTE_WORDS);
        let rest = printed.trim_start_matches(NOTE_WORDS).trim();
        if has_word && rest.is_empty() {
            return label("註".into(), Class::Word, None);
        }
        let mut characters = rest.chars();
        if let (Some(number), None) = (characters.next().and_then(circled), characters.next()) {
            return label(number.to_string(), Class::Number, Some(number));
        }
        let plain: String = rest.chars().map(western).collect();
        let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            let number: u32 = plain[..digits].parse().ok().filter(|number| *number > 0 && digits <= 4 && !plain.starts_with('0'))?;
            let suffix = &plain[digits..];
            // 12a, 12b: an editor's note after the author's twelfth.
            let is_suffix = suffix.is_empty() || (suffix.len() == 1 && suffix.bytes().all(|byte| byte.is_ascii_lowercase()));
            return if is_suffix { label(plain.clone(), Class::Number, Some(number)) } else { None };
        }
        if let Some(number) = kanji_number(rest) {
            return label(number.to_string(), Class::Number, Some(number));
        }
        let bytes = plain.as_bytes();
        if !bytes.iter().all(u8::is_ascii_alphabetic) || bytes.is_empty() {
            return None;
        }
        let all_same = bytes.iter().all(|byte| *byte == bytes[0]);
        let is_one_case = bytes.iter().all(u8::is_ascii_lowercase) || bytes.iter().all(u8::is_ascii_uppercase);
        if all_same && bytes.len() <= 3 && !(bytes.len() > 1 && b"iIxXcCmM".contains(&bytes[0])) {
            let step = u32::from(bytes[0].to_ascii_lowercase() - b'a') + 1;
            return label(plain.clone(), Class::Letter, Some(step + 26 * (u32::try_from(bytes.len()).unwrap_or(1) - 1)));
        }
        let number = roman_number(&plain.to_ascii_lowercase()).filter(|_| is_one_case)?;
        label(plain.clone(), Class::Roman, Some(number))
    }

    /// Tells whether this is the label that follows `before` in the same counting.
    pub(super) fn follows(&self, before: &Self) -> bool {
        match (self.number, before.number) {
            (Some(here), Some(there)) => here == there + 1 || (here == there && self.key > before.key),
            _ => self.class == Class::Sign && before.class == Class::Sign,
        }
    }
}

/// A number in Chinese numerals, by place (一二) or by tens (十二).
fn kanji_number(text: &str) -> Option<u32> {
    let digits = "〇一二三四五六七八九";
    let (mut total, mut digit, mut seen) = (0_u32, 0_u32, false);
    for character in text.chars() {
        let unit = match character {
            '十' => 10,
            '百' => 100,
            _ => {
                let value = digits.chars().position(|figure| figure == character)?;
                digit = digit * 10 + u32::try_from(value).ok()?;
                seen = true;
                continue;
            }
        };
        total += if seen { digit * unit } else { unit };
        (digit, seen) = (0, false);
    }
    Some(total + digit).filter(|number| (1..=9999).contains(number))
}

/// A Roman numeral in lower case, if it is written as it should be.
pub(super) fn roman_number(text: &str) -> Option<u32> {
    const STEPS: &[(&str, u32)] = &[
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    let (mut rest, mut number) = (text, 0);
    for (numeral, value) in STEPS {
        let mut times = 0;
        while let Some(after) = rest.strip_prefix(numeral).filter(|_| times < 4) {
            rest = after;
            number += value;
            times += 1;
        }
    }
    (rest.is_empty() && number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_other_things_in_brackets() {
        let check = |inside: &str, expected: Option<(&str, Class, Option<u32>)>| {
            let label = Label::of(inside);
            assert_eq!(label.as_ref().map(|label| (label.key.as_str(), label.class, label.number)), expected, "{inside}");
        };
        check("12", Some(("12", Class::Number, Some(12))));
        check(" 12. ", Some(("12", Class::Number, Some(12))));
        check("2a", Some(("2a", Class::Number, Some(2))));
        check("１２", Some(("12", Class::Number, Some(12))));
        check("¹²", Some(("12", Class::Number, Some(12))));
        check("⑫", Some(("12", Class::Number, Some(12))));
        check("註三", Some(("3", Class::Number, Some(3))));
        check("注一〇", Some(("10", Class::Number, Some(10))));
        check("十二", Some(("12", Class::Number, Some(12))));
        check("二十", Some(("20", Class::Number, Some(20))));
        check("注", Some(("註", Class::Word, None)));
        check("※1", Some(("1", Class::Number, Some(1))));
        check("A", Some(("A", Class::Letter, Some(1))));
        check("bb", Some(("bb", Class::Letter, Some(28))));
        check("iv", Some(("iv", Class::Roman, Some(4))));
        check("**", Some(("**", Class::Sign, None)));
        check("†", Some(("†", Class::Sign, None)));
        for other in ["sic", "her husband", "012", "12345", "12 13", "Pg 12", "", "Mix", "1ab", "?"] {
            check(other, None);
        }
    }

    #[test]
    fn counting_goes_on_by_one_or_by_a_letter() {
        let check = |before: &str, after: &str, expected: bool| {
            assert_eq!(Label::of(after).unwrap().follows(&Label::of(before).unwrap()), expected, "{before} {after}");
        };
        check("9", "10", true);
        check("2", "2a", true);
        check("2a", "3", true);
        check("9", "11", false);
        check("9", "1", false);
        check("B", "C", true);
        check("*", "†", true);
    }
}
