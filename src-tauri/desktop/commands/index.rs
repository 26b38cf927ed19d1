//! Where the search index is.

use paperside_engine::Library;
use paperside_engine::messages::{IndexPlace, IndexState};
use tauri::State;

use super::{Answered, told};

/// Where the index is and how it is.
#[tauri::command]
pub(in crate::desktop) async fn index_place(library: State<'_, Library>) -> Answered<IndexState> {
    library.index_place().await.map_err(told)
}

/// Begins to move the index to another place; the one where it is calls the move off. Tells the file that its key is in,
/// if it is in one.
#[tauri::command]
pub(in crate::desktop) async fn move_index(
    library: State<'_, Library>,
    to: IndexPlace,
    key: Option<String>,
) -> Answered<Option<String>> {
    library.move_index(to, key).await.map_err(told)
}

/// Calls the move off.
#[tauri::command]
pub(in crate::desktop) async fn cancel_index_move(library: State<'_, Library>) -> Answered<()> {
    library.cancel_index_move().await.map_err(told)
}

/// Removes what a server keeps of the library's indexes; tells how many there were.
#[tauri::command]
pub(in crate::desktop) async fn clear_index_at(library: State<'_, Library>, url: String) -> Answered<usize> {
    library.clear_index_at(url).await.map_err(told)
}
