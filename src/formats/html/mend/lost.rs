//! Marks and notes that links joined until the names were lost that they led to.
//!
//! Some programs that keep a page for reading, and some sites that let others write, drop the names of places and leave the links. Such a
//! link still says that it is a mark, or, where it begins a block, that a note begins there, or, as an arrow in an item of a
//! numbered list, that the item is one. Marks and notes are joined by their labels then, in the order of the text.

use std::collections::{HashMap, HashSet};

use super::{
    call,
    printed::{self, Body, Manner, put, reach},
};
use crate::formats::html::{
    furniture,
    label::{self, Shape},
    lay::Page,
    links::joined,
    notes::{numbered, without_numbers},
    tree::{Id, Tree},
};

/// More nodes than this do not stand before the label of a note.
const MOST_BEFORE: usize = 32;

/// A link to a name that is nowhere.
struct Dead {
    /// Where it comes among the nodes of all pages.
    at: usize,
    link: Id,
    label: String,
    shape: Shape,
    /// The place that it leads to: page and name.
    place: String,
    /// The name that it leads to, but for its numbers.
    manner: String,
}

/// Joins the marks and notes of pages that lost the names of their places.
pub(super) fn lost(tree: &mut Tree, pages: &[Page], made: &mut usize) {
    let dead = dead(tree, pages);
    if dead.len() < 2 {
        return;
    }
    let gone: HashSet<Id> = dead.iter().map(|dead| dead.link).collect();
    let (bodies, marks) = sorted(tree, dead);
    // Or the notes have no ways back, or lost those. Where marks still lead to notes, those that begin with a label are theirs.
    let nodes: Vec<Id> = pages.iter().flat_map(|page| tree.within(page.root)).collect();
    let has_marks = nodes.iter().any(|node| !gone.contains(node) && printed::may_call(tree, *node));
    let ways = [bodies, if has_marks { Vec::new() } else { printed::bodies(tree, &nodes) }];
    let followed = ways.map(|bodies| (joined_by_manner(&bodies, &marks), bodies));
    let many = |called: &[bool]| called.iter().filter(|called| **called).count();
    // Where half of the notes find no mark, they are something else: the pages of an index, the parts of a list.
    let sound = followed.into_iter().filter(|((called, _), bodies)| many(called) * 2 >= bodies.len().max(1));
    let Some(((called, calls), mut bodies)) = sound.max_by_key(|((called, _), _)| many(called)) else { return };
    let mut called_at = HashMap::new();
    for (mark, body) in &calls {
        called_at.entry(*body).or_insert(marks[*mark].at);
    }
    reach(tree, &mut bodies, &called_at);
    let upon = |manner: Manner| format!("{} {} {}", manner.name(), many(&called), called.len());
    let names: Vec<String> = (1..=bodies.len()).map(|index| format!("mended note {}", *made + index)).collect();
    *made += bodies.len();
    for (mark, body) in &calls {
        call(tree, marks[*mark].link, &names[*body], &upon(bodies[*body].manner));
    }
    for (index, body) in bodies.iter().enumerate().filter(|(index, _)| called[*index]) {
        put(tree, body, &names[index], None);
    }
}

/// Finds the links that lead to a name that no page has, though the page is there.
fn dead(tree: &Tree, pages: &[Page]) -> Vec<Dead> {
    let nodes = || pages.iter().enumerate().flat_map(|(page, of)| tree.within(of.root).map(move |node| (page, node)));
    let names: HashSet<&str> = nodes().flat_map(|(_, node)| tree.names(node)).collect();
    let paths: HashSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let of = |(at, (page, link)): (usize, (usize, Id))| {
        if tree.tag(link) != "a" {
            return None;
        }
        let (address, name) = tree.attribute(link, "href")?.trim().split_once('#')?;
        let plain = name.strip_prefix('/').unwrap_or(name);
        if name.is_empty() || name.contains('%') || names.contains(plain) || names.contains(&*format!("user-content-{plain}")) {
            return None;
        }
        let path = if address.is_empty() { page.to_string() } else { joined(&pages[page].path, address) };
        if !address.is_empty() && !paths.contains(path.as_str()) {
            return None;
        }
        let label = tree.words(link);
        Some(Dead {
            at,
            link,
            shape: label::shape(&label),
            label: label::folded(&label),
            place: format!("{path}#{name}"),
            manner: without_numbers(name),
        })
    };
    nodes().enumerate().filter_map(of).collect()
}

/// Parts links that begin notes from those that are marks.
fn sorted(tree: &Tree, dead: Vec<Dead>) -> (Vec<Body>, Vec<Dead>) {
    let mut bodies: Vec<Body> = Vec::new();
    let (mut marks, mut known): (Vec<Dead>, HashSet<Id>) = (Vec::new(), HashSet::new());
    let mut numbers: HashMap<Id, HashMap<Id, usize>> = HashMap::new();
    for link in dead {
        let Some(block) = tree.outwards(link.link).find(|node| furniture::is_block(tree.tag(*node))) else { continue };
        let item = tree.outwards(link.link).find(|node| tree.tag(*node) == "li");
        let list = item.and_then(|item| tree.parent(item)).filter(|list| tree.tag(*list) == "ol");
        let begins = begins(tree, block, link.link);
        let is_label = matches!(link.shape, Shape::Number | Shape::Sign) || link.shape == Shape::Letters && list.is_none();
        let body = match (item, list) {
            (Some(item), Some(list)) if begins || !is_label => {
                let number = *numbers.entry(list).or_insert_with(|| numbered(tree, list).collect()).get(&item).unwrap_or(&1);
                let label = if begins && is_label { link.label.clone() } else { number.to_string() };
                Some(Body { at: link.at, label, manner: Manner::Listed, first: item, last: item })
            }
            // The label stands before a word that leads back: 1 (return).
            _ if !begins && !is_label => {
                label_of(tree, block).map(|label| Body { at: link.at, label, manner: Manner::Bracketed, first: block, last: block })
            }
            _ if begins && is_label => {
                Some(Body { at: link.at, label: link.label.clone(), manner: Manner::Bracketed, first: block, last: block })
            }
            _ => None,
        };
        match body {
            Some(body) if known.insert(body.first) => bodies.push(body),
            Some(_) => {}
            None if is_label || link.shape == Shape::Letters => marks.push(link),
            None => {}
        }
    }
    (bodies, marks)
}

/// The label that a block begins with.
fn label_of(tree: &Tree, block: Id) -> Option<String> {
    let first = tree.within(block).filter_map(|node| tree.text(node)).find(|text| !text.trim().is_empty())?;
    let first = first.split_whitespace().next()?;
    matches!(label::shape(first), Shape::Number | Shape::Sign).then(|| label::folded(first))
}

/// Tells whether nothing but brackets stands in a block before a link.
fn begins(tree: &Tree, block: Id, link: Id) -> bool {
    let is_before = |character: char| character.is_whitespace() || label::is_bracket(character) || character == '^';
    for node in tree.within(block).take(MOST_BEFORE) {
        if node == link {
            return true;
        }
        if tree.text(node).is_some_and(|text| !text.chars().all(is_before)) {
            return false;
        }
    }
    false
}

/// Joins marks of one manner at a time, those that call most notes first: page numbers in an index have labels of notes, too, and call
/// none that have their own marks. Tells which notes are called, and what calls them.
fn joined_by_manner(bodies: &[Body], marks: &[Dead]) -> (Vec<bool>, Vec<(usize, usize)>) {
    let mut by_label: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, body) in bodies.iter().enumerate() {
        by_label.entry(&body.label).or_default().push(index);
    }
    let mut manners: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, mark) in marks.iter().enumerate() {
        manners.entry(&mark.manner).or_default().push(index);
    }
    if manners.len() * 2 > marks.len() {
        // Names that have nothing in common say nothing.
        manners = HashMap::from([("", (0..marks.len()).collect())]);
    }
    let followed = manners.into_values().map(|alike| follow(bodies, &by_label, marks, &alike));
    let mut followed: Vec<(usize, Vec<(usize, usize)>)> =
        followed.map(|calls| (calls.iter().map(|(_, body)| body).collect::<HashSet<_>>().len(), calls)).collect();
    followed.sort_by_key(|(count, calls)| (std::cmp::Reverse(*count), calls.first().map(|(mark, _)| *mark)));
    let (mut called, mut all) = (vec![false; bodies.len()], Vec::new());
    for (_, calls) in followed {
        if calls.iter().any(|(_, body)| called[*body]) {
            continue;
        }
        for (_, body) in &calls {
            called[*body] = true;
        }
        all.extend(calls);
    }
    all.sort_unstable();
    (called, all)
}

/// Leads each mark to a note of its label behind it, in the order of both. Links to one place call one note; a label that is met again
/// with another place begins a new series where the notes do.
fn follow(bodies: &[Body], by_label: &HashMap<&str, Vec<usize>>, marks: &[Dead], alike: &[usize]) -> Vec<(usize, usize)> {
    let mut calls = Vec::new();
    // The first note of the series, the one behind its last so far, and what its labels call.
    let (mut from, mut behind, mut series): (usize, usize, HashMap<&str, usize>) = (0, 0, HashMap::new());
    let mut places: HashMap<&str, usize> = HashMap::new();
    for index in alike.iter().copied() {
        let mark = &marks[index];
        let labelled = by_label.get(&*mark.label).map_or(&[][..], Vec::as_slice);
        let next = |from: usize| labelled.get(labelled.partition_point(|body| *body < from || bodies[*body].at <= mark.at)).copied();
        let known = series.get(&*mark.label).copied();
        let found = places.get(&*mark.place).copied().or_else(|| match known.and_then(|_| next(behind)) {
            Some(next) => {
                series.clear();
                from = next;
                Some(next)
            }
            None => known.or_else(|| next(from)),
        });
        if let Some(body) = found {
            places.insert(&mark.place, body);
            series.insert(&mark.label, body);
            behind = behind.max(body + 1);
            calls.push((index, body));
        }
    }
    calls
}
