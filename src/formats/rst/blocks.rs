//! From lines to a tree of blocks.

use super::{
    DEEPEST, explicit, lists,
    names::{Destination, Names},
    tables::{self, Table},
};

/// A block. Words are kept as they are written, with their line ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    Heading {
        level: usize,
        words: String,
    },
    Paragraph(String),
    Quote(Vec<Block>),
    Verse(Vec<String>),
    Code(String),
    /// A list: labels and contents.
    Items {
        items: Vec<(String, Vec<Block>)>,
        tight: bool,
    },
    /// A term, and what it means.
    Definition {
        term: String,
        blocks: Vec<Block>,
    },
    /// Fields: names and contents.
    Fields(Vec<(String, Vec<Block>)>),
    Table(Table),
    Note {
        note: usize,
        blocks: Vec<Block>,
    },
    /// Names of what comes next.
    Anchors(Vec<String>),
    /// A group set apart under a title of its own: an admonition, a topic.
    Titled {
        title: String,
        blocks: Vec<Block>,
    },
    Caption(String),
    Picture {
        address: String,
        description: String,
    },
    Rule,
}

/// Parses a text.
pub(super) fn parse(lines: &[&str]) -> (Vec<Block>, Names) {
    let mut parser = Parser::default();
    let mut blocks = parser.blocks(lines, 0, true);
    parser.promote(&mut blocks);
    (blocks, parser.names)
}

#[derive(Default)]
pub(super) struct Parser {
    pub(super) names: Names,
    /// The adornments of headings in the order of their appearance, and whether there is a line above, too.
    styles: Vec<(u8, bool)>,
    /// Internal targets that wait for what they name.
    waiting: Vec<String>,
}

/// By how many blanks a line is set in.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The sign that a line consists of, if it is a line of nothing else.
fn adornment(line: &str) -> Option<u8> {
    let first = line.bytes().next().filter(u8::is_ascii_punctuation)?;
    line.bytes().all(|byte| byte == first).then_some(first)
}

/// The lines from `at` that are set in, or empty, without empty ones at the end; and the line behind them.
pub(super) fn indented<'a, 'b>(lines: &'b [&'a str], at: usize) -> (&'b [&'a str], usize) {
    let end = lines[at..].iter().position(|line| !line.is_empty() && !line.starts_with(' ')).map_or(lines.len(), |end| at + end);
    let length = lines[at..end].iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    (&lines[at..at + length], end)
}

/// Lines without the blanks that all of them begin with.
pub(super) fn dedented<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let margin = lines.iter().filter(|line| !line.is_empty()).map(|line| indent(line)).min().unwrap_or(0);
    lines.iter().map(|line| line.get(margin..).unwrap_or("")).collect()
}

/// What stands behind a mark, and the lines that are set in below it.
pub(super) fn body<'a>(first: &'a str, below: &[&'a str]) -> Vec<&'a str> {
    std::iter::once(first.trim_start()).chain(dedented(below)).collect()
}

impl Parser {
    /// Parses lines; headings only where a section can begin.
    pub(super) fn blocks(&mut self, lines: &[&str], depth: usize, titles: bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        if depth > DEEPEST {
            blocks.extend(paragraphs(lines));
            return blocks;
        }
        let mut at = 0;
        // Of a text without a table's last border, the first border has been looked through for it, and no other one will be.
        let mut endless = false;
        while at < lines.len() {
            let line = lines[at];
            if line.is_empty() {
                at += 1;
                continue;
            }
            if line.starts_with(' ') {
                let (inside, end) = indented(lines, at);
                self.quotes(&dedented(inside), depth, &mut blocks);
                at = end;
                continue;
            }
            if explicit::begins(line) {
                at = self.explicit(lines, at, depth, titles, &mut blocks);
                continue;
            }
            if let Some((level, title, end)) = self.heading(lines, at) {
                let words = title.trim().to_owned();
                self.wait_no_longer(&mut blocks, Some(&words));
                if titles {
                    self.names.heading(&words);
                    blocks.push(Block::Heading { level, words });
                } else {
                    blocks.push(Block::Paragraph(format!("**{words}**")));
                }
                at = end;
                continue;
            }
            self.wait_no_longer(&mut blocks, None);
            let is_apart = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(|line| line.is_empty());
            if adornment(line).is_some_and(|sign| sign != b':') && line.len() >= 4 && is_apart(at.checked_sub(1)) && is_apart(Some(at + 1))
            {
                blocks.push(Block::Rule);
                at += 1;
                continue;
            }
            if line.starts_with("+-") && line.ends_with('+') {
                let end = lines[at..].iter().position(|line| !line.starts_with(['+', '|'])).map_or(lines.len(), |end| at + end);
                if let Some(table) = tables::grid(&lines[at..end]) {
                    blocks.push(Block::Table(table));
                    at = end;
                    continue;
                }
            }
            if !endless && tables::is_border(line) {
                match tables::end(lines, at) {
                    Some(end) => {
                        blocks.push(Block::Table(tables::simple(&lines[at..end])));
                        at = end;
                        continue;
                    }
                    None => endless = true,
                }
            }
            at = match lists::list(self, lines, at, depth, &mut blocks) {
                Some(end) => end,
                None => self.paragraph(lines, at, depth, &mut blocks),
            };
        }
        self.wait_no_longer(&mut blocks, None);
        blocks
    }

    /// Names what comes next by the targets that wait.
    fn wait_no_longer(&mut self, blocks: &mut Vec<Block>, title: Option<&str>) {
        if let Some(title) = title {
            for name in &self.waiting {
                self.names.titles.entry(name.clone()).or_insert_with(|| title.to_owned());
            }
        }
        if !self.waiting.is_empty() {
            blocks.push(Block::Anchors(std::mem::take(&mut self.waiting)));
        }
    }

    /// Takes an internal target; it waits for what comes next.
    pub(super) fn wait(&mut self, name: String) {
        self.names.target(&name, Destination::Here(name.clone()));
        self.waiting.push(name);
    }

    /// The targets that wait, when it turns out that they have an address after all.
    pub(super) fn waiting(&mut self) -> &mut Vec<String> {
        &mut self.waiting
    }

    /// A heading: its level, its words, the line behind it.
    fn heading<'a>(&mut self, lines: &[&'a str], at: usize) -> Option<(usize, &'a str, usize)> {
        let (line, next) = (lines[at], *lines.get(at + 1)?);
        if let Some(sign) = adornment(line) {
            let is_over = lines.get(at + 2).is_some_and(|below| adornment(below) == Some(sign)) && !next.is_empty();
            let long_enough = line.len() >= 4 || line.len() >= next.trim().chars().count();
            if is_over && long_enough && adornment(next).is_none() && line != ".." && line != "::" {
                return Some((self.level(sign, true), next, at + 3));
            }
            return None;
        }
        let sign = adornment(next)?;
        let long_enough = next.len() >= 4 || next.len() >= line.chars().count();
        (long_enough && next != "::").then(|| (self.level(sign, false), line, at + 2))
    }

    /// The level of headings with this adornment: the next deeper one for a new one.
    fn level(&mut self, sign: u8, over: bool) -> usize {
        let style = (sign, over);
        match self.styles.iter().position(|known| *known == style) {
            Some(index) => index + 1,
            None => {
                self.styles.push(style);
                self.styles.len()
            }
        }
    }

    /// A quotation, or several: one ends with who is quoted.
    pub(super) fn quotes(&mut self, lines: &[&str], depth: usize, blocks: &mut Vec<Block>) {
        self.wait_no_longer(blocks, None);
        let mut from = 0;
        let mut at = 0;
        while at < lines.len() {
            let is_attribution = at > from && lines[at - 1].is_empty() && attribution(lines[at]).is_some();
            let end = lines[at..].iter().position(|line| line.is_empty()).map_or(lines.len(), |end| at + end);
            if is_attribution && (at + 2..end).all(|line| indent(lines[line]) == indent(lines[at + 1])) {
                let mut quote = self.blocks(&lines[from..at], depth + 1, false);
                let words =
                    std::iter::once(attribution(lines[at]).unwrap_or_default()).chain(lines[at + 1..end].iter().map(|line| line.trim()));
                quote.push(Block::Paragraph(format!("— {}", words.collect::<Vec<_>>().join("\n"))));
                blocks.push(Block::Quote(quote));
                from = end;
            }
            at = end + 1;
        }
        let rest = lines.get(from..).unwrap_or_default();
        if rest.iter().any(|line| !line.is_empty()) {
            let quote = self.blocks(&dedented(rest), depth + 1, false);
            blocks.push(Block::Quote(quote));
        }
    }

    fn paragraph(&mut self, lines: &[&str], at: usize, depth: usize, blocks: &mut Vec<Block>) -> usize {
        // A line with others set in right below it is a term, and they are what it means.
        if lines.get(at + 1).is_some_and(|next| next.starts_with(' ')) {
            let (inside, end) = indented(lines, at + 1);
            let inside = self.blocks(&dedented(inside), depth + 1, false);
            blocks.push(Block::Definition { term: lines[at].to_owned(), blocks: inside });
            return end;
        }
        let end = lines[at..].iter().position(|line| line.is_empty() || line.starts_with(' ')).map_or(lines.len(), |end| at + end);
        let words = lines[at..end].join("\n");
        let Some(before) = words.strip_suffix("::").filter(|before| !before.ends_with('\\')) else {
            blocks.push(Block::Paragraph(words));
            return end;
        };
        if before.ends_with([' ', '\n']) || before.is_empty() {
            if !before.trim().is_empty() {
                blocks.push(Block::Paragraph(before.trim_end().to_owned()));
            }
        } else {
            blocks.push(Block::Paragraph(format!("{before}:")));
        }
        let Some(start) = lines[end..].iter().position(|line| !line.is_empty()).map(|start| end + start) else { return end };
        if lines[start].starts_with(' ') {
            let (inside, end) = indented(lines, start);
            blocks.push(Block::Code(dedented(inside).join("\n")));
            return end;
        }
        // Quoted as in a letter: each line begins with the same sign.
        match lines[start].bytes().next().filter(u8::is_ascii_punctuation) {
            Some(sign) => {
                let end = lines[start..].iter().position(|line| line.bytes().next() != Some(sign)).map_or(lines.len(), |end| start + end);
                blocks.push(Block::Code(lines[start..end].join("\n")));
                end
            }
            None => end,
        }
    }

    /// Makes the title of the text what stands at its top alone at its level, and likewise the subtitle.
    fn promote(&mut self, blocks: &mut [Block]) {
        let is_silent = |block: &Block| matches!(block, Block::Anchors(_));
        let mut at = 0;
        for promoted in 0..2 {
            while blocks.get(at).is_some_and(is_silent) {
                at += 1;
            }
            let Some(Block::Heading { level, words }) = blocks.get(at) else { break };
            let (level, words) = (*level, words.clone());
            let is_alone = !blocks[at + 1..].iter().any(|block| matches!(block, Block::Heading { level: other, .. } if *other <= level));
            if !is_alone {
                break;
            }
            blocks[at] = Block::Anchors(Vec::new());
            for block in &mut blocks[at..] {
                if let Block::Heading { level, .. } = block {
                    *level -= 1;
                }
            }
            if promoted == 0 {
                self.names.title = Some(words);
            } else {
                self.names.subtitle = Some(words);
            }
        }
    }
}

/// Who is quoted: the words behind two hyphens or a dash.
fn attribution(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("---").or_else(|| line.strip_prefix("--")).or_else(|| line.strip_prefix('—'))?;
    (!rest.starts_with('-') && !rest.trim().is_empty()).then(|| rest.trim())
}

/// Lines as paragraphs, whatever else they may be.
fn paragraphs(lines: &[&str]) -> impl Iterator<Item = Block> {
    let groups = lines.split(|line| line.is_empty()).filter(|group| !group.is_empty());
    groups.map(|group| Block::Paragraph(group.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n")))
}
