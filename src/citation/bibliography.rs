//! The list of works at a text's end: "Bibliography", "Works cited", "Literatur".

use std::ops::Range;

use super::{
    names, raw,
    token::{Set, Sort, Tokens},
    words,
    work::{Catalogue, Name, Work},
};
use crate::{
    document::{Document, Kind},
    unit::Stretch,
};

/// Enters all works of a document's bibliographies into the catalogue.
pub(super) fn read(document: &Document, known: &mut Catalogue) {
    let mut before: Vec<Name> = Vec::new();
    let mut done = crate::unit::Place::START;
    for section in document.sections() {
        if section.at.start < done || !words::heads_bibliography(&section.title) {
            continue;
        }
        done = section.at.end;
        let Some(first) = document.block_at(section.at.start) else { continue };
        for block in &document.blocks()[first.index()..] {
            if block.at.start >= section.at.end {
                break;
            }
            if matches!(block.kind, Kind::Paragraph | Kind::Verse) {
                let at = block.at.start.plus(usize::from(block.label))..block.at.end;
                if let Some(work) = entry(document, &at, &mut before) {
                    known.add(work);
                }
            }
        }
    }
}

/// Enters the short names that a list of abbreviations declares: "CAH – The Cambridge Ancient History".
pub(super) fn abbreviations(document: &Document, known: &mut Catalogue) {
    for section in document.sections().iter().filter(|section| words::heads_abbreviations(&section.title)) {
        let Some(first) = document.block_at(section.at.start) else { continue };
        for block in document.blocks()[first.index()..].iter().skip(1).take_while(|block| block.at.start < section.at.end) {
            if matches!(block.kind, Kind::Paragraph) {
                let at = block.at.start.plus(usize::from(block.label))..block.at.end;
                abbreviation(document, &at, known);
            }
        }
    }
}

/// A longer short name is none.
const LONGEST_SIGLUM: usize = 24;

fn abbreviation(document: &Document, at: &Stretch, known: &mut Catalogue) -> Option<()> {
    let slice = document.slice(at);
    let separators = [" = ", " – ", " — ", ": ", "\t", " - ", ", "];
    let (short, between) = separators.iter().filter_map(|part| slice.find(part).map(|at| (at, part.len()))).min()?;
    let siglum = slice[..short].trim();
    let named = siglum.chars().any(char::is_uppercase) && siglum.len() <= LONGEST_SIGLUM && siglum.split_whitespace().count() <= 3;
    let at = at.start.plus(short + between)..at.end;
    let tokens = Tokens::of(document, &at);
    // A person or a unit is no work: what is one has a title of several words.
    let title = title_from(&tokens, 0).filter(|title| named && title.len() > 1)?;
    let short = raw::short(&tokens, title.clone());
    let alias = siglum.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(words::fold).collect::<Vec<_>>().join(" ");
    let fits = known.titled(&[], &short);
    let whole = fits.iter().find(|(_, fit)| *fit == super::work::Fit::Whole).or(if fits.len() == 1 { fits.first() } else { None });
    if let Some((work, _)) = whole {
        known.declare(alias, *work);
        return Some(());
    }
    known.add(Work {
        bibliography: Some(trim(document, &at)),
        named: at.clone(),
        title: raw::title(document, &tokens, &title),
        words: short.into_iter().map(|(word, _)| word).collect(),
        years: years(&tokens, title.end),
        aliases: vec![alias],
        ..Work::default()
    });
    Some(())
}

fn entry(document: &Document, at: &Stretch, before: &mut Vec<Name>) -> Option<Work> {
    let tokens = Tokens::of(document, at);
    let list = &tokens.list;
    // Longer ones are paragraphs about literature, not entries.
    if list.is_empty() || list.len() > 160 {
        return None;
    }
    let run = tokens.runs.iter().find(|run| run.set == Set::Quoted || run.inner.start < 40);
    let dashes = list.iter().take_while(|token| matches!(token.sort, Sort::Sign('—' | '–' | '-' | '_' | '―'))).count();
    let end_of_author = end_of_author(&tokens, run.map(|run| run.outer.start));
    let (authors, title) = match end_of_author {
        _ if dashes > 0 => {
            let from = (dashes..list.len()).find(|at| list[*at].is_word() || list[*at].run.is_some())?;
            (before.clone(), title_from(&tokens, from)?)
        }
        Some(end) => (names::inverted(&tokens, 0..end), title_from(&tokens, end)?),
        None => (Vec::new(), title_from(&tokens, 0)?),
    };
    before.clone_from(&authors);
    let words: Vec<String> = raw::short(&tokens, title.clone()).into_iter().map(|(word, _)| word).collect();
    if words.is_empty() {
        return None;
    }
    let rest = &list[title.end..];
    let set = list[title.start].run.map(|run| tokens.runs[run].set == Set::Quoted);
    let work = Work {
        bibliography: Some(trim(document, at)),
        named: at.clone(),
        authors,
        title: raw::title(document, &tokens, &title),
        quoted: set,
        words,
        container: rest.iter().filter(|token| is_telling(token.sort) || token.year().is_some()).map(|token| token.fold.clone()).collect(),
        years: years(&tokens, title.end),
        ..Work::default()
    };
    Some(work)
}

fn is_telling(sort: Sort) -> bool {
    matches!(sort, Sort::Word | Sort::Address)
}

fn years(tokens: &Tokens, from: usize) -> Vec<u16> {
    let list = &tokens.list;
    (from..list.len()).filter(|at| *at == 0 || !words::is_month(&list[at - 1].fold)).filter_map(|at| list[at].year()).collect()
}

/// Where the authors of an entry end and its title begins; `None` when it has no author.
fn end_of_author(tokens: &Tokens, run: Option<usize>) -> Option<usize> {
    let list = &tokens.list;
    if run == Some(0) {
        return None;
    }
    let mut comma = false;
    let mut depth = 0;
    for at in 0..list.len().min(80) {
        let token = &list[at];
        if Some(at) == run {
            // "Prometheus Research Library, ed. *Title*"; but "Note on *Title*" has no author.
            let ends = list[at - 1].is('.') || list[at - 1].is(':') || list[at - 1].is(',') || list[at - 1].is(')');
            return ends.then_some(at);
        }
        match token.sort {
            Sort::Sign('(' | '[') => depth += 1,
            Sort::Sign(')' | ']') => depth -= 1,
            Sort::Sign(',') if depth == 0 => {
                // "Surname, Given"; "Chronicle, entry for" is a title.
                let next = list.get(at + 1)?;
                if !comma && !(next.is_word() && (next.capital || words::is_part_in(&next.fold))) {
                    return None;
                }
                comma = true;
            }
            Sort::Sign(':') if depth == 0 && comma => return Some(at + 1),
            Sort::Sign('.') if depth == 0 && at > 0 => {
                let next = list.get(at + 1)?;
                let initial = list[at - 1].is_word() && (list[at - 1].fold.chars().count() == 1 || words::is_part_in(&list[at - 1].fold));
                if Some(at + 1) == run || next.is('[') {
                    continue;
                }
                let title_follows = next.is_word() && next.fold.chars().count() > 2 && !words::is_part_in(&next.fold);
                let lower_follows = list.get(at + 2).is_some_and(|after| after.is_word() && !after.capital && !words::is_and(&after.fold));
                if !initial || title_follows && lower_follows {
                    return (comma && next.sort != Sort::Address).then_some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The title that begins at or soon after a token.
fn title_from(tokens: &Tokens, from: usize) -> Option<Range<usize>> {
    let list = &tokens.list;
    let begin = (from..list.len()).find(|at| list[*at].is_word() || list[*at].is_number() || list[*at].run.is_some())?;
    if let Some(run) = list[begin].run {
        return Some(tokens.runs[run].inner.clone());
    }
    let end = (begin..list.len()).find(|at| {
        list[*at].is('.') && !words::is_cut_short(&list[at.saturating_sub(1)].fold)
            || list[*at].sort == Sort::Address
            || list[*at].is('(') && list.get(at + 1).is_some_and(|next| next.year().is_some())
    });
    let end = end.unwrap_or(list.len());
    // Without a full stop the title ends at the imprint: "Weber, Hermann: Die Wandlung, Frankfurt 1969".
    let comma = (begin..end).find(|at| list[*at].is(',') && list[*at..end].iter().take(6).any(|token| token.year().is_some()));
    let end = comma.unwrap_or(end);
    (begin < end).then_some(begin..end)
}

fn trim(document: &Document, at: &Stretch) -> Stretch {
    let words = document.slice(at);
    let trimmed = words.trim_end();
    at.start..at.start.plus(trimmed.len())
}
