//! Tables of data, told from those that only lay a page out.

use super::{
    lay::Lay,
    notes::Apparatus,
    tree::{Id, Tree},
    walk::{Undo, Walk},
};
use crate::document::{Align, Kind};

/// Cells longer than this are paragraphs; a table of them is set one below the other.
const LONGEST_CELL: u32 = 400;

/// Where heads say that it is a table, so much may stand in a cell.
const LONGEST_CELL_BELOW_HEADS: u32 = 1200;

/// More columns than this no table has; a span says what it likes.
const MOST_COLUMNS: usize = 64;

/// What a table's block needs to know of it.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) columns: Vec<Align>,
    pub(super) head: u16,
    pub(super) caption: Option<String>,
    /// The row that it begins with: those before go across all of it, and say what it is of.
    pub(super) first: Id,
    /// How many columns each cell is behind the one before it in its row: more than one where cells are spread out.
    pub(super) steps: Vec<(Id, usize)>,
}

struct Row {
    node: Id,
    /// Its cells, with the columns that they begin in and take.
    cells: Vec<(Id, usize, usize)>,
    /// Whether it stands in the table's head, and whether all of its cells are heads.
    is_head: bool,
    all_heads: bool,
}

/// What is known of a table of data; `None` where it lays the page out, holds notes, or has only one column or row.
pub(super) fn of(tree: &Tree, lay: &Lay, apparatus: &Apparatus, table: Id) -> Option<Data> {
    let mut rows: Vec<Row> = Vec::new();
    let mut caption = None;
    let (mut longest, mut has_heads, mut has_blocks) = (0, false, false);
    // For how many further rows each column is taken by a cell above.
    let mut taken: Vec<usize> = Vec::new();
    for node in tree.within(table).filter(|node| lay.is_shown(*node) && !lay.is_dropped(*node)) {
        if apparatus.opens.contains_key(&node) {
            return None;
        }
        match tree.tag(node) {
            "table" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return None,
            "ul" | "ol" | "dl" | "blockquote" | "hr" => has_blocks = true,
            "caption" => caption = Some(tree.words(node).split_whitespace().collect::<Vec<_>>().join(" ")),
            "tr" => {
                for rows in &mut taken {
                    *rows = rows.saturating_sub(1);
                }
                let in_head = tree.parent(node).is_some_and(|parent| tree.tag(parent) == "thead");
                rows.push(Row { node, cells: Vec::new(), is_head: in_head, all_heads: true });
            }
            tag @ ("td" | "th") => {
                let row = rows.last_mut()?;
                longest = longest.max(lay.to(node) - lay.from(node));
                has_heads |= tag == "th";
                // The corner above the heads of rows is often a cell like any other, and empty.
                row.all_heads &= tag == "th" || lay.is_empty(node);
                let mut column = row.cells.last().map_or(0, |(_, column, width)| column + width);
                while taken.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let width = span(tree, node, "colspan").clamp(1, MOST_COLUMNS.saturating_sub(column).max(1));
                row.cells.push((node, column, width));
                if taken.len() < column + width {
                    taken.resize(column + width, 0);
                }
                taken[column..column + width].fill(span(tree, node, "rowspan"));
            }
            _ => {}
        }
    }
    rows.retain(|row| !row.cells.is_empty());
    let width = taken.len();
    // Lists in cells are nothing to lay a page out with where heads say what the columns or rows are.
    if longest > if has_heads { LONGEST_CELL_BELOW_HEADS } else { LONGEST_CELL } || (has_blocks && !has_heads) {
        return None;
    }
    let across = rows.iter().take_while(|row| row.cells.len() == 1 && row.cells[0].2 == width && width > 1).count();
    // Where all rows go across, there is no table.
    let rows = rows.get(across..).filter(|rows| !rows.is_empty())?;
    // Cells that stand for one long line each are not to be squeezed into columns beside nothing.
    if width < 2 || rows.len() + across < 2 || width > MOST_COLUMNS {
        return None;
    }
    let mut columns = vec![None; width];
    for (cell, column, span) in rows.iter().flat_map(|row| &row.cells) {
        let align = align(tree, *cell);
        if *span == 1 && align.is_some() {
            columns[*column] = align;
        }
    }
    let head = rows.iter().take_while(|row| row.is_head || row.all_heads).count().min(rows.len() - 1);
    let steps = rows.iter().flat_map(|row| {
        let mut before = 0;
        row.cells.iter().map(move |(cell, column, _)| (*cell, column - std::mem::replace(&mut before, *column)))
    });
    Some(Data {
        columns: columns.into_iter().map(Option::unwrap_or_default).collect(),
        head: u16::try_from(head).unwrap_or(u16::MAX),
        caption,
        first: rows.first()?.node,
        steps: steps.collect(),
    })
}

fn span(tree: &Tree, cell: Id, name: &str) -> usize {
    tree.attribute(cell, name).and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, 1000)
}

fn align(tree: &Tree, cell: Id) -> Option<Align> {
    let style = tree.attribute(cell, "style").unwrap_or_default().replace(' ', "");
    let word = tree.attribute(cell, "align").or_else(|| style.split("text-align:").nth(1)).unwrap_or_default().to_ascii_lowercase();
    let class = tree.attribute(cell, "class").unwrap_or_default();
    if word.starts_with("right") || matches!(class, "tdr" | "right" | "num") {
        Some(Align::End)
    } else if word.starts_with("center") || matches!(class, "tdc" | "center") {
        Some(Align::Middle)
    } else if word.starts_with("left") {
        Some(Align::Start)
    } else {
        None
    }
}

impl Walk<'_, '_> {
    /// Makes ready for a table of data, which begins with its first row that does not go across all of it.
    pub(super) fn table(&mut self, table: Data) {
        if let Some(caption) = &table.caption {
            self.builder.begin(Kind::Caption);
            self.builder.text(caption);
            self.builder.end();
        }
        self.kind(Kind::Caption);
        self.undos.push(Undo::Flat(false));
        self.steps.extend(table.steps.iter().copied());
        self.tables.insert(table.first, table);
    }

    /// Tells whether this is a cell of a table of data.
    pub(super) fn is_cell(&self, node: Id) -> bool {
        self.steps.contains_key(&node)
    }

    /// In a cell or a heading: what parts blocks elsewhere parts cells, rows, or only words.
    pub(super) fn gap_or_cell(&mut self, node: Id, tag: &str) {
        let steps = match tag {
            "tr" if self.rows_begun => "\n",
            "tr" => "",
            "td" | "th" if self.steps.contains_key(&node) => &"\t".repeat(self.steps[&node]),
            "li" if !self.flow.fresh && self.flow.kind == Kind::Paragraph => {
                self.say(" · ");
                return;
            }
            _ => {
                self.flow.gap = true;
                return;
            }
        };
        self.rows_begun |= tag == "tr";
        if !steps.is_empty() && self.builder.is_open() {
            self.builder.text(steps);
        }
        (self.flow.gap, self.flow.fresh) = (false, true);
    }
}
