//! Rows of stars and the like that part one passage from the next, where nothing but their signs says so.

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

#[cfg(test)]
mod tests {
    use super::*;

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
