//! What a verb does while the timeline has the keys.

use super::{panes, text};
use crate::reader::{Effect, Overlay, State, Verb, lists};

pub(super) fn act(state: &mut State, verb: Verb, count: Option<u32>, character: Option<char>, many: usize, by: isize) -> Vec<Effect> {
    match verb {
        Verb::EventLater if state.time.map => state.move_in_map(by, true),
        Verb::EventEarlier if state.time.map => state.move_in_map(-by, true),
        Verb::LaneBelow if state.time.map => state.move_in_map(by, false),
        Verb::LaneAbove if state.time.map => state.move_in_map(-by, false),
        Verb::Follow if state.time.map => state.read_from_map(),
        Verb::EventLater => state.events_of_lane(by),
        Verb::EventEarlier => state.events_of_lane(-by),
        Verb::LaneBelow => state.lanes(by),
        Verb::LaneAbove => state.lanes(-by),
        Verb::PageDown => state.pan(by),
        Verb::PageUp => state.pan(-by),
        Verb::Start => state.end_of_lane(false),
        Verb::End => state.end_of_lane(true),
        Verb::Unfold => state.unfold(),
        Verb::Fold => state.fold(),
        Verb::ZoomIn => state.zoom(by),
        Verb::ZoomOut => state.zoom(-by),
        Verb::ZoomFit => state.time.view = None,
        Verb::Follow => return state.follow_event(),
        Verb::Back => state.back(many),
        Verb::Forward => state.forward(many),
        Verb::FollowReading => {
            state.time.stays = !state.time.stays;
            state.say(if state.time.stays { "the timeline stays where it is" } else { "the timeline follows the reading" });
        }
        Verb::EventDetails => state.event_details(),
        Verb::NextDispute => state.disputes(by),
        Verb::NarrativeMap => state.turn_map(),
        Verb::Search => state.open_date_search(),
        Verb::NextHit => state.sought(by),
        Verb::PreviousHit => state.sought(-by),
        Verb::NextPane | Verb::PreviousPane | Verb::PaneLeft | Verb::PaneRight | Verb::PaneUp | Verb::PaneDown => {
            panes::change(state, verb);
        }
        Verb::Help => state.overlay = Overlay::List(lists::help(&state.help)),
        verb => return text::act(state, verb, count, character, many, by),
    }
    Vec::new()
}
