//! Lists of pages: how their items are counted.

use super::{
    tree::Id,
    walk::{Undo, Walk},
};
use crate::formats::xml::Numbers;

/// The bullets of lists, by how deep they are nested.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// A list that is open.
pub(super) struct List {
    next: Option<i64>,
    step: i64,
    style: char,
    bullet: &'static str,
}

impl Walk<'_, '_> {
    pub(super) fn list(&mut self, node: Id, tag: &str) {
        let tree = self.tree;
        let number = |name: &str| tree.attribute(node, name).and_then(|value| value.trim().parse::<i64>().ok());
        let style = tree.attribute(node, "type").and_then(|style| style.chars().next()).unwrap_or('1');
        let is_bare = tree.attribute(node, "style").is_some_and(|style| style.contains("list-style") && style.contains("none"));
        let reversed = tree.attribute(node, "reversed").is_some();
        let items = i64::try_from(tree.children(node).filter(|item| tree.tag(*item) == "li").count()).unwrap_or(1);
        let start = number("start").unwrap_or(if reversed { items } else { 1 });
        let depth = self.flow.lists.len().min(BULLETS.len() - 1);
        self.flow.lists.push(List {
            next: (tag == "ol").then_some(start),
            step: if reversed { -1 } else { 1 },
            style,
            bullet: if is_bare { "" } else { BULLETS[depth] },
        });
        self.undos.push(Undo::List);
    }

    pub(super) fn item(&mut self, node: Id) {
        let tree = self.tree;
        let value = tree.attribute(node, "value").and_then(|value| value.trim().parse().ok());
        let label = match self.flow.lists.last_mut() {
            Some(List { next: Some(next), step, style, .. }) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(*step);
                Some(format!("{}.", numbered(number, *style)))
            }
            Some(list) => Some(list.bullet.to_owned()),
            None => Some(BULLETS[0].to_owned()),
        };
        let tight = !tree.children(node).any(|child| tree.tag(child) == "p");
        self.builder.open_item(label.as_deref(), tight);
        self.undos.push(Undo::Container);
    }
}

/// A number as a list of this type prints it.
fn numbered(number: i64, style: char) -> String {
    let letters = |first: u8| {
        let (mut left, mut letters) = (number, Vec::new());
        while left > 0 {
            left -= 1;
            letters.push(char::from(first + u8::try_from(left % 26).unwrap_or(0)));
            left /= 26;
        }
        letters.into_iter().rev().collect::<String>()
    };
    match style {
        'a' if number > 0 => letters(b'a'),
        'A' if number > 0 => letters(b'A'),
        'i' | 'I' if number > 0 => Numbers::Roman { capital: style == 'I' }.sign(usize::try_from(number).unwrap_or(0)),
        _ => number.to_string(),
    }
}
