//! What should be known beside an answer.

use std::collections::BTreeMap;

use paperside_engine::messages::Answer;

/// The sentences of a language model that the documents do not carry, and what is wrong with the whole, a line each.
pub(super) fn doubts(answer: &Answer) -> Vec<String> {
    let unsupported = answer.unsupported_sentences().into_iter();
    let mut remarks: Vec<String> =
        unsupported.map(|sentence| format!("Not found in the documents: “{sentence}”")).collect();
    let cut = answer.ledger.is_some_and(|ledger| ledger.was_cut);
    for (is_so, said) in [
        (answer.is_cut_off, "The answer was cut off: the model had no room left."),
        (cut, "The server cut off a part of the passages: give the model a larger context."),
    ] {
        if is_so {
            remarks.push(said.to_owned());
        }
    }
    remarks
}

/// What was not searched: documents that are still being imported, and pages that could not be read. A line each.
pub(super) fn completeness(answer: &Answer) -> Vec<String> {
    let searched = answer.searched;
    let mut remarks = Vec::new();
    if searched.documents < searched.of {
        let (done, of) = (searched.documents, searched.of);
        remarks.push(format!("Searched {done} of {of} documents; the others are still being imported."));
    }
    if answer.refused && searched.pages_unread > 0 {
        remarks.push(format!("{} pages of these documents could not be read.", searched.pages_unread));
    }
    let cited: BTreeMap<_, _> =
        answer.citations.iter().map(|citation| (&citation.document.id, &citation.document)).collect();
    for document in cited.values().filter(|document| document.pages_unread > 0) {
        remarks.push(format!("{} pages of “{}” could not be read.", document.pages_unread, document.title));
    }
    remarks
}

/// Remarks as text.
pub(super) fn text(remarks: &[String]) -> String {
    let line = |remark: &String| format!("{remark}\n");
    remarks.iter().map(line).collect()
}
