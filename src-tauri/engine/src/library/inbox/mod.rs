//! Files that came as bytes and are nowhere else: they wait here until they are imported.
//!
//! Each is in a folder of its own, so that two of the same name are two files. A file leaves with its import, and what
//! belongs to no import is swept up when the library is opened.
//!
//! # Layout
//! - [`incoming`]: a file that is on its way in

mod incoming;

pub use incoming::{Incoming, Received};

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Shared, collections, locations};
use crate::catalog::{Catalog, DocumentState};
use crate::file_name::last_part;
use crate::messages::Password;
use crate::{Error, Result, private};

/// The folder in the library.
const FOLDER: &str = "inbox";

/// Longest name of a file, in bytes; most file systems hold no more than 255.
const LONGEST_NAME: usize = 200;

/// What a file is called whose name says nothing.
const NAMELESS: &str = "unnamed";

/// The folder of files that wait.
#[derive(Debug, Clone)]
pub(super) struct Inbox {
    folder: PathBuf,
    counted: Arc<AtomicU64>,
}

impl Inbox {
    /// The one of the library in this folder.
    pub(super) fn in_library(library: &Path) -> Self {
        let folder = library.join(FOLDER);
        Self { folder: std::path::absolute(&folder).unwrap_or(folder), counted: Arc::default() }
    }

    /// Whether a file waits here, or did.
    fn holds(&self, file: &Path) -> bool {
        file.starts_with(&self.folder)
    }

    /// A place for a file of this name that no other file has. Nobody but this person can look into it.
    fn place(&self, filename: &str) -> Result<PathBuf> {
        private::make_folder(&self.folder).map_err(Error::file(&self.folder))?;
        loop {
            let number = self.counted.fetch_add(1, Ordering::Relaxed);
            let place = self.folder.join(format!("{}-{number}", locations::now()));
            match std::fs::create_dir(&place) {
                Ok(()) => return Ok(place.join(tidy(filename))),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(source) => return Err(Error::File { path: place, source }),
            }
        }
    }

    /// A file is imported, or nobody wants it any more. Its document is remembered to have been here only if it was
    /// seen nowhere else.
    pub(super) fn let_go(&self, catalog: &Catalog, file: &Path) {
        if !self.holds(file) {
            return;
        }
        remove(file);
        if let Err(error) = catalog.forget_unless_last(&file.to_string_lossy()) {
            tracing::warn!(%error, "a document is still said to be where it came in");
        }
    }

    /// Removes what no import is going to read. Nothing may be coming in meanwhile.
    ///
    /// # Errors
    /// Those of the catalog; what cannot be removed goes another time.
    pub(super) fn sweep(&self, catalog: &Catalog) -> Result<()> {
        let Ok(places) = std::fs::read_dir(&self.folder) else { return Ok(()) };
        let waiting: BTreeSet<OsString> = catalog
            .imports()?
            .iter()
            .filter_map(|import| Some(import.path.parent()?.file_name()?.to_owned()))
            .collect();
        for place in places.flatten().filter(|place| !waiting.contains(&place.file_name())) {
            let _ = std::fs::remove_dir_all(place.path());
        }
        Ok(())
    }
}

/// Imports what was received, behind all that waits; what is in the library as a whole is only put into the collection.
/// Answers of each whether it was there. When this returns, the queue is on disk.
///
/// # Errors
/// Those of the index and the catalog.
pub(super) fn take_in(
    shared: &Shared,
    received: &mut [Received],
    collection: Option<&str>,
    password: Option<Password>,
) -> Result<Vec<bool>> {
    let collection = collection.map(str::trim).filter(|name| !name.is_empty());
    let known = received.iter().map(|file| is_known(shared, &file.id)).collect::<Result<Vec<_>>>()?;
    let there: Vec<String> =
        received.iter().zip(&known).filter(|(_, known)| **known).map(|(file, _)| file.id.clone()).collect();
    if let Some(collection) = collection
        && !there.is_empty()
    {
        collections::put_in(shared, there, collection)?;
    }
    let mut new: Vec<&mut Received> =
        received.iter_mut().zip(&known).filter(|(_, known)| !**known).map(|(file, _)| file).collect();
    let files: Vec<(PathBuf, String)> = new.iter().map(|file| (file.path().to_owned(), file.id.clone())).collect();
    if !files.is_empty() {
        // If the queue fails halfway, what it does not hold is swept up later; nothing that it holds may be gone.
        new.iter_mut().for_each(|file| file.stay());
        shared.importer.add_received(&files, collection, password)?;
    }
    Ok(known)
}

/// Whether a content is here as a whole, with nothing on it that another try could read.
fn is_known(shared: &Shared, id: &str) -> Result<bool> {
    let catalog = &shared.searcher.catalog;
    Ok(catalog.document_state(id)? == Some(DocumentState::Whole) && catalog.unread_pages(id)?.is_empty())
}

/// Removes a file with the folder that it has to itself.
fn remove(file: &Path) {
    let place = file.parent().unwrap_or(file);
    match std::fs::remove_dir_all(place) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, file = %file.display(), "a file that came in is removed when the library is opened again");
        }
        _ => {}
    }
}

/// A name that can be given to a file: the last part of what might be a path, without what no name may hold.
fn tidy(filename: &str) -> String {
    let is_allowed = |letter: &char| !(letter.is_control() || cfg!(windows) && r#"<>:"|?*"#.contains(*letter));
    let name: String = last_part(filename).chars().filter(is_allowed).collect();
    let name = name.trim();
    if name.chars().all(|letter| letter == '.') {
        return NAMELESS.to_owned();
    }
    if name.len() <= LONGEST_NAME {
        return name.to_owned();
    }
    // The extension tells what the file is.
    let extension = Path::new(name).extension().map(|extension| format!(".{}", extension.to_string_lossy()));
    let extension = extension.filter(|extension| extension.len() <= LONGEST_NAME / 2).unwrap_or_default();
    format!("{}{extension}", &name[..name.floor_char_boundary(LONGEST_NAME - extension.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_out_of_its_folder_and_keeps_its_extension() {
        assert_eq!(tidy("../../etc/passwd"), "passwd");
        assert_eq!(tidy(r"C:\Users\me\Grüße.pdf"), "Grüße.pdf");
        assert_eq!(tidy("a\r\nb\0.txt"), "ab.txt");
        for nothing in ["", "..", ".", "/", "a/ "] {
            assert_eq!(tidy(nothing), NAMELESS, "{nothing}");
        }
        let long = tidy(&format!("{}.pdf", "ü".repeat(300)));
        assert!(long.len() <= LONGEST_NAME && long.ends_with("ü.pdf"), "{long}");
    }

    #[test]
    fn what_no_import_waits_for_is_swept_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let catalog = Catalog::open(folder.path()).expect("a new catalog");
        let inbox = Inbox::in_library(folder.path());
        let [waiting, left] = ["a.txt", "a.txt"].map(|name| {
            let file = inbox.place(name).expect("room");
            std::fs::write(&file, "words").expect("room");
            file
        });
        assert_ne!(waiting, left, "two files of one name are two files");
        catalog.enqueue(std::slice::from_ref(&waiting), None, 0).expect("a queue");
        inbox.sweep(&catalog).expect("a catalog");
        assert_eq!((waiting.exists(), left.exists()), (true, false));
    }
}
