//! EPUB, 2 and 3: pages in an archive, with a package that says their order.
//!
//! 1. [`package`] reads what the book says of itself: its pages in reading order, its title, whether it may be read at all;
//! 2. [`contents`] reads its table of contents, the newer kind or the older;
//! 3. [`pages`] parses them, on several threads where they are many;
//! 4. [`strays`] finds pages that the text leads to and the package does not name, or under another name than they have;
//! 5. all pages become one tree and are written as one document by the HTML reader, so that a note in another file is a note.
//!
//! [`first`] does the same with the first pages alone, for the first screen.
//!
//! Packages are often damaged; what is missing is named, and the rest is read.

mod contents;
mod package;
mod pages;
mod strays;

use std::collections::{HashMap, HashSet};

use super::{
    Source,
    archive::{self, Archive, Parts, folded},
    decode,
    html::{self, Contents, Page, PageList, Tree, from_xml, sheets_named},
};
use crate::{
    document::{Builder, Document},
    problem::{Problem, Read},
};

/// How much of the table of contents is read for the first screen: a hundred entries, of which it needs a few.
const FIRST_CONTENTS: usize = 16 * 1024;

/// Books have one style sheet or two, or one a page.
const MOST_SHEETS: usize = 256;

/// Reads a book.
///
/// # Errors
/// A [`Problem`] when nothing of it can be read: it is encrypted, does harm, or holds no page.
pub(super) fn read(source: &Source) -> Result<Read<Document>, Problem> {
    read_parts(&source.bytes, source.whole)
}

/// Reads a book of which only those parts are fetched that have text; unless it is `whole`, as the first part of one.
///
/// # Errors
/// As [`read`].
pub(super) fn read_parts(parts: &dyn Parts, whole: bool) -> Result<Read<Document>, Problem> {
    let mut archive = archive::open(parts)?;
    let mut tree = Tree::default();
    let package = package::of(&mut archive)?;
    let mut builder = Builder::with_capacity(parts.length());
    if !whole {
        builder.partial();
    }
    for problem in &package.problems {
        builder.problem(problem.clone());
    }
    let read = pages::read(&mut archive, &mut tree, &package.spine)?;
    let pages = strays::gathered(&mut archive, &mut tree, read, &package, &mut builder)?;
    let contents = match &package.contents {
        Some(path) => markup(&mut archive, path).map(|text| contents::read(&mut tree, &text, path)).unwrap_or_default(),
        None => contents::Lists::default(),
    };
    let (contents, listed) = found(&tree, &pages, &contents);
    for problem in archive.take_problems() {
        builder.problem(problem);
    }
    if package.is_fixed {
        builder.problem(Problem::remark("the book is laid out page by page, with fixed places: only its text is shown"));
    }
    *builder.meta() = package.meta;
    let files = sheets(&mut archive, &tree, &pages);
    html::write(&mut tree, &pages, &contents, &listed, &files, &mut builder);
    let read = builder.finish();
    if read.value.is_empty() {
        return Err(Problem::error("there is no text in this book: its pages are pictures, or empty"));
    }
    Ok(read)
}

/// Reads the first pages of a sound book, and of the pages with their notes the beginning; nothing where that is not to be had.
///
/// It takes as long for a long book as for a short one.
pub(super) fn first(parts: &dyn Parts) -> Option<Document> {
    let mut archive = archive::open(parts).ok()?;
    let mut tree = Tree::default();
    let package = package::of(&mut archive).ok()?;
    let pages = pages::first(&archive, &mut tree, &package.spine)?;
    let path = package.contents.as_deref().unwrap_or_default();
    let text = archive.begin(path, FIRST_CONTENTS).unwrap_or_default();
    let mut contents = contents::read(&mut tree, &from_xml(&decode(&text).value), path);
    // What leads elsewhere would be taken to head what is there.
    let is_here =
        |entry: &contents::Entry| entry.path.as_ref().is_some_and(|path| pages.iter().any(|page| page.path.eq_ignore_ascii_case(path)));
    contents.sections.retain(is_here);
    contents.pages.retain(is_here);
    let (contents, listed) = found(&tree, &pages, &contents);
    let mut builder = Builder::new();
    builder.partial();
    *builder.meta() = package.meta;
    let files = sheets(&mut archive, &tree, &pages);
    html::write(&mut tree, &pages, &contents, &listed, &files, &mut builder);
    // Whatever is wrong with it is told when all of it is there.
    let document = builder.finish().value;
    (!document.is_empty() && archive.take_problems().is_empty()).then_some(document)
}

/// Tells whether an archive holds a book.
pub(super) fn holds(bytes: &[u8]) -> bool {
    archive::open(&bytes)
        .is_ok_and(|archive| archive.has("META-INF/container.xml") || archive.names().any(|name| name.to_lowercase().ends_with(".opf")))
}

/// The text of a file of markup, as HTML; `None` when it cannot be had.
fn markup(archive: &mut Archive<'_>, path: &str) -> Option<String> {
    let bytes = archive.read(path).ok()?;
    Some(from_xml(&decode(&bytes).value).into_owned())
}

/// The style sheets that pages name. One that is not there is not missed.
fn sheets(archive: &mut Archive<'_>, tree: &Tree, pages: &[Page]) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for path in pages.iter().flat_map(|page| sheets_named(tree, page)) {
        if found.len() < MOST_SHEETS && archive.has(&path) && !found.contains_key(&path) {
            let text = archive.read(&path).map(|bytes| decode(&bytes).value.into_owned()).unwrap_or_default();
            found.insert(path, text);
        }
    }
    found
}

/// Finds where sections and printed pages begin.
fn found(tree: &Tree, pages: &[Page], lists: &contents::Lists) -> (Contents, PageList) {
    let listed = placed(tree, pages, &lists.pages).into_iter();
    // What is not found is taken for the file's beginning, or for where the one before is: neither is a page's.
    let is_root = |node| pages.iter().any(|page| page.root == node);
    let listed = listed.filter_map(|(node, labels)| Some((node, labels.into_iter().next()?.1))).filter(|(node, _)| !is_root(*node));
    (placed(tree, pages, &lists.sections), listed.collect())
}

/// Finds the nodes that the contents name.
fn placed(tree: &Tree, pages: &[Page], entries: &[contents::Entry]) -> Contents {
    let paths = |page: &Page| [Some(folded(&page.path)), page.alias.as_deref().map(folded)].into_iter().flatten();
    let by_path: HashMap<String, &Page> = pages.iter().flat_map(|page| paths(page).map(move |path| (path, page))).collect();
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
        let page = by_path.get(&folded(entry.path.as_deref()?))?;
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
