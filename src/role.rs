//! What a run of text *is*: body, a heading, a noteref, a hit; the names that themes style.
//!
//! Code names roles, never colours. The roles of one run are a [`Roles`] set; a theme lays their styles over one another
//! in the order of [`Role::ALL`], so that a hit inside an emphasised link shows as all three. A new role is a variant here
//! and a line in the default theme; a test asks every bundled theme for every role.

use std::fmt;

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a run of text, or a part of the screen, is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Role { $($(#[$doc])* $variant,)* }

        impl Role {
            /// All roles, in the order in which their styles are laid over one another.
            pub const ALL: &'static [Role] = &[$(Role::$variant,)*];

            /// The name by which themes know it.
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name,)* }
            }
        }
    };
}

roles! {
    // The text, from the widest to the narrowest.
    /// Running text.
    Body = "body",
    /// Text of a note.
    Note = "note",
    /// A quotation set apart.
    Quote = "quote",
    /// A line of verse.
    Verse = "verse",
    /// Program text, inline or in a block.
    Code = "code",
    /// A cell of a table.
    Table = "table",
    /// A heading cell of a table.
    TableHead = "table-head",
    /// The words under or for a picture or table.
    Caption = "caption",
    /// A term that is being defined.
    Term = "term",
    /// The text's own title.
    Title = "title",
    /// A heading of the first level.
    Heading1 = "heading-1",
    /// A heading of the second level.
    Heading2 = "heading-2",
    /// A heading of the third level.
    Heading3 = "heading-3",
    /// A heading of any deeper level.
    Heading4 = "heading-4",
    /// Emphasis, set in italics.
    Emphasis = "emphasis",
    /// Strong emphasis, set in bold.
    Strong = "strong",
    /// Struck out.
    Strike = "strike",
    /// Underlined in the source.
    Underline = "underline",
    /// Small capitals.
    SmallCaps = "small-caps",
    /// Raised text that is no noteref: an ordinal, a power.
    Superscript = "superscript",
    /// Lowered text.
    Subscript = "subscript",
    /// A link.
    Link = "link",
    /// The number or bullet of a list item.
    ListLabel = "list-label",
    /// The mark in the text that calls a note.
    Noteref = "noteref",
    /// The mark of a note that says something, where others only say where a thing comes from.
    NoterefRemark = "noteref-remark",
    /// A mark that looks like a noteref and has no note.
    NoterefLost = "noteref-lost",
    /// The number or sign before a note.
    NoteLabel = "note-label",
    /// A date found in the text.
    Date = "date",
    /// A sign that stands for something the terminal must not receive, or for something left out.
    Sign = "sign",
    /// A rule between parts of the text or of a table.
    Rule = "rule",
    // What is laid over the text.
    /// A place the reader has marked.
    Mark = "mark",
    /// Words that speak of the chosen event, or the date one went to.
    Passage = "passage",
    /// Text that a search found.
    Hit = "hit",
    /// The hit one is at.
    HitHere = "hit-here",
    /// The link or noteref that is lit, ready to be followed.
    Focus = "focus",
    /// Text selected for copying.
    Selection = "selection",
    /// The letters of a hint that leads to a link.
    Hint = "hint",
    // The panes around the text.
    /// A rule between panes.
    Border = "border",
    /// A rule or title of the pane that has the keys.
    BorderFocus = "border-focus",
    /// The title of a pane.
    PaneTitle = "pane-title",
    /// Text of lesser weight: counts, remarks.
    Muted = "muted",
    /// The status line.
    Status = "status",
    /// The part of the status line one looks for.
    StatusStrong = "status-strong",
    /// A message in the status line.
    Message = "message",
    /// A message that something cannot be done.
    Alarm = "alarm",
    /// The ticks of a timeline's axis.
    Axis = "axis",
    /// The bracket under the dates of the page.
    Bracket = "bracket",
    /// The events of the first lane of a timeline, and so on; further lanes begin again.
    Lane1 = "lane-1",
    /// The second lane.
    Lane2 = "lane-2",
    /// The third lane.
    Lane3 = "lane-3",
    /// The fourth lane.
    Lane4 = "lane-4",
    /// The fifth lane.
    Lane5 = "lane-5",
    /// The sixth lane.
    Lane6 = "lane-6",
    /// What is only possible of an event, and what others say of it.
    EventDoubt = "event-doubt",
    /// An event of which the page speaks.
    EventLit = "event-lit",
    /// The event in question.
    EventChosen = "event-chosen",
    /// An overlay's ground and text.
    Overlay = "overlay",
    /// The chosen row of a list.
    Chosen = "chosen",
    /// The letters of a row that match what was typed.
    Match = "match",
    /// A key in the help and in hints.
    Key = "key",
    /// What is typed at a prompt.
    Prompt = "prompt",
}

impl Role {
    /// The role of a heading of this level, counted from 1.
    pub fn heading(level: u8) -> Self {
        match level {
            0 | 1 => Self::Heading1,
            2 => Self::Heading2,
            3 => Self::Heading3,
            _ => Self::Heading4,
        }
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The roles of one run: a set, laid over one another in the order of [`Role::ALL`].
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Roles(u128);

// A set is one word; the day there are more roles, it becomes two.
const _: () = assert!(Role::ALL.len() <= 128);

impl Roles {
    /// No role at all.
    pub const NONE: Self = Self(0);

    /// Just this one.
    pub const fn only(role: Role) -> Self {
        Self(1 << role as u8)
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u8)
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether `role` is among them.
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Tells whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in the order in which their styles are laid over one another.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        // Bit by bit, not role by role: it runs for every piece of every line that is drawn.
        let mut left = self.0;
        std::iter::from_fn(move || {
            let index = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            Role::ALL.get(index).copied()
        })
    }
}

impl From<Role> for Roles {
    fn from(role: Role) -> Self {
        Self::only(role)
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_by_its_name() {
        for role in Role::ALL {
            assert_eq!(Role::named(role.name()), Some(*role));
        }
        assert_eq!(Role::named("purple"), None);
    }

    #[test]
    fn roles_come_out_in_the_order_of_laying_over() {
        let roles = Roles::only(Role::Hit).with(Role::Emphasis).with(Role::Body);
        assert_eq!(roles.iter().collect::<Vec<_>>(), [Role::Body, Role::Emphasis, Role::Hit]);
        assert!(!roles.has(Role::Link));
    }
}
