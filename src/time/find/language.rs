//! Which language a text is in, of those that there are words for.

use crate::document::Document;

/// A language whose dates are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, and whatever there are no words for.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Russian.
    Russian,
}

/// How much of a text is looked at: some five thousand words, of which every second is one of those that are counted.
const SAMPLE: usize = 32 * 1024;
/// So many of a language's words must be met before a text is taken to be in it: a title or two quoted in English prose have fewer.
const ENOUGH: usize = 3;
/// And one word in so many: of a language's own text every third to sixth word is one of those counted, of its nearest neighbour's
/// hardly every tenth.
const SHARE: usize = 8;

/// Words that nearly every sentence of a language has, and few sentences of the others.
const COMMON: [(Language, &[&str]); 6] = [
    (
        Language::English,
        &["the", "of", "and", "was", "with", "from", "his", "which", "were", "that", "for", "by", "they", "had", "it", "is"],
    ),
    (
        Language::German,
        &["der", "die", "und", "das", "den", "dem", "des", "nicht", "mit", "sich", "auf", "ist", "wurde", "im", "am", "von", "als", "er"],
    ),
    (
        Language::French,
        &["le", "les", "des", "et", "du", "est", "dans", "une", "qui", "pour", "sur", "au", "il", "fut", "avec", "ne", "pas", "aux", "en"],
    ),
    (
        Language::Spanish,
        &["el", "los", "las", "y", "del", "en", "que", "una", "se", "con", "por", "su", "fue", "al", "como", "para", "es", "no", "más"],
    ),
    (
        Language::Italian,
        &["il", "di", "che", "della", "del", "nel", "gli", "e", "una", "non", "si", "dei", "da", "alla", "delle", "fu", "è", "per", "con"],
    ),
    (
        Language::Russian,
        &["и", "в", "не", "на", "он", "что", "с", "был", "по", "из", "года", "его", "к", "было", "как", "от", "до", "году"],
    ),
];

impl Language {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::English, Self::German, Self::French, Self::Spanish, Self::Italian, Self::Russian];

    /// The language of a text: the one it says it is in, or if it says none, the one whose most common words it has.
    pub fn of(document: &Document) -> Self {
        match document.meta().lang.as_deref() {
            Some(tag) => Self::tagged(tag).unwrap_or_default(),
            None => Self::met(document.text()),
        }
    }

    /// The language of a BCP 47 tag: de, de-AT.
    fn tagged(tag: &str) -> Option<Self> {
        Some(match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" | "eng" => Self::English,
            "de" | "deu" | "ger" => Self::German,
            "fr" | "fra" | "fre" => Self::French,
            "es" | "spa" => Self::Spanish,
            "it" | "ita" => Self::Italian,
            "ru" | "rus" => Self::Russian,
            _ => return None,
        })
    }

    /// The language whose words are met most often; English if there are too few.
    fn met(text: &str) -> Self {
        let end = (0..=SAMPLE.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let mut counts = [0usize; COMMON.len()];
        let mut words = 0;
        for word in text[..end].split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
            words += 1;
            let word = word.to_lowercase();
            for (count, (_, common)) in counts.iter_mut().zip(COMMON) {
                *count += usize::from(common.contains(&word.as_str()));
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let found = COMMON.iter().zip(counts).find(|(_, count)| *count == most).filter(|_| most >= ENOUGH && most * SHARE >= words);
        found.map_or(Self::English, |((language, _), _)| *language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_the_language_whose_common_words_it_has() {
        let check = |text: &str, expected| assert_eq!(Language::met(text), expected, "{text}");
        check("On the morning of 14 July he left the city with his brother.", Language::English);
        check("Am Morgen des 14. Juli verließ er mit dem Bruder die Stadt.", Language::German);
        check("Le matin du 14 juillet, il quitta la ville avec les autres.", Language::French);
        check("En la mañana del 14 de julio salió de la ciudad con los otros.", Language::Spanish);
        check("La mattina del 14 luglio lasciò la città con il fratello e gli altri.", Language::Italian);
        check("Утром 14 июля он уехал из города в деревню.", Language::Russian);
        check("14 July 1789", Language::English);
        check("", Language::English);
        // Dutch has none of its own.
        check("Het was in de zomer van het jaar 1848 dat hij te Parijs zijne vrienden bezocht, die er woonden.", Language::English);
    }

    #[test]
    fn a_tag_is_known_with_and_without_its_country() {
        let check = |tag, expected| assert_eq!(Language::tagged(tag), expected, "{tag}");
        check("de-AT", Some(Language::German));
        check("FR", Some(Language::French));
        check("en_GB", Some(Language::English));
        check("cs", None);
        check("", None);
    }
}
