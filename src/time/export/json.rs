//! ibid's own JSON: all that is known of a timeline.

use serde::Serialize;

use super::{by_lane, precision, written};
use crate::{
    document::Document,
    problem::Problem,
    time::{
        extent::Extent,
        interval::Bound,
        timeline::{Event, Mention, Origin, Otherwise, Passage, Pointer, Timeline},
    },
};

/// What is printed. Keys may be added; those that are here keep their meaning.
#[derive(Serialize)]
struct Whole<'a> {
    title: Option<&'a str>,
    lanes: Vec<Lane<'a>>,
    events: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Lane<'a> {
    name: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    lane: &'a str,
    title: &'a str,
    /// EDTF, as given.
    date: String,
    precision: String,
    #[serde(flatten)]
    ends: Ends,
    summary: &'a str,
    confidence: &'static str,
    origin: &'static str,
    sources: &'a [String],
    otherwise: Vec<Other<'a>>,
    passages: Vec<Pointed<'a>>,
    mentions: Vec<Said>,
}

/// The strict bounds of a date: a day, `..` where it goes on for ever, null where nobody knows.
#[derive(Serialize)]
struct Ends {
    earliest: Option<String>,
    latest: Option<String>,
}

#[derive(Serialize)]
struct Other<'a> {
    date: String,
    #[serde(flatten)]
    ends: Ends,
    by: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum At<'a> {
    Quote(&'a str),
    Note(&'a str),
    Anchor(&'a str),
}

#[derive(Serialize)]
struct Pointed<'a> {
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(flatten)]
    at: At<'a>,
}

/// Where the text at hand speaks of an event.
#[derive(Serialize)]
struct Said {
    words: String,
    /// The note's label, where it is a note that speaks.
    note: Option<String>,
    /// How much of the body lies before it.
    percent: u8,
}

/// A timeline in JSON; with the text that it is joined to, the words of that text that speak of each event.
///
/// # Errors
/// A [`Problem`] when a value cannot be put into JSON, which no text can bring about.
pub fn json(timeline: &Timeline, document: Option<&Document>) -> Result<String, Problem> {
    let whole = Whole {
        title: timeline.title(),
        lanes: timeline.lanes().iter().map(|lane| Lane { name: &lane.name, title: &lane.title }).collect(),
        events: by_lane(timeline).map(|event| row(timeline, event, document)).collect(),
    };
    let mut text =
        serde_json::to_string_pretty(&whole).map_err(|error| Problem::error(format!("this cannot be put into JSON: {error}")))?;
    text.push('\n');
    Ok(text)
}

fn row<'a>(timeline: &'a Timeline, event: &'a Event, document: Option<&Document>) -> Row<'a> {
    let said = |mention: &Mention| {
        let document = document?;
        let note = mention.note.map(|note| document.note(note).label.as_str().to_owned());
        Some(Said { words: document.words(&mention.at), note, percent: document.percent(mention.at.start) })
    };
    Row {
        id: &event.id,
        lane: &timeline.lane(event.lane).name,
        title: &event.title,
        date: event.date.to_string(),
        precision: precision(&event.extent),
        ends: ends(&event.extent),
        summary: &event.summary,
        confidence: event.confidence.name(),
        origin: match event.origin {
            Origin::Curated => "curated",
            Origin::Declared => "declared",
            Origin::Found => "found",
            Origin::Inferred => "inferred",
        },
        sources: &event.sources,
        otherwise: event.otherwise.iter().map(other).collect(),
        passages: event.passages.iter().map(pointed).collect(),
        mentions: event.mentions.iter().filter_map(said).collect(),
    }
}

fn ends(extent: &Extent) -> Ends {
    let end = |bound| match bound {
        Bound::Day(day) => Some(written(day)),
        Bound::Open => Some("..".to_owned()),
        Bound::Unknown => None,
    };
    Ends { earliest: end(extent.reach().earliest()), latest: end(extent.reach().latest()) }
}

fn other(otherwise: &Otherwise) -> Other<'_> {
    Other { date: otherwise.date.to_string(), ends: ends(&otherwise.extent), by: &otherwise.by }
}

fn pointed(passage: &Passage) -> Pointed<'_> {
    let at = match &passage.at {
        Pointer::Quotation(words) => At::Quote(words),
        Pointer::Note(label) => At::Note(label),
        Pointer::Anchor(name) => At::Anchor(name),
    };
    Pointed { text: passage.text.as_deref(), at }
}
