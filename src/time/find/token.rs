//! From the bytes of a block to tokens: words with their sense, numbers with their value, signs.

use super::words::{Sense, Words};

/// A word, a number or a sign of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Bytes of the document's text.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) sense: Sense,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether it is a word: letters.
    pub(super) word: bool,
    /// Whether a blank stands before it.
    pub(super) gap: bool,
}

/// Cuts a stretch of text into tokens and adds them to `tokens`. `base` is where the stretch begins in the document's text.
pub(super) fn tokens(text: &str, base: usize, words: &Words, tokens: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut gap = true;
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        let (sense, is_word) = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {
                at = word_end(text, at);
                let latin = if words.manner.latin_abbreviations { abbreviation(bytes, start, at) } else { None };
                let known = latin.or_else(|| phrase(text, start, words));
                match known {
                    Some((sense, end)) => {
                        at = end;
                        (sense, true)
                    }
                    None => (elided(text, start, &mut at, words), true),
                }
            }
            b'0'..=b'9' => {
                let (sense, end) = number(text, at, words);
                at = end;
                (sense, false)
            }
            b' ' | b'\n' | b'\t' => {
                at += 1;
                gap = true;
                continue;
            }
            0x80.. => {
                // A character boundary: every branch moves by whole characters.
                let Some(character) = text[at..].chars().next() else { break };
                at += character.len_utf8();
                match character {
                    '–' | '—' | '−' | '‐' | '‑' => (dash(bytes, start, at), false),
                    '’' | '‘' => apostrophe(bytes, &mut at),
                    '“' | '”' | '„' | '«' | '»' => (Sense::Quote, false),
                    '\u{ad}' | '\u{200b}' => continue,
                    '£' | '€' | '§' | '¥' | '¶' | '№' => (Sense::Currency, false),
                    '…' => (Sense::Dot, false),
                    blank if blank.is_whitespace() => {
                        gap = true;
                        continue;
                    }
                    letter if letter.is_alphabetic() => {
                        at = word_end(text, at);
                        if let Some((sense, end)) = phrase(text, start, words) {
                            at = end;
                            (sense, true)
                        } else {
                            (elided(text, start, &mut at, words), true)
                        }
                    }
                    _ => (Sense::OtherSign, false),
                }
            }
            _ => {
                at += 1;
                match byte {
                    b'-' => {
                        while bytes.get(at) == Some(&b'-') {
                            at += 1;
                        }
                        (dash(bytes, start, at), false)
                    }
                    b'\'' => apostrophe(bytes, &mut at),
                    b',' => (Sense::Comma, false),
                    b'.' | b'!' | b'?' => (Sense::Dot, false),
                    b';' | b':' => (Sense::Semicolon, false),
                    b'/' => (Sense::Slash, false),
                    b'(' | b'[' => (Sense::Open, false),
                    b')' | b']' => (Sense::Close, false),
                    b'"' => (Sense::Quote, false),
                    b'$' | b'#' => (Sense::Currency, false),
                    b'%' => (Sense::Percent, false),
                    _ => (Sense::OtherSign, false),
                }
            }
        };
        let capital =
            is_word && (byte.is_ascii_uppercase() || byte >= 0x80 && text[start..].chars().next().is_some_and(char::is_uppercase));
        let place = |offset: usize| u32::try_from(base + offset).unwrap_or(u32::MAX);
        // The second word of "im", "du" and "desselben" has no letters of its own.
        let (sense, second) = match sense {
            Sense::WithThe(preposition) => (*preposition, Some(Sense::The)),
            Sense::TheSame => (Sense::The, Some(Sense::Same)),
            sense => (sense, None),
        };
        tokens.push(Token { start: place(start), end: place(at), sense, capital, word: is_word, gap });
        if let Some(sense) = second {
            tokens.push(Token { start: place(at), end: place(at), sense, capital: false, word: true, gap: false });
        }
        gap = false;
    }
}

/// Where the word that goes on at `at` ends.
fn word_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
            at += 1;
        }
        if bytes.get(at).is_none_or(u8::is_ascii) {
            return at;
        }
        match text[at..].chars().next() {
            Some(letter) if letter.is_alphabetic() || ('\u{300}'..'\u{370}').contains(&letter) => at += letter.len_utf8(),
            _ => return at,
        }
    }
}

/// A word and the apostrophe behind it, where the language has words that end in one (l', d'): its sense. `at` is moved behind it.
fn elided(text: &str, start: usize, at: &mut usize, words: &Words) -> Sense {
    let apostrophe = if words.manner.elides { text[*at..].chars().next().filter(|sign| matches!(sign, '\'' | '’')) } else { None };
    let Some(apostrophe) = apostrophe else { return words.sense(&text[start..*at]) };
    // Kept in the table with a straight one.
    let mut whole = String::with_capacity(*at - start + 1);
    whole.push_str(&text[start..*at]);
    whole.push('\'');
    match words.sense(&whole) {
        Sense::Other => words.sense(&text[start..*at]),
        sense => {
            *at += apostrophe.len_utf8();
            sense
        }
    }
}

/// Several words or signs that are one in this language (v. Chr., plus tard): the sense, and where it ends.
fn phrase(text: &str, start: usize, words: &Words) -> Option<(Sense, usize)> {
    let rest = &text[start..];
    let first = rest.chars().next().filter(|first| words.may_begin_phrase(*first))?.to_lowercase().next()?;
    let begun = words.manner.phrases.iter().filter(|(pattern, _)| pattern.starts_with(first));
    begun.filter_map(|(pattern, sense)| Some((*sense, start + matched(rest, pattern)?))).max_by_key(|(_, end)| *end)
}

/// How many bytes of a text's beginning a phrase takes, if it stands there and no word goes on behind it.
fn matched(text: &str, pattern: &str) -> Option<usize> {
    let mut at = 0;
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        let letter = text[at..].chars().next();
        if sign == ' ' {
            at += text[at..].len() - text[at..].trim_start().len();
            continue;
        }
        let alike = letter.is_some_and(|letter| {
            letter == sign || letter.to_lowercase().eq(std::iter::once(sign)) || sign == '-' && matches!(letter, '‐' | '‑' | '–')
        });
        match letter {
            Some(letter) if alike => at += letter.len_utf8(),
            _ if sign == '.' && signs.peek().is_none() => break,
            _ => return None,
        }
    }
    let goes_on = |letter: char| letter.is_alphanumeric();
    let ends_in_letter = text[..at].ends_with(char::is_alphabetic);
    (!ends_in_letter || !text[at..].starts_with(goes_on)).then_some(at)
}

/// B.C., A.D., a.m. and the like, of which the first letter is a word that ends at `end`: the sense, and where it ends.
fn abbreviation(bytes: &[u8], start: usize, end: usize) -> Option<(Sense, usize)> {
    const KNOWN: [(&[u8], Sense); 5] = [
        (b"bce", Sense::EraBefore),
        (b"bc", Sense::EraBefore),
        (b"ad", Sense::EraAfter),
        (b"am", Sense::Meridiem),
        (b"pm", Sense::Meridiem),
    ];
    if end - start != 1 || bytes.get(end) != Some(&b'.') || !matches!(bytes[start] | 0x20, b'a' | b'b' | b'p') {
        return None;
    }
    KNOWN.iter().find_map(|(letters, sense)| {
        let mut at = start;
        for (index, letter) in letters.iter().enumerate() {
            if index > 0 {
                // "B.C." and "B. C."
                at += usize::from(bytes.get(at) == Some(&b'.'));
                at += usize::from(bytes.get(at) == Some(&b' '));
            }
            if bytes.get(at).map(|byte| byte | 0x20) != Some(*letter) {
                return None;
            }
            at += 1;
        }
        if bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        Some((*sense, at + usize::from(bytes.get(at) == Some(&b'.'))))
    })
}

fn dash(bytes: &[u8], start: usize, end: usize) -> Sense {
    let blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    if blank(start.checked_sub(1).and_then(|before| bytes.get(before))) || blank(bytes.get(end)) { Sense::Dash } else { Sense::Hyphen }
}

/// What an apostrophe that ends at `at` begins: '99, '30s, 's, or nothing.
fn apostrophe(bytes: &[u8], at: &mut usize) -> (Sense, bool) {
    let digit = |index: usize| bytes.get(index).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
    let part = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_alphanumeric);
    if let (Some(tens), Some(ones)) = (digit(*at), digit(*at + 1)) {
        if ones == 0 && bytes.get(*at + 2) == Some(&b's') && !part(*at + 3) {
            *at += 3;
            return (Sense::ShortDecade(tens * 10), false);
        }
        if !part(*at + 2) {
            *at += 2;
            return (Sense::Short(tens * 10 + ones), false);
        }
    }
    if matches!(bytes.get(*at), Some(b's' | b'S')) && !part(*at + 1) {
        *at += 1;
        return (Sense::Possessive, false);
    }
    (Sense::Apostrophe, false)
}

/// The number that begins at `at`: what it is, and where it ends.
fn number(text: &str, at: usize, words: &Words) -> (Sense, usize) {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value =
        |from: usize, digits: usize| bytes[from..from + digits].iter().fold(0u16, |value, digit| value * 10 + u16::from(digit - b'0'));
    let small = |from: usize, digits: usize| u8::try_from(value(from, digits)).unwrap_or(u8::MAX);
    let digits = run(at);
    let mut end = at + digits;
    if digits > 4 {
        return (Sense::Quantity, end);
    }
    let number = value(at, digits);
    let behind = &text[end..];
    // 14th, 1920s, and what other languages have for them; no letter may go on behind it.
    let ending = |endings: &[&str]| {
        let fits = |ending: &&str| {
            let rest = behind.get(..ending.len()).filter(|start| start.eq_ignore_ascii_case(ending)).map(|_| &behind[ending.len()..]);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        endings.iter().copied().filter(fits).map(str::len).max()
    };
    if behind.starts_with(|sign: char| sign.is_alphabetic() || matches!(sign, '-' | '‑' | '–' | '.' | '°')) {
        if let Some(length) = ending(words.manner.decades).filter(|_| digits >= 2 && number % 10 == 0) {
            end += length;
            return (if digits == 2 { Sense::ShortDecade(small(at, 2)) } else { Sense::Decade(number) }, end);
        }
        if let Some(length) = ending(words.manner.ordinals) {
            let sense = match digits {
                ..=2 => Sense::NumberOrdinal(small(at, digits)),
                // "в 1925-м году"
                4 if words.manner.year_behind => Sense::Number { value: number, digits: 4 },
                _ => Sense::Quantity,
            };
            return (sense, end + length);
        }
    }
    match bytes.get(end) {
        // 10,000 and 3.5, and 14.7.1923
        Some(sign @ (b',' | b'.')) => {
            let next = run(end + 1);
            if *sign == b'.' && digits <= 2 && (1..=2).contains(&next) && bytes.get(end + 1 + next) == Some(&b'.') {
                let year_at = end + next + 2;
                if run(year_at) == 4 {
                    let numeric = Sense::Numeric { year: value(year_at, 4), month: small(end + 1, next), day: small(at, digits) };
                    return (numeric, year_at + 4);
                }
            }
            if (*sign == b',' && next == 3 && digits <= 3) || (*sign == b'.' && next > 0) {
                while matches!(bytes.get(end), Some(b',' | b'.')) && run(end + 1) > 0 {
                    end += 1 + run(end + 1);
                }
                return (Sense::Quantity, end);
            }
        }
        // 20/12/1848; where the month may be the first, only what is clear
        Some(b'/') if digits <= 2 && (1..=2).contains(&run(end + 1)) => {
            let (next, year_at) = (run(end + 1), end + run(end + 1) + 2);
            let (first, second) = (small(at, digits), small(end + 1, next));
            let is_clear = !words.manner.month_first || first > 12 || second > 12;
            if bytes.get(end + 1 + next) == Some(&b'/') && run(year_at) == 4 && is_clear {
                return (Sense::Numeric { year: value(year_at, 4), month: second, day: first }, year_at + 4);
            }
        }
        // 3:00, 10:57, 3:00:15
        Some(b':') if digits <= 2 && number < 25 && run(end + 1) == 2 => {
            end += 3;
            if bytes.get(end) == Some(&b':') && run(end + 1) == 2 {
                end += 3;
            }
            return (Sense::Clock, end);
        }
        // 1923-07-14
        Some(b'-') if digits == 4 && run(end + 1) == 2 && bytes.get(end + 3) == Some(&b'-') && run(end + 4) == 2 => {
            return (Sense::Numeric { year: number, month: small(end + 1, 2), day: small(end + 4, 2) }, end + 6);
        }
        _ => {}
    }
    let letter = |index: usize| bytes.get(index).map(|byte| byte | 0x20);
    if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        let suffix = [letter(end), letter(end + 1)];
        // 2d and 3d, as older books have them
        let is_short = letter(end) == Some(b'd') && matches!(number % 10, 2 | 3);
        if is_short && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) && digits <= 2 {
            return (Sense::NumberOrdinal(small(at, digits)), end + 1);
        }
        let is_meridiem = matches!(suffix, [Some(b'a' | b'p'), Some(b'm')]) && !bytes.get(end + 2).is_some_and(u8::is_ascii_alphanumeric);
        if !is_meridiem {
            // 12a, 5mm, 2nd1: neither a day nor a year.
            return (Sense::Quantity, end);
        }
    }
    (Sense::Number { value: number, digits: u8::try_from(digits).unwrap_or(4) }, end)
}
