//! What follows a title: imprint, journal, address, and at the end the locator.

use std::ops::Range;

use super::{
    form::back_at,
    token::{Sort, Token, Tokens},
    words,
};

/// What follows a title.
#[derive(Clone, Debug, Default)]
pub(super) struct Tail {
    /// Where the cite ends.
    pub(super) end: usize,
    /// Where in the work: pages, a volume, a date for newspapers.
    pub(super) locator: Option<Range<usize>>,
    /// Whether it says where or when the work was published.
    pub(super) published: bool,
    /// The journal or collection that the work is in.
    pub(super) container: Option<Range<usize>>,
    /// The years it gives.
    pub(super) years: Vec<u16>,
    /// Whether an address on the web is given.
    pub(super) address: bool,
    /// Whether words with capitals follow at once, as the name of a journal without italics does.
    pub(super) named: bool,
    /// The tokens that name where it was published, for telling works of one title apart.
    pub(super) imprint: Range<usize>,
}

/// Small words with which a part of an entry may begin.
fn goes_on(word: &str) -> bool {
    words::is_locator(word)
        || words::is_part_in(word)
        || words::is_month(word)
        || words::is_roman(word)
        || matches!(
            word,
            "in" | "the"
                | "am"
                | "an"
                | "im"
                | "upon"
                | "sous"
                | "for"
                | "fur"
                | "zur"
                | "zum"
                | "pour"
                | "sur"
                | "per"
                | "on"
                | "copy"
                | "repr"
                | "reprint"
                | "reprinted"
                | "revised"
                | "rev"
                | "seen"
                | "from"
                | "new"
                | "second"
                | "third"
                | "hier"
                | "aufl"
                | "online"
                | "forthcoming"
                | "unpublished"
                | "doctoral"
                | "translated"
                | "version"
                | "de"
                | "u"
                | "et"
                | "seq"
                | "sq"
                | "passim"
                | "here"
                | "ff"
                | "edition"
                | "edit"
                | "edn"
                | "auflage"
                | "ausgabe"
                | "edizione"
                | "edicion"
                | "impression"
                | "series"
                | "serie"
        )
}

/// What stands in brackets in a cite is no longer than so many tokens; one that never closes is not looked through for each cite.
const LONGEST_BRACKET: usize = 512;

/// Reads what follows a title, from `from` to `limit` at most.
pub(super) fn read(tokens: &Tokens, from: usize, limit: usize) -> Tail {
    let list = &tokens.list;
    let limit = limit.max(from);
    let mut tail = Tail { end: from, ..Tail::default() };
    let base = list.get(from).map_or(0, |token| token.depth);
    let mut at = from;
    // Just after a comma; American printers set it within the quotation marks.
    let mut fresh = from > 1 && list[from - 1].sort == Sort::Sign('”') && list[from - 2].is(',');
    let mut end = from;
    while at < limit {
        let token = &list[at];
        if token.depth < base
            || token.is(')') && token.depth == base && !opens_in(list, from, at)
            || token.sort == Sort::Break
            || token.is(';') && token.depth == base
        {
            break;
        }
        if token.is('(') || token.is('[') {
            let mut near = at + 1..limit.min(at + LONGEST_BRACKET);
            let close = near.find(|close| list[*close].depth == token.depth && (list[*close].is(')') || list[*close].is(']')));
            let Some(close) = close else { break };
            at = close + 1;
            end = at;
            fresh = false;
            continue;
        }
        // "…, and André Gounot": what follows is of another cite.
        if fresh
            && token.is_word()
            && words::is_and(&token.fold)
            && list.get(at + 1).is_some_and(|next| next.is_word() || next.run.is_some())
        {
            break;
        }
        if token.is_word() && token.run.is_none() {
            if token.fold == "i"
                && list.get(at + 1).is_some_and(|next| next.is_word() && !next.capital && !words::is_within_locator(&next.fold))
            {
                break;
            }
            // "2nd", "3e": what makes a number an ordinal stands close to it.
            let ordinal = !token.gap && at > from && list[at - 1].is_number() && token.fold.len() <= 2;
            let known = token.capital
                || ordinal
                || goes_on(&token.fold)
                || words::is_particle(&token.fold)
                || words::is_and(&token.fold)
                || words::is_within_locator(&token.fold);
            if known {
                end = at + 1;
            } else {
                // "…, known here from its abstract", "… gives the longer form": a sentence goes on, unless it ends in an address.
                let mut ahead = list[at..limit].iter().take(14).take_while(|token| !is_finite(&token.fold));
                if !ahead.any(|token| token.sort == Sort::Address) || end == from && !fresh {
                    break;
                }
            }
        } else if token.is_number() || token.sort == Sort::Address {
            end = at + 1;
        }
        fresh = token.is(',') || token.is('.') || token.is(':');
        at += 1;
    }
    // Words that join on to the next cite are not part of this one.
    while end > from
        && (list[end - 1].is_word()
            && (words::is_and(&list[end - 1].fold) && !words::is_roman(&list[end - 1].fold)
                || list[end - 1].fold == "in"
                || list[end - 1].fold == "of"
                || list[end - 1].fold == "from"))
        || end > from && matches!(list[end - 1].sort, Sort::Sign(',' | ':' | '.'))
    {
        end -= 1;
    }
    tail.end = end;
    published(tokens, from, limit, &mut tail);
    tail.locator = locator(tokens, from..end, &mut tail);
    tail
}

/// Words that only a sentence has.
pub(super) fn is_finite(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "were"
            | "are"
            | "has"
            | "have"
            | "had"
            | "he"
            | "she"
            | "they"
            | "we"
            | "who"
            | "which"
            | "ist"
            | "war"
            | "sind"
            | "hat"
            | "wurde"
            | "can"
            | "could"
            | "may"
            | "might"
            | "will"
            | "would"
            | "be"
            | "been"
            | "stands"
            | "does"
            | "did"
            | "says"
            | "gives"
            | "calls"
    )
}

fn opens_in(list: &[Token], from: usize, at: usize) -> bool {
    list[from..at].iter().any(|token| token.is('(') && token.depth == list[at].depth)
}

fn published(tokens: &Tokens, from: usize, limit: usize, tail: &mut Tail) {
    let list = &tokens.list;
    let end = tail.end;
    for at in from..end {
        if let Some(year) = list[at].year() {
            let dated = at > from && list[at - 1].is_word() && words::is_month(&list[at - 1].fold);
            let span = at > from && !list[at].gap && matches!(list[at - 1].sort, Sort::Sign('–' | '-' | '/'));
            // A newspaper's date says when, a page of four figures nothing.
            let page = at > from
                && (list[at - 1].is('.') || list[at - 1].is_word())
                && list[..at].iter().rev().take(2).any(|token| matches!(token.fold.as_str(), "p" | "pp" | "s" | "ss" | "no" | "с"));
            if !dated && !page {
                if !span {
                    tail.years.push(year);
                }
                tail.published = true;
            }
        }
    }
    tail.address = list[from..limit].iter().take(30).any(|token| token.sort == Sort::Address);
    tail.published |= tail.address;
    tail.imprint = from..end;
    let mut first = list[from..end].iter().skip_while(|token| token.is(','));
    tail.named = from < end
        && list[from].is(',')
        && first.next().is_some_and(|token| token.is_word() && token.capital && token.run.is_none() && !words::is_month(&token.fold));
}

/// The locator at the end of a tail, found backwards: numbers and the words that go with them.
fn locator(tokens: &Tokens, range: Range<usize>, tail: &mut Tail) -> Option<Range<usize>> {
    let list = &tokens.list;
    let mut start = range.end;
    while start > range.start {
        let token = &list[start - 1];
        let fits = match token.sort {
            Sort::Number => true,
            Sort::Word => {
                words::is_roman(&token.fold)
                    || words::is_locator(&token.fold)
                    || words::is_within_locator(&token.fold)
                    || words::is_month(&token.fold)
                    || token.fold.chars().count() == 1 && !token.gap
            }
            Sort::Sign(',' | '.' | '-' | '–' | '—' | '/' | '§' | '*' | '¶' | ':' | '°' | '=' | '†') => true,
            _ => false,
        };
        if !fits || token.run.is_some() {
            break;
        }
        start -= 1;
    }
    let mut end = range.end;
    // "(p. 5)", "(1898, especially pp. 262 ff.)": the locator stands in the last bracket.
    if start == range.end && start > range.start && list[start - 1].is(')') {
        let open = (range.start..start - 1).rev().find(|at| list[*at].is('('))?;
        let inner = open + 1..start - 1;
        let first = list.get(inner.start)?;
        if first.is_word() && words::is_locator(&first.fold) && !first.capital {
            start = inner.start;
            end = inner.end;
        }
    }
    let is_telling = |token: &Token| token.is_number() || token.is_word() || token.is('§');
    // Years of print are no locator, unless they are a newspaper's date.
    let has_month = list[start..end].iter().any(|token| token.is_word() && words::is_month(&token.fold));
    loop {
        while start < end && !is_telling(&list[start]) {
            start += 1;
        }
        let Some(token) = list.get(start).filter(|_| start < end) else { break };
        let next = list.get(start + 1).filter(|_| start + 1 < end);
        let range_of_years = next.is_some_and(|next| matches!(next.sort, Sort::Sign('–' | '-'))) && token.year().is_some();
        if token.year().is_some()
            && !has_month
            && tail.years.contains(&token.fold.parse().unwrap_or(0))
            && (next.is_none_or(|next| next.is(',') || next.is('.') || next.is(':')) || range_of_years)
        {
            start += 1;
            continue;
        }
        // "and", "to", "a" begin no locator.
        let begins = token.is_number()
            || token.is('§')
            || words::is_locator(&token.fold)
            || words::is_roman(&token.fold)
            || words::is_month(&token.fold)
            || token.fold == "passim";
        if !begins {
            start += 1;
            continue;
        }
        break;
    }
    while end > start && !(list[end - 1].is_number() || list[end - 1].is_word() || list[end - 1].is('*')) {
        end -= 1;
    }
    let telling = list.get(start..end).is_some_and(|tokens| {
        tokens.iter().any(|token| {
            token.is_number()
                || token.is_word()
                    && (words::is_roman(&token.fold)
                        || words::is_month(&token.fold)
                        || matches!(token.fold.as_str(), "passim" | "introduction" | "preface" | "einleitung" | "appendix"))
        })
    });
    (start < end && telling).then_some(start..end)
}

/// Tells whether a locator begins here: "p. 5", "ii. 162", "162–3".
pub(super) fn locator_begins(tokens: &Tokens, at: usize, limit: usize) -> bool {
    let list = &tokens.list;
    let Some(token) = list.get(at).filter(|_| at < limit) else { return false };
    if back_at(tokens, at).is_some() {
        return false;
    }
    if token.is('(') {
        return locator_begins(tokens, at + 1, limit);
    }
    if token.is('§') {
        return true;
    }
    let after = list[at + 1..limit].iter().find(|next| !next.is('.'));
    token.is_number()
        || token.is_word()
            && words::is_locator(&token.fold)
            && after.is_some_and(|after| after.is_number() || after.is_word() && words::is_roman(&after.fold))
        || token.is_word() && words::is_roman(&token.fold) && !(token.capital && token.fold.len() == 1 && after.is_some_and(Token::is_word))
        || token.is_word() && matches!(token.fold.as_str(), "passim" | "introduction" | "preface")
}
