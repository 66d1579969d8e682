//! The trails of links at both ends of a page from a site: "Home > Archive > Tolstoy", "Previous | Contents | Next".

use super::{
    furniture::is_block,
    lay::Page,
    tree::{Id, Tree},
};

/// A trail is a line; what is longer is a list of links that somebody may want to read.
const LONGEST: usize = 200;

/// How many lines of links are looked for at each end.
const MOST: usize = 3;

/// Takes the trails out of a page that stands by itself: in a book, links between its pages may be its contents.
pub(super) fn strip(tree: &mut Tree, pages: &[Page]) {
    let [page] = pages else { return };
    let is_line = |tree: &Tree, node: Id| {
        matches!(tree.tag(node), "p" | "div" | "td" | "center" | "address" | "h4" | "h5" | "h6")
            && !tree.within(node).any(|inner| is_block(tree.tag(inner)))
    };
    let has_words = |tree: &Tree, node: Id| tree.words(node).contains(|c: char| !c.is_whitespace() && c != '\u{a0}');
    let lines: Vec<Id> = tree
        .within(page.root)
        .skip_while(|node| tree.tag(*node) != "body")
        .filter(|node| is_line(tree, *node) || matches!(tree.tag(*node), "h1" | "h2" | "h3"))
        .filter(|node| has_words(tree, *node))
        .collect();
    let mut trails: Vec<Id> = lines.iter().take(MOST).take_while(|line| is_trail(tree, **line)).copied().collect();
    trails.extend(lines.iter().rev().take(MOST).take_while(|line| is_trail(tree, **line)));
    // A page of links alone is read.
    if trails.len() < lines.len() {
        for line in trails {
            tree.detach(line);
        }
    }
}

/// Tells whether a line is links to other pages, and signs between them.
fn is_trail(tree: &Tree, line: Id) -> bool {
    if tree.words(line).len() > LONGEST || tree.within(line).any(|node| tree.tag(node) == "img") {
        return false;
    }
    let links: Vec<Id> = tree.within(line).filter(|node| tree.attribute(*node, "href").is_some()).collect();
    let leads_out = |link: &Id| tree.attribute(*link, "href").is_some_and(|href| !href.trim_start().starts_with('#'));
    let is_named = |link: &Id| tree.attribute(*link, "rel").is_none_or(|rel| !rel.contains("author"));
    let texts = tree.within(line).filter(|node| tree.text(*node).is_some());
    let between: String = texts
        .filter(|text| !tree.outwards(*text).take_while(|node| *node != line).any(|node| links.contains(&node)))
        .filter_map(|text| tree.text(text))
        .flat_map(str::chars)
        .filter(|character| !character.is_whitespace() && *character != '\u{a0}')
        .collect();
    links.len() >= 2
        && links.iter().all(|link| leads_out(link) && is_named(link))
        && !between.is_empty()
        && between.chars().all(|sign| ">»›|→:·•/-–—[]".contains(sign))
}
