//! The few words that the window's host says itself: in the system's dialogs.

use std::sync::{Mutex, PoisonError};

/// What dialogs are called and offer, in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub(super) add_documents: &'static str,
    pub(super) add_folders: &'static str,
    pub(super) watch_folder: &'static str,
    pub(super) documents: &'static str,
    pub(super) all_files: &'static str,
    pub(super) export_chat: &'static str,
    pub(super) chat: &'static str,
    pub(super) model_folder: &'static str,
    pub(super) choose_model: &'static str,
    pub(super) language_models: &'static str,
    pub(super) export_sealed: &'static str,
    pub(super) import_sealed: &'static str,
    pub(super) back_up: &'static str,
    pub(super) backup_folder: &'static str,
    pub(super) sealed_files: &'static str,
    pub(super) make_report: &'static str,
}

const ENGLISH: Words = Words {
    add_documents: "Add documents",
    add_folders: "Add folders",
    watch_folder: "Watch a folder",
    documents: "Documents",
    all_files: "All files",
    export_chat: "Export the chat",
    chat: "chat",
    model_folder: "A folder with an embedding model",
    choose_model: "Choose a language model",
    language_models: "Language models",
    export_sealed: "Export",
    import_sealed: "Import a sealed file",
    back_up: "Back up the library",
    backup_folder: "A folder for backups",
    sealed_files: "Sealed files",
    make_report: "Save a report",
};

const GERMAN: Words = Words {
    add_documents: "Dokumente hinzufügen",
    add_folders: "Ordner hinzufügen",
    watch_folder: "Einen Ordner überwachen",
    documents: "Dokumente",
    all_files: "Alle Dateien",
    export_chat: "Das Gespräch exportieren",
    chat: "Gespräch",
    model_folder: "Ein Ordner mit einem Modell zum Finden nach Sinn",
    choose_model: "Ein Sprachmodell auswählen",
    language_models: "Sprachmodelle",
    export_sealed: "Exportieren",
    import_sealed: "Eine versiegelte Datei importieren",
    back_up: "Die Bibliothek sichern",
    backup_folder: "Ein Ordner für Sicherungen",
    sealed_files: "Versiegelte Dateien",
    make_report: "Einen Bericht sichern",
};

/// The language that the window speaks.
#[derive(Default)]
pub(super) struct Language {
    tag: Mutex<String>,
}

impl Language {
    /// `tag` is one such as `de`; what is not known is English.
    pub(super) fn choose(&self, tag: String) {
        *self.tag.lock().unwrap_or_else(PoisonError::into_inner) = tag;
    }

    /// The words of the language.
    pub(super) fn words(&self) -> Words {
        match self.tag.lock().unwrap_or_else(PoisonError::into_inner).as_str() {
            "de" => GERMAN,
            _ => ENGLISH,
        }
    }
}
