//! What the parser of browsers builds into: it asks for a tree of its own making, and changes it while it reads.

use std::{borrow::Cow, cell::RefCell};

use html5ever::{
    Attribute, ExpandedName, LocalName, Namespace, QualName, expanded_name,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    local_name, ns,
    tendril::StrTendril,
};

use super::{Data, Id, Tree, detach, place, put};

/// More attributes than this are not put together from several tags for one element.
pub(super) const MOST_ATTRIBUTES: usize = 64;

/// Takes what the parser makes of a page.
pub(super) struct Sink {
    tree: RefCell<Tree>,
    /// The namespaces of the page's nodes, which only the parser asks for.
    spaces: RefCell<Vec<Namespace>>,
    /// How many nodes there were before this page's.
    before: usize,
    page: Id,
}

/// A name that does not borrow the tree, which the parser changes while it holds one.
#[derive(Debug)]
pub(super) struct Name(Namespace, LocalName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0
    }

    fn local_name(&self) -> &LocalName {
        &self.1
    }
}

impl Sink {
    /// A sink that adds to a tree, whose last node is a new page.
    pub(super) fn of(tree: Tree, page: Id) -> Self {
        Self { spaces: RefCell::default(), before: tree.nodes.len(), tree: RefCell::new(tree), page }
    }

    fn create(&self, data: Data) -> Id {
        self.tree.borrow_mut().push(data)
    }

    fn space(&self, id: Id) -> Namespace {
        let spaces = self.spaces.borrow();
        id.index().checked_sub(self.before).and_then(|index| spaces.get(index)).cloned().unwrap_or(ns!())
    }

    /// Puts a child before a node, or at the end.
    fn put(&self, parent: Id, before: Option<Id>, child: NodeOrText<Id>) {
        let mut tree = self.tree.borrow_mut();
        let left = match before {
            Some(before) => tree.node(before).before,
            None => tree.node(parent).last,
        };
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let kept = tree.keep(&text);
                // Words that go on where the last ones ended are one text. Others that come to stand side by side, which
                // happens only where markup is wrong, stay two: to move them together would take as long as they are, each time.
                if let Some(left) = left
                    && let Data::Text(there) = &mut tree.nodes[left.index()].data
                    && there.end == kept.start
                {
                    there.end = kept.end;
                    return;
                }
                tree.push(Data::Text(kept))
            }
        };
        put(&mut tree.nodes, parent, before, child);
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        self.page
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match &self.tree.borrow().node(*target).data {
            Data::Element { name, .. } => Name(self.space(*target), name.clone()),
            _ => Name(ns!(), local_name!("")),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let mut tree = self.tree.borrow_mut();
        let (attributes, count) = tree.keep_attributes(attributes);
        let id = tree.push(Data::Element { name: name.local, attributes, count });
        let mut spaces = self.spaces.borrow_mut();
        spaces.resize(id.index() - self.before, ns!());
        spaces.push(name.ns);
        id
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
        let has_parent = self.tree.borrow().parent(*element).is_some();
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
        let parent = self.tree.borrow().parent(*sibling);
        if let Some(parent) = parent {
            self.put(parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        let there = tree.attributes(*target).to_vec();
        let more: Vec<Attribute> = more.into_iter().filter(|more| !there.iter().any(|(name, _)| *name == more.name.local)).collect();
        // Every further `<body>` comes here, and most of them bring nothing. Those that each bring something new would have all
        // that was there copied each time.
        if more.is_empty() || there.len() + more.len() > MOST_ATTRIBUTES {
            return;
        }
        let first = place(tree.attributes.len());
        tree.attributes.extend(there);
        tree.keep_attributes(more);
        let all = place(tree.attributes.len()) - first;
        if let Data::Element { attributes, count, .. } = &mut tree.nodes[target.index()].data {
            (*attributes, *count) = (first, all);
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        detach(&mut self.tree.borrow_mut().nodes, *target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        loop {
            let child = self.tree.borrow().first(*node);
            let Some(child) = child else { return };
            self.put(*parent, None, NodeOrText::AppendNode(child));
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Id) -> bool {
        let tree = self.tree.borrow();
        let Data::Element { name, .. } = &tree.node(*handle).data else { return false };
        let is_annotation: ExpandedName<'_> = expanded_name!(mathml "annotation-xml");
        (ExpandedName { ns: &self.space(*handle), local: name }) == is_annotation
            && tree.attribute(*handle, "encoding").is_some_and(|encoding| {
                encoding.eq_ignore_ascii_case("text/html") || encoding.eq_ignore_ascii_case("application/xhtml+xml")
            })
    }
}
