//! What a reader decides against the rules, and that it holds.

use ibid::{
    citation::{Apparatus, Beside, CiteId, Meaning, Overrule, Reason, Sure, WorkId},
    document::Document,
};

use crate::cases::{CANNON, CARR, open};

const TWO: &str = "Carr, *Socialism in One Country*, p. 3; Cannon, *First Ten Years*, p. 1.";

fn titles(apparatus: &Apparatus) -> Vec<String> {
    let title = |id: CiteId| match &apparatus.cite(id).meaning {
        Meaning::Work(work) => apparatus.work(*work).title.clone(),
        other => format!("{other:?}"),
    };
    (0..apparatus.cites().len()).map(|index| title(CiteId::at(index))).collect()
}

/// The work with this title.
fn work(apparatus: &Apparatus, title: &str) -> WorkId {
    WorkId::at(apparatus.works().iter().position(|work| work.title == title).unwrap())
}

fn decide(document: &Document, overrules: Vec<Overrule>) -> Apparatus {
    Apparatus::read_with(document, &Beside { overrules, ..Beside::default() })
}

#[test]
fn what_was_decided_holds_for_the_cite_and_for_all_that_lean_on_it() {
    let document = open(&[CARR, CANNON, TWO, "Ibid.", "Ibid., p. 5."]);
    let apparatus = Apparatus::read(&document);
    let ibid = apparatus.ids_of(document.note_ids().nth(3).unwrap()).next().unwrap();
    assert_eq!(apparatus.cite(ibid).sure, Sure::Several);
    let overrule = apparatus.overrule(&document, ibid, Some(work(&apparatus, "Socialism in One Country")));
    let decided = decide(&document, vec![overrule]);
    assert_eq!(titles(&decided)[4..], ["Socialism in One Country", "Socialism in One Country"]);
    assert_eq!((decided.cite(ibid).sure, decided.cite(ibid).reason), (Sure::Certain, Reason::Overruled));
    assert_eq!(decided.problems(&document), []);
    let gloss = decided.gloss(&document, document.note_ids().nth(3).unwrap()).unwrap();
    assert_eq!(gloss, "= n. 1  E. H. Carr, Socialism in One Country (London: Macmillan, 1958), p. 3");
}

#[test]
fn what_was_decided_is_found_again_after_the_text_was_edited() {
    let document = open(&[CARR, CANNON, TWO, "Ibid.; ibid., p. 7; ibid., p. 7."]);
    let apparatus = Apparatus::read(&document);
    let last = CiteId::at(apparatus.cites().len() - 1);
    let overrule = apparatus.overrule(&document, last, Some(work(&apparatus, "Socialism in One Country")));
    let kept = serde_json::to_string(&overrule).unwrap();
    let overrule: Overrule = serde_json::from_str(&kept).unwrap();
    assert_eq!((overrule.cite.note.as_str(), overrule.cite.nth, overrule.cite.words.as_str()), ("4", 1, "ibid., p. 7"));
    // Another cite before it, and an entry that was lengthened.
    let carr = CARR.replace("p. 3.", "p. 3, and a word more.");
    let edited = open(&[&carr, CANNON, TWO, "Cannon, *First Ten Years*, p. 2; ibid.; ibid., p. 7; ibid., p. 7."]);
    let titles = titles(&decide(&edited, vec![overrule.clone()]));
    assert_eq!(titles[titles.len() - 2..], ["The First Ten Years of American Communism", "Socialism in One Country"]);
    // Where the cite or the work is gone, nothing is decided.
    let gone = open(&[CARR, CANNON, TWO, "Nothing."]);
    assert_eq!(decide(&gone, vec![overrule.clone()]), Apparatus::read(&gone));
    let without = open(&[CANNON, "Nothing.", "Nothing.", "Ibid.; ibid., p. 7; ibid., p. 7."]);
    let decided = decide(&without, vec![overrule]);
    assert_eq!(decided.cites().last().unwrap().meaning, Meaning::Unknown);
}

#[test]
fn that_a_cite_means_none_of_the_works_can_be_decided_too() {
    let document = open(&[CARR, "Ibid., p. 4.", "Ibid."]);
    let apparatus = Apparatus::read(&document);
    let decided = decide(&document, vec![apparatus.overrule(&document, CiteId(1), None)]);
    let said: Vec<_> = decided.cites().iter().map(|cite| (cite.sure, cite.reason)).collect();
    assert_eq!(said[1..], [(Sure::Unknown, Reason::Overruled), (Sure::Unknown, Reason::BrokenChain)]);
}

#[test]
fn a_work_that_is_entered_only_later_can_be_decided_for() {
    let document = open(&[CARR, "Ibid., p. 4.", "Ibid.", CANNON]);
    let apparatus = Apparatus::read(&document);
    let cannon = work(&apparatus, "The First Ten Years of American Communism");
    let decided = decide(&document, vec![apparatus.overrule(&document, CiteId(1), Some(cannon))]);
    let cannon = "The First Ten Years of American Communism";
    assert_eq!(titles(&decided), ["Socialism in One Country", cannon, cannon, cannon]);
}

#[test]
fn the_latest_decision_holds() {
    let document = open(&[CARR, CANNON, "Ibid."]);
    let apparatus = Apparatus::read(&document);
    let for_work = |title| apparatus.overrule(&document, CiteId(2), Some(work(&apparatus, title)));
    let decisions = vec![for_work("The First Ten Years of American Communism"), for_work("Socialism in One Country")];
    assert_eq!(titles(&decide(&document, decisions))[2], "Socialism in One Country");
}
