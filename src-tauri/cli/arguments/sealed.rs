//! Files that hold a collection or a library.

use std::path::PathBuf;

use clap::Args;

/// Which sealed file, and what of it.
#[derive(Debug, Args)]
pub struct SealedArguments {
    /// The file; its name should end with .paperside
    pub file: PathBuf,
    /// The collection: the one to export, or the one to put all imported documents in
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
    /// Read the passphrase that locks the file from standard input
    #[arg(long)]
    pub passphrase_stdin: bool,
}

/// What to write into a sealed file.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Which file, and what into it
    #[command(flatten)]
    pub sealed: SealedArguments,
    /// Let the new file take the place of one that is there, once it is whole
    #[arg(long)]
    pub replace: bool,
}

/// Where to write a backup.
#[derive(Debug, Args)]
pub struct BackupArguments {
    /// The file [default: one named by the time, in the folder that the settings name]
    #[arg(conflicts_with = "to")]
    pub file: Option<PathBuf>,
    /// The folder; the file is named by the time
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// Let the new file take the place of one that is there, once it is whole
    #[arg(long)]
    pub replace: bool,
    /// Read the passphrase that is to lock it from standard input
    #[arg(long)]
    pub passphrase_stdin: bool,
}

/// What to bring back.
#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// The backup
    pub file: PathBuf,
    /// Read the passphrase that locks it from standard input
    #[arg(long)]
    pub passphrase_stdin: bool,
}
