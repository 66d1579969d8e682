//! Word documents (DOCX).
//!
//! 1. The archive's parts are found by their relations, else by their usual names;
//! 2. [`styles`] says what a paragraph is (its outline level, by whatever style gives it one), what words look like, and what number
//!    a list's item has;
//! 3. [`walk`] goes through the body and writes each note where it is called.
//!
//! The file holds no note's number: they are counted as Word does, by the format, the start and the restarts that each section or
//! the settings ask for. Recorded changes are read as accepted; remarks in the margin and tables of contents are left out.

mod notes;
mod styles;
mod table;
mod walk;

use std::collections::{HashMap, HashSet};

use self::{styles::Styles, walk::Walker};
use super::{
    Source,
    archive::{self, Archive},
    xml,
    xml::tree::{self, NodeRef, Tree},
};
use crate::{
    document::{Builder, Document, Meta},
    problem::{Problem, Read},
};

/// Within so many bytes the outermost element of a part begins: before it there is a declaration.
const LONGEST_DECLARATION: usize = 512;

/// More parts than these are not looked through for one that is missing.
const MOST_PARTS: usize = 256;

/// Reads a Word document.
///
/// # Errors
/// When it is no archive, holds no document, or would fill the memory.
pub(super) fn read(source: &Source) -> Result<Read<Document>, Problem> {
    let mut archive = archive::open(&source.bytes)?;
    let main = relations(&mut archive, "").into_values().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target);
    let mut missing = Vec::new();
    let main = main.filter(|main| archive.has(main)).unwrap_or_else(|| "word/document.xml".to_owned());
    let main = present(&archive, main, "document", &mut missing);
    let mut related = relations(&mut archive, &main);
    let mut declared = HashSet::new();
    let mut part = |kind: &str| {
        let name = related.values().find(|relation| relation.kind == kind).map(|relation| relation.target.clone());
        let usual = format!("word/{kind}.xml");
        let Some(name) = name.filter(|name| archive.has(name) || !archive.has(&usual)) else { return usual };
        let name = present(&archive, name, kind, &mut missing);
        declared.insert(name.clone());
        name
    };
    let names = ["footnotes", "endnotes", "styles", "numbering", "settings"].map(&mut part);
    let document = archive.read(&main).map_err(|problem| Problem::error(problem.what))?;
    let parts = names.clone().map(|name| match archive.read(&name) {
        Ok(bytes) => bytes,
        Err(problem) => {
            // Many documents have no notes and no lists, and do not name any.
            if declared.contains(&name) {
                missing.push(Problem::warning(format!("a part of the document is missing: {}", problem.what)));
            }
            Vec::new()
        }
    });
    let core = archive.read("docProps/core.xml").unwrap_or_default();
    let note_links = [&names[0], &names[1]].map(|name| relations(&mut archive, name));

    let document = xml::decoded(&document);
    let parts = parts.each_ref().map(|bytes| xml::decoded(bytes));
    let core = xml::decoded(&core);
    let (document, problems) = tree::parse(&document.value)?;
    let mut builder = Builder::new();
    let mut all = archive.take_problems();
    all.extend(missing);
    all.extend(problems);
    let mut trees = Vec::with_capacity(parts.len());
    for (text, name) in parts.iter().zip(&names) {
        let (tree, problems) = tree::parse(&text.value)?;
        all.extend(problems.into_iter().map(|problem| problem.about(name.clone())));
        trees.push(tree);
    }
    let (core, _) = tree::parse(&core.value)?;
    for problem in all {
        builder.problem(problem);
    }
    let [footnotes, endnotes, styles, numbering, settings] = &trees[..] else { return Ok(builder.finish()) };
    let styles = Styles::of(styles, numbering);
    *builder.meta() = said(&core, &styles, document.root());
    related.retain(|_, relation| relation.is_address || relation.kind == "image");
    let links = [related, note_links[0].clone(), note_links[1].clone()];
    Walker::new(document.root(), [footnotes, endnotes], settings.root(), styles, &links, &mut builder).document();
    Ok(builder.finish())
}

/// The name of a part, or the one under which it is in the archive: what it is shows by its outermost element.
fn present(archive: &Archive<'_>, name: String, kind: &str, problems: &mut Vec<Problem>) -> String {
    if archive.has(&name) {
        return name;
    }
    let begins = format!("<w:{kind}");
    let is_it = |name: &&str| {
        // A template keeps pieces of text, with notes of their own, in a folder of that name.
        let head = if name.to_lowercase().ends_with(".xml") && !name.contains("glossary/") {
            archive.begin(name, LONGEST_DECLARATION)
        } else {
            None
        };
        let at = head.as_ref().and_then(|head| Some(memchr::memmem::find(head, begins.as_bytes())? + begins.len()));
        at.is_some_and(|at| head.is_some_and(|head| head.get(at).is_some_and(|next| !next.is_ascii_alphabetic())))
    };
    let Some(found) = archive.names().take(MOST_PARTS).find(is_it).map(str::to_owned) else { return name };
    problems.push(Problem::warning(format!("{name} is not in the archive: {found} is read in its place, by what it holds")));
    found
}

/// What a part of the archive refers to.
#[derive(Clone, Debug)]
struct Relation {
    /// The last word of its type: `footnotes`, `hyperlink`.
    kind: String,
    target: String,
    /// Whether it leads out of the archive.
    is_address: bool,
}

/// The relations of a part, by their ids; of the archive itself where the part has no name.
fn relations(archive: &mut Archive<'_>, part: &str) -> HashMap<String, Relation> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let Ok(bytes) = archive.read(&format!("{folder}_rels/{file}.rels")) else { return HashMap::new() };
    let text = xml::decoded(&bytes);
    let Ok((tree, _)) = tree::parse(&text.value) else { return HashMap::new() };
    let relations = tree.document().descendants().filter(|node| node.name() == "Relationship").filter_map(|node| {
        let target = node.attribute("Target")?;
        let is_address = node.says("TargetMode", &["External"]);
        let target = match target.strip_prefix('/') {
            _ if is_address => target.to_owned(),
            Some(whole) => whole.to_owned(),
            None => format!("{folder}{target}"),
        };
        let kind = node.attribute("Type")?.rsplit('/').next()?.to_owned();
        Some((node.attribute("Id")?.to_owned(), Relation { kind, target, is_address }))
    });
    relations.collect()
}

/// What a document says of itself.
fn said(core: &Tree<'_>, styles: &Styles<'_>, text: NodeRef<'_>) -> Meta {
    let words = |name: &str| core.document().find(name).map(NodeRef::text).filter(|words| !words.is_empty());
    Meta {
        title: words("title"),
        author: words("creator"),
        date: None,
        lang: words("language").or_else(|| spoken(text, styles.language())),
        ..Meta::default()
    }
}

/// The language that most of a text's words are said to be in. The one that its styles name is that of whoever set the program up.
fn spoken(text: NodeRef<'_>, usual: Option<String>) -> Option<String> {
    let mut counted: HashMap<&str, usize> = HashMap::new();
    let mut unsaid = 0;
    for run in text.descendants().filter(|node| node.name() == "r") {
        let length: usize =
            run.elements().filter(|part| part.name() == "t").flat_map(NodeRef::children).filter_map(NodeRef::words).map(str::len).sum();
        match run.path(&["rPr", "lang"]).and_then(|lang| lang.attribute("val")) {
            Some(language) => *counted.entry(language).or_default() += length,
            None => unsaid += length,
        }
    }
    let most = counted.into_iter().max_by_key(|(language, length)| (*length, std::cmp::Reverse(*language)));
    most.filter(|(_, length)| *length > unsaid).map(|(language, _)| language.to_owned()).or(usual)
}
