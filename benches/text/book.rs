//! Books, packed: the prose of all benches in chapters of a file each, with thousands of notes.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{CHAPTER, Draw, MARK, WORDS};

/// Where a book's notes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notes {
    /// At the end of the chapter that calls them.
    Chapter,
    /// All in a file of their own at the end of the book.
    Book,
}

/// One note for so many bytes of text: ten thousand in ten megabytes.
const BYTES_A_NOTE: usize = 1000;

/// An EPUB of at least so many bytes of text, not counting what is markup, with a note for each thousand.
pub(crate) fn book(bytes: usize, notes: Notes) -> Vec<u8> {
    let words: Vec<&str> = WORDS.split(' ').collect();
    let mut draw = Draw(1);
    let (mut chapters, mut endnotes) = (Vec::new(), String::new());
    let (mut length, mut called) = (0, 0);
    while length < bytes {
        let number = chapters.len() + 1;
        let mut page = format!("<h2 id=\"c{number}\">Chapter {number}</h2>\n");
        let mut own = String::new();
        for paragraph in 0..CHAPTER {
            page.push_str("<p>");
            for index in 0..60 + draw.below(80) {
                let part = draw.below(1000);
                let mut word = words[part * part * words.len() / 1_000_000];
                if (number, paragraph, index) == (1, 1, 0) {
                    word = MARK;
                }
                length += word.len() + 1;
                let _ = match index {
                    7 => write!(page, "<i>{word}</i>"),
                    _ => write!(page, "{word}"),
                };
                if index % 20 == 15 && called * BYTES_A_NOTE < length {
                    called += 1;
                    let place = if notes == Notes::Book { "notes.xhtml" } else { "" };
                    let _ = write!(page, "<a class=\"noteref\" href=\"{place}#n{called}\" id=\"r{called}\"><sup>{called}</sup></a>");
                    let back = if notes == Notes::Book { format!("c{number}.xhtml") } else { String::new() };
                    let _ = write!(own, "<p class=\"note\" id=\"n{called}\"><a href=\"{back}#r{called}\">{called}</a>. Ibid.,");
                    for _ in 0..12 {
                        let word = words[draw.below(words.len())];
                        length += word.len() + 1;
                        let _ = write!(own, " {word}");
                    }
                    own.push_str(".</p>\n");
                }
                page.push_str(match draw.below(60) {
                    0 => ".” “",
                    1 => "’s ",
                    2 => " — ",
                    3..6 => ", ",
                    6..9 => ". ",
                    _ => " ",
                });
            }
            page.push_str("</p>\n");
        }
        match notes {
            Notes::Book => endnotes.push_str(&own),
            Notes::Chapter => page.push_str(&own),
        }
        chapters.push(page);
    }
    if notes == Notes::Book {
        chapters.push(format!("<h2>Notes</h2>\n{endnotes}"));
    }
    packed(&chapters, notes)
}

fn packed(chapters: &[String], notes: Notes) -> Vec<u8> {
    let (mut items, mut spine, mut points) = (String::new(), String::new(), String::new());
    let name = |index: usize| {
        let is_notes = notes == Notes::Book && index + 1 == chapters.len();
        if is_notes { "notes.xhtml".to_owned() } else { format!("c{}.xhtml", index + 1) }
    };
    for index in 0..chapters.len() {
        let name = name(index);
        let _ = write!(items, "<item id=\"i{index}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>");
        let _ = write!(spine, "<itemref idref=\"i{index}\"/>");
        let _ = write!(points, "<li><a href=\"{name}\">Chapter {}</a></li>", index + 1);
    }
    let container = "<?xml version=\"1.0\"?><container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
                     <rootfile full-path=\"OPS/book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let package = format!(
        "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Prose</dc:title><dc:language>en</dc:language></metadata><manifest>\
         <item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\" media-type=\"application/xhtml+xml\"/>{items}</manifest>\
         <spine>{spine}</spine></package>"
    );
    let nav = page(&format!("<nav epub:type=\"toc\"><ol>{points}</ol></nav>"));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).expect("an entry");
        writer.write_all(text.as_bytes()).expect("its bytes");
    };
    put("mimetype", "application/epub+zip");
    put("META-INF/container.xml", container);
    put("OPS/book.opf", &package);
    put("OPS/nav.xhtml", &nav);
    for (index, chapter) in chapters.iter().enumerate() {
        put(&format!("OPS/{}", name(index)), &page(chapter));
    }
    writer.finish().expect("an archive").into_inner()
}

fn page(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\"><head><title>Prose</title></head><body>\n{body}</body></html>"
    )
}
