//! Which of the names there are was meant by one that is not there.

/// The candidate that is most like `name`, if one is like it enough to be asked about: "did you mean …?".
///
/// Likeness is the number of letters to add, leave out, replace or swap with their neighbour (Damerau–Levenshtein, optimal string
/// alignment), in lower case; a third of the letters may differ. A name that begins with all of `name`, from three letters on, is like
/// it, too: somebody stopped typing. Of equally good ones the first is taken.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let most = if name.len() < 2 { 0 } else { (name.len() / 3).max(1) };
    let likeness = |candidate: &str| {
        let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
        let distance = distance(&name, &candidate);
        if distance <= most { Some(distance) } else { (name.len() >= 3 && candidate.starts_with(&name)).then_some(most) }
    };
    let like = candidates.into_iter().filter_map(|candidate| Some((likeness(candidate)?, candidate)));
    like.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// How many letters must change. Three rows of the table are enough, because a swap looks back two.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, to) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(from != to)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_that_was_meant_is_offered() {
        let names = ["red-aid", "appeal", "ild", "people", "auxiliaries", "guide", "justify"];
        let check = |name: &str, expected: Option<&str>| assert_eq!(nearest(name, names), expected, "{name}");
        check("gude", Some("guide"));
        check("giude", Some("guide")); // one swap
        check("Read-Aid", Some("red-aid"));
        check("justfy", Some("justify"));
        check("aux", Some("auxiliaries"));
        check("ils", Some("ild"));
        check("li", None);
        check("giude", Some("guide"));
        check("geode", None); // one letter in three may differ, and no more
        check("timeline", None);
        check("g", None);
        check("", None);
    }

    #[test]
    fn letters_are_counted_as_one_would() {
        let check = |a: &str, b: &str, expected: usize| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!((distance(&a, &b), distance(&b, &a)), (expected, expected));
        };
        check("", "", 0);
        check("abc", "", 3);
        check("kitten", "sitting", 3);
        check("ab", "ba", 1);
        check("née", "nee", 1);
    }
}
