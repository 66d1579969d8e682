//! What holds of every document, whatever it was read from, and of its lines at every measure.

use ibid::{
    document::{BlockId, Document, Joint, Kind, Target, sanitise},
    problem::{Problem, Read, Spot},
    role::Role,
    typeset::{Galley, Line, Setting, Top},
    unit::{Cols, Measure, Place, Rows, Stretch, width},
};

use crate::{engine::Seen, mutate::Dice};

/// The longest block: what is longer is split, so that no single one takes long to set.
const LONGEST_BLOCK: usize = 16 * 1024;

/// Asserts that a terminal shows these words and does nothing else: no control characters, none that let words be shown in
/// another order than they are in, none that end a line on some terminals. Said here once more, and by Unicode's names
/// rather than by the code that is tested.
pub(crate) fn harmless(text: &str, what: &str) {
    let harm = text.char_indices().find(|(_, character)| match character {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => true,
        other => other.is_control(),
    });
    assert!(harm.is_none(), "{what} holds {:?} at {}", harm.unwrap_or_default().1, harm.unwrap_or_default().0);
}

/// Asserts what holds of every document whose sections begin with headings, and notes what this one is made of.
pub(crate) fn document(read: &Read<Document>, source: usize, seen: &mut Seen) {
    book(read, source, seen);
    for section in read.value.sections() {
        assert_eq!(read.value.block(section.heading).kind, Kind::Heading(section.level));
    }
}

/// Asserts what holds of every document, also of one that has contents of its own, whose sections begin with anything.
pub(crate) fn book(read: &Read<Document>, source: usize, seen: &mut Seen) {
    let document = &read.value;
    harmless(document.text(), "the text");
    assert!(document.text().len() <= 64 * source + 4096, "{source} bytes became {}", document.text().len());
    blocks(document, seen);
    spans(document, seen);
    notes(document, seen);
    links(document, seen);
    sections(document, seen);
    for problem in &read.problems {
        self::problem(problem, document.text(), seen);
    }
    let meta = document.meta();
    for (name, value) in
        [("title", &meta.title), ("author", &meta.author), ("date", &meta.date), ("lang", &meta.lang), ("description", &meta.description)]
    {
        seen.note((name, value.is_some()));
        harmless(value.as_deref().unwrap_or_default(), name);
    }
    for place in places(document) {
        let locator = document.locator(place);
        let found = document.locate(&locator);
        assert_eq!(found, place, "{locator:?} leads elsewhere");
        let sentence = document.sentence_around(place);
        within(document, &sentence, "a sentence");
        assert!(sentence.start <= place && place <= sentence.end, "{place} is not in its sentence {sentence:?}");
        let percent = document.percent(place);
        assert!(percent <= 100 && document.place_at_percent(percent) <= document.body_end());
    }
}

/// A few places of a document: its ends, those of its parts, and some between.
fn places(document: &Document) -> Vec<Place> {
    let end = document.text().len();
    let mut places = vec![Place::START, document.end(), document.body_end()];
    places.extend((1..6).map(|part| document.floor(Place::at(end * part / 7))));
    places.extend(document.noterefs().iter().take(2).map(|noteref| noteref.at.start));
    places.extend(document.notes().iter().take(2).map(|note| note.body.start));
    places
}

/// Asserts that a stretch lies in the text, on character boundaries.
fn within(document: &Document, at: &Stretch, what: &str) {
    let text = document.text();
    let is_sound = at.start <= at.end && at.end <= document.end();
    assert!(is_sound, "{what} at {at:?} is not in a text of {}", text.len());
    let is_whole = text.is_char_boundary(at.start.offset()) && text.is_char_boundary(at.end.offset());
    assert!(is_whole, "{what} at {at:?} begins or ends within a character");
}

/// Asserts that a stretch is some of the text of one block.
fn in_a_block(document: &Document, at: &Stretch, what: &str) {
    within(document, at, what);
    assert!(at.start < at.end, "{what} at {at:?} is empty");
    let block = document.block_at(at.start).map(|id| document.block(id)).expect("a text that is not empty has blocks");
    assert!(block.at.start <= at.start && at.end <= block.at.end, "{what} at {at:?} reaches out of its block {:?}", block.at);
}

/// Blocks lie one after another, and but for what parts them there is nothing between.
fn blocks(document: &Document, seen: &mut Seen) {
    let blocks = document.blocks();
    assert_eq!(document.is_empty(), document.text().is_empty(), "text without blocks, or blocks without text");
    let mut end = 0;
    let mut before = None;
    for (index, block) in blocks.iter().enumerate() {
        within(document, &block.at, "a block");
        let length = block.at.end.offset() - block.at.start.offset();
        assert!((1..=LONGEST_BLOCK).contains(&length), "a block has {length} bytes");
        let gap = &document.text()[end.min(block.at.start.offset())..block.at.start.offset()];
        let is_parted = match (index, block.joint) {
            (0, _) => gap.is_empty() && block.at.start == Place::START,
            // A block that goes on may have been cut at a blank.
            (_, Joint::Continued) => matches!(gap, "" | " " | "\n") && block.at.start.offset() >= end,
            _ => gap == "\n" && block.at.start.offset() > end,
        };
        assert!(is_parted, "{gap:?} lies before the block at {:?}", block.at);
        let words = block.at.start.plus(usize::from(block.label));
        assert!(words <= block.at.end, "a label is longer than its block");
        within(document, &(block.at.start..words), "a label");
        if let Kind::Table(id) = block.kind {
            let table = document.table(id);
            seen.count("columns", table.columns.len());
            seen.note(("head", table.head.min(3)));
        }
        let kind = match block.kind {
            Kind::Table(_) => 90,
            Kind::Heading(level) => 100 + u32::from(level),
            Kind::Paragraph => 1,
            Kind::Title => 2,
            Kind::Byline => 3,
            Kind::Verse => 4,
            Kind::Code => 5,
            Kind::Caption => 6,
            Kind::Term => 7,
            Kind::Rule => 8,
        };
        let look = (kind, block.joint as u8, block.quotes.min(3), block.indent.min(12) / 2, block.label.min(2));
        seen.note(look);
        seen.note((before, kind));
        before = Some(kind);
        end = block.at.end.offset();
    }
    assert_eq!(end, document.text().len(), "text lies after the last block");
    seen.count("blocks", blocks.len());
}

fn spans(document: &Document, seen: &mut Seen) {
    let spans = document.spans_in(&(Place::START..document.end()));
    assert!(spans.is_sorted_by_key(|span| span.at.start), "spans are not in order");
    let mut open: Option<(Role, Place)> = None;
    for span in spans {
        in_a_block(document, &span.at, "a span");
        let within = open.filter(|(_, end)| span.at.start < *end).map(|(role, _)| role);
        seen.note(("span", span.role, within));
        open = Some((span.role, span.at.end));
    }
}

/// Marks lie on what they print, notes on their text, and each leads to the other.
fn notes(document: &Document, seen: &mut Seen) {
    let mut before = Place::START;
    for (index, noteref) in document.noterefs().iter().enumerate() {
        in_a_block(document, &noteref.at, "a noteref");
        assert!(noteref.at.start >= before, "noterefs overlap or are out of order at {before}");
        before = noteref.at.end;
        assert_eq!(document.slice(&noteref.at), noteref.label.mark());
        if let Some(note) = noteref.note {
            assert!(document.note(note).callers.iter().any(|caller| caller.index() == index), "a note does not know its caller");
        }
        seen.note(("noteref", noteref.note.is_some(), noteref.at.start >= document.body_end()));
    }
    let mut next = document.body().end;
    for id in document.note_ids() {
        let note = document.note(id);
        within(document, &note.body, "a note");
        assert_eq!(note.blocks.start, next, "notes leave out blocks, or share them");
        assert!(note.blocks.start < note.blocks.end, "a note has no block");
        let (first, last) = (document.block(note.blocks.start), document.block(BlockId(note.blocks.end.0 - 1)));
        assert_eq!((first.at.start, last.at.end), (note.body.start, note.body.end), "a note's blocks are not its body");
        assert!(note.body.start >= document.body_end(), "a note lies in the body");
        assert_eq!(document.note_opened_by(note.blocks.start), Some(id));
        assert_eq!(document.note_at(note.body.start), Some(id));
        assert!(note.callers.is_sorted() && note.callers.windows(2).all(|two| two[0] != two[1]), "callers are not in order");
        assert!(note.callers.iter().all(|caller| document.noteref(*caller).note == Some(id)), "a caller calls another note");
        harmless(note.label.as_str(), "a label");
        next = note.blocks.end;
        seen.note(("note", note.label.is_figure(), note.label.is_sign(), note.callers.len().min(3)));
        seen.count("blocks of a note", note.blocks.end.index() - note.blocks.start.index());
    }
    assert_eq!(next, document.all_blocks().end, "blocks after the last note are nobody's");
    seen.count("notes", document.notes().len());
}

fn links(document: &Document, seen: &mut Seen) {
    assert!(document.links().is_sorted_by_key(|link| link.at.start), "links are not in order");
    for link in document.links() {
        in_a_block(document, &link.at, "a link");
        let kind = match &link.target {
            Target::Place(place) => {
                within(document, &(*place..*place), "a link's target");
                0
            }
            Target::Address(_) => 1,
            Target::Lost(_) => 2,
        };
        seen.note(("link", kind));
    }
}

/// Sections lie within each other or side by side, each from its heading on.
fn sections(document: &Document, seen: &mut Seen) {
    let mut open: Vec<(u8, Place)> = Vec::new();
    for section in document.sections() {
        within(document, &section.at, "a section");
        let heading = document.block(section.heading);
        assert!(section.level > 0 && section.heading < document.body().end, "a section is none of the body's");
        assert_eq!(heading.at.start, section.at.start);
        harmless(&section.title, "a section's title");
        open.retain(|(_, end)| *end > section.at.start);
        for (level, end) in &open {
            assert!(*level < section.level && section.at.end <= *end, "sections overlap");
        }
        open.push((section.level, section.at.end));
        seen.count("depth of sections", open.len());
    }
}

/// Asserts that a message can be shown and points into the text.
pub(crate) fn problem(problem: &Problem, text: &str, seen: &mut Seen) {
    assert!(!problem.what.is_empty());
    // Whoever prints a message does so by way of `sanitise`, as it may quote what nobody has looked at before.
    harmless(&sanitise(&problem.to_string()), "a message");
    match problem.spot {
        Spot::Place(place) => assert!(text.is_char_boundary(place.offset()), "{} is said of {place}, which is no place", problem.what),
        Spot::Line(line) | Spot::LineColumn(line, _) => assert!(line > 0, "{} is said of line 0", problem.what),
        Spot::Whole => {}
    }
    seen.message(&problem.what);
    seen.note(("mend", problem.mend.is_some(), problem.severity as u8));
}

/// Some way to set text; narrow ones are the harder ones.
pub(crate) fn setting(dice: &mut Dice) -> Setting {
    let widest = dice.one(&[4, 12, 40, 90, 300]);
    Setting {
        measure: Measure::or_one(u16::try_from(1 + dice.below(widest)).unwrap_or(1)),
        justify: dice.once_in(2),
        hyphenate: dice.once_in(2),
        ascii: dice.once_in(4),
        reorder: !dice.once_in(4),
    }
}

/// Asserts what holds of the lines of a document, of its first blocks and of its last.
pub(crate) fn typeset(document: &Document, setting: Setting, dice: &mut Dice, seen: &mut Seen) {
    let galley = Galley::new(setting);
    let count = document.blocks().len();
    let mut drawn = vec![0_u8; document.text().len()];
    for index in (0..count.min(24)).chain(count.saturating_sub(8).max(24)..count) {
        let id = BlockId::at(index);
        let lines = galley.lines(document, id);
        let joined: String = lines.iter().map(|line| document.slice(&line.at)).collect();
        assert_eq!(joined, document.slice(&document.block(id).at), "lines do not give the text of their block back");
        assert!(lines.last().is_some_and(Line::has_text), "a block ends without text");
        for line in lines.iter() {
            let mut col = Cols(0);
            for piece in galley.pieces(document, line) {
                within(document, &piece.at, "a piece");
                harmless(&piece.text, "a piece");
                assert!(!piece.text.contains(['\n', '\t']), "{:?} is drawn", piece.text);
                assert_eq!(width(&piece.text), piece.cols, "{piece:?} is not as wide as it says");
                assert!(piece.cols > Cols(0) && piece.col >= col, "{piece:?} lies on what is before it");
                col = piece.col + piece.cols;
                drawn[piece.at.start.offset()..piece.at.end.offset()].iter_mut().for_each(|times| *times += 1);
                for role in piece.roles.iter() {
                    seen.note(("drawn", role));
                }
            }
            assert!(col <= setting.measure.cols(), "a line takes {col:?} of {:?}", setting.measure);
            seen.note(("line", line.is_gap(), line.has_text(), line.is_rtl()));
        }
        let at = &document.block(id).at;
        for (offset, character) in document.slice(at).char_indices() {
            let times = drawn[at.start.offset() + offset];
            // A vowel sign is a letter, and without one before it has no width.
            let is_seen = character.is_alphanumeric() && width(character.encode_utf8(&mut [0; 4])) > Cols(0);
            let is_sound = if is_seen { times == 1 } else { times <= 1 };
            assert!(is_sound, "{character:?} at {offset} of {at:?} is drawn {times} times at {setting:?}");
        }
    }
    pages(document, &galley, dice);
}

/// Pages follow one another, forwards and backwards alike.
fn pages(document: &Document, galley: &Galley, dice: &mut Dice) {
    let flow = document.all_blocks();
    let place = document.floor(Place::at(dice.below(document.text().len() + 1)));
    let rows = Rows::of(dice.some(90));
    let top = galley.forward(document, &flow, Top { place, lead: 0 }, 0);
    let page = galley.page(document, &flow, top, rows);
    assert!(page.len() <= rows.count());
    // The first row of a flow has nothing before it.
    let reach = galley.height(document, &flow, 400).min(rows.count());
    let next = galley.forward(document, &flow, top, reach);
    let back = galley.backward(document, &flow, next, reach);
    if next.place > top.place && galley.page(document, &flow, next, Rows(1)).len() == 1 && reach < page.len() {
        assert_eq!(back, top, "{reach} rows on and back again is elsewhere");
    }
    if document.is_empty() {
        return;
    }
    let start = galley.line_start(document, place);
    within(document, &(start..start), "a line's beginning");
    assert!(start <= place && galley.line_start(document, start) == start);
    let last = galley.last_page(document, &flow, rows);
    assert!(galley.page(document, &flow, last, Rows(u16::MAX)).len() <= rows.count().max(1));
}
