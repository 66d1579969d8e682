//! The program: looks at its surroundings, carries out the command line, and reads when there is a terminal to read in.

use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

use ibid::{
    cli::{self, Next, Reading},
    document::sanitise,
    shell::{self, Outside, Start},
};

/// Output is written in pieces of this size: a pipe's, and small enough for the first line to come at once.
const BUFFER: usize = 64 * 1024;

fn main() -> ExitCode {
    let outside = Outside::look();
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    match cli::run(std::env::args_os(), &outside, &mut out, &mut io::stderr()) {
        Next::Done(code) => {
            // What is still in the buffer was flushed, or cannot be: dropping it must not try again.
            let _ = out.into_parts();
            ExitCode::from(code)
        }
        Next::Read(reading) => {
            drop(out);
            open(*reading, outside)
        }
    }
}

/// Reads until the reader leaves.
fn open(reading: Reading, outside: Outside) -> ExitCode {
    let Reading { text, timeline, config, first, problems } = reading;
    match shell::read(Start { text, first, timeline, config, outside, problems }) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            // Nothing was drawn: what is wrong is said where the command was typed.
            let _ = writeln!(io::stderr(), "{}", sanitise(&problem.to_string()));
            ExitCode::from(2)
        }
    }
}
