//! The timeline and the text: what lights what, and where keys lead.

use ibid::{document::Document, time::timeline::EventId, unit::Place};

use super::rig::Rig;

/// The title of the chosen event.
fn chosen(rig: &Rig) -> String {
    rig.state.time.chosen.map_or_else(String::new, |id| rig.state.book.timeline.event(id).title.clone())
}

fn event(rig: &Rig, name: &str) -> EventId {
    rig.state.book.timeline.named(name).unwrap_or_else(|| panic!("no event {name}"))
}

fn words(rig: &Rig, at: Place) -> String {
    let document: &Document = &rig.state.book.document;
    document.slice(&(at..at.plus(12))).to_owned()
}

#[test]
fn its_key_brings_the_timeline_then_gives_it_the_screen_then_puts_it_away() {
    let mut rig = Rig::bundled("red-aid");
    assert!(rig.state.layout.time.is_none());
    rig.keys("T");
    assert!(rig.state.layout.time.is_some() && !rig.state.layout.is_all_time());
    rig.keys("T");
    assert!(rig.state.layout.is_all_time());
    rig.keys("T");
    assert!(rig.state.layout.time.is_none());
    // On a screen too low for both, one of them is shown; Esc comes back to the text.
    rig.resize(80, 12).keys("T");
    assert!(rig.state.layout.is_all_time());
    rig.keys("Esc");
    assert!(rig.state.layout.time.is_none());
}

#[test]
fn enter_goes_to_the_passages_of_an_event_one_after_another_and_backspace_comes_back() {
    let mut rig = Rig::bundled("red-aid").size(100, 40);
    rig.keys("T");
    let lead = event(&rig, "lead-06");
    rig.type_text("/Zetkin, president");
    rig.keys("Enter");
    assert_eq!(rig.state.time.chosen, Some(lead), "{}", rig.frame());
    let before = rig.frame();
    let mentions: Vec<_> = rig.state.book.timeline.event(lead).mentions.iter().map(|mention| mention.at.clone()).collect();
    assert!(mentions.len() > 2);
    let mut seen = Vec::new();
    for _ in 0..mentions.len() {
        rig.keys("Enter");
        let at = rig.state.spoken().cloned().unwrap();
        assert!(rig.state.page.shows(at.start), "the passage {} is not on the page", words(&rig, at.start));
        seen.push(at);
    }
    seen.sort_by_key(|at| at.start);
    assert_eq!(seen, mentions, "each passage once");
    let top = rig.state.book.top;
    rig.keys("Enter");
    rig.keys("Backspace");
    assert_eq!(rig.state.book.top, top);
    for _ in 0..mentions.len() {
        rig.keys("Backspace");
    }
    rig.keys("Esc g T T T");
    assert!(!before.is_empty());
}

#[test]
fn a_thousand_jumps_from_events_come_back_to_the_very_same_screen() {
    let mut rig = Rig::bundled("red-aid");
    rig.keys("T");
    let count = rig.state.book.timeline.events().len();
    // A generator of which nothing is asked but that it be the same each time.
    let mut seed = 1922_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below
    };
    let mut jumps = 0;
    while jumps < 1000 {
        let id = EventId::at(next(count));
        let mentions = rig.state.book.timeline.event(id).mentions.len();
        if mentions == 0 {
            continue;
        }
        rig.state.time.chosen = Some(id);
        rig.keys("h l");
        let (top, lit) = (rig.state.book.top, rig.state.book.lit);
        let screen = rig.state.page.clone();
        let hops = 1 + next(3);
        let mut moved = 0;
        for _ in 0..hops {
            let here = rig.state.book.top;
            rig.keys("Enter");
            let at = rig.state.spoken().cloned();
            assert!(at.is_none_or(|at| rig.state.page.shows(at.start)), "an event led to words that are not on the page");
            moved += usize::from(rig.state.book.top != here);
        }
        for _ in 0..moved {
            rig.keys("Backspace");
        }
        assert_eq!((rig.state.book.top, rig.state.book.lit), (top, lit));
        assert_eq!(rig.state.page, screen);
        jumps += hops;
    }
}

#[test]
fn reading_lights_the_events_of_the_page_and_does_not_move_the_text() {
    let mut rig = Rig::bundled("red-aid").size(100, 40);
    rig.keys("T Esc");
    let mut lit = 0;
    for _ in 0..12 {
        rig.keys("Space");
        let drawn = &rig.state.time.drawn;
        let page = rig.state.page.stretch();
        for (_, id) in rig.state.book.timeline.mentions_in(&page) {
            assert!(drawn.is_lit(*id));
        }
        lit += drawn.lit.len();
    }
    assert!(lit > 5, "only {lit} events were lit in twelve pages");
}

#[test]
fn the_text_walks_from_event_to_event_and_from_date_to_date() {
    let mut rig = Rig::bundled("red-aid");
    rig.keys("]e");
    let first = rig.state.spoken().cloned().unwrap();
    assert!(rig.state.page.shows(first.start));
    assert!(!chosen(&rig).is_empty());
    rig.keys("]e [e");
    assert_eq!(rig.state.spoken(), Some(&first));
    rig.keys("Esc Esc g ]d");
    let date = rig.state.spoken().cloned().unwrap();
    assert_eq!(date, rig.state.book.dates[0].at);
    assert!(rig.message().contains("date 1 of"), "{}", rig.message());
    rig.keys("]d ]d [d");
    assert_eq!(rig.state.spoken(), Some(&rig.state.book.dates[1].at.clone()));
}

#[test]
fn the_timeline_finds_a_date_or_words() {
    let mut rig = Rig::bundled("red-aid");
    rig.keys("T").type_text("/Oct 1928");
    rig.keys("Enter");
    assert_eq!(chosen(&rig), "Cannon, Abern and Shachtman expelled");
    rig.type_text("/1933-02-27");
    rig.keys("Enter");
    assert_eq!(chosen(&rig), "Reichstag fire");
    rig.type_text("/scottsboro");
    rig.keys("Enter");
    let first = chosen(&rig);
    rig.keys("n");
    assert_ne!(chosen(&rig), first);
    rig.keys("N");
    assert_eq!(chosen(&rig), first);
    rig.type_text("/nothing of the kind");
    rig.keys("Enter");
    assert!(rig.message().contains("no event of these words"), "{}", rig.message());
}

#[test]
fn an_event_leads_into_another_text_that_speaks_of_it() {
    let mut rig = Rig::bundled("appeal");
    rig.keys("T");
    let timeline = rig.state.book.timeline.clone();
    let other = timeline
        .event_ids()
        .find(|id| {
            let event = timeline.event(*id);
            event.mentions.is_empty() && event.passages.first().is_some_and(|passage| passage.text.as_deref() == Some("red-aid"))
        })
        .expect("an event of which only the main text speaks");
    rig.state.time.chosen = Some(other);
    rig.keys("Enter");
    assert_eq!(rig.state.book.key, "bundled:red-aid");
    let at = rig.state.spoken().cloned().expect("the passage is lit");
    assert!(rig.state.page.shows(at.start));
    assert_eq!(rig.state.time.chosen, Some(other));
}

#[test]
fn zooming_keeps_the_chosen_event_where_it_is() {
    let mut rig = Rig::bundled("red-aid").size(120, 40);
    rig.keys("T").type_text("/1928-10-27");
    rig.keys("Enter");
    for keys in ["+", "+", "-", "+", "-", "-"] {
        rig.keys(keys);
        assert_eq!(chosen(&rig), "Cannon, Abern and Shachtman expelled");
        let drawn = &rig.state.time.drawn;
        let is_drawn = drawn.rows.iter().any(|row| match row {
            ibid::reader::TimeRow::Chart { chart, .. } => chart.marks.iter().any(|mark| Some(mark.event) == rig.state.time.chosen),
            _ => false,
        });
        assert!(is_drawn, "after {keys}:\n{}", rig.frame());
    }
}

#[test]
fn what_was_made_to_fit_fits_on_every_screen_until_it_is_moved() {
    let mut rig = Rig::bundled("red-aid").size(160, 45);
    let outside = |rig: &Rig| rig.state.time.drawn.outside;
    rig.keys("T");
    let few = |(before, after): (usize, usize)| before + after <= rig_events() / 20 + 1;
    assert!(few(outside(&rig)));
    rig.resize(80, 24);
    assert!(few(outside(&rig)));
    rig.keys("T");
    assert!(few(outside(&rig)));
    rig.keys("+ +");
    let (before, after) = outside(&rig);
    rig.resize(160, 45);
    assert!(outside(&rig).0 + outside(&rig).1 <= before + after);
    rig.keys("0");
    assert!(few(outside(&rig)));
}

/// How many events the bundled timeline has.
fn rig_events() -> usize {
    Rig::bundled("red-aid").state.book.timeline.events().len()
}

#[test]
fn on_a_narrow_screen_events_stand_in_lines_and_keys_go_from_line_to_line() {
    let mut rig = Rig::bundled("red-aid").size(40, 20);
    rig.keys("T T");
    rig.type_text("/1928-10-27");
    rig.keys("Enter");
    let at = |rig: &Rig| rig.state.time.chosen.expect("an event is chosen").index();
    let here = at(&rig);
    rig.keys("j");
    assert_eq!(at(&rig), here + 1);
    rig.keys("k k");
    assert_eq!(at(&rig), here - 1);
    rig.keys("PgDn");
    assert!(at(&rig) > here + 8, "a screen of lines further on, not {}", at(&rig) - here);
    rig.keys("+");
    assert_eq!(rig.message(), "on so narrow a screen events stand in lines · 60 columns show lanes");
    rig.keys("100 j");
    assert_eq!(at(&rig), rig_events() - 1);
    rig.keys("j");
    assert_eq!(rig.message(), "the last event");
}

#[test]
fn the_narrative_map_is_drawn_on_a_narrow_screen_too() {
    let mut rig = Rig::bundled("red-aid").size(40, 20);
    rig.keys("T T m");
    assert!(rig.state.time.drawn.map.is_some(), "{}", rig.frame());
}

#[test]
fn choosing_a_bar_that_runs_through_the_whole_view_does_not_move_it() {
    let mut rig = Rig::bundled("red-aid").size(120, 40);
    rig.keys("T").type_text("/VI Comintern Congress");
    rig.keys("Enter + + + +");
    let axis = |rig: &Rig| rig.frame().lines().nth(usize::from(rig.state.layout.time.unwrap().y)).map(str::to_owned);
    let before = axis(&rig);
    let congress = rig.state.time.chosen;
    // The lane above is that of leaders, who hold office for years.
    rig.keys("k");
    assert_ne!(rig.state.time.chosen, congress);
    assert_eq!(axis(&rig), before, "{}", rig.frame());
}

#[test]
fn a_key_of_the_timeline_pressed_in_the_text_brings_it_and_works_at_once_when_it_is_there() {
    let mut rig = Rig::bundled("red-aid").size(100, 40);
    rig.keys(":").type_text("narrative-map").keys("Enter");
    assert!(rig.state.layout.time.is_some() && !rig.state.layout.is_all_time(), "{}", rig.frame());
    rig.keys("Esc").keys(":").type_text("narrative-map").keys("Enter");
    assert!(rig.state.layout.time.is_some() && !rig.state.layout.is_all_time(), "what shows the timeline must not make it larger");
    assert!(rig.state.time.map, "{}", rig.frame());
}

#[test]
fn a_winter_is_told_in_words_where_its_date_is_gone_to() {
    let mut rig = Rig::open("# Flanders\n\nThe autumn of 1916 was wet. The winter was the hardest of the war.\n");
    rig.keys("]d ]d");
    assert!(rig.message().starts_with("December 1916 – February 1917 (?) · its year is inferred from the story"), "{}", rig.message());
}

#[test]
fn a_century_before_our_era_is_told_in_words() {
    let mut rig = Rig::open("# Athens\n\nIn the 4th century BC they came.\n");
    rig.keys("]d");
    assert!(rig.message().starts_with("400 BC – 301 BC · "), "{}", rig.message());
}

#[test]
fn a_click_on_an_event_chooses_it() {
    let mut rig = Rig::bundled("red-aid").size(120, 40);
    rig.keys("T");
    let area = rig.state.layout.time.unwrap();
    let drawn = &rig.state.time.drawn;
    let marks = drawn.rows.iter().enumerate().find_map(|(row, drawn)| match drawn {
        ibid::reader::TimeRow::Chart { chart, .. } => chart.marks.last().map(|mark| (row, mark.col, mark.event)),
        _ => None,
    });
    let (row, col, event) = marks.expect("a mark is drawn");
    let (col, row) = (area.x + drawn.head + col, area.y + 1 + u16::try_from(row).unwrap());
    rig.keys("Esc").act(ibid::reader::Action::Click { col, row });
    assert_eq!(rig.state.time.chosen, Some(event));
    assert_eq!(rig.state.focus, ibid::reader::Pane::Time);
}

#[test]
fn a_text_of_many_dates_has_a_timeline_and_one_without_says_so() {
    let mut rig = Rig::open("# Tale\n\nOn 4 July 1776 they signed. In 1781 the war was won at Yorktown.\n");
    rig.keys("T");
    assert_eq!(rig.state.book.timeline.events().len(), 2);
    let mut rig = Rig::open("Nothing happens here.\n");
    rig.keys("T");
    assert!(rig.message().contains("this text has no dates"), "{}", rig.message());
    assert!(rig.state.layout.time.is_none());
}

#[test]
fn a_date_is_corrected_remembered_after_edits_and_taken_back() {
    let text = "# Paris\n\nThe Bastille fell on 14 July 1789. The king fell in August 1792, three years on.\n";
    let dates = |rig: &Rig| rig.state.book.dates.iter().filter_map(|found| found.when).map(|when| when.to_string()).collect::<Vec<_>>();
    let mut rig = Rig::open(text);
    let read = dates(&rig);
    assert_eq!(read[..2], ["1789-07-14", "1792-08"]);
    rig.keys("D");
    assert_eq!(rig.message(), "go to a date first: ]d · D then corrects how it was read");
    rig.keys("]d D");
    assert!(rig.frame().contains("date: 1789-07-14"), "{}", rig.frame());
    rig.keys("^U").type_text("soon").keys("Enter");
    assert!(rig.message().starts_with("«soon» is not one date · write 1789-07-14"), "{}", rig.message());
    rig.keys("D ^U").type_text("14 July 1790").keys("Enter");
    assert_eq!(rig.message(), "14 July 1790 · as you said · D and ? take it back");
    assert_eq!(dates(&rig)[0], "1790-07-14");
    assert!(rig.state.book.timeline.events().iter().any(|event| event.extent.words() == "14 July 1790"));
    rig.keys("]d D ^U Enter");
    assert_eq!(rig.message(), "no date · as you said · D and ? take it back");
    let mut again = rig.reopened("text.md", &text.replace("# Paris", "# Paris, and what became of it"));
    assert!(!dates(&again).contains(&"1792-08".to_owned()), "{:?}", dates(&again));
    again.keys("]d");
    assert!(again.message().starts_with("14 July 1790 · as you said · date 1 of"), "{}", again.message());
    again.keys("D ^U").type_text("?").keys("Enter");
    assert_eq!((again.message(), dates(&again)[0].as_str()), ("it is read by the rules again", "1789-07-14"));
    // What is no date is not gone to any more, and is meant where no other date is.
    again.keys("Esc D");
    assert!(again.frame().contains("date: "), "{}", again.frame());
    again.type_text("?").keys("Enter");
    assert_eq!(dates(&again), read);
}

#[test]
fn what_took_its_year_from_a_corrected_date_follows_it() {
    let text =
        "# Paris\n\nIn 1788 all was quiet. It was in 1789. On 14 July they met, and in August they fled. The war came in May 1792.\n";
    let dates = |rig: &Rig| rig.state.book.dates.iter().filter_map(|found| found.when).map(|when| when.to_string()).collect::<Vec<_>>();
    let mut rig = Rig::open(text);
    assert_eq!(dates(&rig), ["1788", "1789", "1789?-07-14", "1789?-08", "1792-05"]);
    rig.keys("]d ]d ]d D ^U").type_text("14 July 1790").keys("Enter");
    assert_eq!(dates(&rig), ["1788", "1789", "1790-07-14", "1790?-08", "1792-05"]);
    assert!(rig.state.book.timeline.events().iter().any(|event| event.date.to_string().starts_with("1790?-08")), "{}", rig.frame());
    rig.keys("]d");
    assert!(rig.message().starts_with("August 1790 (?) · its year is inferred from the story"), "{}", rig.message());
    rig.keys("[d D ^U").type_text("?").keys("Enter");
    assert_eq!(dates(&rig)[3], "1789?-08");
    // A year that is none gives its year to nothing any more.
    rig.keys("[d D ^U Enter");
    assert_eq!(dates(&rig), ["1788", "1788?-07-14", "1788?-08", "1792-05"], "{}", rig.message());
}
