//! XML vocabularies: TEI, JATS, DocBook, FictionBook.
//!
//! 1. [`tree`] makes a tree of the text, whatever state it is in;
//! 2. a vocabulary, one file each, says what its elements are (a table, [`Vocabulary::elements`]), what the text says of itself, and
//!    which elements are notes and what calls them ([`Apparatus`]);
//! 3. [`walk`] goes through the tree by that table and writes the document, with [`words`], [`lists`] and [`mod@table`].
//!
//! An element that no table knows is nothing, and its words are kept. Blanks mean what they mean in print: one space, none at the
//! beginning of a line.

mod apparatus;
mod count;
mod docbook;
mod fictionbook;
mod jats;
mod lists;
mod pictures;
mod record;
mod table;
mod tei;
pub(in crate::formats) mod tree;
mod walk;
mod words;

pub(in crate::formats) use self::count::{NumberWords, Numbers};
pub(super) use self::{docbook::DOCBOOK, fictionbook::FICTIONBOOK, jats::JATS, tei::TEI};
use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use self::{
    apparatus::Apparatus,
    record::Field,
    tree::{NodeRef, Tree},
    walk::Walker,
};
use super::{Source, archive, decode};
use crate::{
    document::{Builder, Document, Kind, Meta},
    problem::{Problem, Read},
    role::Role,
};

/// What the walker needs to know of a vocabulary.
pub(super) struct Vocabulary {
    /// The names of elements by what they are; all others are nothing, and their words are kept.
    pub(super) elements: &'static [(Is, &'static [&'static str])],
    /// The names of sections that are beside the text, not part of it: bibliographies, translations, reviews.
    beside: &'static [&'static str],
    /// What the text says of itself.
    meta: fn(&Tree<'_>) -> Meta,
    /// Notes and what calls them.
    apparatus: fn(&Tree<'_>) -> Apparatus,
    /// What is to be read, in order: bodies, front and back matter; or the root.
    parts: for<'t> fn(&'t Tree<'t>) -> Vec<NodeRef<'t>>,
    /// Tells, from the text's beginning and its root element's name, whether a text is of this vocabulary.
    looks: fn(&str, &str) -> bool,
    /// What a list puts before its items.
    list: fn(NodeRef<'_>) -> Marks,
    /// What an element is, where its name alone does not tell.
    refine: fn(NodeRef<'_>, Is) -> Is,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// Nothing: its content is read as if it were not there.
    Nothing,
    /// Nothing to be read, nor what is in it.
    Hidden,
    /// A group of blocks.
    Group,
    /// A part with a heading of its own.
    Section,
    /// The heading of the section it stands in; elsewhere, a line above something else.
    Heading,
    /// A block.
    Block(Kind),
    /// A block of this role.
    BlockOf(Role),
    /// A paragraph where blocks are, nothing within one.
    Loose,
    /// The description of a work as data, whose fields come without what stands between them in print.
    Record,
    /// A field of such a description.
    Field(Field),
    /// Words of this role.
    Words(Role),
    /// A quotation: set apart where it holds blocks or stands between them, else in its line.
    Quotation,
    /// Words between quotation marks.
    Quoted,
    /// A quotation set apart.
    Quote,
    /// What goes with a picture or a table: paragraphs in it are captions.
    Caption,
    /// Verse.
    Verse,
    /// A line of verse.
    Line,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// The label of an item, or of whatever it stands in.
    Label,
    /// A term that what follows explains.
    Term,
    /// What explains a term.
    Definition,
    /// What somebody says in a play: their name, a term, and what stands below it.
    Speech,
    /// What stands below the title it goes with.
    Subtitle,
    /// A line of a title of several.
    TitleLine,
    /// Who said what is quoted, wherever in the quotation it is said.
    Source,
    /// What stands small above the words before it, to say how they are read.
    Gloss,
    /// A table; within it, rows and cells are known by their names.
    Table,
    /// The end of a line.
    Break,
    /// Where a page of the printed text began.
    Page,
    /// Where the lines of the printed text ended: a blank at most.
    Space,
    /// A row of stars, a rule, an ornament.
    Rule,
    /// A link.
    Link,
    /// A formula: in MathML, or in TeX.
    Formula,
    /// A picture, for which there may be words.
    Picture,
    /// Something left out by whoever made the text.
    Gap,
}

/// What a list puts before its items, where they do not say it themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// Nothing.
    None,
    /// The terms that its items explain.
    Terms,
    /// A bullet.
    Bullet,
    /// A number of this kind, from this one on.
    Number(Numbers, usize),
}

/// Reads a text of this vocabulary.
///
/// # Errors
/// When its entities would fill the memory.
pub(super) fn read(source: &Source, vocabulary: &Vocabulary) -> Result<Read<Document>, Problem> {
    let unpacked = if archive::is_zip(&source.bytes) { Some(unpacked(&source.bytes)?) } else { None };
    let decoded = decoded(unpacked.as_deref().unwrap_or(&source.bytes));
    let mut builder = Builder::with_capacity(decoded.value.len() / 2);
    if !source.whole {
        builder.partial();
    }
    let (tree, problems) = tree::parse(&decoded.value)?;
    // Of a first part it is known that it breaks off.
    for problem in decoded.problems.into_iter().chain(problems).filter(|_| source.whole) {
        builder.problem(problem);
    }
    write(&tree, vocabulary, &mut builder);
    Ok(builder.finish())
}

/// The first FictionBook in an archive, as libraries hand them out.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut archive = archive::open(&bytes)?;
    let name = archive.names().find(|name| name.to_lowercase().ends_with(".fb2")).map(str::to_owned);
    archive.read(&name.unwrap_or_default()).map_err(|problem| Problem::error(problem.what))
}

/// The text of an XML file: by what its declaration says, unless it is Unicode, which shows by itself.
pub(super) fn decoded(bytes: &[u8]) -> Read<Cow<'_, str>> {
    let by_itself = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok() || Encoding::for_bom(bytes).is_some();
    match declared(&bytes[..bytes.len().min(256)]).filter(|_| !by_itself(bytes)) {
        Some(encoding) => {
            let (value, has_errors) = encoding.decode_without_bom_handling(bytes);
            let what = || Problem::warning(format!("some bytes make no sense in {}; they are shown as \u{fffd}", encoding.name()));
            Read { value, problems: has_errors.then(what).into_iter().collect() }
        }
        None => decode(bytes),
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(head, b"?>")?;
    let at = memchr::memmem::find(&head[..end], b"encoding")?;
    let label = head[at..end].split(|byte| matches!(byte, b'"' | b'\'')).nth(1)?;
    Encoding::for_label(label).filter(|encoding| *encoding != UTF_8)
}

fn write(tree: &Tree<'_>, vocabulary: &Vocabulary, builder: &mut Builder) {
    *builder.meta() = (vocabulary.meta)(tree);
    let apparatus = (vocabulary.apparatus)(tree);
    let parts = (vocabulary.parts)(tree);
    Walker::new(vocabulary, &apparatus, &parts, builder).document(&parts);
}

/// Tells whether a text is XML of this vocabulary, by its root element.
pub(super) fn looks(text: &str, vocabulary: &Vocabulary) -> bool {
    root_of(text).is_some_and(|root| (vocabulary.looks)(text, root))
}

/// The name of the root element, without its prefix: what stands before it is passed over.
fn root_of(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let (opening, closing) = if rest.starts_with("<!--") {
            ("<!--", "-->")
        } else if rest.starts_with("<?") {
            ("<?", "?>")
        } else if rest.starts_with("<!DOCTYPE") {
            let plain = rest.find('>')?;
            let subset = rest[..plain].contains('[');
            ("<!DOCTYPE", if subset { "]" } else { ">" })
        } else {
            break;
        };
        let end = opening.len() + rest[opening.len()..].find(closing)? + closing.len();
        rest = rest[end..].trim_start();
        // The document type's own `>` after its list of entities.
        rest = rest.strip_prefix('>').filter(|_| closing == "]").unwrap_or(rest).trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
    name[..end].rsplit(':').next()
}

/// Names of people, one after another.
fn joined(names: impl Iterator<Item = String>) -> Option<String> {
    let mut seen: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    (!seen.is_empty()).then(|| seen.join(", "))
}

/// Words, unless there are none.
fn filled(words: String) -> Option<String> {
    Some(words).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_behind_whatever_stands_before_it() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(root_of(text), expected, "{text}");
        check("<TEI xmlns='x'>", Some("TEI"));
        check("\u{feff}<?xml version='1.0'?>\n<!-- <no> -->\n<!DOCTYPE a [<!ENTITY b '>'>]>\n<x:a>", Some("a"));
        check("Tolstoy went east.", None);
        check("<!-- never closed", None);
    }

    #[test]
    fn what_an_xml_declaration_says_of_its_encoding_is_believed() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(decoded(bytes).value, expected);
        check(
            b"<?xml version='1.0' encoding='windows-1251'?><a>\xd3\xf2\xf0\xee</a>",
            "<?xml version='1.0' encoding='windows-1251'?><a>Утро</a>",
        );
        // Converted by someone who left the declaration as it was.
        let converted = "<?xml version='1.0' encoding='windows-1251'?><a>Утро</a>";
        check(converted.as_bytes(), converted);
    }
}
