//! Other programs that use the library through the window.

use paperside_engine::Library;
use paperside_engine::messages::{ServingChoice, ServingState};
use tauri::State;

use super::{Answered, told};
use crate::desktop::serving::Serving;

/// Whether other programs are served, and what they need to know.
#[tauri::command]
pub(in crate::desktop) async fn serving_state(
    library: State<'_, Library>,
    serving: State<'_, Serving>,
) -> Answered<ServingState> {
    serving.state(&library).await.map_err(told)
}

/// Serves them from now on, or not any more.
#[tauri::command]
pub(in crate::desktop) async fn choose_serving(
    library: State<'_, Library>,
    serving: State<'_, Serving>,
    choice: ServingChoice,
) -> Answered<ServingState> {
    serving.choose(&library, choice).await.map_err(told)
}

/// What they have to show; none while they are not served.
#[tauri::command]
pub(in crate::desktop) async fn serving_token(serving: State<'_, Serving>) -> Answered<Option<String>> {
    Ok(serving.token().await)
}

/// Makes another token, so that whoever knows the old one is refused.
#[tauri::command]
pub(in crate::desktop) async fn change_serving_token(
    library: State<'_, Library>,
    serving: State<'_, Serving>,
) -> Answered<ServingState> {
    serving.change_token(&library).await.map_err(told)
}
