//! reStructuredText, as docutils reads it, and what Sphinx adds to it for manuals.
//!
//! 1. [`blocks`] (with [`explicit`] for what begins with two full stops, [`lists`], [`tables`]) makes a tree of the lines, and
//!    keeps in [`names`] what is defined anywhere: notes, targets, substitutions;
//! 2. then the notes are numbered, in the order in which they are defined, for references may stand before that;
//! 3. [`mod@write`] goes through the tree and writes it, with [`words`] for what stands in a line.
//!
//! A note's label is what docutils prints: its number as it is typed, the next free one for `[#]`, the next sign for `[*]`.

mod blocks;
mod explicit;
mod lists;
mod names;
mod tables;
mod words;
mod write;

use super::{Source, decode, markdown::writer::Writer, plain::with_line_feeds};
use crate::{
    document::{Builder, Document},
    problem::Read,
};

/// Blocks within each other beyond this are read as paragraphs: prose nests three or four deep.
const DEEPEST: usize = 24;

/// Reads a reStructuredText.
pub(super) fn read(source: &Source) -> Read<Document> {
    let Read { value: text, problems } = decode(&source.bytes);
    let text = with_line_feeds(text);
    let mut builder = Builder::with_capacity(text.len());
    for problem in problems {
        builder.problem(problem);
    }
    if !source.whole {
        builder.partial();
    }
    let text = prepared(&text);
    let lines: Vec<&str> = text.lines().collect();
    let (blocks, mut names) = blocks::parse(&lines);
    names.number();
    let mut writer = Writer::new(builder);
    write::write(&mut writer, &names, &blocks, text.len());
    writer.finish()
}

/// A text with tabs reaching to every eighth column, and without blanks at the ends of lines.
fn prepared(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut prepared = String::with_capacity(text.len());
    for line in text.lines() {
        if line.contains(['\t', '\u{b}', '\u{c}']) {
            let mut column = 0;
            for character in line.trim_end().chars() {
                let blanks = match character {
                    '\t' => 8 - column % 8,
                    '\u{b}' | '\u{c}' => 1,
                    other => {
                        prepared.push(other);
                        column += 1;
                        continue;
                    }
                };
                prepared.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            }
        } else {
            prepared.push_str(line.trim_end());
        }
        prepared.push('\n');
    }
    prepared
}

/// Tells whether a text without a telling name is reStructuredText: by directives, targets, notes and roles, which no other format
/// writes like this.
pub(super) fn looks(text: &str) -> bool {
    let mut signs = 0;
    for line in text.lines() {
        let line = line.trim_start();
        if let Some(rest) = line.strip_prefix(".. ") {
            let is_note = rest.starts_with('[') && rest.contains("] ");
            let is_target = rest.starts_with('_') && rest.contains(':');
            let is_directive = rest.split_once("::").is_some_and(|(name, _)| explicit::is_name(name));
            signs += 3 * usize::from(is_directive || is_note) + 2 * usize::from(is_target);
        }
        signs += usize::from(line.contains("]_") && line.contains(" ["));
        signs += usize::from(line.contains(":`")) + usize::from(line.contains("`_"));
        signs += usize::from(line.ends_with("::") && line.len() > 2 && !line.starts_with(".."));
        if signs >= 3 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn restructuredtext_is_told_from_other_texts() {
        let check = |text: &str, expected: bool| assert_eq!(looks(text), expected, "{text:?}");
        check(".. note:: Mind.\n", true);
        check("He went [1]_ and [#]_ came.\n\n.. [1] In 1851.\n", true);
        check("See :ref:`x`, `there <http://a>`_ and\n`here`_ or :doc:`y`.\n", true);
        check("See ``code`` and\nmore.. and more\n", false);
        check("He wrote [1] and (2).\n\n[1] Ibid.\n", false);
        check("Flight\n======\n\nTolstoy went east.\n", false);
    }

    #[test]
    fn tabs_reach_to_the_eighth_column() {
        assert_eq!(prepared("a\tb  \n\tc"), "a       b\n        c\n");
    }
}
