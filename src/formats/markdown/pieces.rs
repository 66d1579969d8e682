//! HTML taken apart: tags, text and what is silent, attributes, character references.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

/// A piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Open {
        name: &'t str,
        attributes: &'t str,
    },
    Close(&'t str),
    /// A comment, a declaration, an instruction.
    Silent,
}

/// The first piece of `html`, which is not empty, and what follows it.
pub(super) fn piece(html: &str) -> (Piece<'_>, &str) {
    let text_until = |end: usize| (Piece::Text(&html[..end]), &html[end..]);
    let Some(rest) = html.strip_prefix('<') else { return text_until(html.find('<').unwrap_or(html.len())) };
    let silent = |body: &'_ str, end: &str| body.find(end).map_or(html.len(), |at| html.len() - body.len() + at + end.len());
    if let Some(body) = rest.strip_prefix("!--") {
        return (Piece::Silent, &html[silent(body, "-->")..]);
    }
    if let Some(body) = rest.strip_prefix("![CDATA[") {
        let end = body.find("]]>");
        return (Piece::Text(&body[..end.unwrap_or(body.len())]), end.map_or("", |end| &body[end + 3..]));
    }
    if rest.starts_with(['!', '?']) {
        return (Piece::Silent, &html[silent(rest, ">")..]);
    }
    let (closes, body) = rest.strip_prefix('/').map_or((false, rest), |body| (true, body));
    let length = body.find(|character: char| !character.is_ascii_alphanumeric() && character != '-').unwrap_or(body.len());
    let (name, after) = body.split_at(length);
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic()) && !after.starts_with([':', '@', '.', '+', '_']);
    let Some(end) = tag_end(after).filter(|_| is_name) else { return text_until(1 + rest.find('<').unwrap_or(rest.len())) };
    let (attributes, after) = (&after[..end], &after[end + 1..]);
    (if closes { Piece::Close(name) } else { Piece::Open { name, attributes } }, after)
}

/// Where the `>` is that ends a tag, beyond those within quotation marks. The next `<` outside of them ends the search, so that
/// a page of beginnings is not looked through for each.
fn tag_end(after: &str) -> Option<usize> {
    let mut quote = None;
    // An attribute of many kilobytes is data, not words.
    for (at, byte) in after.bytes().enumerate().take(16 * 1024) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

/// The value of an attribute, with its entities resolved.
pub(super) fn attribute<'t>(attributes: &'t str, name: &str) -> Option<Cow<'t, str>> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|character: char| character.is_whitespace() || character == '/');
        let length = rest.find(|character: char| character.is_whitespace() || character == '=' || character == '/').unwrap_or(rest.len());
        if rest.is_empty() {
            return None;
        }
        let (found, after) = rest.split_at(length.max(1).min(rest.len()));
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            },
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(unescaped(value));
        }
        rest = after;
    }
}

/// Text with its character references resolved; one that HTML does not know stays as it is.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    static NAMED: LazyLock<HashMap<&str, &str>> =
        LazyLock::new(|| entities::ENTITIES.iter().map(|entity| (entity.entity, entity.characters)).collect());
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        clean.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(40).position(|byte| byte == b';').map(|end| end + 1);
        let numbered = |digits: &str| match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        };
        let found = end.and_then(|end| {
            let reference = &rest[..end];
            let characters = match reference[1..end - 1].strip_prefix('#') {
                Some(digits) => {
                    Cow::Owned(char::from_u32(numbered(digits)?).filter(|found| *found != '\0').unwrap_or('\u{fffd}').to_string())
                }
                None => Cow::Borrowed(*NAMED.get(reference)?),
            };
            Some((characters, end))
        });
        match found {
            Some((characters, end)) => {
                clean.push_str(&characters);
                rest = &rest[end..];
            }
            None => {
                clean.push('&');
                rest = &rest[1..];
            }
        }
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_taken_apart() {
        let check = |html: &str, expected: &[Piece<'_>]| {
            let (mut rest, mut found) = (html, Vec::new());
            while !rest.is_empty() {
                let (piece, after) = piece(rest);
                found.push(piece);
                rest = after;
            }
            assert_eq!(found, expected, "{html:?}");
        };
        check("a<b>c</b>", &[Piece::Text("a"), Piece::Open { name: "b", attributes: "" }, Piece::Text("c"), Piece::Close("b")]);
        check("<a href='x>y' >z", &[Piece::Open { name: "a", attributes: " href='x>y' " }, Piece::Text("z")]);
        check("<!-- a > b -->c", &[Piece::Silent, Piece::Text("c")]);
        check("1 < 2 <", &[Piece::Text("1 "), Piece::Text("< 2 "), Piece::Text("<")]);
        check("<https://a.b>", &[Piece::Text("<https://a.b>")]);
        check("<![CDATA[a<b]]>", &[Piece::Text("a<b")]);
        check("<!-- never ended", &[Piece::Silent]);
    }

    #[test]
    fn attributes_are_found_in_any_quotes() {
        let check = |attributes: &str, name: &str, expected: Option<&str>| assert_eq!(attribute(attributes, name).as_deref(), expected);
        check(r#" href="a&amp;b" id='c'"#, "href", Some("a&b"));
        check(r#" href="a" id='c'"#, "ID", Some("c"));
        check(" hidden id=c/", "id", Some("c/"));
        check(" title = 'x id=y' ", "id", None);
        check(" = = ", "id", None);
    }

    #[test]
    fn character_references_are_resolved_where_html_knows_them() {
        let check = |text: &str, expected: &str| assert_eq!(unescaped(text), expected);
        check("&mdash;&#8212;&#x2014;", "———");
        check("AT&T &unknown; &#0; &", "AT&T &unknown; \u{fffd} &");
    }
}
