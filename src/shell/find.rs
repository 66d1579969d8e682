//! What a reader calls a text means which one: a file, a bundled text, or standard input.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    problem::{Problem, nearest},
    store::{Text, bundled},
};

/// A folder with more files than this is not searched for one of a similar name.
const MOST_NEIGHBOURS: usize = 2000;

/// The text that was asked for. A file goes before a bundled text of the same name.
///
/// # Errors
/// A [`Problem`] when it is neither, with the nearest name there is; `also` gives further names that may have been meant, each with
/// what to type for it.
pub fn find(asked: &OsStr, also: impl FnOnce() -> Vec<(String, String)>) -> Result<Text, Problem> {
    if asked == "-" {
        return Ok(Text::Stdin);
    }
    let path = Path::new(asked);
    let bundled = asked.to_str().and_then(bundled::named).map(Text::Bundled);
    match (fs::metadata(path), bundled) {
        (Ok(kind), _) if kind.is_file() => Ok(Text::File(absolute(path))),
        (Ok(kind), None) if kind.is_dir() => {
            Err(Problem::error("this is a folder, and ibid reads one text at a time").about(shown(asked)).mend("name a file in it"))
        }
        (Ok(kind), _) if !kind.is_dir() => Ok(Text::Stream(path.to_owned())),
        (_, Some(bundled)) => Ok(bundled),
        (Err(error), None) if error.kind() != io::ErrorKind::NotFound => Err(unreadable(asked, &error)),
        (_, None) => Err(unknown(asked, also())),
    }
}

/// What to say of a file that is there and cannot be read.
pub fn unreadable(name: &OsStr, error: &io::Error) -> Problem {
    let problem = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            Problem::error("it may not be read").mend(format!("`chmod u+r {}` allows it, if it is yours", shown(name)))
        }
        io::ErrorKind::NotFound => Problem::error("there is no such file"),
        io::ErrorKind::NotADirectory => Problem::error("there is no such file: a part of its path is a file, not a folder"),
        _ => Problem::error(format!("it cannot be read: {error}")),
    };
    problem.about(shown(name))
}

/// What to say of a name that is neither a file's nor a bundled text's.
fn unknown(asked: &OsStr, also: Vec<(String, String)>) -> Problem {
    let path = Path::new(asked);
    let (folder, file) = (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or(asked).to_string_lossy());
    // With a folder or an ending, it is a file that was meant.
    let is_file = !folder.as_os_str().is_empty() || path.extension().is_some();
    let mut names: Vec<(String, String)> = Vec::new();
    if !is_file {
        names.extend(bundled::all().iter().map(|text| (text.name.to_owned(), text.name.to_owned())));
        names.extend(also);
    }
    names.extend(neighbours(folder).into_iter().map(|name| (name.clone(), shown(folder.join(name).as_os_str()))));
    if folder.as_os_str().is_empty() {
        names.extend(bundled::all().iter().map(|text| (text.file.to_owned(), text.file.to_owned())));
    }
    let near = nearest(&file, names.iter().map(|(name, _)| name.as_str()));
    let near = near.and_then(|near| names.iter().find(|(name, _)| name == near)).map(|(_, meant)| format!("did you mean «{meant}»?"));
    let problem = Problem::error(if is_file { "there is no such file" } else { "there is no file and no bundled text of this name" });
    let list = (!is_file).then(|| "`ibid texts` lists the bundled texts".to_owned());
    let mend: Vec<_> = near.into_iter().chain(list).collect();
    let problem = problem.about(shown(asked));
    if mend.is_empty() { problem } else { problem.mend(mend.join(" · ")) }
}

/// The names of the files of a folder.
pub(super) fn neighbours(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let files = entries.take(MOST_NEIGHBOURS).flatten().filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
    let mut names: Vec<_> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// The one path of a file, whatever way it was named by, so that it is remembered as one text.
fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// A name as a message shows it.
pub fn shown(name: &OsStr) -> String {
    name.to_string_lossy().replace('\n', "␊")
}
