//! Runs of citations with known answers, in five conventions of citing.

use std::{collections::HashSet, fmt::Write};

use ibid::citation::{Apparatus, Cite, Meaning, Sure, WorkId};

use crate::open;

/// Numbers without order, the same in every run (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }
}

const SURNAMES: &[&str] = &[
    "Adams",
    "Becker",
    "Carr",
    "Dupont",
    "Eriksson",
    "Fischer",
    "García",
    "Hobsbawm",
    "Ivanov",
    "Jäger",
    "Kowalski",
    "Lefebvre",
    "Müller",
    "Novák",
    "O'Brien",
    "Pérez",
    "Quinn",
    "Rossi",
    "Smith",
    "Thompson",
    "Ueda",
    "Vogel",
    "de Vries",
    "Wójcik",
    "Young",
    "Zweig",
    "Braun",
    "Mann",
    "Hill",
    "van den Berg",
];
const GIVEN: &[&str] = &["Anna", "E. H.", "John", "Maria", "Peter", "Ruth", "Karl", "Sophie", "J. Martin", "Édouard", "Lazar", "Nikolaus"];
const ADJECTIVES: &[&str] = &[
    "Red", "Great", "Modern", "Rural", "Hidden", "Late", "Early", "Popular", "Imperial", "Social", "Lost", "Common", "Urban", "Radical",
    "Silent", "Public",
];
const NOUNS: &[&str] = &[
    "Republic",
    "Village",
    "Labour",
    "Justice",
    "Memory",
    "Empire",
    "Prison",
    "Congress",
    "Solidarity",
    "Famine",
    "Harvest",
    "Railway",
    "Parliament",
    "Strike",
    "Frontier",
    "Archive",
    "Province",
    "Market",
    "Rebellion",
    "Custom",
    "Factory",
    "Harbour",
    "Kingdom",
    "League",
];
const GERMAN: &[&str] = &[
    "Arbeit",
    "Gesellschaft",
    "Herrschaft",
    "Gewalt",
    "Hoffnung",
    "Wandel",
    "Erinnerung",
    "Verwaltung",
    "Landschaft",
    "Bewegung",
    "Verfassung",
    "Wirtschaft",
    "Bauern",
    "Stadt",
    "Krieg",
    "Hunger",
];
const PLACES: &[&str] = &["London", "Berlin", "New York", "Paris", "Leiden", "Frankfurt am Main"];
const HOUSES: &[&str] = &["Macmillan", "Cambridge University Press", "Penguin", "Brill", "Suhrkamp", "Oxford University Press"];
const JOURNALS: &[&str] = &["Past and Present", "Journal of Social History", "Studi Storici", "Labour History Review"];
const REMARKS: &[&str] = &[
    "The figures differ from one account to the next.",
    "This was doubted even then.",
    "Nothing more is known of him.",
    "Both spellings occur.",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Chicago,
    Mhra,
    Oscola,
    German,
    French,
}

struct Made {
    given: String,
    surname: String,
    title: String,
    short: String,
    article: bool,
    imprint: String,
    year: usize,
    journal: String,
    /// The number of the note that enters it.
    entered: Option<usize>,
}

fn works(style: Style, dice: &mut Dice, count: usize) -> Vec<Made> {
    let mut seen = HashSet::new();
    let mut works = Vec::new();
    while works.len() < count {
        let (given, surname) = (dice.pick(GIVEN).to_owned(), dice.pick(SURNAMES).to_owned());
        let (title, short) = if style == Style::German {
            let (one, two, three) = (dice.pick(GERMAN), dice.pick(GERMAN), dice.pick(PLACES));
            (format!("{one} und {two} in der Provinz {three}"), format!("{one} und {two}"))
        } else {
            let (one, two, three) = (dice.pick(ADJECTIVES), dice.pick(NOUNS), dice.pick(NOUNS));
            (
                format!("The {one} {two} and the {three}: A History of {}, 19{:02}–1939", dice.pick(PLACES), dice.roll(39)),
                format!("{one} {two} and the {three}"),
            )
        };
        // What cannot be told apart even by an attentive reader has no known answer.
        if seen.insert((surname.clone(), short.clone())) {
            let article = style != Style::German && dice.roll(3) == 0;
            let year = 1900 + dice.roll(100);
            let (imprint, journal) = (format!("{}: {}", dice.pick(PLACES), dice.pick(HOUSES)), dice.pick(JOURNALS).to_owned());
            works.push(Made { given, surname, title, short, article, imprint, year, journal, entered: None });
        }
    }
    works
}

fn full(style: Style, work: &Made, page: usize) -> String {
    let Made { given, surname, title, imprint, year, journal, .. } = work;
    let place = imprint.split(':').next().unwrap();
    let house = imprint.split(": ").nth(1).unwrap();
    match (style, work.article) {
        (Style::Chicago, false) => format!("{given} {surname}, *{title}* ({imprint}, {year}), {page}"),
        (Style::Chicago, true) => format!("{given} {surname}, “{title},” *{journal}* 12, no. 3 ({year}): {page}"),
        (Style::Mhra, false) => format!("{given} {surname}, *{title}* ({imprint}, {year}), p. {page}"),
        (Style::Mhra, true) => format!("{given} {surname}, ‘{title}’, *{journal}*, 12 ({year}), 45–60 (p. {page})"),
        (Style::Oscola, false) => format!("{given} {surname}, *{title}* ({house} {year}) {page}"),
        (Style::Oscola, true) => format!("{given} {surname}, ‘{title}’ ({year}) 12 {journal} 34, {page}"),
        (Style::German, _) if page.is_multiple_of(2) => format!("{surname}, {given}: {title}, {place} {year}, S. {page}"),
        (Style::German, _) => format!("{given} {surname}, {title}, {place} {year}, S. {page}"),
        (Style::French, false) => format!("{given} {surname}, *{title}*, {place}, {house}, {year}, p. {page}"),
        (Style::French, true) => format!("{given} {surname}, « {title} », *{journal}*, n° 12, {year}, p. {page}"),
    }
}

/// What a note should be found to mean.
#[derive(Debug)]
enum Answer {
    Full,
    Work(usize),
    TwoWorks(usize, usize),
}

/// A text of notes, and for each note the answers in the order of its cites.
fn generate(style: Style, notes: usize, seed: u64) -> (String, Vec<Made>, Vec<Vec<Answer>>) {
    let mut dice = Dice(seed);
    let mut works = works(style, &mut dice, notes / 8);
    let (mut body, mut apparatus) = (String::new(), String::new());
    let mut answers: Vec<Vec<Answer>> = Vec::new();
    let mut last: Vec<usize> = Vec::new(); // the works of the last note that cites any
    for number in 1..=notes {
        write!(body, "Word{}[^{number}]. ", number % 7).unwrap();
        if number % 40 == 0 {
            body.push_str("\n\n");
        }
        let page = 1 + dice.roll(400);
        let (mut text, answer);
        let kind = dice.roll(100);
        if kind < 8 {
            text = dice.pick(REMARKS).to_owned();
            answer = Vec::new();
        } else if kind < 50 && !last.is_empty() {
            let ibid = match style {
                Style::Chicago | Style::Mhra => ["Ibid., ", "*Ibid.*, "][dice.roll(2)],
                Style::Oscola => "ibid ",
                Style::German => ["Ebd., ", "Vgl. ebd., "][dice.roll(2)],
                Style::French => "*Ibid.*, ",
            };
            text = format!("{ibid}{}", locator(style, page));
            match last.as_slice() {
                [only] => answer = vec![Answer::Work(*only)],
                [one, two] => {
                    answer = vec![Answer::TwoWorks(*one, *two)];
                }
                _ => unreachable!(),
            }
            // What follows a doubtful one is as doubtful: `last` stays.
        } else {
            let count = 1 + usize::from(dice.roll(4) == 0);
            let mut parts = Vec::new();
            let mut cited = Vec::new();
            let mut these = Vec::new();
            for _ in 0..count {
                let which = dice.roll(works.len());
                // Two works of one author entered in one note: "Smith (n 3)" can mean either, and has no known answer.
                if cited.iter().any(|cited: &usize| works[*cited].surname == works[which].surname) {
                    continue;
                }
                cited.push(which);
                let (part, answer) = cite(style, &mut works, which, number, page, &mut dice);
                parts.push(part);
                these.push(answer);
            }
            let joint = ["; ", "; see also ", "; cf. "][dice.roll(if style == Style::German { 1 } else { 3 })];
            text = parts.join(joint);
            answer = these;
            last = cited;
        }
        if !text.ends_with('.') {
            text.push('.');
        }
        if dice.roll(12) == 0 && !answer.is_empty() {
            write!(text, " {}", dice.pick(REMARKS)).unwrap();
        }
        writeln!(apparatus, "[^{number}]: {text}\n").unwrap();
        answers.push(answer);
    }
    (format!("{body}\n\n{apparatus}"), works, answers)
}

fn locator(style: Style, page: usize) -> String {
    match style {
        Style::Chicago | Style::Oscola => page.to_string(),
        Style::Mhra | Style::French => format!("p. {page}"),
        Style::German => format!("S. {page}"),
    }
}

fn cite(style: Style, works: &mut [Made], which: usize, number: usize, page: usize, dice: &mut Dice) -> (String, Answer) {
    let alone = works.iter().filter(|work| work.surname == works[which].surname && work.entered.is_some()).count() == 1;
    let Some(entered) = works[which].entered else {
        works[which].entered = Some(number);
        return (full(style, &works[which], page), Answer::Full);
    };
    let work = &works[which];
    let surname = &work.surname;
    let locator = locator(style, page);
    let (open, close) = if work.article { if style == Style::Chicago { ("“", ",”") } else { ("‘", "’") } } else { ("*", "*") };
    let comma = if style == Style::Chicago && work.article { "" } else { "," };
    let short = match style {
        Style::Oscola => format!("{surname} (n {entered}) {locator}"),
        Style::German if alone && dice.roll(2) == 0 => format!("{surname}, a. a. O., {locator}"),
        Style::German => format!("{surname}, {}, {locator}", work.short),
        Style::French if alone && dice.roll(2) == 0 => format!("{surname}, *op. cit.*, {locator}"),
        Style::French if work.article => format!("{surname}, « {} », art. cit., {locator}", work.short),
        Style::Mhra if alone && dice.roll(2) == 0 => format!("{surname}, {locator}"),
        _ => format!("{surname}, {open}{}{close}{comma} {locator}", work.short),
    };
    (short, Answer::Work(which))
}

/// What was asserted, what of it is right, and how many cites had an answer.
#[derive(Debug, Default)]
struct Score {
    answers: usize,
    asserted: usize,
    right: usize,
    ambiguous: usize,
    flagged: usize,
}

fn score(style: Style, notes: usize, seed: u64, wrong: &mut Vec<String>) -> Score {
    let (text, works, answers) = generate(style, notes, seed);
    let document = open(&text);
    assert_eq!(document.notes().len(), notes, "{style:?}");
    let apparatus = Apparatus::read(&document);
    let is = |work: WorkId, made: usize| {
        let made = &works[made];
        let work = apparatus.work(work);
        let label = work.note.map(|note| document.note(note).label.to_string());
        document.words(work.entry()).contains(&made.title) && label == made.entered.map(|note| note.to_string())
    };
    let mut score = Score::default();
    for (note, answers) in document.note_ids().zip(&answers) {
        let cites = apparatus.cites_of(note);
        let says = || document.words(&document.note(note).body);
        if cites.len() != answers.len() {
            wrong.push(format!("{style:?}: {} cites for {}: {}", cites.len(), answers.len(), says()));
        }
        for (index, answer) in answers.iter().enumerate() {
            let cite: Option<&Cite> = cites.get(index);
            let meaning = cite.map(|cite| (&cite.meaning, cite.sure));
            match answer {
                Answer::Full => {}
                Answer::Work(made) => {
                    score.answers += 1;
                    if let Some((Meaning::Work(work), Sure::Certain | Sure::Likely)) = meaning {
                        score.asserted += 1;
                        if is(*work, *made) {
                            score.right += 1;
                            continue;
                        }
                    }
                    wrong.push(format!("{style:?}: {} -> {:?} {:?}", says(), meaning, cite.map(|cite| cite.reason)));
                }
                Answer::TwoWorks(one, two) => {
                    score.ambiguous += 1;
                    match meaning {
                        Some((Meaning::OneOf(works), Sure::Several)) if works.len() == 2 && is(works[0], *one) && is(works[1], *two) => {
                            score.flagged += 1;
                        }
                        _ => wrong.push(format!("{style:?}: two works: {} -> {meaning:?}", says())),
                    }
                }
            }
        }
    }
    score
}

#[test]
fn ten_thousand_cites_in_five_conventions_mean_what_they_were_made_to_mean() {
    let mut total = 0;
    for style in [Style::Chicago, Style::Mhra, Style::Oscola, Style::German, Style::French] {
        let mut wrong = Vec::new();
        let score = score(style, 3000, 0x9E37_79B9_7F4A_7C15, &mut wrong);
        total += score.answers + score.ambiguous;
        assert!(score.right * 100 >= score.asserted * 99, "{style:?}: precision: {score:?}\n{}", wrong.join("\n"));
        assert!(score.asserted * 100 >= score.answers * 95, "{style:?}: coverage: {score:?}\n{}", wrong.join("\n"));
        assert_eq!(score.flagged, score.ambiguous, "{style:?}: an ibid. after two works is offered with both\n{}", wrong.join("\n"));
    }
    assert!(total >= 10_000, "{total}");
}
