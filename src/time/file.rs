//! Timelines as files: TOML and JSON in the form told here, the JSON of TimelineJS, tables in CSV.
//!
//! [`read`] takes whichever it is. Reading goes on after a mistake: an event that has no title or no date is left out, what else
//! is wrong is told with its line, and the rest is there. [`tree`] is what TOML and JSON have in common; [`own`] reads the form told
//! here from it, [`timelinejs`] that of TimelineJS; [`table`] reads CSV; a [`collect::Collector`] takes the events of all of them. Nothing here
//! opens a file.
//!
//! # The form
//!
//! ```toml
//! title = "International Red Aid, 1921–1947"
//!
//! [[lane]]                # lanes are drawn in this order; an event may also name one that is not here
//! name = "leadership"
//! title = "Leadership"
//!
//! [[event]]
//! id = "zetkin"           # no two are the same; made from the title where there is none
//! lane = "leadership"
//! title = "Clara Zetkin, president"
//! date = "1925/1927?"     # EDTF, levels 0 to 2
//! summary = "A sentence or two."
//! confidence = "disputed" # high, medium (as when nothing is said), low, disputed
//! sources = ["Riddell 2021"]
//! otherwise = [{ date = "1925/1928-03", by = "Brauns" }]
//! passages = [
//!     { quote = "Zetkin followed Marchlewski" },       # words of the text this timeline belongs to,
//!     { in = "people.md", quote = "the second president" }, # or of another; they stand there once
//!     { note = "42" },
//!     { anchor = "zetkin" },
//! ]
//! ```
//!
//! Only `title` and `date` of an event must be there. In JSON the same names are used, or `lanes` and `events`.

mod collect;
mod own;
mod table;
mod timelinejs;
mod tree;

use std::borrow::Cow;

use self::collect::Collector;
pub(super) use self::table::{BETWEEN_SOURCES, columns};
use super::timeline::Timeline;
use crate::problem::{Problem, Read};

/// The largest file that is read: some fifty thousand events, more than can be told from one another on any screen.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// What a file of a timeline is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Toml,
    Json,
    Table,
}

/// Reads the file of a timeline. `name` is what it is called in messages; its ending tells what it is written in, and where it has none that
/// is known, the content does.
///
/// # Errors
/// A [`Problem`] when not one event can be read because the file as a whole is not what it seems to be.
pub fn read(name: &str, bytes: &[u8]) -> Result<Read<Timeline>, Problem> {
    let about = |problem: Problem| problem.about(name);
    if bytes.len() > LARGEST {
        let most = LARGEST / (1024 * 1024);
        return Err(about(Problem::error(format!("it is too large for a timeline: more than {most} MB")).mend("split it")));
    }
    let text = String::from_utf8_lossy(bytes);
    let mut collector = Collector::default();
    if let Cow::Owned(_) = text {
        let line = 1 + bytes.utf8_chunks().next().map_or(0, |sound| sound.valid().matches('\n').count());
        let mend = "save it as UTF-8; what could not be read is shown as �";
        collector.say(Problem::warning("it is not encoded in UTF-8").at_line(line).mend(mend));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let title = match form(name, text) {
        Form::Toml => own::read(&tree::toml(text, &mut collector), &mut collector),
        Form::Json => {
            let tree = tree::json(text).map_err(about)?;
            if timelinejs::is(&tree) { timelinejs::read(&tree, &mut collector) } else { own::read(&tree, &mut collector) }
        }
        Form::Table => table::read(text, &mut collector).map(|()| None),
    };
    let read = collector.finish(title.map_err(about)?);
    Ok(Read { value: read.value, problems: read.problems.into_iter().map(about).collect() })
}

/// What a file is written in: as its ending says, unless it begins as only another form can.
fn form(name: &str, text: &str) -> Form {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("toml") => Form::Toml,
        Some("json") => Form::Json,
        Some("csv" | "tsv" | "tab") => Form::Table,
        _ if text.trim_start().starts_with('{') => Form::Json,
        _ if table::is(text) => Form::Table,
        _ => Form::Toml,
    }
}

#[cfg(test)]
mod tests;
