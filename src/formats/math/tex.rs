//! TeX: `a^2` is a², `\frac{a}{b}` is a/b. What is not known is left as it is typed.

use super::{
    super::latex::symbols::{accent, accented, symbol},
    DEEPEST, fraction, lowered, raised, root,
};

/// A formula as a line of text.
pub(in crate::formats) fn readable(formula: &str) -> String {
    // Journals wrap each formula into a document of its own, so that it can be printed.
    let inside = formula.split_once("\\begin{document}").map_or(formula, |(_, rest)| rest);
    let inside = inside.split("\\end{document}").next().unwrap_or(inside);
    let mut reader = Reader { rest: inside, depth: 0, tables: 0 };
    let line = reader.sequence(None);
    line.split([' ', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" ;", ";")
        .replace(" \u{8}", "")
        .replace('\u{8}', "")
}

/// Tells whether words are a formula in TeX and nothing else, as the alternative text of a formula's picture is.
pub(in crate::formats) fn is_tex(words: &str) -> bool {
    let words = words.trim();
    let has_command = words.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let is_fenced =
        [("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")].iter().any(|(open, close)| words.starts_with(open) && words.ends_with(close));
    (has_command && (words.starts_with(['{', '\\']) || words.contains(['^', '_', '{']))) || (is_fenced && words.len() > 2)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
    /// How many matrices are open: in them, rows end.
    tables: usize,
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
            // The oldest way: all that stands before it in the group is above the bar.
            if let Some(rest) = self.rest.strip_prefix("\\over").filter(|rest| !rest.starts_with(char::is_alphabetic)) {
                self.rest = rest;
                // Bars side by side in one group are an error of TeX's, and nest here.
                if self.depth < DEEPEST {
                    self.depth += 1;
                    let below = self.sequence(until);
                    self.depth -= 1;
                    return fraction(line.trim(), below.trim());
                }
                continue;
            }
            match self.atom() {
                Some(Atom::Words(words)) => line.push_str(&words),
                Some(Atom::Raised(words)) => line.push_str(&raised(&words)),
                Some(Atom::Lowered(words)) => line.push_str(&lowered(&words)),
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
                fraction(&above, &below)
            }
            "binom" => {
                let (above, below) = (self.argument().unwrap_or_default(), self.argument().unwrap_or_default());
                format!("({above} {below})")
            }
            "sqrt" => {
                let degree = self.option().unwrap_or_default();
                root(&degree, &self.argument().unwrap_or_default())
            }
            "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" | "bigg" | "Bigg" => {
                // An empty side is a full stop.
                self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
                return None;
            }
            "begin" | "end" => {
                let environment = self.argument().unwrap_or_default();
                self.bracket(&environment, name == "begin")
            }
            "stackrel" | "overset" | "underset" => {
                let (shift, base) = (self.argument().unwrap_or_default(), self.argument().unwrap_or_default());
                format!("{base}{}", if name == "underset" { lowered(&shift) } else { raised(&shift) })
            }
            "\\" if self.tables > 0 => "; ".into(),
            "rm" | "bf" | "it" | "cal" | "sf" | "tt" | "strut" | "mathstrut" | "middle" | "nonumber" | "notag" | "hfill" | "null" => {
                self.rest = self.rest.strip_prefix(' ').unwrap_or(self.rest);
                return None;
            }
            "label" | "tag" | "hspace" | "vspace" | "color" | "phantom" => {
                self.argument();
                " ".into()
            }
            "\\" | "quad" | "qquad" | "," | ";" | ":" | " " | ">" | "newline" => " ".into(),
            "!" | "displaystyle" | "textstyle" | "limits" | "nolimits" | "(" | ")" | "[" | "]" => return None,
            "bar" | "overline" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{304}'))),
            "hat" | "widehat" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{302}'))),
            "tilde" | "widetilde" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{303}'))),
            "vec" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{20d7}'))),
            "dot" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{307}'))),
            "ddot" => return self.argument().map(|words| Atom::Words(accented(&words, '\u{308}'))),
            "mathbb" => return self.argument().map(|words| Atom::Words(words.chars().map(doubled).collect())),
            "text" | "textrm" | "textup" | "hbox" | "mathop" | "mathrel" | "mathbin" | "mathord" | "mathscr" | "overbrace"
            | "underbrace" | "mbox" | "mathrm" | "mathit" | "mathbf" | "mathcal" | "mathsf" | "mathtt" | "mathfrak" | "operatorname"
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

    /// The bracket with which an environment begins or ends.
    fn bracket(&mut self, environment: &str, begins: bool) -> String {
        let (open, close) = match environment {
            "matrix" | "smallmatrix" | "array" | "aligned" | "split" | "gathered" => ("", ""),
            "pmatrix" => ("(", ")"),
            "bmatrix" => ("[", "]"),
            "Bmatrix" => ("{", "}"),
            "vmatrix" => ("|", "|"),
            "Vmatrix" => ("‖", "‖"),
            "cases" => ("{", ""),
            _ => return " ".to_owned(),
        };
        if !begins {
            self.tables = self.tables.saturating_sub(1);
            // The blank before it is taken back when the line is done.
            return format!("\u{8}{close}");
        }
        self.tables += 1;
        if environment == "array" && self.rest.trim_start().starts_with('{') {
            // How its columns are aligned.
            self.argument();
        }
        self.rest = self.rest.trim_start();
        open.to_owned()
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
    fn formulas_are_told_from_words() {
        let check = |words: &str, expected: bool| assert_eq!(is_tex(words), expected, "{words}");
        check(r"{\displaystyle E=mc^{2}}", true);
        check(r"\alpha", true);
        check("$x$", true);
        check("A map of Europe", false);
        check(r"C:\maps\europe.png", false);
        check("$", false);
    }

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
        check(r"\begin{pmatrix} 1 & 2 \\ 3 & 4\end{pmatrix}", "(1 2; 3 4)");
        check(r"\begin{bmatrix} a & b \end{bmatrix}", "[a b]");
        check(r"f = \begin{cases} 1 & x > 0 \\ 0 \end{cases}", "f = {1 x > 0; 0");
        check(r"{a+b \over 2c}", "(a+b)/(2c)");
        check(r"\frac{dy}{dx}", "dy/dx");
        check(r"\documentclass{minimal}\begin{document}$$x^2$$\end{document}", "x²");
        check(r"\over\over x", "/(/x)");
        check(r"\unheard{x}", "\\unheardx");
        check(r"\text{if } x", "if x");
        check(r"\", "");
        check("{{{", "");
        check(&"{".repeat(100), "");
        check(&"^".repeat(100), "");
    }
}
