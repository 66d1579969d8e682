//! Lists: over the text, or the contents beside it.

use std::{borrow::Cow, ops::Range};

use ratatui::{layout::Position, style::Style};
use unicode_segmentation::UnicodeSegmentation;

use super::Canvas;
use crate::{
    reader::{Area, Goal, List, Row, Subject, rows_each},
    role::Role,
    typeset::in_order,
    unit::width,
};

/// A list over the text.
pub(super) fn overlay(canvas: &mut Canvas<'_>, list: &List) {
    let area = canvas.state.layout.overlay();
    let ground = canvas.style(Role::Overlay);
    canvas.fill(area, ground);
    let under = Style { bg: ground.bg, ..Style::default() };
    let (edge, words) = (canvas.style(Role::BorderFocus).patch(under), canvas.style(Role::PaneTitle).patch(under));
    let title = match (list.filter.is_some(), list.shown()) {
        (true, shown) => format!("{} · {shown} of {}", list.title, list.len()),
        (false, _) => list.title.clone(),
    };
    canvas.frame(area, &title, edge, words);
    let inner = Area {
        x: area.x + 2.min(area.cols / 2),
        y: area.y + 1.min(area.rows),
        cols: area.cols.saturating_sub(4),
        rows: area.rows.saturating_sub(2),
    };
    draw(canvas, inner, list, ground, true);
}

/// The contents beside the text.
pub(super) fn pane(canvas: &mut Canvas<'_>, area: Area, list: &List, has_keys: bool) {
    let title = canvas.style(if has_keys { Role::BorderFocus } else { Role::PaneTitle });
    canvas.put_cut(area.x, area.y, area.cols, &list.title, title);
    let inner = Area { y: area.y + 2.min(area.rows), rows: area.rows.saturating_sub(2), ..area };
    draw(canvas, inner, list, Style::default(), has_keys);
}

fn draw(canvas: &mut Canvas<'_>, area: Area, list: &List, ground: Style, has_keys: bool) {
    let mut area = area;
    if let Some(filter) = &list.filter {
        if area.rows == 0 {
            return;
        }
        let prompt = ground.patch(canvas.style(Role::Prompt));
        let sign = ground.patch(canvas.style(Role::Key));
        let used = canvas.put(area.x, area.y, area.cols, "/", sign);
        canvas.put(area.x + used, area.y, area.cols.saturating_sub(used), filter.text(), prompt);
        if list.typing {
            let col = used + width(filter.before_cursor()).0;
            canvas.cursor = Some(Position::new(area.x + col.min(area.cols.saturating_sub(1)), area.y));
        }
        area = Area { y: area.y + 1, rows: area.rows - 1, ..area };
    }
    if list.shown() == 0 && area.rows > 0 {
        let muted = ground.patch(canvas.style(Role::Muted));
        canvas.put_cut(area.x, area.y, area.cols, "nothing here", muted);
        return;
    }
    let each = u16::try_from(rows_each(list.subject)).unwrap_or(1);
    // Labels stand in a column of their own, as wide as the widest of those on screen needs.
    let fit = usize::from((area.rows / each).max(1));
    let labels = list.rows_from(list.first).take(fit).map(|(row, _)| width(&row.label).0).max().unwrap_or(0).min(area.cols / 3);
    for (index, (row, is_chosen)) in (0..).zip(list.rows_from(list.first).take(fit)) {
        let y = area.y + index * each;
        if y >= area.y + area.rows {
            break;
        }
        let place = Area { y, rows: each.min(area.y + area.rows - y), ..area };
        draw_row(canvas, place, list, row, is_chosen, labels, ground, has_keys);
        if is_chosen && has_keys && !list.typing {
            canvas.cursor = Some(Position::new(area.x, y));
        }
    }
}

#[allow(clippy::too_many_arguments)] // One row is drawn from all of these and nothing else.
fn draw_row(canvas: &mut Canvas<'_>, area: Area, list: &List, row: &Row, is_chosen: bool, labels: u16, ground: Style, has_keys: bool) {
    let is_heading = row.goal == Goal::Nothing && (list.subject != Subject::Help || row.label.is_empty());
    let chosen = canvas.style(Role::Chosen);
    let mut ground = ground;
    // Before the first section one is in none of them.
    let here = canvas.state.page.stretch().start;
    let is_chosen = is_chosen && (has_keys || !matches!(row.goal, Goal::Place(place) if place > here));
    if is_chosen {
        // Beside the text the row says where one is; it is the row one chooses only while the contents have the keys.
        ground =
            if has_keys { ground.patch(chosen) } else { ground.patch(canvas.style(Role::StatusStrong)).bg(ratatui::style::Color::Reset) };
        if has_keys {
            canvas.fill(Area { rows: 1, ..area }, ground);
        }
    }
    let over = |canvas: &Canvas<'_>, role| if is_chosen { ground } else { ground.patch(canvas.style(role)) };
    let mut x = area.x;
    let end = area.x + area.cols;
    if labels > 0 && !is_heading {
        let style = over(canvas, if list.subject == Subject::Help { Role::Key } else { Role::NoteLabel });
        canvas.put_cut(x, area.y, labels, &row.label, style);
        x += labels + 2;
    }
    x += u16::from(row.depth) * 2;
    let detail_cols = width(&row.detail).0.min(area.cols / 2);
    let detail_cols = if detail_cols > 0 && area.cols >= 40 { detail_cols } else { 0 };
    let room = end.saturating_sub(x).saturating_sub(if detail_cols > 0 { detail_cols + 2 } else { 0 });
    let style = if is_heading { over(canvas, Role::PaneTitle) } else { ground };
    let (title, sought) = in_sight(row, room);
    canvas.put_cut(x, area.y, room, &title, style);
    let as_read = matches!(in_order(&title), Cow::Borrowed(_));
    if let (Some(before), Some(sought), true) = (title.get(..sought.start), title.get(sought.clone()), as_read) {
        let col = width(before).0;
        // Only as far as the row was not cut.
        let cols = room.saturating_sub(col + u16::from(width(&title).0 > room));
        let style = style.patch(canvas.style(Role::Match));
        canvas.put(x + col, area.y, cols, sought, style);
    }
    if detail_cols > 0 {
        let style = over(canvas, Role::Muted);
        canvas.put_cut(end - detail_cols, area.y, detail_cols, &row.detail, style);
    }
    if area.rows > 1 && !row.below.is_empty() {
        let style = canvas.style(Role::Muted);
        let base = canvas.style(Role::Overlay);
        canvas.put_cut(x, area.y + 1, end.saturating_sub(x), &row.below, base.patch(style));
    }
}

/// The words of a row, and what was sought among them: where there is no room for all, begun so late that it is in sight, with
/// most of the room after it.
fn in_sight(row: &Row, room: u16) -> (Cow<'_, str>, Range<usize>) {
    let whole = (Cow::Borrowed(row.title.as_str()), row.sought.clone());
    let (Some(before), Some(sought)) = (row.title.get(..row.sought.start), row.title.get(row.sought.clone())) else { return whole };
    if sought.is_empty() || width(before).0 + width(sought).0 < room {
        return whole;
    }
    let keep = (room / 3).min(room.saturating_sub(width(sought).0 + 1));
    let mut left = width(before).0;
    // Whole words are left out.
    let begin = before.split_word_bound_indices().find(|(_, word)| {
        let fits = left < keep && word.contains(char::is_alphanumeric);
        left -= width(word).0.min(left);
        fits
    });
    let begin = begin.map_or(before.len(), |(at, _)| at);
    let title = format!("…{}", &row.title[begin..]);
    let start = row.sought.start - begin + '…'.len_utf8();
    (Cow::Owned(title), start..start + sought.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sought_is_in_sight_however_narrow_the_row() {
        let row = Row { sought: 29..36, ..Row::new("Julian Marchlewski and Elena Stasova presided.", Goal::Nothing) };
        let check = |room: u16, expected: &str| {
            let (title, sought) = in_sight(&row, room);
            assert_eq!((&*title, &title[sought]), (expected, "Stasova"), "{room}");
        };
        check(60, "Julian Marchlewski and Elena Stasova presided.");
        check(37, "Julian Marchlewski and Elena Stasova presided.");
        check(30, "…Elena Stasova presided.");
        check(20, "…Stasova presided.");
        check(4, "…Stasova presided.");
    }
}
