//! An answer as a language model of `OpenAI`'s gives it, at once or in pieces.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::response::sse::Event;
use paperside_engine::messages::{Answer, AnswerEvent, Citation};
use schemars::JsonSchema;
use serde::Serialize;

use super::super::problem::Problem;
use super::super::stream::event;
use super::below;

/// What ends a stream.
const END: &str = "[DONE]";

/// A whole answer.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::serve) struct Completion {
    #[serde(flatten)]
    head: Head,
    /// One.
    choices: [Choice; 1],
    /// What the numbers in the answer lead to.
    citations: Vec<Citation>,
}

/// A piece of an answer.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::serve) struct Chunk {
    #[serde(flatten)]
    head: Head,
    /// One.
    choices: [ChunkChoice; 1],
    /// In the last piece, what the numbers in the answer lead to.
    #[serde(skip_serializing_if = "Option::is_none")]
    citations: Option<Vec<Citation>>,
}

/// What every piece says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Head {
    /// Names the answer.
    id: String,
    /// `chat.completion`, or `chat.completion.chunk`.
    object: &'static str,
    /// In seconds since 1970.
    created: u64,
    /// Who was asked.
    model: String,
}

/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Choice {
    /// 0.
    index: u32,
    /// What is said.
    message: Message,
    /// `stop`, or `length` if there was no room for the end.
    finish_reason: &'static str,
}

/// What is said.
#[derive(Debug, Serialize, JsonSchema)]
struct Message {
    /// `assistant`.
    role: &'static str,
    /// The answer with its sources, in Markdown.
    content: String,
}

/// A piece of the answer.
#[derive(Debug, Serialize, JsonSchema)]
struct ChunkChoice {
    /// 0.
    index: u32,
    /// What comes behind what came before.
    delta: Delta,
    /// In the last piece, why it is the last.
    finish_reason: Option<&'static str>,
}

/// What comes behind what came before.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct Delta {
    /// In the first piece, `assistant`.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    /// Of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    /// Of what a language model thinks before it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_content: Option<String>,
}

/// Tells one answer.
#[derive(Debug)]
pub(super) struct Teller {
    head: Head,
    /// Whether a language model writes it.
    is_written: bool,
}

impl Teller {
    /// For an answer of this model that is about to come.
    pub(super) fn new(model: &str) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let (id, model) = (format!("chatcmpl-{:x}", now.as_nanos()), model.to_owned());
        let head = Head { id, object: "chat.completion.chunk", created: now.as_secs(), model };
        Self { head, is_written: false }
    }

    /// All of it.
    pub(super) fn whole(self, answer: Answer) -> Completion {
        let content = format!("{}{}", answer.answer, below::of(&answer));
        let finish_reason = reason(&answer);
        let message = Message { role: "assistant", content };
        Completion {
            head: Head { object: "chat.completion", ..self.head },
            choices: [Choice { index: 0, message, finish_reason }],
            citations: answer.citations,
        }
    }

    /// What comes before the first words.
    pub(super) fn begin(&self) -> Event {
        let (role, content) = (Some("assistant"), Some(String::new()));
        self.chunk(Delta { role, content, ..Delta::default() })
    }

    /// What is to be sent of an event. What a language model writes is held back until it is checked: before that, its
    /// numbers do not lead to its sources.
    pub(super) fn go_on(&mut self, told: AnswerEvent) -> Vec<Event> {
        match told {
            AnswerEvent::Hits { .. } | AnswerEvent::Mentions(_) | AnswerEvent::Kept(_) => Vec::new(),
            AnswerEvent::Ledger(_) => {
                self.is_written = true;
                Vec::new()
            }
            AnswerEvent::Thinking { text } => {
                vec![self.chunk(Delta { reasoning_content: Some(text), ..Delta::default() })]
            }
            AnswerEvent::Text { .. } if self.is_written => Vec::new(),
            AnswerEvent::Text { text } => vec![self.text(text)],
            AnswerEvent::Done(answer) => self.end(answer),
            AnswerEvent::Error(error) => vec![event(&Problem::from(error).as_open_ai())],
        }
    }

    fn end(&self, answer: Answer) -> Vec<Event> {
        let (below, finish_reason) = (below::of(&answer), reason(&answer));
        let text = if self.is_written { answer.answer } else { String::new() };
        let texts = [text, below].into_iter().filter(|text| !text.is_empty());
        let mut events: Vec<Event> = texts.map(|text| self.text(text)).collect();
        events.push(event(&Chunk {
            head: self.head.clone(),
            choices: [ChunkChoice { index: 0, delta: Delta::default(), finish_reason: Some(finish_reason) }],
            citations: Some(answer.citations),
        }));
        events.push(Event::default().data(END));
        events
    }

    fn text(&self, text: String) -> Event {
        self.chunk(Delta { content: Some(text), ..Delta::default() })
    }

    fn chunk(&self, delta: Delta) -> Event {
        let choices = [ChunkChoice { index: 0, delta, finish_reason: None }];
        event(&Chunk { head: self.head.clone(), choices, citations: None })
    }
}

fn reason(answer: &Answer) -> &'static str {
    if answer.is_cut_off { "length" } else { "stop" }
}
