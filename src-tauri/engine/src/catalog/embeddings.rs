//! What passages are embedded to, by each model.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::Catalog;
use super::passages::{stored, text_hash};
use crate::Result;
use crate::embed::{EmbeddedText, TokenSigns};
use crate::passage::Passage;

/// A passage and what it is found by.
#[derive(Debug, Clone)]
pub(crate) struct EmbeddedPassage {
    /// Derived from the document and the ordinal, so that a repeated write is harmless.
    pub(crate) id: Uuid,
    /// Text and place.
    pub(crate) passage: Passage,
    /// Its vector, its tokens and the model that made them.
    pub(crate) embedding: EmbeddedText,
}

/// A passage as an index is made of it.
#[derive(Debug, Clone)]
pub(crate) struct VectoredPassage {
    /// Its id.
    pub(crate) id: Uuid,
    /// Text and place.
    pub(crate) passage: Passage,
    /// Its vector, of length one, once it is embedded.
    pub(crate) vector: Option<Vec<f32>>,
}

impl Catalog {
    /// At most `limit` passages of a document, in order, from this ordinal on, with their vectors by a model; those that
    /// it has not embedded yet without.
    pub(crate) fn passages_with_vectors(
        &self,
        document: &str,
        model: &str,
        from: u32,
        limit: u32,
    ) -> Result<Vec<VectoredPassage>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT id, document, ordinal, text, spans, context, vector FROM passage
             LEFT JOIN embedding ON passage = id AND model = ?
             WHERE document = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?",
        )?;
        let rows = statement.query_map(params![model, document, from, limit], |row| {
            let stored = stored(row)?;
            let vector = row.get_ref(6)?.as_blob_or_null()?.map(unpack);
            Ok(VectoredPassage { id: stored.id, passage: stored.passage, vector })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What a passage was embedded to before, as one of any document, by the same model.
    pub(crate) fn known_embedding(&self, passage: &Passage, model: &Arc<str>) -> Result<Option<EmbeddedText>> {
        let sql = "SELECT vector, signs FROM passage JOIN embedding ON passage = id AND model = ?
            WHERE text_hash = ? AND text = ? AND context = ? LIMIT 1";
        let connection = self.read();
        let mut statement = connection.prepare_cached(sql)?;
        let Passage { text, context, .. } = passage;
        let found = statement
            .query_row(params![&**model, text_hash(text), text, context], |row| {
                let vector = unpack(row.get_ref(0)?.as_blob()?);
                let tokens = TokenSigns::from_bytes(row.get(1)?, vector.len());
                Ok(tokens.map(|tokens| EmbeddedText { model: Arc::clone(model), vector, tokens }))
            })
            .optional()?;
        Ok(found.flatten())
    }

    /// The tokens of passages by a model, in the order of the ids; none where there are none.
    pub(crate) fn token_signs(&self, ids: &[Uuid], model: &str, dimensions: usize) -> Result<Vec<Option<TokenSigns>>> {
        let connection = self.read();
        let sql = "SELECT signs FROM embedding WHERE passage = ? AND model = ? AND signs <> x''";
        let mut statement = connection.prepare_cached(sql)?;
        ids.iter()
            .map(|id| {
                let signs = statement.query_row(params![id.as_bytes(), model], |row| row.get(0)).optional()?;
                Ok(signs.and_then(|signs| TokenSigns::from_bytes(signs, dimensions)))
            })
            .collect()
    }

    /// Those of some passages that a model has not embedded yet. One that is not known at all is not among them.
    pub(crate) fn unembedded_among(&self, ids: &[Uuid], model: &str) -> Result<HashSet<Uuid>> {
        let connection = self.read();
        // Most are embedded, and the first condition is then all that is looked at.
        let sql = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM embedding WHERE passage = ?1 AND model = ?2)
            AND EXISTS (SELECT 1 FROM passage WHERE id = ?1)";
        let mut statement = connection.prepare_cached(sql)?;
        let mut unembedded = HashSet::new();
        for id in ids {
            if statement.exists(params![id.as_bytes(), model])? {
                unembedded.insert(*id);
            }
        }
        Ok(unembedded)
    }

    /// How many passages a model has embedded, those of unfinished documents included.
    pub(crate) fn count_embedded(&self, model: &str) -> Result<usize> {
        let sql = "SELECT count(*) FROM embedding WHERE model = ?";
        let count: i64 = self.read().query_row(sql, [model], |row| row.get(0))?;
        Ok(count as usize)
    }

    /// The models that have embedded passages, each with how many.
    pub(crate) fn models(&self) -> Result<Vec<(String, u32)>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT model, count(*) FROM embedding GROUP BY model")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// About how many bytes an embedding by a model takes, from some of them.
    pub(crate) fn bytes_of_embedding(&self, model: &str) -> Result<u64> {
        let sql = "SELECT ifnull(avg(length(vector) + length(signs)), 0) FROM
            (SELECT vector, signs FROM embedding WHERE model = ? LIMIT 64)";
        let bytes: f64 = self.read().query_row(sql, [model], |row| row.get(0))?;
        Ok(bytes as u64)
    }

    /// Forgets at most `limit` embeddings by a model; says how many those were.
    pub(crate) fn forget_embeddings(&self, model: &str, limit: u32) -> Result<usize> {
        let sql = "DELETE FROM embedding WHERE rowid IN
            (SELECT rowid FROM embedding WHERE model = ? LIMIT ?)";
        Ok(self.write().execute(sql, params![model, limit])?)
    }

    /// At most `limit` passages of a document that a model has not embedded yet, in order.
    pub(crate) fn unembedded(&self, document: &str, model: &str, limit: u32) -> Result<Vec<(Uuid, Passage)>> {
        let sql = "SELECT id, document, ordinal, text, spans, context FROM passage
            WHERE document = ? AND NOT EXISTS (SELECT 1 FROM embedding WHERE passage = id AND model = ?)
            ORDER BY ordinal LIMIT ?";
        let connection = self.read();
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![document, model, limit], stored)?;
        Ok(rows.map(|row| row.map(|stored| (stored.id, stored.passage))).collect::<Result<_, _>>()?)
    }

    /// Keeps what passages were embedded to. Those that were removed meanwhile are passed over.
    pub(crate) fn keep_embeddings(&self, embeddings: &[(Uuid, EmbeddedText)]) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        for (passage, embedding) in embeddings {
            let is_there = "SELECT count(*) FROM passage WHERE id = ?";
            if change.query_row(is_there, [passage.as_bytes()], |row| row.get::<_, i64>(0))? > 0 {
                insert(&change, *passage, embedding)?;
            }
        }
        Ok(change.commit()?)
    }
}

/// Writes what a passage is embedded to.
pub(super) fn insert(connection: &Connection, passage: Uuid, embedding: &EmbeddedText) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO embedding (passage, model, vector, signs) VALUES (?, ?, ?, ?)";
    let mut statement = connection.prepare_cached(sql)?;
    let EmbeddedText { model, vector, tokens } = embedding;
    statement.execute(params![passage.as_bytes(), &**model, pack(vector), tokens.as_bytes()])?;
    Ok(())
}

fn pack(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn unpack(bytes: &[u8]) -> Vec<f32> {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers.iter().map(|number| f32::from_le_bytes(*number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{NewDocument, TakenPassage, WordCounts, passage_id};
    use crate::read::DocumentInfo;

    #[test]
    fn what_a_model_has_not_embedded_yet_is_told_apart_from_what_is_not_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let catalog = Catalog::open(folder.path()).expect("a new catalog");
        let info = DocumentInfo::default();
        let document = NewDocument { id: "aa", title: "aa", info: &info, size: 1, added_at: 1, collections: &[] };
        catalog.begin_document(&document).expect("it is new");
        let embedded =
            |model: &&str| EmbeddedText { model: Arc::from(*model), vector: vec![1.0], tokens: TokenSigns::default() };
        let taken = |ordinal, models: &[&str]| {
            let passage = Passage { ordinal, text: "words".to_owned(), context: String::new(), spans: Vec::new() };
            let embeddings = models.iter().map(embedded).collect();
            TakenPassage { id: passage_id("aa", ordinal), passage, embeddings }
        };
        let passages = [taken(0, &["ours"]), taken(1, &["theirs"]), taken(2, &[]), taken(3, &["ours", "theirs"])];
        catalog.append_taken("aa", &[], &passages, &WordCounts::new()).expect("it can be written");
        let ids = [0, 1, 2, 3, 4].map(|ordinal| passage_id("aa", ordinal));
        let unembedded = |model| catalog.unembedded_among(&ids, model).expect("readable");
        assert_eq!(unembedded("ours"), HashSet::from([ids[1], ids[2]]));
        assert_eq!(unembedded("theirs"), HashSet::from([ids[0], ids[2]]));
    }
}
