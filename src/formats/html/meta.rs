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
    if let Some((title, author)) = meta.title.as_deref().and_then(edition) {
        meta.author = meta.author.or(author);
        meta.title = Some(title);
    }
    meta
}

/// The title and author within the title of a page of Project Gutenberg: "The Project Gutenberg eBook of Emma, by Jane Austen."
fn edition(title: &str) -> Option<(String, Option<String>)> {
    let lower = title.to_lowercase();
    if lower.len() != title.len() {
        return None;
    }
    let prefixes =
        ["the project gutenberg ebook of ", "the project gutenberg e-book of ", "the project gutenberg etext of ", "project gutenberg's "];
    let prefix = prefixes.iter().find(|prefix| lower.starts_with(**prefix))?;
    let rest = title[prefix.len()..].trim().trim_end_matches('.');
    let (title, author) = rest.rsplit_once(", by ").map_or((rest, None), |(title, author)| (title, said(author)));
    said(title).map(|title| (title, author))
}

fn said(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_an_edition_is_that_of_the_book() {
        let check = |title: &str, expected: Option<(&str, Option<&str>)>| {
            let found = edition(title);
            assert_eq!(found.as_ref().map(|(title, author)| (title.as_str(), author.as_deref())), expected);
        };
        check("The Project Gutenberg eBook of Emma, by Jane Austen.", Some(("Emma", Some("Jane Austen"))));
        check("Project Gutenberg's Beowulf", Some(("Beowulf", None)));
        check("Emma, by Jane Austen", None);
    }
}
