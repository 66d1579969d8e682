//! The package: what the book holds, in which order, and what it says of itself.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        archive::Archive,
        html::{Id, Tree, joined},
    },
    contents::local,
    markup,
};
use crate::{document::Meta, problem::Problem};

/// What a package says.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) meta: Meta,
    /// The paths of the pages, in reading order.
    pub(super) spine: Vec<String>,
    /// The path of the table of contents.
    pub(super) contents: Option<String>,
    pub(super) is_fixed: bool,
    pub(super) problems: Vec<Problem>,
}

/// Who wrote the book, translated or illustrated it.
struct Creator<'a> {
    name: String,
    id: Option<&'a str>,
    role: Option<&'a str>,
}

struct Item {
    path: String,
    kind: String,
    properties: String,
}

/// Reads the package; where there is none, all pages of the archive in the order of their names.
///
/// # Errors
/// A [`Problem`] when the book is encrypted.
pub(super) fn of(archive: &mut Archive<'_>, tree: &mut Tree) -> Result<Package, Problem> {
    let mut package = Package::default();
    let path = located(archive, tree, &mut package.problems);
    let text = path.as_deref().and_then(|path| markup(archive, path));
    if let (Some(path), Some(text)) = (&path, &text) {
        let root = tree.parse(text);
        read(tree, root, path, text, &mut package);
    } else {
        package.problems.push(Problem::warning("the book's package file is missing: its pages are read in the order of their names"));
    }
    if package.spine.is_empty() {
        package.spine = archive.names().filter(|name| is_page_name(name)).map(str::to_owned).collect();
        package.spine.sort_by_key(|name| natural(name));
    }
    if package.contents.is_none() {
        package.contents = archive.names().find(|name| name.to_lowercase().ends_with(".ncx")).map(str::to_owned);
    }
    refuse_encrypted(archive, tree, &package.spine)?;
    Ok(package)
}

/// The path of the package file: where the container says, or else wherever there is one.
fn located(archive: &mut Archive<'_>, tree: &mut Tree, problems: &mut Vec<Problem>) -> Option<String> {
    if let Some(text) = markup(archive, "META-INF/container.xml") {
        let root = tree.parse(&text);
        let named = tree.within(root).filter(|node| local(tree.tag(*node)) == "rootfile");
        let paths: Vec<String> = named.filter_map(|node| tree.attribute(node, "full-path")).map(str::to_owned).collect();
        if let Some(path) = paths.iter().find(|path| archive.has(path)) {
            return Some(path.clone());
        }
        if let Some(path) = paths.first() {
            problems.push(Problem::warning(format!("the container names {path} as the book's package, which is not in the archive")));
        }
    }
    archive.names().find(|name| name.to_lowercase().ends_with(".opf")).map(str::to_owned)
}

fn read(tree: &Tree, root: Id, path: &str, text: &str, package: &mut Package) {
    let mut items: Vec<(String, Item)> = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    let mut toc = None;
    let (mut creators, mut roles): (Vec<Creator<'_>>, HashMap<&str, String>) = (Vec::new(), HashMap::new());
    let meta = &mut package.meta;
    for node in tree.within(root) {
        let attribute = |name: &str| tree.attribute(node, name).map(str::trim);
        let tag = tree.tag(node);
        match (local(tag), tag.contains(':')) {
            ("item", _) => {
                let (Some(id), Some(href)) = (attribute("id"), attribute("href")) else { continue };
                let item = Item {
                    path: joined(path, href),
                    kind: attribute("media-type").unwrap_or_default().to_lowercase(),
                    properties: attribute("properties").unwrap_or_default().to_owned(),
                };
                items.push((id.to_owned(), item));
            }
            ("itemref", _) => order.extend(attribute("idref")),
            ("spine", _) => toc = attribute("toc"),
            ("title", true) => {
                meta.title = meta.title.take().or_else(|| said(&tree.words(node)));
            }
            ("creator", true) => {
                let role = attribute("opf:role").or_else(|| attribute("role"));
                creators.extend(said(&tree.words(node)).map(|name| Creator { name, id: attribute("id"), role }));
            }
            ("language", true) => meta.lang = meta.lang.take().or_else(|| said(&tree.words(node))),
            ("date", true) => meta.date = meta.date.take().or_else(|| said(&tree.words(node))),
            ("description", true) => meta.description = meta.description.take().or_else(|| said(&plain(&tree.words(node)))),
            ("meta", _) => {
                // HTML knows no words in a `meta`: they stand behind it.
                let value = tree.next(node).and_then(|next| tree.text(next)).unwrap_or_default().trim();
                match (attribute("property"), attribute("refines")) {
                    (Some("role"), Some(refined)) => {
                        roles.insert(refined.trim_start_matches('#'), value.to_owned());
                    }
                    (Some("rendition:layout"), _) => package.is_fixed |= value == "pre-paginated",
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let is_author = |creator: &&Creator<'_>| {
        let refined = creator.id.and_then(|id| roles.get(id)).map(String::as_str);
        creator.role.or(refined).is_none_or(|role| role == "aut")
    };
    let names = |creators: Vec<&Creator<'_>>| creators.iter().map(|creator| creator.name.as_str()).collect::<Vec<_>>().join(", ");
    let authors = names(creators.iter().filter(is_author).collect());
    let authors = if authors.is_empty() { names(creators.iter().collect()) } else { authors };
    meta.author = Some(authors).filter(|authors| !authors.is_empty());

    let by_id: HashMap<&str, &Item> = items.iter().map(|(id, item)| (id.as_str(), item)).collect();
    for id in order {
        match by_id.get(id) {
            Some(item) if is_page(item) => package.spine.push(item.path.clone()),
            Some(_) => {}
            None => package.problems.push(Problem::warning(format!("the reading order names {id}, which the package does not list"))),
        }
    }
    // A package that breaks off has lost the end of its order, or all of it: what it lists beyond that is read after it.
    if package.spine.is_empty() || !text.contains("</spine") && !text.contains(":spine>") {
        package.problems.push(Problem::warning("the book's package file breaks off: the order of its last pages may be wrong"));
        let there: HashSet<String> = package.spine.iter().cloned().collect();
        let more = items.iter().map(|(_, item)| item).filter(|item| is_page(item) && !item.properties.contains("nav"));
        package.spine.extend(more.map(|item| item.path.clone()).filter(|path| !there.contains(path)));
    }
    let nav = items.iter().map(|(_, item)| item).find(|item| item.properties.split_whitespace().any(|property| property == "nav"));
    let is_ncx = |item: &&Item| item.kind == "application/x-dtbncx+xml" || item.path.to_lowercase().ends_with(".ncx");
    let ncx = toc.and_then(|id| by_id.get(id).copied()).or_else(|| items.iter().map(|(_, item)| item).find(is_ncx));
    package.contents = nav.or(ncx).map(|item| item.path.clone());
}

fn is_page(item: &Item) -> bool {
    item.kind.contains("html") || item.kind.contains("oeb1-document") || is_page_name(&item.path)
}

fn is_page_name(name: &str) -> bool {
    let name = name.to_lowercase();
    [".xhtml", ".html", ".htm", ".xht"].iter().any(|ending| name.ends_with(ending))
}

/// A name with its numbers made equally long, so that the second chapter comes before the tenth.
fn natural(name: &str) -> String {
    let mut natural = String::new();
    let mut digits = String::new();
    for character in name.chars().chain(std::iter::once('\0')) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            natural.extend(std::iter::repeat_n('0', 8_usize.saturating_sub(digits.len())));
            natural.push_str(&digits);
            digits.clear();
        }
        natural.push(character);
    }
    natural
}

/// Ways of making fonts unusable elsewhere; the text is not concerned.
const OBFUSCATIONS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#rc"];

/// Refuses a book whose pages are encrypted.
fn refuse_encrypted(archive: &mut Archive<'_>, tree: &mut Tree, spine: &[String]) -> Result<(), Problem> {
    let Some(text) = markup(archive, "META-INF/encryption.xml") else { return Ok(()) };
    let root = tree.parse(&text);
    let pages: HashSet<String> = spine.iter().map(|path| path.to_lowercase()).collect();
    let (mut method, mut locked) = (String::new(), 0);
    for node in tree.within(root) {
        match local(tree.tag(node)) {
            "encryptionmethod" => method = tree.attribute(node, "algorithm").unwrap_or_default().to_lowercase(),
            "cipherreference" if !OBFUSCATIONS.contains(&method.as_str()) => {
                let path = joined("", tree.attribute(node, "uri").unwrap_or_default()).to_lowercase();
                locked += usize::from(pages.contains(&path));
            }
            _ => {}
        }
    }
    if locked == 0 {
        return Ok(());
    }
    Err(Problem::error("the book is encrypted (DRM): its text cannot be read").mend("open it with the program of the shop that it is from"))
}

fn said(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// A description without the tags that shops put into it.
fn plain(words: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for character in words.chars() {
        match character {
            '<' => depth += 1,
            '>' if depth > 0 => {
                depth -= 1;
                plain.push(' ');
            }
            character if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    plain
}
