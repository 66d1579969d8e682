//! Mathematics as one would type it in a letter: Greek and signs as characters, a², a/b, √(x + 1), ∑_(i=1)ⁿ.
//!
//! Not typesetting: a line of text that can be read aloud, searched and copied. Formulas come written in TeX ([`tex`]), in MathML
//! ([`mod@mathml`]) and in Word's own markup ([`mod@omml`]); the pieces that they are said with are the same and stand here.

mod mathml;
mod omml;
mod tex;

use unicode_normalization::UnicodeNormalization as _;

pub(super) use self::{
    mathml::{Element, mathml},
    omml::omml,
    tex::{is_tex, readable},
};
use super::latex::symbols::accented;

/// Formulas within each other beyond this are read as the words in them: formulas in prose nest three or four deep.
const DEEPEST: usize = 32;

/// A part of a formula, as far as it matters for the blanks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// A letter, a number, anything with its shifts.
    Word(String),
    /// Words of prose, with the blanks they have.
    Text(String),
    /// A sign between words, before one, or behind one.
    Operator(String),
    /// A function's name or a large operator: what it is of stands apart from it.
    Function(String),
    Open(String),
    Close(String),
    Blank,
}

impl Piece {
    /// What a sign is by itself.
    fn operator(sign: &str) -> Self {
        let sign: String = plain(sign).chars().filter(|c| !matches!(c, '\u{2061}' | '\u{2062}' | '\u{2064}' | '\u{200b}')).collect();
        match &*sign {
            "" => Self::Word(sign),
            "(" | "[" | "{" | "⟨" | "⌈" | "⌊" | "〈" => Self::Open(sign),
            ")" | "]" | "}" | "⟩" | "⌉" | "⌋" | "〉" => Self::Close(sign),
            "-" => Self::Operator("−".to_owned()),
            "\u{2063}" => Self::Operator(",".to_owned()),
            "'" => Self::Operator("′".to_owned()),
            "∑" | "∏" | "∐" | "∫" | "∬" | "∭" | "∮" | "⋃" | "⋂" | "⋁" | "⋀" | "⨁" | "⨂" => Self::Function(sign),
            _ if sign.chars().count() > 1 && sign.chars().all(char::is_alphabetic) => Self::Function(sign),
            _ => Self::Operator(sign),
        }
    }

    fn words(&self) -> &str {
        match self {
            Self::Word(words)
            | Self::Text(words)
            | Self::Operator(words)
            | Self::Function(words)
            | Self::Open(words)
            | Self::Close(words) => words,
            Self::Blank => " ",
        }
    }

    /// This piece with something behind it that belongs to it.
    fn with(self, shift: &str) -> Self {
        let words = format!("{}{shift}", self.words());
        match self {
            Self::Function(_) => Self::Function(words),
            Self::Close(_) => Self::Close(words),
            Self::Operator(_) => Self::Operator(words),
            _ => Self::Word(words),
        }
    }
}

/// Pieces as a line; where they are `tight`, as above and below the line, without blanks around their signs.
fn line(pieces: &[Piece], tight: bool) -> String {
    /// What stands before the piece that comes.
    #[derive(PartialEq)]
    enum Before {
        Nothing,
        Operand,
        Function,
    }
    let mut out = String::new();
    let mut before = Before::Nothing;
    for piece in pieces {
        let words = piece.words();
        let parts = (before == Before::Function && words.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '√' | '∑' | '∏' | '∫')))
            || (before == Before::Operand && matches!(piece, Piece::Function(_)) && out.ends_with(char::is_alphanumeric));
        if parts {
            out.push(' ');
        }
        match piece {
            Piece::Word(words) if words.is_empty() => continue,
            Piece::Operator(sign) if before == Before::Operand && is_between(sign) => {
                let blank = if tight { "" } else { " " };
                out.extend([blank, sign, blank]);
                before = Before::Nothing;
                continue;
            }
            Piece::Operator(sign) if matches!(&**sign, "," | ";") => {
                out.push_str(sign);
                out.push_str(if tight { "" } else { " " });
                before = Before::Nothing;
                continue;
            }
            _ => out.push_str(words),
        }
        before = match piece {
            Piece::Function(_) => Before::Function,
            Piece::Open(_) | Piece::Blank => Before::Nothing,
            // A bar or a stroke goes with what stands around it, and one before a word leaves it the first.
            Piece::Operator(_) if before == Before::Nothing => Before::Nothing,
            _ => Before::Operand,
        };
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Signs that stand between what they join or compare.
fn is_between(sign: &str) -> bool {
    const BETWEEN: &str = "=<>+−±∓×÷⋅·∘∗:≔≡≢≈≠≃≅∼∝≤≥≦≧≪≫⩽⩾∈∉∋⊂⊆⊃⊇∪∩∖∧∨⊕⊗⇒⇐⇔→←↔↦⟶⟹⟺∣∥⊥⊢⊨";
    matches!(sign, ":=" | "<=" | ">=" | "!=" | "==" | "->" | "=>") || sign.chars().next().is_some_and(|first| BETWEEN.contains(first))
}

/// Letters as they are typed: the slanted and bold ones that only mathematics has are drawn by few fonts and found by no search.
fn plain(words: &str) -> String {
    let is_styled = |c: char| matches!(c, '\u{1d400}'..='\u{1d7ff}' | 'ℎ');
    words.chars().flat_map(|c| if is_styled(c) { c.nfkc().collect() } else { vec![c] }).collect()
}

fn fraction(above: &str, below: &str) -> String {
    let below = bracketed(below);
    // "1/2a" would be half of a.
    let is_product = below.starts_with(|c: char| c.is_ascii_digit()) && below.contains(char::is_alphabetic);
    let below = if is_product { format!("({below})") } else { below };
    format!("{}/{below}", bracketed(above))
}

fn root(degree: &str, under: &str) -> String {
    format!("{}√{}", raised(degree), bracketed(under))
}

/// A table of formulas: its cells parted by blanks, its rows by semicolons.
fn matrix(rows: &[Vec<String>]) -> String {
    let row = |cells: &Vec<String>| cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    rows.iter().map(row).filter(|row| !row.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A letter with an accent above it, by the sign that is set there; nothing where it is no accent.
fn with_accent(base: &str, sign: &str) -> Option<String> {
    let accent = match sign.chars().next()? {
        '¯' | '‾' | '_' | '―' | '\u{305}' | '\u{304}' => '\u{304}',
        '^' | 'ˆ' | '\u{302}' => '\u{302}',
        '~' | '˜' | '∼' | '\u{303}' => '\u{303}',
        '→' | '⃗' => '\u{20d7}',
        '˙' | '.' | '\u{307}' => '\u{307}',
        '¨' | '\u{308}' => '\u{308}',
        _ => return None,
    };
    Some(accented(base, accent))
}

/// Words in brackets, unless they are one thing.
fn bracketed(words: &str) -> String {
    let words = words.trim();
    let is_one = words.chars().all(|c| c.is_alphanumeric() || c == '.' || ('\u{300}'..='\u{36f}').contains(&c));
    if is_one || is_in_brackets(words) { words.to_owned() } else { format!("({words})") }
}

/// Tells whether the bracket that words begin with is closed by their last character.
fn is_in_brackets(words: &str) -> bool {
    let mut depth = 0_usize;
    for (at, character) in words.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at > 0 && at + 1 == words.len();
        }
    }
    false
}

/// Words above the line.
fn raised(words: &str) -> String {
    let words = words.trim();
    // A prime is raised as it is, and a degree is a circle.
    if !words.is_empty() && words.chars().all(|c| matches!(c, '′' | '″' | '∗' | '†')) {
        return words.to_owned();
    }
    if matches!(words, "∘" | "°") {
        return "°".to_owned();
    }
    shifted(words, '^', RAISED)
}

/// Words below the line.
fn lowered(words: &str) -> String {
    shifted(words.trim(), '_', LOWERED)
}

/// Words above or below the line: as small characters where there is one for each, else behind a sign.
fn shifted(words: &str, sign: char, small: &[(char, char)]) -> String {
    let found: Option<String> =
        words.chars().map(|letter| small.iter().find(|(large, _)| *large == letter).map(|(_, small)| *small)).collect();
    match found {
        Some(found) => found,
        None if words.chars().count() == 1 || is_in_brackets(words) => format!("{sign}{words}"),
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
