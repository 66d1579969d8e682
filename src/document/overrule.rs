//! What a reader overrules: a note that is none, a mark that calls another note or none, lines that are a note.
//!
//! A document is taken apart into pieces, blocks or parts of blocks, which rules move between the body and the notes; laid one after
//! another again, they say where every old place now is, and all that hangs on the text is moved there. Rules name what they mean by
//! the words of the text, so that they outlive a better edition of it; a rule that no longer meets anything is reported.

use super::{
    Block, BlockId, Document, Evidence, Joint, Kind, Label, Link, Note, NoteId, Noteref, NoterefId, Page, Picture, Refusal, Section, Span,
    Target,
};
use crate::{
    problem::{Problem, Read, Spot},
    unit::{Place, Stretch},
};

/// One thing that a reader overrules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overrule {
    /// This is no note: it is put back into the text where the source has it, and what called it calls nothing.
    NoNote(WhichNote),
    /// This mark calls nothing.
    NoMark(WhichMark),
    /// This mark calls that note.
    Calls(WhichMark, WhichNote),
    /// These lines are a note of this label.
    IsNote {
        /// Its label.
        label: String,
        /// The words that it begins with, label and all.
        from: String,
        /// The words that it ends with; without them it ends with the paragraph.
        to: Option<String>,
    },
}

/// Which note a rule means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhichNote {
    /// Its label; empty where none is printed.
    pub label: String,
    /// How it begins, where several have the label.
    pub begins: Option<String>,
}

/// Which mark a rule means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhichMark {
    /// The mark as it stands in the text, with or without brackets.
    pub mark: String,
    /// The words just before it, where several look like it.
    pub after: Option<String>,
}

/// Something overruled, and the line of the file that says so, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overruling {
    /// What.
    pub what: Overrule,
    /// Where it is said.
    pub line: u32,
}

/// A block, or part of one, with what is to stand before its words.
#[derive(Clone, Debug)]
struct Piece {
    block: Block,
    lead: String,
}

/// A note on its way into the document.
#[derive(Clone, Debug)]
struct Draft {
    label: Label,
    pieces: Vec<Piece>,
    stood: Place,
    why: Evidence,
    /// Whether it has been put back into the text.
    is_gone: bool,
}

struct Bench<'d> {
    document: &'d Document,
    body: Vec<Piece>,
    notes: Vec<Draft>,
    noterefs: Vec<(Noteref, Option<usize>)>,
    /// Refusals that were overruled.
    overruled: Vec<Stretch>,
}

/// Applies what a reader overrules, one rule after another.
///
/// What no longer meets anything is a problem at its line of `file`; the document is the same but for that.
pub(super) fn overruled(read: Read<Document>, rules: &[Overruling], file: &str) -> Read<Document> {
    let Read { value: document, problems } = read;
    let mut bench = Bench::of(&document);
    let mut missed = Vec::new();
    for rule in rules {
        if let Err(problem) = bench.apply(rule) {
            missed.push(problem.about(file).at_line(rule.line as usize));
        }
    }
    let stale = document.faults();
    let (value, map) = bench.build();
    let mut kept: Vec<Problem> = problems.into_iter().filter(|problem| !stale.contains(problem)).collect();
    for problem in &mut kept {
        if let Spot::Place(place) = &mut problem.spot {
            *place = map.place(*place);
        }
    }
    kept.extend(value.faults());
    kept.extend(missed);
    Read { value, problems: kept }
}

impl<'d> Bench<'d> {
    fn of(document: &'d Document) -> Self {
        let piece = |id: usize| Piece { block: document.blocks[id].clone(), lead: String::new() };
        let notes = document.notes.iter().map(|note| Draft {
            label: note.label.clone(),
            pieces: (note.blocks.start.index()..note.blocks.end.index()).map(piece).collect(),
            stood: note.stood,
            why: note.why,
            is_gone: false,
        });
        Self {
            document,
            body: (0..document.body_blocks).map(piece).collect(),
            notes: notes.collect(),
            noterefs: document.noterefs.iter().map(|noteref| (noteref.clone(), noteref.note.map(NoteId::index))).collect(),
            overruled: Vec::new(),
        }
    }

    fn apply(&mut self, rule: &Overruling) -> Result<(), Problem> {
        let why = Evidence::Reader { line: rule.line };
        match &rule.what {
            Overrule::NoNote(which) => {
                let note = self.note(which, None)?;
                self.put_back(note);
            }
            Overrule::NoMark(which) => {
                let mark = self.mark(which).ok_or_else(|| no_mark(which))?;
                let (noteref, _) = self.noterefs.remove(mark);
                self.overruled.push(noteref.at);
            }
            Overrule::Calls(which, note) => {
                let mark = match self.mark(which) {
                    Some(mark) => mark,
                    None => self.new_mark(which).ok_or_else(|| no_mark(which))?,
                };
                let note = self.note(note, Some(self.noterefs[mark].0.at.start))?;
                self.noterefs[mark].0.why = why;
                self.noterefs[mark].1 = Some(note);
            }
            Overrule::IsNote { label, from, to } => self.take_out(label, from, to.as_deref(), why)?,
        }
        Ok(())
    }

    /// The note that a rule means: of several the first that stands behind the mark, as numbers may begin anew.
    fn note(&self, which: &WhichNote, mark: Option<Place>) -> Result<usize, Problem> {
        let label = bare(&which.label);
        let is_meant = |draft: &Draft| {
            let words = || draft.pieces.first().map_or("", |piece| self.document.slice(&piece.block.at));
            !draft.is_gone && draft.label.as_str() == label && which.begins.as_deref().is_none_or(|begins| begins_with(words(), begins))
        };
        let meant: Vec<usize> = (0..self.notes.len()).filter(|index| is_meant(&self.notes[*index])).collect();
        let behind = mark.and_then(|mark| meant.iter().find(|index| self.notes[**index].stood >= mark));
        if meant.len() > 1 && mark.is_none() && which.begins.is_none() {
            let problem =
                Problem::warning(format!("{} notes have the label {}, and it does not say which is meant", meant.len(), which.label));
            return Err(problem.mend("add begins = \"…\", the first words of the one that is meant"));
        }
        behind.or(meant.first()).copied().ok_or_else(|| {
            let what = match &which.begins {
                Some(begins) => format!("no note {} begins with “{begins}”", which.label),
                None => format!("there is no note {}", which.label),
            };
            Problem::warning(what).mend("take the words from `ibid notes --explain`, or delete the rule")
        })
    }

    /// The noteref that a rule means.
    fn mark(&self, which: &WhichMark) -> Option<usize> {
        let label = bare(&which.mark);
        (0..self.noterefs.len()).find(|index| {
            let noteref = &self.noterefs[*index].0;
            noteref.label.as_str() == label && self.is_after(noteref.at.start, which.after.as_deref())
        })
    }

    /// Tells whether these words stand just before a place.
    fn is_after(&self, place: Place, words: Option<&str>) -> bool {
        let Some(words) = words else { return true };
        let (wanted, document) = (squeezed(words), self.document);
        // Marks between the words and the blank before it are none of them.
        let from = document.floor(Place::at(place.offset().saturating_sub(2 * words.len() + 120)));
        squeezed(&document.words(&(from..place))).ends_with(&wanted)
    }

    /// A mark that nothing has taken for one.
    fn new_mark(&mut self, which: &WhichMark) -> Option<usize> {
        let document = self.document;
        let wanted = which.mark.trim();
        if wanted.is_empty() {
            return None;
        }
        // Printed without brackets, it is looked for where something looked like a mark before it is looked for anywhere.
        let refused = document.refusals.iter().map(|refusal| refusal.at.clone());
        let refused = refused.filter(|at| bare(document.slice(at)) == bare(wanted));
        let anywhere = memchr::memmem::find_iter(document.text.as_bytes(), wanted.as_bytes())
            .map(|offset| Place::at(offset)..Place::at(offset + wanted.len()))
            .filter(|_| which.after.is_some());
        let at = refused.chain(anywhere).find(|at| {
            let is_free = self.noterefs.iter().all(|(noteref, _)| !crate::unit::overlap(&noteref.at, at));
            is_free && self.is_after(at.start, which.after.as_deref())
        })?;
        self.overruled.push(at.clone());
        let index = self.noterefs.partition_point(|(noteref, _)| noteref.at.start < at.start);
        let noteref = Noteref { label: Label::new(&bare(wanted)), at, note: None, why: Evidence::Unmatched };
        self.noterefs.insert(index, (noteref, None));
        Some(index)
    }

    /// Puts a note back into the text, or into the note that it stood in.
    fn put_back(&mut self, index: usize) {
        let stood = self.notes[index].stood;
        let mut pieces = std::mem::take(&mut self.notes[index].pieces);
        if let Some(first) = pieces.first_mut() {
            first.lead = format!("{} ", self.notes[index].label.mark());
        }
        self.notes[index].is_gone = true;
        let outer = self.notes.iter().position(|note| {
            let (first, last) = (note.pieces.first(), note.pieces.last());
            stood >= self.document.body_end
                && first.is_some_and(|piece| piece.block.at.start <= stood)
                && last.is_some_and(|piece| piece.block.at.end >= stood)
        });
        let there = match outer {
            Some(outer) => &mut self.notes[outer].pieces,
            None => &mut self.body,
        };
        let at = there.iter().rposition(|piece| piece.block.at.start <= stood).map_or(0, |at| at + 1);
        there.splice(at..at, pieces);
        self.noterefs.retain(|(_, note)| *note != Some(index));
    }

    /// Takes lines out of the body and makes a note of them; the one mark that has its label and no note calls it.
    fn take_out(&mut self, label: &str, from: &str, to: Option<&str>, why: Evidence) -> Result<(), Problem> {
        let document = self.document;
        let absent = |words: &str| {
            Problem::warning(format!("the text does not hold “{words}”"))
                .mend("take the words as they stand in the text, or delete the rule")
        };
        let find = |pieces: &[Piece], words: &str, first: usize| {
            pieces.iter().enumerate().skip(first).find_map(|(index, piece)| {
                let at = &piece.block.at;
                find_words(document.slice(at), words).map(|found| (index, at.start.plus(found.start)..at.start.plus(found.end)))
            })
        };
        let (first, begins) = find(&self.body, from, 0).ok_or_else(|| absent(from))?;
        let first = if begins.start > self.body[first].block.at.start.plus(usize::from(self.body[first].block.label)) {
            self.cut(first, begins.start);
            first + 1
        } else {
            first
        };
        let last = match to {
            None => first,
            Some(to) => {
                let (last, ends) = find(&self.body, to, first).ok_or_else(|| absent(to))?;
                if ends.end < self.body[last].block.at.end {
                    self.cut(last, ends.end);
                }
                last
            }
        };
        let mut pieces: Vec<Piece> = self.body.drain(first..=last).collect();
        let stood = first.checked_sub(1).map_or(Place::START, |before| self.body[before].block.at.end);
        for piece in &mut pieces {
            (piece.block.indent, piece.block.quotes) = (0, 0);
            // What was an item's number is a note's label, and a note has no headings.
            piece.block.at.start = piece.block.at.start.plus(usize::from(std::mem::take(&mut piece.block.label)));
            if let Kind::Heading(_) = piece.block.kind {
                piece.block.kind = Kind::Paragraph;
            }
        }
        if let Some(first) = pieces.first_mut() {
            first.block.joint = Joint::Apart;
            let words = document.slice(&first.block.at);
            let own = label_length(words, label);
            if own < words.trim_end().len() {
                first.block.at.start = first.block.at.start.plus(own);
            }
        }
        let index = self.notes.len();
        self.notes.push(Draft { label: Label::new(&bare(label)), pieces, stood, why, is_gone: false });
        self.call_by_label(index, begins.start, why);
        Ok(())
    }

    /// Lets the one mark that has a note's label and no note call it. Where there are several it must be said which does.
    fn call_by_label(&mut self, index: usize, place: Place, why: Evidence) {
        let label = self.notes[index].label.clone();
        let free: Vec<usize> = (0..self.noterefs.len())
            .filter(|at| self.noterefs[*at].1.is_none() && self.noterefs[*at].0.label == label && self.noterefs[*at].0.at.start < place)
            .collect();
        if let [only] = free[..] {
            self.noterefs[only].0.why = why;
            self.noterefs[only].1 = Some(index);
            return;
        }
        let document = self.document;
        let looks = document.refusals.iter().filter(|refusal| {
            refusal.at.start < place && refusal.why != Evidence::Uncalled && bare(document.slice(&refusal.at)) == label.as_str()
        });
        let looks: Vec<&Refusal> = looks.collect();
        if let ([only], true) = (&looks[..], free.is_empty()) {
            let at = self.noterefs.partition_point(|(noteref, _)| noteref.at.start < only.at.start);
            self.overruled.push(only.at.clone());
            self.noterefs.insert(at, (Noteref { at: only.at.clone(), label, note: None, why }, Some(index)));
        }
    }

    /// Cuts a piece of the body in two.
    fn cut(&mut self, index: usize, place: Place) {
        let document = self.document;
        let block = self.body[index].block.clone();
        let before = document.slice(&(block.at.start..place)).trim_end().len();
        let behind = document.slice(&(place..block.at.end));
        let next = place.plus(behind.len() - behind.trim_start().len());
        self.body[index].block.at.end = block.at.start.plus(before);
        let rest = Block { at: next..block.at.end, joint: Joint::Apart, label: 0, ..block };
        self.body.insert(index + 1, Piece { block: rest, lead: String::new() });
    }

    /// Lays everything one after another again.
    fn build(mut self) -> (Document, Map) {
        let document = self.document;
        // Notes made of lines stand where those lines stood; the others keep their order.
        let mut order: Vec<usize> = (0..self.notes.len()).filter(|index| !self.notes[*index].is_gone).collect();
        let old = document.notes.len();
        let made: Vec<usize> = order.iter().copied().filter(|index| *index >= old).collect();
        order.retain(|index| *index < old);
        for index in made {
            let stood = self.notes[index].stood;
            let at = order.iter().position(|other| self.notes[*other].stood > stood && self.notes[*other].stood < document.body_end);
            order.insert(at.unwrap_or(order.len()), index);
        }

        let mut text = String::with_capacity(document.text.len() + 16);
        let mut map = Map(Vec::new());
        let mut blocks = Vec::with_capacity(document.blocks.len());
        for piece in self.body.drain(..) {
            lay(document, &piece, &mut text, &mut blocks, &mut map);
        }
        let (body_end, body_blocks) = (Place::at(text.len()), blocks.len());
        let mut notes: Vec<Note> = Vec::with_capacity(order.len());
        let mut new_index = vec![None; self.notes.len()];
        for index in order {
            let draft = &mut self.notes[index];
            let first = blocks.len();
            for piece in draft.pieces.drain(..) {
                lay(document, &piece, &mut text, &mut blocks, &mut map);
            }
            let Some(from) = blocks.get(first).map(|block: &Block| block.at.start) else { continue };
            new_index[index] = Some(NoteId::at(notes.len()));
            notes.push(Note {
                label: draft.label.clone(),
                body: from..Place::at(text.len()),
                blocks: BlockId::at(first)..BlockId::at(blocks.len()),
                callers: Vec::new(),
                stood: draft.stood,
                why: draft.why,
            });
        }
        map.0.sort_unstable();
        for note in &mut notes {
            note.stood = map.place(note.stood).min(note.body.start);
        }
        let mut noterefs: Vec<Noteref> = self
            .noterefs
            .into_iter()
            .map(|(noteref, note)| Noteref { at: map.stretch(&noteref.at), note: note.and_then(|note| new_index[note]), ..noteref })
            .collect();
        noterefs.sort_by_key(|noteref| noteref.at.start);
        for (index, noteref) in noterefs.iter().enumerate() {
            if let Some(note) = noteref.note {
                notes[note.index()].callers.push(NoterefId::at(index));
            }
        }
        let is_overruled = |at: &Stretch| self.overruled.iter().any(|overruled| crate::unit::overlap(overruled, at));
        let mut value = Document {
            text,
            body_end,
            blocks,
            body_blocks,
            spans: sorted(document.spans.iter().map(|span| Span { at: map.stretch(&span.at), role: span.role }), |span| span.at.start),
            notes,
            noterefs,
            links: sorted(
                document.links.iter().filter(|link| !is_overruled(&link.at)).map(|link| Link {
                    at: map.stretch(&link.at),
                    target: match &link.target {
                        Target::Place(place) => Target::Place(map.place(*place)),
                        other => other.clone(),
                    },
                }),
                |link| link.at.start,
            ),
            tables: document.tables.clone(),
            pictures: sorted(
                document.pictures.iter().map(|picture| Picture { at: map.stretch(&picture.at), ..picture.clone() }),
                |picture| picture.at.start,
            ),
            sections: Vec::new(),
            pages: sorted(document.pages.iter().map(|page| Page { at: map.place(page.at), ..page.clone() }), |page| page.at),
            refusals: sorted(
                document
                    .refusals
                    .iter()
                    .filter(|refusal| !is_overruled(&refusal.at))
                    .map(|refusal| Refusal { at: map.stretch(&refusal.at), ..refusal.clone() }),
                |refusal| refusal.at.start,
            ),
            anchors: document.anchors.iter().map(|(name, place)| (name.clone(), map.place(*place))).collect(),
            meta: document.meta.clone(),
            whole: document.whole,
        };
        value.spans.retain(|span| span.at.start < span.at.end);
        let sections = document.sections.iter().filter_map(|section| {
            let at = map.stretch(&section.at);
            let heading = value.block_at(at.start).filter(|heading| heading.index() < value.body_blocks)?;
            Some(Section { heading, at: at.start..at.end.min(value.body_end), ..section.clone() })
        });
        value.sections = sections.collect();
        (value, map)
    }
}

/// Lays a piece at the end of a text.
fn lay(document: &Document, piece: &Piece, text: &mut String, blocks: &mut Vec<Block>, map: &mut Map) {
    if piece.block.at.start >= piece.block.at.end {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let start = Place::at(text.len());
    text.push_str(&piece.lead);
    map.0.push((piece.block.at.start, piece.block.at.end, Place::at(text.len())));
    text.push_str(document.slice(&piece.block.at));
    blocks.push(Block { at: start..Place::at(text.len()), ..piece.block.clone() });
}

/// Where pieces of the old text now begin: their old beginnings and ends, and the new beginnings.
struct Map(Vec<(Place, Place, Place)>);

impl Map {
    fn place(&self, place: Place) -> Place {
        let after = self.0.partition_point(|(from, ..)| *from <= place);
        match after.checked_sub(1).map(|index| self.0[index]) {
            Some((from, to, now)) => now.plus(place.min(to).offset() - from.offset()),
            None => self.0.first().map_or(Place::START, |(_, _, now)| *now),
        }
    }

    /// A stretch within a piece; its end is counted from its beginning, as the next piece may have gone elsewhere.
    fn stretch(&self, at: &Stretch) -> Stretch {
        let start = self.place(at.start);
        let end = self.place(at.end);
        // A section reaches over pieces that were moved apart.
        start..end.max(start)
    }
}

fn sorted<T>(items: impl Iterator<Item = T>, start: impl Fn(&T) -> Place) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_by_key(start);
    items
}

fn no_mark(which: &WhichMark) -> Problem {
    let what = match &which.after {
        Some(after) => format!("there is no mark {} after “{after}”", which.mark),
        None => format!("there is no mark {}", which.mark),
    };
    let mend = if which.after.is_some() {
        "take the words from `ibid notes --explain`, or delete the rule"
    } else {
        "add after = \"…\", the words just before it"
    };
    Problem::warning(what).mend(mend)
}

/// A label without brackets and stops around it.
fn bare(label: &str) -> String {
    let label = label.trim();
    let inner = label.trim_matches(['[', ']', '(', ')', '{', '}', '.', '（', '）', '［', '］', ' ']);
    if inner.is_empty() { label.to_owned() } else { inner.to_owned() }
}

/// Words without blanks: those of a file are broken otherwise than those of a text.
fn squeezed(words: &str) -> String {
    words.chars().filter(|character| !character.is_whitespace()).collect()
}

fn begins_with(words: &str, begins: &str) -> bool {
    find_words(words, begins).is_some_and(|found| words[..found.start].trim().is_empty())
}

/// Where some words stand in a text, whatever blanks are between them.
fn find_words(text: &str, words: &str) -> Option<std::ops::Range<usize>> {
    let first = words.split_whitespace().next()?;
    memchr::memmem::find_iter(text.as_bytes(), first.as_bytes()).find_map(|start| {
        let mut here = start;
        for (index, word) in words.split_whitespace().enumerate() {
            let rest = &text[here..];
            let trimmed = rest.trim_start();
            if index > 0 && trimmed.len() == rest.len() {
                return None;
            }
            here += rest.len() - trimmed.len();
            here += trimmed.starts_with(word).then_some(word.len())?;
        }
        Some(start..here)
    })
}

/// How many bytes at the beginning of a note's words are its label, with what belongs to it.
fn label_length(words: &str, label: &str) -> usize {
    let is_around = |character: char| character.is_whitespace() || "[](){}.:（）［］".contains(character);
    let start = words.len() - words.trim_start_matches(is_around).len();
    match words[start..].strip_prefix(bare(label).as_str()) {
        Some(rest) if !rest.starts_with(char::is_alphanumeric) => words.len() - rest.trim_start_matches(is_around).len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
