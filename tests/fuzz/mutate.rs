//! Changes inputs: a little of everything that breaks parsers, and nothing that depends on what is parsed.

/// Numbers that look random and come again with the same seed (Marsaglia, *Xorshift RNGs*, 2003, with the triple 13, 7, 17).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub(crate) fn new(seed: u64) -> Self {
        // Neighbouring seeds are to differ at once, and no state may be zero.
        Self(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `limit`; 0 where there is none.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let limit = limit.max(1) as u64;
        usize::try_from((self.next() >> 11) % limit).unwrap_or(0)
    }

    /// Whether it is this one of so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these, of which there is at least one.
    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A number up to `most`, as often small as large by orders of magnitude.
    pub(crate) fn some(&mut self, most: usize) -> usize {
        let bits = usize::BITS - most.leading_zeros();
        let bits = self.below(bits as usize + 1);
        self.below(1 << bits).min(most)
    }

    /// Two places of `length` bytes, the first not behind the second; mostly near each other.
    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..(start + self.some(length)).min(length)
    }
}

/// What is awkward in any text: what terminals and parsers give a meaning, what has no width or too many, what is no UTF-8.
const AWKWARD: &[&[u8]] = &[
    b"\0",
    b"\x01",
    b"\x1b[2J",
    b"\x1b]8;;http://a\x07",
    b"\x7f",
    b"\r",
    b"\r\n",
    b"\n",
    b"\n\n",
    b"\t",
    b" ",
    b"    ",
    b"\x0b",
    b"\x0c",
    b"\\",
    b"\"",
    b"'",
    b"\xc2\x85",     // next line
    b"\xc2\x9b31m",  // a control sequence in one character
    b"\xc2\xa0",     // no-break space
    b"\xc2\xad",     // soft hyphen
    b"\xcc\x81",     // combining acute
    b"\xd8\x9c",     // Arabic letter mark
    b"\xe2\x80\x8b", // zero-width space
    b"\xe2\x80\x8d", // zero-width joiner
    b"\xe2\x80\x8f", // right-to-left mark
    b"\xe2\x80\xa8", // line separator
    b"\xe2\x80\xae", // right-to-left override
    b"\xe2\x81\xa6", // left-to-right isolate
    b"\xef\xb8\x8f", // variation selector 16
    b"\xef\xbb\xbf", // byte order mark
    b"\xef\xbf\xb9", // interlinear annotation
    b"\xef\xbf\xbd",
    b"\xef\xbf\xbf",
    "é".as_bytes(),
    "ﬃ".as_bytes(),
    "İ".as_bytes(),
    "ß".as_bytes(),
    "שלום".as_bytes(),
    "السلام".as_bytes(),
    "国際".as_bytes(),
    "한".as_bytes(),
    "क्ष".as_bytes(),
    "👩‍👩‍👧".as_bytes(),
    "🇵🇱".as_bytes(),
    "\u{10ffff}".as_bytes(),
    "\u{e0061}".as_bytes(),
    b"\xff",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x80",
    b"\xc3",
    b"\xe2\x80",
    b"\xf0\x9f\x91",
    b"\xed\xa0\x80", // a surrogate
    b"\xf5\x80\x80\x80",
    b"0",
    b"-1",
    b"255",
    b"256",
    b"65536",
    b"4294967296",
    b"18446744073709551616",
    b"99999999999999999999999999",
    b"1e999",
];

/// Changes `input` a few times over. `words` are the signs and words of its syntax, `other` is another input to take from,
/// `longest` how long it may become.
pub(crate) fn mutate(input: &mut Vec<u8>, words: &[&str], other: &[u8], longest: usize, dice: &mut Dice) {
    for _ in 0..=dice.some(8) {
        once(input, words, other, longest, dice);
    }
    input.truncate(longest);
}

/// Signs and words of a syntax, one after another.
pub(crate) fn compose(words: &[&str], longest: usize, dice: &mut Dice) -> Vec<u8> {
    let mut input = Vec::new();
    for _ in 0..=dice.some(64) {
        if dice.once_in(12) {
            input.extend_from_slice(dice.one(AWKWARD));
        }
        input.extend_from_slice(dice.one(words).as_bytes());
    }
    input.truncate(longest);
    input
}

fn once(input: &mut Vec<u8>, words: &[&str], other: &[u8], longest: usize, dice: &mut Dice) {
    let here = dice.below(input.len() + 1);
    let room = longest.saturating_sub(input.len());
    match dice.below(16) {
        0..=2 => insert(input, here, dice.one(words).as_bytes()),
        3 => insert(input, here, dice.one(AWKWARD)),
        4 => {
            let range = dice.range(input.len());
            input.drain(range);
        }
        // A part of itself elsewhere.
        5 => {
            let range = dice.range(input.len());
            let part = input[range].to_vec();
            insert(input, here, &part);
        }
        // A part of another.
        6 => {
            let range = dice.range(other.len());
            insert(input, here, &other[range]);
        }
        // The beginning of one and the end of the other.
        7 => {
            input.truncate(here);
            input.extend_from_slice(&other[dice.below(other.len() + 1)..]);
        }
        // Many times the same.
        8 => {
            let range = dice.range(input.len().min(64));
            let part = if dice.once_in(2) { dice.one(words).as_bytes().to_vec() } else { input[range].to_vec() };
            if !part.is_empty() {
                let times = dice.some(room / part.len());
                insert(input, here, &part.repeat(times));
            }
        }
        // Deep within each other: many beginnings, perhaps as many ends.
        9 => {
            let (open, close) = (dice.one(words).as_bytes(), dice.one(words).as_bytes());
            let times = dice.some(room / (open.len() + close.len()).max(1));
            insert(input, here, &close.repeat(if dice.once_in(3) { 0 } else { times }));
            insert(input, here.saturating_sub(dice.some(32)), &open.repeat(times));
        }
        10 => {
            if let Some(byte) = input.get_mut(here) {
                *byte ^= 1 << dice.below(8);
            }
        }
        11 => {
            let there = dice.below(input.len() + 1);
            if here.max(there) < input.len() {
                input.swap(here, there);
            }
        }
        12 => lines(input, dice),
        // Numbers are where sums overflow.
        13 => {
            if let Some(at) = input[here..].iter().position(u8::is_ascii_digit).map(|at| here + at) {
                let end = at + input[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                input.splice(at..end, dice.one(&AWKWARD[AWKWARD.len() - 9..]).iter().copied());
            }
        }
        14 => input.truncate(here),
        _ => {
            input.drain(..here);
        }
    }
    input.truncate(longest);
}

/// Puts a part in, on a character's boundary but for one in eight: broken UTF-8 is read by way of the decoder, which would
/// hide what the parsers behind it do.
fn insert(input: &mut Vec<u8>, at: usize, part: &[u8]) {
    let mut at = at.min(input.len());
    while at < input.len() && input[at] & 0xc0 == 0x80 {
        at += 1;
    }
    input.splice(at..at, part.iter().copied());
}

/// Takes a line out, doubles it, moves it or sets it in.
fn lines(input: &mut Vec<u8>, dice: &mut Dice) {
    let mut lines: Vec<Vec<u8>> = input.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return;
    }
    let here = dice.below(lines.len());
    let line = lines[here].clone();
    match dice.below(4) {
        0 => drop(lines.remove(here)),
        1 => lines.insert(dice.below(lines.len() + 1), line),
        2 => {
            let there = dice.below(lines.len());
            lines.swap(here, there);
        }
        _ => {
            let indent = dice.one(&[&b" "[..], b"    ", b"\t", b"> ", b"- ", b"1. ", b"  "]).to_vec();
            lines[here].splice(0..0, indent);
        }
    }
    *input = lines.concat();
}
