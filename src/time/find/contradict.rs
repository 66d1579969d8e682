//! Dates that cannot be as they are written: days that no month has, weekdays that do not fit, ranges that end before they begin, and
//! entries of a chronology out of their order.
//!
//! Only what stands in the words is held against the author; what was inferred may be our mistake.

use super::{
    super::{
        date::days_in,
        interval::{Bound, Day},
    },
    Found, How, Kind, token,
    words::{Sense, Words},
};
use crate::{
    document::{Document, Kind as BlockKind},
    problem::Problem,
    unit::{Place, Stretch},
};

/// So many dated entries in a row are a chronology.
const CHRONOLOGY: usize = 5;

/// What cannot be as it is written, in the order of the text. `never` are the days of the [finder](super::read) that no calendar has.
pub(super) fn contradictions(document: &Document, found: &[Found], never: &[Stretch]) -> Vec<Problem> {
    let mut problems: Vec<(Place, Problem)> = Vec::new();
    let mut say = |at: Place, what: String| problems.push((at, Problem::warning(what).at_place(at)));
    for at in never {
        say(at.start, format!("there was no {}", document.words(at)));
    }
    for (index, date) in found.iter().enumerate() {
        let words = || document.words(&date.at);
        if let Some(number) = day_beside(document, date) {
            say(date.at.start, format!("{} has no day {number}", words()));
        }
        if let Some(fits) = other_weekday(document, date) {
            say(date.at.start, format!("{} was a {fits}", words()));
        }
        if let Some(end) = found.get(index + 1).filter(|end| is_backward(date, end)) {
            say(date.at.start, format!("a range ends before it begins: {} to {}", words(), document.words(&end.at)));
        }
    }
    for (before, date) in out_of_order(document, found) {
        say(date.at.start, format!("{} is listed behind {}", document.words(&date.at), document.words(&before.at)));
    }
    problems.sort_by_key(|(at, _)| at.0);
    problems.into_iter().map(|(_, problem)| problem).collect()
}

fn first_day(date: &Found) -> Option<Day> {
    match date.when?.interval().earliest() {
        Bound::Day(day) => Some(day),
        _ => date.when.map(|when| when.date().days().0),
    }
}

/// "31 June", of which the finder reads the month alone: the number.
fn day_beside(document: &Document, date: &Found) -> Option<u8> {
    let month = date.when?.date().month().filter(|_| date.kind == Kind::Month && date.part.is_none())?;
    let number = |digits: &str| digits.parse::<u8>().ok().filter(|day| *day <= 31 && *day > days_in(2000, month));
    let block = &document.block(document.block_at(date.at.start)?).at;
    let before = document.slice(&(block.start..date.at.start));
    let before = before.trim_end();
    let before = ["of", "de", "."].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before).trim_end();
    let before = ["st", "th"].iter().find_map(|ending| before.strip_suffix(ending)).unwrap_or(before);
    let digits =
        before.rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    // "F-31 June" and "1,931 June" are something else.
    let is_free = before[..digits].chars().next_back().is_none_or(|letter| letter.is_whitespace() || letter == '(');
    let behind = document.slice(&(date.at.end..block.end));
    let behind = behind.strip_prefix(' ').unwrap_or("");
    let behind = &behind[..behind.len().min(behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len()))];
    number(&before[digits..]).filter(|_| is_free).or_else(|| number(behind))
}

/// The weekday of a day that is written with another one. The calendar may be the Julian or the Gregorian: a text does not say.
fn other_weekday(document: &Document, date: &Found) -> Option<&'static str> {
    if date.kind != Kind::Day || date.how != How::Explicit {
        return None;
    }
    let when = date.when?.date();
    let mut tokens = Vec::new();
    token::tokens(document.slice(&date.at), 0, Words::of(date.language), &mut tokens);
    let said = tokens.iter().find_map(|token| if let Sense::Weekday(day) = token.sense { Some(day) } else { None })?;
    let (day, _) = when.days();
    // 1 March of the year 0 was a Wednesday.
    let weekday = |days: i64| u8::try_from((day.number() + 2 + days).rem_euclid(7)).ok();
    // How many days the Julian calendar is behind: the leap years of full centuries.
    let century = (day.year - i64::from(day.month < 3)).div_euclid(100);
    let behind = century - century.div_euclid(4) - 2;
    let fits = [weekday(0), weekday(behind)];
    (!fits.contains(&Some(said))).then(|| NAMES.get(usize::from(fits[0]?)).copied())?
}

/// Of Monday, 0, to Sunday, 6.
const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whether a range ends before it begins.
fn is_backward(date: &Found, end: &Found) -> bool {
    let said = |date: &Found| date.how == How::Explicit && !date.when.is_some_and(|when| when.date().approximate);
    let last = end.when.map(|when| when.date().days().1);
    date.to_next && said(date) && said(end) && first_day(date) > last && last.is_some()
}

/// Entries of a chronology that stand behind a later one, with that.
fn out_of_order<'a>(document: &Document, found: &'a [Found]) -> Vec<(&'a Found, &'a Found)> {
    let mut wrong = Vec::new();
    let mut entries: Vec<&Found> = Vec::new();
    let mut found = found.iter().peekable();
    for block in document.blocks() {
        while found.next_if(|date| date.at.start < block.at.start).is_some() {}
        let ends = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Title) || block.at.start >= document.body_end();
        let text = block.at.start.plus(usize::from(block.label));
        // A sign of emphasis or an article may stand before it.
        let entry = found.peek().filter(|date| date.at.start <= text.plus(2) && date.how == How::Explicit && !ends).copied();
        match entry {
            Some(date) => entries.push(date),
            // What an entry tells may take more paragraphs.
            None if !ends && block.indent > 0 => {}
            None => chronology(&std::mem::take(&mut entries), &mut wrong),
        }
    }
    chronology(&entries, &mut wrong);
    wrong
}

/// The entries of a list that are out of order, if nearly all are in it.
fn chronology<'a>(entries: &[&'a Found], wrong: &mut Vec<(&'a Found, &'a Found)>) {
    let days: Vec<(Day, Day)> = entries.iter().filter_map(|date| date.when.map(|when| when.date().days())).collect();
    if entries.len() < CHRONOLOGY || days.len() != entries.len() {
        return;
    }
    let falls: Vec<usize> = (1..days.len()).filter(|at| days[*at].1 < days[*at - 1].0).collect();
    if falls.len() * 5 > days.len() {
        return;
    }
    wrong.extend(falls.into_iter().map(|at| (entries[at - 1], entries[at])));
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::document::{Builder, Kind};

    /// The contradictions of a text, a paragraph a line.
    fn check(text: &str, expected: &[&str]) {
        let mut builder = Builder::new();
        for line in text.lines() {
            builder.begin(Kind::Paragraph);
            builder.text(line);
            builder.end();
        }
        let document = builder.finish().value;
        let found: Vec<String> = read(&document).1.into_iter().map(|problem| problem.what).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_range_that_ends_before_it_begins_is_told() {
        check("It lasted from 1927 to 1925.", &["a range ends before it begins: 1927 to 1925"]);
        check("He stayed from May 1925 to March 1925.", &["a range ends before it begins: May 1925 to March 1925"]);
        check("It lasted from 1925 to 1927, and 480-479 BC.", &[]);
        check("From November to February 1918, and 1925/26, and from 1925 to May 1925.", &[]);
    }

    #[test]
    fn days_that_no_calendar_has_are_told() {
        check("On 31 June 1923 nothing happened.", &["June 1923 has no day 31"]);
        check("On the 31st of June 1923 nothing happened.", &["June 1923 has no day 31"]);
        check("On 30 February 1923 nothing happened.", &["February 1923 has no day 30"]);
        check("On 29 February 1923 nothing happened.", &["there was no 29 February 1923"]);
        check("On 29 February 1924 it snowed, and on 31 July 1924.", &[]);
        check("He paid 1,931 June rents, and in June 1923 more.", &[]);
    }

    #[test]
    fn a_weekday_that_fits_neither_calendar_is_told() {
        check("On Monday, 14 July 1789 it fell.", &["Monday, 14 July 1789 was a Tuesday"]);
        check("On Tuesday, 14 July 1789 it fell.", &[]);
        // As Petrograd wrote it.
        check("On Wednesday, 25 October 1917 they rose.", &[]);
        check("On Wednesday, 7 November 1917 they rose.", &[]);
        check("On Thursday, 25 October 1917 they rose, in one calendar.", &[]);
        check("On Friday, 7 November 1917 they rose.", &["Friday, 7 November 1917 was a Wednesday"]);
    }

    #[test]
    fn an_entry_of_a_chronology_out_of_its_order_is_told() {
        let list = "1920: one\n1921: two\n1922: three\n1919: four\n1923: five\n1924: six";
        check(list, &["1919 is listed behind 1922"]);
        check("1920: one\n1921: two\n1922: three\n1923: four\n1923: five\n1924: six", &[]);
        check("1924: one\n1921: two\n1925: three\n1919: four\n1923: five\n1920: six", &[]);
        check("1925 was dry.\n1924 was wet.", &[]);
    }
}
