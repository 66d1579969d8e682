//! Pairs marks with notes, one way of printing after the other.

use std::collections::{HashMap, HashSet};

use super::{
    super::lines::floor,
    Apparatus, Call, Reference, Standing,
    align::{Item, align},
    definition::Definition,
    label::Class,
    scan::{Found, Mark},
    style::{Bracket, Style},
};
use crate::document::{Evidence, Print};

/// How much it takes to believe that marks and notes of one way of printing are such.
#[derive(Clone, Copy, Debug)]
enum Proof {
    /// One pair: nothing else is printed so.
    Pair,
    /// Signs: the nearest notes after them only.
    Near,
    /// Ordinary text is printed so, too: some of a run of notes must be called (at least so many, and so many of ten).
    Run(usize, usize),
    /// The same, and the marks must not stand as close together as a list's numbers do.
    Spread(usize, usize),
}

/// One way of marking and one way of printing notes.
struct Pass {
    print: Print,
    marks: fn(&Mark) -> bool,
    notes: fn(&Definition) -> bool,
    proof: Proof,
}

fn is_number(class: Class) -> bool {
    class == Class::Number
}

fn has_word(printed: &str) -> bool {
    printed.starts_with(['註', '注', '訳', '譯', '原', '※', '＊'])
}

/// All passes, the surest first. What one pass pairs is gone for the next, so that two series side by side both come out.
const PASSES: &[Pass] = &[
    // [12] and [Footnote 12: …] or [12] …
    Pass {
        print: Print::Square,
        marks: |mark| matches!(mark.style, Style::In(Bracket::Square) | Style::Keyword),
        notes: |note| matches!(note.style, Style::Keyword | Style::In(Bracket::Square)),
        proof: Proof::Pair,
    },
    // （註三） and 註三　…
    Pass {
        print: Print::Wide,
        marks: |mark| matches!(mark.style, Style::In(_)) && has_word(&mark.label.printed),
        notes: |note| matches!(note.style, Style::In(_)),
        proof: Proof::Pair,
    },
    Pass {
        print: Print::Wide,
        marks: |mark| mark.style == Style::In(Bracket::Wide),
        notes: |note| matches!(note.style, Style::In(_)) && note.label.as_ref().is_some_and(|label| has_word(&label.printed)),
        proof: Proof::Pair,
    },
    // * and *… or (*…) or [Footnote *: …]
    Pass {
        print: Print::Signs,
        marks: |mark| mark.style == Style::Signs && mark.is_placed,
        notes: |note| matches!(note.style, Style::Signs | Style::Keyword | Style::In(Bracket::Square)),
        proof: Proof::Near,
    },
    // {12} and {12} …
    Pass {
        print: Print::Curly,
        marks: |mark| mark.style == Style::In(Bracket::Curly),
        notes: |note| matches!(note.style, Style::In(Bracket::Curly) | Style::Keyword),
        proof: Proof::Pair,
    },
    // ¹ and ¹ …, [1] …, [Footnote 1: …]
    Pass {
        print: Print::Raised,
        marks: |mark| mark.style == Style::Raised,
        notes: |note| matches!(note.style, Style::Raised | Style::Keyword | Style::In(Bracket::Square)),
        proof: Proof::Pair,
    },
    // Other marks of notes that say what they are.
    Pass {
        print: Print::Word,
        marks: |mark| matches!(mark.style, Style::In(_) | Style::Bare) && mark.is_placed,
        notes: |note| note.style == Style::Keyword,
        proof: Proof::Run(2, 6),
    },
    // [12] and 12. …
    Pass {
        print: Print::SquareBare,
        marks: |mark| mark.style == Style::In(Bracket::Square) && is_number(mark.label.class) && !mark.leans_forward,
        notes: |note| note.style == Style::Bare,
        proof: Proof::Run(2, 7),
    },
    // ¹ and 1 …
    Pass {
        print: Print::RaisedBare,
        marks: |mark| mark.style == Style::Raised,
        notes: |note| note.style == Style::Bare,
        proof: Proof::Run(2, 7),
    },
    // (12) and (12) … or 12. …; （三） and （三）…; <12> and <12> …
    Pass {
        print: Print::Round,
        marks: |mark| matches!(mark.style, Style::In(Bracket::Round | Bracket::Wide | Bracket::Angle)) && mark.is_glued,
        notes: |note| matches!(note.style, Style::In(Bracket::Round | Bracket::Wide | Bracket::Angle)),
        proof: Proof::Run(2, 6),
    },
    Pass {
        print: Print::Round,
        marks: |mark| matches!(mark.style, Style::In(Bracket::Round | Bracket::Wide)) && is_number(mark.label.class) && mark.is_glued,
        notes: |note| note.style == Style::Bare,
        proof: Proof::Run(3, 7),
    },
    Pass {
        print: Print::Round,
        marks: |mark| matches!(mark.style, Style::In(Bracket::Round | Bracket::Wide)) && mark.is_placed,
        notes: |note| matches!(note.style, Style::Bare | Style::In(Bracket::Round | Bracket::Wide)),
        proof: Proof::Spread(3, 7),
    },
    Pass {
        print: Print::Round,
        marks: |mark| matches!(mark.style, Style::In(Bracket::Round | Bracket::Wide)) && is_number(mark.label.class),
        notes: |note| matches!(note.style, Style::Bare | Style::In(Bracket::Round | Bracket::Wide)),
        proof: Proof::Spread(8, 9),
    },
    // word12 and [12] …, or 12 …
    Pass {
        print: Print::Bare,
        marks: |mark| mark.style == Style::Bare,
        notes: |note| note.style == Style::In(Bracket::Square),
        proof: Proof::Run(3, 7),
    },
    Pass { print: Print::Bare, marks: |mark| mark.style == Style::Bare, notes: |note| note.style == Style::Bare, proof: Proof::Run(5, 8) },
];

/// A sign's note stands at the foot of what was a page, or at the end of a chapter.
const NEAR: usize = 64 * 1024;

/// Among so many marks behind one, most of them signs, the next number is looked for.
const NEAREST: usize = 16;

/// Lists count within a paragraph; marks of a run that lie closer together than this in the middle are a list.
const SPREAD: usize = 120;

/// Joins what was found.
pub(super) fn join(text: &str, found: Found, whole: bool) -> Apparatus {
    let Found { marks, definitions, .. } = found;
    let (links, linked) = links(text, &marks, &definitions);
    let mut joining = Joining {
        text,
        note_of: vec![None; marks.len()],
        why: vec![Evidence::Unmatched; marks.len()],
        called: vec![false; definitions.len()],
        is_link: linked,
        marks,
        definitions,
    };
    for pass in PASSES {
        joining.pass(pass);
    }
    joining.doubt_lone_labels();
    let kept = joining.kept();
    joining.fill(&kept);
    joining.repeat(&kept);
    joining.dissolve();
    let lost = joining.lost(whole);
    joining.finish(&kept, &lost, links)
}

struct Joining<'a> {
    text: &'a str,
    marks: Vec<Mark>,
    definitions: Vec<Definition>,
    /// The note that each mark calls.
    note_of: Vec<Option<usize>>,
    /// Why each mark calls its note.
    why: Vec<Evidence>,
    called: Vec<bool>,
    /// Notes that are addresses: links.
    is_link: Vec<bool>,
}

impl Joining<'_> {
    fn pass(&mut self, pass: &Pass) {
        for class in [Class::Number, Class::Letter, Class::Roman, Class::Sign, Class::Word] {
            let marks: Vec<usize> = (0..self.marks.len())
                .filter(|index| self.note_of[*index].is_none() && self.marks[*index].label.class == class)
                // What stands in clusters proves nothing: verses and pages are printed so.
                .filter(|index| self.marks[*index].cluster == 0)
                .filter(|index| (pass.marks)(&self.marks[*index]))
                .collect();
            let notes: Vec<usize> = (0..self.definitions.len())
                .filter(|index| !self.called[*index] && !self.is_link[*index])
                .filter(|index| {
                    let definition = &self.definitions[*index];
                    definition.label.as_ref().is_some_and(|label| label.class == class) && (pass.notes)(definition)
                })
                .collect();
            if !marks.is_empty() && !notes.is_empty() {
                self.pair(pass, &marks, &notes);
            }
        }
    }

    fn pair(&mut self, pass: &Pass, marks: &[usize], notes: &[usize]) {
        let proof = pass.proof;
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut item = |place: usize, key| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX - 1);
            Item { place, label: *numbers.entry(key).or_insert(next) }
        };
        let mark_items: Vec<Item> =
            marks.iter().map(|index| item(self.marks[*index].at.start, self.marks[*index].label.key.as_str())).collect();
        let note_items: Vec<Item> = notes
            .iter()
            .map(|index| {
                let definition = &self.definitions[*index];
                item(definition.at.start, definition.label.as_ref().map_or("", |label| label.key.as_str()))
            })
            .collect();
        // Two signs of a kind may stand in a paragraph and their notes both after it; more do not.
        let reach = if matches!(proof, Proof::Near) { 3 } else { usize::MAX };
        let mut pairs: Vec<(usize, usize)> = align(&mark_items, &note_items, reach);
        let run_of = self.runs(notes);
        match proof {
            Proof::Pair => {}
            Proof::Near => pairs.retain(|(mark, note)| note_items[*note].place - mark_items[*mark].place <= NEAR),
            Proof::Run(least, of_ten) => pairs = self.proven(pairs, marks, &run_of, (least, of_ten), 0),
            Proof::Spread(least, of_ten) => pairs = self.proven(pairs, marks, &run_of, (least, of_ten), SPREAD),
        }
        let runs = run_of.last().map_or(0, |last| last + 1);
        let (mut called, mut of) = (vec![0_u16; runs], vec![0_u16; runs]);
        for run in &run_of {
            of[*run] = of[*run].saturating_add(1);
        }
        for (_, note) in &pairs {
            called[run_of[*note]] = called[run_of[*note]].saturating_add(1);
        }
        for (mark, note) in pairs {
            let run = run_of[note];
            self.note_of[marks[mark]] = Some(notes[note]);
            self.why[marks[mark]] = Evidence::Series { manner: pass.print, called: called[run], of: of[run] };
            self.called[notes[note]] = true;
        }
    }

    /// The run of counting that each of some notes stands in, from 0.
    fn runs(&self, notes: &[usize]) -> Vec<usize> {
        let mut run_of = vec![0; notes.len()];
        for index in 1..notes.len() {
            let label = |at: usize| self.definitions[notes[at]].label.as_ref();
            let follows = matches!((label(index), label(index - 1)), (Some(here), Some(before)) if here.follows(before));
            run_of[index] = run_of[index - 1] + usize::from(!follows);
        }
        run_of
    }

    /// Of pairs that might be chance, those that lie in runs of notes most of which are called.
    fn proven(
        &self,
        pairs: Vec<(usize, usize)>,
        marks: &[usize],
        run_of: &[usize],
        (least, of_ten): (usize, usize),
        spread: usize,
    ) -> Vec<(usize, usize)> {
        let runs = run_of.last().map_or(0, |last| last + 1);
        let (mut length, mut paired, mut gaps) = (vec![0_usize; runs], vec![0_usize; runs], vec![Vec::new(); runs]);
        for run in run_of {
            length[*run] += 1;
        }
        let place = |mark: usize| self.marks[marks[mark]].at.start;
        for (index, (mark, note)) in pairs.iter().enumerate() {
            let run = run_of[*note];
            paired[run] += 1;
            if let Some((next, _)) = pairs.get(index + 1).filter(|(_, next)| run_of[*next] == run) {
                gaps[run].push(place(*next) - place(*mark));
            }
        }
        // Notes that begin anew on each page come in runs of one or two: then all of them together must prove it.
        let together = pairs.len() >= least.max(4) && pairs.len() * 10 >= run_of.len() * of_ten.max(8);
        let is_spread = |gaps: &mut Vec<usize>| {
            gaps.sort_unstable();
            gaps.get(gaps.len() / 2).is_none_or(|middle| *middle >= spread)
        };
        let is_proven: Vec<bool> = (0..runs)
            .map(|run| {
                let is_run = paired[run] >= least && paired[run] * 10 >= length[run] * of_ten;
                (is_run || (together && paired[run] > 0)) && is_spread(&mut gaps[run])
            })
            .collect();
        pairs.into_iter().filter(|(_, note)| is_proven[run_of[*note]]).collect()
    }

    /// A label alone on its line may be a page number: it is a note's only where a note beside it counts along.
    fn doubt_lone_labels(&mut self) {
        for mark in 0..self.marks.len() {
            let Some(note) = self.note_of[mark].filter(|note| self.definitions[*note].body.is_empty()) else { continue };
            let label = |index: usize| self.definitions.get(index).filter(|_| self.called[index]).and_then(|note| note.label.as_ref());
            let here = self.definitions[note].label.as_ref();
            let before = note.checked_sub(1).and_then(label);
            let counts = matches!((before, here), (Some(before), Some(here)) if here.follows(before))
                || matches!((here, label(note + 1)), (Some(here), Some(after)) if after.follows(here));
            if !counts {
                self.note_of[mark] = None;
                self.called[note] = false;
            }
        }
    }

    /// The definitions that are notes: those that are called, those that say so, and those that stand in a run with such.
    fn kept(&self) -> Vec<bool> {
        let mut kept: Vec<bool> = (0..self.definitions.len())
            .map(|index| {
                let definition = &self.definitions[index];
                self.called[index]
                    || definition.style == Style::Keyword
                    || (definition.style == Style::In(Bracket::Wide)
                        && definition.label.as_ref().is_some_and(|label| label.printed.starts_with(['註', '注'])))
            })
            .collect();
        let marks: HashSet<usize> =
            (0..self.marks.len()).filter(|mark| self.note_of[*mark].is_some()).map(|mark| self.marks[mark].at.start).collect();
        let is_mark = |index: usize| marks.contains(&self.definitions[index].at.start) || self.definitions[index].body.is_empty();
        let neighbours = |a: usize, b: usize| {
            let (a, b) = (&self.definitions[a], &self.definitions[b]);
            a.style == b.style && matches!((&a.label, &b.label), (Some(a), Some(b)) if b.follows(a) && b.class != Class::Sign)
        };
        for index in 1..kept.len() {
            kept[index] |= kept[index - 1] && neighbours(index - 1, index) && !self.is_link[index] && !is_mark(index);
        }
        for index in (1..kept.len()).rev() {
            kept[index - 1] |= kept[index] && neighbours(index - 1, index) && !self.is_link[index - 1] && !is_mark(index - 1);
        }
        kept
    }

    /// In a proven series, a note that nothing calls is called by the mark of its label and style that stands between the
    /// marks of the notes beside it, however that stands, if there is just one.
    fn fill(&mut self, kept: &[bool]) {
        let mut mark_of = vec![None; self.definitions.len()];
        let mut free: HashMap<(Style, &str), Vec<usize>> = HashMap::new();
        for (index, mark) in self.marks.iter().enumerate() {
            match self.note_of[index] {
                Some(note) => mark_of[note] = Some(index),
                None if mark.cluster == 0 => free.entry((mark.style, &mark.label.key)).or_default().push(index),
                None => {}
            }
        }
        let mut filled = Vec::new();
        for index in (1..self.definitions.len()).filter(|index| kept[*index] && !self.called[*index]) {
            let (before, here) = (&self.definitions[index - 1], &self.definitions[index]);
            let (Some(label), Some(mark)) = (&here.label, mark_of[index - 1]) else { continue };
            if before.style != here.style || !before.label.as_ref().is_some_and(|before| label.follows(before)) {
                continue;
            }
            let style = self.marks[mark].style;
            let next = mark_of.get(index + 1).copied().flatten().filter(|next| self.marks[*next].style == style);
            let end = next.map_or(here.at.start, |next| self.marks[next].at.start).min(here.at.start);
            let Some(marks) = free.get(&(style, label.key.as_str())) else { continue };
            let between = &marks[marks.partition_point(|free| *free <= mark)..];
            let between = &between[..between.partition_point(|free| self.marks[*free].at.start < end)];
            if let [only] = between {
                filled.push((*only, index));
                mark_of[index] = Some(*only);
            }
        }
        for (mark, note) in filled {
            self.note_of[mark] = Some(note);
            self.why[mark] = Evidence::Neighbours;
            self.called[note] = true;
        }
    }

    /// A mark may stand twice for one note: then it has the label of a later note of the same stretch of counting as its
    /// neighbours among the marks.
    fn repeat(&mut self, kept: &[bool]) {
        let mut run = 0;
        let mut runs = vec![0_usize; self.definitions.len()];
        let mut by_label: HashMap<(Class, &str), Vec<usize>> = HashMap::new();
        let mut before: HashMap<Class, u32> = HashMap::new();
        for (index, definition) in self.definitions.iter().enumerate() {
            let Some(label) = definition.label.as_ref().filter(|_| kept[index]) else { continue };
            if let Some(number) = label.number {
                run += usize::from(before.insert(label.class, number).is_some_and(|before| before > number));
            }
            runs[index] = run;
            by_label.entry((label.class, &label.key)).or_default().push(index);
        }
        let joined: Vec<usize> = (0..self.marks.len()).filter(|index| self.note_of[*index].is_some()).collect();
        let mut repeated = Vec::new();
        for (index, mark) in self.marks.iter().enumerate() {
            let is_sure = matches!(mark.style, Style::In(Bracket::Square) | Style::Keyword) && mark.label.class == Class::Number;
            if self.note_of[index].is_some() || !is_sure || mark.leans_forward {
                continue;
            }
            let Some(notes) = by_label.get(&(mark.label.class, mark.label.key.as_str())) else { continue };
            let next = notes.partition_point(|note| self.definitions[*note].at.start <= mark.at.start);
            let Some(note) = notes.get(next) else { continue };
            let at = joined.partition_point(|other| *other < index);
            let around = [at.checked_sub(1).and_then(|at| joined.get(at)), joined.get(at)];
            let same_run = around.into_iter().flatten().filter_map(|other| self.note_of[*other]).any(|other| runs[other] == runs[*note]);
            // A number ahead of the counting speaks of a note, or of something else; it does not call one.
            let numbered = joined[at..].iter().take(NEAREST).find_map(|next| self.marks[*next].label.number);
            let is_ahead = numbered.is_some_and(|next| Some(next) < mark.label.number);
            if same_run && !is_ahead && !stands_apart(self.text, mark.at.start) {
                repeated.push((index, *note));
            }
        }
        for (mark, note) in repeated {
            self.note_of[mark] = Some(note);
            self.called[note] = true;
            self.why[mark] = Evidence::Neighbours;
        }
    }

    /// A cluster calls all of its notes or none.
    fn dissolve(&mut self) {
        let lost = |(index, mark): (usize, &Mark)| (mark.cluster > 0 && self.note_of[index].is_none()).then_some(mark.cluster);
        let broken: HashSet<u32> = self.marks.iter().enumerate().filter_map(lost).collect();
        for (note, _) in self.note_of.iter_mut().zip(&self.marks).filter(|(_, mark)| broken.contains(&mark.cluster)) {
            *note = None;
        }
    }

    /// Marks in square brackets whose note is missing: those that stand between the numbers before and after theirs. In a text
    /// of which more is to come, those that go on counting from the mark before.
    fn lost(&self, whole: bool) -> Vec<bool> {
        let mut lost = vec![false; self.marks.len()];
        let numbers: Vec<(usize, u32)> = self
            .marks
            .iter()
            .enumerate()
            .filter(|(index, mark)| {
                let is_sure = mark.style == Style::In(Bracket::Square)
                    && mark.label.class == Class::Number
                    && !mark.leans_forward
                    && mark.cluster == 0;
                is_sure || self.note_of[*index].is_some()
            })
            .filter_map(|(index, mark)| mark.label.number.map(|number| (index, number)))
            .collect();
        for at in 0..numbers.len() {
            let (index, number) = numbers[at];
            if self.note_of[index].is_some() {
                continue;
            }
            let before = at.checked_sub(1).map(|before| numbers[before]);
            let after = numbers.get(at + 1);
            let joined = |other: &(usize, u32)| self.note_of[other.0].is_some() || lost[other.0];
            let goes_on = before.is_some_and(|before| joined(&before) && before.1 + 1 == number);
            let led_on = after.is_some_and(|after| self.note_of[after.0].is_some() && after.1 == number + 1);
            let is_counting = !whole && (number == 1 || before.is_some_and(|before| before.1 + 1 == number || before.1 == number));
            lost[index] = (goes_on && led_on) || (is_counting && self.marks[index].is_placed);
        }
        lost
    }

    fn finish(self, kept: &[bool], lost: &[bool], links: Vec<Reference>) -> Apparatus {
        let mut apparatus = Apparatus { links, ..Apparatus::default() };
        let mut index_of = vec![usize::MAX; self.definitions.len()];
        let mut why_note = vec![None; self.definitions.len()];
        for (note, why) in self.note_of.iter().zip(&self.why) {
            if let Some(note) = note {
                why_note[*note].get_or_insert(*why);
            }
        }
        for (index, definition) in self.definitions.iter().enumerate() {
            if !kept[index] {
                // A number at the beginning of a paragraph is what half of all lists have.
                if definition.style != Style::Bare && !self.is_link[index] {
                    apparatus.refused.push((definition.at.start..definition.body.start, Evidence::Uncalled));
                }
                continue;
            }
            index_of[index] = apparatus.notes.len();
            let label = definition.label.as_ref().map_or(String::new(), |label| label.printed.clone());
            let why = match definition.style {
                Style::Keyword => Evidence::Keyword,
                _ => why_note[index].unwrap_or(Evidence::Neighbours),
            };
            // A note that nothing calls but that stands in a sentence, or has no number at all, is called by its place.
            if !self.called[index] && (definition.label.is_none() || !definition.opens_paragraph) {
                let at = place_before(self.text, &apparatus.notes, definition);
                apparatus.calls.push(Call { at: at..at, label: label.clone(), note: Some(apparatus.notes.len()), why });
            }
            apparatus.notes.push(Standing { at: definition.at.clone(), body: definition.body.clone(), label, why });
        }
        for (index, mark) in self.marks.into_iter().enumerate() {
            let note = self.note_of[index].map(|note| index_of[note]).filter(|note| *note != usize::MAX);
            if note.is_some() || lost[index] {
                let why = if note.is_some() { self.why[index] } else { Evidence::Gap };
                apparatus.calls.push(Call { at: mark.at, label: mark.label.printed, note, why });
            } else if mark.cluster == 0
                && mark.style != Style::Bare
                && !(mark.style == Style::In(Bracket::Round) && mark.label.printed.len() > 3)
            {
                // A number after a word may be anything, and a year in parentheses is one.
                apparatus.refused.push((mark.at, Evidence::Unmatched));
            }
        }
        apparatus.calls.sort_by_key(|call| call.at.start);
        // One may look like both; and what stands within a note's label is read with it.
        apparatus.refused.sort_by_key(|(at, _)| at.start);
        apparatus.refused.dedup_by(|later, first| later.0.start < first.0.end);
        apparatus
    }
}

/// Where a note without a mark is called: where it stands in a sentence, or at the end of the paragraph before it.
fn place_before(text: &str, notes: &[Standing], definition: &Definition) -> usize {
    let mut at = definition.at.start;
    // More notes in a row than these are a list of notes, which nothing before it calls by its place.
    let mut notes = notes.iter().rev().take(64);
    loop {
        at = text[..at].trim_end().len();
        match notes.next() {
            // Between the text and this note stands another note.
            Some(note) if note.at.end >= at && note.at.start < at => at = note.at.start,
            _ => return at,
        }
    }
}

/// Tells whether a mark is parted by a column's room from the words before it, as the numbers of equations and lines are.
fn stands_apart(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(' ');
    at - before.len() >= 3 && !before.is_empty() && !before.ends_with('\n')
}

/// Links printed with numbers, as text browsers do: `[7]word`, and at the end a list of addresses. Such a list is recognised by
/// what it lists.
fn links(text: &str, marks: &[Mark], definitions: &[Definition]) -> (Vec<Reference>, Vec<bool>) {
    let address = |definition: &Definition| {
        let body = &text[definition.body.start..floor(text, (definition.body.start + 2000).min(definition.body.end))];
        let word = body.split_whitespace().next()?;
        ["http://", "https://", "ftp://", "mailto:", "file:"].iter().any(|scheme| word.starts_with(scheme)).then(|| word.to_owned())
    };
    let mut is_link = vec![false; definitions.len()];
    let mut addresses: HashMap<&str, String> = HashMap::new();
    for (index, definition) in definitions.iter().enumerate().filter(|(_, definition)| definition.style == Style::Bare) {
        if let (Some(address), Some(label)) = (address(definition), &definition.label) {
            is_link[index] = true;
            addresses.insert(&label.key, address);
        }
    }
    let forward = marks.iter().filter(|mark| mark.style == Style::In(Bracket::Square) && mark.leans_forward);
    let references: Vec<Reference> = forward
        .filter_map(|mark| {
            addresses.get(mark.label.key.as_str()).map(|address| Reference { at: mark.at.clone(), address: address.clone() })
        })
        .collect();
    if references.len() < 2 {
        return (Vec::new(), vec![false; definitions.len()]);
    }
    (references, is_link)
}
