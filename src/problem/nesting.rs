//! TOML that nests without end.

use toml_parser::{Source, lexer::TokenKind};

/// Deeper than this no settings nest, and the parser refuses more.
const DEEPEST: usize = 64;

/// The part of a TOML text up to the bracket that would nest it too deep: all of it, as a rule.
///
/// The parser bounds how deep tables nest, but counts brackets that close in what it leaves out as well, and so loses count in a
/// text that is not sound: `={[1, 2]` a thousand times over would fill the stack. What is cut off there is an unclosed bracket to the
/// parser, which says so at its line.
pub fn not_too_deep(toml: &str) -> &str {
    let mut open = Vec::new();
    for token in Source::new(toml).lex() {
        let opened = match token.kind() {
            TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket => {
                open.push(token.kind());
                open.len()
            }
            // Only what closes the innermost one: the parser may go past any other.
            TokenKind::RightCurlyBracket => {
                open.pop_if(|last| *last == TokenKind::LeftCurlyBracket);
                continue;
            }
            TokenKind::RightSquareBracket => {
                open.pop_if(|last| *last == TokenKind::LeftSquareBracket);
                continue;
            }
            _ => continue,
        };
        if opened > DEEPEST {
            return &toml[..token.span().start()];
        }
    }
    toml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_words_and_remarks_nest_nothing() {
        let text = "a = { b = [1, 2], c = '{[{[' } # {{{{\n".repeat(200);
        assert_eq!(not_too_deep(&text), text);
        let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
        assert_eq!(not_too_deep(&deep), deep);
    }

    #[test]
    fn a_text_that_nests_without_end_is_cut_off() {
        for sign in ["={[1, 2]", "a={b=[}", "[", "{", "={']'["] {
            let text = sign.repeat(4000);
            let part = not_too_deep(&text);
            assert!(part.len() < 1000, "{sign}");
            assert!(part.parse::<toml::Table>().is_err());
        }
    }
}
