//! The walk: note by note, cite by cite, what each means with what was cited before.

mod pointed;
mod titles;

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
};

use super::{
    Apparatus, Back, Beside, Cite, CiteId, Kind, Meaning, Reason, Sure, WorkId, bibliography, listed,
    order::order,
    overrule::{self, Decided, WorkKey},
    raw::{self, Raw},
    token::{Set, Tokens},
    voice::{Voice, voice},
    words,
    work::{Catalogue, Name},
};
use crate::{
    document::{Document, NoteId},
    unit::Stretch,
};

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
    /// Whether it may cite more than was understood.
    unread: bool,
}

/// So many candidates are named at most: who reads them chooses by eye.
const CANDIDATES: usize = 8;

/// After so many words about something else a bare *l. c.* is that of whoever they are about (some four sentences).
const MUCH_PROSE: usize = 100;

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
    decided: Decided<'a>,
    /// Cites that a reader led to a work which is entered only later, and that work.
    waiting: Vec<(CiteId, &'a WorkKey)>,
    /// By how much the numbers of notes are off that name a note which does not cite the work.
    off: Vec<(CiteId, i64)>,
    /// How many name one that does.
    right: usize,
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

pub(super) fn walk(document: &Document, beside: &Beside) -> Apparatus {
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
        decided: Decided::of(document, &beside.overrules),
        waiting: Vec::new(),
        off: Vec::new(),
        right: 0,
    };
    for (rank, note) in order.iter().enumerate() {
        walk.rank[note.index()] = rank;
    }
    for id in document.note_ids() {
        walk.labels.entry(document.note(id).label.as_str()).or_default().push(id);
    }
    bibliography::read(document, &mut walk.known);
    listed::enter(&beside.library, &mut walk.known);
    bibliography::abbreviations(document, &mut walk.known);
    for note in order {
        walk.note(note);
    }
    walk.look_ahead();
    for index in 0..walk.cites.len() {
        if let Meaning::Work(work) = walk.cites[index].meaning {
            walk.known.work_mut(work).cited.push(CiteId::at(index));
        }
    }
    let shift = walk.shift();
    Apparatus { works: walk.known.works, cites: walk.cites, of_note: walk.of_note, shift }
}

/// Tells whether a title follows: in "L. c., “Remarks and Facts”" the form stands for the volume, and the title for another piece in it.
fn is_of_volume(tokens: &Tokens, raw: &Raw) -> bool {
    let end = raw.at.end;
    tokens.list.get(end).is_some_and(|token| token.is(','))
        && tokens.list.get(end + 1).and_then(|token| token.run).is_some_and(|run| tokens.runs[run].set == Set::Quoted)
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
        let unread = raw::unread(&tokens, &raws);
        let after = raws.last().map_or(0, |raw| raw.at.end);
        let mut before = 0;
        for raw in &raws {
            let raw = &self.with_author(&tokens, raw, first);
            let mut found = self.meaning(&tokens, raw, note, voice, first);
            if raw.back == Some(Back::Ibid) && unread.iter().any(|at| (before..raw.at.start).contains(at)) {
                found = found.at_most(Sure::Likely, Reason::Unread);
            }
            if raw.opaque {
                let reason = found.reason;
                found = found.at_most(Sure::Likely, reason);
                if reason == Reason::NotInFull {
                    found.reason = Reason::Opaque;
                }
            }
            before = raw.at.end;
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
            let at = tokens.stretch(&raw.at);
            if self.decided.has(note) {
                found = self.overruled(found, note, first, &at);
            }
            let cite = Cite {
                note,
                at,
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
            self.last.insert(
                voice,
                Last {
                    note,
                    voice,
                    chapter: self.chapters[note.index()],
                    remarks: 0,
                    crossed: false,
                    unread: unread.iter().any(|at| *at >= after),
                },
            );
            self.latest = Some(voice);
        } else {
            for last in self.last.values_mut() {
                last.remarks += 1;
                last.crossed |= count > 0;
            }
        }
    }

    /// What a reader decided about a cite, else what was found out.
    fn overruled(&mut self, found: Found, note: NoteId, first: usize, at: &Stretch) -> Found {
        let words = self.document.words(at);
        let nth = self.cites[first..].iter().filter(|cite| self.document.words(&cite.at) == words).count();
        let Some(overrule) = self.decided.on(note, nth, &words) else { return found };
        let Some(key) = &overrule.decision else { return Found::unknown(Reason::Overruled) };
        match overrule::work(self.document, &self.known, key) {
            Some(work) => {
                // The nearest cite of the work: a bare *ibid.* takes over its locator.
                let nearest = self.cites.iter().rposition(|cite| cite.meaning == Meaning::Work(work));
                Found::work(work, Sure::Certain, Reason::Overruled).on(nearest.map(CiteId::at))
            }
            None => {
                self.waiting.push((CiteId::at(self.cites.len()), key));
                Found::unknown(Reason::Overruled)
            }
        }
    }

    /// "her *El Socorro Rojo*": by the author of the cite before it in the same note.
    fn with_author(&self, tokens: &Tokens, raw: &Raw, first: usize) -> Raw {
        let mut raw = raw.clone();
        if raw.theirs
            && let Some(Meaning::Work(work)) = self.cites[first..].last().map(|cite| &cite.meaning)
        {
            let authors = &self.known.work(*work).authors;
            // "Honest John …, his “Social System”" may speak of the author cited before; who has such a title is meant.
            if raw.names.is_empty() || !self.known.titled(authors, &raw.short(tokens)).is_empty() {
                raw.names.clone_from(authors);
            }
        }
        raw
    }

    fn meaning(&mut self, tokens: &Tokens, raw: &Raw, note: NoteId, voice: Voice, first: usize) -> Found {
        if let Some(key) = &raw.key {
            return match self.known.alias(key) {
                Some(work) => Found::work(work, Sure::Certain, Reason::Key).on(self.last_cite(work)),
                None => Found::unknown(Reason::NoSuchKey),
            };
        }
        match raw.back {
            Some(Back::Ibid) => self.ibid(note, voice, first),
            Some(Back::Idem) if raw.title.is_some() => self.idem(tokens, raw, note, voice, first),
            Some(Back::Idem) => self.ibid(note, voice, first).at_most(Sure::Likely, Reason::NoteBefore),
            Some(_) if raw.names.is_empty() && raw.title.is_none() && is_of_volume(tokens, raw) => Found::unknown(Reason::OtherPiece),
            Some(_) if raw.names.is_empty() && raw.title.is_none() => self.loc_cit(tokens, raw, note, voice, first),
            Some(back) => {
                let found = self.op_cit(tokens, raw);
                if back == Back::LocCit && found.reason == Reason::SeveralWorks { self.last_by(raw, first).unwrap_or(found) } else { found }
            }
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
        if last.unread {
            return found.at_most(Sure::Likely, Reason::Unread);
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

    /// *L. c.* without an author: that of whom the note speaks, else as *ibid.*
    fn loc_cit(&self, tokens: &Tokens, raw: &Raw, note: NoteId, voice: Voice, first: usize) -> Found {
        // What was said since the last cite of this note.
        let from = self.cites[first..].last().map_or(0, |cite| tokens.list.partition_point(|token| token.at.start < cite.at.end.offset()));
        let between = tokens.list.get(from..raw.at.start).unwrap_or(&[]).iter().filter(|token| token.run.is_none() && token.is_word());
        let mut authors: Vec<&str> = between
            .clone()
            .filter(|token| token.capital && self.known.knows_author(&token.fold))
            .map(|token| token.fold.as_str())
            .collect();
        authors.sort_unstable();
        authors.dedup();
        if let [only] = authors.as_slice() {
            return self.by_author(&[Name { surname: (*only).to_owned(), given: Vec::new() }]).at_most(Sure::Likely, Reason::OnlyWork);
        }
        // "Locke says …, l. c.": whom it means is said, but no note enters a work of theirs. "He says" goes on with whom it was about.
        let between: Vec<_> = between.collect();
        let names_another = |at: usize| {
            let near = &between[at.saturating_sub(2)..(at + 2).min(between.len())];
            near.iter().any(|token| token.capital && !words::is_pronoun(&token.fold) && !words::is_said(&token.fold))
        };
        let said = (0..between.len()).any(|at| words::is_said(&between[at].fold) && names_another(at));
        if said || from > 0 && between.len() > MUCH_PROSE {
            return Found::unknown(Reason::Prose);
        }
        self.ibid(note, voice, first).at_most(Sure::Likely, Reason::NoteBefore)
    }

    /// Tells whether a chapter begins between two notes: notes count anew, or a section of the first level begins and notes do count anew
    /// somewhere. Sections of an essay with one run of numbers do not break a chain.
    fn begins_chapter(&self, last: &Last, note: NoteId) -> bool {
        let number = |note: NoteId| self.document.note(note).label.as_str().parse::<u32>().ok();
        let anew = matches!((number(last.note), number(note)), (Some(before), Some(here)) if here <= before);
        anew && (last.chapter != self.chapters[note.index()] || number(note) == Some(1))
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

    /// *L. c.* after an author of several works: the place cited last, if that was in one of theirs, in this note or in the one before.
    fn last_by(&self, raw: &Raw, first: usize) -> Option<Found> {
        let of = |cites: &[CiteId]| {
            let by = |id: &CiteId| match self.cites[id.index()].meaning {
                Meaning::Work(work) => self.known.is_by(work, &raw.names).then_some((work, *id)),
                _ => None,
            };
            let mut works: Vec<(WorkId, CiteId)> = cites.iter().rev().filter_map(by).collect();
            works.dedup_by_key(|(work, _)| *work);
            if let [(only, on)] = works.as_slice() {
                Some(Found::work(*only, Sure::Likely, Reason::LastByAuthor).on(Some(*on)))
            } else {
                None
            }
        };
        let here: Vec<CiteId> = (first..self.cites.len()).map(CiteId::at).collect();
        let before = self.latest.and_then(|latest| self.last.get(&latest)).map(|last| self.citing(last.note));
        of(&here).or_else(|| of(&before?))
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
            ([], []) if let Some(found) = self.by_nearly(names) => found,
            ([], []) if names.iter().any(|name| self.names_in_body(&name.surname)) => Found::unknown(Reason::InBody),
            ([], []) => Found::unknown(Reason::NoSuchAuthor),
            ([], several) => Found::several(several.iter().rev().copied().collect(), Reason::SeveralWorks),
            (several, _) => Found::several(several.iter().rev().copied().collect(), Reason::SeveralWorks),
        }
    }

    /// As [`Walk::by_author`], where the author's name is misspelled here or there.
    fn by_nearly(&self, names: &[Name]) -> Option<Found> {
        let [name] = names else { return None };
        let surname = self.known.spelled_nearly(&name.surname)?.to_owned();
        let found = self.by_author(&[Name { surname, given: name.given.clone() }]);
        (found.sure > Sure::Unknown).then(|| found.at_most(Sure::Likely, Reason::NearlySo))
    }

    // ── Afterwards ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// An author whose work is entered only after an *op. cit.* to it; and what leans on such a one.
    fn look_ahead(&mut self) {
        for (cite, key) in std::mem::take(&mut self.waiting) {
            if let Some(work) = overrule::work(self.document, &self.known, key) {
                let cite = &mut self.cites[cite.index()];
                (cite.meaning, cite.sure) = (Meaning::Work(work), Sure::Certain);
            }
        }
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
