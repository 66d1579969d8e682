//! The cites of a note as they are printed, before it is known what they mean: authors, title, form, locator.

mod keys;
mod unmarked;

use std::ops::Range;

pub(super) use self::unmarked::plain_title;
use self::unmarked::unmarked;
use super::{
    Back,
    cross::{Pointer, pointer_at},
    form::back_at,
    gost,
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
    /// Whether a pronoun stands for the author: "her *El Socorro Rojo*"; the names, if any, are then of whom the sentence speaks.
    pub(super) theirs: bool,
    /// Whether only a number after it makes it a cite: it may as well be a remark.
    pub(super) opaque: bool,
    /// The key of an entry, as it is declared: "@smith2000".
    pub(super) key: Option<String>,
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
pub(super) fn short(tokens: &Tokens, mut title: Range<usize>) -> Short {
    let list = &tokens.list;
    // "Principles, etc.": what was left out is no word of the title.
    if let Some(last) = title.clone().rev().find(|at| list[*at].is_word() || list[*at].is_number())
        && last > title.start
        && matches!(list[last].fold.as_str(), "etc" | "usw" | "ecc")
    {
        title.end = last;
    }
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

/// Tokens outside of all cites that look as if another work were cited there: a page, a year in brackets.
pub(super) fn unread(tokens: &Tokens, cites: &[Raw]) -> Vec<usize> {
    let list = &tokens.list;
    let mut cites = cites.iter().peekable();
    let is_place = |at: usize| {
        let token = &list[at];
        let dotted =
            at >= 2 && list[at - 1].is('.') && matches!(list[at - 2].fold.as_str(), "p" | "pp" | "s" | "ss" | "с" | "vol" | "bd" | "t");
        token.is_number() && dotted || token.year().is_some() && list.get(at + 1).is_some_and(|next| next.is(')')) && token.depth > 0
    };
    let mut unread = Vec::new();
    for (at, token) in list.iter().enumerate() {
        while cites.next_if(|cite| cite.at.end <= at).is_some() {}
        if cites.peek().is_none_or(|cite| at < cite.at.start) && token.run.is_none() && is_place(at) {
            unread.push(at);
        }
    }
    unread
}

/// What a cite can be hung on.
enum Anchor {
    Back(Back),
    Title(usize),
    Pointer(Pointer),
    /// The key of an entry.
    Key(String),
    /// What someone wrote, of which nothing sets the title apart: the tokens of the title.
    Owned(Range<usize>),
}

fn read_piece(tokens: &Tokens, known: &Catalogue, piece: &Range<usize>, cites: &mut Vec<Raw>) {
    let mut at = after_signals(tokens, piece);
    if let Some(cite) = gost::cite(tokens, &(at..piece.end)) {
        at = cite.at.end;
        cites.push(cite);
    }
    let mut floor = at;
    // The next anchor is looked for once, however many pointers stand before it.
    let mut next = 0;
    while at < piece.end {
        let Some((anchor, begin, end)) = anchor_at(tokens, at, piece) else {
            at += 1;
            continue;
        };
        if next < end {
            next = next_anchor(tokens, end, piece);
        }
        let limit = next;
        let cite = match anchor {
            Anchor::Back(back) => Some(back_cite(tokens, known, back, begin..end, floor, limit)),
            Anchor::Title(run) => titled(tokens, known, run, floor, limit, piece),
            // "@someone" in a sentence is no cite; between brackets it is one, though no entry have the key.
            Anchor::Key(key) if known.alias(&key).is_none() && tokens.list[begin].depth == 0 && tokens.list[begin].is('@') => None,
            Anchor::Key(key) => {
                let tail = tail::read(tokens, end, limit);
                Some(Raw { at: begin..tail.end.max(end), key: Some(key), tail, ..Raw::default() })
            }
            Anchor::Owned(title) => {
                let name = Name { surname: tokens.list[begin].fold.clone(), given: Vec::new() };
                let tail = tail::read(tokens, end, limit);
                Some(Raw { at: begin..tail.end.max(end), names: vec![name], title: Some(title), tail, ..Raw::default() })
            }
            Anchor::Pointer(pointer) => Some(pointed(tokens, known, &pointer, floor, limit)),
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
    if let Some((key, end)) = keys::key_at(tokens, at) {
        return Some((Anchor::Key(key), at, end));
    }
    if let Some(title) = owned_title(tokens, at, piece) {
        let end = title.end;
        return Some((Anchor::Owned(title), at, end));
    }
    if let Some(run) = token.run {
        let outer = &tokens.runs[run].outer;
        return (outer.start == at && outer.end <= piece.end).then_some((Anchor::Title(run), at, outer.end));
    }
    let pointer = pointer_at(tokens, at, piece)?;
    let (begin, end) = (pointer.at.start, pointer.at.end);
    Some((Anchor::Pointer(pointer), begin, end))
}

/// "Hooker's Eccl. Pol. l. i. sect. 10": a few words with capitals between a genitive and a locator that says what it counts.
fn owned_title(tokens: &Tokens, at: usize, piece: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 10;
    let list = &tokens.list;
    let owner = &list[at];
    if !owner.is_word() || !owner.capital || owner.run.is_some() || owner.at.len() < owner.fold.len() + 2 {
        return None;
    }
    let fits = |token: &super::token::Token| {
        token.run.is_none() && (token.is_word() && (token.capital || words::is_particle(&token.fold)) || token.is('.') || token.is(','))
    };
    let limit = piece.end.min(at + 1 + LONGEST);
    let locator = (at + 2..limit).take_while(|at| fits(&list[*at - 1])).find(|at| {
        list[*at].is_word() && words::is_locator(&list[*at].fold) && !list[*at].capital && tail::locator_begins(tokens, *at, piece.end)
    })?;
    let end = (at + 1..locator).rev().find(|at| list[*at].is_word()).map(|last| last + 1)?;
    list[at + 1].capital.then_some(at + 1..end)
}

/// Where the next anchor begins, or the piece ends.
fn next_anchor(tokens: &Tokens, from: usize, piece: &Range<usize>) -> usize {
    (from..piece.end)
        .find(|at| {
            back_at(tokens, *at).is_some()
                || keys::key_at(tokens, *at).is_some()
                || tokens.list[*at].run.is_some_and(|run| tokens.runs[run].outer.start == *at)
        })
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

fn pointed(tokens: &Tokens, known: &Catalogue, pointer: &Pointer, floor: usize, limit: usize) -> Raw {
    let list = &tokens.list;
    let mut before = pointer.at.start;
    let mut as_in = false;
    // "(wie Anm. 5)"
    while before > floor && list[before - 1].is_word() && words::is_as(&list[before - 1].fold) {
        as_in = true;
        before -= 1;
    }
    let bracketed = before > floor && list[before - 1].is('(');
    before -= usize::from(bracketed);
    let close = usize::from(bracketed && list.get(pointer.at.end).is_some_and(|token| token.is(')')));
    let end = pointer.at.end + close;
    let named = |mut cite: Raw| {
        cite.pointer = Some(Pointer { pointed: true, ..pointer.clone() });
        cite.tail = tail::read(tokens, end, limit);
        cite.at.end = cite.tail.end.max(end);
        cite
    };
    // "Weber, Arbeit und Gesellschaft (wie Anm. 5), S. 12"
    if (bracketed || as_in)
        && let Some(cite) = author_and_title(tokens, known, floor..before)
    {
        return named(cite);
    }
    let author = names::before(tokens, before, floor);
    // "Smith (n 3) 45", "Smith, supra note 3, at 45": the author's work that note 3 cites. "For Smith see n. 3" is another matter.
    if !author.list.is_empty() && (bracketed || author.parted && (pointer.direction.is_some() || as_in)) {
        return named(Raw { at: author.start..end, names: author.list, ..Raw::default() });
    }
    let tail = Tail { end, ..Tail::default() };
    Raw { at: pointer.at.start..end.max(pointer.at.end), pointer: Some(pointer.clone()), tail, ..Raw::default() }
}

/// An author, a comma, and a title that nothing sets apart, and no more.
fn author_and_title(tokens: &Tokens, known: &Catalogue, at: Range<usize>) -> Option<Raw> {
    let list = &tokens.list;
    let start = (at.start..at.end).find(|at| list[*at].is_word() && list[*at].capital || words::is_particle(&list[*at].fold))?;
    if let Some(cite) = unmarked(tokens, known, &(start..at.end)) {
        return Some(cite);
    }
    let (names, chunk) = names::from(tokens, start, at.end);
    if names.is_empty() || chunk.end >= at.end || !list[chunk.end].is(',') {
        return None;
    }
    let title = plain_title(tokens, chunk.end + 1, at.end);
    let whole = list[title.end..at.end].iter().all(|token| !token.is_word() && !token.is_number());
    (whole && !title.is_empty()).then(|| Raw { at: start..at.end, names, title: Some(title), ..Raw::default() })
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
    let (pointer, end, limit) = past_pointer(tokens, end, limit, piece);
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
        let of_known = author.list.last().is_some_and(|name| known.knows_author(&name.surname)) || tail.published;
        let possessive = of_known && is_possessive(tokens, outer.start);
        // "See David Hume “Essays and Treatises,” London, 1777": before a quotation only a whole name is an author.
        let direct = author.start == floor
            && floor == after_signals(tokens, piece)
            && author.start < outer.start
            && (set == Set::Emphasis || author.list.iter().all(|name| !name.given.is_empty()))
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
    if theirs && let Some(name) = subject(tokens, floor, outer.start - 1) {
        author.list.push(name);
    }
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
                || pointer.is_some()
                || theirs);
    if !evidence {
        return None;
    }
    Some(Raw {
        at: author.start.min(outer.start)..tail.end.max(end),
        names: author.list,
        title: Some(inner),
        tail,
        pointer,
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

/// Who owns what stands before a title: "Lahu's thesis,", at most three words back. Who is not known yet must own a work by name.
fn possessor(tokens: &Tokens, known: &Catalogue, end: usize, floor: usize) -> Option<Name> {
    let list = &tokens.list;
    let from = end.saturating_sub(4).max(floor);
    (from..end).rev().find_map(|at| {
        let token = &list[at];
        let genitive = token.is_word() && token.capital && token.at.len() >= token.fold.len() + 2;
        let owns = || list[at + 1..end].iter().any(|token| words::is_work(&token.fold));
        (genitive && (known.knows_author(&token.fold) || owns())).then(|| Name { surname: token.fold.clone(), given: Vec::new() })
    })
}

/// Of whom a sentence speaks just before a pronoun, by more than a surname: "A. Young, in his “Political Arithmetic”".
fn subject(tokens: &Tokens, floor: usize, end: usize) -> Option<Name> {
    let list = &tokens.list;
    let surname = (floor..end).rev().find(|at| {
        let token = &list[*at];
        token.is_word() && token.run.is_none() && token.capital && token.fold.chars().count() > 2 && !words::is_month(&token.fold)
    })?;
    names::before(tokens, surname + 1, floor).list.pop().filter(|name| !name.given.is_empty())
}

/// Past an *op. cit.* or *art. cit.* that only says of the title before it that it was cited.
fn past_back(tokens: &Tokens, end: usize, limit: usize, piece: &Range<usize>) -> (usize, usize) {
    let after = (end..piece.end).find(|at| !tokens.list[*at].is(','));
    match after.and_then(|after| back_at(tokens, after)) {
        Some((Back::OpCit | Back::LocCit, past)) if past <= piece.end => (past, next_anchor(tokens, past, piece)),
        _ => (end, limit),
    }
}

/// Past a pointer to the note that enters the work: "*Title*, *supra* note 3, at 45", "“Title” (n 3) 45".
fn past_pointer(tokens: &Tokens, end: usize, limit: usize, piece: &Range<usize>) -> (Option<Pointer>, usize, usize) {
    let list = &tokens.list;
    // A comma, a bracket, "wie" or "supra", and then the word for note.
    let mut near = (end..piece.end.min(end + 5)).take_while(|at| {
        let token = &list[*at];
        token.is(',')
            || token.is('(')
            || token.is_word() && (words::direction(&token.fold).is_some() || words::is_note_word(&token.fold) || words::is_as(&token.fold))
    });
    let found = near.find_map(|at| pointer_at(tokens, at, piece));
    let Some(mut pointer) = found else { return (None, end, limit) };
    pointer.pointed = true;
    let close = usize::from(list.get(pointer.at.end).is_some_and(|token| token.is(')')));
    let past = pointer.at.end + close;
    (Some(pointer), past, next_anchor(tokens, past, piece).max(past))
}

/// What a title stands in: the journal or collection that follows an article's title, and where both end.
fn container_of(tokens: &Tokens, run: usize, limit: usize, piece: &Range<usize>) -> (Option<Range<usize>>, usize, usize) {
    let list = &tokens.list;
    let outer = tokens.runs[run].outer.clone();
    let none = (None, outer.end, limit);
    let Some(next) = tokens.runs.get(run + 1).filter(|next| next.outer.start == limit && next.outer.end <= piece.end) else { return none };
    if !is_set_as_title(tokens, run + 1) || back_at(tokens, next.inner.start).is_some() {
        return none;
    }
    let between = &list[outer.end..next.outer.start];
    let closed = |token: &super::token::Token| !token.is_word() && !token.is_number() && !token.is('(') && !token.is(')');
    // Two titles between quotation marks are two works, unless "in" stands between them.
    let emphasis = next.set == Set::Emphasis;
    let direct = emphasis && between.iter().all(closed) && tokens.runs[run].set == Set::Quoted;
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
    let bracket = emphasis && tokens.runs[run].set == Set::Quoted && matches!(between, [open] if open.is('('));
    if !direct && !within && !bracket {
        return none;
    }
    let end = next.outer.end;
    (Some(next.inner.clone()), end, next_anchor(tokens, end, piece))
}

/// Tells whether what stands between quotation marks is what someone said, not a title: a sentence, or long and mostly in small letters.
fn is_quotation(tokens: &Tokens, inner: &Range<usize>) -> bool {
    let words = || tokens.list[inner.clone()].iter().filter(|token| token.is_word());
    let (all, capital) = (words().count(), words().filter(|token| token.capital).count());
    all > 24 || all > 5 && words().any(|token| tail::is_finite(&token.fold)) && capital * 3 <= all * 2 || all > 9 && capital * 3 <= all
}
