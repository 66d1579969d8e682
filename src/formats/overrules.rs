//! The side file of a text, in which its reader overrules how its notes were read.
//!
//! ```toml
//! [[no-note]]                  # this is no note: it is text again
//! note = "3"
//! begins = "Printed in"        # its first words, where several have the label
//!
//! [[no-mark]]                  # this calls nothing
//! mark = "[1924]"
//! after = "the edition of"     # the words just before it, where several look like it
//!
//! [[calls]]                    # this mark calls that note
//! mark = "*"
//! after = "went east"
//! note = "2"
//!
//! [[is-note]]                  # these lines are note 12
//! note = "12"
//! from = "12. See the map"
//! to = "of the second volume."
//! ```
//!
//! A rule that cannot be understood is left out and named with its line, its field and the way to mend it; the others hold.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    document::{Overrule, Overruling, WhichMark, WhichNote},
    problem::{Problem, Read, nearest, not_too_deep},
};

/// The kinds of rules, with the fields that each must have and may have.
const KINDS: &[(&str, &[&str], &[&str])] = &[
    ("no-note", &["note"], &["begins"]),
    ("no-mark", &["mark"], &["after"]),
    ("calls", &["mark", "note"], &["after", "begins"]),
    ("is-note", &["note", "from"], &["to"]),
];

/// Reads a side file.
pub fn overrules(toml: &str) -> Read<Vec<Overruling>> {
    let mut read = Read { value: Vec::new(), problems: Vec::new() };
    let table = match DeTable::parse(not_too_deep(toml)) {
        Ok(table) => table,
        Err(error) => {
            let problem = Problem::warning(format!("it is no TOML: {}", error.message().replace('\n', ", ")));
            let problem = error.span().map_or(problem.clone(), |span| problem.at_line(line_of(toml, span.start)));
            read.problems.push(problem.mend("until it is mended, nothing is overruled"));
            return read;
        }
    };
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        let line = line_of(toml, key.span().start);
        let Some(kind) = KINDS.iter().find(|(kind, ..)| *kind == name) else {
            let kinds = KINDS.iter().map(|(kind, ..)| *kind);
            let mend = match nearest(name, kinds.clone()) {
                Some(near) => format!("did you mean [[{near}]]?"),
                None => format!("there are {}", kinds.map(|kind| format!("[[{kind}]]")).collect::<Vec<_>>().join(", ")),
            };
            read.problems.push(Problem::warning(format!("{name}: nothing of this name can be overruled")).at_line(line).mend(mend));
            continue;
        };
        let DeValue::Array(rules) = value.get_ref() else {
            let problem = Problem::warning(format!("{name}: this is a single value, and there may be several such rules"));
            read.problems.push(problem.at_line(line).mend(format!("write [[{name}]] above each, in double brackets")));
            continue;
        };
        for rule in rules {
            match one(toml, kind, rule) {
                Ok(overruling) => read.value.push(overruling),
                Err(problem) => read.problems.push(problem),
            }
        }
    }
    // As they stand in the file: what lines are made a note of can be called by a rule below.
    read.value.sort_by_key(|rule| rule.line);
    read
}

fn one(toml: &str, kind: &(&str, &[&str], &[&str]), rule: &Spanned<DeValue<'_>>) -> Result<Overruling, Problem> {
    let (name, needed, allowed) = *kind;
    let line = line_of(toml, rule.span().start);
    let wrong = |what: String, line: usize, mend: String| Problem::warning(what).at_line(line).mend(mend);
    let DeValue::Table(fields) = rule.get_ref() else {
        return Err(wrong(format!("{name}: this is no rule"), line, format!("write [[{name}]] and its fields on lines of their own")));
    };
    for key in fields.keys() {
        let field = key.get_ref().as_ref();
        let known = || needed.iter().chain(allowed).copied();
        if !known().any(|known| known == field) {
            let mend = match nearest(field, known()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("it has {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(wrong(format!("{name}.{field}: there is no such field"), line_of(toml, key.span().start), mend));
        }
    }
    let field = |field: &str| -> Result<Option<String>, Problem> {
        let Some(value) = fields.get(field) else { return Ok(None) };
        match value.get_ref() {
            DeValue::String(words) => Ok(Some(words.trim().to_owned()).filter(|words| !words.is_empty() || field == "note")),
            // `note = 12` is what anybody writes first.
            DeValue::Integer(number) if matches!(field, "note" | "mark") => Ok(Some(number.as_str().to_owned())),
            _ => {
                let line = line_of(toml, value.span().start);
                Err(wrong(format!("{name}.{field}: words are wanted here"), line, format!("put them in quotation marks: {field} = \"…\"")))
            }
        }
    };
    let must = |wanted: &str| {
        field(wanted)?.ok_or_else(|| wrong(format!("{name}.{wanted}: it is missing"), line, format!("add {wanted} = \"…\" to this rule")))
    };
    let note = || Ok::<_, Problem>(WhichNote { label: must("note")?, begins: field("begins")? });
    let mark = || Ok::<_, Problem>(WhichMark { mark: must("mark")?, after: field("after")? });
    let what = match name {
        "no-note" => Overrule::NoNote(note()?),
        "no-mark" => Overrule::NoMark(mark()?),
        "calls" => Overrule::Calls(mark()?, note()?),
        _ => Overrule::IsNote { label: must("note")?, from: must("from")?, to: field("to")? },
    };
    Ok(Overruling { what, line: u32::try_from(line).unwrap_or(u32::MAX) })
}

fn line_of(text: &str, offset: usize) -> usize {
    memchr::memchr_iter(b'\n', &text.as_bytes()[..offset.min(text.len())]).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_in_the_order_of_the_file() {
        let read = overrules(
            "[[is-note]]\nnote = 12\nfrom = \"12. See\"\n\n[[calls]]\nmark = \"*\"\nafter = \"went east\"\nnote = \"12\"\n\n\
             [[no-note]]\nnote = \"\"\nbegins = \"Printed\"\n\n[[no-mark]]\nmark = \"[1924]\"\n",
        );
        assert_eq!(read.problems, []);
        let star = WhichMark { mark: "*".into(), after: Some("went east".into()) };
        assert_eq!(
            read.value.into_iter().map(|rule| (rule.line, rule.what)).collect::<Vec<_>>(),
            [
                (1, Overrule::IsNote { label: "12".into(), from: "12. See".into(), to: None }),
                (5, Overrule::Calls(star, WhichNote { label: "12".into(), begins: None })),
                (10, Overrule::NoNote(WhichNote { label: String::new(), begins: Some("Printed".into()) })),
                (14, Overrule::NoMark(WhichMark { mark: "[1924]".into(), after: None })),
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_line_field_and_mend_and_the_rest_holds() {
        let check = |toml: &str, expected: &str, kept: usize| {
            let read = overrules(toml);
            let said: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
            assert_eq!((said.join("\n").as_str(), read.value.len()), (expected, kept), "{toml}");
        };
        let good = "[[no-note]]\nnote = \"1\"\n";
        check(
            &format!("{good}[[no-nte]]\nnote = \"2\"\n"),
            "no-nte: nothing of this name can be overruled\n  line 3 · did you mean [[no-note]]?",
            1,
        );
        check(&format!("{good}[[no-mark]]\nafter = \"x\"\n"), "no-mark.mark: it is missing\n  line 3 · add mark = \"…\" to this rule", 1);
        check(&format!("{good}begin = \"x\"\n"), "no-note.begin: there is no such field\n  line 3 · did you mean begins?", 0);
        check(
            "[[calls]]\nmark = \"1\"\nnote = \"1\"\nafter = 12\n",
            "calls.after: words are wanted here\n  line 4 · put them in quotation marks: after = \"…\"",
            0,
        );
        check(
            "no-note = \"1\"\n",
            "no-note: this is a single value, and there may be several such rules\n  line 1 · write [[no-note]] above each, in double brackets",
            0,
        );
        assert!(overrules("[[no-note]\n").problems[0].to_string().starts_with("it is no TOML: "));
    }
}
