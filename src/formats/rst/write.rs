//! Writes a tree of blocks.

use super::{
    blocks::Block,
    names::{Called, Mark, Names, Substitution, identifier, normal},
    tables::Table,
    words::{Piece, To, pieces, unescaped},
};
use crate::{
    document::{Align, Kind},
    formats::{
        markdown::{html::picture, writer::Writer},
        math::readable,
    },
    role::Role,
};

/// Substitutions within substitutions beyond this are left as they are typed.
const DEEPEST_SUBSTITUTION: usize = 4;

/// Fields at the top of a text that are for programs.
const SETTINGS: &[&str] = &["orphan", "tocdepth", "nocomments", "nosearch", "no-search", "rcs", "revision"];

/// Writes a text of this length.
pub(super) fn write(writer: &mut Writer, names: &Names, blocks: &[Block], length: usize) {
    for problem in &names.problems {
        writer.builder.problem(problem.clone());
    }
    // What substitutions may add: a text of nothing else grows a little, not without end.
    let budget = length * 4 + 4 * 1024;
    let mut walk = Walk { writer, names, called: Called::default(), budget, depth: 0 };
    let rest = walk.head(blocks);
    walk.blocks(rest, 0);
}

struct Walk<'n, 'w> {
    writer: &'w mut Writer,
    names: &'n Names,
    called: Called,
    budget: usize,
    depth: usize,
}

impl Walk<'_, '_> {
    /// Writes what the text says of itself at its top; gives what follows.
    fn head<'b>(&mut self, blocks: &'b [Block]) -> &'b [Block] {
        let silent = blocks.iter().take_while(|block| matches!(block, Block::Anchors(_))).count();
        let (before, blocks) = blocks.split_at(silent);
        for block in before {
            self.block(block, 0);
        }
        if let Some(title) = &self.names.title {
            self.writer.builder.anchor(&normal(title));
            self.writer.begin(Kind::Title);
            self.words(title);
            if let Some(subtitle) = &self.names.subtitle {
                self.writer.line_break();
                self.words(subtitle);
            }
            self.writer.end();
            self.writer.builder.meta().title = Some(bare(title));
        }
        let Some((Block::Fields(fields), rest)) = blocks.split_first() else { return blocks };
        let mut authors = Vec::new();
        let mut others = Vec::new();
        for (name, blocks) in fields {
            let words = bare(&said(blocks));
            match normal(name).as_str() {
                "author" => authors.push(words),
                "authors" => authors.extend(words.split(';').map(|author| author.trim().to_owned())),
                "date" => self.writer.builder.meta().date = Some(words.trim_matches('$').trim_start_matches("Date:").trim().to_owned()),
                "lang" | "language" => self.writer.builder.meta().lang = Some(words),
                "description" => self.writer.builder.meta().description = Some(words),
                name if SETTINGS.contains(&name) => {}
                _ => others.push((name, blocks)),
            }
        }
        authors.retain(|author| !author.is_empty());
        let meta = self.writer.builder.meta();
        if !authors.is_empty() {
            meta.author = Some(authors.join(", "));
        }
        let byline: Vec<_> = [&meta.author, &meta.date].into_iter().flatten().cloned().collect();
        if !byline.is_empty() {
            self.writer.begin(Kind::Byline);
            self.writer.say(&byline.join(", "));
            self.writer.end();
        }
        for (name, blocks) in others {
            self.field(name, blocks, 0);
        }
        rest
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            self.block(block, depth);
        }
    }

    /// Names a place, for references and for addresses.
    fn anchor(&mut self, name: &str) {
        self.writer.builder.anchor(name);
        let identifier = identifier(name);
        if identifier != name {
            self.writer.builder.anchor(&identifier);
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        match block {
            Block::Heading { level, words } => {
                self.writer.end();
                // An explicit target of that name comes first.
                let anchor = normal(words);
                if self.names.address(&anchor) == Some(format!("#{anchor}")) {
                    self.anchor(&anchor);
                }
                self.writer.heading(u8::try_from(*level).unwrap_or(u8::MAX), "", None);
                self.words(words);
            }
            Block::Paragraph(words) => {
                self.writer.begin(Kind::Paragraph);
                self.words(words);
            }
            Block::Quote(blocks) => {
                self.writer.open_quote();
                self.blocks(blocks, depth + 1);
                self.writer.close();
            }
            Block::Verse(lines) => self.verse(lines),
            Block::Code(lines) => self.writer.code(lines),
            Block::Items { items, tight } => {
                for (label, blocks) in items {
                    self.writer.open_item(Some(label), *tight);
                    self.blocks(blocks, depth + 1);
                    self.writer.close();
                }
            }
            Block::Definition { term, blocks } => {
                self.writer.begin(Kind::Term);
                self.words(term);
                self.writer.open_item(None, true);
                self.blocks(blocks, depth + 1);
                self.writer.close();
            }
            Block::Fields(fields) => {
                for (name, blocks) in fields {
                    self.field(name, blocks, depth);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Note { note, blocks } => {
                let (label, key) = self.names.label(*note);
                self.writer.end();
                self.writer.begin_note_of(&label, &key);
                self.blocks(blocks, depth + 1);
                self.writer.end_note();
            }
            Block::Anchors(names) => {
                self.writer.end();
                for name in names {
                    self.anchor(name);
                }
            }
            Block::Titled { title, blocks } => {
                self.writer.open_quote();
                self.writer.begin(Kind::Term);
                self.words(title);
                self.writer.end();
                self.blocks(blocks, depth + 1);
                self.writer.close();
            }
            Block::Caption(words) => {
                self.writer.begin(Kind::Caption);
                self.words(words);
            }
            Block::Picture { address, description } => {
                self.writer.begin(Kind::Caption);
                self.picture(address, description, true);
            }
            Block::Rule => self.writer.rule(),
        }
        self.writer.end();
    }

    fn field(&mut self, name: &str, blocks: &[Block], depth: usize) {
        self.writer.begin(Kind::Term);
        self.words(name);
        self.writer.open_item(None, true);
        self.blocks(blocks, depth + 1);
        self.writer.close();
    }

    /// Lines of verse; an empty one parts stanzas.
    fn verse(&mut self, lines: &[String]) {
        for stanza in lines.split(String::is_empty).filter(|stanza| !stanza.is_empty()) {
            self.writer.begin(Kind::Verse);
            for (index, line) in stanza.iter().enumerate() {
                if index > 0 {
                    self.writer.line_of_verse();
                }
                let blanks = line.len() - line.trim_start().len();
                self.writer.say(&line[..blanks]);
                self.words(&line[blanks..]);
            }
            self.writer.end();
        }
    }

    fn table(&mut self, table: &Table) {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        self.writer.end();
        self.writer.builder.begin_table(vec![Align::Start; columns], u16::try_from(table.head.min(table.rows.len())).unwrap_or(0));
        for (index, row) in table.rows.iter().enumerate() {
            if index > 0 {
                self.writer.next_cell("\n");
            }
            for (column, cell) in row.iter().enumerate() {
                self.writer.next_cell(if column > 0 { "\t" } else { "" });
                self.words(cell);
            }
        }
        self.writer.leave_cell();
    }

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Writes words.
    fn words(&mut self, text: &str) {
        let pieces = pieces(text);
        let mut rest = pieces.iter().peekable();
        while let Some(piece) = rest.next() {
            match piece {
                Piece::Words(words) => {
                    // The blank before the mark of a note is there for the parser: in print it stands at its word.
                    let is_before_note =
                        rest.peek().is_some_and(|next| matches!(next, Piece::Noteref(mark) if !matches!(mark, Mark::Citation(_))));
                    self.say(if is_before_note { words.trim_end() } else { words });
                }
                Piece::Emphasis(words) => self.styled(Role::Emphasis, words),
                Piece::Strong(words) => self.styled(Role::Strong, words),
                Piece::Literal(words) => self.styled(Role::Code, words),
                Piece::Role(role, words) => self.role(*role, words, 0),
                Piece::Link { words, to, source } => self.link(words, to, source),
                Piece::Noteref(mark) => {
                    let (label, key) = self.names.called(mark, &mut self.called);
                    self.writer.mark(&label, &key);
                }
                Piece::Target(name) => {
                    self.writer.builder.anchor(&normal(name));
                    self.say(name);
                }
                Piece::Substitution { name, link } => self.substitution(name, *link),
            }
        }
    }

    /// Writes words as they are, line ends as such.
    fn say(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.writer.soft_break();
            }
            self.writer.say(if index > 0 { line.trim_start() } else { line });
        }
    }

    fn styled(&mut self, role: Role, words: &str) {
        self.writer.open(role);
        self.say(words);
        self.writer.shut(role);
    }

    fn role(&mut self, role: Option<&str>, words: &str, depth: usize) {
        let role = role.or(self.names.default_role.as_deref()).unwrap_or("title-reference");
        let shown = || match words.rsplit_once('<') {
            Some((shown, to)) if to.ends_with('>') => (shown.trim_end().to_owned(), Some(&to[..to.len() - 1])),
            _ => (words.trim_start_matches('!').to_owned(), None),
        };
        match role {
            "emphasis" | "title-reference" | "title" | "t" | "dfn" | "mailheader" => self.styled(Role::Emphasis, words),
            "strong" | "guilabel" | "menuselection" => self.styled(Role::Strong, words),
            "superscript" | "sup" => self.styled(Role::Superscript, words),
            "subscript" | "sub" => self.styled(Role::Subscript, words),
            "math" => self.say(&readable(words)),
            "abbreviation" | "ac" | "abbr" | "acronym" => self.say(words),
            "raw" => {}
            "rfc-reference" | "RFC" | "rfc" | "pep-reference" | "PEP" | "pep" => {
                let name = role.split('-').next().unwrap_or(role).to_uppercase();
                self.say(&format!("{name} {words}"));
            }
            "ref" | "numref" => {
                let (shown, to) = shown();
                let name = normal(to.unwrap_or(&shown));
                let title = if to.is_none() { self.names.titles.get(&name) } else { None };
                let words = title.filter(|title| self.affords(title.len())).unwrap_or(&shown).clone();
                self.lead(self.names.address(&name).as_deref(), &words);
            }
            "cite" | "footcite" | "citet" | "citep" | "cite:p" | "cite:t" => self.say(&format!("[{words}]")),
            "doc" | "term" | "any" | "download" | "abstract" => {
                let (shown, _) = shown();
                self.say(&shown);
            }
            _ => match self.names.roles.get(role).filter(|_| depth < DEEPEST_SUBSTITUTION) {
                Some(base) => self.role(Some(base), words, depth + 1),
                // The names of a program's parts, and whatever else is written this way.
                None => {
                    let (shown, _) = shown();
                    let shown = shown.strip_prefix('~').map_or(shown.as_str(), |name| name.rsplit('.').next().unwrap_or(name));
                    self.styled(Role::Code, shown);
                }
            },
        }
    }

    /// Writes words that lead to an address, if there is one.
    fn lead(&mut self, address: Option<&str>, words: &str) {
        if let Some(address) = address {
            self.writer.open_link(address);
        }
        self.say(words);
        if address.is_some() {
            self.writer.shut_link();
        }
    }

    /// Tells whether the text may become so much longer, once more, by what is written once and named often.
    fn affords(&mut self, bytes: usize) -> bool {
        let left = self.budget.checked_sub(bytes);
        self.budget = left.unwrap_or(self.budget);
        left.is_some()
    }

    fn link(&mut self, words: &str, to: &To, source: &str) {
        let address = match to {
            To::Address(address) => Some(address.clone()),
            To::Name(name) => self.names.address(name),
            To::Anonymous => {
                let destination = self.names.anonymous.get(self.called.anonymous);
                self.called.anonymous += 1;
                destination.and_then(|destination| self.names.address_of(destination))
            }
        };
        let address = address.filter(|address| self.affords(address.len()));
        match (address, to) {
            (Some(address), _) => self.lead(Some(&address), words),
            (None, To::Name(name)) if source.starts_with('`') => self.lead(Some(&format!("#{}", normal(name))), words),
            // An underscore behind a word may be just that.
            (None, _) => self.say(&unescaped(source)),
        }
    }

    fn substitution(&mut self, name: &str, link: usize) {
        let source = format!("|{name}|{}", &"__"[..link]);
        let Some(found) = self.names.substitutions.get(&normal(name)) else {
            // What a program would put in (`|release|`) is not there.
            return self.say(&source);
        };
        let address = if link == 1 { self.names.address(name) } else { None };
        let address = address.filter(|address| self.affords(address.len()));
        if let Some(address) = &address {
            self.writer.open_link(address);
        }
        match found {
            Substitution::Words(words) if self.depth < DEEPEST_SUBSTITUTION && self.affords(words.len()) => {
                self.depth += 1;
                self.words(words);
                self.depth -= 1;
            }
            Substitution::Picture { address, description } if self.affords(address.len() + description.len()) => {
                self.picture(address, description, false);
            }
            _ => self.say(&source),
        }
        if address.is_some() {
            self.writer.shut_link();
        }
    }

    fn picture(&mut self, address: &str, description: &str, alone: bool) {
        self.writer.picture(address, &picture(description, alone));
    }
}

/// The words of a field's first block.
fn said(blocks: &[Block]) -> String {
    let words =
        blocks.iter().filter_map(|block| match block {
            Block::Paragraph(words) => Some(words.clone()),
            // "A. Walker" alone on a line is the first item of a list, to a parser.
            Block::Items { items, .. } => {
                let words = items.iter().map(|(label, blocks)| {
                    if label.starts_with(char::is_alphanumeric) { format!("{label} {}", said(blocks)) } else { said(blocks) }
                });
                Some(words.collect::<Vec<_>>().join("; "))
            }
            _ => None,
        });
    words.collect::<Vec<_>>().join("; ")
}

/// Words without their marks.
fn bare(text: &str) -> String {
    let words = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Words(words)
        | Piece::Emphasis(words)
        | Piece::Strong(words)
        | Piece::Role(_, words)
        | Piece::Link { words, .. }
        | Piece::Target(words) => Some(words),
        Piece::Literal(words) => Some(words.to_owned()),
        Piece::Substitution { name, .. } => Some(name.to_owned()),
        Piece::Noteref(_) => None,
    });
    words.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
