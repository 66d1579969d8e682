//! Which lane a passage goes to: that of its part or chapter; notes have one of their own.

use crate::{
    document::{Document, Section},
    time::{
        find::Found,
        timeline::{Lane, LaneId},
    },
    unit::Place,
};

/// More chapters than this share lanes.
const MOST: usize = 8;

/// The lanes of a text: the author's chronology, the chapters, the notes.
pub(super) struct Lanes {
    all: Vec<Lane>,
    /// Where each lane of the body begins; the first of them also holds what stands before it.
    starts: Vec<Place>,
    /// The lane of the first of them.
    first: usize,
}

impl Lanes {
    /// The lane of the author's chronology, if there is one: the first.
    pub(super) const CHRONOLOGY: LaneId = LaneId(0);

    pub(super) fn of(document: &Document, dates: &[Found], has_chronology: bool) -> Self {
        let mut titles: Vec<String> = Vec::new();
        if has_chronology {
            titles.push("Chronology".to_owned());
        }
        let first = titles.len();
        let mut starts = Vec::new();
        let chapters = chapters(document, dates);
        let share = chapters.len().div_ceil(MOST).max(1);
        for group in chapters.chunks(share) {
            let (Some(from), Some(to)) = (group.first(), group.last()) else { continue };
            titles.push(if group.len() == 1 { from.title.clone() } else { format!("{} – {}", brief(&from.title), brief(&to.title)) });
            starts.push(from.at.start);
        }
        if starts.is_empty() {
            titles.push("Text".to_owned());
            starts.push(Place::START);
        }
        titles.push("Notes".to_owned());
        let all = titles.into_iter().enumerate().map(|(index, title)| Lane { name: format!("lane-{}", index + 1), title }).collect();
        Self { all, starts, first }
    }

    pub(super) fn at(&self, place: Place, in_note: bool) -> LaneId {
        let body = self.starts.partition_point(|start| *start <= place).saturating_sub(1);
        LaneId::at(if in_note { self.all.len() - 1 } else { self.first + body })
    }

    pub(super) fn into_lanes(self) -> Vec<Lane> {
        self.all
    }
}

/// The sections that divide the text best: of the uppermost level that has two with dates.
fn chapters<'a>(document: &'a Document, dates: &[Found]) -> Vec<&'a Section> {
    let sections = document.sections();
    let has_dates = |section: &Section| {
        let first = dates.partition_point(|found| found.at.start < section.at.start);
        dates.get(first).is_some_and(|found| found.at.start < section.at.end)
    };
    let levels = 1..=sections.iter().map(|section| section.level).max().unwrap_or(0);
    levels
        .map(|level| sections.iter().filter(|section| section.level == level && has_dates(section)).collect::<Vec<_>>())
        .find(|chapters| chapters.len() >= 2)
        .unwrap_or_default()
}

/// A heading's number, or its first words.
fn brief(title: &str) -> &str {
    let end = title.find(['.', ':', '—', '–']).filter(|end| (2..24).contains(end));
    let end = end.or_else(|| title.char_indices().nth(24).map(|(at, _)| title[..at].rfind(' ').unwrap_or(at)));
    end.map_or(title, |end| title[..end].trim_end())
}
