//! The manners of Aozora Bunko: ruby, transcribers' remarks, headings said rather than shown.
//!
//! <https://www.aozora.gr.jp/annotation/>

use std::borrow::Cow;

use encoding_rs::EUC_JP;

/// Tells whether a text is in these manners.
pub(super) fn is_aozora(head: &str) -> bool {
    let has = |words: &str| memchr::memmem::find(head.as_bytes(), words.as_bytes()).is_some();
    has("《》：ルビ") || (has("［＃") && has("《")) || has("青空文庫")
}

/// The level of the heading that a line is, by the remark in it.
pub(super) fn heading(line: &str) -> Option<u8> {
    const LEVELS: &[(&str, u8)] = &[("大見出し", 1), ("中見出し", 2), ("小見出し", 3)];
    let at = line.find("見出し］")?;
    let remark = line[..at].rfind("［＃")?;
    LEVELS.iter().find(|(word, _)| line[remark..].contains(word)).map(|(_, level)| *level)
}

/// A line without remarks: `漢字《かんじ》` becomes `漢字（かんじ）`, a character that had no code becomes itself where
/// Unicode's oldest Japanese set has it, else its description.
pub(super) fn clean(line: &str) -> Cow<'_, str> {
    if !line.contains(['《', '［', '｜']) {
        return Cow::Borrowed(line);
    }
    let mut clean = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['《', '》', '｜', '［']) {
        clean.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(sign) = rest.chars().next() else { break };
        let mut length = sign.len_utf8();
        match sign {
            '《' => clean.push('（'),
            '》' => clean.push('）'),
            '［' => {
                // Remarks quote remarks: the end is the bracket that closes the outermost.
                let (mut depth, mut end) = (0_usize, None);
                for (at, character) in rest.char_indices().take(400) {
                    depth = match character {
                        '［' => depth + 1,
                        '］' => depth - 1,
                        _ => depth,
                    };
                    if depth == 0 {
                        end = Some(at);
                        break;
                    }
                }
                match end.filter(|_| rest.starts_with("［＃")) {
                    Some(end) => {
                        if clean.ends_with('※') {
                            clean.pop();
                            clean.push_str(&character(&rest["［＃".len()..end]));
                        }
                        length = end + '］'.len_utf8();
                    }
                    None => clean.push('［'),
                }
            }
            // The beginning of what a ruby belongs to, where that is not plain.
            _ => {}
        }
        rest = &rest[length..];
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

/// The character that a remark describes: by its place in JIS X 0208 and its common extensions, `1-13-21`, else in words.
fn character(remark: &str) -> String {
    let place = remark.rsplit(['、', '準', '水']).next().unwrap_or("");
    let mut numbers = place.split('-').map(|number| number.trim().parse::<u8>().ok());
    if let (Some(Some(1)), Some(Some(row @ 1..=94)), Some(Some(cell @ 1..=94))) = (numbers.next(), numbers.next(), numbers.next()) {
        let bytes = [0xa0 + row, 0xa0 + cell];
        let (decoded, _, has_errors) = EUC_JP.decode(&bytes);
        if !has_errors && !decoded.contains('\u{fffd}') {
            return decoded.into_owned();
        }
    }
    let words = remark.split('、').next().unwrap_or(remark);
    format!("〔{}〕", words.trim_matches(['「', '」']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ruby_stands_in_parentheses_and_remarks_are_gone() {
        let check = |line: &str, expected: &str| assert_eq!(clean(line), expected);
        check("何もない", "何もない");
        check("吾輩《わがはい》は｜猫《ねこ》である", "吾輩（わがはい）は猫（ねこ）である");
        check("見える（注）［＃「（注）」は行右小書き］。", "見える（注）。");
        check("※［＃ローマ数字1、1-13-21］　宇宙", "Ⅰ　宇宙");
        check("※［＃「さんずい＋景＋頁」、第3水準1-87-32］気", "〔さんずい＋景＋頁〕気");
        check("開かれた［＃まま", "開かれた［＃まま");
    }

    #[test]
    fn headings_are_said() {
        assert_eq!(heading("［＃５字下げ］訳者付記［＃「訳者付記」は中見出し］"), Some(2));
        assert_eq!(heading("訳者付記"), None);
    }
}
