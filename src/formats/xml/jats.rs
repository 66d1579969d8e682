//! JATS: articles of journals.
//!
//! `xref` calls an `fn` by its id, in the text or in a table. Names repeat in translations that are part of an article: each is
//! looked up in its own part first. A `fn` that nobody calls says who did what, and is read where it stands; below a table it is kept
//! as a note. References to the bibliography are links.

use std::collections::HashMap;

use super::{
    Is, Marks, Numbers, Vocabulary,
    apparatus::{Apparatus, Call, Entry, bare, key_of},
    filled, joined,
    record::Field,
    tree::{NodeRef, Tree},
};
use crate::{
    document::{Kind, Meta},
    role::Role,
};

pub(in crate::formats) const JATS: Vocabulary =
    Vocabulary { elements: ELEMENTS, beside: &["ref-list", "sub-article", "response"], meta, apparatus, parts, looks, list, refine };

const ELEMENTS: &[(Is, &[&str])] = &[
    (
        Is::Hidden,
        &[
            "article-categories",
            "contrib-group",
            "aff",
            "permissions",
            "history",
            "pub-date",
            "kwd-group",
            "custom-meta-group",
            "article-id",
            "volume",
            "issue",
            "related-article",
            "related-object",
            "counts",
            "self-uri",
            "funding-group",
            "alt-title",
            "trans-title-group",
            "journal-meta",
            "object-id",
            "graphic",
            "inline-graphic",
            "pub-id",
            "processing-meta",
            "elocation-id",
            "rp",
            "product",
        ],
    ),
    (
        Is::Group,
        &[
            "body",
            "back",
            "front-stub",
            "title-group",
            "abstract",
            "trans-abstract",
            "author-notes",
            "fn-group",
            "floats-group",
            "notes",
            "ack",
            "bio",
            "fn",
            "def-list",
            "app-group",
            "glossary",
            "statement",
            "question-wrap",
            "answer",
        ],
    ),
    (Is::Section, &["sec", "app", "ref-list", "sub-article", "response", "book-part"]),
    (Is::Heading, &["title"]),
    (Is::Block(Kind::Paragraph), &["p", "ref", "attrib", "corresp"]),
    (Is::Block(Kind::Code), &["preformat", "code"]),
    (Is::Block(Kind::Rule), &["hr"]),
    (Is::Loose, &["disp-formula", "disp-formula-group", "supplementary-material", "media", "address", "sig-block"]),
    (Is::Words(Role::Emphasis), &["italic"]),
    (Is::Words(Role::Strong), &["bold"]),
    (Is::Words(Role::Underline), &["underline"]),
    (Is::Words(Role::Strike), &["strike"]),
    (Is::Words(Role::Superscript), &["sup"]),
    (Is::Words(Role::Subscript), &["sub"]),
    (Is::Words(Role::SmallCaps), &["sc"]),
    (Is::Words(Role::Code), &["monospace"]),
    (Is::Quote, &["disp-quote", "boxed-text"]),
    (Is::Caption, &["fig", "fig-group", "table-wrap", "caption", "table-wrap-foot", "chem-struct-wrap"]),
    (Is::Verse, &["verse-group"]),
    (Is::Line, &["verse-line"]),
    (Is::List, &["list"]),
    (Is::Item, &["list-item"]),
    (Is::Label, &["label"]),
    (Is::Speech, &["speech"]),
    (Is::Term, &["term", "speaker"]),
    (Is::Definition, &["def"]),
    (Is::Subtitle, &["subtitle"]),
    (Is::Gloss, &["rt"]),
    (Is::Table, &["table"]),
    (Is::Break, &["break"]),
    (Is::Formula, &["math", "tex-math"]),
    (Is::Link, &["xref", "ext-link", "uri"]),
];

fn refine(node: NodeRef<'_>, is: Is) -> Is {
    let in_citation = || node.is_in(&["element-citation", "nlm-citation", "citation"]);
    match node.name() {
        "article-title" if node.is_in(&["front-stub"]) => Is::Heading,
        "article-title" if node.parent().is_some_and(|parent| parent.name() == "title-group") => Is::Block(Kind::Title),
        "title"
            if node.parent().is_some_and(|parent| {
                parent.is(&["abstract", "trans-abstract", "ack", "fn-group", "author-notes", "notes", "glossary"])
            }) =>
        {
            Is::BlockOf(Role::Strong)
        }
        // What stands at an article's end beside its appendices and references is set small, each with its words in front.
        "sec" if node.is_in(&["back", "abstract", "trans-abstract"]) && !node.is_in(&["app", "app-group"]) => Is::Group,
        // Of a citation that is given twice, the one with its punctuation is read.
        "element-citation" if node.parent().is_some_and(|parent| parent.child("mixed-citation").is_some()) => Is::Hidden,
        "element-citation" | "nlm-citation" | "citation" => Is::Record,
        "surname" | "given-names" | "suffix" | "prefix" if in_citation() => Is::Field(Field::NamePart),
        "name" | "collab" | "string-name" | "institution" | "anonymous" if in_citation() => Is::Field(Field::Name),
        "etal" if in_citation() => Is::Field(Field::Others),
        "article-title" | "chapter-title" | "part-title" if in_citation() => Is::Field(Field::Title),
        "source" if in_citation() => Is::Field(Field::Source),
        "year" if in_citation() => Is::Field(Field::Date),
        "month" | "day" | "season" if in_citation() => Is::Field(Field::DatePart),
        "volume" if in_citation() => Is::Field(Field::Volume),
        "issue" if in_citation() => Is::Field(Field::Issue),
        "fpage" | "page-range" | "elocation-id" if in_citation() => Is::Field(Field::Pages),
        "lpage" if in_citation() => Is::Field(Field::LastPage),
        "publisher-loc" if in_citation() => Is::Field(Field::Place),
        "publisher-name" if in_citation() => Is::Field(Field::Publisher),
        "edition" if in_citation() => Is::Field(Field::Edition),
        "comment" | "date-in-citation" | "conf-name" | "conf-date" | "conf-loc" | "patent" | "gov" | "std" | "series" | "trans-title"
        | "size"
            if in_citation() =>
        {
            Is::Field(Field::Other)
        }
        "xref" if node.says("ref-type", &["aff", "corresp", "contrib"]) => Is::Nothing,
        "tex-math" if node.parent().is_some_and(|parent| parent.child("math").is_some()) => Is::Hidden,
        // A table that is also there as a picture.
        "supplementary-material" if node.text().is_empty() => Is::Hidden,
        _ => is,
    }
}

fn looks(text: &str, root: &str) -> bool {
    match root {
        // DocBook's root has the same name; only JATS parts an article into front, body and back.
        "article" => {
            !text.contains("docbook")
                && !text.contains("DocBook")
                && (text.contains("<front>") || text.contains("article-type=") || text.contains("<article-meta"))
        }
        "pmc-articleset" | "sub-article" => true,
        _ => false,
    }
}

fn list(node: NodeRef<'_>) -> Marks {
    let first = 1;
    match node.attribute("list-type").unwrap_or("bullet") {
        "order" | "ordered" => Marks::Number(Numbers::Decimal, first),
        "alpha-lower" => Marks::Number(Numbers::Letters { capital: false }, first),
        "alpha-upper" => Marks::Number(Numbers::Letters { capital: true }, first),
        "roman-lower" => Marks::Number(Numbers::Roman { capital: false }, first),
        "roman-upper" => Marks::Number(Numbers::Roman { capital: true }, first),
        "simple" => Marks::None,
        _ => Marks::Bullet,
    }
}

fn article<'t>(tree: &'t Tree<'t>) -> NodeRef<'t> {
    let root = tree.root();
    if root.name() == "article" { root } else { root.find("article").unwrap_or(root) }
}

fn meta(tree: &Tree<'_>) -> Meta {
    let article = article(tree);
    let front = article.path(&["front", "article-meta"]).unwrap_or(article);
    let title = front.path(&["title-group", "article-title"]).map(|title| title.text_without(&["xref", "fn"]));
    let contributors = front.descendants().filter(|node| node.name() == "contrib");
    let authors = contributors.filter(|node| node.attribute("contrib-type").is_none_or(|kind| kind.eq_ignore_ascii_case("author")));
    let name = |contributor: NodeRef<'_>| {
        let Some(name) = contributor.find("name").or(contributor.find("string-name")) else {
            return contributor.child("collab").map(NodeRef::text).unwrap_or_default();
        };
        let part = |part: &str| name.child(part).map(NodeRef::text).unwrap_or_default();
        let full = format!("{} {} {}", part("given-names"), part("surname"), part("suffix"));
        let full = full.split_whitespace().collect::<Vec<_>>().join(" ");
        if full.is_empty() { name.text() } else { full }
    };
    Meta {
        title: title.and_then(filled),
        author: joined(authors.map(name)),
        date: None,
        lang: article.attribute("lang").map(str::to_owned),
        ..Meta::default()
    }
}

fn parts<'t>(tree: &'t Tree<'t>) -> Vec<NodeRef<'t>> {
    let article = article(tree);
    let front = article.path(&["front", "article-meta"]);
    let in_front = |names: &'static [&str]| front.into_iter().flat_map(NodeRef::elements).filter(move |node| node.is(names));
    let parts: Vec<_> = in_front(&["title-group"])
        .chain(in_front(&["abstract", "trans-abstract"]))
        .chain(article.elements().filter(|node| node.is(&["body", "back", "floats-group"])))
        .chain(in_front(&["author-notes"]))
        .chain(article.elements().filter(|node| node.is(&["sub-article", "response"])))
        .collect();
    if parts.is_empty() { vec![article] } else { parts }
}

/// Parts of an article in which the same names may stand again.
const SCOPES: &[&str] = &["sub-article", "response", "article"];

fn scope(node: NodeRef<'_>) -> u32 {
    node.ancestors().find(|around| around.is(SCOPES)).map_or(0, |around| around.id)
}

fn apparatus(tree: &Tree<'_>) -> Apparatus {
    let mut names: HashMap<(u32, &str), NodeRef<'_>> = HashMap::new();
    for node in tree.document().descendants() {
        if let Some(name) = node.name_in_links() {
            names.entry((scope(node), name)).or_insert(node);
            // Under no scope, the first of all.
            names.entry((u32::MAX, name)).or_insert(node);
        }
    }
    // A name is looked up in its own part, then in the parts around it, then anywhere.
    let look = |from: NodeRef<'_>, name: &str| {
        let scopes = from.ancestors().filter(|around| around.is(SCOPES)).map(|around| around.id);
        scopes.chain([u32::MAX]).find_map(|scope| names.get(&(scope, name)).copied())
    };
    let mut found = Apparatus::default();
    for node in tree.document().descendants().filter(|node| node.name() == "xref" && !node.is_in(&["contrib-group", "aff"])) {
        let declared = node.says("ref-type", &["fn", "table-fn"]);
        let Some(wanted) = node.attribute("rid") else { continue };
        let mut calls = Vec::new();
        for name in wanted.split_whitespace() {
            let there = look(node, name);
            match there {
                Some(there) if there.name() == "fn" || (declared && there.is(&["p", "attrib", "list-item", "note", "corresp"])) => {
                    let entry = found.notes.entry(there.id).or_insert_with(|| entry(there));
                    calls.push(Call { key: entry.key.clone(), label: entry.label.clone() });
                }
                None if declared => calls.push(Call { key: name.to_owned(), label: String::new() }),
                _ => {}
            }
        }
        let words = bare(&node.text());
        if let [call] = &mut calls[..]
            && !words.is_empty()
        {
            call.label = words;
        }
        if !calls.is_empty() {
            found.calls.insert(node.id, calls);
        }
    }
    for node in tree.document().descendants().filter(|node| node.name() == "fn") {
        let in_text = node.is_in(&["p", "td", "th", "title", "article-title", "verse-line"]);
        let is_note = found.notes.contains_key(&node.id)
            || in_text
            || (node.is_in(&["table-wrap", "table-wrap-foot"]) && !node.is_in(&["author-notes"]));
        // One that has a label waits to be called, even if it never is.
        if is_note || (node.child("label").is_some() && !node.is_in(&["author-notes"])) {
            let called = found.notes.contains_key(&node.id);
            found.notes.entry(node.id).or_insert_with(|| entry(node)).is_called_here = in_text && !called;
        }
    }
    for id in found.notes.keys() {
        let label = tree.document().numbered(*id).and_then(|note| note.child("label").or_else(|| note.child("p")?.child("label")));
        found.hidden.extend(label.map(|label| label.id));
    }
    found.number();
    found
}

fn entry(node: NodeRef<'_>) -> Entry {
    let label = node
        .child("label")
        .or_else(|| node.child("p")?.child("label"))
        .map(|label| bare(&label.text()))
        .or_else(|| node.attribute("symbol").map(bare));
    // Names repeat, numbers of elements do not.
    Entry { key: key_of(node), label: label.unwrap_or_default(), ..Entry::default() }
}
