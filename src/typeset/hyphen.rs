//! Where words may be divided: the dictionary of the document's language.

use hypher::Lang;

use crate::document::Document;

/// No part of a divided word is shorter: a stub of one or two letters costs the eye more than it mends.
const SHORTEST_PART: usize = 3;

/// Words below this length have no two parts worth having.
const SHORTEST_WORD: usize = 6;

/// What may be divided.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hyphens {
    /// Nothing.
    Never,
    /// Words that are wider than a line: headings, cells.
    InLongWords(Dictionary),
    /// Those, and words at the end of a line.
    AtLineEnds(Dictionary),
}

impl Hyphens {
    /// The dictionary for words that are wider than a line.
    pub(super) fn in_long_words(self) -> Option<Dictionary> {
        match self {
            Self::Never => None,
            Self::InLongWords(dictionary) | Self::AtLineEnds(dictionary) => Some(dictionary),
        }
    }

    /// The dictionary for words at the end of a line.
    pub(super) fn at_line_ends(self) -> Option<Dictionary> {
        if let Self::AtLineEnds(dictionary) = self { Some(dictionary) } else { None }
    }
}

/// The rules of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dictionary(Lang);

impl Dictionary {
    /// The dictionary of a document's language; `None` where it does not say, or its rules are not known.
    pub(super) fn of(document: &Document) -> Option<Self> {
        let tag = document.meta().lang.as_deref()?;
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        // Norwegian is mostly tagged without saying which; Bokmål is what nine in ten write.
        let code = match primary.as_str() {
            "no" => "nb",
            other => other,
        };
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        Lang::from_iso(code).map(Self)
    }

    /// Calls `point` with each byte of `text` where a hyphen may be put in, in order. Only words wholly of letters are
    /// looked at, and not those in capitals: they are mostly acronyms.
    pub(super) fn points(self, text: &str, mut point: impl FnMut(usize)) {
        if is_address(text) {
            return;
        }
        let mut rest = 0;
        while let Some(start) = text[rest..].find(char::is_alphabetic).map(|at| rest + at) {
            let end = text[start..].find(|character: char| !is_letter(character)).map_or(text.len(), |at| start + at);
            let word = &text[start..end];
            rest = end;
            // Bytes are no fewer than letters: cheap to ask first.
            if word.len() < SHORTEST_WORD || word.chars().count() < SHORTEST_WORD || !word.chars().any(char::is_lowercase) && has_case(word)
            {
                continue;
            }
            let mut here = start;
            for part in hypher::hyphenate_bounded(word, self.0, SHORTEST_PART, SHORTEST_PART) {
                here += part.len();
                if here < end {
                    point(here);
                }
            }
        }
    }
}

/// Tells whether a hyphen put in could be taken for a part of what stands there: addresses, names of files, formulas.
fn is_address(text: &str) -> bool {
    let joins = |two: &[u8]| matches!(two[0], b'.' | b':') && two[1].is_ascii_alphanumeric();
    text.bytes().any(|byte| b"/_=&@#%~\\".contains(&byte)) || text.as_bytes().windows(2).any(joins)
}

/// A letter, or a mark on one (Devanagari vowels are marks).
fn is_letter(character: char) -> bool {
    character.is_alphabetic() || ('\u{300}'..'\u{370}').contains(&character) || matches!(character, '\u{94d}' | '\u{9cd}' | '\u{ccd}')
}

fn has_case(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Builder;

    fn check(lang: Option<&str>, text: &str, expected: &str) {
        let mut builder = Builder::new();
        builder.meta().lang = lang.map(str::to_owned);
        builder.text("x");
        let document = builder.finish().value;
        let mut parts = text.to_owned();
        let mut points = Vec::new();
        if let Some(dictionary) = Dictionary::of(&document) {
            dictionary.points(text, |point| points.push(point));
        }
        for point in points.iter().rev() {
            parts.insert(*point, '-');
        }
        assert_eq!(parts, expected);
    }

    #[test]
    fn words_are_divided_by_the_rules_of_the_documents_language() {
        check(Some("en"), "(international),", "(inter-na-tional),");
        check(Some("de-AT"), "Weltrevolution", "Welt-re-vo-lu-tion");
        check(None, "international", "international");
        check(Some("tlh"), "international", "international");
    }

    #[test]
    fn short_words_and_acronyms_are_left_whole() {
        check(Some("en"), "defence is UNESCOING", "defence is UNESCOING");
    }

    #[test]
    fn no_hyphen_is_put_into_an_address() {
        check(Some("en"), "www.international.org", "www.international.org");
        check(Some("en"), "international_red_aid", "international_red_aid");
        check(Some("en"), "(see:international", "(see:international");
        check(Some("en"), "international.", "inter-na-tional.");
    }
}
