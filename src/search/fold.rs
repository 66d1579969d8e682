//! What counts as the same letter: the one table that queries and texts are both read through.
//!
//! A character is taken apart into *units*: base letters, each followed by its marks. `é` is `e` with an acute, `ﬁ` is `f`
//! and `i`, `ß` is `s` and `s`, `ø` is `o` with a stroke. Most of it is Unicode's compatibility decomposition (NFKD), less
//! what would turn one letter into another (Hangul syllables), plus what printers and typists exchange: kinds of
//! quotation mark, letters with a stroke, ligatures that Unicode calls letters. Case is left as it is; see [`lower`].

use std::sync::LazyLock;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Characters that compatibility decomposition leaves alone, and what they are made of.
///
/// The strokes are the combining ones that Unicode would have used, had it taken these letters apart.
const OWN: &[(char, &str)] = &[
    ('‘', "'"),
    ('’', "'"),
    ('‚', "'"),
    ('‛', "'"),
    ('‹', "'"),
    ('›', "'"),
    ('ʼ', "'"),
    ('´', "'"),
    ('′', "'"),
    ('“', "\""),
    ('”', "\""),
    ('„', "\""),
    ('‟', "\""),
    ('«', "\""),
    ('»', "\""),
    ('″', "\""),
    ('ß', "ss"),
    ('ẞ', "SS"),
    ('æ', "ae"),
    ('Æ', "AE"),
    ('œ', "oe"),
    ('Œ', "OE"),
    ('þ', "th"),
    ('Þ', "TH"),
    ('ø', "o\u{338}"),
    ('Ø', "O\u{338}"),
    ('ł', "l\u{335}"),
    ('Ł', "L\u{335}"),
    ('đ', "d\u{335}"),
    ('Đ', "D\u{335}"),
    ('ð', "d\u{335}"),
    ('Ð', "D\u{335}"),
    ('ħ', "h\u{335}"),
    ('Ħ', "H\u{335}"),
    ('ŧ', "t\u{335}"),
    ('Ŧ', "T\u{335}"),
    ('ı', "i"),
    ('ς', "σ"),
];

/// Letters with one mark more, built on those above.
const BUILT: &[(char, char, char)] = &[
    ('ǽ', 'æ', '\u{301}'),
    ('Ǽ', 'Æ', '\u{301}'),
    ('ǣ', 'æ', '\u{304}'),
    ('Ǣ', 'Æ', '\u{304}'),
    ('ǿ', 'ø', '\u{301}'),
    ('Ǿ', 'Ø', '\u{301}'),
];

/// Where characters with a decomposition live. Hangul syllables and compatibility jamo are left out: taken apart, 가 would be
/// found in 각.
const DECOMPOSED: &[std::ops::RangeInclusive<u32>] =
    &[0xa0..=0x312f, 0x3190..=0x33ff, 0xa640..=0xabff, 0xf900..=0xff9f, 0xffe0..=0xffef, 0x1_d400..=0x1_d7ff, 0x1_f100..=0x1_f1ff];

/// The table of all characters that are not their own one unit.
pub(super) struct Folds {
    /// Sorted by character: what it is made of, as a range of `parts`.
    entries: Vec<(char, u32, u32)>,
    parts: Vec<char>,
    /// Sorted by base letter in lower case: the characters of which it is a part.
    sources: Vec<(char, char)>,
    /// Characters that are passed over within words, sorted.
    passed: Vec<char>,
}

static FOLDS: LazyLock<Folds> = LazyLock::new(Folds::build);

impl Folds {
    /// The table; built at the first search, in about a millisecond.
    pub(super) fn get() -> &'static Self {
        &FOLDS
    }

    fn build() -> Self {
        let mut entries: Vec<(char, Vec<char>)> = OWN.iter().map(|(from, to)| (*from, to.chars().collect())).collect();
        for (from, base, mark) in BUILT {
            let mut parts: Vec<char> = OWN.iter().find(|(own, _)| own == base).map(|(_, to)| to.chars().collect()).unwrap_or_default();
            parts.push(*mark);
            entries.push((*from, parts));
        }
        let own = entries.len();
        let mut passed = vec!['\u{ad}'];
        for code in DECOMPOSED.iter().cloned().flatten() {
            let Some(from) = char::from_u32(code) else { continue };
            if is_ignored(from) || is_mark(from) {
                passed.push(from);
                continue;
            }
            if from.is_whitespace() || is_dash(from) || entries[..own].iter().any(|(own, _)| *own == from) {
                continue;
            }
            let mut parts = Vec::new();
            decompose_compatible(from, |part| parts.push(part));
            // A mark on a blank, as U+00A8, stands for itself; so does a phrase in one character.
            let is_letters = !is_mark(parts[0]) && !parts.iter().any(|part| part.is_whitespace() || is_dash(*part));
            if parts != [from] && is_letters {
                entries.push((from, parts));
            }
        }
        entries.sort_unstable_by_key(|(from, _)| *from);
        passed.sort_unstable();
        passed.dedup();

        let mut folds = Self { entries: Vec::with_capacity(entries.len()), parts: Vec::new(), sources: Vec::new(), passed };
        for (from, parts) in entries {
            let start = folds.parts.len();
            folds.sources.extend(parts.iter().filter(|part| !is_mark(**part)).map(|part| (lower(*part), from)));
            folds.parts.extend(parts);
            let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            folds.entries.push((from, index(start), index(folds.parts.len())));
        }
        folds.sources.sort_unstable();
        folds.sources.dedup();
        folds
    }

    /// What `character` is made of; `None` when it is its own one unit.
    pub(super) fn parts(&self, character: char) -> Option<&[char]> {
        if character.is_ascii() {
            return None;
        }
        let index = self.entries.binary_search_by_key(&character, |(from, ..)| *from).ok()?;
        let (_, start, end) = self.entries[index];
        Some(&self.parts[start as usize..end as usize])
    }

    /// The characters, other than itself in either case, that `base` (in lower case) is a part of.
    pub(super) fn sources(&self, base: char) -> impl Iterator<Item = char> + '_ {
        let first = self.sources.partition_point(|(part, _)| *part < base);
        self.sources[first..].iter().take_while(move |(part, _)| *part == base).map(|(_, from)| *from)
    }

    /// All characters that are passed over within words: marks, soft hyphens, what has no width.
    pub(super) fn passed(&self) -> &[char] {
        &self.passed
    }
}

/// The letter in lower case, of a letter that has no parts.
pub(super) fn lower(letter: char) -> char {
    if letter.is_ascii() { letter.to_ascii_lowercase() } else { letter.to_lowercase().next().unwrap_or(letter) }
}

/// The letter in upper case, where that is one letter which goes back to it.
pub(super) fn upper(letter: char) -> Option<char> {
    let mut upper = letter.to_uppercase();
    let (first, rest) = (upper.next()?, upper.next());
    (rest.is_none() && first != letter && lower(first) == letter).then_some(first)
}

/// Tells whether `character` is a mark on the letter before it that a search may leave out.
///
/// The classes are those of accents above and below, overlays, kana voicing, and the points of Hebrew, Arabic and Syriac.
/// The vowel signs of Indic scripts and of Thai have other classes: without them a word is another word.
pub(super) fn is_mark(character: char) -> bool {
    character >= '\u{300}' && matches!(canonical_combining_class(character), 1 | 8 | 10..=36 | 202..=240)
}

/// Tells whether `mark` on `base` makes another letter, not the same with an accent: й is no и, が no か.
pub(super) fn makes_a_letter(base: char, mark: char) -> bool {
    matches!((base, mark), ('и' | 'И', '\u{306}') | (_, '\u{3099}' | '\u{309a}'))
}

/// Tells whether `character` is nothing one sees within a word: soft hyphens, joiners, marks of direction, variation selectors.
pub(super) fn is_ignored(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Tells whether `character` is a hyphen, a dash or a minus sign.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_come_apart_as_printers_see_them() {
        let check = |character: char, expected: &str| {
            let parts = Folds::get().parts(character).map_or(character.to_string(), |parts| parts.iter().collect());
            assert_eq!(parts, expected, "{character:?}");
        };
        check('e', "e");
        check('é', "e\u{301}");
        check('ế', "e\u{302}\u{301}");
        check('ﬁ', "fi");
        check('ß', "ss");
        check('Ǽ', "AE\u{301}");
        check('…', "...");
        check('ſ', "s");
        check('’', "'");
        check('»', "\"");
        check('¨', "¨");
        check('한', "한");
        check('が', "か\u{3099}");
        check('ﷺ', "ﷺ");
    }

    #[test]
    fn every_letter_with_another_case_is_reached_from_it() {
        // The forms that a scan looks for are a letter's lower and upper case; whatever else folds to it must be in the table.
        for character in '\0'..=char::MAX {
            let small = lower(character);
            if small != character && Folds::get().parts(character).is_none() {
                assert_eq!(upper(small), Some(character), "{character:?} {small:?}");
            }
        }
    }
}
