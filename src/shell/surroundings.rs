//! What is taken from the environment, once, at the beginning.

use std::{
    env,
    path::{Path, PathBuf},
};

use etcetera::{BaseStrategy, base_strategy::Xdg};

use crate::theme::{self, Background, Depth};

/// What surrounds the program.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The folder relative paths start from.
    pub folder: PathBuf,
    /// Where `config.toml`, `keys.toml` and `themes/` are; `None` where there is no home.
    pub configuration: Option<PathBuf>,
    /// Where what is remembered is kept; `None` where there is no home.
    pub database: Option<PathBuf>,
    /// How many colours there are.
    pub depth: Depth,
    /// What ground the terminal says it has, where it says so in the environment.
    pub background: Option<Background>,
    /// Whether the locale's characters are UTF-8.
    pub is_utf8: bool,
}

impl Surroundings {
    /// Looks around. `NO_COLOR`, `COLORTERM`, `TERM`, `COLORFGBG`, the locale, and the XDG folders are looked at.
    pub fn look() -> Self {
        let text = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let homes = Xdg::new().ok();
        let configuration = homes.as_ref().map(|homes| homes.config_dir().join("ibid"));
        let state = homes.as_ref().and_then(|homes| Some(homes.state_dir()?.join("ibid").join("ibid.db")));
        let no_color = text("NO_COLOR").is_some();
        let locale = text("LC_ALL").or_else(|| text("LC_CTYPE")).or_else(|| text("LANG"));
        Self {
            folder: env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            configuration,
            database: state,
            depth: theme::depth_of(no_color, text("COLORTERM").as_deref(), text("TERM").as_deref()),
            background: text("COLORFGBG").as_deref().and_then(background),
            is_utf8: is_utf8(locale.as_deref(), text("TERM").as_deref()),
        }
    }

    /// A file of the configuration, if there is one.
    pub fn configured(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.configuration.as_ref()?.join(name)).ok()
    }

    /// The folder of the reader's own themes.
    pub fn themes(&self) -> Option<PathBuf> {
        self.configuration.as_deref().map(|folder: &Path| folder.join("themes"))
    }
}

/// Reads `COLORFGBG`, "foreground;background" (rxvt, Konsole): colours 7 and from 9 on are light ones.
fn background(value: &str) -> Option<Background> {
    let colour: u8 = value.rsplit(';').next()?.parse().ok()?;
    Some(if colour == 7 || (9..=15).contains(&colour) { Background::Light } else { Background::Dark })
}

/// No locale at all is taken for UTF-8: containers and services have none, and their terminals have it. The Linux console's
/// and dumb terminals' fonts lack most signs.
fn is_utf8(locale: Option<&str>, term: Option<&str>) -> bool {
    if term == Some("dumb") {
        return false;
    }
    match locale {
        None => true,
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8") || locale == "c" && cfg!(target_os = "macos")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_is_read_from_the_environment() {
        assert_eq!(background("15;0"), Some(Background::Dark));
        assert_eq!(background("0;15"), Some(Background::Light));
        assert_eq!(background("0;default;7"), Some(Background::Light));
        assert_eq!(background("default"), None);
    }

    #[test]
    fn signs_beyond_ascii_need_a_locale_that_has_them() {
        assert!(is_utf8(Some("en_GB.UTF-8"), Some("xterm")));
        assert!(is_utf8(Some("pl_PL.utf8"), None));
        assert!(is_utf8(None, Some("xterm-256color")));
        assert!(!is_utf8(Some("C"), Some("xterm")) || cfg!(target_os = "macos"));
        assert!(!is_utf8(Some("en_GB.UTF-8"), Some("dumb")));
    }
}
