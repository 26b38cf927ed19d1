//! What Anthropic's way is: what is sent, and what comes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::complaint::Field;
use super::news::{News, words};
use super::prompt::Message;
use super::{EndReason, ModelInfo, Prompt};

/// The header for the key.
pub(super) const KEY: &str = "x-api-key";

/// The header that says which of Anthropic's ways is meant, and which.
pub(super) const VERSION: (&str, &str) = ("anthropic-version", "2023-06-01");

/// What the server is asked.
#[derive(Serialize)]
pub(super) struct Question<'a> {
    model: &'a str,
    max_tokens: u32,
    messages: Vec<Message<'a>>,
    stream: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    system: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
}

impl<'a> Question<'a> {
    /// The prompt, without what the server refused to be told.
    pub(super) fn new(model: &'a str, prompt: &'a Prompt, refused: &[Field]) -> Self {
        let temperature = (!refused.contains(&Field::Temperature)).then_some(prompt.temperature);
        let (max_tokens, messages) = (prompt.most_answer_tokens, prompt.messages());
        Self { model, max_tokens, messages, stream: true, system: &prompt.system, temperature }
    }
}

/// An event of an answer, or all of the answer.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    MessageStart {
        message: Answer,
    },
    ContentBlockStart {
        content_block: Block,
    },
    ContentBlockDelta {
        delta: Block,
    },
    MessageDelta {
        delta: Ending,
        usage: Option<Counts>,
    },
    MessageStop,
    /// The whole answer, of a server that does not send it in parts.
    Message(Answer),
    /// Signs of life, ends of blocks, and what is yet to be invented.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    content: Vec<Block>,
    stop_reason: Option<String>,
    usage: Option<Counts>,
}

/// A block of an answer, or the next words of one: of what is said or of what is thought, or neither.
#[derive(Deserialize)]
struct Block {
    text: Option<String>,
    thinking: Option<String>,
}

#[derive(Deserialize)]
struct Ending {
    stop_reason: Option<String>,
}

/// Tokens, counted.
#[derive(Deserialize)]
struct Counts {
    /// Those of the prompt that were read anew.
    #[serde(rename = "input_tokens")]
    read: Option<u32>,
    /// Those that were read anew and are kept for the next time.
    #[serde(rename = "cache_creation_input_tokens")]
    kept: Option<u32>,
    /// Those that had been kept.
    #[serde(rename = "cache_read_input_tokens")]
    known: Option<u32>,
    #[serde(rename = "output_tokens")]
    written: Option<u32>,
}

/// What an event tells.
///
/// # Errors
/// If it is no such event.
pub(super) fn news(message: Value) -> Result<Vec<News>, serde_json::Error> {
    Ok(match serde_json::from_value(message)? {
        Event::MessageStart { message } => message.news(),
        Event::ContentBlockStart { content_block: block } | Event::ContentBlockDelta { delta: block } => {
            block.news().collect()
        }
        Event::MessageDelta { delta, usage } => {
            let counts = usage.into_iter().flat_map(Counts::news);
            reason(delta.stop_reason.as_deref()).into_iter().chain(counts).collect()
        }
        Event::MessageStop => vec![News::Done],
        Event::Message(answer) => answer.news(),
        Event::Other => Vec::new(),
    })
}

impl Answer {
    fn news(self) -> Vec<News> {
        let mut news: Vec<_> = self.content.into_iter().flat_map(Block::news).collect();
        news.extend(reason(self.stop_reason.as_deref()));
        news.extend(self.usage.into_iter().flat_map(Counts::news));
        news
    }
}

impl Block {
    fn news(self) -> impl Iterator<Item = News> {
        [words(self.thinking, News::Thinking), words(self.text, News::Text)].into_iter().flatten()
    }
}

impl Counts {
    fn news(self) -> impl Iterator<Item = News> {
        let others = self.kept.unwrap_or(0).saturating_add(self.known.unwrap_or(0));
        let read = self.read.map(|read| News::Read(read.saturating_add(others)));
        [read, self.written.map(News::Written)].into_iter().flatten()
    }
}

fn reason(reason: Option<&str>) -> Option<News> {
    Some(News::Reason(match reason? {
        "end_turn" | "stop_sequence" => EndReason::Finished,
        "max_tokens" | "model_context_window_exceeded" => EndReason::CutOff,
        "refusal" => EndReason::Filtered,
        _ => EndReason::Unknown,
    }))
}

/// The list of models.
#[derive(Deserialize)]
pub(super) struct Models {
    data: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
    max_input_tokens: Option<u32>,
}

impl Models {
    /// What is known of each, in the server's order.
    pub(super) fn infos(self) -> Vec<ModelInfo> {
        let info = |model: Model| ModelInfo { name: model.id, context_tokens: model.max_input_tokens, size: None };
        self.data.into_iter().map(info).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(message: Value) -> Vec<News> {
        news(message).expect("it is an event")
    }

    #[test]
    fn understands_the_events() {
        let start = json!({"type": "message_start", "message": {"content": [], "stop_reason": null,
            "usage": {"input_tokens": 5, "cache_read_input_tokens": 2, "output_tokens": 1}}});
        assert_eq!(told(start), [News::Read(7), News::Written(1)]);
        let delta = |delta: Value| told(json!({"type": "content_block_delta", "index": 0, "delta": delta}));
        assert_eq!(delta(json!({"type": "text_delta", "text": "Hi"})), [News::Text("Hi".to_owned())]);
        assert_eq!(delta(json!({"type": "thinking_delta", "thinking": "Hm"})), [News::Thinking("Hm".to_owned())]);
        assert_eq!(delta(json!({"type": "signature_delta", "signature": "x"})), []);
        let block = json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}});
        assert_eq!(told(block), []);
        let end = json!({"type": "message_delta", "delta": {"stop_reason": "max_tokens", "stop_sequence": null},
            "usage": {"output_tokens": 15}});
        assert_eq!(told(end), [News::Reason(EndReason::CutOff), News::Written(15)]);
        assert_eq!(told(json!({"type": "message_stop"})), [News::Done]);
        assert_eq!(told(json!({"type": "ping"})), []);
        assert_eq!(told(json!({"type": "of_the_future", "delta": 7})), []);
        assert!(news(json!({"type": "content_block_delta", "delta": 7})).is_err());
    }

    #[test]
    fn understands_a_whole_answer() {
        let whole = json!({"type": "message", "content": [{"type": "text", "text": "Hi"}], "stop_reason": "refusal",
            "usage": {"input_tokens": 1, "output_tokens": 2}});
        let expected =
            [News::Text("Hi".to_owned()), News::Reason(EndReason::Filtered), News::Read(1), News::Written(2)];
        assert_eq!(told(whole), expected);
    }
}
