//! Goes through a tree and notes down what hangs on its words: blocks, anchors, links; and, apart from that, where in the tree they are.

use comrak::{
    Node,
    arena_tree::NodeEdge,
    nodes::{ListType, NodeValue},
};

use super::{Anchor, Block, Link, Page, names};
use crate::formats::markdown::pieces::{Piece, attribute, piece};

/// The nodes of what was noted down, in the same order.
#[derive(Default)]
pub(super) struct Nodes<'a> {
    pub(super) blocks: Vec<Node<'a>>,
    pub(super) anchors: Vec<Node<'a>>,
    /// Of each link, itself twice, or the tag that opens it and the tag that closes it.
    pub(super) links: Vec<(Node<'a>, Node<'a>)>,
}

/// A link that is open, and its node or the tag that opened it.
type Opened<'a> = Option<(Link, Node<'a>)>;

/// Adds to a page what is in a tree.
pub(super) fn gather<'a>(page: &mut Page, root: Node<'a>) -> Nodes<'a> {
    let mut nodes = Nodes::default();
    let (mut raised, mut open): (usize, Opened<'a>) = (0, None);
    // The lists that are open, with the numbers of their next items; those without numbers have none.
    let mut lists: Vec<Option<usize>> = Vec::new();
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                let data = node.data();
                match &data.value {
                    value if value.contains_inlines() && value.block() => {
                        let begins_item = node.previous_sibling().is_none()
                            && node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Item(_)));
                        // The item has been counted.
                        let number = lists.last().copied().flatten().filter(|_| begins_item).map(|next| next - 1);
                        let (at, is_paragraph) = (page.text.len(), matches!(value, NodeValue::Paragraph));
                        page.blocks.push(Block { from: at, to: at, is_paragraph, links: 0, linked: 0, number });
                        nodes.blocks.push(node);
                        (raised, open) = (0, None);
                    }
                    NodeValue::List(list) => lists.push((list.list_type == ListType::Ordered).then_some(list.start)),
                    NodeValue::Item(_) => {
                        if let Some(Some(next)) = lists.last_mut() {
                            *next = next.saturating_add(1);
                        }
                    }
                    NodeValue::Text(text) => page.text.push_str(text),
                    NodeValue::Code(code) => page.text.push_str(&code.literal),
                    NodeValue::SoftBreak | NodeValue::LineBreak => page.text.push('\n'),
                    NodeValue::Link(link) => open = page.opened(&link.url, raised > 0).map(|link| (link, node)),
                    NodeValue::HtmlInline(html) => page.tag(&mut nodes, node, html, &mut raised, &mut open),
                    _ => {}
                }
            }
            NodeEdge::End(node) => {
                if matches!(node.data().value, NodeValue::List(_)) {
                    lists.pop();
                }
                if open.as_ref().is_some_and(|(_, first)| first.same_node(node) && matches!(node.data().value, NodeValue::Link(_))) {
                    page.close(&mut nodes, open.take(), node);
                }
                if nodes.blocks.last().is_some_and(|block| block.same_node(node))
                    && let Some(block) = page.blocks.last_mut()
                {
                    block.to = page.text.len();
                }
            }
        }
    }
    nodes
}

impl Page {
    /// Takes a tag that stands in a line.
    fn tag<'a>(&mut self, nodes: &mut Nodes<'a>, node: Node<'a>, html: &str, raised: &mut usize, open: &mut Opened<'a>) {
        if nodes.blocks.is_empty() {
            return;
        }
        for name in names(html) {
            self.named.entry(name.clone()).or_insert(self.anchors.len());
            self.anchors.push(Anchor { name, at: self.text.len(), block: self.blocks.len() - 1 });
            nodes.anchors.push(node);
        }
        match piece(html).0 {
            Piece::Open { name, attributes } if name.eq_ignore_ascii_case("a") => {
                if let Some(href) = attribute(attributes, "href") {
                    *open = self.opened(&href, *raised > 0).map(|link| (link, node));
                }
            }
            Piece::Open { name, .. } if name.eq_ignore_ascii_case("sup") => {
                *raised += 1;
                if let Some((link, _)) = open {
                    link.raised = true;
                }
            }
            Piece::Open { name, .. } if name.eq_ignore_ascii_case("br") => self.text.push('\n'),
            Piece::Close(name) if name.eq_ignore_ascii_case("sup") => *raised = raised.saturating_sub(1),
            Piece::Close(name) if name.eq_ignore_ascii_case("a") => {
                // One that is closed elsewhere than it was opened cannot be taken out whole.
                let is_whole = |(_, first): &(Link, Node<'a>)| match (first.parent(), node.parent()) {
                    (Some(one), Some(other)) => one.same_node(other) && matches!(first.data().value, NodeValue::HtmlInline(_)),
                    _ => false,
                };
                self.close(nodes, open.take().filter(is_whole), node);
            }
            _ => {}
        }
    }

    fn opened(&self, href: &str, raised: bool) -> Option<Link> {
        let block = self.blocks.len().checked_sub(1)?;
        let (from, target) = (self.text.len(), href.strip_prefix('#').unwrap_or_default().to_owned());
        Some(Link { target, from, to: from, block, raised })
    }

    fn close<'a>(&mut self, nodes: &mut Nodes<'a>, open: Opened<'a>, last: Node<'a>) {
        let Some((link, first)) = open else { return };
        let to = self.text.len();
        if let Some(block) = self.blocks.get_mut(link.block) {
            (block.links, block.linked) = (block.links + 1, block.linked + to - link.from);
        }
        if !link.target.is_empty() {
            self.leading.entry(link.target.clone()).or_default().push(self.links.len());
            self.links.push(Link { to, ..link });
            nodes.links.push((first, last));
        }
    }
}

/// How many of each there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    blocks: usize,
    anchors: usize,
    links: usize,
}

impl Counts {
    pub(super) fn of(page: &Page) -> Self {
        Self { blocks: page.blocks.len(), anchors: page.anchors.len(), links: page.links.len() }
    }
}

/// The part of a page whose tree is there, be it all of it.
#[derive(Default)]
pub(super) struct Part<'a> {
    pub(super) nodes: Nodes<'a>,
    /// What is on the page before it.
    pub(super) before: Counts,
}

impl<'a> Part<'a> {
    /// The indices of its anchors on the page.
    pub(super) fn anchors(&self) -> std::ops::Range<usize> {
        self.before.anchors..self.before.anchors + self.nodes.anchors.len()
    }

    /// The indices of its links on the page.
    pub(super) fn links(&self) -> std::ops::Range<usize> {
        self.before.links..self.before.links + self.nodes.links.len()
    }

    pub(super) fn anchor(&self, index: usize) -> Node<'a> {
        self.nodes.anchors[index - self.before.anchors]
    }

    pub(super) fn block(&self, index: usize) -> Node<'a> {
        self.nodes.blocks[index - self.before.blocks]
    }

    pub(super) fn link(&self, index: usize) -> (Node<'a>, Node<'a>) {
        self.nodes.links[index - self.before.links]
    }
}
