//! Collections and whole libraries in one file.

use std::path::Path;

use super::super::sealing::{self, Sealer, SealingRun, Source, Target, What, backup_target, checked, take_in};
use super::super::{Library, Shared, backups, blocking};
use crate::messages::{
    BackupRequest, BackupState, ExportRequest, Password, RestoreRequest, SealedContents, SealedImportRequest,
    SealedSummary, SealingWork,
};
use crate::sealed::{SealedError, glance};
use crate::{Error, Result};

impl Library {
    /// Writes a collection, or all that the library holds, into a file that opens in any other library without reading
    /// or embedding again. Returns at once; the run tells how far it is and what came of it.
    pub fn export(&self, request: ExportRequest) -> SealingRun {
        let ExportRequest { file, collection, passphrase, replace } = request;
        sealing::start(&self.shared, SealingWork::Export, file.clone(), move |shared, teller| {
            write(shared, &What::Contents(collection), (Path::new(&file), replace), passphrase, teller)
        })
    }

    /// Adds what such a file holds to the library: documents that are here are left as they are, collections of the same
    /// name get more documents, chats come in as new ones. Nothing is taken from a file that is damaged anywhere.
    /// Returns at once; the run tells what becomes of each document.
    pub fn import_sealed(&self, request: SealedImportRequest) -> SealingRun {
        let SealedImportRequest { file, collection, passphrase } = request;
        sealing::start(&self.shared, SealingWork::Import, file.clone(), move |shared, teller| {
            let passphrase = checked(passphrase)?;
            let collection = collection.as_deref().map(str::trim).filter(|name| !name.is_empty());
            let (file, passphrase) = (Path::new(&file), passphrase.as_deref());
            take_in(shared, &Source { file, passphrase, collection, restores: false }, teller)
        })
    }

    /// What a sealed file says that it holds, without looking it through; nothing is taken from it.
    ///
    /// # Errors
    /// [`Error::Sealed`], also if it is locked and this passphrase does not open it; those of the disk.
    pub async fn sealed_contents(&self, file: String, passphrase: Option<Password>) -> Result<SealedContents> {
        // To try a passphrase takes a second.
        blocking(move || glance(Path::new(&file), checked(passphrase)?.as_deref())).await
    }

    /// How backups are that are made by themselves, and whether one could be brought back.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn backup_state(&self) -> Result<BackupState> {
        self.with(|shared| {
            let can_restore = sealing::can_restore(shared)?;
            Ok(BackupState { can_restore, ..backups::state(&shared.searcher.catalog)? })
        })
        .await
    }

    /// Writes the whole library with its settings into a file, but no keys of servers: to the file that is named, or
    /// into the folder, or else into the folder that the settings name.
    pub fn backup(&self, request: BackupRequest) -> SealingRun {
        let BackupRequest { file, folder, passphrase, replace } = request;
        let to = file.clone().or_else(|| folder.clone()).unwrap_or_default();
        sealing::start(&self.shared, SealingWork::Backup, to, move |shared, teller| {
            let chosen = match folder {
                None if file.is_none() => backups::folder(&shared.searcher.catalog)?,
                folder => folder,
            };
            let folder = match (&file, chosen) {
                (None, None) => return Err(SealedError::NoPlace.into()),
                (_, chosen) => chosen.unwrap_or_default(),
            };
            let target = backup_target(file.as_deref(), Path::new(&folder))?;
            write(shared, &What::Backup, (target.as_path(), replace), passphrase, teller)
        })
    }

    /// Brings a backup back into a library that is empty, with its settings but for those that name other computers or
    /// places of this one. One that was interrupted goes on.
    pub fn restore(&self, request: RestoreRequest) -> SealingRun {
        let RestoreRequest { file, passphrase } = request;
        sealing::start(&self.shared, SealingWork::Restore, file.clone(), move |shared, teller| {
            let passphrase = checked(passphrase)?;
            let (file, passphrase) = (Path::new(&file), passphrase.as_deref());
            take_in(shared, &Source { file, passphrase, collection: None, restores: true }, teller)
        })
    }
}

fn write(
    shared: &Shared,
    what: &What,
    (file, replaces): (&Path, bool),
    passphrase: Option<Password>,
    teller: &sealing::Teller,
) -> Result<SealedSummary> {
    let passphrase = checked(passphrase)?;
    let target = Target { file, replaces, passphrase: passphrase.as_deref(), unless: None };
    let written = shared.sealer().write(what, &target, teller)?;
    written.map(|(summary, _)| summary).ok_or(Error::Closed)
}

impl Shared {
    /// What of it is needed to write it down.
    pub(in crate::library) fn sealer(&self) -> Sealer {
        let (searcher, originals) = (self.searcher.clone(), self.originals.clone());
        Sealer { searcher, originals, library: self.config.library.clone() }
    }
}
