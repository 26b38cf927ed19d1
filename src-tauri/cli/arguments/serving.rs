//! Other programs on this computer.

use clap::Args;

/// How to serve.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Listen on this port and no other; 0 takes any that is free [default: 7427, or any if that is taken]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Make another token; who knows the old one is refused from now on
    #[arg(long)]
    pub new_token: bool,
    /// The largest file that is taken, in MiB
    #[arg(long, value_name = "MIB", default_value_t = (crate::serve::LARGEST_FILE >> 20) as u32, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_file_size: u32,
}
