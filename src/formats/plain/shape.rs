//! What a paragraph is, by its shape: prose, a heading, verse, a table.

use super::lines::{At, Lines, Manner, columns};

/// What a paragraph is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Prose; its lines are joined.
    Prose,
    /// Prose that is set in on the left.
    Quote,
    /// Lines that are meant as lines.
    Verse,
    /// Lines whose columns are meant.
    Columns,
    /// A heading of this level; its first so many lines, without the rule under them.
    Heading(u8, usize),
    /// A rule, or a row of stars.
    Rule,
    /// Items of a list: the lines at which they begin, and how many bytes of these are indent and label.
    Items(Vec<(usize, usize)>),
    /// Lines of an e-mail that quote another: how deep each is.
    Quoted,
    /// `[Illustration: …]`.
    Caption,
}

/// Tells what a paragraph is. `gap_after` is asked only of what may be a heading.
pub(super) fn shape(text: &str, at: &At, manner: Manner, before: usize, gap_after: impl Fn() -> usize) -> Shape {
    let lines: Vec<&str> = Lines::new(text, at.clone()).map(|line| &text[line]).collect();
    let Some(first) = lines.first() else { return Shape::Prose };
    if lines.len() == 1 && is_rule(first) {
        return Shape::Rule;
    }
    if first.trim_start().starts_with("[Illustration") && lines[lines.len() - 1].trim_end().ends_with(']') {
        return Shape::Caption;
    }
    if lines.iter().all(|line| line.trim_start().starts_with('>')) {
        return Shape::Quoted;
    }
    if lines.len() <= 4
        && let Some(heading) = heading(&lines, manner, before, gap_after)
    {
        return heading;
    }
    if !manner.is_wrapped {
        return items(&lines).unwrap_or(Shape::Prose);
    }
    if let Some(items) = items(&lines) {
        return items;
    }
    if may_have_columns(&text[at.clone()]) && has_columns(&lines) {
        return Shape::Columns;
    }
    if lines.len() >= 2 && are_lines_meant(&lines, manner) {
        return Shape::Verse;
    }
    let indent = lines.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    if indent >= 2 && (lines.len() >= 2 || indent >= 4) { Shape::Quote } else { Shape::Prose }
}

/// Tells whether a line is nothing but a rule or a row of stars.
pub(super) fn is_rule(line: &str) -> bool {
    let signs: Vec<char> = line.chars().filter(|character| !character.is_whitespace()).take(200).collect();
    let Some(first) = signs.first() else { return false };
    let is_row =
        matches!(first, '*' | '-' | '_' | '=' | '~' | '•' | '+' | '·' | '.' | '#' | '—' | '─' | '━' | '═' | '╌' | '＊' | '◆' | '×');
    is_row && signs.iter().all(|sign| sign == first) && (signs.len() >= 3 || (matches!(first, '*' | '#' | '＊') && line.starts_with(' ')))
}

/// Words that head a part of a text, and their level. The first word of the line, in lower case.
const HEADS: &[(&str, u8)] = &[
    ("book", 1),
    ("part", 1),
    ("volume", 1),
    ("buch", 1),
    ("teil", 1),
    ("livre", 1),
    ("partie", 1),
    ("libro", 1),
    ("parte", 1),
    ("boek", 1),
    ("deel", 1),
    ("часть", 1),
    ("chapter", 2),
    ("letter", 2),
    ("canto", 2),
    ("act", 2),
    ("stave", 2),
    ("lecture", 2),
    ("essay", 2),
    ("sermon", 2),
    ("kapitel", 2),
    ("chapitre", 2),
    ("capitolo", 2),
    ("capítulo", 2),
    ("capitulo", 2),
    ("hoofdstuk", 2),
    ("rozdział", 2),
    ("глава", 2),
    ("section", 3),
    ("scene", 3),
    ("article", 3),
    ("abschnitt", 3),
    ("§", 3),
];

/// Headings that stand alone.
const TITLES: &[&str] = &[
    "preface",
    "introduction",
    "contents",
    "table of contents",
    "appendix",
    "conclusion",
    "epilogue",
    "prologue",
    "footnotes",
    "notes",
    "endnotes",
    "index",
    "bibliography",
    "glossary",
    "foreword",
    "afterword",
    "dedication",
    "acknowledgments",
    "acknowledgements",
    "references",
    "vorwort",
    "einleitung",
    "anmerkungen",
    "préface",
    "voorrede",
    "inhoud",
    "noten",
    "aantekeningen",
    "prefazione",
    "prólogo",
];

/// Lines by which those who made an edition name themselves.
const CREDITS: &[&str] = &["Produced by", "E-text prepared", "Transcribed ", "Translated by", "Edited by"];

/// A heading, if these lines are one.
fn heading(lines: &[&str], manner: Manner, before: usize, gap_after: impl Fn() -> usize) -> Option<Shape> {
    // Underlined: the second line is a rule of about the first one's length.
    if let [title, rule] = lines
        && is_rule(rule)
        && rule.trim().starts_with(['=', '-', '~', '*', '━', '═', '─', '╌'])
        && [columns(title.trim()), title.trim().chars().count()].iter().any(|width| width.abs_diff(rule.trim().chars().count()) <= 3)
    {
        return Some(Shape::Heading(if rule.trim().starts_with(['=', '*', '━', '═']) { 1 } else { 2 }, 1));
    }
    let whole = Shape::Heading;
    let longest = lines.iter().map(|line| columns(line.trim())).max().unwrap_or(0);
    let limit = if manner.is_wrapped { manner.width } else { 90 };
    if longest > limit || before == 0 {
        return None;
    }
    let first = lines[0].trim().trim_start_matches(['_', '=', '*']);
    let word = first.split([' ', '.', ':', ',', '—', '\u{a0}']).next().unwrap_or("");
    let rest = first[word.len()..].trim_start_matches([' ', '.', ':']);
    let word = word.to_lowercase();
    let all = lines.join(" ");
    let is_capital = is_in_capitals(&all);
    if let Some((_, level)) = HEADS.iter().find(|(head, _)| *head == word) {
        let number = rest.split([' ', '.', ':', ',', '—', '-', '_', '=']).next().unwrap_or("");
        let starts_large = first.chars().next().is_some_and(char::is_uppercase) || word == "§";
        // "Chapter IV", "BOOK THE FIRST"; but "Part of them went" is a sentence.
        let is_numbered = is_number(number) || number.eq_ignore_ascii_case("the") || (is_capital && !rest.is_empty()) || rest.is_empty();
        if starts_large && is_numbered && (is_capital || (lines.len() <= 2 && !all.trim_end().ends_with([',', ';']))) {
            return Some(whole(*level, lines.len()));
        }
    }
    let bare = all.trim().trim_matches(['_', '=', '*', '.', ':']).to_lowercase();
    if lines.len() == 1 && TITLES.contains(&bare.as_str()) && !all.trim().starts_with(char::is_lowercase) {
        return Some(whole(2, 1));
    }
    // "MY DEAR FRIEND,--" opens a letter, "L. VAN BEETHOVEN," signs one.
    let goes_on = all.trim_end().ends_with([',', ';', '-', '—']);
    if is_capital
        && !goes_on
        // A heading is nearer to what it heads than to what it follows; a signature is not.
        && before >= gap_after()
        && all.chars().filter(|character| character.is_alphabetic()).count() >= 3
        && longest * 10 <= limit * 9
        && !first.starts_with('[')
    {
        return Some(whole(2, lines.len()));
    }
    // "IV.", "219.", alone between blank lines.
    let alone = first.trim_end_matches('.');
    if lines.len() == 1 && before >= 2 && is_number(alone) && alone.len() <= 8 && manner.is_wrapped {
        return Some(whole(3, 1));
    }
    let is_titled = lines.len() == 1
        && longest <= 60
        && first.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit())
        && !all.trim_end().ends_with(['.', ',', ';', ':', '!', '?', '"', '”', '-', '—', ')', ']', '*', '†'])
        && !all.contains('[')
        && !all.contains("  ")
        && !leads_to_pages(&all)
        && !CREDITS.iter().any(|credit| first.starts_with(credit));
    // In a text of long lines any short one by itself is set off.
    let set_off = before >= if manner.is_wrapped { 2 } else { 1 };
    (is_titled && set_off && (1..100).contains(&gap_after())).then(|| whole(3, 1))
}

/// Tells whether a line leads to pages, as the entries of an index do: "Fabre, 172 note", "Janet, Paul, 60-1". A year is no page.
fn leads_to_pages(line: &str) -> bool {
    let is_page = |word: &str| {
        let word = word.trim_end_matches(',');
        let figures = word.split(['-', '–']).next().unwrap_or("");
        (1..=3).contains(&figures.len())
            && word.bytes().all(|byte| byte.is_ascii_digit() || !byte.is_ascii_alphanumeric())
            && figures.bytes().all(|byte| byte.is_ascii_digit())
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    words
        .windows(2)
        .any(|pair| (pair[0].ends_with(',') && is_page(pair[1])) || (is_page(pair[0]) && pair[1].trim_end_matches(',') == "note"))
}

/// The words that head notes, in the languages they are met in.
const OF_NOTES: &[&str] = &["footnote", "note", "endnote", "anmerkung", "fussnote", "fußnote", "noten", "примечани", "voetnote", "nota"];

/// Tells whether a heading heads notes and nothing else: "FOOTNOTES:", "Notes to Chapter I".
pub(in crate::formats) fn heads_notes(heading: &str) -> bool {
    let first = heading.split_whitespace().next().unwrap_or("").to_lowercase();
    let first = first.trim_matches(|character: char| !character.is_alphanumeric());
    OF_NOTES.iter().any(|word| first.strip_prefix(word).is_some_and(|ending| ending.chars().count() <= 2))
}

/// Tells whether a heading is no more than a number: "CHAPTER IV.", "219."
pub(super) fn is_only_number(heading: &str) -> bool {
    let mut words = heading.split_whitespace().map(|word| word.trim_matches(['.', ':', '_', '*', '=']));
    let Some(first) = words.next() else { return false };
    let is_head = HEADS.iter().any(|(head, _)| *head == first.to_lowercase());
    match (words.next(), words.next()) {
        (None, _) => is_number(first),
        (Some(number), None) => is_head && is_number(number),
        (Some(the), Some(number)) => is_head && the.eq_ignore_ascii_case("the") && is_number(number) && words.next().is_none(),
    }
}

/// Tells whether a heading begins with a number of its own.
pub(super) fn starts_numbered(heading: &str) -> bool {
    let mut words = heading.trim().split([' ', '.', ':']);
    let first = words.next().unwrap_or("").to_lowercase();
    HEADS.iter().any(|(head, _)| *head == first) || is_number(first.to_uppercase().as_str())
}

fn is_in_capitals(words: &str) -> bool {
    words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase)
}

/// Tells whether a word is a number: in figures, in Roman numerals, or said in English.
fn is_number(word: &str) -> bool {
    const SAID: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "first", "second", "third",
        "fourth", "fifth", "last",
    ];
    let lower = word.to_lowercase();
    let is_roman = !lower.is_empty() && lower.bytes().all(|byte| b"ivxlcdm".contains(&byte)) && word.chars().all(char::is_uppercase);
    (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())) || is_roman || SAID.contains(&lower.as_str())
}

/// Tells what the first paragraph of a note is, whose first line begins with the label that was cut off, wherever that was.
pub(super) fn first_of_note(text: &str, at: &At, manner: Manner) -> Shape {
    let lines: Vec<&str> = Lines::new(text, at.clone()).map(|line| &text[line]).collect();
    let is_verse = manner.is_wrapped && lines.len() >= 3 && are_lines_meant(&lines[1..], manner);
    if is_verse { Shape::Verse } else { Shape::Prose }
}

/// Tells whether most lines of a paragraph end where the next line's first word would still have found room: then whoever
/// wrote them meant them as lines.
fn are_lines_meant(lines: &[&str], manner: Manner) -> bool {
    let widths: Vec<usize> = lines.iter().map(|line| columns(line.trim_end())).collect();
    let own = widths.iter().copied().max().unwrap_or(0);
    let first_words: Vec<usize> = lines[1..].iter().map(|line| columns(line.split_whitespace().next().unwrap_or(""))).collect();
    let broken_at = |width: usize| widths.iter().zip(&first_words).filter(|(line, word)| **line + 1 + **word <= width).count();
    let breaks = lines.len() - 1;
    let meant = broken_at(manner.width) * 2 >= breaks;
    // Prose that was set narrower than the rest: full by its own measure, and its lines begin as they come.
    let going_on = lines[1..].iter().filter(|line| line.trim_start().starts_with(char::is_lowercase)).count();
    let is_narrow_prose = breaks >= 2 && own >= 40 && broken_at(own) * 5 <= breaks && going_on * 10 >= breaks * 4;
    // Prose whose right edge is ragged: long lines, well filled, and most of them begin in the middle of a sentence.
    let filled: usize = widths[..breaks].iter().sum();
    let is_ragged_prose = own >= 50 && going_on * 10 >= breaks * 6 && filled * 4 >= own * breaks * 3;
    meant && !is_narrow_prose && !is_ragged_prose
}

/// Tells whether lines are columns: most of them have a wide gap within, a tab, or the signs that boxes are drawn with.
fn has_columns(lines: &[&str]) -> bool {
    lines.len() >= 2 && lines.iter().filter(|line| is_row(line.trim())).count() * 2 > lines.len()
}

/// Tells whether there is anything in a paragraph that columns are made of: a look at the whole is a tenth of the work of
/// looking at its lines, and settles it for nearly all prose.
fn may_have_columns(paragraph: &str) -> bool {
    let bytes = paragraph.as_bytes();
    // The last two begin all signs that boxes are drawn with (U+2500 to U+257F), and hardly anything else.
    let signs: [&[u8]; 5] = [b"   ", b"....", b". . .", b"\xe2\x94", b"\xe2\x95"];
    memchr::memchr3(b'\t', b'|', b'+', bytes).is_some() || signs.iter().any(|sign| memchr::memmem::find(bytes, sign).is_some())
}

/// Tells whether a line has columns.
fn is_row(line: &str) -> bool {
    if line.starts_with(['|', '+']) {
        return true;
    }
    let (mut blanks, mut dots) = (0, 0);
    for byte in line.bytes() {
        match byte {
            b' ' => blanks += 1,
            b'\t' => return true,
            b'.' => {
                dots += 1;
                blanks = 0;
            }
            _ => (blanks, dots) = (0, 0),
        }
        // Three blanks, or the dots that lead to a page number.
        if blanks == 3 || dots == 4 {
            return true;
        }
    }
    !line.is_ascii() && line.contains(['│', '┃', '─', '║'])
}

/// The items of a list, if the paragraph begins with one.
fn items(lines: &[&str]) -> Option<Shape> {
    let (first, mut label) = item(lines[0])?;
    let mut starts = vec![(0, first)];
    for (index, line) in lines.iter().enumerate().skip(1) {
        if let Some((length, next)) = item(line)
            && next.goes_on_from(&label)
        {
            starts.push((index, length));
            label = next;
        }
    }
    Some(Shape::Items(starts))
}

/// What an item begins with.
#[derive(PartialEq, Eq)]
struct Item {
    kind: char,
    number: Option<u32>,
}

impl Item {
    fn goes_on_from(&self, before: &Self) -> bool {
        self.kind == before.kind && (self.number.is_none() || self.number == before.number.map(|number| number + 1))
    }
}

/// An item's label, with how many bytes it and the blanks around it take.
fn item(line: &str) -> Option<(usize, Item)> {
    let rest = line.trim_start();
    let (kind, number, length) = match rest.chars().next()? {
        bullet @ ('-' | '*' | '•' | '·' | '+' | '◦' | '–') => (bullet, None, bullet.len_utf8()),
        '0'..='9' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let stop = rest[digits..].chars().next().filter(|stop| matches!(stop, '.' | ')'))?;
            let number = rest[..digits].parse().ok().filter(|_| digits <= 3)?;
            (stop, Some(number), digits + 1)
        }
        '(' => {
            let close = rest.bytes().take(5).position(|byte| byte == b')')?;
            let inside = &rest[1..close];
            let number = match inside.parse::<u32>() {
                Ok(number) => number,
                Err(_) if inside.len() == 1 && inside.as_bytes()[0].is_ascii_lowercase() => u32::from(inside.as_bytes()[0]),
                Err(_) => return None,
            };
            ('(', Some(number), close + 1)
        }
        _ => return None,
    };
    let after = &rest[length..];
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    (blanks > 0 && blanks < after.len()).then_some((line.len() - rest.len() + length + blanks, Item { kind, number }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, gaps: (usize, usize), expected: &Shape) {
        let manner = Manner { is_wrapped: true, width: 72 };
        assert_eq!(shape(text, &(0..text.len()), manner, gaps.0, || gaps.1), *expected, "{text}");
    }

    #[test]
    fn headings_are_told_by_words_capitals_and_the_room_around_them() {
        assert!(
            is_only_number("CHAPTER IV.") && is_only_number("219.") && is_only_number("BOOK THE FIRST") && !is_only_number("THE FLIGHT")
        );
        check("CHAPTER IV", (2, 1), &Shape::Heading(2, 1));
        check("Chapter 12. Of the flight", (1, 1), &Shape::Heading(2, 1));
        check("BOOK THE FIRST", (4, 2), &Shape::Heading(1, 1));
        check("SECTION XII.\nOF THE ACADEMICAL PHILOSOPHY", (3, 1), &Shape::Heading(3, 2));
        check("TO BARONESS DOROTHEA VON ERTMANN", (1, 1), &Shape::Heading(2, 1));
        check("219.", (2, 1), &Shape::Heading(3, 1));
        check("The Flight East", (2, 1), &Shape::Heading(3, 1));
        check("Footnotes:", (1, 1), &Shape::Heading(2, 1));
        check("The Flight\n----------", (1, 1), &Shape::Heading(2, 1));
        check("The Flight\n==========", (1, 1), &Shape::Heading(1, 1));
        check("Part of them went east.", (2, 1), &Shape::Prose);
        check("He left.", (2, 1), &Shape::Prose);
        check("[Illustration: The flight]", (2, 1), &Shape::Caption);
    }

    #[test]
    fn an_entry_of_an_index_is_no_heading() {
        let check = |line: &str, expected: bool| assert_eq!(leads_to_pages(line), expected, "{line}");
        check("Fabre, 172 note", true);
        check("Janet, Paul, 60-1 note", true);
        check("Labbe 260 note", true);
        check("Kaleidoscopic variation, 74", true);
        check("Moscow, 1922", false);
        check("The Summer of 1914", false);
    }

    #[test]
    fn a_heading_of_notes_is_known_by_its_first_word() {
        let check = |line: &str, expected: bool| assert_eq!(heads_notes(line), expected, "{line}");
        check("FOOTNOTES:", true);
        check("_Notes to Chapter I_", true);
        check("Anmerkungen", true);
        check("A NOTE ON DATES", false);
        check("Notebooks", false);
    }

    #[test]
    fn a_note_of_ragged_prose_is_no_verse() {
        let text = "    [19] Since all reasonings concerning facts or causes is derived\n    merely from custom, it may be asked how it happens, that men so\n    much surpass animals in reasoning, and one man so much\n    surpasses another? Has not the same custom the same\n    influence on all?";
        let manner = Manner { is_wrapped: true, width: 72 };
        assert_eq!(first_of_note(text, &(9..text.len()), manner), Shape::Prose);
    }

    #[test]
    fn lines_are_kept_where_they_were_meant() {
        let prose = "When he had come so far that he could see the roofs of the town below\nhim, he sat down upon a stone and did not go on until the evening; and\nthen he went.";
        check(prose, (1, 1), &Shape::Prose);
        let narrow = "    When he had come so far that he could see\n    the roofs of the town below him, he sat\n    down upon a stone and did not go on until\n    the evening; and then he went.";
        check(narrow, (1, 1), &Shape::Quote);
        check("Tyger Tyger, burning bright,\nIn the forests of the night;", (1, 1), &Shape::Verse);
        check("1851   went east\n1853   came back", (1, 1), &Shape::Columns);
    }

    #[test]
    fn rules_lists_and_quotations_are_what_they_look_like() {
        check("       *       *       *       *       *", (1, 1), &Shape::Rule);
        check("-----", (1, 1), &Shape::Rule);
        check("1. One thing\n2. Another\n   and more of it", (1, 1), &Shape::Items(vec![(0, 3), (1, 3)]));
        check("- One thing\n- Another", (1, 1), &Shape::Items(vec![(0, 2), (1, 2)]));
        check("(a) one\n(b) two\n(d) three", (1, 1), &Shape::Items(vec![(0, 4), (1, 4)]));
        check("> He said so.\n>> Did he?", (1, 1), &Shape::Quoted);
        check("1914. That year\nbegan well.", (1, 1), &Shape::Verse);
    }
}
