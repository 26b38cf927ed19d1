//! Moves from place to place, and servers that go away, with a library whose documents are made up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use paperside_stand_in::StandIn;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::catalog::{EmbeddedPassage, NewDocument, NewPassages, WordCounts};
use crate::embed::{EmbeddedText, TokenSigns};
use crate::index::{IndexHits, IndexQuery, Scope};
use crate::library::agreement;
use crate::messages::{IndexPlace, IndexServerOptions, IndexState, SearchRequest};
use crate::passage::Passage;
use crate::read::DocumentInfo;
use crate::{Config, Error, Library};

/// Passages of each document.
const PASSAGES: u32 = 3;

/// A library that can be opened and closed.
struct Shelf {
    folder: TempDir,
    runtime: Runtime,
    index: Option<IndexPlace>,
}

impl Shelf {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        Self { folder: tempfile::tempdir().expect("a folder"), runtime: runtime.expect("threads"), index: None }
    }

    fn try_to_open(&self) -> crate::Result<Library> {
        let mut config = Config::locate(Some(self.folder.path().join("library")), None)?;
        config.keys = self.folder.path().to_owned();
        config.index.clone_from(&self.index);
        self.runtime.block_on(Library::open(config))
    }

    fn open(&self) -> Library {
        self.try_to_open().expect("it opens, wherever its index is")
    }

    /// Opens it and waits until the index is in step, or cannot be.
    fn open_and_wait(&self) -> Library {
        let library = self.open();
        self.runtime.block_on(library.wait_for_index()).expect("it is open");
        library
    }

    fn close(&self, library: Library) {
        let _on_the_loop = self.runtime.enter();
        drop(library);
    }

    fn state(&self, library: &Library) -> IndexState {
        self.runtime.block_on(library.index_place()).expect("it is open")
    }

    /// The state, as soon as it is as wanted.
    fn wait_for(&self, library: &Library, is_so: impl Fn(&IndexState) -> bool) -> IndexState {
        let began = Instant::now();
        loop {
            let state = self.state(library);
            if is_so(&state) {
                return state;
            }
            assert!(began.elapsed() < Duration::from_mins(1), "it never happens: {state:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn begin_to_move(&self, library: &Library, to: &IndexPlace) {
        self.runtime.block_on(library.move_index(to.clone(), None)).expect("a place");
    }

    fn move_to(&self, library: &Library, to: &IndexPlace) {
        self.begin_to_move(library, to);
        let state = self.wait_for(library, |state| state.moving.is_none());
        assert_eq!((&state.place, state.is_in_step), (to, true));
        assert_sound(library);
    }

    fn indexes_in_folder(&self) -> usize {
        let entries = std::fs::read_dir(self.folder.path().join("library")).expect("a folder").flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("index")).count()
    }
}

fn on(stand_in: &StandIn) -> IndexPlace {
    IndexPlace::Server { url: stand_in.url(), options: IndexServerOptions::default() }
}

/// The passages on a stand-in, of however many collections.
fn count(stand_in: &StandIn) -> usize {
    stand_in.collections().iter().map(|collection| stand_in.count(collection)).sum()
}

/// Numbers that depend on a name alone, of length one.
fn vector(name: &str, dimensions: usize) -> Vec<f32> {
    let bytes = Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()).into_bytes();
    let numbers: Vec<f32> = (0..dimensions).map(|at| f32::from(bytes[at % 16]) - 127.0 + at as f32 / 8.0).collect();
    let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt();
    numbers.into_iter().map(|number| number / length).collect()
}

/// Puts a document into a library in the order in which imports do.
fn put(library: &Library, document: &str) {
    let searcher = &library.shared.searcher;
    let (catalog, space) = (&searcher.catalog, searcher.spaces.current());
    let info = DocumentInfo::default();
    let new = NewDocument { id: document, title: document, info: &info, size: 1, added_at: 1, collections: &[] };
    catalog.begin_document(&new).expect("a new document");
    let passages: Vec<EmbeddedPassage> = (0..PASSAGES)
        .map(|ordinal| {
            let name = format!("{document}/{ordinal}");
            let text = format!("what document {document} tells of kettles in place {ordinal}");
            let vector = vector(&name, space.embedder.dimensions());
            EmbeddedPassage {
                id: Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()),
                passage: Passage { ordinal, text, context: String::new(), spans: Vec::new() },
                embedding: EmbeddedText { model: Arc::clone(space.model()), vector, tokens: TokenSigns::default() },
            }
        })
        .collect();
    let _writing = searcher.spaces.writing();
    let points = agreement::points_of_embedded(searcher, &space, document, &[], &passages);
    space.index.upsert(points).expect("it can be written");
    space.index.flush().expect("it can be written");
    catalog
        .append(document, &[], &NewPassages { passages: &passages, words: WordCounts::new() })
        .expect("new passages");
    catalog.settle_document(document).expect("a document");
}

/// Ids as documents have them.
fn ids(numbers: std::ops::Range<u32>) -> Vec<String> {
    numbers.map(|number| format!("{number:064x}")).collect()
}

fn hits(library: &Library) -> IndexHits {
    let searcher = &library.shared.searcher;
    let space = searcher.spaces.current();
    let query = IndexQuery {
        dense: Some(vector("a question", space.embedder.dimensions())),
        keywords: Some(searcher.keywords.of_question("kettles of place 2")),
        scope: Scope::default(),
        limit: 100,
    };
    searcher.spaces.search(space.model(), &query).expect("it can be asked")
}

/// That the index holds what the catalog does.
fn assert_sound(library: &Library) {
    assert_eq!(agreement::count_differences(&library.shared.searcher).expect("it can be asked"), 0);
}

#[test]
fn an_index_moves_to_a_server_and_back() {
    let (shelf, stand_in) = (Shelf::new(), StandIn::start());
    let library = shelf.open();
    ids(0..5).iter().for_each(|id| put(&library, id));
    let before = hits(&library);
    assert_eq!(before.keyword.len(), 15);
    shelf.move_to(&library, &on(&stand_in));
    assert_eq!((hits(&library), count(&stand_in)), (before.clone(), 15));
    shelf.wait_for(&library, |_| shelf.indexes_in_folder() == 0);
    ids(5..6).iter().for_each(|id| put(&library, id));
    assert_eq!(count(&stand_in), 18);
    shelf.close(library);

    let library = shelf.open_and_wait();
    assert_eq!(shelf.state(&library).place, on(&stand_in), "it is remembered");
    assert_eq!(hits(&library).keyword.len(), 18);
    shelf.move_to(&library, &IndexPlace::Embedded);
    shelf.close(library);
    assert!(stand_in.collections().is_empty(), "nothing is left on the server: {:?}", stand_in.collections());
    let library = shelf.open();
    assert_eq!((hits(&library).keyword.len(), shelf.indexes_in_folder()), (18, 1));
    assert_sound(&library);
    shelf.close(library);
}

#[test]
fn options_are_changed_by_a_move_on_the_same_server() {
    let (shelf, stand_in) = (Shelf::new(), StandIn::start());
    let library = shelf.open();
    ids(0..2).iter().for_each(|id| put(&library, id));
    shelf.move_to(&library, &on(&stand_in));
    let options = IndexServerOptions { shards: Some(2), ..IndexServerOptions::default() };
    shelf.move_to(&library, &IndexPlace::Server { url: stand_in.url(), options });
    shelf.close(library);
    assert_eq!((stand_in.collections().len(), count(&stand_in)), (1, 6));
}

#[test]
fn a_move_that_was_interrupted_goes_on_where_it_stopped() {
    let (shelf, stand_in) = (Shelf::new(), StandIn::start());
    let library = shelf.open();
    ids(0..6).iter().for_each(|id| put(&library, id));
    let before = hits(&library);
    // Two to make the collection, and three documents.
    stand_in.stop_after_writes(5);
    shelf.begin_to_move(&library, &on(&stand_in));
    let state = shelf.wait_for(&library, |state| state.moving.as_ref().is_some_and(|moving| moving.problem.is_some()));
    assert_eq!((state.place, state.is_in_step), (IndexPlace::Embedded, true), "the old one answers");
    assert_eq!(hits(&library), before);
    shelf.close(library);
    assert_eq!(count(&stand_in), 9);

    stand_in.start_again();
    let library = shelf.open();
    assert!(shelf.state(&library).moving.is_some(), "it is remembered");
    shelf.runtime.block_on(library.work_on_queue()).expect("it is open");
    let state = shelf.wait_for(&library, |state| state.moving.is_none());
    assert_eq!(state.place, on(&stand_in));
    assert_eq!((hits(&library), stand_in.written()), (before, 18), "nothing was written twice");
    assert_sound(&library);
    shelf.close(library);
}

#[test]
fn what_changes_during_a_move_is_moved_too() {
    let (shelf, stand_in) = (Shelf::new(), StandIn::start());
    let library = shelf.open();
    let documents = ids(0..6);
    documents.iter().for_each(|id| put(&library, id));
    stand_in.stop_after_writes(5);
    shelf.begin_to_move(&library, &on(&stand_in));
    shelf.wait_for(&library, |state| state.moving.as_ref().is_some_and(|moving| moving.problem.is_some()));
    let work = async {
        library.remove(documents[0].clone()).await.expect("a document");
        library.remove(documents[5].clone()).await.expect("a document");
        library.file_documents(vec![documents[1].clone()], "reports".to_owned()).await.expect("a document");
    };
    shelf.runtime.block_on(work);
    put(&library, &ids(6..7)[0]);
    stand_in.start_again();
    shelf.wait_for(&library, |state| state.moving.is_none());
    assert_sound(&library);
    assert_eq!(count(&stand_in), 15);
    let searcher = &library.shared.searcher;
    let collection = searcher.catalog.collection("reports").expect("it was made");
    let scope = Scope { collections: vec![collection], ..Scope::default() };
    let query = IndexQuery { dense: None, keywords: Some(searcher.keywords.of_question("kettles")), scope, limit: 100 };
    let found = searcher.spaces.search_words(&query).expect("it can be asked");
    assert_eq!(found.keyword.len(), PASSAGES as usize, "the new index knows the collections");
    shelf.close(library);
}

#[test]
fn a_move_that_is_called_off_leaves_nothing() {
    let (shelf, stand_in) = (Shelf::new(), StandIn::start());
    let library = shelf.open();
    ids(0..6).iter().for_each(|id| put(&library, id));
    stand_in.stop_after_writes(4);
    shelf.begin_to_move(&library, &on(&stand_in));
    shelf.wait_for(&library, |state| state.moving.as_ref().is_some_and(|moving| moving.problem.is_some()));
    shelf.runtime.block_on(library.cancel_index_move()).expect("it is open");
    shelf.close(library);
    stand_in.start_again();
    assert_eq!(stand_in.collections().len(), 1, "it could not be removed yet");
    let library = shelf.open();
    let state = shelf.wait_for(&library, |state| state.to_clear.is_empty());
    assert_eq!((state.place, state.moving), (IndexPlace::Embedded, None));
    assert!(stand_in.collections().is_empty());
    assert_eq!(hits(&library).keyword.len(), 18);
    shelf.close(library);
}

#[test]
fn a_library_opens_while_the_server_of_its_index_is_away() {
    let (shelf, stand_in) = (Shelf::new(), StandIn::start());
    let library = shelf.open();
    let documents = ids(0..4);
    documents.iter().for_each(|id| put(&library, id));
    shelf.move_to(&library, &on(&stand_in));
    shelf.close(library);
    stand_in.stop();

    let library = shelf.open_and_wait();
    let state = shelf.state(&library);
    let problem = state.problem.expect("the server is away");
    assert!(problem.contains(&stand_in.url()) && problem.contains("cannot be reached"), "{problem}");
    let looked = async {
        assert_eq!(library.list().await.expect("it needs no index").len(), 4);
        let request = SearchRequest { query: "kettles".to_owned(), ..SearchRequest::default() };
        let error = library.search(request).await.expect_err("the server is away");
        assert!(matches!(error, Error::IndexServer(_)), "{error}");
        assert!(error.to_string().contains(&stand_in.url()), "{error}");
        library.remove(documents[3].clone()).await.expect("the rest is done later");
        assert_eq!(library.list().await.expect("it needs no index").len(), 3);
        library.file_documents(vec![documents[0].clone()], "reports".to_owned()).await.expect("a document");
    };
    shelf.runtime.block_on(looked);
    stand_in.start_again();
    shelf.wait_for(&library, |state| state.is_in_step);
    shelf.close(library);

    let library = shelf.open_and_wait();
    assert_eq!((count(&stand_in), hits(&library).keyword.len()), (9, 9));
    assert_sound(&library);
    let collection = library.shared.searcher.catalog.collection("reports").expect("it was made");
    let scope = Scope { collections: vec![collection], ..Scope::default() };
    let words = library.shared.searcher.keywords.of_question("kettles");
    let query = IndexQuery { dense: None, keywords: Some(words), scope, limit: 100 };
    assert_eq!(library.shared.searcher.spaces.search_words(&query).expect("it can be asked").keyword.len(), 3);
    shelf.close(library);
}

#[test]
fn what_a_server_has_lost_is_put_there_again() {
    let (shelf, stand_in) = (Shelf::new(), StandIn::start());
    let library = shelf.open();
    ids(0..4).iter().for_each(|id| put(&library, id));
    shelf.move_to(&library, &on(&stand_in));
    let before = hits(&library);
    stand_in.lose(&stand_in.collections()[0]);
    let searcher = &library.shared.searcher;
    let words = searcher.keywords.of_question("kettles");
    let query = IndexQuery { dense: None, keywords: Some(words), scope: Scope::default(), limit: 100 };
    let lost = searcher.spaces.search_words(&query);
    assert!(lost.is_err(), "nothing is found in a collection that is not there, and that is told");
    let began = Instant::now();
    while searcher.spaces.search_words(&query).map_or(0, |found| found.keyword.len()) < 12 {
        assert!(began.elapsed() < Duration::from_mins(1), "it never comes back");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(hits(&library), before);
    assert_sound(&library);
    shelf.close(library);
}

#[test]
fn a_place_may_be_named_for_one_run() {
    let (mut shelf, stand_in) = (Shelf::new(), StandIn::start());
    let library = shelf.open();
    ids(0..3).iter().for_each(|id| put(&library, id));
    shelf.close(library);

    shelf.index = Some(on(&stand_in));
    let library = shelf.open_and_wait();
    let state = shelf.state(&library);
    assert_eq!((state.place, state.is_for_this_run, state.is_in_step), (on(&stand_in), true, true));
    assert_eq!((count(&stand_in), hits(&library).keyword.len()), (9, 9));
    put(&library, &ids(3..4)[0]);
    let error = shelf.runtime.block_on(library.move_index(IndexPlace::Embedded, None)).expect_err("it is named");
    assert!(matches!(error, Error::IndexPlaceNamed), "{error}");
    shelf.close(library);
    let written = stand_in.written();
    let library = shelf.open_and_wait();
    assert_eq!(stand_in.written(), written, "it is in step already");
    shelf.close(library);

    shelf.index = None;
    let library = shelf.open();
    assert_eq!((shelf.state(&library).place, hits(&library).keyword.len()), (IndexPlace::Embedded, 12));
    assert_sound(&library);
    let cleared = shelf.runtime.block_on(library.clear_index_at(stand_in.url())).expect("nobody asks it");
    assert_eq!((cleared, stand_in.collections().len()), (1, 0));
    shelf.close(library);
}

#[test]
fn libraries_share_a_server_and_nothing_else() {
    let (first, second, stand_in) = (Shelf::new(), Shelf::new(), StandIn::start());
    let libraries = [first.open(), second.open()];
    put(&libraries[0], &ids(0..1)[0]);
    ids(0..4).iter().for_each(|id| put(&libraries[1], id));
    let alone = hits(&libraries[0]);
    for (shelf, library) in [&first, &second].into_iter().zip(&libraries) {
        shelf.move_to(library, &on(&stand_in));
    }
    assert_eq!((stand_in.collections().len(), count(&stand_in)), (2, 15));
    assert_eq!(hits(&libraries[0]), alone, "scores do not depend on what others keep");
    first.runtime.block_on(libraries[0].remove(ids(0..1)[0].clone())).expect("a document");
    assert_eq!((hits(&libraries[0]), count(&stand_in)), (IndexHits::default(), 12));
    let error = first.runtime.block_on(libraries[0].clear_index_at(stand_in.url())).expect_err("it is used");
    assert!(matches!(error, Error::IndexInUse { .. }), "{error}");
    let [one, other] = libraries;
    first.close(one);
    second.close(other);
}
