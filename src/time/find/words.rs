//! The words that dates are made of: one table a language, the same senses for all.
//!
//! A table is a list of words and what they can mean in a date; the grammar knows senses and no words. Words are kept in lower case and
//! looked up in a small hash table, built once for each language.

use std::sync::LazyLock;

use super::super::date::{Part, Unit};

/// What a word, a number or a sign can mean in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// Nothing to the grammar.
    Other,
    /// A month; `doubtful` ones are also names or verbs (May, March, August), and need company.
    Month {
        month: u8,
        doubtful: bool,
    },
    /// A month cut short, which needs a day or a year beside it.
    ShortMonth(u8),
    /// Spring is 1, winter 4; `doubtful` ones are also verbs (spring, fall).
    Season {
        season: u8,
        doubtful: bool,
    },
    Weekday,
    /// Morning, night: a part of a day.
    DayPart,
    Unit {
        unit: Unit,
        plural: bool,
    },
    /// A number in words.
    Cardinal(u8),
    Ordinal(u8),
    /// The twenties.
    Tens(u8),
    Part(Part),
    /// The latter, the second (half, part).
    Latter,
    Half,
    /// Rest, most, remainder: a part that one cannot say.
    Rest,
    Later,
    Earlier,
    Ago,
    Before,
    After,
    Next,
    Previous,
    Last,
    This,
    That,
    Same,
    The,
    A,
    Of,
    In,
    On,
    At,
    By,
    Since,
    Until,
    From,
    To,
    Between,
    And,
    During,
    /// About, circa.
    About,
    /// Less than, just, almost: goes with an amount.
    Hedge,
    Than,
    /// Several, a few: an amount that nobody can count with.
    Vague,
    EraBefore,
    EraAfter,
    /// a.m., p.m., o'clock.
    Meridiem,
    /// Things that are counted or measured, behind a number.
    Counted,
    /// What stands before a number that is no year: No., p., chapter.
    Numbering,
    /// Speaks of what is to come.
    Planned,
    /// Speaks of what was before.
    Had,
    /// A day with a fixed date: month and day in one number.
    Feast(u16),
    /// The new year.
    New,
    Anniversary,
    /// For: a span, not a date.
    For,
    /// What a season or a month before it dates: offensive, campaign.
    Campaign,
    /// A possessive: his, their, its.
    Whose,
    /// Born, died, flourished: before a year.
    Life,
    // ── Numbers and signs, which are the same in all languages ──
    /// Digits and nothing else, up to four of them.
    Number {
        value: u16,
        digits: u8,
    },
    /// 14th
    NumberOrdinal(u8),
    /// 1930s
    Decade(u16),
    /// '30s
    ShortDecade(u8),
    /// '99
    Short(u8),
    /// 1923-07-14, as year, month and day.
    Numeric {
        year: u16,
        month: u8,
        day: u8,
    },
    /// 3:00
    Clock,
    /// 10,000, 3.5: a number that is no date.
    Quantity,
    Comma,
    Dot,
    Dash,
    /// A dash within a word or a number, without blanks.
    Hyphen,
    Slash,
    Open,
    Close,
    Quote,
    Apostrophe,
    Possessive,
    Semicolon,
    /// $, £, #, §: before a number that is no year.
    Currency,
    Percent,
    OtherSign,
}

/// A word and its sense.
type Row = (&'static str, Sense);

/// The words of one language.
pub(super) struct Words {
    /// Open addressing; as many slots as a power of two, at most a third of them taken.
    slots: Vec<Option<Row>>,
    longest: usize,
}

impl Words {
    fn new(tables: &[&[Row]]) -> Self {
        let rows: usize = tables.iter().map(|rows| rows.len()).sum();
        let mut slots = vec![None; (rows * 4).next_power_of_two()];
        let mut longest = 0;
        for &row in tables.iter().copied().flatten() {
            longest = longest.max(row.0.len());
            let mut slot = hash(row.0.as_bytes()) & (slots.len() - 1);
            while slots[slot].is_some_and(|(word, _): Row| word != row.0) {
                slot = (slot + 1) & (slots.len() - 1);
            }
            // The first table to say something of a word is right.
            slots[slot].get_or_insert(row);
        }
        Self { slots, longest }
    }

    /// What a word means, whatever its case.
    pub(super) fn sense(&self, word: &str) -> Sense {
        let bytes = word.as_bytes();
        if bytes.len() > self.longest {
            return Sense::Other;
        }
        // On the stack: no word of the tables is longer than this, which a test holds.
        let mut lower = [0u8; LONGEST];
        let lower = if bytes.is_ascii() {
            for (to, from) in lower.iter_mut().zip(bytes) {
                *to = from.to_ascii_lowercase();
            }
            &lower[..bytes.len()]
        } else {
            let mut length = 0;
            for character in word.chars().flat_map(char::to_lowercase) {
                if length + character.len_utf8() > LONGEST {
                    return Sense::Other;
                }
                length += character.encode_utf8(&mut lower[length..]).len();
            }
            &lower[..length]
        };
        let mut slot = hash(lower) & (self.slots.len() - 1);
        while let Some((word, sense)) = self.slots[slot] {
            if word.as_bytes() == lower {
                return sense;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        Sense::Other
    }

    /// The words of a language, by its BCP 47 tag; English where there is none or another.
    pub(super) fn of(language: Option<&str>) -> &'static Self {
        let _ = language;
        &ENGLISH_WORDS
    }
}

const LONGEST: usize = 32;

/// FNV-1a, short and good enough for a few hundred words.
fn hash(bytes: &[u8]) -> usize {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize
}

static ENGLISH_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(&[ENGLISH]));

const fn month(month: u8) -> Sense {
    Sense::Month { month, doubtful: false }
}

const fn unit(unit: Unit) -> Sense {
    Sense::Unit { unit, plural: false }
}

const fn units(unit: Unit) -> Sense {
    Sense::Unit { unit, plural: true }
}

const ENGLISH: &[Row] = &[
    ("january", month(1)),
    ("february", month(2)),
    ("march", Sense::Month { month: 3, doubtful: true }),
    ("april", month(4)),
    ("may", Sense::Month { month: 5, doubtful: true }),
    ("june", month(6)),
    ("july", month(7)),
    ("august", month(8)),
    ("september", month(9)),
    ("october", month(10)),
    ("november", month(11)),
    ("december", month(12)),
    ("jan", Sense::ShortMonth(1)),
    ("feb", Sense::ShortMonth(2)),
    ("mar", Sense::ShortMonth(3)),
    ("apr", Sense::ShortMonth(4)),
    ("jun", Sense::ShortMonth(6)),
    ("jul", Sense::ShortMonth(7)),
    ("aug", Sense::ShortMonth(8)),
    ("sep", Sense::ShortMonth(9)),
    ("sept", Sense::ShortMonth(9)),
    ("oct", Sense::ShortMonth(10)),
    ("nov", Sense::ShortMonth(11)),
    ("dec", Sense::ShortMonth(12)),
    ("spring", Sense::Season { season: 1, doubtful: true }),
    ("springtime", Sense::Season { season: 1, doubtful: false }),
    ("summer", Sense::Season { season: 2, doubtful: false }),
    ("summertime", Sense::Season { season: 2, doubtful: false }),
    ("autumn", Sense::Season { season: 3, doubtful: false }),
    ("fall", Sense::Season { season: 3, doubtful: true }),
    ("winter", Sense::Season { season: 4, doubtful: false }),
    ("wintertime", Sense::Season { season: 4, doubtful: false }),
    ("monday", Sense::Weekday),
    ("tuesday", Sense::Weekday),
    ("wednesday", Sense::Weekday),
    ("thursday", Sense::Weekday),
    ("friday", Sense::Weekday),
    ("saturday", Sense::Weekday),
    ("sunday", Sense::Weekday),
    ("morning", Sense::DayPart),
    ("afternoon", Sense::DayPart),
    ("evening", Sense::DayPart),
    ("night", Sense::DayPart),
    ("dawn", Sense::DayPart),
    ("dusk", Sense::DayPart),
    ("noon", Sense::DayPart),
    ("midnight", Sense::DayPart),
    ("hour", unit(Unit::Hour)),
    ("hours", units(Unit::Hour)),
    ("day", unit(Unit::Day)),
    ("days", units(Unit::Day)),
    ("week", unit(Unit::Week)),
    ("weeks", units(Unit::Week)),
    ("fortnight", unit(Unit::Fortnight)),
    ("fortnights", units(Unit::Fortnight)),
    ("month", unit(Unit::Month)),
    ("months", units(Unit::Month)),
    ("year", unit(Unit::Year)),
    ("years", units(Unit::Year)),
    ("decade", unit(Unit::Decade)),
    ("decades", units(Unit::Decade)),
    ("century", unit(Unit::Century)),
    ("centuries", units(Unit::Century)),
    ("one", Sense::Cardinal(1)),
    ("two", Sense::Cardinal(2)),
    ("three", Sense::Cardinal(3)),
    ("four", Sense::Cardinal(4)),
    ("five", Sense::Cardinal(5)),
    ("six", Sense::Cardinal(6)),
    ("seven", Sense::Cardinal(7)),
    ("eight", Sense::Cardinal(8)),
    ("nine", Sense::Cardinal(9)),
    ("ten", Sense::Cardinal(10)),
    ("eleven", Sense::Cardinal(11)),
    ("twelve", Sense::Cardinal(12)),
    ("thirteen", Sense::Cardinal(13)),
    ("fourteen", Sense::Cardinal(14)),
    ("fifteen", Sense::Cardinal(15)),
    ("sixteen", Sense::Cardinal(16)),
    ("seventeen", Sense::Cardinal(17)),
    ("eighteen", Sense::Cardinal(18)),
    ("nineteen", Sense::Cardinal(19)),
    ("twenty", Sense::Cardinal(20)),
    ("thirty", Sense::Cardinal(30)),
    ("forty", Sense::Cardinal(40)),
    ("fifty", Sense::Cardinal(50)),
    ("sixty", Sense::Cardinal(60)),
    ("first", Sense::Ordinal(1)),
    ("second", Sense::Ordinal(2)),
    ("third", Sense::Ordinal(3)),
    ("fourth", Sense::Ordinal(4)),
    ("fifth", Sense::Ordinal(5)),
    ("sixth", Sense::Ordinal(6)),
    ("seventh", Sense::Ordinal(7)),
    ("eighth", Sense::Ordinal(8)),
    ("ninth", Sense::Ordinal(9)),
    ("tenth", Sense::Ordinal(10)),
    ("eleventh", Sense::Ordinal(11)),
    ("twelfth", Sense::Ordinal(12)),
    ("thirteenth", Sense::Ordinal(13)),
    ("fourteenth", Sense::Ordinal(14)),
    ("fifteenth", Sense::Ordinal(15)),
    ("sixteenth", Sense::Ordinal(16)),
    ("seventeenth", Sense::Ordinal(17)),
    ("eighteenth", Sense::Ordinal(18)),
    ("nineteenth", Sense::Ordinal(19)),
    ("twentieth", Sense::Ordinal(20)),
    ("twenties", Sense::Tens(20)),
    ("thirties", Sense::Tens(30)),
    ("forties", Sense::Tens(40)),
    ("fifties", Sense::Tens(50)),
    ("sixties", Sense::Tens(60)),
    ("seventies", Sense::Tens(70)),
    ("eighties", Sense::Tens(80)),
    ("nineties", Sense::Tens(90)),
    ("early", Sense::Part(Part::Start)),
    ("beginning", Sense::Part(Part::Start)),
    ("start", Sense::Part(Part::Start)),
    ("opening", Sense::Part(Part::Start)),
    ("late", Sense::Part(Part::End)),
    ("end", Sense::Part(Part::End)),
    ("close", Sense::Part(Part::End)),
    ("mid", Sense::Part(Part::Middle)),
    ("middle", Sense::Part(Part::Middle)),
    ("latter", Sense::Latter),
    ("half", Sense::Half),
    ("part", Sense::Half),
    ("rest", Sense::Rest),
    ("remainder", Sense::Rest),
    ("later", Sense::Later),
    ("afterwards", Sense::Later),
    ("afterward", Sense::Later),
    ("earlier", Sense::Earlier),
    ("previously", Sense::Earlier),
    ("beforehand", Sense::Earlier),
    ("ago", Sense::Ago),
    ("before", Sense::Before),
    ("after", Sense::After),
    ("next", Sense::Next),
    ("following", Sense::Next),
    ("subsequent", Sense::Next),
    ("ensuing", Sense::Next),
    ("previous", Sense::Previous),
    ("preceding", Sense::Previous),
    ("prior", Sense::Previous),
    ("last", Sense::Last),
    ("this", Sense::This),
    ("that", Sense::That),
    ("same", Sense::Same),
    ("the", Sense::The),
    ("a", Sense::A),
    ("an", Sense::A),
    ("of", Sense::Of),
    ("in", Sense::In),
    ("on", Sense::On),
    ("at", Sense::At),
    ("by", Sense::By),
    ("since", Sense::Since),
    ("until", Sense::Until),
    ("till", Sense::Until),
    ("from", Sense::From),
    ("to", Sense::To),
    ("through", Sense::To),
    ("between", Sense::Between),
    ("and", Sense::And),
    ("or", Sense::And),
    ("for", Sense::For),
    ("offensive", Sense::Campaign),
    ("offensives", Sense::Campaign),
    ("campaign", Sense::Campaign),
    ("campaigns", Sense::Campaign),
    ("operation", Sense::Campaign),
    ("operations", Sense::Campaign),
    ("fighting", Sense::Campaign),
    ("assault", Sense::Campaign),
    ("assaults", Sense::Campaign),
    ("uprising", Sense::Campaign),
    ("elections", Sense::Campaign),
    ("during", Sense::During),
    ("throughout", Sense::During),
    ("within", Sense::During),
    ("over", Sense::Hedge),
    ("about", Sense::About),
    ("around", Sense::About),
    ("circa", Sense::About),
    ("ca", Sense::About),
    ("c", Sense::About),
    ("approximately", Sense::About),
    ("roughly", Sense::About),
    ("just", Sense::Hedge),
    ("only", Sense::Hedge),
    ("barely", Sense::Hedge),
    ("almost", Sense::Hedge),
    ("nearly", Sense::Hedge),
    ("exactly", Sense::Hedge),
    ("some", Sense::Hedge),
    ("mere", Sense::Hedge),
    ("less", Sense::Hedge),
    ("more", Sense::Hedge),
    ("than", Sense::Than),
    ("several", Sense::Vague),
    ("few", Sense::Vague),
    ("many", Sense::Vague),
    ("couple", Sense::Vague),
    ("bc", Sense::EraBefore),
    ("bce", Sense::EraBefore),
    ("ad", Sense::EraAfter),
    ("ce", Sense::EraAfter),
    ("am", Sense::Meridiem),
    ("pm", Sense::Meridiem),
    ("men", Sense::Counted),
    ("women", Sense::Counted),
    ("people", Sense::Counted),
    ("persons", Sense::Counted),
    ("dead", Sense::Counted),
    ("wounded", Sense::Counted),
    ("killed", Sense::Counted),
    ("casualties", Sense::Counted),
    ("prisoners", Sense::Counted),
    ("soldiers", Sense::Counted),
    ("troops", Sense::Counted),
    ("horses", Sense::Counted),
    ("guns", Sense::Counted),
    ("ships", Sense::Counted),
    ("tanks", Sense::Counted),
    ("aircraft", Sense::Counted),
    ("members", Sense::Counted),
    ("inhabitants", Sense::Counted),
    ("copies", Sense::Counted),
    ("pages", Sense::Counted),
    ("dollars", Sense::Counted),
    ("pounds", Sense::Counted),
    ("francs", Sense::Counted),
    ("marks", Sense::Counted),
    ("roubles", Sense::Counted),
    ("rubles", Sense::Counted),
    ("miles", Sense::Counted),
    ("mile", Sense::Counted),
    ("metres", Sense::Counted),
    ("meters", Sense::Counted),
    ("feet", Sense::Counted),
    ("yards", Sense::Counted),
    ("acres", Sense::Counted),
    ("tons", Sense::Counted),
    ("tonnes", Sense::Counted),
    ("kilometres", Sense::Counted),
    ("kilometers", Sense::Counted),
    ("km", Sense::Counted),
    ("kg", Sense::Counted),
    ("cm", Sense::Counted),
    ("mm", Sense::Counted),
    ("lb", Sense::Counted),
    ("lbs", Sense::Counted),
    ("ft", Sense::Counted),
    ("percent", Sense::Counted),
    ("per", Sense::Counted),
    ("million", Sense::Counted),
    ("thousand", Sense::Counted),
    ("hundred", Sense::Counted),
    ("degrees", Sense::Counted),
    ("tribesmen", Sense::Counted),
    ("volunteers", Sense::Counted),
    ("civilians", Sense::Counted),
    ("households", Sense::Counted),
    ("deaths", Sense::Counted),
    ("no", Sense::Numbering),
    ("nos", Sense::Numbering),
    ("nr", Sense::Numbering),
    ("number", Sense::Numbering),
    ("numbers", Sense::Numbering),
    ("p", Sense::Numbering),
    ("pp", Sense::Numbering),
    ("page", Sense::Numbering),
    ("vol", Sense::Numbering),
    ("volume", Sense::Numbering),
    ("chapter", Sense::Numbering),
    ("chap", Sense::Numbering),
    ("ch", Sense::Numbering),
    ("verse", Sense::Numbering),
    ("verses", Sense::Numbering),
    ("vv", Sense::Numbering),
    ("psalm", Sense::Numbering),
    ("line", Sense::Numbering),
    ("lines", Sense::Numbering),
    ("article", Sense::Numbering),
    ("art", Sense::Numbering),
    ("paragraph", Sense::Numbering),
    ("section", Sense::Numbering),
    ("note", Sense::Numbering),
    ("notes", Sense::Numbering),
    ("footnote", Sense::Numbering),
    ("fig", Sense::Numbering),
    ("figure", Sense::Numbering),
    ("table", Sense::Numbering),
    ("item", Sense::Numbering),
    ("document", Sense::Numbering),
    ("folio", Sense::Numbering),
    ("fol", Sense::Numbering),
    ("room", Sense::Numbering),
    ("route", Sense::Numbering),
    ("resolution", Sense::Numbering),
    ("would", Sense::Planned),
    ("will", Sense::Planned),
    ("planned", Sense::Planned),
    ("plan", Sense::Planned),
    ("plans", Sense::Planned),
    ("planning", Sense::Planned),
    ("expected", Sense::Planned),
    ("scheduled", Sense::Planned),
    ("intended", Sense::Planned),
    ("proposed", Sense::Planned),
    ("due", Sense::Planned),
    ("effective", Sense::Planned),
    ("had", Sense::Had),
    ("christmas", Sense::Feast(1225)),
    ("new", Sense::New),
    ("anniversary", Sense::Anniversary),
    ("his", Sense::Whose),
    ("her", Sense::Whose),
    ("their", Sense::Whose),
    ("its", Sense::Whose),
    ("our", Sense::Whose),
    ("born", Sense::Life),
    ("died", Sense::Life),
    ("b", Sense::Life),
    ("d", Sense::Life),
    ("fl", Sense::Life),
    ("r", Sense::Life),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        let words = Words::of(None);
        assert_eq!(words.sense("JULY"), month(7));
        assert_eq!(words.sense("July"), month(7));
        assert_eq!(words.sense("julep"), Sense::Other);
        assert_eq!(words.sense(""), Sense::Other);
        assert_eq!(words.sense(&"x".repeat(99)), Sense::Other);
    }

    #[test]
    fn no_word_is_longer_than_the_stack_holds() {
        assert!(ENGLISH.iter().all(|(word, _)| word.len() <= LONGEST && *word == word.to_lowercase()));
    }
}
