//! Who wrote it: the names before a title, or at the beginning of an entry.

use std::ops::Range;

use super::{
    token::{Token, Tokens},
    words,
    work::Name,
};

/// The names that end just before a token, and where they begin.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) list: Vec<Name>,
    pub(super) start: usize,
    /// Whether a comma or a colon stands between them and what follows.
    pub(super) parted: bool,
}

/// No list of authors in a note is longer; what is, is no list of authors.
const MOST: usize = 60;

/// The names before `end`, not before `floor`.
pub(super) fn before(tokens: &Tokens, end: usize, floor: usize) -> Names {
    let list = &tokens.list;
    let mut at = end;
    let mut parted = false;
    let mut colon = false;
    // "E. Misselden. “Free Trade”": a full stop after a whole name parts it from a title as a comma does.
    if at > floor + 2 && list[at - 1].is('.') && ends_name(list, floor, at - 1) && list.get(end).is_some_and(|token| token.run.is_some()) {
        at -= 1;
        parted = true;
    }
    while at > floor && (list[at - 1].is(',') || list[at - 1].is(':')) {
        colon |= list[at - 1].is(':');
        at -= 1;
        parted = true;
    }
    let mut start = at;
    let mut chunks: Vec<Range<usize>> = Vec::new();
    let floor = floor.max(end.saturating_sub(MOST));
    loop {
        let chunk = chunk_before(tokens, at, floor);
        let inner = trimmed(list, chunk.clone());
        let only_part =
            !chunk.is_empty() && list[chunk.clone()].iter().all(|t| !t.is_word() || words::is_part_in(&t.fold) || words::is_and(&t.fold));
        if only_part {
            // "Mike Taber and Daria Dyakonova, eds., *Title*"
            start = chunk.start;
        } else if inner.is_empty() {
            break;
        } else {
            start = inner.start;
            chunks.push(inner.clone());
            let joined = list[inner.clone()].iter().any(|t| t.is('&') || t.is_word() && words::is_and(&t.fold));
            let inverted = colon && chunks.len() == 1;
            let goes_on = joined || inverted || chunks.len() > 1 || is_oxford(list, &chunk);
            if !goes_on || inner.start != chunk.start && !is_oxford(list, &chunk) {
                break;
            }
        }
        if chunk.start > floor && list[chunk.start - 1].is(',') {
            at = chunk.start - 1;
        } else {
            break;
        }
    }
    if chunks.is_empty() {
        return Names { start: end, ..Names::default() };
    }
    chunks.reverse();
    // "Weber, Hermann: Title": the second chunk is what the first is called.
    let names = if colon && chunks.len() == 2 && chunks[0].len() == 1 && is_given(list, &chunks[1]) {
        let mut name = one(list, &chunks[0]);
        if let Some(name) = &mut name {
            name.given = given(list, &chunks[1]);
        }
        name.into_iter().collect()
    } else {
        chunks.iter().flat_map(|chunk| several(list, chunk)).collect()
    };
    Names { list: names, start, parted }
}

/// Tells whether all that stands between `start` and the full stop at `end` is one whole name: initials or given names, and a surname.
pub(super) fn ends_name(list: &[Token], start: usize, end: usize) -> bool {
    // What begins a name may stand behind the full stop of the one before.
    let Some((name, surname)) = list.get(start..end).and_then(|name| Some((name, name.last()?))) else { return false };
    let given = name[..name.len() - 1].iter().filter(|token| token.is_word()).count();
    surname.is_word()
        && surname.fold.chars().count() > 2
        && !words::is_cut_short(&surname.fold)
        && (1..=3).contains(&given)
        && name.iter().all(|token| token.run.is_none() && (token.is_word() && token.capital || token.is('.')))
        && name[..name.len() - 1].iter().any(|token| token.is('.'))
}

/// The names from `start` on, and where they end: at a comma, a colon, a bracket, or the first word that is no part of a name.
pub(super) fn from(tokens: &Tokens, start: usize, end: usize) -> (Vec<Name>, Range<usize>) {
    let list = &tokens.list;
    let mut at = start;
    while at < end && (is_nameable(list, at) || list[at].is('.') && is_initial(list, at, start) || list[at].is('&') || list[at].is('-')) {
        at += 1;
    }
    let chunk = trimmed(list, start..at);
    (several(list, &chunk), chunk)
}

/// An entry of a bibliography: "Surname, Given, and Given Surname, eds." up to `end`.
pub(super) fn inverted(tokens: &Tokens, chunk: Range<usize>) -> Vec<Name> {
    let list = &tokens.list;
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut from = chunk.start;
    let mut depth = 0;
    for at in chunk.clone() {
        if list[at].is('[') || list[at].is('(') {
            if depth == 0 {
                parts.push(from..at);
            }
            depth += 1;
        } else if list[at].is(']') || list[at].is(')') {
            depth -= 1;
            from = at + 1;
        } else if depth == 0 && list[at].is(',') {
            parts.push(from..at);
            from = at + 1;
        }
    }
    if depth <= 0 {
        parts.push(from..chunk.end);
    }
    let mut parts = parts.into_iter().filter(|part| list[part.clone()].iter().any(Token::is_word));
    let Some(first) = parts.next() else { return Vec::new() };
    let Some(mut name) = one(list, &first) else { return Vec::new() };
    let mut names = Vec::new();
    if let Some(part) = parts.next() {
        let mut pieces = split_and(list, &part);
        if !pieces.is_empty() && !is_role(list, &pieces[0]) && !list[part.start].fold.is_empty() && !words::is_and(&list[part.start].fold) {
            name.given = given(list, &pieces.remove(0));
        }
        names.push(name);
        names.extend(pieces.iter().filter(|piece| !is_role(list, piece)).filter_map(|piece| one(list, piece)));
    } else {
        // No comma: a body, or a name in the order in which it is spoken.
        names.push(name);
    }
    for part in parts {
        names.extend(split_and(list, &part).iter().filter(|piece| !is_role(list, piece)).filter_map(|piece| one(list, piece)));
    }
    names
}

fn is_role(list: &[Token], chunk: &Range<usize>) -> bool {
    list[chunk.clone()].iter().all(|token| !token.is_word() || words::is_part_in(&token.fold) || words::is_and(&token.fold))
}

fn is_oxford(list: &[Token], chunk: &Range<usize>) -> bool {
    list.get(chunk.start).is_some_and(|token| token.is_word() && words::is_and(&token.fold))
}

/// The run of name-like tokens that ends at `end`.
fn chunk_before(tokens: &Tokens, end: usize, floor: usize) -> Range<usize> {
    let list = &tokens.list;
    let mut at = end;
    while at > floor {
        let token = &list[at - 1];
        if token.run.is_some() {
            break;
        }
        if token.is(')') {
            // "(ed. and trans.)" belongs to the name before it.
            let open = (floor..at - 1).rev().find(|open| list[*open].is('('));
            match open {
                Some(open) if is_role(list, &(open + 1..at - 1)) && at - open < 12 => {
                    at = open;
                    continue;
                }
                _ => break,
            }
        }
        let fits = is_nameable(list, at - 1)
            || token.is('.') && is_initial(list, at - 1, floor)
            || token.is('&')
            || token.is('-')
            || token.is('/');
        if !fits {
            break;
        }
        at -= 1;
    }
    at..end
}

fn is_nameable(list: &[Token], at: usize) -> bool {
    let token = &list[at];
    // Jan, April, June and August are people too, where a name follows.
    let month = || {
        let named = |next: &Token| next.is_word() && (next.capital && !words::is_month(&next.fold) || words::is_particle(&next.fold));
        words::is_month(&token.fold) && !list.get(at + 1).is_some_and(named)
    };
    token.is_word()
        && token.run.is_none()
        && !words::is_signal(&token.fold)
        && (token.capital && !month() || words::is_particle(&token.fold) || words::is_and(&token.fold) || words::is_part_in(&token.fold))
}

/// Tells whether the dot at `at` follows an initial or another shortened word.
fn is_initial(list: &[Token], at: usize, floor: usize) -> bool {
    at > floor && list[at - 1].is_word() && (list[at - 1].fold.chars().count() <= 2 || words::is_cut_short(&list[at - 1].fold))
}

/// Without the small words at its beginning, which belong to the sentence: "In Marx", "On Münzenberg".
fn trimmed(list: &[Token], mut chunk: Range<usize>) -> Range<usize> {
    const SENTENCE: &[&str] = &[
        "in", "on", "for", "as", "by", "from", "to", "with", "against", "after", "but", "so", "and", "thus", "if", "while", "also", "e",
        "g", "see", "this", "that", "it", "und", "im", "bei", "nach", "nur", "auch", "of", "at", "or", "both", "when", "who", "are", "is",
        "compare", "contrast", "et", "u", "i", "de", "der", "y", "en",
    ];
    while chunk.start < chunk.end {
        let token = &list[chunk.start];
        let small = !token.is_word()
            || SENTENCE.contains(&token.fold.as_str()) && (!token.capital || token.fold.len() > 1) && !is_particle_of_name(list, &chunk);
        if !small {
            break;
        }
        chunk.start += 1;
    }
    while chunk.start < chunk.end {
        let token = &list[chunk.end - 1];
        if token.is_word() && !words::is_and(&token.fold) || token.is(')') {
            break;
        }
        chunk.end -= 1;
    }
    if list[chunk.clone()].iter().any(|token| token.is_word() && token.capital && !words::is_part_in(&token.fold)) {
        chunk
    } else {
        chunk.start..chunk.start
    }
}

/// "de Vries", "van der Linden": a particle before a capital, not a preposition of the sentence.
fn is_particle_of_name(list: &[Token], chunk: &Range<usize>) -> bool {
    words::is_particle(&list[chunk.start].fold)
        && !matches!(list[chunk.start].fold.as_str(), "of" | "y")
        && list.get(chunk.start + 1).is_some_and(|next| next.is_word() && (next.capital || words::is_particle(&next.fold)))
}

fn split_and(list: &[Token], chunk: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = chunk.start;
    for at in chunk.clone() {
        let lower_and = list[at].is_word() && words::is_and(&list[at].fold) && !list[at].capital;
        if lower_and || list[at].is('&') || list[at].is('/') {
            parts.push(from..at);
            from = at + 1;
        }
    }
    parts.push(from..chunk.end);
    parts.retain(|part| list[part.clone()].iter().any(Token::is_word));
    parts
}

fn several(list: &[Token], chunk: &Range<usize>) -> Vec<Name> {
    // What a bracket holds is what they did for the work.
    let open = chunk.clone().find(|at| list[*at].is('(')).unwrap_or(chunk.end);
    split_and(list, &(chunk.start..open)).iter().filter(|part| !is_role(list, part)).filter_map(|part| one(list, part)).collect()
}

/// One name in the order in which it is spoken.
fn one(list: &[Token], chunk: &Range<usize>) -> Option<Name> {
    let mut words: Vec<&Token> = list[chunk.clone()]
        .iter()
        .filter(|token| token.is_word() && !(words::is_part_in(&token.fold) && token.fold.len() > 1 && !token.capital))
        .collect();
    while words.len() > 1 && words.last().is_some_and(|word| matches!(word.fold.as_str(), "jr" | "sr" | "ii" | "iii") || !word.capital) {
        words.pop();
    }
    let surname = words.pop()?;
    let given = words.iter().filter(|word| word.capital).map(|word| word.fold.clone()).collect();
    Some(Name { surname: surname.fold.clone(), given })
}

fn given(list: &[Token], chunk: &Range<usize>) -> Vec<String> {
    list[chunk.clone()].iter().filter(|token| token.is_word() && token.capital).map(|token| token.fold.clone()).collect()
}

fn is_given(list: &[Token], chunk: &Range<usize>) -> bool {
    list[chunk.clone()].iter().filter(|token| token.is_word()).count() <= 3
}
