//! A figure: lanes of bars and points over an axis, for a page or a paper.
//!
//! Every event has its name beside its mark: marks and names are measured ([`measure`]) and packed into rows together, so that nothing
//! overlaps and nothing is left out. What lies far from all else would squeeze it into a corner; it is told in words below. What is
//! drawn of a date is what is known of it ([`draw`]): thick from the latest start to the earliest end, broken where it is only possible,
//! hollow where something happened at some time within. No font is embedded: names are measured for the widest that a reader is likely
//! to have, and one that stands left of its mark grows away from it. Colours follow the reader's ground, and nothing is told by them
//! alone.

mod draw;
mod measure;
mod scale;

use std::fmt::Write as _;

use self::{
    draw::Drawing,
    measure::{cut, width},
    scale::Scale,
};
use super::days;
use crate::time::{
    extent::Extent,
    timeline::{Event, LaneId, Timeline},
};

/// The narrowest figure: a column of a journal.
const NARROWEST: u32 = 300;

/// From row to row.
const ROW: f64 = 16.0;
/// Around everything.
const MARGIN: f64 = 16.0;
/// The size of names.
const SIZE: f64 = 10.5;
/// Between a mark and its name, and behind a name.
const GAP: f64 = 4.0;
/// A name is cut rather than made longer than this part of the figure.
const LONGEST: f64 = 0.45;

/// Something in a row: a date's mark, and the name beside it.
struct Item<'a> {
    event: &'a Event,
    extent: &'a Extent,
    /// Who gives this date, if it is another than the event's own.
    by: Option<&'a str>,
    drawing: Drawing,
    name: String,
    /// Where the name begins; if it stands left of the mark, where it ends.
    name_x: f64,
    stands: Stands,
    /// What it takes of its row.
    from: f64,
    to: f64,
}

/// Where a name stands.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    Within,
    Right,
    Left,
}

/// A timeline as SVG, so many units (pixels of a screen) wide and as high as it needs.
pub fn svg(timeline: &Timeline, width: u32) -> String {
    let width = f64::from(width.max(NARROWEST));
    let scale = Scale::of(timeline, MARGIN, width - MARGIN);
    let mut body = String::new();
    let mut y = MARGIN;
    if let Some(title) = timeline.title() {
        y += 14.0;
        let shown = cut(title, 16.0, width - 2.0 * MARGIN);
        let _ = writeln!(body, r#"<text class="ink head" x="{MARGIN}" y="{y:.1}">{}</text>"#, xml(&shown));
        y += 12.0;
    }
    let top = y + 14.0;
    y = top + 6.0;
    let mut lanes = String::new();
    for index in 0..timeline.lanes().len() {
        y = lane(&mut lanes, timeline, LaneId::at(index), &scale, y);
    }
    let bottom = y + 4.0;
    axis(&mut body, &scale, top, bottom);
    body.push_str(&lanes);
    y = bottom + 26.0;
    for line in outside(timeline, &scale).iter().flat_map(|text| wrapped(text, width - 2.0 * MARGIN)) {
        let _ = writeln!(body, r#"<text class="pale" x="{MARGIN}" y="{y:.1}">{}</text>"#, xml(&line));
        y += 14.0;
    }
    y = legend(&mut body, width, y + 4.0);
    let height = y + MARGIN - 8.0;
    let title = xml(timeline.title().unwrap_or("Timeline"));
    let lanes: Vec<String> = timeline.lanes().iter().map(|lane| lane.title.clone()).collect();
    let described = xml(&format!("{} events in {} lanes: {}.", timeline.events().len(), lanes.len(), lanes.join(", ")));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"desc\">{described}</desc>\n\
         <style>\n{STYLE}</style>\n\
         <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n"
    )
}

/// Plain rules first: a program that knows no media queries shows the light figure.
const STYLE: &str = include_str!("svg/style.css");

/// Draws a lane from `y` on; gives where the next may begin.
fn lane(into: &mut String, timeline: &Timeline, id: LaneId, scale: &Scale, y: f64) -> f64 {
    let events = timeline.events().iter().filter(|event| event.lane == id && scale.shows(&event.extent));
    let mut rows: Vec<f64> = Vec::new();
    // By where they begin, so that the first row that is free is found by looking at where each row ends.
    let mut placed: Vec<(usize, Item<'_>)> = Vec::new();
    let mut groups: Vec<Vec<Item<'_>>> = events.map(|event| items(event, scale)).collect();
    groups.sort_by(|a, b| a[0].from.total_cmp(&b[0].from));
    for group in groups {
        // What others say stands right below what the event's own date is.
        let mut first = 0;
        while group.iter().enumerate().any(|(index, item)| rows.get(first + index).is_some_and(|end| *end > item.from)) {
            first += 1;
        }
        for (index, item) in group.into_iter().enumerate() {
            let row = first + index;
            if rows.len() <= row {
                rows.resize(row + 1, f64::MIN);
            }
            rows[row] = item.to;
            placed.push((row, item));
        }
    }
    let head = y + 14.0;
    let colour = id.index() % 8;
    let _ = writeln!(into, r#"<g class="l{colour}">"#);
    let title = cut(&timeline.lane(id).title, 12.0, scale.right - scale.left);
    let _ = writeln!(into, r#"<text class="lane" x="{MARGIN}" y="{head:.1}">{}</text>"#, xml(&title));
    for (row, item) in &placed {
        let _ = writeln!(into, "{}", item.svg(head + 14.0 + ROW * count(*row)));
    }
    into.push_str("</g>\n");
    head + 8.0 + ROW * count(rows.len()) + 6.0
}

/// The marks of an event: of its own date, and of those that others give.
fn items<'a>(event: &'a Event, scale: &Scale) -> Vec<Item<'a>> {
    let own = item(event, &event.extent, None, scale);
    let others = event.otherwise.iter().filter(|other| scale.shows(&other.extent));
    std::iter::once(own).chain(others.map(|other| item(event, &other.extent, Some(other.by.as_str()), scale))).collect()
}

/// A mark with its name: within the bar, else right of it, else left of it; cut where there is no room.
fn item<'a>(event: &'a Event, extent: &'a Extent, by: Option<&'a str>, scale: &Scale) -> Item<'a> {
    let drawing = Drawing::of(extent, scale);
    let (left, right) = drawing.taken();
    let text = match by {
        Some("") => "by another account",
        Some(by) => by,
        None => &event.title,
    };
    let longest = (scale.right - scale.left) * LONGEST;
    let name = cut(text, SIZE, longest);
    let long = width(&name, SIZE);
    let (name, name_x, stands) = match drawing.room() {
        Some((from, to)) if by.is_none() && to - from >= long + 2.0 * GAP => (name, from + GAP, Stands::Within),
        _ if right + GAP + long <= scale.right => (name, right + GAP, Stands::Right),
        _ if left - GAP - long >= scale.left => (name, left - GAP, Stands::Left),
        _ => {
            let (after, before) = (scale.right - right - GAP, left - GAP - scale.left);
            let name = cut(text, SIZE, after.max(before).max(0.0));
            if after >= before { (name, right + GAP, Stands::Right) } else { (name, left - GAP, Stands::Left) }
        }
    };
    let long = width(&name, SIZE);
    let (from, to) = match stands {
        Stands::Within => (left, right),
        Stands::Right => (left, name_x + long),
        Stands::Left => (name_x - long, right),
    };
    Item { event, extent, by, drawing, name, name_x, stands, from: from - GAP, to: to + 2.0 * GAP }
}

impl Item<'_> {
    fn svg(&self, y: f64) -> String {
        let mut said = format!("{}: {}", self.extent.words(), self.event.title);
        match self.by {
            Some(by) => said = format!("{said}, by another account: {by}"),
            None if !self.event.summary.is_empty() => said = format!("{said}. {}", self.event.summary),
            None => {}
        }
        let class = if self.by.is_some() { "other" } else { "own" };
        let mut svg = format!(r#"<g class="{class}"><title>{}</title>{}"#, xml(&said), self.drawing.svg(y, self.by.is_some()));
        if !self.name.is_empty() {
            let class = match (self.stands, self.by) {
                (Stands::Within, _) => "in",
                (_, None) => "ink",
                (_, Some(_)) => "pale it",
            };
            let anchor = if self.stands == Stands::Left { r#" text-anchor="end""# } else { "" };
            let (x, y) = (self.name_x, y + SIZE * 0.35);
            let _ = write!(svg, r#"<text class="{class} name" x="{x:.1}" y="{y:.1}"{anchor}>{}</text>"#, xml(&self.name));
        }
        svg + "</g>"
    }
}

/// Lines at the ticks, and their labels above and below.
fn axis(into: &mut String, scale: &Scale, top: f64, bottom: f64) {
    for tick in scale.ticks() {
        let x = scale.x(tick.day);
        let _ = writeln!(into, r#"<path class="tick" d="M{x:.1} {top:.1}V{bottom:.1}"/>"#);
        for y in [top - 4.0, bottom + 11.0] {
            let _ = writeln!(into, r#"<text class="pale" x="{x:.1}" y="{y:.1}">{}</text>"#, xml(&tick.label));
        }
    }
    let (left, right) = (scale.left, scale.right);
    let _ = writeln!(into, r#"<path class="axis" d="M{left:.1} {top:.1}H{right:.1}M{left:.1} {bottom:.1}H{right:.1}"/>"#);
}

/// What lies before and after the axis, in words.
fn outside(timeline: &Timeline, scale: &Scale) -> Vec<String> {
    let hidden = |before: bool| {
        let events = timeline.events().iter().filter(|event| !scale.shows(&event.extent));
        let told: Vec<String> = events
            .filter(|event| days(&event.extent).is_some_and(|(first, _)| scale.is_before(first) == before))
            .map(|event| format!("{} ({})", event.title, event.extent.words()))
            .collect();
        (!told.is_empty()).then(|| format!("{}: {}.", if before { "Earlier" } else { "Later" }, told.join("; ")))
    };
    let dateless: Vec<&str> =
        timeline.events().iter().filter(|event| days(&event.extent).is_none()).map(|event| event.title.as_str()).collect();
    let dateless = (!dateless.is_empty()).then(|| format!("Without a day: {}.", dateless.join("; ")));
    [hidden(true), hidden(false), dateless].into_iter().flatten().collect()
}

/// What the marks mean, in as many lines as it takes; gives where it ends.
fn legend(into: &mut String, width_of_all: f64, mut y: f64) -> f64 {
    let (mut x, size) = (MARGIN, 9.5);
    for (mark, words) in draw::legend() {
        let long = 42.0 + width(words, size) + 14.0;
        if x > MARGIN && x + long > width_of_all - MARGIN {
            x = MARGIN;
            y += 15.0;
        }
        let _ = writeln!(
            into,
            r#"<g class="l7 own" transform="translate({x:.1} {y:.1})">{mark}<text class="pale small" x="42" y="3">{}</text></g>"#,
            xml(words)
        );
        x += long;
    }
    y + 10.0
}

/// Words in lines of at most this width.
fn wrapped(text: &str, widest: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line, SIZE) + width(word, SIZE) + 4.0 <= widest => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Text as XML may hold it.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML 1.0, section 2.2, has no place for these, escaped or not.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Rows are few; a figure of more than four thousand million would not be drawn.
fn count(rows: usize) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
