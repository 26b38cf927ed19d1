//! The keys of servers, as the person gives them.

use crate::Result;
use crate::secrets::{Kept, Secrets};

/// Keeps the key of a server, or forgets it if it is empty. Tells the file that holds it now if the system has no
/// keyring: that is not encrypted, and the person should know.
///
/// # Errors
/// [`Error::Secrets`](crate::Error::Secrets).
pub(super) async fn keep(secrets: &Secrets, name: &str, key: &str) -> Result<Option<String>> {
    let key = key.trim();
    if key.is_empty() {
        secrets.remove(name).await?;
        return Ok(None);
    }
    Ok(match secrets.set(name, key).await? {
        Kept::Keyring => None,
        Kept::File(file) => Some(file.to_string_lossy().into_owned()),
    })
}
