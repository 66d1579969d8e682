//! A look at a note or a passage, over the text.

use ratatui::layout::Position;

use super::{Canvas, cells::Over};
use crate::{
    reader::{Area, Peek, Sight, View},
    role::Role,
    unit::width,
};

pub(super) fn draw(canvas: &mut Canvas<'_>, peek: &Peek) {
    let state = canvas.state;
    let document = &state.book.document;
    let Some(view) = peek.views.last() else { return };
    let room = state.layout.overlay();
    let cols = (peek.galley.setting().measure.cols().0 + 4).min(room.cols);
    let rows = u16::try_from(peek.lines.len().max(1) + peek.gloss.len() + 3).unwrap_or(room.rows).min(room.rows);
    let area = place(canvas, cols, rows);
    let title = match view.sight {
        Sight::Note(id) => {
            let note = document.note(id);
            let label = if note.label.as_str().is_empty() { "Note".to_owned() } else { format!("Note {}", note.label) };
            match note.callers.len() {
                0 => format!("{label} · called from nowhere"),
                1 => label,
                many => format!("{label} · called {many} times"),
            }
        }
        Sight::Passage(place) => match document.section_at(place) {
            Some(index) => document.sections()[index].title.clone(),
            None => format!("{} %", document.percent(place)),
        },
        Sight::Address(_) => "Outside this text".to_owned(),
        Sight::Picture(_) => "Picture".to_owned(),
    };
    let title = if peek.views.len() > 1 { format!("{title} · seen from another") } else { title };
    let (ground, edge, words, muted) =
        (canvas.style(Role::Overlay), canvas.style(Role::BorderFocus), canvas.style(Role::PaneTitle), canvas.style(Role::Muted));
    canvas.fill(area, ground);
    canvas.frame(area, &title, edge.patch(bg_of(ground)), words.patch(bg_of(ground)));
    let inner = Area {
        x: area.x + 2.min(area.cols / 2),
        y: area.y + 1.min(area.rows),
        cols: area.cols.saturating_sub(4),
        rows: area.rows.saturating_sub(2),
    };
    canvas.cursor = Some(Position::new(inner.x, inner.y));
    let mut over = canvas.over();
    over.retain(|over| over.role != Role::Focus);
    if let Some(lit) = view.lit {
        over.push(Over { at: lit.at(document), role: Role::Focus });
    }
    let end = (inner.y + inner.rows).saturating_sub(1);
    for (y, line) in (inner.y..end).zip(&peek.lines) {
        canvas.line(&peek.galley, line, Area { y, ..inner }, ground, &over);
        if let Some(lit) = view.lit
            && line.at.contains(&lit.at(document).start)
            && let Some(cell) = canvas.cell_of(&peek.galley, line, lit.at(document).start, inner.x, y)
        {
            canvas.cursor = Some(cell);
        }
    }
    if let Some(name) = view.name(document) {
        let style = canvas.style(if matches!(view.sight, Sight::Picture(_)) { Role::Caption } else { Role::Link });
        canvas.put_cut(inner.x, inner.y, inner.cols, name, ground.patch(style));
    }
    let under = u16::try_from(peek.lines.len().max(1)).unwrap_or(u16::MAX);
    for (y, gloss) in (inner.y.saturating_add(under)..end).zip(&peek.gloss) {
        canvas.put_cut(inner.x + 3.min(inner.cols), y, inner.cols.saturating_sub(3), gloss, ground.patch(muted));
    }
    let more;
    let hint = match view.sight {
        Sight::Address(_) => "Enter copies the address · x opens it · Esc closes",
        Sight::Picture(_) => "Enter opens it outside · Esc closes",
        Sight::Note(_) | Sight::Passage(_) if view.lit.is_some() => "Enter looks at it · Backspace returns",
        Sight::Note(id) => {
            let hints = [
                (true, "Enter goes"),
                (state.book.cited.short_forms(id).next().is_some(), "r its entry"),
                (leads_further(canvas, view), "Tab leads further"),
                (document.note(id).callers.len() > 1, "o callers"),
            ];
            more = hint_line(hints.into_iter().filter_map(|(holds, words)| holds.then_some(words)).collect(), inner.cols);
            &more
        }
        Sight::Passage(_) => "Enter goes there · Esc closes",
    };
    canvas.put_cut(inner.x, end, inner.cols, hint, ground.patch(muted));
}

/// The hints at the foot of a look, and how it is closed: those that there is room for, the first before the others.
fn hint_line(mut hints: Vec<&str>, cols: u16) -> String {
    loop {
        for closing in ["Esc closes", "Esc"] {
            let line = hints.iter().copied().chain([closing]).collect::<Vec<_>>().join(" · ");
            if width(&line).0 <= cols || hints.is_empty() {
                return line;
            }
        }
        hints.pop();
    }
}

/// Tells whether something in what is seen can be followed.
fn leads_further(canvas: &Canvas<'_>, view: &View) -> bool {
    let document = &canvas.state.book.document;
    view.flow(document).start.index() < view.flow(document).end.index() && {
        let blocks = &document.blocks()[view.flow(document).start.index()..view.flow(document).end.index()];
        blocks.iter().any(|block| {
            document.noterefs_in(&block.at).len() > 0
                || !document.links_in(&block.at).is_empty()
                || document.pictures_in(&block.at).next().is_some()
        })
    }
}

/// Where a look of this size is drawn: clear of the line it was opened from where there is room above or below it.
fn place(canvas: &Canvas<'_>, cols: u16, rows: u16) -> Area {
    let state = canvas.state;
    let room = state.layout.overlay();
    let x = state.layout.text.x.saturating_sub(2).min(state.layout.screen.cols.saturating_sub(cols));
    let lit = state.book.lit.map(|lit| lit.at(&state.book.document).start);
    let row = lit.and_then(|lit| state.page.lines.iter().position(|line| line.at.contains(&lit)));
    let text = state.layout.text;
    let row = row.and_then(|row| u16::try_from(row).ok()).map(|row| text.y + row);
    let bottom = room.y + room.rows;
    let y = match row {
        Some(row) if row + 1 + rows <= bottom => row + 1,
        Some(row) if row >= rows + room.y => row - rows,
        _ => bottom.saturating_sub(rows),
    };
    Area { x, y, cols, rows }
}

/// Only the ground of a style: what is drawn over an overlay keeps its own weight and colour.
fn bg_of(style: ratatui::style::Style) -> ratatui::style::Style {
    ratatui::style::Style { bg: style.bg, ..ratatui::style::Style::default() }
}
