//! One stream of blocks, as they are met: the body, or a note.
//!
//! A tape cuts spans at the ends of blocks, drops blocks without text, and splits those that are too long to be set in one go.
//! Names, pages and sections met between blocks wait for the next one.

use crate::{
    document::{Block, Evidence, Joint, Kind, Label, Origin, Page, Picture, Refusal, Span, WORDLESS},
    role::Role,
    unit::{Place, Stretch},
};

/// A block longer than this is split, so that no single one takes more than some two milliseconds to set, whatever it is:
/// a paragraph of a megabyte without a line feed stays readable. Few real paragraphs reach 16 KiB (some 2,500 words).
const LONGEST_BLOCK: usize = 16 * 1024;

/// One stream of blocks: the body, or a note. Offsets count from the tape's own beginning until the tapes are joined.
#[derive(Debug, Default)]
pub(super) struct Tape {
    /// Whether it is a note: a rule that parts it from the text before is none of it.
    pub(super) is_note: bool,
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    pub(super) spans: Vec<Span>,
    pub(super) noterefs: Vec<RawNoteref>,
    pub(super) links: Vec<RawLink>,
    pub(super) anchors: Vec<(String, Place)>,
    pub(super) containers: Vec<Container>,
    pub(super) open: Option<OpenBlock>,
    /// Spans begun and not yet ended, with the place where they began in this block.
    pub(super) open_spans: Vec<(Role, Place)>,
    pub(super) open_links: Vec<(String, Place)>,
    /// Anchors met between blocks; they belong to the next one.
    pub(super) waiting_anchors: Vec<String>,
    /// Pictures, by where their words begin.
    pub(super) pictures: Vec<Picture>,
    /// Where the words begin that stand for the picture being described, and where it is to be had.
    pub(super) open_picture: Option<(Origin, Place)>,
    /// A picture met between blocks for which there are no words yet: those under it may follow.
    pub(super) waiting_picture: Option<Origin>,
    /// Pages of the printed book, by where they begin.
    pub(super) pages: Vec<Page>,
    /// Pages that begin with the next block.
    pub(super) waiting_pages: Vec<Box<str>>,
    /// What looked like a mark or a note and is neither.
    pub(super) refusals: Vec<Refusal>,
    /// Where what is being refused begins.
    pub(super) open_refusal: Option<(Place, Evidence)>,
    /// Where that begins which stands beside the text, and where it ends.
    pub(super) beside: Vec<Stretch>,
    /// Sections that the source names, with their levels, by where they begin.
    pub(super) sections: Vec<(Place, u8, String)>,
    /// Sections that begin with the next block.
    pub(super) waiting_sections: Vec<(u8, String)>,
}

#[derive(Debug)]
pub(super) struct OpenBlock {
    pub(super) kind: Kind,
    pub(super) joint: Joint,
    pub(super) start: Place,
    pub(super) label: u8,
}

#[derive(Debug)]
pub(super) enum Container {
    Quote,
    Item { label: Option<String>, indent: u8, tight: bool },
}

#[derive(Debug)]
pub(super) struct RawNoteref {
    pub(super) at: Stretch,
    pub(super) label: Label,
    pub(super) key: String,
    pub(super) why: Evidence,
}

#[derive(Debug)]
pub(super) struct RawLink {
    pub(super) at: Stretch,
    pub(super) href: String,
}

impl Tape {
    pub(super) fn here(&self) -> Place {
        Place::at(self.text.len())
    }

    pub(super) fn begin(&mut self, kind: Kind) {
        self.drop_rule_above();
        if kind != Kind::Caption {
            self.show_waiting();
        }
        let mut joint = Joint::Apart;
        let mut label_text = None;
        let mut first_of_item = false;
        if let Some(Container::Item { label, tight, .. }) = self.containers.last_mut() {
            first_of_item = label.is_some();
            if *tight {
                joint = Joint::Tight;
            }
            label_text = label.take();
        }
        // Several terms that one definition follows stand together.
        if kind == Kind::Term && self.blocks.last().is_some_and(|before| before.kind == Kind::Term) {
            joint = Joint::Tight;
        }
        // The first item of the first list is set apart from what stands before it: tight means "as the item before".
        if joint == Joint::Tight && first_of_item && self.blocks.last().is_none_or(|block| block.indent == 0) {
            joint = Joint::Apart;
        }
        let start = if self.text.is_empty() { Place::START } else { self.here().plus(1) };
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let label = label_text.as_deref().map_or(0, |text| u8::try_from(text.len()).unwrap_or(0));
        if let Some(text) = label_text.filter(|_| label > 0) {
            self.text.push_str(&text);
            let end = self.here();
            self.spans.push(Span { at: start..end, role: Role::ListLabel });
        }
        let here = self.here();
        for open in &mut self.open_spans {
            open.1 = here;
        }
        for open in &mut self.open_links {
            open.1 = here;
        }
        for name in self.waiting_anchors.drain(..) {
            self.anchors.push((name, start));
        }
        self.pages.extend(self.waiting_pages.drain(..).map(|label| Page { label, at: start }));
        self.sections.extend(self.waiting_sections.drain(..).map(|(level, title)| (start, level, title)));
        self.open = Some(OpenBlock { kind, joint, start, label });
        if let Some((_, from)) = &mut self.open_picture {
            *from = here;
        }
        // The words under a picture stand for it.
        if let Some(origin) = self.waiting_picture.take() {
            self.open_picture = Some((origin, here));
        }
    }

    /// Drops a rule that is all of a note so far: it parts the note from the text before.
    fn drop_rule_above(&mut self) {
        let is_rule = matches!(&self.blocks[..], [only] if only.kind == Kind::Rule);
        if !self.is_note || !is_rule || !self.noterefs.is_empty() || !self.links.is_empty() || self.open.is_some() {
            return;
        }
        self.text.clear();
        self.blocks.clear();
        self.spans.clear();
        self.refusals.clear();
        self.pictures.clear();
        for (_, place) in &mut self.anchors {
            *place = Place::START;
        }
        self.waiting_pages.splice(0..0, self.pages.drain(..).map(|page| page.label));
    }

    /// Lets a sign stand for the picture that waits for words, where none follow.
    pub(super) fn show_waiting(&mut self) {
        if let Some(origin) = self.waiting_picture.take() {
            self.begin(Kind::Caption);
            let here = self.here();
            self.open_picture = Some((origin, here));
            self.push(WORDLESS);
            self.end();
        }
    }

    /// Ends the words of the picture being described before another one's begin. Where there are none yet, what seemed to be the words
    /// under the one is what stands for the other: a sign stands for the first.
    pub(super) fn make_way(&mut self) {
        let is_wordless = self.open_picture.as_ref().is_some_and(|(_, start)| *start == self.here());
        match (&self.open, is_wordless) {
            (Some(OpenBlock { kind: Kind::Caption, .. }), true) => {
                self.end();
                self.show_waiting();
                self.begin(Kind::Caption);
            }
            _ => self.close_picture(),
        }
    }

    /// Ends the words of the picture being described; one without any is none.
    pub(super) fn close_picture(&mut self) {
        if let Some((origin, start)) = self.open_picture.take()
            && self.open.is_some()
            && start < self.here()
        {
            self.pictures.push(Picture { at: start..self.here(), origin });
        }
    }

    pub(super) fn ensure_open(&mut self) {
        if self.open.is_none() {
            self.begin(Kind::Paragraph);
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.ensure_open();
        self.text.push_str(text);
    }

    /// What the open block is, and its words so far, without label and marks of notes.
    pub(super) fn words_open(&self) -> Option<(Kind, String)> {
        let open = self.open.as_ref()?;
        let first = self.noterefs.partition_point(|noteref| noteref.at.start < open.start);
        let (mut from, mut words) = (open.start.plus(usize::from(open.label)).offset(), String::new());
        for noteref in &self.noterefs[first..] {
            words.push_str(&self.text[from..noteref.at.start.offset()]);
            from = noteref.at.end.offset();
        }
        words.push_str(&self.text[from..]);
        Some((open.kind, words.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    pub(super) fn span(&mut self, role: Role, start: Place) {
        let end = self.here();
        if start < end && self.open.is_some() {
            self.spans.push(Span { at: start..end, role });
        }
    }

    pub(super) fn close_link(&mut self) {
        if let Some((href, start)) = self.open_links.pop() {
            self.link(href, start);
        }
    }

    fn link(&mut self, href: String, start: Place) {
        let end = self.here();
        if start < end && self.open.is_some() {
            self.spans.push(Span { at: start..end, role: Role::Link });
            self.links.push(RawLink { at: start..end, href });
        }
    }

    pub(super) fn end(&mut self) {
        let Some(OpenBlock { kind, joint, start, label }) = self.open.take() else { return };
        // Blanks at the end of a block are nobody's; verse and code keep those at the beginning of their lines.
        let body = start.plus(usize::from(label)).offset();
        let kept = body + self.text[body..].trim_end_matches([' ', '\n', '\t']).len();
        // A row of a table may end in empty cells, whose tabs it needs.
        let kept = if matches!(kind, Kind::Table(_)) { body + self.text[body..].trim_end_matches('\n').len() } else { kept };
        let is_blank = self.text[body..kept].trim().is_empty() && label == 0;
        self.text.truncate(if is_blank { start.offset().saturating_sub(1) } else { kept });
        if is_blank {
            // What this block added stands at the end of each list: a text of nothing but empty blocks costs no more than itself.
            self.spans.truncate(self.spans.iter().rposition(|span| span.at.start < start).map_or(0, |index| index + 1));
            self.links.truncate(self.links.iter().rposition(|link| link.at.start < start).map_or(0, |index| index + 1));
            self.noterefs.truncate(self.noterefs.iter().rposition(|noteref| noteref.at.start < start).map_or(0, |index| index + 1));
            self.pictures.truncate(self.pictures.iter().rposition(|picture| picture.at.start < start).map_or(0, |index| index + 1));
            self.waiting_picture = self.open_picture.take().map(|(origin, _)| origin).or(self.waiting_picture.take());
            self.refusals.truncate(self.refusals.iter().rposition(|refusal| refusal.at.start < start).map_or(0, |index| index + 1));
            // A page that began in it begins with the next.
            let first = self.pages.iter().rposition(|page| page.at < start).map_or(0, |index| index + 1);
            let mut begun: Vec<_> = self.pages.drain(first..).map(|page| page.label).collect();
            begun.append(&mut self.waiting_pages);
            self.waiting_pages = begun;
            for (_, place) in self.anchors.iter_mut().rev().take_while(|(_, place)| *place > start) {
                *place = start;
            }
            return;
        }
        self.open = Some(OpenBlock { kind, joint, start, label });
        for index in 0..self.open_spans.len() {
            let (role, from) = self.open_spans[index];
            self.span(role, from);
        }
        for index in 0..self.open_links.len() {
            let (href, from) = self.open_links[index].clone();
            self.link(href, from);
        }
        self.close_picture();
        self.open = None;
        let end = self.here();
        self.clip(start, end);
        // A name in the blanks that were cut off is one of what stands before them.
        for (_, place) in self.anchors.iter_mut().rev().take_while(|(_, place)| *place > end) {
            *place = end;
        }
        let quotes = self.containers.iter().filter(|container| matches!(container, Container::Quote)).count();
        let indent: usize = self
            .containers
            .iter()
            .map(|container| if let Container::Item { indent, .. } = container { usize::from(*indent) } else { 0 })
            .sum();
        let block = Block {
            at: start..end,
            kind,
            joint,
            quotes: u8::try_from(quotes).unwrap_or(u8::MAX),
            indent: u8::try_from(indent).unwrap_or(u8::MAX),
            label,
        };
        self.split(&block);
    }

    /// Spans of the block that has just ended may reach into blanks that were cut off.
    fn clip(&mut self, start: Place, end: Place) {
        // So may the names of places.
        for (_, place) in self.anchors.iter_mut().rev().take_while(|(_, place)| *place > end) {
            *place = end;
        }
        for span in self.spans.iter_mut().rev().take_while(|span| span.at.start >= start) {
            span.at.end = span.at.end.min(end);
        }
        for link in self.links.iter_mut().rev().take_while(|link| link.at.start >= start) {
            link.at.end = link.at.end.min(end);
        }
        for page in self.pages.iter_mut().rev().take_while(|page| page.at > end) {
            page.at = end;
        }
        for refusal in self.refusals.iter_mut().rev().take_while(|refusal| refusal.at.start >= start) {
            refusal.at.end = refusal.at.end.min(end);
        }
        while let Some(picture) = self.pictures.last_mut().filter(|picture| picture.at.end > end) {
            picture.at.end = end;
            if picture.at.start < end {
                break;
            }
            self.pictures.pop();
        }
        let first = self.spans.iter().rposition(|span| span.at.start < start).map_or(0, |index| index + 1);
        let mut kept = self.spans.split_off(first);
        kept.retain(|span| span.at.start < span.at.end);
        kept.sort_by(|a, b| a.at.start.cmp(&b.at.start).then(b.at.end.cmp(&a.at.end)));
        self.spans.extend(kept);
        // Those before it were clipped with their own blocks: a text of many links is not gone through again for each.
        let first = self.links.iter().rposition(|link| link.at.start < start).map_or(0, |index| index + 1);
        let mut kept = self.links.split_off(first);
        kept.retain(|link| link.at.start < link.at.end);
        // Of links within each other the inner one ended first.
        kept.sort_by(|a, b| a.at.start.cmp(&b.at.start).then(b.at.end.cmp(&a.at.end)));
        self.links.extend(kept);
    }

    /// Keeps a block, as several where it is too long to be set in one go.
    fn split(&mut self, block: &Block) {
        let mut from = block.at.start;
        while block.at.end.offset() - from.offset() > LONGEST_BLOCK {
            let (end, next) = self.cut(block, from);
            self.cut_spans(end, next);
            let first = from == block.at.start;
            self.blocks.push(Block {
                at: from..end,
                joint: if first { block.joint } else { Joint::Continued },
                label: if first { block.label } else { 0 },
                ..block.clone()
            });
            from = next;
        }
        let first = from == block.at.start;
        let at = from..block.at.end;
        self.blocks.push(Block {
            at,
            joint: if first { block.joint } else { Joint::Continued },
            label: if first { block.label } else { 0 },
            ..block.clone()
        });
    }

    /// Where to end a part of an over-long block that begins at `from`, and where the next part begins: after a sentence if
    /// there is one, else between words, else between characters, and never within a noteref.
    fn cut(&self, block: &Block, from: Place) -> (Place, Place) {
        let mut limit = from.offset() + LONGEST_BLOCK;
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let part = &self.text[from.offset()..limit];
        // The last quarter, so that parts stay of one size.
        let mut earliest = part.len() * 3 / 4;
        while !part.is_char_boundary(earliest) {
            earliest -= 1;
        }
        let tail = &part[earliest..];
        let found = if matches!(block.kind, Kind::Code | Kind::Verse | Kind::Table(_)) {
            tail.rfind('\n').map(|at| (at, at + 1))
        } else {
            ['.', '!', '?', '…', '。']
                .iter()
                .filter_map(|stop| tail.rfind(&format!("{stop} ")).map(|at| (at + stop.len_utf8(), at + stop.len_utf8() + 1)))
                .max()
                .or_else(|| tail.rfind(' ').map(|at| (at, at + 1)))
        };
        let base = from.offset() + earliest;
        let (end, next) = found.map_or((limit, limit), |(end, next)| (base + end, base + next));
        let (end, next) = (Place::at(end), Place::at(next));
        let hit = self.noterefs.partition_point(|noteref| noteref.at.end <= end);
        match self.noterefs.get(hit) {
            Some(noteref) if noteref.at.start < end && noteref.at.start > from => (noteref.at.start, noteref.at.start),
            _ => (end, next),
        }
    }

    /// Cuts the spans and links that reach across the end of a part of a block.
    fn cut_spans(&mut self, end: Place, next: Place) {
        let mut beyond = Vec::new();
        for span in self.spans.iter_mut().filter(|span| span.at.start < end && span.at.end > end) {
            if span.at.end > next {
                beyond.push(Span { at: next..span.at.end, role: span.role });
            }
            span.at.end = end;
        }
        self.spans.extend(beyond);
        self.spans.sort_by(|a, b| a.at.start.cmp(&b.at.start).then(b.at.end.cmp(&a.at.end)));
        let mut beyond = Vec::new();
        for link in self.links.iter_mut().filter(|link| link.at.start < end && link.at.end > end) {
            if link.at.end > next {
                beyond.push(RawLink { at: next..link.at.end, href: link.href.clone() });
            }
            link.at.end = end;
        }
        self.links.extend(beyond);
        self.links.sort_by_key(|link| link.at.start);
        for picture in self.pictures.iter_mut().filter(|picture| picture.at.start < end && picture.at.end > end) {
            picture.at.end = end;
        }
    }

    /// Ends whatever is open; anchors that wait for a block that never came stay at the end.
    pub(super) fn finish(&mut self) {
        self.end();
        self.show_waiting();
        let here = self.here();
        for name in std::mem::take(&mut self.waiting_anchors) {
            self.anchors.push((name, here));
        }
        self.pages.extend(self.waiting_pages.drain(..).map(|label| Page { label, at: here }));
        // Sections of which nothing can be read, at the very end, go to what was last.
        let last = self.blocks.last().map_or(Place::START, |block| block.at.start);
        let waiting = std::mem::take(&mut self.waiting_sections);
        self.sections.extend(waiting.into_iter().map(|(level, title)| (last, level, title)));
        self.containers.clear();
        self.open_spans.clear();
        self.open_links.clear();
    }
}
