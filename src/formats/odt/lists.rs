//! Lists, whose numbers are counted here, and tables.

use super::Walker;
use crate::{
    document::Align,
    formats::xml::{Numbers, tree::NodeRef},
};

/// A list that is open.
pub(super) struct List<'t> {
    style: Option<NodeRef<'t>>,
    name: &'t str,
    next: usize,
}

impl<'t> Walker<'_, 't> {
    pub(super) fn list(&mut self, node: NodeRef<'t>) {
        self.in_program = false;
        self.builder.end();
        let inherited = self.lists.last().map(|list| (list.style, list.name));
        let own = node.attribute("style-name").map(|name| (self.styles.lists.get(name).copied(), name));
        let (style, name) = own.or(inherited).unwrap_or((None, ""));
        let depth = self.lists.len() + 1;
        let goes_on = node.says("continue-numbering", &["true"]) || node.attribute("continue-list").is_some();
        let level = Self::level(style, depth);
        let first = level.and_then(|level| level.attribute("start-value")).and_then(|value| value.parse().ok()).unwrap_or(1);
        let next = if goes_on { self.counted.get(&(name, depth)).map_or(first, |last| last + 1) } else { first };
        self.lists.push(List { style, name, next });
        for item in node.elements().filter(|child| child.is(&["list-item", "list-header"])) {
            // Numbered headings stand in lists of their own.
            let only_headings = item.elements().next().is_some()
                && item.elements().all(|child| child.is(&["h", "list"]) && (child.name() == "h" || child.find("h").is_some()));
            if only_headings || self.in_cell {
                self.blocks(item);
                continue;
            }
            let label = (item.name() == "list-item").then(|| self.label(item, level, name, depth)).flatten();
            self.builder.open_item(label.as_deref(), true);
            self.blocks(item);
            self.builder.close();
        }
        self.lists.pop();
    }

    fn level(style: Option<NodeRef<'t>>, depth: usize) -> Option<NodeRef<'t>> {
        style?.elements().find(|level| level.attribute("level").and_then(|level| level.parse().ok()) == Some(depth))
    }

    fn label(&mut self, item: NodeRef<'t>, level: Option<NodeRef<'t>>, name: &'t str, depth: usize) -> Option<String> {
        let list = self.lists.last_mut()?;
        if let Some(start) = item.attribute("start-value").and_then(|value| value.parse().ok()) {
            list.next = start;
        }
        let number = list.next;
        list.next += 1;
        self.counted.insert((name, depth), number);
        let Some(level) = level.filter(|level| level.name() == "list-level-style-number") else { return Some("•".to_owned()) };
        let numbers = numbers(level)?;
        let [before, after] = ["num-prefix", "num-suffix"].map(|part| level.attribute(part).unwrap_or_default());
        Some(format!("{before}{}{}", numbers.sign(number), if after.is_empty() { "." } else { after }))
    }

    pub(super) fn table(&mut self, node: NodeRef<'t>) {
        self.in_program = false;
        let (mut rows, mut head) = (Vec::new(), 0);
        gather(node, false, &mut rows, &mut head);
        if self.in_cell {
            rows.iter().flat_map(|row| row.elements()).for_each(|cell| self.blocks(cell));
            return;
        }
        let cells = |row: &NodeRef<'t>| row.elements().filter(|cell| cell.is(&["table-cell", "covered-table-cell"])).collect::<Vec<_>>();
        let width = rows.iter().map(|row| cells(row).len()).max().unwrap_or(0).min(64);
        if width == 0 {
            return;
        }
        self.builder.begin_table(vec![Align::Start; width], u16::try_from(head).unwrap_or(u16::MAX));
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.builder.text("\n");
            }
            for (column, cell) in cells(row).into_iter().take(64).enumerate() {
                if column > 0 {
                    self.builder.text("\t");
                }
                self.in_cell = true;
                self.begun = true;
                self.blocks(cell);
                self.in_cell = false;
            }
        }
        self.end();
    }
}

fn gather<'t>(node: NodeRef<'t>, is_head: bool, rows: &mut Vec<NodeRef<'t>>, head: &mut usize) {
    for child in node.elements() {
        match child.name() {
            "table-row" => {
                if is_head && *head == rows.len() {
                    *head += 1;
                }
                rows.push(child);
            }
            "table-header-rows" => gather(child, true, rows, head),
            "table-rows" | "table-row-group" => gather(child, is_head, rows, head),
            _ => {}
        }
    }
}

/// How a list or a series of notes is counted, where it is.
pub(super) fn numbers(level: NodeRef<'_>) -> Option<Numbers> {
    Some(match level.attribute("num-format")? {
        "a" => Numbers::Letters { capital: false },
        "A" => Numbers::Letters { capital: true },
        "i" => Numbers::Roman { capital: false },
        "I" => Numbers::Roman { capital: true },
        _ => Numbers::Decimal,
    })
}
