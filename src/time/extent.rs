//! What a date means on an axis: a moment, a stretch with two ends, one of several, all of several; each known within a window.
//!
//! EDTF's strict bounds are kept apart for the two ends of an interval, so that what is certain of it (from the latest start to the
//! earliest end) can be told from what is only possible. A sign of doubt moves no bound; it is a property of the window it qualifies.

use super::{
    edtf::Edtf,
    interval::{Bound, Day, Interval},
};

/// How many alternatives a date with unspecified digits is resolved into; of more, only the whole they lie in is known.
const MOST_ALTERNATIVES: usize = 100;

/// What stands in doubt of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// Nothing.
    #[default]
    None,
    /// `?`: it may be another date.
    Uncertain,
    /// `~`: it is circa.
    Approximate,
    /// `%`: both.
    Both,
}

impl Doubt {
    /// The doubt of two properties.
    pub fn of(uncertain: bool, approximate: bool) -> Self {
        match (uncertain, approximate) {
            (false, false) => Self::None,
            (true, false) => Self::Uncertain,
            (false, true) => Self::Approximate,
            (true, true) => Self::Both,
        }
    }

    /// EDTF's sign for it.
    pub fn sign(self) -> Option<char> {
        match self {
            Self::None => None,
            Self::Uncertain => Some('?'),
            Self::Approximate => Some('~'),
            Self::Both => Some('%'),
        }
    }

    /// Tells whether it is `?` or `%`.
    pub fn is_uncertain(self) -> bool {
        matches!(self, Self::Uncertain | Self::Both)
    }

    /// Tells whether it is `~` or `%`.
    pub fn is_approximate(self) -> bool {
        matches!(self, Self::Approximate | Self::Both)
    }
}

/// How finely a date is known: the smallest span of the calendar that holds its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To a season, a quarter, a half of a year.
    Season,
    /// To the year.
    Year,
    /// To ten years.
    Decade,
    /// To a hundred years.
    Century,
    /// To no better than that, or an end that is not known at all.
    Longer,
}

/// The days between which a date lies, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The earliest day it can be. [`Bound::Open`]: it goes back for ever; [`Bound::Unknown`]: nobody knows.
    pub earliest: Bound,
    /// The latest day it can be, likewise.
    pub latest: Bound,
    /// What its signs say.
    pub doubt: Doubt,
}

impl Window {
    /// A window of these days, without a doubt.
    pub fn of(first: Day, last: Day) -> Self {
        Self { earliest: Bound::Day(first), latest: Bound::Day(last), doubt: Doubt::None }
    }

    /// An end without a day: open or unknown.
    fn without_day(bound: Bound) -> Self {
        Self { earliest: bound, latest: bound, doubt: Doubt::None }
    }

    fn of_date(date: edtf_core::Date) -> Self {
        let interval = Edtf::of(edtf_core::Edtf::Date(date)).interval();
        Self { earliest: interval.earliest(), latest: interval.latest(), doubt: Doubt::of(date.is_uncertain(), date.is_approximate()) }
    }

    /// How finely it is known.
    pub fn precision(&self) -> Precision {
        let (Bound::Day(first), Bound::Day(last)) = (self.earliest, self.latest) else { return Precision::Longer };
        // The longest month, half, leap year, decade and century.
        match last.number().saturating_sub(first.number()) + 1 {
            ..=1 => Precision::Day,
            2..=31 => Precision::Month,
            32..=184 => Precision::Season,
            185..=366 => Precision::Year,
            367..=3_653 => Precision::Decade,
            3_654..=36_525 => Precision::Century,
            _ => Precision::Longer,
        }
    }

    /// Tells whether nothing at all is known of it: an end that is open or unknown.
    pub fn is_without_day(&self) -> bool {
        !matches!(self.earliest, Bound::Day(_)) && !matches!(self.latest, Bound::Day(_))
    }
}

/// What a date means on an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What happened at some time within the window.
    Moment(Window),
    /// What lasted, from some time in one window to some time in the other.
    Span {
        /// When it began.
        start: Window,
        /// When it ended.
        end: Window,
    },
    /// What happened in one of these, nobody knows which. Never empty; sorted.
    OneOf(Vec<Window>),
    /// What happened in each of these. Never empty; sorted.
    AllOf(Vec<Window>),
}

impl Extent {
    /// The extent of a date.
    pub fn of(date: &Edtf) -> Self {
        match date.parts() {
            edtf_core::Edtf::Date(date) => of_date(*date),
            edtf_core::Edtf::DateTime(at) => Self::Moment(Window::of_date(at.date)),
            edtf_core::Edtf::Interval(interval) => Self::Span { start: end_of(&interval.start), end: end_of(&interval.end) },
            edtf_core::Edtf::Set(set) => {
                let mut windows: Vec<Window> = set.elements.iter().map(member).collect();
                windows.sort_by_key(|window| (order(window.earliest, i64::MIN), order(window.latest, i64::MAX)));
                match set.kind {
                    edtf_core::SetKind::OneMember => Self::OneOf(windows),
                    edtf_core::SetKind::AllMembers => Self::AllOf(windows),
                }
            }
        }
    }

    /// The first and the last day that it touches.
    pub fn reach(&self) -> Interval {
        match self {
            Self::Moment(window) => Interval::new(window.earliest, window.latest),
            Self::Span { start, end } => Interval::new(start.earliest, end.latest),
            Self::OneOf(windows) | Self::AllOf(windows) => {
                let first = windows.iter().map(|window| window.earliest).min_by_key(|bound| order(*bound, i64::MIN));
                let last = windows.iter().map(|window| window.latest).max_by_key(|bound| order(*bound, i64::MAX));
                Interval::new(first.unwrap_or(Bound::Unknown), last.unwrap_or(Bound::Unknown))
            }
        }
    }

    /// What certainly belongs to it, if it lasted and anything does: from its latest start to its earliest end.
    pub fn core(&self) -> Option<(Bound, Bound)> {
        let Self::Span { start, end } = self else { return None };
        match (start.latest, end.earliest) {
            (Bound::Unknown, _) | (_, Bound::Unknown) => None,
            (Bound::Day(first), Bound::Day(last)) if first > last => None,
            core => Some(core),
        }
    }

    /// All windows: of a span the start and the end.
    pub fn windows(&self) -> Vec<Window> {
        match self {
            Self::Moment(window) => vec![*window],
            Self::Span { start, end } => vec![*start, *end],
            Self::OneOf(windows) | Self::AllOf(windows) => windows.clone(),
        }
    }

    /// How finely it is known: as its coarsest window.
    pub fn precision(&self) -> Precision {
        self.windows().iter().map(Window::precision).max().unwrap_or(Precision::Longer)
    }

    /// The last day it can be, if there is one.
    pub fn last_day(&self) -> Option<Day> {
        match self.reach().latest() {
            Bound::Day(day) => Some(day),
            Bound::Open | Bound::Unknown => None,
        }
    }

    /// The day one comes to for it: the first it can be, else the last.
    pub fn day(&self) -> Option<Day> {
        let reach = self.reach();
        match (reach.earliest(), reach.latest()) {
            (Bound::Day(day), _) | (_, Bound::Day(day)) => Some(day),
            _ => None,
        }
    }
}

/// The number of a bound's day; an end without one is as far away as it can be.
fn order(bound: Bound, without: i64) -> i64 {
    match bound {
        Bound::Day(day) => day.number(),
        Bound::Open | Bound::Unknown => without,
    }
}

fn end_of(end: &edtf_core::IntervalEndpoint) -> Window {
    match end {
        edtf_core::IntervalEndpoint::Date(date) => Window::of_date(*date),
        edtf_core::IntervalEndpoint::Open => Window::without_day(Bound::Open),
        edtf_core::IntervalEndpoint::Unknown => Window::without_day(Bound::Unknown),
        edtf_core::IntervalEndpoint::OnOrBefore(date) => Window { earliest: Bound::Open, ..Window::of_date(*date) },
        edtf_core::IntervalEndpoint::OnOrAfter(date) => Window { latest: Bound::Open, ..Window::of_date(*date) },
    }
}

fn member(element: &edtf_core::SetElement) -> Window {
    match element {
        edtf_core::SetElement::Date(date) => Window::of_date(*date),
        edtf_core::SetElement::OnOrBefore(date) => Window { earliest: Bound::Open, ..Window::of_date(*date) },
        edtf_core::SetElement::OnOrAfter(date) => Window { latest: Bound::Open, ..Window::of_date(*date) },
        edtf_core::SetElement::Range(first, last) => {
            let (first, last) = (Window::of_date(*first), Window::of_date(*last));
            let doubt = Doubt::of(
                first.doubt.is_uncertain() || last.doubt.is_uncertain(),
                first.doubt.is_approximate() || last.doubt.is_approximate(),
            );
            Window { earliest: first.earliest, latest: last.latest, doubt }
        }
    }
}

/// A date whose unspecified digits leave gaps is one of its values: Christmas in the 1560s is ten days, not ten years.
fn of_date(date: edtf_core::Date) -> Extent {
    let whole = Window::of_date(date);
    // 1924-XX and 192X leave none.
    let month = date.month.is_some_and(|month| month.digits.iter().any(Option::is_some));
    let day = date.day.is_some_and(|day| day.digits.iter().any(Option::is_some));
    let gaps = (month && date.year.has_unspecified())
        || (day && (date.year.has_unspecified() || date.month.is_some_and(edtf_core::DateField::has_unspecified)));
    if !gaps {
        return Extent::Moment(whole);
    }
    let Ok(values) = edtf_core::Edtf::Date(date).values() else { return Extent::Moment(whole) };
    let windows: Vec<Window> = values
        .take(MOST_ALTERNATIVES + 1)
        .map(|value| {
            let interval = Edtf::of(value).interval();
            Window { earliest: interval.earliest(), latest: interval.latest(), doubt: whole.doubt }
        })
        .collect();
    if windows.is_empty() || windows.len() > MOST_ALTERNATIVES { Extent::Moment(whole) } else { Extent::OneOf(windows) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(text: &str) -> Extent {
        Extent::of(&Edtf::parse(text).unwrap())
    }

    fn shown(bound: Bound) -> String {
        match bound {
            Bound::Open => "..".to_owned(),
            Bound::Unknown => "x".to_owned(),
            Bound::Day(day) => format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
        }
    }

    #[test]
    fn what_is_certain_of_an_interval_is_told_from_what_is_possible() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let core = extent(text).core().map(|(first, last)| (shown(first), shown(last)));
            assert_eq!(core.as_ref().map(|(first, last)| (first.as_str(), last.as_str())), expected, "{text}");
        };
        check("1922-12/1925-03-22", Some(("1922-12-31", "1925-03-22")));
        check("1925/1927?", Some(("1925-12-31", "1927-01-01")));
        check("1932/1933", Some(("1932-12-31", "1933-01-01")));
        check("1925-03/1925-03", None); // within one month: nothing of it is certain
        check("1927/..", Some(("1927-12-31", "..")));
        check("1927/", None);
        check("1927", None); // what happened, not what lasted
    }

    #[test]
    fn each_end_keeps_its_own_doubt_and_precision() {
        let Extent::Span { start, end } = extent("1922-08/1922-12~") else { panic!("an interval lasts") };
        assert_eq!((start.doubt, start.precision()), (Doubt::None, Precision::Month));
        assert_eq!((end.doubt, end.precision()), (Doubt::Approximate, Precision::Month));
        let check = |text: &str, precision: Precision| assert_eq!(extent(text).precision(), precision, "{text}");
        check("1925-06-28", Precision::Day);
        check("1924-06-28/1925", Precision::Year);
        check("1924-23", Precision::Season);
        check("192X", Precision::Decade);
        check("19XX", Precision::Century);
        check("Y17E7", Precision::Year);
        check("1924/..", Precision::Longer);
    }

    #[test]
    fn sets_and_dates_with_gaps_keep_their_members() {
        let days = |extent: &Extent| extent.windows().iter().map(|window| shown(window.earliest)).collect::<Vec<_>>().join(" ");
        let one = extent("[1760-12,1667,1668]");
        assert!(matches!(one, Extent::OneOf(_)));
        assert_eq!(days(&one), "1667-01-01 1668-01-01 1760-12-01");
        assert!(matches!(extent("{1923,1926}"), Extent::AllOf(_)));
        assert_eq!(days(&extent("[..1760-12-03]")), "..");
        let christmas = extent("156X-12-25");
        assert_eq!(christmas.windows().len(), 10);
        assert_eq!(shown(christmas.reach().latest()), "1569-12-25");
        assert!(matches!(extent("1924-XX-XX"), Extent::Moment(_)));
        assert!(matches!(extent("192X"), Extent::Moment(_)));
        assert!(matches!(extent("XXXX-12-25"), Extent::Moment(_)), "ten thousand days are drawn as one stretch");
    }
}
