//! Mathematics as one would type it in a letter: Greek and signs as characters, `a^2` as a², `\frac{a}{b}` as a/b.
//!
//! Not typesetting: a line of text that can be read aloud, searched and copied. What it does not know, it leaves as it is typed.

use super::symbols::{accent, accented, symbol};

/// Groups within each other beyond this are read as if their braces were not there: formulas in prose nest three or four deep.
const DEEPEST: usize = 32;

/// A formula as a line of text.
pub(in crate::formats) fn readable(formula: &str) -> String {
    let mut reader = Reader { rest: formula, depth: 0 };
    let line = reader.sequence(None);
    line.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    /// Reads up to this bracket, or to the end.
    fn sequence(&mut self, until: Option<char>) -> String {
        let mut line = String::new();
        while let Some(first) = self.rest.chars().next() {
            if Some(first) == until {
                self.rest = &self.rest[first.len_utf8()..];
                break;
            }
            match self.atom() {
                Some(Atom::Words(words)) => line.push_str(&words),
                Some(Atom::Raised(words)) => line.push_str(&shifted(&words, '^', RAISED)),
                Some(Atom::Lowered(words)) => line.push_str(&shifted(&words, '_', LOWERED)),
                None => {}
            }
        }
        line
    }

    /// Reads one thing: a letter, a group, a command with what belongs to it.
    fn atom(&mut self) -> Option<Atom> {
        let first = self.rest.chars().next()?;
        let after = &self.rest[first.len_utf8()..];
        self.rest = after;
        let words = match first {
            '{' if self.depth < DEEPEST => {
                self.depth += 1;
                let words = self.sequence(Some('}'));
                self.depth -= 1;
                words
            }
            '{' | '}' | '$' => return None,
            '^' => return self.argument().map(Atom::Raised),
            '_' => return self.argument().map(Atom::Lowered),
            '~' => "\u{a0}".into(),
            '&' => " ".into(),
            '-' => "−".into(),
            '\'' => "′".into(),
            '%' => {
                self.rest = after.find('\n').map_or("", |end| &after[end + 1..]);
                return None;
            }
            '\\' => return self.command(),
            other => other.into(),
        };
        Some(Atom::Words(words))
    }

    /// Reads what a command or a shift is about: a group or one letter. Shifts within shifts come one after another.
    fn argument(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        if self.depth >= DEEPEST || self.rest.starts_with('}') {
            return None;
        }
        self.depth += 1;
        let atom = self.atom();
        self.depth -= 1;
        match atom? {
            Atom::Words(words) | Atom::Raised(words) | Atom::Lowered(words) => Some(words),
        }
    }

    fn command(&mut self) -> Option<Atom> {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { self.rest.chars().next()?.len_utf8() };
        let name = &self.rest[..length];
        self.rest = &self.rest[length..];
        let words = match name {
            "frac" | "dfrac" | "tfrac" | "nicefrac" | "sfrac" | "cfrac" => {
                let (above, below) = (self.argument().unwrap_or_default(), self.argument().unwrap_or_default());
                format!("{}/{}", bracketed(&above), bracketed(&below))
            }
            "binom" => {
                let (above, below) = (self.argument().unwrap_or_default(), self.argument().unwrap_or_default());
                format!("({above} {below})")
            }
            "sqrt" => {
                let root = self.option().unwrap_or_default();
                let under = self.argument().unwrap_or_default();
                format!("{}√{}", shifted(&root, '^', RAISED), bracketed(&under))
            }
            "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" | "bigg" | "Bigg" => {
                // An empty side is a full stop.
                self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
                return None;
            }
            "begin" | "end" | "label" | "tag" | "hspace" | "vspace" | "color" | "phantom" => {
                self.argument();
                " ".into()
            }
            "\\" | "quad" | "qquad" | "," | ";" | ":" | " " | ">" | "newline" => " ".into(),
            "!" | "displaystyle" | "textstyle" | "limits" | "nolimits" | "nonumber" | "notag" | "(" | ")" | "[" | "]" => return None,
            "bar" | "overline" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{304}'))),
            "hat" | "widehat" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{302}'))),
            "tilde" | "widetilde" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{303}'))),
            "vec" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{20d7}'))),
            "dot" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{307}'))),
            "ddot" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{308}'))),
            "mathbb" => return self.argument().map(|words| Atom::Words(words.chars().map(doubled).collect())),
            "text" | "textrm" | "mbox" | "mathrm" | "mathit" | "mathbf" | "mathcal" | "mathsf" | "mathtt" | "mathfrak" | "operatorname"
            | "boldsymbol" | "bm" | "emph" | "textit" | "textbf" | "underline" | "boxed" | "ensuremath" => {
                return self.argument().map(Atom::Words);
            }
            // Functions are set upright, with a thin space before what they are of.
            "sin" | "cos" | "tan" | "log" | "ln" | "exp" | "lim" | "max" | "min" | "sup" | "inf" | "det" | "dim" | "ker" | "arg"
            | "gcd" | "mod" | "bmod" | "Pr" | "sinh" | "cosh" | "tanh" | "arctan" | "arcsin" | "arccos" => {
                let is_of_letters = self.rest.starts_with(|next: char| next.is_alphanumeric() || next == '\\');
                format!("{name}{}", if is_of_letters { " " } else { "" })
            }
            _ => match symbol(name) {
                Some(symbol) => symbol.into(),
                None if letters == 0 && accent(name).is_none() => name.into(),
                None => format!("\\{name}{}", if self.rest.starts_with(char::is_alphabetic) { " " } else { "" }),
            },
        };
        Some(Atom::Words(words))
    }

    /// Reads an optional argument in square brackets.
    fn option(&mut self) -> Option<String> {
        let inside = self.rest.strip_prefix('[')?;
        if self.depth >= DEEPEST {
            return None;
        }
        self.rest = inside;
        self.depth += 1;
        let words = self.sequence(Some(']'));
        self.depth -= 1;
        Some(words)
    }
}

enum Atom {
    Words(String),
    Raised(String),
    Lowered(String),
}

/// Words in brackets, unless they are one thing.
fn bracketed(words: &str) -> String {
    let words = words.trim();
    if words.chars().all(char::is_alphanumeric) { words.to_owned() } else { format!("({words})") }
}

/// Words above or below the line: as small characters where there is one for each, else behind a sign.
fn shifted(words: &str, sign: char, small: &[(char, char)]) -> String {
    let words = words.trim();
    // A prime is raised as it is, and a degree is a circle.
    if sign == '^' && !words.is_empty() && words.chars().all(|c| matches!(c, '′' | '∗' | '†')) {
        return words.to_owned();
    }
    if sign == '^' && matches!(words, "∘" | "°") {
        return "°".to_owned();
    }
    let found: Option<String> =
        words.chars().map(|letter| small.iter().find(|(large, _)| *large == letter).map(|(_, small)| *small)).collect();
    match found {
        Some(found) => found,
        None if words.chars().count() == 1 => format!("{sign}{words}"),
        None => format!("{sign}({words})"),
    }
}

const RAISED: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('−', '⁻'),
    ('n', 'ⁿ'),
    ('i', 'ⁱ'),
];

const LOWERED: &[(char, char)] = &[
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('−', '₋'),
];

/// The doubled letters of sets of numbers.
fn doubled(letter: char) -> char {
    match letter {
        'C' => 'ℂ',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_can_be_read() {
        let check = |formula: &str, expected: &str| assert_eq!(readable(formula), expected, "{formula}");
        check("a^2 + b^2 = c^{2}", "a² + b² = c²");
        check("x_{10}^{n+1}", "x₁₀ⁿ⁺¹");
        check(r"\frac{a+1}{2} \le \sqrt{x}", "(a+1)/2 ≤ √x");
        check(r"\alpha\to\infty", "α→∞");
        check(r"\sin x - 1", "sin x − 1");
        check(r"e^{-x/2}", "e^(−x/2)");
        check(r"\left( \mathbb{R} \right)", "( ℝ )");
        check(r"90^\circ", "90°");
        check(r"\unheard{x}", "\\unheardx");
        check(r"\text{if } x", "if x");
        check(r"\", "");
        check("{{{", "");
        check(&"{".repeat(100), "");
        check(&"^".repeat(100), "");
    }
}
