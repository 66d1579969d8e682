//! Cites in which nothing is set apart: neither italics nor quotation marks say where a title begins.

use std::ops::Range;

use super::{
    super::{
        names, tail,
        token::{Sort, Token, Tokens},
        words,
        work::{Catalogue, Fit, Name},
    },
    LONGEST_TITLE, Raw, after_signals, short,
};

/// A title that nothing sets apart, from `from` on: up to a bracket, or a comma that a locator or an imprint follows.
pub(in crate::citation) fn plain_title(tokens: &Tokens, from: usize, limit: usize) -> Range<usize> {
    let list = &tokens.list;
    let mut at = from;
    while at < limit {
        let token = &list[at];
        if token.is('(') || token.is('[') || token.is(',') || token.run.is_some() || token.sort == Sort::Address {
            break;
        }
        if token.is('.') && !words::is_cut_short(&list[at.saturating_sub(1)].fold) {
            break;
        }
        at += 1;
    }
    let mut end = at;
    while end > from && !(list[end - 1].is_word() || list[end - 1].is_number()) {
        end -= 1;
    }
    from..end
}

/// The cite of a piece in which nothing is set apart: "Cannon, First Ten Years, p. 162", "Pages on MOPR", "Statutes at Large, II. 426".
pub(super) fn unmarked(tokens: &Tokens, known: &Catalogue, piece: &Range<usize>) -> Option<Raw> {
    let list = &tokens.list;
    let mut start = after_signals(tokens, piece);
    let has_signal = start > piece.start;
    // A work that is known by the words the piece begins with: "Pages on MOPR, vatnikstan.ru", "a page on 18 March".
    while start < piece.end && list[start].is_word() && words::is_article(&list[start].fold) && !list[start].capital {
        start += 1;
    }
    let first = list.get(start).filter(|_| start < piece.end)?;
    let title = plain_title(tokens, start, piece.end);
    let whole = short(tokens, title.clone());
    if whole.len() > 1
        && known
            .titled(&[], &whole)
            .iter()
            .any(|(id, fit)| *fit >= Fit::Beginning && known.work(*id).authors.is_empty() && known.work(*id).quoted != Some(true))
        || whole.len() == 1 && known.alias(&whole[0].0).is_some()
    {
        let tail = tail::read(tokens, title.end, piece.end);
        return Some(Raw { at: start..tail.end.max(title.end), title: Some(title), tail, ..Raw::default() });
    }
    let particle =
        words::is_particle(&first.fold) && list.get(start + 1).is_some_and(|next| next.capital || words::is_particle(&next.fold));
    if !first.capital && !particle {
        return None;
    }
    let (names, chunk) = names::from(tokens, start, piece.end);
    let sep = list.get(chunk.end).filter(|_| chunk.end < piece.end);
    // "Andresen, Heying and Hollnagel, article …" and "Weber, Hermann: Title" have a second part of names.
    let (names, chunk) = longer(tokens, known, names, chunk, piece.end);
    let sep = if sep.is_some() { list.get(chunk.end).filter(|_| chunk.end < piece.end) } else { None };
    let parted = sep.is_some_and(|sep| sep.is(',') || sep.is(':') || sep.is('('));
    let is_author = names.first().is_some_and(|name| known.knows_author(&name.surname));
    if parted && !names.is_empty() {
        let after = chunk.end + usize::from(!list[chunk.end].is('('));
        let title = plain_title(tokens, after, piece.end);
        let begins_locator = tail::locator_begins(tokens, after, piece.end);
        if !title.is_empty() && !begins_locator && !list[chunk.end].is('(') {
            let tail = tail::read(tokens, title.end, piece.end);
            let words = short(tokens, title.clone());
            let fits = known.titled(&names, &words);
            let capital = list[title.start].capital || list[title.start].run.is_some();
            let long_enough = words.len() <= LONGEST_TITLE;
            let matches = is_author && !fits.is_empty() && (capital || words.len() > 1);
            let evidence = tail.published || tail.locator.is_some() && (is_author || capital);
            if long_enough
                && (matches
                    || capital && evidence && is_titular(tokens, &title)
                    || !capital && tail.address && names.iter().all(|name| !name.given.is_empty() || is_author))
            {
                return Some(Raw { at: start..tail.end.max(title.end), names, title: Some(title), tail, ..Raw::default() });
            }
        }
        if is_author && begins_locator {
            let tail = tail::read(tokens, chunk.end, piece.end);
            if tail.locator.is_some() && (tail.end >= piece.end || !rest_is_prose(tokens, tail.end, piece)) {
                return Some(Raw { at: start..tail.end, names, tail, ..Raw::default() });
            }
        }
    }
    // "Cannon 162": an author and a page without a comma.
    if is_author && sep.is_some_and(Token::is_number) && piece.end <= chunk.end + 6 {
        let tail = tail::read(tokens, chunk.end, piece.end);
        if tail.locator.is_some() {
            return Some(Raw { at: start..tail.end, names, tail, ..Raw::default() });
        }
    }
    // Whatever else looks like the name of a work with a locator is one, though nothing more is known of it.
    let tail = tail::read(tokens, title.end, piece.end);
    let telling = tail.locator.is_some() || tail.published && tail.address || tail.published && !has_signal && title.len() > 2;
    let opaque = telling
        && !title.is_empty()
        && title.end - title.start <= 24
        && names_a_work(tokens, &title)
        && is_titular(tokens, &title)
        && !rest_is_prose(tokens, tail.end, piece);
    opaque.then(|| Raw { at: start..tail.end, title: Some(title), tail, opaque: true, ..Raw::default() })
}

/// Takes further chunks of names where the first is not all.
fn longer(tokens: &Tokens, known: &Catalogue, names: Vec<Name>, chunk: Range<usize>, end: usize) -> (Vec<Name>, Range<usize>) {
    let list = &tokens.list;
    if !list.get(chunk.end).is_some_and(|token| token.is(',')) || chunk.end >= end {
        return (names, chunk);
    }
    let (more, second) = names::from(tokens, chunk.end + 1, end);
    let Some(sep) = list.get(second.end).filter(|_| second.end < end) else { return (names, chunk) };
    let joined = list[second.clone()].iter().any(|token| token.is('&') || token.is_word() && words::is_and(&token.fold) && !token.capital);
    if sep.is(',') && joined && more.len() > 1 && second.len() <= 12 {
        // "Weber, Arbeit und Gesellschaft, S. 5": a title is joined by "und" as often as names are.
        let initials = more.iter().all(|name| name.given.first().is_some_and(|given| given.chars().count() <= 2));
        let all: Vec<Name> = names.iter().cloned().chain(more).collect();
        return if initials || !known.by(&all).is_empty() { (all, chunk.start..second.end) } else { (names, chunk) };
    }
    if sep.is(':') && chunk.len() <= 4 && second.len() <= 4 && names.len() == 1 && !second.is_empty() {
        let mut names = names;
        names[0].surname.clone_from(&list[chunk.end - 1].fold);
        names[0].given = list[second.clone()].iter().filter(|token| token.is_word()).map(|token| token.fold.clone()).collect();
        return (names, chunk.start..second.end);
    }
    (names, chunk)
}

/// Tells a name from a date, a sum, or an article of the treaty that the text is about: "Jan.–Mar. 1919", "Arts. 264", "On July 23".
fn names_a_work(tokens: &Tokens, title: &Range<usize>) -> bool {
    let list = &tokens.list[title.clone()];
    let sum_or_address = list.iter().any(|token| matches!(token.sort, Sort::Sign('$' | '£' | '€' | '%' | '=' | '+' | '@')));
    // "Write to editor@example.org"
    let sum_or_address = sum_or_address || tokens.list.get(title.end).is_some_and(|token| token.is('@'));
    let is_small = |token: &Token| !token.capital && !words::is_article(&token.fold) && !words::is_particle(&token.fold);
    let telling = list.iter().filter(|token| {
        token.is_word() && !words::is_month(&token.fold) && !words::is_roman(&token.fold) && !words::is_place_within(&token.fold)
    });
    let preposition = list.first().is_some_and(|token| {
        matches!(
            token.fold.as_str(),
            "on" | "in" | "at" | "by" | "from" | "since" | "until" | "after" | "before" | "am" | "im" | "le" | "el"
        ) && list.get(1).is_some_and(|next| next.is_number() || words::is_month(&next.fold))
    });
    !sum_or_address && !preposition && telling.clone().any(|token| !is_small(token))
}

/// Tells whether words could be a title without italics: not mostly small words, as prose is.
fn is_titular(tokens: &Tokens, title: &Range<usize>) -> bool {
    let words = tokens.list[title.clone()].iter().filter(|token| token.is_word());
    let (mut small, mut all) = (0, 0);
    for word in words {
        all += 1;
        small += usize::from(
            !word.capital
                && !words::is_article(&word.fold)
                && !words::is_particle(&word.fold)
                && !words::is_after_signal(&word.fold)
                && !words::is_and(&word.fold),
        );
    }
    let finite = tokens.list[title.clone()].iter().any(|token| tail::is_finite(&token.fold));
    // German and the Romance languages write most words of a title small; a verb gives prose away.
    all > 0 && !finite && (small * 2 <= all || all - small >= 1 && all <= 9)
}

/// Tells whether a sentence goes on after a cite that nothing sets apart: then it was no cite.
fn rest_is_prose(tokens: &Tokens, from: usize, piece: &Range<usize>) -> bool {
    tokens.list[from.min(piece.end)..piece.end].iter().filter(|token| token.is_word()).count() > 4
}
