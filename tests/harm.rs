//! Laws of damaged texts: wherever one breaks off, and whatever stands in it, it is read or refused, and nothing panics.

use ibid::formats::{Source, read};
use proptest::prelude::*;

const SPECIFICATIONS: &[(&str, &str)] = &[
    ("a.xml", include_str!("formats/tei.txt")),
    ("a.xml", include_str!("formats/jats.txt")),
    ("a.xml", include_str!("formats/docbook.txt")),
    ("a.fb2", include_str!("formats/fictionbook.txt")),
    ("a.rst", include_str!("formats/rst.txt")),
    ("a.org", include_str!("formats/org.txt")),
    ("a.tex", include_str!("formats/latex.txt")),
];

/// The texts of a specification's examples.
fn texts(specification: &str) -> impl Iterator<Item = &str> {
    specification.split(" example\n").skip(1).filter_map(|rest| rest.split("\n.\n").next())
}

fn try_read(name: &str, bytes: &[u8]) {
    let read = read(Source { name: name.into(), bytes: bytes.to_vec(), whole: true });
    if let Ok(read) = read {
        let document = read.value;
        assert!(document.noterefs().iter().all(|noteref| document.slice(&noteref.at).contains(&noteref.label.mark())));
    }
}

#[test]
fn a_text_may_break_off_anywhere() {
    for (name, specification) in SPECIFICATIONS {
        for text in texts(specification) {
            for end in 0..text.len() {
                try_read(name, &text.as_bytes()[..end]);
            }
        }
    }
}

#[test]
fn a_note_that_goes_on_with_what_holds_it_is_told_once() {
    // The text broke off, and its one element is a note that goes on with the note around it.
    let text = "<note xml:id='a' prev='#b'>One, <note xml:id='b'>two,</note> three.</note>";
    let document = read(Source { name: "a.tei".into(), bytes: text.as_bytes().to_vec(), whole: true }).expect("a text").value;
    assert_eq!(document.text().matches("One,").count(), 1, "{}", document.text());
}

proptest! {
    #[test]
    fn a_text_may_have_anything_in_it(
        which in 0..SPECIFICATIONS.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, "[<>/&;\"=!a-z\\[\\]\u{0}\\\\{}%*_:.|+#\n -]{0,6}"), 1..8),
    ) {
        let (name, specification) = SPECIFICATIONS[which];
        for text in texts(specification) {
            let mut bytes = text.as_bytes().to_vec();
            for (at, length, other) in &cuts {
                let from = at.index(bytes.len().max(1)).min(bytes.len());
                let to = (from + length).min(bytes.len());
                bytes.splice(from..to, other.bytes());
            }
            try_read(name, &bytes);
        }
    }
}
