//! What is done to the markup of a page before it is parsed: XML is written as HTML, and what would keep the parser busy for hours
//! is left out.

use std::{borrow::Cow, ops::Range};

/// Elements deeper than this are not begun; browsers stop at 512, too. The parser looks through all that are open for each that
/// begins, and a page of nothing but beginnings would take it hours.
const DEEPEST: usize = 512;

/// The attributes of a tag beyond this many are left out. The parser compares each with all before it, and a tag of a megabyte of
/// them would take it ten seconds.
pub(super) const MOST_IN_A_TAG: usize = 500;

/// The same page without what is nested too deep, and without more attributes than a tag has.
pub(super) fn shallow(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let (mut out, mut copied, mut depth, mut looked) = (String::new(), 0, 0_usize, 0);
    for open in memchr::memchr_iter(b'<', bytes) {
        let (begins, name) = match bytes.get(open + 1) {
            Some(b'/') => (false, open + 2),
            Some(_) => (true, open + 1),
            None => break,
        };
        let length = bytes[name..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len() - name);
        if length == 0 || !bytes[name].is_ascii_alphabetic() {
            continue;
        }
        if begins && open >= looked && bytes.get(name + length) != Some(&b'>') {
            let surplus = surplus(bytes, name + length);
            looked = surplus.end;
            if !surplus.is_empty() && open >= copied {
                out.push_str(&text[copied..surplus.start]);
                copied = surplus.end;
            }
        }
        if closes_itself(&bytes[name..name + length]) {
            continue;
        }
        if !begins {
            depth = depth.saturating_sub(1);
        } else if depth < DEEPEST {
            depth += 1;
        } else {
            let end = memchr::memchr(b'>', &bytes[open..]).map_or(bytes.len(), |end| open + end + 1);
            if open >= copied {
                out.push_str(&text[copied..open]);
                copied = end;
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Where the attributes of a tag stand that are too many, up to its end; `from` is the end of its name.
fn surplus(bytes: &[u8], from: usize) -> Range<usize> {
    let is_blank = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    let skip = |at: usize, over: &dyn Fn(u8) -> bool| at + bytes[at..].iter().take_while(|byte| over(**byte)).count();
    let (mut at, mut count, mut cut) = (from, 0, None);
    loop {
        at = skip(at, &is_blank);
        if at >= bytes.len() || bytes[at] == b'>' {
            return cut.unwrap_or(at)..at;
        }
        if count == MOST_IN_A_TAG {
            cut = Some(at);
        }
        count += 1;
        // A name may begin with what ends one.
        at = skip(at + 1, &|byte| !is_blank(byte) && byte != b'=' && byte != b'>');
        let equals = skip(at, &|byte| byte.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            continue;
        }
        at = skip(equals + 1, &|byte| byte.is_ascii_whitespace());
        at = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => memchr::memchr(*quote, &bytes[at + 1..]).map_or(bytes.len(), |end| at + 1 + end + 1),
            _ => skip(at, &|byte| !byte.is_ascii_whitespace() && byte != b'>'),
        };
    }
}

/// Tells whether an element has no end, or is ended by the next of its kind, so that a page can have any number of them open.
fn closes_itself(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 16] =
        [b"p", b"li", b"dt", b"dd", b"tr", b"td", b"th", b"a", b"option", b"tbody", b"html", b"body", b"head", b"rt", b"rp", b"nobr"];
    NAMES.iter().any(|other| name.eq_ignore_ascii_case(other)) || VOID.iter().any(|other| name.eq_ignore_ascii_case(other.as_bytes()))
}

/// What XML writes otherwise than HTML, written as HTML: an element that is closed where it opens (`<a id="x"/>`) gets its end
/// tag, which HTML would leave open over all that follows, and a CDATA section becomes text.
pub(crate) fn from_xml(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        let rest = &bytes[open..];
        if rest.starts_with(b"<!--") {
            at = memchr::memmem::find(&rest[4..], b"-->").map_or(bytes.len(), |end| open + 4 + end + 3);
            continue;
        }
        if rest.starts_with(b"<![CDATA[") {
            let inner = open + 9;
            let end = memchr::memmem::find(&bytes[inner..], b"]]>").map_or(bytes.len(), |end| inner + end);
            out.push_str(&text[copied..open]);
            out.push_str(&text[inner..end].replace('&', "&amp;").replace('<', "&lt;"));
            at = (end + 3).min(bytes.len());
            copied = at;
            continue;
        }
        if !rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            at = open + 1;
            continue;
        }
        let Some(close) = tag_end(bytes, open + 1) else { break };
        if bytes[close - 1] == b'/' {
            let name_end = bytes[open + 1..close].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/');
            let name = &text[open + 1..open + 1 + name_end.unwrap_or(0)];
            if !VOID.contains(&&*name.to_ascii_lowercase()) {
                out.push_str(&text[copied..close - 1]);
                out.push_str("></");
                out.push_str(name);
                out.push('>');
                copied = close + 1;
            }
        }
        at = close + 1;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Elements that have no end tag in HTML either.
const VOID: [&str; 13] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Where the tag that `at` is in ends: its `>`, which may not stand within quotation marks.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes[at] {
            b'>' => return Some(at),
            quote => at += 1 + memchr::memchr(quote, &bytes[at + 1..])? + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_closes_at_once_is_closed() {
        let check = |xml: &str, expected: &str| assert_eq!(from_xml(xml), expected);
        check("<p>One<br/>two</p>", "<p>One<br/>two</p>");
        check("<p><a id=\"x\"/>One</p>", "<p><a id=\"x\"></a>One</p>");
        check("<title/><p title='a > b/'>x</p>", "<title></title><p title='a > b/'>x</p>");
        check("<!-- <a/> --><script src=\"a\" />é", "<!-- <a/> --><script src=\"a\" ></script>é");
        check("<![CDATA[a < b]]>.", "a &lt; b.");
        check("a < b <a", "a < b <a");
        check("<i/", "<i/");
    }
}
