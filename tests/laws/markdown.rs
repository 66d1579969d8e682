//! Laws of reading Markdown: it never panics, its marks lie where they say, and the first part of a text reads as it will.

use ibid::{
    document::Document,
    formats::{Source, read},
    problem::Read,
};
use proptest::prelude::*;

/// Pieces of Markdown that are awkward beside each other: openings without an end, ends without a beginning, notes everywhere.
const FRAGMENTS: &[&str] = &[
    "word",
    "Ibid.",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\n  \n",
    "\r\n",
    "\\",
    "*",
    "**",
    "_",
    "~",
    "~~",
    "^",
    "`",
    "```\n",
    "~~~\n",
    "$",
    "$$",
    "[",
    "]",
    "(",
    ")",
    "[^",
    "^[",
    "[^1]",
    "[^1]: ",
    "\n[^1]: one\n",
    "\n[^a_b_]: two\n",
    "[^a_b_]",
    "![^1]",
    "[^1][^2]",
    "[^*]",
    "\n[^*]: sign\n",
    "^[inline]",
    "^[in *and* ^[out]]",
    "^[]",
    "\n> ",
    "\n>     ",
    "\n> [^q]: quoted\n>\n>     more[^1]\n",
    "\n- ",
    "\n  - [x] ",
    "\n2) ",
    "\n: ",
    "\n| ",
    " | ",
    "\n|---|:-:|\n",
    "\n| a[^1] | b |\n|---|--:|\n| c^[d] | e",
    "\n# ",
    "\n## Flight {#id .class}\n",
    "\n===\n",
    "\n---\n",
    "---\n",
    "---\ntitle: a\n---\n",
    "---\ntitle: [a\n---\n",
    "+++\n",
    "% Title\n",
    "title: a\nauthor: b\n\n",
    "\n***\n",
    "<",
    ">",
    "</",
    "<b>",
    "</b>",
    "<a href='#id'>",
    "<a name=x>",
    "<sup>",
    "<br>",
    "<!--",
    "-->",
    "\n<div>\n",
    "\n</div>\n",
    "\n<table><tr><td>",
    "<td colspan=9>",
    "</table>",
    "<li>",
    "<ol start=99>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<h2 id=x>",
    "<script>",
    "<latex>",
    "\n<latex>[^1]: x",
    "</markdown>",
    "&amp;",
    "&#0;",
    "&",
    "![",
    "![a[^1]](b \"c\")",
    "[a](#id)",
    "[a][b]",
    "\n[b]: #c 'd'\n",
    "http://a.b",
    "<c@d.e>",
    "{#id}",
    "{:toc}",
    "\n::: x\n",
    "\n:::\n",
    "\n> [!NOTE]\n",
    "国際",
    "赤\n色",
    "e\u{301}",
    "\u{202e}",
    "\u{feff}",
    "\0",
    "\u{1b}[0m",
    "👩‍👩‍👧",
    "[^国]",
    "[^\u{202e}]",
    "[^ ]",
    "[^a b]",
];

fn open(text: &str, whole: bool) -> Option<Read<Document>> {
    // A text of blanks alone is refused, and so is what is no text; neither is Markdown's affair.
    read(Source { name: "text.md".into(), bytes: text.as_bytes().to_vec(), whole }).ok()
}

/// Every noteref lies on its mark, every note on its text.
fn holds(text: &str) {
    for whole in [true, false] {
        let Some(Read { value: document, .. }) = open(text, whole) else { continue };
        for noteref in document.noterefs() {
            assert_eq!(document.slice(&noteref.at), noteref.label.mark());
        }
        for id in document.note_ids() {
            let note = document.note(id);
            assert!(note.body.start < note.body.end && note.body.start >= document.body_end());
            assert!(note.callers.iter().all(|caller| document.noteref(*caller).note == Some(id)));
        }
        for span in document.spans_in(&(ibid::unit::Place::START..document.end())) {
            let block = document.block(document.block_at(span.at.start).unwrap());
            assert!(span.at.end <= block.at.end, "a span reaches beyond its block");
        }
    }
}

/// What once took time that grew with the square of the text: twenty seconds are many times what each takes now, on a slow
/// machine, and a small part of what it took then.
#[test]
fn pages_of_beginnings_open_in_time() {
    for fragment in ["^[", "<h1>", "\n<h1><b>", "[", "<a \"", "<!--", "> ", ">", "*a ", "[^1]: "] {
        let text = fragment.repeat((512 << 10) / fragment.len()) + " end";
        let start = std::time::Instant::now();
        holds(&text);
        assert!(start.elapsed().as_secs() < 20, "{fragment:?} took {:?}", start.elapsed());
    }
}

fn fragments(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FRAGMENTS), 0..most).prop_map(|fragments| fragments.concat())
}

proptest! {
    #[test]
    fn any_string_opens(text in "\\PC*") {
        holds(&text);
    }

    #[test]
    fn any_ascii_opens(text in "[ -~\\n\\t]{0,200}") {
        holds(&text);
    }

    #[test]
    fn any_fragments_of_markdown_open(text in fragments(40)) {
        holds(&text);
    }

    /// Paragraphs of notes and words, each whole in itself. There is a blank line to cut at: a text without any is cut at a
    /// line's end, and may then have to be read anew.
    #[test]
    fn the_first_part_of_a_text_reads_as_the_whole_does(
        paragraphs in prop::collection::vec(prop::sample::select(PARAGRAPHS), 1..20),
        cut in 0.0..1.0_f64,
    ) {
        let text = format!("{START}{}", paragraphs.join("\n\n"));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place to cut at, no more")]
        let mut cut = START.len() + ((text.len() - START.len()) as f64 * cut) as usize;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        if let (Some(part), Some(whole)) = (open(&text[..cut], false), open(&text, true)) {
            let part = &part.value.text()[..part.value.body_end().offset()];
            let whole = &whole.value.text()[..whole.value.body_end().offset()];
            prop_assert!(whole.starts_with(part), "{part:?} is not how {whole:?} begins");
        }
    }
}

const START: &str = "Start.\n\n";

const PARAGRAPHS: &[&str] = &[
    "Tolstoy went east[^1], then *back*[^2].",
    "He walked^[or rode] on.\nAnd on.",
    "[^1]: In 1851.",
    "[^2]: First.\n\n    Second^[inner].\n\n    > Quoted.",
    "> Quoted[^1].\n>\n> [^q]: Note.\n>\n>     Its second paragraph.",
    "- item[^2]\n- item\n\n  more of it\n  - inner",
    "```\ncode\n\nmore [^1]\n```",
    "    indented\n\n    code",
    "| a | b[^1] |\n|---|---|\n| c | d |",
    "# Heading[^1]",
    "Heading\n=======",
    "Term\n: Definition[^1].",
    "| verse\n|   and more",
    "<div>\nhtml\n</div>",
    "<!-- a remark\n\nthat goes on -->",
    "<blockquote>",
    "国際\n赤色",
    "---",
    "::: x",
    ":::",
];
