//! `cargo xtask eval answer FOLDER`: scripted answers that are right in known ways or lie in known ways, and what the
//! check makes of them.
//!
//! Made by rule from the paragraphs, questions and answers of the `SQuAD` v1.1 development set in the form of BEIR. The
//! articles of even place, by title, are for tuning; what is reported is of the others. The word lists here are not
//! those of the check.

#![allow(clippy::print_stdout, reason = "a benchmark reports on the terminal")]

mod dice;
mod honest;
mod lies;
mod lists;
mod material;
mod meaning;
mod phrases;
mod report;

use std::path::Path;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let folder = arguments.next().expect("name a folder with a labelled set");
    let options: Vec<String> = arguments.collect();
    // A set may be there as texts and as PDFs.
    let texts = Path::new(&folder).join("text");
    let folder = if texts.is_dir() { texts } else { folder.into() };
    print!("{}", report::run(&folder, &options));
}
