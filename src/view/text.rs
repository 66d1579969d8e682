//! The text of the page, the reader's marks beside it, and the letters of hints.

use ratatui::{layout::Position, style::Style};

use super::Canvas;
use crate::{
    reader::{Area, Hints, Pane},
    role::{Role, Roles},
    unit::overlap,
};

pub(super) fn draw(canvas: &mut Canvas<'_>) {
    let state = canvas.state;
    let area = state.layout.text;
    let book = &state.book;
    let over = canvas.over();
    let passages = state.passages();
    if state.focus == Pane::Text {
        // Where nothing is lit, speech begins with the first line of the page.
        canvas.cursor = Some(Position::new(area.x, area.y));
    }
    let focus = book
        .selection
        .map(|selection| selection.cursor)
        .or_else(|| book.lit.map(|lit| lit.at(&book.document).start))
        .or_else(|| state.spoken().map(|at| at.start))
        .or_else(|| book.search.as_ref().and_then(|search| search.here.as_ref()).map(|hit| hit.start));
    for (row, line) in (0..area.rows).zip(&state.page.lines) {
        let y = area.y + row;
        canvas.line(&book.galley, line, Area { y, ..area }, Style::default(), &over);
        if let Some(place) = focus.filter(|place| line.has_text() && line.at.contains(place) && state.focus == Pane::Text)
            && let Some(cell) = canvas.cell_of(&book.galley, line, place, area.x, y)
        {
            canvas.cursor = Some(cell);
        }
        if state.layout.margin >= 2 && line.has_text() {
            let mark = book.marks.iter().find(|(_, place)| line.at.contains(place));
            if let Some((name, _)) = mark {
                let style = canvas.style(Role::Mark);
                canvas.put(area.x - 2, y, 1, name.encode_utf8(&mut [0; 4]), style);
            } else if passages.iter().any(|passage| overlap(passage, &line.at)) {
                let style = canvas.style(Role::Bracket);
                canvas.put(area.x - 2, y, 1, if state.settings.ascii { "*" } else { "◆" }, style);
            }
        }
    }
}

/// The letters of hints, over what they lead to.
pub(super) fn hints(canvas: &mut Canvas<'_>, hints: &Hints) {
    let state = canvas.state;
    let area = state.layout.text;
    let style = canvas.theme.style(Roles::only(Role::Hint));
    for (letters, item) in &hints.of {
        let Some(rest) = letters.strip_prefix(hints.typed.as_str()) else { continue };
        let at = item.at(&state.book.document);
        for (row, line) in (0..area.rows).zip(&state.page.lines) {
            if line.at.contains(&at.start)
                && let Some(cell) = canvas.cell_of(&state.book.galley, line, at.start, area.x, area.y + row)
            {
                canvas.put(cell.x, cell.y, area.x + area.cols + 2 - cell.x, rest, style);
                break;
            }
        }
    }
}
