//! How roles look: TOML in, styles out; the one room below the panes that knows colours.
//!
//! A [`Theme`] gives every [`Role`](crate::role::Role) a style, and a run with several roles their styles laid over one another in the order of
//! [`Role::ALL`](crate::role::Role::ALL). Themes are files of names (`read`): a palette, roles, a theme to start from. What a terminal cannot show
//! is brought down once, when the theme is chosen (`depth`), never while drawing. Five themes with colours and one
//! without are compiled in; tests hold all of them to a contrast of 4.5 on the grounds they were made for.
//!
//! `ink` and `paper` leave the terminal its background and body text, so that ibid looks at home in it. Nothing here reads
//! the environment or files: the shell says what it found there.

mod colour;
mod depth;
mod read;

use ratatui::style::{Color, Style};

use crate::{
    problem::{Problem, Read},
    role::Roles,
};

/// How many colours a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None, or none are wanted.
    None,
    /// Sixteen, whose shades the terminal's user has chosen.
    Sixteen,
    /// Those, and 240 that are the same everywhere.
    TwoFiftySix,
    /// Sixteen million.
    True,
}

/// The background that a theme was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Background {
    /// Dark text on light.
    Light,
    /// Light text on dark.
    Dark,
    /// Either.
    Any,
}

/// A style for every role. See the [module](self).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What it is called.
    pub name: String,
    /// The background it was made for.
    pub background: Background,
    ground: Ground,
    /// One for each of [`Role::ALL`](crate::role::Role::ALL), in its order.
    styles: Vec<Style>,
}

/// What stands behind everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ground {
    /// The background that the colours were chosen for.
    paper: Option<Color>,
    /// The text on it.
    text: Option<Color>,
    /// They are painted; otherwise the terminal's own are taken to be like them.
    painted: bool,
}

/// The bundled themes, the one for most evenings first.
const BUNDLED: &[(&str, &str)] = &[
    ("ink", include_str!("../themes/ink.toml")),
    ("paper", include_str!("../themes/paper.toml")),
    ("sepia", include_str!("../themes/sepia.toml")),
    ("contrast-dark", include_str!("../themes/contrast-dark.toml")),
    ("contrast-light", include_str!("../themes/contrast-light.toml")),
    ("none", include_str!("../themes/none.toml")),
];

const NAMES: [&str; BUNDLED.len()] = {
    let mut names = [""; BUNDLED.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = BUNDLED[index].0;
        index += 1;
    }
    names
};

fn bundled(name: &str) -> Option<&'static str> {
    BUNDLED.iter().find(|(bundled, _)| *bundled == name).map(|(_, toml)| *toml)
}

impl Theme {
    /// The bundled theme of this name, with all its colours.
    pub fn bundled(name: &str) -> Option<Self> {
        read::parse_bundled(name).map(|read| read.value)
    }

    /// The theme that is taken when none is asked for, or the one asked for cannot be had.
    pub fn usual(background: Option<Background>, depth: Depth) -> Self {
        // A test holds that every bundled theme can be read; were one not, the text would still be there, unstyled.
        Self::bundled(choose(None, background, depth)).unwrap_or_else(|| Self {
            name: "none".to_owned(),
            background: Background::Any,
            ground: Ground::default(),
            styles: vec![Style::new(); crate::role::Role::ALL.len()],
        })
    }

    /// The names of the bundled themes.
    pub fn names() -> impl ExactSizeIterator<Item = &'static str> {
        NAMES.into_iter()
    }

    /// Reads a theme called `name` from a user's file. It may inherit a bundled theme, or another file, whose text `find`
    /// gives; a file goes before a bundled theme of the same name, and may inherit that one. A theme that inherits nothing
    /// stands on `none`, so that no role is lost.
    ///
    /// The problems are what could not be used: an unknown role, a colour that is none, each with its line.
    ///
    /// # Errors
    /// A [`Problem`] when the file is no TOML, when what it inherits is not there, or when themes inherit in a circle.
    pub fn parse(name: &str, toml: &str, find: &dyn Fn(&str) -> Option<String>) -> Result<Read<Self>, Problem> {
        read::parse(name, toml, find)
    }

    /// The same theme as a terminal of this depth can show it.
    ///
    /// With 256 colours each becomes the nearest (in Oklab) that can still be read. With sixteen, whose shades nobody knows,
    /// the hue is kept, greys become the terminal's own text, dimmed, and grey grounds become reverse video. Without any,
    /// what colour told is told by weight and shape, as `none` does it.
    #[must_use]
    pub fn at_depth(&self, depth: Depth) -> Self {
        depth::at_depth(self, depth)
    }

    /// The style of a run with these roles: theirs, laid over one another. It costs a step for each role.
    pub fn style(&self, roles: Roles) -> Style {
        roles.iter().fold(Style::new(), |style, role| style.patch(self.styles[role as usize]))
    }

    /// The style of the whole screen, under everything else; empty where the terminal keeps its own.
    pub fn ground(&self) -> Style {
        if self.ground.painted { Style { fg: self.ground.text, bg: self.ground.paper, ..Style::new() } } else { Style::new() }
    }
}

/// The bundled theme to begin with: the one `wanted` if it is bundled, else `none` where there are no colours, else the one
/// for the terminal's background. An unknown background is taken for dark, as most are.
pub fn choose(wanted: Option<&str>, background: Option<Background>, depth: Depth) -> &'static str {
    if let Some(name) = wanted.and_then(|wanted| Theme::names().find(|name| *name == wanted)) {
        return name;
    }
    match (depth, background) {
        (Depth::None, _) => "none",
        (_, Some(Background::Light)) => "paper",
        (_, Some(Background::Dark | Background::Any) | None) => "ink",
    }
}

/// How many colours the terminal shows, by what the environment says: whether `NO_COLOR` is set (to anything but nothing), and the values of
/// `COLORTERM` and `TERM`.
pub fn depth_of(no_color: bool, colorterm: Option<&str>, term: Option<&str>) -> Depth {
    /// Terminals that show all colours and, over ssh, where `COLORTERM` is lost, can only say so by their name.
    const ALL_COLOURS: [&str; 8] = ["kitty", "alacritty", "wezterm", "ghostty", "foot", "contour", "rio", "direct"];
    /// Terminals and names for terminals that show none.
    const NO_COLOURS: [&str; 5] = ["dumb", "vt100", "vt102", "vt220", "vt320"];
    let term = term.unwrap_or("");
    if no_color || NO_COLOURS.contains(&term) || term.ends_with("-mono") || term.ends_with("-m") {
        return Depth::None;
    }
    if colorterm.is_some_and(|colours| matches!(colours, "truecolor" | "24bit"))
        || ALL_COLOURS.iter().any(|name| term.split('-').any(|part| part == *name))
    {
        return Depth::True;
    }
    if term.contains("256color") { Depth::TwoFiftySix } else { Depth::Sixteen }
}

#[cfg(test)]
mod tests;
