//! Filling an index from the catalog, document by document, so that it can be stopped at any time and gone on with.

use crate::Result;
use crate::catalog::DocumentState;
use crate::library::agreement;
use crate::search::{Searcher, Space};

/// Documents that are looked up at a time.
const DOCUMENTS_AT_ONCE: u32 = 64;

/// Passages after which an index in a folder is flushed and what is in it noted: what is noted survives whatever ends
/// the app.
const PASSAGES_AT_ONCE: usize = 2000;

/// Puts into the index of a space what it does not hold as the catalog has it, document by document, and tells how many
/// passages are in it. True once there was nothing left at its end; false if it was stopped.
pub(in crate::library) fn fill_some(
    searcher: &Searcher,
    space: &Space,
    goes_on: &dyn Fn() -> bool,
    tell: &mut dyn FnMut(usize),
) -> Result<bool> {
    let (catalog, form) = (&searcher.catalog, agreement::form(space));
    let mut filled = catalog.count_filled(&form)?;
    tell(filled);
    let mut behind = String::new();
    loop {
        let documents = catalog.unfilled(&form, &behind, DOCUMENTS_AT_ONCE)?;
        let Some(last) = documents.last() else { return Ok(true) };
        behind.clone_from(last);
        let (mut written, mut passages) = (Vec::new(), 0);
        for document in documents {
            if !goes_on() {
                return Ok(false);
            }
            if catalog.begin_to_fill(&form, &document)? {
                space.index.remove_document(&document)?;
            }
            let is_wanted = catalog.document_state(&document)?.is_some_and(|state| state != DocumentState::Leaving);
            if is_wanted {
                passages += agreement::fill(searcher, space, &document)?;
            }
            written.push(document);
            // What is on a server is safe once it is written.
            if passages >= PASSAGES_AT_ONCE || space.index.elsewhere().is_some() {
                note(searcher, space, &form, &mut written)?;
                filled += std::mem::take(&mut passages);
                tell(filled);
            }
        }
        note(searcher, space, &form, &mut written)?;
        filled += passages;
        tell(filled);
    }
}

fn note(searcher: &Searcher, space: &Space, form: &str, written: &mut Vec<String>) -> Result<()> {
    space.index.flush()?;
    searcher.catalog.note_filled(form, written)?;
    written.clear();
    Ok(())
}
