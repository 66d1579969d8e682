//! Markup and what is packed: pages, books, documents of word processors, and the archives around them.

use std::io::{Cursor, Write as _};

use ibid::formats::{Parts as _, Source, read, read_first, read_parts};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    engine::{Seen, Target, run},
    formats::{check, dice},
    laws,
    mutate::Dice,
    seeds,
};

/// What pages, and all kinds of XML, are made of.
const MARKUP: &[&str] = &[
    "word ",
    "Ibid., p. 5. ",
    "1",
    "*",
    "[1]",
    "\n",
    "<",
    ">",
    "</",
    "/>",
    "=",
    "\"",
    "'",
    "&amp;",
    "&lt;",
    "&#x1b;",
    "&#0;",
    "&mdash;",
    "&who;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE a [<!ENTITY who 'Tolstoy'><!ENTITY b '&who;&who;'>]>",
    " id='n1'",
    " id='n2'",
    " id='r1'",
    " name=n1",
    " href='#n1'",
    " href='#n2'",
    " href='#r1'",
    " href='two.xhtml#n1'",
    " href='notes.xhtml#n2'",
    " class='footnote'",
    " class='noteref'",
    " class=stanza",
    "<span class=sidenote>",
    "<span class='ltx_note ltx_role_footnote'>",
    "</span>",
    "<label class='sidenote-number'>",
    "<sup>1</sup> ",
    "<p><sup>1</sup> ",
    "<p>[1] ",
    "<p>* ",
    "word* ",
    " hidden",
    " style='display:none'",
    " style='vertical-align:super'",
    " epub:type='noteref'",
    " epub:type='footnote'",
    " epub:type='endnotes'",
    " epub:type='pagebreak'",
    " role='doc-endnotes'",
    " colspan=3",
    " rowspan=2",
    "<html>",
    "<head>",
    "<title>",
    "<body>",
    "</body>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<h1>",
    "</h1>",
    "<h2>Notes</h2>",
    "<blockquote>",
    "</blockquote>",
    "<ul><li>",
    "<ol start=3 type=i><li>",
    "</li>",
    "</ol>",
    "<dl><dt>a<dd>",
    "</dl>",
    "<table><tr><td>",
    "<td>",
    "<tr>",
    "<th>",
    "</table>",
    "<caption>",
    "<a>",
    "</a>",
    "<a href='#n1'>1</a>",
    "<a href='#r1'>1</a>",
    "<a id='n1'/>",
    "<sup>",
    "</sup>",
    "<sub>",
    "<i>",
    "</i>",
    "<b>",
    "<br>",
    "<br/>",
    "<hr/>",
    "<img alt='a map' src='a.png'/>",
    "<pre>",
    "</pre>",
    "<q>",
    "<ruby>国<rt>a</rt></ruby>",
    "<math alttext='x'>",
    "<svg>",
    "<template>",
    "<frameset>",
    "<select>",
    "<textarea>",
    "<aside>",
    "</aside>",
    "<section>",
    "</section>",
    "<figure><figcaption>",
    "<script>",
    "</script>",
    "<plaintext>",
];

/// What the vocabularies of XML add.
const XML: &[&str] = &[
    "word ",
    "1",
    "\n",
    "<",
    ">",
    "/>",
    "&amp;",
    "&who;",
    "<!DOCTYPE a [<!ENTITY who 'Tolstoy'>]>",
    "<![CDATA[",
    "]]>",
    "<TEI><text><body>",
    "<div type='chapter'>",
    "</div>",
    "<head>",
    "</head>",
    "<p>",
    "</p>",
    "<note xml:id='n1' n='1'>",
    "<note place='foot'>",
    "<note type='margin'>",
    "</note>",
    "<ptr target='#n1'/>",
    "<ref target='#n1' type='noteAnchor'>1</ref>",
    "<lg><l>",
    "</l></lg>",
    "<pb n='5'/>",
    "<lb/>",
    "<quote>",
    "</quote>",
    "<list><item>",
    "</item></list>",
    "<table><row><cell>",
    "</cell></row></table>",
    "<hi rend='italic'>",
    "</hi>",
    "<app><lem>a</lem><rdg wit='#A'>b</rdg></app>",
    "<article><front><article-meta><title-group><article-title>",
    "<sec>",
    "<xref ref-type='fn' rid='n1'>1</xref>",
    "<fn-group><fn id='n1'><label>1</label><p>",
    "</fn></fn-group>",
    "<FictionBook><description><title-info>",
    "<body name='notes'>",
    "<section id='n1'><title><p>1</p></title>",
    "<a l:href='#n1' type='note'>1</a>",
    "<poem><stanza><v>",
    "<empty-line/>",
    "<book><chapter><title>",
    "<para>",
    "<footnote id='n2'><para>",
    "</footnote>",
    "<footnoteref linkend='n2'/>",
    "<informaltable><tgroup cols='2'><tbody><row><entry>",
    "<emphasis>",
    "<programlisting>",
    "xml:id='n1' ",
    "n='2' ",
    "rend='sup' ",
];

/// What word processors write.
const OFFICE: &[&str] = &[
    "word ",
    "<",
    ">",
    "/>",
    "&amp;",
    "\n=== ",
    "<w:p>",
    "</w:p>",
    "<w:r><w:t>",
    "</w:t></w:r>",
    "<w:pPr><w:pStyle w:val='H'/></w:pPr>",
    "<w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr>",
    "<w:footnoteReference w:id='1'/>",
    "<w:endnoteReference w:id='1'/>",
    "<w:footnote w:id='1'>",
    "</w:footnote>",
    "<w:tbl><w:tr><w:tc>",
    "</w:tc></w:tr></w:tbl>",
    "<w:gridSpan w:val='3'/>",
    "<w:vMerge/>",
    "<w:br/>",
    "<w:tab/>",
    "<w:del>",
    "<w:ins>",
    "<w:sectPr><w:footnotePr><w:numRestart w:val='eachSect'/><w:numFmt w:val='chicago'/></w:footnotePr></w:sectPr>",
    "<w:fldSimple w:instr='NOTEREF a'>",
    "<w:hyperlink w:anchor='a'>",
    "<w:bookmarkStart w:name='a'/>",
    "<text:p>",
    "</text:p>",
    "<text:h text:outline-level='2'>",
    "<text:note text:id='f1' text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>",
    "</text:note-body></text:note>",
    "<text:note-ref text:ref-name='f1'>",
    "<text:list><text:list-item>",
    "</text:list-item></text:list>",
    "<text:s text:c='9'/>",
    "<text:s text:c='999999999'/>",
    "<table:table><table:table-row><table:table-cell>",
    "table:number-columns-repeated='9999999'",
    "w:val='99999999999'",
    "w:val='-1'",
];

const HTML: Target = Target {
    name: "html",
    check: |input, seen| check("text.html", input, &mut dice(input), seen),
    seeds: || seeds::examples("html.txt"),
    words: MARKUP,
    longest: 1024,
    rounds: 300,
    share: 5,
};

const SAVED: Target = Target {
    name: "saved",
    check: |input, seen| check("page.mht", input, &mut dice(input), seen),
    seeds: || {
        let message = |encoding: &str, page: &str| {
            format!(
                "From: a\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/html; \
                 charset=\"koi8-r\"\nContent-Transfer-Encoding: {encoding}\n\n{page}\n--b\nContent-Type: text/css\n\np\n--b--\n"
            )
            .into_bytes()
        };
        vec![
            message("quoted-printable", "<p>He=\n went=C3=BC<a href=3D'#n1'>[1]</a><p id=3Dn1>[1] In 1851."),
            message("base64", "PHA+SGUgd2VudDxhIGhyZWY9JyNuMSc+WzFdPC9hPjxwIGlkPW4xPlsxXSBJbiAxODUxLg=="),
            message("8bit", "<p>He went<sup>1</sup><p><sup>1</sup> In 1851."),
        ]
    },
    words: &[
        "--b\n",
        "--b--",
        "\n\n",
        "\r\n",
        "=\n",
        "=3D",
        "=",
        "==",
        "Content-Type: text/html\n",
        "boundary=",
        "charset=utf-16",
        "base64",
        "<p>",
        "<sup>1</sup>",
        "[1]",
        "<a href=3D'#n1'>",
        "PHA+",
    ],
    longest: 1024,
    rounds: 200,
    share: 2,
};

const VOCABULARIES: Target = Target {
    name: "xml",
    check: |input, seen| {
        let mut dice = dice(input);
        let name = dice.one(&["a.xml", "a.tei", "a.nxml", "a.dbk", "a.fb2", "a.fodt"]);
        check(name, input, &mut dice, seen);
    },
    seeds: || ["tei.txt", "jats.txt", "docbook.txt", "fictionbook.txt"].into_iter().flat_map(seeds::examples).collect(),
    words: XML,
    longest: 1024,
    rounds: 400,
    share: 6,
};

/// Packs the files that an input describes: each begins with a line of `=== ` and its name.
fn packed(input: &[u8], dice: &mut Dice) -> Vec<u8> {
    let text = String::from_utf8_lossy(input);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in text.split("=== ").skip(1) {
        let (name, contents) = file.split_once('\n').unwrap_or((file, ""));
        let method = dice.one(&[CompressionMethod::Stored, CompressionMethod::Deflated]);
        // A second file of one name is refused by whoever packs it.
        if writer.start_file(name, SimpleFileOptions::default().compression_method(method)).is_ok() {
            writer.write_all(contents.as_bytes()).expect("memory");
        }
    }
    writer.finish().expect("memory").into_inner()
}

/// Does to an archive what transport and bad programs do: cuts it off, changes a byte, puts something before it.
fn harmed(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..bytes.len().min(at + 9))),
            2 => bytes.splice(at..at, *b"PK\x01\x02").for_each(drop),
            3 => bytes.splice(at..at, [0xff; 4]).for_each(drop),
            _ => {
                // Where lengths and places stand, more is decided than among the words.
                let marks: Vec<usize> = memchr::memmem::find_iter(bytes, b"PK").collect();
                let mark = if marks.is_empty() { at } else { dice.one(&marks) };
                if let Some(byte) = bytes.get_mut(mark + dice.below(46)) {
                    *byte ^= dice.one(&[0xff, 1, 0x80, 0x55]);
                }
            }
        }
        if bytes.is_empty() {
            return;
        }
    }
}

fn check_packed(input: &[u8], seen: &mut Seen) {
    let mut dice = dice(input);
    let mut bytes = packed(input, &mut dice);
    if dice.below(3) == 0 {
        harmed(&mut bytes, &mut dice);
    }
    let length = bytes.len().max(input.len());
    let whole = read(Source { name: "book".to_owned(), bytes: bytes.clone(), whole: true });
    match &whole {
        Ok(read) => {
            laws::book(read, length, seen);
            let setting = laws::setting(&mut dice);
            laws::typeset(&read.value, setting, &mut dice, seen);
        }
        Err(problem) => laws::problem(problem, "", seen),
    }
    // What is read by parts is the same, and its first part is a document, too.
    if bytes.part(0..bytes.len()).starts_with(b"PK") {
        if let (Ok(parts), Ok(whole)) = (read_parts(&bytes), &whole)
            && whole.value.meta() == parts.value.meta()
        {
            assert_eq!(parts.value.text(), whole.value.text(), "read by parts, it is another text");
        }
        if let Some(first) = read_first(&bytes) {
            assert!(!first.is_whole());
            seen.count("first", first.text().len());
            laws::book(&ibid::problem::Read::fine(first), length, seen);
        }
    }
}

const CONTAINER: &str = "=== META-INF/container.xml\n<container><rootfiles><rootfile full-path='OPS/a.opf'/></rootfiles></container>";

const BOOKS: Target = Target {
    name: "books",
    check: check_packed,
    seeds: || {
        let package = "=== OPS/a.opf\n<package><metadata><dc:title>Flight</dc:title><dc:creator opf:role='aut'>A</dc:creator></metadata>\
                       <manifest><item id='a' href='one.xhtml' media-type='application/xhtml+xml'/><item id='b' href='notes.xhtml' \
                       media-type='application/xhtml+xml'/><item id='c' href='nav.xhtml' properties='nav'/></manifest><spine \
                       toc='c'><itemref idref='a'/><itemref idref='b' linear='no'/></spine></package>";
        let nav = "=== OPS/nav.xhtml\n<nav epub:type='toc'><ol><li><a href='one.xhtml#i'>One</a><ol><li><a \
                   href='notes.xhtml'>Notes</a></li></ol></li></ol></nav>";
        let one = "=== OPS/one.xhtml\n<html><body><h1 id='i'>One</h1><p>He went<a href='notes.xhtml#n1' id='r1'><sup>1</sup></a>, and \
                   came<a epub:type='noteref' href='notes.xhtml#n2' id='r2'>2</a>.</p></body></html>";
        let notes = "=== OPS/notes.xhtml\n<html><body><section epub:type='endnotes'><ol><li id='n1'><p><a href='one.xhtml#r1'>1</a> In \
                     1851.</p></li><li id='n2'><p>Ibid.</p></li></ol></section></body></html>";
        let locked = "=== META-INF/encryption.xml\n<encryption><EncryptedData><EncryptionMethod Algorithm='a'/><CipherData>\
                      <CipherReference URI='OPS/one.xhtml'/></CipherData></EncryptedData></encryption>";
        let ncx = "=== OPS/toc.ncx\n<ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src='one.xhtml'/></navPoint></navMap></ncx>";
        let mimetype = "=== mimetype\napplication/epub+zip";
        [
            [mimetype, CONTAINER, package, nav, one, notes].concat(),
            [mimetype, CONTAINER, package, ncx, one].concat(),
            [CONTAINER, package, one, notes, locked].concat(),
            [mimetype, one, notes].concat(),
        ]
        .map(String::into_bytes)
        .to_vec()
    },
    words: MARKUP,
    longest: 2048,
    rounds: 250,
    share: 6,
};

const DOCUMENTS: Target = Target {
    name: "documents",
    check: check_packed,
    seeds: || {
        let word = "=== [Content_Types].xml\n<Types/>=== word/_rels/document.xml.rels\n<Relationships><Relationship Id='r1' \
                    Type='x/footnotes' Target='footnotes.xml'/></Relationships>=== word/document.xml\n<w:document><w:body><w:p><w:pPr>\
                    <w:pStyle w:val='H'/></w:pPr><w:r><w:t>Flight</w:t></w:r></w:p><w:p><w:r><w:t>He went</w:t><w:footnoteReference \
                    w:id='1'/></w:r></w:p></w:body></w:document>=== word/footnotes.xml\n<w:footnotes><w:footnote w:id='1'><w:p><w:r>\
                    <w:footnoteRef/><w:t> In 1851.</w:t></w:r></w:p></w:footnote></w:footnotes>=== word/styles.xml\n<w:styles><w:style \
                    w:type='paragraph' w:styleId='H'><w:name w:val='heading 1'/></w:style></w:styles>=== word/numbering.xml\n<w:numbering>\
                    <w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='lowerRoman'/><w:lvlText \
                    w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
        let open = "=== mimetype\napplication/vnd.oasis.opendocument.text=== content.xml\n<office:document-content><office:body>\
                    <office:text><text:h text:outline-level='1'>Flight</text:h><text:p>He went<text:note text:id='f1' \
                    text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>In 1851.</text:p>\
                    </text:note-body></text:note>.</text:p></office:text></office:body></office:document-content>=== meta.xml\n\
                    <office:document-meta><office:meta><dc:title>Flight</dc:title></office:meta></office:document-meta>";
        let fiction = "=== a.fb2\n<FictionBook><body><section><p>He went<a l:href='#n1' type='note'>1</a>.</p></section></body><body \
                       name='notes'><section id='n1'><title><p>1</p></title><p>In 1851.</p></section></body></FictionBook>";
        [word, open, fiction].map(|text| text.as_bytes().to_vec()).to_vec()
    },
    words: OFFICE,
    longest: 2048,
    rounds: 300,
    share: 5,
};

#[test]
fn pages() {
    run(&HTML);
}

#[test]
fn saved_pages() {
    run(&SAVED);
}

#[test]
fn vocabularies_of_xml() {
    run(&VOCABULARIES);
}

#[test]
fn books_and_the_archives_around_them() {
    run(&BOOKS);
}

#[test]
fn documents_of_word_processors() {
    run(&DOCUMENTS);
}
