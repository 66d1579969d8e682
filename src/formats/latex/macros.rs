//! What a text defines itself: commands and environments, put in where they are used.

use std::collections::HashMap;

use super::input::Input;

/// A command of the text's own: how many arguments it takes, what stands for the first where it may be left out, what it is
/// replaced by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Macro {
    arguments: usize,
    default: Option<String>,
    body: String,
}

/// Commands and environments that the text defines.
#[derive(Clone, Debug, Default)]
pub(super) struct Macros {
    commands: HashMap<String, Macro>,
    /// What stands for an environment's beginning and its end.
    environments: HashMap<String, (Macro, String)>,
    /// Names of theorems and their like.
    pub(super) theorems: HashMap<String, String>,
}

impl Macro {
    /// Takes the arguments of a command, and gives what it is replaced by.
    pub(super) fn filled(&self, input: &mut Input<'_>) -> String {
        let mut arguments = Vec::new();
        if let Some(default) = &self.default {
            arguments.push(input.option().unwrap_or_else(|| default.clone()));
        }
        while arguments.len() < self.arguments {
            match input.argument() {
                Some(argument) => arguments.push(argument),
                None => break,
            }
        }
        if !self.body.contains('#') {
            return self.body.clone();
        }
        let mut filled = String::with_capacity(self.body.len());
        let mut rest = self.body.as_str();
        while let Some(at) = rest.find('#') {
            filled.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(digit) = rest.chars().next().and_then(|digit| digit.to_digit(10)).filter(|digit| *digit > 0) {
                filled.push_str(arguments.get(digit as usize - 1).map_or("", String::as_str));
                rest = &rest[1..];
            } else if let Some(doubled) = rest.strip_prefix('#') {
                filled.push('#');
                rest = doubled;
            }
        }
        filled.push_str(rest);
        filled
    }
}

impl Macros {
    pub(super) fn command(&self, name: &str) -> Option<&Macro> {
        self.commands.get(name)
    }

    pub(super) fn environment(&self, name: &str) -> Option<&(Macro, String)> {
        self.environments.get(name)
    }

    /// Takes what follows `\newcommand` and its like, `\def`, `\NewDocumentCommand`; gives the name, and what it is replaced by.
    pub(super) fn define(&mut self, command: &str, input: &mut Input<'_>) -> Option<(String, String)> {
        if command.contains("nvironment") {
            let name = input.argument()?;
            let found = arguments(input);
            let (begin, end) = (input.argument()?, input.argument()?);
            self.environments.insert(name, (Macro { body: begin, ..found }, end));
            return None;
        }
        let name = input.argument()?.trim().trim_start_matches('\\').to_owned();
        let found = match command {
            "def" | "gdef" | "edef" | "long" => {
                // `#1#2` up to the brace: how many there are. Words between them would be TeX's own affair.
                let rest = input.rest();
                let length = rest.find(['{', '\n']).filter(|end| *end < 40)?;
                let arguments = rest[..length].matches('#').count();
                input.skip(length);
                Macro { arguments, ..Macro::default() }
            }
            _ if command.contains("DocumentCommand") => {
                let kinds = input.argument()?;
                let default = kinds.trim_start().starts_with(['o', 'O']).then(|| {
                    let kept = kinds.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
                    kept.map_or(String::new(), |(default, _)| default.to_owned())
                });
                let arguments = kinds.bytes().filter(|kind| matches!(kind, b'm' | b'o' | b'O')).count();
                Macro { arguments, default, ..Macro::default() }
            }
            _ => arguments(input),
        };
        let body = input.argument()?;
        if !name.is_empty() {
            self.commands.insert(name.clone(), Macro { body: body.clone(), ..found });
        }
        Some((name, body))
    }
}

/// `[2][default]`
fn arguments(input: &mut Input<'_>) -> Macro {
    let arguments = input.option().and_then(|count| count.trim().parse().ok()).unwrap_or(0_usize).min(9);
    Macro { arguments, default: if arguments > 0 { input.option() } else { None }, body: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_replaced_by_what_they_stand_for() {
        let check = |command: &str, definition: &str, used: &str, expected: &str| {
            let mut macros = Macros::default();
            macros.define(command, &mut Input::new(definition));
            assert_eq!(macros.command("a").unwrap().filled(&mut Input::new(used)), expected);
        };
        check("newcommand", "{\\a}{b}", "{c}", "b");
        check("newcommand", "\\a[2]{#2, #1}", "{x}{y}", "y, x");
        check("newcommand", "{\\a}[2][d]{#1#2}", "{x}", "dx");
        check("newcommand", "{\\a}[2][d]{#1#2}", "[e]{x}", "ex");
        check("def", "\\a#1{<#1>}", "{x}", "<x>");
        check("NewDocumentCommand", "\\a{O{d} m}{#1#2##}", "{x}", "dx#");
        check("newcommand", "{\\a}[1]{#1#1}", "", "");
    }
}
