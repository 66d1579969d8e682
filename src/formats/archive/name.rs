//! What entries are called, and what else the same names may look like.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// A name with `.`, `..`, backslashes and doubled slashes resolved; `None` when it leads out of the archive.
pub(super) fn inside(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// A name as it is compared: in lower case, and each accent in one character with its letter. Systems that store names with accents
/// apart pack them so, and the links keep them as they were typed.
pub(crate) fn folded(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfc().collect::<String>().to_lowercase() }
}

/// A name of which only what is ASCII can be relied on: the rest was packed in an encoding that nobody noted.
pub(super) fn blurred(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let mut blurred = String::with_capacity(name.len());
    for character in folded(name).chars() {
        if character.is_ascii() {
            blurred.push(character);
        } else if !blurred.ends_with(char::REPLACEMENT_CHARACTER) {
            blurred.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Some(blurred)
}

/// What `name` is without the percent signs of an address. Bytes that are not UTF-8 are Latin-1, as addresses were of old.
pub(crate) fn percent_decoded(name: &str) -> Cow<'_, str> {
    if !name.contains('%') {
        return Cow::Borrowed(name);
    }
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let code = match (first, tail) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        match code {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    Cow::Owned(String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().copied().map(char::from).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_what_programs_change_in_them() {
        assert_eq!(folded("Anmerkungen-u\u{308}.XHTML"), folded("anmerkungen-\u{fc}.xhtml"));
        assert_eq!(blurred("n\u{fc}\u{fc}r.html").as_deref(), Some("n\u{fffd}r.html"));
        assert_eq!(blurred("nur.html"), None);
    }

    #[test]
    fn percent_signs_stand_for_bytes_of_either_age() {
        let check = |name: &str, expected: &str| assert_eq!(percent_decoded(name), expected);
        check("a%20b", "a b");
        check("%C3%BC", "\u{fc}");
        check("%FC", "\u{fc}");
        check("100%", "100%");
        check("%zz", "%zz");
    }
}
