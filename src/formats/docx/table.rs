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
