//! Puts the embedding model in eight bits into a folder, for the packages: `shrink FOLDER INTO`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, into] = arguments.as_slice() else { return ExitCode::from(2) };
    match paperside_engine::embedding::shrink(Path::new(folder), Path::new(into)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "it is run from a terminal")]
            {
                eprintln!("{error}");
            }
            ExitCode::FAILURE
        }
    }
}
