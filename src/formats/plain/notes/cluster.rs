//! Several marks in one pair of brackets: `[1, 3]`, `[3-5]`.

use super::super::lines::At;

/// A cluster is hardly longer, brackets included: `[101, 103-105]`.
const LONGEST_CLUSTER: usize = 24;

/// A range of more notes than this is one of pages or verses.
const WIDEST_RANGE: u32 = 12;

/// The numbers of a cluster at the beginning of `rest`, with what is printed of each: they rise, have three figures at most, and the
/// parts cover all of it.
pub(super) fn read(rest: &str) -> Option<Vec<(At, u32)>> {
    let inside = rest.strip_prefix('[')?;
    let end = 1 + inside.bytes().take(LONGEST_CLUSTER).position(|byte| byte == b']')?;
    let mut parts: Vec<(At, u32)> = Vec::new();
    let (mut here, mut from) = (1, 0);
    loop {
        let figures = rest[here..end].bytes().take_while(u8::is_ascii_digit).count();
        let number = rest[here..here + figures].parse::<u32>().ok().filter(|number| figures <= 3 && *number > 0)?;
        if parts.last().is_some_and(|(_, before)| *before >= number) {
            return None;
        }
        let is_range = parts.last().is_some_and(|_| rest[from..here].contains(['-', '–']));
        if is_range {
            let first = parts.last().map_or(number, |(_, before)| before + 1);
            if number - first >= WIDEST_RANGE {
                return None;
            }
            parts.extend((first..number).map(|between| (from..from, between)));
        }
        here += figures;
        let is_last = here == end;
        parts.push((from..if is_last { end + 1 } else { here }, number));
        if is_last {
            return (parts.len() > 1).then_some(parts);
        }
        from = here;
        let separator = rest[here..end].trim_start_matches([',', ';', ' ', '-', '–']);
        let taken = end - here - separator.len();
        let printed = rest[here..here + taken].trim();
        if !matches!(printed, "," | ";" | "-" | "–") {
            return None;
        }
        here += taken;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_rise_are_a_cluster() {
        let check = |rest: &str, expected: Option<&[(&str, u32)]>| {
            let found = read(rest);
            let found = found.as_ref().map(|parts| parts.iter().map(|(at, number)| (&rest[at.clone()], *number)).collect::<Vec<_>>());
            assert_eq!(found.as_deref(), expected, "{rest}");
        };
        check("[1, 3] and", Some(&[("[1", 1), (", 3]", 3)]));
        check("[1,2;9]", Some(&[("[1", 1), (",2", 2), (";9]", 9)]));
        check("[3-5]", Some(&[("[3", 3), ("", 4), ("-5]", 5)]));
        check("[3–4]", Some(&[("[3", 3), ("–4]", 4)]));
        check("[12]", None);
        check("[3, 1]", None);
        check("[1914-1918]", None);
        check("[10-99]", None);
        check("[1, see]", None);
        check("[1 2]", None);
        check("[1,", None);
        check("[", None);
    }
}
