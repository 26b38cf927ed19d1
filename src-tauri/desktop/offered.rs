//! Sealed files that are dropped on the window, opened with it or chosen to be added. They are no documents: the person
//! is asked what is to become of them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use paperside_engine::is_sealed;
use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager};

/// Told to the web view, with an [`Offer`].
const EVENT: &str = "sealed-offered";

/// More than anybody opens before the web view listens.
const MOST: usize = 64;

/// A sealed file that could be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Offer {
    file: String,
    /// The collection it was dropped on.
    collection: Option<String>,
}

/// Whether the web view listens, and what it is to be offered until it does.
#[derive(Default)]
pub(super) struct Offered {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    is_heard: bool,
    early: Vec<Offer>,
}

impl State {
    /// Keeps an offer for later; gives it back if the web view listens.
    fn keep(&mut self, offer: Offer) -> Option<Offer> {
        if self.is_heard {
            return Some(offer);
        }
        if self.early.len() < MOST {
            self.early.push(offer);
        }
        None
    }
}

impl Offered {
    /// What was offered so far. From now on the web view is told.
    pub(super) fn take(&self) -> Vec<Offer> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_heard = true;
        std::mem::take(&mut state.early)
    }

    fn offer(&self, app: &AppHandle, offer: Offer) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(offer) = state.keep(offer) {
            let _ = app.emit(EVENT, offer);
        }
    }
}

/// Offers those of the paths that are sealed files; answers the others.
pub(super) fn offer(app: &AppHandle, paths: Vec<PathBuf>, collection: Option<&str>) -> Vec<PathBuf> {
    let (sealed, others) = apart(paths);
    for path in sealed {
        let (file, collection) = (path.to_string_lossy().into_owned(), collection.map(str::to_owned));
        app.state::<Offered>().offer(app, Offer { file, collection });
    }
    others
}

/// Sealed files, and all else: also a folder that is called like one.
fn apart(paths: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    paths.into_iter().partition(|path: &PathBuf| is_sealed(path) && Path::is_file(path))
}

#[cfg(test)]
mod tests {
    use paperside_engine::SEALED_EXTENSION;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_offered_before_anybody_listens_waits() {
        let offer = |file: &str| Offer { file: file.to_owned(), collection: None };
        let offered = Offered::default();
        let keep = |file: &str| offered.state.lock().expect("nobody else has it").keep(offer(file));
        assert_eq!((keep("/a.paperside"), keep("/b.paperside")), (None, None));
        assert_eq!(offered.take(), [offer("/a.paperside"), offer("/b.paperside")]);
        assert_eq!(keep("/c.paperside"), Some(offer("/c.paperside")), "it is told at once");
        assert!(offered.take().is_empty(), "nothing is offered twice");
    }

    #[test]
    fn packages_associate_what_is_offered() {
        let config: Value = serde_json::from_str(include_str!("../../tauri.conf.json")).expect("it is JSON");
        let associations = config["bundle"]["fileAssociations"].as_array().expect("there are some");
        let ours = associations.iter().find(|association| association["ext"] == json!([SEALED_EXTENSION]));
        let kind = ours.and_then(|association| association["mimeType"].as_str()).expect("sealed files have a type");
        let named = include_str!("../paperside.xml");
        assert!(named.contains(&format!("<mime-type type=\"{kind}\">")), "the system must know the same type: {named}");
        assert!(named.contains(&format!("<glob pattern=\"*.{SEALED_EXTENSION}\"/>")), "and the same name: {named}");
    }

    #[test]
    fn sealed_files_are_told_from_all_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let [work, letter, named] =
            ["work.Paperside", "letter.pdf", "old.paperside"].map(|name| folder.path().join(name));
        std::fs::write(&work, "").expect("it can be written");
        std::fs::write(&letter, "").expect("it can be written");
        std::fs::create_dir(&named).expect("a folder");
        assert_eq!(apart(vec![letter.clone(), work.clone(), named.clone()]), (vec![work], vec![letter, named]));
    }
}
