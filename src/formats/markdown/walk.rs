//! Goes through a parsed text from its beginning to its end and writes what it meets.
//!
//! The walk keeps its own stack, so that a text of a hundred thousand quotations within each other is only that.

use std::{collections::HashMap, fmt::Write as _};

use comrak::{
    Node,
    arena_tree::NodeEdge,
    nodes::{ListDelimType, ListType, NodeLink, NodeList, NodeValue, TableAlignment},
};

use super::{
    handmade::Named,
    html, parsed,
    spans::{caption_mark, is_table_caption, layout_command, spans},
    writer::Writer,
};
use crate::{
    document::{Align, Kind},
    formats::{math::readable, ornament::says_nothing},
    role::Role,
};

/// How often a note's later paragraphs, taken for code by the parser, may hold further such notes.
const DEEPEST: usize = 4;

/// The bullets of lists, by how deep they are nested.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// What is known of a text besides its tree.
#[derive(Default)]
pub(super) struct Beside<'a> {
    /// Upon what notes were taken for such that are made of links and anchors, by the names that they have in the tree.
    pub(super) handmade: Named,
    /// Who wrote the text, to be written below this heading.
    pub(super) byline: Option<(Node<'a>, String)>,
    /// Whether it begins within a paragraph.
    pub(super) goes_on: bool,
}

/// Writes a parsed text.
pub(super) fn write<'a>(writer: &mut Writer, root: Node<'a>, beside: Beside<'a>) {
    let mut walk = Walk::new(writer, root, 0);
    walk.beside = beside;
    walk.beside.goes_on &= root.first_child().is_some_and(|first| matches!(first.data().value, NodeValue::Paragraph));
    walk.through(root);
}

struct Walk<'a, 'w> {
    writer: &'w mut Writer,
    /// The notes that are written where they are called, by the names that the parser gives them.
    inline_notes: HashMap<String, Node<'a>>,
    beside: Beside<'a>,
    lists: Vec<List>,
    /// How many definition terms are open.
    terms: usize,
    /// The columns of the table that is open are set off by tabs from the second on.
    cells: usize,
    rows: usize,
    /// Code that is the continuation of a note.
    continuation: Option<Node<'a>>,
    /// A text node that is read only so far.
    cut: Option<(Node<'a>, usize)>,
    /// Whether the open paragraph is verse.
    verse: bool,
    /// Whether it is nothing but a picture.
    alone: bool,
    depth: usize,
}

struct List {
    bullet: &'static str,
    next: usize,
    delimiter: ListDelimType,
    ordered: bool,
    tight: bool,
}

impl<'a, 'w> Walk<'a, 'w> {
    fn new(writer: &'w mut Writer, root: Node<'a>, depth: usize) -> Self {
        // The parser puts them at the very end, in the order in which they are called.
        let inline = |node: &Node<'a>| match &node.data().value {
            NodeValue::FootnoteDefinition(note) if note.name.starts_with("__inline_") => Some(note.name.clone()),
            _ => None,
        };
        let mut inline_notes = HashMap::new();
        let mut last = root.last_child();
        while let Some((node, name)) = last.and_then(|node| Some((node, inline(&node)?))) {
            inline_notes.insert(name, node);
            last = node.previous_sibling();
        }
        Self {
            writer,
            inline_notes,
            beside: Beside::default(),
            lists: Vec::new(),
            terms: 0,
            cells: 0,
            rows: 0,
            continuation: None,
            cut: None,
            verse: false,
            alone: false,
            depth,
        }
    }

    /// Writes everything within a node.
    fn through(&mut self, root: Node<'a>) {
        let mut edges = root.traverse();
        let mut skipped: Option<Node<'a>> = None;
        for edge in &mut edges {
            match (edge, skipped) {
                (NodeEdge::End(node), Some(skip)) if node.same_node(skip) => skipped = None,
                (_, Some(_)) => {}
                (NodeEdge::Start(node) | NodeEdge::End(node), None) if node.same_node(root) => {}
                (NodeEdge::Start(node), None) => {
                    if !self.enter(node) {
                        skipped = Some(node);
                    }
                }
                (NodeEdge::End(node), None) => self.leave(node),
            }
        }
    }

    /// Begins a node; tells whether its children are to be gone through.
    fn enter(&mut self, node: Node<'a>) -> bool {
        let data = node.data();
        match &data.value {
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::Heading(heading) => {
                let id = self.id_of(node);
                self.writer.heading(heading.level, &words_of(node), id.as_deref());
            }
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => self.writer.open_quote(),
            NodeValue::Alert(alert) => {
                self.writer.open_quote();
                self.term(alert.title.as_deref().unwrap_or_else(|| alert.alert_type.default_title()));
            }
            NodeValue::BlockDirective(directive) => {
                // Pandoc writes classes in braces, which are for programs; a bare word was meant to be read.
                let info = directive.info.trim();
                if !info.is_empty() && !info.starts_with(['{', '.', '#']) {
                    self.term(info.split('{').next().unwrap_or(info));
                }
            }
            NodeValue::List(list) => self.begin_list(list),
            NodeValue::Item(_) => self.item(None),
            NodeValue::TaskItem(task) => self.item(Some(if task.symbol.is_some() { "☑" } else { "☐" })),
            NodeValue::DescriptionTerm => self.terms += 1,
            NodeValue::DescriptionDetails => self.writer.open_item(None, true),
            NodeValue::CodeBlock(code) => {
                if self.continuation.is_some_and(|continued| node.same_node(continued)) {
                    self.continuation = None;
                } else {
                    // R Markdown and Quarto: what stands at the top of a program to be run is about running it.
                    let is_run = code.info.trim_start().starts_with('{');
                    let options = code.literal.split_inclusive('\n').take_while(|line| is_run && is_option(line));
                    self.writer.code(&code.literal[options.map(str::len).sum()..]);
                }
            }
            NodeValue::HtmlBlock(block) => html::write_block(self.writer, &block.literal),
            NodeValue::ThematicBreak => self.writer.rule(),
            NodeValue::FootnoteDefinition(definition) => {
                if self.inline_notes.get(&definition.name).is_some_and(|inline| node.same_node(inline)) {
                    return false;
                }
                self.writer.end();
                match self.beside.handmade.get(&definition.name) {
                    Some((label, why)) => self.writer.begin_note_upon(label, &definition.name, *why),
                    None => self.writer.begin_note(&definition.name),
                }
            }
            NodeValue::Table(table) => {
                let columns = table.alignments.iter().map(|column| match column {
                    TableAlignment::None | TableAlignment::Left => Align::Start,
                    TableAlignment::Center => Align::Middle,
                    TableAlignment::Right => Align::End,
                });
                // Pandoc and others write tables without a head as tables with an empty one.
                let head = node.first_child().filter(|row| row.children().any(|cell| cell.first_child().is_some()));
                self.writer.end();
                self.writer.builder.begin_table(columns.collect(), u16::from(head.is_some()));
                (self.rows, self.cells) = (0, 0);
            }
            NodeValue::TableRow(is_head) => {
                if *is_head && node.children().all(|cell| cell.first_child().is_none()) {
                    return false;
                }
                if self.rows > 0 {
                    self.writer.next_cell("\n");
                }
                (self.rows, self.cells) = (self.rows + 1, 0);
            }
            NodeValue::TableCell => {
                self.writer.next_cell(if self.cells > 0 { "\t" } else { "" });
                self.cells += 1;
            }
            value => return self.enter_inline(node, value),
        }
        true
    }

    /// Ends a node.
    fn leave(&mut self, node: Node<'a>) {
        match &node.data().value {
            NodeValue::Paragraph => {
                (self.verse, self.alone) = (false, false);
                self.writer.end();
            }
            NodeValue::Heading(_) => {
                self.writer.end();
                if let Some((_, byline)) = self.beside.byline.take_if(|(heading, _)| heading.same_node(node)) {
                    self.writer.begin(Kind::Byline);
                    self.writer.say(&byline);
                    self.writer.end();
                }
            }
            NodeValue::Table(_) => self.writer.end(),
            NodeValue::BlockQuote
            | NodeValue::MultilineBlockQuote(_)
            | NodeValue::Alert(_)
            | NodeValue::Item(_)
            | NodeValue::TaskItem(_)
            | NodeValue::DescriptionDetails => self.writer.close(),
            NodeValue::List(_) => {
                self.lists.pop();
            }
            NodeValue::DescriptionTerm => self.terms -= 1,
            NodeValue::FootnoteDefinition(_) => {
                self.continue_note(node);
                self.writer.end_note();
            }
            NodeValue::TableCell => self.writer.leave_cell(),
            NodeValue::Emph => self.writer.shut(Role::Emphasis),
            NodeValue::Strong => self.writer.shut(Role::Strong),
            NodeValue::Strikethrough => self.writer.shut(Role::Strike),
            NodeValue::Highlight if is_within_word(node) => self.writer.say("=="),
            NodeValue::Highlight => self.writer.shut(Role::Strong),
            NodeValue::Subscript => self.writer.shut(lowered(node)),
            NodeValue::Link(_) => self.writer.shut_link(),
            _ => {}
        }
    }

    // ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────

    fn term(&mut self, words: &str) {
        self.writer.begin(Kind::Term);
        self.writer.say(words.trim());
        self.writer.end();
    }

    /// Begins a paragraph, which may be verse, a picture, or a term.
    fn paragraph(&mut self, node: Node<'a>) {
        let goes_on = std::mem::take(&mut self.beside.goes_on);
        if self.terms > 0 {
            self.writer.begin(Kind::Term);
        } else if node.first_child().is_some_and(is_table_caption) {
            self.writer.begin(Kind::Caption);
        } else if is_picture(node) {
            self.writer.begin(Kind::Caption);
            self.alone = true;
        } else if is_line_block(node) {
            self.writer.begin(Kind::Verse);
            self.verse = true;
        } else if goes_on {
            self.writer.go_on();
        } else {
            self.writer.begin(Kind::Paragraph);
        }
    }

    fn begin_list(&mut self, list: &NodeList) {
        let depth = self.lists.iter().filter(|list| !list.ordered).count();
        self.lists.push(List {
            bullet: BULLETS[depth.min(BULLETS.len() - 1)],
            next: list.start,
            delimiter: list.delimiter,
            ordered: list.list_type == ListType::Ordered,
            tight: list.tight,
        });
    }

    fn item(&mut self, task: Option<&str>) {
        let Some(list) = self.lists.last_mut() else { return };
        let number = list.next;
        list.next = number.saturating_add(1);
        let mut label = String::new();
        match (list.ordered, list.delimiter) {
            (true, ListDelimType::Period) => drop(write!(label, "{number}.")),
            (true, ListDelimType::Paren) => drop(write!(label, "{number})")),
            (false, _) if task.is_none() => label.push_str(list.bullet),
            (false, _) => {}
        }
        if let Some(task) = task {
            label.push_str(if label.is_empty() { "" } else { " " });
            label.push_str(task);
        }
        let tight = list.tight;
        self.writer.open_item(Some(&label), tight);
    }

    /// Within quotations, and after a line of blanks, the parser takes a note's second paragraph, indented as it must be, for
    /// code. Nobody writes code right after a note: it is read as the text it was meant for.
    fn continue_note(&mut self, note: Node<'a>) {
        let Some(next) = note.next_sibling() else { return };
        let NodeValue::CodeBlock(code) = &next.data().value else { return };
        if code.fenced || self.depth >= DEEPEST {
            return;
        }
        self.continuation = Some(next);
        self.writer.end();
        let arena = comrak::Arena::new();
        let root = parsed(&arena, &code.literal);
        Walk::new(self.writer, root, self.depth + 1).through(root);
    }

    /// The name that the author of a heading gives it in braces behind it; the braces are not written.
    fn id_of(&mut self, heading: Node<'a>) -> Option<String> {
        let last = heading.last_child()?;
        let data = last.data();
        let NodeValue::Text(text) = &data.value else { return None };
        let (kept, attributes) = trailing_attributes(text)?;
        self.cut = Some((last, kept));
        attributes.split_whitespace().find_map(|word| word.strip_prefix('#')).map(str::to_owned)
    }

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────

    fn enter_inline(&mut self, node: Node<'a>, value: &NodeValue) -> bool {
        match value {
            NodeValue::Text(text) => {
                let end = self.cut.filter(|(cut, _)| cut.same_node(node)).map_or(text.len(), |(_, end)| end);
                let text = &text[..end];
                let mut text = &text[attributes_before(node, text)..];
                if self.verse && begins_line(node) {
                    // The bar, and the blank that sets the verse off from it.
                    text = text.strip_prefix('|').unwrap_or(text);
                    text = text.strip_prefix(' ').unwrap_or(text);
                }
                let begins = node.previous_sibling().is_none()
                    && node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Paragraph));
                if begins {
                    text = &text[layout_command(text)..];
                }
                if is_table_caption(node) {
                    text = &text[caption_mark(text).unwrap_or(0)..];
                }
                for span in spans(text) {
                    if let Some(name) = span.name {
                        self.writer.builder.anchor(name);
                    }
                    if let Some(role) = span.role {
                        self.writer.open(role);
                    }
                    self.writer.prose(span.words);
                    if let Some(role) = span.role {
                        self.writer.shut(role);
                    }
                }
            }
            // An escaped character is only itself.
            NodeValue::Escaped => {
                if let Some(child) = node.first_child()
                    && let NodeValue::Text(text) = &child.data().value
                {
                    self.writer.say(text);
                }
                return false;
            }
            NodeValue::SoftBreak | NodeValue::LineBreak if self.verse => self.writer.line_of_verse(),
            NodeValue::SoftBreak => self.writer.soft_break(),
            NodeValue::LineBreak => self.writer.line_break(),
            NodeValue::Code(code) => {
                self.writer.open(Role::Code);
                self.writer.say(&code.literal);
                self.writer.shut(Role::Code);
            }
            NodeValue::Math(math) => {
                // "from $20–$30" is money: a formula is no bare figure.
                let is_money = !math.display_math
                    && math.literal.starts_with(|c: char| c.is_ascii_digit())
                    && !math.literal.contains(['\\', '^', '_', '=', '+', '{']);
                let words = if is_money { format!("${}$", math.literal) } else { readable(&math.literal) };
                self.writer.say(&words);
            }
            NodeValue::Emph => self.writer.open(Role::Emphasis),
            NodeValue::Strong => self.writer.open(Role::Strong),
            NodeValue::Strikethrough => self.writer.open(Role::Strike),
            NodeValue::Highlight if is_within_word(node) => self.writer.say("=="),
            NodeValue::Highlight => self.writer.open(Role::Strong),
            NodeValue::Subscript => self.writer.open(lowered(node)),
            NodeValue::Link(link) => self.writer.open_link(&link.url),
            NodeValue::Image(_) => {
                self.picture(node);
                return false;
            }
            NodeValue::HtmlInline(html) => html::write_inline(self.writer, html),
            NodeValue::FootnoteReference(reference) => {
                match (self.inline_notes.get(&reference.name).copied(), self.beside.handmade.get(&reference.name)) {
                    (Some(definition), _) => self.inline_note(definition),
                    (_, Some((label, why))) => {
                        let label = reference.texts.first().map_or(&**label, |(label, _)| label);
                        self.writer.noteref_upon(label, &reference.name, *why);
                    }
                    _ => self.writer.noteref(&reference.name),
                }
            }
            _ => {}
        }
        true
    }

    /// Writes what stands for a picture, linked to it, and the marks of notes within its description.
    fn picture(&mut self, image: Node<'a>) {
        let mut description = String::new();
        let mut noterefs = Vec::new();
        for node in image.descendants() {
            match &node.data().value {
                NodeValue::Text(text) => description.push_str(text),
                NodeValue::Code(code) => description.push_str(&code.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => description.push(' '),
                NodeValue::FootnoteReference(reference) => noterefs.push(reference.name.clone()),
                _ => {}
            }
        }
        if let NodeValue::Image(link) = &image.data().value {
            let NodeLink { url, title } = &**link;
            if says_nothing(&description) {
                description.clone_from(title);
            }
            self.writer.picture(url, &html::picture(&description, self.alone));
        }
        for name in noterefs {
            match self.inline_notes.get(&name).copied() {
                Some(definition) => self.inline_note(definition),
                None => self.writer.noteref(&name),
            }
        }
    }

    fn inline_note(&mut self, definition: Node<'a>) {
        // A note on verse is prose, and one on a picture none.
        let state = (std::mem::take(&mut self.verse), std::mem::take(&mut self.alone));
        self.writer.begin_inline_note();
        self.through(definition);
        self.writer.end_note();
        (self.verse, self.alone) = state;
    }
}

/// Tells whether a line of a program says how it is to be run: a comment with a bar.
fn is_option(line: &str) -> bool {
    ["#|", "//|", "%%|", "--|"].iter().any(|mark| line.starts_with(mark))
}

/// What one tilde on either side means: pandoc lowers a word, GitHub strikes words out.
fn lowered(node: Node<'_>) -> Role {
    let is_word = node.first_child().is_some_and(|child| {
        child.next_sibling().is_none() && matches!(&child.data().value, NodeValue::Text(text) if !text.contains(char::is_whitespace))
    });
    if is_word { Role::Subscript } else { Role::Strike }
}

/// Tells whether what is between two signs stands close to a word on either side: `a==1 and b==2` marks nothing.
fn is_within_word(node: Node<'_>) -> bool {
    let close = |beside: Option<Node<'_>>, end: fn(&str) -> Option<char>| {
        beside.is_some_and(|beside| match &beside.data().value {
            NodeValue::Text(text) => end(text).is_some_and(char::is_alphanumeric),
            _ => false,
        })
    };
    close(node.previous_sibling(), |text| text.chars().next_back()) || close(node.next_sibling(), |text| text.chars().next())
}

/// Tells whether a paragraph is nothing but a picture, be it a link, be there attributes behind it.
fn is_picture<'a>(paragraph: Node<'a>) -> bool {
    let is_silent = |node: Node<'a>| match &node.data().value {
        NodeValue::Text(text) => attributes_before(node, text) == text.trim_end().len() && node.next_sibling().is_none(),
        _ => false,
    };
    let only = |node: Node<'a>| node.first_child().filter(|child| child.next_sibling().is_none_or(is_silent));
    let is_link = |node: &Node<'a>| matches!(node.data().value, NodeValue::Link(_));
    let child = only(paragraph).and_then(|child| if is_link(&child) { only(child) } else { Some(child) });
    child.is_some_and(|child| matches!(child.data().value, NodeValue::Image(_)))
}

/// The words of a heading, without marks of notes and attributes.
pub(super) fn words_of(heading: Node<'_>) -> String {
    let mut words = String::new();
    for node in heading.descendants() {
        match &node.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::Math(math) => words.push_str(&math.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
            _ => {}
        }
    }
    let is_text = heading.last_child().is_some_and(|last| matches!(last.data().value, NodeValue::Text(_)));
    if let Some((kept, _)) = trailing_attributes(&words).filter(|_| is_text) {
        words.truncate(kept);
    }
    words.trim().to_owned()
}

/// Tells whether a node is the first of its line.
fn begins_line(node: Node<'_>) -> bool {
    node.previous_sibling().is_none_or(|before| matches!(before.data().value, NodeValue::SoftBreak | NodeValue::LineBreak))
}

/// Tells whether a paragraph is one of pandoc's line blocks: each of its lines begins with a bar and a blank. Lines that end with
/// a bar, too, are rows of a table whose rule is missing.
fn is_line_block(paragraph: Node<'_>) -> bool {
    paragraph.children().all(|node| match &node.data().value {
        NodeValue::Text(text) => {
            let is_line = !begins_line(node) || &**text == "|" || text.starts_with("| ");
            let ends = node.next_sibling().is_none_or(|after| matches!(after.data().value, NodeValue::SoftBreak | NodeValue::LineBreak));
            is_line && !(ends && text.len() > 1 && text.ends_with('|'))
        }
        NodeValue::SoftBreak | NodeValue::LineBreak => true,
        _ => !begins_line(node),
    })
}

/// Where the words of a heading end before attributes in braces (`{#id .class}`, `{-}`), and what these are.
fn trailing_attributes(text: &str) -> Option<(usize, &str)> {
    let inside = text.trim_end().strip_suffix('}')?;
    let open = inside.rfind('{')?;
    let attributes = inside[open + 1..].trim_start_matches(':').trim();
    is_attributes(attributes).then(|| (text[..open].trim_end().len(), attributes))
}

fn is_attributes(inside: &str) -> bool {
    inside == "-"
        || inside.split_whitespace().next().is_some_and(|word| {
            (word.len() > 1 && word.starts_with(['#', '.']))
                || word
                    .split_once('=')
                    .is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        })
}

/// How many bytes at the beginning of a text are attributes of what stands before it: a link, picture or code
/// (`[text](address){.class}`), or, on a line of their own, a block (`{: .class}`, `{:toc}`).
fn attributes_before(node: Node<'_>, text: &str) -> usize {
    let Some(inside) = text.strip_prefix('{') else { return 0 };
    let Some(end) = inside.find('}') else { return 0 };
    if inside.starts_with(':') && begins_line(node) && inside[end + 1..].trim().is_empty() {
        return text.len();
    }
    let is_bearer = node
        .previous_sibling()
        .is_some_and(|before| matches!(before.data().value, NodeValue::Link(_) | NodeValue::Image(_) | NodeValue::Code(_)));
    if is_bearer && is_attributes(inside[..end].trim_start_matches(':').trim()) { end + 2 } else { 0 }
}
