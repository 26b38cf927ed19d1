//! What embeds the library.

use super::super::embedders::EMBEDDER;
use super::super::{Library, embedders, keys};
use crate::embed::endpoint::{Endpoint, EndpointAddress};
use crate::messages::{self, ChangeStage, EmbedderChoice, PinComparison};
use crate::secrets::key_name;
use crate::{Error, Result};

impl Library {
    /// What embeds the library, and what could.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn embedders(&self) -> Result<messages::Embedders> {
        self.with(|shared| shared.embedders.list()).await
    }

    /// Begins the change to another embedder, while the old one answers;
    /// [`LibraryEvent::EmbedderChange`](messages::LibraryEvent::EmbedderChange) tells how
    /// far it is. When the new one is ready it answers at once if there are no pins, by which the two could be
    /// compared; otherwise it waits for [`Library::switch_embedder`]. Choosing the one that embeds now calls the
    /// change off. The key is for a server that wants one, and kept in the system's keyring; without one, that of
    /// before is used, and an empty one forgets it. Tells the unencrypted file that holds it now, if there is no
    /// keyring.
    ///
    /// # Errors
    /// [`Error::UnknownModel`], [`Error::File`] if a folder is not there, [`Error::IndexOnTheMove`].
    pub async fn choose_embedder(&self, choice: EmbedderChoice, key: Option<String>) -> Result<Option<String>> {
        if self.shared.indexes.is_moving() {
            return Err(Error::IndexOnTheMove);
        }
        let kept = match (&choice, key) {
            (EmbedderChoice::Server { url, .. }, Some(key)) => {
                keys::keep(&self.shared.secrets, &key_name(EMBEDDER, url), &key).await?
            }
            _ => None,
        };
        self.with(move |shared| shared.embedders.choose(choice)).await?;
        Ok(kept)
    }

    /// Lets the change to another embedder rest, over restarts too.
    ///
    /// # Errors
    /// [`Error::NoChange`].
    pub async fn pause_embedder_change(&self) -> Result<()> {
        self.with(|shared| shared.embedders.pause()).await
    }

    /// Lets the change to another embedder go on.
    ///
    /// # Errors
    /// [`Error::NoChange`].
    pub async fn resume_embedder_change(&self) -> Result<()> {
        self.with(|shared| shared.embedders.resume()).await
    }

    /// Calls the change to another embedder off. What was embedded is kept, so that it can be gone on with.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn cancel_embedder_change(&self) -> Result<()> {
        self.with(|shared| shared.embedders.call_off()).await
    }

    /// Lets the new embedder answer as soon as it is ready.
    ///
    /// # Errors
    /// [`Error::NoChange`].
    pub async fn switch_embedder(&self) -> Result<()> {
        self.with(|shared| shared.embedders.switch()).await
    }

    /// Where the pages of pins are found with the embedder that answers, and with the one that is ready to.
    ///
    /// # Errors
    /// [`Error::NoChange`] if none is; those of a search.
    pub async fn compare_pins(&self) -> Result<Vec<PinComparison>> {
        match self.shared.embedders.change() {
            Some(change) if change.stage == ChangeStage::Ready => embedders::compare(&self.shared).await,
            _ => Err(Error::NoChange),
        }
    }

    /// Forgets what a model has embedded that does not answer, which frees its room.
    ///
    /// # Errors
    /// [`Error::ModelInUse`].
    pub async fn forget_embeddings(&self, model: String) -> Result<()> {
        self.with(move |shared| shared.embedders.forget(&model)).await
    }

    /// The models that a server offers, for the person to choose from; not all of them embed.
    ///
    /// # Errors
    /// [`Error::Embed`] if no server answers there.
    pub async fn server_models(&self, url: String, key: Option<String>) -> Result<Vec<String>> {
        let key = match key {
            None => self.shared.secrets.get(&key_name(EMBEDDER, &url)).await?,
            key => key,
        };
        let address = EndpointAddress { url, model: String::new(), key };
        let models = Endpoint::models(self.shared.net.clone(), &address).await;
        Ok(models.map_err(crate::embed::EmbedError::from)?)
    }
}
