//! What is known of LaTeX's environments.

use super::walk::{Close, List, Table, Walk};
use crate::{
    document::{Align, Kind},
    formats::{markdown::writer::Writer, math::readable, xml::Numbers},
    role::Role,
};

/// The bullets of lists, by how deep they are nested.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// Environments whose lines are set as they are.
const VERBATIM: &[&str] = &["verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "alltt", "listing", "BVerbatim"];

/// Environments that nobody reads.
const HIDDEN: &[&str] = &["comment", "filecontents", "filecontents*", "tikzpicture", "picture", "pspicture", "CCSXML"];

/// Environments of formulas.
const MATH: &[&str] = &[
    "equation",
    "equation*",
    "align",
    "align*",
    "gather",
    "gather*",
    "displaymath",
    "math",
    "eqnarray",
    "eqnarray*",
    "multline",
    "multline*",
    "flalign",
    "flalign*",
    "alignat",
    "alignat*",
];

/// Environments of tables, and how many arguments stand before that for their columns.
const TABLES: &[(&str, usize)] = &[
    ("tabular", 0),
    ("tabular*", 1),
    ("tabularx", 1),
    ("tabulary", 1),
    ("longtable", 0),
    ("longtable*", 0),
    ("array", 0),
    ("supertabular", 0),
];

/// Environments that only change how text is set, and how many arguments they have.
const PLAIN: &[(&str, usize)] = &[
    ("letter", 1),
    ("minipage", 1),
    ("wrapfigure", 2),
    ("wraptable", 2),
    ("multicols", 1),
    ("adjustwidth", 2),
    ("spacing", 1),
    ("otherlanguage", 1),
    ("otherlanguage*", 1),
    ("adjustbox", 1),
    ("subfigure", 1),
    ("list", 2),
    ("thebibliography", 1),
    ("columns", 0),
    ("column", 1),
];

/// The longest label of an item that others refer to: the names of two authors and a year.
const LONGEST_LABEL: usize = 60;

/// Tells whether an environment is a list.
pub(super) fn is_list(name: &str) -> bool {
    matches!(
        name,
        "itemize" | "enumerate" | "description" | "compactitem" | "compactenum" | "compactdesc" | "list" | "trivlist" | "thebibliography"
    ) || matches!(name, "itemize*" | "enumerate*" | "description*" | "labeling")
}

impl Walk<'_> {
    pub(super) fn begin_environment(&mut self, name: &str) {
        if self.is_preamble {
            return;
        }
        if let Some((begin, end)) = self.own_environment(name) {
            self.paragraph();
            self.open(Some(name.to_owned()), Close::Own(end), true);
            return self.run_open(begin);
        }
        if VERBATIM.contains(&name) || HIDDEN.contains(&name) || MATH.contains(&name) {
            let end = format!("\\end{{{name}}}");
            if VERBATIM.contains(&name) {
                self.input.option();
                if name == "minted" {
                    self.input.argument();
                }
            }
            if let Some(inside) = self.formula(&end) {
                return self.as_it_is(name, &inside);
            }
        }
        if matches!(name, "footnote" | "footnotetext") {
            return self.begin_environment_of_note(name);
        }
        if self.table.is_none() {
            self.paragraph();
        }
        if let Some((_, before)) = TABLES.iter().find(|(known, _)| *known == name) {
            return self.begin_table(name, *before);
        }
        let arguments = PLAIN.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| *count);
        let option = self.input.option();
        for _ in 0..arguments {
            self.input.argument();
            self.input.option();
        }
        let mut close = Close::Nothing;
        match name {
            "quote" | "quotation" | "displayquote" | "quoting" | "displaycquote" | "epigraphs" if self.table.is_none() => {
                self.enter(Writer::open_quote);
                close = Close::Container;
            }
            "abstract" if self.table.is_none() => {
                self.enter(Writer::open_quote);
                close = Close::Container;
                self.begin(Kind::Term);
                self.say(if self.is_german { "Zusammenfassung" } else { "Abstract" });
                self.writer.end();
            }
            "verse" | "altverse" | "poem" if self.table.is_none() => {
                close = Close::Verse(self.is_verse);
                self.is_verse = true;
            }
            _ if is_list(name) && self.table.is_none() => {
                if name == "thebibliography" {
                    let level = 1 + u8::from(self.has_parts);
                    self.writer.heading(level, "", None);
                    self.say(if self.has_chapters { "Bibliography" } else { "References" });
                    self.writer.end();
                }
                self.lists.push(List {
                    is_numbered: name.contains("enum"),
                    is_terms: name.contains("desc") || name == "labeling",
                    is_works: name == "thebibliography",
                    number: 0,
                    item: false,
                });
                close = Close::Container;
            }
            _ => {
                let title = if name == "proof" { Some("Proof".to_owned()) } else { self.macros.theorems.get(name).cloned() };
                if let Some(title) = title.filter(|title| self.afford(title.len())) {
                    self.ensure();
                    self.writer.open(Role::Strong);
                    self.run(title);
                    if let Some(option) = option {
                        self.say(" (");
                        self.run(option);
                        self.say(")");
                    }
                    self.say(".");
                    self.writer.shut(Role::Strong);
                    self.writer.soft_break();
                }
            }
        }
        self.open(Some(name.to_owned()), close, true);
    }

    pub(super) fn end_environment(&mut self, name: &str) {
        // One that was never begun ends nothing.
        if self.environments.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        // Within a note, nothing ends that began outside.
        let Some(at) =
            self.opens.iter().rposition(|open| open.environment.as_deref() == Some(name) || matches!(open.close, Close::Note(_)))
        else {
            return;
        };
        if self.opens[at].environment.as_deref() != Some(name) {
            return;
        }
        // What the text's own environment ends with stands in it, and may end what it began with.
        if let Close::Own(_) = self.opens[at].close
            && let Close::Own(end) = std::mem::replace(&mut self.opens[at].close, Close::Nothing)
        {
            self.run_open(end);
        }
        self.close_down_to(at);
    }

    /// Lines as they are, formulas, and what nobody reads.
    fn as_it_is(&mut self, name: &str, inside: &str) {
        if MATH.contains(&name) {
            if !name.ends_with('*') {
                self.equations += 1;
                self.number = self.equations.to_string();
            }
            for label in inside.split("\\label{").skip(1).filter_map(|rest| rest.split('}').next()).take(64) {
                self.writer.builder.anchor(label);
                if !self.is_scouted() {
                    self.known.labels.entry(label.to_owned()).or_insert_with(|| self.number.clone());
                }
            }
            let formula = readable(inside);
            if name == "math" { self.say(&formula) } else { self.display(&formula) }
        } else if VERBATIM.contains(&name) {
            if self.table.is_some() {
                return self.say(inside.trim());
            }
            self.paragraph();
            let lines = inside.strip_prefix('\n').unwrap_or(inside);
            self.writer.code(lines);
        } else if name.ends_with("picture") && self.table.is_none() {
            self.begin(Kind::Caption);
            self.say("[picture]");
            self.writer.end();
        }
    }

    fn begin_table(&mut self, name: &str, before: usize) {
        if let Some(table) = &mut self.table {
            table.inner += 1;
        }
        self.input.option();
        for _ in 0..before {
            self.input.argument();
        }
        // How it stands on its line, which `tabulary` and `tabularx` are told behind their width.
        self.input.option();
        let columns = self.input.argument().unwrap_or_default();
        let is_inner = self.table.is_some();
        self.open(Some(name.to_owned()), Close::Table, true);
        if is_inner {
            return;
        }
        // A head is what a rule is set below: looked for as far as a row may go.
        let rest = self.input.rest();
        let mut window = rest.len().min(2000);
        while !rest.is_char_boundary(window) {
            window -= 1;
        }
        let head = rest[..window].split_once("\\\\").map(|(_, after)| after.trim_start());
        let head = head.is_some_and(|after| {
            ["\\midrule", "\\hline", "\\endhead", "\\toprule", "\\cmidrule"].iter().any(|rule| after.starts_with(rule))
        });
        self.writer.end();
        self.writer.builder.begin_table(sides(&columns), u16::from(head));
        self.writer.next_cell("");
        self.table = Some(Table::default());
    }

    /// `\endfirsthead`, `\endhead`: what follows in a long table up to the end of the head that its further pages have, and of the
    /// line below all pages but the last, is printed where a page ends.
    pub(super) fn skip_repeated_rows(&mut self) {
        let rest = self.input.rest();
        let mut window = rest.len().min(2000);
        while !rest.is_char_boundary(window) {
            window -= 1;
        }
        let rows = &rest[..window];
        let rows = rows.split_once("\\end{longtable").map_or(rows, |(rows, _)| rows);
        let end = ["\\endhead", "\\endfoot"].iter().filter_map(|end| Some(rows.rfind(end)? + end.len())).max();
        if let Some(end) = end {
            self.input.skip(end);
        }
    }

    /// `\item[term]`, `\bibitem[label]{key}`
    pub(super) fn item(&mut self, is_work: bool) {
        let option = self.input.option();
        let key = if is_work { self.input.argument() } else { None };
        let tight = !self.gap;
        if self.table.is_some() {
            return;
        }
        self.paragraph();
        let depth = self.lists.iter().filter(|list| list.is_numbered).count();
        let bullets = self.lists.iter().filter(|list| !list.is_numbered && !list.is_terms).count();
        let Some(list) = self.lists.last_mut() else { return };
        if std::mem::replace(&mut list.item, true) {
            self.leave();
        }
        let Some(list) = self.lists.last_mut() else { return };
        if list.is_terms && !is_work {
            if let Some(term) = option {
                self.begin(Kind::Term);
                self.run(term);
                self.writer.end();
            }
            return self.enter(|writer| writer.open_item(None, true));
        }
        if option.is_none() {
            list.number += 1;
        }
        let (number, is_numbered) = (list.number, list.is_numbered);
        let label = match (option, is_numbered || is_work || list.is_works) {
            (Some(label), _) => {
                let label = self.plain(&label);
                if is_work { format!("[{label}]") } else { label }
            }
            (None, false) => BULLETS[bullets.saturating_sub(1).min(BULLETS.len() - 1)].to_owned(),
            (None, true) if is_work => format!("[{number}]"),
            (None, true) => match depth {
                2 => format!("({})", Numbers::Letters { capital: false }.sign(number)),
                3 => format!("{}.", Numbers::Roman { capital: false }.sign(number)),
                4 => format!("{}.", Numbers::Letters { capital: true }.sign(number)),
                _ => format!("{number}."),
            },
        };
        // What is longer is a term rather than a number, and is not repeated wherever the item is referred to.
        let is_short = label.len() <= LONGEST_LABEL;
        if is_short {
            label.trim_end_matches('.').trim_matches(['(', ')']).clone_into(&mut self.number);
        }
        if let Some(key) = key {
            let printed = if is_short { label.trim_matches(['[', ']']).to_owned() } else { key.trim().to_owned() };
            if !self.is_scouted() {
                self.known.works.entry(key.trim().to_owned()).or_insert(printed);
            }
            self.writer.end();
            self.writer.builder.anchor(key.trim());
        }
        self.enter(|writer| writer.open_item(Some(&label), tight));
    }
}

/// To which side each column of a table is set: `{l|c|r}`, `{@{}lp{3cm}*{2}{r}}`.
fn sides(columns: &str) -> Vec<Align> {
    let (mut sides, mut depth) = (Vec::new(), 0_usize);
    for sign in columns.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 || sides.len() >= 256 => {}
            'l' | 'p' | 'm' | 'b' | 'X' | 'L' | 'P' => sides.push(Align::Start),
            'c' | 'C' => sides.push(Align::Middle),
            'r' | 'R' | 'S' => sides.push(Align::End),
            _ => {}
        }
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_from_what_stands_between_them() {
        let check = |columns: &str, expected: &[Align]| assert_eq!(sides(columns), expected, "{columns}");
        check("l|c|r", &[Align::Start, Align::Middle, Align::End]);
        check("@{}lp{3cm}!{\\color{red}}r@{}", &[Align::Start, Align::Start, Align::End]);
        check("", &[]);
    }
}
