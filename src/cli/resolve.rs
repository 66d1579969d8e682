//! What was typed means which text: a file, a bundled one, or standard input.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use clap::CommandFactory;

use super::args::{Args, Read};
use crate::{
    problem::Problem,
    shell::{Input, Outside, find, shown, unreadable},
    store::{Config, Store, Text, bundled},
};

/// A text that is to be read, and what is needed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Which text.
    pub text: Text,
    /// The file of its timeline, if one was asked for; else the one that belongs to it is looked for.
    pub timeline: Option<PathBuf>,
    /// How the reader likes to read; looked up only where there is a terminal to read in.
    pub config: Config,
    /// Nothing was asked for and nothing was read before: a first meeting, which a line of help makes easier.
    pub first: bool,
    /// What was wrong on the way and keeps nobody from reading.
    pub problems: Vec<Problem>,
}

/// What is to be read: what was asked for, else what standard input hands over, else what was read last, else the first
/// of the bundled texts.
///
/// # Errors
/// A [`Problem`] when what was asked for is not there.
pub(super) fn reading(asked: &Read, outside: &Outside) -> Result<Reading, Problem> {
    let paths = outside.paths.as_ref();
    let mut problems = Vec::new();
    let found = match &asked.text {
        Some(asked) => Some(text(asked)?),
        None if outside.input == Input::Text => Some(Text::Stdin),
        None => paths.and_then(|paths| last_read(&paths.remembered, &mut problems)),
    };
    let first = found.is_none();
    let text = found.unwrap_or_else(|| Text::Bundled(bundled::default()));
    let config = match paths {
        Some(paths) if outside.terminal.is_some() => config(&paths.config.join("config.toml"), &mut problems),
        _ => Config::default(),
    };
    Ok(Reading { text, timeline: asked.timeline.clone(), config, first, problems })
}

/// The text that was read last, if it is still there.
fn last_read(database: &Path, problems: &mut Vec<Problem>) -> Option<Text> {
    // Nothing is begun here: a database that is not there yet holds nothing.
    if !database.exists() {
        return None;
    }
    let last = Store::open(database).and_then(|opened| {
        problems.extend(opened.problems);
        opened.value.last_read()
    });
    let text = match last {
        Ok(key) => Text::of(&key?)?,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    match &text {
        Text::File(path) if !path.exists() => {
            problems.push(Problem::remark("it was read last and is no longer there").about(shown(path.as_os_str())));
            None
        }
        _ => Some(text),
    }
}

/// The configuration; where there is none, the defaults.
fn config(path: &Path, problems: &mut Vec<Problem>) -> Config {
    let name = shown(path.as_os_str());
    let text = match fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Config::default(),
        Err(error) => {
            problems.push(unreadable(path.as_os_str(), &error));
            return Config::default();
        }
    };
    let read = Config::parse(&text);
    problems.extend(read.problems.into_iter().map(|problem| problem.about(name.clone())));
    read.value
}

/// The text that was asked for on the command line; a command's name is one of those that may have been meant.
///
/// # Errors
/// A [`Problem`] when it is neither a file nor a bundled text.
pub(super) fn text(asked: &OsStr) -> Result<Text, Problem> {
    let commands = || {
        let commands = Args::command();
        commands.get_subcommands().map(|command| (command.get_name().to_owned(), format!("ibid {}", command.get_name()))).collect()
    };
    find(asked, commands)
}
