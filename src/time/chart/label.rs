//! Names for what a row shows, in the room its signs leave.

use std::{borrow::Cow, cmp::Reverse, ops::Range};

use super::{Label, Seen, Window};
use crate::{
    time::timeline::{Confidence, Event, EventId, Timeline},
    unit::{cluster_width, width},
};
use unicode_segmentation::UnicodeSegmentation;

/// A label cut to less than this says nothing.
const LEAST: u16 = 8;

/// The labels of a row, by column, and the events that found no room.
pub(super) fn labels(timeline: &Timeline, seen: &[Seen], window: Window, priority: &dyn Fn(EventId) -> u8) -> (Vec<Label>, Vec<EventId>) {
    // Columns that are taken, by a sign or a label, and one at the side of each of these.
    let mut taken: Vec<Range<u16>> = seen.iter().map(|seen| columns(&seen.bar.cells, window)).collect();
    let mut order: Vec<usize> = (0..seen.len()).collect();
    order.sort_by_key(|index| {
        let bar = seen[*index].bar;
        let high = timeline.event(bar.event).confidence == Confidence::High;
        let length = columns(&bar.cells, window).len();
        (Reverse(bar.which == 0), Reverse(priority(bar.event)), Reverse(high), Reverse(length), bar.event, bar.which)
    });
    let (mut labels, mut unlabelled) = (Vec::new(), Vec::new());
    for index in order {
        let Seen { bar, shape } = &seen[index];
        let event = timeline.event(bar.event);
        let name = name(event, bar.which);
        let inside = shape.room().map(|room| columns(&room, window)).unwrap_or_default();
        // A sign of the line stays in view on both sides, and that of another account before the edge of the view.
        let inside = inside.start + 1..inside.end.saturating_sub(if bar.which > 0 { 3 } else { 1 });
        let (left, right) = beside(&taken, &columns(&bar.cells, window), window);
        match place(&name, &inside, &left, &right) {
            Some((col, text, within)) => {
                if !within {
                    taken.push(col..col + width(&text).0);
                }
                labels.push(Label { col, text, event: bar.event, inside: within });
            }
            None if bar.which == 0 => unlabelled.push(bar.event),
            None => {}
        }
    }
    labels.sort_by_key(|label| label.col);
    (labels, unlabelled)
}

/// What an event is called in a chart: with a sign of its own where accounts differ; another account by whose it is.
fn name(event: &Event, which: u16) -> Cow<'_, str> {
    match usize::from(which).checked_sub(1).and_then(|which| event.otherwise.get(which)) {
        Some(otherwise) => Cow::Owned(format!("({})", otherwise.by)),
        None if event.is_disputed() && !event.title.is_empty() => Cow::Owned(format!("! {}", event.title)),
        None => Cow::Borrowed(&event.title),
    }
}

/// The columns of cells, as far as they are in view.
fn columns(cells: &Range<i64>, window: Window) -> Range<u16> {
    let col = |cell: i64| u16::try_from(cell.saturating_sub(window.origin).clamp(0, i64::from(window.cols))).unwrap_or(0);
    col(cells.start)..col(cells.end)
}

/// The free columns left and right of a bar, a space at each side left out.
fn beside(taken: &[Range<u16>], bar: &Range<u16>, window: Window) -> (Range<u16>, Range<u16>) {
    let before = taken.iter().filter(|other| other.end <= bar.start && !other.is_empty()).map(|other| other.end + 1).max().unwrap_or(0);
    let after = taken
        .iter()
        .filter(|other| other.start >= bar.end && !other.is_empty())
        .map(|other| other.start.saturating_sub(1))
        .min()
        .unwrap_or(window.cols);
    (before..bar.start.saturating_sub(1), (bar.end + 1)..after)
}

/// Where a name stands: within the bar, right of it, left of it; whole if it can, else cut where there is most room.
fn place(name: &str, inside: &Range<u16>, left: &Range<u16>, right: &Range<u16>) -> Option<(u16, String, bool)> {
    let room = |range: &Range<u16>| range.end.saturating_sub(range.start);
    let wide = width(name).0;
    if wide == 0 {
        return None;
    }
    if room(inside) >= wide.saturating_add(2) {
        return Some((inside.start, format!(" {name} "), true));
    }
    if room(right) >= wide {
        return Some((right.start, name.to_owned(), false));
    }
    if room(left) >= wide {
        return Some((left.end - wide, name.to_owned(), false));
    }
    let most = room(inside).saturating_sub(2).max(room(right)).max(room(left));
    if most < LEAST {
        return None;
    }
    let text = cut(name, most);
    let wide = width(&text).0;
    if room(inside).saturating_sub(2) == most {
        Some((inside.start, format!(" {text} "), true))
    } else if room(right) == most {
        Some((right.start, text, false))
    } else {
        Some((left.end - wide, text, false))
    }
}

/// The name, if it has room; as much of it as has otherwise.
pub(super) fn cut_to(name: &str, cols: u16) -> String {
    match cols {
        0 => String::new(),
        _ if width(name).0 <= cols => name.to_owned(),
        _ => cut(name, cols),
    }
}

/// As much of a name as has room, with a sign that there is more.
fn cut(name: &str, cols: u16) -> String {
    let mut text = String::new();
    let mut used = 1;
    for cluster in name.graphemes(true) {
        used += cluster_width(cluster).0;
        if used > cols {
            break;
        }
        text.push_str(cluster);
    }
    // Whole words, unless too little would be left.
    let next = name[text.len()..].starts_with(' ');
    if let Some(space) = text.rfind(' ').filter(|_| !next)
        && width(&text[..space]).0 >= cols / 4 * 3
    {
        text.truncate(space);
    }
    text.truncate(text.trim_end_matches([' ', ',', ';', ':', '.', '–', '-', '(']).len());
    text.push('…');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_between_words_if_enough_is_left() {
        let check = |name: &str, cols: u16, expected: &str| assert_eq!(cut_to(name, cols), expected);
        check("Relief for Bulgaria", 19, "Relief for Bulgaria");
        check("Relief for Bulgaria", 15, "Relief for…");
        check("Relief for Bulgaria", 18, "Relief for Bulgar…");
        check("International", 8, "Interna…");
        check("William L. Patterson", 13, "William L…");
        check("国際赤色救援会", 8, "国際赤…");
        check("Relief", 1, "…");
        check("Relief", 0, "");
    }

    #[test]
    fn a_name_stands_inside_else_right_else_left_and_is_cut_where_there_is_most_room() {
        let check = |inside: Range<u16>, left: Range<u16>, right: Range<u16>, expected: Option<(u16, &str, bool)>| {
            let found = place("A long name", &inside, &left, &right);
            assert_eq!(found.as_ref().map(|(col, text, within)| (*col, text.as_str(), *within)), expected);
        };
        check(10..23, 0..9, 30..60, Some((10, " A long name ", true)));
        check(10..22, 0..9, 30..60, Some((30, "A long name", false)));
        check(20..30, 0..19, 35..40, Some((8, "A long name", false)));
        check(10..22, 0..9, 30..35, Some((10, " A long… ", true)));
        check(10..12, 0..9, 20..28, Some((2, "A long…", false)));
        check(10..12, 0..7, 20..27, None);
    }
}
