//! LaTeX, as far as an essay goes.
//!
//! TeX is a language, and what a text means is known only by running it. Here it is read as an editor would: [`input`] gives
//! characters, commands and their arguments, [`macros`] puts in what the text defines itself (within bounds: nothing here can run
//! for ever), [`walk`] keeps what is open, [`words`] reads its signs, [`commands`] and [`environments`] what is [`known`] of LaTeX. A command nobody
//! knows is dropped, and what stands in its braces is read. [`symbols`] knows characters by name.
//!
//! Notes have the numbers that LaTeX would print. Other files are named and not followed.

mod commands;
mod environments;
mod input;
mod known;
mod macros;
mod notes;
pub(in crate::formats) mod symbols;
mod walk;
mod words;

use super::{Source, decode, plain::with_line_feeds};
use crate::{
    document::{Builder, Document},
    problem::Read,
};

/// Reads a LaTeX text.
pub(super) fn read(source: &Source) -> Read<Document> {
    let Read { value: text, problems } = decode(&source.bytes);
    let text = with_line_feeds(text);
    let mut builder = Builder::with_capacity(text.len());
    for problem in problems {
        builder.problem(problem);
    }
    if !source.whole {
        builder.partial();
    }
    walk::read(&text, builder)
}

/// Tells whether a text without a telling name is LaTeX: by its class, its environments, its sections.
pub(super) fn looks(text: &str) -> bool {
    let mut signs = 0;
    for line in text.lines() {
        let line = line.trim_start();
        let begins = |start: &str| line.starts_with(start);
        signs += 3 * usize::from(begins("\\documentclass") || begins("\\documentstyle") || begins("\\begin{document}"));
        signs += 2 * usize::from(begins("\\chapter") || begins("\\section{") || begins("\\section*{") || begins("\\usepackage"));
        signs += usize::from(begins("\\begin{") || begins("\\item") || begins("\\subsection"));
        signs += usize::from(line.contains("\\footnote{") || line.contains("\\emph{") || line.contains("\\cite{"));
        if signs >= 3 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_is_told_from_other_texts() {
        let check = |text: &str, expected: bool| assert_eq!(looks(text), expected, "{text:?}");
        check("% by hand\n\\documentclass{article}\n", true);
        check("\\section{East}\nHe \\emph{walked}.\n", true);
        check("He wrote \\emph once.\n", false);
        check("C:\\begin\\section\n", false);
    }
}
