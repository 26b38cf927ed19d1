//! What Ollama's own way is: what is sent, and what comes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::news::{News, words};
use super::prompt::Message;
use super::{EndReason, ModelInfo, Prompt};

/// What the server is asked.
#[derive(Serialize)]
pub(super) struct Question<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    stream: bool,
    /// Without these two it would leave out passages without a word, and answer from the others.
    truncate: bool,
    shift: bool,
    options: Options,
}

#[derive(Serialize)]
struct Options {
    #[serde(skip_serializing_if = "Option::is_none")]
    num_ctx: Option<u32>,
    num_predict: u32,
    temperature: f32,
}

impl<'a> Question<'a> {
    /// The prompt.
    pub(super) fn new(model: &'a str, prompt: &'a Prompt) -> Self {
        let options = Options {
            num_ctx: prompt.context_tokens,
            num_predict: prompt.most_answer_tokens,
            temperature: prompt.temperature,
        };
        let messages = prompt.messages_with_system();
        Self { model, messages, stream: true, truncate: false, shift: false, options }
    }
}

/// A part of an answer.
#[derive(Deserialize)]
struct Part {
    message: Option<Words>,
    #[serde(default)]
    done: bool,
    done_reason: Option<String>,
    prompt_eval_count: Option<u32>,
    eval_count: Option<u32>,
}

#[derive(Deserialize)]
struct Words {
    content: Option<String>,
    thinking: Option<String>,
}

/// What a part of an answer tells.
///
/// # Errors
/// If it is no such part.
pub(super) fn news(message: Value) -> Result<Vec<News>, serde_json::Error> {
    let part: Part = serde_json::from_value(message)?;
    let mut news = Vec::new();
    if let Some(said) = part.message {
        news.extend(words(said.thinking, News::Thinking));
        news.extend(words(said.content, News::Text));
    }
    news.extend(part.prompt_eval_count.map(News::Read));
    news.extend(part.eval_count.map(News::Written));
    if part.done {
        news.extend([News::Reason(end_reason(part.done_reason.as_deref())), News::Done]);
    }
    Ok(news)
}

fn end_reason(reason: Option<&str>) -> EndReason {
    match reason {
        Some("stop") => EndReason::Finished,
        Some("length") => EndReason::CutOff,
        _ => EndReason::Unknown,
    }
}

/// The list of models.
#[derive(Deserialize)]
pub(super) struct Models {
    models: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    name: String,
    size: Option<u64>,
}

impl Models {
    /// What is known of each, in the server's order: not yet how much it reads at once.
    pub(super) fn infos(self) -> Vec<ModelInfo> {
        let info = |model: Model| ModelInfo { name: model.name, context_tokens: None, size: model.size };
        self.models.into_iter().map(info).collect()
    }
}

/// Which model more is asked of.
#[derive(Serialize)]
pub(super) struct Which<'a> {
    /// Its name.
    pub(super) model: &'a str,
}

/// More of a model.
#[derive(Deserialize)]
pub(super) struct Details {
    #[serde(default)]
    model_info: HashMap<String, Value>,
}

impl Details {
    /// How much it reads at once if it is given the memory. The name of the family stands before the name of the
    /// field.
    pub(super) fn context_tokens(&self) -> Option<u32> {
        let mut fields = self.model_info.iter().filter(|(name, _)| name.ends_with(".context_length"));
        fields.find_map(|(_, value)| value.as_u64()?.try_into().ok())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(message: Value) -> Vec<News> {
        news(message).expect("it is a part of an answer")
    }

    #[test]
    fn understands_what_ollama_sends() {
        let part =
            json!({"model": "m", "message": {"role": "assistant", "content": "", "thinking": "Hm"}, "done": false});
        assert_eq!(told(part), [News::Thinking("Hm".to_owned())]);
        let end = json!({"message": {"content": "."}, "done": true, "done_reason": "length", "prompt_eval_count": 3,
            "eval_count": 4});
        let expected =
            [News::Text(".".to_owned()), News::Read(3), News::Written(4), News::Reason(EndReason::CutOff), News::Done];
        assert_eq!(told(end), expected);
        assert_eq!(told(json!({"done": true})), [News::Reason(EndReason::Unknown), News::Done], "older ones say less");
    }

    #[test]
    fn finds_how_much_a_model_reads() {
        let details = |info: Value| serde_json::from_value::<Details>(info).expect("details").context_tokens();
        let info = json!({"model_info": {"general.architecture": "llama", "llama.context_length": 8192}});
        assert_eq!(details(info), Some(8192));
        assert_eq!(details(json!({"license": "MIT"})), None);
    }
}
