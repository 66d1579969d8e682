//! The timeline of a text that has none of its own: its dated sentences become events, its parts or chapters lanes.
//!
//! [`title`] makes a few words of a sentence; [`lanes`] divides the text; [`chronology`] finds a table or list of dates, which is the author's
//! own timeline and goes before what prose says. What only says when a book came out is no event of the story.

mod chronology;
mod lanes;
mod title;

use std::collections::HashMap;

use self::lanes::Lanes;
use super::{
    date::{Date, Grain, When},
    edtf::Edtf,
    find::{Found, How, Track},
    timeline::{Confidence, Event, Lane, LaneId, Mention, Origin, Timeline},
};
use crate::{
    document::{Document, Kind},
    unit::{Place, Stretch},
};

/// What is less sure than this, in per cent, makes no event.
const SURE: u8 = 40;

/// What is less sure than this, in per cent, moves no timeline.
const TOLD: u8 = 50;

/// So many words may stand in a line with the date of a letter or an entry: a place, a day of the week.
const WITH_DATELINE: usize = 3;

/// More events than this are no timeline to look at, and would take more memory than the text; what comes after them is left out.
const MOST: usize = 50_000;

/// With more dates than this, events are told without the sentences they come from.
const MOST_WITH_SENTENCES: usize = 10_000;

/// Events of one date that are compared for being the same; a text does not tell more under one date.
const MOST_OF_A_DATE: usize = 60;

/// The timeline of a text, from the dates found in it.
pub fn story(document: &Document, dates: &[Found]) -> Timeline {
    let declared = chronology::entries(document, dates);
    let lanes = Lanes::of(document, dates, !declared.is_empty());
    let mut events: Vec<Event> = Vec::new();
    let mut of_date: HashMap<String, Vec<usize>> = HashMap::new();
    let mut sentence = Place::START..Place::START;
    let has_sentences = dates.len() <= MOST_WITH_SENTENCES;
    let all = dates;
    let mut dates = all.iter().enumerate().peekable();
    while let Some((index, found)) = dates.next().filter(|_| events.len() < MOST) {
        let Some(date) = story_date(found) else { continue };
        let mut at = found.at.clone();
        let mut edtf = date.to_string();
        let mut inferred = found.how == How::Inferred;
        let mut sure = found.sure;
        if found.to_next
            && let Some((_, end)) = dates.next_if(|(_, next)| story_date(next).is_some() && next.at.start > at.end)
            && let Some(last) = story_date(end)
            && date.days().0 <= last.days().1
        {
            at.end = end.at.end;
            edtf = format!("{date}/{last}");
            inferred |= end.how == How::Inferred;
            sure = sure.min(end.sure);
        }
        let entry = declared.get(&index);
        let note = document.note_at(at.start);
        if entry.is_none() && (sure < SURE || is_citation(document, found, date)) {
            continue;
        }
        let Ok(parsed) = Edtf::parse(&edtf) else { continue };
        if !sentence.contains(&at.start) || sentence.end < at.end {
            sentence = document.sentence_around(at.start);
            // The number of an item is not said.
            if let Some(block) = document.block_at(at.start).map(|block| document.block(block)) {
                sentence.start = sentence.start.max(block.at.start.plus(usize::from(block.label)));
            }
        }
        let words = match entry {
            Some(words) => title::cut(words),
            None => match headed(document, &at) {
                Headed::No => title::of(document, &sentence, &run_of(document, all, index, &at)),
                // A heading of a diary: what follows it is told.
                Headed::Date(next) => title::of(document, &next, &(next.start..next.start)),
                Headed::More => continue,
            },
        };
        if words.is_empty() {
            continue;
        }
        let lane = if entry.is_some() { Lanes::CHRONOLOGY } else { lanes.at(at.start, note.is_some()) };
        let mention = Mention { at: at.clone(), note };
        let known = of_date.entry(edtf).or_default();
        // The same date and the same matter, told again.
        let told = known.iter().rev().take(MOST_OF_A_DATE).copied().find(|known| title::is_same(&events[*known].title, &words));
        if let Some(told) = told {
            events[told].mentions.push(mention);
            continue;
        }
        known.push(events.len());
        let mut event = Event::new(format!("{}", at.start), lane, words, parsed);
        event.confidence = match sure {
            85.. => Confidence::High,
            60.. => Confidence::Medium,
            _ => Confidence::Low,
        };
        event.origin = match (entry, inferred) {
            (Some(_), _) => Origin::Declared,
            (None, true) => Origin::Inferred,
            (None, false) => Origin::Found,
        };
        if has_sentences {
            event.summary = summary(document, &sentence);
        }
        event.mentions.push(mention);
        events.push(event);
    }
    let (lanes, events) = without_empty(lanes.into_lanes(), events);
    Timeline::new(document.meta().title.clone(), lanes, events)
}

/// Whether a date stands in a heading, or in a line of its own as a letter begins with.
enum Headed {
    No,
    /// And is all of it; the first sentence under it.
    Date(Stretch),
    /// And other words with it: it says when what follows happened, and that says so itself.
    More,
}

fn headed(document: &Document, at: &Stretch) -> Headed {
    let Some(id) = document.block_at(at.start) else { return Headed::No };
    let block = document.block(id);
    let is_heading = matches!(block.kind, Kind::Heading(_));
    if !is_heading && block.kind != Kind::Paragraph {
        return Headed::No;
    }
    let (before, after) = (document.words(&(block.at.start..at.start)), document.words(&(at.end..block.at.end)));
    // «Vienna, July 9, 1817.»: a place may stand with it.
    let words =
        [&before, &after].into_iter().flat_map(|words| words.split(' ')).filter(|word| word.contains(char::is_alphanumeric)).count();
    let is_all = words <= if is_heading { 0 } else { WITH_DATELINE };
    match document.blocks().get(id.index() + 1) {
        Some(next) if is_all && next.kind == Kind::Paragraph => {
            let behind = document.blocks().get(id.index() + 2).filter(|behind| behind.kind == Kind::Paragraph);
            let told = behind.filter(|_| is_salutation(document.slice(&next.at))).unwrap_or(next);
            Headed::Date(document.sentence_around(told.at.start))
        }
        _ if is_heading => Headed::More,
        _ => Headed::No,
    }
}

/// Whether a paragraph only greets whom a letter is to: «My dear Sir,», «GENTLEMEN!».
fn is_salutation(text: &str) -> bool {
    const WORDS: usize = 8;
    let text = text.trim();
    let greets = text.ends_with([',', ':', '!', '—', '–', '-']) || !text.contains(char::is_lowercase);
    greets && text.split_whitespace().count() <= WORDS
}

/// The dates that stand together with one in its sentence: 4 and 5 May, in 1925 or 1926. A title leaves out all of them.
fn run_of(document: &Document, dates: &[Found], index: usize, at: &Stretch) -> Stretch {
    const JOINTS: [&str; 6] = ["and", "or", "and in", "or in", "and on", "to"];
    let is_joint = |from: Place, to: Place| {
        from <= to && to.offset() - from.offset() < 10 && {
            let words =
                document.slice(&(from..to)).trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '-' | '–' | '/'));
            words.is_empty() || JOINTS.contains(&words)
        }
    };
    let mut run = at.clone();
    for found in dates[..index].iter().rev().take_while(|found| found.at.end <= at.start) {
        if !is_joint(found.at.end, run.start) {
            break;
        }
        run.start = found.at.start;
    }
    for found in dates[index + 1..].iter().skip_while(|found| found.at.start < at.end) {
        if !is_joint(run.end, found.at.start) {
            break;
        }
        run.end = found.at.end;
    }
    run
}

/// The date of the story that was found, if it is one: a century is a way of speaking, and an open end no event.
fn story_date(found: &Found) -> Option<Date> {
    match found.when? {
        When::At(date) | When::Since(date) | When::Until(date) => (date.grain != Grain::Century).then_some(date.plain()),
    }
}

/// The dates of the body that the text tells of, by their index: not those of what it cites, nor any that is not sure.
pub fn told(document: &Document, dates: &[Found]) -> Vec<u32> {
    let body = dates.iter().take_while(|found| found.at.start < document.body_end());
    let is_told = |found: &Found| found.sure >= TOLD && story_date(found).is_some_and(|date| !is_citation(document, found, date));
    (0..).zip(body).filter(|(_, found)| is_told(found)).map(|(index, _)| index).collect()
}

/// Tells whether a date says only when something was printed, or when this text was written; a bare year of a note is one, too.
fn is_citation(document: &Document, found: &Found, date: Date) -> bool {
    let is_bare_year = matches!(date.grain, Grain::Year | Grain::Years(..) | Grain::Decade);
    let kind = document.block_at(found.at.start).map(|block| document.block(block).kind);
    found.track == Track::Citation
        || matches!(kind, Some(Kind::Byline | Kind::Title))
        || is_bare_year && document.note_at(found.at.start).is_some()
}

/// A sentence as a summary: not longer than a card of the timeline holds.
fn summary(document: &Document, sentence: &Stretch) -> String {
    const MOST: usize = 280;
    let words = document.words(sentence);
    match words.char_indices().nth(MOST) {
        None => words,
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
    }
}

/// Without the lanes in which nothing happens.
fn without_empty(lanes: Vec<Lane>, mut events: Vec<Event>) -> (Vec<Lane>, Vec<Event>) {
    let used: Vec<bool> = (0..lanes.len()).map(|lane| events.iter().any(|event| event.lane == LaneId::at(lane))).collect();
    for event in &mut events {
        event.lane = LaneId::at(used[..event.lane.index()].iter().filter(|used| **used).count());
    }
    let lanes = lanes.into_iter().zip(used).filter_map(|(lane, used)| used.then_some(lane)).collect();
    (lanes, events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Builder, time::find::find};

    fn document(blocks: &[&str]) -> Document {
        let mut builder = Builder::new();
        for block in blocks {
            match block.strip_prefix("# ") {
                Some(heading) => {
                    builder.heading(1);
                    builder.text(heading);
                }
                None => {
                    builder.begin(Kind::Paragraph);
                    builder.text(block);
                }
            }
            builder.end();
        }
        builder.finish().value
    }

    /// Lane, date and title of each event.
    fn told(blocks: &[&str]) -> Vec<String> {
        let document = document(blocks);
        let timeline = story(&document, &find(&document));
        timeline.events().iter().map(|event| format!("{}: {} {}", timeline.lane(event.lane).title, event.date, event.title)).collect()
    }

    #[test]
    fn dated_sentences_become_events_in_the_lanes_of_their_chapters() {
        assert_eq!(
            told(&[
                "# The Rising",
                "On 23 October 1923 the rising began in Hamburg. It lasted three days.",
                "# The Trial",
                "In January 1924 the trial opened in Leipzig, and on 4 February 1924 the court sentenced eleven men.",
            ]),
            [
                "The Rising: 1923-10-23 The rising began in Hamburg",
                "The Trial: 1924-01 The trial opened in Leipzig",
                "The Trial: 1924-02-04 The court sentenced eleven men",
            ]
        );
    }

    #[test]
    fn a_range_is_one_event_and_what_is_told_twice_is_one_with_two_passages() {
        let blocks = [
            "From 1925 to 1928 Cannon directed the office in Chicago.",
            "Sacco and Vanzetti were executed on 23 August 1927. Of the execution of Sacco and Vanzetti, on 23 August 1927, the papers told little.",
        ];
        assert_eq!(
            told(&blocks),
            ["Text: 1925/1928 Cannon directed the office in Chicago", "Text: 1927-08-23 Sacco and Vanzetti were executed"]
        );
        let document = document(&blocks);
        assert_eq!(story(&document, &find(&document)).events()[1].mentions.len(), 2);
    }

    #[test]
    fn the_date_of_a_letter_says_what_the_letter_begins_with() {
        assert_eq!(
            told(&["Vienna, July 9, 1817.", "The proposals in your esteemed letter are very flattering. I am well."]),
            ["Text: 1817-07-09 The proposals in your esteemed letter are very flattering"]
        );
    }

    #[test]
    fn a_letter_is_not_called_by_whom_it_greets() {
        let told =
            told(&["Vienna, July 9, 1817.", "MY DEAR SON!", "The proposals in your esteemed letter are very flattering. I am well."]);
        assert_eq!(told, ["Text: 1817-07-09 The proposals in your esteemed letter are very flattering"]);
    }

    #[test]
    fn dates_that_stand_together_leave_nothing_of_each_other_in_a_title() {
        assert_eq!(
            told(&["The garrisons of the south surrendered on May 4 and 5, 1865. Losses between March and April 1918 were great."]),
            [
                "Text: 1865-05-04 The garrisons of the south surrendered",
                "Text: 1865-05-05 The garrisons of the south surrendered",
                "Text: 1918-03 Losses were great",
                "Text: 1918-04 Losses were great",
            ]
        );
    }

    #[test]
    fn neither_an_index_nor_the_day_on_which_a_source_was_looked_at_tells_a_story() {
        let told = told(&["# Tale", "In 1931 he was arrested at home.", "# Index", "Holz, Carl, an official at Vienna, born in May 1798."]);
        assert_eq!(told, ["Tale: 1931 He was arrested at home"]);
    }

    #[test]
    fn a_section_that_holds_nearly_all_dates_gives_way_to_its_parts() {
        let mut builder = Builder::new();
        let mut section = |level: u8, title: &str, text: &str| {
            builder.heading(level);
            builder.text(title);
            builder.end();
            builder.begin(Kind::Paragraph);
            builder.text(text);
            builder.end();
        };
        section(1, "Preface", "In May 1919 he left.");
        section(1, "The Book", "A beginning.");
        section(2, "Europe Before the War", "In 1870 and in 1871 the war was fought. In 1880 it was forgotten. In 1890 he was born.");
        section(2, "The Conference", "In January 1919 they met. In June 1919 they signed. In 1920 it was in force. In 1921 he wrote.");
        let document = builder.finish().value;
        let timeline = story(&document, &find(&document));
        let lanes: Vec<&str> = timeline.lanes().iter().map(|lane| lane.title.as_str()).collect();
        assert_eq!(lanes, ["Preface", "Europe Before the War", "The Conference"]);
    }

    #[test]
    fn a_chronology_is_the_authors_own_timeline() {
        let mut blocks = vec!["# Before the Story"];
        blocks.extend([
            "May 1919: Centralia",
            "May 1920: the arrests",
            "1923: the coup",
            "1925: the founding conference",
            "1927: the execution",
        ]);
        blocks.extend(["# The Story", "In 1931 the arrests at Paint Rock took place."]);
        let told = told(&blocks);
        assert_eq!(told[0], "Chronology: 1919-05 Centralia");
        assert_eq!(told[5], "The Story: 1931 The arrests at Paint Rock took place");
    }

    #[test]
    fn when_a_book_came_out_is_no_event() {
        assert_eq!(
            told(&[
                "# Tale",
                "In 1931 he was arrested at home.",
                "# Bibliography",
                "Cannon, James P. The First Ten Years. New York, 1962."
            ])
            .len(),
            1
        );
    }
}
