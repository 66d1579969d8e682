//! HTML: saved pages, editions, what programs write and what was made by hand in the nineties.
//!
//! 1. [`tree`] parses as browsers do, after [`markup`] has made the page fit for that, and [`mend`] makes links of the marks whose
//!    notes are printed or hidden without;
//! 2. [`lay`] says where everything lies, and leaves out what [`furniture`] knows for navigation; what stands around the text by its
//!    look, [`edition`] and [`trail`] have taken out before, and [`formula`] what is there twice;
//! 3. [`links`] finds where links lead, and [`notes`] which of them call notes, and what of the pages those notes are;
//! 4. [`walk`] writes what is left, and each note where it stands: [`lists`], [`verse`], [`table`], [`pictures`], [`formula`] know their
//!    own, and [`role`] what elements say of their words.
//!
//! A book of several pages (see the EPUB reader) is read as one document by the same steps, by way of [`write()`].

mod edition;
mod formula;
mod furniture;
pub(super) mod label;
mod lay;
mod links;
mod lists;
mod markup;
mod mend;
mod meta;
mod notes;
mod pages;
mod pictures;
mod role;
mod sheet;
mod table;
mod trail;
mod tree;
mod verse;
mod walk;

use std::collections::HashMap;

use self::{lay::Lay, sheet::Sheets, walk::Known};
pub(super) use self::{
    lay::Page,
    links::{has_scheme, joined},
    markup::from_xml,
    pages::{PageList, label_in as page_label_in},
    sheet::named as sheets_named,
    tree::{Id, Tree},
};
use super::{Source, decode};
use crate::{
    document::{Builder, Document},
    problem::Read,
};

/// A pagebreak with more text than this is no number.
const LONGEST_PAGE_NUMBER: usize = 24;

/// Reads a page.
pub(super) fn read(source: &Source) -> Read<Document> {
    let Read { value: text, problems } = decode(&source.bytes);
    let mut builder = Builder::with_capacity(text.len() / 2);
    for problem in problems {
        builder.problem(problem);
    }
    if !source.whole {
        builder.partial();
    }
    let mut tree = Tree::default();
    let is_xml = text.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml");
    let root = if is_xml { tree.parse(&from_xml(&text)) } else { tree.parse(&text) };
    drop(text);
    *builder.meta() = meta::of(&tree, root);
    write(&mut tree, &[Page { root, path: String::new(), alias: None }], &Contents::new(), &PageList::new(), &HashMap::new(), &mut builder);
    builder.finish()
}

/// Tells whether a text without a telling name is a page.
pub(super) fn looks(text: &str) -> bool {
    let start: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(1000).collect::<String>().to_ascii_lowercase();
    let start = start.trim_start();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return true;
    }
    (start.starts_with("<?xml") || start.starts_with("<!--")) && (start.contains("<html") || start.contains("<!doctype html"))
        || ["<head>", "<head ", "<body", "<title>"].iter().any(|tag| start.starts_with(tag))
}

/// What a book's own table of contents names: sections, by the node that each begins with.
pub(super) type Contents = HashMap<Id, Vec<(u8, String)>>;

/// Writes pages that are one document; `files` are the style sheets that they name.
pub(super) fn write(
    tree: &mut Tree,
    pages: &[Page],
    contents: &Contents,
    listed: &PageList,
    files: &HashMap<String, String>,
    builder: &mut Builder,
) {
    edition::strip(tree, pages);
    trail::strip(tree, pages);
    formula::told_once(tree, pages);
    mend::mend(tree, pages);
    let tree = &*tree;
    let lay = Lay::of(tree, pages);
    let links = links::links(tree, &lay, pages);
    let apparatus = notes::find(tree, &lay, pages, &links);
    let printed = pages::of(tree, &lay, pages, listed);
    let sheets = Sheets::of(tree, pages, files);
    let known = Known { tree, lay: &lay, pages, links: &links, apparatus: &apparatus, contents, printed: &printed, sheets: &sheets };
    walk::write(&known, builder);
}

/// Tells whether more than a page's number stands in a node.
fn is_long(tree: &Tree, node: Id) -> bool {
    tree.within(node).filter_map(|inner| tree.text(inner)).map(|text| text.trim().len()).sum::<usize>() > LONGEST_PAGE_NUMBER
}
