//! Finding in a text the passages that a timeline's file names.

use super::{Event, Mention, Pointer};
use crate::{
    document::Document,
    problem::Problem,
    unit::{Place, Stretch},
};

/// Fills the mentions of all events, and gives what was not found.
pub(super) fn join(events: &mut [Event], document: &Document, names: &[&str]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut prose = None;
    for event in events {
        let mut mentions = Vec::new();
        let here = event.passages.iter().filter(|passage| passage.text.as_deref().is_none_or(|text| names.contains(&text)));
        for passage in here {
            let found = match &passage.at {
                Pointer::Anchor(name) => anchor(document, name),
                Pointer::Note(label) => note(document, label),
                Pointer::Quotation(words) => prose.get_or_insert_with(|| Prose::of(document)).find(words, document),
            };
            match found {
                Ok(at) => mentions.push(Mention { note: document.note_at(at.start), at }),
                Err(problem) => problems.push(problem.about(format!("the timeline, event {}", event.id))),
            }
        }
        // What the dates of the text gave stays.
        mentions.append(&mut event.mentions);
        mentions.sort_by_key(|mention| (mention.at.start, mention.at.end));
        mentions.dedup_by(|a, b| a.at == b.at);
        event.mentions = mentions;
    }
    problems
}

fn anchor(document: &Document, name: &str) -> Result<Stretch, Problem> {
    let name = name.trim_start_matches('#');
    let place = document
        .anchor(name)
        .ok_or_else(|| Problem::warning(format!("the text has no anchor «{name}»")).mend("quote the words instead, or mend the name"))?;
    let end = document.block_at(place).map_or(place, |block| document.block(block).at.end);
    Ok(place..end)
}

fn note(document: &Document, label: &str) -> Result<Stretch, Problem> {
    let mut notes = document.notes().iter().filter(|note| note.label.as_str() == label);
    let missing = || Problem::warning(format!("the text has no note {label}")).mend("mend the number, or quote the note's words");
    let note = notes.next().ok_or_else(missing)?;
    match notes.next() {
        None => Ok(note.body.clone()),
        Some(_) => Err(Problem::warning(format!("the text has several notes {label}")).mend("quote the note's words instead")),
    }
}

/// A text as quotations are compared with it: without noterefs, each run of blanks one space, quotation marks and dashes of one kind.
struct Prose {
    text: String,
    /// Where each stretch of `text` that was taken over unchanged begins in it, and where in the document.
    runs: Vec<(u32, Place)>,
}

impl Prose {
    fn of(document: &Document) -> Self {
        let mut prose = Self { text: String::with_capacity(document.text().len()), runs: Vec::new() };
        let mut from = Place::START;
        for noteref in document.noterefs().iter().map(|noteref| &noteref.at).chain([&(document.end()..document.end())]) {
            if noteref.start >= from {
                prose.push(document, &(from..noteref.start));
            }
            from = from.max(noteref.end);
        }
        prose
    }

    fn push(&mut self, document: &Document, at: &Stretch) {
        let mut expected = None;
        for (offset, character) in document.slice(at).char_indices() {
            let Some(character) = folded(character, self.text.ends_with(' ')) else { continue };
            let place = at.start.plus(offset);
            if expected != Some(place) {
                self.runs.push((u32::try_from(self.text.len()).unwrap_or(u32::MAX), place));
            }
            self.text.push(character);
            // A sign folded into a shorter one ends the run.
            let width = document.slice(&(place..at.end)).chars().next().map_or(1, char::len_utf8);
            expected = (width == character.len_utf8()).then(|| place.plus(width));
        }
    }

    /// The place in the document of a byte of the folded text.
    fn place(&self, byte: usize) -> Place {
        let run = self.runs.partition_point(|(start, _)| *start as usize <= byte).saturating_sub(1);
        self.runs.get(run).map_or(Place::START, |(start, place)| place.plus(byte - *start as usize))
    }

    fn find(&self, words: &str, document: &Document) -> Result<Stretch, Problem> {
        let mut wanted = String::with_capacity(words.len());
        for character in words.trim().chars() {
            wanted.extend(folded(character, wanted.ends_with(' ')));
        }
        let shown: String = wanted.chars().take(60).collect();
        if wanted.is_empty() {
            return Err(Problem::warning("a passage quotes nothing").mend("quote a few words of it"));
        }
        let mut found = memchr::memmem::find_iter(self.text.as_bytes(), wanted.as_bytes());
        let Some(start) = found.next() else {
            return Err(Problem::warning(format!("the text does not say «{shown}»")).mend("quote it as it stands there"));
        };
        if found.next().is_some() {
            return Err(Problem::warning(format!("the text says «{shown}» several times")).mend("quote more of it"));
        }
        let last = wanted.chars().next_back().map_or(1, char::len_utf8);
        let last = self.place(start + wanted.len() - last);
        let width = document.slice(&(last..document.end())).chars().next().map_or(0, char::len_utf8);
        Ok(self.place(start)..last.plus(width))
    }
}

/// A character as quotations are compared; `None` for a blank after a blank, and for what is not seen.
fn folded(character: char, after_blank: bool) -> Option<char> {
    match character {
        '\u{ad}' | '\u{200b}' | '\u{2060}' => None,
        blank if blank.is_whitespace() => (!after_blank).then_some(' '),
        '‘' | '’' | '‚' | '‛' => Some('\''),
        '“' | '”' | '„' | '‟' => Some('"'),
        '‐' | '‑' | '–' | '—' | '−' => Some('-'),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        document::{Builder, Document, Kind},
        time::{
            edtf::Edtf,
            timeline::{Event, Lane, LaneId, Passage, Pointer, Timeline},
        },
    };

    fn document() -> Document {
        let mut builder = Builder::new();
        builder.begin(Kind::Paragraph);
        builder.text("Marchlewski’s term ended");
        builder.noteref("1", "one");
        builder.text(" on 22 March – near Genoa. The term was “short”");
        builder.end();
        builder.begin(Kind::Paragraph);
        builder.anchor("zetkin");
        builder.text("Zetkin followed.");
        builder.end();
        builder.begin_note("1", "one");
        builder.begin(Kind::Paragraph);
        builder.text("Brauns says so.");
        builder.end();
        builder.end_note();
        builder.finish().value
    }

    fn joined(at: Pointer, text: Option<&str>) -> (Vec<String>, Vec<String>) {
        let document = document();
        let mut event = Event::new("one", LaneId(0), "An event", Edtf::parse("1925-03-22").unwrap());
        event.passages = vec![Passage { text: text.map(str::to_owned), at }];
        let lane = Lane { name: "all".to_owned(), title: "All".to_owned() };
        let mut timeline = Timeline::new(None, vec![lane], vec![event]);
        let problems = timeline.join(&document, &["this"]);
        let said = timeline.mentions().iter().map(|(at, _)| document.slice(at).to_owned()).collect();
        (said, problems.into_iter().map(|problem| problem.to_string()).collect())
    }

    #[test]
    fn a_quotation_is_found_across_noterefs_and_whatever_its_quotation_marks() {
        let check = |words: &str, expected: &str| {
            let (said, problems) = joined(Pointer::Quotation(words.to_owned()), None);
            assert_eq!((said, problems), (vec![expected.to_owned()], vec![]), "{words}");
        };
        check("Marchlewski's term ended on 22\n March", "Marchlewski’s term ended[1] on 22 March");
        check("22 March - near", "22 March – near");
        check("was \"short\"", "was “short”");
        check("Brauns says", "Brauns says");
    }

    #[test]
    fn anchors_and_notes_are_found_by_name() {
        assert_eq!(joined(Pointer::Anchor("#zetkin".to_owned()), Some("this")).0, ["Zetkin followed."]);
        assert_eq!(joined(Pointer::Note("1".to_owned()), None).0, ["Brauns says so."]);
        assert_eq!(joined(Pointer::Note("1".to_owned()), Some("another text")), (vec![], vec![]));
    }

    #[test]
    fn what_is_not_there_is_told_with_the_way_to_mend_it() {
        let check = |at: Pointer, expected: &str| {
            assert_eq!(joined(at, None), (vec![], vec![format!("the timeline, event one: {expected}")]));
        };
        check(Pointer::Quotation("term  began".to_owned()), "the text does not say «term began»\n  quote it as it stands there");
        check(Pointer::Quotation("term".to_owned()), "the text says «term» several times\n  quote more of it");
        check(Pointer::Anchor("stasova".to_owned()), "the text has no anchor «stasova»\n  quote the words instead, or mend the name");
        check(Pointer::Note("2".to_owned()), "the text has no note 2\n  mend the number, or quote the note's words");
    }
}
