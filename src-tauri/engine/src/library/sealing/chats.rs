//! Which chats go along with a collection, and how chats come in.
//!
//! A chat shows words of documents. It goes with a collection only if all that it shows is in there: whoever gets the
//! file must not get words of anything else.

use crate::Result;
use crate::catalog::{Snapshot, StoredChat, StoredTurn};
use crate::messages::{SearchHit, TurnRecord};
use crate::sealed::SealedTurn;

/// Whether a chat belongs to a collection: each of its turns was asked of this collection alone or shows something of
/// it, and none shows anything else.
pub(super) fn belongs(snapshot: &Snapshot, chat: &StoredChat, collection: i64, name: &str) -> Result<bool> {
    let (mut has_turns, mut fits) = (false, true);
    snapshot.each_turn(chat.id, &mut |turn| {
        has_turns = true;
        // What a newer version kept may show more than is understood here.
        let Ok(record) = serde_json::from_str::<TurnRecord>(&turn.record) else {
            fits = false;
            return Ok(());
        };
        let was_asked_of_it = matches!(&record.collections[..], [only] if is_same(only, name));
        let shown = shown(&record);
        fits &= was_asked_of_it || !shown.is_empty();
        for document in shown {
            fits = fits && snapshot.is_in(document, collection)?;
        }
        Ok(())
    })?;
    Ok(has_turns && fits)
}

/// The documents of which a turn shows something.
fn shown(record: &TurnRecord) -> Vec<&str> {
    fn of_hit(hit: &SearchHit) -> impl Iterator<Item = &str> {
        hit.copies.iter().map(|copy| copy.document.id.as_str()).chain([hit.document.id.as_str()])
    }
    let mentions = record.mentions.iter().flat_map(|mentions| &mentions.documents);
    let citations = record.answer.iter().flat_map(|answer| &answer.citations);
    let scope = record.documents.iter().map(String::as_str);
    scope
        .chain(record.hits.iter().flat_map(of_hit))
        .chain(record.left_out.iter().map(|left_out| left_out.document.id.as_str()))
        .chain(mentions.clone().map(|mention| mention.document.id.as_str()))
        .chain(mentions.flat_map(|mention| of_hit(&mention.first)))
        .chain(citations.map(|citation| citation.document.id.as_str()))
        .collect()
}

/// Names of collections differ by more than case.
fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// A turn as it is written.
pub(super) fn sealed_turn(turn: StoredTurn) -> SealedTurn {
    let StoredTurn { id, parent, at, question, answer, record } = turn;
    SealedTurn { id, parent, at, question, answer, record }
}

/// A turn as it is taken in. Where it was asked of collections whose documents are in another one here, it is as if it
/// had been asked of that.
pub(super) fn taken_turn(turn: SealedTurn, goes_into: Option<&str>) -> StoredTurn {
    let SealedTurn { id, parent, at, question, answer, record } = turn;
    let record = match (goes_into, serde_json::from_str::<TurnRecord>(&record)) {
        (Some(name), Ok(understood)) if !understood.collections.is_empty() => {
            let renamed = TurnRecord { collections: vec![name.to_owned()], ..understood };
            serde_json::to_string(&renamed).unwrap_or(record)
        }
        _ => record,
    };
    StoredTurn { id, parent, at, question, answer, record }
}
