//! Chords and how they are written.

use std::fmt;

/// A key, apart from what is held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A character, as it comes out with Shift: `G`, `?`, `é`.
    Char(char),
    /// A function key, from 1.
    F(u8),
    /// A key with a name.
    Named(Named),
}

macro_rules! named {
    ($($(#[$doc:meta])* $variant:ident = $shown:literal $(| $also:literal)*;)*) => {
        /// A key with a name of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)] // Their names say what they are.
        pub enum Named { $($variant,)* }

        impl Named {
            fn shown(self) -> &'static str {
                match self { $(Named::$variant => $shown,)* }
            }

            fn from_name(name: &str) -> Option<Self> {
                $(if name.eq_ignore_ascii_case($shown) $(|| name.eq_ignore_ascii_case($also))* { return Some(Named::$variant); })*
                None
            }
        }
    };
}

named! {
    Enter = "Enter" | "Return";
    Escape = "Esc" | "Escape";
    Tab = "Tab";
    Backspace = "Backspace" | "BS";
    Delete = "Del" | "Delete";
    Insert = "Ins" | "Insert";
    Up = "↑" | "Up";
    Down = "↓" | "Down";
    Left = "←" | "Left";
    Right = "→" | "Right";
    Home = "Home";
    End = "End";
    PageUp = "PgUp" | "PageUp";
    PageDown = "PgDn" | "PageDown";
}

/// One press: a key and what is held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift, where the key does not show it itself.
    pub shift: bool,
}

impl Chord {
    /// A key alone.
    pub fn of(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// A character alone.
    pub fn char(character: char) -> Self {
        Self::of(Key::Char(character))
    }

    /// The character it types at a prompt, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }

    /// Reads one chord: `j`, `^F`, `Alt-←`, `Shift-Tab`, `Space`, `F1`. `^X` and `Ctrl-x` are the same.
    pub fn parse(text: &str) -> Option<Self> {
        let mut chord = Self::char(' ');
        let mut rest = text;
        loop {
            let lower = rest.to_ascii_lowercase();
            if rest.chars().count() > 1 && rest.starts_with('^') {
                chord.ctrl = true;
                rest = &rest[1..];
            } else if let Some(length) =
                ["ctrl-", "c-"].iter().find(|prefix| lower.starts_with(**prefix) && rest.len() > prefix.len()).map(|p| p.len())
            {
                chord.ctrl = true;
                rest = &rest[length..];
            } else if let Some(length) =
                ["alt-", "a-", "m-"].iter().find(|prefix| lower.starts_with(**prefix) && rest.len() > prefix.len()).map(|p| p.len())
            {
                chord.alt = true;
                rest = &rest[length..];
            } else if let Some(length) =
                ["shift-", "s-"].iter().find(|prefix| lower.starts_with(**prefix) && rest.len() > prefix.len()).map(|p| p.len())
            {
                chord.shift = true;
                rest = &rest[length..];
            } else {
                break;
            }
        }
        let mut characters = rest.chars();
        chord.key = match (characters.next(), characters.next()) {
            (Some(only), None) if Named::from_name(rest).is_none() => {
                // Terminals send the same for ^F and ^f.
                Key::Char(if chord.ctrl { only.to_ascii_lowercase() } else { only })
            }
            _ if rest.eq_ignore_ascii_case("space") => Key::Char(' '),
            _ => match rest.strip_prefix(['F', 'f']).and_then(|number| number.parse().ok()).filter(|number| (1..=24).contains(number)) {
                Some(number) => Key::F(number),
                None => Key::Named(Named::from_name(rest)?),
            },
        };
        Some(chord)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        match self.key {
            Key::Char(' ') => write!(f, "{}Space", if self.ctrl { "Ctrl-" } else { "" }),
            Key::Char(character) if self.ctrl => write!(f, "^{}", character.to_ascii_uppercase()),
            Key::Char(character) => write!(f, "{character}"),
            Key::F(number) => write!(f, "{}F{number}", if self.ctrl { "Ctrl-" } else { "" }),
            Key::Named(named) => write!(f, "{}{}", if self.ctrl { "Ctrl-" } else { "" }, named.shown()),
        }
    }
}

/// Reads a sequence of chords: parted by blanks, or, for plain characters, written together: `]n`, `^W h`, `g g`.
pub fn sequence(text: &str) -> Option<Vec<Chord>> {
    let mut chords = Vec::new();
    for word in text.split_whitespace() {
        match Chord::parse(word) {
            Some(chord) => chords.push(chord),
            // `]n` is two chords; a word that only looks like a name is refused.
            None if word.chars().count() <= 3 && !word.contains('-') => {
                // An arrow is a key with a name, also among others.
                chords.extend(
                    word.chars().map(|character| Chord::parse(character.encode_utf8(&mut [0; 4])).unwrap_or(Chord::char(character))),
                );
            }
            None => return None,
        }
    }
    (!chords.is_empty()).then_some(chords)
}

/// Writes a sequence as [`sequence`] reads it: plain characters together, where that is not read as something else.
pub(super) fn written(chords: &[Chord]) -> String {
    let plain = chords.iter().all(|chord| chord.typed().is_some_and(|character| character != ' '));
    let words: Vec<String> = chords.iter().map(Chord::to_string).collect();
    let together = words.concat();
    if plain && sequence(&together).as_deref() == Some(chords) { together } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_read_as_they_are_written() {
        let check =
            |text: &str, expected: &str| assert_eq!(sequence(text).map(|chords| written(&chords)).as_deref(), Some(expected), "{text}");
        check("j", "j");
        check("^ N T x", "^ N T x");
        check("^ N", "^ N");
        check("a b c d", "a b c d");
        check("G", "G");
        check("^F", "^F");
        check("ctrl-f", "^F");
        check("^", "^");
        check("Alt-←", "Alt-←");
        check("alt-left", "Alt-←");
        check("Shift-Tab", "Shift-Tab");
        check("Space", "Space");
        check("^space", "Ctrl-Space");
        check("F1", "F1");
        check("f", "f");
        check("]n", "]n");
        check("] n", "]n");
        check("^W h", "^W h");
        check("''", "''");
        check("-", "-");
        check("pagedown", "PgDn");
    }

    #[test]
    fn an_arrow_among_other_keys_is_the_arrow_key() {
        assert_eq!(sequence("g↑"), Some(vec![Chord::char('g'), Chord::of(Key::Named(Named::Up))]));
    }

    #[test]
    fn what_is_no_chord_is_refused() {
        for text in ["", "   ", "Strg-f-x", "Hyper-x", "F99-"] {
            assert_eq!(sequence(text), None, "{text}");
        }
    }
}
