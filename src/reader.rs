//! The pure heart: what the reader sees follows from a [`State`], and a [`State`] changes by [`update()`] alone.
//!
//! Keys become [`Action`]s; `update` changes the state and returns [`Effect`]s, values that the shell carries out; their answers
//! come back as actions. When no action waits, [`State::settle`] typesets just what the panes need, and drawing takes the state
//! as it is. No file, clock, environment or terminal is known here, so that a whole evening of reading can be replayed in a test.
//!
//! Where one is, is a [`Top`](crate::typeset::Top): a place in the text, never a row. A page is composed from it
//! ([`page`]), notes and all; the next page begins where this one ends. What a text leads to is an [`Item`]: lit, looked at
//! ([`Peek`]), gone to and come back from ([`history`]). For a picture that has come room is made above its words ([`pictures`]). Whatever is chosen from is a [`List`].

mod action;
mod book;
mod cited;
mod command;
mod copy;
mod decide;
mod find;
mod follow;
mod history;
mod item;
mod layout;
mod list;
mod lists;
mod motion;
mod page;
mod peek;
mod pictures;
mod prompt;
mod select;
mod settings;
mod settle;
mod sources;
mod state;
mod timeline;
mod update;
mod verb;

pub use self::{
    action::{Action, BookId, Edit, Effect, Keep, Opened, Shared},
    book::Book,
    cited::Cited,
    copy::CopyAs,
    history::{History, Stop},
    item::Item,
    layout::{Area, Layout, NotesAt, NotesWanted, TimeWanted},
    list::{Goal, List, Row, Shelf, Subject},
    lists::rows_each,
    page::{Page, SideNote},
    peek::{Peek, Sight, View},
    pictures::{Fit, Means, PictureKey, PicturesWanted},
    prompt::{Line as PromptLine, Purpose},
    settings::Settings,
    state::{HelpRow, Hints, Layer, Message, Overlay, Pane, Search, Selection, State},
    timeline::{Card, Drawn, Lane, Time, TimeRow},
    update::update,
    verb::Verb,
};
