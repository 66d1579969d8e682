//! What elements of a page say of the words in them.

use super::tree::{Id, Tree};
use crate::role::Role;

/// What an element says of the words in it.
pub(super) fn of(tree: &Tree, node: Id, tag: &str) -> Option<Role> {
    let role = match tag {
        "em" | "i" | "cite" | "dfn" | "var" => Role::Emphasis,
        "b" | "strong" => Role::Strong,
        "sup" => Role::Superscript,
        "sub" => Role::Subscript,
        "code" | "kbd" | "samp" | "tt" => Role::Code,
        "s" | "strike" | "del" => Role::Strike,
        "u" | "ins" => Role::Underline,
        _ if is_neutral(tag) => {
            let class = tree.attribute(node, "class").unwrap_or_default();
            let style = tree.attribute(node, "style").unwrap_or_default();
            if class.is_empty() && style.is_empty() {
                return None;
            }
            if tree.has_class(node, &["smcap", "smallcaps", "small-caps", "sc", "smcaps", "small_caps"]) || style.contains("small-caps") {
                Role::SmallCaps
            } else if tree.has_class(node, &["italic", "italics", "ital", "emph"]) || style.contains("italic") {
                Role::Emphasis
            } else if tree.has_class(node, &["bold", "strong"]) || style.replace(' ', "").contains("font-weight:bold") {
                Role::Strong
            } else {
                return None;
            }
        }
        _ => return None,
    };
    Some(role)
}

/// Elements that say nothing of their words themselves.
pub(super) fn is_neutral(tag: &str) -> bool {
    matches!(tag, "span" | "font" | "small" | "big" | "abbr" | "acronym" | "a")
}
