//! How far an index has been filled that is not the one that answers.
//!
//! The database itself notes what changes meanwhile (the triggers of `schema_8.sql`, some of them made anew in
//! `schema_9.sql`), so whoever fills an index may stop at any time and go on with what is left.

use rusqlite::params;

use super::Catalog;
use super::settings::write_settings;
use crate::Result;

/// Documents that are not in an index of this form as they are, or not any more to be in it.
const UNFILLED: &str = "SELECT id FROM document WHERE state <> 'leaving' AND id > ?2
        AND EXISTS (SELECT 1 FROM passage WHERE document = document.id)
        AND NOT EXISTS (SELECT 1 FROM filled WHERE document = document.id AND form = ?1)
    UNION SELECT document FROM filled WHERE form = ?1 AND state <> 1 AND document > ?2
    ORDER BY 1 LIMIT ?3";

impl Catalog {
    /// Begins to fill an index that holds nothing yet.
    pub(crate) fn restart_filling(&self, form: &str) -> Result<()> {
        self.write().execute("DELETE FROM filled WHERE form = ?", [form])?;
        Ok(())
    }

    /// At most `limit` documents behind this one, in order, that an index does not hold as the catalog has them.
    pub(crate) fn unfilled(&self, form: &str, behind: &str, limit: u32) -> Result<Vec<String>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(UNFILLED)?;
        let rows = statement.query_map(params![form, behind, limit], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many passages are in an index as the catalog has them.
    pub(crate) fn count_filled(&self, form: &str) -> Result<usize> {
        let sql = "SELECT coalesce(sum((SELECT count(*) FROM passage WHERE passage.document = filled.document)), 0)
            FROM filled WHERE form = ? AND state = 1";
        let count: i64 = self.read().query_row(sql, [form], |row| row.get(0))?;
        Ok(count as usize)
    }

    /// A document is about to be written to an index. True if something of it may be there already.
    pub(crate) fn begin_to_fill(&self, form: &str, document: &str) -> Result<bool> {
        let connection = self.write();
        let known = "SELECT EXISTS (SELECT 1 FROM filled WHERE document = ? AND form = ?)";
        let known = connection.query_row(known, [document, form], |row| row.get(0))?;
        let sql = "INSERT OR REPLACE INTO filled (document, form, state) VALUES (?, ?, 2)";
        connection.execute(sql, [document, form])?;
        Ok(known)
    }

    /// Documents are in an index now, or not in it any more, as the catalog has them; but for those that have changed
    /// since [`Catalog::begin_to_fill`].
    pub(crate) fn note_filled(&self, form: &str, documents: &[String]) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        for document in documents {
            let gone = "DELETE FROM filled WHERE document = ?1 AND form = ?2 AND state = 2
                AND NOT EXISTS (SELECT 1 FROM document WHERE id = ?1 AND state <> 'leaving')";
            change.execute(gone, [document, form])?;
            let there = "UPDATE filled SET state = 1 WHERE document = ?1 AND form = ?2 AND state = 2";
            change.execute(there, [document, form])?;
        }
        Ok(change.commit()?)
    }

    /// A document is not in an index as it was believed to be.
    pub(crate) fn note_unfilled(&self, form: &str, document: &str) -> Result<()> {
        let sql = "UPDATE filled SET state = 0 WHERE document = ? AND form = ?";
        self.write().execute(sql, [document, form])?;
        Ok(())
    }

    /// An index is filled, and this is chosen from now on: all or nothing of it. False if something has changed that it
    /// does not hold yet.
    pub(crate) fn end_filling(&self, form: &str, settings: &[(&str, Option<&str>)]) -> Result<bool> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        let is_left = change.prepare(UNFILLED)?.exists(params![form, "", 1])?;
        if is_left {
            return Ok(false);
        }
        write_settings(&change, settings)?;
        change.execute("DELETE FROM filled WHERE form = ?", [form])?;
        change.commit()?;
        Ok(true)
    }

    /// The same of an index that is given up.
    pub(crate) fn give_up_filling(&self, form: &str, settings: &[(&str, Option<&str>)]) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        write_settings(&change, settings)?;
        change.execute("DELETE FROM filled WHERE form = ?", [form])?;
        Ok(change.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::catalog::{EmbeddedPassage, NewDocument, NewPassages, WordCounts};
    use crate::embed::{EmbeddedText, TokenSigns};
    use crate::passage::Passage;
    use crate::read::DocumentInfo;

    const FORM: &str = "an index";

    fn catalog(documents: &[&str]) -> (tempfile::TempDir, Catalog) {
        let folder = tempfile::tempdir().expect("a folder");
        let catalog = Catalog::open(folder.path()).expect("a new catalog");
        documents.iter().for_each(|id| begin(&catalog, id));
        (folder, catalog)
    }

    fn begin(catalog: &Catalog, id: &str) {
        let info = DocumentInfo::default();
        let new = NewDocument { id, title: id, info: &info, size: 1, added_at: 1, collections: &[] };
        catalog.begin_document(&new).expect("a new document");
        append(catalog, id, 0);
    }

    fn append(catalog: &Catalog, document: &str, ordinal: u32) {
        let name = format!("{document}/{ordinal}");
        let passage = Passage { ordinal, text: name.clone(), context: String::new(), spans: Vec::new() };
        let embedding = EmbeddedText { model: Arc::from("a model"), vector: vec![1.0], tokens: TokenSigns::default() };
        let passages =
            [EmbeddedPassage { id: Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()), passage, embedding }];
        let words = WordCounts::default();
        catalog.append(document, &[], &NewPassages { passages: &passages, words }).expect("a new passage");
    }

    fn unfilled(catalog: &Catalog) -> Vec<String> {
        catalog.unfilled(FORM, "", 10).expect("a list")
    }

    fn fill(catalog: &Catalog, documents: &[&str]) {
        let documents: Vec<String> = documents.iter().map(|id| (*id).to_owned()).collect();
        for document in &documents {
            catalog.begin_to_fill(FORM, document).expect("a row");
        }
        catalog.note_filled(FORM, &documents).expect("rows");
    }

    #[test]
    fn what_was_filled_is_not_filled_again() {
        let (_folder, catalog) = catalog(&["a", "b", "c"]);
        assert_eq!(unfilled(&catalog), ["a", "b", "c"]);
        fill(&catalog, &["a", "b"]);
        assert!(!catalog.begin_to_fill(FORM, "c").expect("a row"), "nothing of it is there");
        assert_eq!(unfilled(&catalog), ["c"], "it was begun, and not ended");
        assert!(catalog.begin_to_fill(FORM, "c").expect("a row"), "something of it may be there");
        assert_eq!(catalog.count_filled(FORM).expect("a count"), 2);
        assert_eq!(catalog.unfilled("another index", "b", 10).expect("a list"), ["c"]);
        let settings = [("a-setting", Some("here"))];
        assert!(!catalog.end_filling(FORM, &settings).expect("rows"), "one is left");
        assert_eq!(catalog.setting("a-setting").expect("a row"), None);
        fill(&catalog, &["c"]);
        assert!(catalog.end_filling(FORM, &settings).expect("rows"));
        assert_eq!(unfilled(&catalog), ["a", "b", "c"], "nothing more is known of it");
        assert_eq!(catalog.setting("a-setting").expect("a row").as_deref(), Some("here"));
    }

    #[test]
    fn whatever_changes_is_filled_again() {
        let (_folder, catalog) = catalog(&["a", "b", "c", "d", "e"]);
        fill(&catalog, &["a", "b", "c", "d", "e"]);
        assert!(unfilled(&catalog).is_empty());
        append(&catalog, "a", 1);
        let collection = catalog.ensure_collection("reports").expect("a collection");
        catalog.join_collection("b", collection).expect("a row");
        catalog.restart_document("c", &WordCounts::default()).expect("rows");
        catalog.leave("d").expect("a row");
        assert_eq!(unfilled(&catalog), ["a", "b", "c", "d"]);
        fill(&catalog, &["a", "b", "c", "d"]);
        assert!(unfilled(&catalog).is_empty(), "what leaves is taken out once");
        catalog.delete_document("d", &WordCounts::default()).expect("rows");
        catalog.delete_document("e", &WordCounts::default()).expect("rows");
        catalog.delete_collection("reports").expect("rows");
        assert_eq!(unfilled(&catalog), ["b", "e"], "the collection is gone, and so is a document");
        fill(&catalog, &["b", "e"]);
        assert!(unfilled(&catalog).is_empty());
    }

    #[test]
    fn what_changes_while_it_is_written_is_written_again() {
        let (_folder, catalog) = catalog(&["a"]);
        catalog.begin_to_fill(FORM, "a").expect("a row");
        append(&catalog, "a", 1);
        catalog.note_filled(FORM, &["a".to_owned()]).expect("rows");
        assert_eq!(unfilled(&catalog), ["a"]);
        fill(&catalog, &["a"]);
        catalog.note_unfilled(FORM, "a").expect("a row");
        assert_eq!(unfilled(&catalog), ["a"], "it was looked at and is not there");
    }
}
