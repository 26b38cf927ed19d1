//! An answer on a terminal, as it stands at the end: its text with citations that can be clicked, and its sources.

use std::sync::Arc;

use anstyle::Style;
use paperside_engine::messages::{Answer, Citation, Verdict};

use super::super::terminal::harmless::on_one_line;
use super::super::terminal::lines::{Line, Margin, Span, blanks, push, wrap};
use super::super::terminal::looks::{NUMBER, QUIET, QUOTED, STRONG, SUPPORTED, UNSUPPORTED};
use super::super::terminal::markdown::markdown;

/// Columns before what is said of a source.
const SOURCE_MARGIN: usize = 4;

/// Where each citation of an answer leads, in their order.
pub(in super::super) type Addresses = [Option<Arc<str>>];

/// The text of an answer. A language model writes Markdown; the documents' own sentences are shown as they are.
pub(in super::super) fn answer_lines(answer: &Answer, addresses: &Addresses, columns: usize) -> Vec<Line> {
    if answer.ledger.is_none() {
        return own_words(answer, addresses, columns);
    }
    let cite = |number: u32| {
        let at = answer.citations.iter().position(|citation| citation.number == number)?;
        Some(numbered(number, leads(addresses, at)))
    };
    markdown(&answer.answer, columns, &cite)
}

/// The documents' own sentences. Brackets within them are theirs; only what stands behind a sentence is a citation.
fn own_words(answer: &Answer, addresses: &Addresses, columns: usize) -> Vec<Line> {
    let mut text = Line::new();
    let mut rest = answer.answer.as_str();
    for (at, citation) in answer.citations.iter().enumerate() {
        let marker = format!("[{}]", citation.number);
        let Some(sentence) = rest.find(&citation.sentence) else { continue };
        let behind = sentence + citation.sentence.len();
        let Some(before) = rest[behind..].find(&marker).map(|before| behind + before) else { continue };
        push(&mut text, Span::plain(&rest[..before]));
        push(&mut text, numbered(citation.number, leads(addresses, at)));
        rest = &rest[before + marker.len()..];
    }
    push(&mut text, Span::plain(rest));
    wrap(&text, columns, &Margin::default())
}

/// Where a citation leads. Where nobody can click, no addresses were looked for.
fn leads(addresses: &Addresses, at: usize) -> Option<Arc<str>> {
    addresses.get(at).cloned().flatten()
}

/// The number of a citation, leading to what it cites.
fn numbered(number: u32, address: Option<Arc<str>>) -> Span {
    Span::new(format!("[{number}]"), NUMBER).leading_to(address)
}

/// What an answer cites: title and page of each source, how well it carries what was said, and its own words.
pub(in super::super) fn source_lines(citations: &[Citation], addresses: &Addresses, columns: usize) -> Vec<Line> {
    let source = |(at, citation): (usize, &Citation)| {
        let address = leads(addresses, at);
        let title = Span::new(on_one_line(&citation.document.title), STRONG).leading_to(address.clone());
        let page = Span::plain(format!("page {}", citation.page_label)).leading_to(address);
        let (verdict, style) = told(citation.verdict);
        let number = numbered(citation.number, leads(addresses, at));
        let head = [number, Span::plain(" "), title, Span::plain(", "), page, Span::new(format!("  {verdict}"), style)];
        let hanging = Margin { first: Line::new(), rest: blanks(SOURCE_MARGIN) };
        let mut lines = wrap(&head, columns, &hanging);
        if !citation.quote.is_empty() {
            let quote = [Span::new(format!("“{}”", on_one_line(&citation.quote)), QUIET)];
            lines.extend(wrap(&quote, columns, &Margin::blank(SOURCE_MARGIN)));
        }
        lines
    };
    citations.iter().enumerate().flat_map(source).collect()
}

/// A verdict in words, and their looks.
fn told(verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Quoted => ("quoted", QUOTED),
        Verdict::Supported => ("supported", SUPPORTED),
        Verdict::Unsupported => ("no support found", UNSUPPORTED),
    }
}

#[cfg(test)]
mod tests {
    use paperside_engine::messages::{AnswerMilliseconds, DocumentReference, Searched};

    use super::*;
    use crate::cli::terminal::lines::said;
    use crate::cli::terminal::screen::Screen;

    fn citation(number: u32, sentence: &str, title: &str) -> Citation {
        Citation {
            number,
            sentence: sentence.to_owned(),
            verdict: Verdict::Quoted,
            document: DocumentReference {
                id: "ab".to_owned(),
                title: title.to_owned(),
                path: "/papers/kettle.pdf".to_owned(),
                pages_unread: 0,
            },
            page: 2,
            page_label: "iii".to_owned(),
            passage: "p".to_owned(),
            quote: format!("As written: {sentence}"),
            boxes: Vec::new(),
            spans: Vec::new(),
        }
    }

    fn answer(text: &str, citations: Vec<Citation>) -> Answer {
        Answer {
            answer: text.to_owned(),
            refused: false,
            support: None,
            citations,
            sentences: Vec::new(),
            ledger: None,
            is_cut_off: false,
            answerer: "extractive".to_owned(),
            searched: Searched::default(),
            milliseconds: AnswerMilliseconds::default(),
        }
    }

    #[test]
    fn brackets_of_documents_are_no_citations() {
        let sentences = ["It boils [1] at noon.", "*So* it is [2]."];
        let text = format!("{} [1] {} [2]", sentences[0], sentences[1]);
        let answer = answer(&text, vec![citation(1, sentences[0], "a"), citation(2, sentences[1], "b")]);
        let addresses = [Some("file:///papers/kettle.pdf#page=3".into()), None];
        let lines = answer_lines(&answer, &addresses, 200);
        assert_eq!(said(&lines[0]), text, "nothing of a document is taken for Markdown");
        let leading: Vec<_> = lines[0].iter().filter(|span| span.style == NUMBER).collect();
        assert_eq!(leading.len(), 2, "{lines:?}");
        assert_eq!(leading[0].link.as_deref(), Some("file:///papers/kettle.pdf#page=3"));
        assert_eq!(leading[1].link, None);
    }

    #[test]
    fn sources_have_title_page_verdict_and_words() {
        let hostile = "Kettle\u{1b}]0;x\u{7}s\nand\u{202e} pans";
        let citations = [citation(1, "It boils at noon.", hostile)];
        let lines = source_lines(&citations, &[Some("file:///papers/kettle.pdf#page=3".into())], 60);
        let read: Vec<_> = lines.iter().map(|line| said(line)).collect();
        assert_eq!(read, ["[1] Kettle]0;xs and pans, page iii  quoted", "    “As written: It boils at noon.”"]);
        let painted = Screen::of_size(60, 20).paint(&lines);
        assert!(painted.contains("\u{1b}]8;;file:///papers/kettle.pdf#page=3\u{1b}\\"), "{painted:?}");
        assert!(!painted.contains("\u{1b}]0"), "{painted:?}");
    }
}
