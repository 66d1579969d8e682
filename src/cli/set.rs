//! `ibid text`: the text, set into lines, its notes at the end.

use std::{
    fmt::Write as _,
    io::{self, Write},
    ops::Range,
};

use super::{Failure, Printer, args::When, open};
use crate::{
    document::{BlockId, Document, NoteId, NoterefId, Target},
    role::{Role, Roles},
    store::Text,
    typeset::{Galley, Line, Piece, Setting},
    unit::{Cols, Measure, Place},
};

/// The columns text is set in when nothing is said: what printed pages of plain text have.
const COLUMNS: Cols = Cols(80);

/// How a text is to be printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) width: Option<u16>,
    pub(super) justify: bool,
    pub(super) notes: bool,
    pub(super) color: When,
    pub(super) links: When,
}

impl Default for How {
    fn default() -> Self {
        Self { width: None, justify: false, notes: true, color: When::Auto, links: When::Auto }
    }
}

/// Prints a text.
pub(super) fn print(text: &Text, how: How, printer: &mut Printer) -> Result<(), Failure> {
    let opened = open::open(text)?;
    let document = &opened.document;
    let outside = printer.outside;
    let measure = match how.width {
        Some(width) => Measure::or_one(width),
        None => Measure::or_one(COLUMNS.0).at_most(outside.terminal.unwrap_or(COLUMNS)),
    };
    // A file or another program gets words in the order they are read in: only what goes to a terminal is put in order for the eye.
    let reorder = outside.terminal.is_some() || how.color == When::Always;
    let setting = Setting { measure, justify: how.justify, ascii: outside.ascii, reorder, ..Setting::default() };
    let sheet = Sheet {
        galley: Galley::new(setting),
        document,
        styles: printer.wants(how.color) && (outside.styles || how.color == When::Always),
        links: printer.wants(how.links),
    };
    // The rule above the notes is the first of them's.
    let blocks = if how.notes { document.all_blocks() } else { document.body() };
    sheet.blocks(&blocks, printer.out)?;
    Ok(())
}

impl Printer<'_> {
    /// Tells whether something that only a terminal understands is wanted.
    pub(super) fn wants(&self, when: When) -> bool {
        match when {
            When::Auto => self.outside.terminal.is_some(),
            When::Always => true,
            When::Never => false,
        }
    }
}

/// A document being printed.
pub(super) struct Sheet<'a> {
    pub(super) galley: Galley,
    pub(super) document: &'a Document,
    /// Type is shown by attributes, which every theme of a terminal has and no ground can make unreadable.
    pub(super) styles: bool,
    /// Notes and addresses become links.
    pub(super) links: bool,
}

impl Sheet<'_> {
    /// Prints blocks, one after another; the gap or rule that parts the first from what stands before it is left out.
    pub(super) fn blocks(&self, blocks: &Range<BlockId>, out: &mut dyn Write) -> io::Result<()> {
        let mut begun = false;
        for block in (blocks.start.0..blocks.end.0).map(BlockId) {
            for line in self.galley.lines(self.document, block).iter() {
                if begun || line.has_text() {
                    begun = true;
                    writeln!(out, "{}", self.line(line))?;
                }
            }
        }
        Ok(())
    }

    fn line(&self, line: &Line) -> String {
        let mut printed = String::new();
        let mut col = Cols(0);
        let mut open = None;
        for piece in self.galley.pieces(self.document, line) {
            let leads = if self.links { self.link(line, &piece) } else { None };
            // One link goes on over several pieces; blanks before a piece belong to none.
            if open != leads && open.is_some() {
                printed.push_str("\u{1b}]8;;\u{1b}\\");
                open = None;
            }
            for _ in col.0..piece.col.0 {
                printed.push(' ');
            }
            if open != leads {
                if let Some(Link { id, address }) = &leads {
                    let _ = write!(printed, "\u{1b}]8;{id};{address}\u{1b}\\");
                }
                open = leads;
            }
            let style = if self.styles { style(piece.roles) } else { String::new() };
            if style.is_empty() {
                printed.push_str(&piece.text);
            } else {
                let _ = write!(printed, "\u{1b}[{style}m{}\u{1b}[m", piece.text);
            }
            col = piece.col + piece.cols;
        }
        if open.is_some() {
            printed.push_str("\u{1b}]8;;\u{1b}\\");
        }
        printed.truncate(printed.trim_end().len());
        printed
    }

    /// Where a piece leads: a noteref to its note, a note's label back to its first caller, a link to its address.
    ///
    /// Within the text, links are a `#` with the `id` of another: the way in which the pager less (from version 669 on) goes from one to the other.
    fn link(&self, line: &Line, piece: &Piece) -> Option<Link> {
        if piece.roles.has(Role::NoteLabel) {
            let note = self.document.note_opened_by(line.block)?;
            let caller = self.document.note(note).callers.first()?;
            return Some(Link { id: format!("id={}", note_name(note)), address: format!("#{}", noteref_name(*caller)) });
        }
        if piece.roles.has(Role::Noteref) {
            let id = self.document.noterefs_in(&piece.at).next()?;
            let note = self.document.noteref(id).note?;
            return Some(Link { id: format!("id={}", noteref_name(id)), address: format!("#{}", note_name(note)) });
        }
        if piece.roles.has(Role::Link) {
            let block = &self.document.block(line.block).at;
            let holds = |at: &Range<Place>| at.start <= piece.at.start && piece.at.start < at.end;
            let found = self.document.links_in(block).iter().find(|link| holds(&link.at))?;
            return match &found.target {
                Target::Address(address) => Some(Link { id: String::new(), address: encoded(address)? }),
                Target::Place(_) | Target::Lost(_) => None,
            };
        }
        None
    }
}

/// An OSC 8 link.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    /// Its parameters.
    id: String,
    address: String,
}

fn note_name(note: NoteId) -> String {
    format!("note-{}", note.index() + 1)
}

fn noteref_name(noteref: NoterefId) -> String {
    format!("ref-{}", noteref.index() + 1)
}

/// An address as a terminal may receive it, all but printable ASCII in per cent (the OSC 8 specification asks for that); none that a
/// terminal would have no business with.
fn encoded(address: &str) -> Option<String> {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase())?;
    if !matches!(scheme.as_str(), "http" | "https" | "mailto" | "ftp" | "doi") {
        return None;
    }
    let encode = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    Some(address.bytes().map(encode).collect())
}

/// The attributes that show a run's roles.
fn style(roles: Roles) -> String {
    let attributes: Vec<_> = roles
        .iter()
        .filter_map(|role| match role {
            Role::Title | Role::Heading1 | Role::Heading2 | Role::Strong | Role::TableHead | Role::Term | Role::Hit => Some("1"),
            Role::Heading3 | Role::Heading4 | Role::Emphasis | Role::Caption => Some("3"),
            Role::Underline | Role::Link => Some("4"),
            Role::Strike => Some("9"),
            Role::Muted | Role::Rule | Role::Sign => Some("2"),
            _ => None,
        })
        .collect();
    attributes.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        let check = |address: &str, expected: Option<&str>| assert_eq!(encoded(address).as_deref(), expected, "{address}");
        check("https://example.org/a?b=c#d", Some("https://example.org/a?b=c#d"));
        check("HTTPS://example.org/né e", Some("HTTPS://example.org/n%C3%A9%20e"));
        check("https://example.org/\u{1b}]8;;\u{7}", Some("https://example.org/%1B]8;;%07"));
        check("javascript:alert(1)", None);
        check("file:///etc/passwd", None);
        check("notes/one.md", None);
    }
}
