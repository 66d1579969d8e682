//! The timeline that comes with the program: every date read, every lane used, every passage it names found in the text it names.

use std::collections::{BTreeMap, BTreeSet};

use ibid::{
    document::Document,
    formats::{self, Source},
    store::{Bundled, bundled},
    time::{
        file,
        timeline::{Confidence, Timeline},
    },
};

fn document(text: &Bundled) -> Document {
    formats::read(Source { name: text.file.to_owned(), bytes: text.bytes.as_bytes().to_vec(), whole: true }).unwrap().value
}

fn timeline(text: &Bundled) -> Timeline {
    let name = document(text).meta().timeline.clone().expect("its front matter names a timeline");
    let read = file::read(&name, text.timeline.expect("and it is there").as_bytes()).unwrap();
    assert_eq!(read.problems, [], "{name}");
    read.value
}

#[test]
fn it_is_sound_and_all_texts_share_it() {
    let whole = timeline(&bundled::default());
    for text in bundled::all() {
        assert_eq!(timeline(text), whole, "{}", text.name);
    }
    let lanes: Vec<&str> = whole.lanes().iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(lanes, ["leadership", "congresses", "campaigns", "sections", "context"]);
    assert_eq!(whole.events().len(), 114);
    for (index, lane) in whole.lanes().iter().enumerate() {
        let events = whole.events().iter().filter(|event| event.lane.index() == index).count();
        assert!(events >= 10, "{} has {events} events", lane.name);
    }
    let ids: BTreeSet<&str> = whole.events().iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids.len(), whole.events().len());
}

#[test]
fn every_event_says_what_it_rests_on_and_a_disputed_one_what_others_say() {
    for event in timeline(&bundled::default()).events() {
        assert!(!event.summary.is_empty() && event.summary.len() < 300, "{}: {}", event.id, event.summary);
        assert!(event.title.chars().count() < 60, "{}: no label has room for {}", event.id, event.title);
        assert!(!event.sources.is_empty(), "{} has no source", event.id);
        for source in &event.sources {
            assert!(source.contains(' ') || source.contains('.'), "{}: nobody can find «{source}»", event.id);
        }
        if event.confidence == Confidence::Disputed {
            assert!(!event.otherwise.is_empty(), "{} is disputed, and nobody says otherwise", event.id);
        }
        for otherwise in &event.otherwise {
            assert!(!otherwise.by.is_empty() && otherwise.date != event.date, "{}: {}", event.id, otherwise.date);
        }
    }
}

#[test]
fn every_passage_it_names_is_in_its_text() {
    let mut linked = BTreeMap::new();
    let mut named = BTreeSet::new();
    for text in bundled::all() {
        let document = document(text);
        let mut timeline = timeline(text);
        let problems: Vec<String> = timeline.join(&document, &[text.name]).iter().map(ToString::to_string).collect();
        assert!(problems.is_empty(), "{}:\n{}", text.name, problems.join("\n"));
        let passages = timeline.events().iter().flat_map(|event| &event.passages);
        let here = passages.filter(|passage| passage.text.as_deref() == Some(text.name)).count();
        assert_eq!(timeline.mentions().len(), here, "{}: two links of one event lead to one passage", text.name);
        linked.insert(text.name, here);
        named.extend(timeline.events().iter().flat_map(|event| &event.passages).filter_map(|passage| passage.text.clone()));
    }
    let known: BTreeSet<String> = bundled::all().iter().map(|text| text.name.to_owned()).collect();
    assert!(named.is_subset(&known), "{named:?}");
    // Each text has events to follow; the guide, which has only examples, the one it is about.
    for (name, least) in [("red-aid", 200), ("appeal", 40), ("ild", 60), ("people", 80), ("auxiliaries", 20), ("guide", 1)] {
        assert!(linked[name] >= least, "{name}: {} links", linked[name]);
    }
}

#[test]
fn nearly_every_event_is_spoken_of_in_some_text() {
    let timeline = timeline(&bundled::default());
    let unmentioned: Vec<&str> =
        timeline.events().iter().filter(|event| event.passages.is_empty()).map(|event| event.id.as_str()).collect();
    // No text tells of the bomb in the cathedral of Sofia; it is there because of what followed from it.
    assert_eq!(unmentioned, ["cont-08"]);
}
