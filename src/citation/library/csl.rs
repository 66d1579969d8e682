//! CSL-JSON, as Zotero and its kin write it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Genre, Person, Record, faulty};
use crate::problem::{Problem, Read};

/// An item of CSL-JSON, as far as it is used here.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Item {
    #[serde(deserialize_with = "scalar")]
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<Name>,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    title_short: String,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    container_title: String,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    publisher_place: String,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    publisher: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Date>,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    volume: String,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    issue: String,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    page: String,
    #[serde(rename = "URL", deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    url: String,
    #[serde(deserialize_with = "scalar", skip_serializing_if = "String::is_empty")]
    note: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Name {
    #[serde(skip_serializing_if = "String::is_empty")]
    family: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    given: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    non_dropping_particle: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    literal: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Date {
    #[serde(rename = "date-parts", skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Vec<Value>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    raw: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    literal: String,
}

/// Text or a number: volumes and ids are written as both.
fn scalar<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Null => String::new(),
        other => return Err(serde::de::Error::custom(format!("text was expected, not {other}"))),
    })
}

pub(super) fn read(text: &str) -> Result<Read<Vec<Record>>, Problem> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Problem::error(format!("it is not sound JSON: {}", plain(&error)))
            .at_line(error.line())
            .mend("mend this line, or export it anew as CSL-JSON")
    })?;
    let items = match value {
        Value::Array(items) => items,
        // Some exporters wrap the list.
        Value::Object(mut map) => match map.remove("items").or_else(|| map.remove("references")) {
            Some(Value::Array(items)) => items,
            _ => return Err(not_a_list()),
        },
        _ => return Err(not_a_list()),
    };
    if !items.is_empty()
        && !items.iter().any(|item| item.get("id").is_some() && (item.get("title").is_some() || item.get("type").is_some()))
    {
        return Err(not_a_list());
    }
    let mut read = Read::fine(Vec::new());
    for (index, item) in items.into_iter().enumerate() {
        let key = item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default();
        match serde_json::from_value::<Item>(item) {
            Ok(item) => read.value.push(record(item)),
            Err(error) => read.problems.push(faulty(
                &key,
                &format!("cannot be understood: {}; it is the item {} of the list", plain(&error), index + 1),
                None,
                "mend this field; the other entries are there",
            )),
        }
    }
    Ok(read)
}

fn not_a_list() -> Problem {
    Problem::error("it is no CSL-JSON: a list of items with an id and a type was expected").mend("export the works as CSL-JSON")
}

/// What is wrong, without the place, which is told apart.
fn plain(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.split(" at line ").next().unwrap_or(&said).to_owned()
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

fn record(item: Item) -> Record {
    let person = |name: Name| {
        if !name.literal.is_empty() {
            return Person { family: name.literal, given: String::new() };
        }
        let family = [name.non_dropping_particle, name.family].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        Person { family, given: name.given }
    };
    let year = item.issued.and_then(|date| {
        let part =
            date.parts.first().and_then(|parts| parts.first()).map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned));
        let words = part.unwrap_or(if date.raw.is_empty() { date.literal } else { date.raw });
        super::year(&words)
    });
    let genre = match item.kind.as_str() {
        "book" | "monograph" => Genre::Book,
        kind if kind.starts_with("article") || kind == "review" => Genre::Article,
        "chapter" | "paper-conference" | "entry-encyclopedia" | "entry-dictionary" | "entry" => Genre::Chapter,
        "webpage" | "post" | "post-weblog" => Genre::Page,
        "thesis" => Genre::Thesis,
        _ => Genre::Other,
    };
    Record {
        key: item.id,
        genre,
        authors: item.author.into_iter().map(person).collect(),
        editors: item.editor.into_iter().map(person).collect(),
        title: item.title,
        short: some(item.title_short),
        container: some(item.container_title),
        place: some(item.publisher_place),
        publisher: some(item.publisher),
        year,
        volume: some(item.volume),
        issue: some(item.issue),
        pages: some(item.page),
        url: some(item.url),
        note: some(item.note),
    }
}

pub(super) fn write(records: &[Record]) -> String {
    let items: Vec<Item> = records.iter().map(item).collect();
    // Strings and numbers alone: nothing that JSON cannot hold.
    serde_json::to_string_pretty(&items).unwrap_or_default()
}

fn item(record: &Record) -> Item {
    let name = |person: &Person| {
        if person.given.is_empty() {
            Name { literal: person.family.clone(), ..Name::default() }
        } else {
            Name { family: person.family.clone(), given: person.given.clone(), ..Name::default() }
        }
    };
    let kind = match record.genre {
        Genre::Book => "book",
        Genre::Article if record.container.is_some() => "article-journal",
        Genre::Article => "article",
        Genre::Chapter => "chapter",
        Genre::Page => "webpage",
        Genre::Thesis => "thesis",
        Genre::Other => "document",
    };
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    Item {
        id: record.key.clone(),
        kind: kind.to_owned(),
        author: record.authors.iter().map(name).collect(),
        editor: record.editors.iter().map(name).collect(),
        title: record.title.clone(),
        title_short: text(&record.short),
        container_title: text(&record.container),
        publisher_place: text(&record.place),
        publisher: text(&record.publisher),
        issued: record.year.map(|year| Date { parts: vec![vec![Value::from(year)]], ..Date::default() }),
        volume: text(&record.volume),
        issue: text(&record.issue),
        page: text(&record.pages),
        url: text(&record.url),
        note: text(&record.note),
    }
}
