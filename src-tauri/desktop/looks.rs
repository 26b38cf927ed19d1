//! How the window looks before its page is there: as it was chosen last, so that nothing flashes.
//!
//! The page keeps what was chosen where only the page can read it. So the host keeps it too, beside the window's place.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

use tauri::window::Color;
use tauri::{AppHandle, Manager, Theme, WebviewWindow, Window, WindowEvent};

/// Holds the name of the theme; absent while the system's is followed.
const FILE: &str = "theme";

/// The colours of the page's paper. The tests of the page compare them with its own.
const LIGHT: Color = Color(0xfb, 0xfa, 0xf7, 0xff);
const DARK: Color = Color(0x18, 0x1b, 0x1a, 0xff);

/// The theme that was chosen; none follows the system.
pub(super) struct Looks {
    chosen: Mutex<Option<Theme>>,
    /// Held while it is written: of two that were chosen quickly, the later is kept. The event loop never waits for it.
    writing: Mutex<()>,
}

impl Looks {
    /// Those of the last time.
    pub(super) fn last(app: &AppHandle) -> Self {
        let name = file(app).and_then(|file| fs::read_to_string(file).ok());
        Self { chosen: Mutex::new(name.map(|name| theme(name.trim()))), writing: Mutex::default() }
    }

    /// Says whether that is another theme than before.
    pub(super) fn choose(&self, theme: Option<Theme>) -> bool {
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *chosen, theme) != theme
    }

    /// What was chosen.
    pub(super) fn chosen(&self) -> Option<Theme> {
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps it for the next time.
    pub(super) fn remember(&self, app: &AppHandle) {
        let Some(file) = file(app) else { return };
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = match self.chosen() {
            Some(theme) => write(&file, theme),
            None => remove(&file),
        };
        if let Err(error) = kept {
            tracing::warn!(%error, "the theme is not remembered");
        }
    }
}

/// The theme of a name; what is not known is light.
pub(super) fn theme(name: &str) -> Theme {
    if name == "dark" { Theme::Dark } else { Theme::Light }
}

/// What is seen of the window where its page is not drawn.
pub(super) fn paper(theme: Theme) -> Color {
    if theme == Theme::Dark { DARK } else { LIGHT }
}

/// Completes the looks of a window that was built just now, before its page is loaded.
pub(super) fn begin(window: &WebviewWindow, chosen: Option<Theme>) -> tauri::Result<()> {
    // On Linux a window is built with the system's theme, whatever was asked for.
    if cfg!(target_os = "linux") && chosen.is_some() {
        window.set_theme(chosen)?;
    }
    let theme = match chosen {
        Some(theme) => theme,
        None => window.theme()?,
    };
    window.set_background_color(Some(paper(theme)))
}

/// Puts what was chosen on the window.
pub(super) fn show(window: &WebviewWindow, chosen: Option<Theme>) -> tauri::Result<()> {
    window.set_theme(chosen)?;
    let theme = match chosen {
        Some(theme) => theme,
        None => window.theme()?,
    };
    // On Linux a window that is given no theme becomes light, whatever the system says.
    if cfg!(target_os = "linux") && chosen.is_none() {
        window.set_theme(Some(theme))?;
    }
    window.set_background_color(Some(paper(theme)))
}

/// The system has another theme now; what was chosen stays.
pub(super) fn handle(window: &Window, event: &WindowEvent) {
    let WindowEvent::ThemeChanged(system) = event else { return };
    if window.try_state::<Looks>().is_none_or(|looks| looks.chosen().is_some()) {
        return;
    }
    let Some(window) = window.get_webview_window(window.label()) else { return };
    if let Err(error) = window.set_background_color(Some(paper(*system))) {
        tracing::warn!(%error, "the window keeps its paper");
    }
}

fn write(file: &Path, theme: Theme) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, theme.to_string())
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn file(app: &AppHandle) -> Option<PathBuf> {
    Some(app.path().app_config_dir().ok()?.join(FILE))
}
