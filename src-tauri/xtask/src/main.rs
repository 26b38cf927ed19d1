//! Set-up and tasks of the repository: `cargo xtask run`, `cargo xtask test` and their smaller parts.
//!
//! # Layout
//! - [`setup`]: system packages, the embedding model, the UI
//! - [`run`]: opens the app, also with a UI that changes as it is edited
//! - [`mod@bundle`]: the installable packages
//! - [`mod@test`]: every check and test
//! - [`eval`], [`fuzz`]: how well it reads, and what breaks it
//! - [`mod@bench`]: how quick it is, and how much it takes
//! - [`renew`]: what is written from the sources; [`types`], the messages as TypeScript, is a part of it
//! - [`audit`], [`notices`]: what others wrote, and what is owed to them
//! - [`packages`]: the crates and packages that they look at
//! - `documents`: tests that documents name what there is
//! - [`process`]: running other programs

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task tells what it does on the terminal")]

mod audit;
mod bench;
mod bundle;
#[cfg(test)]
mod documents;
mod eval;
mod fuzz;
mod notices;
mod packages;
mod process;
mod renew;
mod run;
mod setup;
mod test;
mod types;

use std::process::ExitCode;

use process::Failure;

const USAGE: &str = "Usage: cargo xtask TASK

  run [ARGS]      sets up what is missing, builds the app and opens it
  dev [ARGS]      the same, with a window that shows what is changed in ui/src at once
  test [FUZZ_SECONDS]
                  sets up what is missing and runs every check and test; a minute of each fuzz target
  setup           sets up what is missing
  renew           writes anew what is made from the sources: the engine's messages as TypeScript,
                  docs/commands.md and docs/http-paths.md
  eval read FOLDER [TRUTH]
                  reads a folder of files and compares with other readers
  eval search FOLDER [--questions N] [--keep DIR] [--json FILE]
                  searches a folder of labelled sets, and asks what they do not answer
  eval answer FOLDER
                  checks scripted answers that are right or lie in known ways, and asks for real ones
  fuzz TARGET|all [SECONDS]
                  looks for bytes that break a parser (document, frame, package, page, recognised, sealed)
  bench NAME      runs a benchmark (search, embed, http, import FOLDER, busy FOLDER,
                  scale FOLDER [PASSAGES])
  bench soak [MINUTES] [SEED]
                  uses a library hard for a long time: is all as it should be, and flat?
  bench peers [FOLDER] [--questions N] [--rounds N] [--write DOCUMENT]
                  imports and searches beside what people build or install instead
  bundle [--debug] [--check] [--bundles LIST]
                  builds the installable packages (on Linux deb and rpm); with --debug of the program that
                  is tested, with --check they are installed on a clean system and used there
  audit           looks over what others wrote: licences, sources, versions, known holes
  notices         writes what the packages owe to others into target/notices/third-party.txt";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.skip_while(|argument| argument == "--").collect();
    let ended = std::env::set_current_dir(process::root()).map_err(Failure::from).and_then(|()| match task.as_str() {
        "run" => run::run(&rest),
        "dev" => run::dev(&rest),
        "test" => test::test(&rest),
        "setup" => setup::everything(setup::Packages::Tests),
        "renew" => renew::renew(),
        "eval" => eval::eval(&rest),
        "fuzz" => fuzz::fuzz(&rest),
        "bench" => bench::bench(&rest),
        "bundle" => bundle::bundle(&rest),
        "audit" => audit::audit(),
        "notices" => notices::write(test::ALL).map(drop),
        _ => Err(Failure::Usage(USAGE)),
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
