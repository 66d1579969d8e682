//! The rooms and their arrows: who may use whom, and who may name the world outside.
//!
//! Read from the source itself, line by line, tests and comments left out. A new arrow is a new word in the table, to be argued
//! for there; one that would close a circle cannot be put in at all.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each room, and the rooms its shipping code may use, which all stand above it here.
const ROOMS: &[(&str, &[&str])] = &[
    ("unit", &[]),
    ("role", &[]),
    ("problem", &["unit"]),
    ("document", &["unit", "role", "problem"]),
    ("time", &["document", "problem", "unit"]),
    ("citation", &["document", "problem", "role", "unit"]),
    ("formats", &["document", "problem", "role"]),
    ("typeset", &["document", "role", "unit"]),
    ("search", &["document", "problem", "unit"]),
    ("reader", &["document", "time", "citation", "typeset", "search", "problem", "role", "unit"]),
    ("keys", &["reader", "problem"]),
    ("theme", &["role", "problem"]),
    // To draw a line is to ask what stands on it, and where.
    ("view", &["reader", "theme", "time", "typeset", "role", "problem", "unit"]),
    // The measure everybody begins with; what a reader decided about short citations, and said about dates.
    ("store", &["citation", "document", "problem", "time", "unit"]),
    (
        "shell",
        &[
            "unit", "role", "problem", "document", "time", "citation", "formats", "typeset", "search", "reader", "keys", "theme", "view",
            "store",
        ],
    ),
    (
        "cli",
        &[
            "unit", "role", "problem", "document", "time", "citation", "formats", "typeset", "search", "reader", "keys", "theme", "view",
            "store", "shell",
        ],
    ),
    ("main", &["document", "cli", "shell"]),
];

/// What only some rooms may name, and which.
const OUTSIDE: &[(&[&str], &[&str])] = &[
    (&["ratatui"], &["theme", "view", "shell"]),
    (&["ratatui_image"], &["view", "shell"]),
    (&["crossterm", "signal_hook"], &["shell", "cli"]),
    (&["std::fs", "std::env", "Instant", "SystemTime", "std::process"], &["shell", "cli", "store", "main"]),
    // The pages of a book are parsed side by side: what comes of it depends on no thread.
    (&["std::thread"], &["shell", "cli", "store", "formats"]),
    (&["std::net"], &["shell", "cli", "store"]),
    (&["rusqlite"], &["store"]),
    (&["comrak", "encoding_rs", "chardetng"], &["formats"]),
    (&["biblatex"], &["citation"]),
];

/// A line of shipping code.
struct Line {
    room: String,
    spot: String,
    code: String,
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
    into.sort();
}

/// The files of `src`, each with its room and its shipping code: no comments, no test modules.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&src, &mut paths);
    let mut sources = Vec::new();
    for path in paths {
        let inside = path.strip_prefix(&src).unwrap();
        let room = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if room == "lib" || inside.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let mut code = String::new();
        for line in text.lines() {
            // Test modules stand last in their files.
            if line.trim_start() == "#[cfg(test)]" && code.ends_with('\n') && text.contains("mod tests") {
                break;
            }
            // The line stays, so that lines can be counted.
            code.push_str(line.split("//").next().filter(|_| !line.trim_start().starts_with("//")).unwrap_or(""));
            code.push('\n');
        }
        sources.push((room, inside.to_owned(), code));
    }
    assert!(sources.len() > 50, "only {} files were found", sources.len());
    sources
}

/// The rooms named after `crate::` (in `main`, after `ibid::`), braces opened, each with its line.
fn arrows(room: &str, inside: &Path, code: &str) -> Vec<(String, Line)> {
    let lead = if room == "main" { "ibid::" } else { "crate::" };
    let mut found = Vec::new();
    for (at, _) in code.match_indices(lead) {
        let number = code[..at].matches('\n').count() + 1;
        let line = code.lines().nth(number - 1).unwrap_or_default().trim();
        for name in first_names(&code[at + lead.len()..]) {
            let spot = format!("src/{}:{number}", inside.display());
            found.push((name, Line { room: room.to_owned(), spot, code: line.to_owned() }));
        }
    }
    found
}

/// The first names of a path or of a group of paths.
fn first_names(path: &str) -> Vec<String> {
    let name = |path: &str| path.trim().chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect::<String>();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut names, mut start) = (0, Vec::new(), 0);
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn groups_of_paths_are_opened() {
    assert_eq!(first_names("unit::{Cols, Rows};"), ["unit"]);
    assert_eq!(first_names("{\n    document::{Block, note::{Label}},\n    unit::Place,\n    view,\n};"), ["document", "unit", "view"]);
}

#[test]
fn arrows_point_one_way() {
    for (index, (room, uses)) in ROOMS.iter().enumerate() {
        for used in *uses {
            let above = ROOMS[..index].iter().any(|(known, _)| known == used);
            assert!(above, "{room} uses {used}, which does not stand above it");
        }
    }
}

#[test]
fn a_room_uses_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for (room, inside, code) in sources() {
        let Some((_, allowed)) = ROOMS.iter().find(|(known, _)| *known == room) else {
            panic!("src/{} is in no room of the table", inside.display());
        };
        for (name, line) in arrows(&room, &inside, &code) {
            if name == room || !ROOMS.iter().any(|(known, _)| *known == name) {
                continue;
            }
            if !allowed.contains(&name.as_str()) {
                wrong.push(format!("{}: {} may not use {name}: {}", line.spot, line.room, line.code));
            }
            used.insert((room.clone(), name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // An arrow nobody needs any more is taken out of the table. What stands at the edge may use everything, used or not.
    let inner = ROOMS.iter().filter(|(room, _)| !["shell", "cli"].contains(room));
    let unused: Vec<_> = inner.flat_map(|(room, uses)| uses.iter().map(move |name| ((*room).to_owned(), (*name).to_owned()))).collect();
    let unused: Vec<_> = unused.into_iter().filter(|arrow| !used.contains(arrow)).collect();
    assert!(unused.is_empty(), "arrows that nobody needs: {unused:?}");
}

#[test]
fn only_the_edge_names_the_world_outside() {
    let mut wrong = Vec::new();
    for (room, inside, code) in sources() {
        for (number, line) in code.lines().enumerate() {
            for (names, rooms) in OUTSIDE {
                for name in *names {
                    if !rooms.contains(&room.as_str()) && names_it(line, name) {
                        wrong.push(format!("src/{}:{}: {room} may not name {name}: {}", inside.display(), number + 1, line.trim()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tells whether a line of code names this, as a word of its own; also where it is taken out of a group of `std`.
fn names_it(line: &str, name: &str) -> bool {
    let word = |text: &str, word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            let inner = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
            !inner(before) && !inner(after)
        })
    };
    match name.strip_prefix("std::") {
        Some(inner) => word(line, name) || word(line, &format!("{inner}::")) && !line.contains("crate::"),
        None => word(line, name),
    }
}
