//! Joins the lines of a paragraph and finds the emphasis printed in them.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::aozora;
use crate::{document::Builder, role::Role};

/// Prepared once: a line is shorter than preparing takes.
static TWO_BLANKS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));

/// What is between the lines of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// A blank, or nothing: prose.
    Blank,
    /// A line's end; so many columns of indent are taken off every line.
    Line(usize),
}

/// A paragraph on its way into the builder.
#[derive(Debug)]
pub(super) struct Flow {
    between: Between,
    is_aozora: bool,
    /// The last character that was written, for how to join the next line to it.
    last: Option<char>,
    /// Whether a line has ended since.
    line_ended: bool,
    /// Signs that set emphasis in this paragraph, with what they mean and whether one is open.
    pairs: Vec<(char, Role, bool)>,
}

impl Flow {
    /// A flow for a paragraph whose whole text this is.
    pub(super) fn new(paragraph: &str, between: Between, is_aozora: bool) -> Self {
        let pairs = [('_', Role::Emphasis), ('=', Role::Strong)];
        let pairs = pairs.into_iter().filter(|(sign, _)| is_paired(paragraph, *sign)).map(|(sign, role)| (sign, role, false)).collect();
        Self { between, is_aozora, last: None, line_ended: false, pairs }
    }

    /// Says that a line has ended.
    pub(super) fn end_line(&mut self) {
        self.line_ended |= self.last.is_some();
    }

    /// Writes a piece of a line; `begins` and `ends` say whether it reaches the line's ends.
    pub(super) fn push(&mut self, builder: &mut Builder, piece: &str, begins: bool, ends: bool) {
        let piece = if ends { piece.trim_end() } else { piece };
        let piece = match self.between {
            Between::Blank if begins => piece.trim_start(),
            Between::Line(indent) if begins => {
                let blanks = piece.len() - piece.trim_start_matches(' ').len();
                &piece[blanks.min(indent)..]
            }
            _ => piece,
        };
        if piece.is_empty() {
            return;
        }
        if self.is_aozora {
            let clean = aozora::clean(piece);
            self.write(builder, &clean);
        } else {
            self.write(builder, piece);
        }
    }

    /// Joins what comes next to what has come: to be called before a mark, too.
    pub(super) fn join(&mut self, builder: &mut Builder, next: char) {
        if std::mem::take(&mut self.line_ended) {
            match self.between {
                Between::Line(_) => builder.text("\n"),
                Between::Blank if self.last.is_some_and(|last| needs_blank(last, next)) => builder.text(" "),
                Between::Blank => {}
            }
        }
    }

    /// Says that something was written that is not text: a mark.
    pub(super) fn wrote_mark(&mut self) {
        self.last = Some(']');
    }

    fn write(&mut self, builder: &mut Builder, piece: &str) {
        let Some(first) = piece.chars().next() else { return };
        self.join(builder, first);
        if self.pairs.is_empty() {
            self.words(builder, piece);
        } else {
            let mut from = 0;
            for (at, sign) in piece.match_indices(['_', '=']) {
                let Some(sign) = sign.chars().next() else { continue };
                let Some(pair) = self.pairs.iter_mut().find(|(pair, _, _)| *pair == sign) else { continue };
                pair.2 = !pair.2;
                let (_, role, opens) = *pair;
                self.words(builder, &piece[from..at]);
                from = at + 1;
                if opens {
                    builder.open_span(role);
                } else {
                    builder.close_span(role);
                }
            }
            self.words(builder, &piece[from..]);
        }
        self.last = piece.chars().next_back();
    }

    /// Writes words; in prose, several blanks are one.
    fn words(&mut self, builder: &mut Builder, words: &str) {
        if self.between != Between::Blank {
            builder.text(words);
            return;
        }
        let mut rest = words;
        while let Some(at) = TWO_BLANKS.find(rest.as_bytes()) {
            builder.text(&rest[..=at]);
            rest = rest[at..].trim_start_matches(' ');
        }
        if rest.contains('\t') {
            builder.text(&rest.replace('\t', " "));
        } else {
            builder.text(rest);
        }
    }

    /// Ends the paragraph.
    pub(super) fn finish(mut self, builder: &mut Builder) {
        for (_, role, is_open) in self.pairs.drain(..) {
            if is_open {
                builder.close_span(role);
            }
        }
    }
}

/// Tells whether two lines are joined with a blank. A hyphen or dash at a line's end stays as printed, and joins; ideographs
/// and kana stand without blanks.
fn needs_blank(last: char, next: char) -> bool {
    let is_unspaced = |character: char| matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}');
    let joins = matches!(last, '-' | '—') && next.is_alphanumeric();
    !(joins || last.is_whitespace() || (is_unspaced(last) && is_unspaced(next)))
}

/// Tells whether all signs of this kind in a paragraph come in pairs around words, so that they are emphasis.
fn is_paired(paragraph: &str, sign: char) -> bool {
    if memchr::memchr(sign as u8, paragraph.as_bytes()).is_none() {
        return false;
    }
    let (mut is_open, mut count) = (false, 0);
    for (at, _) in paragraph.match_indices(sign) {
        let before = paragraph[..at].chars().next_back().unwrap_or(' ');
        let after = paragraph[at + 1..].chars().next().unwrap_or(' ');
        let is_right = if is_open { !before.is_whitespace() && before != sign } else { !after.is_whitespace() && after != sign };
        // Within a word it is a name in a program, not emphasis.
        if !is_right || (before.is_alphanumeric() && after.is_alphanumeric()) {
            return false;
        }
        is_open = !is_open;
        count += 1;
    }
    !is_open && count > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &str, roles: &[(&str, Role)]) {
        let mut builder = Builder::new();
        let mut flow = Flow::new(&lines.join("\n"), Between::Blank, false);
        for line in lines {
            flow.push(&mut builder, line, true, true);
            flow.end_line();
        }
        flow.finish(&mut builder);
        let document = builder.finish().value;
        assert_eq!(document.text(), expected);
        let spans = document.spans_in(&(crate::unit::Place::START..document.end()));
        assert_eq!(spans.iter().map(|span| (document.slice(&span.at), span.role)).collect::<Vec<_>>(), roles);
    }

    #[test]
    fn lines_are_joined_as_their_writing_asks() {
        check(&["one", "  two  ", "three"], "one two three", &[]);
        check(&["well-", "known"], "well-known", &[]);
        check(&["left--", "and came"], "left--and came", &[]);
        check(&["left --", "and came"], "left --and came", &[]);
        check(&["国際赤色", "救援会"], "国際赤色救援会", &[]);
        check(&["대한민국", "임시정부"], "대한민국 임시정부", &[]);
        check(&["He left.  Then he", "rested."], "He left. Then he rested.", &[]);
    }

    #[test]
    fn underscores_in_pairs_are_emphasis_and_others_stay() {
        check(&["the _Zur", "Kritik_ of 1859"], "the Zur Kritik of 1859", &[("Zur Kritik", Role::Emphasis)]);
        check(&["=Bold= and _it._"], "Bold and it.", &[("Bold", Role::Strong), ("it.", Role::Emphasis)]);
        check(&["snake_case_name"], "snake_case_name", &[]);
        check(&["a _stray sign"], "a _stray sign", &[]);
        check(&["a = b = c"], "a = b = c", &[]);
        check(&["fill in ____ here"], "fill in ____ here", &[]);
    }
}
