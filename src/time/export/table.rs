//! A table in CSV, in the columns that are read.

use csv::{Terminator, WriterBuilder};

use super::{by_lane, precision};
use crate::{
    problem::Problem,
    time::{file, timeline::Timeline},
};

/// A timeline in CSV (RFC 4180): a row an event, lane by lane. What others say of a date, and the passages of texts, have no column.
///
/// # Errors
/// A [`Problem`] when a row cannot be written, which no text can bring about.
pub fn csv(timeline: &Timeline) -> Result<String, Problem> {
    let failed = |error: &dyn std::fmt::Display| Problem::error(format!("this cannot be put into CSV: {error}"));
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(file::columns()).map_err(|error| failed(&error))?;
    for event in by_lane(timeline) {
        // A source with the sign that parts sources in it would come back as two.
        let sources: Vec<String> = event.sources.iter().map(|source| source.replace(file::BETWEEN_SOURCES, ",")).collect();
        let row = [
            event.id.as_str(),
            &timeline.lane(event.lane).name,
            &event.title,
            &event.date.to_string(),
            &precision(&event.extent),
            &event.summary,
            &sources.join(&format!("{} ", file::BETWEEN_SOURCES)),
            event.confidence.name(),
        ];
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}
