//! The words that dates are made of: one table a language, the same senses for all.
//!
//! A table is a list of words and what they can mean in a date; the grammar knows senses and no words. Words are kept in lower case and
//! looked up in a small hash table, built once for each language; a [`Manner`] says what is no matter of words.

use std::sync::LazyLock;

mod english;
mod french;
mod german;
mod italian;
mod russian;
mod spanish;

use super::{
    super::date::{Part, Unit},
    language::Language,
};

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
    /// Midsummer, Spätherbst: a part of a season.
    PartOfSeason {
        season: u8,
        part: Part,
    },
    /// The name of a century: l'Ottocento.
    CenturyName(u8),
    /// After so long: через, au bout de.
    Hence,
    /// The day before: la veille.
    DayBefore,
    /// From Monday, 0, to Sunday, 6.
    Weekday(u8),
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
    /// Part, as in "the early part".
    Portion,
    /// Rest, most, remainder: a part that one cannot say.
    Rest,
    Later,
    Earlier,
    /// Previously: counts back as "earlier" does, but does not point ("previously that year").
    Formerly,
    Ago,
    Before,
    After,
    Next,
    /// Following: next in a story, also behind its noun.
    Following,
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
    /// Just, only: goes with an amount and leaves it exact.
    Just,
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
    /// A feast so many days after Easter.
    Movable(i8),
    /// The day before it.
    Eve,
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
    /// A month of the French Republic, from Vendémiaire.
    Republican(u8),
    /// Before the number of a year of a reign, in Latin.
    Anno,
    /// Old Style, New Style.
    Style,
    /// The day after: le lendemain.
    Morrow,
    /// "desselben": the article and the same in one word.
    TheSame,
    /// A preposition and its article in one word: im, du, nel.
    WithThe(&'static Self),
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

/// How a language writes its dates, as far as that is not a matter of words.
pub(super) struct Manner {
    /// Months and weekdays begin with a capital, and a word without is none.
    pub(super) months_are_names: bool,
    /// In 7/14/1923 the month may come first.
    pub(super) month_first: bool,
    /// What makes an ordinal of a number: 14th, 1er, 1º.
    pub(super) ordinals: &'static [&'static str],
    /// What makes a decade of a number: 1920s, 1920er.
    pub(super) decades: &'static [&'static str],
    /// What Roman figures end in: XIXe.
    pub(super) numeral_ends: &'static [&'static str],
    /// A dot makes an ordinal of a number: 14. Juli.
    pub(super) dot_is_ordinal: bool,
    /// "le 20," is a day.
    pub(super) plain_days: bool,
    /// "19 век" needs no ordinal.
    pub(super) plain_centuries: bool,
    /// A century's number stands behind its noun: siglo XIX.
    pub(super) numeral_behind: bool,
    /// A century in one letter, before a dot; empty where there is none.
    pub(super) century_cut_short: &'static str,
    /// "années vingt", "anni venti".
    pub(super) years_before_decades: bool,
    /// The word for year stands behind its number: 1789 года.
    pub(super) year_behind: bool,
    /// Years have an article: il 1925.
    pub(super) articled_years: bool,
    /// There are none, and "следующий день" points as "the next day" does.
    pub(super) has_no_articles: bool,
    /// A case says what others say by "of": вторая половина 1925 года.
    pub(super) genitive: bool,
    /// "Later" may stand behind a season or a month: im Frühjahr darauf.
    pub(super) later_behind: bool,
    /// A number before a word with a capital counts it.
    pub(super) nouns_have_capitals: bool,
    /// A number before a word in s counts it.
    pub(super) plurals_end_in_s: bool,
    /// B.C., A.D., a.m., p.m.
    pub(super) latin_abbreviations: bool,
    /// Words before an apostrophe are whole: l', d'.
    pub(super) elides: bool,
    /// Parts that take "in" behind them: early in May.
    pub(super) adjectives: &'static [&'static str],
    /// Months that are given names, too.
    pub(super) given_names: &'static [&'static str],
    /// Words that begin a clause about the one before: who, which.
    pub(super) relatives: &'static [&'static str],
    /// Words that speak of what is to come only behind certain others: was to, take effect.
    pub(super) plans: &'static [(&'static str, &'static [&'static str])],
    /// Nouns before a year that measure it out, and are nothing that is called by it: the course of 1942.
    pub(super) stretches: &'static [&'static str],
    /// Words before an amount that belong to the verb before them: handed over nine days later.
    pub(super) particles: &'static [(&'static str, &'static [&'static str])],
    /// Parts of a day that are an hour of it: noon.
    pub(super) hours: &'static [&'static str],
    /// Words behind "the 20th" that show that it is a day.
    pub(super) verbs: &'static [&'static str],
    /// Several words or signs that are one, in lower case; a blank stands for any or none, and a dot at the end may be missing.
    pub(super) phrases: &'static [(&'static str, Sense)],
}

impl Manner {
    const PLAIN: Self = Self {
        months_are_names: false,
        month_first: false,
        ordinals: &[],
        decades: &[],
        numeral_ends: &[],
        dot_is_ordinal: false,
        plain_days: false,
        plain_centuries: false,
        numeral_behind: false,
        century_cut_short: "",
        years_before_decades: false,
        year_behind: false,
        articled_years: false,
        has_no_articles: false,
        genitive: false,
        later_behind: false,
        nouns_have_capitals: false,
        plurals_end_in_s: false,
        latin_abbreviations: false,
        elides: false,
        adjectives: &[],
        given_names: &[],
        relatives: &[],
        plans: &[],
        stretches: &[],
        particles: &[],
        hours: &[],
        verbs: &[],
        phrases: &[],
    };
}

/// The words of one language.
pub(super) struct Words {
    /// Open addressing; as many slots as a power of two, at most half of them taken.
    slots: Vec<Option<Row>>,
    longest: usize,
    pub(super) manner: &'static Manner,
    /// With what letters phrases begin: a bit for each remainder by 64, so that most words are asked once.
    first_letters: u64,
}

impl Words {
    /// A row may hold several words with the same sense, with blanks between them.
    fn new(rows: &[Row], manner: &'static Manner) -> Self {
        let words: usize = rows.iter().map(|(words, _)| words.split(' ').count()).sum();
        let mut slots = vec![None; (words * 2).next_power_of_two()];
        let mut longest = 0;
        for (word, sense) in rows.iter().flat_map(|(words, sense)| words.split(' ').map(|word| (word, *sense))) {
            longest = longest.max(word.len());
            let mut slot = hash(word.as_bytes()) & (slots.len() - 1);
            while slots[slot].is_some_and(|(other, _): Row| other != word) {
                slot = (slot + 1) & (slots.len() - 1);
            }
            // The first row to say something of a word is right.
            slots[slot].get_or_insert((word, sense));
        }
        let begins = |(phrase, _): &(&str, Sense)| {
            phrase.chars().next().into_iter().flat_map(|first| [first].into_iter().chain(first.to_uppercase()))
        };
        let first_letters = manner.phrases.iter().flat_map(begins).fold(0, |letters, first| letters | letter_bit(first));
        Self { slots, longest, manner, first_letters }
    }

    /// Whether a phrase may begin with this letter.
    pub(super) fn may_begin_phrase(&self, first: char) -> bool {
        self.first_letters & letter_bit(first) != 0
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

    /// The words of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::new(english::ROWS, &english::MANNER));
        static GERMAN: LazyLock<Words> = LazyLock::new(|| Words::new(german::ROWS, &german::MANNER));
        static FRENCH: LazyLock<Words> = LazyLock::new(|| Words::new(french::ROWS, &french::MANNER));
        static SPANISH: LazyLock<Words> = LazyLock::new(|| Words::new(spanish::ROWS, &spanish::MANNER));
        static ITALIAN: LazyLock<Words> = LazyLock::new(|| Words::new(italian::ROWS, &italian::MANNER));
        static RUSSIAN: LazyLock<Words> = LazyLock::new(|| Words::new(russian::ROWS, &russian::MANNER));
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::French => &FRENCH,
            Language::Spanish => &SPANISH,
            Language::Italian => &ITALIAN,
            Language::Russian => &RUSSIAN,
        }
    }
}

const LONGEST: usize = 32;

fn letter_bit(letter: char) -> u64 {
    1 << (u32::from(letter) % 64)
}

/// FNV-1a, short and good enough for a few hundred words.
fn hash(bytes: &[u8]) -> usize {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize
}

const fn month(month: u8) -> Sense {
    Sense::Month { month, doubtful: false }
}

const fn unit(unit: Unit) -> Sense {
    Sense::Unit { unit, plural: false }
}

const fn units(unit: Unit) -> Sense {
    Sense::Unit { unit, plural: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        let words = Words::of(Language::English);
        assert_eq!(words.sense("JULY"), month(7));
        assert_eq!(words.sense("July"), month(7));
        assert_eq!(words.sense("julep"), Sense::Other);
        assert_eq!(words.sense(""), Sense::Other);
        assert_eq!(words.sense(&"x".repeat(99)), Sense::Other);
    }

    #[test]
    fn no_word_is_longer_than_the_stack_holds_and_none_has_capitals() {
        for language in Language::ALL {
            let words = Words::of(language);
            assert!(words.longest <= LONGEST);
            assert!(words.slots.iter().flatten().all(|(word, _)| *word == word.to_lowercase() && !word.is_empty()), "{language:?}");
        }
    }

    #[test]
    fn every_language_has_twelve_months_and_four_seasons() {
        for language in Language::ALL {
            let has = |sense: &dyn Fn(Sense) -> bool| Words::of(language).slots.iter().flatten().any(|row| sense(row.1));
            for number in 1..=12 {
                assert!(has(&|sense| matches!(sense, Sense::Month { month, .. } if month == number)), "{language:?} {number}");
            }
            for number in 1..=4 {
                assert!(has(&|sense| matches!(sense, Sense::Season { season, .. } if season == number)), "{language:?} {number}");
            }
        }
    }
}
