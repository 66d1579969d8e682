//! What looks like a date and is none: numbers that count or name something, "march" and "fall" as verbs, "May" that may.

use super::{super::date::Unit, grammar::Tokens, words::Sense};

/// What a bare number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A year by what stands around it.
    Year,
    /// A year if the document has such years.
    Perhaps,
    /// A number of something else.
    No,
}

/// Whether the number that ends before token `behind` counts what follows it: "1500 men", "1200 km", "30 %".
pub(super) fn counts(tokens: &Tokens, behind: usize) -> bool {
    let glued = !tokens.gap(behind);
    match tokens.sense(behind) {
        Sense::Percent | Sense::Currency => true,
        Sense::Counted => true,
        // "1967 Six-Day War" is a year before a name.
        Sense::Cardinal(_) => !tokens.capital(behind),
        // "1914—1918 гг."
        Sense::Unit { unit: Unit::Year, plural: true } if tokens.words.manner.year_behind => {
            !matches!(tokens.before(behind), Sense::Number { digits: 4, .. })
        }
        // "July 14 days": no; but "1975 Spring Offensive" is a year before a noun.
        Sense::Unit { plural: true, .. } => true,
        // "F-105", "38th-parallel", "24-year": the hyphen makes a word of it
        Sense::Hyphen if glued => {
            tokens.is_word(behind + 1)
                && matches!(tokens.sense(behind + 1), Sense::Unit { .. } | Sense::Counted | Sense::Other)
                && !tokens.capital(behind + 1)
                && tokens.sense(behind + 1) != Sense::Other
        }
        _ => false,
    }
}

/// Whether what stands before a number says that it is no date: No., p., $, chapter, or a hyphen behind a letter.
pub(super) fn is_numbered(tokens: &Tokens, number: usize) -> bool {
    match tokens.before(number) {
        Sense::Currency => true,
        Sense::Numbering => true,
        Sense::Dot => matches!(tokens.before(number - 1), Sense::Numbering) && tokens.words_of(number - 2).chars().count() < 5,
        // "F-105", but "mid-1914" and "1914-1918"
        Sense::Hyphen => {
            tokens.is_word(number.wrapping_sub(2))
                && tokens.sense(number.wrapping_sub(2)) == Sense::Other
                && !tokens.gap(number)
                && tokens.words_of(number - 2).chars().count() < 4
        }
        _ => false,
    }
}

/// Weighs a bare number of four digits, or of three behind a preposition.
pub(super) fn year(tokens: &Tokens, number: usize) -> Verdict {
    let behind = number + 1;
    let Sense::Number { digits, value } = tokens.sense(number) else { return Verdict::No };
    if is_numbered(tokens, number) || counts(tokens, behind) {
        return Verdict::No;
    }
    let before = tokens.lead(number);
    let is_joined = |at: usize| {
        matches!(tokens.sense(at), Sense::Number { digits: 4, .. })
            || matches!(tokens.sense(at), Sense::Number { digits: 2, .. } if !tokens.gap(at))
    };
    let in_range = matches!(tokens.sense(behind), Sense::Hyphen | Sense::Dash | Sense::Slash) && is_joined(behind + 1)
        || matches!(before, Sense::Hyphen | Sense::Dash | Sense::Slash) && number >= 2 && is_joined(number - 2)
        || tokens.sense(behind) == Sense::To && is_joined(behind + 1)
        || before == Sense::To && number >= 2 && is_joined(number - 2);
    let led_in = matches!(
        before,
        Sense::In
            | Sense::Since
            | Sense::Until
            | Sense::By
            | Sense::During
            | Sense::From
            | Sense::Part(_)
            | Sense::Before
            | Sense::After
            | Sense::Between
            | Sense::Later
            | Sense::Earlier
            | Sense::Formerly
    );
    let manner = tokens.words.manner;
    // "il 1925", "1925 года"
    let led_in = led_in
        || manner.articled_years && before == Sense::The
        || manner.year_behind && matches!(tokens.sense(behind), Sense::Unit { unit: Unit::Year, plural: false });
    if digits == 3 && tokens.ancient {
        let is_second = matches!(before, Sense::To | Sense::And | Sense::Hyphen | Sense::Dash)
            && number >= 2
            && matches!(tokens.sense(number - 2), Sense::Number { digits: 3, .. });
        // "The peace of 421", but "of 300 picked men"; "by 425", but "by 700 Thespians".
        let is_peoples = tokens.capital(behind) && tokens.words_of(behind).ends_with("ns");
        let is_led = led_in && !is_peoples || is_second || before == Sense::Of && ends_phrase(tokens, behind);
        return if is_led && !is_plural_noun(tokens, behind) { Verdict::Perhaps } else { Verdict::No };
    }
    if digits != 4 {
        return if led_in && digits == 3 && ends_phrase(tokens, behind) { Verdict::Perhaps } else { Verdict::No };
    }
    if !(1000..2100).contains(&value) {
        return Verdict::No;
    }
    // "about 1500", "over 1200", "at least 1500" count as often as they date.
    if matches!(before, Sense::Hedge | Sense::Just | Sense::Than) && !in_range {
        return Verdict::No;
    }
    if in_range {
        return Verdict::Year;
    }
    if manner.nouns_have_capitals && tokens.is_word(behind) && tokens.capital(behind) && tokens.sense(behind) == Sense::Other && !led_in {
        return Verdict::No;
    }
    let plural = manner.plurals_end_in_s && is_plural_noun(tokens, behind);
    if plural && !matches!(before, Sense::The | Sense::Whose | Sense::In | Sense::Possessive | Sense::Of) {
        return Verdict::No;
    }
    if plural {
        return Verdict::Perhaps;
    }
    let in_parentheses = before == Sense::Open && matches!(tokens.sense(behind), Sense::Close | Sense::Comma | Sense::Semicolon);
    if led_in || in_parentheses || tokens.sense(behind) == Sense::Possessive {
        return Verdict::Year;
    }
    Verdict::Perhaps
}

/// A small word in the plural: what a number before it counts.
pub(super) fn is_plural_noun(tokens: &Tokens, at: usize) -> bool {
    let word = tokens.words_of(at);
    tokens.is_word(at)
        && !tokens.capital(at)
        && tokens.sense(at) == Sense::Other
        && word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("was")
}

/// Whether a month at this token is none: the verb may, a march, August Bebel.
pub(super) fn is_no_month(tokens: &Tokens, at: usize, doubtful: bool) -> bool {
    let before = tokens.lead(at);
    let joined = matches!(
        before,
        Sense::In
            | Sense::By
            | Sense::Since
            | Sense::Until
            | Sense::From
            | Sense::During
            | Sense::Of
            | Sense::Between
            | Sense::Before
            | Sense::After
            | Sense::Part(_)
            | Sense::About
            | Sense::Next
            | Sense::Following
            | Sense::Previous
            | Sense::Last
            | Sense::Later
            | Sense::Earlier
            | Sense::Formerly
            | Sense::That
    ) || matches!(before, Sense::Hyphen) && matches!(tokens.before(at - 1), Sense::Part(_) | Sense::Month { .. });
    // "March and April", "February to May": with another month
    let beside = |at: usize| matches!(tokens.sense(at), Sense::Month { .. }) && tokens.is_month(at);
    let among = matches!(tokens.sense(at + 1), Sense::And | Sense::To | Sense::Comma | Sense::Hyphen | Sense::Dash | Sense::Slash)
        && beside(at + 2)
        || matches!(before, Sense::And | Sense::To | Sense::Comma | Sense::Hyphen | Sense::Dash | Sense::Slash)
            && at >= 2
            && (beside(at - 2) || matches!(tokens.before(at - 1), Sense::Number { .. } | Sense::NumberOrdinal(_)));
    // "Long March", "Salt March": the name of something, unless a sentence began with the word before
    let is_third = matches!(tokens.sense(at), Sense::Month { month: 3, doubtful: true });
    let is_march = is_third && tokens.capital(at.wrapping_sub(1)) && before == Sense::Other;
    if tokens.sense(at + 1) == Sense::Campaign && tokens.sense(at) != Sense::Other && !tokens.opens_sentence(at) {
        return false;
    }
    if matches!(tokens.sense(at), Sense::ShortMonth(_)) {
        return !(joined || among);
    }
    if !tokens.words.manner.months_are_names {
        // Where months are common nouns, one with a capital is something else: "Mars", "Julio".
        return tokens.capital(at) && !tokens.opens_sentence(at);
    }
    if doubtful {
        // "the Long March of 1934", "March on Rome"
        let is_named = is_third && tokens.is(at + 1, Sense::On) && !joined;
        return is_march || is_named || !(joined || among);
    }
    // A person: "August Bebel" and "April Smith", unless led in or before a comma; but "the August Decrees"
    before != Sense::The
        && tokens.words.manner.given_names.contains(&tokens.words_of(at))
        && !joined
        && !among
        && tokens.capital(at + 1)
        && tokens.gap(at + 1)
}

/// Whether a season is none: to fall, the fall of Saigon, a spring in the hills, winter quarters.
pub(super) fn is_no_season(tokens: &Tokens, at: usize, noun: usize, doubtful: bool) -> bool {
    let before = tokens.lead(at);
    let behind = tokens.sense(noun + 1);
    let led_in = matches!(
        before,
        Sense::In
            | Sense::During
            | Sense::By
            | Sense::Until
            | Sense::Since
            | Sense::Part(_)
            | Sense::Of
            | Sense::Hedge
            | Sense::Just
            | Sense::Later
            | Sense::From
            | Sense::Before
            | Sense::After
    ) || matches!(before, Sense::Hyphen) && matches!(tokens.before(at - 1), Sense::Part(_));
    let beside = |at: usize| matches!(tokens.sense(at), Sense::Season { .. });
    let among = matches!(behind, Sense::And | Sense::To | Sense::Hyphen) && (beside(noun + 2) || beside(noun + 3))
        || matches!(before, Sense::And | Sense::To | Sense::Hyphen) && at >= 2 && beside(at - 2);
    // "the summer offensive", "winter quarters": an adjective, and no date of its own
    let adjective = tokens.is_word(noun + 1) && behind == Sense::Other && tokens.capital(noun + 1);
    // "the Spring Offensive", "a spring offensive": a date all the same
    if behind == Sense::Campaign {
        return false;
    }
    if tokens.capital(noun) && !tokens.opens_sentence(at) && adjective {
        return true;
    }
    if behind == Sense::Of {
        return true;
    }
    let article = at != noun;
    if doubtful {
        return if tokens.is(noun, Sense::Season { season: 2, doubtful: true }) {
            // "L'été", but not "a été"
            !(article || among || led_in)
        } else if tokens.is(noun, Sense::Season { season: 3, doubtful: true }) {
            !(among || led_in && (article || !matches!(before, Sense::Of | Sense::Before | Sense::After | Sense::Since | Sense::Until)))
                || (tokens.is_word(noun + 1) && behind == Sense::Other && !article && !led_in)
        } else {
            !(among || led_in)
        };
    }
    false
}

/// Whether a phrase ends before this token, so that "the day before" stands alone.
pub(super) fn ends_phrase(tokens: &Tokens, at: usize) -> bool {
    if !tokens.is_word(at) {
        return !matches!(tokens.sense(at), Sense::Number { .. } | Sense::Quantity | Sense::NumberOrdinal(_) | Sense::Quote);
    }
    matches!(
        tokens.sense(at),
        Sense::And | Sense::In | Sense::On | Sense::At | Sense::By | Sense::During | Sense::To | Sense::From | Sense::Had | Sense::Planned
    )
}

/// Whether "the end of the year" goes on to name something: "the end of the day of battle".
pub(super) fn names_event(tokens: &Tokens, end: usize) -> bool {
    tokens.sense(end) == Sense::Hyphen || tokens.sense(end) == Sense::Of && !matches!(tokens.sense(end + 1), Sense::Number { .. })
}
