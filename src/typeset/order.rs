//! The order in which the runs of a line stand on screen (UAX #9).

use std::{borrow::Cow, ops::Range};

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

/// How much of the author's line, before and after the line that is set, is looked at. A neutral sign takes its direction
/// from the nearest letters; none has them farther off.
const CONTEXT: usize = 512;

/// Tells whether a paragraph reads from the right: its first letter decides (rule P2).
pub(super) fn is_rtl(text: &str) -> bool {
    let strong = text.chars().map(bidi_class).find(|class| matches!(class, BidiClass::L | BidiClass::R | BidiClass::AL));
    matches!(strong, Some(BidiClass::R | BidiClass::AL))
}

/// The level of each byte of `text[line]`; `None` where all reads from the left.
pub(super) fn levels(text: &str, line: &Range<usize>, rtl: bool) -> Option<Vec<Level>> {
    let shown = &text[line.clone()];
    let turns = |character| matches!(bidi_class(character), BidiClass::R | BidiClass::AL | BidiClass::AN);
    if !rtl && (shown.is_ascii() || !shown.chars().any(turns)) {
        return None;
    }
    let mut start = line.start.saturating_sub(CONTEXT);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (line.end + CONTEXT).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    start = text[start..line.start].rfind('\n').map_or(start, |at| start + at + 1);
    end = text[line.end..end].find('\n').map_or(end, |at| line.end + at);
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let info = ParagraphBidiInfo::new(&text[start..end], Some(base));
    let here = line.start - start..line.end - start;
    let levels = info.reordered_levels(here.clone());
    levels.get(here).map(<[Level]>::to_vec)
}

/// Puts items into the order of the screen, by their levels (rule L2).
pub(super) fn reorder<T>(items: &mut [T], level: impl Fn(&T) -> Level) {
    let highest = items.iter().map(&level).max().unwrap_or(Level::ltr());
    let mut level_here = highest.number();
    while level_here > 0 {
        let mut from = 0;
        while from < items.len() {
            let Some(start) = items[from..].iter().position(|item| level(item).number() >= level_here).map(|at| from + at) else { break };
            let end = items[start..].iter().position(|item| level(item).number() < level_here).map_or(items.len(), |at| start + at);
            items[start..end].reverse();
            from = end;
        }
        level_here -= 1;
    }
}

/// A line of words in the order in which it stands on screen; for words that are no document's, as those of a title or a list.
pub fn in_order(text: &str) -> Cow<'_, str> {
    let Some(levels) = levels(text, &(0..text.len()), is_rtl(text)) else { return Cow::Borrowed(text) };
    let mut clusters: Vec<(&str, Level)> = text.grapheme_indices(true).map(|(at, cluster)| (cluster, levels[at])).collect();
    reorder(&mut clusters, |(_, level)| *level);
    let shown = |(cluster, level): (&'_ str, Level)| {
        if level.is_rtl() { mirrored(cluster).unwrap_or(cluster).to_owned() } else { cluster.to_owned() }
    };
    Cow::Owned(clusters.into_iter().map(shown).collect())
}

/// The sign that looks from the right as `cluster` does from the left (rule L4), for the signs of prose.
pub(super) fn mirrored(cluster: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 11] = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("<", ">"),
        ("«", "»"),
        ("‹", "›"),
        ("≤", "≥"),
        ("⟨", "⟩"),
        ("⟦", "⟧"),
        ("❨", "❩"),
        ("⁅", "⁆"),
    ];
    PAIRS.iter().find_map(|(open, close)| match cluster {
        _ if cluster == *open => Some(*close),
        _ if cluster == *close => Some(*open),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, rtl: bool, expected: &str) {
        let shown = match levels(text, &(0..text.len()), rtl) {
            None => text.to_owned(),
            Some(levels) => {
                let mut items: Vec<_> = text.char_indices().map(|(at, character)| (character, levels[at])).collect();
                reorder(&mut items, |item| item.1);
                items.iter().map(|item| item.0).collect()
            }
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn runs_stand_in_the_order_they_are_read() {
        check("all from the left", false, "all from the left");
        check("the word אבג here", false, "the word גבא here");
        check("אבג 12 דה", true, "הד 12 גבא");
        check("אבג abc.", true, ".abc גבא");
    }

    #[test]
    fn words_of_a_title_stand_in_the_order_they_are_read() {
        assert_eq!(in_order("A Walk"), "A Walk");
        assert_eq!(in_order("שלום (עולם)"), "(םלוע) םולש");
        assert_eq!(in_order("on שלום 12"), "on 12 םולש");
    }

    #[test]
    fn the_first_letter_decides_the_direction_of_a_paragraph() {
        assert!(is_rtl("«1» السلام and more"));
        assert!(!is_rtl("the word السلام"));
        assert!(!is_rtl("123"));
    }
}
