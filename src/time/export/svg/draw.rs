//! What is drawn of a date: what is known of it.

use std::fmt::Write as _;

use super::scale::{Scale, is_day};
use crate::time::{
    extent::{Doubt, Extent, Window},
    interval::Bound,
};

/// Half the height of a bar.
const HALF: f64 = 5.5;
/// Half the width of a point.
const POINT: f64 = 4.2;
/// What is known to a month is at least so wide that it can be told from a point.
const LEAST: f64 = 7.0;
/// The width of a cap, `?`, `~` or `%`, with the space before it.
const CAP: f64 = 9.0;

/// An end of something that goes on beyond what is drawn.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// It ends where it is drawn to.
    Here,
    /// It goes on for ever, or beyond the axis.
    On,
    /// It ends, and nobody knows where.
    Unknown,
}

/// A part of a mark.
enum Part {
    /// A known day.
    Point(f64),
    /// Some time within.
    Within(f64, f64),
    /// Certain.
    Bar(f64, f64),
    /// Possible.
    Broken(f64, f64),
    /// What ties the parts of a set.
    Tie(f64, f64),
}

/// A date's mark.
pub(super) struct Drawing {
    parts: Vec<Part>,
    left: f64,
    right: f64,
    ends: (End, End),
    doubts: (Doubt, Doubt),
    room: Option<(f64, f64)>,
}

impl Drawing {
    /// The mark of an extent that the axis shows.
    pub(super) fn of(extent: &Extent, scale: &Scale) -> Self {
        let mut drawing = Self {
            parts: Vec::new(),
            left: scale.right,
            right: scale.left,
            ends: (End::Here, End::Here),
            doubts: (Doubt::None, Doubt::None),
            room: None,
        };
        match extent {
            Extent::Moment(window) => {
                drawing.window(window, scale);
                drawing.doubts.1 = window.doubt;
            }
            Extent::Span { start, end } => drawing.span(start, end, extent, scale),
            Extent::OneOf(windows) | Extent::AllOf(windows) => {
                for window in windows {
                    drawing.window(window, scale);
                }
                let (left, right) = (drawing.left, drawing.right);
                drawing.parts.insert(0, Part::Tie(left, right));
                drawing.doubts.1 = windows.last().map_or(Doubt::None, |window| window.doubt);
            }
        }
        drawing
    }

    /// What happened at some time within a window.
    fn window(&mut self, window: &Window, scale: &Scale) {
        let (start, before) = edge(window.earliest, true, scale);
        let (end, after) = edge(window.latest, false, scale);
        if is_day(window.precision()) && end - start < LEAST {
            let middle = f64::midpoint(start, end);
            self.parts.push(Part::Point(middle));
            self.reach(middle - POINT, middle + POINT);
        } else {
            let more = (LEAST - (end - start)).max(0.0) / 2.0;
            self.parts.push(Part::Within(start - more, end + more));
            self.reach(start - more, end + more);
        }
        if before != End::Here {
            self.ends.0 = before;
        }
        if after != End::Here {
            self.ends.1 = after;
        }
    }

    /// What lasted: certain from its latest start to its earliest end, possible beyond.
    fn span(&mut self, start: &Window, end: &Window, extent: &Extent, scale: &Scale) {
        let (left, before) = edge(start.earliest, true, scale);
        let (mut right, after) = edge(end.latest, false, scale);
        right = right.max(left + LEAST / 2.0);
        self.ends = (before, after);
        self.doubts = (start.doubt, end.doubt);
        self.reach(left, right);
        let core = extent.core().map(|(first, last)| (edge(first, true, scale).0, edge(last, false, scale).0));
        match core.filter(|(first, last)| last > first) {
            Some((first, last)) => {
                if first - left > 0.5 {
                    self.parts.push(Part::Broken(left, first));
                }
                self.parts.push(Part::Bar(first, last.max(first + 1.5)));
                if right - last > 0.5 {
                    self.parts.push(Part::Broken(last, right));
                }
                self.room = Some((first, last));
            }
            None => self.parts.push(Part::Broken(left, right)),
        }
    }

    fn reach(&mut self, left: f64, right: f64) {
        self.left = self.left.min(left);
        self.right = self.right.max(right);
    }

    /// What it takes of its row, caps included.
    pub(super) fn taken(&self) -> (f64, f64) {
        let cap = |doubt: Doubt, end: End| if doubt.sign().is_some() && end == End::Here { CAP } else { 0.0 };
        (self.left - cap(self.doubts.0, self.ends.0), self.right + cap(self.doubts.1, self.ends.1))
    }

    /// Where a name may stand within it.
    pub(super) fn room(&self) -> Option<(f64, f64)> {
        self.room
    }

    /// The mark in the row whose middle is at `y`.
    pub(super) fn svg(&self, y: f64, other: bool) -> String {
        let mut svg = String::new();
        let (top, tall) = (y - HALF, 2.0 * HALF);
        let full = if other { "hollow" } else { "full" };
        for part in &self.parts {
            let _ = match *part {
                Part::Point(x) => {
                    write!(
                        svg,
                        r#"<path class="{full}" d="M{:.1} {y:.1}L{x:.1} {:.1} {:.1} {y:.1} {x:.1} {:.1}Z"/>"#,
                        x - POINT,
                        y - POINT - 0.6,
                        x + POINT,
                        y + POINT + 0.6
                    )
                }
                Part::Within(from, to) => {
                    write!(
                        svg,
                        r#"<rect class="hollow" x="{from:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="3"/>"#,
                        top + 1.0,
                        to - from,
                        tall - 2.0
                    )
                }
                Part::Bar(from, to) => {
                    let (top, tall) = if other { (top + 2.5, tall - 5.0) } else { (top, tall) };
                    write!(svg, r#"<rect class="{full}" x="{from:.1}" y="{top:.1}" width="{:.1}" height="{tall:.1}" rx="1"/>"#, to - from)
                }
                Part::Broken(from, to) => write!(svg, r#"<path class="broken" d="M{from:.1} {y:.1}H{to:.1}"/>"#),
                Part::Tie(from, to) => write!(svg, r#"<path class="thin" d="M{from:.1} {y:.1}H{to:.1}"/>"#),
            };
        }
        // Ends that are possible and not certain are closed, so that a broken line does not seem to go on.
        for (part, x, end) in [(self.parts.first(), self.left, self.ends.0), (self.parts.last(), self.right, self.ends.1)] {
            if let (Some(Part::Broken(..)), End::Here) = (part, end) {
                let _ = write!(svg, r#"<path class="line" d="M{x:.1} {:.1}V{:.1}"/>"#, y - 3.0, y + 3.0);
            }
        }
        for (x, end, doubt, outward) in [(self.left, self.ends.0, self.doubts.0, -1.0), (self.right, self.ends.1, self.doubts.1, 1.0)] {
            let _ = match (end, doubt.sign()) {
                (End::On, _) => write!(
                    svg,
                    r#"<path class="full" d="M{:.1} {:.1}L{:.1} {y:.1} {:.1} {:.1}Z"/>"#,
                    x - 5.0 * outward,
                    y - 4.0,
                    x + 2.0 * outward,
                    x - 5.0 * outward,
                    y + 4.0
                ),
                (End::Unknown, _) => write!(svg, r#"<path class="line" d="M{:.1} {:.1}l6 6m0 -6l-6 6"/>"#, x - 3.0, y - 3.0),
                (End::Here, Some(sign)) => {
                    let x = if outward < 0.0 { x - CAP + 1.0 } else { x + 3.0 };
                    write!(svg, r#"<text class="cap" x="{x:.1}" y="{:.1}">{sign}</text>"#, y + 3.7)
                }
                (End::Here, None) => Ok(()),
            };
        }
        svg
    }
}

/// Where an end is drawn, and whether it goes on from there.
fn edge(bound: Bound, is_start: bool, scale: &Scale) -> (f64, End) {
    let far = if is_start { scale.left } else { scale.right };
    match bound {
        Bound::Day(day) => {
            let x = if is_start { scale.x(day) } else { scale.end(day) };
            if x < scale.left || x > scale.right { (x.clamp(scale.left, scale.right), End::On) } else { (x, End::Here) }
        }
        Bound::Open => (far, End::On),
        Bound::Unknown => (far, End::Unknown),
    }
}

/// The marks, each within 34 units from 0 on and around a middle of 0, and what they mean.
pub(super) fn legend() -> Vec<(String, &'static str)> {
    let drawn = |parts: Vec<Part>, doubts: (Doubt, Doubt), other: bool| {
        let (left, right) = (2.0, 32.0);
        Drawing { parts, left, right, ends: (End::Here, End::Here), doubts, room: None }.svg(0.0, other)
    };
    let none = (Doubt::None, Doubt::None);
    let mut rows = vec![
        (drawn(vec![Part::Point(17.0)], none, false), "on a known day"),
        (drawn(vec![Part::Within(8.0, 28.0)], none, false), "some time within"),
        (drawn(vec![Part::Broken(2.0, 10.0), Part::Bar(10.0, 24.0), Part::Broken(24.0, 32.0)], none, false), "certain; possible"),
        (drawn(vec![Part::Bar(4.0, 30.0)], none, true), "by another account"),
    ];
    let caps = r#"<text class="cap" x="6" y="3.7">? ~ %</text>"#;
    rows.push((caps.to_owned(), "uncertain, circa, both"));
    rows
}
