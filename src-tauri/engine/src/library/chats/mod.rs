//! Conversations: what was asked and answered, with the evidence as it was.
//!
//! # Layout
//! - [`changed`]: citations whose words are not any more as they were
//! - [`mod@export`]: a chat as a text

mod changed;
mod export;

pub(super) use export::export;

use super::{Shared, locations};
use crate::answer::check::without_markers;
use crate::catalog::{Catalog, NewTurn, StoredTurn};
use crate::messages::{Answer, Chat, ChatPlace, ChatTurn, EarlierTurn, KeptTurn, TurnRecord};
use crate::{Error, Result};

/// The longest title that a question becomes, in letters.
const TITLE: usize = 80;

/// A chat as it is shown.
///
/// # Errors
/// [`Error::UnknownChat`].
pub(super) fn open(shared: &Shared, id: u32) -> Result<Chat> {
    let catalog = &shared.searcher.catalog;
    let (title, leaf) = catalog.chat(id)?.ok_or(Error::UnknownChat { id })?;
    let line = leaf.map_or_else(|| Ok(Vec::new()), |leaf| catalog.line(leaf))?;
    let turns = line.into_iter().map(|stored| shown(catalog, id, stored)).collect::<Result<_>>()?;
    Ok(Chat { id, title, turns })
}

fn shown(catalog: &Catalog, chat: u32, stored: StoredTurn) -> Result<ChatTurn> {
    let StoredTurn { id, parent, at, question, record, .. } = stored;
    // What a newer version kept is shown as far as it is understood.
    let record: TurnRecord = serde_json::from_str(&record).unwrap_or_default();
    let citations = record.answer.as_ref().map_or(&[][..], |answer| &answer.citations);
    let changed = changed::changed(catalog, citations)?;
    Ok(ChatTurn { id, parent, at, question, siblings: catalog.siblings(chat, parent)?, changed, record })
}

/// Shows the line of a chat on which a turn is.
///
/// # Errors
/// [`Error::UnknownTurn`].
pub(super) fn show_turn(shared: &Shared, turn: u32) -> Result<Chat> {
    let catalog = &shared.searcher.catalog;
    let chat = catalog.chat_of(turn)?.ok_or(Error::UnknownTurn { id: turn })?;
    catalog.set_leaf(chat, catalog.youngest_of(turn)?)?;
    open(shared, chat)
}

/// Gives a chat another title.
///
/// # Errors
/// [`Error::UnknownChat`], [`Error::EmptyTitle`].
pub(super) fn rename(shared: &Shared, id: u32, title: &str) -> Result<()> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Error::EmptyTitle);
    }
    if shared.searcher.catalog.rename_chat(id, title)? { Ok(()) } else { Err(Error::UnknownChat { id }) }
}

/// Deletes a chat.
///
/// # Errors
/// [`Error::UnknownChat`].
pub(super) fn delete(shared: &Shared, id: u32) -> Result<()> {
    if shared.searcher.catalog.delete_chat(id)? { Ok(()) } else { Err(Error::UnknownChat { id }) }
}

/// What was said on the line before a turn that is to come.
pub(super) fn earlier(shared: &Shared, place: &ChatPlace) -> Result<Vec<EarlierTurn>> {
    let Some(parent) = place.parent else { return Ok(Vec::new()) };
    let line = shared.searcher.catalog.line(parent)?;
    Ok(line.into_iter().map(|StoredTurn { question, answer, .. }| EarlierTurn { question, answer }).collect())
}

/// Keeps a turn, in a new chat if none is named.
///
/// # Errors
/// [`Error::UnknownChat`], [`Error::UnknownTurn`].
pub(super) fn keep(shared: &Shared, place: &ChatPlace, question: &str, record: &TurnRecord) -> Result<KeptTurn> {
    let catalog = &shared.searcher.catalog;
    let at = locations::now();
    let chat = match place.chat {
        Some(id) => catalog.chat(id)?.map(|_| id).ok_or(Error::UnknownChat { id })?,
        None => catalog.begin_chat(&title_of(question), at)?,
    };
    if let Some(parent) = place.parent.filter(|parent| catalog.chat_of(*parent).ok().flatten() != Some(chat)) {
        return Err(Error::UnknownTurn { id: parent });
    }
    let answer = record.answer.as_ref().map(told).unwrap_or_default();
    let record = serde_json::to_string(record).unwrap_or_default();
    let turn = NewTurn { parent: place.parent, at, question, answer: &answer, record: &record };
    let turn = catalog.keep_turn(chat, turn)?;
    Ok(KeptTurn { chat, turn })
}

/// What an answer told, without the numbers of its citations: nothing, if there was none.
fn told(answer: &Answer) -> String {
    if answer.refused { String::new() } else { without_markers(&answer.answer) }
}

fn title_of(question: &str) -> String {
    let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
    if question.chars().count() <= TITLE {
        return question;
    }
    let short: String = question.chars().take(TITLE - 1).collect();
    format!("{}…", short.trim_end())
}
