//! Ways to count: figures, letters, signs, and the numbers of several writings.

/// A way to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Numbers {
    /// 1, 2, 3.
    Decimal,
    /// a, b, c; after z come aa, bb.
    Letters { capital: bool },
    /// i, ii, iii.
    Roman { capital: bool },
    /// *, †, ‡, §, then doubled.
    Signs,
    /// The letters of an alphabet, then doubled.
    Alphabet(&'static str),
    /// The figures of a writing, from nought to nine.
    Figures(&'static str),
    /// 01, 02, 03, … 10.
    Padded,
    /// ①, ②, ③, as far as there are such.
    Circled,
    /// The numbers of Hebrew: letters that are added up.
    Hebrew,
    /// NumberWords for figures and for ten, a hundred and a thousand, as in 三百二十一.
    Counted(NumberWords),
}

/// The words of a language that counts with words for ten, a hundred and a thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct NumberWords {
    /// One to nine.
    pub(in crate::formats) figures: &'static str,
    /// Ten, a hundred, a thousand.
    pub(in crate::formats) powers: &'static str,
    /// Whether one hundred says that it is one.
    pub(in crate::formats) says_one: bool,
    /// What stands where figures are missing within a number.
    pub(in crate::formats) nought: &'static str,
}

impl Numbers {
    /// The sign for this number, from 1.
    pub(in crate::formats) fn sign(self, number: usize) -> String {
        let doubled = |signs: &[char]| {
            let index = number.saturating_sub(1);
            // A list of thousands of items lettered throughout: figures say more than a hundred letters.
            let times = index / signs.len() + 1;
            if times > 9 { number.to_string() } else { std::iter::repeat_n(signs[index % signs.len()], times).collect() }
        };
        match self {
            Self::Decimal => number.to_string(),
            Self::Letters { capital } => {
                let letters: Vec<char> = if capital { ('A'..='Z').collect() } else { ('a'..='z').collect() };
                doubled(&letters)
            }
            Self::Roman { capital } => {
                let roman = roman(number);
                if capital { roman.to_uppercase() } else { roman }
            }
            Self::Signs => doubled(&['*', '†', '‡', '§']),
            Self::Alphabet(letters) => doubled(&letters.chars().collect::<Vec<_>>()),
            Self::Figures(figures) => {
                let figure = |digit: char| figures.chars().nth(digit.to_digit(10)? as usize);
                number.to_string().chars().filter_map(figure).collect()
            }
            Self::Padded => format!("{number:02}"),
            Self::Circled => circled(number),
            Self::Hebrew => hebrew(number),
            Self::Counted(words) => words.counted(number),
        }
    }
}

fn roman(mut number: usize) -> String {
    const SIGNS: &[(usize, &str)] = &[
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number == 0 || number > 4999 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= *value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// ① to ㊿; beyond, figures.
fn circled(number: usize) -> String {
    let first = match number {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32b1 - 36,
        _ => return number.to_string(),
    };
    u32::try_from(number).ok().and_then(|number| char::from_u32(first + number)).map_or_else(|| number.to_string(), String::from)
}

/// Letters that are added up, the greatest first; fifteen and sixteen are nine and six, nine and seven.
fn hebrew(number: usize) -> String {
    const ONES: [&str; 10] = ["", "א", "ב", "ג", "ד", "ה", "ו", "ז", "ח", "ט"];
    const TENS: [&str; 10] = ["", "י", "כ", "ל", "מ", "נ", "ס", "ע", "פ", "צ"];
    const HUNDREDS: [&str; 10] = ["", "ק", "ר", "ש", "ת", "תק", "תר", "תש", "תת", "תתק"];
    if number == 0 || number > 999 {
        return number.to_string();
    }
    let below = match number % 100 {
        15 => "טו".to_owned(),
        16 => "טז".to_owned(),
        below => format!("{}{}", TENS[below / 10], ONES[below % 10]),
    };
    format!("{}{below}", HUNDREDS[number / 100])
}

impl NumberWords {
    /// A number up to 9,999; beyond, figures.
    fn counted(self, number: usize) -> String {
        if number == 0 || number > 9999 {
            return number.to_string();
        }
        let (mut out, mut is_owed) = (String::new(), false);
        for (power, value) in [1000, 100, 10, 1].into_iter().enumerate() {
            let digit = number / value % 10;
            if digit == 0 {
                is_owed = !out.is_empty();
                continue;
            }
            if std::mem::take(&mut is_owed) {
                out.push_str(self.nought);
            }
            // Twelve is ten-two; a hundred and twelve says in some languages that its ten is one.
            let is_silent = digit == 1 && value > 1 && (!self.says_one || value == 10 && out.is_empty());
            if !is_silent {
                out.extend(self.figures.chars().nth(digit - 1));
            }
            if value > 1 {
                out.extend(self.powers.chars().nth(2 - power));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_as_printers_do() {
        let check = |numbers: Numbers, number: usize, expected: &str| assert_eq!(numbers.sign(number), expected);
        check(Numbers::Decimal, 12, "12");
        check(Numbers::Letters { capital: false }, 26, "z");
        check(Numbers::Letters { capital: true }, 27, "AA");
        check(Numbers::Roman { capital: false }, 1994, "mcmxciv");
        check(Numbers::Roman { capital: true }, 4, "IV");
        check(Numbers::Signs, 6, "††");
    }

    #[test]
    fn other_writings_count_in_their_own_way() {
        let check = |numbers: Numbers, expected: &[(usize, &str)]| {
            for (number, expected) in expected {
                assert_eq!(numbers.sign(*number), *expected, "{number}");
            }
        };
        check(Numbers::Padded, &[(7, "07"), (12, "12")]);
        check(Numbers::Circled, &[(1, "①"), (20, "⑳"), (21, "㉑"), (36, "㊱"), (50, "㊿"), (51, "51")]);
        check(Numbers::Hebrew, &[(1, "א"), (15, "טו"), (16, "טז"), (29, "כט"), (115, "קטו"), (500, "תק"), (1000, "1000")]);
        check(Numbers::Alphabet("абв"), &[(1, "а"), (4, "аа")]);
        check(Numbers::Figures("〇一二三四五六七八九"), &[(3, "三"), (10, "一〇")]);
        let chinese = NumberWords { figures: "一二三四五六七八九", powers: "十百千", says_one: true, nought: "零" };
        check(
            Numbers::Counted(chinese),
            &[(10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (112, "一百一十二"), (10_000, "10000")],
        );
        let japanese = NumberWords { says_one: false, nought: "", ..chinese };
        check(Numbers::Counted(japanese), &[(10, "十"), (100, "百"), (112, "百十二"), (1005, "千五")]);
    }
}
