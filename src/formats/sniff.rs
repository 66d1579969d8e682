//! What a source is: by its first bytes, then by its name, then by what its text looks like.

mod foreign;

use super::{FORMATS, Format, Source, archive, decode, epub, plain::with_line_feeds};
use crate::problem::Problem;

/// A document's places are four bytes wide, and its text may be longer than its source (a mark takes more room than a sign);
/// 2 GiB leave room for that.
const LARGEST: usize = 2 << 30;

/// How much of a source is looked at: what is read ahead of a long one, so that its beginning is taken for the same before and after the rest has come.
const HEAD: usize = 32 * 1024;

/// Tells what format a source is in.
///
/// # Errors
/// A [`Problem`] that names what the source is when it cannot be read as text.
pub fn sniff(source: &Source) -> Result<Format, Problem> {
    let bytes = &source.bytes[..];
    let refuse = |problem: Problem| if source.name.is_empty() { problem } else { problem.about(source.name.clone()) };
    if bytes.len() > LARGEST {
        return Err(refuse(Problem::error("the text is longer than 2 GiB").mend("split it into parts")));
    }
    // A program that unpacks itself is a program.
    if let Some(at) = archive::begins(bytes).filter(|at| *at == 0 || foreign::foreign(bytes).is_none()) {
        let bytes = &bytes[at..];
        if packed(bytes) == "an EPUB" || source.whole && epub::holds(bytes) {
            return Ok(Format::Epub);
        }
        if let Some(format) = held(bytes) {
            return Ok(format);
        }
        let what = packed(bytes);
        // What could be read but for this is refused for this.
        let harm = archive::open(&bytes).err().filter(|_| READ_WHEN_PACKED.contains(&what));
        let lost =
            || (what == "an OpenDocument text (ODT)").then(|| Problem::error("its text is missing: content.xml is not in the archive"));
        return Err(refuse(harm.or_else(lost).unwrap_or_else(|| foreign::unread(what))));
    }
    if let Some(what) = foreign::foreign(bytes) {
        return Err(refuse(what));
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    if is_binary(head) {
        return Err(refuse(foreign::binary(bytes)));
    }
    // Blank throughout? A long file of blanks is looked through, which ends at its first letter.
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0)
        || matches!(bytes, [0xef, 0xbb, 0xbf] | [0xff, 0xfe] | [0xfe, 0xff])
    {
        return Err(refuse(Problem::error("the text is empty: there is nothing to read")));
    }
    let ending = source.name.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_lowercase());
    if let Some(row) = ending.and_then(|ending| FORMATS.iter().find(|row| row.endings.contains(&&*ending)))
        && !matches!(row.format, Format::Epub | Format::Docx)
    {
        return Ok(row.format);
    }
    let text = with_line_feeds(decode(head).value);
    Ok(FORMATS.iter().find(|row| (row.looks)(&text)).map_or(Format::Plain, |row| row.format))
}

/// What [`packed`] calls that can be read.
const READ_WHEN_PACKED: [&str; 4] = ["an EPUB", "an OpenDocument text (ODT)", "a Word document (DOCX)", "a zipped FictionBook (FB2)"];

/// What text a zip archive holds, by the names that lie in it: those that its format demands.
fn held(bytes: &[u8]) -> Option<Format> {
    let mut archive = archive::open(&bytes).ok()?;
    if archive.has("content.xml") {
        let kind = archive.read("mimetype").unwrap_or_default();
        // Spreadsheets and slides have the same shape.
        let is_text = kind.is_empty() || kind.starts_with(b"application/vnd.oasis.opendocument.text");
        return is_text.then_some(Format::Odt);
    }
    // The package says where its main part is, which need not be where Word puts it.
    let types = archive.read("[Content_Types].xml");
    let is_word = |types: &[u8]| memchr::memmem::find(types, b"wordprocessingml").is_some();
    let is_declared = types.is_ok_and(|types| is_word(&types) || archive.names().any(|name| name.starts_with("word/")));
    if archive.has("word/document.xml") || is_declared {
        return Some(Format::Docx);
    }
    let has = |ending: &str| archive.names().any(|name| name.to_lowercase().ends_with(ending));
    (!archive.has("META-INF/container.xml") && has(".fb2")).then_some(Format::FictionBook)
}

/// What a zip archive holds, by the type its first file declares, or by the folders that its files lie in.
fn packed(bytes: &[u8]) -> &'static str {
    let number = |at: usize| bytes.get(at..at + 2).map_or(0, |pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])));
    let name = bytes.get(30..30 + number(26)).unwrap_or_default();
    if name == b"mimetype" {
        let kind = bytes.get(30 + number(26) + number(28)..).unwrap_or_default();
        for (mimetype, what) in [
            (&b"application/epub+zip"[..], "an EPUB"),
            (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)"),
            (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
            (b"application/vnd.sun.xml.writer", "an OpenOffice 1 text (SXW)"),
            (b"application/x-ibooks+zip", "an iBooks Author book"),
        ] {
            if kind.starts_with(mimetype) {
                return what;
            }
        }
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    for (folder, what) in [
        (&b"META-INF/container.xml"[..], "an EPUB"),
        (b"word/", "a Word document (DOCX)"),
        (b"xl/", "a spreadsheet (XLSX)"),
        (b"ppt/", "slides (PPTX)"),
        (b".fb2", "a zipped FictionBook (FB2)"),
        (b"Index/Document.iwa", "an Apple Pages document"),
        (b"QuickLook/", "an Apple Pages document"),
    ] {
        if memchr::memmem::find(head, folder).is_some() {
            return what;
        }
    }
    let is_picture = |name: &str| [".jpg", ".jpeg", ".png", ".webp"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    match archive::open(&bytes) {
        Ok(archive) if archive.names().all(is_picture) => "a comic (CBZ)",
        _ => "a zip archive",
    }
}

/// Tells whether bytes are no text in any encoding: control characters no writing uses, and NULs elsewhere than UTF-16 has
/// them. A few are damage, not another kind of file: they are read and shown as signs.
pub(super) fn is_binary(head: &[u8]) -> bool {
    if decode::is_wide(head) {
        return false;
    }
    // Counted in bytes, so that many are looked at in one step.
    let strange = |part: &[u8]| part.iter().map(|byte| u8::from(matches!(byte, 0..=6 | 14..=26 | 28..=31))).sum::<u8>();
    let strange: usize = head.chunks(usize::from(u8::MAX)).map(|part| usize::from(strange(part))).sum();
    let nuls = memchr::memchr_iter(0, head).count();
    // One in ten, or NULs at more than one in a hundred: measured nowhere in text, reached at once by programs and tables. What is
    // encrypted or compressed has all bytes alike, one in eleven of them strange; of a few lines that could be chance.
    strange * 10 > head.len() || nuls * 100 > head.len() || strange > 16 && strange * 20 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> Option<String> {
        sniff(&Source { name: "a".into(), bytes: bytes.to_vec(), whole: true }).err().map(|problem| problem.to_string())
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(refusal(bytes).as_deref(), Some(expected));
        check(b"", "a: the text is empty: there is nothing to read");
        check(b" \r\n\t\n", "a: the text is empty: there is nothing to read");
        check(b"\xef\xbb\xbf", "a: the text is empty: there is nothing to read");
        check(
            b"%PDF-1.7\n%\xe2\xe3",
            "a: cannot be read: it is a PDF\n  pdftotext -layout makes text of it; where the publisher has an EPUB or HTML of it, notes can be \
             followed in that",
        );
        check(b"\x7fELF\x02\x01\x01\0\0\0", "a: cannot be read: it is a program\n  open it with the program that it is for");
        check(
            &[0, 1, 2, 3, 0, 0, 0, 9].repeat(40),
            "a: this is no text: it is full of bytes that no writing has\n  open it with the program that it is for",
        );
        let mut slides = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x14\0\0\0\x14\0\0\0\x08\0\0\0ppt/a.xml".to_vec();
        check(&slides, "a: cannot be read: it is slides (PPTX)\n  save it as text, ODT or DOCX with the program that it is for");
        slides.truncate(20);
        check(&slides, "a: cannot be read: it is a zip archive\n  unpack it first, and open what is in it");
    }

    #[test]
    fn text_that_begins_like_something_else_is_text() {
        for text in [
            "MM. Dupont et Durand",
            "BZh is no word",
            "ID3 tags, a history",
            "RIFF raff",
            "Hand in hand\0, one NUL, and then it goes on for a good while as a text does, line after line, without any more of them. "
                .repeat(9)
                .as_str(),
        ] {
            assert_eq!(refusal(text.as_bytes()), None, "{text}");
        }
        assert_eq!(refusal(&"Утро".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()), None);
        assert_eq!(refusal(&"Morning came.".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>()), None);
    }

    #[test]
    fn the_name_decides_where_the_bytes_leave_it_open() {
        let format = |name: &str| sniff(&Source { name: name.into(), bytes: b"Tolstoy went east.".to_vec(), whole: true });
        assert_eq!(format("a.b/LETTERS.TXT"), Ok(Format::Plain));
        assert_eq!(format("letters"), Ok(Format::Plain));
        assert_eq!(format(""), Ok(Format::Plain));
    }
}
