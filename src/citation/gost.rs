//! Entries as Russian printers set them: "Иванов И. И. Красная деревня. М.: Наука, 1970. С. 12".
//!
//! Author, title, imprint and page are parted by stops alone (GOST 7.0.5-2008), which end sentences everywhere else. What tells such
//! an entry is how it begins: a surname in Cyrillic letters and initials after it.

use std::ops::Range;

use super::{
    form::back_at,
    raw::Raw,
    tail,
    token::{Sort, Tokens},
    words,
    work::Name,
};

/// The authors of an entry that begins at a token, and where they end.
fn authors(tokens: &Tokens, start: usize, end: usize) -> Option<(Vec<Name>, usize)> {
    let list = &tokens.list;
    let is_cyrillic = |at: usize| list[at].fold.chars().next().is_some_and(|first| ('\u{400}'..='\u{52f}').contains(&first));
    let mut names = Vec::new();
    let mut at = start;
    loop {
        let surname = list.get(at).filter(|_| at < end)?;
        if !surname.is_word() || !surname.capital || surname.run.is_some() || !is_cyrillic(at) || surname.fold.chars().count() < 2 {
            return None;
        }
        let mut given = Vec::new();
        let mut next = at + 1;
        while next + 1 < end && list[next].is_word() && list[next].capital && list[next].fold.chars().count() == 1 && list[next + 1].is('.')
        {
            given.push(list[next].fold.clone());
            next += 2;
        }
        if given.is_empty() || given.len() > 3 {
            return None;
        }
        names.push(Name { surname: surname.fold.clone(), given });
        if next < end && list[next].is(',') && authors(tokens, next + 1, end).is_some() {
            at = next + 1;
            continue;
        }
        return Some((names, next));
    }
}

/// Where the entry ends that begins at a token, if one does: at a semicolon, or after its page.
pub(super) fn extent(tokens: &Tokens, start: usize) -> Option<usize> {
    let list = &tokens.list;
    if !list[start].capital || list[start].fold.is_ascii() {
        return None;
    }
    let (_, from) = authors(tokens, start, list.len())?;
    let mut paged = false;
    for at in from..list.len() {
        let token = &list[at];
        let is_end = token.sort == Sort::Break
            || token.is(';') && token.depth == 0
            || token.is_word() && token.run.is_none() && words::is_signal(&token.fold);
        if is_end {
            return Some(at);
        }
        paged |= token.is_number() && at >= 2 && list[at - 1].is('.') && words::is_locator(&list[at - 2].fold);
        let goes_on = |next: &super::token::Token| next.is_number() || words::is_locator(&next.fold);
        if paged && token.is('.') && list[at - 1].is_number() && list.get(at + 1).is_some_and(|next| next.gap && !goes_on(next)) {
            return Some(at + 1);
        }
    }
    Some(list.len())
}

/// The entry or short form with which a piece begins.
pub(super) fn cite(tokens: &Tokens, piece: &Range<usize>) -> Option<Raw> {
    let list = &tokens.list;
    let first = list.get(piece.start)?;
    if !first.capital || first.fold.is_ascii() {
        return None;
    }
    let (names, from) = authors(tokens, piece.start, piece.end)?;
    if let Some((back, end)) = back_at(tokens, from) {
        let tail = tail::read(tokens, end, piece.end);
        return Some(Raw { at: piece.start..tail.end.max(end), names, back: Some(back), tail, ..Raw::default() });
    }
    let slashes = |at: usize| list[at].is('/') && list.get(at + 1).is_some_and(|next| next.is('/') && !next.gap);
    let ends = |at: usize| list[at].is('.') && !words::is_cut_short(&list[at - 1].fold) || list[at].is('/') || list[at].is('(');
    let stop = (from + 1..piece.end).find(|at| ends(*at)).unwrap_or(piece.end);
    let mut end = stop;
    while end > from && !(list[end - 1].is_word() || list[end - 1].is_number()) {
        end -= 1;
    }
    if end <= from {
        return None;
    }
    let mut after = end;
    let mut container = None;
    if stop < piece.end && slashes(stop) {
        let close = (stop + 2..piece.end).find(|at| list[*at].is('.') && !words::is_cut_short(&list[at - 1].fold)).unwrap_or(piece.end);
        container = Some(stop + 2..close);
        after = close;
    }
    let mut tail = tail::read(tokens, after, piece.end);
    tail.container = container.filter(|container| !container.is_empty());
    // A name and a sentence are no entry.
    let known = tail.published || tail.locator.is_some() || tail.container.is_some();
    known.then(|| Raw { at: piece.start..tail.end.max(end), names, title: Some(from..end), tail, ..Raw::default() })
}
