//! Pages as trees: the parser of browsers, building into one arena.
//!
//! All the pages of a book stand in one [`Tree`], so that a link from one leads to a place in another as to one in its own. Nodes
//! are numbers, and all words and values lie in one string: a book has half a million of them. Nothing is freed before the whole is.
//! Trees that were parsed apart, on several threads, are [`joined`](Tree::join) into one.

mod sink;

use std::{num::NonZeroU32, ops::Range};

use html5ever::{Attribute, LocalName, ParseOpts, parse_document, tendril::TendrilSink as _};

use self::sink::Sink;
use super::markup::shallow;

/// A node of a [`Tree`]: its number, counted from 1, so that there is room for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(NonZeroU32);

impl Id {
    fn at(index: usize) -> Self {
        Self(u32::try_from(index + 1).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    /// The same node, in a tree where `by` stand before it.
    #[must_use]
    pub(crate) fn moved(self, by: usize) -> Self {
        Self::at(self.index() + by)
    }
}

#[derive(Debug)]
enum Data {
    Page,
    Element {
        name: LocalName,
        /// The first of its attributes, and how many there are.
        attributes: u32,
        count: u32,
    },
    /// Its words in the tree's one string.
    Text(Range<u32>),
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
    attributes: Vec<(LocalName, Range<u32>)>,
    /// All words, and all values of attributes.
    words: String,
}

impl Tree {
    /// Parses a page and gives its root.
    pub(crate) fn parse(&mut self, text: &str) -> Id {
        let text = shallow(text);
        let mut tree = std::mem::take(self);
        let page = tree.push(Data::Page);
        *self = parse_document(Sink::of(tree, page), ParseOpts::default()).one(&*text);
        page
    }

    /// Puts the pages of another tree behind these; says by how much their nodes have moved.
    pub(crate) fn join(&mut self, mut other: Self) -> usize {
        let (nodes, attributes, words) = (self.nodes.len(), place(self.attributes.len()), place(self.words.len()));
        let moved = |range: &Range<u32>| range.start.saturating_add(words)..range.end.saturating_add(words);
        for node in &mut other.nodes {
            for id in [&mut node.parent, &mut node.first, &mut node.last, &mut node.before, &mut node.next].into_iter().flatten() {
                *id = id.moved(nodes);
            }
            match &mut node.data {
                Data::Element { attributes: first, .. } => *first = first.saturating_add(attributes),
                Data::Text(text) => *text = moved(text),
                Data::Page | Data::Other => {}
            }
        }
        self.nodes.append(&mut other.nodes);
        self.attributes.extend(other.attributes.into_iter().map(|(name, value)| (name, moved(&value))));
        self.words.push_str(&other.words);
        nodes
    }

    fn push(&mut self, data: Data) -> Id {
        let id = Id::at(self.nodes.len());
        self.nodes.push(Node { parent: None, first: None, last: None, before: None, next: None, data });
        id
    }

    /// Keeps words; of a tree that has four gigabytes of them, no more.
    fn keep(&mut self, words: &str) -> Range<u32> {
        let from = place(self.words.len());
        if self.words.len() + words.len() < u32::MAX as usize {
            self.words.push_str(words);
        }
        from..place(self.words.len())
    }

    fn keep_attributes(&mut self, attributes: Vec<Attribute>) -> (u32, u32) {
        let first = place(self.attributes.len());
        for attribute in attributes {
            let value = self.keep(&attribute.value);
            self.attributes.push((attribute.name.local, value));
        }
        (first, place(self.attributes.len()) - first)
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
            Data::Element { name, .. } => name,
            _ => "",
        }
    }

    /// A text, where the node is one.
    pub(crate) fn text(&self, id: Id) -> Option<&str> {
        match &self.node(id).data {
            Data::Text(text) => Some(self.kept(text)),
            _ => None,
        }
    }

    fn kept(&self, at: &Range<u32>) -> &str {
        self.words.get(at.start as usize..at.end as usize).unwrap_or_default()
    }

    fn attributes(&self, id: Id) -> &[(LocalName, Range<u32>)] {
        match &self.node(id).data {
            Data::Element { attributes, count, .. } => {
                self.attributes.get(*attributes as usize..(attributes + count) as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// An attribute, by its name as it is written, prefix and all.
    pub(crate) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        self.attributes(id).iter().find(|(name, _)| &**name == wanted).map(|(_, value)| self.kept(value))
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
        self.push(Data::Element { name: LocalName::from(tag), attributes: 0, count: 0 })
    }

    /// A new text, which stands nowhere yet.
    pub(crate) fn create_text(&mut self, text: &str) -> Id {
        let kept = self.keep(text);
        self.push(Data::Text(kept))
    }

    /// Gives an element an attribute.
    pub(crate) fn set(&mut self, id: Id, wanted: &str, value: &str) {
        let mut all: Vec<_> = self.attributes(id).iter().filter(|(name, _)| &**name != wanted).cloned().collect();
        all.push((LocalName::from(wanted), self.keep(value)));
        let (first, number) = (place(self.attributes.len()), place(all.len()));
        self.attributes.extend(all);
        if let Data::Element { attributes, count, .. } = &mut self.nodes[id.index()].data {
            (*attributes, *count) = (first, number);
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
    pub(crate) fn wrap(&mut self, text: Id, at: Range<usize>, tag: &str) -> Id {
        let Data::Text(words) = &self.node(text).data else { return self.create(tag) };
        let words = words.clone();
        let length = (words.end - words.start) as usize;
        // The words stay where they are; only who holds them changes.
        let from = words.start + place(at.start.min(length));
        let to = words.start + place(at.end.clamp(at.start.min(length), length));
        let element = self.create(tag);
        let inner = self.push(Data::Text(from..to));
        self.append(element, inner);
        let behind = self.push(Data::Text(to..words.end));
        if let Some(parent) = self.parent(text) {
            let next = self.next(text);
            put(&mut self.nodes, parent, next, element);
            put(&mut self.nodes, parent, next, behind);
        }
        self.nodes[text.index()].data = Data::Text(words.start..from);
        element
    }
}

/// An offset or an index, in the four bytes that a tree keeps of each.
fn place(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
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

#[cfg(test)]
mod tests {
    use super::{super::markup::MOST_IN_A_TAG, sink::MOST_ATTRIBUTES, *};

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

    #[test]
    fn a_tag_has_no_more_attributes_than_anybody_needs() {
        let named = |range: Range<usize>, value: &str| range.map(|index| format!(" a{index}{value}")).collect::<Vec<_>>().concat();
        for value in ["", "=b", "='>'", " = \">\"", "/"] {
            let many = format!("<i>x</i><p{}>One</p><p{}>Two</p>", named(0..9000, value), named(0..9000, value));
            let mut tree = Tree::default();
            let page = tree.parse(&many);
            assert_eq!(tree.words(page), "xOneTwo");
            let counts: Vec<_> = tree.within(page).filter(|node| tree.tag(*node) == "p").map(|p| tree.attributes(p).len()).collect();
            assert_eq!(counts, [MOST_IN_A_TAG; 2], "{value}");
        }
        // One that is only long keeps what it has, and a tag without an end is none.
        let long = format!("<a title='{}' name=b>One</a><p{}", "x ".repeat(9000), named(0..9000, ""));
        let mut tree = Tree::default();
        let page = tree.parse(&long);
        let a = tree.within(page).find(|node| tree.tag(*node) == "a").unwrap();
        assert_eq!((tree.attribute(a, "name"), tree.words(page).as_str()), (Some("b"), "One"));
    }

    #[test]
    fn trees_are_joined_as_if_they_had_been_one() {
        let pages = ["<p id=a>One <b class='x y'>two</b>", "<p title=z>Three<svg xlink:href=u></svg>", "<ul><li>Four"];
        let (mut one, mut first, mut second) = (Tree::default(), Tree::default(), Tree::default());
        let expected: Vec<Id> = pages.iter().map(|page| one.parse(page)).collect();
        let mut roots = vec![first.parse(pages[0])];
        let others = [second.parse(pages[1]), second.parse(pages[2])];
        let moved = first.join(second);
        roots.extend(others.map(|root| root.moved(moved)));
        assert_eq!(roots, expected);
        for root in roots {
            assert_eq!(first.words(root), one.words(root));
            for (node, other) in first.within(root).zip(one.within(root)) {
                assert_eq!((node, first.tag(node), first.parent(node)), (other, one.tag(other), one.parent(other)));
                for name in ["id", "class", "title", "href"] {
                    assert_eq!(first.attribute(node, name), one.attribute(other, name));
                }
            }
        }
    }

    #[test]
    fn a_second_body_adds_what_the_first_lacks_and_not_without_end() {
        let mut tree = Tree::default();
        let body = |tree: &Tree, page| tree.within(page).find(|node| tree.tag(*node) == "body").unwrap();
        let page = tree.parse("<body class=a>One<body class=b id=c>");
        assert_eq!(["class", "id"].map(|name| tree.attribute(body(&tree, page), name)), [Some("a"), Some("c")]);
        let many = (0..1000).map(|index| format!("<body a{index}=1>")).collect::<Vec<_>>().concat();
        let page = tree.parse(&many);
        assert_eq!(tree.attributes(body(&tree, page)).len(), MOST_ATTRIBUTES);
    }
}
