//! Taking in what another library has made: documents that need not be read, and chats that were had elsewhere.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::documents::SETTLE;
use super::{Catalog, FileStamp, NewTurn, StoredTurn, WordCounts};
use crate::embed::EmbeddedText;
use crate::passage::Passage;
use crate::read::Page;
use crate::{Error, Result};

/// How the path of another machine begins. No file of this one is meant by it, whatever stands behind.
const ELSEWHERE: &str = "elsewhere";

/// A passage with what it was embedded to by any number of models.
#[derive(Debug, Clone)]
pub(crate) struct TakenPassage {
    /// Its id.
    pub(crate) id: Uuid,
    /// Text and place.
    pub(crate) passage: Passage,
    /// By one model each.
    pub(crate) embeddings: Vec<EmbeddedText>,
}

/// Where a document was seen that comes from another library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TakenPath {
    /// As it was called where that was.
    pub(crate) path: String,
    /// When, in milliseconds since 1970.
    pub(crate) seen_at: i64,
    /// The file as it is now, if the same content is at that path of this machine.
    pub(crate) here: Option<FileStamp>,
}

/// A chat that comes from another library.
#[derive(Debug, Clone)]
pub(crate) struct TakenChat {
    /// What it is called.
    pub(crate) title: String,
    /// When it was begun, in milliseconds since 1970.
    pub(crate) created_at: i64,
    /// When something was last asked in it.
    pub(crate) changed_at: i64,
    /// The last turn of the line that is shown, by its number there.
    pub(crate) leaf: Option<u32>,
}

/// Whether a path is one of another machine, kept to tell where a document comes from.
pub(crate) fn is_elsewhere(path: &str) -> bool {
    without_elsewhere(path).is_some()
}

/// A path as it was called on its machine.
pub(crate) fn path_there(path: &str) -> &str {
    without_elsewhere(path).unwrap_or(path)
}

fn without_elsewhere(path: &str) -> Option<&str> {
    let (mark, path) = path.strip_prefix(ELSEWHERE)?.split_once(':')?;
    let is_mark = mark.is_empty() || mark.strip_prefix(' ').is_some_and(|number| number.parse::<u32>().is_ok());
    is_mark.then_some(path)
}

impl Catalog {
    /// Whether nothing was ever put into the library, or all of it was taken out again.
    pub(crate) fn is_empty(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM document) + EXISTS (SELECT 1 FROM chat) + EXISTS (SELECT 1 FROM import)
            + EXISTS (SELECT 1 FROM collection) + EXISTS (SELECT 1 FROM folder)";
        Ok(self.read().query_row(sql, [], |row| row.get::<_, i64>(0))? == 0)
    }

    /// Writes the next pages and passages of a document that comes from another library, and the words of the latter.
    pub(crate) fn append_taken(
        &self,
        id: &str,
        pages: &[Page],
        passages: &[TakenPassage],
        words: &WordCounts,
    ) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        super::pages::insert(&change, id, pages)?;
        super::passages::insert(&change, id, passages.iter().map(|taken| (taken.id, &taken.passage)))?;
        for TakenPassage { id, embeddings, .. } in passages {
            embeddings.iter().try_for_each(|embedding| super::embeddings::insert(&change, *id, embedding))?;
        }
        super::words::add(&change, words)?;
        Ok(change.commit()?)
    }

    /// Shows a document that comes from another library as a whole, and notes where it was seen: all or nothing of it.
    /// No other document leaves for it.
    pub(crate) fn finish_taken(&self, id: &str, paths: &[TakenPath]) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        change.execute(SETTLE, [id])?;
        for path in paths {
            note_path(&change, id, path)?;
        }
        Ok(change.commit()?)
    }

    /// Takes in a chat with the turns that `next` hands over, named as they are in their library. One that is here
    /// already, question by question, is not taken twice; says whether it was taken.
    pub(crate) fn take_chat(
        &self,
        chat: &TakenChat,
        next: &mut dyn FnMut() -> Result<Option<StoredTurn>>,
    ) -> Result<bool> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        let TakenChat { title, created_at, changed_at, leaf } = chat;
        let sql = "INSERT INTO chat (title, created_at, changed_at) VALUES (?, ?, ?)";
        change.execute(sql, params![title, created_at, changed_at])?;
        let id = change.last_insert_rowid();
        let mut numbers = std::collections::BTreeMap::new();
        while let Some(StoredTurn { id: there, parent, at, question, answer, record }) = next()? {
            let parent = parent.and_then(|parent| numbers.get(&parent).copied());
            let turn = NewTurn { parent, at, question: &question, answer: &answer, record: &record };
            numbers.insert(there, super::chats::insert(&change, id as u32, turn)?);
        }
        let leaf = leaf.and_then(|leaf| numbers.get(&leaf).copied());
        change.execute("UPDATE chat SET leaf = ? WHERE id = ?", params![leaf, id])?;
        if is_there_twice(&change, id, *created_at)? {
            return Ok(false);
        }
        change.commit()?;
        Ok(true)
    }
}

/// Notes where a document was seen, unless another one is there.
fn note_path(connection: &Connection, document: &str, taken: &TakenPath) -> Result<()> {
    let TakenPath { path, seen_at, here } = taken;
    let mut statement = connection.prepare_cached(
        "INSERT OR IGNORE INTO location (path, document, seen_at, size, modified_at) VALUES (?, ?, ?, ?, ?)",
    )?;
    if let Some(FileStamp { size, modified_at }) = here
        && statement.execute(params![path, document, seen_at, *size as i64, modified_at])? > 0
    {
        return Ok(());
    }
    // Another document may have been seen under the same name on that machine, or on a third.
    let marks = std::iter::once(String::new()).chain((2_u32..).map(|number| format!(" {number}")));
    for mark in marks {
        let path = format!("{ELSEWHERE}{mark}:{path}");
        let there: Option<String> = connection
            .query_row("SELECT document FROM location WHERE path = ?", [&path], |row| row.get(0))
            .optional()?;
        match there {
            Some(other) if other != document => {}
            Some(_) => break,
            None => {
                statement.execute(params![path, document, seen_at, None::<i64>, None::<i64>])?;
                break;
            }
        }
    }
    Ok(())
}

/// Whether another chat that was begun at the same moment has the same questions and answers as this one.
fn is_there_twice(connection: &Connection, chat: i64, created_at: i64) -> Result<bool> {
    let mut statement = connection.prepare_cached("SELECT id FROM chat WHERE created_at = ? AND id <> ?")?;
    let others: Vec<i64> =
        statement.query_map(params![created_at, chat], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if others.is_empty() {
        return Ok(false);
    }
    let digest = |chat: i64| {
        let mut statement =
            connection.prepare_cached("SELECT at, question, answer FROM turn WHERE chat = ? ORDER BY at, question")?;
        let mut rows = statement.query([chat])?;
        let mut hash = Sha256::new();
        while let Some(row) = rows.next()? {
            hash.update(row.get::<_, i64>(0)?.to_le_bytes());
            for place in [1, 2] {
                let text = row.get_ref(place)?.as_str().map_err(rusqlite::Error::from)?;
                hash.update((text.len() as u64).to_le_bytes());
                hash.update(text);
            }
        }
        Ok::<_, Error>(hash.finalize())
    };
    let own = digest(chat)?;
    for other in others {
        if digest(other)? == own {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::NewDocument;
    use crate::read::DocumentInfo;

    fn catalog_with(documents: &[&str]) -> (tempfile::TempDir, Catalog) {
        let folder = tempfile::tempdir().expect("a folder");
        let catalog = Catalog::open(folder.path()).expect("a new catalog");
        for id in documents {
            let info = DocumentInfo::default();
            let document = NewDocument { id, title: id, info: &info, size: 1, added_at: 1, collections: &[] };
            catalog.begin_document(&document).expect("it is new");
        }
        (folder, catalog)
    }

    fn elsewhere(path: &str) -> TakenPath {
        TakenPath { path: path.to_owned(), seen_at: 1, here: None }
    }

    #[test]
    fn paths_of_other_machines_are_no_paths_of_this_one() {
        let (_folder, catalog) = catalog_with(&["aa", "bb", "cc"]);
        for id in ["aa", "bb", "bb"] {
            catalog.finish_taken(id, &[elsewhere("/home/anna/a.txt")]).expect("it is there");
        }
        let here = Some(FileStamp { size: 1, modified_at: 2 });
        catalog.finish_taken("cc", &[TakenPath { here, ..elsewhere("/home/anna/a.txt") }]).expect("it is there");
        let of = |id| catalog.locations(id).expect("paths");
        assert_eq!(of("aa"), ["elsewhere:/home/anna/a.txt"]);
        assert_eq!(of("bb"), ["elsewhere 2:/home/anna/a.txt"], "one document does not take the place of another");
        assert_eq!(of("cc"), ["/home/anna/a.txt"]);
        assert!(catalog.locations_below("/home/anna").expect("paths").iter().all(|path| !is_elsewhere(path)));
        for path in of("aa").iter().chain(&of("bb")) {
            assert!(is_elsewhere(path));
            assert_eq!(path_there(path), "/home/anna/a.txt");
        }
        for path in ["/home/anna/a.txt", "elsewhere.txt", "elsewhere x:/a", "C:\\a.txt"] {
            assert!(!is_elsewhere(path) && path_there(path) == path, "{path}");
        }
    }

    #[test]
    fn a_chat_is_taken_once_with_its_turns_in_their_places() {
        let (_folder, catalog) = catalog_with(&[]);
        let chat = TakenChat { title: "Moon".to_owned(), created_at: 5, changed_at: 6, leaf: Some(12) };
        let turn = |id, parent, question: &str| StoredTurn {
            id,
            parent,
            at: 5,
            question: question.to_owned(),
            answer: String::new(),
            record: "{}".to_owned(),
        };
        let take = |last: &str| {
            let turns = [turn(10, None, "How far?"), turn(11, Some(10), "In miles?"), turn(12, Some(10), last)];
            let mut turns = turns.into_iter();
            catalog.take_chat(&chat, &mut || Ok(turns.next())).expect("it can be written")
        };
        assert!(take("In kilometres?"));
        assert!(!take("In kilometres?"), "the same is here");
        assert!(take("In feet?"), "another is not");
        let chats = catalog.chats(None).expect("chats");
        assert_eq!(chats.iter().map(|chat| (chat.turns, chat.changed_at)).collect::<Vec<_>>(), [(3, 6), (3, 6)]);
        let (_, leaf) = catalog.chat(chats[1].id).expect("readable").expect("it is there");
        let line = catalog.line(leaf.expect("it has turns")).expect("a line");
        assert_eq!(line.iter().map(|turn| turn.question.as_str()).collect::<Vec<_>>(), ["How far?", "In kilometres?"]);
        assert!(!catalog.is_empty().expect("readable"));
    }

    #[test]
    fn a_snapshot_does_not_see_what_comes_later() {
        let (_folder, catalog) = catalog_with(&["aa"]);
        catalog.finish_taken("aa", &[elsewhere("/a.txt")]).expect("it is there");
        let snapshot = catalog.snapshot().expect("a snapshot");
        catalog.leave("aa").expect("it can be written");
        assert_eq!(snapshot.documents(None).expect("readable"), (1, Vec::new()));
        let document = snapshot.document_after("", None).expect("readable").expect("it is there");
        assert_eq!(document.seen, [("elsewhere:/a.txt".to_owned(), 1)]);
        assert!(snapshot.document_after("aa", None).expect("readable").is_none());
        assert_eq!(catalog.snapshot().expect("another").documents(None).expect("readable"), (0, Vec::new()));
    }
}
