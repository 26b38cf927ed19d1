//! The words of the library, for questions that are misspelt.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::Catalog;
use crate::Result;

/// Words, folded, and in how many passages each stands.
pub(crate) type WordCounts = BTreeMap<String, u32>;

impl Catalog {
    /// Which of these words stand in no passage.
    pub(crate) fn unknown_words<'a>(&self, words: impl Iterator<Item = &'a String>) -> Result<Vec<&'a String>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT 1 FROM word WHERE word = ?")?;
        words
            .filter_map(|word| statement.exists([word]).map(|known| (!known).then_some(word)).transpose())
            .map(|word| Ok(word?))
            .collect()
    }

    /// The words that begin with one of these letters and have about so many.
    pub(crate) fn words_like(&self, initials: &[char], lengths: std::ops::RangeInclusive<usize>) -> Result<WordCounts> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT word, passages FROM word WHERE word >= ?1 AND word < ?1 || char(1114111)
             AND length(word) BETWEEN ?2 AND ?3",
        )?;
        let mut found = WordCounts::new();
        for initial in initials {
            let lengths = (*lengths.start() as i64, *lengths.end() as i64);
            let rows = statement.query_map(params![initial.to_string(), lengths.0, lengths.1], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
            })?;
            for row in rows {
                let (word, passages) = row?;
                found.insert(word, passages);
            }
        }
        Ok(found)
    }
}

/// Counts passages that come.
pub(super) fn add(connection: &Connection, words: &WordCounts) -> Result<()> {
    let sql = "INSERT INTO word (word, passages) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET passages = passages + ?2";
    let mut statement = connection.prepare_cached(sql)?;
    words.iter().try_for_each(|(word, count)| statement.execute(params![word, count]).map(drop))?;
    Ok(())
}

/// Counts passages that go. A word that no passage has any more is forgotten.
pub(super) fn subtract(connection: &Connection, words: &WordCounts) -> Result<()> {
    let mut lower = connection.prepare_cached("UPDATE word SET passages = passages - ?2 WHERE word = ?1")?;
    let mut forget = connection.prepare_cached("DELETE FROM word WHERE word = ? AND passages <= 0")?;
    for (word, count) in words {
        lower.execute(params![word, count])?;
        forget.execute([word])?;
    }
    Ok(())
}
