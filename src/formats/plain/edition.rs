//! What an edition puts around its text: a library's header and licence, a legend of signs, the head of an e-mail.

use super::{
    aozora,
    lines::{At, Lines, floor, is_blank},
};
use crate::document::Meta;

/// A text within its edition.
#[derive(Debug, Default)]
pub(super) struct Edition {
    pub(super) meta: Meta,
    /// The text itself.
    pub(super) body: At,
    /// What stands before the text and is no part of it but is worth setting: a first line with the title, a byline.
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) is_aozora: bool,
}

/// Where a header must have ended: within what is read ahead of a long text.
const HEAD: usize = 16 * 1024;

/// How long a licence is at the most; Gutenberg's has 19 KB.
const TAIL: usize = 96 * 1024;

impl Edition {
    /// Finds the text within its edition.
    pub(super) fn of(text: &str, whole: bool) -> Self {
        let head = &text[..floor(text, HEAD)];
        let mut edition = Self { body: 0..text.len(), ..Self::default() };
        if let Some(start) = gutenberg_start(head) {
            edition.meta = header(&head[..start]);
            edition.body.start = start;
            if let Some(end) = whole.then(|| gutenberg_end(text, start)).flatten() {
                edition.body.end = end;
            }
        } else if let Some(end) = mail_head(head) {
            edition.meta = header(&head[..end]);
            edition.body.start = end;
        } else if aozora::is_aozora(head) {
            edition.is_aozora = true;
            edition.aozora(text, head);
        } else {
            edition.first_line(text, head);
        }
        edition.title = edition.meta.title.clone().filter(|_| edition.body.start > 0);
        edition.byline = edition.meta.author.clone();
        edition
    }

    /// Aozora: the title on the first line, who wrote and translated it on the next ones, then a legend between rules.
    fn aozora(&mut self, text: &str, head: &str) {
        let mut named = Vec::new();
        let mut rule = None;
        for at in Lines::new(head, 0..head.len()) {
            let line = head[at.clone()].trim_matches(['\u{feff}', ' ', '　', '\t', '\r']);
            let is_rule = line.len() >= 20 && line.bytes().all(|byte| byte == b'-');
            match (is_rule, rule) {
                (true, None) => rule = Some(at.start),
                (true, Some(_)) => {
                    self.body.start = (at.end + 1).min(text.len());
                    break;
                }
                (false, None) if line.is_empty() && !named.is_empty() && self.body.start == 0 => self.body.start = at.start,
                (false, None) if self.body.start == 0 => named.push(aozora::clean(line).into_owned()),
                _ => {}
            }
            // A legend stands at once below the names, or there is none.
            if rule.is_none() && self.body.start > 0 && !line.is_empty() {
                break;
            }
        }
        let mut named = named.into_iter();
        self.meta.title = named.next().filter(|title| title.chars().count() <= 80);
        let authors: Vec<String> = named.take(3).collect();
        self.meta.author = (!authors.is_empty()).then(|| authors.join("、"));
        self.meta.lang = Some("ja".into());
        if self.meta.title.is_none() {
            self.body.start = 0;
        }
    }

    /// A text that begins with a short line by itself has it for a title; "by …" below it is its author.
    fn first_line(&mut self, text: &str, head: &str) {
        let mut lines = Lines::new(head, 0..head.len()).skip_while(|at| is_blank(&head[at.clone()]));
        let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return };
        let title = head[first.clone()].trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
        let is_title = is_blank(&head[second.clone()])
            && title.chars().count() <= 80
            && title.starts_with(|first: char| first.is_uppercase() || first.is_numeric() || first > '\u{2e80}')
            && !title.ends_with(['.', ',', ';', ':', '!', '。', '-'])
            && !title.contains(['[', '|', '<', '>', '=', '*', '†', '\t']);
        if !is_title || first.end >= text.len() {
            return;
        }
        self.meta.title = Some(title.to_owned());
        let mut rest = lines.skip_while(|at| is_blank(&head[at.clone()])).peekable();
        // Without a byline or room below it, it may as well head only the first section: then it stays a heading, too.
        let is_set_off = rest.peek().is_some_and(|next| next.start - second.start > 1 + usize::from(head.as_bytes()[second.end] == b'\r'));
        if is_set_off {
            self.body.start = first.end;
        }
        if let (Some(next), Some(after)) = (rest.next(), rest.next())
            && is_blank(&head[after])
        {
            let line = head[next.clone()].trim();
            let lower = line.get(..3).unwrap_or("").to_lowercase();
            if lower == "by " && line.len() < 80 {
                self.meta.author = Some(line[3..].trim().to_owned());
                self.body.start = next.end;
            }
        }
    }
}

/// Where the text begins after Project Gutenberg's header.
fn gutenberg_start(head: &str) -> Option<usize> {
    let begins = |line: &str, with: &str| line.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    Lines::new(head, 0..head.len()).find_map(|at| {
        let line = head[at.clone()].trim_start_matches(['*', ' ']);
        let is_start = begins(line, "START OF TH")
            && head[at.clone()].trim_start().starts_with("***")
            && line.to_ascii_uppercase().contains("GUTENBERG");
        let is_small_print = head[at.clone()].starts_with("*END*THE SMALL PRINT") || begins(line, "END THE SMALL PRINT");
        (is_start || is_small_print).then(|| {
            // The line may be broken before its closing stars.
            let rest = &head[at.end..];
            let next = rest.trim_start_matches(['\r', '\n']);
            let closes = !head[at.clone()].trim_end().ends_with("***") && is_start;
            let end_of_next = next.find('\n').unwrap_or(next.len());
            if closes && next[..end_of_next].trim_end().ends_with("***") { at.end + rest.len() - next.len() + end_of_next } else { at.end }
        })
    })
}

/// Where Project Gutenberg's licence begins.
fn gutenberg_end(text: &str, start: usize) -> Option<usize> {
    let from = floor(text, text.len().saturating_sub(TAIL)).max(start);
    let tail = &text[from..];
    let ends = |at: usize| at == 0 || tail.as_bytes()[at - 1] == b'\n';
    let marked = ["*** END OF TH", "***END OF TH"].iter().filter_map(|mark| tail.find(mark)).find(|at| ends(*at));
    // Older texts say it in words, newer ones both, the words first.
    let words = ["End of the Project Gutenberg", "End of Project Gutenberg", "End of The Project Gutenberg"];
    let said = words.iter().filter_map(|words| tail.find(words)).filter(|at| ends(*at)).min();
    let end = match (marked, said) {
        (Some(marked), Some(said)) => Some(marked.min(said)),
        (marked, said) => marked.or(said),
    };
    end.map(|at| from + at)
}

/// Where the head of an e-mail ends: lines of names and values, at least two of those every letter has.
fn mail_head(head: &str) -> Option<usize> {
    let mut known = 0;
    for (index, at) in Lines::new(head, 0..head.len()).enumerate() {
        let line = &head[at.clone()];
        if is_blank(line) {
            return (known >= 2).then_some(at.start);
        }
        let name = line.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
        match name {
            Some(name) if !name.contains(' ') && !name.is_empty() => {
                known += usize::from(matches!(name.as_str(), "from" | "to" | "subject" | "date" | "message-id" | "return-path"));
            }
            _ if index > 0 && line.starts_with([' ', '\t']) => {}
            _ if index == 0 && line.starts_with("From ") => {}
            _ => return None,
        }
    }
    None
}

/// Reads "Title: …", "Author: …", "Subject: …" and so on; a value may go on over lines that are set in.
fn header(head: &str) -> Meta {
    let mut meta = Meta::default();
    let mut values: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    for at in Lines::new(head, 0..head.len()) {
        let line = &head[at];
        if line.starts_with([' ', '\t']) && is_open && !is_blank(line) {
            if let Some((name, value)) = values.last_mut() {
                value.push_str(if name == "author" { ", " } else { " " });
                value.push_str(line.trim());
            }
            continue;
        }
        is_open = false;
        if let Some((name, value)) = line.split_once(':')
            && name.len() <= 20
            && !value.trim().is_empty()
        {
            values.push((name.trim().to_lowercase(), value.trim().to_owned()));
            is_open = true;
        }
    }
    let value = |names: &[&str]| names.iter().find_map(|name| values.iter().find(|(of, _)| of == name)).map(|(_, value)| value.clone());
    meta.title = value(&["title", "subject"]);
    meta.author = value(&["author", "authors", "from", "editor"]);
    meta.date = value(&["original publication", "date", "release date", "posting date"]).map(|date| {
        // "July 26, 2014 [EBook #46423]"
        date.split('[').next().unwrap_or("").trim().to_owned()
    });
    meta.lang = value(&["language"]).and_then(|language| tag(&language));
    meta
}

/// The tag of a language by its English name.
fn tag(name: &str) -> Option<String> {
    const TAGS: &[(&str, &str)] = &[
        ("english", "en"),
        ("german", "de"),
        ("french", "fr"),
        ("dutch", "nl"),
        ("italian", "it"),
        ("spanish", "es"),
        ("portuguese", "pt"),
        ("latin", "la"),
        ("greek", "el"),
        ("swedish", "sv"),
        ("danish", "da"),
        ("norwegian", "no"),
        ("finnish", "fi"),
        ("polish", "pl"),
        ("czech", "cs"),
        ("hungarian", "hu"),
        ("russian", "ru"),
        ("japanese", "ja"),
        ("chinese", "zh"),
        ("esperanto", "eo"),
        ("catalan", "ca"),
    ];
    let name = name.split([',', ' ', ';']).next().unwrap_or("").to_lowercase();
    TAGS.iter().find(|(language, _)| *language == name).map(|(_, tag)| (*tag).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_header_becomes_what_the_text_says_of_itself() {
        let text = "Some words of a licence.\n\nTitle: A Contribution to The\n  Critique\n\nAuthor: Karl Marx\n        N. I. Stone\n\nLanguage: English\n\n*** START OF THIS PROJECT GUTENBERG EBOOK X ***\n\nThe text.\n\nEnd of the Project Gutenberg EBook of X\n\n*** END OF THIS PROJECT GUTENBERG EBOOK X ***\n\nThe licence.\n";
        let edition = Edition::of(text, true);
        assert_eq!(edition.meta.title.as_deref(), Some("A Contribution to The Critique"));
        assert_eq!(edition.meta.author.as_deref(), Some("Karl Marx, N. I. Stone"));
        assert_eq!(edition.meta.lang.as_deref(), Some("en"));
        assert_eq!(text[edition.body].trim(), "The text.");
    }

    #[test]
    fn an_e_mail_has_a_subject_and_a_sender() {
        let text = "From: Ann <ann@example.org>\nTo: Bob\nSubject: The flight\n\nHe went east.\n";
        let edition = Edition::of(text, true);
        assert_eq!((edition.meta.title.as_deref(), edition.meta.author.as_deref()), (Some("The flight"), Some("Ann <ann@example.org>")));
        assert_eq!(text[edition.body].trim(), "He went east.");
    }

    #[test]
    fn a_first_line_by_itself_is_the_title() {
        let check = |text: &str, title: Option<&str>, author: Option<&str>, body: &str| {
            let edition = Edition::of(text, true);
            assert_eq!((edition.meta.title.as_deref(), edition.meta.author.as_deref()), (title, author), "{text}");
            assert_eq!(text[edition.body].trim(), body);
        };
        check("The Flight\n\n\nHe went east.", Some("The Flight"), None, "He went east.");
        check("The Flight\n\nby Leo T.\n\nHe went east.", Some("The Flight"), Some("Leo T."), "He went east.");
        check("The Flight\n\nHe went east.", Some("The Flight"), None, "The Flight\n\nHe went east.");
        check("He went east.\n\nHe came back.", None, None, "He went east.\n\nHe came back.");
        check("Alone", None, None, "Alone");
    }

    #[test]
    fn a_legend_of_signs_is_no_text() {
        let rule = "-".repeat(55);
        let text = format!(
            "宇宙の始まり\nスワンテ・アーレニウス\n寺田寅彦訳\n\n{rule}\n【テキスト中に現れる記号について】\n\n《》：ルビ\n{rule}\n\n　目次"
        );
        let edition = Edition::of(&text, true);
        assert_eq!(edition.meta.title.as_deref(), Some("宇宙の始まり"));
        assert_eq!(edition.meta.author.as_deref(), Some("スワンテ・アーレニウス、寺田寅彦訳"));
        assert_eq!(text[edition.body].trim(), "目次");
    }
}
