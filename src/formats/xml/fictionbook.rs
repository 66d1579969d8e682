//! FictionBook 2: bodies of sections, and bodies of notes beside them.
//!
//! A link of the type `note` calls a section of a body named `notes` or `comments`, whose title is the note's label. A link that is
//! not declared so and leads there calls a note too; one that is declared and leads to an address is a link.

use super::{
    Is, Marks, Vocabulary,
    apparatus::{Apparatus, Call, Entry, bare, key_of, named},
    filled, joined,
    tree::{NodeRef, Tree},
};
use crate::{
    document::{Kind, Meta},
    role::Role,
};

pub(in crate::formats) const FICTIONBOOK: Vocabulary = Vocabulary {
    elements: ELEMENTS,
    beside: &[],
    meta,
    apparatus,
    parts,
    looks: |_, root| root == "FictionBook",
    list: |_| Marks::Bullet,
    refine,
};

const ELEMENTS: &[(Is, &[&str])] = &[
    (Is::Hidden, &["description", "binary", "stylesheet", "empty-line"]),
    (Is::Group, &["body"]),
    (Is::Section, &["section"]),
    (Is::Heading, &["title"]),
    (Is::Block(Kind::Paragraph), &["p", "text-author", "date"]),
    (Is::BlockOf(Role::Strong), &["subtitle"]),
    (Is::Words(Role::Emphasis), &["emphasis", "style"]),
    (Is::Words(Role::Strong), &["strong"]),
    (Is::Words(Role::Strike), &["strikethrough"]),
    (Is::Words(Role::Superscript), &["sup"]),
    (Is::Words(Role::Subscript), &["sub"]),
    (Is::Words(Role::Code), &["code"]),
    (Is::Quote, &["cite", "epigraph", "annotation"]),
    (Is::Verse, &["poem", "stanza"]),
    (Is::Line, &["v"]),
    (Is::Table, &["table"]),
    (Is::Link, &["a"]),
    (Is::Picture, &["image"]),
];

fn refine(node: NodeRef<'_>, is: Is) -> Is {
    match node.name() {
        // A row of stars between two parts is written as a heading below headings.
        "subtitle" if !node.text().contains(char::is_alphanumeric) => Is::Rule,
        // The lines of a title, within it.
        "p" if node.parent().is_some_and(|parent| parent.name() == "title") => Is::TitleLine,
        _ => is,
    }
}

fn meta(tree: &Tree<'_>) -> Meta {
    let root = tree.root();
    let Some(info) = root.path(&["description", "title-info"]) else { return Meta::default() };
    let words = |name: &str| info.child(name).map(NodeRef::text).and_then(filled);
    let name = |author: NodeRef<'_>| {
        let parts = ["first-name", "middle-name", "last-name"].iter().filter_map(|name| author.child(name)).map(NodeRef::text);
        let full = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if full.is_empty() { author.child("nickname").map(NodeRef::text).unwrap_or_default() } else { full }
    };
    Meta {
        title: words("book-title"),
        author: joined(info.elements().filter(|node| node.name() == "author").map(name)),
        date: words("date"),
        lang: words("lang"),
        ..Meta::default()
    }
}

fn parts<'t>(tree: &'t Tree<'t>) -> Vec<NodeRef<'t>> {
    let annotation = tree.root().path(&["description", "title-info", "annotation"]);
    let bodies: Vec<_> = tree.root().elements().filter(|node| node.name() == "body").collect();
    // What is said of the text stands before it, but not before a title that it prints itself.
    let title = bodies.first().and_then(|body| title(*body)).filter(|_| annotation.is_some());
    if bodies.is_empty() { vec![tree.root()] } else { title.into_iter().chain(annotation).chain(bodies).collect() }
}

fn is_notes(body: NodeRef<'_>) -> bool {
    body.name() == "body"
        && body.attribute("name").is_some_and(|name| matches!(&*name.to_lowercase(), "notes" | "comments" | "footnotes" | "endnotes"))
}

/// The title of a note or of a body of notes.
fn title(node: NodeRef<'_>) -> Option<NodeRef<'_>> {
    node.child("title")
}

fn apparatus(tree: &Tree<'_>) -> Apparatus {
    let names = named(tree);
    let mut found = Apparatus::default();
    for body in tree.root().elements().filter(|node| is_notes(*node)) {
        found.hidden.extend(title(body).map(|title| title.id));
        for section in body.descendants().filter(|node| node.name() == "section") {
            if section.child("section").is_some() {
                // A group of notes: its title says whose they are, as a heading among notes would.
                found.hidden.extend(title(section).map(|title| title.id));
            } else {
                note(section, &names, &mut found);
            }
        }
    }
    let links: Vec<_> = tree.document().descendants().filter(|node| node.name() == "a").collect();
    for link in &links {
        let declared = link.says("type", &["note"]);
        let Some(name) = link.attribute("href").and_then(|href| href.strip_prefix('#')) else { continue };
        let there = names.get(name).copied();
        let in_notes = there.is_some_and(|there| there.ancestors().any(is_notes));
        let note_of =
            there.and_then(|there| std::iter::once(there).chain(there.ancestors()).find(|node| found.notes.contains_key(&node.id)));
        let key = match (note_of, there) {
            (Some(note), _) if link.ancestors().any(|around| around == note) => continue,
            // A paragraph of a section that holds several notes has a name of its own.
            (Some(note), Some(there)) if note != there && there.name() == "p" && first_paragraph(note) != Some(there) && declared => {
                found.notes.insert(there.id, Entry { key: name.to_owned(), label: bare(&link.text()), ..Entry::default() });
                name.to_owned()
            }
            (Some(note), _) => found.notes[&note.id].key.clone(),
            (None, Some(there)) if (declared || in_notes) && there.child("section").is_none() && !there.is(&["body", "a"]) => {
                note(there, &names, &mut found);
                name.to_owned()
            }
            (None, None) if declared => name.to_owned(),
            _ => continue,
        };
        found.calls.insert(link.id, vec![Call { key, label: bare(&link.text()) }]);
    }
    // Ways back to the mark, from within the note.
    for link in links {
        let Some(note) = link.ancestors().find(|node| found.notes.contains_key(&node.id)) else { continue };
        let there = link.attribute("href").and_then(|href| names.get(href.strip_prefix('#')?));
        if there
            .and_then(|there| found.calls.get(&there.id))
            .is_some_and(|calls| calls.iter().any(|call| call.key == found.notes[&note.id].key))
        {
            found.hidden.insert(link.id);
            found.calls.remove(&link.id);
        }
    }
    found.number();
    found
}

fn first_paragraph(section: NodeRef<'_>) -> Option<NodeRef<'_>> {
    section.child("p")
}

fn note<'t>(node: NodeRef<'t>, names: &std::collections::HashMap<&'t str, NodeRef<'t>>, found: &mut Apparatus) {
    let key = node.name_in_links().filter(|name| names.get(name) == Some(&node)).map_or_else(|| key_of(node), str::to_owned);
    let label = title(node).map(|title| bare(&title.text())).unwrap_or_default();
    // A title that is no label is the note's first line.
    let is_label = label.chars().count() <= 40;
    if is_label {
        found.hidden.extend(title(node).map(|title| title.id));
    }
    found.notes.insert(node.id, Entry { key, label: if is_label { label } else { String::new() }, ..Entry::default() });
}
