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
const MOST: usize = 10;

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

/// The sections that divide the text best: of the uppermost level that has two with dates; one that holds nearly all of the dates, as a
/// book's title does beside its preface, gives way to what it is made of.
fn chapters<'a>(document: &'a Document, dates: &[Found]) -> Vec<&'a Section> {
    let sections = document.sections();
    let count = |section: &Section| {
        let before = |place| dates.partition_point(|found| found.at.start < place);
        before(section.at.end) - before(section.at.start)
    };
    let of_level = |within: Option<&Section>, level: u8| {
        let is_in = |section: &&Section| within.is_none_or(|outer| section.at.start >= outer.at.start && section.at.end <= outer.at.end);
        let told = sections.iter().filter(|section| section.level == level && count(section) > 0);
        told.filter(is_in).collect::<Vec<_>>()
    };
    let deepest = sections.iter().map(|section| section.level).max().unwrap_or(0);
    let divided =
        |within: Option<&Section>, from: u8| (from..=deepest).map(|level| of_level(within, level)).find(|chapters| chapters.len() >= 2);
    let Some(mut chapters) = divided(None, 1) else { return Vec::new() };
    loop {
        let all: usize = chapters.iter().map(|chapter| count(chapter)).sum();
        let Some(index) = chapters.iter().position(|chapter| count(chapter) * 3 > all * 2) else { return chapters };
        let Some(parts) = divided(Some(chapters[index]), chapters[index].level + 1) else { return chapters };
        chapters.splice(index..=index, parts);
    }
}

/// A heading's number, or its first words.
fn brief(title: &str) -> &str {
    // An initial does not end it.
    let is_end = |at: usize| title[..at].chars().rev().nth(1).is_some_and(|before| !before.is_whitespace() && before != '.');
    let end = title.match_indices(['.', ':', '—', '–']).map(|(at, _)| at).find(|at| is_end(*at)).filter(|end| (2..24).contains(end));
    let end = end.or_else(|| title.char_indices().nth(24).map(|(at, _)| title[..at].rfind(' ').unwrap_or(at)));
    end.map_or(title, |end| title[..end].trim_end())
}
