//! The pages of a book: unpacked and parsed, all of them, or the first for a first screen.

use std::{ops::Range, thread};

use super::super::{
    archive::{Account, Archive, folded},
    html::{Page, Tree, from_xml, joined},
    sniff::is_binary,
    xml::decoded,
};
use crate::problem::{Problem, Severity};

/// On how many threads pages are parsed: what else is done with them is done on one, so that more would wait for it.
const THREADS: usize = 4;

/// Pages that take less than this, packed, are parsed before a second thread has begun.
const WORTH_A_THREAD: u64 = 64 * 1024;

/// Of how much text the first screen is made, as far as pages have so much: some six screens.
const FIRST_TEXT: usize = 16 * 1024;

/// How much of one page is parsed for the first screen.
const FIRST_BYTES: usize = 32 * 1024;

/// How many pages are looked at for the first screen: a cover, a title page, a dedication, a preface.
const FIRST_PAGES: usize = 12;

/// How many pages with notes are looked at for the first screen.
const NOTE_PAGES: usize = 2;

/// How much of a page is looked at for whether it is text at all.
const LOOKED_AT: usize = 4096;

/// A page in the reading order as it was read, or why it was not.
pub(super) struct Parsed {
    /// Where it comes in the reading order, from 1.
    pub(super) number: usize,
    pub(super) page: Result<Page, Problem>,
}

/// What one thread has read.
#[derive(Default)]
struct Share {
    tree: Tree,
    account: Account,
    parsed: Vec<Parsed>,
}

/// Reads all pages in their order.
///
/// # Errors
/// A [`Problem`] when the archive is made to do harm.
pub(super) fn read(archive: &mut Archive<'_>, tree: &mut Tree, spine: &[String]) -> Result<Vec<Parsed>, Problem> {
    let mut read = Vec::with_capacity(spine.len());
    for share in shares(archive, spine) {
        let moved = tree.join(share.tree);
        archive.settle(share.account)?;
        for Parsed { number, page } in share.parsed {
            match page {
                Err(problem) if problem.severity == Severity::Error => return Err(problem),
                page => {
                    read.push(Parsed { number, page: page.map(|page| Page { root: page.root.moved(moved), ..page }) });
                }
            }
        }
    }
    Ok(read)
}

/// Has the pages parsed in parts of about one size, each on its thread; what comes of it depends on neither.
fn shares(archive: &Archive<'_>, spine: &[String]) -> Vec<Share> {
    let mut ranges = ranges(archive, spine);
    let Some(last) = ranges.pop() else { return Vec::new() };
    thread::scope(|scope| {
        let others: Vec<_> = ranges
            .into_iter()
            .map(|range| (range.clone(), thread::Builder::new().spawn_scoped(scope, move || share(archive, spine, range))))
            .collect();
        let last = share(archive, spine, last);
        let mut shares = Vec::new();
        for (range, thread) in others {
            shares.push(match thread.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(share)) => share,
                // What panicked there would here: the panic goes on to whoever has opened the book.
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(_) => share(archive, spine, range),
            });
        }
        shares.push(last);
        shares
    })
}

/// The reading order in parts, each about as long, packed, as the others.
fn ranges(archive: &Archive<'_>, spine: &[String]) -> Vec<Range<usize>> {
    let weights: Vec<u64> = spine.iter().map(|path| archive.weight(path)).collect();
    let all: u64 = weights.iter().sum();
    let each = (all / THREADS as u64).max(WORTH_A_THREAD);
    let (mut ranges, mut from, mut weight) = (Vec::new(), 0, 0);
    for (index, one) in weights.iter().enumerate() {
        weight += one;
        if weight >= each || index + 1 == weights.len() {
            ranges.push(from..index + 1);
            (from, weight) = (index + 1, 0);
        }
    }
    ranges
}

fn share(archive: &Archive<'_>, spine: &[String], range: Range<usize>) -> Share {
    let mut share = Share::default();
    for index in range {
        let page = match nearest(archive, &spine[index]) {
            Some(path) => one(archive, &mut share.tree, path, &spine[index], &mut share.account),
            None => Err(Problem::warning(format!("the reading order names {}, which is not in the archive", spine[index]))),
        };
        let is_harm = page.as_ref().is_err_and(|problem| problem.severity == Severity::Error);
        share.parsed.push(Parsed { number: index + 1, page });
        if is_harm {
            break;
        }
    }
    share
}

/// Unpacks and parses a page, by its name in the archive and the one that the book calls it by.
pub(super) fn one(archive: &Archive<'_>, tree: &mut Tree, path: String, called: &str, account: &mut Account) -> Result<Page, Problem> {
    let bytes = archive.take(&path, account)?;
    if is_binary(&bytes[..bytes.len().min(LOOKED_AT)]) {
        return Err(Problem::warning(format!("{path} is no text: it may be encrypted")));
    }
    // Links name it as the package does, or as the archive does where the package is wrong.
    let alias = (folded(&path) != folded(called)).then(|| called.to_owned());
    Ok(Page { root: tree.parse(&from_xml(&decoded(&bytes).value)), path, alias })
}

/// Reads the first pages, until there is text for some screens, and the beginnings of pages that those call as they call notes.
pub(super) fn first(archive: &Archive<'_>, tree: &mut Tree, spine: &[String]) -> Option<Vec<Page>> {
    let mut pages: Vec<Page> = Vec::new();
    let mut length = 0;
    for path in spine.iter().take(FIRST_PAGES) {
        let page = begin(archive, tree, path)?;
        length += tree.within(page.root).filter_map(|node| tree.text(node)).map(str::len).sum::<usize>();
        pages.push(page);
        if length >= FIRST_TEXT {
            break;
        }
    }
    for path in called(tree, &pages, spine) {
        pages.extend(begin(archive, tree, &path));
    }
    Some(pages)
}

fn begin(archive: &Archive<'_>, tree: &mut Tree, path: &str) -> Option<Page> {
    let bytes = archive.begin(path, FIRST_BYTES)?;
    Some(Page { root: tree.parse(&from_xml(&decoded(&bytes).value)), path: archive.find(path)?.to_owned(), alias: None })
}

/// The pages further on that links with no more than a mark lead to: those with the notes.
fn called(tree: &Tree, pages: &[Page], spine: &[String]) -> Vec<String> {
    let mut called: Vec<String> = Vec::new();
    for page in pages {
        for node in tree.within(page.root).filter(|node| tree.tag(*node) == "a") {
            let Some(href) = tree.attribute(node, "href").filter(|href| href.contains('#') && !href.starts_with('#')) else { continue };
            let path = joined(&page.path, href);
            let is_mark =
                tree.within(node).filter_map(|inner| tree.text(inner)).map(|text| text.trim().len()).sum::<usize>() <= LONGEST_MARK;
            if is_mark && !called.contains(&path) && !pages.iter().any(|page| page.path == path) && spine.contains(&path) {
                called.push(path);
            }
            if called.len() == NOTE_PAGES {
                return called;
            }
        }
    }
    called
}

/// A link with more text than this is no mark.
const LONGEST_MARK: usize = 6;

/// The name under which the archive holds a page: its path, or else its file's name where no other file has it.
pub(super) fn nearest(archive: &Archive<'_>, path: &str) -> Option<String> {
    if let Some(name) = archive.find(path) {
        return Some(name.to_owned());
    }
    let file = |path: &str| folded(path.rsplit('/').next().unwrap_or(path));
    let wanted = file(path);
    let mut named = archive.names().filter(|name| file(name) == wanted);
    named.next().filter(|_| named.next().is_none()).map(str::to_owned)
}
