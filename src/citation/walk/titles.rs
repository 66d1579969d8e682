//! What titles mean: full entries, short titles, declared names.

use super::{Found, Walk};
use crate::{
    citation::{
        Cite, CiteId, Meaning, Reason, Sure, WorkId,
        raw::{self, Raw},
        token::{Set, Sort, Tokens},
        words,
        work::{Fit, Name, Short, Work, fit},
    },
    document::NoteId,
    unit::{Place, Stretch},
};

impl Walk<'_> {
    /// An entry, a short title, an author with a page.
    pub(super) fn plain(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId) -> Found {
        let short = raw.short(tokens);
        if short.is_empty() {
            return self.by_author(&raw.names);
        }
        if let Some(work) = self.alias(&short) {
            return Found::work(work, Sure::Certain, Reason::Declared).on(self.last_cite(work));
        }
        let fits = self.fits(tokens, raw, &short);
        if raw.is_full() || !raw.names.is_empty() && raw.names.iter().any(|name| !name.given.is_empty()) && fits.is_empty() {
            return self.entry(tokens, raw, note, short, &fits);
        }
        if !fits.is_empty() {
            return self.choose(tokens, raw, &fits);
        }
        let id = self.enter(tokens, raw, note, raw.names.clone(), short);
        Found::work(id, Sure::Likely, Reason::NotInFull)
    }

    /// The works that a title can mean. A title without author is that of a work without author, if there is one.
    fn fits(&self, tokens: &Tokens, raw: &Raw, short: &Short) -> Vec<(WorkId, Fit)> {
        let mut fits = self.known.titled(&raw.names, short);
        if raw.names.is_empty() {
            // A magazine in italics and an article of the same name between quotation marks are two.
            fits.retain(|(work, _)| match (self.known.work(*work).quoted, raw.set) {
                (Some(quoted), Some(set)) => quoted == (set == Set::Quoted) || !self.known.work(*work).authors.is_empty(),
                (Some(quoted), None) => !quoted,
                (None, _) => true,
            });
            let alone: Vec<_> = fits.iter().copied().filter(|(work, _)| self.known.work(*work).authors.is_empty()).collect();
            if !alone.is_empty() || raw.is_full() {
                fits = alone;
            } else {
                fits.retain(|(_, fit)| *fit == Fit::Whole || *fit == Fit::Beginning && short.len() > 1);
            }
        }
        // Two works of one title are told apart by where they are printed.
        let told = self.told_apart(tokens, raw, &fits);
        if told.is_empty() { fits } else { told }
    }

    /// Those works that are printed where the cite says.
    fn told_apart(&self, tokens: &Tokens, raw: &Raw, fits: &[(WorkId, Fit)]) -> Vec<(WorkId, Fit)> {
        let words = container(tokens, raw);
        if words.is_empty() || fits.len() < 2 {
            return Vec::new();
        }
        let common = |work: WorkId| self.known.work(work).container.iter().filter(|word| words.contains(word)).count();
        let most = fits.iter().map(|(work, _)| common(*work)).max().unwrap_or(0);
        if most == 0 {
            return Vec::new();
        }
        fits.iter().copied().filter(|(work, _)| common(*work) == most).collect()
    }

    pub(super) fn choose(&self, tokens: &Tokens, raw: &Raw, fits: &[(WorkId, Fit)]) -> Found {
        let alone = if raw.names.is_empty() { Reason::TitleAlone } else { Reason::Title };
        let found = |work: WorkId, sure: Sure, reason: Reason| Found::work(work, sure, reason).on(self.last_cite(work));
        if let [(only, fit)] = fits {
            // A title without its author is less than both.
            let weak = raw.names.is_empty() && !self.known.work(*only).authors.is_empty() || *fit == Fit::Within && raw.names.is_empty();
            return found(*only, if weak { Sure::Likely } else { Sure::Certain }, alone);
        }
        let whole: Vec<WorkId> = fits.iter().filter(|(_, fit)| *fit == Fit::Whole).map(|(work, _)| *work).collect();
        if let [only] = whole.as_slice() {
            return found(*only, Sure::Certain, alone);
        }
        let told = self.told_apart(tokens, raw, fits);
        if let [(only, _)] = told.as_slice() {
            return found(*only, Sure::Certain, alone);
        }
        let beginning: Vec<WorkId> = fits.iter().filter(|(_, fit)| *fit == Fit::Beginning).map(|(work, _)| *work).collect();
        if let ([only], true) = (beginning.as_slice(), whole.is_empty()) {
            return found(*only, Sure::Likely, Reason::BestTitle);
        }
        let pool: Vec<WorkId> = if whole.is_empty() { fits.iter().map(|(work, _)| *work).collect() } else { whole };
        let cited: Vec<WorkId> = pool.iter().copied().filter(|work| self.was_cited(*work)).collect();
        if let [only] = cited.as_slice() {
            return found(*only, Sure::Likely, Reason::BestTitle);
        }
        Found::several(if cited.is_empty() { pool } else { cited }, Reason::SeveralTitles)
    }

    /// A full entry: of a new work, or of one that is known.
    fn entry(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId, short: Short, fits: &[(WorkId, Fit)]) -> Found {
        let container = container(tokens, raw);
        let mut same: Vec<(WorkId, Fit)> = fits.to_vec();
        if same.is_empty() {
            same = self.begun(raw, &short);
        }
        let mut other_edition = false;
        same.retain(|(work, fit)| {
            let known = self.known.work(*work);
            let other_place = raw.set != Some(Set::Emphasis)
                && known.authors.is_empty()
                && !container.is_empty()
                && !known.container.is_empty()
                && !known.container.iter().any(|word| container.contains(word));
            // A short title that is entered in full later fits within its words; two full titles that share words are two works.
            let same_title = *fit >= Fit::Beginning || !known.is_full();
            if other_place || !same_title {
                return false;
            }
            let years =
                !raw.tail.years.is_empty() && !known.years.is_empty() && !raw.tail.years.iter().any(|year| known.years.contains(year));
            // A newspaper has a year an issue; a book with another year is another edition.
            other_edition |= years && !known.authors.is_empty();
            !years || known.authors.is_empty()
        });
        let best = match same.as_slice() {
            [] => None,
            [(only, _)] => Some(*only),
            several => {
                let whole: Vec<_> = several.iter().filter(|(_, fit)| *fit == Fit::Whole).collect();
                match whole.as_slice() {
                    [(only, _)] => Some(*only),
                    _ => match self.choose(tokens, raw, several) {
                        Found { meaning: Meaning::Work(work), .. } => Some(work),
                        found => return found,
                    },
                }
            }
        };
        let Some(work) = best else {
            let id = self.enter(tokens, raw, note, raw.names.clone(), short);
            return Found::work(id, Sure::Certain, if other_edition { Reason::OtherEdition } else { Reason::Entry });
        };
        let again = self.known.work(work).full.is_some();
        let on = self.last_cite(work);
        if !again {
            let words: Vec<String> = short.into_iter().map(|(word, _)| word).collect();
            let title = raw.title.as_ref().map(|title| raw::title(self.document, tokens, title));
            let full = Self::full_stretch(tokens, raw);
            let entry = self.known.work_mut(work);
            entry.full = Some(full);
            if let Some(range) = &raw.tail.container {
                entry.within = Some(tokens.stretch(range));
            }
            entry.note = Some(note);
            entry.years.extend(&raw.tail.years);
            if entry.bibliography.is_none() && entry.record.is_none() {
                entry.container.extend(container);
                if words.len() > entry.words.len() {
                    entry.title = title.unwrap_or_default();
                    self.known.rename(work, words);
                }
            }
        }
        Found::work(work, Sure::Certain, if again { Reason::EntryAgain } else { Reason::Entry }).on(on.filter(|_| again))
    }

    /// Works whose known title is only the beginning of this one.
    fn begun(&self, raw: &Raw, short: &Short) -> Vec<(WorkId, Fit)> {
        let Some(first) = short.first() else { return Vec::new() };
        let full: Vec<String> = short.iter().map(|(word, _)| word.clone()).collect();
        let candidates = self.known.titled(&raw.names, std::slice::from_ref(first));
        let whole = candidates.into_iter().filter_map(|(id, _)| {
            let work = self.known.work(id);
            let known: Short = work.words.iter().map(|word| (word.clone(), false)).collect();
            let enough = known.len() > 1 || !work.is_full();
            let how = fit(&known, &full).filter(|fit| enough && (*fit >= Fit::Beginning || !work.is_full()))?;
            (raw.names.is_empty() == work.authors.is_empty()).then_some((id, how))
        });
        whole.collect()
    }

    /// Enters a new work.
    pub(super) fn enter(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId, authors: Vec<Name>, short: Short) -> WorkId {
        let full = raw.is_full() || raw.names.iter().any(|name| !name.given.is_empty());
        let at = Self::full_stretch(tokens, raw);
        let title = raw.title.as_ref().map(|title| raw::title(self.document, tokens, title));
        let work = Work {
            full: full.then(|| at.clone()),
            note: Some(note),
            named: at,
            authors,
            title: title.unwrap_or_default(),
            words: short.into_iter().map(|(word, _)| word).collect(),
            container: container(tokens, raw),
            years: raw.tail.years.clone(),
            quoted: raw.set.map(|set| set == Set::Quoted),
            within: raw.tail.container.as_ref().map(|range| tokens.stretch(range)),
            ..Work::default()
        };
        self.known.add(work)
    }

    /// The entry without its locator.
    fn full_stretch(tokens: &Tokens, raw: &Raw) -> Stretch {
        let mut range = raw.at.clone();
        if let Some(locator) = raw.tail.locator.as_ref().filter(|locator| locator.end + 1 >= range.end) {
            // A locator in the last bracket is left there.
            if locator.end == range.end {
                range.end = locator.start;
            }
        }
        while range.end > range.start + 1 && matches!(tokens.list[range.end - 1].sort, Sort::Sign(',' | '.' | ':')) {
            range.end -= 1;
        }
        tokens.stretch(&range)
    }

    /// Tells whether the body names someone; what a note leaves out may stand there.
    pub(super) fn names_in_body(&self, surname: &str) -> bool {
        let words = self.body.get_or_init(|| {
            let text = self.document.slice(&(Place::START..self.document.body_end()));
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'');
            words.filter(|word| word.starts_with(char::is_uppercase)).map(words::fold).collect()
        });
        words.contains(surname)
    }

    pub(super) fn was_cited(&self, work: WorkId) -> bool {
        self.known.work(work).note.is_some()
    }

    /// The cite that entered a work; what a short form is explained by.
    pub(super) fn last_cite(&self, work: WorkId) -> Option<CiteId> {
        let entry = self.known.work(work);
        let cites = self.citing(entry.note?);
        cites.into_iter().find(|id| self.cites[id.index()].meaning == Meaning::Work(work))
    }

    // ── Declared names ──────────────────────────────────────────────────────────────────────────────────────────────────

    fn alias(&self, short: &Short) -> Option<WorkId> {
        let words: Vec<&str> = short.iter().map(|(word, _)| word.as_str()).collect();
        (1..=words.len().min(4)).rev().find_map(|count| self.known.alias(&words[..count].join(" ")))
    }

    /// "(hereafter PRO)" after an entry.
    pub(super) fn declared(&mut self, tokens: &Tokens, raw: &Raw) {
        let list = &tokens.list;
        let Some(Cite { meaning: Meaning::Work(work), .. }) = self.cites.last() else { return };
        let work = *work;
        let until = (raw.at.start..list.len().min(raw.at.end + 12)).find(|at| {
            matches!(
                list[*at].fold.as_str(),
                "hereafter" | "hereinafter" | "henceforth" | "далее" | "fortan" | "kunftig" | "apres" | "dora" | "adelante"
            ) || matches!(list[*at].fold.as_str(), "folgenden" | "doravante")
        });
        let Some(mut at) = until.map(|at| at + 1) else { return };
        while list.get(at).is_some_and(|token| {
            token.is(',')
                || token.is(':')
                || token.is('"')
                || token.is('“')
                || matches!(
                    token.fold.as_str(),
                    "cited"
                        | "as"
                        | "referred"
                        | "to"
                        | "abbreviated"
                        | "zitiert"
                        | "zit"
                        | "als"
                        | "simply"
                        | "quoted"
                        | "in"
                        | "poi"
                        | "cite"
                        | "citado"
                        | "citato"
                        | "como"
                        | "come"
                        | "given"
                )
                || token.is('.')
        }) {
            at += 1;
        }
        let end = (at..list.len().min(at + 8))
            .find(|end| matches!(list[*end].sort, Sort::Sign(')' | ']' | ',' | '.' | ';' | '"' | '”')))
            .unwrap_or(list.len().min(at + 8));
        let words: Vec<&str> = list
            .get(at..end)
            .unwrap_or(&[])
            .iter()
            .filter(|token| token.is_word() || token.is_number())
            .map(|token| token.fold.as_str())
            .collect();
        if !words.is_empty() && words.len() <= 5 {
            self.known.declare(words.join(" "), work);
        }
    }
}

/// The words that say where a work is printed.
fn container(tokens: &Tokens, raw: &Raw) -> Vec<String> {
    let list = &tokens.list;
    let words = |range: std::ops::Range<usize>| {
        list[range]
            .iter()
            .filter(|token| token.is_word() && token.fold.chars().count() > 2 || token.year().is_some() || token.sort == Sort::Address)
            .map(|token| token.fold.clone())
    };
    let container = raw.tail.container.clone().into_iter().flat_map(words);
    container.chain(words(raw.tail.imprint.clone())).collect()
}
