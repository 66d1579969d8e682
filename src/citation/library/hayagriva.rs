//! Hayagriva's YAML: a map from keys to entries, in which a work may have a parent that it is printed in.
//!
//! Read from YAML's events with the crate that reads front matter; hayagriva itself would bring a CSL processor along, for a dozen fields.

use saphyr_parser::{Event, Parser};

use super::{Genre, Person, Record, faulty};
use crate::problem::{Problem, Read};

/// A value, with the line it begins in.
#[derive(Debug)]
enum Value {
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value, usize)>),
}

/// Entries, fields, parents and their fields, and their values: what is deeper is not looked at.
const DEEPEST: usize = 12;

pub(super) fn read(text: &str) -> Result<Read<Vec<Record>>, Problem> {
    let no_list = || Problem::error("it is no bibliography in YAML: a map from keys to entries with a title was expected");
    let Value::Map(entries) = tree(text)? else { return Err(no_list()) };
    let mut read = Read::fine(Vec::new());
    let titled =
        |value: &Value| matches!(value, Value::Map(fields) if fields.iter().any(|(field, ..)| field == "title" || field == "parent"));
    if !entries.is_empty() && !entries.iter().any(|(_, value, _)| titled(value)) {
        return Err(no_list());
    }
    for (key, value, line) in entries {
        if titled(&value) {
            read.value.push(record(key, &value));
        } else {
            read.problems.push(faulty(&key, "has no title", Some(line), "give it a `title:`; the other entries are there"));
        }
    }
    Ok(read)
}

fn tree(text: &str) -> Result<Value, Problem> {
    let mut open: Vec<(Value, Option<(String, usize)>)> = Vec::new();
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            Problem::error(format!("it is not sound YAML: {}", error.info())).at_line(error.marker().line()).mend("mend this line")
        })?;
        let line = span.start.line();
        let done = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                depth += 1;
                if depth <= DEEPEST {
                    open.push((
                        if matches!(event, Event::MappingStart(..)) { Value::Map(Vec::new()) } else { Value::List(Vec::new()) },
                        None,
                    ));
                }
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                depth -= 1;
                let deep = depth >= DEEPEST;
                let closed = if deep { None } else { open.pop() };
                closed.map_or(Value::Text(String::new()), |(value, _)| value)
            }
            Event::Scalar(text, ..) => Value::Text(text.into_owned()),
            Event::Alias(_) => Value::Text(String::new()),
            Event::DocumentEnd => break,
            _ => continue,
        };
        match open.last_mut() {
            None => return Ok(done),
            Some((Value::List(items), _)) => items.push(done),
            Some((Value::Map(pairs), waiting)) => match waiting.take() {
                Some((key, line)) => pairs.push((key, done, line)),
                None => *waiting = Some((if let Value::Text(key) = done { key } else { String::new() }, line)),
            },
            Some(_) => {}
        }
    }
    Ok(Value::Map(Vec::new()))
}

fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let Value::Map(fields) = value else { return None };
    fields.iter().find(|(field, ..)| field == name).map(|(_, value, _)| value)
}

/// A text, or the value of a map that says more of it.
fn text(value: &Value, name: &str) -> Option<String> {
    match field(value, name)? {
        Value::Text(text) => Some(text.clone()),
        map @ Value::Map(_) => text(map, "value").or_else(|| text(map, "name")),
        Value::List(_) => None,
    }
    .filter(|text| !text.trim().is_empty())
}

/// "Surname, Given", a list of such, or maps.
fn persons(value: &Value, name: &str) -> Vec<Person> {
    fn one(value: &Value) -> Option<Person> {
        match value {
            Value::Text(name) => Some(match name.split_once(',') {
                Some((family, given)) => Person { family: family.trim().to_owned(), given: given.trim().to_owned() },
                None => Person { family: name.trim().to_owned(), given: String::new() },
            }),
            Value::Map(_) => {
                let family = [text(value, "prefix"), text(value, "name")].into_iter().flatten().collect::<Vec<_>>().join(" ");
                Some(Person { family, given: text(value, "given-name").unwrap_or_default() })
            }
            Value::List(_) => None,
        }
    }
    match field(value, name) {
        Some(Value::List(items)) => items.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn record(key: String, value: &Value) -> Record {
    let parent = match field(value, "parent") {
        Some(Value::List(parents)) => parents.first(),
        other => other,
    };
    // What an entry does not say itself, the work it is in says.
    let own_or_parents = |name: &str| text(value, name).or_else(|| parent.and_then(|parent| text(parent, name)));
    let kind = text(value, "type").unwrap_or_default().to_ascii_lowercase();
    let genre = match kind.as_str() {
        "book" | "anthology" | "proceedings" | "reference" => Genre::Book,
        "article" | "periodical" | "newspaper" => Genre::Article,
        "chapter" | "entry" | "anthos" => Genre::Chapter,
        "web" | "blog" | "post" => Genre::Page,
        "thesis" => Genre::Thesis,
        _ => Genre::Other,
    };
    Record {
        key,
        genre,
        authors: persons(value, "author"),
        editors: persons(value, "editor"),
        title: text(value, "title").unwrap_or_default(),
        short: field(value, "title").and_then(|title| text(title, "short")),
        container: parent.and_then(|parent| text(parent, "title")),
        place: own_or_parents("location").or_else(|| field(value, "publisher").and_then(|publisher| text(publisher, "location"))),
        publisher: own_or_parents("publisher"),
        year: own_or_parents("date").and_then(|date| super::year(&date)),
        volume: own_or_parents("volume"),
        issue: own_or_parents("issue"),
        pages: text(value, "page-range"),
        url: text(value, "url"),
        note: text(value, "note"),
    }
}
