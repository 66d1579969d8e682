//! The terminal: taken, drawn on, and given back, however the program ends.

use std::{
    io::{self, BufWriter, IsTerminal, Stdout, Write},
    panic,
    sync::{
        Once,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use crossterm::{
    cursor::{Hide, MoveTo, Show},
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    execute, queue,
    style::{Print, ResetColor},
    terminal::{
        BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
        enable_raw_mode,
    },
};
use ratatui::{Terminal, backend::CrosstermBackend, buffer::Buffer, layout::Position};

use crate::problem::Problem;

/// Whether the terminal is ours just now, and with what: a panic or a stuck main thread must be able to give it back.
static TAKEN: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);
static ORDERED: AtomicBool = AtomicBool::new(false);

/// A frame is some 6 KB; the largest screens need ten times that.
const FRAME_BYTES: usize = 64 * 1024;

/// The terminal, while it is ours.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// A [`Problem`] when standard output is no terminal, or it cannot be set up.
    pub(super) fn take(mouse: bool) -> Result<Self, Problem> {
        if !io::stdout().is_terminal() {
            return Err(Problem::error("there is no terminal to read on").mend("`ibid text FILE` prints the text instead"));
        }
        install_panic_hook();
        MOUSE.store(mouse, Ordering::SeqCst);
        enter().map_err(|error| Problem::error(format!("the terminal cannot be set up: {error}")))?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout()));
        let terminal = Terminal::new(backend).map_err(|error| {
            give_back();
            Problem::error(format!("the terminal does not tell its size: {error}"))
        })?;
        Ok(Self { terminal })
    }

    /// Its columns and rows; one of each where it does not tell.
    pub(super) fn size() -> (u16, u16) {
        crossterm::terminal::size().map_or((1, 1), |(cols, rows)| (cols.max(1), rows.max(1)))
    }

    /// Draws a frame; with `anew` everything, else what has changed. What cannot be written any more is not drawn: the
    /// terminal is gone, and the thread that listens to it will say so.
    pub(super) fn draw(&mut self, anew: bool, frame: impl FnOnce(&mut Buffer) -> (Option<Position>, bool)) {
        if !TAKEN.load(Ordering::SeqCst) {
            return;
        }
        let _ = queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate);
        if anew {
            // Not `Terminal::clear`, which asks the terminal where its cursor is, and waits: another thread hears the answer, and after two
            // seconds nothing is cleared or drawn. With both its buffers blank, everything differs from what was drawn.
            let _ = queue!(self.terminal.backend_mut(), Clear(ClearType::All));
            self.terminal.swap_buffers();
        }
        let mut focus = (None, false);
        let _ = self.terminal.draw(|drawing| {
            focus = frame(drawing.buffer_mut());
            if let (Some(position), true) = focus {
                drawing.set_cursor_position(position);
            }
        });
        // The cursor stays on the focus even where it is not seen: speech and braille follow it.
        if let (Some(position), false) = focus {
            let _ = queue!(self.terminal.backend_mut(), MoveTo(position.x, position.y));
        }
        let _ = queue!(self.terminal.backend_mut(), EndSynchronizedUpdate);
        let _ = Write::flush(self.terminal.backend_mut());
    }

    /// Puts text on the clipboard by way of the terminal (OSC 52).
    pub(super) fn copy(&mut self, text: &str) {
        let sequence = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
        let _ = execute!(self.terminal.backend_mut(), Print(sequence));
    }

    /// Asks what ground the terminal has (OSC 11). The answer comes as input, or never.
    pub(super) fn ask_for_ground(&mut self) {
        let _ = execute!(self.terminal.backend_mut(), Print("\x1b]11;?\x1b\\"));
    }

    /// Asks the terminal not to put right-to-left runs in order once more (BDSM reset, ECMA-48 8.3.16): they are already.
    pub(super) fn keep_order(&mut self) {
        if !ORDERED.swap(true, Ordering::SeqCst) {
            let _ = execute!(self.terminal.backend_mut(), Print("\x1b[8l"));
        }
    }

    /// Gives the terminal back as it was.
    pub(super) fn give_back() {
        give_back();
    }

    /// Takes it again after it was given back.
    pub(super) fn take_again() {
        if !TAKEN.load(Ordering::SeqCst) {
            let _ = enter();
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, Hide, EnableBracketedPaste)?;
    if MOUSE.load(Ordering::SeqCst) {
        execute!(out, EnableMouseCapture)?;
    }
    Ok(())
}

/// Gives the terminal back as it was; does nothing when it is not ours. Safe to call from any thread.
pub(super) fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    if MOUSE.load(Ordering::SeqCst) {
        let _ = execute!(out, DisableMouseCapture);
    }
    if ORDERED.swap(false, Ordering::SeqCst) {
        let _ = execute!(out, Print("\x1b[8h"));
    }
    let _ = execute!(out, EndSynchronizedUpdate, DisableBracketedPaste, ResetColor, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// A panic of the main thread gives the terminal back before it is told of. One of another thread is caught there and becomes
/// a message; it is not told of here, where it would be written across the page.
fn install_panic_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() == Some("main") {
                give_back();
                told(info);
            }
        }));
    });
}
