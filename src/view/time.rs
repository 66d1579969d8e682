//! The timeline: names of lanes, the axis, signs and labels, the bracket of what is read, and the line or card about an event.
//!
//! Signs say everything by their shape; colour only says again which lane it is, weight that the page speaks of it.

use ratatui::{layout::Position, style::Style};

use super::Canvas;
use crate::{
    reader::{Area, Card, Lane, Pane, TimeRow},
    role::Role,
    time::{
        chart::{ChartRow, Map, Sign, levels},
        timeline::{EventId, LaneId},
    },
    unit::width,
};

/// The colours of lanes, in their order, and around again.
const LANES: [Role; 6] = [Role::Lane1, Role::Lane2, Role::Lane3, Role::Lane4, Role::Lane5, Role::Lane6];

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area) {
    canvas.fill(area, Style::default());
    if area.rows == 0 || area.cols == 0 {
        return;
    }
    let state = canvas.state;
    let has_keys = state.focus == Pane::Time;
    let drawn = &state.time.drawn;
    if has_keys {
        canvas.cursor = Some(Position::new(area.x, area.y));
    }
    rule(canvas, Area { rows: 1, ..area }, has_keys);
    if drawn.rows.is_empty() && drawn.map.is_none() {
        let muted = canvas.style(Role::Muted);
        canvas.put_cut(area.x + 1, area.y + 1.min(area.rows - 1), area.cols.saturating_sub(1), &drawn.detail, muted);
        return;
    }
    let is_list = matches!(drawn.rows.first(), Some(TimeRow::Line { .. }));
    let foot = drawn.foot(area.rows);
    let rows = Area { y: area.y + 1, rows: area.rows.saturating_sub(1 + foot), ..area };
    for (y, row) in (rows.y..rows.y + rows.rows).zip(&drawn.rows) {
        draw_row(canvas, Area { y, rows: 1, ..rows }, row, has_keys);
    }
    if let Some(map) = &drawn.map {
        draw_map(canvas, rows, map);
    }
    if let Some(card) = &drawn.card {
        let x = area.x + drawn.head + drawn.cols + 2;
        draw_card(
            canvas,
            Area { x, y: area.y + 1, cols: (area.x + area.cols).saturating_sub(x + 1), rows: area.rows.saturating_sub(2) },
            card,
        );
    }
    if is_list {
        ribbon_of_all(canvas, Area { y: area.y + area.rows - 1, rows: 1, ..area });
    } else if area.rows >= 3 {
        bracket(canvas, Area { y: area.y + area.rows - foot, rows: 1, ..area });
        if foot > 2 {
            whole(canvas, Area { y: area.y + area.rows - 2, rows: 1, ..area });
        }
        detail(canvas, Area { y: area.y + area.rows - 1, rows: 1, ..area });
    }
}

/// The row that parts the timeline from the text: what a cell is, and the axis.
fn rule(canvas: &mut Canvas<'_>, area: Area, has_keys: bool) {
    let state = canvas.state;
    let drawn = &state.time.drawn;
    let line = canvas.style(if has_keys { Role::BorderFocus } else { Role::Border });
    let words = canvas.style(if has_keys { Role::BorderFocus } else { Role::PaneTitle });
    let sign = if state.settings.ascii { "-" } else { "─" };
    canvas.put(area.x, area.y, area.cols, &sign.repeat(usize::from(area.cols)), line);
    let room = if drawn.head > 0 { drawn.head } else { area.cols };
    let used = canvas.put_cut(area.x + 1, area.y, room.saturating_sub(3), &drawn.title, words);
    canvas.put(area.x + 1 + used, area.y, 1, " ", words);
    canvas.put(area.x, area.y, 1, " ", words);
    let axis = canvas.style(Role::Axis);
    let tick = if state.settings.ascii { "|" } else { "┬" };
    for (col, label, major) in &drawn.ticks {
        let x = area.x + drawn.head + col;
        let style = if *major { axis.patch(canvas.style(Role::Strong)) } else { axis };
        canvas.put(x, area.y, 1, tick, line);
        let room = drawn.cols.saturating_sub(col + 1);
        if width(label).0 <= room {
            canvas.put(x + 1, area.y, room, label, style);
        }
    }
}

fn draw_row(canvas: &mut Canvas<'_>, area: Area, row: &TimeRow, has_keys: bool) {
    match row {
        TimeRow::Chart { head, chart } => {
            draw_head(canvas, area, head);
            draw_chart(canvas, area, head.lane, chart, has_keys);
        }
        TimeRow::Ribbon { head, counts } => {
            draw_head(canvas, area, head);
            let x = area.x + canvas.state.time.drawn.head;
            draw_ribbon(canvas, x, area.y, counts, lane_style(canvas, head.lane));
        }
        TimeRow::Line { event, gutter, date, title } => draw_line(canvas, area, *event, *gutter, date, title, has_keys),
    }
}

/// The colour of a lane.
fn lane_style(canvas: &Canvas<'_>, lane: Option<LaneId>) -> Style {
    lane.map_or_else(|| canvas.style(Role::Muted), |lane| canvas.style(LANES[lane.index() % LANES.len()]))
}

fn draw_head(canvas: &mut Canvas<'_>, area: Area, head: &Lane) {
    let cols = canvas.state.time.drawn.head;
    let state = canvas.state;
    let ascii = state.settings.ascii;
    let title = lane_style(canvas, head.lane);
    let muted = canvas.style(Role::Muted);
    let is_chosen =
        head.lane.is_some() && state.focus == Pane::Time && state.time.chosen.map(|id| state.book.timeline.event(id).lane) == head.lane;
    let mut x = area.x;
    if let Some(unfolded) = head.unfolded {
        let sign = match (unfolded, ascii) {
            (true, false) => "▾",
            (false, false) => "▸",
            (true, true) => "v",
            (false, true) => ">",
        };
        canvas.put(x, area.y, 1, sign, if is_chosen { canvas.style(Role::BorderFocus) } else { muted });
    }
    x += 2;
    let count = width(&head.count).0;
    let room = cols.saturating_sub(2 + count + 3);
    let style = if is_chosen { title.patch(canvas.style(Role::Strong)) } else { title };
    canvas.put_cut(x, area.y, room, &head.title, style);
    canvas.put(area.x + cols.saturating_sub(count + 2), area.y, count, &head.count, muted);
    let border = canvas.style(Role::Border);
    canvas.put(area.x + cols - 1, area.y, 1, if ascii { "|" } else { "│" }, border);
}

fn draw_chart(canvas: &mut Canvas<'_>, area: Area, lane: Option<LaneId>, chart: &ChartRow, has_keys: bool) {
    let state = canvas.state;
    let drawn = &state.time.drawn;
    let left = area.x + drawn.head;
    let base = lane_style(canvas, lane);
    let doubt = base.patch(canvas.style(Role::EventDoubt));
    let lit = canvas.style(Role::EventLit);
    let chosen = canvas.style(Role::EventChosen);
    let style_of = |event: EventId, base: Style| {
        let style = if drawn.is_lit(event) { base.patch(lit) } else { base };
        if drawn.shown == Some(event) { style.patch(chosen) } else { style }
    };
    for mark in &chart.marks {
        let character = if state.settings.ascii { mark.sign.ascii() } else { mark.sign.unicode() };
        // What others say of the event in question is only made stronger.
        let style = match mark.which {
            0 => style_of(mark.event, if is_doubtful(mark.sign) { doubt } else { base }),
            _ if drawn.shown == Some(mark.event) => base.patch(lit),
            _ => style_of(mark.event, doubt),
        };
        let x = left + mark.col;
        canvas.put(x, area.y, 1, character.encode_utf8(&mut [0; 4]), style);
        if has_keys && drawn.shown == Some(mark.event) && mark.which == 0 && canvas.cursor.is_none_or(|cursor| cursor.y != area.y) {
            canvas.cursor = Some(Position::new(x, area.y));
        }
    }
    let words = canvas.style(Role::Body);
    for label in &chart.labels {
        let style = style_of(label.event, if label.inside { base } else { words });
        let room = drawn.cols.saturating_sub(label.col);
        canvas.put(left + label.col, area.y, room, &label.text, style);
    }
}

/// Tells whether a sign says only what is possible.
fn is_doubtful(sign: Sign) -> bool {
    matches!(sign, Sign::Fringe | Sign::FringeStart | Sign::FringeEnd | Sign::Unknown | Sign::UnknownEnd | Sign::WithinMiddle)
}

fn draw_ribbon(canvas: &mut Canvas<'_>, x: u16, y: u16, counts: &[u32], style: Style) {
    let ascii = canvas.state.settings.ascii;
    for (col, level) in (0..).zip(levels(counts)) {
        if level.eighths() > 0 {
            let sign = if ascii { level.ascii() } else { level.unicode() };
            canvas.put(x + col, y, 1, sign.encode_utf8(&mut [0; 4]), style);
        }
    }
}

fn draw_line(canvas: &mut Canvas<'_>, area: Area, event: EventId, gutter: [Sign; 3], date: &str, title: &str, has_keys: bool) {
    let state = canvas.state;
    let drawn = &state.time.drawn;
    let is_shown = drawn.shown == Some(event);
    let lane = state.book.timeline.event(event).lane;
    let mut ground = Style::default();
    if is_shown && has_keys {
        ground = canvas.style(Role::Chosen);
        canvas.fill(area, ground);
        canvas.cursor = Some(Position::new(area.x, area.y));
    } else if is_shown || drawn.is_lit(event) {
        ground = canvas.style(Role::EventLit);
    }
    let muted = ground.patch(canvas.style(Role::Muted));
    let mark = if is_shown { ">" } else { " " };
    canvas.put(area.x, area.y, 1, mark, ground);
    // Day and month of a span's beginning are enough on a narrow screen; the whole date is told when it is chosen.
    let dates = 11.min(area.cols / 3);
    canvas.put_cut(area.x + 1, area.y, dates, date, if is_shown { ground } else { muted });
    let mut x = area.x + 2 + dates;
    for sign in gutter {
        let character = if state.settings.ascii { sign.ascii() } else { sign.unicode() };
        canvas.put(x, area.y, 1, character.encode_utf8(&mut [0; 4]), ground.patch(lane_style(canvas, Some(lane))));
        x += 1;
    }
    canvas.put_cut(x + 1, area.y, (area.x + area.cols).saturating_sub(x + 1), title, ground);
}

fn draw_map(canvas: &mut Canvas<'_>, area: Area, map: &Map) {
    let state = canvas.state;
    let head = state.time.drawn.head;
    let ascii = state.settings.ascii;
    let (muted, border) = (canvas.style(Role::Muted), canvas.style(Role::Border));
    let dots = canvas.style(Role::Lane1);
    let here = usize::from(state.book.document.percent(state.page.stretch().start)) * usize::from(area.rows) / 101;
    for row in 0..area.rows {
        let y = area.y + row;
        // Which part of the text a row is, by the section that stands there.
        let percent = u8::try_from(usize::from(row) * 100 / usize::from(area.rows.max(1))).unwrap_or(100);
        let place = state.book.document.place_at_percent(percent);
        let section = state.book.document.section_at(place).map(|index| state.book.document.sections()[index].title.as_str());
        let is_here = usize::from(row) == here;
        let style = if is_here { canvas.style(Role::StatusStrong) } else { muted };
        canvas.put(area.x, y, 1, if is_here { ">" } else { " " }, style);
        canvas.put_cut(area.x + 2, y, head.saturating_sub(4), section.unwrap_or(""), style);
        canvas.put(area.x + head - 1, y, 1, if ascii { "|" } else { "│" }, border);
    }
    for cell in map.cells() {
        let sign = if ascii { cell.ascii() } else { cell.unicode() };
        let (x, y) = (area.x + head + cell.col, area.y + cell.row);
        let is_here = state.time.drawn.map_here == Some((cell.col, cell.row));
        let style = if is_here { dots.patch(canvas.style(Role::EventChosen)) } else { dots };
        canvas.put(x, y, 1, sign.encode_utf8(&mut [0; 4]), style);
        if is_here {
            canvas.cursor = Some(Position::new(x, y));
        }
    }
}

fn draw_card(canvas: &mut Canvas<'_>, area: Area, card: &Card) {
    let (title, words, border) = (canvas.style(Role::Title), canvas.style(Role::Body), canvas.style(Role::Border));
    let sign = if canvas.state.settings.ascii { "|" } else { "│" };
    for y in area.y..area.y + area.rows {
        canvas.put(area.x.saturating_sub(2), y, 1, sign, border);
    }
    let rows = card.title.iter().map(|row| (row, title)).chain(card.rows.iter().map(|row| (row, words)));
    for (y, (row, style)) in (area.y..area.y + area.rows).zip(rows) {
        canvas.put_cut(area.x, y, area.cols, row, style);
    }
}

/// How many events lie outside, and the bracket under the dates of the page.
fn bracket(canvas: &mut Canvas<'_>, area: Area) {
    let state = canvas.state;
    let drawn = &state.time.drawn;
    let (muted, strong) = (canvas.style(Role::Muted), canvas.style(Role::Bracket));
    let (before, after) = drawn.outside;
    let [left, right] = if state.settings.ascii { ["<", ">"] } else { ["◂", "▸"] };
    let words = match (before, after) {
        (0, 0) => "all in view".to_owned(),
        (before, 0) => format!("{before} {left}"),
        (0, after) => format!("{right} {after}"),
        (before, after) => format!("{before} {left}  {right} {after}"),
    };
    canvas.put_cut(area.x + 2, area.y, drawn.head.saturating_sub(3), &words, muted);
    for (col, sign) in &drawn.bracket {
        let character = if state.settings.ascii { sign.ascii() } else { sign.unicode() };
        canvas.put(area.x + drawn.head + col, area.y, 1, character.encode_utf8(&mut [0; 4]), strong);
    }
}

/// The density of the whole, and which part of it is in view.
fn whole(canvas: &mut Canvas<'_>, area: Area) {
    let drawn = &canvas.state.time.drawn;
    let (muted, words) = (canvas.style(Role::Muted), canvas.style(Role::PaneTitle));
    canvas.put_cut(area.x + 2, area.y, drawn.head.saturating_sub(3), "the whole", muted);
    let (counts, seen) = &drawn.whole;
    let left = area.x + drawn.head;
    let (before, within, after) = (0..seen.start, seen.clone(), seen.end..drawn.cols);
    for (cols, style) in [(before, muted), (within, words), (after, muted)] {
        let range = usize::from(cols.start).min(counts.len())..usize::from(cols.end).min(counts.len());
        let part = counts.get(range).unwrap_or_default().to_vec();
        draw_ribbon(canvas, left + cols.start, area.y, &part, style);
    }
    let all = seen.start == 0 && seen.end >= drawn.cols;
    if !all && !seen.is_empty() {
        canvas.put(left + seen.start, area.y, 1, "[", words);
        canvas.put(left + seen.end - 1, area.y, 1, "]", words);
    }
}

/// The line about the event in question.
fn detail(canvas: &mut Canvas<'_>, area: Area) {
    let state = canvas.state;
    let strong = canvas.style(Role::PaneTitle);
    let muted = canvas.style(Role::Muted);
    let keys = if state.focus == Pane::Time { "Enter text · o details · + - zoom" } else { "T: keys here" };
    let hint = width(keys).0;
    let room = if area.cols >= 100 { area.cols.saturating_sub(hint + 5) } else { area.cols.saturating_sub(2) };
    canvas.put_cut(area.x + 1, area.y, room, &state.time.drawn.detail, strong);
    if area.cols >= 100 {
        canvas.put(area.x + area.cols - hint - 1, area.y, hint, keys, muted);
    }
}

/// On a narrow screen, the density of the whole between how many events lie before and behind.
fn ribbon_of_all(canvas: &mut Canvas<'_>, area: Area) {
    let drawn = &canvas.state.time.drawn;
    let muted = canvas.style(Role::Muted);
    let (before, after) = drawn.outside;
    canvas.put(area.x, area.y, 5, &format!("{before:>4}"), muted);
    let counts = drawn.whole.0.clone();
    let style = canvas.style(Role::Lane1);
    draw_ribbon(canvas, area.x + 5, area.y, &counts, style);
    canvas.put((area.x + area.cols).saturating_sub(6), area.y, 6, &format!(" {after}"), muted);
}
