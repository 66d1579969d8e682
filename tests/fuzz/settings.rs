//! What readers write by hand: themes, keys, the configuration, chords.

use ibid::{
    keys::{Chord, Keymap, Typist, sequence},
    problem::{Problem, Spot},
    reader::{Layer, Verb},
    role::{Role, Roles},
    store::Config,
    theme::{Depth, Theme},
};

use crate::{
    engine::{Seen, Target, run},
    laws, seeds,
};

/// The layers that have chords, by their names.
const LAYERS: &[(&str, Layer)] = &[("text", Layer::Text), ("select", Layer::Select), ("list", Layer::List), ("note", Layer::Peek)];

/// Asserts that messages can be shown and name lines that are there.
fn messages(problems: &[Problem], text: &str, seen: &mut Seen) {
    let lines = text.matches('\n').count() + 1;
    for problem in problems {
        laws::problem(problem, text, seen);
        if let Spot::Line(line) = problem.spot {
            assert!(line <= lines, "{} is said of line {line} of {lines}", problem.what);
        }
    }
}

fn check_theme(input: &[u8], seen: &mut Seen) {
    // Files are parted by form feeds: the first is the theme, the others those that it may inherit.
    let text = String::from_utf8_lossy(input);
    let mut files = text.split('\u{c}');
    let theme = files.next().unwrap_or_default();
    let others: Vec<&str> = files.collect();
    let find = |name: &str| {
        let index = ["mine", "other", "ink"].iter().position(|known| *known == name)?;
        others.get(index).map(|text| (*text).to_owned())
    };
    match Theme::parse("mine", theme, &find) {
        Ok(read) => {
            for problem in &read.problems {
                laws::problem(problem, theme, seen);
            }
            for depth in [Depth::True, Depth::TwoFiftySix, Depth::Sixteen, Depth::None] {
                let brought = read.value.at_depth(depth);
                for role in Role::ALL {
                    let style = brought.style(Roles::only(*role));
                    assert!(depth > Depth::None || style.fg.is_none() && style.bg.is_none(), "{role} has a colour where there is none");
                    seen.note((role, style.add_modifier.bits(), style.fg.is_some(), style.bg.is_some()));
                }
            }
            seen.note(("ground", read.value.ground().bg.is_some(), read.value.background));
        }
        Err(problem) => laws::problem(&problem, theme, seen),
    }
}

const THEME: Target = Target {
    name: "theme",
    check: check_theme,
    seeds: || {
        let mut seeds = seeds::themes();
        seeds.push(
            b"inherits = \"other\"\nground = \"a\"\n[palette]\na = \"#123456\"\n\x0c\x0cinherits = \"ink\"\n[roles]\nbody = \"a\"".to_vec(),
        );
        seeds.push(b"[roles]\nnoteref = { fg = \"gold\", bold = true, dim = false }\nlink = \"blue\"\n".to_vec());
        seeds
    },
    words: &[
        "\n",
        " = ",
        "\"",
        "[roles]\n",
        "[palette]\n",
        "inherits = \"ink\"\n",
        "inherits = \"other\"\n",
        "inherits = \"mine\"\n",
        "background = \"light\"\n",
        "ground = \"#2e3440\"\n",
        "text = \"white\"\n",
        "paint = true\n",
        "noteref = ",
        "heading-1 = ",
        "overlay = ",
        "{ fg = \"a\", bg = \"b\" }\n",
        "{ reverse = true }\n",
        "a = \"#fff\"\n",
        "\"#123456\"\n",
        "\"light-red\"\n",
        "fg",
        "bg",
        "bold",
        "strike",
        "[roles.body]\n",
        "\u{c}",
        "#",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        "true",
        "1",
        "'",
        "\\u001b",
        "\"\"\"",
    ],
    longest: 1024,
    rounds: 700,
    share: 6,
};

/// Every chord that is shown can be written, and means what it meant.
fn check_keys(input: &[u8], seen: &mut Seen) {
    let text = String::from_utf8_lossy(input);
    let read = Keymap::parse(&text);
    messages(&read.problems, &text, seen);
    let written = |keymap: &Keymap| {
        let mut table = toml::Table::new();
        for (name, layer) in LAYERS {
            let verbs = Verb::ALL.iter().flat_map(|verb| keymap.chords(*layer, *verb).into_iter().map(|chords| (chords, *verb)));
            let rows: toml::Table = verbs.map(|(chords, verb)| (chords, toml::Value::String(verb.name().to_owned()))).collect();
            table.insert((*name).to_owned(), rows.into());
        }
        table
    };
    let once = written(&read.value);
    let again = Keymap::parse(&once.to_string());
    assert_eq!(again.problems, [], "what is shown cannot be written");
    let twice = written(&again.value);
    for (name, _) in LAYERS {
        for (chords, verb) in once[*name].as_table().into_iter().flatten() {
            assert_eq!(twice[*name].get(chords), Some(verb), "{chords:?} is shown and means something else when it is written");
        }
    }
    for row in read.value.help() {
        seen.note((row.verb, row.chords.len().min(9)));
    }
}

const KEYS: Target = Target {
    name: "keys",
    check: check_keys,
    seeds: || {
        [
            &b"[text]\n\"^N\" = \"next-note\"\n\"h\" = \"none\"\n"[..],
            b"[select]\ny = \"copy\"\n[list]\n\"g g\" = \"start\"\n[note]\nq = \"quit\"\n",
        ]
        .map(<[u8]>::to_vec)
        .to_vec()
    },
    words: &[
        "[text]\n",
        "[select]\n",
        "[list]\n",
        "[note]\n",
        "\n",
        " = ",
        "=",
        "\"",
        "'",
        "j",
        "^F",
        "Alt-",
        "Ctrl-",
        "Shift-",
        "C-",
        "^",
        "-",
        "Space",
        "Tab",
        "F1",
        "F 1",
        "T a b",
        "U p",
        "E s c",
        "Enter",
        "←",
        "]n",
        "g g",
        "\"quit\"\n",
        "\"next-note\"\n",
        "\"none\"\n",
        "\"set-mark\"\n",
        "\"line-down\"\n",
        "\"x\" = \"quit\"\n",
        "\"F 1\" = \"quit\"\n",
        "\"Ctrl-Space\" = \"quit\"\n",
        "\"a b c\" = \"help\"\n",
        "\\u001b",
        "é",
        "İ",
        "国",
        "\u{301}",
        "#",
        "1",
    ],
    longest: 256,
    rounds: 300,
    share: 5,
};

fn check_config(input: &[u8], seen: &mut Seen) {
    let text = String::from_utf8_lossy(input);
    let read = Config::parse(&text);
    messages(&read.problems, &text, seen);
    let config = &read.value;
    assert!((20..=200).contains(&config.measure) && config.overlap <= 10, "{config:?} is out of bounds");
    for theme in [&config.theme, &config.theme_light, &config.theme_dark] {
        assert_ne!(theme.as_deref(), Some(""), "a theme without a name");
    }
    let usual = Config::default();
    assert!(!read.problems.is_empty() || !text.trim().is_empty() || *config == usual, "nothing was said, and something changed");
    seen.note((config.measure == usual.measure, config.overlap == usual.overlap, config.justify, config.hyphenate, config.notes as u8));
    seen.note((config.mouse, config.ascii, config.reorder, config.clipboard));
    seen.count("problems", read.problems.len());
}

const CONFIG: Target = Target {
    name: "config",
    check: check_config,
    seeds: || {
        let sample = Config::sample();
        let awake: String = sample.lines().map(|line| format!("{}\n", line.trim_start_matches('#'))).collect();
        vec![sample.into_bytes(), awake.into_bytes(), b"theme = 'sepia'\nmeasure = 0x48\nnotes = \"below\"\n".to_vec()]
    },
    words: seeds::TOML,
    longest: 1024,
    rounds: 2000,
    share: 5,
};

/// Chords that can be read can be written, and are then read as the same.
fn check_chords(input: &[u8], seen: &mut Seen) {
    let text = String::from_utf8_lossy(input);
    for word in text.split_whitespace() {
        if let Some(chord) = Chord::parse(word) {
            assert_eq!(Chord::parse(&chord.to_string()), Some(chord), "{word:?} is written {:?}", chord.to_string());
        }
    }
    let Some(chords) = sequence(&text) else { return };
    let written: Vec<String> = chords.iter().map(Chord::to_string).collect();
    assert_eq!(sequence(&written.join(" ")), Some(chords.clone()), "{text:?} is written {written:?}");
    let (mut typist, keymap) = (Typist::default(), Keymap::default());
    for layer in LAYERS.iter().map(|(_, layer)| *layer).chain([Layer::Prompt, Layer::Hints]) {
        for chord in &chords {
            let action = typist.press(*chord, layer, &keymap);
            seen.note((action.is_some(), chord.ctrl, chord.alt, chord.shift, chord.typed().is_some()));
        }
    }
}

const CHORDS: Target = Target {
    name: "chords",
    check: check_chords,
    seeds: || {
        ["j", "G", "^F", "Alt-←", "Shift-Tab", "Space", "F1", "]n", "^W h", "''", "g g", "12 j"]
            .map(|text| text.as_bytes().to_vec())
            .to_vec()
    },
    words: &[
        " ", "  ", "^", "-", "Ctrl-", "ctrl-", "C-", "c-", "Alt-", "A-", "M-", "Shift-", "S-", "f", "F1", "F12", "F24", "F25", "Space",
        "SPACE", "Tab", "Esc", "BS", "Return", "pagedown", "↑", "Up", "U p", "D e l", "j", "G", "é", "ß", "İ", "ŉ", "国", "1", "0", "9",
        "]", "[", "'",
    ],
    longest: 48,
    rounds: 12_000,
    share: 4,
};

#[test]
fn themes() {
    run(&THEME);
}

#[test]
fn keys_are_written_as_they_are_read() {
    run(&KEYS);
}

#[test]
fn the_configuration() {
    run(&CONFIG);
}

#[test]
fn chords_are_written_as_they_are_read() {
    run(&CHORDS);
}
