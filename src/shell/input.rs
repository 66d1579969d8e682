//! What a terminal sends becomes chords, and chords become actions.

use std::{sync::mpsc::Sender, thread};

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use super::Event;
use crate::{
    keys::{Chord, Key, Keymap, Named, Typist},
    reader::{Action, Layer},
};

/// How many lines a notch of the wheel is worth.
const WHEEL: i32 = 3;

/// Listens to the terminal on a thread of its own, until it is gone.
pub(super) fn listen(sender: Sender<Event>) {
    // Should no thread be had, the program could only be ended by a signal; it would have failed long before.
    let _ = thread::Builder::new().name("input".to_owned()).spawn(move || {
        loop {
            let event = match event::read() {
                Ok(event) => Event::Input(event),
                Err(_) => Event::Gone,
            };
            let gone = matches!(event, Event::Gone);
            if sender.send(event).is_err() || gone {
                return;
            }
        }
    });
}

/// What an event of the terminal means in a layer.
pub(super) fn action(event: event::Event, typist: &mut Typist, layer: Layer, keymap: &Keymap) -> Option<Action> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => typist.press(chord(key)?, layer, keymap),
        event::Event::Paste(text) => Some(Action::Paste(text)),
        event::Event::Resize(cols, rows) => Some(Action::Resize { cols: cols.max(1), rows: rows.max(1) }),
        event::Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Action::Click { col: mouse.column, row: mouse.row }),
            MouseEventKind::ScrollDown => Some(Action::Wheel(WHEEL)),
            MouseEventKind::ScrollUp => Some(Action::Wheel(-WHEEL)),
            _ => None,
        },
        event::Event::Key(_) | event::Event::FocusGained | event::Event::FocusLost => None,
    }
}

/// A key of the terminal as a chord; `None` for one that has no name here (a modifier alone, a media key).
fn chord(key: KeyEvent) -> Option<Chord> {
    let KeyEvent { code, modifiers, .. } = key;
    let mut shift = modifiers.contains(KeyModifiers::SHIFT);
    let named = |named| Key::Named(named);
    let ctrl = modifiers.contains(KeyModifiers::CONTROL);
    let key = match code {
        KeyCode::Char(character) => {
            // The character shows the shift itself.
            shift = false;
            Key::Char(if ctrl { character.to_ascii_lowercase() } else { character })
        }
        KeyCode::Backspace => named(Named::Backspace),
        KeyCode::Enter => named(Named::Enter),
        KeyCode::Left => named(Named::Left),
        KeyCode::Right => named(Named::Right),
        KeyCode::Up => named(Named::Up),
        KeyCode::Down => named(Named::Down),
        KeyCode::Home => named(Named::Home),
        KeyCode::End => named(Named::End),
        KeyCode::PageUp => named(Named::PageUp),
        KeyCode::PageDown => named(Named::PageDown),
        KeyCode::Tab => named(Named::Tab),
        KeyCode::BackTab => {
            shift = true;
            named(Named::Tab)
        }
        KeyCode::Delete => named(Named::Delete),
        KeyCode::Insert => named(Named::Insert),
        KeyCode::Esc => named(Named::Escape),
        KeyCode::F(number) => Key::F(number),
        _ => return None,
    };
    Some(Chord { key, ctrl, alt: modifiers.contains(KeyModifiers::ALT), shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_terminal_are_the_chords_of_the_keymap() {
        let check = |code, modifiers, expected: &str| {
            assert_eq!(chord(KeyEvent::new(code, modifiers)).map(|chord| chord.to_string()).as_deref(), Some(expected));
        };
        check(KeyCode::Char('G'), KeyModifiers::SHIFT, "G");
        check(KeyCode::Char('f'), KeyModifiers::CONTROL, "^F");
        check(KeyCode::Char('W'), KeyModifiers::CONTROL | KeyModifiers::SHIFT, "^W");
        check(KeyCode::BackTab, KeyModifiers::SHIFT, "Shift-Tab");
        check(KeyCode::BackTab, KeyModifiers::NONE, "Shift-Tab");
        check(KeyCode::Left, KeyModifiers::ALT, "Alt-←");
        check(KeyCode::F(1), KeyModifiers::NONE, "F1");
    }
}
