//! Who speaks in a note: the author, or another hand, whose *ibid.* is another's.

use super::token::Tokens;
use crate::document::{Document, NoteId};

/// Whose note it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Voice {
    /// The author's, or whoever writes the notes of a text.
    Author,
    /// An editor's or translator's among them.
    Other,
}

/// Whose note it is: an editor signs, "—Ed.", "[Transl.]", or has signs where the author has numbers.
pub(super) fn voice(document: &Document, note: NoteId, tokens: &Tokens) -> Voice {
    let list = &tokens.list;
    let names_other = |word: &str| {
        matches!(
            word,
            "ed" | "eds" | "editor" | "transl" | "translator" | "trans" | "tr" | "hrsg" | "herausgeber" | "ubers" | "n" | "ред" | "пер"
        )
    };
    let end = list.iter().rposition(super::token::Token::is_word).filter(|end| {
        let rest = list[*end + 1..].iter().all(|token| token.is('.') || token.is(']') || token.is(')') || token.is('"'));
        let before = end.checked_sub(1).map(|before| &list[before]);
        rest && before.is_some_and(|before| before.is('—') || before.is('–') || before.is('-') || before.is('[') || before.is('('))
    });
    let signed = end.is_some_and(|end| names_other(&list[end].fold));
    let opens = match list.as_slice() {
        [bracket, first, second, ..] if bracket.is('[') || bracket.is('(') => {
            names_other(&first.fold) && (second.is('.') || second.is(':') || second.is(']'))
        }
        _ => false,
    };
    let label = &document.note(note).label;
    let numbered = document.notes().first().is_some_and(|first| first.label.is_figure());
    let sign_among_numbers = numbered && label.is_sign();
    if signed || opens || sign_among_numbers { Voice::Other } else { Voice::Author }
}
