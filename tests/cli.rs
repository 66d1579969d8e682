//! The program as it is called: what it prints, what it says when something is wrong, and its exit codes.
//!
//! Every call has a folder of its own for home and a fixed environment.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use ibid::{
    cli::{self, Next, Reading},
    document::Locator,
    shell::{Outside, Paths},
    store::{Store, Text, TextKey},
    unit::Cols,
};

/// A folder of this test's own: home, configuration, state and working folder.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }

    fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        fs::write(self.0.join(name), text).unwrap();
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.env_clear().env("HOME", &self.0).env("XDG_CONFIG_HOME", self.0.join("config"));
        command.env("XDG_STATE_HOME", self.0.join("state")).env("XDG_DATA_HOME", self.0.join("data"));
        command.env("LANG", "en_GB.UTF-8").current_dir(&self.0).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        told(&self.command(arguments).output().unwrap())
    }

    fn run_with(&self, input: &str, arguments: &[&str]) -> (i32, String, String) {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        told(&child.wait_with_output().unwrap())
    }

    /// Fails with exactly this message and exit code 2.
    fn refuses(&self, arguments: &[&str], message: &str) {
        assert_eq!(self.run(arguments), (2, String::new(), format!("{message}\n")), "{arguments:?}");
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

const TOLSTOY: &str = "---\ntitle: Two Journeys\nauthor: A. Writer\nlang: en\n---\n\n# Flight\n\nTolstoy went east.[^1] *He* walked, \
                       as he [often](https://example.org/walks) did.[^b]\n\n# Return\n\nHe came back.[^1]\n\n[^1]: In 1851.\n[^b]: See Flight.\n";

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    let place = Place::new().file("tolstoy.md", TOLSTOY).file("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").file("empty.txt", "");
    fs::create_dir(place.0.join("folder")).unwrap();
    place.refuses(&["tolstoi.md"], "tolstoi.md: there is no such file\n  did you mean «tolstoy.md»?");
    place.refuses(&["folder/tolstoy.md"], "folder/tolstoy.md: there is no such file");
    place.refuses(&["tolstoy.md/x"], "tolstoy.md/x: there is no such file: a part of its path is a file, not a folder");
    place.refuses(&["folder"], "folder: this is a folder, and ibid reads one text at a time\n  name a file in it");
    place.refuses(
        &["gide"],
        "gide: there is no file and no bundled text of this name\n  did you mean «guide»? · `ibid texts` lists the bundled texts",
    );
    place.refuses(&["zzz"], "zzz: there is no file and no bundled text of this name\n  `ibid texts` lists the bundled texts");
    place.refuses(
        &["serch", "flight", "tolstoy.md"],
        "serch: there is no file and no bundled text of this name\n  did you mean «ibid search»? · `ibid texts` lists the bundled texts",
    );
    place.refuses(&["people", "guide"], "guide: ibid opens one text at a time\n  name only the first, or only this one");
    for unreadable in ["picture.md", "empty.txt"] {
        let (code, out, err) = place.run(&["text", unreadable]);
        assert!(code == 2 && out.is_empty() && err.starts_with(&format!("{unreadable}: ")), "{err}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_said_to_be_one() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new().file("secret.md", TOLSTOY);
    let path = place.0.join("secret.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        return; // root may read everything
    }
    place.refuses(&["text", "secret.md"], "secret.md: it may not be read\n  `chmod u+r secret.md` allows it, if it is yours");
}

#[test]
fn a_name_cannot_command_the_terminal() {
    let (_, _, err) = Place::new().run(&["\u{1b}[2J\nnone.md"]);
    assert_eq!(err, "␛[2J␊none.md: there is no such file\n");
}

#[test]
fn a_wrong_option_is_named() {
    let place = Place::new();
    for width in ["0", "-1", "wide", "100000"] {
        let (code, out, err) = place.run(&["text", &format!("--width={width}"), "people"]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.starts_with(&format!("error: invalid value '{width}' for '--width <COLUMNS>'")), "{err}");
    }
    assert_eq!(place.run(&["check"]).0, 2);
}

#[test]
fn a_text_is_set_with_its_notes_at_the_end() {
    let place = Place::new().file("tolstoy.md", TOLSTOY);
    let (code, out, err) = place.run(&["text", "--width", "24", "tolstoy.md"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let expected = "      Two Journeys\n\n       A. Writer\n\n\nFlight\n\nTolstoy went east.¹\nHe walked, as he often\ndid.ᵇ\n\n\nReturn\n\n\
                    He came back.¹\n\n──────\n\n1  In 1851.\n\nb  See Flight.\n";
    assert_eq!(out, expected);
    let (_, out, _) = place.run(&["text", "--width", "24", "--no-notes", "tolstoy.md"]);
    assert!(out.ends_with("He came back.¹\n"), "{out}");
    // Into a pipe, reading is printing.
    assert_eq!(place.run(&["tolstoy.md"]), place.run(&["text", "tolstoy.md"]));
    for width in 1..30 {
        let (_, out, _) = place.run(&["text", "-w", &width.to_string(), "tolstoy.md"]);
        for line in out.lines() {
            assert!(ibid::unit::width(line).0 <= width, "{line:?} is wider than {width}");
        }
    }
}

#[test]
fn styles_and_links_are_printed_only_when_asked_for() {
    let place = Place::new().file("tolstoy.md", TOLSTOY);
    let (_, plain, _) = place.run(&["text", "tolstoy.md"]);
    assert!(!plain.contains('\u{1b}'));
    let (_, out, _) = place.run(&["text", "--color=always", "--links=always", "tolstoy.md"]);
    for expected in [
        "\u{1b}[1mFlight\u{1b}[m",
        "\u{1b}[3mHe\u{1b}[m walked",
        "\u{1b}]8;id=ref-1;#note-1\u{1b}\\¹\u{1b}]8;;\u{1b}\\",
        "\u{1b}]8;id=note-1;#ref-1\u{1b}\\1\u{1b}]8;;\u{1b}\\  In 1851.",
        "\u{1b}]8;;https://example.org/walks\u{1b}\\\u{1b}[4moften\u{1b}[m\u{1b}]8;;\u{1b}\\",
    ] {
        assert!(out.contains(expected), "{expected:?} is not in {out:?}");
    }
    // Nothing but the sequences differs.
    let mut bare = out;
    while let Some(start) = bare.find('\u{1b}') {
        let end = if bare[start..].starts_with("\u{1b}]") {
            bare[start + 2..].find("\u{1b}\\").unwrap() + 4
        } else {
            bare[start..].find('m').unwrap() + 1
        };
        bare.replace_range(start..start + end, "");
    }
    assert_eq!(bare, plain);
}

#[test]
fn a_locale_without_utf8_gets_signs_of_ascii() {
    let place = Place::new().file("tolstoy.md", TOLSTOY);
    let mut command = place.command(&["text", "tolstoy.md"]);
    let (_, out, _) = told(&command.env("LC_ALL", "C").output().unwrap());
    assert!(out.is_ascii() && out.contains("He came back.[1]"), "{out}");
}

#[test]
fn notes_are_listed_with_where_they_are_called() {
    let place = Place::new().file("tolstoy.md", format!("{TOLSTOY}\nLast words.[^9]\n\n[^lone]: Alone.\n"));
    let (code, out, _) = place.run(&["notes", "tolstoy.md"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("1  In 1851.\n    called at Flight, "), "{out}");
    for line in ["called at Return, ", ": “He came back.”", "“He walked, as he often did.”", "    called from nowhere\n"] {
        assert!(out.contains(line), "{line:?} is not in {out}");
    }
}

#[test]
fn notes_as_json_say_which_reference_leads_where() {
    let place = Place::new().file("tolstoy.md", TOLSTOY);
    let (code, out, _) = place.run(&["notes", "--format", "json", "tolstoy.md"]);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&json["title"], &json["author"], &json["language"]), (&"Two Journeys".into(), &"A. Writer".into(), &"en".into()));
    assert_eq!(json["toc"], serde_json::json!([{"title": "Flight", "level": 1}, {"title": "Return", "level": 1}]));
    assert_eq!(
        json["notes"],
        serde_json::json!([
            {"id": 1, "marker": "1", "text": "In 1851.", "references": 2, "cites": []},
            {"id": 2, "marker": "b", "text": "See Flight.", "references": 1, "cites": []}
        ])
    );
    let references: Vec<_> = json["references"].as_array().unwrap().iter().map(|row| (&row["marker"], &row["note"])).collect();
    assert_eq!(references, [(&"1".into(), &1.into()), (&"b".into(), &2.into()), (&"1".into(), &1.into())]);
    let before = |index: usize| json["references"][index]["before"].as_str().unwrap().to_owned();
    // Other marks are no part of what stands before one.
    assert!(before(1).ends_with("Tolstoy went east. He walked, as he often did."), "{}", before(1));
    assert!(before(2).ends_with("Return He came back."), "{}", before(2));

    let (code, out, err) = place.run(&["notes", "--format", "json", "nothing.md"]);
    assert_eq!((code, err.as_str()), (2, "nothing.md: there is no such file\n"));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap(), serde_json::json!({"error": "there is no such file"}));
}

#[test]
fn check_tells_what_is_wrong_and_where() {
    let place =
        Place::new().file("good.md", TOLSTOY).file("bad.md", "# Flight\n\nHe walked. He ran.[^1]\n\n[^1]: In 1851.\n[^2]: Alone.\n");
    assert_eq!(
        place.run(&["check", "good.md"]),
        (0, "good.md: nothing is wrong; 2 notes, 3 marks, 0 links within the text\n".into(), String::new())
    );
    let (code, out, _) = place.run(&["check", "bad.md", "good.md"]);
    assert_eq!(
        (code, out.as_str()),
        (
            1,
            "bad.md: note 2 is called from nowhere\n  note 2: “Alone.”\nbad.md: 1 problem; 2 notes, 1 mark, 0 links within the text\n\
             good.md: nothing is wrong; 2 notes, 3 marks, 0 links within the text\n"
        )
    );
    let (code, out, err) = place.run(&["check", "none.md", "good.md"]);
    assert_eq!((code, err.as_str()), (2, "none.md: there is no such file\n"));
    assert!(out.starts_with("good.md: nothing is wrong"), "the others are looked at: {out}");
}

#[test]
fn check_tells_which_pictures_are_missing() {
    let place = Place::new()
        .file("walk.md", "# Flight\n\nHe went.\n\n![A map](map.png)\n\n![Gone](gone.png)\n\n![Far](https://example.org/a.png)\n")
        .file("map.png", "any");
    let (code, out, _) = place.run(&["check", "walk.md"]);
    let expected = "walk.md: a picture is missing: there is no file gone.png beside the text\n  Flight, 52 %: “[picture: Gone]”\n\
                    walk.md: nothing is wrong; 0 notes, 0 marks, 0 links within the text\n";
    assert_eq!((code, out.as_str()), (0, expected));
    let book = r##"<FictionBook xmlns:l="x"><body><section><p>He went.</p><image l:href="#a.png"/><p>On.</p><image l:href="#b.png"/></section></body>
        <binary id="a.png">AAAA</binary></FictionBook>"##;
    let (code, out, _) = Place::new().file("walk.fb2", book).run(&["check", "walk.fb2"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("walk.fb2: a picture is missing: b.png is not in the file\n"), "{out}");
    assert!(out.contains("walk.fb2: 1 problem;"), "{out}");
}

#[test]
fn check_tells_dates_that_cannot_be_as_they_are_written() {
    let place = Place::new().file("days.md", "# Flight\n\nOn Monday, 14 July 1789 it fell. It went on from 1927 to 1925.\n");
    let (code, out, err) = place.run(&["check", "days.md"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "days.md: Monday, 14 July 1789 was a Tuesday");
    assert!(lines[1].starts_with("  Flight, ") && lines[1].ends_with(": “On Monday, 14 July 1789 it fell.”"), "{out}");
    assert_eq!(lines[2], "days.md: a range ends before it begins: 1927 to 1925");
    assert!(lines[3].ends_with(": “It went on from 1927 to 1925.”"), "{out}");
    assert!(lines[4].starts_with("days.md: 2 problems; 0 notes, 0 marks"), "{out}");
}

#[test]
fn a_file_gets_words_that_read_from_the_right_in_the_order_of_reading() {
    let place = Place::new().file("a.md", "אבג דהו 12.\n");
    assert_eq!(place.run(&["text", "a.md"]), (0, "אבג דהו 12.\n".into(), String::new()));
    let (code, shown, _) = place.run(&["text", "--color", "always", "a.md"]);
    assert!(code == 0 && shown.contains("והד גבא"), "{shown}");
}

#[test]
fn the_bundled_texts_are_faultless() {
    let place = Place::new();
    let (code, out, _) = place.run(&["texts"]);
    let names: Vec<_> = out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!((code, &names[..]), (0, &["red-aid", "appeal", "ild", "people", "auxiliaries", "guide"][..]));
    assert!(out.starts_with("red-aid      International Red Aid, 1922–1937   "), "{out}");
    assert!(out.lines().all(|line| line.contains(" notes  ") && line.ends_with(" words")), "{out}");
    let (code, out, _) = place.run(&[&["check"], &names[..]].concat());
    assert_eq!(code, 0, "{out}");
}

#[test]
fn search_gives_a_line_for_each_hit() {
    let place = Place::new().file("tolstoy.md", TOLSTOY);
    let (code, out, err) = place.run(&["search", "flight", "tolstoy.md", "missing.md"]);
    assert_eq!((code, err.as_str()), (2, "missing.md: there is no such file\n"));
    let rows: Vec<_> = out.lines().collect();
    assert!(rows.len() == 2 && rows[0].starts_with("tolstoy.md: Flight, ") && rows[0].ends_with(" %: Flight"), "{out}");
    assert_eq!(rows[1], "tolstoy.md: note b: See Flight.");
    let (code, out, _) = place.run(&["search", "--regex", "w[ae]nt|c[ae]me", "tolstoy.md"]);
    assert_eq!((code, out.lines().count()), (0, 2));
    assert_eq!(place.run(&["search", "nowhere to be found", "tolstoy.md"]), (1, String::new(), String::new()));
    let (code, _, err) = place.run(&["search", "--regex", "(", "tolstoy.md"]);
    assert!(code == 2 && err.contains("is no regular expression") && err.contains("\n  "), "{err}");
    let (_, out, _) = place.run(&["search", "--color=always", "came", "tolstoy.md"]);
    assert!(out.contains("He \u{1b}[1mcame\u{1b}[m back."), "{out:?}");
}

#[test]
fn standard_input_is_a_text_like_any_other() {
    let place = Place::new().file("tolstoy.md", TOLSTOY);
    let (code, out, err) = place.run_with(TOLSTOY, &["-"]);
    assert_eq!((code, out, err.as_str()), (0, place.run(&["text", "tolstoy.md"]).1, ""));
    assert_eq!(place.run_with("He went.\n", &[]).1, "He went.\n");
    assert_eq!(place.run_with("He went.\n", &["search", "went", "-"]).1, "standard input: 37 %: He went.\n");
    let (code, _, err) = place.run_with("", &["-"]);
    assert!(code == 2 && err.starts_with("standard input: "), "{err}");
}

#[test]
fn with_nothing_said_the_text_that_was_read_last_is_opened() {
    let place = Place::new().file("tolstoy.md", TOLSTOY);
    let (code, out, err) = place.run(&[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("International Red Aid, 1922–1937"), "the first time, the first of the bundled texts");
    assert!(!place.0.join("state").exists(), "printing begins no database");

    let database = place.0.join("state/ibid/remembered.db");
    let mut store = Store::open(&database).unwrap().value;
    let path = place.0.join("tolstoy.md");
    store.keep_place(&TextKey::file(&path), "Two Journeys", None, 0, &Locator::default(), &[], 1).unwrap();
    drop(store);
    assert!(place.run(&[]).1.contains("Tolstoy went east."));

    fs::remove_file(&path).unwrap();
    let (code, out, err) = place.run(&[]);
    assert_eq!((code, err), (0, format!("{}: it was read last and is no longer there\n", path.display())));
    assert!(out.contains("International Red Aid, 1922–1937"));

    fs::write(&database, "no database at all, though it is long enough to be one").unwrap();
    let (code, _, err) = place.run(&[]);
    assert!(code == 0 && err.contains("it was damaged; a new one is begun"), "{err}");
}

#[test]
fn a_file_goes_before_a_bundled_text_and_a_folder_does_not() {
    let place = Place::new().file("guide", "My own guide.\n");
    assert_eq!(place.run(&["guide"]).1, "My own guide.\n");
    fs::create_dir(place.0.join("people")).unwrap();
    assert!(place.run(&["people"]).1.contains("Marchlewski"));
    assert!(place.run(&["people.md"]).1.contains("Marchlewski"));
}

#[test]
fn a_pipe_that_is_closed_is_no_error() {
    let place = Place::new();
    for arguments in [&["red-aid"][..], &["notes", "red-aid"], &["search", "a", "red-aid"], &["man"], &["completions", "zsh"], &["--help"]]
    {
        let mut child = place.command(arguments).spawn().unwrap();
        drop(child.stdout.take());
        let (code, _, err) = told(&child.wait_with_output().unwrap());
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn dates_are_printed_with_what_they_mean_and_how_they_were_read() {
    let text = "# Flight\n\nOn *14 July\n1923* he – née É. – left.[^1] On 20 July he came back.\n\n[^1]: Since May 1923.\n";
    let place = Place::new().file("flight.md", text);
    let (code, out, err) = place.run(&["dates", "flight.md"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "1923-07-14   14 July 1923                  Flight, 13 %\n\
         1923?-07-20  20 July                       Flight, 72 %  (inferred, 88 %)\n\
         1923-05/..   May 1923                      note 1\n"
    );
    // Offsets count characters of the file as it is.
    let (_, table, _) = place.run(&["dates", "--format", "tsv", "flight.md"]);
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split('\t').collect()).collect();
    assert_eq!(rows[0], ["start", "end", "text", "edtf", "how", "sure", "part", "kind", "track"]);
    assert_eq!((rows[1][8], rows[3][8]), ("story", "note"));
    for (row, words, edtf) in [(1, "14 July\n1923", "1923-07-14"), (2, "20 July", "1923?-07-20"), (3, "May 1923", "1923-05/..")] {
        let (start, end): (usize, usize) = (rows[row][0].parse().unwrap(), rows[row][1].parse().unwrap());
        assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), words);
        assert_eq!((rows[row][2], rows[row][3]), (words.replace('\n', " ").as_str(), edtf));
    }
    let (_, json, _) = place.run(&["dates", "-f", "json", "flight.md"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json[1]["edtf"], &json[1]["how"], &json[1]["place"]), (&"1923?-07-20".into(), &"inferred".into(), &"Flight, 72 %".into()));
    place.refuses(&["dates", "nothing.md"], "nothing.md: there is no such file");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let place = Place::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let (code, _, err) = told(&place.command(&["people"]).stdout(full).output().unwrap());
    assert_eq!(code, 2);
    assert!(err.starts_with("standard output: nothing more can be written: "), "{err}");
}

#[test]
fn manual_completions_and_configuration_are_printed() {
    let place = Place::new();
    let (code, page, _) = place.run(&["man"]);
    assert_eq!(code, 0);
    for part in [".SH COMMANDS", ".SS \"ibid search\"", "\\fB\\-\\-width\\fR", "#measure = 66", ".SH \"EXIT STATUS\""] {
        assert!(page.contains(part), "{part} is not in the page");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, script, _) = place.run(&["completions", shell]);
        assert!(code == 0 && script.contains("search"), "{shell}");
    }
    let (_, sample, _) = place.run(&["config"]);
    assert_eq!(sample, ibid::store::Config::sample());
    let (code, version, _) = place.run(&["--version"]);
    assert_eq!((code, version), (0, format!("ibid {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn on_a_terminal_a_reading_is_resolved_with_its_configuration() {
    let place = Place::new().file("tolstoy.md", TOLSTOY).file("config.toml", "measure = 72\nmesure = 60\njustify = true\n");
    let paths = Paths { config: place.0.clone(), remembered: place.0.join("remembered.db") };
    let outside = Outside { terminal: Some(Cols(100)), paths: Some(paths.clone()), ..Outside::default() };
    let read = |arguments: &[&str]| -> Reading {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        match cli::run(arguments.iter().map(Into::into), &outside, &mut out, &mut err) {
            Next::Read(reading) if out.is_empty() && err.is_empty() => *reading,
            other => panic!("{other:?}: {}", String::from_utf8_lossy(&err)),
        }
    };
    let path = place.0.join("tolstoy.md");
    let reading = read(&["ibid", path.to_str().unwrap()]);
    assert_eq!((&reading.text, &reading.timeline, reading.first), (&Text::File(path.clone()), &None, false));
    let reading_with = read(&["ibid", path.to_str().unwrap(), "--timeline", "dates.csv"]);
    assert_eq!(reading_with.timeline, Some(PathBuf::from("dates.csv")));
    assert_eq!((reading.config.measure, reading.config.justify), (72, true));
    let said: Vec<_> = reading.problems.iter().map(ToString::to_string).collect();
    let config = place.0.join("config.toml").display().to_string();
    assert_eq!(said, [format!("{config}: there is no setting «mesure»\n  line 2 · did you mean «measure»?")]);

    let reading = read(&["ibid"]);
    assert!(reading.first && matches!(reading.text, Text::Bundled(text) if text.name == "red-aid"));
    let mut store = Store::open(&paths.remembered).unwrap().value;
    store.keep_place(&TextKey::bundled("ild"), "The ILD", None, 0, &Locator::default(), &[], 1).unwrap();
    let reading = read(&["ibid"]);
    assert!(!reading.first && matches!(reading.text, Text::Bundled(text) if text.name == "ild"));
}

#[test]
fn works_are_listed_with_where_they_are_cited() {
    let text = "One[^1] two[^2] three[^3] four[^4].\n\n[^1]: E. H. Carr, *Socialism in One Country* (London, 1958), p. 3.\n\n[^2]: Ibid.\n\n\
                [^3]: James P. Cannon, *Notebook of an Agitator* (New York, 1958).\n\n[^4]: Carr, *Socialism*, p. 9.\n";
    let place = Place::new().file("cited.md", text);
    let (code, out, err) = place.run(&["sources", "cited.md"]);
    let expected = "E. H. Carr, Socialism in One Country (London, 1958)\n    cited in 3 notes: 1, 2, 4\n\
                    James P. Cannon, Notebook of an Agitator (New York, 1958)\n    cited in note 3\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expected, ""));
    let (_, out, _) = place.run(&["sources", "cited.md", "--format", "json"]);
    let works: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(works[0]["authors"][0]["family"], "carr");
    assert_eq!(works[0]["cited"][2], serde_json::json!({ "note": "4", "locator": "p. 9", "kind": "short", "sure": "certain" }));
    let (_, out, _) = place.run(&["notes", "cited.md", "--format", "json"]);
    let notes: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        notes["notes"][1]["cites"],
        serde_json::json!([{
            "text": "Ibid.", "kind": "ibid", "locator": null, "means": "E. H. Carr, Socialism in One Country (London, 1958)", "work": 1,
            "candidates": [], "chain": ["1"], "sure": "certain", "reason": "the only work of the note before"
        }])
    );
    let (_, out, _) = place.run(&["notes", "cited.md"]);
    assert!(out.contains("\n    = n. 1  E. H. Carr, Socialism in One Country (London, 1958), p. 9\n"), "{out}");
    let (_, out, _) = Place::new().file("plain.md", "No notes.").run(&["sources", "plain.md"]);
    assert_eq!(out, "no work is cited\n");
}

#[test]
fn a_list_of_works_beside_a_text_gives_the_entries_and_what_is_wrong_with_it_is_told() {
    let list = "@book{carr, author={Carr, E. H.}, title={Socialism}, location={London}, publisher={Macmillan}, year=1958}\n\n@book{broken,\n  title = {Open,\n}\n";
    let place = Place::new().file("cited.md", "Word.[^1] Word.[^2]\n\n[^1]: [@carr, p. 3]\n\n[^2]: Ibid.\n").file("cited.bib", list);
    let (code, out, err) = place.run(&["sources", "cited.md"]);
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (0, "E. H. Carr, Socialism (London: Macmillan, 1958)\n    cited in 2 notes: 1, 2\n", "")
    );
    let (_, out, _) = place.run(&["sources", "cited.md", "--format", "csl-json"]);
    let items: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&items[0]["id"], &items[0]["publisher-place"], &items[0]["issued"]["date-parts"][0][0]),
        (&"carr".into(), &"London".into(), &1958.into())
    );
    let (_, out, _) = place.run(&["sources", "cited.md", "--format", "bibtex"]);
    assert!(out.starts_with("@book{carr,\n") && out.contains("author = {Carr, E. H.}"), "{out}");
    let (_, out, _) = place.run(&["notes", "cited.md", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["notes"][1]["cites"][0]["means"], "E. H. Carr, Socialism (London: Macmillan, 1958)");
    assert_eq!(report["notes"][1]["cites"][0]["chain"][0], "1");
    let (code, out, _) = place.run(&["check", "cited.md"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("cited.bib: the entry «broken» cannot be understood: "), "{out}");
    // One that is named and is not there.
    let place = Place::new().file("a.md", "---\nbibliography: list.bib\n---\nText.\n").file("lost.bib", "");
    let (code, out, _) = place.run(&["check", "a.md"]);
    assert_eq!((code, out.lines().next()), (1, Some("list.bib: there is no such file")));
}

#[test]
fn a_check_finds_an_ibid_that_nobody_can_resolve() {
    let text = "One[^1] two[^2] three[^3].\n\n[^1]: E. H. Carr, *Socialism* (London, 1958); James P. Cannon, *Notebook* (New York, 1958).\n\n\
                [^2]: Ibid., p. 4.\n\n[^3]: See n. 9.\n";
    let (code, out, _) = Place::new().file("cited.md", text).run(&["check", "cited.md"]);
    let expected = "cited.md: «Ibid., p. 4» in note 2 can mean 2 works: Socialism; Notebook\n  note 2: “Ibid., p. 4.” · name the work in place of it\n\
                    cited.md: «n. 9» in note 3 points to no note\n  note 3: “See n. 9.”\n\
                    cited.md: 2 problems; 3 notes, 3 marks, 0 links within the text\n";
    assert_eq!((code, out.as_str()), (1, expected));
}

const EDITION: &str = "He went east.[1] He rested.[2]\n\n[1] Printed in Tula.\n\n[2] At Kazan.\n\nIn [1924] nobody asked.\n";

#[test]
fn why_a_note_is_one_is_told_in_a_line_each_and_as_json() {
    let place = Place::new().file("walk.txt", EDITION);
    let series = "a series, [12] with [12] … or [Footnote 12: …]: 2 of 2 notes in its run are called";
    let (code, out, _) = place.run(&["notes", "--explain", "walk.txt"]);
    let expected = [
        format!("0.99  [1] after “He went east.” calls note 1: {series}"),
        format!("0.99  [2] after “He went east. He rested.” calls note 2: {series}"),
        "0.70  [1924] after “…ent east. He rested. In” is no mark: no note counts along with it".to_owned(),
        format!("0.99  note 1 “Printed in Tula.” is a note: {series}"),
        format!("0.99  note 2 “At Kazan.” is a note: {series}"),
    ];
    assert_eq!((code, out.lines().collect::<Vec<_>>()), (0, expected.iter().map(String::as_str).collect()));

    let (_, out, _) = place.run(&["notes", "--explain", "--format", "json", "walk.txt"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["references"][0]["why"]["kind"], "series");
    assert_eq!(report["notes"][1]["why"]["sure"], 0.99_f32);
    assert_eq!(report["refused"][0]["text"], "[1924]");
    let (_, out, _) = place.run(&["notes", "--format", "json", "walk.txt"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(report.get("refused").is_none() && report["notes"][0].get("why").is_none(), "only when asked for");
}

#[test]
fn the_parts_of_a_links_score_are_told() {
    let page = "<p>He went.<sup><a href='#n1' id='r1'>1</a></sup></p><p>Then.</p><p id='n1'><a href='#r1'>1</a> In 1851.</p>";
    let place = Place::new().file("walk.html", page);
    let (_, out, _) = place.run(&["notes", "--explain", "--format", "json", "walk.html"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let why = &report["references"][0]["why"];
    let parts: i64 = why["parts"].as_array().unwrap().iter().map(|part| part["weight"].as_i64().unwrap()).sum();
    assert_eq!((why["kind"].as_str(), why["score"].as_i64(), why["asked"].as_i64()), (Some("link"), Some(parts), Some(5)));
    assert_eq!(report["refused"], serde_json::json!([]), "a way back is part of its note");
}

#[test]
fn a_file_beside_the_text_overrules_its_notes_and_its_faults_are_told() {
    let rules = "[[no-note]]\nnote = 1\n\n[[calls]]\nmark = \"[1924]\"\nafter = \"In\"\nnote = \"2\"\n\n[[no-mark]]\nmark = \"[7]\"\nafter = \"x\"\n\n[[cals]]\n";
    let place = Place::new().file("walk.txt", EDITION).file("walk.txt.notes.toml", rules);
    let (code, out, _) = place.run(&["notes", "--explain", "walk.txt"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("[1924] after “…[1] Printed in Tula. In” calls note 2: the reader says so, in line 4 of the notes' file"),
        "{out}"
    );
    assert!(!out.contains("calls note 1:") && !out.contains("note 1 “"), "{out}");
    let (_, text, _) = place.run(&["text", "walk.txt"]);
    assert!(text.contains("[1] Printed in Tula."), "{text}");
    let (code, out, _) = place.run(&["check", "walk.txt"]);
    assert_eq!(
        (code, out.as_str()),
        (
            1,
            "walk.txt.notes.toml: there is no mark [7] after “x”\n  line 9 · take the words from `ibid notes --explain`, or delete the rule\n\
             walk.txt.notes.toml: cals: nothing of this name can be overruled\n  line 13 · did you mean [[calls]]?\n\
             walk.txt: 2 problems; 1 note, 2 marks, 0 links within the text\n"
        )
    );
}

#[test]
fn where_the_folder_is_not_the_readers_the_file_lies_with_what_is_remembered() {
    let place = Place::new().file("walk.txt", EDITION);
    let within = place.0.strip_prefix("/").unwrap();
    let folder = place.0.join("state/ibid/notes").join(within);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("walk.txt.notes.toml"), "[[no-note]]\nnote = \"1\"\n").unwrap();
    let (_, out, _) = place.run(&["check", "walk.txt"]);
    assert_eq!(out, "walk.txt: nothing is wrong; 1 note, 1 mark, 0 links within the text\n");
}

#[test]
fn hits_name_the_printed_page() {
    let page = "<h1>Flight</h1><p><span class='pagenum'>12</span>He went <span class='pagenum'>13</span>east.</p>";
    let (_, out, _) = Place::new().file("walk.html", page).run(&["search", "east", "walk.html"]);
    assert!(out.starts_with("walk.html: Flight, p. 13, "), "{out}");
}

const EVENTS: &str = "title = \"Two Journeys\"\n[[event]]\nid = \"east\"\nlane = \"roads\"\ntitle = \"East\"\ndate = \"1851~\"\n\
passages = [{ quote = \"Tolstoy went east\" }]\n";

#[test]
fn a_timeline_is_found_beside_its_text_in_its_front_matter_or_where_one_says() {
    let has = |(code, out, err): (i32, String, String), title: &str| {
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert!(out.starts_with(&format!("{title}\n")) && out.contains("\n  c. 1851  East  (1 passage)\n"), "{out}");
    };
    let place = Place::new().file("book.md", TOLSTOY).file("book.timeline.toml", EVENTS);
    has(place.run(&["timeline", "book.md"]), "Two Journeys");
    let place = place
        .file("named.md", TOLSTOY.replace("lang: en", "lang: en\ntimeline: other.toml"))
        .file("other.toml", EVENTS.replace("Two", "Other"));
    has(place.run(&["timeline", "named.md"]), "Other Journeys");
    has(place.run(&["timeline", "book.md", "--timeline", "other.toml"]), "Other Journeys");
    // As a file of its own it has no text to speak of its events.
    let (code, out, _) = place.run(&["timeline", "other.toml", "--format", "csv"]);
    assert_eq!((code, out.as_str()), (0, "id,lane,title,edtf,precision,summary,source,confidence\neast,roads,East,1851~,year,,,medium\n"));
    // A text without a timeline has the one of its dates.
    let place = place.file("plain.md", "# War\n\nOn 28 June 1914 a shot was fired in Sarajevo. The war ended on 11 November 1918.\n");
    let (code, out, _) = place.run(&["timeline", "plain.md", "--format", "json"]);
    assert_eq!(code, 0);
    assert!(out.contains("\"date\": \"1914-06-28\"") && out.contains("\"origin\": \"found\""), "{out}");
    let place = place.file("none.md", "Nothing happened.\n");
    assert_eq!(place.run(&["timeline", "none.md"]), (0, "no dated events\n".to_owned(), String::new()));
}

#[test]
fn what_is_wrong_with_a_timeline_is_told_and_checked() {
    let wrong = EVENTS.replace("went east\"", "went west\"").replace("title = \"Two", "titel = \"Two");
    let place = Place::new().file("book.md", TOLSTOY).file("book.timeline.toml", wrong);
    let (code, _, err) = place.run(&["timeline", "book.md"]);
    assert_eq!(code, 0);
    assert_eq!(
        err,
        "book.timeline.toml: the timeline: there is no field «titel»\n  line 1 · did you mean «title»?\n\
         the timeline, event east: the text does not say «Tolstoy went west»\n  quote it as it stands there\n"
    );
    let (code, out, _) = place.run(&["check", "book.md"]);
    assert_eq!(code, 1);
    assert!(out.contains("book.md, the timeline, event east: the text does not say «Tolstoy went west»\n"), "{out}");
    assert!(out.contains("book.timeline.toml: the timeline: there is no field «titel»\n  line 1"), "{out}");
    assert!(out.ends_with(", 1 dated event\n"), "{out}");
    place.refuses(
        &["timeline", "book.md", "--timeline", "book.timelines.toml"],
        "book.timelines.toml: there is no such file\n  did you mean «book.timeline.toml»?",
    );
    place.refuses(&["timeline", "book.md", "--timeline", "."], ".: this is no file, and a timeline is read from one");
    let place = place.file("gone.md", "---\ntimeline: gone.toml\n---\nIn 1925.\n");
    let (code, _, err) = place.run(&["timeline", "gone.md"]);
    assert_eq!((code, err.as_str()), (0, "gone.md, its front matter: the timeline gone.toml: there is no such file\n"));
}

#[test]
fn a_text_and_its_timeline_that_disagree_are_told() {
    let text = "Tolstoy went east in May 1852, they say. He rose on 25 October 1917, and left in 1925; he came back in 1930.\n";
    let event = |id: &str, date: &str, quote: &str| {
        format!("[[event]]\nid = \"{id}\"\nlane = \"a\"\ntitle = \"T\"\ndate = \"{date}\"\npassages = [{{ quote = \"{quote}\" }}]\n")
    };
    let events = [
        event("east", "1851-05", "went east in May 1852"),
        // In the other calendar; within it; a range of which the passage tells the end.
        event("rose", "1917-11-07", "He rose on 25 October 1917"),
        event("left", "1925-03", "left in 1925"),
        event("away", "1925/1930", "he came back in 1930"),
        event("none", "1999", "they say"),
    ];
    let place = Place::new().file("book.md", text).file("book.timeline.toml", events.concat());
    let (code, out, _) = place.run(&["check", "book.md"]);
    assert_eq!(code, 1);
    assert_eq!(
        out,
        "book.md, the timeline, event east: the timeline has 1851-05, the text says «May 1852»\n  \
         mend the one that is wrong, or give the other date as «otherwise», and who says it\n\
         book.md: 1 problem; 0 notes, 0 marks, 0 links within the text, 5 dated events\n"
    );
    let otherwise = event("east", "1851-05", "went east in May 1852") + "otherwise = [{ date = \"1852-05\", by = \"Smith\" }]\n";
    let place = place.file("book.timeline.toml", otherwise);
    assert_eq!(place.run(&["check", "book.md"]).0, 0);
}

#[test]
fn a_bundled_text_has_its_timeline_in_every_form() {
    let place = Place::new();
    for (format, begins) in [
        ("text", "International Red Aid, 1919–1947\n"),
        ("json", "{\n  \"title\": \"International Red Aid"),
        ("csv", "id,lane,"),
        ("timelinejs", "{\n  \"title\": {"),
        ("mermaid", "gantt\n    title International Red Aid"),
        ("svg", "<?xml "),
    ] {
        let (code, out, err) = place.run(&["timeline", "red-aid", "--format", format]);
        assert_eq!((code, err.as_str()), (0, ""), "{format}");
        assert!(out.starts_with(begins) && out.contains("Clara Zetkin, president"), "{format}: {out}");
    }
    let (_, out, _) = place.run(&["timeline", "red-aid", "--width", "60"]);
    let chart = out.split("\n\n").nth(1).unwrap();
    assert!(chart.lines().all(|line| ibid::unit::width(line) <= Cols(60)), "{chart}");
    let (code, out, _) = place.run(&["check", "red-aid"]);
    assert!(code == 0 && out.ends_with(", 114 dated events\n"), "{out}");
}
