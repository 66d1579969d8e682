//! What stands in a text and says nothing: rows of stars and the like that part one passage from the next, where nothing but their
//! signs says so, and names of files where words should stand for pictures.

/// One of these alone is an ornament; of the others it takes three.
const ALONE: &str = "⁂❦❧☙✻✽◆❖";
const SIGNS: &str = "*•·◦●■□◊○∗~=_-–—#§+✱✳";

/// More signs than any ornament has are a picture made of letters, or a rule for other eyes.
const LONGEST: usize = 80;

/// Tells whether a paragraph's words are an ornament.
pub(super) fn is_ornament(words: &str) -> bool {
    let signs = || words.chars().filter(|character| !character.is_whitespace());
    let all = |set: &str| signs().all(|sign| set.contains(sign));
    match signs().take(LONGEST + 1).count() {
        0 => false,
        1 | 2 => all(ALONE),
        3..=LONGEST => signs().all(|sign| ALONE.contains(sign) || SIGNS.contains(sign)),
        _ => false,
    }
}

/// What cameras and programs call pictures, before they number them.
const CAMERAS: &[&str] =
    &["img", "dsc", "dscn", "dscf", "dsci", "pict", "mvi", "pxl", "gopr", "sam", "cimg", "imgp", "dji", "scan", "image", "screenshot"];

/// Tells whether the words that are to stand for a picture say nothing of it: there are none, or they are the name of its file.
pub(super) fn says_nothing(alternative: &str) -> bool {
    const ENDINGS: &[&str] = &["jpg", "jpeg", "png", "gif", "svg", "webp", "tif", "tiff", "bmp", "heic", "avif"];
    let words = alternative.trim();
    let is_file = words.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty() && words.len() <= LONGEST && ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
    });
    let letters = words.len() - words.trim_start_matches(|first: char| first.is_ascii_alphabetic()).len();
    let (name, number) = words.split_at(letters);
    let is_camera = CAMERAS.iter().any(|camera| name.eq_ignore_ascii_case(camera))
        && number.bytes().filter(u8::is_ascii_digit).count() >= 3
        && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b' '));
    words.is_empty() || is_file || is_camera
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_s_name_says_nothing_of_a_picture() {
        let check = |words: &str, expected: bool| assert_eq!(says_nothing(words), expected, "{words:?}");
        check("", true);
        check("map.jpg", true);
        check("IMG 0123.jpg", true);
        check("The town (1).PNG", true);
        check("DSC_1234", true);
        check("IMG-20190502-0001", true);
        check("Map", false);
        check("Image 1", false);
        check("Scan of a letter, 1923", false);
        check("A map, from the file town.jpg, as it was drawn in 1921", false);
        check(".png", false);
    }

    #[test]
    fn ornaments_are_told_from_words() {
        let check = |words: &str, expected: bool| assert_eq!(is_ornament(words), expected, "{words:?}");
        check("* * *", true);
        check("⁂", true);
        check("———", true);
        check("*", false);
        check("…", false);
        check("—", false);
        check("* a *", false);
        check(" ", false);
        check("", false);
        check(&"*".repeat(81), false);
    }
}
