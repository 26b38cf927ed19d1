//! What `OpenAI`'s way is: what is sent, and what comes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::complaint::Field;
use super::news::{News, words};
use super::prompt::Message;
use super::{EndReason, ModelInfo, Prompt};

/// What the server is asked.
#[derive(Serialize)]
pub(super) struct Question<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    /// What `OpenAI` itself calls the former by now, for some of its models.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

impl<'a> Question<'a> {
    /// The prompt, without what the server refused to be told.
    pub(super) fn new(model: &'a str, prompt: &'a Prompt, refused: &[Field]) -> Self {
        let wanted = |field: Field| !refused.contains(&field);
        let most = Some(prompt.most_answer_tokens);
        Self {
            model,
            messages: prompt.messages_with_system(),
            stream: true,
            stream_options: wanted(Field::Usage).then_some(StreamOptions { include_usage: true }),
            temperature: wanted(Field::Temperature).then_some(prompt.temperature),
            max_tokens: most.filter(|_| wanted(Field::MostTokens)),
            max_completion_tokens: most.filter(|_| !wanted(Field::MostTokens)),
        }
    }
}

/// A part of an answer, or all of it.
#[derive(Deserialize)]
struct Part {
    choices: Option<Vec<Choice>>,
    usage: Option<Counts>,
}

#[derive(Deserialize)]
struct Choice {
    /// The words that come next, where the answer comes in parts.
    delta: Option<Words>,
    /// All words, where it does not.
    message: Option<Words>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Words {
    content: Option<Content>,
    /// What the model thinks, by either of the names that servers have for it; some send both.
    reasoning_content: Option<String>,
    reasoning: Option<String>,
}

/// Words, or a list of words as a few servers send it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Texts(Vec<Text>),
}

#[derive(Deserialize)]
struct Text {
    text: Option<String>,
}

#[derive(Deserialize)]
struct Counts {
    prompt_tokens: Option<u32>,
    completion_tokens: Option<u32>,
}

/// What a part of an answer tells.
///
/// # Errors
/// If it is no such part.
pub(super) fn news(message: Value) -> Result<Vec<News>, serde_json::Error> {
    let part: Part = serde_json::from_value(message)?;
    let mut news = Vec::new();
    if let Some(choice) = part.choices.into_iter().flatten().next() {
        if let Some(words) = choice.delta.or(choice.message) {
            news.extend(words.news());
        }
        news.extend(choice.finish_reason.map(|reason| News::Reason(end_reason(&reason))));
    }
    if let Some(counts) = part.usage {
        news.extend(counts.prompt_tokens.map(News::Read));
        news.extend(counts.completion_tokens.map(News::Written));
    }
    Ok(news)
}

impl Words {
    fn news(self) -> impl Iterator<Item = News> {
        let said = match self.content {
            None => None,
            Some(Content::Text(text)) => Some(text),
            Some(Content::Texts(texts)) => Some(texts.into_iter().filter_map(|part| part.text).collect()),
        };
        let thought = self.reasoning_content.or(self.reasoning);
        [words(thought, News::Thinking), words(said, News::Text)].into_iter().flatten()
    }
}

fn end_reason(reason: &str) -> EndReason {
    match reason {
        "stop" | "eos" | "eos_token" => EndReason::Finished,
        "length" => EndReason::CutOff,
        "content_filter" => EndReason::Filtered,
        _ => EndReason::Unknown,
    }
}

/// The list of models.
#[derive(Deserialize)]
pub(super) struct Models {
    data: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
    /// How much it reads at once, by the names that vLLM, `OpenRouter`, Groq and LM Studio have for it.
    max_model_len: Option<u32>,
    context_length: Option<u32>,
    context_window: Option<u32>,
    max_context_length: Option<u32>,
    /// What llama.cpp says beside the standard.
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    n_ctx: Option<u32>,
    n_ctx_train: Option<u32>,
    size: Option<u64>,
}

impl Models {
    /// What is known of each, in the server's order.
    pub(super) fn infos(self) -> Vec<ModelInfo> {
        self.data.into_iter().map(Model::info).collect()
    }
}

impl Model {
    fn info(self) -> ModelInfo {
        let told = [self.max_model_len, self.context_length, self.context_window, self.max_context_length];
        let meta = self.meta.unwrap_or(Meta { n_ctx: None, n_ctx_train: None, size: None });
        let context_tokens = told.into_iter().flatten().next().or(meta.n_ctx).or(meta.n_ctx_train);
        ModelInfo { name: self.id, context_tokens, size: meta.size }
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
    fn understands_what_servers_send() {
        let choice = |choice: Value| told(json!({"choices": [choice]}));
        let text = |text: &str| News::Text(text.to_owned());
        assert_eq!(choice(json!({"delta": {"role": "assistant", "content": null}, "finish_reason": null})), []);
        assert_eq!(choice(json!({"index": 0, "delta": {"content": "Hi"}})), [text("Hi")]);
        assert_eq!(choice(json!({"delta": {"content": [{"text": "H"}, {"type": "x"}, {"text": "i"}]}})), [text("Hi")]);
        let thought = [News::Thinking("Hm".to_owned())];
        assert_eq!(choice(json!({"delta": {"reasoning_content": "Hm", "content": ""}})), thought);
        assert_eq!(choice(json!({"delta": {"reasoning": "Hm", "reasoning_content": "Hm"}})), thought);
        assert_eq!(told(json!({"choices": null, "usage": {"prompt_tokens": 3}})), [News::Read(3)]);
        assert!(news(json!({"choices": 7})).is_err());
    }

    #[test]
    fn tells_why_an_answer_ends() {
        let reasons = ["stop", "length", "content_filter", "tool_calls"].map(end_reason);
        assert_eq!(reasons, [EndReason::Finished, EndReason::CutOff, EndReason::Filtered, EndReason::Unknown]);
    }

    #[test]
    fn knows_how_much_a_model_reads() {
        let models = json!({"data": [
            {"id": "a", "max_model_len": 1}, {"id": "b", "context_length": 2}, {"id": "c"},
            {"id": "d", "meta": {"n_ctx_train": 4, "size": 9, "n_vocab": 5}}, {"id": "e", "meta": null},
        ]});
        let models: Models = serde_json::from_value(models).expect("a list");
        let infos: Vec<_> =
            models.infos().into_iter().map(|info| (info.name, info.context_tokens, info.size)).collect();
        let expected = [("a", Some(1), None), ("b", Some(2), None), ("c", None, None), ("d", Some(4), Some(9))];
        assert_eq!(infos[..4], expected.map(|(name, tokens, size)| (name.to_owned(), tokens, size)));
    }
}
