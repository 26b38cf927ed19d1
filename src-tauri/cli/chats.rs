//! `chats`: what was asked and answered before.

use std::fmt::Write;

use paperside_engine::messages::{Chat, ChatSummary, ChatTurn, ExportForm};
use paperside_engine::{Library, Result};

use super::arguments::{ChatAction, ChatsArguments, Form};
use super::{Exit, Output};

/// Lists chats, shows one, or changes them.
pub(super) async fn run(library: &Library, arguments: ChatsArguments, output: Output) -> Result<Exit> {
    match arguments.action.unwrap_or(ChatAction::List { search: None }) {
        ChatAction::List { search } => return list(library, search, output).await,
        ChatAction::Show { chat } => {
            let chat = library.chat(chat).await?;
            output.result(&chat, || describe(&chat));
        }
        ChatAction::Rename { chat, title } => library.rename_chat(chat, title).await?,
        ChatAction::Delete { chats } => {
            for chat in chats {
                library.delete_chat(chat).await?;
            }
        }
        ChatAction::Export { chat, form } => output.text(&library.export_chat(chat, form.into()).await?),
    }
    Ok(Exit::Done)
}

async fn list(library: &Library, search: Option<String>, output: Output) -> Result<Exit> {
    for chat in library.chats(search).await? {
        output.result(&chat, || line(&chat));
    }
    Ok(Exit::Done)
}

fn line(chat: &ChatSummary) -> String {
    let place = chat.place.as_deref().map_or(String::new(), |place| format!("     {place}\n"));
    let questions = if chat.turns == 1 { "question" } else { "questions" };
    format!("{:>3}. {}  ({} {questions})\n{place}", chat.id, chat.title, chat.turns)
}

fn describe(chat: &Chat) -> String {
    let mut text = format!("{}\n", chat.title);
    for ChatTurn { question, record, changed, .. } in &chat.turns {
        let answer = record.answer.as_ref().map_or("(no answer)", |answer| &answer.answer);
        let _ = write!(text, "\n> {question}\n{answer}\n");
        for changed in changed {
            let now = changed.after.as_deref().map_or("it is gone".to_owned(), |after| format!("now “{after}”"));
            let _ = writeln!(text, "[{}] was “{}”; {now}", changed.number, changed.before);
        }
    }
    text
}

impl From<Form> for ExportForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Markdown => Self::Markdown,
            Form::Json => Self::Json,
        }
    }
}
