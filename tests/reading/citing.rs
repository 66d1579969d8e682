//! Short citations: from an *ibid.* to what it stands for and back, the works cited, the notes that say something.

use std::fmt::Write as _;

use ibid::reader::{Effect, NotesWanted};

use crate::rig::Rig;

/// A full entry, another one, a short title after it, a chain of *ibid.*, a remark, an *ibid.* after two works, the first work again.
/// Between them so much text that no two notes share a page.
fn cannon() -> String {
    let mut text = "---\ntitle: Prisoners\nauthor: A. Writer\ndate: 1999\nlang: en\n---\n\n".to_owned();
    for label in 1..=9 {
        if label % 3 == 1 {
            let _ = write!(text, "# Part {}\n\n", label / 3 + 1);
        }
        let _ = write!(text, "Sentence number {label} is taken from somewhere.[^{label}] ");
        text.push_str(&"Then they walked on as far as the river and no farther. ".repeat(40));
        text.push_str("\n\n");
    }
    text.push_str(
        "[^1]: James P. Cannon, *The First Ten Years of American Communism* (New York: Lyle Stuart, 1962), p. 12.\n\
         [^2]: J. Martin Ryle, “International Red Aid and Comintern Strategy”, *International Review of Social History* 15 (1970), p. 43.\n\
         [^3]: Cannon, *First Ten Years*, p. 162.\n\
         [^4]: *Ibid.*\n\
         [^5]: *Ibid.*, p. 164.\n\
         [^6]: That nobody has counted them since is a matter of regret, for the lists were long, and they lie open to whoever asks.\n\
         [^7]: Ryle, “International Red Aid”, p. 50; Cannon, *First Ten Years*, p. 9.\n\
         [^8]: *Ibid.*, p. 51.\n\
         [^9]: Cannon, *First Ten Years*, p. 201.\n",
    );
    text
}

fn lit(rig: &Rig) -> String {
    let document = &rig.state.book.document;
    rig.state.book.lit.map(|lit| document.slice(&lit.at(document)).to_owned()).unwrap_or_default()
}

#[test]
fn ibid_leads_to_the_note_it_stands_for_then_to_the_full_entry_and_all_the_way_back() {
    for (cols, rows) in [(80, 24), (120, 40), (40, 20)] {
        let mut rig = Rig::open(&cannon()).size(cols, rows);
        rig.command("note 5");
        let (top, frame) = (rig.top(), rig.frame_with_looks());
        rig.keys("r");
        assert_eq!(lit(&rig), "[3]", "an ibid. on the way says nothing and is passed over");
        assert!(rig.message().starts_with("n. 3 · the only work of the note before"), "{}", rig.message());
        let third = rig.top();
        rig.keys("r");
        assert_eq!(lit(&rig), "[1]");
        rig.keys("r");
        assert_eq!((lit(&rig).as_str(), rig.message()), ("[1]", "n. 1 is a full entry itself"));
        rig.keys("Backspace");
        assert_eq!((lit(&rig).as_str(), rig.top()), ("[3]", third));
        rig.keys("Backspace");
        assert_eq!((lit(&rig).as_str(), rig.top()), ("[5]", top));
        assert_eq!(rig.frame_with_looks(), frame);
    }
}

#[test]
fn on_one_page_every_step_is_taken_back_too() {
    let text = "One.[^1] Two.[^2] Three.[^3]\n\n[^1]: John Riddell, *Uniting to Defend* (London: Verso, 1990).\n[^2]: *Ibid.*\n[^3]: Riddell, *Uniting*.\n";
    let mut rig = Rig::open(text);
    rig.keys("]n ]n r");
    assert_eq!(lit(&rig), "[1]");
    rig.keys("Backspace");
    assert_eq!(lit(&rig), "[2]");
    rig.keys("Backspace");
    assert_eq!(rig.message(), "nowhere to go back to");
}

#[test]
fn what_can_mean_two_works_is_offered_and_not_asserted() {
    let mut rig = Rig::open(&cannon());
    rig.command("note 8");
    let top = rig.top();
    rig.keys("r");
    assert_eq!((rig.overlay(), rig.top()), ("a list", top));
    let frame = rig.frame();
    assert!(frame.contains("Ibid.: it can mean each of these"), "{frame}");
    assert!(rig.chosen().starts_with("? n. 2 J. Martin Ryle"), "{}", rig.chosen());
    rig.keys("j Enter");
    assert_eq!(lit(&rig), "[1]");
    rig.keys("Backspace");
    assert_eq!((lit(&rig).as_str(), rig.top()), ("[8]", top));
}

#[test]
fn a_look_tells_the_way_and_goes_along_it() {
    let mut rig = Rig::open(&cannon());
    rig.command("note 5").keys("Enter");
    let first = rig.frame();
    assert!(first.contains("Ibid. (the same again) → n. 4 Ibid. → n. 3 Cannon, First Ten"), "{first}");
    rig.keys("r");
    assert!(rig.frame().contains("╭ Note 3 · seen from another"), "{}", rig.frame());
    rig.keys("r");
    assert!(rig.frame().contains("╭ Note 1 · seen from another"), "{}", rig.frame());
    rig.keys("Backspace Backspace");
    assert_eq!(rig.frame(), first);
}

#[test]
fn nothing_lit_lights_a_note_with_a_short_form_first() {
    let mut rig = Rig::open(&cannon());
    rig.keys("r");
    assert_eq!(rig.message(), "no note of this page has an ibid. or a short title");
    rig.command("note 4").keys("Esc k r");
    assert_eq!(lit(&rig), "[4]");
}

#[test]
fn the_works_cited_are_listed_and_each_leads_through_its_citations() {
    let mut rig = Rig::open(&cannon());
    rig.keys("S");
    assert!(rig.chosen().starts_with("6× James P. Cannon"), "{}", rig.chosen());
    let frame = rig.frame();
    assert!(frame.contains("n. 1, 3, 4, 5, 7, 9 · Part 1 (2), Part 2 (2), Part 3 (2)"), "{frame}");
    rig.keys("Enter");
    assert_eq!(lit(&rig), "[1]");
    assert!(rig.message().starts_with("mention 1 of 6 · n. 1 · James P. Cannon"), "{}", rig.message());
    rig.keys("S Enter");
    assert_eq!(lit(&rig), "[3]", "again leads to the next");
    rig.keys("3 ]s");
    assert_eq!(lit(&rig), "[7]", "the work one follows, not the first that the note cites");
    rig.keys("]s ]s");
    assert_eq!(rig.message(), "no later citation of this work, of 6 · [s goes to the one before");
    rig.keys("[s Backspace Backspace");
    assert_eq!(lit(&rig), "[7]");
    rig.keys("S S");
    assert_eq!(rig.overlay(), "nothing", "the key that opened the list closes it");
    rig.command("sources").keys("/").type_text("ryle").keys("Enter");
    assert_eq!((rig.overlay(), lit(&rig).as_str()), ("nothing", "[2]"), "the only row that is left is the one that is meant");
}

#[test]
fn notes_that_say_something_are_told_apart_and_stepped_to() {
    let mut rig = Rig::open(&cannon());
    rig.keys("]N");
    assert_eq!(lit(&rig), "[6]");
    rig.keys("]N");
    assert_eq!(rig.message(), "no note after says more than where something comes from");
    rig.keys("Esc");
    let marked = rig.frame_with_looks();
    rig.command("remarks off");
    assert_ne!(rig.frame_with_looks(), marked);
    assert!(rig.effects().contains(&Effect::KeepSetting { name: "remarks", value: "false".to_owned() }));
    let mut plain = Rig::open(&cannon()).set(|settings| settings.ascii = true);
    plain.keys("]N Esc");
    assert!(plain.frame().contains("somewhere.{6}"), "{}", plain.frame());
    plain.command("remarks off");
    assert!(plain.frame().contains("somewhere.[6]"), "{}", plain.frame());
}

#[test]
fn a_text_without_cites_says_so() {
    let mut rig = Rig::open("A.[^1]\n\n[^1]: Nobody knows why.\n").notes(NotesWanted::Below);
    rig.keys("S");
    assert_eq!(rig.message(), "no work is cited in the notes of this text");
    rig.keys("]N");
    assert_eq!(rig.message(), "the notes of this text are all of one kind: ]n goes to the next");
    rig.keys("]n r");
    assert_eq!(rig.message(), "n. 1 cites nothing");
    let mut rig = Rig::open("No notes.\n");
    rig.keys("r");
    assert_eq!(rig.message(), "this text has no notes");
}

#[test]
fn what_a_short_form_means_is_chosen_kept_after_edits_and_taken_back() {
    let mut rig = Rig::open(&cannon());
    rig.command("note 8").keys("R");
    assert!(rig.frame().contains("n. 8 «Ibid.» means · Enter chooses"), "{}", rig.frame());
    assert!(rig.chosen().starts_with("n. 2 J. Martin Ryle"), "{}", rig.chosen());
    rig.keys("Enter");
    assert!(rig.message().starts_with("n. 8: chosen by you · R takes it back · J. Martin Ryle"), "{}", rig.message());
    assert!(rig.frame().contains("chosen by you: = n. 2"), "{}", rig.frame());
    rig.keys("r");
    assert_eq!((lit(&rig).as_str(), rig.message()), ("[7]", "n. 7 · chosen by you · Backspace goes back"), "the nearest cite of it");
    // A word more in the text, a note more before it: the decision is found again.
    let edited = cannon().replace("Sentence number 8", "The sentence number 8").replace("p. 50; Cannon", "p. 55; Cannon");
    let mut again = rig.reopened("text.md", &edited);
    again.command("note 8").keys("Enter");
    assert!(again.frame().contains("(chosen by you)"), "{}", again.frame());
    again.keys("Esc R").type_text("jj");
    assert_eq!(again.chosen(), "take your choice back: the rules decide");
    again.keys("Enter r");
    assert_eq!(again.overlay(), "a list", "it can mean two works again");
}

#[test]
fn a_short_form_can_be_said_to_mean_none_of_the_works() {
    let mut rig = Rig::open(&cannon());
    rig.command("note 9").keys("R").type_text("j").keys("Enter");
    rig.keys("r");
    assert_eq!(rig.message(), "what «Cannon, First Ten Years» stands for is not known: chosen by you");
    rig.keys("Esc S");
    assert!(rig.frame().contains("5×  James P. Cannon"), "{}", rig.frame());
}

#[test]
fn a_note_with_several_short_forms_asks_which_of_them() {
    let mut rig = Rig::open(&cannon());
    rig.command("note 7").keys("R");
    assert!(rig.frame().contains("n. 7 has several short forms"), "{}", rig.frame());
    rig.keys("j Enter");
    assert!(rig.frame().contains("n. 7 «Cannon, First Ten Years» means"), "{}", rig.frame());
    rig.command("note 1").keys("Esc");
}

#[test]
fn what_was_found_out_before_a_decision_comes_too_late() {
    let mut rig = Rig::open(&cannon());
    rig.command("note 8");
    rig.hold();
    rig.keys("R Enter R j j Enter");
    rig.answer();
    assert_eq!(rig.state.book.cited.overrules, rig.state.book.overrules);
    assert_eq!(rig.state.book.overrules.len(), 1);
}

#[test]
fn a_passage_is_copied_with_its_notes_and_their_short_forms_spelt_out() {
    let check = |format: &str, note: &str, expected: &str| {
        let mut rig = Rig::open(&cannon());
        rig.command(&format!("note {note}")).command(&format!("copy {format}"));
        assert_eq!(rig.copied().unwrap(), expected);
        rig.effects();
        rig.keys("Esc").command(&format!("note {note}")).keys("y");
        assert_eq!(rig.copied().unwrap(), expected, "y copies so from now on");
    };
    check(
        "plain",
        "4",
        "Sentence number 4 is taken from somewhere.[4]\n\n— A. Writer, Prisoners, 1999, “Part 2”, 33 %\n\n\
         [4] Ibid. [James P. Cannon, The First Ten Years of American Communism (New York: Lyle Stuart, 1962), p. 162]\n",
    );
    check(
        "markdown",
        "5",
        "> Sentence number 5 is taken from somewhere.[^5]\n\n— A. Writer, *Prisoners*, 1999, “Part 2”, 44 %\n\n\
         [^5]: *Ibid.* [James P. Cannon, The First Ten Years of American Communism (New York: Lyle Stuart, 1962)], p. 164.\n",
    );
    check("bare", "4", "Sentence number 4 is taken from somewhere.\n");
}

#[test]
fn what_is_not_sure_is_copied_as_such_and_a_note_itself_too() {
    let mut rig = Rig::open(&cannon());
    rig.command("note 8").keys("Enter y");
    let copied = rig.copied().unwrap();
    assert!(copied.starts_with("Ibid. [one of: J. Martin Ryle, “International"), "{copied}");
    assert!(copied.contains("; or: James P. Cannon, The First Ten Years of"), "{copied}");
    assert!(copied.ends_with("p. 51.\n\n— A. Writer, Prisoners, 1999, note 8\n"), "{copied}");
}

#[test]
fn a_bibliography_is_copied_for_programs_that_keep_them() {
    let mut rig = Rig::open(&cannon());
    rig.command("note 7").command("copy csl-json");
    let items: serde_json::Value = serde_json::from_str(rig.copied().unwrap()).unwrap();
    assert_eq!(items[0]["title"], "Prisoners");
    assert_eq!(items[0]["author"][0]["literal"], "A. Writer");
    assert_eq!(items[0]["issued"]["date-parts"][0][0], 1999);
    assert_eq!(items[0]["section"], "Part 3");
    assert_eq!(items[1]["title"], "International Red Aid and Comintern Strategy");
    assert_eq!(items.as_array().unwrap().len(), 3, "the text and the two works that its note cites");
}

#[test]
fn nothing_to_copy_changes_only_how_copies_are_made() {
    let mut rig = Rig::open(&cannon());
    rig.command("copy bare");
    assert_eq!((rig.copied(), rig.message()), (None, "y copies the words alone"));
    rig.command("copy rtf");
    assert_eq!(rig.message(), "copies are plain, markdown, csl-json or bare, not rtf");
    rig.keys("v w w :").type_text("copy plain").keys("Enter");
    assert!(rig.copied().unwrap().starts_with("Prisoners\n\nA. W\n\n— "), "{:?}", rig.copied());
}

#[test]
fn a_printed_page_is_cited_where_it_is_known() {
    let html = "<html><head><title>Letters</title></head><body><p><span role=\"doc-pagebreak\" aria-label=\"11\"></span>He went east. \
                <span role=\"doc-pagebreak\" aria-label=\"12\"></span>He came back.</p></body></html>";
    let mut rig = Rig::open_file("letters.html", html);
    rig.keys("/").type_text("back").keys("Enter y");
    assert_eq!(rig.copied(), Some("He came back.\n\n— Letters, p. 12\n"));
    rig.keys("v } y");
    assert_eq!(rig.copied().unwrap().lines().last(), Some("— Letters, p. 12"));
    rig.keys("Esc Esc g v } y");
    assert_eq!(rig.copied(), Some("He went east. He came back.\n\n— Letters, pp. 11–12\n"));
    rig.keys("Esc g v }").command("copy csl-json");
    let items: serde_json::Value = serde_json::from_str(rig.copied().unwrap()).unwrap();
    assert_eq!(items[0]["page"], "11–12");
}
