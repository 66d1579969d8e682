//! The words by which cites are known, in the languages in which notes are written; and how words are folded to be compared.
//!
//! All lists hold folded words: small letters without accents. They are data: a form that is missing is a row to add.

use std::{collections::HashSet, sync::LazyLock};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::Back;

/// Words to be found among; made when they are first asked for.
type List = LazyLock<HashSet<&'static str>>;

fn listed(words: &'static str) -> HashSet<&'static str> {
    words.split(' ').collect()
}

/// A word as it is compared: small letters, no accents, no apostrophes, no English genitive.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        let word = word.strip_suffix("'s").unwrap_or(word);
        return word.chars().filter(|c| *c != '\'').map(|c| c.to_ascii_lowercase()).collect();
    }
    let word = word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word);
    let decomposed = word.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’' | 'ʼ' | '\u{ad}'));
    decomposed
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'ı' => 'i',
            c => c,
        })
        .collect()
}

/// The forms that lead back, each as its folded words; the dots between them are not looked at, but see [`needs_dot`].
///
/// Misreadings of scanners ("Ihid.", "1. c.") stand among them, as they are what is printed in scanned books.
pub(super) const BACK: &[(&[&str], Back)] = &[
    (&["ibid"], Back::Ibid),
    (&["ibidem"], Back::Ibid),
    (&["ib"], Back::Ibid),
    (&["ihid"], Back::Ibid),
    (&["ibld"], Back::Ibid),
    (&["1bid"], Back::Ibid),
    (&["lbid"], Back::Ibid),
    (&["ibia"], Back::Ibid),
    (&["ebd"], Back::Ibid),
    (&["ebda"], Back::Ibid),
    (&["ebenda"], Back::Ibid),
    (&["ebendort"], Back::Ibid),
    (&["ivi"], Back::Ibid),
    (&["там", "же"], Back::Ibid),
    (&["там", "само"], Back::Ibid),
    (&["tamze"], Back::Ibid),
    (&["tamtez"], Back::Ibid),
    (&["a", "a", "o"], Back::LocCit),
    (&["aao"], Back::LocCit),
    (&["am", "angegebenen", "ort"], Back::LocCit),
    (&["loc", "cit"], Back::LocCit),
    (&["loc", "laud"], Back::LocCit),
    (&["l", "c"], Back::LocCit),
    (&["1", "c"], Back::LocCit),
    (&["l", "e"], Back::LocCit),
    (&["1", "e"], Back::LocCit),
    (&["t", "a", "p"], Back::LocCit),
    (&["op", "cit"], Back::OpCit),
    (&["op", "c"], Back::OpCit),
    (&["opere", "citato"], Back::OpCit),
    (&["opus", "citatum"], Back::OpCit),
    (&["ob", "cit"], Back::OpCit),
    (&["obra", "cit"], Back::OpCit),
    (&["o", "c"], Back::OpCit),
    (&["art", "cit"], Back::OpCit),
    (&["cit"], Back::OpCit),
    (&["a", "w"], Back::OpCit),
    (&["указ", "соч"], Back::OpCit),
    (&["цит", "соч"], Back::OpCit),
    (&["указ", "раб"], Back::OpCit),
    (&["idem"], Back::Idem),
    (&["eadem"], Back::Idem),
    (&["iidem"], Back::Idem),
    (&["id"], Back::Idem),
    (&["ders"], Back::Idem),
    (&["dies"], Back::Idem),
    (&["derselbe"], Back::Idem),
    (&["dieselbe"], Back::Idem),
    (&["он", "же"], Back::Idem),
    (&["она", "же"], Back::Idem),
];

/// Forms that are words or initials of their own unless each of their words is cut short by a dot: *id est*, *l'art*, Swiss *cit*.
pub(super) fn needs_dot(form: &[&str]) -> bool {
    form.iter().all(|word| word.chars().count() <= 3) && !matches!(form, ["ivi" | "ebd"]) && !form[0].starts_with('т')
        || matches!(form, ["ders" | "dies" | "tap"])
}

/// Words that introduce a cite and are no part of it. A cite begins after them, and they part two cites.
pub(super) fn is_signal(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "see cf conf compare contrast vgl siehe voir vide vid vedi vease ver cfr consult cp см ср zie quoted cited zit \
             zitiert cite citado citato quoting citing following contra accord",
        )
    });
    LIST.contains(word)
}

/// Small words that follow a signal: "see *also*", "quoted *in*", "so *for instance*".
pub(super) fn is_after_signal(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "also e g eg in by but for further esp especially generally now again still and auch etwa bei dazu hierzu nach \
             aussi par dans ainsi anche tambien en также по ook from thus so or as zum zu only instance example the besides \
             against",
        )
    });
    LIST.contains(word)
}

/// Particles of names, and what joins several names.
pub(super) fn is_particle(word: &str) -> bool {
    static LIST: List =
        LazyLock::new(|| listed("de van von der den di da du la le del della dos des zu zur ter ten y ibn al el af av d of"));
    LIST.contains(word)
}

/// Words between a work and the note it is entered in: "(wie Anm. 5)".
pub(super) fn is_as(word: &str) -> bool {
    matches!(word, "wie" | "as" | "siehe" | "s" | "vgl" | "cit" | "cf" | "see" | "in")
}

/// A surname by its consonants, which misprints and transliterations leave alone more often than its vowels.
pub(super) fn skeleton(surname: &str) -> String {
    let mut skeleton = String::new();
    for c in surname.chars() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'й');
        if !vowel && !skeleton.ends_with(c) {
            skeleton.push(c);
        }
    }
    skeleton
}

/// What joins two names.
pub(super) fn is_and(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| listed("and und et u e y и en with mit och"));
    LIST.contains(word)
}

/// What someone did for a work besides writing it: "ed.", "Hrsg.", "trans.".
pub(super) fn is_part_in(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "ed eds edd edited editor editors trans transl tr translated hg hgg hrsg herausgegeben dir dirs coord coords comp \
             comps compiled cur red ред сост ubers trad intro jr sr",
        )
    });
    LIST.contains(word)
}

/// What someone wrote: "Steuart's *work*, “An Inquiry …”".
pub(super) fn is_work(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "work book article essay thesis dissertation pamphlet treatise study paper lecture report memoir werk buch aufsatz \
             schrift abhandlung ouvrage livre opera libro obra книга работа статья",
        )
    });
    LIST.contains(word)
}

/// Words that only the names of bodies have: a committee has no given names.
pub(super) fn is_body(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "library party committee international office association union ministry institute society league commission \
             council bureau archive archives federation congress department university press group collective secretariat \
             parliament government aid organization organisation board agency court museum academy foundation komitee verband \
             partei institut gesellschaft bund ministerium ausschuss archiv amt parti comite ministere societe partido comite \
             ministerio sociedad partito comitato ministero societa комитет партия институт",
        )
    });
    LIST.contains(word)
}

/// Pronouns that stand before a verb.
pub(super) fn is_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "it" | "they" | "er" | "sie" | "il" | "elle" | "ils" | "egli" | "lui" | "он" | "она" | "thus" | "so")
}

/// Pronouns that stand for an author before a title.
pub(super) fn is_theirs(word: &str) -> bool {
    static LIST: List =
        LazyLock::new(|| listed("his her their sein seine seinem seiner seinen ihr ihre ihrem ihrer ihren son sa leur su его ее"));
    LIST.contains(word)
}

/// Verbs of saying: whoever stands before one is who is quoted.
pub(super) fn is_said(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "says said writes wrote remarks remarked observes states argues thinks advocates schreibt sagt meint bemerkt dit \
             ecrit remarque scrive escribe пишет",
        )
    });
    LIST.contains(word)
}

/// Articles that a short title drops from its beginning.
pub(super) fn is_article(word: &str) -> bool {
    static LIST: List =
        LazyLock::new(|| listed("the a an der die das ein eine le la les un une il lo gli i el los las o os as de het een den det l"));
    LIST.contains(word)
}

/// Words that begin a locator when a number follows: "p. 5", "Bd. 2", "fol. 3r".
pub(super) fn is_locator(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "p pp pag pages page pgs vol vols volume v bd bde band t tom tome tomo s ss seite seiten ch chs chap chaps \
             chapter chapters cap caps kap kapitel ff f fol fols folio col cols sp no nos nr num sec sect secs section \
             sections art arts book bk bks lib livre buch part pt pts teil par para paras line lines ll l verse с стр т гл л \
             кн passim at act scene plate fig n nn note notes anm introduction preface einleitung blz deel appendix c pl \
             letter lect lecture ser years op box folder reel ф оп д",
        )
    });
    LIST.contains(word)
}

/// Parts of a law or a treaty, which are places in it and no works.
pub(super) fn is_place_within(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "art arts article articles part parts section sections sect sec annex schedule clause clauses para paras paragraph \
             paragraphs chap chaps chapter chapters rule rules vol vols book table tables artikel absatz abs annexe to and of",
        )
    });
    LIST.contains(word)
}

/// Words that stand within a locator, between or after its numbers.
pub(super) fn is_within_locator(word: &str) -> bool {
    static LIST: List =
        LazyLock::new(|| listed("and und et seq sq sqq seqq ff f passim to bis r v a b recto verso u и e y especially esp"));
    LIST.contains(word) || is_month(word)
}

/// A month or season by name, in full or cut short.
pub(super) fn is_month(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "jan feb mar apr aug sep oct okt nov dec dez may june july jun jul mai juni juli juin juillet mayo maggio giugno \
             luglio spring summer autumn fall winter avril abril aout fevrier marz mars enero gennaio января февраля марта \
             апреля мая июня июля августа сентября октября ноября декабря january february march april august september \
             october november december januar februar oktober dezember sept janvier octobre novembre decembre septembre",
        )
    });
    LIST.contains(word)
}

/// Words after which a dot ends no sentence.
pub(super) fn is_cut_short(word: &str) -> bool {
    static SHORT: List = LazyLock::new(|| {
        listed(
            "cf cfr vgl op loc cit ibid ib id repr st dr mr mrs prof rev univ dept co inc bros ca eg ie sc viz vs am amer \
             hist eccl pol hook proc soc jour journ eng nat phil ann bull rept rep sess cong doc docs stat usw bzw ebd ders dies aufl zit \
             zt fn fns указ соч там см ср изд ibidem idem mass penn conn col colon rec pub publ coll acad lond nr hon gen gov \
             sen jas wm geo chas thos ms mss add cod pref introd supp suppl abt etc",
        )
    });
    // Of the words of a locator these are written in full.
    static WHOLE: List = LazyLock::new(|| listed("page pages book band act part line lines teil verse note notes at plate"));
    let letters = word.chars().count();
    letters == 1 || is_locator(word) && letters <= 5 && !WHOLE.contains(word) || is_part_in(word) && letters <= 6 || SHORT.contains(word)
}

/// Words that name a note: "n. 12", "Anm. 3", "fn. 7".
pub(super) fn is_note_word(word: &str) -> bool {
    static LIST: List = LazyLock::new(|| {
        listed(
            "n nn note notes fn fns footnote footnotes anm anmerkung anmerkungen fussnote fußnote fussnoten fußnoten nota \
             notas прим примечание сноска сноску noot endnote endnotes",
        )
    });
    LIST.contains(word)
}

/// Where a cross-reference points: to what came before, or to what comes later.
pub(super) fn direction(word: &str) -> Option<super::cross::Direction> {
    use super::cross::Direction::{Above, Below};
    match word {
        "above" | "supra" | "oben" | "ante" | "sopra" | "arriba" | "выше" | "preceding" | "plus haut" => Some(Above),
        "below" | "infra" | "unten" | "post" | "sotto" | "abajo" | "ниже" | "following" => Some(Below),
        _ => None,
    }
}

/// What a bibliography's heading says.
pub(super) fn heads_bibliography(title: &str) -> bool {
    let folded: Vec<String> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect();
    let whole = folded.join(" ");
    if folded.len() > 6 {
        return false;
    }
    let begins = [
        "works used",
        "works cited",
        "works consulted",
        "list of works",
        "list of sources",
        "sources and literature",
        "primary sources",
        "secondary sources",
        "select bibliography",
        "selected bibliography",
    ];
    begins.iter().any(|start| whole.starts_with(start))
        || matches!(
            whole.as_str(),
            "bibliography"
                | "references"
                | "sources"
                | "literature"
                | "further reading"
                | "literatur"
                | "literaturverzeichnis"
                | "quellen"
                | "quellenverzeichnis"
                | "bibliographie"
                | "quellen und literatur"
                | "bibliografia"
                | "fonti"
                | "fuentes"
                | "литература"
                | "библиография"
                | "источники"
                | "список литературы"
                | "ouvrages cites"
                | "sources et bibliographie"
                | "opere citate"
                | "obras citadas"
                | "literatuur"
                | "bibliografie"
        )
}

/// What the heading of a list of abbreviations says.
pub(super) fn heads_abbreviations(title: &str) -> bool {
    let words: Vec<String> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect();
    words.len() <= 5
        && words.iter().any(|word| {
            matches!(
                word.as_str(),
                "abbreviations" | "sigla" | "siglen" | "abkurzungen" | "abkurzungsverzeichnis" | "abreviations" | "abbreviazioni" | "sigle"
            ) || matches!(word.as_str(), "abreviaturas" | "siglas" | "сокращения" | "сокращении" | "siglenverzeichnis" | "afkortingen")
        })
}

/// Tells whether a word is a Roman numeral, as volumes and prefaces are numbered.
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.len() <= 9 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_accents_case_and_genitive() {
        let check = |word: &str, expected: &str| assert_eq!(fold(word), expected);
        check("Cieślikowa", "cieslikowa");
        check("Lahu’s", "lahu");
        check("Ibíd", "ibid");
        check("Władysław", "wladyslaw");
        check("Österreichs", "osterreichs");
        check("МОПР", "мопр");
        check("d'Alembert", "dalembert");
    }

    #[test]
    fn bibliographies_are_known_by_their_headings() {
        for heading in ["Bibliography", "Works used in the examples", "Works Cited", "Quellen und Literatur", "Литература"] {
            assert!(heads_bibliography(heading), "{heading}");
        }
        for heading in ["The sources of the Nile", "Sources of International Law before the War", "Endings"] {
            assert!(!heads_bibliography(heading), "{heading}");
        }
    }
}
