//! Which timeline belongs to a text.
//!
//! The one that was asked for; else the one that the text's front matter names; else one that lies beside it under the text's own name:
//! `book.timeline.toml`, `.json` or `.csv` beside `book.md`. A bundled text brings its own.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use super::{
    find::{neighbours, unreadable},
    open::name,
};
use crate::{
    document::Document,
    problem::{Problem, Read, Severity, nearest},
    store::{Text, bundled},
    time::{file, timeline::Timeline},
};

/// The endings of files of timelines, the one that is looked for first.
const ENDINGS: [&str; 4] = ["toml", "json", "csv", "tsv"];

/// The timeline of a text, joined to it: `asked`, or the one that belongs to it, if there is one. What is wrong with it is told, and a passage
/// that it quotes and the text does not have is wrong as well.
///
/// A timeline that was asked for and cannot be read is an error, all else a warning: the text can be read without.
pub fn timeline_of(text: &Text, document: &Document, asked: Option<&Path>) -> Read<Option<Timeline>> {
    let found = match asked {
        Some(path) => timeline_file(path).map(Some),
        None => match belonging(text, document) {
            Some(found) => found.map(Some).map_err(|problem| Problem { severity: Severity::Warning, ..problem }),
            None => Ok(None),
        },
    };
    match found {
        Ok(None) => Read::fine(None),
        Ok(Some(Read { value: mut timeline, mut problems })) => {
            let names = names(text);
            problems.extend(timeline.join(document, &names.iter().map(String::as_str).collect::<Vec<_>>()));
            Read { value: Some(timeline), problems }
        }
        Err(problem) => Read { value: None, problems: vec![problem] },
    }
}

/// The timeline that belongs to a text, unless none does.
fn belonging(text: &Text, document: &Document) -> Option<Result<Read<Timeline>, Problem>> {
    // Other programs have fields of this name, with other things in them.
    let named =
        document.meta().timeline.as_deref().filter(|name| {
            Path::new(name).extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
        });
    match (text, named) {
        (Text::Bundled(bundled), _) => bundled.timeline.map(|bytes| file::read(named.unwrap_or("timeline.toml"), bytes.as_bytes())),
        (Text::File(path), Some(named)) => {
            let beside = path.with_file_name(named);
            Some(match (beside.exists(), bundled::timeline(named)) {
                // A copy of a bundled text still has its timeline.
                (false, Some(bytes)) => file::read(named, bytes.as_bytes()),
                _ => timeline_file(&beside).map_err(|problem| {
                    let mend = problem.mend.clone();
                    let said = format!("{}, its front matter", name(text));
                    let problem = Problem::error(format!("the timeline {named}: {}", problem.what)).about(said);
                    Problem { mend, ..problem }
                }),
            })
        }
        (Text::File(path), None) => beside(path).map(|path| timeline_file(&path)),
        (Text::Stream(_) | Text::Stdin, Some(named)) => Some(timeline_file(Path::new(named))),
        (Text::Stream(_) | Text::Stdin, None) => None,
    }
}

/// The file of a timeline beside a text.
fn beside(path: &Path) -> Option<PathBuf> {
    let stem = path.file_stem()?;
    let candidates = ENDINGS.iter().map(|ending| {
        let mut name = stem.to_owned();
        name.push(".timeline.");
        name.push(ending);
        path.with_file_name(name)
    });
    candidates.into_iter().find(|candidate| candidate != path && candidate.is_file())
}

/// Tells whether a file has an ending that a timeline's has and a text's has not.
pub fn is_timeline(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Reads the file of a timeline.
///
/// # Errors
/// A [`Problem`] when it cannot be read, or is no timeline.
pub fn timeline_file(path: &Path) -> Result<Read<Timeline>, Problem> {
    let called = name(&Text::File(path.to_owned()));
    let failed = |error: io::Error| {
        let problem = unreadable(path.as_os_str(), &error).about(called.clone());
        let folder = path.parent().unwrap_or(Path::new(""));
        let is_missing = error.kind() == io::ErrorKind::NotFound;
        let names: Vec<String> = if is_missing { neighbours(folder) } else { Vec::new() };
        let names = names.iter().map(String::as_str).filter(|name| is_timeline(Path::new(name)));
        match nearest(&path.file_name().unwrap_or_default().to_string_lossy(), names) {
            Some(near) => problem.mend(format!("did you mean «{}»?", name(&Text::File(folder.join(near))))),
            None => problem,
        }
    };
    // A pipe without a writer would be waited for, a device never ends.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Problem::error("this is no file, and a timeline is read from one").about(called));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(file::LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(failed)?;
    file::read(&called, &bytes)
}

/// What the files of timelines call a text by.
pub(super) fn names(text: &Text) -> Vec<String> {
    let of_path = |path: &Path| {
        let part = |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().into_owned());
        [part(path.file_name()), part(path.file_stem()), Some(path.to_string_lossy().into_owned())].into_iter().flatten().collect()
    };
    match text {
        Text::Bundled(bundled) => {
            let stem = bundled.file.strip_suffix(".md").unwrap_or(bundled.file);
            vec![bundled.name.to_owned(), bundled.file.to_owned(), stem.to_owned()]
        }
        Text::File(path) | Text::Stream(path) => {
            let mut names: Vec<String> = of_path(path);
            // A copy of a bundled text under its own name.
            let bundled = names.first().and_then(|file| bundled::all().iter().find(|text| text.file == file));
            names.extend(bundled.map(|text| text.name.to_owned()));
            names
        }
        Text::Stdin => Vec::new(),
    }
}
