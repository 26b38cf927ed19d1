//! The catalog: everything of a library but the index's own files, in one `SQLite` database.
//!
//! It is the source of truth. What it does not call ready does not exist for the person, whatever the index
//! holds; and the index can be built again from it. Calls block; keep them off the event loop.
//!
//! # Layout
//! - [`chats`], [`collections`], [`documents`], [`embeddings`], [`filling`], [`folders`], [`imports`], [`locations`], [`pages`], [`passages`], [`pins`], [`recognitions`], [`settings`],
//!   [`words`]: one file a table
//! - [`listing`]: the documents in stretches, as a window shows them
//! - [`snapshot`]: all of it as it is at one moment, for writing it down elsewhere
//! - [`taking`]: taking in what another library has made

mod chats;
mod collections;
mod documents;
mod embeddings;
mod filling;
mod folders;
mod imports;
mod listing;
mod locations;
mod pages;
mod passages;
mod pins;
mod recognitions;
mod settings;
mod snapshot;
mod taking;
mod words;

pub(crate) use chats::{NewTurn, StoredTurn};
pub(crate) use documents::{DocumentState, NewDocument, NewPassages};
pub(crate) use embeddings::EmbeddedPassage;
pub(crate) use imports::{QueueState, QueuedImport};
pub(crate) use locations::{FileStamp, Seen};
pub(crate) use pages::{StoredPage, UnreadPage};
pub(crate) use passages::{StoredPassage, passage_id};
pub(crate) use pins::StoredPin;
pub(crate) use snapshot::{Snapshot, StoredChat, WholeDocument};
pub(crate) use taking::{TakenChat, TakenPassage, TakenPath, is_elsewhere, path_there};
pub(crate) use words::WordCounts;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::{Error, Result};

/// Never edit a step that was released; add one.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("schema_1.sql")),
    M::up(include_str!("schema_2.sql")),
    M::up(include_str!("schema_3.sql")),
    M::up(include_str!("schema_4.sql")),
    M::up(include_str!("schema_5.sql")),
    M::up(include_str!("schema_6.sql")),
    M::up(include_str!("schema_7.sql")),
    M::up(include_str!("schema_8.sql")),
];
const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// Two connections to one database: imports write through one while questions read through the other, and
/// with the write-ahead log neither waits for the other.
pub(crate) struct Catalog {
    file: PathBuf,
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

impl Catalog {
    /// Opens the database `catalog.sqlite` in `library`, makes it if it is missing and brings its schema up
    /// to date.
    ///
    /// # Errors
    /// [`Error::LibraryTooNew`] if a newer version made it; the file is left as it is.
    pub(crate) fn open(library: &Path) -> Result<Self> {
        let file = library.join("catalog.sqlite");
        let mut writer = connect(&file)?;
        MIGRATIONS.to_latest(&mut writer).map_err(|error| match error {
            rusqlite_migration::Error::MigrationDefinition(
                rusqlite_migration::MigrationDefinitionError::DatabaseTooFarAhead,
            ) => Error::LibraryTooNew { path: library.to_owned() },
            other => other.into(),
        })?;
        Ok(Self { writer: Mutex::new(writer), reader: Mutex::new(connect(&file)?), file })
    }

    fn read(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What each connection keeps of the database in memory, in KiB: the indexes of a long list of documents.
const CACHE: i64 = 16 << 10;

fn connect(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL, because "imported" is said to the person: it must survive a power cut, not only a crash.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    listing::add_functions(&connection)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_sound() {
        let mut connection = Connection::open_in_memory().expect("a database");
        listing::add_functions(&connection).expect("the functions that steps use");
        MIGRATIONS.to_latest(&mut connection).expect("every step must apply to the one before");
    }

    #[test]
    fn a_newer_library_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        drop(Catalog::open(folder.path()).expect("a new catalog"));
        let file = folder.path().join("catalog.sqlite");
        let newer = connect(&file).expect("the same file");
        newer.pragma_update(None, "user_version", 99).expect("a pragma");
        drop(newer);
        assert!(matches!(Catalog::open(folder.path()), Err(Error::LibraryTooNew { .. })));
        let version: i64 = connect(&file)
            .and_then(|file| Ok(file.pragma_query_value(None, "user_version", |row| row.get(0))?))
            .expect("still a database");
        assert_eq!(version, 99, "a refused library must not be changed");
    }
}
