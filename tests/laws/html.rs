//! Laws of pages.

use std::time::{Duration, Instant};

use ibid::formats::{Source, read};
use proptest::prelude::*;

fn text_of(page: String) -> String {
    read(Source { name: "page.html".into(), bytes: page.into_bytes(), whole: true })
        .map_or_else(|problem| problem.what, |read| read.value.text().to_owned())
}

/// Pieces of pages, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<table><tr><td>".to_owned()),
        Just("</table>".to_owned()),
        Just("<ol><li>".to_owned()),
        Just("</ol>".to_owned()),
        Just("<blockquote>".to_owned()),
        Just("<br>".to_owned()),
        Just("<h2>".to_owned()),
        Just("</h2>".to_owned()),
        Just("<dl><dt>".to_owned()),
        Just("<dd>".to_owned()),
        Just("<pre>".to_owned()),
        Just("<sup>".to_owned()),
        Just("</sup>".to_owned()),
        Just("<div class=\"footnote\">".to_owned()),
        Just("</div>".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just("<aside epub:type=\"footnote\" id=\"n3\">".to_owned()),
        Just("</aside>".to_owned()),
        (0..6u8, 0..6u8).prop_map(|(to, id)| format!("<a href=\"#n{to}\" id=\"n{id}\">{to}</a>")),
        (0..6u8).prop_map(|id| format!("<a name=\"n{id}\"></a>")),
        (0..6u8).prop_map(|to| format!("<a epub:type=\"noteref\" href=\"#n{to}\">{to}</a>")),
        "[a-zé0-9 ]{0,12}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_page_is_too_strange(page in soup()) {
        let _ = text_of(page);
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(Source { name: "page.html".into(), bytes, whole: true });
    }

    #[test]
    fn every_word_of_plain_paragraphs_is_kept(words in prop::collection::vec("[a-z]{1,8}", 1..40)) {
        let paragraphs = words.chunks(7).map(|words| format!("<p><i>{}</i> ", words.join("</i> <i>")));
        let page = paragraphs.collect::<Vec<_>>().concat();
        let text = text_of(page);
        prop_assert_eq!(text.split_whitespace().collect::<Vec<_>>(), words);
    }
}

#[test]
fn nothing_takes_long() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let links = (0..20_000).map(|n| format!("<p>x<a href=#n{n} id=r{n}>{n}</a></p>")).collect::<Vec<_>>().concat();
    let notes = (0..20_000).map(|n| format!("<p id=n{n}><a href=#r{n}>{n}</a> note</p>")).collect::<Vec<_>>().concat();
    for page in [
        many("<div>", 100_000),
        many("<blockquote>x", 20_000),
        many("<table><tr><td>x", 3_000),
        many("<b><i>x", 300),
        many("<sup>x", 20_000),
        many("<a href=#a id=a>1</a>", 20_000),
        many("<p class=footnote><a href=#a>1</a> x", 20_000),
        format!("{links}{notes}"),
    ] {
        let begun = Instant::now();
        let name = page.chars().take(40).collect::<String>();
        let _ = text_of(page);
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
    }
}
