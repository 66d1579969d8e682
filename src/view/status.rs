//! The status line: title, section, printed page, percent; what the last key did; or what is being typed.

use ratatui::layout::Position;

use super::Canvas;
use crate::{
    problem::Severity,
    reader::{Area, Overlay, PromptLine, Purpose},
    role::Role,
    unit::width,
};

pub(super) fn draw(canvas: &mut Canvas<'_>) {
    let state = canvas.state;
    let Some(area) = state.layout.status else { return };
    let ground = canvas.style(Role::Status);
    canvas.fill(area, ground);
    if let Overlay::Prompt { purpose, line, .. } = &state.overlay {
        return prompt(canvas, area, *purpose, line);
    }
    let document = &state.book.document;
    let right = right_side(canvas);
    let right_cols = width(&right).0;
    let room = area.cols.saturating_sub(right_cols + 3);
    if area.cols > right_cols + 1 {
        let strong = ground.patch(canvas.style(Role::StatusStrong));
        canvas.put(area.x + area.cols - right_cols - 1, area.y, right_cols, &right, strong);
    }
    if let Some(message) = &state.message {
        let role = if message.severity == Severity::Remark { Role::Message } else { Role::Alarm };
        let style = ground.patch(canvas.style(role));
        canvas.put_cut(area.x + 1, area.y, room, &message.words, style);
        return;
    }
    let strong = ground.patch(canvas.style(Role::StatusStrong));
    let section = document.section_at(state.page.stretch().start).map(|index| document.sections()[index].title.as_str());
    let in_notes = document.note_at(state.page.stretch().start).map(|_| "notes");
    // A text often begins with its title, set as a heading.
    let section = in_notes.or(section).filter(|section| *section != state.book.title);
    // Both are to be seen: of a long title, as much as leaves the section its half.
    let title_room = match section {
        Some(section) => room.saturating_sub((width(section).0 + 3).min(room / 2)),
        None => room,
    };
    let used = canvas.put_cut(area.x + 1, area.y, title_room, &state.book.title, strong);
    if let Some(section) = section {
        let left = room.saturating_sub(used);
        let parted = canvas.put(area.x + 1 + used, area.y, left, " · ", ground);
        canvas.put_cut(area.x + 1 + used + parted, area.y, left.saturating_sub(parted), section, ground);
    }
}

/// What stands at the right end: unfinished keys, whether the text is still being read, how far one is.
fn right_side(canvas: &Canvas<'_>) -> String {
    let state = canvas.state;
    let document = &state.book.document;
    let mut parts: Vec<String> = Vec::new();
    if !state.pending.is_empty() {
        parts.push(state.pending.clone());
    }
    if state.book.selection.is_some() {
        parts.push("selecting".to_owned());
    }
    if !document.is_whole() {
        parts.push("opening …".to_owned());
    }
    let at = state.page.stretch();
    parts.extend(document.printed_pages(&at));
    let percent = if state.page.is_last || at.end >= document.body_end() { 100 } else { document.percent(at.start) };
    parts.push(format!("{percent} %"));
    parts.join("  ")
}

fn prompt(canvas: &mut Canvas<'_>, area: Area, purpose: Purpose, line: &PromptLine) {
    let state = canvas.state;
    let ground = canvas.style(Role::Status);
    let (sign, typed) = (ground.patch(canvas.style(Role::Key)), ground.patch(canvas.style(Role::Prompt)));
    let lead = match purpose {
        Purpose::Command => ":",
        Purpose::Date => "date or words: ",
        Purpose::Correction => "date: ",
        Purpose::Search if state.settings.regex => "/regex: ",
        Purpose::Search => "/",
    };
    let used = canvas.put(area.x, area.y, area.cols, lead, sign);
    // Of a line too long for the screen the end is shown, where the cursor is.
    let room = area.cols.saturating_sub(used + 1);
    let before = width(line.before_cursor()).0;
    let hidden = before.saturating_sub(room);
    let mut skipped = 0;
    let start = line
        .text()
        .char_indices()
        .find(|(_, character)| {
            let enough = skipped >= hidden;
            skipped += width(character.encode_utf8(&mut [0; 4])).0;
            enough
        })
        .map_or(line.text().len(), |(index, _)| index);
    let shown = line.text().get(start..).unwrap_or_default();
    let drawn = canvas.put(area.x + used, area.y, room, shown, typed);
    let col = used + width(line.before_cursor().get(start..).unwrap_or_default()).0;
    canvas.cursor = Some(Position::new(area.x + col.min(area.cols.saturating_sub(1)), area.y));
    if let Some(message) = &state.message {
        let role = if message.severity == Severity::Remark { Role::Message } else { Role::Alarm };
        let style = ground.patch(canvas.style(role));
        let left = area.cols.saturating_sub(used + drawn + 4);
        let cols = width(&message.words).0.min(left);
        canvas.put_cut(area.x + area.cols - cols.min(area.cols) - u16::from(cols > 0), area.y, cols, &message.words, style);
    }
    completions(canvas, area, line);
}

/// The completions, in the row above the prompt.
fn completions(canvas: &mut Canvas<'_>, area: Area, line: &PromptLine) {
    let (offers, taken) = line.completions();
    if offers.is_empty() || area.y == 0 {
        return;
    }
    let row = Area { y: area.y - 1, ..area };
    let ground = canvas.style(Role::Overlay);
    canvas.fill(row, ground);
    let mut x = row.x + 1;
    // From the one that is taken, so that it is always seen.
    let first = taken.map_or(0, |taken| taken.saturating_sub(3));
    for (index, offer) in offers.iter().enumerate().skip(first) {
        let style = if taken == Some(index) { ground.patch(canvas.style(Role::Chosen)) } else { ground };
        let word = offer.rsplit_once(' ').map_or(offer.as_str(), |(_, word)| word);
        let room = (row.x + row.cols).saturating_sub(x);
        if room < 2 {
            break;
        }
        x += canvas.put_cut(x, row.y, room, word, style) + 2;
    }
}
