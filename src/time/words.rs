//! A date in words, for a line of a timeline: "28 June 1925 – 27 October 1928", "c. 1924", "1920s", "44 BC".

use super::{
    extent::{Doubt, Extent, Precision, Window},
    interval::{Bound, Day},
};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

impl Extent {
    /// The date in words.
    pub fn words(&self) -> String {
        let listed = |windows: &[Window], joint: &str| windows.iter().map(window).collect::<Vec<_>>().join(joint);
        match self {
            Self::Moment(at) => window(at),
            Self::Span { start, end } => match (start.earliest, end.latest) {
                _ if start.is_without_day() && end.is_without_day() => "at all times".to_owned(),
                (Bound::Open, _) if start.is_without_day() => format!("until {}", window(end)),
                (Bound::Unknown, _) if start.is_without_day() => format!("until {}, from when is not known", window(end)),
                (_, Bound::Open) if end.is_without_day() => format!("from {} on", window(start)),
                (_, Bound::Unknown) if end.is_without_day() => format!("from {}, until when is not known", window(start)),
                _ => format!("{} – {}", window(start), window(end)),
            },
            Self::OneOf(windows) if windows.len() > MOST => format!("one of {} dates, {}", windows.len(), ends(windows)),
            Self::OneOf(windows) => listed(windows, " or "),
            Self::AllOf(windows) if windows.len() > MOST => format!("{} dates, {}", windows.len(), ends(windows)),
            Self::AllOf(windows) => listed(windows, " and "),
        }
    }
}

/// More dates than this are counted, not listed.
const MOST: usize = 4;

fn ends(windows: &[Window]) -> String {
    match (windows.first(), windows.last()) {
        (Some(first), Some(last)) => format!("{} – {}", window(first), window(last)),
        _ => String::new(),
    }
}

fn window(window: &Window) -> String {
    let words = match (window.earliest, window.latest) {
        (Bound::Day(first), Bound::Day(last)) => days(first, last, window.precision()),
        (Bound::Day(first), _) => format!("{} or later", days(first, first, Precision::Day)),
        (_, Bound::Day(last)) => format!("{} or earlier", days(last, last, Precision::Day)),
        _ => "an unknown time".to_owned(),
    };
    match window.doubt {
        Doubt::None => words,
        Doubt::Uncertain => format!("{words} (?)"),
        Doubt::Approximate => format!("c. {words}"),
        Doubt::Both => format!("c. {words} (?)"),
    }
}

fn days(first: Day, last: Day, precision: Precision) -> String {
    let month = |day: Day| MONTHS[usize::from(day.month.clamp(1, 12)) - 1];
    let whole_years = (first.month, first.day) == (1, 1) && (last.month, last.day) == (12, 31);
    match precision {
        Precision::Day => format!("{} {} {}", first.day, month(first), year(first.year)),
        Precision::Month if first.month == last.month => format!("{} {}", month(first), year(first.year)),
        Precision::Year if whole_years => year(first.year),
        Precision::Decade if whole_years && first.year >= 0 && first.year % 10 == 0 && last.year == first.year + 9 => {
            format!("{}s", first.year)
        }
        _ if whole_years => format!("{}–{}", year(first.year), year(last.year)),
        _ if first.year == last.year => format!("{}–{} {}", month(first), month(last), year(first.year)),
        _ => format!("{} {} – {} {}", month(first), year(first.year), month(last), year(last.year)),
    }
}

/// An astronomical year as one says it.
pub fn year(year: i64) -> String {
    if year > 0 { year.to_string() } else { format!("{} BC", 1 - year) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::edtf::Edtf;

    #[test]
    fn dates_are_told_in_words() {
        let check = |edtf: &str, words: &str| assert_eq!(Extent::of(&Edtf::parse(edtf).unwrap()).words(), words, "{edtf}");
        check("1925-06-28", "28 June 1925");
        check("1925-06-28/1928-10-27", "28 June 1925 – 27 October 1928");
        check("1922-08/1922-12~", "August 1922 – c. December 1922");
        check("1925/1927?", "1925 – 1927 (?)");
        check("1924%", "c. 1924 (?)");
        check("192X", "1920s");
        check("19XX", "1900–1999");
        check("1924-23", "September–November 1924");
        check("1923-24", "December 1923 – February 1924");
        check("1927/..", "from 1927 on");
        check("1927/", "from 1927, until when is not known");
        check("../1927-03", "until March 1927");
        check("[1923,1924]", "1923 or 1924");
        check("{1923,1926}", "1923 and 1926");
        check("-0043-03-15", "15 March 44 BC");
        check("156X-12-25", "one of 10 dates, 25 December 1560 – 25 December 1569");
    }
}
