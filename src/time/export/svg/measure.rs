//! How wide words are, without a font at hand.
//!
//! For ASCII the widths of Helvetica (Adobe's font metrics, which Arial and Liberation Sans share) are used, for an accented letter that of
//! its base, for all else a guess on the wide side; and all of it as much wider as the widest of the usual fonts is.

use unicode_normalization::UnicodeNormalization;

use crate::unit::cluster_width;

/// The widths of U+0020 to U+007E, in thousandths of the size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
    278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556,
    556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// DejaVu Sans, which stands in for Helvetica where there is neither that nor Arial, is a sixth wider.
const WIDEST: f64 = 7.0 / 6.0;

/// The width of a text of this size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(thousandths).map(f64::from).sum::<f64>() * WIDEST * size / 1000.0
}

fn thousandths(sign: char) -> u16 {
    if let Some(width) = ascii(sign) {
        return width;
    }
    match sign {
        '–' | '•' | '·' => 556,
        '‘' | '’' => 222,
        '“' | '”' => 333,
        '—' | '…' | '№' => 1000,
        // An accented letter is as wide as the letter: é as e.
        _ => match sign.nfd().next().filter(|base| *base != sign).and_then(ascii) {
            Some(width) => width,
            None => match cluster_width(sign.encode_utf8(&mut [0; 4])).count() {
                0 => 0,
                // The widest capitals of Greek and Cyrillic, but not all of them at once.
                1 if sign.is_alphabetic() && sign.is_lowercase() => 620,
                1 => 800,
                _ => 1000,
            },
        },
    }
}

fn ascii(sign: char) -> Option<u16> {
    WIDTHS.get(usize::try_from(u32::from(sign).checked_sub(0x20)?).ok()?).copied()
}

/// As much of a text as there is room for, with a sign that there is more; nothing where not even a few letters have room.
pub(super) fn cut(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for sign in text.chars() {
        if width(&short, size) + width(&format!("{sign}…"), size) > room {
            break;
        }
        short.push(sign);
    }
    // Fewer than three letters say nothing.
    if short.chars().count() < 3 { String::new() } else { format!("{}…", short.trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_wide_as_they_are_set() {
        let check = |text: &str, expected: f64| {
            assert!((width(text, 6000.0 / 7.0) - expected).abs() < 0.5, "{text}: {}", width(text, 6000.0 / 7.0));
        };
        check("il", 444.0);
        check("MW", 1777.0);
        check("é", 556.0);
        check("e\u{301}", 556.0);
        check("中", 1000.0);
        check("", 0.0);
    }

    #[test]
    fn what_has_no_room_is_cut_and_never_wider() {
        for room in [0.0, 10.0, 20.0, 37.5, 60.0, 200.0] {
            let short = cut("Executive Committee directs MOPR", 10.5, room);
            assert!(width(&short, 10.5) <= room, "{short} in {room}");
        }
        assert_eq!(cut("Executive", 10.5, 20.0), "");
        assert_eq!(cut("Executive Committee", 10.5, 70.0), "Executive…");
    }
}
