//! Why a language model could not be asked, or did not answer.

use std::io;
use std::path::PathBuf;

use crate::net::NetError;

/// How many models are named to choose another from.
const NAMED: usize = 5;

/// Why a language model could not be asked, or did not answer. None of it holds a key.
#[derive(Debug, thiserror::Error)]
pub enum LanguageError {
    /// Nothing answers at an address on this computer.
    #[error("{name} is not running at {url}: start it, or answer without a model")]
    NotRunning {
        /// What should be running there.
        name: String,
        /// Where it was looked for.
        url: String,
        /// What stands in the way.
        source: NetError,
    },
    /// The server wants another key, or one at all.
    #[error("{name} at {url} does not accept the key: check the key in the settings")]
    KeyRefused {
        /// What was asked.
        name: String,
        /// Where it is.
        url: String,
        /// What it said.
        said: String,
    },
    /// The server has no such model.
    #[error("{name} at {url} has no model “{model}”: {}", choice(.available))]
    UnknownModel {
        /// What was asked.
        name: String,
        /// Where it is.
        url: String,
        /// The model that was asked for.
        model: String,
        /// Those it has, if it told.
        available: Vec<String>,
    },
    /// Prompt and answer together are more than the model can read at once.
    #[error(
        "the question with its passages is longer than the model “{model}” of {name} at {url} can read at once{}: give \
         the model a larger context, or fewer passages",
        quoted(.said)
    )]
    TooLong {
        /// What was asked.
        name: String,
        /// Where it is.
        url: String,
        /// The model that was asked for.
        model: String,
        /// What the server said, mostly how many tokens it has and how many it would need. May be empty.
        said: String,
    },
    /// The server has too much to do, and had so each time it was tried.
    #[error("{name} at {url} is too busy to answer{}: try again later, or answer without a model", quoted(.said))]
    Busy {
        /// What was asked.
        name: String,
        /// Where it is.
        url: String,
        /// What it said. May be empty.
        said: String,
    },
    /// The answer broke off. What came before is right, but there should have been more.
    #[error("the answer of {name} at {url} broke off before its end: ask again")]
    CutShort {
        /// What was asked.
        name: String,
        /// Where it is.
        url: String,
        /// How the connection ended, if that was it.
        source: Option<NetError>,
    },
    /// What comes is not the answer of a language model.
    #[error("{name} at {url} gave no usable answer: {reason}. Check the address, or choose another model")]
    Unusable {
        /// What was asked.
        name: String,
        /// Where it is.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The app cannot run models itself.
    #[error(
        "this Paperside was built without the part that runs language models itself: choose a program or server that \
         does, or answer without a model"
    )]
    NotBuiltIn,
    /// The file of a model cannot be opened.
    #[error("the language model {} cannot be opened ({source}): choose it again, or answer without a model", .file.display())]
    NoFile {
        /// Which one.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is in a file is no model that can be run.
    #[error("{} cannot be run as a language model: {reason}. Choose another file, or answer without a model", .file.display())]
    NoModel {
        /// Which one.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A model that the app runs did not answer.
    #[error("the language model {} did not answer: {reason}. Ask again, or answer without a model", .file.display())]
    LocalFailed {
        /// Its file.
        file: PathBuf,
        /// How it ended.
        reason: String,
    },
    /// The request failed for another reason.
    #[error(transparent)]
    Net(#[from] NetError),
}

/// What to do about a model that is not there.
fn choice(available: &[String]) -> String {
    if available.is_empty() {
        return "check the name of the model in the settings".to_owned();
    }
    let more = if available.len() > NAMED { ", …" } else { "" };
    format!("choose one that it has ({}{more})", available[..available.len().min(NAMED)].join(", "))
}

fn quoted(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(" (it says: {said})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_few_models_to_choose_from() {
        let names = |count: usize| (1..=count).map(|number| number.to_string()).collect::<Vec<_>>();
        assert_eq!(choice(&names(0)), "check the name of the model in the settings");
        assert_eq!(choice(&names(5)), "choose one that it has (1, 2, 3, 4, 5)");
        assert_eq!(choice(&names(6)), "choose one that it has (1, 2, 3, 4, 5, …)");
    }
}
