//! Tables of data, told from those that only lay a page out.

use super::{
    lay::Lay,
    notes::Apparatus,
    tree::{Id, Tree},
};
use crate::document::Align;

/// Cells longer than this are paragraphs; a table of them is set one below the other.
const LONGEST_CELL: u32 = 400;

/// What a table's block needs to know of it.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) columns: Vec<Align>,
    pub(super) head: u16,
    pub(super) caption: Option<String>,
}

/// What is known of a table of data; `None` where it lays the page out, holds notes, or has only one column or row.
pub(super) fn of(tree: &Tree, lay: &Lay, apparatus: &Apparatus, table: Id) -> Option<Data> {
    let (mut columns, mut rows, mut heads): (Vec<Align>, u16, u16) = (Vec::new(), 0, 0);
    let (mut row, mut is_head) = (0, false);
    let mut caption = None;
    for node in tree.within(table) {
        if apparatus.opens.contains_key(&node) {
            return None;
        }
        match tree.tag(node) {
            "table" | "ul" | "ol" | "dl" | "pre" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" => return None,
            "caption" => caption = Some(tree.words(node).split_whitespace().collect::<Vec<_>>().join(" ")),
            "tr" => {
                heads += u16::from(is_head && heads + 1 == rows);
                rows = rows.saturating_add(1);
                row = 0;
                is_head = true;
            }
            tag @ ("td" | "th") => {
                if lay.to(node) - lay.from(node) > LONGEST_CELL {
                    return None;
                }
                is_head &= tag == "th";
                let align = align(tree, node);
                let span = tree.attribute(node, "colspan").and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, 12);
                for _ in 0..span {
                    match columns.get_mut(row) {
                        None => columns.push(align.unwrap_or_default()),
                        Some(column) if align.is_some() && span == 1 => *column = align.unwrap_or_default(),
                        Some(_) => {}
                    }
                    row += 1;
                }
            }
            _ => {}
        }
    }
    heads += u16::from(is_head && heads + 1 == rows && rows > 1);
    // Cells that stand for one long line each are not to be squeezed into columns beside nothing.
    (columns.len() > 1 && rows > 1).then(|| Data { columns, head: heads.min(rows.saturating_sub(1)), caption })
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
