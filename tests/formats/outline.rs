//! A document written down so that a person can check it: a line a block, then the notes, then what was wrong.
//!
//! ```text
//! title   what the text says of itself: title, author, date, lang, description
//! h1      a heading; p a paragraph; verse, code, title, byline, caption, term, rule
//! > p     a block in a quotation
//!  2 p    a block set in by two columns, label and all
//! p ~     a block that follows without a gap; + one that continues the block before it
//! table   <^> for its columns' sides, then how many of its rows are head
//! ```
//! Within a line: `⏎` a line feed, `⇥` a tab, `{emphasis words}` a span, `{link words → target}` a link, `[1]→2` a mark that
//! calls the second note, `[1]→?` one whose note is missing, `⟨12⟩` where printed page 12 begins. A label stands before its text as it is.

use std::fmt::Write as _;

use ibid::{
    document::{Align, Block, BlockId, Document, Joint, Kind, Link, Origin, Target},
    problem::{Problem, Read, Severity, Spot},
    role::Role,
    unit::Place,
};

/// Writes a document and its problems down.
pub(crate) fn outline(read: &Read<Document>) -> String {
    let document = &read.value;
    let mut out = String::new();
    let meta = document.meta();
    let said =
        [("title", &meta.title), ("author", &meta.author), ("date", &meta.date), ("lang", &meta.lang), ("description", &meta.description)];
    for (name, value) in said {
        if let Some(value) = value {
            writeln!(out, "= {name}: {value}").unwrap();
        }
    }
    for index in document.body().start.index()..document.body().end.index() {
        block(document, BlockId::at(index), "", &mut out);
    }
    for (index, note) in document.notes().iter().enumerate() {
        let callers = match note.callers.len() {
            0 => " uncalled".to_owned(),
            1 => String::new(),
            many => format!(" called {many} times"),
        };
        writeln!(out, "note {} [{}]{callers}", index + 1, note.label).unwrap();
        for index in note.blocks.start.index()..note.blocks.end.index() {
            block(document, BlockId::at(index), "  ", &mut out);
        }
    }
    for problem in &read.problems {
        writeln!(out, "! {}", said_of(problem)).unwrap();
    }
    out
}

fn said_of(problem: &Problem) -> String {
    let severity = match problem.severity {
        Severity::Remark => "remark",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let spot = match problem.spot {
        Spot::Line(line) => format!(" (line {line})"),
        Spot::LineColumn(line, column) => format!(" (line {line}, column {column})"),
        Spot::Whole | Spot::Place(_) => String::new(),
    };
    format!("{severity}: {}{spot}", problem.what)
}

fn block(document: &Document, id: BlockId, margin: &str, out: &mut String) {
    let block = document.block(id);
    let mut line = format!("{margin}{}", "> ".repeat(usize::from(block.quotes)));
    if block.indent > 0 {
        write!(line, "{:2} ", block.indent).unwrap();
    }
    line.push_str(&kind(document, block));
    match block.joint {
        Joint::Apart => {}
        Joint::Tight => line.push_str(" ~"),
        Joint::Continued => line.push_str(" +"),
    }
    writeln!(out, "{line} {}", words(document, block)).unwrap();
}

fn kind(document: &Document, block: &Block) -> String {
    match block.kind {
        Kind::Paragraph => "p".into(),
        Kind::Title => "title".into(),
        Kind::Byline => "byline".into(),
        Kind::Heading(level) => format!("h{level}"),
        Kind::Verse => "verse".into(),
        Kind::Code => "code".into(),
        Kind::Caption => "caption".into(),
        Kind::Term => "term".into(),
        Kind::Rule => "rule".into(),
        Kind::Table(id) => {
            let table = document.table(id);
            let sides = table.columns.iter().map(|side| match side {
                Align::Start => '<',
                Align::Middle => '^',
                Align::End => '>',
            });
            format!("table {} {}", sides.collect::<String>(), table.head)
        }
    }
}

/// The words of a block, with what lies along them.
fn words(document: &Document, block: &Block) -> String {
    // What is put in where: ends before beginnings, inner ends before outer ones, outer beginnings before inner ones.
    let mut marks: Vec<(Place, u8, i64, String)> = Vec::new();
    let long = |from: Place, to: Place| i64::from(to.0) - i64::from(from.0);
    for span in document.spans_in(&block.at) {
        // Links say more of themselves below; a label is seen.
        if !matches!(span.role, Role::Link | Role::ListLabel) {
            marks.push((span.at.start, 1, -long(span.at.start, span.at.end), format!("{{{} ", span.role)));
            marks.push((span.at.end, 0, long(span.at.start, span.at.end), "}".into()));
        }
    }
    for id in document.pictures_in(&block.at) {
        let picture = document.picture(id);
        let (how, from) = match &picture.origin {
            Origin::Part(name) => ("in", name),
            Origin::Address(address) => ("at", address),
        };
        // Most are linked to themselves as well.
        let is_linked = |link: &Link| link.at == picture.at && matches!(&link.target, Target::Address(to) if **to == **from);
        if document.links_in(&block.at).iter().any(is_linked) {
            marks.push((picture.at.start, 1, 1 - long(picture.at.start, picture.at.end), "picture: ".into()));
            continue;
        }
        let long = long(picture.at.start, picture.at.end);
        marks.push((picture.at.start, 1, 1 - long, "{picture ".into()));
        marks.push((picture.at.end, 0, long - 1, format!(" {how} {from}}}")));
    }
    for link in document.links_in(&block.at) {
        let target = match &link.target {
            Target::Address(address) => address.clone(),
            Target::Lost(address) => format!("? {address}"),
            Target::Place(place) => {
                let there: String = document.text()[place.offset()..].chars().take_while(|c| *c != '\n').take(12).collect();
                format!("«{there}»")
            }
        };
        marks.push((link.at.start, 1, -long(link.at.start, link.at.end), "{link ".into()));
        marks.push((link.at.end, 0, long(link.at.start, link.at.end), format!(" → {target}}}")));
    }
    for id in document.noterefs_in(&block.at) {
        let noteref = document.noteref(id);
        let target = noteref.note.map_or("?".to_owned(), |note| (note.index() + 1).to_string());
        marks.push((noteref.at.end, 0, 0, format!("→{target}")));
    }
    for page in document.pages().iter().filter(|page| block.at.start <= page.at && page.at <= block.at.end) {
        marks.push((page.at, 2, 0, format!("⟨{}⟩", page.label)));
    }
    marks.sort_by_key(|(place, end, length, _)| (*place, *end, *length));
    let mut words = String::new();
    let mut from = block.at.start;
    for (place, _, _, mark) in marks {
        words.push_str(document.slice(&(from..place)));
        words.push_str(&mark);
        from = place;
    }
    words.push_str(document.slice(&(from..block.at.end)));
    words.replace('\n', "⏎").replace('\t', "⇥")
}
