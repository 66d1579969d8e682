//! What a reader says against the finder: this date means that, or these words are no date.

use super::{
    How, Kind, find,
    mention::{Join, Mention},
};
use crate::{
    document::{Builder, Document, Kind as BlockKind, Locator},
    problem::Problem,
    time::{
        date::{Date, Grain, When},
        edtf::Edtf,
        interval::{Bound, Day},
    },
    unit::Place,
};

/// A decision of a reader about the date that begins at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Where the date begins.
    pub at: Locator,
    /// What it means; `None`: it is no date.
    pub date: Option<When>,
}

/// Has the corrections hold among the mentions of a text, before these are anchored; of two corrections of one date the later holds.
///
/// A date that was corrected is one that says all of itself, and the story may go on from it; what is no date takes those numbers with it
/// that are dates by its side only: the 6 of "6-7 January". A correction whose words are no longer there, or were rewritten,
/// changes nothing.
pub(super) fn apply(document: &Document, corrections: &[Correction], mentions: &mut Vec<Mention>) {
    let mut gone = Vec::new();
    let mut said = Vec::new();
    for Correction { at, date } in corrections {
        let place = document.locate(at);
        let Ok(index) = mentions.binary_search_by_key(&place.0, |mention| mention.start) else { continue };
        let words = document.slice(&(place..Place(mentions[index].end)));
        // The nearest place there is need not be the one that was meant.
        if !at.quotation.starts_with(words) && !words.starts_with(&at.quotation) {
            continue;
        }
        gone.retain(|other| *other != index);
        said.retain(|(other, _)| *other != index);
        match date {
            Some(when) => said.push((index, *when)),
            None => gone.push(index),
        }
    }
    for (index, when) in said {
        mentions[index] = mentions[index].said(when);
    }
    if gone.is_empty() {
        return;
    }
    let mut stays = vec![true; mentions.len()];
    for index in gone {
        stays[index] = false;
        let behind = (index + 1..mentions.len()).take_while(|at| mentions[at - 1].join != Join::None && mentions[*at].leans_back());
        let before = (0..index).rev().take_while(|at| mentions[*at].join != Join::None && mentions[*at].leans_on());
        behind.chain(before).for_each(|at| stays[at] = false);
    }
    // A range whose end is no date ends nowhere.
    for at in 1..mentions.len() {
        if !stays[at] {
            mentions[at - 1].join = Join::None;
        }
    }
    let mut stays = stays.into_iter();
    mentions.retain(|_| stays.next().unwrap_or(true));
}

/// Reads one date as it is typed: in EDTF ("1789-07-14", "../1924"), or in words ("14 July 1789", "1920s", "c. 1924").
///
/// # Errors
/// A [`Problem`] that says what can be typed, for what is no date, and for more than one.
pub fn read(typed: &str) -> Result<When, Problem> {
    let typed = typed.trim();
    let open = |date: Option<Date>, when: fn(Date) -> When| date.map(when);
    let read = match (typed.strip_prefix("../"), typed.strip_suffix("/..")) {
        (Some(last), _) => open(single(last), When::Until),
        (_, Some(first)) => open(single(first), When::Since),
        _ => open(single(typed), When::At).or_else(|| in_words(typed)),
    };
    read.ok_or_else(|| {
        Problem::error(format!("«{typed}» is not one date"))
            .mend("write 1789-07-14, 1789-07, 178X, ../1789, 14 July 1789, 1780s or c. 1789")
    })
}

/// The date of an expression of EDTF that is a single one.
fn single(edtf: &str) -> Option<Date> {
    // The members of a set may touch each other and are several all the same.
    let edtf = Edtf::parse(edtf).ok().filter(|_| !edtf.contains(['[', '{']))?;
    let (Bound::Day(first), Bound::Day(last)) = (edtf.interval().earliest(), edtf.interval().latest()) else { return None };
    let date = spanning(first, last)?;
    Some(Date { approximate: edtf.is_approximate(), uncertain: edtf.is_uncertain(), ..date })
}

/// The date whose first and last day these are.
fn spanning(first: Day, last: Day) -> Option<Date> {
    let year = i32::try_from(first.year).ok().filter(|year| (-9999..=9999).contains(year))?;
    let spans = [Grain::Day(first.month, first.day), Grain::Month(first.month)];
    let parts = [1, 2, 3, 4].map(Grain::Season).into_iter().chain([1, 2].map(Grain::Half));
    let reign = [Grain::Years(first.month, first.day, 1)];
    let grains = spans.into_iter().chain(parts).chain([Grain::Year, Grain::Decade, Grain::Century]).chain(reign);
    grains.map(|grain| Date::new(year, grain)).find(|date| date.days() == (first, last))
}

/// The date that is all of these words.
fn in_words(typed: &str) -> Option<When> {
    let mut builder = Builder::new();
    builder.begin(BlockKind::Paragraph);
    builder.text(typed);
    let document = builder.finish().value;
    let mut dates = find(&document).into_iter();
    let (only, None) = (dates.next()?, dates.next()) else { return None };
    let is_whole = document.slice(&only.at).trim() == document.text().trim();
    // «Early 1914» is less than the year, and no single date says so.
    let is_sound = only.how == How::Explicit && only.part.is_none() && only.kind != Kind::Event;
    only.when.filter(|_| is_whole && is_sound)
}

#[cfg(test)]
mod tests {
    use super::{super::corrected, *};

    fn document(text: &str) -> Document {
        let mut builder = Builder::new();
        builder.begin(BlockKind::Paragraph);
        builder.text(text);
        builder.finish().value
    }

    /// Corrects the date at the words `at` of `before`, and gives the dates of `after` as they are then.
    fn check(before: &str, at: &str, typed: Option<&str>, after: &str, expected: &[&str]) {
        let (before, after) = (document(before), document(after));
        let place = Place::at(before.text().find(at).unwrap());
        let correction = Correction { at: before.locator(place), date: typed.map(|typed| read(typed).unwrap()) };
        let dates = corrected(&after, &[correction]);
        let meant: Vec<String> = dates.iter().filter_map(|found| found.when).map(|when| when.to_string()).collect();
        assert_eq!(meant, expected, "{}", after.text());
    }

    #[test]
    fn a_date_means_what_the_reader_says() {
        let text = "The Bastille fell on 14 July 1789, and the king in August 1792.";
        check(text, "14 July", Some("14 July 1790"), text, &["1790-07-14", "1792-08"]);
        check(text, "August", None, text, &["1789-07-14"]);
        check(text, "Bastille", Some("1790"), text, &["1789-07-14", "1792-08"]);
        let edited = "As all know, the Bastille fell on 14 July 1789, and the king in August 1792.";
        check(text, "14 July", Some("1790"), edited, &["1790", "1792-08"]);
        let rewritten = "The Bastille fell on 15 July 1789, and the king in August 1792.";
        check(text, "14 July", Some("1790"), rewritten, &["1789-07-15", "1792-08"]);
    }

    #[test]
    fn dates_that_took_their_year_from_a_corrected_one_are_read_anew() {
        let text = "It was in 1789. On 14 July they met, and in August they fled. In May 1792 came the war, and in June the end.";
        check(text, "14 July", Some("1790-07-14"), text, &["1789", "1790-07-14", "1790?-08", "1792-05", "1792?-06"]);
        check(text, "August", Some("1791-08"), text, &["1789", "1789?-07-14", "1791-08", "1792-05", "1792?-06"]);
        check(text, "1789", Some("1788"), text, &["1788", "1788?-07-14", "1788?-08", "1792-05", "1792?-06"]);
        // What is counted from it, and what lends it a year from behind.
        let text = "It began on 4 May 1925. Two days later they met. From July to September 1926 they waited.";
        check(text, "4 May", Some("1925-05-10"), text, &["1925-05-10", "1925-05-12", "1926-07", "1926-09"]);
        check(text, "September", Some("1928-09"), text, &["1925-05-04", "1925-05-06", "1928-07", "1928-09"]);
    }

    #[test]
    fn what_is_no_date_anchors_none() {
        let text = "It was in 1789. Regiment 1812 came. In August they fled.";
        check(text, "1812", Some("1790"), text, &["1789", "1790", "1790?-08"]);
        check(
            "In 1789 he left, in 1791 he came. In May he died.",
            "1791",
            None,
            "In 1789 he left, in 1791 he came. In May he died.",
            &["1789", "1789?-05"],
        );
        let text = "It was in March 1918. They met on 6-7 January 1919, and on May 5 and 6, 1920, and in 1921-22.";
        check(text, "7 January", None, text, &["1918-03", "1920-05-05", "1920-05-06", "1921", "1922"]);
        check(text, "May 5", None, text, &["1918-03", "1919-01-06", "1919-01-07", "1921", "1922"]);
        check(text, "1921", None, text, &["1918-03", "1919-01-06", "1919-01-07", "1920-05-05", "1920-05-06"]);
    }

    #[test]
    fn what_is_said_later_holds_and_is_sure() {
        let document = document("It was founded in 1922.");
        let at = document.locator(Place::at(document.text().find("1922").unwrap()));
        let say = |date: Option<&str>| Correction { at: at.clone(), date: date.map(|date| read(date).unwrap()) };
        let dates = corrected(&document, &[say(None), say(Some("c. 1923"))]);
        assert_eq!(dates.len(), 1);
        assert_eq!((dates[0].when, dates[0].how, dates[0].sure), (read("1923~").ok(), How::Corrected, 100));
        assert_eq!(corrected(&document, &[say(Some("1923")), say(None)]), []);
    }

    #[test]
    fn one_date_is_read_in_edtf_and_in_words() {
        let check = |typed: &str, expected: &str| {
            assert_eq!(read(typed).map(|when| when.to_string()).as_deref(), Ok(expected), "{typed}");
        };
        check("1789-07-14", "1789-07-14");
        check(" 14 July 1789 ", "1789-07-14");
        check("July 1789", "1789-07");
        check("1920s", "192X");
        check("192X", "192X");
        check("c. 1924", "1924~");
        check("1923?-07-14", "1923?-07-14");
        check("1924-23", "1924-23");
        check("18XX", "18XX");
        // As a year of a reign is shown when it is to be corrected.
        check("1764-10-25/1765-10-24", "1764-10-25/1765-10-24");
        check("../1924", "../1924");
        check("1924-05/..", "1924-05/..");
        check("-0043-03-15", "-0043-03-15");
    }

    #[test]
    fn what_is_not_one_date_is_refused_with_what_can_be_typed() {
        for typed in ["", "soon", "14 July", "1914/1918", "[1923,1924]", "1925-02-30", "early 1914", "1914 and 1918"] {
            let problem = read(typed).unwrap_err();
            assert_eq!(problem.what, format!("«{typed}» is not one date"));
            assert!(problem.mend.is_some_and(|mend| mend.contains("14 July 1789")));
        }
    }
}
