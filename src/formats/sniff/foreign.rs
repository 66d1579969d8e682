//! What is no text, told by its first bytes: what it is, and what to do to read it after all.

use crate::problem::Problem;

/// What one does with a file that is no text.
#[derive(Clone, Copy)]
enum Mend {
    Pdf,
    Recognise,
    Kindle,
    Save,
    Unpack,
    Elsewhere,
}

impl Mend {
    fn words(self) -> &'static str {
        match self {
            Self::Pdf => "pdftotext -layout makes text of it; where the publisher has an EPUB or HTML of it, notes can be followed in that",
            Self::Recognise => "a program that recognises letters, such as tesseract, makes text of pictures of pages",
            Self::Kindle => "convert it to EPUB first, with ebook-convert of Calibre; a locked one opens only with Kindle itself",
            Self::Save => "open it with LibreOffice or Word and save it as ODT or DOCX",
            Self::Unpack => "unpack it first, and open what is in it",
            Self::Elsewhere => "open it with the program that it is for",
        }
    }
}

/// First bytes of what is no text, at an offset, and its name.
const SIGNATURES: &[(usize, &[u8], &str, Mend)] = &[
    (0, b"%PDF-", "a PDF", Mend::Pdf),
    (0, b"%!PS", "PostScript", Mend::Pdf),
    (0, b"\x89PNG\r\n", "a picture (PNG)", Mend::Recognise),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", Mend::Recognise),
    (0, b"GIF87a", "a picture (GIF)", Mend::Recognise),
    (0, b"GIF89a", "a picture (GIF)", Mend::Recognise),
    (0, b"II*\0", "a picture (TIFF)", Mend::Recognise),
    (0, b"MM\0*", "a picture (TIFF)", Mend::Recognise),
    (8, b"WEBP", "a picture (WebP)", Mend::Recognise),
    (4, b"ftyp", "a picture or film (MPEG-4)", Mend::Elsewhere),
    (0, b"AT&TFORM", "a scanned book (DjVu)", Mend::Recognise),
    (60, b"BOOKMOBI", "a Kindle book (MOBI, AZW)", Mend::Kindle),
    (60, b"TEXtREAd", "a Palm book (PDB)", Mend::Kindle),
    (0, b"TPZ", "a Kindle book (Topaz)", Mend::Kindle),
    (0, b"\xeaDRMION\xee", "a Kindle book (KFX) that is locked", Mend::Kindle),
    (0, b"CONT\x02\0", "a Kindle book (KFX)", Mend::Kindle),
    (0, b"ITOLITLS", "a Microsoft book (LIT)", Mend::Kindle),
    (0, b"ITSF\x03\0", "Windows help (CHM)", Mend::Kindle),
    (0, OLE, "an old Office document", Mend::Save),
    (0, b"{\\rtf", "rich text (RTF)", Mend::Save),
    (0, b"\xdb\xa5-\0", "an old Word document (.doc)", Mend::Save),
    (0, b"\xffWPC", "a WordPerfect document", Mend::Save),
    (0, b"\x1f\x8b", "compressed (gzip)", Mend::Unpack),
    (0, b"BZh", "compressed (bzip2)", Mend::Unpack),
    (0, b"\xfd7zXZ\0", "compressed (xz)", Mend::Unpack),
    (0, b"\x28\xb5\x2f\xfd", "compressed (zstd)", Mend::Unpack),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive (7z)", Mend::Unpack),
    (0, b"Rar!\x1a\x07", "an archive (RAR)", Mend::Unpack),
    (257, b"ustar", "an archive (tar)", Mend::Unpack),
    (0, b"\x7fELF", "a program", Mend::Elsewhere),
    (0, b"MZ\x90\0", "a program", Mend::Elsewhere),
    (0, b"\xcf\xfa\xed\xfe", "a program", Mend::Elsewhere),
    (0, b"\xca\xfe\xba\xbe", "a program", Mend::Elsewhere),
    (0, b"\0asm", "a program", Mend::Elsewhere),
    (0, b"SQLite format 3\0", "a database (SQLite)", Mend::Elsewhere),
    (0, b"ID3", "music (MP3)", Mend::Elsewhere),
    (0, b"OggS", "music (Ogg)", Mend::Elsewhere),
    (0, b"fLaC", "music (FLAC)", Mend::Elsewhere),
    (0, b"\x1a\x45\xdf\xa3", "a film (Matroska)", Mend::Elsewhere),
    (0, b"RIFF", "sound, a film or a picture (RIFF)", Mend::Elsewhere),
];

/// Files within a file, as Office kept its documents until 2007, and keeps those with a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The files by which documents of that kind show, and what these are. Whatever has a password is called the same.
const STREAMS: [(&str, &str); 4] = [
    ("WordDocument", "an old Word document (.doc)"),
    ("Workbook", "an old spreadsheet (.xls)"),
    ("PowerPoint Document", "old slides (.ppt)"),
    ("__properties_version1.0", "a message (.msg)"),
];

/// How much before its first bytes a PDF may have: the servers that it came from put headers there.
const BEFORE_A_PDF: usize = 1024;

/// What the source is, when its first bytes say that it is nothing we can read.
pub(super) fn foreign(bytes: &[u8]) -> Option<Problem> {
    let found = SIGNATURES.iter().find(|(at, signature, ..)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(signature)));
    let (_, signature, what, mend) = found?;
    // Words may begin as a signature does: "BZh", "ID3", "MM" begin lines of honest text. Then no strange byte follows.
    let head = &bytes[..bytes.len().min(1024)];
    let is_printed = signature.iter().all(u8::is_ascii_graphic) && head.iter().all(|byte| *byte >= b' ' || byte.is_ascii_whitespace());
    if is_printed && std::str::from_utf8(&head[..head.len().min(512)]).is_ok() && !matches!(signature[0], b'%' | b'{') {
        return None;
    }
    if *signature == OLE {
        return Some(old_office(bytes));
    }
    Some(refused(what, *mend))
}

/// What is full of bytes that no writing has.
pub(super) fn binary(bytes: &[u8]) -> Problem {
    if memchr::memmem::find(&bytes[..bytes.len().min(BEFORE_A_PDF)], b"%PDF-").is_some() {
        return refused("a PDF", Mend::Pdf);
    }
    Problem::error("this is no text: it is full of bytes that no writing has").mend(Mend::Elsewhere.words())
}

fn refused(what: &str, mend: Mend) -> Problem {
    Problem::error(format!("cannot be read: it is {what}")).mend(mend.words())
}

fn old_office(bytes: &[u8]) -> Problem {
    // Names are kept in UTF-16.
    let holds = |name: &str| memchr::memmem::find(bytes, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()).is_some();
    if holds("EncryptedPackage") {
        return Problem::error("cannot be read: it is a document that is locked with a password")
            .mend("open it with Word or LibreOffice and its password, and save it without one");
    }
    refused(STREAMS.iter().find(|(name, _)| holds(name)).map_or("an old Office document", |(_, what)| what), Mend::Save)
}

/// What is packed, and not a text that can be read.
pub(super) fn unread(what: &str) -> Problem {
    let mend = match what {
        "a spreadsheet (XLSX)" | "slides (PPTX)" | "an OpenDocument file" => "save it as text, ODT or DOCX with the program that it is for",
        "an OpenOffice 1 text (SXW)" => Mend::Save.words(),
        "an Apple Pages document" => "export it from Pages as EPUB or Word",
        "an iBooks Author book" => "only Apple Books opens it",
        "a comic (CBZ)" => Mend::Recognise.words(),
        _ => Mend::Unpack.words(),
    };
    Problem::error(format!("cannot be read: it is {what}")).mend(mend)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let problem = foreign(bytes).map(|problem| problem.what).unwrap_or_default();
        assert_eq!(problem, if expected.is_empty() { String::new() } else { format!("cannot be read: it is {expected}") });
    }

    fn at(offset: usize, signature: &[u8]) -> Vec<u8> {
        [vec![0; offset], signature.to_vec(), vec![1, 2, 0, 0]].concat()
    }

    #[test]
    fn every_signature_is_told_by_itself() {
        for (offset, signature, what, mend) in SIGNATURES.iter().filter(|(_, signature, ..)| *signature != OLE) {
            check(&at(*offset, signature), what);
            assert!(!mend.words().is_empty());
        }
    }

    #[test]
    fn old_documents_are_told_apart_and_locked_ones_from_old_ones() {
        let holding = |name: &str| [OLE.to_vec(), vec![0; 600], name.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        check(&holding("WordDocument"), "an old Word document (.doc)");
        check(&holding("Workbook"), "an old spreadsheet (.xls)");
        check(&holding("Contents"), "an old Office document");
        assert_eq!(
            foreign(&holding("EncryptedPackage")).map(|problem| problem.to_string()).unwrap_or_default(),
            "cannot be read: it is a document that is locked with a password\n  \
             open it with Word or LibreOffice and its password, and save it without one"
        );
    }

    #[test]
    fn a_pdf_is_one_behind_what_a_server_has_put_before_it() {
        assert_eq!(binary(b"HTTP/1.1 200\r\n\r\n%PDF-1.4\n\0\0\0").what, "cannot be read: it is a PDF");
        assert_eq!(binary(b"\0\0\0").what, "this is no text: it is full of bytes that no writing has");
    }
}
