//! The walk through a Word document.

use std::collections::{HashMap, HashSet};

use super::{
    Relation,
    styles::{Paragraph, Styles, numbers, value},
};
use crate::{
    document::{Align, Builder, Kind},
    formats::{
        math::omml,
        xml::{
            Numbers,
            tree::{NodeRef, Tree},
        },
    },
    role::Role,
};

/// Elements that only wrap what they hold: content controls, insertions that were recorded, markup for other programs.
const WRAPPERS: &[&str] = &["sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "bdo", "dir", "body"];

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

/// The two series of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Series {
    Foot,
    End,
}

/// How a series is numbered.
#[derive(Clone, Copy, Debug)]
struct Numbering {
    numbers: Numbers,
    start: usize,
    restart: Restart,
}

/// Where a series begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Restart {
    Never,
    Section,
    /// Where the pages began when the text was last laid out; the file says so, and nothing else knows.
    Page,
}

/// A field, of which the code is read before its words.
struct Field {
    code: String,
    in_code: bool,
    is_link: bool,
}

pub(super) struct Walker<'w, 't> {
    body: NodeRef<'t>,
    notes: [HashMap<&'t str, NodeRef<'t>>; 2],
    styles: Styles<'t>,
    links: &'w [HashMap<String, Relation>; 3],
    builder: &'w mut Builder,
    /// The numbering of both series, a row a section.
    sections: Vec<[Numbering; 2]>,
    section: usize,
    counted: [usize; 2],
    /// The labels of the notes that were called.
    labels: HashMap<(usize, &'t str), String>,
    /// Places that links may lead to.
    names: HashSet<&'t str>,
    /// Runs that were read as a note's own mark, by their part and number.
    taken: HashSet<(usize, u32)>,
    /// The part that is walked: the body, footnotes, endnotes.
    part: usize,
    fields: Vec<Field>,
    roles: Vec<Role>,
    later: Vec<NodeRef<'t>>,
    /// How many items of lists are open.
    items: usize,
    in_cell: bool,
    /// Whether a blank or nothing stands before what comes.
    begun: bool,
    /// Whether the next paragraph goes on with this one, whose end was deleted.
    joins: bool,
    /// In a note, whether its own mark has just been passed: brackets and blanks behind it are the mark's.
    after_mark: bool,
    depth: usize,
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

    fn blocks(&mut self, node: NodeRef<'t>) {
        for child in node.elements() {
            self.block(child);
        }
    }

    fn block(&mut self, node: NodeRef<'t>) {
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
        let Paragraph { kind, is_quote, is_contents } = self.styles.paragraph(properties);
        if is_contents {
            // Its fields must not stay open.
            for field in std::mem::take(&mut self.fields) {
                self.leave(Some(field));
            }
            return;
        }
        let is_prose = kind == Kind::Paragraph;
        let item = if self.in_cell || self.joins { None } else { self.styles.item(properties) };
        let goes_on = std::mem::take(&mut self.joins) && self.builder.is_open();
        let mut quoted = false;
        if self.in_cell {
            if !self.begun {
                self.builder.text(" ");
            }
        } else if !goes_on {
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
        let mark = properties.and_then(|properties| properties.child("rPr"));
        self.joins = mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some()) && !self.in_cell && !quoted;
        if !self.in_cell && !self.joins {
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

    fn close_items(&mut self, kept: usize) {
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
    fn ink(&mut self, roles: &[Role]) {
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
        let Some(roles) = self.styles.roles(node.child("rPr")) else { return self.marks_of_fields(node) };
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

    /// A picture's words; boxes of text wait until the paragraph has ended.
    fn picture(&mut self, node: NodeRef<'t>) {
        let described = node.descendants().find(|node| node.is(&["docPr", "shape"]));
        let words = described.and_then(|node| node.attribute("descr").or(node.attribute("alt")));
        if let Some(words) = words {
            self.ink(&[]);
            self.builder.styled(Role::Caption, words);
            self.begun = false;
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

    // ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    fn numbering(&self, series: usize) -> Numbering {
        let section = self.sections.get(self.section).or(self.sections.last());
        section.map_or(Numbering { numbers: Numbers::Decimal, start: 1, restart: Restart::Never }, |section| section[series])
    }

    fn call(&mut self, series: Series, mark: NodeRef<'t>, run: NodeRef<'t>) {
        let Some(id) = mark.attribute("id") else { return };
        let index = usize::from(series == Series::End);
        let key = format!("{}{id}", if series == Series::Foot { "footnote " } else { "endnote " });
        let custom = mark.attribute("customMarkFollows").is_some_and(|value| !matches!(value, "0" | "false" | "off"));
        let own = if custom { self.custom_mark(mark, run) } else { None };
        let known = self.labels.get(&(index, id)).cloned();
        let label = match (&own, known.clone()) {
            (Some(own), _) => own.clone(),
            (None, Some(known)) => known,
            (None, None) => {
                let Numbering { numbers, start, .. } = self.numbering(index);
                self.counted[index] += 1;
                numbers.sign(self.counted[index] - 1 + start)
            }
        };
        self.ink(&[]);
        self.builder.noteref(&label, &key);
        self.begun = false;
        self.labels.insert((index, id), label.clone());
        let Some(note) = self.notes[index].get(id).copied().filter(|_| known.is_none()) else { return };
        // A note calls none, as Word has it; a made-up file may go round in a ring.
        if self.depth >= 8 {
            return;
        }
        let was = (self.part, self.in_cell, self.items, self.joins, std::mem::take(&mut self.later), std::mem::take(&mut self.fields));
        (self.part, self.in_cell, self.items, self.joins) = (index + 1, false, 0, false);
        self.depth += 1;
        self.builder.begin_note(&label, &key);
        self.pass_mark(note, own.as_deref());
        self.blocks(note);
        self.builder.end_note();
        self.depth -= 1;
        self.after_mark = false;
        (self.part, self.in_cell, self.items, self.joins, self.later, self.fields) = was;
        self.begun = false;
    }

    /// The mark of the author's own that follows a reference: in its run, or in the next one.
    fn custom_mark(&mut self, mark: NodeRef<'t>, run: NodeRef<'t>) -> Option<String> {
        let words = |nodes: &mut dyn Iterator<Item = NodeRef<'t>>| {
            let pieces = nodes.filter(|node| node.is(&["t", "sym"]));
            let words: String = pieces.map(|node| if node.name() == "sym" { symbol(node) } else { node.text() }).collect();
            Some(words.trim().to_owned()).filter(|words| !words.is_empty())
        };
        if let Some(label) = words(&mut mark.following()) {
            // What follows in this run is the mark, and has been read.
            self.taken.extend(mark.following().map(|node| (self.part, node.id)));
            return Some(label);
        }
        let next = run.following().find(|node| node.name() == "r")?;
        let label = words(&mut next.elements()).filter(|label| label.chars().count() <= 6)?;
        self.taken.insert((self.part, next.id));
        Some(label)
    }

    /// Leaves out what stands before a note's first word: brackets around its mark, and a mark of the author's own.
    fn pass_mark(&mut self, note: NodeRef<'t>, own: Option<&str>) {
        let Some(first) = note.elements().find(|node| node.name() == "p") else { return };
        let runs: Vec<_> = first.descendants().filter(|node| node.name() == "r").collect();
        if let Some(at) = runs.iter().position(|run| run.elements().any(|node| node.is(&["footnoteRef", "endnoteRef"]))) {
            let before: String = runs[..at].iter().map(|run| run.text()).collect();
            if before.chars().all(|c| c.is_whitespace() || matches!(c, '(' | '[')) {
                self.taken.extend(runs[..at].iter().map(|run| (self.part, run.id)));
            }
            return;
        }
        let Some(own) = own else { return };
        let mut said = String::new();
        for (at, run) in runs.iter().enumerate() {
            said.push_str(
                &run.elements()
                    .filter(|node| node.is(&["t", "sym"]))
                    .map(|node| if node.name() == "sym" { symbol(node) } else { node.text() })
                    .collect::<String>(),
            );
            if said.trim() == own {
                self.taken.extend(runs[..=at].iter().map(|run| (self.part, run.id)));
                self.after_mark = true;
                return;
            }
            if !own.starts_with(said.trim()) {
                return;
            }
        }
    }

    // ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    fn table(&mut self, node: NodeRef<'t>) {
        let rows = unwrapped(node, "tr");
        let rows: Vec<_> =
            rows.into_iter().filter(|row| row.path(&["trPr", "del"]).is_none()).map(|row| (row, unwrapped(row, "tc"))).collect();
        let span = |cell: NodeRef<'t>| {
            let columns =
                cell.child("tcPr").and_then(|properties| value(properties, "gridSpan")).and_then(|span| span.parse::<usize>().ok());
            columns.unwrap_or(1).clamp(1, 64)
        };
        let width = rows.iter().map(|(_, cells)| cells.iter().map(|cell| span(*cell)).sum::<usize>()).max().unwrap_or(0).min(64);
        // A table of one cell is a frame around text.
        if self.in_cell || width <= 1 {
            for cell in rows.into_iter().flat_map(|(_, cells)| cells) {
                self.blocks(cell);
            }
            return;
        }
        self.close_items(0);
        let head = rows.iter().take_while(|(row, _)| row.path(&["trPr", "tblHeader"]).is_some()).count();
        self.builder.begin_table(vec![Align::Start; width], u16::try_from(head).unwrap_or(u16::MAX));
        for (index, (_, cells)) in rows.iter().enumerate() {
            if index > 0 {
                self.builder.text("\n");
            }
            let mut column = 0;
            for cell in cells {
                if column > 0 {
                    self.builder.text("\t");
                }
                self.in_cell = true;
                self.begun = true;
                let merged =
                    cell.path(&["tcPr", "vMerge"]).is_some_and(|merge| merge.attribute("val").is_none_or(|value| value == "continue"));
                if !merged {
                    self.blocks(*cell);
                }
                self.in_cell = false;
                let width = span(*cell);
                self.builder.text(&"\t".repeat(width - 1));
                column += width;
            }
        }
        self.builder.end();
        for text in std::mem::take(&mut self.later) {
            self.blocks(text);
        }
    }
}

/// Elements of this name in an element and in what only wraps them.
fn unwrapped<'t>(node: NodeRef<'t>, name: &str) -> Vec<NodeRef<'t>> {
    let mut found = Vec::new();
    for child in node.elements() {
        if child.name() == name {
            found.push(child);
        } else if child.is(WRAPPERS) {
            found.extend(unwrapped(child, name));
        }
    }
    found
}

/// Of two ways to say the same, the newer one.
fn chosen(node: NodeRef<'_>) -> Option<NodeRef<'_>> {
    node.child("Choice").or(node.child("Fallback"))
}

/// A sign by its number in a font; those of symbol fonts have no meaning without it.
fn symbol(node: NodeRef<'_>) -> String {
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

/// Where a field leads: `HYPERLINK "address"`, or `HYPERLINK \l "name"`.
fn leads(code: &str) -> Option<String> {
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

/// How both series are numbered in a section: as it says, else as the settings say, else as Word does.
fn numbering(section: NodeRef<'_>, settings: NodeRef<'_>) -> [Numbering; 2] {
    ["footnotePr", "endnotePr"].map(|name| {
        let said = |property: &str| [section, settings].iter().find_map(|node| value(node.child(name)?, property));
        let usual = if name == "endnotePr" { "lowerRoman" } else { "decimal" };
        Numbering {
            numbers: numbers(said("numFmt").unwrap_or(usual)),
            start: said("numStart").and_then(|start| start.parse().ok()).unwrap_or(1),
            restart: match said("numRestart") {
                Some("eachSect") => Restart::Section,
                Some("eachPage") => Restart::Page,
                _ => Restart::Never,
            },
        }
    })
}
