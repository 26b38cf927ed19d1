//! A labelled set in a library: imported as a person would, its answers found again by document.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use paperside_engine::messages::{AddRequest, ImportStatus, LibraryEvent};
use paperside_engine::{Config, Library, WorkerCommand};

use crate::measures::Gold;
use crate::sets::{Documents, Entry, LabelledSet};

/// A set that can be asked.
pub struct Shelf {
    /// Holds the documents of the set and no others.
    pub library: Library,
    /// The ids of all documents.
    pub documents: BTreeSet<String>,
    /// How many passages they have.
    pub passages: u32,
    /// The questions of the set.
    pub questions: Vec<Asked>,
}

/// A question with its answers in the terms of the library.
pub struct Asked {
    /// As a person would type it.
    pub text: String,
    /// The documents that answer it.
    pub gold: Gold,
    /// These, and the others that are parts of the same articles.
    pub related: BTreeSet<String>,
    /// Right answers, where they are known.
    pub answers: Vec<String>,
}

impl Shelf {
    /// Imports a set into the library in `folder`. What is there already is not imported again.
    pub async fn open(set: &LabelledSet, folder: &Path) -> Self {
        let paths = match &set.documents {
            Documents::Texts(texts) => vec![write(texts, &folder.join("texts"))],
            Documents::Pdfs(pdfs) => pdfs.iter().map(|pdf| pdf.to_string_lossy().into_owned()).collect(),
        };
        let mut config = Config::locate(Some(folder.join("library")), None).unwrap();
        config.worker = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
        let library = Library::open(config).await.unwrap();
        let files = import(&library, paths).await;
        let documents: BTreeSet<String> = files.values().cloned().collect();
        let mut passages = 0;
        for document in library.list().await.unwrap() {
            if documents.contains(&document.id) {
                passages += document.passages;
            } else {
                // The set had another document when the library was made.
                library.remove(document.id).await.unwrap();
            }
        }
        let questions = resolve(set, &files);
        Self { library, documents, passages, questions }
    }

    /// All documents but those that may answer the question.
    pub fn without(&self, question: &Asked) -> Vec<String> {
        self.documents.difference(&question.related).cloned().collect()
    }
}

/// Makes the folder hold these texts. A file that is right is left alone, so that it is known to be unchanged.
fn write(texts: &[Entry], folder: &Path) -> String {
    std::fs::create_dir_all(folder).unwrap();
    let names: BTreeSet<&str> = texts.iter().map(|text| text.file.as_str()).collect();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if !names.contains(&*entry.file_name().to_string_lossy()) {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
    for Entry { file, text, .. } in texts {
        let path = folder.join(file);
        if std::fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            std::fs::write(path, text).unwrap();
        }
    }
    folder.to_string_lossy().into_owned()
}

/// The document's id by the name of the file. What cannot be imported is told and cannot be found.
async fn import(library: &Library, paths: Vec<String>) -> HashMap<String, String> {
    let mut batch = library.add(AddRequest { paths, ..AddRequest::default() }).await.unwrap();
    let mut files = HashMap::new();
    while let Some(event) = batch.next().await {
        let LibraryEvent::Document(outcome) = event else { continue };
        match (outcome.status, outcome.id) {
            (ImportStatus::Failed, _) | (_, None) => {
                println!("Not imported: {}: {}", outcome.filename, outcome.reason.unwrap_or_default());
            }
            (_, Some(id)) => _ = files.insert(outcome.filename, id),
        }
    }
    files
}

fn resolve(set: &LabelledSet, files: &HashMap<String, String>) -> Vec<Asked> {
    let articles = Articles::of(set);
    // A file that could not be imported still answers the question: it counts as not found.
    let document = |file: &str| files.get(file).cloned().unwrap_or_else(|| file.to_owned());
    let asked = set.questions.iter().map(|question| {
        let related = question.places.keys().flat_map(|file| articles.parts(file)).map(document).collect();
        let mut gold = BTreeMap::<String, Vec<u32>>::new();
        for (file, pages) in &question.places {
            gold.entry(document(file)).or_default().extend(pages);
        }
        Asked { text: question.text.clone(), gold: Gold(gold), related, answers: question.answers.clone() }
    });
    asked.collect()
}

/// Which files are parts of one article.
struct Articles<'a> {
    titles: HashMap<&'a str, &'a str>,
    files: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Articles<'a> {
    fn of(set: &'a LabelledSet) -> Self {
        let (mut titles, mut files) = (HashMap::new(), HashMap::<_, Vec<_>>::new());
        if let Documents::Texts(texts) = &set.documents {
            for Entry { file, title, .. } in texts.iter().filter(|text| !text.title.trim().is_empty()) {
                titles.insert(file.as_str(), title.as_str());
                files.entry(title.as_str()).or_default().push(file.as_str());
            }
        }
        Self { titles, files }
    }

    /// The files of the article that this file is a part of; itself, if it is of none.
    fn parts<'b>(&'b self, file: &'b str) -> Vec<&'b str> {
        let parts = self.titles.get(file).and_then(|title| self.files.get(title));
        parts.map_or_else(|| vec![file], Vec::clone)
    }
}
