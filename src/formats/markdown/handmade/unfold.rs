//! Blocks of HTML that hold marks or notes, as paragraphs and lists of the tree: the parser keeps each as it stands.
//!
//! Only what is made of paragraphs, lists and words in lines is unfolded; a table or a picture with its caption stays what it is.

use std::collections::HashSet;

use comrak::{
    Arena, Node,
    nodes::{ListDelimType, ListType, NodeList, NodeValue},
};

use super::{mend::new, names};
use crate::formats::markdown::{
    html::is_inline,
    pieces::{Piece, attribute, piece, unescaped},
};

/// Deeper lists than any note has stay folded.
const DEEPEST: usize = 16;

/// No name of a place is longer.
const LONGEST_NAME: usize = 256;

/// The names that the links of a tree lead to.
pub(super) fn targets(root: Node<'_>) -> HashSet<String> {
    let mut targets = HashSet::new();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Link(link) => targets.extend(link.url.strip_prefix('#').map(str::to_owned)),
            NodeValue::HtmlInline(html) => targets.extend(target(html)),
            NodeValue::HtmlBlock(block) => tags(&block.literal, |tag| targets.extend(target(tag))),
            _ => {}
        }
    }
    targets
}

/// The names that the links of a source that is not parsed lead to, and whatever else is written like one.
pub(super) fn targets_in(source: &str) -> HashSet<String> {
    let mut targets = HashSet::new();
    for at in memchr::memchr_iter(b'#', source.as_bytes()) {
        if !source[..at].ends_with(['(', '<', '"', '\'', '=', ' ']) {
            continue;
        }
        let end = source[at + 1..].bytes().take(LONGEST_NAME).position(|byte| byte.is_ascii_whitespace() || b")>\"'#".contains(&byte));
        if let Some(name) = end.map(|end| &source[at + 1..at + 1 + end]).filter(|name| !name.is_empty()) {
            targets.insert(unescaped(name).into_owned());
        }
    }
    targets
}

/// Unfolds the blocks that a link within the text leads from, or into: one that leads to one of these names.
pub(super) fn unfold<'a>(arena: &'a Arena<'a>, root: Node<'a>, targets: &HashSet<String>) {
    if targets.is_empty() {
        return;
    }
    let blocks: Vec<_> = root.descendants().filter(|node| matches!(node.data().value, NodeValue::HtmlBlock(_))).collect();
    for node in blocks {
        let literal = match &node.data().value {
            NodeValue::HtmlBlock(block) => block.literal.clone(),
            _ => continue,
        };
        let mut is_led = false;
        tags(&literal, |tag| is_led |= target(tag).is_some() || names(tag).iter().any(|name| targets.contains(name)));
        let Some(unfolded) = is_led.then(|| Unfolding::of(arena, &literal)).flatten() else { continue };
        for block in unfolded.children().collect::<Vec<_>>() {
            node.insert_before(block);
        }
        node.detach();
    }
}

/// Goes through the tags that open something.
fn tags(html: &str, mut take: impl FnMut(&str)) {
    let mut rest = html;
    while !rest.is_empty() {
        let (found, after) = piece(rest);
        if matches!(found, Piece::Open { .. }) {
            take(&rest[..rest.len() - after.len()]);
        }
        rest = after;
    }
}

/// Where a tag leads within the text.
fn target(tag: &str) -> Option<String> {
    let Piece::Open { attributes, .. } = piece(tag).0 else { return None };
    Some(attribute(attributes, "href")?.strip_prefix('#')?.to_owned()).filter(|name| !name.is_empty())
}

struct Unfolding<'a> {
    arena: &'a Arena<'a>,
    /// Lists and their items that are open, behind the root.
    open: Vec<Node<'a>>,
    paragraph: Option<Node<'a>>,
    /// Names that the next paragraph has.
    waiting: Vec<String>,
}

impl<'a> Unfolding<'a> {
    /// The blocks of some HTML, below a node of their own; nothing where it holds others than these.
    fn of(arena: &'a Arena<'a>, html: &str) -> Option<Node<'a>> {
        let root = new(arena, NodeValue::Document);
        let mut unfolding = Self { arena, open: vec![root], paragraph: None, waiting: Vec::new() };
        let mut rest = html;
        while !rest.is_empty() {
            let (found, after) = piece(rest);
            let raw = &rest[..rest.len() - after.len()];
            rest = after;
            match found {
                Piece::Text(text) => unfolding.words(&unescaped(text))?,
                Piece::Open { name, .. } | Piece::Close(name) if is_inline(name) => {
                    let tag = new(arena, NodeValue::HtmlInline(raw.to_owned()));
                    unfolding.paragraph()?.append(tag);
                }
                Piece::Open { name, attributes } => unfolding.start(&name.to_ascii_lowercase(), attributes, raw)?,
                Piece::Close(name) => unfolding.stop(&name.to_ascii_lowercase())?,
                Piece::Silent => {}
            }
        }
        Some(root)
    }

    fn words(&mut self, text: &str) -> Option<()> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() && self.paragraph.is_none() {
            return Some(());
        }
        let blank = |is_there: bool| if is_there { " " } else { "" };
        let (front, back) = (blank(text.starts_with(char::is_whitespace)), blank(text.ends_with(char::is_whitespace) && !words.is_empty()));
        let words = if self.paragraph.is_none() { format!("{words}{back}") } else { format!("{front}{words}{back}") };
        let node = new(self.arena, NodeValue::Text(words.into()));
        self.paragraph()?.append(node);
        Some(())
    }

    /// The open paragraph, or a new one; none stands in a list but in its items.
    fn paragraph(&mut self) -> Option<Node<'a>> {
        if self.paragraph.is_none() {
            let parent = *self.open.last()?;
            if matches!(parent.data().value, NodeValue::List(_)) {
                return None;
            }
            let paragraph = new(self.arena, NodeValue::Paragraph);
            parent.append(paragraph);
            for name in self.waiting.drain(..) {
                let quoted = name.replace('&', "&amp;").replace('"', "&quot;");
                paragraph.append(new(self.arena, NodeValue::HtmlInline(format!("<a id=\"{quoted}\"/>"))));
            }
            self.paragraph = Some(paragraph);
        }
        self.paragraph
    }

    fn start(&mut self, name: &str, attributes: &str, tag: &str) -> Option<()> {
        self.paragraph = None;
        self.waiting.extend(names(tag));
        match name {
            "p" | "div" | "section" | "aside" => {}
            "ol" | "ul" if self.open.len() < DEEPEST => {
                let start = attribute(attributes, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
                let list_type = if name == "ol" { ListType::Ordered } else { ListType::Bullet };
                let list = NodeList { list_type, start, delimiter: ListDelimType::Period, tight: true, ..NodeList::default() };
                self.push(NodeValue::List(list))?;
            }
            "li" => {
                self.pop(|value| matches!(value, NodeValue::List(_)), false)?;
                self.push(NodeValue::Item(NodeList::default()))?;
            }
            _ => return None,
        }
        Some(())
    }

    fn stop(&mut self, name: &str) -> Option<()> {
        self.paragraph = None;
        match name {
            "p" | "div" | "section" | "aside" => Some(()),
            "ol" | "ul" => self.pop(|value| matches!(value, NodeValue::List(_)), true),
            "li" => self.pop(|value| matches!(value, NodeValue::Item(_)), true),
            _ => None,
        }
    }

    fn push(&mut self, value: NodeValue) -> Option<()> {
        let node = new(self.arena, value);
        self.open.last()?.append(node);
        self.open.push(node);
        Some(())
    }

    /// Goes back to the innermost of a kind, and out of it.
    fn pop(&mut self, is_it: impl Fn(&NodeValue) -> bool, out: bool) -> Option<()> {
        let at = self.open.iter().rposition(|node| is_it(&node.data().value))?;
        self.open.truncate(at + usize::from(!out));
        Some(())
    }
}
