//! Questions, answers and chats.

use paperside_engine::messages::{AnswerEvent, AskRequest, Chat, ChatSummary, ExportForm};
use paperside_engine::{Error, Library};
use tauri::ipc::Channel;
use tauri::{State, Window};

use super::{Answered, told};
use crate::desktop::answers::Answers;
use crate::desktop::words::Language;

/// Answers a question; returns when the answer has ended or was stopped.
#[tauri::command]
pub(in crate::desktop) async fn ask(
    library: State<'_, Library>,
    answers: State<'_, Answers>,
    request: AskRequest,
    answer: u32,
    channel: Channel<AnswerEvent>,
) -> Answered<()> {
    let stop = answers.begin(answer);
    let mut events = library.ask(request);
    while let Some(Some(event)) = stop.run_until_cancelled(events.recv()).await {
        if channel.send(event).is_err() {
            break;
        }
    }
    answers.end(answer);
    Ok(())
}

/// Stops an answer.
#[tauri::command]
pub(in crate::desktop) async fn stop_answer(answers: State<'_, Answers>, answer: u32) -> Answered<()> {
    answers.end(answer);
    Ok(())
}

/// The chats, those that were changed last first.
#[tauri::command]
pub(in crate::desktop) async fn list_chats(
    library: State<'_, Library>,
    looked_for: Option<String>,
) -> Answered<Vec<ChatSummary>> {
    library.chats(looked_for).await.map_err(told)
}

/// A chat with the evidence as it was.
#[tauri::command]
pub(in crate::desktop) async fn open_chat(library: State<'_, Library>, chat: u32) -> Answered<Chat> {
    library.chat(chat).await.map_err(told)
}

/// The line of a chat on which a turn is.
#[tauri::command]
pub(in crate::desktop) async fn show_turn(library: State<'_, Library>, turn: u32) -> Answered<Chat> {
    library.show_turn(turn).await.map_err(told)
}

/// Gives a chat another title.
#[tauri::command]
pub(in crate::desktop) async fn rename_chat(library: State<'_, Library>, chat: u32, title: String) -> Answered<()> {
    library.rename_chat(chat, title).await.map_err(told)
}

/// Deletes a chat.
#[tauri::command]
pub(in crate::desktop) async fn delete_chat(library: State<'_, Library>, chat: u32) -> Answered<()> {
    library.delete_chat(chat).await.map_err(told)
}

/// Lets the person choose a file in the system's dialog, and writes a chat to it; says whether one was chosen.
#[tauri::command]
pub(in crate::desktop) async fn export_chat(
    library: State<'_, Library>,
    window: Window,
    language: State<'_, Language>,
    chat: u32,
    form: ExportForm,
) -> Answered<bool> {
    let text = library.export_chat(chat, form).await.map_err(told)?;
    let extension = if form == ExportForm::Json { "json" } else { "md" };
    let words = language.words();
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title(words.export_chat);
    let chosen = dialog.set_file_name(format!("{}.{extension}", words.chat)).save_file().await;
    let Some(file) = chosen else { return Ok(false) };
    let written = file.write(text.as_bytes()).await;
    written.map_err(|source| told(Error::File { path: file.path().to_owned(), source }))?;
    Ok(true)
}
