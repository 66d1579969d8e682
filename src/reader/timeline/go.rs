//! From the timeline into the text, and from the text to its events.

use super::motion::event_at;
use crate::{
    document::Builder,
    document::Kind,
    reader::{
        Effect, Goal, List, Overlay, Row, State, Subject, TimeWanted,
        prompt::{Line, Purpose},
        state::Pane,
    },
    time::{
        edtf::Edtf,
        extent::Extent,
        find,
        interval::Day,
        timeline::{Event, EventId, Pointer},
    },
    typeset::wrapped,
    unit::{Cols, Place, Stretch},
};

impl State {
    /// Goes to the passage nearest to the page that speaks of the chosen event, then to the next, and so around.
    pub(in crate::reader) fn follow_event(&mut self) -> Vec<Effect> {
        let Some(id) = self.time.chosen.or_else(|| self.event_in_question()) else { return Vec::new() };
        self.time.chosen = Some(id);
        let timeline = self.book.timeline.clone();
        let event = timeline.event(id);
        if event.mentions.is_empty() {
            return match elsewhere(event) {
                Some(text) => self.open_event(text.to_owned(), event.id.clone()),
                None => {
                    self.refuse("no passage of this text is known to speak of it");
                    Vec::new()
                }
            };
        }
        let count = event.mentions.len();
        let visited = self.time.spoken.as_ref().and_then(|spoken| event.mentions.iter().position(|mention| mention.at == *spoken));
        let here = self.here();
        let next = match visited {
            Some(visited) => (visited + 1) % count,
            None => (0..count).min_by_key(|index| event.mentions[*index].at.start.0.abs_diff(here.0)).unwrap_or(0),
        };
        self.show_text();
        self.speak(event.mentions[next].at.clone());
        self.say(if count == 1 {
            "the one passage that speaks of it · Backspace goes back".to_owned()
        } else {
            format!("passage {} of {count} · Enter the next · Backspace goes back", next + 1)
        });
        Vec::new()
    }

    /// Makes room for the text where the timeline has all of the screen.
    pub(in crate::reader) fn show_text(&mut self) {
        if !self.layout.is_all_time() {
            return;
        }
        self.settings.time = TimeWanted::Below;
        self.lay_out();
        if self.layout.is_all_time() {
            self.settings.time = TimeWanted::Off;
            self.focus = Pane::Text;
            self.lay_out();
        }
    }

    /// Opens another text that speaks of an event, there.
    pub(in crate::reader) fn open_event(&mut self, text: String, event: String) -> Vec<Effect> {
        self.time.awaited = Some(event);
        self.say(format!("opening {text}"));
        self.book.keep().map(Effect::KeepPlace).into_iter().chain([Effect::Open(text)]).collect()
    }

    /// The timeline of a text has come: goes to the event one came for, if one did.
    pub(in crate::reader) fn arrive(&mut self) {
        let Some(wanted) = self.time.awaited.take() else { return };
        let Some(id) = self.book.timeline.named(&wanted) else { return };
        self.time.chosen = Some(id);
        if let Some(mention) = self.book.timeline.event(id).mentions.first() {
            let at = mention.at.clone();
            self.speak(at);
        }
    }

    /// Shows words and lights them.
    pub(super) fn speak(&mut self, at: Stretch) {
        self.book.lit = None;
        self.jump_to_place(at.start);
        self.time.spoken = Some(at);
    }

    /// Lights the words at a place that speak of the chosen event.
    pub(in crate::reader) fn speak_at(&mut self, place: Place) {
        let mentions = self.time.chosen.map(|id| self.book.timeline.event(id).mentions.as_slice()).unwrap_or_default();
        self.time.spoken = mentions.iter().find(|mention| mention.at.start == place).map(|mention| mention.at.clone());
    }

    /// What is marked in the text: the words one was led to, and while the timeline is there what speaks of the event in question.
    pub fn passages(&self) -> Vec<Stretch> {
        let mut passages: Vec<Stretch> = self.time.spoken.iter().cloned().collect();
        if self.layout.time.is_some()
            && let Some(id) = self.time.drawn.shown
        {
            passages.extend(self.book.timeline.event(id).mentions.iter().map(|mention| mention.at.clone()));
        }
        passages
    }

    /// The words one was led to last.
    pub fn spoken(&self) -> Option<&Stretch> {
        self.time.spoken.as_ref()
    }

    /// Where one is in the text when going from date to date or from event to event: at the words one was led to, while they are on the
    /// page, else before the page's first.
    pub(super) fn spoken_here(&self) -> Place {
        match &self.time.spoken {
            Some(at) if self.composer().page(self.book.top).shows(at.start) => at.start,
            _ => Place(self.here().0.saturating_sub(1)),
        }
    }

    /// Goes to the passage so many further on that speaks of an event, and chooses the event.
    pub(in crate::reader) fn events(&mut self, by: isize) {
        let timeline = self.book.timeline.clone();
        let mut here = self.spoken_here();
        let mut found = None;
        for _ in 0..by.unsigned_abs().max(1) {
            let (after, before) = timeline.mentions_around(here);
            let Some(next) = (if by > 0 { after } else { before }) else { break };
            here = next.0.start;
            found = Some(next);
        }
        match found {
            Some((at, id)) => {
                self.speak(at.clone());
                self.choose_event(*id);
                let event = timeline.event(*id);
                self.say(format!("{} · {}", event.extent.words(), event.title));
            }
            None if timeline.mentions().is_empty() => self.refuse("no passage of this text is known to speak of an event"),
            None => self.say(if by > 0 { "no event further on" } else { "no event before" }),
        }
    }

    /// All that is known of the chosen event, as a list.
    pub(in crate::reader) fn event_details(&mut self) {
        let Some(id) = self.time.chosen.or_else(|| self.event_in_question()) else { return };
        self.time.chosen = Some(id);
        let timeline = self.book.timeline.clone();
        let event = timeline.event(id);
        let document = &self.book.document;
        let mut rows =
            vec![Row { label: "date".to_owned(), detail: event.date.to_string(), ..Row::new(event.extent.words(), Goal::Nothing) }];
        for otherwise in &event.otherwise {
            rows.push(Row { label: "or".to_owned(), detail: otherwise.by.clone(), ..Row::new(otherwise.extent.words(), Goal::Nothing) });
        }
        rows.push(Row { label: "lane".to_owned(), ..Row::new(timeline.lane(event.lane).title.clone(), Goal::Nothing) });
        rows.push(Row { label: "sure".to_owned(), ..Row::new(super::settle::vouched(event), Goal::Nothing) });
        if !event.summary.is_empty() {
            let cols = Cols(self.layout.overlay().cols.saturating_sub(6));
            rows.push(Row::new("", Goal::Nothing));
            rows.extend(wrapped(&event.summary, cols, 8).into_iter().map(|words| Row::new(words, Goal::Nothing)));
            rows.push(Row::new("", Goal::Nothing));
        }
        for mention in &event.mentions {
            let (label, words) = match mention.note {
                Some(note) => (format!("n. {}", document.note(note).label), document.words(&mention.at)),
                None => ("text".to_owned(), document.words(&document.sentence_around(mention.at.start))),
            };
            let percent = format!("{} %", document.percent(mention.at.start));
            rows.push(Row { label, detail: percent, ..Row::new(words, Goal::Place(mention.at.start)) });
        }
        for passage in &event.passages {
            let Some(text) = passage.text.as_ref() else { continue };
            let words = match &passage.at {
                Pointer::Quotation(words) => format!("“{words}”"),
                Pointer::Note(label) => format!("note {label}"),
                Pointer::Anchor(name) => name.clone(),
            };
            if !self.book.names.iter().any(|name| name == text) {
                rows.push(Row {
                    label: "in".to_owned(),
                    detail: text.clone(),
                    ..Row::new(words, Goal::Event(text.clone(), event.id.clone()))
                });
            }
        }
        for source in &event.sources {
            rows.push(Row { label: "source".to_owned(), ..Row::new(source.clone(), Goal::Nothing) });
        }
        self.overlay = Overlay::List(List::new(Subject::Event, event.title.clone(), rows));
    }

    /// Opens the prompt for a date or words.
    pub(in crate::reader) fn open_date_search(&mut self) {
        self.overlay = Overlay::Prompt { purpose: Purpose::Date, line: Line::new(Vec::new()), origin: self.stop(), before: None };
    }

    /// Goes in the timeline to a date ("Oct 1928", "1928-10?"), or to the next event of these words.
    pub(in crate::reader) fn seek(&mut self, typed: &str) {
        let typed = typed.trim();
        if typed.is_empty() {
            return;
        }
        if let Some((first, last)) = days_of(typed) {
            if let Some(id) = event_at(&self.book.timeline.clone(), (first, last)) {
                self.choose_event(id);
            }
            self.show_day(first, 8);
            return;
        }
        self.time.sought = typed.to_lowercase();
        self.sought(1);
    }

    /// Chooses the next event of the words that were looked for.
    pub(in crate::reader) fn sought(&mut self, by: isize) {
        if self.time.sought.is_empty() {
            return self.refuse("nothing was looked for · / takes a date or words");
        }
        let timeline = self.book.timeline.clone();
        let words = self.time.sought.clone();
        let has = |event: &Event| event.title.to_lowercase().contains(&words) || event.summary.to_lowercase().contains(&words);
        self.next_such(by, "no event of these words, and no date", |id: EventId| has(timeline.event(id)));
    }
}

/// Another text that speaks of an event.
fn elsewhere(event: &Event) -> Option<&str> {
    event.passages.iter().find_map(|passage| passage.text.as_deref())
}

/// The first and the last day of a date typed as EDTF or in words.
fn days_of(typed: &str) -> Option<(Day, Day)> {
    if let Ok(date) = Edtf::parse(typed) {
        let extent = Extent::of(&date);
        let first = extent.day()?;
        return Some((first, extent.last_day().unwrap_or(first)));
    }
    let mut builder = Builder::new();
    builder.begin(Kind::Paragraph);
    // The finder knows months by their capitals.
    let mut words = typed.chars();
    builder.text(&words.next().into_iter().flat_map(char::to_uppercase).chain(words).collect::<String>());
    builder.end();
    let document = builder.finish().value;
    let found = find::find(&document);
    // A date is all that was typed, not a part of a title.
    let date = found.iter().find(|found| found.at.start == Place::START && found.at.end >= document.body_end())?;
    super::dates::days(date)
}
