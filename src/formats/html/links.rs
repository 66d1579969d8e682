//! Links, and the places in the text that they lead to.

use std::collections::HashMap;

use super::{
    lay::{Lay, Page},
    tree::{Id, Tree},
};
use crate::formats::archive::{folded, percent_decoded};

/// A link.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// Its element.
    pub(super) node: Id,
    /// The place in the text that it leads to.
    pub(super) target: Option<Id>,
    /// Whether it leads to a whole page, or to a place within one that has a name.
    pub(super) is_named: bool,
    /// Whether it means a place within these pages, there or not.
    pub(super) is_inner: bool,
}

/// Finds all links that are shown, in reading order, and looks up where they lead.
pub(super) fn links(tree: &Tree, lay: &Lay, pages: &[Page]) -> Vec<Link> {
    let book = Book::of(tree, lay, pages);
    let mut links = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let anchors: Vec<(Id, &str)> = tree
            .within(page.root)
            .filter(|node| tree.tag(*node) == "a" && lay.is_shown(*node))
            .filter_map(|node| Some((node, tree.attribute(node, "href").or_else(|| tree.attribute(node, "xlink:href"))?.trim())))
            .collect();
        let own = own_addresses(&anchors, index, &book);
        for (node, href) in anchors {
            links.push(book.resolved(node, href, index, &own));
        }
    }
    links
}

/// What the pages are called, and the places in them.
struct Book<'a> {
    pages: &'a [Page],
    by_path: HashMap<String, usize>,
    /// By the last part of the path alone, where that is enough.
    by_file: HashMap<String, Option<usize>>,
    places: HashMap<(usize, &'a str), Id>,
    /// Places whose names occur on one page only.
    anywhere: HashMap<&'a str, Option<Id>>,
}

impl<'a> Book<'a> {
    fn of(tree: &'a Tree, lay: &Lay, pages: &'a [Page]) -> Self {
        let (mut places, mut anywhere) = (HashMap::new(), HashMap::new());
        for (index, page) in pages.iter().enumerate() {
            for node in tree.within(page.root).filter(|node| lay.is_shown(*node)) {
                for name in tree.names(node) {
                    places.entry((index, name)).or_insert(node);
                    anywhere
                        .entry(name)
                        .and_modify(|there: &mut Option<Id>| {
                            if there.is_some_and(|there| lay.page(there) != index) {
                                *there = None;
                            }
                        })
                        .or_insert(Some(node));
                }
            }
        }
        let (mut by_path, mut by_file): (HashMap<String, usize>, HashMap<String, Option<usize>>) = (HashMap::new(), HashMap::new());
        for (index, page) in pages.iter().enumerate() {
            for path in std::iter::once(&page.path).chain(&page.alias) {
                by_path.insert(folded(path), index);
                by_file.entry(file(path)).and_modify(|there| *there = there.filter(|there| *there == index)).or_insert(Some(index));
            }
        }
        Self { pages, by_path, by_file, places, anywhere }
    }

    /// The page that an address means, seen from another.
    fn page(&self, address: &str, from: usize) -> Option<usize> {
        if self.pages.len() < 2 && self.pages[from].path.is_empty() {
            return None;
        }
        let path = folded(&joined(&self.pages[from].path, address));
        let there = |path: &str| self.by_path.get(path).copied().or_else(|| self.by_file.get(&file(path)).copied().flatten());
        // Forms write a blank as a plus, and some programs took names for that.
        there(&path).or_else(|| path.contains('+').then(|| there(&path.replace('+', " ")))?)
    }

    fn place(&self, page: usize, name: &str) -> Option<Id> {
        let plain = percent_decoded(name);
        let there = self.places.get(&(page, name)).or_else(|| self.places.get(&(page, &*plain)));
        // Sites that show what others wrote put this before their names, and a script leads to them. In a page of slides a stroke
        // before the name says that it is a slide, or a thing on one.
        let others = || self.places.get(&(page, &*format!("user-content-{plain}"))).copied();
        there.copied().or_else(others).or_else(|| self.places.get(&(page, plain.strip_prefix('/')?)).copied())
    }

    fn place_anywhere(&self, name: &str) -> Option<Id> {
        let plain = percent_decoded(name);
        self.anywhere.get(name).or_else(|| self.anywhere.get(&*plain)).copied().flatten()
    }

    fn resolved(&self, node: Id, href: &str, from: usize, own: &HashMap<&str, bool>) -> Link {
        let (address, name) = parted(href);
        let is_elsewhere = has_scheme(address);
        let page = if address.is_empty() || own.get(address) == Some(&true) {
            Some(from)
        } else if is_elsewhere {
            None
        } else {
            self.page(address, from)
        };
        let target = match (page, name) {
            (Some(page), Some(name)) if !name.is_empty() => {
                // Converters that cut a book into pieces forget in which piece a place is.
                self.place(page, name).or_else(|| self.place_anywhere(name))
            }
            (Some(page), None) if page != from => Some(self.pages[page].root),
            _ => None,
        };
        // In a book, what is not elsewhere is in it, or was before it was lost.
        let is_inner = page.is_some() || !is_elsewhere && !self.pages[from].path.is_empty();
        Link { node, target, is_named: name.is_some_and(|name| !name.is_empty()), is_inner }
    }
}

/// The addresses that stand before names and mean this page itself: a saved page links to where it came from. They show by
/// leading to names that this page has, half of them at the least.
fn own_addresses<'a>(anchors: &[(Id, &'a str)], page: usize, book: &Book<'_>) -> HashMap<&'a str, bool> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (_, href) in anchors {
        let (address, Some(name)) = parted(href) else { continue };
        if address.is_empty() || name.is_empty() || book.page(address, page).is_some() {
            continue;
        }
        let (all, there) = counts.entry(address).or_default();
        *all += 1;
        *there += usize::from(book.place(page, name).is_some());
    }
    counts.into_iter().map(|(address, (all, there))| (address, there * 2 >= all && there > 0)).collect()
}

/// An address and the name behind its `#`.
fn parted(href: &str) -> (&str, Option<&str>) {
    href.split_once('#').map_or((href, None), |(address, name)| (address, Some(name)))
}

pub(crate) fn has_scheme(address: &str) -> bool {
    address.starts_with("//")
        || address.split_once(':').is_some_and(|(scheme, _)| {
            scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        })
}

fn file(path: &str) -> String {
    folded(path.rsplit('/').next().unwrap_or(path))
}

/// The path that an address means in an archive, seen from the file at `from`.
pub(crate) fn joined(from: &str, address: &str) -> String {
    // Most addresses are a name, and need nothing.
    let is_plain =
        |path: &str| !path.contains(['#', '?', '%', '\\']) && path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    if is_plain(address) && (folder.is_empty() || is_plain(folder)) {
        return if folder.is_empty() { address.to_owned() } else { format!("{folder}/{address}") };
    }
    let address = percent_decoded(address.split(['#', '?']).next().unwrap_or(address)).replace('\\', "/");
    let folder = if address.starts_with('/') { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(address.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_an_archive_are_joined() {
        assert_eq!(joined("OEBPS/text/a.xhtml", "../notes/b%20c.xhtml#n1"), "OEBPS/notes/b c.xhtml");
        assert_eq!(joined("a.xhtml", "/b.xhtml"), "b.xhtml");
        assert_eq!(joined("a.xhtml", "../../b.xhtml"), "b.xhtml");
    }

    #[test]
    fn an_address_with_a_scheme_is_elsewhere() {
        assert!(has_scheme("https://example.org/") && has_scheme("mailto:a@b") && has_scheme("//example.org"));
        assert!(!has_scheme("ch1.html") && !has_scheme("./a:b"));
    }
}
