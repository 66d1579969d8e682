//! DocBook 4 and 5: books and articles.
//!
//! A `footnote` stands where it is called; a `footnoteref` calls one of them again.

use super::{
    Is, Marks, Numbers, Vocabulary,
    apparatus::{Apparatus, Call, Entry, bare, key_of, named},
    filled, joined,
    record::Field,
    tree::{NodeRef, Tree},
};
use crate::{
    document::{Kind, Meta},
    role::Role,
};

pub(in crate::formats) const DOCBOOK: Vocabulary =
    Vocabulary { elements: ELEMENTS, beside: &[], meta, apparatus, parts: |tree| vec![tree.root()], looks, list, refine };

const ELEMENTS: &[(Is, &[&str])] = &[
    (
        Is::Hidden,
        &[
            "author",
            "authorgroup",
            "authorinitials",
            "editor",
            "othercredit",
            "copyright",
            "legalnotice",
            "pubdate",
            "publisher",
            "publishername",
            "revhistory",
            "releaseinfo",
            "date",
            "edition",
            "biblioid",
            "isbn",
            "issn",
            "keywordset",
            "subjectset",
            "cover",
            "titleabbrev",
            "indexterm",
            "index",
            "toc",
            "lot",
            "imagedata",
            "imageobject",
            "videoobject",
            "audioobject",
            "beginpage",
            "corpauthor",
            "annotation",
            "printhistory",
            "org",
            "contrib",
            "meta",
            "bibliosource",
            "abbrev",
        ],
    ),
    (
        Is::Group,
        &[
            "info",
            "bookinfo",
            "articleinfo",
            "chapterinfo",
            "sectioninfo",
            "sect1info",
            "sect2info",
            "sect3info",
            "prefaceinfo",
            "appendixinfo",
            "partinfo",
            "blockinfo",
            "objectinfo",
            "setinfo",
            "partintro",
            "abstract",
            "qandaset",
            "qandaentry",
            "question",
            "answer",
            "glosslist",
            "segmentedlist",
            "calloutlist",
            "biblioset",
            "bibliodiv",
            "example",
            "informalexample",
            "refsynopsisdiv",
            "refnamediv",
            "refmeta",
        ],
    ),
    (
        Is::Section,
        &[
            "set",
            "book",
            "part",
            "chapter",
            "article",
            "preface",
            "appendix",
            "dedication",
            "acknowledgements",
            "acknowledgments",
            "colophon",
            "section",
            "sect1",
            "sect2",
            "sect3",
            "sect4",
            "sect5",
            "simplesect",
            "refentry",
            "refsect1",
            "refsect2",
            "refsect3",
            "refsection",
            "bibliography",
            "glossary",
            "glossdiv",
            "reference",
            "topic",
        ],
    ),
    (Is::Heading, &["title"]),
    (
        Is::Block(Kind::Paragraph),
        &[
            "para",
            "simpara",
            "formalpara",
            "synopsis",
            "cmdsynopsis",
            "address",
            "bibliomixed",
            "member",
            "screenco",
            "refpurpose",
            "msgtext",
        ],
    ),
    (Is::Block(Kind::Code), &["programlisting", "screen", "funcsynopsisinfo", "classsynopsis"]),
    (Is::Record, &["biblioentry"]),
    (Is::BlockOf(Role::Strong), &["bridgehead", "refname"]),
    (Is::Loose, &["equation", "informalequation", "caption"]),
    (Is::Formula, &["math"]),
    (Is::Words(Role::Emphasis), &["emphasis", "firstterm", "citetitle", "foreignphrase", "replaceable", "wordasword"]),
    (
        Is::Words(Role::Code),
        &[
            "code",
            "literal",
            "command",
            "filename",
            "option",
            "function",
            "varname",
            "constant",
            "envar",
            "userinput",
            "computeroutput",
            "parameter",
            "type",
            "classname",
            "methodname",
            "markup",
            "tag",
            "sgmltag",
            "systemitem",
            "prompt",
            "property",
            "package",
        ],
    ),
    (Is::Words(Role::Superscript), &["superscript"]),
    (Is::Words(Role::Subscript), &["subscript"]),
    (Is::Quoted, &["quote"]),
    (Is::Quote, &["blockquote", "epigraph", "sidebar", "note", "tip", "warning", "important", "caution"]),
    (Is::Caption, &["figure", "informalfigure", "mediaobject", "table"]),
    (Is::List, &["itemizedlist", "orderedlist", "simplelist", "variablelist", "procedure", "substeps"]),
    (Is::Item, &["listitem", "step", "callout"]),
    (Is::Term, &["term", "glossterm"]),
    (Is::Definition, &["glossdef"]),
    (Is::Subtitle, &["subtitle"]),
    (Is::Source, &["attribution"]),
    (Is::Table, &["informaltable", "tgroup"]),
    (Is::Label, &["label"]),
    (Is::Link, &["link", "ulink", "xref", "uri"]),
    (Is::Nothing, &["phrase", "textobject", "inlinemediaobject", "varlistentry"]),
];

fn refine(node: NodeRef<'_>, is: Is) -> Is {
    match node.name() {
        "emphasis" => match node.attribute("role").unwrap_or_default() {
            "bold" | "strong" => Is::Words(Role::Strong),
            "underline" => Is::Words(Role::Underline),
            "strikethrough" => Is::Words(Role::Strike),
            "smallcaps" => Is::Words(Role::SmallCaps),
            _ => is,
        },
        // Verse and addresses keep their lines without being program text.
        "literallayout" => Is::Block(if node.says("class", &["monospaced"]) { Kind::Code } else { Kind::Verse }),
        "title" if node.parent().is_some_and(|parent| parent.name() == "formalpara") => Is::Words(Role::Strong),
        // A table of HTML's shape has its rows at once.
        "table" if node.child("tgroup").is_none() => Is::Table,
        "glossterm" if node.parent().is_none_or(|parent| parent.name() != "glossentry") => Is::Words(Role::Emphasis),
        "alt" if node.parent().is_some_and(|parent| parent.name().ends_with("equation")) => {
            let is_said = node.parent().is_some_and(|parent| parent.child("math").or(parent.child("mathphrase")).is_some());
            if is_said { Is::Hidden } else { Is::Formula }
        }
        "question" | "answer" => Is::Group,
        "firstname" | "givenname" | "othername" | "surname" | "honorific" | "lineage" => Is::Field(Field::NamePart),
        "authorgroup" | "publisher" | "biblioset" | "copyright" if node.is_in(&["biblioentry", "bibliomixed"]) => Is::Nothing,
        "holder" if node.is_in(&["copyright"]) => Is::Hidden,
        _ if node.is(FIELDS) && node.is_in(&["biblioentry", "bibliomixed", "para"]) => field(node).map_or(is, Is::Field),
        _ => is,
    }
}

/// The fields of a work's description.
const FIELDS: &[&str] = &[
    "abbrev",
    "author",
    "editor",
    "corpauthor",
    "orgname",
    "title",
    "date",
    "pubdate",
    "year",
    "publishername",
    "address",
    "city",
    "edition",
    "volumenum",
    "issuenum",
    "pagenums",
    "artpagenums",
];

fn field(node: NodeRef<'_>) -> Option<Field> {
    let is_listed = node.is_in(&["biblioentry", "bibliomixed"]);
    Some(match node.name() {
        "abbrev" => Field::Mark,
        "author" | "editor" | "corpauthor" => Field::Name,
        "orgname" if is_listed && !node.is_in(&["author", "editor", "publisher"]) => Field::Name,
        // What it is part of, or all there is.
        "title" if is_listed && node.parent().is_some_and(|parent| parent.says("relation", &["article", "part", "chapter"])) => {
            Field::Title
        }
        "title" if is_listed => Field::Source,
        "date" | "pubdate" => Field::Date,
        "year" if is_listed => Field::Date,
        "publishername" => Field::Publisher,
        "city" | "address" if is_listed => Field::Place,
        "edition" => Field::Edition,
        "volumenum" => Field::Volume,
        "issuenum" => Field::Issue,
        "pagenums" | "artpagenums" => Field::Pages,
        _ => return None,
    })
}

fn looks(text: &str, root: &str) -> bool {
    let is_declared = || text.contains("docbook.org/ns/docbook") || text.contains("DocBook");
    match root {
        "book" | "article" | "chapter" | "part" | "set" | "preface" | "appendix" | "section" | "sect1" | "refentry" | "reference" => {
            is_declared() || ["<para>", "<para ", "<simpara>", "<bookinfo", "<articleinfo"].iter().any(|sign| text.contains(sign))
        }
        _ => false,
    }
}

fn list(node: NodeRef<'_>) -> Marks {
    let first = node.attribute("startingnumber").and_then(|number| number.parse().ok()).unwrap_or(1);
    match (node.name(), node.attribute("numeration").unwrap_or("arabic")) {
        ("orderedlist", "loweralpha") => Marks::Number(Numbers::Letters { capital: false }, first),
        ("orderedlist", "upperalpha") => Marks::Number(Numbers::Letters { capital: true }, first),
        ("orderedlist", "lowerroman") => Marks::Number(Numbers::Roman { capital: false }, first),
        ("orderedlist", "upperroman") => Marks::Number(Numbers::Roman { capital: true }, first),
        ("orderedlist" | "procedure" | "substeps", _) => Marks::Number(Numbers::Decimal, first),
        ("variablelist" | "simplelist", _) => Marks::None,
        _ => Marks::Bullet,
    }
}

fn meta(tree: &Tree<'_>) -> Meta {
    let root = tree.root();
    let info = root.elements().find(|node| node.name().ends_with("info")).unwrap_or(root);
    let title = info.child("title").or(root.child("title")).map(|title| title.text_without(&["footnote", "indexterm"]));
    let authors = info.elements().filter(|node| node.is(&["author", "corpauthor"]));
    let grouped = info
        .elements()
        .filter(|node| node.name() == "authorgroup")
        .flat_map(NodeRef::elements)
        .filter(|node| node.is(&["author", "corpauthor"]));
    let name = |author: NodeRef<'_>| {
        let name = author.child("personname").unwrap_or(author);
        let parts = ["honorific", "firstname", "givenname", "othername", "surname", "lineage"]
            .iter()
            .filter_map(|part| name.child(part))
            .map(NodeRef::text);
        let full = parts.collect::<Vec<_>>().join(" ");
        if full.is_empty() {
            author.child("orgname").unwrap_or(name).text_without(&["affiliation", "email", "address", "authorblurb", "personblurb"])
        } else {
            full
        }
    };
    Meta {
        title: title.and_then(filled),
        author: joined(authors.chain(grouped).map(name)),
        date: ["pubdate", "date"].iter().find_map(|name| info.child(name)).map(NodeRef::text).and_then(filled),
        lang: root.attribute("lang").map(str::to_owned),
        ..Meta::default()
    }
}

fn apparatus(tree: &Tree<'_>) -> Apparatus {
    let names = named(tree);
    let mut found = Apparatus::default();
    for node in tree.document().descendants().filter(|node| node.name() == "footnote") {
        let key = node.name_in_links().filter(|name| names.get(name) == Some(&node)).map_or_else(|| key_of(node), str::to_owned);
        let label = node.attribute("label").map(bare).unwrap_or_default();
        found.notes.insert(node.id, Entry { key, label, is_called_here: true, more: Vec::new() });
    }
    for node in tree.document().descendants().filter(|node| node.is(&["footnoteref", "xref", "link"])) {
        let Some(name) = node.attribute("linkend") else { continue };
        let there = names.get(name).copied();
        let is_note = there.is_some_and(|there| found.notes.contains_key(&there.id));
        if node.name() == "footnoteref"
            || (is_note && !node.ancestors().any(|around| Some(around) == there) && bare(&node.text()).chars().count() <= 6)
        {
            let label = node.attribute("label").map(bare).unwrap_or_default();
            found.calls.insert(node.id, vec![Call { key: name.to_owned(), label }]);
        }
    }
    // A footnote with a sign of its own does not count; the others do.
    let mut unlabelled: Vec<_> = found.notes.iter_mut().filter(|(_, entry)| entry.label.is_empty()).collect();
    unlabelled.sort_by_key(|(id, _)| **id);
    for (index, (_, entry)) in unlabelled.into_iter().enumerate() {
        entry.label = (index + 1).to_string();
    }
    found.number();
    found
}
