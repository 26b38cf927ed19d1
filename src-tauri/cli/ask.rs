//! `ask`: an answer that cites its pages, as it comes.

use paperside_engine::messages::{Answer, AnswerEvent, AskRequest, ChatPlace, KeptTurn};
use paperside_engine::{Library, Result};

use super::answers::Teller;
use super::arguments::AskArguments;
use super::search::corrections;
use super::{Exit, Output};

/// How a question was answered.
pub(super) struct Answered {
    /// Whether it was.
    pub(super) exit: Exit,
    /// Where it is kept.
    pub(super) kept: Option<KeptTurn>,
    /// What was answered.
    pub(super) answer: Option<Answer>,
}

impl Answered {
    /// It was not.
    const NOT: Self = Self { exit: Exit::Failed, kept: None, answer: None };
}

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
    Ok(answer(library, request, output).await.exit)
}

/// The end of a chat, where the next question is asked.
async fn end_of(library: &Library, chat: u32) -> Result<ChatPlace> {
    let parent = library.chat(chat).await?.turns.last().map(|turn| turn.id);
    Ok(ChatPlace { chat: Some(chat), parent })
}

/// Streams one answer to the output.
pub(super) async fn answer(library: &Library, request: AskRequest, output: Output) -> Answered {
    let mut events = library.ask(request);
    let mut teller = Teller::new(output);
    let mut kept = None;
    // One for all rounds, so that none is missed between two of them.
    let interrupt = tokio::signal::ctrl_c();
    tokio::pin!(interrupt);
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = &mut interrupt => None,
        };
        let Some(event) = event else {
            drop(teller);
            if output.is_seen_by_person() {
                // The terminal has shown the keys where the cursor was.
                output.text("\n");
            }
            output.refusal("stopped", "the answer was stopped");
            return Answered::NOT;
        };
        output.object(&event);
        match event {
            AnswerEvent::Hits { hits, understood, .. } => {
                output.note_if_any(&corrections(&understood));
                teller.found(hits);
            }
            AnswerEvent::Ledger(_) => teller.begin_writing(),
            AnswerEvent::Thinking { .. } => teller.thinks(),
            AnswerEvent::Text { text } => teller.text(&text),
            AnswerEvent::Mentions(_) => {}
            AnswerEvent::Kept(turn) => kept = Some(turn),
            AnswerEvent::Done(answer) => {
                teller.done(library, &answer).await;
                return Answered { exit: Exit::Done, kept, answer: Some(answer) };
            }
            AnswerEvent::Error(error) => {
                drop(teller);
                output.note(&format!("paperside: {}", error.message));
                return Answered::NOT;
            }
        }
    }
}
