//! From a block to its mentions: every token is asked once what date begins with it, and what is read is joined to its neighbours.

use super::{
    super::date::days_in,
    grammar::Tokens,
    mention::{Join, Mention, Opening, Setting, Shape, YearWords},
    refuse,
    token::Token,
    track::{Home, Quotations, track},
    words::Sense,
};

/// What goes on from block to block.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) sentence: u32,
    section: u32,
    quotations: Quotations,
    /// Whether years before our era have been told.
    pub(super) ancient: bool,
}

impl Walk {
    /// Takes note of the eras that a block names.
    pub(super) fn note_era(&mut self, tokens: &[Token]) {
        self.ancient = self.ancient || tokens.iter().any(|token| token.sense == Sense::EraBefore);
    }
}

/// Adds the mentions of a block, in order and without overlap.
pub(super) fn mentions(tokens: Tokens, home: Home, walk: &mut Walk, found: &mut Vec<Mention>) {
    let first = found.len();
    let mut depth = 0u32;
    let (mut planned, mut looks_back) = (false, false);
    // Whether what looks back is a clause of its own: "who had fled".
    let mut is_clause = false;
    let mut at = 0;
    // The token behind the last mention.
    let mut last_end = 0;
    walk.sentence += 1;
    walk.section += u32::from(tokens.heading);
    walk.quotations.begin(home);
    while at < tokens.all.len() {
        let sense = tokens.sense(at);
        match sense {
            Sense::Open => depth += 1,
            Sense::Close => depth = depth.saturating_sub(1),
            Sense::Quote => walk.quotations.mark(&tokens, at),
            Sense::Dot
                if tokens.gap(at + 1)
                    && (tokens.capital(at + 1) || !tokens.is_word(at + 1))
                    && tokens.words_of(at.wrapping_sub(1)).chars().nth(1).is_some() =>
            {
                walk.sentence += 1;
                (planned, looks_back, is_clause) = (false, false, false);
            }
            Sense::Comma if is_clause => (looks_back, is_clause) = (false, false),
            Sense::Semicolon => (looks_back, is_clause) = (false, false),
            Sense::Planned => planned |= is_plan(&tokens, at).unwrap_or(true),
            Sense::To => planned |= is_plan(&tokens, at).unwrap_or(false),
            Sense::Had => {
                is_clause = !looks_back && (1..4).any(|back| is_relative(&tokens, at.wrapping_sub(back)));
                looks_back = true;
            }
            Sense::Since | Sense::Earlier | Sense::Formerly => looks_back = true,
            _ => {}
        }
        let lone = lone(&tokens, at, found[first..].last(), last_end);
        let read = tokens.read(at);
        let (from, end, mut mention) = match (lone, read) {
            (Some((end, shape)), read) if read.is_none_or(|read| read.end <= end) => (at, end, Mention::bare(shape)),
            (_, Some(read)) => {
                let mention = Mention {
                    part: read.part,
                    approximate: read.approximate,
                    setting: Setting { doubtful: read.doubtful, ..Setting::default() },
                    ..Mention::bare(read.shape)
                };
                (read.from, read.end, mention)
            }
            _ => {
                at += 1;
                continue;
            }
        };
        let (Some(start_token), Some(end_token)) = (tokens.all.get(from), tokens.all.get(end - 1)) else { break };
        // The article within "im" and "du" has no letters of its own.
        mention.start =
            if start_token.start == start_token.end { tokens.all.get(from + 1).unwrap_or(start_token).start } else { start_token.start };
        mention.end = end_token.end;
        mention.sentence = walk.sentence;
        mention.block = home.block;
        mention.section = walk.section;
        mention.opening = match tokens.lead(from) {
            Sense::By | Sense::Until => Opening::Until,
            Sense::Before => Opening::Until,
            Sense::Since => Opening::Since,
            _ => Opening::None,
        };
        let quotation = walk.quotations.at(at);
        // "Abolished by 3 & 4 Will. IV, c. 73": that is who did it.
        if matches!(mention.shape, Shape::Regnal { .. }) && tokens.is_statute(end) {
            mention.opening = Opening::None;
        }
        let track = track(&tokens, from, end, &mention.shape, home, quotation, depth > 0);
        mention.setting = Setting {
            in_parentheses: depth > 0,
            in_heading: tokens.heading,
            quotation,
            track,
            planned,
            looks_back,
            names: names(&tokens, from),
            ahead: matches!(tokens.lead(from), Sense::Until | Sense::Before),
            ..mention.setting
        };
        if found.len() > first
            && let (Some(previous), Some(join)) = (found.last_mut(), joined(&tokens, last_end, from))
        {
            previous.join = join;
            // "From 1914 until 1918" ends a range, and opens none.
            if join == Join::To && previous.opening == Opening::None {
                mention.opening = Opening::None;
            }
        }
        found.push(mention);
        // Signs within a mention are its own; a sentence may still end with its dot.
        if ends_with_abbreviation(&tokens, end - 1) {
            walk.sentence += 1;
            (planned, looks_back, is_clause) = (false, false, false);
        }
        at = end;
        last_end = end;
    }
}

/// Whether the dot of "a.m." or "B.C." ends a sentence, too. A small word with a capital behind it says so; a name may go on ("at 9 a.m. Buller
/// attacked", "9 a.m. Monday").
fn ends_with_abbreviation(tokens: &Tokens, at: usize) -> bool {
    let is_dotted = matches!(tokens.sense(at), Sense::Meridiem | Sense::EraBefore | Sense::EraAfter) && tokens.words_of(at).ends_with('.');
    let is_name = matches!(
        tokens.sense(at + 1),
        Sense::Other
            | Sense::Month { .. }
            | Sense::ShortMonth(_)
            | Sense::Weekday(_)
            | Sense::Season { .. }
            | Sense::Feast(_)
            | Sense::EraBefore
            | Sense::EraAfter
    );
    is_dotted && tokens.capital(at + 1) && tokens.gap(at + 1) && !is_name
}

/// Whether a word that speaks of what is to come behind certain others only stands behind one of them; `None` if it is no such word.
fn is_plan(tokens: &Tokens, at: usize) -> Option<bool> {
    let (_, before) = tokens.words.manner.plans.iter().find(|(word, _)| *word == tokens.words_of(at))?;
    Some(before.contains(&tokens.words_of(at.wrapping_sub(1))))
}

/// Whether what begins with this token is what something is called by, as "the treaty of 1912": a noun that is no time itself, with its
/// article or a capital, and "of".
fn names(tokens: &Tokens, from: usize) -> bool {
    let Some(noun) = from.checked_sub(2).filter(|_| tokens.lead(from) == Sense::Of) else { return false };
    let has_article =
        (1..4).any(|back| matches!(tokens.sense(noun.wrapping_sub(back)), Sense::The | Sense::A | Sense::Whose | Sense::That));
    tokens.is_word(noun)
        && tokens.sense(noun) == Sense::Other
        && (has_article || tokens.capital(noun))
        && !tokens.words.manner.stretches.contains(&tokens.words_of(noun))
}

/// Whether a clause about the words before begins with this token.
fn is_relative(tokens: &Tokens, at: usize) -> bool {
    tokens.words.manner.relatives.contains(&tokens.words_of(at))
}

/// How what ends before token `end` is joined to what begins with token `from`.
fn joined(tokens: &Tokens, end: usize, from: usize) -> Option<Join> {
    if from > end + 4 {
        return None;
    }
    let mut join = Join::None;
    for at in end..from {
        match tokens.sense(at) {
            Sense::To | Sense::Until | Sense::Dash | Sense::Hyphen => join = Join::To,
            Sense::And | Sense::Comma | Sense::Slash if join == Join::None => join = Join::And,
            Sense::And | Sense::Comma | Sense::The | Sense::In | Sense::From | Sense::Of | Sense::On => {}
            _ => return None,
        }
    }
    (join != Join::None).then_some(join)
}

/// A number that is a date only by its neighbours: the end of the token, and what it is.
fn lone(tokens: &Tokens, at: usize, previous: Option<&Mention>, last_end: usize) -> Option<(usize, Shape)> {
    let day_shape = |day| Shape::Calendar { year: None, month: None, day: Some(day) };
    let joiner = |at: usize| {
        matches!(tokens.sense(at), Sense::And | Sense::To | Sense::Until | Sense::Dash | Sense::Hyphen | Sense::Comma | Sense::Slash)
    };
    let number_at = if tokens.sense(at) == Sense::The { at + 1 } else { at };
    // Behind a date: April 13-15, May 6 and 7th, March 5-9, 1918; 1915-17
    if let Some(previous) = previous.filter(|_| at == last_end + 1 && joiner(last_end)) {
        match (previous.shape, tokens.sense(at)) {
            (Shape::Calendar { year: Some(_), month: None, day: None }, Sense::Number { value: value @ 1..=99, digits: 2 })
                if matches!(tokens.sense(last_end), Sense::Hyphen | Sense::Slash) && !tokens.gap(at) =>
            {
                return Some((at + 1, Shape::Calendar { year: Some(YearWords::Short(u8::try_from(value).ok()?)), month: None, day: None }));
            }
            (Shape::Calendar { year: None, month, day: Some(_) }, _) => {
                // A month behind it makes it a date of its own.
                if let Some((day, end)) = tokens.lone_number(number_at) {
                    let follows = tokens.is_month(tokens.skip(end, Sense::Of));
                    let is_list = tokens.sense(last_end) == Sense::Comma;
                    if !follows && !refuse::counts(tokens, end) && (!is_list || joiner(end)) {
                        let year_at = end + usize::from(tokens.sense(end) == Sense::Comma);
                        let year = match tokens.sense(year_at) {
                            Sense::Number { value, digits: 4 } if (1000..2100).contains(&value) => Some(i32::from(value)),
                            _ => None,
                        };
                        let _ = month;
                        return Some(match year {
                            Some(year) => (year_at + 1, Shape::Calendar { year: Some(YearWords::Bare(year)), month: None, day: Some(day) }),
                            None if tokens.is_word(end) && !tokens.gap(end) => return None,
                            None => (end, day_shape(day)),
                        });
                    }
                }
            }
            _ => {}
        }
    }
    // Before a date: 6-7 January, the 28 and 29 August
    if let Some((day, end)) = tokens.lone_number(number_at) {
        if !refuse::is_numbered(tokens, number_at) {
            let mut behind = end;
            for _ in 0..4 {
                if !joiner(behind) {
                    break;
                }
                let next = behind + 1 + usize::from(tokens.sense(behind + 1) == Sense::The);
                let Some((_, next_end)) = tokens.lone_number(next) else { break };
                if let Some(read) = tokens.read(next) {
                    if let Shape::Calendar { month: Some(month), day: Some(_), .. } = read.shape {
                        return (day <= days_in(2000, month)).then_some((end, day_shape(day)));
                    }
                    break;
                }
                behind = next_end;
            }
        }
        // On the 20th
        let manner = tokens.words.manner;
        let is_plain = manner.plain_days && matches!(tokens.sense(end), Sense::Comma | Sense::Dot) && !refuse::is_numbered(tokens, at);
        let is_dotted = manner.dot_is_ordinal && end > number_at + 1;
        let is_ordinal = (matches!(tokens.sense(number_at), Sense::NumberOrdinal(_)) || is_dotted) && number_at > at;
        if is_plain && number_at > at && tokens.gap(number_at) {
            return Some((end, day_shape(day)));
        }
        if is_ordinal && matches!(tokens.before(at), Sense::On | Sense::By | Sense::Until | Sense::From | Sense::To) {
            let goes_on =
                tokens.is_word(end) && tokens.sense(end) == Sense::Other && !tokens.words.manner.verbs.contains(&tokens.words_of(end));
            let is_free = !goes_on && !matches!(tokens.sense(end), Sense::Unit { .. } | Sense::Quote | Sense::Of | Sense::Slash);
            // "The 22nd–24th", but "the 38th-parallel"
            let is_word = tokens.is(end, Sense::Hyphen) && !matches!(tokens.sense(end + 1), Sense::NumberOrdinal(_));
            if is_free && !is_word && !matches!(tokens.sense(end), Sense::Month { .. }) {
                return Some((end, day_shape(day)));
            }
        }
    }
    // Before a year with its era: 264 to 241 BC, 480-479 BC
    if let Sense::Number { value: value @ 1.., .. } = tokens.sense(at)
        && joiner(at + 1)
        && tokens.sense(at + 1) != Sense::Comma
        && !refuse::is_numbered(tokens, at)
        && let (Sense::Number { .. }, Sense::EraBefore | Sense::EraAfter) = (tokens.sense(at + 2), tokens.sense(at + 3))
    {
        let value = i32::from(value);
        let year = if tokens.sense(at + 3) == Sense::EraBefore { 1 - value } else { value };
        return Some((at + 1, Shape::Calendar { year: Some(YearWords::Known(year)), month: None, day: None }));
    }
    None
}

impl Mention {
    fn bare(shape: Shape) -> Self {
        Self {
            start: 0,
            end: 0,
            shape,
            part: None,
            approximate: false,
            opening: Opening::None,
            join: Join::None,
            sentence: 0,
            block: 0,
            section: 0,
            setting: Setting::default(),
        }
    }
}
