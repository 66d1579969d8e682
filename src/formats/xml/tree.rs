//! An XML text as a tree of elements and words, whatever state it is in.
//!
//! The [`parser`] builds it, and mends what is broken; a [`NodeRef`] is how all others see it.

mod parser;

pub(in crate::formats) use self::parser::parse;

/// A tree. Its first node is the document, which holds the root element.
#[derive(Debug)]
pub(in crate::formats) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<(&'a str, String)>,
}

#[derive(Debug)]
struct Node<'a> {
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
    previous: u32,
    what: What<'a>,
}

#[derive(Debug)]
enum What<'a> {
    /// Its name without prefix, and its attributes.
    Element(&'a str, std::ops::Range<u32>),
    Text(String),
}

/// No node: the document itself is nobody's child.
const NONE: u32 = 0;

/// One node of a tree.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct NodeRef<'t> {
    tree: &'t Tree<'t>,
    /// Its number, in the order of the text.
    pub(in crate::formats) id: u32,
}

impl PartialEq for NodeRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl<'a> Node<'a> {
    fn new(parent: u32, what: What<'a>) -> Self {
        Self { parent, first: NONE, last: NONE, next: NONE, previous: NONE, what }
    }
}

impl<'a> Tree<'a> {
    fn add(&mut self, parent: u32, what: What<'a>) -> u32 {
        let id = number(self.nodes.len());
        self.nodes.push(Node::new(parent, what));
        let last = std::mem::replace(&mut self.nodes[parent as usize].last, id);
        if last == NONE {
            self.nodes[parent as usize].first = id;
        } else {
            self.nodes[last as usize].next = id;
            self.nodes[id as usize].previous = last;
        }
        id
    }

    /// The document, whose child is the root element.
    pub(in crate::formats) fn document(&self) -> NodeRef<'_> {
        NodeRef { tree: self, id: 0 }
    }

    /// The root element; of several, the first. The document itself where there is none.
    pub(in crate::formats) fn root(&self) -> NodeRef<'_> {
        self.document().elements().next().unwrap_or(self.document())
    }
}

impl<'t> NodeRef<'t> {
    fn node(self) -> &'t Node<'t> {
        &self.tree.nodes[self.id as usize]
    }

    fn at(self, id: u32) -> Option<Self> {
        (id != NONE).then_some(Self { tree: self.tree, id })
    }

    /// The node of this number in the same tree.
    pub(in crate::formats) fn numbered(self, id: u32) -> Option<Self> {
        ((id as usize) < self.tree.nodes.len()).then_some(Self { tree: self.tree, id })
    }

    /// Its name without prefix; empty for text.
    pub(in crate::formats) fn name(self) -> &'t str {
        if let What::Element(name, _) = &self.node().what { name } else { "" }
    }

    /// Tells whether it has one of these names.
    pub(in crate::formats) fn is(self, names: &[&str]) -> bool {
        names.contains(&self.name())
    }

    /// Its words, when it is nothing else.
    pub(in crate::formats) fn words(self) -> Option<&'t str> {
        if let What::Text(text) = &self.node().what { Some(text) } else { None }
    }

    /// An attribute by its name without prefix, unless it is empty.
    pub(in crate::formats) fn attribute(self, name: &str) -> Option<&'t str> {
        let What::Element(_, range) = &self.node().what else { return None };
        let attributes = &self.tree.attributes[range.start as usize..range.end as usize];
        attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Tells whether a value of this attribute, which may be a list, is one of these, whatever its case.
    pub(in crate::formats) fn says(self, name: &str, values: &[&str]) -> bool {
        self.attribute(name)
            .is_some_and(|said| said.split_whitespace().any(|word| values.iter().any(|value| value.eq_ignore_ascii_case(word))))
    }

    /// What it is called in links: `xml:id` or `id`.
    pub(in crate::formats) fn name_in_links(self) -> Option<&'t str> {
        self.attribute("id")
    }

    /// The element around it, up to the document.
    pub(in crate::formats) fn parent(self) -> Option<Self> {
        (self.id != 0).then_some(Self { tree: self.tree, id: self.node().parent })
    }

    /// What is around it, from the inside.
    pub(in crate::formats) fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// Tells whether it stands in an element of one of these names.
    pub(in crate::formats) fn is_in(self, names: &[&str]) -> bool {
        self.ancestors().any(|node| node.is(names))
    }

    /// Tells whether the nearest element of these names around it has no words in it.
    pub(in crate::formats) fn is_alone_in(self, names: &[&str]) -> bool {
        // A paragraph of many thousand pictures is not gone through anew for each.
        let is_wordless =
            |around: Self| around.descendants().take(2000).all(|node| node.words().is_none_or(|words| words.trim().is_empty()));
        self.ancestors().find(|around| around.is(names)).is_some_and(is_wordless)
    }

    /// Elements and words in it.
    pub(in crate::formats) fn children(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.at(self.node().first), |node| node.at(node.node().next))
    }

    /// Elements in it.
    pub(in crate::formats) fn elements(self) -> impl Iterator<Item = Self> {
        self.children().filter(|node| node.words().is_none())
    }

    /// What follows it in the element around it.
    pub(in crate::formats) fn following(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.at(self.node().next), |node| node.at(node.node().next))
    }

    /// The element before it in the element around it.
    pub(in crate::formats) fn before(self) -> Option<Self> {
        std::iter::successors(self.at(self.node().previous), |node| node.at(node.node().previous)).find(|node| node.words().is_none())
    }

    /// The first element of this name in it.
    pub(in crate::formats) fn child(self, name: &str) -> Option<Self> {
        self.elements().find(|node| node.name() == name)
    }

    /// The element that this way of names leads to, by first children.
    pub(in crate::formats) fn path(self, names: &[&str]) -> Option<Self> {
        names.iter().try_fold(self, |node, name| node.child(name))
    }

    /// Everything in it, in the order of the text.
    pub(in crate::formats) fn descendants(self) -> impl Iterator<Item = Self> {
        // Nodes are numbered in the order of the text: those in an element follow it, up to its end.
        let end = std::iter::once(self)
            .chain(self.ancestors())
            .find_map(|node| node.at(node.node().next))
            .map_or(self.tree.nodes.len(), |node| node.id as usize);
        (self.id + 1..number(end)).map(move |id| Self { tree: self.tree, id })
    }

    /// The first element of this name anywhere in it.
    pub(in crate::formats) fn find(self, name: &str) -> Option<Self> {
        self.descendants().find(|node| node.name() == name)
    }

    /// All its words, blanks as single spaces.
    pub(in crate::formats) fn text(self) -> String {
        self.text_without(&[])
    }

    /// All its words but those in elements of these names.
    pub(in crate::formats) fn text_without(self, names: &[&str]) -> String {
        let mut out = String::new();
        self.gather(names, &mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather(self, names: &[&str], out: &mut String) {
        for child in self.children() {
            match child.words() {
                Some(words) => out.push_str(words),
                None if !child.is(names) => child.gather(names, out),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as one would write it in brackets, and what was wrong.
    fn check(text: &str, expected: &str, problems: &[&str]) {
        fn write(node: NodeRef<'_>, out: &mut String) {
            for child in node.children() {
                match child.words() {
                    Some(words) => out.push_str(words),
                    None => {
                        out.push_str(child.name());
                        out.push('(');
                        write(child, out);
                        out.push(')');
                    }
                }
            }
        }
        let (tree, found) = parse(text).unwrap();
        let mut out = String::new();
        write(tree.document(), &mut out);
        assert_eq!(out, expected, "{text}");
        assert_eq!(found.iter().map(|problem| problem.what.as_str()).collect::<Vec<_>>(), problems, "{text}");
    }

    #[test]
    fn a_byte_order_mark_may_stand_anywhere() {
        for text in ["\u{feff}<a>b</a>", "<\u{feff}o<", "<a><\u{feff}\u{feff}>é</a>", "<a>\u{feff}<\u{feff}&</a>"] {
            assert!(parse(text).is_ok(), "{text:?}");
        }
        check("\u{feff}<a>b</a>", "a(b)", &[]);
    }

    #[test]
    fn sound_text_becomes_its_tree() {
        check("<a><b x='1'>one</b> two<c/></a>", "a(b(one) twoc())", &[]);
        check("<?xml version='1.0'?><!-- no --><x:a><![CDATA[1 < 2]]></x:a>", "a(1 < 2)", &[]);
        check("<a>&lt;&amp;&#233;&#xe9;&eacute;&mdash;&unheard;</a>", "a(<&éé\u{e9}—&unheard;)", &[]);
    }

    #[test]
    fn broken_text_is_kept_as_far_as_it_goes() {
        check("<a><b>one<c>two</b>three</a>", "a(b(onec(two))three)", &["<c> is not closed before </b>"]);
        check("<a>one</b>two</a>", "a(onetwo)", &["</b> closes nothing"]);
        check("<a><b>one", "a(b(one))", &["the text ends before <b> does: something may be missing"]);
        check("<a>1 < 2 and AT&T</a>", "a(1 < 2 and AT&T)", &[]);
        check(
            "<a>one<b x='",
            "a(oneb x=')",
            &[
                "the markup is broken here; what follows is read as well as it can be",
                "the text ends before <a> does: something may be missing",
            ],
        );
    }

    #[test]
    fn a_text_may_define_entities_but_no_bomb() {
        check("<!DOCTYPE a [<!ENTITY who 'Tolstoy'>]><a>&who; went</a>", "a(Tolstoy went)", &[]);
        check("<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&f;</a>", "a(&f;)", &[]);
        let mut bomb = String::from("<!DOCTYPE a [<!ENTITY a0 'ha ha ha ha'>");
        for level in 1..9 {
            use std::fmt::Write as _;
            let names = format!("&a{};", level - 1).repeat(20);
            write!(bomb, "<!ENTITY a{level} '{names}'>").unwrap();
        }
        bomb.push_str("]><a>&a8;</a>");
        assert!(parse(&bomb).is_err());
        assert!(parse("<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><a>&a;</a>").is_err());
    }

    #[test]
    fn no_depth_is_too_deep() {
        let text = "<a>".repeat(100_000) + "down" + &"</a>".repeat(100_000);
        let (tree, problems) = parse(&text).unwrap();
        assert_eq!(tree.root().text(), "down");
        assert_eq!(problems.len(), 1);
    }
}
