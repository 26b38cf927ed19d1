//! Settings, connections, and whether all is well.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{
    Health, Library, agreement, blocking, connections, doctor, place, report, serving, settings, versions,
};
use crate::logs::LogFiles;
use crate::messages::{Connection, LibraryPlace, NewVersion, ServingChoice, Setting};
use crate::{Error, Result};

impl Library {
    /// What can be chosen, and what was.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn settings(&self) -> Result<Vec<Setting>> {
        self.with(|shared| settings::all(&shared.searcher, &shared.config)).await
    }

    /// Chooses; no value leaves it to the app.
    ///
    /// # Errors
    /// [`Error::UnknownSetting`], [`Error::InvalidSetting`].
    pub async fn set_setting(&self, name: String, value: Option<String>) -> Result<()> {
        self.with(move |shared| {
            settings::set(&shared.searcher, &name, value.as_deref())?;
            shared.backups.look_again();
            connections::apply(&shared.net, &shared.searcher.catalog)?;
            // What was refused so far may be allowed now.
            shared.searcher.spaces.doubt();
            Ok(())
        })
        .await
    }

    /// Whether a window that has the library open is to serve other programs, and where.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn serving(&self) -> Result<ServingChoice> {
        self.with(|shared| serving::chosen(&shared.searcher.catalog)).await
    }

    /// Chooses that. The engine listens nowhere: to do so is the window's part.
    ///
    /// # Errors
    /// [`Error::InvalidSetting`] if there is no such port; those of the catalog.
    pub async fn choose_serving(&self, choice: ServingChoice) -> Result<()> {
        self.with(move |shared| serving::choose(&shared.searcher, choice)).await
    }

    /// The folder that holds the library.
    pub fn folder(&self) -> &Path {
        &self.shared.config.library
    }

    /// Where the library is, and what it takes of the disk.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn place(&self) -> Result<LibraryPlace> {
        self.with(|shared| place::of(&shared.config)).await
    }

    /// What was asked of other programs and computers since the app was started, the latest first.
    pub fn connections(&self) -> Vec<Connection> {
        connections::list(&self.shared)
    }

    /// Makes the index anew from the catalog, without reading or embedding anything.
    ///
    /// # Errors
    /// Those of the index and the catalog.
    pub async fn repair(&self) -> Result<()> {
        self.with(|shared| agreement::rebuild(&shared.searcher)).await
    }

    /// Where the app notes what it does with this library.
    pub fn logs(&self) -> LogFiles {
        LogFiles::in_library(self.folder())
    }

    /// The newer version of the app that is known of, if the person wants to be told. Looks for one at most once a day.
    ///
    /// # Errors
    /// Those of the catalog; that nobody could be asked is none.
    pub async fn newer_version(&self) -> Result<Option<NewVersion>> {
        versions::newer(&self.shared).await
    }

    /// Checks the parts of the library.
    pub async fn health(&self) -> Health {
        let shared = Arc::clone(&self.shared);
        let newer = self.newer_version().await;
        let checked =
            blocking(move || Ok(doctor::check(&shared.searcher, &shared.config, &shared.indexes, newer))).await;
        checked.unwrap_or_else(|error| Health::failed("library", &error)).with_logs(&self.logs())
    }

    /// Writes how all is into a file for others who are to help: versions, numbers, settings, what was checked and the
    /// log. Nothing of it is a text or the name of a document, a question, an address or a key.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written.
    pub async fn write_report(&self, file: PathBuf) -> Result<()> {
        self.with(move |shared| report::write(shared, &file)).await
    }

    /// The same for a library that cannot be opened, in as far as it is known.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written.
    pub async fn write_report_of_failure(library: PathBuf, error: &Error, file: PathBuf) -> Result<()> {
        let code = error.code();
        blocking(move || report::write_failure(&library, code, &file)).await
    }
}
