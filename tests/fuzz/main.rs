//! Fuzzing: whatever somebody else wrote is read without a panic, in time, and into something that holds together.
//!
//! ```sh
//! cargo test --test fuzz                                         # a few thousand inputs, always the same ones
//! IBID_FUZZ_SECONDS=600 cargo test --release --test fuzz         # ten minutes for all targets together, always other ones
//! IBID_FUZZ_SEED=7 IBID_FUZZ_SECONDS=60 cargo test --release --test fuzz markdown    # one target, as it ran before
//! ```
//!
//! A [`Target`](engine::Target) is a function over bytes that asserts what must hold of all inputs; any other fuzzer can
//! drive it as well. The engine takes its inputs from [`seeds`] (our own texts, the examples of `tests/formats/`, the signs of
//! each syntax), changes them ([`mutate`]), and goes on from those that made a parser do what no input before had: a kind of
//! block beside another, a role, a message. That takes the place of measuring coverage, which needs another compiler; it
//! needs none, and gets from `#` and `|` to tables in headings in a second. [`laws`] is what holds of every document.
//!
//! An input that breaks a law is cut down to its smallest part that still does, and printed as a byte string: mend the
//! parser, and keep the input as a test beside it. In long runs the input at hand is kept in `target/tmp/fuzz-TARGET-SEED`, for the
//! two ends that nothing can catch: a stack that overflows, and a loop without end, which is stopped after a minute.

#![allow(
    clippy::similar_names,
    clippy::format_collect,
    clippy::unnecessary_fold,
    reason = "targets are short, and a fold that inserts must not stop early"
)]

mod engine;
mod formats;
mod growth;
mod history;
mod laws;
mod markup;
mod mutate;
mod seeds;
mod settings;
mod words;
