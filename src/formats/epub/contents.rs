//! The table of contents: the navigation document of EPUB 3, or the NCX of EPUB 2.

use super::super::html::{Id, Tree, joined, page_label_in};

/// A line of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// From 1.
    pub(super) level: u8,
    pub(super) title: String,
    /// The page that it leads to, as a path in the archive.
    pub(super) path: Option<String>,
    /// The name of the place on that page.
    pub(super) name: Option<String>,
}

/// What a book lists of itself.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Its table of contents.
    pub(super) sections: Vec<Entry>,
    /// The pages of the printed book; only those that lead somewhere.
    pub(super) pages: Vec<Entry>,
}

/// Reads a table of contents of either kind, and the list of printed pages that stands with it.
pub(super) fn read(tree: &mut Tree, text: &str, path: &str) -> Lists {
    let root = tree.parse(text);
    let tree = &*tree;
    let navs: Vec<Id> = tree.within(root).filter(|node| tree.tag(*node) == "nav").collect();
    let is_other = |nav: &&Id| tree.has_role(**nav, &["landmarks", "page-list", "doc-pagelist", "loi", "lot"]);
    let toc = navs.iter().find(|nav| tree.has_role(**nav, &["toc", "doc-toc"])).or(navs.iter().find(|nav| !is_other(nav)));
    let entries =
        |nav: Id| tree.within(nav).filter(|node| tree.tag(*node) == "li").filter_map(move |item| navigation(tree, nav, item, path));
    let points = |name: &'static str| {
        tree.within(root).filter(move |node| local(tree.tag(*node)) == name).filter_map(|point| ncx(tree, point, path))
    };
    let sections = match toc {
        Some(nav) => entries(*nav).collect(),
        None => points("navpoint").collect(),
    };
    let list = navs.iter().find(|nav| tree.has_role(**nav, &["page-list", "doc-pagelist"]));
    let mut pages: Vec<Entry> = match list {
        Some(nav) => entries(*nav).collect(),
        None => points("pagetarget").collect(),
    };
    pages.retain(|page| page.name.is_some());
    for page in &mut pages {
        page.title = page_label_in(&page.title).unwrap_or_else(|| page.title.clone());
    }
    Lists { sections, pages }
}

fn navigation(tree: &Tree, nav: Id, item: Id, path: &str) -> Option<Entry> {
    let depth = tree.outwards(item).take_while(|node| *node != nav).filter(|node| tree.tag(*node) == "li").count();
    // The label stands before the list of what is below it.
    let label = tree.children(item).find(|child| !matches!(tree.tag(*child), "" | "ol" | "ul"))?;
    let link = std::iter::once(label).chain(tree.within(label)).find(|node| tree.attribute(*node, "href").is_some());
    let title = link.map(|link| tree.words(link)).filter(|words| !words.trim().is_empty()).unwrap_or_else(|| tree.words(label));
    entry(depth, &title, link.and_then(|link| tree.attribute(link, "href")), path)
}

fn ncx(tree: &Tree, point: Id, path: &str) -> Option<Entry> {
    let depth = tree.outwards(point).filter(|node| local(tree.tag(*node)) == "navpoint").count();
    let child = |name: &str| tree.children(point).find(|node| local(tree.tag(*node)) == name);
    let title = child("navlabel").map(|label| tree.words(label)).unwrap_or_default();
    entry(depth, &title, child("content").and_then(|content| tree.attribute(content, "src")), path)
}

fn entry(depth: usize, title: &str, href: Option<&str>, path: &str) -> Option<Entry> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return None;
    }
    let name = href.and_then(|href| href.split_once('#')).map(|(_, name)| crate::formats::archive::percent_decoded(name).into_owned());
    let path = href.map(|href| if href.starts_with('#') { path.to_owned() } else { joined(path, href) });
    Some(Entry { level: u8::try_from(depth).unwrap_or(u8::MAX), title, path, name: name.filter(|name| !name.is_empty()) })
}

/// A tag without the prefix of its namespace.
fn local(tag: &str) -> &str {
    tag.rsplit(':').next().unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u8, &str, Option<&str>, Option<&str>)]) {
        let text = super::super::from_xml(text).into_owned();
        let entries = read(&mut Tree::default(), &text, "OPS/toc.xml").sections;
        let found: Vec<_> =
            entries.iter().map(|entry| (entry.level, &*entry.title, entry.path.as_deref(), entry.name.as_deref())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn both_kinds_of_contents_are_read() {
        check(
            "<html><body><nav epub:type='landmarks'><ol><li><a href='x'>X</a></li></ol></nav><nav epub:type='toc'><h1>Contents</h1><ol>\
             <li><span>Part  <b>One</b></span><ol><li><a href='a%20b.xhtml#c'>I</a></li></ol></li></ol></nav></body></html>",
            &[(1, "Part One", None, None), (2, "I", Some("OPS/a b.xhtml"), Some("c"))],
        );
        // What is not said to be the contents is, unless it is said to be something else.
        check(
            "<html><body><nav epub:type='landmarks'><ol><li><a href='x'>X</a></li></ol></nav><nav><ol><li><a href='a'>I</a></li></ol></nav></body></html>",
            &[(1, "I", Some("OPS/a"), None)],
        );
        check("<html><body><nav epub:type='page-list'><ol><li><a href='x#p'>1</a></li></ol></nav></body></html>", &[]);
        check(
            "<?xml version='1.0'?><ncx><head><meta name='x' content='y'/></head><navMap><navPoint><navLabel><text>One</text></navLabel>\
             <content src='../a.html'/><navPoint><navLabel><text>Two</text></navLabel><content src='a.html#b'/></navPoint></navPoint></navMap>",
            &[(1, "One", Some("a.html"), None), (2, "Two", Some("OPS/a.html"), Some("b"))],
        );
    }

    #[test]
    fn printed_pages_are_listed_by_both_kinds() {
        let check = |text: &str| {
            let text = super::super::from_xml(text).into_owned();
            let pages = read(&mut Tree::default(), &text, "toc.xml").pages;
            let found: Vec<_> = pages.iter().map(|page| (&*page.title, page.path.as_deref(), page.name.as_deref())).collect();
            assert_eq!(found, [("xii", Some("a.html"), Some("x")), ("13", Some("a.html"), Some("y"))]);
        };
        check(
            "<html><body><nav epub:type='toc'><ol><li><a href='a.html'>A</a></li></ol></nav><nav epub:type='page-list'><ol>\
             <li><a href='a.html#x'>xii</a></li><li><a href='a.html#y'>Page 13</a></li></ol></nav></body></html>",
        );
        check(
            "<?xml version='1.0'?><ncx><navMap><navPoint><navLabel><text>A</text></navLabel><content src='a.html'/></navPoint></navMap>\
             <pageList><pageTarget><navLabel><text>xii</text></navLabel><content src='a.html#x'/></pageTarget>\
             <pageTarget value='13'><navLabel><text>p. 13</text></navLabel><content src='a.html#y'/></pageTarget></pageList></ncx>",
        );
    }
}
