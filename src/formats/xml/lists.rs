//! Lists, their items and labels; terms and what explains them.

use super::{Is, Marks, tree::NodeRef, walk::Walker};
use crate::{document::Kind, role::Role};

/// A list that is open.
pub(super) struct List {
    marks: Marks,
    next: usize,
    tight: bool,
}

impl<'t> Walker<'_, 't> {
    pub(super) fn list(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            return self.children(node);
        }
        let marks = (self.vocabulary.list)(node);
        let next = if let Marks::Number(_, first) = marks { first } else { 1 };
        // Items of a paragraph each, or less, follow one another without a gap.
        let blocks = |item: NodeRef<'t>| item.elements().filter(|child| self.holds_blocks(item) && self.is(*child) != Is::Label).count();
        let tight = node.elements().filter(|child| self.is(*child) == Is::Item).all(|item| blocks(item) < 2);
        self.end();
        self.lists.push(List { marks, next, tight });
        self.apart(node, false);
        self.lists.pop();
    }

    pub(super) fn item(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            self.blank();
            return self.children(node);
        }
        let before = node.before().filter(|other| self.is(*other) == Is::Label);
        let own = node.child("label").or(before).map(NodeRef::text).or_else(|| node.attribute("n").map(str::to_owned));
        let (mut label, mut tight) = (own, true);
        if let Some(list) = self.lists.last_mut() {
            tight = list.tight;
            label = label.or_else(|| match list.marks {
                Marks::None | Marks::Terms => None,
                Marks::Bullet => Some("•".to_owned()),
                Marks::Number(numbers, _) => Some(format!("{}.", numbers.sign(list.next))),
            });
            list.next += 1;
        }
        // What is longer than a label is a term.
        let has_terms = self.lists.last().is_some_and(|list| list.marks == Marks::Terms);
        if let Some(term) = label.take_if(|label| has_terms || label.chars().count() > 12) {
            self.builder.begin(Kind::Term);
            self.builder.text(&term);
        }
        self.builder.open_item(label.as_deref(), tight);
        self.apart(node, false);
        self.builder.close();
    }

    pub(super) fn label(&mut self, node: NodeRef<'t>) {
        let parent = node.parent().map_or(Is::Nothing, |parent| self.is(parent));
        if matches!(parent, Is::Section | Is::Item | Is::List) {
            return;
        }
        if self.stand.in_caption && !self.stand.in_block {
            self.label_alone();
            self.label = Some(node);
            return;
        }
        self.styled(node, Role::Strong);
        self.blank();
    }

    /// What somebody says in a play, set in below their name.
    pub(super) fn speech(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            return self.children(node);
        }
        let was = std::mem::replace(&mut self.stand.in_block, false);
        self.end();
        let mut is_named = false;
        for child in node.children() {
            if self.is(child) == Is::Term {
                if std::mem::replace(&mut is_named, true) {
                    self.end();
                    self.builder.close();
                }
                self.element(child);
                self.builder.open_item(None, true);
            } else if let Some(words) = child.words() {
                self.words(words);
            } else {
                self.element(child);
            }
        }
        self.end();
        if is_named {
            self.builder.close();
        }
        self.stand.in_block = was;
    }

    /// Writes a number that no title and no words follow.
    pub(super) fn label_alone(&mut self) {
        if let Some(label) = self.label.take() {
            self.block(label, Kind::Caption);
        }
    }

    /// What explains the term before it, set in below it.
    pub(super) fn definition(&mut self, node: NodeRef<'t>) {
        if self.stand.in_cell {
            return self.children(node);
        }
        self.builder.open_item(None, true);
        self.apart(node, false);
        self.builder.close();
    }
}
