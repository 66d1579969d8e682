//! Lines of Org: headings, paragraphs, blocks, tables, drawers, keywords, notes.

use std::collections::HashSet;

use super::{
    head, lists,
    words::{self, name_of},
};
use crate::{
    document::{Align, Kind},
    formats::{
        markdown::{html::picture, writer::Writer},
        math::readable,
    },
};

/// Lists and blocks within each other beyond this are read as paragraphs: outlines go deep by headings, not by lists.
pub(super) const DEEPEST: usize = 24;

/// Writes a text.
pub(super) fn write(text: &str, writer: &mut Writer) {
    // A tab at the beginning of a line reaches to the next eighth column.
    let text = if text.contains('\t') { text.replace('\t', "        ") } else { text.to_owned() };
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut walker = Walker { writer, todo: HashSet::from(["TODO".to_owned(), "DONE".to_owned()]), caption: None };
    let subtitle = walker.settings(&lines);
    head(walker.writer, subtitle.as_deref());
    let mut at = 0;
    // Everything deeper than this is left out.
    let mut hidden: Option<usize> = None;
    while at < lines.len() {
        let heading = stars(lines[at]);
        let next = lines[at + 1..].iter().position(|line| stars(line).is_some()).map_or(lines.len(), |next| at + 1 + next);
        if let Some(level) = heading {
            if hidden.is_some_and(|hidden| level <= hidden) {
                hidden = None;
            }
            if hidden.is_none() && !walker.heading(level, &lines[at][level..], &lines[at + 1..next]) {
                hidden = Some(level);
            }
            at += 1;
        }
        if hidden.is_none() {
            walker.section(&lines[at..next]);
        }
        at = next;
    }
}

/// The level of a heading.
fn stars(line: &str) -> Option<usize> {
    let stars = line.bytes().take_while(|byte| *byte == b'*').count();
    (stars > 0 && (line.len() == stars || line[stars..].starts_with(' '))).then_some(stars)
}

pub(super) struct Walker<'w> {
    pub(super) writer: &'w mut Writer,
    /// The words that say how far something is, at the beginning of a heading.
    todo: HashSet<String>,
    /// The words that belong to the next table, picture or block.
    caption: Option<String>,
}

/// `#+KEY: value`, the key in lower case.
fn keyword(line: &str) -> Option<(String, &str)> {
    let rest = line.trim_start().strip_prefix("#+")?;
    let end = rest.find([':', ' '])?;
    let (key, value) = (&rest[..end], rest[end..].strip_prefix(':')?);
    // A caption may have a short form for lists of figures.
    let key = key.split('[').next().unwrap_or(key);
    Some((key.to_ascii_lowercase(), value.trim()))
}

impl Walker<'_> {
    /// Reads what the text says of itself, wherever it says it; gives the subtitle.
    fn settings(&mut self, lines: &[&str]) -> Option<String> {
        let mut subtitle = None;
        let add = |field: &mut Option<String>, value: &str| {
            if value.is_empty() {
                return;
            }
            match field {
                Some(field) => field.extend([" ", value]),
                None => *field = Some(value.to_owned()),
            }
        };
        for (key, value) in lines.iter().filter(|line| line.starts_with("#+")).filter_map(|line| keyword(line)) {
            let meta = self.writer.builder.meta();
            match key.as_str() {
                "title" => add(&mut meta.title, value),
                "author" => add(&mut meta.author, value),
                "date" => add(&mut meta.date, value.trim_matches(['<', '>', '[', ']'])),
                "language" => meta.lang = Some(value.to_owned()).filter(|value| !value.is_empty()),
                "description" => add(&mut meta.description, value),
                "subtitle" => add(&mut subtitle, value),
                "todo" | "seq_todo" | "typ_todo" => {
                    let words = value.split([' ', '|']).map(|word| word.split('(').next().unwrap_or(word));
                    self.todo.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
                }
                _ => {}
            }
        }
        subtitle
    }

    /// Writes a heading, without what is Org's own in it; tells whether what stands under it is to be read.
    fn heading(&mut self, level: usize, line: &str, below: &[&str]) -> bool {
        let mut words = line.trim();
        if let Some((before, tags)) = words.rsplit_once([' ', '\t']).or(Some(("", words)))
            && let Some(tags) = tags.strip_prefix(':').and_then(|tags| tags.strip_suffix(':'))
            && tags.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '_' | '@' | '#' | '%'))
            && !tags.is_empty()
        {
            if tags.split(':').any(|tag| matches!(tag, "noexport" | "ARCHIVE")) {
                return false;
            }
            words = before.trim();
        }
        if let Some((_, rest)) = words.split_once(' ').or(Some((words, ""))).filter(|(first, _)| self.todo.contains(*first)) {
            words = rest.trim();
        }
        if let Some(rest) = words.strip_prefix("[#").and_then(|rest| rest.get(1..)?.strip_prefix(']')) {
            words = rest.trim();
        }
        if words == "COMMENT" || words.starts_with("COMMENT ") {
            return false;
        }
        // Where Org collects the notes: a place in the file, no part of the text.
        if words.is_empty() || matches!(words, "Footnotes") {
            self.writer.end();
            return true;
        }
        let properties = below.iter().take_while(|line| !line.trim().eq_ignore_ascii_case(":end:")).take(40);
        for property in properties.map(|line| line.trim()) {
            for key in [":CUSTOM_ID:", ":ID:"] {
                if let Some(name) =
                    property.get(..key.len()).filter(|found| found.eq_ignore_ascii_case(key)).map(|_| &property[key.len()..])
                {
                    self.writer.builder.anchor(&name_of(name));
                }
            }
        }
        self.writer.builder.anchor(&name_of(words));
        self.writer.heading(u8::try_from(level).unwrap_or(u8::MAX), "", None);
        words::write(self.writer, words);
        self.writer.end();
        true
    }

    /// Writes what stands between two headings: text, and the notes that are defined in it.
    fn section(&mut self, lines: &[&str]) {
        let mut from = 0;
        let mut at = 0;
        while at < lines.len() {
            let Some((label, first)) = definition(lines[at]) else {
                at += 1;
                continue;
            };
            self.blocks(&lines[from..at], 0);
            let mut end = at + 1;
            while end < lines.len()
                && definition(lines[end]).is_none()
                && !(lines[end].is_empty() && lines.get(end + 1).is_some_and(|line| line.is_empty()))
            {
                end += 1;
            }
            self.writer.end();
            self.writer.begin_note(label);
            let body: Vec<&str> = std::iter::once(first).chain(lines[at + 1..end].iter().copied()).collect();
            self.blocks(&body, 1);
            self.writer.end_note();
            (from, at) = (end, end);
        }
        self.blocks(&lines[from..], 0);
    }

    /// Writes blocks.
    pub(super) fn blocks(&mut self, lines: &[&str], depth: usize) {
        let mut at = 0;
        // Blocks that begin here and are never ended are not looked for again.
        let mut endless: HashSet<String> = HashSet::new();
        while at < lines.len() {
            let line = lines[at].trim_start();
            at = if line.is_empty() || line == "#" || line.starts_with("# ") || line.starts_with("%%(") {
                at + 1
            } else if let Some(end) = self.fenced(lines, at, depth, &mut endless) {
                end
            } else if let Some((key, value)) = keyword(line) {
                self.key(&key, value);
                at + 1
            } else if line.starts_with("#+") {
                at + 1
            } else if is_drawer(line) && !endless.contains(":end:") {
                match lines[at..].iter().position(|line| line.trim().eq_ignore_ascii_case(":end:")) {
                    Some(end) => at + end + 1,
                    None => {
                        endless.insert(":end:".into());
                        at
                    }
                }
            } else if is_plan(line) {
                at + 1
            } else if is_fixed(line) {
                self.titled();
                let end = while_lines(lines, at, is_fixed);
                let code = lines[at..end].iter().map(|line| {
                    let line = line.trim_start().trim_start_matches(':');
                    line.strip_prefix(' ').unwrap_or(line)
                });
                self.writer.code(&code.collect::<Vec<_>>().join("\n"));
                end
            } else if line.len() >= 5 && line.bytes().all(|byte| byte == b'-') {
                self.writer.rule();
                at + 1
            } else if line.starts_with('|') {
                let end = while_lines(lines, at, |line| line.starts_with('|'));
                self.table(&lines[at..end]);
                end
            } else if let Some(end) = (depth < DEEPEST).then(|| lists::list(self, lines, at, depth)).flatten() {
                end
            } else {
                self.paragraph(lines, at, depth)
            };
        }
        self.writer.end();
    }

    fn paragraph(&mut self, lines: &[&str], at: usize, depth: usize) -> usize {
        let mut end = at + 1;
        while end < lines.len() && !(begins(lines[end]) || depth < DEEPEST && lists::item(lines[end]).is_some()) {
            end += 1;
        }
        let text = lines[at..end].iter().map(|line| line.trim_start()).collect::<Vec<_>>().join("\n");
        let is_link = text.starts_with("[[") && text.ends_with("]]") && text[2..].find("[[").is_none() && !text.contains("][");
        if is_link && words::is_picture(&text[..text.len() - 2]) {
            let caption = self.caption.take();
            let file = text[2..text.len() - 2].trim_start_matches("file:");
            self.writer.begin(Kind::Caption);
            self.writer.picture(file, &picture("", true));
            self.caption = caption;
            self.titled();
            return end;
        }
        self.titled();
        self.writer.begin(Kind::Paragraph);
        words::write(self.writer, &text);
        self.writer.end();
        end
    }

    /// Writes the caption that waits for what comes now.
    fn titled(&mut self) {
        if let Some(caption) = self.caption.take() {
            self.writer.begin(Kind::Caption);
            words::write(self.writer, &caption);
            self.writer.end();
        }
    }

    fn key(&mut self, key: &str, value: &str) {
        match key {
            "caption" => match &mut self.caption {
                Some(caption) => caption.extend([" ", value]),
                None => self.caption = Some(value.to_owned()),
            },
            "name" => {
                self.writer.end();
                self.writer.builder.anchor(&name_of(value));
            }
            "include" => {
                let problem = crate::problem::Problem::warning(format!("the text includes {value}, which is not followed"));
                self.writer.builder.problem(problem.mend("open that file by itself"));
            }
            _ => {}
        }
    }

    /// Writes `#+BEGIN_…` to `#+END_…`, and an environment of LaTeX; gives the line behind it.
    fn fenced(&mut self, lines: &[&str], at: usize, depth: usize, endless: &mut HashSet<String>) -> Option<usize> {
        let line = lines[at].trim_start();
        let (name, close) = if let Some(rest) = strip(line, "#+begin_") {
            let name = rest.split(' ').next().unwrap_or_default().to_ascii_lowercase();
            let close = format!("#+end_{name}");
            (name, close)
        } else if strip(line, "#+begin:").is_some() {
            ("dynamic".into(), "#+end:".into())
        } else {
            let name = line.strip_prefix("\\begin{")?.split('}').next()?;
            ("latex".into(), format!("\\end{{{name}}}"))
        };
        if endless.contains(&close) {
            return None;
        }
        let Some(length) = lines[at..].iter().position(|line| strip(line.trim(), &close).is_some()) else {
            endless.insert(close);
            return None;
        };
        let end = at + length;
        // An environment may begin and end in one line.
        let inside = &lines[(at + 1).min(end)..end];
        match name.as_str() {
            "comment" | "export" => self.caption = None,
            "src" | "example" => {
                self.titled();
                self.writer.code(&code(inside));
            }
            "verse" => {
                self.titled();
                self.verse(inside);
            }
            "latex" => {
                self.titled();
                self.writer.begin(Kind::Paragraph);
                self.writer.say(&readable(&lines[at..=end].join("\n")));
                self.writer.end();
            }
            "quote" | "epigraph" => {
                self.titled();
                if depth < DEEPEST {
                    self.writer.open_quote();
                    self.blocks(inside, depth + 1);
                    self.writer.close();
                } else {
                    self.blocks(inside, depth);
                }
            }
            _ if depth < DEEPEST => {
                self.titled();
                self.blocks(inside, depth + 1);
            }
            _ => self.writer.code(&code(inside)),
        }
        Some(end + 1)
    }

    fn verse(&mut self, lines: &[&str]) {
        let margin = margin(lines);
        for stanza in lines.split(|line| line.is_empty()).filter(|stanza| !stanza.is_empty()) {
            self.writer.begin(Kind::Verse);
            for (index, line) in stanza.iter().enumerate() {
                if index > 0 {
                    self.writer.line_of_verse();
                }
                let line = &line[margin..];
                let blanks = line.len() - line.trim_start().len();
                self.writer.say(&line[..blanks]);
                words::write(self.writer, line[blanks..].trim_end_matches('\\'));
            }
            self.writer.end();
        }
    }

    fn table(&mut self, lines: &[&str]) {
        self.titled();
        let is_rule = |line: &&str| line.trim_start().starts_with("|-");
        let cells = |line: &str| {
            let line = line.trim().trim_start_matches('|');
            line.strip_suffix('|').unwrap_or(line).split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
        };
        let side = |cell: &str| match cell.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '<' | '>')) {
            "" if cell.starts_with('<') && cell.ends_with('>') => Some(None),
            "l" if cell.starts_with('<') => Some(Some(Align::Start)),
            "c" if cell.starts_with('<') => Some(Some(Align::Middle)),
            "r" if cell.starts_with('<') => Some(Some(Align::End)),
            _ => None,
        };
        let first = lines.iter().position(|line| !is_rule(line)).unwrap_or(lines.len());
        let head = lines[first..].iter().position(is_rule).filter(|rule| lines[first + rule..].iter().any(|line| !is_rule(line)));
        let mut rows: Vec<Vec<String>> = Vec::new();
        let (mut sides, mut heads) = (Vec::new(), 0);
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| !is_rule(line)) {
            let row = cells(line);
            // A row that only says how columns are set.
            if row.iter().any(|cell| !cell.is_empty()) && row.iter().all(|cell| cell.is_empty() || side(cell).is_some()) {
                sides = row.iter().map(|cell| side(cell).flatten().unwrap_or(Align::Start)).collect();
                continue;
            }
            heads += u16::from(head.is_some_and(|rule| index < first + rule));
            rows.push(row);
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        sides.resize(columns, Align::Start);
        self.writer.end();
        self.writer.builder.begin_table(sides, heads);
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.writer.next_cell("\n");
            }
            for (column, cell) in row.iter().enumerate() {
                self.writer.next_cell(if column > 0 { "\t" } else { "" });
                words::write(self.writer, cell);
            }
        }
        self.writer.leave_cell();
        self.writer.end();
    }
}

/// `[fn:label] text` at the beginning of a line: the label, and the text behind it.
fn definition(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("[fn:")?;
    let end = rest.find(']')?;
    let label = &rest[..end];
    let is_label = !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    // Behind a colon or a full stop, the line begins with a mark, and goes on after it.
    is_label.then(|| (label, rest[end + 1..].trim_start()))
}

/// What follows a prefix, in whatever case it is written.
fn strip<'a>(line: &'a str, prefix: &str) -> Option<&'a str> {
    line.get(..prefix.len()).filter(|found| found.eq_ignore_ascii_case(prefix)).map(|_| &line[prefix.len()..])
}

/// Tells whether a line ends a paragraph.
fn begins(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty()
        || line.starts_with("#+")
        || line.starts_with("# ")
        || line.starts_with('|')
        || line.starts_with("\\begin{")
        || is_fixed(line)
        || is_drawer(line)
        || (line.len() >= 5 && line.bytes().all(|byte| byte == b'-'))
}

fn is_fixed(line: &str) -> bool {
    let line = line.trim_start();
    line == ":" || line.starts_with(": ")
}

fn is_drawer(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|rest| rest.strip_suffix(':'));
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
}

fn is_plan(line: &str) -> bool {
    ["SCHEDULED:", "DEADLINE:", "CLOSED:", "CLOCK:"].iter().any(|word| line.starts_with(word)) && line.contains(['<', '['])
}

/// Where the lines end that are all like this one.
fn while_lines(lines: &[&str], at: usize, is_such: impl Fn(&str) -> bool) -> usize {
    lines[at..].iter().position(|line| !is_such(line.trim_start())).map_or(lines.len(), |end| at + end)
}

/// By how many blanks all lines are set in.
fn margin(lines: &[&str]) -> usize {
    lines.iter().filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0)
}

/// Lines of code, without their common margin and the commas that keep Org from taking them for its own.
fn code(lines: &[&str]) -> String {
    let margin = margin(lines);
    let lines = lines.iter().map(|line| {
        let line = line.get(margin..).unwrap_or("");
        let bare = line.trim_start();
        match bare.strip_prefix(',').filter(|rest| rest.starts_with(['*', ',']) || rest.starts_with("#+")) {
            Some(rest) => format!("{}{rest}", &line[..line.len() - bare.len()]),
            None => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
