//! Texts: whatever bytes come, under whatever name, whole or as a first part.

use encoding_rs::{BIG5, EUC_JP, Encoding, GB18030, KOI8_R, SHIFT_JIS, WINDOWS_1252};
use ibid::formats::{Source, decode, read};

use crate::{
    engine::{Seen, Target, run},
    laws,
    mutate::Dice,
    seeds,
};

/// Reads a text as a whole and as the beginning of a longer one, and sets what came of it.
pub(crate) fn check(name: &str, bytes: &[u8], dice: &mut Dice, seen: &mut Seen) {
    let part = dice.below(bytes.len() + 1);
    for (bytes, whole) in [(bytes, true), (&bytes[..part], false)] {
        match read(Source { name: name.to_owned(), bytes: bytes.to_vec(), whole }) {
            Ok(read) => {
                assert_eq!(read.value.is_whole(), whole);
                laws::document(&read, bytes.len(), seen);
                let setting = laws::setting(dice);
                laws::typeset(&read.value, setting, dice, seen);
            }
            Err(problem) => laws::problem(&problem, "", seen),
        }
    }
}

/// Dice that fall as an input says: a target knows nothing else that varies.
pub(crate) fn dice(input: &[u8]) -> Dice {
    Dice::new(input.iter().fold(input.len() as u64, |hash, byte| hash.rotate_left(5) ^ u64::from(*byte)))
}

const MARKDOWN: Target = Target {
    name: "markdown",
    check: |input, seen| check("text.md", input, &mut dice(input), seen),
    seeds: || [seeds::texts(), seeds::examples("markdown.txt")].concat(),
    words: seeds::MARKDOWN,
    longest: 1024,
    rounds: 500,
    share: 6,
};

const PLAIN: Target = Target {
    name: "plain",
    check: |input, seen| check("text.txt", input, &mut dice(input), seen),
    seeds: || [seeds::texts(), seeds::examples("plain.txt")].concat(),
    words: seeds::PLAIN,
    longest: 1024,
    rounds: 700,
    share: 6,
};

const RST: Target = Target {
    name: "rst",
    check: |input, seen| check("text.rst", input, &mut dice(input), seen),
    seeds: || seeds::examples("rst.txt"),
    words: seeds::RST,
    longest: 1024,
    rounds: 400,
    share: 4,
};

const ORG: Target = Target {
    name: "org",
    check: |input, seen| check("text.org", input, &mut dice(input), seen),
    seeds: || seeds::examples("org.txt"),
    words: seeds::ORG,
    longest: 1024,
    rounds: 400,
    share: 4,
};

const LATEX: Target = Target {
    name: "latex",
    check: |input, seen| check("text.tex", input, &mut dice(input), seen),
    seeds: || seeds::examples("latex.txt"),
    words: seeds::LATEX,
    longest: 1024,
    rounds: 400,
    share: 4,
};

/// Names whose endings say something, or nothing, or too much.
const NAMES: &[&str] = &[
    "",
    "text",
    "a.md",
    "a.txt",
    "a.html",
    "a.xhtml",
    "a.epub",
    "a.fb2",
    "a.docx",
    "a.odt",
    "a.rtf",
    "a.tex",
    "a.org",
    "a.rst",
    "a.adoc",
    "a.xml",
    "a.tei",
    "a.eml",
    "a.pdf",
    "a.\u{1b}[2J",
    "a.MD",
    ".md",
    "a.",
    "a/b\\c.d",
];

const ENCODINGS: &[&Encoding] = &[WINDOWS_1252, KOI8_R, SHIFT_JIS, EUC_JP, GB18030, BIG5];

fn check_bytes(input: &[u8], seen: &mut Seen) {
    let mut dice = dice(input);
    let name = dice.one(NAMES);
    let text = String::from_utf8_lossy(input);
    let bytes = match dice.below(8) {
        0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => [b"\xfe\xff".to_vec(), text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
        2 => dice.one(ENCODINGS).encode(&text).0.into_owned(),
        _ => input.to_vec(),
    };
    let decoded = decode(&bytes);
    for problem in &decoded.problems {
        laws::problem(problem, &decoded.value, seen);
    }
    if let Ok(sound) = std::str::from_utf8(&bytes)
        && !sound.contains(['\0', '\u{feff}'])
        && decoded.problems.is_empty()
    {
        assert_eq!(decoded.value, sound, "sound UTF-8 is read as something else");
    }
    check(name, &bytes, &mut dice, seen);
}

const BYTES: Target = Target {
    name: "bytes",
    check: check_bytes,
    seeds: || {
        let beginnings: [&[u8]; 12] = [
            b"%PDF-1.7\n",
            b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x14\0\0\0\x14\0\0\0\x08\0\0\0mimetypeapplication/epub+zip",
            b"\x89PNG\r\n\x1a\n",
            b"{\\rtf1\\ansi a\\par}",
            b"\x1f\x8b\x08\0",
            b"\xef\xbb\xbfa",
            b"\xff\xfea\0b\0",
            b"\xfe\xff\0a\0b",
            b"<!DOCTYPE html><html><body><p>a<sup>1</sup>",
            b"<?xml version='1.0' encoding='koi8-r'?><a>",
            b"Content-Type: text/plain; charset=\"koi8-r\"\n\n\xf5\xd4\xd2\xcf",
            b"\x1b$B\x24\x22\x1b(B",
        ];
        let texts = beginnings.into_iter().map(<[u8]>::to_vec);
        texts.chain(seeds::texts()).chain(seeds::examples("plain.txt")).chain(seeds::examples("markdown.txt")).collect()
    },
    words: &[
        "a ",
        "\n",
        "\n\n",
        "[^1]",
        "[^1]: ",
        "[1]",
        "# ",
        "- ",
        "PK\x03\x04",
        "mimetype",
        "word/",
        "\0",
        "\0\0\0\0",
        "a\0b\0",
        "\0a\0b",
        "%PDF",
        "ustar",
        "ftyp",
        "charset=utf-16",
        "coding: ",
        "koi8-r",
        "shift_jis",
        "iso-2022-jp",
        "utf-8",
        "Łódź",
        "Утро",
        "ｱｲｳ",
        "長い",
        "<p>",
        "<html>",
        "<a href=\"#b\">",
        "<?xml ?>",
        "&#x202e;",
    ],
    longest: 1024,
    rounds: 500,
    share: 4,
};

#[test]
fn markdown() {
    run(&MARKDOWN);
}

#[test]
fn plain_text() {
    run(&PLAIN);
}

#[test]
fn restructuredtext() {
    run(&RST);
}

#[test]
fn org() {
    run(&ORG);
}

#[test]
fn latex() {
    run(&LATEX);
}

#[test]
fn any_bytes_under_any_name() {
    run(&BYTES);
}
