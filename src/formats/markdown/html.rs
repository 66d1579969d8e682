//! The HTML that people write in Markdown: a few tags for what Markdown has no sign for, a table, a block in the middle.
//!
//! This is no parser of web pages. Tags with a meaning for reading are honoured within their block, all others are dropped
//! and their words kept; comments, scripts and styles are dropped whole.

use super::{
    pieces::{Piece, attribute, piece, unescaped},
    writer::{Meaning, Writer},
};
use crate::{
    document::{Align, Kind, WORDLESS},
    formats::ornament::says_nothing,
    role::Role,
};

/// Tags of HTML that mean something for words in a line.
const INLINE: &[(&str, Meaning)] = &[
    ("em", Meaning::Role(Role::Emphasis)),
    ("i", Meaning::Role(Role::Emphasis)),
    ("cite", Meaning::Role(Role::Emphasis)),
    ("dfn", Meaning::Role(Role::Emphasis)),
    ("var", Meaning::Role(Role::Emphasis)),
    ("strong", Meaning::Role(Role::Strong)),
    ("b", Meaning::Role(Role::Strong)),
    ("u", Meaning::Role(Role::Underline)),
    ("ins", Meaning::Role(Role::Underline)),
    ("s", Meaning::Role(Role::Strike)),
    ("del", Meaning::Role(Role::Strike)),
    ("strike", Meaning::Role(Role::Strike)),
    ("sup", Meaning::Role(Role::Superscript)),
    ("sub", Meaning::Role(Role::Subscript)),
    ("code", Meaning::Role(Role::Code)),
    ("kbd", Meaning::Role(Role::Code)),
    ("samp", Meaning::Role(Role::Code)),
    ("tt", Meaning::Role(Role::Code)),
    ("span", Meaning::Nothing),
    ("a", Meaning::Link),
    ("q", Meaning::Quotation),
];

/// Other tags that HTML knows; a name that is in neither list is not HTML's.
const KNOWN: &[&str] = &[
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "img",
    "input",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "rp",
    "rt",
    "ruby",
    "script",
    "search",
    "section",
    "select",
    "small",
    "source",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "ul",
    "video",
    "wbr",
];

/// Tags whose content is not for reading.
const SILENT: &[&str] = &["script", "style", "template", "svg", "math", "head", "iframe", "noscript"];

/// How deep lists and quotations in one block of HTML may nest; deeper ones are set like their parent.
const DEEPEST: usize = 16;

/// A cell that claims more columns than any table on a screen has.
const WIDEST_CELL: usize = 32;

fn is_one_of(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
}

fn inline(name: &str) -> Option<(&'static str, Meaning)> {
    INLINE.iter().copied().find(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// Tells whether a tag stands among words in a line.
pub(super) fn is_inline(name: &str) -> bool {
    inline(name).is_some() || is_one_of(&["br", "img", "small", "big", "font", "mark", "abbr", "time", "wbr"], name).is_some()
}

/// A line without the tags at its beginning that HTML does not know; autolinks and all other lines as they are.
pub(super) fn without_foreign_tags(line: &str) -> &str {
    let mut line = line;
    while let (Piece::Open { name, .. } | Piece::Close(name), rest) = piece(if line.is_empty() { " " } else { line }) {
        if inline(name).is_some() || is_one_of(KNOWN, name).is_some() {
            break;
        }
        line = rest;
    }
    line
}

/// Writes one tag or comment that stands in a line.
pub(super) fn write_inline(writer: &mut Writer, html: &str) {
    if html.is_empty() {
        return;
    }
    match piece(html).0 {
        Piece::Open { name, attributes } => open_inline(writer, name, attributes),
        Piece::Close(name) => writer.shut_tag(&name.to_ascii_lowercase()),
        Piece::Text(text) => writer.say(&unescaped(text)),
        Piece::Silent => {}
    }
}

fn open_inline(writer: &mut Writer, name: &str, attributes: &str) {
    for id in ["id", "name"].iter().filter_map(|key| attribute(attributes, key)).filter(|id| !id.is_empty()) {
        writer.builder.anchor(&id);
    }
    if name.eq_ignore_ascii_case("br") {
        writer.line_break();
    } else if name.eq_ignore_ascii_case("img") {
        let source = attribute(attributes, "src").unwrap_or_default();
        writer.picture(&source, &picture(&attribute(attributes, "alt").unwrap_or_default(), false));
    } else if let Some((name, meaning)) = inline(name) {
        let href = attribute(attributes, "href").unwrap_or_default();
        let styles = |word: &str| ["style", "class"].iter().any(|key| attribute(attributes, key).is_some_and(|value| value.contains(word)));
        let meaning = match name {
            "a" if href.is_empty() => Meaning::Nothing,
            "span" if styles("small-caps") || styles("smallcaps") => Meaning::Role(Role::SmallCaps),
            _ => meaning,
        };
        // `<b/>` holds nothing; programs that write XML put it where others put `<a name="x"></a>`.
        if !attributes.trim_end().ends_with('/') {
            writer.open_tag(name, meaning, &href);
        }
    }
}

/// The words that stand for a picture: its description in brackets, in a line as on its own; a sign where that says nothing of it.
pub(in crate::formats) fn picture(description: &str, alone: bool) -> String {
    let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    match (says_nothing(&description), alone) {
        (true, _) => WORDLESS.to_owned(),
        (false, true) => format!("[picture: {description}]"),
        (false, false) => format!("[{description}]"),
    }
}

/// What is open in a block of HTML, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Quote,
    Bullets,
    Numbers(usize),
    Item,
    Definition,
}

/// Writes a block of HTML.
pub(super) fn write_block(writer: &mut Writer, html: &str) {
    let mut block = Html { writer, open: Vec::new(), table: None, code: None };
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = piece(rest);
        rest = after;
        match piece {
            Piece::Text(text) => block.text(text),
            Piece::Open { name, attributes } => match is_one_of(SILENT, name) {
                Some(name) => rest = beyond(rest, name),
                None => block.start(&name.to_ascii_lowercase(), attributes, rest),
            },
            Piece::Close(name) => block.stop(&name.to_ascii_lowercase()),
            Piece::Silent => {}
        }
    }
    block.finish();
}

/// What follows the end of an element whose content is not for reading.
fn beyond<'t>(html: &'t str, name: &str) -> &'t str {
    let mut from = 0;
    while let Some(at) = html[from..].find("</") {
        let after = from + at + 2;
        if html.as_bytes().get(after..after + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return html[after..].find('>').map_or("", |end| &html[after + end + 1..]);
        }
        from = after;
    }
    ""
}

/// What of a table has been written.
#[derive(Clone, Copy, Debug, Default)]
struct Cells {
    rows: usize,
    /// Those begun in this row.
    begun: usize,
    /// Further columns that the last cell takes.
    owed: usize,
}

struct Html<'w> {
    writer: &'w mut Writer,
    open: Vec<Open>,
    /// The table that is open.
    table: Option<Cells>,
    /// Lines kept as they are.
    code: Option<String>,
}

impl Html<'_> {
    fn text(&mut self, text: &str) {
        let text = unescaped(text);
        if let Some(code) = &mut self.code {
            code.push_str(&text);
            return;
        }
        // Between the cells of a table is nothing to read.
        if self.table.is_some_and(|table| table.begun == 0) {
            return;
        }
        let mut words = text.split_whitespace().peekable();
        if text.starts_with(char::is_whitespace) {
            self.writer.soft_break();
        }
        while let Some(word) = words.next() {
            self.writer.say_in_html(word);
            if words.peek().is_some() || text.ends_with(char::is_whitespace) {
                self.writer.soft_break();
            }
        }
    }

    fn start(&mut self, name: &str, attributes: &str, rest: &str) {
        if self.code.is_some() {
            return;
        }
        match name {
            "table" if self.table.is_none() => {
                self.anchors(attributes);
                self.begin_table(rest);
            }
            "tr" => {
                if self.table.is_none() {
                    self.begin_table(rest);
                }
                if let Some(table) = &mut self.table {
                    if table.rows > 0 {
                        self.writer.next_cell("\n");
                    }
                    *table = Cells { rows: table.rows + 1, ..Cells::default() };
                }
            }
            "td" | "th" => {
                if self.table.is_none() {
                    self.begin_table(rest);
                }
                if let Some(table) = &mut self.table {
                    table.rows = table.rows.max(1);
                    let tabs = if table.begun > 0 { 1 + table.owed } else { 0 };
                    self.writer.next_cell(&"\t".repeat(tabs));
                    let columns = attribute(attributes, "colspan").and_then(|columns| columns.parse().ok()).unwrap_or(1_usize);
                    (table.begun, table.owed) = (table.begun + 1, columns.clamp(1, WIDEST_CELL) - 1);
                }
            }
            // Within a cell, what would be a block is a line of its words.
            _ if self.table.is_some() && inline(name).is_none() => self.writer.soft_break(),
            "pre" => {
                self.writer.end();
                self.code = Some(String::new());
            }
            "blockquote" => {
                self.writer.end();
                self.anchors(attributes);
                self.enter(Open::Quote);
            }
            "ul" | "menu" => self.enter(Open::Bullets),
            "ol" => {
                let start = attribute(attributes, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.enter(Open::Numbers(start));
            }
            "li" => {
                self.leave_item();
                self.anchors(attributes);
                let label = match self.open.last_mut() {
                    Some(Open::Numbers(next)) => {
                        *next = next.saturating_add(1);
                        format!("{}.", next.saturating_sub(1))
                    }
                    _ => "•".to_owned(),
                };
                if self.open.len() < DEEPEST {
                    self.writer.open_item(Some(&label), true);
                    self.open.push(Open::Item);
                }
            }
            "dt" => {
                self.leave_item();
                self.writer.begin(Kind::Term);
            }
            "dd" => {
                self.leave_item();
                self.enter(Open::Definition);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let words = heading_words(rest);
                self.writer.heading(name.as_bytes()[1] - b'0', &words, attribute(attributes, "id").as_deref());
            }
            "figcaption" | "caption" => self.writer.begin(Kind::Caption),
            "summary" => self.writer.begin(Kind::Term),
            "hr" => self.writer.rule(),
            "br" | "img" => open_inline(self.writer, name, attributes),
            _ if inline(name).is_some() => open_inline(self.writer, name, attributes),
            "small" | "big" | "font" | "mark" | "abbr" | "time" | "bdi" | "bdo" | "nobr" | "wbr" | "ruby" | "rt" | "rp" | "label" => {}
            _ if is_one_of(KNOWN, name).is_some() => {
                self.writer.end();
                self.anchors(attributes);
            }
            _ => {}
        }
    }

    fn stop(&mut self, name: &str) {
        match name {
            "pre" => {
                if let Some(code) = self.code.take() {
                    self.writer.code(code.strip_prefix('\n').unwrap_or(&code));
                }
            }
            _ if self.code.is_some() => {}
            "table" => self.end_table(),
            "tr" | "td" | "th" if self.table.is_some() => {}
            _ if self.table.is_some() && inline(name).is_none() => self.writer.soft_break(),
            "blockquote" => self.leave(|open| open == Open::Quote),
            "ul" | "ol" | "menu" | "dl" => {
                self.leave_item();
                if matches!(self.open.last(), Some(Open::Bullets | Open::Numbers(_))) {
                    self.writer.end();
                    self.open.pop();
                }
            }
            "li" | "dd" => self.leave_item(),
            _ if inline(name).is_some() => self.writer.shut_tag(name),
            "small" | "big" | "font" | "mark" | "abbr" | "time" | "bdi" | "bdo" | "nobr" | "wbr" | "ruby" | "rt" | "rp" | "label"
            | "br" | "img" => {}
            _ if is_one_of(KNOWN, name).is_some() => self.writer.end(),
            _ => {}
        }
    }

    fn anchors(&mut self, attributes: &str) {
        if let Some(id) = attribute(attributes, "id").filter(|id| !id.is_empty()) {
            self.writer.builder.anchor(&id);
        }
    }

    /// Opens a list, a quotation, a definition; beyond a depth that nothing for reading has, not.
    fn enter(&mut self, what: Open) {
        self.writer.end();
        if self.open.len() < DEEPEST {
            match what {
                Open::Quote => self.writer.open_quote(),
                Open::Definition => self.writer.open_item(None, true),
                Open::Item | Open::Bullets | Open::Numbers(_) => {}
            }
            self.open.push(what);
        }
    }

    /// Ends the innermost item or definition, if no list within it is still open.
    fn leave_item(&mut self) {
        self.writer.end();
        if matches!(self.open.last(), Some(Open::Item | Open::Definition)) {
            self.open.pop();
            self.writer.close();
        }
    }

    /// Ends the innermost of what `is_it`, and all within it.
    fn leave(&mut self, is_it: impl Fn(Open) -> bool) {
        self.writer.end();
        if let Some(index) = self.open.iter().rposition(|open| is_it(*open)) {
            for open in self.open.split_off(index).into_iter().rev() {
                if matches!(open, Open::Quote | Open::Item | Open::Definition) {
                    self.writer.close();
                }
            }
        }
    }

    /// Begins a table; how many columns it has is counted ahead.
    fn begin_table(&mut self, rest: &str) {
        let (mut columns, mut cells, mut head, mut row_is_head, mut ahead, mut rows) = (1, 0, 0, true, rest, 0);
        while !ahead.is_empty() {
            let (piece, after) = piece(ahead);
            ahead = after;
            match piece {
                Piece::Close(name) if name.eq_ignore_ascii_case("table") => break,
                Piece::Open { name, .. } if name.eq_ignore_ascii_case("tr") => {
                    head += u16::from(rows == 1 && row_is_head && cells > 0);
                    (rows, cells, row_is_head) = (rows + 1, 0, true);
                }
                Piece::Open { name, .. } if name.eq_ignore_ascii_case("td") => (cells, row_is_head) = (cells + 1, false),
                Piece::Open { name, .. } if name.eq_ignore_ascii_case("th") => cells += 1,
                _ => {}
            }
            columns = columns.max(cells);
        }
        self.writer.end();
        self.writer.builder.begin_table(vec![Align::Start; columns.min(usize::from(u8::MAX))], head);
        self.table = Some(Cells::default());
    }

    fn end_table(&mut self) {
        if self.table.take().is_some() {
            self.writer.leave_cell();
            self.writer.end();
        }
    }

    fn finish(&mut self) {
        if let Some(code) = self.code.take() {
            self.writer.code(&code);
        }
        self.end_table();
        self.leave(|_| true);
        while !self.open.is_empty() {
            self.leave(|_| true);
        }
    }
}

/// The words of a heading, up to its end, or as far as any heading goes.
fn heading_words(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    for _ in 0..256 {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = piece(rest);
        rest = after;
        match piece {
            Piece::Text(text) => words.push_str(&unescaped(text)),
            Piece::Close(name) | Piece::Open { name, .. } if inline(name).is_none() && is_one_of(KNOWN, name).is_some() => break,
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
