//! Measurements of quality, on files that are not in the repository.

use crate::process::{Failure, cargo, command, output, run_to_end};
use crate::{USAGE, setup};

/// `eval read …`, `eval search …` or `eval answer …`.
pub(crate) fn eval(arguments: &[String]) -> Result<(), Failure> {
    match arguments {
        [name, folder, truth @ ..] if name == "read" && truth.len() <= 1 => read(folder, truth),
        [name, folder, options @ ..] if name == "search" => search(folder, options),
        [name, folder, options @ ..] if name == "answer" => answer(folder, options),
        _ => Err(Failure::Usage(USAGE)),
    }
}

/// `eval search FOLDER`: how well the labelled questions of a folder find what they ask for, by each part of the search
/// and by all of it, and how often what is not there is answered all the same.
fn search(folder: &str, options: &[String]) -> Result<(), Failure> {
    setup::everything(setup::Packages::App)?;
    let mut bench = setup::model::named(cargo(&["bench", "--bench", "retrieval", "--", folder]));
    run_to_end(bench.args(options))
}

/// `eval answer FOLDER`: what the check makes of scripted answers that are right or lie in known ways; then the answers in
/// the documents' own sentences, asked for through the whole product.
fn answer(folder: &str, options: &[String]) -> Result<(), Failure> {
    setup::everything(setup::Packages::App)?;
    run_to_end(setup::model::named(cargo(&["bench", "--bench", "answer", "--", folder])).args(options))?;
    run_to_end(&mut setup::model::named(cargo(&["bench", "--bench", "retrieval", "--", folder, "--answers"])))
}

/// `eval read FOLDER [TRUTH]`: reads every file of a folder as an import does, and compares what was read of the PDFs
/// with what `PDFium`, `MuPDF` and Poppler read of them.
fn read(folder: &str, truth: &[String]) -> Result<(), Failure> {
    let read = std::env::temp_dir().join(format!("paperside-read-{}.jsonl", std::process::id()));
    let read = read.to_string_lossy();
    // What computes per byte is optimised in this profile too, and it is built already.
    run_to_end(&mut cargo(&["test", "--quiet", "--workspace", "--bench", "read", "--", folder, &read]))?;
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ended = if output(&python, &["-c", "import pypdfium2, pymupdf"]).is_some() {
        println!();
        let compared = ["tests/bench/referees.py", folder, &read].into_iter().chain(truth.iter().map(String::as_str));
        run_to_end(&mut command(&python, &compared.collect::<Vec<_>>()))
    } else {
        println!(
            "\nTo compare with other readers, give {python} their modules (pip install pypdfium2 pymupdf), or name \
             another Python in PYTHON."
        );
        Ok(())
    };
    std::fs::remove_file(&*read)?;
    ended
}
