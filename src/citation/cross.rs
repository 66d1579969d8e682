//! Cross-references: "see n. 12", "(n 3)", "supra note 40", "siehe oben Anm. 5".

use std::ops::Range;

use super::{
    token::{Sort, Tokens},
    words,
};

/// Which way a cross-reference points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Above,
    Below,
}

/// A cross-reference as it is printed, before the note is looked up.
#[derive(Clone, Debug)]
pub(super) struct Pointer {
    /// Its tokens, from a word of direction or the word for note to the last number.
    pub(super) at: Range<usize>,
    /// The numbers it names.
    pub(super) labels: Vec<String>,
    /// Which way it says that the note lies.
    pub(super) direction: Option<Direction>,
    /// Whether the words around make it certain that a note of this text is meant.
    pub(super) pointed: bool,
}

/// The cross-reference whose word for note stands at `index`.
///
/// "p. 45, n. 3" is no cross-reference but a place in another book, and "vol. 2, note 5" neither.
pub(super) fn pointer_at(tokens: &Tokens, index: usize, piece: &Range<usize>) -> Option<Pointer> {
    let list = &tokens.list;
    let word = &list[index];
    if !word.is_word() || word.run.is_some() || !words::is_note_word(&word.fold) {
        return None;
    }
    let mut next = index + 1;
    let dotted = next < piece.end && list[next].is('.');
    next += usize::from(dotted);
    let bracketed = index > piece.start && list[index - 1].is('(');
    if next >= piece.end || !list[next].is_number() || (word.fold == "n" && !dotted && !bracketed) || list[next].run.is_some() {
        return None;
    }
    let mut labels = Vec::new();
    let mut end = next;
    let mut at = next;
    while at < piece.end && labels.len() < 16 {
        match list[at].sort {
            Sort::Number => {
                let mut label = list[at].fold.clone();
                end = at + 1;
                // "12a" is scanned as a number and a word.
                if let Some(letter) = list.get(at + 1).filter(|t| t.is_word() && !t.gap && t.fold.chars().count() == 1) {
                    label.push_str(&letter.fold);
                    end = at + 2;
                    at += 1;
                }
                labels.push(label);
            }
            // A comma goes on only within plural forms: in "n. 3, 45" the second number is a page.
            Sort::Sign(',' | '–' | '-' | '&') if word.fold == "nn" || word.fold.ends_with('s') => {}
            Sort::Word if words::is_and(&list[at].fold) && list.get(at + 1).is_some_and(super::token::Token::is_number) => {}
            _ => break,
        }
        at += 1;
    }
    // What stands before decides whether it is a place in another book.
    let mut start = index;
    let mut direction = None;
    let mut pointed = bracketed;
    let mut before = index;
    while before > piece.start {
        let token = &list[before - 1];
        if token.is_word() && words::direction(&token.fold).is_some() {
            direction = words::direction(&token.fold);
            pointed = true;
            before -= 1;
            start = before;
        } else if token.is('(') || token.is(',') && direction.is_some() {
            before -= 1;
        } else {
            break;
        }
    }
    if let Some(way) = list.get(end).filter(|token| token.is_word()).and_then(|token| words::direction(&token.fold)) {
        direction = Some(way);
        pointed = true;
        end += 1;
    }
    let lead = &list[piece.start..start];
    pointed |= lead.iter().rev().take(3).any(|token| token.is_word() && words::is_signal(&token.fold));
    let number_before =
        lead.iter().rev().take(4).any(|token| token.is_number() || token.is_word() && token.fold.len() > 1 && words::is_roman(&token.fold));
    let follows_locator = number_before && !pointed;
    // "note 5 of Hume's essay", "p. 12 n. 3": another book's.
    let of_another =
        list.get(end).is_some_and(|token| token.is_word() && matches!(token.fold.as_str(), "of" | "to" | "in" | "on" | "zu" | "de"));
    if follows_locator || (of_another && !bracketed) {
        return None;
    }
    Some(Pointer { at: start..end, labels, direction, pointed })
}
