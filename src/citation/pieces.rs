//! Parts a note into pieces that hold one cite, or a remark: at semicolons, at the ends of sentences, before "see" and its kin, and
//! around brackets that hold a cite of their own.

use std::ops::Range;

use super::{
    form::back_at,
    gost, names,
    token::{Sort, Token, Tokens},
    words,
    work::Catalogue,
};

/// The pieces of a note, in order; none overlap.
pub(super) fn pieces(tokens: &Tokens, known: &Catalogue) -> Vec<Range<usize>> {
    let list = &tokens.list;
    let mut cuts: Vec<(usize, usize)> = Vec::new(); // where a piece ends, and where the next begins
    let mut index = 0;
    while index < list.len() {
        let token = &list[index];
        // The stops within an entry of this kind end no sentence.
        let begins = index == 0 || matches!(list[index - 1].sort, Sort::Sign(_) | Sort::Break) || words::is_signal(&list[index - 1].fold);
        if begins
            && token.is_word()
            && let Some(end) = gost::extent(tokens, index)
        {
            cuts.push((end, if end < list.len() && !list[end].is_word() { end + 1 } else { end }));
            index = end;
            if list.get(index).is_some_and(|token| token.is_word() && words::is_signal(&token.fold)) {
                index += 1;
            }
            continue;
        }
        match token.sort {
            Sort::Break => cuts.push((index, index + 1)),
            _ if token.run.is_some_and(|run| !is_end_of_run(tokens, run, index)) => {}
            Sort::Sign(';') if token.depth == 0 => cuts.push((index, index + 1)),
            Sort::Sign('.')
                if list.get(index + 1).is_some_and(|next| next.run.is_some()) && names::ends_name(list, from_of(&cuts), index) => {}
            Sort::Sign('.' | '?' | '!' | '"' | '”' | '»' | '’' | ')') if token.depth == 0 && ends_sentence(tokens, index) => {
                cuts.push((index + 1, index + 1));
            }
            Sort::Word if is_signal_at(list, index) => cuts.push((index, index)),
            Sort::Sign('(') => {
                if let Some(close) = own_piece(tokens, known, index) {
                    cuts.push((index, index + 1));
                    // What stands in the bracket may be parted in its turn; its end is a cut of its own.
                    cuts.push((close, close + 1));
                }
            }
            _ => {}
        }
        index += 1;
    }
    cuts.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    for (end, next) in cuts {
        if end > from {
            pieces.push(from..end);
        }
        from = from.max(next);
    }
    if from < list.len() {
        pieces.push(from..list.len());
    }
    pieces
}

/// Where the piece begins that is being read.
fn from_of(cuts: &[(usize, usize)]) -> usize {
    cuts.last().map_or(0, |(_, next)| *next)
}

fn is_end_of_run(tokens: &Tokens, run: usize, index: usize) -> bool {
    tokens.runs[run].outer.end == index + 1
}

/// Tells whether a sentence ends with this sign.
fn ends_sentence(tokens: &Tokens, index: usize) -> bool {
    let list = &tokens.list;
    let token = &list[index];
    let Some(next) = list.get(index + 1) else { return false };
    if !next.gap || !(next.capital || next.run.is_some() || next.is('(') || next.is('"') || next.is('“')) {
        return false;
    }
    // "*Ibid.* The day …" ends; "Ibid. P. 5" goes on.
    if token.is('.') && ends_back(tokens, index) {
        let after = list.get(index + 2);
        return !(words::is_locator(&next.fold)
            && after.is_some_and(|after| after.is_number() || after.is('.') || words::is_roman(&after.fold)));
    }
    if let Some(run) = token.run {
        // A quotation or title that ends with its own full stop.
        let run = &tokens.runs[run];
        let closing = list.get(run.inner.end.saturating_sub(1));
        return closing.is_some_and(|sign| sign.is('.') || sign.is('?') || sign.is('!')) && run.inner.len() > 12 && next.run.is_none();
    }
    if matches!(token.sort, Sort::Sign('"' | '”' | '»' | '’')) {
        return false;
    }
    if token.is(')') {
        // "… (p. 5.) The"
        return next.capital && index > 0 && list[index - 1].is('.');
    }
    let Some(before) = index.checked_sub(1).map(|before| &list[before]) else { return false };
    if before.is_word() && token.is('.') {
        return !(words::is_cut_short(&before.fold) || before.fold.chars().count() == 1);
    }
    true
}

/// Tells whether the dot at `index` is the last of an *ibid.* or *op. cit.*
fn ends_back(tokens: &Tokens, index: usize) -> bool {
    (index.saturating_sub(6)..index).any(|start| back_at(tokens, start).is_some_and(|(_, end)| end == index + 1))
}

/// Tells whether "see", "vgl." or the like stands here as an invitation to look, not as any word.
fn is_signal_at(list: &[Token], index: usize) -> bool {
    let token = &list[index];
    if !words::is_signal(&token.fold) || token.run.is_some() {
        return false;
    }
    match token.fold.as_str() {
        "quoted" | "cited" | "quoting" | "citing" | "zit" | "zitiert" => {
            list.get(index + 1).is_some_and(|next| next.run.is_some() || next.capital || next.is('.') || words::is_after_signal(&next.fold))
        }
        "following" | "contra" | "compare" | "contrast" | "ver" | "cite" | "accord" | "consult" => {
            list.get(index + 1).is_some_and(|next| next.run.is_some() || next.capital)
        }
        _ => true,
    }
}

/// Where the bracket that opens at `index` closes, if it holds a cite of its own and no imprint: "(ibid.)", "(Brauns, article …)".
fn own_piece(tokens: &Tokens, known: &Catalogue, index: usize) -> Option<usize> {
    let list = &tokens.list;
    let depth = list[index].depth;
    let close = (index + 1..list.len().min(index + 400)).find(|at| list[*at].is(')') && list[*at].depth == depth)?;
    let inner = index + 1..close;
    let first = list.get(inner.start).filter(|_| !inner.is_empty())?;
    let has_back = inner.clone().any(|at| back_at(tokens, at).is_some());
    let begins_known =
        first.is_word() && first.capital && known.knows_author(&first.fold) && list.get(inner.start + 1).is_some_and(|next| next.is(','));
    let signal = first.is_word() && words::is_signal(&first.fold);
    (has_back || begins_known || signal).then_some(close)
}
