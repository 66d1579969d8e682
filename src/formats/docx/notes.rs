//! Notes: their marks, which stand nowhere in the file, and where they are called.

use super::{
    styles::{numbers, value},
    walk::{Walker, symbol},
};
use crate::formats::xml::{Numbers, tree::NodeRef};

/// The two series of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Series {
    Foot,
    End,
}

/// How a series is numbered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbering {
    numbers: Numbers,
    start: usize,
    pub(super) restart: Restart,
}

/// Where a series begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restart {
    Never,
    Section,
    /// Where the pages began when the text was last laid out; the file says so, and nothing else knows.
    Page,
}

impl<'t> Walker<'_, 't> {
    pub(super) fn numbering(&self, series: usize) -> Numbering {
        let section = self.sections.get(self.section).or(self.sections.last());
        section.map_or(Numbering { numbers: Numbers::Decimal, start: 1, restart: Restart::Never }, |section| section[series])
    }

    pub(super) fn call(&mut self, series: Series, mark: NodeRef<'t>, run: NodeRef<'t>) {
        let Some(id) = mark.attribute("id") else { return };
        let index = usize::from(series == Series::End);
        let key = format!("{}{id}", if series == Series::Foot { "footnote " } else { "endnote " });
        let custom = mark.attribute("customMarkFollows").is_some_and(|value| !matches!(value, "0" | "false" | "off"));
        let own = if custom { self.custom_mark(mark, run) } else { None };
        let known = self.labels.get(&(index, id)).cloned();
        let label = match (&own, known.clone()) {
            (Some(own), _) => own.clone(),
            (None, Some(known)) => known,
            (None, None) => {
                let Numbering { numbers, start, .. } = self.numbering(index);
                self.counted[index] += 1;
                numbers.sign(self.counted[index] - 1 + start)
            }
        };
        self.ink(&[]);
        self.builder.noteref(&label, &key);
        self.begun = false;
        self.labels.insert((index, id), label.clone());
        let Some(note) = self.notes[index].get(id).copied().filter(|_| known.is_none()) else { return };
        // A note calls none, as Word has it; a made-up file may go round in a ring.
        if self.depth >= 8 {
            return;
        }
        let dress = self.dress;
        let was = (self.part, self.in_cell, self.items, self.joins, std::mem::take(&mut self.later), std::mem::take(&mut self.fields));
        (self.part, self.in_cell, self.items, self.joins) = (index + 1, false, 0, false);
        self.depth += 1;
        self.builder.begin_note(&label, &key);
        self.pass_mark(note, own.as_deref());
        self.blocks(note);
        self.builder.end_note();
        self.depth -= 1;
        self.after_mark = false;
        (self.part, self.in_cell, self.items, self.joins, self.later, self.fields) = was;
        (self.begun, self.dress, self.in_program) = (false, dress, false);
    }

    /// The mark of the author's own that follows a reference: in its run, or in the next one.
    fn custom_mark(&mut self, mark: NodeRef<'t>, run: NodeRef<'t>) -> Option<String> {
        let words = |nodes: &mut dyn Iterator<Item = NodeRef<'t>>| {
            let pieces = nodes.filter(|node| node.is(&["t", "sym"]));
            let words: String = pieces.map(|node| if node.name() == "sym" { symbol(node) } else { node.text() }).collect();
            Some(words.trim().to_owned()).filter(|words| !words.is_empty())
        };
        if let Some(label) = words(&mut mark.following()) {
            // What follows in this run is the mark, and has been read.
            self.taken.extend(mark.following().map(|node| (self.part, node.id)));
            return Some(label);
        }
        let next = run.following().find(|node| node.name() == "r")?;
        let label = words(&mut next.elements()).filter(|label| label.chars().count() <= 6)?;
        self.taken.insert((self.part, next.id));
        Some(label)
    }

    /// Leaves out what stands before a note's first word: brackets around its mark, and a mark of the author's own.
    fn pass_mark(&mut self, note: NodeRef<'t>, own: Option<&str>) {
        let Some(first) = note.elements().find(|node| node.name() == "p") else { return };
        let runs: Vec<_> = first.descendants().filter(|node| node.name() == "r").collect();
        if let Some(at) = runs.iter().position(|run| run.elements().any(|node| node.is(&["footnoteRef", "endnoteRef"]))) {
            let before: String = runs[..at].iter().map(|run| run.text()).collect();
            if before.chars().all(|c| c.is_whitespace() || matches!(c, '(' | '[')) {
                self.taken.extend(runs[..at].iter().map(|run| (self.part, run.id)));
            }
            return;
        }
        let Some(own) = own else { return };
        let mut said = String::new();
        for (at, run) in runs.iter().enumerate() {
            said.push_str(
                &run.elements()
                    .filter(|node| node.is(&["t", "sym"]))
                    .map(|node| if node.name() == "sym" { symbol(node) } else { node.text() })
                    .collect::<String>(),
            );
            if said.trim() == own {
                self.taken.extend(runs[..=at].iter().map(|run| (self.part, run.id)));
                self.after_mark = true;
                return;
            }
            if !own.starts_with(said.trim()) {
                return;
            }
        }
    }
}

/// How both series are numbered in a section: as it says, else as the settings say, else as Word does.
pub(super) fn numbering(section: NodeRef<'_>, settings: NodeRef<'_>) -> [Numbering; 2] {
    ["footnotePr", "endnotePr"].map(|name| {
        let said = |property: &str| [section, settings].iter().find_map(|node| value(node.child(name)?, property));
        let usual = if name == "endnotePr" { "lowerRoman" } else { "decimal" };
        Numbering {
            numbers: numbers(said("numFmt").unwrap_or(usual)),
            start: said("numStart").and_then(|start| start.parse().ok()).unwrap_or(1),
            restart: match said("numRestart") {
                Some("eachSect") => Restart::Section,
                Some("eachPage") => Restart::Page,
                _ => Restart::Never,
            },
        }
    })
}
