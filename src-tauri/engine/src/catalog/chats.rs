//! Conversations.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Catalog;
use crate::Result;
use crate::fold::folded;
use crate::messages::ChatSummary;

/// A question and its answer, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredTurn {
    /// Names it in its library.
    pub(crate) id: u32,
    /// The turn before it.
    pub(crate) parent: Option<u32>,
    /// When it was asked, in milliseconds since 1970.
    pub(crate) at: i64,
    /// As the person typed it.
    pub(crate) question: String,
    /// What it told, without the numbers of its citations; empty if there was no answer.
    pub(crate) answer: String,
    /// All that was told of it, as JSON.
    pub(crate) record: String,
}

/// A turn that is to be kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewTurn<'a> {
    /// The turn before it.
    pub(crate) parent: Option<u32>,
    /// When it was asked, in milliseconds since 1970.
    pub(crate) at: i64,
    /// As the person typed it.
    pub(crate) question: &'a str,
    /// What it told, without the numbers of its citations; empty if there was no answer.
    pub(crate) answer: &'a str,
    /// All that was told of it, as JSON.
    pub(crate) record: &'a str,
}

pub(super) const TURN: &str = "SELECT id, parent, at, question, answer, record FROM turn";

impl Catalog {
    /// All chats, those that were changed last first; if something is looked for, those in whose title, questions or
    /// answers it stands, with the first of these places.
    pub(crate) fn chats(&self, looked_for: Option<&str>) -> Result<Vec<ChatSummary>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT id, title, created_at, changed_at, (SELECT count(*) FROM turn WHERE chat = chat.id),
                (SELECT CASE WHEN instr(folded(question), ?1) > 0 THEN question ELSE answer END FROM turn
                 WHERE chat = chat.id AND ?1 <> '' AND (instr(folded(question), ?1) > 0 OR instr(folded(answer), ?1) > 0)
                 ORDER BY id LIMIT 1) AS place
             FROM chat WHERE ?1 = '' OR instr(folded(title), ?1) > 0 OR place IS NOT NULL
             ORDER BY changed_at DESC, id DESC",
        )?;
        let looked_for = folded(looked_for.unwrap_or_default().trim());
        let rows = statement.query_map([looked_for], |row| {
            Ok(ChatSummary {
                id: row.get(0)?,
                title: row.get(1)?,
                created_at: row.get(2)?,
                changed_at: row.get(3)?,
                turns: row.get(4)?,
                place: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The title of a chat and the last turn of its line, if there is such a chat.
    pub(crate) fn chat(&self, id: u32) -> Result<Option<(String, Option<u32>)>> {
        let sql = "SELECT title, leaf FROM chat WHERE id = ?";
        Ok(self.read().query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// Makes a chat.
    pub(crate) fn begin_chat(&self, title: &str, at: i64) -> Result<u32> {
        let connection = self.write();
        connection
            .execute("INSERT INTO chat (title, created_at, changed_at) VALUES (?1, ?2, ?2)", params![title, at])?;
        Ok(connection.last_insert_rowid() as u32)
    }

    /// Keeps a turn, which is the last of its chat's line then.
    pub(crate) fn keep_turn(&self, chat: u32, turn: NewTurn<'_>) -> Result<u32> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        let id = insert(&change, chat, turn)?;
        change.execute("UPDATE chat SET leaf = ?, changed_at = ? WHERE id = ?", params![id, turn.at, chat])?;
        change.commit()?;
        Ok(id)
    }

    /// The line of turns that ends with this one, the first first.
    pub(crate) fn line(&self, last: u32) -> Result<Vec<StoredTurn>> {
        let sql = format!(
            "WITH RECURSIVE line(id, depth) AS (
                SELECT ?, 0 UNION ALL SELECT parent, depth + 1 FROM turn JOIN line USING (id) WHERE parent IS NOT NULL
            ) {TURN} JOIN line USING (id) ORDER BY depth DESC"
        );
        let connection = self.read();
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map([last], stored)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The turns with the same parent in a chat, this one among them, the oldest first.
    pub(crate) fn siblings(&self, chat: u32, parent: Option<u32>) -> Result<Vec<u32>> {
        let connection = self.read();
        let mut statement =
            connection.prepare_cached("SELECT id FROM turn WHERE chat = ? AND parent IS ? ORDER BY id")?;
        let rows = statement.query_map(params![chat, parent], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The chat of a turn.
    pub(crate) fn chat_of(&self, turn: u32) -> Result<Option<u32>> {
        Ok(self.read().query_row("SELECT chat FROM turn WHERE id = ?", [turn], |row| row.get(0)).optional()?)
    }

    /// The youngest turn that came of this one, itself if none did.
    pub(crate) fn youngest_of(&self, turn: u32) -> Result<u32> {
        let sql = "WITH RECURSIVE branch(id) AS (
                SELECT ? UNION ALL SELECT turn.id FROM turn JOIN branch ON turn.parent = branch.id
            ) SELECT max(id) FROM branch";
        Ok(self.read().query_row(sql, [turn], |row| row.get(0))?)
    }

    /// Shows another line of a chat from now on.
    pub(crate) fn set_leaf(&self, chat: u32, leaf: u32) -> Result<()> {
        self.write().execute("UPDATE chat SET leaf = ? WHERE id = ?", params![leaf, chat])?;
        Ok(())
    }

    /// Gives a chat another title; says whether there is such a chat.
    pub(crate) fn rename_chat(&self, id: u32, title: &str) -> Result<bool> {
        Ok(self.write().execute("UPDATE chat SET title = ? WHERE id = ?", params![title, id])? > 0)
    }

    /// Deletes a chat with all that was said; says whether there was such a chat.
    pub(crate) fn delete_chat(&self, id: u32) -> Result<bool> {
        Ok(self.write().execute("DELETE FROM chat WHERE id = ?", [id])? > 0)
    }
}

/// Writes a turn; answers its number.
pub(super) fn insert(connection: &Connection, chat: u32, turn: NewTurn<'_>) -> Result<u32> {
    let NewTurn { parent, at, question, answer, record } = turn;
    let sql = "INSERT INTO turn (chat, parent, at, question, answer, record) VALUES (?, ?, ?, ?, ?, ?)";
    connection.execute(sql, params![chat, parent, at, question, answer, record])?;
    Ok(connection.last_insert_rowid() as u32)
}

pub(super) fn stored(row: &Row<'_>) -> rusqlite::Result<StoredTurn> {
    Ok(StoredTurn {
        id: row.get(0)?,
        parent: row.get(1)?,
        at: row.get(2)?,
        question: row.get(3)?,
        answer: row.get(4)?,
        record: row.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn<'a>(parent: Option<u32>, question: &'a str, answer: &'a str) -> NewTurn<'a> {
        NewTurn { parent, at: 7, question, answer, record: "{}" }
    }

    #[test]
    fn a_question_that_is_asked_again_begins_a_line_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let catalog = Catalog::open(folder.path()).expect("a new catalog");
        let chat = catalog.begin_chat("Moon", 1).expect("a chat");
        let first = catalog.keep_turn(chat, turn(None, "How far?", "Far.")).expect("kept");
        let second = catalog.keep_turn(chat, turn(Some(first), "In miles?", "Very.")).expect("kept");
        let again = catalog.keep_turn(chat, turn(Some(first), "In kilometres?", "384,400.")).expect("kept");
        let line = |last| catalog.line(last).expect("a line").iter().map(|turn| turn.id).collect::<Vec<_>>();
        assert_eq!(line(second), [first, second]);
        assert_eq!(line(again), [first, again]);
        assert_eq!(catalog.siblings(chat, Some(first)).expect("siblings"), [second, again]);
        assert_eq!(catalog.chat(chat).expect("it is there"), Some(("Moon".to_owned(), Some(again))));
        assert_eq!(catalog.youngest_of(first).expect("a turn"), again);
        let found = |what| catalog.chats(Some(what)).expect("chats");
        assert_eq!(found("KILOMETRES")[0].place.as_deref(), Some("In kilometres?"));
        assert_eq!(found("384")[0].place.as_deref(), Some("384,400."));
        assert!(found("mars").is_empty());
        assert!(catalog.delete_chat(chat).expect("deleted") && catalog.chats(None).expect("chats").is_empty());
        assert!(catalog.line(again).expect("no line").is_empty(), "its turns go with it");
    }
}
