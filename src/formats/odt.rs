//! OpenDocument texts, zipped (ODT) and as one XML file (FODT).
//!
//! The content is walked once. Notes stand where they are called, with the number that was printed; headings say their level;
//! what words look like is in [`Styles`], which the content names. Changes that were recorded are read as accepted, remarks and
//! tables of contents are left out.

use std::collections::{HashMap, HashSet};

use super::{
    Source, archive, xml,
    xml::{
        Numbers,
        tree::{self, NodeRef, Tree},
    },
};
use crate::{
    document::{Align, Builder, Document, Kind, Meta, Origin},
    problem::{Problem, Read},
    role::Role,
};

/// Tells whether an XML text is an OpenDocument text in one file.
pub(super) fn looks(text: &str) -> bool {
    text.contains("urn:oasis:names:tc:opendocument") && text.contains("<office:document ")
}

/// Reads an OpenDocument text.
///
/// # Errors
/// When it is encrypted, holds no text, or would fill the memory.
pub(super) fn read(source: &Source) -> Result<Read<Document>, Problem> {
    let mut builder = Builder::new();
    if !source.whole {
        builder.partial();
    }
    if !archive::is_zip(&source.bytes) {
        let decoded = xml::decoded(&source.bytes);
        let (tree, problems) = tree::parse(&decoded.value)?;
        for problem in decoded.problems.into_iter().chain(problems).filter(|_| source.whole) {
            builder.problem(problem);
        }
        write(&[&tree], &tree, &mut builder);
        return Ok(builder.finish());
    }
    let mut archive = archive::open(&source.bytes)?;
    let manifest = archive.read("META-INF/manifest.xml").unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(Problem::error("cannot be read: it is encrypted").mend("save it without a password first"));
    }
    let content = archive.read("content.xml").map_err(|problem| Problem::error(problem.what))?;
    let [styles, meta] = ["styles.xml", "meta.xml"].map(|name| archive.read(name).unwrap_or_default());
    let [content, styles, meta] = [&content, &styles, &meta].map(|bytes| xml::decoded(bytes));
    let (content, problems) = tree::parse(&content.value)?;
    let (styles, _) = tree::parse(&styles.value)?;
    let (meta, _) = tree::parse(&meta.value)?;
    for problem in archive.take_problems().into_iter().chain(problems) {
        builder.problem(problem);
    }
    write(&[&content, &styles], &meta, &mut builder);
    Ok(builder.finish())
}

fn write(trees: &[&Tree<'_>], meta: &Tree<'_>, builder: &mut Builder) {
    let styles = Styles::of(trees);
    let Some(content) = trees.first().map(|tree| tree.document()) else { return };
    *builder.meta() = said(meta.document(), &styles);
    let bookmarks = content.descendants().filter(|node| node.is(&["bookmark", "bookmark-start", "reference-mark", "reference-mark-start"]));
    let names = bookmarks.filter_map(|node| node.attribute("name")).collect();
    let notes = content.descendants().filter(|node| node.name() == "note").filter_map(|node| node.attribute("id")).collect();
    let Some(body) = content.find("body").and_then(|body| body.child("text")) else { return };
    let mut walker = Walker {
        styles,
        names,
        notes,
        written: HashSet::new(),
        builder,
        later: Vec::new(),
        lists: Vec::new(),
        counted: HashMap::new(),
        in_cell: false,
        begun: true,
    };
    walker.blocks(body);
}

/// What a text says of itself.
fn said(meta: NodeRef<'_>, styles: &Styles<'_>) -> Meta {
    let meta = meta.find("meta").unwrap_or(meta);
    let words = |name: &str| meta.find(name).map(NodeRef::text).filter(|words| !words.is_empty());
    Meta {
        title: words("title"),
        author: words("initial-creator").or_else(|| words("creator")),
        date: None,
        lang: words("language").or_else(|| styles.language.clone()),
        ..Meta::default()
    }
}

/// Styles by family and name, and what lists put before their items.
#[derive(Default)]
struct Styles<'t> {
    by_name: HashMap<(&'t str, &'t str), NodeRef<'t>>,
    lists: HashMap<&'t str, NodeRef<'t>>,
    language: Option<String>,
}

impl<'t> Styles<'t> {
    fn of(trees: &[&'t Tree<'t>]) -> Self {
        let mut found = Self::default();
        for node in trees.iter().flat_map(|tree| tree.document().descendants()) {
            match (node.name(), node.attribute("name")) {
                ("style", Some(name)) => {
                    found.by_name.entry((node.attribute("family").unwrap_or_default(), name)).or_insert(node);
                }
                ("list-style", Some(name)) => {
                    found.lists.entry(name).or_insert(node);
                }
                ("default-style", _) if node.says("family", &["paragraph"]) && found.language.is_none() => {
                    let properties = node.child("text-properties");
                    let part = |name: &str| properties.and_then(|node| node.attribute(name)).filter(|part| *part != "none");
                    found.language = part("language").map(|language| match part("country") {
                        Some(country) => format!("{language}-{country}"),
                        None => language.to_owned(),
                    });
                }
                _ => {}
            }
        }
        found
    }

    /// A style and those it is made from, from the nearest on.
    fn chain(&self, family: &'static str, name: &'t str) -> impl Iterator<Item = (&'t str, Option<NodeRef<'t>>)> {
        let mut next = Some(name);
        // A chain may be a ring.
        (0..16).map_while(move |_| {
            let name = next?;
            let style = self.by_name.get(&(family, name)).copied();
            next = style.and_then(|style| style.attribute("parent-style-name"));
            Some((name, style))
        })
    }

    /// What a style makes of words.
    fn roles(&self, name: &'t str) -> Vec<Role> {
        let chain: Vec<_> = self.chain("text", name).collect();
        let property = |property: &str| {
            chain
                .iter()
                .filter_map(|(_, style)| style.as_ref()?.child("text-properties"))
                .find_map(|properties| properties.attribute(property))
        };
        let mut roles = Vec::new();
        let mut add = |applies: bool, role: Role| {
            if applies && !roles.contains(&role) {
                roles.push(role);
            }
        };
        add(property("font-style").is_some_and(|style| style != "normal"), Role::Emphasis);
        let weight = property("font-weight");
        add(weight.is_some_and(|weight| weight == "bold" || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)), Role::Strong);
        add(property("font-variant") == Some("small-caps"), Role::SmallCaps);
        add(property("text-underline-style").is_some_and(|style| style != "none"), Role::Underline);
        add(
            ["text-line-through-style", "text-line-through-type"].iter().any(|name| property(name).is_some_and(|style| style != "none")),
            Role::Strike,
        );
        match property("text-position").and_then(|position| position.split(' ').next()) {
            Some("sub") => add(true, Role::Subscript),
            Some("super") => add(true, Role::Superscript),
            Some(raised) if raised.starts_with('-') => add(true, Role::Subscript),
            Some(raised) if !raised.starts_with('0') => add(true, Role::Superscript),
            _ => {}
        }
        // Writers leave out the definitions of the styles that every program has.
        for (name, style) in &chain {
            match *name {
                "Emphasis" if style.is_none() => add(true, Role::Emphasis),
                "Strong_20_Emphasis" if style.is_none() => add(true, Role::Strong),
                "Source_20_Text" | "Source_Text" => add(true, Role::Code),
                _ => {}
            }
        }
        roles
    }

    /// What a paragraph is, by the names of its styles.
    fn paragraph(&self, name: &'t str) -> (Kind, bool) {
        for (name, _) in self.chain("paragraph", name) {
            match name {
                "Title" => return (Kind::Title, false),
                "Subtitle" | "Author" | "Date" => return (Kind::Byline, false),
                "Preformatted_20_Text" => return (Kind::Code, false),
                "Caption" | "Figure" | "Table" | "Illustration" | "FigureCaption" | "TableCaption" => return (Kind::Caption, false),
                "Quotations" | "Quote" | "Block_20_Text" => return (Kind::Paragraph, true),
                _ => {}
            }
        }
        (Kind::Paragraph, false)
    }
}

struct List<'t> {
    style: Option<NodeRef<'t>>,
    name: &'t str,
    next: usize,
}

struct Walker<'w, 't> {
    styles: Styles<'t>,
    /// Names of places that links may lead to.
    names: HashSet<&'t str>,
    /// Names of notes.
    notes: HashSet<&'t str>,
    /// Those that are written.
    written: HashSet<&'t str>,
    builder: &'w mut Builder,
    /// Frames with text of their own, met in a paragraph and written after it.
    later: Vec<NodeRef<'t>>,
    lists: Vec<List<'t>>,
    /// How far the last list of a style counted.
    counted: HashMap<(&'t str, usize), usize>,
    in_cell: bool,
    /// Whether a line begins here, or a blank stands before what comes.
    begun: bool,
}

impl<'t> Walker<'_, 't> {
    fn blocks(&mut self, node: NodeRef<'t>) {
        for child in node.elements() {
            match child.name() {
                "p" => self.paragraph(child),
                "h" => self.heading(child),
                "list" => self.list(child),
                "table" => self.table(child),
                "frame" => self.frame(child),
                "tracked-changes"
                | "table-of-content"
                | "illustration-index"
                | "table-index"
                | "forms"
                | "annotation"
                | "sequence-decls"
                | "variable-decls"
                | "user-field-decls"
                | "dde-connection-decls"
                | "soft-page-break" => {}
                _ => self.blocks(child),
            }
        }
    }

    fn begin(&mut self, kind: Kind) {
        if !self.in_cell {
            self.builder.begin(kind);
            self.begun = true;
        } else if !self.begun {
            self.builder.text(" ");
            self.begun = true;
        }
    }

    fn end(&mut self) {
        if self.in_cell {
            return;
        }
        self.builder.end();
        for frame in std::mem::take(&mut self.later) {
            self.blocks(frame);
        }
    }

    fn paragraph(&mut self, node: NodeRef<'t>) {
        let (kind, is_quote) = self.styles.paragraph(node.attribute("style-name").unwrap_or_default());
        if is_quote && !self.in_cell {
            self.builder.open_quote();
        }
        self.begin(kind);
        self.inline(node);
        self.end();
        if is_quote && !self.in_cell {
            self.builder.close();
        }
    }

    fn heading(&mut self, node: NodeRef<'t>) {
        let level = node.attribute("outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
        self.begin(Kind::Heading(level.clamp(1, 9)));
        self.inline(node);
        self.end();
    }

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    fn inline(&mut self, node: NodeRef<'t>) {
        for child in node.children() {
            match child.words() {
                Some(words) => self.words(words),
                None => self.element(child),
            }
        }
    }

    /// Words, with blanks as OpenDocument means them: those it wants kept stand as elements.
    fn words(&mut self, words: &str) {
        let mut out = String::with_capacity(words.len());
        for character in words.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r') {
                if !self.begun {
                    out.push(' ');
                }
                self.begun = true;
            } else {
                out.push(character);
                self.begun = false;
            }
        }
        self.builder.text(&out);
    }

    fn element(&mut self, node: NodeRef<'t>) {
        match node.name() {
            "span" => {
                let roles = self.styles.roles(node.attribute("style-name").unwrap_or_default());
                for role in &roles {
                    self.builder.open_span(*role);
                }
                self.inline(node);
                for role in roles.iter().rev() {
                    self.builder.close_span(*role);
                }
            }
            "s" => {
                let count = node.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                self.builder.text(&" ".repeat(count.min(80)));
                self.begun = true;
            }
            "tab" => {
                self.builder.text(if self.in_cell { " " } else { "  " });
                self.begun = true;
            }
            "line-break" => {
                self.builder.text(if self.in_cell { " " } else { "\n" });
                self.begun = true;
            }
            "a" => self.link(node),
            "note" => self.note(node),
            "note-ref" => match node.attribute("ref-name").filter(|name| self.notes.contains(name)) {
                Some(name) => {
                    self.builder.open_link(&format!("#{name}"));
                    self.inline(node);
                    self.builder.close_link();
                }
                None => self.inline(node),
            },
            "bookmark" | "bookmark-start" | "reference-mark" | "reference-mark-start" => {
                if let Some(name) = node.attribute("name") {
                    self.builder.anchor(name);
                }
            }
            "frame" | "custom-shape" | "g" | "rect" => self.frame(node),
            "ruby-text" => {
                self.words("(");
                self.inline(node);
                self.words(")");
            }
            "annotation"
            | "annotation-end"
            | "soft-page-break"
            | "tracked-changes"
            | "hidden-text"
            | "script"
            | "alphabetical-index-mark" => {}
            _ => self.inline(node),
        }
    }

    fn link(&mut self, node: NodeRef<'t>) {
        let href = node.attribute("href").unwrap_or_default();
        // A name may be followed by what kind of thing it names.
        let href = href.split_once('|').map_or(href, |(name, _)| if name.starts_with('#') { name } else { href });
        let leads = match href.strip_prefix('#') {
            Some(name) => self.names.contains(name),
            None => !href.is_empty(),
        };
        if leads {
            self.builder.open_link(href);
        }
        self.inline(node);
        if leads {
            self.builder.close_link();
        }
    }

    fn note(&mut self, node: NodeRef<'t>) {
        let citation = node.child("note-citation");
        let label = citation
            .and_then(|citation| citation.attribute("label"))
            .map(str::to_owned)
            .or_else(|| citation.map(NodeRef::text))
            .unwrap_or_default();
        // Names repeat where texts were put together.
        let key = match node.attribute("id") {
            Some(id) if self.written.insert(id) => id.to_owned(),
            _ => format!("\u{1}{}", node.id),
        };
        self.builder.noteref(&label, &key);
        let Some(body) = node.child("note-body") else { return };
        let was = (self.in_cell, std::mem::take(&mut self.later), std::mem::take(&mut self.lists));
        self.in_cell = false;
        self.builder.begin_note(&label, &key);
        self.blocks(body);
        self.builder.end_note();
        (self.in_cell, self.later, self.lists) = was;
        self.begun = false;
    }

    /// A picture, for which there may be words, or a frame with text.
    fn frame(&mut self, node: NodeRef<'t>) {
        let words = ["title", "desc"].iter().find_map(|name| node.child(name)).map(NodeRef::text).filter(|words| !words.is_empty());
        let file = node.child("image").and_then(|image| image.attribute("href"));
        let origin =
            file.map(
                |file| {
                    if file.contains("://") { Origin::Address(file.into()) } else { Origin::Part(file.trim_start_matches("./").into()) }
                },
            );
        if let Some(words) = words {
            self.builder.open_span(Role::Caption);
            if let Some(origin) = origin {
                self.builder.open_picture(origin);
            }
            self.builder.text(&words);
            self.builder.close_picture();
            self.builder.close_span(Role::Caption);
            self.begun = false;
        } else if let Some(origin) = origin.filter(|_| !self.in_cell && node.is_alone_in("p")) {
            self.builder.wordless_picture(origin);
        }
        for text in node.elements().filter(|child| child.is(&["text-box"])) {
            if self.in_cell {
                self.blocks(text);
            } else if self.builder.is_open() {
                self.later.push(text);
            } else {
                self.blocks(text);
            }
        }
    }

    // ── Lists and tables ────────────────────────────────────────────────────────────────────────────────────────────────

    fn list(&mut self, node: NodeRef<'t>) {
        let inherited = self.lists.last().map(|list| (list.style, list.name));
        let own = node.attribute("style-name").map(|name| (self.styles.lists.get(name).copied(), name));
        let (style, name) = own.or(inherited).unwrap_or((None, ""));
        let depth = self.lists.len() + 1;
        let goes_on = node.says("continue-numbering", &["true"]) || node.attribute("continue-list").is_some();
        let level = Self::level(style, depth);
        let first = level.and_then(|level| level.attribute("start-value")).and_then(|value| value.parse().ok()).unwrap_or(1);
        let next = if goes_on { self.counted.get(&(name, depth)).map_or(first, |last| last + 1) } else { first };
        self.lists.push(List { style, name, next });
        for item in node.elements().filter(|child| child.is(&["list-item", "list-header"])) {
            // Numbered headings stand in lists of their own.
            let only_headings = item.elements().next().is_some()
                && item.elements().all(|child| child.is(&["h", "list"]) && (child.name() == "h" || child.find("h").is_some()));
            if only_headings || self.in_cell {
                self.blocks(item);
                continue;
            }
            let label = (item.name() == "list-item").then(|| self.label(item, level, name, depth)).flatten();
            self.builder.open_item(label.as_deref(), true);
            self.blocks(item);
            self.builder.close();
        }
        self.lists.pop();
    }

    fn level(style: Option<NodeRef<'t>>, depth: usize) -> Option<NodeRef<'t>> {
        style?.elements().find(|level| level.attribute("level").and_then(|level| level.parse().ok()) == Some(depth))
    }

    fn label(&mut self, item: NodeRef<'t>, level: Option<NodeRef<'t>>, name: &'t str, depth: usize) -> Option<String> {
        let list = self.lists.last_mut()?;
        if let Some(start) = item.attribute("start-value").and_then(|value| value.parse().ok()) {
            list.next = start;
        }
        let number = list.next;
        list.next += 1;
        self.counted.insert((name, depth), number);
        let Some(level) = level.filter(|level| level.name() == "list-level-style-number") else { return Some("•".to_owned()) };
        let numbers = match level.attribute("num-format") {
            Some("a") => Numbers::Letters { capital: false },
            Some("A") => Numbers::Letters { capital: true },
            Some("i") => Numbers::Roman { capital: false },
            Some("I") => Numbers::Roman { capital: true },
            Some(_) => Numbers::Decimal,
            None => return None,
        };
        let [before, after] = ["num-prefix", "num-suffix"].map(|part| level.attribute(part).unwrap_or_default());
        Some(format!("{before}{}{}", numbers.sign(number), if after.is_empty() { "." } else { after }))
    }

    fn table(&mut self, node: NodeRef<'t>) {
        let (mut rows, mut head) = (Vec::new(), 0);
        gather(node, false, &mut rows, &mut head);
        if self.in_cell {
            rows.iter().flat_map(|row| row.elements()).for_each(|cell| self.blocks(cell));
            return;
        }
        let cells = |row: &NodeRef<'t>| row.elements().filter(|cell| cell.is(&["table-cell", "covered-table-cell"])).collect::<Vec<_>>();
        let width = rows.iter().map(|row| cells(row).len()).max().unwrap_or(0).min(64);
        if width == 0 {
            return;
        }
        self.builder.begin_table(vec![Align::Start; width], u16::try_from(head).unwrap_or(u16::MAX));
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.builder.text("\n");
            }
            for (column, cell) in cells(row).into_iter().take(64).enumerate() {
                if column > 0 {
                    self.builder.text("\t");
                }
                self.in_cell = true;
                self.begun = true;
                self.blocks(cell);
                self.in_cell = false;
            }
        }
        self.end();
    }
}

fn gather<'t>(node: NodeRef<'t>, is_head: bool, rows: &mut Vec<NodeRef<'t>>, head: &mut usize) {
    for child in node.elements() {
        match child.name() {
            "table-row" => {
                if is_head && *head == rows.len() {
                    *head += 1;
                }
                rows.push(child);
            }
            "table-header-rows" => gather(child, true, rows, head),
            "table-rows" | "table-row-group" => gather(child, is_head, rows, head),
            _ => {}
        }
    }
}
