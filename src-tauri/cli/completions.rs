//! `completions`: what a shell needs to complete commands and their arguments.
//!
//! Names that only a library knows, such as those of collections, are not among them: a shell would have to open the
//! library at each Tab, which only one process at a time can do.

use clap::{CommandFactory, ValueEnum};
use serde_json::json;

use super::arguments::{Arguments, CompletionsArguments};
use super::{Exit, Output};

/// Prints the script for a shell, or an object that holds it if JSON is wanted.
pub(super) fn run(arguments: &CompletionsArguments, output: Output) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "paperside", &mut script);
    let script = String::from_utf8_lossy(&script);
    if output.is_json() {
        let shell = arguments.shell.to_possible_value().map(|shell| shell.get_name().to_owned());
        output.object(&json!({"type": "completions", "shell": shell, "script": script}));
    } else {
        output.painted(&script);
    }
    Exit::Done
}

#[cfg(test)]
mod tests {
    use clap_complete::Shell;

    use super::*;

    #[test]
    fn every_shell_completes_every_command() {
        for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "paperside", &mut script);
            let script = String::from_utf8(script).expect("a script is text");
            for command in Arguments::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell} knows nothing of {}", command.get_name());
            }
        }
    }
}
