//! What stands below an answer: where its numbers lead, and what is not to be believed of it.

use std::fmt::Write;

use paperside_engine::messages::{Answer, Verdict};

/// What the list of sources begins with; in an earlier answer, what it is cut off at.
const SOURCES: &str = "\n\nSources:\n\n";

/// What the list of doubtful sentences begins with.
const DOUBTS: &str = "\n\nNot found in the documents:\n\n";

/// The sources of an answer and the sentences that the documents do not carry, in Markdown.
pub(super) fn of(answer: &Answer) -> String {
    let units: Vec<u16> = answer.answer.encode_utf16().collect();
    let doubtful = answer.sentences.iter().filter(|sentence| sentence.verdict == Some(Verdict::Unsupported));
    let doubts = doubtful.fold(String::new(), |mut doubts, sentence| {
        let said = units.get(sentence.start as usize..sentence.end as usize).unwrap_or_default();
        let _ = writeln!(doubts, "- “{}”", String::from_utf16_lossy(said).trim());
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
