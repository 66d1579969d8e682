//! The form of ibid's own files.

use super::{
    collect::{Collector, Draft, at, words},
    tree::{Fields, Node},
};
use crate::{
    problem::Problem,
    time::{
        edtf::Edtf,
        extent::Extent,
        timeline::{Otherwise, Passage, Pointer},
    },
};

const WHOLE: [&str; 5] = ["title", "lane", "event", "lanes", "events"];
const LANE: [&str; 2] = ["name", "title"];
/// The last ones are what an export adds: what a date says of itself, where an event comes from, and what the text at hand says of it.
const EVENT: [&str; 14] = [
    "id",
    "lane",
    "title",
    "date",
    "summary",
    "confidence",
    "sources",
    "otherwise",
    "passages",
    "precision",
    "earliest",
    "latest",
    "origin",
    "mentions",
];
const OTHERWISE: [&str; 4] = ["date", "by", "earliest", "latest"];
const PASSAGE: [&str; 4] = ["quote", "note", "anchor", "in"];

/// Reads lanes and events, and gives the title.
pub(super) fn read(tree: &Node, collector: &mut Collector) -> Result<Option<String>, Problem> {
    let Some(whole) = Fields::of(tree, "the timeline".to_owned(), &WHOLE, collector) else {
        return Err(Problem::error("this is no timeline").mend("a timeline has a title, and a list of events with title and date"));
    };
    for lane in ["lane", "lanes"].iter().flat_map(|name| whole.items(name)) {
        let Some(fields) = Fields::of(lane, "a lane".to_owned(), &LANE, collector) else { continue };
        let (name, title) = (fields.text("name", collector).0, fields.text("title", collector).0);
        match (words(&name).is_empty(), words(&title).is_empty()) {
            (false, _) => collector.declare(&name, &title, lane.line),
            (true, false) => collector.declare(&title, &title, lane.line),
            (true, true) => collector.say(at(Problem::warning("a lane has no name").mend("give it one: name = \"…\""), lane.line)),
        }
    }
    for node in ["event", "events"].iter().flat_map(|name| whole.items(name)) {
        event(node, collector);
    }
    Ok(whole.node.get(&["title"]).and_then(Node::text).map(str::to_owned))
}

fn event(node: &Node, collector: &mut Collector) {
    let said = |name: &str| node.get(&[name]).and_then(Node::text).unwrap_or("");
    let name = collector.name_of(said("id"), said("title"));
    let Some(fields) = Fields::of(node, name, &EVENT, collector) else { return };
    let (date, date_line) = fields.text("date", collector);
    let (confidence, confidence_line) = fields.text("confidence", collector);
    let draft = Draft {
        line: node.line,
        id: fields.text("id", collector).0,
        lane: fields.text("lane", collector).0,
        title: fields.text("title", collector).0,
        date,
        date_line,
        confidence,
        confidence_line,
        summary: fields.text("summary", collector).0,
        sources: fields.texts("sources", collector),
    };
    let otherwise: Vec<Otherwise> = fields.items("otherwise").iter().filter_map(|node| otherwise(node, &fields.owner, collector)).collect();
    let passages: Vec<Passage> = fields.items("passages").iter().filter_map(|node| passage(node, &fields.owner, collector)).collect();
    if let Some(event) = collector.add(&draft) {
        event.otherwise = otherwise;
        event.passages = passages;
    }
}

/// Another date for the event; one that is none is left out and told.
fn otherwise(node: &Node, event: &str, collector: &mut Collector) -> Option<Otherwise> {
    // A date alone is a date that somebody gives.
    if let Some(date) = node.text() {
        return other_date(date, String::new(), node.line, event, collector);
    }
    let fields = Fields::of(node, format!("{event}, otherwise"), &OTHERWISE, collector)?;
    let (date, line) = fields.text("date", collector);
    let by = words(&fields.text("by", collector).0);
    other_date(&date, by, line, event, collector)
}

fn other_date(date: &str, by: String, line: Option<usize>, event: &str, collector: &mut Collector) -> Option<Otherwise> {
    match Edtf::parse(date.trim()) {
        Ok(date) => Some(Otherwise { extent: Extent::of(&date), date, by }),
        Err(problem) => {
            let what = format!("{event}: another date is left out: {}", problem.what);
            collector.say(at(Problem { what, severity: crate::problem::Severity::Warning, ..problem }, line));
            None
        }
    }
}

/// A passage; words alone are a quotation.
fn passage(node: &Node, event: &str, collector: &mut Collector) -> Option<Passage> {
    if let Some(quote) = node.text() {
        return Some(Passage { text: None, at: Pointer::Quotation(quote.to_owned()) });
    }
    let fields = Fields::of(node, format!("{event}, a passage"), &PASSAGE, collector)?;
    let text = words(&fields.text("in", collector).0);
    let pointers: Vec<Pointer> = [
        ("quote", Pointer::Quotation as fn(String) -> Pointer),
        ("note", |label| Pointer::Note(label)),
        ("anchor", |name| Pointer::Anchor(name)),
    ]
    .into_iter()
    .filter_map(|(name, pointer)| {
        let (said, _) = fields.text(name, collector);
        (!said.trim().is_empty()).then(|| pointer(said.trim().to_owned()))
    })
    .collect();
    let line = node.line;
    let Ok([pointer]) = <[Pointer; 1]>::try_from(pointers) else {
        let problem = Problem::warning(format!("{event}: a passage is left out: it points to nothing, or to several things"));
        collector.say(at(problem.mend("give it one of quote, note and anchor"), line));
        return None;
    };
    Some(Passage { text: Some(text).filter(|text| !text.is_empty()), at: pointer })
}
