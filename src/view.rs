//! Draws: a [`State`] and a [`Theme`] become cells. Nothing is decided here, and nothing is set: the state has settled before.
//!
//! A file a pane. What text looks like follows from its roles alone; what lies over it (hits, selection, what is lit) is laid
//! over by places, so that it looks the same in the text, beside it and in a look at a note. [`draw`] gives back where the
//! hardware cursor belongs: on the focus, where speech and braille readers follow it.

mod cells;
mod list;
mod notes;
mod peek;
mod plate;
mod status;
mod text;
mod time;

use ratatui::{buffer::Buffer, layout::Position};

pub use self::plate::{Plate, Plates};

use crate::{
    reader::{Layer, Overlay, Pane, State},
    theme::Theme,
};

/// What every part of the drawing needs.
struct Canvas<'a> {
    buffer: &'a mut Buffer,
    state: &'a State,
    theme: &'a Theme,
    /// Where the hardware cursor belongs, by what was drawn so far.
    cursor: Option<Position>,
}

/// Draws the whole screen into `buffer` and gives where the cursor belongs, and whether it is to be seen: while something is
/// typed or selected it is, else it only marks the focus for those who follow it.
///
/// The buffer has the size the state has settled for; of a smaller one only what fits is drawn.
pub fn draw(state: &State, theme: &Theme, plates: &Plates, buffer: &mut Buffer) -> (Option<Position>, bool) {
    let area = buffer.area;
    buffer.set_style(area, theme.ground());
    let mut canvas = Canvas { buffer, state, theme, cursor: None };
    if !state.layout.is_all_time() {
        text::draw(&mut canvas);
        notes::draw(&mut canvas);
    }
    if let (Some(area), Some(contents)) = (state.layout.contents, &state.contents)
        && !state.layout.is_all_time()
    {
        list::pane(&mut canvas, area, contents, state.focus == Pane::Contents);
    }
    if let Some(area) = state.layout.time {
        time::draw(&mut canvas, area);
    }
    status::draw(&mut canvas);
    if !state.layout.is_all_time() {
        plate::draw(&mut canvas, plates);
    }
    match &state.overlay {
        Overlay::None | Overlay::Prompt { .. } => {}
        Overlay::Hints(hints) => text::hints(&mut canvas, hints),
        Overlay::Peek(look) => peek::draw(&mut canvas, look),
        Overlay::List(rows) => list::overlay(&mut canvas, rows),
    }
    let cursor = canvas.cursor.filter(|cursor| area.contains(*cursor));
    (cursor, matches!(state.layer(), Layer::Prompt | Layer::Select))
}
