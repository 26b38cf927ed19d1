//! `ask`: an answer that cites its pages, as it comes.

use std::collections::BTreeMap;
use std::fmt::Write;

use paperside_engine::messages::{Answer, AnswerEvent, AskRequest, ChatPlace, KeptTurn, SearchHit, Verdict};
use paperside_engine::{Library, Result};

use super::arguments::AskArguments;
use super::search::{corrections, hit_text};
use super::{Exit, Output};

/// Passages shown when nothing answers the question.
const NEAREST: usize = 3;

/// Asks and prints the answer while it streams; Ctrl-C stops it.
pub(super) async fn run(library: &Library, arguments: AskArguments, output: Output) -> Result<Exit> {
    let place = match arguments.chat {
        Some(chat) => Some(end_of(library, chat).await?),
        None => None,
    };
    let request = AskRequest {
        question: arguments.question,
        collections: arguments.collection,
        documents: arguments.document,
        answerer: arguments.answerer,
        place,
        earlier: Vec::new(),
    };
    Ok(answer(library, request, output).await.0)
}

/// The end of a chat, where the next question is asked.
async fn end_of(library: &Library, chat: u32) -> Result<ChatPlace> {
    let parent = library.chat(chat).await?.turns.last().map(|turn| turn.id);
    Ok(ChatPlace { chat: Some(chat), parent })
}

/// Streams one answer to the output, and returns where it was kept.
pub(super) async fn answer(library: &Library, request: AskRequest, output: Output) -> (Exit, Option<KeptTurn>) {
    let mut kept = None;
    let mut events = library.ask(request);
    let mut hits = Vec::new();
    let mut is_written = false;
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = tokio::signal::ctrl_c() => None,
        };
        let Some(event) = event else { return (Exit::Failed, None) };
        // The numbers that a language model writes are not yet those of its citations.
        is_written |= matches!(event, AnswerEvent::Ledger(_));
        output.result(&event, || text(&event, &hits, is_written));
        match event {
            AnswerEvent::Hits { hits: found, understood, .. } => {
                output.note_if_any(&corrections(&understood));
                hits = found;
            }
            AnswerEvent::Text { .. }
            | AnswerEvent::Thinking { .. }
            | AnswerEvent::Ledger(_)
            | AnswerEvent::Mentions(_) => {}
            AnswerEvent::Kept(turn) => kept = Some(turn),
            AnswerEvent::Done(_) => return (Exit::Done, kept),
            AnswerEvent::Error(error) => {
                output.note(&format!("paperside: {}", error.message));
                return (Exit::Failed, None);
            }
        }
    }
}

fn text(event: &AnswerEvent, hits: &[SearchHit], is_written: bool) -> String {
    match event {
        AnswerEvent::Text { .. } if is_written => String::new(),
        AnswerEvent::Text { text } => text.clone(),
        AnswerEvent::Done(answer) if is_written => format!("{}{}", answer.answer, sources(answer)),
        AnswerEvent::Done(answer) if answer.refused => nearest(answer, hits),
        AnswerEvent::Done(answer) => sources(answer),
        AnswerEvent::Hits { .. }
        | AnswerEvent::Thinking { .. }
        | AnswerEvent::Kept(_)
        | AnswerEvent::Ledger(_)
        | AnswerEvent::Mentions(_)
        | AnswerEvent::Error(_) => String::new(),
    }
}

fn sources(answer: &Answer) -> String {
    let cited = answer
        .citations
        .iter()
        .map(|citation| format!("[{}] {}, page {}\n", citation.number, citation.document.title, citation.page_label));
    format!("\n\n{}{}{}", cited.collect::<String>(), doubts(answer), completeness(answer))
}

/// The sentences of a language model that the documents do not carry, and what is wrong with them.
fn doubts(answer: &Answer) -> String {
    let units: Vec<u16> = answer.answer.encode_utf16().collect();
    let mut text = String::new();
    for sentence in answer.sentences.iter().filter(|sentence| sentence.verdict == Some(Verdict::Unsupported)) {
        let said = units.get(sentence.start as usize..sentence.end as usize).unwrap_or_default();
        let _ = writeln!(text, "Not found in the documents: “{}”", String::from_utf16_lossy(said).trim());
    }
    let cut = answer.ledger.is_some_and(|ledger| ledger.was_cut);
    for (is_so, said) in [
        (answer.is_cut_off, "The answer was cut off: the model had no room left."),
        (cut, "The server cut off a part of the passages: give the model a larger context."),
    ] {
        if is_so {
            let _ = writeln!(text, "{said}");
        }
    }
    text
}

/// What was not searched: documents that are still being imported, and pages that could not be read.
fn completeness(answer: &Answer) -> String {
    let searched = answer.searched;
    let mut text = String::new();
    if searched.documents < searched.of {
        let (done, of) = (searched.documents, searched.of);
        let _ = writeln!(text, "Searched {done} of {of} documents; the others are still being imported.");
    }
    if answer.refused && searched.pages_unread > 0 {
        let _ = writeln!(text, "{} pages of these documents could not be read.", searched.pages_unread);
    }
    let cited: BTreeMap<_, _> =
        answer.citations.iter().map(|citation| (&citation.document.id, &citation.document)).collect();
    for document in cited.values().filter(|document| document.pages_unread > 0) {
        let _ = writeln!(text, "{} pages of “{}” could not be read.", document.pages_unread, document.title);
    }
    text
}

fn nearest(answer: &Answer, hits: &[SearchHit]) -> String {
    let completeness = completeness(answer);
    if hits.is_empty() {
        return format!("\n{completeness}");
    }
    let nearest: String = hits.iter().take(NEAREST).map(hit_text).collect();
    format!("\n\nThe nearest passages are:\n\n{nearest}{completeness}")
}
