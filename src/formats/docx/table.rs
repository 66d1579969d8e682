//! Tables.

use super::{
    styles::value,
    walk::{WRAPPERS, Walker},
};
use crate::{document::Align, formats::xml::tree::NodeRef};

impl<'t> Walker<'_, 't> {
    pub(super) fn table(&mut self, node: NodeRef<'t>) {
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
        let head = rows.iter().take_while(|(row, _)| is_declared_head(*row)).count();
        // Most heads are not declared, and only set in bold.
        let head = if head == 0 && rows.len() > 1 && is_bold(rows[0].0) && !is_bold(rows[1].0) { 1 } else { head };
        let mut columns = vec![Align::Start; width];
        // A column is aligned as its first cell below the head is.
        if let Some((_, cells)) = rows.get(head).or(rows.first()) {
            let mut column = 0;
            for cell in cells {
                if let Some(place) = columns.get_mut(column) {
                    *place = align(*cell);
                }
                column += span(*cell);
            }
        }
        self.in_program = false;
        self.builder.begin_table(columns, u16::try_from(head).unwrap_or(u16::MAX));
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

/// Tells whether a row says that it is a head.
fn is_declared_head(row: NodeRef<'_>) -> bool {
    let Some(properties) = row.child("trPr") else { return false };
    let is_head = |node: NodeRef<'_>| !matches!(node.attribute("val"), Some("0" | "false" | "off"));
    properties.child("tblHeader").is_some_and(is_head)
        || properties.child("cnfStyle").is_some_and(|style| {
            style.says("firstRow", &["1", "true"]) || style.attribute("val").is_some_and(|bits| bits.len() == 12 && bits.starts_with('1'))
        })
}

/// Tells whether all words of a row are set in bold, and there are some.
fn is_bold(row: NodeRef<'_>) -> bool {
    let has_words = |run: &NodeRef<'_>| run.name() == "r" && run.elements().any(|part| part.name() == "t");
    let mut runs = row.descendants().filter(has_words).peekable();
    let is_bold = |run: NodeRef<'_>| run.path(&["rPr", "b"]).is_some_and(|bold| !bold.says("val", &["0", "false", "off"]));
    runs.peek().is_some() && runs.all(is_bold)
}

/// How a cell's first paragraph is aligned.
fn align(cell: NodeRef<'_>) -> Align {
    let said = cell.child("p").and_then(|paragraph| paragraph.path(&["pPr", "jc"])).and_then(|align| align.attribute("val"));
    match said {
        Some("right" | "end") => Align::End,
        Some("center") => Align::Middle,
        _ => Align::Start,
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
