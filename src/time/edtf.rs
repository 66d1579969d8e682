//! EDTF, as others write it: in a timeline's file, on a command line.
//!
//! Which strings are dates and which days they touch is known by [`edtf_core`]; here are the words for what is wrong with one that is none, and
//! the nearest that is. Its seasons are those of this house: of the northern half, three whole months, winter from December
//! to February of the year after. Signs of doubt do not move a bound.

use std::{fmt, str::FromStr};

use super::interval::{Bound, Day, Interval};
use crate::problem::Problem;

/// Years beyond this are further than any day can be counted; an interval's end there is unknown.
const FURTHEST: i64 = 1_000_000_000_000;

/// A date, an interval or a set of dates of EDTF, levels 0 to 2 (Extended Date/Time Format, Library of Congress, 2019).
///
/// Years are astronomical: `0000` is 1 BC. `1984~` is circa, `1984?` doubtful, `1984/..` has an open end, `1984/` an unknown one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edtf(edtf_core::Edtf);

impl Edtf {
    /// Parses an expression.
    ///
    /// # Errors
    /// A [`Problem`] that names the byte, counted from 0, at which it stops being EDTF, and the nearest form that is.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let spelt = before_our_era(text);
        edtf_core::Edtf::parse(spelt.as_deref().unwrap_or(text)).map(Self).map_err(|error| {
            let problem = Problem::error(format!("«{text}» is no date of EDTF: {}, at byte {}", error.message, error.offset));
            match nearest(text) {
                Some(nearest) => problem.mend(format!("did you mean «{nearest}»?")),
                None => problem,
            }
        })
    }

    /// A date that was taken apart and put together again.
    pub(super) fn of(parts: edtf_core::Edtf) -> Self {
        Self(parts)
    }

    /// What it is made of.
    pub(super) fn parts(&self) -> &edtf_core::Edtf {
        &self.0
    }

    /// The first and the last day that it touches; of a set, those of all its members.
    pub fn interval(&self) -> Interval {
        let bounds = self.0.bounds();
        let bound = |bound| match bound {
            edtf_core::Bound::NegativeInfinity | edtf_core::Bound::PositiveInfinity => Bound::Open,
            edtf_core::Bound::Unknown => Bound::Unknown,
            edtf_core::Bound::Date(date) if date.year.abs() > FURTHEST => Bound::Unknown,
            edtf_core::Bound::Date(date) => Bound::Day(Day::new(date.year, date.month, date.day)),
        };
        Interval::new(bound(bounds.earliest), bound(bounds.latest))
    }

    /// Whether any of it is in doubt: `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.0.is_uncertain()
    }

    /// Whether any of it is circa: `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.0.is_approximate()
    }
}

impl FromStr for Edtf {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::parse(text)
    }
}

/// The form that the standard prefers.
impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A decade or century before our era as the interval that it is: others write `-03XX` for the fourth century BC, and so does the finder
/// of dates, though the standard says nothing of digits left open in years that count backwards.
fn before_our_era(text: &str) -> Option<String> {
    let (date, sign) = match text.strip_suffix(['?', '~', '%']) {
        Some(date) => (date, &text[date.len()..]),
        None => (text, ""),
    };
    let digits = date.strip_prefix('-').filter(|digits| digits.len() == 4 && digits.is_ascii())?;
    let known = digits.trim_end_matches('X');
    let is_open = matches!(known.len(), 2 | 3) && known.bytes().all(|byte| byte.is_ascii_digit());
    let filled = |with: &str| {
        let year = format!("{known}{}", with.repeat(4 - known.len()));
        // The year 1 BC has no sign.
        if year == "0000" { format!("{year}{sign}") } else { format!("-{year}{sign}") }
    };
    is_open.then(|| format!("{}/{}", filled("9"), filled("0")))
}

/// The nearest expression, if it is one of the mistakes that people make.
fn nearest(text: &str) -> Option<String> {
    // Nobody mistakes a long text for a date.
    if text.len() > 60 {
        return None;
    }
    let is_sound = |text: &String| edtf_core::Edtf::parse(text).is_ok();
    let tidied = tidied(text.trim());
    let parts: Vec<String> = tidied.split('/').map(part).collect();
    let joined = parts.join("/");
    let reversed = parts.iter().rev().cloned().collect::<Vec<_>>().join("/");
    // 1925-06-31 is at least June 1925.
    let shorter = joined.rfind('-').map(|at| joined[..at].to_owned());
    [joined, reversed].into_iter().chain(shorter).find(is_sound)
}

/// With the signs of EDTF: dashes as hyphens, a range with a slash.
fn tidied(text: &str) -> String {
    let text = text.replace('–', "/").replace(" - ", "/").replace(" to ", "/");
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        Some((first, last)) if is_year(first) && is_year(last) => format!("{first}/{last}"),
        // 1925/6/28 and 1925.6.28
        _ if text.matches(['/', '.']).count() == 2 && !text.contains("..") => text.replace(['/', '.'], "-"),
        _ => text,
    }
}

/// One date: "c. 1925", "1920s", "44 BC", "28-6-1925", "1925-6-28", "192u".
fn part(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("open") || text.eq_ignore_ascii_case("present") {
        return if text.is_empty() { String::new() } else { "..".to_owned() };
    }
    for circa in ["circa ", "ca. ", "ca ", "c. ", "c.", "c "] {
        if let Some(date) = text.strip_prefix(circa) {
            return format!("{}~", part(date));
        }
    }
    for era in ["BCE", "BC", "B.C."] {
        if let Some(year) = text.strip_suffix(era).and_then(|year| year.trim().parse::<u32>().ok()).filter(|year| *year > 0) {
            return if year == 1 { "0000".to_owned() } else { format!("-{:04}", year - 1) };
        }
    }
    if let Some(decade) = text.strip_suffix("0s").filter(|decade| decade.len() == 3) {
        return format!("{decade}X");
    }
    let text = text.replace(['u', 'x'], "X");
    let mut fields: Vec<&str> = text.split('-').collect();
    if fields.len() == 3 && fields[0].len() <= 2 && fields[2].len() == 4 {
        fields.reverse();
    }
    let padded: Vec<String> =
        fields.iter().enumerate().map(|(index, field)| if index > 0 { format!("{field:0>2}") } else { format!("{field:0>4}") }).collect();
    padded.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bound: Bound) -> String {
        match bound {
            Bound::Open => "..".to_owned(),
            Bound::Unknown => "?".to_owned(),
            Bound::Day(day) => format!("{}-{}-{}", day.year, day.month, day.day),
        }
    }

    #[test]
    fn every_construct_has_its_strict_bounds() {
        let check = |text: &str, earliest: &str, latest: &str| {
            let interval = Edtf::parse(text).unwrap().interval();
            assert_eq!((shown(interval.earliest()).as_str(), shown(interval.latest()).as_str()), (earliest, latest), "{text}");
        };
        check("-03XX", "-399-1-1", "-300-12-31");
        check("-00XX?", "-99-1-1", "0-12-31");
        check("-047X", "-479-1-1", "-470-12-31");
        // Level 0
        check("1925-06-28", "1925-6-28", "1925-6-28");
        check("1925-06", "1925-6-1", "1925-6-30");
        check("1925", "1925-1-1", "1925-12-31");
        check("1932-11-07T10:10:10+05:00", "1932-11-7", "1932-11-7");
        check("1922-12/1925-03-22", "1922-12-1", "1925-3-22");
        check("0000", "0-1-1", "0-12-31");
        // Level 1
        check("-0043", "-43-1-1", "-43-12-31");
        check("Y170000002", "170000002-1-1", "170000002-12-31");
        check("1924-21", "1924-3-1", "1924-5-31");
        check("1924-23", "1924-9-1", "1924-11-30");
        check("1923-24", "1923-12-1", "1924-2-29");
        check("1925?", "1925-1-1", "1925-12-31");
        check("1924-06%", "1924-6-1", "1924-6-30");
        check("192X", "1920-1-1", "1929-12-31");
        check("19XX", "1900-1-1", "1999-12-31");
        check("1924-XX", "1924-1-1", "1924-12-31");
        check("1924-05-XX", "1924-5-1", "1924-5-31");
        check("1927/..", "1927-1-1", "..");
        check("../1927", "..", "1927-12-31");
        check("1927/", "1927-1-1", "?");
        check("/1927", "?", "1927-12-31");
        check("1925/1927?", "1925-1-1", "1927-12-31");
        // Level 2
        check("Y-17E7", "-170000000-1-1", "-170000000-12-31");
        check("1950S2", "1900-1-1", "1999-12-31");
        check("2001-34", "2001-4-1", "2001-6-30");
        check("2001-38", "2001-5-1", "2001-8-31");
        check("2001-41", "2001-7-1", "2001-12-31");
        check("[1667,1760-12,1668]", "1667-1-1", "1760-12-31");
        check("[..1760-12-03]", "..", "1760-12-3");
        check("{1923,1926}", "1923-1-1", "1926-12-31");
        check("2004-06~-11", "2004-6-11", "2004-6-11");
        check("1925-?06-28", "1925-6-28", "1925-6-28");
        check("156X-12-25", "1560-12-25", "1569-12-25");
        check("1924-06-~01/1924-06-~20", "1924-6-1", "1924-6-20");
        check("193X/196X", "1930-1-1", "1969-12-31");
        check("Y4600000000000", "?", "?");
    }

    #[test]
    fn what_is_no_date_is_refused_with_the_byte_and_the_nearest_date() {
        let check = |text: &str, byte: usize, near: Option<&str>| {
            let problem = Edtf::parse(text).unwrap_err();
            assert!(
                problem.what.starts_with(&format!("«{text}» is no date of EDTF: ")) && problem.what.ends_with(&format!(", at byte {byte}")),
                "{problem}"
            );
            assert_eq!(problem.mend, near.map(|near| format!("did you mean «{near}»?")), "{text}");
        };
        check("1925-6-28", 6, Some("1925-06-28"));
        check("1925-02-30", 8, Some("1925-02"));
        check("1925-13", 5, Some("1925"));
        check("28.6.1925", 2, Some("1925-06-28"));
        check("c. 1925", 2, Some("1925~"));
        check("1920s", 4, Some("192X"));
        check("44 BC", 2, Some("-0043"));
        check("192u", 3, Some("192X"));
        check("1914–1918", 4, Some("1914/1918"));
        check("1914-1918", 7, Some("1914/1918"));
        check("1928/1925", 5, Some("1925/1928"));
        check("1922/open", 5, Some("1922/.."));
        check("the other day", 3, None);
        check("", 0, None);
    }

    #[test]
    fn what_was_read_is_printed_in_the_preferred_form() {
        for text in ["1925?-06-28", "1924~", "../1927", "1922-12/1925-03-22", "{1960,1961-12}", "-0478-22", "1923?-22"] {
            let edtf = Edtf::parse(text).unwrap();
            assert_eq!(Edtf::parse(&edtf.to_string()), Ok(edtf), "{text}");
        }
        assert!(Edtf::parse("1984%").is_ok_and(|date| date.is_uncertain() && date.is_approximate()));
    }
}
