//! What chords mean: the defaults, and what a reader's `keys.toml` changes of them.

use std::collections::{BTreeMap, HashMap};

use super::{
    chord::{Chord, sequence, written},
    defaults::{LAYERS, tables},
};
use crate::{
    problem::{Problem, Read, nearest, not_too_deep},
    reader::{HelpRow, Layer, Verb},
};

/// A sequence of chords in one layer leads to a verb, or is the beginning of one that does.
#[derive(Clone, Debug, Default)]
struct Trie {
    verb: Option<Verb>,
    next: HashMap<Chord, Trie>,
}

/// What chords mean in every layer.
#[derive(Clone, Debug)]
pub struct Keymap {
    layers: BTreeMap<Layer, Trie>,
}

/// What a sequence of chords is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It says this.
    Verb(Verb),
    /// It is the beginning of something.
    Beginning,
    /// It says nothing.
    Nothing,
}

impl Default for Keymap {
    fn default() -> Self {
        let mut keymap = Self { layers: BTreeMap::new() };
        for (_, layer) in LAYERS {
            for (verb, chords) in tables(*layer).iter().flat_map(|table| table.iter()) {
                for text in *chords {
                    // A test holds that every default chord can be read.
                    if let Some(chords) = sequence(text) {
                        keymap.bind(*layer, &chords, Some(*verb));
                    }
                }
            }
        }
        keymap
    }
}

impl Keymap {
    /// The defaults, changed by a `keys.toml`: a table for each layer (`text`, `select`, `list`, `note`, `timeline`), in which chords name verbs;
    /// `"none"` takes a chord's meaning away. What cannot be read is reported, and the rest counts.
    ///
    /// ```
    /// let read = ibid::keys::Keymap::parse("[text]\n\"^N\" = \"next-note\"\n\"h\" = \"none\"\n");
    /// assert_eq!(read.problems, []);
    /// ```
    pub fn parse(text: &str) -> Read<Self> {
        let mut keymap = Self::default();
        let mut problems = Vec::new();
        let problem = |what: String, needle: &str| {
            let problem = Problem::warning(what).about("keys.toml");
            match text.lines().position(|line| line.contains(needle)) {
                Some(line) => problem.at_line(line + 1),
                None => problem,
            }
        };
        let table: toml::Table = match not_too_deep(text).parse() {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
                let whole = Problem::warning(format!("this is not TOML: {}", error.message())).about("keys.toml").at_line(line);
                return Read { value: keymap, problems: vec![whole.mend("the default keys are used")] };
            }
        };
        for (name, layer) in &table {
            let Some((_, id)) = LAYERS.iter().find(|(known, _)| known == name) else {
                let names = LAYERS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                problems.push(problem(format!("there is no layer «{name}»"), name).mend(format!("the layers are {names}")));
                continue;
            };
            let Some(bindings) = layer.as_table() else {
                problems.push(problem(format!("«{name}» is not a table"), name).mend(format!("write [{name}] on a line of its own")));
                continue;
            };
            for (chords, verb) in bindings {
                let Some(read) = sequence(chords) else {
                    let mend = "write keys as j, ^F, Alt-←, Shift-Tab, Space, F1, or several as in ]n";
                    problems.push(problem(format!("«{chords}» is not a key"), chords).mend(mend));
                    continue;
                };
                let word = verb.as_str().unwrap_or_default();
                match Verb::named(word) {
                    Some(verb) => keymap.bind(*id, &read, Some(verb)),
                    None if word == "none" => keymap.bind(*id, &read, None),
                    None => {
                        let near = nearest(word, Verb::ALL.iter().map(|verb| verb.name()));
                        let mend =
                            near.map_or_else(|| "ibid's help (?) lists the actions".to_owned(), |near| format!("did you mean «{near}»?"));
                        problems.push(problem(format!("no action is called «{word}»"), chords).mend(mend));
                    }
                }
            }
        }
        Read { value: keymap, problems }
    }

    fn bind(&mut self, layer: Layer, chords: &[Chord], verb: Option<Verb>) {
        let mut trie = self.layers.entry(layer).or_default();
        for chord in chords {
            // A longer sequence takes the meaning of its beginning away: one cannot wait for both.
            trie.verb = None;
            trie = trie.next.entry(*chord).or_default();
        }
        trie.verb = verb;
        trie.next.clear();
    }

    /// What a sequence of chords is in a layer.
    pub(super) fn meaning(&self, layer: Layer, chords: &[Chord]) -> Meaning {
        let Some(mut trie) = self.layers.get(&layer) else { return Meaning::Nothing };
        for chord in chords {
            match trie.next.get(chord) {
                Some(next) => trie = next,
                None => return Meaning::Nothing,
            }
        }
        match trie.verb {
            Some(verb) => Meaning::Verb(verb),
            None if trie.next.is_empty() => Meaning::Nothing,
            None => Meaning::Beginning,
        }
    }

    /// The chords that say a verb in a layer, as they are written, the defaults in their order first.
    pub fn chords(&self, layer: Layer, verb: Verb) -> Vec<String> {
        let mut found = Vec::new();
        if let Some(trie) = self.layers.get(&layer) {
            collect(trie, &mut Vec::new(), verb, &mut found);
        }
        let defaults: Vec<Vec<Chord>> = tables(layer)
            .iter()
            .flat_map(|table| table.iter())
            .filter(|(known, _)| *known == verb)
            .flat_map(|(_, texts)| texts.iter())
            .filter_map(|text| sequence(text))
            .collect();
        found.sort_by_key(|chords| (defaults.iter().position(|default| default == chords).unwrap_or(usize::MAX), chords.clone()));
        found.iter().map(|chords| written(chords)).collect()
    }

    /// The rows of the help: every verb that has a chord, in the order of the verbs; then the keys that are no verbs.
    pub fn help(&self) -> Vec<HelpRow> {
        let mut rows = Vec::new();
        for verb in Verb::ALL {
            let mut chords = self.chords(Layer::Text, *verb);
            if chords.is_empty() {
                chords = self.chords(Layer::Select, *verb);
            }
            if chords.is_empty() {
                // No key, but a name: it can be typed at the command line.
                chords.push(format!(":{}", verb.name()));
            }
            if verb.takes_character() {
                for chord in &mut chords {
                    chord.push('a');
                }
                if *verb == Verb::GoToMark {
                    rows.push(HelpRow {
                        group: verb.group().to_owned(),
                        chords: "''".to_owned(),
                        help: Verb::LastPlace.help().to_owned(),
                        verb: Some(Verb::LastPlace),
                    });
                }
            }
            if *verb == Verb::LastPlace {
                continue;
            }
            rows.push(HelpRow {
                group: verb.group().to_owned(),
                chords: chords.join(" "),
                help: verb.help().to_owned(),
                verb: (!verb.takes_character()).then_some(*verb),
            });
        }
        for (chords, help) in [
            ("12j 3]n 50%", "a number before a motion says how often, or where"),
            ("↑ ↓", "at a prompt: what was typed before"),
            ("Tab", "at the command line: completes"),
            ("^R", "at a search: words or a regular expression"),
            ("^U ^W", "at a prompt: takes away what was typed, or a word"),
        ] {
            rows.push(HelpRow { group: "Typing".to_owned(), chords: chords.to_owned(), help: help.to_owned(), verb: None });
        }
        rows
    }
}

fn collect(trie: &Trie, path: &mut Vec<Chord>, verb: Verb, found: &mut Vec<Vec<Chord>>) {
    if trie.verb == Some(verb) {
        found.push(path.clone());
    }
    for (chord, next) in &trie.next {
        path.push(*chord);
        collect(next, path, verb, found);
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_chord_can_be_read_and_keeps_its_meaning() {
        let keymap = Keymap::default();
        for (_, layer) in LAYERS {
            let rows: Vec<_> = tables(*layer).iter().flat_map(|table| table.iter()).collect();
            for (index, (verb, texts)) in rows.iter().enumerate() {
                for text in *texts {
                    let chords = sequence(text).unwrap_or_else(|| panic!("{text} cannot be read"));
                    let overruled = rows[index + 1..].iter().any(|(_, later)| later.contains(text));
                    if !overruled {
                        assert_eq!(keymap.meaning(*layer, &chords), Meaning::Verb(*verb), "{text} in {layer:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_reader_may_bind_keys_anew_and_take_them_away() {
        let read = Keymap::parse("[text]\n\"^N\" = \"next-note\"\nh = \"none\"\n\"]n\" = \"next-hit\"\n");
        assert_eq!(read.problems, []);
        let meaning = |text: &str| read.value.meaning(Layer::Text, &sequence(text).unwrap());
        assert_eq!(meaning("^N"), Meaning::Verb(Verb::NextNote));
        assert_eq!(meaning("h"), Meaning::Nothing);
        assert_eq!(meaning("]n"), Meaning::Verb(Verb::NextHit));
        assert_eq!(meaning("]"), Meaning::Beginning);
        assert_eq!(read.value.chords(Layer::Text, Verb::NextNote), ["^N"]);
    }

    #[test]
    fn what_cannot_be_bound_is_told_with_its_line_and_the_rest_counts() {
        let read = Keymap::parse("[text]\n\"j\" = \"line-dwon\"\n\"Hyper-x\" = \"quit\"\n\"^N\" = \"next-note\"\n[txt]\n");
        let said: Vec<String> = read.problems.iter().map(Problem::to_string).collect();
        assert_eq!(
            said,
            [
                "keys.toml: «Hyper-x» is not a key\n  line 3 · write keys as j, ^F, Alt-←, Shift-Tab, Space, F1, or several as in ]n",
                "keys.toml: no action is called «line-dwon»\n  line 2 · did you mean «line-down»?",
                "keys.toml: there is no layer «txt»\n  line 5 · the layers are text, select, list, note, timeline",
            ]
        );
        assert_eq!(read.value.chords(Layer::Text, Verb::NextNote), ["]n", "^N"]);
        let read = Keymap::parse("[text\n");
        assert!(read.problems[0].to_string().starts_with("keys.toml: this is not TOML:"), "{}", read.problems[0]);
    }

    #[test]
    fn the_help_names_every_verb() {
        let help = Keymap::default().help();
        for verb in Verb::ALL {
            assert!(help.iter().any(|row| row.help == verb.help()), "{verb:?}");
        }
        let row = help.iter().find(|row| row.verb == Some(Verb::NextNote)).unwrap();
        assert_eq!(row.chords, "]n");
    }
}
