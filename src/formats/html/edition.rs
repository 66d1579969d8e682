//! What Project Gutenberg prints before and after its texts: a header, and a licence longer than some of them.
//!
//! Both are bounded by lines of stars that say so. The credits that stand below the first are kept: somebody typed the text.

use std::ops::Range;

use super::{
    lay::Page,
    tree::{Id, Tree},
};

/// How much text may stand before the header's end, and after the licence's beginning: the licence has 19 KB.
const LONGEST_HEADER: usize = 16 * 1024;
const LONGEST_LICENCE: usize = 48 * 1024;

/// How many pages of a book are looked at from its beginning and from its end.
const PAGES: usize = 4;

/// Takes header and licence out of a text's pages.
pub(super) fn strip(tree: &mut Tree, pages: &[Page]) {
    let header = pages.iter().take(PAGES).find_map(|page| header(tree, page.root));
    if let Some((node, mark)) = header {
        for before in outside(tree, node, Tree::before) {
            tree.detach(before);
        }
        keep(tree, node, mark.end, usize::MAX);
    }
    let licence = (0..pages.len()).rev().take(PAGES).find_map(|index| Some((index, licence(tree, pages[index].root)?)));
    if let Some((index, (node, mark))) = licence {
        for after in outside(tree, node, Tree::next) {
            tree.detach(after);
        }
        keep(tree, node, 0, mark.start);
        for page in &pages[index + 1..] {
            let body = tree.within(page.root).find(|node| tree.tag(*node) == "body");
            if let Some(body) = body.filter(|body| is_licence(&tree.words(*body))) {
                tree.detach(body);
            }
        }
    }
}

/// The words that end the header, and the line they stand in.
fn header(tree: &Tree, page: Id) -> Option<(Id, Range<usize>)> {
    let mut passed = 0;
    for node in tree.within(page).skip_while(|node| tree.tag(*node) != "body") {
        let Some(text) = tree.text(node) else { continue };
        if let Some(mark) = line_of_stars(text, "START OF TH") {
            return Some((node, mark));
        }
        passed += text.len();
        if passed > LONGEST_HEADER {
            break;
        }
    }
    None
}

/// The words that begin the licence.
fn licence(tree: &Tree, page: Id) -> Option<(Id, Range<usize>)> {
    let texts: Vec<Id> = tree.within(page).filter(|node| tree.text(*node).is_some()).collect();
    let length = |node: Id| tree.text(node).map_or(0, str::len);
    let mut left = 0;
    let first = texts.iter().rposition(|node| {
        left += length(*node);
        left > LONGEST_LICENCE
    });
    let tail = &texts[first.unwrap_or(0)..];
    let (at, mark) = tail.iter().enumerate().find_map(|(at, node)| {
        let text = tree.text(*node)?;
        let said = ["End of the Project Gutenberg", "End of Project Gutenberg"].iter().filter_map(|words| text.find(words)).min();
        let starred = line_of_stars(text, "END OF TH");
        // Older texts say it in words, and then once more between stars.
        let mark = said.map(|at| at..text.len()).into_iter().chain(starred).min_by_key(|mark| mark.start)?;
        Some((at, mark))
    })?;
    let after: String = tail[at..].iter().filter_map(|node| tree.text(*node)).collect();
    let rest = after.get(mark.start..).unwrap_or_default();
    (rest.len() <= LONGEST_LICENCE && is_licence(rest)).then(|| (tail[at], mark))
}

fn is_licence(words: &str) -> bool {
    words.contains("Gutenberg") && words.to_ascii_lowercase().contains("license")
}

/// The line between stars that says these words of a Gutenberg text.
fn line_of_stars(text: &str, words: &str) -> Option<Range<usize>> {
    let at = text.find(words)?;
    let start = text[..at].trim_end().strip_suffix("***")?.trim_end_matches('*').len();
    let rest = &text[at..];
    let line = rest.find('\n').unwrap_or(rest.len());
    // A long title goes on in a second line.
    let end = rest.find("***").filter(|stars| rest[..*stars].matches('\n').count() < 2).map_or(line, |stars| stars + 3);
    rest[..end].to_ascii_uppercase().contains("GUTENBERG").then(|| start..at + end)
}

/// All nodes beside a node and beside those around it, on one side, within the body of its page.
fn outside(tree: &Tree, node: Id, step: impl Fn(&Tree, Id) -> Option<Id>) -> Vec<Id> {
    let inside = std::iter::once(node).chain(tree.outwards(node)).take_while(|around| !matches!(tree.tag(*around), "body" | "html"));
    inside.flat_map(|around| std::iter::successors(step(tree, around), |next| step(tree, *next))).collect()
}

/// Keeps of a text what stands in a range. In a block whose lines are kept as they are, what is left becomes paragraphs.
fn keep(tree: &mut Tree, node: Id, from: usize, to: usize) {
    let text = tree.text(node).unwrap_or_default();
    let kept = text.get(from..to.min(text.len())).unwrap_or_default().to_owned();
    let around = tree.parent(node).filter(|around| tree.tag(*around) == "pre");
    match around {
        Some(block) => {
            for words in kept.replace('\r', "").split("\n\n").map(str::trim).filter(|words| !words.is_empty()) {
                let paragraph = tree.create("p");
                let words = tree.create_text(words);
                tree.append(paragraph, words);
                tree.put_before(block, paragraph);
            }
        }
        None => {
            let words = tree.create_text(&kept);
            tree.put_before(node, words);
        }
    }
    tree.detach(node);
}
