//! The catalog: everything of a library but the index's own files, in one `SQLite` database.
//!
//! It is the source of truth. What it does not call ready does not exist for the person, whatever the index
//! holds; and the index can be built again from it. Calls block; keep them off the event loop.
//!
//! # Layout
//! - [`census`]: how much of everything there is
//! - [`chats`], [`collections`], [`documents`], [`embeddings`], [`filling`], [`folders`], [`imports`], [`locations`], [`pages`], [`passages`], [`pins`], [`recognitions`], [`settings`],
//!   [`words`]: one file a table
//! - [`listing`]: the documents in stretches, as a window shows them
//! - [`snapshot`]: all of it as it is at one moment, for writing it down elsewhere
//! - [`taking`]: taking in what another library has made

mod census;
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

pub(crate) use census::Census;
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
    M::up(include_str!("schema_9.sql")),
];
/// The version that this app writes.
pub(crate) const VERSION: u32 = STEPS.len() as u32;

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
        let before: u32 = writer.pragma_query_value(None, "user_version", |row| row.get(0))?;
        MIGRATIONS.to_latest(&mut writer).map_err(|error| match error {
            rusqlite_migration::Error::MigrationDefinition(
                rusqlite_migration::MigrationDefinitionError::DatabaseTooFarAhead,
            ) => Error::LibraryTooNew { path: library.to_owned() },
            other => other.into(),
        })?;
        if (1..VERSION).contains(&before) {
            tracing::info!(before, now = VERSION, "the catalog was brought up to date");
        }
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

/// What the write-ahead log keeps of the disk once it is written to the database, in bytes. A step to a new version may
/// have made it as long as the database.
const JOURNAL: i64 = 64 << 20;

fn connect(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL, because "imported" is said to the person: it must survive a power cut, not only a crash.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    // What does not fit into its cache would otherwise be written among the temporary files of everybody.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL)?;
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

    /// The catalog of a library as a version has left it, in this folder.
    fn fixture(folder: &Path, version: u32) -> Connection {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/libraries");
        let statements = fixtures.join(format!("version-{version}.sql"));
        let statements = std::fs::read_to_string(&statements).unwrap_or_else(|_| {
            panic!("there is no library of version {version}: its README.md tells how one is made ({statements:?})")
        });
        let catalog = connect(&folder.join("catalog.sqlite")).expect("a database");
        catalog.execute_batch(&statements).expect("what a version has written");
        catalog.pragma_update(None, "foreign_keys", true).expect("a pragma");
        catalog
    }

    fn version(file: &Path) -> u32 {
        let catalog = connect(file).expect("a database");
        catalog.pragma_query_value(None, "user_version", |row| row.get(0)).expect("its version")
    }

    #[test]
    fn there_is_a_library_of_every_version_and_each_is_brought_up_to_date() {
        for made in 1..=VERSION {
            let folder = tempfile::tempdir().expect("a folder");
            drop(fixture(folder.path(), made));
            assert_eq!(version(&folder.path().join("catalog.sqlite")), made, "it says which version it is");
            let catalog = Catalog::open(folder.path()).expect("it can be brought up to date");
            let titles: Vec<_> = catalog.documents().expect("a list").into_iter().map(|found| found.title).collect();
            assert_eq!(titles, ["The kettle", "lighthouse.txt"], "version {made}");
            assert_eq!(version(&folder.path().join("catalog.sqlite")), VERSION);
        }
    }

    #[test]
    fn the_last_version_is_written_by_its_own_statements() {
        let made = |catalog: &Connection| -> Vec<(String, String)> {
            let sql = "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
            let mut statement = catalog.prepare(sql).expect("a statement");
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
            rows.collect::<rusqlite::Result<_>>().expect("names")
        };
        let (fresh, kept) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let new = Catalog::open(fresh.path()).expect("a new catalog");
        let last = fixture(kept.path(), VERSION);
        assert_eq!(made(&last), made(&new.read()), "a step that was released was edited, or the library is of another");
    }

    #[test]
    fn a_large_library_that_is_brought_up_to_date_does_not_grow_to_twice_its_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("catalog.sqlite");
        let catalog = fixture(folder.path(), 8);
        // 2,000 passages, each with an embedding of the usual size.
        catalog
            .execute_batch(
                "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2000)
                INSERT INTO passage (id, document, ordinal, text, spans)
                    SELECT randomblob(16), (SELECT id FROM document LIMIT 1), 10 + n, hex(randomblob(350)), '[]' FROM number;
                INSERT INTO embedding (passage, model, vector, signs)
                    SELECT id, 'another', randomblob(1536), randomblob(2700) FROM passage;",
            )
            .expect("rows");
        drop(catalog);
        let before = file.metadata().expect("a file").len();
        drop(Catalog::open(folder.path()).expect("it can be brought up to date"));
        let after = file.metadata().expect("a file").len();
        assert!(after < before + before / 4, "{before} bytes before, {after} after");
    }

    /// What a kill leaves on the disk in the middle of a migration: the database with its log, in which steps stand
    /// that were never committed.
    #[test]
    fn a_kill_in_the_middle_of_the_steps_takes_none() {
        for made in 1..VERSION {
            let (here, left) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
            let mut catalog = fixture(here.path(), made);
            // So that what is not committed goes to the log, as it does when there is much of it.
            catalog.pragma_update(None, "cache_size", 1).expect("a pragma");
            let change = catalog.transaction().expect("a transaction");
            for step in made + 1..=VERSION {
                let file = format!("{}/src/catalog/schema_{step}.sql", env!("CARGO_MANIFEST_DIR"));
                change.execute_batch(&std::fs::read_to_string(file).expect("a step")).expect("it applies");
            }
            for file in here.path().read_dir().expect("a folder").map(|file| file.expect("a file")) {
                if !file.file_name().to_string_lossy().ends_with("-shm") {
                    std::fs::copy(file.path(), left.path().join(file.file_name())).expect("a copy");
                }
            }
            drop(change);
            assert_eq!(version(&left.path().join("catalog.sqlite")), made, "none of the steps may be taken");
            let opened = Catalog::open(left.path()).expect("and it can be brought up to date afterwards");
            assert_eq!(opened.documents().expect("a list").len(), 2, "version {made}");
        }
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
