//! Dates in prose, dates in the form of the standard, and citations: what a text says of times and of other texts.

use ibid::{
    citation::{Apparatus, Meaning},
    document::Document,
    formats::{Source, read},
    time::{edtf::Edtf, find::find, interval::Bound},
    unit::Stretch,
};

use crate::{
    engine::{Seen, Target, run},
    laws, seeds,
};

fn document(input: &[u8]) -> Option<Document> {
    read(Source { name: "text.md".to_owned(), bytes: input.to_vec(), whole: true }).ok().map(|read| read.value)
}

fn within(document: &Document, at: &Stretch, what: &str) {
    let sound = at.start < at.end && at.end <= document.end();
    assert!(sound && [at.start, at.end].iter().all(|place| document.floor(*place) == *place), "{what} at {at:?} is no stretch of the text");
}

fn check_dates(input: &[u8], seen: &mut Seen) {
    let Some(document) = document(input) else { return };
    let dates = find(&document);
    assert_eq!(dates, find(&document), "the same text has other dates the second time");
    let mut end = None;
    for date in &dates {
        within(&document, &date.at, "a date");
        assert!(end.is_none_or(|end| end <= date.at.start), "{date:?} begins before the one before it ends");
        end = Some(date.at.end);
        assert!(date.sure <= 100, "{date:?} is more than sure");
        seen.note((date.kind as u8, date.how as u8, date.to_next, date.part.is_some(), date.sure / 20));
        let Some(when) = date.when else { continue };
        let printed = when.to_string();
        let edtf = Edtf::parse(&printed).unwrap_or_else(|problem| panic!("{printed} is no date: {problem}"));
        ordered(&printed, edtf.interval().earliest(), edtf.interval().latest());
        ordered(&printed, when.interval().earliest(), when.interval().latest());
    }
    seen.count("dates", dates.len());
}

fn ordered(what: &str, first: Bound, last: Bound) {
    if let (Bound::Day(first), Bound::Day(last)) = (first, last) {
        assert!(first <= last, "{what} ends before it begins");
    }
}

fn check_edtf(input: &[u8], seen: &mut Seen) {
    let text = String::from_utf8_lossy(input);
    match Edtf::parse(&text) {
        Ok(edtf) => {
            let interval = edtf.interval();
            ordered(&text, interval.earliest(), interval.latest());
            let printed = edtf.to_string();
            let again = Edtf::parse(&printed).unwrap_or_else(|problem| panic!("{text:?} is printed as {printed:?}: {problem}"));
            assert_eq!(again.interval(), interval, "{text:?} is printed as {printed:?}, which means something else");
            assert_eq!(again.to_string(), printed);
            let bound = |bound: Bound| matches!(bound, Bound::Day(_));
            seen.note((edtf.is_uncertain(), edtf.is_approximate(), bound(interval.earliest()), bound(interval.latest()), printed.len()));
        }
        Err(problem) => laws::problem(&problem, &text, seen),
    }
}

fn check_citations(input: &[u8], seen: &mut Seen) {
    let Some(document) = document(input) else { return };
    let apparatus = Apparatus::read(&document);
    assert_eq!(apparatus, Apparatus::read(&document), "the same notes are read otherwise the second time");
    let mut counted = 0;
    for id in document.note_ids() {
        counted += apparatus.cites_of(id).len();
        if let Some(gloss) = apparatus.gloss(&document, id) {
            laws::harmless(&gloss, "a gloss");
            assert!(!gloss.trim().is_empty() && !gloss.contains('\n'), "{gloss:?} is no line");
        }
        seen.note(("bare", apparatus.is_bare(&document, id)));
    }
    assert!(counted <= apparatus.cites().len(), "notes have more cites than there are");
    for (index, cite) in apparatus.cites().iter().enumerate() {
        assert!(cite.leans_on.is_none_or(|other| other.index() < index), "{cite:?} leans on one that comes after it");
        seen.note((cite.kind.name(), matches!(cite.meaning, Meaning::Work(_)), apparatus.chain(cite).count().min(4)));
    }
    for work in apparatus.works() {
        within(&document, work.entry(), "a work's entry");
    }
    for problem in apparatus.problems(&document) {
        laws::problem(&problem, document.text(), seen);
    }
    seen.count("works", apparatus.works().len());
}

const DATES: Target = Target {
    name: "dates",
    check: check_dates,
    seeds: || [seeds::texts(), vec!["On 4 March 1922, and in the spring of 1923–24, two days later; by 480 BC, c. 1850s.".into()]].concat(),
    words: &[
        "July ",
        "May ",
        "march ",
        "Sept. ",
        "14",
        "31 ",
        "29 February ",
        "th ",
        "1923",
        "1914 ",
        "’23 ",
        "480 ",
        "BC",
        " B.C.",
        " AD ",
        "the ",
        "of ",
        "in ",
        "by ",
        "since ",
        "until ",
        "from ",
        " to ",
        "–",
        "-",
        "/",
        ".",
        ", ",
        " and ",
        "or ",
        "early ",
        "late ",
        "mid-",
        "end of ",
        "spring ",
        "winter ",
        "two ",
        "ten ",
        "a hundred ",
        "days ",
        "years ",
        "month ",
        "week ",
        "later",
        " earlier",
        " ago",
        "next ",
        "following ",
        "same ",
        "that ",
        "last ",
        "Monday ",
        "Easter ",
        "century ",
        "nineteenth ",
        "19th ",
        "1850s ",
        "twenties ",
        "c. ",
        "circa ",
        "?",
        "(",
        ")",
        "[1]",
        "[^1]",
        "\n\n",
        "\n\n[^1]: ",
        "# ",
        "9999 ",
        "99999999999999999999 ",
        "0 ",
        "0000 ",
        "30.2.1900 ",
        "1900-02-29 ",
        "le 4 mars ",
        "Januar ",
        "18 Brumaire ",
        "at 5 p.m. ",
        "noon ",
    ],
    longest: 1024,
    rounds: 400,
    share: 2,
};

const STANDARD: Target = Target {
    name: "edtf",
    check: check_edtf,
    seeds: || {
        [
            "1984",
            "1984-06?",
            "2004-06-11%",
            "1984/..",
            "../1985-04-12",
            "156u-12-25",
            "19XX",
            "Y-17E7",
            "[1667,1668, 1670..1672]",
            "2001-21",
            "-0480",
        ]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
    },
    words: &[
        "1984",
        "-",
        "06",
        "11",
        "/",
        "..",
        "?",
        "~",
        "%",
        "X",
        "XX",
        "u",
        "Y",
        "E",
        "S",
        "[",
        "]",
        "{",
        "}",
        ",",
        "-21",
        "-41",
        "T",
        "10:10",
        "Z",
        "+01:00",
        "0000",
        "9999",
        "-9999",
        "Y170000002",
        "999999999999999999999",
        "open",
        "unknown",
        " ",
        "é",
        "(",
        ")",
        "^",
        "02-30",
    ],
    longest: 40,
    rounds: 3000,
    share: 1,
};

const CITATIONS: Target = Target {
    name: "citations",
    check: check_citations,
    seeds: || {
        let notes = "He went.[^1] He came.[^2] He sat.[^3] He stood.[^4]\n\n[^1]: James P. Cannon, *The First Ten Years of American \
                     Communism* (New York, 1962), p. 162.\n\n[^2]: Ibid., p. 5; see n. 1 above.\n\n[^3]: A. Walker, “On foot,” *Steps* 3 (1901): \
                     4–9, hereafter *OF*.\n\n[^4]: Cannon, *First Ten Years*, 7. Op. cit., 8.\n\n## Bibliography\n\nCannon, James P. *Notebook of an \
                     Agitator*. New York, 1958.\n";
        [seeds::texts(), vec![notes.into()]].concat()
    },
    words: &[
        "Ibid.",
        "ibid., p. 5",
        "Idem, ",
        "op. cit.",
        "loc. cit.",
        "там же",
        "ebd.",
        "a. a. O.",
        "see n. 2 above",
        "n. 99",
        "note 0",
        "Cannon, ",
        "J. P. Cannon, ",
        "*The Flight*",
        "“On foot,” ",
        "(New York, 1962)",
        "p. 5",
        "pp. 5–9",
        "vol. 2",
        "ed. ",
        "trans. ",
        "in ",
        "and ",
        "et al.",
        "hereafter *OF*",
        "*OF*, ",
        "; ",
        ". ",
        ", ",
        ": ",
        "[",
        "]",
        "(",
        ")",
        "[^1]",
        "[^2]",
        "\n\n[^1]: ",
        "\n\n[^2]: ",
        "\n\n## Bibliography\n\n",
        "1962",
        "See also ",
        "cf. ",
        "———. ",
        "Красная ",
        "『赤色』",
        "http://a.b/c",
    ],
    longest: 1024,
    rounds: 300,
    share: 1,
};

#[test]
fn dates_in_prose() {
    run(&DATES);
}

#[test]
fn dates_in_the_form_of_the_standard() {
    run(&STANDARD);
}

#[test]
fn citations() {
    run(&CITATIONS);
}
