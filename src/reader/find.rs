//! Searching: as one types, from hit to hit, and all hits as a list.

use std::sync::Arc;

use super::{
    Effect, Shared, State,
    history::Stop,
    lists,
    prompt::{Line, Purpose},
    state::{Overlay, Search},
};
use crate::{
    search::{Hits, Query},
    unit::{Place, Stretch},
};

/// How many searches are remembered for the prompt.
const MOST_SEARCHES: usize = 50;

impl State {
    /// Opens the prompt for a search.
    pub(super) fn open_search(&mut self) {
        self.typed = false;
        let line = Line::new(self.searches.clone());
        self.overlay = Overlay::Prompt { purpose: Purpose::Search, line, origin: self.stop(), before: self.book.search.clone() };
    }

    /// What is typed has changed: shows the first hit from where the search began.
    pub(super) fn search_typed(&mut self) {
        let Overlay::Prompt { purpose: Purpose::Search, line, origin, .. } = &self.overlay else { return };
        let (words, origin) = (line.text().to_owned(), *origin);
        if words.is_empty() {
            self.book.search = None;
            self.message = None;
            return self.return_to(origin);
        }
        match Query::new(&words, self.settings.regex) {
            Ok(query) => {
                let from = self.book.galley.line_start(&self.book.document, origin.top.place);
                let hit = self.first_from(&query, from);
                match hit.clone() {
                    Some((hit, _)) => {
                        self.message = None;
                        let top = self.composer().showing(origin.top, hit.start);
                        self.turn_to(top);
                    }
                    None => {
                        self.refuse("not found");
                        self.return_to(origin);
                    }
                }
                self.book.search =
                    Some(Search { query: shared(query), here: hit.map(|(hit, _)| hit), hits: None, list_when_counted: false });
            }
            // A pattern is often wrong until its last bracket is typed: said, but nothing moves.
            Err(problem) => self.refuse(problem.mend.unwrap_or(problem.what)),
        }
    }

    /// The search was typed to its end.
    pub(super) fn accept_search(&mut self, words: &str, origin: Stop) -> Vec<Effect> {
        if words.is_empty() {
            // An empty search repeats the last one.
            return match self.searches.last().cloned() {
                Some(last) => self.search_for(&last, origin),
                None => Vec::new(),
            };
        }
        self.searches.retain(|search| search != words);
        self.searches.push(words.to_owned());
        if self.searches.len() > MOST_SEARCHES {
            self.searches.remove(0);
        }
        self.search_for(words, origin)
    }

    /// Goes to the first hit from `origin`, which is kept in the history.
    pub(super) fn search_for(&mut self, words: &str, origin: Stop) -> Vec<Effect> {
        let query = match Query::new(words, self.settings.regex) {
            Ok(query) => query,
            Err(problem) => {
                self.return_to(origin);
                self.refuse(problem.to_string().replace('\n', " ·"));
                return Vec::new();
            }
        };
        self.return_to(origin);
        let from = self.book.galley.line_start(&self.book.document, origin.top.place);
        let found = self.first_from(&query, from);
        self.book.search = Some(Search { query: shared(query), here: None, hits: None, list_when_counted: false });
        match found {
            Some((hit, wrapped)) => {
                self.jump_to_place(hit.start);
                if let Some(selection) = &mut self.book.selection {
                    selection.cursor = hit.start;
                }
                self.at_hit(hit, wrapped.then_some("from the beginning"));
                self.count_hits()
            }
            None => {
                self.refuse(format!("{words} is not in this text"));
                Vec::new()
            }
        }
    }

    /// Goes so many hits on, or back if negative.
    pub(super) fn hits(&mut self, by: isize) -> Vec<Effect> {
        let Some(search) = &self.book.search else {
            let Some(last) = self.searches.last().cloned() else {
                self.refuse("nothing was searched for yet · / searches");
                return Vec::new();
            };
            return self.search_for(&last, self.stop());
        };
        let Shared(query) = search.query.clone();
        let document = self.book.document.clone();
        let mut here = search.here.clone();
        let mut wrapped = None;
        for _ in 0..by.unsigned_abs() {
            let page = self.page.stretch();
            let next = if by > 0 {
                // From the hit one is at, while it is in sight; else from the page.
                let from = here.as_ref().filter(|hit| self.near_page(hit)).map_or(page.start, |hit| hit.start.plus(1));
                let from = next_boundary(&document, from);
                query.next(&document, from, document.end()).or_else(|| {
                    wrapped = Some("from the beginning");
                    query.next(&document, Place::START, document.end())
                })
            } else {
                let from = here.as_ref().filter(|hit| self.near_page(hit)).map_or(page.start, |hit| hit.start);
                query.previous(&document, from).or_else(|| {
                    wrapped = Some("from the end");
                    query.previous(&document, document.end())
                })
            };
            match next {
                Some(hit) => {
                    self.show(hit.start);
                    self.page = self.composer().page(self.book.top);
                    here = Some(hit);
                }
                None => {
                    self.refuse(format!("{} is not in this text", query.words()));
                    return Vec::new();
                }
            }
        }
        if let Some(hit) = here {
            self.at_hit(hit, wrapped);
        }
        self.count_hits()
    }

    /// Lights the hit at `place`, gone to from the list.
    pub(super) fn light_hit(&mut self, place: Place) {
        let document = self.book.document.clone();
        let hit = self.book.search.as_ref().and_then(|search| search.query.0.next(&document, place, place.plus(1)));
        if let Some(hit) = hit {
            self.at_hit(hit, None);
        }
    }

    /// Opens the list of all hits.
    pub(super) fn list_hits(&mut self) -> Vec<Effect> {
        let Some(search) = &self.book.search else {
            self.refuse("nothing was searched for yet · / searches");
            return Vec::new();
        };
        match &search.hits {
            Some(hits) => {
                let mut list = lists::hits(&self.book.document, search.query.0.words(), &hits.at, hits.total);
                if let Some(here) = &search.here {
                    list.choose_place(here.start);
                }
                self.overlay = Overlay::List(list);
                Vec::new()
            }
            None => {
                self.say("counting the hits …");
                if let Some(search) = &mut self.book.search {
                    search.list_when_counted = true;
                }
                self.count_hits()
            }
        }
    }

    /// The hits were counted.
    pub(super) fn found(&mut self, query: &Shared<Query>, hits: Hits) -> Vec<Effect> {
        let Some(search) = self.book.search.as_mut().filter(|search| search.query == *query) else { return Vec::new() };
        search.hits = Some(hits);
        let here = search.here.clone();
        if std::mem::take(&mut search.list_when_counted) {
            self.message = None;
            return self.list_hits();
        }
        // Only what still speaks of the hit is made more exact; whatever was said since stays.
        if let Some(hit) = here.filter(|_| self.message.as_ref().is_some_and(|message| message.words.starts_with("hit"))) {
            self.at_hit(hit, None);
        }
        Vec::new()
    }

    /// Switches between words and regular expressions, and searches anew.
    pub(super) fn toggle_regex(&mut self) {
        self.settings.regex = !self.settings.regex;
        self.search_typed();
        if self.message.is_none() {
            self.say(if self.settings.regex { "searching by regular expression" } else { "searching by words" });
        }
    }

    /// One is at this hit: says which it is and where.
    fn at_hit(&mut self, hit: Stretch, wrapped: Option<&str>) {
        let document = &self.book.document;
        let whence = document.note_at(hit.start).map(|id| format!("in note {}", document.note(id).label));
        let Some(search) = &mut self.book.search else { return };
        let number = search.hits.as_ref().and_then(|hits| {
            let index = hits.at.binary_search_by_key(&hit.start, |at| at.start).ok()?;
            Some(format!("{} of {}", index + 1, hits.total))
        });
        search.here = Some(hit);
        let parts = [Some(number.map_or_else(|| "hit".to_owned(), |number| format!("hit {number}"))), whence, wrapped.map(str::to_owned)];
        self.say(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    }

    fn count_hits(&self) -> Vec<Effect> {
        match &self.book.search {
            Some(search) if search.hits.is_none() => {
                vec![Effect::CountHits { book: self.book.id, document: Shared(self.book.document.clone()), query: search.query.clone() }]
            }
            _ => Vec::new(),
        }
    }

    /// The first hit from `from`, or from the beginning where there is none; and whether it was from the beginning.
    fn first_from(&self, query: &Query, from: Place) -> Option<(Stretch, bool)> {
        let document = &self.book.document;
        query
            .next(document, from, document.end())
            .map(|hit| (hit, false))
            .or_else(|| query.next(document, Place::START, from).map(|hit| (hit, true)))
    }

    /// Tells whether a hit is on the page or in a note shown with it.
    fn near_page(&self, hit: &Stretch) -> bool {
        self.page.shows(hit.start)
    }
}

fn shared(query: Query) -> Shared<Query> {
    Shared(Arc::new(query))
}

/// The first character boundary at or after `place`.
fn next_boundary(document: &crate::document::Document, place: Place) -> Place {
    let mut place = place;
    while place < document.end() && document.floor(place) != place {
        place = place.plus(1);
    }
    place
}
