//! `man`: the manual, made from the commands themselves.

use std::io;

use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use paperside_engine::{Error, Result};
use serde_json::json;

use super::arguments::{Arguments, ManArguments};
use super::{Exit, Output};

/// How a command ends, for those who read of it.
pub(super) const ENDS: [(&str, &str); 4] = [
    ("0", "All that was asked for is done."),
    ("1", "Nothing of it is done."),
    ("2", "It cannot be asked for so."),
    ("3", "Some of it is done; what is not has its reason."),
];

/// Prints the page with all commands, or writes a page for each of them.
///
/// # Errors
/// Those of the disk.
pub(super) fn run(arguments: ManArguments, output: Output) -> Result<Exit> {
    let Some(folder) = arguments.to else {
        let page = page().map_err(|source| Error::File { path: "the manual page".into(), source })?;
        let page = String::from_utf8_lossy(&page);
        output.result(&json!({"type": "manual", "page": page}), || page.into_owned());
        return Ok(Exit::Done);
    };
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| clap_mangen::generate_to(Arguments::command(), &folder));
    written.map_err(|source| Error::File { path: folder.clone(), source })?;
    output.object(&json!({"type": "manual", "folder": folder}));
    Ok(Exit::Done)
}

/// One page with a section for each command.
fn page() -> io::Result<Vec<u8>> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    command.get_subcommands().for_each(|command| section(&mut roff, "paperside", command));
    roff.control("SH", ["EXIT STATUS"]);
    for (code, means) in ENDS {
        roff.control("TP", []).text([bold(code)]).text([roman(means)]);
    }
    roff.to_writer(&mut page)?;
    Ok(page)
}

/// What a command does and takes, and then the same of those below it.
fn section(roff: &mut Roff, above: &str, command: &Command) {
    let name = format!("{above} {}", command.get_name());
    roff.control("SS", [name.as_str()]);
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    roff.text([roman(format!("{about}."))]);
    let usage = command.clone().render_usage().to_string();
    roff.control("PP", []).text([bold(usage.trim_start_matches("Usage:").trim())]);
    let is_own = |argument: &&Arg| !argument.is_global_set() && !argument.is_hide_set() && argument.get_id() != "help";
    for argument in command.get_arguments().filter(is_own) {
        roff.control("TP", []).text([bold(argument.to_string())]).text([roman(explained(argument))]);
    }
    command.get_subcommands().for_each(|below| section(roff, &name, below));
}

/// What an argument means, which words can stand there, and what is taken for granted.
fn explained(argument: &Arg) -> String {
    let mut explained = argument.get_help().map(ToString::to_string).unwrap_or_default();
    // A switch has values too, but nobody says them.
    if !argument.get_action().takes_values() {
        return explained;
    }
    let values = argument.get_possible_values();
    if !values.is_empty() {
        let values: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
        explained.extend(["; one of ", &values.join(", ")]);
    }
    let defaults: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() {
        explained.extend([" [default: ", &defaults.join(", "), "]"]);
    }
    explained
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(above: &str, command: &Command) -> Vec<String> {
        let below = command.get_subcommands().filter(|below| below.get_name() != "help");
        let below = below.map(|below| (format!("{above} {}", below.get_name()), below));
        below.flat_map(|(name, command)| [vec![name.clone()], names(&name, command)].concat()).collect()
    }

    #[test]
    fn the_page_has_every_command_and_is_well_formed() {
        let page = String::from_utf8(page().expect("a page can be written")).expect("a page is text");
        for name in names("paperside", &Arguments::command()) {
            assert!(page.contains(&format!(".SS \"{name}\"")), "{name} is missing");
        }
        assert!(!page.contains("[default: false]"), "nobody gives a value to a switch");
        let macros = [".TH", ".SH", ".SS", ".PP", ".TP", ".IP", ".RS", ".RE", ".br", ".ie", ".el", ".ds"];
        for line in page.lines().filter(|line| line.starts_with('.')) {
            let name = line.split_whitespace().next().unwrap_or_default();
            assert!(macros.contains(&name), "{line}");
        }
    }

    /// The commands as the short page in `docs` has them.
    #[test]
    fn the_documentation_has_every_command_and_no_other() {
        let page = include_str!("../../docs/terminal.md");
        let names = names("paperside", &Arguments::command());
        for name in &names {
            let is_told = page.lines().any(|line| {
                let told = line.strip_prefix("| `").and_then(|line| line.split('`').next()).unwrap_or_default();
                told == name || told.strip_prefix(name.as_str()).is_some_and(|given| given.starts_with([' ', '[']))
            });
            assert!(is_told, "docs/terminal.md has no row for `{name}`");
        }
        for row in page.lines().filter_map(|line| line.strip_prefix("| `paperside ")) {
            let is_word = |word: &&str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase());
            let words = row.split(['`', ' ']).take_while(is_word);
            let told = words.fold("paperside".to_owned(), |told, word| format!("{told} {word}"));
            assert!(names.contains(&told), "docs/terminal.md tells of `{told}`, which there is not");
        }
    }

    /// The words of a line as a shell would hand them over, up to a comment, a pipe or a redirection.
    fn words(line: &str) -> Vec<String> {
        let (mut words, mut is_quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => is_quoted = !is_quoted,
                '#' | '|' | '<' | '>' if !is_quoted => break,
                ' ' if !is_quoted => words.push(String::new()),
                _ => words.last_mut().expect("there is a first").push(letter),
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    #[test]
    fn every_command_that_the_documents_show_is_understood() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let documents = std::fs::read_dir(root.join("docs")).expect("a folder").flatten().map(|entry| entry.path());
        let mut seen = 0;
        for document in documents.filter(|path| path.is_file()).chain([root.join("README.md")]) {
            let text = std::fs::read_to_string(&document).expect("it is text");
            let shown = text.lines().map(|line| line.trim_start_matches("$ "));
            for line in shown.filter(|line| line.starts_with("paperside ")) {
                let parsed = Arguments::command().try_get_matches_from(words(line));
                assert!(parsed.is_ok(), "{}: {line}: {:?}", document.display(), parsed.err());
                seen += 1;
            }
        }
        assert!(seen > 30, "the documents show commands: {seen}");
    }
}
