//! Notes that say what they are: `[Footnote 12: …]`, and, at the beginning of a paragraph, `Footnote 12: …`.

use super::label::{Class, Label};

/// Words that open a note, in lower case, and whether they do so without a label. "Note" alone may be anything.
const WORDS: &[(&str, bool)] = &[
    ("footnote", true),
    ("foot-note", true),
    ("endnote", true),
    ("fn", false),
    ("note", false),
    ("fußnote", true),
    ("fussnote", true),
    ("anmerkung", false),
    ("anm.", false),
    ("voetnoot", true),
    ("noot", false),
    ("nota", false),
    ("nota al pie", true),
    ("note de bas de page", true),
    ("przypis", false),
    ("fotnot", true),
    ("fodnote", true),
    ("alaviite", true),
    ("сноска", true),
    ("примечание", false),
];

/// How a note's opening bracket reads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) label: Option<Label>,
    /// Where the text begins, or the bracket ended.
    pub(super) end: usize,
    /// Whether the bracket closed at once: `[Footnote 12]`.
    pub(super) is_closed: bool,
}

/// Reads `[Footnote 12: ` at the beginning of `rest`.
pub(super) fn read(rest: &str) -> Option<Found> {
    let inside = rest.strip_prefix('[')?;
    if !inside.starts_with(|first: char| first.is_alphabetic() || matches!(first, '*' | '†')) {
        return None;
    }
    let sign = inside.len() - inside.trim_start_matches(['*', '†']).len();
    let head: String = inside[sign..].chars().take(20).flat_map(char::to_lowercase).collect();
    let (word, stands_alone) = WORDS.iter().filter(|(word, _)| head.starts_with(word)).max_by_key(|(word, _)| word.len())?;
    // Lower case takes as many bytes as upper case in all of these words.
    let mut at = 1 + sign + word.len();
    let after = rest.get(at..)?;
    if after.starts_with(|next: char| next.is_alphabetic()) {
        return None;
    }
    let trimmed = after.trim_start_matches([' ', '\n', '\r', '.', '\u{a0}']);
    at += after.len() - trimmed.len();
    // The label stands between the word and the first stop.
    let stop = trimmed.char_indices().take(12).find(|(_, character)| matches!(character, ':' | '.' | ']' | ',' | ' ' | '\n' | '—' | ')'));
    let label = stop.and_then(|(stop, _)| Label::of(&trimmed[..stop]).map(|label| (label, stop)));
    let (label, length) = match label {
        // A sentence that begins with "I" or "A" has no label.
        Some((label, stop)) if label.printed.len() == stop => {
            let is_sure = !label.printed.chars().all(char::is_alphabetic) || !trimmed[stop..].starts_with([' ', '\n']);
            if is_sure { (Some(label), stop) } else { (None, 0) }
        }
        _ => (None, 0),
    };
    let label = label.or_else(|| Label::of(&inside[..sign]));
    let rest = &trimmed[length..];
    let is_closed = rest.trim_start_matches('.').starts_with(']');
    if is_closed {
        let end = at + length + rest.find(']')? + 1;
        return label.is_some().then_some(Found { label, end, is_closed });
    }
    let body = rest.trim_start_matches([':', '.', ',', ' ', '\n', '\r', '—', ')']);
    let has_colon = rest.starts_with(':') || after.starts_with([':', '.', ' ']);
    if label.is_none() && !(*stands_alone && (rest.starts_with(':') || after.starts_with(':') || after.starts_with('.'))) {
        return None;
    }
    has_colon.then(|| Found { label, end: at + length + rest.len() - body.len(), is_closed: false })
}

/// Reads `Footnote 12: ` at the beginning of a paragraph, where no bracket opens: the label, and where the text begins. What it says
/// is not enough by itself; there must be marks that it counts along with.
pub(super) fn unbracketed(rest: &str) -> Option<(Label, usize)> {
    if !rest.starts_with(char::is_uppercase) {
        return None;
    }
    let head: String = rest.chars().take(20).flat_map(char::to_lowercase).collect();
    let (word, _) = WORDS.iter().filter(|(word, _)| head.starts_with(word)).max_by_key(|(word, _)| word.len())?;
    let after = rest.get(word.len()..)?;
    let label = after.trim_start_matches(['.', ' ', '\u{a0}']);
    if label.len() == after.len() {
        return None;
    }
    let stop = label.char_indices().take(8).find(|(_, character)| matches!(character, ':' | '.' | ')'))?.0;
    let text = label[stop + 1..].trim_start_matches([':', '.', ' ', '—', '\n', '\r']);
    let label =
        Label::of(&label[..stop]).filter(|found| matches!(found.class, Class::Number | Class::Sign) && found.printed.len() == stop)?;
    (!text.is_empty()).then(|| (label, rest.len() - text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_may_say_without_brackets_that_it_is_a_note() {
        let check = |rest: &str, expected: Option<(&str, &str)>| {
            let found = unbracketed(rest);
            assert_eq!(found.as_ref().map(|(label, text)| (label.printed.as_str(), &rest[*text..])), expected, "{rest}");
        };
        check("Footnote 12: Text.", Some(("12", "Text.")));
        check("FOOTNOTE 12. Text.", Some(("12", "Text.")));
        check("Note 3.--Text.", Some(("3", "--Text.")));
        check("Anmerkung 3: Text.", Some(("3", "Text.")));
        check("Footnote *: Text.", Some(("*", "Text.")));
        check("Note that 3. Text", None);
        check("Notes 3: no", None);
        check("note 3: no", None);
        check("Note 3 says no", None);
        check("Footnote 12:", None);
    }

    #[test]
    fn the_word_the_label_and_where_the_text_begins() {
        let check = |rest: &str, expected: Option<(Option<&str>, &str, bool)>| {
            let found = read(rest);
            let found =
                found.as_ref().map(|found| (found.label.as_ref().map(|label| label.printed.as_str()), &rest[found.end..], found.is_closed));
            assert_eq!(found, expected, "{rest}");
        };
        check("[Footnote 12: Text.]", Some((Some("12"), "Text.]", false)));
        check("[FOOTNOTE 12. Text.]", Some((Some("12"), "Text.]", false)));
        check("[Footnote A: Text.]", Some((Some("A"), "Text.]", false)));
        check("[Footnote *: Text.]", Some((Some("*"), "Text.]", false)));
        check("[*Footnote: Text.]", Some((Some("*"), "Text.]", false)));
        check("[Footnote 12 Text.]", Some((Some("12"), "Text.]", false)));
        check("[Footnote: Text.]", Some((None, "Text.]", false)));
        check("[Footnote 12]", Some((Some("12"), "", true)));
        check("[Footnote 12.] And", Some((Some("12"), " And", true)));
        check("[Note 12: Text.]", Some((Some("12"), "Text.]", false)));
        check("[Fußnote 3: Text.]", Some((Some("3"), "Text.]", false)));
        check("[Note: this is the editor's.]", None);
        check("[Note that this is none]", None);
        check("[Notes 12: no]", None);
        check("[12]", None);
        check("[Footnotes]", None);
    }
}
