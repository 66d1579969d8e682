//! `ibid search`: hits with their places, a line each.

use std::io;

use super::{Printer, args, open::Opened, whereabouts};
use crate::{
    problem::Problem,
    search::{Query, listed},
    unit::{Cols, width},
};

/// What is looked for.
pub(super) fn query(args: &args::Search) -> Result<Query, Problem> {
    Query::new(&args.pattern, args.regex)
}

/// Prints the hits of one text; tells whether there are any.
pub(super) fn print(opened: &Opened, query: &Query, color: args::When, printer: &mut Printer) -> io::Result<bool> {
    let Opened { name, document, .. } = opened;
    let bold = printer.wants(color) && (printer.outside.styles || color == args::When::Always);
    let hits = query.all(document, usize::MAX, &|| true);
    for hit in &hits.at {
        let place = format!("{name}: {}: ", whereabouts(document, hit.start));
        // On a terminal a hit takes one line; elsewhere as much context as one would quote.
        let columns = printer.outside.terminal.map_or(120, Cols::count).saturating_sub(width(&place).count());
        let around = columns.saturating_sub(width(document.slice(hit)).count()) / 2;
        let shown = listed(document, hit, around.max(10));
        let (before, hit, after) = (shown.before, shown.hit, shown.after);
        if bold {
            writeln!(printer.out, "{place}{before}\u{1b}[1m{hit}\u{1b}[m{after}")?;
        } else {
            writeln!(printer.out, "{place}{before}{hit}{after}")?;
        }
    }
    Ok(!hits.at.is_empty())
}
