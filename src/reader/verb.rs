//! What a reader can do, by name: the one table of it.
//!
//! A verb has a name (for `keys.toml` and the command line) and a line of help. Which chords say it is the affair of
//! `keys`; what it does, of [`update`](super::update()).

macro_rules! verbs {
    ($($group:literal: { $($(#[$doc:meta])* $variant:ident = $name:literal, $help:literal;)* })*) => {
        /// Something a reader can do by a key or by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb { $($(#[doc = $help] $variant,)*)* }

        impl Verb {
            /// All verbs, in the order in which the help lists them.
            pub const ALL: &'static [Verb] = &[$($(Verb::$variant,)*)*];

            /// Its name, as `keys.toml` and the command line know it.
            pub fn name(self) -> &'static str {
                match self { $($(Verb::$variant => $name,)*)* }
            }

            /// What it does, in a line.
            pub fn help(self) -> &'static str {
                match self { $($(Verb::$variant => $help,)*)* }
            }

            /// The heading under which the help lists it.
            pub fn group(self) -> &'static str {
                match self { $($(Verb::$variant => $group,)*)* }
            }

            /// The verb of this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|verb| verb.name() == name)
            }

            /// Tells whether it waits for one more character: the name of a mark.
            pub fn takes_character(self) -> bool {
                matches!(self, Verb::SetMark | Verb::GoToMark)
            }
        }
    };
}

verbs! {
    "Moving": {
        LineDown = "line-down", "a line down; in a list, the next row";
        LineUp = "line-up", "a line up; in a list, the row before";
        PageDown = "page-down", "a screen down";
        PageUp = "page-up", "a screen up";
        HalfDown = "half-page-down", "half a screen down";
        HalfUp = "half-page-up", "half a screen up";
        Start = "start", "the beginning of the text";
        End = "end", "the end of the body";
        Percent = "percent", "so many percent of the body, as in 50%";
        NextSection = "next-section", "the next section";
        PreviousSection = "previous-section", "the section before";
    }
    "Notes and links": {
        NextItem = "next-item", "light the next note or link";
        PreviousItem = "previous-item", "light the note or link before";
        Follow = "follow", "look at what is lit; again: go there";
        Peek = "peek", "look at the note without going";
        Hints = "hints", "put a letter to every note and link on the page";
        OpenOutside = "open-outside", "open the lit picture or address outside";
        NextNote = "next-note", "the next note's number";
        PreviousNote = "previous-note", "the note's number before";
        NextRemark = "next-remark", "the next note that says something, not only where it comes from";
        PreviousRemark = "previous-remark", "the note before that says something";
        NotesIndex = "notes-index", "all notes, with the sentences that call them";
    }
    "Works cited": {
        Trace = "trace", "from ibid. or a short title to the note it stands for; again: to the full entry";
        Decide = "decide", "say what an ibid. or short title means, or take that back";
        Sources = "sources", "the works cited, how often and where";
        NextMention = "next-mention", "the next citation of the same work";
        PreviousMention = "previous-mention", "the citation of the same work before";
    }
    "There and back": {
        Back = "back", "back to the exact place one came from";
        Forward = "forward", "forward again";
        LastPlace = "last-place", "to the last place, and back again";
        SetMark = "set-mark", "mark this place with a letter";
        GoToMark = "go-to-mark", "go to a mark";
        NextMark = "next-mark", "the next mark";
        PreviousMark = "previous-mark", "the mark before";
    }
    "Searching": {
        Search = "search", "search, as one types; in a list, filter it";
        NextHit = "next-hit", "the next hit";
        PreviousHit = "previous-hit", "the hit before";
        Hits = "hits", "all hits as a list";
        ToggleRegex = "toggle-regex", "search by words or by a regular expression";
    }
    "Rooms": {
        Contents = "contents", "the contents";
        Library = "library", "the bundled texts and what was read before";
        Problems = "problems", "what does not fit together in this text";
        Help = "help", "these keys";
        NextPane = "next-pane", "the next pane";
        PreviousPane = "previous-pane", "the pane before";
        PaneLeft = "pane-left", "the pane to the left";
        PaneRight = "pane-right", "the pane to the right";
        PaneUp = "pane-up", "the pane above";
        PaneDown = "pane-down", "the pane below";
    }
    "Timeline": {
        Timeline = "timeline", "the timeline; again: over the whole screen; again: away";
        NextEvent = "next-event", "the next passage that speaks of an event";
        PreviousEvent = "previous-event", "the passage before that speaks of an event";
        NextDate = "next-date", "the next date in the text";
        PreviousDate = "previous-date", "the date before in the text";
        CorrectDate = "correct-date", "say what the date one was led to means, or that it is none";
        EventLater = "event-later", "the next event of the lane";
        EventEarlier = "event-earlier", "the event before in the lane";
        LaneBelow = "lane-below", "the lane below";
        LaneAbove = "lane-above", "the lane above";
        Unfold = "unfold", "unfold the lane; again: all lanes";
        Fold = "fold", "fold the lane; again: all others";
        ZoomIn = "zoom-in", "closer, about the chosen event";
        ZoomOut = "zoom-out", "further off";
        ZoomFit = "zoom-fit", "all of the timeline";
        FollowReading = "follow-reading", "let the timeline follow the reading, or stay";
        EventDetails = "event-details", "all that is known of the event: sources, notes, passages";
        NextDispute = "next-dispute", "the next event whose sources disagree";
        NarrativeMap = "narrative-map", "where in the text which time is told, as a map; again: the lanes";
    }
    "Selecting": {
        Select = "select", "begin to select; again: let go";
        Copy = "copy", "copy what is selected, with where it stands and the notes it calls";
        CharacterLeft = "character-left", "a character to the left";
        CharacterRight = "character-right", "a character to the right";
        WordLeft = "word-left", "a word to the left";
        WordRight = "word-right", "a word to the right";
        LineStart = "line-start", "the beginning of the line";
        LineEnd = "line-end", "the end of the line";
        SentenceLeft = "sentence-left", "the beginning of the sentence";
        SentenceRight = "sentence-right", "the end of the sentence";
        ParagraphLeft = "paragraph-left", "the paragraph before";
        ParagraphRight = "paragraph-right", "the next paragraph";
        SwapEnds = "swap-ends", "move the other end of the selection";
    }
    "Setting": {
        Narrower = "narrower", "set the text narrower";
        Wider = "wider", "set the text wider";
        Justify = "justify", "justify, or let the right edge run ragged";
        NotesPane = "notes-pane", "notes beside, below, or put away";
        Pictures = "pictures", "pictures in the text, or only their words";
        Command = "command", "the command line";
        Redraw = "redraw", "draw the screen anew";
        Suspend = "suspend", "back to the shell for a while";
        Cancel = "cancel", "let go: the top layer, the selection, the hits";
        Quit = "quit", "leave; the place is kept";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_found_again() {
        for verb in Verb::ALL {
            assert_eq!(Verb::named(verb.name()), Some(*verb));
        }
    }
}
