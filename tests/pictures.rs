//! Pictures in the files of packed formats: where each is to be had, and that it is to be had there.

use std::io::{Cursor, Write as _};

use ibid::{
    document::{Document, Origin},
    formats::{Source, part, read},
};
use zip::{ZipWriter, write::SimpleFileOptions};

fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(bytes: &[u8]) -> Document {
    read(Source { name: String::new(), bytes: bytes.to_vec(), whole: true }).unwrap().value
}

/// The words that stand for each picture, and the bytes of its part.
fn pictures(bytes: &[u8]) -> Vec<(String, String)> {
    let document = document(bytes);
    let had = |origin: &Origin| match origin {
        Origin::Part(name) => part(&bytes, name).map_or_else(|problem| problem.what, |bytes| String::from_utf8(bytes).unwrap()),
        Origin::Address(address) => format!("at {address}"),
    };
    document.pictures().iter().map(|picture| (document.slice(&picture.at).to_owned(), had(&picture.origin))).collect()
}

fn check(found: &[(String, String)], expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found.iter().map(|(words, bytes)| (&**words, &**bytes)).collect();
    assert_eq!(found, expected);
}

#[test]
fn in_an_epub_they_are_named_from_the_page_they_are_on() {
    let package = r#"<package version="3.0"><metadata/><manifest><item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/>
        </manifest><spine><itemref idref="a"/></spine></package>"#;
    let page = r#"<html><body><p><svg><image xlink:href="../img/cover.png"/></svg></p><h1>East</h1><p>He went.</p>
        <figure><img src="../img/the%20map.png" alt="The map"/></figure><p><img src="../IMG/plate.png" alt=""/></p>
        <p><img src="gone.png" alt="Gone"/></p><p><img src="https://example.org/far.png" alt="Far"/></p></body></html>"#;
    let book = zipped(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            r#"<container><rootfiles><rootfile full-path="OPS/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#,
        ),
        ("OPS/b.opf", package),
        ("OPS/text/a.xhtml", page),
        ("OPS/img/cover.png", "a cover"),
        ("OPS/img/the map.png", "a map"),
        ("OPS/img/plate.png", "a plate"),
    ]);
    let expected = [
        ("The map", "a map"),
        ("[picture]", "a plate"),
        ("Gone", "OPS/text/gone.png is not in the text's file"),
        ("Far", "at https://example.org/far.png"),
    ];
    check(&pictures(&book), &expected);
}

#[test]
fn in_a_word_document_they_are_named_by_relations() {
    let drawing = |id: &str, words: &str| {
        format!(
            r#"<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" descr="{words}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>
            <a:blip r:embed="{id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
        )
    };
    let text = "<w:p><w:r><w:t>He went.</w:t></w:r></w:p>";
    let (map, plate, file) = (drawing("r1", "The map"), drawing("r2", ""), drawing("r2", "image2.png"));
    // In a cell without words, one of which nothing is said has a sign, too.
    let table = format!("<w:tbl><w:tr><w:tc>{text}</w:tc><w:tc>{file}</w:tc></w:tr></w:tbl>");
    let body = format!("<w:document><w:body>{text}{map}{text}{plate}{text}{table}{text}</w:body></w:document>");
    let relations = r#"<Relationships><Relationship Id="r1" Type="http://x/image" Target="media/image1.png"/>
        <Relationship Id="r2" Type="http://x/image" Target="media/image2.png"/></Relationships>"#;
    let file = zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &body),
        ("word/_rels/document.xml.rels", relations),
        ("word/media/image1.png", "a map"),
        ("word/media/image2.png", "a plate"),
    ]);
    check(&pictures(&file), &[("The map", "a map"), ("[picture]", "a plate"), ("[picture]", "a plate")]);
    let document = document(&file);
    let shown = document.all_blocks().start..document.all_blocks().end;
    let captions: Vec<_> = (shown.start.0..shown.end.0).filter(|id| document.picture_of(ibid::document::BlockId(*id)).is_some()).collect();
    assert_eq!(captions.len(), 2, "each stands by itself");
}

#[test]
fn in_an_opendocument_text_they_are_parts_of_the_file() {
    let content = r#"<office:document-content><office:body><office:text><text:p>He went.</text:p>
        <text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:title>The map</svg:title></draw:frame></text:p>
        <text:p><draw:frame><draw:image xlink:href="./Pictures/2.png"/></draw:frame></text:p>
        <table:table><table:table-row><table:table-cell><text:p>Plate</text:p></table:table-cell><table:table-cell>
        <text:p><draw:frame><draw:image xlink:href="Pictures/2.png"/></draw:frame></text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"#;
    let file = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("Pictures/1.png", "a map"),
        ("Pictures/2.png", "a plate"),
    ]);
    check(&pictures(&file), &[("The map", "a map"), ("[picture]", "a plate"), ("[picture]", "a plate")]);
}

#[test]
fn in_a_zipped_fictionbook_they_are_written_into_it() {
    let book = r##"<FictionBook xmlns:l="http://www.w3.org/1999/xlink"><body><section><p>He went.</p><image l:href="#map.png" alt="The map"/>
        <p>On.</p></section></body><binary id="map.png" content-type="image/png">YSBtYXA=</binary></FictionBook>"##;
    check(&pictures(&zipped(&[("book.fb2", book)])), &[("The map", "a map")]);
    check(&pictures(book.as_bytes()), &[("The map", "a map")]);
}
