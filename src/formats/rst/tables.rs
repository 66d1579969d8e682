//! Tables: drawn as a grid, drawn with two rows of signs, made of lists, of lines with commas.

use unicode_width::UnicodeWidthChar as _;

use super::blocks::Block;

/// A table: its rows of cells, and how many of them are its head. Cells are words as they are written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<String>>,
    pub(super) head: usize,
}

/// More columns than any page has; signs that look like more are no table.
const MOST_COLUMNS: usize = 256;

/// The part of a line between two columns of the screen.
fn between(line: &str, from: usize, to: usize) -> &str {
    // Nearly all lines: a byte a column.
    if line.is_ascii() {
        return line.get(from.min(line.len())..to.min(line.len())).unwrap_or("");
    }
    let mut column = 0;
    let (mut start, mut end) = (line.len(), line.len());
    for (at, character) in line.char_indices() {
        if column >= from && start == line.len() {
            start = at;
        }
        if column >= to {
            end = at;
            break;
        }
        column += character.width().unwrap_or(0);
    }
    &line[start.min(end)..end]
}

/// Adds words of one more line to a cell.
fn add(cell: &mut String, words: &str) {
    let words = words.trim();
    if !words.is_empty() {
        if !cell.is_empty() {
            cell.push('\n');
        }
        cell.push_str(words);
    }
}

/// Reads a table drawn with `+`, `-` and `|`. A cell over several columns stands in the first of them, one over several rows in
/// the first row.
pub(super) fn grid(lines: &[&str]) -> Option<Table> {
    let is_border = |line: &str, sign: char| line.starts_with('+') && line.ends_with('+') && line.chars().all(|c| c == '+' || c == sign);
    let (first, last) = (lines.first()?, lines.last()?);
    if lines.len() < 3 || !is_border(first, '-') || !last.starts_with('+') {
        return None;
    }
    let mut columns: Vec<usize> = Vec::new();
    for line in lines.iter().filter(|line| is_border(line, '-') || is_border(line, '=')) {
        columns.extend(line.match_indices('+').map(|(at, _)| at));
        if columns.len() > MOST_COLUMNS * 4 {
            columns.sort_unstable();
            columns.dedup();
            if columns.len() > MOST_COLUMNS {
                return None;
            }
        }
    }
    columns.sort_unstable();
    columns.dedup();
    if columns.len() < 2 || columns.len() > MOST_COLUMNS {
        return None;
    }
    let cells = columns.len() - 1;
    let mut table = Table::default();
    // For each column, the row whose cell still goes on.
    let mut rows_of: Vec<usize> = vec![0; cells];
    let mut row = vec![String::new(); cells];
    let mut is_fresh = true;
    for line in &lines[1..] {
        let is_rule = line.starts_with('+') || (line.starts_with('|') && line.contains("+-"));
        if !is_rule {
            is_fresh = false;
            let mut column = 0;
            while column < cells {
                let start = column;
                column += 1;
                // No bar at a column's edge: the cell goes on into the next.
                while column < cells && !matches!(between(line, columns[column], columns[column] + 1), "|" | "+") {
                    column += 1;
                }
                let words = between(line, columns[start] + 1, columns[column]);
                match table.rows.get_mut(rows_of[start]) {
                    Some(above) => add(&mut above[start], words),
                    None => add(&mut row[start], words),
                }
            }
            continue;
        }
        if is_fresh {
            continue;
        }
        table.rows.push(std::mem::replace(&mut row, vec![String::new(); cells]));
        is_fresh = true;
        for column in 0..cells {
            let edge = between(line, columns[column] + 1, columns[column + 1]);
            if edge.contains(['-', '=']) {
                rows_of[column] = table.rows.len();
                // What stands in a rule beside it belongs to the cell that goes on.
            } else if let Some(above) = table.rows.get_mut(rows_of[column]) {
                add(&mut above[column], edge);
            }
        }
        if is_border(line, '=') {
            table.head = table.rows.len();
        }
    }
    if !is_fresh {
        table.rows.push(row);
    }
    (!table.rows.is_empty()).then_some(table)
}

/// Tells whether a line is a border of a simple table: rows of `=`, with blanks between them.
pub(super) fn is_border(line: &str) -> bool {
    line.starts_with('=') && line.contains(' ') && line.bytes().all(|byte| byte == b'=' || byte == b' ')
}

/// The line behind the simple table that begins with this border.
pub(super) fn end(lines: &[&str], at: usize) -> Option<usize> {
    let mut borders = 1;
    for (offset, line) in lines[at + 1..].iter().enumerate() {
        let index = at + 1 + offset;
        if is_border(line) {
            borders += 1;
            let is_last = lines.get(index + 1).is_none_or(|next| next.is_empty());
            if is_last || borders == 3 {
                return Some(index + 1);
            }
        }
    }
    None
}

/// Reads a simple table: columns are where its borders have signs; the last one is as wide as its words.
pub(super) fn simple(lines: &[&str]) -> Table {
    let border = lines[0];
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (at, _) in border.match_indices('=').filter(|(at, _)| *at == 0 || border.as_bytes()[at - 1] == b' ').take(MOST_COLUMNS) {
        let length = border[at..].bytes().take_while(|byte| *byte == b'=').count();
        columns.push((at, at + length));
    }
    let mut table = Table::default();
    let last = columns.len() - 1;
    for line in &lines[1..lines.len() - 1] {
        if is_border(line) {
            table.head = table.rows.len();
            continue;
        }
        // A line below cells that stand over several columns, and the blank line between two rows.
        if line.is_empty() || line.bytes().all(|byte| byte == b'-' || byte == b' ') {
            continue;
        }
        let goes_on = between(line, columns[0].0, columns[0].1).trim().is_empty() && !table.rows.is_empty();
        if !goes_on {
            table.rows.push(vec![String::new(); columns.len()]);
        }
        let Some(row) = table.rows.last_mut() else { continue };
        let mut index = 0;
        while index < columns.len() {
            let start = index;
            // Words in the gap before a column belong to a cell that goes over both.
            while index < last && !between(line, columns[index].1, columns[index + 1].0).trim().is_empty() {
                index += 1;
            }
            let to = if index == last { usize::MAX } else { columns[index].1 };
            let words = between(line, columns[start].0, to).trim();
            // A backslash alone holds an empty first cell open.
            add(&mut row[start], if words == "\\" { "" } else { words });
            index += 1;
        }
    }
    table
}

/// A table made of a list of lists.
pub(super) fn listed(blocks: &[Block], head: usize) -> Option<Table> {
    let Some(Block::Items { items, .. }) = blocks.iter().find(|block| matches!(block, Block::Items { .. })) else { return None };
    let words = |blocks: &[Block]| {
        let words = blocks.iter().filter_map(|block| match block {
            Block::Paragraph(words) | Block::Code(words) | Block::Caption(words) => Some(words.clone()),
            Block::Picture { description, .. } => Some(description.clone()),
            Block::Items { items, .. } => {
                let words = items.iter().flat_map(|(_, blocks)| blocks);
                let words = words.filter_map(|block| if let Block::Paragraph(words) = block { Some(words.as_str()) } else { None });
                Some(words.collect::<Vec<_>>().join("; "))
            }
            _ => None,
        });
        words.collect::<Vec<_>>().join("\n")
    };
    let rows = items.iter().map(|(_, blocks)| match blocks.iter().find(|block| matches!(block, Block::Items { .. })) {
        Some(Block::Items { items, .. }) => items.iter().map(|(_, cell)| words(cell)).collect(),
        _ => vec![words(blocks)],
    });
    Some(Table { rows: rows.collect(), head })
}

/// A table of lines whose cells are parted by commas, in quotes where they have commas themselves.
pub(super) fn separated(lines: &[&str], header: Option<&str>, head: usize) -> Option<Table> {
    let mut table = Table { rows: Vec::new(), head: head + usize::from(header.is_some()) };
    let text: String = header.into_iter().chain(lines.iter().copied()).flat_map(|line| [line, "\n"]).collect();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell).trim().to_owned()),
            '\n' if !quoted => {
                if !(row.is_empty() && cell.trim().is_empty()) {
                    row.push(std::mem::take(&mut cell).trim().to_owned());
                    table.rows.push(std::mem::take(&mut row));
                }
                cell.clear();
            }
            other => cell.push(other),
        }
    }
    if !(row.is_empty() && cell.trim().is_empty()) {
        row.push(cell.trim().to_owned());
        table.rows.push(row);
    }
    (!table.rows.is_empty()).then_some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &Table) -> Vec<String> {
        table.rows.iter().map(|row| row.join("|").replace('\n', "⏎")).collect()
    }

    #[test]
    fn cells_may_go_over_columns_and_rows() {
        let lines = [
            "+----+----+----+", //
            "| a  | b  | c  |",
            "+====+====+====+",
            "| d       | e  |",
            "+----+----+ f  |",
            "| g  | h  |    |",
            "|    | i  |    |",
            "+----+----+----+",
        ];
        let table = grid(&lines).unwrap();
        assert_eq!((table.head, rows(&table)), (1, vec!["a|b|c".into(), "d||e⏎f".into(), "g|h⏎i|".into()]));
    }

    #[test]
    fn letters_may_be_two_columns_wide() {
        let lines = ["+------+----+", "| 国際 | b  |", "+------+----+"];
        assert_eq!(rows(&grid(&lines).unwrap()), ["国際|b"]);
    }

    #[test]
    fn simple_tables_go_on_where_the_first_cell_is_empty() {
        let lines = ["===  ===", "a    b", "===  ===", "c    d and", "     more", "\\    e", "===  ==="];
        let table = simple(&lines);
        assert_eq!((table.head, rows(&table)), (1, vec!["a|b".into(), "c|d and⏎more".into(), "|e".into()]));
    }

    #[test]
    fn commas_may_stand_in_quotes() {
        let table = separated(&["a, \"b, \"\"c\"\"\"", "d"], Some("x, y"), 0).unwrap();
        assert_eq!((table.head, rows(&table)), (1, vec!["x|y".into(), "a|b, \"c\"".into(), "d".into()]));
    }
}
