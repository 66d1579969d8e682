//! What the mouse does.

use crate::{
    reader::{Effect, Layer, Overlay, Pane, State, item::items_in},
    unit::Place,
};

/// A click on a note's number looks at the note; on a row of a list, chooses it; elsewhere it takes the focus.
pub(super) fn click(state: &mut State, col: u16, row: u16) -> Vec<Effect> {
    state.message = None;
    match state.layer() {
        Layer::Text | Layer::Select | Layer::Time => {}
        Layer::Peek | Layer::Hints => {
            state.overlay = Overlay::None;
            return Vec::new();
        }
        Layer::List | Layer::Prompt => return Vec::new(),
    }
    if state.layout.time.is_some_and(|area| area.holds(col, row)) {
        state.click_timeline(col, row);
        return Vec::new();
    }
    if let Some(place) = place_at(state, col, row) {
        let document = state.book.document.clone();
        let at = document.floor(Place(place.0.saturating_sub(200)))..place.plus(1);
        let item = items_in(&document, &at).into_iter().find(|item| item.at(&document).contains(&place));
        state.focus = Pane::Text;
        state.book.lit = item;
        if item.is_some() {
            return state.follow();
        }
    }
    Vec::new()
}

/// The place of the text under a cell of the screen.
fn place_at(state: &State, col: u16, row: u16) -> Option<Place> {
    let area = state.layout.text;
    if !area.holds(col, row) {
        return None;
    }
    let line = state.page.lines.get(usize::from(row - area.y))?;
    let col = col - area.x;
    let pieces = state.book.galley.pieces(&state.book.document, line);
    let piece =
        pieces.into_iter().find(|piece| piece.at.start < piece.at.end && (piece.col.0..piece.col.0 + piece.cols.0).contains(&col))?;
    let mut left = piece.col.0;
    let text = state.book.document.slice(&piece.at);
    for (offset, cluster) in unicode_segmentation::UnicodeSegmentation::grapheme_indices(text, true) {
        left += crate::unit::cluster_width(cluster).0;
        if col < left {
            return Some(piece.at.start.plus(offset));
        }
    }
    Some(piece.at.start)
}
