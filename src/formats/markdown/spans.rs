//! Pandoc's own marks within words: spans with attributes (`[Tolstoy]{.smallcaps}`, `[Walker 1869]{#walker}`), and the captions of tables.

use comrak::{Node, nodes::NodeValue};

use crate::role::Role;

/// Words, and what they are set as where they are a span.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span<'t> {
    pub(super) words: &'t str,
    pub(super) role: Option<Role>,
    /// What links call it.
    pub(super) name: Option<&'t str>,
}

/// Longer than this no span is: beyond, a bracket is only a bracket.
const LONGEST: usize = 400;

/// Takes the spans out of words without other markup; words without a span come back whole.
pub(super) fn spans(text: &str) -> Vec<Span<'_>> {
    let plain = |words| Span { words, role: None, name: None };
    let has_attributes = |rest: &str| rest.starts_with("{.") || rest.starts_with("{#");
    let (mut found, mut from, mut at) = (Vec::new(), 0, 0);
    // Where the last bracket opened: of brackets within each other the inner one is the span.
    let mut open = None;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => open = Some(index),
            b']' if index >= at => {
                let Some(begin) = open.take().filter(|begin| index - begin <= LONGEST && has_attributes(&text[index + 1..])) else {
                    continue;
                };
                let Some(end) = text[index + 1..].bytes().take(LONGEST).position(|byte| byte == b'}') else { continue };
                if begin > from {
                    found.push(plain(&text[from..begin]));
                }
                let attributes = &text[index + 2..index + 1 + end];
                let name = attributes.split_whitespace().find_map(|word| word.strip_prefix('#'));
                found.push(Span { words: &text[begin + 1..index], role: role(attributes), name });
                at = index + 2 + end;
                from = at;
            }
            _ => {}
        }
    }
    if from < text.len() || found.is_empty() {
        found.push(plain(&text[from..]));
    }
    found
}

/// What a span's classes say of its words.
fn role(attributes: &str) -> Option<Role> {
    attributes.split_whitespace().find_map(|word| match word {
        ".smallcaps" | ".sc" | ".small-caps" => Some(Role::SmallCaps),
        ".underline" | ".ul" => Some(Role::Underline),
        _ => None,
    })
}

/// How many bytes at the beginning of a paragraph are a command of TeX that only lays it out: pandoc hands it on to the printer.
pub(super) fn layout_command(text: &str) -> usize {
    const COMMANDS: &[&str] =
        &["noindent", "newpage", "clearpage", "cleardoublepage", "pagebreak", "bigskip", "medskip", "smallskip", "vfill", "centering"];
    let Some(rest) = text.strip_prefix('\\') else { return 0 };
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !COMMANDS.contains(&&rest[..length]) {
        return 0;
    }
    let blanks = rest[length..].len() - rest[length..].trim_start().len();
    1 + length + blanks
}

/// How many bytes at the beginning of the paragraph after a table say that it is the table's caption.
pub(super) fn caption_mark(text: &str) -> Option<usize> {
    let marks = [": ", "Table: ", "table: "];
    marks.iter().find(|mark| text.starts_with(**mark)).map(|mark| mark.len())
}

/// Tells whether words begin the caption of the table before them.
pub(super) fn is_table_caption(node: Node<'_>) -> bool {
    let data = node.data();
    let NodeValue::Text(text) = &data.value else { return false };
    let is_first = node.previous_sibling().is_none();
    let before = node.parent().filter(|_| is_first && caption_mark(text).is_some()).and_then(comrak::arena_tree::Node::previous_sibling);
    before.is_some_and(|before| matches!(before.data().value, NodeValue::Table(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_that_only_lay_out_are_passed_over() {
        let check = |text: &str, expected: &str| assert_eq!(&text[layout_command(text)..], expected);
        check(r"\noindent A long time", "A long time");
        check(r"\newpage", "");
        check(r"\alpha is a letter", r"\alpha is a letter");
        check(r"\noindents", r"\noindents");
        check("He went.", "He went.");
    }

    #[test]
    fn spans_are_taken_out_and_other_brackets_stay() {
        let check = |text: &str, expected: &[(&str, Option<Role>)]| {
            let found: Vec<_> = spans(text).iter().map(|span| (span.words, span.role)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("He went.", &[("He went.", None)]);
        check("", &[("", None)]);
        check("by [Tolstoy]{.smallcaps}.", &[("by ", None), ("Tolstoy", Some(Role::SmallCaps)), (".", None)]);
        check("[a]{.x #y}[b]{.ul}", &[("a", None), ("b", Some(Role::Underline))]);
        check("[sic] and [a [b]{.sc}", &[("[sic] and [a ", None), ("b", Some(Role::SmallCaps))]);
        check("[a]{.sc", &[("[a]{.sc", None)]);
        check("]{.sc}", &[("]{.sc}", None)]);
        check("[a]{#b}", &[("a", None)]);
        assert_eq!(spans("[a]{.x #y}")[0].name, Some("y"));
    }
}
