//! Eleven ways to cite: what a full entry, a short title and the forms that lead back look like in each.

use std::collections::HashSet;

use super::words::{
    ADJECTIVES, Dice, GERMAN, GIVEN, HOUSES, ITALIAN, JOURNALS, NOUNS, PLACES, REMARKS, RUSSIAN, RUSSIAN_HOUSES, RUSSIAN_INITIALS,
    RUSSIAN_JOURNALS, RUSSIAN_PLACES, RUSSIAN_REMARKS, RUSSIAN_SURNAMES, SPANISH, SURNAMES,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Chicago,
    Turabian,
    Mhra,
    Oscola,
    /// American law reviews: "Smith, *supra* note 3, at 45", "*Id.* at 45".
    Legal,
    /// "a. a. O.", "ebd.", "ders.".
    German,
    /// "wie Anm. 5".
    GermanNumbered,
    French,
    Italian,
    Spanish,
    /// GOST: surname and initials, all parted by stops.
    Russian,
}

pub(super) const ALL: &[Style] = &[
    Style::Chicago,
    Style::Turabian,
    Style::Mhra,
    Style::Oscola,
    Style::Legal,
    Style::German,
    Style::GermanNumbered,
    Style::French,
    Style::Italian,
    Style::Spanish,
    Style::Russian,
];

/// A work that was made up.
pub(super) struct Made {
    pub(super) given: String,
    pub(super) surname: String,
    pub(super) title: String,
    pub(super) short: String,
    pub(super) article: bool,
    pub(super) place: String,
    pub(super) house: String,
    pub(super) year: usize,
    pub(super) journal: String,
    /// The number of the note that enters it.
    pub(super) entered: Option<usize>,
}

impl Style {
    fn is_german(self) -> bool {
        matches!(self, Self::German | Self::GermanNumbered)
    }

    pub(super) fn remark(self, dice: &mut Dice) -> String {
        dice.pick(if self == Self::Russian { RUSSIAN_REMARKS } else { REMARKS }).to_owned()
    }

    /// What joins two cites in a note.
    pub(super) fn joint(self, dice: &mut Dice) -> &'static str {
        let joints: &[&'static str] = match self {
            Self::German | Self::GermanNumbered => &["; ", "; vgl. "],
            Self::French => &["; ", "; voir aussi ", "; cf. "],
            Self::Italian => &["; ", "; cfr. "],
            Self::Spanish => &["; ", "; véase también "],
            Self::Russian => &["; ", "; см. также: "],
            _ => &["; ", "; see also ", "; cf. "],
        };
        joints[dice.roll(joints.len())]
    }

    /// *Ibid.* as this convention prints it, with a page.
    pub(super) fn ibid(self, page: usize, dice: &mut Dice) -> String {
        let forms: &[&str] = match self {
            Self::Chicago | Self::Turabian | Self::Mhra => &["Ibid.,", "*Ibid.*,"],
            Self::Oscola => &["ibid"],
            Self::Legal => &["*Id.* at", "Id. at", "*See id.* at"],
            Self::German | Self::GermanNumbered => &["Ebd.,", "Vgl. ebd.,", "Ebenda,", "Ebda.,"],
            Self::French => &["*Ibid.*,", "Ibid.,", "*Ibidem*,", "Voir *ibid.*,", "Id.,"],
            Self::Italian => &["Ivi,", "*Ivi*,", "*Ibidem*,", "Cfr. *ivi*,"],
            Self::Spanish => &["Ibíd.,", "*Ibidem*,", "Véase *ibíd.*,", "*Ibid.*,"],
            Self::Russian => &["Там же."],
        };
        format!("{} {}", dice.pick(forms), self.locator(page))
    }

    pub(super) fn locator(self, page: usize) -> String {
        match self {
            Self::Chicago | Self::Turabian | Self::Oscola | Self::Legal => page.to_string(),
            Self::French if page.is_multiple_of(5) => format!("p. {page} sq."),
            Self::Italian if page.is_multiple_of(5) => format!("pp. {page}-{}", page + 3),
            Self::Spanish if page.is_multiple_of(5) => format!("págs. {page} y ss."),
            Self::Mhra | Self::French | Self::Italian | Self::Spanish => format!("p. {page}"),
            Self::German | Self::GermanNumbered => match page % 4 {
                0 => format!("S. {page} f."),
                1 => format!("S. {page} ff."),
                _ => format!("S. {page}"),
            },
            Self::Russian if page.is_multiple_of(4) => format!("С. {page}–{}", page + 2),
            Self::Russian => format!("С. {page}"),
        }
    }

    /// The author's next work just after a cite of another: "Ders., *Title* …"; `None` where the convention has no such form.
    pub(super) fn idem(self, work: &Made, page: usize) -> Option<String> {
        let Made { title, place, house, year, .. } = work;
        let locator = self.locator(page);
        match self {
            Self::German | Self::GermanNumbered => Some(format!("Ders., {title}, {place} {year}, {locator}")),
            Self::French if !work.article => Some(format!("*Id.*, *{title}*, {place}, {house}, {year}, {locator}")),
            Self::Italian if !work.article => Some(format!("Id., *{title}*, {house}, {place} {year}, {locator}")),
            _ => None,
        }
    }

    pub(super) fn full(self, work: &Made, page: usize) -> String {
        let Made { given, surname, title, place, house, year, journal, .. } = work;
        let locator = self.locator(page);
        let initial = given.chars().next().unwrap_or_default();
        match (self, work.article) {
            (Self::Chicago, false) => format!("{given} {surname}, *{title}* ({place}: {house}, {year}), {page}"),
            (Self::Chicago | Self::Turabian, true) => format!("{given} {surname}, “{title},” *{journal}* 12, no. 3 ({year}): {page}"),
            (Self::Turabian, false) => format!("{given} {surname}, *{title}*, 2nd ed. ({place}: {house}, {year}), {page}"),
            (Self::Mhra, false) => format!("{given} {surname}, *{title}* ({place}: {house}, {year}), p. {page}"),
            (Self::Mhra, true) => format!("{given} {surname}, ‘{title}’, *{journal}*, 12 ({year}), 45–60 (p. {page})"),
            (Self::Oscola, false) => format!("{given} {surname}, *{title}* ({house} {year}) {page}"),
            (Self::Oscola, true) => format!("{given} {surname}, ‘{title}’ ({year}) 12 {journal} 34, {page}"),
            (Self::Legal, false) => format!("{given} {surname}, *{title}* {page} ({year})"),
            (Self::Legal, true) => format!("{given} {surname}, *{title}*, 12 {journal} 34, {page} ({year})"),
            (Self::German, _) if page.is_multiple_of(2) => format!("{surname}, {given}: {title}, {place} {year}, {locator}"),
            (Self::German | Self::GermanNumbered, _) => format!("{given} {surname}, {title}, {place} {year}, {locator}"),
            (Self::French, false) => format!("{given} {surname}, *{title}*, {place}, {house}, {year}, {locator}"),
            (Self::French, true) => format!("{given} {surname}, « {title} », *{journal}*, n° 12, {year}, {locator}"),
            (Self::Italian, false) => format!("{initial}. {surname}, *{title}*, {house}, {place} {year}, {locator}"),
            (Self::Italian, true) => format!("{initial}. {surname}, *{title}*, in «{journal}», XII, {year}, n. 3, {locator}"),
            (Self::Spanish, false) => format!("{given} {surname}, *{title}*, {place}, {house}, {year}, {locator}"),
            (Self::Spanish, true) => format!("{given} {surname}, «{title}», *{journal}*, 12 ({year}), {locator}"),
            (Self::Russian, false) => format!("{surname} {given} {title}. {place}: {house}, {year}. {locator}"),
            (Self::Russian, true) => format!("{surname} {given} {title} // {journal}. {year}. № 3. {locator}"),
        }
    }

    /// A work that was entered before; `alone` says whether it is the only one of its author so far.
    pub(super) fn short(self, work: &Made, entered: usize, alone: bool, page: usize, dice: &mut Dice) -> String {
        let Made { surname, short, given, .. } = work;
        let locator = self.locator(page);
        let initial = given.chars().next().unwrap_or_default();
        let by_author = alone && dice.roll(2) == 0;
        match self {
            Self::Chicago | Self::Turabian if work.article => format!("{surname}, “{short},” {locator}"),
            Self::Mhra if by_author => format!("{surname}, {locator}"),
            Self::Mhra if work.article => format!("{surname}, ‘{short}’, {locator}"),
            Self::Chicago | Self::Turabian | Self::Mhra => format!("{surname}, *{short}*, {locator}"),
            Self::Oscola => format!("{surname} (n {entered}) {locator}"),
            Self::Legal if alone => format!("{surname}, *supra* note {entered}, at {page}"),
            Self::Legal => format!("{surname}, *{short}*, *supra* note {entered}, at {page}"),
            Self::German if by_author => format!("{surname}, a. a. O., {locator}"),
            Self::German => format!("{surname}, {short}, {locator}"),
            Self::GermanNumbered if by_author => format!("{surname} (wie Anm. {entered}), {locator}"),
            Self::GermanNumbered => format!("{surname}, {short} (wie Anm. {entered}), {locator}"),
            Self::French if by_author && page.is_multiple_of(3) => format!("{initial}. {surname}, *op. cit.*, {locator}"),
            Self::French if by_author => format!("{surname}, *op. cit.*, {locator}"),
            Self::French if work.article => format!("{surname}, « {short} », art. {}, {locator}", ["cit.", "cité"][page % 2]),
            Self::French => format!("{surname}, *{short}*, *op. cit.*, {locator}"),
            Self::Italian if by_author => format!("{initial}. {surname}, *op. cit.*, {locator}"),
            Self::Italian => format!("{surname}, *{short}*, cit., {locator}"),
            Self::Spanish if by_author => format!("{surname}, *op. cit.*, {locator}"),
            Self::Spanish if work.article => format!("{surname}, «{short}», art. cit., {locator}"),
            Self::Spanish => format!("{surname}, *{short}*, {locator}"),
            Self::Russian if by_author => format!("{surname} {given} Указ. соч. {locator}"),
            Self::Russian => format!("{surname} {given} {short}. {locator}"),
        }
    }

    /// So many works, no two of which are the same to an attentive reader: what cannot be told apart has no known answer.
    pub(super) fn works(self, dice: &mut Dice, count: usize) -> Vec<Made> {
        let mut seen = HashSet::new();
        let mut works = Vec::new();
        while works.len() < count {
            let russian = self == Self::Russian;
            let given = dice.pick(if russian { RUSSIAN_INITIALS } else { GIVEN }).to_owned();
            let surname = dice.pick(if russian { RUSSIAN_SURNAMES } else { SURNAMES }).to_owned();
            let (title, short) = self.title(dice);
            if seen.insert((surname.clone(), short.clone())) {
                let article = !self.is_german() && dice.roll(3) == 0;
                let pick = |dice: &mut Dice, latin, cyrillic| dice.pick(if russian { cyrillic } else { latin }).to_owned();
                works.push(Made {
                    given,
                    surname,
                    title,
                    short,
                    article,
                    place: pick(dice, PLACES, RUSSIAN_PLACES),
                    house: pick(dice, HOUSES, RUSSIAN_HOUSES),
                    year: 1900 + dice.roll(100),
                    journal: pick(dice, JOURNALS, RUSSIAN_JOURNALS),
                    entered: None,
                });
            }
        }
        works
    }

    /// A title and how it is cut short.
    fn title(self, dice: &mut Dice) -> (String, String) {
        match self {
            Self::German | Self::GermanNumbered => {
                let (one, two, three) = (dice.pick(GERMAN), dice.pick(GERMAN), dice.pick(PLACES));
                (format!("{one} und {two} in der Provinz {three}"), format!("{one} und {two}"))
            }
            Self::Italian => {
                let (one, two, three) = (dice.pick(ITALIAN), dice.pick(ITALIAN).to_lowercase(), dice.roll(60));
                (format!("{one} e {two}. Studi sul 19{three:02}"), format!("{one} e {two}"))
            }
            Self::Spanish => {
                let (one, two, three) = (dice.pick(SPANISH), dice.pick(SPANISH).to_lowercase(), dice.pick(PLACES));
                (format!("{one} y {two} en la España contemporánea: el caso de {three}"), format!("{one} y {two}"))
            }
            Self::Russian => {
                let (one, two, three) = (dice.pick(RUSSIAN), dice.pick(RUSSIAN).to_lowercase(), dice.roll(39));
                (format!("{one} и {two} в 19{three:02}–1939 годах"), format!("{one} и {two}"))
            }
            _ => {
                let (one, two, three) = (dice.pick(ADJECTIVES), dice.pick(NOUNS), dice.pick(NOUNS));
                let (place, from) = (dice.pick(PLACES), dice.roll(39));
                (format!("The {one} {two} and the {three}: A History of {place}, 19{from:02}–1939"), format!("{one} {two} and the {three}"))
            }
        }
    }
}
