//! What a key does that changes how the text is set.

use crate::reader::{Effect, NotesAt, NotesWanted, State, Verb};

/// Changes a setting, for now and for the next time.
pub(super) fn change(state: &mut State, verb: Verb, many: usize) -> Vec<Effect> {
    let cols = 2 * u16::try_from(many).unwrap_or(100).min(100);
    match verb {
        Verb::Narrower => state.set_measure(state.layout.text.cols.min(state.settings.measure).saturating_sub(cols)),
        Verb::Wider => state.set_measure(state.settings.measure.saturating_add(cols)),
        Verb::Justify => {
            state.settings.justify = !state.settings.justify;
            state.say(if state.settings.justify { "justified" } else { "ragged right" });
            vec![Effect::KeepSetting { name: "justify", value: state.settings.justify.to_string() }]
        }
        Verb::NotesPane => {
            let next = match (state.settings.notes, state.layout.notes) {
                (NotesWanted::Off, _) => NotesWanted::Auto,
                (_, NotesAt::Beside(_)) => NotesWanted::Below,
                _ => NotesWanted::Off,
            };
            state.set_notes(next)
        }
        Verb::Pictures => state.turn_pictures(),
        _ => Vec::new(),
    }
}
