//! Where the pages of pins are found with the embedder that answers, and with the one that is ready to.

use std::sync::Arc;

use crate::library::{Shared, blocking, pins};
use crate::messages::PinComparison;
use crate::{Error, Result};

/// Asks the question of every pin twice.
///
/// # Errors
/// [`Error::NoChange`] if no other embedder is ready; those of a search.
pub(crate) async fn compare(shared: &Arc<Shared>) -> Result<Vec<PinComparison>> {
    let spaces = shared.searcher.spaces.all();
    let [now, then] = spaces.as_slice() else { return Err(Error::NoChange) };
    let there = Arc::clone(shared);
    let stored = blocking(move || there.searcher.catalog.pins()).await?;
    let mut compared = Vec::with_capacity(stored.len());
    for pin in stored {
        let (now, then) = (pins::rank(shared, &pin, now).await?, pins::rank(shared, &pin, then).await?);
        let there = Arc::clone(shared);
        let pin = blocking(move || pins::shown(&there, &pin)).await?;
        compared.push(PinComparison { pin, now, then });
    }
    Ok(compared)
}
