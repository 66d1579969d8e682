//! What a page's style sheets say of words: slanted, bold, small capitals, raised, struck out.
//!
//! Programs that make books say such things by classes without telling names (`.t7 { font-style: italic }`). Of a sheet only rules for
//! one class are read (`.t7`, `span.t7`), and of these only what a reader needs: the rest of a sheet's rules is about places and
//! colours. That something is not shown is no matter of sheets here: a program in the page may show it when it is asked for.

use std::{collections::HashMap, rc::Rc};

use super::{
    lay::Page,
    links::joined,
    tree::{Id, Tree},
};
use crate::role::Role;

/// Sheets longer than this are those of whole sites; what they say of words stands at their beginning.
const LONGEST: usize = 256 * 1024;

/// What the classes of one page mean for words.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    classes: HashMap<String, Vec<Role>>,
}

/// The sheets of pages, a sheet a page; many share one.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pages: Vec<Rc<Sheet>>,
}

impl Sheets {
    /// The sheets of these pages, among them the files that they name.
    pub(super) fn of(tree: &Tree, pages: &[Page], files: &HashMap<String, String>) -> Self {
        let mut known: HashMap<Vec<String>, Rc<Sheet>> = HashMap::new();
        let sheet = |page: &Page| {
            let (own, named) = heads(tree, page);
            if !own.is_empty() {
                let texts = named.iter().filter_map(|path| files.get(path)).map(String::as_str);
                return Rc::new(Sheet::of(texts.chain(own)));
            }
            let found = known.entry(named.clone());
            let sheet = found.or_insert_with(|| Rc::new(Sheet::of(named.iter().filter_map(|path| files.get(path)).map(String::as_str))));
            Rc::clone(sheet)
        };
        Self { pages: pages.iter().map(sheet).collect() }
    }

    /// What the classes of a node of this page say of the words in it.
    pub(super) fn roles(&self, page: usize, tree: &Tree, node: Id) -> Vec<Role> {
        let Some(sheet) = self.pages.get(page).filter(|sheet| !sheet.classes.is_empty()) else { return Vec::new() };
        let mut roles: Vec<Role> = tree.classes(node).filter_map(|class| sheet.classes.get(class)).flatten().copied().collect();
        roles.dedup();
        roles
    }
}

/// The files that a page names as its style sheets, as paths in the archive that it is from.
pub(crate) fn named(tree: &Tree, page: &Page) -> Vec<String> {
    heads(tree, page).1
}

/// The sheets in a page's head, and the paths of those that it names.
fn heads<'t>(tree: &'t Tree, page: &Page) -> (Vec<&'t str>, Vec<String>) {
    let (mut own, mut named) = (Vec::new(), Vec::new());
    for node in tree.within(page.root).take_while(|node| tree.tag(*node) != "body") {
        match tree.tag(node) {
            "style" => own.extend(tree.children(node).filter_map(|child| tree.text(child))),
            "link" if tree.attribute(node, "rel").is_some_and(|rel| rel.to_ascii_lowercase().contains("stylesheet")) => {
                named.extend(tree.attribute(node, "href").map(|href| joined(&page.path, href)));
            }
            _ => {}
        }
    }
    (own, named)
}

impl Sheet {
    fn of<'s>(sheets: impl Iterator<Item = &'s str>) -> Self {
        let mut found = Self::default();
        for sheet in sheets {
            let mut end = sheet.len().min(LONGEST);
            while !sheet.is_char_boundary(end) {
                end -= 1;
            }
            found.read(&sheet[..end]);
        }
        found
    }

    fn read(&mut self, sheet: &str) {
        let mut rest = &*without_comments(sheet);
        while let Some(open) = rest.find('{') {
            let selectors = &rest[..open];
            // Rules within a rule are for other media, and never end a simple one.
            if selectors.trim_start().starts_with('@') {
                rest = after_block(&rest[open + 1..]);
                continue;
            }
            let close = rest[open..].find('}').map_or(rest.len(), |close| open + close);
            let roles = roles(&rest[open + 1..close]);
            for class in selectors.split(',').filter_map(class) {
                // What comes later in a sheet is what counts.
                self.classes.insert(class.to_owned(), roles.clone());
            }
            rest = rest.get(close + 1..).unwrap_or_default();
        }
        self.classes.retain(|_, roles| !roles.is_empty());
    }
}

fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(begin) = rest.find("/*") {
        out.push_str(&rest[..begin]);
        rest = rest[begin + 2..].split_once("*/").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// What follows the block that has just been opened, with the blocks in it.
fn after_block(text: &str) -> &str {
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

/// The class that a selector is about, where it is about one class and nothing else.
fn class(selector: &str) -> Option<&str> {
    let (tag, class) = selector.trim().split_once('.')?;
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte >= 0x80);
    (is_name(tag) && is_name(class) && !class.is_empty()).then_some(class)
}

/// What a rule's declarations say of words.
fn roles(declarations: &str) -> Vec<Role> {
    let mut roles = Vec::new();
    for (name, value) in declarations.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let value = value.trim().to_ascii_lowercase();
        let has = |word: &str| value.split_whitespace().any(|part| part == word);
        let role = match &*name.trim().to_ascii_lowercase() {
            "font-style" if has("italic") || has("oblique") => Role::Emphasis,
            "font-weight" if has("bold") || has("bolder") || value.parse::<u16>().is_ok_and(|weight| weight >= 600) => Role::Strong,
            "font-variant" | "font-variant-caps" if has("small-caps") || has("all-small-caps") => Role::SmallCaps,
            "vertical-align" if has("super") => Role::Superscript,
            "vertical-align" if has("sub") => Role::Subscript,
            "text-decoration" | "text-decoration-line" if has("underline") => Role::Underline,
            "text-decoration" | "text-decoration-line" if has("line-through") => Role::Strike,
            _ => continue,
        };
        roles.push(role);
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_sheet_what_it_says_of_words_is_read() {
        let check = |sheet: &str, class: &str, expected: &[Role]| {
            let sheet = Sheet::of(std::iter::once(sheet));
            assert_eq!(sheet.classes.get(class).map_or(&[][..], Vec::as_slice), expected);
        };
        check(".a { font-style: italic; color: red }", "a", &[Role::Emphasis]);
        check("p, span.a,.b{font-variant:small-caps}", "b", &[Role::SmallCaps]);
        check("/* .a { */ .a{FONT-WEIGHT:700}", "a", &[Role::Strong]);
        check("@media print { .a { font-style: italic } .b{} } .b{vertical-align: super}", "a", &[]);
        check("@media print { .a { font-style: italic } .b{} } .b{vertical-align: super}", "b", &[Role::Superscript]);
        check(".a{font-style:italic} .a{font-style:normal}", "a", &[]);
        check("h1 .a, .a:hover, .a.b { font-style: italic }", "a", &[]);
        check(".a { font-style: italic", "a", &[Role::Emphasis]);
        check("}}}{{{ .a", "a", &[]);
    }
}
