//! Events as they come from a file, whatever it is written in.

use std::collections::{HashMap, HashSet};

use crate::{
    document::sanitise,
    problem::{Problem, Read, nearest},
    time::{
        edtf::Edtf,
        timeline::{Confidence, Event, Lane, LaneId, Timeline},
    },
};

/// So many problems are told one by one: after that it is the file that is wrong, and not an event of it.
const MOST_PROBLEMS: usize = 100;

/// A lane's name where a file has none.
const ONLY_LANE: &str = "events";

/// What a file says of one event, and the line it begins in.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) line: Option<usize>,
    pub(super) id: String,
    pub(super) lane: String,
    pub(super) title: String,
    pub(super) date: String,
    /// The line of the date.
    pub(super) date_line: Option<usize>,
    pub(super) confidence: String,
    pub(super) confidence_line: Option<usize>,
    pub(super) summary: String,
    pub(super) sources: Vec<String>,
}

/// Takes lanes, events and problems, and makes a timeline of them.
#[derive(Debug, Default)]
pub(super) struct Collector {
    lanes: Vec<Lane>,
    by_name: HashMap<String, LaneId>,
    /// Whether the file says which lanes there are.
    declared: usize,
    events: Vec<Event>,
    ids: HashSet<String>,
    /// How many drafts came.
    drafts: usize,
    problems: Vec<Problem>,
    /// How many more there were.
    untold: usize,
}

impl Collector {
    /// Keeps a problem.
    pub(super) fn say(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.untold += 1;
        }
    }

    /// Adds a lane that the file declares.
    pub(super) fn declare(&mut self, name: &str, title: &str, line: Option<usize>) {
        let (name, title) = (words(name), words(title));
        if self.by_name.contains_key(&name) {
            return self.say(at(Problem::warning(format!("the lane «{name}» is declared twice")).mend("the first is kept"), line));
        }
        self.add_lane(name, title);
        self.declared = self.lanes.len();
    }

    fn add_lane(&mut self, name: String, title: String) -> LaneId {
        let id = LaneId::at(self.lanes.len());
        self.by_name.insert(name.clone(), id);
        self.lanes.push(Lane { title: if title.is_empty() { name.clone() } else { title }, name });
        id
    }

    /// The lane of this name; one that was not declared is added below the others.
    fn lane(&mut self, name: &str, event: &str, line: Option<usize>) -> LaneId {
        let name = if name.is_empty() { ONLY_LANE } else { name };
        if let Some(id) = self.by_name.get(name) {
            return *id;
        }
        if self.declared > 0 {
            let names = self.lanes[..self.declared].iter().map(|lane| lane.name.as_str());
            let mend = match nearest(name, names) {
                Some(near) => format!("did you mean «{near}»?"),
                None => "it is added below the others".to_owned(),
            };
            self.say(at(Problem::warning(format!("{event}: no lane is called «{name}»")).mend(mend), line));
        }
        let mut title = name.to_owned();
        // A name in a file is often lower case, what stands beside a lane is not.
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        self.add_lane(name.to_owned(), title)
    }

    /// The name by which messages call an event.
    pub(super) fn name_of(&self, id: &str, title: &str) -> String {
        match (words(id), words(title)) {
            (id, title) if id.is_empty() && title.is_empty() => format!("event {}", self.drafts + 1),
            (id, title) if id.is_empty() => format!("event «{title}»"),
            (id, _) => format!("event {id}"),
        }
    }

    /// Adds an event, and gives it back to be filled further; `None` when it lacks what an event must have, which is then told.
    pub(super) fn add(&mut self, draft: &Draft) -> Option<&mut Event> {
        let name = self.name_of(&draft.id, &draft.title);
        self.drafts += 1;
        let title = words(&draft.title);
        let date = if title.is_empty() {
            Err(at(Problem::warning("it has no title").mend("give it a few words: title = \"…\""), draft.line))
        } else if draft.date.trim().is_empty() {
            Err(at(Problem::warning("it has no date").mend("give it one in EDTF, as 1925-06-28, 1925~ or 1925/1927"), draft.line))
        } else {
            Edtf::parse(draft.date.trim()).map_err(|problem| at(problem, draft.date_line.or(draft.line)))
        };
        let date = match date {
            Ok(date) => date,
            Err(problem) => {
                let what = format!("{name} is left out: {}", problem.what);
                self.say(Problem { what, severity: crate::problem::Severity::Warning, ..problem });
                return None;
            }
        };
        let lane = self.lane(&words(&draft.lane), &name, draft.line);
        let id = self.id(draft, &title);
        let mut event = Event::new(id, lane, title, date);
        event.summary = words(&draft.summary);
        event.confidence = self.confidence(draft, &name);
        event.sources = draft.sources.iter().map(|source| words(source)).filter(|source| !source.is_empty()).collect();
        self.events.push(event);
        self.events.last_mut()
    }

    fn confidence(&mut self, draft: &Draft, name: &str) -> Confidence {
        let said = draft.confidence.trim().to_lowercase();
        if said.is_empty() {
            return Confidence::default();
        }
        Confidence::named(&said).unwrap_or_else(|| {
            let names = ["high", "medium", "low", "disputed"];
            let mend = match nearest(&said, names) {
                Some(near) => format!("did you mean «{near}»?"),
                None => format!("it is one of {}", names.join(", ")),
            };
            let problem = Problem::warning(format!("{name}: there is no confidence «{}»", words(&said))).mend(mend);
            self.say(at(problem, draft.confidence_line.or(draft.line)));
            Confidence::default()
        })
    }

    /// An id that no other event has: the given one, else one made of the title.
    fn id(&mut self, draft: &Draft, title: &str) -> String {
        let given = words(&draft.id);
        if !given.is_empty() && self.ids.contains(&given) {
            let problem = Problem::warning(format!("several events are called {given}")).mend("give each an id of its own");
            self.say(at(problem, draft.line));
        }
        let wanted = if given.is_empty() { slug(title) } else { given };
        let mut id = wanted.clone();
        let mut number = 2;
        // Events of one name are numbered; after a few, by how many came at all, so that many of one name stay cheap.
        while !self.ids.insert(id.clone()) {
            id = format!("{wanted}-{number}");
            number = if number < 10 { number + 1 } else { number.max(self.drafts) + 1 };
        }
        id
    }

    /// The timeline, and what was wrong.
    pub(super) fn finish(mut self, title: Option<String>) -> Read<Timeline> {
        if self.untold > 0 {
            self.problems.push(Problem::remark(format!("{} more like these are not listed", self.untold)));
        }
        if self.events.is_empty() {
            self.problems.push(Problem::warning("no event can be read from it"));
        }
        let title = title.map(|title| words(&title)).filter(|title| !title.is_empty());
        Read { value: Timeline::new(title, self.lanes, self.events), problems: self.problems }
    }
}

/// A problem at a line, if one knows it.
pub(super) fn at(problem: Problem, line: Option<usize>) -> Problem {
    match line {
        Some(line) => problem.at_line(line),
        None => problem,
    }
}

/// Words on one line, without what a terminal could take for a command.
pub(super) fn words(text: &str) -> String {
    sanitise(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title as a name: "Clara Zetkin, president" is `clara-zetkin-president`.
fn slug(title: &str) -> String {
    let parts = title.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
    let slug = parts.take(6).map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "event".to_owned() } else { slug }
}
