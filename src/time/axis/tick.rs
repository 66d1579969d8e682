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

/// Gives the first tick its context, and lets those go which that pushes against.
fn settled(mut found: Vec<Candidate>, cells: &Range<i64>) -> Vec<Tick> {
    if let Some(context) = found.first().and_then(context) {
        let higher = found.iter().skip(1).find(|tick| tick.rank > found[0].rank).map_or(i64::MAX, |tick| tick.cell);
        let end = found[0].cell + taken(&context);
        if end <= higher && end <= cells.end + 1 {
            found[0].label = context;
            let mut index = 0;
            found.retain(|tick| {
                index += 1;
                index == 1 || tick.cell >= end
            });
        }
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
