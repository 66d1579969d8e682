//! The terminal's answers: what colours it has, and who it is.
//!
//! They come among the keys, whenever they come, or not at all. The library that reads the terminal knows no such answers and
//! takes them apart into presses: Alt-`]`, `1`, `1`, `;`, `r` … So while answers are expected, presses that could be one are
//! held back until they are one, or are none; then they are presses after all, in their order. Nobody waits.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::theme::Background;

/// After this no answer is expected any more: slow lines take half a second, mute terminals forever.
const PATIENCE: Duration = Duration::from_secs(3);

/// No answer is longer: neither `11;rgba:ffff/ffff/ffff/ffff` nor `>|` and a terminal's name and version.
const LONGEST: usize = 80;

/// What the terminal answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// What ground it has (OSC 11).
    Ground(Background),
    /// Its name and version (XTVERSION): `kitty(0.36.4)`.
    Name(String),
}

/// Hears answers out of what the terminal sends.
#[derive(Debug, Default)]
pub(super) struct Listener {
    until: Option<Instant>,
    held: Vec<Event>,
    words: String,
}

impl Listener {
    /// From now on an answer may come.
    pub(super) fn expect(&mut self) {
        self.until = Some(Instant::now() + PATIENCE);
    }

    /// Takes an event and gives those that are not part of an answer, and an answer when it is complete.
    pub(super) fn hear(&mut self, event: Event) -> (Vec<Event>, Option<Answer>) {
        match self.until {
            None => return (vec![event], None),
            Some(until) if Instant::now() > until => {
                self.until = None;
                let mut events = self.let_go();
                events.push(event);
                return (events, None);
            }
            Some(_) => {}
        }
        let Event::Key(KeyEvent { code, modifiers, .. }) = event else {
            return (vec![event], None);
        };
        let alt = modifiers.contains(KeyModifiers::ALT);
        match code {
            // ESC ] begins one answer, ESC P the other.
            KeyCode::Char(']' | 'P') if alt && self.held.is_empty() => {
                self.held.push(event);
                (Vec::new(), None)
            }
            _ if self.held.is_empty() => (vec![event], None),
            // ESC \ or BEL end the answer.
            KeyCode::Char('\\') if alt => self.end(event),
            KeyCode::Char('g') if modifiers.contains(KeyModifiers::CONTROL) => self.end(event),
            KeyCode::Char(character) if !alt && self.words.len() < LONGEST && self.goes_on(character) => {
                self.held.push(event);
                self.words.push(character);
                (Vec::new(), None)
            }
            _ => {
                let mut events = self.let_go();
                events.push(event);
                (events, None)
            }
        }
    }

    /// Tells whether an answer can go on with this.
    fn goes_on(&self, character: char) -> bool {
        match self.held.first() {
            Some(Event::Key(KeyEvent { code: KeyCode::Char('P'), .. })) => match self.words.len() {
                0 => character == '>',
                1 => character == '|',
                _ => !character.is_control(),
            },
            _ => character.is_ascii_hexdigit() || ";:/rgba".contains(character),
        }
    }

    fn end(&mut self, event: Event) -> (Vec<Event>, Option<Answer>) {
        let answer = match self.words.strip_prefix(">|") {
            Some(name) => Some(Answer::Name(name.to_owned())),
            None => ground(&self.words).map(Answer::Ground),
        };
        let mut held = self.let_go();
        if answer.is_none() {
            held.push(event);
            return (held, None);
        }
        (Vec::new(), answer)
    }

    fn let_go(&mut self) -> Vec<Event> {
        self.words.clear();
        std::mem::take(&mut self.held)
    }
}

/// Reads `11;rgb:1c1c/1c1c/1c1c`: components of one to four hexadecimal digits, with or without an alpha.
fn ground(words: &str) -> Option<Background> {
    let components = words.strip_prefix("11;")?.trim_start_matches(|character: char| "rgba".contains(character)).strip_prefix(':')?;
    let values: Vec<f32> = components.split('/').filter_map(component).collect();
    let [red, green, blue, ..] = values[..] else { return None };
    // Perceived lightness (Rec. 709 luma is enough to tell day from night).
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(if luma > 0.5 { Background::Light } else { Background::Dark })
}

fn component(digits: &str) -> Option<f32> {
    let value = u16::from_str_radix(digits, 16).ok()?;
    let most = (1u32 << (4 * digits.len().min(4))) - 1;
    #[expect(clippy::cast_precision_loss, reason = "sixteen bits fit")]
    Some(f32::from(value) / most as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(character: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(character), modifiers))
    }

    /// Feeds an answer as the terminal's library takes it apart, with other presses before and after.
    fn hear(words: &str) -> (usize, Option<Answer>) {
        hear_from(']', words)
    }

    fn hear_from(begin: char, words: &str) -> (usize, Option<Answer>) {
        let mut listener = Listener::default();
        listener.expect();
        let mut events = vec![key('j', KeyModifiers::NONE), key(begin, KeyModifiers::ALT)];
        events.extend(words.chars().map(|character| key(character, KeyModifiers::NONE)));
        events.extend([key('\\', KeyModifiers::ALT), key('k', KeyModifiers::NONE)]);
        let (mut through, mut found) = (0, None);
        for event in events {
            let (events, answer) = listener.hear(event);
            through += events.len();
            found = found.or(answer);
        }
        (through, found)
    }

    #[test]
    fn an_answer_is_heard_and_the_keys_around_it_come_through() {
        assert_eq!(hear("11;rgb:1c1c/1c1c/1c1c"), (2, Some(Answer::Ground(Background::Dark))));
        assert_eq!(hear("11;rgb:fdf6/f6f6/e3e3"), (2, Some(Answer::Ground(Background::Light))));
        assert_eq!(hear("11;rgba:ff/ff/ff/ff"), (2, Some(Answer::Ground(Background::Light))));
    }

    #[test]
    fn a_terminal_says_who_it_is() {
        assert_eq!(hear_from('P', ">|XTerm(370)"), (2, Some(Answer::Name("XTerm(370)".to_owned()))));
        assert_eq!(hear_from('P', "j"), (5, None));
        assert_eq!(hear_from('P', ">x"), (6, None));
    }

    #[test]
    fn what_only_looks_like_an_answer_comes_through_whole() {
        assert_eq!(hear("11;no"), (9, None));
        assert_eq!(hear("n"), (5, None));
    }

    #[test]
    fn unexpected_nothing_is_held_back() {
        let mut listener = Listener::default();
        assert_eq!(listener.hear(key(']', KeyModifiers::ALT)).0.len(), 1);
    }
}
