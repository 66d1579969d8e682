//! EPUBs, packed here from small pages.

use std::io::{Cursor, Write as _};

use ibid::{
    document::{Document, Target},
    formats::{Source, read},
    problem::{Problem, Read},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const CONTAINER: &str = r#"<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

const PACKAGE: &str = r##"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Flight</dc:title><dc:creator id="c1">L. Tolstoy</dc:creator>
<dc:creator id="c2">A. Maude</dc:creator><meta refines="#c2" property="role">trl</meta><dc:language>en</dc:language></metadata>
<manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="text/notes.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="n" linear="no"/></spine></package>"##;

const NAV: &str = r#"<html xmlns="http://www.w3.org/1999/xhtml"><body><nav epub:type="toc"><ol><li><a href="text/one%20a.xhtml">I: Flight</a>
<ol><li><a href="text/one%20a.xhtml#east">The east</a></li></ol></li><li><a href="text/two.xhtml">II: Return</a></li>
<li><a href="text/notes.xhtml">Notes</a></li></ol></nav></body></html>"#;

const ONE: &str = r#"<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><a id="start"/>
<h2>I</h2><p>He went east.<a epub:type="noteref" href="notes.xhtml#n1" id="r1">1</a></p><p id="east" class="chapter">The east</p>
<p>He rested.<a epub:type="noteref" href="notes.xhtml#n2" id="r2">2</a> See <a href="two.xhtml#back">below</a>.</p></body></html>"#;

const TWO: &str = r#"<html xmlns="http://www.w3.org/1999/xhtml"><body><h2>II</h2><p>He came back.<a href="notes.xhtml#n1">1</a></p><p id="back">At last.</p></body></html>"#;

const NOTES: &str = r#"<html xmlns="http://www.w3.org/1999/xhtml"><body><section epub:type="endnotes"><h2>Notes</h2><ol>
<li id="n1"><p>In 1851. <a href="one%20a.xhtml#r1" epub:type="backlink">↩</a></p></li>
<li id="n2"><p>At Kazan. <a href="one%20a.xhtml#r2" epub:type="backlink">↩</a></p></li></ol></section></body></html>"#;

const BOOK: [(&str, &str); 7] = [
    ("mimetype", "application/epub+zip"),
    ("META-INF/container.xml", CONTAINER),
    ("OPS/book.opf", PACKAGE),
    ("OPS/nav.xhtml", NAV),
    ("OPS/text/one a.xhtml", ONE),
    ("OPS/text/two.xhtml", TWO),
    ("OPS/text/notes.xhtml", NOTES),
];

fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn opened(bytes: Vec<u8>) -> Result<Read<Document>, Problem> {
    read(Source { name: "book.epub".into(), bytes, whole: true })
}

/// The book with some files put in the place of others of their names; without those that are empty.
fn with(changes: &[(&str, &str)]) -> Vec<u8> {
    let mut files: Vec<_> = BOOK.to_vec();
    for (name, text) in changes {
        match files.iter_mut().find(|file| file.0 == *name) {
            Some(file) => file.1 = text,
            None => files.push((name, text)),
        }
    }
    files.retain(|file| !file.1.is_empty());
    packed(&files)
}

const TEXT: &str = "I\nHe went east.[1]\nThe east\nHe rested.[2] See below.\nII\nHe came back.[1]\nAt last.\nNotes\nIn 1851.\nAt Kazan.";

#[test]
fn a_book_is_one_document() {
    let Read { value: document, problems } = opened(packed(&BOOK)).unwrap();
    assert_eq!(problems, []);
    assert_eq!(document.text(), TEXT);
    let meta = document.meta();
    assert_eq!((meta.title.as_deref(), meta.author.as_deref(), meta.lang.as_deref()), (Some("Flight"), Some("L. Tolstoy"), Some("en")));
    let sections: Vec<_> =
        document.sections().iter().map(|section| (section.level, &*section.title, document.words(&section.at))).collect();
    assert_eq!(sections[1], (2, "The east", "The east He rested. See below.".into()));
    assert_eq!(sections.iter().map(|section| section.1).collect::<Vec<_>>(), ["I: Flight", "The east", "II: Return", "Notes"]);
    assert_eq!(document.notes().iter().map(|note| note.callers.len()).collect::<Vec<_>>(), [2, 1]);
    let Target::Place(place) = document.links()[0].target else { panic!("{:?}", document.links()) };
    assert!(document.text()[place.offset()..].starts_with("At last."));
}

#[test]
fn what_is_missing_is_named_and_the_rest_is_read() {
    let Read { value: document, problems } = opened(with(&[("OPS/text/two.xhtml", "")])).unwrap();
    assert!(document.text().contains("He rested.[2]"));
    assert_eq!(problems[0].what, "page 2 is missing: the reading order names OPS/text/two.xhtml, which is not in the archive");
    // The package cut short: what it lists is read in the order in which it lists it.
    let cut = &PACKAGE[..PACKAGE.find("<itemref idref=\"b\"").unwrap()];
    let Read { value: document, problems } = opened(with(&[("OPS/book.opf", cut)])).unwrap();
    assert_eq!(document.text(), TEXT);
    assert_eq!(problems[0].what, "the book's package file breaks off: the order of its last pages may be wrong");
    // No package at all.
    let Read { value: document, .. } = opened(with(&[("OPS/book.opf", "")])).unwrap();
    assert!(document.text().contains("He rested.[2]"));
}

#[test]
fn names_may_be_wrong_in_case_or_folder() {
    let package = PACKAGE.replace("text/two.xhtml", "Text/TWO.xhtml").replace("text/notes.xhtml", "notes.xhtml");
    assert_eq!(opened(with(&[("OPS/book.opf", &package)])).unwrap().value.text(), TEXT);
}

#[test]
fn an_encrypted_book_is_refused_and_hidden_fonts_are_not() {
    let encryption = |method: &str, file: &str| {
        format!(
            "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm=\"{method}\"/><enc:CipherData>\
             <enc:CipherReference URI=\"{file}\"/></enc:CipherData></enc:EncryptedData></encryption>"
        )
    };
    let locked = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/text/two.xhtml");
    let problem = opened(with(&[("META-INF/encryption.xml", &locked)])).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "the book is encrypted (DRM): its text cannot be read\n  open it with the program of the shop that it is from"
    );
    let fonts = encryption("http://www.idpf.org/2008/embedding", "OPS/font.otf");
    assert_eq!(opened(with(&[("META-INF/encryption.xml", &fonts)])).unwrap().value.text(), TEXT);
}

#[test]
fn a_damaged_book_breaks_nothing() {
    let bytes = packed(&BOOK);
    for cut in (0..bytes.len()).step_by(7) {
        let _ = opened(bytes[..cut].to_vec());
        let mut harmed = bytes.clone();
        harmed[cut] ^= 0x55;
        let _ = opened(harmed);
    }
}
