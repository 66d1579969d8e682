//! A chart in plain text: what a pane shows, for a file, a pipe or a printer.

use std::fmt::Write;

use super::{ChartRow, Packing, Sign, Window, levels, row};
use crate::{
    time::{
        axis::{Zoom, fit, ticks},
        timeline::{LaneId, Timeline},
    },
    unit::{cluster_width, width},
};
use unicode_segmentation::UnicodeSegmentation;

/// A timeline in so many columns, all its lanes unfolded, its whole span but for stragglers in view; with nothing but ASCII besides the
/// titles if `ascii`.
///
/// Lanes are named at the left, with how many events they have and how many of these found no room for a label. Without an event there is
/// no chart, and the text is empty.
pub fn text(timeline: &Timeline, cols: u16, ascii: bool) -> String {
    if timeline.is_empty() {
        return String::new();
    }
    let margin = margin(timeline, cols);
    let cols = cols.saturating_sub(margin + 1).max(1);
    let (zoom, origin) = fit(timeline, cols);
    let window = Window { origin, cols };
    let packing = Packing::of(timeline, zoom);
    let rule = if ascii { '|' } else { '│' };
    let mut text = String::new();
    let mut put = |at_left: &str, line: &str| {
        let at_left = super::label::cut_to(at_left, margin);
        let at_left = if ascii { at_left.replace('…', ".") } else { at_left };
        let pad = usize::from(margin - width(&at_left).0);
        let line = format!("{at_left}{:pad$}{rule}{line}", "");
        text.push_str(line.trim_end());
        text.push('\n');
    };
    put(zoom.name(), &axis(zoom, window, ascii));
    for (id, lane) in timeline.lanes().iter().enumerate().map(|(index, lane)| (LaneId::at(index), lane)) {
        let rows: Vec<ChartRow> = (0..packing.rows(id)).map(|index| row(timeline, &packing, id, index, window, &|_| 0)).collect();
        let rows: Vec<&ChartRow> = rows.iter().filter(|row| !row.marks.is_empty()).collect();
        let more: usize = rows.iter().map(|row| row.unlabelled.len()).sum();
        let count = packing.events(id);
        let name = super::label::cut_to(&lane.title, margin.saturating_sub(1 + width(&count.to_string()).0));
        let pad = usize::from(margin).saturating_sub(width(&name).count());
        put(&format!("{name}{count:>pad$}"), &rows.first().map(|row| line(row, cols, ascii)).unwrap_or_default());
        for (index, row) in rows.iter().enumerate().skip(1) {
            let at_left = if index + 1 == rows.len() && more > 0 { format!("  +{more} unnamed") } else { String::new() };
            put(&at_left, &line(row, cols, ascii));
        }
    }
    let ribbon = levels(&packing.ribbon(None, window));
    put("all", &ribbon.iter().map(|level| if ascii { level.ascii() } else { level.unicode() }).collect::<String>());
    let (before, after) = packing.outside(window);
    if before + after > 0 {
        let _ = writeln!(text, "{before} before, {after} after what is shown");
    }
    text
}

/// The columns for the names of lanes: as many as they need, a sixth of all at most.
fn margin(timeline: &Timeline, cols: u16) -> u16 {
    let names = timeline.lanes().iter().map(|lane| width(&lane.title).0 + 5).max().unwrap_or(0);
    names.clamp(8, (cols / 6).max(8)).min(cols.saturating_sub(2))
}

/// The labels of the axis, each right of the sign on its cell.
pub fn axis(zoom: Zoom, window: Window, ascii: bool) -> String {
    let mut line = String::new();
    let mut used = 0;
    for tick in ticks(zoom, window.cells()) {
        let Some(col) = window.col(tick.cell) else { continue };
        let gap = usize::from(col.saturating_sub(used));
        let _ = write!(line, "{:gap$}{}{}", "", if ascii { '|' } else { '╷' }, tick.label);
        used = col + 1 + width(&tick.label).0;
    }
    line
}

/// A row's signs and labels as characters, without the blanks at its end.
pub fn line(row: &ChartRow, cols: u16, ascii: bool) -> String {
    let sign = |sign: Sign| if ascii { sign.ascii() } else { sign.unicode() };
    let mut cells: Vec<String> = vec![" ".to_owned(); usize::from(cols)];
    for mark in &row.marks {
        if let Some(cell) = cells.get_mut(usize::from(mark.col)) {
            *cell = sign(mark.sign).to_string();
        }
    }
    for label in &row.labels {
        let mut col = usize::from(label.col);
        for cluster in label.text.graphemes(true) {
            let wide = cluster_width(cluster).count();
            for (index, cell) in cells.iter_mut().enumerate().skip(col).take(wide) {
                // What is two columns wide has the second one, too.
                *cell = if index > col {
                    String::new()
                } else if ascii && cluster == "…" {
                    ".".to_owned()
                } else {
                    cluster.to_owned()
                };
            }
            col += wide;
        }
    }
    let line = cells.concat();
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{
        edtf::Edtf,
        extent::Extent,
        timeline::{Confidence, Event, Lane, Otherwise},
    };

    fn timeline() -> Timeline {
        let lanes = [("people", "People"), ("congresses", "Congresses and plenums")];
        let lanes = lanes.map(|(name, title)| Lane { name: name.to_owned(), title: title.to_owned() });
        let event = |lane: u16, title: &str, date: &str| Event::new(title, LaneId(lane), title, Edtf::parse(date).unwrap());
        let mut disputed = event(0, "Clara Zetkin", "1925/1927?");
        let date = Edtf::parse("1925/1928-03").unwrap();
        disputed.otherwise.push(Otherwise { extent: Extent::of(&date), date, by: "Brauns".to_owned() });
        disputed.confidence = Confidence::Disputed;
        let events = vec![
            event(0, "Julian Marchlewski, first president", "1922-12/1925-03-22"),
            disputed,
            event(0, "Marchlewski dies", "1925-03-22"),
            event(1, "Fourth Congress", "1922-11-05/1922-12-05"),
            event(1, "First conference", "1924-07-14/1924-07-16"),
            event(1, "Second conference", "1927"),
            event(1, "First world congress", "1932-11-10/1932-11-24~"),
        ];
        Timeline::new(None, lanes.into(), events)
    }

    #[test]
    fn a_timeline_is_printed_with_its_lanes_axis_and_labels() {
        let lines = [
            "quarters    │      ╷1922   ╷1924   ╷1926   ╷1928   ╷1930   ╷1932   ╷1934",
            "People     3│         ╺━━━━━━━━┫ Julian Marchlewski, first president",
            "            │                  ├╌╌╺━━━━╸╌╌? ! Clara Zetkin",
            "            │                  ├╌╌╶────────┤! (Brauns)",
            "            │                  ◆ Marchlewski dies",
            "Congresse… 4│ Fourth… ■      ■         (··) Second conference ■~",
            "all         │         ▃      ▁ ▃       ▁                      ▁",
        ];
        assert_eq!(text(&timeline(), 72, false).lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn in_ascii_nothing_but_titles_is_more() {
        let text = text(&timeline(), 72, true);
        assert!(text.is_ascii(), "{text}");
    }

    #[test]
    fn no_width_is_too_small_and_no_timeline_too_empty() {
        for cols in 0..12 {
            for line in text(&timeline(), cols, false).lines().filter(|line| !line.contains("what is shown")) {
                assert!(width(line).0 <= cols.max(2), "{line:?} in {cols}");
            }
        }
        assert_eq!(text(&Timeline::default(), 30, true), "");
    }
}
