//! The legend of the signs, as a program: from nothing but the characters of a row it tells what is drawn there.
//!
//! A mark is a point, brackets or a line. A sign of doubt stands in the place of the end it qualifies; where there are fewer than three
//! cells, it stands beside. A `!` behind all that says that somebody else gives this date.

use ibid::time::{
    axis::{Window, Zoom, fit},
    chart::row,
    extent::{Doubt, Extent, Precision},
    interval::Bound,
    pack::Packing,
    timeline::{LaneId, Timeline},
};
use proptest::prelude::*;

use super::{bundled, timeline, whole, zoom};

/// What is known of a date, as far as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Day,
    Coarser,
    Span,
    Several,
}

/// An event as read from the chart.
#[derive(Clone, Debug, PartialEq)]
struct Read {
    /// The first and the last column; none where it goes on beyond the view, or for ever.
    first: Option<usize>,
    last: Option<usize>,
    known: Known,
    start: Doubt,
    end: Doubt,
    other: bool,
    /// For a span: the columns in which it certainly lasted, where that is drawn in its own sign.
    core: Vec<usize>,
}

/// The characters of an alphabet by what they mean.
struct Alphabet {
    day: char,
    coarser: char,
    short: &'static [char],
    starts: &'static [char],
    ends: &'static [char],
    /// Between the ends of a line.
    inner: &'static [char],
    /// Certainly.
    core: &'static [char],
    bracket: (char, char, char),
    several: (char, char),
    ties: &'static [char],
    beyond: &'static [char],
}

const UNICODE: Alphabet = Alphabet {
    day: '◆',
    coarser: '◇',
    short: &['■', '□'],
    starts: &['┣', '├', '╺', '╶'],
    ends: &['┫', '┤', '╸', '╴'],
    inner: &['━', '─', '╌', '┈', '╺', '╸', '╶', '╴'],
    core: &['━', '─', '┣', '┫', '╺', '╸', '╶', '╴'],
    bracket: ('(', '·', ')'),
    several: ('╠', '╣'),
    ties: &['─', '═'],
    beyond: &['◄', '►', '×'],
};

const ASCII: Alphabet = Alphabet {
    day: '*',
    coarser: 'o',
    short: &['#'],
    starts: &['['],
    ends: &[']'],
    inner: &['=', ':', '-', '.'],
    core: &['=', ':'],
    bracket: ('(', '.', ')'),
    several: ('{', '}'),
    ties: &['-', '='],
    beyond: &['<', '>', 'x'],
};

struct Reader<'a> {
    alphabet: &'a Alphabet,
    signs: Vec<char>,
    at: usize,
}

fn doubt(sign: char) -> Option<Doubt> {
    [Doubt::Uncertain, Doubt::Approximate, Doubt::Both].into_iter().find(|doubt| doubt.sign() == Some(sign))
}

impl Reader<'_> {
    fn sign(&self, ahead: usize) -> char {
        self.signs.get(self.at + ahead).copied().unwrap_or(' ')
    }

    /// Whether a line goes on here: a whole cell of one, or the edge of the view. Half a cell may begin a line of its own.
    fn goes_on(&self, ahead: usize) -> bool {
        let (sign, a) = (self.sign(ahead), self.alphabet);
        let half = a.starts.contains(&sign) || a.ends.contains(&sign);
        let before_edge = sign == '!' && a.beyond.contains(&self.sign(ahead + 1));
        (a.inner.contains(&sign) && !half) || a.beyond.contains(&sign) || before_edge
    }

    fn read(mut self) -> Vec<Read> {
        let mut found = Vec::new();
        while self.at < self.signs.len() {
            if self.sign(0) == ' ' {
                self.at += 1;
            } else {
                found.push(self.mark());
            }
        }
        found
    }

    fn mark(&mut self) -> Read {
        let a = self.alphabet;
        let mut read =
            Read { first: None, last: None, known: Known::Span, start: Doubt::None, end: Doubt::None, other: false, core: Vec::new() };
        // A doubt in front: of a line in the place of its first cell, of anything shorter before it.
        if let Some(doubt) = doubt(self.sign(0)) {
            read.start = doubt;
            if !self.goes_on(1) {
                self.at += 1;
            }
        }
        read.first = (!a.beyond.contains(&self.sign(0))).then_some(self.at);
        let sign = self.sign(0);
        if a.short.contains(&sign) {
            self.at += 1;
            read.last = Some(self.at - 1);
        } else if sign == a.day || sign == a.coarser || sign == a.bracket.0 || sign == a.several.0 {
            self.parts(&mut read);
        } else {
            self.line(&mut read);
        }
        // A doubt behind, unless a line begins with it.
        if let Some(doubt) = doubt(self.sign(0)).filter(|_| read.last.is_some() && read.end == Doubt::None && !self.goes_on(1)) {
            read.end = doubt;
            self.at += 1;
        }
        if self.sign(0) == '!' {
            read.other = true;
            self.at += 1;
        }
        read
    }

    /// A point or brackets, and what is tied to them.
    fn parts(&mut self, read: &mut Read) {
        let a = self.alphabet;
        let mut parts = 0;
        loop {
            let sign = self.sign(0);
            self.at += 1;
            parts += 1;
            read.known = if sign == a.day { Known::Day } else { Known::Coarser };
            read.last = Some(self.at - 1);
            if sign == a.bracket.0 || sign == a.several.0 {
                while self.sign(0) == a.bracket.1 || (sign == a.several.0 && a.ties.contains(&self.sign(0))) {
                    self.at += 1;
                }
                read.last = (!a.beyond.contains(&self.sign(0))).then_some(self.at);
                read.end = doubt(self.sign(0)).unwrap_or(Doubt::None);
                self.at += 1;
                parts += usize::from(sign == a.several.0);
            }
            while a.ties.contains(&self.sign(0)) {
                self.at += 1;
            }
            if read.last == Some(self.at - 1) || read.last.is_none() {
                break;
            }
        }
        if parts > 1 {
            read.known = Known::Several;
        }
    }

    fn line(&mut self, read: &mut Read) {
        let a = self.alphabet;
        let from = self.at;
        if a.core.contains(&self.sign(0)) {
            read.core.push(self.at);
        }
        // All that is seen of it is its end.
        if self.at == 0 && a.ends.contains(&self.sign(0)) && !self.goes_on(1) && !a.ends.contains(&self.sign(1)) {
            self.at = 1;
            (read.first, read.last) = (None, Some(0));
            return;
        }
        self.at += 1;
        loop {
            let sign = self.sign(0);
            // Half a line is an end unless the line goes on behind it.
            let whole_end = a.ends.contains(&self.sign(1)) && !a.inner.contains(&self.sign(1));
            let ends = a.ends.contains(&sign) && !(a.inner.contains(&sign) && (self.goes_on(1) || whole_end));
            if self.at >= self.signs.len() {
                return;
            }
            if a.core.contains(&sign) {
                read.core.push(self.at);
            }
            self.at += 1;
            // Before the edge of the view, as what stands behind the end cannot be seen.
            if sign == '!' {
                read.other = true;
                continue;
            }
            if ends {
                read.last = Some(self.at - 1);
                return;
            }
            // In the place of an end where the line is long enough, and beside it otherwise.
            if let Some(doubt) = doubt(sign) {
                read.end = doubt;
                read.last = Some(self.at - 1);
                return;
            }
            if a.beyond.contains(&sign) {
                return;
            }
            // A part of several that began before the view.
            if sign == a.day || sign == a.coarser || sign == a.bracket.0 || sign == a.several.0 {
                self.at -= 1;
                self.parts(read);
                read.known = Known::Several;
                return;
            }
            // Brackets that began before the view.
            if sign == a.bracket.2 {
                (read.known, read.last) = (Known::Coarser, Some(self.at - 1));
                return;
            }
            let inner = a.inner.contains(&sign) || sign == ' ' || sign == a.bracket.1;
            assert!(inner, "«{sign}» in a line from column {from}: {}", self.signs.iter().collect::<String>());
        }
    }
}

/// What a row should be read as, found without the code that draws it.
fn expected(timeline: &Timeline, packing: &Packing, lane: LaneId, index: usize, window: Window) -> Vec<Read> {
    let zoom = packing.zoom();
    let col = |cell: i64| usize::try_from(cell - window.origin).ok().filter(|col| *col < usize::from(window.cols));
    let mut expected = Vec::new();
    for bar in packing.bars_in(lane, index, window.cells()) {
        let event = timeline.event(bar.event);
        let extent = event.extents().nth(usize::from(bar.which)).unwrap();
        let reach = extent.reach();
        let first = match reach.earliest() {
            Bound::Day(day) => Some(zoom.cell(day)),
            _ => None,
        };
        let last = match reach.latest() {
            // A day in several cells is drawn in its first.
            Bound::Day(day) if extent.precision() == Precision::Day && !matches!(extent, Extent::Span { .. }) => Some(zoom.cell(day)),
            Bound::Day(day) => Some(zoom.last_cell(day)),
            _ => None,
        };
        if first.is_some_and(|first| first >= window.cells().end) || last.is_some_and(|last| last < window.origin) {
            continue;
        }
        let (known, start, end) = match extent {
            Extent::Moment(moment) if extent.precision() == Precision::Day => (Known::Day, Doubt::None, moment.doubt),
            Extent::Moment(moment) => (Known::Coarser, Doubt::None, moment.doubt),
            Extent::Span { start, end } => (Known::Span, start.doubt, end.doubt),
            Extent::OneOf(windows) | Extent::AllOf(windows) => {
                let doubts = windows.iter().map(|window| window.doubt).collect::<Vec<_>>();
                let end = Doubt::of(doubts.iter().any(|d| d.is_uncertain()), doubts.iter().any(|d| d.is_approximate()));
                (Known::Several, Doubt::None, end)
            }
        };
        let (first, last) = (first.and_then(col), last.and_then(col));
        // A doubt stands on an end that is in view.
        let start = if first.is_some() { start } else { Doubt::None };
        let end = if last.is_some() { end } else { Doubt::None };
        // What stands behind may be out of view.
        let hidden = bar.cells.end > window.cells().end && last.is_some();
        let beside = first.zip(last).is_some_and(|(first, last)| last - first < 2);
        let end = if hidden && beside { Doubt::None } else { end };
        expected.push(Read { first, last, known, start, end, other: bar.which > 0 && !hidden, core: core(extent, zoom, window) });
    }
    expected
}

/// The columns in which a span certainly lasted.
fn core(extent: &Extent, zoom: Zoom, window: Window) -> Vec<usize> {
    let Some((first, last)) = extent.core() else { return Vec::new() };
    let cell = |bound: Bound, open: i64| match bound {
        Bound::Day(day) => (zoom.cell(day), zoom.last_cell(day)),
        _ => (open, open),
    };
    let cells = cell(first, i64::MIN).0.max(window.origin)..=cell(last, i64::MAX).1.min(window.cells().end - 1);
    cells.map(|cell| usize::try_from(cell - window.origin).unwrap()).collect()
}

/// Draws all rows of a timeline without labels, reads them back, and compares; gives how many events were read.
fn check(timeline: &Timeline, packing: &Packing, window: Window) -> usize {
    let mut count = 0;
    for lane in (0..packing.lanes()).map(LaneId::at) {
        for index in 0..packing.rows(lane) {
            let mut drawn = row(timeline, packing, lane, index, window, &|_| 0);
            drawn.labels.clear();
            let expected = expected(timeline, packing, lane, index, window);
            for (alphabet, ascii) in [(&UNICODE, false), (&ASCII, true)] {
                let text = ibid::time::chart::line(&drawn, window.cols, ascii);
                let read = Reader { alphabet, signs: text.chars().collect(), at: 0 }.read();
                let plain = |reads: &[Read]| {
                    let plain = |read: &Read| {
                        // Dates that fall into neighbouring cells are one mark.
                        let known = if read.known == Known::Several { Known::Coarser } else { read.known };
                        Read { core: Vec::new(), known, ..read.clone() }
                    };
                    reads.iter().map(plain).collect::<Vec<_>>()
                };
                let (found, wanted) = (plain(&read), plain(&expected));
                for (found, wanted) in found.iter().zip(&wanted) {
                    assert_eq!(found, wanted, "\n{text}");
                }
                assert_eq!(found.len(), wanted.len(), "\n{text}");
                // In ASCII the ends of what is certain and of what is possible look the same.
                if !ascii {
                    let spans = read.iter().zip(&expected).filter(|(_, expected)| expected.known == Known::Span);
                    for (read, expected) in spans.filter(|(_, expected)| expected.first.is_some() && expected.last.is_some()) {
                        assert!(read.core.iter().all(|col| expected.core.contains(col)), "\n{text}\n{expected:?}");
                        // Under a label, a doubt, or in the one cell of what is short, it is not drawn.
                        // The ends of another account are as light where it is certain as where it is not.
                        let but = if expected.other { " ?~%!■□├┤" } else { " ?~%!■□" };
                        let hidden = |col: &usize| text.chars().nth(*col).is_none_or(|sign| but.contains(sign));
                        assert!(expected.core.iter().all(|col| hidden(col) || read.core.contains(col)), "\n{text}\n{expected:?}");
                    }
                }
            }
            count += expected.len();
        }
    }
    count
}

#[test]
fn the_bundled_timeline_can_be_read_off_its_signs_at_every_size() {
    let timeline = bundled();
    for cols in [30, 66, 146] {
        let (zoom, origin) = fit(&timeline, cols);
        let packing = Packing::of(&timeline, zoom);
        let read = check(&timeline, &packing, Window { origin, cols });
        assert!(read * 20 >= timeline.events().len() * 19, "only {read} events were in view");
        check(&timeline, &packing, whole(&packing));
    }
}

proptest! {
    #[test]
    fn any_timeline_can_be_read_off_its_signs(timeline in timeline(60), zoom in zoom()) {
        let packing = Packing::of(&timeline, zoom.max(Zoom::MONTHS));
        check(&timeline, &packing, whole(&packing));
    }
}
