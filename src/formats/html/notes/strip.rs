//! What is taken off notes and marks because it only leads from one to the other: labels, arrows, ways back, brackets.

use std::collections::HashMap;

use super::{Apparatus, Finder, furniture, is_backlink, words_of};
use crate::formats::html::{
    label::{self, Shape},
    links::Link,
    tree::{Id, Tree},
};

/// How many characters at a note's beginning may hold its label.
const LEAD: usize = 80;

pub(super) fn strip(finder: &Finder<'_>, found: &mut Apparatus, callers: &[Vec<Id>]) {
    let by_node: HashMap<Id, &Link> = finder.links.iter().map(|link| (link.node, link)).collect();
    for (index, callers) in callers.iter().enumerate() {
        let parts = parts(finder.tree, found.notes[index].first, found.notes[index].last);
        let mut dropped: Vec<Id> = Vec::new();
        for node in parts.iter().flat_map(|part| std::iter::once(*part).chain(finder.tree.within(*part))) {
            if let Some(link) = by_node.get(&node)
                && !found.calls.contains_key(&node)
                && leads_back(finder, link, callers)
            {
                dropped.push(node);
            }
        }
        for node in &dropped {
            unbracket(finder, *node, &mut found.cuts);
        }
        lead(finder, found, index, &parts, &dropped);
        dropped.extend(callers.first().and_then(|caller| echo(finder, &parts, *caller)));
        arrow(finder, &parts, &dropped, &mut found.cuts);
        found.dropped.extend(dropped);
    }
    let calls: Vec<Id> = found.calls.keys().copied().collect();
    for call in calls {
        unbracket(finder, call, &mut found.cuts);
    }
}

/// The term of a definition that says of a note only where in the text it belongs, by the words before its mark: `... east.`
fn echo(finder: &Finder<'_>, parts: &[Id], caller: Id) -> Option<Id> {
    let (tree, lay) = (finder.tree, finder.lay);
    let term = *parts.first().filter(|part| tree.tag(**part) == "dt" && parts.len() > 1)?;
    let words = words_of(tree, term);
    let said = words.trim_start().trim_start_matches(['.', '…']);
    let before = lay.text_at(lay.from(caller).checked_sub(1)?)?;
    let before = tree.text(before)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let last = before.rsplit(' ').next().filter(|last| !last.is_empty())?;
    (said.len() < words.trim_start().len() && said.trim_start().starts_with(last)).then_some(term)
}

/// Takes away an arrow at a note's end that is printed as text, where its link was lost or stands around something else.
fn arrow(finder: &Finder<'_>, parts: &[Id], dropped: &[Id], cuts: &mut HashMap<Id, (usize, usize)>) {
    let tree = finder.tree;
    let texts = parts.iter().flat_map(|part| std::iter::once(*part).chain(tree.within(*part)));
    let is_kept = |node: Id| finder.lay.is_shown(node) && !tree.outwards(node).any(|outer| dropped.contains(&outer));
    let last = texts.filter(|node| tree.text(*node).is_some_and(|text| !text.trim().is_empty()) && is_kept(*node)).last();
    let Some((node, text)) = last.and_then(|node| Some((node, tree.text(node)?))) else { return };
    let kept = text.trim_end().trim_end_matches(['↩', '⤴', '⏎', '↑', '\u{fe0e}', '\u{fe0f}']);
    // Alone it is all that the note says.
    if kept.len() < text.trim_end().len() && !kept.trim().is_empty() {
        let entry = cuts.entry(node).or_default();
        entry.1 = entry.1.max(text.len() - kept.trim_end().len());
    }
}

/// The siblings from one to another.
pub(super) fn parts(tree: &Tree, first: Id, last: Id) -> Vec<Id> {
    let mut parts = vec![first];
    let mut here = first;
    while here != last
        && let Some(next) = tree.next(here)
    {
        parts.push(next);
        here = next;
    }
    parts
}

/// Tells whether a link in a note leads back to one of its callers.
fn leads_back(finder: &Finder<'_>, link: &Link, callers: &[Id]) -> bool {
    let (tree, lay) = (finder.tree, finder.lay);
    let around = || tree.outwards(link.node).take_while(|node| *node == link.node || lay.block(*node) != *node);
    if around().any(|node| tree.has_role(node, furniture::BACKLINK_ROLES) || is_backlink(tree, node)) {
        return true;
    }
    let words = words_of(tree, link.node);
    let shape = label::shape(&words);
    // Of several ways back, the later ones may be counted: "↩2".
    let uncounted = words.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let is_arrow = !uncounted.is_empty() && !uncounted.contains(char::is_alphanumeric);
    let Some(target) = link.target else { return link.is_inner && is_arrow };
    if finder.is_at(target, link.node) {
        return true;
    }
    if callers.iter().any(|caller| finder.is_at(target, *caller)) {
        // "23. Cf. Ecclesiastes", where the text has a star at line 23: that number is the note's own word for its place.
        let is_own = callers.iter().all(|caller| label::folded(&words_of(tree, *caller)) != label::folded(&words));
        return is_arrow
            || !(is_own
                && (shape == Shape::Number
                    || shape == Shape::Words && words.ends_with(|last: char| last.is_ascii_digit() || last == '.')));
    }
    // It leads up, and says no more than a mark or an arrow would.
    lay.order(target) < lay.order(link.node) && (is_arrow || callers.is_empty() && shape != Shape::Words)
}

/// Cuts the label off a note's beginning.
fn lead(finder: &Finder<'_>, found: &mut Apparatus, index: usize, parts: &[Id], dropped: &[Id]) {
    let tree = finder.tree;
    let mut leaves: Vec<(Id, bool)> = Vec::new();
    let mut words = String::new();
    'all: for part in parts {
        for node in std::iter::once(*part).chain(tree.within(*part)) {
            let Some(text) = tree.text(node) else { continue };
            if !finder.lay.is_shown(node) {
                continue;
            }
            let goes_back = tree.outwards(node).take_while(|outer| outer != part).any(|outer| dropped.contains(&outer));
            leaves.push((node, goes_back));
            words.push_str(text);
            if words.trim_start().chars().count() > LEAD {
                break 'all;
            }
        }
    }
    let note = &mut found.notes[index];
    if note.label.is_empty()
        && let Some(number) = finder.numbers.get(&note.first)
    {
        note.label = number.to_string();
    }
    let printed = leaves.iter().find(|(_, back)| *back).map(|(node, _)| tree.text(*node).unwrap_or_default().to_owned());
    let by_back = printed.filter(|printed| !matches!(label::shape(printed), Shape::Words | Shape::Nothing));
    let lead = label::lead(&words, &note.label).or_else(|| label::lead(&words, by_back.as_deref()?)).or_else(|| {
        // A note that nobody calls has the label that it is printed with. A year at its beginning is none.
        let first = words.split_whitespace().next()?;
        let is_year = first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit());
        let is_label = match label::shape(first) {
            Shape::Number => !is_year,
            Shape::Sign => true,
            _ => false,
        };
        (note.label.is_empty() && is_label).then(|| label::lead(&words, first))?
    });
    let mut length = 0;
    if let Some(lead) = lead {
        length = lead.length;
        if note.label.is_empty() {
            note.label = label::bare(&lead.printed);
        }
        if lead.unclosed {
            unclose(finder, parts, &mut found.cuts);
        }
    }
    // What is left of the signs around ways back.
    let has_back = leaves.iter().any(|(_, back)| *back);
    let mut only_back = has_back;
    let mut brackets = 0;
    for (index, (node, back)) in leaves.iter().copied().enumerate() {
        let text = tree.text(node).unwrap_or_default();
        let mut cut = length.min(text.len());
        length -= cut;
        if !back && only_back {
            let mut rest = text[cut..].trim_start_matches(is_around_ways_back);
            // A bracket is one of these signs where it opens right before a way back, and then the one that closes it, too.
            if leaves.get(index + 1).is_some_and(|(_, back)| *back) && matches!(rest, "(" | "[") {
                (rest, brackets) = ("", brackets + 1);
            } else if let Some(behind) = rest.strip_prefix([')', ']']).filter(|_| brackets > 0) {
                (rest, brackets) = (behind.trim_start_matches(is_around_ways_back), brackets - 1);
            }
            only_back = rest.is_empty();
            cut = text.len() - rest.len();
        }
        if cut > 0 && !back {
            let entry = found.cuts.entry(node).or_default();
            entry.0 = entry.0.max(cut);
        }
        if length == 0 && !only_back {
            break;
        }
    }
}

fn is_around_ways_back(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '^' | '↑' | '↩' | ',' | ':' | '\u{fe0e}' | '\u{2002}')
}

/// Takes away the bracket at a note's end that opened before its label.
fn unclose(finder: &Finder<'_>, parts: &[Id], cuts: &mut HashMap<Id, (usize, usize)>) {
    let tree = finder.tree;
    let texts = parts.iter().flat_map(|part| std::iter::once(*part).chain(tree.within(*part)));
    let last = texts.filter(|node| tree.text(*node).is_some_and(|text| !text.trim().is_empty())).last();
    if let Some((node, text)) = last.and_then(|node| Some((node, tree.text(node)?)))
        && let Some(kept) = text.trim_end().strip_suffix([']', ')', '］', '）'])
    {
        cuts.entry(node).or_default().1 = text.len() - kept.len();
    }
}

/// Takes away brackets that stand around a link rather than in it.
fn unbracket(finder: &Finder<'_>, link: Id, cuts: &mut HashMap<Id, (usize, usize)>) {
    let (tree, lay) = (finder.tree, finder.lay);
    let (Some(before), Some(after)) = (lay.from(link).checked_sub(1).and_then(|place| lay.text_at(place)), lay.text_at(lay.to(link)))
    else {
        return;
    };
    if lay.block(before) != lay.block(link) || lay.block(after) != lay.block(link) || tree.outwards(before).any(|node| node == link) {
        return;
    }
    let (left, right) = (tree.text(before).unwrap_or_default(), tree.text(after).unwrap_or_default());
    let kept = left.trim_end();
    let pair = [('[', ']'), ('(', ')'), ('［', '］'), ('（', '）'), ('〔', '〕')];
    let Some((open, close)) = pair.into_iter().find(|(open, _)| kept.ends_with(*open)) else { return };
    if let Some(rest) = right.trim_start().strip_prefix(close) {
        let front = right.len() - rest.len();
        let entry = cuts.entry(before).or_default();
        entry.1 = entry.1.max(left.len() - kept.len() + open.len_utf8());
        let entry = cuts.entry(after).or_default();
        entry.0 = entry.0.max(front);
    }
}
