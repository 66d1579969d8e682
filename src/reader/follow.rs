//! Following what leads somewhere: looking first, going second, and coming back.

use super::{
    Effect, State,
    history::{History, Stop},
    item::{Item, items_in},
    list::{Goal, Row},
    lists,
    peek::{Peek, Sight, View, stretch_of},
    state::{Hints, Overlay, Pane},
};
use crate::{
    document::{NoteId, Target},
    typeset::Galley,
};

/// The letters of hints, the easiest to reach first.
const LETTERS: &[u8] = b"asdfghjklqwertyuiopzxcvbnm";

/// Said of a note that lies in the part of the text that has not come yet.
pub(super) const STILL_OPENING: &str = "the note has not been read yet: the text is still being opened";

impl State {
    /// Looks at what is lit, or lights the first item of the page; in a look, goes there.
    pub(super) fn follow(&mut self) -> Vec<Effect> {
        if let Overlay::Peek(_) = self.overlay {
            return self.follow_in_peek();
        }
        if self.focus == Pane::Notes {
            if let Some(note) = self.page.notes.get(self.chosen_note) {
                let note = note.note;
                self.look(View::new(Sight::Note(note)));
            }
            return Vec::new();
        }
        match self.lit_on_page() {
            Some(item) => self.look_at(item),
            None => {
                self.items(1);
                if self.book.lit.is_some() && self.message.is_none() {
                    self.say("Enter looks at it · Tab lights the next");
                }
            }
        }
        Vec::new()
    }

    /// Looks at what is lit, or at the first note of the page.
    pub(super) fn peek(&mut self) {
        if self.focus == Pane::Notes {
            self.follow();
            return;
        }
        let document = &self.book.document;
        let first = || items_in(document, &self.page.stretch()).into_iter().find(|item| matches!(item, Item::Noteref(_)));
        match self.lit_on_page().or_else(first) {
            Some(item) => {
                self.book.lit = Some(item);
                self.look_at(item);
            }
            None => self.refuse("no note on this page · ]n goes to the next"),
        }
    }

    fn lit_on_page(&self) -> Option<Item> {
        let lit = self.book.lit?;
        self.composer().page(self.book.top).shows(lit.at(&self.book.document).start).then_some(lit)
    }

    /// Opens a look at what an item leads to, or says that it leads nowhere.
    fn look_at(&mut self, item: Item) {
        let document = &self.book.document;
        let sight = match item {
            Item::Noteref(id) => {
                let noteref = document.noteref(id);
                match noteref.note {
                    Some(note) => Sight::Note(note),
                    None if document.is_whole() => {
                        let label = noteref.label.clone();
                        return self.refuse(format!("mark {label} has no note in this text"));
                    }
                    None => return self.say(STILL_OPENING),
                }
            }
            Item::Picture(id) => Sight::Picture(id),
            Item::Link(index) => match &document.links()[index].target {
                Target::Place(place) => match document.note_at(*place) {
                    Some(note) => Sight::Note(note),
                    None => Sight::Passage(*place),
                },
                Target::Address(_) => Sight::Address(index),
                lost @ Target::Lost(_) => {
                    let words = lists::target_words(lost);
                    return self.refuse(format!("this link leads to {words}"));
                }
            },
        };
        self.look(View::new(sight));
    }

    fn look(&mut self, view: View) {
        match &mut self.overlay {
            Overlay::Peek(peek) => peek.views.push(view),
            _ => {
                let galley = Galley::new(self.book.side.setting());
                self.overlay = Overlay::Peek(Peek { views: vec![view], galley, lines: Vec::new(), gloss: Vec::new() });
            }
        }
    }

    /// Enter in a look: at the note that is lit within it, or goes there.
    fn follow_in_peek(&mut self) -> Vec<Effect> {
        let Overlay::Peek(peek) = &self.overlay else { return Vec::new() };
        let Some(view) = peek.views.last() else { return Vec::new() };
        if let Some(item) = view.lit {
            self.look_at(item);
            return Vec::new();
        }
        match view.sight {
            Sight::Note(note) => {
                self.overlay = Overlay::None;
                self.go_to_note(note);
                self.say("Backspace goes back");
            }
            Sight::Passage(place) => {
                self.overlay = Overlay::None;
                self.jump_to_line(place);
                self.book.lit = None;
                self.say("Backspace goes back");
            }
            Sight::Picture(_) => {
                let effects = self.open_outside();
                self.overlay = Overlay::None;
                return effects;
            }
            Sight::Address(_) => {
                let address = view.name(&self.book.document).unwrap_or_default().to_owned();
                self.say("the address is on the clipboard");
                self.overlay = Overlay::None;
                return vec![Effect::Copy(address)];
            }
        }
        Vec::new()
    }

    /// Lights the item so many further on within a look.
    pub(super) fn items_in_peek(&mut self, by: isize) {
        let document = self.book.document.clone();
        let Overlay::Peek(peek) = &mut self.overlay else { return };
        let Some(view) = peek.views.last_mut() else { return };
        let items = items_in(&document, &stretch_of(&document, &view.flow(&document)));
        let lit = view.lit.and_then(|lit| items.iter().position(|item| *item == lit));
        let next = match lit {
            Some(index) => index.checked_add_signed(by),
            None if by > 0 => Some(0),
            None => items.len().checked_sub(1),
        };
        view.lit = next.and_then(|next| items.get(next)).copied();
        if items.is_empty() {
            self.say("nothing in this note leads further");
        }
    }

    /// Scrolls a look; the state settles how far it can go.
    pub(super) fn scroll_peek(&mut self, by: isize) {
        let Overlay::Peek(peek) = &mut self.overlay else { return };
        if let Some(view) = peek.views.last_mut() {
            view.scrolled = view.scrolled.saturating_add_signed(by);
        }
    }

    /// From a look at a note to the one it was seen from; from the first, back to the text.
    pub(super) fn back_in_peek(&mut self) {
        let Overlay::Peek(peek) = &mut self.overlay else { return };
        peek.views.pop();
        if peek.views.is_empty() {
            self.overlay = Overlay::None;
        }
    }

    /// The note that is looked at, or chosen, or called by what is lit.
    pub(super) fn note_in_question(&self) -> Option<NoteId> {
        match &self.overlay {
            Overlay::Peek(peek) => match peek.views.last()?.sight {
                Sight::Note(note) => Some(note),
                Sight::Passage(_) | Sight::Address(_) | Sight::Picture(_) => None,
            },
            _ if self.focus == Pane::Notes => self.page.notes.get(self.chosen_note).map(|note| note.note),
            _ => None,
        }
    }

    /// Puts letters to every item of the page.
    pub(super) fn hints(&mut self) {
        let items = items_in(&self.book.document, &self.page.stretch());
        if items.is_empty() {
            return self.refuse("no note or link on this page");
        }
        let letter = |index: usize| char::from(LETTERS[index % LETTERS.len()]);
        let two = items.len() > LETTERS.len();
        let of = items
            .into_iter()
            .take(LETTERS.len() * LETTERS.len())
            .enumerate()
            .map(|(index, item)| {
                let hint = if two { format!("{}{}", letter(index / LETTERS.len()), letter(index)) } else { letter(index).to_string() };
                (hint, item)
            })
            .collect();
        self.overlay = Overlay::Hints(Hints { of, typed: String::new() });
    }

    /// A letter of a hint was typed.
    pub(super) fn type_hint(&mut self, letter: char) {
        let Overlay::Hints(hints) = &mut self.overlay else { return };
        hints.typed.extend(letter.to_lowercase());
        if let Some((_, item)) = hints.of.iter().find(|(hint, _)| *hint == hints.typed) {
            let item = *item;
            self.overlay = Overlay::None;
            self.book.lit = Some(item);
            self.look_at(item);
        } else if !hints.of.iter().any(|(hint, _)| hint.starts_with(&hints.typed)) {
            self.overlay = Overlay::None;
            self.refuse("no such letter on this page");
        }
    }

    /// Does what the chosen row of a list leads to.
    pub(super) fn choose(&mut self) -> Vec<Effect> {
        let Some(list) = self.list() else { return Vec::new() };
        let Some(Row { goal, .. }) = list.chosen().cloned() else { return Vec::new() };
        let subject = list.subject;
        if goal == Goal::Nothing {
            return Vec::new();
        }
        if matches!(self.overlay, Overlay::List(_)) {
            self.overlay = Overlay::None;
        }
        self.focus = Pane::Text;
        match goal {
            Goal::Nothing => Vec::new(),
            Goal::Place(place) => {
                use super::list::Subject;
                match subject {
                    Subject::Contents | Subject::Marks => self.jump_to_line(place),
                    _ => self.jump_to_place(place),
                }
                match subject {
                    Subject::Event => self.speak_at(place),
                    Subject::Hits => self.light_hit(place),
                    Subject::Notes | Subject::Callers => {
                        let noteref = self.book.document.noterefs_in(&(place..place.plus(1))).next();
                        self.book.lit = noteref.map(Item::Noteref);
                    }
                    _ => {}
                }
                Vec::new()
            }
            Goal::Note(id) => {
                let caller = self.book.document.note(id).callers.first().copied();
                match caller {
                    Some(caller) => {
                        self.jump_to_place(self.book.document.noteref(caller).at.start);
                        self.book.lit = Some(Item::Noteref(caller));
                    }
                    None => self.go_to_note(id),
                }
                Vec::new()
            }
            Goal::Work(work) => {
                self.go_to_work(work);
                Vec::new()
            }
            Goal::Decide(cite) => {
                self.ask_what_is_meant(cite);
                Vec::new()
            }
            Goal::Means(cite, work) => self.say_what_is_meant(cite, work),
            Goal::TakeBack(cite) => self.take_decision_back(cite),
            Goal::Open(key) => {
                if key == self.book.key {
                    return Vec::new();
                }
                self.book.keep().map(Effect::KeepPlace).into_iter().chain([Effect::Open(key)]).collect()
            }
            Goal::Event(text, event) => self.open_event(text, event),
            Goal::Verb(verb) => super::update(self, super::Action::Do { verb, count: None, character: None }),
        }
    }

    /// Back to where one came from, exactly.
    pub(super) fn back(&mut self, count: usize) {
        self.retrace(count, History::back, "nowhere to go back to");
    }

    /// Forward again.
    pub(super) fn forward(&mut self, count: usize) {
        self.retrace(count, History::forward, "nowhere to go forward to");
    }

    /// Changes places with the last one.
    pub(super) fn last_place(&mut self) {
        self.retrace(1, History::swap, "there is no last place yet");
    }

    fn retrace(&mut self, count: usize, step: impl Fn(&mut History, Stop) -> Option<Stop>, refusal: &str) {
        for _ in 0..count {
            let here = self.stop();
            match step(&mut self.book.history, here) {
                Some(there) => {
                    self.book.turned.clear();
                    self.return_to(there);
                }
                None => return self.refuse(refusal),
            }
        }
    }
}
