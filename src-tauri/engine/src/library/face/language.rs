//! The language model that answers, if one does.

use super::super::{Library, language};
use crate::Result;
use crate::messages::{LanguageModelChoice, LanguageModelInfo, LanguageModelKind, ModelFiles, RunningServer};

impl Library {
    /// The language model that was chosen to answer, if any.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn language_model(&self) -> Result<Option<LanguageModelChoice>> {
        self.with(language::chosen).await
    }

    /// Lets a language model answer from now on, or again the documents' own sentences. The key is for a server that
    /// wants one, and kept in the system's keyring; without one, that of before is used, and an empty one forgets it.
    /// Tells the unencrypted file that holds it now, if there is no keyring.
    ///
    /// # Errors
    /// [`Error::Secrets`](crate::Error::Secrets), [`Error::Language`](crate::Error::Language) if a file is no
    /// model that can be run, those of the catalog.
    pub async fn choose_language_model(
        &self,
        choice: Option<LanguageModelChoice>,
        key: Option<String>,
    ) -> Result<Option<String>> {
        language::choose(&self.shared, choice, key).await
    }

    /// The programs on this computer that run language models now, with their models.
    pub async fn running_servers(&self) -> Vec<RunningServer> {
        language::running(&self.shared).await
    }

    /// The language models of a server, for the person to choose from; not all of them answer questions.
    ///
    /// # Errors
    /// [`Error::Language`](crate::Error::Language).
    pub async fn language_models(
        &self,
        kind: LanguageModelKind,
        url: String,
        key: Option<String>,
    ) -> Result<Vec<LanguageModelInfo>> {
        language::list(&self.shared, kind, url, key).await
    }

    /// The language models that the app could run itself.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::Error::Closed).
    pub async fn model_files(&self) -> Result<ModelFiles> {
        self.with(|shared| Ok(language::files::list(shared))).await
    }

    /// Loads a language model down, and tells where it is then. Called again it goes on where it was interrupted.
    /// Dropping the future stops it.
    ///
    /// # Errors
    /// [`Error::UnknownModel`](crate::Error::UnknownModel),
    /// [`Error::ModelOnItsWay`](crate::Error::ModelOnItsWay), [`Error::Hub`](crate::Error::Hub).
    pub async fn download_model_file(&self, id: &str) -> Result<String> {
        language::files::download(&self.shared, id).await
    }

    /// Stops the download of a language model; what is here of it is kept.
    ///
    /// # Errors
    /// [`Error::UnknownModel`](crate::Error::UnknownModel).
    pub fn cancel_model_download(&self, id: &str) -> Result<()> {
        language::files::cancel(&self.shared, id)
    }

    /// Removes a language model that was downloaded.
    ///
    /// # Errors
    /// [`Error::UnknownModel`](crate::Error::UnknownModel), [`Error::File`](crate::Error::File).
    pub async fn remove_model_file(&self, id: String) -> Result<()> {
        self.with(move |shared| language::files::remove(shared, &id)).await
    }
}
