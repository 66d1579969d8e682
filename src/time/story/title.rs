//! A few words of a sentence that say what happened.

use crate::{document::Document, unit::Stretch};

/// A title is cut to so many characters.
const MOST: usize = 64;

/// A clause shorter than this does not say what happened.
const LEAST: usize = 18;

/// Words that lead to a date and mean nothing without it.
const LEADING: &[&str] = &[
    "in",
    "on",
    "at",
    "by",
    "from",
    "since",
    "until",
    "till",
    "to",
    "of",
    "during",
    "before",
    "after",
    "between",
    "about",
    "around",
    "circa",
    "late",
    "early",
    "mid",
    "through",
    "throughout",
    "dated",
    "for",
    "as",
    "starting",
    "beginning",
    "commencing",
    "and",
    "the",
    "im",
    "am",
    "vom",
    "bis",
    "seit",
    "um",
    "ab",
    "den",
    "dem",
    "le",
    "en",
    "du",
    "au",
    "dès",
    "depuis",
    "vers",
    "el",
    "del",
    "de",
    "desde",
    "hasta",
    "hacia",
    "nel",
    "il",
    "dal",
    "dell",
    "verso",
    "в",
    "во",
    "с",
    "со",
    "к",
    "до",
    "от",
    "по",
    "около",
];

/// Words behind a date that mean nothing without it.
const TRAILING: &[&str] = &["alone", "forward", "onward", "onwards", "inclusive"];

/// Words with which a sentence takes up the one before.
const JOINING: &[&str] = &[
    "and",
    "but",
    "however",
    "then",
    "thus",
    "yet",
    "so",
    "meanwhile",
    "moreover",
    "therefore",
    "nevertheless",
    "accordingly",
    "thereupon",
    "afterwards",
    "also",
    "or",
    "for",
    "und",
    "aber",
    "doch",
    "et",
    "mais",
    "y",
    "pero",
    "e",
    "ma",
    "и",
    "но",
    "а",
];

/// Words on which no title ends.
const HANGING: &[&str] = &[
    "the", "a", "an", "of", "and", "or", "to", "in", "on", "at", "by", "for", "with", "from", "that", "which", "who", "whose", "as",
    "than", "into", "its", "his", "her", "their", "was", "were", "is", "are", "had", "has", "have", "be", "been", "not", "no", "but",
    "der", "die", "das", "des", "dem", "den", "und", "von", "zu", "le", "la", "les", "de", "du", "et", "el", "los", "y", "il", "di", "e",
    "и", "в", "на",
];

/// Small words with which a clause that stands for itself may begin.
const OPENING: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "he", "she", "it", "they", "we", "i",
    "there", "some", "many", "most", "all", "both", "several", "few", "no", "one", "two", "three", "four", "five", "more", "another",
    "each", "every", "der", "die", "das", "ein", "eine", "er", "sie", "es", "man", "le", "la", "les", "un", "une", "il", "elle", "ils",
    "on", "el", "los", "las", "lo", "gli", "i", "uno", "una", "он", "она", "они",
];

/// Where a sentence can be parted.
const PARTING: &[&str] = &[
    "; ",
    ": ",
    " — ",
    " – ",
    "—",
    " (",
    ") ",
    ", which ",
    ", who ",
    ", whose ",
    ", and ",
    ", but ",
    ", while ",
    ", when ",
    ", where ",
    ", though ",
    ", although ",
    ", so that ",
    ", because ",
];

/// The title of a sentence that speaks of a date at `at`; empty where it says no more than the date, or what it is the date of in a word:
/// «Copyright, 1904».
pub(super) fn of(document: &Document, sentence: &Stretch, at: &Stretch) -> String {
    let before = document.words(&(sentence.start..at.start));
    let after = document.words(&(at.end..sentence.end));
    if says_nothing(&before, &after) {
        return String::new();
    }
    let clause_before = last_part(&before);
    // The bracket that closes behind the date opened before it.
    let clause_after = first_part(after.trim_start_matches([')', ']']).trim_start());
    let clause = if is_attribute(&before, &after) {
        format!("{} {} {clause_after}", clause_before.trim_end(), document.words(at))
    } else {
        joined(clause_before, clause_after)
    };
    // Of too short a clause, and of one whose subject stands before it, all of the sentence is taken, and then with its date, or it would
    // not hold together.
    // What follows a date that opens its sentence is a whole one, whatever its first word; but not where the date is its subject.
    let opens = (before.contains(char::is_alphabetic) || after.starts_with(','))
        && before.split(' ').all(|word| word.is_empty() || LEADING.contains(&word.to_lowercase().as_str()));
    let words = if clause.chars().count() >= LEAST && (opens || has_subject(&clause)) { clause } else { document.words(sentence) };
    cut(&words)
}

/// Whether a date is alone in its sentence, or with a single short word.
fn says_nothing(before: &str, after: &str) -> bool {
    const WORD: usize = 16;
    let words = before.split(' ').chain(after.split(' ')).filter(|word| word.contains(char::is_alphabetic));
    let words: Vec<&str> = words.filter(|word| !LEADING.contains(&word.to_lowercase().as_str())).collect();
    // Where there are no blanks between words, one is as long as a sentence.
    words.len() < 2 && words.iter().all(|word| word.chars().count() < WORD)
}

/// Whether a date belongs to the noun behind it (the Spring Offensive, 53 % of 1913 levels) and cannot be left out.
fn is_attribute(before: &str, after: &str) -> bool {
    let last = before.rsplit(' ').find(|word| !word.is_empty()).unwrap_or_default().to_lowercase();
    let is_led = matches!(last.as_str(), "the" | "a" | "an" | "of" | "his" | "their" | "its" | "this" | "der" | "die" | "das");
    is_led && after.trim_start().starts_with(char::is_alphabetic)
}

/// The words as a title: without what joins them to the sentence before, cut between words.
pub(super) fn cut(words: &str) -> String {
    let mut words = words.trim_matches(is_edge);
    while let Some((first, rest)) = words.split_once([' ', ',']) {
        if !JOINING.contains(&first.to_lowercase().as_str()) || rest.trim().is_empty() {
            break;
        }
        words = rest.trim_start_matches(is_edge);
    }
    let mut title: String = match words.char_indices().nth(MOST) {
        None => words.trim_end_matches(|character: char| character == '.' || is_edge(character)).to_owned(),
        Some((end, _)) => {
            let mut kept = words[..end].rfind(' ').map_or(&words[..end], |space| &words[..space]);
            while let Some((rest, last)) = kept.rsplit_once(' ') {
                if !HANGING.contains(&last.to_lowercase().trim_matches(is_edge)) {
                    break;
                }
                kept = rest;
            }
            format!("{}…", kept.trim_end_matches(is_edge))
        }
    };
    if let Some(first) = title.chars().next()
        && first.is_lowercase()
    {
        title.replace_range(..first.len_utf8(), &first.to_uppercase().collect::<String>());
    }
    title
}

/// Tells whether two titles of one date tell the same: half of the names and long words of the shorter one stand in the other.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (telling(one), telling(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared >= 2 && shared * 2 >= short.len()
}

/// The words of a title that say what it is about, without their endings.
fn telling(title: &str) -> Vec<String> {
    let mut words: Vec<String> = title
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4)
        .map(|word| word.to_lowercase().chars().take(6).collect())
        .collect();
    words.sort();
    words.dedup();
    words
}

/// Tells whether a clause stands for itself: one that goes on with a small word which is no article or the like («had been part of the
/// empire») has its subject elsewhere.
fn has_subject(clause: &str) -> bool {
    let mut words = clause.split(' ').map(|word| word.trim_matches(is_edge)).filter(|word| !word.is_empty());
    let first = words.find(|word| !JOINING.contains(&word.to_lowercase().as_str())).unwrap_or_default();
    !first.starts_with(char::is_lowercase) || OPENING.contains(&first)
}

/// What stands before a date and after it, without the words that only led to it.
fn joined(before: &str, after: &str) -> String {
    let mut before = before.trim_end_matches(is_edge);
    while let Some(last) = before.rsplit(' ').next().filter(|last| !last.is_empty()) {
        if !LEADING.contains(&last.to_lowercase().trim_matches(is_edge)) {
            break;
        }
        before = before[..before.len() - last.len()].trim_end_matches(is_edge);
    }
    // What stood in brackets with the date leaves none behind.
    let mut after = after.trim_start_matches([')', ']']).trim_start_matches(is_edge);
    if let Some(first) = after.split([' ', ',', '.', ';']).next()
        && TRAILING.contains(&first)
    {
        after = after[first.len()..].trim_start_matches(is_edge);
    }
    let before = before.trim_end_matches(['(', '[']).trim_end_matches(is_edge);
    match (before.is_empty(), after.is_empty()) {
        (true, _) => after.to_owned(),
        (_, true) => before.to_owned(),
        _ => format!("{before} {after}"),
    }
}

/// What stands behind the last parting of a text.
fn last_part(text: &str) -> &str {
    // A clause about one word («which had met twice,») is closed by a comma, and what follows goes on from before it.
    let is_closed = |parting: &str, after: usize| parting.starts_with(", wh") && text[after..].contains(',');
    let ends = PARTING.iter().filter_map(|parting| text.rfind(parting).map(|at| (parting, at + parting.len())));
    let after = ends.filter(|(parting, after)| !is_closed(parting, *after)).map(|(_, after)| after).max();
    // Behind a bracket stands what the sentence says of the date before it.
    if text.ends_with('(') || text.ends_with('[') {
        return last_part(text.trim_end_matches(['(', '[', ' ']));
    }
    after.map_or(text, |after| &text[after..])
}

/// What stands before the first parting of a text.
fn first_part(text: &str) -> &str {
    PARTING.iter().filter_map(|parting| text.find(parting)).min().map_or(text, |end| &text[..end])
}

/// Signs that a title neither begins nor ends with.
fn is_edge(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | ';' | ':' | '–' | '—' | '-' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Builder, Kind};

    /// The title of a sentence whose date stands between braces.
    fn titled(sentence: &str) -> String {
        let (before, rest) = sentence.split_once('{').unwrap();
        let (date, after) = rest.split_once('}').unwrap();
        let mut builder = Builder::new();
        builder.begin(Kind::Paragraph);
        builder.text(&format!("{before}{date}{after}"));
        builder.end();
        let document = builder.finish().value;
        let start = document.blocks()[0].at.start;
        let at = start.plus(before.len())..start.plus(before.len() + date.len());
        of(&document, &document.blocks()[0].at.clone(), &at)
    }

    #[test]
    fn a_title_is_what_the_clause_says_without_its_date() {
        let check = |sentence: &str, expected: &str| assert_eq!(titled(sentence), expected, "{sentence}");
        check(
            "On {23 August 1922} a joint meeting of Polish party bodies discussed the prisoners.",
            "A joint meeting of Polish party bodies discussed the prisoners",
        );
        check(
            "But the committee, which had met twice, was dissolved in {June 1937}; nobody protested.",
            "The committee, which had met twice, was dissolved",
        );
        check("Marchlewski died near Genoa ({22 March 1925}) after a long illness.", "Marchlewski died near Genoa after a long illness");
        check("However, in {1924} the German section was founded, and its first chairman was Pieck.", "The German section was founded");
        check("It began in {1919}.", "It began in 1919");
        check("Copyright, {1904}.", "");
        check("({July 10, 1858}.)", "");
        check("Peace came in {1919}.", "Peace came in 1919");
        check("Four hundred officials were dismissed in {1957} alone.", "Four hundred officials were dismissed");
        check("In {May 1776}, finance minister Turgot was dismissed.", "Finance minister Turgot was dismissed");
        check("{1987} saw a new wave of offensives.", "1987 saw a new wave of offensives");
        check("Beginning in {1970}, the regiments were withdrawn.", "The regiments were withdrawn");
        check("The meeting of the Estates was planned for {May 1789}.", "The meeting of the Estates was planned");
        check("Brauns gives {30 November}; Riddell says December.", "Brauns gives 30 November; Riddell says December");
    }

    #[test]
    fn a_date_that_belongs_to_a_noun_stays_with_it() {
        let check = |sentence: &str, expected: &str| assert_eq!(titled(sentence), expected, "{sentence}");
        check("Output sank to half of {1913} levels.", "Output sank to half of 1913 levels");
        check("After the {1777} campaign both generals resigned.", "After the 1777 campaign both generals resigned");
        check("The {Spring} Offensive divided the armies.", "The Spring Offensive divided the armies");
        check("In {October 1917} Lenin came back to the capital.", "Lenin came back to the capital");
    }

    #[test]
    fn a_clause_without_its_subject_is_no_title() {
        let check = |sentence: &str, expected: &str| assert_eq!(titled(sentence), expected, "{sentence}");
        check(
            "The region was taken by Cyrus, and since {513 BC} had nominally been part of the empire.",
            "The region was taken by Cyrus, and since 513 BC had nominally…",
        );
        check("The fleet sailed home; in {479 BC} the Spartans refused to join it.", "The Spartans refused to join it");
    }

    #[test]
    fn a_long_title_is_cut_where_a_phrase_ends() {
        assert_eq!(
            titled("By {1931} the organisation counted fifty-six periodicals in nineteen languages of the world and beyond it."),
            "The organisation counted fifty-six periodicals in nineteen…"
        );
    }

    #[test]
    fn the_same_matter_told_again_is_known_by_its_names() {
        assert!(is_same("Sacco and Vanzetti were executed at midnight", "The execution of Sacco and Vanzetti"));
        assert!(!is_same("Sacco and Vanzetti were executed", "Protests in Paris and Sydney"));
    }
}
