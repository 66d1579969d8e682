//! A text one can open, wherever it lies.

use std::path::PathBuf;

use super::{Bundled, TextKey, bundled};

/// A text one can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// One that comes with the program.
    Bundled(Bundled),
    /// A file, by its absolute path.
    File(PathBuf),
    /// A pipe or device that has a path: it can be read once, and nothing is remembered of it.
    Stream(PathBuf),
    /// Standard input.
    Stdin,
}

impl Text {
    /// The text of a key, unless it is a bundled one that this version no longer has, or standard input, which is gone.
    pub fn of(key: &TextKey) -> Option<Self> {
        match key.bundled_name() {
            Some(name) => bundled::named(name).map(Self::Bundled),
            None => key.path().map(Self::File),
        }
    }

    /// The key under which it is remembered.
    pub fn key(&self) -> TextKey {
        match self {
            Self::Bundled(text) => TextKey::bundled(text.name),
            Self::File(path) => TextKey::file(path),
            Self::Stream(_) | Self::Stdin => TextKey::stdin(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_again_by_its_key() {
        for text in [Text::Bundled(bundled::default()), Text::File("/books/war and peace.md".into())] {
            assert_eq!(Text::of(&text.key()), Some(text));
        }
        assert_eq!(Text::of(&TextKey::bundled("no longer there")), None);
        for gone in [Text::Stdin, Text::Stream("/dev/fd/63".into())] {
            assert!(!gone.key().is_remembered());
            assert_eq!(Text::of(&gone.key()), None);
        }
    }
}
