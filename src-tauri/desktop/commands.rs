//! What the web view may ask for. Each command calls the engine once.

use paperside_engine::messages::{
    AddRequest, AnswerEvent, AskRequest, Chat, ChatSummary, Connection, DocumentDetail, DocumentSummary,
    EmbedderChoice, Embedders, ErrorMessage, ExportForm, ImportId, LanguageModelChoice, LanguageModelInfo,
    LanguageModelKind, LibraryEvent, ModelFiles, PageText, Pin, PinCheck, PinComparison, RunningServer, SearchRequest,
    SearchResponse, Setting, WatchedFolder,
};
use paperside_engine::reading::DOCUMENT_EXTENSIONS;
use paperside_engine::{Error, Library};
use tauri::ipc::{Channel, Response};
use tauri::{State, Window};
use tokio::sync::broadcast::error::RecvError;

use super::answers::Answers;

type Answered<T> = Result<T, ErrorMessage>;

#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
fn told(error: Error) -> ErrorMessage {
    ErrorMessage::from(&error)
}

/// All documents, newest first.
#[tauri::command]
pub(super) async fn list_documents(library: State<'_, Library>) -> Answered<Vec<DocumentSummary>> {
    library.list().await.map_err(told)
}

/// One document with its receipt.
#[tauri::command]
pub(super) async fn show_document(library: State<'_, Library>, document: String) -> Answered<DocumentDetail> {
    library.show(document).await.map_err(told)
}

/// Removes documents.
#[tauri::command]
pub(super) async fn remove_documents(library: State<'_, Library>, documents: Vec<String>) -> Answered<()> {
    for document in documents {
        library.remove(document).await.map_err(told)?;
    }
    Ok(())
}

/// Imports that wait, run or failed.
#[tauri::command]
pub(super) async fn list_imports(library: State<'_, Library>) -> Answered<Vec<LibraryEvent>> {
    library.imports().await.map_err(told)
}

/// Takes imports from the queue, failed ones too.
#[tauri::command]
pub(super) async fn cancel_imports(library: State<'_, Library>, imports: Vec<ImportId>) -> Answered<()> {
    library.cancel_imports(imports).await.map_err(told)
}

/// Lets imports rest; without numbers, the whole queue.
#[tauri::command]
pub(super) async fn pause_imports(library: State<'_, Library>, imports: Option<Vec<ImportId>>) -> Answered<()> {
    library.pause_imports(imports).await.map_err(told)
}

/// Lets imports that rest be worked on; without numbers, the whole queue.
#[tauri::command]
pub(super) async fn resume_imports(library: State<'_, Library>, imports: Option<Vec<ImportId>>) -> Answered<()> {
    library.resume_imports(imports).await.map_err(told)
}

/// Imports files that failed once more.
#[tauri::command]
pub(super) async fn retry_imports(library: State<'_, Library>, imports: Vec<ImportId>) -> Answered<()> {
    library.resume_imports(Some(imports)).await.map_err(told)
}

/// Lets an import go before all others.
#[tauri::command]
pub(super) async fn advance_import(library: State<'_, Library>, import: ImportId) -> Answered<()> {
    library.advance_import(import).await.map_err(told)
}

/// The folders that the library is kept in step with.
#[tauri::command]
pub(super) async fn list_folders(library: State<'_, Library>) -> Answered<Vec<WatchedFolder>> {
    library.folders().await.map_err(told)
}

/// Lets the person choose a folder in the system's dialog, and follows it from now on.
#[tauri::command]
pub(super) async fn choose_watched_folder(library: State<'_, Library>, window: Window) -> Answered<()> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title("Watch a folder");
    match dialog.pick_folder().await {
        Some(folder) => library.watch_folder(folder.path().to_owned(), None).await.map_err(told),
        None => Ok(()),
    }
}

/// Leaves a watched folder alone; its documents stay.
#[tauri::command]
pub(super) async fn unwatch_folder(library: State<'_, Library>, folder: u32) -> Answered<()> {
    library.unwatch_folder(folder).await.map_err(told)
}

/// What embeds the library, and what could.
#[tauri::command]
pub(super) async fn list_embedders(library: State<'_, Library>) -> Answered<Embedders> {
    library.embedders().await.map_err(told)
}

/// Begins the change to another embedder; the one that embeds now calls the change off. Tells the file that its key
/// is in, if it is in one.
#[tauri::command]
pub(super) async fn choose_embedder(
    library: State<'_, Library>,
    choice: EmbedderChoice,
    key: Option<String>,
) -> Answered<Option<String>> {
    library.choose_embedder(choice, key).await.map_err(told)
}

/// Lets the person choose a folder with a model in the system's dialog.
#[tauri::command]
pub(super) async fn choose_model_folder(window: Window) -> Answered<Option<String>> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title("A folder with an embedding model");
    let chosen = dialog.pick_folder().await;
    Ok(chosen.map(|folder| folder.path().to_string_lossy().into_owned()))
}

/// The models that a server offers.
#[tauri::command]
pub(super) async fn list_server_models(
    library: State<'_, Library>,
    url: String,
    key: Option<String>,
) -> Answered<Vec<String>> {
    library.server_models(url, key).await.map_err(told)
}

/// Lets the change to another embedder rest.
#[tauri::command]
pub(super) async fn pause_embedder_change(library: State<'_, Library>) -> Answered<()> {
    library.pause_embedder_change().await.map_err(told)
}

/// Lets it go on.
#[tauri::command]
pub(super) async fn resume_embedder_change(library: State<'_, Library>) -> Answered<()> {
    library.resume_embedder_change().await.map_err(told)
}

/// Calls it off.
#[tauri::command]
pub(super) async fn cancel_embedder_change(library: State<'_, Library>) -> Answered<()> {
    library.cancel_embedder_change().await.map_err(told)
}

/// Lets the new embedder answer.
#[tauri::command]
pub(super) async fn switch_embedder(library: State<'_, Library>) -> Answered<()> {
    library.switch_embedder().await.map_err(told)
}

/// Where the pages of pins are found with either embedder.
#[tauri::command]
pub(super) async fn compare_pins(library: State<'_, Library>) -> Answered<Vec<PinComparison>> {
    library.compare_pins().await.map_err(told)
}

/// Forgets what a model has embedded that does not answer.
#[tauri::command]
pub(super) async fn forget_embeddings(library: State<'_, Library>, model: String) -> Answered<()> {
    library.forget_embeddings(model).await.map_err(told)
}

/// The language model that was chosen to answer.
#[tauri::command]
pub(super) async fn language_model(library: State<'_, Library>) -> Answered<Option<LanguageModelChoice>> {
    library.language_model().await.map_err(told)
}

/// Lets a language model answer, or none. Tells the file that its key is in, if it is in one.
#[tauri::command]
pub(super) async fn choose_language_model(
    library: State<'_, Library>,
    choice: Option<LanguageModelChoice>,
    key: Option<String>,
) -> Answered<Option<String>> {
    library.choose_language_model(choice, key).await.map_err(told)
}

/// The programs on this computer that run language models now.
#[tauri::command]
pub(super) async fn running_servers(library: State<'_, Library>) -> Answered<Vec<RunningServer>> {
    Ok(library.running_servers().await)
}

/// The language models of a server.
#[tauri::command]
pub(super) async fn language_models(
    library: State<'_, Library>,
    kind: LanguageModelKind,
    url: String,
    key: Option<String>,
) -> Answered<Vec<LanguageModelInfo>> {
    library.language_models(kind, url, key).await.map_err(told)
}

/// The language models that the app could run itself.
#[tauri::command]
pub(super) async fn list_model_files(library: State<'_, Library>) -> Answered<ModelFiles> {
    library.model_files().await.map_err(told)
}

/// Loads a language model down; ends when it is here, and tells where.
#[tauri::command]
pub(super) async fn download_model_file(library: State<'_, Library>, id: String) -> Answered<String> {
    library.download_model_file(&id).await.map_err(told)
}

/// Stops the download of a language model.
#[tauri::command]
pub(super) async fn cancel_model_download(library: State<'_, Library>, id: String) -> Answered<()> {
    library.cancel_model_download(&id).map_err(told)
}

/// Removes a language model that was downloaded.
#[tauri::command]
pub(super) async fn remove_model_file(library: State<'_, Library>, id: String) -> Answered<()> {
    library.remove_model_file(id).await.map_err(told)
}

/// Lets the person choose a language model in the system's dialog; none if nothing was chosen.
#[tauri::command]
pub(super) async fn choose_model_file(window: Window) -> Answered<Option<String>> {
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(&window)
        .set_title("Choose a language model")
        .add_filter("Language models", &["gguf"])
        .add_filter("All files", &["*"]);
    let chosen = dialog.pick_file().await;
    Ok(chosen.map(|file| file.path().to_string_lossy().into_owned()))
}

/// What was asked of other programs and computers.
#[tauri::command]
pub(super) async fn list_connections(library: State<'_, Library>) -> Answered<Vec<Connection>> {
    Ok(library.connections())
}

/// The chats, those that were changed last first.
#[tauri::command]
pub(super) async fn list_chats(library: State<'_, Library>, looked_for: Option<String>) -> Answered<Vec<ChatSummary>> {
    library.chats(looked_for).await.map_err(told)
}

/// A chat with the evidence as it was.
#[tauri::command]
pub(super) async fn open_chat(library: State<'_, Library>, chat: u32) -> Answered<Chat> {
    library.chat(chat).await.map_err(told)
}

/// The line of a chat on which a turn is.
#[tauri::command]
pub(super) async fn show_turn(library: State<'_, Library>, turn: u32) -> Answered<Chat> {
    library.show_turn(turn).await.map_err(told)
}

/// Gives a chat another title.
#[tauri::command]
pub(super) async fn rename_chat(library: State<'_, Library>, chat: u32, title: String) -> Answered<()> {
    library.rename_chat(chat, title).await.map_err(told)
}

/// Deletes a chat.
#[tauri::command]
pub(super) async fn delete_chat(library: State<'_, Library>, chat: u32) -> Answered<()> {
    library.delete_chat(chat).await.map_err(told)
}

/// Lets the person choose a file in the system's dialog, and writes a chat to it; says whether one was chosen.
#[tauri::command]
pub(super) async fn export_chat(
    library: State<'_, Library>,
    window: Window,
    chat: u32,
    form: ExportForm,
) -> Answered<bool> {
    let text = library.export_chat(chat, form).await.map_err(told)?;
    let extension = if form == ExportForm::Json { "json" } else { "md" };
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title("Export the chat");
    let chosen = dialog.set_file_name(format!("chat.{extension}")).save_file().await;
    let Some(file) = chosen else { return Ok(false) };
    let written = file.write(text.as_bytes()).await;
    written.map_err(|source| told(Error::File { path: file.path().to_owned(), source }))?;
    Ok(true)
}

/// What can be chosen, and what was.
#[tauri::command]
pub(super) async fn list_settings(library: State<'_, Library>) -> Answered<Vec<Setting>> {
    library.settings().await.map_err(told)
}

/// Chooses; no value leaves it to the app.
#[tauri::command]
pub(super) async fn set_setting(library: State<'_, Library>, name: String, value: Option<String>) -> Answered<()> {
    library.set_setting(name, value).await.map_err(told)
}

/// The person is typing.
#[tauri::command]
pub(super) async fn note_attention(library: State<'_, Library>) -> Answered<()> {
    library.note_attention();
    Ok(())
}

/// Imports files, such as one that failed for want of a password.
#[tauri::command]
pub(super) async fn add_paths(library: State<'_, Library>, request: AddRequest) -> Answered<()> {
    library.add(request).await.map(drop).map_err(told)
}

/// Lets the person choose files in the system's dialog, and imports them.
#[tauri::command]
pub(super) async fn choose_files(library: State<'_, Library>, window: Window) -> Answered<()> {
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(&window)
        .set_title("Add documents")
        .add_filter("Documents", &DOCUMENT_EXTENSIONS)
        .add_filter("All files", &["*"]);
    add_chosen(&library, dialog.pick_files().await).await
}

/// Lets the person choose folders in the system's dialog, and imports all they hold.
#[tauri::command]
pub(super) async fn choose_folder(library: State<'_, Library>, window: Window) -> Answered<()> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title("Add folders");
    add_chosen(&library, dialog.pick_folders().await).await
}

/// No choice is no error.
async fn add_chosen(library: &Library, chosen: Option<Vec<rfd::FileHandle>>) -> Answered<()> {
    let chosen = chosen.unwrap_or_default();
    let paths = chosen.iter().map(|file| file.path().to_string_lossy().into_owned()).collect();
    library.add(AddRequest { paths, ..AddRequest::default() }).await.map(drop).map_err(told)
}

/// Sends what happens in the library until the web view is gone.
#[tauri::command]
pub(super) async fn subscribe(library: State<'_, Library>, channel: Channel<LibraryEvent>) -> Answered<()> {
    let mut events = library.subscribe();
    tauri::async_runtime::spawn(async move {
        loop {
            let sent = match events.recv().await {
                Ok(event) => channel.send(event).is_ok(),
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "the window fell behind");
                    true
                }
                Err(RecvError::Closed) => false,
            };
            if !sent {
                break;
            }
        }
    });
    Ok(())
}

/// Answers a question; returns when the answer has ended or was stopped.
#[tauri::command]
pub(super) async fn ask(
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
pub(super) async fn stop_answer(answers: State<'_, Answers>, answer: u32) -> Answered<()> {
    answers.end(answer);
    Ok(())
}

/// The passages that fit a question best.
#[tauri::command]
pub(super) async fn search(library: State<'_, Library>, request: SearchRequest) -> Answered<SearchResponse> {
    library.search(request).await.map_err(told)
}

/// Notes that a page is the right answer to a question.
#[tauri::command]
pub(super) async fn pin_page(
    library: State<'_, Library>,
    question: String,
    document: String,
    page: u32,
) -> Answered<()> {
    library.pin(question, document, page).await.map_err(told)
}

/// Forgets that a page is the right answer.
#[tauri::command]
pub(super) async fn unpin_page(library: State<'_, Library>, pin: u32) -> Answered<()> {
    library.unpin(pin).await.map_err(told)
}

/// The pages known to be right answers.
#[tauri::command]
pub(super) async fn list_pins(library: State<'_, Library>) -> Answered<Vec<Pin>> {
    library.pins().await.map_err(told)
}

/// Whether these pages are still found.
#[tauri::command]
pub(super) async fn check_pins(library: State<'_, Library>) -> Answered<Vec<PinCheck>> {
    library.check_pins().await.map_err(told)
}

/// The bytes of a document, for the reader. They cross as they are, not as JSON.
#[tauri::command]
pub(super) async fn read_document(library: State<'_, Library>, document: String) -> Answered<Response> {
    library.original(document).await.map(Response::new).map_err(told)
}

/// The text of a document, page by page, for those that are shown as text.
#[tauri::command]
pub(super) async fn read_pages(library: State<'_, Library>, document: String) -> Answered<Vec<PageText>> {
    library.page_texts(document).await.map_err(told)
}
