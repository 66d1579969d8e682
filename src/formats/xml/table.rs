//! Tables, in the two shapes that vocabularies know: HTML's `tr` and `td`, and CALS's and TEI's `row` with `entry` or `cell`.

use super::{tree::NodeRef, walk::Walker};
use crate::document::Align;

const ROWS: &[&str] = &["tr", "row"];
const CELLS: &[&str] = &["td", "th", "entry", "cell"];
const GROUPS: &[&str] = &["thead", "tbody", "tfoot", "tgroup", "table", "alternatives"];
const SETTINGS: &[&str] = &["col", "colgroup", "colspec", "spanspec"];

/// More columns than this no table has; a span says what it likes.
const MOST_COLUMNS: usize = 64;

struct Row<'t> {
    is_head: bool,
    cells: Vec<NodeRef<'t>>,
}

impl<'t> Walker<'_, 't> {
    /// Writes a table: first what stands above its rows, then the rows, then what stands below.
    pub(super) fn table(&mut self, node: NodeRef<'t>) {
        let (mut rows, mut above, mut below) = (Vec::new(), Vec::new(), Vec::new());
        gather(node, false, &mut rows, &mut above, &mut below);
        let was = self.set_in_caption(true);
        self.end();
        for part in above {
            self.element(part);
        }
        self.end();
        self.set_in_caption(was);
        if !rows.is_empty() {
            self.rows(&rows);
        }
        let was = self.set_in_caption(true);
        for part in below {
            self.element(part);
        }
        self.end();
        self.set_in_caption(was);
    }

    fn rows(&mut self, rows: &[Row<'t>]) {
        let width =
            rows.iter().map(|row| row.cells.iter().map(|cell| span(*cell)).sum::<usize>()).max().unwrap_or(1).clamp(1, MOST_COLUMNS);
        let head = rows.iter().take_while(|row| row.is_head).count();
        let mut columns = vec![Align::Start; width];
        // A column is aligned as its first cell below the head is.
        if let Some(row) = rows.get(head).or(rows.first()) {
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                *column = match cell.attribute("align") {
                    Some("center") => Align::Middle,
                    Some("right" | "char") => Align::End,
                    _ => Align::Start,
                };
            }
        }
        self.builder.begin_table(columns, u16::try_from(head).unwrap_or(u16::MAX));
        // For how many further rows each column is taken by a cell above.
        let mut taken = vec![0_usize; width];
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.builder.text("\n");
            }
            let (mut column, mut places) = (0, Vec::with_capacity(row.cells.len()));
            let mut skip = |column: &mut usize, walker: &mut Self| {
                while let Some(rows) = taken.get_mut(*column).filter(|rows| **rows > 0) {
                    *rows -= 1;
                    if *column > 0 {
                        walker.builder.text("\t");
                    }
                    *column += 1;
                }
            };
            for cell in &row.cells {
                skip(&mut column, self);
                if column > 0 {
                    self.builder.text("\t");
                }
                self.set_in_cell(true);
                self.children(*cell);
                self.signs(*cell);
                self.set_in_cell(false);
                let width = span(*cell);
                places.push((column, *cell));
                self.builder.text(&"\t".repeat(width.min(MOST_COLUMNS.saturating_sub(column + 1)).saturating_sub(1)));
                column += width;
            }
            skip(&mut column, self);
            for (column, cell) in places {
                let rows = number(cell, &["rowspan", "rows"]).or_else(|| number(cell, &["morerows"]).map(|more| more + 1)).unwrap_or(1);
                for place in taken.iter_mut().skip(column).take(span(cell)) {
                    *place = (*place).max(rows - 1);
                }
            }
        }
        self.end();
    }
}

fn gather<'t>(node: NodeRef<'t>, is_head: bool, rows: &mut Vec<Row<'t>>, above: &mut Vec<NodeRef<'t>>, below: &mut Vec<NodeRef<'t>>) {
    for child in node.elements() {
        if child.is(ROWS) {
            let cells: Vec<_> = child.elements().filter(|cell| cell.is(CELLS)).collect();
            let all_heads = !cells.is_empty() && cells.iter().all(|cell| cell.name() == "th");
            rows.push(Row { is_head: is_head || all_heads || child.says("role", &["label"]), cells });
        } else if child.is(GROUPS) {
            gather(child, is_head || child.name() == "thead", rows, above, below);
        } else if child.is(SETTINGS) {
        } else if rows.is_empty() {
            above.push(child);
        } else {
            below.push(child);
        }
    }
}

fn span(cell: NodeRef<'_>) -> usize {
    number(cell, &["colspan", "cols"]).unwrap_or(1).clamp(1, MOST_COLUMNS)
}

fn number(cell: NodeRef<'_>, names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| cell.attribute(name)?.parse().ok()).filter(|number| (1..1000).contains(number))
}
