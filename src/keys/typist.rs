//! Presses, one by one, become actions: counts, sequences, and the character some verbs wait for.

use super::{
    chord::{Chord, Key, Named, written},
    keymap::{Keymap, Meaning},
};
use crate::reader::{Action, Edit, Layer, Verb};

/// The highest count that is taken: more digits are ignored.
const MOST: u32 = 99_999;

/// What was pressed and says nothing yet.
#[derive(Clone, Debug, Default)]
pub struct Typist {
    count: Option<u32>,
    chords: Vec<Chord>,
    waiting: Option<Verb>,
}

impl Typist {
    /// Takes one press in a layer and gives what it says, if it says something.
    pub fn press(&mut self, chord: Chord, layer: Layer, keymap: &Keymap) -> Option<Action> {
        match layer {
            Layer::Prompt => {
                self.forget();
                return typing(chord);
            }
            Layer::Hints => {
                self.forget();
                return match (chord.key, chord.typed()) {
                    (_, Some(character)) => Some(Action::Type(character)),
                    _ => Some(Action::Do { verb: Verb::Cancel, count: None, character: None }),
                };
            }
            Layer::Text | Layer::Select | Layer::List | Layer::Peek | Layer::Time => {}
        }
        let escape = chord == Chord::of(Key::Named(Named::Escape));
        if let Some(verb) = self.waiting {
            let count = self.count;
            self.forget();
            return match chord.typed() {
                Some(character) => Some(Action::Do { verb, count, character: Some(character) }),
                None => Some(Action::Pending(String::new())),
            };
        }
        if escape && (self.count.is_some() || !self.chords.is_empty()) {
            // Esc lets go of what was begun, and of nothing else.
            self.forget();
            return Some(Action::Pending(String::new()));
        }
        if self.chords.is_empty()
            && let Some(digit) = chord.typed().and_then(|character| character.to_digit(10))
            && (digit > 0 || self.count.is_some())
        {
            let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            self.count = Some(count.min(MOST));
            return Some(Action::Pending(self.pending()));
        }
        self.chords.push(chord);
        match keymap.meaning(layer, &self.chords) {
            Meaning::Verb(verb) if verb.takes_character() => {
                self.waiting = Some(verb);
                Some(Action::Pending(self.pending()))
            }
            Meaning::Verb(verb) => {
                let count = self.count;
                self.forget();
                Some(Action::Do { verb, count, character: None })
            }
            Meaning::Beginning => Some(Action::Pending(self.pending())),
            Meaning::Nothing => {
                let pressed = written(&self.chords);
                self.forget();
                Some(Action::Unbound(pressed))
            }
        }
    }

    /// What was pressed so far, to be shown.
    fn pending(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        format!("{count}{}", written(&self.chords))
    }

    fn forget(&mut self) {
        *self = Self::default();
    }
}

/// A press while something is typed.
fn typing(chord: Chord) -> Option<Action> {
    let edit = match (chord.key, chord.ctrl, chord.alt) {
        (Key::Named(named), false, false) => match named {
            Named::Enter => Edit::Accept,
            Named::Escape => Edit::Cancel,
            Named::Backspace => Edit::Backspace,
            Named::Delete => Edit::Delete,
            Named::Left => Edit::Left,
            Named::Right => Edit::Right,
            Named::Home => Edit::Home,
            Named::End => Edit::End,
            Named::Up => Edit::Older,
            Named::Down => Edit::Newer,
            Named::Tab if chord.shift => Edit::CompleteBack,
            Named::Tab => Edit::Complete,
            Named::Insert | Named::PageUp | Named::PageDown => return None,
        },
        (Key::Named(Named::Backspace), ..) => Edit::DeleteWord,
        (Key::Char(character), true, false) => match character {
            'c' | 'g' => Edit::Cancel,
            'h' => Edit::Backspace,
            'w' => Edit::DeleteWord,
            'u' => Edit::DeleteToStart,
            'a' => Edit::Home,
            'e' => Edit::End,
            'b' => Edit::Left,
            'f' => Edit::Right,
            'd' => Edit::Delete,
            'p' => Edit::Older,
            'n' => Edit::Newer,
            'r' => Edit::ToggleRegex,
            'j' | 'm' => Edit::Accept,
            _ => return None,
        },
        _ => return chord.typed().map(Action::Type),
    };
    Some(Action::Edit(edit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::sequence;

    /// Presses these and gives the last action, shortened.
    fn press(text: &str, layer: Layer) -> String {
        let (mut typist, keymap) = (Typist::default(), Keymap::default());
        let mut last = None;
        for chord in sequence(text).unwrap() {
            last = typist.press(chord, layer, &keymap);
        }
        match last {
            Some(Action::Do { verb, count, character }) => {
                let count = count.map(|count| format!("{count} ")).unwrap_or_default();
                format!("{count}{}{}", verb.name(), character.map(|character| format!(" {character}")).unwrap_or_default())
            }
            Some(Action::Pending(keys)) => format!("… {keys}"),
            Some(Action::Unbound(keys)) => format!("? {keys}"),
            Some(Action::Type(character)) => format!("types {character}"),
            Some(Action::Edit(edit)) => format!("{edit:?}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn presses_become_actions() {
        let check = |keys: &str, expected: &str| assert_eq!(press(keys, Layer::Text), expected, "{keys}");
        check("j", "line-down");
        check("1 2 j", "12 line-down");
        check("5 0 %", "50 percent");
        check("]", "… ]");
        check("3 ]", "… 3]");
        check("]n", "next-note");
        check("3 ]n", "3 next-note");
        check("]x", "? ]x");
        check("m", "… m");
        check("m a", "set-mark a");
        check("''", "go-to-mark '");
        check("3 Esc", "… ");
        check("] Esc", "… ");
        check("Esc", "cancel");
        check("0", "? 0");
        check("^W h", "pane-left");
        check("9 9 9 9 9 9 9", "… 99999");
    }

    #[test]
    fn at_a_prompt_characters_are_typed_and_keys_edit() {
        let check = |keys: &str, expected: &str| assert_eq!(press(keys, Layer::Prompt), expected, "{keys}");
        check("j", "types j");
        check("?", "types ?");
        check("^U", "DeleteToStart");
        check("Shift-Tab", "CompleteBack");
        check("Esc", "Cancel");
        check("3", "types 3");
    }
}
