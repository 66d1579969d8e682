//! What a Markdown file says of itself before its text: YAML between `---`, TOML between `+++`, pandoc's title block of `%`
//! lines, or MultiMarkdown's bare `title: …` lines.
//!
//! Front matter is configuration first and words second, and much of it is broken in small ways; what is broken is reported
//! with its line, the usual keys are read by eye, and the text opens.

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::{
    document::Meta,
    problem::{Problem, not_too_deep},
};

/// Longer than any front matter that people write; a text that merely begins with a rule is not read through for another.
const LONGEST: usize = 64 * 1024;

/// Lists within lists of authors go two or three deep; what is deeper is not kept.
const DEEPEST: usize = 16;

/// What stands before a text.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// What it says.
    pub(super) meta: Meta,
    /// The title's second line.
    pub(super) subtitle: Option<String>,
    /// What is wrong with it.
    pub(super) problems: Vec<Problem>,
    /// Where the text begins, in bytes.
    pub(super) end: usize,
}

/// A value of front matter, whichever language it was written in. Scalars are kept as they are written: a date is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Nothing,
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// Reads what stands before a text.
pub(super) fn read(text: &str) -> Front {
    let first = text.lines().next().unwrap_or("").trim_end();
    match first {
        "---" => fenced(text, &["---", "..."], &yaml, "YAML"),
        "+++" => fenced(text, &["+++"], &toml, "TOML"),
        _ if first.starts_with("% ") || first == "%" => title_block(text),
        _ => bare(text),
    }
    .unwrap_or_default()
}

/// What went wrong: the words, and the line within the front matter, counted from 1.
type Flaw = (String, usize);

/// Front matter between two lines.
fn fenced(text: &str, closers: &[&str], parse: &dyn Fn(&str) -> Result<Value, Flaw>, language: &str) -> Option<Front> {
    let start = text.find('\n')? + 1;
    let mut end = start;
    let close = text[start..].split_inclusive('\n').find_map(|line| {
        let from = end;
        end += line.len();
        (closers.contains(&line.trim_end()) || end - start > LONGEST).then_some(from)
    })?;
    let inside = &text[start..close];
    if end - start > LONGEST {
        return None;
    }
    let looks_right = inside.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    match (parse(inside), looks_right) {
        (Ok(Value::Nothing), _) | (_, None) => Some(Front { end, ..Front::default() }),
        (Ok(value @ Value::Map(_)), _) => Some(Front { end, ..understood(&value) }),
        // Two rules with prose between them.
        (Ok(_), _) => None,
        (Err((what, line)), Some(first)) if key(first).is_some() || first.starts_with('[') => {
            let mut front = understood(&by_eye(inside));
            let problem = Problem::warning(format!("the front matter is not sound {language}: {what}"));
            front.problems.push(problem.at_line(line + 1).mend("title, author and date are read by eye; the text is open"));
            Some(Front { end, ..front })
        }
        (Err(_), _) => None,
    }
}

/// The key that a line gives a value to, and what follows it.
fn key(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '='])?;
    let (key, value) = (line[..at].trim_end(), line[at + 1..].trim());
    let is_key = key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    is_key.then_some((key, value))
}

/// Lines of keys and values, as one would read them.
fn by_eye(inside: &str) -> Value {
    let lines = inside.lines().filter_map(key).filter(|(_, value)| !value.is_empty() && !value.starts_with(['[', '{', '|', '>', '&', '*']));
    Value::Map(lines.map(|(key, value)| (key.to_owned(), Value::Text(unquoted(value).to_owned()))).collect())
}

fn unquoted(value: &str) -> &str {
    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value)
}

/// YAML as a tree. Aliases are not followed, so nothing can grow.
fn yaml(inside: &str) -> Result<Value, Flaw> {
    // What is being filled, innermost last; a map with the key that waits for its value.
    let mut open: Vec<(Value, Option<String>)> = Vec::new();
    let mut depth = 0_usize;
    for event in Parser::new_from_str(inside) {
        let (event, _) = event.map_err(|error| (error.info().to_owned(), error.marker().line()))?;
        let done = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                depth += 1;
                if depth <= DEEPEST {
                    let empty = if matches!(event, Event::MappingStart(..)) { Value::Map(Vec::new()) } else { Value::List(Vec::new()) };
                    open.push((empty, None));
                }
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                depth -= 1;
                if depth < DEEPEST { open.pop().map_or(Value::Nothing, |(value, _)| value) } else { Value::Nothing }
            }
            Event::Scalar(text, style, ..) => {
                let null = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                if null { Value::Nothing } else { Value::Text(text.into_owned()) }
            }
            Event::Alias(_) => Value::Nothing,
            Event::DocumentEnd => break,
            _ => continue,
        };
        match open.last_mut() {
            None => return Ok(done),
            Some((Value::List(items), _)) => items.push(done),
            Some((Value::Map(pairs), waiting)) => match waiting.take() {
                Some(key) => pairs.push((key, done)),
                None => *waiting = Some(if let Value::Text(key) = done { key } else { String::new() }),
            },
            Some(_) => {}
        }
    }
    Ok(Value::Nothing)
}

fn toml(inside: &str) -> Result<Value, Flaw> {
    let table: toml::Table = not_too_deep(inside).parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start.min(inside.len()));
        (error.message().to_owned(), 1 + inside.get(..at).map_or(0, |before| before.matches('\n').count()))
    })?;
    Ok(from_toml(toml::Value::Table(table), 0))
}

fn from_toml(value: toml::Value, depth: usize) -> Value {
    match value {
        _ if depth > DEEPEST => Value::Nothing,
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Array(items) => Value::List(items.into_iter().map(|item| from_toml(item, depth + 1)).collect()),
        toml::Value::Table(pairs) => Value::Map(pairs.into_iter().map(|(key, value)| (key, from_toml(value, depth + 1))).collect()),
        other => Value::Text(other.to_string()),
    }
}

/// What the values mean.
fn understood(value: &Value) -> Front {
    let Value::Map(pairs) = value else { return Front::default() };
    let find = |names: &[&str]| {
        names.iter().find_map(|name| {
            let value = &pairs.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?.1;
            words(value)
        })
    };
    Front {
        meta: Meta {
            title: find(&["title"]),
            author: find(&["author", "authors", "by", "creator"]),
            date: find(&["date", "pubdate", "published_at", "created"]),
            lang: find(&["lang", "language", "languagecode", "locale"]),
            description: find(&["description", "abstract", "summary", "excerpt"]),
            timeline: find(&["timeline"]),
            bibliography: find(&["bibliography"]),
        },
        subtitle: find(&["subtitle"]),
        ..Front::default()
    }
}

/// A value as words: a text, several names, or people with names among other things that are known of them.
fn words(value: &Value) -> Option<String> {
    let words = match value {
        Value::Nothing => return None,
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::List(items) => items.iter().filter_map(words).collect::<Vec<_>>().join(", "),
        Value::Map(pairs) => {
            let find = |names: &[&str]| names.iter().find_map(|name| words(&pairs.iter().find(|(key, _)| key == name)?.1));
            match (find(&["name", "text", "literal", "main"]), find(&["given", "first"]), find(&["family", "last"])) {
                (Some(name), ..) => name,
                (None, None, None) => return None,
                (None, given, family) => [given, family].into_iter().flatten().collect::<Vec<_>>().join(" "),
            }
        }
    };
    Some(words).filter(|words| !words.is_empty())
}

/// Pandoc's title block: up to three fields that begin with `%` and go on in indented lines: title, authors, date.
fn title_block(text: &str) -> Option<Front> {
    let mut fields: Vec<String> = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        match line.strip_prefix('%') {
            Some(field) if fields.len() < 3 => fields.push(field.trim().to_owned()),
            None if line.starts_with([' ', '\t']) && !line.trim().is_empty() && end < LONGEST => {
                // A second line of authors is another author; a second line of a title is its continuation.
                let between = if fields.len() == 2 && !fields[1].is_empty() { "; " } else { " " };
                let last = fields.last_mut()?;
                last.push_str(between);
                last.push_str(line.trim());
            }
            _ => break,
        }
        end += line.len();
    }
    let mut fields = fields.into_iter().map(|field| Some(field).filter(|field| !field.is_empty()));
    let mut next = || fields.next().flatten();
    let meta =
        Meta { title: next(), author: next().map(|names| names.replace(';', ",").replace(" ,", ",")), date: next(), ..Meta::default() };
    Some(Front { meta, end, ..Front::default() })
}

/// MultiMarkdown's metadata: lines of keys and values at the very top, of which the first is one that only metadata has, and
/// below them a blank line, a tag or a heading.
fn bare(text: &str) -> Option<Front> {
    let known = |name: &str| ["title", "author", "subtitle", "date"].iter().any(|known| name.eq_ignore_ascii_case(known));
    let (first, value) = key(text.lines().next()?)?;
    // A line alone could be the first of a dialogue.
    if !known(first) || value.is_empty() || !text.starts_with(&format!("{first}:")) {
        return None;
    }
    let mut end = 0;
    let mut count = 0;
    for line in text.split_inclusive('\n').take(64) {
        if !line.contains(':')
            || line.contains("://")
            || line.starts_with([' ', '\t'])
            || key(line).is_none_or(|(key, _)| key.contains(". "))
        {
            break;
        }
        count += 1;
        end += line.len();
    }
    let rest = &text[end..];
    let ends = rest.is_empty() || rest.starts_with(['\n', '\r', '<', '#']);
    (ends && (count > 1 || first.eq_ignore_ascii_case("title"))).then(|| Front { end, ..understood(&by_eye(&text[..end])) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Title, subtitle, author, date, language; and how many bytes of text are left.
    fn check(text: &str, expected: [&str; 5], rest: &str) {
        let Front { meta, subtitle, end, .. } = read(text);
        let said = [meta.title, subtitle, meta.author, meta.date, meta.lang].map(Option::unwrap_or_default);
        assert_eq!(said, expected, "{text:?}");
        assert_eq!(&text[end..], rest, "{text:?}");
    }

    #[test]
    fn a_text_says_who_wrote_it_in_many_ways() {
        check(
            "---\ntitle: Flight\nauthor: Ann\ndate: 1925-06-28\nlang: en-GB\n---\nText",
            ["Flight", "", "Ann", "1925-06-28", "en-GB"],
            "Text",
        );
        check(
            "---\ntitle: \"Flight: a novel\"\nsubtitle: In two parts\nauthor: [Ann, Ben]\n...\nText",
            ["Flight: a novel", "In two parts", "Ann, Ben", "", ""],
            "Text",
        );
        check("---\nauthor:\n  - name: Ann\n    affiliation: Zürich\n  - name: Ben\n---\n", ["", "", "Ann, Ben", "", ""], "");
        check("---\ntitle:\n- type: main\n  text: Flight\ncreator:\n- role: author\n  text: Ann\n---\n", ["Flight", "", "Ann", "", ""], "");
        check("---\nauthor: {given: Ann, family: Lee}\ntitle: ~\n---\n", ["", "", "Ann Lee", "", ""], "");
        check("---\ntitle: >\n  Flight\n  and return\ndate: 1925\n---\n", ["Flight and return", "", "", "1925", ""], "");
        check(
            "+++\ntitle = \"Flight\"\ndate = 1925-06-28\nauthors = [\"Ann\", \"Ben\"]\n+++\nText",
            ["Flight", "", "Ann, Ben", "1925-06-28", ""],
            "Text",
        );
        check("% Flight\n  and return\n% Ann; Ben\n% 1925\n\nText", ["Flight and return", "", "Ann, Ben", "1925", ""], "\nText");
        check("%\n% Ann\n  Ben\nText", ["", "", "Ann, Ben", "", ""], "Text");
        check("title:  Flight\nauthor: Ann\n<markdown>\n", ["Flight", "", "Ann", "", ""], "<markdown>\n");
        check("---\r\ntitle: Flight\r\n---\r\nText", ["Flight", "", "", "", ""], "Text");
    }

    #[test]
    fn a_text_names_the_file_of_its_timeline() {
        let check = |text: &str| assert_eq!(read(text).meta.timeline.as_deref(), Some("dates/aid.toml"), "{text}");
        check("---\ntitle: Aid\ntimeline: dates/aid.toml\n---\nText");
        check("+++\ntimeline = \"dates/aid.toml\"\n+++\nText");
    }

    #[test]
    fn a_text_names_the_files_that_list_its_works() {
        let check = |text: &str, expected: &str| assert_eq!(read(text).meta.bibliography.as_deref(), Some(expected), "{text}");
        check("---\ntitle: Aid\nbibliography: aid.bib\n---\nText", "aid.bib");
        check("---\nbibliography: [aid.bib, more.json]\n---\nText", "aid.bib, more.json");
        check("+++\nbibliography = \"aid.bib\"\n+++\nText", "aid.bib");
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        let none = ["", "", "", "", ""];
        check("---\nText between rules.\n\n---\nMore", none, "---\nText between rules.\n\n---\nMore");
        check("---\n\n---\nText", none, "Text");
        check("---\ntitle: never closed", none, "---\ntitle: never closed");
        check("Title of a play: a farce\n\nText", none, "Title of a play: a farce\n\nText");
        check("Author: who are you?\nReader: nobody.\nBoth leave.\n", none, "Author: who are you?\nReader: nobody.\nBoth leave.\n");
    }

    #[test]
    fn broken_front_matter_is_read_by_eye() {
        let front = read("---\nlayout: post\ntitle: Flight: a novel\nauthor: \"Ann\"\ntags: [a, b\n---\nText");
        assert_eq!(front.meta.title.as_deref(), Some("Flight: a novel"));
        assert_eq!(front.meta.author.as_deref(), Some("Ann"));
        assert_eq!(front.problems.len(), 1);
        assert!(front.problems[0].to_string().starts_with("the front matter is not sound YAML: "), "{}", front.problems[0]);
        assert!(front.problems[0].to_string().contains("\n  line 3 · "), "{}", front.problems[0]);
    }
}
