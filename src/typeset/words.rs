//! Words that are no part of a document, such as what a program says of one, set into a few rows.

use crate::unit::{Cols, width};

/// Sets words into rows of at most `cols` columns, as many as fit on each, and no more than `most` rows; of the last, `…` says that
/// more was to come. A word wider than a row stands alone and is for whoever draws it to cut.
pub fn wrapped(words: &str, cols: Cols, most: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let is_full = rows.len() == most;
        match rows.last_mut() {
            Some(row) if width(row).count() + 1 + width(word).count() <= cols.count() => {
                row.push(' ');
                row.push_str(word);
            }
            Some(row) if is_full => {
                // The sign takes the place of as many words as leave it no room.
                let mut kept = row.len();
                while width(&row[..kept]).count() + 2 > cols.count()
                    && let Some(blank) = row[..kept].rfind(' ')
                {
                    kept = blank;
                }
                row.truncate(kept);
                row.push_str(" …");
                return rows;
            }
            None if is_full => return rows,
            _ => rows.push(word.to_owned()),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_set_into_rows_and_the_rest_is_owned_up_to() {
        let check =
            |words: &str, cols: u16, most: usize, expected: &[&str]| assert_eq!(wrapped(words, Cols(cols), most), expected, "{words}");
        check("", 10, 2, &[]);
        check("one two three", 20, 2, &["one two three"]);
        check("one two three four five", 9, 2, &["one two", "three …"]);
        check("one two three four", 9, 9, &["one two", "three", "four"]);
        check("incomprehensibilities", 9, 2, &["incomprehensibilities"]);
    }
}
