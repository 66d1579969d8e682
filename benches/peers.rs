//! The whole program beside `less` and `rg`, in a terminal of 100 columns and 40 rows, run by turns so that whatever else the machine
//! does falls on all alike. What counts are the ratios: `cargo bench --bench peers`, and `IBID_BENCH_LARGE=1` for 100 MB.
//!
//! A program that is not installed is left out.

#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "a table is what this is for")]

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

mod text;

use text::{ABSENT, MARK, Manner, sizes, text};

/// How often everything is done; of the times the median counts.
const RUNS: usize = 21;

/// How many pages are turned.
const PAGES: usize = 30;

/// Longer than anything takes that works.
const DEADLINE: Duration = Duration::from_secs(20);

/// When nothing has come for so long, a screen is drawn.
const QUIET: Duration = Duration::from_millis(30);

fn main() {
    // `cargo test` runs benches as well, to see whether they run; there is nothing to be seen in that here.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    fs::create_dir_all(&folder).expect("a folder for texts");
    let mut texts: Vec<(PathBuf, usize)> = Vec::new();
    for (manner, bytes) in sizes().into_iter().map(|bytes| (Manner::Plain, bytes)).chain([(Manner::Markdown, 1_000_000)]) {
        let path = folder.join(format!("{bytes}-{}", manner.file()));
        fs::write(&path, text(manner, bytes)).expect("a text");
        texts.push((path, bytes));
    }
    let ibid = env!("CARGO_BIN_EXE_ibid");
    let less = installed("less");
    println!("first screen, in ms: least, median; ratio of medians");
    for (path, _) in &texts {
        first_screens(ibid, less.as_deref(), path, &folder);
    }
    println!("\na page further, and to the end, in ms: median");
    for (path, bytes) in &texts {
        pages("ibid", ibid, path, *bytes, &folder);
        if let Some(less) = &less {
            pages("less", less, path, *bytes, &folder);
        }
    }
    println!("\na word that is not there, in ms: median");
    // The last of them is Markdown; the one before is the longest of plain text.
    if let [.., (path, bytes), _] = &texts[..] {
        searches(ibid, less.as_deref(), path, *bytes, &folder);
    }
    if Path::new("/proc/self/status").exists() {
        println!("\npeak of memory that is the program's own, beside the text's size, in MB");
        for (path, bytes) in &texts {
            memory(ibid, path, *bytes, &folder);
        }
    }
}

/// A program in a terminal.
struct Run {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    screen: Receiver<(Instant, Vec<u8>)>,
    began: Instant,
}

impl Run {
    fn start(program: &str, path: &Path, home: &Path) -> Self {
        let size = PtySize { rows: 40, cols: 100, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.arg(path);
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LESSHISTFILE", "-"), ("PATH", "/usr/bin:/bin")] {
            command.env(name, value);
        }
        command.env("HOME", home);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, screen) = channel();
        thread::spawn(move || {
            let mut bytes = vec![0; 64 * 1024];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let keyboard = pair.master.take_writer().expect("a keyboard");
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program");
        Self { master: pair.master, keyboard, child, screen, began }
    }

    /// Waits until these bytes have come; gives when.
    fn sees(&self, words: &str) -> Instant {
        let mut seen: Vec<u8> = Vec::new();
        loop {
            let (when, bytes) = self.screen.recv_timeout(DEADLINE).expect("the words in time");
            seen.extend(bytes);
            if seen.windows(words.len()).any(|window| window == words.as_bytes()) {
                return when;
            }
        }
    }

    /// Waits until nothing more comes; gives when the last came.
    fn quiet(&self, quiet: Duration) -> Option<Instant> {
        let mut last = None;
        loop {
            match self.screen.recv_timeout(if last.is_none() { QUIET * 10 } else { quiet }) {
                Ok((when, _)) => last = Some(when),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return last,
            }
        }
    }

    /// Presses a key, and gives how long the screen took to be drawn.
    fn key(&mut self, key: &str) -> Option<Duration> {
        let pressed = Instant::now();
        self.types(key);
        Some(self.quiet(QUIET)?.duration_since(pressed))
    }

    fn types(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("keys");
    }

    /// Waits until a text of this size is read whole, at the rate of the slowest machine worth measuring on.
    fn settle(&self, bytes: usize) {
        thread::sleep(Duration::from_millis(300 + bytes as u64 / 25_000));
        self.quiet(QUIET);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The terminal goes last: a program that is told of its end might still write.
        let _ = self.master.get_size();
    }
}

fn first_screens(ibid: &str, less: Option<&str>, path: &Path, folder: &Path) {
    let mut times: [Vec<Duration>; 3] = Default::default();
    let home = folder.join("home");
    for run in 0..RUNS {
        let fresh = folder.join(format!("home-{run}"));
        let turns = [less.map(|less| (less, &home)), Some((ibid, &fresh)), Some((ibid, &home))];
        for (turn, times) in turns.into_iter().zip(&mut times) {
            if let Some((program, home)) = turn {
                fs::create_dir_all(home).expect("a home");
                let run = Run::start(program, path, home);
                times.push(run.sees(MARK).duration_since(run.began));
                if program == ibid {
                    // Left by its own key, so that there is something to come back to.
                    let mut run = run;
                    run.quiet(QUIET);
                    run.types("q");
                    let _ = run.child.wait();
                }
            }
        }
        let _ = fs::remove_dir_all(fresh);
    }
    let [less, fresh, again] = times.map(sorted);
    let base = median(&less);
    for (name, times) in [("less", less), ("ibid, for the first time", fresh), ("ibid, once more", again)] {
        if !times.is_empty() {
            row(path, name, &[milliseconds(times[0]), milliseconds(median(&times).unwrap_or_default()), ratio(median(&times), base)]);
        }
    }
}

fn pages(name: &str, program: &str, path: &Path, bytes: usize, folder: &Path) {
    let mut run = Run::start(program, path, folder);
    run.sees(MARK);
    run.settle(bytes);
    let turned = sorted((0..PAGES).filter_map(|_| run.key(" ")).collect());
    let mut ends = Vec::new();
    for _ in 0..5 {
        run.key("g");
        ends.extend(run.key("G"));
    }
    let [turned, ends] = [turned, sorted(ends)].map(|times| median(&times).unwrap_or_default());
    row(path, name, &[milliseconds(turned), milliseconds(ends)]);
}

fn searches(ibid: &str, less: Option<&str>, path: &Path, bytes: usize, folder: &Path) {
    let rg = installed("rg");
    let mut times: [Vec<Duration>; 3] = Default::default();
    // What ibid draws is only what differs from the screen before: no words come whole. `less` clears its line before it searches.
    let mut readers: Vec<Option<(Run, Option<&str>)>> = Vec::new();
    for (program, says) in [(Some(ibid), None), (less, Some("not found"))] {
        readers.push(program.map(|program| {
            let run = Run::start(program, path, folder);
            run.sees(MARK);
            run.settle(bytes);
            (run, says)
        }));
    }
    for _ in 0..7 {
        if let Some(rg) = &rg {
            let began = Instant::now();
            let _ = Command::new(rg).args(["-c", ABSENT]).arg(path).stdout(Stdio::null()).status();
            times[0].push(began.elapsed());
        }
        for (reader, times) in readers.iter_mut().zip(&mut times[1..]) {
            if let Some((run, says)) = reader {
                run.types("/");
                run.quiet(QUIET);
                run.types(ABSENT);
                run.quiet(QUIET);
                match says {
                    Some(says) => {
                        let pressed = Instant::now();
                        run.types("\r");
                        times.push(run.sees(says).duration_since(pressed));
                        run.key("\r");
                    }
                    None => times.extend(run.key("\r")),
                }
            }
        }
    }
    let base = median(&sorted(times[0].clone()));
    for (name, times) in ["rg -c", "ibid", "less"].into_iter().zip(times) {
        if let Some(median) = median(&sorted(times)) {
            row(path, name, &[milliseconds(median), ratio(Some(median), base)]);
        }
    }
}

fn memory(ibid: &str, path: &Path, bytes: usize, folder: &Path) {
    let run = Run::start(ibid, path, folder);
    let Some(id) = run.child.process_id() else { return };
    let deadline = Instant::now() + Duration::from_millis(500 + bytes as u64 / 25_000);
    let mut peak = 0;
    while Instant::now() < deadline {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let own = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).and_then(|rest| rest.split_whitespace().next());
        peak = peak.max(own.and_then(|kilobytes| kilobytes.parse::<usize>().ok()).unwrap_or(0) * 1024);
        while run.screen.try_recv().is_ok() {}
        thread::sleep(Duration::from_millis(1));
    }
    let megabytes = |bytes: usize| format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10);
    row(path, "ibid", &[megabytes(peak), megabytes(bytes)]);
}

/// Where a program is.
fn installed(name: &str) -> Option<String> {
    let found = std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file());
    if found.is_none() {
        println!("({name} is not installed)");
    }
    found.map(|path| path.display().to_string())
}

fn sorted(mut times: Vec<Duration>) -> Vec<Duration> {
    times.sort();
    times
}

fn median(times: &[Duration]) -> Option<Duration> {
    times.get(times.len() / 2).copied()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

fn ratio(time: Option<Duration>, base: Option<Duration>) -> String {
    time.zip(base).map_or_else(String::new, |(time, base)| format!("x {:.2}", time.as_secs_f64() / base.as_secs_f64()))
}

fn row(path: &Path, name: &str, values: &[String]) {
    let text = path.file_name().unwrap_or_default().to_string_lossy();
    print!("  {text:22} {name:26}");
    for value in values {
        print!(" {value:>9}");
    }
    println!();
}
