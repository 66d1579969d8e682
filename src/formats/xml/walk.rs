//! The walk through a tree: what the table says of each element becomes what the builder is told.

use std::collections::{HashMap, HashSet};

use super::{
    Is, Vocabulary,
    apparatus::{Apparatus, Call, Entry},
    lists::List,
    pictures::FIGURES,
    record::Field,
    tree::NodeRef,
    words::href,
};
use crate::{
    document::{Builder, Kind},
    role::Role,
};

/// What stands between the last word written and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blank {
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
pub(super) struct Stand {
    pub(super) blank: Blank,
    /// The last character written.
    pub(super) last: char,
    /// Whether an element that is a block is open.
    pub(super) in_block: bool,
    /// Whether a cell of a table is open: nothing in it begins a block.
    pub(super) in_cell: bool,
    /// Whether blanks are kept.
    pub(super) in_code: bool,
    /// Whether the open block is verse that a further line may join.
    pub(super) in_verse: bool,
    /// Whether paragraphs are captions.
    pub(super) in_caption: bool,
    /// Whether the walk is in a figure, whose picture has been met.
    pub(super) in_figure: bool,
    /// Whether the walk is in a record whose fields come without what stands between them.
    pub(super) in_record: bool,
    /// The field that the last words written were the end of.
    pub(super) field: Option<Field>,
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
        in_record: false,
        field: None,
        in_note: false,
    };
}

/// Walks through a text's parts and writes what it meets.
pub(super) struct Walker<'w, 't> {
    pub(super) vocabulary: &'w Vocabulary,
    elements: HashMap<&'static str, Is>,
    pub(super) apparatus: &'w Apparatus,
    pub(super) builder: &'w mut Builder,
    /// The elements that links lead to, by name.
    pub(super) targets: HashMap<&'t str, NodeRef<'t>>,
    /// How many sections are open, and how many of them have no heading above them anywhere.
    depth: usize,
    base: usize,
    /// Whether each open section has its heading.
    headed: Vec<bool>,
    pub(super) lists: Vec<List>,
    /// Notes that were called before they were met.
    called: HashSet<u32>,
    /// What notes have gone on with, and what is read at any rate.
    gone_on: HashSet<u32>,
    pub(super) stand: Stand,
    parts: HashSet<u32>,
    /// The number of a picture or table ("Figure 1"), until its title or first words come.
    pub(super) label: Option<NodeRef<'t>>,
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
            gone_on: parts.iter().map(|part| part.id).collect(),
            stand: Stand::START,
            parts: parts.iter().map(|part| part.id).collect(),
            label: None,
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
        // Some print who wrote it among the lines of its title.
        let near = parts.iter().flat_map(|part| part.elements().flat_map(|inner| std::iter::once(inner).chain(inner.elements())));
        let titles = near.chain(parts.iter().copied()).filter(|node| self.is(*node) == Is::Heading);
        let titles: Vec<_> = titles.filter(|node| owner(*node).is_some_and(|owner| self.is_text(owner))).map(NodeRef::text).collect();
        let is_named = meta.author.as_deref().is_some_and(|author| {
            let name: Vec<&str> = author.split_whitespace().collect();
            titles.iter().any(|title| [name.first(), name.last()].iter().flatten().all(|part| title.contains(**part)))
        });
        let (title, byline) = (prints(Kind::Title), prints(Kind::Byline) || is_named);
        self.byline = meta.author.filter(|_| !byline);
        if let Some(words) = meta.title.filter(|_| !title) {
            self.builder.begin(Kind::Title);
            self.builder.text(&words);
            self.builder.end();
            self.byline();
        }
        for part in parts {
            self.anchor(*part);
            let is_own = self.is(*part) == Is::Heading || self.is(*part) == Is::Section && !self.is_text(*part);
            if is_own { self.plain(*part) } else { self.apart(*part, false) }
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
        // A part within another has its own turn.
        if apparatus.hidden.contains(&node.id) || self.parts.contains(&node.id) {
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
            Is::Block(kind @ (Kind::Code | Kind::Verse)) => self.by_lines(node, kind),
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
            Is::Record => self.record(node),
            Is::Field(field) => self.field(node, field),
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
                self.label_alone();
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
            Is::Definition => self.definition(node),
            Is::Speech => self.speech(node),
            Is::Subtitle => self.subtitle(node),
            // It is read behind what it is the source of, see [`Self::quote`].
            Is::Source => {}
            Is::TitleLine => {
                if self.stand.last != '\n' {
                    self.line_feed();
                }
                self.children(node);
            }
            Is::Gloss => self.gloss(node),
            Is::Table if self.stand.in_cell => self.children(node),
            Is::Table => {
                self.label_alone();
                self.table(node);
            }
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
            Is::Link if self.stand.in_record => self.address(node),
            Is::Link => self.link(node),
            Is::Formula => self.formula(node),
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
        if let Some(label) = self.label.take_if(|_| kind == Kind::Caption) {
            self.styled(label, Role::Strong);
            self.blank();
        }
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
    pub(super) fn apart(&mut self, node: NodeRef<'t>, in_block: bool) {
        let was = std::mem::replace(&mut self.stand.in_block, in_block);
        self.end();
        self.children(node);
        self.end();
        self.stand.in_block = was;
    }

    pub(super) fn block(&mut self, node: NodeRef<'t>, kind: Kind) {
        self.begin(kind);
        self.inside(node);
        self.end();
        if kind == Kind::Title && !node.following().any(|next| self.is(next) == Is::Subtitle) {
            self.byline();
        }
    }

    /// What stands below the text's title goes with it, and before who wrote it; below any other, it is a paragraph.
    fn subtitle(&mut self, node: NodeRef<'t>) {
        let is_below = node.parent().is_some_and(|parent| parent.elements().any(|other| self.is(other) == Is::Block(Kind::Title)));
        if !is_below && !owner(node).is_some_and(|owner| self.is_text(owner)) {
            return self.block(node, Kind::Paragraph);
        }
        self.block(node, Kind::Byline);
        self.byline();
    }

    /// The content of a block, and the marks of notes that stand behind it without one.
    pub(super) fn inside(&mut self, node: NodeRef<'t>) {
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

    /// A block whose lines and blanks are kept.
    fn by_lines(&mut self, node: NodeRef<'t>, kind: Kind) {
        if self.stand.in_cell {
            return self.children(node);
        }
        self.begin(kind);
        let was = std::mem::replace(&mut self.stand.in_code, true);
        self.inside(node);
        self.stand.in_code = was;
        self.end();
    }

    /// Tells whether an element holds what is set on lines of its own.
    pub(super) fn holds_blocks(&self, node: NodeRef<'t>) -> bool {
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
        for source in node.elements() {
            if self.is(source) == Is::Source {
                self.block(source, Kind::Paragraph);
            }
        }
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
            // One that holds the note it goes on with would go on for ever.
            if let Some(node) = node.numbered(*more).filter(|_| self.gone_on.insert(*more)) {
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

/// How far a line of verse is set in, by what TEI and its users write: `indent(2)`, `indent2`, `ti-2`, `indent`; and by JATS's levels.
fn indent_of(node: NodeRef<'_>) -> usize {
    if let Some(level) = node.attribute("indent-level").and_then(|level| level.parse::<usize>().ok()) {
        return 2 * level.min(12);
    }
    let Some(rend) =
        node.attribute("rend").or(node.attribute("style-type")).filter(|rend| rend.contains("indent") || rend.starts_with("ti-"))
    else {
        return 0;
    };
    let digits: String = rend.chars().filter(char::is_ascii_digit).take(2).collect();
    2 * digits.parse::<usize>().unwrap_or(1).min(12)
}

/// What a heading is the heading of: the element around it, or around what only gathers an element's titles.
fn owner(heading: NodeRef<'_>) -> Option<NodeRef<'_>> {
    heading.ancestors().find(|around| !around.name().ends_with("info") && !around.is(&["title-group", "front-stub"]))
}
