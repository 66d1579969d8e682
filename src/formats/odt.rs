//! OpenDocument texts, zipped (ODT) and as one XML file (FODT).
//!
//! The content is walked once. Notes stand where they are called, with the number that was printed; headings say their level;
//! what words look like is in [`mod@styles`], which the content names. Changes that were recorded are read as accepted, remarks and
//! tables of contents are left out.

mod lists;
mod styles;

use std::collections::{HashMap, HashSet};

use self::{lists::List, styles::Styles};

use super::{
    Source,
    archive::{self, Archive},
    math::mathml,
    ornament::{is_ornament, says_nothing},
    xml::tree::{self, NodeRef, Tree},
    xml::{self, Numbers},
};
use crate::{
    document::{Builder, Document, Kind, Meta, Origin, WORDLESS},
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
        write(&[&tree], &tree, HashMap::new(), &mut builder);
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
    let formulas = formulas(&mut archive, &content);
    write(&[&content, &styles], &meta, formulas, &mut builder);
    Ok(builder.finish())
}

/// The formulas that are kept as documents of their own, by how the text calls them.
fn formulas(archive: &mut Archive<'_>, content: &Tree<'_>) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for href in content.document().descendants().filter(|node| node.name() == "object").filter_map(|node| node.attribute("href")) {
        let Ok(bytes) = archive.read(&format!("{}/content.xml", href.trim_start_matches("./"))) else { continue };
        let text = xml::decoded(&bytes);
        let Ok((tree, _)) = tree::parse(&text.value) else { continue };
        if tree.root().name() == "math" {
            found.insert(href.to_owned(), mathml(tree.root()));
        }
    }
    found
}

fn write(trees: &[&Tree<'_>], meta: &Tree<'_>, formulas: HashMap<String, String>, builder: &mut Builder) {
    let styles = Styles::of(trees);
    let Some(content) = trees.first().map(|tree| tree.document()) else { return };
    *builder.meta() = said(meta.document(), &styles);
    let bookmarks = content.descendants().filter(|node| node.is(&["bookmark", "bookmark-start", "reference-mark", "reference-mark-start"]));
    let names = bookmarks.filter_map(|node| node.attribute("name")).collect();
    let notes = content.descendants().filter(|node| node.name() == "note").filter_map(|node| node.attribute("id")).collect();
    let Some(body) = content.find("body").and_then(|body| body.child("text")) else { return };
    let counting = |class: &str| {
        let of_class = |node: &NodeRef<'_>| node.name() == "notes-configuration" && node.says("note-class", &[class]);
        let said = trees.iter().find_map(|tree| tree.document().descendants().find(of_class)).and_then(lists::numbers);
        said.unwrap_or(Numbers::Decimal)
    };
    let mut walker = Walker {
        styles,
        formulas,
        names,
        notes,
        written: HashSet::new(),
        builder,
        later: Vec::new(),
        lists: Vec::new(),
        counted: HashMap::new(),
        in_cell: false,
        in_program: false,
        begun: true,
        described: false,
        noted: [(counting("footnote"), 0), (counting("endnote"), 0)],
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

struct Walker<'w, 't> {
    styles: Styles<'t>,
    /// Formulas, by how the text calls them.
    formulas: HashMap<String, String>,
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
    /// Whether the open block is program text, of which the next paragraph may be a line.
    in_program: bool,
    /// Whether a line begins here, or a blank stands before what comes.
    begun: bool,
    /// Whether the words of a picture end here, which are not those around them.
    described: bool,
    /// How footnotes and endnotes are counted, and how many there have been.
    noted: [(Numbers, usize); 2],
}

impl<'t> Walker<'_, 't> {
    fn blocks(&mut self, node: NodeRef<'t>) {
        // Docutils leaves the words of an attribution outside of its paragraph, with the notes that they call.
        let may_stray = node.is(&["text", "section", "text-box", "list-item", "note-body"]);
        let mut strays = false;
        for child in node.children() {
            let is_stray = may_stray
                && match child.words() {
                    Some(words) => strays || !words.trim().is_empty(),
                    None => matches!(child.name(), "span" | "a" | "note"),
                };
            if is_stray && !std::mem::replace(&mut strays, true) {
                self.begin(Kind::Paragraph);
            }
            match child.words() {
                Some(words) if is_stray => self.words(words),
                None if is_stray => self.element(child),
                _ => {
                    if std::mem::take(&mut strays) {
                        self.end();
                    }
                    self.block(child);
                }
            }
        }
        if strays {
            self.end();
        }
    }

    fn block(&mut self, child: NodeRef<'t>) {
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

    fn begin(&mut self, kind: Kind) {
        self.described = false;
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
        let style = node.attribute("style-name").unwrap_or_default();
        let (mut kind, is_quote) = self.styles.paragraph(style);
        if kind == Kind::Paragraph && !self.in_cell && node.elements().next().is_none() && is_ornament(&node.text()) {
            kind = Kind::Rule;
        }
        // Each line of a program is a paragraph.
        let is_program = kind == Kind::Code && !self.in_cell;
        if is_program && std::mem::replace(&mut self.in_program, true) && self.builder.is_open() {
            self.builder.text("\n");
            self.begun = true;
            return self.inline(node);
        }
        self.in_program = is_program;
        if is_quote && !self.in_cell {
            self.builder.open_quote();
        }
        self.begin(kind);
        if kind == Kind::Rule && node.text().is_empty() {
            self.builder.text("* * *");
        }
        let dress = if kind == Kind::Paragraph { self.styles.dress(style) } else { Vec::new() };
        for role in &dress {
            self.builder.open_span(*role);
        }
        self.inline(node);
        for role in dress.iter().rev() {
            self.builder.close_span(*role);
        }
        if kind == Kind::Title || kind == Kind::Byline && self.styles.chain("paragraph", style).any(|(name, _)| name == "Author") {
            self.builder.names_text();
        }
        if is_program {
            return;
        }
        self.end();
        if is_quote && !self.in_cell {
            self.builder.close();
        }
    }

    fn heading(&mut self, node: NodeRef<'t>) {
        self.in_program = false;
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
        if std::mem::take(&mut self.described) && words.starts_with(char::is_alphanumeric) {
            out.push(' ');
        }
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
            "bookmark-ref" | "reference-ref" => match node.attribute("ref-name").filter(|name| self.names.contains(name)) {
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
        let own = citation.and_then(|citation| citation.attribute("label"));
        let label = own.map(str::to_owned).or_else(|| citation.map(NodeRef::text)).unwrap_or_default();
        // Programs that write texts for others leave the counting to them.
        let (numbers, noted) = &mut self.noted[usize::from(node.says("note-class", &["endnote"]))];
        *noted += usize::from(own.is_none());
        let label = if label.trim().is_empty() { numbers.sign(*noted) } else { label };
        // Names repeat where texts were put together.
        let key = match node.attribute("id") {
            Some(id) if self.written.insert(id) => id.to_owned(),
            _ => format!("\u{1}{}", node.id),
        };
        self.builder.noteref(&label, &key);
        let Some(body) = node.child("note-body") else { return };
        let was = (self.in_cell, std::mem::take(&mut self.later), std::mem::take(&mut self.lists), self.in_program);
        (self.in_cell, self.in_program) = (false, false);
        self.builder.begin_note(&label, &key);
        self.blocks(body);
        self.builder.end_note();
        (self.in_cell, self.later, self.lists, self.in_program) = was;
        self.begun = false;
    }

    /// A formula; a picture, for which there may be words; or a frame with text.
    fn frame(&mut self, node: NodeRef<'t>) {
        if let Some(object) = node.child("object") {
            let kept = object.attribute("href").and_then(|href| self.formulas.get(href)).cloned();
            if let Some(formula) = kept.or_else(|| object.child("math").map(mathml)) {
                return self.words(&formula);
            }
        }
        let words = ["title", "desc"].iter().filter_map(|name| node.child(name)).map(NodeRef::text).find(|words| !says_nothing(words));
        let file = node.child("image").and_then(|image| image.attribute("href"));
        let origin =
            file.map(
                |file| {
                    if file.contains("://") { Origin::Address(file.into()) } else { Origin::Part(file.trim_start_matches("./").into()) }
                },
            );
        let fills_cell = self.in_cell && origin.is_some() && node.is_alone_in(&["table-cell"]);
        if let Some(words) = words.or(fills_cell.then(|| WORDLESS.to_owned())) {
            if !self.begun {
                self.builder.text(" ");
            }
            self.builder.open_span(Role::Caption);
            if let Some(origin) = origin {
                self.builder.open_picture(origin);
            }
            self.builder.text(&words);
            self.builder.close_picture();
            self.builder.close_span(Role::Caption);
            (self.begun, self.described) = (false, true);
        } else if let Some(origin) = origin.filter(|_| !self.in_cell && node.is_alone_in(&["p"])) {
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
}
