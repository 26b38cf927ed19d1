//! Arguments of `settings` and `doctor`.

use clap::Args;

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
}
