//! What holds of every text at every measure.

use ibid::{
    document::{Align, BlockId, Builder, Document, Kind},
    role::Role,
    typeset::{Galley, Line, Setting, Top},
    unit::{Cols, Measure, Place, Rows, width},
};
use proptest::prelude::*;

/// Words that have broken typesetters: clusters of several characters, two columns or none, both directions, no place to
/// break, places to break that are not seen.
const AWKWARD: &[&str] = &[
    "the",
    "of",
    "Tolstoy",
    "international",
    "counter-revolutionary",
    "—",
    "word—word",
    "e-mail",
    "国際赤色救援会",
    "한국어",
    "👩‍👩‍👧",
    "🇵🇱🇨🇿",
    "❤\u{fe0f}",
    "e\u{301}te\u{301}",
    "\u{301}",
    "a\u{300}\u{301}\u{302}\u{303}",
    "السلام",
    "(שלום)",
    "12.5",
    "٣٤",
    "Donau\u{ad}dampf\u{ad}schiff",
    "\u{ad}",
    "a\u{a0}b",
    "\u{200b}",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "https://example.org/a_long/path?query=yes&more=no#fragment",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "क्षत्रिय",
    "สวัสดี",
    "\u{3000}",
    "a  b",
    "\t",
    "\n",
    "«x»",
    "ﷺ",
    "\u{200d}",
    "\u{1f1f5}",
    "…",
];

#[derive(Clone, Debug)]
enum Part {
    Word(&'static str),
    Styled(&'static str),
    Noteref(&'static str, bool),
}

fn part() -> impl Strategy<Value = Part> {
    let word = prop::sample::select(AWKWARD);
    prop_oneof![
        12 => word.clone().prop_map(Part::Word),
        2 => word.prop_map(Part::Styled),
        2 => (prop::sample::select(&["1", "12", "345", "*", "b", "12a", "a long label"][..]), any::<bool>()).prop_map(|(label, glued)| Part::Noteref(label, glued)),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Kind(Kind),
    Quote(u8),
    Item(&'static str, u8),
    Table(u16),
    Note(&'static str),
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        4 => Just(Shape::Kind(Kind::Paragraph)),
        1 => prop::sample::select(&[Kind::Title, Kind::Byline, Kind::Heading(1), Kind::Heading(3), Kind::Caption, Kind::Term, Kind::Rule][..]).prop_map(Shape::Kind),
        2 => prop::sample::select(&[Kind::Verse, Kind::Code][..]).prop_map(Shape::Kind),
        1 => (1u8..9).prop_map(Shape::Quote),
        1 => (prop::sample::select(&["•", "12.", "a very long label of an item", "☑"][..]), 1u8..5).prop_map(|(label, depth)| Shape::Item(label, depth)),
        1 => (0u16..3).prop_map(Shape::Table),
        2 => prop::sample::select(&["1", "12", "", "*", "see the remark on"][..]).prop_map(Shape::Note),
    ]
}

fn document() -> impl Strategy<Value = Document> {
    let block = (shape(), prop::collection::vec((part(), any::<bool>()), 1..40));
    (prop::collection::vec(block, 1..6), prop::option::of(prop::sample::select(&["en", "de", "tlh"][..]))).prop_map(|(blocks, lang)| {
        let mut builder = Builder::new();
        builder.meta().lang = lang.map(str::to_owned);
        for (shape, parts) in blocks {
            match shape {
                Shape::Kind(kind) => {
                    builder.begin(kind);
                    fill(&mut builder, &parts, false);
                }
                Shape::Quote(depth) => {
                    (0..depth).for_each(|_| builder.open_quote());
                    fill(&mut builder, &parts, false);
                    (0..depth).for_each(|_| builder.close());
                }
                Shape::Item(label, depth) => {
                    (0..depth).for_each(|_| builder.open_item(Some(label), true));
                    fill(&mut builder, &parts, false);
                    (0..depth).for_each(|_| builder.close());
                }
                Shape::Table(head) => {
                    builder.begin_table(vec![Align::Start, Align::End, Align::Middle], head);
                    fill(&mut builder, &parts, true);
                }
                Shape::Note(label) => {
                    builder.begin_note(label, "note");
                    fill(&mut builder, &parts, false);
                    builder.end_note();
                }
            }
            builder.end();
        }
        builder.finish().value
    })
}

fn fill(builder: &mut Builder, parts: &[(Part, bool)], cells: bool) {
    for (index, (part, blank)) in parts.iter().enumerate() {
        match part {
            Part::Word(word) => builder.text(word),
            Part::Styled(word) => builder.styled(Role::Emphasis, word),
            Part::Noteref(label, glued) => builder.noteref(label, if *glued { "note" } else { "gone" }),
        }
        if cells && index % 3 == 2 {
            builder.text(if index % 9 == 8 { "\n" } else { "\t" });
        } else if *blank {
            builder.text(" ");
        }
    }
}

fn setting() -> impl Strategy<Value = Setting> {
    let measure = prop_oneof![1u16..12, 12u16..90];
    (measure, any::<[bool; 4]>()).prop_map(|(measure, [justify, hyphenate, ascii, reorder])| Setting {
        measure: Measure::or_one(measure),
        justify,
        hyphenate,
        ascii,
        reorder,
    })
}

fn all_lines(galley: &Galley, document: &Document) -> Vec<Line> {
    (0..document.blocks().len()).flat_map(|block| galley.lines(document, BlockId::at(block)).to_vec()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_wider_than_its_measure_and_no_piece_lies_on_another(document in document(), setting in setting()) {
        let galley = Galley::new(setting);
        for line in all_lines(&galley, &document) {
            let mut col = Cols(0);
            for piece in galley.pieces(&document, &line) {
                prop_assert!(piece.cols > Cols(0));
                prop_assert_eq!(width(&piece.text), piece.cols, "{:?}", piece);
                prop_assert!(piece.col >= col, "{:?} lies on what is before it", piece);
                col = piece.col + piece.cols;
            }
            prop_assert!(col <= setting.measure.cols(), "{:?} takes {:?} of {:?}", document.slice(&line.at), col, setting.measure);
        }
    }

    #[test]
    fn the_lines_of_a_block_joined_give_its_text_back(document in document(), setting in setting()) {
        let galley = Galley::new(setting);
        for (index, block) in document.blocks().iter().enumerate() {
            let lines = galley.lines(&document, BlockId::at(index));
            let joined: String = lines.iter().map(|line| document.slice(&line.at)).collect();
            prop_assert_eq!(joined.as_str(), document.slice(&block.at));
            prop_assert!(lines.last().is_some_and(Line::has_text));
            let texts: Vec<_> = lines.iter().filter(|line| line.has_text()).collect();
            prop_assert!(texts.windows(2).all(|two| two[0].at.end == two[1].at.start));
            prop_assert!(texts.iter().all(|line| line.at.start < line.at.end), "two lines share a place");
        }
    }

    #[test]
    fn all_that_can_be_seen_is_drawn_once(document in document(), setting in setting()) {
        let galley = Galley::new(setting);
        let mut drawn = vec![0u8; document.text().len()];
        for line in all_lines(&galley, &document) {
            for piece in galley.pieces(&document, &line) {
                drawn[piece.at.start.offset()..piece.at.end.offset()].iter_mut().for_each(|byte| *byte += 1);
            }
        }
        prop_assert!(drawn.iter().all(|times| *times <= 1), "a place is drawn twice");
        for (offset, character) in document.text().char_indices().filter(|(_, character)| character.is_alphanumeric()) {
            prop_assert_eq!(drawn[offset], 1, "{:?} at {} is not drawn", character, offset);
        }
    }

    #[test]
    fn lines_set_one_by_one_are_those_set_whole(document in document(), setting in setting()) {
        let whole = all_lines(&Galley::new(setting), &document);
        let mut galley = Galley::new(setting);
        let flow = document.all_blocks();
        let rows = galley.height(&document, &flow, usize::MAX);
        // The first block of a flow has no gap.
        let whole = &whole[whole.len() - rows..];
        let mut top = Top::default();
        for (index, line) in whole.iter().enumerate() {
            galley.set(Setting { measure: Measure::or_one(7), ..setting });
            galley.set(setting);
            let page = galley.page(&document, &flow, top, Rows(1));
            prop_assert_eq!(&page[..], std::slice::from_ref(line), "row {}", index);
            top = galley.forward(&document, &flow, top, 1);
        }
    }

    #[test]
    fn forward_and_back_again_returns(document in document(), setting in setting(), from in 0usize..200, rows in 0usize..60) {
        let galley = Galley::new(setting);
        let flow = document.all_blocks();
        let height = galley.height(&document, &flow, usize::MAX);
        prop_assume!(height > 0);
        let from = from % height;
        let top = galley.forward(&document, &flow, Top::default(), from);
        let further = galley.forward(&document, &flow, top, rows.min(height - 1 - from));
        prop_assert_eq!(galley.backward(&document, &flow, further, rows.min(height - 1 - from)), top);
        let earlier = galley.backward(&document, &flow, top, rows.min(from));
        prop_assert_eq!(galley.forward(&document, &flow, earlier, rows.min(from)), top);
    }

    #[test]
    fn a_place_is_found_in_the_row_that_shows_it(document in document(), setting in setting()) {
        let galley = Galley::new(setting);
        let flow = document.all_blocks();
        let height = galley.height(&document, &flow, usize::MAX);
        let page = galley.page(&document, &flow, Top::default(), Rows::of(height));
        prop_assert_eq!(page.len(), height);
        for (index, line) in page.iter().enumerate().filter(|(_, line)| line.has_text()) {
            for piece in galley.pieces(&document, line).iter().filter(|piece| piece.at.start < piece.at.end) {
                let row = galley.row_of(&document, &flow, Top::default(), piece.at.start, Rows::of(height));
                prop_assert_eq!(row, Some(Rows::of(index)), "{:?}", piece);
            }
            let row = galley.row_of(&document, &flow, Top::default(), line.at.start, Rows::of(height));
            prop_assert_eq!(row, Some(Rows::of(index)));
            prop_assert_eq!(galley.line_start(&document, line.at.start), line.at.start);
        }
        let last = galley.last_page(&document, &flow, Rows(5));
        prop_assert_eq!(galley.page(&document, &flow, last, Rows(9)).len(), height.min(5));
    }

    #[test]
    fn any_flow_top_and_size_can_be_asked_for(document in document(), setting in setting(), place in 0u32..4000, lead: u8, rows in 0u16..90, ends in any::<[u32; 2]>()) {
        let galley = Galley::new(setting);
        let flow = BlockId(ends[0] % 8)..BlockId(ends[1] % 8);
        let top = Top { place: Place(place), lead };
        let page = galley.page(&document, &flow, top, Rows(rows));
        prop_assert!(page.len() <= usize::from(rows));
        galley.forward(&document, &flow, top, 3);
        galley.backward(&document, &flow, top, 3);
        galley.row_of(&document, &flow, top, Place(place), Rows(rows));
        galley.last_page(&document, &flow, Rows(rows));
        galley.line_start(&document, Place(place));
    }
}

proptest! {
    #[test]
    fn justification_moves_no_word_to_another_line(words in prop::collection::vec(prop::sample::select(AWKWARD), 1..120), measure in 4u16..90) {
        let mut builder = Builder::new();
        builder.text(&words.join(" "));
        let document = builder.finish().value;
        let ragged = Setting { measure: Measure::or_one(measure), justify: false, ..Setting::default() };
        let justified = Setting { justify: true, ..ragged };
        let ats = |setting| all_lines(&Galley::new(setting), &document).into_iter().map(|line| line.at).collect::<Vec<_>>();
        prop_assert_eq!(ats(ragged), ats(justified));
    }
}
