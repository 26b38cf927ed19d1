//! Passages with their places and vectors.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Catalog;
use crate::Result;
use crate::passage::{Passage, Span};

/// A passage and its vector.
#[derive(Debug, Clone)]
pub(crate) struct EmbeddedPassage {
    /// Derived from the document and the ordinal, so that a repeated write is harmless.
    pub(crate) id: Uuid,
    /// Text and place.
    pub(crate) passage: Passage,
    /// The embedding, of length one.
    pub(crate) vector: Vec<f32>,
}

/// A passage as a search needs it.
#[derive(Debug, Clone)]
pub(crate) struct StoredPassage {
    /// Its id.
    pub(crate) id: Uuid,
    /// The document it belongs to.
    pub(crate) document: String,
    /// Text and place.
    pub(crate) passage: Passage,
}

impl Catalog {
    /// The passages with these ids, in any order; those of documents that are not ready are left out.
    pub(crate) fn passages(&self, ids: &[Uuid]) -> Result<Vec<StoredPassage>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT passage.id, document, ordinal, text, spans FROM passage
             JOIN document ON document.id = document WHERE passage.id = ? AND state <> 'leaving'",
        )?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = statement.query_map([id.as_bytes()], stored)?;
            found.extend(rows.next().transpose()?);
        }
        Ok(found)
    }

    /// At most `limit` passages of a document with their vectors, in order, from this ordinal on.
    pub(crate) fn embedded_passages(&self, document: &str, from: u32, limit: u32) -> Result<Vec<EmbeddedPassage>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT id, document, ordinal, text, spans, vector FROM passage
             WHERE document = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?",
        )?;
        let rows = statement.query_map(params![document, from, limit], |row| {
            let stored = stored(row)?;
            let vector = unpack(row.get_ref(5)?.as_blob()?);
            Ok(EmbeddedPassage { id: stored.id, passage: stored.passage, vector })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The vector of a text that was embedded before, as a passage of any document, by the same model.
    pub(crate) fn known_vector(&self, text: &str, model: &str) -> Result<Option<Vec<f32>>> {
        let sql = "SELECT vector FROM passage WHERE text_hash = ? AND model = ? AND text = ? LIMIT 1";
        let connection = self.read();
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement
            .query_row(params![text_hash(text), model, text], |row| Ok(unpack(row.get_ref(0)?.as_blob()?)))
            .optional()?;
        Ok(found)
    }

    /// The ids of a document's passages.
    pub(crate) fn passage_ids(&self, document: &str) -> Result<Vec<Uuid>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT id FROM passage WHERE document = ?")?;
        let rows = statement.query_map([document], |row| Ok(Uuid::from_bytes(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many passages a document has, finished or not.
    pub(crate) fn count_passages_of(&self, document: &str) -> Result<u32> {
        let sql = "SELECT count(*) FROM passage WHERE document = ?";
        Ok(self.read().query_row(sql, [document], |row| row.get(0))?)
    }

    /// How many passages there are, those of unfinished documents included.
    pub(crate) fn count_passages(&self) -> Result<usize> {
        let count: i64 = self.read().query_row("SELECT count(*) FROM passage", [], |row| row.get(0))?;
        Ok(count as usize)
    }
}

/// Writes the passages of a document.
pub(super) fn insert(connection: &Connection, document: &str, model: &str, passages: &[EmbeddedPassage]) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO passage (id, document, ordinal, text, text_hash, spans, model, vector)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for EmbeddedPassage { id, passage, vector } in passages {
        let spans: Vec<_> = passage.spans.iter().map(|span| (span.page, span.start, span.end)).collect();
        let spans = serde_json::json!(spans).to_string();
        let vector = pack(vector);
        let (text, hash) = (&passage.text, text_hash(&passage.text));
        statement.execute(params![id.as_bytes(), document, passage.ordinal, text, hash, spans, model, vector])?;
    }
    Ok(())
}

/// Half of a SHA-256: enough to find a text by, and the text itself is compared too.
fn text_hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes())[..16].to_vec()
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredPassage> {
    let spans: String = row.get(4)?;
    let spans: Vec<(u32, u32, u32)> = serde_json::from_str(&spans).unwrap_or_default();
    Ok(StoredPassage {
        id: Uuid::from_bytes(row.get(0)?),
        document: row.get(1)?,
        passage: Passage {
            ordinal: row.get(2)?,
            text: row.get(3)?,
            spans: spans.into_iter().map(|(page, start, end)| Span { page, start, end }).collect(),
        },
    })
}

fn pack(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn unpack(bytes: &[u8]) -> Vec<f32> {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers.iter().map(|number| f32::from_le_bytes(*number)).collect()
}
