//! Passages with their places.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Catalog;
use crate::Result;
use crate::passage::{Passage, Span};

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
            "SELECT passage.id, document, ordinal, text, spans, context FROM passage
             JOIN document ON document.id = document WHERE passage.id = ? AND state <> 'leaving'",
        )?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = statement.query_map([id.as_bytes()], stored)?;
            found.extend(rows.next().transpose()?);
        }
        Ok(found)
    }

    /// The passages that stand on a page which is wanted, of these documents or of all. A page is known by its number
    /// from 1 and its label.
    pub(crate) fn passages_on(&self, documents: &[String], is_wanted: impl Fn(u32, &str) -> bool) -> Result<Vec<Uuid>> {
        let sql = "SELECT passage.id, page.page, label FROM passage, json_each(spans) AS span
            JOIN page ON page.document = passage.document AND page.page = json_extract(span.value, '$[0]')
            WHERE ?1 = '[]' OR passage.document IN (SELECT value FROM json_each(?1))";
        let connection = self.read();
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([serde_json::json!(documents).to_string()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if is_wanted(row.get::<_, u32>(1)? + 1, &row.get::<_, String>(2)?) {
                found.push(Uuid::from_bytes(row.get(0)?));
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The ids of a document's passages.
    pub(crate) fn passage_ids(&self, document: &str) -> Result<Vec<Uuid>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT id FROM passage WHERE document = ?")?;
        let rows = statement.query_map([document], |row| Ok(Uuid::from_bytes(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The texts of a document's passages with what they stand under.
    pub(crate) fn passage_texts(&self, document: &str) -> Result<Vec<(String, String)>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT context, text FROM passage WHERE document = ?")?;
        let rows = statement.query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The text of a passage, if it is there.
    pub(crate) fn text_of_passage(&self, id: &str) -> Result<Option<String>> {
        let Ok(id) = uuid::Uuid::parse_str(id) else { return Ok(None) };
        let sql = "SELECT text FROM passage WHERE id = ?";
        Ok(self.read().query_row(sql, [id.as_bytes()], |row| row.get(0)).optional()?)
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

/// The namespace of passage ids, made once at random.
const PASSAGES: Uuid = Uuid::from_u128(0x9d6f_04a1_6c1b_4a0e_8f7e_5b1d_2c3a_7e42);

/// The id of the passage of a document with this ordinal: the same in every library.
pub(crate) fn passage_id(document: &str, ordinal: u32) -> Uuid {
    Uuid::new_v5(&PASSAGES, format!("{document}/{ordinal}").as_bytes())
}

/// Writes the passages of a document.
pub(super) fn insert<'a>(
    connection: &Connection,
    document: &str,
    passages: impl Iterator<Item = (Uuid, &'a Passage)>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO passage (id, document, ordinal, text, context, text_hash, spans) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (id, passage) in passages {
        let spans: Vec<_> = passage.spans.iter().map(|span| (span.page, span.start, span.end)).collect();
        let spans = serde_json::json!(spans).to_string();
        let Passage { ordinal, text, context, .. } = passage;
        statement.execute(params![id.as_bytes(), document, ordinal, text, context, text_hash(text), spans])?;
    }
    Ok(())
}

/// Half of a SHA-256: enough to find a text by, and the text itself is compared too.
pub(super) fn text_hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes())[..16].to_vec()
}

pub(super) fn stored(row: &Row<'_>) -> rusqlite::Result<StoredPassage> {
    let spans: String = row.get(4)?;
    let spans: Vec<(u32, u32, u32)> = serde_json::from_str(&spans).unwrap_or_default();
    Ok(StoredPassage {
        id: Uuid::from_bytes(row.get(0)?),
        document: row.get(1)?,
        passage: Passage {
            ordinal: row.get(2)?,
            text: row.get(3)?,
            context: row.get(5)?,
            spans: spans.into_iter().map(|(page, start, end)| Span { page, start, end }).collect(),
        },
    })
}
