//! The configuration: a TOML file that a reader writes by hand, and changes while reading never write to.
//!
//! The keys are rows of one table ([`KEYS`]): its name, what it is for, how its value is read and written. [`Config::parse`] and
//! [`Config::sample`] both follow it, so that what is documented is what counts.

use std::collections::HashSet;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::problem::{Problem, Read, nearest, not_too_deep};

/// Where the notes of the page are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notes {
    /// Beside the text where there is room, else below it.
    #[default]
    Auto,
    /// Beside the text.
    Beside,
    /// At the foot of the page.
    Below,
    /// Nowhere, until one is followed.
    Off,
}

/// As what a passage is copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copies {
    /// Text, with its citation and notes.
    #[default]
    Plain,
    /// Markdown, with its citation and notes.
    Markdown,
    /// A bibliography.
    CslJson,
    /// The words alone.
    Bare,
}

/// Whether pictures are shown in the text, and how the terminal takes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    /// Where the terminal is known to draw them.
    #[default]
    Auto,
    /// By kitty's protocol, whatever the terminal.
    Kitty,
    /// By sixels, whatever the terminal.
    Sixel,
    /// By iTerm2's protocol, whatever the terminal.
    Iterm2,
    /// Of half blocks where the terminal draws none.
    Blocks,
    /// Their words stand for them.
    Off,
}

/// How a reader likes to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The theme, whatever the terminal's ground; `None` lets the two below decide.
    pub theme: Option<String>,
    /// The theme on a light ground.
    pub theme_light: Option<String>,
    /// The theme on a dark ground.
    pub theme_dark: Option<String>,
    /// The width text is set to, in columns, at most.
    pub measure: u16,
    /// Whether lines end evenly.
    pub justify: bool,
    /// Whether words are divided at line ends.
    pub hyphenate: bool,
    /// Where the notes of the page are shown.
    pub notes: Notes,
    /// Whether the marks of notes that say something are told from those of notes that only cite.
    pub remarks: bool,
    /// Whether the mouse is listened to; the terminal's own selection does not work then.
    pub mouse: bool,
    /// Whether only signs of plain ASCII are drawn; `None` looks at the terminal's locale.
    pub ascii: Option<bool>,
    /// Whether text that reads from the right is put into order here; `None` leaves it to what is known of the terminal.
    pub reorder: Option<bool>,
    /// Whether copying also reaches the clipboard through the terminal (OSC 52).
    pub clipboard: bool,
    /// As what a passage is copied.
    pub copy: Copies,
    /// Whether pictures are shown in the text.
    pub pictures: Pictures,
    /// How many lines of a screen are still seen on the next one.
    pub overlap: u16,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: None,
            theme_light: None,
            theme_dark: None,
            measure: crate::unit::Measure::COMFORTABLE.cols().0,
            justify: false,
            hyphenate: true,
            notes: Notes::Auto,
            remarks: true,
            mouse: false,
            ascii: None,
            reorder: None,
            clipboard: true,
            copy: Copies::Plain,
            pictures: Pictures::Auto,
            overlap: 2,
        }
    }
}

/// Below this no word fits, above it no eye finds the next line.
const MEASURES: std::ops::RangeInclusive<u16> = 20..=200;

/// A screen that overlaps by more shows hardly anything new on a small terminal.
const OVERLAPS: std::ops::RangeInclusive<u16> = 0..=10;

/// Takes a value over, or says what it should have been.
type Take = fn(&mut Config, &DeValue) -> Result<(), String>;

/// A key: its name, what it is for, an example of its value in the sample, and how it is taken over.
struct Key {
    name: &'static str,
    about: &'static str,
    /// The default, as TOML, or an example where there is none.
    sample: &'static str,
    take: Take,
}

const KEYS: &[Key] = &[
    Key {
        name: "theme",
        about: "The theme, on any ground. Without it the next two count.",
        sample: "\"paper\"",
        take: |config, value| set(&mut config.theme, name(value).map(Some)),
    },
    Key {
        name: "theme-light",
        about: "The theme on a light ground.",
        sample: "\"paper\"",
        take: |config, value| set(&mut config.theme_light, name(value).map(Some)),
    },
    Key {
        name: "theme-dark",
        about: "The theme on a dark ground.",
        sample: "\"ink\"",
        take: |config, value| set(&mut config.theme_dark, name(value).map(Some)),
    },
    Key {
        name: "measure",
        about: "The width of the text in columns, from 20 to 200.",
        sample: "66",
        take: |config, value| set(&mut config.measure, number(value, MEASURES)),
    },
    Key { name: "justify", about: "Lines end evenly.", sample: "false", take: |config, value| set(&mut config.justify, flag(value)) },
    Key {
        name: "hyphenate",
        about: "Words are divided at line ends.",
        sample: "true",
        take: |config, value| set(&mut config.hyphenate, flag(value)),
    },
    Key {
        name: "notes",
        about: "Where the notes of the page are shown: \"auto\", \"beside\", \"below\" or \"off\".",
        sample: "\"auto\"",
        take: |config, value| {
            let choices = [("auto", Notes::Auto), ("beside", Notes::Beside), ("below", Notes::Below), ("off", Notes::Off)];
            set(&mut config.notes, choice(value, &choices))
        },
    },
    Key {
        name: "remarks",
        about: "The numbers of notes that say something stand out among those of notes that only cite.",
        sample: "true",
        take: |config, value| set(&mut config.remarks, flag(value)),
    },
    Key {
        name: "mouse",
        about: "The mouse is listened to; selecting with it then needs Shift.",
        sample: "false",
        take: |config, value| set(&mut config.mouse, flag(value)),
    },
    Key {
        name: "ascii",
        about: "Only signs of plain ASCII are drawn: \"auto\", true or false.",
        sample: "\"auto\"",
        take: |config, value| set(&mut config.ascii, flag_or_auto(value)),
    },
    Key {
        name: "reorder",
        about: "Text that reads from the right is put into order here, not by the terminal: \"auto\", true or false.",
        sample: "\"auto\"",
        take: |config, value| set(&mut config.reorder, flag_or_auto(value)),
    },
    Key {
        name: "clipboard",
        about: "What is copied goes to the clipboard, by way of the terminal.",
        sample: "true",
        take: |config, value| set(&mut config.clipboard, flag(value)),
    },
    Key {
        name: "copy",
        about: "As what a passage is copied: \"plain\", \"markdown\", \"csl-json\" (a bibliography) or \"bare\" (the words alone).",
        sample: "\"plain\"",
        take: |config, value| {
            let choices = [("plain", Copies::Plain), ("markdown", Copies::Markdown), ("csl-json", Copies::CslJson), ("bare", Copies::Bare)];
            set(&mut config.copy, choice(value, &choices))
        },
    },
    Key {
        name: "pictures",
        about: "Pictures in the text: \"auto\" (where the terminal is known to draw them), \"kitty\", \"sixel\" or \"iterm2\" (it draws them \
                so), \"blocks\" (of half blocks where it draws none) or \"off\".",
        sample: "\"auto\"",
        take: |config, value| {
            let choices = [
                ("auto", Pictures::Auto),
                ("kitty", Pictures::Kitty),
                ("sixel", Pictures::Sixel),
                ("iterm2", Pictures::Iterm2),
                ("blocks", Pictures::Blocks),
                ("off", Pictures::Off),
            ];
            set(&mut config.pictures, choice(value, &choices))
        },
    },
    Key {
        name: "overlap",
        about: "How many lines of a screen are still seen on the next one, from 0 to 10.",
        sample: "2",
        take: |config, value| set(&mut config.overlap, number(value, OVERLAPS)),
    },
];

impl Config {
    /// Reads a configuration. What is unknown or cannot be is left out with a problem, which names the line; the rest counts.
    pub fn parse(text: &str) -> Read<Self> {
        let mut config = Self::default();
        let (table, errors) = DeTable::parse_recoverable(not_too_deep(text));
        // Looked up, not counted: a file that is no TOML at all has a problem on every line.
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        let line = |offset: usize| ends.partition_point(|end| *end < offset) + 1;
        let mut problems: Vec<(usize, Problem)> = errors
            .iter()
            .map(|error| {
                let at = error.span().map_or(0, |span| span.start);
                (at, Problem::warning(format!("this is not TOML: {}", error.message())))
            })
            .collect();
        // What follows from a line that is no TOML is not said a second time.
        let broken: HashSet<usize> = problems.iter().map(|(at, _)| line(*at)).collect();
        for (key, value) in table.get_ref() {
            let at = key.span().start;
            if broken.contains(&line(at)) {
                continue;
            }
            if let Err(problem) = config.take(key, value) {
                problems.push((at, problem));
            }
        }
        problems.sort_by_key(|(at, _)| *at);
        let problems = problems.into_iter().map(|(at, problem)| problem.at_line(line(at))).collect();
        Read { value: config, problems }
    }

    fn take(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Result<(), Problem> {
        let name = key.get_ref().as_ref();
        let Some(known) = KEYS.iter().find(|known| known.name == name) else {
            let problem = Problem::warning(format!("there is no setting «{}»", crate::document::sanitise(name)));
            return Err(match nearest(name, KEYS.iter().map(|known| known.name)) {
                Some(near) => problem.mend(format!("did you mean «{near}»?")),
                None => problem,
            });
        };
        (known.take)(self, value.get_ref()).map_err(|wanted| Problem::warning(format!("«{name}» {wanted}")))
    }

    /// A configuration with every setting, its default and what it is for, all of it commented out.
    pub fn sample() -> String {
        let settings: Vec<_> = KEYS.iter().map(|key| format!("\n# {}\n#{} = {}\n", key.about, key.name, key.sample)).collect();
        format!("# How ibid reads. Take away a # to change a setting.\n{}", settings.concat())
    }
}

fn set<T>(field: &mut T, value: Result<T, String>) -> Result<(), String> {
    *field = value?;
    Ok(())
}

fn name(value: &DeValue) -> Result<String, String> {
    let name = value.as_str().filter(|name| !name.is_empty());
    name.map(str::to_owned).ok_or_else(|| "needs a name in quotes".to_owned())
}

fn flag(value: &DeValue) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "is either true or false".to_owned())
}

fn flag_or_auto(value: &DeValue) -> Result<Option<bool>, String> {
    match value.as_bool() {
        Some(flag) => Ok(Some(flag)),
        None if value.as_str() == Some("auto") => Ok(None),
        None => Err("is true, false or \"auto\"".to_owned()),
    }
}

fn number(value: &DeValue, range: std::ops::RangeInclusive<u16>) -> Result<u16, String> {
    let number = value.as_integer().and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
    let number = number.and_then(|number| u16::try_from(number).ok()).filter(|number| range.contains(number));
    number.ok_or_else(|| format!("is a number from {} to {}", range.start(), range.end()))
}

fn choice<T: Copy>(value: &DeValue, choices: &[(&str, T)]) -> Result<T, String> {
    let said = value.as_str().unwrap_or("");
    if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == said) {
        return Ok(*choice);
    }
    let names: Vec<_> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    match names.split_last() {
        Some((last, rest)) => Err(format!("is {} or {last}", rest.join(", "))),
        None => Err("cannot be set".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_can_be_changed() {
        let text = "theme = 'sepia'\ntheme-light = 'paper'\ntheme-dark = 'ink'\nmeasure = 0x48\njustify = true\nhyphenate = false\n\
                    notes = 'below'\nremarks = false\nmouse = true\nascii = true\nreorder = false\nclipboard = false\ncopy = 'markdown'\n\
                    pictures = 'sixel'\noverlap = 0";
        let read = Config::parse(text);
        assert_eq!(read.problems, []);
        let expected = Config {
            theme: Some("sepia".into()),
            theme_light: Some("paper".into()),
            theme_dark: Some("ink".into()),
            measure: 72,
            justify: true,
            hyphenate: false,
            notes: Notes::Below,
            remarks: false,
            mouse: true,
            ascii: Some(true),
            reorder: Some(false),
            clipboard: false,
            copy: Copies::Markdown,
            pictures: Pictures::Sixel,
            overlap: 0,
        };
        assert_eq!(read.value, expected);
        assert_eq!(text.lines().count(), KEYS.len(), "a setting is missing here");
        assert_eq!(Config::parse(""), Read::fine(Config::default()));
    }

    #[test]
    fn what_cannot_be_is_said_and_the_rest_counts() {
        let check = |text: &str, expected: &str| {
            let read = Config::parse(&format!("{text}\njustify = true\n"));
            let said: Vec<_> = read.problems.iter().map(|problem| problem.clone().about("config.toml").to_string()).collect();
            assert_eq!(said.join("\n"), expected);
            assert!(read.value.justify, "the rest does not count after {text:?}");
        };
        check("\nmesure = 60", "config.toml: there is no setting «mesure»\n  line 2 · did you mean «measure»?");
        check("colour = 'red'", "config.toml: there is no setting «colour»\n  line 1");
        check("measure = 6", "config.toml: «measure» is a number from 20 to 200\n  line 1");
        check("measure = '66'", "config.toml: «measure» is a number from 20 to 200\n  line 1");
        check("measure = 99999999999999999999", "config.toml: «measure» is a number from 20 to 200\n  line 1");
        check("mouse = 'yes'", "config.toml: «mouse» is either true or false\n  line 1");
        check("ascii = 1", "config.toml: «ascii» is true, false or \"auto\"\n  line 1");
        check("theme = ''", "config.toml: «theme» needs a name in quotes\n  line 1");
        check("notes = 'left'", "config.toml: «notes» is \"auto\", \"beside\", \"below\" or \"off\"\n  line 1");
        check("mouse = true\nmouse = false", "config.toml: this is not TOML: duplicate key\n  line 2");
        check(
            "theme = sepia\nnotes = 1",
            "config.toml: this is not TOML: string values must be quoted, expected literal string\n  line 1\nconfig.toml: «notes» is \"auto\", \"beside\", \"below\" or \"off\"\n  line 2",
        );
    }

    #[test]
    fn the_sample_changes_nothing_until_a_sign_is_taken_away() {
        let sample = Config::sample();
        assert_eq!(Config::parse(&sample), Read::fine(Config::default()));
        let awake: String = sample
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
            .flat_map(|line| [line, "\n"])
            .collect();
        let read = Config::parse(&awake);
        assert_eq!(read.problems, []);
        // Only themes have no default; all other samples are the defaults.
        let Config { theme, theme_light, theme_dark, .. } = read.value.clone();
        assert_eq!(read.value, Config { theme, theme_light, theme_dark, ..Config::default() });
    }
}
