//! What a text defines, wherever it does so: notes, targets of links, substitutions, roles.

use std::collections::{HashMap, HashSet};

/// A chain of targets that name each other is followed this far; longer ones are rings.
const LONGEST_CHAIN: usize = 16;

/// The signs of notes that are called by `[*]_`, in docutils' order; then doubled.
const SIGNS: [&str; 10] = ["*", "†", "‡", "§", "¶", "#", "♠", "♥", "♦", "♣"];

/// How a note is labelled in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A number: `[1]`.
    Number(String),
    /// The next free number: `[#]`, `[#name]`.
    Auto(Option<String>),
    /// The next sign: `[*]`.
    Sign,
    /// A work: `[CIT2002]`.
    Citation(String),
}

impl Mark {
    /// Reads what stands between the brackets.
    pub(super) fn of(label: &str) -> Option<Self> {
        match label {
            "#" => Some(Self::Auto(None)),
            "*" => Some(Self::Sign),
            _ if !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()) => Some(Self::Number(label.to_owned())),
            _ => match label.strip_prefix('#') {
                Some(name) => is_simple(name).then(|| Self::Auto(Some(normal(name)))),
                None => is_simple(label).then(|| Self::Citation(label.to_owned())),
            },
        }
    }
}

/// Where a name leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// An address outside.
    Address(String),
    /// A place in the text, which is anchored by that name.
    Here(String),
    /// What another name leads to.
    Name(String),
}

/// What `|name|` stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Substitution {
    Words(String),
    Picture { address: String, description: String },
}

/// What a text defines.
#[derive(Debug, Default)]
pub(super) struct Names {
    targets: HashMap<String, Destination>,
    /// The words of headings, which are targets where nothing else has their name.
    headings: HashSet<String>,
    pub(super) anonymous: Vec<Destination>,
    pub(super) substitutions: HashMap<String, Substitution>,
    /// Roles of the text's own, by the role that they are made from.
    pub(super) roles: HashMap<String, String>,
    pub(super) default_role: Option<String>,
    /// Titles of sections, by the names that stand before them.
    pub(super) titles: HashMap<String, String>,
    /// Notes in the order of their definition.
    pub(super) notes: Vec<Mark>,
    /// Their printed labels, once they are numbered.
    labels: Vec<String>,
    /// Labels of `[#]`, of `[#name]`, of `[*]`.
    numbers: Vec<String>,
    named: HashMap<String, String>,
    signs: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) problems: Vec<crate::problem::Problem>,
}

impl Names {
    /// Keeps a target. The first of several with one name keeps it.
    pub(super) fn target(&mut self, name: &str, destination: Destination) {
        self.targets.entry(normal(name)).or_insert(destination);
    }

    /// Gives a name another destination.
    pub(super) fn redirect(&mut self, name: &str, destination: Destination) {
        self.targets.insert(normal(name), destination);
    }

    /// Keeps the words of a heading.
    pub(super) fn heading(&mut self, words: &str) {
        self.headings.insert(normal(words));
    }

    /// Keeps a note; gives its index.
    pub(super) fn note(&mut self, mark: Mark) -> usize {
        self.notes.push(mark);
        self.notes.len() - 1
    }

    /// Numbers the notes, in the order of their definition, past the numbers that the author gave.
    pub(super) fn number(&mut self) {
        let taken: HashSet<&str> =
            self.notes.iter().filter_map(|mark| if let Mark::Number(number) = mark { Some(number.as_str()) } else { None }).collect();
        let (mut next, mut signs) = (0_usize, 0_usize);
        let mut labels = Vec::with_capacity(self.notes.len());
        for mark in &self.notes {
            labels.push(match mark {
                Mark::Number(label) | Mark::Citation(label) => label.clone(),
                Mark::Auto(name) => {
                    let label = loop {
                        next += 1;
                        let label = next.to_string();
                        if !taken.contains(label.as_str()) {
                            break label;
                        }
                    };
                    match name {
                        Some(name) => drop(self.named.entry(name.clone()).or_insert_with(|| label.clone())),
                        None => self.numbers.push(label.clone()),
                    }
                    label
                }
                Mark::Sign => {
                    // Nobody prints a sign twenty times; a figure says more.
                    let times = signs / SIGNS.len() + 1;
                    let label = if times > 9 { format!("*{}", signs + 1) } else { SIGNS[signs % SIGNS.len()].repeat(times) };
                    signs += 1;
                    self.signs.push(label.clone());
                    label
                }
            });
        }
        self.labels = labels;
    }

    /// The printed label of a note, and the key it is kept under.
    pub(super) fn label(&self, note: usize) -> (String, String) {
        let label = self.labels.get(note).cloned().unwrap_or_default();
        let key = match self.notes.get(note) {
            Some(Mark::Citation(label)) => citation_key(label),
            Some(Mark::Sign) => format!("sign {label}"),
            // A second definition of one name is a note of its own, to which nothing leads.
            _ => format!("note {label}"),
        };
        (label, key)
    }

    /// The printed label and the key of the note that a mark calls: of unnamed ones, the first that was not called yet.
    pub(super) fn called(&self, mark: &Mark, called: &mut Called) -> (String, String) {
        let next = |labels: &[String], count: &mut usize, kind: &str, sign: &str| {
            let label = labels.get(*count).cloned();
            *count += 1;
            match label {
                Some(label) => (label.clone(), format!("{kind} {label}")),
                None => (sign.to_owned(), format!("{kind} none {count}")),
            }
        };
        match mark {
            Mark::Number(label) => (label.clone(), format!("note {label}")),
            Mark::Citation(label) => (label.clone(), citation_key(label)),
            Mark::Auto(Some(name)) => match self.named.get(name) {
                Some(label) => (label.clone(), format!("note {label}")),
                None => (format!("#{name}"), format!("note none {name}")),
            },
            Mark::Auto(None) => next(&self.numbers, &mut called.numbers, "note", "#"),
            Mark::Sign => next(&self.signs, &mut called.signs, "sign", "*"),
        }
    }

    /// Where a name leads in the end: an address, or `#` and an anchor.
    pub(super) fn address(&self, name: &str) -> Option<String> {
        let mut name = normal(name);
        for _ in 0..LONGEST_CHAIN {
            match self.targets.get(&name) {
                Some(Destination::Name(other)) => name = normal(other),
                Some(destination) => return self.address_of(destination),
                // A named note can be linked to like anything else.
                None => {
                    let note = self.named.get(&name).map(|label| format!("#note {label}"));
                    return note.or_else(|| self.headings.contains(&name).then(|| format!("#{name}")));
                }
            }
        }
        None
    }

    /// Where a destination leads.
    pub(super) fn address_of(&self, destination: &Destination) -> Option<String> {
        match destination {
            Destination::Address(address) => Some(address.clone()),
            Destination::Here(anchor) => Some(format!("#{anchor}")),
            Destination::Name(name) => self.address(name),
        }
    }
}

/// How many unnamed notes have been called.
#[derive(Debug, Default)]
pub(super) struct Called {
    numbers: usize,
    signs: usize,
    /// And links to unnamed targets.
    pub(super) anonymous: usize,
}

fn citation_key(label: &str) -> String {
    format!("cite {}", label.to_lowercase())
}

/// A name as it is compared: whatever its case and its blanks.
pub(super) fn normal(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What an address calls a place of this name, as docutils makes it: letters and figures, joined by hyphens.
pub(super) fn identifier(name: &str) -> String {
    let words = name.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Tells whether a name can be written without quotes: letters and figures, single marks between them.
pub(super) fn is_simple(name: &str) -> bool {
    let mut was_mark = true;
    for character in name.chars() {
        let is_mark = matches!(character, '-' | '_' | '.' | ':' | '+');
        if !(character.is_alphanumeric() || is_mark) || (is_mark && was_mark) {
            return false;
        }
        was_mark = is_mark;
    }
    !was_mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_numbered_past_those_of_the_author() {
        let mut names = Names::default();
        for label in ["#", "2", "#b", "*", "#", "*", "CIT"] {
            names.note(Mark::of(label).unwrap());
        }
        names.number();
        let labels: Vec<_> = (0..7).map(|note| names.label(note).0).collect();
        assert_eq!(labels, ["1", "2", "3", "*", "4", "†", "CIT"]);
        let mut called = Called::default();
        let mut check = |mark: &str, expected: &str| assert_eq!(names.called(&Mark::of(mark).unwrap(), &mut called).1, expected);
        check("#", "note 1");
        check("#B", "note 3");
        check("#", "note 4");
        check("#", "note none 3");
        check("*", "sign *");
        check("cit", "cite cit");
    }

    #[test]
    fn rings_of_targets_lead_nowhere() {
        let mut names = Names::default();
        names.target("a", Destination::Name("b".into()));
        names.target("b", Destination::Name("a".into()));
        names.target("c", Destination::Name("D  e".into()));
        names.target("d E", Destination::Address("x".into()));
        assert_eq!((names.address("a"), names.address("C")), (None, Some("x".into())));
    }

    #[test]
    fn simple_names_have_single_marks_inside() {
        let check = |name: &str, expected: bool| assert_eq!(is_simple(name), expected, "{name}");
        check("a-b.c", true);
        check("a--b", false);
        check("-a", false);
        check("", false);
    }
}
