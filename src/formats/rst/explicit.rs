//! What begins with two full stops: notes, targets, substitutions, directives; all else there is a comment.

use super::{
    blocks::{Block, Parser, body, dedented, indented},
    lists,
    names::{Destination, Mark, Substitution, normal},
    tables,
};
use crate::{formats::math::readable, problem::Problem};

/// Tells whether explicit markup begins with this line.
pub(super) fn begins(line: &str) -> bool {
    line == ".." || line.starts_with(".. ") || line.starts_with("__ ")
}

/// Tells whether this is the name of a directive or a role: letters and figures, single marks between them.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b':' | b'.'))
}

/// What a directive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    /// Not to be read.
    Hidden,
    /// Its content, as if it were not there.
    Group,
    /// A group of this title.
    Titled(&'static str),
    /// A group whose title it says.
    Topic,
    /// A quotation.
    Quote,
    /// Its lines as they are.
    Code,
    Picture,
    Figure,
    Math,
    Rubric,
    Table,
    ListTable,
    CsvTable,
    Verse,
    /// It names a file, which is not followed.
    File,
    /// A line of its own about what changed when.
    Version(&'static str),
}

const DIRECTIVES: &[(&str, Is)] = &[
    ("attention", Is::Titled("Attention")),
    ("caution", Is::Titled("Caution")),
    ("danger", Is::Titled("Danger")),
    ("error", Is::Titled("Error")),
    ("hint", Is::Titled("Hint")),
    ("important", Is::Titled("Important")),
    ("note", Is::Titled("Note")),
    ("tip", Is::Titled("Tip")),
    ("warning", Is::Titled("Warning")),
    ("seealso", Is::Titled("See also")),
    ("todo", Is::Titled("Todo")),
    ("admonition", Is::Topic),
    ("topic", Is::Topic),
    ("sidebar", Is::Topic),
    ("epigraph", Is::Quote),
    ("highlights", Is::Quote),
    ("pull-quote", Is::Quote),
    ("compound", Is::Group),
    ("container", Is::Group),
    ("class", Is::Group),
    ("rst-class", Is::Group),
    ("only", Is::Group),
    ("header", Is::Hidden),
    ("footer", Is::Hidden),
    ("glossary", Is::Group),
    ("centered", Is::Rubric),
    ("hlist", Is::Group),
    ("code", Is::Code),
    ("code-block", Is::Code),
    ("sourcecode", Is::Code),
    ("parsed-literal", Is::Code),
    ("productionlist", Is::Code),
    ("doctest", Is::Code),
    ("testcode", Is::Code),
    ("testoutput", Is::Code),
    ("line-block", Is::Verse),
    ("image", Is::Picture),
    ("figure", Is::Figure),
    ("math", Is::Math),
    ("rubric", Is::Rubric),
    ("table", Is::Table),
    ("list-table", Is::ListTable),
    ("csv-table", Is::CsvTable),
    ("include", Is::File),
    ("literalinclude", Is::File),
    ("versionadded", Is::Version("New in version")),
    ("versionchanged", Is::Version("Changed in version")),
    ("deprecated", Is::Version("Deprecated since version")),
    ("contents", Is::Hidden),
    ("toctree", Is::Hidden),
    ("sectnum", Is::Hidden),
    ("section-numbering", Is::Hidden),
    ("section-autonumbering", Is::Hidden),
    ("raw", Is::Hidden),
    ("meta", Is::Hidden),
    ("index", Is::Hidden),
    ("highlight", Is::Hidden),
    ("currentmodule", Is::Hidden),
    ("module", Is::Hidden),
    ("tabularcolumns", Is::Hidden),
    ("target-notes", Is::Hidden),
    ("bibliography", Is::Hidden),
    ("testsetup", Is::Hidden),
    ("codeauthor", Is::Hidden),
    ("sectionauthor", Is::Hidden),
    ("moduleauthor", Is::Hidden),
];

/// A directive taken apart.
struct Directive<'a> {
    argument: String,
    options: Vec<(&'a str, String)>,
    content: Vec<&'a str>,
}

impl Directive<'_> {
    fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl Parser {
    /// Takes what begins with two full stops; gives the line behind it.
    pub(super) fn explicit(&mut self, lines: &[&str], at: usize, depth: usize, titles: bool, blocks: &mut Vec<Block>) -> usize {
        let (below, end) = indented(lines, at + 1);
        if let Some(address) = lines[at].strip_prefix("__ ") {
            let destination = destination(address, &[]);
            self.names.anonymous.push(destination);
            return at + 1;
        }
        let first = lines[at][2..].trim();
        if first.is_empty() {
            // Two full stops alone: a comment, that what follows a blank line is no part of.
            return if lines.get(at + 1).is_none_or(|line| line.is_empty()) { at + 1 } else { end };
        }
        if let Some((mark, rest)) = note(first) {
            let note = self.names.note(mark);
            let blocks_within = self.blocks(&body(rest, below), depth + 1, false);
            blocks.push(Block::Note { note, blocks: blocks_within });
        } else if let Some(rest) = first.strip_prefix("__:") {
            self.names.anonymous.push(destination(rest, below));
        } else if let Some((name, rest)) = target(first) {
            self.target(&name, rest, below);
        } else if let Some((name, rest)) = substitution(first) {
            self.substitution(name, rest, below);
        } else if let Some((name, rest)) =
            first.split_once("::").map(|(name, rest)| (name.trim_end(), rest)).filter(|(name, _)| is_name(name))
        {
            self.directive(&name.to_ascii_lowercase(), rest.trim(), below, (depth, titles), blocks);
        }
        end
    }

    fn target(&mut self, name: &str, rest: &str, below: &[&str]) {
        if rest.is_empty() && below.is_empty() {
            self.wait(name.to_owned());
            return;
        }
        let destination = destination(rest, below);
        // Names one above the other lead to the same place.
        for waiting in std::mem::take(self.waiting()) {
            self.names.redirect(&waiting, destination.clone());
        }
        self.names.target(name, destination);
    }

    fn substitution(&mut self, name: &str, rest: &str, below: &[&str]) {
        let Some((directive, argument)) = rest.split_once("::") else { return };
        let directive_of = taken_apart(argument.trim(), below, true);
        let words = || std::iter::once(argument.trim()).chain(below.iter().map(|line| line.trim())).collect::<Vec<_>>().join("\n");
        let found = match directive.trim() {
            "replace" => Substitution::Words(words().trim().to_owned()),
            "image" => {
                Substitution::Picture { description: directive_of.option("alt").unwrap_or(name).to_owned(), address: directive_of.argument }
            }
            "unicode" => Substitution::Words(argument.split_whitespace().take_while(|word| *word != "..").map(character).collect()),
            _ => return,
        };
        self.names.substitutions.entry(normal(name)).or_insert(found);
    }

    fn directive(&mut self, name: &str, argument: &str, below: &[&str], (depth, titles): (usize, bool), blocks: &mut Vec<Block>) {
        let is = DIRECTIVES.iter().find(|(known, _)| *known == name).map(|(_, is)| *is);
        match (name, is) {
            ("role", _) => {
                let (name, base) = argument.split_once('(').unwrap_or((argument, "emphasis)"));
                self.names.roles.insert(name.trim().to_owned(), base.trim_end_matches(')').trim().to_owned());
                return;
            }
            ("default-role", _) => {
                self.names.default_role = Some(argument.to_owned()).filter(|role| !role.is_empty());
                return;
            }
            ("title", _) => {
                self.names.title = Some(argument.to_owned());
                return;
            }
            (_, Some(Is::Hidden)) => return,
            _ => {}
        }
        // The words behind a note's name are its first.
        let has_argument = !matches!(is, Some(Is::Titled(_) | Is::Quote | Is::Math | Is::Verse)) && !matches!(name, "compound" | "only");
        let directive = taken_apart(argument, below, has_argument);
        if let Some(label) = directive.option("name") {
            self.wait(label.to_owned());
            let names = std::mem::take(self.waiting());
            blocks.push(Block::Anchors(names));
        }
        let mut inside = |content: &[&str]| self.blocks(content, depth + 1, titles && matches!(is, Some(Is::Group)));
        match is.unwrap_or(Is::Topic) {
            Is::Hidden => {}
            Is::Group => blocks.append(&mut inside(&directive.content)),
            Is::Titled(title) => {
                let title = title.to_owned();
                let inside = inside(&directive.content);
                blocks.push(Block::Titled { title, blocks: inside });
            }
            Is::Topic if is.is_none() => {
                // Of another program's making: what it is about, and what it says of that.
                let term = directive.argument.clone();
                let inside = inside(&directive.content);
                if term.is_empty() {
                    blocks.extend(inside);
                } else {
                    blocks.push(Block::Definition { term, blocks: inside });
                }
            }
            Is::Topic => {
                let inside = inside(&directive.content);
                blocks.push(Block::Titled { title: directive.argument, blocks: inside });
            }
            Is::Quote => {
                let mut quote = Vec::new();
                self.quotes(&directive.content, depth, &mut quote);
                blocks.append(&mut quote);
            }
            Is::Code => {
                blocks.extend(directive.option("caption").map(|caption| Block::Caption(caption.to_owned())));
                blocks.push(Block::Code(directive.content.join("\n")));
            }
            Is::Verse => blocks.push(Block::Verse(directive.content.iter().map(|line| (*line).to_owned()).collect())),
            Is::Picture | Is::Figure => {
                let address = directive.argument.clone();
                let description = directive.option("alt").unwrap_or_default().to_owned();
                blocks.push(Block::Picture { address, description });
                let mut rest = inside(&directive.content).into_iter();
                if let Some(first) = rest.next() {
                    blocks.push(match first {
                        Block::Paragraph(caption) => Block::Caption(caption),
                        other => other,
                    });
                }
                blocks.extend(rest);
            }
            Is::Math => blocks.push(Block::Paragraph(escaped(&readable(&directive.content.join("\n"))))),
            Is::Rubric => blocks.push(Block::Paragraph(format!("**{}**", directive.argument))),
            Is::Version(words) => {
                let (version, more) = directive.argument.split_once(' ').unwrap_or((&directive.argument, ""));
                let stop = if more.is_empty() { "." } else { ":" };
                blocks.push(Block::Paragraph(format!("*{words} {version}*\\ {stop} {more}").trim_end().to_owned()));
                blocks.append(&mut inside(&directive.content));
            }
            Is::Table | Is::ListTable | Is::CsvTable => {
                if !directive.argument.is_empty() {
                    blocks.push(Block::Caption(directive.argument.clone()));
                }
                let head = directive.option("header-rows").and_then(|rows| rows.trim().parse().ok()).unwrap_or(0);
                let table = match is {
                    Some(Is::ListTable) => tables::listed(&inside(&directive.content), head),
                    Some(Is::CsvTable) => tables::separated(&directive.content, directive.option("header"), head),
                    _ => None,
                };
                match table {
                    Some(table) => blocks.push(Block::Table(table)),
                    None => blocks.append(&mut inside(&directive.content)),
                }
            }
            Is::File => {
                let problem = Problem::warning(format!("the text includes {}, which is not followed", directive.argument));
                self.names.problems.push(problem.mend("open that file by itself"));
            }
        }
    }
}

/// Takes a directive apart: argument, options, content.
fn taken_apart<'a>(argument: &'a str, below: &[&'a str], has_argument: bool) -> Directive<'a> {
    let below = dedented(below);
    let mut argument_lines = vec![argument];
    let mut at = 0;
    let is_option = |line: &str| lists::field(line).is_some();
    if has_argument && !argument.is_empty() {
        while below.get(at).is_some_and(|line| !line.is_empty() && !is_option(line)) {
            argument_lines.push(below[at]);
            at += 1;
        }
    }
    let mut options: Vec<(&str, String)> = Vec::new();
    if has_argument || argument.is_empty() {
        while let Some(line) = below.get(at).filter(|line| !line.is_empty()) {
            match lists::field(line) {
                Some((name, value)) => options.push((name, value.trim().to_owned())),
                None if line.starts_with(' ') && !options.is_empty() => {
                    if let Some((_, value)) = options.last_mut() {
                        value.extend([" ", line.trim()]);
                    }
                }
                None => break,
            }
            at += 1;
        }
    }
    let mut content = Vec::new();
    if !has_argument && !argument.is_empty() {
        content.push(argument);
        argument_lines.clear();
    }
    let begun = !content.is_empty();
    content.extend(below[at..].iter().skip_while(|line| line.is_empty() && !begun));
    Directive { argument: argument_lines.join(" ").trim().to_owned(), options, content }
}

/// `[1] text`: a note or a citation.
fn note(first: &str) -> Option<(Mark, &str)> {
    let (label, rest) = first.strip_prefix('[')?.split_once(']')?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| Some((Mark::of(label)?, rest)))?
}

/// `_name: rest`, the name in backquotes where it has a colon.
fn target(first: &str) -> Option<(String, &str)> {
    let rest = first.strip_prefix('_')?;
    if let Some(quoted) = rest.strip_prefix('`') {
        let (name, rest) = quoted.split_once('`')?;
        return Some((name.to_owned(), rest.strip_prefix(':')?.trim()));
    }
    let mut escaped = false;
    let end = rest.char_indices().find(|(at, character)| {
        let is_end = *character == ':' && !escaped && rest[at + 1..].chars().next().is_none_or(|next| next == ' ');
        escaped = *character == '\\' && !escaped;
        is_end
    });
    let (end, _) = end.filter(|(end, _)| *end > 0)?;
    Some((rest[..end].replace('\\', ""), rest[end + 1..].trim()))
}

/// `|name| directive:: …`
fn substitution(first: &str) -> Option<(&str, &str)> {
    let (name, rest) = first.strip_prefix('|')?.split_once('|')?;
    rest.starts_with(' ').then(|| (name.trim(), rest.trim()))
}

/// Where a target leads: to another name, or to an address, which may go over several lines.
fn destination(rest: &str, below: &[&str]) -> Destination {
    let address: String = std::iter::once(rest).chain(below.iter().copied()).map(str::trim).collect();
    if let Some(name) = rest.trim().strip_suffix('_').filter(|name| !name.ends_with('\\') && below.is_empty()) {
        let name = name.trim_matches('`');
        if !name.contains('/') {
            return Destination::Name(name.to_owned());
        }
    }
    let address = address.replace("\\_", "_").replace('\\', "");
    if address.contains('@') && !address.contains([':', '/']) {
        Destination::Address(format!("mailto:{address}"))
    } else {
        Destination::Address(address)
    }
}

/// A character by its number, as the directive for them writes it, or the words as they are.
fn character(word: &str) -> String {
    let bare = word
        .strip_prefix("U+")
        .or_else(|| word.strip_prefix("0x"))
        .or_else(|| word.strip_prefix("\\u"))
        .or_else(|| word.strip_prefix("&#x"));
    let number = bare.and_then(|bare| u32::from_str_radix(bare.trim_end_matches(';'), 16).ok());
    number.and_then(char::from_u32).map_or_else(|| word.to_owned(), String::from)
}

/// Words that are not to be taken for markup.
fn escaped(words: &str) -> String {
    words.replace('\\', "\\\\").replace('*', "\\*").replace('`', "\\`").replace('_', "\\_").replace('|', "\\|")
}
