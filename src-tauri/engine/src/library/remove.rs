//! Taking documents out.
//!
//! A document is hidden in the catalog first, then leaves the index, the originals and at last the catalog. A
//! crash in between leaves it hidden, and the next opening finishes the work.

use super::originals::Originals;
use crate::Result;
use crate::catalog::WordCounts;
use crate::search::Searcher;

/// The setting that tells that the index's files hold traces of documents that were removed.
pub(super) const TRACES: &str = "index-holds-traces";

/// Removes every trace of a document. Where the index is on a server that is away the document is hidden, and the rest
/// is done when the server is back.
pub(super) fn remove(searcher: &Searcher, originals: &Originals, document: &str) -> Result<()> {
    match remove_now(searcher, originals, document) {
        Err(error) if error.is_of_index_server() => {
            tracing::info!(%error, document, "a removal is finished when the index can be reached");
            Ok(())
        }
        removed => removed,
    }
}

/// The same, for those who can do it again.
///
/// # Errors
/// If something is left.
pub(super) fn remove_now(searcher: &Searcher, originals: &Originals, document: &str) -> Result<()> {
    searcher.catalog.leave(document)?;
    let _removing = searcher.spaces.removing();
    if searcher.catalog.document_state(document)?.is_none() {
        // Somebody else was quicker, and it must not be counted out twice.
        return originals.remove(document);
    }
    // A file that could not be read left nothing there, and no index need be made anew for it.
    if searcher.spaces.hold(document)? {
        // A server cleans up by itself.
        if searcher.spaces.current().index.elsewhere().is_none() {
            searcher.catalog.set_setting(TRACES, Some("yes"))?;
        }
        searcher.spaces.remove_document(document)?;
        searcher.spaces.flush()?;
    }
    originals.remove(document)?;
    forget(searcher, document)
}

/// Takes a document out of the catalog, which is all that still knows it.
pub(super) fn forget(searcher: &Searcher, document: &str) -> Result<()> {
    searcher.catalog.delete_document(document, &words_of(searcher, document)?)
}

/// The words of a document's passages.
pub(super) fn words_of(searcher: &Searcher, document: &str) -> Result<WordCounts> {
    let texts = searcher.catalog.passage_texts(document)?;
    Ok(searcher.count_words(texts.iter().map(|(context, text)| (context.as_str(), text.as_str()))))
}
