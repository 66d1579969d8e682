//! The program's surroundings, looked at once, so that everything else can be told otherwise in a test.

use std::{
    env,
    io::{self, IsTerminal},
    path::PathBuf,
};

use etcetera::BaseStrategy;

use crate::{
    theme::{self, Background, Depth},
    unit::Cols,
};

/// What the program's surroundings are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The columns of the terminal that standard output is; `None` when it is none.
    pub terminal: Option<Cols>,
    /// Whether styles are welcome on a terminal: `NO_COLOR` is not set, and it is not a dumb one.
    pub styles: bool,
    /// Whether the locale knows nothing beyond ASCII.
    pub ascii: bool,
    /// What standard input is.
    pub input: Input,
    /// Where the program's own files are; `None` where there is no home.
    pub paths: Option<Paths>,
    /// How many colours the terminal has.
    pub depth: Depth,
    /// What background the terminal has, where the environment says so.
    pub background: Option<Background>,
}

/// What standard input is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Input {
    /// Somebody at a keyboard, or nothing at all.
    #[default]
    Idle,
    /// A pipe or file: a text that somebody hands over.
    Text,
}

/// Where the program's own files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// What a reader writes: `config.toml`, `keys.toml`, `themes`.
    pub config: PathBuf,
    /// What is remembered.
    pub remembered: PathBuf,
}

impl Default for Outside {
    /// No terminal, no colour, no home: what a test begins from.
    fn default() -> Self {
        Self { terminal: None, styles: false, ascii: false, input: Input::Idle, paths: None, depth: Depth::None, background: None }
    }
}

impl Outside {
    /// The surroundings of this process.
    pub fn look() -> Self {
        Self {
            terminal: io::stdout().is_terminal().then(columns),
            styles: env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && env::var_os("TERM").is_none_or(|term| term != "dumb"),
            ascii: is_ascii(["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text)) || text("TERM").is_some_and(|term| term == "dumb"),
            input: input(),
            paths: paths(),
            depth: theme::depth_of(text("NO_COLOR").is_some(), text("COLORTERM").as_deref(), text("TERM").as_deref()),
            background: text("COLORFGBG").as_deref().and_then(background),
        }
    }
}

impl Paths {
    /// A file of the reader's own, by its name in the folder of the configuration; `None` where there is none that can be read.
    pub fn configured(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.config.join(name)).ok()
    }
}

/// A variable of the environment; an empty one says nothing.
fn text(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Reads `COLORFGBG`, "foreground;background" (rxvt, Konsole): colours 7 and from 9 on are light ones.
fn background(value: &str) -> Option<Background> {
    let colour: u8 = value.rsplit(';').next()?.parse().ok()?;
    Some(if colour == 7 || (9..=15).contains(&colour) { Background::Light } else { Background::Dark })
}

/// The columns of the terminal, or what terminals have had since they were punched cards.
fn columns() -> Cols {
    match crossterm::terminal::size() {
        Ok((columns, _)) if columns > 0 => Cols(columns),
        _ => Cols(80),
    }
}

/// Tells whether a locale is for certain one without UTF-8; where none is named, as over some ssh connections, nothing is certain.
fn is_ascii(locale: Option<String>) -> bool {
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    })
}

pub(super) fn paths() -> Option<Paths> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(Paths {
        config: base.config_dir().join("ibid"),
        // Not every platform tells state from data.
        remembered: base.state_dir().unwrap_or_else(|| base.data_dir()).join("ibid/remembered.db"),
    })
}

/// A pipe or a file, but neither a keyboard nor `/dev/null`, which is what standard input is for what runs in the background.
#[cfg(unix)]
fn input() -> Input {
    use std::os::{fd::AsFd, unix::fs::FileTypeExt};
    let file = io::stdin().as_fd().try_clone_to_owned().map(std::fs::File::from);
    let kind = file.and_then(|file| file.metadata()).map(|metadata| metadata.file_type());
    match kind {
        Ok(kind) if kind.is_fifo() || kind.is_file() || kind.is_socket() => Input::Text,
        _ => Input::Idle,
    }
}

#[cfg(not(unix))]
fn input() -> Input {
    if io::stdin().is_terminal() { Input::Idle } else { Input::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_read_from_the_environment() {
        assert_eq!(background("15;0"), Some(Background::Dark));
        assert_eq!(background("0;15"), Some(Background::Light));
        assert_eq!(background("0;default;7"), Some(Background::Light));
        assert_eq!(background("default"), None);
    }

    #[test]
    fn only_a_locale_that_says_so_is_without_utf8() {
        let check = |locale: Option<&str>, expected: bool| assert_eq!(is_ascii(locale.map(str::to_owned)), expected, "{locale:?}");
        check(None, false);
        check(Some("en_GB.UTF-8"), false);
        check(Some("C.utf8"), false);
        check(Some("POSIX"), true);
        check(Some("de_DE.ISO-8859-1"), true);
    }
}
