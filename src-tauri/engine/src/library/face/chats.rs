//! What was asked and answered before.

use super::super::{Library, chats};
use crate::Result;
use crate::messages::{Chat, ChatSummary, ExportForm};

impl Library {
    /// The chats, those that were changed last first; if something is looked for, those in which it stands.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn chats(&self, looked_for: Option<String>) -> Result<Vec<ChatSummary>> {
        self.with(move |shared| shared.searcher.catalog.chats(looked_for.as_deref())).await
    }

    /// A chat with the evidence as it was, and what is not any more so.
    ///
    /// # Errors
    /// [`Error::UnknownChat`](crate::Error::UnknownChat).
    pub async fn chat(&self, chat: u32) -> Result<Chat> {
        self.with(move |shared| chats::open(shared, chat)).await
    }

    /// The line of a chat on which a turn is, which is shown from now on.
    ///
    /// # Errors
    /// [`Error::UnknownTurn`](crate::Error::UnknownTurn).
    pub async fn show_turn(&self, turn: u32) -> Result<Chat> {
        self.with(move |shared| chats::show_turn(shared, turn)).await
    }

    /// Gives a chat another title.
    ///
    /// # Errors
    /// [`Error::UnknownChat`](crate::Error::UnknownChat), [`Error::EmptyTitle`](crate::Error::EmptyTitle).
    pub async fn rename_chat(&self, chat: u32, title: String) -> Result<()> {
        self.with(move |shared| chats::rename(shared, chat, &title)).await
    }

    /// Deletes a chat with all that was said in it.
    ///
    /// # Errors
    /// [`Error::UnknownChat`](crate::Error::UnknownChat).
    pub async fn delete_chat(&self, chat: u32) -> Result<()> {
        self.with(move |shared| chats::delete(shared, chat)).await
    }

    /// A chat as a text, for other programs.
    ///
    /// # Errors
    /// [`Error::UnknownChat`](crate::Error::UnknownChat).
    pub async fn export_chat(&self, chat: u32, form: ExportForm) -> Result<String> {
        self.with(move |shared| Ok(chats::export(&chats::open(shared, chat)?, form))).await
    }
}
