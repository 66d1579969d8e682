//! Keys: how chords are written, what they mean in each layer, and what of that a reader has changed.
//!
//! A [`Chord`] is one press, a sequence of chords says a [`Verb`](crate::reader::Verb) in a [`Layer`](crate::reader::Layer). The
//! [`Keymap`] holds the default chords and those of the reader's `keys.toml`; the [`Typist`] feeds presses through it, counts
//! and unfinished sequences included, and gives [`Action`](crate::reader::Action)s. The help is drawn from the keymap as it is.
//! Nothing here knows a terminal: the shell makes chords of what a terminal sends.

mod chord;
mod defaults;
mod keymap;
mod typist;

pub use self::{
    chord::{Chord, Key, Named, sequence},
    keymap::Keymap,
    typist::Typist,
};
