//! ibid: a reader for the terminal that follows the notes and the dates.
//!
//! The rooms of the house, from the ground up; arrows point one way, from a room to those above it in this list, and a test
//! holds that.
//!
//! | room | what it holds |
//! |---|---|
//! | [`mod@unit`] | places, columns, rows, the measure; the one function for display width |
//! | [`role`] | what a run of text *is*: the names that themes style |
//! | [`problem`] | what is wrong, where, how to mend it |
//! | [`document`] | one text and its spans: blocks, notes, noterefs, links, sections; the builder |
//! | [`mod@time`] | dates and what they mean; dates in prose; timelines |
//! | [`citation`] | cites inside notes; what ibid., op. cit., short titles and "see n. 12" stand for |
//! | [`formats`] | from bytes to a document, a file a format |
//! | [`typeset`] | from blocks to lines, on demand |
//! | [`search`] | from words to stretches of text |
//! | [`reader`] | the pure heart: state, actions, effects |
//! | [`keys`] | chords, keymap, help |
//! | [`theme`] | from roles to styles |
//! | [`view`] | from state and theme to cells |
//! | [`store`] | what is remembered, and the configuration |
//! | [`shell`] | the terminal, the threads, the files |
//! | [`cli`] | arguments, and the commands that print |
//!
//! ```text
//! bytes ─formats→ Document ─typeset→ Galley ─┐
//!             └──search──→ hits ─────────────┤
//!                                            ├─ State ─view(+Theme)→ Buffer ─shell→ terminal
//!        Vec<Effect> ←── reader::update(&mut State, Action) ←─keys── chord ←─┘
//!             └─shell carries out → Action::Opened / Found / Failed … → update
//! ```

pub mod citation;
pub mod cli;
pub mod document;
pub mod formats;
pub mod keys;
pub mod problem;
pub mod reader;
pub mod role;
pub mod search;
pub mod shell;
pub mod store;
pub mod theme;
pub mod time;
pub mod typeset;
pub mod unit;
pub mod view;
