//! What belongs to a text and is no text: the parts of its own file, and what is written into an address.

use std::collections::HashSet;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use memchr::memmem;

use super::archive::{self, Parts, percent_decoded};
use crate::problem::Problem;

/// Base64 as it is found: padded or not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);

/// No picture of a book is larger, packed or not; what claims to be is not looked at.
const LARGEST: usize = 64 * 1024 * 1024;

/// The part of a text's own file that has this name: an entry of its archive, or a `<binary>` of FictionBook, zipped or not.
///
/// # Errors
/// A [`Problem`] when there is none, or it cannot be had.
pub fn part(parts: &dyn Parts, name: &str) -> Result<Vec<u8>, Problem> {
    if !archive::is_zip(&parts.part(0..4)) {
        return binary(&parts.part(0..parts.length()), name).ok_or_else(|| missing(name));
    }
    let mut archive = archive::open(parts)?;
    if archive.has(name) {
        return archive.read(name);
    }
    let book = archive.names().find(|name| name.to_lowercase().ends_with(".fb2")).map(str::to_owned);
    let book = book.map(|book| archive.read(&book)).transpose()?;
    book.and_then(|book| binary(&book, name)).ok_or_else(|| missing(name))
}

/// Tells of each of these names whether a text's own file has a part of it; of a file that cannot be looked into, that it has all.
pub fn has_parts(parts: &dyn Parts, names: &[&str]) -> Vec<bool> {
    if archive::is_zip(&parts.part(0..4))
        && let Ok(archive) = archive::open(parts)
        && !archive.names().any(|name| name.to_lowercase().ends_with(".fb2"))
    {
        return names.iter().map(|name| archive.has(name)).collect();
    }
    let book = parts.part(0..parts.length());
    let ids: HashSet<&[u8]> = binaries(&book).map(|(id, _)| id).collect();
    names.iter().map(|name| archive::is_zip(&book) || ids.contains(name.as_bytes())).collect()
}

/// The bytes that a `data:` address holds; `None` for any other address, and for one that makes no sense.
pub fn written(address: &str) -> Option<Vec<u8>> {
    let (kind, data) = address.strip_prefix("data:")?.split_once(',')?;
    let data = percent_decoded(data);
    if kind.trim_end().ends_with(";base64") { decoded(data.as_bytes()) } else { Some(data.into_owned().into_bytes()) }
}

/// The name of the file that an address means: without its percent signs, and what stands behind the name.
pub fn file_named(address: &str) -> String {
    let address = address.strip_prefix("file://").unwrap_or(address);
    percent_decoded(address.split(['#', '?']).next().unwrap_or_default()).into_owned()
}

fn missing(name: &str) -> Problem {
    Problem::warning(format!("{name} is not in the text's file"))
}

/// The contents of the `<binary>` whose `id` is this one.
fn binary(book: &[u8], name: &str) -> Option<Vec<u8>> {
    let (_, base64) = binaries(book).find(|(id, _)| *id == name.as_bytes())?;
    decoded(base64)
}

/// The ids of a FictionBook's `<binary>`s, each with what it holds.
fn binaries(book: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    memmem::find_iter(book, b"<binary").filter_map(|tag| {
        let end = tag + memchr::memchr(b'>', &book[tag..])?;
        let value = tag + memmem::find(&book[tag..end], b"id=")? + 3;
        let quote = *book[..end].get(value).filter(|quote| matches!(quote, b'"' | b'\''))?;
        let length = memchr::memchr(quote, &book[value + 1..end])?;
        let close = end + memchr::memchr(b'<', &book[end..]).unwrap_or(book.len() - end);
        Some((&book[value + 1..value + 1 + length], &book[end + 1..close]))
    })
}

fn decoded(base64: &[u8]) -> Option<Vec<u8>> {
    if base64.len() / 4 * 3 > LARGEST {
        return None;
    }
    let digits: Vec<u8> = base64.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(digits).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_may_be_written_into_its_address() {
        assert_eq!(written("data:image/png;base64,aGk=").as_deref(), Some(&b"hi"[..]));
        assert_eq!(written("data:;base64,aG%6b").as_deref(), Some(&b"hi"[..]));
        assert_eq!(written("data:image/svg+xml,%3Csvg/%3E").as_deref(), Some(&b"<svg/>"[..]));
        assert_eq!(written("https://example.org/a.png"), None);
        assert_eq!(written("data:image/png;base64,*"), None);
    }

    #[test]
    fn a_fictionbook_holds_its_pictures_itself() {
        let book = b"<FictionBook><body/><binary id='b.png' content-type=\"image/png\">Qg==</binary><binary id=\"a.png\">\nYS\nA=</binary>";
        assert_eq!(part(&book.as_slice(), "a.png").unwrap(), b"a ");
        assert_eq!(part(&book.as_slice(), "b.png").unwrap(), b"B");
        assert_eq!(part(&book.as_slice(), "c.png").unwrap_err().what, "c.png is not in the text's file");
        assert!(part(&b"<binary id=\"a.png\">Y".as_slice(), "a.png").is_err());
    }
}
