//! Puts marks and notes into the tree where links and paragraphs were.

use comrak::{
    Arena, Node,
    nodes::{AstNode, NodeFootnoteDefinition, NodeFootnoteReference, NodeValue},
};

use super::{LEAD, Link, Note, Notes, Page, Part, label, names};

/// More blocks than this between two notes are text, not a note's further paragraphs.
const MOST_BLOCKS: usize = 40;

/// Ways back within more marks than this, one in another, stay.
const DEEPEST: usize = 64;

/// The next note, and its definition where that is in the same part.
type Next<'n, 'a> = Option<(&'n Note, Option<Node<'a>>)>;

/// Mends the tree of a part of a page.
pub(super) fn mend<'a>(arena: &'a Arena<'a>, page: &Page, notes: &Notes, part: &Part<'a>) {
    let within = part.links();
    let marks = notes.marks.partition_point(|(link, _)| *link < within.start)..notes.marks.partition_point(|(link, _)| *link < within.end);
    for (caller, note) in &notes.marks[marks] {
        let texts = vec![(page.label(&page.links[*caller]), 0)];
        let mark = NodeFootnoteReference { name: page.key(&notes.list[*note]), texts, ..NodeFootnoteReference::default() };
        let link = part.link(*caller);
        link.0.insert_before(new(arena, NodeValue::FootnoteReference(Box::new(mark))));
        take_out(arena, link);
    }
    // From the last on: a note reaches as far as the next one.
    let within = part.anchors();
    let begun = |end: usize| notes.list.partition_point(|note| note.anchor < end);
    let mut next = notes.list.get(begun(within.end)).map(|later| (later, None));
    for note in notes.list[begun(within.start)..begun(within.end)].iter().rev() {
        let definition = define(arena, page, part, note, next);
        clean(arena, page, part, note, definition);
        next = Some((note, Some(definition)));
    }
}

pub(super) fn new<'a>(arena: &'a Arena<'a>, value: NodeValue) -> Node<'a> {
    arena.alloc(AstNode::from(value))
}

/// Makes a note of the line at an anchor and of what belongs to it.
fn define<'a>(arena: &'a Arena<'a>, page: &Page, part: &Part<'a>, note: &Note, next: Next<'_, 'a>) -> Node<'a> {
    let paragraph = part.block(page.anchors[note.anchor].block);
    let definition = NodeFootnoteDefinition { name: page.key(note), total_references: 0 };
    let definition = new(arena, NodeValue::FootnoteDefinition(definition));
    let first = new(arena, NodeValue::Paragraph);
    definition.append(first);
    // The later notes of this paragraph have been taken out of it.
    let child = part.anchor(note.anchor).ancestors().find(|node| node.parent().is_some_and(|parent| parent.same_node(paragraph)));
    let Some(child) = child else { return definition };
    let is_break = |node: &Node<'a>| match &node.data().value {
        NodeValue::SoftBreak | NodeValue::LineBreak => true,
        NodeValue::HtmlInline(html) => html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")),
        _ => false,
    };
    let begin = child.preceding_siblings().take_while(|node| !is_break(node)).last().unwrap_or(child);
    let words: Vec<_> = begin.following_siblings().collect();
    paragraph.insert_after(definition);
    for word in words {
        first.append(word);
    }
    further(page, note, next, definition);
    while let Some(last) = paragraph.last_child().filter(is_break) {
        last.detach();
    }
    if paragraph.first_child().is_none() {
        paragraph.detach();
    }
    definition
}

/// Gives a note the blocks behind its first: the rest of its item, or all up to the next note, where only notes stand.
fn further<'a>(page: &Page, note: &Note, next: Next<'_, 'a>, definition: Node<'a>) {
    let is_item = definition.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Item(_) | NodeValue::TaskItem(_)));
    let most = if is_item { usize::MAX } else { MOST_BLOCKS + 1 };
    let behind: Vec<_> = definition.following_siblings().skip(1).take(most).collect();
    let is_note = |node: &Node<'a>| matches!(node.data().value, NodeValue::FootnoteDefinition(_));
    if is_item {
        behind.into_iter().take_while(|node| !is_note(node)).for_each(|node| definition.append(node));
        return;
    }
    let Some((later, end)) = next else { return };
    let is_among_notes = later.callers.first().is_some_and(|caller| page.links[*caller].from < page.anchors[note.anchor].at);
    // Where the next one is in another part, this part ends with what belongs to this one.
    let length = end.map_or(Some(behind.len()), |end| behind.iter().position(|node| node.same_node(end)));
    let Some(length) = length.filter(|length| *length <= MOST_BLOCKS && is_among_notes) else { return };
    let is_prose = |node: &Node<'a>| {
        matches!(node.data().value, NodeValue::Paragraph | NodeValue::BlockQuote | NodeValue::List(_) | NodeValue::CodeBlock(_))
            && !node.descendants().any(|inner| matches!(&inner.data().value, NodeValue::HtmlInline(html) if !names(html).is_empty()))
    };
    if behind[..length].iter().all(is_prose) {
        behind[..length].iter().for_each(|node| definition.append(node));
    }
}

/// Takes off a note what only leads: its label, and the ways back.
fn clean<'a>(arena: &'a Arena<'a>, page: &Page, part: &Part<'a>, note: &Note, definition: Node<'a>) {
    let Some(first) = definition.first_child() else { return };
    let (mut texts, mut words) = (Vec::new(), String::new());
    for node in first.descendants() {
        match &node.data().value {
            NodeValue::Text(text) if words.len() <= LEAD => {
                words.push_str(text);
                texts.push(node);
            }
            NodeValue::Text(_) | NodeValue::Code(_) | NodeValue::FootnoteReference(_) => break,
            _ => {}
        }
    }
    let mut length = label::lead(&words, &note.label).map_or(0, |lead| lead.length);
    for node in texts {
        if let Some(text) = node.data_mut().value.text_mut() {
            let cut = length.min(text.len());
            *text = text[cut..].to_owned().into();
            length -= cut;
        }
    }
    let at = page.anchors[note.anchor].at;
    let callers: Vec<&Link> = note.callers.iter().map(|caller| &page.links[*caller]).collect();
    let within = part.links();
    let from = page.links[within.clone()].partition_point(|link| link.from < at) + within.start;
    let is_within = |link: Node<'a>| link.ancestors().take(DEEPEST).any(|outer| outer.same_node(definition));
    for index in from..within.end {
        let (tags, link) = (part.link(index), &page.links[index]);
        match (is_within(tags.0), tags.0.parent()) {
            (true, _) => {}
            // One that has been taken out.
            (false, None) => continue,
            (false, Some(_)) => break,
        }
        let is_back = callers.iter().any(|caller| page.names_at(caller).any(|name| name == link.target));
        let is_arrow = link.to > link.from && !page.text[link.from..link.to].contains(char::is_alphanumeric);
        let is_upwards = page.named.get(&link.target).is_none_or(|target| page.anchors[*target].at < at);
        if is_back || is_arrow && is_upwards {
            take_out(arena, tags);
        }
    }
}

/// Takes a link out of the tree, and the brackets around it; a name that it gave to its place stays there.
fn take_out<'a>(arena: &'a Arena<'a>, (first, last): (Node<'a>, Node<'a>)) {
    if let NodeValue::HtmlInline(html) = &first.data().value {
        for name in names(html) {
            let quoted = name.replace('&', "&amp;").replace('"', "&quot;");
            first.insert_before(new(arena, NodeValue::HtmlInline(format!("<a id=\"{quoted}\"/>"))));
        }
    }
    unbracket(first, last);
    let mut here = Some(first);
    while let Some(node) = here {
        here = node.next_sibling().filter(|_| !node.same_node(last));
        node.detach();
    }
}

/// Takes away brackets that stand around a link rather than in it.
fn unbracket<'a>(first: Node<'a>, last: Node<'a>) {
    let is_text = |node: &Node<'a>| matches!(node.data().value, NodeValue::Text(_));
    let before = first.preceding_siblings().skip(1).find(is_text);
    let (Some(before), Some(after)) = (before, last.next_sibling().filter(is_text)) else { return };
    let (left, right) =
        (before.data().value.text().unwrap_or_default().to_owned(), after.data().value.text().unwrap_or_default().to_owned());
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let (Some(left), Some(right)) = (left.strip_suffix(open), right.strip_prefix(close)) {
            set(before, left);
            set(after, right);
            return;
        }
    }
}

fn set(node: Node<'_>, words: &str) {
    if let Some(text) = node.data_mut().value.text_mut() {
        *text = words.to_owned().into();
    }
}
