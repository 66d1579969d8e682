//! The pages of the printed book, where a text says where they began.

use super::{Document, NoteId};
use crate::unit::{Place, Stretch};

/// A page of the printed book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its number as it is printed or given: "164", "xii"; never recomputed.
    pub label: Box<str>,
    /// Where it begins.
    pub at: Place,
}

impl Document {
    /// The pages of the printed book, by where they begin; none where the text does not tell.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The printed page that holds a place. A note is on the page where the source has it, unless a page begins within it.
    pub fn page_at(&self, place: Place) -> Option<&Page> {
        let (mut place, mut from) = (place, Place::START);
        // Notes stand within notes; each is nearer to the body.
        let mut note = self.note_at(place);
        while let Some(id) = note {
            from = self.note(id).body.start;
            if let Some(page) = self.page_before(from, place) {
                return Some(page);
            }
            place = self.note(id).stood;
            note = self.note_at(place).filter(|outer: &NoteId| *outer != id && self.note(*outer).body.start < from);
            from = Place::START;
        }
        self.page_before(from, place)
    }

    fn page_before(&self, from: Place, place: Place) -> Option<&Page> {
        let after = self.pages.partition_point(|page| page.at <= place);
        self.pages[..after].last().filter(|page| page.at >= from)
    }

    /// The printed pages that a stretch is on, as one cites them: "p. 164", "pp. 164–165"; `None` where the text does not tell.
    pub fn printed_pages(&self, at: &Stretch) -> Option<String> {
        // A page that begins where the stretch ends is none of its.
        let end = self.floor(Place::at(at.end.offset().saturating_sub(1))).max(at.start);
        let last = self.page_at(end)?;
        // A heading before the first page of all is on none.
        match self.page_at(at.start) {
            Some(first) if first.label != last.label => Some(format!("pp. {}–{}", first.label, last.label)),
            _ => Some(format!("p. {}", last.label)),
        }
    }

    /// The page of this number; case and what stands before a number ("p. 12") do not count.
    pub fn page_named(&self, label: &str) -> Option<&Page> {
        let label = label.trim();
        let lower = label.to_lowercase();
        let bare = ["page", "pp", "p", "s"]
            .iter()
            .find_map(|word| lower.strip_prefix(word).map(|rest| rest.trim_start_matches(['.', ' '])))
            .filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
        let named = |wanted: &str| self.pages.iter().find(|page| page.label.to_lowercase() == wanted);
        named(&lower).or_else(|| named(bare?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Builder, Kind};
    use super::*;

    #[test]
    fn places_and_notes_are_on_printed_pages() {
        let mut builder = Builder::new();
        builder.text("Before.");
        builder.end();
        builder.page("xii");
        builder.text("Twelve goes ");
        builder.page("13");
        builder.text("on to thirteen.");
        builder.noteref("1", "a");
        builder.begin_note("1", "a");
        builder.text("At its foot, and ");
        builder.page("14");
        builder.text("over.");
        builder.end_note();
        builder.end();
        builder.begin(Kind::Paragraph);
        builder.page("15");
        builder.text("Fifteen.");
        let document = builder.finish().value;
        let check = |words: &str, expected: Option<&str>| {
            let place = Place::at(document.text().find(words).unwrap());
            assert_eq!(document.page_at(place).map(|page| &*page.label), expected, "{words}");
        };
        check("Before", None);
        check("Twelve", Some("xii"));
        check("goes", Some("xii"));
        check("thirteen", Some("13"));
        check("At its", Some("13"));
        check("over", Some("14"));
        check("Fifteen", Some("15"));
        let pages = |from: &str, to: &str| {
            let at = |words: &str| Place::at(document.text().find(words).unwrap());
            document.printed_pages(&(at(from)..at(to)))
        };
        assert_eq!(pages("Twelve", "on to").as_deref(), Some("p. xii"));
        assert_eq!(pages("Twelve", "Fifteen").as_deref(), Some("pp. xii–13"));
        assert_eq!(pages("Before", "goes").as_deref(), Some("p. xii"));
        assert_eq!(pages("Before", "Twelve"), None);
    }

    #[test]
    fn pages_are_found_by_number() {
        let mut builder = Builder::new();
        for label in ["iv", "12", "S. 13"] {
            builder.page(label);
            builder.text(label);
            builder.end();
        }
        let document = builder.finish().value;
        let check = |label: &str, expected: Option<&str>| {
            assert_eq!(document.page_named(label).map(|page| &*page.label), expected, "{label}");
        };
        check("IV", Some("iv"));
        check("12", Some("12"));
        check("p. 12", Some("12"));
        check("page 12", Some("12"));
        check("s. 13", Some("S. 13"));
        check("14", None);
    }
}
