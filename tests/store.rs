//! What is remembered survives: programs killed at any instant, two at once, damage, and versions to come.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use ibid::{
    citation::{CiteKey, Overrule, WorkKey},
    document::Locator,
    store::{LONGEST_HISTORY, Remembered, Store, TextKey},
    time::find::{Correction, read_date},
};
use rusqlite::Connection;

/// A folder of this test's own, gone when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("store-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn database(&self) -> PathBuf {
        self.0.join("state/ibid/remembered.db")
    }

    fn files(&self) -> Vec<String> {
        let folder = self.database();
        let entries = fs::read_dir(folder.parent().unwrap()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn open(path: &Path) -> Store {
    let opened = Store::open(path).unwrap();
    assert_eq!(opened.problems, []);
    opened.value
}

fn at(byte: u32) -> Locator {
    Locator { byte, quotation: format!("words at {byte}"), section: Some("Flight".into()), offset: byte / 2, permille: 7 }
}

fn book() -> TextKey {
    TextKey::file(Path::new("/books/war and peace.md"))
}

#[test]
fn what_was_kept_is_there_the_next_time() {
    let folder = Folder::new();
    let (book, other) = (book(), TextKey::bundled("red-aid"));
    {
        let mut store = open(&folder.database());
        assert_eq!(store.recall(&book).unwrap(), Remembered::default());
        assert_eq!(store.last_read().unwrap(), None);
        store.keep_place(&book, "War and Peace", Some("Tolstoy"), 40, &at(400), &[at(1), at(2)], 1000).unwrap();
        store.set_mark(&book, 'a', Some(&at(10)), 1001).unwrap();
        store.set_mark(&book, 'é', Some(&at(11)), 1001).unwrap();
        store.set_mark(&book, 'b', Some(&at(12)), 1001).unwrap();
        store.set_mark(&book, 'b', None, 1002).unwrap();
        // The same second: order is kept all the same.
        store.keep_place(&other, "Red Aid", None, 100, &at(9), &[], 1000).unwrap();
        store.set_setting("theme", "sepia").unwrap();
    }
    let mut store = open(&folder.database());
    let remembered = store.recall(&book).unwrap();
    assert_eq!(remembered.place, Some(at(400)));
    assert_eq!(remembered.history, [at(1), at(2)]);
    assert_eq!(remembered.read_at, Some(1000));
    assert_eq!(remembered.marks.into_iter().collect::<Vec<_>>(), [('a', at(10)), ('é', at(11))]);
    assert_eq!(store.last_read().unwrap(), Some(other));
    let library = store.library(10).unwrap();
    let rows: Vec<_> = library.iter().map(|text| (text.title.as_str(), text.author.as_deref(), text.percent)).collect();
    assert_eq!(rows, [("Red Aid", None, 100), ("War and Peace", Some("Tolstoy"), 40)]);
    assert_eq!(store.library(1).unwrap().len(), 1);
    assert_eq!(store.setting("theme").unwrap().as_deref(), Some("sepia"));
    assert_eq!(store.setting("measure").unwrap(), None);
    store.forget(&book).unwrap();
    assert_eq!(store.recall(&book).unwrap(), Remembered::default());
}

#[test]
fn nothing_is_remembered_of_standard_input() {
    let mut store = Store::in_memory().unwrap();
    let stdin = TextKey::stdin();
    store.keep_place(&stdin, "", None, 1, &at(1), &[], 1).unwrap();
    store.set_mark(&stdin, 'a', Some(&at(1)), 1).unwrap();
    assert_eq!(store.recall(&stdin).unwrap(), Remembered::default());
    assert_eq!(store.last_read().unwrap(), None);
}

#[test]
fn a_long_way_is_kept_by_its_latest_part() {
    let mut store = Store::in_memory().unwrap();
    let way: Vec<_> = (0..1000).map(at).collect();
    store.keep_place(&book(), "", None, 1, &at(1), &way, 1).unwrap();
    assert_eq!(store.recall(&book()).unwrap().history, way[1000 - LONGEST_HISTORY..]);
}

#[test]
fn the_marks_of_two_readers_come_together() {
    let folder = Folder::new();
    let path = folder.database();
    // Both begin at once, so that making the database is part of it.
    let threads: Vec<_> = ["abcdefghijklm", "nopqrstuvwxyz"]
        .into_iter()
        .map(|letters| {
            let path = path.clone();
            std::thread::spawn(move || {
                let mut store = Store::open(&path).unwrap().value;
                for round in 0..20 {
                    for letter in letters.chars() {
                        store.set_mark(&book(), letter, Some(&at(u32::from(letter) + round)), i64::from(round)).unwrap();
                    }
                }
                store.flush().unwrap();
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let marks = open(&path).recall(&book()).unwrap().marks;
    let expected: Vec<_> = ('a'..='z').map(|letter| (letter, at(u32::from(letter) + 19))).collect();
    assert_eq!(marks.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn a_write_that_is_kept_out_is_held_back_and_reading_goes_on() {
    let folder = Folder::new();
    let mut store = open(&folder.database());
    store.set_mark(&book(), 'a', Some(&at(1)), 1).unwrap();
    let other = Connection::open(folder.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let begun = Instant::now();
    store.set_mark(&book(), 'a', Some(&at(2)), 2).unwrap();
    assert!(begun.elapsed() < Duration::from_millis(600), "waited for {:?}", begun.elapsed());
    // From now on no key waits.
    let begun = Instant::now();
    for round in 0..10 {
        store.set_mark(&book(), 'b', Some(&at(round)), 3).unwrap();
        store.keep_place(&book(), "", None, 1, &at(round), &[], 3).unwrap();
        store.set_setting("theme", &round.to_string()).unwrap();
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "waited for {:?}", begun.elapsed());
    assert_eq!(store.held_back(), 4, "each thing is held back once");
    let seen = store.recall(&book()).unwrap();
    assert_eq!((seen.marks[&'a'].byte, seen.marks[&'b'].byte, seen.place), (2, 9, Some(at(9))));
    assert_eq!(store.setting("theme").unwrap().as_deref(), Some("9"));
    let problem = store.flush().unwrap_err().to_string();
    let path = folder.database().display().to_string();
    assert_eq!(problem, format!("{path}: what was read last is not remembered: another program keeps the database to itself"));

    other.execute_batch("ROLLBACK").unwrap();
    store.set_mark(&book(), 'c', Some(&at(3)), 4).unwrap();
    assert_eq!(store.held_back(), 0);
    let seen = open(&folder.database()).recall(&book()).unwrap();
    assert_eq!((seen.marks.len(), seen.marks[&'a'].byte, seen.place), (3, 2, Some(at(9))));
}

#[test]
fn what_was_held_back_does_not_undo_what_came_since() {
    let folder = Folder::new();
    let mut slow = open(&folder.database());
    let mut quick = open(&folder.database());
    let other = Connection::open(folder.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    slow.set_mark(&book(), 'a', Some(&at(1)), 10).unwrap();
    slow.keep_place(&book(), "", None, 1, &at(1), &[], 10).unwrap();
    other.execute_batch("ROLLBACK").unwrap();
    quick.set_mark(&book(), 'a', Some(&at(2)), 20).unwrap();
    quick.keep_place(&book(), "", None, 1, &at(2), &[], 20).unwrap();
    slow.flush().unwrap();
    let seen = quick.recall(&book()).unwrap();
    assert_eq!((seen.marks[&'a'].byte, seen.place), (2, Some(at(2))));
    // What is not late wins, whatever the clock says.
    slow.keep_place(&book(), "", None, 1, &at(3), &[], 5).unwrap();
    assert_eq!(quick.recall(&book()).unwrap().place, Some(at(3)));
}

#[test]
fn a_damaged_database_is_set_aside_and_a_new_one_begun() {
    let folder = Folder::new();
    let path = folder.database();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    for number in 1..3 {
        fs::write(&path, "this is no database, and long enough to be taken for one if nobody looks at how it begins").unwrap();
        fs::write(path.with_extension("db-wal"), "a log").unwrap();
        let Ok(opened) = Store::open(&path) else { panic!("not opened") };
        let [problem] = &opened.problems[..] else { panic!("{:?}", opened.problems) };
        assert_eq!(
            problem.to_string(),
            format!(
                "{}: it was damaged; a new one is begun\n  the old one is kept beside it as remembered.db.damaged-{number}",
                path.display()
            )
        );
        let mut store = opened.value;
        store.set_mark(&book(), 'a', Some(&at(1)), 1).unwrap();
        drop(store);
        assert_eq!(open(&path).recall(&book()).unwrap().marks.len(), 1);
    }
    assert!(folder.files().contains(&"remembered.db.damaged-2".to_owned()), "{:?}", folder.files());
}

#[test]
fn damage_that_shows_late_is_said_and_writing_goes_on() {
    let folder = Folder::new();
    let path = folder.database();
    let mut store = open(&path);
    for number in 0..200 {
        store.keep_place(&TextKey::bundled(&number.to_string()), "A title", None, 1, &at(number), &vec![at(1); 20], 1).unwrap();
    }
    drop(store);
    let mut bytes = fs::read(&path).unwrap();
    // The first page, which says how the tables are made, stays as it is.
    for byte in &mut bytes[4096..] {
        *byte = 0xa5;
    }
    fs::write(&path, bytes).unwrap();
    let mut store = open(&path);
    let problem = store.set_mark(&book(), 'a', Some(&at(1)), 1).unwrap_err();
    assert!(problem.what.contains("it was damaged; a new one is begun"), "{problem}");
    // The write that found it went into the new one.
    assert_eq!(store.recall(&book()).unwrap().marks[&'a'], at(1));
    drop(store);
    assert_eq!(open(&path).recall(&book()).unwrap().marks.len(), 1);
}

#[test]
fn a_table_that_is_missing_is_damage_too() {
    let folder = Folder::new();
    drop(open(&folder.database()));
    Connection::open(folder.database()).unwrap().execute_batch("DROP TABLE mark").unwrap();
    let store = open(&folder.database());
    let problem = store.recall(&book()).unwrap_err();
    assert!(problem.what.contains("a new one is begun"), "{problem}");
    assert_eq!(store.recall(&book()).unwrap(), Remembered::default());
}

#[test]
fn a_later_database_and_a_foreign_one_are_left_alone() {
    let folder = Folder::new();
    let path = folder.database();
    drop(open(&path));
    let change = |sql: &str| Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    change("PRAGMA user_version = 99");
    let before = fs::read(&path).unwrap();
    assert_eq!(
        Store::open(&path).unwrap_err().to_string(),
        format!(
            "{}: a later ibid has written it, and this one leaves it alone; places and marks are not remembered\n  \
             use the later ibid, or move the file away to begin anew",
            path.display()
        )
    );
    assert_eq!(fs::read(&path).unwrap(), before);

    fs::remove_file(&path).unwrap();
    change("CREATE TABLE bookmarks (url TEXT)");
    let problem = Store::open(&path).unwrap_err();
    assert!(problem.what.contains("another program's database"), "{problem}");
    assert_eq!(folder.files(), ["remembered.db"]);
}

#[test]
fn what_cannot_be_opened_is_said_with_a_way_to_mend_it() {
    let folder = Folder::new();
    // A folder stands where the file should be: this holds for every user, even for root.
    fs::create_dir_all(folder.database()).unwrap();
    assert_eq!(
        Store::open(&folder.database()).unwrap_err().to_string(),
        format!(
            "{}: it cannot be opened; places and marks are not remembered\n  allow reading and writing the file and its folder",
            folder.database().display()
        )
    );
}

#[test]
fn what_a_database_holds_may_be_nonsense() {
    let folder = Folder::new();
    let mut store = open(&folder.database());
    store.keep_place(&book(), "A\u{1b}[2Jtitle", Some("\u{9b}me"), 200, &at(1), &[], 1).unwrap();
    store.set_mark(&book(), 'a', Some(&at(1)), 1).unwrap();
    store.set_mark(&book(), 'b', Some(&at(1)), 1).unwrap();
    Connection::open(folder.database())
        .unwrap()
        .execute_batch("UPDATE text SET place = '{', history = '7', percent = -5; UPDATE mark SET place = '' WHERE name = 'a'")
        .unwrap();
    let seen = store.recall(&book()).unwrap();
    assert_eq!((seen.place, seen.history.len(), seen.marks.len()), (None, 0, 1));
    let shelved = store.library(1).unwrap().remove(0);
    assert_eq!((shelved.title.as_str(), shelved.author.as_deref(), shelved.percent), ("A␛[2Jtitle", Some("␦me"), 0));
}

/// The writer that the next test kills: begun by it alone, in a process of its own.
#[test]
#[ignore = "begun by the test that kills it"]
#[expect(clippy::print_stdout, reason = "how it tells the other process")]
fn a_writer() {
    let Some(path) = std::env::var_os("IBID_TEST_DATABASE") else { return };
    let mut store = Store::open(Path::new(&path)).unwrap().value;
    let before = store.recall(&book()).unwrap().place.map_or(0, |place| place.byte);
    for number in before + 1.. {
        store.keep_place(&book(), &number.to_string(), None, 1, &at(number), &vec![at(number); 50], i64::from(number)).unwrap();
        println!("kept {number}");
    }
}

#[test]
fn a_writer_killed_at_any_instant_leaves_the_old_value_or_the_new_one() {
    let folder = Folder::new();
    let path = folder.database();
    let mut most = 0;
    for round in 0..25_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_writer", "--ignored", "--nocapture"])
            .env("IBID_TEST_DATABASE", &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Now and then it is killed while it makes or opens the database, mostly while it writes; primes, so that rounds differ.
        if round % 5 != 0 {
            lines.by_ref().find(|line| line.starts_with("kept"));
        }
        std::thread::sleep(Duration::from_millis(round * 7 % 23));
        child.kill().unwrap(); // SIGKILL on Unix
        child.wait().unwrap();
        let said = lines.filter_map(|line| line.strip_prefix("kept ")?.parse::<u32>().ok()).last().unwrap_or(0);

        let store = open(&path);
        let seen = store.recall(&book()).unwrap();
        if let Some(place) = &seen.place {
            let number = place.byte;
            assert!(number >= said && number >= most, "{said} was said to be kept, {number} is there");
            assert_eq!(seen.history, vec![at(number); 50], "half a value");
            assert_eq!(seen.read_at, Some(i64::from(number)));
            assert_eq!(store.library(1).unwrap()[0].title, number.to_string());
            most = number;
        }
        drop(store);
        let sound: String = Connection::open(&path).unwrap().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok");
    }
    assert!(most > 25, "only {most} writes were made, which shows little");
}

#[test]
fn opening_and_recalling_do_not_delay_the_first_screen() {
    let folder = Folder::new();
    let mut store = open(&folder.database());
    for number in 0..300 {
        let key = TextKey::bundled(&number.to_string());
        store.keep_place(&key, "A title", None, 1, &at(number), &vec![at(1); LONGEST_HISTORY], 1).unwrap();
        store.set_mark(&key, 'a', Some(&at(1)), 1).unwrap();
    }
    drop(store);
    // The quickest of many: what the code needs, whatever else the machine is doing.
    let quickest = (0..50).map(|_| {
        let begun = Instant::now();
        let store = Store::open(&folder.database()).unwrap().value;
        let seen = store.recall(&TextKey::bundled("151")).unwrap();
        let took = begun.elapsed();
        assert_eq!(seen.marks.len(), 1);
        took
    });
    let quickest = quickest.min().unwrap();
    assert!(quickest < Duration::from_micros(1500), "{quickest:?}");
}

fn cite(words: &str) -> CiteKey {
    CiteKey { note: "12".into(), turn: 1, nth: 0, words: words.into() }
}

#[test]
fn what_was_decided_about_a_cite_is_kept_until_it_is_taken_back() {
    let folder = Folder::new();
    let decide = |words: &str, title: Option<&str>| Overrule {
        cite: cite(words),
        decision: title.map(|title| WorkKey { authors: vec!["cannon".into()], title: title.into(), entry: format!("Cannon, {title}") }),
    };
    {
        let mut store = open(&folder.database());
        store.set_overrule(&book(), &cite("Ibid."), Some(&decide("Ibid.", Some("Notebook"))), 10).unwrap();
        store.set_overrule(&book(), &cite("Op. cit."), Some(&decide("Op. cit.", None)), 11).unwrap();
        store.set_overrule(&book(), &cite("Ibid."), Some(&decide("Ibid.", Some("First Ten Years"))), 12).unwrap();
    }
    let mut store = open(&folder.database());
    assert_eq!(store.recall(&book()).unwrap().overrules, [decide("Op. cit.", None), decide("Ibid.", Some("First Ten Years"))]);
    assert_eq!(store.recall(&TextKey::file(Path::new("/books/other.md"))).unwrap().overrules, []);
    store.set_overrule(&book(), &cite("Op. cit."), None, 13).unwrap();
    assert_eq!(store.recall(&book()).unwrap().overrules, [decide("Ibid.", Some("First Ten Years"))]);
    store.forget(&book()).unwrap();
    assert_eq!(store.recall(&book()).unwrap(), Remembered::default());
}

#[test]
fn a_database_of_the_first_version_is_taken_along() {
    let folder = Folder::new();
    open(&folder.database()).set_mark(&book(), 'a', Some(&at(7)), 1).unwrap();
    {
        // As the first version left it.
        let connection = Connection::open(folder.database()).unwrap();
        connection.execute_batch("DROP TABLE overrule; DROP TABLE correction; PRAGMA user_version = 1;").unwrap();
    }
    let mut store = open(&folder.database());
    assert_eq!(store.recall(&book()).unwrap().marks[&'a'], at(7));
    store.set_overrule(&book(), &cite("Ibid."), Some(&Overrule { cite: cite("Ibid."), decision: None }), 2).unwrap();
    assert_eq!(store.recall(&book()).unwrap().overrules.len(), 1);
}

#[test]
fn how_a_date_was_corrected_is_kept_until_it_is_taken_back() {
    let folder = Folder::new();
    let say = |byte: u32, date: Option<&str>| Correction { at: at(byte), date: date.map(|date| read_date(date).unwrap()) };
    {
        let mut store = open(&folder.database());
        store.set_correction(&book(), &at(7), Some(&say(7, Some("1789-07-14"))), 10).unwrap();
        store.set_correction(&book(), &at(9), Some(&say(9, None)), 11).unwrap();
        store.set_correction(&book(), &at(7), Some(&say(7, Some("../1790~"))), 12).unwrap();
    }
    let mut store = open(&folder.database());
    assert_eq!(store.recall(&book()).unwrap().corrections, [say(9, None), say(7, Some("../1790~"))]);
    assert_eq!(store.recall(&TextKey::file(Path::new("/books/other.md"))).unwrap().corrections, []);
    store.set_correction(&book(), &at(9), None, 13).unwrap();
    assert_eq!(store.recall(&book()).unwrap().corrections, [say(7, Some("../1790~"))]);
    store.forget(&book()).unwrap();
    assert_eq!(store.recall(&book()).unwrap(), Remembered::default());
}

#[test]
fn a_database_of_the_second_version_is_taken_along() {
    let folder = Folder::new();
    let decided = Overrule { cite: cite("Ibid."), decision: None };
    open(&folder.database()).set_overrule(&book(), &cite("Ibid."), Some(&decided), 1).unwrap();
    {
        // As the second version left it.
        let connection = Connection::open(folder.database()).unwrap();
        connection.execute_batch("DROP TABLE correction; PRAGMA user_version = 2;").unwrap();
    }
    let mut store = open(&folder.database());
    assert_eq!(store.recall(&book()).unwrap().overrules, [decided]);
    let said = Correction { at: at(7), date: None };
    store.set_correction(&book(), &at(7), Some(&said), 2).unwrap();
    assert_eq!(store.recall(&book()).unwrap().corrections, [said]);
}
