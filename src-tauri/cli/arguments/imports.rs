//! Arguments of `imports`.

use clap::{Args, Subcommand};

/// Which of the files that wait, and what of them.
#[derive(Debug, Args)]
pub struct ImportsArguments {
    /// What to do; lists them if nothing is said
    #[command(subcommand)]
    pub action: Option<ImportsAction>,
}

/// What to do with the files that wait to be imported. `ID` is the number that the list shows.
#[derive(Debug, Subcommand)]
pub enum ImportsAction {
    /// List them
    List,
    /// Import what waits, and wait until it can be searched
    Run,
    /// Let them rest until they are resumed; all of them if none is named
    Pause {
        /// Their numbers
        #[arg(value_name = "ID")]
        imports: Vec<u32>,
    },
    /// Let those that rest be imported; all of them if none is named
    Resume {
        /// Their numbers
        #[arg(value_name = "ID")]
        imports: Vec<u32>,
    },
    /// Try those that failed once more; all of them if none is named
    Retry {
        /// Their numbers
        #[arg(value_name = "ID")]
        imports: Vec<u32>,
    },
    /// Forget them, and what was read of them; all of them if none is named
    Cancel {
        /// Their numbers
        #[arg(value_name = "ID")]
        imports: Vec<u32>,
    },
    /// Import one before all others
    First {
        /// Its number
        #[arg(value_name = "ID")]
        import: u32,
    },
}
