//! `settings`: what the person can choose.

use paperside_engine::{Library, Result};

use super::arguments::SettingsArguments;
use super::{Exit, Output};

/// Changes a setting, if one is named, and lists all.
pub(super) async fn run(library: &Library, arguments: SettingsArguments, output: Output) -> Result<Exit> {
    if let Some(name) = arguments.name {
        library.set_setting(name, arguments.value).await?;
    }
    for setting in library.settings().await? {
        let value = setting.value.as_deref().unwrap_or("(left to Paperside)");
        output.result(&setting, || format!("{:<14}  {value}\n  {}\n", setting.name, setting.purpose));
    }
    Ok(Exit::Done)
}
