//! `ibid texts`: the texts that come with the program.

use super::{Failure, Printer, open::open};
use crate::{
    store::{Text, bundled},
    unit::{Place, width},
};

/// Prints name, title, number of notes and of words; the first is what is opened when nothing else was read.
pub(super) fn print(printer: &mut Printer) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for text in bundled::all() {
        let document = open(&Text::Bundled(*text))?.document;
        let words = document.words(&(Place::START..document.body_end())).split(' ').count();
        rows.push([text.name.to_owned(), text.title.to_owned(), grouped(document.notes().len()), grouped(words)]);
    }
    let widest = |column: usize| rows.iter().map(|row| width(&row[column]).count()).max().unwrap_or(0);
    let [name, title, notes, words] = [0, 1, 2, 3].map(widest);
    for row in &rows {
        // Padded by hand: formatting counts characters, and titles have columns.
        let pad = |text: &str, to: usize| " ".repeat(to.saturating_sub(width(text).count()));
        writeln!(
            printer.out,
            "{}{}  {}{}  {}{} notes  {}{} words",
            row[0],
            pad(&row[0], name),
            row[1],
            pad(&row[1], title),
            pad(&row[2], notes),
            row[2],
            pad(&row[3], words),
            row[3],
        )?;
    }
    Ok(())
}

/// A number with its thousands set apart.
fn grouped(number: usize) -> String {
    let figures = number.to_string();
    let (head, tail) = figures.split_at(figures.len() % 3);
    let groups = tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let groups: Vec<_> = Some(head.to_owned()).filter(|head| !head.is_empty()).into_iter().chain(groups).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let check = |number: usize, expected: &str| assert_eq!(grouped(number), expected);
        check(0, "0");
        check(999, "999");
        check(1000, "1,000");
        check(1_234_567, "1,234,567");
    }
}
