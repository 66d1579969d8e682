//! The grammar of dates: from the tokens of a block to its mentions, the longest at each place.
//!
//! Articles and modifiers belong to a date ("the end of May"), prepositions do not. Each function reads one construct at a token and
//! says where it ends; none looks further than a few tokens, so that the whole is linear.

use super::{
    super::date::{Grain, Part, Unit, days_in},
    mention::{Shape, What, YearWords},
    refuse,
    token::Token,
    words::{Sense, Words},
};

/// A construct that was read: the token behind it, and what it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub(super) from: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
    pub(super) part: Option<Part>,
    pub(super) approximate: bool,
    /// A bare number that is a year only if the document has such years.
    pub(super) doubtful: bool,
}

/// The tokens of a block, asked by index; beyond them there is nothing but other signs.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    pub(super) all: &'a [Token],
    pub(super) text: &'a str,
    pub(super) words: &'static Words,
    /// Whether the block is a heading.
    pub(super) heading: bool,
    /// Whether years before our era have been told, so that one of three figures may be another.
    pub(super) ancient: bool,
}

impl Tokens<'_> {
    pub(super) fn sense(&self, at: usize) -> Sense {
        self.all.get(at).map_or(Sense::OtherSign, |token| token.sense)
    }

    pub(super) fn before(&self, at: usize) -> Sense {
        at.checked_sub(1).map_or(Sense::OtherSign, |before| self.sense(before))
    }

    /// What stands before it, looked for behind an article without letters of its own ("nel 1925", "au printemps").
    pub(super) fn lead(&self, at: usize) -> Sense {
        let is_empty = at.checked_sub(1).and_then(|before| self.all.get(before)).is_some_and(|token| token.start == token.end);
        self.before(at - usize::from(is_empty))
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|token| token.word)
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|token| token.capital)
    }

    pub(super) fn gap(&self, at: usize) -> bool {
        self.all.get(at).is_none_or(|token| token.gap)
    }

    pub(super) fn words_of(&self, at: usize) -> &str {
        self.all.get(at).and_then(|token| self.text.get(token.start as usize..token.end as usize)).unwrap_or("")
    }

    /// Whether a sentence begins with this token.
    pub(super) fn opens_sentence(&self, at: usize) -> bool {
        match self.before(at) {
            _ if at == 0 => true,
            Sense::Quote | Sense::Open => at == 1 || self.before(at - 1) == Sense::Dot,
            before => before == Sense::Dot,
        }
    }

    pub(super) fn is(&self, at: usize, sense: Sense) -> bool {
        self.sense(at) == sense
    }

    /// The token behind this one if it is there, and otherwise this.
    pub(super) fn skip(&self, at: usize, sense: Sense) -> usize {
        at + usize::from(self.is(at, sense))
    }

    // ── Parts of a date ──

    /// A day of the month: 14, 14th, the 14th.
    pub(super) fn day(&self, at: usize) -> Option<(u8, usize)> {
        match self.sense(at) {
            Sense::Number { value: value @ 1..=31, digits: 1 | 2 } => Some((u8::try_from(value).ok()?, self.behind_ordinal(at + 1))),
            Sense::NumberOrdinal(day @ 1..=31) => Some((day, at + 1)),
            _ => None,
        }
    }

    /// Behind the dot that makes an ordinal of a number, where the language has that: 14. Juli, 19. Jahrhundert.
    pub(super) fn behind_ordinal(&self, at: usize) -> usize {
        at + usize::from(self.words.manner.dot_is_ordinal && self.is(at, Sense::Dot) && !self.gap(at) && self.words_of(at) == ".")
    }

    /// Whether a month stands there, whatever is about it.
    pub(super) fn is_month(&self, at: usize) -> bool {
        matches!(self.sense(at), Sense::Month { .. } | Sense::ShortMonth(_)) && self.is_name(at)
    }

    /// Whether it is written as names of months and weekdays are in this language.
    fn is_name(&self, at: usize) -> bool {
        self.capital(at) || !self.words.manner.months_are_names
    }

    /// A month, and whether it needs company.
    pub(super) fn month(&self, at: usize) -> Option<(u8, bool, usize)> {
        if !self.is_name(at) {
            return None;
        }
        match self.sense(at) {
            Sense::Month { month, doubtful } => Some((month, doubtful, at + 1)),
            Sense::ShortMonth(month) => Some((month, true, self.skip(at + 1, Sense::Dot))),
            _ => None,
        }
    }

    pub(super) fn era(&self, at: usize) -> Option<(bool, usize)> {
        // "ad" and "ce" are words, too; what is written with dots or in several words is an era whatever its case.
        let is_upper = |at: usize| self.words_of(at).bytes().any(|byte| !byte.is_ascii_lowercase());
        match self.sense(at) {
            Sense::EraBefore if is_upper(at) => Some((true, at + 1)),
            Sense::EraAfter if is_upper(at) => Some((false, at + 1)),
            _ => None,
        }
    }

    /// A year with or without its era, and the word for year behind it ("1789 года") where the language has that. `firm` says that what
    /// stands before leaves no doubt, as a month does.
    pub(super) fn year(&self, at: usize, firm: bool) -> Option<(YearWords, usize)> {
        let (year, end) = self.year_in_figures(at, firm)?;
        Some((year, self.behind_year_word(end)))
    }

    /// Behind the word for year, where the language has it behind its number.
    pub(super) fn behind_year_word(&self, at: usize) -> usize {
        at + usize::from(self.words.manner.year_behind && matches!(self.sense(at), Sense::Unit { unit: Unit::Year, .. }))
    }

    /// The era of the number at this token.
    pub(super) fn era_of(&self, number: usize) -> Option<(bool, usize)> {
        self.era(self.behind_year_word(number + 1))
    }

    fn year_in_figures(&self, at: usize, firm: bool) -> Option<(YearWords, usize)> {
        if self.is(at, Sense::EraAfter)
            && self.words_of(at).starts_with('A')
            && let Sense::Number { value: value @ 1..=2999, .. } = self.sense(at + 1)
        {
            return Some((YearWords::Known(i32::from(value)), at + 2));
        }
        match self.sense(at) {
            Sense::Number { value: value @ 1.., digits } => {
                let value = i32::from(value);
                if let Some((before, end)) = self.era_of(at) {
                    return Some((YearWords::Known(if before { 1 - value } else { value }), end));
                }
                let fits = match digits {
                    4 => (1000..2200).contains(&value),
                    3 => firm && value >= 100,
                    _ => false,
                };
                // 1,923 is a quantity, 1923% and 1923-a are no years.
                (fits && !self.is(at + 1, Sense::Percent)).then_some((YearWords::Bare(value), at + 1))
            }
            Sense::Short(short) if firm => Some((YearWords::Short(short), at + 1)),
            _ => None,
        }
    }

    /// A year behind a month or a season: "1923", "of 1923", ", 1923".
    pub(super) fn year_behind(&self, at: usize) -> Option<(YearWords, usize)> {
        let at = self.behind_style(at);
        let joined = match self.sense(at) {
            Sense::Comma => at + 1,
            Sense::Of => self.skip(self.skip(at + 1, Sense::The), Sense::Unit { unit: Unit::Year, plural: false }),
            _ => at,
        };
        let (year, end) = self.year(joined, true)?;
        // "In June, 300 men", "in June 300 ships": of three figures only where such years are told.
        let is_short = matches!(year, YearWords::Bare(..1000));
        let is_no_year = is_short && (!self.ancient || self.is(at, Sense::Comma) || refuse::is_plural_noun(self, end));
        let counts = (joined > at || is_short) && refuse::counts(self, end);
        (!is_no_year && !counts).then_some((year, end))
    }

    /// "of that year", "of the same year", "that year" behind a month.
    /// With it, how many years on that is: "of the following year".
    pub(super) fn other_year_behind(&self, at: usize) -> Option<(i8, usize)> {
        let at = self.skip(at, Sense::Of);
        let (step, pointing) = match (self.sense(at), self.sense(at + 1)) {
            (Sense::That | Sense::This | Sense::The, Sense::Same) => (0, at + 2),
            (Sense::That | Sense::This, _) => (0, at + 1),
            (Sense::The, Sense::Next | Sense::Following) => (1, at + 2),
            (Sense::The, Sense::Previous) => (-1, at + 2),
            // "de l'année suivante"
            (Sense::The, Sense::Unit { unit: Unit::Year, plural: false }) => match self.sense(at + 2) {
                Sense::Following => return Some((1, at + 3)),
                Sense::Previous => return Some((-1, at + 3)),
                _ => return None,
            },
            (Sense::Next | Sense::Following, _) if self.words.manner.has_no_articles => (1, at + 1),
            (Sense::Previous, _) if self.words.manner.has_no_articles => (-1, at + 1),
            (Sense::Same, _) if self.words.manner.has_no_articles => (0, at + 1),
            _ => return None,
        };
        self.is(pointing, Sense::Unit { unit: Unit::Year, plural: false }).then_some((step, pointing + 1))
    }

    /// Behind "following", where older books set it behind a month: "in April following", "im Frühjahr darauf".
    pub(super) fn following_behind(&self, at: usize) -> Option<usize> {
        let goes_on =
            matches!(self.sense(at + 1), Sense::The | Sense::A | Sense::Whose | Sense::That | Sense::This) || self.capital(at + 1);
        let is_following = self.is(at, Sense::Following) || self.is(at, Sense::Later) && self.words.manner.later_behind;
        (is_following && !goes_on && !matches!(self.sense(at + 1), Sense::Unit { .. })).then_some(at + 1)
    }

    // ── Constructs ──

    /// 14 July 1923, July 14, 1923, July 1923, July.
    pub(super) fn calendar(&self, at: usize) -> Option<Read> {
        let read = |end, year, month, day| Some(Read::new(at, end, Shape::Calendar { year, month, day }));
        if let Sense::Numeric { year, month, day } = self.sense(at) {
            let (month, day) = if month > 12 { (day, month) } else { (month, day) };
            let is_date = (1..=12).contains(&month) && day >= 1 && day <= days_in(i64::from(year), month);
            return if is_date { read(at + 1, Some(YearWords::Known(i32::from(year))), Some(month), Some(day)) } else { None };
        }
        // The 14th of July, 14. Juli
        let the = self.skip(at, Sense::The);
        let from_weekday = self.weekday(the);
        let first = self.skip(from_weekday, Sense::The);
        if let Some((day, end)) = self.day(first) {
            let end = self.skip(end, Sense::Of);
            if let Some((month, _, end)) = self.month(end)
                && day <= days_in(2000, month)
                && !refuse::is_numbered(self, first)
            {
                if let Some((step, end)) = self.other_year_behind(end) {
                    return Some(Read::new(at, end, Shape::OfYear { step, grain: Grain::Day(month, day) }));
                }
                return match (self.year_behind(end), self.following_behind(end)) {
                    (Some((year, end)), _) => read(end, Some(year), Some(month), Some(day)),
                    (_, Some(end)) => Some(Read::new(at, end, Shape::Next { later: true, what: What::Day(month, day) })),
                    _ => read(end, None, Some(month), Some(day)),
                };
            }
        }
        let (month, doubtful, end) = self.month(from_weekday)?;
        if at != from_weekday && self.is(at, Sense::The) {
            return None; // "the August days": the article belongs to the noun
        }
        if let Some((day, behind)) = self.day(self.skip(end, Sense::The))
            && day <= days_in(2000, month)
            && !refuse::counts(self, behind)
        {
            if let Some((step, end)) = self.other_year_behind(behind) {
                return Some(Read::new(at, end, Shape::OfYear { step, grain: Grain::Day(month, day) }));
            }
            let (year, end) = match self.year_behind(behind) {
                Some((year, end)) => (Some(year), end),
                None => (None, behind),
            };
            return read(end, year, Some(month), Some(day));
        }
        if at != from_weekday {
            return None;
        }
        if let Some((step, end)) = self.other_year_behind(end) {
            return Some(Read::new(at, end, Shape::OfYear { step, grain: Grain::Month(month) }));
        }
        if let Some((year, end)) = self.year_behind(end) {
            return read(end, Some(year), Some(month), None);
        }
        if refuse::is_no_month(self, at, doubtful) {
            return None;
        }
        if let Some(end) = self.following_behind(end) {
            return Some(Read::new(at, end, Shape::Next { later: true, what: What::Month(month) }));
        }
        // The dot of "Sept." belongs to it only where more follows.
        read(at + 1, None, Some(month), None)
    }

    /// Behind a weekday and its comma, or here.
    fn weekday(&self, at: usize) -> usize {
        if matches!(self.sense(at), Sense::Weekday(_)) && self.is_name(at) {
            let behind = self.skip(at + 1, Sense::Comma);
            let behind = behind + usize::from(self.is(behind, Sense::DayPart));
            return self.skip(self.skip(behind, Sense::Of), Sense::On);
        }
        at
    }

    /// A number that is a year, "the year 1950", "'99".
    fn bare_year(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        let is_said = matches!(self.sense(the), Sense::Unit { unit: Unit::Year, .. });
        let number = if is_said { self.skip(the + 1, Sense::Of) } else { at };
        let read = |end, year, doubtful| {
            let shape = Shape::Calendar { year: Some(year), month: None, day: None };
            Some(Read { doubtful, ..Read::new(at, end, shape) })
        };
        match self.sense(number) {
            Sense::Short(short) if !is_said && self.before(at) != Sense::Apostrophe => {
                let is_alone = !matches!(self.before(at), Sense::Number { .. } | Sense::Quantity);
                return if is_alone { read(number + 1, YearWords::Short(short), true) } else { None };
            }
            Sense::Number { digits: 4, .. } | Sense::EraAfter => {}
            Sense::Number { digits: 3, .. } if self.ancient => {}
            Sense::Number { .. } if is_said || self.era_of(number).is_some() => {}
            _ => return None,
        }
        let (year, end) = self.year(number, is_said || self.ancient)?;
        let is_known = matches!(year, YearWords::Known(_));
        if is_said || is_known {
            return if refuse::is_numbered(self, number) { None } else { read(end, year, false) };
        }
        match refuse::year(self, number) {
            refuse::Verdict::Year => read(end, year, false),
            refuse::Verdict::Perhaps => read(end, year, true),
            refuse::Verdict::No => None,
        }
    }

    /// The longest construct without a modifier.
    fn core(&self, at: usize) -> Option<Read> {
        // What can begin a date, so that most words cost one comparison.
        let readers: &[fn(&Self, usize) -> Option<Read>] = match self.sense(at) {
            Sense::Other | Sense::Comma | Sense::Dot => {
                if !self.capital(at) || self.numeral(at).is_none() {
                    return None;
                }
                &[Self::century, Self::second_century]
            }
            Sense::The => &[
                Self::calendar,
                Self::two_calendars,
                Self::republican,
                Self::season,
                Self::decade,
                Self::century,
                Self::century_behind,
                Self::half,
                Self::year_of_reign,
                Self::republican_year,
                Self::bare_year,
                Self::pointing,
                Self::part_of_same,
                Self::feast,
                Self::event_day,
                Self::day_of_month,
            ],
            Sense::Number { .. } => &[
                Self::calendar,
                Self::two_calendars,
                Self::republican,
                Self::roman_month,
                Self::regnal_year,
                Self::season,
                Self::bare_year,
                Self::shift,
                Self::clock,
                Self::century,
            ],
            Sense::Month { .. } | Sense::ShortMonth(_) | Sense::Weekday(_) | Sense::NumberOrdinal(_) | Sense::Numeric { .. } => {
                &[Self::calendar, Self::two_calendars, Self::republican, Self::century, Self::year_of_reign]
            }
            Sense::Season { .. } | Sense::PartOfSeason { .. } => &[Self::season],
            Sense::CenturyName(_) => &[Self::century],
            Sense::Hence => &[Self::hence],
            Sense::Ordinal(_) => &[Self::century, Self::half, Self::year_of_reign],
            Sense::Anno => &[Self::regnal_year],
            Sense::Cardinal(_) => &[Self::shift, Self::century, Self::decade, Self::year_of_reign],
            Sense::A | Sense::Hedge | Sense::Just => &[Self::shift],
            Sense::Decade(_) | Sense::ShortDecade(_) | Sense::Tens(_) => &[Self::decade],
            Sense::Short(_) | Sense::EraAfter => &[Self::bare_year],
            Sense::Unit { unit: Unit::Century, .. } => &[Self::century_behind],
            Sense::Unit { .. } => &[Self::bare_year, Self::decade, Self::part_of_same, Self::hours_later],
            Sense::That | Sense::This | Sense::Next | Sense::Last => &[Self::pointing],
            Sense::Following | Sense::Previous | Sense::Same | Sense::Morrow | Sense::DayBefore => &[Self::pointing],
            Sense::Part(_) | Sense::Later | Sense::Earlier | Sense::Latter => &[Self::part_of_same],
            Sense::About => &[Self::shift],
            Sense::Clock | Sense::DayPart => &[Self::clock],
            Sense::Feast(_) | Sense::Movable(_) | Sense::New => &[Self::feast],
            _ => return None,
        };
        readers.iter().filter_map(|reader| reader(self, at)).reduce(|best, read| if read.end > best.end { read } else { best })
    }

    /// Early and late, which take "in" behind them; the beginning and the end do not.
    pub(super) fn is_adjective(&self, at: usize) -> bool {
        self.words.manner.adjectives.iter().any(|adjective| self.words_of(at).eq_ignore_ascii_case(adjective))
    }

    /// Behind "half" or "part", or here.
    pub(super) fn skip_half(&self, at: usize) -> usize {
        at + usize::from(matches!(self.sense(at), Sense::Half | Sense::Portion))
    }

    /// The date that begins with this token, modifiers and all.
    pub(super) fn read(&self, at: usize) -> Option<Read> {
        let plain = self.core(at).map(|read| self.with_clock(read));
        let modified = self.modified(at);
        match (plain, modified) {
            (Some(plain), Some(modified)) if modified.end > plain.end => Some(modified),
            (None, modified) => modified,
            (plain, _) => plain,
        }
    }

    /// Early 1914, the end of May, mid-November, c. 1860, the night of 20 June.
    fn modified(&self, at: usize) -> Option<Read> {
        let the = self.skip(at, Sense::The);
        match self.sense(the) {
            Sense::Part(part) => {
                // "early the next morning"
                let behind = self.skip_half(the + 1);
                let behind = match self.sense(behind) {
                    Sense::Of | Sense::Hyphen => behind + 1,
                    Sense::In if self.is_adjective(the) => behind + 1,
                    _ => behind,
                };
                // "la fin du mois de juin"
                let month = self.skip(behind, Sense::The);
                let is_said = matches!(self.sense(month), Sense::Unit { unit: Unit::Month, plural: false })
                    && self.is(month + 1, Sense::Of)
                    && self.is_month(month + 2);
                let behind = if is_said { month + 2 } else { behind };
                // The early hours of 29 April
                if matches!(self.sense(the + 1), Sense::Unit { unit: Unit::Hour, plural: true }) && self.is(the + 2, Sense::Of) {
                    let read = self.calendar(the + 3).filter(|read| matches!(read.shape, Shape::Calendar { day: Some(_), .. }))?;
                    return Some(Read { from: at, ..read });
                }
                // Early in the morning of 29 April
                if let Some(read) = self.part_of_day(at, self.skip(behind, Sense::The)) {
                    return Some(read);
                }
                // "Inizio del 1925": the article is the year's.
                let is_empty = self.is(behind, Sense::The) && self.words_of(behind).is_empty();
                let read = self
                    .core(behind)
                    .or_else(|| self.core(behind + 1).filter(|_| is_empty))
                    .filter(|read| !matches!(read.shape, Shape::Shift { .. } | Shape::Event { .. } | Shape::SameDay | Shape::Clock))?;
                Some(Read { from: at, part: Some(part), ..read })
            }
            // The latter part of 1943
            Sense::Latter if self.skip_half(the + 1) > the + 1 && self.is(the + 2, Sense::Of) => {
                let read = self.core(the + 3)?;
                Some(Read { from: at, part: Some(Part::End), ..read })
            }
            // "later in 1792"
            Sense::Later | Sense::Earlier if the == at && self.is(at + 1, Sense::In) => {
                let read =
                    self.core(at + 2).filter(|read| matches!(read.shape, Shape::Calendar { day: None, .. } | Shape::Season { .. }))?;
                Some(Read { from: at, ..read })
            }
            Sense::About if the == at => {
                let behind = self.skip(at + 1, Sense::Dot);
                if self.is(behind, Sense::About) {
                    return None;
                }
                let behind = if self.words.manner.articled_years { self.skip(behind, Sense::The) } else { behind };
                if self.words_of(at).len() == 1 && !matches!(self.sense(behind), Sense::Number { .. } | Sense::EraAfter) {
                    return None;
                }
                let read = self.read(behind).filter(|read| {
                    matches!(read.shape, Shape::Calendar { .. } | Shape::Season { .. } | Shape::Decade { .. } | Shape::Century { .. })
                })?;
                Some(Read { from: at, approximate: true, doubtful: false, ..read })
            }
            _ => self.part_of_day(at, the),
        }
    }

    /// A day or a short year that has the rest from its neighbour: the 6 of "6-7 January", the 7th of "May 6 and 7th", the 17 of "1915-17".
    pub(super) fn lone_number(&self, at: usize) -> Option<(u8, usize)> {
        self.day(at)
    }
}

impl Read {
    pub(super) fn new(from: usize, end: usize, shape: Shape) -> Self {
        Self { from, end, shape, part: None, approximate: false, doubtful: false }
    }
}
