//! A place in a text, written down so that it is found again after the text was edited.

use serde::{Deserialize, Serialize};

use super::Document;
use crate::unit::{Place, Stretch};

/// How many bytes of text a locator quotes: enough that few texts hold them twice, and a sentence that was mended
/// elsewhere still matches.
const QUOTATION: usize = 48;

/// How far around the expected place the quotation is looked for first: an edited paragraph or two.
const NEAR: usize = 16 * 1024;

/// A place that survives edits: the words that stand there, the section they stand in, and how far into both it was.
///
/// It is looked up in this order, and the first that holds wins: the same words at the same byte; the same words nearest
/// to where they would be, counted from the section's heading; their first half likewise; the same distance from the
/// heading; the same share of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// The byte it was at.
    pub byte: u32,
    /// The words that stood there, some 48 bytes.
    pub quotation: String,
    /// The title of the innermost section, if any.
    pub section: Option<String>,
    /// How many bytes after the section's heading begins, or after the text does.
    pub offset: u32,
    /// How much of the text lay before it, in thousandths.
    pub permille: u16,
}

impl Document {
    /// Writes down a place.
    pub fn locator(&self, place: Place) -> Locator {
        let place = self.floor(place);
        let section = self.section_at(place).map(|index| &self.sections()[index]).filter(|_| place < self.body_end());
        let start = section.map_or(Place::START, |section| section.at.start);
        let whole = self.text().len().max(1) as u64;
        Locator {
            byte: place.0,
            quotation: self.slice(&(place..place.plus(QUOTATION))).to_owned(),
            section: section.map(|section| section.title.clone()),
            offset: place.0 - start.0,
            permille: u16::try_from(u64::from(place.0) * 1000 / whole).unwrap_or(1000),
        }
    }

    /// Finds a place again. In the text it was taken from, exactly; in an edited one, as near as can be told.
    pub fn locate(&self, locator: &Locator) -> Place {
        let exact = Place(locator.byte);
        let here = self.floor(exact);
        if here == exact && self.slice(&(here..here.plus(locator.quotation.len()))) == locator.quotation {
            return here;
        }
        let section = locator
            .section
            .as_ref()
            .and_then(|title| {
                let named = self.sections().iter().filter(|section| section.title == *title);
                named.min_by_key(|section| section.at.start.0.abs_diff(locator.byte.saturating_sub(locator.offset)))
            })
            .map(|section| &section.at);
        let start = section.map_or(Place::START, |at| at.start);
        let expected = self.floor(start.plus(locator.offset as usize));
        let half = &locator.quotation[..floor(&locator.quotation, locator.quotation.len() / 2)];
        for words in [locator.quotation.as_str(), half] {
            if words.trim().len() < 4 {
                continue;
            }
            let near = self.floor(Place::at(expected.offset().saturating_sub(NEAR)))..self.floor(expected.plus(NEAR));
            let everywhere = Place::START..self.end();
            if let Some(place) = [near, everywhere].iter().find_map(|stretch| self.nearest(words, stretch, expected)) {
                return place;
            }
        }
        match section {
            Some(at) => self.floor(expected.min(at.end)),
            None => self.floor(Place::at(self.text().len() * usize::from(locator.permille) / 1000)),
        }
    }

    /// The occurrence of `words` in `stretch` that is nearest to `expected`.
    fn nearest(&self, words: &str, stretch: &Stretch, expected: Place) -> Option<Place> {
        memchr::memmem::find_iter(self.slice(stretch).as_bytes(), words.as_bytes())
            .map(|offset| stretch.start.plus(offset))
            .min_by_key(|place| place.0.abs_diff(expected.0))
    }
}

/// The nearest character boundary at or before `offset`.
fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::super::Builder;
    use super::*;

    fn document(paragraphs: &[&str]) -> Document {
        let mut builder = Builder::new();
        for paragraph in paragraphs {
            match paragraph.strip_prefix("# ") {
                Some(title) => {
                    builder.heading(1);
                    builder.text(title);
                }
                None => {
                    builder.begin(super::super::Kind::Paragraph);
                    builder.text(paragraph);
                }
            }
        }
        builder.finish().value
    }

    /// Takes a locator at the words `at` in `before`, finds it in `after`, and gives the words that stand there.
    fn check(before: &[&str], at: &str, after: &[&str], expected: &str) {
        let (before, after) = (document(before), document(after));
        let place = Place::at(before.text().find(at).unwrap());
        let found = after.locate(&before.locator(place));
        assert!(after.text()[found.offset()..].starts_with(expected), "found {:?}", &after.text()[found.offset()..]);
    }

    #[test]
    fn a_place_is_found_again_after_edits() {
        let text = ["# Flight", "Tolstoy went east in 1851.", "# Return", "He came back and wrote of it."];
        check(&text, "came back", &text, "came back");
        let inserted =
            ["# Flight", "Tolstoy, aged twenty-two, went east in 1851, and stayed.", "# Return", "He came back and wrote of it."];
        check(&text, "came back", &inserted, "came back");
        let reworded = ["# Flight", "Tolstoy went east.", "# Return", "He came back and then wrote it all down."];
        check(&text, "came back", &reworded, "came back");
        let rewritten = ["# Flight", "A.", "# Return", "Nothing of the old words is left here."];
        check(&text, "came back", &rewritten, "hing of the");
    }

    #[test]
    fn the_nearest_of_equal_passages_is_taken() {
        let text = ["Ibid., p. 5, where he says so.", "Between.", "Ibid., p. 5, where he says so."];
        let (before, after) = (document(&text), document(&["New.", text[0], text[1], text[2]]));
        let second = Place::at(before.text().rfind("Ibid").unwrap());
        assert_eq!(after.locate(&before.locator(second)), Place::at(after.text().rfind("Ibid").unwrap()));
    }

    #[test]
    fn a_locator_of_another_text_lands_inside() {
        let (long, short) = (document(&["A long text with very many words in it, and more."]), document(&["né"]));
        let place = short.locate(&long.locator(long.end()));
        assert!(short.text().is_char_boundary(place.offset()));
    }
}
