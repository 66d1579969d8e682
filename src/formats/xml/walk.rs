//! The walk through a tree: what the table says of each element becomes what the builder is told.

use std::collections::{HashMap, HashSet};

use super::{
    Is, Marks, Vocabulary,
    apparatus::{Apparatus, Call, Entry},
    tree::NodeRef,
};
use crate::{
    document::{Builder, Kind, Origin},
    role::Role,
};

/// Attributes that say where a link leads, and whether their value is the bare name of an element.
const TARGETS: &[(&str, bool)] = &[("target", false), ("url", false), ("href", false), ("linkend", true), ("rid", true)];

/// What a picture stands in with the words that go with it.
const FIGURES: &[&str] = &["figure", "informalfigure", "fig", "mediaobject"];

/// What names a picture's file.
const PICTURES: &[&str] = &["graphic", "imagedata", "image"];

/// The attributes that do.
const FILES: [&str; 4] = ["href", "url", "fileref", "src"];

/// What stands between the last word written and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    /// Nothing may: a line begins here, or the blank is written.
    Begun,
    /// Nothing does.
    No,
    /// A blank, which is written with the next word.
    Yes,
    /// A blank that stood before a noteref: it goes behind it if a word follows.
    Moved,
}

/// Where the walk is, as far as a note has its own.
#[derive(Clone, Copy, Debug)]
struct Stand {
    blank: Blank,
    /// The last character written.
    last: char,
    /// Whether an element that is a block is open.
    in_block: bool,
    /// Whether a cell of a table is open: nothing in it begins a block.
    in_cell: bool,
    /// Whether blanks are kept.
    in_code: bool,
    /// Whether the open block is verse that a further line may join.
    in_verse: bool,
    /// Whether paragraphs are captions.
    in_caption: bool,
    /// Whether the walk is in a figure, whose picture has been met.
    in_figure: bool,
    in_note: bool,
}

impl Stand {
    const START: Self = Self {
        blank: Blank::Begun,
        last: '\n',
        in_block: false,
        in_cell: false,
        in_code: false,
        in_verse: false,
        in_caption: false,
        in_figure: false,
        in_note: false,
    };
}

struct List {
    marks: Marks,
    next: usize,
    tight: bool,
}

/// Walks through a text's parts and writes what it meets.
pub(super) struct Walker<'w, 't> {
    vocabulary: &'w Vocabulary,
    elements: HashMap<&'static str, Is>,
    apparatus: &'w Apparatus,
    pub(super) builder: &'w mut Builder,
    /// The elements that links lead to, by name.
    targets: HashMap<&'t str, NodeRef<'t>>,
    /// How many sections are open, and how many of them have no heading above them anywhere.
    depth: usize,
    base: usize,
    /// Whether each open section has its heading.
    headed: Vec<bool>,
    lists: Vec<List>,
    /// Notes that were called before they were met.
    called: HashSet<u32>,
    stand: Stand,
    parts: HashSet<u32>,
    /// Who wrote the text, until it is written.
    byline: Option<String>,
}

impl<'w, 't> Walker<'w, 't> {
    pub(super) fn new(vocabulary: &'w Vocabulary, apparatus: &'w Apparatus, parts: &[NodeRef<'t>], builder: &'w mut Builder) -> Self {
        let elements = vocabulary.elements.iter().flat_map(|(is, names)| names.iter().map(|name| (*name, *is))).collect();
        let mut walker = Self {
            vocabulary,
            elements,
            apparatus,
            builder,
            targets: HashMap::new(),
            depth: 0,
            base: 0,
            headed: Vec::new(),
            lists: Vec::new(),
            called: HashSet::new(),
            stand: Stand::START,
            parts: parts.iter().map(|part| part.id).collect(),
            byline: None,
        };
        walker.base = walker.shallowest(parts);
        walker.targets = walker.targets_in(parts);
        walker
    }

    /// How deep the sections are that no section with a heading stands above: they are of the first level.
    fn shallowest(&self, parts: &[NodeRef<'t>]) -> usize {
        let headings = parts.iter().flat_map(|part| part.descendants()).filter(|node| self.is(*node) == Is::Heading);
        let depth = headings
            .filter_map(|node| self.section_of(node))
            .map(|section| section.ancestors().filter(|node| self.is(*node) == Is::Section && !self.is_text(*node)).count());
        depth.min().unwrap_or(0)
    }

    /// The section that a heading is the heading of.
    fn section_of(&self, heading: NodeRef<'t>) -> Option<NodeRef<'t>> {
        owner(heading).filter(|owner| self.is(*owner) == Is::Section && !self.is_text(*owner))
    }

    /// Tells whether an element is one of the text's parts, whose heading is the text's title. A part that is a section itself and
    /// stands beside others has a heading like any other.
    fn is_text(&self, node: NodeRef<'_>) -> bool {
        self.parts.contains(&node.id) && (self.parts.len() == 1 || self.is(node) != Is::Section)
    }

    fn targets_in(&self, parts: &[NodeRef<'t>]) -> HashMap<&'t str, NodeRef<'t>> {
        let mut wanted: HashSet<String> = HashSet::new();
        for node in parts.iter().flat_map(|part| part.descendants()).filter(|node| self.is(*node) == Is::Link) {
            if let Some(name) = href(node).and_then(|href| href.strip_prefix('#').map(str::to_owned)) {
                wanted.insert(name);
            }
        }
        let mut found = HashMap::new();
        for node in parts.iter().flat_map(|part| std::iter::once(*part).chain(part.descendants())) {
            if let Some(name) = node.name_in_links().filter(|name| wanted.contains(*name)) {
                found.entry(name).or_insert(node);
            }
        }
        found
    }

    /// What an element is.
    pub(super) fn is(&self, node: NodeRef<'_>) -> Is {
        let is = self.elements.get(node.name()).copied().unwrap_or(Is::Nothing);
        (self.vocabulary.refine)(node, is)
    }

    pub(super) fn document(&mut self, parts: &[NodeRef<'t>]) {
        let meta = self.builder.meta().clone();
        // A text that prints its title itself says it there, in its own way.
        let prints = |what: Kind| {
            let mut inside = parts.iter().flat_map(|part| part.descendants());
            inside.any(|node| match self.is(node) {
                Is::Block(kind) => kind == what,
                Is::Heading => what == Kind::Title && owner(node).is_some_and(|owner| self.is_text(owner)),
                _ => false,
            })
        };
        let (title, byline) = (prints(Kind::Title), prints(Kind::Byline));
        self.byline = meta.author.filter(|_| !byline);
        if let Some(words) = meta.title.filter(|_| !title) {
            self.builder.begin(Kind::Title);
            self.builder.text(&words);
            self.builder.end();
            self.byline();
        }
        for part in parts {
            self.anchor(*part);
            if self.is(*part) == Is::Section && !self.is_text(*part) { self.plain(*part) } else { self.apart(*part, false) }
        }
    }

    /// Writes who wrote the text, once, below its title.
    fn byline(&mut self) {
        if let Some(words) = self.byline.take() {
            self.builder.begin(Kind::Byline);
            self.builder.text(&words);
            self.builder.end();
        }
    }

    pub(super) fn children(&mut self, node: NodeRef<'t>) {
        for child in node.children() {
            match child.words() {
                Some(words) => self.words(words),
                None => self.element(child),
            }
        }
    }

    fn anchor(&mut self, node: NodeRef<'t>) {
        if let Some(name) = node.name_in_links().filter(|name| self.targets.get(name) == Some(&node)) {
            self.builder.anchor(name);
        }
    }

    pub(super) fn element(&mut self, node: NodeRef<'t>) {
        let apparatus = self.apparatus;
        if apparatus.hidden.contains(&node.id) {
            return;
        }
        if let Some(calls) = apparatus.calls.get(&node.id) {
            self.anchor(node);
            self.calls(calls);
        } else if let Some(entry) = apparatus.notes.get(&node.id) {
            if entry.is_called_here && !self.called.contains(&node.id) {
                self.call(&entry.label, &entry.key);
            }
            self.note(node, entry);
        } else {
            self.anchor(node);
            self.plain(node);
        }
        if let Some(calls) = apparatus.behind.get(&node.id) {
            self.calls(calls);
        }
    }

    fn plain(&mut self, node: NodeRef<'t>) {
        match self.is(node) {
            Is::Nothing => self.children(node),
            Is::Hidden => {}
            Is::Group => self.apart(node, false),
            Is::Section => {
                self.end();
                let is_beside = !self.stand.in_note && node.is(self.vocabulary.beside);
                if is_beside {
                    self.builder.begin_beside();
                }
                self.depth += 1;
                self.headed.push(false);
                self.apart(node, false);
                self.headed.pop();
                self.depth -= 1;
                if is_beside {
                    self.builder.end_beside();
                }
            }
            Is::Heading => self.heading(node),
            Is::Block(Kind::Code) => self.code(node),
            Is::Block(kind) => self.block(node, if self.stand.in_caption && kind == Kind::Paragraph { Kind::Caption } else { kind }),
            Is::BlockOf(role) => {
                self.begin(Kind::Paragraph);
                self.builder.open_span(role);
                self.inside(node);
                self.builder.close_span(role);
                self.end();
            }
            Is::Loose if self.stand.in_block => {
                self.blank();
                self.children(node);
                self.blank();
            }
            Is::Loose => self.block(node, if self.stand.in_caption { Kind::Caption } else { Kind::Paragraph }),
            Is::Words(role) => self.styled(node, role),
            Is::Quotation if self.holds_blocks(node) => self.quote(node),
            Is::Quotation if self.stand.in_block || self.stand.in_cell => self.quoted(node),
            Is::Quotation | Is::Quote => self.quote(node),
            Is::Quoted => self.quoted(node),
            Is::Caption => {
                let was = (self.stand.in_caption, self.stand.in_figure);
                self.stand.in_caption = true;
                if node.is(FIGURES) && !std::mem::replace(&mut self.stand.in_figure, true) {
                    self.figure(node);
                }
                self.apart(node, false);
                (self.stand.in_caption, self.stand.in_figure) = was;
            }
            Is::Verse => {
                self.end();
                self.apart(node, false);
            }
            Is::Line => self.line(node),
            Is::List => self.list(node),
            Is::Item => self.item(node),
            Is::Label => self.label(node),
            Is::Term => self.block(node, Kind::Term),
            Is::Table if self.stand.in_cell => self.children(node),
            Is::Table => self.table(node),
            Is::Break => self.line_feed(),
            Is::Space if node.says("break", &["no"]) => {}
            Is::Space => self.blank(),
            // It stands within words as well as between them: the blanks around it say which.
            Is::Page => self.builder.page(node.attribute("n").unwrap_or_default()),
            Is::Rule => {
                self.begin(Kind::Rule);
                let words = node.text();
                self.builder.text(if words.is_empty() { "* * *" } else { &words });
                self.end();
            }
            Is::Link => self.link(node),
            Is::Picture => self.picture(node),
            Is::Gap => self.text("[…]"),
        }
    }

    // ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Begins a block; in a cell, where none can be, sets its words apart.
    pub(super) fn begin(&mut self, kind: Kind) {
        if self.stand.in_cell {
            return self.blank();
        }
        self.builder.begin(kind);
        self.stand.blank = Blank::Begun;
        self.stand.in_verse = false;
        self.stand.last = '\n';
    }

    pub(super) fn end(&mut self) {
        if self.stand.in_cell {
            return self.blank();
        }
        self.builder.end();
        self.stand.blank = Blank::Begun;
        self.stand.in_verse = false;
        self.stand.last = '\n';
    }

    /// The content of an element that holds blocks.
    fn apart(&mut self, node: NodeRef<'t>, in_block: bool) {
        let was = std::mem::replace(&mut self.stand.in_block, in_block);
        self.end();
        self.children(node);
        self.end();
        self.stand.in_block = was;
    }

    fn block(&mut self, node: NodeRef<'t>, kind: Kind) {
        self.begin(kind);
        self.inside(node);
        self.end();
        if kind == Kind::Title {
            self.byline();
        }
    }

    /// The content of a block, and the marks of notes that stand behind it without one.
    fn inside(&mut self, node: NodeRef<'t>) {
        let was = std::mem::replace(&mut self.stand.in_block, true);
        self.children(node);
        self.stand.in_block = was;
        if was {
            return;
        }
        for next in node.following() {
            if next.words().is_some_and(|words| words.trim().is_empty()) {
                continue;
            }
            let Some(entry) = self.apparatus.notes.get(&next.id).filter(|entry| entry.is_called_here) else { break };
            if self.called.insert(next.id) {
                self.call(&entry.label, &entry.key);
            }
        }
    }

    fn heading(&mut self, node: NodeRef<'t>) {
        let is_title = owner(node).is_some_and(|owner| self.is_text(owner));
        let is_first = self.section_of(node).is_some() && !self.stand.in_note && self.headed.last() == Some(&false);
        if is_title && !self.stand.in_note {
            return self.block(node, Kind::Title);
        }
        if !is_first {
            if self.stand.in_caption {
                return self.block(node, Kind::Caption);
            }
            self.begin(Kind::Paragraph);
            self.builder.open_span(Role::Strong);
            self.inside(node);
            self.builder.close_span(Role::Strong);
            return self.end();
        }
        if let Some(headed) = self.headed.last_mut() {
            *headed = true;
        }
        let level = self.depth.saturating_sub(self.base).clamp(1, 9);
        self.begin(Kind::Heading(u8::try_from(level).unwrap_or(9)));
        if let Some(label) = node.parent().and_then(|section| section.child("label")) {
            self.children(label);
            self.blank();
        }
        self.inside(node);
        self.end();
    }

    fn code(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            return self.children(node);
        }
        self.begin(Kind::Code);
        let was = std::mem::replace(&mut self.stand.in_code, true);
        self.inside(node);
        self.stand.in_code = was;
        self.end();
    }

    /// Tells whether an element holds what is set on lines of its own.
    fn holds_blocks(&self, node: NodeRef<'t>) -> bool {
        node.elements().any(|child| {
            let is = self.is(child);
            matches!(is, Is::Block(_) | Is::BlockOf(_) | Is::Quote | Is::Verse | Is::Line | Is::List | Is::Table | Is::Group | Is::Section)
        })
    }

    fn quote(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            return self.children(node);
        }
        self.builder.open_quote();
        self.apart(node, false);
        self.builder.close();
    }

    fn line(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            self.blank();
            return self.children(node);
        }
        if self.stand.in_verse && self.builder.is_open() {
            self.line_feed();
        } else {
            self.begin(Kind::Verse);
        }
        self.builder.text(&" ".repeat(indent_of(node)));
        self.inside(node);
        self.stand.in_verse = true;
    }

    fn list(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            return self.children(node);
        }
        let marks = (self.vocabulary.list)(node);
        let next = if let Marks::Number(_, first) = marks { first } else { 1 };
        // Items of a paragraph each, or less, follow one another without a gap.
        let blocks = |item: NodeRef<'t>| item.elements().filter(|child| self.holds_blocks(item) && self.is(*child) != Is::Label).count();
        let tight = node.elements().filter(|child| self.is(*child) == Is::Item).all(|item| blocks(item) < 2);
        self.end();
        self.lists.push(List { marks, next, tight });
        self.apart(node, false);
        self.lists.pop();
    }

    fn item(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            self.blank();
            return self.children(node);
        }
        let before = node.before().filter(|other| self.is(*other) == Is::Label);
        let own = node.child("label").or(before).map(NodeRef::text).or_else(|| node.attribute("n").map(str::to_owned));
        let (mut label, mut tight) = (own, true);
        if let Some(list) = self.lists.last_mut() {
            tight = list.tight;
            label = label.or_else(|| match list.marks {
                Marks::None => None,
                Marks::Bullet => Some("•".to_owned()),
                Marks::Number(numbers, _) => Some(format!("{}.", numbers.sign(list.next))),
            });
            list.next += 1;
        }
        // What is longer than a label is a term.
        if let Some(term) = label.take_if(|label| label.chars().count() > 12) {
            self.builder.begin(Kind::Term);
            self.builder.text(&term);
        }
        self.builder.open_item(label.as_deref(), tight);
        self.apart(node, false);
        self.builder.close();
    }

    fn label(&mut self, node: NodeRef<'t>) {
        let parent = node.parent().map_or(Is::Nothing, |parent| self.is(parent));
        if matches!(parent, Is::Section | Is::Item | Is::List) {
            return;
        }
        if self.stand.in_caption && !self.stand.in_block {
            return self.block(node, Kind::Caption);
        }
        self.styled(node, Role::Strong);
        self.blank();
    }

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    fn words(&mut self, words: &str) {
        if !self.stand.in_code {
            return self.text(words);
        }
        // The line feed behind the tag is the tag's.
        let words = if self.builder.is_open() && self.stand.last == '\n' { words.trim_start_matches(['\r', '\n']) } else { words };
        if let Some(last) = words.chars().next_back() {
            self.builder.text(words);
            // Within code no further line feed is dropped.
            self.stand.last = if last == '\n' { ' ' } else { last };
        }
    }

    /// Writes words, runs of blanks as one, none where a line begins.
    pub(super) fn text(&mut self, words: &str) {
        if words.starts_with(is_blank) {
            self.blank();
        }
        let mut first = true;
        for word in words.split(is_blank).filter(|word| !word.is_empty()) {
            if !std::mem::take(&mut first) {
                self.blank();
            }
            let joins = self.stand.blank == Blank::Moved && !word.starts_with(|c: char| c.is_alphanumeric());
            if matches!(self.stand.blank, Blank::Yes | Blank::Moved) && !joins {
                self.builder.text(" ");
            }
            self.builder.text(word);
            self.stand.blank = Blank::No;
            self.stand.last = word.chars().next_back().unwrap_or(' ');
        }
        if !first && words.ends_with(is_blank) {
            self.blank();
        }
    }

    pub(super) fn blank(&mut self) {
        if matches!(self.stand.blank, Blank::No | Blank::Moved) {
            self.stand.blank = Blank::Yes;
        }
    }

    /// Writes the blank that waits, so that what begins here begins with its own words.
    fn settle(&mut self) {
        if self.stand.blank == Blank::Yes {
            self.builder.text(" ");
            self.stand.blank = Blank::Begun;
        }
    }

    fn line_feed(&mut self) {
        if self.stand.in_cell || !self.builder.is_open() {
            return self.blank();
        }
        self.builder.text("\n");
        self.stand.blank = Blank::Begun;
        self.stand.last = '\n';
    }

    fn styled(&mut self, node: NodeRef<'t>, role: Role) {
        // A mark that is raised and nothing else is a mark.
        let mut inside = node.children().filter(|child| child.words().is_none_or(|words| !words.trim().is_empty()));
        if let (Some(only), None) = (inside.next(), inside.next())
            && (self.apparatus.calls.contains_key(&only.id) || self.apparatus.notes.contains_key(&only.id))
        {
            return self.children(node);
        }
        self.settle();
        self.builder.open_span(role);
        self.children(node);
        self.builder.close_span(role);
    }

    fn quoted(&mut self, node: NodeRef<'t>) {
        let is_mark = |c: char| matches!(c, '"' | '\'' | '“' | '„' | '«' | '»' | '‘' | '‚' | '‹' | '「' | '『' | '—' | '–');
        let first = node.descendants().filter_map(NodeRef::words).find_map(|words| words.trim_start().chars().next());
        let printed = first.is_none_or(is_mark) || (is_mark(self.stand.last) && self.stand.blank == Blank::No);
        if !printed {
            self.text("“");
        }
        self.children(node);
        if !printed {
            // The mark closes up to the last word, whatever blank stood there.
            self.stand.blank = Blank::No;
            self.text("”");
        }
    }

    fn link(&mut self, node: NodeRef<'t>) {
        let Some(href) = href(node) else { return self.children(node) };
        self.settle();
        self.builder.open_link(&href);
        if node.text().is_empty() {
            // A link without words says where it leads.
            let words = match href.strip_prefix('#') {
                Some(name) => self
                    .targets
                    .get(name)
                    .and_then(|target| ["title", "head", "label"].iter().find_map(|child| target.child(child)))
                    .map(NodeRef::text),
                None => Some(href.clone()),
            };
            self.text(words.as_deref().unwrap_or("→"));
        }
        self.children(node);
        self.builder.close_link();
    }

    fn picture(&mut self, node: NodeRef<'t>) {
        let words = ["alt", "title"].iter().find_map(|name| node.attribute(name)).filter(|words| !words.trim().is_empty());
        let origin = origin(node);
        let is_within = self.stand.in_block || self.stand.in_cell;
        match words {
            Some(words) => {
                if is_within {
                    self.settle();
                } else {
                    self.begin(Kind::Caption);
                }
                self.builder.open_span(Role::Caption);
                if let Some(origin) = origin {
                    self.builder.open_picture(origin);
                }
                self.text(words);
                self.builder.close_picture();
                self.builder.close_span(Role::Caption);
                if !is_within {
                    self.end();
                }
            }
            None if is_within => {}
            None => {
                if let Some(origin) = origin {
                    self.builder.wordless_picture(origin);
                }
            }
        }
        self.children(node);
    }

    /// The picture of a figure, wherever in it that is named: the figure's words stand for it. One within another was met with it.
    fn figure(&mut self, node: NodeRef<'t>) {
        let picture = node.descendants().find(|inner| inner.is(PICTURES));
        if let Some(origin) = picture.and_then(origin)
            && !self.stand.in_block
            && !self.stand.in_cell
        {
            self.builder.wordless_picture(origin);
        }
    }

    // ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    fn calls(&mut self, calls: &[Call]) {
        for call in calls {
            self.call(&call.label, &call.key);
        }
    }

    fn call(&mut self, label: &str, key: &str) {
        let blank = self.stand.blank;
        self.builder.noteref(label, key);
        self.stand.blank = if matches!(blank, Blank::Yes | Blank::Moved) { Blank::Moved } else { Blank::No };
        self.stand.last = ']';
    }

    fn note(&mut self, node: NodeRef<'t>, entry: &Entry) {
        let was = std::mem::replace(&mut self.stand, Stand { in_note: true, ..Stand::START });
        let lists = std::mem::take(&mut self.lists);
        self.builder.begin_note(&entry.label, &entry.key);
        self.children(node);
        for more in &entry.more {
            self.stand.in_block = false;
            self.end();
            if let Some(node) = node.numbered(*more) {
                self.children(node);
            }
        }
        self.builder.end_note();
        self.lists = lists;
        self.stand = was;
    }

    /// Whether the walk is in a cell.
    pub(super) fn set_in_cell(&mut self, in_cell: bool) {
        self.stand.in_cell = in_cell;
        self.stand.blank = Blank::Begun;
        self.stand.last = '\n';
    }

    /// Tells whether the walk is in words that go with a picture or table; says from now on whether it is.
    pub(super) fn set_in_caption(&mut self, in_caption: bool) -> bool {
        std::mem::replace(&mut self.stand.in_caption, in_caption)
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// Where a link leads: an address, or `#` and a name.
fn href(node: NodeRef<'_>) -> Option<String> {
    TARGETS.iter().find_map(|(name, is_bare)| {
        let value = node.attribute(name)?.split_whitespace().next()?;
        Some(if *is_bare { format!("#{value}") } else { value.to_owned() })
    })
}

/// Where a picture is to be had; with a `#`, in the same file.
fn origin(picture: NodeRef<'_>) -> Option<Origin> {
    let address = FILES.iter().find_map(|name| picture.attribute(name))?;
    Some(match address.strip_prefix('#') {
        Some(name) => Origin::Part(name.into()),
        None => Origin::Address(address.into()),
    })
}

/// How far a line of verse is set in, by what TEI and its users write: `indent(2)`, `indent2`, `ti-2`, `indent`.
fn indent_of(node: NodeRef<'_>) -> usize {
    let Some(rend) = node.attribute("rend").filter(|rend| rend.contains("indent") || rend.starts_with("ti-")) else { return 0 };
    let digits: String = rend.chars().filter(char::is_ascii_digit).take(2).collect();
    2 * digits.parse::<usize>().unwrap_or(1).min(12)
}

/// What a heading is the heading of: the element around it, or around what only gathers an element's titles.
fn owner(heading: NodeRef<'_>) -> Option<NodeRef<'_>> {
    heading.ancestors().find(|around| !around.name().ends_with("info") && !around.is(&["title-group", "front-stub"]))
}
