//! How much there is, column by column; and what of it is being read.

use super::{Sign, Window};
use crate::time::{axis::Zoom, interval::Day};

/// How much there is in a column, from none (0) to eight eighths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    /// The level, from 0 to 8.
    pub fn eighths(self) -> u8 {
        self.0
    }

    /// The sign where there is Unicode.
    pub fn unicode(self) -> char {
        [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'][usize::from(self.0.min(8))]
    }

    /// The sign where there is nothing but ASCII: one for two levels.
    pub fn ascii(self) -> char {
        [' ', '.', '.', ':', ':', '+', '+', '#', '#'][usize::from(self.0.min(8))]
    }
}

/// The levels of counts, on a scale of logarithms: one is the lowest, and 1, 2, 3, 4 and more differ however many the most are.
pub fn levels(counts: &[u32]) -> Vec<Level> {
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().map(|count| level(*count, most)).collect()
}

/// The level of a count where the greatest is `most`.
fn level(count: u32, most: u32) -> Level {
    if count == 0 {
        return Level(0);
    }
    // A few are told apart by twos of levels whatever else there is: one and two are what most columns have.
    let scale = |count: u32| f64::from(count).ln();
    let top = scale(most.max(8));
    let steps = (scale(count) / top * 7.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 7")]
    let steps = steps.clamp(0.0, 7.0) as u8;
    Level(1 + steps)
}

/// The bracket under what is being read: from the first to the last date on the page, and the date of the line being read.
///
/// An end that is not in view is left open. `here` may lie outside the span.
pub fn bracket(zoom: Zoom, window: Window, span: (Day, Day), here: Option<Day>) -> Vec<(u16, Sign)> {
    let (first, last) = (span.0.min(span.1), span.0.max(span.1));
    let (first, last) = (zoom.cell(first), zoom.last_cell(last));
    let here = here.map(|day| zoom.cell(day));
    let view = window.cells();
    let mut signs = Vec::new();
    let within = first.max(view.start)..(last + 1).min(view.end);
    let outside = here.filter(|here| !within.contains(here) && view.contains(here));
    for cell in within.chain(outside) {
        let sign = match cell {
            cell if here == Some(cell) => Sign::Here,
            _ if first == last => Sign::ReadOne,
            cell if cell == first => Sign::ReadStart,
            cell if cell == last => Sign::ReadEnd,
            _ => Sign::Read,
        };
        signs.extend(window.col(cell).map(|col| (col, sign)));
    }
    signs.sort_by_key(|(col, _)| *col);
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_told_apart_and_many_too() {
        let check = |counts: &[u32], unicode: &str, ascii: &str| {
            let levels = levels(counts);
            assert_eq!(levels.iter().map(|level| level.unicode()).collect::<String>(), unicode);
            assert_eq!(levels.iter().map(|level| level.ascii()).collect::<String>(), ascii);
        };
        check(&[0, 1, 2, 3, 4], " ▁▃▅▆", " .:++");
        check(&[1, 2, 4, 8, 0], "▁▃▆█ ", ".:+# ");
        check(&[1, 10, 100, 1_000], "▁▃▆█", ".:+#");
        check(&[], "", "");
    }

    #[test]
    fn the_bracket_spans_the_dates_of_the_page_and_points_to_the_line() {
        let check = |first: i64, last: i64, here: Option<i64>, unicode: &str, ascii: &str| {
            let window = Window { origin: 1920, cols: 10 };
            let day = |year: i64| Day::new(year, 6, 1);
            let signs = bracket(Zoom::YEARS, window, (day(first), day(last)), here.map(day));
            let drawn = |sign: fn(Sign) -> char| {
                let mut row = vec![' '; 10];
                for (col, what) in &signs {
                    row[usize::from(*col)] = sign(*what);
                }
                row.into_iter().collect::<String>()
            };
            assert_eq!(drawn(Sign::unicode).trim_end(), unicode);
            assert_eq!(drawn(Sign::ascii).trim_end(), ascii);
        };
        check(1921, 1927, Some(1925), " ╰───▲─╯", " {___^_}");
        check(1921, 1923, Some(1921), " ▲─╯", " ^_}");
        check(1921, 1922, Some(1928), " ╰╯     ▲", " {}     ^");
        check(1900, 1922, None, "──╯", "__}");
        check(1927, 1950, Some(1951), "       ╰──", "       {__");
        check(1923, 1923, None, "   ╵", "   |");
        check(1900, 1910, None, "", "");
    }
}
