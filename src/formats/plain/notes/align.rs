//! Lays a sequence of marks along a sequence of notes.
//!
//! Both come in the order of the text, so the pairs must, too: of all ways to pair equal labels without crossing, the one with
//! the most pairs is taken, and of equal ones that whose notes are nearest to their marks. Numbering that restarts, notes that
//! stand after the paragraph, the chapter or the book, and single misprints all come out of this one rule.

/// One mark or note as far as pairing goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// Where it begins.
    pub(super) place: usize,
    /// Equal for equal labels; small and dense.
    pub(super) label: u32,
}

/// What a pair is worth.
const PAIR: i64 = 1 << 24;

/// What it costs to pass over a note of the same label: less than any pair, however many are passed over.
const PASSED: i64 = 1 << 14;

/// What it costs to be twice as far away.
const DOUBLED: i64 = 1 << 8;

/// How many pairs are weighed at the most; some 24 bytes each. The text with the most notes that was measured, with 71
/// chapters that each begin at 1, needs 300 000.
const BUDGET: usize = 1 << 20;

/// A mark with a note it may call, and the pair before it in the best chain that ends with it.
struct Pair {
    mark: u32,
    note: u32,
    before: u32,
}

/// No pair.
const NONE: u32 = u32::MAX;

/// Pairs marks with later notes of the same label; both sorted by place. `reach` limits how many notes of its label after it a
/// mark may be paired with. Gives indices of marks and notes, rising in both.
pub(super) fn align(marks: &[Item], notes: &[Item], reach: usize) -> Vec<(usize, usize)> {
    let labels = marks.iter().chain(notes).map(|item| item.label as usize + 1).max().unwrap_or(0);
    let mut by_label: Vec<Vec<u32>> = vec![Vec::new(); labels];
    for (index, note) in notes.iter().enumerate() {
        by_label[note.label as usize].push(u32::try_from(index).unwrap_or(u32::MAX));
    }
    let reach = reach.min((BUDGET / marks.len().max(1)).max(2));

    let mut pairs: Vec<Pair> = Vec::new();
    let mut best = Best::new(notes.len());
    let mut row: Vec<(usize, i64, u32)> = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let same = &by_label[mark.label as usize];
        let first = same.partition_point(|note| notes[*note as usize].place <= mark.place);
        row.clear();
        for (passed, note) in same[first..].iter().take(reach).enumerate() {
            let distance = (notes[*note as usize].place - mark.place).max(1);
            let passed = i64::try_from(passed).unwrap_or(i64::MAX).min(512);
            let value = PAIR - PASSED * passed - DOUBLED * i64::from(distance.ilog2());
            let (sum, before) = best.up_to(*note as usize);
            row.push((*note as usize, sum + value, u32::try_from(pairs.len()).unwrap_or(NONE)));
            pairs.push(Pair { mark: u32::try_from(index).unwrap_or(NONE), note: *note, before });
        }
        // Only now, so that a mark is not paired twice.
        for (note, sum, pair) in &row {
            best.raise(*note, *sum, *pair);
        }
    }
    let mut chain = Vec::new();
    let mut at = best.up_to(notes.len()).1;
    while at != NONE {
        let pair = &pairs[at as usize];
        chain.push((pair.mark as usize, pair.note as usize));
        at = pair.before;
    }
    chain.reverse();
    chain
}

/// The best chain that ends before a note, for every note: a Fenwick tree of maxima.
struct Best(Vec<(i64, u32)>);

impl Best {
    fn new(notes: usize) -> Self {
        Self(vec![(0, NONE); notes + 1])
    }

    /// The best among the notes before this one.
    fn up_to(&self, note: usize) -> (i64, u32) {
        let (mut at, mut best) = (note, (0, NONE));
        while at > 0 {
            if self.0[at].0 > best.0 {
                best = self.0[at];
            }
            at &= at - 1;
        }
        best
    }

    fn raise(&mut self, note: usize, sum: i64, pair: u32) {
        let mut at = note + 1;
        while at < self.0.len() {
            if sum > self.0[at].0 {
                self.0[at] = (sum, pair);
            }
            at += at & at.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks are lower-case letters, notes upper-case ones, in the order of the text.
    fn check(text: &str, expected: &[(usize, usize)]) {
        let items = |of: fn(&u8) -> bool| {
            let all = text.bytes().enumerate().filter(|(_, byte)| of(byte));
            all.map(|(place, byte)| Item { place: place * 100, label: u32::from(byte.to_ascii_lowercase()) }).collect::<Vec<_>>()
        };
        assert_eq!(align(&items(u8::is_ascii_lowercase), &items(u8::is_ascii_uppercase), usize::MAX), expected, "{text}");
    }

    #[test]
    fn notes_are_found_wherever_they_stand() {
        check("abcABC", &[(0, 0), (1, 1), (2, 2)]);
        check("aAbBcC", &[(0, 0), (1, 1), (2, 2)]);
        check("abABabAB", &[(0, 0), (1, 1), (2, 2), (3, 3)]); // after each chapter
        check("ababcABABC", &[(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]); // after the book, chapter by chapter
    }

    #[test]
    fn one_misprint_shifts_nothing() {
        check("abbdABCD", &[(0, 0), (1, 1), (3, 3)]);
        check("abcdABBD", &[(0, 0), (1, 1), (3, 3)]);
        check("aacABC", &[(1, 0), (2, 2)]);
        check("abAaB", &[(0, 0), (1, 1)]);
    }

    #[test]
    fn a_mark_without_a_note_takes_no_other_chapters() {
        check("abAabAB", &[(0, 0), (2, 1), (3, 2)]);
    }

    #[test]
    fn ten_thousand_notes_take_no_time() {
        let items = |from: usize, labels: u32| {
            (0..10_000_u32).map(|index| Item { place: from + index as usize, label: index % labels }).collect::<Vec<_>>()
        };
        assert_eq!(align(&items(0, 10_000), &items(20_000, 10_000), usize::MAX).len(), 10_000);
        assert_eq!(align(&items(0, 100), &items(20_000, 100), usize::MAX).len(), 10_000);
        // Nothing but equal labels is no apparatus; it is not weighed whole.
        assert!(align(&items(0, 1), &items(20_000, 1), usize::MAX).len() >= 100);
    }
}
