//! What a language model is asked.

use serde::{Deserialize, Serialize};

/// What a language model is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prompt {
    /// How the model should go about it. May be empty.
    pub system: String,
    /// What was said so far, the person's question last.
    pub turns: Vec<PromptTurn>,
    /// How long the answer may become. What the model thinks before it counts, too.
    pub most_answer_tokens: u32,
    /// How much the model should be able to read at once, prompt and answer together. Only Ollama and the app
    /// itself can be told; others have what they were started with.
    pub context_tokens: Option<u32>,
    /// How freely the model chooses its words: 0 for always the likeliest.
    pub temperature: f32,
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptTurn {
    /// Who said it.
    pub role: Role,
    /// What was said.
    pub text: String,
}

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// The person who asks.
    Person,
    /// The model that answers.
    Model,
}

impl Role {
    /// What all servers and templates call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "user",
            Self::Model => "assistant",
        }
    }
}

/// Something that was said, as all servers want to be told it.
#[derive(Debug, Serialize)]
pub(super) struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

impl Prompt {
    /// What was said so far.
    pub(super) fn messages(&self) -> Vec<Message<'_>> {
        self.turns.iter().map(|turn| Message { role: turn.role.name(), content: &turn.text }).collect()
    }

    /// What was said so far, after how the model should go about it.
    pub(super) fn messages_with_system(&self) -> Vec<Message<'_>> {
        let system = (!self.system.is_empty()).then_some(Message { role: "system", content: &self.system });
        system.into_iter().chain(self.messages()).collect()
    }
}
