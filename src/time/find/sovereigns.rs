//! Sovereigns whose years date what happened under them, with the day from which these are counted.
//!
//! The kings and queens of England after C. R. Cheney, *A Handbook of Dates* (the days on which their regnal years begin, in years that
//! begin in January), and those of France from Louis XI on by their accession.

/// A sovereign.
#[derive(Debug)]
pub(super) struct Sovereign {
    /// In lower case, with blanks between them; those of fewer letters are written with a dot.
    names: &'static [&'static str],
    /// Which of that name, or 0 for one who needs no number.
    number: u8,
    /// Whether a number may be left out all the same: Elizabeth, before there was a second.
    alone: bool,
    /// The first day of the first year.
    pub(super) accession: (i32, u8, u8),
    /// How many years, the last one begun included.
    pub(super) years: u8,
}

const HENRY: &[&str] = &["henry", "hen", "henrici"];
const EDWARD: &[&str] = &["edward", "edw", "ed", "edwardi"];
const RICHARD: &[&str] = &["richard", "ric", "rich", "ricardi"];
const WILLIAM: &[&str] = &["william", "will", "wm", "w", "willelmi", "gulielmi"];
const JAMES: &[&str] = &["james", "jas", "jac", "jacobi"];
const CHARLES: &[&str] = &["charles", "chas", "car", "caroli"];
const GEORGE: &[&str] = &["george", "geo", "georgii"];
const ELIZABETH: &[&str] = &["elizabeth", "eliz", "elizabethae", "elizabethe", "élisabeth"];
const MARY: &[&str] = &["mary", "mariae"];
const LOUIS: &[&str] = &["louis"];
const HENRI: &[&str] = &["henri"];
const FRANCIS: &[&str] = &["francis", "françois"];

const fn sovereign(names: &'static [&'static str], number: u8, accession: (i32, u8, u8), years: u8) -> Sovereign {
    Sovereign { names, number, alone: number == 0, accession, years }
}

const fn first(names: &'static [&'static str], accession: (i32, u8, u8), years: u8) -> Sovereign {
    Sovereign { names, number: 1, alone: true, accession, years }
}

/// What Scots, Spaniards or Prussians call by the same name and number is left to the words behind it ("of Spain").
const SOVEREIGNS: &[Sovereign] = &[
    sovereign(WILLIAM, 1, (1066, 12, 25), 21),
    sovereign(WILLIAM, 2, (1087, 9, 26), 13),
    sovereign(HENRY, 1, (1100, 8, 5), 36),
    sovereign(&["stephen"], 0, (1135, 12, 26), 19),
    sovereign(HENRY, 2, (1154, 12, 19), 35),
    sovereign(RICHARD, 1, (1189, 9, 3), 10),
    // His years begin on Ascension Day, which moves.
    sovereign(&["john"], 0, (1199, 5, 27), 18),
    sovereign(HENRY, 3, (1216, 10, 28), 57),
    sovereign(EDWARD, 1, (1272, 11, 20), 35),
    sovereign(EDWARD, 2, (1307, 7, 8), 20),
    sovereign(EDWARD, 3, (1327, 1, 25), 51),
    sovereign(RICHARD, 2, (1377, 6, 22), 23),
    sovereign(HENRY, 4, (1399, 9, 30), 14),
    sovereign(HENRY, 5, (1413, 3, 21), 10),
    sovereign(HENRY, 6, (1422, 9, 1), 39),
    sovereign(EDWARD, 4, (1461, 3, 4), 23),
    sovereign(EDWARD, 5, (1483, 4, 9), 1),
    sovereign(RICHARD, 3, (1483, 6, 26), 3),
    sovereign(HENRY, 7, (1485, 8, 22), 24),
    sovereign(HENRY, 8, (1509, 4, 22), 38),
    sovereign(EDWARD, 6, (1547, 1, 28), 7),
    first(MARY, (1553, 7, 6), 6),
    first(ELIZABETH, (1558, 11, 17), 45),
    sovereign(JAMES, 1, (1603, 3, 24), 23),
    sovereign(CHARLES, 1, (1625, 3, 27), 24),
    // From his father's death, as if there had been no Commonwealth.
    sovereign(CHARLES, 2, (1649, 1, 30), 37),
    sovereign(JAMES, 2, (1685, 2, 6), 4),
    sovereign(WILLIAM, 3, (1689, 2, 13), 14),
    sovereign(&["anne", "annae"], 0, (1702, 3, 8), 13),
    sovereign(GEORGE, 1, (1714, 8, 1), 13),
    sovereign(GEORGE, 2, (1727, 6, 11), 34),
    sovereign(GEORGE, 3, (1760, 10, 25), 60),
    sovereign(GEORGE, 4, (1820, 1, 29), 11),
    sovereign(WILLIAM, 4, (1830, 6, 26), 7),
    sovereign(&["victoria", "vict", "victoriae"], 0, (1837, 6, 20), 64),
    sovereign(EDWARD, 7, (1901, 1, 22), 10),
    sovereign(GEORGE, 5, (1910, 5, 6), 26),
    sovereign(EDWARD, 8, (1936, 1, 20), 1),
    sovereign(GEORGE, 6, (1936, 12, 11), 16),
    sovereign(ELIZABETH, 2, (1952, 2, 6), 71),
    sovereign(LOUIS, 11, (1461, 7, 22), 23),
    sovereign(CHARLES, 8, (1483, 8, 30), 15),
    sovereign(LOUIS, 12, (1498, 4, 7), 17),
    sovereign(FRANCIS, 1, (1515, 1, 1), 33),
    sovereign(HENRI, 2, (1547, 3, 31), 13),
    sovereign(CHARLES, 9, (1560, 12, 5), 14),
    sovereign(HENRI, 3, (1574, 5, 30), 16),
    sovereign(HENRI, 4, (1589, 8, 2), 21),
    sovereign(LOUIS, 13, (1610, 5, 14), 33),
    sovereign(LOUIS, 14, (1643, 5, 14), 73),
    sovereign(LOUIS, 15, (1715, 9, 1), 59),
    sovereign(LOUIS, 16, (1774, 5, 10), 19),
    sovereign(CHARLES, 10, (1824, 9, 16), 6),
];

/// Who it is of that name, in any case, and number; without one, who needs none.
pub(super) fn named(name: &str, number: Option<u8>) -> Option<&'static Sovereign> {
    let name = name.to_lowercase();
    SOVEREIGNS
        .iter()
        .find(|sovereign| sovereign.names.contains(&name.as_str()) && number.map_or(sovereign.alone, |number| number == sovereign.number))
}

/// Whether it is the name of a sovereign, or short for one, written as names are.
pub(super) fn is_name(name: &str) -> bool {
    let is_known = |name: &str| SOVEREIGNS.iter().any(|sovereign| sovereign.names.contains(&name));
    name.starts_with(char::is_uppercase) && name.len() <= 12 && is_known(name.to_lowercase().as_str())
}

impl Sovereign {
    /// Whether this is a short form of the name, before a dot.
    pub(super) fn is_cut_short(&self, name: &str) -> bool {
        // The full form is the first.
        self.names.first().is_some_and(|full| name.len() < full.len())
    }

    /// The day on which a year of the reign begins, if it had so many.
    pub(super) fn year(&self, number: u8) -> Option<(i32, u8, u8)> {
        let (year, month, day) = self.accession;
        let year = year + i32::from(number.checked_sub(1)?);
        // Eleven days were left out in September 1752.
        let day = if self.accession.0 < 1752 && year > 1752 && self.number == 2 { day + 11 } else { day };
        (number <= self.years).then_some((year, month, day))
    }

    /// Whether the days on which the years begin are known to the day.
    pub(super) fn is_fixed(&self) -> bool {
        self.names != ["john"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::date::{Date, Grain};

    #[test]
    fn a_year_begins_on_the_day_of_the_accession() {
        let check = |name, number, year, expected: Option<&str>| {
            let found = named(name, number).and_then(|sovereign| sovereign.year(year));
            let found = found.map(|(year, month, day)| Date::new(year, Grain::Years(month, day, 1)).to_string());
            assert_eq!(found.as_deref(), expected, "{year} {name} {number:?}");
        };
        check("Henry", Some(8), 10, Some("1518-04-22/1519-04-21"));
        check("Geo", Some(3), 5, Some("1764-10-25/1765-10-24"));
        check("Geo", Some(2), 25, Some("1751-06-11/1752-06-10"));
        check("Geo", Some(2), 27, Some("1753-06-22/1754-06-21"));
        check("Elizabethae", None, 12, Some("1569-11-17/1570-11-16"));
        check("Elizabeth", Some(1), 12, Some("1569-11-17/1570-11-16"));
        check("Elizabeth", Some(2), 1, Some("1952-02-06/1953-02-05"));
        check("Henry", Some(8), 39, None);
        check("Henry", Some(9), 1, None);
        check("Henry", None, 1, None);
        check("Ferdinand", Some(2), 1, None);
    }

    #[test]
    fn no_reign_begins_before_the_one_before_it_in_its_country() {
        let england = SOVEREIGNS.iter().position(|sovereign| sovereign.names == LOUIS).unwrap();
        for pair in SOVEREIGNS[..england].windows(2).chain(SOVEREIGNS[england..].windows(2)) {
            assert!(pair[0].accession < pair[1].accession, "{pair:?}");
            // The last year was begun, and was not over, when the next reign began; but for those who lost their crowns or left a gap.
            let (year, month, day) = pair[0].year(pair[0].years).unwrap();
            assert!((year, month, day) <= pair[1].accession, "{pair:?}");
        }
    }
}
