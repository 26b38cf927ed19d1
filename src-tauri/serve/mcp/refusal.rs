//! What went wrong, for a model that can do something about it.

use paperside_engine::messages::ErrorMessage;
use paperside_engine::{Error, Library};
use rmcp::model::{CallToolResult, ContentBlock, JsonObject, MetaObject};

use super::quoted;

/// Under which name a result has the code.
const CODE: &str = "paperside/code";

/// Collections that are named to whom asks for one that is not there.
const NAMED: usize = 20;

/// Why something was not done: a code to branch on, and a sentence.
#[derive(Debug)]
pub(super) struct Refusal(ErrorMessage);

impl Refusal {
    /// For reasons that the engine knows nothing of.
    pub(super) fn new(code: &str, message: impl Into<String>) -> Self {
        Self(ErrorMessage { code: code.to_owned(), message: message.into() })
    }

    /// The client did not want the answer any more.
    pub(super) fn called_off() -> Self {
        Self::new("cancelled", "this was called off")
    }

    /// Which kind of reason it is.
    pub(super) fn code(&self) -> &str {
        &self.0.code
    }

    /// As a sentence, with what a model can do next.
    pub(super) async fn sentence(&self, library: &Library) -> String {
        let message = &self.0.message;
        let said = match self.code() {
            "unknown_document" => {
                // What comes behind it is for a person at a terminal.
                let (said, _) = message.split_once("; `paperside").unwrap_or((message, ""));
                format!("{said}; `list` tells the documents there are and their ids")
            }
            "unknown_collection" => format!("{message}; {}", collections(library).await),
            _ => message.clone(),
        };
        let mut letters = said.trim_end_matches('.').chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).chain(['.']).collect()
    }

    /// As the result of a tool.
    pub(super) async fn result(&self, library: &Library) -> CallToolResult {
        let mut code = JsonObject::new();
        code.insert(CODE.to_owned(), self.code().into());
        let sentence = ContentBlock::text(self.sentence(library).await);
        CallToolResult::error(vec![sentence]).with_meta(Some(MetaObject(code)))
    }
}

/// Which collections there are.
async fn collections(library: &Library) -> String {
    let collections = library.collections().await.unwrap_or_default();
    if collections.is_empty() {
        return "there are none".to_owned();
    }
    let named: Vec<String> = collections.iter().take(NAMED).map(|collection| quoted::name(&collection.name)).collect();
    let more = if collections.len() > NAMED { " and others" } else { "" };
    format!("there are {}{more}", named.join(", "))
}

impl From<ErrorMessage> for Refusal {
    fn from(error: ErrorMessage) -> Self {
        Self(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(ErrorMessage::from(&error))
    }
}
