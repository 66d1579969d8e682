//! The texts that come with the program.

use std::sync::LazyLock;

/// A text that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// The name one opens it by.
    pub name: &'static str,
    /// The name of its file, which has its ending and serves as a second name.
    pub file: &'static str,
    /// Its title, as its front matter gives it.
    pub title: &'static str,
    /// A sentence about it, as its front matter gives it.
    pub description: &'static str,
    /// The text itself, in Markdown.
    pub bytes: &'static str,
    /// The timeline that its front matter names, in TOML.
    pub timeline: Option<&'static str>,
}

/// Name, file and text. The first is what ibid opens when nothing else was read.
const TEXTS: &[(&str, &str, &str)] = &[
    ("red-aid", "international-red-aid.md", include_str!("../../texts/international-red-aid.md")),
    ("appeal", "fourth-congress-appeal.md", include_str!("../../texts/fourth-congress-appeal.md")),
    ("ild", "international-labor-defense.md", include_str!("../../texts/international-labor-defense.md")),
    ("people", "people.md", include_str!("../../texts/people.md")),
    ("auxiliaries", "auxiliary-organisations.md", include_str!("../../texts/auxiliary-organisations.md")),
    ("guide", "reading-with-ibid.md", include_str!("../../texts/reading-with-ibid.md")),
];

/// The timelines that they share, by the names of their files.
const TIMELINES: &[(&str, &str)] =
    &[("international-red-aid.timeline.toml", include_str!("../../texts/international-red-aid.timeline.toml"))];

/// The timeline of this file's name.
pub fn timeline(file: &str) -> Option<&'static str> {
    TIMELINES.iter().find(|(name, _)| *name == file).map(|(_, bytes)| *bytes)
}

/// All of them, the default first. Their front matter is looked at when this is first called.
pub fn all() -> &'static [Bundled] {
    static ALL: LazyLock<Vec<Bundled>> = LazyLock::new(|| TEXTS.iter().map(|row| bundled(*row)).collect());
    &ALL
}

/// The text of this name, or of this file, with or without its ending.
pub fn named(name: &str) -> Option<Bundled> {
    let stem = name.strip_suffix(".md").unwrap_or(name);
    TEXTS.iter().find(|(known, file, _)| *known == name || file.strip_suffix(".md") == Some(stem)).map(|row| bundled(*row))
}

/// The text that is opened when nothing else was read.
pub fn default() -> Bundled {
    bundled(TEXTS[0])
}

fn bundled((name, file, bytes): (&'static str, &'static str, &'static str)) -> Bundled {
    Bundled {
        name,
        file,
        title: field(bytes, "title").unwrap_or(name),
        description: field(bytes, "description").unwrap_or(""),
        bytes,
        timeline: field(bytes, "timeline").and_then(timeline),
    }
}

/// A field of a text's front matter: enough of YAML for texts of our own, which a test holds to one line a field and no escapes.
fn field(text: &'static str, name: &str) -> Option<&'static str> {
    let front = text.strip_prefix("---\n")?;
    let front = &front[..front.find("\n---")?];
    let value = front.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.trim();
    Some(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_says_what_it_is() {
        for text in all() {
            assert!(text.title != text.name && !text.description.is_empty(), "{} lacks a title or a description", text.name);
            assert!(!text.title.contains(['"', '\\']) && !text.description.contains(['"', '\\']), "{} escapes something", text.name);
            assert!(text.title.len() < 100, "{} has a title that no line holds", text.name);
        }
    }

    #[test]
    fn a_timeline_that_a_text_names_comes_with_it() {
        for text in all() {
            assert_eq!(text.timeline.is_some(), field(text.bytes, "timeline").is_some(), "{}", text.name);
        }
        assert!(default().timeline.is_some());
        assert_eq!(timeline("another.toml"), None);
    }

    #[test]
    fn a_text_is_found_by_its_name_and_by_its_file() {
        let check = |name: &str, expected: Option<&str>| assert_eq!(named(name).map(|text| text.name), expected, "{name}");
        check("red-aid", Some("red-aid"));
        check("international-red-aid", Some("red-aid"));
        check("international-red-aid.md", Some("red-aid"));
        check("red-aid.md", None);
        check("guide", Some("guide"));
        check("", None);
        assert_eq!(default().name, all()[0].name);
    }
}
