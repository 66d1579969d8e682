//! Putting text into cells.

use std::borrow::Cow;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};
use unicode_segmentation::UnicodeSegmentation;

use super::Canvas;
use crate::{
    reader::Area,
    role::{Role, Roles},
    typeset::{Galley, Line, in_order},
    unit::{Stretch, cluster_width, overlap, width},
};

/// A stretch of text that something lies over.
pub(super) struct Over {
    pub(super) at: Stretch,
    pub(super) role: Role,
}

impl Canvas<'_> {
    /// The style of one role.
    pub(super) fn style(&self, role: Role) -> Style {
        self.theme.style(Roles::only(role))
    }

    /// Puts text at a cell, at most `cols` columns of it, and gives how many it took. What would fall outside the screen is
    /// left out; a cluster is never cut in two.
    pub(super) fn put(&mut self, x: u16, y: u16, cols: u16, text: &str, style: Style) -> u16 {
        let text = self.signs(text);
        // What the document says is put in order where it is set; titles and lists say it once more.
        let text = if self.state.settings.reorder { in_order(&text) } else { text };
        put(self.buffer, x, y, cols, &text, style)
    }

    /// Words of our own in the signs there are: where only ASCII can be shown, other signs have a stand-in.
    fn signs<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.state.settings.ascii { plain(text) } else { Cow::Borrowed(text) }
    }

    /// Puts text, cut with a sign where it is too long, and gives how many columns it took.
    pub(super) fn put_cut(&mut self, x: u16, y: u16, cols: u16, text: &str, style: Style) -> u16 {
        let text = &*self.signs(text);
        if width(text).0 <= cols {
            return self.put(x, y, cols, text, style);
        }
        let sign = if self.state.settings.ascii { "~" } else { "…" };
        // Cut first and put in order after: of what reads from the right, too, the end is left out.
        let mut left = cols.saturating_sub(1);
        let fits = |cluster: &&str| {
            let wide = cluster_width(cluster).0;
            let fits = wide <= left;
            left = left.saturating_sub(wide);
            fits
        };
        let mut shown: String = text.graphemes(true).take_while(fits).collect();
        shown.push_str(sign);
        self.put(x, y, cols, &shown, style)
    }

    /// Fills an area with blanks of a style.
    pub(super) fn fill(&mut self, area: Area, style: Style) {
        let rect = Rect::new(area.x, area.y, area.cols, area.rows).intersection(self.buffer.area);
        for y in rect.y..rect.bottom() {
            uncover(self.buffer, rect.x, y);
            for x in rect.x..rect.right() {
                self.buffer[(x, y)].reset();
                self.buffer[(x, y)].set_style(self.theme.ground().patch(style));
            }
        }
    }

    /// Draws a frame around an area, inside it, with a title in its upper edge.
    pub(super) fn frame(&mut self, area: Area, title: &str, edge: Style, words: Style) {
        let [horizontal, vertical, corners] = if self.state.settings.ascii { ["-", "|", "++++"] } else { ["─", "│", "╭╮╰╯"] };
        if area.cols < 2 || area.rows < 2 {
            return;
        }
        let (right, bottom) = (area.x + area.cols - 1, area.y + area.rows - 1);
        for x in area.x..=right {
            self.put(x, area.y, 1, horizontal, edge);
            self.put(x, bottom, 1, horizontal, edge);
        }
        for y in area.y..=bottom {
            self.put(area.x, y, 1, vertical, edge);
            self.put(right, y, 1, vertical, edge);
        }
        let mut corners = corners.chars();
        for (x, y) in [(area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)] {
            let mut corner = [0; 4];
            self.put(x, y, 1, corners.next().unwrap_or('+').encode_utf8(&mut corner), edge);
        }
        if area.cols > 6 && !title.is_empty() {
            let used = self.put(area.x + 1, area.y, 1, " ", words);
            let used = used + self.put_cut(area.x + 1 + used, area.y, area.cols - 4, title, words);
            self.put(area.x + 1 + used, area.y, 1, " ", words);
        }
    }

    /// Draws a set line in the first row of an area, with what lies over it. `ground` is laid under everything.
    pub(super) fn line(&mut self, galley: &Galley, line: &Line, row: Area, ground: Style, over: &[Over]) {
        let Area { x, y, cols, .. } = row;
        let document = &self.state.book.document;
        for piece in galley.pieces(document, line) {
            if piece.col.0 >= cols {
                continue;
            }
            let base = ground.patch(self.theme.style(piece.roles));
            let room = cols - piece.col.0;
            let above: Vec<&Over> = over.iter().filter(|over| overlap(&over.at, &piece.at)).collect();
            // In ASCII a noteref stands in brackets as it is written; braces tell one from another without colour or weight.
            let braced = |over: &&&Over| over.role == Role::NoterefRemark && self.state.settings.ascii;
            let x = x + piece.col.0;
            // Nothing lies over it, or it stands for the text as a whole.
            let whole = above.iter().all(|over| over.at.start <= piece.at.start && piece.at.end <= over.at.end);
            let replaced = piece.text != document.slice(&piece.at);
            let signs = above.iter().any(|over| braced(&over));
            if above.is_empty() || whole && !signs || replaced {
                let style = above.iter().fold(base, |style, over| style.patch(self.theme.style(Roles::only(over.role))));
                put(self.buffer, x, y, room, &piece.text, style);
                continue;
            }
            let mut used = 0;
            for (offset, cluster) in piece.text.grapheme_indices(true) {
                let place = piece.at.start.plus(offset);
                let style = above
                    .iter()
                    .filter(|over| over.at.contains(&place))
                    .fold(base, |style, over| style.patch(self.theme.style(Roles::only(over.role))));
                let brace = above.iter().find(braced).and_then(|over| match cluster {
                    "[" if over.at.start == place => Some("{"),
                    "]" if over.at.end == place.plus(1) => Some("}"),
                    _ => None,
                });
                used += put(self.buffer, x + used, y, room.saturating_sub(used), brace.unwrap_or(cluster), style);
            }
        }
    }

    /// The cell where a place stands in a line drawn at `x`, `y`, if it stands in it.
    pub(super) fn cell_of(&self, galley: &Galley, line: &Line, place: crate::unit::Place, x: u16, y: u16) -> Option<Position> {
        let document = &self.state.book.document;
        let pieces = galley.pieces(document, line);
        let piece = pieces.iter().find(|piece| piece.at.contains(&place))?;
        let before = if piece.text == document.slice(&piece.at) { width(document.slice(&(piece.at.start..place))).0 } else { 0 };
        Some(Position::new(x + piece.col.0 + before, y))
    }

    /// What lies over the text just now: the marks of notes that say something, hits, what is selected, what is lit.
    pub(super) fn over(&self) -> Vec<Over> {
        let book = &self.state.book;
        let here = book.search.as_ref().and_then(|search| search.here.as_ref());
        let remarks = self.state.remarks.iter().map(|at| Over { at: at.clone(), role: Role::NoterefRemark });
        let hits =
            self.state.hits.iter().map(|hit| Over { at: hit.clone(), role: if Some(hit) == here { Role::HitHere } else { Role::Hit } });
        let mut over: Vec<Over> = remarks.chain(hits).collect();
        over.extend(self.state.passages().into_iter().map(|at| Over { at, role: Role::Passage }));
        if let Some(lit) = book.lit {
            over.push(Over { at: lit.at(&book.document), role: Role::Focus });
        }
        if let Some(selection) = book.selection {
            over.push(Over { at: selection.stretch(&book.document), role: Role::Selection });
        }
        over
    }
}

/// The signs of messages, titles and keys, in ASCII. Letters stay: there is no telling which of them can be shown.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '·' | '–' | '—' | '•' => plain.push('-'),
            '…' => plain.push_str("..."),
            '×' => plain.push('x'),
            // How often a work is cited in a section.
            '▂' => plain.push('.'),
            '▄' => plain.push(':'),
            '▆' => plain.push('+'),
            '█' => plain.push('#'),
            '›' => plain.push('>'),
            '“' | '”' | '«' | '»' => plain.push('"'),
            '‘' | '’' => plain.push('\''),
            '↑' => plain.push_str("Up"),
            '↓' => plain.push_str("Down"),
            '←' => plain.push_str("Left"),
            '→' => plain.push_str("Right"),
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

fn put(buffer: &mut Buffer, x: u16, y: u16, cols: u16, text: &str, style: Style) -> u16 {
    let area = buffer.area;
    if y < area.y || y >= area.bottom() || x < area.x {
        return 0;
    }
    let room = cols.min(area.right().saturating_sub(x));
    if room > 0 {
        uncover(buffer, x, y);
    }
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let wide = cluster_width(cluster).0;
        if wide == 0 {
            continue;
        }
        if used + wide > room {
            break;
        }
        buffer[(x + used, y)].set_symbol(cluster).set_style(style);
        // The further cells of a wide cluster show nothing of their own.
        for extra in 1..wide {
            buffer[(x + used + extra, y)].reset();
            buffer[(x + used + extra, y)].set_style(style);
        }
        used += wide;
    }
    used
}

/// Takes away a wide cluster of which what is drawn from `x` on leaves but a part: half an ideograph cannot be shown, and drawing
/// only what has changed would skip the cells it claims.
fn uncover(buffer: &mut Buffer, x: u16, y: u16) {
    for (at, distance) in (buffer.area.x..x).rev().zip(1..) {
        let symbol = buffer[(at, y)].symbol();
        if symbol == " " && distance < WIDEST {
            continue;
        }
        if cluster_width(symbol).0 > distance {
            buffer[(at, y)].set_symbol(" ");
        }
        return;
    }
}

/// The columns of the widest clusters there are: Indic and emoji sequences of several letters.
const WIDEST: u16 = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_wide_cluster_does_not_stay() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        put(&mut buffer, 0, 0, 6, "国際x", Style::default());
        put(&mut buffer, 3, 0, 1, "│", Style::default());
        let symbols: Vec<_> = (0..6).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(symbols, ["国", " ", " ", "│", "x", " "]);
    }

    #[test]
    fn a_wide_cluster_is_not_cut_in_two() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 5, 1));
        assert_eq!(put(&mut buffer, 0, 0, 5, "国際x国", Style::default()), 5);
        assert_eq!(put(&mut buffer, 4, 0, 5, "国", Style::default()), 0);
        assert_eq!(put(&mut buffer, 0, 3, 5, "off the screen", Style::default()), 0);
    }
}
