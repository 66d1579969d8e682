//! The works a document cites, and the search among them for what a short form means.

use std::collections::HashMap;

use super::{CiteId, WorkId, library::Record, words};
use crate::{document::NoteId, unit::Stretch};

/// Who wrote a work, or what it is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The name it is sorted and cited by, folded: small letters, no accents.
    pub surname: String,
    /// The other names or initials, folded.
    pub given: Vec<String>,
}

impl Name {
    /// Tells whether both can be the same person, as far as they are given: "J. Smith" and "John Smith", not "A. Smith".
    pub(super) fn agrees(&self, other: &Self) -> bool {
        if self.surname != other.surname {
            return false;
        }
        let (Some(one), Some(two)) = (self.given.first(), other.given.first()) else { return true };
        one.starts_with(two.as_str()) || two.starts_with(one.as_str()) || same_beginning(one, two) >= 3
    }
}

fn same_beginning(one: &str, two: &str) -> usize {
    one.chars().zip(two.chars()).take_while(|(a, b)| a == b).count()
}

/// A work that the notes cite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Its first full entry in a note; `None` where only short forms name it.
    pub full: Option<Stretch>,
    /// The note of that entry.
    pub note: Option<NoteId>,
    /// Its entry in a bibliography at the text's end.
    pub bibliography: Option<Stretch>,
    /// Where it is first named, however short.
    pub named: Stretch,
    /// Who wrote it; none for newspapers and what is known by its title.
    pub authors: Vec<Name>,
    /// Its title as printed.
    pub title: String,
    /// What a file beside the text says of it.
    pub record: Option<Box<Record>>,
    /// The cites that mean it, in the order of the walk.
    pub cited: Vec<CiteId>,
    /// The title's folded words, without an article at the beginning.
    pub(super) words: Vec<String>,
    /// Whether its title stands between quotation marks, as an article's does; `None` where nothing sets it apart.
    pub(super) quoted: Option<bool>,
    /// Folded words of where it is printed: the journal, the site.
    pub(super) container: Vec<String>,
    /// The years its entries give.
    pub(super) years: Vec<u16>,
    /// The journal or book it is printed in, as printed.
    pub(super) within: Option<Stretch>,
    /// The declared short name: "hereafter PRO".
    pub(super) aliases: Vec<String>,
}

impl Work {
    /// Its fullest entry: that of a note, else that of the bibliography, else where it is first named.
    pub fn entry(&self) -> &Stretch {
        self.full.as_ref().or(self.bibliography.as_ref()).unwrap_or(&self.named)
    }

    /// Tells whether a full entry is known.
    pub fn is_full(&self) -> bool {
        self.full.is_some() || self.bibliography.is_some() || self.record.is_some()
    }
}

/// How well a short title fits a title, best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Its words occur in the title, in this order.
    Within,
    /// The title begins with it.
    Beginning,
    /// It is the whole title.
    Whole,
}

/// A title as a cite gives it: folded words, and whether each is cut short by a dot.
pub(super) type Short = Vec<(String, bool)>;

/// How `short` fits the title `words`, if it does.
pub(super) fn fit(short: &[(String, bool)], words: &[String]) -> Option<Fit> {
    if short.is_empty() || short.len() > words.len() {
        return None;
    }
    let same = |(word, cut): &(String, bool), full: &String| word == full || *cut && full.starts_with(word.as_str());
    if short.iter().zip(words).all(|(word, full)| same(word, full)) {
        return Some(if short.len() == words.len() { Fit::Whole } else { Fit::Beginning });
    }
    let mut rest = words.iter();
    // Function words alone prove nothing.
    let telling = short.iter().any(|(word, _)| word.chars().count() >= 4 || !word.is_ascii());
    (telling && short.iter().all(|word| rest.any(|full| same(word, full)))).then_some(Fit::Within)
}

/// All works, findable by author and by the words of their titles.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub(super) works: Vec<Work>,
    by_author: HashMap<String, Vec<WorkId>>,
    /// By author (or none) and one word of the title.
    by_word: HashMap<String, Vec<WorkId>>,
    by_alias: HashMap<String, WorkId>,
    /// The surnames of a skeleton; see [`words::skeleton`].
    by_skeleton: HashMap<String, Vec<String>>,
}

/// Of the works that share a surname or a word, at most so many of the latest are compared: a search must not grow with the text,
/// and whoever means one of a hundred works says more than a surname.
const COMPARED: usize = 64;

/// A title is found by any of its first words; a short title that begins later than these is found by its author alone.
const INDEXED: usize = 10;

/// Shorter surnames that differ in a vowel are two: Maier and Meyer.
const LONG: usize = 7;

impl Catalogue {
    /// The only known surname that is spelled nearly so: "Fullerton" for Fullarton.
    pub(super) fn spelled_nearly(&self, surname: &str) -> Option<&str> {
        if surname.chars().count() < LONG {
            return None;
        }
        match self.by_skeleton.get(&words::skeleton(surname))?.as_slice() {
            [only] if only != surname && only.chars().next() == surname.chars().next() => Some(only),
            _ => None,
        }
    }

    pub(super) fn add(&mut self, work: Work) -> WorkId {
        let id = WorkId::at(self.works.len());
        // Sisters and brothers share a surname; the work is theirs once.
        let mut surnames: Vec<&str> = work.authors.iter().map(|author| author.surname.as_str()).collect();
        surnames.sort_unstable();
        surnames.dedup();
        for surname in &surnames {
            let works = self.by_author.entry((*surname).to_owned()).or_default();
            if works.is_empty() && surname.chars().count() >= LONG {
                self.by_skeleton.entry(words::skeleton(surname)).or_default().push((*surname).to_owned());
            }
            works.push(id);
        }
        for (index, word) in work.words.iter().take(INDEXED).enumerate() {
            if work.words[..index].contains(word) {
                continue;
            }
            for surname in &surnames {
                self.by_word.entry(key(surname, word)).or_default().push(id);
            }
            self.by_word.entry(key("", word)).or_default().push(id);
        }
        for alias in &work.aliases {
            self.by_alias.insert(alias.clone(), id);
        }
        self.works.push(work);
        id
    }

    /// Gives a work a longer title than it was known by.
    pub(super) fn rename(&mut self, id: WorkId, words: Vec<String>) {
        let work = &mut self.works[id.index()];
        let known = std::mem::replace(&mut work.words, words);
        let work = &self.works[id.index()];
        for word in work.words.iter().take(INDEXED).filter(|word| !known.contains(word)) {
            let keys = work.authors.iter().map(|author| author.surname.as_str()).chain([""]);
            for key in keys.map(|surname| key(surname, word)) {
                let found = self.by_word.entry(key).or_default();
                if found.last() != Some(&id) {
                    found.push(id);
                }
            }
        }
    }

    pub(super) fn work(&self, id: WorkId) -> &Work {
        &self.works[id.index()]
    }

    pub(super) fn work_mut(&mut self, id: WorkId) -> &mut Work {
        &mut self.works[id.index()]
    }

    pub(super) fn declare(&mut self, alias: String, id: WorkId) {
        self.works[id.index()].aliases.push(alias.clone());
        self.by_alias.insert(alias, id);
    }

    pub(super) fn alias(&self, name: &str) -> Option<WorkId> {
        self.by_alias.get(name).copied()
    }

    pub(super) fn knows_author(&self, surname: &str) -> bool {
        self.by_author.contains_key(surname)
    }

    /// The works of these authors: of all of them, where several are named. Latest last.
    pub(super) fn by(&self, names: &[Name]) -> Vec<WorkId> {
        let Some(first) = names.first() else { return Vec::new() };
        let all = self.by_author.get(&first.surname).map_or(&[][..], Vec::as_slice);
        all[all.len().saturating_sub(COMPARED)..].iter().copied().filter(|id| self.is_by(*id, names)).collect()
    }

    pub(super) fn is_by(&self, id: WorkId, names: &[Name]) -> bool {
        let authors = &self.work(id).authors;
        names.iter().all(|name| authors.iter().any(|author| author.agrees(name)))
    }

    /// The works of these authors, or of whomever where none are named, whose title a short one fits, with how well.
    pub(super) fn titled(&self, names: &[Name], short: &[(String, bool)]) -> Vec<(WorkId, Fit)> {
        let Some((first, cut)) = short.first() else { return Vec::new() };
        let surname = names.first().map_or("", |name| name.surname.as_str());
        let found = if *cut && !surname.is_empty() { self.by_author.get(surname) } else { self.by_word.get(&key(surname, first)) };
        let found = found.map_or(&[][..], Vec::as_slice);
        found[found.len().saturating_sub(COMPARED)..]
            .iter()
            .filter(|id| names.is_empty() || self.is_by(**id, names))
            .filter_map(|id| fit(short, &self.work(*id).words).map(|fit| (*id, fit)))
            .collect()
    }
}

fn key(surname: &str, word: &str) -> String {
    format!("{surname}\0{word}")
}

/// A title's words as they are compared: an article at the beginning is dropped.
pub(super) fn without_article(mut words: Short) -> Short {
    if words.len() > 1 && words::is_article(&words[0].0) && !words[0].1 {
        words.remove(0);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_title_fits_by_words_in_order() {
        let check = |short: &str, full: &str, expected: Option<Fit>| {
            let short: Short = short.split(' ').map(|word| (word.trim_end_matches('.').to_lowercase(), word.ends_with('.'))).collect();
            let words: Vec<String> = full.split(' ').map(str::to_lowercase).collect();
            assert_eq!(fit(&without_article(short), &words), expected, "{full}");
        };
        check("First Ten Years", "First Ten Years of American Communism", Some(Fit::Beginning));
        check("The First Ten Years", "First Ten Years", Some(Fit::Whole));
        check("Hist. N. Amer.", "History of North America", Some(Fit::Within));
        check("Ten First Years", "First Ten Years", None);
        check("Socorro Rojo Internacional", "Socorro Rojo Internacional en España", Some(Fit::Beginning));
        check("Communist International", "International Communism", None);
        check("of the", "History of the World", None);
    }

    #[test]
    fn names_agree_as_far_as_they_are_given() {
        let name = |given: &str| Name { surname: "smith".into(), given: given.split_whitespace().map(str::to_owned).collect() };
        assert!(name("j").agrees(&name("john")) && name("").agrees(&name("john")) && name("nikolaus").agrees(&name("nik")));
        assert!(!name("a").agrees(&name("john")));
    }
}
