//! Reads a theme: TOML with a palette, roles, and perhaps a theme to start from.
//!
//! ```toml
//! inherits = "ink"            # what is not said here is taken from there
//! background = "dark"         # or "light"
//! ground = "#2e3440"          # the background that the colours were chosen for…
//! text = "#d8dee9"            # …and the text on it
//! paint = false               # paint them, or leave the terminal its own
//!
//! [palette]
//! gold = "#d9b26a"
//!
//! [roles]
//! noteref = { fg = "gold", bold = true }
//! ```
//!
//! A theme is put together from its ancestors before any colour is looked up, so a palette that gives `gold` another shade
//! changes all that the ancestor has set in gold.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Background, Ground, Theme, bundled, colour};
use crate::{
    problem::{Problem, Read, Spot, not_too_deep},
    role::Role,
};

/// What a theme stands on that names no other: shape and weight, so that no role is ever lost.
pub(super) const BASE: &str = "none";

const KEYS: &[&str] = &["inherits", "background", "ground", "text", "paint", "palette", "roles"];
const ATTRIBUTES: &[&str] = &["fg", "bg", "bold", "dim", "italic", "underline", "reverse", "strike"];

/// Where a theme's text comes from. What a bundled theme inherits is bundled, too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Bundled,
    File,
}

/// A theme before its colours are looked up.
#[derive(Default)]
struct Draft {
    background: Option<Background>,
    ground: Option<Said>,
    text: Option<Said>,
    paint: Option<bool>,
    palette: BTreeMap<String, Said>,
    roles: BTreeMap<Role, Look>,
    problems: Vec<Problem>,
}

/// A word of a theme, and where it stands.
#[derive(Clone)]
struct Said {
    word: String,
    subject: String,
    line: usize,
}

#[derive(Clone, Default)]
struct Look {
    fg: Option<Said>,
    bg: Option<Said>,
    add: Modifier,
    take: Modifier,
}

/// Reads the theme `name` from `toml`. See [`Theme::parse`].
pub(super) fn parse(name: &str, toml: &str, find: &dyn Fn(&str) -> Option<String>) -> Result<Read<Theme>, Problem> {
    let draft = draft(name, toml, Origin::File, find, &mut vec![name.to_owned()])?;
    Ok(draft.finish(name))
}

/// Reads the bundled theme `name`.
pub(super) fn parse_bundled(name: &str) -> Option<Read<Theme>> {
    let draft = draft(name, bundled(name)?, Origin::Bundled, &|_| None, &mut Vec::new()).ok()?;
    Some(draft.finish(name))
}

/// Reads a theme and what it inherits; `files` are the names of the files that have led here.
fn draft(name: &str, toml: &str, origin: Origin, find: &dyn Fn(&str) -> Option<String>, files: &mut Vec<String>) -> Result<Draft, Problem> {
    let subject = format!("theme {name}");
    let table = DeTable::parse(not_too_deep(toml)).map_err(|error| {
        let what = error.message().replace('\n', ", ");
        let problem = Problem::error(format!("it cannot be read: {what}")).about(&subject);
        match error.span() {
            Some(span) => problem.at_line(line_of(toml, span.start)),
            None => problem,
        }
    })?;
    let reader = Reader { subject, toml };
    let mut own = Draft::default();
    let mut inherits = None;
    for (key, value) in table.get_ref() {
        match key.get_ref().as_ref() {
            "inherits" => inherits = reader.text(value, &mut own.problems),
            "background" => own.background = reader.background(value, &mut own.problems),
            "ground" => own.ground = reader.text(value, &mut own.problems),
            "text" => own.text = reader.text(value, &mut own.problems),
            "paint" => own.paint = reader.flag("paint", value, &mut own.problems),
            "palette" => reader.palette(value, &mut own),
            "roles" => reader.roles(value, &mut own),
            other => own.problems.push(reader.unknown("key", other, KEYS.iter().copied(), key.span().start)),
        }
    }
    let parent = match inherits {
        Some(parent) => parent,
        None if origin == Origin::Bundled && name == BASE => return Ok(own),
        None => Said { word: BASE.to_owned(), subject: reader.subject.clone(), line: 0 },
    };
    // A file goes before a bundled theme, but one that is already being read refines the bundled one whose name it took.
    let is_open = files.contains(&parent.word);
    let file = if origin == Origin::File && !is_open { find(&parent.word) } else { None };
    let below = match (file, bundled(&parent.word)) {
        (Some(text), _) => {
            files.push(parent.word.clone());
            draft(&parent.word, &text, Origin::File, find, files)?
        }
        (None, Some(text)) => draft(&parent.word, text, Origin::Bundled, find, files)?,
        (None, None) => return Err(reader.no_parent(&parent, files)),
    };
    Ok(own.over(below))
}

impl Draft {
    /// This one's words, and where it says nothing those of `below`.
    fn over(mut self, below: Self) -> Self {
        for (name, colour) in below.palette {
            self.palette.entry(name).or_insert(colour);
        }
        for (role, look) in below.roles {
            self.roles.entry(role).or_insert(look);
        }
        self.problems.extend(below.problems);
        Self {
            background: self.background.or(below.background),
            ground: self.ground.or(below.ground),
            text: self.text.or(below.text),
            paint: self.paint.or(below.paint),
            ..self
        }
    }

    fn finish(mut self, name: &str) -> Read<Theme> {
        let mut problems = std::mem::take(&mut self.problems);
        let mut colour =
            |said: &Option<Said>| said.as_ref().and_then(|said| self.colour(said).map_err(|problem| problems.push(problem)).ok());
        let ground = Ground { paper: colour(&self.ground), text: colour(&self.text), painted: self.paint.unwrap_or(false) };
        let styles = Role::ALL
            .iter()
            .map(|role| {
                let Some(look) = self.roles.get(role) else { return Style::new() };
                Style { fg: colour(&look.fg), bg: colour(&look.bg), add_modifier: look.add, sub_modifier: look.take, ..Style::new() }
            })
            .collect();
        let background = self.background.unwrap_or(Background::Any);
        // In the order of the file; a colour of the palette that is none is met with every role that names it.
        problems.sort_by_key(|problem| if let Spot::Line(line) = problem.spot { line } else { 0 });
        problems.dedup();
        Read { value: Theme { name: name.to_owned(), background, ground, styles }, problems }
    }

    /// The colour of a word: the palette's, or one written out, or one of the terminal's own.
    fn colour(&self, said: &Said) -> Result<Color, Problem> {
        let written = self.palette.get(&said.word).unwrap_or(said);
        if let Some(colour::Rgb(r, g, b)) = colour::Rgb::parse(&written.word) {
            return Ok(Color::Rgb(r, g, b));
        }
        if let Some((_, colour)) = colour::TERMINAL.iter().find(|(name, _)| *name == written.word) {
            return Ok(*colour);
        }
        let names = self.palette.keys().map(String::as_str).chain(colour::TERMINAL.iter().map(|(name, _)| *name));
        let mend = match nearest(&written.word, names) {
            Some(near) if !written.word.starts_with('#') => format!("did you mean «{near}»?"),
            _ => "write it as #2a5db0, or name one of the palette".to_owned(),
        };
        Err(Problem::warning(format!("«{}» is no colour", written.word)).about(&written.subject).at_line(written.line).mend(mend))
    }
}

/// Reads the values of one theme's table.
struct Reader<'a> {
    subject: String,
    toml: &'a str,
}

impl Reader<'_> {
    fn no_parent(&self, parent: &Said, files: &[String]) -> Problem {
        let problem = |what: String| Problem::error(what).about(&self.subject).at_line(parent.line);
        if files.contains(&parent.word) {
            let names: Vec<String> = files.iter().chain([&parent.word]).map(|name| format!("«{name}»")).collect();
            return problem(format!("themes inherit in a circle: {}", names.join(" from ")))
                .mend("let one of them inherit a bundled theme");
        }
        let mend = match nearest(&parent.word, super::NAMES.iter().copied()) {
            Some(near) => format!("did you mean «{near}»?"),
            None => format!("bundled are {}", super::NAMES.join(", ")),
        };
        problem(format!("it inherits «{}», which is not there", parent.word)).mend(mend)
    }

    fn warning(&self, what: String, offset: usize) -> Problem {
        Problem::warning(what).about(&self.subject).at_line(line_of(self.toml, offset))
    }

    fn unknown<'n>(&self, kind: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone, offset: usize) -> Problem {
        let mend = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean «{near}»?"),
            None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
        };
        self.warning(format!("no {kind} is called «{name}»"), offset).mend(mend)
    }

    fn text(&self, value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Option<Said> {
        if let DeValue::String(word) = value.get_ref() {
            return Some(Said { word: word.to_string(), subject: self.subject.clone(), line: line_of(self.toml, value.span().start) });
        }
        problems.push(self.warning("this must be words in quotation marks".to_owned(), value.span().start));
        None
    }

    fn flag(&self, name: &str, value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Option<bool> {
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        problems.push(self.warning(format!("«{name}» is either true or false"), value.span().start));
        None
    }

    fn background(&self, value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Option<Background> {
        let said = self.text(value, problems)?;
        match said.word.as_str() {
            "light" => Some(Background::Light),
            "dark" => Some(Background::Dark),
            "any" => Some(Background::Any),
            other => {
                problems.push(self.unknown("background", other, ["light", "dark", "any"].into_iter(), value.span().start));
                None
            }
        }
    }

    fn table<'t, 'v>(&self, name: &str, value: &'t Spanned<DeValue<'v>>, problems: &mut Vec<Problem>) -> Option<&'t DeTable<'v>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        problems.push(self.warning(format!("«{name}» must be a table"), value.span().start));
        None
    }

    fn palette(&self, value: &Spanned<DeValue<'_>>, draft: &mut Draft) {
        for (name, colour) in self.table("palette", value, &mut draft.problems).into_iter().flatten() {
            if let Some(said) = self.text(colour, &mut draft.problems) {
                draft.palette.insert(name.get_ref().to_string(), said);
            }
        }
    }

    fn roles(&self, value: &Spanned<DeValue<'_>>, draft: &mut Draft) {
        for (name, value) in self.table("roles", value, &mut draft.problems).into_iter().flatten() {
            let Some(role) = Role::named(name.get_ref()) else {
                let known = Role::ALL.iter().map(|role| role.name());
                draft.problems.push(self.unknown("role", name.get_ref(), known, name.span().start));
                continue;
            };
            let look = self.look(name.get_ref(), value, &mut draft.problems);
            draft.roles.insert(role, look);
        }
    }

    /// The look of one role: a table of attributes, or just the name of its colour.
    fn look(&self, role: &str, value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Look {
        let mut look = Look::default();
        if let DeValue::String(_) = value.get_ref() {
            look.fg = self.text(value, problems);
            return look;
        }
        for (name, value) in self.table(role, value, problems).into_iter().flatten() {
            let name_text = name.get_ref().as_ref();
            let modifier = match name_text {
                "fg" => {
                    look.fg = self.text(value, problems);
                    continue;
                }
                "bg" => {
                    look.bg = self.text(value, problems);
                    continue;
                }
                "bold" => Modifier::BOLD,
                "dim" => Modifier::DIM,
                "italic" => Modifier::ITALIC,
                "underline" => Modifier::UNDERLINED,
                "reverse" => Modifier::REVERSED,
                "strike" => Modifier::CROSSED_OUT,
                other => {
                    problems.push(self.unknown("attribute", other, ATTRIBUTES.iter().copied(), name.span().start));
                    continue;
                }
            };
            match self.flag(name_text, value, problems) {
                Some(true) => look.add |= modifier,
                Some(false) => look.take |= modifier,
                None => {}
            }
        }
        look
    }
}

/// The line of a byte, counted from 1.
fn line_of(text: &str, offset: usize) -> usize {
    // Asked of every value: many bytes are to be looked at in one step.
    memchr::memchr_iter(b'\n', &text.as_bytes()[..offset.min(text.len())]).count() + 1
}

/// The known name that `name` was most likely meant to be, if one is near: a third of its letters may be wrong.
fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = name.chars().count().div_ceil(3);
    known
        .map(|known| (edits(name, known), known))
        .filter(|(edits, _)| *edits <= most)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, known)| known)
}

/// How many letters must be put in, left out or changed to make one word the other (Levenshtein, 1965).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}
