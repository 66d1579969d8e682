//! Specifications of the formats: prose with examples, each a text and the outline of the document it becomes.
//!
//! An example is fenced by 32 backticks; a line with a full stop alone parts the text from its outline. `→` in the text stands
//! for a tab. After the opening fence come `example`, and `partial` where the text is only the first part of a longer one.
//! With `BLESS=1` in the environment the outlines are written anew, for reading them before they are committed.

#[path = "formats/outline.rs"]
mod outline;

use ibid::formats::{Source, read};

const FENCE: &str = "````````````````````````````````";

/// Runs the examples of one specification, read as a file of this name.
fn check(path: &str, name: &str) {
    let path = format!("{}/tests/formats/{path}", env!("CARGO_MANIFEST_DIR"));
    let specification = std::fs::read_to_string(&path).unwrap();
    let (mut blessed, mut failures, mut count) = (String::new(), Vec::new(), 0);
    let mut lines = specification.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        blessed.extend([line, "\n"]);
        let Some(words) = line.strip_prefix(FENCE).filter(|words| !words.is_empty()) else { continue };
        assert!(words.trim().starts_with("example"), "line {}: an example begins with `{FENCE} example`", number + 1);
        let text: Vec<_> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != ".").collect();
        let expected: Vec<_> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != FENCE).collect();
        let bytes = format!("{}\n", text.join("\n")).replace('→', "\t").into_bytes();
        let read = read(Source { name: name.into(), bytes, whole: !words.contains("partial") }).unwrap();
        let found = outline::outline(&read);
        if found.trim_end() != expected.join("\n").trim_end() {
            let text = text.join("\n");
            let expected = expected.join("\n");
            failures.push(format!("── line {} ──\n{text}\n── expected ──\n{expected}\n── found ──\n{found}", number + 1));
        }
        blessed.extend([&*text.join("\n"), "\n.\n", &found, FENCE, "\n"]);
        count += 1;
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, blessed).unwrap();
    } else {
        assert!(failures.is_empty(), "{} of {count} examples failed\n{}", failures.len(), failures.join("\n"));
    }
}

#[test]
fn markdown_becomes_what_its_specification_says() {
    check("markdown.txt", "text.md");
}

#[test]
fn plain_text_becomes_what_its_specification_says() {
    check("plain.txt", "text.txt");
}

#[test]

fn tei_becomes_what_its_specification_says() {
    check("tei.txt", "text.xml");
}

#[test]
fn jats_becomes_what_its_specification_says() {
    check("jats.txt", "text.xml");
}

#[test]
fn docbook_becomes_what_its_specification_says() {
    check("docbook.txt", "text.xml");
}

#[test]
fn fictionbook_becomes_what_its_specification_says() {
    check("fictionbook.txt", "text.xml");
}

#[test]
fn html_becomes_what_its_specification_says() {
    check("html.txt", "page.html");
}

#[test]
fn restructuredtext_becomes_what_its_specification_says() {
    check("rst.txt", "text.rst");
}

#[test]
fn org_becomes_what_its_specification_says() {
    check("org.txt", "text.org");
}

#[test]
fn latex_becomes_what_its_specification_says() {
    check("latex.txt", "text.tex");
}
