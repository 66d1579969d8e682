//! What is known of LaTeX's commands.

use super::{
    input::verb_end,
    known::{CITES, DRESSED, FONTS, LENGTHS, NOTE_CITES, SILENT, SWITCHES, TEXT_CITES, found, is_definition, language},
    notes::Style,
    symbols::{accent, accented, symbol},
    walk::{Close, Walk},
};
use crate::{
    document::Kind,
    formats::{
        markdown::{html::picture, writer::Writer},
        math::readable,
    },
    problem::Problem,
    role::Role,
};

impl Walk<'_> {
    /// Reads a command, and what belongs to it.
    pub(super) fn command(&mut self) {
        let rest = &self.input.rest()[1..];
        let letters = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'@').count();
        let length = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
        self.input.skip(1);
        let name = self.input.take(length);
        if letters == 0 {
            return self.sign(&name);
        }
        if name == "verb" || name == "lstinline" {
            return self.verb();
        }
        let is_starred = self.input.peek() == Some('*');
        if is_starred {
            self.input.skip(1);
        }
        // What a command takes in before a paragraph's end is no blank of the text.
        let rest = self.input.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let line = rest[blanks..].strip_prefix("\r\n").or_else(|| rest[blanks..].strip_prefix('\n'));
        let is_end = line.is_some_and(|line| line.trim_start_matches([' ', '\t', '\r']).starts_with('\n'));
        let blanks = line.filter(|_| !is_end).map_or(blanks, |line| rest.len() - line.trim_start_matches([' ', '\t']).len());
        self.input.skip(blanks);
        self.named(&name, is_starred);
    }

    /// A command of one sign.
    fn sign(&mut self, name: &str) {
        match name {
            "\\" => {
                if self.input.peek() == Some('*') {
                    self.input.skip(1);
                }
                self.input.option();
                self.line_end();
            }
            "%" | "$" | "&" | "#" | "_" | "{" | "}" => self.say(name),
            " " | "\n" | "\t" | "\r" => self.writer.soft_break(),
            "," | ";" | ":" => self.say("\u{2009}"),
            "-" => self.say("\u{ad}"),
            "/" | "!" | "@" | "" => {}
            "(" | "[" => {
                let end = if name == "(" { "\\)" } else { "\\]" };
                match self.formula(end) {
                    Some(formula) if name == "(" => self.say(&readable(&formula)),
                    Some(formula) => self.display(&readable(&formula)),
                    None => self.say(name),
                }
            }
            ")" | "]" => self.say(name),
            _ => match accent(name) {
                Some(accent) => self.accent(accent),
                None => self.say(name),
            },
        }
    }

    /// A formula up to these signs, unless there are none.
    pub(super) fn formula(&mut self, end: &str) -> Option<String> {
        if self.endless.contains(end) {
            return None;
        }
        let found = self.input.up_to(end);
        if found.is_none() {
            self.endless.insert(end.to_owned());
        }
        found
    }

    fn accent(&mut self, accent: char) {
        let Some(base) = self.input.argument() else { return };
        let base = match base.trim().strip_prefix('\\') {
            // The dotless letters, and whatever else is a letter by its name.
            Some(name) => symbol(name.trim()).unwrap_or_default().to_owned(),
            None => base,
        };
        self.say(&accented(&base, accent));
    }

    fn verb(&mut self) {
        let rest = self.input.rest();
        let found = verb_end(rest).map(|(inside, end)| (inside.to_owned(), end));
        let Some((inside, end)) = found else { return };
        self.input.skip(end);
        self.ensure();
        self.writer.open(Role::Code);
        self.say(&inside);
        self.writer.shut(Role::Code);
    }

    /// The end of a line that the author made; in a table, of a row.
    fn line_end(&mut self) {
        match &mut self.table {
            Some(table) if table.inner == 0 => {
                table.rows += 1;
                self.writer.next_cell("\n");
                self.wear();
            }
            Some(_) => self.say(" "),
            None if self.is_preamble || !self.writer.builder.is_open() => {}
            None => {
                self.writer.line_break();
            }
        }
    }

    fn named(&mut self, name: &str, is_starred: bool) {
        if is_definition(name) {
            if let Some((defined, body)) = self.macros.define(name, &mut self.input)
                && defined == "thefootnote"
            {
                self.notes.style = Style::of(&body);
            }
            return;
        }
        if self.setting(name) || self.called_outright(name) || self.replaced(name) {
            return;
        }
        // A rule in the middle of the page, alone, parts what is before it from what is after; others are for looks, or for height.
        let is_centred = || self.opens.last().is_some_and(|open| open.environment.as_deref() == Some("center"));
        if name == "rule" && !self.is_preamble && self.table.is_none() && !self.writer.builder.is_open() && is_centred() {
            self.writer.rule();
        }
        if let Some(count) = found(SILENT, name) {
            for _ in 0..count {
                self.input.option();
                self.input.argument();
                self.input.option();
            }
            return;
        }
        if self.is_preamble || self.section(name, is_starred) || self.noted(name) || self.referred(name, is_starred) {
            return;
        }
        if let Some(role) = found(FONTS, name) {
            return self.set_argument(role);
        }
        if let Some(role) = found(SWITCHES, name) {
            return self.set(role);
        }
        if let Some(count) = found(DRESSED, name) {
            self.input.option();
            for _ in 0..count {
                self.input.argument();
                self.input.option();
            }
            if name == "hypertarget"
                && let Some(target) = self.input.argument()
            {
                self.writer.builder.anchor(target.trim());
            }
            return self.open_argument(Close::Nothing);
        }
        if LENGTHS.contains(&name) {
            return self.length();
        }
        if matches!(name, "endfirsthead" | "endhead") && self.table.as_ref().is_some_and(|table| table.inner == 0) {
            return self.skip_repeated_rows();
        }
        if name == "texorpdfstring" {
            // The second is for the reader's list of contents, which knows no commands.
            let (set, _) = (self.input.argument(), self.input.argument());
            if let Some(set) = set.filter(|set| self.afford(set.len())) {
                self.input.put(set);
            }
            return;
        }
        self.other(name);
    }

    /// What the text says of itself; tells whether the command was that.
    fn setting(&mut self, name: &str) -> bool {
        match name {
            "title" | "author" | "date" => {
                self.input.option();
                let said = self.input.argument();
                match name {
                    "title" => self.title = said,
                    "author" => self.author = said,
                    _ => self.date = said,
                }
            }
            "subtitle" => {
                let said = self.input.argument();
                if let (Some(title), Some(said)) = (&mut self.title, said) {
                    title.extend(["\\\\", &said]);
                }
            }
            "documentclass" | "documentstyle" | "usepackage" | "setdefaultlanguage" | "setmainlanguage" => {
                let options = self.input.option().unwrap_or_default();
                let argument = self.input.argument().unwrap_or_default();
                if name == "documentclass" && ["book", "report", "scrbook", "scrreprt", "memoir"].contains(&argument.trim()) {
                    self.has_chapters = true;
                }
                let is_of_language = name.starts_with("document") || argument.trim() == "babel" || name.starts_with("set");
                let languages = if name.starts_with("set") { argument.as_str() } else { options.as_str() };
                if let Some(language) = languages.split(',').rev().find_map(|option| language(option.trim())).filter(|_| is_of_language) {
                    self.writer.builder.meta().lang = Some(language.to_owned());
                    self.is_german |= language == "de";
                }
            }
            "newtheorem" => {
                let kind = self.input.argument();
                self.input.option();
                let title = self.input.argument();
                self.input.option();
                if let (Some(kind), Some(title)) = (kind, title) {
                    self.macros.theorems.insert(kind, title);
                }
            }
            "input" | "include" | "subfile" | "subinclude" | "import" | "InputIfFileExists" => {
                let file = self.input.argument().unwrap_or_default();
                if !self.is_scout {
                    let problem = Problem::warning(format!("the text includes {}, which is not followed", file.trim()));
                    self.writer.builder.problem(problem.mend("open that file by itself"));
                }
            }
            _ => return false,
        }
        true
    }

    /// Parts, chapters and sections; tells whether the command was one.
    fn section(&mut self, name: &str, is_starred: bool) -> bool {
        let below = u8::from(self.has_parts) + u8::from(self.has_chapters);
        let (level, counter) = match name {
            "part" | "addpart" => (1, 0),
            "chapter" | "addchap" => (1 + u8::from(self.has_parts), 1),
            "section" | "addsec" => (1 + below, 2),
            "subsection" => (2 + below, 3),
            "subsubsection" => (3 + below, 4),
            "paragraph" => (4 + below, 5),
            "subparagraph" => (5 + below, 6),
            _ => return false,
        };
        if counter == 1 {
            self.notes.begin_chapter();
        }
        if !is_starred && !name.starts_with("add") {
            self.counters[counter] += 1;
            // Chapters are counted through the parts of a book.
            let inner = if counter == 0 { 7 } else { counter + 1 };
            self.counters[inner.min(7)..].fill(0);
            let first = if counter == 0 {
                0
            } else if self.has_chapters {
                1
            } else {
                2
            };
            let numbers = self.counters[first.min(counter)..=counter].iter().map(ToString::to_string);
            let mut numbers: Vec<String> = numbers.collect();
            if self.is_appendix
                && counter > 0
                && let Some(first) = numbers.first_mut()
            {
                *first = crate::formats::xml::Numbers::Letters { capital: true }.sign(first.parse().unwrap_or(1));
            }
            self.number = numbers.join(".");
        }
        self.input.option();
        self.paragraph();
        self.named_ahead();
        self.writer.heading(level, "", None);
        self.open_argument(Close::Block);
        true
    }

    /// Notes of docutils, which defines commands for them and tells them which note is meant; tells whether the command was one.
    fn called_outright(&mut self, name: &str) -> bool {
        match name {
            "DUfootnotemark" if !self.is_preamble => self.named_mark(),
            "DUfootnotetext" if !self.is_preamble => self.named_text(),
            _ => return false,
        }
        true
    }

    /// Notes; tells whether the command was one.
    fn noted(&mut self, name: &str) -> bool {
        match name {
            "footnote" | "blfootnote" | "Footnote" => self.footnote(),
            "footnotemark" | "sphinxfootnotemark" => self.footnotemark(),
            "footnotetext" => self.footnotetext(),
            "endnote" => self.endnote(),
            "thanks" => self.thanks(),
            "marginpar" | "marginnote" | "sidenote" | "todo" => self.marginal(),
            _ if NOTE_CITES.contains(&name) => {
                if let Some((before, after, keys)) = self.cited() {
                    let words: Vec<String> = [before, Some(keys), after].into_iter().flatten().collect();
                    self.note_of(&words.join(", "));
                }
            }
            _ => return false,
        }
        true
    }

    /// What stands before and behind a work, and its keys, as they are printed.
    fn cited(&mut self) -> Option<(Option<String>, Option<String>, String)> {
        let (first, second) = (self.input.option(), self.input.option());
        let keys = self.input.argument()?;
        let keys: Vec<&str> = keys.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
        let keys = keys.iter().map(|key| self.known.works.get(*key).map_or(*key, String::as_str)).collect::<Vec<_>>().join("; ");
        let (before, after) = if second.is_some() { (first, second) } else { (None, first) };
        let mut plain = |raw: Option<String>| raw.map(|raw| self.plain(&raw)).filter(|words| !words.is_empty());
        Some((plain(before), plain(after), keys))
    }

    /// Labels, references, works, links; tells whether the command was one.
    fn referred(&mut self, name: &str, is_starred: bool) -> bool {
        match name {
            "label" => {
                if let Some(label) = self.input.argument() {
                    self.writer.builder.anchor(label.trim());
                    if !self.is_scouted() {
                        self.known.labels.entry(label.trim().to_owned()).or_insert_with(|| self.number.clone());
                    }
                }
            }
            "ref" | "pageref" | "autoref" | "cref" | "Cref" | "nameref" | "vref" | "eqref" | "hyperref" | "subref" => {
                let option = self.input.option();
                if let Some(label) = option.filter(|_| name == "hyperref") {
                    self.ensure();
                    self.writer.open_link(&format!("#{}", label.trim()));
                    self.open_argument(Close::Link);
                    return true;
                }
                let Some(label) = self.input.argument() else { return true };
                let number = self.known.labels.get(label.trim()).filter(|number| !number.is_empty());
                // A terminal has no pages; what is not numbered is called what the author calls it.
                let words =
                    number.filter(|_| !matches!(name, "pageref" | "nameref")).map_or_else(|| format!("[{}]", label.trim()), Clone::clone);
                let words = if name == "eqref" { format!("({words})") } else { words };
                self.ensure();
                self.writer.open_link(&format!("#{}", label.trim()));
                self.say(&words);
                self.writer.shut_link();
            }
            "url" | "nolinkurl" => {
                let address = self.input.argument().unwrap_or_default().replace("\\%", "%").replace("\\#", "#").replace("\\_", "_");
                self.ensure();
                self.writer.open_link(address.trim());
                self.say(address.trim());
                self.writer.shut_link();
            }
            "href" => {
                self.input.option();
                let address = self.input.argument().unwrap_or_default().replace("\\%", "%").replace("\\#", "#").replace("\\_", "_");
                self.ensure();
                self.writer.open_link(address.trim());
                self.open_argument(Close::Link);
            }
            "hyperlink" => {
                let target = self.input.argument().unwrap_or_default();
                self.ensure();
                self.writer.open_link(&format!("#{}", target.trim()));
                self.open_argument(Close::Link);
            }
            _ if CITES.contains(&name) || TEXT_CITES.contains(&name) => {
                let Some((before, after, keys)) = self.cited() else { return true };
                let is_in_text = TEXT_CITES.contains(&name) || is_starred;
                let before = before.map_or(String::new(), |before| format!("{before} "));
                let words = match (is_in_text, after) {
                    (true, Some(after)) => format!("{before}{keys} [{after}]"),
                    (true, None) => format!("{before}{keys}"),
                    (false, Some(after)) => format!("[{before}{keys}, {after}]"),
                    (false, None) => format!("[{before}{keys}]"),
                };
                self.say(&words);
            }
            _ => return false,
        }
        true
    }

    /// A label right behind a heading or a caption names it, not what comes after it.
    fn named_ahead(&mut self) {
        let label = self.input.behind_argument().trim_start().strip_prefix("\\label{").and_then(|rest| rest.split_once('}'));
        if let Some(label) = label.map(|(label, _)| label.trim().to_owned()).filter(|label| label.len() < 200) {
            self.writer.builder.anchor(&label);
        }
    }

    /// A length behind a command of plain TeX.
    fn length(&mut self) {
        let rest = self.input.rest();
        let line = &rest[..rest.find('\n').unwrap_or(rest.len()).min(rest.len())];
        let mut end = line.len() - line.trim_start_matches([' ', '=']).len();
        loop {
            let number = line[end..].trim_start_matches([' ', '-']);
            let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len();
            if digits == 0 {
                break;
            }
            let unit = &number[digits..].trim_start();
            let length = ["pt", "em", "ex", "cm", "mm", "in", "pc", "bp", "sp", "truecm", "fill", "fil"]
                .iter()
                .find(|known| unit.starts_with(**known));
            end = line.len() - unit.len() + length.map_or(0, |unit| unit.len());
            let rest = line[end..].trim_start();
            match rest.strip_prefix("plus").or_else(|| rest.strip_prefix("minus")) {
                Some(rest) => end = line.len() - rest.len(),
                None => break,
            }
        }
        self.input.skip(end);
    }

    /// An argument as a paragraph of its own.
    fn apart(&mut self) {
        self.paragraph();
        let words = self.input.argument().unwrap_or_default();
        self.run(words);
        self.paragraph();
    }

    fn other(&mut self, name: &str) {
        match name {
            "begin" => {
                let name = self.input.argument().unwrap_or_default();
                self.begin_environment(name.trim());
            }
            "end" => {
                let name = self.input.argument().unwrap_or_default();
                self.end_environment(name.trim());
            }
            "maketitle" => self.head(),
            "par" | "newpage" | "clearpage" | "cleardoublepage" | "pagebreak" | "bigskip" | "medskip" | "smallskip" | "hfill" | "vfill" => {
                if name == "hfill" {
                    self.writer.soft_break();
                } else {
                    self.paragraph();
                }
            }
            "newline" | "linebreak" | "cr" | "tabularnewline" => {
                self.input.option();
                self.line_end();
            }
            "epigraph" if !self.is_preamble && self.table.is_none() => {
                self.paragraph();
                self.enter(Writer::open_quote);
                self.apart();
                self.apart();
                self.leave();
            }
            "opening" | "closing" | "signature" if self.table.is_none() => self.apart(),
            "ruby" => {
                let (base, reading) = (self.input.argument().unwrap_or_default(), self.input.argument().unwrap_or_default());
                self.run(base);
                self.say("(");
                self.run(reading);
                self.say(")");
            }
            "item" | "bibitem" => self.item(name == "bibitem"),
            "caption" | "captionof" => {
                self.input.option();
                if name == "captionof" {
                    self.input.argument();
                }
                self.caption();
            }
            "includegraphics" | "includesvg" => {
                let options = self.input.option().unwrap_or_default();
                let file = self.input.argument().unwrap_or_default();
                let words = options.split_once("alt=").map(|(_, words)| match words.strip_prefix('{') {
                    Some(words) => words.split('}').next().unwrap_or(words),
                    None => words.split(',').next().unwrap_or(words),
                });
                let words = self.plain(words.unwrap_or_default());
                let is_alone = !self.writer.builder.is_open() && self.table.is_none();
                if is_alone {
                    self.begin(Kind::Caption);
                }
                self.ensure();
                if !self.is_preamble {
                    self.gap = false;
                    self.writer.picture(&file, &picture(&words, is_alone));
                }
                if is_alone {
                    self.writer.end();
                }
            }
            "enquote" | "textquote" | "foreignquote" | "say" => {
                self.say(if self.is_german { "„" } else { "“" });
                let close = if self.is_german { "“" } else { "”" };
                self.open_argument(Close::Words(close));
            }
            "multicolumn" => {
                let count = self.input.argument().and_then(|count| count.trim().parse().ok()).unwrap_or(1_usize).min(64);
                self.input.argument();
                self.open_argument(Close::Cells(count.saturating_sub(1)));
            }
            "multirow" => {
                self.input.option();
                self.input.argument();
                self.input.option();
                self.input.argument();
                self.open_argument(Close::Nothing);
            }
            "ensuremath" => {
                let formula = self.input.argument().unwrap_or_default();
                self.say(&readable(&formula));
            }
            "appendix" => {
                self.is_appendix = true;
                let outermost = if self.has_chapters { 1 } else { 2 };
                self.counters[outermost..].fill(0);
            }
            "textquotedbl" => self.say("\""),
            "slash" => self.say("/"),
            "nobreakspace" => self.say("\u{a0}"),
            "quad" | "qquad" | "space" | "enspace" | "thinspace" => self.writer.soft_break(),
            "char" | "symbol" => {}
            "printbibliography" | "bibliography" => {
                self.input.option();
                let file = if name == "bibliography" { self.input.argument() } else { None };
                if !self.is_scout {
                    let named = file.map_or(String::new(), |file| format!(", {}", file.trim()));
                    self.writer
                        .builder
                        .problem(Problem::remark(format!("the works cited are in another file{named}; they are named by their keys")));
                }
            }
            "dropcap" | "lettrine" => {
                self.input.option();
                self.open_argument(Close::Nothing);
            }
            "textsuperscripts" | "nth" => self.open_argument(Close::Nothing),
            _ => match (symbol(name), accent(name)) {
                (Some(symbol), _) => {
                    if self.input.rest().starts_with("{}") {
                        self.input.skip(2);
                    }
                    self.say(symbol);
                }
                (None, Some(accent)) => self.accent(accent),
                // Nobody knows it: options go with it, what stands in braces is read.
                (None, None) => {
                    self.input.option();
                }
            },
        }
    }

    /// Title, authors and date, where the text wants them.
    fn head(&mut self) {
        self.paragraph();
        // Asked for again and again, a long title would fill the memory.
        let length = [&self.title, &self.author, &self.date].into_iter().flatten().map(String::len).sum();
        if !self.afford(length) {
            return;
        }
        if let Some(title) = self.title.clone() {
            self.begin(Kind::Title);
            self.run(title);
            self.writer.end();
        }
        let date = self.date.clone().filter(|date| !date.contains("\\today") && !date.trim().is_empty());
        let authors = self.author.clone().map(|author| author.replace("\\and", ","));
        if authors.is_some() || date.is_some() {
            self.begin(Kind::Byline);
            let both = authors.is_some() && date.is_some();
            // Authors are parted by a command with blanks around it.
            self.run(authors.unwrap_or_default().replace(" ,", ","));
            if both {
                self.say(", ");
            }
            self.run(date.unwrap_or_default());
            self.writer.end();
        }
    }

    fn caption(&mut self) {
        let in_table = self.environments.get("table").is_some_and(|count| *count > 0);
        let counter = if in_table { &mut self.tables } else { &mut self.figures };
        *counter += 1;
        self.number = counter.to_string();
        if self.table.is_some() {
            return self.open_argument(Close::Nothing);
        }
        self.paragraph();
        self.named_ahead();
        self.begin(Kind::Caption);
        self.open_argument(Close::Block);
    }
}
