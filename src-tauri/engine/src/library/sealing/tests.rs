//! Libraries into files and back, with the real model and the real index, but without anything that could read: what is
//! found came out of the file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{SealingRun, Target, Teller, What};
use crate::catalog::{EmbeddedPassage, NewDocument, NewPassages, NewTurn, Seen, passage_id};
use crate::embed::{EmbeddedText, TokenSigns};
use crate::library::agreement;
use crate::messages::{
    BackupRequest, ExportRequest, LibraryEvent, PageState, Password, RestoreRequest, SealedImportRequest,
    SealedSummary, SealingWork, SearchHit, SearchRequest, TurnRecord,
};
use crate::passage::{Passage, Span};
use crate::read::process::WorkerCommand;
use crate::read::{DocumentInfo, Page, Word};
use crate::sealed::{Progress, unpack};
use crate::{Config, Library, Result};

const KETTLE: [&str; 2] = ["The kettle is on the stove in the kitchen.", "Tea is drunk at five o'clock."];
const FERRY: [&str; 1] = ["The ferry leaves the harbour at noon, and in winter at one."];

/// A folder with a library and what lies beside it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    async fn open(&self) -> Library {
        let mut config = Config::locate(Some(self.library()), None).expect("a library is named");
        config.worker = WorkerCommand { program: "there-is-no-such-program".into() };
        Library::open(config).await.expect("the model must be there: `cargo xtask setup` fetches it")
    }

    /// What is left of work in the library's folder.
    fn leftovers(&self) -> usize {
        let originals = std::fs::read_dir(self.library().join("originals")).into_iter().flatten().count();
        originals + usize::from(self.library().join("sealing").exists())
    }
}

/// Puts a document into a library as an import would, embedded by its own model or by another one.
fn put(library: &Library, place: &Place, name: &str, pages: &[&str], collection: &str, model: Option<&str>) -> String {
    let shared = &library.shared;
    let (catalog, space) = (&shared.searcher.catalog, shared.searcher.spaces.current());
    let path = place.file(name);
    std::fs::write(&path, pages.join("\u{c}")).expect("it can be written");
    let kept = shared.originals.keep(Path::new(&path), name, &|| false).expect("it can be kept");
    let info = DocumentInfo { content_type: "text/plain".into(), ..DocumentInfo::default() };
    let number = catalog.ensure_collection(collection).expect("a collection");
    let document =
        NewDocument { id: &kept.id, title: name, info: &info, size: kept.size, added_at: 5, collections: &[number] };
    catalog.begin_document(&document).expect("it is new");
    let page = |(index, text): (u32, &&str)| Page {
        index,
        label: (index + 1).to_string(),
        width: 600.0,
        height: 800.0,
        text: (*text).to_owned(),
        words: vec![Word { start: 0, end: text.len() as u32, x0: 72.0, y0: 72.5, x1: 300.25, y1: 84.0 }],
        headings: Vec::new(),
        state: PageState::Searchable,
        reader: "text".into(),
        recogniser: None,
        reason: None,
        milliseconds: 1,
    };
    let passage = |(ordinal, text): (u32, &&str)| {
        let span = Span { page: ordinal, start: 0, end: text.len() as u32 };
        let passage = Passage { ordinal, text: (*text).to_owned(), context: String::new(), spans: vec![span] };
        let embedded = space.embedder.submit(passage.to_embed()).expect("threads run").wait().expect("it is a text");
        let model = model.map_or_else(|| Arc::clone(space.model()), Arc::from);
        let embedding = EmbeddedText { model, ..embedded };
        EmbeddedPassage { id: passage_id(&kept.id, ordinal), passage, embedding }
    };
    let pages: Vec<Page> = (0..).zip(pages).map(page).collect();
    let texts: Vec<&str> = pages.iter().map(|page| page.text.as_str()).collect();
    let passages: Vec<EmbeddedPassage> = (0..).zip(&texts).map(passage).collect();
    let points = agreement::points_of_embedded(&shared.searcher, &space, &kept.id, &[number], &passages);
    space.index.upsert(points).and_then(|()| space.index.flush()).expect("the index takes it");
    let words = shared.searcher.count_words(texts.iter().map(|text| ("", *text)));
    catalog.append(&kept.id, &pages, &NewPassages { passages: &passages, words }).expect("it can be written");
    catalog.settle_document(&kept.id).expect("it can be written");
    catalog.locate(&Seen { path: &path, at: 7, stamp: None }, &kept.id).expect("it can be written");
    kept.id
}

/// A library with two collections.
async fn filled(place: &Place) -> (Library, String, String) {
    let library = place.open().await;
    let (there, file_place) = (library.clone(), place.folder.path().to_owned());
    let put_in = move || {
        let place = Place { folder: TempDir::with_prefix_in("files-", file_place).expect("a folder") };
        let ids = (
            put(&there, &place, "kettle.txt", &KETTLE, "Kitchen", None),
            put(&there, &place, "ferry.txt", &FERRY, "Harbour", None),
        );
        let _kept = place.folder.keep();
        ids
    };
    let (kettle, ferry) = tokio::task::spawn_blocking(put_in).await.expect("it does not panic");
    (library, kettle, ferry)
}

async fn finished(mut run: SealingRun) -> (Result<SealedSummary>, Vec<LibraryEvent>) {
    let mut events = Vec::new();
    while let Some(event) = run.next().await {
        events.push(event);
    }
    (run.end().await, events)
}

async fn done(run: SealingRun) -> SealedSummary {
    finished(run).await.0.expect("it can be done")
}

async fn refused(run: SealingRun) -> String {
    finished(run).await.0.expect_err("it must be refused").to_string()
}

fn export(file: &str, collection: Option<&str>) -> ExportRequest {
    ExportRequest { file: file.to_owned(), collection: collection.map(str::to_owned), ..ExportRequest::default() }
}

fn import(file: &str) -> SealedImportRequest {
    SealedImportRequest { file: file.to_owned(), ..SealedImportRequest::default() }
}

async fn hits(library: &Library, query: &str) -> Vec<SearchHit> {
    let request = SearchRequest { query: query.to_owned(), limit: 5, ..SearchRequest::default() };
    let mut hits = library.search(request).await.expect("it can be searched").hits;
    // Where it was seen is told otherwise, and shown elsewhere.
    hits.iter_mut().for_each(|hit| hit.document.path.clear());
    hits
}

fn chat(library: &Library, documents: &[&str], collections: &[&str]) {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let record = TurnRecord { documents: owned(documents), collections: owned(collections), ..TurnRecord::default() };
    let record = serde_json::to_string(&record).expect("it is JSON");
    let catalog = &library.shared.searcher.catalog;
    let chat = catalog.begin_chat(&format!("{documents:?}"), 3).expect("a chat");
    let question = format!("What is in {documents:?} and {collections:?}?");
    let turn = NewTurn { parent: None, at: 3, question: &question, answer: "That.", record: &record };
    catalog.keep_turn(chat, turn).expect("kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_is_found_in_another_one_as_it_was_in_the_first() {
    let (here, there) = (Place::new(), Place::new());
    let (library, kettle, _) = filled(&here).await;
    // Vectors that no model would make: whoever has these has embedded nothing.
    let made_up: Vec<f32> = (0..384).map(|place| if place == 7 { -1.0 } else { 0.0 }).collect();
    let catalog = &library.shared.searcher.catalog;
    let model = Arc::clone(library.shared.searcher.spaces.current().model());
    let embedding = EmbeddedText { model: Arc::clone(&model), vector: made_up.clone(), tokens: TokenSigns::default() };
    catalog.keep_embeddings(&[(passage_id(&kettle, 1), embedding)]).expect("it can be written");
    library.repair().await.expect("the index is made of what the catalog holds");
    let before = (hits(&library, "Where is the kettle?").await, hits(&library, "When does the boat sail?").await);

    let file = here.file("all.paperside");
    let written = done(library.export(export(&file, None))).await;
    assert_eq!((written.documents, written.passages, written.left_behind.len()), (2, 3, 0), "{written:?}");
    let other = there.open().await;
    let (taken, events) = finished(other.import_sealed(import(&file))).await;
    let taken = taken.expect("it can be taken in");
    assert_eq!((taken.added, taken.unchanged, taken.to_embed), (2, 0, 0), "{taken:?}");
    assert_eq!((taken.collections, taken.joined), (vec!["Harbour".to_owned(), "Kitchen".to_owned()], Vec::new()));
    let ends = events.iter().filter(|event| matches!(event, LibraryEvent::Document(_))).count();
    assert_eq!(ends, 2, "{events:?}");

    let after = (hits(&other, "Where is the kettle?").await, hits(&other, "When does the boat sail?").await);
    assert_eq!(after, before, "the same hits with the same boxes and the same scores");
    let catalog = &other.shared.searcher.catalog;
    let vectors = catalog.passages_with_vectors(&kettle, &model, 0, 9).expect("readable");
    assert_eq!(vectors[1].vector.as_deref(), Some(made_up.as_slice()));
    let shown = other.show(kettle.clone()).await.expect("it is there");
    assert!(shown.paths[0].starts_with("elsewhere:/") && shown.paths[0].ends_with("/kettle.txt"), "{:?}", shown.paths);
    assert_eq!((shown.document.filename.as_str(), shown.receipt.len()), ("kettle.txt", 2));
    assert!(other.health().await.sound, "the index holds what the catalog does");

    let again = done(other.import_sealed(import(&file))).await;
    assert_eq!((again.added, again.unchanged), (0, 2));
    assert_eq!(again.joined.len(), 2, "collections of these names were here");
    drop(other);
    let other = there.open().await;
    assert_eq!(hits(&other, "Where is the kettle?").await, before.0, "it is there for good");
    assert_eq!(there.leftovers(), 2, "two originals, and nothing of the work");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_model_embedded_is_embedded_again_and_kept() {
    let (here, there) = (Place::new(), Place::new());
    let library = here.open().await;
    let (inside, files) = (library.clone(), Place::new());
    let put_in = move || put(&inside, &files, "kettle.txt", &KETTLE, "Kitchen", Some("another@1"));
    tokio::task::spawn_blocking(put_in).await.expect("it does not panic");
    let file = here.file("kitchen.paperside");
    done(library.export(export(&file, Some("kitchen")))).await;
    let other = there.open().await;
    let taken = done(other.import_sealed(import(&file))).await;
    assert_eq!((taken.added, taken.to_embed), (1, 2));
    assert!(!hits(&other, "kettle").await.is_empty(), "words find it at once");
    let (catalog, model) = (&other.shared.searcher.catalog, other.shared.searcher.spaces.current().model().to_string());
    let began = Instant::now();
    while catalog.count_embedded(&model).expect("readable") < 2 {
        assert!(began.elapsed() < Duration::from_mins(1), "it is never embedded");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(catalog.count_embedded("another@1").expect("readable"), 2, "to change to that model at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_takes_along_what_belongs_to_it_and_nothing_else() {
    let (here, there) = (Place::new(), Place::new());
    let (library, kettle, ferry) = filled(&here).await;
    chat(&library, &[&kettle], &[]);
    chat(&library, &[], &["Kitchen"]);
    chat(&library, &[&kettle, &ferry], &["Kitchen"]);
    chat(&library, &[], &[]);
    library.pin("Where is the kettle?".to_owned(), kettle.clone(), 0).await.expect("it is a page");
    library.pin("When does it leave?".to_owned(), ferry.clone(), 0).await.expect("it is a page");
    let file = here.file("kitchen.paperside");
    let written = done(library.export(export(&file, Some("kitchen")))).await;
    assert_eq!((written.documents, written.chats, written.pins), (1, 2, 1), "{written:?}");
    assert_eq!(written.collections, ["Kitchen"], "as it is written in the library");
    let request = SealedImportRequest { collection: Some("From Anna".to_owned()), ..import(&file) };
    let other = there.open().await;
    let taken = done(other.import_sealed(request)).await;
    assert_eq!((taken.added, taken.chats_added, &taken.collections[..]), (1, 2, &["From Anna".to_owned()][..]));
    let chats = other.chats(None).await.expect("readable");
    let asked = other.chat(chats[0].id).await.expect("it is there").turns[0].record.collections.clone();
    assert_eq!(asked, ["From Anna"], "it goes on where its documents are");
    assert_eq!(other.pins().await.expect("readable")[0].question, "Where is the kettle?");
    let taken = done(other.import_sealed(import(&file))).await;
    assert_eq!((taken.added, taken.chats_added), (0, 0), "nothing comes twice");
    let shown = other.show(kettle).await.expect("it is there");
    assert_eq!(shown.document.collections, ["From Anna", "Kitchen"], "but into every collection it was put in");
    let request = SearchRequest {
        query: "kettle".to_owned(),
        limit: 5,
        collections: vec!["Kitchen".to_owned()],
        ..SearchRequest::default()
    };
    assert!(!other.search(request).await.expect("searchable").hits.is_empty(), "and the index knows");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_of_what_is_damaged_locked_or_cancelled() {
    let (here, there) = (Place::new(), Place::new());
    let (library, ..) = filled(&here).await;
    let file = here.file("all.paperside");
    let passphrase = Some(Password("open, sesame".to_owned()));
    done(library.export(ExportRequest { passphrase: passphrase.clone(), ..export(&file, None) })).await;
    let other = there.open().await;
    assert!(refused(other.import_sealed(import(&file))).await.ends_with("is locked: give its passphrase"));
    let wrong = SealedImportRequest { passphrase: Some(Password("barley".to_owned())), ..import(&file) };
    assert!(refused(other.import_sealed(wrong)).await.contains("does not open with this passphrase"));

    let mut bytes = std::fs::read(&file).expect("it is there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let damaged = here.file("damaged.paperside");
    std::fs::write(&damaged, bytes).expect("it can be written");
    let request = SealedImportRequest { passphrase: passphrase.clone(), ..import(&damaged) };
    assert!(refused(other.import_sealed(request)).await.contains("is damaged and nothing was taken from it"));

    let run = other.import_sealed(SealedImportRequest { passphrase: passphrase.clone(), ..import(&file) });
    run.cancellation().cancel();
    assert_eq!(refused(run).await, "cancelled");
    assert_eq!((other.list().await.expect("readable").len(), there.leftovers()), (0, 0), "there is no trace of it");
    let sound = SealedImportRequest { passphrase, ..import(&file) };
    assert_eq!(done(other.import_sealed(sound)).await.added, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_over_or_into_the_library() {
    let here = Place::new();
    let (library, kettle, _) = filled(&here).await;
    let file = here.file("letter.paperside");
    std::fs::write(&file, "Dear Anna").expect("it can be written");
    assert!(refused(library.export(export(&file, None))).await.starts_with("there is a file"));
    let backup = BackupRequest { file: Some(file.clone()), ..BackupRequest::default() };
    assert!(refused(library.backup(backup)).await.starts_with("there is a file"));
    assert_eq!(std::fs::read(&file).expect("it is there"), b"Dear Anna");
    let inside = here.library().join("all.paperside").to_string_lossy().into_owned();
    assert!(refused(library.export(export(&inside, None))).await.contains("is in the library itself"));
    assert!(refused(library.export(export(&here.file("b.paperside"), Some("Attic")))).await.contains("no collection"));
    assert!(refused(library.export(export(&here.file("not/there.paperside"), None))).await.contains("not"));
    let empty = ExportRequest { passphrase: Some(Password(String::new())), ..export(&here.file("c.paperside"), None) };
    assert_eq!(refused(library.export(empty)).await, "a passphrase needs a letter");
    assert!(refused(library.backup(BackupRequest::default())).await.contains("backup-folder"));

    std::fs::remove_file(library.shared.originals.path(&kettle)).expect("it is there");
    let file = here.file("rest.paperside");
    let written = done(library.export(export(&file, None))).await;
    assert_eq!(
        (written.documents, written.left_behind[0].title.as_str()),
        (1, "kettle.txt"),
        "the rest is worth a file"
    );
    let names = std::fs::read_dir(here.folder.path()).expect("a folder").flatten();
    let partial = names.filter(|entry| entry.file_name().to_string_lossy().ends_with(".partial")).count();
    assert_eq!(partial, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_replaced_if_that_is_asked_for() {
    let here = Place::new();
    let (library, ..) = filled(&here).await;
    let (letter, folder) = (here.file("letter.paperside"), here.file("folder.paperside"));
    std::fs::write(&letter, "Dear Anna").expect("it can be written");
    done(library.export(ExportRequest { replace: true, ..export(&letter, Some("Kitchen")) })).await;
    assert_eq!(library.sealed_contents(letter.clone(), None).await.expect("it is one").documents, 1);
    let backup = BackupRequest { file: Some(letter.clone()), replace: true, ..BackupRequest::default() };
    done(library.backup(backup)).await;
    assert!(library.sealed_contents(letter.clone(), None).await.expect("it is one").is_backup);
    let run = library.export(ExportRequest { replace: true, ..export(&letter, Some("Attic")) });
    assert!(refused(run).await.contains("no collection"));
    assert!(library.sealed_contents(letter, None).await.expect("it is one").is_backup, "what fails replaces nothing");

    std::fs::create_dir(&folder).expect("a folder");
    refused(library.export(ExportRequest { replace: true, ..export(&folder, None) })).await;
    assert!(Path::new(&folder).is_dir(), "a folder gives way to nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_a_library_back_into_an_empty_one() {
    let (here, there) = (Place::new(), Place::new());
    let (library, kettle, ferry) = filled(&here).await;
    chat(&library, &[&kettle, &ferry], &[]);
    library.create_collection("Empty".to_owned()).await.expect("it is new");
    let chosen = [("rerank", "off"), ("ocr-language", "deu"), ("backup-folder", &here.file("backups"))];
    for (name, value) in chosen {
        library.set_setting(name.to_owned(), Some(value.to_owned())).await.expect("it can be chosen");
    }
    let server = r#"{"url":"http://anna:secret@192.168.0.7/v1"}"#;
    library.shared.searcher.catalog.set_setting("language-model", Some(server)).expect("it can be written");
    let followed = here.folder.path().to_string_lossy().into_owned();
    library.shared.searcher.catalog.watch_folder(&followed, None).expect("it can be written");
    let known = library.show(kettle.clone()).await.expect("it is there").paths[0].clone();
    let old = std::time::SystemTime::now() - Duration::from_mins(1);
    std::fs::File::options().write(true).open(&known).and_then(|file| file.set_modified(old)).expect("it is there");
    std::fs::remove_file(library.show(ferry.clone()).await.expect("it is there").paths.remove(0))
        .expect("it was there");
    let folder = Some(here.folder.path().to_string_lossy().into_owned());
    let written = done(library.backup(BackupRequest { folder, ..BackupRequest::default() })).await;
    assert!(written.file.contains("paperside-backup-20"), "{}", written.file);
    drop(library);

    let restore = || RestoreRequest { file: written.file.clone(), passphrase: None };
    let other = there.open().await;
    assert!(other.backup_state().await.expect("it can be asked").can_restore, "it is empty");
    let held = other.preview(vec![written.file.clone().into()]).await.expect("it can be looked at");
    let seen = held.sealed.expect("it is not locked");
    assert_eq!((held.files, held.sealed_files, held.unreadable_files), (0, 1, 0), "it is no document");
    assert_eq!((seen.is_backup, seen.documents, seen.chats), (true, 2, 1));
    assert_eq!(other.sealed_contents(written.file.clone(), None).await.expect("it can be looked at"), seen);
    let restored = done(other.restore(restore())).await;
    assert_eq!((restored.added, restored.chats_added), (2, 1), "{restored:?}");
    assert_eq!(
        restored.not_restored,
        ["backup-folder", "language-model"],
        "what names a place or a server is for the person to choose"
    );
    let sealed = there.file("unpacked");
    std::fs::create_dir(&sealed).expect("a folder");
    let mut progress = Progress { goes_on: &mut |_, _| Ok(()), ensure_room: &|_| Ok(()) };
    let staged = unpack(Path::new(&written.file), None, Path::new(&sealed), &mut progress).expect("it opens");
    let told: Vec<_> = staged.settings().expect("settings").map(|line| line.expect("a line")).collect();
    assert!(told.iter().all(|line| !line.value.contains("secret")), "{told:?}");
    assert_eq!(restored.folders.len(), 1);
    let settings = other.settings().await.expect("readable");
    let value = |name: &str| settings.iter().find(|setting| setting.name == name).and_then(|it| it.value.clone());
    assert_eq!(
        (value("rerank"), value("ocr-language"), value("backup-folder")),
        (Some("off".into()), Some("deu".into()), None)
    );
    let collections = other.collections().await.expect("readable");
    let collections: Vec<_> = collections.iter().map(|it| (it.name.as_str(), it.documents)).collect();
    assert_eq!(collections, [("Empty", 0), ("Harbour", 1), ("Kitchen", 1)]);
    let shown = other.show(kettle).await.expect("it is there");
    assert_eq!((&shown.paths[..], shown.document.added_at), (&[known][..], 5), "its file is still there");
    let gone = other.show(ferry).await.expect("it is there").paths;
    assert!(gone[0].starts_with("elsewhere:"), "a followed folder does not take it for removed: {gone:?}");
    assert!(!other.backup_state().await.expect("it can be asked").can_restore, "it is not empty any more");
    assert!(refused(other.restore(restore())).await.starts_with("this library is not empty"));
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_are_made_by_themselves_and_the_last_few_are_kept() {
    let (here, backups) = (Place::new(), Place::new());
    let (library, ..) = filled(&here).await;
    let folder = backups.folder.path().to_string_lossy().into_owned();
    let count = || std::fs::read_dir(backups.folder.path()).expect("a folder").count();
    for (name, value) in [("backup-folder", folder.as_str()), ("backup-every", "6h"), ("backup-keep", "2")] {
        library.set_setting(name.to_owned(), Some(value.to_owned())).await.expect("it can be chosen");
    }
    assert!(library.set_setting("backup-every".to_owned(), Some("soon".to_owned())).await.is_err());
    let old = [1_000_000, 2_000_000, 3_000_000].map(|at| super::scheduled_name(&here.library(), at));
    old.iter().for_each(|name| std::fs::write(backups.folder.path().join(name), "old").expect("it can be written"));
    let stranger = backups.file("holiday.paperside");
    std::fs::write(&stranger, "of somebody else").expect("it can be written");
    let mut events = library.subscribe();
    library.work_on_queue().await.expect("it can be begun");
    let made = loop {
        match events.recv().await.expect("something happens") {
            LibraryEvent::Sealed(made) => break made,
            LibraryEvent::SealingFailed { problem, .. } => panic!("{problem:?}"),
            _ => {}
        }
    };
    assert_eq!((made.work, made.documents), (SealingWork::Backup, 2));
    let began = Instant::now();
    while count() > 3 {
        assert!(began.elapsed() < Duration::from_mins(1), "old ones stay");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let kept = [PathBuf::from(&made.file), backups.folder.path().join(&old[2]), stranger.into()];
    assert!(kept.iter().all(|path| path.exists()), "two of this library, and what belongs to others");
    let health = library.health().await;
    let backup = health.checks.iter().find(|check| check.part == "backup").expect("it is looked at");
    assert!(backup.sound && backup.message.contains("2 are kept"), "{backup:?}");
    let state = library.backup_state().await.expect("it can be asked");
    assert_eq!((state.last.map(|last| last.file), state.problem, state.can_restore), (Some(made.file), None, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_is_told_of_until_one_succeeds() {
    let here = Place::new();
    let (library, ..) = filled(&here).await;
    let folder = here.folder.path().join("drive");
    library.set_setting("backup-folder".to_owned(), Some(folder.to_string_lossy().into_owned())).await.expect("chosen");
    let mut events = library.subscribe();
    library.work_on_queue().await.expect("it can be begun");
    while !matches!(events.recv().await.expect("something happens"), LibraryEvent::SealingFailed { .. }) {}
    assert!(!library.health().await.sound, "doctor says so by then");
    assert!(library.backup_state().await.expect("it can be asked").problem.is_some(), "and so does whoever shows it");
    std::fs::create_dir(&folder).expect("a folder");
    // Whatever is chosen, it is looked again at once.
    library.set_setting("backup-keep".to_owned(), Some("3".to_owned())).await.expect("chosen");
    while !matches!(events.recv().await.expect("something happens"), LibraryEvent::Sealed(_)) {}
    assert!(library.health().await.sound, "all is well again");
    assert_eq!(library.backup_state().await.expect("it can be asked").problem, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_change_is_not_written_once_more() {
    let here = Place::new();
    let (library, kettle, _) = filled(&here).await;
    let sealer = library.shared.sealer();
    let write = |name: &str, unless: Option<&str>| {
        let cancellation = tokio_util::sync::CancellationToken::new();
        let teller = Teller::new(SealingWork::Backup, name.to_owned(), Box::new(|_| {}), None, cancellation);
        let file = here.folder.path().join(name);
        let target = Target { file: &file, replaces: false, passphrase: None, unless };
        sealer.write(&What::Backup, &target, &teller).expect("it can be written").map(|(_, digest)| digest)
    };
    let first = write("a.paperside", None).expect("it is the first");
    assert_eq!(write("b.paperside", Some(&first)), None);
    library.pin("Where?".to_owned(), kettle, 0).await.expect("it is a page");
    assert!(write("c.paperside", Some(&first)).is_some_and(|second| second != first));
}
