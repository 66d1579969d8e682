//! What a page says of itself.

use super::tree::{Id, Tree};
use crate::document::Meta;

/// Reads a page's title, author, date, language and description.
pub(super) fn of(tree: &Tree, page: Id) -> Meta {
    let mut meta = Meta::default();
    let mut heading = None;
    for node in tree.within(page) {
        match tree.tag(node) {
            "html" => meta.lang = tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang")).and_then(said),
            "title" if meta.title.is_none() && tree.parent(node).is_some_and(|parent| tree.tag(parent) == "head") => {
                meta.title = said(&tree.words(node));
            }
            "h1" if heading.is_none() => heading = said(&tree.words(node)),
            "meta" => {
                let Some(content) = tree.attribute(node, "content").and_then(said) else { continue };
                let name = ["name", "property", "http-equiv"].iter().find_map(|name| tree.attribute(node, name)).unwrap_or_default();
                let field = match name.to_ascii_lowercase().as_str() {
                    "author" | "dc.creator" | "dcterms.creator" | "citation_author" | "article:author" | "book:author" => &mut meta.author,
                    "date" | "dc.date" | "dcterms.date" | "article:published_time" | "citation_publication_date" => &mut meta.date,
                    "dc.language" | "content-language" if meta.lang.is_none() => &mut meta.lang,
                    "description" | "dc.description" | "og:description" => &mut meta.description,
                    _ => continue,
                };
                field.get_or_insert(content);
            }
            _ => {}
        }
    }
    meta.title = meta.title.or(heading);
    meta
}

fn said(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}
