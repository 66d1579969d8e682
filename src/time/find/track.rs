//! On which track a date stands: the story's, or one beside it. A quotation, a note and a citation tell dates of their own.

use super::{
    super::date::Unit,
    grammar::Tokens,
    mention::{Shape, Track},
    words::Sense,
};

/// Signs with fewer words between them set a word or a title apart; what is longer is somebody's speech.
const SPEECH: usize = 4;
/// No quotation within a paragraph goes on for longer; beyond it a sign was left open.
const LONGEST: usize = 600;
/// What stands over a list of works, all years in which are years of publication, or over an index, which tells nothing of its own.
const BIBLIOGRAPHIES: &[&str] = &[
    "index",
    "errata",
    "register",
    "personenregister",
    "namenregister",
    "bibliography",
    "select bibliography",
    "references",
    "sources",
    "primary sources",
    "secondary sources",
    "works cited",
    "literature",
    "further reading",
    "literatur",
    "literaturverzeichnis",
    "quellen",
    "bibliographie",
    "sources et bibliographie",
    "bibliografía",
    "fuentes",
    "bibliografia",
    "fonti",
    "литература",
    "источники",
    "библиография",
];

/// The block in which dates are looked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Home {
    /// Its number.
    pub(super) block: u32,
    /// Whether it is part of a quotation set apart.
    pub(super) quoted: bool,
    /// Whether it is part of a note.
    pub(super) in_note: bool,
    /// Whether it is part of a list of works, or of an index.
    pub(super) in_bibliography: bool,
}

/// Whether a heading stands over a list of works.
pub(super) fn heads_bibliography(heading: &str) -> bool {
    let heading = heading.trim_matches(|letter: char| !letter.is_alphabetic()).to_lowercase();
    BIBLIOGRAPHIES.contains(&heading.as_str())
}

/// The quotations of a text, numbered, so that the dates of one go on from each other.
#[derive(Debug, Default)]
pub(super) struct Quotations {
    /// The number of the last.
    last: u32,
    /// Whether the block before was quoted.
    quoted: bool,
    /// The token that ends what stands between signs in this block.
    until: usize,
    /// Whether that is long enough to be speech.
    is_speech: bool,
}

impl Quotations {
    /// A block begins.
    pub(super) fn begin(&mut self, home: Home) {
        if home.quoted && !self.quoted {
            self.last += 1;
        }
        self.quoted = home.quoted;
        self.until = 0;
    }

    /// A quotation mark at this token.
    pub(super) fn mark(&mut self, tokens: &Tokens, at: usize) {
        if self.quoted || at <= self.until && self.until > 0 {
            return;
        }
        let end = (at + 1..tokens.all.len().min(at + LONGEST)).find(|at| tokens.sense(*at) == Sense::Quote);
        if let Some(end) = end {
            self.until = end;
            self.is_speech = (at..end).filter(|at| tokens.is_word(*at)).count() >= SPEECH;
            self.last += u32::from(self.is_speech);
        }
    }

    /// The number of the quotation that this token is in; 0 where it is in none.
    pub(super) fn at(&self, at: usize) -> u32 {
        if self.quoted || self.is_speech && at < self.until { self.last } else { 0 }
    }
}

/// The track of a date between these tokens.
pub(super) fn track(tokens: &Tokens, from: usize, end: usize, shape: &Shape, home: Home, quotation: u32, in_parentheses: bool) -> Track {
    let is_year = matches!(shape, Shape::Calendar { year: Some(_), month: None, day: None });
    let is_calendar = matches!(shape, Shape::Calendar { .. } | Shape::Season { .. });
    if is_calendar && home.in_bibliography
        || matches!(shape, Shape::Regnal { .. }) && tokens.is_statute(end)
        || is_year && is_publication(tokens, from, end, home, in_parentheses)
        || is_calendar && is_paged(tokens, end)
        || is_calendar && home.in_note && is_consulted(tokens, from)
    {
        Track::Citation
    } else if home.in_note {
        Track::Note
    } else if quotation > 0 {
        Track::Quotation
    } else {
        Track::Story
    }
}

/// "Retrieved 1 May 2016", "Archived from the original on October 4, 2002": when a source was looked at.
fn is_consulted(tokens: &Tokens, from: usize) -> bool {
    const CONSULTED: [&str; 12] = [
        "retrieved",
        "archived",
        "accessed",
        "updated",
        "abgerufen",
        "archiviert",
        "consulté",
        "archivé",
        "consultado",
        "archivado",
        "consultato",
        "обращения",
    ];
    let before = (from.saturating_sub(6)..from).rev().take_while(|at| !matches!(tokens.sense(*at), Sense::Dot | Sense::Semicolon));
    before.into_iter().any(|at| tokens.is_word(at) && CONSULTED.contains(&tokens.words_of(at).to_lowercase().as_str()))
}

/// "1958, p. 4", "(1970): 5", "12 May 1924, pp. 1-2": pages follow.
fn is_paged(tokens: &Tokens, end: usize) -> bool {
    let end = tokens.skip(end, Sense::Close);
    let sign = matches!(tokens.sense(end), Sense::Comma | Sense::Semicolon);
    if !sign {
        return false;
    }
    let follows_number = matches!(tokens.sense(end + 1), Sense::Number { digits: 1..=3, .. });
    let is_colon = tokens.words_of(end) == ":";
    let is_page = tokens.is(end + 1, Sense::Numbering) && tokens.words_of(end + 1).chars().count() <= 4 && !tokens.capital(end + 1);
    is_page || is_colon && follows_number
}

/// "(London: Macmillan, 1958)" in a note; "(Smith 1970)" and "(Smith and Jones, 1970)" anywhere.
fn is_publication(tokens: &Tokens, from: usize, end: usize, home: Home, in_parentheses: bool) -> bool {
    if !in_parentheses || !matches!(tokens.sense(end), Sense::Close | Sense::Comma | Sense::Semicolon) {
        return false;
    }
    let name_at = if tokens.before(from) == Sense::Comma { from.checked_sub(2) } else { from.checked_sub(1) };
    let Some(name) = name_at else { return false };
    if home.in_note && tokens.before(from) == Sense::Comma && tokens.is_word(name) {
        return true;
    }
    if home.in_note && tokens.before(from) == Sense::Open && tokens.sense(end) == Sense::Close {
        // "Journal of History 12 (1970)"
        return matches!(tokens.before(from - 1), Sense::Number { .. } | Sense::Quote);
    }
    let is_name = |at: usize| tokens.is_word(at) && tokens.capital(at) && tokens.sense(at) == Sense::Other;
    // From the parenthesis on nothing but names.
    let first = (name.saturating_sub(5)..=name).rev().find(|at| tokens.sense(*at) == Sense::Open);
    let is_names = first.is_some_and(|open| {
        (open + 1..=name).all(|at| is_name(at) || matches!(tokens.sense(at), Sense::And | Sense::Comma | Sense::OtherSign)) && open < name
    });
    is_names
        && is_name(name)
        && tokens.sense(end) == Sense::Close
        && !matches!(tokens.sense(end + 1), Sense::Unit { unit: Unit::Century, .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_works_is_known_by_its_heading() {
        let check = |heading, expected| assert_eq!(heads_bibliography(heading), expected, "{heading}");
        check("Bibliography", true);
        check("7. Works cited", true);
        check("ЛИТЕРАТУРА", true);
        check("The sources of the Nile", false);
        check("", false);
    }
}
