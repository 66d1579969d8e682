//! Regular expressions: the `regex` crate, one block at a time.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::{self, ErrorKind};

use crate::{document::Document, problem::Problem, unit::Place};

/// The most memory that an expression may be compiled to: `\w{1000}` in Unicode takes some megabytes, and whoever types more
/// has mistyped.
const LARGEST: usize = 16 * 1024 * 1024;

/// A regular expression, ready to search. `^` and `$` are the ends of lines, `.` is anything but a line feed.
#[derive(Debug)]
pub(super) struct Expression {
    regex: Regex,
}

impl Expression {
    /// Compiles `expression`. Case counts when an upper-case letter stands in it that is no class or escape, as `\W` is.
    pub(super) fn new(expression: &str) -> Result<Self, Problem> {
        if expression.is_empty() {
            return Err(super::nothing_to_look_for());
        }
        if let Err(error) = ast::parse::Parser::new().parse(expression) {
            return Err(explain(expression, &error));
        }
        RegexBuilder::new(expression)
            .case_insensitive(!has_upper_case(expression))
            .multi_line(true)
            .size_limit(LARGEST)
            .build()
            .map(|regex| Self { regex })
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => {
                    Problem::error(format!("the expression {expression} repeats too much")).mend("ask for fewer repetitions")
                }
                // The last line says what; those before draw the expression, for a terminal that is not ours.
                other => {
                    let what = other.to_string();
                    let what = what.lines().last().unwrap_or_default().trim_start_matches("error: ");
                    Problem::error(format!("the expression {expression} means nothing: {what}"))
                        .mend("without re: the words are looked for as they stand")
                }
            })
    }

    /// Calls `each` with the hits that begin in `at`, in order, until it says no. A hit of no length is none.
    pub(super) fn scan(&self, document: &Document, at: Range<usize>, each: &mut dyn FnMut(Range<usize>) -> bool) {
        let Some(first) = document.block_at(Place::at(at.start)) else { return };
        for block in &document.blocks()[first.index()..] {
            let start = block.at.start.offset();
            if start >= at.end {
                return;
            }
            for hit in self.regex.find_iter(document.slice(&block.at)) {
                let hit = start + hit.start()..start + hit.end();
                if hit.start >= at.end {
                    return;
                }
                if !hit.is_empty() && hit.start >= at.start && !each(hit) {
                    return;
                }
            }
        }
    }
}

fn has_upper_case(expression: &str) -> bool {
    let mut characters = expression.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            // `\W`, `\pL`, `\p{Greek}`, `\x{1F}`.
            if let Some('p' | 'P' | 'x' | 'u' | 'U') = characters.next() {
                let rest = characters.as_str();
                let skipped = if rest.starts_with('{') {
                    rest.find('}').map_or(rest.len(), |end| end + 1)
                } else {
                    rest.chars().next().map_or(0, char::len_utf8)
                };
                characters = rest[skipped..].chars();
            }
        } else if character.is_uppercase() {
            return true;
        }
    }
    false
}

/// What is wrong with an expression, for whoever typed it.
fn explain(expression: &str, error: &ast::Error) -> Problem {
    let (what, mend) = match error.kind() {
        ErrorKind::GroupUnclosed => ("the bracket ( is not closed", "add ), or write \\( for the sign itself"),
        ErrorKind::GroupUnopened => ("the bracket ) closes nothing", "take it out, or write \\) for the sign itself"),
        ErrorKind::ClassUnclosed => ("the bracket [ is not closed", "add ], or write \\[ for the sign itself"),
        ErrorKind::ClassRangeInvalid => ("the range runs backwards", "put the lower end first, as in [a-z]"),
        ErrorKind::RepetitionMissing => ("there is nothing to repeat", "put something before it, or write \\ before the sign itself"),
        ErrorKind::RepetitionCountInvalid => ("the repetition runs backwards", "put the lower number first, as in {2,5}"),
        ErrorKind::RepetitionCountUnclosed | ErrorKind::RepetitionCountDecimalEmpty | ErrorKind::DecimalEmpty => {
            ("the repetition has no number or no end", "write it as {3} or {2,5}, or \\{ for the sign itself")
        }
        ErrorKind::EscapeUnexpectedEof => ("there is nothing after \\", "write \\\\ for the sign itself"),
        ErrorKind::EscapeUnrecognized => ("no escape has this letter", "leave \\ out for the letter itself"),
        ErrorKind::UnicodeClassInvalid => ("no class has this name", "classes are named as in \\p{Greek} or \\p{Lu}"),
        ErrorKind::UnsupportedBackreference => ("a group cannot be referred back to", "write out what is to come again"),
        ErrorKind::UnsupportedLookAround => ("what stands before or after cannot be asked for", "look for a little more than you need"),
        ErrorKind::FlagUnrecognized => ("no flag has this letter", "flags are (?i), (?s), (?x)"),
        ErrorKind::NestLimitExceeded(_) => ("there are too many brackets within brackets", "take some out"),
        _ => ("it cannot be understood", "without re: the words are looked for as they stand"),
    };
    let span = error.span();
    let part: String = expression.get(span.start.offset..).unwrap_or_default().chars().take(12).collect();
    let place = if part.is_empty() { "at its end".to_owned() } else { format!("at «{part}»") };
    Problem::error(format!("the expression {expression} is no regular expression: {what}, {place}")).mend(mend)
}
