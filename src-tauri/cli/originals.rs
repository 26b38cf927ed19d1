//! Where the documents are that hits and citations name, for the person to open.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use paperside_engine::Library;
use paperside_engine::messages::{Citation, SearchHit};

use super::terminal::addresses::address;

/// The addresses of the pages that are cited. A document whose own file is gone has a copy made of what was added.
pub(super) async fn of_citations(library: &Library, citations: &[Citation]) -> Vec<Option<Arc<str>>> {
    let mut files: BTreeMap<&str, Option<PathBuf>> = BTreeMap::new();
    for Citation { document, .. } in citations {
        if !files.contains_key(document.id.as_str()) {
            files.insert(&document.id, library.file(document.id.clone()).await.ok());
        }
    }
    let place = |citation: &Citation| {
        let file = files.get(citation.document.id.as_str())?.as_deref()?;
        address(file, citation.page)
    };
    citations.iter().map(place).collect()
}

/// The addresses of the pages that were found, of documents that still are where they were seen last. There may be
/// hundreds, too many to make copies for a click that may never come.
pub(super) async fn of_hits(hits: &[SearchHit]) -> Vec<Option<Arc<str>>> {
    let places: Vec<_> = hits.iter().map(|hit| (PathBuf::from(&hit.document.path), hit.page)).collect();
    let found = tokio::task::spawn_blocking(move || {
        let place = |(file, page): (PathBuf, u32)| if file.is_file() { address(&file, page) } else { None };
        places.into_iter().map(place).collect()
    });
    found.await.unwrap_or_default()
}
