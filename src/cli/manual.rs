//! `ibid man`: the manual page, all of it on one page, from the same words as the help.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::{
    Man,
    roff::{Inline, Roff, bold, italic, roman},
};

use super::args::Args;
use crate::store::Config;

/// Prints the page.
pub(super) fn print(out: &mut dyn Write) -> io::Result<()> {
    let mut command = Args::command();
    command.build();
    let page = Man::new(command.clone()).section("1").manual("User Commands");
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in command.get_subcommands() {
        roff.control("SS", [format!("ibid {}", command.get_name()).as_str()]);
        if let Some(about) = command.get_about() {
            roff.text([roman(format!("{about}."))]);
        }
        for argument in command.get_arguments().filter(|argument| argument.get_id() != "help") {
            roff.control("TP", []);
            roff.text(name(argument));
            let help = argument.get_help().map(|help| format!("{help}.")).unwrap_or_default();
            let values: Vec<_> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            let values = if values.is_empty() { String::new() } else { format!(" One of {}.", values.join(", ")) };
            roff.text([roman(help + &values)]);
        }
    }
    roff.control("SH", ["CONFIGURATION"]);
    roff.text([roman("What a reader likes is read from "), italic("ibid/config.toml"), roman(" in the folder of configurations:")]);
    roff.control("EX", []);
    for line in Config::sample().lines() {
        roff.text([roman(line)]);
    }
    roff.control("EE", []);
    roff.control("SH", ["EXIT STATUS"]);
    for (code, means) in [
        ("0", "Done."),
        ("1", "Something wrong was found by check, or nothing by search."),
        ("2", "It cannot be done; a message says why."),
    ] {
        roff.control("TP", []);
        roff.text([bold(code)]);
        roff.text([roman(means)]);
    }
    roff.to_writer(out)
}

/// An argument as it is typed.
fn name(argument: &clap::Arg) -> Vec<Inline> {
    let value = argument.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    let mut name = Vec::new();
    if let Some(short) = argument.get_short() {
        name.extend([bold(format!("-{short}")), roman(", ")]);
    }
    if let Some(long) = argument.get_long() {
        name.push(bold(format!("--{long}")));
    }
    if let Some(value) = value.filter(|_| argument.get_action().takes_values()) {
        if !name.is_empty() {
            name.push(roman(" "));
        }
        name.push(italic(value));
    }
    name
}
