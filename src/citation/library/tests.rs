use super::*;

/// The records of a file, and what was said of it.
fn read(name: &str, text: &str) -> (Vec<Record>, Vec<String>) {
    match Library::read(name, text.as_bytes()) {
        Ok(read) => (read.value.records, read.problems.iter().map(ToString::to_string).collect()),
        Err(problem) => (Vec::new(), vec![problem.to_string()]),
    }
}

fn person(family: &str, given: &str) -> Person {
    Person { family: family.to_owned(), given: given.to_owned() }
}

const CARR: &str = "@book{carr1958,\n  author = {Carr, E. H.},\n  title = {Socialism in One Country},\n  address = {London},\n  publisher = {Macmillan},\n  year = 1958\n}\n";

fn carr() -> Record {
    Record {
        key: "carr1958".into(),
        genre: Genre::Book,
        authors: vec![person("Carr", "E. H.")],
        title: "Socialism in One Country".into(),
        place: Some("London".into()),
        publisher: Some("Macmillan".into()),
        year: Some(1958),
        ..Record::default()
    }
}

#[test]
fn one_work_is_the_same_in_all_formats() {
    let json = r#"[{"id": "carr1958", "type": "book", "author": [{"family": "Carr", "given": "E. H."}], "title": "Socialism in One Country",
        "publisher-place": "London", "publisher": "Macmillan", "issued": {"date-parts": [["1958"]]}}]"#;
    let yaml = "carr1958:\n  type: Book\n  title: Socialism in One Country\n  author: Carr, E. H.\n  location: London\n  publisher: Macmillan\n  date: 1958\n";
    for (name, text) in [("a.bib", CARR), ("a.json", json), ("a.yaml", yaml)] {
        assert_eq!(read(name, text), (vec![carr()], Vec::new()), "{name}");
    }
    assert_eq!(carr().line(), "E. H. Carr, Socialism in One Country (London: Macmillan, 1958)");
}

#[test]
fn an_article_says_what_it_is_in() {
    let bib = "@article{r, author={Ryle, Martin and {Red Aid}}, title={International {Red} Aid}, journal={International Review of Social History}, volume={15}, number={1}, pages={43--68}, date={1970-04}}";
    let yaml = "r:\n  type: Article\n  title: International Red Aid\n  author: [\"Ryle, Martin\", \"Red Aid\"]\n  page-range: 43–68\n  date: 1970-04\n  parent:\n    type: Periodical\n    title: International Review of Social History\n    volume: 15\n    issue: 1\n";
    let json = r#"{"items": [{"id": "r", "type": "article-journal", "author": [{"family": "Ryle", "given": "Martin"}, {"literal": "Red Aid"}],
        "title": "International Red Aid", "container-title": "International Review of Social History", "volume": 15, "issue": "1", "page": "43–68",
        "issued": {"date-parts": [[1970, 4]]}}]}"#;
    for (name, text) in [("a.bib", bib), ("a.yml", yaml), ("a.csl", json)] {
        let (records, problems) = read(name, text);
        assert_eq!(problems, Vec::<String>::new(), "{name}");
        let line = "Martin Ryle and Red Aid, “International Red Aid”, International Review of Social History 15, no. 1 (1970), 43–68";
        assert_eq!(records[0].line(), line, "{name}");
    }
}

#[test]
fn one_broken_entry_costs_no_other() {
    let broken = format!(
        "@string{{mac = {{Macmillan}}}}\n{CARR}\n@book{{cannon,\n  title = {{First Ten Years,\n  year = 1962\n}}\n\n@book{{weber, title = {{Wandlung}}, publisher = mac}}\n"
    );
    let (records, problems) = read("book.bib", &broken);
    let keys: Vec<_> = records.iter().map(|record| record.key.as_str()).collect();
    assert_eq!(keys, ["carr1958", "weber"]);
    assert_eq!(records[1].publisher.as_deref(), Some("Macmillan"));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("book.bib: the entry «cannon» cannot be understood: "), "{problems:?}");
    assert!(problems[0].contains("\n  line ") && problems[0].ends_with("the other entries are there"), "{problems:?}");
    let (records, problems) = read("a.json", r#"[{"id": "a", "title": "A"}, {"id": "b", "title": ["B"]}]"#);
    assert_eq!(records.len(), 1);
    assert_eq!(
        problems,
        [
            "a.json: the entry «b» cannot be understood: text was expected, not [\"B\"]; it is the item 2 of the list\n  mend this field; the other entries are there"
        ]
    );
    let (records, problems) = read("a.yaml", "a:\n  title: A\nb:\n  author: B\n");
    assert_eq!(records.len(), 1);
    assert_eq!(problems, ["a.yaml: the entry «b» has no title\n  line 3 · give it a `title:`; the other entries are there"]);
}

#[test]
fn what_is_no_list_of_works_is_refused_with_the_reason() {
    let check = |name: &str, text: &str, expected: &str| assert_eq!(read(name, text), (Vec::new(), vec![expected.to_owned()]), "{text}");
    check(
        "a.json",
        "{\"title\": 1}",
        "a.json: it is no CSL-JSON: a list of items with an id and a type was expected\n  export the works as CSL-JSON",
    );
    check(
        "a.json",
        "[\n1,\n",
        "a.json: it is not sound JSON: EOF while parsing a value\n  line 3 · mend this line, or export it anew as CSL-JSON",
    );
    check("a.txt", "", "a.txt: no bibliography has this ending\n  name it .bib, .json or .yaml");
    check("a.yaml", "a: 1\n", "a.yaml: it is no bibliography in YAML: a map from keys to entries with a title was expected");
    assert_eq!(
        Library::read("a.bib", b"@book{a,\n title={\xff}}").unwrap_err().to_string(),
        "a.bib: it is not in UTF-8\n  line 2 · save it as UTF-8"
    );
}

#[test]
fn a_key_that_is_given_twice_is_told() {
    let (records, problems) = read("a.json", r#"[{"id": 1, "title": "A"}, {"id": "1", "title": "B"}]"#);
    assert_eq!(records.len(), 1);
    assert_eq!(problems, ["a.json: «1» is entered a second time; the first entry is the one that is cited"]);
}

#[test]
fn what_is_written_is_read_back() {
    let records = [
        carr(),
        Record {
            key: "b".into(),
            genre: Genre::Article,
            authors: vec![person("de Vries", "Jan"), person("Prometheus Research Library", "")],
            title: "Profit & loss: 50 % of {it}, #1_a, and a \\ in “quotes”".into(),
            container: Some("Études $ociales".into()),
            year: Some(1999),
            volume: Some("12".into()),
            pages: Some("3–4".into()),
            ..Record::default()
        },
        Record { key: "c".into(), genre: Genre::Book, editors: vec![person("Taber", "Mike")], title: "Toward".into(), ..Record::default() },
        Record { key: "d".into(), title: "Only a title".into(), ..Record::default() },
    ];
    assert_eq!(read("a.json", &csl_json(&records)), (records.to_vec(), Vec::new()));
    let (back, problems) = read("a.bib", &bibtex(&records));
    assert_eq!(problems, Vec::<String>::new(), "{}", bibtex(&records));
    assert_eq!(back, records, "{}", bibtex(&records));
}
