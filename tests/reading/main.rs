//! How reading behaves, in sentences: keys in, and where one is then.

mod citing;
mod moving;
mod notes;
mod panes;
mod pictures;
#[path = "../rig/mod.rs"]
mod rig;
mod searching;
mod texts;
mod timeline;

use std::fmt::Write as _;

/// Two sections, two notes, one of them called twice and calling the other, a link.
const TOLSTOY: &str = "---\ntitle: Two Journeys\nauthor: A. Writer\ndate: 1911\nlang: en\n---\n\n# Flight\n\nTolstoy went east.[^1] He walked, \
                       as he [often](https://example.org/walks) did.[^b]\n\n# Return\n\nHe came back.[^1]\n\n[^1]: In 1851. See the \
                       other.[^b]\n[^b]: See [Flight](#flight).\n";

/// So many sections of so many sentences; each section calls a note of its own.
fn long(sections: usize, sentences: usize) -> String {
    let mut text = "---\ntitle: A Long Walk\nlang: en\n---\n\n".to_owned();
    for section in 1..=sections {
        let _ = write!(text, "# Part {section}\n\n");
        for sentence in 1..=sentences {
            let _ = write!(text, "On day {sentence} of part {section} they walked as far as the river and no farther.");
            if sentence == 2 {
                let _ = write!(text, "[^{section}]");
            }
            text.push_str(if sentence % 5 == 0 { "\n\n" } else { " " });
        }
        text.push_str("\n\n");
    }
    for section in 1..=sections {
        let _ = writeln!(text, "[^{section}]: The river of part {section}, as the guide says.");
    }
    text
}
