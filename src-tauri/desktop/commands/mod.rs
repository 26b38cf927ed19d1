//! What the web view may ask for. Each command calls the engine once.
//!
//! # Layout
//! - [`chats`]: questions, answers and chats
//! - [`documents`]: documents, their pages, and what is looked for in them
//! - [`embedders`]: what embeds the library
//! - [`imports`]: files and folders on their way into the library
//! - [`index`]: where the search index is
//! - [`language`]: the language model that answers, if one does
//! - [`sealed`]: collections and whole libraries in one file
//! - [`serving`]: other programs that use the library through the window
//! - [`upkeep`]: settings, connections, how all is, and who is at the keyboard
//! - [`window`]: the window itself, and other programs

pub(super) mod chats;
pub(super) mod documents;
pub(super) mod embedders;
pub(super) mod imports;
pub(super) mod index;
pub(super) mod language;
pub(super) mod sealed;
pub(super) mod serving;
pub(super) mod upkeep;
pub(super) mod window;

use paperside_engine::Error;
use paperside_engine::messages::ErrorMessage;
use tauri::ipc::Invoke;
use tauri::{Wry, generate_handler};

type Answered<T> = Result<T, ErrorMessage>;

#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
fn told(error: Error) -> ErrorMessage {
    ErrorMessage::from(&error)
}

/// All of them, by their names.
pub(super) fn all() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    generate_handler![
        chats::ask,
        chats::delete_chat,
        chats::export_chat,
        chats::list_chats,
        chats::open_chat,
        chats::rename_chat,
        chats::show_turn,
        chats::stop_answer,
        documents::check_pins,
        documents::create_collection,
        documents::delete_collection,
        documents::file_documents,
        documents::find_documents,
        documents::library_counts,
        documents::list_pins,
        documents::pin_page,
        documents::read_document,
        documents::read_pages,
        documents::read_words,
        documents::remove_documents,
        documents::rename_collection,
        documents::search,
        documents::show_document,
        documents::stand_in,
        documents::unfile_documents,
        documents::unpin_page,
        embedders::cancel_embedder_change,
        embedders::choose_embedder,
        embedders::choose_model_folder,
        embedders::compare_pins,
        embedders::forget_embeddings,
        embedders::list_embedders,
        embedders::list_server_models,
        embedders::pause_embedder_change,
        embedders::resume_embedder_change,
        embedders::switch_embedder,
        imports::add_paths,
        imports::add_samples,
        imports::advance_import,
        imports::cancel_imports,
        imports::choose_files,
        imports::choose_folder,
        imports::choose_watched_folder,
        imports::list_folders,
        imports::list_imports,
        imports::pause_imports,
        imports::resume_imports,
        imports::retry_imports,
        imports::subscribe,
        imports::unwatch_folder,
        index::cancel_index_move,
        index::clear_index_at,
        index::index_place,
        index::move_index,
        language::cancel_model_download,
        language::choose_language_model,
        language::choose_model_file,
        language::download_model_file,
        language::language_model,
        language::language_models,
        language::list_model_files,
        language::remove_model_file,
        language::running_servers,
        sealed::back_up,
        sealed::back_up_to_file,
        sealed::backup_state,
        sealed::cancel_sealing,
        sealed::choose_backup_folder,
        sealed::choose_sealed_file,
        sealed::export_sealed,
        sealed::import_sealed,
        sealed::restore_sealed,
        sealed::sealed_contents,
        sealed::take_offered,
        serving::change_serving_token,
        serving::choose_serving,
        serving::serving_state,
        serving::serving_token,
        upkeep::list_connections,
        upkeep::list_settings,
        upkeep::log_folder,
        upkeep::make_report,
        upkeep::newer_version,
        upkeep::note_attention,
        upkeep::set_setting,
        window::aim_drop,
        window::library_place,
        window::notify,
        window::open_original,
        window::reveal_library,
        window::reveal_logs,
        window::reveal_original,
        window::set_language,
        window::set_theme,
        window::set_zoom,
        window::take_opened,
    ]
}
