//! Runs targets: chooses inputs, keeps those that show something new, cuts down those that break a law.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::HashSet,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::{Seek as _, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, Mutex, Once,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::{Duration, Instant, SystemTime},
};

use crate::mutate::{Dice, compose, mutate};

/// Something that reads what somebody else wrote.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Reads an input, asserts what must hold, and notes what it saw.
    pub(crate) check: fn(&[u8], &mut Seen),
    /// Inputs to begin with.
    pub(crate) seeds: fn() -> Vec<Vec<u8>>,
    /// The signs and words of the syntax.
    pub(crate) words: &'static [&'static str],
    /// How long inputs mostly are: four times that where time is given, and now and then sixteen times that.
    pub(crate) longest: usize,
    /// How many inputs are tried where no time is given: all targets together are to take some ten seconds unoptimised.
    pub(crate) rounds: usize,
    /// Its part of the time that is given, in hundredths.
    pub(crate) share: u32,
}

/// What an input made a parser do, as numbers: an input that adds one is worth going on from.
#[derive(Debug, Default)]
pub(crate) struct Seen(Vec<u64>);

impl Seen {
    /// Notes something.
    pub(crate) fn note(&mut self, what: impl Hash) {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        self.0.push(hasher.finish());
    }

    /// Notes a message without what it quotes and counts.
    pub(crate) fn message(&mut self, message: &str) {
        let words = message.split_whitespace().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
        self.note(words.collect::<Vec<_>>());
    }

    /// Notes how many there are of something, roughly.
    pub(crate) fn count(&mut self, what: &str, count: usize) {
        self.note((what, usize::BITS - count.leading_zeros()));
    }
}

/// How much is tried.
struct Budget {
    seed: u64,
    until: Option<Instant>,
    longest: usize,
}

impl Budget {
    fn of(target: &Target) -> Self {
        let number = |name| std::env::var(name).ok().map(|value| value.parse::<u64>().unwrap_or_else(|_| panic!("{name} is a number")));
        let seconds = number("IBID_FUZZ_SECONDS");
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds) * target.share / 100);
        Self {
            seed: number("IBID_FUZZ_SEED").unwrap_or(if until.is_some() { now } else { 1 }),
            until,
            // Most faults need no more than a page; what grows too fast is another target's concern.
            longest: if until.is_some() { target.longest * 4 } else { target.longest },
        }
    }

    fn is_spent(&self, target: &Target, round: usize) -> bool {
        self.until.map_or(round >= target.rounds, |until| Instant::now() >= until)
    }
}

/// More inputs than this are not kept: an old one makes room.
const MOST_KEPT: usize = 4096;

/// Runs a target.
///
/// # Panics
/// With the smallest input that was found to break a law.
pub(crate) fn run(target: &Target) {
    let budget = Budget::of(target);
    let mut dice = Dice::new(budget.seed);
    let mut pool: Vec<Vec<u8>> = (target.seeds)();
    let mut known = HashSet::new();
    let watch = Watch::new(target, budget.seed, budget.until.is_some());
    let mut attempt = |input: &[u8], round: usize| {
        watch.begin(input);
        match seen(target, input) {
            Ok(seen) => seen.0.into_iter().fold(false, |new, what| known.insert(what) || new),
            Err(fault) => fail(target, input, &fault, budget.seed, round),
        }
    };
    for seed in &pool {
        attempt(seed, 0);
    }
    pool.push(Vec::new());
    let mut round = 0;
    while !budget.is_spent(target, round) {
        round += 1;
        let longest = if dice.once_in(32) { budget.longest * 16 } else { budget.longest };
        let mut input = if dice.once_in(4) {
            compose(target.words, longest, &mut dice)
        } else {
            // The latest half as often as all together: they are where something new was seen.
            let from = if dice.once_in(2) { pool.len() / 2 } else { 0 };
            pool[from + dice.below(pool.len() - from)].clone()
        };
        let other = dice.below(pool.len());
        if !dice.once_in(16) {
            mutate(&mut input, target.words, &pool[other], longest, &mut dice);
        }
        if attempt(&input, round) {
            if pool.len() < MOST_KEPT {
                pool.push(input);
            } else {
                pool[other] = input;
            }
        }
    }
    if budget.until.is_some() {
        let _ = writeln!(
            std::io::stderr(),
            "{}: {round} inputs, {} kept, {} things seen, seed {}",
            target.name,
            pool.len(),
            known.len(),
            budget.seed
        );
    }
}

/// Where and how a law was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    place: String,
    message: String,
}

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static FAULT: RefCell<Option<Fault>> = const { RefCell::new(None) };
}

/// Checks one input, as a target would.
pub(crate) fn seen(target: &Target, input: &[u8]) -> Result<Seen, Fault> {
    // A panic that is looked for says nothing; cutting an input down has thousands.
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !WATCHED.get() {
                return loud(panic);
            }
            let place = panic.location().map(|at| format!("{}:{}:{}", at.file(), at.line(), at.column())).unwrap_or_default();
            FAULT.set(Some(Fault { place, message: said(panic.payload()) }));
        }));
    });
    WATCHED.set(true);
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut seen = Seen::default();
        (target.check)(input, &mut seen);
        seen
    }));
    WATCHED.set(false);
    result.map_err(|_| FAULT.take().unwrap_or(Fault { place: String::new(), message: String::new() }))
}

fn said(payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

fn fail(target: &Target, input: &[u8], fault: &Fault, seed: u64, round: usize) -> ! {
    let small = smallest(target, input, fault);
    let fault = seen(target, &small).err().unwrap_or_else(|| fault.clone());
    panic!(
        "{}: {}\n  at {}\n  seed {seed}, round {round}, {} bytes, cut down to {}:\n  b\"{}\"",
        target.name,
        fault.message,
        fault.place,
        input.len(),
        small.len(),
        small.escape_ascii()
    );
}

/// The smallest part of an input that breaks the same law, as far as it is found within a little time.
fn smallest(target: &Target, input: &[u8], fault: &Fault) -> Vec<u8> {
    let until = Instant::now() + Duration::from_secs(20);
    let breaks = |input: &[u8]| seen(target, input).is_err_and(|found| found.place == fault.place);
    let mut small = input.to_vec();
    let mut step = small.len().div_ceil(2);
    while step > 0 && Instant::now() < until {
        let mut at = 0;
        let before = small.len();
        while at < small.len() && Instant::now() < until {
            let mut less = small.clone();
            less.drain(at..(at + step).min(small.len()));
            if breaks(&less) {
                small = less;
            } else {
                at += step;
            }
        }
        // What was taken away may have held other parts in place.
        step = if step == 1 && small.len() < before { 1 } else { step / 2 };
    }
    small
}

/// Looks after what cannot be caught: keeps the input at hand in a file, and ends a loop without end.
struct Watch {
    file: Option<(RefCell<File>, PathBuf)>,
    latest: Arc<Mutex<(Vec<u8>, Instant)>>,
    _ends: mpsc::Sender<()>,
}

/// An input takes milliseconds. Only what never ends takes this long, even on a slow machine that has much else to do.
const TOO_LONG: Duration = Duration::from_secs(60);

impl Drop for Watch {
    /// A run that comes to its end, whatever it found, has said so itself.
    fn drop(&mut self) {
        if let Some((_, path)) = &self.file {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Watch {
    fn new(target: &Target, seed: u64, keeps: bool) -> Self {
        let latest = Arc::new(Mutex::new((Vec::new(), Instant::now())));
        let (ends, ended) = mpsc::channel::<()>();
        let watched = Arc::clone(&latest);
        let name = target.name;
        std::thread::spawn(move || {
            static SAID: AtomicBool = AtomicBool::new(false);
            while ended.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout) {
                let Ok(latest) = watched.lock() else { return };
                if latest.1.elapsed() > TOO_LONG && !SAID.swap(true, Ordering::Relaxed) {
                    // Not through the test's own output, which is never shown when the program ends here.
                    let _ = writeln!(std::io::stderr(), "{name}: this input takes for ever:\n  b\"{}\"", latest.0.escape_ascii());
                    std::process::exit(101);
                }
            }
        });
        let folder = option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, Into::into);
        // Of its own for each run: the next one would write over what is wanted.
        let path = folder.join(format!("fuzz-{name}-{seed}"));
        let file = keeps.then(|| File::create(&path).ok()).flatten().map(|file| (RefCell::new(file), path));
        Self { file, latest, _ends: ends }
    }

    fn begin(&self, input: &[u8]) {
        if let Some((file, _)) = &self.file {
            // Written over, not anew: some file systems wait for the disk when a file is emptied.
            let mut file = file.borrow_mut();
            let _ = file.rewind().and_then(|()| file.write_all(input)).and_then(|()| file.set_len(input.len() as u64));
        }
        if let Ok(mut latest) = self.latest.lock() {
            latest.0.clear();
            latest.0.extend_from_slice(input);
            latest.1 = Instant::now();
        }
    }
}
