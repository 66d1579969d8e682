//! EPUBs, packed here from small pages.

#![allow(clippy::format_push_string, reason = "small books, made once")]

use std::{
    borrow::Cow,
    io::{Cursor, Write as _},
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering},
};

use ibid::{
    document::{Document, Target},
    formats::{Parts, Source, read, read_first, read_parts},
    problem::{Problem, Read},
    role::Role,
    unit::Place,
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
fn the_contents_do_not_list_notes_by_their_labels() {
    let nav = NAV.replace(
        r#"<li><a href="text/notes.xhtml">Notes</a></li>"#,
        r#"<li><a href="text/notes.xhtml">Notes</a><ol><li><a href="text/notes.xhtml#n1">1</a></li></ol></li>"#,
    );
    let document = opened(with(&[("OPS/nav.xhtml", &nav)])).unwrap().value;
    let titles: Vec<_> = document.sections().iter().map(|section| section.title.as_str()).collect();
    assert_eq!(titles, ["I: Flight", "The east", "II: Return", "Notes"]);
}

#[test]
fn pages_of_an_index_are_no_marks_though_the_chapter_that_they_lead_to_is_missing() {
    let one = r#"<html xmlns="http://www.w3.org/1999/xhtml"><body><p>He went east.<a href="two.xhtml#n1">1</a></p>
        <p>Kazan, <a href="two.xhtml#p5">5</a>; the fair at, <a href="two.xhtml#p6">6</a>, <a href="two.xhtml#p7">7</a></p></body></html>"#;
    let document = opened(with(&[("OPS/text/one a.xhtml", one), ("OPS/text/two.xhtml", "")])).unwrap().value;
    let marks: Vec<_> = document.noterefs().iter().map(|noteref| (noteref.label.to_string(), noteref.note)).collect();
    assert_eq!(marks, [("1".to_owned(), None)]);
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

/// What marks of a book call: the beginning of the note, or that there is none.
fn called(document: &Document) -> Vec<(String, Option<String>)> {
    let note = |id: ibid::document::NoteId| document.words(&document.note(id).body);
    document.noterefs().iter().map(|noteref| (noteref.label.to_string(), noteref.note.map(note))).collect()
}

#[test]
fn a_page_of_notes_is_found_wherever_it_was_put() {
    let book = |name: &str, package: &str| {
        let files = BOOK.map(|(path, text)| match path {
            "OPS/text/notes.xhtml" => (name, text),
            "OPS/book.opf" => (path, package),
            _ => (path, text),
        });
        opened(packed(&files)).unwrap()
    };
    let sound = called(&opened(packed(&BOOK)).unwrap().value);
    // Under another name than the package and the links give it, which shows by the places that links lead to.
    for name in ["OPS/text/endnotes.xhtml", "OPS/text/no%74es.xhtml", "OPS/text/notes.html", "OPS\\text\\Notes.xhtml"] {
        assert_eq!(called(&book(name, PACKAGE).value), sound, "{name}");
    }
    let problems = book("OPS/text/endnotes.xhtml", PACKAGE).problems;
    assert_eq!(
        problems[0].what,
        "OPS/text/notes.xhtml is not in the archive: OPS/text/endnotes.xhtml is read in its place, by the names of the places in it"
    );
    // Where most of the book is renamed, its pages are those that are left, in the order of their names.
    let renamed = [("one a.xhtml", "kap1.html"), ("two.xhtml", "kap2.html"), ("notes.xhtml", "kap10.html")];
    let rename = |path: &str| renamed.iter().fold(path.to_owned(), |path, (from, to)| path.replace(from, to));
    let files = BOOK.map(|(path, text)| (rename(path), text));
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let Read { value: document, problems } = opened(packed(&files)).unwrap();
    assert_eq!((called(&document), problems.len()), (sound.clone(), 3));
    let why = "by the order of their names";
    assert!(problems.iter().any(|problem| {
        problem.what == format!("OPS/text/one a.xhtml is not in the archive: OPS/text/kap1.html is read in its place, {why}")
    }));
    // Left out of the reading order, or not listed at all.
    let unread = PACKAGE.replace("<itemref idref=\"n\" linear=\"no\"/>", "");
    let unlisted = unread.replace("<item id=\"n\" href=\"text/notes.xhtml\" media-type=\"application/xhtml+xml\"/>", "");
    assert_ne!(unlisted, unread);
    for package in [unread, unlisted] {
        let read = book("OPS/text/notes.xhtml", &package);
        assert_eq!((called(&read.value), read.problems), (sound.clone(), vec![]));
    }
}

#[test]
fn where_the_notes_are_lost_every_mark_says_so() {
    let Read { value: document, .. } = opened(with(&[("OPS/text/notes.xhtml", "")])).unwrap();
    let lost = |label: &str| (label.to_owned(), None);
    assert_eq!(called(&document), [lost("1"), lost("2"), lost("1")]);
    // The same of marks that nothing declares.
    let one = ONE.replace("epub:type=\"noteref\"", "").replace(">2</a>", "><sup>2</sup></a>");
    let Read { value: document, .. } = opened(with(&[("OPS/text/notes.xhtml", ""), ("OPS/text/one a.xhtml", &one)])).unwrap();
    assert_eq!(called(&document), [lost("1"), lost("2"), lost("1")]);
    // Cut off in the middle, what is there is called, and a note that nobody calls any more is kept.
    let cut = &NOTES[..NOTES.find("<li id=\"n2\"").unwrap()];
    let Read { value: document, .. } = opened(with(&[("OPS/text/notes.xhtml", cut)])).unwrap();
    let first = || ("1".to_owned(), Some("In 1851.".to_owned()));
    assert_eq!(called(&document), [first(), lost("2"), first()]);
    let Read { value: document, .. } = opened(with(&[("OPS/text/one a.xhtml", "")])).unwrap();
    assert_eq!(document.notes().iter().map(|note| note.callers.len()).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn a_package_that_breaks_off_in_its_list_loses_no_page() {
    let cut = &PACKAGE[..PACKAGE.find("<item id=\"b\"").unwrap()];
    let Read { value: document, .. } = opened(with(&[("OPS/book.opf", cut)])).unwrap();
    assert!(document.text().contains("He came back.[1]") && document.notes().len() == 2);
}

#[test]
fn pages_that_are_no_text_are_said_to_be_locked() {
    let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in BOOK {
        writer.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        writer.write_all(if name.contains("text/") { &noise } else { text.as_bytes() }).unwrap();
    }
    let refused = opened(writer.finish().unwrap().into_inner()).unwrap_err();
    assert_eq!(refused.what, "no page of this book can be read: page 1 is missing: OPS/text/one a.xhtml is no text: it may be encrypted");
}

#[test]
fn a_book_in_an_archive_of_archives_is_named() {
    let inner = String::from_utf8_lossy(&packed(&[("mimetype", "application/epub+zip")])).into_owned();
    let bytes = packed(&[("mimetype", "application/epub+zip"), ("flight.epub", &inner)]);
    let refused = opened(bytes).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "there is no book in this archive, but another file: flight.epub\n  unpack it first, and open what is in it"
    );
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
    for (file, lock) in [("META-INF/license.lcpl", "LCP"), ("META-INF/sinf.xml", "Apple's DRM"), ("META-INF/rights.xml", "Adobe's DRM")] {
        let problem = opened(with(&[("META-INF/encryption.xml", &locked), (file, "<x/>")])).unwrap_err();
        assert_eq!(problem.what, format!("the book is encrypted ({lock}): its text cannot be read"));
        // A licence that locks nothing is no obstacle.
        assert_eq!(opened(with(&[(file, "<x/>")])).unwrap().value.text(), TEXT);
    }
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

/// A book of forty chapters, each of some ten thousand characters with ten notes, which stand at the end of the book.
#[expect(clippy::format_push_string, reason = "a test's text is short")]
fn long_book() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = BOOK[..2].iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let (mut items, mut order, mut points, mut notes) = (String::new(), String::new(), String::new(), String::new());
    for chapter in 1..=40 {
        let mut page = format!("<h2>Chapter {chapter}</h2>");
        for paragraph in 1..=10 {
            let number = chapter * 100 + paragraph;
            let words = format!("in {number} they went east and came back ").repeat(25);
            page += &format!("<p>{words}<a href=\"notes.xhtml#n{number}\" id=\"r{number}\"><sup>{number}</sup></a>.</p>");
            notes += &format!("<p id=\"n{number}\"><a href=\"c{chapter}.xhtml#r{number}\">{number}</a>. Note {number}.</p>");
        }
        files.push((format!("OPS/c{chapter}.xhtml"), format!("<html><body>{page}</body></html>")));
        items += &format!("<item id=\"c{chapter}\" href=\"c{chapter}.xhtml\" media-type=\"application/xhtml+xml\"/>");
        order += &format!("<itemref idref=\"c{chapter}\"/>");
        points += &format!("<li><a href=\"c{chapter}.xhtml\">{chapter}: Flight</a></li>");
    }
    files.push(("OPS/notes.xhtml".into(), format!("<html><body><h2>Notes</h2>{notes}</body></html>")));
    files.push(("OPS/nav.xhtml".into(), format!("<html><body><nav epub:type=\"toc\"><ol>{points}</ol></nav></body></html>")));
    let package = format!(
        "<package><metadata><dc:title>Flight</dc:title></metadata><manifest><item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\"/>{items}\
         <item id=\"n\" href=\"notes.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine>{order}<itemref idref=\"n\"/></spine></package>"
    );
    files.push(("OPS/book.opf".into(), package));
    files
}

fn packed_long_book(more: &[(&str, &str)]) -> Vec<u8> {
    let files = long_book();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).chain(more.iter().copied()).collect();
    packed(&files)
}

/// A book of which it is known how much of it was fetched.
struct Watched {
    bytes: Vec<u8>,
    fetched: AtomicUsize,
}

impl Parts for Watched {
    fn length(&self) -> usize {
        self.bytes.len()
    }

    fn part(&self, at: Range<usize>) -> Cow<'_, [u8]> {
        let part = self.bytes.part(at);
        self.fetched.fetch_add(part.len(), Ordering::Relaxed);
        part
    }
}

#[test]
fn the_first_part_of_a_book_begins_as_the_whole_does_and_has_its_notes() {
    let bytes = packed_long_book(&[]);
    let first = read_first(&bytes).unwrap();
    let whole = opened(bytes).unwrap().value;
    assert!(!first.is_whole() && whole.is_whole());
    let second = &whole.sections()[1];
    assert!(first.agrees_with(&whole, second.at.start), "the first chapter differs");
    assert_eq!((first.sections()[0].title.as_str(), second.title.as_str()), ("1: Flight", "2: Flight"));
    for id in first.noterefs_in(&(Place::START..second.at.start)) {
        let note = first.noteref(id).note.expect("a note to each mark of the first chapter");
        assert_eq!(first.slice(&first.note(note).body), format!("Note {}.", first.noteref(id).label));
    }
    assert!(first.text().len() < whole.text().len() / 5);
    assert_eq!(first.meta(), whole.meta());
}

#[test]
fn chapters_stand_in_their_order_whichever_was_parsed_first() {
    let Read { value: document, problems } = opened(packed_long_book(&[])).unwrap();
    assert_eq!(problems, []);
    let titles: Vec<_> = document.sections().iter().map(|section| section.title.clone()).take(40).collect();
    assert_eq!(titles, (1..=40).map(|chapter| format!("{chapter}: Flight")).collect::<Vec<_>>());
    let labels: Vec<_> = document.noterefs().iter().map(|noteref| noteref.label.to_string()).collect();
    let expected: Vec<_> = (1..=40).flat_map(|chapter| (1..=10).map(move |note| (chapter * 100 + note).to_string())).collect();
    assert_eq!(labels, expected);
    assert!(document.notes().iter().all(|note| note.callers.len() == 1));
}

#[test]
fn of_a_book_with_pictures_only_the_text_is_fetched() {
    // Noise, which packs badly.
    let mut noise = 1_u64;
    let mut sign = || {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b' ' + u8::try_from(noise >> 58).unwrap())
    };
    let picture: String = (0..400_000).map(|_| sign()).collect();
    let bytes = packed_long_book(&[("OPS/map.png", &picture)]);
    let plain = packed_long_book(&[]).len();
    assert!(bytes.len() > plain + 200_000, "{plain} and {}", bytes.len());
    let book = Watched { bytes, fetched: AtomicUsize::new(0) };
    let read = read_parts(&book).unwrap();
    assert_eq!(read.value, opened(book.bytes.clone()).unwrap().value);
    // The directory is looked for in the last 64 KiB.
    let fetched = book.fetched.swap(0, Ordering::Relaxed);
    assert!(fetched < plain + 80_000, "{fetched} of {}", book.bytes.len());
    assert!(read_first(&book).is_some());
    let first = book.fetched.load(Ordering::Relaxed);
    assert!(first < 100_000, "{first}");
}

#[test]
fn nothing_is_made_of_the_first_pages_of_a_damaged_book() {
    let bytes = packed_long_book(&[]);
    let cut = bytes[..bytes.len() - 100].to_vec();
    assert!(read_first(&cut).is_none());
    assert!(read(Source { name: "book.epub".into(), bytes: cut, whole: true }).is_ok());
    assert!(read_first(&b"no book".to_vec()).is_none());
}

#[test]
fn a_book_that_is_laid_out_page_by_page_says_so_and_is_read() {
    let said = |package: &str| {
        let Read { value: document, problems } = opened(with(&[("OPS/book.opf", package)])).unwrap();
        assert_eq!(document.text(), TEXT);
        problems.into_iter().map(|problem| problem.what).collect::<Vec<_>>()
    };
    let fixed = ["the book is laid out page by page, with fixed places: only its text is shown"];
    let metadata = |meta: &str| PACKAGE.replace("</metadata>", &format!("{meta}</metadata>"));
    assert_eq!(said(&metadata("<meta property=\"rendition:layout\">pre-paginated</meta>")), fixed);
    assert_eq!(said(&metadata("<meta name=\"fixed-layout\" content=\"true\"/>")), fixed);
    assert_eq!(said(&metadata("<meta property=\"rendition:layout\">reflowable</meta>")), [""; 0]);
    assert_eq!(said(&PACKAGE.replace("<itemref ", "<itemref properties=\"rendition:layout-pre-paginated\" ")), fixed);
    // One such page is a picture on a page of its own.
    assert_eq!(said(&PACKAGE.replacen("<itemref ", "<itemref properties=\"rendition:layout-pre-paginated\" ", 1)), [""; 0]);
}

#[test]
#[expect(clippy::format_push_string, reason = "a test's text is short")]
fn a_package_that_is_made_to_do_harm_is_refused() {
    let mut bomb = String::from("<!DOCTYPE package [<!ENTITY a0 'ha ha ha ha'>");
    for level in 1..9 {
        bomb += &format!("<!ENTITY a{level} '{}'>", format!("&a{};", level - 1).repeat(20));
    }
    bomb += "]><package><metadata><dc:title>&a8;</dc:title></metadata></package>";
    let problem = opened(with(&[("OPS/book.opf", &bomb)])).unwrap_err();
    assert_eq!(problem.what, "cannot be read: its entities name one another and would fill the memory");
    // So deep that whoever called himself for each would be out of his stack.
    let deep = format!("<html><body>{}He rested.</body></html>", "<div><blockquote>".repeat(200_000));
    assert!(opened(with(&[("OPS/text/two.xhtml", &deep)])).unwrap().value.text().contains("He rested."));
}

#[test]
fn paths_that_lead_out_of_the_book_lead_nowhere() {
    let package = PACKAGE.replace("text/two.xhtml", "../../../../etc/passwd.xhtml");
    let Read { value: document, problems } = opened(with(&[("OPS/book.opf", &package), ("OPS/text/two.xhtml", "")])).unwrap();
    assert!(document.text().contains("He rested.") && !document.text().contains("He came back."));
    assert_eq!(problems[0].what, "page 2 is missing: the reading order names etc/passwd.xhtml, which is not in the archive");
}

#[test]
fn what_a_style_sheet_says_of_words_is_seen() {
    let two = r#"<html xmlns="http://www.w3.org/1999/xhtml"><head><link rel="stylesheet" href="../book.css"/><link rel="stylesheet" href="../lost.css"/></head>
<body><h2>II</h2><p>He <span class="t7">came</span> <span class="sc">back</span>.</p><p id="back">At last.</p></body></html>"#;
    let css = ".t7 { font-style: italic } span.sc { font-variant: small-caps }";
    let Read { value: document, problems } = opened(with(&[("OPS/text/two.xhtml", two), ("OPS/book.css", css)])).unwrap();
    assert_eq!(problems, []);
    let at = document.text().find("came").unwrap();
    let spans = document.spans_in(&(Place::at(at)..Place::at(at + 12)));
    let found: Vec<_> = spans.iter().map(|span| (span.role, document.slice(&span.at))).collect();
    assert_eq!(found, [(Role::Emphasis, "came"), (Role::SmallCaps, "back")]);
}
