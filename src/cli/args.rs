//! What was typed, as clap reads it. What it means is said in [`super::resolve`].

use std::{ffi::OsString, path::PathBuf};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum, ValueHint};

/// A terminal reader that follows the notes and the dates.
///
/// With a FILE, or the name of a bundled text, ibid opens it where reading stopped. With `-` it reads standard input, and with
/// nothing the text that was read last.
#[derive(Debug, Parser)]
#[command(
    name = "ibid",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "A file that has the name of a command is opened as ./NAME.\n\
                  Exit codes: 0 done, 1 something wrong was found by check or nothing by search, 2 cannot be done."
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) read: Read,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Read {
    /// A file, the name of a bundled text, or - for standard input
    #[arg(value_name = "FILE|TEXT", value_hint = ValueHint::FilePath)]
    pub(super) text: Option<OsString>,
    /// The text's timeline: a file in TOML, TimelineJS or CSV [default: the one the text names, or TEXT.timeline.toml beside it]
    #[arg(long, value_name = "TIMELINE", value_hint = ValueHint::FilePath)]
    pub(super) timeline: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print a text, set into lines, with its notes at the end
    Text(Text),
    /// Print every note, what its short citations mean, and where it is called from
    Notes(Notes),
    /// Print every date found in the prose
    Dates(Dates),
    /// Print the timeline of a text, or make of it a file for another program
    Timeline(Timeline),
    /// List the works that the notes cite, and where
    Sources(Sources),
    /// Tell what is wrong with the notes, links, citations and timelines of texts
    Check(Check),
    /// Look for words in texts and their notes
    Search(Search),
    /// List the bundled texts
    Texts,
    /// Print a configuration file with every setting explained
    Config,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_field_names, reason = "the text of `ibid text` is a text")]
pub(super) struct Text {
    /// A file, the name of a bundled text, or - for standard input
    #[arg(value_name = "FILE|TEXT", value_hint = ValueHint::FilePath)]
    pub(super) text: OsString,
    /// Columns to set the text in [default: 80, or fewer on a narrower terminal]
    #[arg(long, short, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) width: Option<u16>,
    /// Make lines end evenly
    #[arg(long, short)]
    pub(super) justify: bool,
    /// Leave the notes out
    #[arg(long)]
    pub(super) no_notes: bool,
    /// Show emphasis and headings by bold, italic and underlined type
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
    /// Make links of notes and addresses that a terminal or pager can follow (OSC 8)
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) links: When,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Notes {
    /// A file, the name of a bundled text, or - for standard input
    #[arg(value_name = "FILE|TEXT", value_hint = ValueHint::FilePath)]
    pub(super) text: OsString,
    /// How to print them
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub(super) format: NotesFormat,
    /// Tell why each note is one and what each mark calls, how sure that is, and what looked like either and is not
    #[arg(long)]
    pub(super) explain: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Sources {
    /// A file, the name of a bundled text, or - for standard input
    #[arg(value_name = "FILE|TEXT", value_hint = ValueHint::FilePath)]
    pub(super) text: OsString,
    /// How to print them
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub(super) format: SourcesFormat,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Dates {
    /// A file, the name of a bundled text, or - for standard input
    #[arg(value_name = "FILE|TEXT", value_hint = ValueHint::FilePath)]
    pub(super) text: OsString,
    /// How to print them; in tsv, start and end count characters (code points, from 0) of FILE as it is, end excluded
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DatesFormat,
}

#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_field_names, reason = "the timeline of `ibid timeline` is a timeline")]
pub(super) struct Timeline {
    /// A file, the name of a bundled text, or - for standard input; or the file of a timeline
    #[arg(value_name = "FILE|TEXT", value_hint = ValueHint::FilePath)]
    pub(super) text: OsString,
    /// How to print it
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TimelineFormat,
    /// The timeline's file: TOML, TimelineJS or CSV [default: the one the text names, or TEXT.timeline.toml beside it, else its own dates]
    #[arg(long, value_name = "TIMELINE", value_hint = ValueHint::FilePath)]
    pub(super) timeline: Option<PathBuf>,
    /// Columns of the chart [default: the terminal's, or 80]; in svg, pixels [default: 1200]
    #[arg(long, short, value_name = "WIDTH", value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(super) width: Option<u32>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    /// Files, names of bundled texts, or - for standard input
    #[arg(value_name = "FILE|TEXT", required = true, value_hint = ValueHint::FilePath)]
    pub(super) texts: Vec<OsString>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Search {
    /// What to look for: capitals and accents count only where they are typed
    pub(super) pattern: String,
    /// Files, names of bundled texts, or - for standard input
    #[arg(value_name = "FILE|TEXT", required = true, value_hint = ValueHint::FilePath)]
    pub(super) texts: Vec<OsString>,
    /// Take the pattern for a regular expression
    #[arg(long, short)]
    pub(super) regex: bool,
    /// Show what was found in bold type
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
}

/// When something that only a terminal understands is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal
    #[default]
    Auto,
    /// Into files and pipes, too
    Always,
    /// Never
    Never,
}

/// How notes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum NotesFormat {
    /// To be read
    Text,
    /// To be processed: title, contents, references and notes
    Json,
}

/// How works are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SourcesFormat {
    /// To be read
    Text,
    /// To be processed: authors, title, entry, and where each work is cited
    Json,
    /// For reference managers: what is known of each work, as CSL-JSON
    CslJson,
    /// For LaTeX: what is known of each work, as BibLaTeX
    Bibtex,
}

/// How a timeline is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TimelineFormat {
    /// To be read: a chart, and below it the events lane by lane
    Text,
    /// To be processed: all there is, in the names of ibid's own files
    Json,
    /// A table, to be read again: id,lane,title,edtf,precision,summary,source,confidence
    Csv,
    /// For TimelineJS
    Timelinejs,
    /// A Gantt chart for Mermaid
    Mermaid,
    /// A figure
    Svg,
}

/// How dates are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DatesFormat {
    /// To be read: EDTF, words, place, and how it was read
    Text,
    /// A table: start, end, text, edtf, how, sure, part, kind
    Tsv,
    /// To be processed
    Json,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_file_may_have_the_name_of_a_command() {
        let args = Args::try_parse_from(["ibid", "./notes"]).unwrap();
        assert!(args.command.is_none());
        assert_eq!(args.read.text.unwrap(), "./notes");
        assert!(Args::try_parse_from(["ibid", "notes", "people"]).unwrap().command.is_some());
    }
}
