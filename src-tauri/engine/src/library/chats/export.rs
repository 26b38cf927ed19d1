//! A chat as a text that other programs read.

use std::fmt::Write;

use crate::messages::{Answer, Chat, ChatTurn, ExportForm};

/// A chat in a form.
pub(crate) fn export(chat: &Chat, form: ExportForm) -> String {
    match form {
        ExportForm::Json => serde_json::to_string_pretty(chat).unwrap_or_default(),
        ExportForm::Markdown => markdown(chat),
    }
}

/// With a footnote for each citation.
fn markdown(chat: &Chat) -> String {
    let mut text = format!("# {}\n", one_line(&chat.title));
    for (number, turn) in (1..).zip(&chat.turns) {
        let ChatTurn { question, record, .. } = turn;
        let _ = write!(text, "\n## {}\n", one_line(question));
        if let Some(answer) = &record.answer {
            let _ = write!(text, "\n{}\n{}", with_footnotes(number, answer), footnotes(number, answer));
        }
    }
    text
}

/// The text of an answer with its numbers as footnotes: those of each turn are told apart.
fn with_footnotes(turn: usize, answer: &Answer) -> String {
    answer.citations.iter().fold(answer.answer.clone(), |text, citation| {
        let number = citation.number;
        text.replace(&format!("[{number}]"), &format!("[^{turn}-{number}]"))
    })
}

fn footnotes(turn: usize, answer: &Answer) -> String {
    let mut text = String::new();
    for citation in &answer.citations {
        let (number, document, page) = (citation.number, &citation.document, &citation.page_label);
        let title = one_line(&document.title);
        let _ = write!(text, "\n[^{turn}-{number}]: {title}, page {page}: “{}”\n", one_line(&citation.quote));
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
