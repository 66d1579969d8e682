//! Formulas as Word writes them.

use super::{DEEPEST, Piece, fraction, line, lowered, matrix, plain, raised, root, with_accent};
use crate::formats::xml::tree::NodeRef;

/// A formula of Word's as a line of text; several are parted by blanks.
pub(in crate::formats) fn omml(math: NodeRef<'_>) -> String {
    line(&row(math, false, 0), false)
}

/// The pieces of all that stands side by side in an element.
fn row(node: NodeRef<'_>, tight: bool, depth: usize) -> Vec<Piece> {
    node.elements().flat_map(|child| pieces(child, tight, depth + 1)).collect()
}

fn pieces(node: NodeRef<'_>, tight: bool, depth: usize) -> Vec<Piece> {
    if depth > DEEPEST {
        return vec![Piece::Word(plain(&node.text()))];
    }
    let inside = |name: &str| node.child(name).map(|part| row(part, tight, depth + 1)).unwrap_or_default();
    let part = |name: &str| line(&inside(name), tight);
    // Above and below the line there is no room for blanks.
    let shift = |name: &str| node.child(name).map(|part| line(&row(part, true, depth + 1), true)).unwrap_or_default();
    let base = |mut pieces: Vec<Piece>| if pieces.len() == 1 { pieces.remove(0) } else { Piece::Word(line(&pieces, tight)) };
    // A property is there with a value, without one, or not at all.
    let said = |property: &str, usual: &'static str| {
        let properties = node.elements().find(|child| child.name().ends_with("Pr"));
        let found = properties.and_then(|properties| properties.child(property));
        found.map_or_else(|| usual.to_owned(), |found| found.attribute("val").unwrap_or_default().to_owned())
    };
    let piece = match node.name() {
        "r" => return run(node),
        "f" if said("type", "bar") == "noBar" => Piece::Word(format!("({} {})", part("num"), part("den"))),
        "f" => Piece::Word(fraction(&part("num"), &part("den"))),
        "rad" => Piece::Word(root(&shift("deg"), &part("e"))),
        "sSup" => base(inside("e")).with(&raised(&shift("sup"))),
        "sSub" => base(inside("e")).with(&lowered(&shift("sub"))),
        "sSubSup" => base(inside("e")).with(&format!("{}{}", lowered(&shift("sub")), raised(&shift("sup")))),
        "sPre" => Piece::Word(format!("{}{}{}", lowered(&shift("sub")), raised(&shift("sup")), part("e"))),
        "nary" => {
            let sign = Piece::Function(said("chr", "∫")).with(&format!("{}{}", lowered(&shift("sub")), raised(&shift("sup"))));
            return std::iter::once(sign).chain(inside("e")).collect();
        }
        "func" => {
            let name = Piece::Function(part("fName"));
            return std::iter::once(name).chain(inside("e")).collect();
        }
        "limLow" => Piece::Function(part("e")).with(&lowered(&shift("lim"))),
        "limUpp" => Piece::Function(part("e")).with(&raised(&shift("lim"))),
        "acc" => {
            let (base, sign) = (part("e"), said("chr", "^"));
            Piece::Word(with_accent(&base, &sign).unwrap_or_else(|| format!("{base}{sign}")))
        }
        "bar" if said("pos", "bot") == "top" => Piece::Word(with_accent(&part("e"), "¯").unwrap_or_default()),
        "d" => {
            let parts = node.elements().filter(|child| child.name() == "e").map(|part| line(&row(part, tight, depth + 1), tight));
            let parts: Vec<_> = parts.collect();
            Piece::Word(format!("{}{}{}", said("begChr", "("), parts.join(&said("sepChr", "|")), said("endChr", ")")))
        }
        "m" => {
            let cells = |row_of: NodeRef<'_>| {
                let cells = row_of.elements().filter(|cell| cell.name() == "e");
                cells.map(|cell| line(&row(cell, tight, depth + 2), tight)).collect::<Vec<_>>()
            };
            Piece::Word(matrix(&node.elements().filter(|child| child.name() == "mr").map(cells).collect::<Vec<_>>()))
        }
        "eqArr" => {
            let rows = node.elements().filter(|child| child.name() == "e").map(|cell| vec![line(&row(cell, tight, depth + 1), tight)]);
            Piece::Word(matrix(&rows.collect::<Vec<_>>()))
        }
        // What one formula is from the next in a group of them.
        "oMath" => return std::iter::once(Piece::Blank).chain(row(node, tight, depth)).collect(),
        "phant" | "del" | "moveFrom" => return Vec::new(),
        name if name.ends_with("Pr") => return Vec::new(),
        _ => return row(node, tight, depth),
    };
    vec![piece]
}

/// A run: letters and signs typed one after another, or words of prose.
fn run(node: NodeRef<'_>) -> Vec<Piece> {
    let words: String =
        node.elements().filter(|child| child.name() == "t").flat_map(NodeRef::children).filter_map(NodeRef::words).collect();
    let words = plain(&words).replace('\u{a0}', " ");
    let is_prose = node.elements().any(|properties| properties.name() == "rPr" && properties.child("nor").is_some());
    if is_prose {
        return vec![Piece::Text(words)];
    }
    let mut pieces = Vec::new();
    let mut word = String::new();
    for character in words.chars() {
        if character.is_alphanumeric() || matches!(character, '.' | '\u{300}'..='\u{36f}') {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            pieces.push(Piece::Word(std::mem::take(&mut word)));
        }
        // A mark for aligning lines is not to be seen.
        if character.is_whitespace() {
            pieces.push(Piece::Blank);
        } else if character != '&' {
            pieces.push(Piece::operator(&character.to_string()));
        }
    }
    if !word.is_empty() {
        pieces.push(Piece::Word(word));
    }
    pieces
}
