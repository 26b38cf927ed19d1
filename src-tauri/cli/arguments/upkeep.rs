//! Arguments of `settings` and `doctor`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// What to choose.
#[derive(Debug, Args)]
pub struct SettingsArguments {
    /// Which one
    #[arg(requires = "value")]
    pub name: Option<String>,
    /// What it is to be; an empty one leaves it to Paperside
    pub value: Option<String>,
}

/// What to look after.
#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// Make the index anew from the catalog
    #[arg(long)]
    pub repair: bool,
    /// Also write a report into a file, for those who are to help: versions, settings, numbers and the log, without
    /// any text, name, question, folder, address or key
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub bundle: Option<PathBuf>,
}
