//! The notes of the page, beside the text or below it.

use ratatui::{layout::Position, style::Style};

use super::Canvas;
use crate::{
    reader::{Area, NotesAt, Pane, SideNote},
    role::Role,
    unit::width,
};

pub(super) fn draw(canvas: &mut Canvas<'_>) {
    let state = canvas.state;
    let has_keys = state.focus == Pane::Notes;
    let rule = canvas.style(if has_keys { Role::BorderFocus } else { Role::Border });
    let area = match state.layout.notes {
        NotesAt::Off => return,
        NotesAt::Beside(area) => {
            // The rule stands in the middle of the gutter, as high as there are notes to part from the text.
            let sign = if state.settings.ascii { "|" } else { "│" };
            for y in area.y..area.y + area.rows {
                canvas.put(area.x.saturating_sub(2), y, 1, sign, rule);
            }
            if let Some(words) = unshown(state.page.unshown) {
                let style = canvas.style(Role::Muted);
                canvas.put_cut(area.x, area.y + area.rows.saturating_sub(1), area.cols, &words, style);
            }
            area
        }
        NotesAt::Below { .. } => {
            let foot = state.page.foot.0.min(state.layout.text.rows);
            if foot == 0 {
                return;
            }
            let text = state.layout.text;
            let y = text.y + text.rows - foot;
            let sign = if state.settings.ascii { "-" } else { "─" };
            // A short rule, as printers set it: it parts without closing the page off.
            let cols = if has_keys { text.cols } else { (text.cols / 3).max(1) };
            canvas.put(text.x, y, cols, &sign.repeat(usize::from(cols)), rule);
            if let Some(words) = unshown(state.page.unshown) {
                // At the other end of the rule, where it takes no row from the notes.
                let style = canvas.style(Role::Muted);
                let words = format!(" {words}");
                let taken = width(&words).0.min(text.cols);
                canvas.put_cut(text.x + text.cols - taken, y, taken, &words, style);
            }
            Area { y: y + 1, rows: foot - 1, ..text }
        }
    };
    let over = canvas.over();
    for (index, note) in state.page.notes.iter().enumerate() {
        draw_note(canvas, area, note, has_keys && index == state.chosen_note, &over);
    }
}

/// Puts what a note's short forms stand for behind its last line, where there is no row for it but columns enough to tell the work by:
/// «Ibid.» alone says nothing to whoever has not read the note before it.
fn beside_the_last_line(canvas: &mut Canvas<'_>, area: Area, note: &SideNote, y: u16, gloss: &str, style: Style) {
    let state = canvas.state;
    let (Some(line), Ok(row)) = (note.lines.last(), u16::try_from(note.lines.len().saturating_sub(1))) else { return };
    let pieces = state.book.side.pieces(&state.book.document, line);
    let end = pieces.iter().map(|piece| piece.col.0 + piece.cols.0).max().unwrap_or(0) + 2;
    let room = area.cols.saturating_sub(end);
    if room >= ENOUGH.min(width(gloss).0) && row < area.rows {
        canvas.put_cut(area.x + end, y + row, room, gloss, style);
    }
}

/// So many columns hold the number of a note and the name of an author.
const ENOUGH: u16 = 20;

/// What is said of notes that the page calls and that have no row: they are not to be missed unknowingly.
fn unshown(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("+1 note".to_owned()),
        many => Some(format!("+{many} notes")),
    }
}

fn draw_note(canvas: &mut Canvas<'_>, area: Area, note: &SideNote, is_chosen: bool, over: &[super::cells::Over]) {
    let state = canvas.state;
    let Ok(first) = u16::try_from(note.slot.row) else { return };
    if first >= area.rows {
        return;
    }
    let y = area.y + first;
    // The note of what is lit is lit, too.
    let lit = match state.book.lit {
        Some(crate::reader::Item::Noteref(id)) => state.book.document.noteref(id).note == Some(note.note),
        _ => false,
    };
    if (is_chosen || lit) && area.x > 0 {
        let style = canvas.style(if is_chosen { Role::BorderFocus } else { Role::Focus });
        let sign = if state.settings.ascii { ">" } else { "›" };
        canvas.put(area.x - 1, y, 1, sign, style);
    }
    if is_chosen {
        canvas.cursor = Some(Position::new(area.x, y));
    }
    let rows = area.rows - first;
    let mut row = 0;
    for line in note.lines.iter().take(usize::from(rows)) {
        canvas.line(&state.book.side, line, Area { y: y + row, ..area }, Style::default(), over);
        row += 1;
    }
    let muted = canvas.style(Role::Muted);
    let indent = 3.min(area.cols / 4);
    if note.slot.left_out > 0 && row > 0 {
        let lines = note.slot.left_out;
        let sign = if state.settings.ascii { "..." } else { "…" };
        let words = format!(" {sign} +{lines} {}", if lines == 1 { "line" } else { "lines" });
        let cols = width(&words).0.min(area.cols / 2);
        let ends = area.x + area.cols - cols;
        canvas.fill(Area { x: ends, y: y + row - 1, cols, rows: 1 }, Style::default());
        canvas.put_cut(ends, y + row - 1, cols, &words, muted);
    }
    if note.gloss.is_empty()
        && note.slot.left_out == 0
        // Of several, cut off after the first, it would seem to belong to the last.
        && state.book.cited.short_forms(note.note).nth(1).is_none()
        && let Some(gloss) = state.book.cited.gloss(note.note)
    {
        beside_the_last_line(canvas, area, note, y, gloss, muted);
    }
    for gloss in &note.gloss {
        if row < rows {
            canvas.put_cut(area.x + indent, y + row, area.cols - indent, gloss, muted);
            row += 1;
        }
    }
    if !note.also.is_empty() && row < rows {
        let places: Vec<String> = note.also.iter().map(|percent| format!("{percent} %")).collect();
        let words = format!("called {} times: {}", note.also.len(), places.join(", "));
        canvas.put_cut(area.x + indent, y + row, area.cols - indent, &words, muted);
    }
}
