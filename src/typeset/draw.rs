//! What is drawn of a line: pieces, made only for lines that are looked at.

use std::{borrow::Cow, ops::Range};

use unicode_bidi::Level;

use super::{
    Ending, Line, Ornament, Piece, Segment, Setting, What,
    mark::{self, Shape, Units},
    order,
};
use crate::{
    document::{BlockId, Document, Joint, Kind, Span},
    role::{Role, Roles},
    unit::{Cols, Place, Stretch, cluster_width, width},
};

/// What is drawn of a line, left to right, without overlaps.
pub(super) fn pieces<'a>(document: &'a Document, setting: Setting, line: &Line) -> Vec<Piece<'a>> {
    let nowhere = line.at.start..line.at.start;
    let mut pieces = Vec::new();
    match line.what {
        What::Gap | What::Picture(_) => return pieces,
        What::Rule { col, cols } => {
            pieces.push(rule(nowhere, col, cols, setting));
            return pieces;
        }
        What::Text => {}
    }
    let base = base(document, line.block);
    match line.ornament {
        Ornament::None => {}
        Ornament::NoteLabel { col, cols } => pieces.extend(note_label(document, setting, line, col, cols)),
        Ornament::Turn { col } => pieces.push(Piece {
            at: nowhere,
            text: Cow::Borrowed(if setting.ascii { ">" } else { "↪" }),
            col: Cols(col),
            cols: Cols(1),
            roles: base.with(Role::Sign),
        }),
        Ornament::Rule { col, cols } => pieces.push(rule(line.at.clone(), col, cols, setting)),
    }
    for segment in line.segments() {
        let roles = base.and(head(document, line.block, segment));
        Drawing { document, setting, line, segment, base: roles }.draw(&mut pieces);
    }
    if line.segments().len() > 1 || line.rtl {
        pieces.sort_by_key(|piece| piece.col);
    }
    pieces
}

fn rule(at: Stretch, col: u16, cols: u16, setting: Setting) -> Piece<'static> {
    let text = if setting.ascii { "-" } else { "─" }.repeat(usize::from(cols));
    Piece { at, text: Cow::Owned(text), col: Cols(col), cols: Cols(cols), roles: Role::Rule.into() }
}

fn note_label<'a>(document: &'a Document, setting: Setting, line: &Line, col: u16, cols: u16) -> Option<Piece<'a>> {
    let note = document.note(document.note_opened_by(line.block)?);
    let label = note.label.as_str();
    let taken = width(label).0;
    let text = if taken > cols { Cow::Owned(mark::clipped(label, cols, setting.ascii)) } else { Cow::Borrowed(label) };
    let taken = width(&text).0;
    let measure = setting.measure.cols().0;
    let col = if line.rtl { measure.saturating_sub(col + taken) } else { col };
    let roles = Roles::only(Role::Note).with(Role::NoteLabel);
    (taken > 0).then_some(Piece { at: line.at.start..line.at.start, text, col: Cols(col), cols: Cols(taken), roles })
}

/// The roles that a block gives all of its text.
fn base(document: &Document, id: BlockId) -> Roles {
    let block = document.block(id);
    let text = if id < document.body().end { Role::Body } else { Role::Note };
    let roles = Roles::only(text);
    let roles = if block.quotes > 0 { roles.with(Role::Quote) } else { roles };
    match block.kind {
        Kind::Paragraph | Kind::Byline => roles,
        Kind::Title => Roles::only(Role::Title),
        Kind::Heading(level) => Roles::only(Role::heading(level)),
        Kind::Verse => roles.with(Role::Verse),
        Kind::Code => roles.with(Role::Code),
        Kind::Table(_) => roles.with(Role::Table),
        Kind::Caption => roles.with(Role::Caption),
        Kind::Term => roles.with(Role::Term),
        Kind::Rule => Roles::only(Role::Rule),
    }
}

/// A segment in the head of a table is a heading.
fn head(document: &Document, id: BlockId, segment: &Segment) -> Roles {
    let block = document.block(id);
    let Kind::Table(table) = block.kind else { return Roles::NONE };
    let rows = document.table(table).head;
    // A repeated head is one wherever it is repeated.
    if rows == 0 || block.joint == Joint::Continued && !segment.echo {
        return Roles::NONE;
    }
    let before = document.slice(&(block.at.start..segment.at.start));
    let row = before.bytes().filter(|byte| *byte == b'\n').count();
    if segment.echo || row < usize::from(rows) { Role::TableHead.into() } else { Roles::NONE }
}

/// Raised words longer than this, in bytes, are no number of anything.
const LONGEST_SMALL: usize = 64;

/// A segment being drawn.
struct Drawing<'a, 'b> {
    document: &'a Document,
    setting: Setting,
    line: &'b Line,
    segment: &'b Segment,
    base: Roles,
}

/// Units that are drawn as one.
struct Run<'a> {
    at: Stretch,
    text: Cow<'a, str>,
    cols: u16,
    roles: Roles,
    level: Level,
    /// Units of the text as it is written may join it.
    plain: bool,
}

impl<'a> Drawing<'a, '_> {
    fn draw(&self, pieces: &mut Vec<Piece<'a>>) {
        let mut runs = self.runs();
        if runs.iter().any(|run| run.level.number() > 0) {
            order::reorder(&mut runs, |run| run.level);
        }
        let mut col = self.segment.col;
        for run in runs {
            let at = if self.segment.echo { self.line.at.start..self.line.at.start } else { run.at };
            pieces.push(Piece { at, text: run.text, col: Cols(col), cols: Cols(run.cols), roles: run.roles });
            col += run.cols;
        }
    }

    fn runs(&self) -> Vec<Run<'a>> {
        let segment = self.segment;
        let text = self.document.slice(&segment.at);
        let marks = mark::marks(self.document, &segment.at, self.setting, segment.clip);
        let levels = self.levels();
        let base_level = if self.line.rtl { Level::rtl() } else { Level::ltr() };
        let mut spans = Spans::new(self.document, self.line.block, &segment.at, self.base);
        let small = self.small();
        let mut spread = Spread::new(text, segment);
        let mut runs: Vec<Run<'a>> = Vec::with_capacity(4);
        for unit in Units::new(text, 0, text.len(), &marks, segment.clip, segment.stops) {
            let level = levels.as_ref().and_then(|levels| levels.get(unit.start)).copied().unwrap_or(base_level);
            let at = segment.at.start.plus(unit.start)..segment.at.start.plus(unit.end);
            let roles = spans.at(at.start);
            let shown = &text[unit.start..unit.end];
            let role = small.iter().find(|span| span.at.contains(&at.start)).map(|span| span.role);
            let joins = unit.shape == Shape::Plain && role.is_none() && !level.is_rtl() && !(segment.spread > 0 && shown == " ");
            let is_same = |run: &&mut Run| run.plain && run.roles == roles && run.level == level && run.at.end == at.start;
            if joins && let Some(run) = runs.last_mut().filter(is_same) {
                run.at.end = at.end;
                run.text = Cow::Borrowed(self.document.slice(&run.at));
                run.cols += unit.cols;
                continue;
            }
            if unit.cols == 0 {
                continue;
            }
            let mut run = Run { at, text: Cow::Borrowed(shown), cols: unit.cols, roles, level, plain: false };
            match unit.shape {
                // A digit with marks upon it, or one that asks to be drawn as a picture, has no small form.
                Shape::Plain if role.is_some() && shown.chars().nth(1).is_none() => {
                    let small = |character| role.and_then(|role| mark::shifted(character, role)).unwrap_or(character);
                    run.text = Cow::Owned(shown.chars().map(small).collect());
                }
                Shape::Plain if level.is_rtl() => {
                    if let Some(mirrored) = order::mirrored(shown) {
                        run.text = Cow::Borrowed(mirrored);
                    }
                }
                Shape::Plain => run.plain = joins,
                Shape::Tab => run.text = Cow::Owned(" ".repeat(usize::from(unit.cols))),
                Shape::Clipped => run.text = Cow::Owned(mark::omission(self.setting.ascii).to_string()),
                Shape::Mark(index) => {
                    let mark = &marks[index];
                    run.text = Cow::Owned(mark.shown.clone());
                    run.roles = run.roles.with(if mark.lost { Role::NoterefLost } else { Role::Noteref });
                }
                Shape::Nothing => continue,
            }
            if unit.shape == Shape::Plain && shown == " " {
                let more = spread.next();
                if more > 0 {
                    run.cols += more;
                    run.text = Cow::Owned(" ".repeat(usize::from(run.cols)));
                }
            }
            runs.push(run);
        }
        self.bullets(&mut runs);
        // The plain hyphen: the proper one (U+2010) is missing in many terminals' fonts.
        let ending = match segment.ending {
            Ending::Nothing => return runs,
            Ending::Hyphen => "-",
            Ending::Colon => ":",
        };
        let roles = runs.last().map_or(self.base, |run| run.roles);
        let at = segment.at.end..segment.at.end;
        runs.push(Run { at, text: Cow::Borrowed(ending), cols: 1, roles, level: base_level, plain: false });
        runs
    }

    /// The raised and lowered words of the segment that can be shown as what they are: all of their characters, or none.
    fn small(&self) -> Vec<&'a Span> {
        let block = &self.document.block(self.line.block).at;
        let at = block.start..self.segment.at.end;
        let spans = self.document.spans_in(&at).iter().filter(|span| span.at.end > self.segment.at.start && !self.setting.ascii);
        // A letter or four say which of its kind something is; whole words so small are hard to read.
        let is_small = |span: &&Span| {
            let words = self.document.slice(&span.at);
            words.len() <= LONGEST_SMALL
                && words.chars().filter(|character| character.is_alphabetic()).count() <= 4
                && words.chars().all(|character| mark::shifted(character, span.role).is_some())
        };
        spans.filter(|span| matches!(span.role, Role::Superscript | Role::Subscript)).filter(is_small).collect()
    }

    /// The level of each byte of the segment, where any reads from the right.
    fn levels(&self) -> Option<Vec<Level>> {
        let block = self.document.block(self.line.block);
        if !self.setting.reorder || block.kind == Kind::Code {
            return None;
        }
        let text = self.document.slice(&block.at);
        let offset = |place: Place| place.offset() - block.at.start.offset();
        let line: Range<usize> = offset(self.segment.at.start)..offset(self.segment.at.end);
        order::levels(text, &line, self.line.rtl)
    }

    /// Bullets that a plain terminal may lack.
    fn bullets(&self, runs: &mut [Run<'a>]) {
        if !self.setting.ascii {
            return;
        }
        for run in runs.iter_mut().filter(|run| run.roles.has(Role::ListLabel)) {
            let plain: String = run
                .text
                .chars()
                .map(|character| match character {
                    '•' | '◦' | '▪' | '▫' | '‣' | '●' | '○' | '■' | '□' => '*',
                    '–' | '—' => '-',
                    '☑' | '☒' | '✓' | '✔' => 'x',
                    '☐' => 'o',
                    other => other,
                })
                .collect();
            if cluster_width(&plain) == cluster_width(&run.text) {
                run.text = Cow::Owned(plain);
            }
        }
    }
}

/// The columns that are spread over a line's spaces, evenly.
struct Spread {
    spaces: u16,
    cols: u16,
    met: u16,
}

impl Spread {
    fn new(text: &str, segment: &Segment) -> Self {
        let spaces = if segment.spread > 0 { super::set::spaces(text) } else { 0 };
        Self { spaces: u16::try_from(spaces).unwrap_or(u16::MAX), cols: segment.spread, met: 0 }
    }

    /// How many columns the next space gets on top of its own.
    fn next(&mut self) -> u16 {
        if self.cols == 0 || self.spaces == 0 {
            return 0;
        }
        let share = |spaces: u16| u32::from(self.cols) * u32::from(spaces) / u32::from(self.spaces);
        let more = share(self.met + 1) - share(self.met);
        self.met += 1;
        u16::try_from(more).unwrap_or(0)
    }
}

/// The roles along a segment, asked for from left to right.
struct Spans<'a> {
    all: Vec<&'a Span>,
    base: Roles,
    roles: Roles,
    /// Where the roles change next.
    next: Place,
}

impl<'a> Spans<'a> {
    fn new(document: &'a Document, block: BlockId, at: &Stretch, base: Roles) -> Self {
        let block = &document.block(block).at;
        let all = document.spans_in(&(block.start..at.end)).iter().filter(|span| span.at.end > at.start).collect();
        Self { all, base, roles: base, next: Place::START }
    }

    fn at(&mut self, place: Place) -> Roles {
        if place >= self.next {
            self.roles = self.base;
            self.next = Place(u32::MAX);
            for span in &self.all {
                if span.at.start > place {
                    self.next = self.next.min(span.at.start);
                } else if span.at.end > place {
                    self.roles = self.roles.with(span.role);
                    self.next = self.next.min(span.at.end);
                }
            }
        }
        self.roles
    }
}
