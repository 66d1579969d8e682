//! The cites of a note as they are printed, before it is known what they mean: authors, title, form, locator.

use std::ops::Range;

use super::{
    Back,
    cross::{Pointer, pointer_at},
    form::back_at,
    names::{self, Names},
    pieces::pieces,
    tail::{self, Tail},
    token::{Set, Tokens},
    words,
    work::{Catalogue, Fit, Name, Short, without_article},
};
use crate::document::Document;

/// A cite as it is printed.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    /// Its tokens, locator included.
    pub(super) at: Range<usize>,
    pub(super) names: Vec<Name>,
    /// The title's tokens, without quotation marks.
    pub(super) title: Option<Range<usize>>,
    pub(super) back: Option<Back>,
    pub(super) pointer: Option<Pointer>,
    /// What follows the title.
    pub(super) tail: Tail,
    /// Whether the title is set apart, in italics or quotation marks.
    pub(super) marked: bool,
    /// How the title is set apart, if it is: between quotation marks or in italics.
    pub(super) set: Option<Set>,
    /// Whether a pronoun stands for the author: "her *El Socorro Rojo*".
    pub(super) theirs: bool,
}

impl Raw {
    /// The title as it is compared.
    pub(super) fn short(&self, tokens: &Tokens) -> Short {
        self.title.clone().map_or_else(Vec::new, |title| short(tokens, title))
    }

    /// Tells whether what is printed suffices to find the work: where and when it was printed, or in what journal.
    pub(super) fn is_full(&self) -> bool {
        self.back.is_none()
            && (self.tail.published || self.tail.container.is_some() || self.names.is_empty() && self.marked && self.tail.named)
    }
}

/// The words of a title as they are compared.
pub(super) fn short(tokens: &Tokens, title: Range<usize>) -> Short {
    let list = &tokens.list;
    let words = title.clone().filter(|at| list[*at].is_word() || list[*at].is_number());
    without_article(
        words.map(|at| (list[at].fold.clone(), list.get(at + 1).is_some_and(|next| next.is('.') && at + 1 < title.end))).collect(),
    )
}

/// A title as it is printed, without the stop that American printers set within quotation marks.
pub(super) fn title(document: &Document, tokens: &Tokens, range: &Range<usize>) -> String {
    document.words(&tokens.stretch(range)).trim_end_matches([',', '.', ';', ' ']).to_owned()
}

/// All cites of a note, in their order.
pub(super) fn read(tokens: &Tokens, known: &Catalogue) -> Vec<Raw> {
    let mut cites = Vec::new();
    for piece in pieces(tokens, known) {
        let before = cites.len();
        read_piece(tokens, known, &piece, &mut cites);
        if cites.len() == before {
            cites.extend(unmarked(tokens, known, &piece));
        }
    }
    cites
}

/// What a cite can be hung on.
enum Anchor {
    Back(Back),
    Title(usize),
    Pointer(Pointer),
}

fn read_piece(tokens: &Tokens, known: &Catalogue, piece: &Range<usize>, cites: &mut Vec<Raw>) {
    let mut at = after_signals(tokens, piece);
    let mut floor = at;
    while at < piece.end {
        let Some((anchor, begin, end)) = anchor_at(tokens, at, piece) else {
            at += 1;
            continue;
        };
        let limit = next_anchor(tokens, end, piece);
        let cite = match anchor {
            Anchor::Back(back) => Some(back_cite(tokens, known, back, begin..end, floor, limit)),
            Anchor::Title(run) => titled(tokens, known, run, floor, limit, piece),
            Anchor::Pointer(pointer) => Some(pointed(tokens, &pointer, floor, limit)),
        };
        match cite {
            Some(cite) => {
                at = cite.at.end.max(end);
                floor = at;
                // Authors of the next cite are not part of this one: "…, and André Gounot, “Sport …”".
                cites.push(cite);
            }
            None => at = end,
        }
    }
}

/// The first token of a piece after "see also", "cf. e.g." and the like.
fn after_signals(tokens: &Tokens, piece: &Range<usize>) -> usize {
    let list = &tokens.list;
    let mut at = piece.start;
    let mut signal = false;
    while at < piece.end {
        let token = &list[at];
        let is_signal = token.is_word() && token.run.is_none_or(|run| tokens.runs[run].inner.len() <= 3) && words::is_signal(&token.fold);
        let instance = token.fold == "for" && list.get(at + 1).is_some_and(|next| matches!(next.fold.as_str(), "instance" | "example"));
        signal |= instance;
        let goes_on = is_signal
            || instance
            || token.is_word() && (signal || !token.capital) && words::is_after_signal(&token.fold)
            || (signal || at == piece.start) && (token.is('.') || token.is(',') || token.is(':') || token.is('('));
        if !goes_on {
            break;
        }
        signal |= is_signal;
        at += 1;
    }
    // "For 1922: an introduction …", "On the strike: …": what the cite is for.
    let opens = list
        .get(at)
        .is_some_and(|token| matches!(token.fold.as_str(), "for" | "on" | "against" | "zu" | "zur" | "zum" | "fur" | "pour" | "sur"));
    if opens && at < piece.end {
        let colon = (at..piece.end.min(at + 8)).take_while(|at| list[*at].run.is_none()).find(|at| list[*at].is(':'));
        at = colon.map_or(at, |colon| colon + 1);
    }
    at
}

fn anchor_at(tokens: &Tokens, at: usize, piece: &Range<usize>) -> Option<(Anchor, usize, usize)> {
    if let Some((back, end)) = back_at(tokens, at) {
        return Some((Anchor::Back(back), at, end.min(piece.end)));
    }
    let token = &tokens.list[at];
    if let Some(run) = token.run {
        let outer = &tokens.runs[run].outer;
        return (outer.start == at && outer.end <= piece.end).then_some((Anchor::Title(run), at, outer.end));
    }
    let pointer = pointer_at(tokens, at, piece)?;
    let (begin, end) = (pointer.at.start, pointer.at.end);
    Some((Anchor::Pointer(pointer), begin, end))
}

/// Where the next anchor begins, or the piece ends.
fn next_anchor(tokens: &Tokens, from: usize, piece: &Range<usize>) -> usize {
    (from..piece.end)
        .find(|at| back_at(tokens, *at).is_some() || tokens.list[*at].run.is_some_and(|run| tokens.runs[run].outer.start == *at))
        .unwrap_or(piece.end)
}

fn back_cite(tokens: &Tokens, known: &Catalogue, back: Back, at: Range<usize>, floor: usize, limit: usize) -> Raw {
    let list = &tokens.list;
    // An author stands before *op. cit.* and its kin; before *ibid.* stands something else.
    let author = if matches!(back, Back::OpCit | Back::LocCit) { names::before(tokens, at.start, floor) } else { Names::default() };
    let mut cite = Raw { back: Some(back), ..Raw::default() };
    let mut start = at.start;
    if !author.list.is_empty() {
        start = author.start;
        cite.names = author.list;
        // "The Querist, l. c." names a title where an author is looked for.
        if !cite.names.iter().any(|name| known.knows_author(&name.surname)) {
            let end = (start..at.start).rev().find(|at| list[*at].is_word()).map_or(start, |at| at + 1);
            if !known.titled(&[], &short(tokens, start..end)).is_empty() {
                cite.names.clear();
                cite.title = Some(start..end);
            }
        }
    }
    let mut end = at.end;
    // "Idem, *Other Title*" and "Petryshyn, op. cit., *Title*" name a title after the form.
    let mut after = end;
    while after < list.len() && (list[after].is(',') || list[after].is(':')) {
        after += 1;
    }
    let run = list.get(after).and_then(|token| token.run).filter(|run| tokens.runs[*run].outer.start == after);
    let mut tail_limit = limit;
    if let Some(run) = run.filter(|run| back == Back::Idem && is_set_as_title(tokens, *run)) {
        cite.title = Some(tokens.runs[run].inner.clone());
        cite.marked = true;
        end = tokens.runs[run].outer.end;
        tail_limit = next_break(tokens, end);
    } else if back == Back::Idem
        && list.get(at.end).is_some_and(|token| token.is(',') || token.is(':'))
        && !tail::locator_begins(tokens, after, limit)
    {
        let title = plain_title(tokens, after, limit);
        if !title.is_empty() {
            end = title.end;
            cite.title = Some(title);
        }
    }
    cite.tail = tail::read(tokens, end, tail_limit);
    cite.at = start..cite.tail.end.max(end);
    cite
}

/// Where the sentence or the part of a list ends that a token is in.
fn next_break(tokens: &Tokens, from: usize) -> usize {
    let list = &tokens.list;
    (from..list.len())
        .find(|at| list[*at].is(';') && list[*at].depth == 0 || list[*at].sort == super::token::Sort::Break || list[*at].run.is_some())
        .unwrap_or(list.len())
}

fn pointed(tokens: &Tokens, pointer: &Pointer, floor: usize, limit: usize) -> Raw {
    let list = &tokens.list;
    let mut before = pointer.at.start;
    let bracketed = before > floor && list[before - 1].is('(');
    before -= usize::from(bracketed);
    let author = names::before(tokens, before, floor);
    let close = usize::from(bracketed && list.get(pointer.at.end).is_some_and(|token| token.is(')')));
    let end = pointer.at.end + close;
    let mut cite = Raw { pointer: Some(pointer.clone()), ..Raw::default() };
    let mut start = pointer.at.start;
    // "Smith (n 3) 45", "Smith, supra note 3, at 45": the author's work that note 3 cites. "For Smith see n. 3" is another matter.
    if !author.list.is_empty() && (bracketed || author.parted && pointer.direction.is_some()) {
        start = author.start;
        cite.names = author.list;
        cite.tail = tail::read(tokens, end, limit);
    } else {
        cite.tail.end = end;
    }
    cite.at = start..cite.tail.end.max(pointer.at.end);
    cite
}

/// No title has more words; what has, is a quotation.
const LONGEST_TITLE: usize = 45;

fn is_set_as_title(tokens: &Tokens, run: usize) -> bool {
    let run = &tokens.runs[run];
    let inner = &tokens.list[run.inner.clone()];
    let words = inner.iter().filter(|token| token.is_word() || token.is_number()).count();
    let first = inner.iter().find(|token| token.is_word() || token.is_number());
    let Some(first) = first else { return false };
    let note = matches!(first.fold.as_str(), "passim" | "supra" | "infra" | "sic" | "et" | "al" | "ff" | "see" | "hereafter" | "cf");
    words > 0 && words <= LONGEST_TITLE && !(note && words <= 3)
}

fn titled(tokens: &Tokens, known: &Catalogue, run: usize, floor: usize, limit: usize, piece: &Range<usize>) -> Option<Raw> {
    if !is_set_as_title(tokens, run) {
        return None;
    }
    let list = &tokens.list;
    let Run { inner, outer, set } = RunRef::of(tokens, run);
    let (container, end, limit) = container_of(tokens, run, limit, piece);
    let mut author = names::before(tokens, outer.start, floor);
    let (end, limit) = if author.parted && !author.list.is_empty() { past_back(tokens, end, limit, piece) } else { (end, limit) };
    let mut tail = tail::read(tokens, end, limit);
    tail.container = container;
    // "For Arderíus: “Soccorso rosso”" says what the cite is for, not who wrote it.
    let for_whom = list[outer.start.saturating_sub(1)].is(':')
        && author.start > floor
        && matches!(list[author.start - 1].fold.as_str(), "for" | "on" | "fur" | "zu" | "pour" | "sur" | "per");
    if for_whom {
        author = Names { start: outer.start, parted: true, ..Names::default() };
    }
    if !author.parted {
        let possessive = author.list.last().is_some_and(|name| known.knows_author(&name.surname)) && is_possessive(tokens, outer.start);
        let direct = author.start == floor
            && floor == after_signals(tokens, piece)
            && author.start < outer.start
            && set == Set::Emphasis
            && tail.published;
        if !possessive && !direct {
            author = Names { start: outer.start, ..Names::default() };
        }
    }
    // "Lahu's thesis, “La solidarité comme arme”", "her *El Socorro Rojo*".
    if author.list.is_empty()
        && let Some(name) = possessor(tokens, known, outer.start, floor)
    {
        author.list.push(name);
    }
    let theirs = author.list.is_empty() && outer.start > floor && words::is_theirs(&list[outer.start - 1].fold);
    let first = list[inner.clone()].iter().find(|token| token.is_word() || token.is_number());
    let capital = first.is_some_and(|token| token.capital || token.is_number());
    let short = short(tokens, inner.clone());
    let fits = known.titled(&author.list, &short);
    let is_known = fits.iter().any(|(_, fit)| *fit >= Fit::Beginning && (short.len() > 1 || set == Set::Emphasis || *fit == Fit::Whole))
        || !author.list.is_empty() && !fits.is_empty();
    let start = after_signals(tokens, piece);
    let alone = outer.start == start
        && (tail.end >= piece.end || !list[tail.end..piece.end].iter().any(|token| token.is_word() || token.is_number()));
    // What someone said stands between quotation marks as well: "Steuart says: “…” (l. c.)".
    let colon = list[outer.start.saturating_sub(1)].is(':');
    if set == Set::Quoted && !is_known && (author.list.is_empty() || colon) && is_quotation(tokens, &inner) {
        return None;
    }
    let evidence = is_known
        || capital
            && (!author.list.is_empty()
                || tail.published
                || tail.locator.is_some()
                || tail.container.is_some()
                || alone && short.len() > 1
                || tail.named
                || theirs);
    if !evidence {
        return None;
    }
    Some(Raw {
        at: author.start.min(outer.start)..tail.end.max(end),
        names: author.list,
        title: Some(inner),
        tail,
        marked: true,
        set: Some(set),
        theirs,
        ..Raw::default()
    })
}

/// A run, copied out of the list.
struct RunRef;
struct Run {
    inner: Range<usize>,
    outer: Range<usize>,
    set: Set,
}

impl RunRef {
    fn of(tokens: &Tokens, run: usize) -> Run {
        let run = &tokens.runs[run];
        Run { inner: run.inner.clone(), outer: run.outer.clone(), set: run.set }
    }
}

fn is_possessive(tokens: &Tokens, end: usize) -> bool {
    let list = &tokens.list;
    end > 0 && {
        let at = &list[end - 1];
        at.is_word() && at.at.len() > at.fold.len() + 1
    }
}

/// Who owns what stands before a title: "Lahu's thesis,", at most three words back.
fn possessor(tokens: &Tokens, known: &Catalogue, end: usize, floor: usize) -> Option<Name> {
    let list = &tokens.list;
    let from = end.saturating_sub(4).max(floor);
    (from..end).rev().map(|at| &list[at]).find_map(|token| {
        let genitive = token.is_word() && token.capital && token.at.len() >= token.fold.len() + 2 && known.knows_author(&token.fold);
        genitive.then(|| Name { surname: token.fold.clone(), given: Vec::new() })
    })
}

/// Past an *op. cit.* or *art. cit.* that only says of the title before it that it was cited.
fn past_back(tokens: &Tokens, end: usize, limit: usize, piece: &Range<usize>) -> (usize, usize) {
    let after = (end..piece.end).find(|at| !tokens.list[*at].is(','));
    match after.and_then(|after| back_at(tokens, after)) {
        Some((Back::OpCit | Back::LocCit, past)) if past <= piece.end => (past, next_anchor(tokens, past, piece)),
        _ => (end, limit),
    }
}

/// What a title stands in: the journal or collection that follows an article's title, and where both end.
fn container_of(tokens: &Tokens, run: usize, limit: usize, piece: &Range<usize>) -> (Option<Range<usize>>, usize, usize) {
    let list = &tokens.list;
    let outer = tokens.runs[run].outer.clone();
    let none = (None, outer.end, limit);
    let Some(next) = tokens.runs.get(run + 1).filter(|next| next.outer.start == limit && next.outer.end <= piece.end) else { return none };
    if next.set == Set::Quoted || !is_set_as_title(tokens, run + 1) || back_at(tokens, next.inner.start).is_some() {
        return none;
    }
    let between = &list[outer.end..next.outer.start];
    let closed = |token: &super::token::Token| !token.is_word() && !token.is_number() && !token.is('(') && !token.is(')');
    let direct = between.iter().all(closed) && tokens.runs[run].set == Set::Quoted;
    let within = between.len() <= 14
        && between
            .iter()
            .find(|token| token.is_word())
            .is_some_and(|token| matches!(token.fold.as_str(), "in" | "dans" | "en" | "en:" | "в"))
        && between.iter().all(|token| {
            !token.is_word()
                || token.capital
                || words::is_part_in(&token.fold)
                || words::is_and(&token.fold)
                || words::is_particle(&token.fold)
                || matches!(token.fold.as_str(), "in" | "dans" | "en" | "в" | "the")
        });
    // "“Variations” (_American Journal of Science_, Nov. 1894)"
    let bracket = tokens.runs[run].set == Set::Quoted && matches!(between, [open] if open.is('('));
    if !direct && !within && !bracket {
        return none;
    }
    let end = next.outer.end;
    (Some(next.inner.clone()), end, next_anchor(tokens, end, piece))
}

/// A title that nothing sets apart, from `from` on: up to a bracket, or a comma that a locator or an imprint follows.
pub(super) fn plain_title(tokens: &Tokens, from: usize, limit: usize) -> Range<usize> {
    let list = &tokens.list;
    let mut at = from;
    while at < limit {
        let token = &list[at];
        if token.is('(') || token.is('[') || token.is(',') || token.run.is_some() || token.sort == super::token::Sort::Address {
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
fn unmarked(tokens: &Tokens, known: &Catalogue, piece: &Range<usize>) -> Option<Raw> {
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
    if is_author && sep.is_some_and(super::token::Token::is_number) && piece.end <= chunk.end + 6 {
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
        && is_titular(tokens, &title)
        && !rest_is_prose(tokens, tail.end, piece);
    opaque.then(|| Raw { at: start..tail.end, title: Some(title), tail, ..Raw::default() })
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

/// Tells whether what stands between quotation marks is what someone said, not a title: a sentence, or long and mostly in small letters.
fn is_quotation(tokens: &Tokens, inner: &Range<usize>) -> bool {
    let words = || tokens.list[inner.clone()].iter().filter(|token| token.is_word());
    let (all, capital) = (words().count(), words().filter(|token| token.capital).count());
    all > 24 || all > 5 && words().any(|token| tail::is_finite(&token.fold)) && capital * 3 <= all * 2 || all > 9 && capital * 3 <= all
}

/// Tells whether a sentence goes on after a cite that nothing sets apart: then it was no cite.
fn rest_is_prose(tokens: &Tokens, from: usize, piece: &Range<usize>) -> bool {
    tokens.list[from.min(piece.end)..piece.end].iter().filter(|token| token.is_word()).count() > 4
}
