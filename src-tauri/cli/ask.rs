//! `ask`: an answer that cites its pages, as it comes.

use paperside_engine::messages::{Answer, AnswerEvent, AskRequest, SearchHit};
use paperside_engine::{Library, Result};

use super::arguments::AskArguments;
use super::search::hit_text;
use super::{Exit, Output};

/// Passages shown when nothing answers the question.
const NEAREST: usize = 3;

/// Asks and prints the answer while it streams; Ctrl-C stops it.
pub(super) async fn run(library: &Library, arguments: AskArguments, output: Output) -> Result<Exit> {
    let request = AskRequest {
        question: arguments.question,
        collections: arguments.collection,
        documents: arguments.document,
        answerer: arguments.answerer,
    };
    Ok(answer(library, request, output).await)
}

/// Streams one answer to the output.
pub(super) async fn answer(library: &Library, request: AskRequest, output: Output) -> Exit {
    let mut events = library.ask(request);
    let mut hits = Vec::new();
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = tokio::signal::ctrl_c() => None,
        };
        let Some(event) = event else { return Exit::Failed };
        output.result(&event, || text(&event, &hits));
        match event {
            AnswerEvent::Hits { hits: found } => hits = found,
            AnswerEvent::Text { .. } => {}
            AnswerEvent::Done(_) => return Exit::Done,
            AnswerEvent::Error(error) => {
                output.note(&format!("paperside: {}", error.message));
                return Exit::Failed;
            }
        }
    }
}

fn text(event: &AnswerEvent, hits: &[SearchHit]) -> String {
    match event {
        AnswerEvent::Text { text } => text.clone(),
        AnswerEvent::Done(answer) if answer.refused => nearest(hits),
        AnswerEvent::Done(answer) => sources(answer),
        AnswerEvent::Hits { .. } | AnswerEvent::Error(_) => String::new(),
    }
}

fn sources(answer: &Answer) -> String {
    let cited = answer
        .citations
        .iter()
        .map(|citation| format!("[{}] {}, page {}\n", citation.number, citation.document.title, citation.page_label));
    format!("\n\n{}{}", cited.collect::<String>(), completeness(answer))
}

fn completeness(answer: &Answer) -> String {
    let searched = answer.searched;
    if searched.documents == searched.of {
        return String::new();
    }
    format!("Searched {} of {} documents; the others are still being imported.\n", searched.documents, searched.of)
}

fn nearest(hits: &[SearchHit]) -> String {
    if hits.is_empty() {
        return "\n".to_owned();
    }
    let nearest: String = hits.iter().take(NEAREST).map(hit_text).collect();
    format!("\n\nThe nearest passages are:\n\n{nearest}")
}
