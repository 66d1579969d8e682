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
use ratatui::{
    backend::{Backend, CrosstermBackend},
    buffer::{Buffer, Cell, CellDiffOption},
    layout::{Position, Rect},
};

use crate::{problem::Problem, unit::width};

/// Whether the terminal is ours just now, and with what: a panic or a stuck main thread must be able to give it back.
static TAKEN: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);
static ORDERED: AtomicBool = AtomicBool::new(false);

/// A frame is some 6 KB; the largest screens need ten times that.
const FRAME_BYTES: usize = 64 * 1024;

/// The terminal, while it is ours.
///
/// It does what ratatui's `Terminal` does, and three things otherwise. A screen that is not known is cleared without asking where
/// the cursor is: that answer would be waited for, and the thread that listens to the terminal has it. The second buffer is made
/// with the second frame: it takes as long as half of the first one. And a frame is one write, from first byte to last.
pub(super) struct Screen {
    backend: CrosstermBackend<BufWriter<Stdout>>,
    /// What the terminal shows, where that is known.
    shown: Option<Buffer>,
    /// What a frame is drawn into.
    next: Buffer,
    /// Whether the cursor is to be seen.
    has_cursor: bool,
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
        Ok(Self { backend, shown: None, next: Buffer::default(), has_cursor: false })
    }

    /// Its columns and rows; one of each where it does not tell.
    pub(super) fn size() -> (u16, u16) {
        crossterm::terminal::size().map_or((1, 1), |(cols, rows)| (cols.max(1), rows.max(1)))
    }

    /// Draws a frame of this size; with `anew` everything, else what has changed. What cannot be written any more is not drawn:
    /// the terminal is gone, and the thread that listens to it will say so.
    pub(super) fn draw(&mut self, (cols, rows): (u16, u16), anew: bool, frame: impl FnOnce(&mut Buffer) -> (Option<Position>, bool)) {
        if !TAKEN.load(Ordering::SeqCst) {
            return;
        }
        let area = Rect::new(0, 0, cols, rows);
        self.next.resize(area);
        self.next.reset();
        let (cursor, is_seen) = frame(&mut self.next);
        self.shown = self.shown.take().filter(|shown| !anew && shown.area == area);
        let _ = self.write(cursor, cursor.is_some() && is_seen);
        let blank = self.shown.take().unwrap_or_default();
        self.shown = Some(std::mem::replace(&mut self.next, blank));
    }

    /// Writes what differs from what is shown; everything, where that is not known.
    fn write(&mut self, cursor: Option<Position>, is_seen: bool) -> io::Result<()> {
        queue!(self.backend, BeginSynchronizedUpdate)?;
        match &self.shown {
            Some(shown) => self.backend.draw(shown.diff_iter(&self.next))?,
            None => {
                // Whatever has written on the terminal meanwhile may have left the cursor to be seen, and a colour.
                queue!(self.backend, ResetColor, Hide, Clear(ClearType::All))?;
                self.has_cursor = false;
                self.backend.draw(marks(&self.next))?;
            }
        }
        // The cursor stays on the focus even where it is not seen: speech and braille follow it.
        if let Some(Position { x, y }) = cursor {
            queue!(self.backend, MoveTo(x, y))?;
        }
        if std::mem::replace(&mut self.has_cursor, is_seen) != is_seen {
            if is_seen { queue!(self.backend, Show)? } else { queue!(self.backend, Hide)? }
        }
        queue!(self.backend, EndSynchronizedUpdate)?;
        Write::flush(&mut self.backend)
    }

    /// Puts text on the clipboard by way of the terminal (OSC 52).
    pub(super) fn copy(&mut self, text: &str) {
        let sequence = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
        let _ = execute!(self.backend, Print(sequence));
    }

    /// Asks what ground the terminal has (OSC 11). The answer comes as input, or never.
    pub(super) fn ask_for_ground(&mut self) {
        let _ = execute!(self.backend, Print("\x1b]11;?\x1b\\"));
    }

    /// Asks who the terminal is (XTVERSION). The answer comes as input, or never.
    pub(super) fn ask_for_name(&mut self) {
        let _ = execute!(self.backend, Print("\x1b[>q"));
    }

    /// Asks the terminal not to put right-to-left runs in order once more (BDSM reset, ECMA-48 8.3.16): they are already.
    pub(super) fn keep_order(&mut self) {
        if !ORDERED.swap(true, Ordering::SeqCst) {
            let _ = execute!(self.backend, Print("\x1b[8l"));
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

/// The cells of a frame that are not blank, less those that a wide cluster before them covers.
fn marks(frame: &Buffer) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let mut covered = 0;
    frame.content().iter().enumerate().filter_map(move |(index, cell)| {
        if covered > 0 {
            covered -= 1;
            return None;
        }
        // The cells of a picture are drawn with its first one.
        covered = match cell.diff_option {
            CellDiffOption::Skip => return None,
            CellDiffOption::ForcedWidth(wide) => wide.get(),
            CellDiffOption::None | CellDiffOption::AlwaysUpdate => width(cell.symbol()).0,
        }
        .saturating_sub(1);
        let (x, y) = frame.pos_of(index);
        (*cell != Cell::EMPTY).then_some((x, y, cell))
    })
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

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Style};

    use super::*;

    #[test]
    fn on_an_unknown_screen_all_is_written_but_blanks_and_what_wide_signs_cover() {
        let mut frame = Buffer::empty(Rect::new(0, 0, 6, 2));
        frame.set_string(1, 0, "a国b", Style::new());
        frame.set_string(5, 1, " ", Style::new().bg(Color::Red));
        let written: Vec<_> = marks(&frame).map(|(x, y, cell)| (x, y, cell.symbol().to_owned())).collect();
        let expected = [(1, 0, "a"), (2, 0, "国"), (4, 0, "b"), (5, 1, " ")];
        assert_eq!(written, expected.map(|(x, y, symbol)| (x, y, symbol.to_owned())));
        // The same as what differs from a blank screen.
        let blank = Buffer::empty(frame.area);
        assert_eq!(blank.diff(&frame), marks(&frame).collect::<Vec<_>>());
    }
}
