//! Files of word processors, built from small pieces of XML, and the outlines of the documents they become.

#[path = "formats/outline.rs"]
mod outline;

use std::io::Write as _;

use ibid::formats::{Format, Source, read, sniff};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in entries {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        archive.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn source(bytes: Vec<u8>) -> Source {
    Source { name: "a".into(), bytes, whole: true }
}

fn outlined(bytes: Vec<u8>) -> String {
    outline::outline(&read(source(bytes)).unwrap())
}

// ── Word ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const STYLES: &str = r#"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="Ch"><w:name w:val="Chapter"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Ch2"><w:name w:val="Section"/><w:basedOn w:val="Ch"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="My"><w:name w:val="My chapter"/><w:basedOn w:val="Ch"/></w:style>
<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="C1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Em"><w:name w:val="Foreign"/><w:rPr><w:i/></w:rPr></w:style></w:styles>"#;

const NUMBERING: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="?"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=" "/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#;

const NOTES: &str = r#"<w:footnotes><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> In 1851.</w:t></w:r></w:p><w:p><w:r><w:t>In spring.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>(</w:t></w:r><w:r><w:footnoteRef/></w:r><w:r><w:t>)</w:t></w:r><w:r><w:tab/><w:t>On foot.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:t>*</w:t></w:r><w:r><w:t xml:space="preserve"> A star.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="4"><w:p><w:r><w:footnoteRef/><w:t>Deleted.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;

const ENDNOTES: &str = r#"<w:endnotes><w:endnote w:id="1"><w:p><w:r><w:endnoteRef/><w:t xml:space="preserve"> At the </w:t></w:r><w:hyperlink r:id="rId1"><w:r><w:t>end</w:t></w:r></w:hyperlink></w:p></w:endnote></w:endnotes>"#;

fn word(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let relation = |id: &str, target: &str| {
        format!(r#"<Relationships><Relationship Id="{id}" Type="x/hyperlink" Target="{target}" TargetMode="External"/></Relationships>"#)
    };
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", NOTES),
        ("word/endnotes.xml", ENDNOTES),
        ("word/_rels/document.xml.rels", &relation("rId1", "https://body.example")),
        ("word/_rels/endnotes.xml.rels", &relation("rId1", "https://note.example")),
        ("docProps/core.xml", "<cp:coreProperties><dc:creator>A. Walker</dc:creator></cp:coreProperties>"),
    ])
}

/// A paragraph of this style with these runs.
fn styled(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

fn run(words: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#)
}

fn footnote(id: u8) -> String {
    format!(r#"<w:r><w:footnoteReference w:id="{id}"/></w:r>"#)
}

/// The outline of a Word document with this body, without what every one of them says of itself.
fn check_word(body: &str, expected: &str) {
    let found = outlined(word(body));
    let found: Vec<_> = found.lines().filter(|line| !line.starts_with('=')).collect();
    let expected: Vec<_> = expected.lines().map(|line| line.strip_prefix("            ").unwrap_or(line)).collect();
    assert_eq!(found.join("\n").trim(), expected.join("\n").trim());
}

#[test]
fn word_says_what_it_is_and_in_what_language() {
    let found = outlined(word(&format!("<w:p>{}</w:p>", run("He went."))));
    assert_eq!(found, "= author: A. Walker\n= lang: de-DE\np He went.\n");
    assert_eq!(sniff(&source(word(""))), Ok(Format::Docx));
}

#[test]
fn headings_are_known_by_their_outline_level_wherever_a_style_has_it_from() {
    let body = [
        styled("My", &run("One")),
        styled("Ch2", &run("Two")),
        styled("H3", &run("Three")),
        styled("T", &run("Title")),
        styled("C1", &run("One 1")),
    ];
    check_word(&body.concat(), "h1 One\nh2 Two\nh3 Three\ntitle Title");
    let direct = format!(r#"<w:p><w:pPr><w:pStyle w:val="Ch"/><w:outlineLvl w:val="9"/></w:pPr>{}</w:p>"#, run("No heading"));
    check_word(&direct, "p No heading");
}

#[test]
fn notes_are_counted_in_two_series_and_lose_their_own_marks() {
    let end = r#"<w:r><w:endnoteReference w:id="1"/></w:r>"#;
    let star = r#"<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>"#;
    let next = r#"<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/></w:r><w:r><w:t>†</w:t></w:r>"#;
    check_word(
        &format!(
            "<w:p>{}{}{}{end}{}{star}{}{}</w:p>",
            run("He went"),
            footnote(1),
            run(" far"),
            run(" and"),
            run(" on ("),
            footnote(2) + &run(")")
        ),
        "p He went[1]→1 far[i]→2 and*→3 on ([2]→4)
            note 1 [1]
              p In 1851.
              p In spring.
            note 2 [i]
              p At the {link end → https://note.example}
            note 3 [*]
              p A star.
            note 4 [2]
              p On foot.",
    );
    check_word(&format!("<w:p>{}{next}{}</w:p>", run("He went"), run(" on.")), "p He went†→1 on.\nnote 1 [†]\n  p * A star.");
    check_word(&format!("<w:p>{}{}</w:p>", run("Lost"), footnote(9)), "p Lost[1]→?\n! warning: mark 1 calls a note that is not there");
}

#[test]
fn numbers_begin_anew_where_a_section_says_so() {
    let section = |format: &str| {
        format!(r#"<w:sectPr><w:footnotePr><w:numFmt w:val="{format}"/><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>"#)
    };
    let body = format!(
        "<w:p><w:pPr>{}</w:pPr>{}{}</w:p><w:p>{}{}</w:p>{}",
        section("upperRoman"),
        run("One"),
        footnote(1) + &footnote(2),
        run("Two"),
        footnote(3),
        section("chicago")
    );
    check_word(
        &body,
        "p One[I]→1[II]→2
            p Two*→3
            note 1 [I]
              p In 1851.
              p In spring.
            note 2 [II]
              p On foot.
            note 3 [*]
              p * A star.",
    );
}

#[test]
fn recorded_changes_are_read_as_accepted() {
    let body = format!(
        r#"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>west</w:delText><w:footnoteReference w:id="4"/></w:r></w:del></w:p><w:p>{}{}</w:p>"#,
        run("He went "),
        run("east"),
        run(" by train."),
        footnote(1)
    );
    check_word(&body, "p He went east by train.[1]→1\nnote 1 [1]\n  p In 1851.\n  p In spring.");
}

#[test]
fn words_keep_what_they_look_like_and_boxes_are_read_once() {
    let look = |properties: &str, words: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>");
    let boxed = |words: &str| format!("<w:txbxContent><w:p>{}</w:p></w:txbxContent>", run(words));
    let body = format!(
        r#"<w:p>{}{}{}{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr="A map"/>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>"#,
        look(r#"<w:rStyle w:val="Em"/>"#, "east"),
        look(r#"<w:i/><w:b w:val="0"/>"#, "ward"),
        look("<w:vertAlign w:val=\"superscript\"/>", "2"),
        look("<w:vanish/>", "hidden"),
        boxed("In a box."),
        boxed("In a box."),
        run(" on.")
    );
    check_word(&body, "p {emphasis eastward}{superscript 2}{caption A map} on.\np In a box.");
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let body = format!(
        r#"<w:p><w:bookmarkStart w:name="here"/>{}<w:r><w:instrText>HYPERLINK \l "here"</w:instrText></w:r>{}{}{}<w:hyperlink r:id="rId1">{}</w:hyperlink></w:p>"#,
        field("begin"),
        field("separate"),
        run("above"),
        field("end"),
        run("web")
    );
    check_word(&body, "p {link above → «aboveweb»}{link web → https://body.example}");
}

#[test]
fn lists_count_as_their_numbering_says_and_tables_keep_their_cells() {
    let item = |list: u8, level: u8, words: &str| {
        format!(r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}</w:p>"#, run(words))
    };
    let body = [
        item(1, 0, "three"),
        item(1, 1, "a"),
        item(1, 1, "b"),
        item(1, 0, "four"),
        item(2, 0, "dot"),
        item(3, 0, "goes on"),
        styled("Q", &run("Quoted.")),
    ];
    check_word(
        &body.concat(),
        " 3 p 3. three
             7 p ~ 3a) a
             7 p ~ 3b) b
             3 p ~ 4. four
             2 p ~ • dot
             2 p ~ goes on
            > p Quoted.",
    );
    let cell = |properties: &str, words: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{}</w:p></w:tc>", run(words));
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell(r#"<w:gridSpan w:val="2"/>"#, "Versts"),
        cell(r#"<w:vMerge w:val="restart"/>"#, "Kazan"),
        cell("", "7"),
        cell("<w:vMerge/>", ""),
        cell("", "8"),
    );
    check_word(&body, "table << 1 Versts⇥⏎Kazan⇥7⏎⇥8");
}

#[test]
fn a_part_that_a_document_names_and_lacks_is_missed() {
    let relations = r#"<Relationships><Relationship Id="r1" Type="x/footnotes" Target="footnotes.xml"/></Relationships>"#;
    let body = r#"<w:document><w:body><w:p><w:r><w:t>He walked.</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:body></w:document>"#;
    let bytes = zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", body), ("word/_rels/document.xml.rels", relations)]);
    let problems: Vec<_> = read(source(bytes)).unwrap().problems.into_iter().map(|problem| problem.what).collect();
    assert_eq!(problems[0], "a part of the document is missing: word/footnotes.xml is not in the archive");
    // Whoever names none misses none.
    let bytes =
        zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &body.replace("<w:footnoteReference w:id=\"1\"/>", ""))]);
    assert_eq!(read(source(bytes)).unwrap().problems, []);
}

#[test]
fn a_part_under_another_name_is_known_by_what_it_holds() {
    let relations = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>"#;
    let types =
        r#"<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let body = format!("<w:document><w:body><w:p>{}</w:p></w:body></w:document>", run("East.") + &footnote(1));
    let book = |document: &str, notes: &str| {
        let files = [("[Content_Types].xml", types), ("word/_rels/document.xml.rels", relations), (document, &body), (notes, NOTES)];
        outlined(zipped(&files))
    };
    let sound = book("word/document.xml", "word/footnotes.xml");
    assert!(sound.starts_with("p East.[1]→1\n") && !sound.contains('!'), "{sound}");
    let told =
        |name: &str, other: &str| format!("! warning: {name} is not in the archive: {other} is read in its place, by what it holds\n");
    assert_eq!(book("word/document.xml", "word/fn.xml"), sound.clone() + &told("word/footnotes.xml", "word/fn.xml"));
    assert_eq!(book("word/text.xml", "word/footnotes.xml"), sound + &told("word/document.xml", "word/text.xml"));
}

#[test]
fn a_document_lies_where_its_package_says() {
    let types = r#"<Types><Override PartName="/doc/main.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relation = |kind: &str, target: &str| {
        format!(r#"<Relationships><Relationship Id="r1" Type="http://x/{kind}" Target="{target}"/></Relationships>"#)
    };
    let body = format!("<w:document><w:body><w:p>{}{}</w:p></w:body></w:document>", run("He walked."), footnote(1));
    let bytes = zipped(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", &relation("officeDocument", "/doc/main.xml")),
        ("doc/main.xml", &body),
        ("doc/_rels/main.xml.rels", &relation("footnotes", "notes/all.xml")),
        ("doc/notes/all.xml", NOTES),
    ]);
    assert_eq!(sniff(&source(bytes.clone())), Ok(Format::Docx));
    let found = outlined(bytes);
    assert!(found.starts_with("p He walked.[1]→1\nnote 1 [1]\n  p In 1851.\n"), "{found}");
}

#[test]
fn notes_are_counted_in_other_writings_than_figures() {
    let check = |format: &str, expected: &str| {
        let section = format!(r#"<w:sectPr><w:footnotePr><w:numFmt w:val="{format}"/><w:numStart w:val="12"/></w:footnotePr></w:sectPr>"#);
        let found = outlined(word(&format!("<w:p>{}{}</w:p>{section}", run("He walked."), footnote(2))));
        assert!(found.contains(&format!("note 1 [{expected}]\n")), "{format}: {found}");
    };
    check("chineseCounting", "十二");
    check("ideographDigital", "一二");
    check("koreanCounting", "십이");
    check("hebrew1", "יב");
    check("hebrew2", "ל");
    check("arabicAlpha", "س");
    check("decimalZero", "12");
    check("decimalEnclosedCircle", "⑫");
    // Words depend on a language; figures are the same in all.
    check("cardinalText", "12");
    check("ordinal", "12");
    check("of another world", "12");
}

// ── OpenDocument ────────────────────────────────────────────────────────────────────────────────────────────────────────

fn open_document(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
        <style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
        <text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="i" style:num-suffix=")"/></text:list-style></office:automatic-styles>
        <office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    let meta = "<office:document-meta><office:meta><dc:title>Flight</dc:title><meta:initial-creator>A. Walker</meta:initial-creator><dc:creator>B. Editor</dc:creator><dc:language>en-GB</dc:language></office:meta></office:document-meta>";
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("styles.xml", "<office:document-styles/>"),
        ("meta.xml", meta),
    ])
}

#[test]
fn open_document_keeps_notes_headings_lists_and_looks() {
    let note = |class: &str, label: &str, words: &str| {
        format!(
            r#"<text:note text:id="ftn{label}" text:note-class="{class}"><text:note-citation>{label}</text:note-citation><text:note-body><text:p>{words}</text:p></text:note-body></text:note>"#
        )
    };
    let body = format!(
        r##"<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="2"><text:bookmark text:name="here"/>East{}</text:h>
<text:p>He  <text:span text:style-name="T1">went</text:span><text:s/>10<text:span text:style-name="T2">2</text:span>
versts{}<office:annotation><text:p>Really?</text:p></office:annotation>, see <text:a xlink:href="#here|outline">above</text:a> and note <text:note-ref text:ref-name="ftn1">1</text:note-ref>.</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>deeper</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>
<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Place</text:p></table:table-cell><table:table-cell><text:p>n</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell><text:p>Kazan</text:p></table:table-cell><table:table-cell><text:p>7</text:p></table:table-cell></table:table-row></table:table>"##,
        note("footnote", "1", "In 1851."),
        note("endnote", "i", "Or more."),
    );
    assert_eq!(
        outlined(open_document(&body)),
        "= title: Flight
= author: A. Walker
= lang: en-GB
h2 East[1]→1
p He {emphasis went} 10{superscript 2} versts[i]→2, see {link above → «East[1]»} and note {link 1 → «In 1851.»}.
 3 p i) one
 5 p ~ • deeper
 4 p ~ ii) two
table << 1 Place⇥n⏎Kazan⇥7
note 1 [1]
  p In 1851.
note 2 [i]
  p Or more.
"
    );
    assert_eq!(sniff(&source(open_document(""))), Ok(Format::Odt));
}

#[test]
fn notes_without_a_printed_number_are_counted() {
    let note = |class: &str, citation: &str| {
        format!(r#"<text:note text:note-class="{class}">{citation}<text:note-body><text:p>Thus.</text:p></text:note-body></text:note>"#)
    };
    let body = format!(
        r#"<text:notes-configuration text:note-class="endnote" style:num-format="i"/><text:p>A{}B{}C{}D{}E{}</text:p>"#,
        note("footnote", "<text:note-citation/>"),
        note("endnote", "<text:note-citation/>"),
        note("footnote", r#"<text:note-citation text:label="*">*</text:note-citation>"#),
        note("footnote", ""),
        note("endnote", "<text:note-citation> </text:note-citation>"),
    );
    let found = outlined(open_document(&body));
    assert!(found.contains("p A[1]→1B[i]→2C*→3D[2]→4E[ii]→5\n"), "{found}");
}

#[test]
fn words_and_notes_that_stand_outside_of_a_paragraph_are_read() {
    let note = |words: &str| format!("<text:note><text:note-body><text:p>{words}</text:p></text:note-body></text:note>");
    let body = format!(
        "<text:p>He went{}.</text:p>\n<text:section>\nHolst, in his <text:span>Letters</text:span> {} \n<text:p>He rested.</text:p></text:section>",
        note("In 1851."),
        note("The first."),
    );
    let found = outlined(open_document(&body));
    let expected = "p He went[1]→1.\np Holst, in his Letters [2]→2\np He rested.\nnote 1 [1]\n  p In 1851.\nnote 2 [2]\n  p The first.\n";
    assert!(found.ends_with(expected), "{found}");
}

#[test]
fn the_words_of_a_picture_do_not_stick_to_its_caption() {
    let frame = |words: &str| format!("<draw:frame><draw:image xlink:href=\"Pictures/1.png\"/>{words}</draw:frame>");
    let body = format!(
        "<text:p>{}Figure 1</text:p><text:p>See{}, there.</text:p><text:p>{}Figure 2</text:p>",
        frame("<svg:title>IMG 0123.jpg</svg:title><svg:desc>Map</svg:desc>"),
        frame("<svg:title>the plan</svg:title>"),
        frame("<svg:desc>DSC_1234</svg:desc>"),
    );
    let found = outlined(open_document(&body));
    let expected = "p {caption {picture Map in Pictures/1.png}} Figure 1
p See {caption {picture the plan in Pictures/1.png}}, there.
p Figure 2
";
    assert!(found.ends_with(expected), "{found}");
}

#[test]
fn an_open_document_that_lost_its_text_says_so() {
    let bytes = zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("styles.xml", "<office:document-styles/>")]);
    let refused = read(source(bytes)).unwrap_err();
    assert_eq!(refused.what, "its text is missing: content.xml is not in the archive");
}

#[test]
fn an_encrypted_document_is_refused() {
    let bytes = zipped(&[
        ("content.xml", "?"),
        ("META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
    ]);
    assert_eq!(read(source(bytes)).unwrap_err().what, "cannot be read: it is encrypted");
}

#[test]
fn a_zipped_fictionbook_is_read() {
    let bytes = zipped(&[("book.fb2", "<FictionBook><body><p>He went.</p></body></FictionBook>")]);
    assert_eq!(outlined(bytes), "p He went.\n");
}

// ── Harm ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn an_archive_may_break_off_or_rot_anywhere() {
    let body = format!("<w:p>{}{}</w:p>", run("He went"), footnote(1));
    for bytes in [word(&body), open_document("<text:p>He went.</text:p>")] {
        for at in (0..bytes.len()).step_by(7) {
            let _ = read(source(bytes[..at].to_vec()));
            let mut rotten = bytes.clone();
            rotten[at] ^= 0x55;
            let _ = read(source(rotten));
        }
    }
}

#[test]
fn what_is_packed_is_not_read_in_parts() {
    let bytes = word(&format!("<w:p>{}</w:p>", run("He went.")));
    assert!(!sniff(&source(bytes)).unwrap().reads_heads());
}

#[test]
fn headings_print_their_numbers() {
    let heading = |style: &str, list: u8, level: u8, words: &str| {
        let number = format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#);
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr>{}</w:p>"#, run(words))
    };
    let body = [
        heading("Ch", 1, 0, "Flight"),
        heading("Ch2", 1, 1, "East"),
        heading("Ch", 1, 0, "Return"),
        heading("Ch", 2, 0, "A bullet is none"),
        styled("Ch", &run("Unnumbered")),
    ];
    check_word(&body.concat(), "h1 3. Flight\nh2 3a) East\nh1 4. Return\nh1 A bullet is none\nh1 Unnumbered");
}

#[test]
fn notes_begin_anew_on_each_page_where_word_lets_them() {
    let restarts = |how: &str| {
        let page = r"<w:r><w:lastRenderedPageBreak/></w:r>";
        let first = format!("<w:p>{}{}{}</w:p>", run("One"), footnote(1), footnote(2));
        let second = format!("<w:p>{page}{}{}</w:p>", run("Two"), footnote(4));
        let section = format!(r#"<w:sectPr><w:footnotePr><w:numRestart w:val="{how}"/></w:footnotePr></w:sectPr>"#);
        let found = outlined(word(&format!("{first}{second}{section}")));
        found.lines().filter(|line| line.starts_with("p ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(restarts("eachPage"), ["p One[1]→1[2]→2", "p Two[1]→3"]);
    assert_eq!(restarts("continuous"), ["p One[1]→1[2]→2", "p Two[3]→3"]);
}

#[test]
fn formulas_of_word_can_be_read() {
    let t = |words: &str| format!("<m:r><m:t>{words}</m:t></m:r>");
    let half = format!("<m:oMath><m:f><m:num>{}</m:num><m:den>{}</m:den></m:f></m:oMath>", t("a"), t("b"));
    let root = format!(r#"<m:oMath><m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{}</m:e></m:rad></m:oMath>"#, t("x+1"));
    let sum = format!(
        r#"<m:oMath><m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{}</m:sub><m:sup>{}</m:sup><m:e><m:sSub><m:e>{}</m:e><m:sub>{}</m:sub></m:sSub></m:e></m:nary></m:oMath>"#,
        t("i=1"),
        t("n"),
        t("𝑎"),
        t("i")
    );
    let row = |a: &str, b: &str| format!("<m:mr><m:e>{}</m:e><m:e>{}</m:e></m:mr>", t(a), t(b));
    let matrix = format!("<m:oMath><m:d><m:e><m:m>{}{}</m:m></m:e></m:d></m:oMath>", row("1", "2"), row("3", "-4"));
    let euler = format!(
        "<m:oMathPara><m:oMath><m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>{}</m:oMath></m:oMathPara>",
        t("e"),
        t("iπ"),
        t("=-1")
    );
    check_word(&format!("<w:p>{}{half}{}{root}{}{sum}</w:p>", run("So "), run(", "), run("; ")), "p So a/b, √(x + 1); ∑_(i=1)ⁿ a_i");
    check_word(&format!("<w:p>{matrix}</w:p><w:p>{euler}</w:p>"), "p (1 2; 3 −4)\np e^(iπ) = −1");
}

#[test]
fn lines_of_a_program_are_one_block_and_stars_are_a_rule() {
    let styles =
        STYLES.replace("</w:styles>", r#"<w:style w:type="paragraph" w:styleId="S"><w:name w:val="Source Code"/></w:style></w:styles>"#);
    let program = ["go {", "  east", "}"].map(|line| styled("S", &run(line))).concat();
    let border = r#"<w:p><w:pPr><w:pBdr><w:bottom w:val="single"/></w:pBdr></w:pPr></w:p>"#;
    let body = format!("{program}<w:p>{}</w:p>{border}<w:p>{}</w:p>", run("* * *"), run("So."));
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let found = outlined(zipped(&[("word/document.xml", &document), ("word/styles.xml", &styles)]));
    assert_eq!(found, "= lang: de-DE\ncode go {⏎  east⏎}\nrule * * *\nrule * * *\np So.\n");
    let line = |words: &str| format!(r#"<text:p text:style-name="Preformatted_20_Text">{words}</text:p>"#);
    let body = format!(
        r#"{}{}<text:p>* * *</text:p><text:p text:style-name="Horizontal_20_Line"/><text:p>So.</text:p>"#,
        line("go {"),
        line(r#"<text:s text:c="2"/>east"#)
    );
    let found = outlined(open_document(&body));
    assert!(found.ends_with("code go {⏎  east\nrule * * *\nrule * * *\np So.\n"), "{found}");
}

#[test]
fn a_document_that_says_nothing_of_itself_has_the_title_and_author_that_it_prints() {
    let styles =
        STYLES.replace("</w:styles>", r#"<w:style w:type="paragraph" w:styleId="A"><w:name w:val="Author"/></w:style></w:styles>"#);
    // What was struck out of it is no part of it.
    let title = format!(r#"{}<w:del w:id="1"><w:r><w:delText> by night</w:delText></w:r></w:del>"#, run("Flight"));
    let body = format!("{}{}{}", styled("T", &title), styled("A", &run("A. Walker")), styled("T", &run("Again")));
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let found = outlined(zipped(&[("word/document.xml", &document), ("word/styles.xml", &styles)]));
    assert!(found.starts_with("= title: Flight\n= author: A. Walker\n"), "{found}");
}

#[test]
fn a_document_is_in_the_language_that_most_of_its_words_are_in() {
    let said = |language: &str, words: &str| format!(r#"<w:r><w:rPr><w:lang w:val="{language}"/></w:rPr><w:t>{words}</w:t></w:r>"#);
    let body = format!("<w:p>{}{}{}</w:p>", said("en-GB", "He went east and rested."), said("ru-RU", "Он"), run("Ja."));
    assert!(outlined(word(&body)).contains("= lang: en-GB\n"));
    let body = format!("<w:p>{}{}</w:p>", said("en-GB", "He."), run("Er ging nach Osten."));
    assert!(outlined(word(&body)).contains("= lang: de-DE\n"));
}

#[test]
fn the_style_of_a_paragraph_slants_its_words() {
    let styles = STYLES.replace(
        "</w:styles>",
        r#"<w:style w:type="paragraph" w:styleId="I"><w:name w:val="Letter"/><w:rPr><w:i/></w:rPr></w:style></w:styles>"#,
    );
    let emphatic = r#"<w:r><w:rPr><w:rStyle w:val="Em"/></w:rPr><w:t>upright</w:t></w:r>"#;
    let body = styled("I", &format!("{}{emphatic}", run("slanted ")));
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let found = outlined(zipped(&[("word/document.xml", &document), ("word/styles.xml", &styles)]));
    assert_eq!(found, "= lang: de-DE\np {emphasis slanted }upright\n");
}

#[test]
fn a_bold_first_row_is_a_head_and_figures_stand_at_the_right() {
    let cell = |properties: &str, paragraph: &str, words: &str| {
        format!("<w:tc><w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r></w:p></w:tc>")
    };
    let right = r#"<w:jc w:val="right"/>"#;
    let head = format!("<w:tr>{}{}</w:tr>", cell("<w:b/>", "", "Place"), cell("<w:b/>", "", "n"));
    let row = |place: &str, figure: &str| format!("<w:tr>{}{}</w:tr>", cell("", "", place), cell("", right, figure));
    check_word(
        &format!("<w:tbl>{head}{}{}</w:tbl>", row("Kazan", "7"), row("Tula", "12")),
        "table <> 1 {strong Place}⇥{strong n}⏎Kazan⇥7⏎Tula⇥12",
    );
}

#[test]
fn formulas_that_open_document_keeps_apart_are_read_where_they_are_called() {
    let body = r#"<text:p>Half is <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>.</text:p>"#;
    let content =
        format!("<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>");
    let formula = "<math><semantics><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>1 over 2</annotation></semantics></math>";
    let found = outlined(zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("Object 1/content.xml", formula),
    ]));
    assert_eq!(found, "p Half is 1/2.\n");
}

#[test]
fn cross_references_lead_to_what_they_name() {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let field = |code: &str, words: &str| {
        format!("{}<w:r><w:instrText> {code} </w:instrText></w:r>{}{}{}", mark("begin"), mark("separate"), run(words), mark("end"))
    };
    let east = r#"<w:bookmarkStart w:id="0" w:name="_Ref1"/>"#;
    let body = format!(
        "<w:p>{east}{}</w:p><w:p>{}{}{}{}</w:p>",
        run("East."),
        run("See "),
        field(r"REF _Ref1 \h", "there"),
        field(r"REF _Ref1", " here"),
        field(r"REF _Ref9 \h", " nowhere")
    );
    check_word(&body, "p East.\np See {link there → «East.»} here nowhere");
    let body = r#"<text:p><text:bookmark text:name="b"/>East.</text:p><text:p>See <text:bookmark-ref text:ref-name="b">there</text:bookmark-ref>.</text:p>"#;
    assert!(outlined(open_document(body)).ends_with("p East.\np See {link there → «East.»}.\n"));
}
