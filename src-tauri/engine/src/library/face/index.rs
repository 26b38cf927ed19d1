//! Where the search index is.

use std::sync::Arc;

use super::super::index::{Chosen, INDEX};
use super::super::{Library, blocking, keys};
use crate::messages::{IndexPlace, IndexServerOptions, IndexState};
use crate::secrets::key_name;
use crate::{Error, Result};

impl Library {
    /// Where the index is and how it is. No server is asked anything.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn index_place(&self) -> Result<IndexState> {
        self.with(|shared| shared.indexes.state()).await
    }

    /// Begins to move the index to another place, or goes on with it, while the old one answers;
    /// [`LibraryEvent::Index`](crate::messages::LibraryEvent::Index) tells how far it is. Nothing is read or embedded for
    /// it. A move that is interrupted goes on where it stopped, by this or by [`Library::work_on_queue`]. Choosing the
    /// place where the index is calls the move off. The key is for a server that wants one, and kept in the system's
    /// keyring; without one, that of before is used, and an empty one forgets it. Tells the unencrypted file that holds it
    /// now, if there is no keyring.
    ///
    /// # Errors
    /// [`Error::IndexPlaceNamed`], [`Error::EmbedderChanging`], [`Error::IndexServer`] if it is no address,
    /// [`Error::Secrets`].
    pub async fn move_index(&self, to: IndexPlace, key: Option<String>) -> Result<Option<String>> {
        let to = to.kept()?;
        if self.shared.embedders.is_changing() {
            return Err(Error::EmbedderChanging);
        }
        let (mut kept, mut has_key) = (None, false);
        if let Some(url) = to.server() {
            let name = key_name(INDEX, url);
            if let Some(key) = key {
                kept = keys::keep(&self.shared.secrets, &name, &key).await?;
            }
            has_key = self.shared.secrets.get(&name).await?.is_some();
        }
        self.with(move |shared| shared.indexes.choose(Chosen { place: to, has_key })).await?;
        Ok(kept)
    }

    /// Calls the move of the index off. What was made of the new one is removed.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn cancel_index_move(&self) -> Result<()> {
        self.with(|shared| shared.indexes.call_off()).await
    }

    /// Waits until the index holds what the catalog does, or cannot come to for now. One in the library's folder does
    /// since the library was opened.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub async fn wait_for_index(&self) -> Result<IndexState> {
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            shared.indexes.wait();
            shared.indexes.state()
        })
        .await
    }

    /// Removes what a server keeps of the library's indexes, such as of one that was used for one run only. Tells how many
    /// there were.
    ///
    /// # Errors
    /// [`Error::IndexInUse`] if the index that answers is there; [`Error::IndexServer`].
    pub async fn clear_index_at(&self, url: String) -> Result<usize> {
        let place = IndexPlace::Server { url, options: IndexServerOptions::default() }.kept()?;
        self.with(move |shared| shared.indexes.clear(place)).await
    }
}
