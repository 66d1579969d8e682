//! Words within a block: blanks as print has them, styles, quotation marks, links, formulas, what stands for a picture.

use super::{
    tree::NodeRef,
    walk::{Blank, Walker},
};
use crate::{
    formats::math::{mathml, readable},
    role::Role,
};

/// Attributes that say where a link leads, and whether their value is the bare name of an element.
const TARGETS: &[(&str, bool)] = &[("target", false), ("url", false), ("href", false), ("linkend", true), ("rid", true)];

impl<'t> Walker<'_, 't> {
    pub(super) fn words(&mut self, words: &str) {
        if !self.stand.in_code {
            return self.text(words);
        }
        // The line feed behind the tag is the tag's.
        let words = if self.builder.is_open() && self.stand.last == '\n' { words.trim_start_matches(['\r', '\n']) } else { words };
        if let Some(last) = words.chars().next_back() {
            self.builder.text(words);
            // Within code no further line feed is dropped.
            self.stand.last = if last == '\n' { ' ' } else { last };
        }
    }

    /// Writes words, runs of blanks as one, none where a line begins.
    pub(super) fn text(&mut self, words: &str) {
        if words.starts_with(is_blank) {
            self.blank();
        }
        let mut first = true;
        for word in words.split(is_blank).filter(|word| !word.is_empty()) {
            if !std::mem::take(&mut first) {
                self.blank();
            }
            let joins = self.stand.blank == Blank::Moved && !word.starts_with(|c: char| c.is_alphanumeric());
            if matches!(self.stand.blank, Blank::Yes | Blank::Moved) && !joins {
                self.builder.text(" ");
            }
            self.builder.text(word);
            self.stand.field = None;
            self.stand.blank = Blank::No;
            self.stand.last = word.chars().next_back().unwrap_or(' ');
        }
        if !first && words.ends_with(is_blank) {
            self.blank();
        }
    }

    pub(super) fn blank(&mut self) {
        if matches!(self.stand.blank, Blank::No | Blank::Moved) {
            self.stand.blank = Blank::Yes;
        }
    }

    /// Writes the blank that waits, so that what begins here begins with its own words.
    pub(super) fn settle(&mut self) {
        if self.stand.blank == Blank::Yes {
            self.builder.text(" ");
            self.stand.blank = Blank::Begun;
        }
    }

    pub(super) fn line_feed(&mut self) {
        if self.stand.in_cell || !self.builder.is_open() {
            return self.blank();
        }
        self.builder.text("\n");
        self.stand.blank = Blank::Begun;
        self.stand.last = '\n';
    }

    pub(super) fn styled(&mut self, node: NodeRef<'t>, role: Role) {
        // A mark that is raised and nothing else is a mark.
        let mut inside = node.children().filter(|child| child.words().is_none_or(|words| !words.trim().is_empty()));
        if let (Some(only), None) = (inside.next(), inside.next())
            && (self.apparatus.calls.contains_key(&only.id) || self.apparatus.notes.contains_key(&only.id))
        {
            return self.children(node);
        }
        self.settle();
        self.builder.open_span(role);
        self.children(node);
        self.builder.close_span(role);
    }

    pub(super) fn quoted(&mut self, node: NodeRef<'t>) {
        let is_mark = |c: char| matches!(c, '"' | '\'' | '“' | '„' | '«' | '»' | '‘' | '‚' | '‹' | '「' | '『' | '—' | '–');
        let first = node.descendants().filter_map(NodeRef::words).find_map(|words| words.trim_start().chars().next());
        let printed = first.is_none_or(is_mark) || (is_mark(self.stand.last) && self.stand.blank == Blank::No);
        if !printed {
            self.text("“");
        }
        self.children(node);
        if !printed {
            // The mark closes up to the last word, whatever blank stood there.
            self.stand.blank = Blank::No;
            self.text("”");
        }
    }

    pub(super) fn link(&mut self, node: NodeRef<'t>) {
        let Some(href) = href(node) else { return self.children(node) };
        self.settle();
        self.builder.open_link(&href);
        if node.text().is_empty() {
            // A link without words says where it leads.
            let words = match href.strip_prefix('#') {
                Some(name) => self
                    .targets
                    .get(name)
                    .and_then(|target| ["title", "head", "label"].iter().find_map(|child| target.child(child)))
                    .map(NodeRef::text),
                None => Some(href.clone()),
            };
            self.text(words.as_deref().unwrap_or("→"));
        }
        self.children(node);
        self.builder.close_link();
    }

    /// What stands small above words, as readings do, in brackets behind them.
    pub(super) fn gloss(&mut self, node: NodeRef<'t>) {
        self.text("(");
        self.children(node);
        self.text(")");
    }

    /// A formula as a line: of several notations, the one that says most of itself.
    pub(super) fn formula(&mut self, node: NodeRef<'t>) {
        let marked_up = std::iter::once(node).chain(node.descendants()).find(|inner| inner.name() == "math");
        let words = marked_up.map_or_else(|| readable(&node.text()), mathml);
        self.text(&words);
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// Where a link leads: an address, or `#` and a name.
pub(super) fn href(node: NodeRef<'_>) -> Option<String> {
    TARGETS.iter().find_map(|(name, is_bare)| {
        let value = node.attribute(name)?.split_whitespace().next()?;
        Some(if *is_bare { format!("#{value}") } else { value.to_owned() })
    })
}
