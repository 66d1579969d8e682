//! What of a text may reach a terminal.

use std::borrow::Cow;

/// Replaces whatever a terminal could take for a command, or for leave to show words in another order than they are in, by
/// a sign that can be seen.
///
/// Control characters become their pictures (`␛` for ESC), C1 controls and the characters that override direction become
/// `␦`. The line feed and the tab stay: blocks give them a meaning. A carriage return, alone or before a line feed, and
/// Unicode's own line and paragraph separators are line feeds. Marks of direction without an effect on what follows (LRM, RLM, ALM) stay: honest text needs them.
pub fn sanitise(text: &str) -> Cow<'_, str> {
    // Nearly all prose is printable ASCII; without an early exit the compiler looks at many bytes at once.
    if text.bytes().fold(true, |printable, byte| printable & (0x20..0x7f).contains(&byte)) || is_safe(text) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() == Some(&'\n') {
                    characters.next();
                }
                safe.push('\n');
            }
            '\u{2028}' | '\u{2029}' => safe.push('\n'),
            '\u{7f}' => safe.push('␡'),
            control if control < ' ' && control != '\n' && control != '\t' => {
                safe.push(char::from_u32(0x2400 + control as u32).unwrap_or('␦'));
            }
            other if is_unsafe(other) => safe.push('␦'),
            other => safe.push(other),
        }
    }
    Cow::Owned(safe)
}

/// Tells whether nothing has to be replaced. Characters are looked at only where a byte stands that may begin an unsafe one.
fn is_safe(text: &str) -> bool {
    let may_begin_unsafe = |byte: u8| !matches!(byte, b' '..=b'~' | 0x80..=0xc1 | 0xc3..=0xe1 | 0xe3..=0xee | 0xf0..=0xf2 | 0xf4..);
    let suspects = text.bytes().enumerate().filter(|(_, byte)| may_begin_unsafe(*byte));
    !suspects.into_iter().any(|(at, _)| text[at..].chars().next().is_some_and(is_unsafe))
}

/// Tells whether a terminal could take `character` for more than something to show.
fn is_unsafe(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        // Embeddings, overrides and isolates: "Trojan Source" (CVE-2021-42574).
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Line and paragraph separators move the cursor on some terminals; interlinear annotation and tags hide text.
        '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_becomes_something_to_see() {
        let check = |text: &str, expected: &str| assert_eq!(sanitise(text), expected);
        check("plain, naïve\tand\nsafe", "plain, naïve\tand\nsafe");
        check("\u{1b}[2Jgone", "␛[2Jgone");
        check("\u{9b}31m", "␦31m");
        check("a\u{202e}cba", "a␦cba");
        check("one\r\ntwo\rthree", "one\ntwo\nthree");
        check("\u{7}\u{7f}", "␇␡");
    }

    #[test]
    fn no_unsafe_character_is_overlooked() {
        for character in '\0'..=char::MAX {
            let text = format!("é{character}");
            assert_eq!(is_safe(&text), !is_unsafe(character), "{character:?}");
        }
    }
}
