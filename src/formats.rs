//! From bytes to a [`Document`]: what format a text is in, and one file for each format that can be read.
//!
//! [`mod@sniff`] looks at the bytes first and at the name only where the bytes leave it open; [`read`] hands the source to that
//! format's reader. Readers get text by way of [`mod@decode`] and build through [`Builder`](crate::document::Builder). A new format
//! is a file here, a variant of [`Format`] and a row in its table.
//!
//! Nothing here touches files, and no reader gives up: what cannot be made sense of stays in the document as text, and a
//! problem says so. Only what is no text at all is refused, kindly and by name.

pub(crate) mod archive;
mod decode;
mod docx;
mod epub;
mod html;
mod latex;
mod markdown;
mod math;
mod mhtml;
mod odt;
mod org;
mod ornament;
mod overrules;
mod part;
mod plain;
mod raised;
mod rst;
mod sniff;
mod xml;

pub use self::{
    archive::Parts,
    decode::decode,
    overrules::overrules,
    part::{file_named, has_parts, part, written},
    sniff::sniff,
};
use crate::{
    document::Document,
    problem::{Problem, Read},
};

/// A text as it came: its name, its bytes, and whether these are all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The file's name, whose ending may say what it is; empty for standard input.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether these are all; otherwise they are the first part of a text, read ahead of the rest.
    pub whole: bool,
}

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// TEI, the scholars' XML.
    Tei,
    /// JATS, the journals' XML.
    Jats,
    /// DocBook, the manuals' XML.
    DocBook,
    /// FictionBook 2.
    FictionBook,
    /// A Word document, zipped XML.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Markdown, with what GitHub, pandoc and others add to it.
    Markdown,
    /// Org, the format of Emacs' outlines.
    Org,
    /// reStructuredText, the format of Python's manuals.
    Rst,
    /// LaTeX, as far as an essay goes.
    Latex,
    /// EPUB, 2 and 3.
    Epub,
    /// HTML and XHTML, whoever or whatever wrote it.
    Html,
    /// A page saved with all it needs in one file.
    Mhtml,
    /// Text without markup, whatever its manners.
    Plain,
}

/// What is known of a format.
struct Row {
    format: Format,
    name: &'static str,
    /// Endings of names, without the dot, in lower case.
    endings: &'static [&'static str],
    /// Tells, from the beginning of a text whose name says nothing, whether it is of this format.
    looks: fn(&str) -> bool,
    /// Reads a source, or says why it is refused: only what would do harm or cannot be read at all is.
    read: fn(&Source) -> Result<Read<Document>, Problem>,
}

/// All formats. Where several could claim a text, the first does; plain text takes what is left.
const FORMATS: &[Row] = &[
    // What is packed is told by its bytes alone.
    Row { format: Format::Epub, name: "EPUB", endings: &["epub"], looks: |_| false, read: epub::read },
    Row {
        format: Format::Html,
        name: "HTML",
        endings: &["html", "htm", "xhtml", "xht", "shtml"],
        looks: html::looks,
        read: |source| Ok(html::read(source)),
    },
    Row { format: Format::Mhtml, name: "saved page (MHTML)", endings: &["mht", "mhtml"], looks: mhtml::looks, read: mhtml::read },
    Row {
        format: Format::Tei,
        name: "TEI",
        endings: &["tei"],
        looks: |text| xml::looks(text, &xml::TEI),
        read: |source| xml::read(source, &xml::TEI),
    },
    Row {
        format: Format::Jats,
        name: "JATS",
        endings: &["nxml"],
        looks: |text| xml::looks(text, &xml::JATS),
        read: |source| xml::read(source, &xml::JATS),
    },
    Row {
        format: Format::FictionBook,
        name: "FictionBook (FB2)",
        endings: &["fb2"],
        looks: |text| xml::looks(text, &xml::FICTIONBOOK),
        read: |source| xml::read(source, &xml::FICTIONBOOK),
    },
    Row {
        format: Format::DocBook,
        name: "DocBook",
        endings: &["dbk", "docbook"],
        looks: |text| xml::looks(text, &xml::DOCBOOK),
        read: |source| xml::read(source, &xml::DOCBOOK),
    },
    Row { format: Format::Docx, name: "Word document (DOCX)", endings: &["docx", "docm", "dotx"], looks: |_| false, read: docx::read },
    Row { format: Format::Odt, name: "OpenDocument text (ODT)", endings: &["odt", "fodt", "ott"], looks: odt::looks, read: odt::read },
    Row {
        format: Format::Latex,
        name: "LaTeX",
        endings: &["tex", "latex", "ltx"],
        looks: latex::looks,
        read: |source| Ok(latex::read(source)),
    },
    Row { format: Format::Org, name: "Org", endings: &["org"], looks: org::looks, read: |source| Ok(org::read(source)) },
    Row {
        format: Format::Rst,
        name: "reStructuredText",
        endings: &["rst", "rest"],
        looks: rst::looks,
        read: |source| Ok(rst::read(source)),
    },
    Row {
        format: Format::Markdown,
        name: "Markdown",
        endings: &["md", "markdown", "mdown", "mkd", "mkdn", "mdwn", "mdtext", "mdx", "rmd", "qmd"],
        looks: markdown::looks,
        read: |source| Ok(markdown::read(source)),
    },
    Row {
        format: Format::Plain,
        name: "plain text",
        endings: &["txt", "text", "asc", "log", "eml", "mbox"],
        looks: |_| true,
        read: |source| Ok(plain::read(source)),
    },
];

impl Format {
    fn row(self) -> &'static Row {
        // Every variant has its row (a test holds it); plain text stands last.
        FORMATS.iter().find(|row| row.format == self).unwrap_or(&FORMATS[FORMATS.len() - 1])
    }

    /// Its name, as a message would say it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The endings of file names that mean it, without the dot.
    pub fn endings(self) -> &'static [&'static str] {
        self.row().endings
    }

    /// Whether the first part of such a text can be read before the rest: not where what stands first reads differently once the
    /// last is known, as a page does whose notes are at its end. Of what is packed, [`read_first`] knows what to read.
    pub fn reads_heads(self) -> bool {
        matches!(self, Self::Markdown | Self::Plain)
    }

    /// Whether such a text is packed together with much that is not read, pictures above all, so that [`read_parts`] is to fetch
    /// only what is.
    pub fn is_packed(self) -> bool {
        matches!(self, Self::Epub)
    }
}

/// Reads a source, whatever format it is in.
///
/// # Errors
/// A [`Problem`] that names what the source is when it is no text: empty, a picture, an archive, a program.
pub fn read(source: Source) -> Result<Read<Document>, Problem> {
    let format = sniff(&source)?;
    let read = (format.row().read)(&source)?;
    // The bytes are let go only now: two copies of a text, its bytes and its document, are all that is ever held.
    drop(source);
    Ok(read)
}

/// Reads a packed text ([`Format::is_packed`]) of which only those parts are fetched that are needed.
///
/// # Errors
/// As [`read`].
pub fn read_parts(parts: &dyn Parts) -> Result<Read<Document>, Problem> {
    epub::read_parts(parts, true)
}

/// Reads the first pages of a packed text, for a first screen, in a time that does not depend on how long it is; nothing where that
/// cannot be had, and all of it is to be read.
pub fn read_first(parts: &dyn Parts) -> Option<Document> {
    epub::first(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_row() {
        for format in [
            Format::Epub,
            Format::Html,
            Format::Mhtml,
            Format::Tei,
            Format::Jats,
            Format::DocBook,
            Format::FictionBook,
            Format::Docx,
            Format::Odt,
            Format::Org,
            Format::Rst,
            Format::Latex,
            Format::Markdown,
            Format::Plain,
        ] {
            assert_eq!(format.row().format, format);
        }
    }

    #[test]
    fn what_is_no_text_is_refused_and_the_rest_is_read() {
        let source = |bytes: &[u8]| Source { name: "a.txt".into(), bytes: bytes.to_vec(), whole: true };
        assert!(read(source(b"%PDF-1.4 and so on")).is_err());
        assert_eq!(read(source(b"Tolstoy went east.")).unwrap().value.text(), "Tolstoy went east.");
    }
}
