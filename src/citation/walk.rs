//! The walk: note by note, cite by cite, what each means with what was cited before.

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
};

use super::{
    Apparatus, Back, Cite, CiteId, Kind, Meaning, Reason, Sure, WorkId, bibliography,
    cross::{Direction, Pointer},
    order::order,
    raw::{self, Raw},
    token::{Set, Sort, Tokens},
    voice::{Voice, voice},
    work::{Catalogue, Fit, Name, Short, Work, fit},
};
use crate::document::{Document, NoteId};

/// A note that cites something, as an *ibid.* after it sees it.
#[derive(Clone, Debug)]
struct Last {
    note: NoteId,
    voice: Voice,
    chapter: usize,
    /// How many notes without a cite were passed since.
    remarks: usize,
    /// Whether one of those points to another note.
    crossed: bool,
}

/// So many candidates are named at most: who reads them chooses by eye.
const CANDIDATES: usize = 8;

struct Walk<'a> {
    document: &'a Document,
    known: Catalogue,
    cites: Vec<Cite>,
    of_note: Vec<(u32, u32)>,
    /// The last citing note of each voice.
    last: HashMap<Voice, Last>,
    /// Which voice cited last.
    latest: Option<Voice>,
    labels: HashMap<&'a str, Vec<NoteId>>,
    /// When each note is read.
    rank: Vec<usize>,
    chapters: Vec<usize>,
    /// The folded words of the body that begin with a capital, made when they are first asked for.
    body: OnceCell<HashSet<String>>,
}

/// What was found out about a cite.
struct Found {
    meaning: Meaning,
    sure: Sure,
    reason: Reason,
    leans_on: Option<CiteId>,
}

impl Found {
    fn work(id: WorkId, sure: Sure, reason: Reason) -> Self {
        Self { meaning: Meaning::Work(id), sure, reason, leans_on: None }
    }

    fn several(mut works: Vec<WorkId>, reason: Reason) -> Self {
        works.truncate(CANDIDATES);
        Self { meaning: Meaning::OneOf(works), sure: Sure::Several, reason, leans_on: None }
    }

    fn unknown(reason: Reason) -> Self {
        Self { meaning: Meaning::Unknown, sure: Sure::Unknown, reason, leans_on: None }
    }

    fn on(mut self, cite: Option<CiteId>) -> Self {
        self.leans_on = cite;
        self
    }

    fn at_most(mut self, sure: Sure, reason: Reason) -> Self {
        if self.sure > sure {
            self.sure = sure;
            self.reason = reason;
        }
        self
    }
}

pub(super) fn walk(document: &Document) -> Apparatus {
    let order = order(document);
    let mut walk = Walk {
        document,
        known: Catalogue::default(),
        cites: Vec::new(),
        of_note: vec![(0, 0); document.notes().len()],
        last: HashMap::new(),
        latest: None,
        labels: HashMap::new(),
        rank: vec![0; document.notes().len()],
        chapters: chapters(document),
        body: OnceCell::new(),
    };
    for (rank, note) in order.iter().enumerate() {
        walk.rank[note.index()] = rank;
    }
    for id in document.note_ids() {
        walk.labels.entry(document.note(id).label.as_str()).or_default().push(id);
    }
    bibliography::read(document, &mut walk.known);
    for note in order {
        walk.note(note);
    }
    walk.look_ahead();
    for index in 0..walk.cites.len() {
        if let Meaning::Work(work) = walk.cites[index].meaning {
            walk.known.work_mut(work).cited.push(CiteId::at(index));
        }
    }
    Apparatus { works: walk.known.works, cites: walk.cites, of_note: walk.of_note }
}

/// By note: in which chapter its first caller stands. Chapters are the sections of the first level that occurs more than once.
fn chapters(document: &Document) -> Vec<usize> {
    let mut counts = [0usize; 256];
    for section in document.sections() {
        counts[usize::from(section.level)] += 1;
    }
    let level = counts.iter().position(|count| *count > 1).unwrap_or(0);
    let starts: Vec<_> =
        document.sections().iter().filter(|section| usize::from(section.level) <= level).map(|section| section.at.start).collect();
    let caller = |note: NoteId| document.note(note).callers.first().map(|caller| document.noteref(*caller).at.start);
    let chapter = |note| caller(note).map_or(0, |place| starts.partition_point(|start| *start <= place));
    document.note_ids().map(chapter).collect()
}

impl Walk<'_> {
    fn note(&mut self, note: NoteId) {
        let tokens = Tokens::of(self.document, &self.document.note(note).body);
        let voice = voice(self.document, note, &tokens);
        let raws = raw::read(&tokens, &self.known);
        let first = self.cites.len();
        for raw in &raws {
            let raw = &self.with_author(raw, first);
            let found = self.meaning(&tokens, raw, note, voice, first);
            let kind = match (raw.back, &raw.pointer) {
                (Some(back), _) => Kind::Back(back),
                (None, Some(_)) if raw.names.is_empty() && raw.title.is_none() => Kind::Cross,
                _ if matches!(found.reason, Reason::Entry | Reason::EntryAgain | Reason::OtherEdition) => Kind::Full,
                _ => Kind::Short,
            };
            if kind == Kind::Cross {
                self.cross(&tokens, raw, note);
                continue;
            }
            let cite = Cite {
                note,
                at: tokens.stretch(&raw.at),
                kind,
                locator: raw.tail.locator.as_ref().map(|locator| tokens.stretch(locator)),
                meaning: found.meaning,
                sure: found.sure,
                reason: found.reason,
                leans_on: found.leans_on,
            };
            self.cites.push(cite);
            self.declared(&tokens, raw);
        }
        let count = self.cites.len() - first;
        self.of_note[note.index()] = (u32::try_from(first).unwrap_or(u32::MAX), u32::try_from(count).unwrap_or(0));
        let cited = self.cites[first..].iter().any(|cite| cite.kind != Kind::Cross);
        if cited {
            self.last.insert(voice, Last { note, voice, chapter: self.chapters[note.index()], remarks: 0, crossed: false });
            self.latest = Some(voice);
        } else {
            for last in self.last.values_mut() {
                last.remarks += 1;
                last.crossed |= count > 0;
            }
        }
    }

    /// "her *El Socorro Rojo*": by the author of the cite before it in the same note.
    fn with_author(&self, raw: &Raw, first: usize) -> Raw {
        let mut raw = raw.clone();
        if raw.theirs {
            if let Some(Meaning::Work(work)) = self.cites[first..].last().map(|cite| &cite.meaning) {
                raw.names.clone_from(&self.known.work(*work).authors);
            }
        }
        raw
    }

    fn meaning(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId, voice: Voice, first: usize) -> Found {
        match raw.back {
            Some(Back::Ibid) => self.ibid(note, voice, first),
            Some(Back::Idem) if raw.title.is_some() => self.idem(tokens, raw, note, voice, first),
            Some(Back::Idem) => self.ibid(note, voice, first).at_most(Sure::Likely, Reason::NoteBefore),
            Some(_) if raw.names.is_empty() && raw.title.is_none() => {
                self.ibid(note, voice, first).at_most(Sure::Likely, Reason::NoteBefore)
            }
            Some(_) => self.op_cit(tokens, raw),
            None => match &raw.pointer {
                Some(pointer) if !raw.names.is_empty() || raw.title.is_some() => self.by_note(tokens, raw, pointer, note),
                Some(_) => Found::unknown(Reason::Number),
                None => self.plain(tokens, raw, note),
            },
        }
    }

    // ── Back ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// *Ibid.*: the cite before it in the same note, else the single work of the last note that cites anything.
    fn ibid(&self, note: NoteId, voice: Voice, first: usize) -> Found {
        if let Some(index) = (first..self.cites.len()).rev().find(|index| self.cites[*index].kind != Kind::Cross) {
            return self.follow(&[CiteId::at(index)], Reason::SameNote);
        }
        let own = self.last.get(&voice);
        let latest = self.latest.and_then(|latest| self.last.get(&latest));
        let Some(last) = own.or(latest) else { return Found::unknown(Reason::NothingBefore) };
        let cites = self.citing(last.note);
        let found = self.follow(&cites, Reason::NoteBefore);
        if let Some(latest) = latest.filter(|latest| latest.voice != voice) {
            // An editor's *ibid.* can mean the author's note before it as well as the editor's own last one.
            let other = self.follow(&self.citing(latest.note), Reason::NoteBefore);
            if voice != Voice::Author || own.is_none() {
                if own.is_some() && other.meaning != found.meaning {
                    return self.either(&[found, other], Reason::SeveralBefore);
                }
                return other.at_most(Sure::Likely, Reason::OtherVoice);
            }
            return found.at_most(Sure::Likely, Reason::OtherVoice);
        }
        if last.crossed {
            return found.at_most(Sure::Likely, Reason::CrossBetween);
        }
        if last.remarks > 0 {
            return found.at_most(Sure::Likely, Reason::RemarksBetween);
        }
        if self.begins_chapter(last, note) {
            return found.at_most(Sure::Likely, Reason::ChapterBetween);
        }
        found
    }

    /// Tells whether a chapter begins between two notes: notes count anew, or a section of the first level begins and notes do count anew
    /// somewhere. Sections of an essay with one run of numbers do not break a chain.
    fn begins_chapter(&self, last: &Last, note: NoteId) -> bool {
        let number = |note: NoteId| self.document.note(note).label.as_str().parse::<u32>().ok();
        let anew = matches!((number(last.note), number(note)), (Some(before), Some(here)) if here <= before);
        anew && last.chapter != self.chapters[note.index()] || anew && number(note) == Some(1)
    }

    fn citing(&self, note: NoteId) -> Vec<CiteId> {
        let (first, count) = self.of_note[note.index()];
        (first..first + count).map(CiteId).filter(|id| self.cites[id.index()].kind != Kind::Cross).collect()
    }

    /// What several cites mean taken together: the one work they all mean, or several.
    fn follow(&self, cites: &[CiteId], reason: Reason) -> Found {
        let mut works: Vec<WorkId> = Vec::new();
        let mut unknown = false;
        let mut open = false;
        let mut doubtful = false;
        for cite in cites.iter().map(|cite| &self.cites[cite.index()]) {
            match &cite.meaning {
                Meaning::Work(work) => works.push(*work),
                Meaning::OneOf(several) => {
                    works.extend(several);
                    open = true;
                }
                _ => unknown = true,
            }
            doubtful |= cite.sure < Sure::Certain && cite.reason != Reason::NotInFull;
        }
        let mut seen = Vec::new();
        works.retain(|work| {
            seen.len() <= CANDIDATES && !seen.contains(work) && {
                seen.push(*work);
                true
            }
        });
        let on = cites.last().copied();
        match works.as_slice() {
            _ if unknown => Found::unknown(Reason::BrokenChain).on(on),
            [] => Found::unknown(Reason::BrokenChain).on(on),
            [only] if !open => Found::work(*only, if doubtful { Sure::Likely } else { Sure::Certain }, reason).on(on),
            _ => Found::several(works, if open && cites.len() == 1 { Reason::BrokenChain } else { Reason::SeveralBefore }).on(on),
        }
    }

    #[expect(clippy::unused_self, reason = "reads as the other steps do")]
    fn either(&self, found: &[Found], reason: Reason) -> Found {
        let mut works = Vec::new();
        for found in found {
            match &found.meaning {
                Meaning::Work(work) => works.push(*work),
                Meaning::OneOf(several) => works.extend(several),
                _ => {}
            }
        }
        works.dedup();
        Found::several(works, reason).on(found.first().and_then(|found| found.leans_on))
    }

    /// *Idem* with a title: another work by the author just cited.
    fn idem(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId, voice: Voice, first: usize) -> Found {
        let before = self.ibid(note, voice, first);
        let Meaning::Work(work) = before.meaning else {
            return Found::unknown(Reason::BrokenChain).on(before.leans_on);
        };
        let names = self.known.work(work).authors.clone();
        let short = raw.short(tokens);
        let on = before.leans_on;
        let fits = self.known.titled(&names, &short);
        if let [(only, _)] = fits.as_slice() {
            return Found::work(*only, Sure::Certain.min(before.sure), Reason::SameAuthor).on(on);
        }
        if fits.len() > 1 {
            return self.choose(tokens, raw, &fits).on(on);
        }
        let id = self.enter(tokens, raw, note, names, short);
        Found::work(id, before.sure.min(Sure::Certain), Reason::SameAuthor).on(on)
    }

    /// *Op. cit.* with an author or a title: the work by them that was cited before.
    fn op_cit(&self, tokens: &Tokens, raw: &Raw) -> Found {
        let short = raw.short(tokens);
        if !short.is_empty() {
            let fits = self.known.titled(&raw.names, &short);
            if !fits.is_empty() {
                return self.choose(tokens, raw, &fits);
            }
        }
        if raw.names.is_empty() {
            return Found::unknown(Reason::NotInFull);
        }
        self.by_author(&raw.names)
    }

    /// An author alone: the only work by them that was cited before.
    fn by_author(&self, names: &[Name]) -> Found {
        let works = self.known.by(names);
        let cited: Vec<WorkId> = works.iter().copied().filter(|work| self.was_cited(*work)).collect();
        match (cited.as_slice(), works.as_slice()) {
            ([only], _) => {
                Found::work(*only, if works.len() > 1 { Sure::Likely } else { Sure::Certain }, Reason::OnlyWork).on(self.last_cite(*only))
            }
            ([], [only]) => Found::work(*only, Sure::Likely, Reason::Later),
            ([], []) if names.iter().any(|name| self.names_in_body(&name.surname)) => Found::unknown(Reason::InBody),
            ([], []) => Found::unknown(Reason::NoSuchAuthor),
            ([], several) => Found::several(several.iter().rev().copied().collect(), Reason::SeveralWorks),
            (several, _) => Found::several(several.iter().rev().copied().collect(), Reason::SeveralWorks),
        }
    }

    /// "Smith (n 3)": the work by Smith that note 3 cites.
    fn by_note(&self, tokens: &Tokens, raw: &Raw, pointer: &Pointer, note: NoteId) -> Found {
        let short = raw.short(tokens);
        let mut works = Vec::new();
        let mut on = None;
        for target in self.targets(pointer, pointer.labels.first().map_or("", String::as_str), note).0 {
            for id in self.citing(target) {
                if let Meaning::Work(work) = self.cites[id.index()].meaning {
                    let entry = self.known.work(work);
                    let by = raw.names.iter().all(|name| entry.authors.iter().any(|author| author.agrees(name)));
                    let titled = short.is_empty() || fit(&short, &entry.words).is_some();
                    if by && titled && !works.contains(&work) {
                        works.push(work);
                        on = Some(id);
                    }
                }
            }
        }
        match works.as_slice() {
            [only] => Found::work(*only, Sure::Certain, Reason::OfThatNote).on(on),
            // The note was renumbered, or it is no note of this text: what the author alone says is left, and less sure.
            [] => {
                let fits = self.known.titled(&raw.names, &short);
                let found = if fits.is_empty() { self.by_author(&raw.names) } else { self.choose(tokens, raw, &fits) };
                let reason = found.reason;
                found.at_most(Sure::Likely, reason)
            }
            _ => Found::several(works, Reason::SeveralBefore).on(on),
        }
    }

    // ── Titles ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// An entry, a short title, an author with a page.
    fn plain(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId) -> Found {
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

    fn choose(&self, tokens: &Tokens, raw: &Raw, fits: &[(WorkId, Fit)]) -> Found {
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
            !(years && !known.authors.is_empty())
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
            let full = self.full_stretch(tokens, raw);
            let entry = self.known.work_mut(work);
            entry.full = Some(full);
            entry.note = Some(note);
            entry.years.extend(&raw.tail.years);
            if entry.bibliography.is_none() {
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
    fn enter(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId, authors: Vec<Name>, short: Short) -> WorkId {
        let full = raw.is_full() || raw.names.iter().any(|name| !name.given.is_empty());
        let at = self.full_stretch(tokens, raw);
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
            ..Work::default()
        };
        self.known.add(work)
    }

    /// The entry without its locator.
    fn full_stretch(&self, tokens: &Tokens, raw: &Raw) -> crate::unit::Stretch {
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
    fn names_in_body(&self, surname: &str) -> bool {
        let words = self.body.get_or_init(|| {
            let text = self.document.slice(&(crate::unit::Place::START..self.document.body_end()));
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'');
            words.filter(|word| word.starts_with(char::is_uppercase)).map(super::words::fold).collect()
        });
        words.contains(surname)
    }

    fn was_cited(&self, work: WorkId) -> bool {
        self.known.work(work).note.is_some()
    }

    /// The cite that entered a work; what a short form is explained by.
    fn last_cite(&self, work: WorkId) -> Option<CiteId> {
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
    fn declared(&mut self, tokens: &Tokens, raw: &Raw) {
        let list = &tokens.list;
        let Some(Cite { meaning: Meaning::Work(work), .. }) = self.cites.last() else { return };
        let work = *work;
        let until = (raw.at.start..list.len().min(raw.at.end + 12)).find(|at| {
            matches!(list[*at].fold.as_str(), "hereafter" | "hereinafter" | "henceforth" | "далее" | "fortan" | "kunftig")
                || matches!(list[*at].fold.as_str(), "folgenden" | "doravante")
        });
        let Some(mut at) = until.map(|at| at + 1) else { return };
        while list.get(at).is_some_and(|token| {
            token.is(',')
                || token.is(':')
                || token.is('"')
                || token.is('“')
                || matches!(
                    token.fold.as_str(),
                    "cited" | "as" | "referred" | "to" | "abbreviated" | "zitiert" | "zit" | "als" | "simply" | "quoted"
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

    // ── Cross-references ────────────────────────────────────────────────────────────────────────────────────────────────

    fn cross(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId) {
        let Some(pointer) = raw.pointer.as_ref() else { return };
        for label in &pointer.labels {
            let (targets, reason) = self.targets(pointer, label, note);
            let (meaning, sure) = match targets.as_slice() {
                [] if !pointer.pointed => continue,
                [] => (Meaning::Unknown, Sure::Unknown),
                [only] if reason == Reason::Number => (Meaning::Note(*only), Sure::Certain),
                [only] => (Meaning::Note(*only), Sure::Likely),
                several => (Meaning::OneOfNotes(several.iter().copied().take(CANDIDATES).collect()), Sure::Several),
            };
            self.cites.push(Cite {
                note,
                at: tokens.stretch(&pointer.at),
                kind: Kind::Cross,
                locator: None,
                meaning,
                sure,
                reason,
                leans_on: None,
            });
        }
    }

    /// The notes a number can mean, best first: those of this chapter, else the only one, else the nearest.
    fn targets(&self, pointer: &Pointer, label: &str, note: NoteId) -> (Vec<NoteId>, Reason) {
        let here = self.rank[note.index()];
        let all = self.labels.get(label).map_or(&[][..], Vec::as_slice);
        let fits = |target: &NoteId| match pointer.direction {
            Some(Direction::Above) => self.rank[target.index()] < here,
            Some(Direction::Below) => self.rank[target.index()] > here,
            None => *target != note,
        };
        let chapter = self.chapters[note.index()];
        let in_chapter: Vec<NoteId> = if all.len() > 1 {
            all.iter().copied().filter(|target| self.chapters[target.index()] == chapter).filter(fits).take(2).collect()
        } else {
            Vec::new()
        };
        if let [only] = in_chapter.as_slice() {
            return (vec![*only], Reason::NumberHere);
        }
        // A label is shared by one note a chapter; the nearest is found without asking all.
        let near = all.partition_point(|target| *target < note);
        let window = &all[near.saturating_sub(8)..(near + 8).min(all.len())];
        let fitting: Vec<NoteId> = window.iter().copied().filter(fits).collect();
        match fitting.as_slice() {
            [] => (Vec::new(), Reason::NoSuchNote),
            [only] if all.len() == 1 => (vec![*only], Reason::Number),
            several => {
                let nearest = several.iter().copied().min_by_key(|target| self.rank[target.index()].abs_diff(here));
                (nearest.into_iter().collect(), Reason::NearestNumber)
            }
        }
    }

    // ── Afterwards ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// An author whose work is entered only after an *op. cit.* to it; and what leans on such a one.
    fn look_ahead(&mut self) {
        for index in 0..self.cites.len() {
            let cite = &self.cites[index];
            if cite.sure != Sure::Unknown {
                continue;
            }
            let found = match (cite.reason, cite.leans_on) {
                (Reason::BrokenChain, Some(on))
                    if self.cites[on.index()].sure > Sure::Unknown && self.citing(self.cites[on.index()].note).len() == 1 =>
                {
                    let found = self.follow(&[on], Reason::NoteBefore);
                    let reason = found.reason;
                    found.at_most(Sure::Likely, reason)
                }
                (Reason::NoSuchAuthor | Reason::InBody, _) => {
                    let at = cite.at.clone();
                    let tokens = Tokens::of(self.document, &at);
                    let (names, _) = super::names::from(&tokens, 0, tokens.list.len());
                    let works = self.known.by(&names);
                    match works.as_slice() {
                        [only] => Found::work(*only, Sure::Likely, Reason::Later),
                        _ => continue,
                    }
                }
                _ => continue,
            };
            let cite = &mut self.cites[index];
            cite.meaning = found.meaning;
            cite.sure = found.sure;
            cite.reason = found.reason;
            cite.leans_on = found.leans_on.or(cite.leans_on);
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
