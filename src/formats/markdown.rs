//! Markdown: CommonMark and what people add to it: GitHub's tables and notes, pandoc's attributes, line blocks and inline notes,
//! front matter of several kinds, and a little HTML.
//!
//! 1. [`front`] takes what stands before the text;
//! 2. [`prepare`] mends lines that a parser would take too strictly, and cuts a first part where nothing is open;
//! 3. comrak parses, a [`portion`] at a time, with definitions of notes left where they are;
//! 4. [`handmade`] makes notes of links and anchors that are some;
//! 5. [`walk`] goes through the tree and writes it by way of a [`writer`], which finds the marks that the parser left as text:
//!    those whose note is missing, or stands where the parser does not look. [`html`] reads tags, which [`pieces`] takes apart.
//!
//! Labels of notes are the author's: a `[^12]` is printed as 12 and a `[^runnote]` as *runnote*, whatever numbers other programs
//! would count. Characters stay as they are typed; nothing is made typographic.

mod front;
mod handmade;
pub(in crate::formats) mod html;
mod pieces;
mod portion;
mod prepare;
mod spans;
mod walk;
pub(in crate::formats) mod writer;

use comrak::{
    Arena, Node, Options,
    nodes::NodeValue,
    options::{Extension, Parse},
};

use self::{front::Front, handmade::Handmade, portion::Portions, walk::Beside, writer::Writer};
use super::{Source, decode, plain::with_line_feeds};
use crate::{
    document::{Builder, Document, Kind},
    problem::Read,
};

/// Reads a Markdown text.
pub(super) fn read(source: &Source) -> Read<Document> {
    let Read { value: text, problems } = decode(&source.bytes);
    let text = with_line_feeds(text);
    let mut read = read_text(&text, source.whole, portion::PORTION);
    read.problems.splice(0..0, problems);
    read
}

/// Tells whether a text without a telling name is Markdown rather than plain: by headings, links, notes or fences that plain text
/// would not have, as many as there are in few other texts.
pub(super) fn looks(text: &str) -> bool {
    let mut signs = 0;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_end();
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = (2..=6).contains(&hashes) && line[hashes..].starts_with(' ');
        let is_front = index == 0 && line == "---" && text.lines().nth(1).is_some_and(|next| next.contains(": "));
        let is_note = line.starts_with("[^") && line.contains("]: ");
        let is_link = line.match_indices("](").any(|(at, _)| line[at + 2..].contains(')') && line[..at].contains('['));
        let is_fence = line.starts_with("```") && !line[3..].contains('`');
        signs +=
            usize::from(is_heading) + usize::from(is_link) + usize::from(is_fence) + 3 * (usize::from(is_note) + usize::from(is_front));
        if signs >= 3 {
            return true;
        }
    }
    false
}

/// Reads Markdown; a text that is not `whole` is the first part of a longer one, and is read only as far as its continuation
/// cannot change it. So much is parsed at a time.
fn read_text(text: &str, whole: bool, portion: usize) -> Read<Document> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder::with_capacity(text.len());
    let front = front::read(text);
    let body = &text[front.end..];
    let body = if whole { body } else { prepare::settled(body) };
    if !whole {
        builder.partial();
    }
    let prepared = prepare::prepare(body);
    let mut writer = Writer::new(builder);
    writer.defined = prepare::labels(&prepared);
    let portions = Portions::of(&prepared, portion);
    let handmade = Handmade::across(&portions, &prepared);
    let mut front = Some(front);
    for index in 0..portions.len() {
        let arena = Arena::new();
        let root = parsed(&arena, &portions.source(index));
        let handmade = handmade.as_ref().map_or_else(|| handmade::join(&arena, root), |all| all.join(index, &arena, root));
        let byline = front.take().and_then(|front| {
            let mut heading = first_heading(root);
            if let Some(heading) = &mut heading {
                heading.is_title &= !portions.has_title_behind(index);
            }
            head(&mut writer, front, heading)
        });
        walk::write(&mut writer, root, Beside { handmade, byline, goes_on: portions.goes_on(index) });
    }
    writer.finish()
}

/// Parses a prepared source.
fn parsed<'a>(arena: &'a Arena<'a>, source: &str) -> Node<'a> {
    let options = Options {
        extension: Extension {
            strikethrough: true,
            table: true,
            autolink: true,
            tasklist: true,
            footnotes: true,
            inline_footnotes: prepare::inline_notes_are_sound(source),
            description_lists: true,
            alerts: prepare::alerts_are_sound(source),
            block_directive: prepare::divs_are_sound(source),
            subscript: true,
            highlight: true,
            // Not for its setting, but because `$a_1 b_1$` has no emphasis in it.
            math_dollars: true,
            cjk_friendly_emphasis: true,
            ..Extension::default()
        },
        parse: Parse {
            // Notes that nobody calls would be dropped otherwise.
            leave_footnote_definitions: true,
            // What is escaped calls no note.
            escaped_char_spans: true,
            relaxed_tasklist_matching: false,
            ..Parse::default()
        },
        ..Options::default()
    };
    comrak::parse_document(arena, source, &options)
}

/// The first heading, if there is one.
struct FirstHeading<'a> {
    node: Node<'a>,
    words: String,
    /// Whether no other is of the first level, as it is: then it is the text's title.
    is_title: bool,
}

fn first_heading(root: Node<'_>) -> Option<FirstHeading<'_>> {
    let level = |node: Node<'_>| if let NodeValue::Heading(heading) = &node.data().value { Some(heading.level) } else { None };
    let mut headings = root.children().filter(|node| level(node).is_some());
    let node = headings.next()?;
    let is_title = level(node) == Some(1) && headings.all(|other| level(other) != Some(1));
    Some(FirstHeading { node, words: walk::words_of(node), is_title })
}

/// Writes what front matter says at the top, unless the text says it itself: then the byline is left to be written below the
/// text's own title.
fn head<'a>(writer: &mut Writer, front: Front, heading: Option<FirstHeading<'a>>) -> Option<(Node<'a>, String)> {
    let Front { meta, subtitle, problems, .. } = front;
    for problem in problems {
        writer.builder.problem(problem);
    }
    let title = meta.title.clone();
    let byline: Vec<_> = [&meta.author, &meta.date].into_iter().flatten().map(String::as_str).collect();
    let byline = Some(byline.join(", ")).filter(|byline| !byline.is_empty());
    *writer.builder.meta() = meta;
    let folded = |words: &str| words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    match (title, heading) {
        (None, Some(FirstHeading { node, words, is_title: true })) => {
            writer.builder.meta().title = Some(words);
            return Some((node, byline?));
        }
        (Some(title), Some(heading)) if folded(&title) == folded(&heading.words) => return Some((heading.node, byline?)),
        (Some(title), _) => {
            writer.begin(Kind::Title);
            writer.say(&title);
            if let Some(subtitle) = &subtitle {
                writer.line_break();
                writer.say(subtitle);
            }
            writer.end();
        }
        (None, _) => {}
    }
    if let Some(byline) = byline {
        writer.begin(Kind::Byline);
        writer.say(&byline);
        writer.end();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Joint;

    #[test]
    fn markdown_is_told_from_plain_text() {
        let check = |text: &str, expected: bool| assert_eq!(looks(text), expected, "{text:?}");
        check("A note.[^1]\n\n[^1]: Here.\n", true);
        check("---\ntitle: Flight\n---\n", true);
        check("## One\n\nSee [there](https://example.org).\n\n## Two\n", true);
        check("# a comment of a script\n# and another\n", false);
        check("He wrote [1] and (2).\n\n[1] Ibid.\n", false);
        check("CHAPTER I\n\nTolstoy went east.\n", false);
    }

    /// Asserts that a text reads the same whatever is parsed at a time.
    fn reads_alike_in_portions(text: &str, size: usize) {
        let (whole, portions) = (read_text(text, true, usize::MAX).value, read_text(text, true, size).value);
        assert!(Portions::of(text, size).len() > 2, "{text:?}");
        assert_eq!(portions.text(), whole.text());
        assert_eq!(portions.notes(), whole.notes());
        assert_eq!(portions.noterefs(), whole.noterefs());
        assert_eq!(portions.links(), whole.links());
        assert_eq!(portions.blocks(), whole.blocks());
    }

    #[test]
    fn notes_made_by_hand_are_joined_across_a_long_text_as_in_a_short_one() {
        let numbered = |paragraph: &str| (1..=20).map(|number| paragraph.replace('%', &number.to_string())).collect::<String>();
        let [linked, raised, block] = [
            "They walked on, %.<a id=\"back%\"></a>[[%]](#note%)\n\n",
            "They walked on, %.<sup><a name=\"back%\" href=\"#note%\">%</a></sup>\n\n",
            "<p>They walked on, %.<a href=\"#note%\" id=\"back%\">[%]</a></p>\n\n",
        ]
        .map(numbered);
        let notes = numbered("<a id=\"note%\"></a>[%](#back%) It is told in Smith, page %.\n\n");
        let long = notes.replace("\n\n", "\n\nIt was late, and the roads were bad.\n\n");
        let items = format!("<ol>\n{}</ol>\n", numbered("<li id=\"note%\">It is told in Smith. <a href=\"#back%\">↩</a></li>\n"));
        for text in [
            format!("{linked}## Notes\n\n{notes}"),
            format!("{raised}## Notes\n\n{notes}"),
            format!("{linked}{long}"),
            format!("{block}{items}"),
        ] {
            assert_eq!(read_text(&text, true, usize::MAX).value.notes().len(), 20, "{text}");
            reads_alike_in_portions(&text, 500);
        }
    }

    #[test]
    fn a_long_paragraph_shows_no_seam() {
        let text = "They *walked on*, [to the town](town.html) and <a href=\"b.html\" title=\"to it\">beyond</a> `a b` it. ".repeat(40);
        let (whole, portions) = (read_text(&text, true, usize::MAX).value, read_text(&text, true, 300).value);
        assert_eq!(portions.text().replace('\n', " "), whole.text());
        assert_eq!(portions.links().len(), 80);
        assert!(portions.blocks()[1..].iter().all(|block| block.joint == Joint::Continued), "{:?}", portions.blocks());
    }

    #[test]
    fn what_the_bytes_say_is_reported_before_what_the_text_says() {
        let source = Source { name: "a.md".into(), bytes: b"---\na: [\n---\n\xe9t\xe9, na\xefve[^1]".to_vec(), whole: true };
        let read = read(&source);
        assert!(read.value.text().ends_with("été, naïve[1]"), "{:?}", read.value.text());
        assert!(read.problems.len() >= 3, "{:?}", read.problems);
        assert!(read.problems[1].what.starts_with("the front matter"), "{:?}", read.problems);
    }
}
