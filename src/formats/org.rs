//! Org, the format of Emacs' outlines, as its own exporters read it.
//!
//! [`lines`] takes the text line by line and writes blocks by way of the [`Writer`]; [`words`] writes what stands in them. Labels of
//! notes are the author's. What Org keeps for itself (drawers, plans, keywords, comments, parts marked as not for export) is left out.

mod lines;
mod lists;
mod words;

use super::{Source, decode, markdown::writer::Writer, plain::with_line_feeds};
use crate::{
    document::{Builder, Document, Kind},
    problem::Read,
};

/// Reads an Org text.
pub(super) fn read(source: &Source) -> Read<Document> {
    let Read { value: text, problems } = decode(&source.bytes);
    let text = with_line_feeds(text);
    let mut builder = Builder::with_capacity(text.len());
    for problem in problems {
        builder.problem(problem);
    }
    if !source.whole {
        builder.partial();
    }
    let mut writer = Writer::new(builder);
    lines::write(&text, &mut writer);
    writer.finish()
}

/// Tells whether a text without a telling name is Org: by keywords, blocks, drawers and notes that are written like this nowhere else.
pub(super) fn looks(text: &str) -> bool {
    let mut signs = 0;
    for (index, line) in text.lines().enumerate() {
        let lower = line.get(..line.len().min(24)).unwrap_or("").to_ascii_lowercase();
        let is_keyword = ["#+title:", "#+begin_", "#+author:", "#+options:", "#+startup:", "#+caption:"];
        signs += usize::from(is_keyword.iter().any(|keyword| lower.starts_with(keyword))) * 3;
        signs += usize::from(line.starts_with("[fn:") && line.contains(']')) * 2;
        signs += usize::from(line.trim() == ":PROPERTIES:") * 3;
        signs += usize::from(line.contains("[[") && line.contains("][")) + usize::from(line.contains("[fn:"));
        signs += usize::from(index == 0 && line.starts_with("# -*- ") && lower.contains("org")) * 3;
        // Emacs' stars are Markdown's bullets.
        signs += usize::from(line.starts_with("** ") || line.starts_with("*** "));
        if signs >= 3 {
            return true;
        }
    }
    false
}

/// What the text says of itself at its top, as a title and a line below it.
fn head(writer: &mut Writer, subtitle: Option<&str>) {
    let meta = writer.builder.meta().clone();
    if let Some(title) = &meta.title {
        writer.begin(Kind::Title);
        words::write(writer, title);
        if let Some(subtitle) = subtitle {
            writer.line_break();
            words::write(writer, subtitle);
        }
        writer.end();
    }
    let byline: Vec<_> = [&meta.author, &meta.date].into_iter().flatten().map(String::as_str).collect();
    if !byline.is_empty() {
        writer.begin(Kind::Byline);
        words::write(writer, &byline.join(", "));
        writer.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn org_is_told_from_other_texts() {
        let check = |text: &str, expected: bool| assert_eq!(looks(text), expected, "{text:?}");
        check("#+TITLE: Flight\n\n* East\n", true);
        check("* East\n:PROPERTIES:\n:ID: x\n:END:\n", true);
        check("He went.[fn:1]\n\n[fn:1] In 1851.\n", true);
        check("# Flight\n\n* one\n* two\n", false);
        check("He wrote [1] and (2).\n\n[1] Ibid.\n", false);
    }
}
