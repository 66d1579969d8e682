//! Plates: pictures that are ready to be drawn.
//!
//! A plate is made elsewhere, on a thread, for a size in cells; here it is only laid into the buffer where the page has made room.

use std::{collections::HashMap, fmt};

use ratatui::layout::Rect;
use ratatui_image::sliced::{SignedPosition, SlicedImage, SlicedProtocol};

use super::Canvas;
use crate::{
    reader::{Overlay, PictureKey},
    typeset::Line,
};

/// So many plates are kept: those of a page and its neighbours, and of some that one comes back to. One takes a megabyte at most.
const MOST: usize = 32;

/// A picture that is ready to be drawn.
pub struct Plate {
    /// What is drawn.
    pub drawn: SlicedProtocol,
    /// Whether it is made of letters, over which others can be put; a picture of pixels would show through.
    pub is_letters: bool,
}

impl fmt::Debug for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plate").field("is_letters", &self.is_letters).finish_non_exhaustive()
    }
}

/// The plates at hand.
#[derive(Debug, Default)]
pub struct Plates {
    plates: HashMap<PictureKey, (u64, Plate)>,
    laid: u64,
}

impl Plates {
    /// Keeps a plate; gives the pictures whose plates had to go for it.
    pub fn keep(&mut self, picture: PictureKey, plate: Plate) -> Vec<PictureKey> {
        self.laid += 1;
        self.plates.insert(picture, (self.laid, plate));
        let mut gone = Vec::new();
        while self.plates.len() > MOST {
            let oldest = self.plates.iter().min_by_key(|(_, (laid, _))| *laid).map(|(key, _)| *key);
            let Some(oldest) = oldest else { break };
            self.plates.remove(&oldest);
            gone.push(oldest);
        }
        gone
    }

    /// Lets all of them go.
    pub fn clear(&mut self) {
        self.plates.clear();
    }
}

/// Draws the pictures of the page, each as far as it is on it.
pub(super) fn draw(canvas: &mut Canvas<'_>, plates: &Plates) {
    let state = canvas.state;
    let area = state.layout.text;
    let is_covered = !matches!(state.overlay, Overlay::None | Overlay::Prompt { .. });
    let lines = &state.page.lines;
    let mut row = 0;
    while row < lines.len() {
        let Some(first) = lines[row].picture() else {
            row += 1;
            continue;
        };
        let same = lines[row..].iter().map_while(Line::picture).take_while(|line| line.id == first.id).count();
        let y = area.y + u16::try_from(row).unwrap_or(u16::MAX);
        let rect = Rect::new(area.x + first.col, y, first.size.cols, u16::try_from(same).unwrap_or(u16::MAX));
        if let Some((_, plate)) = plates.plates.get(&PictureKey { book: state.book.id, id: first.id })
            && (plate.is_letters || !is_covered)
            && rect.intersection(canvas.buffer.area) == rect
        {
            let above = i16::try_from(first.row).unwrap_or(i16::MAX);
            ratatui::widgets::Widget::render(SlicedImage::new(&plate.drawn, SignedPosition { x: 0, y: -above }), rect, canvas.buffer);
        }
        row += same;
    }
}
