//! The command line: what was typed, what it means, and the sub-commands that print.
//!
//! [`args`] is what was typed, as clap reads it; [`resolve`] says what it means: which text, a file or a bundled one; [`open`]
//! makes a document of it. Then each sub-command is a file that prints a document in its way. [`run`] leads through all of
//! that and gives back either that it is done, or a [`Reading`] for whoever has a terminal to show it in.
//!
//! What the surroundings are (whether there is a terminal and how wide, what the environment asks for, where files go) comes in
//! as one value, [`Outside`]. Results go to standard output; what is wrong goes to standard error and says what, where and
//! how to mend it. A closed pipe is no error: whoever reads has seen enough.

mod args;
mod check;
mod dates;
mod explain;
mod list;
mod manual;
mod notes;
mod open;
mod resolve;
mod search;
mod set;
mod sources;
mod timeline;

use std::{
    ffi::OsString,
    io::{self, Write},
};

use clap::{CommandFactory, Parser};

pub use self::resolve::Reading;
use self::{
    args::{Args, Command},
    open::Opened,
};
use crate::{
    document::{Document, sanitise},
    problem::Problem,
    shell::{Outside, shown},
    store::Config,
    unit::Place,
};

/// What is left to do after the command line was carried out.
#[derive(Debug)]
pub enum Next {
    /// Nothing; the program ends with this exit code.
    Done(u8),
    /// A text is to be read.
    Read(Box<Reading>),
}

/// It was done.
const DONE: u8 = 0;
/// Something wrong was found by a check, or nothing by a search.
const FOUND: u8 = 1;
/// It cannot be done.
const CANNOT: u8 = 2;

/// Why a sub-command could not finish.
#[derive(Debug)]
enum Failure {
    /// What it was asked cannot be done.
    Problem(Problem),
    /// What it prints cannot be written.
    Output(io::Error),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Where a sub-command prints.
struct Printer<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    outside: &'a Outside,
}

impl Printer<'_> {
    /// Says what is wrong. Where even that cannot be said, nobody listens.
    fn say(&mut self, problem: &Problem) {
        let _ = writeln!(self.err, "{}", sanitise(&problem.to_string()));
    }
}

/// Carries out a command line, its first word being the program's name.
///
/// Only a [`Next::Read`] leaves something to do; it is given back when standard output is a terminal, and otherwise the text is printed.
pub fn run(arguments: impl IntoIterator<Item = OsString>, outside: &Outside, out: &mut dyn Write, err: &mut dyn Write) -> Next {
    let mut printer = Printer { out, err, outside };
    let arguments: Vec<_> = arguments.into_iter().collect();
    let args = match Args::try_parse_from(&arguments) {
        Ok(args) => args,
        Err(error) => {
            if let Some(problem) = misunderstood(&arguments, &error) {
                return Next::Done(end(Err(problem.into()), &mut printer));
            }
            let text = error.render();
            // Help that was asked for is an answer; all else is an error of the command line.
            let _ = if error.use_stderr() { write!(printer.err, "{text}") } else { write!(printer.out, "{text}") };
            let _ = printer.out.flush();
            return Next::Done(if error.use_stderr() { CANNOT } else { DONE });
        }
    };
    let done = match args.command {
        None => match resolve::reading(&args.read, outside) {
            Ok(reading) if outside.terminal.is_some() => return Next::Read(Box::new(reading)),
            Ok(reading) => show(&reading, &mut printer),
            Err(problem) => Err(problem.into()),
        },
        Some(command) => carry_out(command, &mut printer),
    };
    Next::Done(end(done, &mut printer))
}

fn show(reading: &Reading, printer: &mut Printer) -> Result<u8, Failure> {
    for problem in &reading.problems {
        printer.say(problem);
    }
    set::print(&reading.text, set::How::default(), printer).map(|()| DONE)
}

/// What to say in place of clap where several words were typed and the first is no command: it can only take that for too many words.
fn misunderstood(arguments: &[OsString], error: &clap::Error) -> Option<Problem> {
    use clap::error::ErrorKind;
    let [_, first, second, ..] = arguments else { return None };
    let is_option = first.as_encoded_bytes().starts_with(b"-");
    let is_command = Args::command().get_subcommands().any(|command| first == command.get_name());
    if is_option || is_command || !matches!(error.kind(), ErrorKind::ArgumentConflict | ErrorKind::UnknownArgument) {
        return None;
    }
    match resolve::text(first) {
        Err(problem) => Some(problem),
        Ok(_) if second.as_encoded_bytes().starts_with(b"-") => None,
        Ok(_) => Some(Problem::error("ibid opens one text at a time").about(shown(second)).mend("name only the first, or only this one")),
    }
}

fn carry_out(command: Command, printer: &mut Printer) -> Result<u8, Failure> {
    match command {
        Command::Text(args) => {
            let how = set::How { width: args.width, justify: args.justify, notes: !args.no_notes, color: args.color, links: args.links };
            set::print(&resolve::text(&args.text)?, how, printer).map(|()| DONE)
        }
        Command::Notes(args) => notes::print(&args.text, args.format, args.explain, printer),
        Command::Sources(args) => sources::print(&args.text, args.format, printer),
        Command::Dates(args) => dates::print(&args.text, args.format, printer),
        Command::Timeline(args) => timeline::print(&args, printer),
        Command::Check(args) => each(&args.texts, printer, |opened, printer| Ok(if check::print(opened, printer)? { DONE } else { FOUND })),
        Command::Search(args) => {
            let query = search::query(&args)?;
            let mut found = false;
            let code = each(&args.texts, printer, |opened, printer| {
                found |= search::print(opened, &query, args.color, printer)?;
                Ok(DONE)
            })?;
            Ok(if code == DONE && !found { FOUND } else { code })
        }
        Command::Texts => list::print(printer).map(|()| DONE),
        Command::Config => Ok(printer.out.write_all(Config::sample().as_bytes()).map(|()| DONE)?),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Args::command(), "ibid", &mut printer.out);
            Ok(DONE)
        }
        Command::Man => Ok(manual::print(printer.out).map(|()| DONE)?),
    }
}

/// Does something with several texts. One that cannot be opened is said and does not keep the others; the highest code counts.
fn each(
    texts: &[OsString],
    printer: &mut Printer,
    mut show: impl FnMut(&Opened, &mut Printer) -> Result<u8, Failure>,
) -> Result<u8, Failure> {
    let mut code = DONE;
    for text in texts {
        match resolve::text(text).and_then(|text| open::open(&text)) {
            Ok(opened) => code = code.max(show(&opened, printer)?),
            Err(problem) => {
                printer.say(&problem);
                code = CANNOT;
            }
        }
    }
    Ok(code)
}

/// The exit code, after everything was written.
fn end(done: Result<u8, Failure>, printer: &mut Printer) -> u8 {
    // What was printed before a problem is printed all the same.
    let flushed = printer.out.flush();
    match done.and_then(|code| Ok(flushed.map(|()| code)?)) {
        Ok(code) => code,
        // Whoever reads the pipe has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => DONE,
        Err(Failure::Output(error)) => {
            printer.say(&Problem::error(format!("nothing more can be written: {error}")).about("standard output"));
            CANNOT
        }
        Err(Failure::Problem(problem)) => {
            printer.say(&problem);
            CANNOT
        }
    }
}

/// Where a place is, as one would say it: the section, the printed page and how far into the body, or the note.
fn whereabouts(document: &Document, place: Place) -> String {
    let page = document.page_at(place).map(|page| format!("p. {}, ", page.label)).unwrap_or_default();
    if let Some(id) = document.note_at(place) {
        let label = &document.note(id).label;
        return if label.as_str().is_empty() { format!("{page}a note") } else { format!("{page}note {label}") };
    }
    let percent = document.percent(place);
    match document.section_at(place).map(|index| &document.sections()[index]) {
        Some(section) if !section.title.is_empty() => format!("{}, {page}{percent} %", section.title),
        _ => format!("{page}{percent} %"),
    }
}
