//! `docs/commands.md`: every command with all that it takes, written from the commands themselves.

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::arguments::Arguments;
use super::manual::ENDS;
use crate::reference::{anchor, assert_up_to_date, table};

const HEAD: &str = "\
# Every command

All that the terminal understands, written from the program itself by `cargo xtask renew`. [In the \
terminal](terminal.md) tells how it is used; `paperside COMMAND --help` shows the same of one command.

What stands in angle brackets must be given, what stands in square brackets may be, and of what ends in three points \
there may be several. The options of `paperside` itself may stand behind every command.";

#[test]
fn the_document_of_commands_has_all_that_the_program_takes() {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let ends = ENDS.map(|(code, means)| [format!("`{code}`"), means.to_owned()]);
    let mut parts = vec![HEAD.to_owned()];
    parts.extend(section("paperside", &command));
    parts.extend(["## How a command ends".to_owned(), table(["exit code", "means"], ends)]);
    assert_up_to_date("commands.md", &(parts.join("\n\n") + "\n"));
}

/// What a command does and takes, and then the same of those below it.
fn section(name: &str, command: &Command) -> Vec<String> {
    let words = name.split(' ').count();
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let stop = if about.ends_with('.') { "" } else { "." };
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let mut parts =
        vec![format!("{} `{name}`", "#".repeat(words.max(2))), format!("{about}{stop}"), format!("`{usage}`")];

    // Those of all commands stand with the first.
    let is_own = |argument: &&Arg| words == 1 || !argument.is_global_set();
    let is_told = |argument: &&Arg| !argument.is_hide_set() && argument.get_id() != "help";
    let arguments: Vec<&Arg> = command.get_arguments().filter(is_own).filter(is_told).collect();
    let (places, options): (Vec<&Arg>, Vec<&Arg>) =
        arguments.into_iter().partition(|argument| argument.is_positional());
    if !places.is_empty() || !options.is_empty() {
        let rows =
            places.into_iter().chain(options).map(|argument| [format!("`{}`", named(argument)), meaning(argument)]);
        parts.push(table(["argument", "means"], rows));
    }

    let below: Vec<(String, &Command)> =
        command.get_subcommands().map(|below| (format!("{name} {}", below.get_name()), below)).collect();
    if !below.is_empty() {
        let rows = below.iter().map(|(name, command)| {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            [format!("[`{name}`](#{})", anchor(name)), about]
        });
        parts.push(table(["command", "does"], rows));
    }
    parts.extend(below.iter().flat_map(|(name, command)| section(name, command)));
    parts
}

/// How an argument is given. By itself it shows only its long name.
fn named(argument: &Arg) -> String {
    let short = argument.get_short().filter(|_| argument.get_long().is_some());
    short.map_or_else(|| argument.to_string(), |short| format!("-{short}, {argument}"))
}

/// What an argument means, what is taken for granted, and which words can stand there.
fn meaning(argument: &Arg) -> String {
    let mut meaning = argument.get_help().map(ToString::to_string).unwrap_or_default();
    if !argument.get_action().takes_values() {
        return meaning;
    }
    if matches!(argument.get_action(), ArgAction::Append) && !argument.is_positional() {
        meaning += "; may be given several times";
    }
    let defaults: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() {
        meaning.extend([" [default: ", &defaults.join(", "), "]"]);
    }
    let word = |value: &PossibleValue| {
        let help = value.get_help().map(|help| format!(": {help}")).unwrap_or_default();
        format!("<br>`{}`{help}", value.get_name())
    };
    meaning.extend(argument.get_possible_values().iter().map(word));
    meaning
}
