//! The command line: what can be typed after `:`, what it becomes, and what it is completed to.

use super::{
    Action, Effect, State, Verb, copy::CopyAs, item::Item, layout::NotesWanted, lists, pictures::PicturesWanted, prompt::Purpose,
    state::Overlay,
};
use crate::problem::nearest;

/// How many commands are remembered for the prompt.
const MOST_COMMANDS: usize = 50;

/// A command that takes words; all verbs are commands as well.
struct Command {
    name: &'static str,
    takes: &'static str,
    run: fn(&mut State, &str) -> Vec<Effect>,
}

const COMMANDS: &[Command] = &[
    Command { name: "theme", takes: "the name of a theme", run: |_, name| vec![Effect::Theme(name.to_owned())] },
    Command { name: "measure", takes: "a number of columns from 20 to 200", run: measure },
    Command { name: "notes", takes: "beside, below, auto or off", run: notes },
    Command { name: "pictures", takes: "auto, blocks or off", run: pictures },
    Command { name: "copy", takes: "plain, markdown, csl-json or bare", run: copy },
    Command { name: "remarks", takes: "on or off", run: remarks },
    Command { name: "note", takes: "the number or sign of a note", run: note },
    Command { name: "open", takes: "a file or the name of a bundled text", run: open },
    Command { name: "page", takes: "the number of a printed page", run: page },
    Command { name: "goto", takes: "a percentage", run: goto },
    Command {
        name: "search",
        takes: "words to look for",
        run: |state, words| {
            let here = state.stop();
            state.accept_search(words, here)
        },
    },
    Command { name: "mark", takes: "a letter", run: |state, name| state.with_character(Verb::SetMark, name) },
    Command { name: "delmark", takes: "a letter", run: delmark },
];

/// A command that takes nothing and is no verb.
type Plain = (&'static str, fn(&mut State));

/// Those there are.
const PLAIN: &[Plain] = &[("marks", |state| state.overlay = Overlay::List(lists::marks(state)))];

/// Names people type from other programs.
const ALIASES: &[(&str, &str)] = &[("q", "quit"), ("qa", "quit"), ("q!", "quit"), ("e", "open"), ("h", "help"), ("toc", "contents")];

impl State {
    /// Opens the command line.
    pub(super) fn open_command(&mut self) {
        let line = super::prompt::Line::new(self.commands.clone());
        self.overlay = Overlay::Prompt { purpose: Purpose::Command, line, origin: self.stop(), before: None };
    }

    /// Does what was typed.
    pub(super) fn command(&mut self, typed: &str) -> Vec<Effect> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Vec::new();
        }
        self.commands.retain(|command| command != typed);
        self.commands.push(typed.to_owned());
        if self.commands.len() > MOST_COMMANDS {
            self.commands.remove(0);
        }
        let (name, words) = typed.split_once(char::is_whitespace).map_or((typed, ""), |(name, words)| (name, words.trim()));
        let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name);
        if let Ok(percent) = typed.trim_end_matches('%').trim().parse::<u32>() {
            self.go_to_percent(percent);
            return Vec::new();
        }
        if let Some(command) = COMMANDS.iter().find(|command| command.name == name) {
            if words.is_empty() && Verb::named(name).is_none() {
                self.refuse(format!("{name} wants {}", command.takes));
                return Vec::new();
            }
            if !words.is_empty() {
                return (command.run)(self, words);
            }
        }
        if let Some((_, run)) = PLAIN.iter().find(|(plain, _)| *plain == name) {
            run(self);
            return Vec::new();
        }
        match Verb::named(name) {
            Some(verb) if verb.takes_character() => self.with_character(verb, words),
            Some(verb) => super::update(self, Action::Do { verb, count: words.parse().ok(), character: None }),
            None => {
                let near = nearest(name, names());
                self.refuse(match near {
                    Some(near) => format!("no command is called {name} · did you mean {near}?"),
                    None => format!("no command is called {name} · Tab lists them"),
                });
                Vec::new()
            }
        }
    }

    fn with_character(&mut self, verb: Verb, words: &str) -> Vec<Effect> {
        let mut characters = words.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => super::update(self, Action::Do { verb, count: None, character: Some(character) }),
            _ => {
                self.refuse(format!("{} wants one letter", verb.name()));
                Vec::new()
            }
        }
    }

    /// What a line could become.
    pub(super) fn completions(&self, typed: &str) -> Vec<String> {
        let Some((name, start)) = typed.split_once(' ') else {
            let mut offers: Vec<String> = names().filter(|name| name.starts_with(typed)).map(str::to_owned).collect();
            offers.sort();
            return offers;
        };
        let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name);
        let values: Vec<String> = match name {
            "theme" => self.themes.to_vec(),
            "open" => self.texts.iter().map(|(name, _)| name.clone()).collect(),
            "pictures" => PicturesWanted::NAMED.iter().map(|(name, _)| (*name).to_owned()).collect(),
            "notes" => ["auto", "beside", "below", "off"].map(str::to_owned).to_vec(),
            "copy" => CopyAs::ALL.map(|format| format.name().to_owned()).to_vec(),
            "remarks" => ["on", "off"].map(str::to_owned).to_vec(),
            "note" => {
                let mut labels: Vec<String> = self.book.document.notes().iter().map(|note| note.label.to_string()).collect();
                labels.dedup();
                labels
            }
            "page" => self.book.document.pages().iter().map(|page| page.label.to_string()).collect(),
            "delmark" | "go-to-mark" => self.book.marks.keys().map(char::to_string).collect(),
            _ => Vec::new(),
        };
        values.into_iter().filter(|value| value.starts_with(start.trim_start())).take(200).map(|value| format!("{name} {value}")).collect()
    }

    /// Sets the text wider or narrower, within reason.
    pub(super) fn set_measure(&mut self, measure: u16) -> Vec<Effect> {
        let measure = measure.clamp(20, 200);
        self.settings.measure = measure;
        self.lay_out();
        let shown = self.layout.text.cols;
        self.say(if shown < measure {
            format!("measure {measure} · the screen has room for {shown}")
        } else {
            format!("measure {measure}")
        });
        vec![Effect::KeepSetting { name: "measure", value: measure.to_string() }]
    }

    /// Puts the notes beside the text, below it, or away.
    pub(super) fn set_notes(&mut self, wanted: NotesWanted) -> Vec<Effect> {
        self.settings.notes = wanted;
        self.say(match wanted {
            NotesWanted::Auto => "notes beside the text where there is room, else below",
            NotesWanted::Beside => "notes beside the text",
            NotesWanted::Below => "notes below the text",
            NotesWanted::Off => "notes put away · Enter and K still show them",
        });
        vec![Effect::KeepSetting { name: "notes", value: wanted.name().to_owned() }]
    }
}

fn measure(state: &mut State, words: &str) -> Vec<Effect> {
    match words.parse::<u16>() {
        Ok(measure) => state.set_measure(measure),
        Err(_) => {
            state.refuse(format!("measure wants a number of columns from 20 to 200, not {words}"));
            Vec::new()
        }
    }
}

fn pictures(state: &mut State, words: &str) -> Vec<Effect> {
    match PicturesWanted::named(words) {
        Some(wanted) => state.set_pictures(wanted),
        None => {
            state.refuse(format!("pictures are auto, blocks or off, not {words}"));
            Vec::new()
        }
    }
}

fn notes(state: &mut State, words: &str) -> Vec<Effect> {
    match NotesWanted::named(words) {
        Some(wanted) => state.set_notes(wanted),
        None => {
            state.refuse(format!("notes are beside, below, auto or off, not {words}"));
            Vec::new()
        }
    }
}

/// Copies in this way, and from now on.
fn copy(state: &mut State, words: &str) -> Vec<Effect> {
    match CopyAs::named(words) {
        Some(format) => state.copy_as(format),
        None => {
            state.refuse(format!("copies are plain, markdown, csl-json or bare, not {words}"));
            Vec::new()
        }
    }
}

/// Tells the marks of notes that say something from those of notes that only cite, or does not.
fn remarks(state: &mut State, words: &str) -> Vec<Effect> {
    let wanted = match words {
        "on" => true,
        "off" => false,
        _ => {
            state.refuse(format!("remarks are told apart or not: on or off, not {words}"));
            return Vec::new();
        }
    };
    state.settings.remarks = wanted;
    state.say(if wanted { "the marks of notes that say something stand out" } else { "all notes have the same marks" });
    vec![Effect::KeepSetting { name: "remarks", value: wanted.to_string() }]
}

/// Goes to where the note of this label is called: the next such note from here, as numbering may restart.
fn note(state: &mut State, words: &str) -> Vec<Effect> {
    let document = state.book.document.clone();
    let here = state.here();
    let place = |id| document.note(id).callers.first().map_or(document.note(id).body.start, |caller| document.noteref(*caller).at.start);
    let named = || document.note_ids().filter(|id| document.note(*id).label.as_str() == words);
    match named().find(|id| place(*id) > here).or_else(|| named().next()) {
        Some(id) => {
            state.jump_to_place(place(id));
            state.book.lit = document.note(id).callers.first().map(|caller| Item::Noteref(*caller));
        }
        None => state.refuse(format!("no note has the label {words}")),
    }
    Vec::new()
}

/// Goes to where a printed page begins.
fn page(state: &mut State, words: &str) -> Vec<Effect> {
    let document = state.book.document.clone();
    let pages = document.pages();
    match (document.page_named(words), pages) {
        (Some(page), _) => {
            // It may begin between two blocks, and is on screen with the first of its words.
            let words = &document.text()[page.at.offset()..];
            let place = page.at.plus(words.len() - words.trim_start().len());
            state.jump_to_place(document.floor(place));
            state.say(format!("p. {}", page.label));
        }
        (None, [first, .., last]) if document.is_whole() => {
            state.refuse(format!("no printed page {words} is marked · they go from {} to {}", first.label, last.label));
        }
        (None, _) if !document.is_whole() => state.refuse(format!("page {words} has not been read yet")),
        (None, []) => state.refuse("this text does not say where its printed pages began"),
        (None, _) => state.refuse(format!("no printed page {words} is marked")),
    }
    Vec::new()
}

fn open(state: &mut State, words: &str) -> Vec<Effect> {
    state.book.keep().map(Effect::KeepPlace).into_iter().chain([Effect::Open(words.to_owned())]).collect()
}

fn goto(state: &mut State, words: &str) -> Vec<Effect> {
    match words.trim_end_matches('%').trim().parse::<u32>() {
        Ok(percent) => state.go_to_percent(percent),
        Err(_) => state.refuse(format!("goto wants a percentage, not {words}")),
    }
    Vec::new()
}

fn delmark(state: &mut State, words: &str) -> Vec<Effect> {
    let name = words.chars().next().filter(|name| state.book.marks.remove(name).is_some());
    match name {
        Some(name) => {
            state.say(format!("mark {name} is gone"));
            vec![Effect::KeepMark { key: state.book.key.clone(), name, place: None }]
        }
        None => {
            state.refuse(format!("there is no mark {words}"));
            Vec::new()
        }
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    let commands = COMMANDS.iter().map(|command| command.name);
    commands.chain(PLAIN.iter().map(|(name, _)| *name)).chain(Verb::ALL.iter().map(|verb| verb.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_nothing_far_off() {
        let check = |typed: &str, expected: Option<&str>| assert_eq!(nearest(typed, names()), expected, "{typed}");
        check("tehme", Some("theme"));
        check("contens", Some("contents"));
        check("quti", Some("quit"));
        check("xyzzyq", None);
    }
}
