//! Pages as trees: the parser of browsers, building into one arena.
//!
//! All the pages of a book stand in one [`Tree`], so that a link from one leads to a place in another as to one in its own. Nodes
//! are numbers; nothing is freed before the whole is.

use std::{borrow::Cow, cell::RefCell, collections::HashSet};

use html5ever::{
    Attribute, ExpandedName, LocalName, Namespace, ParseOpts, QualName, expanded_name,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    local_name, ns, parse_document,
    tendril::{StrTendril, TendrilSink as _},
};

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(u32);

impl Id {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
enum Data {
    Page,
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(StrTendril),
    /// Comments, instructions.
    Other,
}

#[derive(Debug)]
struct Node {
    parent: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    before: Option<Id>,
    next: Option<Id>,
    data: Data,
}

/// Pages, each a tree of elements and texts.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Parses a page and gives its root.
    pub(crate) fn parse(&mut self, text: &str) -> Id {
        let text = shallow(text);
        let mut nodes = std::mem::take(&mut self.nodes);
        let page = push(&mut nodes, Data::Page);
        let sink = Sink { nodes: RefCell::new(nodes), page };
        self.nodes = parse_document(sink, ParseOpts::default()).one(&*text);
        page
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, id: Id) -> &Node {
        &self.nodes[id.index()]
    }

    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.node(id).parent
    }

    pub(crate) fn first(&self, id: Id) -> Option<Id> {
        self.node(id).first
    }

    pub(crate) fn next(&self, id: Id) -> Option<Id> {
        self.node(id).next
    }

    pub(crate) fn before(&self, id: Id) -> Option<Id> {
        self.node(id).before
    }

    /// The children of a node, in order.
    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.first(id), |child| self.next(*child))
    }

    /// The node and those around it, outwards.
    pub(crate) fn outwards(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(id), |node| self.parent(*node))
    }

    /// The next node of the same page in reading order, which may be within this one.
    pub(crate) fn following(&self, id: Id) -> Option<Id> {
        self.first(id).or_else(|| self.after(id))
    }

    /// The next node of the same page in reading order that is not within this one.
    pub(crate) fn after(&self, id: Id) -> Option<Id> {
        self.outwards(id).find_map(|node| self.next(node))
    }

    /// Everything within a node, in reading order, without the node itself.
    pub(crate) fn within(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.after(id);
        std::iter::successors(self.first(id), |node| self.following(*node)).take_while(move |node| Some(*node) != end)
    }

    /// The name of an element, in lower case, without namespace; empty for anything else.
    pub(crate) fn tag(&self, id: Id) -> &str {
        match &self.node(id).data {
            Data::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    /// A text, where the node is one.
    pub(crate) fn text(&self, id: Id) -> Option<&str> {
        match &self.node(id).data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// An attribute, by its name as it is written, prefix and all.
    pub(crate) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match &self.node(id).data {
            Data::Element { attributes, .. } => {
                attributes.iter().find(|attribute| &*attribute.name.local == wanted).map(|attribute| &*attribute.value)
            }
            _ => None,
        }
    }

    /// All words under a node, as they stand.
    pub(crate) fn words(&self, id: Id) -> String {
        let mut words = String::new();
        if let Some(text) = self.text(id) {
            words.push_str(text);
        }
        for node in self.within(id) {
            match self.text(node) {
                Some(text) => words.push_str(text),
                None if self.tag(node) == "br" => words.push(' '),
                None => {}
            }
        }
        words
    }

    /// The names that links can call a node by.
    pub(crate) fn names(&self, id: Id) -> impl Iterator<Item = &str> {
        let name = self.attribute(id, "name").filter(|_| matches!(self.tag(id), "a" | "map"));
        let id = self.attribute(id, "id").or_else(|| self.attribute(id, "xml:id"));
        id.into_iter().chain(name.filter(|name| Some(*name) != id)).map(str::trim).filter(|name| !name.is_empty())
    }

    /// What a node says it is for: the tokens of `epub:type`, and its `role`.
    pub(crate) fn roles(&self, id: Id) -> impl Iterator<Item = &str> {
        let kinds = self.attribute(id, "epub:type").unwrap_or_default();
        let role = self.attribute(id, "role").unwrap_or_default();
        // In ARIA a "note" is any remark in passing.
        kinds.split_whitespace().chain(role.split_whitespace().filter(|role| *role != "note"))
    }

    pub(crate) fn has_role(&self, id: Id, wanted: &[&str]) -> bool {
        self.roles(id).any(|role| wanted.contains(&role))
    }

    /// The classes of a node.
    pub(crate) fn classes(&self, id: Id) -> impl Iterator<Item = &str> {
        self.attribute(id, "class").unwrap_or_default().split_whitespace()
    }

    pub(crate) fn has_class(&self, id: Id, wanted: &[&str]) -> bool {
        self.classes(id).any(|class| wanted.iter().any(|wanted| class.eq_ignore_ascii_case(wanted)))
    }

    /// The element before a node, whatever blanks are between them.
    pub(crate) fn before_element(&self, id: Id) -> Option<Id> {
        let mut before = std::iter::successors(self.before(id), |node| self.before(*node));
        before.find(|node| self.text(*node).is_none_or(|text| !text.trim().is_empty())).filter(|node| !self.tag(*node).is_empty())
    }

    // ── Changing it ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// A new element, which stands nowhere yet.
    pub(crate) fn create(&mut self, tag: &str) -> Id {
        let name = QualName::new(None, ns!(html), LocalName::from(tag));
        push(&mut self.nodes, Data::Element { name, attributes: Vec::new() })
    }

    /// A new text, which stands nowhere yet.
    pub(crate) fn create_text(&mut self, text: &str) -> Id {
        push(&mut self.nodes, Data::Text(StrTendril::from_slice(text)))
    }

    /// Gives an element an attribute.
    pub(crate) fn set(&mut self, id: Id, wanted: &str, value: &str) {
        if let Data::Element { attributes, .. } = &mut self.nodes[id.index()].data {
            attributes.retain(|attribute| &*attribute.name.local != wanted);
            let name = QualName::new(None, ns!(), LocalName::from(wanted));
            attributes.push(Attribute { name, value: StrTendril::from_slice(value) });
        }
    }

    /// Takes a node, with all that is in it, from where it stands.
    pub(crate) fn detach(&mut self, id: Id) {
        detach(&mut self.nodes, id);
    }

    /// Puts a node at the end of another.
    pub(crate) fn append(&mut self, parent: Id, child: Id) {
        put(&mut self.nodes, parent, None, child);
    }

    /// Puts a node before another; does nothing where that stands nowhere.
    pub(crate) fn put_before(&mut self, sibling: Id, child: Id) {
        if let Some(parent) = self.parent(sibling) {
            put(&mut self.nodes, parent, Some(sibling), child);
        }
    }

    /// Puts all children of a node at the end of another.
    pub(crate) fn move_children(&mut self, from: Id, to: Id) {
        while let Some(child) = self.first(from) {
            self.append(to, child);
        }
    }

    /// Puts an element around part of a text, which is cut in three; the text keeps what stands before.
    pub(crate) fn wrap(&mut self, text: Id, at: std::ops::Range<usize>, tag: &str) -> Id {
        let words = self.text(text).unwrap_or_default().to_owned();
        let element = self.create(tag);
        let inner = self.create_text(words.get(at.clone()).unwrap_or_default());
        self.append(element, inner);
        let behind = self.create_text(words.get(at.end..).unwrap_or_default());
        if let Some(parent) = self.parent(text) {
            let next = self.next(text);
            put(&mut self.nodes, parent, next, element);
            put(&mut self.nodes, parent, next, behind);
        }
        if let Data::Text(text) = &mut self.nodes[text.index()].data {
            *text = StrTendril::from_slice(words.get(..at.start).unwrap_or_default());
        }
        element
    }
}

fn push(nodes: &mut Vec<Node>, data: Data) -> Id {
    let id = Id(u32::try_from(nodes.len()).unwrap_or(u32::MAX));
    nodes.push(Node { parent: None, first: None, last: None, before: None, next: None, data });
    id
}

/// Takes what the parser makes of a page.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    page: Id,
}

/// A name that does not borrow the tree, which the parser changes while it holds one.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn create(&self, data: Data) -> Id {
        push(&mut self.nodes.borrow_mut(), data)
    }

    /// Puts a child before a node, or at the end.
    fn put(&self, parent: Id, before: Option<Id>, child: NodeOrText<Id>) {
        let mut nodes = self.nodes.borrow_mut();
        let left = match before {
            Some(before) => nodes[before.index()].before,
            None => nodes[parent.index()].last,
        };
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                if let Some(left) = left
                    && let Data::Text(there) = &mut nodes[left.index()].data
                {
                    there.push_tendril(&text);
                    return;
                }
                push(&mut nodes, Data::Text(text))
            }
        };
        put(&mut nodes, parent, before, child);
    }
}

/// Puts a node before another child of its new parent, or at the end, and takes it from where it stood.
fn put(nodes: &mut [Node], parent: Id, before: Option<Id>, child: Id) {
    detach(nodes, child);
    let left = match before {
        Some(before) => nodes[before.index()].before,
        None => nodes[parent.index()].last,
    };
    let node = &mut nodes[child.index()];
    (node.parent, node.before, node.next) = (Some(parent), left, before);
    match left {
        Some(left) => nodes[left.index()].next = Some(child),
        None => nodes[parent.index()].first = Some(child),
    }
    match before {
        Some(before) => nodes[before.index()].before = Some(child),
        None => nodes[parent.index()].last = Some(child),
    }
}

fn detach(nodes: &mut [Node], id: Id) {
    let Node { parent, before, next, .. } = nodes[id.index()];
    let Some(parent) = parent else { return };
    match before {
        Some(before) => nodes[before.index()].next = next,
        None => nodes[parent.index()].first = next,
    }
    match next {
        Some(next) => nodes[next.index()].before = before,
        None => nodes[parent.index()].last = before,
    }
    let node = &mut nodes[id.index()];
    (node.parent, node.before, node.next) = (None, None, None);
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Vec<Node>;
    type ElemName<'a> = Name;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        self.page
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match &self.nodes.borrow()[target.index()].data {
            Data::Element { name, .. } => Name(name.clone()),
            _ => Name(QualName::new(None, ns!(), local_name!(""))),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.create(Data::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.create(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.create(Data::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.put(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.nodes.borrow()[element.index()].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[sibling.index()].parent;
        if let Some(parent) = parent {
            self.put(parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.nodes.borrow_mut()[target.index()].data {
            let there: HashSet<QualName> = attributes.iter().map(|attribute| attribute.name.clone()).collect();
            attributes.extend(more.into_iter().filter(|attribute| !there.contains(&attribute.name)));
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        detach(&mut self.nodes.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        loop {
            let child = self.nodes.borrow()[node.index()].first;
            let Some(child) = child else { return };
            self.put(*parent, None, NodeOrText::AppendNode(child));
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Id) -> bool {
        let nodes = self.nodes.borrow();
        let Data::Element { name, attributes } = &nodes[handle.index()].data else { return false };
        let is_annotation: ExpandedName<'_> = expanded_name!(mathml "annotation-xml");
        name.expanded() == is_annotation
            && attributes.iter().any(|attribute| {
                &*attribute.name.local == "encoding"
                    && (attribute.value.eq_ignore_ascii_case("text/html") || attribute.value.eq_ignore_ascii_case("application/xhtml+xml"))
            })
    }
}

/// Elements deeper than this are not begun; browsers stop at 512, too. The parser looks through all that are open for each that
/// begins, and a page of nothing but beginnings would take it hours.
const DEEPEST: usize = 512;

/// The same page without what is nested too deep.
fn shallow(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let (mut out, mut copied, mut depth) = (String::new(), 0, 0_usize);
    for open in memchr::memchr_iter(b'<', bytes) {
        let (begins, name) = match bytes.get(open + 1) {
            Some(b'/') => (false, open + 2),
            Some(_) => (true, open + 1),
            None => break,
        };
        let length = bytes[name..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len() - name);
        if length == 0 || !bytes[name].is_ascii_alphabetic() || closes_itself(&bytes[name..name + length]) {
            continue;
        }
        if !begins {
            depth = depth.saturating_sub(1);
        } else if depth < DEEPEST {
            depth += 1;
        } else {
            let end = memchr::memchr(b'>', &bytes[open..]).map_or(bytes.len(), |end| open + end + 1);
            if open >= copied {
                out.push_str(&text[copied..open]);
                copied = end;
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Tells whether an element has no end, or is ended by the next of its kind, so that a page can have any number of them open.
fn closes_itself(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 16] =
        [b"p", b"li", b"dt", b"dd", b"tr", b"td", b"th", b"a", b"option", b"tbody", b"html", b"body", b"head", b"rt", b"rp", b"nobr"];
    NAMES.iter().any(|other| name.eq_ignore_ascii_case(other)) || VOID.iter().any(|other| name.eq_ignore_ascii_case(other.as_bytes()))
}

/// What XML writes otherwise than HTML, written as HTML: an element that is closed where it opens (`<a id="x"/>`) gets its end
/// tag, which HTML would leave open over all that follows, and a CDATA section becomes text.
pub(crate) fn from_xml(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        let rest = &bytes[open..];
        if rest.starts_with(b"<!--") {
            at = memchr::memmem::find(&rest[4..], b"-->").map_or(bytes.len(), |end| open + 4 + end + 3);
            continue;
        }
        if rest.starts_with(b"<![CDATA[") {
            let inner = open + 9;
            let end = memchr::memmem::find(&bytes[inner..], b"]]>").map_or(bytes.len(), |end| inner + end);
            out.push_str(&text[copied..open]);
            out.push_str(&text[inner..end].replace('&', "&amp;").replace('<', "&lt;"));
            at = (end + 3).min(bytes.len());
            copied = at;
            continue;
        }
        if !rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            at = open + 1;
            continue;
        }
        let Some(close) = tag_end(bytes, open + 1) else { break };
        if bytes[close - 1] == b'/' {
            let name_end = bytes[open + 1..close].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/');
            let name = &text[open + 1..open + 1 + name_end.unwrap_or(0)];
            if !VOID.contains(&&*name.to_ascii_lowercase()) {
                out.push_str(&text[copied..close - 1]);
                out.push_str("></");
                out.push_str(name);
                out.push('>');
                copied = close + 1;
            }
        }
        at = close + 1;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Elements that have no end tag in HTML either.
const VOID: [&str; 13] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Where the tag that `at` is in ends: its `>`, which may not stand within quotation marks.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes[at] {
            b'>' => return Some(at),
            quote => at += 1 + memchr::memchr(quote, &bytes[at + 1..])? + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_closes_at_once_is_closed() {
        let check = |xml: &str, expected: &str| assert_eq!(from_xml(xml), expected);
        check("<p>One<br/>two</p>", "<p>One<br/>two</p>");
        check("<p><a id=\"x\"/>One</p>", "<p><a id=\"x\"></a>One</p>");
        check("<title/><p title='a > b/'>x</p>", "<title></title><p title='a > b/'>x</p>");
        check("<!-- <a/> --><script src=\"a\" />é", "<!-- <a/> --><script src=\"a\" ></script>é");
        check("<![CDATA[a < b]]>.", "a &lt; b.");
        check("a < b <a", "a < b <a");
        check("<i/", "<i/");
    }

    #[test]
    fn a_tree_is_gone_through_in_reading_order() {
        let mut tree = Tree::default();
        let page = tree.parse("<p>One <b>two</b><p>three<table>four<tr><td>five</table>");
        assert_eq!(tree.words(page), "One twothreefourfive");
        let body = tree.within(page).find(|node| tree.tag(*node) == "body").unwrap();
        assert_eq!(tree.children(body).map(|node| tree.tag(node)).collect::<Vec<_>>(), ["p", "p"]);
        let again = tree.parse("<p>Six");
        assert_eq!((tree.words(page).len(), tree.words(again).len()), (20, 3));
    }
}
