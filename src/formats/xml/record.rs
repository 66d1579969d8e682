//! Descriptions of works as data: JATS' `element-citation`, TEI's `biblStruct`, DocBook's `biblioentry`.
//!
//! They say who, what, when and where, each in an element of its own, and leave what stands between them to whoever prints
//! them. Here a full stop parts the statements, a comma the names, and the numbers of a journal read `38 (2): 151–170`, as most
//! bibliographies have it in any language. What a description says between its fields itself is never doubled.

use super::{
    tree::NodeRef,
    walk::{Blank, Walker},
};
use crate::{document::Kind, role::Role};

/// What a field of a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Field {
    /// The mark by which the record is cited.
    Mark,
    /// Somebody who made the work.
    Name,
    /// A part of a name.
    NamePart,
    /// That there were others, said in an element without words.
    Others,
    /// The title of what is part of something else: an article, a chapter.
    Title,
    /// The title of what stands by itself: a book, a journal.
    Source,
    /// When it came out: the year, or a whole date.
    Date,
    /// A month, a day, a season.
    DatePart,
    /// A volume.
    Volume,
    /// An issue of a volume.
    Issue,
    /// Where it begins, or its pages.
    Pages,
    /// Where it ends.
    LastPage,
    /// Where it was published.
    Place,
    /// Who published it.
    Publisher,
    /// Which edition.
    Edition,
    /// Anything else.
    Other,
}

impl Field {
    /// What is written between a field and the one that follows it.
    fn joint(before: Self, next: Self) -> &'static str {
        use Field::{
            Date, DatePart, Edition, Issue, LastPage, Mark, Name, NamePart, Others, Pages, Place, Publisher, Source, Title, Volume,
        };
        match (before, next) {
            (Mark, _)
            | (NamePart, NamePart)
            | (Date | DatePart, DatePart)
            | (DatePart, Date)
            | (Source | Title, Volume)
            | (Volume, Issue) => " ",
            (Pages, LastPage) => "–",
            (Volume | Issue, Pages) | (Place, Publisher) => ": ",
            (Date | DatePart, Volume) => "; ",
            (Name | Others, Name | Others)
            | (Publisher | Place, Date | Place)
            | (Source | Volume | Issue, Date)
            | (_, Volume | Issue | Pages | LastPage | Edition) => ", ",
            _ => ". ",
        }
    }
}

impl<'t> Walker<'_, 't> {
    /// A record: a paragraph where blocks are, or among the words of one.
    pub(super) fn record(&mut self, node: NodeRef<'t>) {
        let says_more = node.children().filter_map(NodeRef::words).any(|words| !words.trim().is_empty());
        let was = (std::mem::replace(&mut self.stand.in_record, !says_more), self.stand.field.take());
        if self.stand.in_block {
            self.blank();
            self.children(node);
            self.blank();
        } else {
            self.block(node, if self.stand.in_caption { Kind::Caption } else { Kind::Paragraph });
        }
        (self.stand.in_record, self.stand.field) = was;
    }

    /// A field of a record, and what parts it from the one before.
    pub(super) fn field(&mut self, node: NodeRef<'t>, field: Field) {
        let is_silent = node.text().is_empty();
        if is_silent && field != Field::Others {
            return self.children(node);
        }
        let before = self.stand.field.take();
        let is_numbered = before == Some(Field::Volume) && field == Field::Issue && self.stand.in_record;
        if let Some(before) = before
            && (self.stand.in_record || (before, field) == (Field::NamePart, Field::NamePart))
        {
            self.joint(Field::joint(before, field));
        }
        if is_numbered {
            self.text("(");
        }
        let role = (field == Field::Source).then_some(Role::Emphasis);
        if is_silent {
            self.text("et al.");
        } else if let Some(role) = role {
            self.styled(node, role);
        } else {
            self.children(node);
        }
        if is_numbered {
            self.closely(")");
        }
        self.stand.field = Some(field);
    }

    /// A link among the fields of a record.
    pub(super) fn address(&mut self, node: NodeRef<'t>) {
        let before = self.stand.field;
        if before.is_some() {
            self.blank();
        }
        self.link(node);
        self.stand.field = before.map(|_| Field::Other);
    }

    /// Writes what stands between two fields, as far as the first does not end with it.
    fn joint(&mut self, joint: &'static str) {
        let sign = joint.chars().next().unwrap_or(' ');
        let last = self.stand.last;
        let is_there = sign == ' ' || last == sign || sign == '.' && matches!(last, '?' | '!' | ':' | ';' | ',' | '…');
        if is_there { self.blank() } else { self.closely(joint) }
    }

    /// Writes words close up to the last one, whatever blank stood there.
    fn closely(&mut self, words: &str) {
        if self.stand.blank != Blank::Begun {
            self.stand.blank = Blank::No;
        }
        self.text(words);
    }
}
