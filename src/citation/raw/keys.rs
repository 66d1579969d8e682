//! Keys of entries: pandoc's "\[@smith2000, p. 3]", TeX's "\\cite[p. 3]{smith2000}".

use super::super::{
    listed,
    token::{Sort, Tokens},
};

/// The key that begins at a token, as it is declared, and where it ends.
pub(super) fn key_at(tokens: &Tokens, at: usize) -> Option<(String, usize)> {
    let list = &tokens.list;
    match list[at].sort {
        Sort::Sign('@') => {
            // "name@example.org" is an address.
            let begins = at == 0 || list[at].gap || matches!(list[at - 1].sort, Sort::Sign('[' | '(' | '-' | ';' | '{' | ','));
            let braced = list.get(at + 1).is_some_and(|token| token.is('{'));
            let (key, end) = spelled(tokens, at + 1 + usize::from(braced), begins)?;
            Some((key, end + usize::from(braced && list.get(end).is_some_and(|token| token.is('}')))))
        }
        Sort::Sign('\\') => {
            let command = list.get(at + 1).filter(|token| token.is_word() && !token.gap)?;
            if !command.fold.contains("cit") {
                return None;
            }
            // Up to two arguments in square brackets stand before the key.
            let open = (at + 2..list.len().min(at + 40)).find(|at| list[*at].is('{'))?;
            let (key, end) = spelled(tokens, open + 1, true)?;
            let close = (end..list.len().min(end + 80)).find(|at| list[*at].is('}'))?;
            Some((key, close + 1))
        }
        _ => None,
    }
}

/// A key letter by letter: signs belong to it as long as letters or figures follow them.
fn spelled(tokens: &Tokens, from: usize, begins: bool) -> Option<(String, usize)> {
    let list = &tokens.list;
    let mut key = String::new();
    let mut end = from;
    for (index, token) in list.iter().enumerate().skip(from) {
        if token.gap && index > from {
            break;
        }
        match token.sort {
            Sort::Word | Sort::Number | Sort::Address => {
                key.push_str(&token.fold);
                end = index + 1;
            }
            Sort::Sign(sign @ (':' | '.' | '#' | '$' | '%' | '&' | '-' | '+' | '?' | '<' | '>' | '~' | '/' | '_')) => {
                let goes_on = list.get(index + 1).is_some_and(|next| !next.gap && (next.is_word() || next.is_number()));
                if !goes_on {
                    break;
                }
                key.push(sign);
            }
            _ => break,
        }
    }
    (begins && end > from).then(|| (listed::alias(&key), end))
}
