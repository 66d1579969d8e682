//! The walk through a Word document.

use std::collections::{HashMap, HashSet};

use super::{
    Relation,
    notes::{Numbering, Restart, Series, numbering},
    styles::{Dress, Paragraph, Styles},
};
use crate::{
    document::{Builder, Kind, Origin, WORDLESS},
    formats::{
        math::omml,
        ornament::{is_ornament, says_nothing},
        xml::tree::{NodeRef, Tree},
    },
    role::Role,
};

/// Elements that only wrap what they hold: content controls, insertions that were recorded, markup for other programs.
pub(super) const WRAPPERS: &[&str] = &["sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "bdo", "dir", "body"];

/// Elements that are not read: deletions that were recorded, properties, marks of remarks.
const HIDDEN: &[&str] = &[
    "del",
    "moveFrom",
    "sdtPr",
    "sdtEndPr",
    "pPr",
    "rPr",
    "tblPr",
    "tblGrid",
    "trPr",
    "tcPr",
    "sectPr",
    "instrText",
    "delText",
    "commentReference",
    "annotationRef",
];

/// A field, of which the code is read before its words.
pub(super) struct Field {
    code: String,
    in_code: bool,
    is_link: bool,
}

pub(super) struct Walker<'w, 't> {
    pub(super) body: NodeRef<'t>,
    pub(super) notes: [HashMap<&'t str, NodeRef<'t>>; 2],
    pub(super) styles: Styles<'t>,
    pub(super) links: &'w [HashMap<String, Relation>; 3],
    pub(super) builder: &'w mut Builder,
    /// The numbering of both series, a row a section.
    pub(super) sections: Vec<[Numbering; 2]>,
    pub(super) section: usize,
    pub(super) counted: [usize; 2],
    /// The labels of the notes that were called.
    pub(super) labels: HashMap<(usize, &'t str), String>,
    /// Places that links may lead to.
    pub(super) names: HashSet<&'t str>,
    /// Runs that were read as a note's own mark, by their part and number.
    pub(super) taken: HashSet<(usize, u32)>,
    /// The part that is walked: the body, footnotes, endnotes.
    pub(super) part: usize,
    pub(super) fields: Vec<Field>,
    pub(super) roles: Vec<Role>,
    pub(super) later: Vec<NodeRef<'t>>,
    /// How many items of lists are open.
    pub(super) items: usize,
    pub(super) in_cell: bool,
    /// Whether a blank or nothing stands before what comes.
    pub(super) begun: bool,
    /// Whether the next paragraph goes on with this one, whose end was deleted.
    pub(super) joins: bool,
    /// Whether the open block is program text, of which the next paragraph may be a line.
    pub(super) in_program: bool,
    /// What the style of the open paragraph makes of its words.
    pub(super) dress: Dress,
    /// In a note, whether its own mark has just been passed: brackets and blanks behind it are the mark's.
    pub(super) after_mark: bool,
    pub(super) depth: usize,
}

impl<'w, 't> Walker<'w, 't> {
    pub(super) fn new(
        root: NodeRef<'t>,
        notes: [&'t Tree<'t>; 2],
        settings: NodeRef<'t>,
        styles: Styles<'t>,
        links: &'w [HashMap<String, Relation>; 3],
        builder: &'w mut Builder,
    ) -> Self {
        let body = root.child("body").unwrap_or(root);
        // Separators are kept among the notes.
        let real = |node: &NodeRef<'t>| node.attribute("type").is_none_or(|kind| kind == "normal");
        let by_id = |tree: &'t Tree<'t>| {
            let notes = tree.root().elements().filter(|node| node.is(&["footnote", "endnote"])).filter(real);
            notes.filter_map(|node| Some((node.attribute("id")?, node))).collect()
        };
        let sections = body.descendants().filter(|node| node.name() == "sectPr").map(|section| numbering(section, settings)).collect();
        let names = body.descendants().filter(|node| node.name() == "bookmarkStart").filter_map(|node| node.attribute("name")).collect();
        let mut walker = Self {
            body,
            notes: notes.map(by_id),
            styles,
            links,
            builder,
            sections,
            section: 0,
            counted: [0, 0],
            labels: HashMap::new(),
            names,
            taken: HashSet::new(),
            part: 0,
            fields: Vec::new(),
            roles: Vec::new(),
            later: Vec::new(),
            items: 0,
            in_cell: false,
            begun: true,
            joins: false,
            in_program: false,
            dress: Dress::default(),
            after_mark: false,
            depth: 0,
        };
        if walker.sections.is_empty() {
            walker.sections.push(numbering(body, settings));
        }
        walker
    }

    pub(super) fn document(mut self) {
        self.blocks(self.body);
        self.close_items(0);
    }

    pub(super) fn blocks(&mut self, node: NodeRef<'t>) {
        for child in node.elements() {
            self.block(child);
        }
    }

    pub(super) fn block(&mut self, node: NodeRef<'t>) {
        match node.name() {
            "p" => self.paragraph(node),
            "tbl" => self.table(node),
            "AlternateContent" => {
                if let Some(choice) = chosen(node) {
                    self.blocks(choice);
                }
            }
            "sdt"
                if node
                    .path(&["sdtPr", "docPartObj", "docPartGallery"])
                    .is_some_and(|gallery| gallery.says("val", &["Contents"]) || gallery.attribute("val") == Some("Table of Contents")) => {
            }
            "bookmarkStart" => self.bookmark(node),
            _ if node.is(WRAPPERS) => self.blocks(node),
            _ => {}
        }
    }

    // ── Paragraphs ──────────────────────────────────────────────────────────────────────────────────────────────────────

    fn paragraph(&mut self, node: NodeRef<'t>) {
        let properties = node.child("pPr");
        let Paragraph { mut kind, is_quote, is_contents, is_author } = self.styles.paragraph(properties);
        if is_contents {
            // Its fields must not stay open.
            for field in std::mem::take(&mut self.fields) {
                self.leave(Some(field));
            }
            return;
        }
        if kind == Kind::Paragraph && !self.in_cell && is_rule(node) {
            kind = Kind::Rule;
        }
        let is_prose = kind == Kind::Paragraph;
        self.dress = if matches!(kind, Kind::Paragraph | Kind::Verse) { self.styles.dress(properties) } else { Dress::default() };
        let item = if self.in_cell || self.joins { None } else { self.styles.item(properties) };
        let goes_on = std::mem::take(&mut self.joins) && self.builder.is_open();
        // Each line of a program is a paragraph.
        let next_line = std::mem::take(&mut self.in_program) && kind == Kind::Code && self.builder.is_open() && !self.in_cell;
        if next_line {
            self.builder.text("\n");
        }
        let mut quoted = false;
        if self.in_cell {
            if !self.begun {
                self.builder.text(" ");
            }
        } else if !goes_on && !next_line {
            self.builder.end();
            match item.as_ref().filter(|_| is_prose) {
                Some((level, label)) => {
                    let level = *level;
                    self.close_items(level);
                    while self.items < level {
                        self.builder.open_item(None, true);
                        self.items += 1;
                    }
                    self.builder.open_item(Some(label), true);
                    self.items += 1;
                }
                None => self.close_items(0),
            }
            quoted = is_quote;
            if quoted {
                self.builder.open_quote();
            }
            self.builder.begin(kind);
            // A heading's number is printed, and stands nowhere but in how it is counted. A bullet before one is an ornament.
            if let Some((_, label)) = item.filter(|(_, label)| matches!(kind, Kind::Heading(_)) && !matches!(label.trim(), "" | "•")) {
                self.builder.text(&format!("{} ", label.trim()));
            }
        }
        self.begun = true;
        self.inline(node);
        self.ink(&[]);
        if kind == Kind::Rule && node.text().is_empty() {
            self.builder.text("* * *");
        }
        let mark = properties.and_then(|properties| properties.child("rPr"));
        self.joins = mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some()) && !self.in_cell && !quoted;
        if (kind == Kind::Title || is_author) && !self.joins {
            self.builder.names_text();
        }
        self.in_program = kind == Kind::Code && self.later.is_empty();
        if !self.in_cell && !self.joins && !self.in_program {
            self.builder.end();
            for text in std::mem::take(&mut self.later) {
                self.blocks(text);
            }
        }
        if quoted {
            self.builder.close();
        }
        if properties.is_some_and(|properties| properties.child("sectPr").is_some()) && self.part == 0 {
            self.section += 1;
            for series in 0..2 {
                if self.numbering(series).restart != Restart::Never {
                    self.counted[series] = 0;
                }
            }
        }
    }

    /// Where a page of the laid out text began: series that count by page begin anew.
    fn page(&mut self) {
        for series in 0..2 {
            if self.part == 0 && self.numbering(series).restart == Restart::Page {
                self.counted[series] = 0;
            }
        }
    }

    pub(super) fn close_items(&mut self, kept: usize) {
        while self.items > kept {
            self.builder.close();
            self.items -= 1;
        }
    }

    fn bookmark(&mut self, node: NodeRef<'t>) {
        if let Some(name) = node.attribute("name").filter(|name| self.names.contains(name)) {
            self.builder.anchor(name);
        }
    }

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    fn inline(&mut self, node: NodeRef<'t>) {
        for child in node.elements() {
            match child.name() {
                "r" if !self.taken.contains(&(self.part, child.id)) => self.run(child),
                "hyperlink" => self.link(child),
                "bookmarkStart" => self.bookmark(child),
                "fldSimple" => self.inline(child),
                "oMath" | "oMathPara" => {
                    self.ink(&[]);
                    self.text(&omml(child));
                }
                "AlternateContent" => {
                    if let Some(choice) = chosen(child) {
                        self.inline(choice);
                    }
                }
                "tbl" => self.table(child),
                _ if child.is(HIDDEN) => {}
                _ if child.is(WRAPPERS) => self.inline(child),
                _ => {}
            }
        }
    }

    /// Changes what words look like from here on: what stays the same goes on.
    pub(super) fn ink(&mut self, roles: &[Role]) {
        if self.roles != roles {
            for role in self.roles.drain(..).rev() {
                self.builder.close_span(role);
            }
            for role in roles {
                self.builder.open_span(*role);
            }
            self.roles = roles.to_vec();
        }
    }

    fn run(&mut self, node: NodeRef<'t>) {
        let Some(roles) = self.styles.roles(node.child("rPr"), self.dress) else { return self.marks_of_fields(node) };
        let has_words = node.elements().any(|child| child.is(&["t", "sym", "tab", "br", "noBreakHyphen"]));
        if has_words && !self.in_code() {
            self.ink(&roles);
        }
        self.pieces(node);
    }

    fn in_code(&self) -> bool {
        self.fields.iter().any(|field| field.in_code)
    }

    /// Of hidden words, the marks that part a field from what follows still count.
    fn marks_of_fields(&mut self, node: NodeRef<'t>) {
        for mark in node.elements().filter(|child| child.name() == "fldChar") {
            self.field(mark);
        }
    }

    fn pieces(&mut self, node: NodeRef<'t>) {
        for child in node.elements() {
            match child.name() {
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.code.push_str(&child.text());
                    }
                }
                "fldChar" => self.field(child),
                _ if self.in_code() || self.taken.contains(&(self.part, child.id)) => {}
                "t" => {
                    let words: String = child.children().filter_map(NodeRef::words).collect();
                    let kept = child.says("space", &["preserve"]);
                    self.text(if kept { &words } else { words.trim() });
                }
                "tab" | "ptab" => self.text(if self.in_cell { " " } else { "  " }),
                "lastRenderedPageBreak" => self.page(),
                "br" if child.says("type", &["page"]) => self.page(),
                "br" if child.attribute("type").is_some_and(|kind| kind != "textWrapping") => {}
                "br" | "cr" if self.in_cell => self.text(" "),
                "br" | "cr" => {
                    self.builder.text("\n");
                    self.begun = true;
                }
                "noBreakHyphen" => self.text("\u{2011}"),
                "softHyphen" => self.text("\u{ad}"),
                "sym" => {
                    let sign = symbol(child);
                    self.text(&sign);
                }
                "footnoteReference" => self.call(Series::Foot, child, node),
                "endnoteReference" => self.call(Series::End, child, node),
                "footnoteRef" | "endnoteRef" => self.after_mark = true,
                "drawing" | "pict" | "object" => self.picture(child),
                "ruby" => {
                    for base in child.elements().filter(|part| part.name() == "rubyBase") {
                        self.inline(base);
                    }
                    if let Some(over) = child.child("rt").map(NodeRef::text).filter(|over| !over.is_empty()) {
                        self.text(&format!("({over})"));
                    }
                }
                "AlternateContent" => {
                    if let Some(choice) = chosen(child) {
                        self.pieces(choice);
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, words: &str) {
        let words = words.replace(['\n', '\r', '\t'], " ");
        let mut words = &words[..];
        if self.after_mark {
            // What closes the mark: a bracket or a stop, and the blank before the note's first word.
            words = words.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ']'));
            words = words.strip_prefix('.').map_or(words, str::trim_start);
            if words.is_empty() {
                return;
            }
            self.after_mark = false;
        }
        if let Some(last) = words.chars().next_back() {
            self.builder.text(words);
            self.begun = last == ' ';
        }
    }

    fn link(&mut self, node: NodeRef<'t>) {
        let address = node.attribute("id").and_then(|id| self.links[self.part].get(id)).filter(|relation| relation.is_address);
        let anchor = node.attribute("anchor");
        let href = match (address, anchor) {
            (Some(relation), Some(anchor)) => Some(format!("{}#{anchor}", relation.target)),
            (Some(relation), None) => Some(relation.target.clone()),
            (None, Some(anchor)) => self.names.contains(anchor).then(|| format!("#{anchor}")),
            (None, None) => None,
        };
        self.ink(&[]);
        if let Some(href) = &href {
            self.builder.open_link(href);
        }
        self.inline(node);
        self.ink(&[]);
        if href.is_some() {
            self.builder.close_link();
        }
    }

    fn field(&mut self, mark: NodeRef<'t>) {
        match mark.attribute("fldCharType") {
            Some("begin") => self.fields.push(Field { code: String::new(), in_code: true, is_link: false }),
            Some("separate") => {
                let Some(field) = self.fields.last_mut() else { return };
                field.in_code = false;
                let Some(href) = leads(&field.code) else { return };
                if href.strip_prefix('#').is_none_or(|name| self.names.contains(name)) {
                    field.is_link = true;
                    self.builder.open_link(&href);
                }
            }
            Some("end") => {
                let field = self.fields.pop();
                self.leave(field);
            }
            _ => {}
        }
    }

    /// Ends the link that a field was.
    fn leave(&mut self, field: Option<Field>) {
        if field.is_some_and(|field| field.is_link) {
            self.ink(&[]);
            self.builder.close_link();
        }
    }

    /// Where the picture in a drawing is to be had.
    fn origin(&self, node: NodeRef<'t>) -> Option<Origin> {
        let named = node.descendants().find(|node| node.is(&["blip", "imagedata"]))?;
        let id = ["embed", "link", "id"].iter().find_map(|name| named.attribute(name))?;
        let relation = self.links[self.part].get(id)?;
        let target = relation.target.as_str().into();
        Some(if relation.is_address { Origin::Address(target) } else { Origin::Part(target) })
    }

    /// A picture's words; boxes of text wait until the paragraph has ended.
    fn picture(&mut self, node: NodeRef<'t>) {
        let described = node.descendants().find(|node| node.is(&["docPr", "shape"]));
        let words = described.and_then(|node| node.attribute("descr").or(node.attribute("alt"))).filter(|words| !says_nothing(words));
        let origin = self.origin(node);
        let fills_cell = self.in_cell && origin.is_some() && node.is_alone_in(&["tc"]);
        if let Some(words) = words.or(fills_cell.then_some(WORDLESS)) {
            self.ink(&[]);
            self.builder.open_span(Role::Caption);
            if let Some(origin) = origin {
                self.builder.open_picture(origin);
            }
            self.builder.text(words);
            self.builder.close_picture();
            self.builder.close_span(Role::Caption);
            self.begun = false;
        } else if let Some(origin) = origin.filter(|_| !self.in_cell && node.is_alone_in(&["p"])) {
            self.builder.wordless_picture(origin);
        }
        let mut inside = vec![node];
        // The same box is often there twice, for programs of two ages.
        while let Some(node) = inside.pop() {
            for child in node.elements() {
                match child.name() {
                    "txbxContent" if self.in_cell => self.blocks(child),
                    "txbxContent" => self.later.push(child),
                    "AlternateContent" => inside.extend(chosen(child)),
                    _ => inside.push(child),
                }
            }
        }
    }
}

/// Tells whether a paragraph is a rule: a row of stars, nothing above a line, or a line drawn as a picture.
fn is_rule(node: NodeRef<'_>) -> bool {
    let words = node.text();
    if !words.is_empty() {
        return is_ornament(&words) && !node.descendants().any(|part| part.is(&["footnoteReference", "endnoteReference", "instrText"]));
    }
    let border = node.path(&["pPr", "pBdr"]).and_then(|borders| borders.child("bottom").or(borders.child("top")));
    border.is_some_and(|border| !border.says("val", &["nil", "none"]))
        || node.descendants().any(|part| part.says("hr", &["t", "true", "1"]))
}

/// Of two ways to say the same, the newer one.
fn chosen(node: NodeRef<'_>) -> Option<NodeRef<'_>> {
    node.child("Choice").or(node.child("Fallback"))
}

/// A sign by its number in a font; those of symbol fonts have no meaning without it.
pub(super) fn symbol(node: NodeRef<'_>) -> String {
    let code = node.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
    // The signs of Adobe's Symbol that mark notes.
    let sign = match code & 0xff {
        0x2a if code >= 0xf000 => Some('*'),
        0xb7 if code >= 0xf000 => Some('•'),
        _ if (0xf000..=0xf0ff).contains(&code) => char::from_u32(code & 0xff).filter(char::is_ascii_graphic),
        _ => char::from_u32(code).filter(|sign| !sign.is_control()),
    };
    sign.unwrap_or('□').to_string()
}

/// Where a field leads: `HYPERLINK "address"`, `HYPERLINK \l "name"`, or `REF name \h`.
fn leads(code: &str) -> Option<String> {
    // A cross-reference that its author wants followed.
    let mut words = code.split_whitespace();
    if words.next() == Some("REF") {
        let name = words.next()?;
        return words.any(|word| word == "\\h").then(|| format!("#{name}"));
    }
    let rest = code.trim().strip_prefix("HYPERLINK")?;
    let quoted = |text: &str| text.split('"').nth(1).map(str::to_owned).filter(|value| !value.is_empty());
    match rest.split_once("\\l") {
        Some((before, after)) => match quoted(before) {
            Some(address) => Some(format!("{address}#{}", quoted(after)?)),
            None => Some(format!("#{}", quoted(after)?)),
        },
        None => quoted(rest),
    }
}
