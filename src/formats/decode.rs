//! Bytes to text: what says its encoding is taken at its word unless the bytes contradict it, the rest is guessed, and every
//! guess is reported.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_MAC_CYRILLIC};

use crate::problem::{Problem, Read};

/// How much of a text is shown to the detector: more changes no answer, and a long text is not read twice.
const SAMPLE: usize = 64 * 1024;

/// Decodes a text, without copying it when it is sound UTF-8.
///
/// In this order: a byte order mark; UTF-32 and UTF-16, which show by where their NULs are; UTF-8, of which a few broken characters do not
/// change the verdict; what the text declares of itself; what its bytes look like. A byte that means nothing becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> Read<Cow<'_, str>> {
    if let Some(read) = widest(bytes) {
        return read;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return if encoding == UTF_8 { utf8(&bytes[mark..]).unwrap_or_else(lossy) } else { by(encoding, &bytes[mark..], None) };
    }
    if let Some(encoding) = wide(bytes) {
        return by(encoding, bytes, Some("by where its zero bytes are"));
    }
    if shifts(bytes) {
        return by(ISO_2022_JP, bytes, Some("by how it shifts between alphabets"));
    }
    match utf8(bytes) {
        Ok(read) => read,
        Err(bytes) if is_mostly_utf8(bytes) => lossy(bytes),
        Err(bytes) => match declared(bytes) {
            Some(encoding) => by(encoding, bytes, None),
            None => by(guess(bytes), bytes, Some("by its letters")),
        },
    }
}

/// Four bytes a character, as programs keep text and now and then save it: told by a mark, or where all of the beginning is characters
/// that way, which nothing else is; two bytes more of each are zero than in any other text.
fn widest(bytes: &[u8]) -> Option<Read<Cow<'_, str>>> {
    let (is_big, is_marked) = match bytes {
        [0xff, 0xfe, 0, 0, ..] => (false, true),
        [0, 0, 0xfe, 0xff, ..] => (true, true),
        _ => (is_widest(bytes)?, false),
    };
    let characters = bytes[if is_marked { 4 } else { 0 }..].chunks(4).map(|unit| character(unit, is_big));
    let mut value = String::with_capacity(bytes.len() / 4);
    let (mut broken, mut first) = (0_usize, 1);
    for character in characters {
        if character.is_none() {
            broken += 1;
            first = if broken == 1 { 1 + lines(value.as_bytes()) } else { first };
        }
        value.push(character.unwrap_or('\u{fffd}'));
    }
    let name = if is_big { "UTF-32BE" } else { "UTF-32LE" };
    let mut problems = Vec::new();
    if !is_marked {
        problems.push(guessed(name, "by where its zero bytes are"));
    }
    if broken > 0 {
        let what = if broken == 1 { "1 character makes".to_owned() } else { format!("{broken} characters make") };
        problems.push(Problem::warning(format!("{what} no sense in {name}; shown as \u{fffd}")).at_line(first));
    }
    Some(Read { value: Cow::Owned(value), problems })
}

/// Whether bytes without a mark are characters of four bytes each, and whether the largest of these comes first.
fn is_widest(bytes: &[u8]) -> Option<bool> {
    let sample = &bytes[..bytes.len().min(4096) & !3];
    let is_text = |is_big: bool| {
        let is_printed = |unit| character(unit, is_big).is_some_and(|character| !character.is_control() || character.is_whitespace());
        // Numbers of a table may be characters, too, and then of no script that anybody writes.
        let is_usual = |unit: &&[u8]| unit[if is_big { 0 } else { 2 }..].starts_with(&[0, 0]);
        sample.chunks_exact(4).all(is_printed) && sample.chunks_exact(4).filter(is_usual).count() * 16 >= sample.len() * 3
    };
    (sample.len() >= 8).then(|| [true, false].into_iter().find(|is_big| is_text(*is_big))).flatten()
}

fn character(unit: &[u8], is_big: bool) -> Option<char> {
    let unit: [u8; 4] = unit.try_into().ok()?;
    char::from_u32(if is_big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) })
}

/// Tells whether bytes have so many zero bytes as writing of two or four bytes a character has.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..]) || is_widest(bytes).is_some() || wide(bytes).is_some()
}

/// The kind of UTF-16 that bytes without a mark are in, by where the zero bytes of Western letters, blanks and line feeds lie.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let (mut even, mut odd, mut last_strange) = (0, 0, 0);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
        // Control characters but the usual ones speak for a program or a table of numbers.
        last_strange += usize::from(matches!((pair[0], pair[1]), (0, 0..=8) | (1..=8, 0)));
    }
    let pairs = sample.len() / 2;
    // Languages without Western letters still have blanks and line feeds, one in twenty characters at the least; bytes that
    // are not UTF-16 have as few zeros on one side as on the other.
    let clear = |many: usize, few: usize| pairs > 0 && many * 20 >= pairs && few * 20 <= many && last_strange * 20 <= pairs;
    let even_bytes = bytes.len().is_multiple_of(2) || bytes.len() > sample.len();
    match (clear(odd, even), clear(even, odd)) {
        (true, false) if even_bytes => Some(UTF_16LE),
        (false, true) if even_bytes => Some(UTF_16BE),
        // Cyrillic or Greek alone, too short for a blank: every second byte is one of a script's few first bytes.
        _ => (bytes.len() <= 64 && bytes.len().is_multiple_of(2) && pairs > 1).then(|| script_of(sample)).flatten(),
    }
}

/// UTF-16 of a few characters without any zero byte: all of one script, which no other encoding makes look so.
fn script_of(sample: &[u8]) -> Option<&'static Encoding> {
    let all = |offset: usize| sample.chunks_exact(2).all(|pair| matches!(pair[offset], 0x03 | 0x04));
    if all(1) {
        Some(UTF_16LE)
    } else if all(0) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether a text says by escapes where Japanese begins, as mails did: all of it is ASCII, and would be read as such.
fn shifts(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let shift = memchr::memchr_iter(0x1b, sample).find(|at| matches!(sample.get(at + 1..at + 3), Some(b"$B" | b"$@")));
    shift.is_some_and(|at| memchr::memmem::find(&sample[at..], b"\x1b(").is_some()) && sample.is_ascii()
}

/// Sound UTF-8, without its last character when the text stops in the middle of it; else the bytes back.
fn utf8(bytes: &[u8]) -> Result<Read<Cow<'_, str>>, &[u8]> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Read::fine(Cow::Borrowed(text))),
        // A single byte of another encoding at the very end looks the same: then nothing before it spoke for UTF-8.
        Err(error) if error.error_len().is_none() && !bytes[..error.valid_up_to()].is_ascii() => {
            let text = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            let problem = Problem::warning("the text stops in the middle of a character").at_line(1 + lines(text.as_bytes()));
            Ok(Read { value: Cow::Borrowed(text), problems: vec![problem] })
        }
        Err(_) => Err(bytes),
    }
}

/// Tells whether broken UTF-8 is still UTF-8: for each broken place there are four characters that only UTF-8 would make so.
/// In other encodings a letter beyond ASCII stands beside plain ones, and hardly ever looks like one of UTF-8.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken * 4
}

fn lossy(bytes: &[u8]) -> Read<Cow<'_, str>> {
    let (mut broken, mut first, mut line) = (0_usize, 1, 1);
    for chunk in bytes.utf8_chunks() {
        line += lines(chunk.valid().as_bytes());
        if !chunk.invalid().is_empty() {
            broken += 1;
            if broken == 1 {
                first = line;
            }
        }
    }
    let what = if broken == 1 { "1 place is".to_owned() } else { format!("{broken} places are") };
    let problem = Problem::warning(format!("{what} broken UTF-8 and shown as \u{fffd}")).at_line(first);
    Read { value: Cow::Owned(String::from_utf8_lossy(bytes).into_owned()), problems: vec![problem] }
}

fn lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// Decodes by this encoding; `because` says how it was guessed, if it was.
fn by<'a>(encoding: &'static Encoding, bytes: &'a [u8], because: Option<&str>) -> Read<Cow<'a, str>> {
    let (value, has_errors) = encoding.decode_without_bom_handling(bytes);
    let mut problems = Vec::new();
    problems.extend(because.map(|because| guessed(encoding.name(), because)));
    if has_errors {
        let broken = value.matches('\u{fffd}').count();
        let first = value.find('\u{fffd}').map_or(1, |at| 1 + lines(&value.as_bytes()[..at]));
        let what = if broken == 1 { "1 byte makes".to_owned() } else { format!("{broken} bytes make") };
        problems.push(Problem::warning(format!("{what} no sense in {}; shown as \u{fffd}", encoding.name())).at_line(first));
    }
    Read { value, problems }
}

fn guessed(name: &str, because: &str) -> Problem {
    Problem::remark(format!("the text does not say its encoding: read as {name}, {because}"))
        .mend("where letters look wrong, convert it to UTF-8 first")
}

/// Names that programs of the Macintosh write, and the web does not know.
const ALIASES: &[(&[u8], &Encoding)] = &[
    (b"macroman", MACINTOSH),
    (b"x-macroman", MACINTOSH),
    (b"mac-roman", MACINTOSH),
    (b"x-mac", MACINTOSH),
    (b"maccyrillic", X_MAC_CYRILLIC),
    (b"x-maccyrillic", X_MAC_CYRILLIC),
    (b"mac-cyrillic", X_MAC_CYRILLIC),
];

/// The encoding that a text declares in its first lines: a Gutenberg header's "Character set encoding: ISO-8859-1", an
/// e-mail's or an editor's "charset=", "coding:". ASCII and UTF-8 are no news once the bytes have contradicted them.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(8 * 1024)];
    head.split(|byte| *byte == b'\n').find_map(|line| {
        let lower = line.to_ascii_lowercase();
        let at = [&b"character set encoding:"[..], b"charset=", b"coding:"]
            .iter()
            .find_map(|key| memchr::memmem::find(&lower, key).map(|at| at + key.len()))?;
        let label: Vec<u8> = lower[at..]
            .iter()
            .copied()
            .skip_while(|byte| matches!(byte, b' ' | b'"' | b'\''))
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
            .collect();
        let says_nothing = matches!(&label[..], b"ascii" | b"us-ascii");
        let alias = ALIASES.iter().find(|(alias, _)| *alias == &label[..]).map(|(_, encoding)| *encoding);
        alias.or_else(|| Encoding::for_label(&label)).filter(|encoding| *encoding != UTF_8 && !says_nothing)
    })
}

/// The encoding that bytes look like, judged from where they first leave ASCII.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let ascii = bytes.iter().position(|byte| *byte >= 0x80).unwrap_or(0);
    let from = bytes[..ascii].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1).max(ascii.saturating_sub(SAMPLE / 2));
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &bytes[from..bytes.len().min(from + SAMPLE)];
    detector.feed(sample, from + sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    // The detector does not know the Macintosh's letters; but nobody else ended lines as it did.
    if guess == WINDOWS_1252 && has_lone_returns(bytes) { MACINTOSH } else { guess }
}

/// Whether lines end with carriage returns alone.
fn has_lone_returns(bytes: &[u8]) -> bool {
    memchr::memchr(b'\r', bytes).is_some() && memchr::memchr(b'\n', bytes).is_none()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, GB18030, ISO_8859_2, KOI8_R, SHIFT_JIS, WINDOWS_1251};

    use super::*;

    fn check(bytes: &[u8], expected: &str, problems: &[&str]) {
        let read = decode(bytes);
        assert_eq!(read.value, expected);
        assert_eq!(read.problems.iter().map(|problem| problem.what.as_str()).collect::<Vec<_>>(), problems, "{expected}");
    }

    #[test]
    fn utf8_is_not_copied() {
        assert!(matches!(decode("Zürich und Kraków".as_bytes()).value, Cow::Borrowed(_)));
        assert!(matches!(decode(b"\xef\xbb\xbfBOM").value, Cow::Borrowed("BOM")));
    }

    #[test]
    fn marks_and_zero_bytes_say_which_utf_16_it_is() {
        let wide = |text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<_>>()
        };
        check(&wide("Zürich", b"\xff\xfe", u16::to_le_bytes), "Zürich", &[]);
        check(&wide("長い", b"\xfe\xff", u16::to_be_bytes), "長い", &[]);
        let guessed = |name: &str| format!("the text does not say its encoding: read as {name}, by where its zero bytes are");
        check(&wide("Zürich ist groß", b"", u16::to_le_bytes), "Zürich ist groß", &[&guessed("UTF-16LE")]);
        check(&wide("Москва и Ленинград", b"", u16::to_be_bytes), "Москва и Ленинград", &[&guessed("UTF-16BE")]);
    }

    #[test]
    fn four_bytes_a_character_are_read() {
        let wide = |text: &str, mark: &[u8], bytes: fn(u32) -> [u8; 4]| {
            mark.iter().copied().chain(text.chars().map(u32::from).flat_map(bytes)).collect::<Vec<_>>()
        };
        check(&wide("Zürich", b"\xff\xfe\0\0", u32::to_le_bytes), "Zürich", &[]);
        check(&wide("長い\n", b"\0\0\xfe\xff", u32::to_be_bytes), "長い\n", &[]);
        let guessed = |name: &str| format!("the text does not say its encoding: read as {name}, by where its zero bytes are");
        check(&wide("Zürich ist groß", b"", u32::to_le_bytes), "Zürich ist groß", &[&guessed("UTF-32LE")]);
        check(&wide("長い", b"", u32::to_be_bytes), "長い", &[&guessed("UTF-32BE")]);
        let broken = [&wide("one\ntwo", b"\xff\xfe\0\0", u32::to_le_bytes)[..], b"\0\0\xff\xff\x01"].concat();
        check(&broken, "one\ntwo\u{fffd}\u{fffd}", &["2 characters make no sense in UTF-32LE; shown as \u{fffd}"]);
        assert!(is_wide(&wide("Zürich", b"", u32::to_le_bytes)) && !is_wide(b"\x7fELF\x02\x01\x01\0\0\0\0\0"));
    }

    #[test]
    fn the_letters_of_old_macintoshes_are_read_where_named_and_where_lines_end_as_theirs_do() {
        let text = "charset=MacRoman\n“L’été à Genève”";
        check(&[&b"charset=MacRoman\n"[..], b"\xd2L\xd5\x8et\x8e \x88 Gen\x8fve\xd3"].concat(), text, &[]);
        let text = "charset=x-mac-roman\nété";
        check(b"charset=x-mac-roman\n\x8et\x8e", text, &[]);
        check(
            b"\xd2L\xd5\x8et\x8e \x88 Gen\x8fve\xd3\rIl \x8etait tard.\r",
            "“L’été à Genève”\rIl était tard.\r",
            &["the text does not say its encoding: read as macintosh, by its letters"],
        );
    }

    #[test]
    fn a_few_broken_characters_leave_it_utf_8() {
        let mut bytes = "Łódź, Kraków, Gdańsk i Poznań: Żyrardów, Częstochowa\nBiałystok".as_bytes().to_vec();
        bytes.extend(b"\n\xff end");
        check(
            &bytes,
            "Łódź, Kraków, Gdańsk i Poznań: Żyrardów, Częstochowa\nBiałystok\n\u{fffd} end",
            &["1 place is broken UTF-8 and shown as \u{fffd}"],
        );
        assert_eq!(decode(&bytes).problems[0].spot, crate::problem::Spot::Line(3));
        check("Łódź".as_bytes().split_last().unwrap().1, "Łód", &["the text stops in the middle of a character"]);
    }

    #[test]
    fn what_the_text_declares_is_believed() {
        let header = "Title: X\nCharacter set encoding: ISO-8859-2\n\n";
        let text = format!("{header}Łódź");
        check(&ISO_8859_2.encode(&text).0, &text, &[]);
        let text = "Content-Type: text/plain; charset=\"koi8-r\"\n\nУтро";
        check(&KOI8_R.encode(text).0, text, &[]);
        // ISO-8859-1 is windows-1252 on the web and in practice: curly quotes are in it.
        let text = "Character set encoding: ISO-8859-1\n\n“naïve”";
        check(&WINDOWS_1252.encode(text).0, text, &[]);
    }

    #[test]
    fn the_rest_is_guessed_and_reported() {
        let samples: [(&'static Encoding, &str); 7] = [
            (WINDOWS_1252, "Il était déjà trop tard; le maître avait quitté la fenêtre où naguère il rêvait."),
            (WINDOWS_1251, "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему."),
            (KOI8_R, "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему."),
            (SHIFT_JIS, "吾輩は猫である。名前はまだ無い。どこで生れたか頓と見当がつかぬ。"),
            (EUC_JP, "吾輩は猫である。名前はまだ無い。どこで生れたか頓と見当がつかぬ。"),
            (BIG5, "話說天下大勢,分久必合,合久必分:周末七國分爭,并入於秦。"),
            (GB18030, "话说天下大势,分久必合,合久必分:周末七国分争,并入于秦。"),
        ];
        for (encoding, text) in samples {
            let bytes = encoding.encode(text).0.into_owned();
            let read = decode(&bytes);
            assert_eq!(read.value, text);
            assert!(read.problems[0].what.starts_with("the text does not say its encoding: read as "), "{:?}", read.problems);
        }
    }

    #[test]
    fn mails_that_shift_between_alphabets_are_read() {
        let guessed = "the text does not say its encoding: read as ISO-2022-JP, by how it shifts between alphabets";
        check(&ISO_2022_JP.encode("猫 (cat)").0, "猫 (cat)", &[guessed]);
        // An escape to colour words is none of these.
        check(b"\x1b[1mbold\x1b(B", "\x1b[1mbold\x1b(B", &[]);
    }

    #[test]
    fn no_bytes_are_too_strange() {
        for bytes in [&b""[..], b"\xff", b"\xff\xfe", b"\xfe\xff\xd8", b"a\0b", b"\x80\x81\xfe", b"\0\0\0\0"] {
            let _ = decode(bytes);
        }
    }
}
