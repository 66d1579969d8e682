//! TEI: P5, and P4 where it is written alike.
//!
//! A `note` may stand where it is called, or elsewhere and be pointed at by a `ref` or `ptr`, or point itself at what it is about
//! (`target`). Not every `note` is one to a reader: dates in the margin and running headings are marked so, too.

use std::collections::HashMap;

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

pub(in crate::formats) const TEI: Vocabulary = Vocabulary {
    elements: ELEMENTS,
    beside: &[],
    meta,
    apparatus,
    parts,
    looks: |_, root| matches!(root, "TEI" | "TEI.2" | "teiCorpus" | "TEI-EXAMPLE"),
    list,
    refine,
};

const ELEMENTS: &[(Is, &[&str])] = &[
    (
        Is::Hidden,
        &[
            "teiHeader",
            "cb",
            "gb",
            "fw",
            "milestone",
            "index",
            "graphic",
            "sic",
            "orig",
            "rdg",
            "rdgGrp",
            "witDetail",
            "facsimile",
            "sourceDoc",
            "standOff",
            "divGen",
            "del",
            "surplus",
            "listPrefixDef",
        ],
    ),
    (
        Is::Group,
        &[
            "text",
            "front",
            "body",
            "back",
            "group",
            "floatingText",
            "titlePage",
            "docTitle",
            "listBibl",
            "spGrp",
            "castList",
            "opener",
            "closer",
            "postscript",
            "address",
            "listPerson",
            "listPlace",
            "eTree",
            "entry",
            "egXML",
        ],
    ),
    (Is::Section, &["div", "div0", "div1", "div2", "div3", "div4", "div5", "div6", "div7", "castGroup"]),
    (Is::Heading, &["head"]),
    (Is::Block(Kind::Paragraph), &["p", "ab", "trailer", "docImprint", "docEdition", "imprimatur", "castItem", "addrLine"]),
    (Is::Block(Kind::Code), &["eg"]),
    (Is::Speech, &["sp"]),
    (Is::Term, &["speaker"]),
    (
        Is::Loose,
        &[
            "salute", "signed", "dateline", "byline", "bibl", "biblFull", "docDate", "stage", "desc", "figDesc", "meeting", "roleDesc",
            "person", "place",
        ],
    ),
    (Is::Record, &["biblStruct"]),
    (Is::Words(Role::Emphasis), &["hi", "emph", "foreign", "title", "distinct", "gloss", "mentioned"]),
    (Is::Words(Role::Code), &["code", "gi", "att", "val", "tag", "ident"]),
    (Is::Quotation, &["q", "quote", "said"]),
    (Is::Quoted, &["soCalled"]),
    (Is::Quote, &["epigraph", "argument"]),
    (Is::Caption, &["figure"]),
    (Is::Verse, &["lg", "lg1", "lg2", "lg3"]),
    (Is::Line, &["l"]),
    (Is::List, &["list"]),
    (Is::Item, &["item"]),
    (Is::Label, &["label", "headLabel"]),
    (Is::Table, &["table"]),
    (Is::Space, &["lb", "space"]),
    (Is::Page, &["pb"]),
    (Is::Link, &["ref", "ptr"]),
    (Is::Formula, &["formula", "math"]),
    (Is::Subtitle, &["titlePart"]),
    (Is::Gap, &["gap"]),
    (Is::Gloss, &["rt"]),
];

/// Blocks in which the ends of printed lines mean something.
const BY_LINES: &[&str] = &[
    "titlePart",
    "docTitle",
    "docImprint",
    "docAuthor",
    "head",
    "l",
    "address",
    "dateline",
    "signed",
    "salute",
    "byline",
    "trailer",
    "titlePage",
];

fn refine(node: NodeRef<'_>, is: Is) -> Is {
    match node.name() {
        "titlePart"
            if !node.says("type", &["sub", "desc", "alt", "short"]) && node.parent().is_some_and(|parent| parent.name() == "docTitle") =>
        {
            Is::Block(Kind::Title)
        }
        // Of a title page, all that says who wrote the text is one line.
        "docAuthor" if !node.is_in(&["byline"]) => Is::Block(Kind::Byline),
        "byline" if node.is_in(&["titlePage"]) => Is::Block(Kind::Byline),
        _ if node.is(FIELDS) && node.is_in(&["biblStruct"]) => field(node).map_or(is, Is::Field),
        // An epigraph is a quotation already.
        "q" | "quote"
            if node.parent().is_some_and(|parent| {
                parent.name() == "epigraph" || parent.name() == "cit" && parent.parent().is_some_and(|around| around.name() == "epigraph")
            }) =>
        {
            if node.elements().any(|inner| inner.is(&["p", "ab", "lg", "l"])) {
                Is::Group
            } else {
                Is::Loose
            }
        }
        "ab" if node.attribute("type").is_some_and(|kind| kind.contains("code")) => Is::Block(Kind::Code),
        "hi" => rendered(node).map_or(is, Is::Words),
        "lb" if node.parent().is_some_and(|parent| parent.is(BY_LINES)) => Is::Break,
        // A choice is read as its editor would have it; alone, what stands there is read.
        "sic" | "orig" if node.parent().is_none_or(|parent| parent.name() != "choice") => Is::Nothing,
        "abbr" if node.parent().is_some_and(|parent| parent.name() == "choice") => Is::Hidden,
        "del" => Is::Words(Role::Strike),
        "milestone" if node.says("unit", &["section", "tb", "ornament"]) && node.attribute("rend").is_some() => Is::Rule,
        // In a line, a title's kind says whether it is set in italics.
        "title" if node.says("level", &["a", "u"]) => Is::Quoted,
        "label" if node.parent().is_some_and(|parent| !parent.is(&["list", "item"])) => Is::Words(Role::Strong),
        "div" | "div1" if node.says("type", &["titlepage", "title_page", "title-page", "halftitle"]) => Is::Group,
        // A note that is no note to a reader, see [`is_note`].
        "note" => Is::Loose,
        _ => is,
    }
}

/// The fields of a work's description.
const FIELDS: &[&str] = &[
    "author",
    "editor",
    "name",
    "orgName",
    "forename",
    "surname",
    "genName",
    "nameLink",
    "addName",
    "roleName",
    "resp",
    "title",
    "date",
    "pubPlace",
    "publisher",
    "edition",
    "biblScope",
    "citedRange",
    "idno",
    "note",
    "meeting",
    "extent",
];

fn field(node: NodeRef<'_>) -> Option<Field> {
    Some(match node.name() {
        "author" | "editor" => Field::Name,
        // Within who made it, a name is no second one.
        "name" | "orgName" if node.is_in(&["author", "editor", "publisher"]) => return None,
        "name" | "orgName" => Field::Name,
        "forename" | "surname" | "genName" | "nameLink" | "addName" | "roleName" => Field::NamePart,
        "title" if node.says("level", &["a", "u"]) => Field::Title,
        "title" => Field::Source,
        "date" => Field::Date,
        "pubPlace" => Field::Place,
        "publisher" => Field::Publisher,
        "edition" => Field::Edition,
        "biblScope" | "citedRange" => match node.attribute("unit").or(node.attribute("type")).unwrap_or_default() {
            "vol" | "volume" => Field::Volume,
            "issue" | "no" | "number" => Field::Issue,
            _ => Field::Pages,
        },
        _ => Field::Other,
    })
}

/// Words that say how words are set, and what that makes of them; short ones are compared whole.
const RENDITIONS: &[(&[&str], Role)] = &[
    (&["sup"], Role::Superscript),
    (&["sub"], Role::Subscript),
    (&["smallcap", "small-cap", "sc", "smcap", "caps"], Role::SmallCaps),
    (&["bold"], Role::Strong),
    (&["underline", "underlined"], Role::Underline),
    (&["strike", "line-through"], Role::Strike),
    (&["ital", "spaced", "gesperrt", "emph", "oblique"], Role::Emphasis),
];

/// How words are set, as far as their markup says.
fn rendered(node: NodeRef<'_>) -> Option<Role> {
    let said = ["rend", "rendition", "style"].iter().find_map(|name| node.attribute(name))?.to_ascii_lowercase();
    let is_word = |word: &str| said.split(|c: char| !c.is_alphanumeric() && c != '-').any(|part| part == word);
    let found =
        RENDITIONS.iter().find(|(words, _)| words.iter().any(|word| if word.len() < 3 { is_word(word) } else { said.contains(word) }));
    let short = match &*said {
        "i" | "it" | "#i" => Some(Role::Emphasis),
        "b" | "#b" => Some(Role::Strong),
        "u" => Some(Role::Underline),
        _ => None,
    };
    found.map(|(_, role)| *role).or(short)
}

fn list(node: NodeRef<'_>) -> Marks {
    let kind =
        format!("{} {}", node.attribute("type").unwrap_or_default(), node.attribute("rend").unwrap_or_default()).to_ascii_lowercase();
    let is_unordered = kind.contains("unorder") || kind.contains("unnumber");
    if !is_unordered && (kind.contains("order") || kind.contains("number")) {
        Marks::Number(Numbers::Decimal, 1)
    } else if kind.contains("gloss") {
        Marks::Terms
    } else if kind.contains("simple") || kind.contains("plain") || node.child("label").is_some() {
        Marks::None
    } else {
        Marks::Bullet
    }
}

fn meta(tree: &Tree<'_>) -> Meta {
    let root = tree.root();
    let header = root.find("teiHeader").unwrap_or(root);
    let statement = header.find("titleStmt").unwrap_or(header);
    let titles = || statement.elements().filter(|node| node.name() == "title");
    let title = titles()
        .find(|node| node.says("type", &["main"]))
        .or_else(|| titles().find(|node| !node.says("type", &["sub", "short", "abbreviated"])));
    let authors =
        |node: NodeRef<'_>| joined(node.elements().filter(|node| node.name() == "author").map(|node| node.text_without(&["note", "idno"])));
    let text = root.elements().find(|node| node.name() == "text");
    let said = |node: NodeRef<'_>| node.attribute("lang").map(str::to_owned);
    let language = text.and_then(said).or_else(|| said(root));
    let language = language.or_else(|| Some(header.find("langUsage")?.child("language")?.attribute("ident")?.to_owned()));
    Meta { title: title.and_then(|node| filled(node.text())), author: authors(statement), lang: language, ..Meta::default() }
}

fn parts<'t>(tree: &'t Tree<'t>) -> Vec<NodeRef<'t>> {
    let texts: Vec<_> = match tree.root().name() {
        "teiCorpus" => tree.root().elements().filter_map(|node| node.child("text")).collect(),
        _ => tree.root().elements().filter(|node| node.name() == "text").collect(),
    };
    // Parts are the outermost containers that may carry the text's own heading.
    let inside = |text: &NodeRef<'t>| text.elements().filter(|node| node.is(&["front", "body", "back", "group"])).collect::<Vec<_>>();
    let parts: Vec<_> = texts.iter().flat_map(inside).collect();
    if parts.is_empty() { vec![tree.root()] } else { parts }
}

/// Elements that are not text, and what is in them is no note of the text.
const NO_TEXT: &[&str] = &["teiHeader", "sourceDesc", "bibl", "biblStruct", "biblFull", "msDesc", "person", "place", "app"];

/// Kinds of `note` that are no notes to a reader.
const NO_NOTES: &[&str] = &["header", "head", "heading", "running", "date", "time", "signature", "page", "pagenumber", "folio", "stamp"];

/// Tells whether a `note` is one to a reader.
fn is_note(node: NodeRef<'_>) -> bool {
    if node.is_in(NO_TEXT) || node.says("type", NO_NOTES) || node.says("place", &["header", "top", "running"]) {
        return false;
    }
    let in_margin =
        node.attribute("place").is_some_and(|place| place.starts_with('m') || place.contains("left") || place.contains("right"));
    // A date in the margin tells when, as a heading does.
    let only_date = || {
        let mut words = node.children().filter(|child| child.words().is_none_or(|words| !words.trim().is_empty()));
        let is_date = words.next().is_some_and(|child| child.name() == "date") && words.next().is_none();
        is_date || !node.text().contains(char::is_alphabetic)
    };
    !(in_margin && only_date())
}

/// Elements that hold notes and nothing else.
fn is_container(node: NodeRef<'_>) -> bool {
    node.is(&["noteGrp", "listNote", "listAnnotation"])
        || (node.name() != "p"
            && node.name() != "l"
            && node.elements().all(|child| child.is(&["note", "head", "noteGrp", "pb", "fw", "lb"]))
            && node.children().all(|child| child.words().is_none_or(|words| words.trim().is_empty())))
        || node.says("type", &["notes", "footnotes", "endnotes", "note"])
}

fn apparatus(tree: &Tree<'_>) -> Apparatus {
    let names = named(tree);
    let mut found = Apparatus::default();
    let notes: Vec<_> = tree.document().descendants().filter(|node| node.name() == "note" && is_note(*node)).collect();
    let by_name = |name: &str| names.get(name_of(name)?).copied();
    let mut containers: HashMap<u32, bool> = HashMap::new();
    let mut in_container = |note: NodeRef<'_>| {
        note.parent()
            .is_some_and(|parent| *containers.entry(parent.id).or_insert_with(|| is_container(parent) && !parent.is(&["head", "cell"])))
    };
    for note in &notes {
        let key = note.name_in_links().filter(|name| names.get(name) == Some(note)).map_or_else(|| key_of(*note), str::to_owned);
        let label = note.attribute("n").map(bare).unwrap_or_default();
        // Outside of running text, a note waits to be called.
        let waits = in_container(*note) && !note.says("anchored", &["true"]);
        found.notes.insert(note.id, Entry { key, label, is_called_here: !waits, more: Vec::new() });
    }
    marks(tree, &names, &mut found);
    // Notes that name what they are about.
    for note in &notes {
        let Some(target) = note.attribute("targetEnd").or(note.attribute("target")) else { continue };
        let Some(target) = target.split_whitespace().last().and_then(by_name) else { continue };
        let Some(entry) = found.notes.get_mut(&note.id) else { continue };
        if target.ancestors().any(|node| node == *note) {
            continue;
        }
        entry.is_called_here = false;
        let call = Call { key: entry.key.clone(), label: entry.label.clone() };
        if target.is(&["ref", "ptr", "anchor"]) && !found.calls.contains_key(&target.id) {
            let label = if call.label.is_empty() { bare(&target.text()) } else { call.label.clone() };
            found.calls.insert(target.id, vec![Call { label, ..call }]);
        } else if !found.calls.contains_key(&target.id) {
            found.behind.entry(target.id).or_default().push(call);
        }
    }
    // Notes that go on in another.
    let mut continued: HashMap<u32, NodeRef<'_>> = HashMap::new();
    for note in &notes {
        if let Some(before) = note.attribute("prev").and_then(by_name) {
            continued.entry(before.id).or_insert(*note);
        }
    }
    for note in &notes {
        let mut last = *note;
        let mut seen = vec![note.id];
        if note.attribute("prev").and_then(by_name).is_some_and(|before| found.notes.contains_key(&before.id)) {
            continue;
        }
        while let Some(next) = last.attribute("next").and_then(by_name).or_else(|| continued.get(&last.id).copied()) {
            if seen.contains(&next.id) || found.notes.remove(&next.id).is_none() {
                break;
            }
            seen.push(next.id);
            found.hidden.insert(next.id);
            last = next;
        }
        if let Some(entry) = found.notes.get_mut(&note.id) {
            entry.more = seen.split_off(1);
        }
    }
    found.number();
    found
}

/// The name in this text that a target may mean.
fn name_of(target: &str) -> Option<&str> {
    let name = target.strip_prefix('#').unwrap_or(target);
    (!name.is_empty() && !name.contains('#')).then_some(name)
}

/// The marks that point at notes, and the ways back.
fn marks<'t>(tree: &'t Tree<'t>, names: &HashMap<&'t str, NodeRef<'t>>, found: &mut Apparatus) {
    let refs: Vec<_> = tree.document().descendants().filter(|node| node.is(&["ref", "ptr"]) && !node.is_in(&["teiHeader"])).collect();
    let is_declared = |node: NodeRef<'_>| node.says("type", &["noteAnchor", "note", "footnote", "endnote", "fn", "noteref"]);
    for node in &refs {
        let Some(targets) = node.attribute("target") else { continue };
        let mut calls = Vec::new();
        for target in targets.split_whitespace() {
            // Until its fifth edition TEI named places without a sign before the name; elsewhere that is another file.
            let Some(name) = name_of(target).filter(|name| target.starts_with('#') || names.contains_key(name)) else { continue };
            let there = names.get(name).copied();
            let note = there
                .and_then(|there| std::iter::once(there).chain(there.ancestors().take(2)).find(|node| found.notes.contains_key(&node.id)));
            match (note, there) {
                // Within its own note, a link to the note is no call.
                (Some(note), _) if node.ancestors().any(|around| around == note) => {}
                (Some(note), _) => calls.push((Some(note), found.notes[&note.id].key.clone())),
                (None, Some(there))
                    if !there.is(&["div", "ref", "ptr", "anchor", "pb", "head"])
                        && (is_declared(*node) || there.is(&["item", "p"]) && there.ancestors().take(2).any(is_container)) =>
                {
                    found.notes.insert(there.id, Entry { key: name.to_owned(), ..Entry::default() });
                    calls.push((Some(there), name.to_owned()));
                }
                (None, None) if is_declared(*node) => calls.push((None, name.to_owned())),
                _ => {}
            }
        }
        if calls.is_empty() {
            continue;
        }
        let words = bare(&node.text());
        // A sentence that leads to a note is a link; a mark has few characters.
        if words.chars().count() > 12 && !is_declared(*node) {
            continue;
        }
        for (note, _) in &calls {
            if let Some(entry) = note.and_then(|note| found.notes.get_mut(&note.id)) {
                entry.is_called_here = false;
            }
        }
        let only = calls.len() == 1;
        let printed = node.attribute("n").map(bare).unwrap_or_default();
        let label = |note: Option<NodeRef<'_>>| match note.and_then(|note| found.notes.get(&note.id)) {
            _ if only && !words.is_empty() => words.clone(),
            Some(entry) if !entry.label.is_empty() => entry.label.clone(),
            _ if only => printed.clone(),
            _ => String::new(),
        };
        let calls = calls.iter().map(|(note, key)| Call { key: key.clone(), label: label(*note) }).collect();
        found.calls.insert(node.id, calls);
    }
    // Ways back: in a note, a link to what calls it.
    for node in &refs {
        let Some(note) = node.ancestors().find(|around| found.notes.contains_key(&around.id)) else { continue };
        let Some(there) = node.attribute("target").and_then(|target| names.get(name_of(target)?)) else { continue };
        let near = std::iter::once(*there).chain(there.ancestors().take(1)).chain(there.elements());
        let calls_it = near.filter_map(|node| found.calls.get(&node.id)).flatten().any(|call| call.key == found.notes[&note.id].key);
        if calls_it && bare(&node.text()).chars().count() <= 4 && !found.calls.contains_key(&node.id) {
            found.hidden.insert(node.id);
        }
    }
}
