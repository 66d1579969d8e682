//! What an extent looks like at a step of the axis: which cells it takes, and which sign stands in each.
//!
//! What happened is a point, or brackets as wide as what is known of it. What lasted is a line: heavy where it certainly did, dashed where
//! it may have. Signs of doubt stand on the end they qualify; where that is too short to bear them, beside it. So cells that a
//! shape takes may be a few more than those it means, and of two shapes side by side it can be told which sign is whose.

mod sign;

use std::ops::Range;

pub use sign::Sign;

use super::{
    axis::Zoom,
    extent::{Doubt, Extent, Window},
    interval::Bound,
};

/// Where a line without an end is cut; further than any cell, and not so far that cells beside it overflow.
pub(super) const FAR: i64 = i64::MAX / 4;

/// Lines of fewer cells have their caps beside them.
const BEARS_CAPS: i64 = 3;

/// An extent in cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What it means; `-FAR` and [`FAR`] where it has no end.
    body: Range<i64>,
    start_cap: Doubt,
    end_cap: Doubt,
    /// Whether it is another account of what is drawn elsewhere.
    other: bool,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// A moment in one cell, known to the day or not.
    Point { day: bool },
    /// A moment somewhere in several cells.
    Wide,
    /// A span within a cell.
    Short,
    /// A span of several.
    Line(Line),
    /// Several windows, each of one or more cells.
    Set { parts: Vec<(Range<i64>, bool)>, all: bool },
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// The cells in which it certainly lasted, if any.
    core: Option<Range<i64>>,
    /// Whether it begins in the second half of its first cell.
    late: bool,
    /// Whether it ends in the first half of its last cell.
    early: bool,
    /// The cells before this have a beginning that nobody knows.
    unknown_before: i64,
    /// The cells from this on have an end that nobody knows.
    unknown_from: i64,
}

impl Shape {
    /// The shape of an extent; `other` if it is another account of an event. `None` for what has no day at all.
    pub fn of(extent: &Extent, zoom: Zoom, other: bool) -> Option<Self> {
        match extent {
            Extent::Moment(window) => Self::of_moment(window, zoom, other),
            Extent::Span { start, end } => Some(Self::of_span(start, end, extent, zoom, other)),
            Extent::OneOf(windows) => Self::of_set(windows, false, zoom, other),
            Extent::AllOf(windows) => Self::of_set(windows, true, zoom, other),
        }
    }

    fn of_moment(window: &Window, zoom: Zoom, other: bool) -> Option<Self> {
        if window.is_without_day() {
            return None;
        }
        let body = cells(window, zoom);
        let kind = if is_long(&body) { Kind::Wide } else { Kind::Point { day: is_day(window) } };
        // A day has several cells where a cell is less: it stands in the first of them.
        let (body, kind) = if is_day(window) { (body.start..body.start + 1, Kind::Point { day: true }) } else { (body, kind) };
        Some(Self { body, start_cap: Doubt::None, end_cap: window.doubt, other, kind })
    }

    fn of_span(start: &Window, end: &Window, extent: &Extent, zoom: Zoom, other: bool) -> Self {
        let body = from(start.earliest, zoom)..until(end.latest, zoom).max(from(start.earliest, zoom) + 1);
        let certain = match extent.core() {
            // It certainly lasted on the one day that is known of it.
            None if end.is_without_day() && is_day(start) => Some((start.earliest, start.earliest)),
            None if start.is_without_day() && is_day(end) => Some((end.latest, end.latest)),
            core => core,
        };
        let core = certain.map(|(first, last)| from(first, zoom)..until(last, zoom));
        let half = |bound: Bound| matches!(bound, Bound::Day(day) if zoom.half(day));
        let line = Line {
            core,
            late: certain.is_some_and(|(first, _)| half(first)),
            early: certain.is_some_and(|(_, last)| matches!(last, Bound::Day(_)) && !half(last)),
            unknown_before: if start.earliest == Bound::Unknown { from(end.earliest, zoom).max(-FAR) } else { -FAR },
            unknown_from: if end.latest == Bound::Unknown { until(start.latest, zoom) } else { FAR },
        };
        let kind = if body.end - body.start == 1 { Kind::Short } else { Kind::Line(line) };
        Self { body, start_cap: start.doubt, end_cap: end.doubt, other, kind }
    }

    fn of_set(windows: &[Window], all: bool, zoom: Zoom, other: bool) -> Option<Self> {
        let mut parts: Vec<(Range<i64>, bool)> = Vec::new();
        let mut doubt = (false, false);
        for window in windows.iter().filter(|window| !window.is_without_day()) {
            doubt = (doubt.0 || window.doubt.is_uncertain(), doubt.1 || window.doubt.is_approximate());
            let mut cells = cells(window, zoom);
            if is_day(window) {
                cells.end = cells.start + 1;
            }
            match parts.last_mut() {
                // What touches is one: a window may also lie within the one before it.
                Some((last, day)) if cells.start <= last.end => {
                    last.end = last.end.max(cells.end);
                    *day = false;
                }
                _ => parts.push((cells, is_day(window))),
            }
        }
        let body = parts.first()?.0.start..parts.last()?.0.end;
        Some(Self { body, start_cap: Doubt::None, end_cap: Doubt::of(doubt.0, doubt.1), other, kind: Kind::Set { parts, all } })
    }

    /// The cells that it means.
    pub fn body(&self) -> &Range<i64> {
        &self.body
    }

    /// The cells that it takes.
    pub fn taken(&self) -> Range<i64> {
        // A sign before a shape is kept off what stands before it, or it might be thought to stand behind that.
        let before = if self.start_beside() { 2 } else { 0 };
        let after = i64::from(self.end_beside()) + i64::from(self.other);
        self.body.start - before..self.body.end.saturating_add(after)
    }

    /// The cells in which a label may stand: those that certainly belong to it, without the first and the last.
    pub fn room(&self) -> Option<Range<i64>> {
        let Kind::Line(Line { core: Some(core), .. }) = &self.kind else { return None };
        let room = core.start + 1..core.end - 1;
        (room.start < room.end).then_some(room)
    }

    fn is_long(&self) -> bool {
        self.body.end - self.body.start >= BEARS_CAPS
    }

    fn bears_caps(&self) -> bool {
        match self.kind {
            Kind::Wide | Kind::Line(_) => self.is_long(),
            Kind::Point { .. } | Kind::Short | Kind::Set { .. } => false,
        }
    }

    fn start_beside(&self) -> bool {
        self.start_cap != Doubt::None && !self.bears_caps()
    }

    fn end_beside(&self) -> bool {
        self.end_cap != Doubt::None && !self.bears_caps()
    }

    /// The sign in one of the cells that it takes, where `view` is all that is seen of the axis.
    pub fn sign(&self, cell: i64, view: &Range<i64>) -> Sign {
        if let Some(sign) = self.beside(cell) {
            return sign;
        }
        let (first, last) = (cell == self.body.start, cell + 1 == self.body.end);
        // What is cut off says so, unless all that is left of it is its end, which says so itself.
        if cell == view.start && !first && !(last && self.body.end != FAR) {
            return self.cut(cell, true);
        }
        if cell + 1 == view.end && !last && !(first && self.body.start != -FAR) {
            return self.cut(cell, false);
        }
        // Where the sign behind it is out of view, it stands before the edge.
        if self.other && cell + 2 == view.end && cell + 2 < self.body.end && !first && cell > view.start {
            return Sign::Disagree;
        }
        if self.bears_caps() {
            match (first, last) {
                (true, _) if self.start_cap != Doubt::None => return Sign::Cap(self.start_cap),
                (_, true) if self.end_cap != Doubt::None => return Sign::Cap(self.end_cap),
                _ => {}
            }
        }
        match &self.kind {
            Kind::Point { day: true } => Sign::Day,
            Kind::Point { day: false } => Sign::Within,
            Kind::Short if self.other => Sign::OtherShort,
            Kind::Short => Sign::Short,
            Kind::Wide => within(first, last),
            Kind::Line(line) => self.line(line, cell),
            Kind::Set { parts, all } => part(parts, *all, cell),
        }
    }

    fn beside(&self, cell: i64) -> Option<Sign> {
        if cell < self.body.start {
            return Some(if cell + 1 == self.body.start { Sign::Cap(self.start_cap) } else { Sign::Blank });
        }
        match cell - self.body.end {
            ..0 => None,
            0 if self.end_beside() => Some(Sign::Cap(self.end_cap)),
            _ => Some(Sign::Disagree),
        }
    }

    /// The sign at the edge of the view, where it goes on beyond.
    fn cut(&self, cell: i64, before: bool) -> Sign {
        let unknown = match &self.kind {
            Kind::Line(line) if before => cell < line.unknown_before && line.unknown_before != -FAR,
            Kind::Line(line) => cell >= line.unknown_from && line.unknown_from != FAR,
            _ => false,
        };
        match (unknown, before) {
            (true, _) => Sign::UnknownEnd,
            (false, true) => Sign::Before,
            (false, false) => Sign::After,
        }
    }

    fn line(&self, line: &Line, cell: i64) -> Sign {
        let (first, last) = (cell == self.body.start, cell + 1 == self.body.end);
        let Some(core) = line.core.as_ref().filter(|core| core.contains(&cell)) else {
            return match (first, last) {
                (true, _) => Sign::FringeStart,
                (_, true) => Sign::FringeEnd,
                _ if cell < line.unknown_before || cell >= line.unknown_from => Sign::Unknown,
                _ => Sign::Fringe,
            };
        };
        // Beside a cap the line is drawn whole: half a line there would look like an end of its own.
        let by_start_cap = self.start_cap != Doubt::None && cell == self.body.start + 1 && self.bears_caps();
        let by_end_cap = self.end_cap != Doubt::None && cell + 2 == self.body.end && self.bears_caps();
        let (starts, ends) = (cell == core.start && line.late, cell + 1 == core.end && line.early);
        let sign = match (starts, ends) {
            (true, false) if first => Sign::CoreStartHalf,
            (true, false) if !by_start_cap && !last => Sign::CoreFromHalf,
            (false, true) if last => Sign::CoreEndHalf,
            (false, true) if !by_end_cap && !first => Sign::CoreToHalf,
            _ if first => Sign::CoreStart,
            _ if last => Sign::CoreEnd,
            _ => Sign::Core,
        };
        match sign {
            Sign::CoreStart if self.other => Sign::OtherStart,
            Sign::CoreStartHalf if self.other => Sign::OtherStartHalf,
            Sign::CoreFromHalf if self.other => Sign::OtherFromHalf,
            Sign::Core if self.other => Sign::Other,
            Sign::CoreToHalf if self.other => Sign::OtherToHalf,
            Sign::CoreEnd if self.other => Sign::OtherEnd,
            Sign::CoreEndHalf if self.other => Sign::OtherEndHalf,
            sign => sign,
        }
    }
}

fn within(first: bool, last: bool) -> Sign {
    match (first, last) {
        (true, true) => Sign::Within,
        (true, false) => Sign::WithinStart,
        (false, true) => Sign::WithinEnd,
        (false, false) => Sign::WithinMiddle,
    }
}

/// The sign of a cell of a set: a part of it, or what ties its parts.
fn part(parts: &[(Range<i64>, bool)], all: bool, cell: i64) -> Sign {
    let index = parts.partition_point(|(part, _)| part.end <= cell);
    let Some((part, day)) = parts.get(index).filter(|(part, _)| part.contains(&cell)) else {
        return if all { Sign::AllOf } else { Sign::OneOf };
    };
    match within(cell == part.start, cell + 1 == part.end) {
        Sign::Within if *day => Sign::Day,
        Sign::WithinStart if all => Sign::AllStart,
        Sign::WithinMiddle if all => Sign::AllOf,
        Sign::WithinEnd if all => Sign::AllEnd,
        sign => sign,
    }
}

fn is_day(window: &Window) -> bool {
    matches!((window.earliest, window.latest), (Bound::Day(first), Bound::Day(last)) if first == last)
}

fn is_long(cells: &Range<i64>) -> bool {
    cells.end - cells.start > 1
}

fn cells(window: &Window, zoom: Zoom) -> Range<i64> {
    let start = from(window.earliest, zoom);
    start..until(window.latest, zoom).max(start + 1)
}

fn from(bound: Bound, zoom: Zoom) -> i64 {
    match bound {
        Bound::Day(day) => zoom.cell(day),
        Bound::Open | Bound::Unknown => -FAR,
    }
}

fn until(bound: Bound, zoom: Zoom) -> i64 {
    match bound {
        Bound::Day(day) => zoom.last_cell(day) + 1,
        Bound::Open | Bound::Unknown => FAR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::edtf::Edtf;

    /// What a date looks like at a quarter of a year a cell, in both alphabets, from 1924 to 1928.
    fn check(date: &str, unicode: &str, ascii: &str) {
        drawn(date, false, unicode, ascii);
    }

    fn drawn(date: &str, other: bool, unicode: &str, ascii: &str) {
        let shape = Shape::of(&Extent::of(&Edtf::parse(date).unwrap()), Zoom::QUARTERS, other).unwrap();
        let view = 1924 * 4..1928 * 4;
        let signs: Vec<Sign> =
            view.clone().map(|cell| if shape.taken().contains(&cell) { shape.sign(cell, &view) } else { Sign::Blank }).collect();
        assert_eq!(signs.iter().map(|sign| sign.unicode()).collect::<String>().trim_end(), unicode, "{date}");
        assert_eq!(signs.iter().map(|sign| sign.ascii()).collect::<String>().trim_end(), ascii, "{date}");
    }

    #[test]
    fn what_happened_is_a_point_or_as_wide_as_what_is_known_of_it() {
        check("1925-06-28", "     ◆", "     *");
        check("1925-06", "     ◇", "     o");
        check("1925", "    (··)", "    (..)");
        check("1925-40", "    ()", "    ()");
        check("1925-06-28?", "     ◆?", "     *?");
        check("1925-06~", "     ◇~", "     o~");
        check("1925%", "    (··%", "    (..%");
        check("1925-40?", "    ()?", "    ()?");
    }

    #[test]
    fn what_lasted_is_heavy_where_it_certainly_did_and_ends_in_half_a_cell() {
        check("1925-01-01/1926-12-31", "    ┣━━━━━━┫", "    [======]");
        check("1925-02-20/1926-11-10", "    ╺━━━━━━╸", "    [======]");
        check("1925/1926", "    ├╌╌╺╸╌╌┤", "    [--==--]");
        check("1925-03/1926-03", "    ╺━━━┫", "    [===]");
        check("1925-01-10/1925-03-20", "    ■", "    #");
        check("1925-01-10/1925-05-20", "    ┣┫", "    []");
    }

    #[test]
    fn doubts_stand_on_the_ends_they_qualify_and_beside_what_is_short() {
        check("1925~/1926?", "    ~╌╌╺╸╌╌?", "    ~--==--?");
        check("1925-02-20?/1926-11-10?", "    ?━━━━━━?", "    ?======?");
        check("1925-01-10/1925-03-20~", "    ■~", "    #~");
        check("1925-01-10?/1925-03-20", "   ?■", "   ?#");
        check("1925-01-10?/1925-05-20%", "   ?┣┫%", "   ?[]%");
    }

    #[test]
    fn ends_may_be_open_or_unknown_or_out_of_view() {
        check("1926-01-01/..", "        ┣━━━━━━►", "        [======>");
        check("../1926-12-31", "◄━━━━━━━━━━┫", "<==========]");
        check("1926-01-01/", "        ┣┈┈┈┈┈┈×", "        [......x");
        check("/1926-12-31", "×┈┈┈┈┈┈┈┈┈┈┫", "x..........]");
        check("1910/1950", "◄━━━━━━━━━━━━━━►", "<==============>");
        check("192X", "◄··············►", "<..............>");
        check("1920-01-01/1924-03-31", "┫", "]");
        check("1923-12/1925-12-31", "◄━━━━━━┫", "<======]");
    }

    #[test]
    fn of_several_one_or_each_is_it() {
        check("[1924-02-01,1925-06-28]", "◆────◆", "*----*");
        check("{1924-02-01,1925-06-28}", "◆════◆", "*====*");
        check("[1924,1926-05?]", "(··)─────◇?", "(..)-----o?");
        check("{1924,1925}", "╠══════╣", "{======}");
    }

    #[test]
    fn another_account_is_light_and_says_so_behind() {
        let check = |date: &str, unicode: &str, ascii: &str| drawn(date, true, unicode, ascii);
        check("1925-06-28", "     ◆!", "     *!");
        check("1925-02-20/1926-11-10", "    ╶──────╴!", "    [::::::]!");
        check("1925-01-10/1925-03-20~", "    □~!", "    #~!");
        check("1926-01-01/..", "        ├─────!►", "        [:::::!>");
    }

    #[test]
    fn what_has_no_day_has_no_shape() {
        assert_eq!(Shape::of(&Extent::of(&Edtf::parse("Y4600000000000").unwrap()), Zoom::YEARS, false), None);
    }
}
