//! One small book in every format: whatever it comes in, it has the same outline, the same notes, and the same marks in the same
//! places.
//!
//! Texts lie in `tests/book/`, as people would write them; what is packed is packed here.

use std::io::{Cursor, Write as _};

use ibid::{
    document::{Document, Target},
    formats::{Format, Source, read, sniff},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Sections with their levels; of each mark, the section it stands in, the words of its block before it, its label; notes with
/// their labels and words.
const OUTLINE: &[(u8, &str)] = &[(1, "Departure"), (2, "Kazan"), (1, "Return")];
const NOTEREFS: &[(&str, &str, &str, usize)] = &[
    ("Departure", "Tolstoy went east.", "1", 0),
    ("Departure", "Tolstoy went east. He was twenty-two,", "2", 1),
    ("Kazan", "The road is long.", "3", 2),
    ("Return", "He came back.", "4", 3),
];
const NOTES: &[(&str, &str)] =
    &[("1", "In the spring of 1851."), ("2", "Gorky, Letters, p. 5."), ("3", "Ibid., p. 7."), ("4", "See n. 1 above.")];

fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Checks that a document is the book; `levels` is how deep a section of each level is said to be.
fn check(format: Format, bytes: &[u8], levels: [u8; 2]) {
    // By its bytes alone, as it comes from a pipe, and by its name.
    for name in [String::new(), format!("book.{}", format.endings()[0])] {
        let source = Source { name: name.clone(), bytes: bytes.to_vec(), whole: true };
        assert_eq!(sniff(&source), Ok(format), "{format:?} under the name {name:?}");
        let read = read(source).unwrap();
        let document = read.value;
        assert_eq!(read.problems, [], "{format:?}");
        // A page's title is a heading of its own.
        let sections = document.sections().iter().filter(|section| section.title != "The Way East");
        let outline: Vec<_> = sections.map(|section| (section.level, section.title.as_str())).collect();
        let expected: Vec<_> = OUTLINE.iter().map(|(level, title)| (levels[usize::from(*level) - 1], *title)).collect();
        assert_eq!(outline, expected, "{format:?}");
        assert_eq!(document.meta().title.as_deref(), Some("The Way East"), "{format:?}");
        assert_eq!(
            noterefs(&document),
            NOTEREFS
                .iter()
                .map(|(section, before, label, note)| { ((*section).to_owned(), (*before).to_owned(), (*label).to_owned(), Some(*note)) })
                .collect::<Vec<_>>(),
            "{format:?}"
        );
        let notes: Vec<_> = document.notes().iter().map(|note| (note.label.to_string(), document.words(&note.body))).collect();
        assert_eq!(notes, NOTES.iter().map(|(label, words)| ((*label).to_owned(), (*words).to_owned())).collect::<Vec<_>>(), "{format:?}");
        assert!(document.notes().iter().all(|note| note.callers.len() == 1), "{format:?}");
        assert!(document.links().iter().all(|link| !matches!(link.target, Target::Lost(_))), "{format:?}: {:?}", document.links());
    }
}

/// Of each mark: the section it stands in, the words of its block before it, its label, its note.
fn noterefs(document: &Document) -> Vec<(String, String, String, Option<usize>)> {
    let place = |noteref: &ibid::document::Noteref| {
        let section = document.section_at(noteref.at.start).map_or(String::new(), |index| document.sections()[index].title.clone());
        let block = document.block(document.block_at(noteref.at.start).unwrap());
        let before = document.words(&(block.at.start..noteref.at.start));
        (section, before, noteref.label.to_string(), noteref.note.map(ibid::document::NoteId::index))
    };
    document.noterefs().iter().map(place).collect()
}

/// How deep sections are where the title is none.
const LEVELS: [u8; 2] = [1, 2];

#[test]
fn as_text_without_markup() {
    check(Format::Plain, include_bytes!("book/book.txt"), LEVELS);
}

#[test]
fn as_markdown() {
    check(Format::Markdown, include_bytes!("book/book.md"), LEVELS);
}

#[test]
fn as_restructuredtext() {
    check(Format::Rst, include_bytes!("book/book.rst"), LEVELS);
}

#[test]
fn as_org() {
    check(Format::Org, include_bytes!("book/book.org"), LEVELS);
}

#[test]
fn as_latex() {
    check(Format::Latex, include_bytes!("book/book.tex"), LEVELS);
}

#[test]
fn with_lines_that_end_as_on_old_macintoshes() {
    let returned = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r").into_bytes();
    check(Format::Plain, &returned(include_str!("book/book.txt")), LEVELS);
    check(Format::Markdown, &returned(include_str!("book/book.md")), LEVELS);
    check(Format::Rst, &returned(include_str!("book/book.rst")), LEVELS);
    check(Format::Org, &returned(include_str!("book/book.org")), LEVELS);
    check(Format::Latex, &returned(include_str!("book/book.tex")), LEVELS);
}

#[test]
fn as_a_page() {
    // The title takes the first level.
    check(Format::Html, include_bytes!("book/book.html"), [2, 3]);
}

#[test]
fn as_tei() {
    check(Format::Tei, include_bytes!("book/book.tei"), LEVELS);
}

#[test]
fn as_jats() {
    check(Format::Jats, include_bytes!("book/book.nxml"), LEVELS);
}

#[test]
fn as_docbook() {
    check(Format::DocBook, include_bytes!("book/book.dbk"), LEVELS);
}

#[test]
fn as_fictionbook() {
    check(Format::FictionBook, include_bytes!("book/book.fb2"), LEVELS);
    let zipped = packed(&[("book.fb2", include_str!("book/book.fb2"))]);
    check(Format::FictionBook, &zipped, LEVELS);
}

#[test]
fn as_an_epub() {
    let container = r#"<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
    let package = r#"<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:title>The Way East</dc:title><dc:language>en</dc:language></metadata><manifest>
        <item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
        <item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>
        <item id="n" href="n.xhtml" media-type="application/xhtml+xml"/></manifest>
        <spine><itemref idref="a"/><itemref idref="b"/><itemref idref="n" linear="no"/></spine></package>"#;
    let page = |body: &str| format!(r#"<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>"#);
    let nav = page(
        r#"<nav epub:type="toc"><ol><li><a href="a.xhtml">Departure</a><ol><li><a href="a.xhtml#kazan">Kazan</a></li></ol></li>
        <li><a href="b.xhtml">Return</a></li></ol></nav>"#,
    );
    let noteref = |number: u8| format!(r#"<a epub:type="noteref" id="r{number}" href="n.xhtml#n{number}">{number}</a>"#);
    let one = page(&format!(
        r#"<h2>Departure</h2><p>Tolstoy went east.{} He was twenty-two,{} and walked.</p><h3 id="kazan">Kazan</h3><p>There he wrote:</p>
        <blockquote><p>The road is long.{}</p></blockquote>"#,
        noteref(1),
        noteref(2),
        noteref(3)
    ));
    let two = page(&format!("<h2>Return</h2><p>He came back.{}</p>", noteref(4)));
    let notes = ["In the spring of 1851.", "Gorky, <i>Letters</i>, p. 5.", "Ibid., p. 7.", "See n. 1 above."];
    let notes = notes.iter().zip(1..).map(|(words, number)| {
        let page = if number == 4 { "b" } else { "a" };
        format!(r#"<li id="n{number}"><p>{words} <a epub:type="backlink" href="{page}.xhtml#r{number}">↩</a></p></li>"#)
    });
    let notes = page(&format!(r#"<section epub:type="endnotes"><ol>{}</ol></section>"#, notes.collect::<String>()));
    let epub = packed(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("book.opf", package),
        ("nav.xhtml", &nav),
        ("a.xhtml", &one),
        ("b.xhtml", &two),
        ("n.xhtml", &notes),
    ]);
    check(Format::Epub, &epub, LEVELS);
}

#[test]
fn as_a_word_document() {
    let paragraph = |style: &str, runs: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#);
    let run = |words: &str| format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#);
    let mark = |id: u8| format!(r#"<w:r><w:footnoteReference w:id="{id}"/></w:r>"#);
    let body = [
        paragraph("T", &run("The Way East")),
        paragraph("One", &run("Departure")),
        paragraph("", &[run("Tolstoy went east."), mark(1), run(" He was twenty-two,"), mark(2), run(" and walked.")].concat()),
        paragraph("Two", &run("Kazan")),
        paragraph("", &run("There he wrote:")),
        paragraph("Q", &[run("The road is long."), mark(3)].concat()),
        paragraph("One", &run("Return")),
        paragraph("", &[run("He came back."), mark(4)].concat()),
    ];
    let body = format!("<w:document><w:body>{}</w:body></w:document>", body.concat());
    let styles = r#"<w:styles><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
        <w:style w:type="paragraph" w:styleId="One"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Two"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style></w:styles>"#;
    let notes = NOTES.iter().zip(1..).map(|((_, words), id)| {
        format!(r#"<w:footnote w:id="{id}"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>"#, run(&format!(" {words}")))
    });
    let notes = format!("<w:footnotes>{}</w:footnotes>", notes.collect::<String>());
    let docx = packed(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &body),
        ("word/styles.xml", styles),
        ("word/footnotes.xml", &notes),
        ("docProps/core.xml", "<cp:coreProperties><dc:title>The Way East</dc:title></cp:coreProperties>"),
    ]);
    check(Format::Docx, &docx, LEVELS);
}

#[test]
fn as_an_opendocument_text() {
    let note = |index: usize| {
        let (label, words) = NOTES[index];
        format!(
            r#"<text:note text:id="ftn{label}" text:note-class="footnote"><text:note-citation>{label}</text:note-citation>
            <text:note-body><text:p>{words}</text:p></text:note-body></text:note>"#
        )
    };
    let content = format!(
        r#"<office:document-content><office:automatic-styles/><office:body><office:text>
        <text:p text:style-name="Title">The Way East</text:p>
        <text:h text:outline-level="1">Departure</text:h>
        <text:p>Tolstoy went east.{} He was twenty-two,{} and walked.</text:p>
        <text:h text:outline-level="2">Kazan</text:h><text:p>There he wrote:</text:p>
        <text:p text:style-name="Quotations">The road is long.{}</text:p>
        <text:h text:outline-level="1">Return</text:h><text:p>He came back.{}</text:p>
        </office:text></office:body></office:document-content>"#,
        note(0),
        note(1),
        note(2),
        note(3)
    );
    let meta = "<office:document-meta><office:meta><dc:title>The Way East</dc:title></office:meta></office:document-meta>";
    let odt = packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content), ("meta.xml", meta)]);
    check(Format::Odt, &odt, LEVELS);
}
