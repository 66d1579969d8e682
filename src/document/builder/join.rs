//! The end of building: tapes become one text, and headings its outline.

use std::ops::Range;

use super::tape::{RawLink, RawNoteref, Tape};
use crate::{
    document::{Block, BlockId, Document, Joint, Kind, Meta, Page, Picture, Refusal, Section, Span, sanitise},
    unit::{Place, Stretch},
};

/// The tapes laid one after another.
pub(super) struct Joined {
    pub(super) tape: Tape,
    pub(super) noterefs: Vec<RawNoteref>,
    pub(super) links: Vec<RawLink>,
    pub(super) anchors: Vec<(String, Place)>,
}

impl Joined {
    pub(super) fn new(mut body: Tape) -> Self {
        let noterefs = std::mem::take(&mut body.noterefs);
        let links = std::mem::take(&mut body.links);
        let anchors = std::mem::take(&mut body.anchors);
        Self { tape: body, noterefs, links, anchors }
    }

    /// Lays one more tape at the end; gives where its text and its blocks now are.
    pub(super) fn append(&mut self, tape: Tape) -> (Stretch, Range<BlockId>) {
        if !self.tape.text.is_empty() {
            self.tape.text.push('\n');
        }
        let base = self.tape.text.len();
        let shift = |at: &Stretch| at.start.plus(base)..at.end.plus(base);
        let first = BlockId::at(self.tape.blocks.len());
        self.tape.text.push_str(&tape.text);
        self.tape.blocks.extend(tape.blocks.into_iter().map(|block| Block { at: shift(&block.at), ..block }));
        self.tape.spans.extend(tape.spans.into_iter().map(|span| Span { at: shift(&span.at), ..span }));
        self.noterefs.extend(tape.noterefs.into_iter().map(|noteref| RawNoteref { at: shift(&noteref.at), ..noteref }));
        self.tape.pictures.extend(tape.pictures.into_iter().map(|picture| Picture { at: shift(&picture.at), ..picture }));
        self.tape.pages.extend(tape.pages.into_iter().map(|page| Page { at: page.at.plus(base), ..page }));
        self.tape.refusals.extend(tape.refusals.into_iter().map(|refusal| Refusal { at: shift(&refusal.at), ..refusal }));
        self.links.extend(tape.links.into_iter().map(|link| RawLink { at: shift(&link.at), ..link }));
        self.anchors.extend(tape.anchors.into_iter().map(|(name, place)| (name, place.plus(base))));
        (Place::at(base)..Place::at(self.tape.text.len()), first..BlockId::at(self.tape.blocks.len()))
    }
}

/// What a text says of itself, each on one line and as harmless as its text: it is shown in the status line, in lists, in
/// citations. What is left blank is not said.
pub(super) fn shown(meta: Meta) -> Meta {
    let shown = |said: Option<String>| {
        let said = said?;
        let words: Vec<&str> = said.split_whitespace().collect();
        Some(sanitise(&words.join(" ")).into_owned()).filter(|said| !said.is_empty())
    };
    let Meta { title, author, date, lang, description, timeline, bibliography } = meta;
    Meta {
        title: shown(title),
        author: shown(author),
        date: shown(date),
        lang: shown(lang),
        description: shown(description),
        timeline: shown(timeline),
        bibliography: shown(bibliography),
    }
}

/// The outline: from the sections that the source names itself, or else from the headings of the body.
pub(super) fn sections(document: &Document, mut named: Vec<(Place, u8, String)>, beside: &[Stretch]) -> Vec<Section> {
    if named.is_empty() {
        let headings = document.blocks[..document.body_blocks].iter().filter_map(|block| match block.kind {
            Kind::Heading(level) if block.joint != Joint::Continued => Some((block.at.start, level, document.words(&block.at))),
            _ => None,
        });
        named = headings.collect();
    }
    // Contents need not follow the text; of two that begin at one place, the first named stands first.
    named.sort_by_key(|(place, ..)| *place);
    let mut sections: Vec<Section> = Vec::with_capacity(named.len());
    let mut open: Vec<usize> = Vec::new();
    for (place, level, title) in named {
        let Some(heading) = document.block_at(place).filter(|block| block.index() < document.body_blocks) else { continue };
        let start = document.block(heading).at.start;
        while let Some(last) = open.last().copied().filter(|last| sections[*last].level >= level) {
            sections[last].at.end = start;
            open.pop();
        }
        open.push(sections.len());
        let is_beside = beside.iter().any(|beside| beside.start <= start && start < beside.end);
        sections.push(Section { heading, level, title, at: start..document.body_end, is_beside });
    }
    sections
}
