//! `ibid timeline`: the timeline of a text, as a chart and a list, or for other programs.
//!
//! It is the text's own ([`timeline_of`]); a text that has none gets one from its dates. A file that is itself a timeline is taken as it is, so
//! that one form can be made of another.

use std::path::Path;

use super::{DONE, Failure, Printer, args, args::TimelineFormat, open::open, resolve};
use crate::{
    document::{Document, sanitise},
    problem::{Problem, Severity},
    shell::{is_timeline, timeline_file, timeline_of},
    store::Text,
    time::{
        chart, export,
        find::find,
        story::story,
        timeline::{Confidence, Event, Timeline},
    },
    unit::{Cols, width},
};

/// The columns of a chart where nobody says and there is no terminal.
const COLUMNS: Cols = Cols(80);
/// The pixels of a figure where nobody says: it can be read on a screen, and on paper when it fills a page turned sideways.
const PIXELS: u32 = 1200;

pub(super) fn print(asked: &args::Timeline, printer: &mut Printer) -> Result<u8, Failure> {
    let text = resolve::text(&asked.text)?;
    let (timeline, document) = match &text {
        Text::File(path) if asked.timeline.is_none() && is_timeline(path) => {
            let read = timeline_file(path)?;
            for problem in &read.problems {
                printer.say(problem);
            }
            (read.value, None)
        }
        text => {
            let document = open(text)?.document;
            (belonging(text, &document, asked.timeline.as_deref(), printer)?, Some(document))
        }
    };
    match asked.format {
        TimelineFormat::Text => {
            let outside = printer.outside;
            let columns =
                asked.width.map_or_else(|| outside.terminal.unwrap_or(COLUMNS), |width| Cols(u16::try_from(width).unwrap_or(u16::MAX)));
            written(&timeline, columns, outside.ascii, printer)?;
        }
        TimelineFormat::Json => printer.out.write_all(export::json(&timeline, document.as_ref())?.as_bytes())?,
        TimelineFormat::Csv => printer.out.write_all(export::csv(&timeline)?.as_bytes())?,
        TimelineFormat::Timelinejs => printer.out.write_all(export::timelinejs(&timeline)?.as_bytes())?,
        TimelineFormat::Mermaid => printer.out.write_all(export::mermaid(&timeline).as_bytes())?,
        TimelineFormat::Svg => printer.out.write_all(export::svg(&timeline, asked.width.unwrap_or(PIXELS)).as_bytes())?,
    }
    Ok(DONE)
}

/// The timeline of a text; where it has none of its own, the one that its dates make.
fn belonging(text: &Text, document: &Document, asked: Option<&Path>, printer: &mut Printer) -> Result<Timeline, Problem> {
    let read = timeline_of(text, document, asked);
    for problem in &read.problems {
        // What was asked for and cannot be had is all there is to say.
        if problem.severity == Severity::Error {
            return Err(problem.clone());
        }
        printer.say(problem);
    }
    Ok(read.value.unwrap_or_else(|| story(document, &find(document))))
}

/// The chart, and below it the events lane by lane.
fn written(timeline: &Timeline, columns: Cols, ascii: bool, printer: &mut Printer) -> Result<(), Failure> {
    let mut lines = Vec::new();
    if let Some(title) = timeline.title() {
        lines.extend([title.to_owned(), String::new()]);
    }
    if timeline.is_empty() {
        lines.push("no dated events".to_owned());
    } else {
        lines.extend(chart::text(timeline, columns.0, ascii).lines().map(str::to_owned));
        lines.extend(listed(timeline));
    }
    for line in lines {
        writeln!(printer.out, "{}", sanitise(line.trim_end()))?;
    }
    Ok(())
}

/// Dates beyond this width push their own lines only.
const WIDEST_DATE: usize = 32;

fn listed(timeline: &Timeline) -> Vec<String> {
    let mut lines = Vec::new();
    let wide = |event: &Event| width(&event.extent.words()).count();
    let column = timeline.events().iter().map(wide).filter(|wide| *wide <= WIDEST_DATE).max().unwrap_or(0);
    for (index, lane) in timeline.lanes().iter().enumerate() {
        let events: Vec<&Event> = timeline.events().iter().filter(|event| event.lane.index() == index).collect();
        if events.is_empty() {
            continue;
        }
        lines.extend([String::new(), lane.title.clone()]);
        for event in events {
            let date = event.extent.words();
            let blanks = " ".repeat(column.saturating_sub(width(&date).count()));
            lines.push(format!("  {date}{blanks}  {}{}", event.title, said_of(event)));
            let indent = " ".repeat(column + 4);
            for otherwise in &event.otherwise {
                let by = if otherwise.by.is_empty() { "another account" } else { &otherwise.by };
                lines.push(format!("{indent}or {}: {by}", otherwise.extent.words()));
            }
        }
    }
    lines
}

/// How well an event is vouched for, where that is worth a word, and how often the text speaks of it.
fn said_of(event: &Event) -> String {
    let confidence = match event.confidence {
        Confidence::High | Confidence::Medium => None,
        other => Some(other.name().to_owned()),
    };
    let mentions = match event.mentions.len() {
        0 => None,
        1 => Some("1 passage".to_owned()),
        many => Some(format!("{many} passages")),
    };
    let said: Vec<String> = confidence.into_iter().chain(mentions).collect();
    if said.is_empty() { String::new() } else { format!("  ({})", said.join(", ")) }
}
