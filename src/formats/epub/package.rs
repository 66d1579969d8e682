//! The package: what the book holds, in which order, and what it says of itself.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::super::{
    archive::{Archive, folded},
    html::joined,
    xml::{
        decoded,
        tree::{self, NodeRef},
    },
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

struct Item<'a> {
    path: String,
    kind: Cow<'a, str>,
    properties: &'a str,
}

/// Words in small letters. Most are, and a book lists thousands.
fn lower(words: &str) -> Cow<'_, str> {
    if words.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) { words.into() } else { words.to_lowercase().into() }
}

/// Reads the package; where there is none, all pages of the archive in the order of their names.
///
/// # Errors
/// A [`Problem`] when the book is encrypted, or its package made to do harm.
pub(super) fn of(archive: &mut Archive<'_>) -> Result<Package, Problem> {
    let mut package = Package::default();
    let path = located(archive, &mut package.problems)?;
    let text = path.as_deref().and_then(|path| text(archive, path));
    if let (Some(path), Some(text)) = (&path, &text) {
        // What is wrong with its markup shows in what is missing.
        let (tree, _) = tree::parse(text)?;
        read(tree.document(), path, text, &mut package);
        if !text.contains("</manifest") && !text.contains(":manifest>") {
            // It breaks off before all pages are listed.
            let there: HashSet<String> = package.spine.iter().chain(&package.contents).map(|path| folded(path)).collect();
            let more = archive.names().filter(|name| is_page_name(name) && !there.contains(&folded(name))).map(str::to_owned);
            let mut more: Vec<String> = more.collect();
            more.sort_by_key(|name| natural(name));
            package.spine.extend(more);
        }
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
    refuse_encrypted(archive, &package.spine)?;
    Ok(package)
}

/// The text of a file of XML; `None` when it cannot be had.
fn text(archive: &mut Archive<'_>, path: &str) -> Option<String> {
    let bytes = archive.read(path).ok()?;
    Some(decoded(&bytes).value.into_owned())
}

/// The path of the package file: where the container says, or else wherever there is one.
fn located(archive: &mut Archive<'_>, problems: &mut Vec<Problem>) -> Result<Option<String>, Problem> {
    if let Some(text) = text(archive, "META-INF/container.xml") {
        let (tree, _) = tree::parse(&text)?;
        let named = tree.document().descendants().filter(|node| node.name().eq_ignore_ascii_case("rootfile"));
        let paths: Vec<&str> = named.filter_map(|node| node.attribute("full-path")).collect();
        if let Some(path) = paths.iter().find(|path| archive.has(path)) {
            return Ok(Some((*path).to_owned()));
        }
        if let Some(path) = paths.first() {
            problems.push(Problem::warning(format!("the container names {path} as the book's package, which is not in the archive")));
        }
    }
    Ok(archive.names().find(|name| name.to_lowercase().ends_with(".opf")).map(str::to_owned))
}

fn read(root: NodeRef<'_>, path: &str, text: &str, package: &mut Package) {
    let mut items: Vec<(&str, Item<'_>)> = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    let (mut toc, mut fixed) = (None, 0);
    let (mut creators, mut roles): (Vec<Creator<'_>>, HashMap<&str, String>) = (Vec::new(), HashMap::new());
    let meta = &mut package.meta;
    for node in root.descendants() {
        // The first packages were written in capitals.
        match &*lower(node.name()) {
            "item" => {
                let (Some(id), Some(href)) = (node.attribute("id"), node.attribute("href")) else { continue };
                let item = Item {
                    path: joined(path, href),
                    kind: lower(node.attribute("media-type").unwrap_or_default()),
                    properties: node.attribute("properties").unwrap_or_default(),
                };
                items.push((id, item));
            }
            "itemref" => {
                order.extend(node.attribute("idref"));
                fixed += usize::from(node.says("properties", &["rendition:layout-pre-paginated"]));
            }
            "spine" => toc = node.attribute("toc"),
            "title" => meta.title = meta.title.take().or_else(|| said(&node.text())),
            "creator" => {
                let role = node.attribute("role");
                creators.extend(said(&node.text()).map(|name| Creator { name, id: node.attribute("id"), role }));
            }
            "language" => meta.lang = meta.lang.take().or_else(|| said(&node.text())),
            "date" => meta.date = meta.date.take().or_else(|| said(&node.text())),
            "description" => meta.description = meta.description.take().or_else(|| said(&plain(&node.text()))),
            "meta" => match (node.attribute("property"), node.attribute("refines")) {
                (Some("role"), Some(refined)) => {
                    roles.insert(refined.trim_start_matches('#'), node.text());
                }
                (Some("rendition:layout"), _) => package.is_fixed |= node.text() == "pre-paginated",
                _ => package.is_fixed |= node.says("name", &["fixed-layout"]) && node.says("content", &["true"]),
            },
            _ => {}
        }
    }
    package.is_fixed |= fixed > 0 && fixed == order.len();
    let is_author = |creator: &&Creator<'_>| {
        let refined = creator.id.and_then(|id| roles.get(id)).map(String::as_str);
        creator.role.or(refined).is_none_or(|role| role == "aut")
    };
    let names = |creators: Vec<&Creator<'_>>| creators.iter().map(|creator| creator.name.as_str()).collect::<Vec<_>>().join(", ");
    let authors = names(creators.iter().filter(is_author).collect());
    let authors = if authors.is_empty() { names(creators.iter().collect()) } else { authors };
    meta.author = Some(authors).filter(|authors| !authors.is_empty());

    let by_id: HashMap<&str, &Item<'_>> = items.iter().map(|(id, item)| (*id, item)).collect();
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
    let is_ncx = |item: &&Item<'_>| item.kind == "application/x-dtbncx+xml" || item.path.to_lowercase().ends_with(".ncx");
    let ncx = toc.and_then(|id| by_id.get(id).copied()).or_else(|| items.iter().map(|(_, item)| item).find(is_ncx));
    package.contents = nav.or(ncx).map(|item| item.path.clone());
}

fn is_page(item: &Item<'_>) -> bool {
    item.kind.contains("html") || item.kind.contains("oeb1-document") || is_page_name(&item.path)
}

pub(super) fn is_page_name(name: &str) -> bool {
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
const OBFUSCATIONS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Refuses a book whose pages are encrypted, and says whose lock it is.
fn refuse_encrypted(archive: &mut Archive<'_>, spine: &[String]) -> Result<(), Problem> {
    let Some(text) = text(archive, "META-INF/encryption.xml") else { return Ok(()) };
    let (tree, _) = tree::parse(&text)?;
    let pages: HashSet<String> = spine.iter().map(|path| path.to_lowercase()).collect();
    let (mut method, mut locked) = ("", false);
    for node in tree.document().descendants() {
        match node.name() {
            "EncryptionMethod" => method = node.attribute("Algorithm").unwrap_or_default(),
            "CipherReference" if !OBFUSCATIONS.iter().any(|other| method.eq_ignore_ascii_case(other)) => {
                let path = joined("", node.attribute("URI").unwrap_or_default()).to_lowercase();
                locked |= pages.contains(&path);
            }
            _ => {}
        }
    }
    if !locked {
        return Ok(());
    }
    let (_, lock, program) =
        LOCKS.iter().find(|(file, ..)| archive.has(file)).copied().unwrap_or(("", "DRM", "the program of the shop that it is from"));
    Err(Problem::error(format!("the book is encrypted ({lock}): its text cannot be read")).mend(format!("open it with {program}")))
}

/// The files by which locks show, what they are called, and who opens them.
const LOCKS: [(&str, &str, &str); 4] = [
    ("META-INF/license.lcpl", "LCP", "a program that reads LCP, such as Thorium Reader, and the book's passphrase"),
    ("META-INF/sinf.xml", "Apple's DRM", "Apple Books, on a device of the account that it was bought with"),
    ("META-INF/rights.xml", "Adobe's DRM", "Adobe Digital Editions, or a reader that knows your Adobe account"),
    ("rights.xml", "Kobo's DRM", "Kobo's own program, or a copy that the shop hands out"),
];

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
