//! The map of a narrative: time across, place in the text down, a dot for each mention.
//!
//! A straight diagonal is a chronicle, a jump back tells what was before, an empty band argues without dates. Cells hold two dots
//! by four, as braille does; it is a picture, and all that it says is also said by the marks in the text and the rows of the chart.

use super::Window;
use crate::time::{axis::Zoom, interval::Day};

/// A mention: its day, and how far into the text it stands, from 0 to 1.
pub type Point = (Day, f64);

/// A cell of the map with at least one mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dots {
    /// Its column.
    pub col: u16,
    /// Its row.
    pub row: u16,
    /// Which of its eight dots are set, as braille counts them.
    pattern: u8,
    /// The mentions in it: indices into the points, in the order of the text.
    pub points: Vec<usize>,
}

impl Dots {
    /// The sign where there is Unicode.
    pub fn unicode(&self) -> char {
        char::from_u32(0x2800 + u32::from(self.pattern)).unwrap_or('#')
    }

    /// The sign where there is nothing but ASCII: one, two, three or more mentions.
    pub fn ascii(&self) -> char {
        match self.points.len() {
            0 => ' ',
            1 => '.',
            2 => ':',
            3 => '+',
            _ => '#',
        }
    }
}

/// A map as drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Its cells, row by row.
    cells: Vec<Dots>,
}

impl Map {
    /// The cells with a mention, row by row.
    pub fn cells(&self) -> &[Dots] {
        &self.cells
    }

    /// The cell at this column and row, if there is a mention in it.
    pub fn at(&self, col: u16, row: u16) -> Option<&Dots> {
        let index = self.cells.binary_search_by_key(&(row, col), |dots| (dots.row, dots.col)).ok()?;
        self.cells.get(index)
    }

    /// The cell of a mention, if it is in view.
    pub fn of(&self, point: usize) -> Option<&Dots> {
        self.cells.iter().find(|dots| dots.points.contains(&point))
    }

    /// The cell with a mention that is nearest to this column and row.
    pub fn nearest(&self, col: u16, row: u16) -> Option<&Dots> {
        // A cell is twice as high as it is wide.
        let far = |dots: &&Dots| {
            let (across, down) = (i32::from(dots.col) - i32::from(col), 2 * (i32::from(dots.row) - i32::from(row)));
            across * across + down * down
        };
        self.cells.iter().min_by_key(far)
    }
}

/// Dots of braille, by column and row within a cell.
const BRAILLE: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// Maps mentions, as far as their days are in view, onto so many rows.
pub fn map(points: &[Point], zoom: Zoom, window: Window, rows: u16) -> Map {
    let mut found: Vec<((u16, u16), u8, usize)> = Vec::new();
    for (index, (day, share)) in points.iter().enumerate() {
        let Some(col) = window.col(zoom.cell(*day)) else { continue };
        if rows == 0 {
            break;
        }
        let down = (share.clamp(0.0, 1.0) * f64::from(rows) * 4.0).floor();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and four times a u16")]
        let down = (down as u32).min(u32::from(rows) * 4 - 1);
        let row = u16::try_from(down / 4).unwrap_or(u16::MAX);
        found.push(((row, col), BRAILLE[usize::from(zoom.half(*day))][(down % 4) as usize], index));
    }
    found.sort_unstable_by_key(|(cell, _, index)| (*cell, *index));
    let mut cells: Vec<Dots> = Vec::new();
    for ((row, col), dot, index) in found {
        match cells.last_mut().filter(|dots| (dots.row, dots.col) == (row, col)) {
            Some(dots) => {
                dots.pattern |= dot;
                dots.points.push(index);
            }
            None => cells.push(Dots { col, row, pattern: dot, points: vec![index] }),
        }
    }
    Map { cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(map: &Map, sign: fn(&Dots) -> char) -> Vec<String> {
        let rows = (0..4).map(|row| (0..8).map(|col| map.at(col, row).map_or(' ', sign)).collect::<String>().trim_end().to_owned());
        rows.collect()
    }

    #[test]
    fn a_chronicle_is_a_diagonal_and_a_flashback_stands_left_of_it() {
        let mut points: Vec<Point> =
            (0..16_u8).map(|half| (Day::new(1920 + i64::from(half / 2), 1 + 6 * (half % 2), 1), f64::from(half) / 16.0)).collect();
        points.push((Day::new(1920, 5, 1), 1.0));
        points.push((Day::new(1950, 5, 1), 0.5));
        let map = map(&points, Zoom::YEARS, Window { origin: 1920, cols: 8 }, 4);
        assert_eq!(drawn(&map, Dots::unicode), ["⠑⢄", "  ⠑⢄", "    ⠑⢄", "⡀     ⠑⢄"]);
        assert_eq!(drawn(&map, Dots::ascii), ["::", "  ::", "    ::", ".     ::"]);
        assert_eq!(map.at(1, 0).map(|dots| dots.points.as_slice()), Some([2, 3].as_slice()));
        assert_eq!(map.of(16).map(|dots| (dots.col, dots.row)), Some((0, 3)));
        assert_eq!(map.of(17), None, "what is not in view is not drawn");
        assert_eq!(map.nearest(2, 3).map(|dots| (dots.col, dots.row)), Some((0, 3)));
    }

    #[test]
    fn a_map_of_no_rows_or_no_mentions_is_empty() {
        let window = Window { origin: 0, cols: 10 };
        assert_eq!(map(&[(Day::new(5, 1, 1), 0.5)], Zoom::YEARS, window, 0), Map::default());
        assert_eq!(map(&[], Zoom::YEARS, window, 10), Map::default());
        assert_eq!(Map::default().nearest(0, 0), None);
    }
}
