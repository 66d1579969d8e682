//! Pages that are not where the package says: left out of the reading order though the text leads to them, or packed under another
//! name.
//!
//! A page with notes is what converters forget most often, and what was renamed shows by the names of the places in it: the text
//! leads to those. Where most of the book is missing, its pages were renamed all together, and come in the order of their names.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        archive::{Account, Archive, folded, percent_decoded},
        html::{Page, Tree, has_scheme, joined},
    },
    package::{Package, is_page_name},
    pages::{Parsed, nearest, one},
};
use crate::{
    document::Builder,
    problem::{Problem, Severity},
};

/// More pages than these are not looked through for what was lost.
const MOST_LOOKED_THROUGH: usize = 40;

/// Puts the pages of a book in order: those that were read, and those found elsewhere, in their places or behind the others.
///
/// # Errors
/// A [`Problem`] when there is none, or one breaks a limit.
pub(super) fn gathered(
    archive: &mut Archive<'_>,
    tree: &mut Tree,
    read: Vec<Parsed>,
    package: &Package,
    builder: &mut Builder,
) -> Result<Vec<Page>, Problem> {
    let mut search = Search { archive, tree, known: HashSet::new(), lost: HashMap::new() };
    search.known.extend(package.contents.as_deref().map(folded));
    let (mut pages, mut missing) = (Vec::new(), Vec::new());
    for Parsed { number, page } in read {
        match page {
            Ok(page) => {
                search.know(&page);
                pages.push((number, page));
            }
            Err(problem) => missing.push((number, problem)),
        }
    }
    let last = package.spine.len() + 1;
    let mut looked = 0;
    while let Some((_, page)) = pages.get(looked) {
        for (path, name) in search.led_to(page) {
            if let Some(page) = search.linked(&path, name)? {
                pages.push((last, page));
            }
        }
        looked += 1;
    }
    for (number, path) in missing.iter().map(|(number, _)| (*number, package.spine[number - 1].clone())) {
        // What the contents alone lead to has no names by which it would be known.
        search.lost.entry(path).or_default().0 = number;
    }
    let gone: Vec<(usize, &str)> = missing.iter().map(|(number, _)| (*number, package.spine[number - 1].as_str())).collect();
    let gone: Vec<_> = gone.into_iter().filter(|(_, path)| nearest(search.archive, path).is_none()).collect();
    let gone = if gone.len() > pages.len() { &gone[..] } else { &[] };
    for Renamed { number, path, page: found, why } in search.renamed(gone)? {
        let number = if number == 0 { last } else { number };
        missing.retain(|(other, _)| *other != number);
        builder.problem(Problem::warning(format!("{path} is not in the archive: {} is read in its place, {why}", found.path)));
        pages.push((number, found));
    }
    for (number, problem) in &missing {
        builder.problem(Problem::warning(format!("page {number} is missing: {}", problem.what)));
    }
    if pages.is_empty() {
        return Err(none(archive, missing.first().map(|(number, problem)| format!("page {number} is missing: {}", problem.what))));
    }
    pages.sort_by_key(|(number, _)| *number);
    Ok(pages.into_iter().map(|(_, page)| page).collect())
}

/// What is said of an archive without a page that can be read.
fn none(archive: &Archive<'_>, why: Option<String>) -> Problem {
    let inner = |name: &&str| [".epub", ".fb2", ".docx", ".odt", ".zip"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    if let Some(inner) = archive.names().find(inner) {
        return Problem::error(format!("there is no book in this archive, but another file: {inner}"))
            .mend("unpack it first, and open what is in it");
    }
    Problem::error(format!("no page of this book can be read: {}", why.unwrap_or_else(|| "its reading order is empty".to_owned())))
}

/// A page that is in the archive under another name.
struct Renamed {
    /// Where it comes in the reading order, from 1; 0 where it is not in it.
    number: usize,
    /// Its name before.
    path: String,
    page: Page,
    /// How that is known.
    why: &'static str,
}

struct Search<'a, 'b> {
    archive: &'a mut Archive<'b>,
    tree: &'a mut Tree,
    /// The paths, folded, of pages that are read or are not to be: the contents.
    known: HashSet<String>,
    /// Pages that are not there, where they come in the reading order, and the names of the places in them that links lead to.
    lost: HashMap<String, (usize, HashSet<String>)>,
}

impl Search<'_, '_> {
    fn know(&mut self, page: &Page) {
        self.known.insert(folded(&page.path));
        self.known.extend(page.alias.as_deref().map(folded));
    }

    /// The places on other pages, not known yet, that a page's links lead to.
    fn led_to(&self, page: &Page) -> Vec<(String, String)> {
        let tree = &*self.tree;
        let mut paths: HashMap<&str, Option<String>> = HashMap::new();
        let mut places = Vec::new();
        for node in tree.within(page.root).filter(|node| tree.tag(*node) == "a") {
            let Some((address, name)) = tree.attribute(node, "href").and_then(|href| href.trim().split_once('#')) else { continue };
            if address.is_empty() || name.is_empty() || has_scheme(address) {
                continue;
            }
            let path = paths.entry(address).or_insert_with(|| {
                let path = joined(&page.path, address);
                (!self.known.contains(&folded(&path))).then_some(path)
            });
            places.extend(path.clone().map(|path| (path, percent_decoded(name).into_owned())));
        }
        places
    }

    /// Reads a page that a link leads to, where it is in the archive and not read yet; notes it as lost where it is not.
    fn linked(&mut self, path: &str, name: String) -> Result<Option<Page>, Problem> {
        if self.known.contains(&folded(path)) {
            return Ok(None);
        }
        match nearest(self.archive, path) {
            Some(found) if self.known.contains(&folded(&found)) => Ok(None),
            Some(found) if is_page_name(&found) => self.read(found, path),
            Some(_) => Ok(None),
            None => {
                self.lost.entry(path.to_owned()).or_default().1.insert(name);
                Ok(None)
            }
        }
    }

    fn read(&mut self, name: String, called: &str) -> Result<Option<Page>, Problem> {
        self.known.extend([folded(&name), folded(called)]);
        let mut account = Account::default();
        let page = one(self.archive, self.tree, name, called, &mut account);
        self.archive.settle(account)?;
        match page {
            Err(problem) if problem.severity == Severity::Error => Err(problem),
            page => Ok(page.ok()),
        }
    }

    /// The lost pages that are there under other names: those in which half the places are that links lead to, and more than in any
    /// other; and, of these that are gone from the reading order, as many as there are others.
    fn renamed(mut self, gone: &[(usize, &str)]) -> Result<Vec<Renamed>, Problem> {
        let mut found = Vec::new();
        self.lost.retain(|_, (_, names)| !names.is_empty());
        if self.lost.is_empty() && gone.is_empty() {
            return Ok(found);
        }
        let names = self.archive.names().filter(|name| is_page_name(name) && !self.known.contains(&folded(name)));
        let names: Vec<String> = names.take(MOST_LOOKED_THROUGH.max(gone.len() + 1)).map(str::to_owned).collect();
        let mut candidates = Vec::new();
        for name in names {
            candidates.extend(self.read(name.clone(), &name)?);
        }
        let mut lost: Vec<_> = std::mem::take(&mut self.lost).into_iter().collect();
        lost.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (path, (number, names)) in lost {
            let tree = &*self.tree;
            let has = |page: &Page| {
                let there: HashSet<&str> = tree.within(page.root).flat_map(|node| tree.names(node)).collect();
                names.iter().filter(|name| there.contains(name.as_str())).count()
            };
            let counts: Vec<usize> = candidates.iter().map(has).collect();
            let Some(most) = counts.iter().copied().max().filter(|most| most * 2 >= names.len() && *most > 0) else { continue };
            let mut best = counts.iter().enumerate().filter(|(_, count)| **count == most).map(|(index, _)| index);
            if let (Some(index), None) = (best.next(), best.next()) {
                let page = candidates.remove(index);
                let page = Page { alias: Some(path.clone()), ..page };
                found.push(Renamed { number, path, page, why: "by the names of the places in it" });
            }
        }
        let left: Vec<_> = gone.iter().filter(|(number, _)| !found.iter().any(|found| found.number == *number)).collect();
        if left.len() == candidates.len() {
            // Not as they are packed: Calibre packs the pages of a book in any order.
            candidates.sort_by_cached_key(|page| counted(&page.path));
            found.extend(left.into_iter().zip(candidates).map(|((number, path), page)| {
                let page = Page { alias: Some((*path).to_owned()), ..page };
                Renamed { number: *number, path: (*path).to_owned(), page, why: "by the order of their names" }
            }));
        }
        Ok(found)
    }
}

/// Numbers in names are compared as numbers up to so many figures.
const LONGEST_NUMBER: usize = 20;

/// A name as it is put in order: whatever its case, and its numbers as numbers.
fn counted(name: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for character in name.to_lowercase().chars().chain(['\0']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            let number = digits.trim_start_matches('0');
            key.extend(std::iter::repeat_n('0', LONGEST_NUMBER.saturating_sub(number.len())));
            key.push_str(number);
            digits.clear();
        }
        key.push(character);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_put_in_order_as_numbers() {
        let mut names = ["part10.html", "part2.html", "Part1.html", "part1a.html", "notes.html"];
        names.sort_by_key(|name| counted(name));
        assert_eq!(names, ["notes.html", "Part1.html", "part1a.html", "part2.html", "part10.html"]);
    }
}
