//! Where the axis is labelled, and with what: as densely as labels stand apart, years before months before days.

use std::ops::Range;

use super::Zoom;
use crate::{
    time::{date::days_in, interval::Day},
    unit::width,
};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A label on the axis. Its sign stands on the cell, the label right of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The cell in which what it names begins.
    pub cell: i64,
    /// "1925", "Mar", "44 BC"; may be empty where a label does not fit before the end of the window.
    pub label: String,
    /// Whether a greater stretch begins here: a year among months, a month among days, a round year among years.
    pub major: bool,
}

/// What is between two ticks.
#[derive(Clone, Copy, Debug)]
enum Every {
    Days(u8),
    Months(u8),
    Years(i64),
}

/// The ticks of a window: the densest of a fixed chain (days, months, years in 1-2-5) whose labels do not touch.
///
/// The first of a window names the month and the year, too, where it would not stand for itself.
pub fn ticks(zoom: Zoom, cells: Range<i64>) -> Vec<Tick> {
    if cells.is_empty() {
        return Vec::new();
    }
    let years = (0..=36).map(|power| Every::Years([1, 2, 5][power % 3] * 10_i64.pow(u32::try_from(power / 3).unwrap_or(0))));
    [Every::Days(1), Every::Days(2), Every::Days(5), Every::Days(10), Every::Days(15), Every::Months(1), Every::Months(3), Every::Months(6)]
        .into_iter()
        .chain(years)
        .find_map(|every| apart(zoom, &cells, every))
        .unwrap_or_default()
}

/// A tick before it is settled whether it finds room.
struct Candidate {
    cell: i64,
    label: String,
    /// 0 for what the ticks count, 1 for a month among days, 2 for a year.
    rank: u8,
    major: bool,
    day: Day,
}

/// The ticks at this spacing, if their labels stand apart.
fn apart(zoom: Zoom, cells: &Range<i64>, every: Every) -> Option<Vec<Tick>> {
    let mut found: Vec<Candidate> = Vec::new();
    // From before the window on, so that the spacing does not depend on where the window begins.
    let (first, last) = (zoom.first_day(cells.start), zoom.last_day(cells.end - 1));
    let mut day = start(every, first);
    let mut free = i64::MIN;
    while day <= last {
        let cell = zoom.cell(day);
        let (label, rank, major) = named(every, day);
        if cell < free {
            return None;
        }
        free = cell + taken(&label);
        if cells.contains(&cell) {
            found.push(Candidate { cell, label, rank, major, day });
        }
        day = next(every, day);
    }
    Some(settled(found, cells))
}

/// The columns a tick with this label takes, a space behind it included.
fn taken(label: &str) -> i64 {
    i64::from(width(label).0) + 2
}

/// Gives its context to the first tick that has room for it before the next of a higher rank, and lets those go which that pushes against.
fn settled(mut found: Vec<Candidate>, cells: &Range<i64>) -> Vec<Tick> {
    let mut at = 0;
    while let Some(tick) = found.get(at)
        && let Some(context) = context(tick)
    {
        let higher = found.iter().skip(at + 1).position(|other| other.rank > tick.rank).map(|ahead| at + 1 + ahead);
        let end = tick.cell + taken(&context);
        if end <= higher.map_or(cells.end + 1, |higher| found[higher].cell) {
            found[at].label = context;
            let cell = found[at].cell;
            found.retain(|tick| tick.cell <= cell || tick.cell >= end);
            break;
        }
        let Some(higher) = higher else { break };
        at = higher;
    }
    found
        .into_iter()
        .map(|tick| {
            let fits = tick.cell + taken(&tick.label) <= cells.end + 1;
            Tick { cell: tick.cell, label: if fits { tick.label } else { String::new() }, major: tick.major }
        })
        .collect()
}

/// The label of a tick that stands for itself, where its own does not.
fn context(tick: &Candidate) -> Option<String> {
    let Day { year, month, day } = tick.day;
    let month = MONTHS[usize::from(month) - 1];
    match (tick.rank, tick.label.as_str()) {
        (2, _) => None,
        (_, label) if label == month => Some(format!("{month} {}", named_year(year))),
        _ => Some(format!("{day} {month} {}", named_year(year))),
    }
}

/// The tick's label, its rank, and whether it is a major one.
fn named(every: Every, day: Day) -> (String, u8, bool) {
    let month = MONTHS[usize::from(day.month) - 1];
    match every {
        Every::Days(_) if day.day > 1 => (day.day.to_string(), 0, false),
        Every::Days(_) if day.month == 1 => (format!("{month} {}", named_year(day.year)), 2, true),
        Every::Days(_) => (month.to_owned(), 1, true),
        Every::Months(_) if day.month > 1 => (month.to_owned(), 0, false),
        Every::Months(_) => (named_year(day.year), 2, true),
        Every::Years(years) => {
            let round = (1..=12).map(|power| 10_i64.pow(power)).find(|power| *power > years).unwrap_or(i64::MAX);
            let counted = if day.year > 0 { day.year } else { day.year - 1 };
            (named_year(day.year), 2, counted % round == 0 || (day.year == 1 && years > 1))
        }
    }
}

/// A year as it is said: 1925, AD 14, 44 BC, 12,000 BC, 4.5bn BC.
pub(super) fn named_year(year: i64) -> String {
    match year {
        ..=0 => format!("{} BC", large(1 - year)),
        1..=99 => format!("AD {year}"),
        _ => large(year),
    }
}

fn large(number: i64) -> String {
    for (unit, name) in [(1_000_000_000_000, "trn"), (1_000_000_000, "bn"), (1_000_000, "m")] {
        let tenth = unit / 10;
        if number >= unit && number % tenth == 0 {
            let (whole, tenths) = (number / unit, number % unit / tenth);
            return if tenths == 0 { format!("{}{name}", grouped(whole)) } else { format!("{}.{tenths}{name}", grouped(whole)) };
        }
    }
    grouped(number)
}

/// Digits in groups of three, from five digits on.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The last tick at or before a day.
fn start(every: Every, day: Day) -> Day {
    match every {
        Every::Days(_) => Day::new(day.year, day.month, 1),
        Every::Months(months) => Day::new(day.year, (day.month - 1) / months * months + 1, 1),
        Every::Years(years) => {
            // Years BC are counted as they are said: 50 BC is a round year, the astronomical -50 is not.
            let said = if day.year > 0 { day.year } else { day.year - 1 };
            Day::new(year_at(years, said.div_euclid(years)), 1, 1)
        }
    }
}

/// The year of the tick of this number: a multiple of `years` as said, and AD 1 in the place of a year 0.
fn year_at(years: i64, number: i64) -> i64 {
    match number {
        1.. => number * years,
        0 => 1,
        _ => number * years + 1,
    }
}

fn next(every: Every, day: Day) -> Day {
    let month = |months: u8| {
        let month = day.month + months;
        if month > 12 { Day::new(day.year + 1, 1, 1) } else { Day::new(day.year, month, 1) }
    };
    match every {
        Every::Days(days) => {
            // 1, 3, 5 by two; 1, 5, 10 by five. The last before the next month keeps its distance from it.
            let to = if days == 2 || day.day > 1 || days == 1 { day.day + days } else { days };
            let last = days_in(day.year, day.month).min(32 - days);
            if to > last { month(1) } else { Day::new(day.year, day.month, to) }
        }
        Every::Months(months) => month(months),
        Every::Years(years) => {
            let said = if day.year > 0 { day.year } else { day.year - 1 };
            // AD 1 stands for the year 0, and among single years for itself.
            let number = if said == 1 && years > 1 { 0 } else { said.div_euclid(years) };
            let number = if years == 1 && number == -1 { 1 } else { number + 1 };
            Day::new(year_at(years, number), 1, 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The axis at the step of this description, from a day on.
    fn check(step: &str, from: (i64, u8, u8), cols: i64, expected: &str) {
        let zoom = Zoom::all().find(|zoom| zoom.to_string() == step).unwrap();
        let origin = zoom.cell(Day::new(from.0, from.1, from.2));
        let mut drawn = String::new();
        for tick in ticks(zoom, origin..origin + cols) {
            while i64::from(width(&drawn).0) < tick.cell - origin {
                drawn.push(' ');
            }
            drawn.push('|');
            drawn.push_str(&tick.label);
        }
        assert_eq!(drawn, expected, "{step}");
    }

    #[test]
    fn labels_stand_as_densely_as_they_stand_apart() {
        check("4 cells a year", (1922, 1, 1), 40, "|1922   |1924   |1926   |1928   |1930");
        check("6 cells a year", (1922, 7, 1), 26, "   |1923 |1924 |1925 |1926");
        check("a year a cell", (1919, 1, 1), 30, " |1920     |1930     |1940");
        check("2 cells a month", (1924, 11, 1), 30, "    |1925 |Apr  |Jul  |Oct  |");
        check("6 cells a month", (1925, 3, 1), 30, "|Mar 1925   |May  |Jun  |Jul");
        check("a day a cell", (1925, 2, 20), 40, "|20      |Mar 1925          |20");
        check("2 cells a day", (1925, 12, 28), 24, "        |Jan 1926");
        check("8 cells a day", (1925, 6, 28), 24, "|28 Jun 1925    |30");
        check("20 years a cell", (1000, 1, 1), 25, "|1000     |1200     |1400");
    }

    #[test]
    fn years_before_christ_are_counted_as_they_are_said() {
        check("2 cells a year", (-50, 1, 1), 47, "  |50 BC    |45 BC    |40 BC    |35 BC    |");
        check("10 years a cell", (-200, 1, 1), 40, "|200 BC   |100 BC   |AD 1     |100");
        check("a year a cell", (-12, 1, 1), 24, "   |10 BC    |AD 1    |");
        check("500,000,000 years a cell", (-4_600_000_000, 1, 1), 12, "|5bn BC   |");
        check("1000 years a cell", (-24_000, 1, 1), 30, "    |20,000 BC          |AD 1");
    }

    #[test]
    fn large_years_are_said_in_few_signs() {
        let check = |year: i64, expected: &str| assert_eq!(named_year(year), expected);
        check(1925, "1925");
        check(14, "AD 14");
        check(0, "1 BC");
        check(-43, "44 BC");
        check(12_345, "12,345");
        check(-169_999_999, "170m BC");
        check(1 - 4_500_000_000, "4.5bn BC");
        check(170_000_002, "170,000,002");
    }
}
