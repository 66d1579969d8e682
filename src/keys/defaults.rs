//! The default chords: less first, vim fills the gaps. None needs a modifier that a terminal may not report.

use crate::reader::{Layer, Verb};

/// The chords of a layer, and what they say.
pub(super) type Row = (Verb, &'static [&'static str]);

/// What lists, looks and the text have in common.
const MOVING: &[Row] = &[
    (Verb::LineDown, &["j", "↓"]),
    (Verb::LineUp, &["k", "↑"]),
    (Verb::PageDown, &["Space", "f", "PgDn", "^F"]),
    (Verb::PageUp, &["b", "PgUp", "^B"]),
    (Verb::HalfDown, &["d", "^D"]),
    (Verb::HalfUp, &["u", "^U"]),
    (Verb::Start, &["g", "Home"]),
    (Verb::End, &["G", "End"]),
];

const EVERYWHERE: &[Row] =
    &[(Verb::Help, &["?", "F1"]), (Verb::Cancel, &["Esc"]), (Verb::Quit, &["q", "^C"]), (Verb::Redraw, &["^L"]), (Verb::Suspend, &["^Z"])];

const PANES: &[Row] = &[
    (Verb::NextPane, &["^W w", "^W ^W", "F6"]),
    (Verb::PreviousPane, &["^W p", "Shift-F6"]),
    (Verb::PaneLeft, &["^W h", "^W ←"]),
    (Verb::PaneRight, &["^W l", "^W →"]),
    (Verb::PaneUp, &["^W k", "^W ↑"]),
    (Verb::PaneDown, &["^W j", "^W ↓"]),
];

const READING: &[Row] = &[
    (Verb::PageUp, &["h", "←"]),
    (Verb::PageDown, &["l", "→"]),
    (Verb::Percent, &["%"]),
    (Verb::NextSection, &["]]"]),
    (Verb::PreviousSection, &["[["]),
    (Verb::NextItem, &["Tab"]),
    (Verb::PreviousItem, &["Shift-Tab"]),
    (Verb::Follow, &["Enter"]),
    (Verb::Peek, &["K"]),
    (Verb::Hints, &["F"]),
    (Verb::OpenOutside, &["x"]),
    (Verb::NextNote, &["]n"]),
    (Verb::PreviousNote, &["[n"]),
    (Verb::NextRemark, &["]N"]),
    (Verb::PreviousRemark, &["[N"]),
    (Verb::NotesIndex, &["o"]),
    (Verb::Trace, &["r"]),
    (Verb::Decide, &["R"]),
    (Verb::Sources, &["S"]),
    (Verb::NextMention, &["]s"]),
    (Verb::PreviousMention, &["[s"]),
    (Verb::Back, &["Backspace", "^O", "Alt-←"]),
    (Verb::Forward, &["Alt-→"]),
    (Verb::SetMark, &["m"]),
    (Verb::GoToMark, &["'"]),
    (Verb::NextMark, &["]m"]),
    (Verb::PreviousMark, &["[m"]),
    (Verb::Search, &["/"]),
    (Verb::NextHit, &["n"]),
    (Verb::PreviousHit, &["N"]),
    (Verb::Hits, &["&"]),
    (Verb::Contents, &["t"]),
    (Verb::Timeline, &["T"]),
    (Verb::NextEvent, &["]e"]),
    (Verb::PreviousEvent, &["[e"]),
    (Verb::NextDate, &["]d"]),
    (Verb::PreviousDate, &["[d"]),
    (Verb::CorrectDate, &["D"]),
    (Verb::Library, &["L"]),
    (Verb::Select, &["v"]),
    (Verb::Copy, &["y"]),
    (Verb::Narrower, &["-"]),
    (Verb::Wider, &["="]),
    (Verb::Justify, &["J"]),
    (Verb::Pictures, &["I"]),
    (Verb::Command, &[":"]),
];

const SELECTING: &[Row] = &[
    (Verb::CharacterLeft, &["h", "←"]),
    (Verb::CharacterRight, &["l", "→"]),
    (Verb::WordRight, &["w", "e"]),
    (Verb::WordLeft, &["b"]),
    (Verb::LineStart, &["0", "^"]),
    (Verb::LineEnd, &["$"]),
    (Verb::SentenceLeft, &["("]),
    (Verb::SentenceRight, &[")"]),
    (Verb::ParagraphLeft, &["{"]),
    (Verb::ParagraphRight, &["}"]),
    (Verb::SwapEnds, &["o"]),
    (Verb::Copy, &["y", "Enter"]),
    (Verb::Select, &["v"]),
    (Verb::Search, &["/"]),
    (Verb::NextHit, &["n"]),
    (Verb::PreviousHit, &["N"]),
    (Verb::Percent, &["%"]),
    (Verb::Command, &[":"]),
];

const LISTING: &[Row] = &[
    (Verb::Follow, &["Enter", "l", "→"]),
    (Verb::Back, &["h", "←", "Backspace"]),
    (Verb::NextItem, &["Tab", "n"]),
    (Verb::PreviousItem, &["Shift-Tab", "N"]),
    (Verb::Search, &["/"]),
    (Verb::Contents, &["t"]),
    (Verb::Library, &["L"]),
    (Verb::NotesIndex, &["o"]),
    (Verb::Sources, &["S"]),
    (Verb::Hits, &["&"]),
    (Verb::Command, &[":"]),
];

/// In the timeline.
const DATING: &[Row] = &[
    (Verb::EventEarlier, &["h", "←", "Shift-Tab"]),
    (Verb::EventLater, &["l", "→", "Tab"]),
    (Verb::LaneBelow, &["j", "↓"]),
    (Verb::LaneAbove, &["k", "↑"]),
    (Verb::PageDown, &["Space", "PgDn", "^F"]),
    (Verb::PageUp, &["b", "PgUp", "^B"]),
    (Verb::Start, &["g", "Home"]),
    (Verb::End, &["G", "End"]),
    (Verb::Unfold, &["}"]),
    (Verb::Fold, &["{"]),
    (Verb::ZoomIn, &["+", "="]),
    (Verb::ZoomOut, &["-"]),
    (Verb::ZoomFit, &["0"]),
    (Verb::Follow, &["Enter"]),
    (Verb::Back, &["Backspace", "^O", "Alt-←"]),
    (Verb::Forward, &["Alt-→"]),
    (Verb::FollowReading, &["f"]),
    (Verb::EventDetails, &["o", "K"]),
    (Verb::NextDispute, &["c"]),
    (Verb::NarrativeMap, &["m"]),
    (Verb::Search, &["/"]),
    (Verb::NextHit, &["n"]),
    (Verb::PreviousHit, &["N"]),
    (Verb::NextEvent, &["]e"]),
    (Verb::PreviousEvent, &["[e"]),
    (Verb::Timeline, &["T"]),
    (Verb::Contents, &["t"]),
    (Verb::Library, &["L"]),
    (Verb::Command, &[":"]),
];

const LOOKING: &[Row] = &[
    (Verb::Follow, &["Enter"]),
    (Verb::NextItem, &["Tab", "]n"]),
    (Verb::PreviousItem, &["Shift-Tab", "[n"]),
    (Verb::Back, &["Backspace", "^O", "Alt-←", "h", "←"]),
    (Verb::Peek, &["K"]),
    (Verb::OpenOutside, &["x"]),
    (Verb::Trace, &["r"]),
    (Verb::Decide, &["R"]),
    (Verb::NotesIndex, &["o"]),
    (Verb::Sources, &["S"]),
    (Verb::NextMention, &["]s"]),
    (Verb::PreviousMention, &["[s"]),
    (Verb::Copy, &["y"]),
];

/// The tables of a layer. Where two say something of one chord, the later one counts.
pub(super) fn tables(layer: Layer) -> &'static [&'static [Row]] {
    match layer {
        Layer::Text => &[EVERYWHERE, MOVING, PANES, READING],
        Layer::Select => &[EVERYWHERE, MOVING, SELECTING],
        Layer::List => &[EVERYWHERE, MOVING, PANES, LISTING],
        Layer::Peek => &[EVERYWHERE, MOVING, LOOKING],
        Layer::Time => &[EVERYWHERE, PANES, DATING],
        // Typing and choosing a letter have editing keys, not verbs.
        Layer::Prompt | Layer::Hints => &[],
    }
}

/// The layers that can be bound anew, with their names in `keys.toml`.
pub(super) const LAYERS: &[(&str, Layer)] =
    &[("text", Layer::Text), ("select", Layer::Select), ("list", Layer::List), ("note", Layer::Peek), ("timeline", Layer::Time)];
