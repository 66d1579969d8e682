//! The program in one real terminal: opened, read, resized, left, interrupted; and the terminal as it was before.
//!
//! Nothing is proven by waiting: every step waits until the screen shows what it must, however slow the machine, and fails with
//! the screen it saw instead.

#![cfg(unix)]

use std::{
    fmt::Write as _,
    fs,
    io::{Read, Write},
    num::NonZeroU16,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};

/// Longer than any step takes on a machine that is not broken.
const DEADLINE: Duration = Duration::from_secs(60);

const TOLSTOY: &str = "---\ntitle: Two Journeys\nlang: en\n---\n\n# Flight\n\nTolstoy went east.[^1] He walked.\n\n[^1]: In 1851.\n";

/// A long text, whose every part says which it is.
fn long() -> String {
    let mut text = "---\ntitle: A Long Walk\n---\n\n".to_owned();
    for part in 1..=60 {
        let walk = "They walked as far as the next bend and no farther. ".repeat(30);
        let _ = write!(text, "# Part {part}\n\nIn part {part} they came to the river.[^{part}]\n\n{walk}\n\n");
    }
    for part in 1..=60 {
        let _ = writeln!(text, "[^{part}]: The river of part {part}.");
    }
    text
}

/// A folder of a test's own, with a text in it.
struct Home(PathBuf);

impl Home {
    fn new(text: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("pty-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("text.md"), text).unwrap();
        Self(path)
    }

    /// Starts the program with these arguments in a terminal of this size.
    fn open(&self, arguments: &[&str], cols: u16, rows: u16) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(arguments);
        self.start(command, cols, rows)
    }

    fn start(&self, command: CommandBuilder, cols: u16, rows: u16) -> Terminal {
        Terminal::start(self.surrounded(command), cols, rows, 0)
    }

    /// Starts it in a terminal that says how many pixels it has.
    fn start_with_pixels(&self, command: CommandBuilder, cols: u16, rows: u16) -> Terminal {
        Terminal::start(self.surrounded(command), cols, rows, 10)
    }

    fn surrounded(&self, mut command: CommandBuilder) -> CommandBuilder {
        command.env_clear();
        for (name, folder) in [("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state"), ("XDG_DATA_HOME", "data")] {
            command.env(name, self.0.join(folder));
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_GB.UTF-8");
        command.cwd(&self.0);
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What the program has written so far, and what a terminal makes of it.
struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
}

struct Terminal {
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal can be looked at when the program has left it.
    _slave: Box<dyn SlavePty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    /// How the line was set before the program began.
    before: String,
}

fn some(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

impl Terminal {
    /// In a terminal whose cells have so many pixels from side to side, and twice as many from top to bottom.
    fn start(command: CommandBuilder, cols: u16, rows: u16, pixels: u16) -> Self {
        let size = PtySize { rows, cols, pixel_width: cols * pixels, pixel_height: rows * 2 * pixels };
        let pair = native_pty_system().openpty(size).unwrap();
        let before = format!("{:?}", pair.master.get_termios());
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let seen = Arc::new(Mutex::new(Seen { parser: vt100::Parser::new(some(rows), some(cols), 0), raw: Vec::new() }));
        let into = Arc::clone(&seen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 {
                    return;
                }
                let mut seen = into.lock().unwrap();
                seen.parser.process(&bytes[..count]);
                seen.raw.extend_from_slice(&bytes[..count]);
            }
        });
        let child = pair.slave.spawn_command(command).unwrap();
        Self { master: pair.master, _slave: pair.slave, keyboard, child, seen, before }
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
        self
    }

    fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        self.seen.lock().unwrap().parser.set_size(some(rows), some(cols));
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        self
    }

    fn look<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.lock().unwrap())
    }

    fn look_mut(&self, look: impl FnOnce(&mut Seen)) {
        look(&mut self.seen.lock().unwrap());
    }

    fn screen(&self) -> String {
        self.look(|seen| seen.parser.screen().contents())
    }

    /// Waits until this holds of what was seen.
    fn wait(&mut self, what: &str, holds: impl Fn(&Seen) -> bool) -> &mut Self {
        let deadline = Instant::now() + DEADLINE;
        while !self.look(&holds) {
            assert!(Instant::now() < deadline, "waited in vain for {what}; the screen:\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
        self
    }

    /// Waits until the screen shows these words.
    fn shows(&mut self, words: &str) -> &mut Self {
        let sought = words.to_owned();
        self.wait(words, move |seen| seen.parser.screen().contents().contains(&sought))
    }

    /// Waits until the screen does not show these words any more.
    fn lacks(&mut self, words: &str) -> &mut Self {
        let sought = words.to_owned();
        self.wait(&format!("{words} to go"), move |seen| !seen.parser.screen().contents().contains(&sought))
    }

    /// Waits until nothing has been written for a while.
    fn quiet(&mut self) -> &mut Self {
        let deadline = Instant::now() + DEADLINE;
        let mut before = usize::MAX;
        loop {
            let now = self.look(|seen| seen.raw.len());
            if now == before {
                return self;
            }
            assert!(Instant::now() < deadline, "it never grows quiet");
            before = now;
            thread::sleep(Duration::from_millis(500));
        }
    }

    fn signal(&mut self, name: &str) -> &mut Self {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
        self
    }

    /// Waits for the end, and gives the exit code.
    fn end(&mut self) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "it does not end; the screen:\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Holds that the terminal is as it was.
    fn is_given_back(&mut self) {
        self.wait("the screen from before", |seen| !seen.parser.screen().alternate_screen() && !seen.parser.screen().hide_cursor());
        self.look(|seen| {
            let screen = seen.parser.screen();
            assert!(!screen.bracketed_paste(), "pasting is still bracketed");
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        });
        assert_eq!(format!("{:?}", self.master.get_termios()), self.before, "the line is set otherwise than before");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_evening_of_reading() {
    let home = Home::new(&long());
    let mut terminal = home.open(&["text.md"], 80, 24);
    terminal.shows("A Long Walk").shows("Part 1");
    assert!(terminal.look(|seen| seen.parser.screen().alternate_screen()));
    // A note is looked at, gone to, and left, once the text is there to its end.
    terminal.lacks("opening …");
    terminal.keys("]n\r").shows("╭ Note 1 ");
    terminal.keys("\r").shows("Backspace goes back");
    terminal.keys("\x7f").shows("In part 1 they came");
    // A search, and its hit.
    terminal.keys("/part 40\r").shows("hit 1 of").shows("Part 40");
    for (cols, rows) in [(120, 40), (40, 12), (80, 24)] {
        terminal.resize(cols, rows);
        // The status line is the last of the rows, and as wide as the screen.
        terminal.wait("the status line", move |seen| {
            let status = seen.parser.screen().contents().lines().nth(usize::from(rows) - 1).unwrap_or_default().trim_end().to_owned();
            status.ends_with('%') && status.chars().count() + 1 == usize::from(cols)
        });
    }
    terminal.shows("Part 40");
    terminal.keys("'").keys("'").shows("In part 1 they came");
    terminal.keys("''").shows("Part 40");
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    // The place is where it was.
    let mut again = home.open(&["text.md"], 80, 24);
    again.shows("Part 40");
    again.keys("q");
    assert_eq!(again.end(), 0);
    // Without a name it is what was last read.
    let mut last = home.open(&[], 80, 24);
    last.shows("A Long Walk").shows("Part 40").keys("q");
    assert_eq!(last.end(), 0);
}

#[test]
fn the_first_time_the_first_text_is_opened_with_a_line_of_help() {
    let home = Home::new("");
    let mut terminal = home.open(&[], 120, 30);
    terminal.shows("International Red Aid, 1922–1937").shows("Space turns the page").keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[test]
fn a_signal_ends_reading_and_the_terminal_and_the_place_are_kept() {
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let home = Home::new(&long());
        let mut terminal = home.open(&["text.md"], 80, 24);
        terminal.shows("Part 1").lacks("opening …").keys("/part 30\r").shows("Part 30");
        terminal.signal(name);
        assert_eq!(terminal.end(), code, "it was ended by a signal and says by which");
        terminal.is_given_back();
        let mut again = home.open(&["text.md"], 80, 24);
        again.shows("Part 30").keys("q");
        assert_eq!(again.end(), 0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn reading_is_suspended_and_taken_up_again() {
    let home = Home::new(TOLSTOY);
    let mut terminal = home.open(&["text.md"], 80, 24);
    terminal.shows("Tolstoy went east").keys("\x1a");
    let stat = format!("/proc/{}/stat", terminal.child.process_id().unwrap());
    // The third field, after the name in brackets, is the state: T for stopped.
    let stopped = move || fs::read_to_string(&stat).unwrap().rsplit(')').next().unwrap().trim_start().starts_with('T');
    terminal.wait("the program to stop", move |_| stopped());
    terminal.is_given_back();
    terminal.signal("CONT");
    terminal.wait("the screen", |seen| seen.parser.screen().alternate_screen()).shows("Tolstoy went east");
    terminal.keys("]n\r").shows("╭ Note 1 ").keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[test]
fn the_screen_is_drawn_anew_at_once_and_nothing_is_asked() {
    let home = Home::new(TOLSTOY);
    let mut terminal = home.open(&["text.md"], 80, 24);
    terminal.shows("Tolstoy went east").quiet();
    // Something else has written over it.
    terminal.look_mut(|seen| seen.parser.process(b"\x1b[5;1HYou have new mail.\x1b[6;1H\x1b[K"));
    terminal.shows("You have new mail.").keys("\x0c").lacks("You have new mail.").shows("Tolstoy went east");
    let asks = terminal.look(|seen| seen.raw.windows(4).any(|bytes| bytes == b"\x1b[6n"));
    assert!(!asks, "the terminal was asked where its cursor is");
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_screen_that_was_small_for_a_moment_is_whole_again() {
    let home = Home::new(TOLSTOY);
    let mut terminal = home.open(&["text.md"], 80, 24);
    terminal.shows("east.¹ He walked.").shows("100 %").quiet();
    // Faster than the program can look; a terminal drops what has no room in the meantime.
    terminal.resize(12, 4).resize(80, 24);
    terminal.shows("east.¹ He walked.").shows("100 %").keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let home = Home::new(TOLSTOY);
    let mut terminal = home.open(&["text.md"], 80, 24);
    terminal.shows("Tolstoy went east").quiet();
    let before = terminal.look(|seen| seen.raw.len());
    thread::sleep(Duration::from_secs(1));
    assert_eq!(terminal.look(|seen| seen.raw.len()), before);
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_storm_of_keys_and_sizes_is_survived() {
    let home = Home::new(&long());
    let mut terminal = home.open(&["text.md"], 80, 24);
    terminal.shows("Part 1");
    let keys = [
        " ", "b", "]n", "\r", "\t", "/river\r", "n", "&", "\x1b", "t", "j", "o", "G", "g", "5 ", "v", "w", "?", "\x1bOP", "K", "F", "\x7f",
        "-", "=", "\x17l",
    ];
    let sizes = [(1, 1), (2, 2), (200, 60), (10, 3), (80, 24), (160, 45), (40, 20), (3, 50), (120, 2)];
    for step in 0..300 {
        terminal.keys(keys[step * 7 % keys.len()]);
        if step % 3 == 0 {
            let (cols, rows) = sizes[step / 3 % sizes.len()];
            terminal.resize(cols, rows);
        }
    }
    terminal.resize(80, 24);
    // Out of whatever it is in: each Esc closes one layer, on its own so that it begins no sequence.
    for _ in 0..6 {
        terminal.keys("\x1b").quiet();
    }
    terminal.keys(":theme none\r").shows("theme none").keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[test]
fn no_escape_of_a_document_reaches_the_terminal() {
    let home = Home::new(
        "# A \x1b]0;owned\x07title\n\nRed \x1b[31mtext\x1b[0m, \u{9b}31mC1, \u{202e}turned, and the end.\x1b[2J[^1]\n\n[^1]: \x1b]52;c;b3duZWQ=\x07 Note.\n",
    );
    let mut terminal = home.open(&["text.md"], 80, 24);
    terminal.shows("and the end").keys("]n\r").shows("╭ Note 1 ").keys("\x1b").lacks("╭ Note 1 ");
    terminal.keys("t").shows("╭ Contents ").keys("\x1b").lacks("╭ Contents ").keys("/turned\r").shows("hit 1").keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.look(|seen| {
        for bad in ["\x1b]0;", "\x1b]52;", "\x1b[31m", "\u{9b}", "\u{202e}", "\x1b[2J[", "\x07"] {
            let found = seen.raw.windows(bad.len()).any(|bytes| bytes == bad.as_bytes());
            assert!(!found, "{bad:?} was sent to the terminal");
        }
    });
}

#[test]
fn a_terminal_that_says_its_ground_is_light_gets_the_light_theme_and_types_nothing() {
    let home = Home::new(TOLSTOY);
    let mut terminal = home.open(&["text.md"], 80, 24);
    terminal.shows("Tolstoy went east");
    terminal.wait("the question", |seen| seen.raw.windows(6).any(|bytes| bytes == b"\x1b]11;?"));
    // The colour of the first heading's letters.
    let colour = |seen: &Seen| {
        let screen = seen.parser.screen();
        let row = screen.contents().lines().position(|line| line.trim() == "Flight");
        row.and_then(|row| screen.cell(u16::try_from(row).unwrap(), 7)).map(vt100::Cell::fgcolor)
    };
    let dark = terminal.look(colour);
    assert!(dark.is_some());
    terminal.keys("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    terminal.wait("other colours", move |seen| colour(seen).is_some() && colour(seen) != dark);
    assert!(!terminal.screen().contains("means nothing"), "{}", terminal.screen());
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

/// The smallest picture there is: one dot, in GIF.
const DOT: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=";

#[test]
fn a_terminal_that_says_it_is_kitty_gets_pictures_and_types_nothing() {
    let home = Home::new(&format!("# Flight\n\nTolstoy went east.\n\n![A dot]({DOT})\n\nHe came back.\n"));
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(["text.md"]);
    let mut terminal = home.start_with_pixels(command, 80, 24);
    let has = |seen: &Seen, bytes: &[u8]| seen.raw.windows(bytes.len()).any(|found| found == bytes);
    terminal.shows("He came back.");
    terminal.wait("the question who it is", move |seen| has(seen, b"\x1b[>q"));
    assert!(!terminal.look(|seen| has(seen, b"\x1b_G")), "a terminal that has not said that it can was sent a picture");
    terminal.keys("\x1bP>|kitty(0.36.4)\x1b\\");
    terminal.wait("a picture", move |seen| has(seen, b"\x1b_G"));
    assert!(!terminal.screen().contains("means nothing"), "{}", terminal.screen());
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[test]
fn a_terminal_is_not_asked_who_it_is_for_a_text_without_pictures() {
    let home = Home::new(TOLSTOY);
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(["text.md"]);
    let mut terminal = home.start_with_pixels(command, 80, 24);
    terminal.shows("Tolstoy went east").quiet();
    assert!(!terminal.look(|seen| seen.raw.windows(4).any(|bytes| bytes == b"\x1b[>q")));
    terminal.keys("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn what_cannot_be_opened_is_said_where_it_was_asked_for() {
    let home = Home::new(TOLSTOY);
    let mut terminal = home.open(&["nothing.md"], 80, 24);
    assert_eq!(terminal.end(), 2);
    terminal.shows("nothing.md: there is no such file");
    assert!(!terminal.look(|seen| seen.raw.windows(8).any(|bytes| bytes == b"\x1b[?1049h")), "nothing was drawn");
    terminal.is_given_back();
}

/// Runs within the test below, in a terminal of its own: reads, and after the first frame a thread that calls itself the main one
/// panics, as the main one would.
#[test]
#[ignore = "needs the terminal of the test below"]
fn a_reader_that_panics() {
    use ibid::{
        cli::{self, Next, Reading},
        shell::{self, Outside, Start},
    };
    let panicking = thread::Builder::new().name("main".to_owned()).spawn(|| {
        // A file appears once the first frame was seen.
        while fs::read("now").is_err() {
            thread::sleep(Duration::from_millis(5));
        }
        panic!("the reader has come to grief");
    });
    let panicking = panicking.unwrap();
    thread::spawn(move || {
        let _ = panicking.join();
        std::process::exit(101);
    });
    let outside = Outside::look();
    let Next::Read(reading) = cli::run(["ibid", "text.md"].map(Into::into), &outside, &mut std::io::stdout(), &mut std::io::stderr())
    else {
        panic!("there is nothing to read");
    };
    let Reading { text, timeline, config, first, problems } = *reading;
    let _ = shell::read(Start { text, first, timeline, config, outside, problems });
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_told_on_it() {
    let home = Home::new(TOLSTOY);
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "a_reader_that_panics", "--ignored", "--nocapture"]);
    let mut terminal = home.start(command, 80, 24);
    terminal.shows("Tolstoy went east");
    fs::write(home.0.join("now"), "").unwrap();
    assert_eq!(terminal.end(), 101);
    terminal.is_given_back();
    terminal.shows("the reader has come to grief");
}
