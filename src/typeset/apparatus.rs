//! Where the notes of a page go: beside the text, or below it. Arithmetic over rows; nothing here knows texts.

/// A note that wants to stand level with its noteref.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    /// The row of the noteref.
    pub row: usize,
    /// The rows that the note takes in full.
    pub height: usize,
}

/// Where a note is set, and how much of it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// Its first row.
    pub row: usize,
    /// How many rows are taken; where lines are left out, the end of the last one says how many.
    pub shown: usize,
    /// How many of its lines are left out.
    pub left_out: usize,
}

/// Where notes stand beside the text that want to begin in given rows, in the order of the text: level with their noterefs
/// where possible, pushed apart so that none overlap and `gap` rows stay free between two, all within `rows`. The sum of the
/// squares of all shifts is least (pool adjacent violators), so that a crowd spreads up and down alike. Notes that together
/// do not fit are cut, the longest first; those for which there is no row left take none.
pub fn beside(wants: &[Want], rows: usize, gap: usize) -> Vec<Slot> {
    // With a gap before all but the first, each of which needs a row at least.
    let fitting = wants.len().min((rows + gap) / (1 + gap));
    let heights: Vec<usize> = wants[..fitting].iter().map(|want| want.height.max(1)).collect();
    let gaps = gap * fitting.saturating_sub(1);
    let shown = share(&heights, rows.saturating_sub(gaps));
    // Laid end to end each note has its distance from the first; what is left is one rising sequence to fit.
    let mut pools: Vec<Pool> = Vec::new();
    let mut before = 0;
    for (want, shown) in wants.iter().zip(&shown) {
        let mut pool = Pool { sum: want.row as i128 - before as i128, count: 1 };
        while let Some(last) = pools.last().filter(|last| last.sum * pool.count > pool.sum * last.count) {
            pool = Pool { sum: pool.sum + last.sum, count: pool.count + last.count };
            pools.pop();
        }
        pools.push(pool);
        before += shown + gap;
    }
    // Clamping a rising sequence keeps it the nearest one among those that fit.
    let free = rows.saturating_sub(shown.iter().sum::<usize>() + gaps);
    let mut slots = Vec::with_capacity(wants.len());
    let mut before = 0;
    let starts = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.start(free), usize::try_from(pool.count).unwrap_or(0)));
    for ((start, shown), want) in starts.zip(&shown).zip(wants) {
        slots.push(slot(start + before, *shown, want.height));
        before += shown + gap;
    }
    slots.extend(wants[fitting..].iter().map(|want| Slot { row: rows, shown: 0, left_out: want.height }));
    slots
}

/// Notes that touch and move as one.
struct Pool {
    sum: i128,
    count: i128,
}

impl Pool {
    /// The row nearest to what they want on average, within what is free.
    fn start(&self, free: usize) -> usize {
        let mean = (2 * self.sum + self.count).div_euclid(2 * self.count);
        usize::try_from(mean.max(0)).unwrap_or(0).min(free)
    }
}

/// How many rows of each note are shown at the foot of the page so that together they take at most `most` rows: short notes
/// whole, long ones share the rest, and every note gets at least one row while rows last.
pub fn below(heights: &[usize], most: usize) -> Vec<Slot> {
    let fitting = heights.len().min(most);
    let whole: Vec<usize> = heights[..fitting].iter().map(|height| (*height).max(1)).collect();
    let shown = share(&whole, most);
    let mut row = 0;
    let mut slots = Vec::with_capacity(heights.len());
    for (height, shown) in heights.iter().zip(&shown) {
        slots.push(slot(row, *shown, *height));
        row += shown;
    }
    slots.extend(heights[fitting..].iter().map(|height| Slot { row, shown: 0, left_out: *height }));
    slots
}

/// A slot in which `shown` rows of `height` are taken.
fn slot(row: usize, shown: usize, height: usize) -> Slot {
    Slot { row, shown, left_out: height.saturating_sub(shown) }
}

/// Shares `rows` out: no note gets more than its height, and none less than another one that wants as much. There are at
/// least as many rows as notes.
fn share(heights: &[usize], rows: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by_key(|index| heights[*index]);
    let mut shares = vec![0; heights.len()];
    let mut left = rows;
    for (position, index) in order.iter().enumerate() {
        let sharing = heights.len() - position;
        shares[*index] = heights[*index].min(left / sharing);
        left -= shares[*index];
    }
    // Rows that an even share leaves over go to those that are cut, in the order of the text.
    for (share, height) in shares.iter_mut().zip(heights) {
        if left > 0 && *share < *height {
            *share += 1;
            left -= 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_beside(wants: &[(usize, usize)], rows: usize, expected: &[(usize, usize, usize)]) {
        let wants: Vec<_> = wants.iter().map(|(row, height)| Want { row: *row, height: *height }).collect();
        let slots: Vec<_> = beside(&wants, rows, 1).iter().map(|slot| (slot.row, slot.shown, slot.left_out)).collect();
        assert_eq!(slots, expected, "{wants:?} in {rows}");
    }

    #[test]
    fn notes_stand_level_with_their_noterefs_while_they_can() {
        check_beside(&[], 20, &[]);
        check_beside(&[(3, 2), (9, 4)], 20, &[(3, 2, 0), (9, 4, 0)]);
    }

    #[test]
    fn notes_that_collide_move_apart_up_and_down_alike() {
        check_beside(&[(10, 3), (10, 3)], 20, &[(8, 3, 0), (12, 3, 0)]);
        check_beside(&[(0, 3), (0, 3)], 20, &[(0, 3, 0), (4, 3, 0)]);
        check_beside(&[(19, 3), (19, 3)], 20, &[(13, 3, 0), (17, 3, 0)]);
        check_beside(&[(2, 1), (10, 3), (11, 3), (18, 1)], 20, &[(2, 1, 0), (9, 3, 0), (13, 3, 0), (18, 1, 0)]);
    }

    #[test]
    fn a_long_note_is_cut_so_that_the_others_can_be_read() {
        check_beside(&[(0, 2), (1, 30), (2, 3)], 12, &[(0, 2, 0), (3, 5, 25), (9, 3, 0)]);
        check_beside(&[(0, 5), (0, 5), (0, 5)], 3, &[(0, 1, 4), (2, 1, 4), (3, 0, 5)]);
        check_beside(&[(0, 5)], 0, &[(0, 0, 5)]);
    }

    fn check_below(heights: &[usize], most: usize, expected: &[(usize, usize, usize)]) {
        let slots: Vec<_> = below(heights, most).iter().map(|slot| (slot.row, slot.shown, slot.left_out)).collect();
        assert_eq!(slots, expected, "{heights:?} in {most}");
    }

    #[test]
    fn at_the_foot_short_notes_are_whole_and_long_ones_share_the_rest() {
        check_below(&[2, 3], 8, &[(0, 2, 0), (2, 3, 0)]);
        check_below(&[20, 1, 9], 8, &[(0, 4, 16), (4, 1, 0), (5, 3, 6)]);
        check_below(&[4, 4, 4], 2, &[(0, 1, 3), (1, 1, 3), (2, 0, 4)]);
        check_below(&[4], 0, &[(0, 0, 4)]);
    }
}
