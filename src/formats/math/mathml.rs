//! MathML, as web pages, books, journals and office documents hold it.

use super::{DEEPEST, Piece, fraction, line, lowered, matrix, plain, raised, root, with_accent};
use crate::formats::xml::tree::NodeRef;

/// An element or words of whatever tree holds the formula.
pub(in crate::formats) trait Element: Copy {
    /// Its name, without a prefix, in lower case; empty for words.
    fn name(&self) -> &str;
    /// Elements and words in it.
    fn children(&self) -> impl Iterator<Item = Self>;
    /// Its own words, when it is nothing else; else all words in it.
    fn words(&self) -> String;
    /// An attribute.
    fn attribute(&self, name: &str) -> Option<&str>;
}

impl Element for NodeRef<'_> {
    fn name(&self) -> &str {
        NodeRef::name(*self)
    }

    fn children(&self) -> impl Iterator<Item = Self> {
        NodeRef::children(*self)
    }

    fn words(&self) -> String {
        let own = std::iter::once(*self).chain(self.descendants());
        own.filter_map(NodeRef::words).collect()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        NodeRef::attribute(*self, name)
    }
}

/// A formula as a line of text.
pub(in crate::formats) fn mathml(math: impl Element) -> String {
    line(&row(math, false, 0), false)
}

/// The pieces of all that stands side by side in an element.
fn row<E: Element>(node: E, tight: bool, depth: usize) -> Vec<Piece> {
    elements(node).into_iter().flat_map(|child| pieces(child, tight, depth + 1)).collect()
}

fn elements<E: Element>(node: E) -> Vec<E> {
    node.children().filter(|child| !child.name().is_empty()).collect()
}

/// What an element is set as: most are one piece; what only groups others is as many as there are in it.
fn pieces<E: Element>(node: E, tight: bool, depth: usize) -> Vec<Piece> {
    let words = || plain(node.words().trim());
    if depth > DEEPEST {
        return vec![Piece::Word(words())];
    }
    let all = || elements(node);
    let part = |index: usize, tight: bool| all().get(index).map(|child| line(&pieces(*child, tight, depth + 1), tight)).unwrap_or_default();
    let base = || one(all().first().map(|child| pieces(*child, tight, depth + 1)).unwrap_or_default(), tight);
    let piece = match node.name() {
        "mi" => {
            let words = words();
            let is_name = words.chars().count() > 1 && words.chars().all(|c| c.is_ascii_alphabetic());
            if is_name { Piece::Function(words) } else { Piece::Word(words) }
        }
        "mn" => Piece::Word(words()),
        "mo" => Piece::operator(&words()),
        "mtext" | "ms" => Piece::Text(plain(&node.words().replace('\u{a0}', " "))),
        "mspace" => Piece::Blank,
        "mfrac" if node.attribute("linethickness").is_some_and(|thick| thick.starts_with('0')) => {
            Piece::Word(format!("({} {})", part(0, tight), part(1, tight)))
        }
        "mfrac" => Piece::Word(fraction(&part(0, tight), &part(1, tight))),
        "msqrt" => Piece::Word(root("", &line(&row(node, tight, depth), tight))),
        "mroot" => Piece::Word(root(&part(1, true), &part(0, tight))),
        "msub" => base().with(&lowered(&part(1, true))),
        "msup" => base().with(&raised(&part(1, true))),
        "msubsup" | "munderover" => base().with(&format!("{}{}", lowered(&part(1, true)), raised(&part(2, true)))),
        "mover" => {
            let above = part(1, true);
            let base = base();
            with_accent(base.words(), &above).map_or_else(|| base.clone().with(&raised(&above)), Piece::Word)
        }
        "munder" => {
            let below = part(1, true);
            let is_line = matches!(&*below, "_" | "̲" | "⏟" | "‾" | "¯");
            if is_line { base() } else { base().with(&lowered(&below)) }
        }
        "mmultiscripts" => multiscripts(&all(), tight, depth),
        "mfenced" => {
            let side = |name: &str, usual: &'static str| node.attribute(name).unwrap_or(usual).to_owned();
            let parted = node.attribute("separators").unwrap_or(",").trim().chars().next().map(String::from).unwrap_or_default();
            let parts: Vec<_> = all().into_iter().map(|child| line(&pieces(child, tight, depth + 1), tight)).collect();
            let blank = if tight || parted.is_empty() { "" } else { " " };
            Piece::Word(format!("{}{}{}", side("open", "("), parts.join(&format!("{parted}{blank}")), side("close", ")")))
        }
        "mtable" => {
            let cells = |row: E| elements(row).into_iter().map(|cell| line(&row_of(cell, tight, depth + 1), tight)).collect::<Vec<_>>();
            Piece::Word(matrix(&all().into_iter().map(cells).collect::<Vec<_>>()))
        }
        // One formula in several notations: the first is the one to be shown.
        "semantics" => return all().first().map(|child| pieces(*child, tight, depth + 1)).unwrap_or_default(),
        "mphantom" | "maligngroup" | "malignmark" | "annotation" | "annotation-xml" | "none" | "mprescripts" => return Vec::new(),
        _ => return row(node, tight, depth),
    };
    vec![piece]
}

/// The pieces of a cell.
fn row_of<E: Element>(cell: E, tight: bool, depth: usize) -> Vec<Piece> {
    row(cell, tight, depth + 1)
}

/// Pieces as one, to which shifts can be put.
fn one(mut pieces: Vec<Piece>, tight: bool) -> Piece {
    if pieces.len() == 1 { pieces.remove(0) } else { Piece::Word(line(&pieces, tight)) }
}

/// A base with shifts behind it, in pairs, and before it.
fn multiscripts<E: Element>(parts: &[E], tight: bool, depth: usize) -> Piece {
    let Some((base, shifts)) = parts.split_first() else { return Piece::Word(String::new()) };
    let mut sides = shifts.split(|part| part.name() == "mprescripts");
    let mut side = || {
        let pairs = sides.next().unwrap_or_default().chunks(2);
        let shift = |part: Option<&E>| part.map(|part| line(&pieces(*part, true, depth + 1), true)).unwrap_or_default();
        pairs.flat_map(|pair| [lowered(&shift(pair.first())), raised(&shift(pair.get(1)))]).collect::<String>()
    };
    let (behind, before) = (side(), side());
    let base = one(pieces(*base, tight, depth + 1), tight);
    if before.is_empty() { base.with(&behind) } else { Piece::Word(format!("{before}{}{behind}", base.words())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::xml::tree::parse;

    #[test]
    fn formulas_can_be_read() {
        let check = |inside: &str, expected: &str| {
            let text = format!("<math>{inside}</math>");
            let (tree, _) = parse(&text).unwrap();
            assert_eq!(mathml(tree.root()), expected, "{inside}");
        };
        check("<mi>a</mi><mo>=</mo><mo>-</mo><mn>2</mn><mi>b</mi>", "a = −2b");
        check("<mfrac><mn>1</mn><mrow><mn>2</mn><mi>a</mi></mrow></mfrac>", "1/(2a)");
        check("<mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac>", "(n k)");
        check("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi><mo>+</mo><mi>log</mi><mo>(</mo><mi>x</mi><mo>)</mo>", "sin x + log(x)");
        check("<msup><mi>x</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup>", "xⁿ⁺¹");
        check("<msup><mi>f</mi><mo>′</mo></msup><mo>(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo>)</mo>", "f′(x, y)");
        check("<mover><mi>x</mi><mo>¯</mo></mover><mo>≤</mo><mover><mi>v</mi><mo>→</mo></mover>", "x̄ ≤ v⃗");
        check("<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder><mi>f</mi>", "lim_(x→0) f");
        check("<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>14</mn></mmultiscripts>", "¹⁴C₆");
        check("<mfenced open='['><mi>a</mi><mi>b</mi></mfenced>", "[a, b)");
        check("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mi>𝑎</mi></mtd></mtr></mtable>", "1 2; a");
        check("<mi>x</mi><mtext> if </mtext><mi>y</mi><mphantom><mi>z</mi></mphantom>", "x if y");
        check("", "");
        check(&"<mrow>".repeat(150), "");
    }

    #[test]
    fn formulas_within_each_other_are_read_as_their_words_beyond_some_depth() {
        let text = format!("<math>{}<mi>x</mi>", "<msqrt>".repeat(150));
        let (tree, _) = parse(&text).unwrap();
        let found = mathml(tree.root());
        assert_eq!((found.matches('√').count(), found.matches('x').count()), (DEEPEST, 1), "{found}");
    }
}
