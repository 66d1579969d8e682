//! From an XML text to its tree.
//!
//! quick-xml finds the tags; what it would refuse is mended here: ends that match no beginning are passed over, elements that
//! are never closed end with the one around them, a bare `<` or `&` is itself. Entities are those of XML, of HTML (documents
//! rely on definitions that stand in files elsewhere) and of the text's own document type; nothing is ever fetched.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use quick_xml::{Reader, events::BytesStart, events::Event};

use super::{NONE, Node, Tree, What, number};
use crate::problem::Problem;

/// Elements deeper than this are taken for their words alone: nobody nests a text so far, and whoever walks the tree may
/// recurse.
const DEEPEST: usize = 200;

/// An entity may name others so far down.
const DEEPEST_ENTITY: usize = 8;

/// All that a text's own entities may add to it, in bytes: enough for boilerplate, too little for a bomb.
const LARGEST_EXPANSION: usize = 1 << 20;

/// Parses a text. A [`Problem`] for each kind of damage says where it is met first.
///
/// # Errors
/// When the text's own entities would make it many times as long as it is.
pub(in crate::formats) fn parse(text: &str) -> Result<(Tree<'_>, Vec<Problem>), Problem> {
    let mut parser = Parser {
        text,
        tree: Tree { nodes: vec![Node::new(NONE, What::Element("", 0..0))], attributes: Vec::new() },
        open: Vec::new(),
        names: HashMap::new(),
        entities: HashMap::new(),
        expanded: 0,
        problems: Vec::new(),
        patience: text.len() * 4 + (64 << 10),
        too_deep: false,
        unmatched: false,
    };
    let mut from = 0;
    while let Some(next) = parser.run(from)? {
        from = next;
    }
    if let Some((name, at, _)) = parser.open.last().copied() {
        let what = format!("the text ends before <{name}> does: something may be missing");
        parser.problems.push(Problem::warning(what).at_line(line_at(text, at)));
    }
    Ok((parser.tree, parser.problems))
}

struct Parser<'a> {
    text: &'a str,
    tree: Tree<'a>,
    /// The elements that are open: name, where they began, node.
    open: Vec<(&'a str, usize, u32)>,
    /// How many of each name are open: an end that closes nothing is known at once, however many are.
    names: HashMap<&'a str, usize>,
    entities: HashMap<String, String>,
    expanded: usize,
    problems: Vec<Problem>,
    /// How many bytes may be looked at a second time after damage.
    patience: usize,
    too_deep: bool,
    unmatched: bool,
}

impl<'a> Parser<'a> {
    /// Parses from `base` on; after damage that the tokeniser cannot pass, gives where to go on.
    fn run(&mut self, base: usize) -> Result<Option<usize>, Problem> {
        // The tokeniser takes a byte order mark off what it is given, wherever that begins, and does not count it.
        let text = self.text[base..].trim_start_matches('\u{feff}');
        let base = self.text.len() - text.len();
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let start = offset(reader.buffer_position());
            let event = reader.read_event();
            let end = offset(reader.buffer_position());
            match event {
                Ok(Event::Start(tag) | Event::Empty(tag)) if !is_name(tag.name().0) => {
                    self.words("<");
                    self.patience = self.patience.saturating_sub(end - start);
                    return Ok((self.patience > 0).then_some(base + start + 1));
                }
                Ok(Event::Start(tag)) => self.open(&tag, base + start, &text[start..end])?,
                Ok(Event::Empty(tag)) => {
                    self.open(&tag, base + start, &text[start..end])?;
                    self.cut(self.open.len().saturating_sub(1));
                }
                Ok(Event::End(tag)) => self.close(tag.name().0, base + start),
                Ok(Event::Text(words)) => self.words(&words),
                Ok(Event::CData(words)) => self.words(&words),
                Ok(Event::GeneralRef(name)) => {
                    let value = self.resolve(&name, 0)?;
                    match value {
                        Some(value) => self.words(&value),
                        None => self.words(&text[start..end]),
                    }
                }
                Ok(Event::DocType(declaration)) => self.declare(&declaration),
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
                Ok(Event::Eof) => return Ok(None),
                Err(_) => {
                    let line = line_at(self.text, base + start);
                    self.problems
                        .push(Problem::warning("the markup is broken here; what follows is read as well as it can be").at_line(line));
                    self.patience = self.patience.saturating_sub(text.len() - start);
                    // The sign that opened what is broken is dropped, and all that follows it tried anew.
                    let next = start + text[start..].chars().next().map_or(1, char::len_utf8);
                    return Ok((self.patience > 0 && next < text.len()).then_some(base + next));
                }
            }
        }
    }

    fn here(&self) -> u32 {
        self.open.last().map_or(0, |(_, _, node)| *node)
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: usize, raw: &'a str) -> Result<(), Problem> {
        let parent = self.here();
        let whole = raw.get(1..=tag.name().0.len()).unwrap_or_default();
        if self.open.len() >= DEEPEST {
            if !std::mem::replace(&mut self.too_deep, true) {
                let what = format!("elements nest more than {DEEPEST} deep; below that, only their words are kept");
                self.problems.push(Problem::warning(what).at_line(line_at(self.text, at)));
            }
            self.push(whole, at, parent);
            return Ok(());
        }
        let first = self.tree.attributes.len();
        let mut rest = raw;
        for attribute in tag.attributes().with_checks(false).flatten() {
            let key = attribute.key.0;
            // The name is looked up in the text itself, which outlives the tag.
            let Some(at) = rest.find(key) else { continue };
            let name = &rest[at..at + key.len()];
            rest = &rest[at + key.len()..];
            let value = self.unescape(&attribute.value)?.into_owned();
            self.tree.attributes.push((local(name), value));
        }
        let attributes = number(first)..number(self.tree.attributes.len());
        let node = self.tree.add(parent, What::Element(local(whole), attributes));
        self.push(whole, at, node);
        Ok(())
    }

    fn push(&mut self, name: &'a str, at: usize, node: u32) {
        self.open.push((name, at, node));
        *self.names.entry(name).or_default() += 1;
    }

    /// Closes all elements but so many of the outer ones.
    fn cut(&mut self, kept: usize) {
        for (name, ..) in self.open.drain(kept.min(self.open.len())..) {
            if let Some(count) = self.names.get_mut(name) {
                *count -= 1;
            }
        }
    }

    fn close(&mut self, name: &str, at: usize) {
        let is_open = self.names.get(name).is_some_and(|count| *count > 0);
        match is_open.then(|| self.open.iter().rposition(|(open, ..)| *open == name)).flatten() {
            Some(index) => {
                let skipped = self.open.get(index + 1).copied();
                self.cut(index);
                if let Some((skipped, from, _)) = skipped {
                    self.mismatch(format!("<{skipped}> is not closed before </{name}>"), from);
                }
            }
            None => self.mismatch(format!("</{name}> closes nothing"), at),
        }
    }

    fn mismatch(&mut self, what: String, at: usize) {
        if !std::mem::replace(&mut self.unmatched, true) {
            self.problems.push(Problem::warning(what).at_line(line_at(self.text, at)));
        }
    }

    fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let parent = self.here();
        let last = self.tree.nodes[parent as usize].last;
        if last != NONE
            && let What::Text(text) = &mut self.tree.nodes[last as usize].what
        {
            text.push_str(words);
            return;
        }
        self.tree.add(parent, What::Text(words.to_owned()));
    }

    // ── Entities ────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// The general entities that a document type declares with a value of its own; those that stand in other files are left.
    fn declare(&mut self, declaration: &str) {
        for part in declaration.split("<!ENTITY").skip(1) {
            let part = part.trim_start();
            let Some((name, rest)) = part.split_once(|c: char| c.is_ascii_whitespace()) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            if name == "%" {
                continue;
            }
            if let Some(value) = rest[1..].split(quote).next() {
                self.entities.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
    }

    /// What an entity stands for, or a character's number.
    fn resolve(&mut self, name: &str, depth: usize) -> Result<Option<Cow<'static, str>>, Problem> {
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            return Ok(code.ok().and_then(char::from_u32).map(|character| Cow::Owned(character.to_string())));
        }
        if let Some(value) = self.entities.get(name).cloned() {
            if depth >= DEEPEST_ENTITY {
                return Err(bomb());
            }
            let value = self.unescape_at(&value, depth + 1)?.into_owned();
            self.expanded += value.len();
            if self.expanded > LARGEST_EXPANSION {
                return Err(bomb());
            }
            return Ok(Some(Cow::Owned(without_tags(&value))));
        }
        Ok(HTML.get(name).copied().map(Cow::Borrowed))
    }

    fn unescape<'v>(&mut self, value: &'v str) -> Result<Cow<'v, str>, Problem> {
        self.unescape_at(value, 0)
    }

    fn unescape_at<'v>(&mut self, value: &'v str, depth: usize) -> Result<Cow<'v, str>, Problem> {
        if !value.contains('&') {
            return Ok(Cow::Borrowed(value));
        }
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        while let Some(at) = rest.find('&') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let end = rest.bytes().take(64).position(|byte| byte == b';');
            let known = match end {
                Some(end) => self.resolve(&rest[1..end], depth)?.map(|value| (value, end + 1)),
                None => None,
            };
            match known {
                Some((value, length)) => {
                    out.push_str(&value);
                    rest = &rest[length..];
                }
                None => {
                    out.push('&');
                    rest = &rest[1..];
                }
            }
        }
        out.push_str(rest);
        Ok(Cow::Owned(out))
    }
}

fn bomb() -> Problem {
    Problem::error("cannot be read: its entities name one another and would fill the memory").mend("such a file is made to do harm")
}

/// An entity's words: markup in it is not taken for markup.
fn without_tags(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        match after.split_once('>') {
            Some((tag, after)) if tag.starts_with(|c: char| c == '/' || c.is_alphabetic()) => rest = after,
            _ => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// HTML's character references by name.
static HTML: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let entities = entities::ENTITIES.iter();
    entities.filter_map(|entity| Some((entity.entity.strip_prefix('&')?.strip_suffix(';')?, entity.characters))).collect()
});

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Tells whether a tag's name can be one: `a < b > c` is no tag.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn line_at(text: &str, at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at.min(text.len())]).count()
}
