//! A conversation to a question.

use axum::http::StatusCode;
use paperside_engine::messages::{AskRequest, EarlierTurn};
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::problem::Problem;
use super::{MODEL, below};

/// A conversation, as programs send it to language models. What they say besides, such as a temperature, changes
/// nothing.
#[derive(Debug, Deserialize, JsonSchema)]
pub(in crate::serve) struct ChatRequest {
    /// `paperside` for the whole library, or `paperside/` and the name of a collection.
    model: String,
    /// The conversation, oldest first. The last message is the question.
    messages: Vec<ChatMessage>,
    /// Whether the answer is sent as it comes.
    #[serde(default)]
    stream: Option<bool>,
    /// How many answers: one.
    #[serde(default)]
    n: Option<u32>,
}

/// A message of a conversation.
#[derive(Debug, Deserialize, JsonSchema)]
struct ChatMessage {
    /// Who says it.
    role: Role,
    /// What is said.
    #[serde(default)]
    content: Option<Content>,
}

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Role {
    /// The person.
    User,
    /// Whoever answers.
    Assistant,
    /// The program; it is not listened to, since answers come from the documents.
    System,
    /// The same.
    Developer,
    /// The same.
    Tool,
}

/// What is said.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Content {
    /// As one text.
    Text(String),
    /// In pieces.
    Parts(Vec<ContentPart>),
}

/// A piece of what is said.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ContentPart {
    /// Text; nothing else can be asked.
    Text {
        /// The text.
        text: String,
    },
}

impl ChatRequest {
    /// Who is asked.
    pub(super) fn model(&self) -> &str {
        &self.model
    }

    /// Whether the answer is sent as it comes.
    pub(super) fn is_streamed(&self) -> bool {
        self.stream.unwrap_or(false)
    }

    /// The question, where it is to be answered from, and what was said before.
    ///
    /// # Errors
    /// A sentence that says what of it is no question.
    pub(super) fn question(self) -> Result<AskRequest, Problem> {
        let unknown = |model: &str| {
            let message = format!("there is no model “{model}”; there are “{MODEL}” and “{MODEL}/COLLECTION”");
            Problem::new(StatusCode::NOT_FOUND, "model_not_found", message)
        };
        let collection = self.model.strip_prefix(MODEL).ok_or_else(|| unknown(&self.model))?;
        let collections = match collection.strip_prefix('/') {
            Some(collection) => vec![collection.to_owned()],
            None if collection.is_empty() => Vec::new(),
            None => return Err(unknown(&self.model)),
        };
        if self.n.is_some_and(|n| n != 1) {
            return Err(Problem::malformed("n must be 1: there is one answer"));
        }
        let (question, earlier) = split(self.messages)?;
        Ok(AskRequest { question, collections, earlier, ..AskRequest::default() })
    }
}

impl Content {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Parts(parts) => {
                let texts = parts.into_iter().map(|ContentPart::Text { text }| text);
                texts.collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// The question at the end of a conversation, and the turns before it.
fn split(messages: Vec<ChatMessage>) -> Result<(String, Vec<EarlierTurn>), Problem> {
    let mut turns: Vec<EarlierTurn> = Vec::new();
    let mut last = None;
    for ChatMessage { role, content } in messages {
        let text = content.map(Content::into_text).unwrap_or_default();
        match (role, turns.last_mut()) {
            (Role::User, _) => turns.push(EarlierTurn { question: text, answer: String::new() }),
            (Role::Assistant, Some(turn)) => turn.answer.push_str(below::without(&text)),
            (Role::Assistant | Role::System | Role::Developer | Role::Tool, _) => {}
        }
        last = Some(role);
    }
    match (last, turns.pop()) {
        (Some(Role::User), Some(question)) => Ok((question.question, turns)),
        _ => Err(Problem::malformed("the last of the messages must be the user's: it is the question")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(messages: &str) -> Result<(String, Vec<EarlierTurn>), String> {
        let messages = serde_json::from_str(messages).map_err(|error| error.to_string())?;
        split(messages).map_err(|problem| problem.message().to_owned())
    }

    #[test]
    fn the_last_question_is_asked_and_the_others_are_what_was_said_before() {
        let conversation = r#"[{"role": "system", "content": "Be a pirate."},
            {"role": "user", "content": "How far is the moon?"},
            {"role": "assistant", "content": "Far. [1]\n\nSources:\n\n- [1] Moon, page 2"},
            {"role": "user", "content": [{"type": "text", "text": "And"}, {"type": "text", "text": "the sun?"}]}]"#;
        let (question, earlier) = asked(conversation).expect("a question");
        assert_eq!(question, "And\nthe sun?");
        let turn = EarlierTurn { question: "How far is the moon?".to_owned(), answer: "Far. [1]".to_owned() };
        assert_eq!(earlier, [turn]);
    }

    #[test]
    fn what_is_no_question_is_refused_with_a_sentence() {
        let answered = r#"[{"role": "user", "content": "What?"}, {"role": "assistant", "content": "That."}]"#;
        for nothing in ["[]", answered, r#"[{"role": "system", "content": "Be quiet."}]"#] {
            assert!(asked(nothing).is_err_and(|why| why.contains("the question")), "{nothing}");
        }
        let picture = r#"[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]"#;
        assert!(asked(picture).is_err(), "a picture cannot be asked");
    }
}
