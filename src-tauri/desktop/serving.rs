//! The server for other programs: on and off while the window is open, over the library that the window has open.
//!
//! What was chosen is the library's; here is only what listens because of it. A server that cannot listen takes nothing
//! else down: why is kept for the settings to show.

use paperside_engine::messages::{ServingChoice, ServingState};
use paperside_engine::{Library, Result, library_folder};
use tauri::{AppHandle, Manager};
use tokio::sync::Mutex;

use crate::serve::{LARGEST_FILE, Options, Server};

/// The server, if there is one. One change at a time: the next waits until the port is free again.
#[derive(Default)]
pub(super) struct Serving(Mutex<Listening>);

/// What became of the choice.
#[derive(Default)]
struct Listening {
    server: Option<Server>,
    problem: Option<String>,
}

impl Serving {
    /// What was chosen, what became of it, and what other programs need to know.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) async fn state(&self, library: &Library) -> Result<ServingState> {
        let listening = self.0.lock().await;
        listening.state(library).await
    }

    /// Chooses, and lets it be so.
    ///
    /// # Errors
    /// If there is no such port; those of the catalog.
    pub(super) async fn choose(&self, library: &Library, choice: ServingChoice) -> Result<ServingState> {
        let mut listening = self.0.lock().await;
        library.choose_serving(choice).await?;
        listening.begin(library, false).await?;
        listening.state(library).await
    }

    /// Lets in nobody any more who has the token of now.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) async fn change_token(&self, library: &Library) -> Result<ServingState> {
        let mut listening = self.0.lock().await;
        listening.begin(library, true).await?;
        listening.state(library).await
    }

    /// What other programs have to show; none while nobody is served.
    pub(super) async fn token(&self) -> Option<String> {
        self.0.lock().await.server.as_ref().map(|server| server.token().to_owned())
    }

    /// Ends it, with what is asked answered if that takes only moments.
    pub(super) async fn end(&self) {
        self.0.lock().await.end().await;
    }
}

impl Listening {
    /// Listens anew as was chosen, or not at all.
    async fn begin(&mut self, library: &Library, new_token: bool) -> Result<()> {
        self.end().await;
        let ServingChoice { is_on, port } = library.serving().await?;
        if !is_on {
            return Ok(());
        }
        // Programs are told an address once, so it is that port or none.
        let options = Options { port: Some(port), new_token, largest_file: LARGEST_FILE };
        match Server::start(library.clone(), options).await {
            Ok(server) => self.server = Some(server),
            Err(error) => {
                tracing::warn!(%error, "other programs are not served");
                self.problem = Some(error.to_string());
            }
        }
        Ok(())
    }

    async fn end(&mut self) {
        self.problem = None;
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    async fn state(&self, library: &Library) -> Result<ServingState> {
        Ok(ServingState {
            choice: library.serving().await?,
            address: self.server.as_ref().map(Server::url),
            problem: self.problem.clone(),
            program: program(),
            arguments: arguments(library),
        })
    }
}

/// Serves other programs from the start if that was left on. The window need not wait for it.
pub(super) fn begin(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let (serving, library) = (app.state::<Serving>(), app.state::<Library>());
        if let Err(error) = serving.0.lock().await.begin(&library, false).await {
            tracing::warn!(%error, "other programs are not served");
        }
    });
}

/// Ends it before the app does. The window is gone by then.
pub(super) fn end(app: &AppHandle) {
    if let Some(serving) = app.try_state::<Serving>() {
        tauri::async_runtime::block_on(serving.end());
    }
}

/// This program, by its whole path: others may look for programs in other places.
fn program() -> String {
    std::env::current_exe().map_or_else(|_| "paperside".to_owned(), |path| path.to_string_lossy().into_owned())
}

/// With what it is started to speak with an assistant about this library.
fn arguments(library: &Library) -> Vec<String> {
    let is_own = library_folder(None).is_some_and(|own| own == library.folder());
    let folder = (!is_own).then(|| ["--library".to_owned(), library.folder().to_string_lossy().into_owned()]);
    folder.into_iter().flatten().chain(["mcp".to_owned()]).collect()
}
