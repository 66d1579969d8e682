//! `ibid check`: what is wrong with a text's notes, links, dates, pictures and short citations, with its timeline, and with the file it
//! came from.

use std::io;

use super::{Printer, open::Opened, whereabouts};
use crate::{
    document::{Document, Target, sanitise},
    problem::{Problem, Severity, Spot},
    shell::{missing_pictures, timeline_of},
    time,
};

/// Whoever has mended so many asks again. Each is shown with the words around it, and a text may call a missing note in every word.
const MOST_SHOWN: usize = 10_000;

/// Prints what is wrong, and in one line what there is; tells whether all is well. A remark is no fault.
pub(super) fn print(opened: &Opened, printer: &mut Printer) -> io::Result<bool> {
    let Opened { text, name, document, problems } = opened;
    let read = opened.cited();
    let cites = read.value.problems(document);
    let timeline = timeline_of(text, document, None);
    let (found, dates) = time::find::read(document);
    let disagreements = timeline.value.iter().flat_map(|timeline| timeline.disagreements(document, &found));
    let of_timeline: Vec<Problem> = timeline.problems.into_iter().chain(disagreements).map(|problem| of_this_text(problem, name)).collect();
    let pictures = missing_pictures(text, document);
    let problems = || problems.iter().chain(&read.problems).chain(&cites).chain(&dates).chain(&of_timeline).chain(&pictures);
    for problem in problems().take(MOST_SHOWN) {
        let mut problem = located(document, problem.clone());
        // What is wrong with the reader's own rules, a timeline or a list of works is wrong in its file.
        problem.subject.get_or_insert_with(|| name.clone());
        writeln!(printer.out, "{}", sanitise(&problem.to_string()))?;
    }
    let more = problems().count().saturating_sub(MOST_SHOWN);
    if more > 0 {
        writeln!(printer.out, "{name}: and {more} more")?;
    }
    let faults = problems().filter(|problem| problem.severity > Severity::Remark).count();
    let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    let wrong = if faults == 0 { "nothing is wrong".to_owned() } else { count(faults, "problem", "problems") };
    let notes = document.notes().len();
    let marks = document.noterefs().len();
    let inside = document.links().iter().filter(|link| !matches!(link.target, Target::Address(_))).count();
    let events = timeline.value.as_ref().map(|timeline| format!(", {}", count(timeline.events().len(), "dated event", "dated events")));
    let events = events.unwrap_or_default();
    writeln!(
        printer.out,
        "{name}: {wrong}; {}, {}, {} within the text{events}",
        count(notes, "note", "notes"),
        count(marks, "mark", "marks"),
        count(inside, "link", "links")
    )?;
    Ok(faults == 0)
}

/// What is wrong between a timeline and a text names both.
fn of_this_text(problem: Problem, name: &str) -> Problem {
    match problem.subject.as_deref().filter(|subject| subject.starts_with("the timeline")) {
        Some(subject) => {
            let subject = format!("{name}, {subject}");
            problem.about(subject)
        }
        None => problem,
    }
}

/// A note of so many bytes fits into a line or two.
const SHORT: u32 = 120;

/// A problem with its place in words, and what stands there.
fn located(document: &Document, mut problem: Problem) -> Problem {
    if let Spot::Place(place) = problem.spot {
        // A short note is shown whole: its sentences end where "p. 4" seems to end them.
        let short = document.note_at(place).map(|note| document.note(note).body.clone()).filter(|body| body.end.0 - body.start.0 <= SHORT);
        let words = document.words(&short.unwrap_or_else(|| document.sentence_around(place)));
        let place = format!("{}: “{words}”", whereabouts(document, place));
        problem.mend = Some(match problem.mend {
            Some(mend) => format!("{place} · {mend}"),
            None => place,
        });
    }
    problem
}
