//! What stands below an answer: where its numbers lead, and what is not to be believed of it.

use std::fmt::Write;

use paperside_engine::messages::Answer;

/// What the list of sources begins with; in an earlier answer, what it is cut off at.
const SOURCES: &str = "\n\nSources:\n\n";

/// What the list of doubtful sentences begins with.
const DOUBTS: &str = "\n\nNot found in the documents:\n\n";

/// The sources of an answer and the sentences that the documents do not carry, in Markdown.
pub(super) fn of(answer: &Answer) -> String {
    let doubts = answer.unsupported_sentences().iter().fold(String::new(), |mut doubts, sentence| {
        let _ = writeln!(doubts, "- “{sentence}”");
        doubts
    });
    let sources = answer.citations.iter().fold(String::new(), |mut sources, citation| {
        let _ = writeln!(sources, "- [{}] {}, page {}", citation.number, citation.document.title, citation.page_label);
        sources
    });
    let listed = [(SOURCES, sources), (DOUBTS, doubts)].into_iter().filter(|(_, lines)| !lines.is_empty());
    listed.fold(String::new(), |below, (head, lines)| below + head + lines.trim_end())
}

/// An answer without what stood below it.
pub(super) fn without(text: &str) -> &str {
    let end = [SOURCES, DOUBTS].iter().filter_map(|head| text.find(head)).min();
    end.map_or(text, |end| &text[..end])
}
