//! The forms that lead back: *ibid.*, *idem*, *op. cit.*, *loc. cit.*, and their kin.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    Back,
    token::{Token, Tokens},
    words::{self, BACK},
};

/// The forms by their first word.
static FORMS: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut forms: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, (form, _)) in BACK.iter().enumerate() {
        forms.entry(form[0]).or_default().push(index);
    }
    forms
});

/// The form that begins at a token, and where it ends; its last dot is part of it.
pub(super) fn back_at(tokens: &Tokens, index: usize) -> Option<(Back, usize)> {
    let token = tokens.list.get(index)?;
    // Asked of every word of every note several times: most are told by their first letter. Letters beyond ASCII are looked up.
    let first = *token.fold.as_bytes().first()?;
    if token.fold.len() > 24 || first.is_ascii() && !matches!(first, b'1' | b'a' | b'c'..=b'e' | b'i' | b'l' | b'o' | b't') {
        return None;
    }
    let forms = FORMS.get(token.fold.as_str())?;
    forms.iter().find_map(|form| {
        let (form, back) = BACK[*form];
        match_form(tokens, index, form).filter(|end| is_meant(tokens, index, *end, form, back)).map(|end| (back, end))
    })
}

fn match_form(tokens: &Tokens, index: usize, form: &[&str]) -> Option<usize> {
    let list = &tokens.list;
    let dotted = words::needs_dot(form);
    let mut at = index;
    for (nth, word) in form.iter().enumerate() {
        let token = list.get(at)?;
        if token.fold != *word || nth > 0 && !dotted && !token.gap && !list[at - 1].is('.') {
            return None;
        }
        at += 1;
        let dot = list.get(at).is_some_and(|next| next.is('.') && !next.gap);
        // The last dot is lost where a comma follows: "l. c, p. 5".
        let ends = nth + 1 == form.len();
        if dotted && !dot && !(ends && form.len() > 1) {
            return None;
        }
        at += usize::from(dot);
    }
    Some(at)
}

/// Tells a form from the same letters in another sense: "O. C. Bland", "he dies.", "id est".
fn is_meant(tokens: &Tokens, index: usize, end: usize, form: &[&str], back: Back) -> bool {
    let list = &tokens.list;
    let before = index.checked_sub(1).map(|before| &list[before]);
    let next = list.get(end);
    // In a title it is a word like another; but *ibid.* itself is often set in italics, with or without its comma.
    if let Some(run) = list[index].run {
        let inner = &tokens.runs[run].inner;
        if inner.len() > form.len() * 2 + 3 && inner.start != index || tokens.runs[run].set == super::token::Set::Quoted {
            return false;
        }
    }
    let opens = before.is_none_or(|token| {
        token.fold.is_empty() || words::is_signal(&token.fold) || words::is_after_signal(&token.fold) || words::is_and(&token.fold)
    });
    let single = form.iter().all(|word| word.chars().count() == 1);
    if single {
        let initials = list[index..end].iter().filter(|token| token.is_word()).skip(1).enumerate();
        let third = form.len() - 2;
        let mut rest = initials;
        let low = rest.all(|(nth, token)| !token.capital || (form == ["a", "a", "o"] && nth == third));
        let first_low = !list[index].capital;
        let follows = next.is_none_or(|token| {
            token.fold.is_empty() || words::is_locator(&token.fold) || token.is_number() || words::is_roman(&token.fold)
        });
        let after_author = before.is_some_and(|token| token.is(','));
        return match form {
            ["1" | "o", "c"] | ["1" | "l", "e"] | ["a", "w"] => low && follows && (after_author || form == ["1", "c"] && before.is_none()),
            _ => low && (first_low || opens),
        };
    }
    match (form, back) {
        (["cit"], _) => before.is_some_and(|token| token.is(',')) && list.get(end - 1).is_some_and(|token| token.is('.')),
        (["id"], _) => opens && next.is_none_or(|token: &Token| token.fold != "est"),
        (["ivi" | "dies" | "ders" | "derselbe" | "dieselbe"] | ["он" | "она", _], _) => opens,
        (["ib"], _) => list.get(end - 1).is_some_and(|token| token.is('.')),
        _ => true,
    }
}
