//! What TOML and JSON have in common: values with the lines they stand in, and fields that are asked for by name.

use toml::de::{DeTable, DeValue};

use super::collect::{Collector, at};
use crate::problem::{Problem, nearest, not_too_deep};

/// A value, and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    /// Counted from 1; in JSON nobody knows it.
    pub(super) line: Option<usize>,
}

#[derive(Debug)]
pub(super) enum Value {
    /// What has no value, and what could not be read.
    Nothing,
    /// Words. Numbers and dates are words as well: 1925 and 1925-06-28 are dates of EDTF whether they are quoted or not.
    Text(String),
    /// True or false, which nothing in a timeline is.
    Truth,
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

/// Parses TOML, as much of it as is sound.
pub(super) fn toml(text: &str, collector: &mut Collector) -> Node {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(not_too_deep(text));
    for error in errors {
        let line = error.span().map(|span| lines.line(span.start));
        let problem = Problem::warning(format!("this is not sound TOML: {}", error.message()));
        collector.say(at(problem, line));
    }
    let span = table.span();
    from_toml(DeValue::Table(table.into_inner()), span.start, &lines)
}

fn from_toml(value: DeValue<'_>, start: usize, lines: &Lines) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => Value::Text(number.to_string()),
        DeValue::Float(number) => Value::Text(number.to_string()),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Boolean(_) => Value::Truth,
        DeValue::Array(items) => {
            let items = items.into_iter().map(|item| {
                let start = item.span().start;
                from_toml(item.into_inner(), start, lines)
            });
            Value::List(items.collect())
        }
        DeValue::Table(table) => {
            let fields = table.into_iter().map(|(key, value)| {
                // The value of `a.b = 1` has the place of `a`; the key stands where one looks for it.
                let start = key.span().start;
                (key.into_inner().into_owned(), from_toml(value.into_inner(), start, lines))
            });
            Value::Table(fields.collect())
        }
    };
    Node { value, line: Some(lines.line(start)) }
}

/// Parses JSON.
///
/// # Errors
/// A [`Problem`] with the line at which it stops being JSON.
pub(super) fn json(text: &str) -> Result<Node, Problem> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        // Its line is told as those of all problems are.
        let what = whole.split(" at line ").next().unwrap_or(&whole);
        Problem::error(format!("this is not sound JSON: {what}")).at_line(error.line().max(1))
    })?;
    Ok(from_json(value))
}

fn from_json(value: serde_json::Value) -> Node {
    let value = match value {
        serde_json::Value::Null => Value::Nothing,
        serde_json::Value::Bool(_) => Value::Truth,
        serde_json::Value::Number(number) => Value::Text(number.to_string()),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        serde_json::Value::Object(fields) => Value::Table(fields.into_iter().map(|(key, value)| (key, from_json(value))).collect()),
    };
    Node { value, line: None }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    fn line(&self, byte: usize) -> usize {
        1 + self.0.partition_point(|end| *end < byte)
    }
}

impl Node {
    /// Its fields, if it has any.
    pub(super) fn fields(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Table(fields) => fields,
            _ => &[],
        }
    }

    /// The first of these fields that is there.
    pub(super) fn get(&self, names: &[&str]) -> Option<&Node> {
        names.iter().find_map(|name| self.fields().iter().find(|(key, _)| key == name).map(|(_, node)| node))
    }

    /// Its words, if it is words.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its items; what is no list is a list of one.
    pub(super) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Nothing => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// What it is, as a message says it.
    fn kind(&self) -> &'static str {
        match &self.value {
            Value::Nothing => "nothing",
            Value::Text(_) => "words",
            Value::Truth => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// A table that is asked for its fields, and tells which were of the wrong kind or are not known at all.
pub(super) struct Fields<'a> {
    pub(super) node: &'a Node,
    /// How messages call it.
    pub(super) owner: String,
}

impl<'a> Fields<'a> {
    /// The fields of a table. The names that are not `known` are told.
    pub(super) fn of(node: &'a Node, owner: String, known: &[&str], collector: &mut Collector) -> Option<Self> {
        if !matches!(node.value, Value::Table(_)) {
            collector.say(at(Problem::warning(format!("{owner} is {}, where a table is expected", node.kind())), node.line));
            return None;
        }
        for (key, value) in node.fields() {
            if !known.contains(&key.as_str()) {
                let problem = Problem::warning(format!("{owner}: there is no field «{}»", super::collect::words(key)));
                let mend = match nearest(key, known.iter().copied()) {
                    Some(near) => format!("did you mean «{near}»?"),
                    None => format!("it is not used; there are {}", known.join(", ")),
                };
                collector.say(at(problem.mend(mend), value.line));
            }
        }
        Some(Self { node, owner })
    }

    /// The words of a field, and their line; empty where it is not there.
    pub(super) fn text(&self, name: &str, collector: &mut Collector) -> (String, Option<usize>) {
        let Some(node) = self.node.get(&[name]) else { return (String::new(), self.node.line) };
        (self.words_of(node, name, collector).unwrap_or_default(), node.line)
    }

    fn words_of(&self, node: &Node, name: &str, collector: &mut Collector) -> Option<String> {
        if let Some(text) = node.text() {
            return Some(text.to_owned());
        }
        if !matches!(node.value, Value::Nothing) {
            let problem = Problem::warning(format!("{}: {name} is {}, where words are expected", self.owner, node.kind()));
            collector.say(at(problem, node.line));
        }
        None
    }

    /// The items of a field.
    pub(super) fn items(&self, name: &str) -> &'a [Node] {
        self.node.get(&[name]).map_or(&[], Node::items)
    }

    /// The words of all items of a field.
    pub(super) fn texts(&self, name: &str, collector: &mut Collector) -> Vec<String> {
        self.items(name).iter().filter_map(|node| self.words_of(node, name, collector)).collect()
    }
}
