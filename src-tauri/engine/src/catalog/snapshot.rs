//! The catalog as it is at one moment, for writing it down elsewhere while it goes on changing.
//!
//! It reads through a connection of its own, on which a transaction is open from beginning to end: the write-ahead log
//! keeps what that sees. Whoever holds one keeps the log from being emptied, so nobody should hold one for long without
//! working.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::passages::stored;
use super::{Catalog, StoredPassage, StoredTurn, chats, connect, pages};
use crate::Result;
use crate::messages::OutlineEntry;
use crate::passage::Passage;
use crate::read::Page;

/// Takes an embedding: the passage's ordinal, its vector and its token signs.
type TakeEmbedding<'a> = &'a mut dyn FnMut(u32, &[u8], &[u8]) -> Result<()>;

/// A look at the catalog that nothing disturbs.
pub(crate) struct Snapshot {
    connection: Connection,
}

/// All that is known of a document, but for its pages and passages.
#[derive(Debug, Clone)]
pub(crate) struct WholeDocument {
    /// Its id.
    pub(crate) id: String,
    /// Its own title, or its file's name.
    pub(crate) title: String,
    /// The title it gives itself.
    pub(crate) own_title: Option<String>,
    /// Media type.
    pub(crate) content_type: String,
    /// Who wrote it, as it says itself.
    pub(crate) author: Option<String>,
    /// Its headings, as it lists them.
    pub(crate) outline: Vec<OutlineEntry>,
    /// In bytes.
    pub(crate) size: u64,
    /// Milliseconds since 1970.
    pub(crate) added_at: i64,
    /// How many pages it has.
    pub(crate) pages: u32,
    /// How many passages.
    pub(crate) passages: u32,
    /// The collections it is in, by name.
    pub(crate) collections: Vec<String>,
    /// Where it was seen and when, the latest first.
    pub(crate) seen: Vec<(String, i64)>,
}

/// A chat without its turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredChat {
    /// Names it.
    pub(crate) id: u32,
    /// What it is called.
    pub(crate) title: String,
    /// When it was begun, in milliseconds since 1970.
    pub(crate) created_at: i64,
    /// When something was last asked in it.
    pub(crate) changed_at: i64,
    /// The last turn of the line that is shown.
    pub(crate) leaf: Option<u32>,
}

impl Catalog {
    /// The catalog as it is now.
    pub(crate) fn snapshot(&self) -> Result<Snapshot> {
        Snapshot::of(&self.file)
    }
}

/// Documents that are whole, of a collection or of all.
const WHOLE: &str = "FROM document WHERE (?1 IS NULL OR id IN (SELECT document FROM membership WHERE collection = ?1))";

impl Snapshot {
    fn of(file: &Path) -> Result<Self> {
        let connection = connect(file)?;
        connection.execute_batch("BEGIN")?;
        // A transaction begins with the first look.
        connection.query_row("SELECT count(*) FROM setting", [], |_| Ok(()))?;
        Ok(Self { connection })
    }

    /// The whole document that comes next by its id, of a collection or of all.
    pub(crate) fn document_after(&self, id: &str, collection: Option<i64>) -> Result<Option<WholeDocument>> {
        let sql = format!(
            "SELECT id, title, own_title, content_type, author, outline, size, added_at, pages, passages {WHOLE}
             AND state = 'whole' AND id > ?2 ORDER BY id LIMIT 1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_row(params![collection, id], |row| {
            Ok(WholeDocument {
                id: row.get(0)?,
                title: row.get(1)?,
                own_title: row.get(2)?,
                content_type: row.get(3)?,
                author: row.get(4)?,
                outline: serde_json::from_str(row.get_ref(5)?.as_str()?).unwrap_or_default(),
                size: row.get::<_, i64>(6)? as u64,
                added_at: row.get(7)?,
                pages: row.get(8)?,
                passages: row.get(9)?,
                collections: Vec::new(),
                seen: Vec::new(),
            })
        });
        let Some(mut document) = found.optional()? else { return Ok(None) };
        document.collections = self.list(
            "SELECT name FROM membership JOIN collection ON collection.id = collection WHERE document = ? ORDER BY name",
            &document.id,
            |row| row.get(0),
        )?;
        document.seen = self.list(
            "SELECT path, seen_at FROM location WHERE document = ? ORDER BY seen_at DESC, path",
            &document.id,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Some(document))
    }

    /// How many documents are whole, and the id and title of each that is still being imported.
    pub(crate) fn documents(&self, collection: Option<i64>) -> Result<(u32, Vec<(String, String)>)> {
        let sql = format!("SELECT count(*) {WHOLE} AND state = 'whole'");
        let count = self.connection.query_row(&sql, params![collection], |row| row.get(0))?;
        let sql = format!("SELECT id, title {WHOLE} AND state = 'importing' ORDER BY id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![collection], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count, rows.collect::<Result<_, _>>()?))
    }

    /// Whether a document is whole and in a collection.
    pub(crate) fn is_in(&self, document: &str, collection: i64) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM membership JOIN document ON document.id = document
            WHERE document = ? AND collection = ? AND state = 'whole')";
        Ok(self.connection.prepare_cached(sql)?.query_row(params![document, collection], |row| row.get(0))?)
    }

    fn list<T>(
        &self,
        sql: &str,
        document: &str,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_map([document], read)?.collect::<Result<_, _>>()?)
    }

    /// Hands over the pages of a document, in page order.
    pub(crate) fn each_page(&self, document: &str, take: &mut dyn FnMut(&Page) -> Result<()>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(pages::WHOLE)?;
        let mut rows = statement.query([document])?;
        while let Some(row) = rows.next()? {
            take(&pages::whole(row)?)?;
        }
        Ok(())
    }

    /// Hands over the passages of a document, in their order.
    pub(crate) fn each_passage(&self, document: &str, take: &mut dyn FnMut(&Passage) -> Result<()>) -> Result<()> {
        let sql = "SELECT id, document, ordinal, text, spans, context FROM passage WHERE document = ? ORDER BY ordinal";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([document])?;
        while let Some(row) = rows.next()? {
            let StoredPassage { passage, .. } = stored(row)?;
            take(&passage)?;
        }
        Ok(())
    }

    /// Hands over what a model has embedded of a document, in the order of its passages: ordinal, vector and token
    /// signs, the latter two as they are stored. Vectors of another length than they should have are passed over.
    pub(crate) fn each_embedding(
        &self,
        document: &str,
        (model, dimensions): (&str, usize),
        take: TakeEmbedding<'_>,
    ) -> Result<()> {
        let sql = "SELECT ordinal, vector, signs FROM passage JOIN embedding ON passage = id AND model = ?
            WHERE document = ? AND length(vector) = ? ORDER BY ordinal";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![model, document, (dimensions * size_of::<f32>()) as i64])?;
        while let Some(row) = rows.next()? {
            let blob = |place| row.get_ref(place)?.as_blob().map_err(rusqlite::Error::from);
            take(row.get(0)?, blob(1)?, blob(2)?)?;
        }
        Ok(())
    }

    /// The models that have embedded passages, and how many numbers their vectors have.
    pub(crate) fn models(&self) -> Result<Vec<(String, usize)>> {
        let sql = "SELECT model, (SELECT length(vector) / 4 FROM embedding WHERE embedding.model = known.model LIMIT 1)
            FROM (SELECT DISTINCT model FROM embedding) AS known ORDER BY model";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All chats, the oldest first.
    pub(crate) fn chats(&self) -> Result<Vec<StoredChat>> {
        let sql = "SELECT id, title, created_at, changed_at, leaf FROM chat ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(StoredChat {
                id: row.get(0)?,
                title: row.get(1)?,
                created_at: row.get(2)?,
                changed_at: row.get(3)?,
                leaf: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Hands over all turns of a chat, each behind the one that it follows.
    pub(crate) fn each_turn(&self, chat: u32, take: &mut dyn FnMut(StoredTurn) -> Result<()>) -> Result<()> {
        let sql = format!("{} WHERE chat = ? ORDER BY id", chats::TURN);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([chat])?;
        while let Some(row) = rows.next()? {
            take(chats::stored(row)?)?;
        }
        Ok(())
    }

    /// All pins of documents that are whole, the oldest first: question, document and page.
    pub(crate) fn pins(&self) -> Result<Vec<(String, String, u32)>> {
        let sql = "SELECT question, document, page FROM pin JOIN document ON document.id = document
            WHERE state = 'whole' ORDER BY pin.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The names of all collections.
    pub(crate) fn collections(&self) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached("SELECT name FROM collection ORDER BY name")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The followed folders, each with the collection that its documents go into.
    pub(crate) fn folders(&self) -> Result<Vec<(String, Option<String>)>> {
        let sql = "SELECT path, name FROM folder LEFT JOIN collection ON collection.id = collection ORDER BY path";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was chosen for a setting.
    pub(crate) fn setting(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT value FROM setting WHERE name = ?";
        Ok(self.connection.query_row(sql, [name], |row| row.get(0)).optional()?)
    }
}
