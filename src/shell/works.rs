//! Which list of works belongs to a text.
//!
//! Those that its front matter names as `bibliography:`; else the one that lies beside it under the text's own name: `book.bib`, `book.json`,
//! `book.yaml` beside `book.md`. What cannot be read is told, and the text is read without.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

use super::{
    find::{neighbours, shown, unreadable},
    open::name,
};
use crate::{
    citation::library::{ENDINGS, LARGEST, Library},
    document::Document,
    problem::{Problem, Read, Severity, nearest},
    store::Text,
};

/// The works that belong to a text, and what is wrong with their files.
pub fn library_of(text: &Text, document: &Document) -> Read<Library> {
    let named: Vec<&str> =
        document.meta().bibliography.iter().flat_map(|names| names.split(',')).map(str::trim).filter(|name| is_list(name)).collect();
    let mut read: Read<Library> = Read::default();
    let mut take = |found: Result<Read<Library>, Problem>| match found {
        Ok(found) => {
            read.value.records.extend(found.value.records);
            read.problems.extend(found.problems);
        }
        // The text can be read without.
        Err(problem) => read.problems.push(Problem { severity: Severity::Warning, ..problem }),
    };
    match text {
        Text::File(path) if named.is_empty() => {
            // Nobody said that a file of this name lists works: one that does not is another's.
            if let Some(Ok(found)) = beside(path).map(|path| load(&path)) {
                take(Ok(found));
            }
        }
        Text::File(path) => named.iter().for_each(|name| take(load(&path.with_file_name(name)))),
        Text::Stream(_) | Text::Stdin => named.iter().for_each(|name| take(load(Path::new(name)))),
        Text::Bundled(_) => {}
    }
    read
}

fn is_list(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The list of works beside a text.
fn beside(path: &Path) -> Option<PathBuf> {
    ENDINGS.iter().map(|ending| path.with_extension(ending)).find(|candidate| candidate != path && candidate.is_file())
}

fn load(path: &Path) -> Result<Read<Library>, Problem> {
    let called = name(&Text::File(path.to_owned()));
    let failed = |error: std::io::Error| {
        let problem = unreadable(path.as_os_str(), &error).about(called.clone());
        let folder = path.parent().unwrap_or(Path::new(""));
        let names: Vec<String> = if error.kind() == std::io::ErrorKind::NotFound { neighbours(folder) } else { Vec::new() };
        let lists = names.iter().map(String::as_str).filter(|name| is_list(name));
        match nearest(&path.file_name().unwrap_or_default().to_string_lossy(), lists) {
            Some(near) => problem.mend(format!("did you mean «{}»?", shown(folder.join(near).as_os_str()))),
            None => problem,
        }
    };
    // A pipe without a writer would be waited for, a device never ends.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Problem::error("this is no file, and a list of works is read from one").about(called));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(failed)?;
    Library::read(&called, &bytes)
}
