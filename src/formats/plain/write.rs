//! Walks through a text and its apparatus and tells a builder what it meets.

use super::{
    aozora,
    flow::{Between, Flow},
    lines::{At, Lines, Manner, Paragraph, Paragraphs},
    notes::Apparatus,
    pages::PageMark,
    shape::{Shape, first_of_note, heads_notes, is_only_number, shape, starts_numbered},
};
use crate::document::{Builder, Kind};

/// Walks through a text.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) text: &'a str,
    pub(super) manner: Manner,
    pub(super) is_aozora: bool,
    apparatus: &'a Apparatus,
    pages: &'a [PageMark],
    builder: &'a mut Builder,
    /// What of the apparatus comes next.
    call: usize,
    note: usize,
    link: usize,
    refused: usize,
    page: usize,
    /// How far everything has been written.
    written: usize,
    /// In how many notes one is: within one there are no headings.
    depth: usize,
    /// How many headings have followed one another.
    headings: usize,
    /// Where the text of a note begins.
    note_begins: Option<usize>,
}

/// What comes next within a line.
enum Event {
    Call(usize),
    Note,
    Link(usize),
    Refused(usize),
    Page(usize),
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        text: &'a str,
        manner: Manner,
        is_aozora: bool,
        apparatus: &'a Apparatus,
        pages: &'a [PageMark],
        builder: &'a mut Builder,
    ) -> Self {
        Self {
            text,
            manner,
            is_aozora,
            apparatus,
            pages,
            builder,
            call: 0,
            note: 0,
            link: 0,
            refused: 0,
            page: 0,
            written: 0,
            depth: 0,
            headings: 0,
            note_begins: None,
        }
    }

    /// Writes a stretch of the text.
    pub(super) fn stretch(&mut self, at: &At) {
        self.written = self.written.max(at.start);
        let mut paragraphs = Paragraphs::new(self.text, at.clone(), self.manner);
        while let Some(paragraph) = paragraphs.next() {
            let words = self.text[paragraph.at.clone()].trim_start();
            let start = paragraph.at.end - words.len();
            if self.next_note().is_some_and(|note| note == start) {
                self.note();
            } else {
                self.paragraph(&paragraph, &paragraphs);
            }
            if self.written > paragraph.at.end || self.written < paragraph.at.end && self.written > paragraph.at.start {
                paragraphs.seek(self.written);
            }
        }
        self.builder.end();
    }

    /// Where the next note begins.
    fn next_note(&mut self) -> Option<usize> {
        while self.apparatus.notes.get(self.note).is_some_and(|note| note.at.start < self.written) {
            self.note += 1;
        }
        self.apparatus.notes.get(self.note).map(|note| note.at.start)
    }

    /// Writes the next note, off the text.
    fn note(&mut self) {
        let index = self.note;
        let note = &self.apparatus.notes[index];
        self.note += 1;
        self.builder.begin_note_upon(&note.label, &key(index), note.why);
        self.written = note.body.start;
        self.note_begins = Some(note.body.start);
        self.depth += 1;
        self.stretch(&note.body);
        self.depth -= 1;
        self.builder.end_note();
        self.written = note.at.end;
    }

    /// Tells whether nothing but blanks stands between `end` and the next note.
    fn note_follows(&self, end: usize) -> bool {
        let next = self.apparatus.notes.get(self.note).map(|note| note.at.start);
        next.is_some_and(|next| self.text.get(end..next).is_some_and(|between| between.trim().is_empty()))
    }

    fn paragraph(&mut self, paragraph: &Paragraph, rest: &Paragraphs<'_>) {
        let at = paragraph.at.clone();
        let text = &self.text[at.clone()];
        let shape = match self.is_aozora.then(|| aozora::heading(text)).flatten() {
            Some(level) => Shape::Heading(level, 1),
            None if paragraph.is_continued => Shape::Prose,
            None if self.note_begins == Some(at.start) => first_of_note(self.text, &at, self.manner),
            None => shape(self.text, &at, self.manner, paragraph.gap, || rest.gap_after()),
        };
        match shape {
            // Its notes stand after the body; a word that headed them would head nothing.
            Shape::Heading(..) if self.depth == 0 && heads_notes(text) && self.note_follows(at.end) => {}
            // Within a note nothing is a heading: it would open a section of the text.
            Shape::Heading(level, lines) if self.depth == 0 && !self.is_listed(text, level, rest) => {
                self.builder.heading(level);
                self.lines(&at, lines, Between::Blank);
                self.written = at.end;
                if let Some(title) = self.title_below(text, rest) {
                    self.builder.text("\n");
                    self.lines(&title, usize::MAX, Between::Blank);
                }
            }
            Shape::Heading(..) | Shape::Prose => {
                self.builder.begin(Kind::Paragraph);
                self.lines(&at, usize::MAX, Between::Blank);
            }
            Shape::Quote => {
                self.builder.open_quote();
                self.builder.begin(Kind::Paragraph);
                self.lines(&at, usize::MAX, Between::Blank);
                self.builder.close();
            }
            Shape::Verse => {
                self.builder.begin(Kind::Verse);
                self.lines(&at, usize::MAX, Between::Line(indent(text)));
            }
            Shape::Columns => {
                self.builder.begin(Kind::Code);
                self.lines(&at, usize::MAX, Between::Line(indent(text)));
            }
            Shape::Caption => {
                self.builder.begin(Kind::Caption);
                self.lines(&at, usize::MAX, Between::Blank);
            }
            Shape::Rule => {
                self.builder.begin(Kind::Rule);
                self.builder.text(text.trim());
            }
            Shape::Items(starts) => self.items(&at, &starts),
            Shape::Quoted => self.quoted(&at),
        }
        self.builder.end();
        self.written = self.written.max(at.end);
    }

    /// Tells whether a heading stands in a table of contents: several of its kind in a row, and nothing under them.
    fn is_listed(&mut self, heading: &str, level: u8, rest: &Paragraphs<'_>) -> bool {
        let mut following = rest.clone();
        let mut ahead = 0;
        while ahead < 4
            && following.next().is_some_and(|next| {
                starts_numbered(&self.text[next.at.clone()]) == starts_numbered(heading)
                    && self.heading_of(&next, &following) == Some(level)
            })
        {
            ahead += 1;
        }
        let behind = self.headings;
        self.headings = if ahead > 0 { behind + 1 } else { 0 };
        ahead >= 4 || (behind >= 3 && ahead > 0)
    }

    /// The level of the heading that a paragraph is, if it is one.
    fn heading_of(&self, paragraph: &Paragraph, rest: &Paragraphs<'_>) -> Option<u8> {
        match shape(self.text, &paragraph.at, self.manner, paragraph.gap, || rest.gap_after()) {
            Shape::Heading(level, _) => Some(level),
            _ => None,
        }
    }

    /// A title that stands by itself below the number of its chapter.
    fn title_below(&self, number: &str, rest: &Paragraphs<'_>) -> Option<At> {
        let mut following = rest.clone();
        let next = following.next()?;
        let words = &self.text[next.at.clone()];
        let is_title = is_only_number(number)
            && next.gap <= 2
            && !is_only_number(words)
            && !starts_numbered(words)
            && self.heading_of(&next, &following).is_some();
        is_title.then_some(next.at)
    }

    fn items(&mut self, at: &At, starts: &[(usize, usize)]) {
        let lines: Vec<At> = Lines::new(self.text, at.clone()).collect();
        for (index, (first, label)) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(lines.len(), |(next, _)| *next);
            let begins = lines[*first].start;
            let item = begins + label..lines[end - 1].end;
            self.builder.open_item(Some(self.text[begins..item.start].trim()), starts.len() > 1);
            self.builder.begin(Kind::Paragraph);
            self.lines(&item, usize::MAX, Between::Blank);
            self.builder.close();
        }
    }

    /// Lines of an e-mail that quote another: each stretch of one depth is a paragraph within so many quotations.
    fn quoted(&mut self, at: &At) {
        let lines: Vec<(usize, At)> = Lines::new(self.text, at.clone())
            .map(|line| {
                let words = self.text[line.clone()].trim_start_matches(['>', ' ']);
                let depth = self.text[line.start..line.end - words.len()].matches('>').count();
                (depth.min(9), line.end - words.len()..line.end)
            })
            .collect();
        for group in lines.chunk_by(|a, b| a.0 == b.0 && !a.1.is_empty() && !b.1.is_empty()) {
            for _ in 0..group[0].0 {
                self.builder.open_quote();
            }
            self.builder.begin(Kind::Paragraph);
            let mut flow = Flow::new("", Between::Blank, false);
            for (_, line) in group {
                self.run(&mut flow, line);
                flow.end_line();
            }
            for _ in 0..group[0].0 {
                self.builder.close();
            }
        }
    }

    /// Writes the first `count` lines of a paragraph.
    fn lines(&mut self, at: &At, count: usize, between: Between) {
        let mut flow = Flow::new(&self.text[at.clone()], between, self.is_aozora);
        for line in Lines::new(self.text, at.clone()).take(count) {
            self.run(&mut flow, &line);
            flow.end_line();
        }
        flow.finish(self.builder);
    }

    /// Writes a line, less what of it has been written.
    fn run(&mut self, flow: &mut Flow, line: &At) {
        let apparatus = self.apparatus;
        let mut from = line.start.max(self.written.min(line.end));
        if self.written > line.end {
            return;
        }
        while let Some((at, event)) = self.next_event(from, line.end) {
            flow.push(self.builder, &self.text[from..at], from == line.start, false);
            match event {
                Event::Call(index) => {
                    let call = &apparatus.calls[index];
                    flow.join(self.builder, '[');
                    let key = call.note.map_or_else(|| format!("missing {}", call.label), key);
                    self.builder.noteref_upon(&call.label, &key, call.why);
                    flow.wrote_mark();
                    from = call.at.end.max(at);
                }
                Event::Note => {
                    self.note();
                    from = self.written.max(at);
                    // The blank before it has been written.
                    if self.text[..at].ends_with(' ') && self.text[from..].starts_with(' ') {
                        from += 1;
                    }
                    if from > line.end {
                        return;
                    }
                }
                Event::Page(index) => {
                    let page = &self.pages[index];
                    self.builder.page(&page.label);
                    from = page.at.end.min(line.end);
                    // The blank before it has been written.
                    if self.text[..at].ends_with(' ') && self.text[from..].starts_with(' ') {
                        from += 1;
                    }
                }
                Event::Refused(index) => {
                    let (refused, why) = &apparatus.refused[index];
                    let end = refused.end.min(line.end);
                    flow.join(self.builder, self.text[at..].chars().next().unwrap_or(' '));
                    self.builder.begin_refusal(*why);
                    flow.push(self.builder, &self.text[at..end], at == line.start, end == line.end);
                    self.builder.end_refusal();
                    from = end;
                }
                Event::Link(index) => {
                    let reference = &apparatus.links[index];
                    // What the line's end divides is left as it is.
                    let Some(word) = self.text.get(reference.at.end..line.end) else {
                        from = at;
                        break;
                    };
                    // How far the link's words went is not printed: its first word is followed.
                    let end = reference.at.end + word.find(char::is_whitespace).unwrap_or(word.len());
                    flow.join(self.builder, '[');
                    self.builder.open_link(&reference.address);
                    flow.push(self.builder, &self.text[reference.at.end..end], false, false);
                    self.builder.close_link();
                    from = end;
                }
            }
            self.written = from;
        }
        // A mark may reach across a line's end.
        flow.push(self.builder, &self.text[from.min(line.end)..line.end], from == line.start, true);
        self.written = line.end.max(from);
    }

    /// The next mark, note or link that begins within a line, at its end at the latest.
    fn next_event(&mut self, from: usize, end: usize) -> Option<(usize, Event)> {
        let apparatus = self.apparatus;
        while apparatus.calls.get(self.call).is_some_and(|call| call.at.start < from) {
            self.call += 1;
        }
        while apparatus.links.get(self.link).is_some_and(|link| link.at.start < from) {
            self.link += 1;
        }
        while apparatus.refused.get(self.refused).is_some_and(|(refused, _)| refused.start < from) {
            self.refused += 1;
        }
        while self.pages.get(self.page).is_some_and(|page| page.at.start < from) {
            self.page += 1;
        }
        self.written = self.written.max(from);
        let page = self.pages.get(self.page).map(|page| page.at.start).filter(|page| *page < end);
        let refused = apparatus.refused.get(self.refused).map(|(refused, _)| refused.start).filter(|refused| *refused < end);
        let note = self.next_note();
        let call = apparatus.calls.get(self.call).map(|call| call.at.start);
        let link = apparatus.links.get(self.link).map(|link| link.at.start);
        // A note without a mark is called where it begins: the call comes first.
        let first = [call, note, link, refused, page].into_iter().flatten().min().filter(|first| *first <= end)?;
        if call == Some(first) {
            self.call += 1;
            return Some((first, Event::Call(self.call - 1)));
        }
        if note == Some(first) {
            return (first < end).then_some((first, Event::Note));
        }
        if page == Some(first) {
            self.page += 1;
            return Some((first, Event::Page(self.page - 1)));
        }
        if refused == Some(first) && link != Some(first) {
            self.refused += 1;
            return Some((first, Event::Refused(self.refused - 1)));
        }
        self.link += 1;
        Some((first, Event::Link(self.link - 1)))
    }
}

/// What a note is called by within the document.
fn key(index: usize) -> String {
    format!("note {index}")
}

/// The smallest indent of a paragraph's lines.
fn indent(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0)
}
