//! What pages hold beside their text, by the names that programs and people give it: tables of data, no more.

use super::tree::{Id, Tree};

/// Elements that are set on lines of their own.
pub(super) fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "aside"
            | "header"
            | "footer"
            | "nav"
            | "address"
            | "blockquote"
            | "center"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "menu"
            | "dir"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hgroup"
            | "pre"
            | "listing"
            | "xmp"
            | "hr"
            | "figure"
            | "figcaption"
            | "fieldset"
            | "legend"
            | "details"
            | "summary"
            | "form"
            | "body"
            | "html"
            | "optgroup"
    )
}

/// Elements whose content is for programs.
fn is_unseen(tag: &str) -> bool {
    matches!(
        tag,
        "head"
            | "title"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "iframe"
            | "object"
            | "embed"
            | "svg"
            | "canvas"
            | "audio"
            | "video"
            | "map"
            | "button"
            | "select"
            | "textarea"
            | "input"
            | "option"
            | "datalist"
            | "noframes"
            | "rp"
            | "annotation"
            | "annotation-xml"
            | "dialog"
    )
}

/// Classes and ids of plain navigation and of what only makes sense on the site that the page is from.
const NAVIGATION: &[&str] = &[
    // MediaWiki.
    "mw-editsection",
    "mw-jump-link",
    "mw-navigation",
    "mw-panel",
    "mw-head",
    "mw-page-base",
    "mw-head-base",
    "navbox",
    "vertical-navbox",
    "navbox-styles",
    "sistersitebox",
    "printfooter",
    "catlinks",
    "sitenotice",
    "noprint",
    "jump-to-nav",
    "toc",
    "vector-toc",
    "mw-portlet",
    "vector-header-container",
    "vector-page-toolbar",
    "mw-footer-container",
    "mw-hidden-catlinks",
    "mw-indicators",
    "navbar",
    "navigation-not-searchable",
    "mw-empty-elt",
    // Anybody's.
    "skip-link",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "breadcrumb",
    "breadcrumbs",
    "sharedaddy",
    "site-navigation",
    "post-navigation",
    "cookie-notice",
    "hidden",
    // What stands for sight only.
    "katex-html",
    "mwe-math-fallback-image-inline",
    "mwe-math-fallback-image-display",
    "z3988",
];

/// Roles of the same.
const ROLES: &[&str] =
    &["navigation", "search", "presentation-only", "menu", "menubar", "toolbar", "pagebreak", "doc-pagebreak", "doc-toc"];

/// The classes that mark where a printed page began.
const PAGE_MARKS: &[&str] = &["pagenum", "pageno", "pb", "page-number", "pagenumber", "pagebreak", "newpage", "x-ebookmaker-pageno"];

/// Tells whether a node is not part of the text: invisible, or plain navigation.
pub(super) fn is_dropped(tree: &Tree, node: Id) -> bool {
    let tag = tree.tag(node);
    if tag.is_empty() {
        return false;
    }
    if is_unseen(tag) || tag == "nav" && !tree.roles(node).any(|role| role == "doc-endnotes" || role == "footnotes") {
        return true;
    }
    if matches!(tag, "html" | "body") {
        return false;
    }
    if tree.attribute(node, "hidden").is_some() && !is_note(tree, node) {
        return true;
    }
    if let Some(style) = tree.attribute(node, "style")
        && style.contains("none")
        && style.replace([' ', '\n', '\t'], "").to_ascii_lowercase().contains("display:none")
        && !is_note(tree, node)
    {
        return true;
    }
    if is_page_mark(tree, node) {
        return true;
    }
    let classes = tree.attribute(node, "class").unwrap_or_default();
    let id = tree.attribute(node, "id").unwrap_or_default();
    (!classes.is_empty() && tree.has_class(node, NAVIGATION))
        || (!id.is_empty() && NAVIGATION.iter().any(|name| id.eq_ignore_ascii_case(name)))
        || tree.attribute(node, "role").is_some_and(|role| ROLES.contains(&role))
}

/// Tells whether a node marks where a printed page began: its number is no part of the sentence that it stands in.
pub(super) fn is_page_mark(tree: &Tree, node: Id) -> bool {
    tree.has_role(node, &["pagebreak", "doc-pagebreak"])
        || tree.attribute(node, "class").is_some() && tree.has_class(node, PAGE_MARKS) && !super::super::html::is_long(tree, node)
}

/// What notes, and the lists of them, are called by programs: both vocabularies, those that are out of use, and common mistakes.
pub(super) const NOTE_ROLES: &[&str] =
    &["footnote", "endnote", "rearnote", "note", "annotation", "doc-footnote", "doc-endnote", "doc-note", "doc-rearnote", "sidenote"];
pub(super) const NOTES_ROLES: &[&str] =
    &["footnotes", "endnotes", "rearnotes", "notes", "doc-endnotes", "doc-footnotes", "doc-rearnotes", "doc-notes"];
pub(super) const NOTEREF_ROLES: &[&str] = &["noteref", "doc-noteref", "annoref", "doc-annoref", "footnoteref"];
pub(super) const BACKLINK_ROLES: &[&str] = &["backlink", "doc-backlink", "referrer", "doc-referrer"];
pub(super) const OTHER_REF_ROLES: &[&str] = &["biblioref", "doc-biblioref", "glossref", "doc-glossref", "glossterm", "pagebreak"];

/// The same by class: docutils.
pub(super) const OTHER_REF_CLASSES: &[&str] = &["citation-reference"];

/// What lists of works, and of words, hold.
pub(super) const WORK_ROLES: &[&str] = &["biblioentry", "doc-biblioentry", "glossdef", "doc-glossdef"];

/// What is a note even if nobody calls it; remarks set into the text are called by the other names.
pub(super) const FOOTNOTE_ROLES: &[&str] = &["footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote", "doc-rearnote"];

/// Tells whether a node is a note by its role: such a one may be hidden until it is called.
pub(super) fn is_note(tree: &Tree, node: Id) -> bool {
    tree.has_role(node, NOTE_ROLES)
}
/// Headings of the eighteenth century tell the whole chapter in so many bytes.
pub(super) const LONGEST_HEADING: usize = 300;

/// Tells whether an element is a heading.
pub(super) fn is_heading(tree: &Tree, node: Id) -> bool {
    matches!(tree.tag(node).as_bytes(), [b'h', b'1'..=b'6'])
}
