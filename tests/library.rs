use std::path::{Path, PathBuf};

use paperside_engine::messages::{
    AddRequest, DocumentKind, DocumentOrder, DocumentReference, DocumentsRequest, LibraryEvent, SearchRequest,
};
use paperside_engine::{Config, Library, WorkerCommand};

use crate::support::{Paperside, corpus};

/// Does something with an open library.
fn with_library<T>(paperside: &Paperside, work: impl AsyncFnOnce(Library) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut config = Config::locate(Some(paperside.library()), None).unwrap();
        config.worker = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
        work(Library::open(config).await.unwrap()).await
    })
}

async fn add(library: &Library, paths: &[&Path], collection: Option<&str>) {
    let paths = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let collection = collection.map(str::to_owned);
    let mut batch = library.add(AddRequest { paths, collection, password: None }).await.unwrap();
    while batch.next().await.is_some() {}
}

async fn titles(library: &Library, request: DocumentsRequest) -> Vec<String> {
    let request = DocumentsRequest { limit: if request.limit == 0 { 100 } else { request.limit }, ..request };
    library.find(request).await.unwrap().documents.into_iter().map(|document| document.title).collect()
}

#[test]
fn documents_are_listed_in_stretches_and_in_every_order() {
    let paperside = Paperside::new();
    let files = [("b.txt", 40), ("A.md", 10), ("c.txt", 90), ("äpfel.txt", 20)];
    let files = files.map(|(name, words)| paperside.file(name, format!("{name} {}", "word ".repeat(words)).as_bytes()));
    with_library(&paperside, async |library| {
        add(&library, &files.each_ref().map(PathBuf::as_path), None).await;
        let by = |order, is_descending| DocumentsRequest { order, is_descending, ..DocumentsRequest::default() };
        assert_eq!(titles(&library, by(DocumentOrder::Title, false)).await, ["A.md", "äpfel.txt", "b.txt", "c.txt"]);
        assert_eq!(titles(&library, by(DocumentOrder::Size, true)).await, ["c.txt", "b.txt", "äpfel.txt", "A.md"]);
        assert_eq!(
            titles(&library, by(DocumentOrder::Pages, false)).await.len(),
            4,
            "those that are equal have an order"
        );
        let all = titles(&library, by(DocumentOrder::Added, true)).await;
        let stretch = |offset| DocumentsRequest { offset, limit: 3, ..by(DocumentOrder::Added, true) };
        let (first, last) = (titles(&library, stretch(0)).await, titles(&library, stretch(3)).await);
        assert_eq!([first, last].concat(), all, "stretches are the whole, with nothing twice");
        assert_eq!(library.find(stretch(2)).await.unwrap().total, 4, "and each tells how much that is");
    });
}

#[test]
fn documents_are_found_by_words_of_their_titles_names_and_authors_and_by_kind() {
    let paperside = Paperside::new();
    let files =
        [paperside.file("Über das Café.txt", b"One."), paperside.file("notes/plan.md", b"# Journey to Rome\n\nTwo.")];
    with_library(&paperside, async |library| {
        add(&library, &[&files[0], &files[1], &corpus("two-tales.epub")], None).await;
        let looked_for = |words: &str| DocumentsRequest { looked_for: words.to_owned(), ..DocumentsRequest::default() };
        assert_eq!(titles(&library, looked_for("uber CAFE")).await, ["Über das Café.txt"]);
        assert_eq!(titles(&library, looked_for("plan")).await, ["Journey to Rome"], "by the name of its file");
        assert_eq!(titles(&library, looked_for("notes")).await, Vec::<String>::new(), "folders are no part of a name");
        assert_eq!(
            titles(&library, looked_for("rome cafe")).await,
            Vec::<String>::new(),
            "every word must stand there"
        );
        let of = |kinds: &[DocumentKind]| DocumentsRequest { kinds: kinds.to_vec(), ..DocumentsRequest::default() };
        assert_eq!(titles(&library, of(&[DocumentKind::Book])).await.len(), 1);
        assert_eq!(titles(&library, of(&[DocumentKind::Text])).await.len(), 2);
        assert_eq!(titles(&library, of(&[DocumentKind::Pdf, DocumentKind::Mail])).await.len(), 0);
    });
}

#[test]
fn documents_go_into_collections_and_out_again_and_are_searched_there() {
    let paperside = Paperside::new();
    let files = [
        paperside.file("stove.txt", b"The kettle is on the stove."),
        paperside.file("table.txt", b"The kettle is on the table."),
    ];
    with_library(&paperside, async |library| {
        add(&library, &[&files[0], &files[1]], None).await;
        let mut events = library.subscribe();
        let all = library.find(DocumentsRequest { limit: 9, ..DocumentsRequest::default() }).await.unwrap().documents;
        let stove = all.iter().find(|document| document.title == "stove.txt").unwrap().id.clone();
        library.file_documents(vec![stove.clone()], "Kitchen".to_owned()).await.unwrap();
        assert!(matches!(events.recv().await, Ok(LibraryEvent::Filed { documents }) if documents == [stove.clone()]));
        assert!(
            matches!(events.recv().await, Ok(LibraryEvent::Collections { collections }) if collections[0].documents == 1)
        );
        let found = async || {
            let request = SearchRequest {
                query: "kettle".to_owned(),
                limit: 5,
                collections: vec!["Kitchen".to_owned()],
                ..SearchRequest::default()
            };
            library.search(request).await.unwrap().hits.into_iter().map(|hit| hit.document.title).collect::<Vec<_>>()
        };
        assert_eq!(found().await, ["stove.txt"]);
        library
            .file_documents(all.iter().map(|document| document.id.clone()).collect(), "kitchen".to_owned())
            .await
            .unwrap();
        assert_eq!(found().await.len(), 2, "names of collections differ by more than case");
        library.unfile_documents(vec![stove], "Kitchen".to_owned()).await.unwrap();
        assert_eq!(found().await, ["table.txt"]);
        assert_eq!(library.counts().await.unwrap().documents, 2, "out of a collection is not out of the library");
        let unknown = library.file_documents(vec!["00".to_owned()], "Kitchen".to_owned()).await.unwrap_err();
        assert_eq!(unknown.code(), "unknown_document");
    });
}

#[test]
fn what_a_drop_would_do_is_told_before() {
    let paperside = Paperside::new();
    let known = paperside.file("folder/known.txt", b"It is here already.");
    let old = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    std::fs::File::options().write(true).open(&known).unwrap().set_modified(old).unwrap();
    paperside.file("folder/new.txt", b"It is not.");
    paperside.file("folder/.hidden.txt", b"Nobody means this.");
    let photo = paperside.file("photo.png", b"\x89PNG\r\n\x1a\n and so on");
    with_library(&paperside, async |library| {
        add(&library, &[&known], None).await;
        let preview = library.preview(vec![known.parent().unwrap().to_owned(), photo]).await.unwrap();
        assert_eq!((preview.files, preview.folders, preview.known), (3, 1, 1));
        assert_eq!((preview.unreadable, preview.unreadable_files), (vec!["photo.png".to_owned()], 1));
        assert!(!preview.is_more);
    });
}

#[test]
fn a_document_can_be_opened_elsewhere_even_if_its_file_is_gone() {
    let paperside = Paperside::new();
    let file = paperside.file("letter.txt", b"Dear Anna.");
    with_library(&paperside, async |library| {
        add(&library, &[&file], None).await;
        let id = library.list().await.unwrap()[0].id.clone();
        assert_eq!(library.file(id.clone()).await.unwrap(), file, "the person's own file");
        std::fs::remove_file(&file).unwrap();
        let copy = library.file(id.clone()).await.unwrap();
        assert_eq!(
            (copy.file_name(), std::fs::read(&copy).unwrap().as_slice()),
            (file.file_name(), b"Dear Anna.".as_slice())
        );
        let place = library.place().await.unwrap();
        assert!(place.originals > 0 && place.catalog > 0 && place.index > 0, "{place:?}");
        assert!(place.bytes >= place.originals + place.catalog + place.index, "{place:?}");
    });
    with_library(&paperside, async |library| {
        assert!(!library.folder().join("opened").exists(), "copies go when the library is opened again");
    });
}

#[test]
fn what_was_cited_once_is_found_today_by_its_content_or_by_its_file() {
    let paperside = Paperside::new();
    let file = paperside.file("lease.txt", b"It ends on 1 May.");
    with_library(&paperside, async |library| {
        add(&library, &[&file], None).await;
        let old = library.list().await.unwrap().remove(0);
        let cited = |id: &str| DocumentReference {
            id: id.to_owned(),
            title: String::new(),
            path: old.path.clone(),
            pages_unread: 0,
        };
        assert_eq!(library.stand_in(cited(&old.id)).await.unwrap().unwrap().id, old.id);
        std::fs::write(&file, b"It ends on 1 June, after all.").unwrap();
        add(&library, &[&file], None).await;
        let now = library.stand_in(cited(&old.id)).await.unwrap().unwrap();
        assert_ne!(now.id, old.id, "what its file has become");
        library.remove(now.id).await.unwrap();
        assert!(library.stand_in(cited(&old.id)).await.unwrap().is_none());
    });
}

#[test]
fn headings_are_told_with_the_text_of_their_page() {
    let paperside = Paperside::new();
    let file = paperside.file("a.md", "# 😀 Beginning\n\nWords.\n\n## End\n\nMore.".as_bytes());
    with_library(&paperside, async |library| {
        add(&library, &[&file], None).await;
        let id = library.list().await.unwrap()[0].id.clone();
        let page = library.page_texts(id).await.unwrap().remove(0);
        let units: Vec<u16> = page.text.encode_utf16().collect();
        let told = page.headings.iter().map(|heading| {
            (String::from_utf16(&units[heading.start as usize..heading.end as usize]).unwrap(), heading.level)
        });
        assert_eq!(told.collect::<Vec<_>>(), [("😀 Beginning".to_owned(), 1), ("End".to_owned(), 2)]);
    });
}
