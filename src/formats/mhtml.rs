//! Pages saved with all they need in one file (MHTML), as browsers do it: a message whose first page is the text.
//!
//! The message is taken apart by its boundary, the page decoded as its own lines say, and read as any other. Pictures and style
//! sheets that are in the file are left alone.

use encoding_rs::Encoding;

use super::{Source, html};
use crate::{
    document::Document,
    problem::{Problem, Read},
};

/// How much of a message is looked at for what it is.
const HEAD: usize = 4096;

/// Reads a saved page.
///
/// # Errors
/// A [`Problem`] when there is no page in it.
pub(super) fn read(source: &Source) -> Result<Read<Document>, Problem> {
    let page = page(&source.bytes)
        .ok_or_else(|| Problem::error("there is no page in this file: it is a message without one").mend("save the page anew, as HTML"))?;
    Ok(html::read(&Source { name: source.name.clone(), bytes: page, whole: source.whole }))
}

/// Tells whether a text is a message that holds a page.
pub(super) fn looks(text: &str) -> bool {
    let head: String = text.chars().take(HEAD).collect::<String>().to_ascii_lowercase();
    let is_message = ["from:", "mime-version:", "content-type:", "subject:", "date:", "snapshot-content-location:"];
    is_message.iter().any(|field| head.starts_with(field)) && head.contains("multipart/related") && head.contains("boundary=")
}

/// The first page of a message, in UTF-8 where it says its encoding.
fn page(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, _) = parted(bytes);
    let boundary = parameter(&field(head, "content-type")?, "boundary")?;
    let boundary = [b"--", boundary.as_bytes()].concat();
    let mut parts = memchr::memmem::find_iter(bytes, &boundary).filter(|at| *at == 0 || bytes[at - 1] == b'\n').peekable();
    while let Some(from) = parts.next() {
        let part = &bytes[from + boundary.len()..parts.peek().copied().unwrap_or(bytes.len())];
        let line = memchr::memchr(b'\n', part)?;
        let (head, body) = parted(&part[line + 1..]);
        let kind = field(head, "content-type").unwrap_or_default();
        let is_page = ["text/html", "application/xhtml"].iter().any(|page| kind.to_ascii_lowercase().starts_with(page));
        if !is_page {
            continue;
        }
        let body = match field(head, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase().as_str() {
            "quoted-printable" => unquoted(body),
            "base64" => from_base64(body),
            _ => body.to_vec(),
        };
        let encoding = parameter(&kind, "charset").and_then(|label| Encoding::for_label(label.as_bytes()));
        return Some(match encoding {
            Some(encoding) if std::str::from_utf8(&body).is_err() => encoding.decode(&body).0.into_owned().into_bytes(),
            _ => body,
        });
    }
    None
}

/// The fields of a message or of a part of one, and what they head.
fn parted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().filter_map(|gap| Some((memchr::memmem::find(bytes, gap)?, gap.len()))).min();
    end.map_or((bytes, &[][..]), |(at, gap)| (&bytes[..at], &bytes[at + gap..]))
}

/// What a field says, its further lines joined to the first.
fn field(head: &[u8], name: &str) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let mut value = lines.find_map(|line| {
        let (field, value) = line.split_once(':')?;
        field.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })?;
    for line in lines.take_while(|line| line.starts_with([' ', '\t'])) {
        value.push(' ');
        value.push_str(line.trim());
    }
    Some(value)
}

/// A parameter of a field: `charset="utf-8"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// Undoes quoted-printable (RFC 2045, 6.7); what is wrong in it stays as it is.
fn unquoted(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return out,
            [b'=', b'\r', b'\n', tail @ ..] | [b'=', b'\n', tail @ ..] => tail,
            [b'=', high, low, tail @ ..] if digit(*high).is_some() && digit(*low).is_some() => {
                out.push(digit(*high).unwrap_or(0) * 16 + digit(*low).unwrap_or(0));
                tail
            }
            [other, tail @ ..] => {
                out.push(*other);
                tail
            }
        };
    }
}

/// Undoes base64 (RFC 2045, 6.8) as far as it goes: what is none of its signs is passed over, and it may break off anywhere.
fn from_base64(bytes: &[u8]) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for six in bytes.iter().take_while(|byte| **byte != b'=').filter_map(|byte| value(*byte)) {
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).unwrap_or(0));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(encoding: &str, page: &str) -> Source {
        let text = format!(
            "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\t\
             boundary=\"--a--\"\r\n\r\n----a--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n\
             Content-Location: https://example.org/s\r\n\r\n{page}\r\n----a--\r\nContent-Type: text/css\r\n\r\np {{}}\r\n----a----\r\n"
        );
        Source { name: String::new(), bytes: text.into_bytes(), whole: true }
    }

    fn check(encoding: &str, page: &str) {
        let source = saved(encoding, page);
        assert!(looks(std::str::from_utf8(&source.bytes).unwrap()));
        let document = read(&source).unwrap().value;
        assert_eq!(document.text(), "Zürich went east[1].\nIn 1851.");
        assert_eq!(document.notes().len(), 1);
    }

    #[test]
    fn a_saved_page_is_read_whatever_its_transfer() {
        check(
            "quoted-printable",
            "<p>Z=C3=BCrich went=\r\n east<a href=3D\"https://example.org/s#n1\" id=3Dr1>[1]</a>.</p><p><a id=3Dn1 \
             href=3D\"https://example.org/s#r1\">[1]</a> In 1851.</p>",
        );
        let page = "<p>Zürich went east<a href='#n1' id=r1>[1]</a>.</p><p><a id=n1 href='#r1'>[1]</a> In 1851.</p>";
        check("8bit", page);
        check(
            "base64",
            "PHA+WsO8cmljaCB3ZW50IGVhc3Q8YSBocmVmPScjbjEnIGlkPXIxPlsxXTwvYT4uPC9wPjxw\r\n\
             PjxhIGlkPW4xIGhyZWY9JyNyMSc+WzFdPC9hPiBJbiAxODUxLjwvcD4=",
        );
    }

    #[test]
    fn a_message_without_a_page_is_refused() {
        let source =
            Source { name: String::new(), bytes: b"Content-Type: multipart/related; boundary=a\n\n--a\n\nx\n--a--".to_vec(), whole: true };
        assert_eq!(
            read(&source).unwrap_err().to_string(),
            "there is no page in this file: it is a message without one\n  save the page anew, as HTML"
        );
    }
}
