//! EPUB, 2 and 3: pages in an archive, with a package that says their order.
//!
//! 1. [`package`] reads what the book says of itself: its pages in reading order, its title, whether it may be read at all;
//! 2. [`contents`] reads its table of contents, the newer kind or the older;
//! 3. all pages become one tree and are written as one document by the HTML reader, so that a note in another file is a note.
//!
//! Packages are often damaged; what is missing is named, and the rest is read.

mod contents;
mod package;

use std::collections::{HashMap, HashSet};

use super::{
    Source,
    archive::{self, Archive},
    decode,
    html::{self, Contents, Page, PageList, Tree, from_xml},
};
use crate::{
    document::{Builder, Document},
    problem::{Problem, Read, Severity},
};

/// Reads a book.
///
/// # Errors
/// A [`Problem`] when nothing of it can be read: it is encrypted, does harm, or holds no page.
pub(super) fn read(source: &Source) -> Result<Read<Document>, Problem> {
    let mut archive = archive::open(&source.bytes)?;
    let mut tree = Tree::default();
    let package = package::of(&mut archive, &mut tree)?;
    let mut builder = Builder::with_capacity(source.bytes.len());
    if !source.whole {
        builder.partial();
    }
    for problem in &package.problems {
        builder.problem(problem.clone());
    }
    let pages = pages(&mut archive, &mut tree, &package.spine, &mut builder)?;
    let contents = match &package.contents {
        Some(path) => markup(&mut archive, path).map(|text| contents::read(&mut tree, &text, path)).unwrap_or_default(),
        None => contents::Lists::default(),
    };
    let listed = placed(&tree, &pages, &contents.pages).into_iter();
    // What is not found is taken for the file's beginning, or for where the one before is: neither is a page's.
    let is_root = |node| pages.iter().any(|page| page.root == node);
    let listed: PageList =
        listed.filter_map(|(node, labels)| Some((node, labels.into_iter().next()?.1))).filter(|(node, _)| !is_root(*node)).collect();
    let contents = placed(&tree, &pages, &contents.sections);
    for problem in archive.take_problems() {
        builder.problem(problem);
    }
    if package.is_fixed {
        builder.problem(Problem::remark("the book is laid out page by page, with fixed places: only its text is shown"));
    }
    *builder.meta() = package.meta;
    html::write(&mut tree, &pages, &contents, &listed, &mut builder);
    let read = builder.finish();
    if read.value.is_empty() {
        return Err(Problem::error("there is no text in this book: its pages are pictures, or empty"));
    }
    Ok(read)
}

/// Tells whether an archive holds a book.
pub(super) fn holds(bytes: &[u8]) -> bool {
    archive::open(bytes)
        .is_ok_and(|archive| archive.has("META-INF/container.xml") || archive.names().any(|name| name.to_lowercase().ends_with(".opf")))
}

/// The text of a file of markup, as HTML; `None` when it cannot be had.
fn markup(archive: &mut Archive<'_>, path: &str) -> Option<String> {
    let bytes = archive.read(path).ok()?;
    Some(from_xml(&decode(&bytes).value).into_owned())
}

/// Reads the pages in their order.
fn pages(archive: &mut Archive<'_>, tree: &mut Tree, spine: &[String], builder: &mut Builder) -> Result<Vec<Page>, Problem> {
    let mut pages = Vec::new();
    let mut missing = None;
    for (index, path) in spine.iter().enumerate() {
        let number = index + 1;
        let Some(name) = nearest(archive, path) else {
            let what = format!("page {number} is missing: the reading order names {path}, which is not in the archive");
            let problem = Problem::warning(what);
            missing.get_or_insert_with(|| problem.clone());
            builder.problem(problem);
            continue;
        };
        match archive.read(&name) {
            Ok(bytes) => {
                let text = decode(&bytes).value;
                let root = tree.parse(&from_xml(&text));
                // Links name it as the package does, or as the archive does where the package is wrong.
                pages.push(Page { root, path: name });
            }
            Err(problem) if problem.severity == Severity::Error => return Err(problem),
            Err(problem) => {
                let problem = Problem::warning(format!("page {number} is missing: {}", problem.what));
                missing.get_or_insert_with(|| problem.clone());
                builder.problem(problem);
            }
        }
    }
    if pages.is_empty() {
        let why = missing.map_or_else(|| "its reading order is empty".to_owned(), |problem| problem.what);
        return Err(Problem::error(format!("no page of this book can be read: {why}")));
    }
    Ok(pages)
}

/// The name under which the archive holds a page: its path, or else its file's name where no other file has it.
fn nearest(archive: &Archive<'_>, path: &str) -> Option<String> {
    if let Some(name) = archive.find(path) {
        return Some(name.to_owned());
    }
    let file = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let wanted = file(path);
    let mut named = archive.names().filter(|name| file(name) == wanted);
    named.next().filter(|_| named.next().is_none()).map(str::to_owned)
}

/// Finds the nodes that the contents name.
fn placed(tree: &Tree, pages: &[Page], entries: &[contents::Entry]) -> Contents {
    let by_path: HashMap<String, &Page> = pages.iter().map(|page| (page.path.to_lowercase(), page)).collect();
    let wanted: HashSet<&str> = entries.iter().filter_map(|entry| entry.name.as_deref()).collect();
    let mut places = HashMap::new();
    for page in pages {
        for node in tree.within(page.root) {
            for name in tree.names(node).filter(|name| wanted.contains(name)) {
                places.entry((page.root, name)).or_insert(node);
            }
        }
    }
    let place = |entry: &contents::Entry| {
        let page = by_path.get(&entry.path.as_deref()?.to_lowercase())?;
        let named = entry.name.as_deref().and_then(|name| places.get(&(page.root, name)));
        Some(named.copied().unwrap_or(page.root))
    };
    let found: Vec<_> = entries.iter().map(place).collect();
    let mut contents = Contents::new();
    let mut last = None;
    for (index, entry) in entries.iter().enumerate() {
        // An entry that leads nowhere heads those after it; one whose page is missing stays where it was.
        let node = found[index].or_else(|| found[index..].iter().flatten().next().copied().filter(|_| entry.path.is_none())).or(last);
        let Some(node) = node.or_else(|| pages.first().map(|page| page.root)) else { continue };
        last = Some(node);
        contents.entry(node).or_default().push((entry.level, entry.title.clone()));
    }
    contents
}
