//! Goes through the pages from beginning to end and writes what it meets.
//!
//! The walk keeps its own stack, so that a page of a hundred thousand elements within each other is only that.

use std::collections::{HashMap, HashSet};

use super::{
    Contents, furniture,
    label::{self, Shape},
    lay::{Lay, Page},
    links::{Link, has_scheme},
    lists::List,
    notes::Apparatus,
    role,
    sheet::Sheets,
    table,
    tree::{Id, Tree},
    verse::{LINE_NUMBERS, is_verse},
};
use crate::{
    document::{Builder, Kind},
    formats::{
        math::{is_tex, readable},
        ornament::is_ornament,
    },
    role::Role,
};

/// A row of stars is a word or a few, each in an element or two at the most.
const NODES_OF_RULE: usize = 16;

/// Classes of words under a picture: Wikipedia's, WordPress's, those of books.
const CAPTIONS: &[&str] =
    &["caption", "thumbcaption", "gallerytext", "wp-caption-text", "figcaption", "figure-caption", "image-caption", "img-caption"];

/// What is known of the pages before they are written.
pub(super) struct Known<'a> {
    pub(super) tree: &'a Tree,
    pub(super) lay: &'a Lay,
    pub(super) pages: &'a [Page],
    pub(super) links: &'a [Link],
    pub(super) apparatus: &'a Apparatus,
    /// The sections that the book's own contents name, by where they begin.
    pub(super) contents: &'a Contents,
    /// The labels of printed pages, by the nodes before which they begin.
    pub(super) printed: &'a HashMap<Id, String>,
    /// What style sheets say of words.
    pub(super) sheets: &'a Sheets,
}

/// Writes all pages.
pub(super) fn write(known: &Known<'_>, builder: &mut Builder) {
    let mut walk = Walk {
        tree: known.tree,
        known,
        builder,
        links: known.links.iter().map(|link| (link.node, link)).collect(),
        targets: known.links.iter().filter_map(|link| link.target).collect(),
        flow: Flow::default(),
        undos: Vec::new(),
        buffer: String::new(),
        tables: HashMap::new(),
        steps: HashMap::new(),
        rows_begun: false,
    };
    for page in known.pages {
        walk.page(page);
    }
}

/// What undoes the effect of an element when it ends.
pub(super) enum Undo {
    Span(Role),
    Link,
    Refusal,
    Container,
    Block,
    Kind(Kind),
    Verse(bool),
    Verbatim(bool),
    Flat(bool),
    List,
    Say(&'static str),
    Note(Box<Flow>),
}

/// Where the writing is within the text, apart for the body and for each note.
pub(super) struct Flow {
    pub(super) kind: Kind,
    /// Whether blanks were met that are written when a word follows.
    pub(super) gap: bool,
    /// Whether nothing has been written on this line.
    pub(super) fresh: bool,
    pub(super) verse: bool,
    verbatim: bool,
    /// Within a cell or heading, where blocks are only parted by blanks.
    pub(super) flat: bool,
    pub(super) lists: Vec<List>,
    /// The node with which the note ends.
    last: Option<Id>,
}

impl Default for Flow {
    fn default() -> Self {
        Self { kind: Kind::Paragraph, gap: false, fresh: true, verse: false, verbatim: false, flat: false, lists: Vec::new(), last: None }
    }
}

pub(super) struct Walk<'a, 'b> {
    pub(super) tree: &'a Tree,
    pub(super) known: &'a Known<'a>,
    pub(super) builder: &'b mut Builder,
    links: HashMap<Id, &'a Link>,
    targets: HashSet<Id>,
    pub(super) flow: Flow,
    pub(super) undos: Vec<Undo>,
    buffer: String,
    /// Tables of data that have not begun, by the row that they begin with.
    pub(super) tables: HashMap<Id, table::Data>,
    /// How many columns each cell of a table of data is behind the one before it.
    pub(super) steps: HashMap<Id, usize>,
    /// Whether the open table has a row.
    pub(super) rows_begun: bool,
}

impl Walk<'_, '_> {
    fn page(&mut self, page: &Page) {
        let tree = self.tree;
        self.block_edge();
        if !page.path.is_empty() {
            self.builder.anchor(&page.path);
        }
        self.sections(page.root);
        // Open elements, and how many undos there were before each.
        let mut open: Vec<(Id, usize)> = Vec::new();
        let mut next = tree.first(page.root);
        while let Some(node) = next {
            let depth = self.undos.len();
            let into = self.enter(node);
            open.push((node, depth));
            next = if into { tree.first(node) } else { None };
            if next.is_none() {
                while let Some((node, depth)) = open.pop() {
                    self.leave(node, depth);
                    next = tree.next(node);
                    if next.is_some() {
                        break;
                    }
                }
            }
        }
        self.block_edge();
    }

    /// Begins a node; tells whether its children are to be gone through.
    fn enter(&mut self, node: Id) -> bool {
        let tree = self.tree;
        if let Some(note) = self.known.apparatus.opens.get(&node) {
            let found = &self.known.apparatus.notes[*note];
            self.builder.begin_note_upon(&found.label, &format!("note {note}"), found.why);
            let waiting = std::mem::replace(&mut self.flow, Flow { last: Some(found.last), ..Flow::default() });
            // Undone with its last node, not with this one: it stands below all others.
            self.undos.push(Undo::Note(Box::new(waiting)));
        }
        if let Some(text) = tree.text(node) {
            let (front, back) = self.known.apparatus.cuts.get(&node).copied().unwrap_or_default();
            let end = text.len().saturating_sub(back);
            if let Some(text) = text.get(front..end.max(front)) {
                if self.flow.verbatim { self.verbatim(text) } else { self.say(text) }
            }
            return false;
        }
        let tag = tree.tag(node);
        if tag.is_empty() {
            return false;
        }
        // A line of verse goes on with the stanza.
        let is_line = self.flow.verse && self.is_line(node, tag);
        if furniture::is_block(tag) && !self.flow.flat && !is_line {
            self.block_edge();
        }
        self.sections(node);
        if let Some(label) = self.known.printed.get(&node) {
            self.builder.page(label);
        }
        if self.known.lay.is_dropped(node) || self.known.apparatus.dropped.contains(&node) {
            self.anchors(node);
            return false;
        }
        if furniture::is_block(tag) { self.enter_block(node, tag) } else { self.enter_inline(node, tag) }
    }

    fn leave(&mut self, node: Id, depth: usize) {
        while self.undos.len() > depth {
            // A note ends with the last of its nodes; where it goes on in brothers of the first, its undo waits for that.
            if matches!(self.undos.last(), Some(Undo::Note(_))) && self.flow.last != Some(node) {
                break;
            }
            let Some(undo) = self.undos.pop() else { break };
            self.undo(undo);
        }
        while self.flow.last == Some(node)
            && let Some(index) = self.undos.iter().rposition(|undo| matches!(undo, Undo::Note(_)))
        {
            for undo in self.undos.split_off(index).into_iter().rev() {
                self.undo(undo);
            }
        }
    }

    fn undo(&mut self, undo: Undo) {
        match undo {
            Undo::Span(role) => self.builder.close_span(role),
            Undo::Link => self.builder.close_link(),
            Undo::Refusal => self.builder.end_refusal(),
            Undo::Container => {
                self.block_edge();
                self.builder.close();
            }
            Undo::Block => self.block_edge(),
            Undo::Kind(kind) => self.flow.kind = kind,
            Undo::Verse(verse) => self.flow.verse = verse,
            Undo::Verbatim(verbatim) => self.flow.verbatim = verbatim,
            Undo::Flat(flat) => self.flow.flat = flat,
            Undo::List => {
                self.flow.lists.pop();
            }
            Undo::Say(text) => self.say(text),
            Undo::Note(flow) => {
                self.block_edge();
                self.builder.end_note();
                self.flow = *flow;
            }
        }
    }

    // ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────

    fn enter_block(&mut self, node: Id, tag: &str) -> bool {
        let tree = self.tree;
        if let Some(table) = self.tables.remove(&node) {
            self.flow.kind = Kind::Paragraph;
            self.builder.begin_table(table.columns, table.head);
            (self.flow.flat, self.flow.fresh, self.rows_begun) = (true, true, false);
        }
        if self.flow.flat {
            // A table's caption has been set above it.
            if tag == "caption" {
                return false;
            }
            self.anchors(node);
            self.gap_or_cell(node, tag);
            return true;
        }
        if self.flow.verse && self.is_line(node, tag) {
            self.anchors(node);
            self.line_break();
            self.indent(node);
            return true;
        }
        self.block_edge();
        if !self.tables.is_empty() && matches!(tag, "caption" | "thead" | "tbody" | "tfoot") {
            // The table that begins in it does not end with it; and its caption has been set.
            self.anchors(node);
            return tag != "caption";
        }
        self.undos.push(Undo::Block);
        self.anchors(node);
        // What stands in a heading that was never closed is text.
        if matches!(self.flow.kind, Kind::Heading(_)) {
            self.kind(Kind::Paragraph);
        }
        if self.is_rule(node, tag) {
            self.builder.begin(Kind::Rule);
            self.builder.text(tree.words(node).split_whitespace().collect::<Vec<_>>().join(" ").as_str());
            self.block_edge();
            return false;
        }
        if let [b'h', level @ b'1'..=b'6'] = tag.as_bytes() {
            self.kind(Kind::Heading(level - b'0'));
            if !is_unclosed(tree, node) {
                self.flat();
            }
            return true;
        }
        match tag {
            "hr" => {
                self.builder.begin(Kind::Rule);
                self.builder.text("* * *");
                self.block_edge();
                return false;
            }
            "blockquote" if !self.known.apparatus.opens.contains_key(&node) => {
                self.builder.open_quote();
                self.undos.push(Undo::Container);
            }
            "ul" | "ol" | "menu" | "dir" => self.list(node, tag),
            "li" if !self.known.apparatus.opens.contains_key(&node) => self.item(node),
            "dt" if !self.known.apparatus.opens.contains_key(&node) => self.kind(Kind::Term),
            "dd" if self.flow.last != Some(node) => {
                self.builder.open_item(None, true);
                self.undos.push(Undo::Container);
            }
            "pre" | "listing" | "xmp" => {
                self.kind(Kind::Code);
                self.undos.push(Undo::Verbatim(std::mem::replace(&mut self.flow.verbatim, true)));
            }
            "figure" | "figcaption" | "caption" => self.kind(Kind::Caption),
            "p" | "div" if tree.has_class(node, CAPTIONS) => self.kind(Kind::Caption),
            "table" => {
                if let Some(table) = table::of(tree, self.known.lay, self.known.apparatus, node) {
                    self.table(table);
                }
            }
            _ => {}
        }
        if matches!(tag, "td" | "p" | "div" | "section" | "article" | "blockquote") && is_verse(tree, node) {
            self.kind(Kind::Verse);
            self.undos.push(Undo::Verse(std::mem::replace(&mut self.flow.verse, true)));
        }
        true
    }

    /// Tells whether a block is a row of stars between two passages, whatever it is marked as.
    fn is_rule(&self, node: Id, tag: &str) -> bool {
        let tree = self.tree;
        let inside = || tree.within(node).take(NODES_OF_RULE + 1);
        // Most begin with a letter, and need no further look.
        let begins = || inside().filter_map(|inner| tree.text(inner)).find_map(|text| text.trim_start().chars().next());
        matches!(tag, "p" | "div" | "center" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            && !self.known.apparatus.opens.contains_key(&node)
            && self.flow.last != Some(node)
            && inside().count() <= NODES_OF_RULE
            && !inside().any(|inner| matches!(tree.tag(inner), "a" | "img" | "table"))
            && begins().is_some_and(|first| !first.is_alphanumeric())
            && is_ornament(&tree.words(node))
    }

    pub(super) fn kind(&mut self, kind: Kind) {
        self.undos.push(Undo::Kind(std::mem::replace(&mut self.flow.kind, kind)));
    }

    fn flat(&mut self) {
        self.undos.push(Undo::Flat(std::mem::replace(&mut self.flow.flat, true)));
    }

    /// Ends the open block.
    pub(super) fn block_edge(&mut self) {
        self.builder.end();
        self.flow.gap = false;
        self.flow.fresh = true;
    }

    // ── Within a block ──────────────────────────────────────────────────────────────────────────────────────────────

    fn enter_inline(&mut self, node: Id, tag: &str) -> bool {
        let tree = self.tree;
        if let Some(call) = self.known.apparatus.calls.get(&node) {
            self.anchors(node);
            self.flush();
            self.open_block();
            let key = call.note.map_or_else(|| format!("lost {}", node.index()), |note| format!("note {note}"));
            self.builder.noteref_upon(&call.label, &key, call.why);
            (self.flow.gap, self.flow.fresh) = (false, false);
            return false;
        }
        self.anchors(node);
        match tag {
            "br" => {
                if self.flow.flat && self.flow.kind == Kind::Paragraph {
                    self.flow.gap = true;
                } else {
                    self.line_break();
                }
                return false;
            }
            "wbr" => return false,
            "img" | "image" => {
                self.picture(node);
                return false;
            }
            "math" | "m:math" | "mml:math" => {
                self.formula(node);
                return false;
            }
            // Pandoc and others leave it to a program in the page to set a formula.
            "span" if tree.has_class(node, &["math"]) && is_tex(&tree.words(node)) => {
                self.say(&readable(&tree.words(node)));
                return false;
            }
            "q" => {
                self.say("“");
                self.undos.push(Undo::Say("”"));
            }
            "rt" => {
                self.say("(");
                self.undos.push(Undo::Say(")"));
            }
            "a" => self.link(node),
            _ => {}
        }
        // A mark is raised or not as the reader is set up, not as the page was.
        let holds_mark = || tree.within(node).any(|inner| self.known.apparatus.calls.contains_key(&inner));
        let is_mark = |role: &Role| matches!(role, Role::Superscript | Role::Subscript) && holds_mark();
        let said = role::of(tree, node, tag);
        let styled = if said.is_none() && role::is_neutral(tag) {
            self.known.sheets.roles(self.known.lay.page(node), tree, node)
        } else {
            Vec::new()
        };
        for role in said.into_iter().chain(styled).filter(|role| !is_mark(role)) {
            self.flush();
            self.builder.open_span(role);
            self.undos.push(Undo::Span(role));
        }
        if self.flow.verse && tag == "span" {
            self.indent(node);
            // The number of a line stands at its end, wherever a sheet puts it.
            self.flow.gap |= tree.has_class(node, LINE_NUMBERS);
        }
        true
    }

    fn link(&mut self, node: Id) {
        let tree = self.tree;
        let Some(href) = tree.attribute(node, "href").map(str::trim).filter(|href| !href.is_empty()) else { return };
        let href = match self.links.get(&node) {
            Some(Link { target: Some(target), .. }) => format!("#{}", self.name_of(*target)),
            // The top of a page has this name without being given it.
            Some(Link { is_inner: true, is_named: true, .. }) if href.eq_ignore_ascii_case("#top") => return,
            Some(Link { is_inner: true, is_named: true, .. }) => href.to_owned(),
            _ if href.to_ascii_lowercase().starts_with("javascript:") || href.starts_with('#') => return,
            _ => href.to_owned(),
        };
        // A name on another page that is not there is no address.
        let href = if href.starts_with('#') || has_scheme(&href) || self.known.pages.iter().all(|page| page.path.is_empty()) {
            href
        } else {
            format!("#{href}")
        };
        self.flush();
        self.builder.open_link(&href);
        self.undos.push(Undo::Link);
        if let Some(why) = self.known.apparatus.refused.get(&node) {
            self.builder.begin_refusal(*why);
            self.undos.push(Undo::Refusal);
        }
    }

    /// The name under which the document knows a place.
    fn name_of(&self, target: Id) -> String {
        let page = &self.known.pages[self.known.lay.page(target)];
        match self.tree.names(target).next() {
            Some(name) if page.path.is_empty() => name.to_owned(),
            Some(name) => format!("{}#{name}", page.path),
            None => page.path.clone(),
        }
    }

    /// Begins the sections that begin with a node. A note's label in the contents names none: Calibre lists what is headed by it.
    fn sections(&mut self, node: Id) {
        let (lay, opens) = (self.known.lay, &self.known.apparatus.opens);
        let place = lay.from(node);
        let begins_note = || {
            let first = lay.text_at(place).unwrap_or(node);
            self.tree.outwards(first).take_while(|outer| lay.from(*outer) == place).any(|outer| opens.contains_key(&outer))
        };
        let is_note = |title: &str| label::shape(title) != Shape::Words && begins_note();
        for (level, title) in self.known.contents.get(&node).into_iter().flatten().filter(|(_, title)| !is_note(title)) {
            self.builder.section(*level, title);
        }
    }

    fn anchors(&mut self, node: Id) {
        if self.targets.contains(&node) && self.tree.names(node).next().is_some() {
            let name = self.name_of(node);
            self.builder.anchor(&name);
        }
    }

    /// Writes the blank that waits, so that a span does not begin with it.
    pub(super) fn flush(&mut self) {
        if self.flow.gap && !self.flow.fresh && self.builder.is_open() {
            self.builder.text(" ");
            self.flow.fresh = true;
        }
        self.flow.gap = false;
    }

    pub(super) fn open_block(&mut self) {
        if !self.builder.is_open() {
            self.builder.begin(self.flow.kind);
            self.flow.fresh = true;
        }
    }

    /// Writes words; blanks of any length are one, and none at a line's beginning.
    pub(super) fn say(&mut self, text: &str) {
        let mut out = std::mem::take(&mut self.buffer);
        out.clear();
        for (index, word) in text.split(|character: char| character.is_ascii_whitespace()).enumerate() {
            self.flow.gap |= index > 0;
            if word.is_empty() {
                continue;
            }
            if self.flow.gap && !self.flow.fresh {
                out.push(' ');
            }
            out.push_str(word);
            (self.flow.gap, self.flow.fresh) = (false, false);
        }
        if !out.is_empty() {
            if !self.builder.is_open() {
                self.builder.begin(self.flow.kind);
            }
            self.builder.text(&out);
        }
        self.buffer = out;
    }

    fn verbatim(&mut self, text: &str) {
        let text = if self.builder.is_open() { text } else { text.trim_start_matches(['\n', '\r']) };
        if !text.is_empty() {
            self.open_block();
            self.builder.text(text);
            self.flow.fresh = text.ends_with('\n');
        }
    }
}

/// Tells whether a heading was never closed: paragraphs stand in it, and more words than in any heading.
fn is_unclosed(tree: &Tree, node: Id) -> bool {
    tree.within(node).any(|inner| tree.tag(inner) == "p") && tree.words(node).len() > furniture::LONGEST_HEADING
}
